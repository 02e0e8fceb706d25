"""foedus history CASE"""

from __future__ import annotations

import click

from foedus.cli.options import as_json, folders
from foedus.cli.output import paper, say, say_json


@click.command("history")
@click.argument("case")
@folders
@as_json
def command(case: str, law: tuple[str, ...], cases: tuple[str, ...], as_json: bool) -> None:
    """Every version of a case: who saved what, and when.

    The latest stands first. A version is named by what the tables hold: the same bytes have the same
    name. What it held is kept in the folder history of the case.
    """
    from foedus.door import Asking
    from foedus.noting import Store
    from foedus.show.noting import text_versions

    store = Store(Asking(case, law=law, cases=cases).folder, law)
    versions, present = store.versions(), store.version
    if as_json:
        say_json(
            {"schema_version": 1, "case": store.folder.name, "present": present, "versions": [v.to_json() for v in versions]}
        )
    else:
        say(text_versions(versions, present, case, *paper()))
