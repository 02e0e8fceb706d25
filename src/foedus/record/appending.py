"""Rows added at the end of a table, in the way the table is written: nothing that is there is touched."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from io import StringIO

from foedus.problem import Invalid, Place, Problem
from foedus.record.table import delimiter_of, text_of

__all__ = ["appended", "next_id"]


def appended(data: bytes, name: str, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """The bytes of a table with further rows: its own separator, quoting, line ends and order of columns.

    `columns` are those a table of that name may have. Raises `Invalid` where the file is no UTF-8 or a row fills a column
    that the table does not have.
    """
    problems: list[Problem] = []
    text = text_of(data, name, problems)
    if text is None:
        raise Invalid(problems)
    lines = tuple(StringIO(text, newline=""))
    skip = 1 if lines and lines[0].lower().startswith("sep=") else 0
    delimiter = delimiter_of(lines, skip, columns)
    header = [" ".join(c.split()) for c in next(csv.reader(lines[skip:], delimiter=delimiter), [])]
    if missing := [c for row in rows for c, value in row.items() if value and c not in header]:
        raise Invalid.at(Place(name, skip + 1), f"the column “{missing[0]}” is missing", "add it to the first line")
    end = "\r\n" if lines[skip].endswith("\r\n") else "\n"
    quoted = lines[skip].lstrip().startswith('"')
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL, lineterminator=end)
    writer.writerows([row.get(c, "") for c in header] for row in rows)
    gap = b"" if text.endswith(("\n", "\r")) else end.encode()
    return data + gap + out.getvalue().encode("utf-8")


def next_id(taken: Sequence[str], prefix: str) -> str:
    """The first id of that prefix with a number after every other one."""
    numbers = [int(t[len(prefix) :]) for t in taken if t.startswith(prefix) and t[len(prefix) :].isdecimal()]
    return f"{prefix}{max(numbers, default=0) + 1:03}"
