"""What a presumption may fall to: the open facts whose proof would overturn it.

A supposition moves a verdict only by moving some burden, so only suppositions that touch one are
tried: every single fact, then pairs that touch the same burden or that each move some burden.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from foedus.verdict.bdd import Edge, Level
from foedus.verdict.circuit import ShownLeaf
from foedus.verdict.kleene import MAYBE
from foedus.verdict.scope import MOST_PAIRED, supposable
from foedus.verdict.study import Study
from foedus.verdict.turns import Cube

Proof = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Effect:
    """What a proof does: whether it moves any burden, and under which choices the verdict falls."""

    moves: bool
    falls: Edge


class Defeat:
    """The defeaters of one question's presumptions, for all choices at once."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.facts = supposable(study.circuit, study.scope, study.situation)
        self._touch = {b: self._touched(b) for b in study.scope.burdens if study.folded[b] == MAYBE}

    @property
    def paired(self) -> bool:
        """Whether pairs are tried too."""
        return len(self.facts) <= MOST_PAIRED

    def defeaters(self, cube: Cube) -> tuple[str, ...]:
        """The facts of the smallest proofs that overturn the verdict under a choice, by name."""
        restrict = self.study.diagrams.restrict
        return tuple(sorted({f for proof, falls in self._proofs if restrict(falls, cube) for f, _ in proof}))

    @cached_property
    def _proofs(self) -> list[tuple[Proof, Edge]]:
        """Each proof with the choices under which it overturns the verdict and no part of it does."""
        alone: list[Proof] = [((f, value),) for f in self.facts for value in (True, False)]
        singles = {proof: self._effect(proof) for proof in alone}
        found: list[tuple[Proof, Edge]] = [(p, effect.falls) for p, effect in singles.items() if effect.falls]
        for one, two in combinations(singles, 2) if self.paired else ():
            falls = self._falls_to_pair(one + two, singles[one], singles[two])
            if falls:
                found.append((one + two, falls))
        return found

    def _falls_to_pair(self, pair: Proof, one: Effect, two: Effect) -> Edge:
        facts = {f for f, _ in pair}
        diagrams = self.study.diagrams
        rest = diagrams.all_of((self.study.presumed, one.falls ^ 1, two.falls ^ 1))
        if len(facts) < 2 or rest == 0:
            return 0
        levels = {self.study.order.fact(f) for f in facts}
        together = any(levels <= touched for touched in self._touch.values())
        if not together and not (one.moves and two.moves):
            return 0
        return diagrams.both(rest, self._effect(pair).falls)

    def _touched(self, burden: int) -> set[Level]:
        """The levels of the facts that lie under a burden or are tied to one that does."""
        study = self.study
        under = {study.order.fact(f) for f in study.circuit.facts_below(study.below(burden))}
        return under.union(*(p.levels for p in study.components if not under.isdisjoint(p.levels)))

    def _effect(self, proof: Proof) -> Effect:
        study = self.study
        values = tuple(sorted((study.order.fact(f), int(value)) for f, value in proof))
        if any(study.diagrams.restrict(part.holds, values) == 0 for part in study.components):
            return Effect(False, 0)
        met = self._met(proof, values)
        if all(edge == study.judged(b) for b, edge in met.items()):
            return Effect(False, 0)
        return Effect(True, self._falls(values, met))

    def _met(self, proof: Proof, values: Cube) -> dict[int, Edge]:
        """Which burdens are met once the proof is brought, from the lowest stratum up."""
        study = self.study
        proved = study.situation.suppose(dict(proof))
        levels = {level for level, _ in values}
        met: dict[int, Edge] = {}
        for b in study.scope.burdens:
            if b not in self._touch:
                met[b] = study.folded[b]
            elif levels.isdisjoint(self._touch[b]):
                met[b] = study.judged(b)
            elif isinstance(study.circuit.op(b).leaf, ShownLeaf):
                f = study.diagrams.compose(study.standing(study.below(b)), self._put(met))
                fails = study.diagrams.both(study.admitted(f), f ^ 1)
                met[b] = study.order.possible(study.diagrams.restrict(fails, values)) ^ 1
            else:
                met[b] = study.claimed(study.below(b), True, met.__getitem__, proved)
        return met

    def _put(self, met: dict[int, Edge]) -> dict[Level, Edge]:
        return {self.study.order.gates[b]: edge for b, edge in met.items()}

    def _falls(self, values: Cube, met: dict[int, Edge]) -> Edge:
        """The choices under which the verdict was presumed and is not what it was."""
        study, put = self.study, self._put(met)
        diagrams, possible = study.diagrams, study.order.possible
        worlds = study.answers(lambda n: diagrams.compose(study.standing(n), put))
        yes, no, neither = (possible(diagrams.restrict(f, values)) for f in (worlds.yes, worlds.no, worlds.not_engaged))
        was = study.verdicts
        moved = diagrams.any_of(
            (
                diagrams.both(was.yes, diagrams.either(no, neither)),
                diagrams.both(was.no, diagrams.either(yes, neither)),
                diagrams.both(was.not_engaged, diagrams.either(yes, no)),
            )
        )
        return diagrams.both(moved, study.presumed)
