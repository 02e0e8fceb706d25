"""JSON documents for what has no `to_json` of its own: law, phrases, checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from foedus.show.check import bindings
from foedus.show.law import holders, rows_of, used_in

if TYPE_CHECKING:
    from foedus.door import Checked
    from foedus.problem import Problem
    from foedus.text import Regime
    from foedus.text.law import Provision, Reading

__all__ = ["check_json", "coverage_json", "law_json", "phrases_json", "problem_json"]

VERSION = {"schema_version": 1}


def problem_json(problem: Problem) -> dict[str, Any]:
    """A problem as plain data."""
    place = problem.place
    where = {"file": place.file, "line": place.line, "column": place.column}
    return {**where, "what": problem.what, "remedy": problem.remedy, "warning": problem.warning}


def law_json(regime: Regime, provisions: Sequence[str] | None = None) -> dict[str, Any]:
    """Instruments and provisions, or the chosen provisions with rules and readings."""
    chosen = [regime.provisions[p] for p in (provisions if provisions is not None else regime.provisions)]
    instruments = [{"id": i.id, "title": i.title, "standing": i.standing, "note": i.note} for i in regime.instruments.values()]
    full = provisions is not None
    out = [_provision_json(regime, p, full) for p in chosen]
    return {
        **VERSION,
        "regime": regime.id,
        "title": regime.title,
        "under": list(regime.under),
        "instruments": instruments,
        "provisions": out,
    }


def _provision_json(regime: Regime, provision: Provision, full: bool) -> dict[str, Any]:
    force = provision.in_force
    rules = [r for r in regime.chapter.rules if r.provision == provision.id]
    readings = [r for r in regime.chapter.readings if r.provision == provision.id]
    out: dict[str, Any] = {
        "id": provision.id,
        "instrument": provision.instrument,
        "in_force": {
            "first": force.first.isoformat() if force.first else None,
            "last": force.last.isoformat() if force.last else None,
            "at_least": force.at_least,
        },
        "read": list(provision.read),
        "unread": list(provision.unread),
        "source": provision.source,
        "rules": [{"id": r.id, "kind": r.kind, "pinpoint": r.pinpoint} for r in rules],
        "readings": [_reading_json(regime, r) for r in readings],
        "unencoded": [
            {"words": u.words, "pinpoint": u.pinpoint, "why": u.why, "blocks": u.blocks}
            for u in regime.chapter.unencoded
            if u.provision == provision.id
        ],
    }
    if full:
        for row, rule in zip(out["rules"], rules, strict=True):
            row["written"] = list(rows_of(regime, rule.place))
    return out


def _reading_json(regime: Regime, reading: Reading) -> dict[str, Any]:
    held = [
        {"stance": name, "option": c.option, "source": c.source, "pinpoint": c.pinpoint, "date": c.date, "stated": c.stated}
        for name, c in holders(regime, reading)
    ]
    return {
        "name": reading.group or reading.name,
        "kind": reading.kind,
        "asks": reading.asks,
        "options": list(reading.options),
        "holders": held,
        "used_in": used_in(regime, reading),
    }


def phrases_json(regime: Regime) -> dict[str, Any]:
    """Every phrase with its kind, and what may fill its slots."""
    phrases = [
        {"phrase": str(p), "kind": p.kind, "slots": [{"letter": s.letter, "type": s.type} for s in p.slots]}
        for p in regime.vocabulary.phrases.values()
    ]
    return {**VERSION, "regime": regime.id, "phrases": phrases}


def check_json(found: Checked) -> dict[str, Any]:
    """Problems, and what a sound folder covers."""
    out: dict[str, Any] = {
        **VERSION,
        "path": found.path,
        "sound": found.sound,
        "problems": [problem_json(p) for p in found.problems],
    }
    if found.regime and not found.case:
        out["coverage"] = coverage_json(found.regime)
    if found.case:
        out["claims"] = {
            group: dict(zip(("rows", "bound", "notes"), n, strict=True)) for group, n in bindings(found.case).items()
        }
    return out


def coverage_json(regime: Regime) -> list[dict[str, Any]]:
    """How much of every provision is encoded, left to judgement, not encoded, unverified, or passed over."""
    from foedus.text import coverage

    return [
        {
            "provision": c.provision,
            "rules": c.rules,
            "readings": c.readings,
            "judgements": list(c.judgements),
            "unencoded": list(c.unencoded),
            "unverified": list(c.unverified),
            "silent": list(c.silent),
        }
        for c in coverage(regime)
    ]
