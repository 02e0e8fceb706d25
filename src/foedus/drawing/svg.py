"""SVG as text: escaped once, measured before it is drawn, the same bytes for the same values.

    tag("text", "a < b", x=3.0, cls="fd-soft")   →   <text x="3" class="fd-soft">a &lt; b</text>

A child that is `Drawn` is markup already; any other text is escaped. Lengths are user units, written with two decimals at most.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape
from re import compile as pattern

__all__ = ["FONT", "PALETTE", "Drawn", "document", "linked", "name_of", "plain", "shorten", "tag", "width_of", "words", "wrap"]

FONT = "Arial, Helvetica, 'Liberation Sans', sans-serif"
PALETTE = {"blue": "#2a76ad", "brown": "#976300", "violet": "#9a5cb4", "red": "#c24a36", "green": "#2a7f50", "grey": "#70747a"}
"""Every colour has a contrast of at least 4.5 to white paper and 3 to a dark screen; nothing is told by colour alone."""

_SPREAD = 1.04
"""Fonts that stand in for the first one may run a little wider."""

_WIDTHS = {
    c: w
    for w, chars in (
        (191, "'"), (222, "ijl"), (260, "|"), (278, " !,./:;I[\\]ft·"), (333, "()-`r“”"), (334, "{}"), (355, '"'), (389, "*"),
        (469, "^"), (500, "Jcksvxyz"), (584, "+<=>~"), (611, "FTZ"), (667, "&ABEKPSVXY"), (722, "CDHNRUw"), (778, "GOQ"),
        (222, "’‘"), (833, "Mm"), (889, "%"), (944, "W"), (1000, "—…→"), (1015, "@"),
    )
    for c in chars
}  # fmt: skip
_SCHEME = pattern(r"[^/?#]*:")


class Drawn(str):
    """Markup: text that has been escaped."""

    __slots__ = ()


def tag(name: str, *children: str, **attributes: object) -> Drawn:
    """An element. `cls` is the class, `_` in a name a hyphen; an attribute that is None is left out."""
    said = "".join(f' {_attribute(k)}="{_value(v)}"' for k, v in attributes.items() if v is not None)
    inner = "".join(c if isinstance(c, Drawn) else escape(plain(c), quote=False) for c in children)
    return Drawn(f"<{name}{said}>{inner}</{name}>" if children else f"<{name}{said}/>")


def _attribute(name: str) -> str:
    return "class" if name == "cls" else name.replace("_", "-")


def _value(value: object) -> str:
    return _number(value) if isinstance(value, float) else escape(plain(str(value)))


def _number(value: float) -> str:
    said = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if said == "-0" else said


def plain(text: str) -> str:
    """Text on one line without characters that XML forbids, that hide or that turn round what stands beside them."""
    return " ".join("".join(_harmless(c) for c in text).split())


def _harmless(char: str) -> str:
    if char.isspace():
        return " "
    forbidden = unicodedata.category(char) in ("Cc", "Cs", "Cf", "Cn") or char in "\ufffe\uffff"
    return "" if forbidden else char


def words(x: float, y: float, text: str, size: float = 11, **more: object) -> Drawn:
    """One line of text; `y` is its base line."""
    return tag("text", text, x=float(x), y=float(y), font_size=float(size), **more)


def linked(href: str, title: str, *children: str, **more: object) -> Drawn:
    """A group with its whole title; a link where a page may hold `href`: without a scheme, or with http or https."""
    told = (tag("title", title), *children)
    scheme = _SCHEME.match(plain(href))
    if not plain(href) or (scheme and scheme[0].lower() not in ("http:", "https:")):
        return tag("g", *told, **more)
    return tag("a", *told, href=href, **more)


def document(
    size: tuple[float, float], title: str, desc: str, body: Sequence[str], prefix: str, defs: Iterable[str] = ()
) -> Drawn:
    """The whole drawing. `prefix` begins every id in it; what holds links is a group to readers of screens, else an image."""
    whole = any("<a " in part for part in body)
    return tag(
        "svg",
        tag("title", title, id=f"{prefix}-title"),
        tag("desc", desc, id=f"{prefix}-desc"),
        *([tag("defs", *defs)] if defs else []),
        *body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_number(size[0])} {_number(size[1])}",
        width=float(size[0]),
        height=float(size[1]),
        cls="fd",
        role="group" if whole else "img",
        aria_labelledby=f"{prefix}-title {prefix}-desc",
        font_family=FONT,
        font_size=11.0,
        fill="currentColor",
    )


def name_of(*values: object) -> str:
    """A prefix for ids that the values of a drawing give."""
    return "fd" + sha256(repr(values).encode("utf-8", "backslashreplace")).hexdigest()[:8]


# --- measuring -----------------------------------------------------------------------------------


def width_of(text: str, size: float = 11, bold: bool = False) -> float:
    """About how wide a text is; rather more than less."""
    return sum(_width(c) for c in text) * size / 1000 * _SPREAD * (1.08 if bold else 1)


def _width(char: str) -> int:
    known = _WIDTHS.get(char)
    if known is not None:
        return known
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    if unicodedata.east_asian_width(char) in "WF":
        return 1050
    return 556 if char < "\u0250" and not char.isupper() else 780


def shorten(text: str, room: float, size: float = 11, bold: bool = False) -> str:
    """The text, or as much of it as fits with an ellipsis, broken between words where that loses little; may be empty."""
    text = plain(text)
    if width_of(text, size, bold) <= room:
        return text
    kept, left = 0, room - width_of("…", size, bold)
    while kept < len(text) and (left := left - width_of(text[kept], size, bold)) >= 0:
        kept += 1
    space = text.rfind(" ", 0, kept + 1)
    head = text[: space if space >= kept * 0.7 else kept].rstrip(" ,;:·")
    return f"{head}…" if head else ""


def wrap(text: str, room: float, size: float = 11, most: int = 99, bold: bool = False) -> list[str]:
    """At most `most` lines that fit; the last is shortened where there is more, and so is a word that is too long."""
    lines: list[str] = []
    rest = plain(text).split()
    while rest and len(lines) < most - 1:
        count = 1
        while count < len(rest) and width_of(" ".join(rest[: count + 1]), size, bold) <= room:
            count += 1
        lines.append(shorten(" ".join(rest[:count]), room, size, bold))
        rest = rest[count:]
    return [*lines, shorten(" ".join(rest), room, size, bold)] if rest else lines
