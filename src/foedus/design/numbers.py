"""Exact numbers as a page writes them."""

from __future__ import annotations

import re
from fractions import Fraction

__all__ = ["literal", "number"]

# an exponent of many digits would be a number of many more
_SHORT = re.compile(r"[+-]?[\d_./]{1,40}(?:[eE][+-]?\d{1,2})?")
_MOST = 10**18


def literal(text: str) -> Fraction:
    """A number with a point or a stroke, exactly. Raises `ValueError` for one that is none or has too many digits."""
    if not _SHORT.fullmatch(text):
        raise ValueError(f"“{text[:20]}” is no number, or has too many digits")
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise ValueError(f"“{text}” divides by nothing") from None


def number(value: object) -> Fraction | None:
    """A number as TOML writes it, or in words: “2/3”, “55%”. None for anything else, and for more than 18 digits."""
    if isinstance(value, bool) or not isinstance(value, int | Fraction | str):
        return None
    if not isinstance(value, str):
        found = Fraction(value)
    else:
        text = value.strip()
        try:
            found = literal(text[:-1]) / 100 if text.endswith("%") else literal(text)
        except ValueError:
            return None
    return found if max(abs(found.numerator), found.denominator) <= _MOST else None
