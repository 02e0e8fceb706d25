"""What an editor does to a case, as new contents of its tables. Nothing here touches a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from foedus.history import State
from foedus.problem import Invalid, Place, nearest
from foedus.record import Instant
from foedus.record.appending import appended, next_id, rows_of, widened, without
from foedus.record.case import COLUMNS

__all__ = ["PREFIX", "Add", "Change", "Correct", "Done", "Moment", "Row", "SetAside", "TakeBack", "rows"]

Row = Mapping[str, str]
"""Cells of a row by column name."""

PREFIX = "N-"
_NAMED = 6


@dataclass(frozen=True, slots=True)
class Moment:
    """Who changes the case, and when."""

    by: str
    at: Instant


@dataclass(frozen=True, slots=True)
class Done:
    """New contents by name of file, what was done in words, and the claims it was done to."""

    files: dict[str, bytes]
    what: str
    claims: tuple[str, ...]


class Change(Protocol):
    """Something that an editor does to a case."""

    def applied(self, state: State, moment: Moment) -> Done:
        """What the tables become. Raises `Invalid` where it cannot be done to them."""
        ...


@dataclass(frozen=True, slots=True)
class Add:
    """New claims, with the rows of sources and speakers that are new as well.

    Columns are those of the tables. A claim without an `id` is given the next one that begins with `prefix`. A new speaker
    of whom nothing is said but the name is left out where the case lists no speakers.
    """

    claims: Sequence[Row]
    sources: Sequence[Row] = ()
    speakers: Sequence[Row] = ()
    prefix: str = PREFIX

    def applied(self, state: State, moment: Moment) -> Done:
        """See `Change`."""
        taken = [row.get("id", "") for row in rows(state, "claims.csv")]
        claims: list[dict[str, str]] = []
        for one in self.claims:
            id = one.get("id", "").strip() or next_id(taken, self.prefix)
            taken.append(id)
            claims.append({**one, "id": id})
        speakers = self.speakers
        if "speakers.csv" not in state:
            speakers = [row for row in speakers if any(value for column, value in row.items() if column != "speaker")]
        new = {"sources.csv": self.sources, "speakers.csv": speakers, "claims.csv": claims}
        files = {name: _more(state, name, more) for name, more in new.items() if more}
        ids = tuple(row["id"] for row in claims)
        return Done(files, f"adds {_named(ids)}", ids)


@dataclass(frozen=True, slots=True)
class Correct:
    """A new claim that takes the place of another one; `row` has the cells that differ.

    The other claim stays in the table, and counts for whoever asks what was known before. Without an `available` of its own
    the new one is known from the moment of saving.
    """

    claim: str
    row: Row
    sources: Sequence[Row] = ()
    speakers: Sequence[Row] = ()

    def applied(self, state: State, moment: Moment) -> Done:
        """See `Change`."""
        found = _claim(state, self.claim)
        kept = {c: v for c, v in found.items() if c not in ("id", "row", "renders", "supersedes", "available")}
        new = {**kept, "available": moment.at.text(), **self.row, "supersedes": self.claim}
        done = Add([new], self.sources, self.speakers).applied(state, moment)
        return Done(done.files, f"corrects {self.claim} by {done.claims[0]}", (self.claim, *done.claims))


@dataclass(frozen=True, slots=True)
class SetAside:
    """A claim that is not to be counted, for a reason; `conflict` is the id of the contradiction this settles."""

    claim: str
    reason: str
    conflict: str = ""

    def applied(self, state: State, moment: Moment) -> Done:
        """See `Change`."""
        _claim(state, self.claim)
        if any(row.get("claim") == self.claim for row in rows(state, "setaside.csv")):
            raise Invalid.at(Place("setaside.csv"), f"{self.claim} is set aside already", "take that back first")
        if not self.reason.strip():
            raise Invalid.at(Place("setaside.csv"), f"nothing says why {self.claim} is set aside", "write the reason")
        reason = " ".join(self.reason.split())
        row = {"claim": self.claim, "reason": reason, "author": moment.by, "date": moment.at.text(), "conflict": self.conflict}
        return Done({"setaside.csv": _more(state, "setaside.csv", [row])}, f"sets {self.claim} aside: {reason}", (self.claim,))


@dataclass(frozen=True, slots=True)
class TakeBack:
    """A claim that was set aside and is to count again."""

    claim: str

    def applied(self, state: State, moment: Moment) -> Done:
        """See `Change`."""
        known = [row.get("claim", "") for row in rows(state, "setaside.csv")]
        if self.claim not in known:
            remedy = nearest(self.claim, known) or "only what is set aside can be taken back in"
            raise Invalid.at(Place("setaside.csv"), f"{self.claim} is not set aside", remedy)
        table = without(state["setaside.csv"], "setaside.csv", COLUMNS["setaside.csv"], self.claim)
        return Done({"setaside.csv": table}, f"counts {self.claim} again", (self.claim,))


def rows(state: State, name: str) -> list[dict[str, str]]:
    """The rows of a table; none where it is not there. Raises `Invalid` where it cannot be read."""
    return rows_of(state[name], name, COLUMNS[name]) if name in state else []


def _claim(state: State, id: str) -> dict[str, str]:
    found = rows(state, "claims.csv")
    known = {row.get("id", ""): row for row in found}
    if id not in known:
        remedy = nearest(id, list(known)) or "write the id of a claim"
        raise Invalid.at(Place("claims.csv"), f"no claim is called “{id}”", remedy)
    return known[id]


def _more(state: State, name: str, more: Sequence[Row]) -> bytes:
    """A table with further rows, and with the columns they need; one that is not there begins with all its columns."""
    columns = COLUMNS[name]
    used = dict.fromkeys(c for row in more for c, value in row.items() if value)
    if unknown := [c for c in used if c not in columns]:
        remedy = nearest(unknown[0], columns) or f"the columns are: {', '.join(columns)}"
        raise Invalid.at(Place(name), f"no column is called “{unknown[0]}”", remedy)
    data = state.get(name, (",".join(columns) + "\n").encode())
    return appended(widened(data, name, columns, list(used)), name, columns, more)


def _named(ids: Sequence[str]) -> str:
    if len(ids) <= _NAMED:
        return ", ".join(ids) or "nothing but sources and speakers"
    return f"{len(ids):,} claims, {ids[0]} to {ids[-1]}"
