"""What a state is to an alliance on a day: signed, bound, member, suspended, taking part, observer and more.

Each of these is a column of its own. A column is a `Status`: its value, since when, the rows it rests on, and
the rows that would say otherwise if they counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from foedus.text.events import EVENTS
from foedus.text.parties import Parties
from foedus.text.turns import PartyRow, Turn, settled, since, turn

__all__ = ["STATE_COLUMNS", "TIE_COLUMNS", "Status", "Ties"]

TIE_COLUMNS = ("signed", "ratified", "bound", "observer")
"""What a state is to one text: an instrument, or a protocol to it."""

STATE_COLUMNS = ("member", "suspended", "taking part", "dues", "vote", "exit")
"""What a state is to the alliance as a whole."""

_WORTH_A_NOTE = tuple(word for word, moves in EVENTS.items() if not moves)


@dataclass(frozen=True, slots=True)
class Status:
    """One column of one state on one day.

    value     the columns' values are listed in docs/law-pages.md; empty: nothing on record
    earliest, latest  between which days it began; None where that is open or nothing began
    rows      the rows it rests on
    against   rows that do not count (unverified, or conflicting with nothing of their kind) and would change it
    """

    value: str = ""
    earliest: date | None = None
    latest: date | None = None
    rows: tuple[PartyRow, ...] = ()
    against: tuple[PartyRow, ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        """“conflicting”, “unverified”: what to know before relying on the value or its date."""
        found = {r.status.split(" ")[0] for r in (*self.rows, *self.against)}
        return tuple(mark for mark in ("conflicting", "unverified") if mark in found)


class Ties:
    """Every column of every state, day by day, from the rows of one regime.

    parties  the rows
    members  the instrument whose parties are the members of the alliance; empty where none is
    """

    def __init__(self, parties: Parties, members: str = "") -> None:
        self.parties = parties
        self.members = members

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The codes of all texts, in order of first mention; a protocol stands after what it is to."""
        seen = list(dict.fromkeys(text for row in self.parties.rows for text in row.texts))
        first = dict.fromkeys(text.partition("/")[0] for text in seen)
        of = {code: sorted(t for t in seen if t.startswith(f"{code}/")) for code in first}
        return tuple(text for code, protocols in of.items() for text in (code, *protocols))

    @cached_property
    def _rows(self) -> Mapping[str, tuple[PartyRow, ...]]:
        out: dict[str, list[PartyRow]] = {}
        for row in self.parties.rows:
            out.setdefault(row.state, []).append(row)
        return {state: tuple(rows) for state, rows in out.items()}

    @cached_property
    def _turns(self) -> Mapping[tuple[str, str, str], tuple[Turn, ...]]:
        """Turns by state, code of a text, and column. What ends or suspends an instrument does so to its protocols."""
        out: dict[tuple[str, str, str], list[Turn]] = {}
        for rows in self.parties.events:
            one = rows[0]
            for column, value in EVENTS[one.event].items():
                made = turn(value, rows)
                codes = {*one.texts, *(one.instruments if column == "bound" else ())}
                for code in codes:
                    out.setdefault((one.state, code, column), []).append(made)
        for state, code, column in list(out):
            base = code.partition("/")[0]
            if column == "bound" and base != code:
                began = min((t.latest for t in out[state, code, column] if t.value == "yes"), default=date.max)
                ends = [t for t in out.get((state, base, column), ()) if t.value != "yes" and t.earliest > began]
                out[state, code, column] += [t for t in ends if t not in out[state, code, column]]
        return {key: tuple(turns) for key, turns in out.items()}

    def days(self, state: str) -> tuple[date, ...]:
        """The days on which a column of a state may change: between two of them none does."""
        turns = {d for row in self._rows.get(state, ()) for d in (row.earliest, row.latest)}
        return tuple(sorted(turns))

    def tie(self, state: str, text: str, day: date) -> dict[str, Status]:
        """What a state is to one text that day: signed, ratified, bound, observer."""
        out = {column: self._status(state, text, column, day) for column in TIE_COLUMNS}
        signed = self._turns.get((state, text, "signed"), ())
        if not out["bound"].value and signed and day < min(t.earliest for t in signed):
            out["bound"] = Status("no")
        return out

    def standing(self, state: str, day: date) -> dict[str, Status]:
        """What a state is to the alliance that day: member, suspended, taking part, dues, vote, exit."""
        if not self.members:
            return dict.fromkeys(STATE_COLUMNS, Status())
        out = {column: self._status(state, self.members, column, day) for column in STATE_COLUMNS}
        member = self._status(state, self.members, "bound", day)
        out["member"] = member if member.value not in ("", "never") else Status("no", against=member.against)
        inside = out["member"].value
        for column, usual in (("suspended", "no"), ("taking part", "yes"), ("vote", "yes"), ("exit", "no")):
            out[column] = self._inside(out[column], out["member"], usual)
        if inside == "no":
            out["dues"] = Status()
        return out

    def notes(self, state: str, day: date) -> tuple[PartyRow, ...]:
        """What is on record by that day and moves no column: absences, affirmations, what is refuted or only repeats."""
        rows = self._rows.get(state, ())
        return tuple(r for r in rows if r.earliest <= day and self._idle(r, day))

    def _idle(self, row: PartyRow, day: date) -> bool:
        """Whether a row neither moves a column nor would, if it counted."""
        if row.event in _WORTH_A_NOTE or row.status.startswith("refuted"):
            return True
        if id(row) in self._counted:
            return False
        codes, columns = {*row.texts, *row.instruments}, EVENTS[row.event]
        return not any(row in self._status(row.state, code, c, day).against for code in codes for c in columns)

    @cached_property
    def _counted(self) -> frozenset[int]:
        """The rows that move columns, by identity."""
        return frozenset(id(row) for rows in self.parties.events for row in rows)

    def _inside(self, said: Status, member: Status, usual: str) -> Status:
        """A column that only members have: its own rows since they joined, else what is usual of a member."""
        if member.value == "no":
            return Status("no" if usual == "yes" else "")
        if member.value == "suspended" and usual == "yes":
            return Status("no", member.earliest, member.latest, member.rows)
        stale = said.latest is not None and member.earliest is not None and said.latest < member.earliest
        if said.value and not stale:
            return said
        if member.value == "open":
            return Status("open", rows=member.rows)
        if usual == "no":
            return Status("no", against=said.against)
        return Status("yes", member.earliest, member.latest, member.rows, said.against)

    def _status(self, state: str, code: str, column: str, day: date) -> Status:
        turns = self._turns.get((state, code, column), ())
        if column == "ratified" and (signed := self._turns.get((state, code, "signed"))):
            first = min(t.earliest for t in signed)
            turns = tuple(Turn(t.value, max(t.earliest, first), t.latest, t.rows) if t.latest >= first else t for t in turns)
        now = settled(turns, day)
        if now is None:
            found = Status("no" if turns and column in TIE_COLUMNS else "")
        elif isinstance(now, str):
            found = Status("open", rows=tuple(r for t in turns if t.earliest <= day < t.latest for r in t.rows))
        else:
            began = since(turns, now)
            found = Status(now.value, began.earliest, began.latest, began.rows)
        against = tuple(self._against(state, code, column, day, found))
        return Status(found.value, found.earliest, found.latest, found.rows, against)

    def _against(self, state: str, code: str, column: str, day: date, found: Status) -> Sequence[PartyRow]:
        """Rows that do not count and, if they did, would have the last word on a column."""
        out = []
        for row in self._rows.get(state, ()):
            if row.earliest > day or id(row) in self._counted or row.status.startswith("refuted"):
                continue
            codes = {*row.texts, *(row.instruments if column == "bound" else ())}
            value = EVENTS[row.event].get(column, found.value)
            if code in codes and value != found.value and (found.earliest is None or row.latest >= found.earliest):
                out.append(row)
        return out
