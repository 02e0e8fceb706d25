"""Roll calls of the UN Security Council, as its records and the press report them.

Sources: S/RES/83 (S/PV.474) and S/RES/156 (S/PV.895), S/RES/678 (S/PV.2963), as summed up in public lists of resolutions; the
draft S/2022/155 (Security Council Report; Reuters, 2022-02-26); Syria and Lebanon, 16 February 1946 (UNISPAL,
S/PV.22 f.; sources differ on whether France and the United Kingdom voted for it or abstained as parties: both are run).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from rolls import put

from foedus.text import Regime, load_regime
from foedus.voting import Poll

LAW = Path(__file__).parents[2] / "law"
SUBSTANCE, SEVEN = "the draft is a matter of substance", "the draft falls under neither chapter VI nor article 52(3)"
SIX = "the draft falls under chapter VI or article 52(3)"
WESTERN = {"France": "for", "United Kingdom": "for", "United States": "for"}


def each(word: str, *members: str) -> dict[str, str]:
    return dict.fromkeys(members, word)


ROLLS = {
    "Korea 1950, S/RES/83: absence is no veto": (
        date(1950, 6, 27),
        {**WESTERN, **each("for", "China", "Cuba", "Ecuador", "Norway"), "Yugoslavia": "against", "Soviet Union": "absent"}
        | each("not voting", "Egypt", "India"),
        "yes",
        ("carried: 7 of 11 needed, 7 counted",),
    ),
    "the Dominican Republic 1960, S/RES/156: abstention is no veto": (
        date(1960, 9, 9),
        {**WESTERN, **each("for", "China", "Argentina", "Ceylon", "Ecuador", "Italy", "Tunisia")}
        | each("abstained", "Poland", "Soviet Union"),
        "yes",
        ("carried: 7 of 11 needed, 9 counted",),
    ),
    "Kuwait 1990, S/RES/678": (
        date(1990, 11, 29),
        {**WESTERN, **each("for", "Canada", "Colombia", "Ethiopia", "Finland", "Malaysia", "Côte d'Ivoire", "Romania", "Zaire")}
        | {"Soviet Union": "for", "China": "abstained"}
        | each("against", "Cuba", "Yemen"),
        "yes",
        ("carried: 9 of 15 needed, 12 counted",),
    ),
    "Ukraine 2022, S/2022/155: vetoed": (
        date(2022, 2, 25),
        {**WESTERN, **each("for", "Albania", "Brazil", "Gabon", "Ghana", "Ireland", "Kenya", "Mexico", "Norway")}
        | each("abstained", "China", "India", "United Arab Emirates")
        | {"Russia": "against"},
        "no",
        ("carried: 9 of 15 needed, 11 counted", "veto: Russia"),
    ),
}


@pytest.fixture(scope="module")
def council() -> Regime:
    return load_regime([LAW], "unsc")


def ballots(cast: dict[str, str], parties: tuple[str, ...] = ()) -> str:
    rows = "".join(f"{m},{b},{'yes' if m in parties else 'no'}\n" for m, b in cast.items())
    return f"member,ballot,party to the dispute\n{rows}"


def of_substance(found: Poll) -> tuple[str, tuple[str, ...]]:
    rule = next(r for r in found.results[0].rules if r.rule.endswith("/substance"))
    return str(found.results[0].outcome.verdict), rule.lines


@pytest.mark.parametrize("name", ROLLS)
def test_roll_calls(name: str, council: Regime, tmp_path: Path) -> None:
    day, cast, verdict, lines = ROLLS[name]
    assert len(cast) == (11 if day.year < 1966 else 15)
    found = put(council, tmp_path, ballots(cast), day, facts=(SUBSTANCE, SEVEN))
    assert of_substance(found) == (verdict, lines)
    assert str(found.results[0].outcome.status) == "settled" and found.missing == ()


@pytest.mark.parametrize("name", ROLLS)
def test_the_same_numbers_without_the_names(name: str, council: Regime, tmp_path: Path) -> None:
    """Tallies settle what names settle, unless a vote against may have been a veto."""
    day, cast, verdict, _ = ROLLS[name]
    counts = "".join(f"{w},{list(cast.values()).count(w)}\n" for w in dict.fromkeys(cast.values()))
    found = put(council, tmp_path, f"ballot,count\n{counts}", day, facts=(SUBSTANCE, SEVEN))
    assert of_substance(found)[0] == ("open" if "against" in cast.values() else verdict)


@pytest.mark.parametrize("parties_vote", ["for", "abstained"])
def test_syria_and_lebanon_1946_the_parties_to_the_dispute_do_not_count(
    council: Regime, tmp_path: Path, parties_vote: str
) -> None:
    cast = each("for", "Australia", "Brazil", "China", "Egypt", "Mexico", "Netherlands", "United States")
    cast |= {"Soviet Union": "against", "Poland": "abstained", "France": parties_vote, "United Kingdom": parties_vote}
    table = ballots(cast, ("France", "United Kingdom"))
    found = put(council, tmp_path, table, date(1946, 2, 16), facts=(SUBSTANCE, SIX))
    assert of_substance(found) == (
        "no",
        ("carried: 7 of 9 needed, 7 counted", "left out: France, United Kingdom", "veto: Soviet Union"),
    )


def test_compulsory_abstention_is_for_chapter_six_only(council: Regime, tmp_path: Path) -> None:
    day, cast, _, _ = ROLLS["Ukraine 2022, S/2022/155: vetoed"]
    table = ballots(cast, ("Russia",))
    seven = put(council, tmp_path, table, day, facts=(SUBSTANCE, SEVEN))
    six = put(council, tmp_path, table, day, facts=(SUBSTANCE, SIX))
    unsaid = put(council, tmp_path, table, day, facts=(SUBSTANCE,))
    assert of_substance(seven) == ("no", ("carried: 9 of 15 needed, 11 counted", "veto: Russia"))
    assert of_substance(six) == ("yes", ("carried: 9 of 14 needed, 11 counted", "left out: Russia"))
    assert of_substance(unsaid)[0] == "open"
    assert unsaid.results[0].outcome.turns_on.unknown == (SIX,)


def test_no_veto_on_procedure(council: Regime, tmp_path: Path) -> None:
    day, cast, _, _ = ROLLS["Ukraine 2022, S/2022/155: vetoed"]
    found = put(council, tmp_path, ballots(cast), day, facts=("the draft is a matter of procedure", SEVEN))
    assert str(found.results[0].outcome.verdict) == "yes"


@pytest.mark.parametrize(("day", "needed"), [(date(1965, 8, 30), "7"), (date(1965, 8, 31), "9")])
def test_the_amendment_changes_the_number_on_its_day(council: Regime, tmp_path: Path, day: date, needed: str) -> None:
    found = put(council, tmp_path, "member,ballot\nFrance,for\n", day, facts=(SUBSTANCE, SEVEN))
    assert of_substance(found)[1][0].startswith(f"carried: {needed} of ")


def test_the_seat_of_the_soviet_union_is_russias(council: Regime) -> None:
    for code in ("UNSC", "UNSC-P"):
        for day, holder in ((date(1991, 12, 23), "Soviet Union"), (date(1991, 12, 24), "Russia")):
            held = [s for s in ("Soviet Union", "Russia") if council.parties.bound(s, code, day)]
            assert held == [holder]


@pytest.mark.parametrize(("year", "seats"), [(1946, 11), (1950, 11), (1960, 11), (1990, 15), (2022, 15)])
def test_as_many_seats_as_the_charter_has(council: Regime, year: int, seats: int) -> None:
    day = date(year, 6, 15)
    assert sum(council.parties.bound(s, "UNSC", day) is True for s in council.parties.states) == seats
    assert sum(council.parties.bound(s, "UNSC-P", day) is True for s in council.parties.states) == 5
