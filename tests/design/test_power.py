"""Power and chance: published tables, everything written out for random bodies, and the laws that indices obey."""

from __future__ import annotations

from fractions import Fraction
from math import comb
from typing import Any

import pytest
from design_world import Body, weighted
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foedus.counting.parts import at_least
from foedus.design import Power, powers
from foedus.design.sums import LIMIT, OutOfReach

F = Fraction


def players(body: Body) -> list[Power]:
    """The players of a body's one rule."""
    found = body.found().outcomes[0]
    assert found.powers, found.bound
    return list(found.powers.players)


def council(permanent: int, elected: int, quota: int) -> Body:
    """A council whose permanent members have a veto."""
    members = [{"name": f"p{i}", "group": "p"} for i in range(permanent)] + [{"name": f"e{i}"} for i in range(elected)]
    return Body(members, {"kind": "quota", "quota": quota, "veto": "p"})


# --- published tables ---


def test_the_security_council_of_fifteen() -> None:
    """Shapley-Shubik 421/2145 and 4/2145; Banzhaf 848 and 84 swings, 106/635 and 21/1270.

    The index: L. S. Shapley and M. Shubik, A Method for Evaluating the Distribution of Power in a Committee System,
    American Political Science Review 48 (1954) 787-792, which treats the council of eleven. The values for fifteen are
    told, with their derivation (84 × 6! × 8! of 15! orders for an elected member), in “Veto starting to sound really good”,
    Gonit Sora (gonitsora.com/veto-starting-to-sound-really-good). Swings by hand: a permanent member turns every
    coalition of the other four with at least 4 of 10; an elected one those of all five with exactly 3 of the other 9.
    """
    found = players(council(5, 10, 9))
    assert {p.shapley for p in found[:5]} == {F(421, 2145)}
    assert {p.shapley for p in found[5:]} == {F(4, 2145)}
    assert (found[0].swings, found[14].swings) == (sum(comb(10, k) for k in range(4, 11)), comb(9, 3)) == (848, 84)
    assert (found[0].share, found[14].share) == (F(106, 635), F(21, 1270))
    assert (found[0].prevent, found[14].prevent) == (1, F(84, 848))
    assert found[0].initiate == F(848, 2**15 - 848)


def test_the_security_council_of_eleven() -> None:
    """Before 1966, seven of eleven with five vetoes: the permanent members have 76/77 together, 98.7 per cent.

    Shapley and Shubik, as above, p. 791: 98.7 per cent against 1.3 for the six others. 76/385 and 1/462 follow: an elected
    member turns the outcome where exactly one of the other five is before it: C(5,1) × 6! × 4! of 11! orders.
    """
    found = players(council(5, 6, 7))
    assert {p.shapley for p in found[:5]} == {F(76, 385)}
    assert {p.shapley for p in found[5:]} == {F(1, 462)}
    assert round(float(5 * found[0].shapley), 3) == 0.987


def test_the_council_of_the_six_in_1958() -> None:
    """4, 4, 4, 2, 2, 1 with 12: Banzhaf 5/21, 1/7 and nothing, Shapley-Shubik 14/60, 9/60 and nothing.

    A. Mayer, Luxembourg in the Early Days of the EEC: Null Player or Not?, Games 9 (2018) 29 (mdpi.com/2073-4336/9/2/29):
    the smallest is a null player where the Council acts on a proposal. The Banzhaf numbers are those that the package
    powerindex prints for this body (pypi.org/project/powerindex: 0.238, 0.143, 0).
    """
    found = players(weighted(4, 4, 4, 2, 2, 1, kind="quota", quota=12))
    assert [p.share for p in found] == [F(5, 21)] * 3 + [F(3, 21)] * 2 + [0]
    assert [p.shapley for p in found] == [F(14, 60)] * 3 + [F(9, 60)] * 2 + [0]


def test_without_a_proposal_the_smallest_of_the_six_counted() -> None:
    """Mayer, as above: where twelve votes had to come from at least four members, the smallest was no null player."""
    body = weighted(4, 4, 4, 2, 2, 1)
    body.rule = {"kind": "several", "all": [{"quota": 12, "by": "weight"}, {"quota": 4}]}
    assert players(body)[5].shapley > 0


def test_two_small_bodies_of_the_textbooks() -> None:
    """[51; 50, 49, 1] has the Banzhaf shares 3/5, 1/5, 1/5: The Britannica Guide to Statistics and Probability (2011), p. 194.

    The page also has the council of 1958: 5/21, 1/7 and nothing. [3; 2, 1, 1] is 2/3, 1/6, 1/6 by writing out six orders.
    """
    assert [p.share for p in players(weighted(50, 49, 1, kind="quota", quota=51))] == [F(3, 5), F(1, 5), F(1, 5)]
    assert [p.shapley for p in players(weighted(2, 1, 1, kind="quota", quota=3))] == [F(2, 3), F(1, 6), F(1, 6)]


# --- everything written out ---

NAMES = "abcdefg"
RULES: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.builds(lambda k: {"kind": "consensus", "minus": k}, st.integers(0, 2)),
    st.just({"kind": "unanimity"}),
    st.builds(lambda k, of, by: {"kind": k, "of": of, **by}, st.sampled_from(["majority", "two-thirds"]), st.sampled_from(["members", "cast", "present"]), st.sampled_from([{}, {"by": "weight"}, {"among": ["upper"]}])),
    st.builds(lambda k, p, of, by: {"kind": "share", k: p, "of": of, **by}, st.sampled_from(["at_least", "more_than"]), st.sampled_from(["1/3", "1/2", "3/5", "9/10", "99/100"]), st.sampled_from(["members", "cast", "present"]), st.sampled_from([{}, {"by": "weight"}])),
    st.builds(
        lambda a, b, c, more: {"kind": "several", "all": [{"at_least": a, "of": "members"}, {"at_least": b, "of": "members", "by": "weight"}], **({"or": [{"at_least": c, "of": "cast", "by": "weight"}]} if more else {})},
        st.sampled_from(["1/2", "11/20"]),
        st.sampled_from(["1/2", "13/20"]),
        st.sampled_from(["9/10", "1"]),
        st.booleans(),
    ),
    st.just({"kind": "several", "all": [{"more_than": "1/2", "of": "members", "among": "upper"}, {"more_than": "1/2", "of": "members", "among": "lower"}]}),
)


@st.composite
def bodies(draw: st.DrawFn, most: int, chances: bool) -> Body:
    """A few members with weights, chambers and perhaps parliaments, under any rule; somebody in each chamber."""
    n = draw(st.integers(2, most))
    members: list[dict[str, Any]] = []
    for i in range(n):
        m: dict[str, Any] = {"name": NAMES[i], "group": ("upper", "lower")[i] if i < 2 else draw(st.sampled_from(["upper", "lower"]))}
        m["weight"] = draw(st.sampled_from([0, 1, 1, 2, 3, 5, 7.5])) if i else 4
        if chances:
            m["yes"], m["abstain"], m["absent"] = draw(st.sampled_from([(0.5, 0.25, 0.125), (1, 0, 0), (0, 0.5, 0.25), (0.7, 0, 0.1), (0.25, 0.75, 0)]))
        if draw(st.booleans()):
            m["parliament"] = draw(st.sampled_from([0.5, 0.9, 0, 1])) if chances else True
        members.append(m)
    rule = dict(draw(RULES))
    if draw(st.booleans()):
        rule["veto"] = [NAMES[draw(st.integers(0, n - 1))]]
    if draw(st.booleans()):
        rule["quorum"] = draw(st.sampled_from([1, 2, "1/2", "2/3"]))
    if any("parliament" in m for m in members) and draw(st.booleans()):
        rule["parliament"] = draw(st.sampled_from(["abstain", "object"]))
    return Body(members, rule)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(bodies(5, chances=False))
def test_power_is_that_of_all_coalitions_and_orders_written_out(body: Body) -> None:
    found, real = players(body), body.by_hand()
    assert {(p.name, p.of): (p.swings, p.shapley) for p in found} == real
    total = sum(swings for swings, _ in real.values())
    assert [p.share for p in found] == [F(s, total) if total else 0 for s, _ in real.values()]
    assert [p.absolute for p in found] == [F(s, 2 ** (len(found) - 1)) for s, _ in real.values()]


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(bodies(4, chances=True))
def test_the_chance_is_that_of_all_votes_written_out(body: Body) -> None:
    assert body.found().outcomes[0].chance == body.chance_by_hand()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=7, max_size=10).filter(any), st.data())
def test_ten_members_with_any_weights(weights: list[int], data: st.DataObject) -> None:
    body = weighted(*weights, kind="quota", quota=data.draw(st.integers(1, sum(weights))))
    assert {(p.name, p.of): (p.swings, p.shapley) for p in players(body)} == body.by_hand()


# --- laws ---


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 60), min_size=2, max_size=25), st.data())
def test_the_laws_of_the_indices(weights: list[int], data: st.DataObject) -> None:
    """Efficiency, symmetry, nulls, monotony; Coleman's two are the swings over their bases."""
    quota = data.draw(st.integers(1, sum(weights)))
    body = weighted(*weights, 0, kind="quota", quota=quota)
    found = body.found().outcomes[0].powers
    assert found
    rows = found.players
    assert sum(p.shapley for p in rows) == 1 == sum(p.share for p in rows)
    assert rows[-1].swings == 0 == rows[-1].shapley
    for a, b in zip(range(len(weights)), range(1, len(weights)), strict=False):
        low, high = sorted((a, b), key=lambda i: weights[i])
        assert rows[low].shapley <= rows[high].shapley
        assert rows[low].swings <= rows[high].swings
        if weights[a] == weights[b]:
            assert (rows[a].shapley, rows[a].swings) == (rows[b].shapley, rows[b].swings)
    assert found.act == F(found.winning, 2 ** len(rows))
    assert all(p.prevent == F(p.swings, found.winning) and p.initiate == F(p.swings, found.coalitions - found.winning) for p in rows)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=2, max_size=20), st.data())
def test_the_dual_rule_gives_the_same_power(weights: list[int], data: st.DataObject) -> None:
    """Who can turn a yes can turn a no: quota q and quota total + 1 - q are duals, with the same two indices."""
    quota = data.draw(st.integers(1, sum(weights)))
    one, other = (players(weighted(*weights, kind="quota", quota=q)) for q in (quota, sum(weights) + 1 - quota))
    assert [(p.swings, p.shapley) for p in one] == [(p.swings, p.shapley) for p in other]


def test_two_hundred_members_by_closed_formulas() -> None:
    body = Body([{"name": "m", "count": 200}], {"kind": "two-thirds", "of": "members"})
    found = body.found().outcomes[0].powers
    assert found
    assert {p.shapley for p in found.players} == {F(1, 200)}
    assert {p.swings for p in found.players} == {comb(199, 133)}
    assert found.winning == sum(comb(200, k) for k in range(134, 201))


def test_the_chance_is_that_of_the_room_that_counts_chances() -> None:
    weights = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]
    body = weighted(*weights, kind="quota", quota=30)
    for m in body.members:
        m["yes"] = 0.7
    assert body.found().outcomes[0].chance == at_least(30, [(F(7, 10), w) for w in weights])[0]


def test_large_weights_with_a_common_measure_are_scaled_and_counted() -> None:
    small, large = (players(weighted(*(w * k for w in (4, 4, 4, 2, 2, 1)), kind="quota", quota=12 * k)) for k in (1, 1_000_000))
    assert small == large


def test_what_has_too_many_sums_is_not_computed_and_says_which_limit() -> None:
    body = weighted(*(2**i for i in range(40)), kind="quota", quota=2**39)
    for m in body.members:
        m["yes"] = 0.5
    found = body.found().outcomes[0]
    assert found.powers is None
    assert found.chance is None
    assert f"power not computed: the weights make more than {LIMIT:,} different sums among 40 members" in found.bound
    assert "chance not computed: the weights make more than" in found.bound
    with pytest.raises(OutOfReach, match="different sums"):
        powers(body.spec().members, body.spec().rules[0])
