"""Small crises in which help fails, or is owed, for one reason each: addressee, form, place, attacker, refusal."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.assess import real

from foedus.assess import Cell

AS_OF, BEFORE_2012 = "2020-09-02T00:00:00Z", "2010-06-12T00:00:00Z"
CASE = """title  = "A small crisis"
regime = "csto"
zone   = "+00:00"
window = ["{year}-01-01", "{year}-12-31"]
[roles]
"the requester" = "Armenia"
"the request"   = "the call"
"the attackers" = "the column"
"the decision"  = "the offer"
[[individual]]
name = "the call"
type = "request"
[[individual]]
name = "the column"
type = "attacker"
[[individual]]
name = "the offer"
type = "decision"
"""
CLAIMS = "id,says,fact,polarity,speaker,source,happened,available\n"
AT_HOME = "the attack by the column on Armenia falls on the territory of Armenia"
ABROAD = "the attack by the column on Armenia falls on the territory of Azerbaijan"
UNDRAWN = "the border where the column attacks Armenia is not delimited"
ATTACK = (
    "{the column} uses arms against {Armenia}",
    "{the column} is a state or a group of states",
    "{the column} kills people in {Armenia}",
    "the attack by {the column} menaces the {safety} of {Armenia}",
)
ASKED = "{Armenia} requests help by {the call}"
COUNCIL, ALLY = "the call is addressed to the Council", "the call is addressed to Russia"
OFFERED = "{the Council} takes {the offer}"
CHOSEN = {
    "attacker": "state",
    "form of attack": "arms",
    "goods": "any one",
    "gravity": "shots and casualties",
    "burden in article 4": "none set",
    "territory": "own territory",
    "border": "does not matter",
    "finding": "none needed",
    "addressee": "any ally",
    "form of request": "any form",
    "fellow member": "all others",
    "help declined": "the offer stands",
    "voluntariness": "all shall at once",
}
DECLINED = "Armenia declines the help offered by the offer"
TAJIK = "the column is an organ of Tajikistan"
NOT_PUT = (COUNCIL, "the call is addressed to another organ of the alliance")
OTHERS = ("Belarus", "Kazakhstan", "Kyrgyzstan", "Russia", "Tajikistan")
SUPPOSED = (
    "not Armenia requests help by another request not on record",
    *(f"the help of {m} is what Armenia needs" for m in OTHERS),
)


def answer(
    folder: Path,
    question: str,
    *facts: str,
    no: tuple[str, ...] = (),
    year: str = "2020",
    when: str = AS_OF,
    suppose: tuple[str, ...] = (),
    **chosen: str,
) -> Cell:
    """The text's answer about a small case of these facts, every contested word chosen except as said."""
    day, until = when[:8] + "01", f"{when[:8]}01/{when[:8]}30"

    def happened(fact: str, polarity: str) -> str:
        return until if polarity == "against" else day

    rows = [(f, "for") for f in facts] + [(f, "against") for f in no]
    folder.mkdir()
    (folder / "case.toml").write_text(CASE.format(year=year), "utf-8")
    lines = [
        f'T-{n},,"{f}",{polarity},{speaker(f)},a report,{happened(f, polarity)},{day}' for n, (f, polarity) in enumerate(rows)
    ]
    (folder / "claims.csv").write_text(CLAIMS + "\n".join(lines) + "\n", "utf-8")
    (folder / "sources.csv").write_text("id,title,outlet,grade\na report,a report,a paper,\n", "utf-8")
    (folder / "speakers.csv").write_text("speaker,parties,note\na bystander,none,\nArmenia,Armenia,\n", "utf-8")
    patterns = (
        "{*} uses arms against {*}",
        "{*} is a state or a group of states",
        "{*} kills people in {*}",
        "the attack by {*} menaces the {*} of {*}",
        "the attack by {*} on {*} falls on the territory of {*}",
        "the attack by {*} on {*} strikes forces of {*} abroad",
        "the border where {*} attacks {*} is delimited",
        "{*} is addressed to the Council",
        "{*} is addressed to another organ of the alliance",
        "{*} is addressed to {*}",
        "{*} is made in writing",
        "{*} is an official request",
        "{*} is an organ of {*}",
        "{*} names {*} an aggressor against {*}",
        "{*} is carried out",
        "{*} takes {*}",
        "joint consultations on {*} are held",
    )
    table = "".join(f"{p},none,none,a bystander sees it\n" for p in patterns)
    (folder / "interests.csv").write_text("fact,serves_if_true,serves_if_false,reason\n" + table, "utf-8")
    readings = {**CHOSEN, **{k.replace("_", " "): v for k, v in chosen.items()}}
    if year == "2010":
        readings = {k: v for k, v in readings.items() if k not in OF_2010}
    case = real.read_case(folder, real.regime().vocabulary)
    return real.ask_one(question, when, of=case, readings=readings, suppose=suppose)


def speaker(fact: str) -> str:
    """Who says it: of declining help, Armenia itself."""
    return "Armenia" if fact == DECLINED else "a bystander"


OF_2010 = ("addressee", "form of request", "attacker", "form of attack", "goods", "gravity")


@pytest.mark.parametrize(
    ("territory", "where", "said"),
    [
        ("own territory", (AT_HOME,), "yes"),
        ("own territory", (), "no"),
        ("forces abroad too", ("the attack by the column on Armenia strikes forces of Armenia abroad",), "yes"),
        ("forces abroad too", (), "open"),
        ("anywhere", (), "yes"),
    ],
)
@pytest.mark.parametrize("year", ["2010", "2020"])
def test_where_the_attack_falls(tmp_path: Path, territory: str, where: tuple[str, ...], said: str, year: str) -> None:
    when = AS_OF if year == "2020" else BEFORE_2012
    no = () if where == (AT_HOME,) else (AT_HOME,)
    cell = answer(tmp_path / "c", "attack-territory", *ATTACK, ABROAD, *where, no=no, territory=territory, year=year, when=when)
    assert cell.verdict == said


@pytest.mark.parametrize(
    ("chosen", "facts", "no", "words"),
    [
        ({}, (), (), "yes"),
        ({"border": "makes it an incident"}, (), (UNDRAWN,), "yes"),
        ({"border": "makes it an incident"}, (), (), "yes, presumed"),
        ({"border": "makes it an incident"}, (UNDRAWN,), (), "no"),
        ({"border": "does not matter"}, (UNDRAWN,), (), "yes"),
        ({"finding": "by the Council"}, (OFFERED,), ("the offer names the column an aggressor against Armenia",), "no"),
        ({"finding": "by the Council"}, (OFFERED, "the offer names the column an aggressor against Armenia"), (), "yes"),
    ],
)
def test_border_and_finding_decide_article_4(
    tmp_path: Path, chosen: dict[str, str], facts: tuple[str, ...], no: tuple[str, ...], words: str
) -> None:
    assert answer(tmp_path / "c", "article-4", *ATTACK, AT_HOME, *facts, no=no, **chosen).words == words


@pytest.mark.parametrize(
    ("chosen", "no", "facts", "said"),
    [
        ({}, (), (ASKED, ALLY), "yes"),
        ({"addressee": "the alliance"}, NOT_PUT, (ASKED, ALLY), "no"),
        ({"addressee": "the alliance"}, (), (ASKED, COUNCIL), "yes"),
        ({"form_of_request": "in writing"}, ("the call is made in writing",), (ASKED,), "no"),
        ({"form_of_request": "official"}, ("the call is an official request",), (ASKED,), "no"),
        ({"form_of_request": "official"}, (), (ASKED, "the call is an official request"), "yes"),
        ({}, ("{Armenia} requests help by {any request}",), (), "no"),
        ({"help_declined": "the offer stands"}, (), (ASKED, DECLINED), "yes"),
        ({"help_declined": "ends the duty"}, (), (ASKED, DECLINED), "no"),
        ({"fellow_member": "all others"}, (), (ASKED, TAJIK), "yes"),
        ({"fellow_member": "the attacker left out"}, (), (ASKED, TAJIK), "no"),
    ],
)
def test_one_lack_takes_the_duty_away(
    tmp_path: Path, chosen: dict[str, str], no: tuple[str, ...], facts: tuple[str, ...], said: str
) -> None:
    """Supposed: the help is needed, and no request but the one on record was made."""
    cell = answer(tmp_path / "c", "duty-to-assist", *ATTACK, AT_HOME, *facts, no=no, suppose=SUPPOSED, **chosen)
    assert cell.verdict == said


def test_under_the_first_wording_nobody_has_to_ask(tmp_path: Path) -> None:
    grave = "the attack by the column on Armenia is grave enough"
    needed = tuple(f"the help of {m} is what Armenia needs" for m in (*OTHERS, "Uzbekistan"))
    no = ("{Armenia} requests help by {any request}",)
    more = {"no": no, "year": "2010", "when": BEFORE_2012, "suppose": (grave, *needed)}
    assert answer(tmp_path / "c", "duty-to-assist", *ATTACK, AT_HOME, **more).verdict == "yes"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "facts", "no", "said"),
    [
        ("request-addressed", (ASKED, "the call is addressed to another organ of the alliance"), (), "yes"),
        ("request-addressed", (ASKED, ALLY), ("the call is addressed to the Council",), "open"),
        ("fellow-member-attacker", (TAJIK,), (), "yes"),
        ("fellow-member-attacker", (), (), "open"),
        ("requester-declined", (DECLINED,), (), "yes"),
        ("help-carried-out", (OFFERED,), ("{the offer} is carried out",), "no"),
        ("help-carried-out", (OFFERED, "{the offer} is carried out"), (), "yes"),
        ("outside-hand-alleged", ("Armenia says that a hand from outside stands behind the column",), (), "yes"),
        ("outside-hand-alleged", (), (), "open"),
        ("aggression-found", (), ("any decision names the column an aggressor against Armenia",), "no"),
    ],
)
def test_the_questions_that_bring_a_reason_out(
    tmp_path: Path, question: str, facts: tuple[str, ...], no: tuple[str, ...], said: str
) -> None:
    assert answer(tmp_path / "c", question, *facts, no=no).verdict == said
