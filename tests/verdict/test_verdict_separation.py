"""What separates two situations, held against trying out every set of differences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from verdict_circuits import choices, grow, situations

from foedus.verdict import Choice, Circuit, Query, Situation, Status, Verdict, reconcile, reference
from foedus.verdict.hinges import Change
from foedus.verdict.scope import scope_of
from foedus.verdict.separation import Separations, Side, mixed

FEW = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@dataclass(frozen=True)
class Pair:
    """One question and two situations with the same constraints."""

    circuit: Circuit
    query: Query
    here: Side
    there: Side


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    circuit = Circuit()
    nodes = grow(circuit, draw, 7)
    engaged = draw(st.sampled_from((None, None, nodes[-2], nodes[0])))
    here, there = draw(situations(circuit)), draw(situations(circuit))
    there = reconcile(circuit, replace(there, constraints=here.constraints))[0]
    return Pair(circuit, Query(nodes[-1], engaged), Side(here, draw(choices(circuit))), Side(there, draw(choices(circuit))))


def verdict(p: Pair, side: Side) -> Verdict:
    return reference.evaluate(p.circuit, p.query, side.situation, side.choice).verdict


def apart(p: Pair) -> set[tuple[str, str]]:
    """Kind and name of whatever bears on the question in either and stands otherwise there, worked out from nothing."""
    scopes = [scope_of(p.circuit, p.query, s.situation) for s in (p.here, p.there)]
    facts = {f for scope in scopes for f in scope.facts}
    said = lambda s, f: (s.status(f), f in s.claimed_for, f in s.claimed_against)  # noqa: E731
    out = {("fact", f) for f in facts if said(p.here.situation, f) != said(p.there.situation, f)}
    out |= {("judgement", j) for j in scopes[0].judgements if p.here.choice.judgements.get(j) is not p.there.choice.judgements.get(j)}
    groups = [g for g in scopes[0].groups if len(p.circuit.groups[g]) > 1]
    return out | {("reading", g) for g in groups if p.here.choice.readings.get(g) != p.there.choice.readings.get(g)}


@FEW
@given(pairs(), st.booleans())
def test_the_sets_are_those_of_trying_every_set_of_differences(p: Pair, back: bool) -> None:
    here, there = (p.there, p.here) if back else (p.here, p.there)
    found = Separations(p.circuit, p.here, p.there)
    goal = verdict(p, there)
    assert found.now(p.query, back) is verdict(p, here)
    sets = found.reaching(p.query, goal, back, most=10_000)
    if goal is Verdict.NOT_COMPUTED:
        assert (sets.sets, len(sets.bounds)) == ((), 1)
        return
    names = apart(p)
    assert {(c.kind, c.name) for c in found.differences(p.query, back)} >= names
    reaching = []
    for some in chain.from_iterable(combinations(sorted(names), n) for n in range(len(names) + 1)):
        side = mixed(here, there, [Change(kind, name, "") for kind, name in some])  # type: ignore[arg-type]
        if verdict(p, side) is goal:
            reaching.append(frozenset(some))
    smallest = {s for s in reaching if not any(other < s for other in reaching)}
    assert {frozenset((c.kind, c.name) for c in s) for s in sets.sets} == smallest
    assert sets.bounds == ()


@FEW
@given(pairs())
def test_taking_every_difference_gives_the_other_side(p: Pair) -> None:
    every = Separations(p.circuit, p.here, p.there).differences(p.query)
    assert verdict(p, mixed(p.here, p.there, every)) is verdict(p, p.there)


@FEW
@given(pairs())
def test_nothing_separates_a_side_from_itself(p: Pair) -> None:
    found = Separations(p.circuit, p.here, p.here)
    assert found.differences(p.query) == ()
    goal = verdict(p, p.here)
    assert list(found.reaching(p.query, goal).sets) == ([] if goal is Verdict.NOT_COMPUTED else [()])


def test_a_claim_alone_may_separate() -> None:
    circuit = Circuit()
    root = circuit.negate(circuit.claimed(circuit.fact("objected"), "objector"))
    here = Side(Situation({"objected": Status.UNKNOWN}), Choice())
    there = Side(Situation({"objected": Status.ALLEGED}, frozenset({"objected"})), Choice())
    found = Separations(circuit, here, there)
    assert found.now(Query(root)) is Verdict.YES
    assert list(found.reaching(Query(root), Verdict.NO).sets) == [(Change("fact", "objected", "alleged"),)]


def test_where_there_are_too_many_sets_the_bound_is_told() -> None:
    circuit = Circuit()
    root = circuit.all_of(circuit.any_of((circuit.fact(f"a{i}"), circuit.fact(f"b{i}"))) for i in range(5))
    names = [f"{x}{i}" for x in "ab" for i in range(5)]
    here, there = (Side(Situation(dict.fromkeys(names, s)), Choice()) for s in (Status.DENIED, Status.AFFIRMED))
    found = Separations(circuit, here, there).reaching(Query(root), Verdict.YES, most=10)
    assert found.sets == ()
    assert found.bounds == ("more than 10 sets for “yes”: those of fewer than 5 are listed",)
