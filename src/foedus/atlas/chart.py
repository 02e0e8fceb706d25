"""A map as SVG: land, roles, areas that another viewpoint shows otherwise, flows, names, key and caption."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import hypot, sqrt
from typing import Any

from foedus.atlas.features import collection
from foedus.atlas.labels import Label, Writer, widest
from foedus.atlas.plane import Box, area, path, thinned
from foedus.atlas.roles import ROLES, Look, Place
from foedus.atlas.shelf import Area, Viewpoint, areas, codes, viewpoint, world
from foedus.atlas.sphere import EqualEarth, Point, vector
from foedus.atlas.view import Sheet, View, fit
from foedus.drawing.svg import Drawn, document, linked, name_of, shorten, tag, width_of, words, wrap
from foedus.problem import Invalid, Problem, nearest
from foedus.problem import Place as Spot

__all__ = ["Flow", "Map", "Row", "world_map"]

INK, SOFT, SEA, LAND, LINE = "#1f2933", "#525b65", "#dbe7ee", "#f8f5ef", "#a39c8f"
_DOT = 60.0
"""A state of a smaller area than this on the sheet is marked with a dot as well."""
_WIDTH = 960.0
_NEAR = 34.0
"""A name beside its state goes before the code inside it, while it costs no more than this."""
Rings = list[list[Point]]


@dataclass(frozen=True, slots=True)
class Flow:
    """Something that goes from one country to another: words for it, and its size, which sets how thick the arrow is.

    size  any number, in one unit for all flows of a map; None where it is not known: a thin dashed arrow
    """

    source: str
    target: str
    words: str = ""
    size: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A country of the map in words.

    roles, said  what it is, by the names of `ROLES` and in the words of the key
    words        what the caller says of it
    flows        what goes from it where
    drawn        false for a state that the boundary file does not have: one of another time
    """

    iso3: str
    name: str
    roles: tuple[str, ...]
    said: tuple[str, ...]
    words: str = ""
    flows: tuple[str, ...] = ()
    drawn: bool = True

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        told = {"roles": list(self.roles), "said": list(self.said), "words": self.words, "flows": list(self.flows)}
        return {"iso3": self.iso3, "name": self.name, **told}


@dataclass(frozen=True)
class Map:
    """A map and all that it says in words.

    svg        one `<svg>` with title, description, key and caption; the same values give the same bytes
    caption    dataset, viewpoint, day, what another viewpoint shows otherwise, and that no view on any border is implied
    table      the same as the map for whoever does not see it: one row per country with a role, by name
    viewpoint, date_words, title   as given
    otherwise  the areas in sight that another viewpoint shows under another country, as sentences
    """

    svg: str
    title: str
    caption: str
    table: tuple[Row, ...]
    viewpoint: Viewpoint
    date_words: str
    otherwise: tuple[str, ...] = ()

    def geojson(self) -> dict[str, Any]:
        """The countries with a role as a GeoJSON feature collection (RFC 7946): right-hand rule, cut at the antimeridian."""
        common = {"viewpoint": self.viewpoint.id, "dataset": self.viewpoint.dataset, "date": self.date_words}
        told = [(row.iso3, {**row.to_json(), **common}) for row in self.table if row.drawn]
        found = collection(world(self.viewpoint), told)
        return {**found, "title": self.title, "caption": self.caption, "licence": self.viewpoint.licence}


def world_map(
    chosen: Viewpoint | str,
    places: Mapping[str, Place],
    *,
    title: str,
    date_words: str,
    flows: Sequence[Flow] = (),
    focus: Collection[str] | None = None,
    keys: Mapping[str, str] | None = None,
    prefix: str = "",
) -> Map:
    """Draw a map.

    chosen      a viewpoint or its id: there is none by default
    places      ISO alpha-3 code → what that country is on the map; a code that the file does not draw (a state of
                another time) stays in the table, marked as not drawn
    date_words  the day shown, in words
    focus       the codes that the map is to show; None: all that have a role; empty: the whole world
    keys        role → words for the key, where the usual ones do not fit
    prefix      begins every id in the drawing, so that several stand on one page; made from the values if empty

    Raises `Invalid` for a viewpoint or role that there is not.
    """
    view_of = viewpoint(chosen)
    _check(places, keys or {})
    drawing = _Drawing(view_of, dict(sorted(places.items())), tuple(flows), focus, dict(keys or {}), title, date_words)
    return drawing.map(prefix or name_of("map", view_of.id, sorted(places.items()), flows, title, date_words, focus, keys))


def _check(places: Mapping[str, Place], keys: Mapping[str, str]) -> None:
    """Every role is one that can be drawn."""
    asked = {role: code for code, place in places.items() for role in place.roles} | dict.fromkeys(keys, "key")
    wrong = [
        Problem(Spot(code), f"“{role}” is no role on a map", nearest(role, tuple(ROLES)) or f"known: {', '.join(ROLES)}")
        for role, code in asked.items()
        if role not in ROLES
    ]
    if wrong:
        raise Invalid(wrong)


@dataclass
class _Drawing:
    """One map while it is drawn."""

    viewpoint: Viewpoint
    places: dict[str, Place]
    flows: tuple[Flow, ...]
    focus: Collection[str] | None
    keys: dict[str, str]
    title: str
    date_words: str
    prefix: str = ""

    def map(self, prefix: str) -> Map:
        """The map with everything that goes with it."""
        self.prefix = prefix
        otherwise = tuple(self._told(a) for a, _ in self.differing)
        caption = self._caption(otherwise)
        return Map(self._svg(caption), self.title, caption, self.rows, self.viewpoint, self.date_words, otherwise)

    # --- what is on it ---

    @cached_property
    def drawn(self) -> dict[str, Place]:
        """The places that the boundary file draws, weakest role first, so that strong lines come out on top."""
        order = list(ROLES)
        known = world(self.viewpoint).countries
        strongest = {c: min((order.index(r) for r in p.roles), default=len(order)) for c, p in self.places.items() if c in known}
        return {c: self.places[c] for c in sorted(strongest, key=lambda c: (-strongest[c], c))}

    @cached_property
    def view(self) -> View:
        return fit(world(self.viewpoint), sorted(self.drawn if self.focus is None else self.focus), _WIDTH)

    @cached_property
    def shapes(self) -> dict[str, Rings]:
        """Every country in sight, as rings on the sheet."""
        sheet = self.sheet
        found = {code: sheet.country(code) for code in sheet.world.countries}
        return {code: rings for code, rings in found.items() if rings}

    @cached_property
    def plain(self) -> dict[str, Rings]:
        """The same shapes, rough, for finding a place to write."""
        rough = {code: [thinned(r, 2.5) for r in rings if abs(area(r)) > 8] for code, rings in self.shapes.items()}
        return {code: [r for r in rings if len(r) > 3] or self.shapes[code] for code, rings in rough.items()}

    @cached_property
    def sheet(self) -> Sheet:
        return Sheet(world(self.viewpoint), self.view)

    @cached_property
    def differing(self) -> list[tuple[Area, Rings]]:
        """The areas in sight that some viewpoint shows under another country than this one."""
        here = self.viewpoint.id
        mine = [a for a in areas() if len(set(a.shown.values())) > 1 and here in a.shown]
        return [(a, rings) for a in mine if (rings := self.sheet.area(a.rings))]

    def _told(self, one: Area) -> str:
        """In words: under which country the area is shown here, and where otherwise."""
        here = one.shown[self.viewpoint.id]
        others = [f"{_name(c)} under “{viewpoint(v).title}”" for v, c in one.shown.items() if c != here]
        return f"{one.name}: shown here as {_name(here)}, as {', '.join(others)}."

    def _caption(self, otherwise: Sequence[str]) -> str:
        seen = self.viewpoint
        parts = [
            f"{self.date_words.rstrip('.')}. Viewpoint: {seen.title}. {seen.says}",
            f"Data: {seen.dataset}; borders as in that dataset, not those of the day shown.",
            *(["Hatched: " + " ".join(otherwise)] if otherwise else []),
            "No view on any border, or on the status of any territory, is implied.",
        ]
        return " ".join(parts)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The table, by name."""
        return tuple(sorted((self._row(code, place) for code, place in self.places.items()), key=lambda r: (r.name, r.iso3)))

    def _row(self, code: str, place: Place) -> Row:
        going = tuple(f"to {self._named(f.target)}: {f.words or 'no number on record'}" for f in self.flows if f.source == code)
        roles = tuple(r for r in ROLES if r in place.roles)
        return Row(code, self._named(code), roles, tuple(map(self._said, roles)), place.words, going, code in self.drawn)

    def _named(self, code: str) -> str:
        place = self.places.get(code)
        return (place.name if place else "") or _name(code)

    def _said(self, role: str) -> str:
        return self.keys.get(role) or ROLES[role].words

    # --- the drawing ---

    def _svg(self, caption: str) -> str:
        box = self.view.box
        key, high = self._key(box.bottom + 34)
        note = wrap(caption, _WIDTH - 16, 10.5)
        lines = [words(8, high + 18 + 14 * n, line, 10.5, fill=SOFT) for n, line in enumerate(note)]
        size = (_WIDTH, high + 18 + 14 * len(note))
        frame = tag("clipPath", _rect(box), id=f"{self.prefix}-frame")
        body = [
            _rect(Box(0, 0, *size), fill="#ffffff"),
            words(
                8,
                20,
                shorten(self.title, _WIDTH - 40 - width_of(self.date_words, 12), 17, True),
                17,
                font_weight="bold",
                fill=INK,
            ),
            words(_WIDTH - 8, 20, self.date_words, 12, fill=INK, text_anchor="end"),
            tag(
                "g",
                tag("g", *self._inside(), clip_path=f"url(#{self.prefix}-frame)"),
                _rect(box, fill="none", stroke=LINE),
                transform="translate(0 30)",
            ),
            *key,
            *lines,
        ]
        return document(size, self.title, self._description(caption), body, self.prefix, [frame, *self._patterns()])

    def _inside(self) -> Iterator[Drawn]:
        yield _rect(self.view.box, fill=SEA)
        yield _path(path(self._net(), closed=False), fill="none", stroke="#ffffff", stroke_width=1.0)
        context = "".join(path(rings, closed=True) for code, rings in self.shapes.items() if code not in self.drawn)
        yield _path(context, fill=LAND, stroke=LINE, stroke_width=0.6, stroke_linejoin="round", fill_rule="evenodd")
        for code, place in self.drawn.items():
            if code in self.shapes:
                yield self._country(code, place)
        for one, rings in self.differing:
            yield self._area(one, rings)
        for n, flow in enumerate(self.flows):
            yield from self._arrow(flow, n)
        yield from self._names()

    def _net(self) -> Iterator[list[Point]]:
        """Meridians and parallels."""
        apart = 10 if self.view.scale > 700 else 20
        onto, ends = self.view.onto, 179.99 if isinstance(self.view.projection, EqualEarth) else 180
        for lon in range(-180, 180, apart):
            yield from self._near(onto(vector((lon, lat)) for lat in range(-80, 81, 2)))
        for lat in range(-80, 81, apart):
            yield from self._near(onto(vector((max(-ends, min(ends, lon)), lat)) for lon in range(-180, 181, 2)))

    def _near(self, line: Sequence[Point]) -> Iterator[list[Point]]:
        """The pieces of a line in sight."""
        room = self.view.box.grown(60)
        piece: list[Point] = []
        for x, y in line:
            if room.left < x < room.right and room.top < y < room.bottom:
                piece.append((x, y))
            elif len(piece) > 1:
                yield piece
                piece = []
            else:
                piece = []
        if len(piece) > 1:
            yield piece

    def _country(self, code: str, place: Place) -> Drawn:
        """A country with every layer of its roles, and words that a pointer shows."""
        shape, looks = path(self.shapes[code], closed=True), [ROLES[r] for r in ROLES if r in place.roles]
        fill = looks[0].fill if looks else LAND
        again = {"href": f"#{self.prefix}-{code}"}
        layers = [tag("defs", _path(shape, id=f"{self.prefix}-{code}", fill_rule="evenodd", stroke_linejoin="round"))]
        layers.append(tag("use", **again, fill=fill, stroke=LINE, stroke_width=0.6))
        layers += [tag("use", **again, fill=f"url(#{self.prefix}-{k.pattern})") for k in looks if k.pattern]
        layers += [tag("use", **again, fill="none", **_outline(k)) for k in reversed(looks) if k.outline[1]]
        if self._small(code):
            layers += self._dot(code, fill, looks)
        said = "; ".join([*(self._said(r) for r in ROLES if r in place.roles), *([place.words] if place.words else [])])
        return linked("", f"{self._named(code)}: {said}" if said else self._named(code), *layers)

    def _small(self, code: str) -> bool:
        return sum(abs(area(r)) for r in self.shapes[code]) < _DOT

    def _dot(self, code: str, fill: str, looks: Sequence[Look]) -> list[Drawn]:
        x, y = self.anchors[code]
        spot = {"cx": x, "cy": y, "r": 4.5}
        ink = looks[0].ink if looks else INK
        inked = [tag("circle", **spot, fill=f"url(#{self.prefix}-{k.pattern})") for k in looks if k.pattern]
        return [tag("circle", **spot, fill=fill), *inked, tag("circle", **spot, fill="none", stroke=ink, stroke_width=1.2)]

    @cached_property
    def anchors(self) -> dict[str, Point]:
        """Where each country with a role, or at the end of a flow, has its middle."""
        ends = {c for f in self.flows for c in (f.source, f.target)}
        wanted = [c for c in (*self.drawn, *sorted(ends - set(self.drawn))) if c in self.shapes]
        return {code: widest(self.plain[code], self.view.box.grown(-8), 10.0)[0] for code in wanted}

    def _area(self, one: Area, rings: Rings) -> Drawn:
        shape = path(rings, closed=True)
        return linked(
            "",
            self._told(one),
            _path(shape, fill=f"url(#{self.prefix}-hatch)", stroke="#ffffff", stroke_width=2.2, stroke_linejoin="round"),
            _path(shape, fill="none", stroke=INK, stroke_width=1.0, stroke_dasharray="4 2.5", stroke_linejoin="round"),
        )

    # --- flows ---

    def _arrow(self, flow: Flow, number: int) -> Iterator[Drawn]:
        """A bent arrow with a white rim; how thick it is tells its size by area, and its words stand in the table too."""
        if flow.source not in self.anchors or flow.target not in self.anchors or flow.source == flow.target:
            return
        line, head = _bent(self.anchors[flow.source], self.anchors[flow.target], self._thick(flow), number)
        dashes = "5 4" if flow.size is None else None
        ink: dict[str, object] = {"stroke": "#1b2a41", "stroke_width": self._thick(flow), "stroke_dasharray": dashes}
        told = f"{self._named(flow.source)} to {self._named(flow.target)}: {flow.words or 'no number on record'}"
        yield linked(
            "",
            told,
            _path(line, fill="none", stroke="#ffffff", stroke_width=self._thick(flow) + 2.4),
            _path(head, fill="#1b2a41", stroke="#ffffff", stroke_width=1.2),
            _path(line, fill="none", **ink),
            _path(head, fill="#1b2a41"),
        )

    def _thick(self, flow: Flow) -> float:
        most = max((f.size or 0 for f in self.flows), default=0)
        return 1.6 + (6.4 * sqrt(flow.size / most) if flow.size and most else 0.0)

    # --- names ---

    def _names(self) -> Iterator[Drawn]:
        writer = Writer(self.view.box, [self.plain[c] for c in self.drawn if c in self.shapes])
        for x, y in (self.anchors[c] for c in self.drawn if c in self.shapes and self._small(c)):
            writer.keep(Box(x - 5, y - 5, x + 5, y + 5))
        for target in sorted({f.target for f in self.flows} & set(self.anchors)):
            x, y = self.anchors[target]
            writer.keep(Box(x - 9, y - 9, x + 9, y + 9))
        placed = sorted((c for c in self.drawn if c in self.shapes), key=lambda c: -sum(abs(area(r)) for r in self.shapes[c]))
        held = {code: writer.inside(self.plain[code], self._lines(code)) for code in placed if not self._small(code)}
        for code in placed:
            label = held.get(code) or self._beside(writer, code)
            if label:
                yield from _written(label, INK)
        for code, rings in self.plain.items():
            label = writer.inside(rings, ((_name(code), 9.0, False),)) if code not in self.drawn else None
            if label:
                yield from _written(label, SOFT)

    def _beside(self, writer: Writer, code: str) -> Label | None:
        """A name beside its state; the code where the name finds no place."""
        at, own, lines = self.anchors[code], self.plain[code], self._lines(code)
        short = ((code, 10.0, True), *lines[1:])
        near = writer.beside(at, own, lines, _NEAR)
        return near or writer.inside(own, short) or writer.beside(at, own, lines) or writer.beside(at, own, short)

    def _lines(self, code: str) -> tuple[tuple[str, float, bool], ...]:
        size = 12.0 if len(self.drawn) < 16 else 11.0
        going = [f.words for f in self.flows if f.source == code and f.words]
        return ((self._named(code), size, True), *((w, 10.0, False) for w in going))

    # --- key ---

    def _key(self, top: float) -> tuple[list[Drawn], float]:
        """Swatches with words, in rows; and where they end."""
        entries: list[tuple[Look, str]] = [
            (ROLES[r], self._said(r)) for r in ROLES if any(r in p.roles for p in self.drawn.values())
        ]
        if self.differing:
            entries.append((Look("", "#ffffff", "hatch", INK, (INK, 1.0, "4 2.5")), "shown otherwise by another viewpoint"))
        told: list[Drawn] = []
        x, y = 8.0, top + 8
        for look, said in entries:
            wide = 34 + width_of(said, 12) + 20
            if x > 8 and x + wide > _WIDTH:
                x, y = 8.0, y + 22
            told += self._swatch(look, x, y)
            told.append(words(x + 33, y + 11.5, said, 12, fill=INK))
            x += wide
        if any(f.size is not None for f in self.flows):
            x, y = (8.0, y + 22) if x > _WIDTH - 300 else (x, y)
            told += self._arrow_key(x, y)
        return told, y + 18

    def _swatch(self, look: Look, x: float, y: float) -> list[Drawn]:
        spot = {"x": x, "y": y, "width": 26.0, "height": 14.0}
        layers = [tag("rect", **spot, fill=look.fill, stroke=LINE, stroke_width=0.6)]
        if look.pattern:
            layers.append(tag("rect", **spot, fill=f"url(#{self.prefix}-{look.pattern})"))
        return [*layers, tag("rect", **spot, fill="none", **_outline(look))] if look.outline[1] else layers

    def _arrow_key(self, x: float, y: float) -> list[Drawn]:
        line, head = _bent((x - 4, y + 7), (x + 36, y + 7), 4.0, None)
        said = "the thicker, the more; numbers in words"
        return [
            _path(line, fill="none", stroke="#1b2a41", stroke_width=4.0),
            _path(head, fill="#1b2a41"),
            words(x + 33, y + 11.5, said, 12, fill=INK),
        ]

    def _patterns(self) -> Iterator[Drawn]:
        used = {ROLES[r].pattern: ROLES[r].ink for p in self.places.values() for r in ROLES if r in p.roles and ROLES[r].pattern}
        for name, ink in sorted({**used, "hatch": INK}.items()):
            line, size = _PATTERNS[name]
            more = {"fill": ink} if name == "dots" else {"fill": "none", "stroke": ink, "stroke_width": 1.0}
            shape = {"width": float(size), "height": float(size), "patternUnits": "userSpaceOnUse"}
            under = [_path(line, fill="none", stroke="#ffffff", stroke_width=3.2)] if name == "hatch" else []
            yield tag("pattern", *under, _path(line, **more), id=f"{self.prefix}-{name}", **shape)

    def _description(self, caption: str) -> str:
        """The whole map in words."""
        told = [f"{r.name} ({r.iso3}): {'; '.join([*r.said, *filter(None, [r.words]), *r.flows])}" for r in self.rows]
        return f"{'. '.join(told)}. {caption}" if told else caption


_PATTERNS = {
    "slant": ("M-1 7L7-1M-1 1L1-1M5 7L7 5", 6),
    "cross": ("M0 0L6 6M6 0L0 6", 6),
    "upright": ("M2 0V4", 4),
    "dots": ("M1 2a1 1 0 1 0 2 0a1 1 0 1 0-2 0z", 5),
    "sparse": ("M0 6L6 0", 12),
    "rings": ("M2 4a2 2 0 1 0 4 0a2 2 0 1 0-4 0z", 9),
    "hatch": ("M0 0L6 6M-1 5L1 7M5-1L7 1", 6),
}


def _name(code: str) -> str:
    """The name of a country; its code where the atlas has none."""
    found = codes().get(code)
    return found.name if found else code


def _path(d: str, **attributes: object) -> Drawn:
    """A path whose `d` was written here and needs no escaping."""
    return Drawn(tag("path", **attributes).replace("<path", f'<path d="{d}"', 1))


def _rect(box: Box, **attributes: object) -> Drawn:
    return tag("rect", x=float(box.left), y=float(box.top), width=float(box.width), height=float(box.height), **attributes)


def _outline(look: Look) -> dict[str, object]:
    ink, wide, dashes = look.outline
    return {"stroke": ink, "stroke_width": wide, "stroke_dasharray": dashes or None}


def _bent(a: Point, b: Point, thick: float, number: int | None) -> tuple[str, str]:
    """The `d` of a bent line from near one point to near another, and of the head at its end; straight without a number."""
    far = hypot(b[0] - a[0], b[1] - a[1]) or 1.0
    ux, uy = (b[0] - a[0]) / far, (b[1] - a[1]) / far
    bend = 0.0 if number is None else 0.16 * far * (1 if ux >= 0 else -1)
    mx, my = (a[0] + b[0]) / 2 + uy * bend, (a[1] + b[1]) / 2 - ux * bend
    size, away = 5 + thick * 1.3, min(9.0, far / 4)
    length = hypot(b[0] - mx, b[1] - my) or 1.0
    vx, vy = (b[0] - mx) / length, (b[1] - my) / length
    tip = (b[0] - vx * away, b[1] - vy * away)
    neck = (tip[0] - vx * size, tip[1] - vy * size)
    line = f"M{a[0] + ux * 4:.1f} {a[1] + uy * 4:.1f}Q{mx:.1f} {my:.1f} {neck[0] + vx:.1f} {neck[1] + vy:.1f}"
    wing = size * 0.55
    left, right = (neck[0] - vy * wing, neck[1] + vx * wing), (neck[0] + vy * wing, neck[1] - vx * wing)
    return line, f"M{tip[0]:.1f} {tip[1]:.1f}L{left[0]:.1f} {left[1]:.1f}L{right[0]:.1f} {right[1]:.1f}z"


def _written(label: Label, ink: str) -> Iterator[Drawn]:
    """The lines of a label with a pale rim, and what leads from it to its state."""
    box, end = label.box, label.leads_to
    if end:
        near = (max(box.left, min(box.right, end[0])), max(box.top, min(box.bottom, end[1])))
        if hypot(near[0] - end[0], near[1] - end[1]) > 7:
            yield _path(f"M{near[0]:.1f} {near[1]:.1f}L{end[0]:.1f} {end[1]:.1f}", fill="none", stroke=INK, stroke_width=0.8)
    y = box.top
    for text, size, bold in label.lines:
        y += size * 1.15
        rim = {"stroke": "#ffffff", "stroke_width": 2.6, "stroke_linejoin": "round", "paint_order": "stroke"}
        weight = "bold" if bold else None
        yield words(
            (box.left + box.right) / 2, y - size * 0.3, text, size, fill=ink, text_anchor="middle", font_weight=weight, **rim
        )
