"""Counting completions with whole planes at a time, whatever a plane is made of.

Blocks come in aligned runs: the fastest outer inputs of such a run take every combination, so they
can be bits inside a longer plane. That is all that big integers and NumPy arrays do differently from
the machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, Protocol, TypeVar

from foedus.executors.hoist import Order, Tally, supports
from foedus.executors.program import FIRST_INPUT
from foedus.executors.steps import Steps

P = TypeVar("P")
Numbered = Sequence[tuple[int, int, int, int]]
"""(operation, operand it makes, x, y)."""


class Arithmetic(Protocol[P]):
    """What an executor can do with planes of 2^width situations."""

    def constant(self, value: bool, width: int) -> P:
        """Everywhere the same."""

    def stripe(self, bit: int, width: int) -> P:
        """True in the situations whose number has this bit."""

    def run(self, steps: Numbered, values: list[P]) -> None:
        """Put each step's result where it says."""

    def count(self, plane: P) -> int:
        """In how many situations it holds."""

    def both(self, plane: P, other: P) -> P:
        """Where both hold; a new plane."""

    def turned(self, plane: P, bit: int, width: int) -> int:
        """In how many situations turning this bit of the number turns the plane."""


def count_blocks(
    arithmetic: Arithmetic[P], steps: Steps, order: Order, first: int, last: int, spare: int, given: bool, flips: bool
) -> Tally:
    """The tally of blocks first .. last - 1, with at most `spare` outer inputs inside a plane."""
    outputs = range(len(steps.outputs))
    inputs = len(order.inner) + len(order.outer)
    tally = Tally(
        [0 for _ in outputs], [[0] * inputs for _ in outputs if given], [[0] * len(order.inner) for _ in outputs if flips]
    )
    for extra, begin, end in _runs(first, last, min(spare, len(order.outer))):
        _Run(arithmetic, steps, order, extra, given, flips).add(tally, begin, end)
    return tally


def _runs(first: int, last: int, spare: int) -> Iterator[tuple[int, int, int]]:
    """The range in aligned runs: (outer inputs inside, first run, last run) with nothing left over."""
    size = 1 << spare
    begin, end = (first + size - 1) >> spare, last >> spare
    if begin >= end:
        yield 0, first, last
        return
    yield 0, first, begin << spare
    yield spare, begin, end
    yield 0, end << spare, last


class _Run(Generic[P]):
    """Runs of blocks of one length: which inputs are bits of a plane, and what hangs on each of the others."""

    def __init__(self, arithmetic: Arithmetic[P], steps: Steps, order: Order, extra: int, given: bool, flips: bool) -> None:
        self.arithmetic = arithmetic
        self.steps, self.order, self.given, self.flips = steps, order, given, flips
        self.inside = (*order.inner, *order.outer[:extra])
        self.outside = order.outer[extra:]
        first = FIRST_INPUT + steps.inputs
        masks = supports(steps.inputs, steps.steps)
        self.everything = [(op, first + i, x, y) for i, (op, x, y) in enumerate(steps.steps)]
        self.hanging = [[s for s, mask in zip(self.everything, masks, strict=True) if mask >> i & 1] for i in self.outside]
        every = [0, 0, *(1 << i for i in range(steps.inputs)), *masks]
        self.touched = [[n for n, o in enumerate(steps.outputs) if every[o] >> i & 1] for i in self.outside]

    def add(self, tally: Tally, begin: int, end: int) -> None:
        """Add runs begin .. end - 1."""
        if begin >= end:
            return
        settled = begin ^ begin >> 1
        values = self._values(settled)
        self.arithmetic.run(self.everything, values)
        held = [self._measured(values[o]) for o in self.steps.outputs]
        self._take(tally, held, settled)
        for number in range(begin + 1, end):
            turned = (number & -number).bit_length() - 1
            settled ^= 1 << turned
            operand = FIRST_INPUT + self.outside[turned]
            values[operand] = values[settled >> turned & 1]
            self.arithmetic.run(self.hanging[turned], values)
            for n in self.touched[turned]:
                held[n] = self._measured(values[self.steps.outputs[n]])
            self._take(tally, held, settled)

    def _values(self, settled: int) -> list[P]:
        arithmetic, width = self.arithmetic, len(self.inside)
        no, yes = arithmetic.constant(False, width), arithmetic.constant(True, width)
        values = [no, yes, *[no] * self.steps.inputs]
        for bit, i in enumerate(self.inside):
            values[FIRST_INPUT + i] = arithmetic.stripe(bit, width)
        for j, i in enumerate(self.outside):
            values[FIRST_INPUT + i] = yes if settled >> j & 1 else no
        return values + [arithmetic.constant(False, width) for _ in self.steps.steps]

    def _measured(self, plane: P) -> tuple[int, list[int], list[int]]:
        arithmetic, width = self.arithmetic, len(self.inside)
        given = [
            arithmetic.count(arithmetic.both(plane, arithmetic.stripe(bit, width))) for bit in range(width if self.given else 0)
        ]
        flips = [arithmetic.turned(plane, bit, width) for bit in range(len(self.order.inner) if self.flips else 0)]
        return arithmetic.count(plane), given, flips

    def _take(self, tally: Tally, held: Sequence[tuple[int, list[int], list[int]]], settled: int) -> None:
        for n, (count, given, flips) in enumerate(held):
            tally.counts[n] += count
            for i, many in zip(self.inside, given, strict=bool(given)):
                tally.given[n][i] += many
            for j, i in enumerate(self.outside if self.given else ()):
                tally.given[n][i] += count if settled >> j & 1 else 0
            for bit, many in enumerate(flips):
                tally.flips[n][bit] += many
