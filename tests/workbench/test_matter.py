"""A live request in the workbench: its forms and what is said of bad ones, two windows, and links to what it was before."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from tests.workbench.conftest import Workbench, copied, serving, visitor

from foedus.keeping import Versions
from foedus.workbench import Desk

REQUEST = "{Tajikistan} requests help by {the letter}"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """A workbench with one case, into whose folder matters are put."""
    yield from serving(copied(tmp_path_factory.mktemp("cases"), ["turkiye-2003"]))


@pytest.fixture
def visits(desk: Workbench) -> Any:
    return visitor(desk)


def hidden(page: str) -> dict[str, str]:
    """What the forms of a page carry."""
    return dict(re.findall(r'<input type="hidden" name="(form|seen|head|step)" value="([^"]*)"', page))


def told(page: str) -> str:
    """What the alert of a page says, as a person reads it."""
    found = re.search(r'<div role="alert".*?</div>', page, re.S)
    assert found, "nothing is announced"
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found[0])).split())


def opened(visits: Any, name: str, **more: str) -> str:
    """The address of a new matter."""
    given = {"name": name, "regime": "csto", "requester": "Tajikistan", "zone": "+05:00"} | more
    answer = visits.post("/new/matter", data={**hidden(visits.get("/new/matter").text), **given})
    assert answer.status_code == 200 and answer.url.path == f"/case/{name}/acts", answer.text
    return str(answer.url.path)


def sent(visits: Any, page: str, **fields: str) -> Any:
    """An act sent with the form that the page has now."""
    given = {"act": "record", "who": "Ada", "at": "2025-03-03T08:00"} | fields
    return visits.post(page, data={**hidden(visits.get(page).text), **given})


# --- opening ---------------------------------------------------------------------------------------

BAD_SETTINGS = [
    ({"name": "../out"}, 422, "“../out” is no name for a folder use letters, digits, - and _ name"),
    ({"name": ""}, 422, "“” is no name for a folder use letters, digits, - and _ name"),
    ({"name": "turkiye-2003"}, 422, "“turkiye-2003” is there already choose another name; nothing is overwritten name"),
    ({"regime": "cstoo"}, 422, "no regime is called “cstoo” nearest known: csto regime"),
    ({"regime": "../law/csto"}, 422, "no regime is called “../law/csto”"),
    ({"requester": "Tajikstan"}, 422, "no state is called “Tajikstan” nearest known: Tajikistan requester"),
    ({"zone": "noon"}, 422, "zone"),
    ({"title": "bell \x07"}, 422, "the title is longer than 200 letters, or holds signs that cannot be printed retype it title"),
    ({"title": "t" * 201}, 422, "the title is longer than 200 letters"),
]


def test_every_kind_of_bad_setting_is_tried() -> None:
    assert len(BAD_SETTINGS) == 9


@pytest.mark.parametrize(("change", "status", "words"), BAD_SETTINGS, ids=lambda v: str(v)[:30])
def test_a_matter_that_cannot_be_opened_says_why_and_keeps_what_was_typed(
    visits: Any, desk: Workbench, change: dict[str, str], status: int, words: str
) -> None:
    given = {"name": "bad", "regime": "csto", "requester": "Tajikistan", "title": "A title", "zone": "+05:00"} | change
    answer = visits.post("/new/matter", data={**hidden(visits.get("/new/matter").text), **given})
    assert answer.status_code == status
    assert words in told(answer.text)
    assert all(f'value="{html.escape(given[k])}"' in answer.text for k in ("requester", "zone"))
    assert not (desk.cases / "bad").exists()
    assert not (desk.cases.parent / "out").exists()


def test_where_the_cases_are_those_of_the_house_there_is_no_room(client: Any) -> None:
    assert Desk(None).workplace is None


# --- acts ------------------------------------------------------------------------------------------


def test_an_act_is_recorded_refused_kept_all_the_same_and_undone(visits: Any) -> None:
    at = opened(visits, "course")
    page = sent(visits, at, says=REQUEST, source="the minister's note").text
    assert "Entry 1 is on the disk." in page
    assert "new: the letter (request)" in page and "source: the minister&#39;s note" in page
    assert sent(visits, at, says="{the letter} is an official request", at="2025-03-03T08:01").status_code == 200
    refused = sent(visits, at, says="Russia sends the Russian contingent to the mission", at="2025-03-03T09:00", by="Russia")
    assert refused.status_code == 422
    words = told(refused.text)
    assert "The rules do not allow this yet. Nothing was recorded" in words
    assert "Russia is barred from it. Missing: Russia consents at home to sending the Russian contingent" in words
    assert "if recorded all the same: recorded as a breach of this bar" in words
    assert re.search(r'href="/law/csto/RU:use-abroad\?[^"]*#rule-', refused.text)
    assert (
        'value="2025-03-03T09:00"' in refused.text
        and ">Russia sends the Russian contingent to the mission</textarea>" in refused.text
    )
    before = visits.get(f"{at}.json").json()["entries"]
    kept = sent(
        visits, at, says="Russia sends the Russian contingent to the mission", at="2025-03-03T09:00", by="Russia", anyway="yes"
    )
    assert kept.status_code == 200 and "Recorded all the same: Russia is barred from it." in kept.text
    undone = sent(visits, at, act="undo", number="3", why="it never flew")
    assert "Undone by entry 4: it never flew" in undone.text and "<del>Russia sends" in undone.text
    entries = visits.get(f"{at}.json").json()["entries"]
    assert entries[: len(before)] == before
    assert [e["kind"] for e in entries] == ["act", "act", "act", "undo"]
    assert entries[2]["undone_by"] == 4


def test_a_phrase_asks_for_what_fills_its_slots(visits: Any) -> None:
    at = opened(visits, "slots")
    phrase = "{S} requests help by {R}"
    page = visits.get(at, params={"phrase": phrase}).text
    assert '<option value="Tajikistan">' in page
    assert "request, new: give it a name" in page
    done = sent(visits, at, phrase=phrase, **{"slot-1": "Tajikistan", "slot-2": "the appeal"})
    assert "Tajikistan requests help by the appeal" in done.text and done.status_code == 200
    ballot = {"phrase": "votes for in {B}", "amount": "69", "new": "the ballot:ballot", "slot-1": "the ballot"}
    counted = sent(visits, at, **ballot)
    assert counted.status_code == 422
    assert "“votes for in the ballot = 69”. “the ballot” has not come about yet." in told(counted.text)
    kept = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', counted.text.partition("</form>")[0]))
    assert kept["anyway"] == "yes" and kept["slot-1"] == "the ballot"  # the button sends exactly what was refused
    done = visits.post(at, data={name: html.unescape(value) for name, value in kept.items()})
    assert "votes for in the ballot = 69" in done.text and "Recorded all the same" in done.text


BAD_ACTS = [
    ({"says": ""}, 400, "nothing is said write a sentence, or choose a phrase and fill it sentence"),
    ({"says": "nonsense here"}, 400, "no phrase says “nonsense here” choose one of the phrases in the list"),
    ({"says": "Tajikstan requests help by {a note}"}, 400, "no state is called “Tajikstan” nearest known: Tajikistan"),
    ({"says": "{Russia} sends {the company} to {the mission}"}, 400, "or stands under “New” as NAME:contingent"),
    ({"says": "Russia consults on {the raid}", "new": "the raid"}, 400, "“the raid” declares nobody write NAME:TYPE"),
    ({"says": "Russia consults on {the raid}", "new": "the raid:nothing"}, 400, "no type is called “nothing”"),
    ({"says": REQUEST, "at": "soon"}, 400, "when: “soon”"),
    ({"says": "votes for in {the ballot}", "new": "the ballot:ballot"}, 400, "is a count and needs its number"),
    ({"says": REQUEST, "by": "tajikistan"}, 400, "nobody is called “tajikistan” nearest known: Tajikistan"),
    ({"says": REQUEST, "source": "bell \x07"}, 400, "it holds signs that cannot be printed retype it source"),
    ({"phrase": "{S} dances"}, 400, "the law has no phrase “{S} dances”"),
    (
        {"phrase": "{S} requests help by {R}", "slot-1": "Tajikistan"},
        400,
        "nobody fills {R} in “{S} requests help by {R}” name a request R",
    ),
    ({"phrase": "votes for in {B}", "slot-1": "the ballot"}, 400, "counts something, and no number is given"),
    ({"act": "undo", "number": "99", "why": "typo"}, 400, "entry 99 is no act of this matter nothing is recorded yet act"),
    ({"act": "undo", "number": "x", "why": "typo"}, 400, "“x” is no number of an act"),
    ({"act": "dance"}, 400, "“dance” is nothing that can be done here"),
    ({"says": REQUEST, "head": ""}, 400, "the form does not say what the log was when it was made"),
    ({"says": REQUEST, "seen": "-1"}, 400, "the form does not say what the log was when it was made"),
]


def test_every_kind_of_bad_act_is_tried() -> None:
    assert len(BAD_ACTS) == 18


@pytest.fixture(scope="module")
def blank(desk: Workbench) -> str:
    """The address of a matter into which nothing gets."""
    return opened(visitor(desk), "blank")


@pytest.mark.parametrize(("fields", "status", "words"), BAD_ACTS, ids=lambda v: str(v)[:40])
def test_a_bad_act_says_what_is_wrong_and_keeps_what_was_typed(
    visits: Any, blank: str, fields: dict[str, str], status: int, words: str
) -> None:
    answer = sent(visits, blank, **{"source": "kept as typed"} | fields)
    assert answer.status_code == status
    said = told(answer.text)
    assert words in said
    assert "--" not in said and "foedus law" not in said  # the words of the form, not of the command line
    assert "Ada" in answer.text and ("source" in fields or "kept as typed" in answer.text)
    assert visits.get(f"{blank}.json").json()["entries"] == []


def test_an_undo_needs_a_reason(visits: Any) -> None:
    at = opened(visits, "reasons")
    sent(visits, at, says=REQUEST)
    answer = sent(visits, at, act="undo", number="1", why=" ")
    assert answer.status_code == 400
    assert "an act is not undone without a reason say why reason" in told(answer.text)


def test_a_case_has_no_acts_and_no_walk(visits: Any) -> None:
    for page, words in (("acts", "is a case, which has no log"), ("walk", "is no guided walk")):
        answer = visits.get(f"/case/turkiye-2003/{page}")
        assert answer.status_code == 400 and words in told(answer.text)
    assert visits.get("/case/reasons/walk").status_code == 400


def test_who_writes_into_the_log_elsewhere_is_waited_for_in_words(visits: Any, desk: Workbench) -> None:
    from foedus.keeping import keeping

    at = opened(visits, "locked")
    carried = hidden(visits.get(at).text)
    with keeping(desk.cases / "locked", "another"):
        answer = visits.post(at, data={**carried, "act": "record", "says": REQUEST, "who": "Ada"})
    assert answer.status_code == 422
    assert "another process is writing to this matter" in told(answer.text)
    assert f">{REQUEST}</textarea>" in answer.text


def test_a_log_that_was_tampered_with_is_explained(visits: Any, desk: Workbench) -> None:
    at = opened(visits, "tampered")
    sent(visits, at, says=REQUEST)
    log = desk.cases / "tampered" / "log.jsonl"
    log.write_text(log.read_text("utf-8").replace("Tajikistan", "Uzbekistan"), "utf-8")
    answer = visits.get(at)
    assert answer.status_code == 422
    assert "entry 1 " in told(answer.text) and "was changed after it was written" in told(answer.text)


# --- what it was before ----------------------------------------------------------------------------


def test_a_link_gives_the_answers_of_the_log_as_it_was(visits: Any, desk: Workbench) -> None:
    at = opened(visits, "earlier")
    sent(visits, at, says=REQUEST)
    before = visits.get("/case/earlier/why/request", params={"stance": "text"})
    link = str(before.url)
    assert Versions(desk.cases / "earlier").present in link
    sent(visits, at, act="undo", number="1", why="it was another letter")
    after = visits.get("/case/earlier/why/request.json", params={"stance": "text"}).json()
    then = visits.get(link).text
    assert "Go to the record as it is now" in then
    as_it_was = visits.get(link.replace("/request?", "/request.json?")).json()
    assert as_it_was["cell"]["verdict"] == "yes" and after["cell"]["verdict"] != "yes"


def test_versions_name_what_the_log_held_and_nothing_else(visits: Any, desk: Workbench, tmp_path: Any) -> None:
    at = opened(visits, "versions")
    known = Versions(desk.cases / "versions")
    empty = known.present
    sent(visits, at, says=REQUEST)
    later = Versions(desk.cases / "versions")
    assert [later.after(0), later.after(1)] == [empty, later.present]
    old = later.at(empty, tmp_path)
    assert old is not None and old.name == "versions" and (old / "log.jsonl").read_bytes() == b""
    assert later.at("0" * 16, tmp_path) is None
    assert later.at("../../etc", tmp_path) is None
    log = desk.cases / "versions" / "log.jsonl"
    log.write_bytes(log.read_bytes() + b'{"length":9')  # what a killed process left
    assert Versions(desk.cases / "versions").present == later.present


def test_pages_of_a_log_hold_no_dates(visits: Any) -> None:
    at = opened(visits, "dates")
    answer = visits.get(at, params={"as-of": "2020-01-01", "record": "0" * 16, "phrase": "{S} requests help by {R}"})
    assert "as-of" not in str(answer.url) and "record=" not in str(answer.url)
    assert "phrase=" in str(answer.url)


def test_what_may_be_done_next_is_the_agenda_in_short(visits: Any) -> None:
    at = opened(visits, "next")
    sent(visits, at, says="{the raid} arises for {Tajikistan}")
    plain = visits.get(at).text
    assert "Work it out" in plain
    worked = visits.get(at, params={"next": "yes"}).text
    assert "Owed only if what is open turns out so" in worked and "consults on the raid" in worked
