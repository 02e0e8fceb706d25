"""What separates two cases."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.door.asking import Asking
from foedus.door.folders import roots
from foedus.door.words import Names, NotUnderstood, When, asked, in_python

if TYPE_CHECKING:
    from foedus.precedent import Comparison

__all__ = ["compare", "compared"]


@in_python()
def compare(
    case_a: str | Path,
    case_b: str | Path,
    question: Names = None,
    stance_a: str = "text",
    stance_b: str = "text",
    as_of_a: When = None,
    as_of_b: When = None,
    most: int = 200,
    **terms: Any,
) -> Comparison:
    """The smallest sets of facts, wordings and readings that separate the answers of two cases of one regime.

    Without `question` every question is asked. `most` bounds the sets listed each way for a question. `terms` are the
    further parameters of `foedus.assess`, for both. Raises what that raises, and `NotUnderstood` for two regimes.
    """
    first = Asking(case_a, as_of_a, stance=stance_a, question=question, **terms)
    return compared(first, Asking(case_b, as_of_b, stance=stance_b, question=question, **terms), most)


def compared(first: Asking, second: Asking, most: int = 200) -> Comparison:
    """What `compare` does, in the words of the command line. Case pages of either case are law for both."""
    from foedus.precedent import compare
    from foedus.record import read_case
    from foedus.text import load_regime

    if most < 1:
        raise NotUnderstood.of("--most", f"{most} sets are none", "ask for one at least")
    one, other = first.regime.id, second.regime.id
    if one != other:
        what = f"{first.folder.name} stands under {one}, {second.folder.name} under {other}"
        raise NotUnderstood.of("CASE_B", what, "compare two cases of one regime")
    second.now = first.now = first.now or second.now
    terms = [first.terms, replace(second, now=first.now).terms]
    pages = [sorted((ask.folder / "law").glob("*.md")) for ask in (first, second)]
    if first.folder.resolve() == second.folder.resolve() or not any(pages):
        regime, cases = first.regime, [first.record, second.record]
    else:
        regime = load_regime(roots("law", first.law), one, [p for some in pages for p in some])
        cases = [read_case(ask.folder, regime.vocabulary) if ask.matter is None else ask.record for ask in (first, second)]
    return asked(lambda: compare((cases[0], terms[0]), (cases[1], terms[1]), regime, most))
