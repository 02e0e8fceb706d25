"""The hinges of a cell: what would settle it or flip it, and which open fact to ask about next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, get_args

from foedus.assess.posed import Posed
from foedus.ground import TooWide, every_step
from foedus.verdict import Strength
from foedus.verdict.hinges import Change, Changeable, Hinges, hinges

__all__ = ["OVER", "HingeSetShown", "Hinging", "InfluenceShown", "Over", "Turn", "hinging"]

Over = Literal["facts", "judgements", "readings", "standards", "law"]
OVER: tuple[Over, ...] = get_args(Over)
"""What may be changed on request, besides the facts that are open."""

_ORDER = (Strength.SETTLED, Strength.PRESUMED, Strength.OPEN)


@dataclass(frozen=True, slots=True)
class Turn:
    """One change.

    kind  fact · judgement · reading · standard (of proof) · law (the day whose law applies)
    name  the fact, the judgement or the contested word; empty for standard and law
    to    yes or no; the option, the standard or the day
    was   how the record has a fact: unknown, alleged, disputed, instant, affirmed, denied; empty for others
    """

    kind: Literal["fact", "judgement", "reading", "standard", "law"]
    name: str
    to: str
    was: str = ""

    def to_json(self) -> dict[str, str]:
        """As in documents."""
        return {"kind": self.kind, "name": self.name, "to": self.to} | ({"was": self.was} if self.was else {})


@dataclass(frozen=True, slots=True)
class HingeSetShown:
    """A smallest set of changes, and the verdict and status it leads to."""

    turns: tuple[Turn, ...]
    verdict: str
    status: str


@dataclass(frozen=True, slots=True)
class InfluenceShown:
    """An open fact, how the record has it, and in what share of all ways the rest may turn out the answer hangs on it."""

    fact: str
    was: str
    share: Fraction


@dataclass(frozen=True)
class Hinging:
    """The hinges of one cell.

    sets       smallest sets, fewest changes first; of an open answer they settle it, of another one they flip it
    influence  of the open facts that have any, greatest first
    over       what could be changed besides open facts
    readings, judgements, silences   what it turns on besides facts: contested words, words left to judgement, and words on
               which the law is silent or collides
    bounds     in words, the limits that bit; then the lists are not whole
    """

    question: str
    asks: str
    option: str
    stance: str
    standard: str
    as_of: str
    known_to: str
    law_at: str
    verdict: str
    status: str
    sets: tuple[HingeSetShown, ...]
    influence: tuple[InfluenceShown, ...]
    over: tuple[Over, ...]
    readings: tuple[str, ...]
    judgements: tuple[str, ...] = ()
    silences: tuple[str, ...] = ()
    supposed: tuple[str, ...] = ()
    bounds: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether there is something to settle."""
        return self.verdict == "open"

    @property
    def ask_next(self) -> str:
        """The open fact that decides most often, or nothing."""
        return self.influence[0].fact if self.influence else ""

    def to_json(self) -> dict[str, object]:
        """One document; shares are exact, as text, and rounded beside it."""
        plain = ("question", "asks", "option", "stance", "standard", "as_of", "known_to", "law_at", "verdict", "status")
        return {
            "schema_version": 1,
            **{name: getattr(self, name) for name in plain},
            "supposed": list(self.supposed),
            "over": list(self.over),
            "turns_on": {"readings": list(self.readings), "judgements": list(self.judgements), "silences": list(self.silences)},
            "sets": [{"changes": [t.to_json() for t in s.turns], "verdict": s.verdict, "status": s.status} for s in self.sets],
            "influence": [
                {"fact": i.fact, "was": i.was, "share": str(i.share), "about": round(float(i.share), 6)} for i in self.influence
            ],
            "ask_next": self.ask_next,
            "bounds": list(self.bounds),
        }


def hinging(found: Posed, over: Sequence[Over] = (), most: int = 200) -> Hinging:
    """The hinges of a cell, over its open facts and whatever else `over` names.

    `most` bounds the sets listed for each verdict. Every set was verified by asking the question again.
    """
    may = _changeable(found, over)
    here = hinges(found.circuit, found.query, found.situation, found.choice, may, most, found.engine)
    reached = [_shown(found, s.changes, s.verdict.value, s.strengths) for s in here.sets]
    bounds = list(here.bounds)
    for turns, other in _elsewhere(found, over):
        there = hinges(other.circuit, other.query, other.situation, other.choice, may, most, other.engine)
        reached += _reached(other, turns, there)
        bounds += [f"{turns[0].to}: {b}" for b in there.bounds]
    sets = [s for s in _smallest(reached) if s.verdict != here.verdict.value.replace(" ", "-")]
    terms, zone, inquiry = found.table.terms, found.table.case.zone, found.inquiry
    outcome = found.engine.evaluate(found.query, found.choice)
    return Hinging(
        inquiry.question.id,
        inquiry.question.asks,
        found.option,
        found.column.stance.name,
        found.standard.name,
        terms.as_of.text(zone),
        terms.known_to.text(zone),
        inquiry.day.isoformat(),
        here.verdict.value.replace(" ", "-"),
        outcome.status.value,
        tuple(sets),
        tuple(InfluenceShown(i.fact, found.situation.status(i.fact).value, i.share) for i in here.influence),
        tuple(o for o in OVER if o in over),
        outcome.turns_on.readings,
        outcome.turns_on.judgement,
        (*outcome.turns_on.law_gap, *outcome.turns_on.norm_conflict),
        terms.hypotheses,
        tuple(dict.fromkeys(bounds)),
    )


def _changeable(found: Posed, over: Sequence[Over]) -> Changeable:
    bearing = found.bearing
    groups = {*bearing.groups, *(g for g in found.circuit.groups if g in found.choice.readings)}
    judged = {*bearing.judgements, *found.choice.judgements}
    return Changeable(
        frozenset(bearing.known) if "facts" in over else frozenset(),
        frozenset(judged) if "judgements" in over else frozenset(),
        frozenset(groups) if "readings" in over else frozenset(),
    )


def _elsewhere(found: Posed, over: Sequence[Over]) -> Iterator[tuple[tuple[Turn, ...], Posed]]:
    """The same question under every other standard of proof, every other law, or both."""
    standards = [s for s in found.table.standards.values() if s != found.standard] if "standards" in over else []
    days = _other_days(found) if "law" in over else []
    for standard in (None, *standards):
        weighed = found.under(standard) if standard else found
        turns = (Turn("standard", "", standard.name),) if standard else ()
        if standard:
            yield turns, weighed
        for day in days:
            try:
                yield (*turns, Turn("law", "", day.isoformat())), weighed.on(day)
            except TooWide:  # a law too wide for this case reaches nothing
                continue


def _other_days(found: Posed) -> list[date]:
    """One day for each other wording of the provisions that the question rests on."""
    regime, today = found.table.regime, found.inquiry.day
    grounding = found.inquiry.grounding
    homes = (home for step in every_step(grounding.steps) for home in (step.rule, step.reading) if home is not None)
    used = {home.provision.partition("@")[0] for home in homes}
    days = set()
    for provision in regime.provisions.values():
        span = provision.in_force
        if provision.base in used and not span.covers(today) and (day := span.first or span.last):
            days.add(day)
    return sorted(days)


def _reached(other: Posed, turns: tuple[Turn, ...], there: Hinges) -> Iterator[HingeSetShown]:
    """What is reached elsewhere: its own verdict with nothing more, the others with further changes."""
    yield _shown(other, (), there.verdict.value, there.strengths, turns)
    for one in there.sets:
        yield _shown(other, one.changes, one.verdict.value, one.strengths, turns)


def _shown(
    found: Posed, changes: Sequence[Change], verdict: str, strengths: Sequence[Strength], first: tuple[Turn, ...] = ()
) -> HingeSetShown:
    turns = sorted((_turn(found, c) for c in changes), key=lambda t: (t.kind, t.name))
    status = max(strengths, key=_ORDER.index).value if strengths else "open"
    return HingeSetShown((*first, *turns), verdict.replace(" ", "-"), status)


def _turn(found: Posed, change: Change) -> Turn:
    to = change.to if isinstance(change.to, str) else "yes" if change.to else "no"
    was = found.situation.status(change.name).value if change.kind == "fact" else ""
    return Turn(change.kind, change.name, to, was)


def _smallest(sets: Iterable[HingeSetShown]) -> list[HingeSetShown]:
    """The sets no part of which reaches the same verdict, fewest changes first; in the order found."""
    kept: list[tuple[frozenset[tuple[str, str, str]], HingeSetShown]] = []
    for one in sorted(sets, key=lambda s: len(s.turns)):
        key = frozenset((t.kind, t.name, t.to) for t in one.turns)
        if not any(k <= key and s.verdict == one.verdict for k, s in kept):
            kept.append((key, one))
    return [s for _, s in kept]
