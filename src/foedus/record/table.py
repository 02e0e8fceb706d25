"""Opening the files of a case folder as a spreadsheet user saves them.

UTF-8 with or without a byte-order mark; comma, semicolon or tab; CRLF or LF; quoted newlines; an
Excel "sep=;" line. UTF-16 ("Unicode text") and old code pages are refused, never guessed at. A
file is read only if it is a plain file inside the folder and within the limits below.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from foedus.problem import Place, Problem, nearest

__all__ = ["MAX_BYTES", "MAX_FIELD", "MAX_ROWS", "Row", "delimiter_of", "read_bytes", "read_table", "rows_of", "text_of"]

MAX_BYTES = 5_000_000
MAX_ROWS = 20_000
MAX_FIELD = 4_000
_SHOWN_LINE = 200  # a caret under a longer line helps nobody
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its cells by column name, trimmed, and the line it begins on (from 1)."""

    cells: dict[str, str]
    line: int
    table: Table

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def place(self, column: str = "") -> Place:
        """Where a cell of this row stands in the file; the row itself without a column."""
        return self.table.place(self.line, column)

    def problem(self, column: str, what: str, remedy: str = "") -> Problem:
        """A problem at a cell of this row."""
        return Problem(self.place(column), what, remedy)


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a CSV file, kept to point at the very cell that is wrong."""

    name: str
    lines: tuple[str, ...]
    columns: tuple[str, ...]
    delimiter: str

    def place(self, line: int, column: str = "") -> Place:
        """The place of a cell in the row that begins on `line`."""
        if column not in self.columns:
            return Place(self.name, line)
        at, col, length = _locate(self.lines, line, self.columns.index(column), self.delimiter)
        text = self.lines[at - 1].rstrip("\r\n")
        return Place(self.name, at, col, length, text if len(text) <= _SHOWN_LINE else "")


def read_bytes(folder: Path, name: str, problems: list[Problem]) -> bytes | None:
    """The bytes of a plain file of the folder; None, with a problem where that is one, otherwise."""
    path, place = folder / name, Place(name)
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            remedy = "put the file itself into the folder"
            problems.append(Problem(place, "this is a link to a file outside the folder", remedy))
            return None
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            problems.append(Problem(place, "this is not a plain file", "put a file of that name here"))
            return None
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    except (OSError, RuntimeError) as error:  # RuntimeError: a link that leads to itself
        reason = getattr(error, "strerror", None) or "its links lead in a circle"
        problems.append(Problem(place, f"cannot be read: {reason}", "check the file and its rights"))
        return None
    if len(data) > MAX_BYTES:
        remedy = "split the case, or drop what is not needed"
        problems.append(Problem(place, f"the file is larger than {MAX_BYTES:,} bytes", remedy))
        return None
    return data


def text_of(data: bytes, name: str, problems: list[Problem]) -> str | None:
    """UTF-8 text, without its byte-order mark; None with a problem when it is anything else."""
    remedy = "save it again as “CSV UTF-8”" if name.endswith(".csv") else "save it as UTF-8"
    if data[:2] in _UTF16:
        problems.append(Problem(Place(name, 1), "the file is UTF-16, which is not read", remedy))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        what = f"byte 0x{data[error.start]:02x} is not UTF-8"
        problems.append(Problem(Place(name, line, column), what, remedy))
        return None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        problems.append(Problem(Place(name, line), "the line holds a zero byte", remedy))
        return None
    return text


def read_table(
    folder: Path,
    name: str,
    columns: Sequence[str],
    required: Sequence[str],
    problems: list[Problem],
) -> tuple[Row, ...] | None:
    """The rows of a CSV file; None when there is no such file or it is unreadable (then with a problem)."""
    data = read_bytes(folder, name, problems)
    return None if data is None else rows_of(data, name, columns, required, problems)


def rows_of(
    data: bytes, name: str, columns: Sequence[str], required: Sequence[str], problems: list[Problem]
) -> tuple[Row, ...] | None:
    """The rows of a CSV table that is at hand as bytes; None where it cannot be read (then with a problem)."""
    text = text_of(data, name, problems)
    if text is None:
        return None
    if not text.strip():
        remedy = f"its first line names the columns: {','.join(required)}"
        problems.append(Problem(Place(name, 1), "the file is empty", remedy))
        return None
    lines = tuple(StringIO(text, newline=""))
    skip = 1 if lines[0].lower().startswith("sep=") else 0
    delimiter = delimiter_of(lines, skip, columns)
    return tuple(_Reader(name, lines, skip, delimiter, problems).rows(columns, required))


def delimiter_of(lines: Sequence[str], skip: int, columns: Sequence[str]) -> str:
    """The separator that makes most known column names out of the header."""
    if skip and len(lines[0].rstrip("\r\n")) == len("sep=;"):
        return lines[0][4]
    header = lines[skip] if len(lines) > skip else ""

    def known(delimiter: str) -> int:
        return sum(cell.strip().strip('"').strip() in columns for cell in header.split(delimiter))

    return max(",;\t", key=known)


class _Reader:
    """Reads one file; every fault becomes a problem and none makes a row vanish unsaid."""

    def __init__(self, name: str, lines: tuple[str, ...], skip: int, delimiter: str, problems: list[Problem]) -> None:
        self.name, self.lines, self.skip = name, lines, skip
        self.delimiter, self.problems = delimiter, problems

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        import csv  # only when there is a table to read

        reader = csv.reader(self.lines[self.skip :], delimiter=self.delimiter, strict=True)
        line = self.skip + 1
        while True:
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                remedy = 'close every quotation mark, and double it inside a cell: ""'
                what = f"the row cannot be read: {error}"
                self.problems.append(Problem(Place(self.name, line), what, remedy))
                return
            yield line, record
            line = self.skip + reader.line_num + 1

    def rows(self, columns: Sequence[str], required: Sequence[str]) -> Iterator[Row]:
        records = self._records()
        line, header = next(records, (self.skip + 1, []))
        names = tuple(" ".join(cell.split()) for cell in header)
        table = Table(self.name, self.lines, names, self.delimiter)
        if not self._header(table, line, columns, required):
            return
        for count, (at, record) in enumerate(records):
            if count >= MAX_ROWS:
                what = f"the file has more than {MAX_ROWS:,} rows"
                self.problems.append(Problem(Place(self.name, at), what, "split the case"))
                return
            cells = [cell.replace("\u00a0", " ").strip() for cell in record]
            if any(cells) and self._sound(table, at, cells):
                yield Row(dict(zip(names, cells, strict=False)), at, table)

    def _header(self, table: Table, line: int, columns: Sequence[str], required: Sequence[str]) -> bool:
        before = len(self.problems)
        for name in dict.fromkeys(table.columns):
            if name not in columns:
                remedy = nearest(name, columns) or f"the columns are: {', '.join(columns)}"
                self._say(table, line, name, f"no column is called “{name}”", remedy)
            if table.columns.count(name) > 1:
                self._say(table, line, name, f"two columns are called “{name}”", "keep one")
        for name in required:
            if name not in table.columns:
                what = f"the column “{name}” is missing"
                self.problems.append(Problem(Place(self.name, line), what, "add it to the first line"))
        return len(self.problems) == before

    def _sound(self, table: Table, line: int, cells: list[str]) -> bool:
        if len(cells) > len(table.columns):
            what = f"the row has {len(cells)} cells, the first line names {len(table.columns)} columns"
            remedy = f"put a text that holds “{self.delimiter}” in quotation marks"
            self.problems.append(Problem(Place(self.name, line), what, remedy))
            return False
        sound = True
        for name, cell in zip(table.columns, cells, strict=False):
            if len(cell) > MAX_FIELD:
                what = f"the cell “{name}” has {len(cell):,} characters, at most {MAX_FIELD:,} are read"
                self._say(table, line, name, what, "shorten it")
                sound = False
        return sound

    def _say(self, table: Table, line: int, column: str, what: str, remedy: str) -> None:
        self.problems.append(Problem(table.place(line, column), what, remedy))


def _locate(lines: Sequence[str], line: int, index: int, delimiter: str) -> tuple[int, int, int]:
    """Line, column and length of the `index`-th cell of the row that begins on `line`."""
    at, column, quoted, seen, start = line, 0, False, 0, (line, 1)
    while at <= len(lines):
        text = lines[at - 1]
        for column, char in enumerate(text, 1):
            if char == '"':
                quoted = not quoted
            elif not quoted and char in (delimiter, "\r", "\n"):
                if seen == index:
                    return _cell(lines, start, at, column)
                if char != delimiter:
                    return line, 1, 1  # the row is shorter: its beginning has to do
                seen, start = seen + 1, (at, column + 1)
        if not quoted:
            break
        at += 1
    return _cell(lines, start, at, column + 1) if seen == index else (line, 1, 1)


def _cell(lines: Sequence[str], start: tuple[int, int], line: int, column: int) -> tuple[int, int, int]:
    at, first = start
    end = column if line == at else len(lines[at - 1].rstrip("\r\n")) + 1
    return at, first, max(1, end - first)
