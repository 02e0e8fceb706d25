"""What a presumption may fall to: the open facts whose proof would overturn it.

A supposition moves a verdict only by moving some burden. So single facts are tried first; then
pairs of facts that each move some burden, and pairs that may move one only together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from foedus.verdict.bdd import Diagrams, Edge, Level
from foedus.verdict.circuit import ShownLeaf
from foedus.verdict.kleene import MAYBE
from foedus.verdict.scope import MOST_PAIRED, supposable
from foedus.verdict.study import Study
from foedus.verdict.turns import Cube

Proof = tuple[tuple[str, bool], ...]
Moved = dict[int, Edge]  # burdens that a proof moves, with the choices under which each is now met


@dataclass(frozen=True)
class Effect:
    """What a proof does: the burdens it moves, and under which choices the verdict falls."""

    moved: Moved = field(default_factory=dict)
    falls: Edge = 0


class Defeat:
    """The defeaters of one question's presumptions, for all choices at once."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.facts = supposable(study.circuit, study.scope, study.situation)
        self._levels = {f: study.order.fact(f) for f in self.facts}
        self._touch = {b: self._touched(b) for b in study.scope.burdens if study.folded[b] == MAYBE}
        self._rank = {b: i for i, b in enumerate(self._touch)}
        self._touching = {level: {b for b, touched in self._touch.items() if level in touched} for level in self._levels.values()}
        self._ever: dict[tuple[tuple[int, Edge], ...], Edge] = {}
        self._fallen: dict[tuple[tuple[int, Edge], ...], tuple[Edge, set[Level]]] = {}

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
        diagrams, presumed = self.study.diagrams, self.study.presumed
        singles = {proof: self._effect(proof, presumed) for proof in alone}
        found: list[tuple[Proof, Edge]] = [(p, effect.falls) for p, effect in singles.items() if effect.falls]
        for one, two in sorted(self._pairs(singles)) if self.paired else ():
            first, second = singles[one], singles[two]
            rest = diagrams.all_of((presumed, first.falls ^ 1, second.falls ^ 1))
            if rest:
                falls = diagrams.both(rest, self._effect(one + two, rest, (first, second)).falls)
                found += [(one + two, falls)] if falls else []
        return found

    def _pairs(self, singles: dict[Proof, Effect]) -> set[tuple[Proof, Proof]]:
        """The pairs that may overturn what neither of the two does."""
        useful = [p for p, effect in singles.items() if effect.falls != self.study.presumed]
        movers = [p for p in useful if singles[p].moved]
        pairs = {pair for pair in combinations(movers, 2) if _add_up(*(singles[p].moved for p in pair))}
        for burden in self._touch:
            pairs |= {*self._together(burden, [p for p in useful if singles[p].moved.get(burden) != 1])}
        return {(one, two) for one, two in pairs if one[0][0] != two[0][0]}

    def _together(self, burden: int, useful: list[Proof]) -> Iterator[tuple[Proof, Proof]]:
        """The pairs that may move a burden only together, the first by name first."""
        study = self.study
        near = [p for p in useful if self._levels[p[0][0]] in self._touch[burden]]
        below = study.below(burden)
        if not isinstance(study.circuit.op(burden).leaf, ShownLeaf) or study.scope.height[below]:
            yield from combinations(near, 2)
            return
        f = study.plain(below)
        fails = study.diagrams.both(study.admitted(f), f ^ 1)
        for (one,) in near:
            left = study.diagrams.restrict(fails, ((self._levels[one[0]], int(one[1])),))
            ending = _endings(study.diagrams, left, study.order.choices)
            for (two,) in near:
                if one < two and (self._levels[two[0]], two[1]) in ending:
                    yield (one,), (two,)

    def _touched(self, burden: int) -> set[Level]:
        """The levels of the facts that lie under a burden or are tied to one that does."""
        study = self.study
        under = {study.order.fact(f) for f in study.circuit.facts_below(study.below(burden))}
        return under.union(*(p.levels for p in study.components if not under.isdisjoint(p.levels)))

    def _effect(self, proof: Proof, among: Edge, halves: Sequence[Effect] = ()) -> Effect:
        """The effect of a proof under the choices `among`; of a pair, given the effects of its halves."""
        study = self.study
        values = tuple(sorted((self._levels[f], int(value)) for f, value in proof))
        levels = {level for level, _ in values}
        tied = (p.holds for p in study.components if not levels.isdisjoint(p.levels))
        if any(study.diagrams.restrict(holds, values) == 0 for holds in tied):
            return Effect()
        moved = self._moved(proof, values, halves)
        if not moved or any(moved == half.moved for half in halves):
            return Effect(moved)  # a pair that moves what one half moves only leaves fewer worlds
        return Effect(moved, self._falls(values, moved, among))

    def _moved(self, proof: Proof, values: Cube, halves: Sequence[Effect]) -> Moved:
        """The burdens that the proof moves, from the lowest stratum up."""
        study = self.study
        near = [self._touching[self._levels[f]] for f, _ in proof]
        moved: Moved = {}
        for b in sorted(set[int]().union(*near), key=self._rank.__getitem__):
            touching = [b in burdens for burdens in near]
            if all(touching):
                met = self._met(b, proof, values, moved)
            else:  # one half of a pair does to it what it does alone
                met = halves[touching.index(True)].moved.get(b, study.judged(b))
            if met != study.judged(b):
                moved[b] = met
        return moved

    def _met(self, burden: int, proof: Proof, values: Cube, moved: Moved) -> Edge:
        """Where a burden is met, once the proof is brought and has moved the burdens below."""
        study = self.study
        below = study.below(burden)
        if isinstance(study.circuit.op(burden).leaf, ShownLeaf):
            f = self._put(study.standing(below), moved) if moved else study.plain(below)
            fails = study.diagrams.both(study.admitted(f), f ^ 1)
            return study.order.possible(study.diagrams.restrict(fails, values)) ^ 1
        proved = study.situation.suppose(dict(proof))
        return study.claimed(below, True, lambda b: moved.get(b, study.judged(b)), proved)

    def _put(self, f: Edge, moved: Moved) -> Edge:
        """A function of raise variables when each burden is met as it now is."""
        gates = self.study.order.gates
        return self.study.diagrams.compose(f, {gates[b]: moved.get(b, self.study.judged(b)) for b in self._touch})

    def _falls(self, values: Cube, moved: Moved, among: Edge) -> Edge:
        """The choices, those `among` at least, under which the verdict is not what was presumed."""
        diagrams, key = self.study.diagrams, tuple(moved.items())
        if key not in self._ever:
            self._ever[key] = self._put(self.study.order.possible(self._otherwise), moved)
        if diagrams.both(self._ever[key], among) == 0:
            return 0
        if key not in self._fallen:
            fallen = self._put(self._otherwise, moved)
            self._fallen[key] = fallen, diagrams.support(fallen)
        fallen, levels = self._fallen[key]
        bearing = tuple(value for value in values if value[0] in levels)
        return self.study.order.possible(diagrams.restrict(fallen, bearing))

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


def _add_up(one: Moved, two: Moved) -> bool:
    """Whether two proofs together may move burdens as neither does: not where one includes the other."""
    return any(two.get(b) != 1 for b in one) and any(one.get(b) != 1 for b in two)


def _endings(diagrams: Diagrams, f: Edge, choices: set[Level]) -> set[tuple[Level, bool]]:
    """The literals that may leave `f` nowhere to hold, under some choice under which it holds somewhere.

    One pass that may name too many, never too few: for every edge, which literals it may force
    under some choice (as bits), and whether it may be empty under some choice.
    """
    memo: dict[Edge, tuple[int, bool]] = {0: (0, True), 1: (0, False)}

    def go(f: Edge) -> tuple[int, bool]:
        known = memo.get(f)
        if known is None:
            index, sign = f >> 1, f & 1
            level = diagrams.level[index]
            low, low_empty = go(diagrams.low[index] ^ sign)
            high, high_empty = go(diagrams.high[index] ^ sign)
            if level in choices:
                known = low | high, low_empty or high_empty
            else:
                forced = low & high
                forced |= (high | 2 << 2 * level) if low_empty else 0
                forced |= (low | 1 << 2 * level) if high_empty else 0
                known = forced, low_empty and high_empty
            memo[f] = known
        return known

    bits, _ = go(f)
    forced = (i for i in range(bits.bit_length()) if bits >> i & 1)
    return {(i // 2, not i % 2) for i in forced}  # what is forced, turned round, ends it
