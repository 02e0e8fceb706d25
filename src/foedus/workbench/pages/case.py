"""The table of answers: questions by stances, at two dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from foedus.show.openings import openings
from foedus.show.page import Layout
from foedus.workbench.choices import Choices
from foedus.workbench.visit import Page, Visit

if TYPE_CHECKING:
    from foedus.assess import Assessment

__all__ = ["table"]

ORDERS = ("open", "pages")
"""Open answers first, or questions in the order of the law pages."""

_UNSETTLED = ("open", "not-computed")


@dataclass(frozen=True)
class _Laid:
    """A table laid out: its rows in sections, each with a title or “”."""

    page: Layout
    sections: Sequence[tuple[str, Sequence[dict[str, Any]]]]


def table(visit: Visit) -> Page:
    """Every question under every stance asked for."""
    found = visit.dossier.assessment(visit.state)
    order = "pages" if visit.one("order") == "pages" else "open"
    laid = visit.dossier.answered(("table", order), visit.state, lambda asking: _laid(found, order, asking.remarks()))
    points = visit.dossier.answered("openings", visit.state, lambda _: openings(found))
    view = {"found": found, "laid": laid, "openings": points, "choices": Choices(visit, found), "order": order}
    data = visit.dossier.answered("document", visit.state, lambda _: found.to_json())
    return Page("case.html.j2", "Answers", data, view)


def _laid(found: Assessment, order: str, remarks: Sequence[str]) -> _Laid:
    """Rows in the order wanted; notes are numbered as they come."""
    groups = _groups(found) if order == "open" else {"": [q.id for q in found.questions]}
    by_id = {q.id: q for q in found.questions}
    ordered = replace(found, questions=tuple(by_id[id] for ids in groups.values() for id in ids))
    page = Layout(ordered, remarks=remarks)
    page.notes, page.key, page.stances, page.points  # noqa: B018 - laid out now, once for all who look at this table
    rows = {row["id"]: row for row in page.rows}
    return _Laid(page, [(title, [rows[id] for id in ids]) for title, ids in groups.items() if ids])


def _groups(found: Assessment) -> dict[str, list[str]]:
    """Questions by how far they are open: under the first column, under others only, nowhere."""
    first = found.stances[0].name if found.stances else ""
    groups: dict[str, list[str]] = {
        f"Not settled under {'the text' if first == 'text' else first}": [],
        "Not settled under other stances only": [],
        "Answered wherever a position is taken": [],
    }
    lists = list(groups.values())
    for question in found.questions:
        row = found.row(question.id)
        lists[0 if row[0].verdict in _UNSETTLED else 1 if any(c.verdict in _UNSETTLED for c in row) else 2].append(question.id)
    return groups
