"""What each member pledged, approved, deployed and took back: states of progress, never added up."""

from __future__ import annotations

from markupsafe import Markup

from foedus.show.drawn import STAGES, stages_svg
from foedus.workbench.pages.agenda import agenda_of
from foedus.workbench.visit import Page, Visit

__all__ = ["contributions"]


def contributions(visit: Visit) -> Page:
    """The contributions at these dates, drawn and in a table."""
    found = agenda_of(visit)
    data = {"contributions": found.to_json()["contributions"]}
    svg = Markup(stages_svg(found)) if found.contributions else ""  # drawn by us, every word in it escaped
    return Page("contributions.html.j2", "Contributions", data, {"found": found, "svg": svg, "stages": STAGES})
