"""The tree of reasons: nothing that bears on the answer is left out, nothing is told twice."""

from __future__ import annotations

from dataclasses import replace

from show_sample import ALLEGED, CLAIM, FACT, OUT, REFUSED, RULE, assessment

from foedus.assess.answers import Reason
from foedus.assess.reasons import Why
from foedus.show import text_why
from foedus.show.paper import width_of
from foedus.show.tree import branches, claim_words, head

CELL = assessment()["article-4", "text"]


def told(*tree: Reason, width: int = 80) -> str:
    return text_why(Why(CELL, "Is article 4 triggered?", tree, (FACT,)), width)


def test_it_fits() -> None:
    deep = FACT
    for n in range(30):
        deep = Reason("element", f"step {n} of a long and winding derivation that goes on", "open", label="on", steps=(deep, OUT))
    assert all(width_of(row) <= 80 for row in told(deep).splitlines())


def test_rules_that_did_not_apply_are_shown_with_the_failed_condition() -> None:
    text = told(RULE, OUT)
    assert "✗ rule attacked by a member of the League (LT:4@2010, 4(3))" in text
    assert "✗ the raiders are a member of the League – denied" in text


def test_claims_say_whether_they_count_and_why() -> None:
    text = " ".join(told(RULE).replace("│", " ").split())
    assert "H-12 Sudland, Ministry (Gazette 7, p. 2; B2) for; counts" in text
    assert "H-13 Norland (Wire 3) for; does not count: in the speaker's interest" in text


def test_unread_words_are_marked() -> None:
    assert "(LT:4@2010, 4(1) †)" in head(RULE) and "whose text was not read" in told(RULE)


def test_what_stood_before_is_only_named_again() -> None:
    text = told(RULE, replace(RULE, text="once more"))
    assert text.count(CLAIM.says) == 1 and "as above" in text


def test_an_element_and_its_word_become_one_line() -> None:
    word = Reason("word", "Sudland is attacked", "open", steps=(replace(RULE, verified=True),))
    element = Reason("element", "{S} is attacked", "open", mode="not", label="attack", steps=(word,))
    [one] = branches([element])
    assert one.text == "[attack] not: Sudland is attacked (LT:4@2010, 4(1))" and len(one.below) == 2


def test_no_letter_of_the_law_reaches_the_reader() -> None:
    facts = (replace(FACT, label="", text="Norland directs the raiders"), replace(ALLEGED, label=""))
    some = Reason("some", "for some of the states", "open", steps=facts)
    element = Reason("element", "some {F} of states, other than {S}: {F} directs {A}", "open", label="who", steps=(some,))
    [one] = branches([element])
    assert one.text == "[who] for some of the states"
    assert "{" not in head(Reason("element", "every {M} of members: reading consensus for {M}, {D}", "open"))


def test_another_wording_is_told() -> None:
    why = Why(CELL, "Is article 4 triggered?", (RULE,), (FACT,), ("attack (meaning attacked) – LT:4@1999: {S} suffers",))
    assert text_why(why).rstrip().split("Another wording says otherwise\n")[1].startswith(" ·  attack (meaning attacked)")
    assert "LT:4@1999: S suffers" in " ".join(text_why(why).split())


def test_an_element_keeps_its_own_value_when_its_fact_has_another() -> None:
    [one] = branches([Reason("element", "not so", "no", mode="not", steps=(FACT,))])
    assert one.value == "no" and one.text.startswith("[") is False and "not: " in one.text


def test_alike_facts_stand_in_one_line() -> None:
    facts = tuple(
        replace(ALLEGED, text=f"{s} directs the raiders", label="", claims=()) for s in ("Norland", "Westland", "Eastland")
    )
    [some] = branches([Reason("some", "some state directs the raiders", "open", steps=facts)])
    assert [b.text for b in some.below] == ["Norland, Westland or Eastland directs the raiders – alleged"]


def test_no_evidence_is_not_told_as_against() -> None:
    assert "saw no evidence" in claim_words(replace(REFUSED, polarity="no evidence"))


def test_hostile_words_reach_no_terminal() -> None:
    bad = replace(FACT, text="\x1b]0;title\x07 x", claims=(replace(CLAIM, says="\u202etfel", speaker="\x9b31m"),))
    assert all(c not in told(bad) for c in "\x1b\x07\u202e\x9b")
