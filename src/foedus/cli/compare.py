"""foedus compare CASE_A CASE_B"""

from __future__ import annotations

import click

from foedus.cli.options import as_json, folders
from foedus.cli.output import paper, say, say_json


@click.command("compare")
@click.argument("case_a")
@click.argument("case_b")
@click.option("--question", multiple=True, metavar="ID", help="Only this question; may be repeated. Default: every one.")
@click.option("--stance", default="text", metavar="NAME", help="The stance under which both are asked.")
@click.option("--stance-a", metavar="NAME", help="Another stance for CASE_A.")
@click.option("--stance-b", metavar="NAME", help="Another stance for CASE_B.")
@click.option("--as-of-a", metavar="WHEN", help="See of CASE_A what had happened before WHEN. Default: now.")
@click.option("--as-of-b", metavar="WHEN", help="The same of CASE_B.")
@click.option("--then", is_flag=True, help="As then known: what was known to is as-of, in both.")
@click.option("--most", default=200, metavar="N", help="List at most N sets each way for a question.")
@folders
@as_json
def command(
    case_a: str,
    case_b: str,
    question: tuple[str, ...],
    stance: str,
    stance_a: str | None,
    stance_b: str | None,
    as_of_a: str | None,
    as_of_b: str | None,
    then: bool,
    most: int,
    as_json: bool,
    law: tuple[str, ...],
    cases: tuple[str, ...],
) -> None:
    """What separates two cases that were answered apart.

    For each such question: the smallest sets of facts, wordings and readings with which the one case, changed in just these
    respects to how they stand in the other, gets the answer of the other. Both cases must stand under one regime.
    """
    from foedus.door import Asking
    from foedus.door.comparing import compared

    both = {"then": then, "question": question, "law": law, "cases": cases}
    first = Asking(case_a, as_of_a, stance=stance_a or stance, **both)  # type: ignore[arg-type]
    found = compared(first, Asking(case_b, as_of_b, stance=stance_b or stance, **both), most)  # type: ignore[arg-type]
    if as_json:
        say_json(found.to_json())
    else:
        from foedus.show.compare import text_comparison

        say(text_comparison(found, *paper()))
