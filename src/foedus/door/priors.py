"""How likely the user takes an open fact to be: `FACT=0.3`, exact."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from foedus.door.words import NotUnderstood
from foedus.problem import nearest

__all__ = ["priors_of"]


def priors_of(written: Sequence[str], open_facts: Sequence[str]) -> dict[str, Fraction]:
    """Priors by the name of the fact; a number is a decimal or a share such as 1/3, from 0 to 1.

    Raises `NotUnderstood` for what is no number, for a fact that is not open here, and for one given twice.
    """
    out: dict[str, Fraction] = {}
    for text in written:
        fact, sign, number = (part.strip() for part in text.rpartition("="))
        if not (fact and sign and number):
            raise NotUnderstood.of("--prior", f"“{text}” gives no prior", 'write --prior "FACT=0.3"')
        if fact not in open_facts:
            remedy = nearest(fact, list(open_facts)) or "open here: " + (" · ".join(open_facts) or "nothing")
            raise NotUnderstood.of("--prior", f"“{fact}” is no open fact of this question", remedy)
        if fact in out:
            raise NotUnderstood.of("--prior", f"“{fact}” has two priors", "give it once")
        out[fact] = _share(text, number)
    return out


def _share(text: str, number: str) -> Fraction:
    try:
        share = Fraction(number)
    except (ValueError, ZeroDivisionError):
        raise NotUnderstood.of("--prior", f"“{number}” in “{text}” is no number", "write 0.3, 3e-1 or 3/10") from None
    if not 0 <= share <= 1:
        raise NotUnderstood.of("--prior", f"{number} in “{text}” is no chance", "a chance lies between 0 and 1")
    return share
