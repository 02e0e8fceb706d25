"""foedus sweep SPEC"""

from __future__ import annotations

import shlex
import sys
import time
from pathlib import Path

import click

from foedus.cli.options import as_json, folders
from foedus.cli.output import paper, say, say_json
from foedus.door import NotUnderstood

PAUSE = 0.2


@click.command("sweep")
@click.argument("spec")
@click.option(
    "--on",
    default="local",
    metavar="WHERE",
    help="local (default), processes, processes:4, or dask:tcp://HOST:PORT. What comes out is the same.",
)
@click.option("--out", metavar="DIR", help="The folder to write into, empty or new. Default: the name of the spec, with -sweep.")
@click.option("--resume", is_flag=True, help="Go on with what the folder holds of this very sweep.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
@folders
@as_json
def command(
    spec: str,
    on: str,
    out: str | None,
    resume: bool,
    quiet: bool,
    as_json: bool,
    law: tuple[str, ...],
    cases: tuple[str, ...],
) -> None:
    """The same questions over very many situations, as a spec (TOML) says.

    All completions of what is free, situations drawn with a seed, or a table of them. The folder
    gets a copy of the spec, result.parquet, summary.json, summary.html and its plots. It can be
    stopped at any moment and gone on with: --resume. docs/sweep.md says what the shares mean.
    """
    from foedus.door.sweeping import swept
    from foedus.show.sweep import pages_of_sweep, text_sweep

    path = Path(spec)
    if not path.is_file():
        raise NotUnderstood.of("SPEC", f"there is no file {spec}", "write one as docs/sweep.md shows")
    folder = Path(out) if out else Path(f"{path.stem}-sweep")
    watch = None if quiet or not sys.stderr.isatty() else _Progress()
    try:
        found = swept(path, folder, on, resume, law, cases, watch, pages_of_sweep)
    except KeyboardInterrupt:
        again = shlex.join(["foedus", "sweep", spec, "--out", str(folder), "--resume"])
        sys.stderr.write(f"\nstopped; what is done is kept. Go on with: {again}\n")
        raise click.Abort from None
    if as_json:
        say_json(found.to_json())
    elif not quiet:
        say(text_sweep(found, *paper(), str(folder)))


class _Progress:
    """How far it got, how fast it is, and how long it will take: one line that is written over."""

    def __init__(self) -> None:
        self.begin = time.monotonic()
        self.told = 0.0

    def __call__(self, before: int, now: int, total: int) -> None:
        spent = time.monotonic() - self.begin
        done = before + now == total
        if spent - self.told < PAUSE and not done:
            return
        self.told = spent
        rate = now / max(spent, 1e-9)
        left = (total - before - now) / rate
        line = f"{before + now:,} of {total:,} situations · {rate:,.0f} per second · {_span(left)} left"
        sys.stderr.write(f"\r\x1b[2K{line}" if not done else "\r\x1b[2K")
        sys.stderr.flush()


def _span(seconds: float) -> str:
    """Seconds as a person reads them: `40 s`, `3 min`, `2 h 10 min`."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
