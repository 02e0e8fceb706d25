"""What stands below a timeline: the changes by number, what the signs mean, and what was left out, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import tzinfo

from foedus.drawing.events import Between, Change, Cursor, Event, Lane
from foedus.drawing.marks import glyph, shape
from foedus.drawing.packing import Item, Plot
from foedus.drawing.svg import Drawn, tag, width_of, words, wrap

__all__ = ["changed", "key", "notes"]

_LINE = 15.0
_EDGE = 10.0


def notes(plot: Plot, zone: tzinfo, lanes: Sequence[Lane], changes: Sequence[Change], cursors: Sequence[Cursor]) -> list[str]:
    """What the drawing does not show, said in words."""
    early = late = timeless = 0
    for event in (e for lane in lanes for e in lane.events):
        bounds = [event.begin.earliest, event.begin.latest, *([event.end.earliest, event.end.latest] if event.end else [])]
        if all(b is None for b in bounds):
            timeless += 1
        elif bounds[-1] is not None and bounds[-1] < plot.start:
            early += 1
        elif bounds[0] is not None and bounds[0] > plot.end:
            late += 1
    parts = [(early, "before this window"), (late, "after it"), (timeless, "without any time")]
    out = (
        ["Not drawn: " + ", ".join(f"{_many(n, 'event')} {where}" for n, where in parts if n) + "."]
        if any(n for n, _ in parts)
        else []
    )
    unseen = sum(not plot.start <= c.at <= plot.end for c in changes)
    out += [f"{_many(unseen, 'change')} of answers outside this window."] if unseen else []
    for cursor in cursors:
        if not plot.start <= cursor.at <= plot.end:
            out.append(f"{cursor.words} ({'before' if cursor.at < plot.start else 'after'} this window).")
    return out


def changed(changes: Sequence[Change]) -> list[tuple[str, str]]:
    """The changes of one instant, alike ones together: “which questions: from → to”, and where the first of them leads."""
    alike: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        alike.setdefault((change.before, change.after), []).append(change)
    return [(f"{', '.join(c.question for c in found)}: {a} → {b}", found[0].href) for (a, b), found in alike.items()]


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def key(
    used: set[str], changes: Sequence[tuple[str, str, list[str]]], told: Sequence[str], width: float, y: float, prefix: str
) -> tuple[list[Drawn], float]:
    """The key, drawn from `y` on, and where it ends."""
    out: list[Drawn] = []
    columns = 2 if width >= 640 and len(changes) > 1 else 1
    room = (width - 2 * _EDGE) / columns
    if changes:
        out.append(words(_EDGE, y + 6, "Answers change", 11, font_weight="bold"))
        y += _LINE + 4
    heights = [y] * columns
    half = -(-len(changes) // columns)
    for number, (sign, when, lines) in enumerate(changes):
        side = number // half
        block, heights[side] = _listed(sign, when, lines, _EDGE + side * room, heights[side], room - 14)
        out += block
    y = max(heights) + (6 if changes else 0)
    signs, y = _signs(used, width, y, prefix)
    out += signs
    for sentence in told:
        lines = wrap(sentence, width - 2 * _EDGE)
        out += [words(_EDGE, y + _LINE * n + 8, line, fill_opacity=0.78) for n, line in enumerate(lines)]
        y += _LINE * len(lines)
    return out, y


def _listed(sign: str, when: str, said_: Sequence[str], x: float, y: float, room: float) -> tuple[list[Drawn], float]:
    out = [words(x, y + 6, sign, 11, font_weight="bold"), words(x + 24, y + 6, when, 11, fill_opacity=0.78)]
    indent = 150.0 if room > 400 else 24.0
    if indent < 100:
        y += _LINE
    for text in said_:
        for number, line in enumerate(wrap(text, room - indent)):
            out.append(words(x + indent + (8 if number else 0), y + 6, line))
            y += _LINE
    return out, y + 2


def _signs(used: set[str], width: float, y: float, prefix: str) -> tuple[list[Drawn], float]:
    """Sign and meaning side by side, as many in a line as fit."""
    out: list[Drawn] = []
    x = _EDGE
    for sign, text in _meanings(used):
        room = (30.0 if sign else 0.0) + width_of(text, 11) + 22
        if x > _EDGE and x + room > width - _EDGE:
            x, y = _EDGE, y + 18
        if sign:
            out.append(tag("g", *_sign(sign, x, y + 2, prefix, f"bar {text}" in used), aria_hidden="true"))
        for n, line in enumerate(wrap(text, width - x - 30 - _EDGE)):
            out.append(words(x + (30 if sign else 0), y + 6 + _LINE * n, line, 11, fill_opacity=0.78))
            y += _LINE if n else 0
        x += room
    return out, y + (20 if out else 0)


_STATUSES = (
    ("affirmed", "affirmed"),
    ("alleged", "alleged"),
    ("disputed", "disputed"),
    ("denied", "denied"),
    ("set aside", "set aside"),
    ("reported", "reported"),
)
_OTHERS = (
    ("between", "some time in here, no more is known"),
    ("lasting", "lasted: solid where certain, fading between earliest and latest"),
    ("open", "no bound on this side"),
    ("cluster", "several, a stroke where each begins"),
    ("about", "~ about"),
    ("zone inferred", "ᶻ zone of the clock inferred"),
    ("zone unknown", "(zone?) unknown: the mark spans every zone"),
)


def _meanings(used: set[str]) -> Iterator[tuple[str, str]]:
    statuses = {u.partition(" ")[2] for u in used if u.startswith(("dot ", "bar "))}
    for status, text in _STATUSES:
        if status in statuses:
            yield f"dot {status}", text
    known = {s for s, _ in _STATUSES}
    if statuses - known:
        yield "dot other", "otherwise, as its word says"
    for name, text in _OTHERS:
        if name in used:
            yield "" if name in ("about", "zone inferred", "zone unknown") else name, text


def _sign(name: str, x: float, y: float, prefix: str, ranged: bool) -> Iterator[Drawn]:
    """A sign; of a status the dot and, where one is in use (`ranged`), the line of an interval."""
    event = Event("", Between(0.0, 1.0))
    item = Item(x, x + 24, "", (event,))
    if name.startswith("dot "):
        status = name.partition(" ")[2]
        yield glyph(status, x + (4 if ranged else 12), y)
        if ranged:
            yield from shape(replace(item, first=x + 11, last=x + 25, events=(replace(event, status=status),)), y, prefix)
        return
    if name == "lasting":
        item = replace(item, core=(x + 8, x + 17), lasting=True)
    elif name == "open":
        item = replace(item, open=(True, False))
    elif name == "cluster":
        item = replace(item, events=(event, event), rug=(x + 3, x + 9, x + 11, x + 19))
    yield from shape(item, y, prefix)
