"""The independent parts of a formula: gates through which all there is below them reaches the rest.

Such a part is worth one number to whatever stands above it, its chance. So a formula is weighed part by part: where the
arguments of a gate are parts of their own, products and sums do; a threshold over any number of them takes one table
of partial sums. Only what is left over, where arguments share something, needs a diagram.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from foedus.verdict.circuit import Circuit

__all__ = ["at_least", "modules"]


def modules(circuit: Circuit, roots: Sequence[int]) -> frozenset[int]:
    """The gates below the roots, other than leaves, whose leaves and gates nothing outside them asks about."""
    cone = sorted({n for root in roots for n in circuit.cone(root)})
    place = {n: i for i, n in enumerate(cone)}
    above = [0] * len(cone)
    for n in cone:
        for a in circuit.op(n).args:
            above[place[a]] |= 1 << place[n]
    inside, asked = [0] * len(cone), [0] * len(cone)
    found = set[int]()
    for i, n in enumerate(cone):
        inside[i] = 1 << i
        for a in circuit.op(n).args:
            j = place[a]
            inside[i] |= inside[j]
            asked[i] |= asked[j] | above[j]
        if circuit.op(n).args and not asked[i] & ~inside[i]:
            found.add(n)
    return frozenset(found)


def at_least(k: int, weighted: Sequence[tuple[Fraction, int]], moves: bool = False) -> tuple[Fraction, list[Fraction]]:
    """The chance that independent things weigh `k` together at least, and how much each of them moves it.

    `weighted` gives each thing's chance and its weight. With `moves` the second value is, for each, the chance with it minus
    the chance without it; else it is empty.
    """
    whole = lcm(*(c.denominator for c, _ in weighted)) if weighted else 1
    scaled = [(c.numerator * (whole // c.denominator), w) for c, w in weighted]
    ahead = _sums(scaled, k, whole)
    powers = whole ** len(weighted)
    total = Fraction(ahead[-1][k], powers)
    if not moves:
        return total, []
    behind = _sums(scaled[::-1], k, whole)[::-1]
    return total, [Fraction(_gain(ahead[i], behind[i + 1], k, weight) * whole, powers) for i, (_, weight) in enumerate(scaled)]


def _gain(before: Sequence[int], after: Sequence[int], k: int, weight: int) -> int:
    """How much likelier it is that `k` is reached with a thing of that weight than without it, given the sums of the others."""
    tail = [0] * (k + 2)
    for j in range(k, -1, -1):
        tail[j] = tail[j + 1] + after[j]
    return sum(p * (tail[max(0, k - j - weight)] - tail[k - j]) for j, p in enumerate(before) if p)


def _sums(scaled: Sequence[tuple[int, int]], k: int, whole: int) -> list[list[int]]:
    """After each thing, the weight of every sum from 0 on; the last entry, number k, is “k or more”."""
    row = [1, *[0] * k]
    out = [row]
    for share, weight in scaled:
        longer = [p * (whole - share) for p in row]
        for j, p in enumerate(row):
            if p:
                longer[min(k, j + weight)] += p * share
        row = longer
        out.append(row)
    return out
