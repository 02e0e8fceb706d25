"""What a sweep found: a screen, and a page with its plots."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from foedus.show.moments import moment
from foedus.show.page import templates
from foedus.show.paper import Paint, bullet, para, wrap
from foedus.show.plots import percent, plot_influence, plot_shares, plot_stances, told

if TYPE_CHECKING:
    from foedus.sweep import Cell, Swept

__all__ = ["pages_of_sweep", "text_sweep"]

SHOWN = 5
BAR = 12
_MODES = {"exhaustive": "every completion of what is free", "sampled": "drawn", "rows": "given as rows"}


def situations(found: Swept) -> str:
    """How many situations there were, and where they came from."""
    seed = f" with the seed {found.seed}" if found.seed is not None else ""
    return f"{found.situations:,} situation{'s' if found.situations != 1 else ''}, {_MODES[found.mode]}{seed}"


def influence_of(found: Swept) -> str:
    """What the shares of influence are shares of."""
    if found.turned == found.situations:
        return "of all admitted situations"
    return f"of the admitted ones among the first {found.turned:,} situations"


def text_sweep(found: Swept, width: int = 80, color: bool = False, folder: str = "") -> str:
    """The screen of a sweep: for each question and stance the shares of verdicts, and what the answer hangs on most."""
    width, paint = max(width, 40), Paint(color)
    out = [paint.strong(row) for row in wrap(f"{found.case}: {situations(found)}", width)]
    law = f"law of {moment(found.law_at)}" if found.law_at else "each rule as in force at its act"
    out += wrap(f"as of {moment(found.as_of)} · as known at {moment(found.known_to)} · {law}", width)
    for sentence in found.fixed:
        out += bullet("fixed:", sentence, width)
    for cell in found.cells:
        out += ["", *_cell(found, cell, width, paint)]
    if any(c.influence for c in found.cells):
        out += ["", *wrap(f"Shares before a sentence: how often the answer hangs on it alone, {influence_of(found)}.", width)]
    if folder:
        out += [
            "",
            *bullet("→", f"{folder}: {found.table}, summary.json, summary.html, shares.svg, influence.svg, stances.svg", width),
        ]
    return "\n".join(out) + "\n"


def _cell(found: Swept, cell: Cell, width: int, paint: Paint) -> list[str]:
    out = [paint.strong(row) for row in wrap(f"{cell.name} · {cell.stance}", width)]
    out += para(told(cell), width, 2, 4)
    for moved in cell.influence[:SHOWN]:
        out += bullet(f"{percent(moved.share):>7}", moved.name, width, 4)
    more = len(cell.influence) - SHOWN
    return out + ([f"{'':12}and {more} more with less influence"] if more > 0 else [])


def pages_of_sweep(found: Swept) -> Mapping[str, str]:
    """The page and the plots, by file name."""
    from markupsafe import Markup

    plots = {"shares": plot_shares(found), "influence": plot_influence(found), "stances": plot_stances(found)}
    page = (
        templates()
        .get_template("sweep.html.j2")
        .render(
            s=found,
            situations=situations(found),
            influence_of=influence_of(found),
            percent=percent,
            plots={name: Markup(plot) for name, plot in plots.items()},
        )
    )
    return {"summary.html": page, **{f"{name}.svg": plot for name, plot in plots.items()}}
