"""The reasons of one answer as a tree on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from foedus.show.moments import moment
from foedus.show.notes import legend, note_of, parts_in_words, words_of
from foedus.show.paper import Paint, bullet, clean, wrap

if TYPE_CHECKING:
    from foedus.assess.answers import Cell, ClaimShown, Reason
    from foedus.assess.reasons import Why

__all__ = ["claim_line", "head_of", "text_why"]

SHOWN_CLAIMS = 4
SHAPES = {"yes": "✓", "no": "✗", "open": "?"}
"""How a step stands, by shape."""

MODES = {
    "not": "not: ",
    "unless": "unless: ",
    "if shown": "if shown: ",
    "unless shown": "unless shown: ",
    "unless claimed": "unless anyone claims: ",
    "until": "until: ",
    "engaged": "",
}


def text_why(why: Why, width: int = 80, color: bool = False) -> str:
    """The answer, its smallest sufficient reason, and the whole tree with claims and rules that did not apply."""
    width, paint = max(width, 40), Paint(color)
    out = [*_head(why, width, paint), ""]
    for sentence in _turns(why.cell, width):
        out.append(sentence)
    if why.minimal:
        out += ["", paint.strong("These facts are enough")]
        for fact in why.minimal:
            out += bullet("•", _fact_words(fact), width, 1, 3)
    out += ["", paint.strong("Step by step") + paint.dim("   ✓ holds  ✗ does not hold  ? open")]
    for root in why.tree:
        out += _tree(root, width, paint)
    out += ["", *_signs(why.cell, width)] if why.cell.marks else []
    return "\n".join(out) + "\n"


def _head(why: Why, width: int, paint: Paint) -> list[str]:
    cell = why.cell
    out = [paint.strong(row) for row in wrap(why.asks or cell.question, width)]
    out += wrap(f"{cell.stance}: {words_of(cell)}", width)
    dates = f"as of {moment(cell.as_of)} · as known at {moment(cell.known_to)} · law of {moment(cell.law_at)}"
    out += wrap(dates + (f" ({cell.law_note})" if cell.law_note else ""), width)
    for text in (f"proof: {cell.standard}" if cell.standard else "", f"a lens: {cell.lens}" if cell.lens else ""):
        out += wrap(text, width)
    return out


def _turns(cell: Cell, width: int) -> list[str]:
    note = note_of(cell)
    out: list[str] = []
    for sentence in note.sentences() if note else ():
        out += bullet("·", sentence, width, 1, 3)
    if len(cell.partition) > 1:
        out += ["Who reads it how", *(r for p in parts_in_words(cell.partition) for r in bullet("·", p, width, 1, 3))]
    if cell.perhaps_known:
        out += bullet("·", f"perhaps known by then, not counted: {', '.join(cell.perhaps_known)}", width, 1, 3)
    return out


def _fact_words(fact: Reason) -> str:
    claims = [f"{c.id} ({c.speaker})" for c in fact.claims if c.counts]
    tail = f" – {', '.join(claims[:SHOWN_CLAIMS])}" if claims else ""
    more = len(claims) - SHOWN_CLAIMS
    return f"{fact.text} [{fact.status or fact.value}]{tail}" + (f" and {more} more" if more > 0 else "")


def head_of(reason: Reason) -> str:
    """A step in one sentence: provision, label, mode, words, status and note."""
    where = reason.provision
    if where and reason.pinpoint and not where.endswith(f":{reason.pinpoint}"):
        where += f", {reason.pinpoint}"
    if where and not reason.verified:
        where += " †"
    label = f"[{reason.label}] " if reason.label else ""
    status = f" – {reason.status}" if reason.status else ""
    note = f" ({reason.note})" if reason.note else ""
    kind = {"rule": "rule ", "exception": "exception ", "reading": "reading "}.get(reason.kind, "")
    return f"{label}{MODES.get(reason.mode, '')}{kind}{reason.text}" + (f" ({where})" if where else "") + status + note


def _tree(root: Reason, width: int, paint: Paint) -> list[str]:
    return [_colour(root.value, row, paint) for row in bullet(SHAPES.get(root.value, "·"), head_of(root), width)] + _branches(root, "", width, paint)


def _branches(reason: Reason, stem: str, width: int, paint: Paint) -> list[str]:
    """Everything under a step, drawn with branches."""
    out: list[str] = []
    leaves = list(_claims(reason.claims))
    steps = _folded(reason.steps)
    for n, leaf in enumerate(leaves):
        last = n == len(leaves) - 1 and not steps
        out += [paint.dim(row) for row in _hung(stem, last, leaf, width)]
    for n, step in enumerate(steps):
        last = n == len(steps) - 1
        rows = _hung(stem, last, f"{SHAPES.get(step.value, '·')} {head_of(step)}", width)
        out += [_colour(step.value, row, paint) for row in rows]
        out += _branches(step, stem + ("   " if last else "│  "), width, paint)
    return out


def _folded(steps: Sequence[Reason]) -> list[Reason]:
    """Steps, without the bare brackets that only hold others together."""
    out: list[Reason] = []
    for step in steps:
        bare = step.kind == "together" and not (step.label or step.note or step.claims)
        out += _folded(step.steps) if bare and len(steps) == 1 else [step]
    return out


def _hung(stem: str, last: bool, text: str, width: int) -> list[str]:
    room = max(24, width - len(stem) - 3)
    if width - len(stem) - 3 < 24:
        stem = stem[: max(0, width - 27)]
    rows = wrap(text, room)
    first, rest = ("└─ ", "   ") if last else ("├─ ", "│  ")
    return [stem + (first if n == 0 else rest + "  ") + row for n, row in enumerate(_again(rows, room))]


def _again(rows: list[str], room: int) -> list[str]:
    """Wrap what follows the first row once more, two columns deeper."""
    if len(rows) < 2:
        return rows or [""]
    return [rows[0], *wrap(" ".join(rows[1:]), room - 2)]


def _claims(claims: Sequence[ClaimShown]) -> Iterable[str]:
    for claim in claims[:SHOWN_CLAIMS]:
        yield claim_line(claim)
    if len(claims) > SHOWN_CLAIMS:
        yield f"and {len(claims) - SHOWN_CLAIMS} more: {', '.join(c.id for c in claims[SHOWN_CLAIMS:])}"


def claim_line(claim: ClaimShown) -> str:
    """One claim: who says what where, how good it is, and whether it counts and why."""
    where = ", ".join(part for part in (claim.source, claim.pinpoint) if part)
    counts = "counts" if claim.counts else "does not count"
    grade = f"; {claim.grade}" if claim.grade and claim.grade != "not judged" else ""
    said = f" “{claim.says}”" if claim.says else ""
    return clean(f"{claim.id} {claim.speaker} ({where}{grade}) {claim.polarity}: {counts}, {claim.why}.{said}")


def _signs(cell: Cell, width: int) -> list[str]:
    return [row for sign, words in legend([cell]) for row in bullet(sign, words, width, 1, 3)]


def _colour(value: str, text: str, paint: Paint) -> str:
    return paint.open(text) if value == "open" else paint.dim(text) if value == "no" else text
