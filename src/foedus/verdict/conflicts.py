"""A record whose settled facts cannot all be so.

When affirmed and denied facts together break the constraints, none of them can be preferred: once,
before anything is shown, every fact of every smallest breaking set becomes disputed. A fact that a
register closes is never made disputed; a breaking set with such a fact stays, and every question
it bears on is not computed.

The smallest breaking sets of one component of constraints are read off a diagram. Let level k ask
"is settled fact k otherwise than the record says?"; after the open facts are chosen freely, the
constraints allow some patterns of being otherwise. A set of facts breaks the constraints when no
allowed pattern leaves the whole set as recorded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from foedus.verdict.bdd import Diagrams, Edge, Level, TooLargeError, deep
from foedus.verdict.circuit import Circuit, FactLeaf, Op, Situation, Status
from foedus.verdict.kleene import Folding
from foedus.verdict.minimal import minimal_sets

MOST_CONFLICTS = 1000


@dataclass(frozen=True, slots=True)
class RecordConflict:
    """Settled facts, with their values, that cannot all be so; no fewer of them would clash.

    constraints   constraints that these facts break, none of which could be spared
    not_computed  the set holds a closed fact and still stands: what it bears on is not computed
    complete      whether every smallest breaking set of its component was listed
    """

    facts: tuple[tuple[str, bool], ...]
    constraints: tuple[int, ...]
    not_computed: bool = False
    complete: bool = True


def reconcile(circuit: Circuit, situation: Situation, node_budget: int = 200_000) -> tuple[Situation, tuple[RecordConflict, ...]]:
    """The situation with clashing facts made disputed, and a record of every clash.

    Raises TooLargeError where the constraints outgrow the budget of diagram nodes.
    """
    found: list[RecordConflict] = []
    for component in _components(circuit, situation):
        if _broken(circuit, situation, component, node_budget):
            found += _conflicts(circuit, situation, component, node_budget)
    disputed = {f for c in found for f, _ in c.facts if not situation.closed.intersection(dict(c.facts))}
    statuses = {**situation.statuses, **dict.fromkeys(sorted(disputed), Status.DISPUTED)}
    conflicts = (replace(c, not_computed=disputed.isdisjoint(dict(c.facts))) for c in found)
    ordered = tuple(sorted(conflicts, key=lambda c: c.facts))
    return (replace(situation, statuses=statuses) if disputed else situation), ordered


def _components(circuit: Circuit, situation: Situation) -> list[list[int]]:
    """The constraints in parts that share no fact."""
    parts: list[tuple[frozenset[str], list[int]]] = []
    for constraint in dict.fromkeys(situation.constraints):
        facts = circuit.facts_below(constraint)
        joined = [p for p in parts if not facts.isdisjoint(p[0])]
        parts = [p for p in parts if facts.isdisjoint(p[0])]
        together = sorted([constraint, *(c for _, cs in joined for c in cs)])
        parts.append((facts.union(*(f for f, _ in joined)), together))
    return [constraints for _, constraints in parts]


def _broken(circuit: Circuit, situation: Situation, constraints: list[int], budget: int) -> bool:
    """Whether no way to settle the open facts satisfies the constraints."""
    folding = Folding(circuit, situation, None)
    values = [folding.fill(circuit.cone(c))[c] for c in constraints]
    if 0 in values or all(value == 1 for value in values):
        return 0 in values
    return _allowed(_Drawing(circuit, situation, constraints, budget), constraints, settled=True) == 0


class _Drawing:
    """Constraints as diagrams over one level per fact, facts in the order in which they are met."""

    def __init__(self, circuit: Circuit, situation: Situation, constraints: Iterable[int], budget: int) -> None:
        self.circuit = circuit
        self.diagrams = Diagrams(budget)
        names = [f for c in constraints for f in sorted(circuit.facts_below(c))]
        self.levels: dict[str, Level] = {f: i for i, f in enumerate(dict.fromkeys(names), start=1)}
        self.recorded = {f: situation.status(f) is Status.AFFIRMED for f in self.levels if situation.status(f).known}

    def constraint(self, node: int, settled: bool = False) -> Edge:
        """The constraint; a settled fact as recorded if `settled`, else "is it otherwise?"."""
        edges: dict[int, Edge] = {}
        for n in self.circuit.cone(node):
            gate = self.circuit.op(n)
            args = [edges[a] for a in gate.args]
            if isinstance(gate.leaf, FactLeaf):
                recorded = self.recorded.get(gate.leaf.name)
                fixed = settled and recorded is not None
                var = 0 if fixed else self.diagrams.var(self.levels[gate.leaf.name])
                edges[n] = var ^ bool(recorded)
            elif gate.op is Op.NOT:
                edges[n] = args[0] ^ 1
            elif gate.op is Op.CONSTANT:
                edges[n] = gate.k
            else:
                least = {Op.ALL: len(args), Op.ANY: 1, Op.AT_LEAST: gate.k}[gate.op]
                edges[n] = self.diagrams.at_least(least, args)
        return edges[node]


def _allowed(drawing: _Drawing, constraints: Iterable[int], settled: bool = False) -> Edge:
    """Which patterns of settled facts being otherwise leave some way to satisfy the constraints."""
    with deep(len(drawing.levels)):
        holds = drawing.diagrams.all_of(drawing.constraint(c, settled) for c in constraints)
        free = {level for f, level in drawing.levels.items() if f not in drawing.recorded}
        return drawing.diagrams.exists(holds, free, {})


def _conflicts(circuit: Circuit, situation: Situation, constraints: list[int], budget: int) -> list[RecordConflict]:
    drawing = _Drawing(circuit, situation, constraints, budget)
    allowed = _allowed(drawing, constraints)
    with deep(len(drawing.levels)):
        found = minimal_sets(drawing.diagrams, _breaking(drawing.diagrams, allowed), most=MOST_CONFLICTS)
    names = {level: f for f, level in drawing.levels.items()}
    conflicts = []
    for clash in found.sets:
        facts = tuple(sorted((names[level], drawing.recorded[names[level]]) for level, _ in clash))
        needed = _needed(circuit, situation, constraints, facts, budget)
        conflicts.append(RecordConflict(facts, needed, complete=found.complete))
    return conflicts


def _breaking(diagrams: Diagrams, allowed: Edge) -> Edge:
    """Which sets of facts, taken as recorded, no allowed pattern agrees with."""
    memo: dict[Edge, Edge] = {0: 1, 1: 0}

    def go(f: Edge) -> Edge:
        if f not in memo:
            index, sign = f >> 1, f & 1
            as_recorded, otherwise = go(diagrams.low[index] ^ sign), go(diagrams.high[index] ^ sign)
            unheld = diagrams.both(as_recorded, otherwise)
            memo[f] = diagrams.make(diagrams.level[index], unheld, as_recorded)
        return memo[f]

    return go(allowed)


def _needed(
    circuit: Circuit,
    situation: Situation,
    constraints: list[int],
    facts: tuple[tuple[str, bool], ...],
    budget: int,
) -> tuple[int, ...]:
    """Constraints that these facts alone break, none of which could be spared."""
    status = {f: Status.AFFIRMED if value else Status.DENIED for f, value in facts}
    alone = Situation({f: status.get(f, Status.UNKNOWN) for c in constraints for f in circuit.facts_below(c)})
    kept = list(constraints)
    for constraint in constraints:
        fewer = [c for c in kept if c != constraint]
        if _broken(circuit, alone, fewer, budget):
            kept = fewer
    return tuple(kept)


__all__ = ["RecordConflict", "TooLargeError", "reconcile"]
