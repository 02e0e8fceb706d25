"""How likely the functions of a diagram are, each variable being so with its own chance, independent of the others.

Everything is done in whole numbers: the weight of a function that asks about variables from place i on is its chance times
the product of the denominators from place i on. One pass up gives the weights, one pass down how much each variable moves a
chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from foedus.verdict.bdd import Diagrams, Edge, Level

__all__ = ["Measure"]


class Measure:
    """The chances of functions over some levels. Levels not given do not occur in the functions asked about."""

    def __init__(self, diagrams: Diagrams, chances: Mapping[Level, Fraction]) -> None:
        self.diagrams = diagrams
        self.levels = sorted(chances)
        self.place = {level: i for i, level in enumerate(self.levels)}
        self.chances = [chances[level] for level in self.levels]
        self.whole = [1]  # the product of the denominators before a place
        for c in self.chances:
            self.whole.append(self.whole[-1] * c.denominator)
        self._between: dict[tuple[int, int], int] = {}
        self._known: dict[int, int] = {0: 0}

    def chance(self, f: Edge) -> Fraction:
        """The chance that `f` holds."""
        return Fraction(self._from(f, 0), self.whole[-1])

    def _at(self, index: int) -> int:
        """The place of a node; past the last one for the constant."""
        return self.place[self.diagrams.level[index]] if index else len(self.levels)

    def _gap(self, place: int, at: int) -> int:
        """The product of the denominators from one place to another."""
        if place == at:
            return 1
        known = self._between.get((place, at))
        if known is None:
            known = self._between[place, at] = self.whole[at] // self.whole[place]
        return known

    def _from(self, f: Edge, place: int) -> int:
        """The weight of `f` as a function of the levels from a place on."""
        index = f >> 1
        held = self._known.get(index)
        if held is None:
            held = self._fill(index)
        at = self._at(index)
        if f & 1:
            held = self._gap(at, len(self.levels)) - held
        return held if at == place else held * self._gap(place, at)

    def _fill(self, root: int) -> int:
        """Weigh a node and what lies below it, deepest first, without recursion."""
        known, low, high = self._known, self.diagrams.low, self.diagrams.high
        todo = [root]
        while todo:
            index = todo[-1]
            if index in known:
                todo.pop()
                continue
            lower, upper = low[index], high[index]
            missing = [e >> 1 for e in (lower, upper) if e >> 1 not in known]
            if missing:
                todo += missing
                continue
            place = self._at(index)
            up = self.chances[place].numerator
            down = self.chances[place].denominator - up
            known[index] = down * self._from(lower, place + 1) + up * self._from(upper, place + 1)
            todo.pop()
        return known[root]

    def moves(self, f: Edge) -> dict[Level, Fraction]:
        """How much the chance of `f` grows when a level goes from never to always: its derivative, for every level met.

        Positive where the level speaks for `f` on the whole, negative where it speaks against it.
        """
        self._from(f, 0)
        moved: dict[Level, int] = {}
        reached = {f >> 1: self._gap(0, self._at(f >> 1)) * (-1 if f & 1 else 1)}
        for index in self._downward(f >> 1):
            flow = reached.get(index, 0)
            if not flow:
                continue
            place = self._at(index)
            low, high, share = self.diagrams.low[index], self.diagrams.high[index], self.chances[place]
            gain = self._from(high, place + 1) - self._from(low, place + 1)
            moved[place] = moved.get(place, 0) + flow * gain
            for edge, weight in ((low, share.denominator - share.numerator), (high, share.numerator)):
                below = edge >> 1
                if below and weight:
                    passed = flow * weight * self._gap(place + 1, self._at(below))
                    reached[below] = reached.get(below, 0) + (-passed if edge & 1 else passed)
        return {self.levels[p]: Fraction(gain * self.chances[p].denominator, self.whole[-1]) for p, gain in moved.items()}

    def _downward(self, root: int) -> list[int]:
        """Every node below, in the order of levels."""
        seen, todo = set[int](), [root]
        while todo:
            index = todo.pop()
            if index and index not in seen:
                seen.add(index)
                todo += (self.diagrams.low[index] >> 1, self.diagrams.high[index] >> 1)
        return sorted(seen, key=lambda i: self.diagrams.level[i])
