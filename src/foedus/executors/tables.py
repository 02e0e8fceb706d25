"""Truth tables of at most three inputs: the only thing a gate of a program can do.

Bit `a + 2*b + 4*c` of a table is what the gate says where its inputs are a, b and c. Every table has
256 possible values, but swapping inputs makes many of them the same: `OPERATIONS` are the 80 that
remain, and a program uses no other.
"""

from __future__ import annotations

from functools import cache
from itertools import permutations

AND, OR, XOR = 0, 1, 2
"""What a step of two inputs does."""

ONES = 3
"""In a recipe: the operand that always holds."""

Step = tuple[int, int, int]


def moved(table: int, places: tuple[int, ...]) -> int:
    """The table of the gate whose input number i goes where input number `places[i]` went before."""
    out = 0
    for row in range(8):
        source = sum((row >> i & 1) << place for i, place in enumerate(places))
        out |= (table >> source & 1) << row
    return out


@cache
def canonical(table: int) -> tuple[int, tuple[int, ...]]:
    """(the operation that stands for `table`, which of its inputs each input of the operation is)."""
    return min((moved(table, places), places) for places in permutations(range(3)))


OPERATIONS = tuple(sorted({canonical(table)[0] for table in range(256)}))
"""The tables a program may use, lowest first: 80 of them."""


@cache
def normal(table: int, shape: tuple[tuple[int, bool], ...]) -> tuple[int, tuple[int, ...], bool]:
    """A gate in its one normal form: (table, the operands it keeps, whether the answer is denied).

    `shape` says of each input which operand it is (by rank; -1 is "no") and whether it is denied.
    Operands that make no difference are dropped, and the table of a normal form says no to all noes.
    """
    ranks = sorted({rank for rank, _ in shape if rank >= 0})
    full = 0
    for row in range(1 << len(ranks)):
        values = {rank: row >> i & 1 for i, rank in enumerate(ranks)}
        source = sum((values.get(rank, 0) ^ denied) << i for i, (rank, denied) in enumerate(shape))
        full |= (table >> source & 1) << row
    kept = [i for i in range(len(ranks)) if _matters(full, i, len(ranks))]
    small = 0
    for row in range(1 << len(kept)):
        small |= (full >> sum((row >> j & 1) << i for j, i in enumerate(kept)) & 1) << row
    denied = bool(small & 1)
    if denied:
        small ^= (1 << (1 << len(kept))) - 1
    return small, tuple(ranks[i] for i in kept), denied


def _matters(table: int, place: int, inputs: int) -> bool:
    return any((table >> row & 1) != (table >> (row ^ 1 << place) & 1) for row in range(1 << inputs))


def widened(table: int, inputs: int) -> int:
    """The table over three inputs that looks at the first `inputs` only."""
    for n in range(inputs, 3):
        table |= table << (1 << n)
    return table


@cache
def recipe(table: int) -> tuple[tuple[Step, ...], int]:
    """(steps of two inputs each, the operand that is the answer): ANDs, ORs and XORs, as few as easily found.

    Operands 0, 1 and 2 are a, b and c, `ONES` always holds, and operand 4 + i is step i. Table 0 has
    the answer -1: it needs no operand at all.
    """
    found = [_Split(table, places) for places in ((0, 1, 2), (0, 2, 1), (1, 2, 0))]
    best = min(found, key=lambda one: len(one.steps))
    return tuple(best.steps), best.answer


class _Split:
    """One recipe: split on the third of `places`, into what the table says without it and with it."""

    def __init__(self, table: int, places: tuple[int, int, int]) -> None:
        self.x, self.y, z = places
        self.steps: list[Step] = []
        rows = [(row & 1) << self.x | (row >> 1) << self.y for row in range(4)]
        without = sum((table >> row & 1) << i for i, row in enumerate(rows))
        with_it = sum((table >> (row | 1 << z) & 1) << i for i, row in enumerate(rows))
        self.answer = self._join(without, with_it, z)

    def _add(self, op: int, x: int, y: int) -> int:
        step = (op, min(x, y), max(x, y))
        if step not in self.steps:
            self.steps.append(step)
        return 4 + self.steps.index(step)

    def _join(self, without: int, with_it: int, z: int) -> int:
        if without == with_it:
            return self._two(without)
        if without == 15 ^ with_it:
            return self._add(XOR, self._two(without), z) if without else z
        if without == 0:
            return self._add(AND, self._two(with_it), z)
        if with_it == 15:
            return self._add(OR, self._two(without), z)
        if with_it == 0:
            return self._denied(z) if without == 15 else self._add(AND, self._two(without), self._denied(z))
        if without == 15:
            return self._add(OR, self._two(with_it), self._denied(z))
        first = self._two(without)
        change = without ^ with_it
        turned = z if change == 15 else self._add(AND, self._two(change), z)
        return self._add(XOR, first, turned)

    def _two(self, table: int) -> int:
        """The operand of a table of x and y."""
        x, y = self.x, self.y
        plain = {0: -1, 15: ONES, 10: x, 12: y}
        if table in plain:
            return plain[table]
        if table in (8, 14, 6):
            return self._add({8: AND, 14: OR, 6: XOR}[table], x, y)
        if table in (2, 11):
            return self._add(AND if table == 2 else OR, x, self._denied(y))
        if table in (4, 13):
            return self._add(AND if table == 4 else OR, self._denied(x), y)
        return self._denied(self._two(15 ^ table))

    def _denied(self, operand: int) -> int:
        """Not the operand: a step that all gates that deny the same value share."""
        return self._add(XOR, operand, ONES)
