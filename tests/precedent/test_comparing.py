"""Two small cases held against each other, by hand; and the two real ones."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli.entry import foedus
from foedus.door import NotUnderstood
from foedus.door.comparing import compare
from foedus.precedent import Apart, Comparison

DAYS = {"as_of_a": "2031-06-01T00:00Z", "as_of_b": "2031-06-01T00:00Z"}


@pytest.fixture
def pier(lake: Path) -> Path:
    """A second crisis: the raid is on Borland, in 2010, and the request is in writing."""
    folder = lake.parent / "pier"
    shutil.copytree(lake, folder)
    text = (folder / "case.toml").read_text("utf-8")
    text = text.replace('= "Arland"', '= "Borland"').replace("the harbour raiders", "the pier gang").replace("the appeal", "the letter")
    (folder / "case.toml").write_text(text, "utf-8")
    rows = (
        "id,fact,polarity,speaker,source,happened,available",
        "P-01,Borland requests help by the letter,for,the president of Arland,Lake Wire,2010-03-05,2010-03-05",
        "P-02,the letter is in writing,for,a clerk,Lake Wire,2010-03-05,2010-03-05",
        "P-03,the pier gang uses arms against Borland,for,a reporter,Lake Wire,2010-03-05,2010-03-06",
    )
    (folder / "claims.csv").write_text("\n".join(rows) + "\n", "utf-8")
    (folder / "setaside.csv").unlink()
    return folder


def of(found: Comparison, question: str) -> Apart:
    return next(a for a in found.asked if a.question == question)


def told(sets: object) -> list[set[tuple[str, str, str]]]:
    return [{(d.what, d.first, d.second) for d in s.differences} for s in sets]  # type: ignore[attr-defined]


WRITING = ("the request is in writing", "denied", "affirmed")


def test_a_fact_and_a_wording_separate(lake: Path, pier: Path) -> None:
    """In 2031 the form is contested, so an oral appeal leaves it open; in 2010 only a letter will do."""
    found = of(compare("harbour", "pier", question="may-call", **DAYS), "may-call")
    assert (found.first.verdict, found.first.law_at) == ("open", "2031-03-05")
    assert (found.second.verdict, found.second.law_at) == ("yes", "2010-03-05")
    law = ("law in force: LP:3@2020 / LP:3@2001", "2031-03-05", "2010-03-05")
    assert told(found.forth) == [{WRITING}]
    assert told(found.back) == [{WRITING, law}]
    assert found.notes == ()


def test_members_change_places(lake: Path, pier: Path) -> None:
    found = compare("harbour", "pier", question="may-call", **DAYS)
    assert found.roles == (
        ("the requester", "Arland", "Borland"),
        ("the request", "the appeal", "the letter"),
        ("the raiders", "the harbour raiders", "the pier gang"),
        ("the decision", "the decision of 6 March", "the decision of 6 March"),
    )
    assert found.moved == (("Borland", "Arland"),)


def test_stances_separate_where_the_record_does_not(lake: Path) -> None:
    found = of(compare("harbour", "harbour", question="attacked", stance_a="Council 2031", stance_b="Minister 2031", **DAYS), "attacked")
    assert (found.first.verdict, found.second.verdict) == ("yes", "no")
    assert told(found.forth) == [{("attacker", "anyone", "foreign")}]
    assert told(found.back) == [{("attacker", "anyone", "foreign"), ("the attack by the raiders is grave", "yes", "left open")}]


def test_a_case_is_not_apart_from_itself(lake: Path) -> None:
    found = compare("harbour", "harbour", **DAYS)
    assert found.apart == ()
    assert len(found.asked) > 10


def test_two_regimes_are_a_misunderstanding(lake: Path, pier: Path) -> None:
    shutil.copytree(lake.parents[1] / "law" / "lake", lake.parents[1] / "law" / "pond")
    text = (pier / "case.toml").read_text("utf-8")
    (pier / "case.toml").write_text(text.replace('regime = "lake"', 'regime = "pond"'), "utf-8")
    with pytest.raises(NotUnderstood, match="harbour stands under lake, pier under pond"):
        compare("harbour", "pier")


def test_no_bound_of_nothing(lake: Path) -> None:
    with pytest.raises(NotUnderstood, match="0 sets are none"):
        compare("harbour", "harbour", most=0)


def test_an_unknown_question_is_a_misunderstanding(lake: Path) -> None:
    with pytest.raises(NotUnderstood, match="no question is called “may-cal”"):
        compare("harbour", "harbour", question="may-cal")


def test_text_and_document_agree(lake: Path, pier: Path) -> None:
    options = ["compare", "harbour", "pier", "--question", "may-call", "--as-of-a", DAYS["as_of_a"], "--as-of-b", DAYS["as_of_b"]]
    text = CliRunner().invoke(foedus, options, catch_exceptions=False).output
    assert "the request is in writing: denied / affirmed" in text
    assert all(len(line) <= 80 for line in text.splitlines())
    document = json.loads(CliRunner().invoke(foedus, [*options, "--json"], catch_exceptions=False).output)
    (question,) = document["questions"]
    assert [[d["what"] for d in s["differences"]] for s in question["forth"]] == [["the request is in writing"]]


# --- the real ones --------------------------------------------------------------------------------

REAL = {"as_of_a": "2010-07-01T00:00+06:00", "as_of_b": "2022-01-13T00:00+06:00", "known_to": "2026-11-01"}
SECOND = "2022-01-05"


def real(question: str, **more: str) -> Apart:
    return of(compare("kyrgyzstan-2010-06", "kazakhstan-2022", question=question, **REAL, **more), question)


def whether(question: str, case: str, **terms: str) -> str:
    import foedus as house

    return house.assess(case, question=question, known_to=REAL["known_to"], **terms)[question, "text"].verdict


def test_whether_the_alliance_was_asked_separates_if_the_record_says_so() -> None:
    found = real("request-addressed")
    assert (found.first.verdict, found.second.verdict) == ("open", "yes")
    assert [w for w, *_ in told(found.forth)[0]] == ["the request is addressed to the Council"]
    supposed = whether("request-addressed", "kyrgyzstan-2010-06", as_of=REAL["as_of_a"], suppose="the June appeal is addressed to the Council")
    assert supposed == found.second.verdict


def test_a_question_that_names_a_state_compares_states_by_name() -> None:
    """Kyrgyzstan is the requester in the one case; in the other it agreed, as far as another reports."""
    found = next(a for a in compare("kyrgyzstan-2010-06", "kazakhstan-2022", question="position/KGZ", **REAL).asked if a.option == "agreed")
    assert "the question names a state: states are compared by name, not by role" in found.notes
    assert told(found.forth) == [{("Kyrgyzstan agrees to the decision", "affirmed", "alleged")}]


@pytest.mark.parametrize("question", ["article-4", "decision-adopted", "tasks-within-mandate"])
def test_the_wording_separates_only_where_the_law_of_the_other_day_says_so(question: str) -> None:
    """The first wording alone is a separating set exactly where asking under the law of 2022 moves the answer by itself."""
    found = real(question)
    if not found.differs:
        assert (found.forth, found.back) == ((), ())
        return
    alone = any({d.kind for d in s.differences} == {"law"} for s in found.forth or ())
    moved = whether(question, "kyrgyzstan-2010-06", as_of=REAL["as_of_a"], law_at=SECOND) == found.second.verdict
    assert alone is moved
