"""Reading dates as people and spreadsheets write them.

    2022-01-06T02:50+06:00   an instant (RFC 3339); without an offset, a local time
    2022-01-06, 2022-01, 2022   a day, a month, a year (EDTF), with ~ about, ? perhaps, % both
    a/b  ../b  a/..  a/  /b     an interval; ".." is open, nothing is unknown
    06.01.2022, 13/1/2022       what a spreadsheet makes of a day, where only one day can be meant

What could be two days, such as 1/6/2022, is refused and told why.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from re import Match
from re import compile as pattern

from foedus.record.time import Instant, Span, Unreadable, When, Zone

__all__ = ["read"]

_DATE = pattern(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_CLOCK = pattern(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,6}))?)?"
    r"\s?(Z|z|[+\-−][0-9]{2}(?::?[0-9]{2})?)?"
)
_DOTTED = pattern(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})(?:,?\s+([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?))?")
_SLASHED = pattern(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})(?:,?\s+([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?))?")
_SERIAL = pattern(r"[0-9]{5}(\.[0-9]+)?")
_SHORT_YEAR = pattern(r"[0-9]{1,2}[./\-][0-9]{1,2}[./\-][0-9]{2}")
_MASKED = pattern(r"[0-9Xxu]{4}(-[0-9Xxu]{2}){0,2}")
_FORMS = "write 2022-01-06, 2022-01, 2022, 2022-01-06T02:50+06:00 or an interval 2022-01-06/2022-01-19"
_ANY_ZONE = Zone("+00:00", "stated")
_TODAY_1900, _TODAY_1904 = date(1899, 12, 30), date(1904, 1, 1)


@lru_cache(maxsize=4096)  # a case repeats its days; what is read never changes
def read(text: str, zone: Zone) -> tuple[When, Span | None]:
    """A written time as an interval and, where it is written a/b, as a span. Raises `Unreadable`."""
    plain = " ".join(text.split())
    if not plain:
        return When(None, None, zone.mark), None
    try:
        plain = _spreadsheet(plain)
        if "/" not in plain:
            return _moment(plain, zone), None
        return _interval(plain, zone)
    except (ValueError, OverflowError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"there is no such date as “{text}”", _FORMS) from None


def _spreadsheet(text: str) -> str:
    """A spreadsheet's day as an ISO day, with its clock if it has one; other text unchanged."""
    dotted = _DOTTED.fullmatch(text)
    if dotted:
        return _iso(int(dotted[3]), int(dotted[2]), int(dotted[1]), dotted[4])
    slashed = _SLASHED.fullmatch(text)
    if slashed:
        return _unslash(text, slashed)
    if _SERIAL.fullmatch(text):
        raise Unreadable(*_serial(text))
    if _SHORT_YEAR.fullmatch(text):
        raise Unreadable(f"“{text}” has a year of two digits", "write the day as 2022-01-06")
    return text


def _unslash(text: str, match: Match[str]) -> str:
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    if first <= 12 and second <= 12 and first != second:
        ways = f"{first} {date(year, second, 1):%B} or {second} {date(year, first, 1):%B} {year}"
        remedy = f"write {date(year, second, first)} or {date(year, first, second)}"
        raise Unreadable(f"“{text}” could be {ways}", remedy)
    month, day = (second, first) if first > 12 else (first, second)
    return _iso(year, month, day, match[4])


def _iso(year: int, month: int, day: int, clock: str | None) -> str:
    return f"{date(year, month, day)}{'T' + clock if clock else ''}"


def _serial(text: str) -> tuple[str, str]:
    days = timedelta(days=int(text.partition(".")[0]))
    a, b = _TODAY_1900 + days, _TODAY_1904 + days
    what = f"“{text}” is a spreadsheet's day number: {a} if it counts from 1900, {b} if from 1904"
    return what, f"write the day as {a}, with the column formatted as text"


def _interval(text: str, zone: Zone) -> tuple[When, Span]:
    left, _, right = text.partition("/")
    if "/" in right:
        raise Unreadable(f"“{text}” has more than one slash", _FORMS)
    start = None if left in ("..", "") else _moment(left, zone)
    end = None if right in ("..", "") else _moment(right, zone)
    if start and end and not (_in_order(start, end) and _in_order(*_on_one_clock(text, start, end))):
        raise Unreadable(f"“{text}” ends before it begins", "put the earlier date first")
    whole = When(
        start.earliest if start else None,
        end.latest if end else None,
        (start or end or When(zone=zone.mark)).zone,
        text,
        any(w.approximate for w in (start, end) if w),
        any(w.uncertain for w in (start, end) if w),
        spanned=True,
    )
    unknown_start = When(None, whole.latest, zone.mark, left)
    unknown_end = When(whole.earliest, None, zone.mark, right)
    return whole, Span(unknown_start if left == "" else start, unknown_end if right == "" else end)


def _in_order(start: When, end: When) -> bool:
    if start.earliest is None or end.latest is None:
        return False
    # a coarse end is over at its latest: what begins then begins after it
    return start.earliest < end.latest or (end.exact and start.earliest == end.latest)


def _on_one_clock(text: str, start: When, end: When) -> tuple[When, When]:
    """Both ends in one zone where neither is known: the unknown zone is the same one for both."""
    if (start.zone, end.zone) != ("unknown", "unknown"):
        return start, end
    left, _, right = text.partition("/")
    return _moment(left, _ANY_ZONE), _moment(right, _ANY_ZONE)


def _moment(text: str, zone: Zone) -> When:
    """A single time. Qualifiers widen it: hour, day, month or year, by one to both sides."""
    plain = text.rstrip("~?%")
    marks = text[len(plain) :]
    about, perhaps = "~" in marks or "%" in marks, "?" in marks or "%" in marks
    wide = 1 if marks else 0
    clock = _CLOCK.fullmatch(plain)
    if clock:
        earliest, latest, zone = _instant(clock, zone, wide)
    else:
        earliest, latest = _day_or_coarser(plain, text, zone, wide)
    return When(earliest, latest, zone.mark, text, about, perhaps)


def _instant(match: Match[str], zone: Zone, wide: int) -> tuple[Instant, Instant, Zone]:
    day, hour, minute, second, fraction, offset = match.groups()
    # 24:00 is the end of a day; datetime knows only 00:00 of the next
    late = timedelta(days=1) if (hour, minute) == ("24", "00") else timedelta()
    micros = int((fraction or "").ljust(6, "0"))
    clock = (0 if late else int(hour), int(minute), int(second or 0), micros)
    wall = datetime(*date.fromisoformat(day).timetuple()[:3], *clock) + late
    if offset:
        zone = Zone.parse("UTC" if offset in "Zz" else offset)
    first, last = zone.bounds(wall)
    if wide:
        return first + -timedelta(hours=1), last + timedelta(hours=1), zone
    # where the zone leaves a choice the interval is half-open, so its last instant needs room
    return first, last if first == last else last + timedelta(microseconds=1), zone


def _day_or_coarser(plain: str, text: str, zone: Zone, wide: int) -> tuple[Instant, Instant]:
    match = _DATE.fullmatch(plain)
    if not match:
        if _MASKED.fullmatch(plain):
            raise Unreadable(f"“{text}” hides digits", "write the month 2022-01 or the year 2022 instead")
        raise Unreadable(f"“{text}” is no date we can read", _FORMS)
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if day and month:
        first = datetime(year, month, day)
        start, end = first - timedelta(days=wide), first + timedelta(days=1 + wide)
    elif month:
        datetime(year, month, 1)
        start, end = _month(year, month - wide), _month(year, month + 1 + wide)
    else:
        start, end = datetime(year - wide, 1, 1), datetime(year + 1 + wide, 1, 1)
    return zone.bounds(start)[0], zone.bounds(end)[1]


def _month(year: int, month: int) -> datetime:
    """The first of a month; month 0 is December before, month 13 January after."""
    years, index = divmod(month - 1, 12)
    return datetime(year + years, index + 1, 1)
