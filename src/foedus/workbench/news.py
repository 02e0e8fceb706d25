"""What the reader of a link has to be told: that record or law have changed since, and what its dates shut out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foedus.workbench.visit import Visit

if TYPE_CHECKING:
    from foedus.assess import Assessment

__all__ = ["Differing", "Notice", "differing", "notices"]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something newer than the link: what it is, in a sentence, and where to go on (address and words)."""

    kind: str
    words: str
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Differing:
    """A cell that has another answer: its words here, and there; “” where the cell is not asked."""

    question: str
    asks: str
    stance: str
    here: str
    there: str


def differing(here: Assessment, there: Assessment) -> list[Differing]:
    """The cells of two tables that differ in their words, in the order of the first."""
    asks = {q.id: q.asks for a in (there, here) for q in a.questions}
    keys = [*here.cells, *(k for k in there.cells if k not in here.cells)]
    words = [tuple(a.cells[key].words if key in a.cells else "" for a in (here, there)) for key in keys]
    return [
        Differing(question, asks[question], stance, old, new)
        for (question, stance), (old, new) in zip(keys, words, strict=True)
        if old != new
    ]


def notices(visit: Visit) -> list[Notice]:
    """What stands above the page, the weightiest first."""
    found = (_record(visit), _law(visit), _later(visit))
    return [notice for notice in found if notice]


def _record(visit: Visit) -> Notice | None:
    """That the record is not the one the link was made with."""
    dossier, pinned = visit.dossier, visit.state.record
    if not pinned or pinned == dossier.version:
        return None
    to_present = (_here(visit, record=""), "Go to the record as it is now")
    if not dossier.holds(pinned):
        words = "The record this link was made with is not kept here. The answers below are those of the record as it is now."
        return Notice("lost", words, (to_present,))
    return Notice("older", _saved_since(visit), (to_present, (visit.link("newer"), "Which answers would change")))


def _saved_since(visit: Visit) -> str:
    now, then = visit.dossier.present.record.claims, visit.asking.record.claims
    known = {c.id for c in then}
    new = sum(c.id not in known for c in now)
    claims = "1 claim was" if new == 1 else f"{new} claims were"
    dossier, state = visit.dossier, visit.around
    changed = len(differing(dossier.assessment(state), dossier.assessment(state.but(record="", law=""))))
    answers = "no answer" if not changed else "1 answer" if changed == 1 else f"{changed} answers"
    return f"{claims} saved since this link was made; {answers} would change. This page shows the record of the link."


def _law(visit: Visit) -> Notice | None:
    """That the law pages are not those the link was made with."""
    pinned = visit.state.law
    if not pinned or pinned == visit.dossier.law_version:
        return None
    words = "The law pages have changed since this link was made; older law pages are not kept. The answers may have changed."
    return Notice("law", words, ((_here(visit, law=""), "Go to the law pages as they are now"),))


def _later(visit: Visit) -> Notice | None:
    """That claims of the record were not available by the knowledge date."""
    at = visit.asking.terms.known_to
    late = sum(1 for c in visit.asking.record.claims if c.available.known_by(at) is False)
    if not late:
        return None
    claims = "1 claim that came" if late == 1 else f"{late} claims that came"
    return Notice("later", f"Shut out: {claims} later.", ((visit.link("newer"), "Would they change an answer?"),))


def _here(visit: Visit, **changes: str) -> str:
    return f"{visit.at}?{visit.state.but(**changes).query(**visit.others)}"
