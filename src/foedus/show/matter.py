"""A live request on a terminal: its log, the acknowledgement of an act, and a refusal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from foedus.matter import ActRecorded, ActUndone
from foedus.show.moments import moment
from foedus.show.paper import Paint, bullet, clean, para, wrap

if TYPE_CHECKING:
    from foedus.matter import Examined, Matter, Objection

__all__ = ["plain", "text_act", "text_matter", "text_refusal"]

KEEPER = "the log"


def plain(sentence: str) -> str:
    """A sentence of the log without its braces."""
    return clean(sentence.replace("{", "").replace("}", ""))


def text_matter(matter: Matter, width: int = 80, color: bool = False) -> str:
    """Every entry in order: when it happened, what it says, who did it, who entered it, what became of it."""
    width, paint = max(width, 40), Paint(color)
    form, case = matter.form, matter.case
    out = [paint.strong(row) for row in wrap(form.title or case.id, width)]
    clock = " · goes by its own clock" if matter.own_clock else ""
    out += wrap(f"under {matter.regime.title} · zone {form.zone}{clock}", width)
    for role, name in case.roles.items():
        out += bullet(f"{clean(role)}:", clean(name), width, 2) if role != name else []
    undone = {e.undoes: e for e in matter.entries if isinstance(e, ActUndone)}
    for entry in matter.entries:
        out += ["", *_entry(entry, undone, width, paint)]
    out += ["", *_end(matter, width)]
    return "\n".join(out) + "\n"


def _entry(entry: ActRecorded | ActUndone, undone: dict[int, ActUndone], width: int, paint: Paint) -> list[str]:
    entered = f"entered {moment(entry.recorded)} by {clean(entry.who)}"
    if isinstance(entry, ActUndone):
        return [
            *bullet(f"{entry.number:>3}", f"undoes act {entry.undoes}: {clean(entry.why)}", width),
            *para(entered, width, 4, 4),
        ]
    rows = bullet(f"{entry.number:>3}", plain(entry.says), width)
    taken = undone.get(entry.number)
    marks = [f"undone by entry {taken.number}: {clean(taken.why)}"] if taken else []
    marks += [f"recorded all the same: {clean(a)}" for a in entry.against]
    return [*(map(paint.dim, rows) if taken else rows), *_about(entry, entered, width), *_marked(marks, width, paint)]


def _about(entry: ActRecorded, entered: str, width: int) -> list[str]:
    by = "" if entry.by == KEEPER else f"by {clean(entry.by)} · "
    source = f" · source: {clean(entry.source)}" if entry.source else ""
    rows = para(f"{by}{_when(entry.at)} · {entered}{source}", width, 4, 4)
    return rows + [row for name, kind in entry.new.items() for row in para(f"new: {clean(name)} ({clean(kind)})", width, 4, 6)]


def _when(at: str) -> str:
    return moment(at) if "T" in at and "/" not in at else clean(at)


def _marked(marks: Iterable[str], width: int, paint: Paint) -> list[str]:
    return [paint.open(row) for mark in marks for row in bullet("!", mark, width, 4)]


def _end(matter: Matter, width: int) -> list[str]:
    count = len(matter.entries)
    entries = f"{count} {'entry' if count == 1 else 'entries'}" if count else "Nothing is recorded yet."
    out = wrap(f"{entries}, each checked against its checksum; the last is {matter.head[:12]}" if count else entries, width)
    if matter.torn:
        words = f"Behind them lie {len(matter.torn)} bytes of an entry that was never acknowledged; the next act sets them apart."
        out += bullet("!", words, width)
    return out


def text_act(found: Examined, matter: Matter, shown: str, width: int = 80, color: bool = False) -> str:
    """What is now on record, and what it brought along."""
    width, paint = max(width, 40), Paint(color)
    entry = found.entry
    out = [paint.strong(row) for row in bullet(f"act {entry.number}", plain(entry.says), width)]
    by = "entered without a name: taken as established" if entry.by == KEEPER else f"by {clean(entry.by)}"
    out += para(f"{by} · {_when(entry.at)}", width, 2, 2)
    for name, kind in entry.new.items():
        parts = [role for role, player in matter.case.roles.items() if player == name and role != name]
        plays = f", which is now {' and '.join(parts)}" if parts else ""
        out += para(f"new: {clean(name)} ({clean(kind)}){plays}", width, 2, 4)
    out += _marked((f"recorded all the same: {clean(a)}" for a in entry.against), width, paint)
    return "\n".join([*out, *([f"→ {shown}"] if shown else [])]) + "\n"


def text_refusal(objections: Iterable[Objection], width: int = 80, color: bool = False) -> str:
    """What the rules say against an act, condition by condition."""
    width, paint = max(width, 40), Paint(color)
    out = [paint.wrong("The rules do not allow this yet.")]
    for one in objections:
        out += bullet("✗", clean(one.what), width, 2)
        out += bullet("missing:", clean(one.missing), width, 4) if one.missing else []
        out += para(f"{clean(one.law)} · if recorded all the same: {clean(one.effect)}".removeprefix(" · "), width, 4, 4)
    return "\n".join(out) + "\n"
