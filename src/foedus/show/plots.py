"""Plots of a sweep as SVG: shares of verdicts, bars of influence, stances beside questions. No script, no font, no request.

Every plot says in words what it shows: a title, a description with all its numbers, and a label at each bar. Verdicts differ by
pattern and word, never by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING

from foedus.show.paper import clean, cut, width_of, wrap

if TYPE_CHECKING:
    from foedus.sweep import Cell, Swept

__all__ = ["MOST_DRAWN", "percent", "plot_influence", "plot_shares", "plot_stances", "told"]

MOST_DRAWN = 60
"""How many cells a plot of shares, and how many a plot of influence, draws at most."""

_ANSWERS = ("yes", "no", "not-engaged")
_SIGNS = {"yes": "✓", "no": "✗", "not-engaged": "–", "not-admitted": "⊘"}
_LETTER = 7.2
_WIDTH = 860
_INK, _SOFT, _LINE = "#1b1b1d", "#55565c", "#8d8e95"
_FILLS = {"yes": "#1f5f8b", "no": "#f3c78a", "not-engaged": "#ffffff"}


def percent(share: Fraction) -> str:
    """A share as a percentage; what is not nothing and not all is never told as that."""
    tenths = round(share * 1000)
    if share and not tenths:
        return "<0.1 %"
    if share != 1 and tenths == 1000:
        return ">99.9 %"
    return f"{tenths / 10:g} %"


def told(cell: Cell) -> str:
    """The shares of a cell in words: `yes 23.4 %, no 76.6 %`; what does not occur is left out."""
    if not cell.admitted:
        return "no situation is admitted"
    shares = [f"{a.replace('-', ' ')} {percent(cell.share(a))}" for a in _ANSWERS if cell.counts[a]]
    out = cell.counts["not-admitted"]
    return ", ".join(shares) + (f"; {out:,} not admitted" if out else "")


def plot_shares(found: Swept) -> str:
    """One bar for each question and stance: which share of the admitted situations gives which verdict."""
    cells, parts, y = found.cells[:MOST_DRAWN], list[str](), 64
    for cell in cells:
        parts.append(_text(0, y, f"{cell.name} · {cell.stance}", weight=600))
        parts.append(_stacked(0, y + 8, _WIDTH, 22, cell))
        parts.append(_text(0, y + 47, " · ".join(_labels(cell)), colour=_SOFT))
        y += 72
    said = "; ".join(f"{c.name}, {c.stance}: {told(c)}" for c in cells)
    return _picture(
        "shares", "Share of situations by verdict", said, y - 18, [_legend(24), *parts], len(found.cells) - len(cells)
    )


def plot_influence(found: Swept) -> str:
    """Bars for each question and stance: how often the answer hangs on one thing alone."""
    cells = [c for c in found.cells if c.influence][:MOST_DRAWN]
    parts, y, said = list[str](), 44, list[str]()
    for cell in cells:
        parts.append(_text(0, y, f"{cell.name} · {cell.stance}", weight=600))
        y += 10
        for moved in cell.influence[: found.bars]:
            rows = wrap(clean(moved.name), 62)[:2]
            for n, row in enumerate(rows):
                parts.append(_text(0, y + 14 + 16 * n, row, size=12.5))
            wide = max(1.0, float(moved.share) * 280)
            parts.append(_rect(470, y + 3, 280, 14, "none", _LINE))
            parts.append(_rect(470, y + 3, wide, 14, _FILLS["yes"], _INK))
            parts.append(_text(760, y + 15, percent(moved.share), size=12.5))
            y += 6 + 16 * len(rows)
        more = len(cell.influence) - found.bars
        if more > 0:
            parts.append(_text(0, y + 14, f"and {more} more with less influence", size=12.5, colour=_SOFT))
            y += 18
        said.append(
            f"{cell.name}, {cell.stance}: " + ", ".join(f"{m.name} {percent(m.share)}" for m in cell.influence[: found.bars])
        )
        y += 36
    missing = sum(bool(c.influence) for c in found.cells) - len(cells)
    return _picture(
        "influence", "How often the answer hangs on one thing alone", "; ".join(said), max(y - 20, 60), parts, missing
    )


def plot_stances(found: Swept) -> str:
    """A field for each question and stance: its most frequent verdict in words, its shares as a bar and as a shade."""
    stances = list(dict.fromkeys(c.stance for c in found.cells))
    questions = list(dict.fromkeys(c.name for c in found.cells))[:MOST_DRAWN]
    cells = {(c.name, c.stance): c for c in found.cells}
    left, field = 230, 128
    parts = [
        _text(left + field * i + 6, 48 + 14 * n, row, size=12, weight=600)
        for i, s in enumerate(stances)
        for n, row in enumerate(wrap(clean(s), 16)[:2])
    ]
    said = []
    for n, question in enumerate(questions):
        y = 72 + 50 * n
        parts += [_text(0, y + 20 + 15 * k, row, size=13) for k, row in enumerate(wrap(question, 30)[:2])]
        for i, stance in enumerate(stances):
            parts += _field(left + field * i, y, field - 4, cells[question, stance])
            said.append(f"{question}, {stance}: {told(cells[question, stance])}")
    width = max(_WIDTH, left + field * len(stances))
    parts.append(_legend(24))
    missing = len({c.name for c in found.cells}) - len(questions)
    return _picture("stances", "Questions by stances", "; ".join(said), 78 + 50 * len(questions), parts, missing, width)


def _field(x: float, y: float, width: float, cell: Cell) -> list[str]:
    """One field of the map: shaded by the share of yes, with the verdict in words and a bar of all shares."""
    share = cell.share("yes") if cell.admitted else Fraction(0)
    shade = _mixed((255, 255, 255), (158, 199, 226), float(share))
    best = max(_ANSWERS, key=lambda a: cell.counts[a])
    words = f"{_SIGNS[best]} {best.replace('-', ' ')} {percent(cell.share(best))}" if cell.admitted else "⊘ none admitted"
    return [
        _rect(x, y, width, 44, shade, _LINE),
        _text(x + 6, y + 19, words, size=12.5),
        _stacked(x + 6, y + 27, width - 12, 11, cell),
    ]


def _mixed(a: tuple[int, int, int], b: tuple[int, int, int], share: float) -> str:
    return "#" + "".join(f"{round(p + (q - p) * share):02x}" for p, q in zip(a, b, strict=True))


# --- pieces ---


def _labels(cell: Cell) -> Iterable[str]:
    """What stands under a bar: every verdict that occurs, with its sign, share and count."""
    for answer in _ANSWERS:
        if cell.counts[answer]:
            yield f"{_SIGNS[answer]} {answer.replace('-', ' ')} {percent(cell.share(answer))} ({cell.counts[answer]:,})"
    if cell.counts["not-admitted"]:
        yield f"⊘ not admitted: {cell.counts['not-admitted']:,}, left out"


def _stacked(x: float, y: float, width: float, height: float, cell: Cell) -> str:
    parts, at = [_rect(x, y, width, height, "none", _LINE)], x
    for answer in _ANSWERS if cell.admitted else ():
        wide = float(cell.share(answer)) * width
        if wide > 0:
            parts.append(_rect(at, y, wide, height, _FILLS[answer], _INK))
            parts.append(_rect(at, y, wide, height, f"url(#p-{answer})", _INK) if answer != "yes" else "")
        at += wide
    return "".join(parts)


def _legend(y: float) -> str:
    parts, x = [], 0.0
    for answer in _ANSWERS:
        words = f"{_SIGNS[answer]} {answer.replace('-', ' ')}"
        parts.append(_rect(x, y - 11, 22, 13, _FILLS[answer], _INK))
        parts.append(_rect(x, y - 11, 22, 13, f"url(#p-{answer})", _INK) if answer != "yes" else "")
        parts.append(_text(x + 28, y, words, size=12.5))
        x += 60 + _LETTER * width_of(words)
    return "".join(parts)


def _rect(x: float, y: float, width: float, height: float, fill: str, stroke: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}" stroke="{stroke}" '
        f'stroke-width="0.8"/>'
    )


def _text(x: float, y: float, words: str, size: float = 13.5, weight: int = 400, colour: str = _INK) -> str:
    room = int((_WIDTH - x) / _LETTER) if x < _WIDTH else 40
    shown = escape(cut(clean(words), max(12, room)))
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" fill="{colour}">{shown}</text>'


_PATTERNS: Mapping[str, str] = {
    "no": '<path d="M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4" stroke="#7a4a00" stroke-width="1.2"/>',
    "not-engaged": '<circle cx="4" cy="4" r="1.1" fill="#55565c"/>',
}


def _picture(name: str, title: str, said: str, height: float, parts: Sequence[str], missing: int, width: float = _WIDTH) -> str:
    """The whole SVG document; it says if something was left out."""
    patterns = "".join(
        f'<pattern id="{name}-{answer}" width="8" height="8" patternUnits="userSpaceOnUse">{sign}</pattern>'
        for answer, sign in _PATTERNS.items()
    )
    drawn = "".join(parts).replace("url(#p-", f"url(#{name}-")
    left_out = f"{missing} more are in summary.json." if missing > 0 else ""
    foot = _text(0, height + 16, left_out, colour=_SOFT) if missing > 0 else ""
    tall = height + (30 if missing > 0 else 0)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-12 0 {width + 24:.0f} {tall:.0f}" width="{width + 24:.0f}" '
        f'height="{tall:.0f}" role="img" aria-labelledby="{name}-title {name}-desc" font-family="system-ui, sans-serif">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(clean(said))}. {left_out}</desc>'
        f'<defs>{patterns}</defs><rect x="-12" width="{width + 24:.0f}" height="{tall:.0f}" fill="#ffffff"/>{drawn}{foot}</svg>\n'
    )
