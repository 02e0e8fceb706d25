"""A table of situations, read once, a handful of rows at a time, and packed: a bit for each cell.

CSV (commas, semicolons or tabs) or Parquet. Columns are sentences or contested words; a cell is 0, 1, no or yes, or the name
of a reading. The packed file holds one block for each part, a plane for each input in it; nothing is kept in memory but a part.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import IO, Any, TypeAlias

from foedus.problem import Invalid, Place, Problem
from foedus.sweep.settle import Thing

__all__ = ["Packing", "header", "pack"]

PART = 1 << 16
MOST_ROWS = 100_000_000
MAX_FILE = 16_000_000_000
MAX_LINE = 1 << 20
MOST_COLUMNS = 1_000
MAX_GROUP = 200_000_000
SHOWN = 20
_AT_ONCE = 400_000
_CELLS = {"0": "0", "1": "1", "no": "0", "yes": "1", "No": "0", "Yes": "1", "NO": "0", "YES": "1"}
_CELLS |= {"false": "0", "true": "1", "False": "0", "True": "1"}

Lookup: TypeAlias = Callable[[str, Place], Thing]
Batch: TypeAlias = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Packing:
    """What was packed: how many rows, the inputs in order, and the SHA-256 of the block of each part."""

    rows: int
    names: tuple[str, ...]
    checks: tuple[str, ...]


def header(path: Path, look_up: Lookup) -> tuple[Thing, ...]:
    """The columns of a table as things that vary. Raises `Invalid` for every column that is none, `OSError`."""
    if path.stat().st_size > MAX_FILE:
        raise Invalid.at(Place(path.name), f"the table is larger than {MAX_FILE:,} bytes", "split it, and sweep over each part")
    names = _parquet(path).schema_arrow.names if path.suffix.lower() == ".parquet" else _first_line(path)[0]
    place = Place(path.name, 0 if path.suffix.lower() == ".parquet" else 1)
    if not names or len(names) > MOST_COLUMNS:
        raise Invalid.at(place, f"the table has {len(names)} columns", f"give 1 to {MOST_COLUMNS:,}, one for each sentence")
    problems: list[Problem] = []
    found: dict[Thing, str] = {}
    for name in names:
        try:
            thing = look_up(name.strip(), place)
        except Invalid as error:
            problems += error.problems
            continue
        if thing in found:
            problems.append(Problem(place, f"two columns say the same: “{found[thing]}” and “{name}”", "leave one out"))
        found[thing] = name
    if problems:
        raise Invalid(problems)
    return tuple(found)


def pack(path: Path, things: Sequence[Thing], out: IO[bytes]) -> Packing:
    """Read the whole table and write it packed. Raises `Invalid` with the first cells that are none, line by line."""
    packer = _Packer(path.name, things, out)
    width = 1 << min(13, max(6, (_AT_ONCE // len(things)).bit_length() - 1))
    batches = _from_parquet(path, width) if path.suffix.lower() == ".parquet" else _from_csv(path, len(things), width)
    for line, batch in batches:
        packer.add(line, batch)
    return packer.done()


class _Packer:
    """Batches of cells, row by row, made planes; each batch but the last of a part fills whole words."""

    def __init__(self, file: str, things: Sequence[Thing], out: IO[bytes]) -> None:
        self.file, self.things, self.out = file, things, out
        self.names = tuple(name for t in things for name in t.inputs(coded=False))
        self.rows = 0
        self.checks: list[str] = []
        self.problems: list[Problem] = []
        self._planes: list[list[bytes]] = [[] for _ in self.names]
        self._held = 0

    def add(self, lines: Sequence[int], batch: Batch) -> None:
        """Take some rows, which stand in these lines of the file."""
        self.rows += len(batch)
        if self.rows > MOST_ROWS:
            raise Invalid.at(
                Place(self.file), f"the table has more than {MOST_ROWS:,} rows", "split it, and sweep over each part"
            )
        for start in range(0, len(batch), PART):
            self._take(lines[start : start + PART], batch[start : start + PART])

    def _take(self, lines: Sequence[int], batch: Batch) -> None:
        columns = zip(*batch, strict=True)
        planes = [p for t, column in zip(self.things, columns, strict=True) for p in self._column(t, column, lines)]
        if len(self.problems) >= SHOWN:
            raise Invalid(self.problems[:SHOWN])
        for held, plane in zip(self._planes, planes, strict=True):
            held.append(int(plane[::-1] or "0", 2).to_bytes(-(-len(batch) // 64) * 8, "little"))
        self._held += len(batch)
        if self._held >= PART:
            self._flush()

    def _column(self, thing: Thing, cells: Sequence[str], lines: Sequence[int]) -> list[str]:
        """The planes of a column, as texts of 0 and 1, the first row first."""
        if thing.kind == "reading":
            return self._readings(thing, cells, lines)
        try:
            return ["".join(map(_CELLS.__getitem__, cells))]
        except KeyError:
            self._complain(thing, cells, lines, _CELLS, "write 0 or 1, no or yes; a sweep has no “unknown”")
            return ["0" * len(cells)]

    def _readings(self, thing: Thing, cells: Sequence[str], lines: Sequence[int]) -> list[str]:
        stripped = [c.strip() for c in cells]
        if not set(stripped) <= set(thing.options):
            self._complain(thing, stripped, lines, thing.options, f"one of: {' · '.join(thing.options)}")
        return ["".join("1" if c == option else "0" for c in stripped) for option in thing.options[:-1]]

    def _complain(self, thing: Thing, cells: Sequence[str], lines: Sequence[int], known: Iterable[str], remedy: str) -> None:
        for cell, line in zip(cells, lines, strict=True):
            if cell not in known:
                what = f"“{cell[:60]}” is no value of “{thing.written}”" if cell else f"“{thing.written}” has an empty cell"
                self.problems.append(Problem(Place(self.file, line), what, remedy))
            if len(self.problems) >= SHOWN:
                return

    def _flush(self) -> None:
        block = b"".join(b"".join(held) for held in self._planes)
        self.out.write(block)
        self.checks.append(sha256(block).hexdigest())
        self._planes = [[] for _ in self.names]
        self._held = 0

    def done(self) -> Packing:
        """What was packed. Raises `Invalid` for cells that are none, and for a table without rows."""
        if self.problems:
            raise Invalid(self.problems)
        if not self.rows:
            raise Invalid.at(Place(self.file), "the table has no rows", "give one row for each situation")
        if self._held:
            self._flush()
        return Packing(self.rows, self.names, tuple(self.checks))


# --- CSV ---


def _lines(path: Path, file: IO[str]) -> Iterator[str]:
    """The lines of a file, none longer than it may be."""
    while line := file.readline(MAX_LINE + 1):
        if len(line) > MAX_LINE:
            raise Invalid.at(Place(path.name), f"a line is longer than {MAX_LINE:,} characters", "give one row on each line")
        yield line


def _first_line(path: Path) -> tuple[list[str], str]:
    """The names of the columns, and the sign between them."""
    with path.open(encoding="utf-8-sig", errors="strict", newline="") as file:
        try:
            line = next(_lines(path, file), "")
        except UnicodeDecodeError:
            raise Invalid.at(Place(path.name, 1), "the table is not UTF-8", "save it as CSV UTF-8") from None
    outside = "".join(line.split('"')[::2])
    sign = max(",;\t", key=lambda s: (outside.count(s), s == ","))
    try:
        return next(csv.reader([line], delimiter=sign), []), sign
    except csv.Error as error:
        raise Invalid.at(Place(path.name, 1), f"this is no line of a table: {error}", "see docs/sweep.md") from None


def _from_csv(path: Path, columns: int, width: int) -> Iterator[tuple[Sequence[int], Batch]]:
    _, sign = _first_line(path)
    with path.open(encoding="utf-8-sig", errors="strict", newline="") as file:
        reader = csv.reader(_lines(path, file), delimiter=sign)
        lines: list[int] = []
        batch: list[list[str]] = []
        try:
            next(reader, None)
            for row in reader:
                if not row:
                    continue
                if len(row) != columns:
                    what = f"the row has {len(row)} cells, and there are {columns} columns"
                    raise Invalid.at(Place(path.name, reader.line_num), what, "give one cell for each column")
                lines.append(reader.line_num)
                batch.append(row)
                if len(batch) == width:
                    yield lines, batch
                    lines, batch = [], []
        except csv.Error as error:
            raise Invalid.at(
                Place(path.name, reader.line_num), f"this is no row of a table: {error}", "see docs/sweep.md"
            ) from None
        except UnicodeDecodeError:
            raise Invalid.at(Place(path.name, reader.line_num + 1), "the table is not UTF-8", "save it as CSV UTF-8") from None
        if batch:
            yield lines, batch


# --- Parquet ---


def _parquet(path: Path) -> Any:
    try:
        parquet = import_module("pyarrow.parquet")
    except ImportError:
        remedy = "pip install foedus[sweep], or save the table as CSV"
        raise Invalid.at(Place(path.name), "Parquet cannot be read: pyarrow is not installed", remedy) from None
    try:
        found = parquet.ParquetFile(path)
        groups = [found.metadata.row_group(i).total_byte_size for i in range(found.metadata.num_row_groups)]
    except (OSError, ValueError) as error:
        raise Invalid.at(Place(path.name), f"this is no Parquet file: {str(error)[:200]}", "save it again, or as CSV") from None
    if max(groups, default=0) > MAX_GROUP:
        raise Invalid.at(Place(path.name), f"a row group holds more than {MAX_GROUP:,} bytes", "write it in smaller row groups")
    return found


def _from_parquet(path: Path, width: int) -> Iterator[tuple[Sequence[int], Batch]]:
    found, at = _parquet(path), 1
    # a batch ends with its row group, wherever that is, so rows are gathered until they fill whole words
    waiting: list[Sequence[str]] = []
    try:
        for batch in found.iter_batches(batch_size=width):
            columns = [_texts(path, name, batch.column(i)) for i, name in enumerate(batch.schema.names)]
            waiting += zip(*columns, strict=True)
            while len(waiting) >= width:
                yield range(at, at + width), waiting[:width]
                waiting, at = waiting[width:], at + width
    except (OSError, ValueError) as error:
        raise Invalid.at(
            Place(path.name), f"the Parquet file breaks off: {str(error)[:200]}", "save it again, or as CSV"
        ) from None
    if waiting:
        yield range(at, at + len(waiting)), waiting


def _texts(path: Path, name: str, column: Any) -> list[str]:
    kind = str(column.type)
    if not kind.startswith(("bool", "int", "uint", "string", "large_string", "dictionary")):
        remedy = "give booleans, whole numbers 0 and 1, or texts"
        raise Invalid.at(Place(path.name), f"column “{name[:80]}” holds {kind}", remedy)
    return ["" if cell is None else str(cell) for cell in column.to_pylist()]
