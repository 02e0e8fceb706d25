"""One typed line into a claim: understood as it is typed, looked at, saved; what it would change, where somebody asks."""

from __future__ import annotations

from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from foedus.door import Asking, NotUnderstood
from foedus.door.clock import present
from foedus.noting import quick
from foedus.problem import Invalid
from foedus.record.dates import read
from foedus.record.time import Zone
from foedus.show.documents import problem_json
from foedus.show.moments import local, moment
from foedus.workbench.editing import Editing, Refused, attempt
from foedus.workbench.news import Differing, differing
from foedus.workbench.pages.newer import caught_up
from foedus.workbench.visit import Away, Page, Visit

if TYPE_CHECKING:
    from foedus.noting import Draft
    from foedus.problem import Problem

__all__ = ["FIELDS", "KEYS", "typed_line", "write"]

KEYS = {
    "line": "a line to be read as a claim; nothing is saved",
    "fact": "the sentence of the law that it says, where somebody chose one",
    "saved": "any value: tell what the last save did",
}
FIELDS = {
    "act": "look shows how the line is understood; effect also what it would change; fields goes on to the form for all fields; "
    "save saves it; undo takes the last save back",
    "line": "the line: a date, a text, and further parts, with a stroke between each two",
    "fact": "the sentence of the law that it says, where somebody chose one",
    "looked": "the line as it was shown before; only what was seen so is saved",
    "part": "any value: answer with the preview alone",
    "by": "who saves it",
    "based_on": "the version of the record that the editor saw",
}
PAGE = ("add",)
_SHOWN = {
    "happened": "Happened", "says": "Says", "fact": "Sentence of the law", "polarity": "For or against", "speaker": "Speaker",
    "source": "Source", "grade": "Grade", "available": "Known since", "pinpoint": "Place in the source", "note": "Note",
    "group": "Group",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Marked:
    """A problem with the line cut at it: what stands before it, the part that is meant, what stands behind."""

    problem: Problem
    before: str
    here: str
    behind: str


@dataclass(frozen=True, slots=True)
class Look:
    """A line as it was understood, and as it would be if nobody had chosen a sentence of the law for it."""

    draft: Draft
    plain: Draft


def typed_line(visit: Visit) -> Page:
    """The field for a line, with how a line in the address is understood."""
    edit = Editing(visit, *PAGE)
    line = visit.one("line")
    return _page(visit, edit, _look(edit.seen(), line, visit.one("fact")) if line.strip() else None, line)


def write(visit: Visit) -> Page | Away:
    """Show how a line is understood, save it, or take the last save back; what was typed stays in its field."""
    edit = Editing(visit, *PAGE)
    act, line = visit.form.get("act", ""), visit.form.get("line", "")
    seen = visit.form.get("looked", "").split() == line.split()
    if act not in ("look", "effect", "fields", "save", "undo"):
        raise NotUnderstood.of("act", f"“{act[:40]}” is nothing that can be done here", "use a form of the page")
    if act == "undo":
        return _saved(visit, edit, None)
    if not line.strip() and visit.form.get("part"):
        return _page(visit, edit, None, line)
    looked = _look(edit.seen(), line, visit.form.get("fact", "") if seen else "")
    if act == "effect" and looked.draft.sound:
        return _page(visit, edit, looked, line, effect=_effect(visit, edit, looked.draft))
    if act == "fields":
        return Away(visit.link(*PAGE, "fields", state=visit.state, **_filled(looked.draft)))
    if act != "save":
        return _page(visit, edit, looked, line)
    if not (looked.draft.sound and seen):
        return _page(visit, edit, looked, line, status=422)
    return _saved(visit, edit, looked)


def _filled(draft: Draft) -> dict[str, str]:
    """The fields of the form for all fields that a line fills."""
    return {f"c-{column.replace('_', '-')}": value for column, value in draft.row.items()}


def _look(asking: Asking, line: str, fact: str) -> Look:
    """How a line is understood, with the sentence somebody chose for it, and the sentences there were to choose from."""
    plain = quick(line, asking.record, asking.regime, present())
    if not fact or not plain.offers:
        return Look(plain, plain)
    return Look(quick(line, asking.record, asking.regime, present(), fact), plain)


def _saved(visit: Visit, edit: Editing, looked: Look | None) -> Page | Away:
    """Save the draft, or take the last save back where there is none."""
    based_on, by = (visit.form.get(key, "") for key in ("based_on", "by"))
    done = attempt(visit, lambda store: store.save(looked.draft.change, based_on, by) if looked else store.undo(based_on, by))
    if isinstance(done, Refused):
        if looked and done.late:  # what the other one added is known to the case now
            looked = _look(edit.seen(done.based_on), looked.draft.line, visit.form.get("fact", ""))
        return _page(visit, edit, looked, visit.form.get("line", ""), refused=done)
    return Away(visit.link(*PAGE, state=visit.state.but(record=done.version), saved="1"))


def _effect(visit: Visit, edit: Editing, draft: Draft) -> list[Differing] | Refused:
    """The answers that would be others with the claim, both sides as known once it is; or why that cannot be told."""

    def work() -> list[Differing]:
        state = caught_up(visit)
        known = max(visit.dossier.asking(state).terms.known_to, present())
        state = state.but(known_to=known.text(visit.asking.record.zone))
        with TemporaryDirectory(dir=visit.desk.copies) as home:
            folder = edit.store.tried(draft.change, "somebody", home)
            there = Asking(folder, **state.asking(), law=visit.desk.law, shelf=visit.desk.shelf).assess()
        return differing(visit.dossier.assessment(state), there)

    try:
        return work()
    except Invalid as wrong:
        return Refused(wrong.problems, edit.based_on, 422)


# --- what is shown -------------------------------------------------------------------------------


def _page(
    visit: Visit,
    edit: Editing,
    looked: Look | None,
    line: str,
    *,
    effect: list[Differing] | Refused | None = None,
    refused: Refused | None = None,
    status: int = 200,
) -> Page:
    """The page, or its preview alone where a form asks for that."""
    if isinstance(effect, Refused):
        effect, refused = None, effect
    draft = looked.draft if looked else None
    told = (*(refused.problems if refused else ()), *(draft.problems if draft else ()))
    data: dict[str, Any] = {
        "version": edit.based_on,
        "can_be_saved": edit.refusal is None,
        **({"draft": draft.to_json()} if draft else {}),
        **({"changes": [_change_json(d) for d in effect]} if effect is not None else {}),
    }
    if status != 200 or refused:
        data["problems"] = [problem_json(p) for p in told]
    view = {
        "edit": edit,
        "draft": draft,
        "offers": looked.plain.offers if looked else (),
        "line": line,
        "chosen": (draft.row.get("fact", "") if draft else ""),
        "parts": _parts(draft, edit.seen().record.zone) if draft else [],
        "errors": [_marked(p, line) for p in told if not p.warning and not _of_save(p, refused)],
        "warnings": [_marked(p, line) for p in told if p.warning],
        "refused": refused,
        "effect": effect,
        "by": visit.form.get("by", "") or edit.by,
        "based_on": refused.based_on if refused and refused.late else visit.form.get("based_on", "") or edit.based_on,
        "caught_up": caught_up(visit) if edit.last else None,
        "unseen": visit.form.get("act") == "save" and status == 422 and draft is not None and draft.sound,
    }
    template = "add_preview.html.j2" if visit.form.get("part") else "add.html.j2"
    return Page(template, "Add a claim", data, view, refused.status if refused else status)


def _of_save(problem: Problem, refused: Refused | None) -> bool:
    return refused is not None and problem in refused.problems


def _parts(draft: Draft, zone: Zone) -> list[tuple[str, str, str, str]]:
    """The field, its name, what was understood in words, and what is to be marked, for each part of a line."""
    out = []
    for part in draft.parts:
        name, words, tag = _SHOWN.get(part.field, part.field), part.understood, ""
        if part.field == "says":
            words = part.typed
        elif part.field == "happened":
            words, tag = _happened(draft, zone)
        else:
            first, *rest = words.split(", ", 1)
            words = ", ".join([moment(first), *rest])
        out.append((part.field, name, words, tag))
    return out


def _happened(draft: Draft, zone: Zone) -> tuple[str, str]:
    """The interval in words, and whether its zone was stated, inferred, is not known or is that of the case."""
    written = draft.row.get("zone", "")
    when = read(draft.row["happened"], Zone.parse(written) if written else zone)[0]
    first, last = ("" if end is None else end.text(zone) for end in (when.earliest, when.latest))
    like = first or last
    words = local(first if when.exact else f"{first or '..'}/{last or '..'}", like) + f" ({like[-6:].lstrip('T')})" * bool(like)
    return words, f"zone {when.zone}" if written or when.zone == "stated" else "zone of the case"


def _marked(problem: Problem, line: str) -> Marked:
    place = problem.place
    if place.file != "LINE" or not place.column:
        return Marked(problem, "", "", "")
    start = place.column - 1
    end = min(len(line), start + max(1, place.length))
    return Marked(problem, line[:start], line[start:end] or "␣", line[end:])


def _change_json(one: Differing) -> dict[str, str]:
    return {"question": one.question, "stance": one.stance, "here": one.here, "there": one.there}
