"""The exact chance that a gate holds, and how much every leaf moves it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import prod

from foedus.counting.formula import Formula, folded
from foedus.counting.measure import Measure
from foedus.counting.order import by_force, by_weight
from foedus.counting.parts import at_least, modules
from foedus.verdict.bdd import Diagrams, Edge, TooLargeError, deep
from foedus.verdict.circuit import Circuit, Op

__all__ = ["Counted", "OutOfReach", "chance"]

NODES = 300_000
"""The nodes a diagram may take in each of the two orders."""

EXHAUSTIBLE = 34
"""The leaves up to which even chances are counted completion by completion where no diagram fits."""

_ORDERS = {"in the first order": by_weight, "in the second order": by_force}
_HALF = Fraction(1, 2)


class OutOfReach(Exception):
    """No method finds the number within its limits; says which were tried."""


@dataclass(frozen=True)
class Counted:
    """An exact chance.

    moves    by leaf (a gate of the circuit counted): the chance were it so, minus the chance were it not; empty where not asked
    methods  how it was found, in words: “by parts”, “by sums”, “by a diagram in the first order” …
    """

    chance: Fraction
    moves: Mapping[int, Fraction] = field(default_factory=dict)
    methods: tuple[str, ...] = ()


def chance(
    circuit: Circuit,
    root: int,
    chances: Mapping[int, Fraction],
    known: Mapping[int, bool] | None = None,
    moves: bool = False,
    nodes: int = NODES,
) -> Counted:
    """The chance that a gate holds when every leaf below it is so with its own chance, independent of the others.

    `chances` gives the leaves by their gates, `known` gates with a fixed value. Raises `OutOfReach` where no method finds
    the number, KeyError for a leaf without a chance, ValueError for a burden that is not known.
    """
    made = folded(circuit, (root,), known or {})
    leaves = {made.circuit.leaf(leaf): node for node in _leaves(circuit, root) if (leaf := circuit.op(node).leaf) is not None}
    weighing = _Weighing(made, {leaf: chances[leaves[leaf]] for leaf in made.leaves()}, moves, nodes)
    with deep(6 * len(made.circuit) + 100):
        found = weighing.gate(made.roots[0])
    moved = {leaves[leaf]: move for leaf, move in found.moves.items()}
    return Counted(found.chance, moved, tuple(sorted(weighing.methods)))


def _leaves(circuit: Circuit, root: int) -> Iterable[int]:
    return (n for n in circuit.cone(root) if circuit.op(n).leaf is not None)


@dataclass(frozen=True, slots=True)
class _Part:
    """The chance of a part, and how much every leaf below moves it."""

    chance: Fraction
    moves: Mapping[int, Fraction]


class _Weighing:
    """One formula, weighed part by part."""

    def __init__(self, formula: Formula, chances: Mapping[int, Fraction], moves: bool, nodes: int) -> None:
        self.circuit = formula.circuit
        self.roots = formula.roots
        self.chances = chances
        self.wanted = moves
        self.nodes = nodes
        self.parts = modules(formula.circuit, formula.roots)
        self.methods: set[str] = set()
        self._known: dict[int, _Part] = {}

    def gate(self, node: int) -> _Part:
        """A leaf, a constant or a part."""
        known = self._known.get(node)
        if known is None:
            known = self._known[node] = self._weigh(node)
        return known

    def _weigh(self, node: int) -> _Part:
        gate = self.circuit.op(node)
        if gate.op is Op.CONSTANT:
            return _Part(Fraction(gate.k), {})
        if gate.leaf is not None:
            return _Part(self.chances[node], {node: Fraction(1)} if self.wanted else {})
        distinct = list(dict.fromkeys(gate.args))
        if all(self._apart(a, node) for a in distinct):
            return self._independent(node, distinct)
        return self._entangled(node)

    def _apart(self, arg: int, user: int) -> bool:
        """Whether an argument shares nothing with the others of its user."""
        return arg in self.parts or (self.circuit.op(arg).leaf is not None and self._only_user(arg, user))

    def _only_user(self, leaf: int, user: int) -> bool:
        return self._users.get(leaf) == {user}

    @cached_property
    def _users(self) -> Mapping[int, set[int]]:
        """For each gate below the roots, the gates there that ask about it."""
        users: dict[int, set[int]] = {}
        for n in {n for root in self.roots for n in self.circuit.cone(root)}:
            for a in self.circuit.op(n).args:
                users.setdefault(a, set()).add(n)
        return users

    # Arguments that share nothing

    def _independent(self, node: int, args: Sequence[int]) -> _Part:
        gate = self.circuit.op(node)
        below = [self.gate(a) for a in args]
        self.methods.add("by sums" if gate.op is Op.AT_LEAST else "by parts")
        chances = [p.chance for p in below]
        if gate.op is Op.NOT:
            return self._put_together(1 - chances[0], [Fraction(-1)], below)
        if gate.op is Op.AT_LEAST:
            found, gains = at_least(gate.k, [(c, gate.args.count(a)) for c, a in zip(chances, args, strict=True)], self.wanted)
            return self._put_together(found, gains, below)
        if gate.op is Op.ALL:
            return self._put_together(prod(chances, start=Fraction(1)), self._of_others(chances), below)
        missing = [1 - c for c in chances]
        return self._put_together(1 - prod(missing, start=Fraction(1)), self._of_others(missing), below)

    def _of_others(self, chances: Sequence[Fraction]) -> list[Fraction]:
        """For each, the product of all the others."""
        if not self.wanted:
            return []
        ahead, behind = [Fraction(1)], [Fraction(1)]
        for a, b in zip(chances, reversed(chances), strict=True):
            ahead.append(ahead[-1] * a)
            behind.append(behind[-1] * b)
        return [ahead[i] * behind[len(chances) - 1 - i] for i in range(len(chances))]

    def _put_together(self, found: Fraction, gains: Sequence[Fraction], below: Sequence[_Part]) -> _Part:
        moves: dict[int, Fraction] = {}
        for gain, part in zip(gains, below, strict=False):
            for leaf, move in part.moves.items():
                moves[leaf] = moves.get(leaf, Fraction(0)) + gain * move
        return _Part(found, moves)

    # Arguments that share something

    def _entangled(self, node: int) -> _Part:
        """A diagram over the parts and leaves below a gate; where none fits, every completion is counted."""
        below = self._boundary(node)
        for name, order in _ORDERS.items():
            try:
                found = self._by_diagram(node, list(order(*self._cut(node, below))), below)
            except TooLargeError:
                continue
            self.methods.add(f"by a diagram {name}")
            return found
        return self._exhausted(node, below)

    def _boundary(self, node: int) -> dict[int, _Part]:
        """The parts and leaves nearest below a gate."""
        found: dict[int, _Part] = {}
        seen, todo = {node}, list(self.circuit.op(node).args)
        while todo:
            n = todo.pop()
            if n not in seen:
                seen.add(n)
                if n in self.parts or not self.circuit.op(n).args:
                    found[n] = self.gate(n)
                else:
                    todo += self.circuit.op(n).args
        return found

    def _cut(self, node: int, below: Mapping[int, _Part]) -> tuple[Circuit, tuple[int, ...]]:
        """A circuit in which the parts below are leaves, named after their gates."""
        cut = Circuit()
        made = {n: cut.fact(str(n)) for n in below}
        for n in self._between(node, below):
            gate = self.circuit.op(n)
            args = [made[a] for a in gate.args]
            if gate.op is Op.NOT:
                made[n] = cut.negate(args[0])
            elif gate.op is Op.AT_LEAST:
                made[n] = cut.at_least(gate.k, args)
            else:
                made[n] = cut.all_of(args) if gate.op is Op.ALL else cut.any_of(args)
        return cut, (made[node],)

    def _between(self, node: int, below: Mapping[int, _Part]) -> list[int]:
        seen, todo = set[int](), [node]
        while todo:
            n = todo.pop()
            if n not in seen and n not in below:
                seen.add(n)
                todo += self.circuit.op(n).args
        return sorted(seen)

    def _by_diagram(self, node: int, order: Sequence[int], below: Mapping[int, _Part]) -> _Part:
        cut, (root,) = self._cut(node, below)
        named = {n: str(n) for n in below}
        diagrams = Diagrams(self.nodes)
        level = {leaf: i for i, leaf in enumerate(order)}
        gates = {cut.fact(name): n for n, name in named.items()}
        edges: dict[int, Edge] = {leaf: diagrams.var(level[leaf]) for leaf in order}
        for n in cut.cone(root):
            if n not in edges:
                edges[n] = _edge(diagrams, cut, n, [edges[a] for a in cut.op(n).args])
        measure = Measure(diagrams, {level[leaf]: below[gates[leaf]].chance for leaf in order})
        found = measure.chance(edges[root])
        if not self.wanted:
            return _Part(found, {})
        gains = measure.moves(edges[root])
        reached = [(gains.get(level[leaf], Fraction(0)), below[gates[leaf]]) for leaf in order]
        return self._put_together(found, [g for g, _ in reached], [p for _, p in reached])

    def _exhausted(self, node: int, below: Mapping[int, _Part]) -> _Part:
        """Every completion counted; only where each is as likely as any other."""
        tried = f"diagrams of {self.nodes} nodes in two orders"
        if len(below) > EXHAUSTIBLE or any(p.chance != _HALF for p in below.values()):
            even = f"{len(below)} things, counted one by one only up to {EXHAUSTIBLE} with even chances"
            raise OutOfReach(f"out of reach: more than {tried}, and {even}")
        from foedus.executors import completions, lower

        cut, (root,) = self._cut(node, below)
        found = completions(lower(cut, {"so": root}))
        self.methods.add("by counting every completion")
        if self.wanted:
            raise OutOfReach(f"out of reach: more than {tried}; what moves the chance is not counted one by one")
        return _Part(Fraction(found.counts["so"], found.total), {})


def _edge(diagrams: Diagrams, circuit: Circuit, node: int, args: Sequence[Edge]) -> Edge:
    gate = circuit.op(node)
    if gate.op is Op.CONSTANT:
        return gate.k
    if gate.op is Op.NOT:
        return args[0] ^ 1
    if gate.op is Op.ALL:
        return diagrams.all_of(args)
    return diagrams.any_of(args) if gate.op is Op.ANY else diagrams.at_least(gate.k, args)
