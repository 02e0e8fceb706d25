"""The dated claims of a case as TimelineJS JSON (Knight Lab, TimelineJS3), in the fields its documentation lists.

TimelineJS shows headline, text, caption and credit as HTML; everything in them is escaped here. It takes `group` and
`display_date` as HTML first and shows what is left as HTML again, so that no escape survives: in those two the signs that
make HTML are replaced by look-alikes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from re import compile as pattern
from typing import Any

from foedus.door import Asking
from foedus.interchange.moments import Dated, dated
from foedus.interchange.seen import LEAD, Seen, grade_of, submitted
from foedus.record import Claim
from foedus.record.claims import Source

__all__ = ["timelinejs", "url_of"]

_PLAIN = str.maketrans({"<": "‹", ">": "›", "&": "＆"})
_URL = pattern(r"https?://[^\s<>\"'\\]+[^\s<>\"'\\.,;:!?)]")


def timelinejs(asking: Asking) -> str:
    """One JSON document: a title, and a slide for each claim that was out by the knowledge date and has a date.

    What surely lies at or after the as-of instant is left out. Dates stand on the clock of the case; `display_date` says
    the doubt that the numbers cannot. Slides come in order of their first possible instant.
    """
    seen = Seen(asking)
    document = {"title": _title(seen), "events": [slide for _, slide in sorted(_slides(seen), key=lambda s: s[0])]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _title(seen: Seen) -> dict[str, Any]:
    case, terms = seen.case, seen.asking.terms
    clock = "UTC" if case.zone.mark == "unknown" else case.zone.name
    lines = [
        f"As of {terms.as_of.text(case.zone)}, as known at {terms.known_to.text(case.zone)}; times on the clock of {clock}.",
        "Every entry is what somebody says, not what is proved.",
    ]
    return {"text": {"headline": escape(case.title or case.id), "text": "".join(f"<p>{escape(line)}</p>" for line in lines)}}


def _slides(seen: Seen) -> Iterator[tuple[tuple[int, str], dict[str, Any]]]:
    """Each slide with what it is sorted by."""
    for claim in seen.claims:
        first = claim.happened.earliest or claim.happened.latest
        found = dated(claim.happened, claim.zone, seen.case.zone, seen.kind(claim))
        if first and found and claim.happened.happened_by(seen.asking.terms.as_of) is not False:
            yield (first.micros, claim.id), _slide(seen, claim, found)


def _slide(seen: Seen, claim: Claim, when: Dated) -> dict[str, Any]:
    slide: dict[str, Any] = {"unique_id": claim.id, "start_date": when.start}
    if when.end:
        slide["end_date"] = when.end
    slide["display_date"] = when.words.translate(_PLAIN)
    slide["text"] = {
        "headline": escape(_marked(seen, claim)),
        "text": "".join(f"<p>{escape(p)}</p>" for p in _lines(seen, claim)),
    }
    group = claim.actor or claim.speaker
    if group:
        slide["group"] = group.translate(_PLAIN)
    source = seen.case.sources.get(claim.source)
    if source and url_of(source):
        slide["media"] = _media(source)
    return {**slide, "autolink": False}


def _media(source: Source) -> dict[str, str]:
    media = {
        "url": url_of(source),
        "caption": escape(source.title),
        "credit": escape(", ".join(p for p in (source.author, source.outlet) if p)),
    }
    return {name: value for name, value in media.items() if value}


def _marked(seen: Seen, claim: Claim) -> str:
    """The headline, with what a reader must know before believing it."""
    if seen.set_aside(claim):
        return f"[set aside] {seen.headline(claim)}"
    if claim.id in seen.replaced:
        return f"[replaced] {seen.headline(claim)}"
    return f"[lead, not checked] {seen.headline(claim)}" if claim.event == LEAD else seen.headline(claim)


def _lines(seen: Seen, claim: Claim) -> Iterator[str]:
    if claim.sentence:
        yield f"Bears on: {claim.sentence} ({seen.polarity(claim)}{', an opinion of law' if claim.opinion else ''})"
    source = seen.case.sources.get(claim.source)
    named = [claim.source, source.title if source else "", source.outlet if source else "", claim.pinpoint]
    said = "; ".join(dict.fromkeys(n for n in named if n))
    yield f"{f'{claim.speaker}, in ' if claim.speaker else ''}{said or 'no source named'}"
    grade, out = grade_of(claim), submitted(claim, "available").verbatim
    yield f"Claim {claim.id}; {f'grade {grade}' if grade else 'not graded'}; available {out or 'on a day not stated'}"
    aside = seen.set_aside(claim)
    if aside:
        yield f"Set aside by the editors: {aside.reason}"
    if claim.id in seen.replaced:
        yield f"Replaced by claim {seen.replaced[claim.id]}"


def url_of(source: Source) -> str:
    """The first web address that a source's row holds; empty where there is none."""
    for text in (source.id, source.title, source.note):
        found = _URL.search(text)
        if found:
            return found[0]
    return ""
