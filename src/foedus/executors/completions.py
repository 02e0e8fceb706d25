"""All completions of a program, counted: whole, or in parts that add up.

A part is a range of blocks. Parts share nothing, and their counts are whole numbers, so the sum is
the same however many workers there were.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise

from foedus.executors.choose import choose
from foedus.executors.executor import Executor
from foedus.executors.hoist import INNER, Order, Tally, ordered
from foedus.executors.lowering import crossed
from foedus.executors.program import Malformed, Program


@dataclass(frozen=True)
class Completions:
    """How often each output holds over completions of the inputs, each of which may turn out either way.

    total      completions counted
    counts     by output: completions in which it holds
    given      by output, then input: completions in which both hold
    influence  by output, then input: completions in which turning the input alone turns the output
    joint      by group of outputs: number i counts the completions in which output j of the group
               holds exactly if bit j of i is set

    Parts of one count are added with `+`; only all of them together mean something.
    """

    total: int
    counts: dict[str, int]
    given: dict[str, dict[str, int]] = field(default_factory=dict)
    influence: dict[str, dict[str, int]] = field(default_factory=dict)
    joint: dict[tuple[str, ...], tuple[int, ...]] = field(default_factory=dict)

    def __add__(self, other: Completions) -> Completions:
        """Two parts together. Raises `Malformed` for parts of different counts."""
        mine, yours = (
            (set(c.counts), _shape(c.given), _shape(c.influence), {group: len(cells) for group, cells in c.joint.items()})
            for c in (self, other)
        )
        if mine != yours:
            raise Malformed("these are parts of different counts")
        return Completions(
            self.total + other.total,
            _summed(self.counts, other.counts),
            {name: _summed(row, other.given[name]) for name, row in self.given.items()},
            {name: _summed(row, other.influence[name]) for name, row in self.influence.items()},
            {g: tuple(x + y for x, y in zip(cells, other.joint[g], strict=True)) for g, cells in self.joint.items()},
        )


def _shape(rows: dict[str, dict[str, int]]) -> dict[str, set[str]]:
    return {name: set(row) for name, row in rows.items()}


def _summed(mine: dict[str, int], yours: dict[str, int]) -> dict[str, int]:
    return {name: count + yours[name] for name, count in mine.items()}


def completions(
    program: Program,
    executor: Executor | None = None,
    *,
    joint: Sequence[Sequence[str]] = (),
    given: bool = False,
    influence: bool = False,
    part: tuple[int, int] = (0, 1),
    threads: int = 1,
) -> Completions:
    """Count the completions of all inputs of the program (at most 36), by this executor or the fastest.

    joint      groups of up to six outputs to count together
    given      count beside every output with every input
    influence  count what turning each input alone does; takes one pass per twelve inputs
    part       (number, of how many): one of so many ranges of blocks
    threads    so many ranges at a time; only the machine gains by it

    Raises `Malformed` for more than 36 inputs, an unknown output or a part that does not exist.
    """
    number, parts = part
    if not 0 <= number < parts:
        raise Malformed(f"there is no part {number} of {parts}")
    whole, labels = crossed(program, joint) if joint else (program, ())
    engine = executor or choose()
    passes = [ordered(whole)]
    if influence:
        rest = [whole.inputs[i] for i in reversed(passes[0].outer)]
        passes += [ordered(whole, rest[at : at + INNER]) for at in range(0, len(rest), INNER)]
    first = _tally(engine, whole, passes[0], part, threads, given, influence)
    found = [first, *(_tally(engine, whole, order, part, threads, False, True) for order in passes[1:])]
    rows = dict(zip(whole.wanted, first.counts, strict=True))
    return Completions(
        _blocks(passes[0], part)[2] << len(passes[0].inner),
        {name: rows[name] for name in program.wanted},
        {name: dict(zip(program.inputs, first.given[n], strict=True)) for n, name in enumerate(program.wanted if given else ())},
        {name: _influences(program, n, passes, found) for n, name in enumerate(program.wanted if influence else ())},
        {tuple(group): tuple(rows[cell] for cell in cells) for group, cells in zip(joint, labels, strict=True)},
    )


def _blocks(order: Order, part: tuple[int, int]) -> tuple[int, int, int]:
    """(first block, last block, how many) of a part."""
    number, parts = part
    first, last = order.blocks * number // parts, order.blocks * (number + 1) // parts
    return first, last, last - first


def _tally(
    engine: Executor, program: Program, order: Order, part: tuple[int, int], threads: int, given: bool, flips: bool
) -> Tally:
    first, last, many = _blocks(order, part)
    threads = max(1, min(threads, many))
    cuts = [first + many * i // threads for i in range(threads + 1)]
    if threads == 1:
        return engine.tally(program, order, first, last, given, flips)
    with ThreadPoolExecutor(threads) as pool:
        jobs = [pool.submit(engine.tally, program, order, a, b, given, flips) for a, b in pairwise(cuts)]
    return _together([job.result() for job in jobs])


def _together(tallies: Sequence[Tally]) -> Tally:
    def rows(tables: Sequence[list[list[int]]]) -> list[list[int]]:
        return [[sum(cell) for cell in zip(*row, strict=True)] for row in zip(*tables, strict=True)]

    counts = [sum(cell) for cell in zip(*(t.counts for t in tallies), strict=True)]
    return Tally(counts, rows([t.given for t in tallies]), rows([t.flips for t in tallies]))


def _influences(program: Program, output: int, passes: Sequence[Order], found: Sequence[Tally]) -> dict[str, int]:
    """By input: the flips from the first pass in which it was inside a block."""
    turned: dict[int, int] = {}
    for order, tally in zip(passes, found, strict=True):
        for bit, i in enumerate(order.inner):
            turned.setdefault(i, tally.flips[output][bit])
    return {name: turned[i] for i, name in enumerate(program.inputs)}
