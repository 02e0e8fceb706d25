"""foedus parties REGIME"""

from __future__ import annotations

from pathlib import Path

import click

from foedus.cli.options import as_json, folders
from foedus.cli.output import paper, say, say_json
from foedus.door import NotUnderstood


@click.command("parties")
@click.argument("regime")
@click.option("--on", metavar="DAY", help="The day, as YYYY-MM-DD. Default: today, in UTC.")
@click.option("--instrument", metavar="CODE", help="Only this instrument, with its protocols.")
@click.option(
    "--panel",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a day-level table (FILE.csv, FILE.parquet) and its codebook beside it.",
)
@click.option("--from", "first", metavar="DAY", help="First day of the panel. Default: that of the first event.")
@click.option("--to", "last", metavar="DAY", help="Last day of the panel. Default: today, in UTC.")
@folders
@as_json
def command(
    regime: str,
    on: str | None,
    instrument: str | None,
    panel: Path | None,
    first: str | None,
    last: str | None,
    as_json: bool,
    law: tuple[str, ...],
    cases: tuple[str, ...],
) -> None:
    """Who was bound by what on a day; who was a member, suspended, taking part, an observer.

    These are columns of their own, each with its date and the row it rests on.
    """
    if panel is not None:
        if on or instrument or as_json:
            raise NotUnderstood.of("--panel", "a panel has every day and instrument", "leave out --on, --instrument and --json")
        from foedus.cli.frames import write_panel

        say(write_panel(regime, panel, first, last, law))
        return
    if first or last:
        raise NotUnderstood.of(
            "--from" if first else "--to", "only a panel runs from day to day", "name its file: --panel FILE.csv"
        )
    from foedus.door.membership import look_up
    from foedus.show.parties import parties_json, text_parties

    table = look_up(regime, on, instrument, law)
    if as_json:
        say_json(parties_json(table))
    else:
        width, color = paper()
        say(text_parties(table, width, color))
