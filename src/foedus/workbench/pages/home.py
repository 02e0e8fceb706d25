"""The list of cases and matters at hand."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from foedus.workbench.desk import Dossier
from foedus.workbench.pages.matters import regimes
from foedus.workbench.visit import Page, Visit

__all__ = ["cases"]


def cases(visit: Visit) -> Page:
    """Every case and matter, by title; one whose settings cannot be read is listed all the same."""
    data = {"cases": [_shown(d) for d in visit.desk.dossiers().values()], "writable": visit.desk.workplace is not None}
    return Page("home.html.j2", "Cases", data, {"regimes": regimes(visit)})


def _shown(dossier: Dossier) -> dict[str, str]:
    settings = _settings(dossier.folder)
    title, about = (str(settings.get(name, "")).strip() for name in ("title", "description"))
    return {
        "name": dossier.name,
        "title": title or dossier.name,
        "kind": "matter" if dossier.is_matter else "case",
        "about": about,
    }


def _settings(folder: Path) -> Mapping[str, object]:
    for name in ("case.toml", "matter.toml"):
        try:
            return tomllib.loads((folder / name).read_text("utf-8-sig"))
        except (OSError, ValueError, RecursionError):
            continue
    return {}
