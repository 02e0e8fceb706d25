"""CSL-JSON: what reference managers read. An item says what the record says, and nothing else."""

from __future__ import annotations

from re import compile as pattern
from typing import Any

from foedus.citing.days import MONTHS, Parts, parts
from foedus.citing.instruments import Named, named
from foedus.citing.kinds import Kind, kind_of, series_of, symbol_of
from foedus.record.claims import Source
from foedus.text.law import Instrument

__all__ = ["csl"]

_TYPES: dict[Kind, str] = {
    "treaty": "treaty",
    "UN document": "document",
    "decision": "regulation",
    "statute": "legislation",
    "case": "legal_case",
    "statement": "document",
    "press": "article-newspaper",
    "work": "webpage",
    "dataset": "dataset",
    "book": "book",
    "document": "document",
}
_VOLUME = pattern(r"(\d+) (UNTS) (\d+)")


def csl(cited: Source | Instrument) -> dict[str, Any]:
    """One item of CSL-JSON: `id`, `type` and the fields that the record fills."""
    item = _instrument(cited) if isinstance(cited, Instrument) else _source(cited)
    return {k: v for k, v in item.items() if v}


def _source(source: Source) -> dict[str, Any]:
    kind = kind_of(source)
    author, _, translator = source.author.partition(", translated by ")
    return {
        "id": source.id,
        "type": _TYPES[kind],
        "title": source.title,
        "author": _names(author) or (_names(source.outlet) if kind in ("statement", "UN document") else []),
        "translator": _names(translator),
        "container-title": source.outlet if kind in ("press", "work") else "",
        "publisher": source.outlet if kind in ("book", "dataset", "document") else "",
        "number": symbol_of(source),
        "issued": _issued(source),
        "genre": source.kind,
        "note": source.note,
    }


def _names(name: str) -> list[dict[str, str]]:
    """Whether a name is a person's or a body's the record does not say: it is kept as written."""
    return [{"literal": name.strip()}] if name.strip() else []


def _issued(source: Source) -> dict[str, Any]:
    when = source.date
    found = [p for p in parts(when) if p] if when else []
    if not when or not found:
        return {}
    if len(parts(when)) != len(found):
        return {"literal": when.verbatim}
    doubt = {"circa": True} if when.approximate or when.uncertain else {}
    return {"date-parts": [list(p) for p in found], **doubt}


def _instrument(instrument: Instrument) -> dict[str, Any]:
    kind, title = kind_of(instrument), named(instrument.title)
    signed = instrument.standing == "political statement"
    series = _VOLUME.search(series_of(instrument))
    return {
        "id": instrument.id,
        "type": _TYPES[kind],
        "title": title.name,
        "title-short": "" if kind == "case" else instrument.id,
        "authority": title.place if kind != "treaty" and not signed else "",
        "event-place": title.place if kind == "treaty" or signed else "",
        "jurisdiction": instrument.standing.partition("national law of ")[2],
        "container-title": series[2] if series else "",
        "volume": series[1] if series else "",
        "page": series[3] if series else "",
        "number": symbol_of(instrument) or ("" if series else series_of(instrument)),
        "issued": _dated(title),
        "genre": title.rest if kind == "case" else instrument.standing if kind == "document" else "",
        "note": instrument.note,
    }


def _dated(title: Named) -> dict[str, Any]:
    words = title.date.split()
    found: Parts = tuple(int(w) if w.isdigit() else MONTHS.index(w) + 1 for w in reversed(words))
    return {"date-parts": [list(found)]} if found else {}
