"""Exact chances against every completion written out, and against ProbLog where it is installed."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import pytest
from bench.shapes import mutual
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foedus.counting import OutOfReach, chance, chances
from foedus.counting.formula import folded
from foedus.counting.order import by_force, by_gathering, by_weight
from foedus.counting.parts import at_least
from foedus.verdict.circuit import Circuit, FactLeaf, Op

FEW = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def grown(draw: st.DrawFn, leaves: int = 6, gates: int = 10) -> tuple[Circuit, int]:
    """A random circuit of facts, with thresholds that count some arguments twice."""
    circuit = Circuit()
    nodes = [circuit.fact(f"f{i}") for i in range(draw(st.integers(1, leaves)))]
    for _ in range(draw(st.integers(0, gates))):
        pick = st.integers(0, len(nodes) - 1).map(lambda i: nodes[-1 - i])
        args = draw(st.lists(pick, min_size=1, max_size=4))
        kind = draw(st.sampled_from(["all", "any", "not", "least"]))
        if kind == "not":
            nodes.append(circuit.negate(args[0]))
        elif kind == "least":
            nodes.append(circuit.at_least(draw(st.integers(0, 5)), args))
        else:
            nodes.append(circuit.all_of(args) if kind == "all" else circuit.any_of(args))
    return circuit, nodes[-1]


def leaves_of(circuit: Circuit, root: int) -> list[int]:
    return [n for n in circuit.cone(root) if circuit.op(n).leaf is not None]


def holds(circuit: Circuit, root: int, values: dict[int, bool]) -> bool:
    held = dict(values)
    for n in circuit.cone(root):
        gate = circuit.op(n)
        if n in held:
            continue
        count = sum(held[a] for a in gate.args)
        held[n] = {
            Op.CONSTANT: gate.k == 1,
            Op.NOT: count == 0,
            Op.ALL: count == len(gate.args),
            Op.ANY: count > 0,
            Op.AT_LEAST: count >= gate.k,
        }[gate.op]
    return held[root]


def written_out(circuit: Circuit, root: int, chances: dict[int, Fraction]) -> Fraction:
    leaves = leaves_of(circuit, root)
    total = Fraction(0)
    for values in product((False, True), repeat=len(leaves)):
        weight = Fraction(1)
        for leaf, value in zip(leaves, values, strict=True):
            weight *= chances[leaf] if value else 1 - chances[leaf]
        total += weight * holds(circuit, root, dict(zip(leaves, values, strict=True)))
    return total


@FEW
@given(grown(), st.data())
def test_the_chance_is_that_of_every_completion_written_out(made: tuple[Circuit, int], data: st.DataObject) -> None:
    circuit, root = made
    chances = {n: data.draw(st.fractions(0, 1, max_denominator=7)) for n in leaves_of(circuit, root)}
    found = chance(circuit, root, chances, moves=True)
    assert found.chance == written_out(circuit, root, chances)
    for leaf in leaves_of(circuit, root):
        sides = [written_out(circuit, root, {**chances, leaf: Fraction(value)}) for value in (1, 0)]
        assert found.moves.get(leaf, 0) == sides[0] - sides[1]


@FEW
@given(grown(), st.data())
def test_known_gates_are_folded_away(made: tuple[Circuit, int], data: st.DataObject) -> None:
    circuit, root = made
    leaves = leaves_of(circuit, root)
    known = {n: data.draw(st.booleans()) for n in leaves if data.draw(st.booleans())}
    chances = {n: Fraction(1, 3) for n in leaves if n not in known}
    fixed = {n: Fraction(known[n]) for n in known}
    assert chance(circuit, root, chances, known).chance == written_out(circuit, root, chances | fixed)


@FEW
@given(grown(leaves=7, gates=14))
def test_factoring_changes_no_function(made: tuple[Circuit, int]) -> None:
    circuit, root = made
    out = folded(circuit, (root,), {})
    back = {leaf.name: n for n in leaves_of(circuit, root) if isinstance(leaf := circuit.op(n).leaf, FactLeaf)}
    here = {out.circuit.fact(name): name for name in back}
    for values in product((False, True), repeat=len(back)):
        held = dict(zip(back, values, strict=True))
        inner = holds(out.circuit, out.roots[0], {n: held[name] for n, name in here.items()})
        assert inner == holds(circuit, root, {n: held[name] for name, n in back.items()})


@FEW
@given(st.lists(st.tuples(st.fractions(0, 1, max_denominator=5), st.integers(1, 4)), max_size=6), st.integers(0, 12))
def test_weighted_thresholds_by_sums(weighted: list[tuple[Fraction, int]], k: int) -> None:
    total, moves = at_least(k, weighted, moves=True)

    def reached(chances: list[Fraction]) -> Fraction:
        out = Fraction(0)
        for values in product((0, 1), repeat=len(chances)):
            weight = Fraction(1)
            for chance_, value in zip(chances, values, strict=True):
                weight *= chance_ if value else 1 - chance_
            out += weight * (sum(v * w for v, (_, w) in zip(values, weighted, strict=True)) >= k)
        return out

    chances = [c for c, _ in weighted]
    assert total == reached(chances)
    for i, move in enumerate(moves):
        sides = [reached([*chances[:i], Fraction(value), *chances[i + 1 :]]) for value in (1, 0)]
        assert move == sides[0] - sides[1]


def tangled(size: int, gates: int, seed: int) -> tuple[Circuit, int]:
    """Gates over anything at all, so that no part stands alone."""
    random, circuit = Random(seed), Circuit()
    nodes = [circuit.fact(f"f{i}") for i in range(size)]
    for _ in range(gates):
        args = [n if random.random() < 0.7 else circuit.negate(n) for n in random.sample(nodes[-2 * size :], 3)]
        nodes.append(random.choice((circuit.all_of, circuit.any_of, lambda a: circuit.at_least(2, a)))(args))
    return circuit, circuit.any_of(nodes[-size // 2 :])


def test_the_methods_are_told_and_give_the_same_number() -> None:
    circuit, root = tangled(12, 60, 5)
    chances = {n: Fraction(1, 2) for n in leaves_of(circuit, root)}
    found = chance(circuit, root, chances)
    assert any(m.startswith("by a diagram") for m in found.methods)
    counted = chance(circuit, root, chances, nodes=8)
    assert "by counting every completion" in counted.methods
    assert counted.chance == found.chance == written_out(circuit, root, chances)


def test_what_is_out_of_reach_is_refused_with_what_was_tried() -> None:
    circuit, root = tangled(12, 60, 5)
    with pytest.raises(OutOfReach, match="diagrams of 8 nodes in every order, and 12 things"):
        chance(circuit, root, {n: Fraction(1, 3) for n in leaves_of(circuit, root)}, nodes=8)


def test_a_burden_without_a_value_is_refused() -> None:
    circuit = Circuit()
    root = circuit.all_of((circuit.fact("a"), circuit.shown(circuit.fact("b"), "host")))
    with pytest.raises(ValueError, match="is a burden: give its value"):
        chance(circuit, root, {n: Fraction(1, 2) for n in circuit.cone(root)})


def test_a_threshold_over_many_members_needs_no_diagram() -> None:
    circuit = Circuit()
    members = [circuit.all_of((circuit.fact(f"present {i}"), circuit.fact(f"for {i}"))) for i in range(193)]
    root = circuit.at_least(129, members)
    found = chance(circuit, root, {n: Fraction(9, 10) for n in leaves_of(circuit, root)}, moves=True)
    assert found.methods == ("by parts", "by sums")
    assert 0 < found.chance < 1 and len(set(found.moves.values())) == 1


@pytest.mark.parametrize("order", [by_weight, by_gathering, by_force])
def test_an_order_names_every_leaf_once(order: object) -> None:
    circuit, root = tangled(15, 40, 3)
    found = order(circuit, (root,))  # type: ignore[operator]
    assert sorted(found) == sorted(leaves_of(circuit, root))


@FEW
@given(grown(leaves=7, gates=14), st.data())
def test_several_gates_at_once_are_each_counted_as_if_alone(made: tuple[Circuit, int], data: st.DataObject) -> None:
    circuit, root = made
    roots = [root, *(n for n in range(2, len(circuit)) if data.draw(st.booleans()))]
    priors = {n: data.draw(st.fractions(0, 1, max_denominator=5)) for n in range(len(circuit)) if circuit.op(n).leaf}
    for one, found in zip(roots, chances(circuit, roots, priors, moves=True), strict=True):
        assert found.chance == written_out(circuit, one, priors)
        assert found.moves == {n: m for n, m in chance(circuit, one, priors, moves=True).moves.items() if n in found.moves}


def test_what_moves_a_chance_is_counted_one_by_one_as_by_diagram() -> None:
    circuit, root = tangled(12, 60, 5)
    even = {n: Fraction(1, 2) for n in leaves_of(circuit, root)}
    found, counted = chance(circuit, root, even, moves=True), chance(circuit, root, even, moves=True, nodes=8)
    assert "by counting every completion" in counted.methods
    assert {n: m for n, m in counted.moves.items() if m} == {n: m for n, m in found.moves.items() if m}


def test_what_fits_alone_but_not_together_is_drawn_alone() -> None:
    circuit = Circuit()
    facts = [circuit.fact(f"f{i}") for i in range(30)]
    roots = [circuit.at_least(2, [facts[i + j] for j in (0, 1, 2, 1)]) for i in range(28)]
    priors = {n: Fraction(1, 3) for n in facts}
    assert [c.chance for c in chances(circuit, roots, priors, nodes=20)] == [written_out(circuit, r, priors) for r in roots]


@pytest.mark.parametrize("members", [6, 27])
def test_mutual_assistance_is_counted_without_giving_up(members: int) -> None:
    shape = mutual(members)
    priors = {n: Fraction(1, 2) for n in range(len(shape.circuit)) if shape.circuit.op(n).leaf is not None}
    found = dict(zip(shape.wanted, chances(shape.circuit, list(shape.wanted.values()), priors, moves=True), strict=True))
    assert found["owed"].chance > found["enough"].chance > 0
    alone = chance(shape.circuit, shape.wanted["breach"], priors, moves=True)
    assert (alone.chance, alone.moves) == (found["breach"].chance, found["breach"].moves)
