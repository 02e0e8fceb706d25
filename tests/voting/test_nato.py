"""One alliance, two bodies: silence, consensus and who sits where; and where an attack has to fall.

The roll calls are those of February 2003 (press statement s030210a; Xinhua, 11 February; CRS RS21510; decision sheet
p030216e). The small scenarios name real places only in their titles: where something lies is a fact that they state.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest
from rolls import put

import foedus
from foedus.assess.answers import Reason
from foedus.problem import Invalid
from foedus.text import Regime, load_regime
from foedus.voting import Poll

ROOT = Path(__file__).parents[2]
LAW, CASE = ROOT / "law", ROOT / "cases" / "turkiye-2003"
SILENCE, COUNCIL, COMMITTEE = "NAC:silence/silence", "NAC:consensus/table", "DPC:consensus/table"
ENDS = "the silence on the draft ends @ 2003-02-10T10:00+01:00"
FIELD = "the draft is a matter of collective defence planning"
CALLED, DECIDED = date(2003, 2, 6), date(2003, 2, 16)


@pytest.fixture(scope="module")
def nato() -> Regime:
    return load_regime([LAW], "nato")


def seats(law: Regime, code: str, day: date) -> list[str]:
    return [s for s in law.parties.states if law.parties.bound(s, code, day) is True]


def table(members: Iterable[str], ballot: str, **others: str) -> str:
    """A roll call of all the members, with other ballots for some: a word, or a word and when."""
    rows = dict.fromkeys(members, f"{ballot},") | {m: b if "," in b else f"{b}," for m, b in others.items()}
    return "member,ballot,when\n" + "".join(f"{m},{b}\n" for m, b in rows.items())


def told(found: Poll) -> tuple[str, tuple[str, ...]]:
    return str(found.results[0].outcome.verdict), found.results[0].rules[0].lines


# --- silence ---------------------------------------------------------------------------------------------


def test_february_2003_in_the_council(nato: Regime, tmp_path: Path) -> None:
    """Three break the silence in time: defeated, and it says by whom and when."""
    hour = "2003-02-10T09:00+01:00"
    three = dict.fromkeys(("Belgium", "France", "Germany"), f"breaks silence,{hour}")
    found = put(nato, tmp_path, table(seats(nato, "NAT", CALLED), "silent", **three), CALLED, SILENCE, (ENDS,))
    verdict, said = told(found)
    assert verdict == "no" and str(found.results[0].outcome.status) == "settled"
    assert sorted(said) == [f"silence broken by {m}, {hour}" for m in sorted(three)]
    assert found.results[0].rules[0].broken == tuple((m, hour) for m in sorted(three, key=list(nato.parties.states).index))


@pytest.mark.parametrize(
    ("france", "facts", "expected", "status"),
    [
        ("silent", (ENDS,), "yes", "settled"),  # kept: the table says so of each
        ("breaks silence,2003-02-10T08:30Z", (ENDS,), "no", "settled"),
        ("breaks silence,2003-02-10T09:30Z", (ENDS,), "yes", "settled"),  # half an hour late
        ("breaks silence,", (ENDS,), "open", "open"),
        ("breaks silence,2003-02-10T08:30Z", (), "open", "open"),  # the deadline is not known
        ("silent", (), "open", "open"),
        ("silent", ("not the silence on the draft ends",), "no", "settled"),  # it still runs
        ("?", (ENDS,), "yes", "presumed"),  # who says that it was broken has to show it
    ],
)
def test_silence(nato: Regime, tmp_path: Path, france: str, facts: tuple[str, ...], expected: str, status: str) -> None:
    found = put(nato, tmp_path, table(seats(nato, "NAT", CALLED), "silent", France=france), CALLED, SILENCE, facts)
    assert (told(found)[0], str(found.results[0].outcome.status)) == (expected, status)


def test_objecting_by_word_of_mouth_breaks_no_silence(nato: Regime, tmp_path: Path) -> None:
    found = put(nato, tmp_path, table(seats(nato, "NAT", CALLED), "silent", France="objects"), CALLED, SILENCE, (ENDS,))
    assert told(found) == ("yes", ())


# --- consensus, and who sits where -------------------------------------------------------------------------


def test_february_2003_in_the_committee(nato: Regime, tmp_path: Path) -> None:
    eighteen = seats(nato, "DPC", DECIDED)
    assert len(eighteen) == 18 and set(seats(nato, "NAT", DECIDED)) - set(eighteen) == {"France"}
    found = put(nato, tmp_path, table(eighteen, "agrees"), DECIDED, COMMITTEE, (FIELD,))
    assert told(found) == ("yes", ("carried: 18 of 18 needed, 18 counted",))
    assert str(found.results[0].outcome.status) == "settled" and found.missing == ()


def test_one_objection_ends_a_consensus_in_both_readings(nato: Regime, tmp_path: Path) -> None:
    found = put(nato, tmp_path, table(seats(nato, "DPC", DECIDED), "agrees", Belgium="objects"), DECIDED, COMMITTEE, (FIELD,))
    assert told(found) == ("no", ("carried: 18 of 18 needed, 17 counted, short by 1",))


def test_whether_silence_at_the_table_is_consensus_is_contested(nato: Regime, tmp_path: Path) -> None:
    found = put(nato, tmp_path, table(seats(nato, "DPC", DECIDED), "agrees", Iceland="silent"), DECIDED, COMMITTEE, (FIELD,))
    assert told(found)[0] == "open" and found.results[0].outcome.turns_on.readings == ("consensus",)


def test_the_committee_decides_in_its_field_alone(nato: Regime, tmp_path: Path) -> None:
    roll = table(seats(nato, "DPC", DECIDED), "agrees")
    assert told(put(nato, tmp_path, roll, DECIDED, COMMITTEE))[0] == "open"
    outside = put(nato, tmp_path, roll, DECIDED, COMMITTEE, ("the draft is no matter of collective defence planning",))
    assert told(outside)[0] == "no"


def test_the_same_agreement_is_not_enough_in_the_council(nato: Regime, tmp_path: Path) -> None:
    roll = table(seats(nato, "DPC", DECIDED), "agrees", France="objects")
    assert told(put(nato, tmp_path, roll, DECIDED, COUNCIL)) == ("no", ("carried: 19 of 19 needed, 18 counted, short by 1",))


@pytest.mark.parametrize(
    ("member", "day", "rule", "what"),
    [
        ("France", DECIDED, COMMITTEE, "France is not among the committee members on 2003-02-16"),
        ("Bulgaria", CALLED, SILENCE, "Bulgaria is not among the members on 2003-02-06"),
        ("Finland", date(2023, 4, 3), COUNCIL, "Finland is not among the members on 2023-04-03"),
        ("Canada", date(2010, 7, 1), COMMITTEE, "no such vote is in force on 2010-07-01"),
        ("Atlantis", DECIDED, COUNCIL, "nobody is called “Atlantis”"),
    ],
)
def test_a_ballot_by_somebody_who_has_none(nato: Regime, tmp_path: Path, member: str, day: date, rule: str, what: str) -> None:
    with pytest.raises(Invalid, match=what):
        put(nato, tmp_path, f"member,ballot\n{member},agrees\n", day, rule)


ENTRIES = {
    "1949-08-24": 12,
    "1952-02-18": 14,
    "1955-05-06": 15,
    "1982-05-30": 16,
    "1999-03-12": 19,
    "2004-03-29": 26,
    "2009-04-01": 28,
    "2017-06-05": 29,
    "2020-03-27": 30,
    "2023-04-04": 31,
    "2024-03-07": 32,
}


def test_the_parties_by_date(nato: Regime) -> None:
    before = 0
    for day, count in ENTRIES.items():
        first = date.fromisoformat(day)
        assert len(seats(nato, "NAT", first.fromordinal(first.toordinal() - 1))) == before
        assert len(seats(nato, "NAT", first)) == count
        before = count


@pytest.mark.parametrize(
    ("day", "count"),
    [
        ("1963-10-09", 0),
        ("1965-01-01", 15),
        ("1967-01-01", 14),
        ("1975-01-01", 13),  # Greece keeps away
        ("1981-01-01", 14),
        ("1998-01-01", 15),
        ("2003-02-16", 18),
        ("2009-03-31", 25),
        ("2009-05-01", 28),
        ("2010-07-01", 0),
    ],
)
def test_the_seats_of_the_committee_by_date(nato: Regime, day: str, count: int) -> None:
    assert len(seats(nato, "DPC", date.fromisoformat(day))) == count
    sits = nato.parties.bound("France", "DPC", date.fromisoformat(day))
    assert sits is (not day.startswith(("1963-10-09", "1967", "1975", "1981", "1998", "2003", "2009-03", "2010")))


# --- the record of February 2003 ------------------------------------------------------------------------------

EXPECTED = tomllib.loads((CASE / "expected.toml").read_text("utf-8"))
assert len(EXPECTED["expect"]) >= 16


@pytest.mark.parametrize("entry", EXPECTED["expect"], ids=lambda e: f"{e['question']} · {e['stance']} · {e['as_of'][:10]}")
def test_the_record_answers_as_derived_by_hand(entry: dict[str, str]) -> None:
    found = foedus.assess(CASE, entry["as_of"], "2026-11-21T00:00Z", question=entry["question"], stance=entry["stance"], law=LAW)
    cell = found[entry["question"], entry["stance"]]
    assert (cell.verdict, cell.status) == (entry["verdict"], entry["status"]), entry["why"]


def test_why_names_who_broke_the_silence_and_when() -> None:
    why = foedus.why(CASE, "adopted-in-council", as_of="2003-02-17T00:00+01:00", law=LAW)
    (rule,) = [r for r in _all(why.tree) if r.kind == "rule" and "silence broken" in r.note]
    assert all(f"silence broken by {m}, " in rule.note for m in ("Belgium", "France", "Germany"))


def _all(reasons: Iterable[Reason]) -> Iterator[Reason]:
    for reason in reasons:
        yield reason
        yield from _all(reason.steps)


# --- where an attack has to fall: small scenarios ----------------------------------------------------------------

PLACES = {
    "territory": "the attack by {the raiders} on {S} falls on its territory in Europe or North America",
    "turkish": "the attack by {the raiders} on {S} falls on the territory of {Türkiye}",
    "algeria": "the attack by {the raiders} on {S} falls on the Algerian departments",
    "islands": "the attack by {the raiders} on {S} falls on islands under its jurisdiction",
    "forces": "the attack by {the raiders} on {S} strikes its forces",
    "vessels": "the attack by {the raiders} on {S} strikes its vessels or aircraft",
    "atlantic": "the attack by {the raiders} takes place in the North Atlantic area",
    "north": "the attack by {the raiders} takes place north of the Tropic of Cancer",
    "sea": "the attack by {the raiders} takes place in or over the Mediterranean",
    "over home": "the attack by {the raiders} takes place in or over the territory of a party in Europe or North America",
    "occupied": "the attack by {the raiders} takes place where occupation forces stood in Europe in 1949",
    "occupation": "{S} keeps occupation forces in Europe where {the raiders} attacks them",
}
ARMS = "{the raiders} uses arms against {S}"


def scenario(folder: Path, state: str, day: str, holds: Iterable[str], others: dict[str, bool] | None = None) -> Path:
    """An attack by the raiders on a state: these places are so, all others not; further facts by polarity."""
    folder.mkdir()
    roles = f'"the requester" = "{state}"\n"the attackers" = "the raiders"\n'
    made = 'title = "Small"\nregime = "nato"\nzone = "+00:00"\nwindow = ["1949-09-01", "2026-11-21"]\n[roles]\n' + roles
    for name, kind in (("the raiders", "attacker"), ("the condition", "decision"), ("the determination", "decision")):
        made += f'[[individual]]\nname = "{name}"\ntype = "{kind}"\n'
    facts = {ARMS: True} | {said: place in holds for place, said in PLACES.items()} | (others or {})
    rows = [f"c{n},{f},{'for' if so else 'against'},an observer,notes,{day},{day}" for n, (f, so) in enumerate(facts.items())]
    (folder / "case.toml").write_text(made)
    (folder / "claims.csv").write_text(
        "id,fact,polarity,speaker,source,happened,available\n" + "\n".join(rows).replace("{S}", f"{{{state}}}") + "\n"
    )
    (folder / "sources.csv").write_text("id,title\nnotes,Notes\n")
    (folder / "speakers.csv").write_text("speaker,parties\nan observer,none\n")
    (folder / "interests.csv").write_text("fact,serves_if_true,serves_if_false\n" + "".join(f'"{f}",none,none\n' for f in _stars(facts)))
    return folder


def _stars(facts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(_star(f) for f in facts))


def _star(fact: str) -> str:
    return "".join("{*}" if n % 2 else part for n, part in enumerate(fact.replace("}", "{").split("{")))


SCENARIOS = {
    "at home": ("Canada", "1990-05-01", ("territory",), "yes"),
    "islands of the area, north of the Tropic": ("Portugal", "1990-05-01", ("islands", "atlantic", "north"), "yes"),
    "islands of the Atlantic, south of the Tropic": ("United Kingdom", "1982-04-02", ("islands", "atlantic"), "no"),
    "islands north of the Tropic, in another ocean": ("United States", "1990-05-01", ("islands", "north"), "no"),
    "territory overseas": ("France", "1990-05-01", (), "no"),
    "a ship in the Mediterranean, 1960": ("Italy", "1960-05-01", ("vessels", "sea"), "yes"),
    "a ship in the Mediterranean, 1950": ("Italy", "1950-05-01", ("vessels", "sea"), "no"),
    "a ship in the area, 1950": ("Norway", "1950-05-01", ("vessels", "atlantic", "north"), "yes"),
    "a ship south of the Tropic": ("Norway", "1990-05-01", ("vessels", "atlantic"), "no"),
    "a ship elsewhere": ("Norway", "1990-05-01", ("vessels",), "no"),
    "troops in a fellow member": ("United States", "1990-05-01", ("forces", "over home"), "yes"),
    "occupation troops, 1950": ("United States", "1950-05-01", ("forces", "occupation", "occupied"), "yes"),
    "troops at home, 1950, by themselves": ("Belgium", "1950-05-01", ("forces", "over home"), "no"),
    "troops overseas": ("United States", "1990-05-01", ("forces",), "no"),
    "Türkiye, 1953": ("Türkiye", "1953-05-01", ("turkish",), "yes"),
    "Türkiye, the day it joins": ("Türkiye", "1952-02-18", ("turkish",), "yes"),
    "Türkiye, the day before": ("Türkiye", "1952-02-17", ("turkish",), "no"),
    "Algeria, 2 July 1962": ("France", "1962-07-02", ("algeria",), "yes"),
    "Algeria, 3 July 1962": ("France", "1962-07-03", ("algeria",), "no"),
}
assert len(SCENARIOS) >= 19


@pytest.mark.parametrize("name", SCENARIOS)
def test_where_the_treaty_reaches(name: str, tmp_path: Path) -> None:
    state, day, holds, expected = SCENARIOS[name]
    case = scenario(tmp_path / "case", state, day, holds)
    found = foedus.assess(case, "2026-11-20T00:00Z", question=["article-6", "article-5"], stance="text", reading={"attacker": "anyone"}, law=LAW)
    cell = found["article-6", "text"]
    assert (cell.verdict, cell.law_at) == (expected, day)
    member = (state, day) != ("Türkiye", "1952-02-17")
    assert found["article-5", "text"].verdict == (expected if member else "no")


def test_a_place_that_nobody_tells_leaves_it_open(tmp_path: Path) -> None:
    case = scenario(tmp_path / "case", "United Kingdom", "1982-04-02", ("islands", "atlantic"))
    rows = (case / "claims.csv").read_text().splitlines()
    (case / "claims.csv").write_text("\n".join(r for r in rows if "Tropic" not in r) + "\n")
    sentence = "the attack by the raiders on United Kingdom falls within article 6"
    cell = foedus.ask(case, sentence, as_of="2026-11-20T00:00Z", law=LAW)["ask", "text"]
    assert cell.verdict == "open" and cell.turns_on.unknown == ("the attack by the raiders takes place north of the Tropic of Cancer",)


# --- who may be the attacker, and a finding in two steps ---------------------------------------------------------

ABROAD, STATE = "{the raiders} is set in motion from outside {S}", "{the raiders} is a state or a group of states"
ON_CONDITION = "{the condition} finds article 5 met for {S} if {the raiders} was directed from abroad"
DETERMINED = "{the determination} finds that {the raiders} was directed from abroad against {S}"
TAKES = "{the North Atlantic Council} takes {%s}"


def test_an_attacker_that_is_no_state(tmp_path: Path) -> None:
    case = scenario(tmp_path / "case", "United States", "2001-09-11", ("territory",), {ABROAD: True, STATE: False})
    found = foedus.assess(case, "2001-10-05T00:00Z", question="article-5", stance=["text", "Council 2001"], law=LAW)
    text = found["article-5", "text"]
    assert text.verdict == "open" and text.turns_on.readings == ("attacker",)
    by_option = {option: part.verdict for part in text.partition for option in part.readings["attacker"]}
    assert by_option == {"a state": "no", "directed from abroad": "yes", "anyone": "yes"}
    assert found["article-5", "Council 2001"].verdict == "yes"


@pytest.mark.parametrize(("second", "expected"), [(True, "yes"), (False, "open")])
def test_a_condition_and_its_fulfilment(tmp_path: Path, second: bool, expected: str) -> None:
    """A condition alone is not yet a finding; that it was never fulfilled nobody has said."""
    more = {TAKES % "the condition": True, ON_CONDITION: True, TAKES % "the determination": second, DETERMINED: second}
    more[DETERMINED.replace("the determination", "the condition")] = False
    case = scenario(tmp_path / "case", "United States", "2001-09-12", ("territory",), more)
    cell = foedus.assess(case, "2001-10-05T00:00Z", question="covered", stance="text", law=LAW)["covered", "text"]
    assert cell.verdict == expected
    if not second:
        assert any("another decision" in fact for fact in (*cell.turns_on.unknown, *(f for g in cell.turns_on.groups for f in g)))


def test_nobody_but_the_member_says_what_it_thinks(tmp_path: Path) -> None:
    """Article 4 is met by a member's own word, of itself or of another; a report of what it thinks is no such word."""
    opinion = "{Poland} considers {Estonia} threatened by {the threat from the east}"
    case = scenario(tmp_path / "case", "Estonia", "2025-09-19", (), {opinion: True})
    made = (case / "case.toml").read_text().replace("[roles]\n", '[roles]\n"the threat" = "the threat from the east"\n')
    (case / "case.toml").write_text(made + '[[individual]]\nname = "the threat from the east"\ntype = "threat"\n')

    def met() -> str:
        return foedus.assess(case, "2025-09-24T00:00Z", question="article-4", stance="text", law=LAW)["article-4", "text"].verdict

    assert met() == "open"
    (case / "speakers.csv").write_text("speaker,parties\nan observer,none\nits government,Poland\n")
    rows = (case / "claims.csv").read_text()
    (case / "claims.csv").write_text(rows + f"own,{opinion},for,its government,notes,2025-09-19,2025-09-19\n")
    assert met() == "yes"


def test_every_other_member_owes_action_once_article_5_is_met(tmp_path: Path) -> None:
    ended = "the UN Security Council takes the measures necessary against {the raiders}"
    case = scenario(tmp_path / "case", "Canada", "1990-05-01", ("territory",), {STATE: True, ended: False})
    rows = (case / "claims.csv").read_text()  # a denial speaks of the days it names
    (case / "claims.csv").write_text(rows.replace(f"{ended},against,an observer,notes,1990-05-01", f"{ended},against,an observer,notes,1990-05-01/1990-05-04"))
    none = {"attacker": "a state", "word of the victim": "no word needed"}
    asked = {**none, "word of the victim": "as for self-defence"}
    for reading, expected in ((none, "yes"), (asked, "open")):
        found = foedus.assess(case, "1990-05-03T00:00Z", question="duty-to-assist", stance="text", reading=reading, law=LAW)
        assert found["duty-to-assist", "text"].verdict == expected
