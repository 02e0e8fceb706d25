"""A sheet of claims, from CSV or XLSX, as rows that can be shown with their errors and then saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from re import compile as pattern

from foedus.interchange.cells import unguarded
from foedus.interchange.columns import layout
from foedus.interchange.grid import Cell, Grid, GridRow, read_grid
from foedus.problem import Invalid, Place, Problem
from foedus.record import When
from foedus.record.case import COLUMNS
from foedus.record.time import UNKNOWN_ZONE, Unreadable, Zone

__all__ = ["Sheet", "SheetRow", "read_sheet"]

_POLARITIES = {
    "": "", "for": "for", "against": "against", "no evidence": "no evidence", "yes": "for", "no": "against", "affirms": "for",
    "denies": "against",
}  # fmt: skip
_GRADE = pattern(r"([A-Fa-f])[ /-]?([1-6])?|([1-6])")
_TIME = pattern(r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?")
_TABLE = {"id", "fact", "polarity", "speaker", "source", "happened", "available"}
_DONE = ("success", "already archived")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: the line it stands in, its cells by column of claims.csv, and what is wrong with it.

    A problem's place has the line and, as its column, the number of the cell in the row, both from 1.
    """

    line: int
    cells: Mapping[str, str]
    problems: tuple[Problem, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether it can be saved: warnings do not stand in the way."""
        return all(p.warning for p in self.problems)


@dataclass(frozen=True)
class Sheet:
    """What was read of one file.

    kind      claims, or the data set whose rows it holds as leads: ACLED, UCDP GED, GDELT
    sha256    of the file's bytes, in hex: what was imported can be told from a later edition
    columns   each header that was read, and the column it is
    sources   a row of sources.csv for each source that sound rows name, whether or not the case has it already
    problems  of the file as a whole; those of a row are with the row
    """

    name: str
    kind: str
    sha256: str
    columns: Mapping[str, str]
    rows: tuple[SheetRow, ...]
    sources: tuple[Mapping[str, str], ...]
    problems: tuple[Problem, ...] = ()

    @property
    def claims(self) -> tuple[Mapping[str, str], ...]:
        """The rows that can be saved, in columns of claims.csv; an empty id is for the case to fill."""
        return tuple(row.cells for row in self.rows if row.sound)

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong or doubtful, in order of place."""
        return tuple(sorted((*self.problems, *(p for r in self.rows for p in r.problems)), key=lambda p: p.place))


def read_sheet(data: bytes, name: str, available: str = "") -> Sheet:
    """The claims in a CSV file or XLSX workbook; columns may be called as people call them (see `columns`).

    data       the file's bytes; CSV in UTF-8, separated by comma, semicolon or tab
    name       what to call the file in messages
    available  what to write where a row does not say since when it could be known: usually the day of the import

    A text and a date are enough. What a row lacks is said with its line, cell and remedy, so that it can be shown beside
    the row; a file of coded events is read as leads instead (see `leads`). Raises `Invalid` for a file that cannot be
    read at all, is beyond a limit, or whose columns cannot be told.
    """
    from foedus.interchange.leads import as_leads

    grid = read_grid(data, name)
    coded = as_leads(grid, sha256(data).hexdigest(), available)
    return coded or _claims(grid, sha256(data).hexdigest(), available)


def _claims(grid: Grid, digest: str, available: str) -> Sheet:
    if not grid.rows:
        raise Invalid.at(Place(grid.name, 1), "the file is empty", "its first line names the columns, such as date,text,source")
    head, *body = grid.rows
    headers = [c.text for c in head.cells]
    columns, problems = layout(headers, grid.name, head.line)
    problems += [Problem(Place(grid.name, head.line, i), c.fault, c.remedy) for i, c in enumerate(head.cells, 1) if c.fault]
    problems += _missing(set(columns.values()), grid.name, head.line)
    if any(not p.warning for p in problems):
        raise Invalid(problems)
    if not set(columns.values()) & {"available", "uploaded", "source date"}:
        problems.append(Problem(Place(grid.name, head.line), *_unknown_since("the sheet does not", available), warning=True))
    reader = _Reader(grid.name, columns, len(headers), available)
    rows = tuple(reader.row(row) for row in body)
    named = {headers[i]: column for i, column in columns.items()}
    return Sheet(grid.name, "claims", digest, named, rows, tuple(reader.sources.values()), (*grid.problems, *problems))


def _missing(columns: set[str], name: str, line: int) -> Iterator[Problem]:
    if not columns & {"says", "fact"}:
        yield Problem(Place(name, line), "no column says what happened", "call one of them text, or says")
    if not columns & {"happened", "uploaded"}:
        yield Problem(Place(name, line), "no column says when it happened", "call one of them date, or happened")


def _unknown_since(lead: str, written: str) -> tuple[str, str]:
    """What is wrong, and the remedy, where nothing says since when a row could be known."""
    told = f"{written} will be written" if written else "it has to be filled in before saving"
    return f"{lead} say since when this could be known; {told}", "add a column published"


class _Reader:
    """Makes rows of one sheet into claims; remembers ids and sources on the way."""

    def __init__(self, name: str, columns: Mapping[int, str], width: int, available: str) -> None:
        self.name, self.columns, self.width, self.known = name, columns, width, available
        self.index = {column: index for index, column in columns.items()}
        self.ours = set(columns.values()) >= _TABLE  # a case's own table may leave a time open
        self.sources: dict[str, Mapping[str, str]] = {}
        self.lines: dict[str, int] = {}
        self.problems: list[Problem] = []
        self.line = 0

    def row(self, row: GridRow) -> SheetRow:
        """One row as a claim, with everything that is wrong with it."""
        self.problems, self.line = [], row.line
        cells = {c: row.cells[i] if i < len(row.cells) else Cell() for i, c in self.columns.items()}
        self._faults(row, cells)
        raw = {column: unguarded(cell.text) for column, cell in cells.items()}
        out = {column: raw.get(column, "") for column in COLUMNS["claims.csv"]}
        source = self._source(raw)
        undated = any(c.dated for n, c in cells.items() if n in ("happened", "time", "end")) and not raw.get("zone")
        out |= {"source": source["id"], "zone": "unknown" if undated else raw.get("zone", "")}
        out |= {"happened": self._happened(raw), "polarity": self._polarity(raw), **self._grades(raw)}
        out["available"] = raw.get("available") or raw.get("uploaded", "")
        out |= self._words(raw)
        self._checked(out, source)
        made = SheetRow(row.line, out, tuple(sorted(self.problems, key=lambda p: p.place)))
        if source["id"] and made.sound:
            self.sources.setdefault(source["id"], source)
        return made

    def _say(self, column: str, what: str, remedy: str, warning: bool = False) -> None:
        place = Place(self.name, self.line, self.index.get(column, -1) + 1)
        self.problems.append(Problem(place, what, remedy, warning))

    def _faults(self, row: GridRow, cells: Mapping[str, Cell]) -> None:
        for column, cell in cells.items():
            if cell.fault:
                self._say(column, f"“{column}” cannot be taken: {cell.fault}", cell.remedy)
        if len(row.cells) > self.width:
            what = f"the row has {len(row.cells)} cells, the first line names {self.width} columns"
            self._say("", what, "put a text that holds the separator in quotation marks")

    # --- what a row says ---

    @staticmethod
    def _words(raw: Mapping[str, str]) -> dict[str, str]:
        """The text of a row; the whole content of a page is its text where there is no shorter one, and a note where there is."""
        says, note, content = raw.get("says", ""), raw.get("note", ""), raw.get("content", "")
        return {"says": says or content, "note": "; ".join(p for p in (note, content if says else "") if p)}

    def _happened(self, raw: Mapping[str, str]) -> str:
        day, clock, end = raw.get("happened", ""), raw.get("time", ""), raw.get("end", "")
        if not day and raw.get("uploaded"):
            return f"../{raw['uploaded']}"  # what is seen in an upload had happened by then
        if clock and day:
            if not _TIME.fullmatch(clock):
                self._say("time", f"“{clock}” is no time of day", "write it as 02:50")
            elif "T" in day or ":" in day or "/" in day:
                self._say("time", f"“{day}” has a time of day already", "keep one of the two")
            else:
                day = f"{day} {clock}"
        return f"{day}/{end}" if end and day and end != day else day

    def _polarity(self, raw: Mapping[str, str]) -> str:
        written = raw.get("polarity", "")
        found = _POLARITIES.get(" ".join(written.casefold().split()))
        if found is None:
            self._say("polarity", f"“{written}” is no polarity", "write for, against or no evidence")
        return found or ""

    def _grades(self, raw: Mapping[str, str]) -> dict[str, str]:
        source, item = raw.get("source_grade", "").upper(), raw.get("item_grade", "")
        both = raw.get("grade", "")
        match = _GRADE.fullmatch(both)
        if both and not match:
            self._say("grade", f"“{both}” is no grade", "write B2: a letter A to F for the source, a digit 1 to 6 for the item")
        if match:
            source, item = source or (match[1] or "").upper(), item or match[2] or match[3] or ""
        if source and source not in "ABCDEF":
            self._say(
                "source_grade", f"“{source}” is no grade of a source", "grades run from A to F; leave it empty for “not judged”"
            )
        if item and item not in "123456":
            self._say("item_grade", f"“{item}” is no grade of an item", "grades run from 1 to 6; leave it empty for “not judged”")
        return {"source_grade": source, "item_grade": item}

    def _source(self, raw: Mapping[str, str]) -> dict[str, str]:
        """A row of sources.csv: named by the sheet, or else by its address or its title."""
        url = raw.get("url", "")
        title = raw.get("source title", "")
        status = raw.get("archive status", "")
        if status and not any(word in status.casefold() for word in _DONE):
            self._say("archive status", f"the archive says “{status}”", "keep a copy of the page yourself", warning=True)
        archive = [raw.get(n, "") for n in ("archived at", "archived on", "archive hash")]
        kept = f"archived: {', '.join(a for a in archive if a)}" if any(archive) else ""
        id = " ".join((raw.get("source", "") or url or title).split())
        return {
            "id": id,
            "title": title,
            "author": raw.get("source author", ""),
            "outlet": raw.get("source outlet", ""),
            "date": raw.get("source date", ""),
            "kind": raw.get("source kind", ""),
            "note": "; ".join(n for n in (url if url != id else "", kept) if n),
        }

    # --- what is wrong with it ---

    def _checked(self, out: dict[str, str], source: Mapping[str, str]) -> None:
        faulty = {p.place.column for p in self.problems if not p.warning}
        if not (out["says"] or out["fact"]) and not faulty:
            self._say("says", "the row does not say what happened", "write it in a few words")
        self._zoned(out, source)
        if out["id"]:
            first = self.lines.setdefault(out["id"], self.line)
            if first != self.line:
                self._say("id", f"“{out['id']}” stands in row {first} already", "rename one, or leave it empty")
        if out["fact"]:
            for column in ("polarity", "speaker", "source"):
                if not out[column] and self.index.get(column, -1) + 1 not in faulty:
                    self._say(column, f"a row with a fact needs its {column}", "fill it, or leave the fact for later")

    def _zoned(self, out: dict[str, str], source: Mapping[str, str]) -> None:
        try:
            zone = Zone.parse(out["zone"]) if out["zone"] else UNKNOWN_ZONE
        except Unreadable as error:
            self._say("zone", error.what, error.remedy)
            zone = UNKNOWN_ZONE
        fault = self.index.get("happened", -1) + 1 in {p.place.column for p in self.problems if not p.warning}
        if not out["happened"] and not fault:
            remedy = "write a day, a month, or ../2022-01-06 for “by then”"
            self._say("happened", "the row does not say when it happened", remedy, warning=self.ours)
        self._read("happened", out["happened"], zone)
        self._read("source date", source["date"], zone)
        if not out["available"] and not source["date"]:
            out["available"] = self.known
            if "available" in self.index or "uploaded" in self.index:
                self._say("available", *_unknown_since("the row does not", self.known), warning=True)
        self._read("available", out["available"], zone)

    def _read(self, column: str, text: str, zone: Zone) -> None:
        try:
            When.parse(text, zone)
        except Unreadable as error:
            self._say(column, error.what, error.remedy)
