"""A draft put to the votes of a small body: what carries it, what defeats it, by how much, and whose veto."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path

import pytest
from rolls import BASE, DAY, body, lines, put, roll, verdict

from foedus.problem import Invalid
from foedus.text import load_regime

SHARE = "  carried 2/3 of base: {M} votes for {D}\n"
PRESENT = "  present {M} is present at {D}\n  carried more than 1/2 of present: {M} votes for {D}\n"
VETO = "  vetoed some {F} of great at ballot: {F} votes against {D}\n  carried 2 of base: {M} votes for {D}\n"


def test_carried_or_short_by_how_many(tmp_path: Path) -> None:
    law = body(tmp_path, SHARE)
    carried = put(law, tmp_path, roll(Aland="for", Borduria="for", Syldavia="absent"))
    assert verdict(carried) == "yes" and lines(carried) == ("carried: 2 of 3 needed, 2 counted",)
    failed = put(law, tmp_path, roll(Aland="for", Borduria="against", Syldavia="absent"))
    assert verdict(failed) == "no" and lines(failed) == ("carried: 2 of 3 needed, 1 counted, short by 1",)


def test_a_ballot_that_is_not_known_is_an_interval(tmp_path: Path) -> None:
    found = put(body(tmp_path, SHARE), tmp_path, roll(Aland="for", Borduria="?", Syldavia="against"))
    assert verdict(found) == "open"
    assert lines(found) == ("carried: 2 of 3 needed, 1 to 2 counted, open", "not known: Borduria")
    assert found.results[0].outcome.turns_on.unknown == ("Borduria votes for the draft",)
    assert found.missing == ("Borduria",)


def test_a_member_whom_the_table_leaves_out_is_not_known(tmp_path: Path) -> None:
    found = put(body(tmp_path, SHARE), tmp_path, roll(Aland="for", Borduria="for"))
    assert verdict(found) == "yes" and found.missing == ("Syldavia",)


@pytest.mark.parametrize("ballots", list(product(("for", "against", "abstained", "absent", "?"), repeat=3)))
def test_of_those_present_in_every_roll_call(tmp_path: Path, ballots: tuple[str, ...]) -> None:
    """Against a count by hand over every way in which unknown ballots may turn out."""
    found = put(body(tmp_path, PRESENT), tmp_path, roll(**dict(zip(("Aland", "Borduria", "Syldavia"), ballots, strict=True))))
    ways = product(*[(("for", 1), ("other", 1), ("absent", 0)) if b == "?" else ((b, int(b != "absent")),) for b in ballots])
    answers = set()
    for way in ways:
        answers.add(2 * sum(w == "for" for w, _ in way) > sum(here for _, here in way))
    expected = "open" if len(answers) > 1 else "yes" if answers.pop() else "no"
    assert verdict(found) == expected


def test_whose_veto(tmp_path: Path) -> None:
    law = body(tmp_path, VETO)
    found = put(law, tmp_path, roll(Aland="against", Borduria="for", Syldavia="for"))
    assert verdict(found) == "no" and lines(found) == ("carried: 2 of 3 needed, 2 counted", "veto: Aland")
    assert found.results[0].rules[0].vetoes == ("Aland",)
    small = put(law, tmp_path, roll(Aland="for", Borduria="for", Syldavia="against"))
    assert verdict(small) == "yes"
    for quiet in ("abstained", "absent"):
        assert verdict(put(law, tmp_path, roll(Aland=quiet, Borduria="for", Syldavia="for"))) == "yes"


def test_a_veto_that_is_not_known_may_be_one(tmp_path: Path) -> None:
    found = put(body(tmp_path, VETO), tmp_path, roll(Aland="?", Borduria="for", Syldavia="for"))
    assert verdict(found) == "open" and "perhaps a veto: Aland" in lines(found)


def test_who_is_left_out_is_named(tmp_path: Path) -> None:
    law = body(tmp_path, "  excluded {M} is a party to the dispute in {D}\n" + VETO)
    table = "member,ballot,party\nAland,against,yes\nBorduria,for,no\nSyldavia,for,no\n"
    found = put(law, tmp_path, table)
    assert verdict(found) == "yes" and lines(found) == ("carried: 2 of 2 needed, 2 counted", "left out: Aland")
    open_ = put(law, tmp_path, table.replace("Aland,against,yes", "Aland,against,"))
    assert verdict(open_) == "open" and "perhaps left out: Aland" in lines(open_)
    assert verdict(put(law, tmp_path, table.replace("yes", "no"))) == "no"


def test_a_quorum_that_is_missed(tmp_path: Path) -> None:
    law = body(tmp_path, "  quorum 2/3 of base: {M} is present at {D}\n  carried 1 of base: {M} votes for {D}\n")
    found = put(law, tmp_path, roll(Aland="for", Borduria="absent", Syldavia="absent"))
    assert lines(found) == ("quorum: 2 of 3 needed, 1 counted, short by 1", "carried: 1 of 3 needed, 1 counted")


def test_silence_is_broken_by_somebody(tmp_path: Path) -> None:
    law = body(tmp_path, "  silence until the silence on {D} ends, broken by {M} breaks the silence on {D}\n")
    table = roll(Aland="breaks silence")
    ended = ("the silence on the draft ends",)
    broken = put(law, tmp_path, table, facts=ended)
    late = broken.results[0].outcome.turns_on.instant  # a table has no clock: it may have come too late
    assert verdict(broken) == "open" and late == (
        "“the silence on the draft ends” before “Aland breaks the silence on the draft”",
    )
    kept = put(law, tmp_path, roll(Aland="absent"), facts=ended)
    assert verdict(kept) == "yes" and str(kept.results[0].outcome.status) == "presumed"
    assert verdict(put(law, tmp_path, roll(Aland="absent"), facts=("not the silence on the draft ends",))) == "no"


SILENCE = "  silence until the silence on {D} ends, broken by {M} breaks the silence on {D}\n"
ENDS = "the silence on the draft ends @ 2005-06-01T10:00"


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2005-06-01T09:59", "no"),  # without an offset all times are on one clock
        ("2005-06-01T11:59+02:00", "no"),
        ("2005-05-31", "no"),
        ("2005-06-01T10:00", "no"),  # at the end is not after it
        ("2005-06-01T10:01", "yes"),
        ("2005-06-01T09:01-01:00", "yes"),
        ("2005-06-02", "yes"),
        ("2005-06-01", "open"),  # a day holds hours before and after
        ("", "open"),
        ("unknown", "open"),
    ],
)
def test_silence_broken_in_time_or_late(tmp_path: Path, when: str, expected: str) -> None:
    law = body(tmp_path, SILENCE)
    table = f"member,ballot,when\nAland,breaks silence,{when}\nBorduria,absent,\nSyldavia,absent,\n"
    found = put(law, tmp_path, table, facts=(ENDS,))
    assert verdict(found) == expected
    assert lines(found) == ((f"silence broken by Aland, {when}",) if expected == "no" else ())


def test_one_vote_is_asked_alone(tmp_path: Path) -> None:
    """Another way to adopt the draft, of which nothing is told, leaves the vote that was asked for as it is."""
    law = tmp_path / "two"
    body(law, SHARE)
    page = law / "tr" / "page.md"
    other = "vote w\n  says {D} is adopted\n  on {the Council} puts {D} under silence [ballot]\n" + BASE + SILENCE + "  in no other case\n"
    text = page.read_text().replace("phrases\n", 'phrases\n  act "{K} puts {D} under silence" makes {D}\n', 1)
    page.write_text(text[: text.rindex("```")] + other + "```\n")
    two = load_regime([law], "tr")
    table = roll(Aland="for", Borduria="against", Syldavia="absent")
    assert verdict(put(two, tmp_path, table, rule="TR:1/v")) == "no"
    assert verdict(put(two, tmp_path, table)) == "open"  # put to both: the silence may have run out


def test_a_deadline_that_is_told_without_its_time_orders_nothing(tmp_path: Path) -> None:
    law = body(tmp_path, SILENCE)
    table = "member,ballot,when\nAland,breaks silence,2005-06-01T09:00\n"
    assert verdict(put(law, tmp_path, table, facts=("the silence on the draft ends",))) == "open"
    unsaid = put(law, tmp_path, table)
    assert verdict(unsaid) == "open" and "open: the silence on the draft ends" in lines(unsaid)
    assert verdict(put(law, tmp_path, table, facts=("not " + ENDS,))) == "no"


def test_the_members_and_the_law_are_those_of_the_day(tmp_path: Path) -> None:
    law = body(tmp_path, SHARE)
    found = put(law, tmp_path, roll(Aland="for", Borduria="for", Syldavia="absent", Zubrowka="absent"), date(2011, 1, 1))
    assert lines(found) == ("carried: 3 of 4 needed, 2 counted, short by 1",)


# --- tallies ---------------------------------------------------------------------------------------------


def test_tallies_of_members_who_are_not_named(tmp_path: Path) -> None:
    law = body(tmp_path, VETO)
    sure = put(law, tmp_path, "ballot,count\nfor,2\nagainst,0\nabstained,1\n")
    assert verdict(sure) == "yes" and lines(sure) == ("carried: 2 of 3 needed, 2 counted",)
    whose = put(law, tmp_path, "ballot,count\nfor,2\nagainst,1\n")
    assert verdict(whose) == "open" and "perhaps a veto: Aland, Borduria" in lines(whose)
    few = put(law, tmp_path, "ballot,count\nfor,1\nagainst,2\n")
    assert verdict(few) == "no" and lines(few)[0] == "carried: 2 of 3 needed, 1 counted, short by 1"


def test_tallies_know_who_is_present(tmp_path: Path) -> None:
    law = body(tmp_path, PRESENT)
    assert verdict(put(law, tmp_path, "ballot,count\nfor,1\nabstained,1\nabsent,1\n")) == "no"
    assert verdict(put(law, tmp_path, "ballot,count\nfor,1\nabsent,2\n")) == "yes"


def test_a_law_of_tallies_counts_a_roll_call(tmp_path: Path) -> None:
    law = body(tmp_path, "  carried votes for {D} at least 2\n", base="")
    assert verdict(put(law, tmp_path, "ballot,count\nfor,2\n")) == "yes"
    assert verdict(put(law, tmp_path, roll(Aland="for", Borduria="?", Syldavia="against"))) == "open"
    assert verdict(put(law, tmp_path, roll(Aland="for", Borduria="against", Syldavia="against"))) == "no"


@pytest.mark.parametrize(("cast", "expected"), [("4", "no"), ("3", "yes"), ("", "open")])
def test_a_share_of_another_tally(tmp_path: Path, cast: str, expected: str) -> None:
    law = body(tmp_path, "  carried votes for {D} more than 1/2 of votes cast on {D}\n", base="")
    assert verdict(put(law, tmp_path, "ballot,count\nfor,2\n" + (f"cast,{cast}\n" if cast else ""))) == expected


# --- bad input ---------------------------------------------------------------------------------------------

BAD = {
    "a ballot by a non-member": (roll(Zubrowka="for"), "draft.csv:2:1: Zubrowka is not among the members on 2005-06-01", "Aland"),
    "by nobody known": (roll(Aladn="for"), "nobody is called “Aladn”", "Aland"),
    "by nobody": (roll(**{"": "for"}), "a ballot without a member", "the name that the law pages use"),
    "a member twice": ("member,ballot\nAland,for\nAland,against\n", "Aland votes twice, here and on line 2", "keep one row"),
    "an unknown word": (roll(Aland="fro"), "“fro” is no ballot", "for"),
    "no members": ("member,ballot\n", "a draft without members", "member,ballot"),
    "nothing": ("", "the file is empty", "ballot"),
    "no column to read": ("ballot,note\nfor,x\n", "neither members nor counts", "ballot,count"),
    "an unknown column": ("member,ballot,parti\nAland,for,yes\n", "no column is called “parti”", "party"),
    "neither yes nor no": ("member,ballot,party\nAland,for,maybe\n", "“maybe” is neither yes nor no", "write yes, no"),
    "tallies beyond the base": ("ballot,count\nfor,3\nagainst,2\n", "5 ballots, and 3 may vote on 2005-06-01", "--on"),
    "a tally that is no number": ("ballot,count\nfor,many\n", "“many” is no whole number", "write how many"),
    "a time that is none": ("member,ballot,when\nAland,for,soon\n", "“soon”", "2022-01-06"),
    "a tally twice": ("ballot,count\nfor,1\nfor,2\n", "“for” is counted twice", "keep one row"),
}
assert len(BAD) >= 14  # an empty table must not look like a pass


@pytest.mark.parametrize("name", BAD)
def test_a_draft_that_cannot_be_used(tmp_path: Path, name: str) -> None:
    table, what, remedy = BAD[name]
    with pytest.raises(Invalid) as error:
        put(body(tmp_path, SHARE), tmp_path, table)
    said = str(error.value)
    assert "draft.csv" in said and what in said and remedy in said, said


def test_a_regime_without_votes_and_other_questions_wrongly_put(tmp_path: Path) -> None:
    table = roll(Aland="for")
    law = body(tmp_path, SHARE)
    asked = {
        "tr has no vote": (body(tmp_path / "none", ""), {}),
        "no vote is called “TR:1/w”": (law, {"rule": "TR:1/w"}),
        "no such vote is in force on 1980-01-01": (law, {"day": date(1980, 1, 1)}),
        "“the draft is adopted” is a word, no fact of a draft": (law, {"facts": ["the draft is adopted"]}),
        "no phrase says “the draft is nice”": (law, {"facts": ["the draft is nice"]}),
        "“noon”": (law, {"facts": ["the silence on the draft ends @ noon"]}),
    }
    for what, (regime, settings) in asked.items():
        with pytest.raises(Invalid, match=what.replace("(", r"\(")):
            put(regime, tmp_path, table, **settings)  # type: ignore[arg-type]
    with pytest.raises(Invalid, match="there is no such file"):
        from foedus.voting import read_draft

        read_draft(tmp_path, "other.csv", law)


def test_a_regime_that_says_no_ballot_words(tmp_path: Path) -> None:
    law = body(tmp_path, SHARE)
    law.chapter.ballots.clear()
    with pytest.raises(Invalid, match="tr says no ballot words"):
        put(law, tmp_path, roll(Aland="for"))


def test_one_rule_by_its_name_and_json(tmp_path: Path) -> None:
    found = put(body(tmp_path, SHARE), tmp_path, roll(Aland="for"), DAY, "TR:1/v")
    told = found.to_json()
    assert told["schema_version"] == 1 and told["day"] == "2005-06-01"
    rule = told["results"][0]["rules"][0]  # type: ignore[index]
    assert rule["lines"][0] == "carried: 2 of 3 needed, 1 to 3 counted, open"
    assert rule["counts"][0]["needed"] == {"sure": 2, "possible": 2}
