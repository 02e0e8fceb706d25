"""How likely each answer is, against every completion, every reading and every vertex written out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.verdict.verdict_circuits import Puzzle, puzzles

from foedus.counting import Impossible, Likelihood, OutOfReach, Question, Span, Unsupplied, likelihood
from foedus.verdict import Choice, Circuit, Engine, Query, Situation, Status
from foedus.verdict.circuit import ClaimedLeaf, ConflictLeaf, FactLeaf, GapLeaf, JudgementLeaf, Leaf, Op, OptionLeaf, ShownLeaf

FEW = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def question_of(p: Puzzle, proof: bool = False) -> Question:
    engine = Engine(p.circuit, p.situation)
    met = None if proof else lambda b: engine.met(p.query, b, p.choice) or ()
    return Question(p.circuit, p.query, p.situation, p.choice, p.situation.constraints, met)


@dataclass
class Written:
    """A question written out: by total reading and by vertex, the weight of yes, no, not engaged and admitted."""

    p: Puzzle
    proof: bool
    priors: dict[str, Fraction]
    group: dict[str, Fraction] = field(default_factory=dict)

    def __post_init__(self) -> None:
        p = self.p
        roots = [n for n in (p.query.root, p.query.engaged, *p.situation.constraints) if n is not None]
        self.leaves = {leaf for r in roots for n in p.circuit.cone(r) if (leaf := p.circuit.op(n).leaf) is not None}
        facts = sorted({leaf.name for leaf in self.leaves if isinstance(leaf, FactLeaf)} | set(self.group))
        self.open = [f for f in facts if not p.situation.status(f).known]
        self.loose: list[Leaf] = [x for x in self.leaves if isinstance(x, GapLeaf | ConflictLeaf)]
        self.loose += [x for x in self.leaves if isinstance(x, JudgementLeaf) and x.name not in p.choice.judgements]
        self.groups = sorted({x.group for x in self.leaves if isinstance(x, OptionLeaf) and x.group not in p.choice.readings})
        self.engine = Engine(p.circuit, p.situation)

    def readings(self) -> Iterator[dict[str, str]]:
        for options in product(*(self.p.circuit.groups[g] for g in self.groups)):
            yield dict(zip(self.groups, options, strict=True))

    def weight(self, values: Mapping[str, bool], priors: Mapping[str, Fraction], group: Mapping[str, Fraction]) -> Fraction:
        out = Fraction(1)
        for fact, prior in priors.items():
            out *= prior if values[fact] else 1 - prior
        if group:
            so = [f for f in group if values[f]]
            out *= group[so[0]] if len(so) == 1 else Fraction(len(so) == 0) * (1 - sum(group.values()))
        return out

    def ways(self, readings: Mapping[str, str]) -> Iterator[list[tuple[dict[str, bool], str]]]:
        """For each vertex of what has no chance, the admitted completions with their answers."""
        missing = [f for f in self.open if f not in self.priors and f not in self.group]
        chancy = [*self.priors, *self.group]
        total = Choice({**self.p.choice.readings, **readings}, self.p.choice.judgements)
        for values in product((False, True), repeat=len(missing) + len(self.loose)):
            told = dict(zip([*missing, *self.loose], values, strict=True))
            out = []
            for more in product((False, True), repeat=len(chancy)):
                held = {f: self.p.situation.status(f) == "affirmed" for f in self.p.situation.statuses}
                held |= {**told, **dict(zip(chancy, more, strict=True))}
                one = _One(self, total, held)
                if all(one.value(c) for c in self.p.situation.constraints):
                    engaged = self.p.query.engaged is None or one.value(self.p.query.engaged)
                    out.append((held, ("yes" if one.value(self.p.query.root) else "no") if engaged else "not engaged"))
            yield out

    def numbers(self, way: list[tuple[dict[str, bool], str]]) -> tuple[Fraction, ...] | None:
        return self._shares(way, self.priors, self.group)

    def _shares(self, way, priors, group) -> tuple[Fraction, ...] | None:  # type: ignore[no-untyped-def]
        sums = {"yes": Fraction(0), "no": Fraction(0), "not engaged": Fraction(0)}
        for held, answer in way:
            sums[answer] += self.weight(held, priors, group)
        whole = sum(sums.values())
        return tuple(s / whole for s in sums.values()) if whole else None

    def move(self, way: list[tuple[dict[str, bool], str]], fact: str) -> Fraction | None:
        sides = [self._shares([w for w in way if w[0][fact] is value], self.priors, self.group) for value in (True, False)]
        return None if None in sides else sides[0][0] - sides[1][0]


@dataclass
class _One:
    """One completion, gate by gate."""

    of: Written
    choice: Choice
    held: Mapping[object, bool]

    def value(self, node: int) -> bool:
        gate = self.of.p.circuit.op(node)
        leaf = gate.leaf
        if isinstance(leaf, ShownLeaf | ClaimedLeaf):
            if not self.of.proof:
                return self.of.engine.node_value(node, self.choice) == "yes"
            return self.value(leaf.node) if isinstance(leaf, ShownLeaf) else self.claimed(leaf.node, True)
        if leaf is not None:
            return self.leaf(leaf)
        count = sum(self.value(a) for a in gate.args)
        return {
            Op.CONSTANT: gate.k == 1,
            Op.NOT: count == 0,
            Op.ALL: count == len(gate.args),
            Op.ANY: count > 0,
            Op.AT_LEAST: count >= gate.k,
        }[gate.op]

    def leaf(self, leaf: Leaf) -> bool:
        if isinstance(leaf, FactLeaf):
            return self.held[leaf.name]
        if isinstance(leaf, OptionLeaf):
            return self.choice.readings[leaf.group] == leaf.option
        if isinstance(leaf, JudgementLeaf) and leaf.name in self.choice.judgements:
            return self.choice.judgements[leaf.name]
        return self.held[leaf]

    def claimed(self, node: int, side: bool) -> bool:
        gate = self.of.p.circuit.op(node)
        if isinstance(gate.leaf, GapLeaf | ConflictLeaf):
            return False
        if isinstance(gate.leaf, FactLeaf):
            said = self.of.p.situation.claimed_for if side else self.of.p.situation.claimed_against
            return gate.leaf.name in said or self.value(node) is side
        if gate.op is Op.NOT:
            return self.claimed(gate.args[0], not side)
        if gate.leaf is not None or gate.op is Op.CONSTANT:
            return self.value(node) is side
        least = {Op.ALL: len(gate.args), Op.ANY: 1}.get(gate.op, gate.k)
        return sum(self.claimed(a, side) for a in gate.args) >= (least if side else len(gate.args) - least + 1)


def hull(numbers: list[tuple[Fraction, ...]]) -> tuple[Span, ...]:
    return tuple(Span(min(column), max(column)) for column in zip(*numbers, strict=True))


def spans_of(found: Likelihood, readings: Mapping[str, str]) -> tuple[Span, ...] | None:
    boxes = [b for b in found.parts if all(readings[g] in options for g, options in b.readings.items())]
    assert len(boxes) <= 1, "boxes overlap"
    return (boxes[0].yes, boxes[0].no, boxes[0].not_engaged) if boxes else None


def settled_disputes(p: Puzzle) -> Puzzle:
    statuses = {f: Status.UNKNOWN if s is Status.DISPUTED else s for f, s in p.situation.statuses.items()}
    situation = Situation(statuses, p.situation.claimed_for, p.situation.claimed_against, p.situation.constraints)
    return Puzzle(p.circuit, p.query, situation, p.choice)


def held_to(p: Puzzle, proof: bool, priors: dict[str, Fraction], group: dict[str, Fraction]) -> None:
    written = Written(p, proof, priors, group)
    by_reading = [(r, list(written.ways(r))) for r in written.readings()]
    numbers = [(r, [n for w in ways if (n := written.numbers(w)) is not None]) for r, ways in by_reading]
    everything = [n for _, some in numbers for n in some]
    if not everything:
        with pytest.raises(Impossible):
            likelihood(question_of(p, proof), priors, [group] if group else [])
        return
    found = likelihood(question_of(p, proof), priors, [group] if group else [])
    assert (found.envelope.yes, found.envelope.no, found.envelope.not_engaged) == hull(everything)
    for readings, some in numbers:
        assert spans_of(found, readings) == (hull(some) if some else None)
    for fact in (*priors, *group):
        moves = [m for _, ways in by_reading for w in ways if written.numbers(w) and (m := written.move(w, fact)) is not None]
        told = found.moves.get(fact, Span(Fraction(0), Fraction(0)))
        if moves:
            assert told == Span(min(moves), max(moves)), fact


@FEW
@given(puzzles(), st.booleans(), st.data())
def test_every_reading_has_the_chance_that_its_completions_have(p: Puzzle, proof: bool, data: st.DataObject) -> None:
    p = settled_disputes(p)
    opened = Written(p, proof, {}).open
    priors = {f: data.draw(st.fractions(0, 1, max_denominator=6)) for f in opened if data.draw(st.booleans())}
    held_to(p, proof, priors, {})


@FEW
@given(puzzles(), st.booleans(), st.data())
def test_facts_of_which_at_most_one_is_so_are_one_variable(p: Puzzle, proof: bool, data: st.DataObject) -> None:
    p = settled_disputes(p)
    opened = Written(p, proof, {}).open
    several = [f for f in opened if data.draw(st.booleans())]
    cuts = sorted(data.draw(st.integers(0, 8)) for _ in several)
    group = {f: Fraction(high - low, 8) for f, low, high in zip(several, [0, *cuts], cuts, strict=False)}
    priors = {f: data.draw(st.fractions(0, 1, max_denominator=6)) for f in opened if f not in group and data.draw(st.booleans())}
    held_to(p, proof, priors, group)


def two_facts(status: Status = Status.UNKNOWN) -> Puzzle:
    circuit = Circuit()
    root = circuit.all_of((circuit.fact("attack"), circuit.fact("border")))
    return Puzzle(circuit, Query(root), Situation({"border": status}), Choice())


def test_a_disputed_fact_without_a_prior_is_refused_by_name() -> None:
    with pytest.raises(Unsupplied) as refused:
        likelihood(question_of(two_facts(Status.DISPUTED)), {"attack": Fraction(1, 3)})
    assert refused.value.facts == ("border",)
    assert likelihood(question_of(two_facts(Status.DISPUTED)), {"attack": Fraction(1, 3), "border": Fraction(1, 2)})


def test_a_disputed_fact_that_cannot_matter_any_more_needs_no_prior() -> None:
    p = two_facts(Status.DISPUTED)
    p.circuit.groups.clear()
    root = p.circuit.all_of((p.query.root, p.circuit.fact("consent")))
    p = Puzzle(p.circuit, Query(root), Situation({"border": Status.DISPUTED, "consent": Status.DENIED}), Choice())
    assert likelihood(question_of(p), {}).envelope.no == Span(Fraction(1), Fraction(1))


def test_what_is_out_of_reach_is_refused_with_the_limit() -> None:
    with pytest.raises(OutOfReach, match="diagrams of 3 nodes in every order, 1 things having no chance"):
        likelihood(question_of(two_facts()), {"attack": Fraction(1, 3)}, nodes=3)


def test_proof_and_truth_part_where_a_burden_is_open() -> None:
    circuit = Circuit()
    p = Puzzle(circuit, Query(circuit.shown(circuit.fact("attack"), "claimant")), Situation(), Choice())
    priors = {"attack": Fraction(1, 4)}
    assert likelihood(question_of(p), priors).envelope.yes == Span(Fraction(0), Fraction(0))
    assert likelihood(question_of(p, proof=True), priors).envelope.yes == Span(Fraction(1, 4), Fraction(1, 4))
