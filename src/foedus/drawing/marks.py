"""One event as it stands in its row: a dot where the instant is known, a bar where it is not, solid only where it surely was.

●            at this instant
├┄┄┄┄┤       some time in here
░▒▓███▓▒░    it lasted: solid where it surely was, fading between earliest and latest
◁┄┄┤  ├┄┄▷   by then at the latest; not before then
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo

from foedus.drawing.events import Between
from foedus.drawing.packing import Item, Placed
from foedus.drawing.svg import PALETTE, Drawn, linked, tag, words
from foedus.drawing.ticks import said, spanned

__all__ = ["ARROW", "ROW", "drawn", "fades", "glyph", "shape", "told"]

ROW = 22.0
ARROW = 22.0
_COLOURS = {"affirmed": "blue", "alleged": "brown", "disputed": "violet", "denied": "red", "clash": "red"}


def _colour(status: str) -> str:
    return PALETTE[_COLOURS.get(status, "grey")]


def fades(prefix: str) -> Iterator[Drawn]:
    """The gradients of fading ends and the hatching, one for each colour."""
    for name in dict.fromkeys((*_COLOURS.values(), "grey")):
        shade = PALETTE[name]
        faint, full = (tag("stop", offset=o, stop_color=shade, stop_opacity=a) for o, a in (("0", "0.08"), ("1", "0.9")))
        yield tag("linearGradient", faint, full, id=f"{prefix}-in-{name}")
        full, faint = (tag("stop", offset=o, stop_color=shade, stop_opacity=a) for o, a in (("0", "0.9"), ("1", "0.08")))
        yield tag("linearGradient", full, faint, id=f"{prefix}-out-{name}")
        line = tag("path", d="M0 0V5", stroke=shade, stroke_width=2.4)
        how = {"width": 5.0, "height": 5.0, "patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
        yield tag("pattern", line, id=f"{prefix}-hatch-{name}", **how)


def drawn(one: Placed, top: float, prefix: str, zone: tzinfo, who: str, href: str = "") -> Drawn:
    """A placed item; `top` is the upper edge of its lane, `who` the lane's name, `href` where a cluster leads."""
    y = top + one.row * ROW
    item = one.item
    middle = y + (ROW / 2 if item.narrow else ROW - 5)
    mark = shape(item, middle, prefix)
    label = _label(one, y + (ROW / 2 + 4 if item.narrow else 11))
    target = href or item.events[0].href
    kind = "cluster" if len(item.events) > 1 else _class(item)
    return linked(target, told(item, zone, who), *mark, label, cls=f"fd-event fd-{kind}")


def _class(item: Item) -> str:
    return item.events[0].status.replace(" ", "-") if item.events[0].status in (*_COLOURS, "set aside") else "other"


def _label(one: Placed, y: float) -> Drawn:
    if not one.item.lead:
        return words(one.label_x, y, one.shown)
    style = {"font_weight": "bold"} if len(one.item.events) > 1 else {"font_style": "italic", "fill_opacity": 0.78}
    lead = tag("tspan", one.item.lead, **style)
    return tag("text", lead, Drawn(" "), tag("tspan", one.shown), x=one.label_x, y=y, font_size=11.0)


# --- words ---------------------------------------------------------------------------------------

_SHOWN = 12


def told(item: Item, zone: tzinfo, who: str) -> str:
    """All that is known of an item, in words: who, what, when, on which clock, and where it stands."""
    if len(item.events) == 1:
        return f"{who}: {_whole(item, zone)}"
    listed = [f"{e.when or _span(e.begin, zone)}: {e.label}" for e in item.events[:_SHOWN]]
    more = f"; and {len(item.events) - _SHOWN} more" if len(item.events) > _SHOWN else ""
    return f"{who}: {len(item.events)} – {'; '.join(listed)}{more}"


def _whole(item: Item, zone: tzinfo) -> str:
    event = item.events[0]
    when = _span(event.begin, zone)
    if event.end is not None:
        when = f"began {when}, ended {_span(event.end, zone)}"
    clock = "" if event.zone == "stated" else f", zone {event.zone}"
    about = "about " if event.approximate else ""
    stated = f" (stated: {event.when})" if event.when else ""
    return f"{event.label} · {about}{when}{clock}{stated} · {event.status}"


def _span(when: Between, zone: tzinfo) -> str:
    first, last = when.earliest, when.latest
    if first is None:
        return "at a time not known" if last is None else f"by {said(last, zone, True, True)}"
    if last is None:
        return f"not before {said(first, zone)}"
    return said(first, zone) if first == last else spanned(first, last, zone)


# --- shapes --------------------------------------------------------------------------------------


def glyph(status: str, x: float, y: float) -> Drawn:
    """The sign of an exact instant: full, hollow, half, crossed or a small dot."""
    shade = _colour(status)
    ring = {"cx": x, "cy": y, "r": 4.2, "fill": "none", "stroke": shade, "stroke_width": 1.6}
    if status == "affirmed":
        return tag("circle", cx=x, cy=y, r=4.6, fill=shade)
    if status == "alleged":
        return tag("circle", **ring)
    if status in ("disputed", "clash"):
        half = tag("path", d=f"M{x:.2f} {y - 4.2:.2f}a4.2 4.2 0 0 0 0 8.4z", fill=shade)
        return tag("g", tag("circle", **ring), half)
    if status == "denied":
        return tag("path", d=_cross(x, y, 3.8), stroke=shade, stroke_width=2.2, fill="none")
    return tag("circle", cx=x, cy=y, r=2.6, fill=shade)


def _cross(x: float, y: float, r: float) -> str:
    return f"M{x - r:.2f} {y - r:.2f}L{x + r:.2f} {y + r:.2f}M{x - r:.2f} {y + r:.2f}L{x + r:.2f} {y - r:.2f}"


def shape(item: Item, y: float, prefix: str) -> Iterator[Drawn]:
    """The mark of an item around the height `y`."""
    status = item.events[0].status
    if len(item.events) > 1:
        yield from _rug(item, y)
    elif item.lasting:
        yield from _bar(item, y, prefix)
    elif item.dot:
        yield glyph(status, (item.first + item.last) / 2, y)
    else:
        yield from _bracket(item, y, _colour(status), status)


def _bracket(item: Item, y: float, shade: str, status: str) -> Iterator[Drawn]:
    """Some time between two ends: a dashed line between brackets, an arrow where nothing bounds it."""
    faint = status not in _COLOURS
    line = {"stroke": shade, "stroke_width": 1.1 if faint else 1.9, "fill": "none"}
    dashes = "1 2.5" if faint else "2 4" if status == "alleged" else "4 2"
    yield tag("path", d=f"M{item.first:.2f} {y:.2f}H{item.last:.2f}", stroke_dasharray=dashes, **line)
    ends = ((item.first, 1, 0), (item.last, -1, 1))
    for x, inward, side in ends:
        if item.open[side]:
            yield tag("path", d=f"M{x + inward * 5:.2f} {y - 4:.2f}L{x:.2f} {y:.2f}L{x + inward * 5:.2f} {y + 4:.2f}", **line)
        elif not item.cut[side]:
            yield tag("path", d=f"M{x:.2f} {y - 4.5:.2f}V{y + 4.5:.2f}", **line)
    if status == "denied":
        yield tag("path", d=_cross((item.first + item.last) / 2, y, 3.2), **line)


def _bar(item: Item, y: float, prefix: str) -> Iterator[Drawn]:
    """Something that lasted: fading in, solid, fading out; hatched where the record does not affirm it."""
    status = item.events[0].status
    name = _COLOURS.get(status, "grey")
    core = item.core or (item.last, item.last)
    yield from _block(item.first, core[0], y, f"url(#{prefix}-in-{name})")
    solid = PALETTE[name] if status == "affirmed" else f"url(#{prefix}-hatch-{name})"
    yield from _block(core[0], core[1], y, solid)
    yield from _block(core[1], item.last, y, f"url(#{prefix}-out-{name})")
    line = {"stroke": PALETTE[name], "stroke_width": 1.0, "fill": "none"}
    dashes = None if core[1] - core[0] > item.last - item.first - 1 else "2 2"
    yield tag(
        "rect", x=item.first, y=y - 3.5, width=max(item.last - item.first, 1.0), height=7.0, stroke_dasharray=dashes, **line
    )
    line["stroke_width"] = 1.8
    for x, outward, side in ((item.first, -1, 0), (item.last, 1, 1)):
        if item.open[side]:
            tip = x - outward
            yield tag(
                "path", d=f"M{tip - outward * 6:.2f} {y - 6:.2f}L{tip:.2f} {y:.2f}L{tip - outward * 6:.2f} {y + 6:.2f}", **line
            )


def _block(first: float, last: float, y: float, fill: str) -> Iterator[Drawn]:
    if last - first > 0.2:
        yield tag("rect", x=first, y=y - 3.5, width=last - first, height=7.0, fill=fill)


def _rug(item: Item, y: float) -> Iterator[Drawn]:
    """A cluster: a band with a stroke for each place at which one of its events begins."""
    room = {"x": item.first, "y": y - 4.0, "width": max(item.last - item.first, 3.0), "height": 8.0}
    yield tag("rect", **room, rx=2.0, fill="currentColor", fill_opacity=0.14, stroke="currentColor", stroke_width=0.8)
    strokes = "".join(f"M{x:.1f} {y - 4:.2f}v8" for x in item.rug)
    yield tag("path", d=strokes, stroke="currentColor", stroke_width=1.2, fill="none")
