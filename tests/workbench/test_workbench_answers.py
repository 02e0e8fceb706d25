"""The table of answers, the reasons and the hinges, as data and as pages."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import parse_qsl, quote, urlsplit

import pytest

import foedus
from conftest import visitor
from foedus.noting import Add, Store

CASE = "/case/russia-2024"
DATES = {"as-of": "2024-11-30T00:00+03:00", "known-to": "2024-12-15T00:00+03:00"}
NORD = {"as-of": "2003-02-17T00:00+01:00", "known-to": "2003-03-01T00:00+01:00"}


class Page(HTMLParser):
    """Cells by question and stance, links, texts of headings, and the whole text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.cells: dict[tuple[str, str], str] = {}
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {k: v or "" for k, v in attrs}
        self.tags.append((tag, found))
        self.text += " " if tag in ("br", "td", "th", "tr", "p", "li") else ""
        if tag == "a":
            self.links.append(found.get("href", ""))
        if "data-question" in found:
            self.cells[found["data-question"], found["data-stance"]] = found["data-words"]

    def handle_data(self, data: str) -> None:
        self.text += data


def page(client, path, **query):
    answer = client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


def asked(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))


# --- the table -----------------------------------------------------------------------------------


def test_the_page_its_data_and_the_door_say_the_same_of_every_cell(client, workbench):
    shown = page(client, CASE, **DATES).cells
    data = client.get(f"{CASE}.json", params=DATES).json()
    told = foedus.assess(workbench.cases / "russia-2024", as_of=DATES["as-of"], known_to=DATES["known-to"])
    assert len(shown) == len(told.cells) == 126
    assert {(v["question"], v["stance"]): v["verdict"] for v in data["verdicts"]} == {k: c.verdict for k, c in told.cells.items()}
    plain = {k: words for k, words in shown.items() if not told[k].answer}
    assert plain == {k: told[k].words for k in plain}


def test_what_is_unknown_stands_first_unless_asked_otherwise(client):
    first, pages = (list(page(client, CASE, **DATES, **more).cells.items()) for more in ({}, {"order": "pages"}))
    under_text = [words for (_, stance), words in first if stance == "text"]
    settled = [words != "open" for words in under_text]
    assert settled == sorted(settled)
    assert any(settled)
    assert not all(settled)
    assert sorted(first) == sorted(pages)
    assert first != pages


def test_an_address_without_dates_is_completed_so_that_it_can_be_handed_on(client):
    answer = client.get(CASE, params={"stance": ["text", "Meduza"], "order": "pages"})
    assert [r.status_code for r in answer.history] == [303]
    assert set(asked(str(answer.url))) == {"as-of", "known-to", "record", "law", "stance", "order"}
    assert parse_qsl(urlsplit(str(answer.url)).query).count(("stance", "text")) == 1
    assert {stance for _, stance in Page(answer.text).cells} == {"text", "Meduza"}


def test_as_known_then_lets_the_knowledge_date_go_along(client):
    answer = client.get(CASE, params={**DATES, "then": "1"})
    assert "known-to" not in asked(str(answer.url))
    then = client.get(f"{CASE}.json", params={"as-of": DATES["as-of"], "then": "1"}).json()
    assert then["known_to"] == then["as_of"] == DATES["as-of"]


def test_choices_stand_above_the_page_and_can_be_taken_back_one_by_one(client):
    sentence = "members of the Ukrainian forces trained outside Russia"
    shown = page(client, CASE, **DATES, suppose=sentence, reading="goods:any one", standard="B2 or better")
    text = " ".join(shown.text.split())
    assert f"Supposed: {sentence}" in text
    assert "The text is read: goods: any one" in text
    assert "Proof for the text: B2 or better" in text
    back = [
        link
        for tag, found in shown.tags
        if tag == "a" and found.get("aria-label", "").startswith("Leave out")
        for link in [found["href"]]
    ]
    assert [{"suppose", "reading", "standard"} - set(asked(link)) for link in back] == [{"standard"}, {"reading"}, {"suppose"}]


def test_a_supposition_changes_what_it_bears_on(client):
    sentence = "members of the Ukrainian forces trained outside Russia"
    plain, supposed = (page(client, CASE, **DATES, **more).cells for more in ({}, {"suppose": sentence}))
    assert (plain["article-4", "Council 2022"], supposed["article-4", "Council 2022"]) == ("open", "yes")


def test_every_stance_can_be_a_column_and_every_word_be_read(client):
    regime = foedus.door.Asking("russia-2024").regime
    shown = page(client, CASE, **DATES, stance="all")
    assert len({stance for _, stance in shown.cells}) == len(regime.stances)
    values = {found["value"] for tag, found in shown.tags if tag == "option" and ":" in found.get("value", "")}
    assert {f"{name}:{option}" for name, reading in regime.groups.items() for option in reading.options} <= values


ATTACKS = [
    ({"as-of": "soon"}, "“soon” is no date"),
    ({"as-of": "2024-11-01/2024-11-03"}, "is not one instant"),
    ({"known-to": "2024-13-01"}, "known-to"),
    ({"law-at": "yesterday"}, "“yesterday” is no day"),
    ({"stance": "Nobody"}, "no stance is called “Nobody”"),
    ({"reading": "goods"}, "“goods” chooses nothing"),
    ({"reading": "goods:gold"}, "has no option “gold”"),
    ({"reading": "colour:red"}, "no reading is called “colour”"),
    ({"standard": "certainty"}, "no standard of proof is called “certainty”"),
    ({"suppose": "it rains in Vitebsk"}, "it rains in Vitebsk"),
    ({"without": "Atlantis"}, "no party is called “Atlantis”"),
    ({"restore": "X-1"}, "no claim “X-1” is set aside"),
    ({"suppose": "x" * 2001}, "shorten the address"),
]


@pytest.mark.parametrize(("query", "words"), ATTACKS, ids=[next(iter(q)) + "=" + next(iter(q.values()))[:12] for q, _ in ATTACKS])
def test_what_is_not_understood_is_said_with_its_place(client, query, words):
    answer = client.get(CASE, params={**DATES, **query})
    assert answer.status_code in (400, 422), answer.status_code
    assert words in Page(answer.text).text
    told = client.get(f"{CASE}.json", params={**DATES, **query})
    assert told.headers["content-type"].startswith("application/problem+json")
    assert words in " ".join(p["what"] + " " + p["remedy"] for p in told.json()["problems"]) or words in str(told.json())


def test_the_attack_table_is_whole():
    assert len(ATTACKS) == 13


# --- reasons -------------------------------------------------------------------------------------


def test_reasons_are_those_of_the_command_line(client):
    data = client.get(f"{CASE}/why/article-4.json", params={**DATES, "stance": "Council 2022"}).json()
    told = foedus.why("russia-2024", "article-4", stance="Council 2022", as_of=DATES["as-of"], known_to=DATES["known-to"])
    assert {k: v for k, v in data.items() if k not in ("title", "state")} == told.to_json()


def test_the_page_tells_verdict_terms_claims_and_whom_they_serve(client):
    shown = page(client, f"{CASE}/why/article-4", **DATES, stance="Council 2022")
    text = " ".join(shown.text.split())
    assert "? open under Council 2022 (CSTO Collective Security Council)" in text
    assert "that this follows from them, we derived" in text
    assert "members of the Ukrainian forces trained outside Russia" in text
    assert "RK-025 ✓for; counts: admission Oleksandr Syrskyi for Ukraine" in text
    assert "if true: Russia if false: Ukraine" in text
    assert "not graded, agency report" in text


def test_every_step_leads_to_its_provision(client):
    shown = page(client, f"{CASE}/why/article-4", **DATES, stance="text")
    laws = [link for link in shown.links if link.startswith("/law/csto/")]
    assert laws
    assert all(client.get(link).status_code == 200 for link in dict.fromkeys(laws))


def test_rules_that_did_not_apply_say_what_they_lacked(client):
    shown = page(client, "/case/turkiye-2003/why/adopted-in-council", **NORD, stance="text")
    part = shown.text.partition("Rules that did not apply")[2].partition("Claims behind it")[0]
    assert "not met:" in part
    assert "Every rule of the derivation applies" not in part


def test_the_last_stance_names_the_answer_and_the_others_stay_columns(client):
    query = [*DATES.items(), ("stance", "text"), ("stance", "Meduza"), ("stance", "Council 2022")]
    answer = client.get(f"{CASE}/why/article-4", params=query)
    shown = Page(answer.text)
    assert {stance for _, stance in shown.cells} == {"text", "Meduza"}
    back = next(link for link in shown.links if link.startswith(f"{CASE}?"))
    assert [v for k, v in parse_qsl(urlsplit(back).query) if k == "stance"] == ["text", "Meduza"]


def test_unknown_questions_name_the_nearest(client):
    for where in ("why", "hinges"):
        answer = client.get(f"{CASE}/{where}/artikel-4", params=DATES)
        assert answer.status_code == 400
        assert "no question is called “artikel-4”" in answer.text
        assert "article-4" in answer.text


# --- what is open, what would settle it ----------------------------------------------------------


def test_open_points_count_the_answers_that_turn_on_them(client):
    data = client.get(f"{CASE}/hinges.json", params=DATES).json()
    verdicts = client.get(f"{CASE}.json", params=DATES).json()["verdicts"]
    assert len(data["open"]) == sum(v["verdict"] == "open" for v in verdicts)
    counts = [p["answers"] for p in data["points"]]
    assert counts == sorted(counts, reverse=True)
    point = data["points"][0]
    sentences = set(point["sentences"])
    turning = [v for v in verdicts if v["verdict"] == "open" and any(sentences & set(kind) for kind in v["turns_on"].values())]
    assert point["answers"] == len(turning)


def test_hinges_are_those_of_the_command_line_and_say_what_to_ask(client):
    from foedus.door.hinging import hinges

    query = {**DATES, "stance": "Council 2022"}
    data = client.get(f"{CASE}/hinges/article-4.json", params=query).json()["hinges"]
    told = hinges("russia-2024", "article-4", "Council 2022", as_of=DATES["as-of"], known_to=DATES["known-to"])
    assert data == [h.to_json() for h in told]
    shown = page(client, f"{CASE}/hinges/article-4", **query)
    assert "proved: members of the Ukrainian forces trained outside Russia (now unknown)" in " ".join(shown.text.split())


def test_what_cannot_be_changed_is_refused(client):
    answer = client.get(f"{CASE}/hinges/article-4", params={**DATES, "over": "weather"})
    assert answer.status_code == 400
    assert "“weather” cannot be changed" in answer.text


# --- links that last -----------------------------------------------------------------------------

ROW = {
    "id": "NEW-1",
    "fact": "members of the Ukrainian forces trained outside Russia",
    "polarity": "for",
    "speaker": "Vladimir Putin",
    "source": "UPI 2024-08-07",
    "happened": "2024-08-01",
    "available": "2024-08-07",
    "says": "<b>trained</b> abroad",
}


@pytest.fixture
def saved(own_workbench):
    """A link made before a claim was saved, the answers it gave, and who opens it again."""
    client = visitor(own_workbench)
    link = str(client.get(CASE, params=DATES).url)
    before = client.get(link).text
    store = Store(own_workbench.cases / "russia-2024")
    store.save(Add([ROW]), store.version, "A. Clerk")
    return client, link, before


def test_a_link_gives_the_same_answers_after_claims_were_saved_and_says_which_would_change(saved):
    client, link, before = saved
    again = client.get(link).text
    assert Page(again).cells == Page(before).cells
    told = re.search(
        r"1 claim was saved since this link was made; (\d+) answers? would change", " ".join(Page(again).text.split())
    )
    assert told, Page(again).text[:2000]
    fresh = page(client, CASE, **DATES).cells
    changed = {k for k in fresh if fresh[k] != Page(before).cells[k]}
    assert int(told[1]) == len(changed) > 0
    newer = client.get(f"{CASE}/newer.json?{urlsplit(link).query}").json()["changes"]
    assert {(c["question"], c["stance"]) for c in newer} >= changed


def test_what_a_claim_says_is_shown_as_text(saved):
    client, _, _ = saved
    shown = page(client, f"{CASE}/why/article-4", **DATES, stance="Council 2022")
    assert "<b>trained</b> abroad" in shown.text


def test_a_record_that_is_not_kept_is_said_to_be_lost(client):
    shown = page(client, CASE, **DATES, record="0123456789abcdef", law="fedcba9876543210")
    text = " ".join(shown.text.split())
    assert "The record this link was made with is not kept here." in text
    assert "The law pages have changed since this link was made" in text
    assert shown.cells == page(client, CASE, **DATES).cells


def test_a_knowledge_date_says_what_it_shuts_out_and_whether_that_would_matter(client):
    early = {**DATES, "known-to": "2024-08-08T00:00+03:00"}
    shown = page(client, CASE, **early)
    assert re.search(r"Shut out: \d+ claims that came later", " ".join(shown.text.split()))
    newer = client.get(f"{CASE}/newer.json", params=early).json()
    late = page(client, CASE, **{**DATES, "known-to": newer["known_to_there"]}).cells
    assert {(c["question"], c["stance"]): c["there"] for c in newer["changes"]} == {
        k: words for k, words in late.items() if words != shown.cells[k]
    }


def test_names_of_stances_survive_an_address(client):
    shown = page(client, CASE, **DATES)
    link = next(link for link in shown.links if "/why/article-4?" in link and quote("EJIL:Talk", safe="") in link)
    assert "under EJIL:Talk" in client.get(link).text
