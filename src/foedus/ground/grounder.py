"""From law in force on a day and a record's individuals to one circuit.

    word(fact) ─ rules in force that conclude it ─ each for every way to fill its letters
               ─ elements in order ─ facts, judgements, readings, other words …

Grounding starts at a question and goes only where the question leads: its cone. Letters that a
rule leaves free range over the individuals on record and, for open types, over one more that is
not on record, so that silence never answers no.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Protocol, TypeVar

from foedus.ground.consistency import Ratio, count_gates, enough, order_gates, ratio_gates, whole
from foedus.ground.limits import TooWide, Unfilled
from foedus.ground.steps import Step
from foedus.text import Regime
from foedus.text.chapter import binds_skeleton
from foedus.text.circles import takes_from
from foedus.text.law import (
    Among,
    Amount,
    AnyOf,
    Atom,
    Before,
    Binds,
    Chosen,
    Clause,
    Compare,
    Constant,
    Constraint,
    Counted,
    Domain,
    Element,
    InForce,
    Quantified,
    Reading,
    ReadingRef,
    Role,
    Rule,
    Term,
    Together,
    Var,
)
from foedus.text.walk import anonymous_letters, clauses, event_of, free_letters, terms_of
from foedus.verdict import Circuit
from foedus.vocabulary import Fact, another, is_another

__all__ = ["Grounder", "Instance", "Open", "Record"]

MAX_INSTANCES = 100_000
NO, YES = 0, 1
_T = TypeVar("_T")


class Record(Protocol):
    """What grounding asks of a record: who is there, when things happened, and what counts say."""

    def individuals(self, type_name: str) -> Sequence[str]:
        """The case's individuals of a type that the admitted record knows."""

    def moment(self, fact: Fact) -> tuple[date, date] | None:
        """First and last day on which an event may have happened; None when that is not known."""

    def order(self, first: Fact, second: Fact) -> bool | None:
        """Whether the first event happened before the second; None when the record does not say."""


@dataclass(frozen=True, slots=True)
class Open:
    """An open question about the world that is no phrase: an order of events, a membership."""

    name: str
    kind: str


Env = Mapping[str, str]
Labels = Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to fill the letters of joint elements, as far as it has been taken."""

    env: Env
    moments: Labels
    steps: tuple[Step, ...] = ()
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Instance:
    """One way to fill a rule's letters.

    env         who and what fills them; moments: the events that labels mean
    conditions  the steps of the rule's elements, in order; exceptions: those of what takes away from it
    node        the gate of the whole: every condition, and no exception
    """

    rule: Rule
    env: Env
    moments: Labels
    conditions: tuple[Step, ...]
    exceptions: tuple[Step, ...]
    node: int


@dataclass
class _Round:
    """The words of a circle: the gate of each as of the last round, and in the end its steps."""

    nodes: dict[Fact, int]
    last: dict[Fact, Step] | None = None


class Grounder:
    """Grounds questions of one regime, for one case and record, under the law of one day."""

    def __init__(self, regime: Regime, roles: Mapping[str, str], record: Record, law_day: date) -> None:
        self.regime = regime
        self.roles = roles
        self.record = record
        self.law_day = law_day
        self.circuit = Circuit()
        self.facts: dict[str, Fact] = {}
        self.counts: dict[str, tuple[Fact, str, Fraction]] = {}
        self.ratios: dict[str, Ratio] = {}
        self.opens: dict[str, Open] = {}
        self.orders: dict[str, tuple[Fact, Fact]] = {}
        self.judgements: dict[str, Fact] = {}
        self.unverified: dict[str, list[int]] = {}
        self._words: dict[Fact, Step] = {}
        self._rounds: dict[frozenset[str], _Round] = {}
        self._instances = 0
        self._concluding = 0

    # --- questions and constraints ------------------------------------------------------------

    def ground(self, clause: Clause, provision: str = "") -> Step:
        """Ground the clause of a question, or one read as words of a provision.

        Raises `Unfilled` for a role the case does not fill.
        """
        try:
            return self._exists(clause, provision, {}, {})
        except RecursionError as error:
            raise TooWide("words rest on each other too deeply") from error

    def fill(self, atom: Atom) -> Fact:
        """The ground fact of an atom whose slots are roles and names. Raises `Unfilled`."""
        return self._fact(atom, {})

    def constraints(self, roots: Iterable[int] | None = None) -> tuple[int, ...]:
        """Gates that hold in every completion of what these gates rest on (None: of all that was grounded).

        Every instance of a constraint that touches the cone; orders that some instants realise;
        comparisons of one count that fit together.
        """
        gates: list[int] = []
        done: set[tuple[int, frozenset[tuple[str, str]]]] = set()
        reached = {n for r in roots for n in self.circuit.facts_below(r)} if roots is not None else None
        grew = True
        while grew:
            known = [f for n, f in self.facts.items() if reached is None or n in reached]
            found = {
                (n, frozenset(env.items())): (constraint, env)
                for n, constraint in enumerate(self.regime.chapter.constraints)
                for env in self._touched(constraint, known)
            }
            fresh = {key: instance for key, instance in found.items() if key not in done}
            made = [self._forbid(constraint, env) for constraint, env in fresh.values()]
            if reached is not None:
                reached |= {n for gate in made for n in self.circuit.facts_below(gate)}
            gates += made
            done |= fresh.keys()
            grew = bool(fresh)
        gates += order_gates(self.circuit, _among(self.orders, reached), self.record.order)
        gates += count_gates(self.circuit, _among(self.counts, reached))
        gates += ratio_gates(self.circuit, _among(self.ratios, reached))
        return tuple(n for n in dict.fromkeys(gates) if n != YES)

    def _touched(self, constraint: Constraint, facts: Sequence[Fact]) -> Iterator[Env]:
        """Every way to fill a constraint's letters in which one of its phrases is one of these facts."""
        body = Together(constraint.elements)
        letters = {x for e in constraint.elements if e.mode == "and" for x in anonymous_letters(e.body)}
        letters |= free_letters(body)
        for element in constraint.elements:
            for atom in (c for c, _ in clauses(element.body) if isinstance(c, Atom)):
                for fact in facts:
                    env = self._unify(atom.terms, fact.args) if fact.phrase == atom.phrase else None
                    if env is not None:
                        known = {x: name for x, name in env.items() if x in letters}
                        yield from ({**known, **f} for f in self._fillings(sorted(letters - known.keys()), body))

    def _forbid(self, constraint: Constraint, env: Env) -> int:
        """Not all of it at once; no limit at all where a role in it is not filled."""
        try:
            steps = [self._element(e, constraint.provision, env, {}) for e in constraint.elements]
        except Unfilled:
            return YES
        return self.circuit.negate(self.circuit.all_of(s.node for s in steps))

    @property
    def words(self) -> Iterable[Step]:
        """The steps of every word grounded so far."""
        return self._words.values()

    def begin(self) -> None:
        """Begin with another rule: the limits are counted anew, and nothing is left of one that failed half way."""
        self._instances = 0
        self._rounds.clear()

    def instances(self, rule: Rule) -> Iterator[Instance]:
        """Every way to fill a rule's letters, those of its head included, that does not fail by itself."""
        plain = {x for e in rule.elements if e.mode == "and" for x in free_letters(e.body)}
        terms = {t.letter: t.type for t in (rule.head.terms if rule.head else ()) if isinstance(t, Var)}
        for env in self._choices([(x, kind) for x, kind in terms.items() if x not in plain]):
            for way in self._ways(rule.elements, rule.provision, env, {}):
                if not way.failed:
                    step, count = self._instance(rule, way), len(way.steps)
                    yield Instance(rule, way.env, way.moments, step.steps[:count], step.steps[count:], step.node)

    def _choices(self, letters: Sequence[tuple[str, str]]) -> Iterator[dict[str, str]]:
        """Every way to fill letters whose types are given."""
        if not letters:
            yield {}
            return
        (first, kind), *others = letters
        for name in self.domain(kind):
            self._count_instance()
            for more in self._choices(others):
                yield {first: name, **more}

    def ways_to_fill(self, atom: Atom, env: Env) -> Iterator[Fact]:
        """The ground facts an atom may mean where these letters are filled and the others are free."""
        free = {t.letter: t.type for t in atom.terms if isinstance(t, Var) and t.letter not in env}
        for more in self._choices(list(free.items())):
            yield self._fact(atom, {**env, **more})

    def value_of(self, term: Term, env: Env) -> str:
        """Who or what a term means. Raises `Unfilled` for a role nobody fills."""
        return self._value(term, env)

    def applies(self, rule: Rule) -> bool:
        """Whether a rule is in force on the day of this grounding."""
        return self._applies(rule)

    def bars(self) -> Iterator[Rule]:
        """The bars in force."""
        return (r for r in self.regime.chapter.rules if r.kind == "bar" and self._applies(r))

    # --- words -------------------------------------------------------------------------------

    def word(self, fact: Fact) -> Step:
        """The step for a legal word. Words that rest on each other positively get their least fixpoint."""
        if fact in self._words:
            return self._words[fact]
        circle = self.regime.circles.get(fact.phrase)
        if circle is None:
            self._words[fact] = self._conclude(fact)
        elif circle in self._rounds:
            return self._within(fact, self._rounds[circle])
        else:
            self._least(fact, circle)
        return self._words[fact]

    def _least(self, fact: Fact, circle: frozenset[str]) -> None:
        """Conclude the words of a circle from "none of them" upwards, until nothing can change any more.

        A round may bring in words that were not looked at before. Once no new word came in, each
        further round settles at least one word more, so as many rounds as there are words suffice.
        """
        current = self._rounds[circle] = _Round({fact: NO})
        quiet = 0
        while quiet <= len(current.nodes):
            before = dict(current.nodes)
            for member in before:
                current.nodes[member] = self._conclude(member).node
            if current.nodes == before:
                break
            quiet = quiet + 1 if len(current.nodes) == len(before) else 0
        current.last = {}
        self._within(fact, current)
        self._words.update(current.last)
        del self._rounds[circle]

    def _within(self, fact: Fact, current: _Round) -> Step:
        """A word looked at from inside its circle; in the last round with its own steps, once each."""
        if current.last is not None and fact in current.last:
            return current.last[fact]
        node = current.nodes.setdefault(fact, NO)
        step = Step("word", node, f"{fact} (the circle closes here)", fact=fact)
        if current.last is not None:
            current.last[fact] = step
            step = current.last[fact] = self._conclude(fact)
        return step

    def _conclude(self, fact: Fact) -> Step:
        self._concluding += 1
        try:
            return self._concluded(fact)
        finally:
            self._concluding -= 1

    def _concluded(self, fact: Fact) -> Step:
        rules = [r for r in self.regime.rules_by_head.get(fact.phrase, ()) if self._applies(r)]
        steps = [s for r in rules if (s := self._rule(r, fact)) is not None]
        pos = self.circuit.any_of(s.node for s in steps if s.rule and not s.rule.denies)
        against = [s.node for s in steps if s.rule and s.rule.denies]
        if any(s.rule.exhaustive for s in steps if s.rule):
            against.append(self.circuit.negate(pos))
        node = self.circuit.word(str(fact), pos, self.circuit.any_of(against))
        if not steps:
            return Step("gap", node, str(fact), fact=fact, note=self._why_none(fact))
        return Step("word", node, str(fact), tuple(steps), fact=fact)

    def _why_none(self, fact: Fact) -> str:
        said = str(self.regime.vocabulary.phrases.get(fact.phrase))
        why = next((u.why for u in self.regime.chapter.unencoded if u.blocks == said), None)
        return f"not encoded: {why}" if why else "no rule in force concludes this"

    def _applies(self, rule: Rule) -> bool:
        return not rule.provision or self.regime.in_force(rule.provision, self.law_day)

    # --- rules -------------------------------------------------------------------------------

    def _rule(self, rule: Rule, fact: Fact) -> Step | None:
        """A rule for one ground head: every way to fill its other letters, joined by "or"."""
        env = self._unify(rule.head.terms if rule.head else (), fact.args)
        if env is None:
            return None
        instances = tuple(self._instances_of(rule, env))
        node = self.circuit.any_of(s.node for s in instances)
        self._note_unverified(rule, node)
        steps = instances[0].steps if len(instances) == 1 else instances
        return Step("rule", node, rule.name, steps, rule=rule)

    def _note_unverified(self, source: Rule | Reading, node: int) -> None:
        """Remember a gate that rests on text nobody read, or not known for that day."""
        provision = self.regime.provisions.get(source.provision)
        if provision is None or node in (NO, YES):
            return
        if not provision.verified(source.pinpoint) or not self.regime.known_on(source.provision, self.law_day):
            self.unverified.setdefault(source.provision, []).append(node)

    def _unify(self, terms: Sequence[Term], args: Sequence[str]) -> dict[str, str] | None:
        env: dict[str, str] = {}
        for term, arg in zip(terms, args, strict=True):
            if isinstance(term, Var):
                if env.setdefault(term.letter, arg) != arg:
                    return None
            elif not self._same(term, arg):
                return None
        return env

    def _same(self, term: Term, name: str) -> bool:
        """Whether a role or name is this individual; a role that nobody fills is nobody."""
        return (self.roles.get(term.name) if isinstance(term, Role) else term) == name

    def _instances_of(self, rule: Rule, env: Env) -> Iterator[Step]:
        """One step per way to fill the free letters; ways that already failed are not spun out."""
        for way in self._ways(rule.elements, rule.provision, env, {}):
            if way.failed:
                yield Step("together", NO, "", way.steps, rule=rule)
            else:
                yield self._instance(rule, way)

    def _ways(self, elements: Sequence[Element], provision: str, env: Env, moments: Labels) -> Iterator[_Way]:
        """Every way to fill the letters of joint elements, with the steps it makes.

        A letter that stands in some plain element is shared by all of them; one that stands only
        under a negation or a burden is bound there: "unless {a state} objects" means none does.
        """
        plain = {x for e in elements if e.mode == "and" for x in free_letters(e.body)}
        yield from self._fill(elements, plain, provision, _Way(dict(env), dict(moments)))

    def _fill(self, rest: Sequence[Element], plain: set[str], provision: str, way: _Way) -> Iterator[_Way]:
        if not rest:
            yield way
            return
        element, *others = rest
        event = event_of(element)
        own = free_letters(element.body) & plain
        if event is not None and (element.label or event is element.body):
            own |= anonymous_letters(event)
        for filled in self._fillings(sorted(own - way.env.keys()), element.body):
            env = {**way.env, **filled}
            step = self._element(element, provision, env, way.moments)
            moments = way.moments
            if event is not None and element.label and self._happens(event):
                moments = {**moments, element.label: self._fact(event, env)}
            following = _Way(env, moments, (*way.steps, step), step.node == NO)
            if following.failed:
                yield following
            else:
                yield from self._fill(others, plain, provision, following)

    def _happens(self, atom: Atom) -> bool:
        return self.regime.vocabulary.phrases[atom.phrase].kind in ("event", "act", "speech")

    def _instance(self, rule: Rule, way: _Way) -> Step:
        excepted = tuple(self._exceptions(rule, way))
        body = self.circuit.all_of(s.node for s in way.steps)
        node = self.circuit.all_of((body, *(self.circuit.negate(s.node) for s in excepted)))
        return Step("together", node, "", (*way.steps, *excepted), rule=rule)

    def _exceptions(self, rule: Rule, way: _Way) -> Iterator[Step]:
        for other in self.regime.exceptions:
            if not self._applies(other) or not takes_from(other, rule):
                continue
            inner = self._ways(other.elements, other.provision, way.env, way.moments)
            steps = tuple(self._instance(other, w) for w in inner)
            node = self.circuit.any_of(s.node for s in steps)
            self._note_unverified(other, node)
            yield Step("exception", node, other.name, steps[0].steps if len(steps) == 1 else steps, rule=other)

    def _fillings(self, letters: Sequence[str], clause: Clause) -> Iterator[dict[str, str]]:
        """Every way to fill letters of a clause, their types taken from where they stand in it."""
        if not letters:
            yield {}
            return
        kinds = {t.letter: t.type for c, _ in reversed(list(clauses(clause))) for t in terms_of(c) if isinstance(t, Var)}
        yield from self._choices([(x, kinds[x]) for x in letters])

    def _count_instance(self) -> None:
        self._instances += 1
        if self._instances > MAX_INSTANCES:
            raise TooWide(f"more than {MAX_INSTANCES:,} instances of rules")

    def domain(self, kind: str) -> Sequence[str]:
        """Individuals of a type: listed, on record, and for open types one more that is not on record."""
        known = list(dict.fromkeys((*self.regime.vocabulary.of_type(kind), *self.record.individuals(kind))))
        return [*known, another(kind)] if self.regime.vocabulary.types[kind].open else known

    # --- elements ----------------------------------------------------------------------------

    def _element(self, element: Element, provision: str, env: Env, moments: Labels) -> Step:
        inner = self._exists(element.body, provision, env, moments)
        node = self._by_mode(element, inner.node)
        return Step("element", node, element.text, (inner,), element=element)

    def _exists(self, clause: Clause, provision: str, env: Env, moments: Labels) -> Step:
        """Ground a clause; letters that nothing outside it binds are existential here."""
        free = sorted((free_letters(clause) | anonymous_letters(clause)) - env.keys())
        if not free:
            return self.clause(clause, provision, env, moments)
        steps = tuple(self.clause(clause, provision, {**env, **f}, moments) for f in self._fillings(free, clause))
        if len(steps) == 1:
            return steps[0]
        return Step("some", self.circuit.any_of(s.node for s in steps), "for some of these", steps)

    def _by_mode(self, element: Element, node: int) -> int:
        circuit = self.circuit
        if element.mode == "and":
            return node
        if element.mode == "if shown":
            return circuit.shown(node, element.burden)
        if element.mode == "unless shown":
            return circuit.negate(circuit.shown(node, element.burden))
        if element.mode == "unless claimed":
            return circuit.negate(circuit.claimed(node, element.burden))
        return circuit.negate(node)

    # --- clauses -----------------------------------------------------------------------------

    def clause(self, clause: Clause, provision: str, env: Env, moments: Labels) -> Step:
        """Ground one clause."""
        if isinstance(clause, Atom):
            return self._atom(clause, env)
        if isinstance(clause, Constant):
            return Step("constant", self.circuit.constant(clause.value), "always" if clause.value else "never")
        if isinstance(clause, ReadingRef):
            return self._reading(clause, provision, env, moments)
        if isinstance(clause, Chosen):
            return self._chosen(clause, provision)
        if isinstance(clause, Quantified):
            return self._quantified(clause, provision, env, moments)
        if isinstance(clause, Counted):
            return self._ballots(clause, provision, env, moments)
        if isinstance(clause, Among):
            return self._among(clause, env, moments)
        if isinstance(clause, Before):
            return self._before(moments.get(clause.first), moments.get(clause.second), clause)
        if isinstance(clause, Compare):
            return self._compare(clause, env)
        if isinstance(clause, Binds):
            return self._binds(clause, env)
        if isinstance(clause, AnyOf):
            return self._any(clause, provision, env, moments)
        return self._together(clause, provision, env, moments)

    def _atom(self, atom: Atom, env: Env) -> Step:
        fact = self._fact(atom, env)
        kind = self.regime.vocabulary.phrases[atom.phrase].kind
        if kind == "word":
            step = self.word(fact)
        elif kind == "judgement":
            self.judgements[str(fact)] = fact
            step = Step("judgement", self.circuit.judgement(str(fact)), str(fact), fact=fact)
        else:
            self.facts[str(fact)] = fact
            step = Step("fact", self.circuit.fact(str(fact)), str(fact), fact=fact)
        if atom.positive:
            return step
        return Step("every", self.circuit.negate(step.node), self._denied(fact), (step,), fact=fact, positive=False)

    def _denied(self, fact: Fact) -> str:
        negative = self.regime.vocabulary.phrases[fact.phrase].negative
        return str(Fact(negative, fact.args)) if negative else f"not: {fact}"

    def _fact(self, atom: Atom, env: Env) -> Fact:
        return Fact(atom.phrase, tuple(self._value(t, env) for t in atom.terms))

    def _value(self, term: Term, env: Env) -> str:
        if isinstance(term, Var):
            return env[term.letter]
        return self._filled(term.name) if isinstance(term, Role) else term

    def _filled(self, role: str) -> str:
        """Who fills a role. A rule that concludes a word may speak of a decision or mission that the case does not
        name: then it speaks of one that is not on record, so that silence decides nothing. Raises `Unfilled`."""
        if role in self.roles:
            return self.roles[role]
        kind = self.regime.roles[role]
        if not self._concluding or not self.regime.vocabulary.types[kind].open or self.regime.vocabulary.of_type(kind):
            raise Unfilled(role)
        return another(kind)

    def _reading(self, ref: ReadingRef, provision: str, env: Env, moments: Labels) -> Step:
        reading = self.regime.reading_for(ref.name, provision)
        self._declare(reading)
        inner = {v.letter: self._value(t, env) for v, t in zip(reading.vars, ref.terms, strict=True)}
        steps = []
        for name, option in reading.options.items():
            body = self._option(option, reading, inner, moments)
            node = self.circuit.all_of((self.circuit.option(reading.group, name), body.node))
            steps.append(Step("option", node, name, (body,), reading=reading))
        node = self.circuit.any_of(s.node for s in steps)
        self._note_unverified(reading, node)
        return Step("reading", node, reading.group, tuple(steps), reading=reading)

    def _option(self, option: Together | str, reading: Reading, env: Env, moments: Labels) -> Step:
        if isinstance(option, str):
            return Step("constant", YES, option)
        return self._together(option, reading.provision, env, moments)

    def _declare(self, reading: Reading) -> None:
        self.circuit.group(reading.group, reading.options)

    def _chosen(self, clause: Chosen, provision: str) -> Step:
        reading = self.regime.reading_for(clause.name, provision)
        self._declare(reading)
        fit = [n for n, o in reading.options.items() if o in clause.options]
        node = self.circuit.any_of(self.circuit.option(reading.group, n) for n in fit)
        return Step("reading", node, f"{reading.group}: {' or '.join(fit)}", reading=reading)

    def _together(self, clause: Together, provision: str, env: Env, moments: Labels) -> Step:
        """Joint elements, in any of the ways to fill their letters."""
        ways = []
        for way in self._ways(clause.elements, provision, env, moments):
            node = NO if way.failed else self.circuit.all_of(s.node for s in way.steps)
            ways.append(Step("together", node, "", way.steps))
        if len(ways) == 1:
            return ways[0].steps[0].steps[0] if _is_plain(clause) else ways[0]
        return Step("some", self.circuit.any_of(w.node for w in ways), "in one of these ways", tuple(ways))

    def _any(self, clause: AnyOf, provision: str, env: Env, moments: Labels) -> Step:
        steps = []
        for name, together in clause.items:
            inner = self._together(together, provision, env, moments)
            steps.append(Step("option", inner.node, name, (inner,)))
        return Step("any", self.circuit.any_of(s.node for s in steps), "any of", tuple(steps))

    def _binds(self, clause: Binds, env: Env) -> Step:
        phrase = binds_skeleton(clause.kind, clause.name, clause.provision, len(clause.terms))
        return self.word(Fact(phrase, tuple(self._value(t, env) for t in clause.terms)))

    # --- sets, orders, counts ----------------------------------------------------------------

    def _quantified(self, clause: Quantified, provision: str, env: Env, moments: Labels) -> Step:
        other = self._value(clause.domain.other_than, env) if clause.domain.other_than is not None else None
        steps, nodes = [], []
        for name in self._candidates(clause.domain, clause.var.type):
            self._count_instance()
            if name == other:
                continue
            inside = self._member(name, clause.domain, moments)
            if inside == NO:
                continue
            step = replace(self._exists(clause.body, provision, {**env, clause.var.letter: name}, moments), who=name)
            steps.append(step)
            outside = self.circuit.negate(inside)
            nodes.append(self.circuit.any_of((outside, step.node)) if clause.every else self.circuit.all_of((inside, step.node)))
        if clause.every and not nodes:
            return self._nobody(clause.domain)
        node = self.circuit.all_of(nodes) if clause.every else self.circuit.any_of(nodes)
        kind, noun = ("every", "for every one of") if clause.every else ("some", "for some of")
        return Step(kind, node, f"{noun} the {clause.domain.name}", tuple(steps))  # type: ignore[arg-type]

    def _ballots(self, clause: Counted, provision: str, env: Env, moments: Labels) -> Step:
        """How many of a roll do it, against a number, or a share of those who make up the whole."""
        voters = list(self._voters(clause, provision, env, moments))
        if not voters:
            return self._nobody(clause.roll.domain)
        wholes = [v.steps[1].node for v in voters]
        node = enough(self.circuit, clause, [v.node for v in voters], wholes)
        return Step("ballots", node, f"of the {clause.roll.domain.name}", tuple(voters), counted=clause)

    def _voters(self, clause: Counted, provision: str, env: Env, moments: Labels) -> Iterator[Step]:
        """A step for each who may be on the roll: it does it, and may vote, and belongs to the whole."""
        roll = clause.roll
        other = self._value(roll.domain.other_than, env) if roll.domain.other_than is not None else None
        for name in self._candidates(roll.domain, roll.var.type):
            self._count_instance()
            inside = self._member(name, roll.domain, moments) if name != other else NO
            if inside == NO:
                continue
            own = {**env, roll.var.letter: name}
            out = tuple(self._exists(x, provision, own, moments) for x in roll.excluded)
            node = self.circuit.all_of((inside, *(self.circuit.negate(s.node) for s in out)))
            votes = Step("member", node, f"{name} may vote", out)
            whole = self._exists(clause.whole, provision, own, moments) if clause.whole is not None else votes
            body = self._exists(clause.body, provision, own, moments)
            part = Step("together", self.circuit.all_of((votes.node, whole.node)), clause.of, (whole,))
            yes = self.circuit.all_of((part.node, body.node))
            yield Step("voter", yes, name, (votes, part, body), who=name)

    def _nobody(self, domain: Domain) -> Step:
        """Of nobody everything is true in logic; in law "every member" of no members is a gap."""
        text = f"there is nobody among the {domain.name}"
        return Step("gap", self.circuit.word(text, NO, NO), text, note="the law says nothing of an empty set")

    def _candidates(self, domain: Domain, kind: str) -> Sequence[str]:
        named = self.regime.sets.get(domain.name)
        if named is None:
            return self.domain(kind)
        return list(self.regime.parties.states) if named.parties_to else named.members

    def _member(self, name: str, domain: Domain, moments: Labels) -> int:
        """The gate for "`name` belongs to the set at that moment"; open where the rows do not fix it."""
        named = self.regime.sets.get(domain.name)
        if named is None or not named.parties_to:
            return YES
        if is_another(name):
            return NO
        first, last = self._when(domain, moments)
        parties, code = self.regime.parties, named.parties_to
        found = parties.bound_between(name, code, first, last)
        if found is not None:
            return self.circuit.constant(found)
        ends = {parties.bound(name, code, first), parties.bound(name, code, last)}
        text = f"{name} is among the {domain.name} between {first} and {last}"
        self.opens[text] = Open(text, "unknown" if None in ends else "instant")
        return self.circuit.fact(text)

    def _when(self, domain: Domain, moments: Labels) -> tuple[date, date]:
        """First and last day on which the labelled event may have happened; else the law's day."""
        event = moments.get(domain.at) if domain.at else None
        when = self.record.moment(event) if event is not None else None
        return when or (self.law_day, self.law_day)

    def _among(self, clause: Among, env: Env, moments: Labels) -> Step:
        name = self._value(clause.term, env)
        named = self.regime.sets.get(clause.domain.name)
        if named is not None and not named.parties_to:
            node = self.circuit.constant(name in named.members)
        else:
            node = self._member(name, clause.domain, moments)
        other = self._value(clause.domain.other_than, env) if clause.domain.other_than is not None else None
        if name == other:
            node = NO
        if not clause.positive:
            node = self.circuit.negate(node)
        text = f"{name} is {'' if clause.positive else 'not '}among the {clause.domain.name}"
        return Step("member", node, text + (f" other than {other}" if other else ""))

    def _before(self, first: Fact | None, second: Fact | None, clause: Before) -> Step:
        text = f"{clause.first} before {clause.second}"
        if first is None or second is None:
            return Step("order", self._open(text, "unknown"), text)
        text = f"“{first}” before “{second}”"
        known = self.record.order(first, second) if first != second else False
        if known is not None:
            return Step("order", self.circuit.constant(known), text)
        self.orders[text] = (first, second)
        return Step("order", self._open(text, "instant"), text)

    def _open(self, text: str, kind: str) -> int:
        self.opens[text] = Open(text, kind)
        return self.circuit.fact(text)

    def _compare(self, clause: Compare, env: Env) -> Step:
        count, amount = self._fact(clause.count, env), clause.amount
        if amount.count is not None:
            return self._ratio(clause, count, self._fact(amount.count, env))
        base = self._base(amount, env)
        if base is None:
            of = Fact(amount.number or "", tuple(self._value(t, env) for t in amount.terms))
            text = f"{count} {_SAID[clause.op]} {amount.share} of {of}"
            return Step("count", self._open(text, "unknown"), text, fact=count, note="the number is not known for that day")
        exact = amount.share * base
        needed = whole(clause.op, exact)
        text = f"{count} {_SAID[clause.op]} {needed}"
        self.counts[text] = (count, clause.op, needed)
        note = f"{amount.share} of {base} = {exact}" if amount.number else ""
        if exact != needed:
            note += f", so {_SAID[clause.op]} {needed}"
        return Step("count", self.circuit.fact(text), text, fact=count, note=note)

    def _ratio(self, clause: Compare, count: Fact, of: Fact) -> Step:
        """A count against a share of another count."""
        text = f"{count} {_SAID[clause.op]} {clause.amount.share} of {of}"
        self.ratios[text] = Ratio(count, clause.op, clause.amount.share, of)
        return Step("count", self.circuit.fact(text), text, fact=count)

    def _base(self, amount: Amount, env: Env) -> int | None:
        """What an amount is a share of, on the law's day; 1 for a plain number, None when it is not known."""
        if amount.number is None:
            return 1
        args = tuple(self._value(t, env) for t in amount.terms)
        spans = [v for n in self.regime.chapter.numbers if (n.name, n.terms) == (amount.number, args) for v in n.values]
        return _value_on(spans, self.law_day)


def _among(named: Mapping[str, _T], reached: set[str] | None) -> dict[str, _T]:
    """Those whose name was reached; all where everything counts."""
    return {name: one for name, one in named.items() if reached is None or name in reached}


_SAID = {">=": "at least", "<=": "at most", ">": "more than", "<": "fewer than"}


def _whole(exact: Fraction, op: str) -> Fraction:
    """The whole number that means the same for a count: at least 67½ votes are at least 68."""
    return Fraction(ceil(exact) if op in (">=", "<") else floor(exact))


def _mixed(number: Fraction) -> str:
    """67 1/2 rather than 135/2."""
    whole, rest = divmod(number, 1)
    return str(number) if not rest or not whole else f"{whole} {rest}"


def _value_on(values: Sequence[tuple[int, InForce]], day: date) -> int | None:
    """A dated number on a day; one known "at least" for some days goes on while no other is known."""
    for value, in_force in values:
        if in_force.covers(day):
            return value
    return values[0][0] if len(values) == 1 and values[0][1].at_least else None


def _is_plain(clause: Together) -> bool:
    return len(clause.elements) == 1 and clause.elements[0].mode == "and"
