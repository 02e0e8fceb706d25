"""Reduced ordered decision diagrams: a Boolean function as a graph that can be compared by number.

A function is an *edge*: twice the index of a node, plus one where it is negated. So negation is
`f ^ 1` and costs nothing; 0 is no, 1 is yes, and two edges are equal exactly when the functions
are. A node asks about one *level* and has a low edge (level false) and a high edge (level true);
levels grow from the root down. The low edge is never negated, which makes the form unique:

    (a and b)      a ─low→ 0          either(f, g)  =  both(f ^ 1, g ^ 1) ^ 1
                    └high→ b ─low→ 0
                            └high→ 1

Everything is built from one operation, `both`, written as a closure over plain lists because the
attribute look-ups of a method would double its time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import reduce
from sys import getrecursionlimit, setrecursionlimit
from typing import TypeAlias

Edge: TypeAlias = int
Level: TypeAlias = int

_SHIFT = 24  # an edge fits in 24 bits, so a pair of edges is one small integer key
MOST_NODES = 1 << (_SHIFT - 1)
_LEAF_LEVEL = 1 << 40


class TooLargeError(Exception):
    """A diagram would need more nodes than its budget allows."""


@contextmanager
def deep(levels: int) -> Iterator[None]:
    """Let recursion go as deep as a diagram over that many levels needs."""
    before = getrecursionlimit()
    setrecursionlimit(max(before, 1000 + 4 * levels))
    try:
        yield
    finally:
        setrecursionlimit(before)


class Diagrams:
    """A store of diagrams over one order of levels, with a budget of nodes."""

    def __init__(self, budget: int) -> None:
        self.budget = min(budget, MOST_NODES)
        self.level: list[Level] = [_LEAF_LEVEL]
        self.low: list[Edge] = [0]
        self.high: list[Edge] = [0]
        self.make: Callable[[Level, Edge, Edge], Edge] = _maker(self)
        self.both: Callable[[Edge, Edge], Edge] = _conjoiner(self)
        self._restricted: dict[tuple[tuple[Level, int], ...], dict[Edge, Edge]] = {}

    def __len__(self) -> int:
        return len(self.level)

    def allow(self, nodes: int) -> None:
        """Let so many more nodes be made from here on."""
        self.budget = min(len(self) + nodes, MOST_NODES)

    def var(self, level: Level) -> Edge:
        """The function that is the level itself."""
        return self.make(level, 0, 1)

    def either(self, f: Edge, g: Edge) -> Edge:
        """Either function, or both."""
        return self.both(f ^ 1, g ^ 1) ^ 1

    def choose(self, f: Edge, g: Edge, h: Edge) -> Edge:
        """`g` where `f` holds, `h` elsewhere."""
        return self.either(self.both(f, g), self.both(f ^ 1, h))

    def differ(self, f: Edge, g: Edge) -> Edge:
        """Where exactly one of the two holds."""
        return self.choose(f, g ^ 1, g)

    def top(self, f: Edge) -> Level:
        """The first level that `f` asks about; larger than any level for a constant."""
        return self.level[f >> 1]

    def all_of(self, edges: Iterable[Edge]) -> Edge:
        """Every one; the deepest first, so that each step only adds above what is there."""
        return reduce(self.both, sorted(edges, key=self.top, reverse=True), 1)

    def any_of(self, edges: Iterable[Edge]) -> Edge:
        """At least one."""
        return self.all_of(e ^ 1 for e in edges) ^ 1

    def at_least(self, k: int, edges: Iterable[Edge]) -> Edge:
        """At least `k` of `edges`, row by row from the one that reaches deepest: all may begin with the same level.

        row[j] is "at least j of the edges seen so far"; a further edge e makes it
        choose(e, row[j-1], row[j]). Never more than k+1 functions live at a time.
        """
        given = list(edges)
        foot = {edge: max(self.support(edge), default=_LEAF_LEVEL) for edge in set(given)}
        row = [1] + [0] * max(k, 0)
        for edge in sorted(given, key=foot.__getitem__, reverse=True):
            for j in range(len(row) - 1, 0, -1):
                row[j] = self.choose(edge, row[j - 1], row[j])
        return row[max(k, 0)]

    def exists(self, f: Edge, gone: Collection[Level], memo: dict[Edge, Edge]) -> Edge:
        """Whether some values of the levels in `gone` make `f` hold.

        `memo` must be used with this one `gone` only. A level may join `gone` later as long as no
        diagram that went through `memo` asks about it.
        """
        level, low, high, make, both = self.level, self.low, self.high, self.make, self.both

        def go(f: Edge) -> Edge:
            if f <= 1:
                return f
            known = memo.get(f)
            if known is not None:
                return known
            index, sign = f >> 1, f & 1
            lower = go(low[index] ^ sign)
            if level[index] in gone:
                out = 1 if lower == 1 else both(lower ^ 1, go(high[index] ^ sign) ^ 1) ^ 1
            else:
                out = make(level[index], lower, go(high[index] ^ sign))
            memo[f] = out
            return out

        return go(f)

    def restrict(self, f: Edge, values: tuple[tuple[Level, int], ...]) -> Edge:
        """`f` with some levels fixed; `values` in a fixed order of levels, so that it can be a key."""
        if not values or f <= 1:
            return f
        memo = self._restricted.setdefault(values, {})
        fixed, level, low, high, make = dict(values), self.level, self.low, self.high, self.make
        last = max(fixed)

        def go(f: Edge) -> Edge:
            index = f >> 1
            at = level[index]
            if at > last:
                return f
            known = memo.get(f)
            if known is not None:
                return known
            sign = f & 1
            value = fixed.get(at)
            if value is None:
                out = make(at, go(low[index] ^ sign), go(high[index] ^ sign))
            else:
                out = go((high[index] if value else low[index]) ^ sign)
            memo[f] = out
            return out

        return go(f)

    def compose(self, f: Edge, put: Mapping[Level, Edge]) -> Edge:
        """`f` with functions put in place of levels, all at once."""
        f = self.restrict(f, tuple(sorted((level, edge) for level, edge in put.items() if edge <= 1)))
        put = {level: edge for level, edge in put.items() if edge > 1}
        if not put:
            return f
        memo: dict[Edge, Edge] = {}
        level, low, high, choose, var, last = self.level, self.low, self.high, self.choose, self.var, max(put)

        def go(index: int) -> Edge:
            at = level[index]
            if at > last:
                return index << 1
            known = memo.get(index)
            if known is None:
                lower, upper = low[index], high[index]
                chooser = put[at] if at in put else var(at)
                known = choose(chooser, go(upper >> 1) ^ (upper & 1), go(lower >> 1) ^ (lower & 1))
                memo[index] = known
            return known

        return go(f >> 1) ^ (f & 1)

    def support(self, *edges: Edge) -> set[Level]:
        """The levels on which any of the functions depends."""
        level, low, high = self.level, self.low, self.high
        seen, todo = {0}, [e >> 1 for e in edges]
        while todo:
            index = todo.pop()
            if index not in seen:
                seen.add(index)
                todo.append(low[index] >> 1)
                todo.append(high[index] >> 1)
        return {level[index] for index in seen if index}

    def directions(self, f: Edge) -> set[tuple[Level, bool]]:
        """The levels on which `f` depends, each with the value that makes it hold where the other does not."""
        found: set[tuple[Level, bool]] = set()
        seen, todo = {0, 1}, [f]
        while todo:
            f = todo.pop()
            if f not in seen:
                seen.add(f)
                index, sign = f >> 1, f & 1
                lower, upper = self.low[index] ^ sign, self.high[index] ^ sign
                todo += lower, upper
                for value, holds, fails in ((True, upper, lower), (False, lower, upper)):
                    if self.both(holds, fails ^ 1):
                        found.add((self.level[index], value))
        return found

    def upward(self, f: Edge, levels: Collection[Level]) -> Edge:
        """Where `f` holds, or would with some of `levels` that are true made false.

        The result grows with `levels`, so a level in its support is in some smallest set.
        """
        memo: dict[Edge, Edge] = {0: 0, 1: 1}

        def go(f: Edge) -> Edge:
            known = memo.get(f)
            if known is None:
                index, sign = f >> 1, f & 1
                lower, upper = go(self.low[index] ^ sign), go(self.high[index] ^ sign)
                at = self.level[index]
                if at in levels:
                    upper = self.either(lower, upper)
                known = memo[f] = self.make(at, lower, upper)
            return known

        return go(f)

    def holds(self, f: Edge, values: Mapping[Level, bool]) -> bool:
        """The value of `f` where every level it asks about has a value."""
        while f > 1:
            index = f >> 1
            f = (self.high if values[self.level[index]] else self.low)[index] ^ (f & 1)
        return f == 1


def _maker(store: Diagrams) -> Callable[[Level, Edge, Edge], Edge]:
    levels, lows, highs = store.level, store.low, store.high
    unique: dict[Level, dict[int, Edge]] = {}

    def make(level: Level, low: Edge, high: Edge) -> Edge:
        if low == high:
            return low
        sign = low & 1
        if sign:
            low ^= 1
            high ^= 1
        table = unique.get(level)
        if table is None:
            table = unique[level] = {}
        key = low << _SHIFT | high
        edge = table.get(key)
        if edge is None:
            index = len(levels)
            if index >= store.budget:
                raise TooLargeError
            levels.append(level)
            lows.append(low)
            highs.append(high)
            edge = table[key] = index << 1
        return edge ^ sign

    return make


def _conjoiner(store: Diagrams) -> Callable[[Edge, Edge], Edge]:
    level, low, high, make = store.level, store.low, store.high, store.make
    memo: dict[int, Edge] = {}

    def both(f: Edge, g: Edge) -> Edge:
        if f > g:
            f, g = g, f
        if f <= 1 or f == g:
            return g if f else 0
        if f ^ g == 1:
            return 0
        key = f << _SHIFT | g
        out = memo.get(key)
        if out is not None:
            return out
        i, j = f >> 1, g >> 1
        at = level[i]
        down = level[j]
        s, t = f & 1, g & 1
        if at < down:
            out = make(at, both(low[i] ^ s, g), both(high[i] ^ s, g))
        elif at > down:
            out = make(down, both(f, low[j] ^ t), both(f, high[j] ^ t))
        else:
            out = make(at, both(low[i] ^ s, low[j] ^ t), both(high[i] ^ s, high[j] ^ t))
        memo[key] = out
        return out

    return both
