"""Claims as statements of FollowTheMoney, the data model of Aleph and OpenSanctions (checked against release 4.11.2).

FollowTheMoney cannot deny, grade, or say where on a page something stands. So an entity made of a claim is the *saying*:
its name begins with who says it, and what the model has no column for goes into `ftm_notes`, by entity.

    Event         a claim: name, date or startDate and endDate, involved, proof, recordId, publisher, notes
    Article       a source: title, name, author, publisher, publishedAt, sourceUrl
    PublicBody    a state that a claim names
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha1
from io import StringIO
from re import compile as pattern
from re import sub

from foedus.door import Asking
from foedus.interchange.cells import table
from foedus.interchange.moments import dated, iso
from foedus.interchange.seen import LEAD, Seen, grade_of, submitted
from foedus.interchange.timelinejs import url_of
from foedus.record import Claim, Instant
from foedus.record.claims import Source

__all__ = ["NOTES", "STATEMENTS", "ftm_notes", "ftm_statements"]

STATEMENTS = (
    "canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin", "lang", "original_value",
    "external", "first_seen", "last_seen", "id",
)  # fmt: skip
NOTES = (
    "entity_id", "claim", "speaker", "sentence", "polarity", "opinion", "locator", "source_grade", "item_grade", "happened",
    "zone", "available_from", "available_to", "set_aside", "replaced_by", "lead",
)  # fmt: skip
_TYPES = {
    "id": "id", "name": "name", "title": "string", "author": "string", "publisher": "string", "recordId": "string",
    "publishedAt": "date", "date": "date", "startDate": "date", "endDate": "date", "sourceUrl": "url", "notes": "text",
    "proof": "entity", "involved": "entity",
}  # fmt: skip
"""The properties written, and the type that the model gives each."""

_SAFE = pattern(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
_SAYS = {"for": "says", "against": "denies", "no evidence": "has no evidence"}


@dataclass(frozen=True, slots=True)
class _Entity:
    id: str
    schema: str
    seen: Instant | None
    values: tuple[tuple[str, str], ...]


def ftm_statements(asking: Asking) -> str:
    """A statements CSV of the claims that were out by the knowledge date, their sources, and the states they name.

    Ids are those that the library computes. `first_seen` is when a claim was surely out, in UTC. Cells are not guarded
    against spreadsheets, because an id is a hash of its value: the file is for programs.
    """
    seen = Seen(asking)
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(STATEMENTS)
    for entity in (*_sources(seen), *_states(seen), *(_event(seen, c) for c in seen.claims)):
        writer.writerows(_statements(_dataset(seen), entity))
    return out.getvalue()


def ftm_notes(asking: Asking) -> str:
    """What the model has no column for, one row for each claim: the side table of `ftm_statements`, safe in a spreadsheet."""
    seen = Seen(asking)
    return table(NOTES, (_note(seen, c) for c in seen.claims))


def _dataset(seen: Seen) -> str:
    return "foedus_" + (sub(r"[^a-z0-9]+", "_", seen.case.id.lower()).strip("_") or "case")


def _id(seen: Seen, sort: str, name: str) -> str:
    """An id in the letters the model allows: the name itself, or a hash of it."""
    plain = name if _SAFE.fullmatch(name) else sha1(name.encode("utf-8")).hexdigest()[:16]
    return f"{_dataset(seen).replace('_', '-')}-{sort}-{plain}"


def _statements(dataset: str, entity: _Entity) -> Iterator[list[str]]:
    at = f"{entity.seen.local():%Y-%m-%dT%H:%M:%S}" if entity.seen else ""
    for prop, value in dict.fromkeys((("id", entity.id), *entity.values)):
        if value:
            key = sha1(f"{dataset}.{entity.id}.{prop}.{value}".encode()).hexdigest()
            yield [
                entity.id, entity.id, prop, _TYPES[prop], entity.schema, value, dataset, "", "", "", "f", at, at, key,
            ]  # fmt: skip


def _sources(seen: Seen) -> Iterator[_Entity]:
    for source in seen.sources:
        out = [c.available.latest for c in seen.claims if c.source == source.id and c.available.latest]
        yield _Entity(_id(seen, "source", source.id), "Article", min(out, default=None), tuple(_article(seen, source)))


def _article(seen: Seen, source: Source) -> Iterator[tuple[str, str]]:
    yield "name", source.title or source.id
    yield "title", source.title or source.id
    yield "author", source.author
    yield "publisher", source.outlet
    when = source.date and dated(source.date, source.zone or seen.case.zone, seen.case.zone)
    yield "publishedAt", iso(when.start) if when and not when.end else ""
    yield "sourceUrl", url_of(source)


def _states(seen: Seen) -> Iterator[_Entity]:
    """The states that claims name, each first seen with the first claim that does."""
    found: dict[str, list[Instant]] = {}
    for claim in seen.claims:
        for name in _involved(seen, claim):
            found.setdefault(name, []).extend([claim.available.latest] if claim.available.latest else [])
    for name, out in found.items():
        yield _Entity(_id(seen, "state", name), "PublicBody", min(out, default=None), (("name", name),))


def _involved(seen: Seen, claim: Claim) -> list[str]:
    """The states that a claim's sentence or its column `actor` names."""
    types = seen.asking.regime.vocabulary.individuals
    names = (*(claim.fact.args if claim.fact else ()), claim.actor)
    return [n for n in dict.fromkeys(names) if types.get(n) == "state"]


def _event(seen: Seen, claim: Claim) -> _Entity:
    values = [
        ("name", _saying(seen, claim)),
        ("recordId", claim.id),
        *_dates(seen, claim),
        *(("involved", _id(seen, "state", n)) for n in _involved(seen, claim)),
        ("proof", _id(seen, "source", claim.source) if claim.source else ""),
        ("notes", _caution(seen, claim)),
    ]
    return _Entity(_id(seen, "claim", claim.id), "Event", claim.available.latest, tuple(values))


def _saying(seen: Seen, claim: Claim) -> str:
    """Who says what, so that nobody reads a saying as a fact."""
    who = claim.speaker or claim.source or "somebody"
    what = claim.sentence or f"{claim.actor + ' ' if claim.actor and claim.says else ''}{claim.says}" or claim.id
    return f"{who} {_SAYS.get(seen.polarity(claim), 'says')}: {what}"


def _dates(seen: Seen, claim: Claim) -> Iterator[tuple[str, str]]:
    """An edge that the claim leaves open is left out; its doubt stands in the notes."""
    when = dated(claim.happened, claim.zone, seen.case.zone, seen.kind(claim))
    if when is None:
        return
    left, slash, _ = claim.happened.verbatim.partition("/")
    if when.end:
        yield "startDate", iso(when.start)
        yield "endDate", iso(when.end)
    elif slash and left in ("", ".."):
        yield "endDate", iso(when.start)
    else:
        yield "startDate" if slash else "date", iso(when.start)


def _caution(seen: Seen, claim: Claim) -> str:
    when = dated(claim.happened, claim.zone, seen.case.zone, seen.kind(claim))
    aside = seen.set_aside(claim)
    parts = [
        f"a claim, not a fact; grade {grade_of(claim) or 'not judged'}",
        f"when: {when.words}" if when else "nothing says when",
        f"where: {claim.pinpoint}" if claim.pinpoint else "",
        f"set aside: {aside.reason}" if aside else "",
        "a row of coded events, not checked" if claim.event == LEAD else "",
    ]
    return "; ".join(p for p in parts if p)


def _note(seen: Seen, claim: Claim) -> dict[str, str]:
    out, aside = claim.available, seen.set_aside(claim)
    return {
        "entity_id": _id(seen, "claim", claim.id),
        "claim": claim.id,
        "speaker": claim.speaker,
        "sentence": claim.sentence,
        "polarity": seen.polarity(claim),
        "opinion": "yes" if claim.opinion else "",
        "locator": claim.pinpoint,
        "source_grade": claim.source_grade or "",
        "item_grade": str(claim.item_grade or ""),
        "happened": submitted(claim, "happened").verbatim,
        "zone": claim.zone.mark,
        "available_from": out.earliest.text() if out.earliest else "",
        "available_to": out.latest.text() if out.latest else "",
        "set_aside": aside.reason if aside else "",
        "replaced_by": seen.replaced.get(claim.id, ""),
        "lead": "yes" if claim.event == LEAD else "",
    }
