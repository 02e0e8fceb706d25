"""A timeline: everything in its place, nothing upon anything else, nothing left out in silence."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from drawing_sample import NS, of_class, outside, parsed, rules, size, texts, title_of, upon_each_other
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.drawing import Between, Change, Cursor, Event, Lane, timeline

HOUR = 3600.0
DAY = 24 * HOUR
YEAR = 365.25 * DAY


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


START, END = at("2031-03-06"), at("2031-03-07")
EIGHT = START + 8 * HOUR


def exactly(t: float) -> Between:
    return Between(t, t)


def night(*events: Event, **more: object) -> str:
    return timeline([Lane("Arland", events)], (), START, END, **more)  # type: ignore[arg-type]


def event_of(svg: str):  # type: ignore[no-untyped-def]
    found = list(of_class(svg, "fd-event"))
    assert len(found) == 1
    return found[0]


def line(svg: str) -> str:
    return " ".join(b.text for b in texts(svg))


# --- how sure ------------------------------------------------------------------------------------


def test_an_instant_is_a_dot_where_it_was() -> None:
    node = event_of(night(Event("asks", exactly(EIGHT))))
    circle = node.find(f"{NS}circle")
    assert circle is not None
    plot = 168.0, 1110.0
    assert float(circle.get("cx", "0")) == pytest.approx(plot[0] + (plot[1] - plot[0]) / 3, abs=0.1)
    assert title_of(node) == "Arland: asks · 6 Mar 2031, 08:00 · affirmed"


def test_some_time_in_between_is_a_dashed_line_between_two_ends_and_no_dot() -> None:
    node = event_of(night(Event("asks", Between(EIGHT, EIGHT + 6 * HOUR))))
    assert node.find(f"{NS}circle") is None
    paths = list(node.iter(f"{NS}path"))
    assert [p.get("stroke-dasharray") for p in paths] == ["4 2", None, None]
    assert "between 6 Mar 2031, 08:00 and 6 Mar 2031, 14:00" in title_of(node)


def test_what_lasted_is_solid_only_where_it_surely_was() -> None:
    begin, end = Between(EIGHT, EIGHT + 2 * HOUR), Between(EIGHT + 5 * HOUR, EIGHT + 9 * HOUR)
    svg = night(Event("blockade", begin, end))
    fills = [(r.get("fill", ""), float(r.get("width", "0"))) for r in event_of(svg).iter(f"{NS}rect")]
    hour = 942 / 24
    assert [f.partition("#")[0] for f, _ in fills] == ["url(", "", "url(", "none"]
    assert [w for _, w in fills] == pytest.approx([2 * hour, 3 * hour, 4 * hour, 9 * hour], abs=0.1)
    assert "-in-blue" in fills[0][0] and "-out-blue" in fills[2][0]


def test_where_begin_and_end_may_cross_nothing_is_solid() -> None:
    svg = night(Event("blockade", Between(EIGHT, EIGHT + 5 * HOUR), Between(EIGHT + 2 * HOUR, EIGHT + 9 * HOUR)))
    assert not [r for r in event_of(svg).iter(f"{NS}rect") if r.get("fill", "").startswith("#")]


@pytest.mark.parametrize(
    ("begin", "said"),
    [
        (Between(None, EIGHT), "by 6 Mar, 08:00: asks"),
        (Between(EIGHT, None), "not before 6 Mar, 08:00: asks"),
        (Between(None, START + 12 * HOUR), "by 6 Mar, 12:00: asks"),
    ],
)
def test_a_side_without_a_bound_is_an_arrow_and_a_word(begin: Between, said: str) -> None:
    svg = night(Event("asks", begin))
    assert said in line(svg)
    arrows = [p.get("d", "") for p in event_of(svg).iter(f"{NS}path") if p.get("d", "").count("L") == 2]
    assert len(arrows) == 1
    assert "no bound on this side" in line(svg)


def test_about_and_the_zone_are_marked() -> None:
    about = night(Event("asks", Between(EIGHT - HOUR, EIGHT + HOUR), approximate=True, zone="unknown"))
    assert "~ asks (zone?)" in line(about)
    assert "~ about" in line(about) and "unknown: the mark spans every zone" in line(about)
    assert "ᶻ" in line(night(Event("asks", exactly(EIGHT), zone="inferred")))
    assert "ᶻ" not in line(night(Event("asks", exactly(EIGHT))))


def test_where_days_are_all_that_can_be_seen_an_inferred_zone_is_only_in_the_title() -> None:
    svg = timeline([Lane("Arland", (Event("asks", exactly(EIGHT), zone="inferred"),))], (), START - 20 * DAY, START + 20 * DAY)
    assert "ᶻ" not in line(svg)
    assert "zone inferred" in title_of(event_of(svg))


def test_every_status_has_a_shape_of_its_own_and_a_word() -> None:
    shapes = {}
    for status in ("affirmed", "alleged", "disputed", "denied", "set aside"):
        node = event_of(night(Event("asks", exactly(EIGHT), status=status)))
        drawn = [
            (n.tag, sorted(k for k in n.attrib if k not in ("fill", "stroke")))
            for n in node.iter()
            if n.tag != f"{NS}title" and "text" not in n.tag and "tspan" not in n.tag
        ]
        shapes[status] = str(drawn) + str([n.get("r") for n in node.iter(f"{NS}circle")])
        assert title_of(node).endswith(status)
        assert status == "affirmed" or status in "".join(node.itertext()).removeprefix(title_of(node))
    assert len(set(shapes.values())) == len(shapes) == 5


def test_a_whole_day_is_said_as_a_day_and_midnight_as_its_end() -> None:
    svg = timeline(
        [Lane("Arland", (Event("asks", Between(START, END)), Event("by", Between(None, END))))], (), START - DAY, END + DAY
    )
    told = [title_of(n) for n in of_class(svg, "fd-event")]
    assert "Arland: asks · some time on 6 Mar 2031 · affirmed" in told
    assert "Arland: by · by the end of 6 Mar 2031 · affirmed" in told


# --- nothing in silence ---------------------------------------------------------------------------


def test_what_lies_outside_or_has_no_time_is_counted_in_words() -> None:
    events = (
        Event("before", exactly(START - DAY)),
        Event("long before", exactly(START - 9 * DAY)),
        Event("after", Between(END + 1, None)),
        Event("never", Between()),
        Event("in", exactly(EIGHT)),
    )
    svg = night(*events, cursors=[Cursor(END + DAY, "as known at the end")])
    assert "Not drawn: 2 events before this window, 1 event after it, 1 event without any time." in line(svg)
    assert "as known at the end (after this window)." in line(svg)
    assert len(list(of_class(svg, "fd-event"))) == 1


def test_what_may_lie_anywhere_is_told_without_a_mark() -> None:
    month = Between(START - 10 * DAY, START + 20 * DAY)
    svg = night(Event("said in March", month), Event("by then", Between(None, END + DAY)))
    node = event_of(svg)
    assert node.find(f"{NS}path") is None and node.find(f"{NS}rect") is None
    assert "2 in, before or after this window: said in March" in line(svg)


def test_an_empty_window_says_so() -> None:
    assert "Nothing on record in this window." in line(night(Event("after", exactly(END + DAY))))
    assert "Nothing on record in this window." in line(timeline([]))


def test_what_surely_lasted_all_through_is_a_bar_all_through() -> None:
    svg = night(Event("member", exactly(START - 9 * DAY), exactly(END + 9 * DAY)))
    widths = [float(r.get("width", "0")) for r in event_of(svg).iter(f"{NS}rect") if r.get("fill", "").startswith("#")]
    assert widths == pytest.approx([942.0])


# --- crowds ----------------------------------------------------------------------------------------


def crowd(number: int, span: float, actors: int = 1) -> list[Lane]:
    events = [
        Event(f"event {n} of very many that are told at length", exactly(START + n * span / number), href=f"#e{n}")
        for n in range(number)
    ]
    return [Lane(f"Actor {a}", tuple(events[a::actors])) for a in range(actors)]


@pytest.mark.parametrize(
    ("number", "span", "actors"), [(5, DAY, 2), (400, DAY, 1), (400, 30 * YEAR, 12), (60, HOUR, 3), (400, 30 * DAY, 68)]
)
@pytest.mark.parametrize("width", [380, 1120])
def test_five_or_four_hundred_a_night_or_thirty_years(number: int, span: float, actors: int, width: int) -> None:
    svg = timeline(
        crowd(number, span, actors), [Change(START + span / 2, "may-call", "no", "open")], START, START + span, width=width
    )
    assert upon_each_other(svg) == []
    assert outside(svg) == []
    assert rules(svg) == []
    assert stands_for(svg) == number
    assert size(svg)[0] == width


def stands_for(svg: str) -> int:
    """How many events the marks of a drawing stand for, read off their titles."""
    total = 0
    for node in of_class(svg, "fd-event"):
        many = re.match(r".*?: (\d+) – ", title_of(node))
        total += int(many[1]) if many else 1
    return total


def test_a_cluster_says_how_many_and_leads_to_them() -> None:
    lanes = crowd(400, DAY)
    svg = timeline(lanes, (), START, END, rows=3)
    clusters = list(of_class(svg, "fd-cluster"))
    assert clusters and stands_for(svg) == 400
    assert all(c.tag == f"{NS}a" and c.get("href", "").startswith("#e") for c in clusters)
    assert re.search(r"\b\d+ events:", line(svg))
    asked: list[tuple[str, float, float]] = []
    near = timeline(lanes, (), START, END, rows=3, zoom=lambda *a: asked.append(a) or f"?from={a[1]:.0f}")  # type: ignore[func-returns-value]
    assert asked and all(name == "Actor 0" and START <= first < last <= END for name, first, last in asked)
    assert 'href="?from=' in near


def test_the_band_of_a_cluster_spans_all_its_events() -> None:
    svg = timeline(crowd(400, DAY), (), START, END, rows=1)
    clusters = list(of_class(svg, "fd-cluster"))
    bands = [n.find(f"{NS}rect") for n in clusters]
    first, last = (f(float(b.get("x", "0")) + e * float(b.get("width", "0")) for b in bands if b is not None) for f, e in ((min, 0), (max, 1)))
    assert first == pytest.approx(163, abs=0.1)
    assert last == pytest.approx(168 + 942 * 399 / 400 + 5, abs=0.1)
    assert stands_for(svg) == 400


def test_few_lanes_may_take_more_rows_before_they_are_gathered() -> None:
    assert not list(of_class(timeline(crowd(30, HOUR), (), START, END), "fd-cluster"))
    assert list(of_class(timeline(crowd(30, HOUR), (), START, END, rows=8), "fd-cluster"))


def test_a_long_name_is_wrapped_beside_a_low_lane() -> None:
    lanes = [Lane("Foreign Ministry of the Lake League", (Event("asks", exactly(EIGHT)),)), Lane("b", (Event("x", exactly(EIGHT)),))]
    svg = timeline(lanes, (), START, END)
    assert "Foreign Ministry of the Lake League" in line(svg) and upon_each_other(svg) == []


def test_no_lane_is_higher_than_its_rows_allow() -> None:
    low, high = (size(timeline(crowd(400, DAY), (), START, END, rows=r))[1] for r in (2, 8))
    assert low < high < 450


# --- changes and cursors ---------------------------------------------------------------------------


def test_a_change_is_a_line_through_all_lanes_with_words_and_a_key() -> None:
    changes = [
        Change(EIGHT, "may-call", "no", "open"),
        Change(EIGHT, "request", "no", "open"),
        Change(EIGHT + 9 * HOUR, "bound", "open", "yes"),
    ]
    svg = timeline(crowd(9, DAY, 3), changes, START, END)
    flags = list(of_class(svg, "fd-change"))
    assert [title_of(f) for f in flags] == [
        "6 Mar 2031, 08:00: may-call, request: no → open",
        "6 Mar 2031, 17:00: bound: open → yes",
    ]
    said = [b.text for b in texts(svg)]
    assert said.count("1") == 2 and said.count("2") == 2
    assert said.count("may-call, request: no → open") == 2
    lines = [n for n in parsed(svg).iter(f"{NS}path") if n.get("stroke-dasharray") == "4 3"]
    assert len(lines) == 2


def test_crowded_changes_share_a_flag_and_keep_their_words_in_the_key() -> None:
    changes = [Change(EIGHT + n * 60, f"question-{n}", "no", "open") for n in range(40)]
    svg = timeline(crowd(3, DAY), changes, START, END)
    assert upon_each_other(svg) == [] and outside(svg) == []
    told = line(svg)
    assert all(f"question-{n}: no → open" in told for n in range(40))
    assert any(re.fullmatch(r"\d+–\d+", b.text) for b in texts(svg))


def test_two_cursors_stand_below_each_other_where_they_are_close() -> None:
    svg = night(
        Event("asks", exactly(EIGHT)), cursors=[Cursor(EIGHT, "as of the morning"), Cursor(EIGHT + 60, "as known that morning")]
    )
    said = {b.text: b for b in texts(svg)}
    assert upon_each_other(svg) == []
    assert said["as of the morning"].top != said["as known that morning"].top


# --- the axis --------------------------------------------------------------------------------------


def test_the_zone_is_named_and_its_hours_are_those_of_its_clock() -> None:
    svg = night(Event("asks", exactly(EIGHT)), zone=timezone(timedelta(hours=6)), zone_words="UTC+06:00")
    assert "times in UTC+06:00" in line(svg)
    assert "14:00" in title_of(event_of(svg))


@pytest.mark.parametrize("width", [320, 400, 640, 1120, 2400])
def test_it_is_whole_at_every_width(width: int) -> None:
    changes = [Change(EIGHT, "may-call", "no", "open")]
    lanes = [Lane("The Assembly of the League of Lakes and of its Neighbours, meeting in secret", crowd(9, DAY)[0].events, "#x")]
    svg = timeline(lanes, changes, START, END, width=width, cursors=[Cursor(END - 60, "as of that evening")])
    assert upon_each_other(svg) == [] and outside(svg) == [] and rules(svg) == []


# --- any values ------------------------------------------------------------------------------------

label = st.text(min_size=0, max_size=60)
instant = st.one_of(st.none(), st.floats(START - 3 * DAY, END + 3 * DAY))


@st.composite
def between(draw):  # type: ignore[no-untyped-def]
    a, b = draw(instant), draw(instant)
    return Between(a, b) if a is None or b is None else Between(min(a, b), max(a, b))


events = st.builds(
    Event,
    label,
    between(),
    st.one_of(st.none(), between()),
    label,
    st.booleans(),
    st.sampled_from(["stated", "inferred", "unknown"]),
    st.sampled_from(["affirmed", "alleged", "disputed", "denied", "set aside", "reported", "odd"]),
    st.sampled_from(["", "#x", "/why?q=1&s=2"]),
)
lanes = st.lists(st.builds(Lane, label, st.lists(events, max_size=14).map(tuple)), max_size=5)
changes = st.lists(st.builds(Change, st.floats(START - DAY, END + DAY), label, label, label), max_size=12)


@settings(max_examples=60, deadline=None)
@given(
    lanes=lanes,
    changes=changes,
    width=st.sampled_from([320, 500, 800, 1120]),
    rows=st.integers(1, 6),
    hours=st.floats(0.01, 3 * 365 * 24),
)
def test_whatever_the_values_it_is_whole(lanes: list[Lane], changes: list[Change], width: int, rows: int, hours: float) -> None:
    svg = timeline(lanes, changes, START, START + hours * HOUR, width=width, rows=rows)
    assert rules(svg) == []
    assert outside(svg) == []
    assert upon_each_other(svg) == []
    assert svg == timeline(lanes, changes, START, START + hours * HOUR, width=width, rows=rows)
    left_out = sum(int(n) for n in re.findall(r"(\d+) events? (?:before this window|after it|without any time)", line(svg)))
    drawn = int(re.match(r"(\d+) events", "".join(parsed(svg).find(f"{NS}desc").itertext()))[1])  # type: ignore[union-attr, index]
    assert drawn + left_out == sum(len(lane.events) for lane in lanes)


@settings(max_examples=60, deadline=None)
@given(times=st.lists(st.floats(START, END), min_size=2, max_size=8, unique=True))
def test_later_is_further_right(times: list[float]) -> None:
    svg = timeline([Lane(f"Actor {n}", (Event("x", exactly(t)),)) for n, t in enumerate(times)], (), START, END)
    places = [float(c.get("cx", "0")) for n in of_class(svg, "fd-event") for c in n.iter(f"{NS}circle")]
    assert len(places) == len(times)
    assert [x for _, x in sorted(zip(times, places, strict=True))] == sorted(places)
