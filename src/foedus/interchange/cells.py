"""CSV that a spreadsheet can open without running anything, and that still reads back to the letter.

A spreadsheet takes a cell that begins with = + - @ for a formula. Such a cell gets one apostrophe in front, which is what
a person would type to say “this is text”. A cell that already has apostrophes before such a sign gets one more, so that
taking one away again always gives what was there. Plain numbers (-3, +150) are left alone: they can do nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from re import compile as pattern

__all__ = ["guarded", "table", "unguarded"]

_RISKY = pattern(r"'*[=+\-@\t\r]")
_NUMBER = pattern(r"[+\-][0-9]+([.,][0-9]+)?")


def guarded(cell: str) -> str:
    """The cell as it is safe in a spreadsheet; `unguarded` gives it back."""
    return f"'{cell}" if _RISKY.match(cell) and not _NUMBER.fullmatch(cell) else cell


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that `guarded` put in front of it; every other cell unchanged."""
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell) else cell


def table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """A CSV table in UTF-8 text: the columns in this order, every cell guarded, lines end in LF."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([guarded(row.get(c, "")) for c in columns] for row in rows)
    return out.getvalue()
