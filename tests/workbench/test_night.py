"""The night of 5 to 6 January 2022 and the Kyrgyz approval, told by the pages as it was known at the time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

import foedus
from conftest import Watch, Workbench, copied, opened, serving
from foedus.door import Asking

NAME = "kazakhstan-2022"
CASE = f"/case/{NAME}"
NIGHT = {
    "appeal": "2022-01-06T01:30+06:00",  # the appeal was broadcast; nobody is known to have consulted
    "consultations": "2022-01-07T00:30+06:00",  # it is certain that the chair's announcement was out, not yet that the decision was
    "decision": "2022-01-07T02:30+06:00",
}
QUESTIONS = ("request", "consultations-asked", "consultations-held", "decision-adopted", "article-4")
PAGES = ("", "/agenda", "/timeline", "/conflicts", "/contributions", "/why/decision-adopted")


class Page:
    """A page as it came: its markup, its words, and what its cells say."""

    def __init__(self, page: Any) -> None:
        self.markup: str = page.content()
        self.words: str = " ".join(page.locator("main").inner_text().split())
        found = page.locator("td[data-question]").evaluate_all("all => all.map(t => [t.dataset.question, t.dataset.words])")
        self.cells: dict[str, str] = dict(found)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """A workbench on the case alone."""
    yield from serving(copied(tmp_path_factory.mktemp("night"), [NAME]))


@pytest.fixture(scope="module")
def window(browser: Any, office: Workbench) -> Iterator[Any]:
    """One window of a browser for the whole night; nothing may go wrong in it."""
    watch = Watch("")
    page = opened(browser, office, watch)
    page.set_default_timeout(240_000)
    yield page
    page.context.close()
    assert not watch.troubles, watch.troubles


@pytest.fixture(scope="module")
def nights(window: Any) -> dict[tuple[str, str], Page]:
    """Every page at the three moments, as then known, under the text."""
    return {(moment, page): look(window, page, **{"as-of": at, "then": "1"}) for moment, at in NIGHT.items() for page in PAGES}


def look(window: Any, page: str, **query: str) -> Page:
    answer = window.goto(f"{CASE}{page}?{urlencode({**query, 'stance': 'text'})}")
    assert answer.status == 200
    return Page(window)


def later(at: str) -> list[str]:
    """The claims that nobody can have known by then."""
    known_to = Asking(NAME, as_of=at, then=True).terms.known_to
    every = Asking(NAME).record.claims
    return [c.id for c in every if c.available.earliest is not None and c.available.earliest > known_to]


# --- the night -----------------------------------------------------------------------------------


@pytest.mark.parametrize("moment", NIGHT)
def test_the_pages_say_what_the_engine_says(nights, moment):
    told = foedus.assess(NAME, as_of=NIGHT[moment], then=True, stance="text", question=QUESTIONS)
    shown = nights[moment, ""].cells
    assert {q: shown[q] for q in QUESTIONS} == {q: told[q, "text"].words for q in QUESTIONS}
    verdict = nights[moment, "/why/decision-adopted"].words
    assert re.search(rf"{re.escape(told['decision-adopted', 'text'].words)} († )?under text", verdict)


def test_the_night_goes_from_the_appeal_to_a_decision(nights):
    found = {moment: (nights[moment, ""].cells["request"], nights[moment, ""].cells["decision-adopted"]) for moment in NIGHT}
    assert found == {"appeal": ("yes", "open"), "consultations": ("yes", "open"), "decision": ("yes", "yes, presumed")}


def test_the_consultations_are_on_the_timeline_before_the_decision_is(nights):
    on_record = {moment: [id in nights[moment, "/timeline"].markup for id in ("KZ-053", "KZ-062")] for moment in NIGHT}
    assert on_record == {"appeal": [False, False], "consultations": [True, False], "decision": [True, True]}


def test_the_agenda_names_the_duty_to_consult_and_who_is_said_to_have_done_so(nights, window):
    """It says what the engine says, duty for duty; that Armenia consulted rests on the claim known by then."""
    at = NIGHT["decision"]
    told = Asking(NAME, as_of=at, then=True, stance="text").agenda().to_json()
    data = window.request.get(f"{CASE}/agenda.json?{urlencode({'as-of': at, 'then': '1', 'stance': 'text'})}").json()
    assert {key: data[key] for key in ("duties", "powers", "bars", "contributions")} == {
        key: told[key] for key in ("duties", "powers", "bars", "contributions")
    }
    consulting = {
        d["bearer"]: d["done"]["claims"] for d in told["duties"] if d["owes"].endswith("consults on the January threat")
    }
    assert "KZ-053" in consulting["Armenia"]
    assert consulting["Kyrgyzstan"] == []
    words = nights["decision", "/agenda"].words
    assert "consults on the January threat" in words
    assert "said to be done: time not known [KZ-053]" in words
    for earlier in ("appeal", "consultations"):
        assert "KZ-053" not in nights[earlier, "/agenda"].markup  # nothing known then tells of the threat, so no duty to consult


def test_a_time_whose_zone_nobody_stated_is_shown_as_such(nights, window):
    window.goto(f"{CASE}/timeline?{urlencode({'as-of': NIGHT['decision'], 'then': '1', 'stance': 'text'})}")
    assert window.locator("#entry-KZ_2d098 th").inner_text().split() == ["on", "this", "day", "zone", "unknown"]
    claim = look(window, "/claim/KZ-098", **{"as-of": NIGHT["decision"], "then": "1"})
    assert "zone unknown" in claim.words


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("moment", NIGHT)
def test_what_came_later_is_on_no_page(nights, moment, page):
    ids = later(NIGHT[moment])
    assert len(ids) > 100
    markup = nights[moment, page].markup
    assert [id for id in ids if re.search(rf"\b{re.escape(id)}\b", markup)] == []


# --- the Kyrgyz approval -------------------------------------------------------------------------

EVENING = {"as-of": "2022-01-06T23:00+06:00", "known-to": "2022-01-07T03:00+06:00"}
APPROVED = {"as-of": "2022-01-08T00:00+06:00", "known-to": "2022-01-08T03:00+06:00"}
"""The end of 7 January: what is dated by the day is certain when the day is over."""


def contributed(window: Any, **query: str) -> dict[str, str]:
    """What the page of contributions has of each contingent."""
    window.goto(f"{CASE}/contributions?{urlencode({**query, 'stance': 'text'})}")
    rows = window.locator("main table tbody tr").evaluate_all("all => all.map(r => [r.cells[0].innerText, r.innerText])")
    return {name: " ".join(text.split()) for name, text in rows}


def consent(window: Any, **query: str) -> Page:
    return look(window, "/why/domestic-consent/KGZ", **query)


def test_on_the_evening_of_6_january_the_approval_is_pending(window):
    page = consent(window, **EVENING)
    verdict = window.locator(".verdict b").inner_text()
    assert (
        verdict
        == foedus.assess(NAME, **asked(EVENING), stance="text", question="domestic-consent/KGZ")[
            "domestic-consent/KGZ", "text"
        ].words
    )
    assert not verdict.startswith("yes")
    assert "KZ-126" not in page.markup
    rows = contributed(window, **EVENING)
    assert "the Kyrgyz company" not in rows
    assert not any("deployed" in row and "150" in row for row in rows.values())


def test_on_7_january_150_people_and_19_vehicles_are_approved_and_none_is_deployed(window):
    consent(window, **APPROVED)
    assert window.locator(".verdict b").inner_text() == "yes"
    rows = contributed(window, **APPROVED)
    told = {row.of: row.figures for row in Asking(NAME, **asked(APPROVED), stance="text").contributed()}
    assert set(rows) == set(told)
    assert told["the Kyrgyz company"] == {"approved": ("150 people", "19 vehicles")}
    assert "150 people; 19 vehicles" in rows["the Kyrgyz company"]
    deployed = {of: figures["deployed"] for of, figures in told.items() if "deployed" in figures}
    assert "the Kyrgyz company" not in deployed
    assert all(figure in rows[of] for of, figures in deployed.items() for figure in figures)


def test_the_threshold_is_two_thirds_of_ninety(window):
    words = consent(window, **APPROVED, all="yes").words
    assert "60" in words
    assert re.search(r"at least 60", words), words[:3000]


def asked(dates: dict[str, str]) -> dict[str, str]:
    return {key.replace("-", "_"): value for key, value in dates.items()}
