"""One cell as a problem: the circuit, what is asked of it, and what record and stance settle.

Whoever asks for more than a verdict (what would settle it, how likely it is, whether another solver
agrees) starts here: `posed` gives one `Posed` for each alternative of the question, and for each of
two days of law where the record leaves it open which of them governs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from foedus.assess.inquiry import Inquiry
from foedus.assess.table import Column, Table
from foedus.assess.terms import Terms
from foedus.ground import TooWide, Unfilled
from foedus.problem import Invalid, Place, nearest
from foedus.record import Case, Standard
from foedus.text import Regime
from foedus.text.law import Question
from foedus.verdict import Choice, Circuit, Engine, Query, Situation
from foedus.verdict.circuit import ClaimedLeaf, ConflictLeaf, FactLeaf, GapLeaf, JudgementLeaf, OptionLeaf, ShownLeaf
from foedus.vocabulary import Fact

__all__ = ["Bearing", "Posed", "posed", "posed_in"]


@dataclass(frozen=True, slots=True)
class Bearing:
    """What stands at the foot of a question's circuit, by name, each in the order of the law.

    open_facts  facts the record leaves open
    known       facts it settles, with their values
    judgements  words left to judgement that the stance did not decide
    gaps        words on which no rule may speak
    conflicts   words on which rules may speak both ways
    groups      contested words whose reading the stance did not choose, with their options
    burdens     gates that speak of what is shown or claimed
    """

    open_facts: tuple[str, ...]
    known: Mapping[str, bool]
    judgements: tuple[str, ...]
    gaps: tuple[str, ...]
    conflicts: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    burdens: tuple[int, ...]


@dataclass(frozen=True)
class Posed:
    """A question (one alternative of it) under one stance and the law of one day.

    option      the alternative asked about; "" for a yes/no question
    column      the stance with its choice of readings and judgements, and its standard of proof
    table       what it was posed from, to pose it again under another standard or another day's law
    law_note    why the law of this day, or of these days, applies
    """

    inquiry: Inquiry
    option: str
    column: Column
    table: Table = field(repr=False)
    law_note: str = ""

    @property
    def circuit(self) -> Circuit:
        """The gates."""
        return self.inquiry.circuit

    @property
    def query(self) -> Query:
        """What is asked: the gate of the answer and, where the question need not arise, that of its engagement."""
        return self.inquiry.queries[self.option]

    @property
    def situation(self) -> Situation:
        """What the record settles, and the constraints on what it leaves open."""
        return self.inquiry.situation

    @property
    def choice(self) -> Choice:
        """The readings and judgements that the stance chose."""
        return self.column.choice

    @property
    def standard(self) -> Standard:
        """The standard of proof under which the record was weighed."""
        return self.column.standard

    def under(self, standard: Standard) -> Posed:
        """The same question, the record being weighed under another standard of proof."""
        inquiry = self.table.inquiries.inquiry(self.inquiry.question, self.table.world(standard), self.inquiry.day)
        return replace(self, inquiry=inquiry, column=replace(self.column, standard=standard))

    def on(self, day: date) -> Posed:
        """The same question under the law of another day. Raises `foedus.ground.TooWide` where a limit is hit."""
        inquiry = self.table.inquiries.inquiry(self.inquiry.question, self.inquiry.world, day)
        return replace(self, inquiry=inquiry, law_note="")

    @property
    def engine(self) -> Engine:
        """The engine that answered the cell."""
        return self.inquiry.engine

    @property
    def roots(self) -> tuple[int, ...]:
        """The gates asked about: engagement first, if there is one."""
        return tuple(n for n in (self.query.engaged, self.query.root) if n is not None)

    @cached_property
    def bearing(self) -> Bearing:
        """What the question rests on, read off its gates and the constraints over them."""
        cone = dict.fromkeys(n for root in (*self.roots, *self.constraints) for n in self.circuit.cone(root))
        leaves = [(n, leaf) for n in cone if (leaf := self.circuit.op(n).leaf) is not None]
        facts = [leaf.name for _, leaf in leaves if isinstance(leaf, FactLeaf)]
        groups = dict.fromkeys(leaf.group for _, leaf in leaves if isinstance(leaf, OptionLeaf))
        return Bearing(
            tuple(f for f in facts if not self.situation.status(f).known),
            {f: self.situation.status(f) == "affirmed" for f in facts if self.situation.status(f).known},
            tuple(leaf.name for _, leaf in leaves if isinstance(leaf, JudgementLeaf) and leaf.name not in self.choice.judgements),
            tuple(leaf.word for _, leaf in leaves if isinstance(leaf, GapLeaf)),
            tuple(leaf.word for _, leaf in leaves if isinstance(leaf, ConflictLeaf)),
            {g: self.circuit.groups[g] for g in groups if g not in self.choice.readings},
            tuple(n for n, leaf in leaves if isinstance(leaf, ShownLeaf | ClaimedLeaf)),
        )

    @cached_property
    def constraints(self) -> tuple[int, ...]:
        """The constraints that share a fact with the question, directly or by way of others."""
        reached = {f for root in self.roots for f in self.circuit.facts_below(root)}
        waiting, found = list(self.situation.constraints), list[int]()
        while near := [c for c in waiting if not reached.isdisjoint(self.circuit.facts_below(c))]:
            found += near
            waiting = [c for c in waiting if c not in near]
            reached = reached.union(*(self.circuit.facts_below(c) for c in near))
        return tuple(found)

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The ground facts by the names that the circuit uses."""
        return self.inquiry.grounding.grounder.facts


def posed(case: Case, regime: Regime, terms: Terms, question: str, stance: str = "text", option: str = "") -> Sequence[Posed]:
    """A cell as a problem, once for each alternative asked about and each day of law.

    `option` names one alternative of a *which of* question; without it there is one `Posed` for each.
    Raises `Invalid` for a question, stance or alternative that does not exist, for a role that nobody
    fills, and where a limit was hit while the question was grounded.
    """
    table = Table(case, regime, replace(terms, questions=(question,), stances=(stance,)))
    return posed_in(table, table.questions()[0], table.columns[0], option)


def posed_in(table: Table, asked: Question, column: Column, option: str = "") -> Sequence[Posed]:
    """A cell of a table as a problem; cells of one table share what was grounded. Raises what `posed` raises."""
    if option and option not in asked.options:
        known = [o for o in asked.options if o]
        remedy = nearest(option, known) or ("one of: " + " · ".join(known) if known else "it is answered by yes or no")
        raise Invalid.at(Place("--option"), f"question “{asked.id}” has no alternative “{option}”", remedy)
    world = table.world(column.standard)
    try:
        law = table.inquiries.law_day(asked, world)
        inquiries = [table.inquiries.inquiry(asked, world, day) for day in law.days]
    except Unfilled as role:
        raise Invalid.at(Place(table.case.id), f"the case fills no role “{role}”", "add it under [roles] in case.toml") from role
    except TooWide as wide:
        raise Invalid.at(Place(asked.id), f"not computed: {wide}", "narrow the case, or ask a narrower question") from wide
    return [Posed(i, name, column, table, law.note) for i in inquiries for name in asked.options if option in ("", name)]
