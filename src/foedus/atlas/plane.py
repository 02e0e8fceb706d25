"""Lines and rings in a plane: cut to a box, thinned to what can be seen, written as a path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from foedus.atlas.sphere import Point, Ring

__all__ = ["Box", "area", "cut", "half", "path", "split", "telling", "thinned"]


@dataclass(frozen=True)
class Box:
    """A rectangle: x from left to right, y from top to bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, points: Iterable[Point]) -> Box:
        """The smallest that holds all of these."""
        xs, ys = zip(*points, strict=True)
        return cls(min(xs), min(ys), max(xs), max(ys))

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def grown(self, by: float) -> Box:
        """The box with a margin on every side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def meets(self, other: Box) -> bool:
        """Whether the two share anything."""
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    def holds(self, other: Box) -> bool:
        """Whether the other lies within this one."""
        return self.left <= other.left and other.right <= self.right and self.top <= other.top and other.bottom <= self.bottom


def area(ring: Sequence[Point]) -> float:
    """What a closed ring encloses: positive where it runs anticlockwise with y upwards."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def half(ring: Sequence[Point], axis: int, limit: float, sign: int) -> list[Point]:
    """The part of a closed ring on one side of a line: sign +1 keeps what is not below `limit` on the axis."""

    def crossing(a: Point, b: Point) -> Point:
        share = (limit - a[axis]) / (b[axis] - a[axis])
        other = a[1 - axis] + share * (b[1 - axis] - a[1 - axis])
        return (limit, other) if axis == 0 else (other, limit)

    kept: list[Point] = []
    for a, b in pairwise(ring):
        a_in, b_in = (a[axis] - limit) * sign >= 0, (b[axis] - limit) * sign >= 0
        if a_in:
            kept.append(a)
        if a_in != b_in:
            kept.append(crossing(a, b))
    return [*kept, kept[0]] if kept else []


def cut(ring: Sequence[Point], box: Box) -> list[Point]:
    """A closed ring cut to a box; empty where nothing is left."""
    bounds = Box.around(ring)
    if box.holds(bounds):
        return list(ring)
    if not box.meets(bounds):
        return []
    for axis, limit, sign in ((0, box.left, 1), (0, box.right, -1), (1, box.top, 1), (1, box.bottom, -1)):
        ring = half(ring, axis, limit, sign)
        if len(ring) < 4:
            return []
    return list(ring)


def thinned(line: Sequence[Point], step: float) -> list[Point]:
    """A line without points that change it by less than `step`."""
    return [line[n] for n in telling(line, step)]


def telling(line: Sequence[Point], step: float) -> list[int]:
    """Which points of a line to keep, so that it changes by less than `step`: Douglas and Peucker's way, near ones out first."""
    kept = [0]
    x, y = line[0]
    for n, (nx, ny) in enumerate(line):
        if abs(nx - x) + abs(ny - y) > step:
            kept.append(n)
            x, y = nx, ny
    if kept[-1] != len(line) - 1:
        kept.append(len(line) - 1)
    return [kept[n] for n in _straightened([line[n] for n in kept], step)] if len(kept) > 2 else kept


def _straightened(line: list[Point], step: float) -> list[int]:
    keep = {0, len(line) - 1}
    waiting = [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        off, at = _farthest(line, first, last)
        if off > step:
            keep.add(at)
            waiting += [(first, at), (at, last)]
    return sorted(keep)


def _farthest(line: list[Point], first: int, last: int) -> tuple[float, int]:
    """How far the farthest point between two is from the straight line through them, and which it is."""
    (x1, y1), (x2, y2) = line[first], line[last]
    dx, dy = x2 - x1, y2 - y1
    size = hypot(dx, dy)
    best, at = -1.0, first
    for i in range(first + 1, last):
        x, y = line[i]
        off = abs(dx * (y - y1) - dy * (x - x1)) / size if size > 1e-9 else hypot(x - x1, y - y1)
        if off > best:
            best, at = off, i
    return best, at


def path(lines: Iterable[Sequence[Point]], closed: bool) -> str:
    """The `d` of an SVG path, in tenths of a unit, by steps."""
    return "".join(_steps(line, closed) for line in lines)


def _steps(line: Sequence[Point], closed: bool) -> str:
    tenths = [(round(x * 10), round(y * 10)) for x, y in line]
    x, y = tenths[0]
    told = [f"M{_tenth(x)} {_tenth(y)}l"]
    for nx, ny in tenths[1 : -1 if closed else None]:
        if (nx, ny) != (x, y):
            told.append(_pair(nx - x, ny - y, first=len(told) == 1))
            x, y = nx, ny
    if len(told) < 2 + closed:
        return ""
    return "".join(told) + ("z" if closed else "")


def _pair(dx: int, dy: int, first: bool) -> str:
    return ("" if first or dx < 0 else " ") + _tenth(dx) + ("" if dy < 0 else " ") + _tenth(dy)


def _tenth(n: int) -> str:
    """A number of tenths as short as it can be written."""
    whole, rest = divmod(abs(n), 10)
    return ("-" if n < 0 else "") + (f"{whole or ''}.{rest}" if rest else str(whole))


def split(ring: Ring) -> list[Ring]:
    """A ring with longitudes that may run beyond 180, cut at the antimeridian into rings from -180 to 180."""
    bounds = Box.around(ring)
    if bounds.left >= -180 and bounds.right <= 180:
        return [ring]
    found: list[Ring] = []
    for turn in (-360, 0, 360):
        part = half(half(ring, 0, turn - 180, 1) or ring[:1], 0, turn + 180, -1)
        if len(part) > 3:
            found.append(tuple((x - turn, y) for x, y in part))
    return found
