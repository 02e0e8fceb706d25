"""A formula weighed part by part: what shares nothing is multiplied and summed, what does is left to `tangle`.

The chance of a gate is worked out once, whoever asks for it. Where the arguments of a gate share nothing, products and sums
do. Where only some of them share something, those are taken together first:

    all of (a, b, c), a and b sharing a leaf   =  chance of (a and b)  ·  chance of c

How much a leaf moves a gate is then the product of what each part on the way moves the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import prod
from operator import or_

from foedus.counting.formula import joined
from foedus.counting.parts import at_least
from foedus.counting.tangle import Tangle, untangle
from foedus.verdict.circuit import Circuit, Op

__all__ = ["Part", "Weighing"]


@dataclass(frozen=True, slots=True)
class Part:
    """The chance of a gate.

    below    the parts it was worked out of, which share nothing
    gains    how much each of them moves it; empty where nobody asked
    methods  how it and all below it were worked out
    """

    chance: Fraction
    below: tuple[int, ...] = ()
    gains: Sequence[Fraction] = ()
    methods: frozenset[str] = frozenset()


class Weighing:
    """The gates of one formula, each weighed once."""

    def __init__(self, circuit: Circuit, chances: Mapping[int, Fraction], moves: bool, nodes: int) -> None:
        self.circuit = circuit
        self.chances = chances
        self.wanted = moves
        self.nodes = nodes
        self.parts: dict[int, Part] = {}
        self._support: list[int] = []

    def solve(self, roots: Iterable[int]) -> None:
        """Weigh some gates. Raises `OutOfReach`."""
        apart: dict[int, tuple[int, ...]] = {}
        tangled: dict[int, None] = {}
        todo = list(roots)
        while todo:
            node = todo.pop()
            if node in self.parts or node in apart or node in tangled:
                continue
            below = self._apart(node)
            if below is None:
                tangled[node] = None
            else:
                apart[node] = below
                todo += below
        for group in self._groups(tangled):
            self._untangle(group)
        for node in apart:
            self._put_together(node, apart)

    def moves(self, root: int) -> dict[int, Fraction]:
        """How much every leaf moves a gate that was weighed."""
        found: dict[int, Fraction] = {}
        todo = [(root, Fraction(1))]
        while todo:
            node, gain = todo.pop()
            part = self.parts[node]
            if node in self.chances:
                found[node] = gain
            todo += [(n, gain * g) for n, g in zip(part.below, part.gains, strict=True) if g]
        return found

    # What shares what

    def support(self, node: int) -> int:
        """The leaves below a gate, as the bits of a number."""
        for n in range(len(self._support), len(self.circuit)):
            gate = self.circuit.op(n)
            mask = 1 << n if gate.leaf is not None else 0
            for a in gate.args:
                mask |= self._support[a]
            self._support.append(mask)
        return self._support[node]

    def _apart(self, node: int) -> tuple[int, ...] | None:
        """The gates out of which a gate is worked out, sharing nothing; None where all of it is entangled."""
        gate = self.circuit.op(node)
        distinct = tuple(dict.fromkeys(gate.args))
        shared = _overlapping((self.support(a), a) for a in distinct)
        if len(shared) == len(distinct):
            return distinct
        if gate.op not in (Op.ALL, Op.ANY) or len(shared) == 1:
            return None
        return tuple(args[0] if len(args) == 1 else joined(self.circuit, gate.op, 0, args) for args in shared)

    def _groups(self, gates: Iterable[int]) -> list[list[int]]:
        """Entangled gates, those that share leaves together."""
        return _overlapping((self.support(g), g) for g in gates)

    def _untangle(self, group: Sequence[int]) -> None:
        tangle = Tangle(self.circuit, group)
        self.solve(tangle.atoms)
        found = untangle(tangle, {a: self.parts[a].chance for a in tangle.atoms}, self.wanted, self.nodes)
        for gate, one in found.items():
            below = tuple(one.gains) if self.wanted else tangle.below(gate)
            self._keep(gate, one.chance, below, tuple(one.gains.values()), one.method)

    # Gates whose arguments share nothing

    def _put_together(self, node: int, apart: Mapping[int, tuple[int, ...]]) -> None:
        """Weigh a gate and what it waits for, deepest first."""
        todo = [node]
        while todo:
            n = todo[-1]
            missing = [] if n in self.parts else [a for a in apart[n] if a not in self.parts]
            todo += missing
            if not missing:
                todo.pop()
                if n not in self.parts:
                    self._weigh(n, apart[n])

    def _weigh(self, node: int, below: tuple[int, ...]) -> None:
        gate = self.circuit.op(node)
        if not below:
            self.parts[node] = Part(Fraction(gate.k) if gate.leaf is None else self.chances[node])
            return
        chances = [self.parts[b].chance for b in below]
        if gate.op is Op.NOT:
            self._keep(node, 1 - chances[0], below, [Fraction(-1)], "by parts")
        elif gate.op is Op.AT_LEAST:
            found, gains = at_least(gate.k, [(c, gate.args.count(a)) for c, a in zip(chances, below, strict=True)], self.wanted)
            self._keep(node, found, below, gains, "by sums")
        elif gate.op is Op.ALL:
            self._keep(node, prod(chances, start=Fraction(1)), below, self._of_others(chances), "by parts")
        else:
            missing = [1 - c for c in chances]
            self._keep(node, 1 - prod(missing, start=Fraction(1)), below, self._of_others(missing), "by parts")

    def _keep(self, node: int, chance: Fraction, below: tuple[int, ...], gains: Sequence[Fraction], method: str) -> None:
        methods = frozenset({method}).union(*(self.parts[b].methods for b in below))
        self.parts[node] = Part(chance, below if self.wanted else (), gains if self.wanted else (), methods)

    def _of_others(self, chances: Sequence[Fraction]) -> list[Fraction]:
        """For each, the product of all the others."""
        if not self.wanted:
            return []
        ahead, behind = [Fraction(1)], [Fraction(1)]
        for a, b in zip(chances, reversed(chances), strict=True):
            ahead.append(ahead[-1] * a)
            behind.append(behind[-1] * b)
        return [ahead[i] * behind[len(chances) - 1 - i] for i in range(len(chances))]


def _overlapping(masked: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Things by their supports: those that share something, directly or by way of others, together; in the order given."""
    groups: list[tuple[int, list[int]]] = []
    for mask, thing in masked:
        near = [g for g in groups if g[0] & mask]
        joint = reduce(or_, (m for m, _ in near), mask)
        groups = [g for g in groups if not g[0] & mask]
        groups.append((joint, [*(t for _, things in near for t in things), thing]))
    return [things for _, things in groups]
