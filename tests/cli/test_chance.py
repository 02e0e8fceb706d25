"""`foedus chance` on a toy alliance and on Kazakhstan: screens, JSON, refusals, and ProbLog as a witness."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from test_cli import DATES, LEAGUE, SOURCE

from foedus.assess.chances import Chancing
from foedus.counting import Span
from foedus.door import Asking, NotUnderstood, chances
from foedus.door.chances import chance
from foedus.door.exporting import export
from foedus.door.priors import groups_of, priors_of
from foedus.problem import Invalid
from foedus.show.chance import percent, text_chance

try:
    from problog import get_evaluatable
    from problog.program import PrologString
except ImportError:
    get_evaluatable = None
    warnings.warn("ProbLog is not installed: chances were NOT checked by it", stacklevel=1)

HERE = {"law": LEAGUE / "law", "cases": LEAGUE / "cases", "as_of": "2031-03-07T00:00+02:00", "known_to": "2031-06-01"}
THEN = {"as_of": "2022-01-07T00:00+06:00", "known_to": "2022-01-10"}
GRAVE = ["the attack by the harbour raiders on Sudland is grave enough"]

SCREEN = """\
Is article 4 triggered?
text: how likely each answer is, on your priors
as of the end of 7 March 2031 (+02:00) · as known at the end of 1 June 2031
(+02:00) · law of 5 March 2031
proof: disinterested speakers and admissions

The priors are of facts being so. What is shown or claimed is what the record
makes of it now, whatever turns out; --proof takes every open fact as settled by
proof.

Your priors
     70 %  the harbour raiders is trained outside Sudland (alleged)

                                             yes              no
attacker = anyone                            0 to 100 %       0 to 100 %
attacker = outside                           0 to 70.0 %      30.0 to 100 %
whatever the reading                         0 to 100 %       0 to 100 %

From the least to the most it can be, never a mean, over
 ·  judgement: the attack by the harbour raiders on Sudland is grave enough

What moves a yes most
 0 to +100.0 the harbour raiders is trained outside Sudland (alleged)
 In points, signed: the chance of a yes were the fact so, minus that chance were
 it not.

Exact; found by a diagram, ordered by weight, what has no chance first.
"""


def foedus(*args: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": SOURCE, "FOEDUS_LAW": str(LEAGUE / "law"), "FOEDUS_CASES": str(LEAGUE / "cases")}
    return subprocess.run([sys.executable, "-m", "foedus", *args], env=env, capture_output=True, text=True, check=False)


def league(question: str = "article-4", prior: Sequence[str] = (), **more: object) -> Chancing:
    return chance("harbour-2031", question, prior, **{**HERE, **more})[0]  # type: ignore[arg-type]


def test_the_screen() -> None:
    assert foedus("chance", "harbour-2031", "article-4", *DATES, "--prior", "trained = 0.7").stdout == SCREEN


def test_the_document_is_exact_and_says_what_it_ranges_over() -> None:
    run = foedus("chance", "harbour-2031", "article-4", *DATES, "--prior", "trained=2/3", "--json")
    told = json.loads(run.stdout)
    assert [p["readings"] for p in told["parts"]] == [{"attacker": ["anyone"]}, {"attacker": ["outside"]}]
    assert (told["parts"][1]["yes"]["least"], told["parts"][1]["yes"]["most"]) == ("0", "2/3")
    assert told["ranges_over"] == {"facts": [], "judgements": GRAVE, "silences": []}
    assert told["meant"] == "truth" and told["moves"][0]["most"] == "1"


def test_several_stances_are_told_one_after_the_other() -> None:
    run = foedus("chance", "harbour-2031", "article-4", *DATES, "--prior", "trained=1/2", "--stance", "text", "--stance", "Assembly 2031")
    assert [row.partition(":")[0] for row in run.stdout.splitlines() if "how likely each answer is" in row] == ["text", "Assembly 2031"]


def test_a_judgement_made_leaves_one_number_for_each_reading() -> None:
    found = league(prior=["trained=0.7"], suppose=GRAVE)
    assert {p.readings["attacker"]: p.yes for p in found.parts} == {
        ("anyone",): Span(Fraction(1), Fraction(1)),
        ("outside",): Span(Fraction(7, 10), Fraction(7, 10)),
    }
    assert found.envelope.yes == Span(Fraction(7, 10), Fraction(1))
    read = league(prior=["trained=0.7"], suppose=GRAVE, reading={"attacker": "outside"})
    assert [(m.fact, m.by) for m in read.moves] == [("the harbour raiders is trained outside Sudland", Span(Fraction(1), Fraction(1)))]


def test_by_truth_a_presumption_stands_and_by_proof_it_may_fall() -> None:
    objects = [f"{member} objects=0.1" for member in ("Norland", "Sudland", "Westland")]
    assert league("decision-adopted", objects).envelope.yes == Span(Fraction(1), Fraction(1))
    proved = league("decision-adopted", objects, proof=True)
    assert proved.envelope.yes == Span(Fraction(729, 1000), Fraction(729, 1000))
    assert {m.by.least for m in proved.moves} == {Fraction(-81, 100)}
    assert "−81.0" in text_chance(proved) and "Every open fact is taken as settled by proof" in text_chance(proved)


def test_a_group_is_told_as_the_users_statement_where_no_constraint_makes_it() -> None:
    group = ["Norland objects=0.3; Westland objects=0.5"]
    found = league("decision-adopted", ["Sudland objects=0"], group=group, proof=True)
    assert found.envelope.yes == Span(Fraction(1, 5), Fraction(1, 5))
    assert found.stated == (True,)
    assert "that is your statement, no constraint" in " ".join(text_chance(found).split())


def test_a_group_that_the_record_makes_exclusive_is_told_so() -> None:
    (found,) = chance("kazakhstan-2022", "position/TJK", option="agreed", **THEN)
    several = list(found.missing)[:2]
    (found,) = chance("kazakhstan-2022", "position/TJK", option="agreed", group=["; ".join(f"{f}=0.4" for f in several)], **THEN)
    assert len(several) == 2 and found.stated == (False,)
    assert "as the record's constraints have it" in text_chance(found)


def test_a_screen_keeps_to_eighty_columns() -> None:
    for question in ("duty-to-assist", "domestic-consent/RUS", "peacekeeping-basis"):
        for found in chance("kazakhstan-2022", question, **THEN):
            assert all(len(row) <= 80 for row in text_chance(found).splitlines()), question


@pytest.mark.parametrize(
    ("share", "told"),
    [(0, "0 %"), (1, "100 %"), ("1/3", "33.3 %"), ("1/100000", "<0.1 %"), ("99999/100000", ">99.9 %")],
)
def test_only_what_is_sure_is_told_as_sure(share: str, told: str) -> None:
    assert percent(Fraction(share)) == told


# --- what is refused ---

FACTS = ["Norland objects to it", "Norland agrees to it", "Westland objects to it"]

WRONG: dict[str, tuple[list[str], list[str], str, str]] = {
    "above one": (["Westland=1.5"], [], "1.5 in “Westland=1.5” is no chance", "a chance lies between 0 and 1"),
    "below nothing": (["Westland=-0.1"], [], "is no chance", "between 0 and 1"),
    "no number": (["Westland=often"], [], "“often” in “Westland=often” is no number", "0.3, 3e-1 or 3/10"),
    "nothing over nothing": (["Westland=1/0"], [], "is no number", "0.3"),
    "not a number": (["Westland=nan"], [], "is no number", "0.3"),
    "beyond memory": (["Westland=1e-999999999"], [], "“1e-999999999” in “Westland=1e-999999999” is no number", "0.3"),
    "no sign": (["Westland"], [], "gives no prior", '--prior "FACT=0.3"'),
    "not open": (["Sudland objects=0.3"], [], "“Sudland objects” is no open fact of this question", "nearest known: Norland objects to it"),
    "several meant": (["objects=0.3"], [], "“objects” may be any of 2 open facts", "Norland objects to it · Westland objects to it"),
    "twice": (["Westland=0.3", "Westland objects=0.4"], [], "“Westland objects to it” has two priors", "give it once"),
    "group of one": ([], ["Westland=0.3"], "“Westland=0.3” is no group", "two facts at least"),
    "group of none": ([], [" ; "], "is no group", "two facts at least"),
    "group over one": ([], ["Westland=0.6; Norland agrees=0.5"], "make 1.1, more than 1", "1 at most"),
    "unknown in group": ([], ["Westland=0.1; nobody=0.2"], "“nobody” is no open fact", "open here"),
    "no number in group": ([], ["Westland=0.1; Norland agrees=x"], "“x” in “Norland agrees=x” is no number", "3/10"),
    "in group and alone": (["Westland=0.1"], ["Westland=0.1; Norland agrees=0.2"], "“Westland objects to it” has two priors", "or in one group"),
    "in two groups": ([], ["Westland=0.1; Norland agrees=0.2"] * 2, "has two priors", "in one group"),
    "twice in a group": ([], ["Westland=0.1; Westland=0.2"], "has two priors", "give it once"),
}


@pytest.mark.parametrize("name", WRONG)
def test_priors_that_make_no_sense_are_refused(name: str) -> None:
    priors, groups, what, remedy = WRONG[name]
    with pytest.raises(NotUnderstood) as refused:
        groups_of(groups, FACTS, list(priors_of(priors, FACTS)))
    (problem,) = refused.value.problems
    assert what in problem.what and remedy in problem.remedy
    assert problem.place.file == ("--group" if groups else "--prior")


def test_every_sense_of_nonsense_is_there() -> None:
    assert len(WRONG) == 18


def test_words_in_their_order_abbreviate_a_fact() -> None:
    assert priors_of(["norland OBJECTS=0.25"], FACTS) == {"Norland objects to it": Fraction(1, 4)}
    with pytest.raises(NotUnderstood):
        priors_of(["objects Norland=0.25"], FACTS)


@pytest.fixture
def disputed(tmp_path: Path) -> Path:
    """A case in which two disinterested speakers contradict each other."""
    mine = Path(shutil.copytree(LEAGUE / "cases" / "harbour-2031", tmp_path / "mine"))
    rows = [
        f"H-{n},attack,raiders,where they trained,the harbour raiders is trained outside Sudland,{side},{who},Wire 3,,2031-03-05,2031-03-06,B,2\n"
        for n, side, who in ((81, "for", "Harbour master"), (82, "against", "Harbour Observer"))
    ]
    with (mine / "claims.csv").open("a", encoding="utf-8") as file:
        file.writelines(rows)
    return mine


def test_a_disputed_fact_needs_a_prior_and_the_option_is_told(disputed: Path) -> None:
    where = {**HERE, "reading": {"attacker": "outside"}}
    with pytest.raises(NotUnderstood) as refused:
        chance(disputed, "article-4", **where)  # type: ignore[arg-type]
    (problem,) = refused.value.problems
    assert problem.what == "a disputed fact has no prior, and the record speaks both ways"
    assert problem.remedy == 'say how likely: prior "the harbour raiders is trained outside Sudland=…"'
    (found,) = chance(disputed, "article-4", ["trained=0.4"], suppose=GRAVE, **where)  # type: ignore[arg-type]
    assert found.envelope.yes == Span(Fraction(2, 5), Fraction(2, 5))


def test_a_group_with_a_fact_that_a_stance_settles_is_refused() -> None:
    (found,) = Asking("harbour-2031", **HERE).posed("article-4", "Assembly 2031")  # type: ignore[arg-type]
    group = {"the harbour raiders is trained outside Sudland": Fraction(1, 3), "another is": Fraction(1, 3)}
    with pytest.raises(NotUnderstood, match="trained outside Sudland” is settled under “Assembly 2031”"):
        chances.of_posed(found, {}, [group], proof=False)


def test_priors_that_the_record_rules_out_are_refused() -> None:
    (found,) = chance("kazakhstan-2022", "position/TJK", option="agreed", **THEN)
    sure = [f"{fact}=1" for fact in found.missing]
    with pytest.raises(NotUnderstood, match="the constraints of the record rule out"):
        chance("kazakhstan-2022", "position/TJK", sure, option="agreed", **THEN)


def test_what_is_out_of_reach_is_refused_with_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foedus.counting.likely.MOST_WAYS", 1)
    with pytest.raises(Invalid, match="not computed: out of reach: more than 1 ways") as refused:
        chance("kazakhstan-2022", "decision-mode", option="all", **THEN)
    assert "choose readings" in refused.value.problems[0].remedy and not isinstance(refused.value, NotUnderstood)


def test_a_wrong_prior_exits_with_two() -> None:
    run = foedus("chance", "harbour-2031", "article-4", *DATES, "--prior", "trained=7")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("--prior: 7 in “trained=7” is no chance")


# --- Kazakhstan ---

@pytest.mark.skipif(get_evaluatable is None, reason="LOUDLY: ProbLog is not installed, chances were NOT checked by it")
@pytest.mark.parametrize("question", ["domestic-consent/RUS", "report-art-51", "evidence-published"])
def test_problog_agrees_on_kazakhstan(question: str) -> None:
    readings = {"standing consent reaches": "own grounds only", "report": "owed at all", "report content": "any"}
    asking = Asking("kazakhstan-2022", **THEN)
    (found,) = asking.posed(question)
    chosen = {g: readings[g] if readings.get(g) in o else o[0] for g, o in found.bearing.groups.items()}
    priors = [f"{fact}={n + 1}/{2 * len(found.bearing.open_facts)}" for n, fact in enumerate(found.bearing.open_facts)]
    text = export("kazakhstan-2022", question, "problog", prior=priors, reading=chosen, **THEN)
    told = get_evaluatable().create_from(PrologString(text)).evaluate()
    (ours,) = chance("kazakhstan-2022", question, priors, reading=chosen, **THEN)
    assert ours.envelope.yes.exact and 0 < ours.envelope.yes.least < 1
    by_name = {str(term): share for term, share in told.items()}
    assert by_name["yes"] == pytest.approx(float(ours.envelope.yes.least), abs=1e-9)


def test_the_consent_of_the_russian_chambers_written_out() -> None:
    """Every completion of six open facts, each supposed as proved or disproved and the question asked again."""
    asking = Asking("kazakhstan-2022", reading={"standing consent reaches": "own grounds only"}, **THEN)
    (found,) = asking.posed("domestic-consent/RUS")
    (ours,) = chance("kazakhstan-2022", "domestic-consent/RUS", reading={"standing consent reaches": "own grounds only"}, proof=True, **THEN)
    facts = ours.missing
    share = {f: Fraction(n + 1, n + 3) for n, f in enumerate(facts)}
    (ours,) = chance(
        "kazakhstan-2022", "domestic-consent/RUS", [f"{f}={s}" for f, s in share.items()],
        reading={"standing consent reaches": "own grounds only"}, proof=True, **THEN,
    )  # fmt: skip
    from foedus.verdict import Engine

    total = Fraction(0)
    for values in product((True, False), repeat=len(facts)):
        world = dict(zip(facts, values, strict=True))
        rest = {f: False for f in found.bearing.open_facts if f not in world}
        outcome = Engine(found.circuit, found.situation.suppose({**rest, **world})).answer(found.query, found.choice)
        weight = Fraction(1)
        for fact, value in world.items():
            weight *= share[fact] if value else 1 - share[fact]
        total += weight * (outcome.verdict == "yes")
    assert ours.envelope.yes == Span(total, total) and 0 < total < 1
