"""README and docs are run: their examples give what they say, and every word is explained."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pages
import pytest

from foedus.assess.answers import Mark, StatusWord, TurnsOn, VerdictWord
from foedus.show.notes import KINDS, MARKS
from house import ROOT

ANSWERS = "docs/answers.md"


def test_the_examples_of_answers_md_give_what_they_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pages.write_files(ANSWERS, tmp_path) == 11
    monkeypatch.chdir(tmp_path)
    assert pages.run_python(ANSWERS) > 30


WORDS = {
    "verdict": get_args(VerdictWord),
    "status": get_args(StatusWord),
    "mark": get_args(Mark),
    "kind": TurnsOn.KINDS,
}


@pytest.mark.parametrize(("sort", "word"), [(sort, word) for sort, words in WORDS.items() for word in words])
def test_every_word_of_an_answer_is_explained_with_an_example(sort: str, word: str) -> None:
    text = (ROOT / ANSWERS).read_text("utf-8")
    assert re.search(rf"^\| `{word}` \|", text, re.M), f"{sort} {word} stands in no table of {ANSWERS}"
    examples = "\n".join(f.body for f in pages.fences(ANSWERS) if f.lang == "python")
    told = rf"turns_on\.{word}\b" if sort == "kind" else rf"^(?!>>>).*\b{word}\b"
    assert re.search(told, examples, re.M), f"{sort} {word} has no example in {ANSWERS}"


def test_the_page_names_marks_and_kinds_as_the_screen_does() -> None:
    text = (ROOT / ANSWERS).read_text("utf-8")
    for mark, (sign, _) in MARKS.items():
        assert f"| `{mark}` | {sign} |" in text
    for kind, label in KINDS.items():
        assert f"| `{kind}` | {label} |" in text


def test_there_are_words_to_explain() -> None:
    assert [len(words) for words in WORDS.values()] == [6, 3, 5, 9]


def test_the_readme_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert pages.run_console("README.md", tmp_path) >= 1
    assert pages.run_python("README.md") >= 2


def test_own_case_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is followed to the letter: each command, then the files it says to write, in order, on a day that stands still."""
    monkeypatch.setenv("FOEDUS_NOW", "2026-11-21T12:00:00Z")
    monkeypatch.chdir(tmp_path)
    assert pages.follow("docs/own-case.md", tmp_path) >= 8


def test_the_page_on_live_requests_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Followed to the letter, on a day that stands still."""
    monkeypatch.setenv("FOEDUS_NOW", "2026-11-21T12:00:00Z")
    monkeypatch.setenv("FOEDUS_WHO", "a reader")
    monkeypatch.chdir(tmp_path)
    assert pages.follow("docs/matter.md", tmp_path) >= 9


def test_the_page_on_votes_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert pages.follow("docs/votes.md", tmp_path) >= 4


def test_the_page_on_hinges_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert pages.follow("docs/hinges.md", tmp_path) >= 3
    assert pages.run_python("docs/hinges.md") >= 5


def test_the_page_on_treaty_design_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert pages.follow("docs/design-sweep.md", tmp_path) == 2


def test_the_page_on_chances_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert pages.run_console("docs/chance.md", tmp_path) == 2
    assert pages.run_python("docs/chance.md") >= 3


def test_the_page_on_formats_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert pages.run_console("docs/formats.md", tmp_path) == 2
    assert pages.run_python("docs/formats.md") >= 15


def test_the_page_on_precedent_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its law and cases are written, then its commands run, on a day that stands still."""
    monkeypatch.setenv("FOEDUS_NOW", "2026-11-21T12:00:00Z")
    assert pages.write_files("docs/precedent.md", tmp_path) == 15
    assert pages.run_console("docs/precedent.md", tmp_path) == 2


def test_the_page_on_papers_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its memo is that of the law and record of the page on answers."""
    assert pages.write_files(ANSWERS, tmp_path) == 11
    monkeypatch.chdir(tmp_path)
    assert pages.run_console("docs/papers.md", tmp_path) == 1


@pytest.mark.parametrize("page", ["README.md", "ARCHITECTURE.md", "DATA.md", "CHANGELOG.md", "docs/answers.md", "docs/own-case.md", "docs/law-pages.md", "docs/matter.md", "docs/precedent.md", "docs/hinges.md", "docs/chance.md", "docs/votes.md", "docs/formats.md", "docs/papers.md", "docs/workbench.md"])
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if "://" not in target:
            assert (ROOT / page).parent.joinpath(target).exists(), f"{page} links to {target}"


def test_the_changelog_names_this_version() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.M)
    assert version
    assert f"## {version[1]}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_readme_gives_the_two_commands_and_every_exit_code() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    for part in ("make demo", "make test", "| 0 |", "| 2 |", "| 3 |", "Apache", "DATA.md"):
        assert part in text
