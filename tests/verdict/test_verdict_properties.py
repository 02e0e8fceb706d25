"""Random questions: the engine says what the reference says, and neither says what cannot be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from verdict_circuits import FACTS, JUDGEMENTS, Puzzle, puzzles

from foedus.verdict import Choice, Circuit, Engine, Outcome, Query, Situation, Strength, Verdict, reconcile
from foedus.verdict import reference as truth
from foedus.verdict import turns as turns_room
from foedus.verdict.circuit import (
    NO,
    YES,
    ClaimedLeaf,
    ConflictLeaf,
    FactLeaf,
    GapLeaf,
    JudgementLeaf,
    Op,
    OptionLeaf,
    ShownLeaf,
)
from foedus.verdict.diagram import UNSOUGHT
from foedus.verdict.kleene import MAYBE, Folding
from foedus.verdict.scope import proof, scope_of
from foedus.verdict.turns import MANY_GROUPS, MOST_GROUPS

quick = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
thorough = settings(quick, max_examples=700)


def case_of(p: Puzzle) -> truth.Case:
    return truth.Case(p.circuit, p.query, p.situation, p.choice.judgements)


def engine_of(p: Puzzle) -> Engine:
    return Engine(p.circuit, p.situation)


def open_facts(p: Puzzle) -> list[str]:
    scope = scope_of(p.circuit, p.query, p.situation)
    return [f for f in scope.facts if not p.situation.status(f).known]


def known_facts(p: Puzzle) -> list[str]:
    scope = scope_of(p.circuit, p.query, p.situation)
    return [f for f in scope.facts if p.situation.status(f).known]


@thorough
@given(puzzles())
def test_the_engine_gives_the_whole_outcome_of_the_reference(p: Puzzle) -> None:
    assert engine_of(p).evaluate(p.query, p.choice) == truth.evaluate(p.circuit, p.query, p.situation, p.choice)


@quick
@given(puzzles())
def test_what_an_answer_really_depends_on(p: Puzzle) -> None:
    assert engine_of(p).really_depends(p.query) == truth.really_depends(p.circuit, p.query, p.situation)


@quick
@given(puzzles())
def test_a_dependence_without_strength_looks_at_verdicts_alone(p: Puzzle) -> None:
    found = engine_of(p).really_depends(p.query, strength=False)
    rows = {}
    decided = [(True, False, None)] * len(JUDGEMENTS)
    for picked in product(*p.circuit.groups.values(), *decided):
        readings = dict(zip(p.circuit.groups, picked, strict=False))
        judged = dict(zip(JUDGEMENTS, picked[len(readings) :], strict=True))
        choice = Choice(readings, {j: v for j, v in judged.items() if v is not None})
        rows[tuple({**readings, **judged}.items())] = engine_of(p).answer(p.query, choice).verdict
    assert found.readings == {g for g in p.circuit.groups if truth._matters(g, rows)}
    assert found.judgements == {j for j in JUDGEMENTS if truth._matters(j, rows)}


@quick
@given(puzzles())
def test_an_answer_is_the_outcome_without_what_it_turns_on(p: Puzzle) -> None:
    answer, outcome = engine_of(p).answer(p.query, p.choice), engine_of(p).evaluate(p.query, p.choice)
    for part in ("verdict", "strengths", "partition", "limit"):
        assert getattr(answer, part) == getattr(outcome, part)


@quick
@given(puzzles(), st.booleans())
def test_the_value_of_every_gate(p: Puzzle, after: bool) -> None:
    engine = engine_of(p)
    if after:
        engine.evaluate(p.query, p.choice)
    for node in p.circuit.cone(p.query.root):
        assert engine.node_value(node, p.choice) == truth.node_value(case_of(p), node, p.choice)


@quick
@given(puzzles(), st.data())
def test_what_matters(p: Puzzle, data: st.DataObject) -> None:
    cone = st.sampled_from(p.circuit.cone(p.query.root))
    engine = engine_of(p)
    for nodes in data.draw(st.lists(st.lists(cone, min_size=1, max_size=3), max_size=3)):
        assert engine.matters(p.query, p.choice, nodes) == truth.matters(case_of(p), p.choice, nodes)


@quick
@given(puzzles(), st.lists(st.sampled_from(FACTS), max_size=2))
def test_a_reason_suffices_and_no_part_of_it_does(p: Puzzle, favoured: list[str]) -> None:
    wanted = truth.summary(case_of(p), p.choice)
    assume(wanted[0] is not Verdict.NOT_COMPUTED)
    reason = dict(engine_of(p).sufficient(p.query, p.choice, favoured))
    known = known_facts(p)

    def answer(kept: set[str]) -> object:
        loose = p.situation.reopen(f for f in known if f not in kept)
        return truth.summary(replace(case_of(p), situation=loose), p.choice)

    assert all(p.situation.status(f) == ("affirmed" if value else "denied") for f, value in reason.items())
    assert answer(set(reason)) == wanted
    assert all(answer(set(reason) - {f}) != wanted for f in reason)


def test_a_reason_prefers_what_it_is_told_to_keep() -> None:
    circuit = Circuit()
    root = circuit.any_of([circuit.fact(f) for f in "abc"])
    engine = Engine(circuit, Situation().suppose(dict.fromkeys("abc", True)))
    assert engine.sufficient(Query(root), Choice()) == (("c", True),)
    assert engine.sufficient(Query(root), Choice(), keep_first=["a", "b"]) == (("a", True),)


@quick
@given(puzzles())
def test_kleene_never_contradicts_a_completion(p: Puzzle) -> None:
    values = Folding(p.circuit, p.situation, p.choice).fill(p.circuit.cone(p.query.root))
    wanted = truth.node_value(case_of(p), p.query.root, p.choice)
    table = truth._Table(replace(case_of(p), query=Query(p.query.root)))
    if values[p.query.root] != MAYBE and table.admitted:
        assert wanted == ("no", "yes")[values[p.query.root]]


@quick
@given(puzzles())
def test_what_kleene_decides_is_settled(p: Puzzle) -> None:
    values = Folding(p.circuit, p.situation, p.choice).fill(p.circuit.cone(p.query.root))
    outcome = truth.evaluate(p.circuit, Query(p.query.root), p.situation, p.choice)
    if values[p.query.root] != MAYBE and outcome.verdict is not Verdict.NOT_COMPUTED:
        assert outcome.strengths == (Strength.SETTLED,)


@quick
@given(puzzles())
def test_a_settled_verdict_survives_every_proof(p: Puzzle) -> None:
    """Presumed is exactly wide enough: burdens of claiming aside, no supposed proof moves the settled."""
    assume(not any(isinstance(p.circuit.op(n).leaf, ClaimedLeaf) for n in range(len(p.circuit))))
    verdict, strengths = truth.summary(case_of(p), p.choice)
    assume(strengths == (Strength.SETTLED,) and verdict is not Verdict.OPEN)
    literals = list(product(open_facts(p), (True, False)))
    for proved in map(dict, combinations(literals, min(2, len(literals)))):
        if truth.may_be(case_of(p), proved):
            supposed = replace(case_of(p), situation=p.situation.suppose(proved))
            assert truth.summary(supposed, p.choice)[0] is verdict


@quick
@given(puzzles())
def test_what_it_turns_on_is_never_empty_when_facts_leave_it_open(p: Puzzle) -> None:
    outcome = engine_of(p).evaluate(p.query, p.choice)
    turns = outcome.turns_on
    if outcome.verdict is Verdict.OPEN:
        assert any(getattr(turns, kind) for kind in turns.__slots__)
    if outcome.strengths == (Strength.PRESUMED,):
        assert outcome.burden_on


@quick
@given(puzzles())
def test_the_parts_cover_every_choice_once(p: Puzzle) -> None:
    outcome = engine_of(p).evaluate(p.query, p.choice)
    groups = {g: o for g, o in p.circuit.groups.items() if g not in p.choice.readings}
    for picked in product(*groups.values()):
        total = dict(zip(groups, picked, strict=True))
        found = [part for part in outcome.partition if all(total[g] in o for g, o in part.choice.items())]
        assert len(found) == bool(outcome.partition)
        if found:
            one = engine_of(p).evaluate(p.query, replace(p.choice, readings={**p.choice.readings, **total}))
            assert (one.verdict, one.strengths) == (found[0].verdict, (found[0].strength,))


def renamed(p: Puzzle, to: Callable[[str], str]) -> Puzzle:
    """The same puzzle with every name changed, its gates made in the same order."""
    circuit = Circuit()
    for group, options in p.circuit.groups.items():
        circuit.group(to(group), options)
    for n in range(2, len(p.circuit)):
        gate = p.circuit.op(n)
        leaf = gate.leaf
        if isinstance(leaf, FactLeaf | JudgementLeaf):
            circuit.leaf(type(leaf)(to(leaf.name)))
        elif isinstance(leaf, GapLeaf | ConflictLeaf):
            circuit.leaf(type(leaf)(to(leaf.word)))
        elif isinstance(leaf, OptionLeaf):
            circuit.option(to(leaf.group), leaf.option)
        elif isinstance(leaf, ShownLeaf | ClaimedLeaf):
            circuit.leaf(type(leaf)(leaf.node, to(leaf.burden)))
        elif gate.op is Op.NOT:
            circuit.negate(gate.args[0])
        elif gate.op is Op.AT_LEAST:
            circuit.at_least(gate.k, gate.args)
        else:
            (circuit.all_of if gate.op is Op.ALL else circuit.any_of)(gate.args)
    old = p.situation
    situation = Situation(
        {to(f): status for f, status in old.statuses.items()},
        frozenset(map(to, old.claimed_for)),
        frozenset(map(to, old.claimed_against)),
        old.constraints,
    )
    readings = {to(g): o for g, o in p.choice.readings.items()}
    judgements = {to(j): value for j, value in p.choice.judgements.items()}
    return Puzzle(circuit, p.query, situation, Choice(readings, judgements))


def _renamed(name: str, to: Callable[[str], str]) -> str:
    """A name, or what is proved not to be so."""
    return proof(to(name.removeprefix("not: ")), not name.startswith("not: "))


def rename_outcome(outcome: Outcome, to: Callable[[str], str]) -> tuple[object, ...]:
    """An outcome with its names changed, free of the order that names give."""
    turns: Mapping[str, object] = {
        kind: {frozenset(map(to, n)) if isinstance(n, tuple) else _renamed(n, to) for n in getattr(outcome.turns_on, kind)}
        for kind in outcome.turns_on.__slots__
    }
    answers = {part.verdict for part in outcome.partition}, {part.strength for part in outcome.partition}
    return outcome.verdict, outcome.strengths, turns, set(map(to, outcome.burden_on)), answers


@quick
@given(puzzles())
def test_other_names_give_the_same_answers(p: Puzzle) -> None:
    mirrored = renamed(p, lambda name: name[::-1] + "'")
    one = engine_of(p).evaluate(p.query, p.choice)
    two = engine_of(mirrored).evaluate(mirrored.query, mirrored.choice)
    assert rename_outcome(one, lambda name: name[::-1] + "'") == rename_outcome(two, lambda name: name)


@quick
@given(puzzles(gates=12))
def test_large_components_are_moved_like_small_ones(p: Puzzle) -> None:
    """The way by doubled levels gives what writing the component out gives."""
    listed = engine_of(p).evaluate(p.query, p.choice)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(turns_room, "_MOST_LISTED", 0)
        assert engine_of(p).evaluate(p.query, p.choice) == listed


@quick
@given(puzzles(), st.integers(1, 40))
def test_a_small_budget_never_changes_an_answer(p: Puzzle, budget: int) -> None:
    full = engine_of(p).evaluate(p.query, p.choice)
    tight = Engine(p.circuit, p.situation, node_budget=budget).evaluate(p.query, p.choice)
    if tight.turns_on.bounds == (UNSOUGHT,):
        full = replace(full, turns_on=replace(full.turns_on, defeaters=(), bounds=(UNSOUGHT,)))
    assert tight == full or (tight.verdict is Verdict.NOT_COMPUTED and "nodes" in (tight.limit or ""))


@quick
@given(puzzles(), st.integers(1, 40))
def test_what_was_asked_before_changes_no_answer(p: Puzzle, budget: int) -> None:
    fresh = Engine(p.circuit, p.situation, node_budget=budget).answer(p.query, p.choice)
    busy = Engine(p.circuit, p.situation, node_budget=budget)
    busy.matters(p.query, p.choice, p.circuit.cone(p.query.root)[-3:])
    busy.sufficient(p.query, p.choice)
    busy.really_depends(p.query)
    for node in p.circuit.cone(p.query.root):
        assert busy.node_value(node, p.choice) in ("open", truth.node_value(case_of(p), node, p.choice))
    again = busy.answer(p.query, p.choice)
    assert (again.verdict, again.strengths) == (fresh.verdict, fresh.strengths)


@quick
@given(puzzles())
def test_after_reconciling_no_question_meets_a_contradiction(p: Puzzle) -> None:
    bound = p.circuit.all_of(p.situation.constraints)
    assume(truth._Table(truth.Case(p.circuit, Query(bound), Situation(), {})).truth(bound, {}, {}))
    again, conflicts = reconcile(p.circuit, p.situation)
    assert again == p.situation and not conflicts
    assert engine_of(p).evaluate(p.query, p.choice).verdict is not Verdict.NOT_COMPUTED


def test_nothing_is_kept_from_one_situation_to_the_next() -> None:
    circuit = Circuit()
    query = Query(circuit.all_of([circuit.fact("a"), circuit.fact("b")]))
    for value, verdict in ((True, Verdict.YES), (False, Verdict.NO), (True, Verdict.YES)):
        situation = Situation().suppose({"a": value, "b": True})
        assert Engine(circuit, situation).evaluate(query, Choice()).verdict is verdict


@pytest.mark.parametrize("seats", [40, 193])
def test_a_threshold_over_many_voters_is_computed(seats: int) -> None:
    circuit = Circuit()
    votes = [circuit.fact(f"vote {i:03}") for i in range(seats)]
    outcome = Engine(circuit, Situation()).evaluate(Query(circuit.at_least(seats // 2, votes)), Choice())
    assert len(outcome.turns_on.unknown) == seats


def test_proofs_are_tried_two_together_however_many_facts_are_open() -> None:
    circuit = Circuit()
    facts = [circuit.fact(f"f{i:02}") for i in range(60)]
    few = circuit.negate(circuit.shown(circuit.any_of([circuit.all_of(facts[:2]), *facts[2:-1]]), "host"))
    outcome = Engine(circuit, Situation()).evaluate(Query(few), Choice())
    assert outcome.turns_on.bounds == () and len(outcome.turns_on.defeaters) == 59


def test_a_flood_of_groups_is_cut_and_says_so() -> None:
    circuit = Circuit()
    seats = [circuit.fact(f"s{i:02}") for i in range(30)]
    alone = circuit.all_of([circuit.any_of(seats), circuit.negate(circuit.at_least(2, seats))])
    engine = Engine(circuit, Situation(constraints=(alone,)))
    turns = engine.evaluate(Query(circuit.any_of(seats[:15])), Choice()).turns_on
    assert len(turns.groups) == MOST_GROUPS and turns.bounds == (MANY_GROUPS,)


def test_the_constants_are_themselves() -> None:
    engine = Engine(Circuit(), Situation())
    assert engine.evaluate(Query(YES), Choice()).verdict is Verdict.YES
    assert engine.evaluate(Query(NO), Choice()).verdict is Verdict.NO
