"""Who was bound by what on a day, from dated rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from foedus.problem import Invalid, Place, Problem

__all__ = ["Parties", "PartyRow", "read_parties"]

COLUMNS = ("state", "ISO3", "event", "date", "instrument", "source", "note", "claim_status")
BEGINS = frozenset({"in force", "rejoined", "acceded"})
ENDS = frozenset({"not-renewed/withdrew", "withdrew", "suspended", "expelled"})
MAX_BYTES = 5_000_000
_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?[~?%]?$")


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


@dataclass(frozen=True)
class Parties:
    """All rows of a regime's parties.csv."""

    rows: tuple[PartyRow, ...]

    @property
    def states(self) -> Mapping[str, str]:
        """ISO3 code by state, in order of first mention."""
        return {r.state: r.iso3 for r in self.rows}

    def bound(self, state: str, instrument: str, day: date) -> bool | None:
        """Whether `state` is a party to instruments whose code starts with `instrument` on `day`.

        The latest accepted beginning or end decides. None: the rows do not fix it for that day.
        """
        verdict: bool | None = False
        rows = [r for r in self.rows if r.state == state and r.instrument.startswith(instrument)]
        for row in sorted(rows, key=lambda r: (r.earliest, r.event in BEGINS)):
            if not row.status.startswith("accepted") or row.event not in BEGINS | ENDS:
                continue
            begins = row.event in BEGINS
            if row.latest <= day:
                verdict = begins
            elif row.earliest <= day and verdict is not begins:
                verdict = None
        return verdict


def read_parties(path: Path, shown: str) -> Parties:
    """Read parties.csv. Raises `Invalid` with every broken row."""
    if path.stat().st_size > MAX_BYTES:
        raise Invalid.at(Place(shown), f"more than {MAX_BYTES:,} bytes", "split the table")
    table = csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))
    missing = [c for c in COLUMNS if c not in (table.fieldnames or ())]
    if missing:
        raise Invalid.at(Place(shown, 1), f"column {', '.join(missing)} is missing", "columns: " + ", ".join(COLUMNS))
    rows, problems = [], []
    for row in table:
        place = Place(shown, table.line_num)
        try:
            earliest, latest = _days(row["date"] or "")
            rows.append(_row(row, earliest, latest, place))
        except ValueError:
            problems.append(Problem(place, f"“{row['date']}” is no date", "write YYYY-MM-DD, YYYY-MM, YYYY, a/b or ../b"))
    if problems:
        raise Invalid(problems)
    return Parties(tuple(rows))


def _row(row: Mapping[str, str], earliest: date, latest: date, place: Place) -> PartyRow:
    return PartyRow(
        row["state"],
        row["ISO3"],
        row["event"],
        earliest,
        latest,
        row["instrument"],
        row["source"],
        row["note"],
        row["claim_status"],
        place,
    )


def _days(text: str) -> tuple[date, date]:
    """First and last day that an EDTF day, month, year or interval may mean."""
    first, _, last = text.strip().partition("/")
    low = date.min if first == ".." else _edge(first, first_day=True)
    high = date.max if last == ".." else _edge(last or first, first_day=False)
    if high < low:
        raise ValueError(text)
    return low, high


def _edge(text: str, *, first_day: bool) -> date:
    found = _DAY.match(text)
    if not found:
        raise ValueError(text)
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if first_day or day:
        return date(year, month or 1, day or 1)
    following = date(year + 1, 1, 1) if not month or month == 12 else date(year, month + 1, 1)
    return following - timedelta(days=1)


def merged(all_parties: Iterable[Parties]) -> Parties:
    """The rows of several regimes as one table."""
    return Parties(tuple(r for p in all_parties for r in p.rows))
