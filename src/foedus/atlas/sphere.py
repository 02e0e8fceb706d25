"""Points on the globe: vectors, rings over the antimeridian, and the two projections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import acos, asin, atan2, cos, degrees, hypot, radians, sin, sqrt

__all__ = [
    "Azimuthal",
    "EqualEarth",
    "Point",
    "Projection",
    "Ring",
    "Vector",
    "angle",
    "cap",
    "inside",
    "place",
    "unwrapped",
    "vector",
]

Point = tuple[float, float]
"""Longitude and latitude in degrees, or x and y in units of a drawing."""
Ring = tuple[Point, ...]
Vector = tuple[float, float, float]


def vector(point: Point) -> Vector:
    """The unit vector of a point in degrees."""
    lon, lat = radians(point[0]), radians(point[1])
    return (cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat))


def place(v: Vector) -> Point:
    """Longitude and latitude in degrees of a vector."""
    return (degrees(atan2(v[1], v[0])), degrees(atan2(v[2], hypot(v[0], v[1]))))


def cap(vectors: Sequence[Vector]) -> tuple[Vector, float]:
    """A centre and a radius (an angle) within which all of these lie."""
    centre = _unit(tuple(map(sum, zip(*vectors, strict=True))))
    return centre, max(angle(centre, v) for v in vectors)


def unwrapped(ring: Ring) -> Ring:
    """The ring with longitudes that never jump: beyond ±180 where it crosses the antimeridian."""
    if all(abs(a[0] - b[0]) < 180 for a, b in pairwise(ring)):
        return ring
    points = [ring[0]]
    for lon, lat in ring[1:]:
        turns = round((points[-1][0] - lon) / 360)
        points.append((lon + 360 * turns, lat))
    if abs(points[-1][0] - points[0][0]) > 180:
        points = _over_the_pole(points)
    return tuple(points)


def _over_the_pole(points: list[Point]) -> list[Point]:
    """A ring round a pole, closed over it: along the meridian of its end, along the pole, and back."""
    pole = 90.0 if points[0][1] > 0 else -90.0
    first, last = points[0], points[-1]
    return [*points, (last[0], pole), (first[0], pole), first]


def inside(rings: Iterable[Sequence[Point]], x: float, y: float) -> bool:
    """Whether a point is inside an odd number of closed rings."""
    odd = False
    for ring in rings:
        x1, y1 = ring[0]
        for x2, y2 in ring[1:]:
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                odd = not odd
            x1, y1 = x2, y2
    return odd


class Projection:
    """From vectors to a plane in which the globe has radius 1; y grows southwards, as in a drawing."""

    seam = False
    """Whether it cuts the globe at the antimeridian."""

    def flat(self, vectors: Iterable[Vector]) -> list[Point]:
        """The points of the plane."""
        raise NotImplementedError


@dataclass(frozen=True)
class Azimuthal(Projection):
    """Lambert's azimuthal equal-area projection about a centre in degrees.

    What lies farther than `reach` (an angle) is moved up to it along its own direction, so that no line runs
    through infinity.
    """

    centre: Point
    reach: float = 2.4

    @cached_property
    def axes(self) -> tuple[Vector, Vector, Vector]:
        """Unit vectors: to the centre, and from there east and north."""
        lon, lat = radians(self.centre[0]), radians(self.centre[1])
        return (vector(self.centre), (-sin(lon), cos(lon), 0.0), (-sin(lat) * cos(lon), -sin(lat) * sin(lon), cos(lat)))

    def flat(self, vectors: Iterable[Vector]) -> list[Point]:
        """The points of the plane."""
        (cx, cy, cz), (ex, ey, _), (nx, ny, nz) = self.axes
        limit, rim = cos(self.reach), 2 * sin(self.reach / 2)
        points = []
        for x, y, z in vectors:
            near = cx * x + cy * y + cz * z
            east, north = ex * x + ey * y, nx * x + ny * y + nz * z
            scale = sqrt(2 / (1 + near)) if near > limit else rim / (hypot(east, north) or 1.0)
            points.append((east * scale, -north * scale))
        return points

    def back(self, point: Point) -> Point:
        """Longitude and latitude of a point of the plane."""
        rho = hypot(*point)
        if not rho:
            return self.centre
        turn = 2 * asin(min(1.0, rho / 2))
        along, across = cos(turn), sin(turn) / rho
        c, e, n = self.axes
        return place(_sum(c, along, e, point[0] * across, n, -point[1] * across))


@dataclass(frozen=True)
class EqualEarth(Projection):
    """The Equal Earth projection of the whole globe (Šavrič, Patterson and Jenny 2018), Greenwich in the middle."""

    seam = True

    def flat(self, vectors: Iterable[Vector]) -> list[Point]:
        """The points of the plane."""
        return [self.seen(atan2(y, x), z) for x, y, z in vectors]

    def seen(self, lon: float, sine: float) -> Point:
        """The point of the plane for a longitude in radians and the sine of a latitude."""
        t = asin(sqrt(3) / 2 * max(-1.0, min(1.0, sine)))
        s = t * t
        six = s * s * s
        slope = 1.340264 - 3 * 0.081106 * s + six * (7 * 0.000893 + 9 * 0.003796 * s)
        return (2 * sqrt(3) * lon * cos(t) / (3 * slope), -t * (1.340264 - 0.081106 * s + six * (0.000893 + 0.003796 * s)))


def angle(a: Vector, b: Vector) -> float:
    """The angle between two unit vectors, in radians."""
    return acos(max(-1.0, min(1.0, _dot(a, b))))


def _dot(a: Vector, b: Vector) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _unit(v: tuple[float, ...]) -> Vector:
    size = sqrt(sum(x * x for x in v)) or 1.0
    return (v[0] / size, v[1] / size, v[2] / size)


def _sum(a: Vector, s: float, b: Vector, t: float, c: Vector, u: float) -> Vector:
    x, y, z = (p * s + q * t + r * u for p, q, r in zip(a, b, c, strict=True))
    return (x, y, z)
