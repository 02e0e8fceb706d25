"""Dates as a citation says them: 6 January 2022; between 7 and 13 January 2022; about December 2010."""

from __future__ import annotations

from datetime import date
from re import Match
from re import compile as pattern

from foedus.record import When

__all__ = ["Parts", "in_words", "parts", "spelled"]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_EDTF = pattern(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:[T ][0-9:.,]+(?:Z|[+\-−][0-9:]+)?)?)?)?([~?%]?)")
_DAY = pattern(r"(?<![\w-])([0-9]{4})-([0-9]{2})-([0-9]{2})(?![\w-])")
_DOUBT = {"~": "about ", "?": "perhaps ", "%": "perhaps about ", "": ""}

Parts = tuple[int, ...]
"""Year, then month and day as far as they are known."""


def parts(when: When) -> tuple[Parts, ...]:
    """One date, or the two between which it lies; an end that is not known is (). Nothing known: ()."""
    ends = [_EDTF.fullmatch(end.strip()) for end in when.verbatim.split("/")]
    if any(ends) and len(ends) <= 2:
        return tuple(tuple(int(n) for n in end.groups()[:3] if n) if end else () for end in ends)
    if when.earliest is None:
        return ()
    day = when.earliest.local()
    return ((day.year, day.month, day.day),)


def in_words(when: When | None) -> str:
    """What is known of the day of a source; empty where nothing is."""
    if when is None:
        return ""
    ends = parts(when)
    said = [_said(end, doubt) for end, doubt in zip(ends, _doubts(when), strict=False)]
    if len(said) < 2:
        return "".join(said)
    if not (said[0] and said[1]):
        return f"by {said[1]}" if said[1] else f"not before {said[0]}" if said[0] else ""
    if said[0] == said[1]:
        return said[0]
    if _adjacent(*ends) and not any(_doubts(when)):
        return f"{_shorter(said[0], said[1])} or {said[1]}"
    return f"between {_shorter(said[0], said[1])} and {said[1]}"


def _adjacent(first: Parts, last: Parts) -> bool:
    """Whether these are two days, one after the other."""
    try:
        return len(first) == len(last) == 3 and (date(*last) - date(*first)).days == 1
    except ValueError:
        return False


def _doubts(when: When) -> list[str]:
    found = [_EDTF.fullmatch(end.strip()) for end in when.verbatim.split("/")]
    return [_DOUBT[m[4]] if m else "" for m in found]


def _said(found: Parts, doubt: str = "") -> str:
    if not found:
        return ""
    year, *rest = found
    words = [*(str(d) for d in rest[1:]), *(MONTHS[m - 1] for m in rest[:1]), str(year)]
    return doubt + " ".join(words)


def _shorter(first: str, last: str) -> str:
    """`7 January 2022` before `13 January 2022` is `7`: what both say is said once."""
    a, b = first.split(), last.split()
    while len(a) > 1 and len(a) == len(b) and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    return " ".join(a)


def day(when: date) -> str:
    """6 January 2022."""
    return _said((when.year, when.month, when.day))


def spelled(text: str) -> str:
    """A text whose ISO days are said in words; one that is no day stays as it is."""
    return _DAY.sub(_in_words, text)


def _in_words(found: Match[str]) -> str:
    try:
        return day(date(*(int(n) for n in found.groups())))
    except ValueError:
        return found[0]
