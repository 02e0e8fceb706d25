"""A draft put to the vote rules of a regime: one circuit for each word that a vote concludes.

The draft is the individual that the act of voting makes, so it can be told without knowing any body:
`{K} votes on {D}` makes {D}. What the table does not say is unknown, and may leave the answer open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

from foedus.ground import Grounder, Step, Unfilled
from foedus.problem import Invalid, Place, Problem, nearest
from foedus.record.time import Unreadable, When
from foedus.text import Regime
from foedus.text.law import Atom, Ballots, Domain, Quantified, Rule, Var
from foedus.verdict import Choice, Circuit, Engine, Outcome, Query, Situation, Status
from foedus.vocabulary import Fact, is_another
from foedus.voting.drafts import CLOCK, Draft
from foedus.voting.telling import Told, told

__all__ = ["DRAFT", "Poll", "Result", "poll"]

DRAFT = "the draft"
"""What the draft is called in facts that are told of it."""


@dataclass(frozen=True)
class Result:
    """What became of the draft under one word: "the draft is adopted by …".

    outcome  the verdict, settled or open, and what it turns on
    rules    every vote rule in force that concludes the word, and why it went as it did
    """

    word: str
    outcome: Outcome
    rules: tuple[Told, ...]

    def to_json(self) -> dict[str, object]:
        """The same as data."""
        turns = self.outcome.turns_on
        listed = ("unknown", "alleged", "disputed", "instant", "judgement", "law_gap", "norm_conflict", "readings")
        return {
            "word": self.word,
            "verdict": str(self.outcome.verdict),
            "status": str(self.outcome.status),
            "turns_on": {kind: list(getattr(turns, kind)) for kind in listed},
            "groups": [list(g) for g in turns.groups],
            "limit": self.outcome.limit,
            "rules": [t.to_json() for t in self.rules],
        }


@dataclass(frozen=True)
class Poll:
    """A draft under the law of a day.

    results    for each word that votes conclude, what became of it
    left_out   rules that could not be put to it, and why; missing: members of whom the draft says nothing
    """

    regime: str
    day: date
    draft: str
    results: tuple[Result, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    supposed: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """One document."""
        return {
            "schema_version": 1,
            "regime": self.regime,
            "day": self.day.isoformat(),
            "draft": self.draft,
            "facts": list(self.supposed),
            "results": [r.to_json() for r in self.results],
            "left_out": [{"rule": rule, "why": why} for rule, why in self.left_out],
            "missing": list(self.missing),
        }


def poll(regime: Regime, draft: Draft, day: date, rule: str = "", facts: Sequence[str] = ()) -> Poll:
    """Put a draft to every vote rule of the regime in force that day, or to those that `rule` names.

    `facts` are sentences about the draft ("the draft falls under chapter VI"), "not …" to deny them, "… @ TIME" to date them.
    Raises `Invalid`: no votes, a ballot by somebody who has none, tallies beyond the base, no such rule or time.
    """
    rules = _rules(regime, day, rule)
    desks, left_out = [], []
    for one in rules:
        made = _filled(regime, one)
        if isinstance(made, str):
            left_out.append((one.id, made))
        else:
            desks.append((one, made))
    _members_only(regime, draft, [r for r, _ in desks], day)
    results: list[Result] = []
    spoken = {}
    for _, fill in desks:
        if fill.word not in spoken:
            spoken[fill.word] = _Desk(regime, draft, day, facts, [(r, f) for r, f in desks if f.word == fill.word])
    for desk in spoken.values():
        try:
            results.append(desk.result())
        except Unfilled as error:
            left_out += [(r.id, f"it speaks of {{{error}}}, whom only a case names") for r, _ in desk.rules]
    missing = dict.fromkeys(m for desk in spoken.values() for m in desk.missing)
    said = tuple(" ".join(f.split()) for f in facts)
    return Poll(regime.id, day, draft.name, tuple(results), tuple(left_out), tuple(missing), said)


def _rules(regime: Regime, day: date, name: str) -> list[Rule]:
    votes = [r for r in regime.chapter.rules if r.kind == "vote"]
    own = [r for r in votes if regime.id in r.place.file.split("/")[:-1]] if not name else votes
    if not own:
        what = f"{regime.id} has no vote"
        raise Invalid.at(Place(regime.id), what, "its law pages hold no “vote” block; see: foedus law " + regime.id)
    if name:
        named = {r.id: r for r in votes} | {f"{r.provision.partition('@')[0]}/{r.name}": r for r in votes}
        own = [r for r in votes if name in (r.id, f"{r.provision.partition('@')[0]}/{r.name}")]
        if not own:
            remedy = nearest(name, list(named)) or "one of: " + " · ".join(r.id for r in votes)
            raise Invalid.at(Place("--rule"), f"no vote is called “{name}”", remedy)
    found = [r for r in own if regime.in_force(r.provision, day)]
    if not found:
        remedy = "in force on other days: " + " · ".join(f"{r.id} ({regime.provisions[r.provision].in_force})" for r in own)
        raise Invalid.at(Place("--on"), f"no such vote is in force on {day}", remedy)
    return found


@dataclass(frozen=True)
class _Fill:
    """How the letters of a vote are filled: the word it concludes, its ballot, and who or what is there."""

    word: Fact
    on: Fact
    people: Mapping[str, str] = field(default_factory=dict)


def _filled(regime: Regime, rule: Rule) -> _Fill | str:
    """The letters of a rule filled for the draft; or why they cannot be."""
    on = rule.elements[0].body
    makes = regime.vocabulary.phrases[on.phrase].makes if isinstance(on, Atom) else None
    if not isinstance(on, Atom) or makes is None or not isinstance(on.terms[makes], Var) or rule.head is None:
        return "nothing says what is put to the vote: its line “on” makes nothing"
    names: dict[str, str] = {}
    for term in (*on.terms, *rule.head.terms):
        if isinstance(term, Var) and term == on.terms[makes]:
            names[term.letter] = DRAFT
        elif isinstance(term, Var) and regime.vocabulary.of_type(term.type):
            return f"it is about one {term.type} or another, {{{term.letter}}}"
        elif isinstance(term, Var):
            names[term.letter] = f"the {term.type}"
        elif not isinstance(term, str):
            return f"it speaks of {{{term.name}}}, whom only a case names"
    kinds = {names[t.letter]: t.type for t in (*on.terms, *rule.head.terms) if isinstance(t, Var)}
    return _Fill(_fact(rule.head, names), _fact(on, names), kinds)


def _fact(atom: Atom, names: Mapping[str, str]) -> Fact:
    return Fact(atom.phrase, tuple(names[t.letter] if isinstance(t, Var) else str(t) for t in atom.terms))


# --- who may vote ----------------------------------------------------------------------------------


def _members_only(regime: Regime, draft: Draft, rules: Sequence[Rule], day: date) -> None:
    """Every ballot is by somebody whom some of these votes ask on that day."""
    domains = [d for r in rules for d in _asked(r)]
    if not domains:
        return
    problems: list[Problem] = []
    for cast in draft.cast:
        if all(_belongs(regime, cast.member, d, day) is False for d in domains):
            named = " or ".join(dict.fromkeys(d.name for d in domains))
            there = [s for s in regime.vocabulary.individuals if any(_belongs(regime, s, d, day) for d in domains)]
            remedy = f"on that day: {', '.join(there)}" if there else f"nobody is, on {day}: check the day (--on)"
            problems.append(Problem(cast.place, f"{cast.member} is not among the {named} on {day}", remedy))
    if problems:
        raise Invalid(problems)


def _asked(rule: Rule) -> Iterator[Domain]:
    if rule.roll is not None:
        yield rule.roll.domain
    for element in rule.elements:
        if element.part == "stopped" and isinstance(element.body, Quantified):
            yield element.body.domain


def _belongs(regime: Regime, name: str, domain: Domain, day: date) -> bool | None:
    """Whether somebody is in a set on a day; None where its rows do not fix it."""
    named = regime.sets.get(domain.name)
    if named is None:
        return regime.vocabulary.individuals.get(name) == domain.name.removesuffix("s")
    if named.parties_to:
        return regime.parties.bound(name, named.parties_to, day)
    return name in named.members


# --- one word ----------------------------------------------------------------------------------------


@dataclass
class _Desk:
    """One word, grounded over the draft, and what the table says of it."""

    regime: Regime
    draft: Draft
    day: date
    facts: Sequence[str]
    rules: Sequence[tuple[Rule, _Fill]]
    missing: list[str] = field(default_factory=list)

    def individuals(self, type_name: str) -> Sequence[str]:
        """What grounding asks of a record: the draft, and what else the ballot speaks of."""
        found = (n for _, fill in self.rules for n, kind in fill.people.items() if kind == type_name)
        return tuple(dict.fromkeys(found))

    def moment(self, fact: Fact) -> tuple[date, date] | None:
        """The ballot is held on the day."""
        return (self.day, self.day) if any(fact == f.on for _, f in self.rules) else None

    def order(self, first: Fact, second: Fact) -> bool | None:
        """Which of two came first, where the table or the facts say when; else nobody knows."""
        a, b = self._times.get(first), self._times.get(second)
        return a.before(b) if a is not None and b is not None else None

    @cached_property
    def _times(self) -> dict[Fact, When]:
        """When what the ballots say was done, and when what is told of the draft happened."""
        told = {fact: when for fact, holds, when in self._told() if holds and when is not None}
        cast = {fact: when for fact, holds, when in self._cast() if holds and when is not None}
        return told | cast

    def _when(self, fact: Fact) -> str:
        found = self._times.get(fact)
        return found.verbatim if found is not None else ""

    def result(self) -> Result:
        """The verdict on the word, and why each rule went as it did. Raises `Unfilled`."""
        grounder = Grounder(self.regime, {}, self, self.day)
        step = grounder.word(self.rules[0][1].word)
        gates = list(self._tallied(grounder, self._voters(step)))
        statuses = self._statuses(grounder, step)
        roots = [step.node, *gates]
        said_for = frozenset(n for n, s in statuses.items() if s is Status.AFFIRMED)
        said_against = frozenset(n for n, s in statuses.items() if s is Status.DENIED)
        situation = Situation(statuses, said_for, said_against, (*grounder.constraints(roots), *gates))
        engine = Engine(grounder.circuit, situation)
        outcome = engine.evaluate(Query(step.node), Choice())

        def value(node: int) -> str:
            return engine.node_value(node, Choice())

        names = {r.id for r, _ in self.rules}
        found = [s for s in step.steps if s.rule is not None and s.rule.id in names]
        rules = tuple(told(s, value, self._when, self._verified(s), grounder.circuit) for s in found)
        return Result(str(self.rules[0][1].word), outcome, rules)

    def _verified(self, step: Step) -> bool:
        rule = step.rule
        if rule is None or rule.provision not in self.regime.provisions:
            return True
        known = self.regime.known_on(rule.provision, self.day)
        return known and self.regime.provisions[rule.provision].verified(rule.pinpoint)

    def _voters(self, step: Step) -> list[str]:
        """Everybody whom the votes ask, in the order of the set."""
        found: dict[str, None] = {}
        for rule in step.steps:
            for asked in _walk(rule):
                if asked.who and not is_another(asked.who):
                    found[asked.who] = None
        roll = [d for r, _ in self.rules for d in _asked(r)]
        return [m for m in found if any(_belongs(self.regime, m, d, self.day) is not False for d in roll)]

    # --- what the table says ---

    def _statuses(self, grounder: Grounder, step: Step) -> dict[str, Status]:
        statuses = {str(on): Status.DENIED for on in self._not_held(step)}
        statuses |= {str(f.on): Status.AFFIRMED for _, f in self.rules}
        for fact, holds, _ in (*self._cast(), *self._told()):
            statuses[str(fact)] = Status.AFFIRMED if holds else Status.DENIED
        statuses |= {name: Status(gap.kind) for name, gap in grounder.opens.items()}
        statuses |= self._counts(grounder)
        voters = self._voters(step)
        if self.draft.cast:
            known = {c.member for c in self.draft.cast if c.ballot}
            self.missing = [m for m in voters if m not in known]
        return statuses

    def _not_held(self, step: Step) -> Iterator[Fact]:
        """The ballots of votes that conclude the same word and were not asked for: the draft is put to these votes alone."""
        for other in step.steps:
            if other.rule is not None and other.rule.kind == "vote":
                fill = _filled(self.regime, other.rule)
                if isinstance(fill, _Fill):
                    yield fill.on

    def _blocks(self) -> Iterator[Ballots]:
        kinds = {fill.people[DRAFT] for _, fill in self.rules}
        return (b for b in self.regime.chapter.ballots if b.draft.type in kinds)

    def _cast(self) -> Iterator[tuple[Fact, bool, When | None]]:
        """What each ballot makes true and untrue, and when it was cast; a column of its own has the last word."""
        for cast in self.draft.cast:
            for block in self._blocks():
                names = {block.member.letter: cast.member, block.draft.letter: DRAFT}
                said = block.words.get(cast.ballot)
                for atom in {a for atoms in block.words.values() for a in atoms} if said is not None else ():
                    yield _fact(atom, names), atom in (said or ()), cast.when
                for column, yes in cast.columns.items():
                    if column in block.columns:
                        yield _fact(block.columns[column], names), yes, None

    def _told(self) -> Iterator[tuple[Fact, bool, When | None]]:
        kinds = {name: kind for _, fill in self.rules for name, kind in fill.people.items()}
        for sentence in self.facts:
            plain, at, time = (part.strip() for part in " ".join(sentence.split()).partition(" @ "))
            denied = plain.startswith("not ")
            fact, positive = self.regime.vocabulary.fact(plain.removeprefix("not "), kinds, Place("--fact"))
            kind = self.regime.vocabulary.phrases[fact.phrase].kind
            if kind in ("word", "judgement", "count"):
                remedy = "tell the facts it rests on; see: foedus law " + self.regime.id
                raise Invalid.at(Place("--fact"), f"“{fact}” is a {kind}, no fact of a draft", remedy)
            yield fact, positive is not denied, _time(time) if at else None

    def _tally_of(self, word: str) -> tuple[int, int] | None:
        """How many cast this ballot, at least and at most."""
        if self.draft.counts is not None:
            found = self.draft.counts.get(word)
            return (found[0], found[0]) if found else None
        sure = sum(c.ballot == word for c in self.draft.cast)
        return sure, sure + sum(not c.ballot for c in self.draft.cast)

    def _counts(self, grounder: Grounder) -> dict[str, Status]:
        """Where comparisons of counts stand, from the tallies or from the rows of a roll call."""
        known: dict[Fact, tuple[int, int]] = {}
        for block in self._blocks():
            for word, atom in block.counts.items():
                if found := self._tally_of(word):
                    known[_fact(atom, {block.draft.letter: DRAFT})] = found
        out = {}
        for name, (count, op, needed) in grounder.counts.items():
            if count in known:
                out[name] = _status(op, [Fraction(n) - needed for n in known[count]])
        for name, ratio in grounder.ratios.items():
            if ratio.count in known and ratio.of in known:
                (low, high), (least, most) = known[ratio.count], known[ratio.of]
                out[name] = _status(ratio.op, [low - ratio.share * most, high - ratio.share * least])
        return out

    # --- tallies of a body that is asked member by member ---

    def _tallied(self, grounder: Grounder, voters: Sequence[str]) -> Iterator[int]:
        """So many voted for it, whoever they were: gates over the ballots of all who may vote."""
        counts = self.draft.counts
        if counts is None or not voters:
            return
        total = sum(n for n, _ in counts.values())
        if total > len(voters):
            place = next(iter(counts.values()))[1]
            raise Invalid.at(
                place, f"{total} ballots, and {len(voters)} may vote on {self.day}", "mend the counts, or the day (--on)"
            )
        circuit = grounder.circuit
        for block in self._blocks():
            yield from self._joined(grounder, block, voters)  # small gates first: those of the counts then meet each member once
            given = {w: n for w, (n, _) in counts.items() if w in block.words}
            for atom in dict.fromkeys(a for atoms in block.words.values() for a in atoms):
                nodes = [self._node(grounder, atom, block, m) for m in voters]
                with_it = [w for w, atoms in block.words.items() if atom in atoms]
                sure = sum(n for w, n in given.items() if w in with_it)
                yield circuit.at_least(sure, nodes)
                if total == len(voters) or all(w in given for w in with_it):
                    yield circuit.negate(circuit.at_least(sure + 1, nodes))

    def _joined(self, grounder: Grounder, block: Ballots, voters: Iterable[str]) -> Iterator[int]:
        """Who casts a ballot does all that the word for it says, and nothing that belongs to other words."""
        circuit = grounder.circuit
        for member in voters:
            for atoms in block.words.values():
                own = [w for w in block.words.values() if atoms and atoms[0] in w]
                allowed = {a for w in own for a in w}
                first = self._node(grounder, atoms[0], block, member) if atoms and len(own) == 1 else None
                for atom in dict.fromkeys(a for w in block.words.values() for a in w) if first is not None else ():
                    other = self._node(grounder, atom, block, member)
                    yield _follows(circuit, first, other if atom in allowed else circuit.negate(other))

    def _node(self, grounder: Grounder, atom: Atom, block: Ballots, member: str) -> int:
        names = {block.member.letter: member, block.draft.letter: DRAFT}
        terms = tuple(names[t.letter] if isinstance(t, Var) else t for t in atom.terms)
        return grounder.ground(replace(atom, terms=terms)).node


def _time(text: str) -> When:
    try:
        return When.parse(text, CLOCK)
    except Unreadable as error:
        raise Invalid.at(Place("--fact"), error.what, error.remedy) from None


def _follows(circuit: Circuit, first: int | None, then: int) -> int:
    assert first is not None
    return circuit.any_of((circuit.negate(first), then))


def _status(op: str, ends: Sequence[Fraction]) -> Status:
    """Where "difference OP 0" stands when the difference lies between two ends."""
    found = {d >= 0 if op == ">=" else d > 0 if op == ">" else d <= 0 if op == "<=" else d < 0 for d in ends}
    return Status.UNKNOWN if len(found) > 1 else Status.AFFIRMED if found.pop() else Status.DENIED


def _walk(step: Step) -> Iterator[Step]:
    yield step
    for inner in step.steps:
        yield from _walk(inner)
