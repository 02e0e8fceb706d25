"""Exports say what we say: completions counted by hand, by clingo, by ProbLog and by a small clause solver."""

from __future__ import annotations

import json
import re
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from tests.verdict.verdict_circuits import Puzzle, puzzles

from foedus.door import NotUnderstood
from foedus.door.exporting import export
from foedus.exports import Statement, Unsayable, to_asp, to_dimacs, to_json, to_problog
from foedus.exports.statement import Row
from foedus.verdict import Choice, Circuit, Engine, Query, Situation, Status
from foedus.verdict.circuit import ClaimedLeaf, ConflictLeaf, FactLeaf, GapLeaf, JudgementLeaf, OptionLeaf, ShownLeaf

try:
    import clingo
except ImportError:
    clingo = None
    warnings.warn("clingo is not installed: exported programs were NOT run", stacklevel=1)
try:
    from problog import get_evaluatable
    from problog.program import PrologString
except ImportError:
    get_evaluatable = None
    warnings.warn("ProbLog is not installed: exported programs were NOT run", stacklevel=1)

needs_clingo = pytest.mark.skipif(clingo is None, reason="LOUDLY: clingo is not installed, exported programs were NOT run")
needs_problog = pytest.mark.skipif(get_evaluatable is None, reason="LOUDLY: ProbLog is not installed, exported programs were NOT run")
FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def statement_of(p: Puzzle) -> Statement:
    """The puzzle with every burden valued that has one value, all of its constraints included."""
    engine = Engine(p.circuit, p.situation)
    gates = {n for root in (p.query.root, p.query.engaged) if root is not None for n in p.circuit.cone(root)}
    burdens = [n for n in gates if isinstance(p.circuit.op(n).leaf, ShownLeaf | ClaimedLeaf)]
    values = {n: engine.node_value(n, p.choice) for n in burdens}
    known = {n: value == "yes" for n, value in values.items() if value != "open"}
    return Statement(p.circuit, p.query, p.situation, p.choice, p.situation.constraints, known)


def completions(s: Statement) -> Iterator[tuple[dict[str, int], str]]:
    """Every completion of what is left open, admitted by the constraints, with its answer; written out."""
    rows = list(s.rows())
    groups = s.groups()
    loose = [r for r in rows if not r.args and r.kind not in ("value", "option")]
    for values in product((0, 1), repeat=len(loose)):
        for chosen in product(*groups.values()):
            options = {f"{g}: {o}" for g, o in zip(groups, chosen, strict=True)}
            held = _valued(rows, dict(zip([r.node for r in loose], values, strict=True)), options)
            if all(held[c] for c in s.constraints):
                engaged = s.query.engaged is None or held[s.query.engaged]
                answer = ("yes" if held[s.query.root] else "no") if engaged else "not_engaged"
                yield {r.name: v for r, v in zip(loose, values, strict=True)}, answer


def _valued(rows: list[Row], loose: Mapping[int, int], options: set[str]) -> dict[int, int]:
    held: dict[int, int] = {}
    for r in rows:
        sums = sum(held[a] for a in r.args)
        held[r.node] = {
            "value": r.value,
            "option": int(r.name in options),
            "not": 1 - sums,
            "all": int(sums == len(r.args)),
            "any": int(sums > 0),
            "at least": int(sums >= r.k),
        }.get(r.kind, loose.get(r.node, 0))
    return held


def sayable(p: Puzzle) -> Statement | None:
    s = statement_of(p)
    try:
        list(s.rows())
    except Unsayable as refused:
        assert all("differs from reading to reading" in problem.what for problem in refused.problems)
        return None
    return s


@needs_clingo
@FEW
@given(puzzles())
def test_every_answer_set_is_a_completion_with_its_answer(p: Puzzle) -> None:
    s = sayable(p)
    if s is None:
        return
    control = clingo.Control(["--warn=none", "0"])
    control.add("base", [], to_asp(s))
    control.ground([("base", [])])
    found: Counter[str] = Counter()
    with control.solve(yield_=True) as handle:
        for model in handle:
            found.update(str(a.arguments[0]) for a in model.symbols(shown=True) if a.name == "answer")
    assert found == Counter(answer for _, answer in completions(s))


@FEW
@given(puzzles())
def test_clauses_can_be_satisfied_where_some_completion_answers_so(p: Puzzle) -> None:
    s = sayable(p)
    if s is None:
        return
    answers = {answer for _, answer in completions(s)}
    for answer in ("yes", "no", "not-engaged"):
        assert satisfiable(clauses(to_dimacs(s, answer))) == (answer.replace("-", "_") in answers)


def clauses(text: str) -> list[tuple[int, ...]]:
    """The clauses of a DIMACS file, its header held to what follows."""
    rows = [line for line in text.splitlines() if not line.startswith("c")]
    head = re.fullmatch(r"p cnf (\d+) (\d+)", rows[0])
    assert head
    found = [tuple(map(int, row.split())) for row in rows[1:]]
    assert len(found) == int(head[2]) and all(c[-1] == 0 for c in found)
    assert all(abs(n) <= int(head[1]) for c in found for n in c)
    return [c[:-1] for c in found]


def satisfiable(given: list[tuple[int, ...]]) -> bool:
    """Whether some assignment satisfies the clauses: unit propagation and splitting, nothing more."""
    left = given
    while True:
        if () in left:
            return False
        unit = next((c[0] for c in left if len(c) == 1), None)
        if unit is None:
            break
        left = _assigned(left, unit)
    if not left:
        return True
    return any(satisfiable(_assigned(left, n)) for n in (left[0][0], -left[0][0]))


def _assigned(given: list[tuple[int, ...]], literal: int) -> list[tuple[int, ...]]:
    return [tuple(n for n in c if n != -literal) for c in given if literal not in c]


@needs_problog
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(puzzles())
def test_problog_gives_the_chance_we_count(p: Puzzle) -> None:
    s = sayable(p)
    if s is None or any(r.kind in ("judgement", "gap", "conflict", "option") for r in s.rows()):
        return
    names = sorted({r.name for r in s.rows() if r.kind == "fact"})
    priors = {name: Fraction(i + 2, 7 + i) for i, name in enumerate(names)}
    weights: Counter[str] = Counter()
    for values, answer in completions(s):
        weight = Fraction(1)
        for name, value in values.items():
            weight *= priors[name] if value else 1 - priors[name]
        weights[answer] += weight  # type: ignore[assignment]
    total = sum(weights.values())
    if not total:
        return
    found = get_evaluatable().create_from(PrologString(to_problog(s, priors))).evaluate()
    assert found[next(k for k in found if str(k) == "yes")] == pytest.approx(float(Fraction(weights["yes"]) / total))


def test_json_holds_enough_to_build_the_circuit_again() -> None:
    circuit = Circuit()
    circuit.group("attacker", ("states", "anyone"))
    attack, asked = circuit.fact("attack"), circuit.fact("asked")
    root = circuit.all_of((attack, circuit.shown(asked, "host"), circuit.option("attacker", "anyone"), circuit.judgement("grave")))
    root = circuit.word("owed", root, circuit.at_least(2, (attack, attack, asked)))
    situation = Situation({"asked": Status.AFFIRMED}, claimed_for=frozenset({"asked"}))
    s = Statement(circuit, Query(root), situation, Choice({"attacker": "anyone"}), (), {})
    data = json.loads(to_json(s))
    again = Circuit()
    for group, options in data["readings"].items():
        again.group(group, options)
    made: dict[int, int] = {}
    kinds = {"fact": FactLeaf, "judgement": JudgementLeaf, "gap": GapLeaf, "conflict": ConflictLeaf, "option": OptionLeaf}
    for gate in data["gates"]:
        args = [made[a] for a in gate.get("args", ())]
        leaf = gate.get("leaf")
        if leaf:
            kind = leaf.pop("kind")
            made[gate["gate"]] = (
                again.shown(made[leaf["node"]], leaf["burden"]) if kind == "shown" else again.leaf(kinds[kind](**leaf))
            )
        else:
            ops = {"not": lambda a: again.negate(a[0]), "all": again.all_of, "any": again.any_of}
            made[gate["gate"]] = again.at_least(gate["k"], args) if gate["op"] == "at least" else ops[gate["op"]](args)
    choice = Choice(data["chosen"]["readings"], data["chosen"]["judgements"])
    statuses = {f: Status(v) for f, v in data["statuses"].items()}
    rebuilt = Engine(again, Situation(statuses, frozenset(data["claimed_for"])))
    assert rebuilt.evaluate(Query(made[data["answer"]]), choice) == Engine(circuit, situation).evaluate(s.query, s.choice)


NOW = {"as_of": "2022-01-20T12:00+06:00", "known_to": "2026-11-21"}
REFUSED = {
    "burden": (("kazakhstan-2022", "article-4", "asp"), {}, "differs from reading to reading"),
    "prior": (("kazakhstan-2022", "invitation", "problog"), {"stance": "EJIL:Talk"}, "has no probability"),
    "which": (("kazakhstan-2022", "decision-mode", "asp"), {}, "asks which of several it is"),
    "target": (("kazakhstan-2022", "request", "prolog"), {}, "no target is called “prolog”"),
    "answer": (("kazakhstan-2022", "request", "dimacs"), {"answer": "maybe"}, "“maybe” is no answer"),
    "alternative": (("kazakhstan-2022", "decision-mode", "asp"), {"option": "al"}, "no alternative “al”"),
    "no prior": (("kazakhstan-2022", "invitation", "problog"), {"prior": ["so"]}, "gives no prior"),
    "no fact": (("kazakhstan-2022", "invitation", "problog"), {"prior": ["so=1"]}, "is no open fact of this question"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_said_is_refused(name: str) -> None:
    assert len(REFUSED) == 8
    (case, question, to), more, words = REFUSED[name]
    with pytest.raises((NotUnderstood, Unsayable)) as refused:
        export(case, question, to, **NOW, **more)  # type: ignore[arg-type]
    assert words in str(refused.value)


@pytest.mark.parametrize("number", ["much", "1/0", "1.5", "-0.1"])
def test_a_prior_is_a_number_between_0_and_1(number: str) -> None:
    fact = "the terms of the appeal of 5 January are made public"
    with pytest.raises(NotUnderstood, match=r"is no number|is no chance"):
        export("kazakhstan-2022", "request-terms-public", "problog", prior=[f"{fact}={number}"], **NOW)


@needs_clingo
def test_an_open_question_of_the_case_is_open_for_clingo_too() -> None:
    program = export("kazakhstan-2022", "request-terms-public", "asp", **NOW)
    control = clingo.Control(["--warn=none", "0"])
    control.add("base", [], program)
    control.ground([("base", [])])
    answers = set()
    with control.solve(yield_=True) as handle:
        for model in handle:
            answers |= {str(a) for a in model.symbols(shown=True) if a.name == "answer"}
    assert answers == {"answer(yes)", "answer(no)"}
