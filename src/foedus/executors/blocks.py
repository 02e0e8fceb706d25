"""The same in NumPy: blocks of 64-bit words. Importing this module needs NumPy (`pip install foedus[sweep]`)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np

from foedus.executors.census import Numbered, count_blocks
from foedus.executors.executor import Executor, pieces
from foedus.executors.feeds import DIGITS, Feed, Packed, Sample, words
from foedus.executors.hoist import Order, Tally
from foedus.executors.program import Program
from foedus.executors.steps import steps_of

Plane: TypeAlias = "np.ndarray[Any, np.dtype[np.uint64]]"

PIECE = 1 << 18
SPARE = 5
_DO = (np.bitwise_and, np.bitwise_or, np.bitwise_xor)
_FULL = np.uint64(0xFFFFFFFFFFFFFFFF)
_STRIPES = tuple(
    np.uint64(n)
    for n in (
        0xAAAAAAAAAAAAAAAA,
        0xCCCCCCCCCCCCCCCC,
        0xF0F0F0F0F0F0F0F0,
        0xFF00FF00FF00FF00,
        0xFFFF0000FFFF0000,
        0xFFFFFFFF00000000,
    )
)


class Blocks(Executor):
    """The executor of NumPy arrays."""

    name = "blocks"

    def _planes(self, program: Program, feed: Feed, start: int, count: int) -> Packed:
        found = np.zeros((len(program.outputs), words(count)), dtype="<u8")
        at = 0
        for begin, many in pieces(0, count, PIECE):
            for whole, plane in zip(found, _evaluate(program, feed, start + begin, many), strict=True):
                whole[at : at + words(many)] = plane
            at += words(many)
        return Packed(program.wanted, count, found.tobytes())

    def _counts(self, program: Program, feed: Feed, start: int, count: int) -> list[int]:
        total = [0 for _ in program.outputs]
        for begin, many in pieces(start, count, PIECE):
            total = [n + _count(plane) for n, plane in zip(total, _evaluate(program, feed, begin, many), strict=True)]
        return total

    def _tally(self, program: Program, order: Order, first: int, last: int, given: bool, flips: bool) -> Tally:
        return count_blocks(_Arrays(), steps_of(program), order, first, last, SPARE, given, flips)


def _evaluate(program: Program, feed: Feed, start: int, count: int) -> list[Plane]:
    steps = steps_of(program)
    size = words(count)
    full = np.full(size, _FULL)
    if count % 64:
        full[-1] = np.uint64((1 << count % 64) - 1)
    values: list[Any] = [np.zeros(size, dtype=np.uint64), full]
    values += [plane(feed, name, start, count) & full for name in program.inputs]
    free: list[Plane] = []
    for (op, x, y), spent in zip(steps.steps, steps.spent, strict=True):
        values.append(_DO[op](values[x], values[y], out=free.pop() if free else None))
        for operand in spent:
            free.append(values[operand])
            values[operand] = None
    return [values[operand] for operand in steps.outputs]


def plane(feed: Feed, name: str, start: int, count: int) -> Plane:
    """The situations start .. start + count - 1 of one input as words; bits after the last mean nothing."""
    if start % 64:
        return _words(feed.plane(name, start, count), count)
    if isinstance(feed, Sample):
        return _drawn(feed.limit(name), feed.key(name), start // 64, words(count))
    if isinstance(feed, Packed):
        at = feed.names.index(name) * words(feed.count) + start // 64
        return np.frombuffer(feed.data, dtype="<u8")[at : at + words(count)].astype(np.uint64, copy=False)
    return _words(feed.plane(name, start, count), count)


def _words(number: int, count: int) -> Plane:
    return np.frombuffer(number.to_bytes(words(count) * 8, "little"), dtype="<u8").astype(np.uint64, copy=False)


def _drawn(limit: int, key: int, first: int, size: int) -> Plane:
    """As `feeds.drawn`, in arrays."""
    less, even = np.zeros(size, dtype=np.uint64), np.full(size, _FULL)
    if limit >> DIGITS:
        return even
    start = np.uint64(first) + np.arange(size, dtype=np.uint64)
    for digit in range(DIGITS):
        if not limit << digit & (1 << DIGITS) - 1 or not even.any():
            break
        bits = _random(start * np.uint64(DIGITS) + np.uint64(digit), np.uint64(key))
        if limit >> DIGITS - 1 - digit & 1:
            less |= even & ~bits
            even &= bits
        else:
            even &= ~bits
    return less


def _random(at: Plane, key: np.uint64) -> Plane:
    """SplitMix64; products and sums of arrays wrap around."""
    x = at * np.uint64(0x9E3779B97F4A7C15) + key
    x = (x ^ x >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ x >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return x ^ x >> np.uint64(31)


def _count(plane: Plane) -> int:
    return int(np.bitwise_count(plane).sum(dtype=np.int64))


class _Arrays:
    """Planes as arrays of words."""

    def constant(self, value: bool, width: int) -> Plane:
        size = words(1 << width)
        return np.full(size, _mask(width)) if value else np.zeros(size, dtype=np.uint64)

    def stripe(self, bit: int, width: int) -> Plane:
        return _stripe(bit, width)

    def run(self, steps: Numbered, values: list[Plane]) -> None:
        for op, made, x, y in steps:
            _DO[op](values[x], values[y], out=values[made])

    def count(self, plane: Plane) -> int:
        return _count(plane)

    def both(self, plane: Plane, other: Plane) -> Plane:
        return plane & other

    def turned(self, plane: Plane, bit: int, width: int) -> int:
        if bit >= 6:
            pairs = plane.reshape(-1, 2, 1 << bit - 6)
            return 2 * _count(pairs[:, 0] ^ pairs[:, 1])
        return 2 * _count((plane ^ plane >> np.uint64(1 << bit)) & ~_STRIPES[bit] & _mask(width))


def _mask(width: int) -> np.uint64:
    return _FULL if width >= 6 else np.uint64((1 << (1 << width)) - 1)


@lru_cache(maxsize=256)
def _stripe(bit: int, width: int) -> Plane:
    size = words(1 << width)
    if bit < 6:
        return np.full(size, _STRIPES[bit] & _mask(width))
    found: Plane = np.where(np.arange(size) >> bit - 6 & 1, _FULL, np.uint64(0))
    return found
