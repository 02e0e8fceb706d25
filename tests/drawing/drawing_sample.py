"""What the tests of drawings read off an SVG: its texts as boxes, its marks, its ids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from re import compile
from xml.etree import ElementTree

from foedus.drawing.svg import width_of

GEOMETRY = frozenset("d x y width height cx cy r viewBox".split())
NO_NUMBER = compile(r"nan|inf")
NS = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Box:
    text: str
    left: float
    right: float
    top: float
    bottom: float


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def texts(svg: str) -> list[Box]:
    out = []
    for node in parsed(svg).iter(f"{NS}text"):
        said = "".join(node.itertext())
        size = float(node.get("font-size", "11"))
        bold = node.get("font-weight") == "bold"
        width = width_of(said, size, bold)
        x, y = float(node.get("x", "0")), float(node.get("y", "0"))
        left = x - {"middle": width / 2, "end": width}.get(node.get("text-anchor", ""), 0.0)
        out.append(Box(said, left, left + width, y - 0.74 * size, y + 0.2 * size))
    return [b for b in out if b.text.strip()]


def upon_each_other(svg: str) -> list[tuple[str, str]]:
    """Pairs of texts of which one lies upon the other."""
    wrong = []
    for a, b in combinations(sorted(texts(svg), key=lambda t: t.top), 2):
        if min(a.right, b.right) - max(a.left, b.left) > 0.5 and min(a.bottom, b.bottom) - max(a.top, b.top) > 0.5:
            wrong.append((a.text, b.text))
    return wrong


def size(svg: str) -> tuple[float, float]:
    _, _, width, height = map(float, parsed(svg).get("viewBox", "").split())
    return width, height


def outside(svg: str) -> list[str]:
    """Texts and rectangles that leave the drawing."""
    width, height = size(svg)
    wrong = [b.text for b in texts(svg) if b.left < -0.5 or b.right > width + 0.5 or b.top < -0.5 or b.bottom > height + 0.5]
    defs = {id(n) for d in parsed(svg).iter(f"{NS}defs") for n in d.iter()}
    for node in parsed(svg).iter(f"{NS}rect"):
        if id(node) in defs:
            continue
        x, y, w, h = (float(node.get(k, "0")) for k in ("x", "y", "width", "height"))
        if w < 0 or h < 0 or x < -0.5 or y < -0.5 or x + w > width + 0.5 or y + h > height + 0.5:
            wrong.append(f"rect {x} {y} {w} {h}")
    return wrong


def of_class(svg: str, name: str) -> Iterator[ElementTree.Element]:
    return (n for n in parsed(svg).iter() if name in n.get("class", "").split())


def title_of(node: ElementTree.Element) -> str:
    found = node.find(f"{NS}title")
    return (found.text or "") if found is not None else ""


def rules(svg: str) -> list[str]:
    """Where an SVG breaks the house rules: style, script, handlers, ids twice or without the prefix, references to elsewhere."""
    root = parsed(svg)
    wrong = []
    ids = [n.get("id") for n in root.iter() if n.get("id")]
    prefix = (ids[0] or "").rpartition("-title")[0]
    if len(set(ids)) != len(ids) or not all((i or "").startswith(prefix) for i in ids) or not prefix:
        wrong.append(f"ids {ids}")
    for node in root.iter():
        name = node.tag.removeprefix(NS)
        if name in ("script", "style", "foreignObject", "image", "use", "iframe"):
            wrong.append(name)
        for key, value in node.attrib.items():
            if key == "style" or key.startswith("on") or (key in GEOMETRY and NO_NUMBER.search(value)):
                wrong.append(f"{name} {key}={value}")
            if value.startswith("url(") and value.removeprefix("url(#").rstrip(")") not in ids:
                wrong.append(f"{name} {key}={value}")
    named = (root.get("aria-labelledby") or "").split()
    if root.get("role") not in ("img", "group") or not named or not set(named) <= set(ids):
        wrong.append("no name for readers of screens")
    return wrong
