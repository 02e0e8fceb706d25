"""Every address that a page writes is one that a page answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from foedus.door.laws import at_hand, read_law
from foedus.workbench import Desk, Key, application
from foedus.workbench.visit import Visit

HOST = "127.0.0.1:8765"
QUESTIONS = sorted({q for name in at_hand(()) for q in read_law(name, ()).questions})


def test_there_are_questions_with_strokes_in_their_names() -> None:
    assert any("/" in q for q in QUESTIONS) and len(QUESTIONS) > 60


@pytest.mark.parametrize("page", ["why", "hinges"])
def test_a_page_about_a_question_is_found_whatever_its_name(tmp_path: Path, page: str) -> None:
    client = TestClient(application(Desk(tmp_path), Key("k"), [HOST]), base_url=f"http://{HOST}")
    client.get("/?token=k")
    visit = Visit(Desk(tmp_path), Key("k"), "", {"case": "none"}, ())
    for question in QUESTIONS:
        for twin in ("", ".json"):
            answer = client.get(visit.link(page, question) + twin)
            assert answer.status_code == 400 and "no case is called" in answer.text, question
