"""Rows added to a table or taken out of it, in the way the table is written: no other row is touched."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import StringIO

from foedus.problem import Invalid, Place, Problem
from foedus.record.table import delimiter_of, text_of

__all__ = ["appended", "next_id", "rows_of", "widened", "without"]


def appended(data: bytes, name: str, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """The bytes of a table with further rows: its own separator, quoting, line ends and order of columns.

    `columns` are those a table of that name may have. Raises `Invalid` where the file is no UTF-8, a row fills a column
    that the table does not have, or a cell is no text.
    """
    form = _Form.of(data, name, columns)
    if missing := [c for row in rows for c, value in row.items() if value and c not in form.header]:
        raise Invalid.at(Place(name, form.skip + 1), f"the column “{missing[0]}” is missing", "add it to the first line")
    gap = "" if form.text.endswith(("\n", "\r")) else form.end
    return data + _encoded(gap + form.written([row.get(c, "") for c in form.header] for row in rows), name)


def widened(data: bytes, name: str, columns: Sequence[str], more: Sequence[str]) -> bytes:
    """The bytes of a table with further columns at its right end, empty in every row; as it was where it has them all.

    Raises `Invalid` where the file cannot be read.
    """
    form = _Form.of(data, name, columns)
    new = [c for c in more if c not in form.header]
    if not new:
        return data
    full = len(form.header)
    rows = [cells for cells, _ in form.records()]
    records = [[*rows[0], *new], *([*c, *[""] * (full - len(c)), *[""] * len(new)] if c else c for c in rows[1:])]
    mark = "\ufeff" if data.startswith(b"\xef\xbb\xbf") else ""
    return _encoded(mark + "".join(form.lines[: form.skip]) + form.written(records), name)


def without(data: bytes, name: str, columns: Sequence[str], key: str) -> bytes:
    """The bytes of a table without the rows whose first required column, the first in `columns`, is `key`.

    Raises `Invalid` where the file cannot be read.
    """
    form = _Form.of(data, name, columns)
    at = form.header.index(columns[0]) if columns[0] in form.header else 0
    gone = {n for cells, span in form.records() if len(cells) > at and _plain(cells[at]) == key for n in span}
    kept = "".join(line for n, line in enumerate(form.lines) if n not in gone)
    return (b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b"") + kept.encode("utf-8")


def rows_of(data: bytes, name: str, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a table by column name, cells trimmed; empty rows left out. Raises `Invalid` where it cannot be read."""
    form = _Form.of(data, name, columns)
    records = [[_plain(cell) for cell in cells] for cells, _ in form.records()][1:]
    return [dict(zip(form.header, cells, strict=False)) for cells in records if any(cells)]


def next_id(taken: Sequence[str], prefix: str) -> str:
    """The first id of that prefix with a number after every other one."""
    numbers = [int(t[len(prefix) :]) for t in taken if t.startswith(prefix) and t[len(prefix) :].isdecimal()]
    return f"{prefix}{max(numbers, default=0) + 1:03}"


@dataclass(frozen=True)
class _Form:
    """How a table is written. `skip`: the lines before its header."""

    name: str
    text: str
    lines: tuple[str, ...]
    skip: int
    delimiter: str
    header: tuple[str, ...]

    @classmethod
    def of(cls, data: bytes, name: str, columns: Sequence[str]) -> _Form:
        problems: list[Problem] = []
        text = text_of(data, name, problems)
        if text is None:
            raise Invalid(problems)
        lines = tuple(StringIO(text, newline=""))
        skip = 1 if lines and lines[0].lower().startswith("sep=") else 0
        delimiter = delimiter_of(lines, skip, columns)
        if not lines[skip:]:
            raise Invalid.at(Place(name, 1), "the file is empty", f"its first line names the columns: {','.join(columns)}")
        form = cls(name, text, lines, skip, delimiter, ())
        return replace(form, header=tuple(" ".join(c.split()) for c in next(form.records())[0]))

    @property
    def end(self) -> str:
        return "\r\n" if self.lines[self.skip].endswith("\r\n") else "\n"

    def records(self) -> Iterator[tuple[list[str], range]]:
        """Every record from the header on, with the lines it stands on."""
        reader = csv.reader(self.lines[self.skip :], delimiter=self.delimiter, strict=True)
        start = self.skip
        try:
            for cells in reader:
                yield cells, range(start, self.skip + reader.line_num)
                start = self.skip + reader.line_num
        except csv.Error as error:
            what = f"the row cannot be read: {error}"
            remedy = 'close every quotation mark, and double it inside a cell: ""'
            raise Invalid.at(Place(self.name, start + 1), what, remedy) from None

    def written(self, records: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> str:
        quoted = self.lines[self.skip].lstrip().startswith('"')
        out = StringIO(newline="")
        csv.writer(
            out, delimiter=self.delimiter, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL, lineterminator=self.end
        ).writerows(records)
        return out.getvalue()


def _plain(cell: str) -> str:
    return cell.replace("\u00a0", " ").strip()


def _encoded(text: str, name: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise Invalid.at(Place(name), "a cell holds half a character", "type it again") from None
