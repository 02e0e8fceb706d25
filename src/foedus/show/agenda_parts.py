"""An agenda put in words, part by part: what both the terminal and the page show of it.

What several actors owe alike is told once, under all their names. A sign says what wants attention; the words beside it
say the same.

    !   time is up, breached, or an act without effect
    ?   open: whether it is owed, or whether it was done in time
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from foedus.show.spans import instant, span

if TYPE_CHECKING:
    from foedus.deontic import Agenda, Bar, Duty, Power
    from foedus.deontic.answers import Act, Condition, Due

__all__ = ["Group", "Item", "Part", "parts_of", "without"]

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


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on the agenda: its sign, what it is, and lines below it, each with its depth (0 or 1)."""

    sign: str
    text: str
    lines: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Things of the same actors; no actors where the part is not ordered by them."""

    actors: tuple[str, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the agenda: a name for links, its title and what it holds."""

    name: str
    title: str
    groups: tuple[Group, ...]


def parts_of(agenda: Agenda, actor: str = "") -> list[Part]:
    """Every part that holds something, in the order of the screen; `actor` leaves only what concerns that name."""
    told = _Told(agenda, actor)
    found = (
        ("owed", "Owed: who, what, by when", told.duties(False)),
        ("perhaps", "Owed only if what is open turns out so", told.duties(True)),
        ("done", "Done under a power or by a vote", told.uses()),
        ("may", "May be done now", told.chances(("may",))),
        ("not-yet", "May not be done yet", told.chances(("not yet", "open"))),
        ("barred", "Barred, and what lifts it", told.bars()),
        ("rest", "Not placed", told.rest()),
    )
    return [Part(name, title, groups) for name, title, groups in found if groups]


@dataclass
class _Told:
    a: Agenda
    actor: str

    def _mine(self, name: str) -> bool:
        return not self.actor or self.actor.casefold() in name.casefold()

    # --- duties ---

    def duties(self, conditional: bool) -> tuple[Group, ...]:
        """What is owed, or owed only perhaps, under everybody who owes it alike."""
        mine = [d for d in self.a.duties if self._mine(d.bearer) and (d.state == "conditional") is conditional]
        return tuple(Group(bearers, tuple(_duty(d) for d in alike)) for bearers, alike in _sections(mine))

    # --- powers ---

    def uses(self) -> tuple[Group, ...]:
        """What was done under powers and votes, in order of time."""
        used = [p for p in self.a.powers if p.state not in ("may", "not yet", "open") and self._mine(p.holder)]
        used.sort(key=lambda p: (p.act.earliest or p.act.latest or "9", p.act.text))
        items = [_uses(list(powers)) for _, powers in groupby(used, key=lambda p: (p.act.text, p.act.earliest))]
        return _one(items)

    def chances(self, states: tuple[str, ...]) -> tuple[Group, ...]:
        """What may be done, or not yet, and what it would bring about."""
        found = [p for p in self.a.powers if p.state in states and self._mine(p.holder)]
        found.sort(key=lambda p: (p.holder, p.act.text))
        same = groupby(found, key=lambda p: (p.act.text, p.state in ("not yet", "open")))
        return _one([Item("", text, tuple((0, _chance(p)) for p in powers)) for (text, _), powers in same])

    # --- bars ---

    def bars(self) -> tuple[Group, ...]:
        """What is barred, what lifts it, and what was done all the same."""
        mine = sorted((b for b in self.a.bars if self._mine(b.bearer)), key=lambda b: (b.state, b.bearer))
        return _one([_bar(bar) for bar in mine])

    # --- the rest ---

    def rest(self) -> tuple[Group, ...]:
        """Acts no power speaks of, and rules that could not be asked."""
        acts = [f"{a.text}{_when(a.earliest, a.latest)}: no power on record speaks of it" for a in self.a.unplaced]
        rules = [f"{rule}: {why}" for rule, why in self.a.not_asked.items()]
        return _one([Item("·", text) for text in (*acts, *rules)])


def _one(items: Sequence[Item]) -> tuple[Group, ...]:
    return (Group((), tuple(items)),) if items else ()


def _duty(duties: Sequence[Duty]) -> Item:
    duty = duties[0]
    return Item(_sign(duty), f"{without(duty.owes, duty.bearer)}: {_state(duty)}", tuple((0, text) for text in _details(duties)))


def _details(duties: Sequence[Duty]) -> Iterator[str]:
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


def _uses(uses: Sequence[Power]) -> Item:
    sign = "!" if any(p.state in _WRONG for p in uses) else "?" if any("open" in p.state for p in uses) else ""
    perhaps = "" if uses[0].act.done else "perhaps: "
    text = f"{perhaps}{uses[0].act.text}{_when(uses[0].act.earliest, uses[0].act.latest)}"
    return Item(sign, text, tuple(line for use in uses for line in _use(use)))


def _use(power: Power) -> Iterator[tuple[int, str]]:
    said = {"used": "has effect", "ineffective": "WITHOUT EFFECT", "effect open": "effect open"}.get(power.state, power.state)
    said += ", presumed" if power.stands.status == "presumed" else ""
    missing = [c for c in power.missing if power.act.done or c.text != power.act.text]
    why = "; ".join(_missing(missing)) if missing and power.state not in ("used", "carried") else ""
    tie = "so that" if power.state in ("used", "carried") else "and it is not so that" if power.state in _WRONG else "whether"
    yield 0, f"{_source(power)}{'' if power.verified else '†'}: {said}, {tie} {power.effect}"
    if why:
        yield 1, f"{_word_for(power)} {why}"


def _chance(power: Power) -> str:
    lacking = [f"{'missing' if c.value == 'no' else 'open'}: {_labelled(c)}" for c in power.missing]
    must = [_labelled(c) for c in power.itself] if power.source == "power" else []
    text = f"{_source(power)}{'' if power.verified else '†'}, so that {power.effect}"
    text += "".join(f" · {part}" for part in lacking)
    return text + (f" · the act itself must: {'; '.join(must[:MOST])}{' …' if len(must) > MOST else ''}" if must else "")


def _bar(bar: Bar) -> Item:
    unsure = bar.state == "open" or any(a.finding == "cannot tell" for a in bar.acts)
    said = {"barred": "barred now", "lifted": "lifted", "open": "open whether barred"}[bar.state]
    below = [f"{_source(bar)}{'' if bar.verified else '†'} · {_lifts(bar)}"]
    below += [
        f"{'done' if a.done else 'perhaps done'}{_when(a.earliest, a.latest)}: {_FOUND.get(a.finding, a.finding)}"
        for a in bar.acts
    ]
    return Item("!" if bar.breached else "?" if unsure else "", f"{bar.barred}: {said}", tuple((0, text) for text in below))


_FOUND = {
    "breached": "DONE WHILE BARRED",
    "breached, presumed": "DONE WHILE BARRED, presumed: nothing on record had lifted it",
    "cannot tell": "cannot tell whether it was barred then",
}


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
    trigger = without(duty.trigger, duty.bearer)
    done = (duty.done.status, duty.done.earliest, duty.done.latest)
    return without(duty.owes, duty.bearer), duty.toward, trigger, duty.state, duty.timeliness, duty.owed.words, dues, done


def _order(duty: Duty) -> tuple[object, ...]:
    return not duty.first_due, duty.first_due, duty.triggered[0], duty.owes


def without(text: str, bearer: str) -> str:
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
