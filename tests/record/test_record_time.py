"""Instants, intervals and spans: written forms, three answers, and the algebra they obey."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.record.time import (
    Instant,
    Span,
    Unreadable,
    When,
    Zone,
    add_days,
    add_months,
    before,
    days_between,
    intersect,
)

ALMATY = Zone.parse("+06:00 stated")
UNKNOWN = Zone.parse("unknown")


def utc(text: str) -> Instant:
    return Instant.of(datetime.fromisoformat(text).replace(tzinfo=UTC))


def bounds(text: str, zone: Zone = ALMATY) -> tuple[str, str]:
    when = When.parse(text, zone)
    return str(when.earliest or ".."), str(when.latest or "..")


# --- written forms -----------------------------------------------------------------------------

DAY = ("2022-01-05T18:00Z", "2022-01-06T18:00Z")

FORMS = {
    "2022-01-06": DAY,
    " 2022-01-06 ": DAY,
    "06.01.2022": DAY,
    "6.1.2022": DAY,
    "13/1/2022": ("2022-01-12T18:00Z", "2022-01-13T18:00Z"),
    "1/13/2022": ("2022-01-12T18:00Z", "2022-01-13T18:00Z"),
    "6/6/2022": ("2022-06-05T18:00Z", "2022-06-06T18:00Z"),
    "2022-01": ("2021-12-31T18:00Z", "2022-01-31T18:00Z"),
    "2022": ("2021-12-31T18:00Z", "2022-12-31T18:00Z"),
    "2022-01-06T02:50+03:00": ("2022-01-05T23:50Z", "2022-01-05T23:50Z"),
    "2022-01-06T02:50Z": ("2022-01-06T02:50Z", "2022-01-06T02:50Z"),
    "2022-01-06T02:50": ("2022-01-05T20:50Z", "2022-01-05T20:50Z"),
    "2022-01-06 02:50": ("2022-01-05T20:50Z", "2022-01-05T20:50Z"),
    "2022-01-06T02:50:30.25": ("2022-01-05T20:50:30.250000Z", "2022-01-05T20:50:30.250000Z"),
    "06.01.2022 02:50": ("2022-01-05T20:50Z", "2022-01-05T20:50Z"),
    "2022-01-06T24:00": ("2022-01-06T18:00Z", "2022-01-06T18:00Z"),
    "2022-01-06/2022-01-08": ("2022-01-05T18:00Z", "2022-01-08T18:00Z"),
    "2022-01-06/2022-01": ("2022-01-05T18:00Z", "2022-01-31T18:00Z"),
    "2022-01-06T10:00Z/2022-01-06T12:00Z": ("2022-01-06T10:00Z", "2022-01-06T12:00Z"),
    "../2022-01-06": ("..", "2022-01-06T18:00Z"),
    "/2022-01-06": ("..", "2022-01-06T18:00Z"),
    "2022-01-06/..": ("2022-01-05T18:00Z", ".."),
    "2022-01-06/": ("2022-01-05T18:00Z", ".."),
    "": ("..", ".."),
    "2022-01-06~": ("2022-01-04T18:00Z", "2022-01-07T18:00Z"),
    "2022-01-06?": ("2022-01-04T18:00Z", "2022-01-07T18:00Z"),
    "2022-08~": ("2022-06-30T18:00Z", "2022-09-30T18:00Z"),
    "2022-12~": ("2022-10-31T18:00Z", "2023-01-31T18:00Z"),
    "2022-01%": ("2021-11-30T18:00Z", "2022-02-28T18:00Z"),
    "2022~": ("2020-12-31T18:00Z", "2023-12-31T18:00Z"),
    "2022-01-06T02:50~": ("2022-01-05T19:50Z", "2022-01-05T21:50Z"),
}


@pytest.mark.parametrize("written", FORMS)
def test_written_forms(written: str) -> None:
    assert bounds(written) == FORMS[written]


def test_the_source_keeps_its_words_and_its_doubt() -> None:
    when = When.parse("2022-08~", ALMATY)
    assert (when.verbatim, when.approximate, when.uncertain) == ("2022-08~", True, False)
    both = When.parse("2022-08%", ALMATY)
    assert both.approximate and both.uncertain
    assert When.parse("2022-08?", ALMATY).uncertain


REFUSED = {
    "1/6/2022": ("could be 1 June or 6 January 2022", "write 2022-06-01 or 2022-01-06"),
    "44567": ("day number: 2022-01-06 if it counts from 1900, 2026-01-07 if from 1904", "2022-01-06"),
    "06.01.22": ("year of two digits", "2022-01-06"),
    "2022-01-XX": ("hides digits", "2022-01"),
    "2022-02-30": ("no such date as “2022-02-30”", "write 2022-01-06"),
    "2022-13": ("no such date", "write"),
    "32.01.2022": ("no such date", "write"),
    "2022-01-06T25:00": ("no such date", "write"),
    "2022-01-06T10:00+19:00": ("no place keeps the zone “+19:00”", "-12:00 to +14:00"),
    "2022-01-08/2022-01-06": ("ends before it begins", "earlier date first"),
    "2022-01-07/2022-01-06": ("ends before it begins", "earlier date first"),
    "2022-01-07T00:00/2022-01-06": ("ends before it begins", "earlier date first"),
    "2022-02/2022-01": ("ends before it begins", "earlier date first"),
    "２０２２-01-06": ("no date we can read", "write 2022-01-06"),
    "06.01.٢٠٢٢": ("no date we can read", "write 2022-01-06"),
    "2022-01-06T０２:50": ("no date we can read", "write 2022-01-06"),
    "2022-01-06T02:50+０６:00": ("no date we can read", "write 2022-01-06"),
    "2022-01-06/2022-01-08/2022-01-09": ("more than one slash", "2022-01-06/2022-01-19"),
    "yesterday": ("no date we can read", "write 2022-01-06"),
    "January 06, 2022 | 02:50 AM": ("no date we can read", "2022-01-06T02:50+06:00"),
    "9999": ("no such date", "write"),
    "0000-01-01": ("no such date", "write"),
    "2022-01-06T02:50+6": ("no date we can read", "write"),
    "~": ("no date we can read", "write"),
    "../yesterday": ("no date we can read", "write"),
}


@pytest.mark.parametrize("written", REFUSED)
def test_what_cannot_be_read_says_why_and_what_to_write(written: str) -> None:
    what, remedy = REFUSED[written]
    with pytest.raises(Unreadable) as error:
        When.parse(written, ALMATY)
    assert what in error.value.what
    assert remedy in error.value.remedy


@pytest.mark.parametrize("written", ["2022-01-07/2022-01-06", "2022-01-06T10:00/2022-01-06T08:00"])
def test_an_unknown_zone_turns_no_interval_round(written: str) -> None:
    with pytest.raises(Unreadable, match="ends before it begins"):
        When.parse(written, UNKNOWN)
    When.parse("2022-01-06T10:00+06:00/2022-01-06T08:00", UNKNOWN)  # the second may lie anywhere west
    assert bounds("2022-01-06/2022-01-06T00:00") == ("2022-01-05T18:00Z", "2022-01-05T18:00Z")


def test_the_tables_of_forms_are_not_empty() -> None:
    assert len(FORMS) >= 31
    assert len(REFUSED) >= 25


# --- zones -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("+06:00", "+06:00 stated"),
        ("+06:00 stated", "+06:00 stated"),
        ("+06:00 inferred", "+06:00 inferred"),
        ("UTC+6", "+06:00 stated"),
        ("+0600", "+06:00 stated"),
        ("−03:30", "-03:30 stated"),
        ("Z", "+00:00 stated"),
        ("Asia/Almaty inferred", "Asia/Almaty inferred"),
        ("unknown", "unknown"),
    ],
)
def test_zones(written: str, shown: str) -> None:
    assert str(Zone.parse(written)) == shown


@pytest.mark.parametrize(
    ("written", "what", "remedy"),
    [
        ("06:00", "is an hour, not a zone", "write UTC+06:00"),
        ("Asia/Atlantis", "no zone is called", "+06:00"),
        ("../../etc/passwd", "no zone is called", "Europe/Paris"),
        ("America", "no zone is called", "unknown"),
        ("", "no zone is called", "unknown"),
        ("+15:00", "no place keeps", "+14:00"),
        ("-13:00", "no place keeps", "-12:00"),
        ("+06:75", "no place keeps", "+14:00"),
    ],
)
def test_zones_that_do_not_exist(written: str, what: str, remedy: str) -> None:
    with pytest.raises(Unreadable) as error:
        Zone.parse(written)
    assert what in error.value.what
    assert remedy in error.value.remedy


def test_an_unknown_zone_makes_a_day_fifty_hours_long() -> None:
    when = When.parse("2022-01-06", UNKNOWN)
    assert (str(when.earliest), str(when.latest)) == ("2022-01-05T10:00Z", "2022-01-07T12:00Z")
    assert when.zone == "unknown"


def test_an_unknown_zone_makes_an_hour_an_interval_that_holds_its_last_instant() -> None:
    when = When.parse("2022-01-06T02:50", UNKNOWN)
    assert str(when.earliest) == "2022-01-05T12:50Z"
    last = utc("2022-01-06T14:50")
    assert when.happened_by(last) is None and when.happened_by(last + timedelta(microseconds=1)) is True


def test_an_offset_in_the_text_is_stated_whatever_the_default() -> None:
    assert When.parse("2022-01-06T02:50+03:00", UNKNOWN).zone == "stated"
    assert When.parse("2022-01-06", ALMATY.as_inferred()).zone == "inferred"


def test_summer_time() -> None:
    berlin = Zone.parse("Europe/Berlin")
    assert bounds("2022-07-01", berlin) == ("2022-06-30T22:00Z", "2022-07-01T22:00Z")
    # 02:30 came twice on the last Sunday of October: nobody can say which one is meant
    assert bounds("2022-10-30T02:30", berlin) == ("2022-10-30T00:30Z", "2022-10-30T01:30:00.000001Z")


def test_instants() -> None:
    assert str(Instant.parse("2022-01-06T02:50+03:00")) == "2022-01-05T23:50Z"
    assert Instant.parse("2022-01-06T02:50", ALMATY).text(ALMATY) == "2022-01-06T02:50+06:00"
    assert Instant.parse("1969-12-31T23:59:59Z") < Instant.parse("1970-01-01T00:00Z")
    with pytest.raises(Unreadable, match="lacks an hour or an offset; write it as"):
        Instant.parse("2022-01-06")
    with pytest.raises(Unreadable, match="lacks an hour or an offset"):
        Instant.parse("2022-01-06T02:50")
    with pytest.raises(ValueError, match="without a zone"):
        Instant.of(datetime(2022, 1, 6))


# --- three answers -----------------------------------------------------------------------------


def test_the_end_of_a_day_is_the_next_midnight() -> None:
    day = When.parse("2022-01-06", ALMATY)
    midnight = Instant.parse("2022-01-07T00:00+06:00")
    assert day.happened_by(midnight) is True
    assert day.happened_by(Instant.parse("2022-01-06T23:59+06:00")) is None
    assert day.happened_by(Instant.parse("2022-01-06T00:00+06:00")) is False


def test_as_of_an_instant_one_does_not_see_that_instant() -> None:
    noon = Instant.parse("2022-01-06T12:00Z")
    assert When.at(noon).happened_by(noon) is False
    assert When.at(noon).happened_by(noon + timedelta(microseconds=1)) is True


def test_known_to_an_instant_includes_it() -> None:
    noon = Instant.parse("2022-01-06T12:00Z")
    day = When.parse("2022-01-06", Zone.parse("Z"))
    assert When.at(noon).known_by(noon) is True
    assert day.known_by(noon) is None
    assert day.known_by(utc("2022-01-07")) is True
    assert day.known_by(utc("2022-01-05T23:59")) is False
    assert day.known_by(utc("2022-01-06")) is None  # it may have come out at midnight sharp


def test_order_is_forced_or_open() -> None:
    first, second = When.parse("2022-01-06", ALMATY), When.parse("2022-01-07", ALMATY)
    assert before(first, second) is True
    assert before(second, first) is False
    assert before(first, first) is None
    noon = When.at(utc("2022-01-06T12:00"))
    assert before(noon, noon) is False
    # the day ends where this instant begins, so all of the day lies before it
    assert before(first, When.parse("2022-01-07T00:00", ALMATY)) is True


def test_two_press_stamps_of_one_night_do_not_order_themselves() -> None:
    stamp = When.parse("2022-01-06T02:50", UNKNOWN)
    report = When.parse("2022-01-06T01:00+03:00", UNKNOWN)
    assert before(stamp, report) is None and before(report, stamp) is None


def test_intersections() -> None:
    day, month = When.parse("2022-01-06", ALMATY), When.parse("2022-01", ALMATY.as_inferred())
    assert intersect(month, day) is day
    assert intersect(day, When.parse("2022-01-07", ALMATY)) is None
    start = When.parse("2022-01-06T00:00", ALMATY)
    assert intersect(day, start) is start
    assert intersect(day, When.parse("2022-01-07T00:00", ALMATY)) is None
    early = When.parse("../2022-01-06T12:00+06:00", ALMATY)
    both = intersect(day, early)
    assert both is not None and str(both) == "2022-01-05T18:00Z/2022-01-06T06:00Z"
    assert both.verbatim == "2022-01-06 ∩ ../2022-01-06T12:00+06:00"


def test_a_span_holds_between_its_sure_start_and_its_sure_end() -> None:
    span = Span.parse("2022-01-06/2022-01-19", ALMATY)
    expected = {"06T12:00": None, "07T00:00": True, "19T00:00": True, "19T12:00": None, "20T00:00": False}
    expected["06T00:00"] = False
    for day, held in expected.items():
        assert span.holds_at(Instant.parse(f"2022-01-{day}+06:00")) is held, day


def test_open_and_unknown_sides_differ() -> None:
    later = utc("2023-01-01")
    assert Span.parse("2022-01-06/..", ALMATY).holds_at(later) is True
    assert Span.parse("2022-01-06/", ALMATY).holds_at(later) is None
    assert Span.parse("../2022-01-06", ALMATY).holds_at(utc("1900-01-01")) is True
    assert Span.parse("/2022-01-06", ALMATY).holds_at(utc("1900-01-01")) is None
    with pytest.raises(Unreadable, match="is no interval; write a start and an end"):
        Span.parse("2022-01-06", ALMATY)


# --- counting ----------------------------------------------------------------------------------


def test_thirteen_to_nineteen_january_is_six_days_or_seven() -> None:
    first, last = date(2022, 1, 13), date(2022, 1, 19)
    assert days_between(first, last, "elapsed") == 6
    assert days_between(first, last, "inclusive") == 7
    with pytest.raises(ValueError, match="elapsed or inclusive"):
        days_between(first, last, "working")  # type: ignore[arg-type]


def test_a_month_after_the_31st_of_january_is_ambiguous() -> None:
    added = add_months(date(2022, 1, 31), 1)
    assert added.ambiguous
    assert (added.earliest, added.latest) == (date(2022, 2, 28), date(2022, 3, 3))
    assert added.note == "2022-01-31 and 1 months: February has no day 31"
    assert add_months(date(2022, 1, 13), 1).earliest == date(2022, 2, 13)
    assert not add_months(date(2022, 12, 31), 1).ambiguous
    assert add_months(date(2022, 1, 13), -1).latest == date(2021, 12, 13)


def test_a_deadline_that_no_calendar_reaches_is_refused_in_words() -> None:
    late = When.parse("9999-12-30", ALMATY)
    for compute in (
        lambda: add_days(late, 10, "elapsed", ALMATY),
        lambda: add_days(late, 10, "inclusive", ALMATY),
        lambda: add_days(When.parse("2022-01-11", ALMATY), 10**12, "elapsed", ALMATY),
        lambda: add_months(date(9999, 12, 31), 1),
        lambda: add_months(date(1, 1, 1), -1),
    ):
        with pytest.raises(Unreadable, match="no calendar reaches so far"):
            compute()


def test_a_deadline_from_an_unknown_start_is_unknown_too() -> None:
    for way in ("elapsed", "inclusive"):
        assert add_days(When(), 10, way, ALMATY) == When()
        half = add_days(When.parse("../2022-01-11", ALMATY), 10, way, ALMATY)
        assert half.earliest is None and half.latest is not None


def test_ten_days_elapsed_and_inclusive() -> None:
    start = When.parse("2022-01-11T15:00", ALMATY)
    assert str(add_days(start, 10, "elapsed", ALMATY)) == "2022-01-21T09:00Z"
    assert str(add_days(start, 10, "inclusive", ALMATY)) == "2022-01-20T18:00Z"
    day = When.parse("2022-01-11", ALMATY)
    assert add_days(day, 10, "inclusive", ALMATY).exact
    assert add_days(When(), 10, "elapsed", ALMATY) == When()


# --- laws --------------------------------------------------------------------------------------

instants = st.integers(-50, 50).map(Instant)
points = instants.map(When.at)
coarse = st.tuples(st.none() | instants, st.none() | instants).filter(lambda p: p[0] is None or p[1] is None or p[0] < p[1])
whens = points | coarse.map(lambda p: When(*p))


def members(when: When) -> set[int]:
    """The instants a time allows, on a line twice as fine as the one its bounds lie on."""
    low = -200 if when.earliest is None else 2 * when.earliest.micros
    high = 200 if when.latest is None else 2 * when.latest.micros
    return {low} if when.exact else set(range(low, high))


@given(whens, whens)
def test_intersection_is_what_both_allow(a: When, b: When) -> None:
    common = members(a) & members(b)
    both = intersect(a, b)
    assert (members(both) if both else set()) == common


@given(whens, whens)
def test_hull_covers_both_and_nothing_beyond(a: When, b: When) -> None:
    everything = members(a) | members(b)
    hull = members(a.hull(b))
    assert everything <= hull
    assert min(hull) == min(everything)
    assert max(hull) - max(everything) <= 1  # an exact end needs room in a half-open interval


@given(whens, whens)
def test_before_is_true_when_every_choice_is_and_false_when_none_is(a: When, b: When) -> None:
    pairs = [x < y for x in (min(members(a)), max(members(a))) for y in (min(members(b)), max(members(b)))]
    forced = True if all(pairs) else None if any(pairs) else False
    assert before(a, b) is forced


@given(whens, instants)
def test_happened_by_is_three_valued_membership(when: When, t: Instant) -> None:
    seen = {m < 2 * t.micros for m in members(when)}
    assert when.happened_by(t) is (None if len(seen) == 2 else seen.pop())


@given(whens, instants, instants)
def test_what_has_happened_stays_happened(when: When, t: Instant, u: Instant) -> None:
    if t <= u:
        if when.happened_by(t) is True:
            assert when.happened_by(u) is True
        if when.happened_by(u) is False:
            assert when.happened_by(t) is False


@given(whens, whens, whens)
def test_intersection_is_associative_and_commutative(a: When, b: When, c: When) -> None:
    def meet(x: When | None, y: When | None) -> tuple[object, object] | None:
        both = x and y and intersect(x, y)
        return (both.earliest, both.latest) if both else None

    assert meet(a, b) == meet(b, a)
    assert meet(intersect(a, b), c) == meet(a, intersect(b, c))


@given(whens, whens)
def test_within_is_inclusion(a: When, b: When) -> None:
    assert a.within(b) == (members(a) <= members(b))


days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
offsets = st.integers(-12 * 4, 14 * 4).map(lambda q: timedelta(minutes=15 * q))


@given(days, offsets)
def test_a_day_is_24_hours_in_its_zone_and_lies_in_the_unknown_one(day: date, offset: timedelta) -> None:
    minutes = int(offset.total_seconds() // 60)
    sign, size = ("-", -minutes) if minutes < 0 else ("+", minutes)
    when = When.parse(day.isoformat(), Zone.parse(f"{sign}{size // 60:02}:{size % 60:02}"))
    assert when.earliest and when.latest and when.latest - when.earliest == timedelta(days=1)
    assert when.within(When.parse(day.isoformat(), UNKNOWN))


@given(days)
def test_day_month_and_year_nest(day: date) -> None:
    texts = (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4])
    whens = [When.parse(t, ALMATY) for t in texts]
    assert whens[0].within(whens[1]) and whens[1].within(whens[2])
    assert all(w.within(When.parse(f"{t}~", ALMATY)) for w, t in zip(whens, texts, strict=True))


@given(days)
def test_a_spreadsheet_day_is_the_same_day_or_refused(day: date) -> None:
    iso = When.parse(day.isoformat(), ALMATY)
    assert When.parse(f"{day.day:02}.{day.month:02}.{day.year}", ALMATY) == iso
    slashed = f"{day.month}/{day.day}/{day.year}"
    if day.day > 12 or day.day == day.month:
        assert When.parse(slashed, ALMATY) == iso
    else:
        with pytest.raises(Unreadable, match="could be"):
            When.parse(slashed, ALMATY)


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_instants_survive_being_written(moment: datetime) -> None:
    instant = Instant.of(moment)
    assert Instant.parse(str(instant)) == instant
    assert Instant.parse(instant.text(ALMATY)) == instant
    assert instant.local() == moment


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        When.parse(text, ALMATY)
    except Unreadable as error:
        assert error.what and error.remedy


@given(days, st.integers(-60, 60))
def test_months_add_to_a_day_of_the_right_month(day: date, months: int) -> None:
    added = add_months(day, months)
    index = (added.earliest.year * 12 + added.earliest.month) - (day.year * 12 + day.month)
    assert index == months
    assert added.earliest <= added.latest <= added.earliest + timedelta(days=3)
    assert added.ambiguous == bool(added.note)


@given(days, st.integers(0, 400))
def test_inclusive_counts_one_more(day: date, length: int) -> None:
    last = day + timedelta(days=length)
    assert days_between(day, last, "inclusive") == days_between(day, last, "elapsed") + 1
    # the last of n inclusive days is over at the following midnight
    start = When.parse(day.isoformat(), ALMATY)
    over = add_days(start, length + 1, "inclusive", ALMATY)
    assert over.earliest == When.parse(last.isoformat(), ALMATY).latest
