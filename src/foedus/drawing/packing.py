"""Events laid out on a lane: in as few rows as their labels allow, gathered into clusters where they are too many.

Everything here is in units of length from the left edge of the drawing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from foedus.drawing.events import Event
from foedus.drawing.svg import shorten, width_of

__all__ = ["Item", "Placed", "Plot", "fitted", "gathered", "pack"]

NARROW = 40
"""A mark up to here has its label beside it; a wider one above it."""

CAPS = (640.0, 420.0, 300.0, 220.0, 150.0, 100.0)
"""How much of a label is shown, from plenty to little."""

GAP = 7
COMFORT = 3
"""Labels are shortened where they would ask for more rows than this."""


@dataclass(frozen=True, slots=True)
class Plot:
    """Where instants lie: [start, end] in seconds on [left, right]."""

    start: float
    end: float
    left: float
    right: float

    def x(self, t: float) -> float:
        """The place of an instant; at the edge for one beyond it."""
        share = (t - self.start) / (self.end - self.start)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)


@dataclass(frozen=True, slots=True)
class Item:
    """A mark to be placed: from `first` to `last`, surely within `core`, with its label.

    open     no bound to the left, to the right
    cut      it goes on beyond the edge to the left, to the right
    events   those it stands for; more than one in a cluster
    rug      where the events of a cluster begin
    lead     what stands before the label: a status other than affirmed, the number of a cluster
    lasting  it had a beginning and an end; dot: its instant is known as well as can be seen
    beside   its label stands beside it, however wide it is
    """

    first: float
    last: float
    label: str
    events: tuple[Event, ...] = ()
    core: tuple[float, float] | None = None
    open: tuple[bool, bool] = (False, False)
    cut: tuple[bool, bool] = (False, False)
    rug: tuple[float, ...] = ()
    lead: str = ""
    lasting: bool = False
    dot: bool = False
    beside: bool = False

    @property
    def narrow(self) -> bool:
        """Whether the label stands beside the mark."""
        return self.beside or self.last - self.first <= NARROW


@dataclass(frozen=True, slots=True)
class Placed:
    """An item in a row, its label as shown from `label_x` on; `box` is what it takes up of the row."""

    item: Item
    row: int
    shown: str
    label_x: float
    box: tuple[float, float] = field(default=(0.0, 0.0))


def pack(items: Sequence[Item], plot: Plot, rows: int) -> tuple[list[Placed], int]:
    """Every item in a row, none upon another, and how many rows that takes (at most `rows`); clusters at need."""
    found = fitted(items, plot, rows)
    step = 24.0
    while found is None:
        found = fitted(gathered(items, step), plot, rows, CAPS[-2:])
        step *= 2
    return found


def fitted(
    items: Sequence[Item], plot: Plot, rows: int, caps: Sequence[float] = CAPS, comfort: int = COMFORT
) -> tuple[list[Placed], int] | None:
    """Every item in one of `rows` rows, labels as long as the first of `caps` that needs no more than `comfort`; else None."""
    fallback: tuple[list[Placed], int] | None = None
    for cap in caps:
        found = _packed(items, plot, cap)
        if found[1] <= rows and (fallback is None or found[1] < fallback[1]):
            fallback = found
        if found[1] <= min(comfort, rows):
            break
    return (_relaxed(fallback[0], plot), fallback[1]) if fallback is not None else None


def _relaxed(found: Sequence[Placed], plot: Plot) -> list[Placed]:
    """Labels that were cut take what room is left in their row."""
    out: list[Placed] = []
    ends: dict[int, float] = {}
    for one in sorted(found, key=lambda p: (p.row, -p.box[0])):
        right = ends.get(one.row, plot.right + GAP) - GAP
        ends[one.row] = one.box[0]
        if one.shown.endswith("…") and one.label_x >= one.item.first:
            lead = _lead(one.item)
            shown = shorten(one.item.label, right - one.label_x - lead)
            end = max(one.item.last, one.label_x + lead + width_of(shown))
            out.append(replace(one, shown=shown, box=(one.box[0], end)))
        else:
            out.append(one)
    return sorted(out, key=lambda p: (p.item.first, p.item.last, p.item.label))


def _packed(items: Sequence[Item], plot: Plot, cap: float) -> tuple[list[Placed], int]:
    """First fit: the first row in which there is room."""
    edges: list[float] = []
    out = []
    for item in sorted(items, key=lambda i: (i.first, i.last, i.label)):
        one = _place(item, plot, cap)
        row = next((n for n, edge in enumerate(edges) if edge + GAP <= one.box[0]), len(edges))
        if row == len(edges):
            edges.append(0.0)
        edges[row] = one.box[1]
        out.append(replace(one, row=row))
    return out, len(edges)


def _place(item: Item, plot: Plot, cap: float) -> Placed:
    """An item with as much of its label as `cap` and the edges leave room for."""
    lead = _lead(item)
    room = cap - lead
    if not item.narrow:
        shown = shorten(item.label, min(max(room, item.last - item.first - lead), plot.right - plot.left - lead))
        width = width_of(shown) + lead
        x = min(item.first + (0 if item.cut[0] else 3), plot.right - width)
        return Placed(item, 0, shown, x, (min(x, item.first), max(x + width, item.last)))
    after, before = plot.right - item.last - 5 - lead, item.first - 5 - plot.left - lead
    shown = shorten(item.label, min(room, max(after, before)))
    width = width_of(shown) + lead
    if width <= after + lead or after >= before:
        x = item.last + 5
        return Placed(item, 0, shown, x, (item.first, x + width))
    x = item.first - 5 - width
    return Placed(item, 0, shown, x, (x, item.last))


def _lead(item: Item) -> float:
    return width_of(f"{item.lead} ", 11, len(item.events) > 1) if item.lead else 0.0


def gathered(items: Sequence[Item], step: float) -> list[Item]:
    """Items that begin within the same `step` of length as one cluster that says how many it stands for."""
    return [group[0] if len(group) == 1 else _cluster(group) for group in _near(items, step)]


def _near(items: Sequence[Item], step: float) -> Iterator[list[Item]]:
    group: list[Item] = []
    for item in sorted(items, key=lambda i: (i.first, i.last, i.label)):
        if group and item.first - group[0].first > step:
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def _cluster(group: Sequence[Item]) -> Item:
    events = tuple(e for i in group for e in i.events)
    return Item(
        min(i.first for i in group),
        max(i.last for i in group),
        "; ".join(e.label for e in events),
        events,
        None,
        (any(i.open[0] for i in group), any(i.open[1] for i in group)),
        (any(i.cut[0] for i in group), any(i.cut[1] for i in group)),
        tuple(sorted({round(x, 1) for i in group for x in (i.rug or (i.first,))})),
        f"{len(events)} events:",
    )
