"""Roll calls of two bodies whose law has rival rules: the Rio Treaty with a protocol never in force, and the Arab League.

Sources of the ballots: Time, 9 February 1962 and 25 November 1974; FRUS 1964–1968, XXXII, 279; cables State 250211 and 250021
of November 1974; FRUS 1969–1976, E-11/1, 33 (29 July 1975); El País (Costa Rica), 23 September 2019, and El Observador,
11 September 2019; Los Angeles Times, 10 August 1990; bourisly.net on 10 August 1990. What each rule makes of them was worked
out from the treaties first.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from rolls import put

from foedus.problem import Invalid
from foedus.text import Regime, load_regime
from foedus.voting import Poll, Told

LAW = Path(__file__).parents[2] / "law"
DISPUTE = "the draft concerns a situation or dispute between American states"
NO_DISPUTE = "the draft concerns no situation or dispute between American states"
LIFTS = "the draft leaves measures of article 8 without effect"
KEEPS = "the draft leaves no measures of article 8 without effect"
DECIDE, CONVOKE, SJP_DECIDE, SJP_LIFT = "RIO:17/decide", "RIO:17/convoke", "SJP:20/decide", "SJP:20/lift"


def each(word: str, names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(", "), word)


FOUNDERS_1962 = "Colombia, Costa Rica, Dominican Republic, El Salvador, Guatemala, Haiti, Honduras, Nicaragua, Panama, Paraguay, Peru, United States, Uruguay, Venezuela"
SIX = "Argentina, Bolivia, Brazil, Chile, Ecuador, Mexico"
ROLL_1962 = {**each("for", FOUNDERS_1962), **each("abstained", SIX), "Cuba": "against"}
FOUR = "Bolivia, Chile, Mexico, Uruguay"
REST_1964 = "Argentina, Brazil, Colombia, Costa Rica, Dominican Republic, Ecuador, El Salvador, Guatemala, Haiti, Honduras, Nicaragua, Panama, Paraguay, Peru, United States"
ROLL_1964 = {**each("for", REST_1964), **each("against", FOUR), "Venezuela": "not voting"}
TWELVE = "Argentina, Colombia, Costa Rica, Dominican Republic, Ecuador, El Salvador, Honduras, Mexico, Panama, Peru, Trinidad and Tobago, Venezuela"
THREE = "Chile, Paraguay, Uruguay"
ROLL_1974 = {
    **each("for", TWELVE),
    **each("against", THREE),
    **each("abstained", "Bolivia, Brazil, Guatemala, Haiti, Nicaragua, United States"),
}
ROLL_1975 = {
    **each("for", f"{TWELVE}, Bolivia, Guatemala, Haiti, United States"),
    **each("against", THREE),
    **each("abstained", "Brazil, Nicaragua"),
}
FIFTEEN = "Argentina, Bahamas, Brazil, Chile, Colombia, Costa Rica, Dominican Republic, El Salvador, Guatemala, Haiti, Honduras, Panama, Paraguay, Peru, United States"
ROLL_2019 = {**each("for", FIFTEEN), "Uruguay": "against", "Trinidad and Tobago": "abstained"}
CONVOKED_2019 = {
    **each(
        "for",
        "Argentina, Brazil, Chile, Colombia, Dominican Republic, El Salvador, Guatemala, Haiti, Honduras, Paraguay, United States",
    ),
    **each("abstained", "Costa Rica, Panama, Peru, Trinidad and Tobago, Uruguay"),
    "Bahamas": "absent",
}

RIO = {
    # Cuba's denunciation took effect between 22 January and 29 March 1962: fourteen are needed of twenty and of twenty-one
    "1962, VI: exclusion of Cuba": (date(1962, 1, 31), ROLL_1962, (), DECIDE, "yes", 14, 14, 0),
    "1962, VI: Cuba left out": (date(1962, 1, 31), ROLL_1962, ("Cuba",), DECIDE, "yes", 14, 14, 0),
    "1964: measures against Cuba, Venezuela left out": (date(1964, 7, 25), ROLL_1964, ("Venezuela",), DECIDE, "yes", 13, 15, 0),
    "1964: had Venezuela not been left out": (date(1964, 7, 25), ROLL_1964, (), DECIDE, "yes", 14, 15, 0),
    "1974: lifting fails": (date(1974, 11, 12), ROLL_1974, (), DECIDE, "no", 14, 12, 2),
    "1974: the protocol would have let it pass": (date(1974, 11, 12), ROLL_1974, (), SJP_LIFT, "yes", 11, 12, 0),
    "1975: freedom of action": (date(1975, 7, 29), ROLL_1975, (), DECIDE, "yes", 14, 16, 0),
    "2019: measures, without Venezuela": (date(2019, 9, 23), ROLL_2019, (), DECIDE, "yes", 12, 15, 0),
    "2019: convoking takes a majority": (date(2019, 9, 11), CONVOKED_2019, (), CONVOKE, "yes", 9, 11, 0),
    "2019: convoking was no decision of two thirds": (date(2019, 9, 11), CONVOKED_2019, (), DECIDE, "no", 12, 11, 1),
}


@pytest.fixture(scope="module")
def rio() -> Regime:
    return load_regime([LAW], "rio")


@pytest.fixture(scope="module")
def league() -> Regime:
    return load_regime([LAW], "arab-league")


def table(cast: dict[str, str], column: str, marked: Sequence[str] = ()) -> str:
    return f"member,ballot,{column}\n" + "".join(f"{m},{b},{'yes' if m in marked else 'no'}\n" for m, b in cast.items())


def tallies(cast: dict[str, str]) -> str:
    words = list(cast.values())
    return "ballot,count\n" + "".join(f"{w},{words.count(w)}\n" for w in dict.fromkeys(words))


def told(found: Poll, rule: str) -> Told:
    base, _, name = rule.partition("/")
    return next(
        t for r in found.results for t in r.rules if t.provision.partition("@")[0] == base and t.rule.endswith(f"/{name}")
    )


def facts(rule: str, interested: Sequence[str] = ()) -> list[str]:
    more = {SJP_LIFT: [LIFTS], SJP_DECIDE: [KEEPS], CONVOKE: ["the draft only convokes or serves as liaison"]}.get(rule, [])
    return [DISPUTE if interested else NO_DISPUTE, *more]


@pytest.mark.parametrize("name", RIO)
def test_rio_roll_calls(name: str, rio: Regime, tmp_path: Path) -> None:
    day, cast, interested, rule, value, needed, counted, short = RIO[name]
    found = put(rio, tmp_path, table(cast, "interested", interested), day, rule, facts(rule, interested))
    one = told(found, rule)
    carried = one.counts[-1]
    assert (one.value, carried.counted.sure, carried.short.possible) == (value, counted, short)
    assert (carried.needed.sure, carried.needed.possible) == (needed, needed)
    assert carried.excluded == tuple(interested)


@pytest.mark.parametrize("name", [n for n, row in RIO.items() if not row[2] and row[0].year > 1962])
def test_rio_tallies_settle_what_names_settle(name: str, rio: Regime, tmp_path: Path) -> None:
    day, cast, _, rule, value, _, counted, short = RIO[name]
    one = told(put(rio, tmp_path, tallies(cast), day, rule, facts(rule)), rule)
    assert (one.value, one.counts[-1].counted.sure, one.counts[-1].short.possible) == (value, counted, short)


def test_a_tally_does_not_say_that_the_doubtful_member_was_not_among_the_fourteen(rio: Regime, tmp_path: Path) -> None:
    day, cast, _, rule, *_ = RIO["1962, VI: exclusion of Cuba"]
    one = told(put(rio, tmp_path, tallies(cast), day, rule, facts(rule)), rule)
    assert (one.value, str(one.counts[-1].counted)) == ("open", "13 to 14")


def test_who_is_counted_is_who_was_bound_that_day(rio: Regime) -> None:
    """Twenty-one without Trinidad and Tobago before 1967, and without Cuba after 1962."""
    for day, many in (
        (date(1964, 7, 25), 20),
        (date(1974, 11, 12), 21),
        (date(1985, 1, 1), 22),
        (date(2004, 10, 1), 21),
        (date(2019, 9, 11), 17),
    ):
        assert sum(rio.parties.bound(s, "RIO", day) is True for s in rio.parties.states) == many
    assert rio.parties.bound("Cuba", "RIO", date(1962, 1, 31)) is None
    assert rio.parties.bound("Venezuela", "RIO", date(2019, 9, 11)) is False


def test_the_contested_return_moves_no_ballot(rio: Regime, tmp_path: Path) -> None:
    """Sixteen of eighteen with the envoy of the National Assembly, fifteen of seventeen without: the same answer."""
    cast = ROLL_2019 | {"Venezuela": "for"}
    with pytest.raises(Invalid, match="Venezuela is not among the members on 2019-09-23"):
        put(rio, tmp_path, table(cast, "interested"), date(2019, 9, 23), DECIDE, [NO_DISPUTE])
    for folder in ("rio", "un"):
        shutil.copytree(LAW / folder, tmp_path / "law" / folder)
    rows = tmp_path / "law" / "rio" / "parties.csv"
    text = rows.read_text()
    assert text.count("conflicting (who speaks for the state)") == 1
    rows.write_text(text.replace("conflicting (who speaks for the state)", "accepted"))
    other = load_regime([tmp_path / "law"], "rio")
    found = put(other, tmp_path, table(cast, "interested"), date(2019, 9, 23), DECIDE, [NO_DISPUTE])
    assert str(told(found, DECIDE).counts[-1]) == "12 of 18 needed, 16 counted"
    convoked = put(
        other, tmp_path, table(CONVOKED_2019 | {"Venezuela": "for"}, "interested"), date(2019, 9, 11), CONVOKE, facts(CONVOKE)
    )
    assert str(told(convoked, CONVOKE).counts[-1]) == "10 of 18 needed, 12 counted"


# Article 19: as many must be there as votes are needed. Twenty-one members; (for, abstained, absent) → quorum, carried
QUORUM = [
    ((14, 0, 7), "yes", "yes"),
    ((13, 1, 7), "yes", "no"),
    ((13, 0, 8), "no", "no"),
    ((0, 14, 7), "yes", "no"),
    ((14, 7, 0), "yes", "yes"),
    ((21, 0, 0), "yes", "yes"),
    ((0, 0, 21), "no", "no"),
]


@pytest.mark.parametrize(("parts", "quorum", "carried"), QUORUM)
def test_the_quorum_is_the_number_needed(
    parts: tuple[int, int, int], quorum: str, carried: str, rio: Regime, tmp_path: Path
) -> None:
    words = ["for"] * parts[0] + ["abstained"] * parts[1] + ["absent"] * parts[2]
    cast = dict(zip(ROLL_1974, words, strict=True))
    one = told(put(rio, tmp_path, table(cast, "interested"), date(1974, 11, 12), DECIDE, [NO_DISPUTE]), DECIDE)
    assert [c.value for c in one.counts] == [quorum, carried]


# Article 18: the more are left out, the fewer are needed; (how many of the 21 are left out) → needed of the base
@pytest.mark.parametrize(("left_out", "needed"), [(0, 14), (1, 14), (2, 13), (3, 12), (6, 10)])
def test_those_interested_leave_the_base(left_out: int, needed: int, rio: Regime, tmp_path: Path) -> None:
    names = list(ROLL_1974)[-left_out:] if left_out else []
    given = [DISPUTE]
    one = told(put(rio, tmp_path, table(ROLL_1974, "interested", names), date(1974, 11, 12), DECIDE, given), DECIDE)
    assert one.counts[0].needed.sure == one.counts[1].needed.sure == needed
    assert one.counts[1].whole.sure == 21 - left_out


def test_the_protocol_keeps_two_thirds_for_everything_else(rio: Regime, tmp_path: Path) -> None:
    found = put(rio, tmp_path, table(ROLL_1974, "interested"), date(1974, 11, 12), facts=[NO_DISPUTE, KEEPS])
    assert str(told(found, SJP_DECIDE).counts[-1]) == "14 of 21 needed, 12 counted, short by 2"
    assert told(found, SJP_LIFT).value == told(found, SJP_DECIDE).value == "no"
    assert not told(found, SJP_LIFT).verified, "a text of no day is never shown as the law of one"


def test_the_protocol_moves_nothing_that_is_in_force(rio: Regime) -> None:
    used = {str(e.body) for r in rio.chapter.rules if r.provision.startswith("RIO") for e in r.elements}
    assert not [e for e in used if "would be adopted" in e]


TWELVE_1990 = (
    "Bahrain, Djibouti, Egypt, Kuwait, Lebanon, Morocco, Oman, Qatar, Saudi Arabia, Somalia, Syria, United Arab Emirates"
)
AUGUST_10 = {
    **each("for", TWELVE_1990),
    **each("against", "Iraq, Libya, Palestine"),
    **each("abstained", "Algeria, Yemen"),
    **each("reservation", "Jordan, Mauritania, Sudan"),
    "Tunisia": "absent",
}
AUGUST_3 = {
    **each(
        "for",
        "Algeria, Bahrain, Djibouti, Egypt, Lebanon, Mauritania, Morocco, Oman, Qatar, Saudi Arabia, Somalia, Syria, Tunisia, United Arab Emirates",
    ),
    **each("against", "Jordan, Palestine, Sudan, Yemen"),
    **each("not voting", "Iraq, Kuwait"),
    "Libya": "absent",
}
MEANT = {**each("for", ", ".join(m for m in AUGUST_10 if m != "Iraq")), "Iraq": "against"}
LEAGUE = {
    "10 August 1990": (
        AUGUST_10,
        {
            "LAS:6/every-member": "20 of 20 needed, 12 counted, short by 8",
            "LAS:6/every-member-present": "19 of 19 needed, 12 counted, short by 7",
            "LAS:7/majority": "11 of 21 needed, 12 counted",
            "JDT:6/of-all": "14 of 21 needed, 12 counted, short by 2",
            "JDT:6/of-present": "14 of 20 needed, 12 counted, short by 2",
            "JDT:6/of-voting": "10 of 15 needed, 12 counted",
        },
    ),
    "3 August 1990": (
        AUGUST_3,
        {
            "LAS:6/every-member": "20 of 20 needed, 14 counted, short by 6",
            "LAS:6/every-member-present": "19 of 19 needed, 14 counted, short by 5",
            "LAS:7/majority": "11 of 21 needed, 14 counted",
            "JDT:6/of-all": "14 of 21 needed, 14 counted",
            "JDT:6/of-present": "14 of 20 needed, 14 counted",
            "JDT:6/of-voting": "12 of 18 needed, 14 counted",
        },
    ),
    "all but the aggressor": (
        MEANT,
        {"LAS:6/every-member": "20 of 20 needed, 20 counted", "LAS:6/every-member-present": "20 of 20 needed, 20 counted"},
    ),
    "one stays away": (
        MEANT | {"Tunisia": "absent"},
        {
            "LAS:6/every-member": "20 of 20 needed, 19 counted, short by 1",
            "LAS:6/every-member-present": "19 of 19 needed, 19 counted",
        },
    ),
    "one abstains": (
        MEANT | {"Tunisia": "abstained"},
        {
            "LAS:6/every-member": "20 of 20 needed, 19 counted, short by 1",
            "LAS:6/every-member-present": "20 of 20 needed, 19 counted, short by 1",
        },
    ),
}


@pytest.mark.parametrize("name", LEAGUE)
def test_the_two_rules_of_the_league(name: str, league: Regime, tmp_path: Path) -> None:
    cast, said = LEAGUE[name]
    found = put(league, tmp_path, table(cast, "aggressor", ["Iraq"]), date(1990, 8, 10))
    for rule, line in said.items():
        one = told(found, rule)
        assert str(one.counts[-1]) == line
        assert one.value == ("no" if "short" in line else "yes")
        assert one.counts[-1].excluded == (("Iraq",) if rule.startswith("LAS:6") else ()), "only the Pact shuts out the aggressor"


def test_twelve_votes_are_a_majority_and_no_two_thirds_whoever_cast_them(league: Regime, tmp_path: Path) -> None:
    day = date(1990, 8, 10)
    assert told(put(league, tmp_path, "ballot,count\nfor,12\n", day, "LAS:7/majority"), "LAS:7/majority").value == "yes"
    two_thirds = told(put(league, tmp_path, "ballot,count\nfor,12\n", day, "JDT:6/of-all"), "JDT:6/of-all")
    assert str(two_thirds.counts[-1]) == "14 of 21 needed, 12 counted, short by 2"


def test_the_seats_of_august_1990(league: Regime) -> None:
    day = date(1990, 8, 10)
    assert {s for s in league.parties.states if league.parties.bound(s, "LAS", day)} == set(AUGUST_10)
    assert league.parties.bound("Egypt", "LAS", date(1985, 1, 1)) is False
