"""One claim with everything the record has of it."""

from __future__ import annotations

from foedus.door import NotUnderstood
from foedus.problem import nearest
from foedus.workbench.editing import Editing
from foedus.workbench.pages.conflicts import entangled
from foedus.workbench.visit import Page, Visit

__all__ = ["of_record"]


def of_record(visit: Visit) -> Page:
    """The claim in the address: who says it where, since when it is known, and what each standard makes of it."""
    name = visit.path["claim"]
    found = visit.dossier.answered(("claim", name), visit.state, lambda asking: asking.backings([name])).get(name)
    if found is None:
        known = [c.id for c in visit.asking.view.admitted]
        remedy = nearest(name, known) or "it may not have been known at the date of this page"
        raise NotUnderstood.of("CLAIM", f"no claim known then is called “{name}”", remedy)
    view = {"b": found, "edit": Editing(visit, "conflicts"), "odds": entangled(visit).get(name, [])}
    return Page("claim.html.j2", f"Claim {name}", found.to_json() | {"title": f"Claim {name}"}, view)
