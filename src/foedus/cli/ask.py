"""foedus ask CASE SENTENCE"""

from __future__ import annotations

from typing import Any

import click

from foedus.cli.options import as_json, asking, terms, typed
from foedus.cli.output import paper, say, say_json


@click.command("ask")
@click.argument("case")
@click.argument("sentence")
@terms
@as_json
def command(case: str, sentence: str, as_json: bool, **given: Any) -> None:
    """One question, in the regime's own phrases.

    SENTENCE is a phrase with its slots filled, with or without braces; “not” before it denies it. The phrases are listed by:
    foedus law REGIME --phrases
    """
    put = asking(case, **given)
    assessment = put.ask(sentence)
    if as_json:
        say_json(assessment.to_json())
    else:
        from foedus.show import text_assessment

        say(text_assessment(assessment, *paper(), asked=typed(given), remarks=put.remarks()))
