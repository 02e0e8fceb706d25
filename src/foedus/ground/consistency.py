"""What open comparisons can be together: orders that some instants realise, counts that are one number.

a before b, b before c         only with  a before c
votes at least 61              only with  votes at least 60
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from foedus.ground.limits import TooWide
from foedus.text.law import Counted
from foedus.verdict import Circuit
from foedus.vocabulary import Fact

__all__ = ["Ratio", "count_gates", "enough", "order_gates", "ratio_gates", "whole"]

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


@dataclass(frozen=True, slots=True)
class Ratio:
    """A count against a share of another: `count` >= `share` of `of`; `op` is one of >= > <= <."""

    count: Fact
    op: str
    share: Fraction
    of: Fact


def enough(circuit: Circuit, counted: Counted, does: Sequence[int], wholes: Sequence[int]) -> int:
    """The gate that says whether those who do it are enough, given each one's gate and whether it is of the whole.

    q times those who do it against p times the whole is one threshold: who is not of the whole adds p
    to the side of those who do it, so that both sides may be open. Of an empty whole nothing carries.
    """
    if counted.op in ("<", "<="):
        contrary = replace(counted, op=">=" if counted.op == "<" else ">")
        return circuit.negate(_reached(circuit, contrary, does, wholes))
    if counted.fixed:
        return _reached(circuit, counted, does, wholes)
    return circuit.all_of((circuit.any_of(wholes), _reached(circuit, counted, does, wholes)))


def _reached(circuit: Circuit, counted: Counted, does: Sequence[int], wholes: Sequence[int]) -> int:
    beyond = 1 if counted.op == ">" else 0
    p, q = counted.share.numerator, counted.share.denominator
    if counted.fixed:
        return circuit.at_least(p + beyond, does)
    rest = [circuit.negate(n) for n in wholes]
    gates = [n for n, other in zip(does, rest, strict=True) for n in (*(n,) * q, *(other,) * p)]
    return circuit.at_least(p * len(wholes) - q * counted.less + beyond, gates)


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


def ratio_gates(circuit: Circuit, ratios: Mapping[str, Ratio]) -> Iterator[int]:
    """Gates that make comparisons of one pair of counts agree: at least 2/3 of it is at least half of it.

    How a share of another count fits together with a plain number is not said: what then stays open
    is open for a world that numbers would rule out, never the other way round.
    """
    cuts: dict[tuple[Fact, Fact], list[tuple[Fraction, bool, int]]] = {}
    for text, ratio in ratios.items():
        node = circuit.fact(text)
        above = ratio.op in (">=", ">")
        strict = ratio.op in (">", "<=")
        cuts.setdefault((ratio.count, ratio.of), []).append((ratio.share, strict, node if above else circuit.negate(node)))
    for found in cuts.values():
        for (low, weak, lower), (high, strong, higher) in pairwise(sorted(found)):
            yield circuit.any_of((circuit.negate(higher), lower))
            if (low, weak) == (high, strong):
                yield circuit.any_of((circuit.negate(lower), higher))
