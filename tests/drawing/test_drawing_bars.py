"""Contributions and roll calls: apart where they are apart, counted as they are, with what is not known said."""

from __future__ import annotations

import pytest
from drawing_sample import NS, of_class, outside, parsed, rules, size, texts, title_of, upon_each_other
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.drawing import Figure, Seat, Stages, ballots, stages

KINDS = ("yes", "no", "vetoed", "abstained", "not voting", "absent", "unknown")


def line(svg: str) -> str:
    return " ".join(b.text for b in texts(svg))


def sized(node) -> list[float]:  # type: ignore[no-untyped-def]
    return [float(r.get("width", "0")) for r in node.iter(f"{NS}rect")]


def one(*figures: Figure, unit: str = "people") -> Stages:
    return Stages("the Arland company", unit, (("pledged", ()), ("deployed", figures)))


# --- contributions ---------------------------------------------------------------------------------


def test_each_stage_is_a_bar_of_its_own_and_none_is_a_sum() -> None:
    row = Stages(
        "the force",
        "people",
        (("pledged", (Figure(100, 100, "100"),)), ("approved", (Figure(80, 80, "80"),)), ("deployed", (Figure(60, 60, "60"),))),
    )
    svg = stages([row])
    bars = [sized(n)[0] for n in of_class(svg, "fd-stage")]
    assert bars == pytest.approx([bars[0], bars[0] * 0.8, bars[0] * 0.6], abs=0.5)
    assert len({r.get("y") for n in of_class(svg, "fd-stage") for r in n.iter(f"{NS}rect")}) == 3
    assert "240" not in line(svg)
    assert "nothing is added up across them" in line(svg)


def test_no_number_is_said_in_words_and_never_drawn_as_nought() -> None:
    svg = stages([one(Figure(5, 5, "5"))])
    assert line(svg).count("no number on record") == 1
    assert [title_of(n) for n in of_class(svg, "fd-stage")] == ["the Arland company, deployed: 5 (people)"]
    nought = stages([one(Figure(0, 0, "0"))])
    assert "0" in [b.text for b in texts(nought)]


def test_an_interval_is_solid_to_its_least_and_dashed_to_its_most() -> None:
    low, high = sized(next(of_class(stages([one(Figure(60, 90, "60 to 90"))]), "fd-stage")))
    assert high == pytest.approx(low / 2, abs=0.5)
    node = next(of_class(stages([one(Figure(60, 90, "60 to 90"))]), "fd-stage"))
    assert [r.get("stroke-dasharray") for r in node.iter(f"{NS}rect")] == [None, "3 3"]


def test_at_least_has_an_arrow_at_most_has_no_solid_part() -> None:
    least = next(of_class(stages([one(Figure(2000, None, "more than 2000"))]), "fd-stage"))
    assert len(sized(least)) == 1 and least.find(f"{NS}path") is not None
    most = next(of_class(stages([one(Figure(None, 10, "at most 10"))]), "fd-stage"))
    assert [r.get("fill") for r in most.iter(f"{NS}rect")] == ["none"]
    words = next(of_class(stages([one(Figure(None, None, "a few"))]), "fd-stage"))
    assert sized(words) == [] and words.find(f"{NS}path") is None


def test_about_is_hatched_and_alleged_is_hollow_and_says_so() -> None:
    about = next(of_class(stages([one(Figure(200, 200, "about 200", approximate=True))]), "fd-stage"))
    assert [r.get("fill", "").partition("#")[0] for r in about.iter(f"{NS}rect")] == ["url("]
    alleged = stages([one(Figure(200, 200, "200", alleged=True))])
    assert [r.get("fill") for r in next(of_class(alleged, "fd-stage")).iter(f"{NS}rect")] == ["none"]
    assert "alleged: 200" in line(alleged)


def test_sources_that_differ_stand_below_each_other() -> None:
    svg = stages([one(Figure(2500, 2500, "2500"), Figure(3600, 3600, "3600"))])
    assert "2500 (sources differ)" in line(svg)
    assert len(list(of_class(svg, "fd-stage"))) == 2


def test_units_stand_apart_on_scales_of_their_own() -> None:
    svg = stages([one(Figure(3000, 3000, "3000")), one(Figure(20, 20, "20"), unit="vehicles")])
    bars = [sized(n)[0] for n in of_class(svg, "fd-stage")]
    assert "people" in line(svg) and "vehicles" in line(svg)
    assert bars[1] > bars[0] / 2


def test_nothing_on_record_is_said() -> None:
    assert "No number is on record." in line(stages([]))


number = st.one_of(st.none(), st.floats(0, 1e6))


@st.composite
def figures(draw):  # type: ignore[no-untyped-def]
    low, high = draw(number), draw(number)
    low, high = (low, high) if low is None or high is None else (min(low, high), max(low, high))
    return Figure(low, high, draw(st.text(max_size=30)), draw(st.booleans()), draw(st.booleans()))


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.builds(
            Stages,
            st.text(max_size=60),
            st.sampled_from(["people", "vehicles"]),
            st.lists(st.tuples(st.text(max_size=12), st.lists(figures(), max_size=3).map(tuple)), max_size=5).map(tuple),
            st.just("#x"),
        ),
        max_size=5,
    ),
    width=st.sampled_from([320, 640, 1120]),
)
def test_whatever_the_figures_it_is_whole(rows: list[Stages], width: int) -> None:
    svg = stages(rows, width=width)
    assert rules(svg) == [] and outside(svg) == [] and upon_each_other(svg) == []
    assert svg == stages(rows, width=width)


# --- roll calls ------------------------------------------------------------------------------------


def seats(*kinds: str) -> list[Seat]:
    return [Seat(kind, f"Member {n}") for n, kind in enumerate(kinds)]  # type: ignore[arg-type]


def test_every_voter_has_a_sign_with_its_letter_and_name() -> None:
    svg = ballots(seats(*KINDS), result="Defeated by a veto.")
    signs = [(("".join(n.itertext())).removeprefix(title_of(n)), title_of(n)) for n in of_class(svg, "fd-seat")]
    assert signs == [
        ("YMember 0", "Member 0: voted for"), ("?Member 6", "Member 6: not known"), ("NMember 1", "Member 1: voted against"),
        ("VMember 2", "Member 2: vetoed"), ("AMember 3", "Member 3: abstained"), ("·Member 4", "Member 4: did not vote"), ("–Member 5", "Member 5: absent"),
    ]  # fmt: skip
    shapes = {
        str(
            [
                (c.tag, c.get("fill") == "none", c.get("stroke-dasharray"))
                for c in n.iter()
                if c.tag.endswith(("rect", "circle", "path"))
            ]
        )
        for n in of_class(svg, "fd-seat")
    }
    assert len(shapes) == 5
    assert line(svg).startswith("Defeated by a veto.")


def test_the_mark_stands_behind_the_last_seat_that_is_needed() -> None:
    svg = ballots(
        [Seat("yes", count=69), Seat("no", count=7), Seat("not voting", count=14)],
        result="Passes.",
        needed=(61, 61),
        base=(90, 90),
        base_words="deputies",
    )
    block = next(of_class(svg, "fd-yes")).find(f"{NS}rect")
    assert block is not None
    each = (float(block.get("width", "0")) + 1.6) / 69
    mark = next(p for p in parsed(svg).iter(f"{NS}path") if p.get("stroke-width") == "2.4")
    assert float(mark.get("d", "").partition(" ")[0][1:]) == pytest.approx(8 + 61 * each, abs=0.1)
    assert "61 needed" in line(svg) and "of 90 deputies" in line(svg) and "69" in line(svg)
    assert len(list(of_class(svg, "fd-seat"))) == 90


def test_what_is_needed_may_be_an_interval() -> None:
    svg = ballots(seats("yes", "no", "unknown"), result="Open.", needed=(2, 3), base=(3, 4))
    assert "2 to 3 needed" in line(svg) and "of 3 to 4" in line(svg)
    assert len([p for p in parsed(svg).iter(f"{NS}path") if p.get("stroke-width") == "2.4"]) == 2


def test_groups_stand_apart() -> None:
    svg = ballots(
        [Seat("yes", "Arland", group="permanent"), Seat("no", "Borduria"), Seat("no", "Cland", group="permanent")], result="x"
    )
    said = [b.text for b in texts(svg)]
    assert said.index("permanent") < said.index("Arland") < said.index("Cland") < said.index("Borduria")


def test_a_word_of_the_roll_call_is_kept() -> None:
    svg = ballots([Seat("not voting", "Arland", word="reservation")], result="x")
    assert "1 reservation" in line(svg)
    assert [title_of(n) for n in of_class(svg, "fd-seat")] == ["Arland: reservation"]


@pytest.mark.parametrize("number", [5, 15, 21, 90, 200])
@pytest.mark.parametrize("width", [320, 640, 1120])
@pytest.mark.parametrize("named", [True, False])
def test_from_five_seats_to_two_hundred(number: int, width: int, named: bool) -> None:
    many = [Seat(KINDS[n % len(KINDS)], f"Member {n} of the long name" if named else "") for n in range(number)]  # type: ignore[arg-type]
    svg = ballots(
        many, result="Open: it turns on what is not known.", needed=(number // 2 + 1,) * 2, base=(number,) * 2, width=width
    )
    assert rules(svg) == [] and outside(svg) == [] and upon_each_other(svg) == []
    assert len(list(of_class(svg, "fd-seat"))) == number
    assert size(svg)[0] == width


@settings(max_examples=60, deadline=None)
@given(
    seats=st.lists(
        st.builds(
            Seat,
            st.sampled_from(KINDS),
            st.text(max_size=30),
            st.text(max_size=10),
            st.sampled_from(["", "g"]),
            st.integers(0, 20),
        ),
        max_size=10,
    ),
    result=st.text(max_size=200),
    needed=st.one_of(st.none(), st.tuples(st.integers(0, 50), st.integers(50, 250))),
    base=st.one_of(st.none(), st.tuples(st.integers(0, 90), st.integers(90, 250))),
)
def test_whatever_the_votes_it_is_whole(
    seats: list[Seat], result: str, needed: tuple[int, int] | None, base: tuple[int, int] | None
) -> None:
    svg = ballots(seats, result=result, needed=needed, base=base, width=400)
    assert rules(svg) == [] and outside(svg) == [] and upon_each_other(svg) == []
    assert len(list(of_class(svg, "fd-seat"))) >= len([s for s in seats if s.count])
