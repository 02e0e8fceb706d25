"""Every state of a duty's life, its deadlines, and what cannot be computed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pier import CALL, PAGE, asked, one

NOON_6 = "2031-03-06T12:00+02:00"
AS_OF = "2031-03-08T00:00+02:00"


def test_a_duty_is_conditional_while_what_brings_it_to_life_is_open(tmp_path: Path) -> None:
    found = one(asked(tmp_path, CALL[:1], AS_OF), "answer")
    assert (found.state, found.owed.verdict) == ("conditional", "open")
    assert found.owed.turns_on.unknown == ("the March call is in writing",)
    assert [c.label for c in found.conditions if c.value == "open"] == ["form"]


def test_nothing_is_owed_before_the_call(tmp_path: Path) -> None:
    assert asked(tmp_path, CALL, "2031-03-05T00:00+02:00").duties == ()


def test_it_is_due_until_its_time_is_up(tmp_path: Path) -> None:
    found = one(asked(tmp_path, CALL, "2031-03-05T18:00+02:00"), "answer")
    assert (found.state, found.timeliness, found.first_due) == ("due", "running", NOON_6)
    assert found.toward == "Sudland"
    assert found.triggered == ("2031-03-05T12:00+02:00", "2031-03-05T12:00+02:00")


TIMELINESS = {
    "before it is due": ("2031-03-06T11:00+02:00", "performed", "on time"),
    "at the very instant": (NOON_6, "performed", "on time"),
    "after it was due": ("2031-03-06T13:00+02:00", "late", "late"),
    "on the day, hour unknown": ("2031-03-06", "performed", "unknown"),
    "on the day before": ("2031-03-05", "performed", "on time"),
    "on the day after": ("2031-03-07", "late", "late"),
}


@pytest.mark.parametrize("name", TIMELINESS)
def test_timeliness(name: str, tmp_path: Path) -> None:
    happened, state, timeliness = TIMELINESS[name]
    found = one(asked(tmp_path, (*CALL, ("Norland answers the March call", happened)), AS_OF), "answer")
    assert (found.state, found.timeliness) == (state, timeliness)
    assert found.done.claims == ("P-3",)


def test_silence_after_the_time_is_up_is_unknown_and_not_a_breach(tmp_path: Path) -> None:
    assert one(asked(tmp_path, CALL, AS_OF), "answer").state == "unknown"


def test_a_denial_after_the_time_is_up_is_a_breach(tmp_path: Path) -> None:
    rows = (*CALL, ("Norland answers the March call", "../2031-03-20", "against"))
    assert one(asked(tmp_path, rows, AS_OF), "answer").state == "breached"


def test_what_is_done_later_than_now_is_not_done_now(tmp_path: Path) -> None:
    rows = (*CALL, ("Norland answers the March call", "2031-03-20"))
    early, later = (one(asked(tmp_path, rows, t), "answer") for t in (AS_OF, "2031-03-21T00:00+02:00"))
    assert (early.state, early.done.not_yet, later.state) == ("breached", True, "late")


def test_a_carve_out_releases(tmp_path: Path) -> None:
    rows = (*CALL, ("Sudland frees Norland from the March call", "2031-03-05T15:00+02:00"))
    found = asked(tmp_path, rows, AS_OF)
    assert (one(found, "answer").state, one(found, "answer", "Westland").state) == ("released", "unknown")
    assert "frees Norland" in one(found, "answer").removed_by


EXCUSE = ("the Board excuses Norland from the March call", "2031-03-05T15:00+02:00")
BACK = ("the Board takes back the excuse of Norland from the March call", "2031-03-06T09:00+02:00")


def test_an_exception_sets_aside_and_what_ends_it_brings_the_duty_back(tmp_path: Path) -> None:
    aside = one(asked(tmp_path, (*CALL, EXCUSE, BACK), "2031-03-06T00:00+02:00"), "report")
    back = one(asked(tmp_path, (*CALL, EXCUSE, BACK), "2031-03-06T10:00+02:00"), "report")
    assert (aside.state, aside.back) == ("conditional", False) or aside.state == "set aside"
    assert back.back and back.owed.verdict == "yes"


def test_an_exception_that_a_denial_leaves_alone_sets_aside(tmp_path: Path) -> None:
    rows = (*CALL, EXCUSE, (BACK[0], "2031-03-20"))
    found = one(asked(tmp_path, rows, AS_OF), "report")
    assert (found.state, found.removed_by) == ("set aside", "excused (PL:2 2)")


def test_what_lasts_until_something_lapses_with_it(tmp_path: Path) -> None:
    rows = (*CALL, ("the storm at Sudland is over", "2031-03-07T09:00+02:00"))
    before, after = (one(asked(tmp_path, rows, t), "visit") for t in ("2031-03-07T00:00+02:00", AS_OF))
    assert (before.state, after.state) == ("due", "lapsed")


def test_a_watch_is_kept_until_it_is_broken(tmp_path: Path) -> None:
    rows = (*CALL, ("Norland keeps a watch for Sudland", "2031-03-05T12:00+02:00/2031-03-07T12:00+02:00"))
    kept, broken = (one(asked(tmp_path, rows, t), "watch") for t in ("2031-03-07T00:00+02:00", AS_OF))
    assert kept.kind == "maintain"
    assert kept.state == "due"
    assert broken.state in ("breached", "unknown")


# --- deadlines -----------------------------------------------------------------------------------


def test_at_once_has_an_instant_for_every_reading(tmp_path: Path) -> None:
    rows = (*CALL, ("Norland reports on the March call", "2031-03-06T10:00+02:00"))
    found = one(asked(tmp_path, rows, AS_OF), "report")
    assert [(d.option, d.earliest, d.timeliness) for d in found.dues] == [
        ("same day", "2031-03-06T00:00+02:00", "late"),
        ("one day", NOON_6, "on time"),
    ]
    assert (found.state, found.timeliness) == ("performed", "contested")


def test_a_chosen_reading_leaves_one_instant(tmp_path: Path) -> None:
    rows = (*CALL, ("Norland reports on the March call", "2031-03-06T10:00+02:00"))
    found = one(asked(tmp_path, rows, AS_OF, readings={"at once": "same day"}), "report")
    assert ([d.option for d in found.dues], found.state) == (["at once = same day"], "late")


def test_a_trigger_known_by_the_day_makes_the_deadline_an_interval(tmp_path: Path) -> None:
    rows = ((CALL[0][0], "2031-03-05"), (CALL[1][0], "2031-03-05"))
    found = one(asked(tmp_path, rows, "2031-03-06T12:00+02:00"), "answer")
    (due,) = found.dues
    assert (due.earliest, due.latest, due.timeliness) == ("2031-03-06T00:00+02:00", "2031-03-07T00:00+02:00", "perhaps over")
    assert found.state == "due"


def test_a_month_that_lacks_the_day_is_not_guessed(tmp_path: Path) -> None:
    rows = tuple((fact, "2031-01-31T12:00+02:00") for fact, _ in CALL)
    (due,) = one(asked(tmp_path, rows, AS_OF), "visit").dues
    assert (due.earliest, due.latest) == ("", "")
    assert "February has no day 31" in due.problem


def test_a_month_keeps_the_hour(tmp_path: Path) -> None:
    (due,) = one(asked(tmp_path, CALL, AS_OF), "visit").dues
    assert due.earliest == due.latest == "2031-04-05T12:00+02:00"


def test_a_trigger_without_any_bound_gives_no_instant(tmp_path: Path) -> None:
    found = asked(tmp_path, ((CALL[0][0], ""), CALL[1]), AS_OF)
    duty = one(found, "answer")
    assert [d.problem for d in duty.dues] == ["nothing bounds the time it runs from"]
    assert duty.state == "conditional"


# --- undertakings --------------------------------------------------------------------------------

PROMISE = (
    ("Norland promises by the north pledge that the north squad leaves", "2031-03-06T09:00+02:00"),
    ("the north squad lands in Sudland", "2031-03-07T09:00+02:00"),
)
DAYS = ("days promised in the north pledge = 3", "2031-03-06")


def test_an_undertaking_runs_from_its_start_by_the_days_promised_under_each_count(tmp_path: Path) -> None:
    found = one(asked(tmp_path, (*PROMISE, DAYS), AS_OF), "go-home")
    assert (found.source, found.made_by, found.state) == ("undertaking", "Norland in the north pledge", "due")
    assert [(d.option, d.earliest) for d in found.dues] == [
        ("elapsed", "2031-03-10T09:00+02:00"),
        ("inclusive", "2031-03-10T00:00+02:00"),
    ]


def test_an_undertaking_without_a_start_is_no_duty_yet(tmp_path: Path) -> None:
    found = asked(tmp_path, (PROMISE[0], DAYS), AS_OF)
    assert [d for d in found.duties if d.rule == "go-home" and d.owed.verdict == "yes"] == []


def test_an_undertaking_whose_law_names_no_start_says_so(tmp_path: Path) -> None:
    page = PAGE.replace("by        days promised in {U}, after landing", "by        days promised in {U}")
    found = one(asked(tmp_path, (*PROMISE, DAYS), AS_OF, page), "go-home")
    assert {d.problem for d in found.dues} == {"the law names no event from which its time runs"}


DAYS_SAID = {
    "at most three": ("days promised in the north pledge <= 3", "2031-03-07T09:00+02:00", "2031-03-10T09:00+02:00", ""),
    "at least three": ("days promised in the north pledge >= 3", "2031-03-10T09:00+02:00", "", "nothing on record bounds it from above"),
    "about three": ("days promised in the north pledge = 3~", "", "", "the number is only given as “about”"),
    "nothing": (None, "", "", "nothing on record says how many “days promised in the north pledge”"),
}


@pytest.mark.parametrize("name", DAYS_SAID)
def test_days_promised_that_are_not_one_number(name: str, tmp_path: Path) -> None:
    fact, first, last, problem = DAYS_SAID[name]
    rows = (*PROMISE, *([(fact, "2031-03-06")] if fact else []))
    due = one(asked(tmp_path, rows, AS_OF), "go-home").dues[0]
    assert (due.earliest, due.latest, due.problem) == (first, last, problem)


def test_a_deadline_read_from_the_record_must_be_a_count_of_time(tmp_path: Path) -> None:
    from foedus.problem import Invalid

    page = PAGE.replace("days promised in {U}, after landing", "people pledged in {Q}, after landing")
    with pytest.raises(Invalid, match="counts no time"):
        asked(tmp_path, CALL, AS_OF, page)
    with pytest.raises(Invalid, match="no way to count days"):
        asked(tmp_path, CALL, AS_OF, PAGE.replace("counting  reading days", "counting  as one likes"))
    with pytest.raises(Invalid, match="does not say how days are counted"):
        asked(tmp_path, CALL, AS_OF, PAGE.replace("counting  reading days", "counting  reading at once"))
