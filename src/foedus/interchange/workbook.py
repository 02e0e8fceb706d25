"""An XLSX workbook, first as a zip that may be hostile, then as cells."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, iterparse

from foedus.interchange.grid import MAX_COLUMNS, Cell, GridRow, too_wide
from foedus.problem import Invalid, Place, Problem
from foedus.record.table import MAX_ROWS

__all__ = ["MAX_CELLS", "MAX_INFLATED", "MAX_MEMBERS", "MAX_RATIO", "Found", "rows_of"]

MAX_MEMBERS = 500
MAX_INFLATED = 50_000_000
MAX_RATIO = 200
"""How many times larger than packed a part may be, once it is larger than a megabyte."""

MAX_CELLS = 600_000

_LAST_ROW = 1_048_576
_MEGABYTE = 1_000_000
_CHUNK = 1 << 16
_SHOWN_MERGES = 20
_AGAIN = "open it in a spreadsheet, copy the cells into a new workbook and save that, or save it as “CSV UTF-8”"


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of the sheet that was read, and what is to be said of the workbook."""

    rows: Iterator[GridRow]
    problems: tuple[Problem, ...]


def rows_of(data: bytes, name: str) -> Found:
    """The rows of the first visible sheet that holds something. Raises `Invalid` for what is hostile or broken."""
    _checked(data, name)
    try:
        return _read(data, name)
    except Invalid:
        raise
    except Exception as error:  # openpyxl raises whatever the broken file leads it into
        what = f"this workbook cannot be read ({type(error).__name__})"
        raise Invalid.at(Place(name), what, _AGAIN) from None


# --- the zip ---


def _checked(data: bytes, name: str) -> None:
    """Refuse a zip that would unpack to too much, or whose parts could make an XML reader do so."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _declared(archive, name)
            total = 0
            for info in archive.infolist():
                total += _unpacked(archive, info, name, MAX_INFLATED - total)
    except Invalid:
        raise
    except Exception as error:  # zipfile and zlib raise many things over broken bytes
        what = f"this is no whole workbook: its packing is broken ({type(error).__name__})"
        raise Invalid.at(Place(name), what, _AGAIN) from None


def _declared(archive: zipfile.ZipFile, name: str) -> None:
    parts = archive.infolist()
    if len(parts) > MAX_MEMBERS:
        raise Invalid.at(Place(name), f"the workbook has {len(parts):,} parts, at most {MAX_MEMBERS} are opened", _AGAIN)
    if len({p.filename for p in parts}) < len(parts):
        raise Invalid.at(Place(name), "the workbook holds two parts of one name", _AGAIN)
    if any(p.flag_bits & 0x1 for p in parts):
        raise Invalid.at(Place(name), "the workbook is locked with a password", "save it without one")
    if sum(p.file_size for p in parts) > MAX_INFLATED:
        raise Invalid.at(Place(name), f"the workbook unpacks to more than {MAX_INFLATED:,} bytes", _AGAIN)
    for part in parts:
        if part.file_size > max(_MEGABYTE, MAX_RATIO * part.compress_size):
            what = f"a part of the workbook unpacks to more than {MAX_RATIO} times its size: {part.filename[:60]}"
            raise Invalid.at(Place(name), what, _AGAIN)


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, room: int) -> int:
    """How large a part really is; an XML part is searched on the way for a document type."""
    size, tail = 0, b""
    xml = part.filename.endswith((".xml", ".rels", ".vml"))
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > room:
                raise Invalid.at(Place(name), f"the workbook unpacks to more than {MAX_INFLATED:,} bytes", _AGAIN)
            if xml and (b"<!" in (window := tail + chunk) and (b"<!DOCTYPE" in window or b"<!ENTITY" in window)):
                what = f"a part of the workbook declares a document type, as entity bombs do: {part.filename[:60]}"
                raise Invalid.at(Place(name), what, _AGAIN)
            if xml and b"\x00" in chunk:
                raise Invalid.at(Place(name), f"a part of the workbook is not in UTF-8: {part.filename[:60]}", _AGAIN)
            tail = chunk[-16:]
    return size


# --- the cells ---


def _read(data: bytes, name: str) -> Found:
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False, keep_vba=False)
    problems = []
    if any(n.endswith("vbaProject.bin") for n in zipfile.ZipFile(BytesIO(data)).namelist()):
        problems.append(Problem(Place(name), "the workbook holds macros: they were not read", "nothing to do", warning=True))
    shown = [s for s in book.worksheets if s.sheet_state == "visible"] or list(book.worksheets)
    # where a sheet's XML lies is known to the streaming reader alone
    filled = [(s, found) for s in shown if (found := _scanned(data, s._worksheet_path, name)).lines]
    if not filled:
        raise Invalid.at(Place(name, 1), "the workbook is empty", "put the names of the columns into the first row")
    sheet, found = filled[0]
    if len(book.worksheets) > 1:
        others = ", ".join(s.title for s in book.worksheets if s is not sheet)
        what = f"only the sheet “{sheet.title}” was read, not: {others}"
        problems.append(Problem(Place(name), what, "make the sheet you want the first, or save it by itself", warning=True))
    rows = list(_rows(sheet, found))  # read to the end here, where what openpyxl raises is caught
    return Found(iter(rows), (*problems, *found.problems))


def _rows(sheet: Any, scan: _Scan) -> Iterator[GridRow]:
    """The rows of a sheet that hold something. What the sheet says of its own size is not believed."""
    sheet.reset_dimensions()
    for line, cells in enumerate(sheet.iter_rows(max_col=scan.width, max_row=max(scan.lines)), 1):
        if line in scan.lines:
            yield GridRow(line, tuple(_cell(c, f"{_letters(i)}{line}") for i, c in enumerate(cells)))


def _cell(cell: Any, where: str) -> Cell:
    value, sort = cell.value, getattr(cell, "data_type", "n")
    if value is None:
        return Cell()
    if sort == "f":
        remedy = "copy the column and paste it back as values"
        return Cell(fault=f"cell {where} holds a formula, and what it gives is not computed here", remedy=remedy)
    if sort == "e":
        return Cell(fault=f"cell {where} holds the error {value}", remedy="mend it, or empty the cell")
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return Cell(value.date().isoformat() if midnight else _minutes(value), dated=True)
    if isinstance(value, date):
        return Cell(value.isoformat(), dated=True)
    if isinstance(value, time):
        return Cell(f"{value:%H:%M}" if not value.second else f"{value:%H:%M:%S}", dated=True)
    if isinstance(value, timedelta):
        return Cell(fault=f"cell {where} holds a length of time, not a date", remedy="write the date as 2022-01-06")
    return Cell(_plain(value))


def _minutes(value: datetime) -> str:
    return f"{value:%Y-%m-%dT%H:%M}" if not value.second else f"{value:%Y-%m-%dT%H:%M:%S}"


def _plain(value: object) -> str:
    """A text, or a number as a person would write it."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).replace("\u00a0", " ").strip(" \t\r\n")


def _letters(index: int) -> str:
    """The name of a column: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


@dataclass
class _Scan:
    """What the XML of a sheet says before its cells are read: the lines that hold something, and what is hidden or merged."""

    name: str
    lines: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    width: int = 0
    seen: int = 0
    last: int = 0
    merges: int = 0

    def row(self, one: Element) -> None:
        """A row and its cells. Raises `Invalid` for what no spreadsheet writes, and beyond the limits."""
        line = int(one.get("r") or self.last + 1)
        if not self.last < line <= _LAST_ROW:
            raise Invalid.at(Place(self.name), "the rows of the workbook are out of order, or numbered as no sheet's are", _AGAIN)
        self.last = line
        self.seen += 1 + len(one)
        if self.seen > MAX_CELLS:
            raise Invalid.at(Place(self.name, line), f"the sheet has more than {MAX_CELLS:,} cells, empty ones counted", _AGAIN)
        column = 0
        for cell in one:
            column = _column(cell.get("r")) or column + 1
            if len(cell):
                self.lines.add(line)
                self.width = max(self.width, column)
                if column > MAX_COLUMNS:
                    raise too_wide(self.name, line, column)
        if len(self.lines) > MAX_ROWS + 1:
            raise Invalid.at(Place(self.name, line), f"the file has more than {MAX_ROWS:,} rows", "split it")
        if one.get("hidden") in ("1", "true") and line in self.lines:
            what = "the row is hidden in the workbook; it was read all the same"
            self.problems.append(Problem(Place(self.name, line), what, "delete it if it should not count", warning=True))

    def merged(self, one: Element) -> None:
        """Cells that are one."""
        self.merges += 1
        if self.merges <= _SHOWN_MERGES:
            what = f"the cells {one.get('ref', '')[:40]} are merged: only the first of them holds something"
            self.problems.append(Problem(Place(self.name), what, "part them, and fill each", warning=True))


def _column(reference: str | None) -> int:
    """The number of a cell's column, from 1: 27 for AA5; 0 where it has none."""
    number = 0
    for letter in (reference or "")[:4]:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _scanned(data: bytes, part: str, name: str) -> _Scan:
    """A sheet looked through row by row, none of them kept. Raises `Invalid` beyond the limits."""
    scan = _Scan(name)
    with zipfile.ZipFile(BytesIO(data)) as archive, archive.open(part) as stream:
        rows: Element | None = None
        for event, one in iterparse(stream, ("start", "end")):
            tag = one.tag.rpartition("}")[2]
            if event == "start":
                rows = one if tag == "sheetData" else rows
            elif tag == "row":
                scan.row(one)
                if rows is not None:
                    rows.clear()
            elif tag == "mergeCell":
                scan.merged(one)
    return scan
