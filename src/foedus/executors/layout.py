"""Programs as the machine reads them: rows of (operation, slot written, three slots read).

A slot holds one value of a block. Slot 0 is no, 1 yes, then the inputs; a slot that is done with is
used again. Where completions are counted there is one list of rows for everything and one for what
hangs on each outer input; values that another list may read keep a slot of their own.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from foedus.executors.hoist import Order, supports
from foedus.executors.program import FIRST_INPUT, Program


@dataclass(frozen=True)
class Straight:
    """Code that runs over block after block: rows in one array, how many slots, the slot of each output."""

    code: array[int]
    slots: int
    outputs: array[int]


@dataclass(frozen=True)
class Hoisted:
    """Code that counts completions: list l is rows starts[l] to starts[l + 1], list 0 being everything.

    measured holds (output, slot) pairs, cut into lists by `ends` in the same way.
    """

    code: array[int]
    starts: array[int]
    slots: int
    measured: array[int]
    ends: array[int]


@lru_cache(maxsize=32)
def straight(program: Program) -> Straight:
    """The program for blocks of given situations."""
    first = FIRST_INPUT + len(program.inputs)
    shelf = _Shelf(first)
    slots = {operand: operand for operand in range(first)}
    rows = _rows(program, range(len(program.gates)), slots, shelf, {operand for _, operand in program.outputs})
    return Straight(array("i", rows), shelf.size, array("i", [slots[operand] for _, operand in program.outputs]))


@lru_cache(maxsize=32)
def hoisted(program: Program, order: Order) -> Hoisted:
    """The program for all completions in this order. Slots of inputs: the inner ones, then the outer ones."""
    first = FIRST_INPUT + len(program.inputs)
    slots = {0: 0, 1: 1} | {FIRST_INPUT + i: FIRST_INPUT + at for at, i in enumerate((*order.inner, *order.outer))}
    outside = sum(1 << i for i in order.outer)
    masks = [mask & outside for mask in supports(len(program.inputs), program.gates)]
    shelf = _Shelf(first)
    for gate in sorted(_kept(program, masks)):
        slots[first + gate] = shelf.take()
    code, starts, measured, ends = array("i"), array("q", [0]), array("i"), array("q", [0])
    lists = [range(len(masks)), *([g for g, mask in enumerate(masks) if mask >> i & 1] for i in order.outer)]
    for number, gates in enumerate(lists):
        local, own = dict(slots), _Shelf(shelf.size)
        hanging = {first + g for g in gates} | ({FIRST_INPUT + order.outer[number - 1]} if number else set(range(first)))
        there = [(n, operand) for n, (_, operand) in enumerate(program.outputs) if operand in hanging]
        code.extend(_rows(program, gates, local, own, {operand for _, operand in there} | set(slots)))
        starts.append(len(code) // 5)
        measured.extend(x for n, operand in there for x in (n, local[operand]))
        ends.append(len(measured) // 2)
        shelf.most = max(shelf.most, own.most)
    return Hoisted(code, starts, shelf.most, measured, ends)


def _kept(program: Program, masks: Sequence[int]) -> set[int]:
    """The gates that some list reads without making them."""
    first = FIRST_INPUT + len(program.inputs)
    kept = set[int]()
    for mask, (_, *operands) in zip(masks, program.gates, strict=True):
        kept |= {x - first for x in operands if x >= first and masks[x - first] != mask}
    return kept


class _Shelf:
    """Hands out slots, those given back first."""

    def __init__(self, size: int) -> None:
        self.size = self.most = size
        self.free: list[int] = []

    def take(self) -> int:
        if self.free:
            return self.free.pop()
        self.size += 1
        self.most = max(self.most, self.size)
        return self.size - 1


def _rows(program: Program, gates: Sequence[int], slots: dict[int, int], shelf: _Shelf, stay: Iterable[int]) -> list[int]:
    """The rows of these gates. Operands not in `stay` give their slot back after their last use here."""
    first, lasting = FIRST_INPUT + len(program.inputs), set(stay)
    last = {operand: gate for gate in gates for operand in program.gates[gate][1:]}
    out: list[int] = []
    for gate in gates:
        table, *operands = program.gates[gate]
        read = [slots[x] for x in operands]
        for x in set(operands):
            if x >= first and x not in lasting and last[x] == gate:
                shelf.free.append(slots[x])
        made = first + gate
        if made not in slots:
            slots[made] = shelf.take()
        out += (table, slots[made], *read)
    return out
