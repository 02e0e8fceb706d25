"""The record by the hour, and the instants at which an answer changed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from foedus.assess.memory import Memory
from foedus.assess.table import Table
from foedus.assess.terms import Terms
from foedus.ground import Unfilled
from foedus.record import Case, Claim, Instant, When
from foedus.text import Regime

INSTANT = timedelta(microseconds=1)
"""As-of t sees what lies before t: an act at an exact instant is seen just after it."""

__all__ = ["Change", "Entry", "Timeline", "timeline"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim on the timeline. `at` is its time as stated, `earliest` its first possible instant."""

    at: str
    earliest: str
    latest: str
    zone: str
    actor: str
    says: str
    claim: str
    kind: str
    fact: str
    source: str
    set_aside: bool


@dataclass(frozen=True, slots=True)
class Change:
    """An instant from which a question has another answer."""

    at: str
    question: str
    before: str
    after: str


@dataclass(frozen=True)
class Timeline:
    """Entries in order of their first possible instant, and the changes of the text's answers."""

    case: str
    title: str
    known_to: str
    entries: tuple[Entry, ...]
    changes: tuple[Change, ...]
    supposed: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """One document."""
        return {
            "schema_version": 1,
            "case": self.case,
            "title": self.title,
            "known_to": self.known_to,
            "supposed": list(self.supposed),
            "entries": [{f: getattr(e, f) for f in Entry.__dataclass_fields__} for e in self.entries],
            "changes": [{f: getattr(c, f) for f in Change.__dataclass_fields__} for c in self.changes],
        }


def timeline(case: Case, regime: Regime, terms: Terms, changes: bool = True, memory: Memory | None = None) -> Timeline:
    """The admitted claims in order of time, and when each question's answer changed.

    Answers are those of the first stance asked for (the text, unless said otherwise), as known at
    `known_to`; they are worked out at every instant at which a bound event may begin or end, which takes its time:
    without `changes` the entries come alone. A `memory` moves nothing and saves time.
    """
    table = Table(case, regime, replace(terms, stances=(terms.stances or ("text",))[:1]), memory=memory)
    view = table.world(table.columns[0].standard).view
    aside = {c.id for c, _ in view.set_aside}
    shown = [c for c in view.admitted if c.happened.earliest is not None or c.happened.latest is not None]
    shown.sort(key=lambda c: (c.happened.earliest or c.happened.latest, c.id))
    entries = tuple(_entry(c, case, c.id in aside) for c in shown)
    turns = tuple(_changes(table, shown)) if changes else ()
    return Timeline(case.id, case.title, terms.known_to.text(case.zone), entries, turns, terms.hypotheses)


def _entry(claim: Claim, case: Case, aside: bool) -> Entry:
    when = claim.happened
    return Entry(
        when.verbatim,
        when.earliest.text(case.zone) if when.earliest else "",
        when.latest.text(case.zone) if when.latest else "",
        str(when.zone),
        claim.actor or claim.speaker,
        claim.says,
        claim.id,
        claim.event,
        claim.sentence,
        claim.source,
        aside,
    )


def _changes(table: Table, claims: Sequence[Claim]) -> list[Change]:
    instants = {i for c in claims if c.bound for i in (c.happened.earliest, c.happened.latest) if i is not None}
    instants = {i for i in instants | _law_changes(table) if _inside(i, table.case.window)}
    out: list[Change] = []
    before: dict[str, str] = {}
    for instant in sorted(i for i in instants if i < table.terms.as_of):
        just_after = replace(table.terms, as_of=instant + INSTANT)
        with table.inquiries.memory:
            answers = _answers(Table(table.case, table.regime, just_after, table.inquiries))
        for question, words in answers.items():
            if before.get(question, words) != words:
                out.append(Change(instant.text(table.case.zone), question, before[question], words))
        before = answers
    return out


def _law_changes(table: Table) -> set[Instant]:
    """The midnights, in the case's zone, at which a wording or a number begins or ends."""
    chapter = table.regime.chapter
    spans = [p.in_force for p in chapter.provisions] + [f for n in chapter.numbers for _, f in n.values]
    days = {s.first for s in spans if s.first} | {s.last + timedelta(days=1) for s in spans if s.last}
    midnights = (table.case.zone.localise(datetime.combine(d, time())) for d in days if d > date(1, 1, 2))
    return {Instant.of(m) for m in midnights}


def _inside(instant: Instant, window: When) -> bool:
    """Whether an instant lies in the case's window; a window without an end leaves it open."""
    early = window.earliest is not None and instant < window.earliest
    return not early and not (window.latest is not None and instant > window.latest)


def _answers(table: Table) -> dict[str, str]:
    out = {}
    for question in table.questions():
        with suppress(Unfilled):
            out[question.id] = table.cell(question, table.columns[0], brief=True).words
    return out
