"""Which claims are in at a knowledge date: known, perhaps known, set aside, superseded, spoken for.

A claim that was surely not out yet leaves no trace: every list here is made of what was out, and
deleting what was not changes none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from foedus.record.claims import Case, Claim, SetAside
from foedus.record.time import Instant

__all__ = ["Admission", "admit"]


@dataclass(frozen=True, slots=True)
class Admission:
    """The claims of a case, sorted by what may be made of them.

    admitted       out at the latest by the knowledge date
    perhaps_known  may or may not have been out: listed, and moving nothing
    set_aside      admitted, and set aside by an editor
    superseded     admitted, and withdrawn or updated by another claim
    in_force       what speaks: bound, one rendering for each utterance
    """

    admitted: tuple[Claim, ...]
    perhaps_known: tuple[Claim, ...]
    set_aside: tuple[tuple[Claim, SetAside], ...]
    superseded: tuple[tuple[Claim, Claim], ...]
    in_force: tuple[Claim, ...]


def admit(case: Case, known_to: Instant, switched_on: frozenset[str]) -> Admission:
    """Sort the claims of a case at a knowledge date.

    `switched_on`: claims that are to speak although an editor set them aside.
    """
    known = [(claim, claim.available.known_by(known_to)) for claim in case.claims]
    admitted = tuple(claim for claim, out in known if out)
    off = {id: entry for id, entry in case.set_asides.items() if id not in switched_on}
    live = tuple(claim for claim in admitted if claim.id not in off)
    replaced = _replaced(live)
    speaking = (claim for claim in live if claim.id not in replaced)
    return Admission(
        admitted,
        tuple(claim for claim, out in known if out is None),
        tuple((claim, off[claim.id]) for claim in admitted if claim.id in off),
        tuple((claim, replaced[claim.id]) for claim in live if claim.id in replaced),
        tuple(_spoken(speaking)),
    )


def _replaced(live: tuple[Claim, ...]) -> Mapping[str, Claim]:
    """The claims that others supersede; superseding an utterance supersedes its renderings too."""
    by: dict[str, Claim] = {}
    for claim in live:
        for target in claim.supersedes:
            by.setdefault(target, claim)
    if not by:
        return by
    return {c.id: by.get(c.id) or by[c.renders or ""] for c in live if c.id in by or c.renders in by}


def _spoken(claims: Iterable[Claim]) -> Iterable[Claim]:
    """One claim for each utterance: the main one if it is there, else its earliest rendering."""
    chosen: dict[str, Claim] = {}
    order: list[Claim] = []
    for claim in claims:
        if not claim.bound:
            continue
        order.append(claim)
        other = chosen.get(claim.renders or claim.id)
        if other is None or _leads(claim, other):
            chosen[claim.renders or claim.id] = claim
    return [claim for claim in order if chosen[claim.renders or claim.id] is claim]


def _leads(claim: Claim, other: Claim) -> bool:
    if other.renders is None or claim.renders is None:
        return claim.renders is None
    return _out(claim) < _out(other)


def _out(claim: Claim) -> int:
    return claim.available.latest.micros if claim.available.latest else 0
