"""Whether the rows of a table of parties can have happened: what overlaps, ends before it begins, or stands twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from foedus.problem import Place, Problem
from foedus.text.events import BEGINS, ENDS
from foedus.text.files import Row
from foedus.text.turns import PartyRow

__all__ = ["wrong_order"]

Rows = Sequence[tuple[PartyRow, Row]]
LEAVES = ENDS - {"suspended"}


def wrong_order(rows: Rows) -> Iterator[Problem]:
    """What is wrong between rows that are each in order.

    A tie is what one state has to one instrument. Of two rows whose dates leave their order open nothing
    is said here: they leave the membership open.
    """
    yield from _twice(rows)
    ties: dict[tuple[str, str], list[tuple[PartyRow, Row]]] = {}
    for row, cells in rows:
        if row.accepted and row.event in BEGINS | ENDS:
            for code in row.instruments:
                ties.setdefault((row.state, code), []).append((row, cells))
    for (state, code), tie in ties.items():
        tie.sort(key=lambda pair: (pair[0].earliest, pair[0].latest, pair[0].event in BEGINS))
        yield from _endings(state, code, tie)
        yield from _left_twice(state, code, tie)
        for protocol in dict.fromkeys(row.protocol for row, _ in tie if row.event in BEGINS):
            yield from _overlaps(state, code, [p for p in tie if p[0].protocol == protocol or p[0].event in ENDS])


def _twice(rows: Rows) -> Iterator[Problem]:
    first: dict[tuple[str, ...], Place] = {}
    for row, cells in rows:
        key = (row.state, row.event, row.date, row.instrument, row.protocol, row.status)
        if key in first:
            what = f"{row.state}: “{row.event}” of {row.date} for {row.instrument} stands on line {first[key].line} already"
            yield Problem(cells.spot("event"), what, "delete one of the two rows, and put both sources into the other")
        first.setdefault(key, row.place)


def _endings(state: str, code: str, tie: Rows) -> Iterator[Problem]:
    """Ends of what never began, or had not begun."""
    begins = [row for row, _ in tie if row.event in BEGINS]
    for row, cells in tie:
        if row.event in BEGINS:
            continue
        if not begins:
            what = f"{state}: “{row.event}” for {code}, to which it never became a party"
            remedy = "add the row with which it did (in force, acceded), or write: never in force"
            yield Problem(cells.spot("event"), what, remedy)
        elif row.latest < min(b.earliest for b in begins):
            begin = min(begins, key=lambda b: b.earliest)
            what = f"{state} leaves {code} on {row.date} and becomes a party to it only on {begin.date}"
            yield Problem(cells.spot("date"), what, f"mend this date or that of line {begin.place.line}")


def _overlaps(state: str, code: str, tie: Rows) -> Iterator[Problem]:
    """Beginnings of what has begun already by the same text."""
    for (one, _), (two, cells) in pairwise(tie):
        if one.event in BEGINS and two.event in BEGINS and _surely(one, two):
            what = f"{state}: two memberships in {code} overlap: “{two.event}” of {two.date}, but it has been in since {one.date}"
            remedy = f"add the row that ended the one of line {one.place.line}, or name the protocol in the column “protocol”"
            yield Problem(cells.spot("date"), what, remedy)


def _left_twice(state: str, code: str, tie: Rows) -> Iterator[Problem]:
    """Ends of what has ended."""
    for (one, _), (two, cells) in pairwise(tie):
        if one.event in LEAVES and two.event in ENDS and _surely(one, two):
            what = f"{state}: “{two.event}” for {code} on {two.date}, which it left on {one.date} already"
            remedy = f"delete one, or add the row with which it came back after line {one.place.line}"
            yield Problem(cells.spot("date"), what, remedy)


def _surely(one: PartyRow, two: PartyRow) -> bool:
    """Whether the first happened before the second, however their dates turn out."""
    return one.latest <= two.earliest and (one.earliest, one.latest) != (two.earliest, two.latest)
