"""What an open answer turns on.

An item that no constraint binds is listed where the worlds of some answer depend on it: then two
admitted worlds that differ in it alone are answered apart. Constraints bind facts in independent
components, and a smallest set of facts that must move together lies within one of them: whatever
lies outside could be moved first, without leaving the admitted worlds.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from foedus.verdict.bdd import Diagrams, Edge, Level
from foedus.verdict.minimal import minimal_sets
from foedus.verdict.study import Answers, Component, Study

MOST_GROUPS = 200
MANY_GROUPS = f"more than {MOST_GROUPS} groups of facts that move together; not all are listed"
_MOST_LISTED = 64  # admitted ways of one component that are written out one by one

Cube = tuple[tuple[Level, int], ...]


def flips(study: Study, cube: Cube) -> tuple[set[Level], set[frozenset[Level]], bool]:
    """The items that flip the answer alone, the larger smallest sets, and whether these are all."""
    diagrams, worlds = study.diagrams, study.worlds
    edges = [diagrams.restrict(f, cube) for f in (worlds.yes, worlds.no, worlds.not_engaged)]
    levels = diagrams.support(*edges) & study.order.world
    tied = [part for part in study.components if not levels.isdisjoint(part.levels)]
    alone = levels.difference(*(part.levels for part in tied))
    groups: set[frozenset[Level]] = set()
    complete = True
    for part in tied:
        found, all_found = _moves(diagrams, part, Answers(*edges))
        complete &= all_found
        alone |= {level for moved in found if len(moved) == 1 for level in moved}
        groups |= {moved for moved in found if len(moved) > 1}
    return alone, groups, complete and len(groups) <= MOST_GROUPS


def smallest(sets: Iterable[frozenset[Level]]) -> list[frozenset[Level]]:
    """The sets that include no other."""
    kept: list[frozenset[Level]] = []
    for candidate in sorted(set(sets), key=len):
        if not any(k <= candidate for k in kept):
            kept.append(candidate)
    return kept


def _moves(diagrams: Diagrams, part: Component, worlds: Answers) -> tuple[list[frozenset[Level]], bool]:
    ways = _ways(diagrams, part)
    if ways is None:
        return _moves_by_doubling(diagrams, part, worlds)
    answered: list[tuple[frozenset[Level], tuple[Edge, ...]]] = []
    for way in ways:
        edges = (diagrams.restrict(f, way) for f in (worlds.yes, worlds.no, worlds.not_engaged))
        answered.append((frozenset(level for level, value in way if value), tuple(edges)))
    apart = (one ^ two for (one, a), (two, b) in combinations(answered, 2) if a != b)
    return smallest(apart), True


def _ways(diagrams: Diagrams, part: Component) -> list[Cube] | None:
    """Every admitted way to settle the component's facts; None where there are too many."""
    ways: list[tuple[Cube, Edge]] = [((), part.holds)]
    for level in sorted(part.levels):
        ways = [
            ((*way, (level, value)), rest)
            for way, holds in ways
            for value in (0, 1)
            if (rest := diagrams.restrict(holds, ((level, value),)))
        ]
        if len(ways) > _MOST_LISTED:
            return None
    return [way for way, _ in ways]


def _moves_by_doubling(
    diagrams: Diagrams, part: Component, worlds: Answers
) -> tuple[list[frozenset[Level]], bool]:
    """The same by diagrams: beside each level a second one that says whether it is moved."""
    wide = Diagrams(diagrams.budget)
    here: dict[Edge, Edge] = {}
    there: dict[Edge, Edge] = {}
    edges = (worlds.yes, worlds.no, worlds.not_engaged)
    apart = 0
    for i, answer in enumerate(edges):
        others = diagrams.any_of(edges[:i] + edges[i + 1 :])
        one = _doubled(diagrams, answer, frozenset(), wide, here)
        two = _doubled(diagrams, others, part.levels, wide, there)
        apart = wide.either(apart, wide.both(one, two))
    moved = {2 * level + 1 for level in part.levels}
    some = wide.exists(apart, wide.support(apart) - moved, {})
    found = minimal_sets(wide, wide.upward(some, moved), most=MOST_GROUPS)
    return [frozenset(level // 2 for level, _ in s) for s in found.sets], found.complete


def _doubled(
    diagrams: Diagrams, f: Edge, moving: frozenset[Level], wide: Diagrams, memo: dict[Edge, Edge]
) -> Edge:
    """`f` in the wide store, asked of the world after the moves in `moving`."""
    if f <= 1:
        return f
    if f not in memo:
        index, sign = f >> 1, f & 1
        level = diagrams.level[index]
        low = _doubled(diagrams, diagrams.low[index] ^ sign, moving, wide, memo)
        high = _doubled(diagrams, diagrams.high[index] ^ sign, moving, wide, memo)
        if level in moving:
            moved = 2 * level + 1
            memo[f] = wide.make(2 * level, wide.make(moved, low, high), wide.make(moved, high, low))
        else:
            memo[f] = wide.make(2 * level, low, high)
    return memo[f]
