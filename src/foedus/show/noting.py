"""What a typed line was understood to say, what was saved, and the versions of a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from foedus.show.paper import Paint, bullet, clean, wrap

if TYPE_CHECKING:
    from foedus.noting import Draft, Saved, Version

__all__ = ["text_draft", "text_saved", "text_versions"]

_FIELD = 12


def text_draft(draft: Draft, width: int = 80, color: bool = False) -> str:
    """The parts of a line as they were understood, sentences of the law that may be meant, and warnings."""
    paint = Paint(color)
    out: list[str] = []
    for part in draft.parts:
        out += bullet(part.field, clean(part.typed if part.field == "says" else part.understood), width, 0, _FIELD)
    if "fact" not in draft.row:
        near = "; the nearest:" if draft.offers else "."
        out += ["", *wrap(f"A dated note: this is no sentence of the law{near}", width)]
    for number, offer in enumerate(draft.offers, 1):
        guessed = f" – guessed: {', '.join(offer.guessed)}" if offer.guessed else ""
        out += bullet(f"{number}.", clean(offer.sentence + guessed), width, 1, 4)
    for problem in draft.problems:
        if problem.warning:
            out += ["", *(paint.open(row) for row in bullet("!", clean(f"{problem.what}: {problem.remedy}"), width))]
    return "\n".join(out) + "\n"


def text_saved(saved: Saved, further: str, width: int = 80) -> str:
    """The version that a save made, and the command that may follow it."""
    made = f"Saved as version {saved.number} ({saved.version}): {clean(saved.what)}"
    return "\n".join([*wrap(made, width), f"→ {further}"]) + "\n"


def text_versions(versions: Sequence[Version], present: str, case: str, width: int = 80, color: bool = False) -> str:
    """Who saved what and when, the latest first; whether the folder was changed since."""
    paint = Paint(color)
    if not versions:
        return "\n".join(wrap(f"Nothing was saved in {case} so far: its history begins with the first save.", width)) + "\n"
    out: list[str] = []
    if versions[-1].version != present:
        out += [*wrap("The tables were edited outside since the last save; the next one keeps that as a version.", width), ""]
    for one in reversed(versions):
        out.append(paint.strong(f"{one.number:>4}  {one.version}  {one.at}") + (f"  {clean(one.by)}" if one.by else ""))
        out += bullet(" ", clean(one.what), width, 4, 6)
    return "\n".join(out) + "\n"
