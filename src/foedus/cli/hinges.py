"""foedus hinges CASE QUESTION"""

from __future__ import annotations

import shlex
from typing import Any

import click

from foedus.cli.options import as_json, asking, known_question, terms, typed
from foedus.cli.output import paper, say, say_json


@click.command("hinges")
@click.argument("case")
@click.argument("question")
@click.option("--option", metavar="ALTERNATIVE", default="", help="Only this alternative of a “which of” question.")
@click.option(
    "--over",
    multiple=True,
    metavar="WHAT",
    help="What may be changed besides open facts: facts (settled ones), judgements, readings, standards, law; may be repeated.",
)
@click.option("--most", type=int, metavar="N", help="List at most N sets for each verdict. Default: 200, gathered in 12 lines.")
@terms
@as_json
def command(case: str, question: str, option: str, over: tuple[str, ...], most: int | None, as_json: bool, **given: Any) -> None:
    """What would settle an answer or flip it, what matters most, and what to ask next.

    Every smallest set of open facts whose proof leads to another answer; on request over settled
    facts, judgements, readings, standards of proof and law as well. Then the share of all ways in
    which the answer hangs on each open fact alone. The answer is that of the text, or of the stance
    that --stance names; several are told one after the other.
    """
    from foedus.door.hinging import MOST, hinged

    again = shlex.join(["foedus", "hinges", case, question, *(["--option", option] if option else [])])
    options, stances = typed(given), given["stance"] or ("text",)
    ask = asking(case, **given)
    known_question(ask, question)
    found = [one for stance in stances for one in hinged(ask, question, stance, option, over, MOST if most is None else most)]
    if as_json:
        say_json(found[0].to_json() if len(found) == 1 else {"schema_version": 1, "hinges": [h.to_json() for h in found]})
        return
    from foedus.show.hinges import SHOWN, text_hinges

    width, color = paper()
    screens = []
    for one in found:
        chosen = "" if one.stance == "text" else f"--stance {shlex.quote(one.stance)}"
        hint = " ".join(part for part in (again, chosen, options) if part)
        screens.append(text_hinges(one, width, color, SHOWN if most is None else None, hint))
    say("\n".join(screens))
