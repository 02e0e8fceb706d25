"""Rows of a table of parties, and what becomes of a column when rows follow each other in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from foedus.problem import Place

__all__ = ["PartyRow", "Turn", "settled", "since", "turn"]


@dataclass(frozen=True, slots=True)
class PartyRow:
    """One thing that happened to one state's tie to one instrument, between two days."""

    state: str
    iso3: str
    event: str
    earliest: date
    latest: date
    instrument: str
    protocol: str
    source: str
    note: str
    status: str
    date: str
    place: Place

    @property
    def instruments(self) -> tuple[str, ...]:
        """The codes of the instruments it is about: `CST + CH` is about two."""
        return tuple(part.strip() for part in self.instrument.split("+"))

    @property
    def texts(self) -> tuple[str, ...]:
        """The codes of the very texts: a protocol of 2010 to CST is `CST/2010`."""
        return tuple(f"{code}/{self.protocol}" if self.protocol else code for code in self.instruments)

    @property
    def accepted(self) -> bool:
        """Whether nobody contests it."""
        return self.status.startswith("accepted")


@dataclass(frozen=True, slots=True)
class Turn:
    """From some day between two on, a column has a value; the rows that say so (several, where they disagree on the day)."""

    value: str
    earliest: date
    latest: date
    rows: tuple[PartyRow, ...]


def settled(turns: Sequence[Turn], day: date) -> Turn | str | None:
    """The turn that a column rests on that day; "open" where the rows do not fix it; None before the first.

    The latest turn decides; one that may have happened later than another of a different value, or may
    not have happened yet, leaves the column open.
    """
    begun = [t for t in turns if t.earliest <= day]
    certain = [t for t in begun if t.latest <= day]
    last = max(certain, key=lambda t: (t.earliest, t.value == "yes"), default=None)
    for turn in begun:
        contrary = last is None or turn.value != last.value
        if contrary and (turn.latest > day or (last is not None and turn.latest > last.earliest)):
            return "open"
    return last


def since(turns: Sequence[Turn], now: Turn) -> Turn:
    """The turn with which the value that holds now began, without another value in between."""
    first = now
    for turn in sorted(turns, key=lambda t: (t.earliest, t.value == "yes"), reverse=True):
        if turn.earliest > now.earliest:
            continue
        if turn.value != now.value:
            break
        first = turn
    return first


def turn(value: str, rows: Sequence[PartyRow]) -> Turn:
    """A turn told by one row, or by several that disagree on the day."""
    return Turn(value, min(r.earliest for r in rows), max(r.latest for r in rows), tuple(rows))
