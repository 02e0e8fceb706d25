"""What the rules say against an act, before it is written down.

    not there   it speaks of a decision, a request … that nobody has brought into being
    member      a vote is counted among the members of that day, and the actor is none of them
    ballot      the actor has spoken in this vote already, in the same sense or in another
    power       the rule that gives such an act its effect lacks a condition
    bar         a rule forbids the act, and what would lift the bar is not established

The rules are those of the regime's own pages, under the law of the day of the act, with the act
taken as done. A condition that only a contested reading or a judgement leaves open is no objection:
nobody can be told to wait until scholars agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any, Literal

from foedus.assess.world import World
from foedus.ground import Grounder, TooWide, Unfilled
from foedus.problem import Place
from foedus.record import DEFAULT, Case, Instant, RecordView, situation
from foedus.text import Regime
from foedus.text.law import (
    Among,
    AnyOf,
    Atom,
    Clause,
    Constraint,
    Element,
    Quantified,
    ReadingRef,
    Role,
    Rule,
    Term,
    Together,
    Var,
)
from foedus.text.walk import clauses, elements_of, free_letters
from foedus.verdict import Choice, Engine, Outcome, Query, Verdict, reconcile
from foedus.vocabulary import Fact, is_another

__all__ = ["Objection", "objections"]

Kind = Literal["not there", "member", "ballot", "power", "bar"]
_ESCAPES = ("unless", "unless shown", "unless claimed", "not")
_SPOKEN = ("event", "act", "speech")


@dataclass(frozen=True, slots=True)
class Objection:
    """Why the rules do not allow an act yet.

    what     what is wrong; missing: the condition that is not met, in the words of the law
    law      the rule that says so, by provision and name
    effect   what it means for an act that is recorded all the same
    """

    kind: Kind
    what: str
    missing: str
    law: str
    effect: str

    def __str__(self) -> str:
        parts = (self.what, f"Missing: {self.missing}" if self.missing else "", f"({self.law})" if self.law else "")
        return " ".join(p for p in parts if p)


def objections(before: Case, after: Case, regime: Regime, fact: Fact, at: Instant) -> tuple[Objection, ...]:
    """Everything the rules say against an act.

    before, after   the record without the act, and with it; at: the moment after it
    """
    return _Examined(before, after, regime, fact, at).all()


class _Examined:
    """One act, held against the rules of its day."""

    def __init__(self, before: Case, after: Case, regime: Regime, fact: Fact, at: Instant) -> None:
        self.before, self.after, self.regime, self.fact, self.at = before, after, regime, fact, at
        self.phrase = regime.vocabulary.phrases[fact.phrase]
        self.day: date = at.local(after.zone).date()
        self.view = self._view(before)
        self.world = World(after, self._view(after), DEFAULT)
        self.rules = [r for r in regime.chapter.rules if not r.provision or regime.in_force(r.provision, self.day)]
        self.votes = tuple(_votes(self.rules, regime))

    def _view(self, case: Case) -> RecordView:
        end = max([self.at, *(c.available.latest for c in case.claims if c.available.latest)])
        return situation(case, self.regime.vocabulary, self.at, end, DEFAULT)

    def all(self) -> tuple[Objection, ...]:
        """Every objection, those that stand before any rule first."""
        return (*self._not_there(), *self._strangers(), *self._ballots(), *self._competence(), *self._powers(), *self._bars())

    # --- individuals ---

    def _not_there(self) -> Iterator[Objection]:
        """Slots filled by somebody who has not come into being."""
        voting = any(v.phrase == self.fact.phrase for v in self.votes)
        for place, (name, slot) in enumerate(zip(self.fact.args, self.phrase.slots, strict=True)):
            makers = [
                p for p in self.regime.vocabulary.phrases.values() if p.makes is not None and p.slots[p.makes].type == slot.type
            ]
            if not makers or voting or name in self.regime.vocabulary.individuals or name.startswith("any "):
                continue
            made = self._made(name, by_now=place != self.phrase.makes)
            if place == self.phrase.makes:
                if made:
                    yield Objection(
                        "not there",
                        f"“{name}” has come about already: {made} ({self._entry(made)}).",
                        "",
                        "",
                        "counts beside the first",
                    )
            elif made is None:
                needs = " or ".join(f"“{str(p).replace('{' + p.slots[p.makes or 0].letter + '}', name)}”" for p in makers)
                yield Objection("not there", f"“{name}” has not come about yet.", needs, "", "speaks of nothing on record")

    def _made(self, name: str, by_now: bool) -> Fact | None:
        """The act or event on record that brought an individual into being, at any time or by that of the act."""
        for fact in self.view.facts:
            makes = self.regime.vocabulary.phrases[fact.phrase].makes
            if makes is not None and fact.args[makes] == name and self._entry(fact):
                return fact if not by_now or self.view.claimed(fact, True) else None
        return None

    # --- votes ---

    def _strangers(self) -> Iterator[Objection]:
        """An actor that has no vote, because it is no member on the day of the act."""
        said: set[str] = set()
        for vote in self.votes:
            if vote.phrase != self.fact.phrase:
                continue
            name, code = self.fact.args[vote.slot], vote.instrument
            bound = self.regime.parties.bound(name, code, self.day)
            if bound or name in said or is_another(name):
                continue
            said.add(name)
            sure = "not" if bound is False else "not surely"
            what = f"{name} is {sure} among the {vote.among} on {self.day}: it has no vote."
            yield Objection("member", what, "", vote.law, "counts for nothing in this vote")

    def _ballots(self) -> Iterator[Objection]:
        """A member that has spoken in this vote already."""
        voting = next((v for v in self.votes if v.phrase == self.fact.phrase), None)
        if voting is None or self.phrase.kind not in _SPOKEN:
            return
        number = self._entry(self.fact)
        if number:
            what = f"{self.fact.args[voting.slot]} has said so in this vote already ({number})."
            yield Objection("ballot", what, "", voting.law, "counts for nothing: the first ballot stands")
        for constraint, other in self._clashes():
            what = f"{self.fact.args[voting.slot]} has spoken otherwise in this vote: {other} ({self._entry(other)})."
            yield Objection(
                "ballot", what, "", f"{constraint.provision}/{constraint.name}", "counts for nothing: the first ballot stands"
            )

    def _entry(self, fact: Fact) -> str:
        found = next((c for c in self.view.in_force if c.fact == fact and c.polarity == "for"), None)
        return found.id if found else ""

    def _clashes(self) -> Iterator[tuple[Constraint, Fact]]:
        """Acts on record that cannot stand beside this one."""
        seen: set[Fact] = set()
        for constraint in self.regime.chapter.constraints:
            atoms = [e.body for e in constraint.elements if e.mode == "and" and isinstance(e.body, Atom)]
            if len(atoms) != len(constraint.elements):
                continue
            for mine in atoms:
                env = self._unify(mine, self.fact)
                for other in (a for a in atoms if a is not mine and env is not None):
                    for fact in self.view.facts:
                        if (
                            fact not in seen
                            and self._unify(other, fact, env) is not None
                            and self.view.status(fact).status == "affirmed"
                        ):
                            seen.add(fact)
                            yield constraint, fact

    # --- powers and bars ---

    def _powers(self) -> Iterator[Objection]:
        """The powers that such an act may use; one that is whole is enough.

        A power that asks for nothing but what the act itself brings along says neither yes nor no.
        """
        found = []
        for rule in self.rules:
            env = self._used(rule)
            conditions = self._conditions(rule, env) if env is not None else []
            if env is None or not any(not isinstance(e.body, Among) for e in conditions):
                continue
            missing = self._missing(rule, conditions, env)
            if missing is None:
                return
            effect = self._said(str(Fact(rule.head.phrase, tuple(map(_slot, rule.head.terms)))) if rule.head else "", env)
            what = f"{self._said(rule.details.get('holder', ''), env)} cannot bring about by it yet that {effect}."
            found.append(Objection("power", what, missing, rule.id, f"ineffective under {rule.provision}"))
        yield from found

    def _used(self, rule: Rule) -> Mapping[str, str] | None:
        """The letters of a power whose deed is this act."""
        deed = rule.elements[0].body if rule.kind == "power" and rule.elements else None
        return self._unify(deed, self.fact) if isinstance(deed, Atom) and deed.positive else None

    def _competence(self) -> Iterator[Objection]:
        """An act that is a power of others, by somebody whom no rule in force mentions for it."""
        powers = [r for r in self.rules if r.kind == "power" and r.elements and isinstance(r.elements[0].body, Atom)]
        deeds = [(r, r.elements[0].body) for r in powers]
        alike = [(r, d) for r, d in deeds if isinstance(d, Atom) and d.positive and d.phrase == self.fact.phrase]
        named = [a for a in self._atoms() if a.terms and not isinstance(a.terms[0], Var)]  # a rule on anybody names nobody
        given = [d for _, d in alike]  # but a power of anybody is given to all who fit
        if not alike or any(self._unify(atom, self.fact) is not None for atom in named + given):
            return
        holders = dict.fromkeys(self._said(r.details.get("holder", ""), {}) for r, _ in alike)
        what = f"No rule gives {self.fact.args[0]} this power; it belongs to {' or '.join(holders)}."
        yield Objection("power", what, "", alike[0][0].id, "ineffective: without competence")

    def _atoms(self) -> Iterator[Atom]:
        """Every phrase, with its slots, that some rule in force speaks of."""
        for rule in self.rules:
            for element in elements_of(rule.elements):
                yield from (c for c, _ in clauses(element.body) if isinstance(c, Atom))

    def _conditions(self, rule: Rule, env: Mapping[str, str]) -> list[Element]:
        """The conditions of a power, those left out that speak of what the act itself makes."""
        made = self.fact.args[self.phrase.makes] if self.phrase.makes is not None else None
        own = {letter for letter, name in env.items() if name == made}
        return [e for e in rule.elements[1:] if not free_letters(e.body) & own]

    def _missing(self, rule: Rule, conditions: Sequence[Element], env: Mapping[str, str]) -> str | None:
        """The first condition that does not hold together with those before it."""
        for size in range(1, len(conditions) + 1):
            if not _may_be(self._outcome(rule, (rule.elements[0], *conditions[:size]), env), Verdict.YES):
                return self._worded(conditions[size - 1], env)
        return None

    def _bars(self) -> Iterator[Objection]:
        """Rules that forbid the act, unless what lifts the bar is established."""
        for rule in self.rules:
            env = self._unify(rule.owed, self.fact) if rule.kind == "bar" and rule.owed is not None else None
            if env is None or _may_be(self._outcome(rule, rule.elements, env), Verdict.NO):
                continue
            lifts = [self._worded(e, env) for e in rule.elements if e.mode in _ESCAPES]
            bearer = rule.details.get("bearer", "").strip("{}")
            yield Objection(
                "bar",
                f"{env.get(bearer, bearer)} is barred from it.",
                "; ".join(lifts),
                rule.id,
                "recorded as a breach of this bar",
            )

    def _outcome(self, rule: Rule, elements: Sequence[Element], env: Mapping[str, str]) -> Outcome | None:
        """Whether conditions of a rule hold together once the act is done."""
        grounder = Grounder(self.regime, self.after.roles, self.world, self.day)
        try:
            step = grounder.ground(_filled(Together(tuple(elements)), env), rule.provision)
        except (Unfilled, TooWide):
            return None  # nothing can be said against the act on this ground
        state, _ = reconcile(grounder.circuit, self.world.situation(grounder, grounder.constraints()))
        return Engine(grounder.circuit, state).evaluate(Query(step.node), Choice())

    def _worded(self, element: Element, env: Mapping[str, str]) -> str:
        """A condition in the words of the page."""
        if isinstance(element.body, AnyOf):
            return " or ".join(self._worded(t.elements[0], env) for _, t in element.body.items)
        return self._said(element.text or element.label or "a condition", env)

    def _said(self, words: str, env: Mapping[str, str]) -> str:
        """Words of a page with names in the place of letters where they are known, else “some request”."""
        for letter, kind in self.regime.vocabulary.letters.items():
            words = words.replace(f"{{{letter}}}", env.get(letter, f"some {kind}"))
        return words.replace("{", "").replace("}", "")

    # --- letters ---

    def _unify(self, atom: Atom, fact: Fact, env: Mapping[str, str] | None = None) -> dict[str, str] | None:
        """The letters of an atom that make it this fact, or None."""
        if atom.phrase != fact.phrase:
            return None
        out = dict(env or {})
        for term, name in zip(atom.terms, fact.args, strict=True):
            if isinstance(term, Var):
                if out.setdefault(term.letter, name) != name:
                    return None
            elif (self.after.roles.get(term.name) if isinstance(term, Role) else term) != name:
                return None
        return out


# --- votes as the pages have them ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Voice:
    """A phrase with which a member speaks in a vote: the slot the member fills, and who the members are."""

    phrase: str
    slot: int
    among: str
    instrument: str
    law: str


def _votes(rules: Iterable[Rule], regime: Regime) -> Iterator[_Voice]:
    """Every phrase that some rule in force asks of each member of a set of parties."""
    for rule in rules:
        if rule.kind != "vote":
            continue
        for element in elements_of(rule.elements):
            for clause, _ in clauses(element.body):
                if isinstance(clause, Quantified) and (named := regime.sets.get(clause.domain.name)) and named.parties_to:
                    for phrase, slot in _spoken(clause.body, clause.var.letter, rule.provision, regime):
                        yield _Voice(phrase, slot, named.name, named.parties_to, rule.id)


def _spoken(body: Clause, letter: str, provision: str, regime: Regime) -> Iterator[tuple[str, int]]:
    """Phrases under a clause in which a letter stands, and where; readings are looked into."""
    for clause, _ in clauses(body):
        if isinstance(clause, Atom):
            if regime.vocabulary.phrases[clause.phrase].kind in _SPOKEN:
                yield from ((clause.phrase, n) for n, t in enumerate(clause.terms) if isinstance(t, Var) and t.letter == letter)
        elif isinstance(clause, ReadingRef):
            reading = regime.reading_for(clause.name, provision)
            inner = [
                v.letter for v, t in zip(reading.vars, clause.terms, strict=True) if isinstance(t, Var) and t.letter == letter
            ]
            for option in reading.options.values():
                for name in inner if isinstance(option, Together) else ():
                    yield from _spoken(option, name, reading.provision, regime)  # type: ignore[arg-type]


# --- words ---------------------------------------------------------------------------------------


def _may_be(outcome: Outcome | None, verdict: Verdict) -> bool:
    """Whether conditions come out this way, at least under some reading, or with facts all known."""
    if outcome is None or outcome.verdict is verdict or any(p.verdict is verdict for p in outcome.partition):
        return True
    facts = (outcome.turns_on.unknown, outcome.turns_on.alleged, outcome.turns_on.disputed, outcome.turns_on.instant)
    return outcome.verdict is Verdict.OPEN and not any(facts) and not outcome.turns_on.groups


def _slot(term: Term) -> str:
    """A term as a page writes it."""
    return f"{{{term.letter}}}" if isinstance(term, Var) else term.name if isinstance(term, Role) else term


def _filled(value: Any, env: Mapping[str, str]) -> Any:
    """A clause with names in the place of letters."""
    if isinstance(value, Var):
        return env.get(value.letter, value)
    if isinstance(value, tuple):
        return tuple(_filled(v, env) for v in value)
    if is_dataclass(value) and not isinstance(value, Role | Place | type):
        changed = {
            f.name: _filled(getattr(value, f.name), env) for f in fields(value) if f.name not in ("place", "text", "burden")
        }
        return replace(value, **changed)
    return value
