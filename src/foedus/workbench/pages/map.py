"""Members, requester and contributors on the day, under a boundary viewpoint that the page names."""

from __future__ import annotations

import json

from markupsafe import Markup

from foedus.atlas import Map, viewpoints
from foedus.show.mapped import map_of
from foedus.workbench.visit import File, Page, Visit

__all__ = ["KEYS", "geojson_file", "world"]

KEYS = {"viewpoint": "whose view of borders is drawn, by its id"}


def world(visit: Visit) -> Page:
    """The map and the same in a table; the viewpoints there are to choose from."""
    chosen = _chosen(visit)
    shown = _map(visit, chosen)
    data = {
        "viewpoint": chosen,
        "date": shown.date_words,
        "caption": shown.caption,
        "otherwise": list(shown.otherwise),
        "countries": [row.to_json() for row in shown.table],
        "viewpoints": [{"id": v.id, "title": v.title, "says": v.says, "dataset": v.dataset} for v in viewpoints()],
    }
    view = {
        "shown": shown,
        "svg": Markup(shown.svg),  # drawn by us, every word in it escaped
        "viewpoints": viewpoints(),
        "chosen": chosen,
        "geojson": visit.link("map.geojson", viewpoint=chosen),
    }
    return Page("map.html.j2", "Map", data, view)


def geojson_file(visit: Visit) -> File:
    """The countries of the map with their parts, as GeoJSON."""
    found = _map(visit, _chosen(visit)).geojson()
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return File(f"{visit.path['case']}.geojson", "application/geo+json", text.encode("utf-8"))


def _chosen(visit: Visit) -> str:
    return visit.one("viewpoint") or viewpoints()[0].id


def _map(visit: Visit, viewpoint: str) -> Map:
    return visit.dossier.answered(("map", viewpoint), visit.state, lambda asking: map_of(asking, viewpoint))
