"""Who was bound by what on a day, from dated rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from foedus.problem import Problem, nearest
from foedus.text.events import BEGINS, ENDS, EVENTS
from foedus.text.files import Row, read_table
from foedus.text.order import wrong_order
from foedus.text.turns import PartyRow, Turn, settled, turn

__all__ = ["Parties", "PartyRow", "days", "read_parties"]

COLUMNS = ("state", "ISO3", "event", "date", "instrument", "source", "note", "claim_status")
STATUSES = ("accepted", "conflicting", "refuted", "unverified")
MAX_BYTES = 5_000_000
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?[~?%]?")


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
    def events(self) -> tuple[tuple[PartyRow, ...], ...]:
        """What moves a column: each accepted row, and conflicting rows that tell one event at different days, as one."""
        out: list[tuple[PartyRow, ...]] = []
        rivals: dict[tuple[str, str, str, str], list[PartyRow]] = {}
        for row in self.rows:
            if row.accepted:
                out.append((row,))
            elif row.status.startswith("conflicting"):
                rivals.setdefault((row.state, row.event, row.instrument, row.protocol), []).append(row)
        return (*out, *(tuple(rows) for rows in rivals.values() if len(rows) > 1))

    @cached_property
    def _by_tie(self) -> Mapping[tuple[str, str], tuple[Turn, ...]]:
        out: dict[tuple[str, str], list[Turn]] = {}
        for rows in self.events:
            if rows[0].event in BEGINS | ENDS:
                made = turn("yes" if rows[0].event in BEGINS else "no", rows)
                for code in rows[0].instruments:
                    out.setdefault((rows[0].state, code), []).append(made)
        return {tie: tuple(turns) for tie, turns in out.items()}

    def bound(self, state: str, instrument: str, day: date) -> bool | None:
        """Whether `state` is a party to an instrument on `day`. None: the rows do not fix it for that day.

        The latest beginning or end decides; one that may have happened later than another of the
        opposite effect, or may not have happened yet, leaves it open.
        """
        found = settled(self._by_tie.get((state, instrument), ()), day)
        if found is None:
            return False
        return None if isinstance(found, str) else found.value == "yes"

    def bound_between(self, state: str, instrument: str, first: date, last: date) -> bool | None:
        """Whether `state` is a party on every day of a span, on none of them, or (None) neither is sure."""
        turns = self._by_tie.get((state, instrument), ())
        days = {d for t in turns for d in (t.earliest, t.latest) if first < d < last}
        found = {self.bound(state, instrument, d) for d in (first, last, *days)}
        return found.pop() if len(found) == 1 else None


def read_parties(path: Path, shown: str) -> tuple[Parties, list[Problem]]:
    """Read parties.csv; returns its good rows and every problem found."""
    rows, problems = read_table(path, shown, COLUMNS, MAX_BYTES)
    made: list[tuple[PartyRow, Row]] = []
    codes: dict[str, str] = {}
    for row in rows:
        if wrong := list(_wrong(row, codes)):
            problems += wrong
        else:
            made.append((_row(row), row))
    problems += wrong_order(made)
    return Parties(tuple(row for row, _ in made)), problems


def _wrong(row: Row, codes: dict[str, str]) -> Iterator[Problem]:
    cells = row.cells
    if not cells["state"]:
        yield Problem(row.spot("state"), "a row without a state", "name the state")
    if cells["ISO3"] and codes.setdefault(cells["ISO3"], cells["state"]) != cells["state"]:
        what = f"{cells['ISO3']} is {codes[cells['ISO3']]} above and {cells['state']} here"
        yield Problem(row.spot("ISO3"), what, "give each state its own ISO3 code, and one spelling")
    if cells["claim_status"].split(" ")[0] not in STATUSES:
        what = f"“{cells['claim_status']}” is no status of a claim"
        yield Problem(row.spot("claim_status"), what, "begin with one of: " + ", ".join(STATUSES))
    if cells["event"] not in EVENTS:
        remedy = nearest(cells["event"], sorted(EVENTS)) or "one of: " + ", ".join(EVENTS)
        yield Problem(row.spot("event"), f"“{cells['event']}” is no event of a table of parties", remedy)
    try:
        days(cells["date"], required=True)
    except ValueError:
        yield Problem(row.spot("date"), f"“{cells['date']}” is no date", "write YYYY-MM-DD, YYYY-MM, YYYY, a/b or ../b")


def _row(row: Row) -> PartyRow:
    cells = row.cells
    earliest, latest = days(cells["date"])
    return PartyRow(
        cells["state"],
        cells["ISO3"],
        cells["event"],
        earliest,
        latest,
        cells["instrument"],
        cells.get("protocol", ""),
        cells["source"],
        cells["note"],
        cells["claim_status"],
        cells["date"],
        row.place,
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
