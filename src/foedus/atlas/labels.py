"""Where names go: inside a state where they fit, else beside it with a line to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, inf, pi, sin

from foedus.atlas.plane import Box, area
from foedus.atlas.sphere import Point, inside
from foedus.drawing.svg import width_of

__all__ = ["Label", "Writer", "widest"]

Rings = Sequence[Sequence[Point]]
_LINES = 9
_TURNS = 16
_STEPS = (6.0, 12.0, 20.0, 30.0, 42.0, 56.0, 72.0, 90.0)


@dataclass(frozen=True)
class Label:
    """Lines of text, the box they fill, and the point a line leads to; None where they stand inside."""

    lines: tuple[tuple[str, float, bool], ...]
    box: Box
    leads_to: Point | None = None


def widest(rings: Rings, box: Box, high: float) -> tuple[Point, float]:
    """The middle and the width of the widest row so high that a shape has room for within a box."""
    best: tuple[float, Point, float] = (-1.0, (0.0, 0.0), 0.0)
    ring = max(rings, key=lambda r: abs(area(r)))
    bounds = Box.around(ring)
    top, bottom = max(bounds.top, box.top), min(bounds.bottom, box.bottom)
    for i in range(1, _LINES + 1):
        y = top + (bottom - top) * i / (_LINES + 1)
        for start, end in _row(ring, y, high):
            left, right = max(start, box.left), min(end, box.right)
            worth = (right - left) * (1.0 - 0.25 * abs(2 * i / (_LINES + 1) - 1))
            if worth > best[0]:
                best = (worth, ((left + right) / 2, y), right - left)
    if best[0] < 0:
        return ((bounds.left + bounds.right) / 2, (bounds.top + bounds.bottom) / 2), 0.0
    return best[1], best[2]


def _row(ring: Sequence[Point], y: float, high: float) -> list[tuple[float, float]]:
    """The spans in which a row lies inside a ring, at its top, middle and bottom."""
    spans = _spans(ring, y)
    for other in (y - high / 2, y + high / 2):
        spans = [(max(a, c), min(b, d)) for a, b in spans for c, d in _spans(ring, other) if min(b, d) > max(a, c)]
    return spans


def _spans(ring: Sequence[Point], y: float) -> list[tuple[float, float]]:
    xs = sorted(x1 + (y - y1) * (x2 - x1) / (y2 - y1) for (x1, y1), (x2, y2) in pairwise(ring) if (y1 > y) != (y2 > y))
    return list(zip(xs[::2], xs[1::2], strict=False))


class Writer:
    """Puts labels on a sheet one after the other; what is written stays free of what comes later."""

    def __init__(self, box: Box, shapes: Sequence[Rings]) -> None:
        self.box = box.grown(-5)
        self.taken: list[Box] = []
        self._shapes = [(Box.around(ring), ring) for rings in shapes for ring in rings if len(ring) > 3]

    def inside(self, rings: Rings, lines: Sequence[tuple[str, float, bool]]) -> Label | None:
        """A label inside a shape, if it fits there and nothing else stands there."""
        wide, high = _size(lines)
        middle, room = widest(rings, self.box, high)
        box = _about(middle, wide, high)
        if room < wide + 4 or not self._free(box):
            return None
        return self._written(Label(tuple(lines), box))

    def beside(self, at: Point, own: Rings, lines: Sequence[tuple[str, float, bool]], most: float = inf) -> Label | None:
        """A label near a point, off other states and labels; None where every place is taken or costs more than `most`."""
        wide, high = _size(lines)
        least, box = most, None
        for far, there in _places(at, wide, high):
            if far < least and self._free(there) and (cost := far + self._cost(there, own)) < least:
                least, box = cost, there
        if box is None:
            return None
        within = any(inside([r], (box.left + box.right) / 2, (box.top + box.bottom) / 2) for r in own)
        return self._written(Label(tuple(lines), box, None if within else at))

    def keep(self, box: Box) -> None:
        """Keep a place free."""
        self.taken.append(box)

    def _free(self, box: Box) -> bool:
        return self.box.holds(box) and not any(box.meets(other) for other in self.taken)

    def _cost(self, box: Box, own: Rings) -> float:
        """How much of a box lies over states that are on the map for a reason."""
        corners = [(x, y) for x in (box.left, (box.left + box.right) / 2, box.right) for y in (box.top, box.bottom)]
        covered = sum(
            inside([ring], x, y)
            for bounds, ring in self._shapes
            if bounds.meets(box) and not any(ring is r for r in own)
            for x, y in corners
            if bounds.left < x < bounds.right and bounds.top < y < bounds.bottom
        )
        return 14.0 * covered

    def _written(self, label: Label) -> Label:
        self.taken.append(label.box.grown(1.5))
        return label


def _size(lines: Sequence[tuple[str, float, bool]]) -> tuple[float, float]:
    return max(width_of(t, size, bold) for t, size, bold in lines), sum(size * 1.15 for _, size, _ in lines)


def _about(middle: Point, wide: float, high: float) -> Box:
    x, y = middle
    return Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


def _places(at: Point, wide: float, high: float) -> Iterator[tuple[float, Box]]:
    """Boxes round a point, near ones first."""
    for step in _STEPS:
        for turn in range(_TURNS):
            x, y = cos(2 * pi * turn / _TURNS), sin(2 * pi * turn / _TURNS)
            middle = (at[0] + x * (step + wide / 2), at[1] + y * (step + high / 2))
            yield step, _about(middle, wide, high)
