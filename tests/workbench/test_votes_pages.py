"""The votes of a case: rule, roll call and result; and a roll call of one's own put to a law."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from tests.workbench.conftest import Workbench, copied, serving, visitor
from tests.workbench.test_matter import hidden, told

from foedus.door import Asking

CASES = ("turkiye-2003", "arab-league-1990", "kazakhstan-2022")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """A workbench with cases in which somebody votes."""
    yield from serving(copied(tmp_path_factory.mktemp("cases"), CASES))


@pytest.fixture(scope="module")
def visits(desk: Workbench) -> Any:
    return visitor(desk)


def votes(visits: Any, case: str, **state: str) -> dict[tuple[str, str], Any]:
    """The votes of a case by draft and rule."""
    return {(v["draft"], v["rule"]): v for v in visits.get(f"/case/{case}/votes.json", params=state).json()["votes"]}


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_a_count_without_names_is_told_by_numbers(visits: Any) -> None:
    found = votes(visits, "kazakhstan-2022")
    first, second = (found[f"the {n} ballot of 7 January", "KG:consent/consent"] for n in ("first", "second"))
    assert first["result"] == "Not carried: 60 of 90 needed, 55 counted, short by 5."
    assert second["result"] == "Carried: 60 of 90 needed, 69 counted."
    assert (first["tallies"], first["roll"]) == ({"votes for": "55", "votes against": "11"}, [])
    page = visits.get("/case/kazakhstan-2022/votes").text
    assert "2/3 of seats of the Jogorku Kenesh" in page and page.count("<svg") == len(found)


def test_a_ballot_that_was_not_yet_known_has_no_vote(visits: Any) -> None:
    state = {"as-of": "2022-01-06T20:00+06:00", "known-to": "2022-01-06T20:00+06:00"}
    assert ("the second ballot of 7 January", "KG:consent/consent") not in votes(visits, "kazakhstan-2022", **state)


def test_silence_is_told_with_who_broke_it_and_when(visits: Any) -> None:
    found = votes(visits, "turkiye-2003")
    silence = found["the planning draft of 6 February", "NAC:silence/silence"]
    assert silence["result"] == "Not carried: silence broken by Belgium, France, Germany."
    assert {v["who"] for v in silence["roll"] if v["does"] == "no"} == {"Belgium", "France", "Germany"}
    assert "Belgium broke the silence, 10 Feb 2003" in words(visits.get("/case/turkiye-2003/votes").text)
    agreed = found["the decision sheet of 16 February", "DPC:consensus/table"]
    assert agreed["told"]["value"] == "yes" and {v["word"] for v in agreed["roll"]} == {"agrees"}


def test_rival_rules_stand_beside_each_other_for_one_ballot(visits: Any) -> None:
    found = votes(visits, "arab-league-1990")
    assert {draft for draft, _ in found} == {"the Cairo resolution"}
    assert found["the Cairo resolution", "LAS:7/majority"]["told"]["value"] == "yes"
    assert found["the Cairo resolution", "JDT:6/of-all"]["result"] == "Open: 14 of 21 needed, 12 to 16 counted, open."
    roll = {v["who"]: v for v in found["the Cairo resolution", "LAS:6/every-member"]["roll"]}
    assert (roll["Iraq"]["word"], roll["Iraq"]["may"]) == ("against", "no")
    page = visits.get("/case/arab-league-1990/votes").text
    assert f"{len(found)} rules under which it may be counted" in page
    assert re.search(r'href="/law/arab-league/JDT:6\?[^"]*#rule-', page)


def test_the_page_says_what_the_engine_says(visits: Any) -> None:
    at = dict(visits.get("/case/turkiye-2003/votes.json", params={"as-of": "2003-02-17"}).json())
    asking = Asking("turkiye-2003", as_of="2003-02-17", stance="text")
    assert [v["told"]["lines"] for v in at["votes"]] == [list(v.told.lines) for v in asking.votes()]
    for vote in asking.votes():  # a vote that carried is one that the rule's own members carried
        for count in vote.told.counts:
            does = sum(v.does == "yes" and v.may == "yes" for v in vote.roll)
            assert count.counted.sure <= does + sum(v.does == "open" for v in vote.roll)


def test_where_nothing_was_put_to_a_vote_the_page_says_so(visits: Any) -> None:
    page = visits.get("/case/turkiye-2003/votes", params={"as-of": "2003-01-01", "known-to": "2003-01-01"})
    assert page.status_code == 200 and "No vote on record at these dates." in page.text


# --- a roll call of one's own ----------------------------------------------------------------------

GIVEN = {"regime": "arab-league", "on": "1990-08-10"}


def put(visits: Any, files: Any = None, **fields: str) -> Any:
    return visits.post("/vote", data={**hidden(visits.get("/vote").text), **GIVEN, **fields}, files=files)


def test_a_pasted_roll_call_and_a_file_give_the_same(visits: Any) -> None:
    table = "ballot,count\nfor,12\nagainst,3\nabstained,2\n"
    pasted = put(visits, roll=table, rule="JDT:6/of-all")
    sent = put(visits, files={"draft": ("../../draft.csv", table.encode(), "text/csv")}, rule="JDT:6/of-all")
    assert pasted.status_code == sent.status_code == 200
    assert "Not carried: 14 of 21 needed, 12 counted, short by 2." in words(pasted.text)
    result = re.compile(r'<section aria-labelledby="result">.*?</section>', re.S)
    assert result.findall(pasted.text) == result.findall(sent.text) != []
    assert "for,12" in pasted.text  # what was typed stays


BAD_ROLLS = [
    ({"roll": ""}, None, 400, "there is no roll call paste a table with the columns member,ballot"),
    ({"roll": "x", "regime": "../rio"}, None, 400, "no regime is called “../rio” one of:"),
    ({"roll": "member,ballot\nEgypt,for", "on": "soon"}, None, 400, "“soon” is no day write it as 1990-11-29 on"),
    ({"roll": "member,ballot\nEgypt,perhaps"}, None, 422, "“perhaps” is no ballot"),
    ({"roll": "member,ballot\nEgpyt,for"}, None, 422, "nobody is called “Egpyt” nearest known: Egypt roll call, line 2"),
    ({"roll": "member,ballot\nEgypt,for\nEgypt,against"}, None, 422, "Egypt votes twice, here and on line 2"),
    ({"roll": "ballot,count\nfor,many"}, None, 422, "“many” is no whole number"),
    ({"roll": "ballot,count\nfor,99"}, None, 422, "99 ballots, and 21 may vote on 1990-08-10 mend the counts, or the day"),
    ({"roll": "ballot\nfor"}, None, 422, "neither members nor counts"),
    ({"roll": "member,ballot"}, None, 422, "a draft without members"),
    ({"roll": "member,ballot\nEgypt,for", "rule": "JDT:6/none"}, None, 400, "no vote is called “JDT:6/none”"),
    ({"roll": "member,ballot\nEgypt,for", "fact": "the draft dances"}, None, 400, "no phrase says “the draft dances”"),
    ({"roll": "member,ballot\nEgypt,for", "on": "1900-01-01"}, None, 400, "no such vote is in force on 1900-01-01"),
    ({}, b"\xff\xfe\x00", 422, "roll call"),
    ({}, b"\x00" * 9, 422, "roll call"),
]


def test_every_kind_of_bad_roll_call_is_tried() -> None:
    assert len(BAD_ROLLS) == 15


@pytest.mark.parametrize(("fields", "file", "status", "said"), BAD_ROLLS, ids=lambda v: str(v)[:40])
def test_a_bad_roll_call_says_what_is_wrong_and_where(
    visits: Any, fields: dict[str, str], file: bytes | None, status: int, said: str
) -> None:
    answer = put(visits, files={"draft": ("draft.csv", file, "text/csv")} if file else None, **fields)
    assert (answer.status_code, said in told(answer.text)) == (status, True), told(answer.text)
    assert "--" not in told(answer.text)
    assert 'aria-labelledby="result"' not in answer.text


def test_the_twin_of_a_roll_call_is_its_poll(visits: Any) -> None:
    form = hidden(visits.get("/vote").text)
    data = visits.post("/vote.json", data={**form, **GIVEN, "roll": "ballot,count\nfor,12\n"}).json()
    assert data["day"] == "1990-08-10" and data["results"]
    wrong = visits.post("/vote.json", data={**form, **GIVEN, "roll": ""})
    assert wrong.status_code == 400 and wrong.json()["problems"][0]["file"] == "roll"
