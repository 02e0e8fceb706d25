"""A spreadsheet into a case: every row looked at before it is saved, with what is wrong in it and where.

The file travels with the page between the look and the save, so that no server has to remember it: what is saved is read
from the same bytes that were looked at, and whoever's server died sends the form again. It needs no seal: whoever may send
the form may send any file.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from foedus.door import NotUnderstood
from foedus.door.clock import present
from foedus.interchange import read_sheet
from foedus.noting import Add
from foedus.problem import Invalid, Place, Problem
from foedus.record.appending import next_id
from foedus.record.case import COLUMNS
from foedus.record.dates import read
from foedus.record.time import Unreadable, Zone
from foedus.show.documents import problem_json
from foedus.workbench.editing import Editing, Refused, attempt
from foedus.workbench.pages.fields import column_meant
from foedus.workbench.pages.newer import caught_up
from foedus.workbench.visit import Away, Page, Visit

if TYPE_CHECKING:
    from foedus.door import Asking
    from foedus.interchange import Sheet
    from foedus.noting import Saved, Store
    from foedus.record import When

__all__ = ["FIELDS", "KEYS", "blank", "write"]

KEYS = {"saved": "any value: tell what the last save did"}
FIELDS = {
    "act": "look shows what the file holds; save saves the rows that are sound; undo takes the last save back",
    "file": "the spreadsheet: CSV in UTF-8, or XLSX",
    "held": "the file that was looked at, in base64",
    "name": "what that file is called",
    "leave": "rows to leave out: 3, 7-9",
    "twice": "any value: save rows too that say what the case says already",
    "by": "who saves it",
    "based_on": "the version of the record that the editor saw",
}
PAGE = ("import",)
MAX_FILE = 4_000_000
"""Bytes of a file; in base64 it fits into a form."""
MAX_SHOWN = 300
_TRIES = 4
_RANGE = re.compile(r"(\d{1,7})(?:\s*[-–]\s*(\d{1,7}))?")
_COLUMNS = [c for c in COLUMNS["claims.csv"] if c not in ("id", "row")]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheet: its line there, its cells, what is wrong, the claims that say the same, and whether it is saved.

    fate  “saved”, or why it is not: “wrong”, “twice”, “left out”
    """

    line: int
    cells: Mapping[str, str]
    problems: tuple[Problem, ...]
    twice: tuple[str, ...] = ()
    fate: str = "saved"

    @property
    def wrong(self) -> dict[str, str]:
        """Column → “wrong” or “doubt”, for the cells that a problem speaks of."""
        out: dict[str, str] = {}
        for problem in sorted(self.problems, key=lambda p: not p.warning):
            out[column_meant(problem, self.cells)] = "doubt" if problem.warning else "wrong"
        return out

    def to_json(self) -> dict[str, Any]:
        """The row for a JSON document."""
        told = [problem_json(p) for p in self.problems]
        return {
            "line": self.line,
            "fate": self.fate,
            "cells": dict(self.cells),
            "says_the_same": list(self.twice),
            "problems": told,
        }


def blank(visit: Visit) -> Page:
    """The form for a file."""
    return _page(visit, None)


def write(visit: Visit) -> Page | Away:
    """Show what a file holds, save its sound rows, or take the last save back."""
    act = visit.form.get("act", "look")
    if act not in ("look", "save", "undo"):
        raise NotUnderstood.of("act", f"“{act[:40]}” is nothing that can be done here", "use a form of the page")
    if act == "undo":
        return _saved(visit, None)
    try:
        plan = Plan(visit, *_file(visit))
        _ = plan.lines
    except Invalid as wrong:
        return _page(visit, None, refused=Refused(wrong.problems, visit.form.get("based_on", ""), 422))
    return _page(visit, plan) if act == "look" else _saved(visit, plan)


def _saved(visit: Visit, plan: Plan | None) -> Page | Away:
    def work(store: Store) -> Saved:
        based_on, by = (visit.form.get(key, "") for key in ("based_on", "by"))
        if plan is None:
            return store.undo(based_on, by)
        if not plan.saved:
            raise NotUnderstood.of(plan.name, "no row of the file can be saved", "mend the rows, then look at the file again")
        return store.save(plan.change, based_on, by)

    done = attempt(visit, work)
    if isinstance(done, Refused):
        again = Plan(visit, plan.name, plan.data, done.based_on) if plan and done.late else plan
        return _page(visit, again, refused=done)
    return Away(visit.link(*PAGE, state=visit.state.but(record=done.version), saved="1"))


def _file(visit: Visit) -> tuple[str, bytes]:
    """Name and bytes of the file that was sent, or of the one that was looked at. Raises `NotUnderstood`."""
    sent = visit.files.get("file")
    if sent is not None and sent.data:
        name, data = sent.name, sent.data
    else:
        name = visit.form.get("name", "")
        try:
            data = b64decode(visit.form.get("held", ""), validate=True)
        except ValueError:
            raise NotUnderstood.of("held", "the file did not come back whole", "choose it once more") from None
    name = " ".join(name.replace("\\", "/").rsplit("/", 1)[-1].split())[-80:] or "the file"
    if not data:
        raise NotUnderstood.of("file", "no file was chosen, or it is empty", "choose a CSV or XLSX file")
    if len(data) > MAX_FILE:
        raise NotUnderstood.of("file", f"the file has more than {MAX_FILE:,} bytes", "split it")
    return name, data


class Plan:
    """What becomes of the rows of a file, in a version of the case: if none is named, the one that its editor saw."""

    def __init__(self, visit: Visit, name: str, data: bytes, version: str = "") -> None:
        self.visit, self.name, self.data = visit, name, data
        self.edit = Editing(visit, *PAGE)
        self.leave = _left_out(visit.form.get("leave", ""))
        self.version = version or visit.form.get("based_on", "")
        self.asking: Asking = self.edit.seen(self.version)

    @cached_property
    def sheet(self) -> Sheet:
        """The file, read. Raises `Invalid`."""
        zone = self.asking.record.zone
        return read_sheet(self.data, self.name, present().text(zone if zone.mark != "unknown" else Zone("+00:00")))

    @cached_property
    def lines(self) -> list[Line]:
        """Every row, with all that is wrong with it, alone and in the case."""
        known = _Known(self.asking)
        lines = [self._judged(known, Line(row.line, row.cells, row.problems)) for row in self.sheet.rows]
        for _ in range(_TRIES):
            wrong = self._tried(lines)
            if not wrong:
                break
            lines = [self._blamed(line, wrong.get(line.line, ())) for line in lines]
        return lines

    @cached_property
    def general(self) -> tuple[Problem, ...]:
        """What is wrong or doubtful in the file as a whole."""
        return self.sheet.problems

    @property
    def saved(self) -> list[Line]:
        """The rows that would be saved."""
        return [line for line in self.lines if line.fate == "saved"]

    @property
    def change(self) -> Add:
        """What saving does."""
        return self._change(self.saved)

    def _judged(self, known: _Known, line: Line) -> Line:
        twice = tuple(known.same(line.cells))
        if not twice and (id := line.cells.get("id", "")) in known.ids and id:
            problem = Problem(Place(self.name, line.line), f"“{id}” stands in the case already", "rename it, or leave it empty")
            line = replace(line, problems=(*line.problems, problem))
        line = replace(line, twice=twice)
        if any(not p.warning for p in line.problems):
            return replace(line, fate="wrong")
        if line.line in self.leave:
            return replace(line, fate="left out")
        again = bool(self.visit.form.get("twice"))
        if twice and again and line.cells.get("id", "") in known.ids:
            line = replace(line, cells={**line.cells, "id": ""})
        return replace(line, fate="twice") if twice and not again else line

    @staticmethod
    def _blamed(line: Line, problems: Sequence[Problem]) -> Line:
        return replace(line, problems=(*line.problems, *problems), fate="wrong") if problems else line

    def _change(self, lines: Sequence[Line]) -> Add:
        case = self.asking.record
        taken = [c.id for c in case.claims] + [line.cells.get("id", "") for line in lines]
        rows: list[Mapping[str, str]] = []
        for line in lines:
            id = line.cells.get("id", "") or next_id(taken, "N-")
            taken.append(id)
            rows.append({**line.cells, "id": id})
        named = {row["source"] for row in rows}
        sources = [s for s in self.sheet.sources if s["id"] in named and s["id"] not in case.sources]
        speakers = dict.fromkeys(row["speaker"] for row in rows if row["speaker"] and row["speaker"] not in case.speakers)
        return Add(rows, sources, [{"speaker": name} for name in speakers])

    def _tried(self, lines: Sequence[Line]) -> dict[int, list[Problem]]:
        """Line of the sheet → what would be wrong with it in the case. Raises `Invalid` for what is wrong elsewhere."""
        chosen = [line for line in lines if line.fate == "saved"]
        if not chosen or self.edit.refusal or self.version != self.edit.store.version:
            return {}  # saving says why it cannot be
        change = self._change(chosen)
        try:
            with TemporaryDirectory(dir=self.visit.desk.copies) as home:
                self.edit.store.tried(change, "somebody", home)
        except Invalid as wrong:
            return self._by_line(wrong, chosen, change)
        return {}

    def _by_line(self, wrong: Invalid, chosen: Sequence[Line], change: Add) -> dict[int, list[Problem]]:
        found: dict[int, list[Problem]] = {}
        places = list(_lines_of(self.edit.store.folder.joinpath("claims.csv").read_bytes(), change.claims))
        for problem in wrong.problems:
            line = next((ln for ln, (a, b) in zip(chosen, places, strict=True) if a <= problem.place.line < b), None)
            if problem.place.file != "claims.csv" or line is None:
                raise wrong
            found.setdefault(line.line, []).append(replace(problem, place=Place(self.name, line.line)))
        return found


def _lines_of(table: bytes, claims: Sequence[Mapping[str, str]]) -> Iterator[tuple[int, int]]:
    """The first line of each claim that is put below a table, and the one behind it."""
    line = table.count(b"\n") + (1 if table.endswith(b"\n") else 2)
    for claim in claims:
        height = 1 + sum(cell.count("\n") for cell in claim.values())
        yield line, line + height
        line += height


class _Known:
    """What the case says already."""

    def __init__(self, asking: Asking) -> None:
        self.zone = asking.record.zone
        self.ids = {c.id for c in asking.record.claims}
        self.said: dict[tuple[str, str, str], list[tuple[str, When]]] = {}
        for claim in asking.record.claims:
            for words in filter(None, (claim.sentence, claim.says)):
                self.said.setdefault(_key(claim.source, claim.speaker, words), []).append((claim.id, claim.happened))

    def same(self, cells: Mapping[str, str]) -> Iterator[str]:
        """The claims with the same words of the same speaker and source, at a time that may be the same."""
        words = cells.get("fact") or cells.get("says") or ""
        found = self.said.get(_key(cells.get("source", ""), cells.get("speaker", ""), words), []) if words else []
        if not found:
            return
        try:
            when = read(cells.get("happened", ""), Zone.parse(cells["zone"]) if cells.get("zone") else self.zone)[0]
        except Unreadable:
            return
        yield from dict.fromkeys(id for id, happened in found if happened.intersect(when) is not None)


def _key(source: str, speaker: str, words: str) -> tuple[str, str, str]:
    return source, speaker, " ".join(words.casefold().split())


def _left_out(text: str) -> _Rows:
    """Rows by number, as in “3, 7-9”. Raises `NotUnderstood`."""
    spans: list[tuple[int, int]] = []
    for piece in filter(None, (p.strip() for p in text.split(","))):
        match = _RANGE.fullmatch(piece)
        if not match:
            raise NotUnderstood.of("leave", f"“{piece[:40]}” names no rows", "write numbers and ranges: 3, 7-9")
        spans.append((int(match[1]), int(match[2] or match[1])))
    return _Rows(tuple(spans))


@dataclass(frozen=True, slots=True)
class _Rows:
    spans: tuple[tuple[int, int], ...]

    def __contains__(self, line: int) -> bool:
        return any(first <= line <= last for first, last in self.spans)


# --- what is shown -------------------------------------------------------------------------------


def _page(visit: Visit, plan: Plan | None, *, refused: Refused | None = None) -> Page:
    edit = plan.edit if plan else Editing(visit, *PAGE)
    lines = plan.lines if plan else []
    fates = {fate: sum(line.fate == fate for line in lines) for fate in ("saved", "wrong", "twice", "left out")}
    data: dict[str, Any] = {"version": edit.based_on, "can_be_saved": edit.refusal is None, "max_bytes": MAX_FILE}
    if plan:
        data |= {"name": plan.name, "kind": plan.sheet.kind, "sha256": plan.sheet.sha256, "counts": fates}
        data |= {"columns": dict(plan.sheet.columns), "rows": [line.to_json() for line in lines]}
        data |= {"general": [problem_json(p) for p in plan.general]}
    if refused:
        data["problems"] = [problem_json(p) for p in refused.problems]
    shown = sorted(lines, key=lambda line: line.fate != "wrong")[:MAX_SHOWN]
    view = {
        "edit": edit,
        "plan": plan,
        "shown": sorted(shown, key=lambda line: line.line),
        "columns": [c for c in _COLUMNS if any(line.cells.get(c) for line in shown)],
        "fates": fates,
        "held": b64encode(plan.data).decode() if plan else "",
        "new": plan.change if plan else None,
        "typed": {key: visit.form.get(key, "") for key in ("leave", "twice")},
        "refused": refused,
        "based_on": refused.based_on if refused and refused.late else visit.form.get("based_on", "") or edit.based_on,
        "caught_up": caught_up(visit) if edit.last else None,
        "megabytes": MAX_FILE // 1_000_000,
    }
    return Page("import.html.j2", "Import a spreadsheet", data, view, refused.status if refused else 200)
