"""foedus serve: the workbench in a browser on this machine."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["command"]


@click.command("serve")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--port", type=int, default=0, metavar="N", help="The port; 0, the default, takes one that is free.")
@click.option("--host", default="127.0.0.1", metavar="ADDRESS", help="The address to listen on. Default: this machine alone.")
@click.option(
    "--name", multiple=True, metavar="HOST:PORT", help="A further name the workbench may be visited under; may be repeated."
)
@click.option(
    "--law",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A folder of regimes to search first; may be repeated.",
)
def command(folder: Path | None, port: int, host: str, name: tuple[str, ...], law: tuple[Path, ...]) -> None:
    """Open the workbench on FOLDER: a case, or a folder of cases and matters.

    Without FOLDER the cases that come with Foedus are shown. The address that is printed holds a key: whoever has it
    may read and write the cases. Interrupt with Ctrl-C.
    """
    from foedus.door import NotUnderstood
    from foedus.workbench import serve

    if folder is not None and not folder.is_dir():
        raise NotUnderstood.of("FOLDER", f"there is no folder {folder}", "make a case with: foedus new case NAME")
    serve(folder, law, _tell, host, port, name)


def _tell(address: str) -> None:
    click.echo(f"The workbench is open at\n  {address}\nInterrupt with Ctrl-C.")
