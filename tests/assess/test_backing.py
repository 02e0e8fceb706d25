"""What stands behind single claims, and what the record makes of facts at odds under each standard of proof."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.assess.backing import bearing
from foedus.door import Asking
from foedus.text.circles import plain

CASE = """title = "A small crisis"
regime = "csto"
zone = "+06:00"
[roles]
"the requester" = "Kazakhstan"
"the request" = "the call"
"the attackers" = "the column"
"the threat" = "the trouble"
[[individual]]
name = "the call"
type = "request"
[[individual]]
name = "the column"
type = "attacker"
[[individual]]
name = "the trouble"
type = "threat"
"""
ABROAD = "members of {the column} trained outside {Kazakhstan}"
TABLES = {
    "claims.csv": "id,says,fact,polarity,speaker,source,pinpoint,happened,available,source_grade,item_grade\n"
    f"A-1,trained abroad,{ABROAD},for,its President,S-1,page 3,2022-01-05,2022-01-06T10:00+06:00,B,2\n"
    f"A-2,never left,{ABROAD},against,a reporter,S-2,,2022-01-05,2022-01-08,,\n"
    "A-3,a note,,,a reporter,S-2,,2022-01-05,2022-01-06,,\n",
    "sources.csv": "id,title,author,outlet,date,zone,grade,kind\n"
    "S-1,Address,its President,a wire,2022-01-06,,B,statement\nS-2,Report,,a paper,2022-01-08,,,press\n",
    "speakers.csv": "speaker,parties\nits President,Kazakhstan\na reporter,none\n",
    "interests.csv": f"fact,serves_if_true,serves_if_false,reason\n{ABROAD},Kazakhstan,none,it would be an attack from abroad\n",
    "setaside.csv": "claim,reason,author,date,conflict\nA-2,hearsay,An Editor,2022-01-09,\n",
    "conflicts.csv": f"id,title,verdict,facts,claims,why\nC-1,Trained where,open,{ABROAD},A-1 / A-2,nobody knows\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "case.toml").write_text(CASE, "utf-8")
    for name, text in TABLES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def asked(folder: Path, **more: object) -> Asking:
    return Asking(folder, as_of="2022-01-20", known_to="2022-01-20", **more)  # type: ignore[arg-type]


def test_a_claim_comes_with_its_source_grade_dates_and_whom_it_serves(folder: Path) -> None:
    one = asked(folder).backings(["A-1"])["A-1"]
    assert (one.source["title"], one.source["outlet"], one.source["kind"], one.pinpoint) == (
        "Address",
        "a wire",
        "statement",
        "page 3",
    )
    assert (one.grade, one.happened, one.available) == ("B2", "2022-01-05", "2022-01-06T10:00+06:00")
    assert (one.speaks_for, one.serves_if_true, one.serves_if_false) == (("Kazakhstan",), ("Kazakhstan",), ())
    assert one.contradictions == ("C-1",)


def test_each_standard_says_whether_it_counts(folder: Path) -> None:
    weights = {w.standard: (w.counts, w.interest) for w in asked(folder).backings(["A-1"])["A-1"].weights}
    assert weights["disinterested speakers and admissions"] == (False, "interested")
    assert weights["the requester's word counts"] == (True, "interested")
    assert len(weights) == 3


def test_a_note_is_weighed_by_no_standard(folder: Path) -> None:
    assert asked(folder).backings(["A-3"])["A-3"].weights == ()


def test_what_was_not_known_yet_is_not_told(folder: Path) -> None:
    then = Asking(folder, as_of="2022-01-20", known_to="2022-01-07")
    assert set(then.backings(["A-1", "A-2", "nothing"])) == {"A-1"}


def test_set_aside_and_counted_again(folder: Path) -> None:
    aside = asked(folder).backings(["A-2"])["A-2"]
    assert aside.set_aside == {"reason": "hearsay", "author": "An Editor", "date": "2022-01-09", "conflict": ""}
    assert not aside.counted_again
    assert asked(folder, restore=["A-2"]).backings(["A-2"])["A-2"].counted_again


def test_a_fact_at_odds_under_each_standard(folder: Path) -> None:
    asking = asked(folder, restore=["A-2"])
    (found,) = asking.standings(asking.conflicts()).values()
    assert found["the requester's word counts"] == "disputed"
    assert found["disinterested speakers and admissions"] == "denied"


def test_the_timeline_without_changes_has_the_same_entries(folder: Path) -> None:
    whole, record = asked(folder).timeline(), asked(folder).timeline(changes=False)
    assert record.entries == whole.entries
    assert record.changes == ()
    assert whole.changes


def test_phrases_that_bear_on_a_question_are_found_through_rules_and_readings(folder: Path) -> None:
    regime = asked(folder).regime
    article, invoked = ({plain(p) for p in bearing(regime, regime.questions[q])} for q in ("article-4", "article-2-invoked"))
    assert "members of … trained outside …" in article
    assert "members of … trained outside …" not in invoked
    assert len(invoked) == 1


def test_the_record_is_seen_under_the_standard_of_the_first_stance(folder: Path) -> None:
    assert asked(folder).view.standard.name == "disinterested speakers and admissions"
    view = asked(folder, standard="the requester's word counts").view
    assert view.standard.name == "the requester's word counts"
    assert {c.id for c in view.admitted} == {"A-1", "A-2", "A-3"}
