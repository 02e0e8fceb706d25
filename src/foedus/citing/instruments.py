"""A provision of law as a citation: the instrument, the place in it, its wording, and where its text was read.

treaty      Lake Pact (Port Arland, 1 May 2001) 1894 UNTS 309 (LP) art 4(1)
case        *Oil Platforms (X v Y)* (Merits) (ICJ, 6 November 2003) para 51
resolution  UNGA Res 3314 (XXIX), Definition of Aggression (14 December 1974) art 3(g)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from re import compile as pattern

from foedus.citing.days import MONTHS, day, spelled
from foedus.citing.kinds import Kind, kind_of, series_of, symbol_of
from foedus.citing.runs import Run, Runs, merged, run
from foedus.citing.works import Citation
from foedus.text import Regime
from foedus.text.law import InForce, Instrument, Provision

__all__ = ["Named", "cited_law", "named"]

_DATED = pattern(rf"(?:\d{{1,2}} )?(?:(?:{'|'.join(MONTHS)}) )?\d{{4}}")
_ARTICLE = pattern(r", articles? \S+$")
_NUMBER = pattern(r"\d+[a-z]?(?:\(\w+\))*")
_RESOLUTION = pattern(r"^UN (General Assembly|Security Council) Resolution (?=\d)")
_ORGANS = {"General Assembly": "GA", "Security Council": "SC"}
_SMALL = ("de", "do", "da", "la", "del")
_PARTS = ("preamble", "annex", "preface")


@dataclass(frozen=True, slots=True)
class Named:
    """The title of an instrument, taken apart: `Name, Place, 15 May 1992, rest`. What it does not say is empty."""

    name: str
    place: str = ""
    date: str = ""
    rest: str = ""


def named(title: str) -> Named:
    """The parts of a title as law pages write it; one without a date of its own stays whole."""
    parts = [p.strip() for p in _ARTICLE.sub("", title).split(", ")]
    at = next((n for n, p in enumerate(parts) if n and _DATED.fullmatch(p)), None)
    if at is None:
        return Named(", ".join(parts))
    place = parts[at - 1] if at > 1 and _is_place(parts[at - 1]) else ""
    name = parts[: at - 1] if place else parts[:at]
    return Named(", ".join(name), place, parts[at], ", ".join(parts[at + 1 :]))


def _is_place(words: str) -> bool:
    """Up to three words with capitals: a city, or the court or body of a text."""
    found = words.split()
    return 0 < len(found) <= 3 and all(w[0].isupper() or w in _SMALL for w in found)


def cited_law(regime: Regime, provision: str, pinpoint: str = "", verified: bool | None = None) -> Citation:
    """A provision (one wording of it) at a place in it.

    verified  whether its text was read; None asks the law page. Raises KeyError for a provision the regime lacks.
    """
    found = regime.provisions[provision]
    instrument = regime.instruments[found.instrument]
    kind = kind_of(instrument)
    read = found.verified(pinpoint) if verified is None else verified
    return Citation(
        f"law {instrument.id}",
        kind,
        merged(_lead(instrument, kind)),
        _back(instrument, kind),
        run(_point(pinpoint, kind)),
        run(_wording(found) + _text(found)),
        run("" if read else ", text not read"),
    )


def _lead(instrument: Instrument, kind: Kind) -> list[Run]:
    title = named(instrument.title)
    if kind == "case":
        phase = instrument.standing if instrument.standing.endswith(title.rest) else title.rest
        stage = f" ({phase.title()})" if title.rest else ""
        return [*run(title.name.replace(" v. ", " v "), True), *run(stage), *run(_bracket(title.place, title.date))]
    name = _RESOLUTION.sub(lambda m: f"UN{_ORGANS[m[1]]} Res ", title.name)
    series = series_of(instrument)
    symbol = symbol_of(instrument)
    said = [name, _bracket(title.place, title.date), f" {title.rest}" if title.rest else "", f" {series}" if series else ""]
    return [*run("".join(said)), *run(f" UN Doc {symbol}" if symbol else ""), *run(f" ({instrument.id})")]


def _back(instrument: Instrument, kind: Kind) -> Runs:
    if kind == "case":
        return run(named(instrument.title).name.partition(" (")[0], True)
    return run(instrument.id)


def _bracket(*parts: str) -> str:
    kept = ", ".join(p for p in parts if p)
    return f" ({kept})" if kept else ""


def _point(pinpoint: str, kind: Kind) -> str:
    """`4(1), 4(2)` → arts 4(1) and 4(2); what is no number is named as the page names it."""
    parts = [p.strip() for p in pinpoint.replace(";", ",").split(",") if p.strip() not in ("", "all")]
    numbers = [p for p in parts if _NUMBER.fullmatch(p)]
    known = [p for p in parts if p in _PARTS]
    other = [f"“{p}”" for p in parts if p not in numbers and p not in known]
    sign = "para" if kind == "case" else "art"
    said = [f"{sign}{'s' if len(numbers) > 1 else ''} {_and(numbers)}"] if numbers else []
    told = _and([*known, *said])
    return (f" {told}" if told else "") + (f", at {_and(other)}" if other else "")


def _wording(provision: Provision) -> str:
    """Which wording it is, where there are several."""
    if "@" not in provision.id:
        return ""
    said = _force(provision.in_force)
    return f", {said}" if said else f", wording of {provision.id.partition('@')[2]}"


def _force(force: InForce) -> str:
    first, last = (day(d) if d else "" for d in (force.first, force.last))
    if not (first or last):
        return ""
    if first == last:
        return f"known to be in force on {first}"
    start, end = f" from {first}" if first else "", f" {'to' if first else 'until'} {last}" if last else ""
    return f"{'known to be' if force.at_least else 'as'} in force{start}{end}"


def _text(provision: Provision) -> str:
    return f" (source: {spelled(provision.source)})" if provision.source else ""


def _and(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
