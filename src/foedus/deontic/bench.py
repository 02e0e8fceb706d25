"""One rule under one day's law: its instances grounded once, then asked of any record.

Grounding does not depend on the as-of date, only on what is known; so an agenda can be asked for
at many instants from the same benches.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from re import compile as pattern

from foedus.assess import Memory, TurnsOn
from foedus.assess.table import Column, Table
from foedus.assess.world import Asked, World
from foedus.deontic.answers import Condition, Standing
from foedus.ground import Grounder, Instance, Step, TooWide, Unfilled
from foedus.record import Instant, QuantityRange, RecordView
from foedus.record.time import Zone
from foedus.text import Regime
from foedus.text.law import AnyOf, Rule, Var
from foedus.text.walk import of_element, terms_of
from foedus.verdict import Choice, Circuit, Engine, Outcome, Query, Verdict, reconcile
from foedus.vocabulary import Fact, is_another

__all__ = ["Bench", "Grounded", "Setting", "mode_of", "number_said", "range_words"]

_HOLE = pattern(r"\{([^{}]*)\}")
_UNRECORDED = pattern(r"another (.+?) not on record")
_EVENTS = ("event", "act", "speech")
_NOT_COMPUTED = "not computed"


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

    @property
    def world(self) -> World:
        """The record as grounding asks it."""
        return self.table.world(self.column.standard)

    @property
    def memory(self) -> Memory:
        """What the caller keeps of earlier agendas, if anything."""
        return self.table.inquiries.memory

    def happens(self, fact: Fact) -> bool:
        """Whether a fact is an event, an act or a speech act."""
        phrase = self.regime.vocabulary.phrases.get(fact.phrase)
        return phrase is not None and phrase.kind in _EVENTS

    def spoken_of(self, fact: Fact) -> bool:
        """Whether any claim in force, or a supposition, speaks of a fact, counting or not."""
        return fact in self.view.supposed or bool(self.view.claims_on(fact))


class Ground:
    """The law of a day over one record: what its rules are grounded in, so that what they share is worked out once."""

    def __init__(self, setting: Setting, day: date) -> None:
        self.asked = Asked(setting.world)
        self.grounder = Grounder(setting.regime, setting.roles, self.asked, day)
        self._rules: dict[int, Grounded] = {}
        self._constraints: dict[tuple[int, ...], tuple[int, ...]] = {}

    @staticmethod
    def of(setting: Setting, day: date) -> Ground:
        """The ground of a setting; one made before of a law and a record that grounding cannot tell from these."""
        regime, kept = setting.regime, setting.memory.kept
        _, law = kept(("law", id(regime), day), lambda: (regime, _law_of(regime, day)))
        key = "ground", id(regime), tuple(sorted(setting.roles.items())), law
        made = setting.memory.kept(key, list[Ground])
        found = next((one for one in made if one.asked.same_for(setting.world)), None)
        if found is None:
            found = Ground(setting, day)
            made.append(found)
        return found

    def rule(self, setting: Setting, rule: Rule) -> Grounded:
        """A rule of the law of that day with its instances, made once."""
        if id(rule) not in self._rules:
            self._rules[id(rule)] = Grounded(setting, rule, self)
        return self._rules[id(rule)]

    def constraints(self, roots: tuple[int, ...]) -> tuple[int, ...]:
        """What holds in every completion of what some gates rest on."""
        if roots not in self._constraints:
            self._constraints[roots] = self.grounder.constraints(roots)
        return self._constraints[roots]

    def engine(self, setting: Setting, roots: tuple[int, ...]) -> Engine:
        """An engine for some gates, the record freed of the contradictions that touch them."""
        circuit, constraints = self.grounder.circuit, self.constraints(roots)
        names = frozenset[str]().union(*(circuit.facts_below(n) for n in (*roots, *constraints)))
        told = setting.world.situation(self.grounder, constraints, names)
        key = id(self), roots, frozenset(told.statuses.items()), told.claimed_for, told.claimed_against, told.closed
        return setting.memory.kept(key, lambda: _Asking(self, Engine(circuit, reconcile(circuit, told)[0]))).engine


def _law_of(regime: Regime, day: date) -> Hashable:
    """All that grounding asks of a day: wording, whether it is known, numbers, and who is a party to what."""
    wording = frozenset((p, regime.known_on(p, day)) for p in regime.provisions if regime.in_force(p, day))
    numbers = frozenset((n.name, n.terms, v) for n in regime.chapter.numbers for v, f in n.values if f.covers(day))
    codes = sorted({s.parties_to for s in regime.sets.values() if s.parties_to})
    bound = [regime.parties.bound_between(state, code, day, day) for code in codes for state in regime.parties.states]
    return wording, numbers, tuple(bound), day if None in bound else None


@dataclass(frozen=True)
class _Asking:
    """An engine that is kept, and the ground that its key names."""

    ground: Ground
    engine: Engine

    def rest(self) -> None:
        """Keep the answers and let go of the diagrams."""
        self.engine.rest()


class Grounded:
    """A rule and every instance of it under the law of a day. `problem` says why it has none."""

    def __init__(self, setting: Setting, rule: Rule, ground: Ground) -> None:
        self.rule = rule
        self.ground = ground
        self.problem = ""
        self.grounder = ground.grounder
        self.instances: tuple[Instance, ...] = ()
        self.owed: dict[int, tuple[Fact, ...]] = {}
        self.grounder.begin()
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

    @property
    def verified(self) -> bool:
        """Whether the rule's own text was read."""
        provision = self.grounder.regime.provisions.get(self.rule.provision)
        return provision is None or provision.verified(self.rule.pinpoint)


class Bench:
    """A grounded rule and the engine that answers in one setting."""

    def __init__(self, setting: Setting, grounded: Grounded, day: date) -> None:
        self.setting = setting
        self.grounded = grounded
        self.rule = grounded.rule
        self.day = day
        self._moved: dict[Instant, Bench] = {}
        self._engines: dict[int, Engine] = {}

    def at(self, instant: Instant) -> Bench:
        """The same rule as of another instant."""
        if instant not in self._moved:
            self._moved[instant] = Bench(self.setting.at(instant), self.grounded, self.day)
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
        self.together((instance.node, *(s.node for s in (*instance.conditions, *instance.exceptions))))

    def together(self, nodes: Iterable[int]) -> None:
        """Answer questions about some gates together."""
        parts = tuple(n for n in dict.fromkeys(nodes) if n not in (0, 1) and n not in self._engines)
        if parts:
            self._engines.update(dict.fromkeys(parts, self.grounded.ground.engine(self.setting, parts)))

    def _engine_of(self, node: int) -> Engine:
        if node not in self._engines:
            self._engines[node] = self.grounded.ground.engine(self.setting, (node,))
        return self._engines[node]

    def value(self, node: int) -> str:
        """Yes, no or open."""
        if node in (0, 1):
            return ("no", "yes")[node]
        return self._engine_of(node).node_value(node, self.setting.choice)

    def verdict(self, node: int) -> str:
        """The verdict on a gate alone, as `brief` gives it: what it would take to know how strong it is, is not asked."""
        if self.setting.short:
            return self.value(node)
        found = self._engine_of(node).verdicts(Query(node), self.setting.choice)
        if isinstance(found, Verdict):
            return found.value
        return Verdict.OPEN.value if isinstance(found, tuple) else _NOT_COMPUTED

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
    verdict = _NOT_COMPUTED if outcome.verdict is Verdict.NOT_COMPUTED else outcome.verdict.value
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
