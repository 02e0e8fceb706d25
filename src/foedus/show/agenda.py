"""The agenda on a terminal: who owes what by when, what may be done, what is barred and what not yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from foedus.show.agenda_parts import Group, Item, parts_of, without
from foedus.show.moments import day, moment
from foedus.show.paper import Paint, bullet, clean, fit, para, width_of, wrap

if TYPE_CHECKING:
    from foedus.deontic import Agenda, Change, Course

__all__ = ["text_agenda", "text_course", "told_changes"]


def text_agenda(agenda: Agenda, width: int = 80, color: bool = False, asked: str = "", actor: str = "") -> str:
    """The agenda as lines of at most `width` columns; colour never carries meaning."""
    return "\n".join(_Screen(agenda, max(width, 40), Paint(color), asked, actor).lines()) + "\n"


@dataclass
class _Screen:
    a: Agenda
    width: int
    paint: Paint
    asked: str
    actor: str

    def lines(self) -> list[str]:
        """Every line of the screen."""
        head = self._head()
        out = list(head)
        for part in (parts := parts_of(self.a, self.actor)):
            if part.name == "rest":
                out += self._contributions()
            out += ["", self.paint.strong(part.title.upper()), *self._groups(part.groups)]
        if not any(part.name == "rest" for part in parts):
            out += self._contributions()
        if len(out) == len(head):
            out += ["", *wrap("Nothing on record brings a duty, a power or a bar to life.", self.width)]
        return [*out, "", *self._foot()]

    def _groups(self, groups: Sequence[Group]) -> list[str]:
        out: list[str] = []
        for group in groups:
            if group.actors:
                out += [*([""] if out else []), *para(", ".join(group.actors), self.width)]
            for item in group.items:
                out += self._item(item, tinted=bool(group.actors))
        return out

    def _item(self, item: Item, tinted: bool) -> list[str]:
        paint = {"!": self.paint.wrong, "?": self.paint.open}.get(item.sign) if tinted else None
        out = [paint(row) if paint else row for row in bullet(item.sign, item.text, self.width, 1, 4)]
        for depth, text in item.lines:
            out += para(text, self.width, 4 + 2 * depth, 6 + 2 * depth)
        return out

    def _head(self) -> list[str]:
        a = self.a
        reads = "; ".join(f"{k} = {v}" for k, v in a.readings.items())
        out = [self.paint.strong(row) for row in wrap(f"{a.title or a.case}: agenda", self.width)]
        out += wrap(f"as of {moment(a.as_of)} · as known at {moment(a.known_to)}", self.width)
        out += wrap(f"stance: {a.stance}{f' ({a.lens})' if a.lens else ''} · proof: {a.standard}", self.width)
        out += bullet("reads:", reads, self.width) if reads else []
        for supposed in a.supposed:
            out += bullet("supposed:", supposed, self.width)
        return out

    def _contributions(self) -> list[str]:
        if not self.a.contributions:
            return []
        title = ["", self.paint.strong("CONTRIBUTIONS")]
        stages = ("pledged", "approved", "deployed", "returned")
        first = max(8, min(28, max(width_of(clean(c.of)) for c in self.a.contributions) + 2))
        each = (self.width - first - 2) // len(stages)
        out = ["  " + fit("", first) + "".join(fit(s, each) for s in stages).rstrip()]
        for row in self.a.contributions:
            cells = [wrap("; ".join(row.figures.get(s, ("–",))), each - 1) for s in stages]
            name = wrap(row.of, first - 1)
            for n in range(max(len(name), *(len(c) for c in cells))):
                widths = (first, *[each] * len(cells))
                line = "".join(fit(c[n] if n < len(c) else "", w) for c, w in zip((name, *cells), widths, strict=True))
                out.append(f"  {line}".rstrip())
        return [
            *title,
            *out,
            *para("Each state of progress stands for itself; nothing is added up across them.", self.width, 2, 2),
        ]

    def _foot(self) -> list[str]:
        rules = [*self.a.duties, *self.a.powers, *self.a.bars]
        out = bullet("†", "the text behind it was not read", self.width, 0, 2) if any(not r.verified for r in rules) else []
        if self.a.bars:
            out += wrap("That something is not barred is not said to make it permitted.", self.width)
        if self.a.perhaps_known:
            count = len(self.a.perhaps_known)
            out += wrap(f"Perhaps known by then, and not counted: {count} claims (--json lists them).", self.width)
        return [*out, *para(f"→ foedus agenda {self.a.case} --course {self.asked}", self.width, 0, 4)]


# --- from instant to instant ---------------------------------------------------------------------


def text_course(course: Course, width: int = 80, color: bool = False, actor: str = "") -> str:
    """Every change of the agenda under its instant."""
    width, paint = max(width, 40), Paint(color)
    out = [paint.strong(row) for row in wrap(f"{course.title or course.case}: how the agenda went", width)]
    out += wrap(f"up to {moment(course.as_of)} · as known at {moment(course.known_to)} · stance: {course.stance}", width)
    changes = [c for c in course.changes if actor.casefold() in c.actor.casefold()]
    last = ""
    for at, group in groupby(changes, key=lambda c: c.at):
        if at[:10] != last:
            from datetime import date

            out += ["", paint.strong(day(date.fromisoformat(at[:10])))]
            last = at[:10]
        for (about, before, after, rules), actors in told_changes(list(group)).items():
            who = f"{', '.join(actors)}: " if not all(about.startswith(a) for a in actors) else ""
            was = f"{before} → " if before else ""
            out += bullet(f" {at[11:16]}", f"{who}{about}: {was}{after} [{rules}]", width, 0, 7)
    return "\n".join(out) + "\n"


def told_changes(changes: Sequence[Change]) -> dict[tuple[str, str, str, str], list[str]]:
    """Changes of one instant, alike ones together: what, before, after and rules, with everybody it changed for."""
    rules: dict[tuple[str, str, str, str], list[str]] = {}
    for c in changes:
        key = (without(c.about, c.actor), c.before, c.after, c.actor)
        rules.setdefault(key, []).append(c.rule)
    out: dict[tuple[str, str, str, str], list[str]] = {}
    for (about, before, after, who), named in rules.items():
        out.setdefault((about, before, after, ", ".join(dict.fromkeys(named))), []).append(who)
    return out
