"""How often an answer hangs on one thing alone, for all of them in two passes over one diagram.

A diagram holds the answer of every way in which what is open may turn out: from the level `floor` on its nodes stand for
answers, and the constant 0 for a way that is not admitted. A way hangs on a level where turning that level alone leads to
another answer, both being admitted:

    reach(n)     the share of ways that come through node n, from the top down
    apart(a, b)  the share of ways in which a and b are admitted and give different answers
    hangs(x)     the sum of reach(n) · apart(low(n), high(n)) over the nodes that ask about x

Shares are whole numbers over the product of all levels' denominators, so nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from heapq import heappop, heappush
from math import prod

from foedus.verdict.bdd import Diagrams, Edge, Level

__all__ = ["hanging"]

_HALF = Fraction(1, 2)


def hanging(diagrams: Diagrams, answers: Edge, floor: Level, shares: Mapping[Level, Fraction]) -> dict[Level, Fraction]:
    """For each level the share of admitted ways that hang on it; levels on which none does are left out.

    `shares` says how often a level is so, where not half the time. Recurses as deep as there are levels.
    """
    return _Passes(diagrams, floor, shares, diagrams.support(answers)).hanging(answers)


class _Passes:
    """The weights of one diagram."""

    def __init__(self, diagrams: Diagrams, floor: Level, shares: Mapping[Level, Fraction], levels: set[Level]) -> None:
        self.diagrams = diagrams
        self.floor = floor
        self.shares = {level: shares.get(level, _HALF) for level in levels if level < floor}
        self.whole = prod(share.denominator for share in self.shares.values())
        self._admitted: dict[Edge, int] = {0: 0}
        self._apart: dict[tuple[Edge, Edge], int] = {}

    def hanging(self, answers: Edge) -> dict[Level, Fraction]:
        every = self.admitted(answers) * self.whole
        found: dict[Level, int] = {}
        reach = {answers: self.whole}
        waiting = [(self.diagrams.top(answers), answers)]
        while waiting:
            level, edge = heappop(waiting)
            if level >= self.floor:
                break
            sides = self._below(edge, level)
            found[level] = found.get(level, 0) + reach[edge] * self.apart(*sides)
            for side, weight in zip(sides, self._split(level, reach[edge]), strict=True):
                if side not in reach:
                    heappush(waiting, (self.diagrams.top(side), side))
                reach[side] = reach.get(side, 0) + weight
        return {level: Fraction(hung, every) for level, hung in found.items() if hung}

    def admitted(self, f: Edge) -> int:
        """The weight of the ways that have an answer."""
        level = self.diagrams.top(f)
        if f and level >= self.floor:
            return self.whole
        if f not in self._admitted:
            low, high = self._below(f, level)
            self._admitted[f] = self._joined(level, self.admitted(low), self.admitted(high))
        return self._admitted[f]

    def apart(self, a: Edge, b: Edge) -> int:
        """The weight of the ways in which both are admitted and differ."""
        if a == b or not a or not b:
            return 0
        if a > b:
            a, b = b, a
        known = self._apart.get((a, b))
        if known is None:
            level = min(self.diagrams.top(a), self.diagrams.top(b))
            if level >= self.floor:
                return self.whole
            (a0, a1), (b0, b1) = self._below(a, level), self._below(b, level)
            known = self._apart[a, b] = self._joined(level, self.apart(a0, b0), self.apart(a1, b1))
        return known

    def _below(self, f: Edge, level: Level) -> tuple[Edge, Edge]:
        """The edge where the level is not so, and where it is."""
        index, sign = f >> 1, f & 1
        if self.diagrams.level[index] != level:
            return f, f
        return self.diagrams.low[index] ^ sign, self.diagrams.high[index] ^ sign

    def _split(self, level: Level, weight: int) -> tuple[int, int]:
        """A weight, as much of it as goes low and as goes high. What comes from above has no denominator from here on."""
        share = self.shares[level]
        high = weight * share.numerator // share.denominator
        return weight - high, high

    def _joined(self, level: Level, low: int, high: int) -> int:
        share = self.shares[level]
        return ((share.denominator - share.numerator) * low + share.numerator * high) // share.denominator
