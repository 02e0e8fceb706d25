"""Where law and cases lie: the folders given, those the environment names, those that come with the house."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from foedus.door.words import Folders, NotUnderstood
from foedus.problem import nearest

__all__ = ["MATTER", "bundled", "find_folder", "roots"]

MATTER = "matter.toml"


def roots(kind: str, given: Folders = None) -> tuple[Path, ...]:
    """Folders that hold regimes (`kind="law"`) or cases (`"cases"`), in the order they are searched."""
    named = [given] if isinstance(given, str | Path) else list(given or ())
    named += [p for p in os.environ.get(f"FOEDUS_{kind.upper()}", "").split(os.pathsep) if p]
    for folder in named:
        if not Path(folder).is_dir():
            raise NotUnderstood.of(f"--{kind}", f"there is no folder {folder}")
    return (*(Path(f) for f in named), *bundled(kind))


def bundled(kind: str) -> tuple[Path, ...]:
    """What comes with the house: beside the source in a checkout, inside the package in a wheel."""
    house = Path(__file__).resolve().parents[1]
    return tuple(f for f in (house / "data" / kind, house.parents[1] / kind) if f.is_dir())


def find_folder(folders: Sequence[Path], name: str, files: Sequence[str], what: str) -> Path:
    """The folder of a case, matter or regime, by its name or its path: it holds one of these files."""
    for folder in (*(r / name for r in folders), Path(name)):
        if any((folder / file).is_file() for file in files):
            return folder
    known = sorted({p.parent.name for r in folders for file in files for p in r.glob(f"*/{file}")})
    shown = f"known: {', '.join(known)}" if known else f"make one with: foedus new case {name}"
    raise NotUnderstood.of(what.upper(), f"no {what} is called “{name}”", nearest(name, known) or shown)
