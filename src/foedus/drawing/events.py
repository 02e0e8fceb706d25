"""What a timeline is drawn from: lanes of events, changes of answers, cursors. Instants are seconds since 1970 in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Between", "Change", "Cursor", "Event", "Lane"]


@dataclass(frozen=True, slots=True)
class Between:
    """An instant that lies in [earliest, latest]; the same twice where it is known, None where nothing bounds it."""

    earliest: float | None = None
    latest: float | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was so, or is said to have been.

    begin        when it was, or when it began
    end          when it ended, for what lasted; `Between()` where nobody knows
    when         its time in the words of the source, shown with the whole label
    approximate  the source says “about”; begin and end are widened already
    zone         how the zone of its clock is known
    status       affirmed, alleged, disputed, denied, reported (weighed for no fact), set aside, or any other word, shown as it is
    href         what it leads to
    """

    label: str
    begin: Between
    end: Between | None = None
    when: str = ""
    approximate: bool = False
    zone: Literal["stated", "inferred", "unknown"] = "stated"
    status: str = "affirmed"
    href: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """The events of one actor."""

    name: str
    events: tuple[Event, ...]
    href: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """An instant from which a question is answered otherwise, in words."""

    at: float
    question: str
    before: str
    after: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A line at an instant: “as of”, “known to”."""

    at: float
    words: str
