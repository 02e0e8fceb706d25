"""foedus conflicts CASE"""

from __future__ import annotations

from typing import Any

import click

from foedus.cli.options import as_json, asking, terms
from foedus.cli.output import paper, say, say_json
from foedus.door import NotUnderstood
from foedus.door.laws import is_regime, read_law


@click.command("conflicts")
@click.argument("case")
@terms
@as_json
def command(case: str, as_json: bool, **given: Any) -> None:
    """What contradicts what in the record, side by side, and what was set aside and why.

    The contradictions that the case lists in conflicts.csv, then those the record shows by itself:
    disputed facts, numbers and times, facts the law says cannot stand together, and acts of states
    that were no members. Of a regime: what sources say at odds about its law and its members.
    """
    if is_regime(case, given["law"], given["cases"]):
        _of_law(case, as_json, given)
        return
    found = asking(case, (), **given).conflicts()
    if as_json:
        say_json(found.to_json())
    else:
        from foedus.show import text_conflicts

        say(text_conflicts(found, *paper()))


def _of_law(name: str, as_json: bool, given: dict[str, Any]) -> None:
    """What the law folder lists; it has no record, and so no dates to be asked for."""
    dated = next((k for k, v in given.items() if v and k not in ("law", "cases")), "")
    if dated:
        option = "--" + dated.replace("_", "-")
        raise NotUnderstood.of(option, f"“{name}” is a regime, which keeps no record", "leave it out, or name a case")
    regime = read_law(name, given["law"])
    from foedus.show.conflicts import law_conflicts_json, text_law_conflicts

    if as_json:
        say_json(law_conflicts_json(regime))
    else:
        say(text_law_conflicts(regime, *paper()))
