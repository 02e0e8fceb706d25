"""Six what-ifs on the real case, each with its reasons: which rule, label or claim makes the difference."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from tests.assess import real

from foedus.assess import Reason, Why, why
from foedus.problem import Invalid

OF_2010 = date(2010, 6, 15)
NOON_OF_8, NOON_OF_20 = real.NOON_OF_8, real.NOON_OF_20
OFFICIAL = "the appeal of 5 January is an official request"
SECOND = "votes for in the second ballot of 7 January"
ANOTHER_REQUEST = "Kazakhstan requests help by another request not on record"
ANOTHER_BALLOT = "the Jogorku Kenesh votes in another ballot not on record on sending the Kyrgyz company"
ARMENIA = "Armenia objects to the decision of 6 January"
SENT = "the measures taken for Kazakhstan are reported to the UN Security Council"
NOTICE = "the CSTO notifies the UN Security Council of the decision of 6 January"
LETTER = "the measures taken for Kazakhstan are made known by letter to the UN Secretary-General"


def reasons(question: str, as_of: str, **more: object) -> Why:
    """The reasons of the text's answer."""
    return why(real.case(), real.regime(), real.terms(as_of, **more), question)


def steps(found: Why) -> Iterator[Reason]:
    """Every step of the reasons, rules that did not apply included."""
    for root in found.tree:
        yield from root.walk()


def step(found: Why, text: str = "", label: str = "", provision: str = "") -> Reason:
    """The first step that says this, bears this label or rests on this provision."""
    return next(
        s
        for s in steps(found)
        if text in s.text and (not label or s.label == label) and (not provision or s.provision == provision)
    )


def answer(question: str, as_of: str, **more: object) -> str:
    return real.ask_one(question, as_of, **more).words


def test_an_oral_request_only() -> None:
    """Article 3 of the Peacekeeping Agreement asks for an official request: [form] fails for the appeal.

    Then only a request that is not on record could carry the operation; without one the answer is no.
    """
    before = reasons("peacekeeping-basis", NOON_OF_8)
    found = reasons("peacekeeping-basis", NOON_OF_8, suppose=(f"not {OFFICIAL}",))
    alone = reasons("peacekeeping-basis", NOON_OF_8, suppose=(f"not {OFFICIAL}", f"not {ANOTHER_REQUEST}"))
    assert (step(before, label="form").value, step(before, label="form").steps[0].text) == ("yes", OFFICIAL)
    assert step(found, label="form").value == "open" and "not on record" in step(found, label="form").steps[0].text
    assert ANOTHER_REQUEST not in before.cell.turns_on.unknown and ANOTHER_REQUEST in found.cell.turns_on.unknown
    assert (alone.cell.words, alone.cell.status) == ("no", "settled")
    form = step(alone, label="form")
    assert (form.value, form.steps[0].text, form.steps[0].note) == ("no", OFFICIAL, "supposed")
    assert answer("request", NOON_OF_8, suppose=(f"not {OFFICIAL}",)) == "yes"  # it did ask, by whatever means


def test_a_second_kyrgyz_vote_of_59_to_17() -> None:
    """Two thirds of 90 seats are 60: with 59 [two thirds] fails for that ballot, and none on record carries it."""
    given = (f"{SECOND} = 59", "votes against in the second ballot of 7 January = 17")
    before = reasons("domestic-consent/KGZ", NOON_OF_8)
    found = reasons("domestic-consent/KGZ", NOON_OF_8, suppose=given)
    alone = reasons("domestic-consent/KGZ", NOON_OF_8, suppose=(*given, f"not {ANOTHER_BALLOT}"))
    assert before.cell.words == "yes"
    assert (step(before, label="two thirds").value, step(before, label="two thirds").steps[0].text) == (
        "yes",
        f"{SECOND} at least 60",
    )
    assert found.cell.verdict == "open" and step(found, label="parliament").value == "open"
    assert all("another ballot not on record" in fact for fact in found.cell.turns_on.unknown)
    assert (alone.cell.words, alone.cell.status) == ("no", "settled")
    assert step(alone, label="parliament").value == "no" and step(alone, label="signature").value == "yes"


@pytest.mark.parametrize(
    ("supposed", "words"),
    [
        ("= 60", "yes"),
        ("= 59", "no"),
        (">= 61", "yes"),
        ("= 55..59", "no"),
        ("= 55..65", "open"),
        ("= 55..75", "yes"),
        ("< 60", "no"),
    ],
)
def test_a_supposed_number_stands_against_the_record(supposed: str, words: str) -> None:
    """The record says 69: a number it contradicts replaces it and disputes nothing; one it fits is narrowed by it."""
    given = (f"{SECOND} {supposed}", f"not {ANOTHER_BALLOT}")
    assert answer("domestic-consent/KGZ", NOON_OF_8, suppose=given) == words


def test_a_comparison_supposed_away() -> None:
    given = (f"not {SECOND} >= 60", f"not {ANOTHER_BALLOT}")
    assert answer("domestic-consent/KGZ", NOON_OF_8, suppose=given) == "no"


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        (f"{SECOND} = 59~", "no exact number"),
        (SECOND, "needs its number"),
        (f"{SECOND} = many", "no quantity"),
        ("Armenia objects = 3", "no phrase"),
    ],
)
def test_a_number_that_cannot_be_supposed(sentence: str, says: str) -> None:
    with pytest.raises(Invalid, match=says):
        real.ask_one("domestic-consent/KGZ", NOON_OF_8, suppose=(sentence,))


def test_armenia_objects() -> None:
    """A member's own objection ends the presumption behind the chair's announcement, and stops the vote."""
    assert answer("decision-adopted", NOON_OF_8) == "yes, presumed"
    found = reasons("decision-adopted", NOON_OF_8, suppose=(ARMENIA,))
    assert (found.cell.words, found.cell.status) == ("no", "settled")
    assert step(found, label="no objection").value == "no"
    claimed = [s for s in steps(found) if s.mode == "unless claimed" and ARMENIA in {inner.text for inner in s.walk()}]
    assert claimed and all(s.value == "no" and s.note.startswith("burden on whoever says that a member ") for s in claimed)
    assert ARMENIA in {s.text for s in steps(found) if "supposed" in s.note}


def test_armenia_objects_and_is_no_member() -> None:
    """Only a member's objection counts: party to nothing, Armenia is among no members, and nobody asks it."""
    law = real.regime().without(("Armenia",))
    found = why(real.case(), law, real.terms(NOON_OF_8, suppose=(ARMENIA,), without=("Armenia",)), "decision-adopted")
    assert found.cell.words == "yes, presumed"
    assert not [s for s in steps(found) if s.kind in ("fact", "member") and s.text.startswith("Armenia ")]
    assert found.supposed == (ARMENIA, "Armenia is party to nothing")
    assert any(s.text.startswith("Belarus ") for s in steps(found))


def test_the_text_of_1992_still_in_force() -> None:
    """Under the first wording of article 4 the attacker must be a state; the request is not asked for, nor the speed."""
    now, then = reasons("article-4", NOON_OF_8), reasons("article-4", NOON_OF_8, law_at=OF_2010)
    assert {s.provision for s in steps(now) if s.provision.startswith("CST:4")} == {"CST:4@2010"}
    assert {s.provision for s in steps(then) if s.provision.startswith("CST:4")} == {"CST:4@1992"}
    attacker = step(then, label="attacker")
    assert {s.text for s in attacker.walk() if s.kind == "option"} == {"itself", "behind"}
    assert {s.text for s in step(now, label="attacker").walk() if s.kind == "option"} >= {"anyone", "outside", "abroad"}
    assert then.cell.law_at == "2010-06-15"
    assert answer("duty-to-assist", NOON_OF_8, law_at=OF_2010) != "yes"


def test_the_host_withdraws_its_consent_on_day_3() -> None:
    """Consent lasts until it is ended: the element [ended] fails, although the request stands."""
    gone = "Kazakhstan ends its consent to the mission to Kazakhstan"
    found = reasons("host-consent", NOON_OF_8, suppose=(gone,))
    before = reasons("host-consent", NOON_OF_8)
    assert before.cell.verdict != "no" and (found.cell.verdict, found.cell.status) == ("no", "settled")
    assert (step(before, label="ended").value, step(found, label="ended").value) == ("yes", "no")
    assert step(found, label="standing").value == "yes"
    assert gone in {s.text for s in steps(found) if s.kind == "fact" and s.value == "yes"}


def test_the_letter_went_to_the_secretary_general_only() -> None:
    """Article 51 names the Security Council: whether a letter to the Secretary-General reports to it is a reading.

    It takes two readings at once: that the letter counts, and that a notice need not name self-defence.
    """
    suppose = (f"not {SENT}", f"not {NOTICE}", LETTER)
    found = reasons("report-art-51", NOON_OF_20, suppose=suppose)
    assert found.cell.verdict == "open"
    assert {s.label: s.value for s in steps(found) if s.label in ("addressee", "content")} == {
        "addressee": "open",
        "content": "open",
    }
    yes = [p.readings for p in found.cell.partition if p.verdict == "yes"]
    assert len(yes) == 1 and yes[0]["report content"] == ("any notice",)
    assert ("by letter to the Secretary-General",) in yes[0].values()
    letter = next(name for name, option in yes[0].items() if option == ("by letter to the Secretary-General",))
    read = {letter: "to the Council itself", "report content": "any notice"}
    assert answer("report-art-51", NOON_OF_20, suppose=suppose, readings=read) != "yes"
    assert (
        answer("report-art-51", NOON_OF_20, suppose=suppose, readings={**read, letter: "by letter to the Secretary-General"})
        == "yes"
    )
    assert answer("report-art-51", NOON_OF_20, suppose=(SENT,)) == "yes"
