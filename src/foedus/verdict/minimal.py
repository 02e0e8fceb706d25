"""Smallest sets: the fewest settled items that force a function, whatever the others do.

A set of literals forces a function when the function holds in every world that agrees with it. The
subset-minimal ones are the *prime implicants*, read off a diagram from the top level down:

    primes(f)  =  primes(f₀ and f₁)                         the level does not matter
               +  not-level with the further primes of f₀   it must be false
               +  level with the further primes of f₁       it must be true
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from foedus.verdict.bdd import Diagrams, Edge, Level

Literal: TypeAlias = tuple[Level, bool]
Sets: TypeAlias = frozenset[frozenset[Literal]]


_ON_THE_WAY = 20  # parts of a function may have more smallest sets than the whole


class _TooManyError(Exception):
    pass


@dataclass(frozen=True, slots=True)
class MinimalSets:
    """Smallest sets, shortest first and then in order of levels.

    `complete` is false where the bound bit: then these are all that have at most `largest` literals.
    """

    sets: tuple[frozenset[Literal], ...]
    complete: bool
    largest: int


def minimal_sets(diagrams: Diagrams, f: Edge, admitted: Edge = 1, most: int = 1000) -> MinimalSets:
    """Every smallest set of literals that makes `f` hold in all admitted worlds.

    Sets that no admitted world agrees with force nothing and are left out. When there are more
    than `most`, the search settles for the sets of the greatest size that it can list in full.
    """
    goal = diagrams.either(admitted ^ 1, f)
    size = len(diagrams.support(goal))
    complete = True
    found: Sets = frozenset()
    try:
        found = _primes(diagrams, goal, size, most)
    except _TooManyError:
        complete = False
        found, size = _by_size(diagrams, goal, most)
    sets = [s for s in found if _possible(diagrams, admitted, s)]
    return MinimalSets(tuple(sorted(sets, key=lambda s: (len(s), sorted(s)))), complete, size)


def _by_size(diagrams: Diagrams, goal: Edge, most: int) -> tuple[Sets, int]:
    """All smallest sets up to the greatest size at which they are not too many, and that size."""
    found: Sets = frozenset()
    for size in range(len(diagrams.support(goal)) + 1):
        try:
            found = _primes(diagrams, goal, size, most)
        except _TooManyError:
            return found, size - 1
    return found, size


def _possible(diagrams: Diagrams, admitted: Edge, literals: frozenset[Literal]) -> bool:
    fixed = tuple(sorted((level, int(value)) for level, value in literals))
    return diagrams.restrict(admitted, fixed) != 0


def _primes(diagrams: Diagrams, f: Edge, size: int, most: int) -> Sets:
    """The prime implicants of at most `size` literals.

    Raises _TooManyError where they are more than `most`, or far more than that on the way there.
    """
    memo: dict[tuple[Edge, int], Sets] = {}
    most_met = _ON_THE_WAY * most

    def go(f: Edge, size: int) -> Sets:
        if f <= 1:
            return frozenset([frozenset[Literal]()]) if f else frozenset()
        if (f, size) in memo:
            return memo[f, size]
        index, sign = f >> 1, f & 1
        level, low, high = diagrams.level[index], diagrams.low[index] ^ sign, diagrams.high[index] ^ sign
        either_way = go(diagrams.both(low, high), size)
        found = set(either_way)
        for below, value in ((low, False), (high, True)):
            if size:
                literal = (level, value)
                found |= {p | {literal} for p in go(below, size - 1) if p not in either_way}
        if len(found) > most_met:
            raise _TooManyError
        memo[f, size] = frozenset(found)
        return memo[f, size]

    found = go(f, size)
    if len(found) > most:
        raise _TooManyError
    return found
