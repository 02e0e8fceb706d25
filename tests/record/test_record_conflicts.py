"""Contradictions that a case lists, and acts that nothing dates: read, refused or kept with a mark."""

from __future__ import annotations

from pathlib import Path

import pytest
from record_world import VOCABULARY, claims, fact, load, view, write

from foedus.problem import Invalid
from foedus.record import read_case
from foedus.record.case import COLUMNS

A = "C1,Arland requests help by the appeal of 5 January,for,the president of Arland,tass,2022-01-05,,2022-01-06,,,,,"
B = "C2,Arland requests help by the appeal of 5 January,for,the president of Arland,wire,2022-01-06,,2022-01-07,,,,,"
NOTE = "C3,,,the Observer,wire,2022-01-06,,2022-01-07,,,,,only a note"
HEAD = ",".join(COLUMNS["conflicts.csv"]) + "\n"
ROW = "X-1,The day of the request,shown,Arland requests help by the appeal of 5 January,C1|C3 / C2,five sources\n"


def test_sides_facts_and_verdict(tmp_path: Path) -> None:
    case = load(tmp_path, A, B, NOTE, conflicts=HEAD + ROW)
    one = case.contradictions["X-1"]
    assert (one.verdict, one.title, one.why) == ("shown", "The day of the request", "five sources")
    assert one.sides == (("C1", "C3"), ("C2",)) and one.claims == ("C1", "C3", "C2")
    assert one.facts == (fact("Arland requests help by the appeal of 5 January", case),)


def test_one_side_and_no_words_for_the_fact_are_enough(tmp_path: Path) -> None:
    case = load(tmp_path, A, conflicts="id,title,verdict,claims,why\nX-1,A question,Open,C1,nothing else is on record\n")
    assert case.contradictions["X-1"].sides == (("C1",),)
    assert case.contradictions["X-1"].verdict == "open"


WRONG = {
    "an unknown claim": (ROW.replace("C3", "C33"), "2:85", "no claim is called “C33”", "C3"),
    "a claim on two sides": (ROW.replace("C3", "C2"), "2:85", "the claim C2 stands on two sides", "one of them"),
    "an empty side": (ROW.replace("/ C2", "/"), "2:82", "is empty", "K-1|K-2 / K-3"),
    "no sides": (ROW.replace("C1|C3 / C2", ""), "2:82", "the column “claims” is empty", "fill it"),
    "no reason": (ROW.replace("five sources", ""), "2:93", "the column “why” is empty", "fill it"),
    "a verdict of its own": (ROW.replace("shown", "proved"), "2:28", "“proved” is no verdict", "shown, likely, open"),
    "no phrase": (ROW.replace("requests help", "begs"), "2:34", "no phrase says", "nearest phrase"),
    "twice": (ROW + ROW, "3:1", "“X-1” stands in line 2 already", "rename one"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_is_named_with_its_place_and_its_remedy(name: str, tmp_path: Path) -> None:
    table, at, what, remedy = WRONG[name]
    files = {"claims.csv": claims(A, B, NOTE), "conflicts.csv": HEAD + table}
    with pytest.raises(Invalid) as error:
        read_case(write(tmp_path, files), VOCABULARY)
    shown = [(str(p.place), p.what, p.remedy) for p in error.value.problems]
    assert any(s[0] == f"conflicts.csv:{at}" and what in s[1] and remedy in s[2] for s in shown), shown


@pytest.mark.parametrize(
    ("conflict", "what"),
    [("X-2", "no contradiction is called “X-2”"), ("X-1", "C4 is set aside for X-1, in which it takes no side")],
)
def test_a_set_aside_names_a_contradiction_that_its_claim_is_in(conflict: str, what: str, tmp_path: Path) -> None:
    aside = f"claim,reason,author,date,conflict\nC4,wrong,ed.,2026-01-01,{conflict}\n"
    with pytest.raises(Invalid, match=what):
        load(tmp_path, A, B, NOTE, "C4" + B[2:], conflicts=HEAD + ROW, setaside=aside)


def test_without_a_list_a_set_aside_may_name_what_it_will(tmp_path: Path) -> None:
    aside = "claim,reason,author,date,conflict\nC2,wrong,ed.,2026-01-01,X-9\n"
    assert load(tmp_path, A, B, setaside=aside).set_asides["C2"].conflict == "X-9"


# --- acts without a time -------------------------------------------------------------------------


def test_an_act_that_nothing_dates_is_kept_marked_and_open_at_every_date(tmp_path: Path) -> None:
    case = load(tmp_path, A.replace("2022-01-05", ""), NOTE)
    (mark,) = case.warnings
    assert mark.warning and str(mark.place) == "claims.csv:2:85"
    assert "nothing says when this happened: Arland requests help" in mark.what and "open at every date" in mark.remedy
    assert [c.id for c in case.claims] == ["C1", "C3"]
    asked = fact("Arland requests help by the appeal of 5 January", case)
    assert {view(case, as_of=day).status(asked).status for day in ("1990-01-01", "2022-02-01", "2900-01-01")} == {"instant"}


def test_what_needs_no_time_is_not_marked(tmp_path: Path) -> None:
    rows = [
        "C1,members of the raiders trained abroad,for,the Observer,wire,,,2022-01-07,,,,,",
        "C2,Borland objects to the decision of 6 January,against,the Observer,wire,,,2022-01-07,,,,,",
        "C3,votes for in the first ballot = 5,for,the Observer,wire,,,2022-01-07,,,,,",
        "C4,Arland is attacked by the raiders,for,the Observer,wire,,,2022-01-07,,,,,",
        "C5,Borland sends the Borland company,for,the Observer,wire,../2022-01-06,,2022-01-07,,,,,",
        "C6,,,the Observer,wire,,,2022-01-07,,,,,",
    ]
    assert load(tmp_path, *rows).warnings == ()
