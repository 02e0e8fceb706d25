"""Adding claims as a person does: by keyboard alone, without JavaScript, in two windows, and with a server that dies."""

from __future__ import annotations

import csv
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.workbench.conftest import HOUSE, QUICK, copied, opened

CASE = "/case/russia-2024"
AT = "as-of=2024-11-30T00%3A00%2B03%3A00&known-to=2024-12-15T00%3A00%2B03%3A00"
DENIED = "the attack by the Ukrainian forces on Russia falls on the territory of Russia"
DENIAL = f"6 Aug 2024 | {DENIED} | not | src Wire 7 | by Reuters | avail 14 Aug 2024"
FACT = "Russia requests help by the reported demand for troops"
LINE = "12 Aug 2024 | Russia requests help of its allies | src Wire 7 | by Reuters | B2 | avail 14 Aug 2024"
ENOUGH = 30 * 5
"""Keys that somebody who types slowly presses in 30 seconds, which is all that adding a claim may take."""


def claims(cases: Path) -> list[dict[str, str]]:
    return list(csv.DictReader((cases / "russia-2024" / "claims.csv").read_text("utf-8").splitlines()))


def verdict(page, question: str) -> str:
    return page.locator(f"td[data-question={question}][data-stance=text]").get_attribute("data-words")


def focus(page) -> str:
    return page.evaluate("document.activeElement.id")


def looked(page, line: str) -> None:
    """Wait until the preview is that of this line."""
    page.wait_for_function("line => document.querySelector('#preview input[name=looked]')?.value === line", arg=line)


def saved(page) -> str:
    page.wait_for_url(re.compile("saved=1"))
    return page.locator(".done").inner_text()


def test_a_contradicting_claim_by_keyboard_alone_changes_the_verdict_and_the_conflicts(browser, own_workbench, watch):
    page = opened(browser, own_workbench, watch)
    page.goto(f"{CASE}/conflicts?{AT}")
    before = page.locator("main").inner_text()
    page.goto(f"{CASE}?{AT}")
    assert verdict(page, "attack-territory").startswith("yes")
    page.keyboard.press("n")
    page.wait_for_url(re.compile("/add"))
    page.wait_for_function("() => document.activeElement.id === 'line'")
    page.keyboard.type(DENIAL)
    looked(page, DENIAL)
    assert "(against)" in page.locator(".f-fact").inner_text()
    assert "Wire 7 (a new source)" in page.locator(".f-source").inner_text()
    page.locator("#understood[data-state=sound]").wait_for()
    page.keyboard.press("Enter")
    told = saved(page)
    assert len("n") + len(DENIAL) + len(["Enter"]) <= ENOUGH
    assert "adds N-001" in told
    assert focus(page) == "line"
    assert page.locator("#line").input_value() == ""
    row = claims(own_workbench.cases)[-1]
    assert (row["fact"].replace("{", "").replace("}", ""), row["polarity"]) == (DENIED, "against")
    page.get_by_role("link", name="The answers with it").click()
    assert verdict(page, "attack-territory").startswith("open")
    page.get_by_role("link", name="Conflicts", exact=True).click()
    page.wait_for_url(re.compile("/conflicts"))
    after = page.locator("main").inner_text()
    assert "N-001" in after
    assert "N-001" not in before
    page.context.close()


def test_enter_leads_to_the_sentences_and_a_number_chooses_one(browser, own_workbench, watch):
    page = opened(browser, own_workbench, watch)
    page.goto(f"{CASE}/add?{AT}")
    page.keyboard.type(LINE)
    page.keyboard.press("Enter")  # before the preview has come
    page.wait_for_function("() => document.activeElement.id === 'offer-0'")
    offers = page.locator("#offers label").all_inner_texts()
    number = next(n for n, words in enumerate(offers) if FACT in words)
    page.keyboard.press(str(number))
    page.locator(".f-fact", has_text="(for)").wait_for()
    assert focus(page) == f"offer-{number}"
    page.keyboard.press("0")
    page.locator(".f-fact", has_text="a dated note").wait_for()
    page.keyboard.press(str(number))
    page.locator(".f-fact", has_text="(for)").wait_for()
    page.keyboard.press("Enter")
    assert "adds N-001" in saved(page)
    assert claims(own_workbench.cases)[-1]["fact"].replace("{", "").replace("}", "") == FACT
    page.context.close()


def test_enter_saves_a_note_at_once_and_asks_again_where_there_is_a_warning(browser, own_workbench, watch):
    page = opened(browser, own_workbench, watch)
    page.goto(f"{CASE}/add?{AT}")
    page.keyboard.type("12 Aug 2024 | zz qq | src TASS 1835457")
    page.keyboard.press("Enter")
    assert "adds N-001" in saved(page)
    page.goto(f"{CASE}/add?{AT}")
    page.keyboard.type("12 Aug 2030 | zz qqq | src TASS 1835457")  # outside the window of the case
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('#live').textContent.includes('Enter once more')")
    assert len(claims(own_workbench.cases)) == len(claims(HOUSE / "cases")) + 1
    page.keyboard.press("Enter")
    assert "adds N-002" in saved(page)
    page.goto(f"{CASE}/add?{AT}")
    page.keyboard.type("12 Augg | zz | src TASS 1835457")
    page.keyboard.press("Enter")
    page.locator("#line-problems .errors").wait_for()
    page.keyboard.press("Control+Enter")
    page.wait_for_function("() => document.querySelector('#live').textContent.includes('no part of a date')")
    assert page.locator("#line").get_attribute("aria-invalid") is not None
    assert len(claims(own_workbench.cases)) == len(claims(HOUSE / "cases")) + 2
    page.context.close()


def test_two_windows_on_one_case(browser, own_workbench, watch):
    mine, theirs = (opened(browser, own_workbench, watch) for _ in range(2))
    for page in (mine, theirs):
        page.goto(f"{CASE}/add?{AT}")
    theirs.keyboard.type("11 Aug 2024 | theirs | src Wire 7")
    theirs.keyboard.press("Control+Enter")
    saved(theirs)
    line = "12 Aug 2024 | mine | src Wire 8"
    mine.keyboard.type(line)
    mine.keyboard.press("Control+Enter")
    mine.get_by_role("alert").filter(has_text="The record was changed after you opened this page").wait_for()
    assert "changed meanwhile" in mine.get_by_role("alert").first.inner_text()
    assert mine.locator("#line").input_value() == line
    mine.get_by_role("button", name="Save on the record as it is now").click()
    assert "adds N-002" in saved(mine)
    assert [c["says"] for c in claims(own_workbench.cases)][-2:] == ["theirs", "mine"]
    assert [t for t in watch.troubles if "409" not in t] == []
    watch.troubles.clear()
    for page in (mine, theirs):
        page.context.close()


def test_without_javascript_a_line_is_previewed_saved_and_undone(browser, own_workbench, watch):
    page = opened(browser, own_workbench, watch, java_script_enabled=False)
    page.goto(f"{CASE}?{AT}")
    page.get_by_role("link", name="Add", exact=True).click()
    page.locator("#line").fill(LINE)
    page.keyboard.press("Enter")
    page.locator("#understood").wait_for()
    page.get_by_label(FACT).check()
    page.get_by_role("button", name="What would it change?").click()
    page.get_by_role("region", name="Answers that would change").wait_for()
    assert page.get_by_label(FACT).is_checked()
    page.get_by_role("button", name="Save", exact=True).click()
    assert "adds N-001" in saved(page)
    assert claims(own_workbench.cases)[-1]["id"] == "N-001"
    page.get_by_role("button", name="Undo this save").click()
    page.get_by_text("takes back version 2").wait_for()
    assert claims(own_workbench.cases)[-1]["id"] != "N-001"
    page.get_by_role("link", name="History").click()
    page.get_by_role("link", name="What version 2 changed").click()
    assert "N-001 added" in page.locator("#difference").inner_text()
    page.context.close()


# --- a server that dies --------------------------------------------------------------------------


@contextmanager
def running(cases: Path, port: int) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`foedus serve` as a process of its own: the address it prints, and the process."""
    env = {**os.environ, "PYTHONPATH": str(HOUSE / "src"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "foedus", "serve", str(cases), "--port", str(port)]
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert process.stdout is not None
        address = next((found[0] for line in process.stdout if (found := re.search(r"http://\S+token=\S+", line))), "")
        assert address, "it printed no address"
        yield address, process
    finally:
        process.kill()
        process.wait(30)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as made:
        return made.getsockname()[1]


@pytest.mark.parametrize("form", ["line", "fields"])
def test_a_server_that_dies_between_typing_and_saving_loses_nothing(browser, tmp_path, form):
    cases = copied(tmp_path, QUICK[:1])
    port = free_port()
    window = browser.new_context()
    window.set_default_timeout(60_000)
    page = window.new_page()
    where = f"http://127.0.0.1:{port}{CASE}/add" + ("/fields" if form == "fields" else "")
    with running(cases, port) as (address, process):
        page.goto(address)
        page.goto(where)
        if form == "line":
            page.locator("#line").fill(LINE)
            looked(page, LINE)
        else:
            page.get_by_label("Happened", exact=True).fill("2024-08-12")
            page.get_by_label("What happened, in own words").fill("typed with care")
        process.kill()
        process.wait(30)
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_role("alert").filter(has_text="What you typed is kept in this browser").wait_for()
    assert len(claims(cases)) == len(claims(HOUSE / "cases"))
    with running(cases, port) as (address, _):
        page.goto(address)
        page.goto(where)
        page.get_by_role("status").filter(has_text="typed before and was not saved").wait_for()
        if form == "line":
            assert page.locator("#line").input_value() == LINE
            looked(page, LINE)
        else:
            assert page.get_by_label("What happened, in own words").input_value() == "typed with care"
        page.get_by_role("button", name="Save", exact=True).click()
        assert "adds N-001" in saved(page)
        assert claims(cases)[-1]["id"] == "N-001"
        page.goto(where)
        assert page.get_by_role("status").filter(has_text="typed before").count() == 0
    window.close()


def test_what_was_kept_can_be_dropped(browser, own_workbench, watch):
    page = opened(browser, own_workbench, watch)
    page.goto(f"{CASE}/add?{AT}")
    page.keyboard.type(LINE)
    looked(page, LINE)
    page.reload()
    page.get_by_role("button", name="Start empty").click()
    assert page.locator("#line").input_value() == ""
    page.reload()
    assert page.get_by_role("button", name="Start empty").count() == 0
    page.context.close()
