"""foedus chance CASE QUESTION --prior "FACT=0.3" """

from __future__ import annotations

from typing import Any

import click

from foedus.cli.options import as_json, asking, known_question, terms
from foedus.cli.output import paper, say, say_json


@click.command("chance")
@click.argument("case")
@click.argument("question")
@click.option("--prior", multiple=True, metavar="FACT=P", help="How likely you take an open fact to be; may be repeated.")
@click.option("--group", multiple=True, metavar="A=P;B=Q", help="Facts of which at most one is so, in quotes; may be repeated.")
@click.option("--proof", is_flag=True, help="Take every open fact as settled by proof. Default: truth.")
@click.option("--option", metavar="ALTERNATIVE", default="", help="Only this alternative of a “which of” question.")
@terms
@as_json
def command(
    case: str,
    question: str,
    prior: tuple[str, ...],
    group: tuple[str, ...],
    proof: bool,
    option: str,
    as_json: bool,
    **given: Any,
) -> None:
    """How likely each answer is, exactly, on your priors for the open facts.

    A fact may be abbreviated to some of its words, in their order. Facts without a prior, judgements and silent law make
    a span of a chance; readings are told apart, never averaged. A disputed fact needs a prior. The answer is that of the
    text, or of the stance that --stance names; several are told one after the other.
    """
    from foedus.door.chances import chanced

    stances = given["stance"] or ("text",)
    ask = asking(case, **given)
    known_question(ask, question)
    found = chanced(ask, question, prior, group, proof, stances, option)
    if as_json:
        say_json(found[0].to_json() if len(found) == 1 else {"schema_version": 1, "chances": [c.to_json() for c in found]})
        return
    from foedus.show.chance import text_chance

    width, color = paper()
    say("\n".join(text_chance(one, width, color) for one in found))
