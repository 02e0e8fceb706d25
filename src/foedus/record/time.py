"""Times as a crisis gives them: an instant with its zone, or an interval that is all one knows.

A coarse time is a half-open interval [earliest, latest): "6 January" in one place is every instant
from 6 January 00:00 up to, and not including, 7 January 00:00 there. An exact instant has
earliest == latest. `None` is minus infinity as earliest, plus infinity as latest.

    as of t one sees the instants before t:

        ──[earliest ─────────── latest)──▶
        t ≤ earliest     not yet
             earliest < t < latest     cannot tell
                              latest ≤ t     happened

Nothing here reads a clock; the only file ever touched is the system's zone table, for a zone
that is named ("Europe/Paris") and not given as an offset.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from re import compile as pattern
from typing import Literal

__all__ = [
    "ANY_TIME",
    "UNKNOWN_ZONE",
    "Added",
    "Instant",
    "Span",
    "Unreadable",
    "When",
    "Zone",
    "ZoneMark",
    "add_days",
    "add_months",
    "before",
    "days_between",
    "intersect",
]

ZoneMark = Literal["stated", "inferred", "unknown"]
DayCount = Literal["elapsed", "inclusive"]

_EPOCH = datetime(1970, 1, 1)
_MICRO = timedelta(microseconds=1)
_OFFSET = pattern(r"(?:UTC|GMT)?\s*([+\-−])([0-9]{1,2})(?::?([0-9]{2}))?")
_EATEN = pattern(r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?")
_EASTMOST, _WESTMOST = 14 * 60, -12 * 60


class Unreadable(ValueError):
    """A date, zone or quantity that cannot be read: `what` is wrong and the `remedy`."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(f"{what}; {remedy}" if remedy else what)
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True, slots=True, order=True)
class Instant:
    """A point of time: microseconds since 1970 in UTC. Ordered; it has no zone of its own."""

    micros: int

    @classmethod
    def of(cls, moment: datetime) -> Instant:
        """The instant of an aware datetime. Raises `ValueError` for one without a zone."""
        if moment.tzinfo is None:
            raise ValueError("a datetime without a zone is no instant")
        return cls._utc(moment.astimezone(UTC).replace(tzinfo=None))

    @classmethod
    def _utc(cls, naive: datetime) -> Instant:
        return cls((naive - _EPOCH) // _MICRO)

    @classmethod
    def parse(cls, text: str, zone: Zone | None = None) -> Instant:
        """Read an RFC 3339 instant; without an offset it needs a `zone`. Raises `Unreadable`."""
        when = When.parse(text, zone or UNKNOWN_ZONE)
        if not when.exact or when.earliest is None:
            remedy = "write it as 2022-01-07T00:00+06:00"
            raise Unreadable(f"“{text}” is not one instant: it lacks an hour or an offset", remedy)
        return when.earliest

    def local(self, zone: Zone | None = None) -> datetime:
        """The wall-clock datetime in a zone (UTC when none is given or the zone is unknown)."""
        moment = (_EPOCH + timedelta(microseconds=self.micros)).replace(tzinfo=UTC)
        return zone.localise(moment) if zone else moment

    def text(self, zone: Zone | None = None) -> str:
        """RFC 3339 in a zone, without seconds when they are zero."""
        moment = self.local(zone)
        spec = "minutes" if not (moment.second or moment.microsecond) else "auto"
        return moment.isoformat(timespec=spec).replace("+00:00", "Z")

    def __str__(self) -> str:
        return self.text()

    def __add__(self, span: timedelta) -> Instant:
        return Instant(self.micros + span // _MICRO)

    def __sub__(self, other: Instant) -> timedelta:
        return timedelta(microseconds=self.micros - other.micros)


@dataclass(frozen=True, slots=True)
class Zone:
    """Where a clock on the wall stands: an offset or a named zone, and how we know it.

    mark  stated    the source says so
          inferred  an editor or the case's default supplies it
          unknown   nobody knows: a day then covers it in every zone of the earth
    """

    name: str
    mark: ZoneMark = "stated"

    @classmethod
    def parse(cls, text: str, mark: ZoneMark = "stated") -> Zone:
        """Read "+06:00", "UTC+6", "Europe/Paris" or "unknown", each with an optional mark after it.

        `mark` holds where the text names none. Raises `Unreadable`.
        """
        words = text.split()
        if words and words[-1] in ("stated", "inferred"):
            mark = "inferred" if words.pop() == "inferred" else "stated"
        name = " ".join(words)
        if name == "unknown":
            return cls("", "unknown")
        return cls(_zone_name(name), mark)

    def as_inferred(self) -> Zone:
        """The same zone, marked as supplied by us and not by the source."""
        return self if self.mark == "unknown" else replace(self, mark="inferred")

    def bounds(self, wall: datetime) -> tuple[Instant, Instant]:
        """The first and the last instant at which a clock here shows `wall`.

        They differ for an unknown zone, and in the hour that summer time repeats or skips.
        """
        if self.mark == "unknown":
            minutes = (_EASTMOST, _WESTMOST)
        elif self.name[0] in "+-":
            minutes = (_minutes(self.name),) * 2
        else:
            minutes = _named_bounds(self.name, wall)
        return tuple(Instant._utc(wall - timedelta(minutes=m)) for m in minutes)  # type: ignore[return-value]

    def localise(self, moment: datetime) -> datetime:
        """An aware datetime as the wall clock here shows it (UTC when the zone is unknown)."""
        if self.mark == "unknown":
            return moment
        if self.name[0] in "+-":
            return moment.astimezone(timezone(timedelta(minutes=_minutes(self.name))))
        return moment.astimezone(_table(self.name))

    def __str__(self) -> str:
        return "unknown" if self.mark == "unknown" else f"{self.name} {self.mark}"


@lru_cache(maxsize=512)
def _zone_name(name: str) -> str:
    if name in ("Z", "UTC", "GMT"):
        return "+00:00"
    offset = _OFFSET.fullmatch(name)
    if offset:
        return _offset_name(name, *offset.groups())
    if _EATEN.fullmatch(name):
        remedy = f"a spreadsheet drops the sign of an offset: write UTC+{name[:5].zfill(5)}"
        raise Unreadable(f"“{name}” is an hour, not a zone", remedy)
    try:
        _table(name)
    except (KeyError, ValueError, OSError):
        remedy = "write an offset such as +06:00, a name such as Europe/Paris, or unknown"
        raise Unreadable(f"no zone is called “{name}”", remedy) from None
    return name


def _offset_name(name: str, sign: str, hours: str, minutes: str | None) -> str:
    west = sign != "+"
    total = int(hours) * 60 + int(minutes or 0)
    if int(minutes or 0) > 59 or not _WESTMOST <= (-total if west else total) <= _EASTMOST:
        raise Unreadable(f"no place keeps the zone “{name}”", "offsets run from -12:00 to +14:00")
    return f"{'-' if west else '+'}{total // 60:02}:{total % 60:02}"


def _minutes(offset: str) -> int:
    size = int(offset[1:3]) * 60 + int(offset[4:6])
    return -size if offset[0] == "-" else size


def _table(name: str) -> timezone:
    from zoneinfo import ZoneInfo  # only named zones need the table

    return ZoneInfo(name)  # type: ignore[return-value]


def _named_bounds(name: str, wall: datetime) -> tuple[int, int]:
    table = _table(name)
    offsets = [wall.replace(tzinfo=table, fold=fold).utcoffset() or timedelta() for fold in (0, 1)]
    minutes = sorted(int(o.total_seconds() // 60) for o in offsets)
    return minutes[1], minutes[0]


@dataclass(frozen=True, slots=True)
class When:
    """All that is known of when something was: an exact instant, or some time in [earliest, latest).

    approximate, uncertain   the source's "about" (~) and "perhaps" (?); the interval is already
                             widened: an hour by one hour, a day by one day, a month by one month,
                             a year by one year, to both sides
    spanned                  it was written as an interval a/b
    """

    earliest: Instant | None = None
    latest: Instant | None = None
    zone: ZoneMark = "stated"
    verbatim: str = field(default="", compare=False)
    approximate: bool = False
    uncertain: bool = False
    spanned: bool = False

    @classmethod
    def parse(cls, text: str, default_zone: Zone) -> When:
        """Read an RFC 3339 instant, a local time, an EDTF day, month, year or interval.

        `default_zone` serves where the text has no offset. The empty text is "not known when".
        Raises `Unreadable`.
        """
        from foedus.record.dates import read  # the grammar of dates knows these types

        return read(text, default_zone)[0]

    @classmethod
    def at(cls, instant: Instant) -> When:
        """Exactly this instant."""
        return cls(instant, instant, verbatim=str(instant))

    @property
    def exact(self) -> bool:
        """Whether this is one instant."""
        return self.earliest is not None and self.earliest == self.latest

    def happened_by(self, t: Instant) -> bool | None:
        """Whether it lies wholly before `t`; False when wholly at or after; None when one cannot tell."""
        if self.earliest is not None and self.earliest >= t:
            return False
        if self.latest is not None and self.latest <= t:
            return True
        return None

    def known_by(self, t: Instant) -> bool | None:
        """For an availability: whether it was out by `t` at the latest; False when surely later."""
        if self.latest is not None and self.latest <= t:
            return True
        if self.earliest is not None and self.earliest > t:
            return False
        return None

    def before(self, other: When) -> bool | None:
        """Whether this lies before `other`: True or False when the intervals force it, else None."""
        if self.earliest is not None and other.latest is not None and self.earliest >= other.latest:
            return False
        if self.latest is None or other.earliest is None or self.latest > other.earliest:
            return None
        # a coarse time ends before its latest; an exact one is its latest
        return True if self.latest < other.earliest or not self.exact else None

    def intersect(self, other: When) -> When | None:
        """What both allow, with the weaker mark; None when they allow no common instant."""
        earliest = _later(self.earliest, other.earliest)
        latest = _sooner(self.latest, other.latest)
        if earliest is not None and latest is not None and earliest >= latest:
            point = self if self.exact else other
            if earliest > latest or not (point.exact and _holds(self, earliest) and _holds(other, earliest)):
                return None
        return self._joined(other, earliest, latest, " ∩ ")

    def hull(self, other: When) -> When:
        """The smallest interval that covers both."""
        earliest = None if None in (self.earliest, other.earliest) else _sooner(self.earliest, other.earliest)
        latest = None if None in (self.latest, other.latest) else _later(self.latest, other.latest)
        if latest is not None and latest != earliest and (_ends_at(self, latest) or _ends_at(other, latest)):
            latest = latest + _MICRO  # the hull is half-open, and an exact instant belongs to it
        return self._joined(other, earliest, latest, " | ")

    def within(self, other: When) -> bool:
        """Whether every instant this allows is allowed by `other` too."""
        both = self.intersect(other)
        return both is not None and (both.earliest, both.latest) == (self.earliest, self.latest)

    def _joined(self, other: When, earliest: Instant | None, latest: Instant | None, glue: str) -> When:
        for one in (self, other):
            if (one.earliest, one.latest) == (earliest, latest):
                return one
        return When(
            earliest,
            latest,
            max(self.zone, other.zone, key=_WEAKNESS.index),
            f"{self.verbatim}{glue}{other.verbatim}",
            self.approximate or other.approximate,
            self.uncertain or other.uncertain,
        )

    def __str__(self) -> str:
        if self.exact:
            return str(self.earliest)
        return "/".join(".." if bound is None else str(bound) for bound in (self.earliest, self.latest))


UNKNOWN_ZONE = Zone("", "unknown")
ANY_TIME = When()

_WEAKNESS: tuple[ZoneMark, ...] = ("stated", "inferred", "unknown")


def _later(a: Instant | None, b: Instant | None) -> Instant | None:
    return b if a is None else a if b is None else max(a, b)


def _sooner(a: Instant | None, b: Instant | None) -> Instant | None:
    return b if a is None else a if b is None else min(a, b)


def _holds(when: When, t: Instant) -> bool:
    if when.exact:
        return when.earliest == t
    return (when.earliest is None or when.earliest <= t) and (when.latest is None or t < when.latest)


def _ends_at(when: When, t: Instant) -> bool:
    return when.exact and when.latest == t


def before(a: When, b: When) -> bool | None:
    """Whether `a` lies before `b`; None when the intervals do not force an answer."""
    return a.before(b)


def intersect(a: When, b: When) -> When | None:
    """What both intervals allow; None when they share no instant."""
    return a.intersect(b)


@dataclass(frozen=True, slots=True)
class Span:
    """The life of a state, written a/b: when it began and when it ended.

    `None` is an open side (".."): it holds without limit there. An *unknown* side (nothing written
    before or after the slash) is an interval: some time before the end, some time after the start.
    """

    start: When | None
    end: When | None

    @classmethod
    def parse(cls, text: str, default_zone: Zone) -> Span:
        """Read an interval a/b. Raises `Unreadable`, also for a single date."""
        from foedus.record.dates import read

        span = read(text, default_zone)[1]
        if span is None:
            raise Unreadable(f"“{text}” is no interval", "write a start and an end: 2022-01-06/2022-01-19")
        return span

    def holds_at(self, t: Instant) -> bool | None:
        """Whether the state surely holds just before `t`: begun, and not ended; None when it may."""
        begun = True if self.start is None else self.start.happened_by(t)
        ended = False if self.end is None else self.end.happened_by(t)
        if begun is False or ended is True:
            return False
        return True if begun and ended is False else None


# --- counting days and months ------------------------------------------------------------------


def days_between(first: date, last: date, convention: DayCount) -> int:
    """Days from one date to another: 13 to 19 January is 6 `elapsed`, 7 `inclusive`."""
    if convention not in ("elapsed", "inclusive"):
        raise ValueError(f"days are counted elapsed or inclusive, not “{convention}”")
    return (last - first).days + (convention == "inclusive")


@dataclass(frozen=True, slots=True)
class Added:
    """A date some months on. `ambiguous` when that month lacks the day: then any date from
    `earliest` (the month's last day) to `latest` (the days carried over) may be meant."""

    earliest: date
    latest: date
    note: str = ""

    @property
    def ambiguous(self) -> bool:
        """Whether the rule of counting, which we do not know, decides."""
        return self.earliest != self.latest


def add_months(day: date, months: int) -> Added:
    """The date `months` later (or earlier). 31 January + 1 month says that it is ambiguous.

    Raises `Unreadable` where no calendar reaches.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not _FIRST_YEAR <= year < _LAST_YEAR:
        raise _beyond(f"{months} months from {day.isoformat()}")
    last = monthrange(year, month + 1)[1]
    if day.day <= last:
        exact = date(year, month + 1, day.day)
        return Added(exact, exact)
    clamped = date(year, month + 1, last)
    carried = clamped + timedelta(days=day.day - last)
    note = f"{day.isoformat()} and {months} months: {clamped:%B} has no day {day.day}"
    return Added(clamped, carried, note)


def add_days(start: When, days: int, convention: DayCount, zone: Zone) -> When:
    """When a period of days that begins at `start` is over.

    elapsed    24 hours each
    inclusive  calendar days in `zone`, the day of `start` counted as the first

    A start that is not known on one side leaves the end unknown on that side. Raises `Unreadable`
    where no calendar reaches.
    """
    try:
        return _days_on(start, days, convention, zone)
    except (OverflowError, ValueError):
        raise _beyond(f"{days} days from {start.verbatim or start}") from None


_FIRST_YEAR, _LAST_YEAR = 1, 9999


def _beyond(what: str) -> Unreadable:
    return Unreadable(f"{what}: no calendar reaches so far", f"years run from {_FIRST_YEAR} to {_LAST_YEAR}")


def _days_on(start: When, days: int, convention: DayCount, zone: Zone) -> When:
    if convention == "elapsed":
        step = timedelta(days=days)
        moved = (start.earliest and start.earliest + step, start.latest and start.latest + step)
        for instant in moved:
            _ = instant and instant.local(zone)  # it must be a date that can be written
        return replace(start, earliest=moved[0], latest=moved[1], spanned=False)
    last = start.latest if start.exact or start.latest is None else start.latest + -_MICRO
    bounds = [i and _end_of_day(i, days, zone)[end] for end, i in enumerate((start.earliest, last))]
    return replace(start, earliest=bounds[0], latest=bounds[1], spanned=False)


def _end_of_day(instant: Instant, number: int, zone: Zone) -> tuple[Instant, Instant]:
    first = instant.local(zone).date()
    midnight = datetime(first.year, first.month, first.day) + timedelta(days=number)
    return zone.bounds(midnight)
