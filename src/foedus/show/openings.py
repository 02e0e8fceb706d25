"""What is open: every point on which an answer turns, with the answers that turn on it, those that move most first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foedus.show.gather import families, joined
from foedus.show.notes import KINDS

if TYPE_CHECKING:
    from foedus.assess.answers import Assessment, Cell

__all__ = ["Opening", "openings"]


@dataclass(frozen=True, slots=True)
class Opening:
    """A point that is open.

    kind       as `TurnsOn` calls it; label: as the screen does
    words      the point in words, points of one mould told as one
    sentences  the points themselves
    answers    how many cells turn on it; questions: the ids of their questions, in order
    """

    kind: str
    label: str
    words: str
    sentences: tuple[str, ...]
    answers: int
    questions: tuple[str, ...]


def openings(assessment: Assessment) -> Sequence[Opening]:
    """The points that answers of a table turn on; those that more answers turn on stand first."""
    cells = [c for c in assessment if c.verdict == "open"]
    found = [
        _opening(kind, family, cells)
        for kind in KINDS
        for family in _families(kind, [s for c in cells for s in _points(c, kind)])
    ]
    return sorted(found, key=lambda o: -o.answers)


def _points(cell: Cell, kind: str) -> Sequence[str]:
    return [" ".join(point.split()) for point in getattr(cell.turns_on, kind)]


def _families(kind: str, sentences: Sequence[str]) -> Sequence[Sequence[str]]:
    """Sentences of one mould together; the names of readings are no sentences."""
    return [[name] for name in dict.fromkeys(sentences)] if kind == "readings" else families(sentences)


def _opening(kind: str, family: Sequence[str], cells: Sequence[Cell]) -> Opening:
    turning = [c for c in cells if not set(family).isdisjoint(_points(c, kind))]
    words = family[0] if kind == "readings" else joined(family)
    return Opening(kind, KINDS[kind], words, tuple(family), len(turning), tuple(dict.fromkeys(c.question for c in turning)))
