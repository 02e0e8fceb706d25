"""One question made answerable: grounded under the law of its day, once for every record that allows it.

A question's law is that of its anchor's day (intertemporal law). Where the anchor's time straddles
a change of wording there are two days, hence two groundings, and the answer may depend on which.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from foedus.assess.memory import Memory
from foedus.assess.terms import Terms
from foedus.assess.world import Asked, World
from foedus.ground import Clash, Grounder, Step, Unfilled, clashes
from foedus.record import Case
from foedus.text import Regime
from foedus.text.law import Question
from foedus.verdict import Circuit, Engine, Query, RecordConflict, Situation, reconcile

__all__ = ["Inquiries", "Inquiry", "LawDay"]


@dataclass(frozen=True, slots=True)
class LawDay:
    """The day, or the two days, whose law applies, and what to say about it."""

    days: tuple[date, ...]
    note: str = ""


@dataclass
class Grounding:
    """A question's steps and circuit, and the record they were made with."""

    grounder: Grounder
    asked: Asked
    options: Mapping[str, Step]
    engaged: Step | None
    clashes: tuple[Clash, ...]
    constraints: tuple[int, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps at the top: one for each option, and what engages the question."""
        return (*self.options.values(), *([self.engaged] if self.engaged else []))


@dataclass
class Inquiry:
    """A question under one record and one day's law, ready to be evaluated under any choice."""

    question: Question
    world: World
    day: date
    grounding: Grounding
    situation: Situation
    conflicts: tuple[RecordConflict, ...]
    engine: Engine
    queries: Mapping[str, Query] = field(default_factory=dict)

    @property
    def circuit(self) -> Circuit:
        """The circuit the queries point into."""
        return self.grounding.grounder.circuit


def _key(grounding: Grounding, situation: Situation, supposed: frozenset[str]) -> Hashable:
    """All that an answer depends on besides the stance. Groundings are told apart by object; what is kept holds them."""
    statuses = frozenset(situation.statuses.items())
    return id(grounding), statuses, situation.claimed_for, situation.claimed_against, situation.closed, supposed


def _as_supposed(settled: Situation, before: Situation, supposed: frozenset[str]) -> Situation:
    """What is supposed stands, whatever it contradicts: then the record's side is what is in dispute."""
    return replace(settled, statuses={**settled.statuses, **{n: before.statuses[n] for n in supposed}})


@dataclass(frozen=True)
class _Study:
    """A situation freed of contradictions, and the engine that answers in it."""

    grounding: Grounding
    situation: Situation
    conflicts: tuple[RecordConflict, ...]
    engine: Engine

    def rest(self) -> None:
        """Keep the answers and let go of the diagrams."""
        self.engine.rest()


class Inquiries:
    """Groundings and engines of one assessment, each made once; those in the memory, from earlier ones."""

    def __init__(self, case: Case, regime: Regime, terms: Terms, memory: Memory | None = None) -> None:
        self.case = case
        self.regime = regime
        self.terms = terms
        self.memory = Memory() if memory is None else memory
        self._roles = tuple(sorted(case.roles.items()))
        self._inquiries: dict[tuple[int, World, date], Inquiry] = {}
        self._law_days: dict[tuple[int, World], tuple[Question, LawDay]] = {}

    def at(self, terms: Terms, case: Case | None = None) -> Inquiries:
        """The same questions on other terms, or of another record; what still fits is used again."""
        return Inquiries(case or self.case, self.regime, terms, self.memory)

    @property
    def made(self) -> Iterable[Inquiry]:
        """Every inquiry made so far."""
        return self._inquiries.values()

    def law_day(self, question: Question, world: World) -> LawDay:
        """The day whose law applies to a question. An anchor that cannot be placed leaves the as-of day."""
        key = id(question), world
        if key not in self._law_days:
            self._law_days[key] = question, self._law_day(question, world)
        return self._law_days[key][1]

    def _law_day(self, question: Question, world: World) -> LawDay:
        if self.terms.law_at is not None:
            return LawDay((self.terms.law_at,), "law of the day asked for")
        as_of = self.terms.last_day(self.case.zone)
        if question.anchor is None:
            return LawDay((as_of,), "no anchor: law of the as-of day")
        try:
            anchor = Grounder(self.regime, self.case.roles, world, as_of).fill(question.anchor)
        except Unfilled as role:
            return LawDay((as_of,), f"the case fills no role “{role}”: law of the as-of day")
        status = world.view.status(anchor).status
        found = world.moment(anchor) if status == "affirmed" else None
        if found is None:
            return LawDay((as_of,), f"“{anchor}” is not established: law of the as-of day")
        first, last = found
        if self._same_law(first, last):
            return LawDay((first,))
        return LawDay((first, last), f"the law changed while “{anchor}” may have happened")

    def _same_law(self, first: date, last: date) -> bool:
        """Whether every provision and number is the same on both days."""
        if first == last:
            return True
        provisions = self.regime.provisions
        if any(self.regime.in_force(p, first) != self.regime.in_force(p, last) for p in provisions):
            return False
        spans = [f for n in self.regime.chapter.numbers for _, f in n.values]
        return all(f.covers(first) == f.covers(last) for f in spans)

    def inquiry(self, question: Question, world: World, day: date) -> Inquiry:
        """The question, grounded and with its engine, for one record and one day."""
        key = id(question), world, day
        if key not in self._inquiries:
            grounding = self._grounding(question, world, day)
            study = self._study(grounding, world)
            engaged = grounding.engaged.node if grounding.engaged else None
            queries = {name: Query(step.node, engaged) for name, step in grounding.options.items()}
            self._inquiries[key] = Inquiry(
                question, world, day, grounding, study.situation, study.conflicts, study.engine, queries
            )
        return self._inquiries[key]

    def _study(self, grounding: Grounding, world: World) -> _Study:
        circuit, situation = grounding.grounder.circuit, world.situation(grounding.grounder, grounding.constraints)
        supposed = frozenset(map(str, world.view.supposed)).intersection(situation.statuses)

        def make() -> _Study:
            settled, conflicts = reconcile(circuit, situation)
            settled = _as_supposed(settled, situation, supposed)
            return _Study(grounding, settled, tuple(conflicts), Engine(circuit, settled))

        return self.memory.kept(_key(grounding, situation, supposed), make)

    def _grounding(self, question: Question, world: World, day: date) -> Grounding:
        law = id(self.regime), self._roles, id(question), day
        groundings = self.memory.kept(law, lambda: _Groundings(self.regime, question))
        for one in groundings.made:
            if one.asked.same_for(world):
                return one
        asked = Asked(world)
        grounder = Grounder(self.regime, self.case.roles, asked, day)
        options = _options(grounder, question)
        engaged = grounder.ground(question.engaged) if question.engaged is not None else None
        made = Grounding(grounder, asked, options, engaged, clashes(grounder), grounder.constraints())
        groundings.made.append(made)
        return made


@dataclass
class _Groundings:
    """The groundings of a question under the law of a day, for records that grounding tells apart."""

    regime: Regime
    question: Question
    made: list[Grounding] = field(default_factory=list)


def _options(grounder: Grounder, question: Question) -> dict[str, Step]:
    """What is asked; where the case fills no role of it, what the question asks then. Raises `Unfilled`."""
    try:
        return {name: grounder.ground(clause) for name, clause in question.options.items()}
    except Unfilled:
        if question.otherwise is None:
            raise
    return {"": grounder.ground(question.otherwise)}


def facts_in_cone(inquiry: Inquiry, nodes: Iterable[int]) -> set[str]:
    """Names of the facts that the gates rest on."""
    circuit = inquiry.circuit
    found = set()
    for node in nodes:
        for below in circuit.cone(node):
            leaf = circuit.op(below).leaf
            name = getattr(leaf, "name", None)
            if name is not None and name in inquiry.situation.statuses:
                found.add(name)
    return found
