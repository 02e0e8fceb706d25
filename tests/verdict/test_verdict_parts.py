"""The parts by themselves: gates, diagrams, smallest sets, boxes of readings."""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import foedus.verdict
from foedus.verdict import Choice, Circuit, Engine, Query, Situation, Status, Verdict, minimal_sets
from foedus.verdict.bdd import Diagrams, Edge, TooLargeError
from foedus.verdict.circuit import GapLeaf, Op, OptionLeaf, Part, ShownLeaf, Strength
from foedus.verdict.partition import partition

LEVELS = 5
tables = st.integers(0, 2 ** (2**LEVELS) - 1)


# Gates


def test_equal_gates_are_one_gate() -> None:
    c = Circuit()
    a, b = c.fact("a"), c.fact("b")
    assert c.all_of([a, b]) == c.all_of([a, b]) and c.fact("a") == a
    assert c.all_of([a, a, 1]) == a and c.any_of([a, 0]) == a
    assert c.negate(c.negate(a)) == a


def test_a_threshold_keeps_one_who_counts_twice() -> None:
    c = Circuit()
    a, b, d = c.fact("a"), c.fact("b"), c.fact("d")
    assert c.op(c.at_least(2, [a, a, b, d])).args == (a, a, b, d)
    assert c.at_least(2, [1, a, b]) == c.any_of([a, b])


def test_children_are_older_and_a_cone_looks_through_burdens() -> None:
    c = Circuit()
    a = c.fact("a")
    s = c.shown(c.negate(a), "host")
    root = c.all_of([s, c.fact("b")])
    assert c.cone(root) == tuple(range(2, root + 1))
    assert c.op(s).leaf == ShownLeaf(a + 1, "host") and c.op(s).op is Op.LEAF
    assert c.facts_below(root) == {"a", "b"}


def test_a_word_whose_rules_cannot_part_has_no_gap() -> None:
    c = Circuit()
    a = c.fact("a")
    assert c.word("w", a, c.negate(a)) == a
    assert GapLeaf("w") in [c.op(n).leaf for n in c.cone(c.word("w", a, 0))]


WRONG = {
    "no option at all": (lambda c: c.group("g", ()), "needs options"),
    "an option twice": (lambda c: c.group("g", ("x", "x")), "each named once"),
    "a group declared otherwise": (lambda c: (c.group("g", "xy"), c.group("g", "xz")), "already has"),
    "an option that is none": (lambda c: (c.group("g", "xy"), c.option("g", "z")), "'z' is no option"),
    "a group that is none": (lambda c: c.leaf(OptionLeaf("h", "x")), "reading group 'h'"),
    "a burden on a gate to come": (lambda c: c.shown(99, "host"), "gate 99"),
    "a gate to come": (lambda c: c.all_of([99]), "gate 99 does not exist"),
    "a vote to come": (lambda c: c.at_least(2, [99, 98]), "gate 99 does not exist"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_said(what: str) -> None:
    make, words = WRONG[what]
    with pytest.raises(ValueError, match=words):
        make(Circuit())


def test_a_choice_of_an_option_that_is_none_is_refused() -> None:
    c = Circuit()
    c.group("g", ("x", "y"))
    engine = Engine(c, Situation())
    with pytest.raises(ValueError, match="has no option 'z'; it has: x, y"):
        engine.evaluate(Query(c.option("g", "x")), Choice({"g": "z"}))
    assert engine.evaluate(Query(1), Choice({"another law's word": "z"})).verdict is Verdict.YES


# Diagrams


def table_to_edge(d: Diagrams, table: int) -> Edge:
    """The diagram of a truth table; bit i of the table is the world whose level k is bit k of i."""

    def go(level: int, table: int) -> Edge:
        if level == 0:
            return table & 1
        half = 1 << (level - 1)
        low, high = table & ((1 << half) - 1), table >> half
        return d.make(LEVELS - level, go(level - 1, low), go(level - 1, high))

    return go(LEVELS, table)


def edge_to_table(d: Diagrams, edge: Edge) -> int:
    table = 0
    for i in range(2**LEVELS):
        values = {LEVELS - 1 - k: bool(i >> k & 1) for k in range(LEVELS)}
        table |= d.holds(edge, values) << i
    return table


@settings(max_examples=100, deadline=None)
@given(tables, tables, st.integers(0, LEVELS - 1))
def test_diagrams_are_truth_tables(one: int, two: int, level: int) -> None:
    d = Diagrams(10_000)
    every = 2 ** (2**LEVELS) - 1
    f, g = table_to_edge(d, one), table_to_edge(d, two)
    assert edge_to_table(d, f) == one
    assert edge_to_table(d, d.both(f, g)) == one & two
    assert edge_to_table(d, d.either(f, g)) == one | two
    assert edge_to_table(d, d.differ(f, g)) == one ^ two
    assert edge_to_table(d, f ^ 1) == every ^ one
    low, high = (d.restrict(f, ((level, value),)) for value in (0, 1))
    assert d.exists(f, {level}, {}) == d.either(low, high)
    assert d.compose(f, {level: g}) == d.choose(g, high, low)
    assert (level in d.support(f)) == (low != high)
    assert d.upward(f, {level}) == d.choose(d.var(level), d.either(low, high), low)
    assert d.either(f, g) == table_to_edge(d, one | two), "equal functions are equal numbers"


@settings(max_examples=50, deadline=None)
@given(st.lists(tables, max_size=5), st.integers(-1, 6))
def test_thresholds_of_diagrams(votes: list[int], k: int) -> None:
    d = Diagrams(10_000)
    counted = edge_to_table(d, d.at_least(k, [table_to_edge(d, v) for v in votes]))
    for i in range(2**LEVELS):
        assert counted >> i & 1 == (sum(v >> i & 1 for v in votes) >= k)


def test_a_diagram_beyond_its_budget_is_refused() -> None:
    d = Diagrams(10)
    with pytest.raises(TooLargeError):
        d.at_least(5, [d.var(level) for level in range(9)])


def test_not_computed_names_the_limit() -> None:
    c = Circuit()
    root = c.at_least(10, [c.fact(f"v{i}") for i in range(20)])
    outcome = Engine(c, Situation(), node_budget=30).evaluate(Query(root), Choice())
    assert outcome.verdict is Verdict.NOT_COMPUTED
    assert outcome.limit == "more than 30 diagram nodes in both orders tried"


# Smallest sets


@settings(max_examples=60, deadline=None)
@given(tables, tables)
def test_smallest_sets_by_trying_every_set(goal: int, admitted: int) -> None:
    d = Diagrams(10_000)
    f, given_ = table_to_edge(d, goal), table_to_edge(d, admitted)
    found = []
    for size in range(LEVELS + 1):
        for levels in combinations(range(LEVELS), size):
            for values in product((False, True), repeat=size):
                literals = frozenset(zip(levels, values, strict=True))
                fixed = tuple(sorted((level, int(value)) for level, value in literals))
                rest = d.restrict(given_, fixed)
                forced = rest and d.both(rest, d.restrict(f, fixed) ^ 1) == 0
                if forced and not any(s <= literals for s in found):
                    found.append(literals)
    result = minimal_sets(d, f, given_)
    assert set(result.sets) == set(found) and result.complete


def test_a_flood_of_sets_is_cut_by_size_and_says_so() -> None:
    d = Diagrams(10_000)
    votes = [d.var(level) for level in range(1, 13)]
    f = d.either(d.both(votes[0], votes[1]), d.at_least(6, votes))
    result = minimal_sets(d, f, most=100)
    assert not result.complete
    assert result.sets == (frozenset({(1, True), (2, True)}),)


# Boxes of readings


def test_boxes_are_merged_when_they_differ_in_one_group() -> None:
    yes, no = (Verdict.YES, Strength.SETTLED), (Verdict.NO, Strength.SETTLED)
    table = (yes, yes, no, yes)  # (g, h) in order: (x, p) (x, q) (y, p) (y, q)

    def split(state: tuple[object, ...], _: str, option: str) -> tuple[object, ...]:
        half = len(state) // 2
        return state[:half] if option in "xp" else state[half:]

    parts = partition(
        [("g", ("x", "y")), ("h", ("p", "q"))],
        table,
        split,  # type: ignore[arg-type]
        lambda state: state[0] if len(set(state)) == 1 else None,
    )
    assert parts == (
        Part({"g": ("x",)}, *yes),
        Part({"g": ("y",), "h": ("p",)}, *no),
        Part({"g": ("y",), "h": ("q",)}, *yes),
    )


# The room


def test_the_door_is_narrow() -> None:
    assert len(foedus.verdict.__all__) <= 12
    assert foedus.verdict.__doc__ and len(foedus.verdict.__doc__) > 500


def test_the_room_needs_nothing_heavy() -> None:
    heavy = "numpy dd clingo lark rich click asyncio unittest http".split()
    code = "import sys, foedus.verdict; print(*sys.modules)"
    path = [p for p in sys.path if p]
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {path!r}; {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = done.stdout.split()
    assert "foedus.verdict" in loaded
    assert not [m for m in loaded if m.split(".")[0] in heavy]
    assert not [m for m in loaded if m.startswith("foedus.") and not m.startswith(("foedus.verdict", "foedus.problem"))]


# Orders


def test_a_vote_in_which_nobody_has_spoken_is_counted_member_by_member() -> None:
    """21 members may each be shut out, by a fact that is one for all and one of their own; nobody's ballot is on record."""
    c, words, constraints = Circuit(), ("for", "against", "abstains"), []
    concerns, may, votes = c.fact("it concerns a dispute"), [], []
    for member in map(str, range(21)):
        may.append(c.negate(c.all_of([concerns, c.fact(f"{member} is interested")])))
        ballots = [c.fact(f"{member} {word}") for word in words]
        votes.append(c.all_of([may[-1], ballots[0]]))
        constraints += [c.negate(c.all_of(pair)) for pair in combinations(ballots, 2)]
    # two thirds of those who may vote, who are somebody: three for each vote against two for each who may
    against = [c.negate(m) for m in may]
    root = c.all_of([c.any_of(may), c.at_least(42, [*votes * 3, *against * 2])])
    known = {f"{m} {word}": Status.AFFIRMED for m, word in enumerate(["for"] * 13)}

    def asked(also: dict[str, Status]) -> Verdict:
        situation = Situation({"it concerns a dispute": Status.DENIED} | known | also, constraints=tuple(constraints))
        return Engine(c, situation, node_budget=20_000).evaluate(Query(root), Choice()).verdict

    assert asked({}) is Verdict.OPEN
    assert asked({"13 for": Status.AFFIRMED}) is Verdict.YES
    assert asked({f"{m} against": Status.AFFIRMED for m in range(13, 21)}) is Verdict.NO
    everything_open = Situation({}, constraints=tuple(constraints))
    assert Engine(c, everything_open, node_budget=20_000).evaluate(Query(root), Choice()).verdict is Verdict.OPEN
