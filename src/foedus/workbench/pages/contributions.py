"""What each member pledged, approved, deployed and took back: states of progress, never added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from foedus.show.drawn import STAGES, stages_svg
from foedus.workbench.visit import Page, Visit

__all__ = ["contributions"]


def contributions(visit: Visit) -> Page:
    """The contributions at these dates, drawn and in a table."""
    state = visit.state.but(stance=(visit.stance,))
    rows = visit.dossier.answered("contributed", state, lambda asking: asking.contributed())
    data = {"contributions": [{"of": r.of, "figures": _listed(r.figures), "claims": _listed(r.claims)} for r in rows]}
    title = visit.dossier.present.record.title or visit.path["case"]
    svg = Markup(stages_svg(rows, title)) if rows else ""  # drawn by us, every word in it escaped
    return Page("contributions.html.j2", "Contributions", data, {"rows": rows, "svg": svg, "stages": STAGES})


def _listed(by_stage: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {stage: list(values) for stage, values in by_stage.items()}
