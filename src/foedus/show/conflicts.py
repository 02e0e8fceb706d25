"""Contradictions, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from re import compile as pattern
from typing import TYPE_CHECKING

from foedus.show.moments import local, moment
from foedus.show.paper import Paint, bullet, clean, columns, para, wrap

if TYPE_CHECKING:
    from foedus.assess.conflicts import Conflicts, Disputed, Listed, Said
    from foedus.text import Regime

__all__ = ["law_conflicts_json", "text_conflicts", "text_law_conflicts"]

_SECONDS = pattern(r"(?<=T\d\d:\d\d):00(?=[+Z-])")
NARROWEST = 24
GAP = 3
INDENT = 2
WEIGHED = {
    "shown": "Shown by a better source",
    "likely": "Likely by the weight of what is known",
    "open": "Open",
    "apparent": "Only apparent",
    "": "Not all that bears on it was known yet",
}


def text_conflicts(found: Conflicts, width: int = 80, color: bool = False) -> str:
    """The contradictions of the case, then those the record shows by itself."""
    width, paint = max(width, 40), Paint(color)
    out = [paint.strong(row) for row in wrap(found.title or found.case, width)]
    out += wrap(f"as of {moment(found.as_of)} · as known at {moment(found.known_to)} · proof: {found.standard}", width)
    for one in found.listed:
        out += ["", *_listed(one, width, paint)]
    out += _section(
        "Facts and numbers on which claims that count exclude each other", found.disputed, ("for", "against"), found, width, paint
    )
    out += _section("Times that exclude each other", found.times, (), found, width, paint)
    if found.broken:
        out += ["", *_heading("What the law says cannot stand together", width, paint)]
        out += [row for c in found.broken for row in bullet("•", " · ".join(c.facts), width, 1, 3)]
    if found.outsiders:
        out += ["", *_heading("Acts of states that were no members: kept, without effect as acts of members", width, paint)]
        for act in found.outsiders:
            out += bullet("•", f"{act.fact} [no party to {act.instrument} then; {_ids(act.claims)}]", width, 1, 3)
    if found.aside:
        out += ["", *_heading("Set aside, and in no contradiction of the list", width, paint)]
        out += [row for c in found.aside for row in bullet("•", f"{c.claim}: {c.says or c.fact}; {c.set_aside}", width, 1, 3)]
    if len(out) < 4:
        out += ["", "Nothing is at odds."]
    return "\n".join(out) + "\n"


def text_law_conflicts(regime: Regime, width: int = 80, color: bool = False) -> str:
    """What sources say at odds about the law and the members of a regime."""
    width, paint = max(width, 40), Paint(color)
    out = [paint.strong(row) for row in wrap(f"{regime.title}: law and membership", width)]
    for one in regime.contradictions:
        out += ["", *(paint.strong(row) for row in bullet(clean(one.id), one.title, width, 0))]
        out += _sides([[side] for side in one.sides], width)
        verdict = para(f"{WEIGHED[one.verdict]}: {one.why}", width, INDENT, INDENT + 2)
        out += [paint.open(row) if one.verdict == "open" else row for row in verdict]
        out += para(f"Read in: {one.sources}", width, INDENT, INDENT + 2)
    if not regime.contradictions:
        out += ["", "Nothing is at odds."]
    return "\n".join(out) + "\n"


def law_conflicts_json(regime: Regime) -> dict[str, object]:
    """The same as data."""
    listed = [
        {"id": c.id, "title": c.title, "verdict": c.verdict, "sides": list(c.sides), "why": c.why, "sources": c.sources}
        for c in regime.contradictions
    ]
    return {"regime": regime.id, "listed": listed}


def _heading(text: str, width: int, paint: Paint) -> list[str]:
    return [paint.strong(row) for row in wrap(text, width)]


def _listed(one: Listed, width: int, paint: Paint) -> list[str]:
    out = [paint.strong(row) for row in bullet(clean(one.id), one.title, width, 0)]
    out += _sides([_cell(side) for side in one.sides], width)
    for claim in (c for side in one.sides for c in side if c.set_aside):
        out += para(f"Set aside {claim.claim}: {claim.set_aside}", width, INDENT, INDENT + 2)
    verdict = para(WEIGHED[one.verdict] + (f": {one.why}" if one.why else ""), width, INDENT, INDENT + 2)
    return out + [paint.open(row) if one.verdict == "open" else row for row in verdict]


def _section(
    heading: str, rows: Sequence[Disputed], names: Sequence[str], found: Conflicts, width: int, paint: Paint
) -> list[str]:
    """Facts that are disputed by the record alone."""
    out = ["", *_heading(heading, width, paint)] if rows else []
    for one in rows:
        span = f" [{local(one.span, found.as_of)}]" if one.span else ""
        out += bullet("•", one.fact + span, width, 1, 3)
        heads = () if one.span else names
        out += _sides([_cell(side, heads[n] if heads else "") for n, side in enumerate(one.sides)], width)
    return out


def _cell(side: Sequence[Said], head: str = "") -> list[str]:
    """The claims of a side, each a paragraph."""
    return [*([head] if head else []), *(_claim(c) for c in side)]


def _claim(claim: Said) -> str:
    named = claim.source.startswith(claim.speaker)  # an outlet on its own account
    who = claim.source if named else f"{claim.speaker}, {claim.source}"
    marks = "".join(f" [{m}]" for m in _marks(claim))
    return f"{claim.claim} {who}{_time(claim)}: {claim.says or claim.fact}{marks}"


def _time(claim: Said) -> str:
    sign = {"inferred": "~", "unknown": "?"}.get(claim.zone, "")
    return f", {_SECONDS.sub('', claim.at)}{sign}" if claim.at else ""


def _marks(claim: Said) -> Iterable[str]:
    if claim.set_aside:
        yield "set aside"
    if claim.superseded:
        yield f"replaced by {claim.superseded}"
    if claim.renders:
        yield f"the same utterance as {claim.renders}"
    if claim.counts is None:
        yield "legal opinion" if claim.fact else "note"
    elif not claim.counts:
        yield f"does not count: {claim.weight}"
    if claim.polarity == "no evidence":
        yield "no evidence"


def _sides(cells: Sequence[Sequence[str]], width: int) -> list[str]:
    """Two sides beside each other; further ones below them, again by twos."""
    each = (width - INDENT - GAP) // 2
    out: list[str] = []
    if len(cells) == 1 or each < NARROWEST:
        for n, cell in enumerate(cells):
            out += [" " * INDENT + "against"] if n else []
            out += [row for text in cell for row in para(text, width, INDENT, INDENT + 2)]
        return out
    for n in range(0, len(cells), 2):
        pair = [[row for text in cell for row in para(text, each, 0, 2)] for cell in cells[n : n + 2]]
        rows = columns(pair, (each + GAP, each)[: len(pair)])
        out += [*([""] if n else []), *(" " * INDENT + row for row in rows)]
    return [row.rstrip() for row in out]


def _ids(claims: Iterable[Said]) -> str:
    return ", ".join(c.claim for c in claims)
