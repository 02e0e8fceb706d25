"""A circuit made ready for counting: what is known folded away, common factors drawn out.

Factoring is what keeps diagrams small. Where every way to a conclusion needs the same condition, the condition is asked once:

    any of (g and h1, g and h2, …)             =  g and any of (h1, h2, …)
    at least k of (g and h1, g and h2, …)      =  g and at least k of (h1, h2, …)
    all of (g or h1, g or h2, …)               =  g or all of (h1, h2, …)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from foedus.verdict.circuit import NO, YES, Circuit, Op

__all__ = ["Formula", "folded", "joined"]


class Formula:
    """A circuit of its own, over the leaves that still matter, and the gates asked about in it."""

    def __init__(self) -> None:
        self.circuit = Circuit()
        self.roots: tuple[int, ...] = ()

    def leaves(self) -> list[int]:
        """The gates of the leaves that the roots rest on, oldest first."""
        cone = sorted({n for root in self.roots for n in self.circuit.cone(root)})
        return [n for n in cone if self.circuit.op(n).leaf is not None]


def folded(circuit: Circuit, roots: Iterable[int], known: Mapping[int, bool]) -> Formula:
    """The formula of some gates, those in `known` replaced by what they are worth.

    Raises ValueError for a burden that is not known: it speaks of the record, and no completion gives it a value.
    """
    out = Formula()
    out.circuit.groups.update(circuit.groups)
    made = {node: YES if value else NO for node, value in known.items()}
    wanted = list(roots)
    for node in _needed(circuit, wanted, known):
        gate = circuit.op(node)
        if gate.leaf is not None:
            if gate.below:
                raise ValueError(f"gate {node} is a burden: give its value")
            made[node] = out.circuit.leaf(gate.leaf)
        else:
            made[node] = joined(out.circuit, gate.op, gate.k, [made[a] for a in gate.args])
    out.roots = tuple(made[n] for n in wanted)
    return out


def _needed(circuit: Circuit, roots: Sequence[int], known: Mapping[int, bool]) -> list[int]:
    seen, todo = set[int](), [n for n in roots if n not in known]
    while todo:
        node = todo.pop()
        if node not in seen:
            seen.add(node)
            todo += [n for n in circuit.op(node).args if n not in known]
    return sorted(seen)


def joined(circuit: Circuit, op: Op, k: int, args: Sequence[int]) -> int:
    """A gate over others, common factors drawn out; `k` is the threshold, or the value of a constant."""
    if op is Op.CONSTANT:
        return YES if k else NO
    if op is Op.NOT:
        return circuit.negate(args[0])
    if op is Op.ALL:
        return _all(circuit, args)
    return _any(circuit, args) if op is Op.ANY else _at_least(circuit, k, args)


def _all(circuit: Circuit, args: Sequence[int]) -> int:
    """All of them; alternatives that share an alternative give it to the whole."""
    flat = _flat(circuit, Op.ALL, args)
    shared, rest = _factored(circuit, Op.ANY, flat)
    return circuit.all_of(flat) if not shared else circuit.any_of((*shared, circuit.all_of(circuit.any_of(r) for r in rest)))


def _any(circuit: Circuit, args: Sequence[int]) -> int:
    """Any of them; conjunctions that share a condition give it to the whole."""
    flat = _flat(circuit, Op.ANY, args)
    shared, rest = _factored(circuit, Op.ALL, flat)
    return circuit.any_of(flat) if not shared else circuit.all_of((*shared, circuit.any_of(circuit.all_of(r) for r in rest)))


def _at_least(circuit: Circuit, k: int, args: Sequence[int]) -> int:
    if k <= 0:
        return YES
    open_args = [a for a in args if a != NO]
    shared, rest = _factored(circuit, Op.ALL, open_args)
    if not shared or len(open_args) < k:
        return circuit.at_least(k, args)
    return circuit.all_of((*shared, circuit.at_least(k, [circuit.all_of(r) for r in rest])))


def _flat(circuit: Circuit, op: Op, args: Sequence[int]) -> list[int]:
    """The arguments, those that are gates of the same kind opened."""
    out: dict[int, None] = {}
    for arg in args:
        gate = circuit.op(arg)
        out.update(dict.fromkeys(gate.args if gate.op is op else (arg,)))
    return list(out)


def _factored(circuit: Circuit, op: Op, args: Sequence[int]) -> tuple[list[int], list[list[int]]]:
    """What every argument has in common as a gate of kind `op`, and what is left of each."""
    if len(args) < 2:
        return [], []
    parts = [circuit.op(a).args if circuit.op(a).op is op else (a,) for a in args]
    common = set(parts[0]).intersection(*parts[1:])
    if not common:
        return [], []
    return [a for a in parts[0] if a in common], [[a for a in part if a not in common] for part in parts]
