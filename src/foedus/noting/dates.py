"""Dates as one types them in a hurry, turned into the way a table writes them.

    6 Jan 02:50 MSK?      the hour of a zone that we infer        5-6 Jan       either day
    about 6 January       a day, or the one before or after       by 6 Jan      then at the latest
    6 Jan 22:00-23:30     between two hours                       after 6 Jan   not before the day is over

A year left out is the one in which the day lies in the window of the case. What a table may hold is read as it is.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from foedus.noting.zones import is_zone, zone_on
from foedus.record.dates import read
from foedus.record.time import Unreadable, When, Zone

__all__ = ["FORMS", "Typed", "typed"]

FORMS = "write 6 Jan 02:50 MSK, 6 January 2022, 5-6 Jan, about, by, before, after 6 Jan, or 2022-01-06T02:50+06:00"
_LONGEST = 31
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_LEADS = {
    "about": "about", "around": "about", "circa": "about", "ca.": "about", "~": "about", "perhaps": "perhaps", "maybe": "perhaps",
    "by": "by", "until": "by", "till": "by", "not later than": "by", "no later than": "by", "before": "before", "after": "after",
    "since": "since", "from": "since", "not before": "since", "between": "between", "on": "", "at": "",
}  # fmt: skip
_LEAD = re.compile(rf"({'|'.join(re.escape(w) for w in sorted(_LEADS, key=len, reverse=True))})(?=\s|\d)\s*", re.I)
_OFFSET = re.compile(r"(?:^|\s)((?:UTC|GMT)\s?[+\-−]\d{1,2}(?::?\d{2})?|[A-Z]+(?:/[A-Z_+\-]+)+|[A-Z]{1,4})\s?(\?)?$", re.I)
_BARE = re.compile(r"(?<=:\d\d)\s*(\+\d{1,2}(?::?\d{2})?)\s?(\?)?$")  # after a minus it could be a second hour
_LOCAL = re.compile(r"\s+local(?:\s+time)?$", re.I)
_TO = re.compile(r"\s*(?:–|—|\s-\s|\bto\b|\buntil\b|\band\b)\s*|(?<=\d)\s*-\s*(?=\d)", re.I)
_ISO = re.compile(r"\d{4}-\d{2}")
_BETWEEN = re.compile(r"\s+(?:-|–|—|to|until|and)\s+|\s*[–—]\s*")
_PIECE = re.compile(
    r"(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)(?:\s*(?P<half>[ap])\.?m\.?\b)?|(?P<hour>\d{1,2})\s*(?P<half2>[ap])\.?m\.?\b|(?P<noon>noon)\b"
    r"|(?P<iso>\d{4}-\d{2}(?:-\d{2})?)T?|(?P<year>\d{4})(?!\d)|(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d:])|(?P<month>[A-Za-z]{3,9})\b\.?",
    re.I,
)
_GAPS = re.compile(r"[\s,]*(?:\b(?:at|on|of|the)\b[\s,]*)*", re.I)


@dataclass(frozen=True, slots=True)
class Typed:
    """A date as a table has it, the zone it was given in ("" where none was), and what both amount to."""

    cell: str
    zone: str
    when: When

    def stated(self) -> str:
        """The cell with the zone inside it, for a column that has no zone of its own."""
        if not self.zone:
            return self.cell
        zone = Zone.parse(self.zone)
        ends = [".." if end is None else end.text(zone) for end in (self.when.earliest, self.when.latest)]
        return ends[0] if self.when.exact else "/".join(ends)


@dataclass(frozen=True, slots=True)
class _Bits:
    """What one side of a date says; empty for what it leaves out."""

    year: int = 0
    month: int = 0
    day: int = 0
    clock: str = ""
    mark: str = ""

    def text(self) -> str:
        """As a table writes it."""
        parts = [f"{self.year:04}", *([f"{self.month:02}"] if self.month else []), *([f"{self.day:02}"] if self.day else [])]
        return "-".join(parts) + (f"T{self.clock}" if self.clock else "") + self.mark

    def moved(self, steps: int) -> _Bits:
        """The day, month or year before or after; an hour stays."""
        if self.clock:
            return self
        if self.day:
            there = date(self.year, self.month, self.day) + timedelta(days=steps)
            return replace(self, year=there.year, month=there.month, day=there.day)
        if self.month:
            years, month = divmod(self.year * 12 + self.month - 1 + steps, 12)
            return replace(self, year=years, month=month + 1)
        return replace(self, year=self.year + steps)


def typed(text: str, window: When, zone: Zone) -> Typed:
    """Read a date; `zone` is where one without a zone is read, `window` gives a year that is left out.

    Raises `Unreadable` with what to write instead.
    """
    plain = " ".join(text.split())
    if not plain:
        raise Unreadable("there is no date", FORMS)
    try:
        return Typed(plain, "", read(plain, zone)[0])
    except Unreadable as error:
        strange = error
    try:
        return _typed(plain, window, zone)
    except (ValueError, OverflowError) as error:
        if isinstance(error, _Strange) and "no date we can read" not in strange.what:
            raise strange from None
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"there is no such date as “{text.strip()}”", FORMS) from None


class _Strange(Unreadable):
    """Words that say no date at all."""


def _typed(text: str, window: When, zone: Zone) -> Typed:
    lead, rest = _led(text)
    rest, named, inferred = _zoned(rest)
    marks = {"about": "~", "perhaps": "?"}
    sides = [_bits(side, rest) for side in _sides(rest, lead)]
    start, end = _completed(sides[0], sides[-1])
    start, end = (_dated(one, window, zone, text) for one in (start, end))
    if lead in marks:
        start, end = (replace(one, mark=marks[lead]) for one in (start, end))
    cell = _cell(lead, start, end, len(sides) > 1)
    shown = zone_on(named, date(start.year, start.month or 1, start.day or 1)) if named else zone
    if named and inferred:
        shown = shown.as_inferred()
    return Typed(cell, str(shown) if named else "", read(cell, shown)[0])


def _led(text: str) -> tuple[str, str]:
    found = _LEAD.match(text)
    if found:
        return _LEADS[found[1].casefold()], text[found.end() :]
    return ("about", text[1:].strip()) if text.startswith("~") else ("", text)


def _zoned(text: str) -> tuple[str, str, bool]:
    """A date without the zone at its end, the zone, and whether it is only inferred."""
    text = _LOCAL.sub("", text)
    found = _BARE.search(text) or _OFFSET.search(text)
    if not found or not (is_zone(found[1]) or re.search(r"[+\-−/]", found[1])):
        return text, "", False
    return text[: found.start()].strip(), found[1], bool(found[2])


def _sides(text: str, lead: str) -> list[str]:
    parts = (_BETWEEN if _ISO.search(text) else _TO).split(text)
    if len(parts) > 2 or (lead == "between" and len(parts) != 2) or (len(parts) == 2 and lead not in ("", "between", "since")):
        raise _Strange(f"“{text}” is no date we can read", FORMS)
    return parts


def _bits(side: str, whole: str) -> _Bits:
    """What a side says, every word of it understood."""
    plain = side.rstrip("?~ ")
    at, found = 0, _Bits(mark="~" if "~" in side[len(plain) :] else "?" if "?" in side[len(plain) :] else "")
    while at < len(plain):
        gap = _GAPS.match(plain, at)
        at = gap.end() if gap else at
        piece = _PIECE.match(plain, at)
        new = _with(found, piece) if piece else None
        if piece is None or new is None:
            raise _Strange(f"“{plain[at:].strip() or whole}” is no part of a date", FORMS)
        found, at = new, piece.end()
    if found == _Bits(mark=found.mark):
        raise _Strange(f"“{whole}” is no date we can read", FORMS)
    return found


def _with(bits: _Bits, piece: re.Match[str]) -> _Bits | None:
    """The bits with one more; None where it is said already, or is no month."""
    if piece["clock"] or piece["hour"] or piece["noon"]:
        return None if bits.clock else replace(bits, clock=_clock(piece))
    if piece["iso"]:
        year, month, *day = (int(part) for part in piece["iso"].split("-"))
        return None if bits.year or bits.month else replace(bits, year=year, month=month, day=day[0] if day else bits.day)
    if piece["year"]:
        return None if bits.year else replace(bits, year=int(piece["year"]))
    if piece["day"]:
        return None if bits.day else replace(bits, day=int(piece["day"]))
    month = _month(piece["month"].casefold())
    return None if bits.month or not month else replace(bits, month=month)


def _month(word: str) -> int:
    if word in _LONG:
        return _LONG.index(word) + 1
    short = "sep" if word == "sept" else word
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _clock(piece: re.Match[str]) -> str:
    if piece["noon"]:
        return "12:00"
    hour, _, rest = (piece["clock"] or f"{piece['hour']}:00").partition(":")
    half = piece["half"] or piece["half2"]
    if half and not 1 <= int(hour) <= 12:
        raise Unreadable(f"there is no {hour} o’clock {half.casefold()}m", "write the hour as 02:50 or 14:50")
    number = int(hour) % 12 + 12 * (half.casefold() == "p") if half else int(hour)
    return f"{number:02}:{rest}"


def _completed(start: _Bits, end: _Bits) -> tuple[_Bits, _Bits]:
    """Each side with what only the other says: “5-6 Jan”, “6 Jan 22:00-23:30”."""
    if end.clock and not end.day:
        end = replace(end, day=start.day, month=start.month, year=start.year)
    month = start.month or end.month
    year = start.year or (end.year if not start.month or not end.month or start.month <= end.month else end.year - bool(end.year))
    end = replace(end, month=end.month or month, year=end.year or (year if start.month <= end.month else 0))
    return replace(start, month=month, year=year), end


def _dated(bits: _Bits, window: When, zone: Zone, text: str) -> _Bits:
    """The bits with a year, from the window of the case where none is given."""
    if bits.clock and not bits.day:
        raise Unreadable(f"“{text}” has an hour and no day", "write the day as well: 6 Jan 02:50")
    if bits.day and not bits.month:
        raise Unreadable(f"“{text}” has a day and no month", "write the month as well: 6 Jan")
    if bits.day > _LONGEST:
        raise Unreadable(f"no month has a day {bits.day}", FORMS)
    if bits.year:
        return bits
    years = _years(window, zone)
    inside = [y for y in years if _within(replace(bits, year=y), window, zone)]
    if len(inside) == 1 or len(years) == 1:
        return replace(bits, year=(inside or years)[0])
    if not years:
        raise Unreadable(f"“{text}” has no year, and the case no window", 'write the year, or window = ["…", "…"] in case.toml')
    where = f"could lie in {', '.join(map(str, inside))}" if inside else "lies in no year inside the window of the case"
    raise Unreadable(f"“{text}” has no year, and {where}", f"write the year: {text} {(inside or years)[-1]}")


def _years(window: When, zone: Zone) -> list[int]:
    if window.earliest is None or window.latest is None:
        return []
    first, last = window.earliest.local(zone), (window.latest + timedelta(microseconds=-1)).local(zone)
    return list(range(first.year, min(last.year, first.year + 20) + 1))


def _within(bits: _Bits, window: When, zone: Zone) -> bool:
    if bits.day > monthrange(bits.year, bits.month or 1)[1]:
        return False
    return read(replace(bits, clock="", mark="").text(), zone)[0].intersect(window) is not None


def _cell(lead: str, start: _Bits, end: _Bits, two: bool) -> str:
    if two:
        return f"{start.text()}/{end.text()}"
    if lead == "by":
        return f"../{start.text()}"
    if lead == "before":
        return f"../{start.moved(-1).text()}"
    if lead in ("after", "since"):
        return f"{(start.moved(1) if lead == 'after' else start).text()}/.."
    return start.text()
