"""A memory saves time and moves nothing: the same answers with it and without, in any order of asking."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.assess.real import case, regime, terms

from foedus.assess import Memory, assess, timeline
from foedus.verdict import diagram

CASE = "kyrgyz-tajik-2022"
DATES = ("2022-09-15T00:00:00+06:00", "2022-09-16T12:00:00+06:00", "2022-09-16T13:00:00+06:00", "2022-12-31T00:00:00+06:00")
KNOWN = ("2022-09-17T00:00:00+06:00", "now")
QUESTIONS = ("request", "article-4", "duty-to-assist", "self-defence")
SUPPOSED = ((), ("not the wish of October is an official request",), ("the wish of October is an official request",))
Asked = tuple[str, str, tuple[str, ...]]
ASKED = st.lists(st.tuples(*map(st.sampled_from, (DATES, KNOWN, SUPPOSED))), min_size=2, max_size=5)


def told(asked: Asked, memory: Memory | None) -> object:
    as_of, known, suppose = asked
    return assess(case(CASE), regime(), terms(as_of, known, questions=QUESTIONS, suppose=suppose), memory).to_json()


@cache
def without(asked: Asked) -> object:
    return told(asked, None)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ASKED, st.sampled_from((1, 3, 1000)))
def test_a_memory_of_any_size_moves_no_answer(asked: list[Asked], most: int) -> None:
    memory = Memory(most)
    for one in asked:
        assert told(one, memory) == without(one)


def test_what_was_answered_is_not_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    memory, one = Memory(), (DATES[1], KNOWN[1], SUPPOSED[0])
    first = told(one, memory)

    def drawn(*_: object, **__: object) -> None:
        raise AssertionError("a diagram is drawn anew")

    monkeypatch.setattr(diagram, "Study", drawn)
    assert told(one, memory) == first
    with pytest.raises(AssertionError, match="drawn anew"):
        told(one, None)


def test_a_memory_keeps_no_more_than_it_is_told_to_and_no_diagrams() -> None:
    memory = Memory(5)
    told((DATES[3], KNOWN[1], SUPPOSED[0]), memory)
    assert len(memory._kept) == 5
    engines = [one.engine for one in memory._kept.values() if hasattr(one, "engine")]
    assert engines
    assert not any(engine._desks for engine in engines)


def test_a_timeline_is_the_same_with_a_memory() -> None:
    at = terms(DATES[3], questions=QUESTIONS)
    memory = Memory()
    plain = timeline(case(CASE), regime(), at).to_json()
    assert plain["changes"]
    assert timeline(case(CASE), regime(), at, memory=memory).to_json() == plain
    assert timeline(case(CASE), regime(), at, memory=memory).to_json() == plain
