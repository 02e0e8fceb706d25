"""foedus publish CASE --out DIR"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from foedus.cli.options import asking, terms
from foedus.door import NotUnderstood

__all__ = ["command"]

_MARK = "index.html"


@click.command("publish")
@click.argument("case")
@click.option("--out", required=True, metavar="DIR", help="The folder to make.")
@click.option("--force", is_flag=True, help="Put it in the place of a bundle that is there.")
@click.option("--question", multiple=True, metavar="ID", help="Only this question; may be repeated.")
@terms
def command(case: str, out: str, force: bool, question: tuple[str, ...], **given: Any) -> None:
    """A bundle that opens from a disk with no network: timeline, votes, contributions, map, table, claims and data.

    The page index.html leads to the rest. The same command gives the same bytes, if it names its dates.
    """
    from foedus.papers import bundle

    target = Path(out)
    _free(target, force)
    files = bundle(asking(case, question, **given))
    _put(target, files)
    size = sum(map(len, files.values()))
    click.echo(f"written: {target}/{_MARK} and {len(files) - 1} files beside it, {size / 1e6:.1f} MB", err=True)


def _free(target: Path, force: bool) -> None:
    """Refuse, before anything is worked out, to write over what is there. Raises `NotUnderstood`."""
    parent = target.absolute().parent
    if not parent.is_dir():
        raise NotUnderstood.of("--out", f"there is no folder {parent}", "make it first, or name another: --out DIR")
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    if not (target.is_dir() and (target / _MARK).is_file()):
        raise NotUnderstood.of("--out", f"{target} is there already, and is no bundle", "name another: --out DIR")
    if not force:
        raise NotUnderstood.of("--out", f"{target} is there already", "add --force to replace it, or name another: --out DIR")


def _put(target: Path, files: Mapping[str, bytes]) -> None:
    """Every file, or nothing: the folder takes its name when all of them are on the disk."""
    target = target.absolute()
    made = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    old = made.with_name(made.name + "-old")
    try:
        made.chmod(0o755)
        for name, data in files.items():
            with (made / name).open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        if target.exists():
            target.rename(old)
        made.rename(target)
    except BaseException:
        if old.exists() and not target.exists():
            old.rename(target)
        shutil.rmtree(made, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)
