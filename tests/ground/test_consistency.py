"""Open comparisons may only come out together as some instants, or some number, would have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_law import Notes, World, ask, subsets, value

from foedus.ground.consistency import count_gates, order_gates, whole
from foedus.verdict.circuit import Circuit
from foedus.vocabulary import Fact

EVENTS = tuple(Fact(f"event {x}", ()) for x in "abcd")
PAIRS = tuple(permutations(EVENTS, 2))


def sentence(pair: tuple[Fact, Fact]) -> str:
    return f"{pair[0]} before {pair[1]}"


def ranks(count: int) -> Sequence[tuple[int, ...]]:
    """Every way events can follow each other, ties included."""
    return list(product(range(count), repeat=count))


def realisable(
    open_: Sequence[tuple[Fact, Fact]], forced: Mapping[tuple[Fact, Fact], bool], events: Sequence[Fact]
) -> set[frozenset[str]]:
    """The sets of open comparisons that come out true together at some instants."""
    found = set()
    for order in ranks(len(events)):
        at = dict(zip(events, order, strict=True))
        if all((at[a] < at[b]) is so for (a, b), so in forced.items()):
            found.add(frozenset(sentence(p) for p in open_ if at[p[0]] < at[p[1]]))
    return found


def admitted(open_: Sequence[tuple[Fact, Fact]], forced: Mapping[tuple[Fact, Fact], bool]) -> set[frozenset[str]]:
    circuit = Circuit()
    orders = {sentence(p): p for p in open_}
    gates = list(order_gates(circuit, orders, lambda a, b: forced.get((a, b))))
    return {frozenset(w) for w in subsets(tuple(orders)) if all(value(circuit, g, World(w)) for g in gates)}


def test_before_is_a_strict_order() -> None:
    a, b, c, _ = EVENTS
    open_ = [(a, b), (b, c), (a, c)]
    assert admitted(open_, {}) == realisable(open_, {}, EVENTS[:3])
    assert frozenset({sentence((a, b)), sentence((b, c))}) not in admitted(open_, {})
    assert admitted([(a, b), (b, a)], {}) == {frozenset(), frozenset({sentence((a, b))}), frozenset({sentence((b, a))})}


@pytest.mark.parametrize("forced", [True, False])
def test_open_orders_agree_with_those_the_record_fixes(forced: bool) -> None:
    a, b, c, _ = EVENTS
    fixed = {(a, b): forced}
    open_ = [(b, c), (a, c)]
    assert admitted(open_, fixed) == realisable(open_, fixed, EVENTS[:3])


@given(st.sets(st.sampled_from(PAIRS), min_size=1, max_size=6), st.tuples(*(st.integers(0, 3) for _ in EVENTS)), st.data())
def test_exactly_the_orders_that_instants_realise_are_admitted(
    open_: set[tuple[Fact, Fact]], at: tuple[int, ...], data: st.DataObject
) -> None:
    """What the record fixes is drawn from intervals, so that it is itself realisable and complete."""
    when = {e: (lo, lo + data.draw(st.integers(0, 2))) for e, lo in zip(EVENTS, at, strict=True)}
    fixed = {}
    for a, b in PAIRS:
        if when[a][1] < when[b][0]:
            fixed[a, b] = True
        elif when[a][0] >= when[b][1]:
            fixed[a, b] = False
    listed = sorted(p for p in open_ if p not in fixed)
    events = sorted({e for p in listed for e in p})
    inside = {p: so for p, so in fixed.items() if p[0] in events and p[1] in events}
    assert admitted(listed, inside) == realisable(listed, inside, events)


def test_forced_and_open_orders_of_a_law() -> None:
    rules = "meaning bites\n  says the law bites\n  when {the Council} takes {a decision} [decision]\n"
    rules += "  and {S} requests help by {a request} [request]\n  and {S} borders {Aland}\n  and request before decision\n  in no other case\n"
    people = {"decision": ["d"], "request": ["r"]}
    said = ("Aland requests help by r", "the Council takes d")
    open_ = ask(rules, "the law bites", Notes(people), states="Aland Borduria".split())  # type: ignore[arg-type]
    assert ask(rules, "the law bites", Notes(people)).grounder.orders
    assert "“Aland requests help by r” before “the Council takes d”" in open_.grounder.orders
    for so in (True, False):
        fixed = ask(rules, "the law bites", Notes(people, orders={said: so}))
        assert "“Aland requests help by r” before “the Council takes d”" not in fixed.grounder.orders
        world = {*said, "Aland borders Aland"}
        assert fixed.says(World(world)) is so
    gates = open_.grounder.constraints()
    assert gates and all(isinstance(g, int) for g in gates)


@given(
    st.lists(
        st.tuples(st.sampled_from((">=", "<=", ">", "<")), st.integers(-1, 5), st.sampled_from((0, Fraction(1, 2)))),
        min_size=1,
        max_size=5,
        unique=True,
    )
)
def test_comparisons_of_one_count_come_out_as_one_whole_number_would(drawn: list[tuple[str, int, Fraction]]) -> None:
    circuit, count = Circuit(), Fact("votes", ())
    counts = {f"votes {op} {n + half}": (count, op, Fraction(n) + half) for op, n, half in drawn}
    gates = list(count_gates(circuit, counts))
    compare = {">=": int.__ge__, "<=": int.__le__, ">": int.__gt__, "<": int.__lt__}
    real = {
        frozenset(text for text, (_, op, needed) in counts.items() if compare[op](v, int(whole(op, needed)))) for v in range(12)
    }
    found = {frozenset(w) for w in subsets(tuple(counts)) if all(value(circuit, g, World(w)) for g in gates)}
    assert found == real


def test_sixty_one_is_at_least_sixty() -> None:
    rules = "meaning bites\n  says the law bites\n  when votes for in {B} at least 61\n  and {the Council} votes in {B}\n"
    rules += "meaning less\n  denies the law bites\n  when votes for in {B} fewer than 60\n  and {the Council} votes in {B}\n"
    found = ask(rules, "the law bites", Notes({"ballot": ["b"]}))
    gates = found.grounder.constraints()
    both = World({"votes for in b at least 61", "votes for in b fewer than 60"})
    assert not all(value(found.circuit, g, both) for g in gates)
    for one in both.facts:
        assert all(value(found.circuit, g, World({one})) for g in gates)
