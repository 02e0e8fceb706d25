"""What people call the columns of their sheets, and which column of ours each of them is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from re import sub

from foedus.problem import Place, Problem, nearest
from foedus.record.case import COLUMNS

__all__ = ["EXTRA", "SPELLINGS", "known", "layout"]

EXTRA = (
    "time", "end", "grade", "url", "content", "source title", "source author", "source outlet", "source date", "source kind",
    "uploaded", "archived at", "archived on", "archive hash", "archive status",
)  # fmt: skip
"""Columns that are no claim's, from which columns of claims and sources are made."""

SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "id": ("claim", "claim id", "no", "nr", "number of claim", "ref"),
    "says": (
        "text", "what", "description", "desc", "event description", "summary", "headline", "statement", "claim text", "quote",
        "what happened", "upload title", "details",
    ),
    "happened": (
        "date", "when", "event date", "date of event", "day", "datetime", "date time", "start", "start date", "happened on",
    ),
    "time": ("hour", "clock", "time of day", "event time"),
    "end": ("end date", "until", "to"),
    "available": (
        "published", "published on", "date published", "publication date", "reported", "reported on", "known", "known since",
        "available from", "available on",
    ),
    "source": ("src", "source id", "reference", "citation", "cited from"),
    "url": ("link", "source url", "source link", "web address", "address"),
    "speaker": ("who", "said by", "attributed to", "speaker name", "according to", "claimant"),
    "actor": ("party", "side", "by whom", "actor name"),
    "fact": ("sentence", "phrase"),
    "polarity": ("for or against", "for against", "affirms"),
    "grade": ("admiralty", "rating", "source and item grade"),
    "source_grade": ("reliability", "source reliability"),
    "item_grade": ("credibility", "item credibility", "information credibility"),
    "pinpoint": ("page", "paragraph", "para", "locator", "page or paragraph"),
    "zone": ("timezone", "time zone", "tz", "utc offset"),
    "quantity": ("amount", "count", "how many"),
    "unit": ("units",),
    "note": ("notes", "comment", "comments", "remark", "remarks"),
    "content": ("text content", "full text"),
    "group": ("topic", "filters"),
    "event": ("event type", "type", "category"),
    "renders": ("same as", "duplicate of", "rendering of"),
    "supersedes": ("replaces", "corrects", "correction of"),
    "reason": ("because", "why"),
    "source title": ("title", "title of source", "article title"),
    "source author": ("author", "byline"),
    "source outlet": ("outlet", "publisher", "newspaper", "site", "media"),
    "source date": ("date of source", "article date"),
    "source kind": ("source type", "kind of source", "kind"),
    "uploaded": ("upload timestamp",),
    "archived at": ("archive location", "archive url", "archive link"),
    "archived on": ("archive date",),
    "archive hash": ("hash", "sha256", "sha 256"),
    "archive status": (),
}  # fmt: skip
_SILENT = {
    "thumbnail", "screenshot", "perceptual hash", "perceptual hashes", "wacz", "replaywebpage", "destination folder", "lat",
    "long", "latitude", "longitude",
}  # fmt: skip
"""Columns of well-known sheets that have nothing to be a claim from."""

_OURS = {name: name for name in (*COLUMNS["claims.csv"], *EXTRA)}
_KNOWN = {
    **{spelling: column for column, spellings in SPELLINGS.items() for spelling in spellings},
    **{sub(r"[_\-]+", " ", name): name for name in _OURS},
}


def known(header: str) -> str:
    """The column a header names; empty where it is none we know."""
    return _KNOWN.get(_plain(header), "")


def _plain(header: str) -> str:
    return " ".join(sub(r"[_\-/.:]+", " ", header.casefold()).split())


def layout(headers: Sequence[str], name: str, line: int) -> tuple[dict[int, str], list[Problem]]:
    """Which column each header is, by index, and what is to be said of the others. A column named twice is an error."""
    found: dict[int, str] = {}
    problems = []
    for index, header in enumerate(headers):
        column, place = known(header), Place(name, line, index + 1)
        if column and column in found.values():
            first = next(headers[i] for i, c in found.items() if c == column)
            what = f"“{first}” and “{header}” are both the column “{column}”"
            problems.append(Problem(place, what, "keep one of the two, or rename one"))
        elif column:
            found[index] = column
        elif header and _plain(header) not in _SILENT:
            remedy = nearest(_plain(header), list(_KNOWN)) or f"the columns are: {', '.join(_OURS)}"
            problems.append(Problem(place, f"the column “{header}” is not one we know, and is not read", remedy, warning=True))
    return found, problems
