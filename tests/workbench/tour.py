"""Where to find an example of every page: what is looked at by the checker of accessibility and by who makes pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from foedus.keeping import NewMatter, keeping, walking
from foedus.matter import Act

DATES = "as-of=2024-11-30T00%3A00%2B03%3A00&known-to=2024-12-15T00%3A00%2B03%3A00"
KURSK = "/case/russia-2024"

TOUR: Mapping[str, Sequence[str]] = {
    "/": ["/"],
    "/case/{case}": [f"{KURSK}?{DATES}", f"{KURSK}?{DATES}&reading=goods%3Aany+one"],
    "/case/{case}/why/{question}": [f"{KURSK}/why/article-4?{DATES}&stance=text&all=yes"],
    "/case/{case}/hinges": [f"{KURSK}/hinges?{DATES}"],
    "/case/{case}/hinges/{question}": [f"{KURSK}/hinges/article-4?{DATES}&stance=Council+2022"],
    "/case/{case}/newer": [f"{KURSK}/newer?{DATES}"],
    "/case/{case}/timeline": [f"{KURSK}/timeline?{DATES}"],
    "/case/{case}/conflicts": [f"{KURSK}/conflicts?{DATES}"],
    "/case/{case}/claim/{claim}": [f"{KURSK}/claim/RK-025?{DATES}"],
    "/case/{case}/agenda": [f"{KURSK}/agenda?{DATES}"],
    "/case/{case}/agenda.ics": [],
    "/case/{case}/acts": ["/case/drill/acts", "/case/drill/acts?next=yes"],
    "/case/{case}/walk": ["/case/walk-csto/walk"],
    "/walk": ["/walk"],
    "/new/matter": ["/new/matter"],
    "/case/{case}/votes": ["/case/turkiye-2003/votes", f"{KURSK}/votes?{DATES}"],
    "/vote": ["/vote?regime=rio"],
    "/case/{case}/contributions": ["/case/drill/contributions", f"{KURSK}/contributions?{DATES}"],
    "/case/{case}/map": [f"{KURSK}/map?{DATES}"],
    "/case/{case}/map.geojson": [],
    "/case/{case}/law": [f"{KURSK}/law?{DATES}"],
    "/case/{case}/papers": [f"{KURSK}/papers?{DATES}"],
    "/case/{case}/papers/{paper}": [],
    "/case/{case}/add": [
        f"{KURSK}/add?{DATES}",
        f"{KURSK}/add?{DATES}&line=14+Aug+MSK%3F+%7C+Russia+asks+for+help+%7C+src+Wire+7+%7C+B2",
        f"{KURSK}/add?{DATES}&line=14+Augg+%7C+x+%7C+zz",
    ],
    "/case/{case}/add/fields": [f"{KURSK}/add/fields?{DATES}"],
    "/case/{case}/import": [f"{KURSK}/import?{DATES}"],
    "/case/{case}/history": [f"{KURSK}/history?{DATES}"],
    "/law": ["/law"],
    "/law/{regime}": ["/law/csto", "/law/nato"],
    "/law/{regime}/{provision}": ["/law/csto/CST:4@2010", f"/law/csto/CST:4@2010?case=russia-2024&{DATES}"],
}
"""Addresses by the path of an entry, without the sorts of its parts; none for a file, which is no page."""

FURNITURE = ("russia-2024", "turkiye-2003")
"""The cases that the tour needs; the matters it needs are made by `furnish`."""


def furnish(folder: Path) -> None:
    """Open the live request and the guided walk of the tour in a folder of cases."""
    roles = {"the requester": "Tajikistan"}
    matter = NewMatter("drill", "csto", "A drill", "+05:00", roles, "the log").open(folder)
    with keeping(matter, "A. Clerk") as keep:
        keep.record(Act("Tajikistan requests help by {the letter of 3 March}", at="2025-03-03T08:00"))
        keep.record(Act("the letter of 3 March is an official request", at="2025-03-03T08:05"))
    walking("csto", folder / "walk-csto", "A. Clerk")
