"""What of each provision is encoded, left to judgement, said to be unencoded, unverified, or silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from foedus.text.law import Atom, Provision
from foedus.text.regime import Regime
from foedus.text.walk import of_element

__all__ = ["Coverage", "coverage"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """One provision in one wording. `silent` lists pinpoints that nothing on the page speaks of."""

    provision: str
    rules: int
    readings: int
    judgements: tuple[str, ...]
    unencoded: tuple[str, ...]
    unverified: tuple[str, ...]
    silent: tuple[str, ...]


def coverage(regime: Regime) -> Sequence[Coverage]:
    """Coverage of every provision, in the order of the pages."""
    return [_one(regime, p) for p in regime.chapter.provisions]


def _one(regime: Regime, provision: Provision) -> Coverage:
    rules = [r for r in regime.chapter.rules if r.provision == provision.id]
    readings = [r for r in regime.chapter.readings if r.provision == provision.id]
    unencoded = [u for u in regime.chapter.unencoded if u.provision == provision.id]
    spoken = {*(r.pinpoint for r in rules), *(r.pinpoint for r in readings), *(u.pinpoint for u in unencoded)}
    judged = {
        c.phrase
        for r in rules
        for e in r.elements
        for c, _ in of_element(e)
        if isinstance(c, Atom) and regime.vocabulary.phrases[c.phrase].kind == "judgement"
    }
    return Coverage(
        provision.id,
        len(rules),
        len(readings),
        tuple(sorted(str(regime.vocabulary.phrases[p]) for p in judged)),
        tuple(u.words for u in unencoded),
        tuple(p for p in provision.unread),
        tuple(p for p in (*provision.read, *provision.unread) if not _spoken(p, spoken) and not (p == "all" and spoken)),
    )


def _spoken(pinpoint: str, spoken: set[str]) -> bool:
    """Whether any rule, reading or unencoded block is drawn from this pinpoint or a part of it."""
    parts = {part.strip() for s in spoken for part in s.replace(";", ",").split(",")}
    return any(p == pinpoint or p.startswith(f"{pinpoint}(") or pinpoint.startswith(f"{p}(") for p in parts if p)
