"""What every drawing stands on: escaped text, safe links, measures, ticks and colours."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from drawing_sample import NS, parsed, rules
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.drawing import Between, Change, Cursor, Event, Figure, Lane, Seat, Stages, ballots, stages, timeline
from foedus.drawing.svg import PALETTE, Drawn, linked, plain, shorten, tag, width_of, wrap
from foedus.drawing.ticks import local, numbers, ticks

# --- text that is not ours -------------------------------------------------------------------------

ATTACKS = {
    "script": "<script>alert(1)</script>",
    "end of title": "</title></svg><img src=x onerror=alert(1)>",
    "attribute": '" onload="alert(1)" x="',
    "entity": "&lt;b&gt; &amp;",
    "section": "]]><![CDATA[<x>",
    "control": "a\x00b\x1b[31mc\x07",
    "turned round": "a\u202eb\u2066c",
    "lone half": "a\ud800b",
    "no character": "a\ufffeb\U0010ffff",
    "lines": "a\nb\r\n\tc",
    "long": "x" * 5000,
    "nothing": "",
}
LINKS = {
    "javascript:alert(1)": False,
    "JaVaScRiPt:alert(1)": False,
    "java\nscript:alert(1)": False,
    "\x01javascript:alert(1)": False,
    " javascript:alert(1)": False,
    "data:text/html,x": False,
    "vbscript:x": False,
    "https://example.org/?a=1&b=2": True,
    "http://example.org": True,
    "/case/lake/why?question=q": True,
    "#claim-1": True,
    "?as-of=2031-03-06T08:00Z": True,
}


def everything(text: str, href: str = "") -> list[str]:
    """Each of the drawings with a text at every place that takes one."""
    event = Event(text, Between(0, 60), None, text, True, "unknown", text, href)
    lasting = Event(text, Between(0, 60), Between(90, None), text, status="alleged", href=href)
    many = tuple(Event(text, Between(n, n), href=href) for n in range(30))
    return [
        timeline(
            [Lane(text, (event, lasting), href), Lane("b", many, href)], [Change(30, text, text, text, href)], 0, 3600,
            zone_words=text, cursors=[Cursor(60, text), Cursor(9999, text)], title=text, desc=text, rows=2,
        ),
        stages([Stages(text, text, ((text, (Figure(1, 2, text), Figure(None, None, text, alleged=True))), ("b", ())), href)], title=text),
        ballots([Seat("yes", text, text, text, href=href), Seat("no", "", text, count=3)], result=text, base_words=text, base=(4, 4), title=text),
    ]  # fmt: skip


def test_the_attacks_are_all_there() -> None:
    assert (len(ATTACKS), len(LINKS)) == (12, 12)


@pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS)
def test_no_text_becomes_markup(text: str) -> None:
    for svg in everything(text):
        assert rules(svg) == []
        svg.encode("utf-8")
        assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", svg)
        tags = {n.tag.removeprefix(NS) for n in parsed(svg).iter()}
        assert tags <= set("svg title desc defs linearGradient stop pattern g a text tspan rect path circle".split())


@pytest.mark.parametrize(("href", "allowed"), LINKS.items())
def test_links_lead_only_where_a_page_may_lead(href: str, allowed: bool) -> None:
    for svg in everything("x", href):
        found = {n.get("href") for n in parsed(svg).iter(f"{NS}a")}
        assert found == ({plain(href)} if allowed else set())
        assert parsed(svg).get("role") == ("group" if allowed else "img")


def test_the_same_values_give_the_same_bytes_and_others_another_prefix() -> None:
    assert everything("a") == everything("a")
    prefixes = {re.search(r'id="(fd[0-9a-f]{8})-title"', svg)[1] for text in "ab" for svg in everything(text)}  # type: ignore[index]
    assert len(prefixes) == 6
    own = ballots([Seat("yes")], result="", prefix="one")
    assert 'id="one-title"' in own and rules(own) == []


def test_a_child_is_escaped_once() -> None:
    assert tag("text", "a < b", x=3.0, cls='"') == '<text x="3" class="&quot;">a &lt; b</text>'
    assert tag("g", tag("text", "&"), Drawn("<b/>")) == "<g><text>&amp;</text><b/></g>"
    assert tag("path", d="M0", stroke=None, r=-0.001, y=2.50) == '<path d="M0" r="0" y="2.5"/>'
    assert linked("", "t", "x") == "<g><title>t</title>x</g>"


# --- colours ---------------------------------------------------------------------------------------


def brightness(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    low, high = sorted((brightness(a), brightness(b)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colour", PALETTE.values(), ids=PALETTE)
def test_colours_are_seen_on_paper_and_on_a_dark_screen(colour: str) -> None:
    assert contrast(colour, "#ffffff") >= 4.5
    assert contrast(colour, "#1b1b1d") >= 3


# --- measures --------------------------------------------------------------------------------------


@settings(max_examples=100)
@given(st.text(max_size=80), st.floats(0, 300))
def test_what_is_shortened_fits(text: str, room: float) -> None:
    shown = shorten(text, room)
    assert width_of(shown) <= room or shown == plain(text) == ""
    assert shown == plain(text) or shown == "" or (shown.endswith("…") and plain(text).startswith(shown[:-1]))


@settings(max_examples=100)
@given(st.text(alphabet="ab <é漢", max_size=80), st.floats(20, 300), st.integers(1, 4))
def test_what_is_wrapped_fits(text: str, room: float, most: int) -> None:
    lines = wrap(text, room, most=most)
    assert len(lines) <= most
    assert all(width_of(line) <= room for line in lines)
    assert lines or not text.strip()


def test_shortening_breaks_between_words_where_that_loses_little() -> None:
    assert shorten("decides to send peacekeepers", 100) == "decides to send…"
    assert shorten("decides", 200) == "decides"
    assert shorten("decides", 3) == ""


# --- ticks -----------------------------------------------------------------------------------------


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


SPANS = {
    "ten minutes": ("2031-03-06T08:00", "2031-03-06T08:10", "08:01", "Thu 6 March 2031"),
    "a night": ("2031-03-06T12:00", "2031-03-07T12:00", "14:00", "Fri 7 March 2031"),
    "a week": ("2031-03-06", "2031-03-13", "12:00", "Fri 7 March 2031"),
    "a month": ("2031-03-06", "2031-04-06", "7", "April 2031"),
    "half a year": ("2031-03-06", "2031-09-06", "10", "April 2031"),
    "three years": ("2031-03-06", "2034-03-06", "Apr", "2032"),
    "thirty years": ("2001-03-06", "2031-03-06", "2002", ""),
    "three hundred years": ("1731-03-06", "2031-03-06", "1740", ""),
}


@pytest.mark.parametrize(("first", "last", "minor", "major"), SPANS.values(), ids=SPANS)
def test_ticks_suit_the_span(first: str, last: str, minor: str, major: str) -> None:
    found = ticks(at(first), at(last), UTC, 900)
    assert minor in [w for _, w in found.minor]
    assert not major or major in [w for _, w in found.major]
    assert 3 <= len(found.minor) <= 45


@settings(max_examples=150)
@given(
    st.floats(-6e10, 2.4e11),
    st.floats(1, 1e11),
    st.floats(100, 2000),
    st.sampled_from([UTC, timezone(timedelta(hours=-11)), ZoneInfo("Europe/Paris")]),
)
def test_ticks_are_in_order_within_the_span_and_on_full_steps(start: float, span: float, length: float, zone: timezone) -> None:
    found = ticks(start, start + span, zone, length)
    times = [t for t, _ in found.minor]
    assert times == sorted(set(times))
    assert all(start <= t <= start + span for t in times)
    assert len(times) <= length / 18
    assert all(local(t, zone).second == 0 for t in times if start > -2e9)


def test_hours_follow_the_clock_on_the_wall_through_summer_time() -> None:
    paris = ZoneInfo("Europe/Paris")
    found = ticks(at("2031-03-29T20:00"), at("2031-03-30T08:00"), paris, 900)
    said = [w for _, w in found.minor]
    assert said[said.index("00:00") :][:4] == ["00:00", "01:00", "03:00", "04:00"]
    assert len({t for t, _ in found.minor}) == len(found.minor)


@given(st.floats(0, 1e7), st.floats(50, 1500))
def test_numbers_on_an_axis_are_round_and_reach_the_most(most: float, length: float) -> None:
    found = numbers(most, length)
    assert found[0] == 0 and found[-1] >= most
    assert len(found) <= max(length / 60, 1) + 2
    assert all(n == int(n) for n in found)
