"""Which answers would be others if everything on record now were known and counted."""

from __future__ import annotations

from foedus.workbench.news import differing
from foedus.workbench.state import State
from foedus.workbench.visit import Page, Visit

__all__ = ["caught_up", "newer"]


def newer(visit: Visit) -> Page:
    """The answers of the link beside those of the record as it is now, with all its claims known."""
    there = caught_up(visit)
    here, then = visit.dossier.assessment(visit.around), visit.dossier.assessment(there)
    found = differing(here, then)
    changes = [{"question": d.question, "stance": d.stance, "here": d.here, "there": d.there} for d in found]
    data = {"as_of": here.as_of, "known_to": here.known_to, "known_to_there": then.known_to, "changes": changes}
    return Page(
        "newer.html.j2", "What newer claims would change", data, {"found": found, "there": there, "answers": len(here.cells)}
    )


def caught_up(visit: Visit) -> State:
    """The same question to the record as it is now, with a knowledge date that shuts nothing out."""
    asking = visit.dossier.present
    last = max((c.available.latest for c in asking.record.claims if c.available.latest is not None), default=None)
    at = visit.asking.terms.known_to
    later = (at if last is None else max(at, last)).text(asking.record.zone)
    return visit.around.but(record=visit.dossier.version, law=visit.dossier.law_version, known_to=later, then=False)
