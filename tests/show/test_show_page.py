"""The page: it agrees with the JSON cell by cell, asks nobody for anything, and escapes every word."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from show_sample import ALLEGED, CLAIM, FACT, OUT, RULE, assessment, cell

from foedus.assess.answers import Assessment
from foedus.assess.reasons import Why
from foedus.show import html_page, html_table

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>\x1b[2J\u202e'
VOID = {"meta", "link", "br", "img", "col", "input", "hr"}


class Page(HTMLParser):
    """What a reader of the markup finds: cells, links, ids, tags, and whether every tag is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.cells: list[dict[str, str]] = []
        self.words: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {k: v or "" for k, v in attrs}
        self.tags.append((tag, found))
        self.open += [] if tag in VOID else [tag]
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found["href"]] if "href" in found else []
        if "data-cell" in found:
            self.cells.append(found)
            self.words.append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.inside = self.inside and tag != "td"

    def handle_data(self, data: str) -> None:
        if self.inside and not {"sup", "abbr"} & set(self.open):
            self.words[-1] += data


def whys(a: Assessment) -> dict[tuple[str, str], Why]:
    return {(c.question, c.stance): Why(c, "asks", (RULE, OUT), (FACT,)) for c in a}


def page(a: Assessment) -> Page:
    return Page(html_page(a, whys(a)))


def test_html_and_json_agree_cell_by_cell() -> None:
    a = assessment()
    shown = {(c["data-question"], c["data-stance"]): json.loads(c["data-cell"]) for c in page(a).cells}
    verdicts = json.loads(json.dumps(a.to_json()))["verdicts"]
    assert len(shown) == len(verdicts) == len(a.questions) * len(a.stances)
    for verdict in verdicts:
        del verdict["because"]
        assert shown[verdict["question"], verdict["stance"]] == verdict


def test_what_a_cell_shows_is_what_it_says() -> None:
    found = page(assessment(questions=assessment().questions[:2]))
    for attributes, words in zip(found.cells, found.words, strict=True):
        assert words.strip() == json.loads(attributes["data-cell"])["words"]


def test_nothing_is_fetched_and_nothing_runs() -> None:
    found = page(assessment())
    assert all(link.startswith("#") for link in found.links)
    assert not {t for t, _ in found.tags} & {"script", "img", "link", "iframe", "object", "form", "base"}
    assert all(not name.startswith("on") and name != "src" for _, attributes in found.tags for name in attributes)
    assert "url(" not in html_page(assessment()) and "@import" not in html_page(assessment())


def test_every_link_leads_somewhere_and_every_id_is_one() -> None:
    found = page(assessment())
    assert len(found.ids) == len(set(found.ids))
    assert {link[1:] for link in found.links} <= set(found.ids)


def test_tables_are_readable_without_eyes() -> None:
    found = page(assessment())
    headings = [a for t, a in found.tags if t == "th"]
    assert headings and all(a.get("scope") in ("col", "row", "colgroup") for a in headings)
    kinds = [t for t, _ in found.tags]
    assert kinds.count("caption") == kinds.count("table") and ("html", {"lang": "en"}) in found.tags


def test_all_tags_are_closed() -> None:
    assert page(assessment()).open == [] and Page(html_table(assessment())).open == []


def test_claims_and_sources_are_listed() -> None:
    text = html_page(assessment(), whys(assessment()))
    assert "Gazette of the League, no. 7, 6 March 2031" in text and CLAIM.says in text and ALLEGED.claims[0].speaker in text


@pytest.mark.parametrize("write", [lambda a: html_page(a, whys(a)), html_table])
def test_hostile_words_stay_words(write) -> None:  # type: ignore[no-untyped-def]
    claim = replace(CLAIM, id=HOSTILE, speaker=HOSTILE, says=HOSTILE, source=HOSTILE, pinpoint=HOSTILE)
    fact = replace(FACT, text=HOSTILE, note=HOSTILE, claims=(claim,))
    first = assessment().questions[0]
    cells = {(first.id, s.name): cell(first.id, s.name, because=(fact,)) for s in assessment().stances}
    a = replace(
        assessment(questions=(first,)), title=HOSTILE, case=HOSTILE, supposed=(HOSTILE,), cells=cells, sources={HOSTILE: HOSTILE},
        questions=(replace(first, asks=HOSTILE),), set_aside=({"claim": HOSTILE, "reason": HOSTILE, "author": HOSTILE, "date": HOSTILE},),
        perhaps_known=({"claim": HOSTILE, "says": HOSTILE, "available": HOSTILE},), not_asked={HOSTILE: HOSTILE},
    )  # fmt: skip
    text = write(a)
    assert "<script" not in text and "<img" not in text and "\x1b" not in text and "\u202e" not in text
    assert Page(text).open == []


def test_without_whys_the_short_reasons_are_told() -> None:
    assert "Sudland requests help by the appeal" in html_page(assessment())


def test_the_page_is_the_same_every_time() -> None:
    assert html_page(assessment(), whys(assessment())) == html_page(assessment(), whys(assessment()))
