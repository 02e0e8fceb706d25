"""What a situation means: held against asking the question again with everything proved, and against hinges."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from lake import DRAWN, FREE, HEAD, foedus, lake
from tests.verdict.verdict_circuits import Puzzle, puzzles

import foedus as house
from foedus.door.sweeping import sweep
from foedus.executors import Packed, choose
from foedus.sweep import Thing, weave
from foedus.sweep.settle import ANSWERS
from foedus.verdict import Choice, Circuit, Query, Situation, Verdict, reference
from foedus.verdict.hinges import hinges
from foedus.verdict.scope import scope_of

FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
WORDS = {"yes": Verdict.YES, "no": Verdict.NO, "not-engaged": Verdict.NOT_ENGAGED}
World = Mapping[Thing, Any]


@dataclass(frozen=True)
class Cell:
    """A puzzle as the loom wants it."""

    circuit: Circuit
    query: Query
    situation: Situation
    choice: Choice
    constraints: tuple[int, ...] = field(default=())


def cell_of(p: Puzzle) -> Cell:
    return Cell(p.circuit, p.query, p.situation, p.choice, scope_of(p.circuit, p.query, p.situation).constraints)


def varying(p: Puzzle) -> list[Thing]:
    """All that is open in a puzzle."""
    scope = scope_of(p.circuit, p.query, p.situation)
    things = [Thing("fact", f) for f in scope.facts if not p.situation.status(f).known]
    things += [Thing("judgement", j) for j in scope.judgements if j not in p.choice.judgements]
    things += [Thing("gap", g) for g in scope.gaps] + [Thing("conflict", c) for c in scope.conflicts]
    return things + [Thing("reading", g, p.circuit.groups[g]) for g in scope.groups if g not in p.choice.readings]


def worlds(things: list[Thing]) -> Iterator[World]:
    """Every way in which they may turn out together."""
    for values in product(*(t.options if t.kind == "reading" else (False, True) for t in things)):
        yield dict(zip(things, values, strict=True))


def bits_of(world: World, coded: bool) -> dict[str, bool]:
    """The inputs of a program in a world."""
    out: dict[str, bool] = {}
    for thing, value in world.items():
        names = thing.inputs(coded)
        if thing.kind != "reading":
            out[names[0]] = bool(value)
            continue
        number = thing.options.index(value)
        out |= {n: bool(number >> i & 1) if coded else i == number for i, n in enumerate(names)}
    return out


def swept_in(p: Puzzle, coded: bool) -> tuple[list[World], list[str]]:
    """Every world, and what the program answers in it."""
    things = varying(p)
    woven = weave([cell_of(p)], things, {}, coded)  # type: ignore[list-item]
    assert woven.open == ()
    every = list(worlds(things))
    rows = [bits_of(w, coded) for w in every]
    names = list(rows[0])
    packed = Packed.of({n: sum(row[n] << i for i, row in enumerate(rows)) for n in names}, len(rows))
    out = choose("bits").planes(woven.program, packed)
    answers = []
    for i in range(len(every)):
        held = [a for a in ANSWERS if out.plane(f"0 {a}", i, 1)]
        assert len(held) == out.plane("0 admitted", i, 1)
        answers.append(held[0] if held else "not-admitted")
    return every, answers


def asked_again(p: Puzzle, world: World) -> Verdict:
    """The answer of the reference evaluator, every open fact being proved; constraints aside.

    It cannot be told what silent or colliding law is worth, so puzzles with either are left to the comparison with hinges.
    """
    facts = {t.name: bool(v) for t, v in world.items() if t.kind == "fact"}
    readings = {**p.choice.readings, **{t.name: v for t, v in world.items() if t.kind == "reading"}}
    judgements = {**p.choice.judgements, **{t.name: v for t, v in world.items() if t.kind == "judgement"}}
    situation = replace(p.situation.suppose(facts), constraints=())
    return reference.evaluate(p.circuit, p.query, situation, Choice(readings, judgements)).verdict


def broken(p: Puzzle, world: World) -> bool:
    """Whether a constraint that bears on the question fails."""
    facts = {t.name: bool(v) for t, v in world.items() if t.kind == "fact"}
    situation = replace(p.situation.suppose(facts), constraints=())
    constraints = scope_of(p.circuit, p.query, p.situation).constraints
    return any(reference.evaluate(p.circuit, Query(c), situation, Choice()).verdict is Verdict.NO for c in constraints)


@FEW
@given(puzzles(gates=8))
@pytest.mark.parametrize("coded", [True, False])
def test_a_situation_is_the_question_asked_again_with_everything_proved(coded: bool, p: Puzzle) -> None:
    assume(not any(t.kind in ("gap", "conflict") for t in varying(p)))
    for world, answer in zip(*swept_in(p, coded), strict=True):
        if answer != "not-admitted":
            assert WORDS[answer] is asked_again(p, world)
        if not broken(p, world):
            assert answer != "not-admitted"


@FEW
@given(puzzles(gates=8))
def test_what_is_not_admitted_changes_no_share(p: Puzzle) -> None:
    """Constraints that share nothing open with the question are left aside; shares are those of all that bear on it."""
    every, answers = swept_in(p, True)
    admitted = [a for w, a in zip(every, answers, strict=True) if not broken(p, w)]
    mine = [a for a in answers if a != "not-admitted"]
    assume(admitted)
    for answer in ANSWERS:
        assert Fraction(mine.count(answer), len(mine)) == Fraction(admitted.count(answer), len(admitted))


@FEW
@given(puzzles(gates=8))
def test_influence_is_that_of_hinges(p: Puzzle) -> None:
    told = hinges(p.circuit, p.query, p.situation, p.choice)
    assume(told.verdict is not Verdict.NOT_COMPUTED and not told.bounds)
    every, answers = swept_in(p, True)
    by_world = {tuple(w.items()): a for w, a in zip(every, answers, strict=True)}
    admitted = sum(a != "not-admitted" for a in answers)
    found = {}
    for thing in varying(p):
        if thing.kind == "fact":
            other = [by_world[tuple({**w, thing: not w[thing]}.items())] for w in every]
            turned = sum(a != b and "not-admitted" not in (a, b) for a, b in zip(answers, other, strict=True))
            found[thing.name] = Fraction(turned, admitted)
    assert {name: share for name, share in found.items() if share} == {i.fact: i.share for i in told.influence}


# --- end to end, on the Lake League ---


def spec(folder: Path, text: str, name: str = "s.toml") -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder / name


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return lake(tmp_path)


def run(home: Path, text: str, out: str = "out") -> Any:
    return sweep(spec(home, text), home / out, law=home / "law", cases=home / "cases")


def counts(found: Any) -> dict[tuple[str, str], tuple[int, ...]]:
    """(yes, no, not engaged, not admitted) by question and stance."""
    return {(c.name, c.stance): tuple(c.counts[o] for o in ("yes", "no", "not-engaged", "not-admitted")) for c in found.cells}


def test_counts_that_can_be_done_by_hand(home: Path) -> None:
    """Two readings, one judgement, foreign or not; three objections; a record that contradicts itself; silent and colliding law."""
    found = run(home, HEAD + 'questions = ["attacked", "adopted", "mode", "bound", "fund", "stay-out", "handover"]\nstances = ["text", "Minister 2031"]\n' + FREE)
    # foreign, grave, attacker; three objections; told, silent law; colliding law
    assert found.situations == 2 * 2 * 2 * 2**3 * 2 * 2 * 2
    shares = {k: tuple(Fraction(n, found.situations) for n in v) for k, v in counts(found).items()}
    yes, no = Fraction(1), Fraction(0)
    assert shares["attacked", "text"][:2] == (Fraction(3, 8), Fraction(5, 8))  # grave, and anyone or foreign
    assert shares["attacked", "Minister 2031"][:2] == (Fraction(1, 4), Fraction(3, 4))  # foreign is chosen
    assert shares["adopted", "text"][:2] == (Fraction(1, 8), Fraction(7, 8))  # nobody objects
    assert shares["mode:all", "text"][:2] == (Fraction(1, 8), Fraction(7, 8))
    assert shares["mode:announced", "text"][:2] == (yes, no)
    assert shares["bound", "text"] == (no, no, no, yes)
    assert shares["fund", "text"][:2] == (Fraction(3, 4), Fraction(1, 4))  # told, or else as the silent law is taken
    assert shares["stay-out", "text"][:2] == (Fraction(1, 2), Fraction(1, 2))  # as the collision is taken
    assert shares["handover", "text"] == (no, no, yes, no)


def test_influence_by_hand(home: Path) -> None:
    found = run(home, HEAD + 'questions = ["adopted", "attacked"]\n' + FREE)
    adopted, attacked = found.cells
    assert [m.share for m in adopted.influence] == [Fraction(1, 4)] * 3
    assert {m.name: m.share for m in attacked.influence} == {
        "the attack by the harbour raiders is grave": Fraction(3, 4),
        "members of the harbour raiders are foreign nationals": Fraction(1, 4),
    }
    assert found.turned == found.situations == 8 * 8


def test_what_is_fixed_is_so(home: Path) -> None:
    fixed = '[fixed]\n"attacker" = "foreign"\n"the attack by the harbour raiders is grave" = true\n"Corland objects to the decision of 6 March" = false\n'
    found = run(home, HEAD + 'questions = ["attacked", "adopted"]\n' + fixed + FREE)
    assert counts(found) == {("attacked", "text"): (4, 4, 0, 0), ("adopted", "text"): (2, 6, 0, 0)}


def test_a_fact_on_the_record_can_be_set_free(home: Path) -> None:
    """The request is affirmed; freed, it turns out both ways."""
    found = run(home, HEAD + 'questions = ["request"]\n[free]\nfacts = ["Arland requests help by the appeal", "the harbour raiders crosses the lake"]\n')
    assert counts(found) == {("request", "text"): (2, 2, 0, 0)}
    assert [(m.name, m.share) for m in found.cells[0].influence] == [("Arland requests help by the appeal", Fraction(1))]


def test_a_draw_comes_near_the_shares_and_is_the_same_for_a_seed(home: Path) -> None:
    text = HEAD + 'questions = ["attacked"]\n' + DRAWN + '"the attack by the harbour raiders is grave" = 0.5\n"attacker" = { "foreign" = 0.25, "anyone" = 0.75 }\n' + FREE
    found, again = run(home, text), run(home, text, "again")
    assert found.to_json() == again.to_json()
    assert abs(found.cells[0].share("yes") - Fraction(7, 16)) < Fraction(1, 100)
    other = run(home, text.replace("seed = 7", "seed = 8"), "other")
    assert counts(other) != counts(found)
    assert found.turned == 1 << 16


def test_chances_of_nought_and_one_are_certain(home: Path) -> None:
    text = HEAD + 'questions = ["attacked"]\n' + DRAWN + '"the attack by the harbour raiders is grave" = 1\n"attacker" = { "foreign" = 1, "anyone" = 0 }\n"members of the harbour raiders are foreign nationals" = 0\n'
    assert counts(run(home, text)) == {("attacked", "text"): (0, 100_000, 0, 0)}


ROWS = ["members of the harbour raiders are foreign nationals", "the attack by the harbour raiders is grave", "attacker"]


def table(home: Path, suffix: str, rows: list[tuple[str, str, str]]) -> None:
    if suffix == "csv":
        with (home / "t.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([ROWS, *rows])
        return
    arrow, parquet = pytest.importorskip("pyarrow", reason="sweep: pyarrow is not installed, so Parquet was not read"), __import__("pyarrow.parquet").parquet
    columns = [[r[0] in ("1", "yes") for r in rows], [int(r[1] in ("1", "yes")) for r in rows], [r[2] for r in rows]]
    parquet.write_table(arrow.table(columns, names=ROWS), home / "t.parquet", row_group_size=50_000)


def result(home: Path, out: str = "out") -> list[dict[str, Any]]:
    """The rows of result.parquet, or of result.csv."""
    if (home / out / "result.csv").exists():
        with (home / out / "result.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    return __import__("pyarrow.parquet").parquet.read_table(home / out / "result.parquet").to_pylist()


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_rows_are_answered_one_by_one(home: Path, suffix: str) -> None:
    """More rows than a part holds, in an order of chance."""
    dice = random.Random(3)
    rows = [(dice.choice(["0", "1", "yes", "no"]), dice.choice(["0", "1"]), dice.choice(["anyone", "foreign"])) for _ in range(70_000)]
    table(home, suffix, rows)
    found = run(home, HEAD + f'questions = ["attacked"]\n[rows]\nfile = "t.{suffix}"\n')
    expected = ["yes" if grave == "1" and (reading == "anyone" or foreign in ("1", "yes")) else "no" for foreign, grave, reading in rows]
    got = result(home)
    assert [r["attacked | text"] for r in got] == expected
    assert [int(r["situation"]) for r in got] == list(range(1, 70_001))
    assert [r["attacker"] for r in got] == [r[2] for r in rows]
    assert counts(found)["attacked", "text"][0] == expected.count("yes")


def test_without_pyarrow_the_same_rows_are_csv(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD + 'questions = ["attacked"]\nwrite = "rows"\n' + DRAWN.replace("100_000", "70_000") + FREE
    run(home, text)
    before = result(home)
    monkeypatch.setattr("foedus.sweep.tables.parquet_there", lambda: False)
    assert run(home, text, "plain").table == "result.csv"
    after = result(home, "plain")
    assert len(after) == 70_000
    plain = {True: "1", False: "0"}
    assert after == [{k: plain.get(v, str(v)) if isinstance(v, bool) else str(v) for k, v in row.items()} for row in before]


def test_the_counts_written_are_those_of_the_summary(home: Path) -> None:
    found = run(home, HEAD + 'questions = ["attacked", "mode"]\n' + FREE)
    rows = {(r["question"], r["alternative"], r["stance"], r["outcome"]): r["situations"] for r in result(home)}
    assert rows == {(c.question, c.option, c.stance, o): n for c in found.cells for o, n in c.counts.items()}
    assert json.loads((home / "out/summary.json").read_text("utf-8")) == found.to_json()


@pytest.mark.parametrize("executor", ["machine", "blocks", "bits", "reference"])
def test_every_executor_gives_the_same_bytes(home: Path, executor: str) -> None:
    from foedus.executors import available

    if not any(a.executor and a.name == executor for a in available()):
        pytest.skip(f"sweep: the executor {executor} is absent, so it was not tried")
    text = HEAD + 'questions = ["attacked", "adopted"]\n' + DRAWN.replace("100_000", "2_000") + FREE
    plain = run(home, text, "plain").to_json()
    chosen = run(home, f'executor = "{executor}"\n' + text, "chosen").to_json()
    assert {**plain, "hash": ""} == {**chosen, "hash": ""}


# --- end to end, on the real case ---

KAZAKHSTAN = 'case = "kazakhstan-2022"\nas_of = "2022-01-07T00:00+06:00"\nknown_to = "2026-11-21T00:00Z"\n'


def test_real_situations_are_answered_as_assess_answers_them(tmp_path: Path) -> None:
    """A few situations drawn from the real law: the same as `assess` with every sentence supposed."""
    text = KAZAKHSTAN + 'questions = ["article-4", "invitation"]\nwrite = "rows"\n[sampled]\nseed = 5\ncount = 6\n' + FREE
    found = sweep(spec(tmp_path, text), tmp_path / "out")
    regime = house.law("csto")
    for row in result(tmp_path):
        varied = {name: row[name] for name, _ in found.varied}
        readings = {n: v for n, v in varied.items() if n in regime.groups}
        suppose = [n if v in (True, "1") else f"not {n}" for n, v in varied.items() if n not in regime.groups]
        again = house.assess("kazakhstan-2022", "2022-01-07T00:00+06:00", "2026-11-21T00:00Z", stance="text", question=("article-4", "invitation"), reading=readings, suppose=suppose)
        for cell in again:
            assert cell.verdict == row[f"{cell.question} | text"], (cell.question, varied)


def test_a_spec_that_leaves_something_open_says_what(tmp_path: Path) -> None:
    done = foedus(lake(tmp_path), str(spec(tmp_path, HEAD + 'questions = ["attacked", "fund"]\n[free]\nfacts = ["the harbour raiders crosses the lake"]\n')))
    assert done.returncode == 3
    for part in ("s.toml:5", "5 things are still open", "attacker (anyone | foreign)", "gap: Arland may draw on the fund", 'facts = "open"'):
        assert part in done.stderr
    assert not (tmp_path / "s-sweep").exists()


