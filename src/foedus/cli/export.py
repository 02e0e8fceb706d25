"""foedus export CASE QUESTION --to asp|problog|dimacs|json"""

from __future__ import annotations

from typing import Any

import click

from foedus.cli.options import asking, known_question, terms
from foedus.cli.output import say
from foedus.door import NotUnderstood


@click.command("export")
@click.argument("case")
@click.argument("question")
@click.option("--to", "target", required=True, metavar="TARGET", help="asp (clingo), problog, dimacs or json.")
@click.option("--option", default="", metavar="NAME", help="One alternative of a question that asks which of several.")
@click.option("--answer", default="yes", metavar="ANSWER", help="For dimacs: the answer some completion is to give.")
@click.option("--prior", multiple=True, metavar="FACT=P", help="For problog: how likely an open fact is; may be repeated.")
@terms
def command(case: str, question: str, target: str, option: str, answer: str, prior: tuple[str, ...], **given: Any) -> None:
    """A question in the language of an outside solver, so that anyone can check the answer.

    \b
    asp      every answer set is a completion with its answer; clingo --enum-mode=cautious says what is settled
    problog  the chance of a yes, given a prior for every open fact
    dimacs   clauses that can be satisfied where some completion gives --answer
    json     everything, burdens included

    What a target cannot say is refused, with the line that cannot be said.
    """
    from foedus.door.exporting import exported

    stances = given["stance"] or ("text",)
    if len(stances) > 1:
        raise NotUnderstood.of("--stance", "one export is of one stance", "give --stance once")
    ask = asking(case, **given)
    known_question(ask, question)
    say(exported(ask, question, target, stances[0], option, answer, prior).rstrip("\n"))  # type: ignore[arg-type]
