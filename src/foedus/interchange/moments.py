"""A time with its doubt: the parts of a date that a program wants, and the words that say how sure they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from re import compile as pattern

from foedus.record import When
from foedus.record.time import UNKNOWN_ZONE, Zone

__all__ = ["Dated", "dated", "iso"]

_SIDE = pattern(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:[Tt ]([0-9]{1,2}):([0-9]{2}).*?)?)?)?([~?%]?)")
_ABOUT = {"~": "about ", "?": "perhaps ", "%": "perhaps about ", "": ""}
_PARTS = ("year", "month", "day", "hour", "minute")


@dataclass(frozen=True, slots=True)
class Dated:
    """Parts of the first and, where there is one, the last date (year, month, day, hour, minute: numbers), and the words."""

    start: dict[str, int]
    end: dict[str, int] | None
    words: str


@dataclass(frozen=True, slots=True)
class _Side:
    parts: dict[str, int]
    words: str


def dated(when: When, own: Zone, clock: Zone, kind: str = "") -> Dated | None:
    """A time on the case's clock; None where neither edge is known.

    own    the zone in which the time was read; clock: the zone everything is shown in
    kind   of the sentence it is the time of: a span is the life of a state, and doubt about an event
    """
    left, slash, right = when.verbatim.partition("/")
    sides = [None if s in ("", "..") else _side(s, own, clock) for s in ((left, right) if slash else (left,))]
    if any(s is None and w not in ("", "..") for s, w in zip(sides, (left, right), strict=False)):
        return _by_instants(when, clock)
    if not slash:
        return Dated(sides[0].parts, None, sides[0].words) if sides[0] else None
    return _span(sides[0], sides[1], kind, unknown_end=right == "")


def _span(first: _Side | None, last: _Side | None, kind: str, unknown_end: bool) -> Dated | None:
    state = kind in ("state", "attribute")
    if first and last:
        words = {True: f"from {first.words} to {last.words}", False: f"between {first.words} and {last.words}"}[state]
        plain = words if kind else f"{first.words} to {last.words}"
        return Dated(first.parts, last.parts if last.parts != first.parts else None, plain)
    if last:
        return Dated(last.parts, None, f"{'until' if state else 'by'} {last.words}")
    if first:
        end = ", end unknown" if unknown_end else ""
        return Dated(first.parts, None, f"from {first.words}{end}" if state else f"not before {first.words}")
    return None


def _side(text: str, own: Zone, clock: Zone) -> _Side | None:
    """One date as it was written; an hour goes over to the case's clock, unless its zone is unknown."""
    match = _SIDE.fullmatch(" ".join(text.split()))
    if not match:
        return None
    numbers = [int(n) for n in match.groups()[:5] if n is not None]
    about = _ABOUT[match[6]]
    if len(numbers) < 4:
        return _Side(dict(zip(_PARTS, numbers, strict=False)), about + _day(numbers) + _unsure(own))
    when = When.parse(text.rstrip("~?%"), own)
    if not when.exact or when.earliest is None:
        day = date(*numbers[:3])
        parts = dict(zip(_PARTS, (*numbers[:3], numbers[3] % 24, numbers[4]), strict=True))
        return _Side(
            parts, f"{about}{_day((day.year, day.month, day.day))}, {numbers[3]:02}:{numbers[4]:02}{_unsure(UNKNOWN_ZONE)}"
        )
    return _clocked(when.earliest.local(clock), about, clock, when.zone == "inferred")


def _clocked(moment: datetime, about: str, clock: Zone, inferred: bool) -> _Side:
    parts = {name: getattr(moment, name) for name in _PARTS}
    name = "UTC" if clock.mark == "unknown" else clock.name
    zone = f"{name}, zone inferred" if inferred else name
    return _Side(parts, f"{about}{_day((moment.year, moment.month, moment.day))}, {moment:%H:%M} ({zone})")


def _day(numbers: tuple[int, ...] | list[int]) -> str:
    """6 January 2022, January 2022 or 2022."""
    year, *rest = numbers
    if not rest:
        return str(year)
    month = f"{date(2000, rest[0], 1):%B} {year}"
    return f"{rest[1]} {month}" if len(rest) > 1 else month


def _unsure(zone: Zone) -> str:
    return " (zone unknown)" if zone.mark == "unknown" else ""


def _by_instants(when: When, clock: Zone) -> Dated | None:
    """A time that was worked out, not written: its first and last possible instant."""
    first = when.earliest and _clocked(when.earliest.local(clock), "", clock, False)
    last = when.latest and _clocked(when.latest.local(clock), "", clock, False)
    if first and last and first.parts == last.parts:
        return Dated(first.parts, None, first.words)
    return _span(first or None, last or None, "event", unknown_end=False)


def iso(parts: dict[str, int]) -> str:
    """Parts of a date as an ISO prefix: 2022, 2022-01, 2022-01-06 or 2022-01-06T02:50:00."""
    day = "-".join(f"{parts[n]:0{4 if n == 'year' else 2}}" for n in _PARTS[:3] if n in parts)
    return f"{day}T{parts['hour']:02}:{parts['minute']:02}:00" if "hour" in parts else day
