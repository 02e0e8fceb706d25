"""A record that cannot be as it stands: what becomes disputed, and what is not computed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from verdict_circuits import FACTS, _constraint

from foedus.verdict import Choice, Circuit, Engine, Query, Situation, Status, Verdict, reconcile
from foedus.verdict import reference as truth


@dataclass(frozen=True)
class Clash:
    """A record and constraints as formulas over one-letter facts, and what must come of them."""

    name: str
    record: str
    bound: tuple[str, ...]
    disputed: str = ""
    conflicts: tuple[str, ...] = ()
    closed: str = ""
    not_computed: bool = False


def gate(circuit: Circuit, text: str) -> int:
    """ "one a b": at most one; "some a b": at least one; "if a b": a entails b; "no a"."""
    kind, *names = text.split()
    facts = [circuit.fact(f) for f in names]
    if kind == "one":
        return circuit.negate(circuit.at_least(2, facts))
    if kind == "some":
        return circuit.any_of(facts)
    negated = circuit.negate(facts[0])
    return negated if kind == "no" else circuit.any_of([negated, *facts[1:]])


CLASHES = [
    Clash("a sound record is left alone", "a+ b-", ("one a b",)),
    Clash("two ballots of one member", "a+ b+", ("one a b",), "ab", ("a+ b+",)),
    Clash("three ballots clash in pairs", "a+ b+ c+", ("one a b c",), "abc", ("a+ b+", "a+ c+", "b+ c+")),
    Clash("a fact that takes no part stays", "a+ b+ c+", ("one a b",), "ab", ("a+ b+",)),
    Clash("nobody left to have done it", "a- b-", ("some a b",), "ab", ("a- b-",)),
    Clash("a clash through an open fact", "a+ c-", ("if a b", "if b c"), "ac", ("a+ c-",)),
    Clash("an open fact may still satisfy it", "a+", ("if a b", "if b c")),
    Clash("a constraint against one fact", "a+", ("no a",), "a", ("a+",)),
    Clash("the larger set is not minimal", "a+ b+", ("no a", "one a b"), "a", ("a+",)),
    Clash("a closed fact never becomes disputed", "a+ b+", ("one a b",), "", ("a+ b+",), "b", True),
    Clash("two closed facts", "a- b-", ("some a b",), "", ("a- b-",), "ab", True),
    Clash(
        "a clash dissolves when another makes its fact disputed",
        "a+ b+ c+",
        ("one a b", "one b c"),
        "ab",
        ("a+ b+", "b+ c+"),
        "c",
        False,
    ),
    Clash("constraints that cannot hold at all", "a+", ("no b", "some b"), "", ("",), "", True),
]
STATUS = {"+": Status.AFFIRMED, "-": Status.DENIED}


@pytest.mark.parametrize("clash", CLASHES, ids=lambda clash: clash.name)
def test_clash(clash: Clash) -> None:
    circuit = Circuit()
    bound = tuple(gate(circuit, text) for text in clash.bound)
    statuses = {mark[0]: STATUS[mark[1]] for mark in clash.record.split()}
    before = Situation(statuses, constraints=bound, closed=frozenset(clash.closed))
    after, conflicts = reconcile(circuit, before)
    assert {f for f in statuses if after.status(f) is Status.DISPUTED} == set(clash.disputed)
    told = tuple(" ".join(f + ("+" if value else "-") for f, value in c.facts) for c in conflicts)
    assert told == clash.conflicts
    assert any(c.not_computed for c in conflicts) is clash.not_computed


def test_the_table_is_not_empty() -> None:
    assert len(CLASHES) >= 13


def test_a_conflict_names_the_constraints_it_breaks() -> None:
    circuit = Circuit()
    bound = tuple(gate(circuit, text) for text in ("if a b", "if b c", "one c d", "some a d"))
    record = Situation({"a": Status.AFFIRMED, "c": Status.DENIED}, constraints=bound)
    _, (conflict,) = reconcile(circuit, record)
    assert conflict.constraints == bound[:2]


def test_only_questions_that_the_standing_clash_touches_are_not_computed() -> None:
    circuit = Circuit()
    bound = gate(circuit, "one a b")
    statuses = {"a": Status.AFFIRMED, "b": Status.AFFIRMED, "c": Status.AFFIRMED}
    record = Situation(statuses, constraints=(bound,), closed=frozenset({"b"}))
    engine = Engine(circuit, reconcile(circuit, record)[0])
    touched = engine.evaluate(Query(circuit.fact("a")), Choice())
    assert touched.verdict is Verdict.NOT_COMPUTED and touched.limit
    assert engine.evaluate(Query(circuit.fact("c")), Choice()).verdict is Verdict.YES


def test_what_is_disputed_is_not_shown() -> None:
    circuit = Circuit()
    bound = gate(circuit, "one a b")
    record = Situation({"a": Status.AFFIRMED, "b": Status.AFFIRMED}, constraints=(bound,))
    root = circuit.shown(circuit.fact("a"), "claimant")
    outcome = Engine(circuit, reconcile(circuit, record)[0]).evaluate(Query(root), Choice())
    assert (outcome.verdict, outcome.burden_on) == (Verdict.NO, ("claimant",))


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_smallest_clashes_by_trying_every_set(data: st.DataObject) -> None:
    circuit = Circuit()
    bound = tuple(_constraint(circuit, data.draw) for _ in range(data.draw(st.integers(1, 3))))
    statuses = data.draw(st.dictionaries(st.sampled_from(FACTS), st.sampled_from(list(STATUS.values()))))
    whole = circuit.all_of(bound)

    def clashes(facts: tuple[str, ...]) -> bool:
        case = truth.Case(circuit, Query(whole), Situation({f: statuses[f] for f in facts}), {})
        return not truth._Table(case).truth(whole, {}, {})

    assume(not clashes(()))
    named = sorted(f for f in statuses if f in circuit.facts_below(whole))
    found: list[set[str]] = []
    for size, _ in product(range(1, len(named) + 1), (None,)):
        for facts in combinations(named, size):
            if not any(f <= set(facts) for f in found) and clashes(facts):
                found.append(set(facts))
    _, conflicts = reconcile(circuit, Situation(statuses, constraints=bound))
    assert sorted(sorted(dict(c.facts)) for c in conflicts) == sorted(map(sorted, found))
