"""Countries as GeoJSON, after RFC 7946."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from foedus.atlas.plane import area, split
from foedus.atlas.shelf import World
from foedus.atlas.sphere import Point, Ring, inside

__all__ = ["collection"]


def collection(world: World, told: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, Any]:
    """A feature collection of countries with their properties; positions are longitude and latitude, to four decimals."""
    return {"type": "FeatureCollection", "features": [_feature(world, code, said) for code, said in told]}


def _feature(world: World, code: str, said: Mapping[str, Any]) -> dict[str, Any]:
    polygons = [part for polygon in world.outlines[code] for part in _polygons(polygon)]
    return {
        "type": "Feature",
        "id": code,
        "properties": dict(said),
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
    }


def _polygons(polygon: tuple[Ring, ...]) -> list[list[list[list[float]]]]:
    """A polygon cut at the antimeridian: outer rings anticlockwise, each with the holes that lie in it clockwise."""
    outer = [r for r in (_rounded(part) for part in split(polygon[0])) if len(r) > 3]
    holes = [r for ring in polygon[1:] for r in (_rounded(part) for part in split(ring)) if len(r) > 3]
    return [[_turned(o, True), *(_turned(h, False) for h in holes if inside([o], *h[0]))] for o in outer]


def _rounded(ring: Ring) -> list[Point]:
    """Four decimals, and no point twice in a row."""
    points: list[Point] = []
    for lon, lat in ring:
        point = (round(lon, 4), round(lat, 4))
        if not points or point != points[-1]:
            points.append(point)
    return points


def _turned(ring: list[Point], anticlockwise: bool) -> list[list[float]]:
    right = (area(ring) > 0) == anticlockwise
    return [list(point) for point in (ring if right else ring[::-1])]
