"""Whose word counts: a claim weighed by its speaker's interest in its fact, under a standard.

    speaker's side        fact serves it if true   serves it if false   neither
    claim for             interested               admission            disinterested
    claim against         admission                interested           disinterested

Where nobody judged the fact's interests or the speaker's side, the claim is *not judged*, and
nothing is assumed in its favour.
"""

from __future__ import annotations

from collections.abc import Sequence

from foedus.record.claims import Case, Claim, Interest
from foedus.record.sentences import is_any
from foedus.record.standard import Interestedness, Standard
from foedus.vocabulary import Fact, Vocabulary

__all__ = ["Scales", "matches"]


def matches(pattern: Fact, fact: Fact) -> bool:
    """Whether a pattern with "any <type>" slots covers a fact, "any" and "another" included."""
    return pattern.phrase == fact.phrase and all(is_any(p) or p == a for p, a in zip(pattern.args, fact.args, strict=True))


class Scales:
    """Weighs the claims of one case under one standard."""

    def __init__(self, case: Case, vocabulary: Vocabulary, standard: Standard) -> None:
        self.case, self.vocabulary, self.standard = case, vocabulary, standard
        self._interests: dict[str, list[Interest]] = {}
        for interest in case.interests:
            self._interests.setdefault(interest.pattern.phrase, []).append(interest)
        self._weights: dict[str, Interestedness] = {}
        self._counts: dict[str, bool] = {}

    def counts(self, claim: Claim) -> bool:
        """Whether a bound claim counts towards its fact."""
        if claim.id not in self._counts:
            self._counts[claim.id] = self._judge(claim)
        return self._counts[claim.id]

    def weight(self, claim: Claim) -> Interestedness:
        """How the speaker of a bound claim stands to what it says."""
        if claim.id not in self._weights:
            self._weights[claim.id] = self._weigh(claim)
        return self._weights[claim.id]

    def interest(self, fact: Fact) -> Interest | None:
        """The entry that fits a fact most closely; of equally close ones the first in the file."""
        fitting = [i for i in self._interests.get(fact.phrase, ()) if matches(i.pattern, fact)]
        return min(fitting, key=lambda i: sum(map(is_any, i.pattern.args)), default=None)

    def _judge(self, claim: Claim) -> bool:
        assert claim.fact is not None
        if not self.standard.accepts_grades(claim.source_grade, claim.item_grade):
            return False
        phrase = self.vocabulary.phrases[claim.fact.phrase]
        if phrase.own_word:
            return _meet(self._side(claim), claim.fact.args[:1])
        if phrase.kind == "speech" and self.standard.reports_constitute_speech:
            return True
        if _meet(self._side(claim), self.standard.trusts):
            return True
        return self.weight(claim) in self.standard.counts

    def _side(self, claim: Claim) -> tuple[str, ...] | None:
        speaker = self.case.speakers.get(claim.speaker)
        return speaker.parties if speaker else None

    def _weigh(self, claim: Claim) -> Interestedness:
        assert claim.fact is not None
        entry, side = self.interest(claim.fact), self._side(claim)
        if entry is None or side is None:
            return "not judged"
        served = (entry.serves_if_true, entry.serves_if_false)
        own, other = served if claim.polarity == "for" else served[::-1]
        if own is None:
            return "not judged"
        if _meet(side, own):
            return "interested"
        return "admission" if _meet(side, other or ()) else "disinterested"


def _meet(side: Sequence[str] | None, parties: Sequence[str]) -> bool:
    return any(party in parties for party in side or ())
