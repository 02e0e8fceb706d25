"""What would settle or flip an answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.door.asking import Asking
from foedus.door.words import NotUnderstood, in_python
from foedus.problem import nearest

if TYPE_CHECKING:
    from foedus.assess.hinging import Hinging

__all__ = ["MOST", "hinged", "hinges"]

MOST = 200
"""How many sets are listed for each verdict, unless one asks for more."""


@in_python()
def hinges(
    case: str | Path,
    question: str,
    stance: str = "text",
    option: str = "",
    over: Sequence[str] = (),
    most: int = MOST,
    **terms: Any,
) -> Sequence[Hinging]:
    """The smallest changes that would settle or flip an answer, and the influence of every open fact.

    option  one alternative of a *which of* question; without it there is an answer for each
    over    what may be changed besides open facts: “facts” (settled ones), “judgements”, “readings”, “standards”, “law”
    most    how many sets are listed at most for each verdict
    `terms` are the further parameters of `foedus.assess`. Raises what that raises.
    """
    return hinged(Asking(case, stance=stance, **terms), question, stance, option, over, most)


def hinged(
    asking: Asking, question: str, stance: str = "text", option: str = "", over: Sequence[str] = (), most: int = MOST
) -> Sequence[Hinging]:
    """What `hinges` does, in the words of the command line."""
    from foedus.assess.hinging import OVER, hinging

    for name in over:
        if name not in OVER:
            raise NotUnderstood.of("--over", f"“{name}” cannot be changed", nearest(name, OVER) or f"one of: {', '.join(OVER)}")
    if most < 1:
        raise NotUnderstood.of("--most", f"{most} sets are none", "ask for one at least")
    chosen = tuple(o for o in OVER if o in over)
    return [hinging(p, chosen, most) for p in asking.posed(question, stance, option)]
