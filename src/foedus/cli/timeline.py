"""foedus timeline CASE"""

from __future__ import annotations

from typing import Any

import click

from foedus.cli.options import as_json, asking, terms
from foedus.cli.output import paper, say, say_json


@click.command("timeline")
@click.argument("case")
@click.option("--question", multiple=True, metavar="ID", help="Only changes of this answer; may be repeated.")
@terms
@as_json
def command(case: str, question: tuple[str, ...], as_json: bool, **given: Any) -> None:
    """The record by the hour, and the instants at which an answer changed.

    Answers are those of the text, or of the first stance that --stance names.
    """
    found = asking(case, question, **given).timeline()
    if as_json:
        say_json(found.to_json())
    else:
        from foedus.show import text_timeline

        say(text_timeline(found, *paper()))
