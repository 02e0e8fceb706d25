"""Flip sets held against clingo where every fact is settled; answers after a supposition against answers made anew."""

from __future__ import annotations

import warnings
from itertools import product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from verdict_circuits import FACTS, JUDGEMENTS, Puzzle, grow, puzzles

from foedus.verdict import Choice, Circuit, Engine, Query, Situation, Status, Verdict
from foedus.verdict.circuit import FactLeaf, JudgementLeaf, Op, OptionLeaf
from foedus.verdict.gravity import gathered
from foedus.verdict.hinges import Changeable, hinges
from foedus.verdict.scope import scope_of

try:
    import clingo
except ImportError:
    clingo = None
    warnings.warn("clingo is not installed: the second opinion on flips was NOT taken", stacklevel=1)

needs_clingo = pytest.mark.skipif(
    clingo is None, reason="LOUDLY: clingo is not installed, the second opinion on flips was NOT taken"
)
SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much]


@settings(max_examples=200, deadline=None, suppress_health_check=SLOW)
@given(puzzles(), st.dictionaries(st.sampled_from(FACTS), st.booleans()))
def test_an_answer_after_facts_is_that_of_a_record_which_has_them(p: Puzzle, facts: dict[str, bool]) -> None:
    anew = Engine(p.circuit, p.situation.suppose(facts)).answer(p.query, p.choice)
    engine = Engine(p.circuit, p.situation)
    before = engine.answer(p.query, p.choice)
    assume(before.verdict is not Verdict.NOT_COMPUTED)
    after = engine.answer_after(facts, p.query, p.choice)
    assert (after.verdict, after.strengths) == (anew.verdict, anew.strengths)
    assert engine.answer(p.query, p.choice) == before


@settings(max_examples=100, deadline=None, suppress_health_check=SLOW)
@given(puzzles())
def test_gathering_leaves_out_no_gate_and_takes_none_twice(p: Puzzle) -> None:
    assert sorted(gathered(p.circuit, [p.query.root])) == list(p.circuit.cone(p.query.root))
    everything = {n for root in (p.query.root, *p.situation.constraints) for n in p.circuit.cone(root)}
    found = gathered(p.circuit, [p.query.root], p.situation.constraints)
    assert len(found) == len(set(found)) and {*p.circuit.cone(p.query.root)} <= {*found} <= everything


@st.composite
def settled(draw: st.DrawFn) -> Puzzle:
    """A question without burdens in a situation that leaves nothing open."""
    circuit = Circuit()
    root = grow(circuit, draw, 6)[-1]
    statuses = {f: draw(st.sampled_from((Status.AFFIRMED, Status.DENIED))) for f in FACTS}
    readings = {g: draw(st.sampled_from(options)) for g, options in circuit.groups.items()}
    p = Puzzle(circuit, Query(root), Situation(statuses), Choice(readings, {j: draw(st.booleans()) for j in JUDGEMENTS}))
    scope = scope_of(circuit, p.query, p.situation)
    assume(not scope.burdens and not scope.gaps and not scope.conflicts)
    return p


@needs_clingo
@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
@given(settled())
def test_the_flips_of_settled_facts_are_those_of_clingo(p: Puzzle) -> None:
    found = hinges(p.circuit, p.query, p.situation, p.choice, Changeable(frozenset(FACTS)))
    assert found.bounds == ()
    assert {frozenset(c.name for c in s.changes) for s in found.sets} == smallest_flips(p, found.verdict is Verdict.NO)


def smallest_flips(p: Puzzle, goal: bool) -> set[frozenset[str]]:
    """The smallest sets of facts that clingo turns to make the root what it shall be."""
    control = clingo.Control(["--warn=none", "--heuristic=Domain", "--enum-mode=domRec", "0"])
    lines = [line for n in p.circuit.cone(p.query.root) for line in rules(p, n)]
    lines += [f":- {'not ' if goal else ''}g({p.query.root}).", "#heuristic turned(F) : fact(F). [1,false]", "#show turned/1."]
    control.add("base", [], "\n".join(lines))
    control.ground([("base", [])])
    out = set()
    with control.solve(yield_=True) as models:
        for model in models:
            out.add(frozenset(FACTS[a.arguments[0].number] for a in model.symbols(shown=True)))
    return out


def rules(p: Puzzle, n: int) -> list[str]:
    gate = p.circuit.op(n)
    if isinstance(gate.leaf, FactLeaf):
        number, is_so = FACTS.index(gate.leaf.name), p.situation.status(gate.leaf.name) is Status.AFFIRMED
        return [f"fact({number}).", f"{{ turned({number}) }}.", f"g({n}) :- {'not ' if is_so else ''}turned({number})."]
    if isinstance(gate.leaf, JudgementLeaf):
        return [f"g({n})."] * p.choice.judgements[gate.leaf.name]
    if isinstance(gate.leaf, OptionLeaf):
        return [f"g({n})."] * (p.choice.readings[gate.leaf.group] == gate.leaf.option)
    if gate.op is Op.CONSTANT:
        return [f"g({n})."] * gate.k
    if gate.op is Op.NOT:
        return [f"g({n}) :- not g({gate.args[0]})."]
    least = {Op.ALL: len(gate.args), Op.ANY: 1, Op.AT_LEAST: gate.k}[gate.op]
    counted = "; ".join(f"1,{i} : g({a})" for i, a in enumerate(gate.args))
    return [f"g({n}) :- {least} <= #sum {{ {counted} }}."]


@needs_clingo
def test_clingo_counts_what_can_be_counted_by_hand() -> None:
    circuit = Circuit()
    root = circuit.at_least(2, [circuit.fact(f) for f in FACTS[:3]])
    p = Puzzle(circuit, Query(root), Situation(dict.fromkeys(FACTS, Status.DENIED)), Choice())
    assert smallest_flips(p, True) == {frozenset(s) for s in map(set, product(FACTS[:3], repeat=2)) if len(s) == 2}
