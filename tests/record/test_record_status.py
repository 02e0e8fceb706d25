"""What the record makes of facts: a golden case for every rule and every known trap."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from record_world import HEADER, TOML, VOCABULARY, claims, fact, instant, load, view, without, write

from foedus.problem import Invalid
from foedus.record import Case, Claim, FactStatus, RecordView, Standard, read_case
from foedus.record.quantity import as_fact
from foedus.vocabulary import Fact, another

OBSERVER, PRESIDENT, SENDER = "the Observer", "the president of Arland", "the president of Borland"
NOBODY = "a blogger"


def said(
    id: str,
    sentence: str,
    happened: str = "2022-01-06",
    *,
    speaker: str = OBSERVER,
    polarity: str = "for",
    available: str = "2022-01-07",
    source: str = "wire",
    grades: str = ",",
    renders: str = "",
    supersedes: str = "",
) -> str:
    head = f"{id},{sentence},{polarity},{speaker},{source},{happened},,{available}"
    return f"{head},{grades},{renders},{supersedes},"


REQUEST = "Arland requests help by the appeal of 5 January"
TRAINED = "members of the raiders trained abroad"
SENDS = "Borland sends the Borland company"
PRESENT = "the Borland company is in Arland"
LEAVES = "the Borland company leaves Arland"
OBJECTS = "Borland objects to the decision of 6 January"
DIRECTS = "Corland directs the raiders"
VOTES = "votes for in the second ballot"


def stands(view: RecordView, sentence: str, at: str | None = None) -> FactStatus:
    return view.status(fact(sentence, view.case), instant(at) if at else None)


def table(case: Case, sentence: str, days: str) -> dict[str, str]:
    """The status of a fact as of each day of January 2022."""
    return {day: stands(view(case, f"2022-01-{day}"), sentence).status for day in days.split()}


# --- silence, contradiction, interest ----------------------------------------------------------


def test_a_missing_fact_is_unknown_and_never_no(tmp_path: Path) -> None:
    found = stands(view(load(tmp_path)), SENDS)
    assert found == FactStatus("unknown")
    assert found.open


def test_for_and_against_disputes_the_fact_and_nothing_else(tmp_path: Path) -> None:
    case = load(
        tmp_path,
        said("C1", SENDS),
        said("C2", SENDS, "2022-01-01/2022-01-31", polarity="against"),
        said("C3", REQUEST),
    )
    seen = view(case, "2022-01-20")
    found = stands(seen, SENDS)
    assert found.status == "disputed" and found.open
    assert [c.id for c in found.counting_for] == ["C1"]
    assert [c.id for c in found.counting_against] == ["C2"]
    assert stands(seen, REQUEST).status == "affirmed"


def test_an_interested_claim_is_alleged_however_many_newswires_carry_it(tmp_path: Path) -> None:
    rows = [said(f"C{i}", TRAINED, speaker=PRESIDENT, source=f"wire {i}") for i in range(6)]
    found = stands(view(load(tmp_path, *rows)), TRAINED)
    assert (found.status, found.polarity, found.not_judged) == ("alleged", "for", False)
    assert len(found.other) == 6 and not found.counting_for


def test_against_its_own_interest_a_speaker_counts(tmp_path: Path) -> None:
    case = load(tmp_path, said("C1", TRAINED, speaker="the raiders' spokesman"))
    seen = view(case)
    assert stands(seen, TRAINED).status == "affirmed"
    assert seen.weight(case.claims[0]) == "admission"
    denial = load(tmp_path, said("C1", TRAINED, speaker="the raiders' spokesman", polarity="against"))
    assert stands(view(denial), TRAINED).status == "alleged"
    assert stands(view(denial), TRAINED).polarity == "against"
    admission = load(tmp_path, said("C1", TRAINED, speaker=PRESIDENT, polarity="against"))
    assert stands(view(admission), TRAINED).status == "denied"


def test_what_nobody_judged_does_not_count_and_says_so(tmp_path: Path) -> None:
    found = stands(view(load(tmp_path, said("C1", TRAINED, speaker=NOBODY))), TRAINED)
    assert (found.status, found.not_judged) == ("alleged", True)
    bare = "fact,serves_if_true,serves_if_false\n"
    unjudged = load(tmp_path, said("C1", TRAINED), interests=bare, speakers="speaker,parties\nthe Observer,none\n")
    assert stands(view(unjudged), TRAINED).not_judged


def test_the_closest_entry_of_interest_decides(tmp_path: Path) -> None:
    entries = (
        "fact,serves_if_true,serves_if_false\n{any state} sends {*},Arland,none\n"
        "{Borland} sends {*},none,none\n{Borland} sends {the Borland company},Borland,none\n"
    )
    speakers = "speaker,parties\nB,Borland\nA,Arland\n"
    case = load(
        tmp_path,
        said("C1", SENDS, speaker="B"),
        said("C2", SENDS, speaker="A"),
        interests=entries,
        speakers=speakers,
    )
    seen = view(case)
    assert [seen.weight(c) for c in case.claims] == ["interested", "disinterested"]


def test_alleged_both_ways_keeps_both(tmp_path: Path) -> None:
    rows = [
        said("C1", TRAINED, speaker=PRESIDENT),
        said("C2", TRAINED, speaker="the raiders' spokesman", polarity="against"),
    ]
    assert stands(view(load(tmp_path, *rows)), TRAINED).polarity == "both"


def test_no_evidence_is_listed_and_moves_nothing(tmp_path: Path) -> None:
    case = load(tmp_path, said("C1", TRAINED, polarity="no evidence"))
    found = stands(view(case), TRAINED)
    assert found.status == "unknown"
    assert [c.id for c in found.no_evidence] == ["C1"]
    both = load(tmp_path, said("C1", TRAINED, polarity="no evidence"), said("C2", TRAINED))
    assert stands(view(both), TRAINED).status == "affirmed"


def test_a_legal_opinion_never_counts(tmp_path: Path) -> None:
    case = load(tmp_path, said("C1", "Arland is attacked by the raiders"))
    seen = view(case)
    assert stands(seen, "Arland is attacked by the raiders").status == "unknown"
    assert seen.claims_on(fact("Arland is attacked by the raiders", case)) == case.claims
    assert seen.in_force == () and seen.individuals("attacker") == ()


# --- standards ---------------------------------------------------------------------------------


def test_a_standard_may_trust_the_requester(tmp_path: Path) -> None:
    case = load(tmp_path, said("C1", TRAINED, speaker=PRESIDENT))
    trusting = Standard("the requester's word counts", trusts=("Arland",))
    assert stands(view(case, standard=trusting), TRAINED).status == "affirmed"
    assert stands(view(case, standard=Standard("x", trusts=("Borland",))), TRAINED).status == "alleged"


@pytest.mark.parametrize(
    ("grades", "status"),
    [("A,1", "affirmed"), ("B,2", "affirmed"), ("B,3", "alleged"), ("C,1", "alleged"), (",", "alleged")],
)
def test_b2_or_better(grades: str, status: str, tmp_path: Path) -> None:
    case = load(tmp_path, said("C1", TRAINED, grades=grades))
    strict = Standard("B2 or better", min_source="B", min_item=2)
    found = stands(view(case, standard=strict), TRAINED)
    assert found.status == status
    assert not found.not_judged  # it is the grade that fails, and no judging of interest would help


def test_the_grade_of_the_source_serves_where_the_claim_has_none(tmp_path: Path) -> None:
    case = load(tmp_path, said("C1", TRAINED), sources="id,grade\nwire,B\n")
    assert stands(view(case, standard=Standard("B", min_source="B")), TRAINED).status == "affirmed"


def test_everyone_may_count(tmp_path: Path) -> None:
    case = load(tmp_path, said("C1", TRAINED, speaker=PRESIDENT))
    everyone = Standard("anyone", counts=("disinterested", "admission", "interested", "not judged"))
    assert stands(view(case, standard=everyone), TRAINED).status == "affirmed"


def test_standards_refuse_nonsense() -> None:
    with pytest.raises(ValueError, match="source grades run from A to F, not “G”"):
        Standard("x", min_source="G")
    with pytest.raises(ValueError, match="item grades run from 1 to 6, not 0"):
        Standard("x", min_item=0)
    with pytest.raises(ValueError, match="a standard counts some of"):
        Standard("x", counts=("friends",))  # type: ignore[arg-type]


# --- speech ------------------------------------------------------------------------------------


def test_a_speech_act_is_made_by_being_reported(tmp_path: Path) -> None:
    case = load(tmp_path, said("C1", REQUEST, speaker=NOBODY))
    assert stands(view(case), REQUEST).status == "affirmed"
    strict = Standard("reports must count", reports_constitute_speech=False)
    assert stands(view(case, standard=strict), REQUEST).status == "alleged"
    graded = Standard("B", min_source="B")
    assert stands(view(case, standard=graded), REQUEST).status == "alleged"


def test_a_report_set_aside_constitutes_nothing(tmp_path: Path) -> None:
    aside = "claim,reason,author,date,conflict\nC1,misquoted,ed.,2026-01-01,C-03\n"
    case = load(tmp_path, said("C1", REQUEST), setaside=aside)
    seen = view(case)
    assert stands(seen, REQUEST).status == "unknown"
    assert not seen.claimed(fact(REQUEST, case), True)
    assert [(c.id, e.conflict) for c, e in seen.set_aside] == [("C1", "C-03")]
    assert seen.individuals("request") == ()
    on = view(case, switched_on=["C1"])
    assert stands(on, REQUEST).status == "affirmed" and on.set_aside == ()


# --- events in time ----------------------------------------------------------------------------


def test_an_act_dated_tomorrow_is_not_yet_today(tmp_path: Path) -> None:
    case = load(tmp_path, said("C1", SENDS, "2022-01-08"))
    assert table(case, SENDS, "07 08 09") == {"07": "denied", "08": "denied", "09": "affirmed"}
    found = stands(view(case, "2022-01-07"), SENDS)
    assert found.not_yet and [c.id for c in found.counting_for] == ["C1"]
    assert stands(view(case, "2022-01-08T12:00+06:00"), SENDS).status == "instant"


def test_an_interested_claim_of_tomorrow_leaves_today_open(tmp_path: Path) -> None:
    entries = "fact,serves_if_true,serves_if_false\n{*} sends {*},Arland; senders,none\n"
    case = load(tmp_path, said("C1", SENDS, "2022-01-08", speaker=PRESIDENT), interests=entries)
    found = stands(view(case, "2022-01-07"), SENDS)
    assert (found.status, found.polarity, found.not_yet) == ("alleged", "against", True)
    assert not view(case, "2022-01-07").claimed(fact(SENDS, case), True)
    assert stands(view(case, "2022-01-09"), SENDS).polarity == "for"


def test_an_event_is_timed_as_an_event_not_claim_by_claim(tmp_path: Path) -> None:
    case = load(tmp_path, said("C1", SENDS, "2022-01"), said("C2", SENDS, "2022-01-06/2022-01-08"))
    seen = view(case, "2022-01-09")
    assert stands(seen, SENDS).status == "affirmed"
    interval = seen.interval(fact(SENDS, case))
    assert interval is not None and (interval.earliest, interval.latest) == (
        instant("2022-01-06"),
        instant("2022-01-09"),
    )


def test_disjoint_times_dispute_the_time_and_not_the_event(tmp_path: Path) -> None:
    case = load(tmp_path, said("C1", SENDS, "2022-01-06"), said("C2", SENDS, "2022-01-10"))
    assert table(case, SENDS, "06 08 11") == {"06": "denied", "08": "instant", "11": "affirmed"}
    found = stands(view(case, "2022-01-11"), SENDS)
    assert found.time_disputed and found.interval is not None
    assert found.interval.earliest == instant("2022-01-06") and found.interval.latest == instant("2022-01-11")


def test_an_uncounted_claim_does_not_time_the_event(tmp_path: Path) -> None:
    case = load(tmp_path, said("C1", SENDS, "2022-01-06"), said("C2", SENDS, "2022-01-10", speaker=NOBODY))
    found = stands(view(case, "2022-01-08"), SENDS)
    assert (found.status, found.time_disputed) == ("affirmed", False)
    assert [c.id for c in found.other] == ["C2"]


def test_an_event_without_a_date_may_lie_anywhere(tmp_path: Path) -> None:
    assert stands(view(load(tmp_path, said("C1", SENDS, ""))), SENDS).status == "instant"


def test_a_denial_over_a_span_holds_up_to_its_end(tmp_path: Path) -> None:
    case = load(tmp_path, said("C1", SENDS, "2022-01-05/2022-01-08", polarity="against"))
    expected = {"03": "denied", "07": "denied", "09": "denied", "10": "unknown"}
    assert table(case, SENDS, "03 07 09 10") == expected


def test_a_denial_at_an_instant_holds_for_all_before_it_and_not_at_it_alone(tmp_path: Path) -> None:
    case = load(tmp_path, said("C1", SENDS, "2022-01-08T12:00+06:00", polarity="against"))
    assert table(case, SENDS, "02 08 09") == {"02": "denied", "08": "denied", "09": "unknown"}
    assert stands(view(case, "2022-01-08T12:00+06:00"), SENDS).status == "denied"
    day = load(tmp_path, said("C1", SENDS, "2022-01-08", polarity="against"))
    assert table(day, SENDS, "08 09") == {"08": "denied", "09": "unknown"}


def test_a_denial_may_settle_what_the_hour_leaves_open(tmp_path: Path) -> None:
    case = load(
        tmp_path,
        said("C1", SENDS, "2022-01-08"),
        said("C2", SENDS, "../2022-01-08T12:00+06:00", polarity="against"),
    )
    assert stands(view(case, "2022-01-08T12:00+06:00"), SENDS).status == "denied"
    assert stands(view(case, "2022-01-08T18:00+06:00"), SENDS).status == "instant"
    assert stands(view(case, "2022-01-09"), SENDS).status == "affirmed"


def test_the_status_at_another_instant_than_the_date(tmp_path: Path) -> None:
    seen = view(load(tmp_path, said("C1", SENDS, "2022-01-08")), "2022-01-20")
    assert stands(seen, SENDS).status == "affirmed"
    assert stands(seen, SENDS, "2022-01-07").status == "denied"


# --- general denials and registers -------------------------------------------------------------


def test_a_general_denial_covers_everyone_even_whom_nobody_recorded(tmp_path: Path) -> None:
    row = said("C1", "any state objects to the decision of 6 January", "../2022-01-10", polarity="against")
    case = load(tmp_path, row, said("C2", OBJECTS.replace("Borland", "Corland"), "2022-01-06"))
    seen = view(case, "2022-01-09")
    found = stands(seen, OBJECTS)
    assert found.status == "denied" and [c.id for c in found.covers] == ["C1"]
    stranger = Fact("{} objects to {}", (another("state"), "the decision of 6 January"))
    assert seen.status(stranger).status == "denied"
    assert stands(seen, "Corland objects to the decision of 6 January").status == "disputed"
    assert seen.claimed(fact(OBJECTS, case), False) and not seen.claimed(fact(OBJECTS, case), True)
    assert [c.id for c in seen.claims_on(fact(OBJECTS, case))] == ["C1"]


def test_a_negative_form_turns_the_polarity(tmp_path: Path) -> None:
    row = said("C1", "Borland does not object to the decision of 6 January", "../2022-01-10")
    assert stands(view(load(tmp_path, row), "2022-01-09"), OBJECTS).status == "denied"


CLOSED = (
    TOML
    + """
[[closed]]
fact = "{any state} objects to {the decision of 6 January}"
register = "the minutes of the Council"
through = "2022-01-10"
reason = "published whole"
"""
)


def test_silence_is_unknown_unless_a_register_is_closed(tmp_path: Path) -> None:
    assert stands(view(load(tmp_path)), OBJECTS).status == "unknown"
    case = load(tmp_path, toml=CLOSED)
    assert table(case, OBJECTS, "09 11 12") == {"09": "denied", "11": "denied", "12": "unknown"}
    found = stands(view(case, "2022-01-09"), OBJECTS)
    assert found.closed_by == "the minutes of the Council"
    assert stands(view(case, "2022-01-09"), SENDS).status == "unknown"
    stranger = Fact("{} objects to {}", (another("state"), "the decision of 6 January"))
    assert view(case, "2022-01-09").status(stranger).status == "denied"


def test_a_closed_register_does_not_outvote_who_speaks(tmp_path: Path) -> None:
    alleged = load(tmp_path, said("C1", OBJECTS, speaker=NOBODY), toml=CLOSED)
    assert stands(view(alleged, "2022-01-09"), OBJECTS).status == "alleged"
    affirmed = load(tmp_path, said("C1", OBJECTS), toml=CLOSED)
    assert stands(view(affirmed, "2022-01-09"), OBJECTS).status == "affirmed"
    # who says only that it comes later does not break the register's silence
    later = load(tmp_path, said("C1", OBJECTS, "2022-01-09", speaker=NOBODY), toml=CLOSED)
    assert stands(view(later, "2022-01-08"), OBJECTS).closed_by


def test_a_register_not_yet_published_closes_nothing(tmp_path: Path) -> None:
    case = load(tmp_path, toml=CLOSED + 'available = "2022-02-01"\n')
    assert stands(view(case, "2022-01-09", "2022-01-20"), OBJECTS).status == "unknown"
    assert stands(view(case, "2022-01-09", "2022-02-03"), OBJECTS).status == "denied"


# --- states and attributes ---------------------------------------------------------------------


def test_a_state_holds_from_its_sure_start_to_its_sure_end(tmp_path: Path) -> None:
    case = load(tmp_path, said("C1", DIRECTS, "2022-01-06/2022-01-19"))
    expected = {"05": "unknown", "06": "unknown", "07": "affirmed", "19": "affirmed", "20": "unknown"}
    assert table(case, DIRECTS, "05 06 07 19 20") == expected
    assert stands(view(case, "2022-01-19T12:00+06:00"), DIRECTS).status == "instant"


def test_some_time_within_a_day_affirms_no_state_by_itself(tmp_path: Path) -> None:
    case = load(tmp_path, said("C1", DIRECTS, "2022-01-06"))
    assert table(case, DIRECTS, "06 07 09") == {"06": "unknown", "07": "unknown", "09": "unknown"}
    assert stands(view(case, "2022-01-06T12:00+06:00"), DIRECTS).status == "instant"


def test_an_open_span_holds_on_where_nothing_is_said_to_end_it(tmp_path: Path) -> None:
    case = load(tmp_path, said("C1", DIRECTS, "2022-01-06/.."))
    assert stands(view(case), DIRECTS).status == "affirmed"
    assert not stands(view(case), DIRECTS).by_persistence


def test_a_state_persists_until_its_end(tmp_path: Path) -> None:
    for happened in ("2022-01-06", "2022-01-06/..", "2022-01-06/"):
        case = load(tmp_path, said("C1", PRESENT, happened))
        assert table(case, PRESENT, "06 07 30") == {"06": "unknown", "07": "affirmed", "30": "affirmed"}
        assert stands(view(case), PRESENT).by_persistence
    ended = load(tmp_path, said("C1", PRESENT), said("C2", LEAVES, "2022-01-19"))
    assert table(ended, PRESENT, "07 19 20") == {"07": "affirmed", "19": "affirmed", "20": "denied"}
    assert stands(view(ended, "2022-01-19T12:00+06:00"), PRESENT).status == "instant"


def test_an_alleged_or_disputed_end_opens_a_persisting_state(tmp_path: Path) -> None:
    alleged = load(tmp_path, said("C1", PRESENT), said("C2", LEAVES, "2022-01-19", speaker=SENDER))
    assert table(alleged, PRESENT, "19 20") == {"19": "affirmed", "20": "alleged"}
    assert stands(view(alleged), PRESENT).polarity == "against"
    disputed = load(
        tmp_path,
        said("C1", PRESENT),
        said("C2", LEAVES, "2022-01-19"),
        said("C3", LEAVES, "../2022-01-25", polarity="against"),
    )
    # while the denial lasts nobody knows; then the departure stands alone
    assert table(disputed, PRESENT, "19 22 27") == {"19": "affirmed", "22": "disputed", "27": "denied"}


def test_an_earlier_departure_does_not_end_a_later_stay(tmp_path: Path) -> None:
    case = load(
        tmp_path,
        said("C1", PRESENT, "2022-01-02"),
        said("C2", LEAVES, "2022-01-05"),
        said("C3", PRESENT, "2022-01-10"),
    )
    assert table(case, PRESENT, "04 08 12") == {"04": "affirmed", "08": "denied", "12": "affirmed"}


def test_a_stated_end_stops_persistence(tmp_path: Path) -> None:
    case = load(tmp_path, said("C1", PRESENT, "2022-01-06/2022-01-13"))
    assert table(case, PRESENT, "07 13 15") == {"07": "affirmed", "13": "affirmed", "15": "unknown"}


def test_a_later_denial_breaks_persistence(tmp_path: Path) -> None:
    case = load(tmp_path, said("C1", PRESENT), said("C2", PRESENT, "2022-01-10/2022-01-12", polarity="against"))
    assert table(case, PRESENT, "09 12 20") == {"09": "affirmed", "12": "disputed", "20": "disputed"}
    interested = load(
        tmp_path,
        said("C1", PRESENT),
        said("C2", PRESENT, "2022-01-10/2022-01-12", polarity="against", speaker=NOBODY),
    )
    assert table(interested, PRESENT, "12 20") == {"12": "affirmed", "20": "affirmed"}


def test_a_state_is_denied_over_the_span_of_the_denial(tmp_path: Path) -> None:
    case = load(tmp_path, said("C1", DIRECTS, "2022-01-06/2022-01-10", polarity="against"))
    assert table(case, DIRECTS, "06 08 12") == {"06": "unknown", "08": "denied", "12": "unknown"}


def test_an_alleged_state_keeps_its_polarity(tmp_path: Path) -> None:
    case = load(tmp_path, said("C1", DIRECTS, "2022-01-06/2022-01-10", speaker=PRESIDENT))
    assert table(case, DIRECTS, "06 08 12") == {"06": "unknown", "08": "alleged", "12": "unknown"}


def test_an_attribute_is_timeless_once_its_individual_exists(tmp_path: Path) -> None:
    made = said("C2", "the Council takes the decision of 6 January", "2022-01-06")
    procedural = "the decision of 6 January is procedural"
    case = load(tmp_path, said("C1", procedural, "2022-01-09", polarity="against"), made)
    found = table(case, procedural, "05 08 20")
    assert found == {"05": "unknown", "08": "denied", "20": "denied"}
    assert stands(view(case, "2022-01-05"), procedural).not_yet
    assert not view(case, "2022-01-05").claimed(fact(procedural, case), False)


# --- counts ------------------------------------------------------------------------------------


def votes(tmp_path: Path, *claims: str | tuple[str, str]) -> RecordView:
    rows = []
    for number, claim in enumerate(claims):
        text, speaker = (claim, OBSERVER) if isinstance(claim, str) else claim
        rows.append(said(f"C{number}", f"{VOTES} {text}", speaker=speaker))
    return view(load(tmp_path, *rows))


def compared(seen: RecordView, op: str, number: int) -> str:
    return seen.compare(fact(VOTES, seen.case), op, Fraction(number)).status


def test_an_exact_count_decides_every_threshold(tmp_path: Path) -> None:
    seen = votes(tmp_path, "= 69")
    answers = [compared(seen, op, 60) for op in ("=", "<=", ">=", "<", ">")]
    assert answers == ["denied", "denied", "affirmed", "denied", "affirmed"]
    assert [compared(seen, op, 69) for op in ("=", "<=", ">=", "<", ">")] == ["affirmed"] * 3 + ["denied"] * 2


def test_two_thirds_of_ninety_is_sixty_exactly(tmp_path: Path) -> None:
    seen = votes(tmp_path, "= 60")
    count = fact(VOTES, seen.case)
    assert seen.compare(count, ">=", Fraction(2, 3) * 90).status == "affirmed"
    assert seen.compare(count, ">=", Fraction(2, 3) * 91).status == "denied"


def test_about_never_decides_a_threshold(tmp_path: Path) -> None:
    seen = votes(tmp_path, "= 2500~")
    assert [compared(seen, ">=", n) for n in (1, 2500, 10000)] == ["unknown"] * 3
    amount = seen.quantity(fact(VOTES, seen.case))
    assert amount is not None and amount.approximate and amount.low == 2500
    assert compared(votes(tmp_path, "= 2500~", "= 3800"), ">=", 3000) == "affirmed"


def test_bounds_and_ranges_decide_what_they_force(tmp_path: Path) -> None:
    for text in (">= 60", "= >=60", "= 60..90", "= ≥60"):
        seen = votes(tmp_path, text)
        assert (compared(seen, ">=", 60), compared(seen, ">=", 61), compared(seen, "<", 60)) == (
            "affirmed",
            "unknown",
            "denied",
        )
    assert compared(votes(tmp_path, "<= 10"), ">=", 11) == "denied"
    assert compared(votes(tmp_path, "= >10"), "<=", 10) == "denied"


def test_counting_claims_intersect(tmp_path: Path) -> None:
    seen = votes(tmp_path, ">= 60", "<= 60", "= 50..70")
    assert compared(seen, "=", 60) == "affirmed"
    amount = seen.quantity(fact(VOTES, seen.case))
    assert amount is not None and (amount.low, amount.high, amount.disputed) == (60, 60, False)


def test_candidates_that_exclude_each_other_dispute_the_quantity(tmp_path: Path) -> None:
    seen = votes(tmp_path, "= 55", "= 69")
    assert compared(seen, ">=", 60) == "disputed"
    assert compared(seen, ">=", 50) == "affirmed"  # whichever it is
    assert compared(seen, ">=", 70) == "denied"
    amount = seen.quantity(fact(VOTES, seen.case))
    assert amount is not None and amount.disputed and (amount.low, amount.high) == (55, 69)
    assert [str(q) for q in amount.candidates] == ["55", "69"]


def test_an_uncounted_number_is_alleged(tmp_path: Path) -> None:
    seen = votes(tmp_path, ("= 69", NOBODY))
    found = seen.compare(fact(VOTES, seen.case), ">=", Fraction(60))
    assert (found.status, found.polarity, found.not_judged) == ("alleged", "for", True)
    assert seen.compare(fact(VOTES, seen.case), ">=", Fraction(70)).polarity == "against"
    assert seen.quantity(fact(VOTES, seen.case)) is None


def test_a_denied_number_excludes_it(tmp_path: Path) -> None:
    case = load(
        tmp_path,
        said("C1", f"{VOTES} = 69", polarity="against"),
        said("C2", f"{VOTES} >= 60", polarity="against"),
    )
    seen = view(case)
    assert compared(seen, ">=", 60) == "denied" and compared(seen, "<", 60) == "affirmed"
    alone = view(load(tmp_path, said("C1", f"{VOTES} = 69", polarity="against")))
    assert compared(alone, "=", 69) == "denied" and compared(alone, "=", 68) == "unknown"
    assert compared(alone, ">=", 69) == "unknown"


def test_no_count_is_unknown(tmp_path: Path) -> None:
    seen = view(load(tmp_path))
    assert compared(seen, ">=", 60) == "unknown"
    assert seen.quantity(fact(VOTES, seen.case)) is None


def test_comparisons_can_be_claimed_and_supposed(tmp_path: Path) -> None:
    seen = votes(tmp_path, ("= 69", NOBODY))
    count = fact(VOTES, seen.case)
    wanted = as_fact(count, ">=", Fraction(60))
    assert seen.claimed(wanted, True) and not seen.claimed(wanted, False)
    assert seen.status(wanted).status == "alleged"
    assert seen.claims_on(wanted) == seen.claims_on(count) == seen.case.claims
    yes = view(seen.case, supposed={wanted: True})
    assert yes.status(wanted).status == "affirmed" and yes.status(wanted).supposed
    assert compared(yes, ">=", 50) == "affirmed" and compared(yes, ">=", 61) == "alleged"
    no = view(seen.case, supposed={wanted: False})
    assert compared(no, ">=", 60) == "denied" and compared(no, "<", 61) == "affirmed"
    assert no.claimed(wanted, False)


def test_what_is_no_count_cannot_be_compared(tmp_path: Path) -> None:
    seen = view(load(tmp_path))
    with pytest.raises(Invalid, match="is no count, it cannot be compared"):
        seen.compare(fact(SENDS, seen.case), ">=", Fraction(1))
    with pytest.raises(ValueError, match="numbers are compared with = <= >= < >, not “~”"):
        compared(seen, "~", 60)
    with pytest.raises(Invalid, match="no phrase says"):
        seen.status(Fact("{} dances", ("Arland",)))


# --- availability ------------------------------------------------------------------------------


def test_admitted_perhaps_known_and_not_there(tmp_path: Path) -> None:
    case = load(tmp_path, said("C1", SENDS, "2022-01-05", available="2022-01-06"))
    night = view(case, "2022-01-06", "2022-01-06T20:00+06:00")
    assert [c.id for c in night.perhaps_known] == ["C1"] and night.admitted == ()
    assert stands(night, SENDS).status == "unknown" and night.individuals("contingent") == ()
    assert not night.claimed(fact(SENDS, case), True)
    assert [c.id for c in view(case, known_to="2022-01-07").admitted] == ["C1"]
    before = view(case, known_to="2022-01-05")
    assert (before.admitted, before.perhaps_known) == ((), ())


def test_only_the_availability_of_its_source_zone_counts(tmp_path: Path) -> None:
    sources = "id,zone\nwire,+03:00\n"
    case = load(tmp_path, said("C1", SENDS, "2022-01-05", available="2022-01-06"), sources=sources)
    assert view(case, known_to="2022-01-07T02:59+06:00").perhaps_known
    assert view(case, known_to="2022-01-07T03:00+06:00").admitted


def test_a_timing_entry_narrows_what_a_press_stamp_leaves_open(tmp_path: Path) -> None:
    timing = "claim,field,interval,reason,author,date\nC1,available,2022-01-06T02:50+06:00,page stamp,ed.,2026\n"
    case = load(tmp_path, said("C1", SENDS, "2022-01-05", available="2022-01-06"), timing=timing)
    night = view(case, "2022-01-06T04:00+06:00", "2022-01-06T04:00+06:00")
    (claim,) = night.admitted
    assert claim.timings[0].reason == "page stamp" and claim.timings[0].was.verbatim == "2022-01-06"
    hours = "claim,field,interval,reason,author,date\n"
    hours += "C1,happened,2022-01-05T20:00/2022-01-05T22:00,minutes,ed.,2026\n"
    narrowed = load(tmp_path, said("C1", SENDS, "2022-01-05"), timing=hours)
    assert stands(view(narrowed, "2022-01-05T22:00+06:00"), SENDS).status == "affirmed"


def everything(seen: RecordView) -> str:
    """All that a situation answers, as text: what the test by deletion compares."""
    case = seen.case
    individuals = [*case.individuals, *VOCABULARY.individuals]
    types = {**case.individuals, **VOCABULARY.individuals}
    answers: list[object] = [
        seen.admitted,
        seen.perhaps_known,
        seen.set_aside,
        seen.superseded,
        seen.in_force,
    ]
    answers += [seen.individuals(t) for t in VOCABULARY.types]
    for phrase in VOCABULARY.phrases.values():
        holes = [[n for n in individuals if types[n] == s.type][:2] for s in phrase.slots]
        for args in ([a, b] for a in holes[0] for b in (holes[1] if len(holes) > 1 else [""])):
            one = Fact(phrase.skeleton, tuple(a for a in args if a))
            if phrase.kind == "count":
                answers += [seen.compare(one, ">=", Fraction(n)) for n in (0, 60)] + [seen.quantity(one)]
            answers += [seen.status(one), seen.interval(one), seen.claims_on(one), seen.claimed(one, True)]
            answers += [seen.claimed(one, False), seen.status(one, instant("2022-01-10"))]
    return repr(answers)


SENTENCES = [REQUEST, TRAINED, SENDS, PRESENT, LEAVES, OBJECTS, DIRECTS, f"{VOTES} = 69", f"{VOTES} <= 60"]
SENTENCES += [
    "the decision of 6 January is procedural",
    "Borland does not object to the decision of 6 January",
]

january = st.integers(1, 28).map(lambda d: f"2022-01-{d:02}")
times = january | st.tuples(january, january).map(lambda p: "/".join(sorted(p))) | january.map(lambda d: f"{d}/..")


@st.composite
def records(draw: st.DrawFn) -> list[str]:
    """Random claim rows, some of them renderings or updates of others by the same speaker."""
    rows: list[str] = []
    heard: list[tuple[str, str]] = []
    for number in range(draw(st.integers(1, 9))):
        sentence = draw(st.sampled_from(SENTENCES))
        speaker = draw(st.sampled_from([OBSERVER, PRESIDENT, SENDER, NOBODY]))
        own = [i for i in range(number) if heard[i][0] == speaker and not rows[i].split(",")[10]]
        phrase = sentence.partition(" = ")[0].partition(" <= ")[0].replace("does not object", "objects")
        heard.append((speaker, phrase))
        rows.append(
            said(
                f"C{number}",
                sentence,
                draw(times),
                speaker=speaker,
                polarity=draw(st.sampled_from(["for", "against", "no evidence"])),
                available=draw(january),
                renders=draw(st.sampled_from(["", *(f"C{i}" for i in own)])),
                supersedes=draw(st.sampled_from(["", *(f"C{i}" for i in own if heard[i][1] == phrase)])),
            )
        )
    return rows


relaxed = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@relaxed
@given(records(), st.integers(1, 29), st.integers(1, 29))
def test_deleting_what_was_not_out_yet_changes_not_one_byte(tmp_path: Path, rows: list[str], as_of: int, known_to: int) -> None:
    case = load(tmp_path, *rows)
    days = (f"2022-01-{as_of:02}", f"2022-01-{known_to:02}T10:00+06:00")
    later = [c for c in case.claims if c.available.known_by(instant(days[1])) is False]
    assert everything(view(case, *days)) == everything(view(without(case, *later), *days))


@relaxed
@given(records(), st.integers(1, 29))
def test_a_claim_perhaps_known_moves_no_verdict(tmp_path: Path, rows: list[str], known_to: int) -> None:
    case = load(tmp_path, *rows)
    days = ("2022-01-20", f"2022-01-{known_to:02}T10:00+06:00")
    seen = view(case, *days)
    rest = view(without(case, *seen.perhaps_known), *days)
    assert everything(seen).replace(repr(seen.perhaps_known), "()", 1) == everything(rest)


@relaxed
@given(records(), st.integers(1, 29))
def test_the_order_of_rows_decides_no_status(tmp_path: Path, rows: list[str], as_of: int) -> None:
    case = load(tmp_path, *rows)
    turned = replace(case, claims=case.claims[::-1])
    one, two = view(case, f"2022-01-{as_of:02}"), view(turned, f"2022-01-{as_of:02}")
    for each in one.facts:
        if VOCABULARY.phrases[each.phrase].kind != "count":
            assert one.status(each).status == two.status(each).status


@relaxed
@given(records(), st.integers(1, 29))
def test_status_obeys_its_definition(tmp_path: Path, rows: list[str], as_of: int) -> None:
    seen = view(load(tmp_path, *rows), f"2022-01-{as_of:02}")
    for each in seen.facts:
        found = seen.status(each)
        assert (found.status == "alleged") == (found.polarity is not None)
        if found.status in ("unknown", "alleged"):
            assert not found.counting_against
        if found.status == "disputed" and VOCABULARY.phrases[each.phrase].kind != "state":
            assert found.counting_for and found.counting_against
        heard = [c.id for c in (*found.counting_for, *found.counting_against, *found.other)]
        assert len(heard) == len(set(heard))
        assert all(seen.counts(c) for c in (*found.counting_for, *found.counting_against))


@relaxed
@given(records(), st.integers(1, 28))
def test_what_an_event_settled_stays_settled_as_time_goes_on(tmp_path: Path, rows: list[str], day: int) -> None:
    case = load(tmp_path, *rows)
    case = without(case, *(c for c in case.claims if c.polarity == "against"))
    today, tomorrow = view(case, f"2022-01-{day:02}"), view(case, f"2022-01-{day + 1:02}")
    for each in today.facts:
        if VOCABULARY.phrases[each.phrase].kind in ("event", "act", "speech"):
            if today.status(each).status == "affirmed":
                assert tomorrow.status(each).status == "affirmed"
            if tomorrow.status(each).not_yet:
                assert today.status(each).not_yet


# --- renderings, updates, set-asides -----------------------------------------------------------


def test_renderings_are_one_utterance(tmp_path: Path) -> None:
    rows = [
        said("C1", f"{VOTES} <= 10", available="2022-02-08"),
        said("C2", f"{VOTES} >= 10", available="2022-01-12", renders="C1"),
        said("C3", f"{VOTES} = 10", available="2022-01-15", renders="C1"),
    ]
    case = load(tmp_path, *rows)
    early, middle, late = (view(case, known_to=day) for day in ("2022-01-14", "2022-01-20", "2022-03-01"))
    assert [[c.id for c in v.in_force] for v in (early, middle, late)] == [["C2"], ["C2"], ["C1"]]
    assert compared(early, ">=", 11) == "unknown" and compared(late, ">=", 11) == "denied"
    # the utterance has been known since its first rendering
    assert late.available(case.claims[0]).verbatim == "2022-01-12"
    assert len(late.admitted) == 3


def test_setting_one_rendering_aside_leaves_the_others(tmp_path: Path) -> None:
    aside = "claim,reason,author,date,conflict\nC1,mistranslated,ed.,2026-01-01,\n"
    case = load(
        tmp_path,
        said("C1", SENDS, "2022-01-05"),
        said("C2", SENDS, "2022-01-06", renders="C1"),
        setaside=aside,
    )
    assert [c.id for c in view(case).in_force] == ["C2"]
    assert [c.id for c in view(case, switched_on=["C1"]).in_force] == ["C1"]


def test_an_update_replaces_from_its_own_availability_on(tmp_path: Path) -> None:
    rows = [
        said("C1", f"{VOTES} = 164", available="2022-01-09"),
        said("C2", f"{VOTES} = 164", available="2022-01-09", renders="C1", source="another wire"),
        said("C3", f"{VOTES} = 26", available="2022-01-10", supersedes="C1"),
    ]
    case = load(tmp_path, *rows)
    assert compared(view(case, known_to="2022-01-10"), "=", 164) == "affirmed"
    # the evening on which the correction may or may not have been out
    assert compared(view(case, known_to="2022-01-10T20:00+06:00"), "=", 164) == "affirmed"
    late = view(case, known_to="2022-01-11")
    assert compared(late, "=", 26) == "affirmed"
    assert [(c.id, by.id) for c, by in late.superseded] == [("C1", "C3"), ("C2", "C3")]


def test_a_bare_withdrawal_and_its_setting_aside(tmp_path: Path) -> None:
    rows = [f"{said('C1', SENDS)},departure", f"C2,,,{OBSERVER},wire,2022-01-08,,2022-01-08,,,,C1,withdrawn,departure"]
    text = claims(*rows, header=f"{HEADER},group")
    assert stands(view(read_case(write(tmp_path, {"claims.csv": text}), VOCABULARY)), SENDS).status == "unknown"
    aside = "claim,reason,author,date,conflict\nC2,it withdrew something else,ed.,2026-01-01,\n"
    case = read_case(write(tmp_path, {"claims.csv": text, "setaside.csv": aside}), VOCABULARY)
    assert stands(view(case), SENDS).status == "affirmed"


def test_a_correction_of_a_report_spares_the_utterance(tmp_path: Path) -> None:
    rows = [said("C1", SENDS), said("C2", SENDS, renders="C1"), said("C3", SENDS, supersedes="C2")]
    assert [c.id for c in view(load(tmp_path, *rows)).in_force] == ["C1", "C3"]


def test_set_asides_hold_whatever_the_date_known_to(tmp_path: Path) -> None:
    aside = "claim,reason,author,date,conflict\nC1,8 January was a Saturday,ed.,2026-01-01,C-03\n"
    case = load(tmp_path, said("C1", SENDS), setaside=aside)
    for known_to in ("2022-01-09", "2030-01-01"):
        seen = view(case, known_to=known_to)
        assert stands(seen, SENDS).status == "unknown"
        assert seen.set_aside[0][1].reason == "8 January was a Saturday"
        assert seen.claims_on(fact(SENDS, case)) == case.claims


# --- individuals and suppositions --------------------------------------------------------------


def test_individuals_exist_by_being_spoken_of(tmp_path: Path) -> None:
    rows = [
        said("C1", f"{VOTES} = 69"),
        said("C2", "votes for in the first ballot = 55", available="2022-02-15"),
    ]
    case = load(tmp_path, *rows)
    assert view(case).individuals("ballot") == ("the first ballot", "the second ballot")
    assert view(case, known_to="2022-02-01").individuals("ballot") == ("the second ballot",)
    assert view(case).individuals("decision") == () and view(case).individuals("state") == ()
    supposed = {fact(OBJECTS, case): True}
    assert view(case, supposed=supposed).individuals("decision") == ("the decision of 6 January",)


def test_supposing_a_fact_supposes_its_proof(tmp_path: Path) -> None:
    case = load(tmp_path, said("C1", SENDS, "2022-01-08", speaker=NOBODY), said("C2", TRAINED, polarity="against"))
    supposed = {fact(SENDS, case): True, fact(TRAINED, case): True, fact(REQUEST, case): False}
    seen = view(case, "2022-01-20", supposed=supposed)
    assert [stands(seen, s).status for s in (SENDS, TRAINED, REQUEST)] == ["affirmed", "affirmed", "denied"]
    assert all(stands(seen, s).supposed for s in (SENDS, TRAINED, REQUEST))
    assert seen.claimed(fact(SENDS, case), True) and not seen.claimed(fact(SENDS, case), False)
    interval = seen.interval(fact(SENDS, case))
    assert interval is not None and interval.earliest == instant("2022-01-08")
    assert stands(seen, SENDS, "2022-01-07").not_yet
    assert seen.interval(fact(REQUEST, case)) is None


def test_a_supposed_event_without_a_time_lies_before_the_date(tmp_path: Path) -> None:
    case = load(tmp_path)
    seen = view(case, "2022-01-20", supposed={fact(SENDS, case): True})
    interval = seen.interval(fact(SENDS, case))
    assert interval is not None and interval.earliest is None and interval.latest == instant("2022-01-20")
    assert stands(seen, SENDS).status == "affirmed"
    assert stands(seen, SENDS, "2022-01-10").status == "instant"


def test_a_supposed_end_ends_a_state(tmp_path: Path) -> None:
    case = load(tmp_path, said("C1", PRESENT), said("C2", LEAVES, "2022-01-19", speaker=SENDER))
    assert stands(view(case, supposed={fact(LEAVES, case): True}), PRESENT).status == "denied"
    assert stands(view(case, supposed={fact(LEAVES, case): False}), PRESENT).status == "affirmed"


def test_what_is_no_event_has_no_interval(tmp_path: Path) -> None:
    case = load(tmp_path, said("C1", PRESENT))
    assert view(case).interval(fact(PRESENT, case)) is None


# --- the view itself ---------------------------------------------------------------------------


def test_a_status_is_worked_out_once_for_each_instant(tmp_path: Path) -> None:
    case = load(tmp_path, said("C1", SENDS))
    seen = view(case)
    assert stands(seen, SENDS) is stands(seen, SENDS)
    assert stands(seen, SENDS, "2022-01-02").status == "denied"  # a memo is no good at another date
    assert stands(seen, SENDS).status == "affirmed"


def test_a_view_cannot_be_changed(tmp_path: Path) -> None:
    seen = view(load(tmp_path))
    with pytest.raises(AttributeError):
        seen.as_of = instant("2022-01-01")  # type: ignore[misc]


def test_renaming_everybody_changes_no_status(tmp_path: Path) -> None:
    rows = [
        said("C1", SENDS),
        said("C2", OBJECTS, polarity="against"),
        said("C3", PRESENT),
        said("C4", LEAVES, "2022-01-19"),
    ]
    one = view(load(tmp_path / "a", *rows))

    def swap(text: str) -> str:
        return text.replace("Arland", "X").replace("Borland", "Arland").replace("X", "Borland")

    two = view(load(tmp_path / "b", *map(swap, rows), toml=swap(TOML)))
    assert [one.status(f).status for f in one.facts] == [two.status(f).status for f in two.facts]
    assert len(one.facts) == len(two.facts) == 4


def test_a_large_case_reads_and_answers_quickly(tmp_path: Path) -> None:
    from time import process_time

    rows = [said(f"C{i}", SENTENCES[i % len(SENTENCES)], f"2022-01-{i % 28 + 1:02}") for i in range(260)]
    load(tmp_path, *rows)
    began = process_time()
    case = load(tmp_path, *rows)
    read = process_time() - began
    seen = view(case)
    for each in seen.facts:
        seen.claims_on(each)
    assert read < 0.2, f"reading 260 claims took {read * 1000:.0f} ms"  # about 20 ms on a quiet machine


def test_claims_are_immutable(tmp_path: Path) -> None:
    (claim,) = load(tmp_path, said("C1", SENDS)).claims
    assert isinstance(claim, Claim)
    with pytest.raises(AttributeError):
        claim.polarity = "against"  # type: ignore[misc]
