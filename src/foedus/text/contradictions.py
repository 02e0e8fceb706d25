"""conflicts.csv of a regime: what sources say at odds about its law and its members, and what is to be held of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from foedus.problem import Place, Problem
from foedus.text.files import read_table

__all__ = ["LawContradiction", "read_contradictions"]

COLUMNS = ("id", "title", "verdict", "sides", "why", "sources")
VERDICTS = ("shown", "likely", "open", "apparent")


@dataclass(frozen=True, slots=True)
class LawContradiction:
    """Statements about law or membership that exclude each other, each side in our words, with where they were read."""

    id: str
    title: str
    verdict: str
    sides: tuple[str, ...]
    why: str
    sources: str
    place: Place


def read_contradictions(path: Path, shown: str) -> tuple[tuple[LawContradiction, ...], list[Problem]]:
    """The rows in their order, and every problem found in the table."""
    rows, problems = read_table(path, shown, COLUMNS)
    found: dict[str, LawContradiction] = {}
    for row in rows:
        cells = row.cells
        wrong = [Problem(row.spot(c), f"“{c}” is empty", "fill it in") for c in COLUMNS if not cells[c]]
        sides = tuple(s.strip() for s in cells["sides"].split(" / ") if s.strip())
        if cells["verdict"] and cells["verdict"] not in VERDICTS:
            what = f"“{cells['verdict']}” is no verdict on a contradiction"
            wrong.append(Problem(row.spot("verdict"), what, f"write one of: {', '.join(VERDICTS)}"))
        if len(sides) == 1:
            wrong.append(Problem(row.spot("sides"), "one side contradicts nothing", "part the sides by “ / ”"))
        if cells["id"] in found:
            wrong.append(Problem(row.spot("id"), f"contradiction “{cells['id']}” stands above", "give each its own id"))
        problems += wrong
        if not wrong:
            found[cells["id"]] = LawContradiction(
                cells["id"], cells["title"], cells["verdict"], sides, cells["why"], cells["sources"], row.place
            )
    return tuple(found.values()), problems
