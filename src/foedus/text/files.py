"""Reading the files of a law folder without ever leaving it, and without a traceback."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from foedus.problem import Invalid, Place, Problem, nearest

__all__ = ["MAX_BYTES", "Row", "read_table", "read_text", "stays_inside"]

MAX_BYTES = 1_000_000
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Controls that a reader does not see: NUL, escapes, odd line ends, turns of the writing direction."""

_CELL = re.compile(r'(?:\s*"(?:[^"]|"")*"[^,]*|[^,]*)(?:,|$)')


class Row(NamedTuple):
    """A row of a table: where it ends, its cells by column, and the line as written (none where it takes several)."""

    place: Place
    cells: dict[str, str]
    line: str = ""

    def spot(self, column: str) -> Place:
        """Where the cell of a column stands; the row where that is not to be told."""
        if column not in self.cells or not self.line:
            return self.place
        found = list(_CELL.finditer(self.line))[list(self.cells).index(column)]
        cell = found[0].removesuffix(",")
        start = found.start() + len(cell) - len(cell.lstrip()) + 1
        shown = self.line if len(self.line) < 200 else ""
        return Place(self.place.file, self.place.line, start, max(1, len(cell.strip())), shown)


def stays_inside(path: Path, home: Path) -> bool:
    """Whether a path, its links followed, lies in the folder `home`."""
    try:
        return path.resolve().is_relative_to(home.resolve())
    except (OSError, RuntimeError):
        return False


def read_text(path: Path, shown: str, limit: int = MAX_BYTES) -> str:
    """The text of a file, line ends made one. Raises `Invalid`: not there, too large, not plain UTF-8."""
    if not stays_inside(path, path.parent):
        raise Invalid.at(Place(shown), "a link out of the folder is not followed", "copy the file into the folder")
    if not path.is_file():
        raise Invalid.at(Place(shown), "not a file", "move it out of the folder, or put a file in its place")
    size = path.stat().st_size
    if size > limit:
        raise Invalid.at(Place(shown), f"{size:,} bytes; such a file may have {limit:,}", "split the file")
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise Invalid.at(Place(shown), f"not UTF-8 (byte {error.start})", "save the file as UTF-8") from error
    if found := _FORBIDDEN.search(text):
        raise Invalid.at(_place_of(found, text, shown), f"a control character, U+{ord(found[0]):04X}", "delete it")
    return unicodedata.normalize("NFC", text)


def _place_of(found: re.Match[str], text: str, shown: str) -> Place:
    line = text.count("\n", 0, found.start()) + 1
    start = text.rfind("\n", 0, found.start()) + 1
    row = text[start:].partition("\n")[0]
    return Place(shown, line, found.start() - start + 1, 1, row) if len(row) < 200 else Place(shown, line)


def read_table(path: Path, shown: str, columns: Sequence[str], limit: int = MAX_BYTES) -> tuple[list[Row], list[Problem]]:
    """The rows of a CSV file that has at least these columns, and what is wrong with the others."""
    try:
        text = read_text(path, shown, limit)
    except Invalid as error:
        return [], list(error.problems)
    table, lines = csv.reader(io.StringIO(text), strict=True), text.split("\n")
    rows: list[Row] = []
    problems: list[Problem] = []
    try:
        head = [c.strip() for c in next(table, [])]
        problems += _wrong_head(head, columns, Place(shown, 1))
        before = table.line_num
        for cells in table if not problems else ():
            line = lines[before] if table.line_num == before + 1 else ""
            _take(cells, head, Row(Place(shown, table.line_num), {}, line), rows, problems)
            before = table.line_num
    except csv.Error as error:
        what = f"not a table from here on: {error}"
        remedy = 'close every quote; a " inside a quoted cell is written ""'
        problems.append(Problem(Place(shown, table.line_num), what, remedy))
    return rows, problems


def _wrong_head(head: Sequence[str], columns: Sequence[str], place: Place) -> Iterator[Problem]:
    missing = [c for c in columns if c not in head]
    if missing:
        near = nearest(missing[0], [h for h in head if h not in columns])
        remedy = near or "columns: " + ", ".join(columns)
        yield Problem(place, f"column {', '.join(missing)} is missing", remedy)
    twice = sorted({c for c in head if head.count(c) > 1})
    if twice:
        yield Problem(place, f"column “{twice[0]}” stands here twice", "give each column its own name")


def _take(cells: list[str], head: Sequence[str], row: Row, rows: list[Row], problems: list[Problem]) -> None:
    if len(cells) == len(head):
        rows.append(row._replace(cells={name: cell.strip() for name, cell in zip(head, cells, strict=True)}))
    elif any(c.strip() for c in cells):
        what = f"{len(cells)} cells; this table has {len(head)} columns"
        problems.append(Problem(row.place, what, "put a cell that has a comma in it between double quotes"))
