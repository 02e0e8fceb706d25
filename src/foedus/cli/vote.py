"""foedus vote REGIME DRAFT.csv"""

from __future__ import annotations

from pathlib import Path

import click

from foedus.cli.options import as_json
from foedus.cli.output import paper, say, say_json


@click.command("vote")
@click.argument("regime")
@click.argument("draft", type=click.Path(path_type=Path))
@click.option("--on", metavar="DAY", help="The day of the ballot: its law and its members. Default: today.")
@click.option("--rule", metavar="NAME", default="", help="Only this vote: PROVISION/NAME.")
@click.option(
    "--fact", multiple=True, metavar="SENTENCE", help="A fact about “the draft” (“not …”, “… @ TIME”); may be repeated."
)
@click.option("--law", multiple=True, metavar="DIR", help="A folder of regimes to search first; may be repeated.")
@as_json
def command(
    regime: str, draft: Path, on: str | None, rule: str, fact: tuple[str, ...], law: tuple[str, ...], as_json: bool
) -> None:
    """What becomes of a draft: carried, or defeated by which rule, by how much, by whose veto.

    DRAFT.csv is a roll call (member,ballot) or tallies (ballot,count). It is put to every vote rule of the
    regime that is in force on the day. A ballot that is not known may leave the answer open.
    """
    from foedus.door.voting import take_vote

    found = take_vote(regime, draft, on, rule, fact, law)
    if as_json:
        say_json(found.to_json())
        return
    from foedus.show.voting import text_vote

    say(text_vote(found, *paper()))
