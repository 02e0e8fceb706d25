"""What bears on a question: its cone, closed under the constraints that touch it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from foedus.verdict.circuit import (
    Circuit,
    ClaimedLeaf,
    ConflictLeaf,
    FactLeaf,
    GapLeaf,
    JudgementLeaf,
    OptionLeaf,
    Query,
    ShownLeaf,
    Situation,
)

CONTRADICTION = "the admitted record contradicts itself: its settled facts break a constraint"


@dataclass(frozen=True)
class Scope:
    """The gates and names that bear on a question, each tuple in a fixed order.

    cone         gates of the question (root and engagement), oldest first
    burdens      its *shown* and *claimed* leaves, lowest stratum first
    strata       the stratum of each burden: 1 where no other burden lies below it
    height       the highest stratum of a burden in the cone of each gate, 0 for none
    constraints  those that mention a fact of the cone, or an open fact of such a constraint, …
    facts        every fact of the cone and of those constraints, by name
    """

    cone: tuple[int, ...]
    burdens: tuple[int, ...]
    strata: dict[int, int]
    height: dict[int, int]
    constraints: tuple[int, ...]
    facts: tuple[str, ...]
    judgements: tuple[str, ...]
    gaps: tuple[str, ...]
    conflicts: tuple[str, ...]
    groups: tuple[str, ...]


def roots(query: Query) -> tuple[int, ...]:
    """The gates of a question."""
    return (query.root,) if query.engaged is None else (query.engaged, query.root)


def scope_of(circuit: Circuit, query: Query, situation: Situation) -> Scope:
    """Everything that bears on the question in that situation."""
    cone = tuple(sorted({n for root in roots(query) for n in circuit.cone(root)}))
    named: dict[type, set[str]] = {kind: set() for kind in (FactLeaf, JudgementLeaf, GapLeaf, ConflictLeaf, OptionLeaf)}
    for leaf in (circuit.op(n).leaf for n in cone):
        if isinstance(leaf, FactLeaf | JudgementLeaf):
            named[type(leaf)].add(leaf.name)
        elif isinstance(leaf, GapLeaf | ConflictLeaf):
            named[type(leaf)].add(leaf.word)
        elif isinstance(leaf, OptionLeaf):
            named[OptionLeaf].add(leaf.group)
    height = _heights(circuit, cone)
    strata = {n: height[n] for n in cone if isinstance(circuit.op(n).leaf, ShownLeaf | ClaimedLeaf)}
    constraints, facts = touching(circuit, situation, named[FactLeaf])
    return Scope(
        cone=cone,
        burdens=tuple(sorted(strata, key=lambda n: (strata[n], n))),
        strata=strata,
        height=height,
        constraints=constraints,
        facts=tuple(sorted(facts)),
        judgements=tuple(sorted(named[JudgementLeaf])),
        gaps=tuple(sorted(named[GapLeaf])),
        conflicts=tuple(sorted(named[ConflictLeaf])),
        groups=tuple(sorted(named[OptionLeaf])),
    )


def _heights(circuit: Circuit, cone: Iterable[int]) -> dict[int, int]:
    height: dict[int, int] = {}
    for node in cone:
        gate = circuit.op(node)
        burden = isinstance(gate.leaf, ShownLeaf | ClaimedLeaf)
        height[node] = max((height[n] for n in gate.below), default=0) + burden
    return height


def touching(circuit: Circuit, situation: Situation, cone_facts: set[str]) -> tuple[tuple[int, ...], set[str]]:
    """The constraints that bear on some facts, and those facts with the facts of the constraints.

    A constraint bears on them when it mentions one of them, or an open fact of another that does:
    a settled fact passes nothing on.
    """
    waiting = [(c, circuit.facts_below(c)) for c in dict.fromkeys(situation.constraints)]
    found: set[int] = set()
    facts, reach = set(cone_facts), set(cone_facts)
    grown = True
    while grown:
        grown = False
        for constraint, mentioned in waiting:
            if constraint not in found and mentioned & reach:
                found.add(constraint)
                facts |= mentioned
                reach |= {f for f in mentioned if not situation.status(f).known}
                grown = True
    return tuple(c for c, _ in waiting if c in found), facts


def proof(fact: str, value: bool) -> str:
    """What is proved, in words: the fact, or “not: ” before it."""
    return fact if value else f"not: {fact}"
