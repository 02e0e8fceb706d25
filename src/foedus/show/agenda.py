"""The agenda on a terminal: who owes what by when, what may be done, what is barred and what not yet.

What several actors owe alike is told once, under all their names. A sign in the margin says what
wants attention; the words beside it say the same.

    !   time is up, breached, or an act without effect
    ?   open: whether it is owed, or whether it was done in time
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from foedus.show.moments import day, moment
from foedus.show.paper import Paint, bullet, clean, fit, para, width_of, wrap
from foedus.show.spans import instant, span

if TYPE_CHECKING:
    from foedus.deontic import Agenda, Bar, Course, Duty, Power
    from foedus.deontic.answers import Act, Condition, Due

__all__ = ["text_agenda", "text_course"]

MOST = 3
STATES = {
    "conditional": "perhaps owed",
    "due": "owed",
    "performed": "done",
    "late": "done late",
    "breached": "NOT DONE",
    "unknown": "not known whether done",
    "released": "released",
    "set aside": "set aside",
    "lapsed": "lapsed",
}
TIMES = {
    "on time": "on time",
    "late": "late",
    "unknown": "in time or not: unknown",
    "contested": "in time or not: as one reads it",
    "running": "time is running",
    "over": "TIME IS UP",
    "perhaps over": "time is perhaps up",
}
_WRONG = ("ineffective", "failed")


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
        out = self._head()
        parts = (
            ("OWED: WHO, WHAT, BY WHEN", self._duties(False)),
            ("OWED ONLY IF WHAT IS OPEN TURNS OUT SO", self._duties(True)),
            ("DONE UNDER A POWER OR BY A VOTE", self._uses()),
            ("MAY BE DONE NOW", self._chances(("may",))),
            ("MAY NOT BE DONE YET", self._chances(("not yet", "open"))),
            ("BARRED, AND WHAT LIFTS IT", self._bars()),
            ("CONTRIBUTIONS", self._contributions()),
            ("NOT PLACED", self._rest()),
        )
        for title, rows in parts:
            if rows:
                out += ["", self.paint.strong(title), *rows]
        if len(out) == len(self._head()):
            out += ["", *wrap("Nothing on record brings a duty, a power or a bar to life.", self.width)]
        return [*out, "", *self._foot()]

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

    def _mine(self, name: str) -> bool:
        return not self.actor or self.actor.casefold() in name.casefold()

    # --- duties ---

    def _duties(self, conditional: bool) -> list[str]:
        out: list[str] = []
        mine = [d for d in self.a.duties if self._mine(d.bearer) and (d.state == "conditional") is conditional]
        for bearers, alike in _sections(mine):
            out += ["", *para(", ".join(bearers), self.width)] if out else para(", ".join(bearers), self.width)
            for duties in alike:
                out += self._duty(duties, len(bearers) > 1)
        return out

    def _duty(self, duties: Sequence[Duty], many: bool) -> list[str]:
        duty = duties[0]
        what = _without(duty.owes, duty.bearer)
        rows = bullet(_sign(duty), f"{what}: {_state(duty)}", self.width, 1, 4)
        out = [self._tint(duty, row) for row in rows]
        for text in self._details(duties):
            out += para(text, self.width, 4, 6)
        return out

    def _tint(self, duty: Duty, row: str) -> str:
        sign = _sign(duty)
        return self.paint.wrong(row) if sign == "!" else self.paint.open(row) if sign == "?" else row

    def _details(self, duties: Sequence[Duty]) -> Iterator[str]:
        duty = duties[0]
        rules = dict.fromkeys(f"{_source(d)}{'' if d.verified else '†'}" for d in duties)
        toward = f" to {duty.toward}" if duty.toward and duty.toward not in duty.owes else ""
        since = f" · since {duty.trigger}{_when(*duty.triggered)}" if duty.trigger else ""
        yield f"{', '.join(rules)}{toward}{since}"
        if duty.made_by:
            yield f"promised by {duty.made_by}"
        if duty.dues:
            yield "by: " + " · ".join(_due(d, duty.done.done, duty.state) for d in duty.dues)
        if duty.done.status not in ("denied", "unknown") or duty.done.not_yet:
            yield _done(duty.done)
        if duty.removed_by:
            yield f"taken away by: {duty.removed_by}"
        if duty.back:
            yield "was set aside for a while, and is back"
        if duty.note:
            yield duty.note
        if duty.owed.verdict == "open":
            yield _openness(duty)
        elif duty.owed.status == "presumed":
            yield f"presumed; burden on {', '.join(duty.owed.burden_on)}"

    # --- powers ---

    def _uses(self) -> list[str]:
        out: list[str] = []
        used = [p for p in self.a.powers if p.state not in ("may", "not yet", "open") and self._mine(p.holder)]
        used.sort(key=lambda p: (p.act.earliest or p.act.latest or "9", p.act.text))
        for (text, *_), powers in groupby(used, key=lambda p: (p.act.text, p.act.earliest)):
            uses = list(powers)
            sign = "!" if any(p.state in _WRONG for p in uses) else "?" if any("open" in p.state for p in uses) else ""
            perhaps = "" if uses[0].act.done else "perhaps: "
            out += bullet(sign, f"{perhaps}{text}{_when(uses[0].act.earliest, uses[0].act.latest)}", self.width, 1, 4)
            for use in uses:
                out += self._use(use)
        return out

    def _use(self, power: Power) -> list[str]:
        said = {"used": "has effect", "ineffective": "WITHOUT EFFECT", "effect open": "effect open"}.get(power.state, power.state)
        said += ", presumed" if power.stands.status == "presumed" else ""
        missing = [c for c in power.missing if power.act.done or c.text != power.act.text]
        why = "; ".join(_missing(missing)) if missing and power.state not in ("used", "carried") else ""
        tie = "so that" if power.state in ("used", "carried") else "and it is not so that" if power.state in _WRONG else "whether"
        rows = para(f"{_source(power)}{'' if power.verified else '†'}: {said}, {tie} {power.effect}", self.width, 4, 6)
        return [*rows, *(para(f"{_word_for(power)} {why}", self.width, 6, 8) if why else [])]

    def _chances(self, states: tuple[str, ...]) -> list[str]:
        out: list[str] = []
        found = [p for p in self.a.powers if p.state in states and self._mine(p.holder)]
        found.sort(key=lambda p: (p.holder, p.act.text))
        for (text, _), powers in groupby(found, key=lambda p: (p.act.text, p.state in ("not yet", "open"))):
            chances = list(powers)
            out += bullet("", text, self.width, 1, 4)
            for chance in chances:
                out += para(self._chance(chance), self.width, 4, 6)
        return out

    def _chance(self, power: Power) -> str:
        lacking = [f"{'missing' if c.value == 'no' else 'open'}: {_labelled(c)}" for c in power.missing]
        must = [_labelled(c) for c in power.itself] if power.source == "power" else []
        text = f"{_source(power)}{'' if power.verified else '†'}, so that {power.effect}"
        text += "".join(f" · {part}" for part in lacking)
        return text + (f" · the act itself must: {'; '.join(must[:MOST])}{' …' if len(must) > MOST else ''}" if must else "")

    # --- bars ---

    def _bars(self) -> list[str]:
        out: list[str] = []
        for bar in sorted((b for b in self.a.bars if self._mine(b.bearer)), key=lambda b: (b.state, b.bearer)):
            unsure = bar.state == "open" or any(a.finding == "cannot tell" for a in bar.acts)
            sign = "!" if bar.breached else "?" if unsure else ""
            said = {"barred": "barred now", "lifted": "lifted", "open": "open whether barred"}[bar.state]
            out += bullet(sign, f"{bar.barred}: {said}", self.width, 1, 4)
            out += para(f"{_source(bar)}{'' if bar.verified else '†'} · {_lifts(bar)}", self.width, 4, 6)
            for act in bar.acts:
                found = {
                    "breached": "DONE WHILE BARRED",
                    "breached, presumed": "DONE WHILE BARRED, presumed: nothing on record had lifted it",
                    "cannot tell": "cannot tell whether it was barred then",
                }
                head = "done" if act.done else "perhaps done"
                out += para(f"{head}{_when(act.earliest, act.latest)}: {found.get(act.finding, act.finding)}", self.width, 4, 6)
        return out

    # --- the rest ---

    def _contributions(self) -> list[str]:
        if not self.a.contributions:
            return []
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
        return [*out, *para("Each state of progress stands for itself; nothing is added up across them.", self.width, 2, 2)]

    def _rest(self) -> list[str]:
        out = []
        for act in self.a.unplaced:
            out += bullet("·", f"{act.text}{_when(act.earliest, act.latest)}: no power on record speaks of it", self.width, 1, 4)
        for rule, why in self.a.not_asked.items():
            out += bullet("·", f"{rule}: {why}", self.width, 1, 4)
        return out

    def _foot(self) -> list[str]:
        rules = [*self.a.duties, *self.a.powers, *self.a.bars]
        out = bullet("†", "the text behind it was not read", self.width, 0, 2) if any(not r.verified for r in rules) else []
        if self.a.bars:
            out += wrap("That something is not barred is not said to make it permitted.", self.width)
        if self.a.perhaps_known:
            count = len(self.a.perhaps_known)
            out += wrap(f"Perhaps known by then, and not counted: {count} claims (--json lists them).", self.width)
        return [*out, *para(f"→ foedus agenda {self.a.case} --course {self.asked}", self.width, 0, 4)]


# --- what is alike -------------------------------------------------------------------------------


def _sections(duties: Iterable[Duty]) -> list[tuple[tuple[str, ...], list[list[Duty]]]]:
    """Duties under everybody who owes them alike; rules that owe the same stand together; by time."""
    same: dict[tuple[object, ...], list[Duty]] = {}
    for duty in duties:
        same.setdefault(_alike(duty), []).append(duty)
    found: dict[tuple[str, ...], list[list[Duty]]] = {}
    for group in same.values():
        found.setdefault(tuple(dict.fromkeys(d.bearer for d in group)), []).append(group)
    for groups in found.values():
        groups.sort(key=lambda g: _order(g[0]))
    return sorted(found.items(), key=lambda item: min(_order(g[0]) for g in item[1]))


def _alike(duty: Duty) -> tuple[object, ...]:
    dues = tuple((d.option, d.earliest, d.latest, d.timeliness, d.problem) for d in duty.dues)
    trigger = _without(duty.trigger, duty.bearer)
    done = (duty.done.status, duty.done.earliest, duty.done.latest)
    return _without(duty.owes, duty.bearer), duty.toward, trigger, duty.state, duty.timeliness, duty.owed.words, dues, done


def _order(duty: Duty) -> tuple[object, ...]:
    return not duty.first_due, duty.first_due, duty.triggered[0], duty.owes


def _without(text: str, bearer: str) -> str:
    """What is owed, without the name of who owes it at its head."""
    return text.removeprefix(f"{bearer} ")


# --- words ---------------------------------------------------------------------------------------


def _sign(duty: Duty) -> str:
    if duty.state in ("breached", "late", "unknown") or (duty.state == "due" and duty.timeliness == "over"):
        return "!"
    unsure = duty.timeliness in ("unknown", "contested", "perhaps over") and duty.state in ("due", "performed")
    return "?" if duty.state == "conditional" or unsure else ""


def _state(duty: Duty) -> str:
    said = STATES[duty.state]
    if duty.kind != "achieve" and duty.state == "due":
        said = "kept so far"
    if duty.state == "conditional":
        done = "done" if duty.done.done else "not known to be done"
        return done + (f", {TIMES[duty.timeliness]}" if duty.timeliness else "")
    shown = duty.timeliness and duty.state not in ("late", "released", "set aside", "lapsed")
    return said + (f", {TIMES[duty.timeliness]}" if shown else "") + (", presumed" if duty.owed.status == "presumed" else "")


def _source(rule: Duty | Power | Bar) -> str:
    pinpoint = rule.pinpoint
    base = rule.provision.partition("@")[0]
    return f"{base} {rule.rule}" if not pinpoint or pinpoint in base else f"{base} [{pinpoint}] {rule.rule}"


def _when(first: str, last: str) -> str:
    told = span(first, last)
    return f" ({told})" if told else ""


def _due(due: Due, done: bool, state: str) -> str:
    head = f"{due.option} → " if due.option else ""
    if due.problem and not (due.earliest or due.latest):
        return f"{head}{'' if due.problem == 'left to judgement' else 'no instant: '}{due.problem}"
    when = instant(due.earliest) if due.exact else span(due.earliest, due.latest)
    said = {"over": ", up", "perhaps over": ", perhaps up", "on time": ", met", "late": ", missed"}.get(due.timeliness, "")
    return f"{head}{when}{said}{f' ({due.problem})' if due.problem else ''}"


_SAID = {
    "affirmed": "done",
    "instant": "done, perhaps later than now",
    "disputed": "disputed whether done",
    "alleged": "said to be done",
}


def _done(act: Act) -> str:
    when = span(act.earliest, act.latest)
    if act.not_yet:
        return f"not done yet; the record has it {when or 'later'}"
    claims = ", ".join(act.claims[:MOST]) + (" …" if len(act.claims) > MOST else "")
    return f"{_SAID.get(act.status, act.status)}: {when or 'time not known'} [{claims}]"


def _openness(duty: Duty) -> str:
    """What it turns on: the conditions that are open, or what the reasons name."""
    opens = [_labelled(c) for c in duty.conditions if c.value == "open"]
    readings = duty.owed.turns_on.readings
    parts = opens[:MOST] + ([f"and {len(opens) - MOST} more"] if len(opens) > MOST else [])
    if readings:
        parts.append(f"readings: {', '.join(readings[: MOST + 2])}")
    if duty.owed.limit:
        parts.append(f"not computed: {duty.owed.limit}")
    return f"open: {'; '.join(parts)}" if parts else "open"


def _missing(conditions: Sequence[Condition]) -> list[str]:
    told = [c for c in conditions if c.value == "no"] or list(conditions)
    shown = [_labelled(c) for c in told[:MOST]]
    return shown + ([f"and {len(told) - MOST} more"] if len(told) > MOST else [])


def _word_for(power: Power) -> str:
    return "failed:" if power.state in _WRONG else "open:"


def _labelled(condition: Condition) -> str:
    return condition.words


def _lifts(bar: Bar) -> str:
    told = [c.text for c in bar.conditions if c.text.startswith("unless")]
    if not told:
        return "nothing lifts it" if bar.state == "barred" else "; ".join(c.words for c in bar.conditions)
    return "; ".join(f"{c.text} – {_met(c.value)}" for c in bar.conditions if c.text.startswith("unless"))


def _met(value: str) -> str:
    return {"yes": "not so", "no": "so", "open": "open"}[value]


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
        for (about, before, after, rules), actors in _told(list(group)).items():
            who = f"{', '.join(actors)}: " if not all(about.startswith(a) for a in actors) else ""
            was = f"{before} → " if before else ""
            out += bullet(f" {at[11:16]}", f"{who}{about}: {was}{after} [{rules}]", width, 0, 7)
    return "\n".join(out) + "\n"


def _told(changes: Sequence[object]) -> dict[tuple[str, str, str, str], list[str]]:
    """Changes of one instant, alike ones together."""
    rules: dict[tuple[str, str, str, str], list[str]] = {}
    for c in changes:
        key = (_without(c.about, c.actor), c.before, c.after, c.actor)  # type: ignore[attr-defined]
        rules.setdefault(key, []).append(c.rule)  # type: ignore[attr-defined]
    out: dict[tuple[str, str, str, str], list[str]] = {}
    for (about, before, after, who), named in rules.items():
        out.setdefault((about, before, after, ", ".join(dict.fromkeys(named))), []).append(who)
    return out
