"""The independent parts of a formula: gates through which all there is below them reaches the rest.

Such a part is worth one number to whatever stands above it, its chance. So a formula is weighed part by part: where the
arguments of a gate are parts of their own, products and sums do; a threshold over any number of them takes one table
of partial sums. Only what is left over, where arguments share something, needs a diagram.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

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
    ahead = _sums(weighted, k)
    total = ahead[-1][k]
    if not moves:
        return total, []
    behind = _sums(weighted[::-1], k)[::-1]
    out = []
    for i, (_, weight) in enumerate(weighted):
        before, after = ahead[i], behind[i + 1]
        tail = [Fraction(0)] * (k + 2)
        for j in range(k, -1, -1):
            tail[j] = tail[j + 1] + after[j]
        without = sum((p * tail[max(0, k - j)] for j, p in enumerate(before) if p), Fraction(0))
        with_it = sum((p * tail[max(0, k - j - weight)] for j, p in enumerate(before) if p), Fraction(0))
        out.append(with_it - without)
    return total, out


def _sums(weighted: Sequence[tuple[Fraction, int]], k: int) -> list[list[Fraction]]:
    """After each thing, the chance of every sum from 0 on; the last entry, number k, is “k or more”."""
    row = [Fraction(1), *[Fraction(0)] * k]
    out = [row]
    for chance, weight in weighted:
        longer = [p * (1 - chance) for p in row]
        for j, p in enumerate(row):
            longer[min(k, j + weight)] += p * chance
        row = longer
        out.append(row)
    return out
