"""What separates two situations, held against trying out every set of differences."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, combinations, product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from verdict_circuits import choices, grow, situations

from foedus.verdict import Choice, Circuit, Query, Situation, Status, Verdict, reference
from foedus.verdict.circuit import FactLeaf
from foedus.verdict.hinges import Change
from foedus.verdict.scope import scope_of
from foedus.verdict.separation import Side, mixed, separations

FEW = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])


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
    there = Situation(there.statuses, there.claimed_for, there.claimed_against, here.constraints)
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


def possible(p: Pair, side: Side, constraints: tuple[int, ...]) -> bool:
    """Whether some completion meets every constraint that may bear on the question."""
    names = sorted({f for c in constraints for f in p.circuit.facts_below(c)})
    ways = [[s is Status.AFFIRMED] if (s := side.situation.status(f)).known else [True, False] for f in names]
    return any(
        all(holds(p.circuit, c, dict(zip(names, values, strict=True))) for c in constraints) for values in product(*ways)
    )


def holds(circuit: Circuit, node: int, world: dict[str, bool]) -> bool:
    leaf = circuit.op(node).leaf
    if isinstance(leaf, FactLeaf):
        return world[leaf.name]
    settled = Situation({f: Status.AFFIRMED if v else Status.DENIED for f, v in world.items()})
    return reference.evaluate(circuit, Query(node), settled, Choice()).verdict is Verdict.YES


@FEW
@given(pairs())
def test_the_sets_are_those_of_trying_every_set_of_differences(p: Pair) -> None:
    goal = verdict(p, p.there)
    if goal is Verdict.NOT_COMPUTED:
        assert separations(p.circuit, p.query, p.here, p.there, goal).sets == ()
        return
    found = separations(p.circuit, p.query, p.here, p.there, goal, most=10_000)
    names = {(c.kind, c.name) for c in found.differences}
    assert names >= apart(p)
    settled = {f for f in p.circuit.facts_below(p.query.root) if p.here.situation.status(f).known and p.there.situation.status(f).known}
    loosest = Situation({f: p.here.situation.status(f) for f in settled}, constraints=p.here.situation.constraints)
    constraints = scope_of(p.circuit, p.query, loosest).constraints
    reaching = []
    for some in chain.from_iterable(combinations(sorted(names), n) for n in range(len(names) + 1)):
        side = mixed(p.here, p.there, [Change(kind, name, "") for kind, name in some])  # type: ignore[arg-type]
        if verdict(p, side) is goal and possible(p, side, constraints):
            reaching.append(frozenset(some))
    smallest = {s for s in reaching if not any(other < s for other in reaching)}
    assert {frozenset((c.kind, c.name) for c in s.changes) for s in found.sets} == smallest
    assert found.bounds == ()


@FEW
@given(pairs())
def test_taking_every_difference_gives_the_other_side(p: Pair) -> None:
    found = separations(p.circuit, p.query, p.here, p.there, Verdict.YES)
    assert found.verdict is verdict(p, p.here)
    assert verdict(p, mixed(p.here, p.there, found.differences)) is verdict(p, p.there)


@FEW
@given(pairs())
def test_nothing_separates_a_side_from_itself(p: Pair) -> None:
    goal = verdict(p, p.here)
    found = separations(p.circuit, p.query, p.here, p.here, goal)
    assert found.differences == ()
    assert [s.changes for s in found.sets] == ([] if goal is Verdict.NOT_COMPUTED else [()])


def test_a_claim_alone_may_separate() -> None:
    circuit = Circuit()
    root = circuit.negate(circuit.claimed(circuit.fact("objected"), "objector"))
    here = Side(Situation({"objected": Status.UNKNOWN}), Choice())
    there = Side(Situation({"objected": Status.ALLEGED}, frozenset({"objected"})), Choice())
    found = separations(circuit, Query(root), here, there, Verdict.NO)
    assert found.verdict is Verdict.YES
    assert [s.changes for s in found.sets] == [(Change("fact", "objected", "alleged"),)]


def test_where_there_are_too_many_sets_the_bound_is_told() -> None:
    circuit = Circuit()
    root = circuit.all_of(circuit.any_of((circuit.fact(f"a{i}"), circuit.fact(f"b{i}"))) for i in range(5))
    names = [f"{x}{i}" for x in "ab" for i in range(5)]
    here, there = (Side(Situation(dict.fromkeys(names, s)), Choice()) for s in (Status.DENIED, Status.AFFIRMED))
    found = separations(circuit, Query(root), here, there, Verdict.YES, most=10)
    assert found.sets == ()
    assert found.bounds == ("more than 10 sets that reach “yes”: those of at most 4 are listed",)
