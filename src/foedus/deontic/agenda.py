"""The agenda of a case at an instant, and how it changes from instant to instant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from foedus.assess import Memory, Terms
from foedus.assess.table import Table
from foedus.deontic.acts import act_of
from foedus.deontic.answers import Act, Agenda, Contribution, Power
from foedus.deontic.bench import Setting
from foedus.deontic.contributions import contributions
from foedus.deontic.docket import Docket
from foedus.problem import Invalid, Place
from foedus.record import Case, Instant
from foedus.text import Regime
from foedus.text.walk import event_of

__all__ = ["Change", "Course", "agenda", "contributed", "course"]

TEXT = "text"
_Stand = tuple[str, str, str, str]


def agenda(case: Case, regime: Regime, terms: Terms, memory: Memory | None = None) -> Agenda:
    """Who owes what by when, what may be done and what not yet, under one stance.

    A pure function of its arguments; a memory saves time and changes no byte. Raises `Invalid` for a
    stance, reading, standard or supposition that does not exist, and for more than one stance.
    """
    setting = _setting(case, regime, terms, memory)
    return _agenda(setting, Docket(setting))


def contributed(case: Case, regime: Regime, terms: Terms) -> tuple[Contribution, ...]:
    """What each contingent was pledged, approved, deployed and taken back; the part of an agenda that asks no rule."""
    return tuple(contributions(_setting(case, regime, terms)))


def _setting(case: Case, regime: Regime, terms: Terms, memory: Memory | None = None) -> Setting:
    names = terms.stances or (TEXT,)
    if len(names) > 1:
        what = f"an agenda is read under one stance, not {len(names)}"
        raise Invalid.at(Place("--stance"), what, f"take one of: {' · '.join(names)}")
    table = Table(case, regime, replace(terms, stances=names, questions=()), memory=memory)
    return Setting(table, table.columns[0])


def _agenda(setting: Setting, docket: Docket) -> Agenda:
    case, terms, column = setting.table.case, setting.table.terms, setting.column
    duties, powers, bars = tuple(docket.duties()), tuple(docket.powers()), tuple(docket.bars())
    zone, view = setting.zone, setting.view
    return Agenda(
        case.id,
        case.title,
        setting.regime.id,
        terms.as_of.text(zone),
        terms.known_to.text(zone),
        terms.law_at.isoformat() if terms.law_at else "",
        column.stance.name,
        column.lens,
        column.standard.name,
        dict(column.choice.readings),
        terms.hypotheses,
        duties,
        powers,
        bars,
        tuple(contributions(setting)),
        tuple(_unplaced(setting, docket, powers)),
        dict(docket.not_asked),
        tuple({"claim": c.id, "says": c.says, "available": str(view.available(c))} for c in view.perhaps_known),
    )


def _unplaced(setting: Setting, docket: Docket, powers: Sequence[Power]) -> Iterator[Act]:
    """Acts of a kind that some power allows, done by somebody, of which no power on record speaks."""
    placed = {p.act.text for p in powers if p.source == "power"}
    rules = [r for r in setting.regime.chapter.rules if r.kind == "power" and r.elements]
    phrases = {a.phrase for r in rules if (a := event_of(r.elements[0])) is not None}
    for fact in setting.view.facts:
        if fact.phrase in phrases and str(fact) not in placed:
            act = act_of(fact, setting)
            if act.status not in ("denied", "unknown"):
                yield act


# --- from instant to instant ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """An instant from which something stands otherwise. `before` is empty for what is new."""

    at: str
    actor: str
    rule: str
    about: str
    before: str
    after: str


@dataclass(frozen=True)
class Course:
    """How the agenda went: every change of a duty, power or bar up to the as-of date."""

    case: str
    title: str
    stance: str
    as_of: str
    known_to: str
    changes: tuple[Change, ...]

    def to_json(self) -> dict[str, object]:
        """One document."""
        told = ("case", "title", "stance", "as_of", "known_to")
        return {
            "schema_version": 1,
            **{name: getattr(self, name) for name in told},
            "changes": [{f: getattr(c, f) for f in Change.__dataclass_fields__} for c in self.changes],
        }


def course(case: Case, regime: Regime, terms: Terms, memory: Memory | None = None) -> Course:
    """Fold the acts of the record into the procedure, instant by instant.

    The agenda is worked out at every instant at which an act on record may have begun or been over, or
    at which something falls due, within the window of the case. Raises what `agenda` raises.
    """
    setting = replace(_setting(case, regime, terms, memory), short=True)
    docket = Docket(setting)
    changes: list[Change] = []
    before: dict[str, _Stand] | None = None
    waiting = _instants(setting)
    while waiting:
        instant = min(waiting)
        at = waiting.pop(instant).text(setting.zone)
        moved = setting.at(instant)
        found = _agenda(moved, Docket(moved, docket))
        setting.memory.rest()
        waiting |= {i: i for i in _deadlines(found) if instant < i <= terms.as_of}
        after = _stands(found)
        new = _changes(at, before or {}, after)
        changes += new if before is not None else (c for c in new if c.after not in ("may", "lifted"))
        before = after
    return Course(
        case.id,
        case.title,
        setting.column.stance.name,
        terms.as_of.text(setting.zone),
        terms.known_to.text(setting.zone),
        tuple(changes),
    )


def _instants(setting: Setting) -> dict[Instant, Instant]:
    """The instants to look at, each with the one to name: an exact act is over just after its instant."""
    view, window, end = setting.view, setting.table.case.window, setting.view.as_of
    found = {end: end}
    for fact in view.facts:
        when = view.interval(fact) if setting.happens(fact) else None
        for edge in (when.earliest, when.latest) if when is not None else ():
            if edge is not None and when is not None:
                found[edge + timedelta(microseconds=when.exact)] = edge
    return {i: found[i] for i in sorted(found) if i <= end and (window.earliest is None or i >= window.earliest)}


def _deadlines(found: Agenda) -> Iterator[Instant]:
    """The instants at which something falls due."""
    for text in {t for d in found.duties for due in d.dues for t in (due.earliest, due.latest) if t}:
        yield Instant.parse(text)


def _stands(found: Agenda) -> dict[str, _Stand]:
    """Everything on an agenda by its id: actor, rule, what it is about, how it stands."""
    out = {}
    for duty in found.duties:
        late = {"on time": ", on time", "over": ", time is up", "perhaps over": ", time is perhaps up"}.get(duty.timeliness, "")
        if duty.state == "conditional":
            late = ", done" if duty.done.done else ""
        out[duty.id] = (duty.bearer, duty.rule, duty.owes, duty.state + late)
    for power in found.powers:
        if power.state not in ("not yet", "open"):
            out[power.id] = (power.holder, power.rule, power.act.text, power.state)
    for bar in found.bars:
        findings = dict.fromkeys(a.finding for a in bar.acts if a.finding)
        out[bar.id] = (bar.bearer, bar.rule, bar.barred, ", ".join([bar.state, *findings]))
    return out


def _changes(at: str, before: dict[str, _Stand], after: dict[str, _Stand]) -> Iterator[Change]:
    for key, (actor, rule, about, state) in after.items():
        old = before[key][3] if key in before else ""
        if old != state:
            yield Change(at, actor, rule, about, old, state)
    for key, (actor, rule, about, state) in before.items():
        if key not in after:
            yield Change(at, actor, rule, about, state, "no longer")
