"""foedus report CASE --to docx|html|pdf|md"""

from __future__ import annotations

import stat
import sys
from pathlib import Path
from typing import Any

import click

from foedus.cli.options import asking, terms
from foedus.cli.output import say, whole, writable
from foedus.door import NotUnderstood


@click.command("report")
@click.argument("case")
@click.option("--to", "target", required=True, metavar="FORMAT", help="docx (Word), html, pdf or md.")
@click.option("--out", metavar="FILE", help="Where to write it; “-” is stdout. Default: CASE.FORMAT here.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--question", multiple=True, metavar="ID", help="Speak of this question; may be repeated.")
@terms
def command(case: str, target: str, out: str | None, force: bool, question: tuple[str, ...], **given: Any) -> None:
    """A memo of two pages: what is not known, what is disputed, what follows, who must act by when.

    Every sentence has a footnote to provision and source. The answers are those of the first --stance, or of the
    text; the other columns are compared with them. The same command gives the same bytes, if it names its dates.
    """
    from foedus.papers import BINARY, check_format, memo, write

    check_format(target)
    ask = asking(case, question, **given)
    path = None if out == "-" else Path(out or f"{ask.folder.resolve().name}.{target}")
    _may_write(path, target in BINARY, force)
    data = write(memo(ask), target)
    if path is None:
        _to_stdout(data, target in BINARY)
        return
    with whole(path, "--out") as file:
        file.write(data)
    click.echo(f"written: {path}", err=True)


def _may_write(path: Path | None, binary: bool, force: bool) -> None:
    """Refuse before anything is worked out. Raises `NotUnderstood`."""
    if path is None:
        if binary and sys.stdout is not None and sys.stdout.isatty():
            raise NotUnderstood.of("--out", "this is no text, and a terminal cannot show it", "name a file: --out FILE")
        return
    writable(path, "--out")
    if path.exists() and stat.S_ISREG(path.stat().st_mode) and not force:
        remedy = "add --force to write over it, or name another: --out FILE"
        raise NotUnderstood.of("--out", f"{path} is there already", remedy)


def _to_stdout(data: bytes, binary: bool) -> None:
    if not binary:
        say(data.decode())
        return
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
