"""What the pages of a regime say, collected, and what `same as` borrows within it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from foedus.problem import Problem, nearest
from foedus.text.law import (
    Atom,
    Ballots,
    Constraint,
    Instrument,
    Number,
    Provision,
    Question,
    Reading,
    Rule,
    Term,
    Unencoded,
)
from foedus.text.lines import Line

__all__ = ["INSTANCES", "Chapter", "Copy", "binds_skeleton", "resolve_copies"]

INSTANCES = ("duty", "bar", "undertaking")
"""Kinds of rule that conclude that they bind their bearer."""


@dataclass
class Chapter:
    """What the blocks of one or many pages say, in order, before references are resolved."""

    instruments: list[Instrument] = field(default_factory=list)
    provisions: list[Provision] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    constraints: list[Constraint] = field(default_factory=list)
    unencoded: list[Unencoded] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    ballots: list[Ballots] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Copy:
    """A rule or reading declared `same as` that of another wording."""

    kind: str
    name: str
    provision: str
    source: str
    line: Line
    terms: tuple[Term, ...] = ()


def binds_skeleton(kind: str, name: str, base: str, arity: int) -> str:
    """The phrase that a duty, bar or undertaking concludes: it binds its bearer."""
    return f"{kind} {name} of {base} binds {{}}" + (" toward {}" if arity > 1 else "")


def resolve_copies(chapter: Chapter) -> list[Problem]:
    """Add what `same as` borrows from another wording, which may itself have borrowed it."""
    waiting = list(chapter.copies)
    problems: list[Problem] = []
    grew = True
    while grew:
        grew = False
        for copy in list(waiting):
            if one := _origin(copy, chapter):
                waiting.remove(copy)
                problems += _borrow(copy, one, chapter)
                grew = True
    return problems + [_unresolved(copy, chapter, waiting) for copy in waiting]


def _origin(copy: Copy, chapter: Chapter) -> Rule | Reading | None:
    pool: Sequence[Rule | Reading] = chapter.readings if copy.kind == "reading" else chapter.rules
    wanted = (copy.kind, copy.name, copy.source)
    return next((r for r in pool if (_kind(r), r.name, r.provision) == wanted), None)


def _kind(one: Rule | Reading) -> str:
    return "reading" if isinstance(one, Reading) else one.kind


def _borrow(copy: Copy, one: Rule | Reading, chapter: Chapter) -> list[Problem]:
    if isinstance(one, Rule):
        chapter.rules.append(_moved(one, copy))
        return []
    chapter.readings.append(replace(one, provision=copy.provision, group=one.group or f"{one.provision}/{one.name}"))
    if copy.terms == one.vars:
        return []
    heading = ", ".join(f"{{{v.letter}}}" for v in one.vars)
    what = f"reading “{one.name}” of {one.provision} has other slots in its heading"
    return [Problem(copy.line.place, what, f"write: reading {one.name}" + (f" for {heading}" if heading else ""))]


def _moved(rule: Rule, copy: Copy) -> Rule:
    """The rule as if it were written under the provision that borrows it."""
    head = rule.head
    if head is not None and rule.kind in INSTANCES:
        base = copy.provision.partition("@")[0]
        head = Atom(binds_skeleton(rule.kind, rule.name, base, len(head.terms)), head.terms)
    return replace(rule, provision=copy.provision, place=copy.line.place, head=head)


def _unresolved(copy: Copy, chapter: Chapter, waiting: Sequence[Copy]) -> Problem:
    if any((c.kind, c.name, c.provision) == (copy.kind, copy.name, copy.source) for c in waiting):
        what = f"{copy.kind} “{copy.name}” of {copy.provision} is only borrowed, never written out"
        return Problem(copy.line.place, what, "write it out in one of the wordings")
    pool: Sequence[Rule | Reading] = chapter.readings if copy.kind == "reading" else chapter.rules
    near = nearest(f"{copy.source}/{copy.name}", [f"{r.provision}/{r.name}" for r in pool if _kind(r) == copy.kind])
    what = f"{copy.source} has no {copy.kind} called “{copy.name}”"
    return Problem(copy.line.place, what, near or "write: same as PROVISION@WORDING")
