"""The real case, from the request to the last flight."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import pytest

from foedus.deontic import Agenda, Duty, agenda

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "assess"))
from real import CASES, LAW, terms

from foedus.record import Case, read_case
from foedus.text import Regime, load_regime

SENDERS = ("Armenia", "Belarus", "Kyrgyzstan", "Russia", "Tajikistan")


@cache
def regime() -> Regime:
    """The alliance's law with the case's own pages: what was promised."""
    return load_regime([LAW], "csto", sorted((CASES / "kazakhstan-2022" / "law").glob("*.md")))


@cache
def case() -> Case:
    return read_case(CASES / "kazakhstan-2022", regime().vocabulary)


@cache
def at(day: str) -> Agenda:
    """The agenda at the end of a day of January 2022."""
    return agenda(case(), regime(), terms(f"2022-01-{int(day) + 1:02d}T00:00:00+06:00"))


def duties(found: Agenda, rule: str, bearer: str) -> list[Duty]:
    return [d for d in found.duties if (d.rule, d.bearer) == (rule, bearer)]


def states(found: Agenda, act: str) -> dict[str, str]:
    """How each rule takes an act: rule → state."""
    return {p.rule: p.state for p in found.powers if act in p.act.text}


def bars(found: Agenda) -> dict[str, str]:
    return {b.bearer: b.state for b in found.bars if b.rule == "unapproved"}


def test_5_january_a_request_and_nothing_decided() -> None:
    found = at("5")
    assert [d.state for d in duties(found, "notify", "the CSTO")] == []
    assert bars(found)["Kyrgyzstan"] == "barred"
    (assist,) = duties(found, "assist", "Armenia")
    assert (assist.state, assist.owed.verdict) == ("conditional", "open")
    assert {d.option: d.timeliness for d in assist.dues} == {"same day": "over", "one day": "running", "as able": "unknown"}


def test_6_january_the_council_decides_and_the_united_nations_must_be_told() -> None:
    found = at("6")
    decided = [p for p in found.powers if p.act.text == "the Council takes the decision of 6 January"]
    assert {p.act.status for p in decided} == {"affirmed"}
    (notify,) = [d for d in duties(found, "notify", "the CSTO") if d.provision == "PKA:3"]
    assert (notify.state, notify.owed.verdict, notify.done.status) == ("due", "yes", "instant")
    assert notify.toward == "the UN Security Council"
    assert bars(found) == {"Kyrgyzstan": "barred", "Tajikistan": "barred", "Armenia": "open", "Belarus": "open", "Russia": "open"}


def test_7_january_one_ballot_fails_and_one_carries() -> None:
    ballots = [p for p in at("7").powers if p.source == "vote" and "ballot of 7 January" in p.act.text]
    assert [p.state for p in ballots] == ["failed", "carried"]
    assert [c.note for c in ballots[0].missing if c.value == "no"] == ["55 on record; 2/3 of 90 = 60"]
    assert bars(at("7"))["Kyrgyzstan"] == "lifted"


def test_8_january_told_but_in_time_or_not_nobody_can_say() -> None:
    (notify,) = [d for d in duties(at("8"), "notify", "the CSTO") if d.provision == "PKA:3"]
    assert (notify.state, notify.timeliness) == ("performed", "unknown")
    told = {p.act.text for p in at("8").powers if p.rule == "tell" and p.state == "used"}
    assert {t.split(" tells ")[1].split(" of ")[0] for t in told} >= {"the OSCE", "the SCO"}
    assert set(bars(at("8"))) == set(SENDERS)


def test_13_january_the_promise_runs() -> None:
    promised = [d for d in at("13").duties if d.source == "undertaking"]
    assert promised
    assert {d.made_by for d in promised} == {"Kazakhstan in the statement of 11 January"}
    dated = {(d.option, due) for p in promised for d in p.dues for due in (d.earliest, d.latest) if due}
    assert {due[:10] for _, due in dated} == {"2022-01-23", "2022-01-24"}
    assert all(not d.done.done for d in promised if d.bearer == "Kazakhstan")


def test_19_january_the_last_flight_keeps_the_promise() -> None:
    (kept,) = [d for d in at("19").duties if d.source == "undertaking" and d.bearer == "Kazakhstan"]
    assert (kept.state, kept.timeliness) == ("performed", "on time")
    assert all(d.done.done for d in at("19").duties if d.rule == "leave")


def test_contributions_never_add_up_across_states() -> None:
    found = {c.of: c.figures for c in at("19").contributions}
    assert found["the Tajik unit"]["pledged"] == ("about 200 people",)
    assert not any("total" in name for name in found)


def test_every_deadline_has_an_instant_or_says_why_not() -> None:
    for day in ("5", "6", "8", "13", "19"):
        for duty in at(day).duties:
            for due in duty.dues:
                assert bool(due.earliest or due.latest) or due.problem
                assert not due.earliest or not due.latest or due.earliest <= due.latest


def test_the_same_question_gives_the_same_document() -> None:
    import json

    again = agenda(case(), regime(), terms("2022-01-07T00:00:00+06:00"))
    assert json.dumps(again.to_json()) == json.dumps(at("6").to_json())


def test_what_was_not_available_changes_nothing() -> None:
    import json
    from dataclasses import replace

    asked = terms("2022-01-07T00:00:00+06:00", "then")
    kept = tuple(c for c in case().claims if c.available.earliest is None or c.available.earliest <= asked.known_to)
    set_asides = {k: v for k, v in case().set_asides.items() if k in {c.id for c in kept}}
    cut = replace(case(), claims=kept, set_asides=set_asides)
    assert json.dumps(agenda(cut, regime(), asked).to_json()) == json.dumps(agenda(case(), regime(), asked).to_json())


def test_two_stances_are_refused() -> None:
    from foedus.problem import Invalid

    with pytest.raises(Invalid, match="under one stance"):
        agenda(case(), regime(), terms("2022-01-07T00:00:00+06:00", stances=("text", "Council")))
