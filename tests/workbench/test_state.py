"""An address holds the whole state, and gives it back."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.door import NotUnderstood
from foedus.workbench.state import MAX_LENGTH, MAX_VALUES, State

words = st.text(min_size=1, max_size=20).map(str.strip).filter(bool)
several = st.lists(words, max_size=3).map(tuple)
plain = words.filter(lambda w: ":" not in w)
states = st.builds(
    State,
    as_of=words | st.just(""),
    known_to=words | st.just(""),
    law_at=words | st.just(""),
    stance=several,
    reading=st.dictionaries(plain, words, max_size=3),
    standard=words | st.just(""),
    suppose=several,
    without=several,
    restore=several,
    record=words | st.just(""),
    law=words | st.just(""),
)


@given(states)
def test_a_state_comes_back_from_its_address(state: State) -> None:
    assert State.read(parse_qsl(state.query(), keep_blank_values=True)) == state


@given(states)
def test_a_state_has_one_address(state: State) -> None:
    assert State.read(state.pairs()).query() == state.query()


def test_what_a_page_adds_is_left_to_it() -> None:
    state = State.read([("as-of", "2022-01-06"), ("viewpoint", "x"), ("as_of", "")])
    assert state == State(as_of="2022-01-06") and state.query(viewpoint="x", empty="") == "as-of=2022-01-06&viewpoint=x"


@pytest.mark.parametrize(
    ("query", "what", "remedy"),
    [
        ([("reading", "attacker")], "“attacker” chooses nothing", "write word:option, as in attacker:any"),
        ([("reading", ":any")], "“:any” chooses nothing", "write word:option"),
        ([("suppose", "x")] * (MAX_VALUES + 1), f"more than {MAX_VALUES} values", "shorten the address"),
        ([("suppose", "x" * (MAX_LENGTH + 1))], f"one longer than {MAX_LENGTH} characters", "shorten the address"),
    ],
)
def test_what_is_no_state_is_told(query: list[tuple[str, str]], what: str, remedy: str) -> None:
    with pytest.raises(NotUnderstood) as told:
        State.read(query)
    assert what in told.value.problems[0].what and remedy in told.value.problems[0].remedy
