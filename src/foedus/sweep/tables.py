"""The table a sweep leaves: Parquet where pyarrow is, else CSV; part by part, so that its size does not matter.

Counts: one row for each question, stance and outcome. Rows: one for each situation, with what varied and every verdict.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from foedus.executors import Packed
from foedus.sweep.folder import replaced
from foedus.sweep.plan import Recipe
from foedus.sweep.result import OUTCOMES, Cell, named
from foedus.sweep.settle import ANSWERS, Thing
from foedus.sweep.work import read_part

__all__ = ["parquet_there", "write_counts", "write_rows"]

_GROUP = 1 << 20
_COUNTS = ("question", "alternative", "stance", "outcome", "situations", "admitted", "share")


def parquet_there() -> bool:
    """Whether Parquet can be written here."""
    try:
        import_module("pyarrow.parquet")
    except ImportError:
        return False
    return True


def write_counts(path: Path, cells: Sequence[Cell]) -> None:
    """Counts: a row for each cell and outcome; the share is of the admitted situations, as a floating number."""
    rows = [
        (c.question, c.option, c.stance, o, c.counts[o], c.admitted, float(c.share(o)) if o in ANSWERS else None)
        for c in cells
        for o in OUTCOMES
    ]
    with replaced(path) as half:
        if path.suffix == ".csv":
            with half.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows([_COUNTS, *rows])
            return
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
        kinds = (*(arrow.string(),) * 4, arrow.int64(), arrow.int64(), arrow.float64())
        columns = [arrow.array(column, kind) for column, kind in zip(zip(*rows, strict=True), kinds, strict=True)]
        parquet.write_table(arrow.table(columns, names=list(_COUNTS)), half)


@dataclass(frozen=True)
class _Layout:
    """The columns of a table of rows: the number of the situation, what varied, the cells."""

    recipe: Recipe
    things: Sequence[Thing]
    cells: Sequence[Cell]

    @property
    def names(self) -> list[str]:
        """Column names."""
        return ["situation", *(t.written for t in self.things), *named(self.cells)]

    def parts(self, bodies: Iterable[bytes]) -> Iterator[tuple[int, Packed]]:
        """(number of the first situation, planes of all outputs) of each part."""
        start = 0
        for body in bodies:
            found, planes = read_part(body)
            yield start, Packed(self.recipe.program.wanted, found["situations"], planes)
            start += found["situations"]


def write_rows(path: Path, recipe: Recipe, things: Sequence[Thing], cells: Sequence[Cell], bodies: Iterable[bytes]) -> None:
    """Rows: situations count from 1; facts are so or not, readings and verdicts are words."""
    layout = _Layout(recipe, things, cells)
    with replaced(path) as half:
        if path.suffix == ".csv":
            with half.open("w", encoding="utf-8", newline="") as file:
                _as_csv(file, layout, bodies)
        else:
            _as_parquet(half, layout, bodies)


# --- Parquet ---


def _as_parquet(path: Path, layout: _Layout, bodies: Iterable[bytes]) -> None:
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    words = arrow.dictionary(arrow.int8(), arrow.string())
    kinds = [arrow.bool_() if t.kind != "reading" else words for t in layout.things]
    kinds = [arrow.int64(), *kinds, *(words for _ in layout.cells)]
    schema = arrow.schema(list(zip(layout.names, kinds, strict=True)))
    with parquet.ParquetWriter(path, schema) as writer:
        for start, packed in layout.parts(bodies):
            columns = [arrow.array(range(start + 1, start + packed.count + 1), arrow.int64())]
            columns += [_arrow_thing(arrow, t, packed) for t in layout.things]
            columns += [_arrow_cell(arrow, i, packed) for i in range(len(layout.cells))]
            writer.write_table(arrow.table(columns, schema=schema), row_group_size=_GROUP)


def _flags(arrow: Any, packed: Packed, name: str) -> Any:
    """A plane as an array of booleans: the bits are the same."""
    data = packed.plane(name).to_bytes(-(-packed.count // 8), "little")
    return arrow.BooleanArray.from_buffers(arrow.bool_(), packed.count, [None, arrow.py_buffer(data)])


def _arrow_thing(arrow: Any, thing: Thing, packed: Packed) -> Any:
    planes = [_flags(arrow, packed, f"in {name}") for name in thing.inputs(coded=False)]
    return planes[0] if thing.kind != "reading" else _first(arrow, planes, thing.options, packed.count)


def _arrow_cell(arrow: Any, number: int, packed: Packed) -> Any:
    return _first(arrow, [_flags(arrow, packed, f"{number} {a}") for a in ANSWERS], OUTCOMES, packed.count)


def _first(arrow: Any, planes: Sequence[Any], words: Sequence[str], count: int) -> Any:
    """For each situation the word of the first plane that holds there; the last word where none does."""
    compute = import_module("pyarrow.compute")
    found = arrow.repeat(arrow.scalar(len(words) - 1, arrow.int8()), count)
    for number in reversed(range(len(planes))):
        found = compute.if_else(planes[number], arrow.scalar(number, arrow.int8()), found)
    return arrow.DictionaryArray.from_arrays(found, arrow.array(list(words), arrow.string()))


# --- CSV ---


def _as_csv(file: IO[str], layout: _Layout, bodies: Iterable[bytes]) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(layout.names)
    for start, packed in layout.parts(bodies):
        columns = [_csv_thing(t, packed) for t in layout.things]
        columns += [_words([f"{i} {a}" for a in ANSWERS], OUTCOMES, packed) for i in range(len(layout.cells))]
        writer.writerows(zip(range(start + 1, start + packed.count + 1), *columns, strict=True))


def _digits(packed: Packed, name: str) -> str:
    """A plane as 0 and 1, the first situation first."""
    return f"{packed.plane(name):0{packed.count}b}"[::-1]


def _csv_thing(thing: Thing, packed: Packed) -> Iterable[str]:
    inputs = [f"in {name}" for name in thing.inputs(coded=False)]
    return _words(inputs, thing.options, packed) if thing.kind == "reading" else _digits(packed, inputs[0])


def _words(planes: Sequence[str], words: Sequence[str], packed: Packed) -> Iterator[str]:
    if not planes:
        return iter([words[-1]] * packed.count)
    told: Mapping[tuple[str, ...], str] = _Told(words)
    return (told[signs] for signs in zip(*(_digits(packed, name) for name in planes), strict=True))


class _Told(dict[tuple[str, ...], str]):
    """The word of the first plane that holds, worked out once for every way the planes may stand."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self.words = words

    def __missing__(self, signs: tuple[str, ...]) -> str:
        word = self[signs] = self.words[signs.index("1") if "1" in signs else -1]
        return word
