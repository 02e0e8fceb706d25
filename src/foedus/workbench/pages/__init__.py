"""The pages of the workbench, each with its address: the one list of what there is.

To add a page: a module here with a function from `Visit` to `Page`, a template, and a line in `ENTRIES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from foedus.workbench.pages import (
    acts,
    add,
    agenda,
    case,
    claim,
    conflicts,
    contributions,
    fields,
    hinges,
    home,
    law,
    map,
    matters,
    newer,
    past,
    sheets,
    take,
    timeline,
    votes,
    walk,
    why,
)
from foedus.workbench.visit import Away, File, Page, Visit

__all__ = ["ENTRIES", "Entry"]


@dataclass(frozen=True, slots=True)
class Entry:
    """An address and the page that stands there.

    path    as Starlette writes it; `{case}` is the name of a case or matter at hand
    page    what answers a visit
    words   what the list of pages calls it; "" keeps it out of the list
    deed    what answers a form that was sent to it
    keys    what its own part of a query may hold, and what that means
    fields  what its form may hold, and what that means
    present it is about the record as it is now: its address holds neither dates nor versions
    gives   the media type of the file that it gives instead of a page
    """

    path: str
    page: Callable[[Visit], Page | Away | File]
    words: str = ""
    deed: Callable[[Visit], Page | Away | File] | None = None
    matter_only: bool = False
    case_only: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    present: bool = False
    gives: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """What stands behind the name of the case in its address."""
        return tuple(self.path.removeprefix("/case/{case}").strip("/").split("/")) if "/" in self.path[12:] else ()


ENTRIES: tuple[Entry, ...] = (
    Entry("/", home.cases),
    Entry("/case/{case}", case.table, "Answers", keys={"order": "pages: in the order of the law pages, not open answers first"}),
    Entry("/case/{case}/why/{question:path}", why.reasons, keys=why.KEYS),
    Entry("/case/{case}/hinges", hinges.all_open, "What is open"),
    Entry("/case/{case}/hinges/{question:path}", hinges.of_answer, keys=hinges.KEYS),
    Entry("/case/{case}/newer", newer.newer),
    Entry("/case/{case}/timeline", timeline.record, "Timeline", keys=timeline.KEYS),
    Entry(
        "/case/{case}/conflicts",
        conflicts.side_by_side,
        "Conflicts",
        conflicts.write,
        keys=conflicts.KEYS,
        fields=conflicts.FIELDS,
    ),
    Entry("/case/{case}/claim/{claim:path}", claim.of_record),
    Entry("/case/{case}/agenda", agenda.agenda, "Agenda", keys=agenda.KEYS),
    Entry("/case/{case}/agenda.ics", agenda.calendar_file, gives="text/calendar"),
    Entry("/case/{case}/acts", acts.acts, "Acts", acts.write, matter_only=True, keys=acts.KEYS, fields=acts.FIELDS, present=True),
    Entry("/case/{case}/walk", walk.step, deed=walk.choose, fields=walk.FIELDS, present=True),
    Entry("/walk", walk.offered, deed=walk.begin, fields=walk.START),
    Entry("/new/matter", matters.blank, deed=matters.open_matter, fields=matters.FIELDS),
    Entry("/case/{case}/votes", votes.votes, "Votes"),
    Entry("/vote", votes.blank, deed=votes.put, keys={"regime": "the law that is chosen in the form"}, fields=votes.FIELDS),
    Entry("/case/{case}/contributions", contributions.contributions, "Contributions"),
    Entry("/case/{case}/map", map.world, "Map", keys=map.KEYS),
    Entry("/case/{case}/map.geojson", map.geojson_file, keys=map.KEYS, gives="application/geo+json"),
    Entry("/case/{case}/law", law.of_case, "Law"),
    Entry("/case/{case}/papers", take.all_papers, "Papers"),
    Entry("/case/{case}/papers/{paper}", take.one_paper, gives="*/*"),
    Entry("/case/{case}/add", add.typed_line, "Add", add.write, case_only=True, keys=add.KEYS, fields=add.FIELDS),
    Entry("/case/{case}/add/fields", fields.blank, "", fields.write, keys=fields.KEYS, fields=fields.FIELDS),
    Entry("/case/{case}/import", sheets.blank, "", sheets.write, keys=sheets.KEYS, fields=sheets.FIELDS),
    Entry("/case/{case}/history", past.versions, "History", past.write, case_only=True, keys=past.KEYS, fields=past.FIELDS),
    Entry("/law", law.shelf, keys=law.KEYS),
    Entry("/law/{regime}", law.regime, keys=law.KEYS),
    Entry("/law/{regime}/{provision:path}", law.provision, keys=law.KEYS),
)
"""Every page; those with words stand in the list of pages of a case, in this order."""
