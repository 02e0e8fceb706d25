"""Who decides and how, what is barred, and who must tell or do what by when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from foedus.deontic import Agenda
from foedus.deontic.answers import Duty, Power
from foedus.papers.drafting import Draft, listed, plural
from foedus.papers.grounds import Grounds, more_sources
from foedus.papers.paper import Paragraph, Sentence
from foedus.show.gather import families, joined
from foedus.show.moments import moment

__all__ = ["Duties"]

ACTS, EFFECTS, WAITING, BARS, OWED = 1, 3, 1, 3, 2
_VOTES = ("carried", "failed", "outcome open")
_OUTCOMES = {
    "used": ("with the effect that", "and that"),
    "ineffective": ("without the effect that", "and that"),
    "effect open": ("it is open whether", "or whether"),
    "carried": ("it is carried that", "and that"),
    "failed": ("it is not carried that", "or that"),
    "outcome open": ("it is open whether", "or whether"),
}
"""What becomes of an act, and what joins its effects."""

_URGENT = ("breached", "late", "due", "unknown", "conditional")
_STATES = {
    "performed": "it was done",
    "late": "it was done late",
    "breached": "it was not done",
    "due": "it is not on record as done",
    "unknown": "whether it was done is not known",
}


@dataclass
class Duties:
    """Writes the fourth section; there is no agenda where nobody plays a part."""

    agenda: Agenda | None
    grounds: Grounds
    draft: Draft

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Votes on record, bars that stand, and what is owed or perhaps owed: the most pressing first."""
        if self.agenda is None:
            said = "the record gives nobody a part, and so no duty, power or bar is worked out"
            return ((self.draft.sentence(said, self.grounds.anything()),),)
        out = [*self._acts(self.agenda), *self._waiting(self.agenda), *self._bars(self.agenda), *self._owed(self.agenda)]
        return tuple((s,) for s in out) or ((self._nothing(),),)

    def _acts(self, agenda: Agenda) -> Iterator[Sentence]:
        """Acts on record that decide something, each with what becomes of it; votes before other powers."""
        taken = [p for p in agenda.powers if p.act.claims and p.state in _OUTCOMES]
        votes = [p for p in taken if p.state in _VOTES] or taken
        acts = dict.fromkeys(p.act.text for p in sorted(votes, key=lambda p: not p.act.done))
        for act in list(acts)[:ACTS]:
            yield self._act([p for p in votes if p.act.text == act])

    def _act(self, powers: Sequence[Power]) -> Sentence:
        act = powers[0].act
        cites, more = self.grounds.by_id(act.claims)
        rules = dict.fromkeys((p.provision, p.pinpoint, p.verified) for p in powers)
        said = [self._effects(state, powers) for state in dict.fromkeys(p.state for p in powers)]
        reported = "it is on record that" if act.done else "it is reported, and not shown to have been so by then, that"
        laws = [self.grounds.law(*r) for r in list(rules)[:2]]
        return self.draft.sentence(f"{reported} {act.text}; {'; '.join(said)}", [*laws, *cites], more_sources(more), "Decision:")

    @staticmethod
    def _effects(state: str, powers: Sequence[Power]) -> str:
        start, glue = _OUTCOMES[state]
        effects = [p.effect for p in powers if p.state == state]
        rest = f" (and {plural(len(effects) - EFFECTS, 'other effect')})" if len(effects) > EFFECTS else ""
        return f"{start} {listed(effects[:EFFECTS], glue)}{rest}"

    def _waiting(self, agenda: Agenda) -> Iterator[Sentence]:
        """What may not be done yet, and what it waits for."""
        for power in [p for p in agenda.powers if p.state == "not yet" and p.missing][:WAITING]:
            law = self.grounds.law(power.provision, power.pinpoint, power.verified)
            said = f"{power.act.text}; first it must be so that {power.missing[0].text}"
            yield self.draft.sentence(f"that {said}", [law], lead="Not yet possible:")

    def _bars(self, agenda: Agenda) -> Iterator[Sentence]:
        standing = [b for b in agenda.bars if b.state == "barred"]
        items = [(f"that {b.barred}", [self.grounds.law(b.provision, b.pinpoint, b.verified)], "") for b in standing[:BARS]]
        more = len(standing) - BARS
        if items:
            yield self.draft.series("It is barred", items, plural(more, "more bar stands", "more bars stand") if more > 0 else "")

    def _owed(self, agenda: Agenda) -> Iterator[Sentence]:
        pressing = sorted(
            (d for d in agenda.duties if d.state in _URGENT),
            key=lambda d: (d.state == "conditional", not d.first_due, d.first_due, _URGENT.index(d.state)),
        )
        alike: dict[tuple[str, ...], list[Duty]] = {}
        for duty in pressing:
            alike.setdefault((duty.state, duty.done.status, _by(duty)), []).append(duty)
        groups = [[d for d in some if d.owes in family] for some in alike.values() for family in families([d.owes for d in some])]
        for group in groups[:OWED]:
            yield self._duty(group)

    def _duty(self, alike: Sequence[Duty]) -> Sentence:
        first = alike[0]
        rules = dict.fromkeys((d.provision, d.pinpoint, d.verified) for d in alike)
        claims, more = self.grounds.by_id(dict.fromkeys(c for d in alike for c in d.done.claims))
        maybe = "it is open whether it is owed that" if first.state == "conditional" else "it is owed that"
        said = f"{maybe} {joined(list(dict.fromkeys(d.owes for d in alike)), every=True)}{_by(first)}{_done(first)}"
        return self.draft.sentence(said, [*(self.grounds.law(*r) for r in list(rules)[:2]), *claims], more_sources(more), "Owed:")

    def _nothing(self) -> Sentence:
        return self.draft.sentence("nothing on record brings a duty, a power or a bar to life", self.grounds.anything())


def _by(duty: Duty) -> str:
    """Until when, as far as one can say."""
    dues = [d for d in duty.dues if d.earliest or d.latest]
    said = [f"by {moment(d.latest or d.earliest)}{f' (if {d.option})' if d.option and len(duty.dues) > 1 else ''}" for d in dues]
    return f", {listed(list(dict.fromkeys(said)), 'or')}" if said else ""


def _done(duty: Duty) -> str:
    if duty.state == "conditional":
        told = {
            "affirmed": "it is on record as done",
            "instant": "whether it was done by then cannot be told",
            "alleged": "that it was done is only alleged",
        }
        return f"; {told[duty.done.status]}" if duty.done.status in told else ""
    return f"; {_STATES[duty.state]}"
