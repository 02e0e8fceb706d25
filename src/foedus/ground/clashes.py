"""Norm conflicts: rules in force that conclude contrary things, found in what a question grounded.

    word    one rule says a word holds, another denies it
    act     a duty owes an act that a bar forbids the same bearer

A clash is data, never an error. Whether both sides fire in a cell is asked of the gate `both`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from foedus.ground.grounder import Grounder
from foedus.ground.steps import Step
from foedus.text.law import Atom, Rule, Var
from foedus.vocabulary import Fact

__all__ = ["Clash", "clashes"]


@dataclass(frozen=True, slots=True)
class Clash:
    """Two sides that cannot both be followed: what they are about, their rules, the gate of both."""

    kind: Literal["word", "act"]
    about: str
    rules_for: tuple[Rule, ...]
    rules_against: tuple[Rule, ...]
    both: int


def clashes(grounder: Grounder) -> tuple[Clash, ...]:
    """Every clash among the words that have been grounded; grounds the bars that duties may meet."""
    steps = list(grounder.words)
    return (*_words(grounder, steps), *_acts(grounder, steps))


def _words(grounder: Grounder, steps: list[Step]) -> Iterator[Clash]:
    for step in steps:
        rules = [s for s in step.steps if s.kind == "rule" and s.rule]
        against = [s for s in rules if s.rule and s.rule.denies]
        says = [s for s in rules if s.rule and not s.rule.denies]
        if says and against:
            yield _clash(grounder, "word", step.text, says, against)


def _acts(grounder: Grounder, steps: list[Step]) -> Iterator[Clash]:
    for step in steps:
        for duty in (s for s in step.steps if s.rule and s.rule.kind == "duty"):
            for bar in grounder.bars():
                if step.fact and duty.rule and (about := _same_act(duty.rule, step.fact, bar)):
                    barred = grounder.word(Fact(bar.head.phrase, _args(bar, step.fact))) if bar.head else None
                    against = [s for s in barred.steps if s.rule is bar] if barred else []
                    if against:
                        yield _clash(grounder, "act", about, [duty], against)


def _clash(grounder: Grounder, kind: Literal["word", "act"], about: str, says: list[Step], against: list[Step]) -> Clash:
    circuit = grounder.circuit
    both = circuit.all_of((circuit.any_of(s.node for s in says), circuit.any_of(s.node for s in against)))
    return Clash(kind, about, tuple(s.rule for s in says if s.rule), tuple(s.rule for s in against if s.rule), both)


def _args(bar: Rule, duty: Fact) -> tuple[str, ...]:
    """The bar's head for the duty's bearer (and counterpart)."""
    return duty.args[: len(bar.head.terms)] if bar.head else ()


def _same_act(duty: Rule, fact: Fact, bar: Rule) -> str:
    """The act that the duty owes and the bar forbids, in words; empty where they are not the same."""
    if duty.owed is None or bar.owed is None or duty.owed.phrase != bar.owed.phrase or not duty.head or not bar.head:
        return ""
    if len(bar.head.terms) > len(fact.args):
        return ""
    mine = _bound(duty.owed, dict(zip(_letters(duty.head), fact.args, strict=False)))
    theirs = _bound(bar.owed, dict(zip(_letters(bar.head), fact.args, strict=False)))
    if any(a and b and a != b for a, b in zip(mine, theirs, strict=True)):
        return ""
    return str(Fact(duty.owed.phrase, tuple(a or b or "someone" for a, b in zip(mine, theirs, strict=True))))


def _letters(atom: Atom) -> list[str]:
    return [t.letter if isinstance(t, Var) else "" for t in atom.terms]


def _bound(atom: Atom, env: dict[str, str]) -> list[str]:
    """The individuals that an atom's slots name, empty for a slot that may be anyone."""
    return [env.get(t.letter, "") if isinstance(t, Var) else t if isinstance(t, str) else "" for t in atom.terms]
