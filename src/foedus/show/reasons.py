"""The reasons of one answer as a tree on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from re import compile as pattern
from typing import TYPE_CHECKING

from foedus.show.moments import local, moment
from foedus.show.notes import legend, note_of, parts_in_words, words_of
from foedus.show.paper import Paint, bullet, clean, wrap
from foedus.show.tree import Branch, branches, claim_words

if TYPE_CHECKING:
    from foedus.assess.answers import Cell, ClaimShown, Reason
    from foedus.assess.reasons import Why

__all__ = ["SHAPES", "text_why", "unslotted"]

SHOWN_CLAIMS = 3
_SLOT = pattern(r"\{([^{}]*)\}")
NARROWEST = 34
SHAPES = {"yes": "✓", "no": "✗", "open": "?"}
"""How a step stands, by shape."""


def text_why(why: Why, width: int = 80, color: bool = False) -> str:
    """The answer, a smallest sufficient reason, and the whole tree with claims and rules that did not apply."""
    width, paint = max(width, 40), Paint(color)
    out = [*_head(why, width, paint), *_turns(why.cell, width)]
    if why.minimal:
        enough = (
            "What is established and matters to it"
            if why.cell.verdict == "open"
            else "These facts are enough, whatever else turns out"
        )
        out += ["", paint.strong(enough)]
        for fact in why.minimal:
            out += bullet("•", local(_fact_words(fact), why.cell.as_of), width, 1, 3)
    out += ["", paint.strong("Step by step") + paint.dim("   ✓ holds   ✗ does not hold   ? open")]
    for root in branches(why.tree, why.cell.as_of):
        out += _root(root, width, paint)
    if why.wordings:
        out += ["", paint.strong("Another wording says otherwise")]
        out += [row for words in why.wordings for row in bullet("·", unslotted(words), width, 1, 3)]
    signs = [row for sign, words in legend([why.cell]) for row in bullet(sign, words, width, 1, 3)]
    return "\n".join([*out, *([""] if signs else []), *signs]) + "\n"


def unslotted(words: str) -> str:
    """Words of the law with their letters told without braces."""
    return _SLOT.sub(r"\1", words)


def _head(why: Why, width: int, paint: Paint) -> list[str]:
    cell = why.cell
    out = [paint.strong(row) for row in wrap(why.asks or cell.question, width)]
    out += [paint.strong(row) for row in wrap(f"{cell.stance}: {words_of(cell)}", width)]
    dates = f"as of {moment(cell.as_of)} · as known at {moment(cell.known_to)} · law of {moment(cell.law_at)}"
    out += wrap(dates + (f" ({cell.law_note})" if cell.law_note else ""), width)
    for supposed in why.supposed:
        out += bullet("supposed:", supposed, width)
    for text in (f"proof: {cell.standard}" if cell.standard else "", f"a lens: {cell.lens}" if cell.lens else ""):
        out += wrap(text, width)
    return out


def _turns(cell: Cell, width: int) -> list[str]:
    note = note_of(cell)
    out: list[str] = []
    for sentence in (*note.sentences(), *(f"◊ {b}" for b in note.bounds)) if note else ():
        out += bullet("·", sentence, width, 1, 3)
    if len(cell.partition) > 1:
        out += ["", "By reading", *(r for p in parts_in_words(cell.partition) for r in bullet("·", p, width, 1, 3))]
    if cell.perhaps_known:
        out += bullet("·", f"perhaps known by then, not counted: {', '.join(cell.perhaps_known)}", width, 1, 3)
    return ["", *out] if out else []


def _fact_words(fact: Reason) -> str:
    claims = [f"{c.id} {c.speaker}" for c in fact.claims if c.counts]
    more = len(claims) - SHOWN_CLAIMS
    listed = ", ".join(claims[:SHOWN_CLAIMS]) + (f" and {more} more" if more > 0 else "")
    why = f" ({fact.note})" if fact.note else ""
    return f"{fact.text} – {fact.status or fact.value}{why}" + (f" [{listed}]" if listed else "")


def _root(root: Branch, width: int, paint: Paint) -> list[str]:
    rows = bullet(SHAPES.get(root.value, "·"), root.text, width)
    return [_colour(root.value, row, paint) for row in rows] + _below(root, "", width, paint)


def _below(branch: Branch, stem: str, width: int, paint: Paint) -> list[str]:
    """Everything under a line, drawn with branches."""
    out: list[str] = []
    claims = list(_claims(branch.claims))
    for n, claim in enumerate(claims):
        last = n == len(claims) - 1 and not branch.below
        out += [paint.dim(row) for row in _hung(stem, last, claim, width)]
    for n, step in enumerate(branch.below):
        last = n == len(branch.below) - 1
        text = f"{SHAPES.get(step.value, '·')} {step.text}" + (" – as above" if step.told else "")
        out += [_colour(step.value, row, paint) for row in _hung(stem, last, text, width)]
        out += _below(step, stem + ("   " if last else "│  "), width, paint)
    return out


def _hung(stem: str, last: bool, text: str, width: int) -> list[str]:
    """A line hanging from its branch; deep branches are drawn closer to the margin."""
    deep = width - NARROWEST
    if len(stem) > deep:
        stem = stem[: deep - 2].rstrip() + "⋯ "
    first, rest = ("└─ ", "   ") if last else ("├─ ", "│  ")
    rows = wrap(text, width - len(stem) - 5)
    whole = wrap(text, width - len(stem) - 3)
    if len(whole) == 1:
        rows = whole
    return [stem + (first + row if n == 0 else rest + "  " + row) for n, row in enumerate(rows)]


def _claims(claims: Sequence[ClaimShown]) -> Iterable[str]:
    shown = claims if len(claims) <= SHOWN_CLAIMS + 1 else claims[:SHOWN_CLAIMS]
    for claim in shown:
        yield clean(claim_words(claim))
    if len(claims) > len(shown):
        yield f"and {len(claims) - len(shown)} more: {', '.join(c.id for c in claims[len(shown) :])}"


def _colour(value: str, text: str, paint: Paint) -> str:
    return paint.open(text) if value == "open" else paint.dim(text) if value == "no" else text
