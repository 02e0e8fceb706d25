"""Opening a matter: a live request in a folder of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from re import compile as pattern
from typing import Any
from urllib.parse import quote

from foedus.door import NotUnderstood
from foedus.door.laws import at_hand, topmost_regimes
from foedus.keeping import NewMatter
from foedus.problem import Invalid, Problem, nearest
from foedus.show.documents import problem_json
from foedus.workbench.visit import Away, Page, Visit

__all__ = ["FIELDS", "blank", "open_matter", "regimes", "room"]

FIELDS = {
    "name": "what its folder is called: letters, digits, - and _",
    "regime": "the law it stands under",
    "requester": "who asks for help; may be left out",
    "title": "what it is called on pages; its name where it is left out",
    "zone": "where a time without an offset is read, as in +05:00",
}
NAME = pattern(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_LONGEST = 200
_WORDS = {"--folder": "folder", "--role": "requester", "--zone": "zone", "NAME": "name", "REGIME": "regime"}


def blank(visit: Visit) -> Page:
    """The form with which a matter is opened."""
    return _form(visit, (), {})


def open_matter(visit: Visit) -> Page | Away:
    """Make the folder of a new matter and go there; what was typed is kept where that cannot be."""
    typed = {key: " ".join(visit.form.get(key, "").split()) for key in FIELDS}
    try:
        made = _new(visit, typed).open(room(visit), visit.desk.law)
    except Invalid as wrong:
        return _form(visit, [_in_form(p) for p in wrong.problems], typed, 422)
    except OSError as failed:
        problem = NotUnderstood.of("folder", f"the disk refused: {failed.strerror}", "nothing was made; try again").problems[0]
        return _form(visit, [problem], typed, 422)
    return Away(f"/case/{quote(made.name, safe='')}/acts")


def room(visit: Visit) -> Path:
    """The folder for new matters. Raises `NotUnderstood` where this workbench has none."""
    folder = visit.desk.workplace
    if folder is None:
        raise NotUnderstood.of(
            "folder", "there is no folder here to put it in", "start with a folder of yours: foedus serve FOLDER"
        )
    return folder


def regimes(visit: Visit) -> Mapping[str, str]:
    """The laws a matter may stand under, by name with their titles; those that others do not stand under come first."""
    known, top = at_hand(visit.desk.law), topmost_regimes(visit.desk.law)
    return {name: known[name].title for name in sorted(known, key=lambda n: n not in top)}


def _new(visit: Visit, typed: Mapping[str, str]) -> NewMatter:
    """The settings that were typed. Raises `NotUnderstood` for what cannot be one."""
    name, regime, known = typed["name"], typed["regime"], list(at_hand(visit.desk.law))
    if not NAME.fullmatch(name):
        raise NotUnderstood.of("name", f"“{name}” is no name for a folder", "use letters, digits, - and _")
    if name in visit.desk.dossiers():
        raise NotUnderstood.of("name", f"“{name}” is there already", "choose another name; nothing is overwritten")
    if regime not in known:
        raise NotUnderstood.of(
            "regime", f"no regime is called “{regime}”", nearest(regime, known) or f"one of: {', '.join(known)}"
        )
    if len(typed["title"]) > _LONGEST or not typed["title"].isprintable():
        raise NotUnderstood.of(
            "title", f"the title is longer than {_LONGEST} letters, or holds signs that cannot be printed", "retype it"
        )
    roles = {"the requester": typed["requester"]} if typed["requester"] else {}
    return NewMatter(name, regime, typed["title"], typed["zone"] or "+00:00", roles)


def _in_form(problem: Problem) -> Problem:
    """A problem that names the field of the form instead of the option of the command line."""
    return replace(problem, place=replace(problem.place, file=_WORDS.get(problem.place.file, problem.place.file)))


def _form(visit: Visit, problems: Sequence[Problem], typed: Mapping[str, str], status: int = 200) -> Page:
    data: dict[str, Any] = {"regimes": list(regimes(visit)), "writable": visit.desk.workplace is not None}
    if problems:
        data |= {"problems": [problem_json(p) for p in problems], "typed": dict(typed)}
    view = {"problems": problems, "typed": typed, "regimes": regimes(visit)}
    return Page("matter_new.html.j2", "Open a matter", data, view, status)
