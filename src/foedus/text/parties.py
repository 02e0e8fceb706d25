"""Who was bound by what on a day, from dated rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from foedus.problem import Place, Problem, nearest
from foedus.text.files import Row, read_table

__all__ = ["Parties", "PartyRow", "days", "read_parties"]

COLUMNS = ("state", "ISO3", "event", "date", "instrument", "source", "note", "claim_status")
BEGINS = frozenset({"in force", "rejoined", "acceded"})
ENDS = frozenset({"not-renewed/withdrew", "withdrew", "suspended", "expelled"})
STATUSES = ("accepted", "conflicting", "refuted", "unverified")
MAX_BYTES = 5_000_000
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?[~?%]?")


@dataclass(frozen=True, slots=True)
class PartyRow:
    """One thing that happened to one state's tie to one instrument, between two days."""

    state: str
    iso3: str
    event: str
    earliest: date
    latest: date
    instrument: str
    source: str
    note: str
    status: str
    place: Place

    @property
    def instruments(self) -> tuple[str, ...]:
        """The codes of the instruments it is about: `CST + CH` is about two."""
        return tuple(part.strip() for part in self.instrument.split("+"))

    @property
    def counts(self) -> bool:
        """Whether the row begins or ends a tie and is accepted."""
        return self.status.startswith("accepted") and self.event in BEGINS | ENDS


@dataclass(frozen=True)
class Parties:
    """All rows of a regime's parties.csv."""

    rows: tuple[PartyRow, ...]

    @property
    def states(self) -> Mapping[str, str]:
        """ISO3 code by state, in order of first mention."""
        out: dict[str, str] = {}
        for row in self.rows:
            out[row.state] = out.get(row.state) or row.iso3
        return out

    @cached_property
    def _by_tie(self) -> Mapping[tuple[str, str], tuple[PartyRow, ...]]:
        out: dict[tuple[str, str], list[PartyRow]] = {}
        for row in self.rows:
            for code in row.instruments if row.counts else ():
                out.setdefault((row.state, code), []).append(row)
        return {tie: tuple(rows) for tie, rows in out.items()}

    def bound(self, state: str, instrument: str, day: date) -> bool | None:
        """Whether `state` is a party to an instrument on `day`. None: the rows do not fix it for that day.

        The latest accepted beginning or end decides; one that may have happened later than another
        of the opposite effect, or may not have happened yet, leaves it open.
        """
        rows = [r for r in self._by_tie.get((state, instrument), ()) if r.earliest <= day]
        certain = [r for r in rows if r.latest <= day]
        last = max(certain, key=lambda r: (r.earliest, r.event in BEGINS), default=None)
        verdict = last is not None and last.event in BEGINS
        for row in rows:
            contrary = (row.event in BEGINS) is not verdict
            if contrary and (row.latest > day or (last is not None and row.latest > last.earliest)):
                return None
        return verdict

    def bound_between(self, state: str, instrument: str, first: date, last: date) -> bool | None:
        """Whether `state` is a party on every day of a span, on none of them, or (None) neither is sure."""
        rows = self._by_tie.get((state, instrument), ())
        turns = {d for r in rows for d in (r.earliest, r.latest) if first < d < last}
        found = {self.bound(state, instrument, d) for d in (first, last, *turns)}
        return found.pop() if len(found) == 1 else None


def read_parties(path: Path, shown: str) -> tuple[Parties, list[Problem]]:
    """Read parties.csv; returns its good rows and every problem found."""
    rows, problems = read_table(path, shown, COLUMNS, MAX_BYTES)
    made = []
    codes: dict[str, str] = {}
    for row in rows:
        if wrong := list(_wrong(row, codes)):
            problems += wrong
        else:
            made.append(_row(row))
    return Parties(tuple(made)), problems


def _wrong(row: Row, codes: dict[str, str]) -> Iterator[Problem]:
    place, cells = row
    if not cells["state"]:
        yield Problem(place, "a row without a state", "name the state")
    if cells["ISO3"] and codes.setdefault(cells["ISO3"], cells["state"]) != cells["state"]:
        what = f"{cells['ISO3']} is {codes[cells['ISO3']]} above and {cells['state']} here"
        yield Problem(place, what, "give each state its own ISO3 code, and one spelling")
    if cells["claim_status"].split(" ")[0] not in STATUSES:
        yield Problem(place, f"“{cells['claim_status']}” is no status of a claim", "begin with one of: " + ", ".join(STATUSES))
    known = sorted(BEGINS | ENDS)
    if cells["event"] not in known and (near := nearest(cells["event"], known)) and _slip(cells["event"], near):
        yield Problem(place, f"“{cells['event']}” would change nobody's membership", near)
    try:
        days(cells["date"], required=True)
    except ValueError:
        yield Problem(place, f"“{cells['date']}” is no date", "write YYYY-MM-DD, YYYY-MM, YYYY, a/b or ../b")


def _slip(event: str, near: str) -> bool:
    """Whether an event is a begin or end misspelled, rather than another event."""
    letters = re.sub(r"[^a-z]", "", event.lower())
    return letters == re.sub(r"[^a-z]", "", near.partition(": ")[2]) or event.strip().lower() != event


def _row(row: Row) -> PartyRow:
    place, cells = row
    earliest, latest = days(cells["date"])
    return PartyRow(
        cells["state"],
        cells["ISO3"],
        cells["event"],
        earliest,
        latest,
        cells["instrument"],
        cells["source"],
        cells["note"],
        cells["claim_status"],
        place,
    )


def days(text: str, required: bool = False) -> tuple[date, date]:
    """First and last day that an EDTF day, month, year or interval may mean; any day when nothing is said.

    Raises ValueError when it is no date.
    """
    if not text and not required:
        return date.min, date.max
    first, _, last = text.partition("/")
    low = date.min if first == ".." else _edge(first, first_day=True)
    high = date.max if last == ".." else _edge(last or first, first_day=False)
    if high < low:
        raise ValueError(text)
    return low, high


def _edge(text: str, *, first_day: bool) -> date:
    found = _DAY.fullmatch(text)
    if not found:
        raise ValueError(text)
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if first_day or day:
        return date(year, month or 1, day or 1)
    following = date(year + 1, 1, 1) if not month or month == 12 else date(year, month + 1, 1)
    return following - timedelta(days=1)
