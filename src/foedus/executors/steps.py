"""Programs as steps of two operands, for executors that compute whole planes at a time.

A step is (AND, OR or XOR, x, y); operand 0 is no, 1 yes, then inputs, then steps, as in a program.
Equal steps are one step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from foedus.executors.program import FIRST_INPUT, Program
from foedus.executors.tables import Step, recipe


@dataclass(frozen=True)
class Steps:
    """The steps of a program, the operand of each output, and for each step the operands that are then done with."""

    inputs: int
    steps: tuple[Step, ...]
    outputs: tuple[int, ...]
    spent: tuple[tuple[int, ...], ...]


@lru_cache(maxsize=64)
def steps_of(program: Program) -> Steps:
    """The steps that compute what the program computes."""
    first = FIRST_INPUT + len(program.inputs)
    place = list(range(first))
    known: dict[Step, int] = {}
    for table, *operands in program.gates:
        plan, answer = recipe(table)
        local = [*(place[x] for x in operands), 1]
        for op, x, y in plan:
            step = (op, min(local[x], local[y]), max(local[x], local[y]))
            local.append(known.setdefault(step, first + len(known)))
        place.append(0 if answer < 0 else local[answer])
    outputs = tuple(place[operand] for _, operand in program.outputs)
    return Steps(len(program.inputs), tuple(known), outputs, _spent(first, tuple(known), outputs))


def _spent(first: int, steps: Sequence[Step], outputs: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    last = dict.fromkeys(range(FIRST_INPUT, first), -1)
    for number, (_, x, y) in enumerate(steps):
        last[x] = last[y] = number
    done: list[list[int]] = [[] for _ in steps]
    for operand, number in last.items():
        if operand >= FIRST_INPUT and number >= 0 and operand not in outputs:
            done[number].append(operand)
    return tuple(map(tuple, done))
