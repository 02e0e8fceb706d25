"""Instants as people say them: the last midnight of 6 January is “the end of 6 January”."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from re import compile as pattern

__all__ = ["day", "local", "moment", "month", "short"]

_INSTANT = r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)"
_SPAN = pattern(rf"({_INSTANT}|\.\.(?=/))(?:/({_INSTANT}|\.\.))?")

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day(when: date) -> str:
    """6 January 2022."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def month(text: str) -> str:
    """2022-01 → some time in January 2022; 2012 → some time in 2012."""
    year, _, number = text.partition("-")
    return f"some time in {_MONTHS[int(number) - 1]} {year}" if number else f"some time in {year}"


def moment(text: str) -> str:
    """An RFC 3339 instant in words, with its offset; any other text as it is."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return _only_day(text)
    if "T" not in text:
        return _only_day(text)
    zone = _offset(text)
    if (when.hour, when.minute, when.second, when.microsecond) == (0, 0, 0, 0):
        return f"the end of {day(when.date() - timedelta(days=1))}{zone}"
    return f"{day(when.date())}, {when:%H:%M}{zone}"


def short(text: str) -> str:
    """An instant for a column: 2022-01-06 02:50; any other text as it is."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{when:%Y-%m-%d %H:%M}" if "T" in text else text


def local(text: str, like: str) -> str:
    """A text whose instants and intervals in UTC are said in the zone of the instant `like`, and in words."""
    try:
        zone = datetime.fromisoformat(like).tzinfo
    except ValueError:
        return text
    return text if zone is None else _SPAN.sub(lambda m: _span(m[1], m[2], zone), text)


def _span(first: str, last: str | None, zone: tzinfo) -> str:
    start, end = (_in(t, zone) if t else None for t in (first, last))
    if start is not None and end is not None:
        if (start.time(), end - start) == (time(), timedelta(days=1)):
            return day(start.date())
        return f"{_brief(start)} – {_brief(end)}"
    if last is None:
        return _brief(start) if start else first
    return f"from {_brief(start)}" if start else f"until {_brief(end)}" if end else "any time"


def _in(text: str, zone: tzinfo) -> datetime | None:
    return None if text == ".." else datetime.fromisoformat(text).astimezone(zone).replace(tzinfo=None)


def _brief(when: datetime) -> str:
    date_ = f"{when.day} {_MONTHS[when.month - 1][:3]} {when.year}"
    return date_ if when.time() == time() else f"{date_} {when:%H:%M}"


def _offset(text: str) -> str:
    if text.endswith("Z"):
        return " (UTC)"
    return f" ({text[-6:]})" if text[-6] in "+-" else ""


def _only_day(text: str) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text
