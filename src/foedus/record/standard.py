"""Standards of proof: whose word counts, and how good it has to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["DEFAULT", "Interestedness", "Standard"]

Interestedness = Literal["disinterested", "admission", "interested", "not judged"]
"""How a speaker stands to what it says: without a stake, against its interest, in it, or nobody judged."""


@dataclass(frozen=True, slots=True)
class Standard:
    """Which claims count towards a fact.

    counts      the kinds of speakers that count by themselves
    trusts      parties whose own word counts, whatever their interest ("the requester's word counts")
    min_source  the worst source grade accepted, A (best) to F; an ungraded source is below any
    min_item    the worst item grade accepted, 1 (best) to 6; an ungraded item is below any
    reports_constitute_speech
                whether any report of a speech act proves it, without asking whom it serves
    """

    name: str
    counts: tuple[Interestedness, ...] = ("disinterested", "admission")
    trusts: tuple[str, ...] = ()
    min_source: str | None = None
    min_item: int | None = None
    reports_constitute_speech: bool = True

    def __post_init__(self) -> None:
        known = ("disinterested", "admission", "interested", "not judged")
        if not all(kind in known for kind in self.counts):
            raise ValueError(f"a standard counts some of {', '.join(known)}, not {self.counts}")
        if self.min_source is not None and self.min_source not in tuple("ABCDEF"):
            raise ValueError(f"source grades run from A to F, not “{self.min_source}”")
        if self.min_item is not None and not 1 <= self.min_item <= 6:
            raise ValueError(f"item grades run from 1 to 6, not {self.min_item}")

    def accepts_grades(self, source: str | None, item: int | None) -> bool:
        """Whether a claim so graded is good enough."""
        if self.min_source is not None and (source is None or source > self.min_source):
            return False
        return self.min_item is None or (item is not None and item <= self.min_item)


DEFAULT = Standard("disinterested speakers and admissions")
