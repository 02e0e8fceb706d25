"""Which record and which law an answer stands on: sixteen hexadecimal digits that change with any byte of them."""

from __future__ import annotations

from foedus.door.asking import Asking
from foedus.door.folders import MATTER, find_folder, roots
from foedus.door.shelf import digest
from foedus.history import state_of, steadily, version_of

__all__ = ["law_version", "record_version"]


def record_version(asking: Asking) -> str:
    """The version of the record: of a case, the one its history goes by; of a matter, over every file."""
    if (asking.folder / MATTER).is_file():
        return digest(sorted(p for p in asking.folder.iterdir() if p.is_file()))
    return steadily(asking.folder, lambda: version_of(state_of(asking.folder)))


def law_version(asking: Asking) -> str:
    """The version of the law applied: over the files of its regime, of those it stands under, and the case's own law pages."""
    regime = asking.regime
    places = roots("law", asking.law)
    homes = {find_folder(places, name, ("regime.toml",), "regime") for name in (*regime.under, regime.id)}
    homes.add(asking.folder / "law")
    return digest([p for p in asking.law_files if p.parent in homes])
