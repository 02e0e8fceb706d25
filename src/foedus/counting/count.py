"""The exact chance that gates hold, and how much every leaf moves it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from foedus.counting.formula import folded
from foedus.counting.tangle import NODES
from foedus.counting.weighing import Weighing
from foedus.verdict.circuit import Circuit

__all__ = ["Counted", "chance", "chances"]


@dataclass(frozen=True)
class Counted:
    """An exact chance.

    moves    by leaf (a gate of the circuit counted): the chance were it so, minus the chance were it not; empty where not asked
    methods  how it was found, in words: “by parts”, “by sums”, “by a diagram” …
    """

    chance: Fraction
    moves: Mapping[int, Fraction] = field(default_factory=dict)
    methods: tuple[str, ...] = ()


def chance(
    circuit: Circuit,
    root: int,
    chances: Mapping[int, Fraction],
    known: Mapping[int, bool] | None = None,
    moves: bool = False,
    nodes: int = NODES,
) -> Counted:
    """The chance that a gate holds when every leaf below it is so with its own chance, independent of the others.

    `chances` gives the leaves by their gates, `known` gates with a fixed value. Raises `OutOfReach` where no method finds
    the number, KeyError for a leaf without a chance, ValueError for a burden that is not known.
    """
    return _counted(circuit, (root,), chances, known or {}, moves, nodes)[0]


def chances(
    circuit: Circuit,
    roots: Sequence[int],
    priors: Mapping[int, Fraction],
    known: Mapping[int, bool] | None = None,
    moves: bool = False,
    nodes: int = NODES,
) -> list[Counted]:
    """What `chance` gives, for several gates at once: what they share is worked out once."""
    return _counted(circuit, roots, priors, known or {}, moves, nodes)


def _counted(
    circuit: Circuit, roots: Sequence[int], priors: Mapping[int, Fraction], known: Mapping[int, bool], moves: bool, nodes: int
) -> list[Counted]:
    made = folded(circuit, roots, known)
    leaves = {made.circuit.leaf(leaf): node for node in _leaves(circuit, roots) if (leaf := circuit.op(node).leaf) is not None}
    weighing = Weighing(made.circuit, {leaf: priors[leaves[leaf]] for leaf in made.leaves()}, moves, nodes)
    weighing.solve(made.roots)
    out = []
    for root in made.roots:
        part = weighing.parts[root]
        moved = {leaves[leaf]: move for leaf, move in weighing.moves(root).items()} if moves else {}
        out.append(Counted(part.chance, moved, tuple(sorted(part.methods))))
    return out


def _leaves(circuit: Circuit, roots: Iterable[int]) -> list[int]:
    return [n for n in sorted({n for root in roots for n in circuit.cone(root)}) if circuit.op(n).leaf is not None]
