"""The command line says what its transcripts say, word for word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from transcript_session import PAGES, blocks, rewritten


@pytest.mark.parametrize("page", PAGES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_session_runs_as_it_is_written(page: Path) -> None:
    assert rewritten(page) == page.read_text("utf-8"), "see: python -m tests.transcripts --rewrite"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_no_line_is_wider_than_a_terminal_and_codes_fit_the_folder(page: Path) -> None:
    """Answers fit 80 columns; good sessions end with 0, bad ones never do."""
    for inside, rows in blocks(page.read_text("utf-8").splitlines()):
        answers = [r for r in rows if inside and not r.startswith("$ ")]
        plain = [r for r in answers if '"' not in r[:20] and "│" not in r and not re.match(r"\S+:\d+", r)]
        if page.parent.name == "good":
            assert all(len(r) <= 80 for r in plain), max(plain, key=len)
            assert not any(r.startswith("[exit") for r in answers)
        elif inside:
            commands = [r for r in rows if r.startswith("$ ")]
            assert len([r for r in rows if r.startswith("[exit ")]) == len(commands)


def test_there_are_sessions_of_both_kinds() -> None:
    kinds = [p.parent.name for p in PAGES]
    assert kinds.count("good") >= 8 and kinds.count("bad") >= 5
