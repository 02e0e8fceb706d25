"""A published bundle: whole, the same twice, open from a disk with no network, every link leading somewhere."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from foedus.atlas import viewpoints
from foedus.door import Asking
from foedus.papers import FILES, bundle

CASE = "arab-league-1990"
DATES = {"as_of": "1990-08-20", "known_to": "2024-01-01"}


@cache
def files() -> Mapping[str, bytes]:
    return bundle(Asking(CASE, **DATES))


class _Links(HTMLParser):
    """What a page leads to, what it has, and what it loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [found["href"] or ""] if tag == "a" and "href" in found else []
        self.loads += [v or "" for k, v in attrs if k in ("src", "srcset", "poster", "data")]
        self.loads += [found.get("href") or ""] if tag == "link" else []
        assert tag != "script"


def test_a_bundle_holds_what_it_lists() -> None:
    listed = re.findall(r'<tr><th scope="row"><a href="([^"]+)">\1</a></th>', files()["index.html"].decode())
    assert listed == list(files()) and set(listed) <= set(FILES)
    assert {"index.html", "claims.csv", "assessment.json", "timeline.json", "statements.csv", "prov.json", "map.geojson"} <= set(listed)
    assert len(viewpoints()) >= 2 and all(f"map-{v.id}.svg" in listed for v in viewpoints())


def test_the_same_question_gives_the_same_bytes() -> None:
    assert bundle(Asking(CASE, **DATES)) == files()


def test_every_link_leads_somewhere_and_nothing_is_loaded() -> None:
    page = _Links(files()["index.html"].decode())
    assert len(page.ids) == len(set(page.ids)), sorted(i for i in page.ids if page.ids.count(i) > 1)
    ids = set(page.ids)
    wrong = [h for h in page.links if not (unquote(h[1:]) in ids if h.startswith("#") else h in files())]
    assert wrong == [] and page.loads == [] and len(page.links) > 50


def test_every_number_leads_to_its_claims() -> None:
    asking = Asking("csto-practice", as_of="2022-01-19", known_to="2024-01-01", stance=("text",))
    rows = asking.contributed()
    known = {c.id for c in asking.record.claims}
    assert all(row.claims[stage] and set(row.claims[stage]) <= known for row in rows for stage in row.figures)


def test_votes_are_told_with_their_result_and_drawn() -> None:
    page = files()["index.html"].decode()
    assert '<section id="votes">' in page and 'href="#votes"' in page
    results = re.findall(r"<p><b>((?:Carried|Not carried|Open)[^<]*)</b></p>", page)
    told = [v.told.value for v in Asking(CASE, **DATES, stance=("text",)).votes()]
    assert [r.split(":")[0].rstrip(".") for r in results] == [{"yes": "Carried", "no": "Not carried", "open": "Open"}[v] for v in told] and told


def test_each_file_is_what_it_says() -> None:
    found = files()
    assert all(json.loads(data) for name, data in found.items() if name.endswith((".json", ".geojson")))
    assert all(ElementTree.fromstring(data.decode()).tag.endswith("svg") for name, data in found.items() if name.endswith(".svg"))
    rows = list(csv.DictReader(StringIO(found["claims.csv"].decode("utf-8-sig"))))
    assert rows and all(row["id"] for row in rows)
    assert found["deadlines.ics"].startswith(b"BEGIN:VCALENDAR\r\n")


def test_nothing_later_than_the_knowledge_date_leaks() -> None:
    early = bundle(Asking(CASE, as_of="1990-08-04", known_to="1990-08-04"))
    asking = Asking(CASE, as_of="1990-08-04", known_to="1990-08-04")
    later = [c for c in asking.record.claims if not c.available.known_by(asking.terms.known_to)]
    assert later
    shown = early["index.html"].decode()
    assert not [c.id for c in later if f'id="record-{c.id}"' in shown]


def test_the_page_names_licence_versions_viewpoints_and_dates() -> None:
    page = files()["index.html"].decode()
    for words in ("CC BY 4.0", "Apache-2.0", "Natural Earth", "No view on any border", "the end of 20 August 1990"):
        assert words in page, words
    assert "default-src 'none'" in page


def test_a_bundle_of_the_largest_case_is_small_enough() -> None:
    asking = Asking("kazakhstan-2022", as_of="2022-01-07", known_to="2022-02-01", question=("article-4",), stance=("text",))
    assert sum(map(len, bundle(asking).values())) < 3_000_000


# --- from the command line -----------------------------------------------------------------------


def publish(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    dates = ("--as-of", DATES["as_of"], "--known-to", DATES["known_to"])
    command = [sys.executable, "-m", "foedus", "publish", CASE, *dates, "--question", "decided", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=dict(os.environ), check=False)


REFUSED = (
    (("--out", "nowhere/bundle"), "there is no folder", "make it first"),
    (("--out", "taken"), "is there already, and is no bundle", "name another: --out DIR"),
    (("--out", "file.txt"), "is there already, and is no bundle", "name another: --out DIR"),
    (("--out", "old"), "old is there already", "add --force to replace it"),
)


@pytest.mark.parametrize(("options", "what", "remedy"), REFUSED)
def test_nothing_is_written_over(tmp_path: Path, options: tuple[str, ...], what: str, remedy: str) -> None:
    assert len(REFUSED) == 4
    for name in ("taken/notes.txt", "old/index.html"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("mine")
    (tmp_path / "file.txt").write_text("mine")
    done = publish(tmp_path, *options)
    assert done.returncode == 2 and what in done.stderr and remedy in done.stderr
    assert {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()} == {"taken/notes.txt", "old/index.html", "file.txt"}


def test_a_bundle_that_cannot_be_finished_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from foedus.cli import publish as verb

    target = tmp_path / "bundle"
    target.mkdir()
    (target / "index.html").write_text("old")
    real, calls = os.fsync, []

    def failing(number: int) -> None:
        calls.append(number)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        real(number)

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(OSError, match="No space"):
        verb._put(target, {"index.html": b"new", "more.txt": b"new"})
    assert (target / "index.html").read_text() == "old" and [p.name for p in tmp_path.iterdir()] == ["bundle"]
    monkeypatch.undo()
    verb._put(target, {"index.html": b"new"})
    assert (target / "index.html").read_text() == "new" and [p.name for p in tmp_path.iterdir()] == ["bundle"]


# --- as a reader opens it ------------------------------------------------------------------------


def test_a_browser_without_network_shows_it(browser: Any, tmp_path: Path) -> None:
    for name, data in files().items():
        (tmp_path / name).write_bytes(data)
    asked: list[str] = []
    wrong: list[str] = []
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.on("request", lambda r: asked.append(r.url))
    page.on("console", lambda m: wrong.append(m.text))
    page.goto((tmp_path / "index.html").as_uri())
    assert page.locator("h1").inner_text() and page.locator("svg").count() >= 3
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.emulate_media(media="print")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    assert [u for u in asked if not u.startswith("file://")] == [] and wrong == [] and wide <= 1
