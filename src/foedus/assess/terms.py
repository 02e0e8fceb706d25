"""What is asked of an assessment besides the case and the law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from foedus.record import Instant
from foedus.record.time import Zone

__all__ = ["Terms"]


@dataclass(frozen=True)
class Terms:
    """The dates, the stances and the suppositions of one assessment.

    as_of        what had happened before this instant is seen
    known_to     what was available by this instant is admitted
    law_at       a day whose law is applied to every question, instead of each question's anchor
    stances      names of the columns wanted (None: the regime's usual ones; "all": every one)
    questions    ids of the rows wanted (None: all)
    readings     options chosen for the `text` column, by reading; standard: its standard of proof
    suppose      sentences taken as proved, "not …" for disproved, in every column
    switched_on  claims that were set aside and shall count after all
    without      parties that the regime was rid of, to be told on the screen
    """

    as_of: Instant
    known_to: Instant
    law_at: date | None = None
    stances: tuple[str, ...] | None = None
    questions: tuple[str, ...] | None = None
    readings: Mapping[str, str] = field(default_factory=dict)
    standard: str | None = None
    suppose: tuple[str, ...] = ()
    switched_on: frozenset[str] = frozenset()
    without: tuple[str, ...] = ()

    @property
    def hypotheses(self) -> tuple[str, ...]:
        """Everything that is supposed, in words."""
        return (*self.suppose, *(f"{name} is party to nothing" for name in self.without))

    def last_day(self, zone: Zone) -> date:
        """The last day that as-of sees: the end of 18 December is still the 18th."""
        return (self.as_of + timedelta(microseconds=-1)).local(zone).date()
