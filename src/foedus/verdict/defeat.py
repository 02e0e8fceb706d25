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
        self._fallen: dict[tuple[tuple[int, Edge], ...], Edge] = {}

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
        moved = self._moved(proof, values)
        return Effect(bool(moved), self._falls(values, moved) if moved else 0)

    def _moved(self, proof: Proof, values: Cube) -> dict[int, Edge]:
        """The burdens that the proof moves, from the lowest stratum up, and where each is now met."""
        study = self.study
        proved = study.situation.suppose(dict(proof))
        levels = {level for level, _ in values}
        moved: dict[int, Edge] = {}

        def now(burden: int) -> Edge:
            return moved.get(burden, study.judged(burden))

        for b, touched in self._touch.items():
            if levels.isdisjoint(touched):
                continue
            if isinstance(study.circuit.op(b).leaf, ShownLeaf):
                f = self._put(study.standing(study.below(b)), moved) if moved else study.plain(study.below(b))
                fails = study.diagrams.both(study.admitted(f), f ^ 1)
                met = study.order.possible(study.diagrams.restrict(fails, values)) ^ 1
            else:
                met = study.claimed(study.below(b), True, now, proved)
            if met != study.judged(b):
                moved[b] = met
        return moved

    def _put(self, f: Edge, moved: dict[int, Edge]) -> Edge:
        """A function of raise variables when each burden is met as it now is."""
        now = {b: moved.get(b, self.study.judged(b)) for b in self._touch}
        return self.study.diagrams.compose(f, {self.study.order.gates[b]: edge for b, edge in now.items()})

    def _falls(self, values: Cube, moved: dict[int, Edge]) -> Edge:
        """The choices under which the verdict was presumed and is not what it was."""
        key = tuple(moved.items())
        if key not in self._fallen:
            self._fallen[key] = self._put(self._otherwise, moved)
        study = self.study
        return study.order.possible(study.diagrams.restrict(self._fallen[key], values))

    @cached_property
    def _otherwise(self) -> Edge:
        """The worlds that are not answered as was presumed, with a variable for every burden."""
        study, was = self.study, self.study.verdicts
        both, either = study.diagrams.both, study.diagrams.either
        worlds = study.answers(study.standing)
        return study.diagrams.any_of(
            both(both(study.presumed, where), either(*others))
            for where, others in (
                (was.yes, (worlds.no, worlds.not_engaged)),
                (was.no, (worlds.yes, worlds.not_engaged)),
                (was.not_engaged, (worlds.yes, worlds.no)),
            )
        )
