"""What a presumption may fall to: the open facts whose proof would overturn it.

A verdict stands as long as the record leaves every burden as it is. What proofs make of it is a function of the proofs and
the readings (`hinges`). Where that leaves the verdict, closed upwards over the proofs, it depends on exactly those facts that
belong to some smallest set of proofs that overturns it. Sets of one or two proofs are looked at.

A proof only takes worlds away, so by itself it moves no verdict that is the same in all of them: it must meet a burden that
was not met. Proofs that can help to meet none are left out beforehand (`bearing`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from foedus.verdict.bdd import Edge, deep
from foedus.verdict.circuit import Choice, ClaimedLeaf, FactLeaf, Op
from foedus.verdict.kleene import MAYBE
from foedus.verdict.scope import proof
from foedus.verdict.study import Study

if TYPE_CHECKING:
    from foedus.verdict.hinges import Proof, Search

MOST_TOGETHER = 2
"""The proofs that are tried together."""

_Judged = tuple[tuple[str, bool], ...]


class Defeat:
    """The defeaters of one question's presumptions, for all readings at once."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self._fallen: dict[_Judged, tuple[Search, Edge]] = {}

    def defeaters(self, choice: Choice) -> tuple[str, ...]:
        """The proofs in the smallest sets that overturn the verdict under a choice, as `scope.proof` words them.

        Raises TooLargeError beyond the budget.
        """
        judged = {j: v for j, v in choice.judgements.items() if j in self.study.scope.judgements}
        key = tuple(sorted(judged.items()))
        with deep(3 * len(self.study.scope.cone) + 50):
            if key not in self._fallen:
                self._fallen[key] = self._falls(judged)
            search, falls = self._fallen[key]
            bearing = search.diagrams.support(search.read(falls, choice.readings)) & search.levels.changes.keys()
        return tuple(sorted(proof(c.name, c.to is True) for c in map(search.levels.changes.__getitem__, bearing)))

    def _falls(self, judged: Mapping[str, bool]) -> tuple[Search, Edge]:
        """Where proofs leave the verdict that stands without them, closed upwards."""
        from foedus.verdict.hinges import Search  # which asks the engine, which asks here

        study, chosen, proofs = self.study, Choice({}, judged), self._bearing
        search = Search(study.circuit, study.query, study.situation, chosen, at_most=MOST_TOGETHER, provable=proofs)
        if not proofs:
            return search, 0
        diagrams = search.diagrams
        return search, diagrams.upward(diagrams.both(search.left(), search.allowed), search.levels.changes.keys())

    @cached_property
    def _bearing(self) -> frozenset[Proof]:
        """The proofs that may help to meet some burden of the question.

        A burden of claiming may fail now and yet be met, by a claim for what cannot be so; then no value that rests on it is
        sure to outlast a proof, and every proof is tried.
        """
        study = self.study
        if any(isinstance(study.circuit.op(b).leaf, ClaimedLeaf) and study.folded[b] == 0 for b in study.scope.burdens):
            return frozenset((fact, value) for fact in study.scope.facts for value in (True, False))
        return frozenset(p for b in study.scope.burdens if study.folded[b] == MAYBE for p in bearing(study, b))


def bearing(study: Study, burden: int) -> set[Proof]:
    """The proofs that may help to meet a burden, other burdens being met or not.

    A proof is in some smallest set that meets a burden of showing only if, somewhere, what the burden speaks of holds (or
    nothing is admitted) with the fact as proved and fails with the fact otherwise; and if it can hold with it at all.
    """
    below = study.below(burden)
    if isinstance(study.circuit.op(burden).leaf, ClaimedLeaf):
        return _spoken(study, below)
    diagrams, shown = study.diagrams, study.standing(below)
    admitted = study.admitted(shown)
    goal, so = diagrams.either(admitted ^ 1, shown), diagrams.both(admitted, shown)
    names = {level: name for name, level in study.order.facts.items()}
    helpful = (found for found in diagrams.directions(goal) if found[0] in names)
    return {(names[level], value) for level, value in helpful if diagrams.restrict(so, ((level, int(value)),))}


def _spoken(study: Study, node: int) -> set[Proof]:
    """The facts that a claim for a gate may speak of, and what it says of them; burdens on the way are met or not."""
    found: set[Proof] = set()
    seen, todo = set[tuple[int, bool]](), [(node, True)]
    while todo:
        node, side = todo.pop()
        gate = study.circuit.op(node)
        if isinstance(gate.leaf, FactLeaf):
            found.add((gate.leaf.name, side))
        elif (node, side) not in seen:
            seen.add((node, side))
            todo += [(n, side is not (gate.op is Op.NOT)) for n in gate.args]
    return found
