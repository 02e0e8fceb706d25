"""Instants and intervals in few words, all in the zone in which they are written."""

from __future__ import annotations

from datetime import datetime, timedelta

__all__ = ["instant", "span"]


def instant(text: str) -> str:
    """7 Jan 18:00; midnight is the end of the day before it."""
    when = datetime.fromisoformat(text)
    if _midnight(when):
        return f"end of {_day(when - timedelta(days=1))}"
    return f"{_day(when)} {when:%H:%M}"


def span(first: str, last: str) -> str:
    """6 Jan; 6–13 Jan; 6 Jan 03:00 – 8 Jan 01:00; before …; nothing where nothing is known."""
    if not first and not last:
        return ""
    if not first:
        return f"before {_edge(last)}"
    if not last:
        return f"from {_edge(first)}"
    start, end = datetime.fromisoformat(first), datetime.fromisoformat(last)
    if start == end:
        return f"{_day(start)} {start:%H:%M}"
    if _midnight(start) and _midnight(end):
        final = end - timedelta(days=1)
        return _day(start) if final.date() == start.date() else f"{_day(start)} to {_day(final)}"
    if start.date() == end.date():
        return f"{_day(start)} {start:%H:%M}–{end:%H:%M}"
    return f"{_edge(first)} to {_edge(last)}"


def _edge(text: str) -> str:
    when = datetime.fromisoformat(text)
    return f"{_day(when)} {when:%H:%M}"


def _day(when: datetime) -> str:
    return f"{when.day} {when:%b}"


def _midnight(when: datetime) -> bool:
    return (when.hour, when.minute, when.second, when.microsecond) == (0, 0, 0, 0)
