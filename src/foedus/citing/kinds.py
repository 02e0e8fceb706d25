"""What sort of thing is cited, told by rules from what the record says of it."""

from __future__ import annotations

from re import compile as pattern
from typing import Literal

from foedus.record.claims import Source
from foedus.text.law import Instrument

__all__ = ["Kind", "kind_of", "series_of", "symbol_of"]

Kind = Literal[
    "treaty", "UN document", "decision", "statute", "case", "statement", "press", "work", "dataset", "book", "document"
]
"""How a thing is cited.

treaty       a treaty or its protocol
UN document  what bears a symbol such as S/2022/688
decision     a decision of an organ of an alliance or organisation
statute      national law
case         a judgment or an advisory opinion
statement    what a government or organ publishes itself
press        newspapers and agencies
work         analyses, blogs, reports: an author or a site
dataset, book
document     anything else: custom, scholarly texts, political statements, cables
"""

_STANDINGS: tuple[tuple[str, Kind], ...] = (
    ("treaty", "treaty"),
    ("judgment", "case"),
    ("advisory opinion", "case"),
    ("organ decision", "decision"),
    ("national law of", "statute"),
)
_STATEMENTS = ("official", "press release", "statement", "record of a meeting", "transcript", "communiqué", "speech")
_WORKS = ("analysis", "blog", "report", "article", "chronicle", "encyclopaedia", "study", "paper", "thesis")
_PRESS = ("news", "agency", "press review", "interview", "comment", "column", "broadcast")

_SYMBOL = pattern(r"(?<![\w/])[SA]/(?:RES/|PV\.|PRST/|[A-Z0-9])[\w.()/-]*\d(?: \(\d{4}\))?")
_SERIES = pattern(r"\b\d+ UNTS \d+\b|\bUNTS (?:[Rr]eg )?[Nn]o\.? (?:I-)?\d+\b")


def kind_of(cited: Source | Instrument) -> Kind:
    """The sort of a source (by its kind in the record) or of an instrument (by its standing)."""
    if symbol_of(cited):
        return "UN document"
    if isinstance(cited, Instrument):
        return next((kind for start, kind in _STANDINGS if cited.standing.startswith(start)), "document")
    said = cited.kind.casefold()
    for word, kind in (("dataset", "dataset"), ("book", "book")):
        if word in said.split():
            return kind  # type: ignore[return-value]
    if any(word in said for word in _STATEMENTS):
        return "statement"
    if any(word in said for word in _PRESS):
        return "press"
    return "work" if not said or any(word in said for word in _WORKS) else "document"


def symbol_of(cited: Source | Instrument) -> str:
    """Its document symbol, where the record gives one: S/RES/2532 (2020)."""
    found = _SYMBOL.search(" ".join(_words(cited)))
    return found[0] if found else ""


def series_of(instrument: Instrument) -> str:
    """Where it stands in the treaty series, where the law page says so: 1894 UNTS 309."""
    found = _SERIES.search(f"{instrument.title} {instrument.note}")
    return found[0] if found else ""


def _words(cited: Source | Instrument) -> tuple[str, ...]:
    if isinstance(cited, Instrument):
        return cited.title, cited.note
    return cited.id, cited.title, cited.outlet
