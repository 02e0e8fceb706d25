"""foedus doctor"""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import click

from foedus.cli.options import as_json, folders
from foedus.cli.output import say, say_json

PACKAGES = {
    "click": "the command line",
    "jinja2": "pages and papers",
    "numpy": "sweeps in arrays (foedus[sweep])",
    "pyarrow": "sweeps to and from Parquet (foedus[sweep])",
    "distributed": "sweeps on a Dask cluster (foedus[scale])",
    "clingo": "an outside solver to check us with (foedus[dev])",
    "problog": "an outside solver to check us with (foedus[dev])",
}


@click.command("doctor")
@folders
@as_json
def command(as_json: bool, law: tuple[str, ...], cases: tuple[str, ...]) -> None:
    """What this Foedus runs on: versions, executors, optional packages, where law and cases lie.

    An executor puts very many situations through the law at once. All of them give the same
    answers; the first one that is there is used. The machine is built when it is first wanted.
    """
    found = findings(law, cases)
    if as_json:
        say_json(found)
    else:
        say(text(found))


def findings(law: tuple[str, ...], cases: tuple[str, ...]) -> dict[str, Any]:
    """All of it as JSON data."""
    from foedus.door.folders import roots
    from foedus.executors import available

    executors = [{"name": one.name, "there": one.executor is not None, "note": one.note} for one in available()]
    return {
        "schema_version": 1,
        "foedus": _version("foedus"),
        "python": platform.python_version(),
        "system": f"{sys.platform} {platform.machine()}",
        "executor": next(one["name"] for one in executors if one["there"]),
        "executors": executors,
        "packages": [{"name": name, "version": _version(name), "for": use} for name, use in PACKAGES.items()],
        "law": [str(folder) for folder in roots("law", law)],
        "cases": [str(folder) for folder in roots("cases", cases)],
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def text(found: dict[str, Any]) -> str:
    """The findings as lines."""
    lines = [f"Foedus {found['foedus'] or '(not installed)'} · Python {found['python']} · {found['system']}", "", "Executors"]
    for one in found["executors"]:
        state = "used" if one["name"] == found["executor"] else "there" if one["there"] else "absent"
        lines.append(f"  {one['name']:<10} {state:<7} {one['note']}")
    lines += ["", "Packages"]
    lines += [f"  {one['name']:<10} {one['version'] or 'absent':<7} {one['for']}" for one in found["packages"]]
    for kind in ("law", "cases"):
        lines += ["", kind.capitalize(), *(f"  {folder}" for folder in found[kind] or ["nowhere"])]
    return "\n".join(lines)
