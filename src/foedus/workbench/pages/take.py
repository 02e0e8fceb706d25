"""What one can take away: the memo, the record for other programs, everything as one bundle."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from foedus import interchange, papers
from foedus.atlas import viewpoints
from foedus.deontic import calendar
from foedus.door import Asking, NotUnderstood
from foedus.problem import nearest
from foedus.show.mapped import map_of
from foedus.workbench.visit import File, Page, Visit

if TYPE_CHECKING:
    from foedus.problem import Problem

__all__ = ["all_papers", "one_paper"]

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file in an archive: the same state gives the same bytes."""


@dataclass(frozen=True, slots=True)
class Paper:
    """Something to take away: its name in an address, what it is, how its file ends, its media type, and how it is made.

    make  from the question, or for the group “memo” from the memo on it, which all its formats share
    """

    id: str
    title: str
    about: str
    ending: str
    kind: str
    make: Callable[[Any], bytes]
    group: str = "record"


def _memo(to: str) -> Callable[[papers.Memo], bytes]:
    return lambda memo: papers.write(memo, to)


def _calendar(asking: Asking) -> str:
    return calendar(replace(asking, stance=(asking.terms.stances or ("text",))[:1]).agenda())


def _geojson(viewpoint: str) -> Callable[[Asking], str]:
    return lambda asking: json.dumps(map_of(asking, viewpoint).geojson(), ensure_ascii=False) + "\n"


def _zipped(asking: Asking) -> bytes:
    """The bundle as one archive, in a folder named as the case is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in papers.bundle(asking).items():
            entry = zipfile.ZipInfo(f"{asking.folder.name}/{name}", _EPOCH)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()


_MEMO = "two pages: what is not known, what is disputed, what follows, who must act; every sentence with a footnote"
_BUNDLE = "unpack it and open index.html: it needs no network"
_MAP = "as GeoJSON, under that viewpoint of borders"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_JSON, _CSV = "application/json", "text/csv; charset=utf-8"


def _record(id: str, title: str, about: str, ending: str, kind: str, write: Callable[[Asking], str]) -> Paper:
    return Paper(id, title, about, ending, kind, lambda asking: write(asking).encode("utf-8", "replace"))


_PAPERS = (
    Paper("docx", "Memo for Word", _MEMO, "docx", _DOCX, _memo("docx"), "memo"),
    Paper("pdf", "Memo as PDF", _MEMO, "pdf", "application/pdf", _memo("pdf"), "memo"),
    Paper("html", "Memo as a page", _MEMO, "html", "text/html; charset=utf-8", _memo("html"), "memo"),
    Paper("md", "Memo in Markdown", _MEMO, "md", "text/markdown; charset=utf-8", _memo("md"), "memo"),
    Paper("bundle", "Everything as one bundle", _BUNDLE, "zip", "application/zip", _zipped, "bundle"),
    _record("claims", "Claims", "as submitted, safe to open in a spreadsheet", "csv", _CSV, interchange.claims_csv),
    _record("csl", "Sources", "as CSL-JSON, for Zotero and other reference managers", "json", _JSON, interchange.csl),
    _record("timelinejs", "Timeline", "for TimelineJS", "json", _JSON, interchange.timelinejs),
    _record("ics", "Deadlines", "as a calendar", "ics", "text/calendar; charset=utf-8", _calendar),
    _record("ftm", "Statements", "for FollowTheMoney and Aleph", "csv", _CSV, interchange.ftm_statements),
    _record("ftm-notes", "What statements leave out", "grade, place and denial", "csv", _CSV, interchange.ftm_notes),
    _record("prov", "Provenance", "as PROV-JSON: who said what, in which source", "json", _JSON, interchange.prov),
    *(
        _record(f"geojson-{v.id}", f"Map, {v.title}", _MAP, "geojson", "application/geo+json", _geojson(v.id))
        for v in viewpoints()
    ),
)
_GROUPS = {"memo": "The memo", "bundle": "Everything", "record": "The record for other programs"}


def all_papers(visit: Visit) -> Page:
    """Everything there is to take away, under the dates and choices of the address; what cannot be made here with the remedy."""
    lacking = {paper.id: _lacking(paper) for paper in _PAPERS}
    held_back = visit.dossier.answered("withheld", visit.state, interchange.withheld)
    rows = [
        {
            "id": p.id, "title": p.title, "about": p.about, "group": p.group, "file": _name(visit, p),
            "address": "" if lacking[p.id] else visit.link("papers", p.id), "lacking": _told(lacking[p.id]),
        }
        for p in _PAPERS
    ]  # fmt: skip
    view = {"rows": rows, "groups": _GROUPS, "withheld": held_back}
    return Page("papers.html.j2", "Papers", {"papers": rows, "withheld": held_back}, view)


def one_paper(visit: Visit) -> File:
    """One of them, as a file. Raises `NotUnderstood` for one there is not, or whose maker is not installed."""
    known: Mapping[str, Paper] = {p.id: p for p in _PAPERS}
    paper = known.get(visit.path["paper"])
    if paper is None:
        name = visit.path["paper"][:40]
        raise NotUnderstood.of(
            "PAPER", f"there is no paper “{name}”", nearest(name, list(known)) or f"one of: {', '.join(known)}"
        )
    lacking = _lacking(paper)
    if lacking:
        raise NotUnderstood([lacking])
    if paper.group == "memo":
        data = paper.make(visit.dossier.apart("memo", visit.state, papers.memo))
    else:
        data = visit.dossier.apart(("paper", paper.id), visit.state, paper.make)
    return File(_name(visit, paper), paper.kind, data)


def _lacking(paper: Paper) -> Problem | None:
    """What keeps a paper from being made on this machine."""
    if paper.group != "memo":
        return None
    try:
        papers.check_format(paper.id)
    except NotUnderstood as missing:
        return replace(missing.problems[0], place=replace(missing.problems[0].place, file="PAPER"))
    return None


def _told(problem: Problem | None) -> str:
    return f"{problem.what}; {problem.remedy}" if problem else ""


def _name(visit: Visit, paper: Paper) -> str:
    case = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in visit.path["case"])
    middle = "" if paper.group != "record" or paper.id in ("claims", "ics") else f"-{paper.id}"
    return f"{case}{middle}.{paper.ending}"
