"""An order of leaves in which what acts together stands together.

A walk down the circuit goes rule by rule, and so tears apart what rules say of one member after the other. Here leaves are
joined into clusters, the two that pull on each other most first, until nothing pulls: what is said of one member of anything
ends up side by side, and so do facts that a constraint ties. Every gate pulls its leaves together, a wide one less than a
narrow one. (Average linkage, as in Sokal and Michener, 1958.) The options of a contested word stand together, before the
first leaf that they act on: a reading that says what counts for every member is asked before any of them. So is a fact that
decides for each of many alike; else it would draw one leaf of every member to itself, away from the member's others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import TypeAlias

from foedus.verdict.circuit import Circuit, OptionLeaf

__all__ = ["gathered", "walk"]

NARROW = 6  # a word stands by the leaves of the gates that are no wider than this
MANY = 12  # a leaf that narrow gates tie to more leaves than this stands before them, as a word does
WIDE = 40  # a gate that is wider says nothing of what belongs together
_Gate: TypeAlias = frozenset[int]
_Pulls: TypeAlias = "dict[int, float]"


def gathered(circuit: Circuit, roots: Sequence[int], constraints: Sequence[int] = ()) -> tuple[int, ...]:
    """Every gate under the roots, and under the constraints on facts there: leaves (burdens too) as they belong together.

    What nothing draws stands as a walk down from the roots meets it; any other gate before the first leaf it rests on.
    """
    key = tuple(roots), tuple(constraints)
    if key not in circuit.gathered:
        facts = frozenset[str]().union(*(circuit.facts_below(r) for r in roots))
        tied = [c for c in constraints if not facts.isdisjoint(circuit.facts_below(c))]
        circuit.gathered[key] = _gathered(circuit, walk([*roots, *tied], lambda node: circuit.op(node).below))
    return circuit.gathered[key]


def walk(roots: Sequence[int], below: Callable[[int], Sequence[int]]) -> list[int]:
    """Every gate under the roots, in the order in which a walk first meets it."""
    seen, todo = dict[int, None](), [*roots][::-1]
    while todo:
        node = todo.pop()
        if node not in seen:
            seen[node] = None
            todo += below(node)[::-1]
    return list(seen)


def _gathered(circuit: Circuit, walked: Sequence[int]) -> tuple[int, ...]:
    first = {node: i for i, node in enumerate(_leaves(circuit, walked))}
    rank = {node: (i, 1, 0) for node, i in first.items()}
    for node in sorted(walked):
        if node not in first:
            first[node] = min((first[n] for n in circuit.op(node).below), default=0)
            rank[node] = first[node], 0, -node
    return tuple(sorted(walked, key=rank.__getitem__))


def _leaves(circuit: Circuit, walked: Sequence[int]) -> list[int]:
    leaves = [n for n in walked if circuit.op(n).leaf is not None]
    over = _over(circuit, sorted(walked))
    apart: dict[int, str | int] = {n: leaf.group for n in leaves if isinstance(leaf := circuit.op(n).leaf, OptionLeaf)}
    apart |= {n: n for n in _hubs(over, apart)}
    things = [n for n in leaves if n not in apart]
    place = {n: i for i, n in enumerate(_clustered(things, dict.fromkeys(g.difference(apart) for g in over)))}
    first: dict[str | int, int] = {}
    for gate in over:
        acted_on = [place[n] for n in gate if n in place]
        if 1 <= len(acted_on) <= NARROW:
            for one in {apart[n] for n in gate if n in apart}:
                first[one] = min(first.get(one, len(place)), *acted_on)
    return sorted(leaves, key=lambda n: (place[n], 1) if n in place else (first.get(apart[n], len(place)), 0))


def _hubs(over: Iterable[_Gate], words: Collection[int]) -> set[int]:
    """The leaves that act on many others, each by a narrow gate of its own: what decides for every member alike."""
    near: dict[int, set[int]] = {}
    for gate in over:
        mine = gate.difference(words)
        if 2 <= len(mine) <= NARROW:
            for n in mine:
                near.setdefault(n, set()).update(mine)
    return {n for n, others in near.items() if len(others) > MANY}


def _over(circuit: Circuit, nodes: Sequence[int]) -> list[_Gate]:
    """For every gate the leaves it rests on, itself too where it is one; `nodes` are oldest first."""
    found: dict[int, _Gate] = {}
    for n in nodes:
        gate = circuit.op(n)
        below = frozenset[int]().union(*(found[a] for a in gate.below))
        found[n] = below if gate.leaf is None else below | {n}
    return list(dict.fromkeys(found.values()))


def _clustered(leaves: Sequence[int], gates: Iterable[_Gate]) -> list[int]:
    """The leaves, cluster by cluster; clusters, and what is in them, as given where nothing says otherwise."""
    clusters = {i: [i] for i in range(len(leaves))}  # each begins with its first leaf
    pulls = _pulls(leaves, gates)
    waiting = [(-pull, a, b) for a, others in enumerate(pulls) for b, pull in others.items() if a < b]
    heapify(waiting)
    while waiting:
        _, a, b = heappop(waiting)
        if a not in clusters or b not in clusters:
            continue
        one, two, joint = clusters.pop(a), clusters.pop(b), len(pulls)
        clusters[joint] = min(one, two) + max(one, two)
        pulls.append(_added(pulls[a], pulls[b], clusters))
        for other, pull in pulls[joint].items():
            pulls[other][joint] = pull
            heappush(waiting, (-pull / (len(clusters[joint]) * len(clusters[other])), other, joint))
    return [leaves[i] for cluster in sorted(clusters.values()) for i in cluster]


def _pulls(leaves: Sequence[int], gates: Iterable[_Gate]) -> list[_Pulls]:
    """For each leaf, by number, how strongly every other is drawn to it."""
    number = {n: i for i, n in enumerate(leaves)}
    pulls: list[_Pulls] = [{} for _ in leaves]
    for gate in gates:
        if not 2 <= len(gate) <= WIDE:
            continue
        pull, members = (len(gate) - 1) ** -2, [number[n] for n in gate]
        for a in members:
            mine = pulls[a]
            for b in members:
                if a != b:
                    mine[b] = mine.get(b, 0.0) + pull
    return pulls


def _added(one: _Pulls, two: _Pulls, clusters: Mapping[int, object]) -> _Pulls:
    """What draws two clusters together draws the cluster that they become."""
    both = {other: pull for other, pull in one.items() if other in clusters}
    for other, pull in two.items():
        if other in clusters:
            both[other] = both.get(other, 0.0) + pull
    return both
