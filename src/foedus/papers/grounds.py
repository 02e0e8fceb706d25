"""What a sentence of a paper rests on: provisions and claims, taken from the reasons of the answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from foedus.assess import Cell, Reason, Why
from foedus.assess.answers import ClaimShown
from foedus.citing import Citation, cited, cited_law, cited_words
from foedus.record import Case
from foedus.record.claims import Source
from foedus.text import Regime
from foedus.text.law import Reading

__all__ = ["Grounds", "more_sources"]

MOST_LAW, MOST_SOURCES = 2, 2
"""How many provisions and sources one note cites at most; a note with more says how many."""

_Law = tuple[str, str, bool | None]


@dataclass
class Grounds:
    """Finds what to cite for an answer, a fact, a rule or a reading."""

    regime: Regime
    record: Case
    whys: Mapping[str, Why]
    facts: dict[str, tuple[Reason, _Law | None]] = field(default_factory=dict)
    used: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for why in self.whys.values():
            for reason, law in _placed(why.tree, None):
                self.used |= {law[0]: None} if law else {}
                if reason.kind in ("fact", "count", "judgement"):
                    known = self.facts.get(reason.text)
                    if known is None or (known[1] is None and law):
                        self.facts[reason.text] = (reason, law)

    def law(self, provision: str, pinpoint: str = "", verified: bool | None = None) -> Citation:
        """A provision; what no law page has is cited by its name."""
        if provision in self.regime.provisions:
            return cited_law(self.regime, provision, pinpoint, verified)
        return cited_words(provision, "", pinpoint)

    def rule(self, question: str) -> list[Citation]:
        """The rules that an answer comes from, those nearest to the question first; a question of fact has none."""
        found = dict.fromkeys(_rules(self.whys[question].tree))
        return [self.law(*one) for one in islice(found, MOST_LAW)]

    def reading(self, word: str) -> Reading:
        """The contested word as the wording in use has it."""
        alike = [r for r in self.regime.chapter.readings if r.group == word]
        return next((r for r in alike if r.provision in self.used), self.regime.groups[word])

    def enough(self, question: str) -> tuple[list[Citation], int]:
        """The claims that count behind the established facts of an answer, and how many sources are left out."""
        found = (r for top in self.whys[question].tree for r in top.walk() if r.status in ("affirmed", "denied"))
        return self.claims([c for reason in found for c in reason.claims if c.counts])

    def behind(self, facts: Iterable[str]) -> tuple[list[Citation], int]:
        """The claims behind the first of these facts that somebody speaks of."""
        spoken = (self.facts[f][0].claims for f in facts if f in self.facts and self.facts[f][0].claims)
        return self.claims(next(spoken, ()))

    def fact(self, text: str, question: str) -> tuple[list[Citation], str]:
        """What to cite for a fact: the rule it matters to, who states it; and what else there is to say of that."""
        reason, law = self.facts.get(text, (None, None))
        cites = [self.law(*law)] if law else self.rule(question)[:1]
        told, more = self.claims(reason.claims if reason else ())
        if not told:
            return cites, "no claim on record"
        return cites + told, "which report no evidence" if reason and reason.status == "unknown" else more_sources(more)

    def speakers(self, text: str) -> list[str]:
        """Who states a fact, in the order of the record."""
        reason, _ = self.facts.get(text, (None, None))
        return list(dict.fromkeys(c.speaker for c in reason.claims if c.polarity == "for")) if reason else []

    def claims(self, claims: Iterable[ClaimShown]) -> tuple[list[Citation], int]:
        """The sources of claims, each once with the claims it carries; and how many sources were left out."""
        by_source: dict[str, dict[str, str]] = {}
        for one in claims:
            by_source.setdefault(one.source, {}).setdefault(one.id, one.pinpoint)
        told = [self.source(name, list(ids), _only(ids.values())) for name, ids in islice(by_source.items(), MOST_SOURCES)]
        return told, len(by_source) - len(told)

    def by_id(self, ids: Iterable[str]) -> tuple[list[Citation], int]:
        """The sources of claims named by id, as `claims` does."""
        wanted = set(ids)
        found: dict[str, list[str]] = {}
        for claim in self.record.claims:
            if claim.id in wanted:
                found.setdefault(claim.source, []).append(claim.id)
        told = [self.source(name, own) for name, own in islice(found.items(), MOST_SOURCES)]
        return told, len(found) - len(told)

    def source(self, name: str, claims: Sequence[str] = (), pinpoint: str = "") -> Citation:
        """A source of the record; one without a row is cited by its name alone."""
        return cited(self.record.sources.get(name, Source(name, outlet=name)), claims, pinpoint)

    def leading(self, cells: Sequence[Cell]) -> list[Citation]:
        """The rules of the first of these answers; something of the law where it has none."""
        return (self.rule(cells[0].question) if cells else []) or self.anything()

    def anything(self) -> list[Citation]:
        """Something of the law applied, where nothing nearer is to be had."""
        for why in self.whys.values():
            for law in _rules(why.tree):
                return [self.law(*law)]
        return [self.law(p, (*one.read, *one.unread, "")[0]) for p, one in islice(self.regime.provisions.items(), 1)]


def _placed(reasons: Iterable[Reason], law: _Law | None) -> Iterator[tuple[Reason, _Law | None]]:
    """Every reason with the nearest rule or reading it stands under."""
    for reason in reasons:
        here = _law(reason) or law
        yield reason, here
        yield from _placed(reason.steps, here)


def _rules(reasons: Sequence[Reason]) -> Iterator[_Law]:
    """Rules level by level, those that bear on the answer first on each."""
    level = list(reasons)
    while level:
        here = [r for r in level if r.kind in ("rule", "exception") and r.provision]
        yield from (law for r in sorted(here, key=lambda r: r.value == "no") if (law := _law(r)))
        level = [s for r in level for s in r.steps]


def _law(reason: Reason) -> _Law | None:
    if not reason.provision:
        return None
    return reason.provision, reason.pinpoint, reason.verified if reason.kind in ("rule", "exception") else None


def _only(pinpoints: Iterable[str]) -> str:
    found = set(pinpoints)
    return found.pop() if len(found) == 1 else ""


def more_sources(number: int) -> str:
    """What a note says of sources it leaves out; nothing where there are none."""
    return f"and {number} more {'source' if number == 1 else 'sources'} on record" if number else ""
