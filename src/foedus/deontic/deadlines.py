"""When something falls due, and whether it was done in time.

A deadline is computed from an interval, so it is an interval: a duty of 24 hours after "6 January"
falls due some time on 7 January. Done on time only where that is so however both turn out:

    on time   latest(done)   ≤ earliest(due)
    late      earliest(done) ≥ latest(due)
    unknown   anything else
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Literal

from foedus.record import Instant, QuantityRange, When
from foedus.record.time import Zone, add_days, add_months

__all__ = ["Falls", "Undated", "counted", "due_after", "timely", "up"]

DayCount = Literal["elapsed", "inclusive"]
WAYS: dict[DayCount, str] = {"elapsed": "24 hours each", "inclusive": "calendar days, first counted"}
_HOURS = {"minute": Fraction(1, 60), "hour": Fraction(1)}
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}
_MICRO = timedelta(microseconds=1)


class Undated(ValueError):
    """A deadline that cannot be computed, with the reason in words."""


@dataclass(frozen=True, slots=True)
class Falls:
    """A deadline: the way of counting behind it (empty where there is only one), and when it falls."""

    way: str
    when: When


def due_after(start: When, amount: str, counting: str, zone: Zone) -> Iterator[Falls]:
    """When a span of time that begins at `start` is over, under each way to count its days.

    counting  elapsed, inclusive, or nothing: then both, where they differ
    Raises `Undated` where no instant can be given.
    """
    if start.earliest is None and start.latest is None:
        raise Undated("nothing bounds the time it runs from")
    if amount == "with the first measure":
        yield Falls("", start)
    elif amount == "end of the day":
        yield Falls("", add_days(start, 1, "inclusive", zone))
    elif amount == "left to judgement":
        raise Undated("left to judgement")
    else:
        number, _, unit = amount.partition(" ")
        yield from _spanned(start, int(number), unit.removesuffix("s"), counting, zone)


def _spanned(start: When, number: int, unit: str, counting: str, zone: Zone) -> Iterator[Falls]:
    if unit in _HOURS:
        yield Falls("", _shifted(start, timedelta(minutes=int(number * _HOURS[unit] * 60))))
    elif unit in _MONTHS:
        yield Falls("", _months(start, number * _MONTHS[unit], zone))
    else:
        ways = [w for w in WAYS if counting in ("", w)]
        found = {way: add_days(start, number * _DAYS[unit], way, zone) for way in ways}
        if len({(w.earliest, w.latest) for w in found.values()}) == 1:
            ways = ways[:1]
        yield from (Falls(WAYS[way] if len(ways) > 1 else "", found[way]) for way in ways)


def _shifted(start: When, step: timedelta) -> When:
    return replace(start, earliest=start.earliest and start.earliest + step, latest=start.latest and start.latest + step)


def _months(start: When, months: int, zone: Zone) -> When:
    """The same hour some months on, in the zone of the case. Raises `Undated` for a day that month lacks."""
    earliest = start.earliest and _month_on(start.earliest, months, zone)[0]
    if start.latest is None or start.exact:
        return replace(start, earliest=earliest, latest=earliest if start.exact else None)
    # the last instant that is meant lies before `latest`, perhaps on the day before it
    return replace(start, earliest=earliest, latest=_month_on(start.latest + -_MICRO, months, zone)[1] + _MICRO)


def _month_on(instant: Instant, months: int, zone: Zone) -> tuple[Instant, Instant]:
    wall = instant.local(zone).replace(tzinfo=None)
    found = add_months(wall.date(), months)
    if found.ambiguous:
        raise Undated(f"ambiguous: {found.note}")
    return zone.bounds(datetime.combine(found.earliest, wall.time()))


def counted(start: When, number: QuantityRange, unit: str, counting: str, zone: Zone) -> Iterator[Falls]:
    """Deadlines of a number that the record gives as a range: from the fewest to the most it allows.

    Raises `Undated` where the record bounds it on neither side, or only says "about".
    """
    if number.approximate:
        raise Undated("the number is only given as “about”")
    if number.low is None and number.high is None:
        raise Undated("the record bounds the number on neither side")
    lows = _falls(start, number.low, unit, counting, zone)
    highs = _falls(start, number.high, unit, counting, zone)
    for way in dict.fromkeys((*lows, *highs)):
        first, last = lows.get(way), highs.get(way)
        earliest = first.earliest if first else start.earliest
        yield Falls(way, When(earliest, last.latest if last else None))


def _falls(start: When, number: Fraction | None, unit: str, counting: str, zone: Zone) -> dict[str, When]:
    if number is None:
        return {}
    if number.denominator != 1:
        raise Undated(f"{number} is no whole number of {unit}")
    return {f.way: f.when for f in due_after(start, f"{number} {unit}", counting, zone)}


def timely(done: When | None, due: When) -> Literal["on time", "late", "unknown"]:
    """Whether something done at some time was done by a deadline."""
    if done is None:
        return "unknown"
    if done.latest is not None and due.earliest is not None and done.latest <= due.earliest:
        return "on time"
    if done.earliest is not None and due.latest is not None and done.earliest >= due.latest:
        return "late"
    return "unknown"


def up(due: When, now: Instant) -> Literal["running", "over", "perhaps over"]:
    """Whether a deadline has passed by an instant."""
    if due.latest is not None and due.latest <= now:
        return "over"
    if due.earliest is not None and due.earliest >= now:
        return "running"
    return "perhaps over"
