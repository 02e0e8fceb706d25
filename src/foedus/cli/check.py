"""foedus check PATH"""

from __future__ import annotations

import click

from foedus.cli.options import as_json, folders
from foedus.cli.output import paper, say, say_json


@click.command("check")
@click.argument("path")
@folders
@as_json
def command(path: str, as_json: bool, law: tuple[str, ...], cases: tuple[str, ...]) -> None:
    """Whether a law or case folder is sound: every error with file, line, caret and remedy.

    PATH is a folder, or the name of a case or regime. What a sound folder covers is told as well.
    """
    from foedus.door.checking import look_over
    from foedus.show import documents

    found = look_over(path, law, cases)
    if as_json:
        say_json(documents.check_json(found))
    else:
        from foedus.show import text_check

        say(text_check(found, *paper()))
    if not found.sound:
        raise click.exceptions.Exit(3)
