"""A CSV file or a workbook as rows of text cells, with every limit checked before anything is unpacked.

A workbook is a zip of XML, so it is looked at as a zip first: how many parts, how large they say they are and how large
they turn out, and whether an XML part declares a document type (the way to entity bombs). Only then does openpyxl see it.
Formulas are not computed and their stored results not trusted: the cell is reported. Macros, links and pictures are never
read.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO

from foedus.problem import Invalid, Place, Problem
from foedus.record.table import MAX_BYTES, MAX_FIELD, MAX_ROWS, text_of

__all__ = ["MAX_COLUMNS", "Cell", "Grid", "GridRow", "read_grid", "too_wide"]

MAX_COLUMNS = 200
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_NO_CELL = "paste it as values, or drop it"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, trimmed; `dated` where it was a date by its type; `fault` and `remedy` where it cannot be taken."""

    text: str = ""
    dated: bool = False
    fault: str = ""
    remedy: str = _NO_CELL


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row that holds something, and the line it stands in, from 1."""

    line: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """The rows of a file in order, empty ones left out, and what is to be said of the file as a whole."""

    name: str
    kind: str
    rows: tuple[GridRow, ...]
    problems: tuple[Problem, ...] = field(default=())


def read_grid(data: bytes, name: str) -> Grid:
    """The cells of a CSV file or of the first filled sheet of an XLSX workbook, told apart by their bytes.

    Raises `Invalid` where it is neither, or goes beyond a limit.
    """
    if len(data) > MAX_BYTES:
        raise Invalid.at(Place(name), f"the file is larger than {MAX_BYTES:,} bytes", "split it")
    if data.startswith(_OLD_EXCEL):
        what = "this is an old or a locked workbook (.xls, or with a password)"
        raise Invalid.at(Place(name), what, "open it and save it as .xlsx without a password, or as “CSV UTF-8”")
    if data.startswith(b"PK"):
        from foedus.interchange.workbook import rows_of  # openpyxl takes a while to load

        found = rows_of(data, name)
        return Grid(name, "xlsx", tuple(_filled(found.rows, name)), found.problems)
    return Grid(name, "csv", tuple(_filled(_csv_rows(data, name), name)))


def _filled(rows: Iterator[GridRow], name: str) -> Iterator[GridRow]:
    """The rows that hold something. Raises `Invalid` beyond the limits."""
    count = 0
    for row in rows:
        filled = [i for i, c in enumerate(row.cells, 1) if c.text or c.fault]
        if not filled:
            continue
        count += 1
        if count > MAX_ROWS + 1:
            raise Invalid.at(Place(name, row.line), f"the file has more than {MAX_ROWS:,} rows", "split it")
        if filled[-1] > MAX_COLUMNS:
            raise too_wide(name, row.line, filled[-1])
        yield GridRow(row.line, tuple(_sound(c) for c in row.cells[: filled[-1]]))


def too_wide(name: str, line: int, column: int) -> Invalid:
    """That a row has a cell too far to the right."""
    what = f"the row reaches over {MAX_COLUMNS} columns"
    return Invalid.at(Place(name, line, column), what, "delete the columns that nobody needs")


def _sound(cell: Cell) -> Cell:
    """The cell, faulty where no table of ours could hold it."""
    if len(cell.text) > MAX_FIELD:
        return Cell(fault=f"it has {len(cell.text):,} characters, at most {MAX_FIELD:,} are read", remedy="shorten it")
    if any((c < " " and c not in "\t\r\n") or "\ud800" <= c <= "\udfff" or c == "\x7f" for c in cell.text):
        return Cell(fault="it holds a character that is no text", remedy="type it again")
    return cell


# --- CSV ---


def _csv_rows(data: bytes, name: str) -> Iterator[GridRow]:
    problems: list[Problem] = []
    text = text_of(data, name if name.endswith(".csv") else f"{name}.csv", problems)
    if text is None:
        raise Invalid(_named(p, name) for p in problems)
    lines = tuple(StringIO(text, newline=""))
    skip = 1 if lines and lines[0].lower().startswith("sep=") else 0
    reader = csv.reader(lines[skip:], delimiter=_delimiter(lines, skip), strict=True)
    line = skip + 1
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            remedy = 'close every quotation mark, and double it inside a cell: ""'
            raise Invalid.at(Place(name, line), f"the row cannot be read: {error}", remedy) from None
        yield GridRow(line, tuple(Cell(c.replace("\u00a0", " ").strip(" \t\r\n")) for c in record))
        line = skip + reader.line_num + 1


def _named(problem: Problem, name: str) -> Problem:
    place = problem.place
    return Problem(Place(name, place.line, place.column), problem.what, problem.remedy)


def _delimiter(lines: tuple[str, ...], skip: int) -> str:
    """The separator that parts the first line most often."""
    if skip and len(lines[0].rstrip("\r\n")) == len("sep=;"):
        return lines[0][4]
    first = next((line for line in lines[skip:] if line.strip()), "")
    return max(",;\t", key=first.count)
