"""How likely an answer is, on the priors somebody gives."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.door.asking import Asking
from foedus.door.priors import groups_of, priors_of
from foedus.door.words import NotUnderstood, in_python
from foedus.problem import Invalid, Place

if TYPE_CHECKING:
    from fractions import Fraction

    from foedus.assess.chances import Chancing
    from foedus.assess.posed import Posed

__all__ = ["chance", "chanced", "of_posed"]


@in_python()
def chance(
    case: str | Path,
    question: str,
    prior: Sequence[str] = (),
    group: Sequence[str] = (),
    proof: bool = False,
    stance: str = "text",
    option: str = "",
    **terms: Any,
) -> Sequence[Chancing]:
    """How likely each answer to a question is, exactly, on your priors for its open facts.

    prior   “FACT=0.3”, each independent of the others; a fact may be abbreviated to some of its words
    group   “A=0.3; B=0.5”: facts of which at most one is so
    proof   take every open fact as settled by proof; else what is shown or claimed is what the record makes of it now
    option  one alternative of a *which of* question; without it there is an answer for each
    `terms` are the further parameters of `foedus.assess`. Raises what that raises, `NotUnderstood` for priors that make no
    sense or are missing for disputed facts, and `Invalid` where no method finds the number within its limits.
    """
    return chanced(Asking(case, stance=stance, **terms), question, prior, group, proof, (stance,), option)


def chanced(
    asking: Asking,
    question: str,
    prior: Sequence[str] = (),
    group: Sequence[str] = (),
    proof: bool = False,
    stances: Sequence[str] = ("text",),
    option: str = "",
) -> Sequence[Chancing]:
    """What `chance` does, in the words of the command line and for several stances; a prior is of a fact open under any."""
    found = [one for stance in stances for one in asking.posed(question, stance, option)]
    open_facts = list(dict.fromkeys(f for p in found for f in p.bearing.open_facts))
    priors = priors_of(prior, open_facts)
    groups = groups_of(group, open_facts, list(priors))
    return [of_posed(p, priors, groups, proof) for p in found]


def of_posed(found: Posed, priors: dict[str, Fraction], groups: list[dict[str, Fraction]], proof: bool) -> Chancing:
    """The chances of one cell; a prior of a fact that is not open in it is left out. Raises what `chance` raises."""
    from foedus.assess.chances import chancing
    from foedus.counting import Impossible, OutOfReach, Unsupplied

    for fact in (f for group in groups for f in group if found.situation.status(f).known):
        what = f"“{fact}” is settled under “{found.column.stance.name}”"
        raise NotUnderstood.of("--group", what, "leave it out of the group, or that stance")
    own = {f: share for f, share in priors.items() if f in found.bearing.open_facts}
    try:
        return chancing(found, own, groups, proof)
    except Unsupplied as lacking:
        raise _unsupplied(lacking.facts) from None
    except Impossible:
        what = "what the priors leave possible, the constraints of the record rule out"
        raise NotUnderstood.of("--prior", what, "a prior of 0 or 1 may be too sure: give another") from None
    except OutOfReach as limit:
        remedy = "choose readings with --reading or --stance, or suppose some facts with --suppose"
        raise Invalid.at(Place(found.inquiry.question.id), f"not computed: {limit}", remedy) from None


def _unsupplied(facts: Sequence[str]) -> NotUnderstood:
    what = "a disputed fact has" if len(facts) == 1 else f"{len(facts)} disputed facts have"
    options = " ".join(f'--prior "{fact}=…"' for fact in facts)
    return NotUnderstood.of("--prior", f"{what} no prior, and the record speaks both ways", f"say how likely: {options}")
