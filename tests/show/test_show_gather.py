"""Alike facts are told once; nothing is lost and nothing is invented."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from foedus.show.gather import families, gathered, joined

STATES = ["Norland", "Sudland", "Westland", "Eastland"]


def test_one_name_varies() -> None:
    assert gathered([f"{s} objects to the decision of 6 March" for s in STATES]) == [
        "one of 4 (Norland, Sudland, Westland, Eastland) objects to the decision of 6 March"
    ]


def test_a_number_stays_with_its_month() -> None:
    told = gathered(["the appeal of 5 March outlasts the fall", "the statement of 11 March outlasts the fall"])
    assert told == ["the appeal of 5 March or the statement of 11 March outlasts the fall"]


def test_nobody_stands_out_for_being_first() -> None:
    many = [f"{n}land directs the raiders" for n in "ABCDEFGHIJ"]
    assert gathered(many) == ["one of 10 (Aland, Bland, Cland, Dland, Eland, Fland and 4 more) directs the raiders"]
    unlisted = "another state not on record directs the raiders"
    assert gathered([*many, unlisted]) == ["one of 11 states (10 listed, one not on record) directs the raiders"]


def test_what_has_little_in_common_stays_apart() -> None:
    apart = ["Norland objects to the plan", "the raiders cross a border of Sudland"]
    assert gathered(apart) == apart


def test_three_are_all_named() -> None:
    assert joined([f"{s} sends help at once" for s in STATES[:3]]) == "Norland, Sudland or Westland sends help at once"


@given(
    st.lists(st.sampled_from([f"{a} {v} {b}" for a in STATES for v in ("helps", "is at war with") for b in STATES]), max_size=20)
)
def test_every_sentence_stands_in_one_family(sentences: list[str]) -> None:
    found = [s for family in families(sentences) for s in family]
    assert sorted(found) == sorted(set(sentences))
