"""What open comparisons can be together: orders that some instants realise, counts that are one number.

a before b, b before c         only with  a before c
votes at least 61              only with  votes at least 60
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from foedus.ground.limits import TooWide
from foedus.verdict import Circuit
from foedus.vocabulary import Fact

__all__ = ["count_gates", "order_gates", "whole"]

MAX_CYCLES = 20_000
YES = 1

Ordered = Callable[[Fact, Fact], bool | None]
"""What the record says of two events: the first was before the second, was not, or (None) it does not say."""


@dataclass(frozen=True, slots=True)
class _Edge:
    """`first` is before `second` (`strict`), or no later than it, where gate `node` holds."""

    first: Fact
    second: Fact
    strict: bool
    node: int


def order_gates(circuit: Circuit, orders: Mapping[str, tuple[Fact, Fact]], record: Ordered) -> Iterator[int]:
    """Gates that forbid every set of open comparisons that no instants realise.

    Instants realise a set unless going along it, "before" by "not after", leads back to where one
    began with a real step forward on the way.
    """
    edges = [*_open_edges(circuit, orders), *_forced_edges(orders, record)]
    found: set[frozenset[int]] = set()
    events = list(dict.fromkeys(event for pair in orders.values() for event in pair))
    leaving: dict[Fact, list[_Edge]] = {event: [] for event in events}
    for edge in edges:
        leaving[edge.first].append(edge)
    for rank, event in enumerate(events):
        for n, cycle in enumerate(_cycles(event, (), leaving, set(events[rank:]))):
            if n > MAX_CYCLES:
                raise TooWide(f"more than {MAX_CYCLES:,} orders of open events")
            nodes = frozenset(e.node for e in cycle if e.node != YES)
            if any(e.strict for e in cycle) and not any(circuit.negate(x) in nodes for x in nodes):
                found.add(nodes)
    for nodes in sorted(found, key=sorted):
        if nodes and not any(smaller < nodes for smaller in found):
            yield circuit.negate(circuit.all_of(sorted(nodes)))


def _open_edges(circuit: Circuit, orders: Mapping[str, tuple[Fact, Fact]]) -> Iterator[_Edge]:
    for text, (first, second) in orders.items():
        node = circuit.fact(text)
        yield _Edge(first, second, True, node)
        yield _Edge(second, first, False, circuit.negate(node))


def _forced_edges(orders: Mapping[str, tuple[Fact, Fact]], record: Ordered) -> Iterator[_Edge]:
    compared = set(orders.values())
    events = list(dict.fromkeys(event for pair in orders.values() for event in pair))
    for first in events:
        for second in events:
            known = record(first, second) if first != second and (first, second) not in compared else None
            if known is not None:
                yield _Edge(first, second, True, YES) if known else _Edge(second, first, False, YES)


def _cycles(
    start: Fact, path: tuple[_Edge, ...], leaving: Mapping[Fact, list[_Edge]], allowed: set[Fact]
) -> Iterator[tuple[_Edge, ...]]:
    """Simple cycles through `start`. Two forced steps in a row are one forced step, so they are left out."""
    at = path[-1].second if path else start
    for edge in leaving[at]:
        if path and path[-1].node == YES and edge.node == YES:
            continue
        if edge.second == start:
            yield (*path, edge)
        elif edge.second in allowed and all(edge.second != e.second for e in path):
            yield from _cycles(start, (*path, edge), leaving, allowed)


def whole(op: str, needed: Fraction) -> Fraction:
    """The threshold as a whole number, since what is counted is whole: at least 67 1/2 is at least 68."""
    return Fraction(ceil(needed) if op in (">=", "<") else floor(needed))


def count_gates(circuit: Circuit, counts: Mapping[str, tuple[Fact, str, Fraction]]) -> Iterator[int]:
    """Gates that make comparisons of one count agree: at least 61 is at least 60, and never below 0."""
    reached: dict[Fact, list[tuple[int, int]]] = {}
    for text, (count, op, needed) in counts.items():
        least = ceil(needed) if op in (">=", "<") else floor(needed) + 1
        node = circuit.fact(text)
        reached.setdefault(count, []).append((least, node if op in (">=", ">") else circuit.negate(node)))
    for cuts in reached.values():
        cuts.sort()
        yield from (node for least, node in cuts if least <= 0)
        for (low, lower), (high, higher) in pairwise(cuts):
            yield circuit.any_of((circuit.negate(higher), lower))
            if low == high:
                yield circuit.any_of((circuit.negate(lower), higher))
