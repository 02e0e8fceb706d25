"""One question for outside solvers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from foedus.door.asking import Asking
from foedus.door.priors import priors_of
from foedus.door.words import NotUnderstood, in_python
from foedus.problem import nearest

if TYPE_CHECKING:
    from foedus.assess.posed import Posed
    from foedus.exports import Line, Statement
    from foedus.ground import Step

__all__ = ["TARGETS", "Target", "export", "exported"]

Target = Literal["asp", "problog", "dimacs", "json"]
TARGETS: tuple[Target, ...] = get_args(Target)
"""The languages a question can be written in."""


@in_python()
def export(
    case: str | Path,
    question: str,
    to: Target,
    stance: str = "text",
    option: str = "",
    answer: str = "yes",
    prior: Sequence[str] = (),
    **terms: Any,
) -> str:
    """A question, its circuit and what record and stance settle of it, in the language of an outside solver.

    to      `asp` (clingo), `problog`, `dimacs` (satisfiability, for one `answer`) or `json` (everything)
    option  the alternative of a *which of* question
    answer  for dimacs: yes, no or not-engaged
    prior   for problog: “FACT=0.3” for every open fact
    `terms` are the further parameters of `foedus.assess`. Raises what that raises, and `Unsayable` with the line of
    law that the target cannot say.
    """
    return exported(Asking(case, stance=stance, **terms), question, to, stance, option, answer, prior)


def exported(
    asking: Asking, question: str, to: Target, stance: str, option: str = "", answer: str = "yes", prior: Sequence[str] = ()
) -> str:
    """What `export` does, in the words of the command line."""
    from foedus import exports
    from foedus.exports.dimacs import ANSWERS

    if to not in TARGETS:
        raise NotUnderstood.of("--to", f"no target is called “{to}”", nearest(to, TARGETS) or f"one of: {', '.join(TARGETS)}")
    if answer not in ANSWERS:
        raise NotUnderstood.of(
            "--answer", f"“{answer}” is no answer", nearest(answer, ANSWERS) or f"one of: {', '.join(ANSWERS)}"
        )
    found = _one(asking.posed(question, stance, option), question)
    statement = _statement(asking, found)
    if to == "asp":
        return exports.to_asp(statement)
    if to == "problog":
        return exports.to_problog(statement, priors_of(prior, found.bearing.open_facts))
    return exports.to_dimacs(statement, answer) if to == "dimacs" else exports.to_json(statement)


def _one(found: Sequence[Posed], question: str) -> Posed:
    """The one problem a file can hold."""
    options = list(dict.fromkeys(p.option for p in found))
    if len(options) > 1:
        raise NotUnderstood.of("--option", f"“{question}” asks which of several it is", f"choose one: {' · '.join(options)}")
    if len(found) > 1:
        days = " and ".join(p.inquiry.day.isoformat() for p in found)
        raise NotUnderstood.of("--law-at", f"the law of {days} may govern “{question}”", "choose a day with --law-at")
    return found[0]


def _statement(asking: Asking, found: Posed) -> Statement:
    from foedus.exports import Statement

    zone, terms = asking.record.zone, asking.terms
    values = {n: found.engine.node_value(n, found.choice) for n in found.bearing.burdens}
    about = {
        "case": asking.record.id,
        "question": f"{found.inquiry.question.id}{f' ({found.option})' if found.option else ''}: {found.inquiry.question.asks}",
        "stance": found.column.stance.name,
        "standard": found.standard.name,
        "as of": terms.as_of.text(zone),
        "known to": terms.known_to.text(zone),
        "law of": found.inquiry.day.isoformat(),
    }
    return Statement(
        found.circuit,
        found.query,
        found.situation,
        found.choice,
        found.constraints,
        {n: value == "yes" for n, value in values.items() if value != "open"},
        _lines(found),
        about,
    )


def _lines(found: Posed) -> dict[int, Line]:
    """Where the law says each burden."""
    from foedus.exports import Line
    from foedus.ground import every_step

    grounding = found.inquiry.grounding
    burdens = frozenset(found.bearing.burdens)
    return {
        node: Line(step.element.place, step.element.text or step.text)
        for step in every_step(grounding.steps)
        if step.element is not None and not burdens.isdisjoint(near := _burdens_near(step, found))
        for node in near & burdens
    }


def _burdens_near(step: Step, found: Posed) -> frozenset[int]:
    """The gates that may be the burden a step speaks of: its own gate, or what that gate denies."""
    return frozenset({step.node, *found.circuit.op(step.node).args})
