"""Strong Kleene evaluation: a quick test that is right when it decides, and often does.

A gate is no (0), yes (1) or maybe (2). What it decides holds in every completion and under every
choice that was left free, and is settled: a burden counts as met only where the thing itself is
yes, as failed only where it is no, so no supposed proof can move the result. It misses tautologies.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from foedus.verdict.circuit import (
    Choice,
    Circuit,
    ClaimedLeaf,
    ConflictLeaf,
    FactLeaf,
    GapLeaf,
    JudgementLeaf,
    Leaf,
    Node,
    Op,
    OptionLeaf,
    ShownLeaf,
    Situation,
    Status,
)

MAYBE = 2
_NEGATED = (1, 0, MAYBE)
_NOT, _ALL, _ANY, _LEAF, _CONSTANT = Op.NOT, Op.ALL, Op.ANY, Op.LEAF, Op.CONSTANT
_STATUS = {Status.AFFIRMED: 1, Status.DENIED: 0}


class Folding:
    """The values of gates in one situation, under one choice or (None) under whatever choice.

    A gate in `freed` is left free: it is MAYBE, and no claim speaks of it.
    """

    def __init__(
        self,
        circuit: Circuit,
        situation: Situation,
        choice: Choice | None,
        values: dict[int, int] | None = None,
        freed: frozenset[int] = frozenset(),
    ) -> None:
        self.circuit = circuit
        self.situation = situation
        self.choice = choice
        self.freed = freed
        self.values = {} if values is None else values

    def fill(self, cone: Iterable[int]) -> dict[int, int]:
        """Value every gate of the cone (oldest first) that has no value yet; all values known."""
        values, op = self.values, self.circuit.op
        for n in cone:
            if n not in values:
                gate = op(n)
                if n in self.freed:
                    values[n] = MAYBE
                elif gate.op is _LEAF:
                    values[n] = self._leaf(gate.leaf)
                else:
                    values[n] = _gate(gate, [values[a] for a in gate.args])
        return values

    def _leaf(self, leaf: Leaf | None) -> int:
        if isinstance(leaf, FactLeaf):
            return _STATUS.get(self.situation.status(leaf.name), MAYBE)
        if isinstance(leaf, ShownLeaf):
            return self.values[leaf.node]
        if isinstance(leaf, ClaimedLeaf):
            claimed = self._claimed(leaf.node, True)
            # Where nobody claims it, what may yet turn out so may yet be claimed.
            return claimed if claimed == 1 or self.values[leaf.node] == 0 else MAYBE
        if self.choice is not None and isinstance(leaf, OptionLeaf) and leaf.group in self.choice.readings:
            return int(self.choice.readings[leaf.group] == leaf.option)
        if self.choice is not None and isinstance(leaf, JudgementLeaf):
            return int(self.choice.judgements.get(leaf.name, MAYBE))
        return MAYBE

    def _claimed(self, node: int, side: bool) -> int:
        """Whether claims speak for the gate (`side` true) or against it."""
        gate = self.circuit.op(node)
        leaf = gate.leaf
        if node in self.freed or isinstance(leaf, GapLeaf | ConflictLeaf):
            return 0
        if isinstance(leaf, FactLeaf):
            return int(leaf.name in (self.situation.claimed_for if side else self.situation.claimed_against))
        if isinstance(leaf, JudgementLeaf):
            return MAYBE if self.choice is None else self.choice.judgements.get(leaf.name) is side
        if gate.op is _NOT:
            return self._claimed(gate.args[0], not side)
        if leaf is not None or gate.op is _CONSTANT:
            return self.values[node] if side else _NEGATED[self.values[node]]
        claims = [self._claimed(n, side) for n in gate.args]
        least = len(claims) if gate.op is _ALL else 1 if gate.op is _ANY else gate.k
        return _threshold(least if side else len(claims) - least + 1, claims)


def _gate(gate: Node, args: Sequence[int]) -> int:
    kind = gate.op
    if kind is _ALL:
        return 0 if 0 in args else MAYBE if MAYBE in args else 1
    if kind is _ANY:
        return 1 if 1 in args else MAYBE if MAYBE in args else 0
    if kind is _NOT:
        return _NEGATED[args[0]]
    if kind is _CONSTANT:
        return gate.k
    return _threshold(gate.k, args)


def _threshold(k: int, args: Sequence[int]) -> int:
    yes = args.count(1)
    return 1 if yes >= k else 0 if yes + args.count(MAYBE) < k else MAYBE
