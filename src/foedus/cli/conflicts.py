"""foedus conflicts CASE"""

from __future__ import annotations

from typing import Any

import click

from foedus.cli.options import as_json, asking, terms
from foedus.cli.output import paper, say, say_json


@click.command("conflicts")
@click.argument("case")
@terms
@as_json
def command(case: str, as_json: bool, **given: Any) -> None:
    """What contradicts what in the record, side by side, and what was set aside and why.

    The contradictions that the case lists in conflicts.csv, then those the record shows by itself:
    disputed facts, numbers and times, facts the law says cannot stand together, and acts of states
    that were no members.
    """
    found = asking(case, (), **given).conflicts()
    if as_json:
        say_json(found.to_json())
    else:
        from foedus.show import text_conflicts

        say(text_conflicts(found, *paper()))
