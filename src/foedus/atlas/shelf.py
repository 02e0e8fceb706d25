"""The boundary files that come with the house: which there are, whose view they show, and what is in them."""

from __future__ import annotations

import csv
import gzip
import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import cos, floor, log2, radians
from pathlib import Path
from typing import Any

from foedus.atlas.plane import Box, telling
from foedus.atlas.sphere import Point, Ring, Vector, cap, unwrapped, vector
from foedus.problem import Invalid, Place, nearest

__all__ = ["Area", "Country", "Viewpoint", "World", "areas", "codes", "viewpoint", "viewpoints", "world"]

_POLE = 89.99
_STRAIGHT = 0.05
"""Points of a line are no farther apart than this (in radians), as far as the file has points there."""


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """Whose view of borders a boundary file shows.

    title    in few words, fit for a list to choose from
    says     in a sentence, fit for a caption
    dataset, dated   the dataset with its version, and the year or date it speaks of
    licence, source  under what terms it comes, and where from
    """

    id: str
    title: str
    says: str
    dataset: str
    dated: str
    licence: str
    source: str
    file: str


@dataclass(frozen=True, slots=True)
class Code:
    """A country or area: its alpha-3 code, its name, and whether ISO 3166 knows the code (`kind`)."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True)
class Area:
    """An area that viewpoints show under different countries: its name, viewpoint id → code, and its rings."""

    name: str
    shown: dict[str, str]
    rings: tuple[Ring, ...]


@dataclass(frozen=True)
class Country:
    """A country in one boundary file: polygons as rings of arc numbers, the outer ring first; ~n is arc n backwards."""

    code: str
    name: str
    polygons: tuple[tuple[tuple[int, ...], ...], ...]


@dataclass(frozen=True)
class World:
    """One boundary file, read. Arcs are lines of (longitude, latitude) in degrees that neighbours share."""

    arcs: tuple[Ring, ...]
    countries: dict[str, Country]

    @cached_property
    def vectors(self) -> tuple[tuple[Vector, ...], ...]:
        """The arcs as unit vectors."""
        return tuple(tuple(vector(p) for p in arc) for arc in self.arcs)

    @cached_property
    def caps(self) -> tuple[tuple[Vector, float], ...]:
        """For each arc a centre and a radius (an angle) within which it lies."""
        return tuple(cap(arc) for arc in self.vectors)

    def thin(self, number: int, step: float) -> tuple[Vector, ...]:
        """An arc without the points that change it by less than an angle; kept, for steps rounded down to powers of two."""
        level = floor(log2(step))
        key = (number, level)
        if key not in self._thin:
            arc = self.arcs[number]
            narrow = cos(radians(arc[len(arc) // 2][1]))
            plane = [(radians(lon) * narrow, radians(lat)) for lon, lat in arc]
            kept = telling(plane, 2.0**level)
            self._thin[key] = tuple(self.vectors[number][n] for n in _dense(plane, kept))
        return self._thin[key]

    @cached_property
    def _thin(self) -> dict[tuple[int, int], tuple[Vector, ...]]:
        return {}

    @cached_property
    def outlines(self) -> dict[str, tuple[tuple[Ring, ...], ...]]:
        """Code → polygons as closed rings of points, the longitudes running on beyond 180 where a ring crosses it."""
        return {
            c.code: tuple(tuple(unwrapped(self.ring(r)) for r in polygon) for polygon in c.polygons)
            for c in self.countries.values()
        }

    @cached_property
    def bounds(self) -> dict[str, tuple[Box, ...]]:
        """Code → the box around each polygon, in degrees."""
        return {code: tuple(Box.around(p[0]) for p in polygons) for code, polygons in self.outlines.items()}

    def ring(self, numbers: tuple[int, ...]) -> Ring:
        """The points of a ring, the first again at the end."""
        points: list[Point] = []
        for n in numbers:
            arc = self.arcs[n] if n >= 0 else self.arcs[~n][::-1]
            points += arc[1:] if points else arc
        return tuple(points)


def _dense(line: Sequence[Point], kept: Sequence[int]) -> Iterator[int]:
    """What is kept of a line, with points put back where a projection would bend what is straight in degrees."""
    yield kept[0]
    last = kept[0]
    for end in kept[1:]:
        for n in range(last + 1, end):
            if abs(line[n][0] - line[last][0]) + abs(line[n][1] - line[last][1]) > _STRAIGHT:
                yield n
                last = n
        yield end
        last = end


def _folder() -> Path:
    """Inside the package in a wheel, beside the source in a checkout."""
    house = Path(__file__).resolve().parents[1]
    return next(f for f in (house / "data" / "atlas", house.parents[1] / "atlas") if f.is_dir())


@lru_cache(maxsize=1)
def viewpoints() -> tuple[Viewpoint, ...]:
    """The viewpoints to choose from. None of them is the right one; a caption names the one that was chosen."""
    told = tomllib.loads((_folder() / "viewpoints.toml").read_text("utf-8"))["viewpoint"]
    return tuple(Viewpoint(**one) for one in told)


def viewpoint(chosen: Viewpoint | str) -> Viewpoint:
    """A viewpoint by its id. Raises `Invalid` for one that is not there."""
    if isinstance(chosen, Viewpoint):
        return chosen
    known = {v.id: v for v in viewpoints()}
    if chosen not in known:
        remedy = nearest(chosen, tuple(known)) or f"known: {', '.join(known)}"
        raise Invalid.at(Place("viewpoint"), f"no boundary viewpoint is called “{chosen}”", remedy)
    return known[chosen]


@lru_cache(maxsize=1)
def codes() -> dict[str, Code]:
    """M49 number, or the name in the files where there is none → code; and each code → itself."""
    with (_folder() / "codes.csv").open(encoding="utf-8", newline="") as file:
        rows = [(r["M49"] or r["drawn_as"], Code(r["code"], r["name"], r["kind"])) for r in csv.DictReader(file)]
    return {**dict(rows), **{code.code: code for _, code in rows}}


@lru_cache(maxsize=1)
def areas() -> tuple[Area, ...]:
    """The areas that the viewpoints show under different countries."""
    told = json.loads((_folder() / "areas.json").read_text("utf-8"))
    return tuple(Area(a["name"], a["shown"], tuple(tuple((x, y) for x, y in r) for r in a["rings"])) for a in told)


@lru_cache(maxsize=4)
def world(chosen: Viewpoint | str) -> World:
    """The boundary file of a viewpoint. Read once."""
    topology = json.loads(gzip.decompress((_folder() / viewpoint(chosen).file).read_bytes()))
    arcs = tuple(_arcs(topology))
    parts: dict[str, list[tuple[tuple[int, ...], ...]]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        parts.setdefault(_code(shape), []).extend(_polygons(shape, arcs))
    found = {code: Country(code, codes()[code].name, tuple(polygons)) for code, polygons in parts.items()}
    return World(arcs, found)


def _code(shape: dict[str, Any]) -> str:
    """A number that the table does not have (one file has some of its own) gives way to the name."""
    found = codes().get(shape.get("id") or "") or codes()[shape["properties"]["name"]]
    return found.code


def _polygons(shape: dict[str, Any], arcs: Sequence[Ring]) -> Iterator[tuple[tuple[int, ...], ...]]:
    """The rings of each polygon, without one that only goes round a pole on the spot."""
    for polygon in shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]:
        yield tuple(tuple(ring) for ring in polygon if any(abs(lat) < _POLE for n in ring for _, lat in arcs[max(n, ~n)]))


def _arcs(topology: dict[str, Any]) -> Iterator[Ring]:
    """Delta-coded whole numbers, as TopoJSON packs them, made degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((min(180.0, x * sx + tx), y * sy + ty))
        yield tuple(points)
