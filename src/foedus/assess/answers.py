"""The shape of an assessment: questions down, stances across, a cell with its reasons where they meet.

Everything that text, HTML and JSON show comes from these values; `show` computes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = [
    "Assessment",
    "Cell",
    "ClaimShown",
    "Mark",
    "NormConflictShown",
    "OptionAnswer",
    "QuestionShown",
    "Reason",
    "RecordConflictShown",
    "StanceShown",
    "TurnsOn",
    "VerdictWord",
]

VerdictWord = Literal["yes", "no", "open", "not-engaged", "no-position", "not-computed"]
Mark = Literal["persistence", "unverified", "judgement", "derived", "uncontested"]
StatusWord = Literal["settled", "presumed", "open"]


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """One claim behind a fact: who says it, in which source, and whether it counts and why (not)."""

    id: str
    speaker: str
    source: str
    pinpoint: str
    polarity: str
    counts: bool
    why: str
    says: str = ""
    happened: str = ""
    available: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the reasons for a cell.

    kind       word, rule, element, exception, fact, judgement, reading, option, every, some, member,
               order, count, constant, gap
    text       the step in words
    value      yes, no or open: how the step stands in this cell
    mode       for elements: and, not, unless, if shown, unless shown, unless claimed, until
    label      the element's name in the law page
    provision  where it stands: `CST:4@2010`; `pinpoint` within it: `4(1)`
    verified   false where that text was not read
    status     for facts: affirmed, denied, unknown, alleged, disputed, instant
    claims     for facts: the claims behind it
    note       what to know beside it: "2/3 of 90 = 60", "69 counted", "burden on …"
    """

    kind: str
    text: str
    value: str
    mode: str = ""
    label: str = ""
    provision: str = ""
    pinpoint: str = ""
    verified: bool = True
    status: str = ""
    claims: tuple[ClaimShown, ...] = ()
    note: str = ""
    steps: tuple[Reason, ...] = ()

    def walk(self) -> Iterator[Reason]:
        """This reason and every step under it, in order."""
        yield self
        for step in self.steps:
            yield from step.walk()

    def to_json(self) -> dict[str, Any]:
        """Plain data; empty fields are left out."""
        out: dict[str, Any] = {"kind": self.kind, "text": self.text, "value": self.value}
        for name in ("mode", "label", "provision", "pinpoint", "status", "note"):
            if getattr(self, name):
                out[name] = getattr(self, name)
        if not self.verified:
            out["verified"] = False
        if self.claims:
            out["claims"] = [_plain(c) for c in self.claims]
        if self.steps:
            out["steps"] = [s.to_json() for s in self.steps]
        return out


@dataclass(frozen=True, slots=True)
class TurnsOn:
    """What an open cell turns on, by kind; `defeaters` would overturn a presumption.

    `groups` are smallest sets of facts that matter only together; `bounds` says which limit on
    the search bit, in words.
    """

    unknown: tuple[str, ...] = ()
    alleged: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()
    instant: tuple[str, ...] = ()
    judgement: tuple[str, ...] = ()
    law_gap: tuple[str, ...] = ()
    norm_conflict: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    defeaters: tuple[str, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    bounds: tuple[str, ...] = ()

    KINDS = ("unknown", "alleged", "disputed", "instant", "judgement", "law_gap", "norm_conflict", "readings", "defeaters")

    def kinds(self) -> tuple[str, ...]:
        """The kinds that occur, defeaters left out."""
        return tuple(k for k in self.KINDS[:-1] if getattr(self, k))

    def to_json(self) -> dict[str, Any]:
        """Plain data: every kind is there, empty or not; groups and bounds only when they occur."""
        out: dict[str, Any] = {k: list(getattr(self, k)) for k in self.KINDS}
        if self.groups:
            out["groups"] = [list(g) for g in self.groups]
        if self.bounds:
            out["bounds"] = list(self.bounds)
        return out


@dataclass(frozen=True, slots=True)
class Part:
    """Under these options (any of those listed, for each reading named) the verdict is this one."""

    readings: Mapping[str, tuple[str, ...]]
    verdict: VerdictWord
    status: StatusWord

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {"readings": {k: list(v) for k, v in self.readings.items()}, "verdict": self.verdict, "status": self.status}


@dataclass(frozen=True, slots=True)
class OptionAnswer:
    """How one alternative of a *which of* question stands."""

    verdict: VerdictWord
    status: StatusWord

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {"verdict": self.verdict, "status": self.status}


@dataclass(frozen=True, slots=True)
class Cell:
    """The answer to one question under one stance, at one date, as known at one date.

    verdict        yes, no, open, not-engaged, no-position or not-computed
    answer         for *which of*: how each alternative stands, by its name
    status         settled, presumed or open: the weakest of `statuses`
    marks          persistence, unverified, judgement, derived, uncontested: only where the verdict
                   would change if what carries the mark were varied
    law_at         the day whose law was applied; `law_note` says when that is not the anchor's day
    standard       the standard of proof used
    partition      where the verdict differs over readings: who gets which
    perhaps_known  ids of claims on this question that may or may not have been available
    lens           why the stance is a lens here: said later, or of another wording
    limit          for not-computed: the limit that was hit
    because        the reasons, in short: the rules at the top and the facts that suffice
    """

    question: str
    stance: str
    as_of: str
    known_to: str
    law_at: str
    verdict: VerdictWord
    status: StatusWord
    answer: Mapping[str, OptionAnswer] = field(default_factory=dict)
    statuses: tuple[StatusWord, ...] = ()
    marks: tuple[Mark, ...] = ()
    burden_on: tuple[str, ...] = ()
    turns_on: TurnsOn = TurnsOn()
    partition: tuple[Part, ...] = ()
    perhaps_known: tuple[str, ...] = ()
    lens: str = ""
    standard: str = ""
    law_note: str = ""
    limit: str = ""
    because: tuple[Reason, ...] = ()

    def __repr__(self) -> str:
        return f"<Cell {self.question} × {self.stance}: {self.words}>"

    @property
    def made_out(self) -> bool:
        """False for a negative answer that only says that proof was not made."""
        return not (self.verdict == "no" and self.status == "presumed")

    @property
    def words(self) -> str:
        """The cell as a person reads it: `yes, presumed`, `not made out`, `no / not made out`, `–`."""
        if self.verdict == "no-position":
            return "–"
        if self.verdict == "no" and "presumed" in self.statuses:
            return "no / not made out" if "settled" in self.statuses else "not made out"
        if self.verdict == "yes" and "presumed" in self.statuses:
            return "yes / presumed" if "settled" in self.statuses else "yes, presumed"
        return self.verdict.replace("-", " ")

    def to_json(self) -> dict[str, Any]:
        """Plain data in the shape the command line prints."""
        return {
            "question": self.question,
            "stance": self.stance,
            "as_of": self.as_of,
            "known_to": self.known_to,
            "law_at": self.law_at,
            "verdict": self.verdict,
            "answer": {k: v.to_json() for k, v in self.answer.items()} or None,
            "status": self.status,
            "statuses": list(self.statuses),
            "words": self.words,
            "marks": list(self.marks),
            "burden_on": list(self.burden_on),
            "turns_on": self.turns_on.to_json(),
            "partition": [p.to_json() for p in self.partition],
            "perhaps_known": list(self.perhaps_known),
            "lens": self.lens,
            "standard": self.standard,
            "law_note": self.law_note,
            "limit": self.limit or None,
            "because": [r.to_json() for r in self.because],
        }


@dataclass(frozen=True, slots=True)
class StanceShown:
    """A column: the holder, the group it stands in, what it chose and where it said so."""

    name: str
    group: str
    holder: str
    standard: str
    lens: str
    choices: tuple[Mapping[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        out: dict[str, Any] = {n: getattr(self, n) for n in ("name", "group", "holder", "standard", "lens")}
        return {**out, "choices": [dict(c) for c in self.choices]}


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A row: the question's id and its words."""

    id: str
    asks: str


@dataclass(frozen=True, slots=True)
class RecordConflictShown:
    """Facts that the record cannot all hold; they were made disputed (or the cells not computed)."""

    facts: tuple[str, ...]
    standard: str


@dataclass(frozen=True, slots=True)
class NormConflictShown:
    """Contrary rules that both fire in a cell (`holds` yes) or may both fire (`holds` open).

    kind     word: one says and one denies `about`; act: one owes and one forbids it
    rules_for, rules_against   the rules on either side, by provision and name
    law_at   the day whose law it is
    """

    question: str
    stance: str
    kind: str
    about: str
    rules_for: tuple[str, ...]
    rules_against: tuple[str, ...]
    holds: str
    law_at: str

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {name: getattr(self, name) for name in NormConflictShown.__dataclass_fields__}


@dataclass(frozen=True)
class Assessment:
    """Questions x stances → cells, with what was asked and under what dates.

    Index it by (question, stance): `a["article-4", "text"].verdict`.
    """

    case: str
    title: str
    regime: str
    as_of: str
    known_to: str
    law_at: str
    supposed: tuple[str, ...]
    questions: tuple[QuestionShown, ...]
    stances: tuple[StanceShown, ...]
    cells: Mapping[tuple[str, str], Cell]
    conflicts: tuple[RecordConflictShown, ...] = ()
    norm_conflicts: tuple[NormConflictShown, ...] = ()
    set_aside: tuple[Mapping[str, str], ...] = ()
    perhaps_known: tuple[Mapping[str, str], ...] = ()
    not_asked: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        size = f"{len(self.questions)} questions × {len(self.stances)} stances"
        return f"<Assessment {self.case} as of {self.as_of}, as known at {self.known_to}: {size}>"

    def __getitem__(self, key: tuple[str, str]) -> Cell:
        """The cell of (question, stance). Raises KeyError that names what is known."""
        if key not in self.cells:
            questions = ", ".join(q.id for q in self.questions)
            stances = ", ".join(s.name for s in self.stances)
            raise KeyError(f"no cell {key!r}; questions: {questions}; stances: {stances}")
        return self.cells[key]

    def __iter__(self) -> Iterator[Cell]:
        return iter(self.cells.values())

    def row(self, question: str) -> Sequence[Cell]:
        """The cells of one question, in the order of the stances."""
        return [self.cells[question, s.name] for s in self.stances]

    def to_json(self) -> dict[str, Any]:
        """One document; `verdicts` holds every cell."""
        return {
            "schema_version": 1,
            "case": self.case,
            "title": self.title,
            "regime": self.regime,
            "as_of": self.as_of,
            "known_to": self.known_to,
            "law_at": self.law_at,
            "supposed": list(self.supposed),
            "questions": [{"id": q.id, "asks": q.asks} for q in self.questions],
            "stances": [s.to_json() for s in self.stances],
            "verdicts": [c.to_json() for c in self.cells.values()],
            "record_conflicts": [{"facts": list(c.facts), "standard": c.standard} for c in self.conflicts],
            "norm_conflicts": [c.to_json() for c in self.norm_conflicts],
            "set_aside": [dict(s) for s in self.set_aside],
            "perhaps_known": [dict(p) for p in self.perhaps_known],
            "not_asked": dict(self.not_asked),
            "sources": dict(self.sources),
        }

    def _repr_html_(self) -> str:
        """The table, for notebooks."""
        from foedus.show import html_table

        return str(html_table(self))


def _plain(claim: ClaimShown) -> dict[str, Any]:
    return {name: getattr(claim, name) for name in ClaimShown.__dataclass_fields__}
