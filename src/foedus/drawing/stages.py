"""What was pledged, approved, deployed and returned: a bar for each, beside each other, never added up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from foedus.drawing.svg import PALETTE, Drawn, document, linked, name_of, shorten, tag, width_of, words, wrap
from foedus.drawing.ticks import numbers

__all__ = ["Figure", "Stages", "stages"]

_LINE = 19.0
_NONE = "no number on record"
_SHADES = ("violet", "brown", "blue", "green", "grey")
_NARROW = 640


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as the record has it: from `low` to `high` (None: no bound there), in the words it is shown with.

    approximate  the source says “about”: it names no bounds, and none are drawn
    alleged      nobody but an interested side says so
    """

    low: float | None
    high: float | None
    words: str
    approximate: bool = False
    alleged: bool = False


@dataclass(frozen=True, slots=True)
class Stages:
    """One member's contingent in one unit: for every stage of progress the figures on record, several where sources differ."""

    name: str
    unit: str
    figures: tuple[tuple[str, tuple[Figure, ...]], ...] = ()
    href: str = ""


def stages(rows: Sequence[Stages], *, title: str = "Contributions", desc: str = "", width: float = 1120, prefix: str = "") -> str:
    """Bars for every stage of every row, as one SVG; each unit on a scale of its own.

    A stage without a figure is said to have no number on record; figures that differ stand below each other. From a width of
    640 on names stand left of the bars, below that above them.
    """
    width = max(float(width), 320.0)
    prefix = prefix or name_of(rows, title, width)
    sheet = _Sheet(width, prefix)
    for unit in dict.fromkeys(r.unit for r in rows):
        sheet.panel(unit, [r for r in rows if r.unit == unit])
    if not rows:
        sheet.parts.append(words(8, 18, "No number is on record."))
        sheet.y = 28
    for line in wrap("Each state of progress stands for itself; nothing is added up across them.", width - 16) if rows else []:
        sheet.parts.append(words(8, sheet.y + 12, line, fill_opacity=0.78))
        sheet.y += 16
    summary = desc or "; ".join(_told(r) for r in rows) or "No number is on record."
    return document((width, sheet.y + 8), title, summary, sheet.parts, prefix, _hatches(prefix))


def _told(row: Stages) -> str:
    said = (f"{stage} {' or '.join(_shown(found)) or _NONE}" for stage, found in row.figures)
    return f"{row.name} ({row.unit}): {', '.join(said)}"


def _shown(figures: Sequence[Figure]) -> list[str]:
    """The figures of one stage in words; of several, that sources differ."""
    differ = " (sources differ)" if len(figures) > 1 else ""
    return [f"{'alleged: ' if f.alleged else ''}{f.words}{'' if n else differ}" for n, f in enumerate(figures)]


def _hatches(prefix: str) -> Iterator[Drawn]:
    for shade in _SHADES:
        line = tag("path", d="M0 0V6", stroke=PALETTE[shade], stroke_width=2.0)
        how = {"width": 6.0, "height": 6.0, "patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
        yield tag("pattern", line, id=f"{prefix}-about-{shade}", **how)


class _Sheet:
    """What has been drawn so far, downwards."""

    def __init__(self, width: float, prefix: str) -> None:
        self.width = width
        self.prefix = prefix
        self.y = 0.0
        self.parts: list[Drawn] = []
        self.names = 190.0 if width >= _NARROW else 8.0
        self.left = self.names + 72

    def panel(self, unit: str, rows: Sequence[Stages]) -> None:
        """All that is counted in one unit."""
        found = [f for r in rows for _, figures in r.figures for f in figures]
        most = max((max(f.low or 0.0, f.high or 0.0) for f in found), default=1.0) or 1.0
        shown = [text for r in rows for _, figures in r.figures for text in _shown(figures)]
        self.right = self.width - 12 - min(max(map(width_of, shown), default=0.0) + 26, self.width * 0.3)
        self.scale = numbers(most, self.right - self.left)
        self.parts.append(words(8, self.y + 14, unit, 12, font_weight="bold"))
        for number in self.scale:
            self.parts.append(
                words(
                    self._x(number),
                    self.y + 14,
                    f"{number:,.0f}".replace(",", "\u00a0"),
                    10,
                    text_anchor="middle",
                    fill_opacity=0.78,
                )
            )
        self.y += 20
        top, place = self.y, len(self.parts)
        for row in rows:
            self._row(row)
        grid = [
            tag(
                "path",
                d=f"M{self._x(n):.2f} {top:.2f}V{self.y:.2f}",
                stroke="currentColor",
                stroke_opacity=0.15 if n else 0.6,
                stroke_width=1.0,
            )
            for n in self.scale
        ]
        self.parts[place:place] = grid
        self.y += 12

    def _x(self, number: float) -> float:
        return self.left + (self.right - self.left) * min(number / self.scale[-1], 1.0)

    def _row(self, row: Stages) -> None:
        wide = self.width >= _NARROW
        lines = wrap(row.name, self.names - 16, 11.5, 3, True) if wide else [shorten(row.name, self.width - 16, 11.5, True)]
        self.parts.append(
            tag("path", d=f"M0 {self.y:.2f}H{self.width:.2f}", stroke="currentColor", stroke_opacity=0.25, stroke_width=1.0)
        )
        label = [words(8, self.y + 18 + 14 * n, line, 11.5, font_weight="bold") for n, line in enumerate(lines)]
        if label:
            self.parts.append(linked(row.href, row.name, *label, cls="fd-member"))
        end = self.y + 14 * len(lines) + 10
        self.y += 5 if wide else 24
        for number, (stage, figures) in enumerate(row.figures):
            self._stage(row, stage, figures, _SHADES[number % len(_SHADES)])
        self.y = max(self.y + 5, end)

    def _stage(self, row: Stages, stage: str, figures: Sequence[Figure], shade: str) -> None:
        name = shorten(stage, self.left - self.names - 6)
        self.parts.append(words(self.left - 6, self.y + 13, name, 11, text_anchor="end", fill_opacity=None if figures else 0.72))
        if not figures:
            self.parts.append(words(self.left + 6, self.y + 13, _NONE, 11, font_style="italic", fill_opacity=0.78))
            self.y += _LINE
        for figure, said in zip(figures, _shown(figures), strict=True):
            title = f"{row.name}, {stage}: {said} ({row.unit})"
            self.parts.append(linked("", title, *self._bar(figure, shade, said), cls="fd-stage"))
            self.y += _LINE

    def _bar(self, figure: Figure, shade: str, said: str) -> Iterator[Drawn]:
        """Solid as far as it surely goes, dashed as far as it may, hatched where it is “about”, an arrow without end."""
        y, colour = self.y + 3.5, PALETTE[shade]
        low, high = figure.low or 0.0, figure.high if figure.high is not None else figure.low or 0.0
        first, last = self._x(low), self._x(high)
        sure = f"url(#{self.prefix}-about-{shade})" if figure.approximate else colour
        dashes = "4 2" if figure.approximate or figure.alleged else None
        edge = {"stroke": colour, "stroke_width": 1.2, "height": 12.0, "y": y}
        if first > self.left:
            yield tag(
                "rect",
                x=self.left,
                width=max(first - self.left, 1.5),
                fill="none" if figure.alleged else sure,
                stroke_dasharray=dashes,
                **edge,
            )
        if last > first:
            yield tag("rect", x=first, width=last - first, fill="none", stroke_dasharray="3 3", **edge)
        end = max(first, last)
        if figure.high is None and figure.low is not None:
            yield tag("path", d=f"M{end + 3:.2f} {y + 6:.2f}h12m-5 -4l5 4l-5 4", stroke=colour, stroke_width=1.8, fill="none")
            end += 16
        yield words(end + 6, y + 10, shorten(said, self.width - end - 10))
