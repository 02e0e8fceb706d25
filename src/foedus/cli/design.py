"""foedus design SPEC"""

from __future__ import annotations

from pathlib import Path

import click

from foedus.cli.options import as_json, folders
from foedus.cli.output import paper, say, say_json, writable, write_whole


@click.command("design")
@click.argument("spec", type=click.Path(path_type=Path))
@click.option("--html", "html", metavar="FILE", type=click.Path(path_type=Path), help="Write a page with tables and bars.")
@click.option("--svg", "svg", metavar="FILE", type=click.Path(path_type=Path), help="Write the bars alone, as a picture.")
@folders
@as_json
def command(spec: Path, html: Path | None, svg: Path | None, law: tuple[str, ...], cases: tuple[str, ...], as_json: bool) -> None:
    """The same members under other rules: who has what power, and how likely a decision is.

    SPEC is a page of TOML with members and rules: consensus, consensus minus one, shares, weighted
    quotas, vetoes, several majorities, quorums, consent of parliaments. Power is Banzhaf's, Shapley
    and Shubik's, and Coleman's; all of it exact, nothing sampled.
    """
    from foedus.door.designing import designed

    for path, option in ((html, "--html"), (svg, "--svg")):
        if path:
            writable(path, option)
    found = designed(spec, law)
    if as_json:
        say_json(found.to_json())
    if html or svg:
        from foedus.show.design import html_design, svg_design

        if html:
            write_whole(html, html_design(found))
        if svg:
            write_whole(svg, svg_design(found), "--svg")
    if not as_json:
        from foedus.show.design import text_design

        say(text_design(found, *paper()))
