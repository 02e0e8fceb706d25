"""What consensus means, held against each occasion on which a member was absent, silent, refusing or said not to object."""

from __future__ import annotations

import tomllib
from functools import cache

import pytest

from assess.real import CASES, LAW, NOW
from foedus.assess import Terms, assess
from foedus.record import Case, Instant, read_case
from foedus.text import Regime, load_regime

FOLDER = CASES / "csto-practice"
ENTRIES = tomllib.loads((FOLDER / "expected.toml").read_text("utf-8"))["expect"]
DECISIONS = ("2009", "2010", "2022-01", "2022-15", "2022-2", "2023", "2024", "2025")
CHOICES = ("absence", "consensus", "refusal", "silence")
DEEDS = ("present", "absent", "signed", "refused", "agreed", "unopposed", "objected", "acceded")


@cache
def law() -> Regime:
    """The alliance's law with the case's own page."""
    return load_regime([LAW], "csto", [FOLDER / "law" / "decisions.md"])


@cache
def practice() -> Case:
    """The eight decisions."""
    return read_case(FOLDER, law().vocabulary)


def cell(entry: dict[str, object]):
    """The answer under what an entry chooses and supposes."""
    at = Instant.parse(str(entry["as_of"]))
    readings, suppose = dict(entry.get("readings", {})), tuple(entry.get("suppose", ()))  # type: ignore[call-overload]
    question = str(entry["question"])
    terms = Terms(at, NOW, stances=("text",), questions=(question,), readings=readings, suppose=suppose)
    return assess(practice(), law(), terms)[question, "text"]


def name(entry: dict[str, object]) -> str:
    """Where an expectation stands."""
    chosen = "+".join(str(v) for v in dict(entry.get("readings", {})).values())  # type: ignore[call-overload]
    return f"{entry['question']} · {str(entry['as_of'])[:10]} · {chosen}"


@pytest.mark.parametrize("entry", ENTRIES, ids=name)
def test_each_precedent_is_answered_as_derived_by_hand(entry: dict[str, object]) -> None:
    found = cell(entry)
    assert found.verdict == entry["verdict"], entry["why"]
    assert entry.get("status", found.status) == found.status, entry["why"]
    for option, verdict in dict(entry.get("options", {})).items():  # type: ignore[call-overload]
        assert found.answer[option].verdict == verdict, (option, entry["why"])


def test_every_decision_and_every_contested_word_is_put_to_the_test() -> None:
    asked = {str(e["question"]) for e in ENTRIES}
    assert {f"adopted-{d}" for d in DECISIONS} <= asked
    chosen = {(word, option) for e in ENTRIES for word, option in e.get("readings", {}).items()}
    for word in CHOICES:
        assert {o for w, o in chosen if w == word} == set(law().groups[word].options), word
    assert len(ENTRIES) >= 36


def test_the_readings_part_the_answers() -> None:
    """For each word there are two entries that differ in its option alone, and in the answer."""
    parted = set()
    for one in ENTRIES:
        for two in ENTRIES:
            same = all(one.get(k) == two.get(k) for k in ("question", "as_of", "suppose"))
            a, b = one.get("readings", {}), two.get("readings", {})
            differing = {w for w in {*a, *b} if a.get(w) != b.get(w)}
            if same and len(differing) == 1 and one["verdict"] != two["verdict"]:
                parted |= differing
    assert {"absence", "refusal", "silence", "suspended vote"} <= parted


def test_how_a_member_stood_is_told_in_facts_that_stay_apart() -> None:
    asked = [q for q in law().questions if q.startswith("stood-")]
    assert len(asked) == 9
    for question in asked:
        assert tuple(law().questions[question].options) == DEEDS
        assert len({str(clause) for clause in law().questions[question].options.values()}) == len(DEEDS)


def test_what_was_settled_with_the_answer_in_view_says_so() -> None:
    settled = [e for e in ENTRIES if "first" in e or "settled" in e]
    assert settled and all(e["first"] and e["settled"] for e in settled)
