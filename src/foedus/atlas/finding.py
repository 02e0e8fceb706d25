"""Under which country a viewpoint shows a place."""

from __future__ import annotations

from foedus.atlas.shelf import Viewpoint, viewpoint, world
from foedus.atlas.sphere import inside

__all__ = ["country_at"]


def country_at(chosen: Viewpoint | str, lon: float, lat: float) -> str | None:
    """The alpha-3 code of the country that a viewpoint shows at a longitude and latitude in degrees; None at sea.

    Raises `Invalid` for a viewpoint that there is not.
    """
    known = world(viewpoint(chosen))
    for code, polygons in known.outlines.items():
        for polygon, bounds in zip(polygons, known.bounds[code], strict=True):
            for x in (lon, lon + 360, lon - 360):
                if bounds.left <= x <= bounds.right and bounds.top <= lat <= bounds.bottom and inside(polygon, x, lat):
                    return code
    return None
