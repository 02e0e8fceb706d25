"""Settle and flip sets and influence, held against trying out every set of changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from verdict_circuits import FACTS, GROUPS, JUDGEMENTS, Puzzle, puzzles

from foedus.verdict import Choice, Circuit, Query, Situation, Status, Strength, Verdict, reference
from foedus.verdict.circuit import ClaimedLeaf, ConflictLeaf, FactLeaf, GapLeaf, JudgementLeaf, Op, OptionLeaf, ShownLeaf
from foedus.verdict.hinges import Change, Changeable, changed, hinges
from foedus.verdict.scope import scope_of

FEW = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
Set = frozenset[Change]


def possible_changes(p: Puzzle, changeable: Changeable) -> list[list[Change]]:
    """For everything that may be changed, the ways in which it may be."""
    scope = scope_of(p.circuit, p.query, p.situation)
    out: list[list[Change]] = []
    for fact in scope.facts:
        status = p.situation.status(fact)
        if not status.known:
            out.append([Change("fact", fact, True), Change("fact", fact, False)])
        elif fact in changeable.facts:
            out.append([Change("fact", fact, status is not Status.AFFIRMED)])
    for name in scope.judgements:
        if name in changeable.judgements:
            out.append([Change("judgement", name, v) for v in (True, False) if p.choice.judgements.get(name) is not v])
    for group in scope.groups:
        options = p.circuit.groups[group]
        if group in changeable.readings and len(options) > 1:
            out.append([Change("reading", group, o) for o in options if o != p.choice.readings.get(group)])
    return out


def tried(p: Puzzle, changeable: Changeable) -> dict[Set, Verdict]:
    """The verdict after every set of changes that leaves the record some completion."""
    found: dict[Set, Verdict] = {}
    constraints = scope_of(p.circuit, p.query, p.situation).constraints
    for picked in product(*([None, *ways] for ways in possible_changes(p, changeable))):
        changes = frozenset(c for c in picked if c is not None)
        situation = p.situation.suppose({c.name: bool(c.to) for c in changes if c.kind == "fact"})
        verdict = reference.evaluate(p.circuit, p.query, situation, changed(p.choice, changes)).verdict
        if verdict is not Verdict.NOT_COMPUTED and _possible(p, situation, constraints):
            found[changes] = verdict
    return found


def _possible(p: Puzzle, situation: Situation, constraints: tuple[int, ...]) -> bool:
    """Whether some completion meets every constraint that bore on the question before anything was changed."""
    names = sorted({f for c in constraints for f in p.circuit.facts_below(c)})
    ways = [[s is Status.AFFIRMED] if (s := situation.status(f)).known else [True, False] for f in names]
    worlds = (dict(zip(map(FactLeaf, names), values, strict=True)) for values in product(*ways))
    return any(all(_holds(p, c, w) for c in constraints) for w in worlds)


def smallest(sets: dict[Set, Verdict], goal: Verdict) -> set[Set]:
    reaching = [s for s, verdict in sets.items() if verdict is goal]
    return {s for s in reaching if not any(other < s for other in reaching)}


@st.composite
def changeables(draw: st.DrawFn) -> Changeable:
    some = lambda names: draw(st.frozensets(st.sampled_from(sorted(names)), max_size=2))  # noqa: E731
    return Changeable(some(FACTS), some(JUDGEMENTS), some(GROUPS)) if draw(st.booleans()) else Changeable()


@FEW
@given(puzzles(gates=7), changeables())
def test_the_sets_are_those_of_trying_every_set(p: Puzzle, changeable: Changeable) -> None:
    found = hinges(p.circuit, p.query, p.situation, p.choice, changeable, most=10_000)
    if found.verdict is Verdict.NOT_COMPUTED:
        assert found.sets == () and found.bounds
        return
    every = tried(p, changeable)
    assert every[frozenset()] is found.verdict
    for goal in (Verdict.YES, Verdict.NO, Verdict.NOT_ENGAGED, Verdict.OPEN):
        wanted = set() if goal is found.verdict else smallest(every, goal)
        assert {frozenset(s.changes) for s in found.sets if s.verdict is goal} == wanted
    assert found.bounds == ()


def valued(p: Puzzle, leaves: Mapping[object, bool], readings: Mapping[str, str]) -> Verdict:
    """The answer where everything open is settled by proof."""
    memo: dict[int, bool] = {}

    def value(n: int) -> bool:
        if n not in memo:
            gate, leaf = p.circuit.op(n), p.circuit.op(n).leaf
            if isinstance(leaf, FactLeaf | JudgementLeaf | GapLeaf | ConflictLeaf):
                memo[n] = leaves[leaf]
            elif isinstance(leaf, OptionLeaf):
                memo[n] = readings[leaf.group] == leaf.option
            elif isinstance(leaf, ShownLeaf):
                memo[n] = value(leaf.node)
            elif isinstance(leaf, ClaimedLeaf):
                memo[n] = claimed(leaf.node, True)
            else:
                yes = sum(value(a) for a in gate.args)
                least = {Op.ALL: len(gate.args), Op.ANY: 1, Op.AT_LEAST: gate.k, Op.CONSTANT: 1 - gate.k}.get(gate.op, 0)
                memo[n] = not yes if gate.op is Op.NOT else yes >= least
        return memo[n]

    def claimed(n: int, side: bool) -> bool:
        gate, leaf = p.circuit.op(n), p.circuit.op(n).leaf
        if isinstance(leaf, GapLeaf | ConflictLeaf):
            return False
        if isinstance(leaf, FactLeaf):
            said = p.situation.claimed_for if side else p.situation.claimed_against
            return leaf.name in said or (leaves[leaf] is side and not p.situation.status(leaf.name).known)
        if isinstance(leaf, JudgementLeaf):
            return leaves[leaf] is side
        if gate.op is Op.NOT:
            return claimed(gate.args[0], not side)
        if leaf is not None or gate.op is Op.CONSTANT:
            return value(n) is side
        count = sum(claimed(a, side) for a in gate.args)
        least = {Op.ALL: len(gate.args), Op.ANY: 1}.get(gate.op, gate.k)
        return count >= (least if side else len(gate.args) - least + 1)

    if p.query.engaged is not None and not value(p.query.engaged):
        return Verdict.NOT_ENGAGED
    return Verdict.YES if value(p.query.root) else Verdict.NO


def worlds(p: Puzzle) -> Iterator[tuple[dict[object, bool], dict[str, str]]]:
    scope = scope_of(p.circuit, p.query, p.situation)
    nodes = {n for root in (*scope.cone, *scope.constraints) for n in p.circuit.cone(root)}
    leaves = {p.circuit.op(n).leaf for n in nodes}
    fixed: dict[object, bool] = {}
    loose: list[object] = []
    for leaf in sorted((x for x in leaves if isinstance(x, FactLeaf | JudgementLeaf | GapLeaf | ConflictLeaf)), key=repr):
        if isinstance(leaf, FactLeaf) and p.situation.status(leaf.name).known:
            fixed[leaf] = p.situation.status(leaf.name) is Status.AFFIRMED
        elif isinstance(leaf, JudgementLeaf) and leaf.name in p.choice.judgements:
            fixed[leaf] = p.choice.judgements[leaf.name]
        else:
            loose.append(leaf)
    groups = {g: [p.choice.readings[g]] if g in p.choice.readings else list(p.circuit.groups[g]) for g in scope.groups}
    for values in product((False, True), repeat=len(loose)):
        for options in product(*groups.values()):
            yield fixed | dict(zip(loose, values, strict=True)), dict(zip(groups, options, strict=True))


@FEW
@given(puzzles(gates=7))
def test_influence_is_the_share_of_ways_in_which_the_answer_hangs_on_the_fact_alone(p: Puzzle) -> None:
    found = hinges(p.circuit, p.query, p.situation, p.choice)
    scope = scope_of(p.circuit, p.query, p.situation)
    if found.verdict is Verdict.NOT_COMPUTED:
        return
    answers = {}
    for leaves, readings in worlds(p):
        if all(_holds(p, c, leaves) for c in scope.constraints):
            answers[frozenset(leaves.items()), tuple(readings.items())] = valued(p, leaves, readings)
    for fact in scope.facts:
        if p.situation.status(fact).known:
            continue
        leaf = FactLeaf(fact)
        hanging = 0
        for (leaves, readings), answer in answers.items():
            turned = frozenset({**dict(leaves), leaf: not dict(leaves)[leaf]}.items())
            hanging += answers.get((turned, readings), answer) is not answer
        shares = {i.fact: i.share for i in found.influence}
        assert shares.get(fact, 0) == Fraction(hanging, len(answers))


def _holds(p: Puzzle, constraint: int, leaves: Mapping[object, bool]) -> bool:
    return valued(Puzzle(p.circuit, Query(constraint), p.situation, p.choice), leaves, {}) is Verdict.YES


def test_a_presumption_falls_to_what_nobody_has_proved() -> None:
    circuit = Circuit()
    root = circuit.all_of((circuit.fact("taken"), circuit.negate(circuit.shown(circuit.fact("objected"), "objector"))))
    found = hinges(circuit, Query(root), Situation({"taken": Status.AFFIRMED}), Choice())
    assert (found.verdict, found.strengths) == (Verdict.YES, (Strength.PRESUMED,))
    assert [(s.changes, s.verdict) for s in found.sets] == [((Change("fact", "objected", True),), Verdict.NO)]
    assert [(i.fact, i.share) for i in found.influence] == [("objected", 1)]


def test_where_there_are_too_many_sets_the_bound_is_told() -> None:
    circuit = Circuit()
    pairs = [circuit.all_of((circuit.fact(f"a{i}"), circuit.fact(f"b{i}"))) for i in range(6)]
    found = hinges(circuit, Query(circuit.any_of(pairs)), Situation(), Choice(), most=10)
    assert [s.verdict for s in found.sets] == [Verdict.YES] * 6
    assert found.bounds == ("more than 10 sets that reach “no”: those of at most 5 are listed",)
