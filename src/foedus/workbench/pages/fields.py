"""A form for all fields of a claim, with the source and the speaker where they are new."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foedus.door import Asking
from foedus.door.clock import present
from foedus.noting import Add
from foedus.problem import Invalid, Place, Problem
from foedus.record.case import COLUMNS
from foedus.show.documents import problem_json
from foedus.workbench.editing import Editing, Refused, attempt
from foedus.workbench.pages.newer import caught_up
from foedus.workbench.visit import Away, Page, Visit

if TYPE_CHECKING:
    from foedus.noting import Saved, Store

__all__ = ["FIELDS", "KEYS", "blank", "column_meant", "write"]

PAGE = ("add", "fields")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form: its name there, the column it fills, what it is called and means, and what there is to choose from.

    options  the only values there are; none: any text
    listed   the name of the list of known values, which others may be added to
    """

    name: str
    column: str
    label: str
    help: str
    options: Sequence[tuple[str, str]] = ()
    listed: str = ""
    long: bool = False


def _field(table: str, column: str, label: str, help: str, **more: Any) -> Field:
    return Field(f"{table}-{re.sub('[_ ]', '-', column)}", column, label, help, **more)


_SOURCE_GRADES = [("", "not judged"), *((g, g) for g in "ABCDEF")]
_ITEM_GRADES = [("", "not judged"), *((g, g) for g in "123456")]
_POLARITIES = [("", "no fact"), ("for", "for"), ("against", "against"), ("no evidence", "no evidence")]
CLAIM = (
    _field("c", "happened", "Happened", "a day, hour, month or interval: 2022-01-06T02:50, ../2022-01-06", listed="instants"),
    _field("c", "zone", "Zone of that time", "an offset such as +03:00; behind it “inferred” if nobody said so; or “unknown”"),
    _field("c", "says", "What happened, in own words", "a text or a fact there must be", long=True),
    _field("c", "fact", "Sentence of the law", "binds the claim to a fact; none: a dated note", listed="facts", long=True),
    _field("c", "polarity", "For or against that fact", "a claim on a fact says which", options=_POLARITIES),
    _field("c", "speaker", "Speaker", "who says so", listed="speakers"),
    _field("c", "actor", "About", "whom it is about, if not the speaker", listed="speakers"),
    _field("c", "source", "Source", "its name in the case; a new one is added with the claim", listed="sources"),
    _field("c", "pinpoint", "Place in the source", "page, paragraph, minute"),
    _field("c", "available", "Known since", "when it could first be read; left empty: the date of the source, else now"),
    _field("c", "source_grade", "Grade of the source", "where it differs from that of the source", options=_SOURCE_GRADES),
    _field("c", "item_grade", "Grade of the item", "1 confirmed to 6 cannot be judged", options=_ITEM_GRADES),
    _field("c", "quantity", "Quantity", "a number, or an interval as in 2000..2500"),
    _field("c", "unit", "Unit", "what is counted"),
    _field("c", "note", "Note", "a remark of the editors", long=True),
    _field("c", "group", "Group", "what it belongs to on the timeline", listed="groups"),
    _field("c", "event", "Event", "the kind of event", listed="events"),
    _field("c", "renders", "Renders", "the claim that says the same in other words", listed="claims"),
    _field("c", "supersedes", "Replaces", "the claim that it withdraws or corrects", listed="claims"),
    _field("c", "reason", "Reason", "why, where it replaces one"),
    _field("c", "id", "Id", "left empty: the next one that is free"),
    _field("c", "row", "Row", "where it stood in a sheet it came from"),
)  # fmt: skip
"""Every column of claims.csv."""
SOURCE = (
    _field("s", "title", "Title", "of the article, statement or document"),
    _field("s", "author", "Author", "a person or a body"),
    _field("s", "outlet", "Outlet", "who published it"),
    _field("s", "date", "Date", "when it was published"),
    _field("s", "zone", "Zone", "where its times are read"),
    _field("s", "grade", "Grade", "A reliable to F cannot be judged", options=_SOURCE_GRADES),
    _field("s", "kind", "Kind", "press, statement, minutes, …"),
    _field("s", "interest note", "Interest", "whom the outlet is close to"),
    _field("s", "note", "Note", "where it is kept, what is odd about it"),
)
SPEAKER = (
    _field("p", "parties", "Speaks for", "parties, with a semicolon between two; “none” for nobody; left empty: not judged"),
    _field("p", "note", "Note", "who that is"),
)
ALL = (*CLAIM, *SOURCE, *SPEAKER)
KEYS = {"saved": "any value: tell what the last save did"} | {
    f.name: f"what stands in the field at first: {f.label}" for f in CLAIM
}
FIELDS = {
    "act": "save saves the claim; undo takes the last save back",
    "by": "who saves it",
    "based_on": "the version of the record that the editor saw",
} | {f.name: f"{f.label}: {f.help}" for f in ALL}


def blank(visit: Visit) -> Page:
    """The form, with what the address fills in."""
    return _page(visit, {f.name: visit.one(f.name) for f in CLAIM}, None)


def write(visit: Visit) -> Page | Away:
    """Save the claim, or take the last save back; what was typed stays in the form."""
    typed = {f.name: visit.form.get(f.name, "") for f in ALL}
    edit = Editing(visit, *PAGE)

    def work(store: Store) -> Saved:
        based_on, by = (visit.form.get(key, "") for key in ("based_on", "by"))
        if visit.form.get("act") == "undo":
            return store.undo(based_on, by)
        return store.save(_change(typed, edit.seen()), based_on, by)

    done = attempt(visit, work)
    if isinstance(done, Refused):
        return _page(visit, typed, done)
    return Away(visit.link(*PAGE, state=visit.state.but(record=done.version), saved="1"))


def _change(typed: Mapping[str, str], asking: Asking) -> Add:
    """The claim with its new source and speaker. Raises `Invalid` for what a form can say and a case cannot hold."""
    case = asking.record
    row, source, speaker = (_cells(fields, typed) for fields in (CLAIM, SOURCE, SPEAKER))
    named, by = row.get("source", ""), row.get("speaker", "")
    problems = [] if row.get("says") or row.get("fact") else [_wrong("says", "the claim says nothing", "write what happened")]
    if not row.get("happened"):
        problems.append(_wrong("happened", "nothing says when it happened", "write a day, or ../2022-01-06 for “by then”"))
    for more, name, known, kind in ((source, named, case.sources, "source"), (speaker, by, case.speakers, "speaker")):
        if more and not name:
            problems.append(_wrong(kind, f"the new {kind} has no name", f"name it in the field “{kind.title()}”"))
        elif more and name in known:
            remedy = f"leave the fields of the new {kind} empty, or give it another name"
            problems.append(_wrong(kind, f"the {kind} “{name}” is in the case already", remedy))
    if problems:
        raise Invalid(problems)
    dated = named in case.sources and case.sources[named].date is not None
    if not row.get("available") and not dated and not source.get("date"):
        row["available"] = present().text(case.zone)
    sources = [{"id": named, **source}] if named and named not in case.sources else []
    speakers = [{"speaker": by, **speaker}] if by and by not in case.speakers else []
    return Add([row], sources, speakers)


def _cells(fields: Sequence[Field], typed: Mapping[str, str]) -> dict[str, str]:
    found = {f.column: " ".join(typed[f.name].split()) for f in fields}
    return {column: value for column, value in found.items() if value}


def _wrong(column: str, what: str, remedy: str) -> Problem:
    return Problem(Place(column), what, remedy)


def column_meant(problem: Problem, cells: Mapping[str, str]) -> str:
    """The column of a row that a problem of its table speaks of; “” where that cannot be told."""
    if problem.place.file in cells or problem.place.file in COLUMNS["claims.csv"]:
        return problem.place.file
    said = problem.what
    quoted = [c for c, value in cells.items() if value and f"“{value}”" in said]
    named = re.search(r"column “([^”]+)”", said)
    if named and named[1] in COLUMNS["claims.csv"]:
        return named[1]
    if quoted:
        return next((c for c in quoted if c in said), quoted[0])
    if linked := next((c for c in ("supersedes", "renders") if cells.get(c) and cells[c] in said), ""):
        return linked
    if "no grade" in said:
        return "source_grade"
    if "available" in said:
        return "available"
    return next((c for c in sorted(COLUMNS["claims.csv"], key=len, reverse=True) if re.search(rf"\b{c}\b", said)), "")


# --- what is shown -------------------------------------------------------------------------------


def _page(visit: Visit, typed: Mapping[str, str], refused: Refused | None) -> Page:
    edit = Editing(visit, *PAGE)
    problems = refused.problems if refused else ()
    wrong: dict[str, list[Problem]] = {}
    cells = {f.column: typed.get(f.name, "") for f in CLAIM}
    for problem in problems:
        column = "" if refused and refused.late else _meant(problem, cells)
        wrong.setdefault(column, []).append(problem)
    data: dict[str, Any] = {"version": edit.based_on, "can_be_saved": edit.refusal is None}
    data["fields"] = [
        {"name": f.name, "column": f.column, "label": f.label, "help": f.help, "value": typed.get(f.name, "")} for f in ALL
    ]
    if refused:
        data["problems"] = [problem_json(p) for p in problems]
    view = {
        "edit": edit,
        "groups": (("", CLAIM), ("A new source", SOURCE), ("A new speaker", SPEAKER)),
        "typed": {f.name: typed.get(f.name, "") for f in ALL},
        "wrong": {f.name: wrong.get(f.column, []) for f in CLAIM},
        "lists": _lists(visit) if not edit.refusal else {},
        "refused": refused,
        "based_on": refused.based_on if refused and refused.late else visit.form.get("based_on", "") or edit.based_on,
        "caught_up": caught_up(visit) if edit.last else None,
    }
    return Page("fields.html.j2", "All fields of a claim", data, view, refused.status if refused else 200)


def _meant(problem: Problem, cells: Mapping[str, str]) -> str:
    """The column of the form: a new source or speaker is shown with its name."""
    table = {"sources.csv": "source", "speakers.csv": "speaker"}
    return table.get(problem.place.file) or column_meant(problem, cells)


def _lists(visit: Visit) -> dict[str, Sequence[tuple[str, str]]]:
    """Known values by the name of their list, each with words for it."""

    def work(asking: Asking) -> dict[str, Sequence[tuple[str, str]]]:
        case = asking.record
        claims = case.claims
        facts = dict.fromkeys([c.sentence for c in claims if c.sentence])
        phrases = dict.fromkeys(str(p) for p in asking.regime.vocabulary.phrases.values() if p.kind not in ("word", "judgement"))
        return {
            "instants": [(i.at.text(case.zone), i.label) for i in case.instants.values()],
            "facts": [(f, "") for f in {**facts, **phrases}],
            "speakers": [(s, "") for s in sorted({*case.speakers, *(c.speaker for c in claims if c.speaker)})],
            "sources": [(s.id, s.title or s.outlet) for s in case.sources.values()],
            "groups": [(g, "") for g in sorted({c.group for c in claims if c.group})],
            "events": [(e, "") for e in sorted({c.event for c in claims if c.event})],
            "claims": [(c.id, c.says[:80]) for c in claims],
        }

    return visit.dossier.answered("lists for a form", visit.state, work)
