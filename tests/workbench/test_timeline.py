"""The record by the hour: filters, windows, what is drawn and what is said, changes of answers that are asked for."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from tests.workbench.hostile_case import CLOSE, IMAGE, SCRIPT, entered, harmless, hostile
from tests.workbench.test_law import plain

from foedus.assess.backing import bearing
from foedus.door import Asking

CASE = "turkiye-2003"
AT = "as-of=2003-04-01&known-to=2005-01-01"
WHERE = f"/case/{CASE}/timeline?{AT}"
TWIN = f"/case/{CASE}/timeline.json?{AT}"


@pytest.fixture(scope="module")
def asking(workbench) -> Asking:
    return Asking(workbench.cases / CASE, as_of="2003-04-01", known_to="2005-01-01")


@pytest.fixture(scope="module")
def whole(asking):
    return asking.timeline().to_json()


def everything(client, **keys: str) -> dict:
    more = "".join(f"&{k}={v}" for k, v in keys.items())
    return client.get(f"{TWIN}&from=..&to=..{more}").json()


def test_the_entries_are_the_engines_own(client, whole):
    assert everything(client)["entries"] == whole["entries"]
    assert len(whole["entries"]) > 20


def test_every_entry_is_listed_in_words_with_claim_and_source(client, whole):
    page = client.get(f"{WHERE}&from=..&to=..").text
    words = plain(page)
    for entry in whole["entries"]:
        assert f">{entry['claim']}</a>" in page
        assert " ".join((entry["says"] or entry["fact"]).split()).replace("{", "").replace("}", "") in words
        assert entry["source"] in words
        assert entry["actor"] in words


def test_every_link_to_a_claim_leads_to_it(client):
    page = client.get(f"{WHERE}&from=..&to=..").text
    links = {unescape(h) for h in re.findall(rf'href="(/case/{CASE}/claim/[^"]+)"', page)}
    assert len(links) > 20
    for link in sorted(links)[:8]:
        answer = client.get(link)
        assert answer.status_code == 200
        assert "Source" in plain(answer.text)


def test_what_is_drawn_stands_in_the_page_without_style_or_script(client):
    page = client.get(f"{WHERE}&from=..&to=..").text
    drawing = page[page.index("<svg") : page.index("</svg>")]
    assert "aria-labelledby=" in drawing[: drawing.index(">")]
    assert "<title" in drawing
    assert "/claim/" in drawing, "what is drawn leads to its claim"
    assert " style=" not in page
    assert "<script>" not in page


@pytest.mark.parametrize("key", ["actor", "kind"])
def test_a_filter_leaves_exactly_what_it_names(client, whole, key):
    for value in sorted({e[key] for e in whole["entries"]} - {""})[:3]:
        shown = everything(client, **{key: value.replace("&", "%26")})["entries"]
        assert shown == [e for e in whole["entries"] if e[key] == value]


def test_set_aside_alone_or_left_out(client, whole):
    for value, wanted in (("only", True), ("without", False)):
        assert everything(client, aside=value)["entries"] == [e for e in whole["entries"] if e["set_aside"] is wanted]


def test_a_question_leaves_what_bears_on_it(client, asking, whole):
    question = next(iter(asking.regime.questions.values()))
    phrases = bearing(asking.regime, question)
    bears = {c.id for c in asking.record.claims if c.fact is not None and c.fact.phrase in phrases}
    shown = everything(client, question=question.id)["entries"]
    assert shown == [e for e in whole["entries"] if e["claim"] in bears]
    assert 0 < len(shown) < len(whole["entries"])


def test_a_window_keeps_what_may_lie_in_it_and_says_what_does_not(client, asking, whole):
    data = client.get(f"{TWIN}&from=2003-02-10&to=2003-02-16").json()
    first, last = data["window"]["from"], data["window"]["to"]
    assert first.startswith("2003-02-10T00:00")
    assert last.startswith("2003-02-17T00:00")
    known = {c.id: c.happened for c in asking.record.claims}
    bound = {c.id: c for c in asking.record.claims}
    shown = {e["claim"] for e in data["entries"]}
    zone = asking.record.zone
    for entry in whole["entries"]:
        when = known[entry["claim"]]
        late = when.earliest is not None and when.earliest.text(zone) > last
        early = when.latest is not None and when.latest.text(zone) < first
        assert (entry["claim"] in shown) is not (late or early), (entry["claim"], bound[entry["claim"]].happened)
    assert data["outside"] == len(whole["entries"]) - len(shown) > 0
    assert f"{data['outside']} more that pass the filters lie outside" in plain(
        client.get(f"{WHERE}&from=2003-02-10&to=2003-02-16").text
    )


def test_every_other_window_can_be_opened(client):
    page = client.get(f"{WHERE}&from=2003-02-10&to=2003-02-16").text
    zooms = re.search(r'<nav class="zooms".*?</nav>', page, re.S)[0]  # type: ignore[index]
    links = [unescape(h) for h in re.findall(r'href="([^"]+)"', zooms)]
    assert len(links) >= 6
    assert all(client.get(link).status_code == 200 for link in links)


def test_changes_are_worked_out_when_asked_for_and_kept(client, whole):
    one = f"/case/{CASE}/timeline?as-of=2003-04-02&known-to=2004-12-31"
    before = client.get(one).text
    assert "Work out when answers changed" in before
    asked = unescape(re.search(r'id="ask-changes" href="([^"]+)"', before)[1])  # type: ignore[index]
    page = client.get(asked).text
    assert "Work out when answers changed" not in page
    assert "Work out when answers changed" not in client.get(one).text, "what is known is shown without asking"
    data = everything(client, changes="1")
    assert data["changes_known"] is True
    assert data["changes"] == whole["changes"]
    assert whole["changes"]


def test_changes_before_an_as_of_date_are_those_of_the_engine_at_that_date(client, workbench):
    early = Asking(workbench.cases / CASE, as_of="2003-02-12", known_to="2005-01-01").timeline().to_json()
    data = client.get(f"/case/{CASE}/timeline.json?as-of=2003-02-12&known-to=2005-01-01&from=..&to=..&changes=1").json()
    assert data["changes"] == early["changes"]


def test_changes_of_one_question(client, asking, whole):
    question = whole["changes"][0]["question"]
    data = everything(client, question=question, changes="1")
    assert data["changes"] == [c for c in whole["changes"] if c["question"] == question]


def test_a_change_leads_to_its_reasons_at_that_instant(client, whole):
    page = client.get(f"{WHERE}&from=..&to=..&changes=1").text
    links = [unescape(h) for h in re.findall(rf'<td><a href="(/case/{CASE}/why/[^"]+)">', page)]
    assert len(links) == len(whole["changes"])
    change = whole["changes"][-1]
    answer = client.get(links[-1])
    assert answer.status_code == 200
    assert change["after"] in plain(answer.text)
    cell = client.get(links[-1].replace("?", ".json?", 1)).json()["cell"]
    assert cell["words"] == change["after"]


def test_contradictions_are_marked_and_lead_to_their_sides(client):
    page = client.get("/case/russia-2024/timeline?as-of=2025-06-01&known-to=2025-06-01&from=..&to=..").text
    links = {unescape(h) for h in re.findall(r'<a class="odds" href="([^"]+)"', page)}
    assert links
    for link in links:
        address, _, spot = link.partition("#")
        assert f'id="{spot}"' in client.get(address).text


def test_a_long_list_comes_in_parts(client, monkeypatch, whole):
    from foedus.workbench.pages import timeline

    monkeypatch.setattr(timeline, "LISTED", 10)
    seen: list[str] = []
    page = client.get(f"{WHERE}&from=..&to=..").text
    parts = len(set(re.findall(r"page=(\d+)", page)))
    assert parts > 1
    for number in range(1, parts + 1):
        rows = client.get(f"{WHERE}&from=..&to=..&page={number}").text
        seen += re.findall(r'/claim/[^"]+">([^<]+)</a>', rows[rows.index('id="entries"') :])
    assert sorted(unescape(s) for s in seen) == sorted(e["claim"] for e in whole["entries"])


BAD = [
    ("from=soonish", "soonish"),
    ("to=2003-02-30", "2003-02-30"),
    ("from=0001-01-01", "0001-01-01"),
    ("question=nothing", "no question is called “nothing”"),
    ("aside=maybe", "“maybe” says nothing"),
    ("page=0", "there is no part “0” of this list"),
    ("page=99", "there is no part “99” of this list"),
    ("page=%C2%B2", "there is no part “²” of this list"),
    ("as-of=never", "never"),
]


@pytest.mark.parametrize(("query", "what"), BAD)
def test_what_is_wrong_is_said(client, query, what):
    for address in (f"/case/{CASE}/timeline?{query}", f"/case/{CASE}/timeline.json?{query}"):
        answer = client.get(address)
        assert answer.status_code == 400
        assert what in (answer.text if ".json" in address else plain(answer.text))


def test_the_table_of_what_is_wrong_is_whole():
    assert len(BAD) == 9


ODD = [
    "from=1000-01-01&to=9000-12-31",
    "from=9000-12-31&to=1000-01-01",
    "from=2003-02-12&to=2003-02-11",
    "from=..&to=2003",
    "actor=%00",
]


@pytest.mark.parametrize("query", ODD)
def test_odd_windows_and_names_are_answered(client, query):
    page = client.get(f"{WHERE}&{query}")
    assert page.status_code == 200
    for link in re.findall(r'<a href="([^"]+)" data-live', page.text):
        assert client.get(unescape(link)).status_code == 200


@pytest.mark.parametrize(
    "trick", [SCRIPT, IMAGE, CLOSE, "<p style='color:red'>", "<a href=' javascript:x'>x</a>", '<p x="" onmouseover="x">']
)
def test_the_watch_for_tricks_sees_them(trick):
    with pytest.raises(AssertionError):
        harmless("<p>fine</p>" * 30 + trick)


def test_nothing_that_others_typed_comes_to_life(tmp_path: Path):
    client = entered(hostile(tmp_path))
    answer = client.get("/case/tricks/timeline?as-of=2022-01-20&known-to=2022-01-20")
    assert answer.status_code == 200
    harmless(answer.text)
    shown = unescape(answer.text)
    assert all(trick in shown for trick in (SCRIPT, IMAGE, CLOSE))
    harmless(client.get(f"/case/tricks/timeline?as-of=2022-01-20&known-to=2022-01-20&actor={SCRIPT}&kind={IMAGE}").text)
    assert "by 6 January 2022" in plain(answer.text)


def test_every_control_has_a_name_and_no_id_comes_twice(client):
    page = client.get(f"{WHERE}&changes=1").text
    body = page[page.index('<main id="main"') :]
    for control in re.findall(r"<(?:select|input)(?![^>]*type=\"hidden\")[^>]*>", body):
        assert "aria-label" in control or f"<label>{control}"[:7] in body
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    levels = [int(n) for n in re.findall(r"<h([1-6])[ >]", page)]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_filters_work_without_javascript(plain_page, whole):
    plain_page.goto(f"{WHERE}&from=..&to=..")
    actor = whole["entries"][0]["actor"]
    plain_page.get_by_label("Actor").select_option(actor)
    plain_page.get_by_role("button", name="Show").click()
    count = sum(e["actor"] == actor for e in whole["entries"])
    assert f"{count} of {len(whole['entries'])} entries known then" in plain_page.locator("main").inner_text()
    who = plain_page.locator("table.entries td:nth-child(2)").all_inner_texts()
    assert set(who) == {actor}


def test_changes_come_by_themselves_where_there_is_javascript(page):
    page.goto(f"/case/{CASE}/timeline?as-of=2003-03-01&known-to=2004-06-01")
    page.locator("#changes table, #changes p:has-text('No answer changed')").first.wait_for()
    assert page.locator("#ask-changes").count() == 0
    assert "changes=" not in page.url


def test_on_a_narrow_screen_nothing_runs_out_of_the_page(page):
    page.set_viewport_size({"width": 400, "height": 800})
    for address in (WHERE, f"/case/{CASE}/conflicts?{AT}"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 400, address
