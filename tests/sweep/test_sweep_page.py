"""docs/sweep.md is followed to the letter; plots and page can be read by everyone."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest
from lake import FREE, HEAD, ROOT, lake

from foedus.door.sweeping import sweep
from foedus.show.plots import percent
from foedus.show.sweep import pages_of_sweep, text_sweep

SVG = "{http://www.w3.org/2000/svg}"


def test_the_page_on_sweeps_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tests" / "house"))
    import pages

    monkeypatch.chdir(lake(tmp_path))
    assert pages.follow("docs/sweep.md", tmp_path) == 2


def test_its_links_lead_somewhere() -> None:
    text = (ROOT / "docs/sweep.md").read_text("utf-8")
    targets = [t for t in re.findall(r"\]\(([^)#\s]+)\)", text) if "://" not in t]
    assert targets and all((ROOT / "docs" / t).exists() for t in targets)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory):
    home = lake(tmp_path_factory.mktemp("page"))
    text = HEAD + 'questions = ["attacked", "adopted", "bound", "handover"]\nstances = ["text", "Minister 2031"]\n' + FREE
    (home / "s.toml").write_text(text, "utf-8")
    return sweep(home / "s.toml", home / "out", law=home / "law", cases=home / "cases")


@pytest.mark.parametrize("name", ["shares.svg", "influence.svg", "stances.svg"])
def test_a_plot_says_in_words_what_it_shows(found, name: str) -> None:
    plot = pages_of_sweep(found)[name]
    root = ElementTree.fromstring(plot)
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert title is not None and desc is not None and title.text
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert "attacked, Minister 2031: " in (desc.text or "")
    assert "script" not in plot and "http" not in plot.replace("http://www.w3.org/2000/svg", "")
    ids = re.findall(r' id="([^"]+)"', plot)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", plot)) <= set(ids)


def test_verdicts_differ_by_more_than_colour(found) -> None:
    plot = pages_of_sweep(found)["shares.svg"]
    said = " ".join(e.text or "" for e in ElementTree.fromstring(plot).iter(f"{SVG}text"))
    for words in ("✓ yes 25 % (128)", "✗ no 75 % (384)", "⊘ not admitted: 512, left out", "– not engaged 100 % (512)"):
        assert words.replace("512", f"{found.situations:,}").replace("128", f"{found.situations // 4:,}").replace("384", f"{found.situations * 3 // 4:,}") in said
    assert 'fill="url(#shares-no)"' in plot


def test_the_page_runs_and_fetches_nothing(found) -> None:
    page = pages_of_sweep(found)["summary.html"]
    assert page.lower().startswith("<!doctype html")
    assert "<script" not in page and "<link" not in page and "src=" not in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert all(f'id="{target}"' in page for target in re.findall(r'href="#([^"]+)"', page))


def test_whatever_a_case_says_is_escaped(found) -> None:
    from dataclasses import replace

    evil = replace(found, case='<script>"&', fixed=("<b>\x1b[31m",), cells=tuple(replace(c, question="</svg><script>") for c in found.cells))
    for text in pages_of_sweep(evil).values():
        assert "<script>" not in text and "\x1b" not in text and "<b>" not in text
    assert "\x1b" not in text_sweep(evil)


def test_page_screen_and_document_agree(found) -> None:
    page, screen = pages_of_sweep(found)["summary.html"], text_sweep(found, 200)
    for cell in found.cells:
        for answer in ("yes", "no", "not-engaged"):
            assert f"{cell.counts[answer]:,}<br><small>{percent(cell.share(answer))}</small>" in page
            if cell.counts[answer]:
                assert f"{answer.replace('-', ' ')} {percent(cell.share(answer))}" in screen


def test_percentages_never_say_nothing_of_something() -> None:
    told = {Fraction(0): "0 %", Fraction(1): "100 %", Fraction(1, 3): "33.3 %", Fraction(1, 10**6): "<0.1 %", 1 - Fraction(1, 10**6): ">99.9 %"}
    assert {share: percent(share) for share in told} == told


def test_lines_fit_the_paper(found) -> None:
    assert all(len(line) <= 60 for line in text_sweep(found, 60, folder="x").splitlines())
