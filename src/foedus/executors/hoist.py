"""Every completion of a program's inputs, in an order that recomputes little.

The twelve inputs that most gates hang on become bits inside a block of 4,096 completions. The others
are *outer*: they settle one block after the other, the one with the smallest cone turning fastest.
Block t gives outer input j the value of bit j of t ^ (t >> 1), so that between two blocks a single
outer input turns, and only the gates in its cone run again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from foedus.executors.program import FIRST_INPUT, Malformed, Program

INNER = 12
MOST_FREE = 36
Gates: TypeAlias = Sequence[tuple[int, ...]]


@dataclass(frozen=True)
class Order:
    """Which inputs (by number) are bits inside a block, and which settle blocks, fastest first."""

    inner: tuple[int, ...]
    outer: tuple[int, ...]

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return 1 << len(self.outer)


def ordered(program: Program, inside: Sequence[str] = ()) -> Order:
    """The order of a program's inputs, with those named `inside` among the inner ones.

    Raises `Malformed` for more than 36 inputs, or an unknown or thirteenth name inside.
    """
    free = len(program.inputs)
    if free > MOST_FREE:
        raise Malformed(f"{free} inputs are free: all completions of at most {MOST_FREE} are counted")
    chosen = {program.inputs.index(name) for name in inside if name in program.inputs}
    if len(chosen) < len(inside) or len(chosen) > INNER:
        raise Malformed(f"at most {INNER} inputs of the program can be inside a block: {', '.join(inside)}")
    sizes = [0] * free
    for mask in supports(free, program.gates):
        for i in bits(mask):
            sizes[i] += 1
    largest = sorted(range(free), key=lambda i: (i not in chosen, -sizes[i], i))
    return Order(tuple(largest[:INNER]), tuple(reversed(largest[INNER:])))


def supports(inputs: int, gates: Gates) -> list[int]:
    """For each gate, a bit for each input it rests on."""
    masks = [0, 0, *(1 << i for i in range(inputs))]
    for _, *operands in gates:
        mask = 0
        for operand in operands:
            mask |= masks[operand]
        masks.append(mask)
    return masks[FIRST_INPUT + inputs :]


def bits(mask: int) -> Iterator[int]:
    """The numbers of the bits that are set, lowest first."""
    while mask:
        yield (mask & -mask).bit_length() - 1
        mask &= mask - 1


@dataclass
class Tally:
    """What a range of blocks adds up to, per output.

    counts  completions in which the output holds
    given   beside that, for each input, those in which the input holds as well (if asked for)
    flips   for each inner input, completions in which turning it alone turns the output (if asked for)
    """

    counts: list[int]
    given: list[list[int]]
    flips: list[list[int]]
