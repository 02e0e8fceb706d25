"""The list of cases and matters at hand."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from foedus.workbench.visit import Page, Visit

__all__ = ["cases"]


def cases(visit: Visit) -> Page:
    """Every case and matter, by title; one whose settings cannot be read is listed all the same."""
    found = [
        {"name": d.name, "title": _title(d.folder) or d.name, "kind": "matter" if d.is_matter else "case"}
        for d in visit.desk.dossiers().values()
    ]
    return Page("home.html.j2", "Cases", {"cases": found})


def _title(folder: Path) -> str:
    for name in ("case.toml", "matter.toml"):
        try:
            data: Mapping[str, object] = tomllib.loads((folder / name).read_text("utf-8-sig"))
        except (OSError, ValueError, RecursionError):
            continue
        return str(data.get("title", ""))
    return ""
