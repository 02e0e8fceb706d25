"""Sentences that differ in one name only, told as one: “one of 4 (Norland, Sudland, …) objects to …”."""

from __future__ import annotations

from collections.abc import Sequence
from re import compile as pattern

__all__ = ["families", "gathered", "joined"]

NAMED = 6
LONGEST_NAME = 6
LEAST_COMMON = 2
FEW = 3

_NOT_ON_RECORD = pattern(r"another (.+?) not on record")

_ARTICLES = ("the", "another", "any")
_SMALL = ("of", "the", "and", "on", "in")

_Words = tuple[str, ...]


def gathered(sentences: Sequence[str]) -> list[str]:
    """The sentences, those of one mould joined; in the order of their first members."""
    return [joined(family) for family in families(sentences)]


def families(sentences: Sequence[str]) -> list[list[str]]:
    """The sentences, in families of one mould: alike but for one name."""
    waiting = [tuple(s.split()) for s in dict.fromkeys(sentences)]
    out = []
    while waiting:
        first, *rest = waiting
        head, tail = _mould(first, rest)
        members = [w for w in waiting if w == first or (head + tail and _cast(w, first, head, tail))]
        out.append([" ".join(m) for m in members])
        waiting = [w for w in waiting if w not in members]
    return out


def joined(family: Sequence[str], every: bool = False) -> str:
    """One sentence for a family: of one of its members, or of `every` one."""
    first, *rest = (tuple(s.split()) for s in family)
    head, tail = _mould(first, rest)
    return _joined(first, [first, *rest], head, tail, every)


def _mould(first: _Words, rest: Sequence[_Words]) -> tuple[int, int]:
    """How many words at the head and at the tail the largest family of a sentence has in common."""
    moulds = {m for other in rest if (m := _common(first, other)) is not None}
    best, size = (0, 0), 0
    for mould in sorted(moulds, key=lambda m: (-(m[0] + m[1]), m)):
        family = sum(_cast(other, first, *mould) for other in rest)
        if family > size:
            best, size = mould, family
    return best


def _common(a: _Words, b: _Words) -> tuple[int, int] | None:
    room = min(len(a), len(b)) - 1
    head = 0
    while head < room and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < room - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    # an article belongs to the name it stands before
    if head and a[head - 1] in _ARTICLES:
        head -= 1
    # a number belongs to the month that follows it
    while tail and (a[-tail - 1].isdigit() or b[-tail - 1].isdigit()):
        tail -= 1
    if head + tail < LEAST_COMMON or not _cast(b, a, head, tail) or not _short(a, head, tail):
        return None
    return head, tail


def _cast(words: _Words, first: _Words, head: int, tail: int) -> bool:
    """Whether a sentence is of this mould."""
    end = len(words) - tail
    same = words[:head] == first[:head] and words[end:] == first[len(first) - tail :]
    return same and _short(words, head, tail)


def _short(words: _Words, head: int, tail: int) -> bool:
    middle = words[head : len(words) - tail]
    return 0 < len(middle) <= LONGEST_NAME and _is_name(middle)


def _is_name(words: _Words) -> bool:
    """Whether words can be a name: capitals, an article before them, or one or two plain words."""
    if words[0] in _ARTICLES:
        return True
    if words[0][0].islower():
        return len(words) <= 2
    return all(not w[0].islower() or w in _SMALL for w in words)


def _joined(first: _Words, members: Sequence[_Words], head: int, tail: int, every: bool) -> str:
    if len(members) == 1:
        return " ".join(first)
    names = [" ".join(m[head : len(m) - tail]) for m in members]
    return " ".join([*first[:head], _any_of(names, every), *first[len(first) - tail :]])


def _any_of(names: Sequence[str], every: bool) -> str:
    """Who may fill the place: two or three by name, more by number, so that nobody stands out who is only first."""
    if len(names) <= FEW:
        return f"{', '.join(names[:-1])} {'and' if every else 'or'} {names[-1]}"
    each = "each" if every else "one"
    missing = [m[1] for n in names if (m := _NOT_ON_RECORD.fullmatch(n))]
    if len(missing) == 1:
        return f"{each} of {len(names)} {_plural(missing[0])} ({len(names) - 1} listed, one not on record)"
    more = len(names) - NAMED
    return f"{each} of {len(names)} ({', '.join(names[:NAMED])}" + (f" and {more} more)" if more > 0 else ")")


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else f"{noun}s"
