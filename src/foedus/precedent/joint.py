"""Two cases grounded as one question: whatever either record knows is in it, in the names of the first.

An individual that only one record knows is unknown to the other: nothing is said of it there, and silence is no denial.
So each case keeps its own answer in the joint circuit, and the caller checks that it does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from foedus.assess.table import Column, Table
from foedus.assess.world import World
from foedus.ground import Grounder, Step
from foedus.precedent.likeness import Likeness
from foedus.record import Standard
from foedus.text.law import Question
from foedus.verdict import Choice, Circuit, Query, Situation, reconcile
from foedus.verdict.separation import Separations, Side
from foedus.vocabulary import Fact

__all__ = ["Half", "Joint", "Whose", "join"]


@dataclass(frozen=True)
class Half:
    """One of the two cases: its table, the stance it is asked under, the day whose law applies to the question."""

    table: Table
    column: Column
    day: date

    def world(self, standard: Standard) -> World:
        """Its record under a standard of proof."""
        return self.table.world(standard)


@dataclass(frozen=True)
class Whose:
    """Whose law, whose times and whose standard of proof the joint question is asked with; true: those of there."""

    law: bool
    dates: bool
    standard: bool


class _Both:
    """What grounding asks of a record, asked of both."""

    def __init__(self, here: World, there: World, like: Likeness, dates_of_there: bool, open_types: frozenset[str]) -> None:
        self.here, self.there, self.like = here, there, like
        self.dates_of_there, self.open_types = dates_of_there, open_types

    def individuals(self, type_name: str) -> Sequence[str]:
        """Those of here, then those of there; of a listed type only those of here, for it is not open."""
        own = list(self.here.individuals(type_name))
        if type_name not in self.open_types:
            return own
        others = [self.like.back.get(n, n) for n in self.there.individuals(type_name)]
        return [*own, *(n for n in others if n not in own)]

    def moment(self, fact: Fact) -> tuple[date, date] | None:
        """When an event may have happened, by the times of the one or the other."""
        return self.there.moment(self.like.fact_there(fact)) if self.dates_of_there else self.here.moment(fact)

    def order(self, first: Fact, second: Fact) -> bool | None:
        """Which of two events was first, by the times of the one or the other."""
        if self.dates_of_there:
            return self.there.order(self.like.fact_there(first), self.like.fact_there(second))
        return self.here.order(first, second)


@dataclass
class Joint:
    """The joint question: one circuit, and each case as a side of it."""

    grounder: Grounder
    steps: Mapping[str, Step]
    queries: Mapping[str, Query]
    here: Side
    there: Side
    like: Likeness = field(repr=False)

    @property
    def circuit(self) -> Circuit:
        """The gates."""
        return self.grounder.circuit

    @cached_property
    def apart(self) -> Separations:
        """What separates the two sides, to be asked of any of the questions."""
        return Separations(self.circuit, self.here, self.there)

    def same(self, other: Joint) -> bool:
        """Whether another joint question comes to the same gates and the same sides."""
        gates = [[j.circuit.op(n) for n in range(len(j.circuit))] for j in (self, other)]
        alike = (self.queries, self.here, self.there) == (other.queries, other.here, other.there)
        return alike and gates[0] == gates[1] and self.circuit.groups == other.circuit.groups

    def told(self, name: str) -> str:
        """A fact or judgement of the circuit in the words of roles."""
        grounder = self.grounder
        fact = grounder.facts.get(name) or grounder.judgements.get(name)
        if fact is not None:
            return self.like.told(fact)
        counts = [grounder.counts[name][0]] if name in grounder.counts else []
        if name in grounder.ratios:
            counts = [grounder.ratios[name].count, grounder.ratios[name].of]
        for count in counts:
            name = name.replace(str(count), self.like.told(count))
        return name

    def lacking(self, name: str) -> str:
        """In which case alone the fact can be spoken of: “here”, “there” or, mostly, neither."""
        fact = self.grounder.facts.get(name) or self.grounder.judgements.get(name)
        return self.like.lacking(fact) if fact is not None else ""


def join(question: Question, here: Half, there: Half, like: Likeness, terms: Whose) -> Joint:
    """Ground a question over both cases. Raises `TooWide` and `Unfilled` as grounding does."""
    regime = here.table.regime
    standard = (there if terms.standard else here).column.standard
    one, other = here.world(standard), there.world(standard)
    kinds = frozenset(name for name, kind in regime.vocabulary.types.items() if kind.open)
    record = _Both(one, other, like, terms.dates, kinds)
    roles = {r: like.back.get(n, n) for r, n in there.table.case.roles.items()} | dict(here.table.case.roles)
    grounder = Grounder(regime, roles, record, (there if terms.law else here).day)
    steps = {name: grounder.ground(clause) for name, clause in question.options.items()}
    engaged = grounder.ground(question.engaged) if question.engaged is not None else None
    constraints = grounder.constraints()
    queries = {name: Query(step.node, engaged.node if engaged else None) for name, step in steps.items()}
    if engaged is not None:
        steps["engaged when"] = engaged
    return Joint(
        grounder,
        steps,
        queries,
        Side(_settled(grounder, one.situation(grounder, constraints)), here.column.choice),
        Side(_settled(grounder, other.situation(_named(grounder, like), constraints)), _chosen(there, grounder, like)),
        like,
    )


def _settled(grounder: Grounder, situation: Situation) -> Situation:
    return reconcile(grounder.circuit, situation)[0]


def _named(grounder: Grounder, like: Likeness) -> Grounder:
    """The same grounding, its facts in the names of there, for the record of there to be asked about them."""
    other = copy(grounder)
    other.facts = {name: like.fact_there(fact) for name, fact in grounder.facts.items()}
    other.counts = {name: (like.fact_there(count), *rest) for name, (count, *rest) in grounder.counts.items()}  # type: ignore[misc]
    other.ratios = {name: like.ratio_there(ratio) for name, ratio in grounder.ratios.items()}
    return other


def _chosen(there: Half, grounder: Grounder, like: Likeness) -> Choice:
    """What the stance of there chose, its judgements in the names of here."""
    made = there.column.choice.judgements
    names = {name: str(like.fact_there(fact)) for name, fact in grounder.judgements.items()}
    return Choice(there.column.choice.readings, {name: made[other] for name, other in names.items() if other in made})
