"""The procedure: who owes what by when, what may be done and what not yet, and how it came to that."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from foedus.show.agenda import told_changes
from foedus.show.agenda_parts import parts_of
from foedus.workbench.state import State
from foedus.workbench.visit import File, Page, Visit

if TYPE_CHECKING:
    from foedus.deontic import Agenda

__all__ = ["KEYS", "agenda", "agenda_of", "calendar_file"]

KEYS = {
    "actor": "only what concerns this state, organ or person",
    "course": "yes: every change, instant by instant, as well",
}


def agenda(visit: Visit) -> Page:
    """The agenda under one stance; its course, which takes longer, where it is asked for."""
    found = agenda_of(visit)
    actor = visit.one("actor")
    data = {**found.to_json()}
    view = {"found": found, "parts": parts_of(found, actor), "actor": actor, "calendar": visit.link("agenda.ics")}
    if visit.one("course"):
        course = visit.dossier.answered("course", _one(visit), lambda asking: asking.course())
        data["course"] = course.to_json()
        view["course"] = [
            (at, told_changes(list(group)))
            for at, group in groupby((c for c in course.changes if actor.casefold() in c.actor.casefold()), key=lambda c: c.at)
        ]
    return Page("agenda.html.j2", "Agenda", data, view)


def calendar_file(visit: Visit) -> File:
    """The deadlines, for a calendar."""
    from foedus.deontic import calendar

    return File(f"{visit.path['case']}.ics", "text/calendar; charset=utf-8", calendar(agenda_of(visit)).encode("utf-8"))


def agenda_of(visit: Visit) -> Agenda:
    """The agenda of this visit, kept for the pages that tell parts of it."""
    return visit.dossier.answered("agenda", _one(visit), lambda asking: asking.agenda())


def _one(visit: Visit) -> State:
    return visit.state.but(stance=(visit.stance,))
