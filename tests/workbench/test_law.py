"""The law in the workbench: what is encoded, wordings against each other, readings with holders, a day, a case's own pages."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from tests.workbench.hostile_case import CLOSE, IMAGE, SCRIPT, entered, harmless, hostile

from foedus.door import laws
from foedus.show.documents import coverage_json, law_json

STATE = "case=turkiye-2003&as-of=2003-02-12&known-to=2003-03-01"


def plain(page: str) -> str:
    """A page as words, without tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())


def test_every_regime_at_hand_is_on_the_shelf(client):
    found = client.get("/law.json").json()["regimes"]
    assert {r["id"]: r["title"] for r in found} == {name: r.title for name, r in laws.at_hand().items()}
    page = client.get("/law").text
    assert all(r["title"] in unescape(page) for r in found)


@pytest.mark.parametrize("name", sorted(laws.at_hand()))
def test_a_regime_tells_what_is_encoded_and_what_is_not(client, name):
    regime = laws.read_law(name)
    data = client.get(f"/law/{name}.json?on=2022-01-06").json()
    assert data["coverage"] == coverage_json(regime)
    assert [p["id"] for p in data["provisions"]] == list(regime.provisions)
    page = plain(client.get(f"/law/{name}?on=2022-01-06").text)
    for instrument in regime.instruments.values():
        assert " ".join(instrument.title.split()) in page
        assert instrument.standing in page
    assert all(p in page for p in regime.provisions)
    for gap in law_json(regime)["provisions"]:
        assert all(f"† {', '.join(gap['unread'])}" in page for _ in gap["unread"])


def test_a_provision_is_the_law_as_data_with_prose_beside_it(client):
    regime = laws.read_law("csto")
    data = client.get("/law/csto/CST:4.json?on=2022-01-06").json()
    assert [p["id"] for p in data["provisions"]] == list(laws.wordings(regime, "CST:4"))
    bare = law_json(regime, laws.wordings(regime, "CST:4"))["provisions"]
    page = plain(client.get("/law/csto/CST:4?on=2022-01-06").text)
    for shown, known in zip(data["provisions"], bare, strict=True):
        for reading, full in zip(shown["readings"], known["readings"], strict=True):
            assert reading["holders"] == full["holders"]
            assert all(h["stance"] in page and h["source"] in page for h in full["holders"])
        for rule, full in zip(shown["rules"], known["rules"], strict=True):
            assert rule["written"] == full["written"]
    said = laws.paraphrases(regime, ["CST:4@2010"])["CST:4@2010"]
    assert said.heading in page
    assert said.paragraphs[0].split("*")[0].split("`")[0][:60].strip() in page


def test_what_changed_is_marked_by_element_and_not_by_colour_alone(client):
    page = client.get("/law/csto/CST:2(2)?on=2022-01-06").text
    assert "<ins>, stability</ins>" in page
    assert "<del>of 1992 </del>" in page or "<del> of 1992</del>" in page
    css = client.get("/static/law.css").text
    assert 'content: "[−"' in css
    assert 'content: "[+"' in css


def test_the_wording_of_the_day_comes_first(client):
    def order(day: str) -> list[str]:
        return re.findall(r'<h2 id="wording-[^"]*">(CST:2\(2\)@\d+)', client.get(f"/law/csto/CST:2(2)?on={day}").text)

    assert order("2010-06-12") == ["CST:2(2)@1992", "CST:2(2)@2010"]
    assert order("2022-01-06") == ["CST:2(2)@2010", "CST:2(2)@1992"]


def test_a_law_page_without_a_day_gets_one_so_that_the_link_says_the_same_again(client):
    assert re.search(r"\?on=\d{4}-\d\d-\d\d$", str(client.get("/law/csto/CST:4").url))


def test_opened_from_a_case_it_leads_back_and_takes_the_day_of_the_case(client):
    answer = client.get(f"/law/nato?{STATE}")
    assert "on=2003-02-12" in str(answer.url)
    back = unescape(re.search(r'<p class="back"><a href="([^"]+)"', answer.text)[1])  # type: ignore[index]
    assert back.startswith("/case/turkiye-2003?as-of=2003-02-12")
    assert client.get(back).status_code == 200
    provision = unescape(re.search(r'<th scope="row">.*?<a href="(/law/nato/[^"]+)"', answer.text)[1])  # type: ignore[index]
    assert "case=turkiye-2003" in provision
    assert client.get(provision).status_code == 200


def test_the_list_of_pages_of_a_case_leads_to_its_law(client):
    answer = client.get("/case/turkiye-2003/law")
    assert str(answer.url.path) == "/law/nato"
    assert "case=turkiye-2003" in str(answer.url)


def test_a_link_of_the_reasons_meets_its_place(client):
    why = client.get("/case/turkiye-2003?as-of=2003-02-12&known-to=2003-03-01").text
    to = unescape(re.search(r'href="(/case/turkiye-2003/why/[^"]+)"', why)[1])  # type: ignore[index]
    links = {unescape(h) for h in re.findall(r'href="(/law/[^"]+#[^"]+)"', client.get(to).text)}
    assert links
    for link in sorted(links)[:5]:
        address, _, spot = link.partition("#")
        page = client.get(address)
        assert page.status_code == 200
        assert f'id="{spot}"' in page.text, link


def test_every_rule_named_as_a_use_is_where_its_link_leads(client):
    page = client.get("/law/csto/CST:4@2010?on=2022-01-06").text
    links = {unescape(h) for h in re.findall(r'<a href="(/law/csto/[^"]+#rule-[^"]+)"', page)}
    assert len(links) > 3
    for link in sorted(links):
        address, _, spot = link.partition("#")
        assert f'id="{spot}"' in client.get(address).text, link


BAD = [
    ("/law/nowhere", 400, "no regime is called “nowhere”"),
    ("/law/cst", 400, "no regime is called “cst”"),
    ("/law/..%2f..%2flaw%2fcsto/CST:4", 400, "no regime is called “..”"),
    ("/law/%2e%2e%2fcases", 400, "no regime is called “..”"),
    ("/law/csto/CST:4444", 400, "no provision is called “CST:4444”"),
    ("/law/csto/..%2f..%2fetc", 400, "no provision is called “../../etc”"),
    ("/law/csto?on=yesterday", 400, "“yesterday” is no day"),
    ("/law/csto?on=2022-13-01", 400, "“2022-13-01” is no day"),
    ("/law/csto?case=nobody", 400, "no case is called “nobody”"),
    ("/law/nato?case=turkiye-2003&as-of=never", 400, "never"),
]


@pytest.mark.parametrize(("address", "status", "what"), BAD)
def test_what_is_wrong_is_said(client, address, status, what):
    for form in (address, address.replace("?", ".json?", 1) if "?" in address else address + ".json"):
        answer = client.get(form)
        assert answer.status_code == status
        assert what in (plain(answer.text) if form == address else answer.text)


def test_the_table_of_what_is_wrong_is_whole():
    assert len(BAD) == 10


def test_a_case_brings_law_pages_of_its_own_and_nothing_in_them_comes_to_life(tmp_path: Path):
    client = entered(hostile(tmp_path))
    assert client.get("/law/csto/CST:99?on=2022-01-06").status_code == 400, "only with the case"
    page = client.get("/law/csto/CST:99?on=2022-01-06&case=tricks").text
    harmless(page)
    words = plain(page)
    for trick in (SCRIPT, IMAGE, CLOSE):
        assert " ".join(trick.split()) in unescape(page)
    assert "Not encoded (99(3))" in words
    assert "a link" in words
    harmless(client.get("/law/csto?on=2022-01-06&case=tricks").text)
    harmless(client.get("/law/csto?case=%3Cscript%3Ealert(1)").text)


def test_without_javascript_the_day_can_be_chosen(plain_page):
    plain_page.goto("/law/csto/CST:2(2)?on=2022-01-06")
    plain_page.get_by_label("Wording in force on").fill("2010-06-12")
    plain_page.get_by_role("button", name="Show").click()
    assert "on=2010-06-12" in plain_page.url
    assert plain_page.get_by_role("heading", level=2).first.inner_text().startswith("CST:2(2)@1992")


def test_on_a_narrow_screen_nothing_runs_out_of_the_page(page):
    page.set_viewport_size({"width": 400, "height": 800})
    for address in ("/law", "/law/csto?on=2022-01-06", "/law/csto/CST:4?on=2022-01-06"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 400, address
