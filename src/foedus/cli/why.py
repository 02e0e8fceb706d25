"""foedus why CASE QUESTION"""

from __future__ import annotations

from typing import Any

import click

from foedus.cli.options import as_json, asking, known_question, terms
from foedus.cli.output import paper, say, say_json


@click.command("why")
@click.argument("case")
@click.argument("question")
@terms
@as_json
def command(case: str, question: str, as_json: bool, **given: Any) -> None:
    """The reasons of one answer: rules, facts, claims, and the rules that did not apply.

    The answer is that of the text, or of the stance that --stance names; several are told one after
    the other.
    """
    stances = given["stance"] or ("text",)
    ask = asking(case, **given)
    known_question(ask, question)
    found = [ask.why(question, stance) for stance in stances]
    if as_json:
        say_json(found[0].to_json() if len(found) == 1 else {"schema_version": 1, "whys": [w.to_json() for w in found]})
    else:
        from foedus.show import text_why

        width, color = paper()
        say("\n".join(text_why(w, width, color) for w in found))
