"""foedus precedents REGIME"""

from __future__ import annotations

import click

from foedus.cli.options import as_json, folders
from foedus.cli.output import paper, say, say_json


@click.command("precedents")
@click.argument("regime")
@click.option("--then", is_flag=True, help="Hold each ground against what was known when it was given.")
@click.option("--judging", is_flag=True, help="Decide words left to judgement too, for each case as it takes.")
@click.option("--most", default=20, metavar="N", help="List at most N conflicts, and N selections of grounds.")
@folders
@as_json
def command(
    regime: str, then: bool, judging: bool, most: int, as_json: bool, law: tuple[str, ...], cases: tuple[str, ...]
) -> None:
    """Which stances reproduce the grounds that an alliance gave over all its decisions, or what none explains together.

    Every case of the regime that has a grounds.csv counts. Doing nothing is no legal “no”, and policy is no law: such rows
    are shown and not scored.
    """
    from foedus.door.precedents import weighed

    found = weighed(regime, then, judging, most, law, cases)
    if as_json:
        say_json(found.to_json())
    else:
        from foedus.show.precedents import text_precedents

        say(text_precedents(found, *paper()))
