"""A question made plain for counting: gates over facts, judgements, silent words and readings, and nothing else.

What record and stance settle is a constant. Burdens speak of the record, so they are not counted but told: where readings
left free decide whether the record meets one, it becomes a gate over those readings. By proof instead, every open fact is
taken as settled by proof, and what is so is shown.

Facts of which at most one is so are told by variables of their own, each “this one, if none before it”:

    A = 0.3, B = 0.5, of which at most one      A  =  a, a = 0.3        B  =  not a and b, b = 0.5 / 0.7

A contested word left free is told the same way: “this option, if none before it”.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from foedus.verdict.circuit import (
    NO,
    YES,
    Choice,
    Circuit,
    ClaimedLeaf,
    ConflictLeaf,
    FactLeaf,
    GapLeaf,
    JudgementLeaf,
    Leaf,
    Op,
    OptionLeaf,
    Query,
    ShownLeaf,
    Situation,
)

__all__ = ["Boxes", "Plain", "Question", "plain"]

Boxes: TypeAlias = Sequence[Mapping[str, tuple[str, ...]]]
"""Readings: any of these boxes, in each of which every word named is read in one of the ways listed."""


@dataclass(frozen=True)
class Question:
    """What is asked of which record, under which stance.

    constraints  gates over facts alone that hold in every completion
    met          the readings under which the record meets a burden; None: every open fact is settled by proof
    """

    circuit: Circuit
    query: Query
    situation: Situation
    choice: Choice
    constraints: Sequence[int]
    met: Callable[[int], Boxes] | None


@dataclass
class Plain:
    """A question in a circuit of its own.

    root, engaged, constraints  its gates
    facts      the leaf of every open fact; for one of a group the leaf “this one, if none before it”
    chances    the chance of each leaf that has one
    loose      the leaves that are neither facts nor readings, with what they stand for
    takers     for each contested word left free, the leaves “this option, if none before it”, all options but the last
    """

    circuit: Circuit = field(default_factory=Circuit)
    root: int = NO
    engaged: int = YES
    constraints: list[int] = field(default_factory=list)
    facts: dict[str, int] = field(default_factory=dict)
    chances: dict[int, Fraction] = field(default_factory=dict)
    loose: dict[int, JudgementLeaf | GapLeaf | ConflictLeaf] = field(default_factory=dict)
    takers: dict[str, tuple[int, ...]] = field(default_factory=dict)


def plain(question: Question, priors: Mapping[str, Fraction], groups: Sequence[Mapping[str, Fraction]]) -> Plain:
    """The question made plain, with priors of facts by themselves and of groups of which at most one fact is so."""
    made = _Making(question, priors, groups)
    made.out.root = made.gate(question.query.root)
    made.out.engaged = YES if question.query.engaged is None else made.gate(question.query.engaged)
    made.out.constraints = [made.gate(c) for c in question.constraints]
    return made.out


class _Making:
    """A plain question in the making."""

    def __init__(self, question: Question, priors: Mapping[str, Fraction], groups: Sequence[Mapping[str, Fraction]]) -> None:
        self.question = question
        self.circuit = question.circuit
        self.priors = priors
        self.out = Plain()
        self._made: dict[int, int] = {}
        self._facts: dict[str, int] = {}
        self._options: dict[tuple[str, str], int] = {}
        for group in groups:
            self._place_group(group)

    def gate(self, node: int) -> int:
        """A gate of the question as one of the plain circuit."""
        todo = [node]
        while todo:
            n = todo[-1]
            missing = [a for a in self.circuit.op(n).args if a not in self._made]
            todo += missing
            if not missing:
                todo.pop()
                if n not in self._made:
                    self._made[n] = self._make(n)
        return self._made[node]

    def _make(self, node: int) -> int:
        gate, out = self.circuit.op(node), self.out.circuit
        args = [self._made[a] for a in gate.args]
        if gate.leaf is not None:
            return self._leaf(node, gate.leaf)
        if gate.op is Op.CONSTANT:
            return gate.k
        if gate.op is Op.NOT:
            return out.negate(args[0])
        if gate.op is Op.AT_LEAST:
            return out.at_least(gate.k, args)
        return out.all_of(args) if gate.op is Op.ALL else out.any_of(args)

    # Leaves

    def _leaf(self, node: int, leaf: Leaf) -> int:
        if isinstance(leaf, FactLeaf):
            return self._fact(leaf.name)
        if isinstance(leaf, OptionLeaf):
            return self._option(leaf.group, leaf.option)
        if isinstance(leaf, JudgementLeaf) and leaf.name in self.question.choice.judgements:
            return int(self.question.choice.judgements[leaf.name])
        if isinstance(leaf, JudgementLeaf | GapLeaf | ConflictLeaf):
            made = self.out.circuit.leaf(leaf)
            self.out.loose[made] = leaf
            return made
        return self._burden(node, leaf)

    def _fact(self, name: str) -> int:
        status = self.question.situation.status(name)
        if status.known:
            return int(status == "affirmed")
        if name not in self._facts:
            self._facts[name] = self.out.facts[name] = self.out.circuit.fact(name)
            if name in self.priors:
                self.out.chances[self.out.facts[name]] = self.priors[name]
        return self._facts[name]

    def _place_group(self, group: Mapping[str, Fraction]) -> None:
        left, before = Fraction(1), list[int]()
        for name, share in group.items():
            leaf = self.out.facts[name] = self.out.circuit.fact(name)
            self.out.chances[leaf] = share / left if left else Fraction(0)
            self._facts[name] = self._first(leaf, before)
            before.append(leaf)
            left -= share

    def _first(self, leaf: int, before: Iterable[int]) -> int:
        out = self.out.circuit
        return out.all_of((*(out.negate(b) for b in before), leaf))

    def _option(self, group: str, option: str) -> int:
        options, chosen = self.circuit.groups[group], self.question.choice.readings.get(group)
        if chosen is not None:
            return int(option == chosen)
        if (group, option) not in self._options:
            takers = tuple(self.out.circuit.fact(f"read {group}: {o}") for o in options[:-1])
            self.out.takers[group] = takers
            for number, one in enumerate((*takers, YES)):
                self._options[group, options[number]] = self._first(one, takers[:number])
        return self._options[group, option]

    # Burdens

    def _burden(self, node: int, leaf: ShownLeaf | ClaimedLeaf) -> int:
        if self.question.met is not None:
            return self.out.circuit.any_of(self._box(box) for box in self.question.met(node))
        return self.gate(leaf.node) if isinstance(leaf, ShownLeaf) else self._claimed(leaf.node, True)

    def _box(self, box: Mapping[str, tuple[str, ...]]) -> int:
        out = self.out.circuit
        return out.all_of(out.any_of(self._option(group, o) for o in options) for group, options in box.items())

    def _claimed(self, node: int, side: bool) -> int:
        """Whether claims speak for a gate (`side`) or against it, all that is open being settled by proof."""
        gate = self.circuit.op(node)
        if isinstance(gate.leaf, GapLeaf | ConflictLeaf):
            return NO
        if isinstance(gate.leaf, FactLeaf):
            situation = self.question.situation
            if gate.leaf.name in (situation.claimed_for if side else situation.claimed_against):
                return YES
        if gate.op is Op.NOT:
            return self._claimed(gate.args[0], not side)
        if gate.leaf is not None or gate.op is Op.CONSTANT:
            value = self.gate(node)
            return value if side else self.out.circuit.negate(value)
        claims = [self._claimed(a, side) for a in gate.args]
        least = len(claims) if gate.op is Op.ALL else 1 if gate.op is Op.ANY else gate.k
        return self.out.circuit.at_least(least if side else len(claims) - least + 1, claims)
