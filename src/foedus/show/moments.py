"""Instants as people say them: the last midnight of 6 January is “the end of 6 January”."""

from __future__ import annotations

from datetime import date, datetime, timedelta

__all__ = ["day", "moment", "month", "short"]

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


def _offset(text: str) -> str:
    if text.endswith("Z"):
        return " (UTC)"
    return f" ({text[-6:]})" if text[-6] in "+-" else ""


def _only_day(text: str) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text
