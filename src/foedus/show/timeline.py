"""The record by the hour, and the instants at which an answer changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from re import compile as pattern
from typing import TYPE_CHECKING

from foedus.show.moments import day, moment, month, short
from foedus.show.paper import Paint, bullet, clean, cut, fit, wrap

if TYPE_CHECKING:
    from foedus.assess.chronicle import Change, Entry, Timeline

__all__ = ["text_timeline", "told_once"]

TIMES = 12
_DATED = pattern(r"\d{4}(-\d{2}){0,2}")


def text_timeline(timeline: Timeline, width: int = 80, color: bool = False) -> str:
    """Entries under their days, changes of answers among them; times as the sources give them."""
    width, paint = max(width, 40), Paint(color)
    out = [paint.strong(row) for row in wrap(timeline.title or timeline.case, width)]
    out += wrap(f"as known at {moment(timeline.known_to)} · » an answer changes · ~ zone inferred · ? zone unknown", width)
    for supposed in timeline.supposed:
        out += bullet("supposed:", supposed, width)
    items = [(_key(e), n, _said(e, ids)) for n, (e, ids) in enumerate(told_once(timeline.entries))]
    rows = [(date, clock, 0, n, text) for (date, clock), n, text in items]
    rows += [(*_instant(c.at), 1, n, _changed(c)) for n, c in enumerate(timeline.changes)]
    for date_, group in groupby(sorted(rows, key=_order), key=lambda r: r[0]):
        out += ["", paint.strong(_heading(date_))]
        for _, clock, kind, _, text in group:
            told = bullet(f" {fit(cut(clean(clock), TIMES), TIMES)}", text, width, 0, TIMES + 2)
            out += [paint.open(row) for row in told] if kind else told
    return "\n".join(out) + "\n"


def _order(row: tuple[str, str, int, int, str]) -> tuple[object, ...]:
    """By day, coarse times before clock times, a change after what happened at its instant."""
    date_, clock, kind, number, _ = row
    return (date_, clock[:5] if clock[2:3] == ":" else "", kind, number)


def told_once(entries: Iterable[Entry]) -> Iterable[tuple[Entry, list[str]]]:
    """One utterance that makes several claims, with their ids."""
    found: dict[tuple[str, ...], tuple[Entry, list[str]]] = {}
    for entry in entries:
        alone = "" if entry.says else entry.claim
        key = (entry.at, entry.actor, entry.says, entry.source, str(entry.set_aside), alone)
        found.setdefault(key, (entry, []))[1].append(entry.claim)
    return found.values()


def _key(entry: Entry) -> tuple[str, str]:
    """The day (or month, or year) and the hour under which an entry stands."""
    zone = {"inferred": "~", "unknown": "?"}.get(entry.zone, "")
    if entry.earliest and "T" in entry.at:
        date_, clock = _instant(entry.earliest)
        return date_, clock + zone + _until(entry)
    written = _DATED.match(entry.at)
    first = written[0] if written else _instant(entry.earliest or entry.latest)[0]
    _, slash, end = entry.at.partition("/")
    if slash:
        return first, "from" if end == ".." else f"to {_small(end)}"
    return first, zone if len(first) == 10 else ""


def _until(entry: Entry) -> str:
    if not entry.latest or entry.latest == entry.earliest:
        return ""
    date_, clock = _instant(entry.latest)
    return f"–{clock}" if date_ == _instant(entry.earliest)[0] else f"–{_small(date_)}"


def _instant(text: str) -> tuple[str, str]:
    date_, _, clock = short(text).partition(" ")
    return date_, clock


def _small(text: str) -> str:
    try:
        when = date.fromisoformat(text[:10])
    except ValueError:
        return clean(text)
    return f"{when.day} {when:%b}"


def _heading(text: str) -> str:
    try:
        return f"{date.fromisoformat(text):%A}, {day(date.fromisoformat(text))}" if len(text) == 10 else month(text)
    except ValueError:
        return clean(text) or "no time given"


def _said(entry: Entry, ids: list[str]) -> str:
    aside = "[set aside] " if entry.set_aside else ""
    return f"{aside}{entry.actor}: {entry.says or entry.fact} [{_named(ids)}, {entry.source}]"


def _named(ids: list[str]) -> str:
    """K-7, K-7b, K-7c → K-7–c."""
    bases = {i.rstrip("abcdefghijklmnopqrstuvwxyz") for i in ids}
    return f"{ids[0]}–{ids[-1][len(bases.pop()) :]}" if len(ids) > 1 and len(bases) == 1 else ", ".join(ids)


def _changed(change: Change) -> str:
    return f"» {change.question}: {change.before} → {change.after}"
