"""foedus agenda CASE"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from foedus.cli.options import as_json, asking, terms, typed
from foedus.cli.output import paper, say, say_json, writable, write_whole


@click.command("agenda")
@click.argument("case")
@click.option("--course", is_flag=True, help="How it came to this: every change, instant by instant.")
@click.option("--actor", metavar="NAME", help="Only what concerns this state, organ or person.")
@click.option("--ics", metavar="FILE", help="Write the deadlines as a calendar.")
@terms
@as_json
def command(case: str, course: bool, actor: str | None, ics: str | None, as_json: bool, **given: Any) -> None:
    """Who owes what to whom by when; what may be done now, and what not yet and why.

    Read under the text, or under the stance that --stance names. An act that its actor had no power
    to do is shown as ineffective; one done while barred, as a breach.
    """
    if ics:
        writable(Path(ics), "--ics")
    given["stance"] = given["stance"] or ("text",)
    ask = asking(case, **given)
    if course:
        from foedus.show.agenda import text_course

        changes = ask.course()
        say_json(changes.to_json()) if as_json else say(text_course(changes, *paper(), actor=actor or ""))
        return
    found = ask.agenda()
    if ics:
        from foedus.deontic import calendar

        write_whole(Path(ics), calendar(found), "--ics")
        click.echo(f"written: {ics}", err=True)
    if as_json:
        say_json(found.to_json())
    else:
        from foedus.show import text_agenda

        say(text_agenda(found, *paper(), asked=typed(given), actor=actor or ""))
