"""Every version of a case: who saved what and when, what differs between two, and the last save undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foedus.door import NotUnderstood
from foedus.problem import Invalid
from foedus.record.appending import rows_of
from foedus.record.case import COLUMNS
from foedus.show.documents import problem_json
from foedus.workbench.editing import Editing, Refused, attempt
from foedus.workbench.visit import Away, Page, Visit

__all__ = ["FIELDS", "KEYS", "versions", "write"]

KEYS = {
    "from": "the version that another one is held against",
    "to": "the version that is held against it",
    "saved": "any value: tell what the last save did",
}
FIELDS = {
    "act": "undo takes the last save back",
    "by": "who does it",
    "based_on": "the version of the record that the editor saw",
}
PAGE = ("history",)
MOST = 400
"""How many versions and differing rows are shown."""


@dataclass(frozen=True, slots=True)
class Differs:
    """A row that two versions do not share: its table and key, what happened to it, and the cells before and after."""

    table: str
    key: str
    kind: str
    cells: Sequence[tuple[str, str, str]]

    def to_json(self) -> dict[str, Any]:
        """The row for a JSON document."""
        cells = [{"column": c, "before": old, "after": new} for c, old, new in self.cells]
        return {"table": self.table, "key": self.key, "kind": self.kind, "cells": cells}


def versions(visit: Visit) -> Page:
    """The versions, the latest first; the difference of two, where the address names them."""
    return _page(visit, None)


def write(visit: Visit) -> Page | Away:
    """Take the last save back, as a new version."""
    if visit.form.get("act") != "undo":
        raise NotUnderstood.of(
            "act", f"“{visit.form.get('act', '')[:40]}” is nothing that can be done here", "use a form of the page"
        )
    done = attempt(visit, lambda store: store.undo(visit.form.get("based_on", ""), visit.form.get("by", "")))
    if isinstance(done, Refused):
        return _page(visit, done)
    return Away(visit.link(*PAGE, state=visit.state.but(record=done.version), saved="1"))


def _page(visit: Visit, refused: Refused | None) -> Page:
    edit = Editing(visit, *PAGE)
    log = () if visit.dossier.is_matter else edit.store.versions()
    first, second = visit.one("from"), visit.one("to")
    found = differences(_folder(visit, first), _folder(visit, second)) if first and second else None
    data: dict[str, Any] = {
        "present": visit.dossier.version,
        "versions": [v.to_json() for v in log],
        **({"from": first, "to": second, "differences": [d.to_json() for d in found]} if found is not None else {}),
        **({"problems": [problem_json(p) for p in refused.problems]} if refused else {}),
    }
    view = {
        "edit": edit,
        "versions": list(reversed(log))[:MOST],
        "of": len(log),
        "outside": bool(log) and log[-1].version != visit.dossier.version,
        "found": found,
        "pair": (first, second),
        "refused": refused,
        "most": MOST,
        "present": visit.dossier.version,
    }
    return Page("past.html.j2", "What was saved", data, view, refused.status if refused else 200)


def _folder(visit: Visit, version: str) -> Path:
    if visit.dossier.is_matter or not visit.dossier.holds(version):
        remedy = "choose two from the list of versions"
        raise NotUnderstood.of("from, to", f"no version of this case is called “{version[:40]}”", remedy)
    return visit.dossier.folder_at(version)


def differences(before: Path, after: Path) -> list[Differs]:
    """The rows that two versions do not share, by table; other files that differ, by name."""
    out: list[Differs] = []
    for table, columns in COLUMNS.items():
        old, new = (_rows(folder, table, columns) for folder in (before, after))
        for key in dict.fromkeys([*old, *new]):
            if old.get(key) != new.get(key):
                out.append(_differs(table, key, old.get(key), new.get(key)))
    names = sorted(
        {str(p.relative_to(f)) for f in (before, after) for p in (f / "case.toml", *f.glob("law/*.md")) if p.is_file()}
    )
    for name in names:
        pair = [(f / name).read_bytes() if (f / name).is_file() else None for f in (before, after)]
        if pair[0] != pair[1]:
            out.append(Differs(name, name, "removed" if pair[1] is None else "added" if pair[0] is None else "changed", ()))
    return out


def _rows(folder: Path, table: str, columns: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    """The rows of a table by their first column; one that cannot be read is a row of its own."""
    path = folder / table
    if not path.is_file():
        return {}
    try:
        found = rows_of(path.read_bytes(), table, columns)
    except Invalid as wrong:
        return {"": {"problem": "; ".join(p.what for p in wrong.problems)}}
    return {row.get(columns[0], ""): {c: cell for c, cell in row.items() if cell} for row in found}


def _differs(table: str, key: str, old: Mapping[str, str] | None, new: Mapping[str, str] | None) -> Differs:
    if table == "setaside.csv":
        kind = "set aside" if old is None else "counts again" if new is None else "changed"
    else:
        kind = "added" if old is None else "removed" if new is None else "changed"
    then, now = old or {}, new or {}
    columns = dict.fromkeys([*then, *now])
    return Differs(table, key, kind, [(c, then.get(c, ""), now.get(c, "")) for c in columns if then.get(c, "") != now.get(c, "")])
