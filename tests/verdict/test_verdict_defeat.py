"""Which proofs are tried against a presumption: those that are left out beforehand overturn nothing."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from verdict_circuits import Puzzle, puzzles

from foedus.verdict import Choice, Circuit, Query, Situation, Status
from foedus.verdict.bdd import deep
from foedus.verdict.defeat import Defeat, bearing
from foedus.verdict.order import Order
from foedus.verdict.study import Study

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much]


def study_of(circuit: Circuit, query: Query, situation: Situation) -> Study:
    asked = [query.root] if query.engaged is None else [query.engaged, query.root]
    return Study(circuit, query, situation, Order(circuit, asked, {}, 100_000, situation.constraints))


@settings(max_examples=600, deadline=None, suppress_health_check=SLOW)
@given(puzzles())
def test_the_defeaters_are_those_found_when_every_proof_is_tried(p: Puzzle) -> None:
    study = study_of(p.circuit, p.query, p.situation)
    with deep(len(study.order)):
        if study.contradictory:
            return
        few, all_of_them = Defeat(study), Defeat(study)
        all_of_them._bearing = frozenset((f, v) for f in study.scope.facts for v in (True, False))
        assert few.defeaters(p.choice) == all_of_them.defeaters(p.choice)


def test_what_is_open_has_no_defeaters_even_where_a_constraint_could_close_it() -> None:
    circuit = Circuit()
    attack, border, consent = map(circuit.fact, ("attack", "border", "consent"))
    query = Query(circuit.negate(circuit.shown(border, "claimant")), engaged=attack)
    study = study_of(circuit, query, Situation(constraints=(circuit.any_of((attack, consent)),)))
    defeat = Defeat(study)
    defeat._bearing = frozenset((f, v) for f in ("attack", "border", "consent") for v in (True, False))
    assert defeat.defeaters(Choice()) == ()


def test_a_burden_of_claiming_what_cannot_be_so_may_be_met_by_a_claim() -> None:
    circuit = Circuit()
    told, so = map(circuit.fact, ("told", "so"))
    claimed = circuit.claimed(circuit.all_of((told, so)), "whoever says so")
    situation = Situation({"told": Status.DENIED}, claimed_for=frozenset({"told"}))
    assert Defeat(study_of(circuit, Query(circuit.negate(claimed)), situation)).defeaters(Choice()) == ("so",)


def test_only_proofs_that_help_a_burden_are_tried() -> None:
    circuit = Circuit()
    excuse, told, denied, other = map(circuit.fact, ("excuse", "told", "denied", "other"))
    shown = circuit.shown(circuit.all_of((excuse, circuit.negate(denied))), "whoever pleads it")
    claimed = circuit.claimed(circuit.negate(told), "whoever says so")
    root = circuit.all_of((circuit.negate(shown), circuit.negate(claimed), other))
    tied = circuit.negate(circuit.all_of((denied, circuit.fact("truce"))))
    study = study_of(circuit, Query(root), Situation(constraints=(tied,)))
    assert bearing(study, shown) == {("excuse", True), ("denied", False), ("truce", True)}
    assert bearing(study, claimed) == {("told", False)}
