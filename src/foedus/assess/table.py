"""Questions x stances → cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date

from foedus.assess.answers import (
    Assessment,
    Cell,
    Mark,
    NormConflictShown,
    OptionAnswer,
    Part,
    QuestionShown,
    RecordConflictShown,
    StanceShown,
    StatusWord,
    TurnsOn,
    VerdictWord,
)
from foedus.assess.inquiry import Inquiries, Inquiry, LawDay, facts_in_cone
from foedus.assess.memory import Memory
from foedus.assess.reasons import in_short
from foedus.assess.terms import Terms
from foedus.assess.world import World, standard_named, standards, supposed, world_of
from foedus.ground import TooWide, Unfilled
from foedus.problem import Invalid, Place, nearest
from foedus.record import DEFAULT, Case, Claim, Standard
from foedus.record.claims import SetAside
from foedus.text import Regime
from foedus.text.law import Question, Stance, StanceChoice
from foedus.verdict import Choice, Outcome, RecordConflict, Strength, Verdict
from foedus.vocabulary import skeleton_of

__all__ = ["Table", "assess"]

TEXT = "text"
_ORDER: tuple[StatusWord, ...] = ("settled", "presumed", "open")


@dataclass(frozen=True)
class Column:
    """A stance made ready: what it chose of this case's law, under which standard."""

    stance: Stance
    choice: Choice
    standard: Standard
    lens: str

    @property
    def holder(self) -> bool:
        """Whether somebody holds it; the text has no holder."""
        return self.stance.group != TEXT


@dataclass(frozen=True, slots=True)
class Matter:
    """What an answer really depends on, over every choice and every standard."""

    readings: frozenset[str]
    judgements: frozenset[str]
    standard: bool

    def __bool__(self) -> bool:
        return bool(self.readings or self.judgements or self.standard)

    def touched_by(self, column: Column) -> bool:
        """Whether the stance chose any of it."""
        return bool(
            self.readings & column.choice.readings.keys()
            or self.judgements & column.choice.judgements.keys()
            or (self.standard and column.standard is not DEFAULT)
        )


NOTHING = Matter(frozenset(), frozenset(), False)


class Table:
    """An assessment in the making: worlds, groundings and columns are made once and shared."""

    def __init__(
        self, case: Case, regime: Regime, terms: Terms, inquiries: Inquiries | None = None, memory: Memory | None = None
    ) -> None:
        self.case = case
        self.regime = regime
        self.terms = terms
        self.inquiries = inquiries.at(terms, case) if inquiries else Inquiries(case, regime, terms, memory)
        self.standards = standards(regime, case)
        self._worlds: dict[str, World] = {}
        self._clashing: dict[tuple[str, str, str], NormConflictShown] = {}
        self._matters: dict[tuple[str, date], Mapping[str, Matter]] = {}
        _, self.judged = supposed(terms, regime, case)
        self.columns = [self._column(s) for s in self._wanted_stances()]

    # --- what is wanted ----------------------------------------------------------------------

    def _wanted_stances(self) -> Sequence[Stance]:
        """The stances named; “all” means every one; none named means the regime's usual columns."""
        named = self.terms.stances if self.terms.stances is not None else self.regime.columns or ("all",)
        return self.regime.stances if "all" in named else [self._stance(n) for n in named]

    def _stance(self, name: str) -> Stance:
        known = {s.name: s for s in self.regime.stances}
        if name not in known:
            remedy = nearest(name, list(known)) or "one of: all · " + " · ".join(known)
            raise Invalid.at(Place("--stance"), f"no stance is called “{name}”", remedy)
        return known[name]

    def questions(self) -> Sequence[Question]:
        """The questions asked, in the order of the pages. Raises `Invalid` for an unknown id."""
        known = self.regime.questions
        if self.terms.questions is None:
            return list(known.values())
        for name in self.terms.questions:
            if name not in known:
                remedy = nearest(name, list(known)) or "one of: " + " · ".join(known)
                raise Invalid.at(Place("--question"), f"no question is called “{name}”", remedy)
        return [known[n] for n in self.terms.questions]

    def world(self, standard: Standard) -> World:
        """The record under a standard of proof."""
        if standard.name not in self._worlds:
            self._worlds[standard.name] = world_of(self.case, self.regime, self.terms, standard)
        return self._worlds[standard.name]

    def _column(self, stance: Stance) -> Column:
        readings: dict[str, str] = {}
        judgements: dict[str, bool] = dict(self.judged)
        standard = DEFAULT
        for row in stance.choices:
            if row.kind == "reading":
                readings[self.regime.group_named(row.word, row.place)] = row.option
            elif row.kind == "judgement":
                if (name := self._judgement(row)) is not None:
                    judgements[name] = row.option == "yes"
            else:
                standard = self.standards[row.option]
        if stance.group == TEXT:
            readings = self._own_readings()
            standard = standard_named(self.terms.standard, self.standards) if self.terms.standard else DEFAULT
        return Column(stance, Choice(readings, judgements), standard, _lens(stance, self.terms, self.case))

    def _own_readings(self) -> dict[str, str]:
        out = {}
        for word, option in self.terms.readings.items():
            group = self.regime.group_named(word, Place("--reading"))
            options = list(self.regime.groups[group].options)
            if option not in options:
                what = f"reading “{group}” has no option “{option}”"
                raise Invalid.at(Place("--reading"), what, nearest(option, options) or "one of: " + " · ".join(options))
            out[group] = option
        return out

    def _judgement(self, row: StanceChoice) -> str | None:
        """The ground judgement that a row decides; None where a role in it is not filled."""
        skeleton, holes = skeleton_of(row.word)
        names = [self.case.roles.get(h) or (self.regime.vocabulary.named(h, {}) or ("",))[0] for h in holes]
        if not all(names):
            return None
        parts = skeleton.split("{}")
        return parts[0] + "".join(n + tail for n, tail in zip(names, parts[1:], strict=True))

    # --- cells -------------------------------------------------------------------------------

    def cell(self, question: Question, column: Column, brief: bool = False) -> Cell:
        """The answer to a question under a stance; `brief` leaves out marks, hinges and reasons.

        Raises `Unfilled` for a role nobody fills.
        """
        world = self.world(column.standard)
        law = self.inquiries.law_day(question, world)
        cells = [self._on_day(question, column, world, law, day, brief) for day in law.days]
        first, *rest = cells
        if all((c.verdict, c.status) == (first.verdict, first.status) for c in rest):
            return first
        words = " / ".join(f"{c.law_at}: {c.words}" for c in cells)
        turns = replace(first.turns_on, instant=(*first.turns_on.instant, f"{law.note}: {words}"))
        days = "..".join(c.law_at for c in cells)
        return replace(first, verdict="open", status="open", statuses=("open",), turns_on=turns, law_at=days)

    def _on_day(self, question: Question, column: Column, world: World, law: LawDay, day: date, brief: bool) -> Cell:
        blank = self._blank(question, column, day, law)
        try:
            inquiry = self.inquiries.inquiry(question, world, day)
        except TooWide as error:
            return replace(blank, limit=str(error))
        matter = self._matter(question, day) if column.holder or not brief else NOTHING
        if column.holder and matter and not matter.touched_by(column):
            return self._uncommitted(blank, question, inquiry)
        answer = inquiry.engine.answer if brief else inquiry.engine.evaluate
        outcomes = {n: answer(q, column.choice) for n, q in inquiry.queries.items()}
        cell = _answered(blank, outcomes)
        if brief:
            return cell
        self._note_clashes(inquiry, column)
        return replace(
            cell,
            marks=self._marks(inquiry, column, matter, outcomes),
            perhaps_known=self._perhaps(inquiry),
            because=in_short(inquiry, column.choice),
            law_note="; ".join(n for n in (law.note, *self._beyond(inquiry)) if n),
        )

    def _beyond(self, inquiry: Inquiry) -> Sequence[str]:
        """What was applied beyond the days for which its text is known."""
        used = inquiry.grounding.grounder.unverified
        return [self.regime.beyond(p, inquiry.day) for p in used]

    def _note_clashes(self, inquiry: Inquiry, column: Column) -> None:
        """Keep a record of contrary rules that fire, or may fire, together in a cell."""
        for clash in inquiry.grounding.clashes:
            holds = inquiry.engine.node_value(clash.both, column.choice)
            if holds == "no":
                continue
            key = (inquiry.question.id, column.stance.name, clash.about)
            self._clashing[key] = NormConflictShown(
                *key[:2],
                clash.kind,
                clash.about,
                tuple(r.id for r in clash.rules_for),
                tuple(r.id for r in clash.rules_against),
                holds,
                inquiry.day.isoformat(),
            )

    def _blank(self, question: Question, column: Column, day: date, law: LawDay) -> Cell:
        zone = self.case.zone
        return Cell(
            question.id,
            column.stance.name,
            self.terms.as_of.text(zone),
            self.terms.known_to.text(zone),
            day.isoformat(),
            "not-computed",
            "open",
            lens=column.lens,
            standard=column.standard.name,
            law_note=law.note,
        )

    def _matter(self, question: Question, day: date) -> Matter:
        """What the answer really depends on, over all alternatives of the question."""
        found = self._matters_of(question, day).values()
        return Matter(
            frozenset(r for m in found for r in m.readings),
            frozenset(j for m in found for j in m.judgements),
            any(m.standard for m in found),
        )

    def _matters_of(self, question: Question, day: date) -> Mapping[str, Matter]:
        """What each alternative really depends on; the standard matters where another one changes it."""
        key = (question.id, day)
        if key not in self._matters:
            usual = self.inquiries.inquiry(question, self.world(DEFAULT), day)
            others = [self.inquiries.inquiry(question, self.world(s), day) for s in self._rivals()]
            self._matters[key] = {name: _depends(name, usual, others) for name in usual.queries}
        return self._matters[key]

    def _uncommitted(self, blank: Cell, question: Question, inquiry: Inquiry) -> Cell:
        """No position; alternatives on which nothing contested bears are answered all the same."""
        matters = self._matters_of(question, inquiry.day)
        answer = {}
        if set(matters) != {""}:
            for name, query in inquiry.queries.items():
                part = _plain_answer(blank, inquiry.engine.answer(query, Choice()))
                answer[name] = OptionAnswer("no-position", "open") if matters[name] else OptionAnswer(part.verdict, part.status)
        return replace(blank, verdict="no-position", status="open", answer=answer, perhaps_known=self._perhaps(inquiry))

    def _rivals(self) -> Sequence[Standard]:
        """The standards of proof that somebody holds, the default first."""
        held = {c.option for s in self.regime.stances for c in s.choices if c.kind == "standard"}
        return [s for n, s in self.standards.items() if s is DEFAULT or n in held]

    def _marks(self, inquiry: Inquiry, column: Column, matter: Matter, outcomes: Mapping[str, Outcome]) -> tuple[Mark, ...]:
        marks: list[Mark] = []
        if self._rests_on(inquiry, column, self._persisting(inquiry)):
            marks.append("persistence")
        if any(self._rests_on(inquiry, column, nodes) for nodes in inquiry.grounding.grounder.unverified.values()):
            marks.append("unverified")
        if self._judged(inquiry, column, outcomes):
            marks.append("judgement")
        if not matter:
            marks.append("uncontested")
        elif column.holder:
            marks.append("derived")
        return tuple(marks)

    def _persisting(self, inquiry: Inquiry) -> list[int]:
        grounder = inquiry.grounding.grounder
        view = inquiry.world.view
        return [grounder.circuit.fact(n) for n, f in grounder.facts.items() if view.status(f).by_persistence]

    def _rests_on(self, inquiry: Inquiry, column: Column, nodes: Sequence[int]) -> bool:
        """Whether any alternative's answer changes when these gates are set free."""
        return bool(nodes) and any(inquiry.engine.matters(q, column.choice, nodes) for q in inquiry.queries.values())

    def _judged(self, inquiry: Inquiry, column: Column, outcomes: Mapping[str, Outcome]) -> bool:
        """Whether the answer rests on what the stance judged."""
        if not column.choice.judgements.keys() & inquiry.grounding.grounder.judgements.keys():
            return False
        bare = Choice(column.choice.readings, {})
        return any(_strength_of(inquiry.engine.answer(q, bare)) != _strength_of(outcomes[n]) for n, q in inquiry.queries.items())

    def _perhaps(self, inquiry: Inquiry) -> tuple[str, ...]:
        """Claims that may have been available and speak of a fact in the question's cone."""
        roots = [s.node for s in inquiry.grounding.options.values()]
        names = facts_in_cone(inquiry, roots)
        facts = {f for n, f in inquiry.grounding.grounder.facts.items() if n in names}
        facts |= {c for n, (c, _, _) in inquiry.grounding.grounder.counts.items() if n in names}
        facts |= {c for n, r in inquiry.grounding.grounder.ratios.items() if n in names for c in (r.count, r.of)}
        phrases = {f.phrase for f in facts}
        view = inquiry.world.view
        return tuple(c.id for c in view.perhaps_known if c.fact is not None and c.fact.phrase in phrases)

    # --- the whole ---------------------------------------------------------------------------

    def whole(self) -> Assessment:
        """Every cell asked for."""
        cells: dict[tuple[str, str], Cell] = {}
        not_asked: dict[str, str] = {}
        asked = []
        for question in self.questions():
            try:
                made = {(question.id, c.stance.name): self.cell(question, c) for c in self.columns}
            except Unfilled as role:
                not_asked[question.id] = f"the case fills no role “{role}”"
                continue
            asked.append(QuestionShown(question.id, question.asks))
            cells |= made
        zone = self.case.zone
        view = self.world(DEFAULT).view
        return Assessment(
            self.case.id,
            self.case.title,
            self.regime.id,
            self.terms.as_of.text(zone),
            self.terms.known_to.text(zone),
            self.terms.law_at.isoformat() if self.terms.law_at else "each rule as in force at its act",
            self.terms.hypotheses,
            tuple(asked),
            tuple(_shown(c) for c in self.columns),
            cells,
            self._conflicts(),
            tuple(self._clashing.values()),
            tuple(_set_aside(c, s) for c, s in view.set_aside),
            tuple({"claim": c.id, "says": c.says, "available": str(view.available(c))} for c in view.perhaps_known),
            not_asked,
            {s.id: s.title for s in self.case.sources.values() if any(c.source == s.id for c in view.admitted)},
        )

    def _conflicts(self) -> tuple[RecordConflictShown, ...]:
        found = {
            (c.facts, i.world.standard.name): RecordConflictShown(_sides(c), i.world.standard.name)
            for i in self.inquiries.made
            for c in i.conflicts
        }
        return tuple(found.values())


def assess(case: Case, regime: Regime, terms: Terms, memory: Memory | None = None) -> Assessment:
    """Answer every question under every stance.

    A pure function of its arguments: it opens no file and reads no clock; a `memory` moves no answer, it only saves time.
    Raises `Invalid` for a question, stance, reading, option, standard or supposition that does not exist.
    """
    with nullcontext() if memory is None else memory:
        return Table(case, regime, terms, memory=memory).whole()


def _set_aside(claim: Claim, entry: SetAside) -> dict[str, str]:
    return {"claim": claim.id, **{n: getattr(entry, n) for n in ("reason", "author", "date", "conflict")}}


def _sides(conflict: RecordConflict) -> tuple[str, ...]:
    """The facts that cannot all stand, as the record has them."""
    return tuple(name if value else f"not: {name}" for name, value in conflict.facts)


def _depends(name: str, usual: Inquiry, others: Sequence[Inquiry]) -> Matter:
    """What one alternative depends on: readings, judgements, and whether other standards answer otherwise."""
    different = [other for other in others if other is not usual]
    found = [i.engine.really_depends(i.queries[name], strength=False) for i in (usual, *different)]
    return Matter(
        frozenset(r for f in found for r in f.readings),
        frozenset(j for f in found for j in f.judgements),
        any(_result(other, name) != _result(usual, name) for other in different),
    )


def _result(inquiry: Inquiry, name: str) -> object:
    return inquiry.engine.verdicts(inquiry.queries[name], Choice())


def _strength_of(outcome: Outcome) -> tuple[Verdict, tuple[Strength, ...]]:
    return outcome.verdict, outcome.strengths


def _verdict(verdict: Verdict) -> VerdictWord:
    return verdict.value.replace(" ", "-")  # type: ignore[return-value]


def _answered(blank: Cell, outcomes: Mapping[str, Outcome]) -> Cell:
    """A cell from the outcomes of its alternatives (one, for a yes/no question)."""
    if set(outcomes) == {""}:
        return _plain_answer(blank, outcomes[""])
    parts = [_plain_answer(blank, o) for o in outcomes.values()]
    answer = {n: OptionAnswer(p.verdict, p.status) for n, p in zip(outcomes, parts, strict=True)}
    verdicts = {p.verdict for p in parts}
    common: VerdictWord = "yes"
    if len(verdicts) == 1 and verdicts <= {"not-engaged", "not-computed"}:
        common = next(iter(verdicts))
    elif "open" in verdicts or "not-computed" in verdicts:
        common = "open"
    elif "yes" not in verdicts:
        common = "no"
    statuses = tuple(s for s in _ORDER if any(s in p.statuses for p in parts))
    return replace(
        blank,
        verdict=common,
        status=statuses[-1] if statuses else "open",
        statuses=statuses,
        answer=answer,
        burden_on=_union(p.burden_on for p in parts),
        turns_on=_joined([p.turns_on for p in parts]),
        limit="; ".join(dict.fromkeys(p.limit for p in parts if p.limit)),
    )


def _plain_answer(blank: Cell, outcome: Outcome) -> Cell:
    turns = {k: getattr(outcome.turns_on, k) for k in TurnsOn.__dataclass_fields__}
    partition = tuple(Part(dict(p.choice), _verdict(p.verdict), p.strength.value) for p in outcome.partition)
    return replace(
        blank,
        verdict=_verdict(outcome.verdict),
        status=outcome.status.value,
        statuses=tuple(s.value for s in outcome.strengths),
        burden_on=outcome.burden_on,
        turns_on=TurnsOn(**turns),
        partition=partition,
        limit=outcome.limit or "",
    )


def _union(many: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(x for xs in many for x in xs))


def _joined(many: Sequence[TurnsOn]) -> TurnsOn:
    kinds = {k: _union(getattr(t, k) for t in many) for k in TurnsOn.KINDS}
    groups = tuple(dict.fromkeys(g for t in many for g in t.groups))
    return TurnsOn(**kinds, groups=groups, bounds=_union(t.bounds for t in many))


def _lens(stance: Stance, terms: Terms, case: Case) -> str:
    """What makes a stance a lens here: said after as-of, or of another wording."""
    parts = []
    seen = terms.last_day(case.zone).isoformat()
    later = sorted({c.date for c in stance.choices if c.date and c.date.rpartition("/")[2] > seen})
    if later:
        parts.append(f"said {_days(later[0])}")
    transposed = sorted({c.transposed_from for c in stance.choices if c.transposed_from})
    if transposed:
        parts.append(f"transposed from {', '.join(transposed)}")
    return "; ".join(parts)


def _days(date_said: str) -> str:
    """One day, or a span of days, as a person reads it."""
    first, slash, last = date_said.partition("/")
    return f"{first} to {last}" if slash else first


def _shown(column: Column) -> StanceShown:
    rows = tuple(
        {
            "kind": c.kind,
            "word": c.word,
            "option": c.option,
            "basis": "stated" if c.stated else "derived",
            "source": c.source,
            "pinpoint": c.pinpoint,
            "date": c.date,
            "transposed_from": c.transposed_from,
            "note": c.note,
        }
        for c in column.stance.choices
    )
    if not column.holder:
        rows = tuple({"kind": "reading", "word": w, "option": o, "basis": "asked for"} for w, o in column.choice.readings.items())
    return StanceShown(column.stance.name, column.stance.group, column.stance.holder, column.standard.name, column.lens, rows)
