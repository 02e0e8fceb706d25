"""foedus assess CASE"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from foedus.cli.options import as_json, asking, terms, typed
from foedus.cli.output import paper, say, say_json, writable, write_whole


@click.command("assess")
@click.argument("case")
@click.option("--question", multiple=True, metavar="ID", help="Only this row; may be repeated.")
@click.option("--html", metavar="FILE", help="Write one self-contained page with every reason.")
@terms
@as_json
def command(case: str, question: tuple[str, ...], html: str | None, as_json: bool, **given: Any) -> None:
    """The whole table: every question under every stance.

    CASE is the name of a case or the path of its folder. Under the table stand what each open answer
    turns on, who bears a burden, and what was perhaps known. The reasons: foedus why CASE QUESTION.
    """
    if html:
        writable(Path(html))
    ask = asking(case, question, **given)
    assessment = ask.assess()
    if html:
        from foedus.show import html_page

        write_whole(Path(html), html_page(assessment, ask.whys(assessment), ask.remarks()))
        click.echo(f"written: {html}", err=True)
    if as_json:
        say_json(assessment.to_json())
    else:
        from foedus.show import text_assessment

        say(text_assessment(assessment, *paper(), asked=typed(given), remarks=ask.remarks()))
