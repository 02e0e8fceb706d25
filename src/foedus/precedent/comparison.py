"""What separates two cases that were answered apart.

For a question asked in both: the two answers, and the smallest sets of differences with which the one case, changed in
just these respects to how they stand in the other, gets the answer of the other; and the other way round. A difference is
how the record has a fact, the wording in force, when things happened, and, between two stances, a reading, a judgement or
the standard of proof.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import chain, combinations, product
from typing import Literal, TypeAlias

from foedus.assess import Terms
from foedus.assess.table import Table
from foedus.ground import Step, TooWide, Unfilled, every_step
from foedus.precedent.joint import Half, Joint, Whose, join
from foedus.precedent.likeness import Likeness, likeness
from foedus.record import Case
from foedus.text import Regime
from foedus.text.law import Atom, Question
from foedus.text.walk import clauses
from foedus.verdict import Outcome, Verdict
from foedus.verdict.hinges import Change
from foedus.verdict.separation import Side

__all__ = ["Answer", "Apart", "Comparison", "Difference", "Separating", "compare"]

Kind: TypeAlias = Literal["law", "dates", "standard", "fact", "judgement", "reading"]
_LARGE: tuple[Kind, ...] = ("law", "dates", "standard")
"""What cannot be changed in one circuit: another wording, other times or another standard make another one."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One respect in which the cases differ.

    what    the fact or judgement in the words of roles; the contested word; the provisions whose wording differs
    first, second  how it stands in the first case and in the second
    only    the one case whose record knows the individuals of the fact; empty where both do
    """

    kind: Kind
    what: str
    first: str
    second: str
    only: str = ""


@dataclass(frozen=True, slots=True)
class Separating:
    """A smallest set of differences, and the answer the case gets with them."""

    differences: tuple[Difference, ...]
    verdict: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer in one case, and the day whose law it is an answer of."""

    verdict: str
    status: str
    law_at: str
    note: str = ""


@dataclass(frozen=True)
class Apart:
    """One question, answered in both cases.

    forth  sets with which the first case gets the answer of the second; back: the other way round;
           none where no set suffices, None where the case cannot be changed step by step (see notes)
    idle   what differs, bears on the question and stands in none of these sets
    notes  in words: what could not be carried over, and every limit that bit
    """

    question: str
    asks: str
    option: str
    first: Answer
    second: Answer
    forth: tuple[Separating, ...] | None = ()
    back: tuple[Separating, ...] | None = ()
    idle: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether the two cases are answered apart."""
        return self.first.verdict != self.second.verdict


@dataclass(frozen=True)
class Comparison:
    """Two cases side by side.

    first, second  id, title, stance, standard, as of and known to of each
    roles     shared role, who fills it in the first, who in the second
    moved     listed individuals that change places because of their roles
    alone     dated individuals that only the one record knows
    asked     every question that could be asked in both; unasked: the others, each with the reason
    """

    first: dict[str, str]
    second: dict[str, str]
    roles: tuple[tuple[str, str, str], ...]
    moved: tuple[tuple[str, str], ...]
    alone: tuple[tuple[str, ...], tuple[str, ...]]
    asked: tuple[Apart, ...] = field(default=())
    unasked: tuple[tuple[str, str], ...] = ()

    @property
    def apart(self) -> tuple[Apart, ...]:
        """The questions that the cases answer apart."""
        return tuple(a for a in self.asked if a.differs)

    def to_json(self) -> dict[str, object]:
        """One document."""
        return {
            "schema_version": 1,
            "first": self.first,
            "second": self.second,
            "roles": [{"role": r, "first": a, "second": b} for r, a, b in self.roles],
            "change_places": [list(pair) for pair in self.moved],
            "only_in_first": list(self.alone[0]),
            "only_in_second": list(self.alone[1]),
            "questions": [asdict(a) | {"differs": a.differs} for a in self.asked],
            "not_asked": [{"question": q, "why": why} for q, why in self.unasked],
        }


def compare(first: tuple[Case, Terms], second: tuple[Case, Terms], regime: Regime, most: int = 200) -> Comparison:
    """Compare two cases of one regime, each on terms of its own that name one stance and the same questions.

    `most` bounds the sets listed each way. Raises `Invalid` for a question or stance that does not exist.
    """
    tables = [Table(case, regime, terms) for case, terms in (first, second)]
    like = likeness(first[0], second[0], regime)
    asked: list[Apart] = []
    unasked: list[tuple[str, str]] = []
    for question in tables[0].questions():
        try:
            asked += _Pair(question, tables[0], tables[1], like, most).apart()
        except _CannotAskError as why:
            unasked.append((question.id, str(why)))
    return Comparison(
        _head(tables[0]),
        _head(tables[1]),
        tuple((like.roles[a], a, b) for a, b in like.across.items() if a in like.roles),
        tuple(like.moved.items()),
        (like.only_here, like.only_there),
        tuple(asked),
        tuple(unasked),
    )


def _head(table: Table) -> dict[str, str]:
    case, terms, column = table.case, table.terms, table.columns[0]
    return {
        "case": case.id,
        "title": case.title or case.id,
        "stance": column.stance.name,
        "standard": column.standard.name,
        "as_of": terms.as_of.text(case.zone),
        "known_to": terms.known_to.text(case.zone),
    }


class _CannotAskError(Exception):
    """The question cannot be asked in both cases; says why."""


class _Pair:
    """One question in two cases, grounded jointly once for each choice of law, times and standard."""

    def __init__(self, question: Question, first: Table, second: Table, like: Likeness, most: int) -> None:
        self.question, self.most = question, most
        by_name = bool(like.moved) and not _named(question).isdisjoint({*like.moved, *like.moved.values()})
        self.like = likeness(first.case, second.case, first.regime, by_name=True) if by_name else like
        self.by_name = by_name
        self.halves = [self._half(table) for table in (first, second)]
        self._joints: dict[Whose, Joint | None] = {}

    def _half(self, table: Table) -> Half:
        column = table.columns[0]
        case = table.case
        law = table.inquiries.law_day(self.question, table.world(column.standard))
        if len(law.days) > 1:
            raise _CannotAskError(f"{case.id}: {law.note}")
        half = Half(table, column, law.days[0])
        try:
            self._own(half)
        except Unfilled as role:
            raise _CannotAskError(f"{case.id} fills no role “{role}”") from role
        except TooWide as wide:
            raise _CannotAskError(f"{case.id}: {wide}") from wide
        return half

    def _own(self, half: Half) -> dict[str, Outcome]:
        """Each alternative's answer in the case by itself."""
        table = half.table
        inquiry = table.inquiries.inquiry(self.question, half.world(half.column.standard), half.day)
        return {name: inquiry.engine.answer(query, half.column.choice) for name, query in inquiry.queries.items()}

    def joint(self, whose: Whose) -> Joint | None:
        """The joint question; None where it is too wide."""
        here, there = self.halves
        whose = replace(
            whose,
            law=whose.law and here.day != there.day,
            standard=whose.standard and here.column.standard != there.column.standard,
        )
        if whose not in self._joints:
            try:
                made = join(self.question, here, there, self.like, whose)
                self._joints[whose] = next((j for j in self._joints.values() if j is not None and j.same(made)), made)
            except (TooWide, Unfilled):
                self._joints[whose] = None
        return self._joints[whose]

    def apart(self) -> Iterator[Apart]:
        """Every alternative of the question; where the answers differ, with what separates them."""
        one, other = (self._own(half) for half in self.halves)
        for option in self.question.options:
            found = Apart(
                self.question.id,
                self.question.asks,
                option,
                _answer(one[option], self.halves[0]),
                _answer(other[option], self.halves[1]),
            )
            yield self._separated(found, one[option].verdict, other[option].verdict) if found.differs else found

    def _separated(self, found: Apart, one: Verdict, other: Verdict) -> Apart:
        notes: list[str] = []
        if self.by_name:
            notes.append("the question names a state: states are compared by name, not by role")
        ways = [_Way(self, found.option, back) for back in (False, True)]
        sets: list[tuple[Separating, ...] | None] = []
        for way, own, goal, half in zip(ways, (one, other), (other, one), self.halves, strict=True):
            stands = way.stands()
            sets.append(way.sets(goal, notes) if stands is own else None)
            if stands is not own:
                joined = f"asked together with the other record, {half.table.case.id} comes to “{stands.value}”"
                notes.append(f"{joined}: something that belongs to it alone has no counterpart, and nothing was sought")
        used = {d for some in sets for s in some or () for d in s.differences}
        differing = dict.fromkeys(d for way in ways for d in way.differences)
        idle = tuple(d for d in differing if d not in used)
        return replace(found, forth=sets[0], back=sets[1], idle=idle, notes=tuple(dict.fromkeys(notes)))


class _Way:
    """One case, changed step by step towards the other."""

    def __init__(self, pair: _Pair, option: str, back: bool) -> None:
        self.pair, self.option, self.back = pair, option, back
        self.differences: list[Difference] = []

    def stands(self) -> Verdict:
        """The answer of the case where nothing is changed, asked together with the other."""
        joint = self.pair.joint(self._whose(()))
        return joint.apart.now(joint.queries[self.option], self.back) if joint else Verdict.NOT_COMPUTED

    def _whose(self, taken: Iterable[Kind]) -> Whose:
        """Law, times and standard of the case we come from, save those taken from the other."""
        return Whose(*(self.back ^ (kind in taken) for kind in _LARGE))

    def sets(self, goal: Verdict, notes: list[str]) -> tuple[Separating, ...]:
        """The smallest sets of differences that reach the goal."""
        found: list[Separating] = []
        for taken in _some(self._large()):
            joint = self.pair.joint(self._whose(taken))
            if joint is None:
                notes.append("too wide with " + " and ".join(taken))
                continue
            found += self._within(joint, [self._larger(kind) for kind in taken], goal, notes)
        return tuple(_smallest(found))

    def _large(self) -> list[Kind]:
        """Which of law, times and standard differ at all."""
        every = [Whose(*flags) for flags in product((False, True), repeat=3)]

        def matters(kind: Kind) -> bool:
            return any(self.pair.joint(w) is not self.pair.joint(replace(w, **{kind: True})) for w in every)

        return [kind for kind in _LARGE if matters(kind)]

    def _within(self, joint: Joint, large: list[Difference], goal: Verdict, notes: list[str]) -> Iterator[Separating]:
        query = joint.queries[self.option]
        result = joint.apart.reaching(query, goal, self.back, self.pair.most)
        notes += result.bounds
        self.differences += [*large, *(self._small(joint, c) for c in joint.apart.differences(query, self.back))]
        for one in result.sets:
            small = sorted((self._small(joint, c) for c in one), key=lambda d: (d.kind, d.what))
            yield Separating((*large, *small), goal.value.replace(" ", "-"))

    def _small(self, joint: Joint, change: Change) -> Difference:
        """A difference within one circuit, told from the first case to the second whichever way we go."""
        first, second = (_stands(side, change) for side in (joint.here, joint.there))
        lacking = joint.lacking(change.name) if change.kind == "fact" else ""
        cases = [half.table.case.id for half in self.pair.halves]
        only = {"here": cases[0], "there": cases[1]}.get(lacking, "")
        what = change.name if change.kind == "reading" else joint.told(change.name)
        return Difference(change.kind, what, first, second, only)

    def _larger(self, kind: Kind) -> Difference:
        here, there = self.pair.halves
        if kind == "standard":
            return Difference(kind, "standard of proof", here.column.standard.name, there.column.standard.name)
        if kind == "dates":
            return Difference(kind, "when it happened, and who was a member then", here.table.case.id, there.table.case.id)
        return Difference(kind, self._wordings(), here.day.isoformat(), there.day.isoformat())

    def _wordings(self) -> str:
        """The provisions behind the question whose wording differs between the two days."""
        pairs = [self.pair.joint(Whose(law, False, False)) for law in (False, True)]
        used = [set(_provisions(j.steps.values())) if j is not None else set() for j in pairs]
        first, second = (sorted(one - other) for one, other in zip(used, reversed(used), strict=True))
        return " ".join(("law in force:", " ".join(first) or "–", "/", " ".join(second) or "–"))


def _stands(side: Side, change: Change) -> str:
    """How a fact, judgement or reading stands on one side."""
    if change.kind == "reading":
        return str(side.choice.readings.get(change.name, "left open"))
    if change.kind == "judgement":
        made = side.choice.judgements.get(change.name)
        return "left open" if made is None else "yes" if made else "no"
    return str(side.situation.status(change.name).value)


def _answer(outcome: Outcome, half: Half) -> Answer:
    verdict = outcome.verdict.value.replace(" ", "-")
    return Answer(verdict, outcome.status.value, half.day.isoformat(), outcome.limit or "")


def _some(kinds: Sequence[Kind]) -> Iterator[tuple[Kind, ...]]:
    return chain.from_iterable(combinations(kinds, n) for n in range(len(kinds) + 1))


def _smallest(sets: Iterable[Separating]) -> Iterator[Separating]:
    """The sets no part of which is among them, fewest differences first."""
    kept: list[frozenset[Difference]] = []
    for one in sorted(sets, key=lambda s: len(s.differences)):
        key = frozenset(one.differences)
        if not any(k <= key for k in kept):
            kept.append(key)
            yield one


def _named(question: Question) -> set[str]:
    """The individuals that a question itself names."""
    parts = [c for clause in question.options.values() for c, _ in clauses(clause)]
    found = {t for c in parts if isinstance(c, Atom) for t in c.terms if isinstance(t, str)}
    return found | {t for c in parts for t in getattr(c, "terms", ()) if isinstance(t, str)}


def _provisions(steps: Iterable[Step]) -> Iterator[str]:
    """The provisions that rules and readings under these steps stand in."""
    for step in every_step(steps):
        yield from (home.provision for home in (step.rule, step.reading) if home is not None)
