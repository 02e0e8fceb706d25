"""Rows of data sets of coded events (ACLED, UCDP GED, GDELT) as leads: dated notes to look into, never facts.

Whoever or whatever coded them, such rows say nothing that a record could rest on: they have no speaker and no sentence, are
graded F6, carry the event `lead`, and name the file by its SHA-256, because rows of these sets change and vanish.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from re import compile as pattern

from foedus.interchange.cells import unguarded
from foedus.interchange.grid import Cell, Grid, GridRow, read_grid
from foedus.interchange.seen import LEAD, WITHHELD
from foedus.interchange.sheet import Sheet, SheetRow
from foedus.problem import Invalid, Place, Problem
from foedus.record import When
from foedus.record.case import COLUMNS
from foedus.record.table import MAX_FIELD
from foedus.record.time import UNKNOWN_ZONE, Unreadable

__all__ = ["as_leads", "leads"]

_Cells = Mapping[str, str]
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SPELT = pattern(r"([0-9]{1,2})[ -]([A-Za-z]+)[ -]([0-9]{4})")
_COMPACT = pattern(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:([0-9]{2})([0-9]{2})([0-9]{2}))?")
_WEEK = timedelta(days=6)
_VIOLENCE = {"1": "state-based conflict", "2": "non-state conflict", "3": "one-sided violence"}


@dataclass(frozen=True, slots=True)
class _Set:
    """A data set: the columns that tell it, those that date a row, and how each part of a lead is made of one."""

    name: str
    told_by: tuple[str, ...]
    when: str
    since: str
    licence: str
    passed_on: bool
    id: str
    says: Callable[[_Cells], str]
    actor: Callable[[_Cells], str]
    happened: Callable[[_Cells], str]
    available: Callable[[_Cells], str]
    note: Callable[[_Cells], str]


def leads(data: bytes, name: str, available: str = "") -> Sheet:
    """The rows of a file in the columns of ACLED, UCDP GED or GDELT, as notes of the timeline.

    data and name as for `read_sheet`; `available` is written where a row has no time of its own at which it was out.
    Raises `Invalid` where the file has none of these sets' columns.
    """
    found = as_leads(read_grid(data, name), sha256(data).hexdigest(), available)
    if found is None:
        told = "; ".join(f"{s.name} has {', '.join(s.told_by)}" for s in (_ACLED, _UCDP))
        raise Invalid.at(Place(name, 1), "these are not the columns of a data set of coded events we know", told)
    return found


def as_leads(grid: Grid, digest: str, available: str) -> Sheet | None:
    """The grid as leads; None where its columns are not those of a data set of coded events."""
    if not grid.rows:
        return None
    gdelt = _gdelt_columns(grid.rows[0])
    headers = gdelt or ["_".join(c.text.casefold().split()) for c in grid.rows[0].cells]
    one = _GDELT if gdelt else next((s for s in (_ACLED, _UCDP) if set(s.told_by) <= set(headers)), None)
    if one is None:
        return None
    reader = _Reader(grid.name, one, headers, digest, available)
    rows = tuple(reader.row(row) for row in grid.rows[0 if gdelt else 1 :])
    problems = (*grid.problems, Problem(Place(grid.name), one.licence, "see docs/formats.md", warning=True))
    return Sheet(grid.name, one.name, digest, {h: h for h in headers if h}, rows, (reader.source(),), problems)


@dataclass(frozen=True, slots=True)
class _Reader:
    name: str
    set: _Set
    headers: list[str]
    digest: str
    available: str

    def source(self) -> dict[str, str]:
        """The file as a source: named by data set and hash, graded F, and marked where it may not be passed on."""
        return {
            "id": f"{self.set.name} {self.digest[:12]}",
            "title": f"{self.set.name}: coded events, {self.name}",
            "author": "",
            "outlet": self.set.name,
            "date": "",
            "kind": "coded events" if self.set.passed_on else WITHHELD,
            "note": f"sha256:{self.digest}",
        }

    def row(self, row: GridRow) -> SheetRow:
        """One row as a note; a date that cannot be read, or a cell that cannot be taken, is its problem."""
        cells = {h: row.cells[i] if i < len(row.cells) else Cell() for i, h in enumerate(self.headers) if h}
        problems = [self._problem(row, h, f"“{h}” cannot be taken: {c.fault}", c.remedy) for h, c in cells.items() if c.fault]
        raw = {h: unguarded(c.text) for h, c in cells.items()}
        out = dict.fromkeys(COLUMNS["claims.csv"], "") | {
            "event": LEAD,
            "says": self.set.says(raw)[:MAX_FIELD] or "no description",
            "actor": self.set.actor(raw),
            "source": self.source()["id"],
            "pinpoint": raw.get(self.set.id, ""),
            "zone": "unknown",
            "source_grade": "F",
            "item_grade": "6",
            "note": self.set.note(raw)[:MAX_FIELD],
        }
        for column, header, make in (
            ("happened", self.set.when, self.set.happened),
            ("available", self.set.since, self.set.available),
        ):
            try:
                out[column] = make(raw) or (self.available if column == "available" else "")
                When.parse(out[column], UNKNOWN_ZONE)
            except Unreadable as error:
                problems.append(self._problem(row, header, error.what, error.remedy))
        if not out["happened"] and not problems:
            problems.append(self._problem(row, self.set.when, "the row has no date", "leave it out, or mend it at its source"))
        if not out["available"] and not problems:
            problems.append(
                self._problem(row, self.set.since, "nothing says since when the row was out", "say the day of the import")
            )
        return SheetRow(row.line, out, tuple(problems))

    def _problem(self, row: GridRow, header: str, what: str, remedy: str) -> Problem:
        column = self.headers.index(header) + 1 if header in self.headers else 0
        return Problem(Place(self.name, row.line, column), what, remedy)


def _joined(row: _Cells, *columns: str, glue: str = "; ") -> str:
    return glue.join(dict.fromkeys(v for c in columns if (v := row.get(c, ""))))


def _told(row: _Cells, **named: str) -> str:
    """What else a row says, each with its name: “geo precision 2; fatalities 0”."""
    return "; ".join(f"{label.replace('_', ' ')} {row[column]}" for label, column in named.items() if row.get(column))


# --- dates ---


def _day(text: str) -> date | None:
    """A day as these sets write it: 2022-01-05, 05 January 2022, 20220105; None for nothing. Raises `Unreadable`."""
    plain = " ".join(text.split())
    if not plain:
        return None
    spelt, compact = _SPELT.fullmatch(plain), _COMPACT.fullmatch(plain)
    try:
        if spelt and spelt[2].casefold() in _MONTHS:
            return date(int(spelt[3]), _MONTHS.index(spelt[2].casefold()) + 1, int(spelt[1]))
        if compact:
            return date(int(compact[1]), int(compact[2]), int(compact[3]))
        return date.fromisoformat(plain[:10])
    except ValueError:
        raise Unreadable(f"“{plain[:40]}” is no day", "write it as 2022-01-05") from None


def _acled_when(row: _Cells) -> str:
    """A day; for precision 2 any day of a week around it, for 3 the month."""
    day = _day(row["event_date"])
    precision = row.get("time_precision", "")
    if day is None or precision == "3":
        return f"{day:%Y-%m}" if day else ""
    if precision != "2":
        return day.isoformat()
    try:
        return f"{(day - _WEEK).isoformat()}/{(day + _WEEK).isoformat()}"
    except OverflowError:
        raise Unreadable(f"no calendar reaches a week around {day}", "mend the date") from None


def _stamp(row: _Cells) -> str:
    """ACLED's timestamp: seconds since 1970, or a date and time in UTC."""
    text = row.get("timestamp", "")
    if not text:
        return ""
    if text.isascii() and text.isdecimal() and len(text) <= 11:
        return f"{datetime.fromtimestamp(int(text), UTC):%Y-%m-%dT%H:%M:%S}Z"
    day = _day(text)
    return day.isoformat() if day else ""


def _ged_when(row: _Cells) -> str:
    first, last = _day(row["date_start"]), _day(row["date_end"])
    if first and last and first != last:
        return f"{first.isoformat()}/{last.isoformat()}"
    either = first or last
    return either.isoformat() if either else ""


def _added(row: _Cells) -> str:
    match = _COMPACT.fullmatch(row.get("dateadded", ""))
    day = _day(row.get("dateadded", ""))
    if day is None or match is None:
        return ""
    return f"{day.isoformat()}T{match[4]}:{match[5]}:{match[6]}Z" if match[4] else day.isoformat()


def _iso(row: _Cells) -> str:
    day = _day(row["sqldate"])
    return day.isoformat() if day else ""


# --- the sets ---

_ACLED = _Set(
    "ACLED",
    ("event_id_cnty", "event_date", "event_type"),
    "event_date",
    "timestamp",
    "these are rows of ACLED, whose terms do not let them be passed on: keep the file to yourself; exports leave its rows out",
    False,
    "event_id_cnty",
    lambda r: r.get("notes", "") or _joined(r, "event_type", "sub_event_type", "location"),
    lambda r: _joined(r, "actor1", "actor2"),
    _acled_when,
    _stamp,
    lambda r: _told(
        r,
        coded_as="event_type",
        more_exactly="sub_event_type",
        place="location",
        geo_precision="geo_precision",
        time_precision="time_precision",
        fatalities="fatalities",
        reported_by="source",
    ),
)
_UCDP = _Set(
    "UCDP GED",
    ("date_start", "date_end", "type_of_violence"),
    "date_start",
    "",
    "these are rows of the UCDP GED (CC BY 4.0): name UCDP and the version where you use them",
    True,
    "id",
    lambda r: r.get("source_headline", "") or _VIOLENCE.get(r["type_of_violence"], "violence"),
    lambda r: _joined(r, "side_a", "side_b"),
    _ged_when,
    lambda _: "",  # a row is out with its version of the set, which the file does not date
    lambda r: _told(
        r,
        type_of_violence="type_of_violence",
        place="where_coordinates",
        where_precision="where_prec",
        date_precision="date_prec",
        deaths_best="best",
        deaths_low="low",
        deaths_high="high",
        reported_by="source_article",
    ),
)
_GDELT = _Set(
    "GDELT",
    ("globaleventid", "sqldate", "eventcode"),
    "sqldate",
    "dateadded",
    "these are rows of GDELT, coded by machine: many are in the wrong place or of the wrong kind; read the page each names",
    True,
    "globaleventid",
    lambda r: (
        f"event of CAMEO code {r.get('eventcode', '')}, coded by machine from {r.get('sourceurl') or 'a page it does not name'}"
    ),
    lambda r: _joined(r, "actor1name", "actor2name"),
    _iso,
    _added,
    lambda r: _told(r, place="actiongeo_fullname", mentions="nummentions", articles="numarticles"),
)


def _gdelt_columns(first: GridRow) -> list[str] | None:
    """The columns of a GDELT table, which has no line that names them; 58 columns in version 1, 61 in version 2."""
    width = len(first.cells)
    plain = [c.text for c in first.cells]
    if width not in (58, 61) or not plain[0].isdecimal() or not _COMPACT.fullmatch(plain[1]):
        return None
    names = {
        0: "globaleventid", 1: "sqldate", 6: "actor1name", 16: "actor2name", 26: "eventcode", 31: "nummentions",
        33: "numarticles", width - 8 if width == 58 else width - 9: "actiongeo_fullname", width - 2: "dateadded",
        width - 1: "sourceurl",
    }  # fmt: skip
    return [names.get(i, "") for i in range(width)]
