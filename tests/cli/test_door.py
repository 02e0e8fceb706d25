"""The Python door: dates, names, folders, and the clock that only it reads."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import foedus
from foedus.door import Asking, NotUnderstood

LEAGUE = Path(__file__).parents[1] / "transcripts"
HERE = {"law": LEAGUE / "law", "cases": LEAGUE / "cases"}
JUNE = {"known_to": "2031-06-01", **HERE}


def test_a_cell_by_its_names() -> None:
    a = foedus.assess("harbour-2031", as_of="2031-03-07T00:00+02:00", **JUNE)
    assert a["article-4", "Assembly 2031"].verdict == "yes"
    assert a["decision-adopted", "text"].words == "yes, presumed"
    assert a._repr_html_().startswith('<div class="foedus">')


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("2031-03-07T00:00+02:00", "2031-03-07T00:00+02:00"),
        ("2031-03-06T22:00Z", "2031-03-07T00:00+02:00"),
        ("2031-03-07T00:00", "2031-03-07T00:00+02:00"),
        ("2031-03-06", "2031-03-07T00:00+02:00"),
        (date(2031, 3, 6), "2031-03-07T00:00+02:00"),
        ("2031-02", "2031-03-01T00:00+02:00"),
        ("first-night", "2031-03-06T00:00+02:00"),
    ],
)
def test_an_instant_a_day_at_its_end_or_a_name(written: object, means: str) -> None:
    asking = Asking("harbour-2031", as_of=written, **JUNE)  # type: ignore[arg-type]
    assert asking.terms.as_of.text(asking.record.zone) == means


def test_then_means_as_then_known() -> None:
    terms = Asking("harbour-2031", as_of="2031-03-07", then=True, **HERE).terms
    assert terms.known_to == terms.as_of


def test_without_dates_it_is_now_for_both() -> None:
    terms = Asking("harbour-2031", **HERE).terms
    assert terms.known_to == terms.as_of


def test_a_path_is_as_good_as_a_name() -> None:
    by_path = foedus.assess(LEAGUE / "cases" / "harbour-2031", as_of="2031-03-07", known_to="2031-06-01", law=LEAGUE / "law")
    assert by_path.to_json() == foedus.assess("harbour-2031", as_of="2031-03-07", **JUNE).to_json()


def test_folders_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDUS_LAW", str(LEAGUE / "law"))
    monkeypatch.setenv("FOEDUS_CASES", str(LEAGUE / "cases"))
    assert foedus.law("league").title == "The League of the Sound"
    assert foedus.check("harbour-2031").sound


def test_one_name_or_several() -> None:
    one = foedus.assess("harbour-2031", as_of="2031-03-07", stance="text", question="article-4", **JUNE)
    assert [s.name for s in one.stances] == ["text"] and [q.id for q in one.questions] == ["article-4"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"as_of": "noon"},
        {"stance": "nobody"},
        {"question": "nothing"},
        {"reading": {"attacker": "insiders"}},
        {"standard": "hearsay"},
        {"suppose": "nothing of the kind"},
        {"law_at": "spring"},
        {"restore": "H-1"},
    ],
    ids=lambda w: next(iter(w)),
)
def test_what_does_not_exist_is_not_understood(wrong: dict[str, object]) -> None:
    with pytest.raises(NotUnderstood) as told:
        foedus.assess("harbour-2031", **{"as_of": "2031-03-07", **JUNE, **wrong})  # type: ignore[arg-type]
    assert told.value.problems and isinstance(told.value, foedus.Invalid)


def test_a_broken_case_is_invalid_and_not_misunderstood() -> None:
    with pytest.raises(foedus.Invalid) as told:
        foedus.assess(LEAGUE / "files" / "broken-case", **HERE)
    assert not isinstance(told.value, NotUnderstood) and len(told.value.problems) == 4


def test_why_ask_timeline_and_law() -> None:
    why = foedus.why("harbour-2031", "article-4", "text", as_of="2031-03-07", **JUNE)
    assert why.tree and why.cell.verdict == "open"
    asked = foedus.ask("harbour-2031", "Westland objects to the decision of 6 March", as_of="2031-03-07", **JUNE)
    assert asked["ask", "text"].verdict == "open"
    assert foedus.timeline("harbour-2031", as_of="2031-03-07", **JUNE).entries
    assert "LT:4@2020" in foedus.law("league", law=LEAGUE / "law").provisions


def test_reasons_of_the_whole_table_are_those_of_each_cell() -> None:
    asking = Asking("harbour-2031", as_of="2031-03-07", **JUNE)
    whys = asking.whys(asking.assess())
    assert whys["article-4", "text"] == asking.why("article-4", "text")


def test_the_verb_outlives_the_room_of_the_same_name() -> None:
    from foedus.assess import Terms

    assert Terms and callable(foedus.assess)
    with pytest.raises(AttributeError):
        foedus.nothing_of_the_kind  # noqa: B018


def test_importing_costs_nothing() -> None:
    code = "import foedus, sys; print([m for m in sys.modules if m.startswith('foedus.')])"
    env = {**os.environ, "PYTHONPATH": str(Path(foedus.__file__).parents[1])}
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env).stdout.strip() == "[]"
    )


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"as_of": 5}, "as_of"),
        ({"known_to": []}, "known_to"),
        ({"law_at": 2031}, "law_at"),
        ({"reading": "x"}, "reading"),
        ({"standard": 1}, "standard"),
        ({"stance": 5}, "stance"),
        ({"question": [5]}, "question"),
        ({"case": None}, "case"),
        ({"as_of": "noonish"}, "as_of"),
        ({"then": True, "known_to": "2031-06-01"}, "then"),
    ],
)
def test_python_is_answered_in_the_words_of_python(wrong: dict[str, Any], word: str) -> None:
    with pytest.raises(NotUnderstood) as found:
        foedus.assess(**{"case": "harbour-2031", **HERE, **wrong})
    assert str(found.value).startswith(f"{word}: ")
    assert "--" not in str(found.value)


def test_the_second_word_to_law_is_a_provision() -> None:
    law = LEAGUE / "law"
    assert {p.base for p in foedus.law("league", "lt:4", law=law)} == {"LT:4"}
    reading = next(r for r in foedus.law("league", law=law).chapter.readings)
    assert reading.provision in {p.id for p in foedus.law("league", reading.name.upper(), law=law)}
    with pytest.raises(NotUnderstood, match="provision: no provision is called “LT:44”"):
        foedus.law("league", "LT:44", law=law)


def test_a_table_and_a_cell_show_themselves_in_a_line() -> None:
    a = foedus.assess("harbour-2031", as_of="2031-03-07", **JUNE)
    assert repr(a).startswith("<Assessment harbour-2031 as of 2031-03-0") and len(repr(a)) < 150
    assert repr(a["article-4", "text"]) == "<Cell article-4 × text: " + a["article-4", "text"].words + ">"


def test_a_question_mark_and_a_not() -> None:
    plain = "{Sudland} is attacked within article 4 by {the raiders}"
    yes, no = (foedus.ask("harbour-2031", f"{n}{plain}?", as_of="2031-03-07", **JUNE) for n in ("", "not "))
    swapped = {"yes": "no", "no": "yes"}
    assert [c.verdict for c in no] == [swapped.get(c.verdict, c.verdict) for c in yes]
    assert foedus.ask("harbour-2031", plain, as_of="2031-03-07", **JUNE)["ask", "text"].words == yes["ask", "text"].words
