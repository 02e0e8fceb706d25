"""Which stances reproduce what an alliance said: a search over every choice of readings and standard of proof.

A ground is reproduced by a stance when the case, asked the ground's question as of the day it was given, gets the answer
that was given. For each ground the stances that do so are a set; the sets of all grounds cut the stances into *classes*
that reproduce the same grounds. From the classes everything else is read off, exactly:

    a stance that explains all        a class in which every ground is reproduced
    the stances that explain most     the classes with the most grounds
    a smallest conflict               grounds of which every class misses one: a smallest set that hits what each class misses
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import TypeAlias

from foedus.verdict.bdd import Diagrams, Edge

__all__ = ["Box", "Class", "Space", "smallest_conflicts"]

Box: TypeAlias = Mapping[str, Sequence[str]]
"""Stances: for each word named any of these options, for every other word any at all."""

NODES = 500_000
MOST_CLASSES = 5_000


@dataclass(frozen=True)
class Class:
    """Stances that reproduce the same grounds, by number.

    options  for each word the options that occur among them; told for words that are not free
    stances  how many there are, out of all
    every    whether every combination of these options is among them
    """

    grounds: frozenset[int]
    options: Mapping[str, tuple[str, ...]]
    stances: int
    every: bool = True


@dataclass
class Space:
    """Every stance: one option for each word. Sets of stances are edges of one diagram."""

    words: Mapping[str, tuple[str, ...]]
    diagrams: Diagrams = field(default_factory=lambda: Diagrams(NODES))
    _options: dict[tuple[str, str], Edge] = field(default_factory=dict)

    def __post_init__(self) -> None:
        level = 0
        for word, options in self.words.items():
            passed: Edge = 1
            for option in options[:-1]:  # the first that is taken
                take = self.diagrams.var(level)
                self._options[word, option] = self.diagrams.both(passed, take)
                passed = self.diagrams.both(passed, take ^ 1)
                level += 1
            self._options[word, options[-1]] = passed

    def option(self, word: str, option: str) -> Edge:
        """The stances that choose an option."""
        return self._options[word, option]

    def boxes(self, boxes: Iterable[Box]) -> Edge:
        """The stances in any of some boxes."""
        return self.diagrams.any_of(self._box(box) for box in boxes)

    def _box(self, box: Box) -> Edge:
        return self.diagrams.all_of(self.diagrams.any_of(self._options[w, o] for o in options) for w, options in box.items())

    def all_days(self, days: Sequence[Sequence[Box]]) -> Edge:
        """The stances that are in some box of every day."""
        return self.diagrams.all_of(self.boxes(boxes) for boxes in days)

    def classes(self, sets: Sequence[Edge]) -> tuple[tuple[tuple[frozenset[int], Edge], ...], bool]:
        """What each stance is in of some sets: the classes, those in most sets first; whether that is all of them.

        Where there are too many, the classes that lag behind are dropped.
        """
        found: list[tuple[frozenset[int], Edge]] = [(frozenset(), 1)]
        whole = True
        for number, one in enumerate(sets):
            split: list[tuple[frozenset[int], Edge]] = []
            for grounds, stances in found:
                inside = self.diagrams.both(stances, one)
                outside = self.diagrams.both(stances, one ^ 1)
                split += [(grounds | {number}, inside)] if inside else []
                split += [(grounds, outside)] if outside else []
            found = sorted(split, key=lambda c: (-len(c[0]), sorted(c[0])))
            whole = whole and len(found) <= MOST_CLASSES
            found = found[:MOST_CLASSES]
        return tuple(found), whole

    def told(self, grounds: frozenset[int], stances: Edge) -> Class:
        """A class in words: which options occur in it."""
        options = {}
        for word, known in self.words.items():
            met = tuple(o for o in known if self.diagrams.both(stances, self._options[word, o]))
            if len(met) < len(known):
                options[word] = met
        number = self.count(stances)
        return Class(grounds, options, number, number == prod(len(options.get(w, known)) for w, known in self.words.items()))

    def count(self, stances: Edge) -> int:
        """How many stances a set holds."""
        words = list(self.words.items())
        memo: dict[tuple[Edge, int], int] = {}

        def go(f: Edge, at: int) -> int:
            if f == 0 or at == len(words):
                return int(f == 1)
            if (f, at) not in memo:
                options = words[at][1]
                first = sum(len(o) - 1 for _, o in words[:at])
                memo[f, at] = sum(go(self._taking(f, first, len(options), n), at + 1) for n in range(len(options)))
            return memo[f, at]

        return go(stances, 0)

    def _taking(self, f: Edge, first: int, options: int, number: int) -> Edge:
        """What is left of a set where the option of that number is taken of a word whose levels begin at `first`."""
        taken = number < options - 1
        # the levels behind the option taken decide nothing any more, and are fixed as well
        return self.diagrams.restrict(f, tuple((first + n, int(taken and n == number)) for n in range(options - 1)))


def smallest_conflicts(missed: Iterable[frozenset[int]], most: int) -> tuple[tuple[frozenset[int], ...], bool]:
    """Every smallest set of grounds that no class reproduces together, given what each class misses; fewest first.

    They are the smallest sets that share a ground with every set of missed ones. Whether all were found: at most `most`.
    """
    sets = sorted(set(missed), key=lambda m: (len(m), sorted(m)))
    sets = [m for n, m in enumerate(sets) if not any(other <= m for other in sets[:n])]
    found: list[frozenset[int]] = [frozenset()]
    whole = True
    for one in sets:
        hit = [f for f in found if f & one]
        grown = {f | {n} for f in found if not f & one for n in one}
        fresh = [g for g in grown if not any(h <= g for h in hit)]
        found = sorted([*hit, *fresh], key=lambda f: (len(f), sorted(f)))
        whole = whole and len(found) <= 50 * most
        found = found[: 50 * most]
    return tuple(found[:most]), whole and len(found) <= most
