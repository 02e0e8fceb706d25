"""Numbers as sources give them: exact, bounded, a range, or "about".

    69      2500~ (about)      >=60      <=10      60..61      2/3

Numbers are exact rationals. "About" never decides a threshold: it names no bounds, and inventing
some would answer a question that the source left open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from re import compile as pattern
from typing import Literal

from foedus.record.time import Unreadable
from foedus.vocabulary import Fact

__all__ = ["OPS", "Op", "Quantity", "QuantityRange", "as_fact", "of_fact", "split"]

Op = Literal["=", "<=", ">=", "<", ">"]
OPS: tuple[Op, ...] = ("=", "<=", ">=", "<", ">")
_NEGATION: dict[Op, Op] = {"<=": ">", ">=": "<", "<": ">=", ">": "<="}
_COMPARISON = pattern(r"(.*?\S)\s*(<=|>=|≤|≥|=|<|>)\s*(\S.*)")
_NUMBER = pattern(r"[0-9]+(\.[0-9]+)?|[0-9]+/[0-9]+")
_GROUPED = pattern(r"[0-9]{1,3}(?:[ \u00a0\u202f\u2009][0-9]{3})+")
_THOUSANDS = pattern(r"[0-9]{1,3}(?:[.,][0-9]{3})+")
_FORMS = "write 69, 2500~ for about, >=60, <=10 or 60..61"


@dataclass(frozen=True, slots=True)
class Quantity:
    """All numbers one source allows: from `low` to `high` (None: no bound), ends open or not.

    `approximate`: the source said "about"; its bounds then decide nothing.
    """

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False
    approximate: bool = False
    verbatim: str = field(default="", compare=False)

    @classmethod
    def parse(cls, text: str) -> Quantity:
        """Read a quantity. Raises `Unreadable`."""
        plain = " ".join(text.split()).replace("≥", ">=").replace("≤", "<=")
        about = plain.endswith("~") or plain.startswith("~")
        bare = plain.strip("~").strip()
        if ".." in bare:
            low, high = (_number(part, text) for part in bare.split("..", 1))
            if low > high:
                raise Unreadable(f"“{text}” runs downwards", "put the smaller number first")
            return cls(low, high, approximate=about, verbatim=text)
        for op in ("<=", ">=", "<", ">"):
            if bare.startswith(op):
                return cls._bounded(op, _number(bare.removeprefix(op), text), about, text)
        value = _number(bare, text)
        return cls(value, value, approximate=about, verbatim=text)

    @classmethod
    def _bounded(cls, op: str, value: Fraction, about: bool, text: str) -> Quantity:
        strict = len(op) == 1
        if op[0] == "<":
            return cls(None, value, high_open=strict, approximate=about, verbatim=text)
        return cls(value, None, low_open=strict, approximate=about, verbatim=text)

    @classmethod
    def comparing(cls, op: Op, value: Fraction) -> Quantity:
        """Every number x with `x op value`."""
        return cls(value, value) if op == "=" else cls._bounded(op, value, False, f"{op}{value}")

    @property
    def exact(self) -> bool:
        """Whether it is one number, and no "about"."""
        return self.low is not None and self.low == self.high and not self.approximate

    @property
    def empty(self) -> bool:
        """Whether no number is allowed."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    def intersect(self, other: Quantity) -> Quantity:
        """The numbers both allow (possibly `empty`)."""
        low, low_open = max(_edge(self.low, self.low_open), _edge(other.low, other.low_open))[1:]
        high, high_closed = min(_rim(self.high, self.high_open), _rim(other.high, other.high_open))[1:]
        return Quantity(low, high, low_open, not high_closed)

    def entails(self, op: Op, value: Fraction) -> bool | None:
        """Whether every allowed number stands in this relation: True, False, or None for some."""
        if self.approximate:
            return None
        if op == "=":
            if self.exact:
                return self.low == value
            return False if self.intersect(Quantity(value, value)).empty else None
        if self.intersect(Quantity.comparing(_NEGATION[op], value)).empty:
            return True
        return False if self.intersect(Quantity.comparing(op, value)).empty else None

    def negated(self) -> Quantity | None:
        """The numbers it excludes, where these form one range; None where they do not."""
        if self.approximate or (self.low is None) == (self.high is None):
            return None
        if self.low is None:
            return Quantity(self.high, None, low_open=not self.high_open)
        return Quantity(None, self.low, high_open=not self.low_open)

    def __str__(self) -> str:
        mark = "~" if self.approximate else ""
        if self.low is not None and self.low == self.high:
            return f"{self.low}{mark}"
        if self.low is not None and self.high is not None:
            return f"{self.low}..{self.high}{mark}"
        if self.high is not None:
            return f"{'<' if self.high_open else '<='}{self.high}{mark}"
        return f"{'>' if self.low_open else '>='}{self.low}{mark}" if self.low is not None else "any"


def _edge(low: Fraction | None, is_open: bool) -> tuple[tuple[int, Fraction, bool], Fraction | None, bool]:
    return (0 if low is None else 1, low or Fraction(0), is_open), low, is_open


def _rim(high: Fraction | None, is_open: bool) -> tuple[tuple[int, Fraction, bool], Fraction | None, bool]:
    # an open rim is the tighter one, and `min` has to find it: hence "not open"
    return (1 if high is None else 0, high or Fraction(0), not is_open), high, not is_open


@dataclass(frozen=True, slots=True)
class QuantityRange:
    """What the record says of a count: one range, or several candidates when it is disputed.

    When disputed, `low` and `high` are the hull of the candidates.
    """

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False
    approximate: bool = False
    disputed: bool = False
    candidates: tuple[Quantity, ...] = ()

    @classmethod
    def of(cls, quantity: Quantity, candidates: tuple[Quantity, ...] = ()) -> QuantityRange:
        """The range of one undisputed quantity."""
        q = quantity
        return cls(q.low, q.high, q.low_open, q.high_open, q.approximate, False, candidates)

    @classmethod
    def among(cls, candidates: tuple[Quantity, ...]) -> QuantityRange:
        """The hull of quantities that contradict each other."""
        lows, highs = [q.low for q in candidates], [q.high for q in candidates]
        low = None if None in lows else min(x for x in lows if x is not None)
        high = None if None in highs else max(x for x in highs if x is not None)
        return cls(low, high, disputed=True, candidates=candidates)

    def minus(self, other: QuantityRange, share: Fraction) -> Quantity:
        """All that may be left of this number when a share of another is taken away."""
        low = None if self.low is None or other.high is None else self.low - share * other.high
        high = None if self.high is None or other.low is None else self.high - share * other.low
        about = self.approximate or other.approximate
        return Quantity(low, high, self.low_open or other.high_open, self.high_open or other.low_open, about)

    def __str__(self) -> str:
        """As a person writes it: 69, about 2500, 60 to 61, more than 20, or the candidates in dispute."""
        if self.disputed:
            return " or ".join(str(c) for c in self.candidates)
        about = "about " if self.approximate else ""
        if self.low is not None and self.low == self.high:
            return f"{about}{self.low}"
        if self.low is not None and self.high is not None:
            return f"{about}{self.low} to {self.high}"
        if self.low is not None:
            return f"{about}{'more than' if self.low_open else 'at least'} {self.low}"
        return f"{about}{'fewer than' if self.high_open else 'at most'} {self.high}" if self.high is not None else "any number"


def split(sentence: str) -> tuple[str, Op, Quantity] | None:
    """A comparison as (count phrase, op, quantity), or None when the sentence holds no operator.

    Raises `Unreadable` when what follows the operator is no quantity.
    """
    match = _COMPARISON.fullmatch(sentence.strip())
    if not match:
        return None
    op: Op = {"≤": "<=", "≥": ">="}.get(match[2], match[2])  # type: ignore[assignment]
    quantity = Quantity.parse(match[3])
    if op == "=":
        return match[1], op, quantity
    if quantity.low is None or quantity.low != quantity.high:
        raise Unreadable(f"“{op} {match[3]}” bounds a number twice", f"write {op} 60, or = 60..61")
    bounded = Quantity._bounded(op, quantity.low, quantity.approximate, f"{op} {match[3]}")
    return match[1], op, bounded


def as_fact(count: Fact, op: str, value: Fraction | int) -> Fact:
    """A comparison as a fact of its own, so that it can be supposed: "votes for in {} >= 60"."""
    if op not in OPS:
        raise ValueError(f"numbers are compared with {' '.join(OPS)}, not “{op}”")
    return Fact(f"{count.phrase} {op} {value}", count.args)


def of_fact(fact: Fact) -> tuple[Fact, Op, Fraction] | None:
    """The count, operator and number that `as_fact` joined; None for any other fact."""
    match = _COMPARISON.fullmatch(fact.phrase)
    if not match or not _NUMBER.fullmatch(match[3]):
        return None
    return Fact(match[1], fact.args), match[2], Fraction(match[3])  # type: ignore[return-value]


def _number(text: str, whole: str) -> Fraction:
    bare = text.strip()
    if _GROUPED.fullmatch(bare):
        bare = "".join(bare.split())
    if _THOUSANDS.fullmatch(bare):
        remedy = f"write {bare.replace(',', '').replace('.', '')} without a thousands mark"
        raise Unreadable(f"“{whole}” could be thousands or a decimal", remedy)
    if not _NUMBER.fullmatch(bare) or bare.endswith("/0"):
        raise Unreadable(f"“{whole}” is no quantity", _FORMS)
    return Fraction(bare)
