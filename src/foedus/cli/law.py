"""foedus law REGIME [PROVISION]"""

from __future__ import annotations

import click

from foedus.cli.options import as_json, folders
from foedus.cli.output import paper, say, say_json


@click.command("law")
@click.argument("regime")
@click.argument("provision", required=False)
@click.option("--phrases", is_flag=True, help="The phrases in which law and evidence are written, by kind.")
@folders
@as_json
def command(
    regime: str, provision: str | None, phrases: bool, as_json: bool, law: tuple[str, ...], cases: tuple[str, ...]
) -> None:
    """A provision: its wordings by date, its rules, its readings and who holds them.

    PROVISION is a provision (CST:4), one of its wordings (CST:4@2010), an instrument (CST) or a reading
    (attacker): then the provisions that have it. Capitals do not matter. Without it: every instrument
    with its provisions.
    """
    from foedus.door import laws
    from foedus.show import documents

    found = laws.read_law(regime, law)
    chosen = laws.wordings(found, provision) if provision else None
    if as_json:
        say_json(documents.phrases_json(found) if phrases else documents.law_json(found, chosen))
        return
    from foedus.show import text_law, text_phrases

    width, color = paper()
    if phrases:
        say(text_phrases(found, width, color))
    else:
        prose = laws.paraphrases(found, chosen, law) if chosen else {}
        say(text_law(found, chosen, prose, width, color))
