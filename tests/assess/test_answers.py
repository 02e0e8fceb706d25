"""Answers that must come out of law and record, and how they move when either is changed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from assess.real import (
    CASES,
    END_OF_6,
    LAW,
    NOON_OF_8,
    NOON_OF_20,
    ask_one,
    case,
    copy_of,
    regime,
    table,
    terms,
    with_claims,
)
from foedus.assess import ask, assess, timeline, why
from foedus.assess.table import Table
from foedus.ground import Unfilled
from foedus.problem import Invalid
from foedus.record import Case, read_case
from foedus.text import load_regime

OBJECTION = {
    "id": "T-1",
    "fact": "{Armenia} objects to {the decision of 6 January}",
    "polarity": "for",
    "source": "TASS 1384331",
    "happened": "2022-01-06T01:00:00+03:00",
    "zone": "+03:00 stated",
    "available": "2022-01-06",
    "reason": "test",
}


# --- Kyrgyzstan's consent ------------------------------------------------------------------


def test_kyrgyzstan_had_not_consented_on_the_6th_although_the_decision_was_adopted() -> None:
    assert table(END_OF_6)["domestic-consent/KGZ", "text"].words == "no"
    assert table(END_OF_6)["decision-adopted", "text"].words == "yes, presumed"


def test_kyrgyzstan_had_consented_by_noon_of_the_8th_after_a_first_vote_failed() -> None:
    found = why(case(), regime(), terms(NOON_OF_8), "domestic-consent/KGZ")
    assert found.cell.words == "yes"
    counts = {r.text: (r.value, r.note) for root in found.tree for r in root.walk() if r.kind == "count"}
    assert any(v == "yes" and "2/3 of 90 = 60" in note and "69" in note for v, note in counts.values()), counts
    failed = ask(case(), regime(), terms(NOON_OF_8), "the Jogorku Kenesh has consented to sending the Kyrgyz company")
    assert failed["ask", "text"].verdict == "yes"


@pytest.mark.parametrize(("share", "needed"), [("2/3", "60"), ("3/4", "68"), ("7/9", "70")])
def test_editing_the_share_on_the_page_changes_the_number_required(tmp_path: Path, share: str, needed: str) -> None:
    law = copy_of(LAW, tmp_path)
    page = law / "csto" / "kyrgyzstan.md"
    text = page.read_text("utf-8")
    assert "at least 2/3 of seats" in text
    page.write_text(text.replace("at least 2/3 of seats", f"at least {share} of seats"), "utf-8")
    changed = load_regime([law], "csto")
    found = why(read_case(CASES / "kazakhstan-2022", changed.vocabulary), changed, terms(NOON_OF_8), "domestic-consent/KGZ")
    texts = [r.text for root in found.tree for r in root.walk() if r.kind == "count"]
    assert any(t.endswith(f"at least {needed}") for t in texts), texts
    assert found.cell.verdict == ("yes" if int(needed) <= 69 else "open")  # a further ballot may be unrecorded


def test_the_duty_of_kyrgyzstan_turns_on_which_prevails() -> None:
    first = ask_one("kgz-duty", readings={"voluntariness": "national law first"})
    assert first.words == "no"
    assert ask_one("kgz-duty", readings={"voluntariness": "all shall at once"}).verdict == "open"
    later = ask_one("kgz-duty", as_of=NOON_OF_8, readings={"voluntariness": "national law first"})
    assert later.verdict == "open"
    assert "voluntariness" in ask_one("kgz-duty").turns_on.readings


# --- adoption --------------------------------------------------------------------------------


def test_nobody_claims_an_objection_so_adoption_is_presumed_and_its_mode_open() -> None:
    adopted, mode = table(END_OF_6)["decision-adopted", "text"], table(END_OF_6)["decision-mode", "text"]
    assert (adopted.words, mode.verdict) == ("yes, presumed", "open")
    assert set(mode.answer) == {"all", "limited", "announced"}
    assert mode.answer["announced"].verdict == "yes"
    assert any("objects" in d for d in adopted.turns_on.defeaters)


def test_a_reported_objection_reopens_adoption(tmp_path: Path) -> None:
    told = with_claims(tmp_path, {**OBJECTION, "speaker": "Dmitry Kuznets"})
    cell = ask_one("decision-adopted", of=told)
    assert cell.verdict == "open"
    assert "Armenia objects to the decision of 6 January" in cell.turns_on.alleged


def test_a_contested_objection_leaves_adoption_open(tmp_path: Path) -> None:
    said = {**OBJECTION, "speaker": "Nikol Pashinyan"}
    denied = {**said, "id": "T-2", "polarity": "against", "happened": "../2022-01-06"}
    assert ask_one("decision-adopted", of=with_claims(tmp_path, said, denied)).verdict == "open"


def test_a_members_own_objection_defeats_adoption(tmp_path: Path) -> None:
    cell = ask_one("decision-adopted", of=with_claims(tmp_path, {**OBJECTION, "speaker": "Nikol Pashinyan"}))
    assert cell.words == "no"


def test_supposing_an_objection_defeats_adoption() -> None:
    assert ask_one("decision-adopted", suppose=("Armenia objects to the decision of 6 January",)).words == "no"


# --- article 4 -------------------------------------------------------------------------------


def test_article_4_under_the_three_kinds_of_stance() -> None:
    row = {s.name: table(END_OF_6)["article-4", s.name] for s in table(END_OF_6).stances}
    assert row["text"].verdict == "open"
    for holder in ("Medvedev 2010", "EJIL:Talk"):
        assert row[holder].words == "not made out"
        assert row[holder].burden_on and row[holder].status == "presumed"
    assert row["Council 2022"].words == "yes"
    assert "judgement" in row["Council 2022"].marks


def test_foreign_direction_is_a_hinge_only_where_a_reading_makes_it_one() -> None:
    led = ask_one("article-4", readings={"attacker": "foreign-led", "burden in article 4": "none set"})
    anyone = ask_one("article-4", readings={"attacker": "anyone", "burden in article 4": "none set"})
    assert any("directs" in f for f in led.turns_on.unknown)
    assert not any("directs" in f for f in (*anyone.turns_on.unknown, *anyone.turns_on.alleged))


def test_law_at_overrides_the_anchor_and_is_printed() -> None:
    from datetime import date

    old = ask_one("article-4", law_at=date(2010, 6, 15))
    assert old.law_at == "2010-06-15" and old.law_note
    assert old.verdict == "open"
    provisions = {
        r.provision
        for root in why(case(), regime(), terms(END_OF_6, law_at=date(2010, 6, 15)), "article-4").tree
        for r in root.walk()
    }
    assert "CST:4@1992" in provisions and "CST:4@2010" not in provisions


def test_the_new_wording_holds_from_19_december_2012_not_from_2010() -> None:
    from datetime import date

    assert regime().in_force("CST:4@1992", date(2012, 12, 18))
    assert not regime().in_force("CST:4@2010", date(2010, 12, 31))
    assert regime().in_force("CST:4@2010", date(2012, 12, 19))


# --- time and knowledge ----------------------------------------------------------------------


@pytest.mark.parametrize("as_of", [END_OF_6, NOON_OF_8, NOON_OF_20])
def test_deleting_what_was_not_yet_available_changes_not_one_byte(as_of: str) -> None:
    import json

    asked = terms(as_of, "then")
    whole = assess(case(), regime(), asked).to_json()
    known = asked.known_to
    kept = tuple(c for c in case().claims if c.available.earliest is None or c.available.earliest <= known)
    assert len(kept) < len(case().claims)
    set_asides = {k: v for k, v in case().set_asides.items() if k in {c.id for c in kept}}
    cut: Case = replace(case(), claims=kept, set_asides=set_asides)
    assert json.dumps(assess(cut, regime(), asked).to_json()) == json.dumps(whole)


def test_as_then_known_most_of_6_january_is_open_with_what_was_perhaps_known() -> None:
    noon = assess(case(), regime(), terms("2022-01-06T12:00:00+06:00", "then"))
    cells = [noon[q.id, "text"] for q in noon.questions]
    assert sum(c.verdict == "open" for c in cells) > len(cells) / 2
    assert any(c.perhaps_known for c in cells)
    assert noon.perhaps_known


def test_the_same_terms_give_the_same_bytes() -> None:
    import json

    again = assess(case(), regime(), terms(NOON_OF_8))
    assert json.dumps(again.to_json()) == json.dumps(table(NOON_OF_8).to_json())


# --- symmetry and locality -------------------------------------------------------------------


def test_renaming_every_state_gives_isomorphic_answers(tmp_path: Path) -> None:
    names = {state: f"Zz{n:02d}land" for n, state in enumerate(regime().parties.states)}
    for folder in (LAW, CASES):
        root = copy_of(folder, tmp_path)
        for path in root.rglob("*"):
            if path.suffix in (".md", ".csv", ".toml") and path.name != "expected.toml":
                text = path.read_text("utf-8")
                for old, new in names.items():
                    text = text.replace(old, new)
                path.write_text(text, "utf-8", newline="")
    law = load_regime([tmp_path / "law"], "csto")
    other = assess(read_case(tmp_path / "cases" / "kazakhstan-2022", law.vocabulary), law, terms(END_OF_6))

    def anonymous(cell) -> tuple[object, ...]:
        sizes = {k: len(getattr(cell.turns_on, k)) for k in cell.turns_on.KINDS}
        return cell.question, cell.verdict, cell.statuses, cell.marks, sizes, len(cell.burden_on)

    assert [anonymous(c) for c in other] == [anonymous(c) for c in table(END_OF_6)]


def test_deleting_any_one_claim_changes_only_answers_that_look_at_its_fact() -> None:
    whole = Table(case(), regime(), terms(NOON_OF_20, stances=("text",)))
    before = {q.id: whole.cell(q, whole.columns[0], brief=True) for q in whole.questions()}
    bound = [c for c in case().claims if c.bound and c.fact is not None]
    moved = 0
    for gone in bound:
        kept = tuple(c for c in case().claims if gone.id not in (c.id, c.renders))
        aside = {k: v for k, v in case().set_asides.items() if k in {c.id for c in kept}}
        changed = replace(case(), claims=kept, set_asides=aside)
        other = Table(changed, regime(), terms(NOON_OF_20, stances=("text",)), whole.inquiries)
        for question in other.questions():
            try:
                cell = other.cell(question, other.columns[0], brief=True)
            except Unfilled:
                continue
            was = before[question.id]
            if (cell.verdict, cell.statuses) != (was.verdict, was.statuses):
                moved += 1
                assert gone.fact and gone.fact.phrase in looked_at(question.id), (gone.id, question.id, was.words, cell.words)
    assert len(bound) > 300 and moved > 10


@cache
def looked_at(question: str) -> frozenset[str]:
    """The phrases that a question's derivation looks at, over the whole record."""
    whole = Table(case(), regime(), terms(NOON_OF_20, questions=(question,)))
    whole.whole()
    grounders = [i.grounding.grounder for i in whole.inquiries.made]
    counted = {c.phrase for g in grounders for c, _, _ in g.counts.values()}
    ordered = {f.phrase for g in grounders for pair in g.orders.values() for f in pair}
    anchors = {c.phrase for c in [regime().questions[question].anchor] if c}
    return frozenset({f.phrase for g in grounders for f in g.facts.values()} | counted | ordered | anchors)


# --- bad input -------------------------------------------------------------------------------

BAD_TERMS = {
    "unknown question": ({"questions": ("artcle-4",)}, "no question is called “artcle-4”", "article-4"),
    "unknown stance": ({"stances": ("Medvedev 2011",)}, "no stance is called “Medvedev 2011”", "Medvedev 2010"),
    "unknown reading": ({"readings": {"attackr": "anyone"}}, "no reading is called “attackr”", "attacker"),
    "unknown option": ({"readings": {"attacker": "anyon"}}, "reading “attacker” has no option “anyon”", "anyone"),
    "unknown standard": ({"standard": "requester"}, "no standard of proof is called “requester”", "one of:"),
    "supposed word": (
        {"suppose": ("the decision of 6 January is adopted",)},
        "“the decision of 6 January is adopted” is a legal conclusion",
        "suppose the facts",
    ),
    "supposed count": ({"suppose": ("votes for in the first ballot of 7 January",)}, "is a count", "= 69"),
    "unknown sentence": ({"suppose": ("Armenia object to the decision of 6 January",)}, "no phrase says", "objects to"),
}
assert len(BAD_TERMS) == 8


@pytest.mark.parametrize("name", BAD_TERMS)
def test_terms_that_make_no_sense_are_refused_with_a_remedy(name: str) -> None:
    changes, what, remedy = BAD_TERMS[name]
    with pytest.raises(Invalid) as error:
        assess(case(), regime(), terms(END_OF_6, **changes))
    assert what in str(error.value)
    assert remedy in str(error.value)


def test_asking_a_count_or_nonsense_is_refused() -> None:
    with pytest.raises(Invalid, match="is a count"):
        ask(case(), regime(), terms(END_OF_6), "votes for in the first ballot of 7 January")
    with pytest.raises(Invalid, match="no phrase says"):
        ask(case(), regime(), terms(END_OF_6), "it was all lawful")


def test_a_role_that_nobody_fills_leaves_its_questions_unasked() -> None:
    roles = {k: v for k, v in case().roles.items() if k != "the decision"}
    found = assess(replace(case(), roles=roles), regime(), terms(END_OF_6))
    assert "decision-adopted" in found.not_asked
    assert "the decision" in found.not_asked["decision-adopted"]
    assert all(q.id != "decision-adopted" for q in found.questions)


def test_reasons_name_the_labelled_words_in_which_the_wordings_differ() -> None:
    found = why(case(), regime(), terms(END_OF_6), "article-4").wordings
    labels = {w.split(" (")[0] for w in found}
    assert {"attacker", "request", "speed"} <= labels
    assert not any("external" in w for w in found)
    attacker = next(w for w in found if w.startswith("attacker (meaning attacked)"))
    assert "CST:4@1992: {A} is a state or a group of states" in attacker
    assert next(w for w in found if w.startswith("request (duty assist)")).count("CST:4@1992: nothing") == 1


def test_the_timeline_marks_the_instant_of_each_change_and_agrees_with_the_table() -> None:
    found = timeline(case(), regime(), terms(NOON_OF_20))
    changes = [(c.at, c.before, c.after) for c in found.changes if c.question == "domestic-consent/KGZ"]
    assert changes[-1][2] == "yes" and changes[-1][0].startswith("2022-01-08T00:00")
    last = {c.question: c.after for c in found.changes}
    whole = table(NOON_OF_20)
    assert all(whole[q, "text"].words == words for q, words in last.items())
    assert len(found.entries) >= 209


def test_the_end_of_a_day_applies_the_law_of_that_day() -> None:
    found = ask_one("article-4", as_of="2012-12-19T00:00:00+06:00")
    assert found.law_at == "2012-12-18"
    assert ask_one("article-4", as_of="2012-12-19T00:00:01+06:00").law_at == "2012-12-19"


def test_a_supposition_stands_against_the_record() -> None:
    cell = ask_one("decision-adopted", suppose=("Kyrgyzstan objects to the decision of 6 January",))
    assert cell.words == "no"


def test_a_supposition_both_ways_is_refused() -> None:
    both = ("Armenia objects to the decision of 6 January", "not Armenia objects to the decision of 6 January")
    with pytest.raises(Invalid, match="is supposed both ways"):
        ask_one("decision-adopted", suppose=both)


def test_every_member_of_nobody_is_a_gap_not_a_yes() -> None:
    cell = ask_one("duty-to-assist", as_of="1990-01-01T00:00:00+06:00")
    assert cell.verdict == "open"
    assert cell.turns_on.law_gap == ("there is nobody among the members",)


def test_a_holder_without_a_position_still_hears_what_nothing_contested_bears_on() -> None:
    cell = table(END_OF_6)["decision-mode", "Council 2022"]
    assert cell.verdict == "no-position"
    assert (cell.answer["announced"].verdict, cell.answer["all"].verdict) == ("yes", "no-position")


def test_a_stance_said_on_a_later_day_is_a_lens() -> None:
    said = {s.name: s.lens for s in table(END_OF_6).stances}
    assert "said 2022-01-07 to 2022-01-13" in said["EJIL:Talk"]
    assert said["Council 2022"] == ""
    assert "said" in {s.name: s.lens for s in table(NOON_OF_8).stances}["EJIL:Talk"]
