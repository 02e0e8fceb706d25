"""Contradictions side by side; claims set aside, counted again, undone; two editors; tricks in what others typed."""

from __future__ import annotations

import csv
import re
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from tests.workbench.conftest import opened, visitor
from tests.workbench.hostile_case import CLOSE, IMAGE, SCRIPT, entered, harmless, hostile
from tests.workbench.test_law import plain

from foedus.door import Asking

CASE = "russia-2024"
AT = "as-of=2025-06-01&known-to=2025-06-01"


def conflicts_of(cases: Path) -> Asking:
    return Asking(cases / CASE, as_of="2025-06-01", known_to="2025-06-01")


@pytest.fixture
def editor(own_workbench):
    return visitor(own_workbench)


def fields(page: str, act: str, claim: str = "") -> dict[str, str]:
    """What the form for a deed on a claim carries."""
    for form in re.findall(r'<form method="post"[^>]*>(.*?)</form>', page, re.S):
        found = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*? value="([^"]*)"', form))
        if (found.get("act"), found.get("claim", "")) == (act, claim):
            return {k: unescape(v) for k, v in found.items()}
    raise AssertionError(f"no form for {act} {claim}")


def aside_ids(cases: Path) -> list[str]:
    path = cases / CASE / "setaside.csv"
    return [r["claim"] for r in csv.DictReader(path.read_text("utf-8").splitlines())] if path.exists() else []


def claim_at_odds(client) -> str:
    data = client.get(f"/case/{CASE}/conflicts.json?{AT}").json()
    sides = [c for one in data["listed"] for side in one["sides"] for c in side]
    return next(c["claim"] for c in sides if not c["set_aside"])


def test_the_data_is_the_engines_own(client, workbench):
    asking = conflicts_of(workbench.cases)
    found = asking.conflicts()
    data = client.get(f"/case/{CASE}/conflicts.json?{AT}").json()
    own = found.to_json()
    for part in ("listed", "disputed", "times", "broken", "outsiders", "aside", "standard"):
        assert data[part] == jsoned(own[part]), part
    assert data["standings"] == asking.standings(found)
    assert data["listed"]


def jsoned(value):
    if isinstance(value, (list, tuple)):
        return [jsoned(v) for v in value]
    return {k: jsoned(v) for k, v in value.items()} if isinstance(value, dict) else value


def test_each_side_tells_who_says_it_where_how_good_when_and_whom_it_serves(client, workbench):
    page = plain(client.get(f"/case/{CASE}/conflicts?{AT}").text)
    asking = conflicts_of(workbench.cases)
    listed = asking.conflicts().listed
    sides = [c.claim for one in listed for side in one.sides for c in side]
    for id, b in asking.backings(sides).items():
        shown = page[page.index(f"{id} ") :]
        assert b.speaker in page
        assert b.source["title"] in page
        assert "Grade" in shown
        assert "Happened" in shown
        assert "Known since" in shown
        for weight in b.weights:
            assert f"{weight.standard}; {weight.interest}" in page
    for one in listed:
        assert one.title in page
        assert " ".join(one.why.split()) in page


def test_later_claims_are_shut_out(client, workbench):
    early = client.get(f"/case/{CASE}/conflicts.json?as-of=2024-08-07&known-to=2024-08-07").json()
    whole = client.get(f"/case/{CASE}/conflicts.json?{AT}").json()
    assert set(early["claims"]) < set(whole["claims"])
    late = sorted(set(whole["claims"]) - set(early["claims"]))[0]
    assert client.get(f"/case/{CASE}/claim/{late}?{AT}").status_code == 200
    answer = client.get(f"/case/{CASE}/claim/{late}?as-of=2024-08-07&known-to=2024-08-07")
    assert answer.status_code == 400
    assert f"no claim known then is called “{late}”" in plain(answer.text)


def test_a_claim_is_set_aside_with_its_reason_and_undone(editor, own_workbench):
    claim = claim_at_odds(editor)
    page = editor.get(f"/case/{CASE}/conflicts?{AT}").text
    sent = fields(page, "aside", claim) | {"reason": "It is <b>hearsay</b>", "by": "An Editor"}
    answer = editor.post(f"/case/{CASE}/conflicts?{AT}", data=sent)
    assert answer.status_code == 200
    assert claim in aside_ids(own_workbench.cases)
    assert "saved=1" in str(answer.url)
    words = plain(answer.text)
    assert f"Saved: An Editor sets {claim} aside: It is <b>hearsay</b>." in words
    assert "<b>hearsay</b>" not in answer.text
    assert "Set aside by An Editor" in words
    assert str(answer.url.params["record"]) != sent["based_on"], "the new version is in the address"
    back = editor.post(f"/case/{CASE}/conflicts?{AT}", data=fields(answer.text, "undo") | {"by": "An Editor"})
    assert back.status_code == 200
    assert claim not in aside_ids(own_workbench.cases)
    assert "takes back version" in plain(back.text)


def test_a_claim_that_was_set_aside_is_counted_again(editor, own_workbench):
    claim = claim_at_odds(editor)
    where = f"/case/{CASE}/conflicts?{AT}"
    sent = fields(editor.get(where).text, "aside", claim) | {"reason": "doubtful", "by": "An Editor"}
    page = editor.post(where, data=sent).text
    answer = editor.post(where, data=fields(page, "back", claim) | {"by": "Another"})
    assert answer.status_code == 200
    assert claim not in aside_ids(own_workbench.cases)
    assert f"Another counts {claim} again" in plain(answer.text)


def test_two_windows_never_overwrite_each_other_and_nothing_typed_is_lost(editor, own_workbench):
    first = claim_at_odds(editor)
    where = f"/case/{CASE}/conflicts?{AT}"
    page = editor.get(where).text
    ids = [c for c in re.findall(r'name="claim" value="([^"]+)"', page) if c != first]
    mine, theirs = fields(page, "aside", first), fields(page, "aside", unescape(ids[0]))
    assert editor.post(where, data=theirs | {"reason": "theirs", "by": "They"}).status_code == 200
    late = editor.post(where, data=mine | {"reason": "typed with “care” & <love>", "by": "I"})
    assert late.status_code == 409
    assert first not in aside_ids(own_workbench.cases)
    words = plain(late.text)
    assert "changed meanwhile: They" in words
    assert "typed with “care” &amp; &lt;love&gt;</textarea>" in late.text
    again = fields(late.text.replace("</textarea>", ""), "aside", first) | {"reason": "typed with care"}
    assert editor.post(where, data=again).status_code == 200
    assert {first, unescape(ids[0])} <= set(aside_ids(own_workbench.cases))


BAD = [
    ({"reason": "  "}, 422, "nothing says why"),
    ({"by": " "}, 422, "nobody is named who saves this"),
    ({"claim": "nothing-like-it"}, 422, "no claim is called “nothing-like-it”"),
    ({"act": "destroy"}, 422, "“destroy” is nothing that can be done here"),
    ({"act": "back"}, 422, "is not set aside"),
    ({"act": "undo"}, 422, "there is no save to take back"),
    ({"based_on": "0000000000000000"}, 409, "the case is no longer what you saw"),
    ({"based_on": "../../etc"}, 409, "the case is no longer what you saw"),
]


@pytest.mark.parametrize(("wrong", "status", "what"), BAD)
def test_what_cannot_be_saved_is_said_and_nothing_changes(editor, own_workbench, wrong, status, what):
    before = {p.name: p.read_bytes() for p in (own_workbench.cases / CASE).iterdir() if p.is_file()}
    claim = claim_at_odds(editor)
    where = f"/case/{CASE}/conflicts?{AT}"
    sent = fields(editor.get(where).text, "aside", claim) | {"reason": "because", "by": "Somebody"} | wrong
    answer = editor.post(where, data=sent)
    assert answer.status_code == status
    assert what in plain(answer.text)
    assert {p.name: p.read_bytes() for p in (own_workbench.cases / CASE).iterdir() if p.is_file()} == before


def test_the_table_of_what_cannot_be_saved_is_whole():
    assert len(BAD) == 8


def test_a_form_that_was_not_ours_is_refused(editor, own_workbench):
    claim = claim_at_odds(editor)
    where = f"/case/{CASE}/conflicts?{AT}"
    sent = fields(editor.get(where).text, "aside", claim) | {"reason": "r", "by": "b", "form": "forged"}
    answer = editor.post(where, data=sent)
    assert answer.status_code == 400
    assert claim not in aside_ids(own_workbench.cases)


def test_a_case_of_the_house_is_not_written_into():
    client = entered(Path(__file__).resolve().parents[2] / "cases")
    page = client.get(f"/case/{CASE}/conflicts?{AT}").text
    assert "comes with the house and is not written into" in plain(page)
    assert 'method="post"' not in page


def test_nothing_that_others_typed_comes_to_life(tmp_path: Path):
    client = entered(hostile(tmp_path))
    at = "as-of=2022-01-20&known-to=2022-01-20"
    for address in ("conflicts", "claim/A-1", "claim/A-2", "claim/A-4"):
        page = client.get(f"/case/tricks/{address}?{at}")
        assert page.status_code == 200
        harmless(page.text)
    shown = unescape(client.get(f"/case/tricks/conflicts?{at}").text)
    assert all(trick in shown for trick in (SCRIPT, IMAGE, CLOSE))
    sent = {
        "form": client.form,
        "act": "aside",
        "claim": SCRIPT,
        "reason": CLOSE,
        "by": IMAGE,
        "conflict": CLOSE,
        "based_on": SCRIPT,
    }
    answer = client.post(f"/case/tricks/conflicts?{at}", data=sent)
    assert answer.status_code == 409
    harmless(answer.text)
    good = fields(client.get(f"/case/tricks/conflicts?{at}").text, "aside", "A-1") | {"reason": CLOSE, "by": IMAGE}
    done = client.post(f"/case/tricks/conflicts?{at}", data=good)
    assert done.status_code == 200
    assert "Set aside" in done.text
    harmless(done.text)


def test_every_control_has_a_name_and_headings_come_in_order(client):
    page = client.get(f"/case/{CASE}/conflicts?{AT}").text
    levels = [int(n) for n in re.findall(r"<h([1-6])[ >]", page)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert " style=" not in page


def test_by_keyboard_alone_without_javascript(browser, own_workbench, watch):
    page = opened(browser, own_workbench, watch, java_script_enabled=False)
    page.goto(f"/case/{CASE}/conflicts?{AT}")
    summary = page.locator("details.deed > summary").first
    claim = summary.inner_text().split()[1]
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("seen by nobody else")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("A. Clerk")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="Saved").wait_for()
    assert f"A. Clerk sets {claim} aside: seen by nobody else" in page.get_by_role("status").filter(has_text="Saved").inner_text()
    page.get_by_role("button", name="Undo this save").click()
    assert claim not in aside_ids(own_workbench.cases)
    page.context.close()
