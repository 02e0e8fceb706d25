"""The table of answers: questions by stances, at two dates."""

from __future__ import annotations

from foedus.workbench.visit import Page, Visit

__all__ = ["table"]


def table(visit: Visit) -> Page:
    """Every question under every stance asked for."""
    found = visit.dossier.assessment(visit.state)
    return Page("case.html.j2", "Answers", found.to_json(), {"found": found})
