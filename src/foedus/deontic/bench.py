"""One rule under one day's law: its instances grounded once, then asked of any record.

Grounding does not depend on the as-of date, only on what is known; so an agenda can be asked for
at many instants from the same benches.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from re import compile as pattern

from foedus.assess import TurnsOn
from foedus.assess.table import Column, Table
from foedus.deontic.answers import Condition, Standing
from foedus.ground import Grounder, Instance, Record, Step, TooWide, Unfilled
from foedus.record import Instant, QuantityRange, RecordView
from foedus.record.time import Zone
from foedus.text import Regime
from foedus.text.law import AnyOf, Rule, Var
from foedus.text.walk import of_element, terms_of
from foedus.verdict import Choice, Circuit, Engine, Outcome, Query, Situation, Verdict, reconcile
from foedus.vocabulary import Fact, is_another

__all__ = ["Bench", "Grounded", "Setting", "mode_of", "number_said", "range_words"]

_HOLE = pattern(r"\{([^{}]*)\}")
_UNRECORDED = pattern(r"another (.+?) not on record")
_EVENTS = ("event", "act", "speech")


@dataclass(frozen=True)
class Setting:
    """The record at one instant under one stance: what every bench of an agenda is asked with.

    `short` leaves out what answers turn on, for agendas that are only compared.
    """

    table: Table
    column: Column
    short: bool = False
    _moved: dict[Instant, Setting] = field(default_factory=dict, repr=False, compare=False)

    def at(self, instant: Instant) -> Setting:
        """The same record and stance as of another instant."""
        if instant not in self._moved:
            terms = replace(self.table.terms, as_of=instant)
            self._moved[instant] = Setting(
                Table(self.table.case, self.table.regime, terms, self.table.inquiries), self.column, self.short
            )
        return self._moved[instant]

    @property
    def view(self) -> RecordView:
        """What the record says."""
        return self.table.world(self.column.standard).view

    @property
    def choice(self) -> Choice:
        """The readings and judgements of the stance."""
        return self.column.choice

    @property
    def regime(self) -> Regime:
        """The law."""
        return self.table.regime

    @property
    def roles(self) -> Mapping[str, str]:
        """Who fills which part of the case."""
        return self.table.case.roles

    @property
    def zone(self) -> Zone:
        """The zone of the case."""
        return self.table.case.zone

    def situation(self, grounder: Grounder, constraints: tuple[int, ...]) -> Situation:
        """The status of every fact that grounding met."""
        return self.table.world(self.column.standard).situation(grounder, constraints)

    def record(self) -> Record:
        """The record as grounding asks it."""
        return self.table.world(self.column.standard)

    def happens(self, fact: Fact) -> bool:
        """Whether a fact is an event, an act or a speech act."""
        phrase = self.regime.vocabulary.phrases.get(fact.phrase)
        return phrase is not None and phrase.kind in _EVENTS

    def spoken_of(self, fact: Fact) -> bool:
        """Whether any claim in force, or a supposition, speaks of a fact, counting or not."""
        return fact in self.view.supposed or bool(self.view.claims_on(fact))


class Grounded:
    """A rule and every instance of it under the law of a day. `problem` says why it has none."""

    def __init__(self, setting: Setting, rule: Rule, day: date) -> None:
        self.rule = rule
        self.day = day
        self.problem = ""
        self.grounder = Grounder(setting.regime, setting.roles, setting.record(), day)
        self.instances: tuple[Instance, ...] = ()
        self.owed: dict[int, tuple[Fact, ...]] = {}
        self._constraints: dict[tuple[int, ...], tuple[int, ...]] = {}
        try:
            self._ground(setting)
        except Unfilled as role:
            self.problem = f"the case fills no role “{role}”"
        except TooWide as error:
            self.problem = f"not computed: {error}"

    def _ground(self, setting: Setting) -> None:
        self.instances = tuple(i for i in self.grounder.instances(self.rule) if i.node != 0 or i.exceptions)
        for number, instance in enumerate(self.instances):
            if self.rule.owed is not None:
                facts = self.grounder.ways_to_fill(self.rule.owed, instance.env)
                self.owed[number] = tuple(f for f in facts if not any(map(is_another, f.args)))
        for fact in {f for facts in self.owed.values() for f in facts}:
            if setting.regime.vocabulary.phrases[fact.phrase].kind == "word":
                self.grounder.word(fact)

    def constraints(self, roots: tuple[int, ...]) -> tuple[int, ...]:
        """What holds in every completion of what some gates rest on."""
        if roots not in self._constraints:
            self._constraints[roots] = self.grounder.constraints(roots)
        return self._constraints[roots]

    @property
    def verified(self) -> bool:
        """Whether the rule's own text was read."""
        provision = self.grounder.regime.provisions.get(self.rule.provision)
        return provision is None or provision.verified(self.rule.pinpoint)


class Bench:
    """A grounded rule and the engine that answers in one setting."""

    def __init__(self, setting: Setting, grounded: Grounded) -> None:
        self.setting = setting
        self.grounded = grounded
        self.rule = grounded.rule
        self.day = grounded.day
        self._moved: dict[Instant, Bench] = {}
        self._engines: dict[int, Engine] = {}

    def at(self, instant: Instant) -> Bench:
        """The same rule as of another instant."""
        if instant not in self._moved:
            self._moved[instant] = Bench(self.setting.at(instant), self.grounded)
        return self._moved[instant]

    @property
    def grounder(self) -> Grounder:
        """What the rule was grounded with."""
        return self.grounded.grounder

    @property
    def circuit(self) -> Circuit:
        """The circuit the gates stand in."""
        return self.grounder.circuit

    def attend(self, instance: Instance) -> None:
        """Answer questions about the parts of an instance together."""
        parts = (instance.node, *(s.node for s in (*instance.conditions, *instance.exceptions)))
        engine = self._engine(parts)
        for node in parts:
            self._engines.setdefault(node, engine)

    def _engine(self, roots: tuple[int, ...]) -> Engine:
        """An engine for some gates, its record freed of the contradictions that touch them."""
        situation = self.setting.situation(self.grounder, self.grounded.constraints(roots))
        settled, _ = reconcile(self.circuit, situation)
        return Engine(self.circuit, settled)

    def _engine_of(self, node: int) -> Engine:
        if node not in self._engines:
            self._engines[node] = self._engine((node,))
        return self._engines[node]

    def value(self, node: int) -> str:
        """Yes, no or open."""
        if node in (0, 1):
            return ("no", "yes")[node]
        return self._engine_of(node).node_value(node, self.setting.choice)

    def brief(self, node: int) -> Standing:
        """How a gate stands, without what it turns on; in short, only whether it holds."""
        if self.setting.short:
            return Standing(self.value(node))
        return _standing(self._engine_of(node).answer(Query(node), self.setting.choice))

    def standing(self, node: int) -> Standing:
        """How a gate stands, and what it turns on, unless the setting asks for answers in short."""
        if self.setting.short:
            return self.brief(node)
        return _standing(self._engine_of(node).evaluate(Query(node), self.setting.choice))

    def instances(self) -> Iterator[tuple[int, Instance]]:
        """The instances, numbered."""
        yield from enumerate(self.grounded.instances)

    def named(self, instance: Instance) -> bool:
        """Whether everybody and everything in an instance is on record."""
        return not any(is_another(name) for name in instance.env.values())

    def objects_spoken_of(self, steps: Sequence[Step]) -> bool:
        """Whether some claim speaks of every attribute that ties one thing to another: what a decision is about.

        What an act never was about is no case of the rule, though nobody denied that it was. A quality
        that nobody speaks of ("is in writing") is another matter: it leaves the rule open.
        """
        return all(any(map(self.setting.spoken_of, facts)) for s in steps if (facts := list(self._attributes(s))))

    def _attributes(self, step: Step) -> Iterator[Fact]:
        """The ties that a plain condition asks for, each of which would do."""
        element, inner = step.element, step.steps[0] if step.steps else step
        if element is None or element.mode != "and":
            return
        for one in inner.steps if inner.kind == "some" else (inner,):
            fact = one.fact if one.kind == "fact" else None
            phrase = self.setting.regime.vocabulary.phrases[fact.phrase] if fact is not None else None
            if fact is not None and phrase is not None and phrase.kind == "attribute" and len(fact.args) > 1:
                yield fact

    def unspoken(self, steps: Sequence[Step]) -> int:
        """How many plain conditions ask for a fact that nobody speaks of."""
        plain = [s.steps[0] for s in steps if s.element is not None and s.element.mode == "and" and s.steps]
        return sum(s.kind == "fact" and s.fact is not None and not self.setting.spoken_of(s.fact) for s in plain)

    def letter_types(self) -> dict[str, str]:
        """The type of every letter of the rule."""
        rule = self.rule
        atoms = [a for a in (rule.head, rule.owed) if a is not None]
        terms = [t for a in atoms for t in a.terms]
        terms += [t for e in rule.elements for c, _ in of_element(e) for t in terms_of(c)]
        return {t.letter: t.type for t in terms if isinstance(t, Var)}

    # --- conditions in words ---

    def conditions(self, steps: Sequence[Step], env: Mapping[str, str]) -> tuple[Condition, ...]:
        """Conditions as they stand."""
        return tuple(self.condition(s, env) for s in steps)

    def condition(self, step: Step, env: Mapping[str, str]) -> Condition:
        """One condition as it stands, with its letters filled."""
        element = step.element
        label = (element.label or "") if element else ""
        return Condition(label, mode_of(step) + self._said(step, env), self.value(step.node), self._note(step))

    def _said(self, step: Step, env: Mapping[str, str]) -> str:
        inner = step.steps[0] if step.kind == "element" and step.steps else step
        if inner.fact is not None or inner.kind in ("member", "order"):
            return _UNRECORDED.sub(r"a \1", inner.text)
        if step.element is not None and isinstance(step.element.body, AnyOf):
            return " or ".join(self.filled(t.elements[0].text, env) for _, t in step.element.body.items)
        if inner.kind in ("together",) and inner.steps:
            return " and ".join(self._said(s, env) for s in inner.steps)
        text = step.element.text if step.element is not None else inner.text
        return self.filled(text, env)

    def filled(self, text: str, env: Mapping[str, str]) -> str:
        """A line of a law page with its letters and roles filled, braces dropped."""
        told = _HOLE.sub(lambda m: env.get(m[1].strip(), self.setting.roles.get(m[1].strip(), m[1].strip())), text)
        return _UNRECORDED.sub(r"a \1", told)

    def _note(self, step: Step) -> str:
        for inner in _walk(step):
            if inner.kind == "count" and inner.fact is not None and not any(map(is_another, inner.fact.args)):
                said = number_said(self.setting.view.quantity(inner.fact))
                return "; ".join(p for p in (f"{said} on record" if said else "", inner.note) if p)
        return ""


def mode_of(step: Step) -> str:
    """How a condition is joined, where it is not plainly asked for: `unless `, `if shown `, `not: `."""
    mode = step.element.mode if step.element is not None else "and"
    return "" if mode == "and" else "not: " if mode == "not" else f"{mode} "


def _walk(step: Step) -> Iterator[Step]:
    yield step
    for inner in step.steps if step.kind in ("element", "any", "option") else ():
        yield from _walk(inner)


def _standing(outcome: Outcome) -> Standing:
    turns = TurnsOn(**{k: getattr(outcome.turns_on, k) for k in TurnsOn.__dataclass_fields__})
    parts = tuple((dict(p.choice), p.verdict.value) for p in outcome.partition)
    verdict = "not computed" if outcome.verdict is Verdict.NOT_COMPUTED else outcome.verdict.value
    return Standing(verdict, outcome.status.value, outcome.burden_on, turns, parts, outcome.limit or "")


def number_said(number: QuantityRange | None) -> str:
    """What the record says of a count, in words."""
    if number is None:
        return ""
    if number.disputed:
        return " or ".join(dict.fromkeys(str(c) for c in number.candidates))
    return range_words(number)


def range_words(number: QuantityRange) -> str:
    """2500, about 2500, 60 to 61, at most 10, more than 3."""
    low, high = number.low, number.high
    about = "about " if number.approximate else ""
    if low is not None and low == high:
        return f"{about}{low}"
    if low is not None and high is not None:
        return f"{about}{low} to {high}"
    if high is not None:
        return f"{about}{'fewer than' if number.high_open else 'at most'} {high}"
    return f"{about}{'more than' if number.low_open else 'at least'} {low}" if low is not None else ""
