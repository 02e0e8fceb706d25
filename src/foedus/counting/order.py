"""In which order a diagram asks about its variables: three ways, the most promising first.

by weight     walk down from the roots, heaviest argument first, so that what is decided together stands together
by gathering  from the smallest gates up, what a gate joins is put side by side: first what belongs to one member, then members
by force      (after Aloul, Markov and Sakallah, 2003) every gate pulls its variables to the middle of them all, again and
              again, which shortens what gates span
"""

from __future__ import annotations

from collections.abc import Sequence

from foedus.verdict.circuit import Circuit

__all__ = ["by_force", "by_gathering", "by_weight", "orders"]

ROUNDS = 30
ENOUGH = 12
"""So few leaves need no search for an order."""


def orders(circuit: Circuit, roots: Sequence[int]) -> list[tuple[str, list[int]]]:
    """The orders worth trying, each with its name; those in which gates span less come first."""
    named = [("ordered by weight", by_weight(circuit, roots))]
    if len(named[0][1]) <= ENOUGH:
        return named
    named += [("ordered by gathering", by_gathering(circuit, roots)), ("ordered by force", by_force(circuit, roots))]
    edges = _edges(circuit, roots)
    return sorted(named, key=lambda pair: _span(edges, pair[1]))


def _cone(circuit: Circuit, roots: Sequence[int]) -> list[int]:
    return sorted({n for root in roots for n in circuit.cone(root)})


def by_weight(circuit: Circuit, roots: Sequence[int]) -> list[int]:
    """The leaves below the roots, in the order of a walk that takes the heaviest argument first."""
    seen: dict[int, None] = {}
    weight: dict[int, int] = {}
    for node in _cone(circuit, roots):
        weight[node] = 1 + sum(weight[a] for a in circuit.op(node).args)
    todo = sorted(dict.fromkeys(roots), key=lambda n: weight[n])
    while todo:
        node = todo.pop()
        if node not in seen:
            seen[node] = None
            todo += sorted(circuit.op(node).args, key=lambda n: weight[n])
    return [n for n in seen if circuit.op(n).leaf is not None]


def by_gathering(circuit: Circuit, roots: Sequence[int]) -> list[int]:
    """The leaves below the roots, gathered by the gates that join fewest of them first."""
    support: dict[int, int] = {}
    for node in _cone(circuit, roots):
        gate = circuit.op(node)
        support[node] = 1 << node if gate.leaf is not None else 0
        for a in gate.args:
            support[node] |= support[a]
    walk = by_weight(circuit, roots)
    at = {leaf: i for i, leaf in enumerate(walk)}
    cluster = {leaf: [leaf] for leaf in walk}
    for node in sorted(support, key=lambda n: (support[n].bit_count(), n)):
        met = {id(cluster[leaf]): cluster[leaf] for leaf in _bits(support[node])}
        if len(met) > 1:
            joint = [leaf for one in sorted(met.values(), key=lambda c: min(at[x] for x in c)) for leaf in one]
            cluster.update(dict.fromkeys(joint, joint))
    whole = {id(c): c for leaf in walk for c in (cluster[leaf],)}
    return [leaf for one in whole.values() for leaf in one]


def _bits(mask: int) -> list[int]:
    out = []
    while mask:
        low = mask & -mask
        out.append(low.bit_length() - 1)
        mask ^= low
    return out


def by_force(circuit: Circuit, roots: Sequence[int]) -> list[int]:
    """The leaves below the roots, moved until the gates over them span as little as can be had that way."""
    start = by_weight(circuit, roots)
    edges = _edges(circuit, roots)
    best, span = start, _span(edges, start)
    order = start
    for _ in range(ROUNDS):
        order = _pulled(edges, order)
        now = _span(edges, order)
        if now >= span:
            break
        best, span = order, now
    return best


def _edges(circuit: Circuit, roots: Sequence[int]) -> list[list[int]]:
    """For each gate, the leaves and gates it joins: itself and its arguments."""
    return [[n, *circuit.op(n).args] for n in _cone(circuit, roots) if circuit.op(n).args]


def _places(edges: Sequence[Sequence[int]], order: Sequence[int]) -> dict[int, float]:
    """Leaves where the order has them, gates in the middle of what they join."""
    places = {leaf: float(i) for i, leaf in enumerate(order)}
    for gate, *args in edges:
        places[gate] = sum(places[a] for a in args) / len(args)
    return places


def _pulled(edges: Sequence[Sequence[int]], order: Sequence[int]) -> list[int]:
    places = _places(edges, order)
    pull: dict[int, list[float]] = {leaf: [] for leaf in order}
    for edge in edges:
        middle = sum(places[n] for n in edge) / len(edge)
        for node in edge:
            if node in pull:
                pull[node].append(middle)
    return sorted(order, key=lambda n: sum(pull[n]) / len(pull[n]) if pull[n] else places[n])


def _span(edges: Sequence[Sequence[int]], order: Sequence[int]) -> float:
    places = _places(edges, order)
    return sum(max(places[n] for n in edge) - min(places[n] for n in edge) for edge in edges)
