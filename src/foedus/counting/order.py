"""In which order a diagram asks about its variables: two ways, tried one after the other.

`by_weight` walks down from the roots, heaviest argument first, so that what is decided together stands together.
`by_force` (after Aloul, Markov and Sakallah, 2003) then lets every gate pull its variables to the middle of them all,
again and again, which shortens what gates span.
"""

from __future__ import annotations

from collections.abc import Sequence

from foedus.verdict.circuit import Circuit

__all__ = ["by_force", "by_weight"]

ROUNDS = 30


def by_weight(circuit: Circuit, roots: Sequence[int]) -> list[int]:
    """The leaves below the roots, in the order of a walk that takes the heaviest argument first."""
    seen: dict[int, None] = {}
    weight: dict[int, int] = {}
    for node in sorted({n for root in roots for n in circuit.cone(root)}):
        weight[node] = 1 + sum(weight[a] for a in circuit.op(node).args)
    todo = sorted(dict.fromkeys(roots), key=lambda n: weight[n])
    while todo:
        node = todo.pop()
        if node not in seen:
            seen[node] = None
            todo += sorted(circuit.op(node).args, key=lambda n: weight[n])
    return [n for n in seen if circuit.op(n).leaf is not None]


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
    cone = sorted({n for root in roots for n in circuit.cone(root)})
    return [[n, *circuit.op(n).args] for n in cone if circuit.op(n).args]


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
