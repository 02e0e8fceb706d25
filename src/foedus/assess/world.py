"""The record under one standard of proof, in the words that grounding and verdicts ask for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

from foedus.assess.terms import Terms
from foedus.ground import Grounder, Ratio
from foedus.problem import Invalid, Place, nearest
from foedus.record import DEFAULT, Case, FactStatus, RecordView, Standard, When, situation
from foedus.record.quantity import OPS, Op, Quantity, as_fact
from foedus.record.sentences import Sentences
from foedus.text import Regime
from foedus.verdict import Situation, Status
from foedus.vocabulary import Fact, Vocabulary

_T = TypeVar("_T")

__all__ = ["Asked", "World", "naming", "standards", "supposed"]


class World:
    """What the record says at a date, as known at a date, under one standard."""

    def __init__(self, case: Case, view: RecordView, standard: Standard) -> None:
        self.case = case
        self.view = view
        self.standard = standard
        self._facts: dict[Fact, tuple[Status, bool, bool, bool]] = {}

    def individuals(self, type_name: str) -> Sequence[str]:
        """The case's individuals of a type that the admitted record knows."""
        return self.view.individuals(type_name)

    def moment(self, fact: Fact) -> tuple[date, date] | None:
        """First and last day, in the case's zone, on which an event may have happened."""
        when = self.view.interval(fact)
        return days_of(when, self.case) if when is not None else None

    def order(self, first: Fact, second: Fact) -> bool | None:
        """Whether the first event happened before the second; None when the record does not say."""
        a, b = self.view.interval(first), self.view.interval(second)
        return a.before(b) if a is not None and b is not None else None

    def situation(self, grounder: Grounder, constraints: tuple[int, ...], names: Collection[str] | None = None) -> Situation:
        """The status of every fact that grounding met, or of those among them that are named."""
        statuses: dict[str, Status] = {}
        said_for, said_against, closed = set(), set(), set()
        for name, fact in _named(grounder.facts, names):
            statuses[name], pro, con, by_register = self._told(fact)
            if pro:
                said_for.add(name)
            if con:
                said_against.add(name)
            if by_register:
                closed.add(name)
        for name, (count, op, needed) in _named(grounder.counts, names):
            statuses[name] = Status(self.view.compare(count, op, needed).status)
        for name, ratio in _named(grounder.ratios, names):
            statuses[name] = Status(self.proportion(ratio).status)
        for name, gap in _named(grounder.opens, names):
            statuses[name] = Status(gap.kind)
        return Situation(statuses, frozenset(said_for), frozenset(said_against), constraints, frozenset(closed))

    def _told(self, fact: Fact) -> tuple[Status, bool, bool, bool]:
        """The status of a fact, whether anybody claims it, or denies it, and whether a register closes it."""
        if fact not in self._facts:
            found, claimed = self.view.status(fact), self.view.claimed
            self._facts[fact] = Status(found.status), claimed(fact, True), claimed(fact, False), bool(found.closed_by)
        return self._facts[fact]

    def proportion(self, ratio: Ratio) -> FactStatus:
        """Where a count stands to a share of another."""
        return self.view.proportion(ratio.count, _OPS[ratio.op], ratio.share, ratio.of)


class Asked:
    """A record that remembers what grounding asked of it, so that a grounding can be used again."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.asked: dict[tuple[str, tuple[Any, ...]], object] = {}

    def individuals(self, type_name: str) -> Sequence[str]:
        """As `World.individuals`, remembered."""
        answer = tuple(self.world.individuals(type_name))
        self.asked["individuals", (type_name,)] = answer
        return answer

    def moment(self, fact: Fact) -> tuple[date, date] | None:
        """As `World.moment`, remembered."""
        answer = self.world.moment(fact)
        self.asked["moment", (fact,)] = answer
        return answer

    def order(self, first: Fact, second: Fact) -> bool | None:
        """As `World.order`, remembered."""
        answer = self.world.order(first, second)
        self.asked["order", (first, second)] = answer
        return answer

    def same_for(self, world: World) -> bool:
        """Whether another record would have answered everything alike."""
        return all(_told(world, kind, about) == answer for (kind, about), answer in self.asked.items())


def _told(world: World, kind: str, about: tuple[Any, ...]) -> object:
    found = getattr(world, kind)(*about)
    return tuple(found) if kind == "individuals" else found


def _named(known: Mapping[str, _T], names: Collection[str] | None) -> Iterable[tuple[str, _T]]:
    """What is known by name; only of those named, unless None."""
    return known.items() if names is None else [(n, known[n]) for n in names if n in known]


_OPS: Mapping[str, Op] = {op: op for op in OPS}


def days_of(when: When, case: Case) -> tuple[date, date] | None:
    """First and last day that a time may mean in the case's zone; None when it is unbounded."""
    if when.earliest is None or when.latest is None:
        return None
    last = when.latest if when.exact else when.latest + timedelta(microseconds=-1)
    return when.earliest.local(case.zone).date(), last.local(case.zone).date()


def naming(regime: Regime, case: Case) -> Vocabulary:
    """The regime's vocabulary, in which the case's roles may stand for who fills them."""
    return replace(regime.vocabulary, aliases={**regime.vocabulary.aliases, **case.roles})


def standards(regime: Regime, case: Case) -> Mapping[str, Standard]:
    """The default standard of proof and those the regime declares, by name."""
    out = {DEFAULT.name: DEFAULT}
    for row in regime.standards:
        trusts = tuple(case.roles.get(t, t) for t in row.trusts)
        out[row.name] = Standard(row.name, trusts=trusts, min_source=row.min_source, min_item=row.min_item)
    return out


def standard_named(name: str, known: Mapping[str, Standard]) -> Standard:
    """The standard of that name. Raises `Invalid` with the nearest."""
    if name not in known:
        remedy = nearest(name, list(known)) or "one of: " + " · ".join(known)
        raise Invalid.at(Place("--standard"), f"no standard of proof is called “{name}”", remedy)
    return known[name]


def supposed(terms: Terms, regime: Regime, case: Case) -> tuple[dict[Fact, bool], dict[str, bool]]:
    """The facts and the judgements that the terms suppose; a number is supposed as its comparison.

    Raises `Invalid` for a legal conclusion, and for a count without a number.
    """
    facts: dict[Fact, bool] = {}
    judgements: dict[str, bool] = {}
    sentences = Sentences(naming(regime, case), case.individuals)
    for text in terms.suppose:
        sentence = text.removeprefix("not ").strip()
        fact, positive, compared = sentences.claim(sentence, _SUPPOSED)
        value = positive is not text.startswith("not ")
        kind = sentences.kind(fact)
        if kind == "word":
            what = f"“{sentence}” is a legal conclusion"
            raise Invalid.at(_SUPPOSED, what, "suppose the facts it rests on; see: foedus why")
        earlier = judgements.get(str(fact)) if kind == "judgement" else facts.get(fact)
        if earlier is not None and earlier is not value:
            what = f"“{sentence}” is supposed both ways"
            raise Invalid.at(_SUPPOSED, what, "suppose it once: as it stands, or with “not” before it")
        if compared:
            facts |= dict.fromkeys(_numbers(fact, *compared, sentence), value)
        elif kind == "judgement":
            judgements[str(fact)] = value
        else:
            facts[fact] = value
    return facts, judgements


_SUPPOSED = Place("--suppose")


def _numbers(count: Fact, op: Op, quantity: Quantity, sentence: str) -> Iterable[Fact]:
    """What is supposed of a count, as comparisons with one number each."""
    if quantity.approximate:
        raise Invalid.at(_SUPPOSED, f"“{sentence}” is no exact number", "“about” decides nothing: suppose 59, >= 60 or 55..61")
    if op != "=" or quantity.exact:
        value = quantity.low if quantity.low is not None else quantity.high
        return [as_fact(count, op, value or 0)]
    ends = ((">=", quantity.low), ("<=", quantity.high))
    return [as_fact(count, sign, value) for sign, value in ends if value is not None]


def world_of(case: Case, regime: Regime, terms: Terms, standard: Standard) -> World:
    """The record at the terms' dates under a standard."""
    facts, _ = supposed(terms, regime, case)
    view = situation(
        case, regime.vocabulary, terms.as_of, terms.known_to, standard, supposed=facts, switched_on=terms.switched_on
    )
    return World(case, view, standard)
