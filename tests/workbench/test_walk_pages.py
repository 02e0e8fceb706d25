"""The guided walk as a newcomer plays it, by keyboard alone; and two windows that record an act at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from tests.workbench.conftest import Watch, Workbench, copied, opened, serving, visitor
from tests.workbench.test_matter import hidden, told

ALERT, STATUS = "[role=alert]", "main [role=status]"


@pytest.fixture
def desk(tmp_path: Any) -> Iterator[Workbench]:
    """A workbench with one case and room for more."""
    folder = tmp_path / "cases"
    folder.mkdir()
    yield from serving(copied(folder, ["turkiye-2003"]))


def begun(visits: Any) -> str:
    """The address of a new walk."""
    answer = visits.post("/walk", data={**hidden(visits.get("/walk").text), "regime": "csto"})
    assert answer.url.path.endswith("/walk"), answer.text
    return str(answer.url.path)


def chosen(visits: Any, page: str, **fields: str) -> Any:
    """A choice sent with the form that the page has now."""
    return visits.post(page, data={**hidden(visits.get(page).text), "act": "do", **fields})


def tabbed(page: Any, words: str) -> None:
    """Press the tab key until a control that says this is reached, then Enter."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if words in page.evaluate("(document.activeElement.innerText || '') + (document.activeElement.ariaLabel || '')"):
            break
    else:
        raise AssertionError(f"the tab key does not reach “{words}” on {page.url}")
    before = page.evaluate("performance.timeOrigin")
    page.keyboard.press("Enter")
    page.wait_for_function("before => performance.timeOrigin !== before && document.readyState === 'complete'", arg=before)


def test_a_newcomer_walks_from_start_to_end_by_keyboard_alone(browser: Any, desk: Workbench, watch: Watch) -> None:
    page = opened(browser, desk, watch)
    tabbed(page, "Play a guided walk")
    tabbed(page, "Begin:")
    assert page.url.endswith("/case/walk-csto/walk")
    assert page.locator("#place").inner_text() == "Step 1 of 8"
    tabbed(page, "The Council decides at once to send forces")  # too early
    assert "The rules do not allow this yet." in page.locator(ALERT).inner_text()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    watch.troubles.clear()  # the refusal itself, 422
    for number in range(2, 9):
        tabbed(page, "1. ")
        assert page.locator("#place").inner_text() == f"Step {number} of 8"
        assert "On record now" in page.locator(STATUS).inner_text()
        if number == 4:
            assert re.search(r"Did the state in trouble request help\? open → yes", page.locator(STATUS).inner_text())
    tabbed(page, "1. ")
    assert page.locator("#place").inner_text().startswith("The end")
    assert page.get_by_role("link", name="foedus agenda walk-csto --actor Kyrgyzstan").is_visible()
    tabbed(page, "Take the last choice back")
    assert page.locator("#place").inner_text() == "Step 8 of 8"
    assert "Taken back" in page.locator(STATUS).inner_text()
    tabbed(page, "The log")
    assert page.locator("ol.log > li").count() == page.locator("ol.log > li").first.evaluate("li => li.value")
    assert page.locator("ol.log del").count() > 0
    page.context.close()


def test_two_windows_record_an_act_at_once_and_nothing_is_lost(browser: Any, desk: Workbench, watch: Watch) -> None:
    form = {"name": "harbour", "regime": "csto", "requester": "Tajikistan", "zone": "+05:00"}
    visits = visitor(desk)
    assert visits.post("/new/matter", data={**hidden(visits.get("/new/matter").text), **form}).status_code == 200
    one, two = opened(browser, desk, watch), opened(browser, desk, watch)
    for window, who in ((one, "Ada"), (two, "Ben")):
        window.goto("/case/harbour/acts")
        window.get_by_label(re.compile("^Sentence")).fill(f"{{Tajikistan}} requests help by {{the letter of {who}}}")
        window.get_by_label(re.compile("^When")).fill("2025-03-03T08:00")
        window.get_by_label(re.compile("^Source")).fill(f"a note of {who}'s")
        window.get_by_label("Entered by", exact=True).fill(who)
    one.get_by_role("button", name="Record it").click()
    one.wait_for_url("**recorded=1**")
    two.get_by_role("button", name="Record it").click()
    two.locator(ALERT).wait_for()
    said = two.locator(ALERT).inner_text()
    assert "1 entry was added to the log after you opened this form" in said
    assert "Tajikistan requests help by the letter of Ada" in said
    assert two.get_by_label(re.compile("^Sentence")).input_value() == "{Tajikistan} requests help by {the letter of Ben}"
    assert two.get_by_label(re.compile("^Source")).input_value() == "a note of Ben's"
    assert two.get_by_label("Entered by", exact=True).input_value() == "Ben"
    entries = visits.get("/case/harbour/acts.json").json()["entries"]
    assert [e["who"] for e in entries] == ["Ada"]
    two.get_by_role("button", name="Record it on the log as it is now").click()
    two.wait_for_url("**recorded=2**")
    assert [e["who"] for e in visits.get("/case/harbour/acts.json").json()["entries"]] == ["Ada", "Ben"]
    assert [t for t in watch.troubles if "409" not in t] == []
    watch.troubles.clear()
    for window in (one, two):
        window.context.close()


def test_the_walk_works_without_javascript_and_on_a_phone(browser: Any, desk: Workbench, watch: Watch) -> None:
    begun(visitor(desk))
    page = opened(browser, desk, watch, java_script_enabled=False, viewport={"width": 400, "height": 800})
    page.goto("/case/walk-csto/walk")
    page.get_by_role("button", name=re.compile("^1")).click()
    assert page.locator("#place").inner_text() == "Step 2 of 8"
    page.context.close()
    page = opened(browser, desk, watch, viewport={"width": 400, "height": 800})
    for path in ("/walk", "/case/walk-csto/walk", "/case/walk-csto/acts", "/case/turkiye-2003/votes", "/vote", "/new/matter"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    page.context.close()


# --- without a browser -----------------------------------------------------------------------------


def test_what_came_too_early_can_be_done_all_the_same_and_is_marked(desk: Workbench) -> None:
    visits = visitor(desk)
    page = begun(visits)
    refused = chosen(visits, page, choice="2")
    assert refused.status_code == 422
    assert "The rules do not allow this yet." in told(refused.text) and "Do it all the same" in told(refused.text)
    kept = chosen(visits, page, choice="2", anyway="yes")
    assert kept.status_code == 200 and "recorded all the same" in kept.text
    assert visits.get(f"{page}.json").json()["last"][0]["against"]


def test_a_second_walk_has_a_folder_of_its_own(desk: Workbench) -> None:
    visits = visitor(desk)
    assert [begun(visits), begun(visits)] == ["/case/walk-csto/walk", "/case/walk-csto-2/walk"]
    assert visits.get("/walk.json").json()["begun"] == ["walk-csto", "walk-csto-2"]


BAD_CHOICES = [
    ({"choice": "9"}, 400, "there is no choice “9” choose 1 to 2 choice"),
    ({"choice": "one"}, 400, "there is no choice “one”"),
    ({"choice": "1", "step": "consult"}, 400, "this is no choice of the step where the walk stands"),
    ({"act": "dance"}, 400, "this is no choice of the step where the walk stands"),
    ({"act": "back"}, 400, "there is nothing to take back choose something first"),
    ({"choice": "1", "head": "0"}, 409, "0 entries were added to the log after you opened this form"),
    ({"choice": "1", "seen": ""}, 400, "the form does not say what the log was when it was made"),
]


def test_bad_choices_say_what_is_wrong_and_record_nothing(desk: Workbench) -> None:
    visits = visitor(desk)
    page = begun(visits)
    assert len(BAD_CHOICES) == 7
    for fields, status, words in BAD_CHOICES:
        answer = chosen(visits, page, **fields)
        assert (answer.status_code, words in told(answer.text)) == (status, True), (fields, told(answer.text))
    assert visits.get(f"{page}.json").json()["last"] == []


def test_a_choice_of_a_window_that_is_behind_is_not_taken(desk: Workbench) -> None:
    visits = visitor(desk)
    page = begun(visits)
    behind = hidden(visits.get(page).text)
    assert chosen(visits, page, choice="1").status_code == 200
    late = visits.post(page, data={**behind, "act": "do", "choice": "1"})
    assert late.status_code == 409
    assert "2 entries were added to the log after you opened this form" in told(late.text)
    assert visits.get(f"{page}.json").json()["step"]["number"] == 2


def test_a_walk_that_is_none_is_refused(desk: Workbench) -> None:
    visits = visitor(desk)
    for regime in ("nato", "", "../csto"):
        answer = visits.post("/walk", data={**hidden(visits.get("/walk").text), "regime": regime})
        assert answer.status_code == 400 and f"“{regime}” has no guided walk" in told(answer.text)
    assert [p.name for p in desk.cases.iterdir()] == ["turkiye-2003"]
