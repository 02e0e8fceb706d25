"""What contradicts what, side by side; claims set aside with a reason, counted again, and the last save undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foedus.door import NotUnderstood
from foedus.noting import SetAside, Store, TakeBack
from foedus.show.conflicts import WEIGHED
from foedus.show.documents import problem_json
from foedus.show.page import anchor
from foedus.workbench.editing import Editing, Refused, attempt
from foedus.workbench.visit import Away, Page, Visit

if TYPE_CHECKING:
    from foedus.assess.backing import Backing
    from foedus.assess.conflicts import Conflicts, Disputed, Listed, Said
    from foedus.noting import Saved

__all__ = ["FIELDS", "KEYS", "entangled", "side_by_side", "write"]

KEYS = {"saved": "any value: tell what the last save did"}
FIELDS = {
    "act": "aside sets a claim aside, back counts it again, undo takes the last save back",
    "claim": "the id of the claim",
    "reason": "why it is set aside",
    "conflict": "the contradiction that this settles, if it does",
    "by": "who does it",
    "based_on": "the version of the record that the editor saw",
}


def side_by_side(visit: Visit) -> Page:
    """Every contradiction with its sides in columns, and what each standard of proof makes of them."""
    found = _found(visit)
    backings = _backings(visit)
    standings = visit.dossier.answered("standings", visit.state, lambda asking: asking.standings(found))
    claims = {id: b.to_json() for id, b in backings.items()}
    data = {**found.to_json(), "title": "Conflicts", "claims": claims, "standings": standings}
    view = {
        "found": found,
        "backings": backings,
        "sections": _sections(found),
        "edit": Editing(visit, "conflicts"),
        "weighed": WEIGHED,
    }
    return Page("conflicts.html.j2", "Conflicts", data, view)


def entangled(visit: Visit) -> dict[str, list[tuple[str, str]]]:
    """For every claim that takes a side somewhere: address and title of each contradiction it is part of."""
    out: dict[str, list[tuple[str, str]]] = {}
    for section in _sections(_found(visit)):
        for one in section.items:
            for claim in (c for side in one.sides for c in side):
                place = (f"{visit.link('conflicts')}#{one.anchor}", one.title)
                if place not in out.setdefault(claim.claim, []):
                    out[claim.claim].append(place)
    return out


def _found(visit: Visit) -> Conflicts:
    return visit.dossier.answered("conflicts", visit.state, lambda asking: asking.conflicts())


def _backings(visit: Visit) -> Mapping[str, Backing]:
    """What stands behind every claim that the page speaks of."""
    found = _found(visit)
    sides = [c.claim for section in _sections(found) for one in section.items for side in one.sides for c in side]
    ids = [*sides, *(c.claim for act in found.outsiders for c in act.claims), *(c.claim for c in found.aside)]
    return visit.dossier.answered("at odds", visit.state, lambda asking: asking.backings(ids))


# --- what is shown -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Odds:
    """Something at odds: its name in an address, what it is about, the sides it has, and what the editors made of it."""

    anchor: str
    id: str
    title: str
    facts: tuple[str, ...]
    sides: tuple[tuple[Said, ...], ...]
    heads: tuple[str, ...]
    verdict: str
    why: str
    span: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Things at odds for one reason."""

    id: str
    title: str
    items: Sequence[Odds]


def _sections(found: Conflicts) -> list[Section]:
    every = [
        Section("listed", "Contradictions that the editors listed", [_listed(one) for one in found.listed]),
        Section(
            "disputed",
            "Facts and numbers on which claims that count exclude each other",
            [_disputed(one, "disputed", ("for", "against")) for one in found.disputed],
        ),
        Section("times", "Times that exclude each other", [_disputed(one, "time", ()) for one in found.times]),
    ]
    return [section for section in every if section.items]


def _listed(one: Listed) -> Odds:
    return Odds(anchor(one.id, "conflict"), one.id, one.title, one.facts, one.sides, (), WEIGHED[one.verdict], one.why)


def _disputed(one: Disputed, kind: str, heads: tuple[str, ...]) -> Odds:
    named = heads if not one.span and len(one.sides) == len(heads) else ()
    return Odds(anchor(one.fact, kind), "", one.fact, (one.fact,), one.sides, named, "", "", one.span)


# --- writing -------------------------------------------------------------------------------------


def write(visit: Visit) -> Page | Away:
    """Set a claim aside, count it again, or undo the last save; what was typed is never lost."""
    saved = attempt(visit, lambda store: _saved(visit, store))
    if isinstance(saved, Refused):
        return _again(visit, saved)
    state = visit.state.but(record=saved.version, restore=tuple(r for r in visit.state.restore if r not in saved.claims))
    return Away(visit.link("conflicts", state=state, saved="1") + _spot(visit))


def _saved(visit: Visit, store: Store) -> Saved:
    act, claim, by, based_on = (visit.form.get(key, "").strip() for key in ("act", "claim", "by", "based_on"))
    if act == "undo":
        return store.undo(based_on, by)
    if act == "back":
        return store.save(TakeBack(claim), based_on, by)
    if act == "aside":
        return store.save(SetAside(claim, visit.form.get("reason", ""), visit.form.get("conflict", "").strip()), based_on, by)
    raise NotUnderstood.of("act", f"“{act[:40]}” is nothing that can be done here", "use a form of the page")


def _spot(visit: Visit) -> str:
    """The contradiction that a deed was done in."""
    conflict = visit.form.get("conflict", "").strip()
    return f"#{anchor(conflict, 'conflict')}" if conflict else ""


def _again(visit: Visit, refused: Refused) -> Page:
    """The form once more, with what was typed and what stands in its way."""
    typed = {key: visit.form.get(key, "") for key in FIELDS} | {"based_on": refused.based_on}
    data: dict[str, Any] = {"problems": [problem_json(p) for p in refused.problems], "typed": typed}
    title = "The record was changed meanwhile" if refused.late else "Not saved"
    edit = Editing(visit, "conflicts", problems=refused.problems)
    view = {"problems": refused.problems, "typed": typed, "edit": edit, "late": refused.late}
    return Page("conflicts_again.html.j2", title, data, view, refused.status)
