"""Which proofs are tried against a presumption: those that are left out beforehand overturn nothing."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from verdict_circuits import Puzzle, puzzles

from foedus.verdict import Circuit, Query, Situation
from foedus.verdict.bdd import deep
from foedus.verdict.defeat import Defeat, bearing
from foedus.verdict.order import Order
from foedus.verdict.study import Study

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much]


def study_of(circuit: Circuit, query: Query, situation: Situation) -> Study:
    asked = [query.root] if query.engaged is None else [query.engaged, query.root]
    return Study(circuit, query, situation, Order(circuit, asked, {}, 100_000, situation.constraints))


@settings(max_examples=300, deadline=None, suppress_health_check=SLOW)
@given(puzzles())
def test_the_defeaters_are_those_found_when_every_proof_is_tried(p: Puzzle) -> None:
    study = study_of(p.circuit, p.query, p.situation)
    with deep(len(study.order)):
        if study.contradictory:
            return
        few, all_of_them = Defeat(study), Defeat(study)
        all_of_them._bearing = frozenset((f, v) for f in study.scope.facts for v in (True, False))
        assert few.defeaters(p.choice) == all_of_them.defeaters(p.choice)


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
