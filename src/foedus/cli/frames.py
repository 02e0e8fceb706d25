"""Panels as files: CSV with nothing more than Python, Parquet with the extra `frames`; a codebook beside each."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from foedus import __version__
from foedus.cli.output import whole, writable, write_whole
from foedus.door import NotUnderstood
from foedus.door.membership import PANEL, Panel, read_panel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["write_panel"]

_DAY = timedelta(days=1)


def write_panel(regime: str, path: Path, first: str | None, last: str | None, law: Sequence[str]) -> str:
    """Write a panel and its codebook, each whole or not at all; what to say of it.

    Raises `NotUnderstood` for a name that ends otherwise than .csv or .parquet, or where Parquet cannot be written.
    """
    from foedus.show.codebook import codebook

    writers = {".csv": _csv, ".parquet": _parquet}
    if path.suffix not in writers:
        raise NotUnderstood.of("--panel", f"{path.name} is neither a .csv nor a .parquet", "name it FILE.csv or FILE.parquet")
    if path.suffix == ".parquet":
        _arrow()
    book = path.with_suffix(".codebook.md")
    writable(path, "--panel")
    writable(book, "--panel")
    panel = read_panel(regime, first, last, law)
    with whole(path, "--panel") as file:
        writers[path.suffix](panel, file)
    write_whole(book, codebook(panel, path.name, __version__), "--panel")
    return f"{path}: {panel.size:,} rows, {panel.first} to {panel.last}\n{book}"


def _csv(panel: Panel, file: BinaryIO) -> None:
    """All rows, one after the other; nothing but one spell is held."""
    file.write((",".join(PANEL) + "\n").encode())
    for first, last, values in panel.spells():
        row = io.StringIO()
        csv.writer(row, lineterminator="\n").writerow(values)
        end = "," + row.getvalue()
        file.write("".join(day.isoformat() + end for day in _days(first, last)).encode())


def _days(first: date, last: date) -> Iterator[date]:
    return (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))


def _parquet(panel: Panel, file: BinaryIO) -> None:
    """The same rows and columns, day as a date and COW as a number; an empty cell of a text column is an empty text."""
    pa, pq = _arrow()
    types = {"day": pa.date32(), "cow": pa.int16()}
    schema = pa.schema([(name, types.get(name, pa.string())) for name in PANEL])
    with pq.ParquetWriter(file, schema, compression="snappy") as writer:
        held: list[tuple[date, date, tuple[str, ...]]] = []
        for spell in panel.spells():
            held.append(spell)
            if spell[1] == panel.last:  # a state and an instrument are complete: one group of rows
                writer.write_table(_group(held, schema, pa))
                held = []


def _group(spells: Sequence[tuple[date, date, tuple[str, ...]]], schema: Any, pa: Any) -> Any:
    lengths = [(last - first).days + 1 for first, last, _ in spells]
    start = (spells[0][0] - date(1970, 1, 1)).days
    arrays = [pa.array(range(start, start + sum(lengths)), pa.int32()).cast(pa.date32())]
    for n, name in enumerate(PANEL[1:]):
        cells: list[str | int | None] = [values[n] for _, _, values in spells]
        if name == "cow":
            cells = [int(c) if c else None for c in cells]
        kind = schema.field(name).type
        parts = [pa.repeat(pa.scalar(c, kind), size) for c, size in zip(cells, lengths, strict=True)]
        arrays.append(pa.chunked_array(parts, kind).combine_chunks())
    return pa.Table.from_arrays(arrays, schema=schema)


def _arrow() -> tuple[Any, Any]:
    """pyarrow, if it is there. Raises `NotUnderstood` with how to get it."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        remedy = 'install it with: pip install "foedus[frames]", or name a .csv file'
        raise NotUnderstood.of("--panel", "Parquet is written by pyarrow, which is not installed", remedy) from None
    return pyarrow, pyarrow.parquet
