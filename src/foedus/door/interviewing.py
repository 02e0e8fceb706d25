"""An interview about a question of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.door.asking import Asking
from foedus.door.words import asked, checked_names

if TYPE_CHECKING:
    from foedus.assess.interviewing import Interview

__all__ = ["interview"]


def interview(asking: Asking, question: str, stance: str = "text", option: str = "") -> Interview:
    """An interview that nobody has answered yet. Raises what `Asking.posed` raises."""
    from foedus.assess.interviewing import Interview

    checked_names("QUESTION", [question])
    checked_names("--stance", [stance])
    return asked(lambda: Interview(asking.record, asking.regime, asking.terms, question, stance, option))
