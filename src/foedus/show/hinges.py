"""What would settle an answer or flip it, what matters most, and what to ask next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import takewhile
from math import prod
from typing import TYPE_CHECKING, TypeAlias

from foedus.show.gather import families, joined
from foedus.show.heading import heading
from foedus.show.moments import moment
from foedus.show.notes import KINDS, strength
from foedus.show.paper import Paint, bullet, fit, para, wrap

if TYPE_CHECKING:
    from foedus.assess.hinging import HingeSetShown, Hinging, InfluenceShown, Turn

__all__ = [
    "MEANS",
    "SHOWN",
    "Reached",
    "asked_of",
    "besides",
    "beyond",
    "nothing",
    "ranked",
    "reached",
    "share_in_words",
    "text_hinges",
    "ways",
]

SHOWN = 12
BAR = 12
_ARTICLES = ("the", "another")
_ORDER = ("yes", "no", "not-engaged", "open")
_TOLD = {
    ("fact", "yes"): "proved",
    ("fact", "no"): "disproved",
    ("judgement", "yes"): "judged so",
    ("judgement", "no"): "judged not so",
}

MEANS = (
    "How often the answer hangs on this fact alone, of all ways in which the rest may turn out, every open fact being settled "
    "by proof."
)
"""What a share of influence says."""

_Slot: TypeAlias = "frozenset[Turn]"
_Item: TypeAlias = "frozenset[_Slot]"


def asked_of(fact: str) -> str:
    """A fact's sentence as a question."""
    return f"Is it so that {fact}?"


def share_in_words(share: Fraction) -> str:
    """A share as a percentage, rounded; what rounds to nothing is told as less than the least."""
    tenths = round(share * 1000)
    return f"{tenths / 10:.1f} %" if tenths else "<0.1 %"


def text_hinges(found: Hinging, width: int = 80, color: bool = False, most: int | None = SHOWN, command: str = "") -> str:
    """The screen of one answer's hinges; of each verdict at most `most` lines (None: all).

    `command` is what to type to ask again, for the hints.
    """
    width, paint = max(width, 40), Paint(color)
    out = heading(found, strength(found.verdict, found.status), width, paint)
    out += [*_sets(found, width, paint, most), *_influence(found, width, paint)]
    out += beyond(found, width, command)
    for bound in found.bounds:
        out += ["", *bullet("◊", bound, width, 1, 3)]
    return "\n".join(out) + "\n"


# --- sets ---


@dataclass(frozen=True, slots=True)
class Reached:
    """The ways to one answer.

    answer  the answer in words; ways: how many smallest sets lead to it
    items   the ways, those that differ in one change told as one; each is the list of what has to be so, all of it together
    left    how many ways are not among the items
    """

    answer: str
    ways: int
    items: tuple[tuple[str, ...], ...]
    left: int


def reached(found: Hinging, most: int | None = SHOWN) -> list[Reached]:
    """The smallest sets, by the answer they lead to; of each answer at most `most` items (None: all)."""
    out = []
    for verdict, status in sorted({(s.verdict, s.status) for s in found.sets}, key=lambda k: (_ORDER.index(k[0]), k[1])):
        sets = [s for s in found.sets if (s.verdict, s.status) == (verdict, status)]
        items = _gathered(sets)
        shown = items if most is None else items[:most]
        left = sum(_size(i) for i in items[len(shown) :])
        out.append(Reached(_answer(verdict, status), len(sets), tuple(tuple(_told(i)) for i in shown), left))
    return out


def _sets(found: Hinging, width: int, paint: Paint, most: int | None) -> list[str]:
    """The smallest sets, by the answer they lead to."""
    if not found.sets:
        return ["", *wrap(nothing(found), width)]
    out = ["", paint.strong(f"What would {'settle it' if found.open else 'flip it'}")]
    for one in reached(found, most):
        out += ["", *para(f"→ {one.answer}: {'1 way' if one.ways == 1 else f'{one.ways} ways'}", width, 1, 3)]
        for item in one.items:
            out += _item(item, width)
        if one.left:
            out += para(f"and {one.left} more ways; --most N or --json lists them", width, 3, 3)
    return out


def nothing(found: Hinging) -> str:
    """What is said where no set was found."""
    if found.bounds and not found.influence:
        return "What would change it was not found."
    if found.open:
        return "No open fact settles it, however it turns out."
    of = " and nothing else that may be changed" if found.over else ""
    return f"Nothing would flip it: no open fact{of}."


def _answer(verdict: str, status: str) -> str:
    told = strength(verdict, status)
    return f"{told} (as long as nobody proves otherwise)" if status == "presumed" else told


def _size(item: _Item) -> int:
    """How many sets an item stands for."""
    return prod(len(slot) for slot in item)


def _gathered(sets: Sequence[HingeSetShown]) -> list[_Item]:
    """Sets as items, fewest changes first; sets that differ in one change only are one item, again and again."""
    alone = [s.turns[0] for s in sets if len(s.turns) == 1]
    items = [frozenset(frozenset([t]) for t in s.turns) for s in sets if len(s.turns) != 1]
    while len(joint := _joint(items)) < len(items):
        items = joint
    return [*(frozenset([frozenset(f)]) for f in _families(alone)), *sorted(items, key=len)]


def _joint(items: Sequence[_Item]) -> list[_Item]:
    """The items, those that differ in one slot only joined in it; each is joined once."""
    groups: dict[_Item, list[_Item]] = {}
    for item in items:
        for slot in item:
            groups.setdefault(item - {slot}, []).append(item)
    into: dict[_Item, _Item] = {}
    for rest, group in sorted(groups.items(), key=lambda g: -len(g[1])):
        if len(group) > 1 and not any(i in into for i in group):
            joint = rest | {frozenset(t for i in group for slot in i - rest for t in slot)}
            into |= dict.fromkeys(group, joint)
    return list(dict.fromkeys(into.get(i, i) for i in items))


def _item(told: Sequence[str], width: int) -> list[str]:
    """One way, or several told as one: what would have to be so, all of it together."""
    if len(told) == 1:
        return bullet("•", told[0], width, 1, 3)
    out = bullet("•", "all of this:", width, 1, 3)
    return out + [row for text in told for row in bullet("–", text, width, 4)]


def _told(item: _Item) -> list[str]:
    """The changes of an item in words: those that are sure, alike ones gathered, then those with alternatives."""
    found = _families(_sorted(t for slot in item if len(slot) == 1 for t in slot))
    sure = [part for family in found for part in ([family] if _by_name(family) else [[t] for t in family])]
    rest = sorted((_sorted(slot) for slot in item if len(slot) > 1), key=lambda ts: [_key(t) for t in ts])
    return [*(_family(f, every=True) for f in sure), *(", or ".join(_family(f) for f in _families(ts)) for ts in rest)]


def _by_name(turns: Sequence[Turn]) -> bool:
    """Whether the sentences differ in whom or what they name, and not in what they say of it."""
    words = [t.name.split() for t in turns]
    same = sum(len(set(column)) == 1 for column in takewhile(lambda c: len(set(c)) == 1, zip(*words, strict=False)))
    return len(turns) == 1 or all(w[same][0].isupper() or w[same] in _ARTICLES or w[same - 1] in _ARTICLES for w in words)


def _sorted(turns: Iterable[Turn]) -> list[Turn]:
    return sorted(turns, key=_key)


def _key(turn: Turn) -> tuple[str, str, str]:
    return turn.kind, turn.to, turn.name


def _families(turns: Iterable[Turn]) -> list[list[Turn]]:
    """Turns of one kind and standing whose sentences are of one mould, together; others by themselves."""
    groups: dict[tuple[str, ...], list[Turn]] = {}
    for turn in turns:
        own = () if (turn.kind, turn.to) in _TOLD else (turn.name,)
        groups.setdefault((turn.kind, turn.to, turn.was, *own), []).append(turn)
    out: list[list[Turn]] = []
    for alike in groups.values():
        by_name = {" ".join(t.name.split()): t for t in alike}
        out += [[by_name[name] for name in family] for family in families(list(by_name))]
    return out


def _family(turns: Sequence[Turn], every: bool = False) -> str:
    """What one turn of a family asks for, or `every` one, and how the record has it now."""
    first = turns[0]
    label = _TOLD.get((first.kind, first.to))
    if label is None:
        return _choice(first)
    stands = f" (now {KINDS.get(first.was, first.was)})" if first.was else ""
    return f"{label}: {joined([t.name for t in turns], every)}{stands}"


def _choice(turn: Turn) -> str:
    """A reading, a standard or a law taken instead."""
    if turn.kind == "reading":
        return f"“{turn.name}” read as “{turn.to}”"
    return f"proof weighed by “{turn.to}”" if turn.kind == "standard" else f"under the law of {moment(turn.to)}"


# --- influence ---


def _influence(found: Hinging, width: int, paint: Paint) -> list[str]:
    if not found.influence:
        return []
    lines = ranked(found.influence)
    out = ["", paint.strong("What matters most")]
    for share, text in lines[:SHOWN]:
        bar = "━" * max(1, round(BAR * share / found.influence[0].share))
        out += bullet(f"{share_in_words(share):>7}  {fit(bar, BAR)}", text, width, 1, BAR + 11)
    if len(lines) > SHOWN:
        out += para(f"and {len(lines) - SHOWN} more; --json lists them", width, 3, 3)
    out += [paint.dim(row) for row in para(MEANS, width, 1, 1)]
    return [*out, "", *(paint.strong(row) for row in wrap(f"Ask next: {asked_of(found.ask_next)}", width))]


def ranked(influence: Sequence[InfluenceShown]) -> list[tuple[Fraction, str]]:
    """Facts of equal share and standing, told as one where their sentences are of one mould."""
    groups: dict[tuple[Fraction, str], list[str]] = {}
    for one in influence:
        groups.setdefault((one.share, one.was), []).append(one.fact)
    return [
        (share, f"{joined(family)} ({KINDS.get(was, was)})")
        for (share, was), facts in groups.items()
        for family in families(facts)
    ]


# --- beyond facts ---


def besides(found: Hinging) -> list[tuple[str, str, tuple[str, ...]]]:
    """What it turns on besides facts: which `over` changes it, or nothing; what it is called; its names."""
    kinds = (
        ("readings", KINDS["readings"], found.readings),
        ("judgements", KINDS["judgement"], found.judgements),
        ("", KINDS["law_gap"], found.silences),
    )
    return [(over, label, names) for over, label, names in kinds if names]


def beyond(found: Hinging, width: int, command: str) -> list[str]:
    """What an open answer turns on besides facts, and which option changes that."""
    if not found.open:
        return []
    lines = besides(found)
    out = ["", "It turns on more than facts"] if lines else []
    for _, label, names in lines:
        out += bullet("·", f"{label}: {'; '.join(names)}", width, 1, 3)
    options = [f"--over {over}" for over, _, _ in lines if over and over not in found.over]
    if options and command:
        out += bullet("→", f"{command} {' '.join(options)}", width)
    return out


def ways(sets: Sequence[HingeSetShown]) -> Iterator[tuple[str, str]]:
    """Each set in one line: the answer it leads to, and what would have to be so."""
    for one in sets:
        yield strength(one.verdict, one.status), " and ".join(_family([t]) for t in one.turns)
