"""Every executor says the same of every situation, and the circuit says so too."""

from __future__ import annotations

import random
from fractions import Fraction
from functools import cache
from itertools import pairwise, product

import pytest
from random_circuits import Case, grown, noise, wide

from foedus.executors import Completions, Executor, Grid, Packed, Sample, available, choose, completions, lower, settled
from foedus.executors.hoist import ordered
from foedus.executors.reference import Reference, completion, holds
from foedus.verdict import Choice, Circuit, Situation, Status

REFERENCE = Reference()
FAST = ("bits", "blocks", "machine")
MANY = 1200


@pytest.fixture(params=FAST)
def fast(request: pytest.FixtureRequest) -> Executor:
    """Each executor but the reference; a loud skip where one is absent."""
    found = {one.name: one for one in available()}[request.param]
    if found.executor is None:
        pytest.skip(f"the executor {found.name} is absent: {found.note}")
    return found.executor


def situations(case: Case, seed: int) -> list[dict[str, bool]]:
    """Every combination of the program's inputs, with the leaves that are no inputs anyhow."""
    dice = random.Random(seed)
    rows = product((False, True), repeat=len(case.program.inputs))
    return [
        {leaf: dice.random() < 0.5 for leaf in case.leaves()} | dict(zip(case.program.inputs, row, strict=True)) for row in rows
    ]


def test_programs_mean_what_their_circuits_mean() -> None:
    checked = 0
    for seed in range(MANY):
        case = grown(seed)
        if len(case.program.inputs) > 7:
            continue
        grid = Grid(tuple(((name,), ((False,), (True,))) for name in reversed(case.program.inputs)))
        found = choose("bits").planes(case.program, grid)
        for i, situation in enumerate(situations(case, seed)):
            for name, node in case.wanted.items():
                assert holds(case.circuit, node, situation, case.known) == bool(found.plane(name, i, 1)), (seed, i, name)
        checked += 1
    assert checked > MANY // 2


def feeds(seed: int, names: tuple[str, ...]) -> list[Packed | Grid | Sample]:
    """One of each kind, chances of all kinds among them."""
    dice = random.Random(seed)
    chances = {name: dice.choice((0, 1, 0.5, 0.25, Fraction(3, 10), dice.random())) for name in names}
    return [noise(seed, names, dice.randint(0, 700)), Grid.of(*names), Sample(seed, chances, 5000)]


def test_planes_and_counts_agree_over_any_range(fast: Executor) -> None:
    ranges = set()
    for seed in range(150):
        program = grown(seed, facts=8, gates=40, known=0).program
        dice = random.Random(seed)
        for feed in feeds(seed, program.inputs):
            start = dice.randint(0, min(feed.count, 300)) // (step := dice.choice((1, 1, 64))) * step
            count = dice.randint(0, min(feed.count - start, 600))
            truth = REFERENCE.planes(program, feed, start, count)
            assert bytes(fast.planes(program, feed, start, count).data) == bytes(truth.data), (seed, feed)
            assert fast.counts(program, feed, start, count) == REFERENCE.counts(program, feed, start, count), (seed, feed)
            ranges.add((start % 64 == 0, count % 64 == 0, type(feed)))
    assert len(ranges) >= 9


def counted(seed: int, executor: Executor, given: bool, influence: bool) -> Completions:
    """Everything that can be counted of one random program."""
    program = grown(seed, facts=6, gates=40, known=0).program
    return completions(program, executor, given=given, influence=influence, joint=[program.wanted[:2], program.wanted])


@cache
def truth(seed: int) -> Completions:
    """The same, one completion after the other."""
    return counted(seed, REFERENCE, True, True)


def test_completions_agree(fast: Executor) -> None:
    for seed in range(150):
        assert counted(seed, fast, True, True) == truth(seed), seed
        for given, influence in ((False, False), (True, False), (False, True)):
            part = counted(seed, fast, given, influence)
            assert (part.counts, part.joint, part.total) == (truth(seed).counts, truth(seed).joint, truth(seed).total), seed
            assert part.given == (truth(seed).given if given else {})
            assert part.influence == (truth(seed).influence if influence else {})


@pytest.mark.parametrize("seed", range(6))
def test_completions_over_many_blocks_agree(fast: Executor, seed: int) -> None:
    """More inputs than a block has bits: what is hoisted, and in which runs, must not matter."""
    program = wide(seed, 13 + seed)
    order, dice = ordered(program, program.inputs[:2]), random.Random(seed)
    first = dice.randint(0, order.blocks)
    last = dice.randint(first, order.blocks)
    for given, flips in product((False, True), repeat=2):
        truth = choose("bits").tally(program, order, first, last, given, flips)
        assert fast.tally(program, order, first, last, given, flips) == truth
    one = fast.tally(program, order, 1, 2, True, True)
    assert one == REFERENCE.tally(program, order, 1, 2, True, True)


def test_counts_that_can_be_done_by_hand(fast: Executor) -> None:
    """Of 2^17 completions of 17 facts, half have an odd number of yeses; each fact turns the parity every time."""
    found = completions(wide(3, 17), fast, influence=True, given=True)
    assert found.total == 1 << 17
    assert found.counts["parity"] == 1 << 16
    assert set(found.influence["parity"].values()) == {1 << 17}
    assert set(found.given["parity"].values()) == {1 << 15}
    # at least 8 of 17: the sum of C(17, i) for i from 8 on
    assert found.counts["most"] == 89846
    # one of the others turns it where exactly 7 of the remaining 16 hold: 2 * C(16, 7)
    assert set(found.influence["most"].values()) == {2 * 11440}


@pytest.mark.parametrize("parts", [1, 2, 3, 7, 64])
def test_parts_add_up(fast: Executor, parts: int) -> None:
    program = wide(11, 16)
    options = {"given": True, "influence": True, "joint": [("parity", "most")]}
    whole = completions(program, fast, threads=2, **options)  # type: ignore[arg-type]
    pieces = [completions(program, fast, part=(i, parts), **options) for i in range(parts)]  # type: ignore[arg-type]
    total = pieces[0]
    for piece in pieces[1:]:
        total = total + piece
    assert total == whole
    assert sum(whole.joint["parity", "most"]) == whole.total == 1 << 16
    assert whole.joint["parity", "most"][1] + whole.joint["parity", "most"][3] == whole.counts["parity"]


def test_block_order_turns_one_input_at_a_time() -> None:
    program = wide(5, 16)
    order = ordered(program)
    seen = [completion(program, order, block << 12) for block in range(order.blocks)]
    assert all(sum(a[n] != b[n] for n in program.inputs) == 1 for a, b in pairwise(seen))
    assert len({tuple(s.values()) for s in seen}) == 16


# --- samples and grids ---------------------------------------------------------------------------


def test_a_seed_draws_the_same_whatever_the_partition(fast: Executor) -> None:
    program = wide(1, 14)
    feed = Sample(99, {name: Fraction(i, 17) for i, name in enumerate(program.inputs, 1)}, 40_000)
    whole = fast.counts(program, feed)
    cuts = [0, 1, 63, 64, 65, 4096, 4097, 20_000, 39_999, 40_000]
    parts = [fast.counts(program, feed, a, b - a) for a, b in pairwise(cuts)]
    assert {name: sum(part[name] for part in parts) for name in whole} == whole == choose("bits").counts(program, feed)


def test_draws_never_change() -> None:
    """Written down once: another generator would change every sweep that was ever published.

    The key is the first 8 bytes, lowest first, of: printf '7\\nfact attack' | sha256sum
    """
    feed = Sample(7, {"fact attack": Fraction(3, 10), "fact late": 0.5})
    assert feed.key("fact attack") == 0x9705FB16E12D7925
    assert feed.plane("fact attack", 0, 64) == 0x4614023872528040
    assert feed.plane("fact late", 1 << 40, 64) == 0x41BFA5F9445FA971


def test_draws_have_their_chance() -> None:
    """Within five standard deviations, over a million draws, for chances with short and long digits."""
    for chance in (Fraction(1, 2), Fraction(1, 3), Fraction(1, 1000), Fraction(999, 1000)):
        held = Sample(5, {"x": chance}).plane("x", 12_345, 1_000_000).bit_count()
        assert abs(held - 1_000_000 * chance) < 5 * float(1_000_000 * chance * (1 - chance)) ** 0.5
    assert Sample(5, {"x": Fraction(1, 3)}).exactly("x") == Fraction(1431655765, 1 << 32)
    assert Sample(5, {"x": 1, "y": 0}).plane("x", 3, 200) == (1 << 200) - 1
    assert Sample(5, {"x": 1, "y": 0}).plane("y", 3, 200) == 0


def test_inputs_are_drawn_apart() -> None:
    """Two names, and two seeds, agree in half of the draws."""
    one = Sample(1, {"x": 0.5, "y": 0.5})
    other = Sample(2, {"x": 0.5})
    x, y, z = one.plane("x", 0, 100_000), one.plane("y", 0, 100_000), other.plane("x", 0, 100_000)
    for a, b in ((x, y), (x, z), (y, z), (x, x >> 1), (x, x >> 64)):
        assert abs((a ^ b).bit_count() - 50_000) < 800


def test_a_grid_is_every_combination_the_first_axis_fastest() -> None:
    grid = Grid(
        ((("a", "b"), ((False, False), (True, False), (True, True))), (("c",), ((False,), (True,))), (("d",), ((True,),)))
    )
    rows = [tuple(bool(grid.plane(name, i, 1)) for name in grid.names) for i in range(grid.count)]
    assert rows == [(a, b, c, True) for c in (False, True) for a, b in ((False, False), (True, False), (True, True))]
    for start, count in product(range(7), range(7)):
        if start + count <= 6:
            assert [grid.plane("b", start, count) >> i & 1 for i in range(count)] == [
                row[1] for row in rows[start : start + count]
            ]


def test_a_huge_grid_is_written_only_where_it_is_asked(fast: Executor) -> None:
    program = wide(2, 40)
    grid = Grid.of(*program.inputs)
    start = (1 << 39) + 12_345
    found = fast.planes(program, grid, start, 300)
    assert [found.plane("parity", i, 1) for i in range(300)] == [(start + i).bit_count() & 1 for i in range(300)]


def test_long_ranges_join_without_a_seam(fast: Executor) -> None:
    """More situations than any executor takes at a time, from an odd place on."""
    program = wide(4, 24)
    start, count = 77, (1 << 20) + (1 << 18) + 131
    found = fast.planes(program, Grid.of(*program.inputs), start, count)
    truth = choose("bits").planes(program, Grid.of(*program.inputs), start, count)
    assert bytes(found.data) == bytes(truth.data)
    assert found.plane("parity", count - 9, 9) == sum(((start + count - 9 + i).bit_count() & 1) << i for i in range(9))


def test_matching_situations_leave_by_number() -> None:
    packed = Packed.of({"x": 0b1000_0000_0101, "y": 0}, 12)
    assert packed.where("x") == (0, 2, 11)
    assert packed.where("y") == ()


# --- lowering ------------------------------------------------------------------------------------


def test_what_is_known_is_folded_and_what_nobody_asks_is_left_out() -> None:
    circuit = Circuit()
    circuit.group("speed", ("once", "soon"))
    attack, request, late = (circuit.fact(name) for name in ("attack", "request", "late"))
    soon = circuit.option("speed", "soon")
    owed = circuit.all_of((attack, circuit.any_of((request, soon)), circuit.negate(circuit.shown(late, "bearer"))))
    circuit.at_least(2, [circuit.fact("nobody asks")] * 3)
    situation = Situation({"attack": Status.AFFIRMED, "late": Status.ALLEGED})
    known = settled(circuit, situation, Choice({"speed": "once"}), [owed])
    assert known == {attack: True, soon: False}
    program = lower(circuit, {"owed": owed, "late": late}, known | {circuit.shown(late, "bearer"): False})
    assert program.inputs == ("fact request", "fact late")
    assert program.gates == ()
    assert dict(program.outputs) == {"owed": 2, "late": 3}


def test_equal_circuits_give_equal_programs() -> None:
    for seed in range(50):
        assert grown(seed).program.digest == grown(seed).program.digest
    assert len({grown(seed).program.digest for seed in range(50)}) > 30


def test_weighted_thresholds_count_every_copy(fast: Executor) -> None:
    """Votes of 10, 10, 5, 3 and 1 with 18 of 29 needed, told by adding up."""
    weights, needed = (10, 10, 5, 3, 1), 18
    circuit = Circuit()
    voters = [circuit.fact(f"voter {i}") for i in range(5)]
    carried = circuit.at_least(needed, [v for v, weight in zip(voters, weights, strict=True) for _ in range(weight)])
    program = lower(circuit, {"carried": carried})
    found = completions(program, fast)
    winning = sum(sum(w for w, v in zip(weights, row, strict=True) if v) >= needed for row in product((0, 1), repeat=5))
    assert Fraction(found.counts["carried"], found.total) == Fraction(winning, 32)


def test_completions_are_a_value() -> None:
    found = completions(grown(1).program)
    assert isinstance(found, Completions)
    assert found.total == 1 << len(grown(1).program.inputs)
