"""Duties and undertakings: owed or not, done or not, in time or not.

conditional ──▶ due ──▶ performed · late · breached · unknown
                 │  ▲
                 ▼  └── back
          released · set aside · lapsed
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from foedus.deontic.acts import best, edges, times
from foedus.deontic.answers import Act, Due, Duty, DutyState, Standing, Timeliness
from foedus.deontic.bench import Bench, Setting
from foedus.deontic.deadlines import Falls, Undated, counted, due_after, timely, up
from foedus.ground import Instance, Step
from foedus.record import Instant, When
from foedus.text.law import Deadline, Element, Var
from foedus.vocabulary import Fact

__all__ = ["duties", "trigger_of"]

NO_TIME = "no time set"
_ENDS = ("until",)
_CARVES = ("unless", "unless shown", "unless claimed", "not")
_DONE: tuple[DutyState, ...] = ("performed", "late")


def trigger_of(instance: Instance) -> Fact | None:
    """The event that brings a duty to life: the one its time runs from, else the first that is labelled."""
    deadline = instance.rule.deadline
    if deadline is not None and deadline.after is not None and deadline.after in instance.moments:
        return instance.moments[deadline.after]
    return next(iter(instance.moments.values()), None)


def duties(bench: Bench) -> Iterator[Duty]:
    """Every duty of a rule that the record brings to life: owed, perhaps owed, or owed once and no more."""
    found: dict[str, Duty] = {}
    for number, instance in _nearest(bench):
        bench.attend(instance)
        duty = _Maker(bench, instance, bench.grounded.owed.get(number, ())).duty()
        if duty is not None and (duty.id not in found or _stronger(duty, found[duty.id])):
            found[duty.id] = duty
    yield from found.values()


def _nearest(bench: Bench) -> list[tuple[int, Instance]]:
    """Instances of what is on record; of one bearer and trigger those of which most is spoken of."""
    alive = [(n, i) for n, i in bench.instances() if bench.named(i) and _alive(bench, i)]
    strange = [_strangeness(bench, n, i) for n, i in alive]
    least: dict[tuple[str, Fact | None], tuple[int, int, int]] = {}
    keys = [(_bearer(bench, i), trigger_of(i)) for _, i in alive]
    for key, count in zip(keys, strange, strict=True):
        least[key] = min(count, least.get(key, count))
    return [one for one, key, count in zip(alive, keys, strange, strict=True) if count == least[key]]


def _strangeness(bench: Bench, number: int, instance: Instance) -> tuple[int, int, int]:
    """How far an instance is from what the record speaks of: conditions, what is owed, who fills a role."""
    owed = any(map(bench.setting.spoken_of, bench.grounded.owed.get(number, ())))
    filled = set(bench.setting.roles.values())
    return bench.unspoken(instance.conditions), not owed, -sum(n in filled for n in set(instance.env.values()))


def _bearer(bench: Bench, instance: Instance) -> str:
    assert instance.rule.head is not None
    return bench.grounder.value_of(instance.rule.head.terms[0], instance.env)


def _alive(bench: Bench, instance: Instance) -> bool:
    trigger = trigger_of(instance)
    if trigger is None:
        return True
    status = bench.setting.view.status(trigger)
    said = status.status in ("affirmed", "instant", "disputed") or (status.status == "alleged" and status.polarity != "against")
    return said and not status.not_yet and bench.objects_spoken_of(instance.conditions)


def _stronger(one: Duty, other: Duty) -> bool:
    return (one.owed.verdict == "yes") > (other.owed.verdict == "yes")


class _Maker:
    """One instance being made into a duty."""

    def __init__(self, bench: Bench, instance: Instance, owed: Sequence[Fact]) -> None:
        self.bench = bench
        self.setting: Setting = bench.setting
        self.instance = instance
        self.rule = instance.rule
        self.owed = owed
        self.trigger = trigger_of(instance)

    def duty(self) -> Duty | None:
        """The duty; None where it is not owed and never was."""
        removal = None
        if self.bench.verdict(self.instance.node) == "no" and (removal := self._removal()) is None:
            return None
        owed = self.bench.brief(self.instance.node)
        if owed.verdict != "yes" or owed.status != "settled":
            owed = self.bench.standing(self.instance.node)
        done, fact = best(self.owed, self.bench)
        dues = tuple(self._dues(fact, done))
        kind = self._kind(fact)
        state, timeliness = self._state(owed, done, dues, kind)
        if removal is not None:
            state = removal[0]
        env = self.instance.env
        bearer, toward = self._parties()
        exceptional = removal is None and owed.verdict == "yes" and self._was_set_aside()
        return Duty(
            self._id(bearer, toward),
            self.rule.name,
            self.rule.provision,
            self.rule.pinpoint,
            self.bench.grounded.verified,
            self.bench.day.isoformat(),
            self.rule.kind,
            kind,
            bearer,
            toward,
            self._owes(fact),
            str(self.trigger) if self.trigger else "",
            times(self._started(), self.setting),
            state,
            owed,
            done,
            timeliness,
            dues,
            self.bench.conditions(self.instance.conditions, env),
            removal[1] if removal else "",
            exceptional,
            self._made_by(),
            self._note(),
        )

    # --- who, to whom, what ---

    def _parties(self) -> tuple[str, str]:
        head = self.rule.head
        assert head is not None
        names = [self.bench.grounder.value_of(t, self.instance.env) for t in head.terms]
        return names[0], names[1] if len(names) > 1 else self.bench.filled(self.rule.details.get("toward", ""), self.instance.env)

    def _id(self, bearer: str, toward: str) -> str:
        """The same for the same duty at any instant, under any stance."""
        parts = (self.rule.provision, f"{self.rule.kind} {self.rule.name}", bearer, toward, str(self.trigger or ""))
        owed = self._owes(self.owed[0] if len(self.owed) == 1 else None)
        return " | ".join((*parts, owed))

    def _owes(self, fact: Fact | None) -> str:
        """What is owed, in the words of the phrase; free slots as the page words them."""
        if fact is not None and len(self.owed) == 1:
            return str(fact)
        owed = self.rule.owed
        assert owed is not None
        env = self.instance.env
        value = self.bench.grounder.value_of
        shown = [_anonymous(t) if isinstance(t, Var) and t.letter not in env else value(t, env) for t in owed.terms]
        return str(Fact(owed.phrase, tuple(shown)))

    def _made_by(self) -> str:
        return self.bench.filled(self.rule.details.get("made by", ""), self.instance.env)

    def _kind(self, fact: Fact | None) -> Literal["achieve", "maintain", "refrain"]:
        if self.rule.owed is not None and not self.rule.owed.positive:
            return "refrain"
        phrase = self.setting.regime.vocabulary.phrases[fact.phrase] if fact else None
        return "maintain" if phrase is not None and phrase.kind == "state" else "achieve"

    def _note(self) -> str:
        started = self._started()
        if self.trigger is not None and started is None:
            return f"the record does not say when “{self.trigger}”"
        when = self._when_done() if started else None
        return "done before it was owed" if when is not None and started is not None and when.before(started) else ""

    # --- what became of it ---

    def _state(self, owed: Standing, done: Act, dues: Sequence[Due], kind: str) -> tuple[DutyState, Timeliness]:
        timeliness = _together([d.timeliness for d in dues])
        if kind != "achieve":
            return self._kept(owed, kind), timeliness
        if owed.verdict != "yes":
            return "conditional", timeliness
        if done.done:
            return ("late" if timeliness == "late" else "performed"), timeliness
        if timeliness == "over":
            return ("breached" if done.status == "denied" else "unknown"), timeliness
        return "due", timeliness

    def _kept(self, owed: Standing, kind: str) -> DutyState:
        """A duty to keep a state up, or to refrain: breached as soon as a time is on record at which it was not kept."""
        if owed.verdict != "yes":
            return "conditional"
        view, started = self.setting.view, self._started()
        since = started.latest if started else None
        broken = "denied" if kind == "maintain" else "affirmed"
        found: set[str] = set()
        for fact in self.owed:
            when = [i for i in edges([fact], self.setting) if (since is None or i > since) and i <= view.as_of]
            found |= {view.status(fact, i).status for i in (*when, view.as_of)}
        if broken in found:
            return "breached"
        kept = "affirmed" if kind == "maintain" else "denied"
        return "due" if found <= {kept} else "unknown"

    def _removal(self) -> tuple[DutyState, str] | None:
        """What took a duty away that was owed otherwise: an exception, a carve-out, or what it lasted until."""
        value = self.bench.value
        ends: list[tuple[DutyState, Step]] = []
        for step in self.instance.conditions:
            if value(step.node) == "yes":
                continue
            element = step.element
            if element is None or element.mode not in (*_ENDS, *_CARVES) or not self._came_about(step):
                return None
            ends.append(("lapsed" if element.mode in _ENDS else "released", step))
        for exception in self.instance.exceptions:
            if value(exception.node) == "yes":
                return "set aside", self._exception_words(exception)
        if not ends or (len(ends) > 1 and any(value(s.node) != "no" for _, s in ends)):
            return None
        state, step = ends[0]
        return state, self.bench.condition(step, self.instance.env).text

    def _came_about(self, step: Step) -> bool:
        """Whether a carve-out came about after the duty did: then there was something to release."""
        element: Element | None = step.element
        if element is None or self.bench.value(step.node) != "no":
            return False
        started = self._started()
        facts = [f for n in self.bench.circuit.facts_below(step.node) if (f := self.bench.grounder.facts.get(n))]
        when = [w for f in facts if (w := self.setting.view.interval(f)) is not None]
        return started is None or not when or any(w.before(started) is not True for w in when)

    def _exception_words(self, step: Step) -> str:
        rule = step.rule
        return f"{rule.name} ({rule.provision} {rule.pinpoint})".replace(" )", ")") if rule else step.text

    def _was_set_aside(self) -> bool:
        """Whether an exception stood between the trigger and now, and stands no more."""
        started = self._started()
        nodes = [s.node for s in self.instance.exceptions if s.node not in (0, 1)]
        if not nodes or started is None or started.latest is None:
            return False
        facts = [f for n in nodes for name in self.bench.circuit.facts_below(n) if (f := self.bench.grounder.facts.get(name))]
        spoken = [f for f in facts if self.setting.spoken_of(f)]
        between = [i for i in edges(spoken, self.setting) if started.latest < i < self.setting.view.as_of]
        return any(self._excepted_at(i, nodes) for i in between)

    def _excepted_at(self, instant: Instant, nodes: Sequence[int]) -> bool:
        earlier = self.bench.at(instant)
        return any(earlier.value(n) == "yes" for n in nodes)

    # --- when ---

    def _started(self) -> When | None:
        return self.setting.view.interval(self.trigger) if self.trigger is not None else None

    def _when_done(self) -> When | None:
        done, fact = best(self.owed, self.bench)
        return self.setting.view.interval(fact) if fact is not None and done.done and self.setting.happens(fact) else None

    def _dues(self, fact: Fact | None, done: Act) -> Iterator[Due]:
        deadline = self.rule.deadline
        if deadline is None or deadline.amount == NO_TIME:
            return
        after = str(self.trigger) if deadline.after and self.trigger else ""
        for option, amount in self._amounts(deadline):
            for counting in self._countings(deadline):
                yield from self._falls(option, amount, counting, after, deadline)

    def _amounts(self, deadline: Deadline) -> list[tuple[str, str]]:
        """The times that the law allows, by the options of the reading that says so."""
        if deadline.reading is None:
            return [("", deadline.amount)]
        reading = self.setting.regime.reading_for(deadline.reading, self.rule.provision)
        chosen = self.setting.choice.readings.get(reading.group)
        options = [(name, str(text)) for name, text in reading.options.items() if chosen in (None, name)]
        return options if len(options) > 1 else [(f"{reading.group} = {options[0][0]}", options[0][1])]

    def _countings(self, deadline: Deadline) -> list[tuple[str, str]]:
        """The ways to count days that the law leaves: (the option's name, elapsed or inclusive)."""
        if not deadline.counting.startswith("reading "):
            return [("", deadline.counting)]
        reading = self.setting.regime.reading_for(deadline.counting.removeprefix("reading ").strip(), self.rule.provision)
        chosen = self.setting.choice.readings.get(reading.group)
        ways = {"24 hours each": "elapsed", "calendar days, first counted": "inclusive"}
        options = [(n, ways[str(t)]) for n, t in reading.options.items() if chosen in (None, n)]
        return options if len(options) > 1 else [("", options[0][1])]

    def _falls(self, option: str, amount: str, counting: tuple[str, str], after: str, deadline: Deadline) -> Iterator[Due]:
        names = [n for n in (option, counting[0]) if n]
        said = amount or self._count_said(deadline)
        try:
            for fall in self._computed(amount, counting[1], deadline):
                first, last = times(fall.when, self.setting)
                told = ", ".join([*names, *([fall.way] if fall.way else [])])
                problem = "" if first and last else f"nothing on record bounds it {'from below' if last else 'from above'}"
                yield Due(told, said, after, first, last, self._timeliness(fall.when), problem)
        except Undated as error:
            yield Due(", ".join(names), said, after, timeliness="unknown", problem=str(error))

    def _count_said(self, deadline: Deadline) -> str:
        if deadline.count is None:
            return ""
        return self.bench.filled(str(self._count_fact(deadline)), self.instance.env)

    def _count_fact(self, deadline: Deadline) -> Fact:
        assert deadline.count is not None
        return next(iter(self.bench.grounder.ways_to_fill(deadline.count, self.instance.env)))

    def _computed(self, amount: str, counting: str, deadline: Deadline) -> Iterator[Falls]:
        if amount == "left to judgement":
            raise Undated("left to judgement")
        start = self._start(deadline)
        if deadline.count is None:
            yield from due_after(start, amount, counting, self.setting.zone)
            return
        fact = self._count_fact(deadline)
        number = self.setting.view.quantity(fact)
        if number is None:
            raise Undated(f"nothing on record says how many “{fact}”")
        unit = fact.phrase.split(" ")[0]
        yield from counted(start, number, unit, counting, self.setting.zone)

    def _start(self, deadline: Deadline) -> When:
        """When its time begins to run. Raises `Undated`."""
        if deadline.after is None:
            raise Undated("the law names no event from which its time runs")
        start = self._started()
        if start is None:
            raise Undated(f"the record does not establish when “{self.trigger}”" if self.trigger else "it has no start")
        return start

    def _timeliness(self, due: When) -> Timeliness:
        done, _ = best(self.owed, self.bench)
        if done.done:
            return timely(self._when_done(), due)
        return up(due, self.setting.view.as_of)


def _anonymous(term: Var) -> str:
    """`a mission 3` → a mission."""
    words = term.letter.split(" ")
    return " ".join(words[:-1]) if words[-1].isdigit() else f"some {term.type}"


def _together(many: Sequence[Timeliness]) -> Timeliness:
    """What all readings of a deadline say; where they differ it is contested, or the time is perhaps up."""
    found = {t for t in many if t}
    if len(found) <= 1:
        return next(iter(found), "")
    if found & {"running", "over", "perhaps over"}:
        return "perhaps over"
    return "contested" if {"on time", "late"} <= found else "unknown"
