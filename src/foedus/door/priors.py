"""How likely the user takes open facts to be: `FACT=0.3`, exact; and groups of which at most one is so: `A=0.3; B=0.5`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from foedus.door.words import NotUnderstood
from foedus.problem import nearest

__all__ = ["groups_of", "priors_of"]


def priors_of(written: Sequence[str], open_facts: Sequence[str]) -> dict[str, Fraction]:
    """Priors by the name of the fact; a number is a decimal or a share such as 1/3, from 0 to 1.

    A fact may be abbreviated to some of its words, in their order, where only one open fact has them. Raises
    `NotUnderstood` for what is no number, for a fact that is not open here, and for one given twice.
    """
    out: dict[str, Fraction] = {}
    for text in written:
        _put(out, text, open_facts, "--prior")
    return out


def groups_of(written: Sequence[str], open_facts: Sequence[str], priors: Sequence[str] = ()) -> list[dict[str, Fraction]]:
    """Groups of facts of which at most one is so, each “A=0.3; B=0.5”; what is left of 1 is that none is.

    `priors` are the facts that have a prior of their own already. Raises `NotUnderstood` for what `priors_of` refuses, for
    a group of fewer than two facts, for one whose chances exceed 1, and for a fact that stands elsewhere too.
    """
    groups: list[dict[str, Fraction]] = []
    for text in written:
        group: dict[str, Fraction] = {}
        for member in (part for part in text.split(";") if part.strip()):
            _put(group, member, open_facts, "--group")
        if len(group) < 2:
            raise NotUnderstood.of("--group", f"“{text}” is no group", 'write --group "FACT=0.3; OTHER=0.5", two facts at least')
        if (whole := sum(group.values())) > 1:
            what = f"the chances in “{text}” make {float(whole):g}, more than 1"
            raise NotUnderstood.of("--group", what, "at most one of a group is so: its chances make 1 at most")
        for twice in (f for f in group if f in priors or any(f in g for g in groups)):
            raise NotUnderstood.of("--group", f"“{twice}” has two priors", "give it once, by itself or in one group")
        groups.append(group)
    return groups


def _put(out: dict[str, Fraction], text: str, open_facts: Sequence[str], place: str) -> None:
    fact, sign, number = (part.strip() for part in text.rpartition("="))
    if not (fact and sign and number):
        raise NotUnderstood.of(place, f"“{text.strip()}” gives no prior", f"write {_EXAMPLES[place]}")
    name = _open_fact(fact, open_facts, place)
    if name in out:
        raise NotUnderstood.of(place, f"“{name}” has two priors", "give it once")
    out[name] = _share(text.strip(), number, place)


_EXAMPLES = {"--prior": '--prior "FACT=0.3"', "--group": '--group "FACT=0.3; OTHER=0.5"'}


def _open_fact(written: str, open_facts: Sequence[str], place: str) -> str:
    if written in open_facts:
        return written
    meant = [f for f in open_facts if _abbreviates(written, f)]
    if len(meant) > 1:
        raise NotUnderstood.of(place, f"“{written}” may be any of {len(meant)} open facts", "write one out: " + " · ".join(meant))
    if not meant:
        remedy = nearest(written, list(open_facts)) or "open here: " + (" · ".join(open_facts) or "nothing")
        raise NotUnderstood.of(place, f"“{written}” is no open fact of this question", remedy)
    return meant[0]


def _abbreviates(written: str, fact: str) -> bool:
    """Whether the words written stand in the fact, in that order."""
    words = iter(fact.casefold().split())
    return all(word in words for word in written.casefold().split())


_NUMBER = re.compile(r"[+-]?[\d./]{1,40}(e[+-]?\d{1,2})?", re.I)
"""Digits enough for any prior; a longer exponent would take all the memory there is."""


def _share(text: str, number: str, place: str) -> Fraction:
    try:
        share = Fraction(number if _NUMBER.fullmatch(number) else "")
    except (ValueError, ZeroDivisionError):
        raise NotUnderstood.of(place, f"“{number}” in “{text}” is no number", "write 0.3, 3e-1 or 3/10") from None
    if not 0 <= share <= 1:
        raise NotUnderstood.of(place, f"{number} in “{text}” is no chance", "a chance lies between 0 and 1")
    return share
