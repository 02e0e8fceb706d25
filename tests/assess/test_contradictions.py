"""Contradictions shown side by side: those the case lists, those its record shows, and nothing too early."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from assess.real import END_OF_6, NOON_OF_8, NOON_OF_20, NOW, case, regime, terms, with_claims
from foedus.assess.conflicts import Conflicts, conflicts
from foedus.record import Case
from foedus.show import text_conflicts

NOW_WRITTEN = str(NOW)


def found(of: Case | None = None, as_of: str = NOW_WRITTEN, known: str = "now", **more: object) -> Conflicts:
    """What is at odds in the real record, or in another, under the real law."""
    return conflicts(of or case(), regime(), terms(as_of, known, **more))


def row(id: str, fact: str, speaker: str, happened: str, polarity: str = "for") -> dict[str, str]:
    """A further claim of the record."""
    return {
        "id": id,
        "says": fact,
        "fact": fact,
        "polarity": polarity,
        "speaker": speaker,
        "source": "AP explainer 2022-01",
        "happened": happened,
        "zone": "+03:00 stated",
        "available": "2022-01-08",
    }


def test_every_contradiction_of_the_case_is_shown_with_all_its_sides() -> None:
    page = found()
    assert [c.id for c in page.listed] == list(case().contradictions)
    assert len(page.listed) >= 24
    for one in page.listed:
        assert [tuple(c.claim for c in side) for side in one.sides] == list(case().contradictions[one.id].sides)
        assert one.verdict and one.why


def test_everything_set_aside_stands_in_its_contradiction_with_the_reason() -> None:
    page = found()
    shown = {c.claim: (one.id, c.set_aside) for one in page.listed for side in one.sides for c in side if c.set_aside}
    assert shown.keys() == case().set_asides.keys() and page.aside == ()
    for id, entry in case().set_asides.items():
        assert shown[id][0] == entry.conflict and entry.reason in shown[id][1]


def test_what_is_switched_on_again_is_no_longer_set_aside() -> None:
    days = "days promised for leaving Kazakhstan"
    on = found(switched_on=frozenset({"KZ-147"}))
    assert not any(c.set_aside for one in on.listed for side in one.sides for c in side if c.claim == "KZ-147")
    assert {c.claim for one in on.listed for side in one.sides for c in side if c.set_aside} == case().set_asides.keys() - {
        "KZ-147"
    }
    assert days not in {d.fact for d in found().disputed}


def test_disputed_numbers_and_times_are_found_in_the_record_itself() -> None:
    page = found()
    numbers = {d.fact: d for d in page.disputed}
    votes = numbers["votes needed in the Jogorku Kenesh to send forces abroad"]
    assert votes.span == "60 / 61" and [c.claim for s in votes.sides for c in s] == ["KZ-103", "KZ-128"]
    force = numbers["people deployed in the joint force"]
    assert "2030" in force.span and "~" not in force.span
    letter = "the measures taken for Kazakhstan are made known by letter to the UN Secretary-General"
    assert letter in {d.fact for d in page.times}


def test_what_was_not_out_yet_leaves_no_trace() -> None:
    for instant in (END_OF_6, NOON_OF_8, NOON_OF_20):
        known = terms(instant, "then").known_to
        early = replace(case(), claims=tuple(c for c in case().claims if c.available.known_by(known) is not False))
        assert len(early.claims) < len(case().claims)
        assert found(early, instant, "then").to_json() == found(None, instant, "then").to_json()


def test_a_contradiction_is_weighed_only_when_all_of_it_is_known() -> None:
    page = found(None, NOON_OF_20, "then")
    shown = {c.id: c for c in page.listed}
    assert 0 < len(shown) < len(found().listed)
    assert "C-30" not in shown  # one of its sides was out, and the other not
    for one in page.listed:
        whole = sum(map(len, one.sides)) == len(case().contradictions[one.id].claims)
        assert bool(one.why) == bool(one.verdict) == whole


def test_two_voices_of_one_member_are_kept_and_shown(tmp_path: Path) -> None:
    voice = row("T-1", "Russia objects to the decision of 6 January", "Vladimir Putin", "2022-01-06")
    page = found(with_claims(tmp_path, voice))
    both = {"Russia objects to the decision of 6 January", "Russia agrees to the decision of 6 January"}
    assert any(both == set(c.facts) for c in page.broken)
    assert not found().broken


def test_a_ballot_both_put_off_and_held_is_kept_and_shown(tmp_path: Path) -> None:
    late = row("T-1", "the sitting for {the second ballot of 7 January} lacks a quorum", "Interfax", "2022-01-07")
    page = found(with_claims(tmp_path, late))
    assert any("the sitting for the second ballot of 7 January lacks a quorum" in c.facts for c in page.broken)


def test_an_act_of_a_state_that_was_no_member_is_kept_marked_and_moves_nothing(tmp_path: Path) -> None:
    voice = row("T-1", "Uzbekistan objects to the decision of 6 January", "Interfax", "2022-01-06")
    other = with_claims(tmp_path, voice)
    (act,) = found(other).outsiders
    assert (act.state, act.instrument, [c.claim for c in act.claims]) == ("Uzbekistan", "CST", ["T-1"])
    assert not found().outsiders
    assert "Uzbekistan objects to the decision of 6 January" in " ".join(text_conflicts(found(other)).split())
    assert any(c.id == "T-1" for c in other.claims)


def test_the_page_fits_a_terminal_and_is_one_document() -> None:
    for width in (40, 80, 120):
        rows = text_conflicts(found(), width).splitlines()
        assert max(map(len, rows)) <= width
    text = text_conflicts(found())
    assert all(id in text for id in case().contradictions)
    assert "Set aside KZ-195" in text
    document = found().to_json()
    assert json.loads(json.dumps(document))["listed"][0]["id"] == "C-01"
    assert document["schema_version"] == 1
