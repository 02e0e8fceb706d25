"""An interview: the questions of fact that can still matter to an answer, best first, until none is left.

    interview = Interview(case, regime, terms, "decision-adopted")
    while (asked := interview.next()) is not None:
        interview.answer("yes" or "no" or "unknown")
    interview.found            # the answer, with what was said taken as proved

Pure: it opens nothing and reads no clock. A screen and a page alike may lead it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from foedus.assess.hinging import HingeSetShown, Hinging, hinging
from foedus.assess.posed import Posed, posed
from foedus.assess.terms import Terms
from foedus.assess.world import naming
from foedus.problem import Invalid
from foedus.record import Case
from foedus.record.sentences import Sentences
from foedus.text import Regime
from foedus.verdict import Engine

__all__ = ["Answered", "Asked", "Heard", "Interview", "Says"]

Says = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class Answered:
    """What was said of a fact, and where that is written, if anywhere."""

    fact: str
    says: Says
    source: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """A claim on the fact: whose word, where, which way, and whether it counts as proof."""

    claim: str
    speaker: str
    source: str
    polarity: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of fact.

    was      how the record has the fact: unknown, alleged, disputed, instant
    share    how often the answer hangs on it alone (see `foedus.assess.hinging`)
    heard    the claims so far
    leads    the smallest sets of changes that it belongs to, fewest first: why it matters
    left     how many other facts may still matter
    """

    fact: str
    was: str
    share: Fraction
    heard: tuple[Heard, ...]
    leads: tuple[HingeSetShown, ...]
    left: int


class Interview:
    """One question, and what was answered to the questions of fact that it raised.

    Raises what `foedus.assess.posed.posed` raises.
    """

    def __init__(self, case: Case, regime: Regime, terms: Terms, question: str, stance: str = "text", option: str = "") -> None:
        self.case = case
        self.regime = regime
        self.terms = terms
        self.question = question
        self.stance = stance
        self.option = option
        self.answers: list[Answered] = []
        self._sentences = Sentences(naming(regime, case), case.individuals)
        self._work_out()

    @property
    def found(self) -> Sequence[Hinging]:
        """The answer as things stand and its hinges: one for each alternative, and for each of two days of law."""
        return self._found

    @property
    def done(self) -> bool:
        """Whether no question of fact can matter any more."""
        return self.next() is None

    def next(self) -> Asked | None:
        """The question that decides most often among those not asked yet; None where none can matter."""
        sets = [s for h in self._found for s in h.sets if self._reachable(s)]
        facts = dict.fromkeys(t.name for s in sets for t in s.turns)
        shares = self._shares()
        if any(h.bounds for h in self._found):  # then some sets were not listed
            facts |= dict.fromkeys(f for f in shares if f not in self._unknown)
        if not facts:
            return None
        best = min(facts, key=lambda f: (-shares.get(f, Fraction(0)), f))
        leads = tuple(s for s in sets if any(t.name == best for t in s.turns))
        return Asked(best, self._was(best), shares.get(best, Fraction(0)), tuple(self._heard(best)), leads, len(facts) - 1)

    def answer(self, says: Says, source: str = "") -> None:
        """Answer the question that `next` asks: yes and no are taken as proved; unknown leaves it as it is."""
        asked = self.next()
        if asked is None:
            raise ValueError("there is nothing left to answer")
        self.answers.append(Answered(asked.fact, says, source))
        self._work_out()

    def back(self) -> bool:
        """Take the last answer back; whether there was one."""
        if not self.answers:
            return False
        self.answers.pop()
        self._work_out()
        return True

    def sayable(self, fact: str) -> bool:
        """Whether a fact is a sentence of the law that a claim could say: no order of times, nobody who is not on record."""
        try:
            self._sentences.claim(fact)
        except Invalid:
            return False
        return True

    # --- how it is worked out ---

    def _work_out(self) -> None:
        proved = {a.fact: a.says == "yes" for a in self.answers if a.says != "unknown"}
        said = tuple(f if so else f"not {f}" for f, so in proved.items() if self.sayable(f))
        terms = replace(self.terms, suppose=(*self.terms.suppose, *said))
        self._unknown = {a.fact for a in self.answers if a.says == "unknown"}
        self._posed = [
            _supposing(p, proved) for p in posed(self.case, self.regime, terms, self.question, self.stance, self.option)
        ]
        self._found = [hinging(p) for p in self._posed]

    def _reachable(self, one: HingeSetShown) -> bool:
        return self._unknown.isdisjoint(t.name for t in one.turns)

    def _shares(self) -> dict[str, Fraction]:
        shares: dict[str, Fraction] = {}
        for one in (i for h in self._found for i in h.influence):
            shares[one.fact] = max(one.share, shares.get(one.fact, Fraction(0)))
        return shares

    def _was(self, fact: str) -> str:
        return next(str(p.situation.status(fact)) for p in self._posed if fact in p.bearing.open_facts)

    def _heard(self, fact: str) -> Iterable[Heard]:
        """The admitted claims on a fact; a comparison has those on its count."""
        found = next((p for p in self._posed if fact in p.facts), None)
        ground = found.facts[fact] if found else None
        if ground is None and self.sayable(fact):
            ground = self._sentences.claim(fact)[0]
        view = self._posed[0].inquiry.world.view
        for claim in view.claims_on(ground) if ground else ():
            if claim.polarity:
                counts = claim in view.in_force and view.counts(claim)
                yield Heard(claim.id, claim.speaker, claim.source, claim.polarity, counts)


def _supposing(one: Posed, proved: dict[str, bool]) -> Posed:
    """The problem with facts proved that no sentence of a claim could say."""
    left = {f: so for f, so in proved.items() if not one.situation.status(f).known}
    if not left:
        return one
    situation = one.situation.suppose(left)
    return replace(one, inquiry=replace(one.inquiry, situation=situation, engine=Engine(one.circuit, situation)))
