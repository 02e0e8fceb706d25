"""What a presumption may fall to: the open facts whose proof would overturn it.

A verdict stands as long as the record leaves every burden as it is. What proofs make of it is a function of the proofs and
the readings (`hinges`). Where that leaves the verdict, closed upwards over the proofs, it depends on exactly those facts that
belong to some smallest set of proofs that overturns it. Sets of one or two proofs are looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from foedus.verdict.bdd import Edge, deep
from foedus.verdict.circuit import Choice
from foedus.verdict.scope import proof
from foedus.verdict.study import Study

if TYPE_CHECKING:
    from foedus.verdict.hinges import Search

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

        study = self.study
        search = Search(study.circuit, study.query, study.situation, Choice({}, judged), gather=True, at_most=MOST_TOGETHER)
        diagrams = search.diagrams
        left = diagrams.any_of(diagrams.both(search.unchanged(f), f ^ 1) for f in search.answered.values())
        return search, diagrams.upward(diagrams.both(left, search.allowed), search.levels.changes.keys())
