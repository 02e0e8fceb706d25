"""Drawings of a case: what the record says is in them, with how sure it is."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from foedus.assess.chronicle import Change, Entry, Timeline
from foedus.deontic.answers import Contribution
from foedus.door.asking import Asking
from foedus.record import Instant
from foedus.record.time import Zone
from foedus.show.drawn import ballots_svg, stages_svg, timeline_svg
from foedus.voting import Bounds, Count, roll_call

ROOT = Path(__file__).resolve().parents[2]
NS = "{http://www.w3.org/2000/svg}"


def told(svg: str) -> list[str]:
    return [t.text or "" for t in ElementTree.fromstring(svg).iter(f"{NS}title")]


def said(svg: str) -> str:
    return " ".join("".join(t.itertext()) for t in ElementTree.fromstring(svg).iter(f"{NS}text"))


def entry(claim: str, actor: str = "Arland", says: str = "asks the Council for help against all", at: str = "2031-03-06T08:00+03:00", **more: object) -> Entry:
    values = {"earliest": at, "latest": at, "zone": "stated", "kind": "", "fact": "", "source": "Gazette", "set_aside": False, **more}
    return Entry(at=at, actor=actor, says=says, claim=claim, **values)  # type: ignore[arg-type]


def lake(*entries: Entry, changes: tuple[Change, ...] = ()) -> Timeline:
    return Timeline("lake", "The Lake", "2031-03-07T00:00+03:00", entries, changes)


def test_entries_stand_in_lanes_of_their_actors_on_the_clock_of_the_case() -> None:
    svg = timeline_svg(lake(entry("K-1"), entry("K-2", "Borduria", at="2031-03-06T09:30+03:00"), changes=(Change("2031-03-06T08:00+03:00", "may-call", "no", "open"),)))
    assert "Arland: asks the Council for help against all · 6 Mar 2031, 08:00 (stated: 2031-03-06T08:00+03:00) · reported" in told(svg)
    assert "6 Mar 2031, 08:00: may-call: no → open" in told(svg)
    assert "times in UTC+03:00" in said(svg)
    assert "as known at the end of 6 March 2031 (+03:00)" in said(svg)
    assert told(svg)[0] == "The Lake: who did what when"


def test_one_utterance_is_one_event_and_leads_where_the_page_says() -> None:
    svg = timeline_svg(lake(entry("K-1"), entry("K-1b")), href=lambda e: f"#{e.claim}", change_href=lambda q: f"?q={q}")
    assert re.findall(r'href="([^"]*)"', svg) == ["#K-1"]


def test_actors_beyond_the_lanes_share_the_last() -> None:
    entries = [entry(f"K-{n}", f"Actor {n % 6}", f"says number {n} of what it has to say") for n in range(20)]
    svg = timeline_svg(lake(*entries), lanes=3)
    lanes = [t for t in told(svg) if re.fullmatch(r"Actor \d|others \(\d\)", t)]
    assert lanes == ["Actor 0", "Actor 1", "others (4)"]
    assert any("Actor 5: says number 5" in t for t in told(svg))


def test_a_window_and_the_instant_asked_for() -> None:
    svg = timeline_svg(
        lake(entry("K-1"), entry("K-2", at="2031-04-06T08:00+03:00")),
        start=Instant.parse("2031-03-06T00:00+03:00"),
        end=Instant.parse("2031-03-07T12:00+03:00"),
        as_of=Instant.parse("2031-03-06T12:00+03:00"),
        zone=Zone("+06:00"),
    )
    assert "Not drawn: 1 event after it." in said(svg)
    assert "as of 6 March 2031, 15:00 (+06:00)" in said(svg)
    assert "times in UTC+06:00" in said(svg)


def test_of_little_words_the_fact_is_told_too() -> None:
    svg = timeline_svg(lake(entry("K-1", says="about 150", fact="people sent = 150~")))
    assert "about 150 (people sent = 150~)" in said(svg)
    many = [entry(f"K-{n}", says="for", fact=f"{{Member {n}}} votes for {{the draft}}") for n in range(12)]
    assert "for (Member 0 votes for the draft; 11 more)" in said(timeline_svg(lake(*many)))


def test_the_record_says_where_each_entry_stands() -> None:
    asking = Asking("turkiye-2003", law=ROOT / "law", cases=ROOT / "cases", known_to="2026-01-01", as_of="2004-01-01")
    timeline = asking.timeline()
    view = asking.view
    svg = timeline_svg(timeline, view, zone=asking.record.zone, as_of=asking.terms.as_of)
    ends = {t.rpartition(" · ")[2] for t in told(svg) if " · " in t}
    assert {"affirmed", "reported"} <= ends
    statuses = {str(view.status(c.fact).status) for c in view.admitted if c.fact}
    assert ends <= statuses | {"affirmed", "reported", "set aside", "denied", "alleged", "disputed"}
    assert svg == timeline_svg(timeline, view, zone=asking.record.zone, as_of=asking.terms.as_of)


def test_without_a_window_it_is_that_of_the_case_as_far_as_anything_is_in_it() -> None:
    asking = Asking("turkiye-2003", law=ROOT / "law", cases=ROOT / "cases", known_to="2026-01-01", as_of="2004-01-01")
    timeline = asking.timeline(changes=False)
    desc = re.search(r"<desc[^>]*>(.*?)</desc>", timeline_svg(timeline, asking.view, zone=asking.record.zone))
    assert desc is not None
    window = asking.record.window
    assert window.earliest is not None and window.latest is not None
    inside = [t for e in timeline.entries for t in (e.earliest, e.latest) if t and window.earliest <= Instant.parse(t) <= window.latest]
    assert re.search(rf"from (5|6) Feb 2003.* to {int(max(inside)[8:10])} Feb 2003", desc[1]), desc[1]


# --- contributions ---------------------------------------------------------------------------------

FIGURES = {
    "150 people": ("150", "people"),
    "about 2500 people": ("about 2500", "people"),
    "60 to 61 people": ("60 to 61", "people"),
    "at most 10 vehicles": ("at most 10", "vehicles"),
    "more than 3 vehicles": ("more than 3", "vehicles"),
    ">2000 people": ("more than 2000", "people"),
    ">=60 people": ("at least 60", "people"),
    "24..60~ people": ("about 24 to 60", "people"),
    "2500~ (alleged) people": ("alleged: about 2500", "people"),
    "a few people": ("a few", "people"),
}


def contributed(**figures: tuple[str, ...]) -> tuple[Contribution, ...]:
    return (Contribution("the Arland company", figures),)


@pytest.mark.parametrize(("figure", "words"), FIGURES.items())
def test_every_figure_of_an_agenda_is_read(figure: str, words: tuple[str, str]) -> None:
    svg = stages_svg(contributed(deployed=(figure,)), "The Lake")
    assert f"the Arland company, deployed: {words[0]} ({words[1]})" in told(svg)
    assert said(svg).count("no number on record") == 3
    assert ElementTree.fromstring(svg).findall(f".//{NS}g[@class='fd-stage']/{NS}rect") or figure == "a few people"


def test_units_of_one_contingent_stand_apart() -> None:
    svg = stages_svg(contributed(approved=("150 people", "19 vehicles"), deployed=("150 people", "200 people")), "The Lake", href=lambda name: f"#{name[-7:]}")
    assert said(svg).count("the Arland company") == 2
    assert said(svg).count("no number on record") == 5
    assert "150 (sources differ)" in said(svg)
    assert svg.count('href="#company"') == 2


# --- votes -----------------------------------------------------------------------------------------


def test_a_roll_call_of_the_record_is_drawn_as_it_was() -> None:
    asking = Asking("rio-1974", law=ROOT / "law", cases=ROOT / "cases", known_to="2026-01-01", as_of="1974-11-13")
    view = asking.view
    block = asking.regime.chapter.ballots[0]
    voters = [f.args[0] for f in view.facts if len(f.args) == 2 and "present at the vote" in f.phrase]
    roll = roll_call(view, block, "the Quito draft", dict.fromkeys(voters))
    assert [list(roll.values()).count(w) for w in ("for", "against", "abstained", "")] == [12, 3, 6, 0]
    count = Count("carried", "2/3 of parties", "no", Bounds(14, 14), Bounds(12, 12), Bounds(21, 21), Bounds(2, 2))
    svg = ballots_svg(roll, result="Not adopted.", count=count, href=lambda who: f"#{who[:3]}")
    assert "14 needed" in said(svg) and "of 21 (the rule asks for 2/3 of parties)" in said(svg)
    assert said(svg).startswith("Not adopted.") and "12 for" in said(svg)
    assert svg.count('class="fd-seat') == 21


def test_who_is_not_known_to_have_voted_is_not_taken_to_have_been_absent() -> None:
    asking = Asking("rio-1974", law=ROOT / "law", cases=ROOT / "cases", known_to="1974-11-12T00:00-05:00", as_of="1974-11-13")
    view = asking.view
    assert roll_call(view, asking.regime.chapter.ballots[0], "the Quito draft", ["Borduria"]) == {"Borduria": ""}


WORDS = {"for": "Y", "agrees": "Y", "against": "N", "breaks silence": "N", "abstained": "A", "absent": "–", "": "?", "reservation": "·", "silent": "·"}


@pytest.mark.parametrize(("word", "letter"), WORDS.items())
def test_ballot_words_have_their_letters(word: str, letter: str) -> None:
    svg = ballots_svg({"Arland": word}, result="x")
    seat = ElementTree.fromstring(svg).find(f".//{NS}g[@class]/{NS}g/{NS}text")
    assert seat is not None and seat.text == letter


def test_tallies_without_names_and_a_veto() -> None:
    svg = ballots_svg({"Arland": "against"}, tallies={"for": 69}, vetoes=["Arland"], result="Vetoed.")
    assert "Arland: vetoed" in told(svg) and "69 for" in said(svg)
    assert svg.count('class="fd-seat') == 70
