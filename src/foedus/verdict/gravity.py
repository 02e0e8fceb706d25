"""An order of leaves in which what acts together stands together.

A walk down the circuit goes rule by rule, and so tears apart what rules say of one member after the other. Here every leaf
is drawn to the middle of the small gates over it, again and again, and the tightest order met is kept. (The method is known
as FORCE: Aloul, Markov and Sakallah, 2003.) The options of a contested word stand together, before the first leaf that they
act on: a reading that says what counts for every member is asked before any of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from foedus.verdict.circuit import Circuit, OptionLeaf

__all__ = ["gathered"]

WIDEST = 12  # gates over more leaves than this pull on none
ROUNDS = 60
_Gate: TypeAlias = frozenset[int]


def gathered(circuit: Circuit, nodes: Iterable[int]) -> list[int]:
    """The leaves among these gates, in the order given but for what belongs together.

    `nodes`: gates in the order of a walk, with everything they rest on.
    """
    walked = list(nodes)
    leaves = [n for n in walked if circuit.op(n).leaf is not None and not circuit.op(n).below]
    words = {n: leaf.group for n in leaves if isinstance(leaf := circuit.op(n).leaf, OptionLeaf)}
    over = _over(circuit, sorted(walked), leaves)
    things = [n for n in leaves if n not in words]
    narrow = dict.fromkeys(g for s in over if 2 <= len(g := s.difference(words)) <= WIDEST)
    place = {n: i for i, n in enumerate(_tightest(things, list(narrow)))}
    first: dict[str, int] = {}
    for gate in over:
        acted_on = [place[n] for n in gate if n in place]
        if 1 <= len(acted_on) <= WIDEST:
            for word in {words[n] for n in gate if n in words}:
                first[word] = min(first.get(word, len(place)), *acted_on)
    return sorted(leaves, key=lambda n: (place[n], 1) if n in place else (first.get(words[n], len(place)), 0))


def _over(circuit: Circuit, nodes: Sequence[int], leaves: Iterable[int]) -> list[_Gate]:
    """For every gate the leaves it rests on; `nodes` are oldest first."""
    found: dict[int, _Gate] = {n: frozenset([n]) for n in leaves}
    for n in nodes:
        if n not in found:
            found[n] = frozenset[int]().union(*(found[a] for a in circuit.op(n).below))
    return list(dict.fromkeys(found.values()))


def _tightest(leaves: Sequence[int], gates: Sequence[_Gate]) -> Sequence[int]:
    """The order, of those met, in which the gates reach least far."""
    order, best = leaves, (_reach(leaves, gates), leaves)
    for _ in range(ROUNDS):
        place = {n: i for i, n in enumerate(order)}
        drawn: dict[int, list[float]] = {n: [] for n in order}
        for gate in gates:
            middle = sum(place[n] for n in gate) / len(gate)
            for n in gate:
                drawn[n].append(middle)
        order = sorted(order, key=lambda n: (_mean(drawn[n], place[n]), place[n]))
        best = min(best, (_reach(order, gates), order), key=lambda b: b[0])
    return best[1]


def _mean(numbers: Sequence[float], otherwise: float) -> float:
    return sum(numbers) / len(numbers) if numbers else otherwise


def _reach(order: Sequence[int], gates: Iterable[_Gate]) -> int:
    place: Mapping[int, int] = {n: i for i, n in enumerate(order)}
    return sum(max(map(place.__getitem__, g)) - min(map(place.__getitem__, g)) for g in gates)
