"""Marks on an axis: of time, by minutes or by centuries, whatever the span asks for; and of numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from math import floor, log10

__all__ = ["Ticks", "local", "numbers", "said", "spanned", "ticks"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_STEPS = (
    *(("minute", n, n * 60, 42) for n in (1, 2, 5, 10, 15, 30)),
    *(("hour", n, n * 3600, 42) for n in (1, 2, 3, 6, 12)),
    ("day", 1, 86400, 20),
    ("week", 1, 7 * 86400, 30),
    *(("month", n, n * 30.4 * 86400, 32) for n in (1, 3)),
    *(("year", n * 10**e, n * 10**e * 365.24 * 86400, 40) for e in range(4) for n in (1, 2, 5)),
)
"""Kind, number, seconds, and how many units of length one step needs."""

_FIRST, _LAST = datetime(1, 1, 3, tzinfo=UTC), datetime(9999, 12, 29, tzinfo=UTC)
_EARLIEST, _LATEST = ((t - _EPOCH).total_seconds() for t in (_FIRST, _LAST))


@dataclass(frozen=True, slots=True)
class Ticks:
    """Marks of an axis, in order: (when, its label). `major` are those that name the day, month or year of what follows.

    hours  whether hours can be told apart
    """

    minor: tuple[tuple[float, str], ...]
    major: tuple[tuple[float, str], ...]
    hours: bool


def local(t: float, zone: tzinfo) -> datetime:
    """The wall clock at an instant (seconds since 1970, UTC); the first or last of the calendar beyond it."""
    return (_EPOCH + timedelta(seconds=min(max(t, _EARLIEST), _LATEST))).astimezone(zone)


def said(t: float, zone: tzinfo, year: bool = True, until: bool = False) -> str:
    """6 Jan 2022, 18:00; without an hour at midnight, which as the end of something (`until`) is the end of the day before."""
    when = local(t, zone)
    midnight = (when.hour, when.minute) == (0, 0)
    if until and midnight:
        return f"the end of {_day(local(t - 1, zone), year)}"
    return _day(when, year) if midnight else f"{_day(when, year)}, {when:%H:%M}"


def spanned(first: float, last: float, zone: tzinfo) -> str:
    """6 Jan 2022 for a whole day there; else between what and what."""
    start, end = local(first, zone), local(last - 1, zone)
    if start.date() == end.date() and (start.hour, start.minute) == (0, 0) and said(last, zone, True, True).startswith("the end"):
        return f"some time on {_day(start, True)}"
    return f"between {said(first, zone)} and {said(last, zone, True, True)}"


def _day(when: datetime, year: bool) -> str:
    return f"{when.day} {_MONTHS[when.month - 1][:3]}{f' {when.year}' if year else ''}"


def ticks(start: float, end: float, zone: tzinfo, length: float) -> Ticks:
    """Marks for a span of time (seconds since 1970) on an axis of that length."""
    fits = (s for s in _STEPS if length * s[2] >= s[3] * (end - start))
    kind, number = next(fits, _STEPS[-1])[:2]
    minor = list(_every(kind, number, start, end, zone))
    wide = bool(minor) and length / (len(minor) + 1) > 48
    labels = tuple((t, _label(kind, w, wide)) for t, w in minor)
    above = {"minute": "day", "hour": "day", "day": "month", "week": "month", "month": "year"}.get(kind, "")
    major = [(t, _major(above, w)) for t, w in _every(above, 1, start, end, zone)] if above else []
    if above and (not major or major[0][0] > start):
        major.insert(0, (start, _major(above, local(start, zone))))
    return Ticks(labels, tuple(major), kind in ("minute", "hour"))


def _every(kind: str, number: int, start: float, end: float, zone: tzinfo) -> Iterator[tuple[float, datetime]]:
    """The instants in [start, end] at which the wall clock shows a full step."""
    when = _floor(kind, number, local(start, zone).replace(tzinfo=None))
    last = float("-inf")
    while when < _LAST.replace(tzinfo=None):
        t = (when.replace(tzinfo=zone) - _EPOCH).total_seconds()
        if t > end:
            return
        if t >= start and t > last:
            last = t
            yield t, local(t, zone).replace(tzinfo=None)  # an hour that summer time skips is shown as the next
        when = _next(kind, number, when)


def _floor(kind: str, number: int, when: datetime) -> datetime:
    if kind == "minute":
        return when.replace(minute=when.minute // number * number, second=0, microsecond=0)
    if kind == "hour":
        return when.replace(hour=when.hour // number * number, minute=0, second=0, microsecond=0)
    day = when.replace(hour=0, minute=0, second=0, microsecond=0)
    if kind == "day":
        return day
    if kind == "week":
        return day - timedelta(days=day.weekday()) if day > datetime(1, 1, 8) else day
    if kind == "month":
        return day.replace(day=1, month=(day.month - 1) // number * number + 1)
    return day.replace(day=1, month=1, year=max(1, day.year // number * number))


def _next(kind: str, number: int, when: datetime) -> datetime:
    if kind in ("month", "year"):
        months = when.year * 12 + when.month - 1 + number * (1 if kind == "month" else 12)
        if kind == "year" and when.year == 1 and number > 1:
            months -= 12  # after year 1 follow the round ones
        year, month = divmod(months, 12)
        return when.replace(year=year, month=month + 1) if year <= 9999 else datetime.max
    return when + timedelta(**{f"{kind}s": number})


def _label(kind: str, when: datetime, wide: bool) -> str:
    if kind in ("minute", "hour"):
        return f"{when:%H:%M}"
    if kind in ("day", "week"):
        return f"{_DAYS[when.weekday()]} {when.day}" if wide else str(when.day)
    return _MONTHS[when.month - 1][:3] if kind == "month" else str(when.year)


def _major(kind: str, when: datetime) -> str:
    if kind == "day":
        return f"{_DAYS[when.weekday()]} {when.day} {_MONTHS[when.month - 1]} {when.year}"
    return f"{_MONTHS[when.month - 1]} {when.year}" if kind == "month" else str(when.year)


def numbers(most: float, length: float, each: float = 60) -> tuple[float, ...]:
    """Round numbers from 0 to `most` or the first above it, about `each` apart on an axis of that length."""
    raw = max(most, 1e-9) / max(1.0, length / each)
    scale: float = 10.0 ** floor(log10(raw))
    step = next(n * scale for n in (1, 2, 5, 10) if n * scale >= raw)
    step = max(step, 1.0)
    return tuple(step * n for n in range(int(-(-most // step)) + 1))
