"""The record by the hour, and the instants at which an answer changed."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from foedus.show.moments import day, moment, short
from foedus.show.paper import Paint, bullet, clean, fit, width_of, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foedus.assess.chronicle import Change, Entry, Timeline

__all__ = ["text_timeline"]

TIMES = 13


def text_timeline(timeline: Timeline, width: int = 80, color: bool = False) -> str:
    """Entries under their days, changes of answers among them; times as the sources give them."""
    width, paint = max(width, 40), Paint(color)
    out = [paint.strong(row) for row in wrap(timeline.title or timeline.case, width)]
    out += wrap(f"as known at {moment(timeline.known_to)} · » an answer changes · ~ zone inferred, ? zone unknown", width)
    items = sorted([*map(_entry_item, timeline.entries), *map(_change_item, timeline.changes)], key=lambda i: i[:2])
    for date, group in groupby(items, key=lambda i: i[0][:10]):
        out += ["", paint.strong(_day(date))]
        for _, _, item in group:
            out += _rows(item, width, paint)
    return "\n".join(out) + "\n"


def _entry_item(entry: Entry) -> tuple[str, int, Entry | Change]:
    return (entry.earliest or entry.latest, 0, entry)


def _change_item(change: Change) -> tuple[str, int, Entry | Change]:
    return (change.at, 1, change)


def _day(text: str) -> str:
    from datetime import date

    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text or "no time given"


def _rows(item: Entry | Change, width: int, paint: Paint) -> Iterable[str]:
    if hasattr(item, "question"):
        hour = short(item.at)[11:]
        text = f"» {item.question}: {item.before} → {item.after}"
        return [paint.open(row) for row in _hung(hour, text, width)]
    return _hung(_time(item), _said(item), width)


def _hung(time: str, text: str, width: int) -> list[str]:
    head = f" {fit(clean(time), TIMES)}"
    return bullet(head, text, width, 0, max(TIMES + 2, width_of(head) + 1))


def _time(entry: Entry) -> str:
    """The hour as stated, a coarse time by its own words; how sure its zone is."""
    zone = {"inferred": "~", "unknown": "?"}.get(entry.zone, "")
    exact = entry.earliest == entry.latest and entry.earliest
    if exact:
        return f"{short(entry.earliest)[11:]}{zone}"
    stated = clean(entry.at)
    return "day" + zone if len(stated) == 10 else ("… " + stated[-11:] if len(stated) > 13 else stated)


def _said(entry: Entry) -> str:
    aside = "[set aside] " if entry.set_aside else ""
    tail = f" [{entry.claim}{', ' + entry.source if entry.source else ''}]"
    return f"{aside}{entry.actor}: {entry.says or entry.fact}{tail}"
