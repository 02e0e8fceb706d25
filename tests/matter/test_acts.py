"""Acts under the real law: who exists, what is refused and why, what is recorded all the same and what it does."""

from __future__ import annotations

from pathlib import Path

import pytest
from matter_world import DAY, asked_for, decided, matter, record

from foedus import door
from foedus.door import NotUnderstood
from foedus.keeping import keeping
from foedus.matter import ActRecorded, Refused
from foedus.problem import Invalid

SENDS = "Kyrgyzstan sends the Kyrgyz contingent to the mission"


def answer(folder: Path, question: str, **terms: object) -> str:
    return door.Asking(folder, stance="text", question=question, **terms).assess()[question, "text"].words  # type: ignore[arg-type]


def refused(folder: Path, says: str, at: str = "11:00", **more: object) -> str:
    with pytest.raises(Refused) as caught:
        record(folder, says, at, **more)
    return str(caught.value)


# --- who exists, and who plays which part --------------------------------------------------------


def test_an_act_brings_its_individual_into_being(tmp_path: Path) -> None:
    folder = matter(tmp_path)
    made = record(folder, "{Tajikistan} requests help by {the letter}", "08:00")
    assert made.entry.new == {"the letter": "request"} and made.entry.by == "Tajikistan"
    case = door.Asking(folder).record
    assert case.roles["the request"] == "the letter" and case.individuals["the letter"] == "request"
    assert record(folder, "the request is an official request", "08:01").entry.says == "{the letter} is an official request"


@pytest.mark.parametrize("says", ["Tajikistan requests help by {the letter}", "{Tajikistan} requests help by {the letter}", "TJK requests help by {the letter}"])
def test_names_stand_in_braces_or_not(tmp_path: Path, says: str) -> None:
    assert record(matter(tmp_path), says, "08:00").entry.says == "{Tajikistan} requests help by {the letter}"


def test_only_the_first_decision_is_the_decision(tmp_path: Path) -> None:
    folder = decided(matter(tmp_path))
    record(folder, "{the Council} takes {a second decision}", "12:00")
    roles = door.Asking(folder).record.roles
    assert roles["the decision"] == "the decision of 3 March" and roles["the ending decision"] == "the ending decision"


def test_an_individual_that_no_act_makes_is_declared(tmp_path: Path) -> None:
    folder = matter(tmp_path)
    with pytest.raises(Invalid, match="no attacker is called “the raiders”") as caught:
        record(folder, "the raiders uses arms against Tajikistan", "07:00")
    assert '--new "NAME:attacker"' in caught.value.problems[0].remedy
    record(folder, "the raiders uses arms against Tajikistan", "07:00", new=("the raiders:attacker",))
    assert door.Asking(folder).record.roles["the attackers"] == "the raiders"


@pytest.mark.parametrize(
    ("new", "says"),
    [("the raiders", "declares nobody"), ("the raiders:bandit", "no type is called"), ("any state:request", "cannot be a name"), ("Armenia:request", "is a state already")],
)
def test_what_cannot_be_declared(tmp_path: Path, new: str, says: str) -> None:
    with pytest.raises(NotUnderstood, match=says):
        record(matter(tmp_path), "the letter is an official request", "07:00", new=(new,))


# --- whose word counts ---------------------------------------------------------------------------


def test_an_act_counts_and_a_party_s_word_on_the_world_does_not(tmp_path: Path) -> None:
    folder = matter(tmp_path)
    record(folder, "the raiders uses arms against Tajikistan", "07:00", new=("the raiders:attacker",), by="Tajikistan")
    asks = "the raiders uses arms against Tajikistan"
    assert door.Asking(folder, stance="text").ask(asks)["ask", "text"].turns_on.alleged == (asks,)
    assert door.Asking(folder, stance="text", standard="the requester's word counts").ask(asks)["ask", "text"].words == "yes"
    record(folder, asks, "07:00")
    assert door.Asking(folder, stance="text").ask(asks)["ask", "text"].words == "yes"


def test_an_objection_is_proved_by_the_member_s_own_word_only(tmp_path: Path) -> None:
    folder = decided(matter(tmp_path))
    record(folder, "the chair of the Council announces the decision as taken", "10:10")
    assert answer(folder, "decision-adopted") == "yes, presumed"
    record(folder, "Armenia objects to the decision", "10:20", by="a newspaper")
    assert answer(folder, "decision-adopted") == "open"
    record(folder, "Belarus objects to the decision", "10:30")
    assert answer(folder, "decision-adopted") == "no"


# --- what the rules do not allow yet -------------------------------------------------------------


def test_a_power_without_its_condition(tmp_path: Path) -> None:
    folder = matter(tmp_path)
    told = refused(folder, "{the Council} takes {the decision of 3 March}")
    assert "Missing: some state requests help by some request (PKA:3/at-home)" in told
    record(folder, "{Tajikistan} requests help by {the call}", "08:00")
    assert "Missing: some request is an official request (PKA:3/at-home)" in refused(folder, "{the Council} takes {the decision of 3 March}")
    record(folder, "the call is an official request", "08:30")
    assert record(folder, "{the Council} takes {the decision of 3 March}", "10:00").objections == ()


def test_a_decision_before_its_request_is_too_early(tmp_path: Path) -> None:
    folder = asked_for(matter(tmp_path))
    assert "Missing: some state requests help by some request" in refused(folder, "{the Council} takes {the decision of 3 March}", "07:00")


def test_a_barred_act(tmp_path: Path) -> None:
    folder = decided(matter(tmp_path))
    told = refused(folder, SENDS)
    assert "Kyrgyzstan is barred from it. Missing: Kyrgyzstan consents at home to sending the Kyrgyz contingent (KG:consent/unapproved)" in told
    for says in ("{the Jogorku Kenesh} votes in {the ballot} on sending {the Kyrgyz contingent}", "votes for in the ballot = 69"):
        record(folder, says, "12:00")
    record(folder, "the President of Kyrgyzstan signs the consent to sending the Kyrgyz contingent", "12:10")
    assert record(folder, SENDS, "13:00").objections == ()


def test_an_actor_without_competence(tmp_path: Path) -> None:
    folder = decided(matter(tmp_path))
    told = refused(folder, "{the Jogorku Kenesh} takes {a decision of its own}")
    assert "No rule gives the Jogorku Kenesh this power; it belongs to the Council or the Council of Defence Ministers." in told
    kept = record(folder, "{the Jogorku Kenesh} takes {a decision of its own}", "12:00", anyway=True).entry
    assert "ineffective: without competence" in kept.against[0] and not kept.voided
    assert record(folder, "{the UN Security Council} takes {a resolution}", "13:00").objections == ()


def test_a_bar_on_an_organ(tmp_path: Path) -> None:
    folder = decided(matter(tmp_path))
    record(folder, "the decision authorises the mission in Tajikistan", "10:05")
    assert "the Secretary General is barred from it. (CH:17/decide)" in refused(folder, "the Secretary General decides alone on sending the mission")


def test_an_actor_that_has_no_vote(tmp_path: Path) -> None:
    told = refused(decided(matter(tmp_path)), "Uzbekistan objects to the decision")
    assert "Uzbekistan is not among the members on 2025-03-03: it has no vote." in told


def test_a_member_that_left_had_a_vote_before(tmp_path: Path) -> None:
    folder = matter(tmp_path)
    assert record(folder, "Uzbekistan objects to the decision", "2010-03-03").objections == ()


def test_a_second_ballot(tmp_path: Path) -> None:
    folder = decided(matter(tmp_path))
    record(folder, "Armenia agrees to the decision", "10:00")
    told = refused(folder, "Armenia objects to the decision")
    assert "has spoken otherwise in this vote: Armenia agrees to the decision of 3 March (act-4)" in told
    record(folder, "Belarus objects to the decision", "10:05")
    assert "has said so in this vote already (act-5)" in refused(folder, "Belarus objects to the decision")


def test_what_has_not_come_about(tmp_path: Path) -> None:
    folder = matter(tmp_path)
    assert "“the decision” has not come about yet." in refused(folder, "the chair of the Council announces the decision as taken")
    assert "“the letter” has come about already" in refused(asked_for(folder), "{Tajikistan} requests help by {the letter}")


# --- recorded all the same -----------------------------------------------------------------------


def test_a_second_ballot_is_recorded_and_counts_for_nothing(tmp_path: Path) -> None:
    folder = decided(matter(tmp_path))
    record(folder, "Armenia agrees to the decision", "10:00")
    record(folder, "the chair of the Council announces the decision as taken", "10:10")
    kept = record(folder, "Armenia objects to the decision", "10:30", anyway=True).entry
    assert kept.voided and "the first ballot stands" in kept.against[0]
    assert answer(folder, "decision-adopted") == "yes, presumed"
    assert door.Asking(folder).assess().set_aside[0]["claim"] == "act-6"
    assert answer(folder, "decision-adopted", restore="act-6") != "yes, presumed"


def test_a_breach_is_recorded_and_has_happened(tmp_path: Path) -> None:
    folder = decided(matter(tmp_path))
    kept = record(folder, SENDS, "11:00", anyway=True).entry
    assert not kept.voided and kept.against and "breach" in kept.against[0]
    assert door.Asking(folder, stance="text").ask(SENDS)["ask", "text"].words == "yes"


def test_what_was_refused_left_no_trace(tmp_path: Path) -> None:
    folder = decided(matter(tmp_path))
    before = (folder / "log.jsonl").read_bytes()
    refused(folder, SENDS)
    assert (folder / "log.jsonl").read_bytes() == before


# --- undoing -------------------------------------------------------------------------------------


def test_an_undone_act_stays_in_the_log_and_out_of_the_answers(tmp_path: Path) -> None:
    folder = asked_for(matter(tmp_path))
    assert answer(folder, "request") == "yes"
    with keeping(folder, "tester") as keep:
        assert keep.matter.leaning_on(1) == (2,)
        keep.undo(1, "the wrong country")
    found = door.Asking(folder).matter
    assert found is not None and len(found.entries) == 3 and isinstance(found.entries[0], ActRecorded)
    assert answer(folder, "request") == "open"
    assert "the request" in found.case.roles.values()  # nobody plays that part any more


@pytest.mark.parametrize(("number", "why", "says"), [(9, "x", "no act"), (0, "x", "no act"), (1, " ", "without a reason"), (-1, "x", "no act")])
def test_what_cannot_be_undone(tmp_path: Path, number: int, why: str, says: str) -> None:
    folder = asked_for(matter(tmp_path))
    with keeping(folder) as keep, pytest.raises(NotUnderstood, match=says):
        keep.undo(number, why)


def test_nothing_is_undone_twice(tmp_path: Path) -> None:
    folder = asked_for(matter(tmp_path))
    with keeping(folder) as keep:
        keep.undo(2, "a slip")
        with pytest.raises(NotUnderstood, match="undone already"):
            keep.undo(2, "a slip")
        with pytest.raises(NotUnderstood, match="no act"):
            keep.undo(3, "an undone undoing")


# --- bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("says", "at", "told"),
    [
        ("nonsense", "08:00", "no phrase says"),
        ("", "08:00", "no phrase says"),
        ("Atlantis requests help by {the letter}", "08:00", "Atlantis"),
        ("{Tajikistan} requests help by {}", "08:00", "no phrase says"),
        ("votes for in the ballot", "08:00", "no ballot is called"),
        ("the raid arises for Tajikistan", "08:00", "no threat is called"),
        ("{the raid} arises for Tajikistan", "yesterday", "--at"),
        ("Tajikistan requests help by {the letter}", "2025-03-04/2025-03-01", "--at"),
        ("Tajikistan requests help by {the letter}", "2025-02-30", "--at"),
        ("x" * 5000, "08:00", "characters"),
    ],
)
def test_what_cannot_be_read_is_told_and_not_recorded(tmp_path: Path, says: str, at: str, told: str) -> None:
    folder = matter(tmp_path)
    with pytest.raises(Invalid, match=told):
        record(folder, says, at)
    assert (folder / "log.jsonl").read_bytes() == b""


def test_a_denial_is_an_act_of_its_own(tmp_path: Path) -> None:
    folder = decided(matter(tmp_path))
    record(folder, "Armenia does not object to the decision", "10:00")
    asking = door.Asking(folder, stance="text", as_of=DAY.format("09:59"))
    assert asking.ask("Armenia objects to the decision")["ask", "text"].words == "no"
    assert door.Asking(folder, stance="text").ask("Armenia objects to the decision")["ask", "text"].words == "open"  # it may later


# --- clocks --------------------------------------------------------------------------------------


def test_an_act_of_tomorrow_has_not_happened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from foedus.keeping import NewMatter

    monkeypatch.setenv("FOEDUS_NOW", "2025-03-03T09:00+05:00")
    folder = NewMatter("live", "csto", zone="+05:00", roles={"requester": "Tajikistan"}).open(tmp_path)
    record(folder, "{Tajikistan} requests help by {the letter}", "2025-03-04T08:00+05:00")
    assert answer(folder, "request") == "open"
    assert answer(folder, "request", as_of="2025-03-05") == "yes"
    assert answer(folder, "request", as_of="2025-03-05", known_to="2025-03-02") == "open"


def test_questions_can_be_put_at_the_moment_after_an_act(tmp_path: Path) -> None:
    folder = decided(matter(tmp_path))
    record(folder, "the chair of the Council announces the decision as taken", "10:10")
    assert [answer(folder, "decision-adopted", as_of=f"act-{n}") for n in (1, 4)] == ["no", "yes, presumed"]


def test_a_case_is_no_matter() -> None:
    with pytest.raises(NotUnderstood, match="is a case"), keeping("kazakhstan-2022"):
        pass
