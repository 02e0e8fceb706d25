"""The screens of a guided walk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from foedus.show.moments import moment
from foedus.show.paper import Paint, bullet, clean, para, wrap

if TYPE_CHECKING:
    from foedus.matter.walk import Spot, Walk

__all__ = ["KEYS", "text_changes", "text_end", "text_opening", "text_step"]

KEYS = (
    "a number does it · a number with ! does it although it is not allowed · "
    "a the agenda · t what is answered · l the log · u undo · q leave"
)


def text_opening(walk: Walk, folder: str, width: int = 80, color: bool = False) -> str:
    """What the walk is about, and how one plays."""
    paint = Paint(color)
    out = [paint.strong(row) for row in wrap(walk.title, width)] + wrap(walk.about, width)
    out += ["", *wrap(f"It is kept in {folder}; leave with q whenever you like, and come back with the same command.", width)]
    return "\n".join([*out, *wrap(f"Keys: {KEYS}", width)]) + "\n"


def text_step(walk: Walk, at: Spot, now: str, width: int = 80, color: bool = False) -> str:
    """What the procedure needs now, why, and what one may do."""
    assert at.step is not None
    paint, step = Paint(color), at.step
    number = list(walk.steps).index(step.id) + 1
    out = ["", "─" * width]
    out += [paint.strong(row) for row in wrap(f"Step {number} of {len(walk.steps)}: {step.title}", width)]
    out += wrap(f"The clock says {moment(now)}.", width) if now else []
    out += bullet("Needs", clean(step.needs), width, 0, 7)
    law = f" ({', '.join(step.law)})" if step.law else ""
    out += bullet("Why", clean(step.why + law), width, 0, 7)
    out += [""]
    for place, choice in enumerate(step.choices, 1):
        out += bullet(f"{place:>3}", clean(choice.label), width)
    return "\n".join(out) + "\n"


def text_changes(changes: Sequence[tuple[str, str, str]], width: int = 80, color: bool = False) -> str:
    """Answers that an act has changed: the question, before and after."""
    paint = Paint(color)
    out = []
    for asks, before, after in changes:
        out += [paint.open(row) for row in bullet("»", f"{clean(asks)} {before} → {after}", width, 2)]
    return "".join(f"{row}\n" for row in out)


def text_end(walk: Walk, folder: str, width: int = 80, color: bool = False) -> str:
    """What to try next."""
    out = ["", "─" * width, Paint(color).strong("What to try next")]
    for command in walk.after:
        out += para(f"→ {command.replace('MATTER', folder)}", width, 0, 4)
    return "\n".join(out) + "\n"
