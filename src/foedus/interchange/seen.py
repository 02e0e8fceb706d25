"""What of a record may leave the house at a knowledge date: the claims that were out, and what those name.

A claim that was not surely out by then leaves no trace in any format: not its source, not its speaker. Rows of a data set
whose terms forbid passing them on are held back too, and counted, so that whoever exports can be told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from foedus.door import Asking
from foedus.record import Case, Claim, When
from foedus.record.claims import Polarity, SetAside, Source
from foedus.record.sentences import Sentences

__all__ = ["LEAD", "WITHHELD", "Seen", "grade_of", "submitted", "withheld"]

WITHHELD = "coded events, not to be passed on"
"""The kind of a source whose rows stay in the house."""

LEAD = "lead"
"""The event of a claim that is a row of somebody's coded events: a pointer to look into, never a fact."""

_TURNED: dict[Polarity, Polarity] = {"for": "against", "against": "for", "no evidence": "no evidence"}


@dataclass(frozen=True)
class Seen:
    """A case as it may be shown: everything derived from claims that were surely out by the knowledge date."""

    asking: Asking

    @property
    def case(self) -> Case:
        """The whole record; take claims, sources and speakers from the other fields."""
        return self.asking.record

    @cached_property
    def _out(self) -> tuple[Claim, ...]:
        known_to = self.asking.terms.known_to
        return tuple(c for c in self.case.claims if c.available.known_by(known_to))

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The claims that may be shown, in the order of the file."""
        return tuple(c for c in self._out if not self._kept(c))

    @property
    def withheld(self) -> int:
        """How many claims were out and may not be passed on."""
        return len(self._out) - len(self.claims)

    def _kept(self, claim: Claim) -> bool:
        source = self.case.sources.get(claim.source)
        return source is not None and source.kind == WITHHELD

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The sources of those claims, in the order of the file; one that is listed nowhere by its id alone."""
        return tuple(self.case.sources.get(id) or Source(id) for id in self._named(c.source for c in self.claims))

    @cached_property
    def speakers(self) -> tuple[str, ...]:
        """The speakers of those claims, by first appearance."""
        return tuple(self._named(c.speaker for c in self.claims))

    @staticmethod
    def _named(names: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(n for n in names if n))

    def set_aside(self, claim: Claim) -> SetAside | None:
        """Why the editors do not count a claim, unless it was restored."""
        return None if claim.id in self.asking.terms.switched_on else self.case.set_asides.get(claim.id)

    @cached_property
    def replaced(self) -> dict[str, str]:
        """Claims that a later one, itself shown and not set aside, says it replaces: old id → new id."""
        live = [c for c in self.claims if self.set_aside(c) is None]
        return {old: c.id for c in reversed(live) for old in c.supersedes}

    @cached_property
    def _sentences(self) -> Sentences:
        return Sentences(self.asking.regime.vocabulary, self.case.individuals)

    def kind(self, claim: Claim) -> str:
        """What sort of sentence a claim bears on: event, act, speech, state …; empty for a note."""
        return "" if claim.fact is None else self._sentences.kind(claim.fact)

    def polarity(self, claim: Claim) -> str:
        """The polarity toward the sentence as it was written: the record turns that of a negative sentence round."""
        if claim.fact is None or claim.polarity is None:
            return claim.polarity or ""
        return claim.polarity if self._sentences.claim(claim.sentence)[1] else _TURNED[claim.polarity]

    def headline(self, claim: Claim) -> str:
        """A claim in one line of plain text: who, and what is said of them; a sentence that is denied says so."""
        if claim.says:
            who = claim.actor or claim.speaker
            return f"{who}: {claim.says}" if who else claim.says
        if not claim.sentence:
            return claim.id
        before = {"against": "denied: ", "no evidence": "no evidence that: "}.get(self.polarity(claim), "")
        return f"{before}{claim.sentence}"


def grade_of(claim: Claim) -> str:
    """Source and item grade together, as “B2”; a part that nobody judged is “?”; nothing where neither is judged."""
    if claim.source_grade is None and claim.item_grade is None:
        return ""
    return f"{claim.source_grade or '?'}{claim.item_grade or '?'}"


def submitted(claim: Claim, field: str) -> When:
    """A time of a claim before the editors narrowed it."""
    first = next((t.was for t in claim.timings if t.field == field), None)
    return first if first is not None else (claim.happened if field == "happened" else claim.available)


def withheld(asking: Asking) -> int:
    """How many claims that were out by the knowledge date no format passes on, because the terms of their source forbid it."""
    return Seen(asking).withheld
