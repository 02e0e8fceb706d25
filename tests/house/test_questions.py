"""docs/questions.md answers every question of the source articles with a command that works, and as it answers today."""

from __future__ import annotations

import re

import pytest
from tests.questions.question_page import DATA, PAGE, Entry, Missing, Try, answer, entries, page, parsed, quoted

from foedus.problem import Invalid

ENTRIES = entries()
TRIES = [(e, t) for e in ENTRIES for t in e.tries]
QUESTIONS = 41


def test_no_question_of_the_articles_is_left_out() -> None:
    assert [e.id for e in ENTRIES] == list(range(1, QUESTIONS + 1))
    assert all(e.asks.endswith("?") and e.asked_by for e in ENTRIES)


@pytest.mark.parametrize("one", ENTRIES, ids=lambda e: str(e.id))
def test_a_question_is_answered_or_says_why_not(one: Entry) -> None:
    assert one.tries or one.outside, "neither a command nor a reason why there is none"
    assert not one.outside or one.remark, "it says that there is no answer, and not why"
    assert all(t.picks for t in one.tries), "a command of which nothing is quoted"


@pytest.mark.parametrize(("one", "attempt"), TRIES, ids=[f"{e.id}-{n}" for n, (e, _) in enumerate(TRIES)])
def test_a_command_is_one_that_the_command_line_reads(one: Entry, attempt: Try) -> None:
    verb, given = parsed(attempt.command)
    assert verb in {"assess", "ask", "why", "agenda", "timeline", "conflicts", "law"}
    assert verb == "law" or (given["as_of"] and (given["known_to"] or given["then"])), "without a date the page would change by itself"


@pytest.mark.parametrize(("one", "attempt"), TRIES, ids=[f"{e.id}-{n}" for n, (e, _) in enumerate(TRIES)])
def test_what_is_quoted_is_in_the_answer(one: Entry, attempt: Try) -> None:
    try:
        lines = quoted(attempt)
    except (Missing, Invalid) as error:
        pytest.fail(f"question {one.id}: $ {attempt.command}\n{error}")
    assert all(lines)


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text("utf-8") == page(), "see: python -m tests.questions --rewrite"


def test_the_page_names_authors_and_no_shelf_marks_of_ours() -> None:
    for file in (PAGE, DATA):
        assert not re.search(r"\bS[0-4]\b|/work|dossier|sources/", file.read_text("utf-8")), file


def test_an_answer_that_is_not_there_is_noticed() -> None:
    command = TRIES[0][1].command
    assert answer(command)
    with pytest.raises(Missing):
        quoted(Try(command, ("cell no-such-question",)))
