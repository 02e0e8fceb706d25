"""How a conclusion was put together: the steps that reasons are later drawn from.

Every gate that grounding makes for a rule, an element, a reading or a fact is kept as a `Step`
that remembers what it stands for. Steps form the same acyclic graph as the gates; whether a step
went through in a given cell is asked of the gate (`node`), never decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from foedus.text.law import Counted, Element, Reading, Rule
from foedus.vocabulary import Fact

__all__ = ["Step", "StepKind", "every_step"]

StepKind = Literal[
    "word", "rule", "element", "exception", "fact", "judgement", "reading", "option",
    "every", "some", "together", "any", "member", "order", "count", "constant", "gap", "ballots", "voter",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a derivation.

    node     the gate whose value says how the step went
    text     the step in words
    fact     the ground fact, for facts, words, judgements and counts
    rule     the rule, for rules and exceptions
    element  the element, for elements; its mode says how `steps` bear on `node`
    reading  the reading, for readings and their options
    note     what a reader should know beside it: 55 counted, 60 required
    who      the member of a set of whom the step speaks
    counted  for ballots: what is counted of whom; the steps are one voter each, and under a voter
             whether it may vote, whether it belongs to the whole, and how it voted
    """

    kind: StepKind
    node: int
    text: str
    steps: tuple[Step, ...] = ()
    fact: Fact | None = None
    positive: bool = True
    rule: Rule | None = field(default=None, compare=False)
    element: Element | None = field(default=None, compare=False)
    reading: Reading | None = field(default=None, compare=False)
    note: str = ""
    who: str = ""
    counted: Counted | None = field(default=None, compare=False)


def every_step(steps: Iterable[Step]) -> Iterator[Step]:
    """These steps and all that stand under them, each once however often it is used."""
    todo, seen = list(steps), set[int]()
    while todo:
        step = todo.pop()
        if id(step) not in seen:
            seen.add(id(step))
            yield step
            todo += step.steps
