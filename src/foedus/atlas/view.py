"""Which part of the globe a map shows, and how its lines come onto the sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import asin, cos, pi, radians

from foedus.atlas.plane import Box, area, cut, split, thinned
from foedus.atlas.shelf import World
from foedus.atlas.sphere import Azimuthal, EqualEarth, Point, Projection, Ring, Vector, angle, inside, place, vector

__all__ = ["STEP", "Sheet", "View", "fit"]

STEP = 0.6
"""What a line may be off by, in units of the drawing."""
_SPECK = 2.0
"""An island no larger than this, width and height together, is left out."""
_WIDEST = radians(84)
"""A focus of a greater radius is shown on a map of the whole world."""
_SMALLEST = 0.16
"""The least that a map shows from edge to edge, in radii of the globe: a state alone would have no surroundings."""
_PART = 0.25
"""A focus takes in those parts of a state that are at least so large beside its largest."""
_MARGIN = 26.0
_REACH, _SEVERAL = radians(34), 4
"""What is farther from the heart of a focus may be cut, if it is one country beside several."""


@dataclass(frozen=True)
class View:
    """A projection, and how its plane lies on the sheet: unit, and where its origin goes."""

    projection: Projection
    scale: float
    origin: Point
    box: Box

    def onto(self, vectors: Iterable[Vector]) -> list[Point]:
        """Where these are on the sheet."""
        (left, top), s = self.origin, self.scale
        return [(left + x * s, top + y * s) for x, y in self.projection.flat(vectors)]

    @cached_property
    def field(self) -> tuple[Vector, float] | None:
        """A centre and a radius (an angle) within which everything on the sheet lies; None for the whole globe."""
        if not isinstance(self.projection, Azimuthal):
            return None
        corner = max(abs(self.box.left - self.origin[0]), abs(self.box.right - self.origin[0])) / self.scale
        other = max(abs(self.box.top - self.origin[1]), abs(self.box.bottom - self.origin[1])) / self.scale
        return vector(self.projection.centre), 2 * asin(min(1.0, (corner**2 + other**2) ** 0.5 / 2))


def fit(world: World, focus: Collection[str], width: float) -> View:
    """The view that shows these countries, or the whole world where they lie too far apart or none is given."""
    points = _trimmed([list(_points(world, code)) for code in focus if code in world.countries])
    if not points:
        return _globe(width)
    centre = place(_mean(points))
    for _ in range(4):
        lens = Azimuthal(centre)
        bounds = Box.around(lens.flat(points))
        centre = lens.back(((bounds.left + bounds.right) / 2, (bounds.top + bounds.bottom) / 2))
    middle = vector(centre)
    if max(angle(middle, v) for v in points) > _WIDEST:
        return _globe(width)
    bounds = Box.around(Azimuthal(centre).flat(points))
    wide, high = max(bounds.width, _SMALLEST), max(bounds.height, _SMALLEST * 0.6)
    height = width * min(0.84, max(0.5, high / wide))
    scale = min((width - 2 * _MARGIN) / wide, (height - 2 * _MARGIN) / high)
    middle_x, middle_y = (bounds.left + bounds.right) / 2, (bounds.top + bounds.bottom) / 2
    origin = (width / 2 - middle_x * scale, height / 2 - middle_y * scale)
    view = View(Azimuthal(centre), scale, origin, Box(0, 0, width, round(height)))
    reach = min(2.9, (view.field or ((0, 0, 0), pi))[1] * 1.5 + 0.1)
    return View(Azimuthal(centre, reach), scale, origin, view.box)


def _trimmed(countries: Sequence[Sequence[Vector]]) -> list[Vector]:
    """All points; but where one country alone reaches far beyond all the others, the frame may cut it."""
    if not countries:
        return []
    heart = _mean([_mean(points) for points in countries])
    near = [[p for p in points if angle(heart, p) < _REACH] for points in countries]
    far = [n for n, points in enumerate(countries) if len(near[n]) < len(points)]
    kept = near if len(far) == 1 and near[far[0]] and len(countries) >= _SEVERAL else countries
    return [p for points in kept for p in points]


def _mean(points: Sequence[Vector]) -> Vector:
    """The direction in which most of these lie, as a unit vector."""
    return vector(place((sum(v[0] for v in points), sum(v[1] for v in points), sum(v[2] for v in points))))


def _globe(width: float) -> View:
    """The world without Antarctica."""
    plane = EqualEarth()
    right, _ = plane.seen(pi, 0.0)
    (_, top), (_, bottom) = plane.seen(0.0, 0.995), plane.seen(0.0, -0.85)
    scale = (width - 8) / (2 * right)
    return View(plane, scale, (width / 2, -top * scale + 4), Box(0, 0, width, round((bottom - top) * scale + 8)))


def _points(world: World, code: str) -> Iterator[Vector]:
    """The outlines of the greater parts of a country."""
    outlines = world.outlines.get(code, ())
    sizes = [abs(area(p[0])) * cos(radians(p[0][0][1])) for p in outlines]
    for polygon, size in zip(outlines, sizes, strict=True):
        if size >= _PART * max(sizes):
            yield from (vector(p) for p in polygon[0][:: max(1, len(polygon[0]) // 120)])


class Sheet:
    """A boundary file seen in a view. Arcs are brought onto the sheet once, so that neighbours share their line."""

    def __init__(self, world: World, view: View) -> None:
        self.world, self.view = world, view
        self.room = view.box.grown(4)
        self._arcs: dict[int, list[Point]] = {}

    def country(self, code: str) -> list[list[Point]]:
        """The rings of a country on the sheet, cut to it; islands too small to be seen only where there is nothing else."""
        country, outlines, bounds = self.world.countries[code], self.world.outlines[code], self.world.bounds[code]
        seen = [
            (polygon, outline)
            for polygon, outline, box in zip(country.polygons, outlines, bounds, strict=True)
            if any(self._seen(n) for ring in polygon for n in ring) or self._around(outline, box)
        ]
        lines = [line for polygon, outline in seen for line in self._polygon(polygon, outline)]
        lines = lines or [self.view.onto(vector(p) for p in outline[0]) for _, outline in seen]
        return [done for line in lines if (done := cut(line, self.room))]

    def area(self, rings: Sequence[Ring]) -> list[list[Point]]:
        """Rings of points in degrees on the sheet, cut to it."""
        lines = (thinned(self.view.onto(vector(p) for p in ring), STEP) for ring in rings)
        return [done for line in lines if (done := cut(line, self.room))]

    def _polygon(self, polygon: Sequence[Sequence[int]], outline: Sequence[Ring]) -> Iterator[list[Point]]:
        for numbers, ring in zip(polygon, outline, strict=True):
            whole = all(abs(p[0]) <= 180 for p in ring) or not self.view.projection.seam
            lines = [self._joined(numbers)] if whole else [self.view.onto(vector(p) for p in part) for part in _parts(ring)]
            for line in lines:
                bounds = Box.around(line)
                if bounds.width + bounds.height > _SPECK and len(line) > 3:
                    yield line

    def _joined(self, numbers: Sequence[int]) -> list[Point]:
        points: list[Point] = []
        for n in numbers:
            arc = self._arc(n) if n >= 0 else self._arc(~n)[::-1]
            points += arc[1:] if points else arc
        return points

    def _arc(self, number: int) -> list[Point]:
        if number not in self._arcs:
            rough = self.view.scale if self._seen(number) else self.view.scale / 64
            self._arcs[number] = self.view.onto(self.world.thin(number, STEP / rough))
        return self._arcs[number]

    def _seen(self, number: int) -> bool:
        """Whether an arc may be on the sheet."""
        if self.view.field is None:
            return True
        centre, reach = self.view.field
        middle, radius = self.world.caps[number if number >= 0 else ~number]
        return angle(centre, middle) < reach + radius

    def _around(self, outline: Sequence[Ring], bounds: Box) -> bool:
        """Whether a polygon with no line on the sheet lies all round it."""
        if self.view.field is None:
            return False
        lon, lat = place(self.view.field[0])
        return any(bounds.left < x < bounds.right and inside(outline, x, lat) for x in (lon, lon + 360, lon - 360))


def _parts(ring: Ring) -> Iterator[Ring]:
    """A ring cut at the antimeridian; the points on the cut are drawn a hair before it, each on its own side."""
    for part in split(ring):
        yield tuple((max(-179.9999, min(179.9999, lon)), lat) for lon, lat in part)
