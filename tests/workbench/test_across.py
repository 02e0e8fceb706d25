"""Through answers, reasons and law as a person goes: by keyboard alone, without JavaScript, and without a word to the outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from tests.workbench.tour import DATES, FURNITURE, KURSK, TOUR, furnish

from conftest import Watch, Workbench, copied, opened, serving

PAGES = [address for addresses in TOUR.values() for address in addresses]
ARTICLE = "td[data-question=article-4][data-stance=text]"
FOCUSED = """() => {
  const e = document.activeElement, seen = getComputedStyle(e), box = e.getBoundingClientRect();
  return {href: e.getAttribute("href") || "", text: (e.textContent || "").trim(), outlined: seen.outlineStyle !== "none",
          inside: box.bottom > 0 && box.top < innerHeight, cell: (e.closest("td") || e).dataset.question || ""}
}"""


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    folder = copied(tmp_path_factory.mktemp("tour"), FURNITURE)
    furnish(folder)
    yield from serving(folder)


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def window(browser: Any, furnished: Workbench, request: pytest.FixtureRequest) -> Iterator[Any]:
    watch = Watch("")
    page = opened(browser, furnished, watch, java_script_enabled=request.param)
    page.set_default_timeout(120_000)
    yield page
    page.context.close()
    assert not watch.troubles, watch.troubles


def tab_to(page: Any, wanted: str, key: str = "Tab") -> None:
    """Press a key until what is focused has this in its address or its text; wherever one stops, it can be seen."""
    passed = []
    for _ in range(400):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement === document.body"):
            continue  # between the last stop of the page and its first
        here = page.evaluate(FOCUSED)
        assert here["inside"], f"out of sight: {here}"
        assert here["outlined"], f"no outline: {here}"
        if wanted in here["href"] or here["text"] == wanted:
            return
        passed.append(here["text"][:30])
    raise AssertionError(f"{wanted!r} is not reached by {key}; passed {passed[-60:]}")


def test_the_keyboard_goes_from_answers_to_reasons_to_law_and_back(browser, furnished, watch):
    page = opened(browser, furnished, watch, reduced_motion="reduce")  # so that a focus is in sight at once
    page.goto(f"{KURSK}?{DATES}&stance=text&order=pages")
    there = page.locator(ARTICLE).inner_text()
    tab_to(page, "/why/")
    for _ in range(60):
        if page.evaluate(FOCUSED)["cell"] == "article-4":
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/why/article-4"))
    assert page.locator(".verdict b").inner_text() in there
    tab_to(page, "/law/csto/CST")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/law/csto/CST"))
    assert "Article 4" in page.locator("main").inner_text() or "CST:4" in page.locator("main").inner_text()
    tab_to(page, f"{KURSK}?")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(KURSK) + r"\?"))
    assert page.locator(ARTICLE).inner_text() == there
    page.context.close()


def test_the_same_way_by_links_alone(window):
    window.goto(f"{KURSK}?{DATES}&stance=text&order=pages")
    there = window.locator(ARTICLE).inner_text()
    window.locator(f"{ARTICLE} > a").click()
    window.wait_for_url(re.compile("/why/article-4"))
    window.locator("main a[href*='/law/csto/CST']:visible").first.click()
    window.wait_for_url(re.compile("/law/csto/CST"))
    window.locator(f"a[href^='{KURSK}?']:visible").first.click()
    window.wait_for_url(re.compile(re.escape(KURSK) + r"\?"))
    assert window.locator(ARTICLE).inner_text() == there


def test_no_page_asks_anybody_else_or_breaks_its_own_policy(window):
    """The watch over the window fails for a request to another host, an error of a script, a violation of the policy."""
    for address in PAGES:
        answer = window.goto(address)
        assert answer.status == 200, address
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert window.locator("h1").count() == 1, address


def test_no_page_moves_sideways_on_a_phone(browser, furnished, watch):
    page = opened(browser, furnished, watch, viewport={"width": 400, "height": 800})
    page.set_default_timeout(120_000)
    wide = []
    for address in PAGES:
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(address)
    page.context.close()
    assert not wide
