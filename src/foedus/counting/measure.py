"""How likely the functions of a diagram are, each variable being so with its own chance, independent of the others.

Everything is done in whole numbers: with one common denominator d for all chances, the weight of a function that asks about
variables from place i on is its chance times d^(places from i on). One pass up gives the weights, one pass down how much
each variable moves a chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import lcm

from foedus.verdict.bdd import Diagrams, Edge, Level

__all__ = ["Measure"]


class Measure:
    """The chances of functions over some levels. Levels not given do not occur in the functions asked about."""

    def __init__(self, diagrams: Diagrams, chances: Mapping[Level, Fraction]) -> None:
        self.diagrams = diagrams
        self.whole = lcm(*(c.denominator for c in chances.values())) if chances else 1
        self.levels = sorted(chances)
        self.place = {level: i for i, level in enumerate(self.levels)}
        self.weights = [c.numerator * (self.whole // c.denominator) for c in map(chances.__getitem__, self.levels)]
        self.powers = [1]
        for _ in self.levels:
            self.powers.append(self.powers[-1] * self.whole)
        self._known: dict[int, int] = {}

    def chance(self, f: Edge) -> Fraction:
        """The chance that `f` holds."""
        return Fraction(self._from(f, 0), self.powers[len(self.levels)])

    def _at(self, index: int) -> int:
        """The place of a node; past the last one for the constant."""
        return self.place[self.diagrams.level[index]] if index else len(self.levels)

    def _from(self, f: Edge, place: int) -> int:
        """The weight of `f` as a function of the levels from a place on."""
        index = f >> 1
        at = self._at(index)
        held = self._known.get(index)
        if held is None:
            held = self._fill(index)
        if f & 1:
            held = self.powers[len(self.levels) - at] - held
        return held * self.powers[at - place]

    def _fill(self, root: int) -> int:
        """Weigh a node and what lies below it, deepest first, without recursion."""
        known, low, high, whole = self._known, self.diagrams.low, self.diagrams.high, self.whole
        known.setdefault(0, 0)
        todo = [root]
        while todo:
            index = todo[-1]
            if index in known:
                todo.pop()
                continue
            missing = [e >> 1 for e in (low[index], high[index]) if e >> 1 not in known]
            if missing:
                todo += missing
                continue
            place = self._at(index)
            weight = self.weights[place]
            known[index] = (whole - weight) * self._from(low[index], place + 1) + weight * self._from(high[index], place + 1)
            todo.pop()
        return known[root]

    def moves(self, f: Edge) -> dict[Level, Fraction]:
        """How much the chance of `f` grows when a level goes from never to always: its derivative, for every level met.

        Positive where the level speaks for `f` on the whole, negative where it speaks against it.
        """
        self._from(f, 0)
        moved: dict[Level, int] = {}
        reached = {f >> 1: self.powers[self._at(f >> 1)] * (-1 if f & 1 else 1)}
        for index in self._downward(f >> 1):
            flow = reached.get(index, 0)
            if not flow:
                continue
            place = self._at(index)
            low, high = self.diagrams.low[index], self.diagrams.high[index]
            gain = self._from(high, place + 1) - self._from(low, place + 1)
            level = self.levels[place]
            moved[level] = moved.get(level, 0) + flow * gain
            for edge, weight in ((low, self.whole - self.weights[place]), (high, self.weights[place])):
                below = edge >> 1
                if below:
                    passed = flow * weight * self.powers[self._at(below) - place - 1]
                    reached[below] = reached.get(below, 0) + (-passed if edge & 1 else passed)
        return {level: Fraction(gain * self.whole, self.powers[-1]) for level, gain in moved.items()}

    def _downward(self, root: int) -> list[int]:
        """Every node below, in the order of levels."""
        seen, todo = set[int](), [root]
        while todo:
            index = todo.pop()
            if index and index not in seen:
                seen.add(index)
                todo += (self.diagrams.low[index] >> 1, self.diagrams.high[index] >> 1)
        return sorted(seen, key=lambda i: self.diagrams.level[i])
