"""grounds.csv is untrusted: everything that is wrong in it is told by place and remedy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from foedus.door import Asking, check
from foedus.precedent import read_grounds
from foedus.problem import Invalid

ROOT = Path(__file__).parents[2]
HEAD = "id,outcome,kind,question,answer,ground,speaker,source,pinpoint,happened,note\n"
GOOD = "G-1,acted,law,attacked,yes,it was attacked,the Council,Lake Wire,,2031-03-06,\n"

ATTACKS = {
    "unknown column": (HEAD.replace("note", "remark") + GOOD, "remark", ""),
    "missing column": (HEAD.replace("happened,", "") + GOOD.replace("2031-03-06,", ""), "happened", ""),
    "unknown question": (HEAD + GOOD.replace("attacked,yes", "atacked,yes"), "no question is called “atacked”", "nearest known: attacked"),
    "which of several": (HEAD + GOOD.replace("attacked,yes", "mode,yes"), "“mode” asks which of several", "name another question"),
    "no answer": (HEAD + GOOD.replace(",yes,", ",perhaps,"), "“perhaps” is no answer of a ground", "write yes or no"),
    "no kind": (HEAD + GOOD.replace(",law,", ",laws,"), "“laws” is no kind of a ground", "one of: law, fact, discretion, silence"),
    "no outcome": (HEAD + GOOD.replace("acted", "helped"), "“helped” is no outcome of a ground", "one of: acted, lesser help"),
    "law without question": (HEAD + GOOD.replace("attacked,yes", ","), "a ground of law names no question", "name the question"),
    "policy with an answer": (HEAD + GOOD.replace(",law,", ",discretion,"), "a ground of kind discretion answers no question", "leave question"),
    "silence with an answer": (HEAD + GOOD.replace(",law,", ",silence,"), "a ground of kind silence answers no question", "leave question"),
    "missing source": (HEAD + GOOD.replace("Lake Wire", ""), "the column “source” is empty", "fill it"),
    "unknown source": (HEAD + GOOD.replace("Lake Wire", "Lake Wirr"), "no source is called “Lake Wirr”", "nearest known: Lake Wire"),
    "missing ground": (HEAD + GOOD.replace("it was attacked", ""), "the column “ground” is empty", "fill it"),
    "missing id": (HEAD + GOOD.replace("G-1", ""), "the column “id” is empty", "fill it"),
    "id twice": (HEAD + GOOD + GOOD.replace("it was attacked", "it was so"), "“G-1” stands in line 2 already", "rename one"),
    "row twice": (HEAD + GOOD + GOOD.replace("G-1", "G-2"), "the same ground stands in line 2 already", "keep one"),
    "no time": (HEAD + GOOD.replace("2031-03-06", ""), "nothing says when the ground was given", "write the day"),
    "time without end": (HEAD + GOOD.replace("2031-03-06", "2031-03-06/.."), "has no end", "write the day"),
    "no date": (HEAD + GOOD.replace("2031-03-06", "the sixth"), "the sixth", ""),
    "empty file": ("", "the file is empty", "its first line names the columns"),
}  # fmt: skip


def problems(folder: Path) -> list[str]:
    asking = Asking(folder)
    try:
        read_grounds(folder, asking.record, asking.regime)
    except Invalid as error:
        return [str(p) for p in error.problems]
    return []


@pytest.mark.parametrize("name", ATTACKS)
def test_what_is_wrong_is_told(lake: Path, name: str) -> None:
    text, what, remedy = ATTACKS[name]
    (lake / "grounds.csv").write_text(text, "utf-8")
    found = problems(lake)
    assert found, name
    assert any(what in p and remedy in p and p.startswith("grounds.csv") for p in found), found
    assert not check(lake).sound


def test_the_table_of_attacks_is_whole() -> None:
    assert len(ATTACKS) == 20


def test_every_problem_is_told_at_once(lake: Path) -> None:
    (lake / "grounds.csv").write_text(HEAD + GOOD.replace("acted", "helped").replace(",yes,", ",perhaps,"), "utf-8")
    assert len(problems(lake)) == 2


def test_a_sound_table_is_read(lake: Path) -> None:
    silence = "G-2,nothing,silence,,,nothing was said,,,,2031-03-07,\n"
    other = "G-3,nothing,law,attacked,no,no attack,a minister,Lake Wire,,2031-03-07,not the alliance’s own\n"
    (lake / "grounds.csv").write_text(HEAD + GOOD + silence + other, "utf-8")
    asking = Asking(lake)
    found = read_grounds(lake, asking.record, asking.regime)
    assert [(g.id, g.own, g.scored) for g in found] == [("G-1", True, True), ("G-2", True, False), ("G-3", False, False)]
    assert check(lake).sound


def test_a_case_without_grounds_has_none(lake: Path) -> None:
    asking = Asking(lake)
    assert read_grounds(lake, asking.record, asking.regime) == ()


def test_a_case_without_a_regime_is_an_error(lake: Path) -> None:
    from foedus.door.precedents import precedents

    other = lake.parent / "pier"
    shutil.copytree(lake, other)
    (lake / "grounds.csv").write_text(HEAD + GOOD, "utf-8")
    (other / "grounds.csv").write_text(HEAD + GOOD, "utf-8")
    (other / "case.toml").write_text((other / "case.toml").read_text("utf-8").replace('regime = "lake"', ""), "utf-8")
    with pytest.raises(Invalid) as raised:
        precedents("lake", most=5)
    assert [p.place.file for p in raised.value.problems] == ["pier/case.toml"]
    assert "“regime” is missing" in str(raised.value)


@pytest.mark.parametrize("folder", sorted((ROOT / "cases").glob("*/grounds.csv")), ids=lambda p: p.parent.name)
def test_the_grounds_of_every_case_are_sound(folder: Path) -> None:
    assert problems(folder.parent) == []
