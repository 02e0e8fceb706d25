"""Membership by date: who was bound by what, who was a member, and what else a state was to an alliance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from foedus.door.clock import present
from foedus.door.folders import find_folder, roots
from foedus.door.laws import read_law
from foedus.door.words import Folders, NotUnderstood, When, in_python
from foedus.problem import nearest

if TYPE_CHECKING:
    from foedus.text import Regime
    from foedus.text.ties import Status
    from foedus.text.turns import PartyRow

__all__ = ["PANEL", "Exit", "Panel", "PartiesTable", "StateRow", "look_up", "panel", "parties", "read_panel"]

PANEL = (
    "day",
    "state",
    "iso3",
    "cow",
    "cow_abbrev",
    "instrument",
    "signed",
    "ratified",
    "bound",
    "observer",
    "member",
    "suspended",
    "taking_part",
    "dues",
    "vote",
    "exit",
    "marks",
)
"""The columns of a panel."""


@dataclass(frozen=True, slots=True)
class Exit:
    """The earliest day on which a notice of withdrawal can take effect.

    earliest, latest  they differ where the notice's day is open, or where the month has no such day: `note` says so
    """

    earliest: date
    latest: date
    note: str = ""


@dataclass(frozen=True)
class StateRow:
    """One state on one day.

    standing  column (member, suspended, taking part, dues, vote, exit) → status: what it is to the alliance
    ties      code of an instrument or protocol → column (signed, ratified, bound, observer) → status
    notes     rows on record that move no column: absences, affirmations, what is refuted
    leaves    where notice of withdrawal was given: from when it can take effect
    """

    state: str
    iso3: str
    standing: dict[str, Status]
    ties: dict[str, dict[str, Status]]
    notes: tuple[PartyRow, ...]
    leaves: Exit | None = None

    @property
    def observes(self) -> tuple[str, ...]:
        """The bodies in which it is an observer, or may be."""
        return tuple(code for code, tie in self.ties.items() if tie["observer"].value in ("yes", "open"))


@dataclass(frozen=True)
class PartiesTable:
    """What every state of a regime's parties.csv was to it on a day.

    members     the instrument whose parties are the members; empty where the regime names none
    instrument  the only one shown; empty: all of them
    """

    regime: str
    title: str
    on: date
    members: str
    instrument: str
    texts: tuple[str, ...]
    states: tuple[StateRow, ...]
    titles: dict[str, str]

    def __getitem__(self, state: str) -> StateRow:
        """A state by its name or its ISO3 code. Raises `KeyError`."""
        for row in self.states:
            if state in (row.state, row.iso3):
                return row
        raise KeyError(state)


@in_python()
def parties(regime: str | Path, on: When = None, instrument: str | None = None, law: Folders = None) -> PartiesTable:
    """Who was bound by what on a day, and what else each state was to the alliance.

    `on` is a day (a `date`, or YYYY-MM-DD; default: today, in UTC), `instrument` the code of one. Raises
    `NotUnderstood` for a regime, day or instrument that does not exist, `Invalid` for broken law.
    """
    return look_up(regime, on, instrument, law)


def look_up(regime: str | Path, on: When = None, instrument: str | None = None, law: Folders = None) -> PartiesTable:
    """What `parties` does, in the words of the command line."""
    found = read_law(regime, law)
    day = _day("--on", on) if on else _today()
    texts = _texts(found, instrument)
    states = tuple(_row(found, state, iso3, day, texts) for state, iso3 in found.ties.parties.states.items())
    if instrument:
        states = tuple(s for s in states if any(status.value for tie in s.ties.values() for status in tie.values()))
    return PartiesTable(found.id, found.title, day, found.members, instrument or "", texts, states, titles(found))


@dataclass(frozen=True)
class Panel:
    """A day-level table: one row per state, instrument or protocol, and day, with every status as a column.

    Rows are sorted by state, then instrument, in the order of parties.csv, then day. They come in spells:
    runs of days on which nothing about that state and instrument changes. `version` is the SHA-256 of parties.csv.
    """

    regime: Regime
    first: date
    last: date
    version: str

    @property
    def titles(self) -> dict[str, str]:
        """The titles of instruments by their codes, as far as a law page gives one."""
        return titles(self.regime)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The codes of all instruments and protocols."""
        return self.regime.ties.texts

    @property
    def size(self) -> int:
        """How many rows it has."""
        days = (self.last - self.first).days + 1
        return days * len(self.texts) * len(self.regime.ties.parties.states)

    def spells(self) -> Iterator[tuple[date, date, tuple[str, ...]]]:
        """First day, last day and the values of all columns but the day, for each run of equal days."""
        ties = self.regime.ties
        for state, iso3 in ties.parties.states.items():
            spans = self._spans(state)
            rows = [_row(self.regime, state, iso3, first, self.texts) for first, _ in spans]
            for text in self.texts:
                yield from _joined((first, last, self._values(row, text)) for (first, last), row in zip(spans, rows, strict=True))

    def _spans(self, state: str) -> list[tuple[date, date]]:
        """The days of the panel, cut wherever a row of the state may change something."""
        one = timedelta(days=1)
        turns = {t for d in self.regime.ties.days(state) for t in (d, d + one if d < date.max else d)}
        cuts = sorted({self.first, *(t for t in turns if self.first < t <= self.last)})
        return [(a, b - one) for a, b in pairwise([*cuts, self.last + one])]

    def _values(self, row: StateRow, text: str) -> tuple[str, ...]:
        codes = self.regime.codes.get(row.iso3)
        cow, abbrev = (str(codes.cow), codes.cow_abbrev) if codes else ("", "")
        named = {**row.ties[text], **row.standing}
        marks = " ".join(f"{name.replace(' ', '_')}:{mark}" for name, status in named.items() for mark in status.marks)
        values = {name.replace(" ", "_"): status.value for name, status in named.items()}
        fixed = {"state": row.state, "iso3": row.iso3, "cow": cow, "cow_abbrev": abbrev, "instrument": text, "marks": marks}
        return tuple({**values, **fixed}[name] for name in PANEL[1:])


Spell = tuple[date, date, tuple[str, ...]]


def _joined(spells: Iterator[Spell]) -> Iterator[Spell]:
    """Neighbouring spells of equal values made one."""
    held: Spell | None = None
    for first, last, values in spells:
        if held is not None and held[2] == values:
            held = (held[0], last, values)
            continue
        if held is not None:
            yield held
        held = (first, last, values)
    if held is not None:
        yield held


@in_python()
def panel(regime: str | Path, first: When = None, last: When = None, law: Folders = None) -> Panel:
    """The day-level table of a regime, from its first signature or membership until today unless said otherwise.

    `first` and `last` are days, both of them in the table. Raises what `parties` raises.
    """
    return read_panel(regime, first, last, law)


def read_panel(regime: str | Path, first: When = None, last: When = None, law: Folders = None) -> Panel:
    """What `panel` does, in the words of the command line."""
    found = read_law(regime, law)
    days = [row.earliest for row in found.ties.parties.rows if row.earliest > date.min]
    if not days:
        raise NotUnderstood.of("REGIME", f"{found.id} has no table of parties", "add a parties.csv to its folder")
    start = _day("--from", first) if first else min(days)
    end = _day("--to", last) if last else max(start, _today())
    if end < start:
        raise NotUnderstood.of("--to", f"{end} is before {start}", "give a later day")
    if end > date(9999, 12, 30):
        raise NotUnderstood.of("--to", f"no calendar reaches beyond {end}", "give an earlier day")
    folder = find_folder(roots("law", law), str(regime), ("regime.toml",), "regime")
    return Panel(found, start, end, sha256((folder / "parties.csv").read_bytes()).hexdigest())


def _row(regime: Regime, state: str, iso3: str, day: date, texts: tuple[str, ...]) -> StateRow:
    ties = regime.ties
    standing = ties.standing(state, day)
    return StateRow(
        state,
        iso3,
        standing,
        {text: ties.tie(state, text, day) for text in texts},
        ties.notes(state, day),
        _leaves(standing["exit"], regime.notice),
    )


def _leaves(status: Status, months: int) -> Exit | None:
    """From when a notice can take effect, by the regime's own term of notice."""
    from foedus.record.time import add_months

    if status.value != "notice" or not months or status.earliest is None or status.latest is None:
        return None
    first, last = add_months(status.earliest, months), add_months(status.latest, months)
    return Exit(first.earliest, last.latest, first.note or last.note)


def titles(regime: Regime) -> dict[str, str]:
    """The titles of instruments by their codes, as far as a law page gives one."""
    return {code: regime.instruments[code].title for code in regime.ties.texts if code in regime.instruments}


def _texts(regime: Regime, instrument: str | None) -> tuple[str, ...]:
    """The instruments to show: all, or one with its protocols; capitals do not matter."""
    known = regime.ties.texts
    if not instrument:
        return known
    low = instrument.strip().casefold()
    found = tuple(t for t in known if t.casefold() == low or t.casefold().startswith(f"{low}/"))
    if not found:
        upper = nearest(instrument.strip().upper(), known)
        listed = f"known: {', '.join(known)}" if known else f"{regime.id} has no table of parties"
        raise NotUnderstood.of("--instrument", f"no row of parties.csv is about “{instrument}”", upper or listed)
    return found


def _today() -> date:
    """Today, by the door's clock, in UTC."""
    return present().local().date()


def _day(option: str, given: When) -> date:
    if isinstance(given, date):
        return given.date() if isinstance(given, datetime) else given
    try:
        return date.fromisoformat(str(given).strip())
    except ValueError:
        raise NotUnderstood.of(option, f"“{given}” is no day", "write YYYY-MM-DD, as in 2022-01-06") from None
