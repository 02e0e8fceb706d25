"""Gates whose arguments share something: one diagram for all that share leaves, or every completion counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from foedus.counting.measure import Measure
from foedus.counting.order import orders
from foedus.counting.parts import modules
from foedus.verdict.bdd import Diagrams, Edge, TooLargeError, deep
from foedus.verdict.circuit import Circuit, Op

__all__ = ["NODES", "OutOfReach", "Tangle", "Untangled", "draw", "untangle"]

NODES = 300_000
"""The nodes a diagram may take in each order."""

STEPS = (64, 8, 1)
"""Each order is tried with this part of the nodes before any is tried with more."""

EXHAUSTIBLE = 34
"""The things up to which even chances are counted completion by completion where no diagram fits."""

_HALF = Fraction(1, 2)


class OutOfReach(Exception):
    """No method finds the number within its limits; says which were tried."""


@dataclass(frozen=True, slots=True)
class Untangled:
    """The chance of an entangled gate, how much each atom below moves it, and how that was found."""

    chance: Fraction
    gains: Mapping[int, Fraction]
    method: str


@dataclass
class Tangle:
    """Gates that share leaves, and the *atoms* they are made of: leaves, and gates of which only the value is asked.

    cut    a circuit in which the atoms are leaves
    named  by gate: its gate in the cut
    """

    circuit: Circuit
    gates: Sequence[int]
    cut: Circuit = field(default_factory=Circuit)
    named: dict[int, int] = field(default_factory=dict)
    atoms: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        own = modules(self.circuit, self.gates) - set(self.gates)
        inner, seen, todo = list[int](), set[int](), list(self.gates)
        while todo:
            n = todo.pop()
            if n not in seen:
                seen.add(n)
                if n in own or not self.circuit.op(n).args:
                    self.atoms.append(n)
                else:
                    inner.append(n)
                    todo += self.circuit.op(n).args
        self.atoms.sort()
        self.named = {n: self.cut.fact(str(n)) for n in self.atoms}
        for n in sorted(inner):
            gate = self.circuit.op(n)
            self.named[n] = _copied(self.cut, gate.op, gate.k, [self.named[a] for a in gate.args])

    @cached_property
    def atom_of(self) -> dict[int, int]:
        """The atom for each leaf of the cut."""
        return {self.named[a]: a for a in self.atoms}

    def below(self, gate: int) -> tuple[int, ...]:
        """The atoms below one of the gates."""
        return tuple(self.atom_of[n] for n in self.cut.cone(self.named[gate]) if n in self.atom_of)


def _copied(cut: Circuit, op: Op, k: int, args: Sequence[int]) -> int:
    if op is Op.NOT:
        return cut.negate(args[0])
    if op is Op.AT_LEAST:
        return cut.at_least(k, args)
    return cut.all_of(args) if op is Op.ALL else cut.any_of(args)


def untangle(tangle: Tangle, chances: Mapping[int, Fraction], moves: bool, nodes: int) -> dict[int, Untangled]:
    """The chances of the gates of a tangle, those of its atoms being given. Raises `OutOfReach`."""
    try:
        return _by_diagram(tangle, chances, moves, nodes)
    except TooLargeError:
        if len(tangle.gates) == 1:
            return {tangle.gates[0]: _exhausted(tangle, chances, moves, nodes)}
    out: dict[int, Untangled] = {}
    for gate in tangle.gates:  # together they are too much: each by itself
        alone = Tangle(tangle.circuit, (gate,), tangle.cut, tangle.named, tangle.atoms)
        out |= untangle(alone, chances, moves, nodes)
    return out


def _by_diagram(tangle: Tangle, chances: Mapping[int, Fraction], moves: bool, nodes: int) -> dict[int, Untangled]:
    roots = [tangle.named[g] for g in tangle.gates]
    name, order, diagrams, edges = draw(tangle.cut, roots, nodes)
    measure = Measure(diagrams, {i: chances[tangle.atom_of[leaf]] for i, leaf in enumerate(order)})
    out = {}
    for gate, edge in zip(tangle.gates, edges, strict=True):
        gains = measure.moves(edge) if moves else {}
        named = {tangle.atom_of[order[level]]: gain for level, gain in gains.items()}
        out[gate] = Untangled(measure.chance(edge), named, f"by a diagram, {name}")
    return out


def draw(
    circuit: Circuit, roots: Sequence[int], nodes: int, first: Sequence[int] = ()
) -> tuple[str, list[int], Diagrams, list[Edge]]:
    """Gates as diagrams: the name of the order, the leaves in it (their places are the levels), the store and the edges.

    The leaves in `first` come before all others. Every order is tried with few nodes before any gets more. Raises
    TooLargeError where none fits.
    """
    ahead = frozenset(first)
    tried = [(name, sorted(order, key=lambda n: n not in ahead)) for name, order in orders(circuit, roots)]
    for part in STEPS:
        for name, order in tried:
            diagrams = Diagrams(max(nodes // part, min(nodes, 64)))
            try:
                return name, order, diagrams, _drawn(diagrams, circuit, roots, order)
            except TooLargeError:
                continue
    raise TooLargeError


def _drawn(diagrams: Diagrams, circuit: Circuit, roots: Sequence[int], order: Sequence[int]) -> list[Edge]:
    edges: dict[int, Edge] = {leaf: diagrams.var(i) for i, leaf in enumerate(order)}
    with deep(len(order)):
        for n in sorted({n for root in roots for n in circuit.cone(root)}):
            if n not in edges:
                edges[n] = _edge(diagrams, circuit, n, [edges[a] for a in circuit.op(n).args])
    return [edges[root] for root in roots]


def _edge(diagrams: Diagrams, circuit: Circuit, node: int, args: Sequence[Edge]) -> Edge:
    gate = circuit.op(node)
    if gate.op is Op.CONSTANT:
        return gate.k
    if gate.op is Op.NOT:
        return args[0] ^ 1
    if gate.op is Op.ALL:
        return diagrams.all_of(args)
    return diagrams.any_of(args) if gate.op is Op.ANY else diagrams.at_least(gate.k, args)


def _exhausted(tangle: Tangle, chances: Mapping[int, Fraction], moves: bool, nodes: int) -> Untangled:
    """Every completion counted; only where each is as likely as any other."""
    gate = tangle.gates[0]
    below = tangle.below(gate)
    if len(below) > EXHAUSTIBLE or any(chances[a] != _HALF for a in below):
        tried = f"diagrams of {nodes} nodes in every order"
        even = f"{len(below)} things, counted one by one only up to {EXHAUSTIBLE} with even chances"
        raise OutOfReach(f"out of reach: more than {tried}, and {even}")
    from foedus.executors import completions, lower
    from foedus.executors.lowering import input_name

    found = completions(lower(tangle.cut, {"so": tangle.named[gate]}), given=moves)
    count, beside = found.counts["so"], found.given.get("so", {})
    gains = {}
    for atom in below if moves else ():
        leaf = tangle.cut.op(tangle.named[atom]).leaf
        assert leaf is not None
        gains[atom] = Fraction(2 * (2 * beside.get(input_name(leaf), 0) - count), found.total)
    return Untangled(Fraction(count, found.total), gains, "by counting every completion")
