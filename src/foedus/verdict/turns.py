"""What an open answer turns on.

An item that no constraint binds is listed where the worlds of some answer depend on it: then two
admitted worlds that differ in it alone are answered apart. Constraints bind facts in independent
components, and a smallest set of facts that must move together lies within one of them: whatever
lies outside could be moved first, without leaving the admitted worlds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from foedus.verdict.bdd import Diagrams, Edge, Level
from foedus.verdict.minimal import minimal_sets
from foedus.verdict.study import Component, Study

MOST_GROUPS = 200
MANY_GROUPS = f"more than {MOST_GROUPS} groups of facts that move together; not all are listed"
_MOST_LISTED = 64  # admitted ways of one component that are written out one by one

Cube = tuple[tuple[Level, int], ...]
Way = dict[Level, int]
Flips = tuple[frozenset[Level], frozenset[frozenset[Level]], bool]


class Turns:
    """What one question turns on, choice by choice."""

    def __init__(self, study: Study) -> None:
        worlds = study.worlds
        self.study = study
        # The third answer has whatever admitted worlds the other two leave.
        self.answers = [f for f in (worlds.yes, worlds.not_engaged) if f > 1]
        self._choices = study.diagrams.support(*self.answers) & study.order.choices
        self._known: dict[Cube, Flips] = {}
        self._ways: dict[int, list[Way] | None] = {}
        self._bands = [(min(part.levels), max(part.levels)) for part in study.components]

    def flips(self, cube: Cube) -> Flips:
        """The items that flip the answer alone, the larger smallest sets, and whether these are all."""
        bearing = tuple(bit for bit in cube if bit[0] in self._choices)
        if bearing not in self._known:
            edges = [self.study.diagrams.restrict(f, bearing) for f in self.answers]
            self._known[bearing] = self._flips(edges)
        return self._known[bearing]

    def _flips(self, edges: list[Edge]) -> Flips:
        levels, entries = self._scan(edges)
        alone = levels & self.study.order.world
        for part in self.study.components:
            alone -= part.levels
        groups: set[frozenset[Level]] = set()
        complete = True
        for i, enters in entries.items():
            found, all_found = self._moves(i, edges, enters)
            complete &= all_found
            alone |= {level for moved in found if len(moved) == 1 for level in moved}
            groups |= {moved for moved in found if len(moved) > 1}
        return frozenset(alone), frozenset(groups), complete and len(groups) <= MOST_GROUPS

    def _scan(self, edges: list[Edge]) -> tuple[set[Level], dict[int, set[Edge]]]:
        """The levels met, and for each component the diagrams met on entering its band of levels."""
        diagrams, bands = self.study.diagrams, self._bands
        level, low, high = diagrams.level, diagrams.low, diagrams.high
        met: set[Level] = set()
        entries: dict[int, set[Edge]] = {}
        seen: set[int] = {0}
        todo = [(-1, edge >> 1) for edge in edges]
        inside = self._inside()
        while todo:
            above, index = todo.pop()
            at = level[index]
            for i in inside.get(at, ()):
                if above < bands[i][0]:
                    entries.setdefault(i, set()).add(index << 1)
            if index not in seen:
                seen.add(index)
                met.add(at)
                todo.append((at, low[index] >> 1))
                todo.append((at, high[index] >> 1))
        return met, entries

    def _inside(self) -> dict[Level, list[int]]:
        inside: dict[Level, list[int]] = {}
        for i, (first, last) in enumerate(self._bands):
            for level in range(first, last + 1):
                inside.setdefault(level, []).append(i)
        return inside

    def _moves(self, i: int, edges: list[Edge], enters: set[Edge]) -> tuple[list[frozenset[Level]], bool]:
        """The smallest sets of a component's facts that two worlds with different answers differ in.

        Two ways to settle the component are answered alike exactly when they lead to the same
        place from every diagram that enters its band.
        """
        part = self.study.components[i]
        if i not in self._ways:
            self._ways[i] = _ways(self.study.diagrams, part)
        ways = self._ways[i]
        if ways is None:
            return _moves_by_doubling(self.study, part, edges)
        last = self._bands[i][1]
        alike = [list(range(len(ways)))]
        for entry in sorted(enters):
            parted = [_by_place(self.study.diagrams, entry, ways, c, last) for c in alike if len(c) > 1]
            alike = [c for c in alike if len(c) == 1] + [c for cs in parted for c in cs]
            if len(alike) == len(ways):
                break
        kind = {way: number for number, c in enumerate(alike) for way in c}
        true = [frozenset(level for level, value in way.items() if value) for way in ways]
        apart = (true[a] ^ true[b] for a, b in combinations(range(len(ways)), 2) if kind[a] != kind[b])
        return smallest(apart), True


def _by_place(diagrams: Diagrams, entry: Edge, ways: Sequence[Way], among: Sequence[int], last: Level) -> Iterable[list[int]]:
    """Some ways, sorted by where each leads from `entry`."""
    level, low, high = diagrams.level, diagrams.low, diagrams.high
    places: dict[Edge, list[int]] = {}
    for number in among:
        way, edge = ways[number], entry
        while (value := way.get(level[edge >> 1])) is not None:
            edge = (high if value else low)[edge >> 1] ^ (edge & 1)
        if level[edge >> 1] <= last:  # another level stands within the band
            edge = diagrams.restrict(edge, tuple(way.items()))
        places.setdefault(edge, []).append(number)
    return places.values()


def smallest(sets: Iterable[frozenset[Level]]) -> list[frozenset[Level]]:
    """The sets that include no other."""
    kept: list[frozenset[Level]] = []
    for candidate in sorted(set(sets), key=len):
        if not any(k <= candidate for k in kept):
            kept.append(candidate)
    return kept


def _ways(diagrams: Diagrams, part: Component) -> list[Way] | None:
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
    return [dict(way) for way, _ in ways]


def _moves_by_doubling(study: Study, part: Component, edges: list[Edge]) -> tuple[list[frozenset[Level]], bool]:
    """The same by diagrams: beside each level a second one that says whether it is moved."""
    diagrams = study.diagrams
    wide = Diagrams(diagrams.budget)
    here: dict[Edge, Edge] = {}
    there: dict[Edge, Edge] = {}
    apart = 0
    admitted = study.admitted(*edges)
    for answer in edges:
        one = _doubled(diagrams, answer, frozenset(), wide, here)
        two = _doubled(diagrams, diagrams.both(admitted, answer ^ 1), part.levels, wide, there)
        apart = wide.either(apart, wide.both(one, two))
    moved = {2 * level + 1 for level in part.levels}
    some = wide.exists(apart, wide.support(apart) - moved, {})
    found = minimal_sets(wide, wide.upward(some, moved), most=MOST_GROUPS)
    return [frozenset(level // 2 for level, _ in s) for s in found.sets], found.complete


def _doubled(diagrams: Diagrams, f: Edge, moving: frozenset[Level], wide: Diagrams, memo: dict[Edge, Edge]) -> Edge:
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
