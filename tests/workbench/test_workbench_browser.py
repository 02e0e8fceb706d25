"""The workbench as a person uses it: by mouse, by keyboard alone, without JavaScript, and by a link somebody sent."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

CASE = "/case/turkiye-2003"
DATES = "as-of=2003-02-17T00%3A00%2B01%3A00&known-to=2003-03-01T00%3A00%2B01%3A00"
KURSK = "/case/russia-2024?as-of=2024-11-30T00%3A00%2B03%3A00&known-to=2024-12-15T00%3A00%2B03%3A00"


def cells(page) -> dict[tuple[str, str], str]:
    """What every answer on the page says."""
    found = page.locator("td[data-question]").evaluate_all(
        "all => all.map(t => [t.dataset.question, t.dataset.stance, t.dataset.words])"
    )
    return {(question, stance): words for question, stance, words in found}


def asked(page) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(page.url).query))


def settled(page, **state: str) -> None:
    """Wait until the address says this and the page has come."""
    page.wait_for_function(
        "state => Object.entries(state).every(([k, v]) => new URLSearchParams(location.search).get(k) === v)"
        " && !document.querySelector('[aria-busy=true]')",
        arg=state,
    )


def test_from_the_table_to_the_reasons_and_back(page):
    page.goto(f"{CASE}?{DATES}")
    before = cells(page)
    page.locator("td[data-question=adopted-in-council][data-stance=text] > a").click()
    page.wait_for_url(re.compile("/why/adopted-in-council"))
    assert page.locator(".verdict b").inner_text() == before["adopted-in-council", "text"]
    page.get_by_role("link", name="All answers").click()
    page.wait_for_url(re.compile(r"/case/turkiye-2003\?.*#why-"))
    assert cells(page) == before


def test_a_slider_moves_through_the_instants_and_says_what_changed(page):
    page.goto(f"{CASE}?{DATES}")
    before, start = cells(page), page.url
    slider = page.get_by_role("slider", name=re.compile("^As of"))
    slider.focus()
    page.evaluate("document.querySelector('header').dataset.stays = 'yes'")
    page.keyboard.press("Home")
    first = page.locator("#stops option[data-c*=a]").first.get_attribute("value")
    settled(page, **{"as-of": first})
    assert page.locator("header[data-stays=yes]").count() == 1  # the page was not loaded anew
    assert page.evaluate("document.activeElement.id") == "as-of-slider"
    changed = {k for k, words in cells(page).items() if words != before[k]}
    assert changed
    assert f"{len(changed)} answers changed." in page.locator("#live").inner_text()
    marked = page.locator("td.changed").evaluate_all("all => all.map(t => [t.dataset.question, t.dataset.stance])")
    assert {tuple(m) for m in marked} == changed
    assert page.locator("#as-of").input_value() == first
    after = cells(page)
    page.reload()
    assert cells(page) == after  # the address holds what the slider did
    page.go_back()
    settled(page, **{"as-of": asked(page)["as-of"]})
    assert page.url == start
    assert cells(page) == before


def test_as_of_takes_the_knowledge_date_along(page):
    page.goto(f"{CASE}?{DATES}")
    page.get_by_label("as known then").check()
    settled(page, then="1")
    assert "known-to" not in asked(page)
    page.get_by_label("As of: one change earlier").click()
    page.wait_for_function("() => !location.search.includes('2003-02-17')")
    assert page.locator("#known-to").input_value() == page.locator("#as-of").input_value()


def test_a_keyboard_is_enough(page):
    page.goto(f"{CASE}?{DATES}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the page"
    page.keyboard.press("Enter")
    for _ in range(40):  # from the page to the first answer
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('td[data-question]')"):
            break
    here = "(t => [t.dataset.question, t.dataset.stance])(document.activeElement.closest('td'))"
    table = list(cells(page))
    assert tuple(page.evaluate(here)) == table[0]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    stances = list(dict.fromkeys(stance for _, stance in table))
    questions = list(dict.fromkeys(question for question, _ in table))
    assert page.evaluate(here) == [questions[1], stances[1]]
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")  # nothing lies beyond
    assert page.evaluate(here) == [questions[1], stances[-1]]
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/why/{questions[1]}"))
    assert f"under {stances[-1]}" in page.locator(".verdict").inner_text()


def test_rows_are_found_by_words_and_by_openness(page):
    page.goto(KURSK)
    rows = page.locator("table.cells tbody tr:has(td)")
    assert rows.count() == 21
    page.get_by_role("searchbox", name="Find").fill("trigger article-4")
    assert rows.locator("visible=true").count() == 1
    assert page.locator("output").inner_text() == "1 question shown"
    page.get_by_role("searchbox", name="Find").fill("")
    page.get_by_label("only what is open").check()
    shown = rows.locator("visible=true").count()
    assert shown == page.locator("tbody tr:has(td.v-open)").count() < 21


def test_a_reading_is_chosen_and_taken_back(page):
    page.goto(KURSK)
    before = cells(page)
    page.get_by_text("How the text is read").click()
    page.get_by_label(re.compile("^goods threatened")).select_option("goods threatened:all")
    page.locator("#choose-readings > button").click()
    settled(page, reading="goods threatened:all")
    assert "stance" not in asked(page)
    assert {k: w for k, w in cells(page).items() if w != before[k]} == {("article-2-shown", "text"): "not made out"}
    page.get_by_role("link", name=re.compile("^Leave out: The text is read")).click()
    page.wait_for_function("() => !location.search.includes('reading')")
    assert cells(page) == before


def test_every_step_unfolds_at_once(page):
    page.goto(KURSK.replace("?", "/why/article-4?") + "&stance=text")
    closed = page.locator("#tree details:not([open])")
    assert closed.count() > 0
    page.get_by_role("link", name="Unfold everything").click()
    assert closed.count() == 0


def test_without_javascript_dates_choices_and_steps_work_by_links_and_forms(plain_page):
    page = plain_page
    page.goto(f"{CASE}?{DATES}")
    assert page.get_by_role("slider").count() == 0
    assert not page.get_by_role("searchbox", name="Find").is_visible()
    before = cells(page)
    earlier = page.get_by_label("As of: one change earlier")
    earlier.click()
    assert asked(page)["as-of"] < "2003-02-17"
    assert page.locator("#as-of").input_value() == asked(page)["as-of"]
    page.locator("#as-of").fill("2003-02-17T00:00+01:00")
    page.get_by_role("button", name="Ask").first.click()
    assert asked(page)["as-of"] == "2003-02-17T00:00+01:00"
    assert cells(page) == before
    page.locator("td[data-question=adopted-in-council][data-stance=text] > a").click()
    page.get_by_role("link", name="Unfold everything").click()
    assert page.locator("#tree details:not([open])").count() == 0
    page.get_by_role("link", name="Law", exact=True).click()
    assert "/law/" in page.url


def test_a_page_that_cannot_be_fetched_is_opened_as_a_link_would_be(page, watch):
    page.goto(f"{CASE}?{DATES}")
    page.evaluate("() => { window.fetch = () => Promise.reject(new Error('no network')) }")
    page.get_by_label("As of: one change earlier").click()
    page.wait_for_function("() => !location.search.includes('2003-02-17')")
    page.wait_for_load_state()
    assert page.evaluate("typeof window.fetch === 'function' && !String(window.fetch).includes('no network')")


def test_a_date_that_is_none_is_explained(page, watch):
    page.goto(f"{CASE}?{DATES}")
    page.locator("#as-of").fill("soon")
    page.locator("#as-of").press("Enter")
    page.get_by_role("alert").wait_for()
    assert "“soon” is no date" in page.get_by_role("alert").inner_text()
    assert [t for t in watch.troubles if "400" not in t] == []
    watch.troubles.clear()


def test_a_link_reopened_by_somebody_else_gives_the_same_answers(page, browser, workbench, watch):
    from conftest import opened

    page.goto(f"{CASE}?{DATES}&stance=text&stance=Heath+1963")
    other = opened(browser, workbench, watch)
    other.goto(page.url)
    assert cells(other) == cells(page)
    assert other.url == page.url
    other.context.close()


def test_a_phone_shows_every_answer_without_moving_the_page_sideways(browser, workbench, watch):
    from conftest import opened

    page = opened(browser, workbench, watch, viewport={"width": 400, "height": 800})
    for path in (KURSK, KURSK.replace("?", "/why/article-4?") + "&stance=text", KURSK.replace("?", "/hinges?")):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    page.context.close()
