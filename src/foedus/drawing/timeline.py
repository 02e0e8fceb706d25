"""Who did what when, drawn: a lane for each actor, events as surely as they are known, changes of answers as lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from itertools import groupby

from foedus.drawing.events import Between, Change, Cursor, Event, Lane
from foedus.drawing.marks import ARROW, ROW, drawn, fades, told
from foedus.drawing.notes import changed, key, notes
from foedus.drawing.packing import Item, Placed, Plot, fitted, gathered, pack
from foedus.drawing.svg import PALETTE, Drawn, document, linked, name_of, plain, shorten, tag, width_of, words, wrap
from foedus.drawing.ticks import Ticks, local, said, ticks

__all__ = ["timeline"]

_NAMES = 158.0
_NARROW = 640
_PAD = 10.0
_FLAGS = (340.0, 240.0, 150.0, 0.0)
_DOT = 5.0
_BAND = PALETTE["red"]

Zoom = Callable[[str, float, float], str]


def timeline(
    lanes: Sequence[Lane],
    changes: Sequence[Change] = (),
    start: float | None = None,
    end: float | None = None,
    *,
    zone: tzinfo = UTC,
    zone_words: str = "UTC",
    cursors: Sequence[Cursor] = (),
    title: str = "Timeline",
    desc: str = "",
    width: float = 1120,
    rows: int | None = None,
    prefix: str = "",
    zoom: Zoom | None = None,
) -> str:
    """Lanes of events between two instants (seconds since 1970, UTC), as one SVG.

    start, end   the window; without them it is where the events are. What lies outside is counted in words below.
    zone         the clock of the axis, named beside it by `zone_words`
    cursors      lines such as “as of …” and “known to …”; one outside the window is said in words
    width        in units: from 640 on names stand left of the lanes, below that above them, for a narrow screen
    rows         how many rows a lane may take before its events are gathered into clusters; without it 8, more for few lanes
    prefix       begins every id, for several drawings on one page; without it one is made from the values
    zoom         (lane, first, last instant) → where a cluster leads; without it, where its first event does
    """
    prefix = prefix or name_of(lanes, changes, start, end, zone_words, cursors, title, width, rows)
    width = max(float(width), 320.0)
    first, last = _window(lanes, changes, start, end)
    left = _NAMES + _PAD if width >= _NARROW else _PAD
    most = rows if rows is not None else max(8, 36 // max(1, len(lanes)))
    sheet = _Sheet(Plot(first, last, left, width - _PAD), zone, prefix, width, max(1, most), zoom)
    sheet.axis(zone_words)
    sheet.changes([c for c in changes if first <= c.at <= last])
    for number, lane in enumerate(lanes):
        sheet.lane(lane, number)
    sheet.cursors(cursors)
    sheet.close(lanes, changes, cursors, zone_words)
    summary = desc or f"{sheet.shown} events from {said(first, zone)} to {said(last, zone)}, times in {zone_words}."
    body = [tag("g", *sheet.under, cls="fd-grid"), *sheet.parts]
    return document((width, sheet.y + 4), title, summary, body, prefix, fades(prefix))


def _window(lanes: Sequence[Lane], changes: Sequence[Change], start: float | None, end: float | None) -> tuple[float, float]:
    """The window asked for; an open side lies where the first or last bound of anything does, with some air."""
    known = [
        t for lane in lanes for e in lane.events for b in (e.begin, e.end) if b for t in (b.earliest, b.latest) if t is not None
    ]
    known = known + [c.at for c in changes]
    first = start if start is not None else min((t for t in known if end is None or t < end), default=(end or 86400.0) - 86400.0)
    last = end if end is not None else max((t for t in known if t > first), default=first + 86400.0)
    if last <= first:
        last = first + 60.0
    air = (last - first) * 0.03
    return (first if start is not None else first - air), (last if end is not None else last + air)


@dataclass
class _Sheet:
    """What has been drawn so far, downwards: `y` is where the next thing begins."""

    plot: Plot
    zone: tzinfo
    prefix: str
    width: float
    rows: int
    zoom: Zoom | None
    y: float = 0.0
    shown: int = 0
    parts: list[Drawn] = field(default_factory=list)
    under: list[Drawn] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    lines: list[tuple[float, str]] = field(default_factory=list)
    listed: list[tuple[str, str, list[str]]] = field(default_factory=list)

    @property
    def wide(self) -> bool:
        """Whether names stand left of the lanes."""
        return self.width >= _NARROW

    @property
    def years(self) -> bool:
        """Whether a day has to be said with its year."""
        return local(self.plot.start, self.zone).year != local(self.plot.end, self.zone).year

    # --- the axis ---

    def axis(self, zone_words: str) -> None:
        """The ticks above, with the name of the zone."""
        self.ticks = ticks(self.plot.start, self.plot.end, self.zone, self.plot.right - self.plot.left)
        if self.wide:
            lines = wrap(f"times in {zone_words}", _NAMES - 6, 10, 2)
            self.parts += [words(2, 12 + 13 * n, text, 10, fill_opacity=0.78) for n, text in enumerate(lines)]
        else:
            self.parts.append(
                words(self.plot.left, 11, shorten(f"times in {zone_words}", self.width - 20, 10), 10, fill_opacity=0.78)
            )
            self.y = 16.0
        self._labels(self.y + 12, self.y + 26)
        self.y += 32

    def _labels(self, above: float, below: float) -> None:
        found: Ticks = self.ticks
        room = self.plot.right
        for t, text in reversed(found.major):
            x = max(self.plot.x(t), self.plot.left)
            if x + width_of(text, 11, True) <= room:
                self.parts.append(words(x, above, text, 11, font_weight="bold"))
                room = x - 10
        for t, text in found.minor:
            half = width_of(text, 10) / 2
            x = min(max(self.plot.x(t), half + 1), self.width - half - 1)
            self.parts.append(words(x, below, text, 10, text_anchor="middle", fill_opacity=0.78))

    def _grid(self, top: float, bottom: float) -> Iterator[Drawn]:
        strong = {round(t) for t, _ in self.ticks.major}
        for t in sorted({t for t, _ in (*self.ticks.minor, *self.ticks.major)}):
            x, dark = self.plot.x(t), round(t) in strong
            if t > self.plot.start:
                yield tag(
                    "path",
                    d=f"M{x:.2f} {top:.2f}V{bottom:.2f}",
                    stroke="currentColor",
                    stroke_opacity=0.38 if dark else 0.13,
                    stroke_width=1.0,
                )

    # --- lanes ---

    def _band(self, name: str, height: float, shade: bool, href: str = "") -> tuple[float, float]:
        """The ground of a lane and its name; says where its first row begins and where the next lane does."""
        above = 0.0 if self.wide else 17.0
        lines = wrap(name, _NAMES - 8, 11.5, max(2, int((height - 4) // 14)), True) if self.wide else []
        lines = lines or [shorten(name, self.width - 2 * _PAD, 11.5, True)]
        ground = max(height, 14.0 * len(lines) + 8) + above
        if shade:
            area = {"x": 0.0, "y": self.y, "width": self.width, "height": ground}
            self.under.append(tag("rect", **area, fill="currentColor", fill_opacity=0.045))
        x, y = (4.0, self.y + 17) if self.wide else (_PAD, self.y + 13)
        shown = [words(x, y + 14 * n, line, 11.5, font_weight="bold") for n, line in enumerate(lines)]
        self.parts.append(linked(href, name, *shown, cls="fd-lane"))
        return self.y + (3.0 if self.wide else 18.0), self.y + ground

    def lane(self, lane: Lane, number: int) -> None:
        """An actor's events; nothing where none of them lies in the window."""
        items = [i for e in lane.events if (i := self._item(e)) is not None]
        if not items:
            return
        whole = [i for i in items if all(a or b for a, b in zip(i.cut, i.open, strict=True)) and i.core is None]
        found, count = pack([i for i in items if i not in whole], self.plot, self.rows)
        height = max((count + bool(whole)) * ROW + 6, 26.0)
        top, self.y = self._band(lane.name, height, number % 2 == 0, lane.href)
        if whole:
            self.parts.append(self._anywhere(lane, whole, top + count * ROW + 14))
        for one in found:
            self._note(one.item)
            self.parts.append(drawn(one, top, self.prefix, self.zone, lane.name, self._leads(lane, one.item)))

    def _anywhere(self, lane: Lane, items: Sequence[Item], y: float) -> Drawn:
        """Events of which it is not known whether they lie in this window at all: in words, without a mark."""
        events = tuple(e for i in items for e in i.events)
        self.shown += len(events)
        lead = f"{len(events)} in, before or after this window: "
        text = shorten("; ".join(e.label for e in events), self.plot.right - self.plot.left - width_of(lead) - 4)
        line = tag("tspan", lead, font_style="italic")
        shown = tag("text", line, Drawn(" "), tag("tspan", text), x=self.plot.left + 3, y=y, font_size=11.0, fill_opacity=0.78)
        every = Item(0, 0, "", events)
        return linked(
            self._leads(lane, every) or events[0].href, told(every, self.zone, lane.name), shown, cls="fd-event fd-anywhere"
        )

    def _leads(self, lane: Lane, item: Item) -> str:
        if len(item.events) == 1:
            return ""
        bounds = [t for e in item.events for t in (e.begin.earliest, e.begin.latest) if t is not None]
        if self.zoom is not None and bounds:
            return self.zoom(lane.name, min(bounds), max(bounds))
        return next((e.href for e in item.events if e.href), lane.href)

    def _note(self, item: Item) -> None:
        self.shown += len(item.events)
        event = item.events[0]
        if len(item.events) > 1:
            self.used.add("cluster")
            return
        self.used |= {f"{'dot' if item.dot else 'bar'} {event.status}", "about" if event.approximate else ""}
        self.used.add("lasting" if item.lasting else "" if item.dot else "between")
        self.used |= {f"zone {event.zone}"} if self._marks_zone(event) else set()
        self.used |= {"open"} if any(item.open) else set()

    def _marks_zone(self, event: Event) -> bool:
        return event.zone == "unknown" or (event.zone == "inferred" and self.ticks.hours)

    def _item(self, event: Event) -> Item | None:
        """An event as a mark to be placed; None where it lies outside the window or has no time."""
        bounds = _bounds(event)
        if bounds is None or not _inside(bounds, self.plot):
            return None
        low, high = bounds
        x0 = self.plot.x(low) if low is not None else None
        x1 = self.plot.x(high) if high is not None else None
        cut = (low is not None and low < self.plot.start, high is not None and high > self.plot.end)
        core = _core(event, self.plot)
        anchor = core or (x0 if x0 is not None else x1, x1 if x1 is not None else x0)
        first = x0 if x0 is not None else max(self.plot.left, (anchor[0] or 0.0) - ARROW)
        last = x1 if x1 is not None else min(self.plot.right, (anchor[1] or 0.0) + ARROW)
        dot = event.end is None and low is not None and high is not None and last - first < 6 and not any(cut)
        if dot:
            middle = (first + last) / 2
            first, last = middle - _DOT, middle + _DOT
        elif last - first < 2:
            first, last = first - 1, last + 1
        lead = "" if event.status in ("affirmed", "reported") else event.status
        return Item(
            first,
            last,
            self._label(event),
            (event,),
            core,
            (low is None, high is None),
            cut,
            lead=lead,
            lasting=event.end is not None,
            dot=dot,
        )

    def _label(self, event: Event) -> str:
        zone = {"unknown": " (zone?)", "inferred": " ᶻ"}[event.zone] if self._marks_zone(event) else ""
        about = "~ " if event.approximate else ""
        return f"{about}{self._open(event)}{plain(event.label)}{zone}"

    def _open(self, event: Event) -> str:
        """“by 18:00”, “not before 18:00”, where an event that has no duration is bounded on one side only."""
        first, last = event.begin.earliest, event.begin.latest
        if first is None and last is not None:
            when = said(last, self.zone, self.years, event.end is None)
            return f"by {when}: " if event.end is None else f"since {when} or before: "
        return f"not before {said(first, self.zone, self.years)}: " if last is None and first is not None else ""

    # --- changes of answers and cursors ---

    def changes(self, changes: Sequence[Change]) -> None:
        """Numbered lines through all lanes; the words beside the number where there is room, and all of them in the key."""
        if not changes:
            return
        items = []
        for number, (at, group) in enumerate(groupby(sorted(changes, key=lambda c: c.at), key=lambda c: c.at), 1):
            lines = changed(list(group))
            x = self.plot.x(at)
            events = tuple(Event(text, Between(at, at), when=str(number), href=href) for text, href in lines)
            items.append(Item(x, x, "; ".join(text for text, _ in lines), events))
            if not self.lines or x - self.lines[-1][0] > 2:
                self.lines.append((x, "4 3"))
            self.listed.append((str(number), said(at, self.zone), [text for text, _ in lines]))
        found, count = _flags(items, self.plot)
        height = count * ROW + 6
        top, self.y = self._band("answers change", height, False)
        self.parts += [self._flag(one, top) for one in found]

    def _flag(self, one: Placed, top: float) -> Drawn:
        item, y = one.item, top + one.row * ROW
        numbers = list(dict.fromkeys(e.when for e in item.events))
        text = numbers[0] if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
        box = tag("rect", x=item.first, y=y + 4, width=item.last - item.first, height=14.0, rx=2.0, fill=_BAND)
        number = words((item.first + item.last) / 2, y + 14.5, text, 10, text_anchor="middle", font_weight="bold", fill="#ffffff")
        label = [words(one.label_x, y + 15, one.shown)] if one.shown else []
        title = f"{said(item.events[0].begin.earliest or 0.0, self.zone)}: {'; '.join(e.label for e in item.events)}"
        return linked(item.events[0].href, title, box, number, *label, cls="fd-change")

    def cursors(self, cursors: Sequence[Cursor]) -> None:
        """A line each, with its words at its foot."""
        inside = [c for c in cursors if self.plot.start <= c.at <= self.plot.end]
        if not inside:
            return
        items = []
        for number, cursor in enumerate(inside):
            x = self.plot.x(cursor.at)
            self.lines.append((x, "" if number == 0 else "8 3 2 3"))
            items.append(Item(x - 1, x + 1, cursor.words, (Event(cursor.words, Between(cursor.at, cursor.at)),)))
        found, count = pack(items, self.plot, len(items))
        for one in found:
            y = self.y + one.row * 16 + 14
            self.parts.append(tag("g", words(one.label_x, y, one.shown, 11, font_weight="bold"), cls="fd-cursor"))
        self.y += count * 16 + 6

    # --- the end ---

    def close(self, lanes: Sequence[Lane], changes: Sequence[Change], cursors: Sequence[Cursor], zone_words: str) -> None:
        """The lines through all lanes, the ticks once more below, the key and what was left out, in words."""
        if not self.shown:
            self.parts.append(words(self.plot.left, self.y + 16, "Nothing on record in this window."))
            self.y += 26
        bottom, top = self.y, 32.0 if self.wide else 48.0
        self.under += [*self._grid(top, bottom), *(self._line(x, dashes, top, bottom) for x, dashes in self.lines)]
        if bottom > 420:
            self._labels(bottom + 28, bottom + 13)
            self.y += 32
        sentences = notes(self.plot, self.zone, lanes, changes, cursors)
        drawn_key, self.y = key(self.used, self.listed, sentences, self.width, self.y + 12, self.prefix)
        self.parts += drawn_key

    def _line(self, x: float, dashes: str, top: float, bottom: float) -> Drawn:
        shade = _BAND if dashes == "4 3" else "currentColor"
        return tag(
            "path",
            d=f"M{x:.2f} {top:.2f}V{bottom:.2f}",
            stroke=shade,
            stroke_width=1.2 if shade == _BAND else 1.6,
            stroke_dasharray=dashes or None,
            stroke_opacity=0.5 if shade == _BAND else 0.75,
        )


def _flags(items: Sequence[Item], plot: Plot) -> tuple[list[Placed], int]:
    """Numbers of changes in a few rows, with as many of their words as there is room for; crowded ones as “3–7”."""
    rows, step = (6 if len(items) <= 8 else 4), 0.0
    while True:
        shown = [_flag_sized(i, plot) for i in gathered(items, step)]
        found = fitted(shown, plot, rows, _FLAGS, rows)
        if found is not None:
            return found
        step += 16.0


def _flag_sized(item: Item, plot: Plot) -> Item:
    """As wide as its number or numbers."""
    numbers = list(dict.fromkeys(e.when for e in item.events))
    need = width_of(f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 1 else numbers[0], 10, True) + 8
    middle = min(max((item.first + item.last) / 2, plot.left + need / 2), plot.right - need / 2)
    return replace(item, first=middle - need / 2, last=middle + need / 2, lead="", beside=True)


def _bounds(event: Event) -> tuple[float | None, float | None] | None:
    """The first and the last instant an event may touch; None where nothing is known of its time."""
    low, high = event.begin.earliest, event.end.latest if event.end is not None else event.begin.latest
    known = [b for b in (event.begin.earliest, event.begin.latest) if b is not None]
    known += [b for b in (event.end.earliest, event.end.latest) if b is not None] if event.end else []
    return (low, high) if known else None


def _inside(bounds: tuple[float | None, float | None], plot: Plot) -> bool:
    low, high = bounds
    return not (low is not None and low > plot.end) and not (high is not None and high < plot.start)


def _core(event: Event, plot: Plot) -> tuple[float, float] | None:
    """Where it surely was, as far as that lies in the window."""
    if event.end is None:
        return None
    first, last = event.begin.latest, event.end.earliest
    if first is None or (last is not None and last < first):
        return None
    last = first if last is None else last
    if last < plot.start or first > plot.end:
        return None
    return plot.x(first), plot.x(last)
