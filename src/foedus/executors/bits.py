"""Whole numbers as bit vectors: nothing to import, nothing to compile, always there.

Bit i of a number is situation i, so one `&` asks 65,536 situations at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from operator import and_, or_, xor

from foedus.executors.census import Numbered, count_blocks
from foedus.executors.executor import Executor, pieces
from foedus.executors.feeds import Feed, Packed, words
from foedus.executors.hoist import Order, Tally
from foedus.executors.program import Program
from foedus.executors.steps import steps_of

PIECE = 1 << 16
SPARE = 4
_DO = (and_, or_, xor)


class Bits(Executor):
    """The executor of big integers."""

    name = "bits"

    def _planes(self, program: Program, feed: Feed, start: int, count: int) -> Packed:
        size = words(count) * 8
        found = [bytearray(size) for _ in program.outputs]
        at = 0
        for begin, many in pieces(0, count, PIECE):
            planes = [feed.plane(name, start + begin, many) for name in program.inputs]
            for whole, plane in zip(found, evaluate(program, planes, many), strict=True):
                whole[at : at + words(many) * 8] = plane.to_bytes(words(many) * 8, "little")
            at += words(many) * 8
        return Packed(program.wanted, count, b"".join(found))

    def _counts(self, program: Program, feed: Feed, start: int, count: int) -> list[int]:
        total = [0 for _ in program.outputs]
        for begin, many in pieces(start, count, PIECE):
            planes = [feed.plane(name, begin, many) for name in program.inputs]
            total = [n + plane.bit_count() for n, plane in zip(total, evaluate(program, planes, many), strict=True)]
        return total

    def _tally(self, program: Program, order: Order, first: int, last: int, given: bool, flips: bool) -> Tally:
        return count_blocks(_Numbers(), steps_of(program), order, first, last, SPARE, given, flips)


def evaluate(program: Program, planes: Sequence[int], count: int) -> list[int]:
    """The outputs over `count` situations, from one number per input whose bit i is situation i."""
    steps = steps_of(program)
    full = (1 << count) - 1
    values: list[int] = [0, full, *planes]
    for (op, x, y), spent in zip(steps.steps, steps.spent, strict=True):
        values.append(_DO[op](values[x], values[y]))
        for operand in spent:
            values[operand] = 0
    return [values[operand] for operand in steps.outputs]


class _Numbers:
    """Planes as numbers."""

    def constant(self, value: bool, width: int) -> int:
        return (1 << (1 << width)) - 1 if value else 0

    def stripe(self, bit: int, width: int) -> int:
        return _stripe(bit, width)

    def run(self, steps: Numbered, values: list[int]) -> None:
        for op, made, x, y in steps:
            values[made] = _DO[op](values[x], values[y])

    def count(self, plane: int) -> int:
        return plane.bit_count()

    def both(self, plane: int, other: int) -> int:
        return plane & other

    def turned(self, plane: int, bit: int, width: int) -> int:
        high = _stripe(bit, width)
        return 2 * ((plane << (1 << bit) ^ plane) & high).bit_count()


@lru_cache(maxsize=256)
def _stripe(bit: int, width: int) -> int:
    half = 1 << bit
    plane, length = ((1 << half) - 1) << half, 2 * half
    while length < 1 << width:
        plane |= plane << length
        length *= 2
    return plane
