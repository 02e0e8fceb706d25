"""One typed line: what is understood, what is refused and where, what is offered, what is said twice."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from foedus.door import Asking
from foedus.noting import Draft, Store, quick
from foedus.noting.dates import typed
from foedus.noting.quick import MAX_LINE
from foedus.record import Instant
from foedus.record.time import Unreadable, When, Zone

LEAGUE = Path(__file__).parents[1] / "transcripts"
ASKING = Asking(LEAGUE / "cases" / "harbour-2031", law=str(LEAGUE / "law"))
NOW = Instant.parse("2031-06-01T12:00Z")
ZONE = Zone("+06:00", "inferred")
WINDOW = When.parse("2021-12-20/2022-01-31", ZONE)
NOBODY = When()


def drafted(line: str, fact: str = "") -> Draft:
    return quick(line, ASKING.record, ASKING.regime, NOW, fact)


# --- dates ---------------------------------------------------------------------------------------

DATES: dict[str, tuple[str, str]] = {
    "6 Jan 02:50 MSK?": ("2022-01-06T02:50", "+03:00 inferred"),
    "6 Jan 02:50 MSK": ("2022-01-06T02:50", "+03:00 stated"),
    "6 Jan 2012 02:50 msk": ("2012-01-06T02:50", "+04:00 stated"),
    "02:50 on 6 Jan ALMT": ("2022-01-06T02:50", "+06:00 stated"),
    "2 Mar 2024 ALMT": ("2024-03-02", "+05:00 stated"),
    "6 Jan 02:50 UTC+6": ("2022-01-06T02:50", "+06:00 stated"),
    "6 Jan 02:50 UTC-03:30?": ("2022-01-06T02:50", "-03:30 inferred"),
    "6 Jan 02:50 +06:00": ("2022-01-06T02:50", "+06:00 stated"),
    "6 Jan 02:50 Europe/Paris": ("2022-01-06T02:50", "Europe/Paris stated"),
    "6 Jan 02:50 local time": ("2022-01-06T02:50", ""),
    "2022-01-06 02:50 EST": ("2022-01-06T02:50", "-05:00 stated"),
    "2022-01-06T02:50+06:00": ("2022-01-06T02:50+06:00", ""),
    "6 January 2022": ("2022-01-06", ""),
    "Jan 6, 2022 2:50 pm": ("2022-01-06T14:50", ""),
    "6 Jan 12 am": ("2022-01-06T00:00", ""),
    "6 Jan noon": ("2022-01-06T12:00", ""),
    "6th of January at 14:00": ("2022-01-06T14:00", ""),
    "31 Dec": ("2021-12-31", ""),
    "January 2022": ("2022-01", ""),
    "2022": ("2022", ""),
    "06.01.2022": ("06.01.2022", ""),
    "about 6 Jan": ("2022-01-06~", ""),
    "~6 Jan": ("2022-01-06~", ""),
    "perhaps 6 Jan 02:50 MSK": ("2022-01-06T02:50?", "+03:00 stated"),
    "6 Jan?": ("2022-01-06?", ""),
    "by 6 Jan 10:00 UTC": ("../2022-01-06T10:00", "+00:00 stated"),
    "before 6 Jan": ("../2022-01-05", ""),
    "before 1 Jan 2022": ("../2021-12-31", ""),
    "before Jan 2022": ("../2021-12", ""),
    "before 6 Jan 10:00": ("../2022-01-06T10:00", ""),
    "after 6 Jan": ("2022-01-07/..", ""),
    "after 6 Jan 02:50": ("2022-01-06T02:50/..", ""),
    "after Dec 2021": ("2022-01/..", ""),
    "after 2021": ("2022/..", ""),
    "since 6 Jan": ("2022-01-06/..", ""),
    "not before 6 Jan": ("2022-01-06/..", ""),
    "5-6 Jan": ("2022-01-05/2022-01-06", ""),
    "5 – 6 January 2022": ("2022-01-05/2022-01-06", ""),
    "between 5 and 6 Jan": ("2022-01-05/2022-01-06", ""),
    "from 5 to 6 Jan": ("2022-01-05/2022-01-06", ""),
    "30 Dec - 2 Jan": ("2021-12-30/2022-01-02", ""),
    "30 Dec - 2 Jan 2022": ("2021-12-30/2022-01-02", ""),
    "6 Jan 22:00-23:30": ("2022-01-06T22:00/2022-01-06T23:30", ""),
    "5 Jan 22:00 - 6 Jan 02:00 MSK?": ("2022-01-05T22:00/2022-01-06T02:00", "+03:00 inferred"),
    "2022-01-05/2022-01-06": ("2022-01-05/2022-01-06", ""),
}


@pytest.mark.parametrize("text", DATES)
def test_dates_are_understood(text: str) -> None:
    found = typed(text, WINDOW, ZONE)
    assert (found.cell, found.zone) == DATES[text]
    again = When.parse(found.cell, Zone.parse(found.zone) if found.zone else ZONE)
    assert again == found.when


def test_an_inferred_zone_stays_inferred_and_the_hour_is_the_same() -> None:
    sure, unsure = (typed(f"6 Jan 02:50 MSK{mark}", WINDOW, ZONE).when for mark in ("", "?"))
    assert (sure.zone, unsure.zone) == ("stated", "inferred")
    assert str(sure) == str(unsure) == "2022-01-05T23:50Z"


def test_where_there_is_no_column_for_the_zone_it_stands_in_the_cell() -> None:
    assert typed("6 Jan 02:50 MSK", WINDOW, ZONE).stated() == "2022-01-06T02:50+03:00"
    assert typed("6 Jan MSK", WINDOW, ZONE).stated() == "2022-01-06T00:00+03:00/2022-01-07T00:00+03:00"
    assert typed("6 Jan", WINDOW, ZONE).stated() == "2022-01-06"
    assert typed("by 6 Jan 10:00 UTC", WINDOW, ZONE).stated() == "../2022-01-06T10:00Z"


BAD_DATES: dict[str, tuple[str, str]] = {
    "": ("there is no date", "6 Jan 02:50 MSK"),
    "tomorrow": ("“tomorrow” is no part of a date", "6 Jan 02:50 MSK"),
    "6": ("has a day and no month", "6 Jan"),
    "02:50": ("has an hour and no day", "6 Jan 02:50"),
    "6 Jan 7 Feb": ("“7 Feb” is no part of a date", "5-6 Jan"),
    "6 Foo": ("“Foo” is no part of a date", "6 January 2022"),
    "32 Jan": ("no month has a day 32", "6 Jan"),
    "30 Feb 2022": ("there is no such date as “2022-02-30”", "2022-01-06"),
    "6 Jan 25:00": ("there is no such date as “2022-01-06T25:00”", "2022-01-06T02:50"),
    "6 Jan 02:75": ("there is no such date", "2022-01-06T02:50"),
    "6 Jan 13pm": ("there is no 13 o’clock pm", "14:50"),
    "6 Feb": ("lies in no year inside the window", "write the year: 6 Feb 2022"),
    "25 Jan - 20 Jan": ("ends before it begins", "put the earlier date first"),
    "6 Jan 22:00-02:00": ("ends before it begins", "put the earlier date first"),
    "6 Jan 02:50 IST": ("several zones are called “IST”: +05:30 or +02:00", "UTC+05:30"),
    "6 Jan 02:50 XYZ": ("“XYZ” is no part of a date", "6 Jan 02:50 MSK"),
    "6 Jan 02:50 UTC+19": ("no place keeps the zone “UTC+19”", "-12:00 to +14:00"),
    "6 Jan 02:50 Mars/Base": ("no zone is called “Mars/Base”", "+06:00"),
    "1/6/2022": ("could be 1 June or 6 January 2022", "2022-01-06"),
    "44567": ("a spreadsheet's day number", "2022-01-06"),
    "6/1/22": ("a year of two digits", "2022-01-06"),
    "by 5-6 Jan": ("no date we can read", "6 Jan"),
    "between 5 Jan": ("no date we can read", "6 Jan"),
    "5 Jan - 6 Jan - 7 Jan": ("no date we can read", "6 Jan"),
    "before 1 Jan 0001": ("there is no such date", "6 Jan"),
    "9" * 500: ("", "6 Jan"),
    "1 Jan " * 200: ("is no part of a date", "6 Jan"),
}


@pytest.mark.parametrize("text", BAD_DATES)
def test_what_is_no_date_is_refused_with_a_way_to_write_it(text: str) -> None:
    what, remedy = BAD_DATES[text]
    with pytest.raises(Unreadable) as told:
        typed(text, WINDOW, ZONE)
    assert what in told.value.what
    assert remedy in told.value.remedy


def test_there_are_as_many_bad_dates_as_before() -> None:
    assert (len(DATES), len(BAD_DATES)) == (45, 27)


def test_without_a_window_a_year_must_be_written() -> None:
    with pytest.raises(Unreadable, match="has no year, and the case no window") as told:
        typed("6 Jan", NOBODY, ZONE)
    assert "window = " in told.value.remedy
    with pytest.raises(Unreadable, match="could lie in 2020, 2021, 2022"):
        typed("6 Jan", When.parse("2020/2022", ZONE), ZONE)
    assert typed("6 Jan 2022", NOBODY, ZONE).cell == "2022-01-06"


MONTHS = "January February March April May June July August September October November December".split()
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
CLOCKS = st.one_of(st.just(""), st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda t: f"{t[0]:02}:{t[1]:02}"))
ZONES = st.sampled_from([("", ""), (" MSK?", "+03:00 inferred"), (" CET", "+01:00 stated"), (" UTC+5", "+05:00 stated")])


@given(DAYS.filter(lambda d: d.year > 2014), CLOCKS, ZONES, st.sampled_from(["{d} {m} {y} {c}", "{m} {d}, {y} {c}", "{c} on {d} {m} {y}", "{y}-{n:02}-{d:02} {c}"]), st.booleans())
def test_however_a_day_is_written_it_is_that_day(day: date, clock: str, zone: tuple[str, str], form: str, short: bool) -> None:
    month = MONTHS[day.month - 1]
    text = form.format(d=day.day, m=month[:3] if short else month, n=day.month, y=day.year, c=clock).strip().removeprefix("on ")
    found = typed(text + zone[0], NOBODY, ZONE)
    assert found.zone == zone[1]
    assert found.when.earliest == When.parse(f"{day}T{clock}" if clock else str(day), Zone.parse(zone[1]) if zone[1] else ZONE).earliest


@given(st.text(alphabet="0123456789 :/-–.?~+abeijnmyMSKUTC", max_size=30))
@example("6 Jan 02:50 MSK?")
@settings(max_examples=400)
def test_any_date_is_read_or_refused(text: str) -> None:
    try:
        found = typed(text, WINDOW, ZONE)
    except Unreadable as error:
        assert error.what and error.remedy
    else:
        assert When.parse(found.cell, Zone.parse(found.zone) if found.zone else ZONE) == found.when


# --- lines ---------------------------------------------------------------------------------------


def test_a_date_and_a_text_are_enough() -> None:
    draft = drafted("6 Mar | ships leave the harbour")
    assert draft.sound
    assert draft.row == {"happened": "2031-03-06", "says": "ships leave the harbour", "available": "2031-06-01T14:00+02:00"}
    assert draft.change.claims == [draft.row]


def test_every_part_is_understood_and_says_where_it_stands() -> None:
    line = "6 Mar 02:50 MSK? | ships leave | src Pilot 9 | by a pilot | B2 | avail 7 Mar 10:00 UTC | pin p. 4 | note he was there | #harbour"
    draft = drafted(line)
    assert draft.row == {
        "happened": "2031-03-06T02:50", "zone": "+03:00 inferred", "says": "ships leave", "source": "Pilot 9", "speaker": "a pilot",
        "item_grade": "2", "available": "2031-03-07T10:00Z", "pinpoint": "p. 4", "note": "he was there", "group": "harbour",
    }  # fmt: skip
    assert draft.sources == ({"id": "Pilot 9", "grade": "B"},)
    assert draft.speakers == ({"speaker": "a pilot"},)
    for part in draft.parts:
        assert line[part.column - 1 :].startswith(part.typed)
    told = {p.field: p.understood for p in draft.parts}
    assert told["happened"] == "2031-03-06T02:50 (+03:00 inferred)"
    assert (told["source"], told["grade"], told["group"]) == ("Pilot 9 (a new source)", "source B, item 2", "harbour (a new group)")


def test_a_known_source_is_found_by_id_title_or_outlet() -> None:
    for name in ("Gazette 300", "gazette 300", "Gazette of the League, no. 300"):
        assert drafted(f"6 Mar | ships leave | src {name}").row["source"] == "Gazette 300"
    assert drafted("6 Mar | ships leave | src the wire").row["source"] == "Wire 3"
    assert drafted("6 Mar | ships leave | by master").row["speaker"] == "Harbour master"
    assert drafted("6 Mar | ships leave | src Wire 3 | A").row["source_grade"] == "A", "a grade for this claim alone"


def test_an_exact_sentence_binds_and_the_source_speaks_for_itself() -> None:
    draft = drafted("6 Mar 10:00 | the Assembly takes the decision of 6 March | src Gazette 300")
    assert draft.sound and draft.offers == ()
    assert (draft.row["fact"], draft.row["polarity"], draft.row["speaker"]) == ("the Assembly takes the decision of 6 March", "for", "The League")
    assert draft.speakers == ({"speaker": "The League"},)
    for source, speaker in (("Wire 3", "Wire 3"), ("Observer", "Harbour Observer")):
        known = drafted(f"6 Mar 10:00 | the Assembly takes the decision of 6 March | src {source}")
        assert (known.row["speaker"], known.speakers) == (speaker, ())
    denied = drafted("6 Mar 10:00 | the Assembly takes the decision of 6 March | src Wire 3 | by Harbour master | not")
    assert (denied.row["polarity"], denied.row["speaker"]) == ("against", "Harbour master")
    said = drafted("6 Mar | it was decided | src Wire 3 | fact the Assembly takes the decision of 6 March")
    assert (said.row["says"], said.row["fact"]) == ("it was decided", "the Assembly takes the decision of 6 March")


def test_what_is_no_sentence_is_a_note_and_the_nearest_sentences_are_offered() -> None:
    draft = drafted("6 Mar | Assembly decided on help | src Wire 3")
    assert "fact" not in draft.row and draft.sound
    assert "{the Assembly} takes {the decision of 6 March}" in [o.sentence for o in draft.offers]
    assert 1 <= len(draft.offers) <= 5
    chosen = drafted(draft.line, draft.offers[0].sentence)
    assert chosen.sound and chosen.row["fact"] == draft.offers[0].sentence and chosen.row["says"] == "Assembly decided on help"
    guessed = next(o for o in drafted("6 Mar | Westland objects").offers if "Westland" in o.sentence)
    assert (guessed.sentence, guessed.guessed) == ("{Westland} objects to {the decision of 6 March}", ("the decision of 6 March",))
    assert drafted("6 Mar | quite another matter").offers == ()


def test_every_offer_can_be_chosen() -> None:
    for text in ("Westland objects", "raiders attack Sudland with arms", "Sudland asks for help", "the Assembly votes"):
        for offer in drafted(f"6 Mar | {text} | src Wire 3").offers:
            assert drafted(f"6 Mar | {text} | src Wire 3", offer.sentence).sound


def test_from_when_a_claim_is_known() -> None:
    """As said; else as its source is dated, if that is not before it happened; else from now on."""
    assert "available" not in drafted("5 Mar | ships leave | src Wire 3").row
    assert [p.understood for p in drafted("5 Mar | ships leave | src Wire 3").parts if p.field == "available"] == ["2031-03-05, when its source is dated"]
    assert drafted("9 Mar | ships leave | src Wire 3").row["available"] == "2031-06-01T14:00+02:00"
    assert drafted("5 Mar | ships leave | src Wire 3 | avail 8 Mar").row["available"] == "2031-03-08"


def test_what_is_on_record_already_is_told() -> None:
    twice = drafted("6 Mar | the Assembly takes the decision of 6 March | src Gazette 301 | by the Assembly")
    assert twice.duplicates == ("H-4",) and twice.sound
    assert [(p.what, p.warning) for p in twice.problems] == [("says what H-4 says already", True)]
    assert drafted("7 Mar | the Assembly takes the decision of 6 March | src Gazette 301 | by the Assembly").duplicates == ()
    assert drafted("5 Mar | Shots at the  mole | src Wire 3 | by Harbour master").duplicates == ("H-1",)


WARNED: dict[str, tuple[str, str]] = {
    "6 Mar 2030 | ships leave": ("outside the window of the case", "check the year"),
    "6 Mar | ships leave | src Gazete 300": ("“Gazete 300” is new to the case", "Gazette 300"),
    "6 Mar | ships leave | by Harbor master": ("“Harbor master” is new to the case", "Harbour master"),
    "6 Mar | ships leave | not": ("a note is neither for nor against anything", "bind it to a sentence"),
}


@pytest.mark.parametrize("line", WARNED)
def test_what_is_doubtful_is_said_and_can_be_saved(line: str) -> None:
    draft = drafted(line)
    what, remedy = WARNED[line]
    assert draft.sound
    assert [(what in p.what, remedy in p.remedy, p.warning) for p in draft.problems] == [(True, True, True)]


BAD_LINES: dict[str, tuple[str, int, str, str]] = {
    "": ("", 1, "there is no text", "6 Jan | the Council meets"),
    "6 Mar": ("", 6, "there is no text", "6 Jan | the Council meets"),
    "6 Mar |": ("", 8, "there is no text", "after the first stroke"),
    "6 Mar |  | src Wire 3": ("", 8, "there is no text", "after the first stroke"),
    "| ships leave": ("", 1, "there is no date", "6 Jan"),
    "yesterday | ships leave": ("yesterday", 1, "no part of a date", "6 Jan"),
    "  32 Mar | ships leave": ("32 Mar", 3, "no month has a day 32", "6 Jan"),
    "6 Mar | ships leave | scr Wire 3": ("scr Wire 3", 23, "“scr Wire 3” is no part we know", "src"),
    "6 Mar | ships leave | Wire 3": ("Wire 3", 23, "“Wire 3” is no part we know", "parts are: src SOURCE"),
    "6 Mar | ships leave | G7": ("G7", 23, "“G7” is no part we know", "B2 (grade)"),
    "6 Mar | ships leave | grade Z": ("Z", 29, "“Z” is no grade", "A-F"),
    "6 Mar | ships leave | src": ("src", 23, "nothing follows “src”", "parts are"),
    "6 Mar | ships leave | src gazette": ("gazette", 27, "several sources are called “gazette”", "Gazette 300, Gazette 301"),
    "6 Mar | ships leave | by harbour": ("harbour", 26, "several speakers are called “harbour”", "Harbour master"),
    "6 Mar | ships leave | #": ("#", 23, "names no group", "#decision"),
    "6 Mar | ships leave | #two words": ("#two words", 23, "names no group", "one word"),
    "6 Mar | ships leave | avail soon": ("soon", 29, "no part of a date", "6 Jan"),
    "6 Mar | ships leave | src Wire 3 | src Gazette 300": ("Gazette 300", 40, "says its source twice", "keep one"),
    "6 Mar | ships leave | B2 | C3": ("C3", 28, "says its grade twice", "keep one"),
    "6 Mar | ships leave | not | for": ("for", 29, "says its polarity twice", "keep one"),
    "6 Mar | x | fact ships sail": ("ships sail", 18, "no phrase says “ships sail”", "phrase"),
    "6 Mar | x | fact Westland objects to nobody": ("Westland objects to nobody", 18, "nobody", "decision"),
    "6 Mar | the Assembly takes the decision of 6 March": ("the Assembly takes the decision of 6 March", 9, "a claim on a fact needs a source", "src SOURCE"),
    "6 Mar | ships\x1b[31m leave": ("", 14, "a sign that cannot be shown", "type it again"),
    "6 Mar | ships\nleave": ("", 14, "a sign that cannot be shown", "one line"),
    "6 Mar | \ud800": ("", 9, "a sign that cannot be shown", "type it again"),
    "6 Mar | " + "x" * MAX_LINE: ("", 0, "more than 4,000 characters", "shorten it"),
}


@pytest.mark.parametrize("line", BAD_LINES, ids=lambda line: ascii(line)[:40])
def test_a_bad_line_is_refused_where_it_is_bad(line: str) -> None:
    draft = drafted(line)
    words, column, what, remedy = BAD_LINES[line]
    assert not draft.sound
    problem = draft.problems[0]
    assert what in problem.what and remedy in problem.remedy
    assert problem.place.column == column
    assert not words or line[column - 1 :][: problem.place.length] == words
    assert "LINE" in str(problem)
    assert draft.to_json()["problems"][0]["column"] == column


def test_there_are_as_many_bad_lines_as_before() -> None:
    assert (len(BAD_LINES), len(WARNED)) == (27, 4)


def test_all_that_is_wrong_is_told_at_once() -> None:
    draft = drafted("32 Mar | ships leave | scr x | grade Z | avail soon")
    assert [p.place.column for p in draft.problems] == [1, 24, 38, 48]


PARTS = ["src Wire 3", "by Harbour master", "B2", "avail 9 Mar", "pin p. 4", "#harbour", "note a note"]


@given(st.permutations(PARTS), st.integers(0, len(PARTS)))
def test_the_order_of_the_parts_does_not_matter(order: list[str], count: int) -> None:
    chosen = order[:count]
    line = " | ".join(["6 Mar", "ships leave", *chosen])
    plain = " | ".join(["6 Mar", "ships leave", *[p for p in PARTS if p in chosen]])
    assert drafted(line).row == drafted(plain).row


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=4))
@settings(max_examples=300)
def test_any_line_gives_a_draft(text: str, parts: list[str]) -> None:
    draft = drafted("|".join(["6 Mar", text, *parts]))
    assert draft.sound or all(p.what and p.remedy and p.place.column <= len(draft.line) + 1 for p in draft.problems)
    draft.to_json()


WORDS = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="|#\u00a0"), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(LEAGUE / "cases" / "harbour-2031", tmp_path_factory.mktemp("quick") / "mine"))


@given(st.lists(WORDS, min_size=1, max_size=4), WORDS, WORDS, st.sampled_from(["", "B2", "C", "4"]), st.integers(1, 31))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_what_was_typed_is_what_the_case_says_after_it_is_saved(
    copy: Path, text: list[str], source: str, speaker: str, grade: str, day: int
) -> None:
    asking = Asking(copy, law=str(LEAGUE / "law"))
    says = " ".join(text)
    draft = quick(f"{day} Mar 10:00 MSK? | {says} | src src-{source} | by by-{speaker} | {grade}", asking.record, asking.regime, NOW)
    assert draft.sound, draft.problems
    store = Store(copy, str(LEAGUE / "law"))
    saved = store.save(draft.change, store.version, "A. Clerk", NOW)
    claim = next(c for c in Asking(copy, law=str(LEAGUE / "law")).record.claims if c.id == saved.claims[0])
    assert (claim.says, str(claim.happened), claim.happened.zone) == (says, f"2031-03-{day:02}T07:00Z", "inferred")
    assert (claim.source, claim.speaker) == (draft.row["source"], draft.row["speaker"])
    assert (claim.source_grade or "") + str(claim.item_grade or "") == grade or draft.sources == ()
