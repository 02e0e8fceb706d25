"""What stands behind single claims, whatever a question makes of them: their source, grade, dates, and whom they serve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from foedus.assess.conflicts import Conflicts
from foedus.assess.table import Table
from foedus.assess.terms import Terms
from foedus.assess.world import standards
from foedus.problem import Place
from foedus.record import Case, Claim, RecordView
from foedus.text import Regime
from foedus.text.circles import dependencies, looks_at, reachable
from foedus.text.law import Clause, Element, Question

__all__ = ["Backing", "Weight", "backings", "bearing", "standings"]


@dataclass(frozen=True, slots=True)
class Weight:
    """What a standard of proof makes of a claim: whether it counts, and how its speaker stands to what it says."""

    standard: str
    counts: bool
    interest: str


@dataclass(frozen=True, slots=True)
class Backing:
    """One admitted claim with everything that the record has of it.

    happened, available    as stated; `earliest`, `latest`, `known`: in the zone of the case, "" without a bound
    speaks_for             the parties its speaker speaks for; None where nobody judged that
    serves_if_true, serves_if_false   the parties that the fact serves; None where nobody judged that
    opinion                a legal opinion, which is kept and never counted
    weights                by each standard of proof; none for a note or an opinion
    set_aside              reason, author, date and conflict of the entry that took it out; None where it speaks
    counted_again          that entry is switched off in this question
    """

    id: str
    speaker: str
    speaks_for: tuple[str, ...] | None
    actor: str
    source: Mapping[str, str]
    pinpoint: str
    says: str
    fact: str
    polarity: str
    opinion: bool
    grade: str
    happened: str
    zone: str
    earliest: str
    latest: str
    available: str
    known: str
    serves_if_true: tuple[str, ...] | None
    serves_if_false: tuple[str, ...] | None
    interest: str
    weights: tuple[Weight, ...]
    set_aside: Mapping[str, str] | None = None
    counted_again: bool = False
    superseded: str = ""
    supersedes: tuple[str, ...] = ()
    renders: str = ""
    note: str = ""
    contradictions: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}


def backings(case: Case, regime: Regime, terms: Terms, claims: Iterable[str]) -> dict[str, Backing]:
    """What stands behind the claims of these ids, by id; those not known at the date of the question are left out."""
    views = _views(case, regime, terms)
    usual = next(iter(views.values()))
    known = {c.id: c for c in usual.admitted}
    replaced = {c.id: by.id for c, by in usual.superseded}
    return {id: _backing(known[id], case, terms, views, replaced) for id in dict.fromkeys(claims) if id in known}


def standings(case: Case, regime: Regime, terms: Terms, found: Conflicts) -> dict[str, dict[str, str]]:
    """What the record makes of every fact at odds: its status by the name of each standard of proof."""
    views = _views(case, regime, terms)
    named = {str(f): f for f in next(iter(views.values())).facts}
    named |= {str(f): f for one in case.contradictions.values() for f in one.facts}
    wanted = [f for one in found.listed for f in one.facts] + [one.fact for one in (*found.disputed, *found.times)]
    return {
        name: {standard: view.status(named[name]).status for standard, view in views.items()}
        for name in dict.fromkeys(wanted)
        if name in named and regime.vocabulary.phrases[named[name].phrase].kind not in ("word", "judgement", "count")
    }


def bearing(regime: Regime, question: Question) -> frozenset[str]:
    """The phrases that a question may rest on, through rules and readings of every wording."""
    chapter = regime.chapter
    graph = dependencies(chapter)
    asked = {e[0] for clause in question.clauses for e in looks_at(_element(clause), "", chapter)}
    found = asked.union(*(reachable(graph, phrase) for phrase in asked))
    ends = {p.lasts_until for name in found if (p := regime.vocabulary.phrases.get(name)) and p.lasts_until}
    return frozenset(found | ends)


def _element(clause: Clause) -> Element:
    return Element("and", clause, Place())


def _views(case: Case, regime: Regime, terms: Terms) -> dict[str, RecordView]:
    """The record under every standard of proof there is, that of the text first."""
    table = Table(case, regime, replace(terms, stances=(terms.stances or ("text",))[:1]))
    first = table.columns[0].standard
    every = {first.name: first, **standards(regime, case)}
    return {name: table.world(standard).view for name, standard in every.items()}


def _backing(claim: Claim, case: Case, terms: Terms, views: Mapping[str, RecordView], replaced: Mapping[str, str]) -> Backing:
    usual = next(iter(views.values()))
    speaker, entry = case.speakers.get(claim.speaker), case.set_asides.get(claim.id)
    served = usual.interest(claim)
    source, when, known = case.sources.get(claim.source), claim.happened, claim.available
    early, late, first = (i.text(case.zone) if i else "" for i in (when.earliest, when.latest, known.latest))
    return Backing(
        claim.id,
        claim.speaker,
        speaker.parties if speaker else None,
        claim.actor,
        {"id": claim.source}
        | ({n: getattr(source, n) for n in ("title", "author", "outlet", "kind", "note")} if source else {})
        | ({"date": source.date.verbatim if source.date else "", "grade": source.grade or ""} if source else {}),
        claim.pinpoint,
        claim.says,
        claim.sentence,
        claim.polarity or "",
        claim.opinion,
        f"{claim.source_grade or ''}{claim.item_grade or ''}",
        when.verbatim,
        str(when.zone),
        early,
        late,
        known.verbatim,
        first,
        served.serves_if_true if served else None,
        served.serves_if_false if served else None,
        served.reason if served else "",
        tuple(Weight(n, v.counts(claim), str(v.weight(claim))) for n, v in views.items()) if claim.bound else (),
        {n: getattr(entry, n) for n in ("reason", "author", "date", "conflict")} if entry else None,
        entry is not None and claim.id in terms.switched_on,
        replaced.get(claim.id, ""),
        claim.supersedes,
        claim.renders or "",
        claim.note,
        tuple(c.id for c in case.contradictions.values() if claim.id in c.claims),
    )
