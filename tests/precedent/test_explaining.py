"""Stances held against the grounds of two small cases, by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli.entry import foedus
from foedus.door import NotUnderstood
from foedus.door.precedents import precedents

HEAD = "id,outcome,kind,question,answer,ground,speaker,source,pinpoint,happened,note\n"


def given(folder: Path, *rows: str) -> None:
    (folder / "grounds.csv").write_text(HEAD + "".join(f"{row}\n" for row in rows), "utf-8")


MAY = "G-1,acted,law,may-call,yes,it may call on us,the Council,Lake Wire,,2031-03-06,"
MAY_NOT = "G-2,nothing,law,may-call,no,it may not: not in writing,the Council,Lake Wire,,2031-03-07,"


def test_a_stance_that_explains_all_is_told_by_what_it_must_read(lake: Path) -> None:
    given(lake, MAY)
    found = precedents("lake")
    assert [(g.stands, g.verdicts) for g in found.grounds] == [("some stances", ("no", "yes"))]
    assert found.whole is not None
    assert found.whole.options == {"form": ("any",)}
    assert (found.whole.stances, found.stances) == (2, 4)
    assert found.conflicts == ()


def test_grounds_that_no_single_stance_explains_are_a_conflict(lake: Path) -> None:
    given(lake, MAY, MAY_NOT)
    found = precedents("lake")
    assert found.whole is None
    assert found.conflicts == ((1, 2),)
    assert {tuple(sorted(c.grounds)) for c in found.best} == {(1,), (2,)}


def test_baselines_and_holders_are_scored(lake: Path) -> None:
    given(lake, MAY, MAY_NOT)
    found = precedents("lake")
    scores = {s.name: (s.reproduced, s.contradicted, s.open) for s in (*found.baselines, *found.holders)}
    assert scores["discretion, not law"] == ((), (), (1, 2))
    assert scores["nobody is ever owed anything"] == ((2,), (1,), ())
    assert scores["Lake Review"] == ((1,), (2,), ())
    assert scores["Minister 2031"] == ((), (), (1, 2))


def test_silence_policy_and_what_a_member_says_are_never_scored(lake: Path) -> None:
    given(
        lake,
        MAY,
        "G-2,nothing,silence,,,nothing was said,,,,2031-03-07,",
        "G-3,nothing,discretion,,,it is not the time,the Council,Lake Wire,,2031-03-07,",
        "G-4,nothing,law,may-call,no,it may not,a minister,Lake Wire,,2031-03-07,not the alliance's own",
    )
    found = precedents("lake")
    assert [g.why for g in found.grounds] == ["", "no ground of law", "no ground of law", "not the alliance's own"]
    assert found.whole is not None
    assert all(2 not in (*s.reproduced, *s.contradicted, *s.open) for s in (*found.baselines, *found.holders))


def test_what_was_left_to_judgement_is_told_apart_and_decided_where_asked(lake: Path) -> None:
    given(lake, "G-1,acted,law,attacked,yes,it was attacked,the Council,Lake Wire,,2031-03-06,")
    assert [g.stands for g in precedents("lake").grounds] == ["judgement alone"]
    judged = precedents("lake", judging=True)
    assert judged.whole is not None
    assert judged.whole.options["harbour: the attack by the harbour raiders is grave"] == ("yes",)


def test_then_is_not_now(lake: Path) -> None:
    """The crossing was denied two days later."""
    given(lake, "G-1,words,fact,crossed,yes,they crossed,the Council,Lake Wire,,2031-03-06,")
    assert precedents("lake").whole is None
    assert precedents("lake", then=True).whole is not None


def test_what_cannot_be_asked_is_said_and_not_scored(lake: Path) -> None:
    toml = (lake / "case.toml").read_text("utf-8").replace('"the decision"  = "the decision of 6 March"\n', "")
    (lake / "case.toml").write_text(toml, "utf-8")
    given(lake, "G-1,acted,law,adopted,yes,it was adopted,the Council,Lake Wire,,2031-03-06,")
    assert [g.why for g in precedents("lake").grounds] == ["cannot be asked: the case fills no role “the decision”"]


def test_a_regime_without_grounds_is_a_misunderstanding(lake: Path) -> None:
    with pytest.raises(NotUnderstood, match=r"no case of lake has a grounds\.csv"):
        precedents("lake")


def test_no_bound_of_nothing(lake: Path) -> None:
    with pytest.raises(NotUnderstood, match="0 are none"):
        precedents("lake", most=0)


def test_text_and_document_agree(lake: Path) -> None:
    given(lake, MAY, MAY_NOT)
    text = CliRunner().invoke(foedus, ["precedents", "lake"], catch_exceptions=False).output
    assert "1 (harbour: may-call yes); 2 (harbour: may-call no)" in " ".join(text.split())
    assert all(len(line) <= 80 for line in text.splitlines())
    document = json.loads(CliRunner().invoke(foedus, ["precedents", "lake", "--json"], catch_exceptions=False).output)
    assert document["conflicts"] == [[1, 2]]
    assert document["explains_all"] is None
