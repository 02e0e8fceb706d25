"""The lines above what is told of one answer: its question, stance, dates, law and proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.show.moments import moment
from foedus.show.paper import Paint, bullet, wrap

if TYPE_CHECKING:
    from foedus.assess.chances import Chancing
    from foedus.assess.hinging import Hinging

__all__ = ["heading"]


def heading(found: Chancing | Hinging, told: str, width: int, paint: Paint, law_note: str = "") -> list[str]:
    """Question and stance with what is told of it, then dates, law, standard of proof and suppositions."""
    title = f"{found.asks} – {found.option}" if found.option else found.asks
    out = [paint.strong(row) for line in (title, f"{found.stance}: {told}") for row in wrap(line, width)]
    dates = f"as of {moment(found.as_of)} · as known at {moment(found.known_to)} · law of {moment(found.law_at)}"
    out += [row for line in (dates, f"proof: {found.standard}", law_note) if line for row in wrap(line, width)]
    return out + [row for supposed in found.supposed for row in bullet("supposed:", supposed, width)]
