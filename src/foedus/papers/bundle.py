"""A case as a folder of files that open from a disk: one page, its drawings, the record and the answers as data."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from foedus.atlas import Map, viewpoints
from foedus.deontic import calendar
from foedus.door import Asking
from foedus.door.versions import law_version, record_version
from foedus.interchange import Seen, claims_csv, csl, ftm_notes, ftm_statements, prov, timelinejs, withheld
from foedus.show.drawn import STAGES, stages_svg, timeline_svg
from foedus.show.mapped import map_of
from foedus.show.page import Layout, anchor, templates
from foedus.show.votes import result_words, stands_in_words, vote_svg

if TYPE_CHECKING:
    from jinja2 import Environment

    from foedus.assess import Assessment, Timeline
    from foedus.assess.votes import Vote

__all__ = ["FILES", "bundle"]

FILES: Mapping[str, str] = {
    "index.html": "this page: it opens from a disk and asks nothing of any network",
    "assessment.json": "every answer with what it turns on",
    "claims.csv": "the claims that were known, as they were submitted",
    "timeline.json": "the record for TimelineJS",
    "timeline.svg": "the timeline as a drawing of its own",
    "contributions.svg": "the contributions as a drawing of their own",
    **{f"map-{v.id}.svg": f"the map as a drawing of its own; {v.title}" for v in viewpoints()},
    "map.geojson": "the countries on the map under the first viewpoint, with what they are",
    "statements.csv": "the record as FollowTheMoney statements",
    "statements-notes.csv": "what FollowTheMoney has no column for: pinpoint, grade, availability, denial",
    "prov.json": "where claims and answers come from, as PROV-JSON",
    "sources.json": "what is cited, as CSL-JSON for reference managers",
    "deadlines.ics": "the deadlines as a calendar",
}
"""Every file a bundle may hold, with what it is; a drawing that would be empty is left out."""

LICENCE = (
    "The engine is under Apache-2.0; law pages and cases that come with it are under CC BY 4.0. Claims report what their "
    "sources say in our own words; the sources keep their own terms."
)


def bundle(asking: Asking) -> dict[str, bytes]:
    """The files of a bundle by name; the same question gives the same bytes. Raises what the question raises."""
    from foedus.assess import Memory

    return _Bundle(replace(asking, memory=asking.memory or Memory())).files()


@dataclass
class _Bundle:
    asking: Asking

    @cached_property
    def assessment(self) -> Assessment:
        return self.asking.assess()

    @cached_property
    def timeline(self) -> Timeline:
        return self.asking.timeline()

    @cached_property
    def maps(self) -> Sequence[Map]:
        return [map_of(self.asking, v.id, prefix=f"map-{v.id}") for v in viewpoints()]

    @cached_property
    def title(self) -> str:
        return self.asking.record.title or self.asking.record.id

    @cached_property
    def drawn(self) -> dict[str, str]:
        """The drawings there is something to draw for."""
        terms, record = self.asking.terms, self.asking.record
        rows = self.asking.contributed()
        known = {c.id for c in self._record}
        line = timeline_svg(
            self.timeline,
            self.asking.view,
            as_of=terms.as_of,
            zone=record.zone,
            href=lambda e: f"#{anchor(e.claim, 'record')}" if e.claim in known else "",
        )
        out = {"timeline": line} | {f"map-{m.viewpoint.id}": m.svg for m in self.maps}
        return out | ({"contributions": stages_svg(rows, self.title, prefix="stages")} if rows else {})

    @cached_property
    def _record(self) -> Sequence[Any]:
        return Seen(self.asking).claims

    def files(self) -> dict[str, bytes]:
        """Every file, in the order in which the page lists them."""
        asking = self.asking
        texts: dict[str, str] = {
            "assessment.json": _json(self.assessment.to_json()),
            "claims.csv": claims_csv(asking),
            "timeline.json": timelinejs(asking),
            **{f"{name}.svg": svg for name, svg in self.drawn.items()},
            "map.geojson": _json(self.maps[0].geojson()),
            "statements.csv": ftm_statements(asking),
            "statements-notes.csv": ftm_notes(asking),
            "prov.json": prov(asking),
            "sources.json": csl(asking),
            "deadlines.ics": calendar(self._first.agenda()),
        }
        texts = {"index.html": self._page([name for name in FILES if name in texts or name == "index.html"]), **texts}
        return {name: texts[name].encode("utf-8", "replace") for name in FILES if name in texts}

    @cached_property
    def _first(self) -> Asking:
        """The same question under the first stance alone, for what is told of one."""
        return replace(self.asking, stance=(self.asking.terms.stances or ("text",))[:1])

    def _vote(self, number: int, vote: Vote) -> Mapping[str, Any]:
        from markupsafe import Markup

        return {
            "draft": vote.draft,
            "rule": vote.rule,
            "word": vote.word,
            "result": result_words(vote.told),
            "svg": Markup(vote_svg(vote, prefix=f"vote-{number}")),
            "roll": [(voice.who, stands_in_words(voice)) for voice in vote.roll],
        }

    def _page(self, names: Sequence[str]) -> str:
        from markupsafe import Markup

        a = self.assessment
        view = {
            "a": a,
            "page": Layout(a, {}, self.asking.remarks(), embedded=False),
            "asks": {q.id: q.asks for q in a.questions},
            "changes": self.timeline.changes,
            "timeline": Markup(self.drawn["timeline"]),  # drawn by us, every word in it escaped
            "stages": Markup(self.drawn.get("contributions", "")),
            "contributions": self.asking.contributed(),
            "names": STAGES,
            "votes": [self._vote(n, vote) for n, vote in enumerate(self._first.votes(), 1)],
            "maps": self.maps,
            "record": self._record,
            "withheld": withheld(self.asking),
            "titles": a.sources,
            "sources": {c.source for c in self._record},
            "files": [(name, FILES[name]) for name in names],
            "versions": (record_version(self.asking), law_version(self.asking)),
            "licence": LICENCE,
        }
        return _templates().get_template("bundle.html.j2").render(**view)


@lru_cache(maxsize=1)
def _templates() -> Environment:
    from jinja2 import ChoiceLoader, PackageLoader
    from markupsafe import Markup

    made = templates().overlay(loader=ChoiceLoader([PackageLoader("foedus.papers"), PackageLoader("foedus.show")]))
    made.filters = {**made.filters, "drawing": Markup}  # what we draw is escaped where it is drawn
    return made


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"
