"""Deadlines as a calendar (RFC 5545), written by hand: lines end in CRLF and are folded at 75 octets.

A deadline that is one instant is an event without length. One that is only known to lie between two
instants is an event over both, and says so. What cannot be computed is no event; `undated` lists it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256

from foedus.deontic.answers import Agenda, Due, Duty

__all__ = ["calendar", "undated"]

OCTETS = 75
_ESCAPES = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\r": "", "\n": "\\n"}


def calendar(agenda: Agenda) -> str:
    """One iCalendar object with every deadline that has an instant."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//foedus//agenda//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(f'{agenda.title or agenda.case} ({agenda.stance})')}",
        *(line for duty in agenda.duties for due in duty.dues for line in _event(agenda, duty, due)),
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def undated(agenda: Agenda) -> list[tuple[Duty, Due]]:
    """Deadlines that have no instant, with why."""
    return [(d, due) for d in agenda.duties for due in d.dues if not (due.earliest or due.latest)]


def _event(agenda: Agenda, duty: Duty, due: Due) -> Iterator[str]:
    first, last = due.earliest or due.latest, due.latest or due.earliest
    if not first:
        return
    name = f"{agenda.case}|{duty.id}|{due.option}"
    yield "BEGIN:VEVENT"
    yield f"UID:{sha256(name.encode('utf-8')).hexdigest()[:32]}@foedus"
    yield f"DTSTAMP:{_utc(agenda.known_to)}"
    yield f"DTSTART:{_utc(first)}"
    if last != first:
        yield f"DTEND:{_utc(last)}"
    yield f"SUMMARY:{_text(_summary(duty, due))}"
    yield f"DESCRIPTION:{_text(_description(agenda, duty, due))}"
    yield f"CATEGORIES:{_text(duty.bearer)},{_text(duty.state)}"
    yield f"STATUS:{'CONFIRMED' if due.exact and duty.owed.verdict == 'yes' else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _summary(duty: Duty, due: Due) -> str:
    perhaps = "" if duty.owed.verdict == "yes" else "Perhaps owed: "
    unsure = "" if due.exact else " (instant uncertain)"
    return f"{perhaps}{duty.bearer}: {duty.owes}{unsure}"


def _description(agenda: Agenda, duty: Duty, due: Due) -> str:
    parts = [f"{duty.provision} {duty.pinpoint} ({duty.rule})".strip()]
    after = f", after “{due.after}”" if due.after else ""
    parts.append(f"time allowed: {due.amount}{after}{f' [{due.option}]' if due.option else ''}")
    if due.earliest and due.latest and not due.exact:
        parts.append(f"the instant is uncertain: some time from {due.earliest} to {due.latest}")
    elif not due.exact:
        parts.append(f"only one edge is known: {'not before' if due.earliest else 'by'} {due.earliest or due.latest}")
    if duty.toward:
        parts.append(f"toward {duty.toward}")
    parts.append(f"state as of {agenda.as_of}: {duty.state}; owed: {duty.owed.words}; stance: {agenda.stance}")
    return "\n".join(parts)


def _utc(text: str) -> str:
    return f"{datetime.fromisoformat(text).astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    """A text value: specials escaped, other control characters dropped."""
    kept = (c for c in value if c >= " " or c in "\n\r")
    return "".join(_ESCAPES.get(c, c) for c in kept)


def _folded(line: str) -> Iterator[str]:
    """A line cut so that no part has more than 75 octets, and no character is cut through."""
    part, room = "", OCTETS
    for char in line:
        size = len(char.encode("utf-8"))
        if size > room:
            yield part
            part, room = " ", OCTETS - 1
        part += char
        room -= size
    yield part
