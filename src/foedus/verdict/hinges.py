"""What would settle an answer, what would flip it, and which open fact matters most.

A *change* proves or disproves an open fact; on request it turns a settled fact or a judgement to its contrary, or chooses
another reading. A set of changes *reaches* a verdict when the question, asked again after all of them, gets that verdict
under every reading still left free. Listed are the subset-minimal sets: none of their parts reaches the same verdict. For an
open answer those that reach another one are its *settle sets*, for any other answer they are its *flip sets*.

All sets are found at once. Beside the level that says what an open fact is (u) stand two that say what was proved of it:

    t   proved so            the fact is    t or (u and not n)
    n   proved not so

A burden is met where what it speaks of holds for every u, which leaves a function of the changes and readings alone; so does
"every completion answers yes". Minimal sets are then the prime implicants of that function, closed upwards.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeAlias, TypeVar

from foedus.verdict.bdd import Diagrams, Edge, Level, TooLargeError, deep
from foedus.verdict.circuit import (
    Choice,
    Circuit,
    ConflictLeaf,
    FactLeaf,
    GapLeaf,
    JudgementLeaf,
    Leaf,
    Op,
    OptionLeaf,
    Query,
    ShownLeaf,
    Situation,
    Status,
    Strength,
    Verdict,
    check_choice,
)
from foedus.verdict.diagram import Engine
from foedus.verdict.gravity import gathered, walk
from foedus.verdict.influence import hanging
from foedus.verdict.minimal import minimal_sets
from foedus.verdict.scope import Scope, roots, scope_of

__all__ = ["Change", "Changeable", "HingeSet", "Hinges", "Influence", "hinges"]

NODES = 400_000
MOST_SETS = 200
T = TypeVar("T")
Proof: TypeAlias = tuple[str, bool]
Sets: TypeAlias = "tuple[tuple[HingeSet, ...], tuple[str, ...]]"
_GOALS = (Verdict.YES, Verdict.NO, Verdict.NOT_ENGAGED, Verdict.OPEN)


@dataclass(frozen=True, slots=True)
class Change:
    """One change: a fact (dis)proved, a judgement made, a reading chosen. `to` is what it then is."""

    kind: Literal["fact", "judgement", "reading"]
    name: str
    to: bool | str


@dataclass(frozen=True, slots=True)
class Changeable:
    """What may be changed besides open facts: settled facts, judgements and contested words, by name."""

    facts: frozenset[str] = frozenset()
    judgements: frozenset[str] = frozenset()
    readings: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HingeSet:
    """A smallest set of changes and the verdict it reaches, as a full re-evaluation gave it."""

    changes: tuple[Change, ...]
    verdict: Verdict
    strengths: tuple[Strength, ...]


@dataclass(frozen=True, slots=True)
class Influence:
    """How often an open fact decides.

    share     of all ways in which the other open facts (and judgements, gaps and readings left free) may turn out, each
              settled by proof, those in which the answer hangs on this fact alone
    """

    fact: str
    share: Fraction


@dataclass(frozen=True)
class Hinges:
    """The hinges of one answer.

    sets       smallest sets, fewest changes first; those of one verdict include none another
    influence  of every open fact that has any, greatest first
    bounds     in words, every limit that bit: then sets or influences are missing
    """

    verdict: Verdict
    strengths: tuple[Strength, ...]
    sets: tuple[HingeSet, ...]
    influence: tuple[Influence, ...]
    bounds: tuple[str, ...] = ()


def hinges(
    circuit: Circuit,
    query: Query,
    situation: Situation,
    choice: Choice,
    changeable: Changeable = Changeable(),
    most: int = MOST_SETS,
    engine: Engine | None = None,
) -> Hinges:
    """Every smallest set of changes that reaches another verdict, and the influence of every open fact.

    `most` bounds the sets listed for each verdict; where it bites, all sets up to some size are listed and `bounds` says so.
    `engine` is one of this circuit and situation that may have answered the question already.
    Raises ValueError when the choice names an option that its group does not have.
    """
    check_choice(circuit, choice)
    engine = engine or Engine(circuit, situation)
    now = engine.answer(query, choice)
    if now.verdict is Verdict.NOT_COMPUTED:
        return Hinges(now.verdict, now.strengths, (), (), (now.limit or "",))
    sets: Sets | None = None
    influence: tuple[Influence, ...] | None = None
    for gather in (True, False):
        search = Search(circuit, query, situation, choice, changeable, gather)
        with deep(3 * len(search.scope.cone) + 50):
            sets = sets or search.within(lambda s: s.sets(now.verdict, most, engine))
            influence = search.within(Search.influence) if influence is None else influence
        if sets is not None and influence is not None:
            break
    found, bounds = sets or ((), (f"sets were not sought: more than {NODES} diagram nodes in both orders tried",))
    if influence is None:
        bounds = (*bounds, f"influence was not worked out: more than {NODES} diagram nodes in both orders tried")
    return Hinges(now.verdict, now.strengths, found, influence or (), bounds)


@dataclass
class _Levels:
    """Levels dealt on a walk from the question down, so that what belongs together stands together."""

    diagrams: Diagrams
    last: int = -1
    changes: dict[Level, Change] = field(default_factory=dict)
    loose: set[Level] = field(default_factory=set)  # what completions settle
    free: set[Level] = field(default_factory=set)  # what readings left free settle
    shares: dict[Level, Fraction] = field(default_factory=dict)  # how often a level is so, where not half the time

    def deal(self, kind: set[Level] | None = None, change: Change | None = None) -> Edge:
        self.last += 1
        if kind is not None:
            kind.add(self.last)
        if change is not None:
            self.changes[self.last] = change
        return self.diagrams.var(self.last)


class Search:
    """One question's function over changes, completions and readings.

    With `at_most` only so many changes are made at once: what is said of more of them means nothing. With `provable` no
    other facts are proved, or disproved, than it names.
    """

    def __init__(
        self,
        circuit: Circuit,
        query: Query,
        situation: Situation,
        choice: Choice,
        changeable: Changeable = Changeable(),
        gather: bool = True,
        at_most: int | None = None,
        provable: Collection[Proof] | None = None,
    ) -> None:
        self.circuit = circuit
        self.query = query
        self.situation = situation
        self.choice = choice
        self.changeable = changeable
        self.provable = provable
        self.scope: Scope = scope_of(circuit, query, situation)
        self.diagrams = Diagrams(NODES)
        self.levels = _Levels(self.diagrams)
        self.facts: dict[str, Edge] = {}
        self.open_facts: dict[str, Level] = {}  # what completions settle of a fact
        self.proved: dict[str, tuple[Edge, Edge]] = {}  # what was proved of a fact: so, not so
        self.judgements: dict[str, Edge] = {}
        self.ruled: dict[str, tuple[Edge, Edge]] = {}  # judgements made, by the stance or a change: yes, no
        self.options: dict[tuple[str, str], Edge] = {}
        self.words: dict[GapLeaf | ConflictLeaf, Edge] = {}
        self.placed: Sequence[int] = ()
        self.exclusive: list[list[Level]] = []
        self._gates: dict[int, Edge] = {}
        self._met: dict[int, Edge] = {}
        self.takes: dict[str, list[Level]] = {}  # of words left free: whether each option but the last is taken
        self._gone: dict[Edge, Edge] = {}
        self._place(gather)
        changes = map(self.diagrams.var, self.levels.changes)
        self.near: Edge = 1 if at_most is None else self.diagrams.at_least(at_most + 1, changes) ^ 1

    def within(self, work: Callable[[Search], T]) -> T | None:
        """What comes of some work; None where it outgrows the budget."""
        try:
            return work(self)
        except TooLargeError:
            return None

    # Leaves

    def _place(self, gather: bool) -> None:
        """Deal the levels of every leaf: in the order of a walk from the question, or what acts together beside each other."""
        asked, tied = roots(self.query), self.scope.constraints
        self.placed = walk([*asked, *tied], lambda node: self.circuit.op(node).below)
        for node in gathered(self.circuit, asked, self.situation.constraints) if gather else ():
            self._place_leaf(node)
        for node in self.placed:
            self._place_leaf(node)

    def _place_leaf(self, node: int) -> None:
        leaf = self.circuit.op(node).leaf
        if isinstance(leaf, FactLeaf):
            self._place_fact(leaf.name)
        elif isinstance(leaf, JudgementLeaf):
            self._place_judgement(leaf.name)
        elif isinstance(leaf, OptionLeaf) and (leaf.group, leaf.option) not in self.options:
            self._place_group(leaf.group)
        elif isinstance(leaf, GapLeaf | ConflictLeaf) and leaf not in self.words:
            self.words[leaf] = self.levels.deal(self.levels.loose)

    def _place_fact(self, name: str) -> None:
        if name in self.facts:
            return
        status, deal = self.situation.status(name), self.levels.deal
        if not status.known:
            so, not_so = (self._proof(name, value) for value in (True, False))
            self.proved[name] = so, not_so
            if so and not_so:
                self.exclusive.append([self.levels.last - 1, self.levels.last])
            either = self.diagrams.both(deal(self.levels.loose), not_so ^ 1)
            self.open_facts[name] = self.levels.last
            self.facts[name] = self.diagrams.either(so, either)
            return
        is_so = int(status is Status.AFFIRMED)
        turned = deal(change=Change("fact", name, not is_so)) if name in self.changeable.facts else 0
        self.facts[name] = self.diagrams.differ(is_so, turned)
        self.proved[name] = (0, turned) if is_so else (turned, 0)

    def _proof(self, name: str, value: bool) -> Edge:
        """The change that proves a fact so, or not so; no where that is not to be tried."""
        may = self.provable is None or (name, value) in self.provable
        return self.levels.deal(change=Change("fact", name, value)) if may else 0

    def _place_judgement(self, name: str) -> None:
        if name in self.judgements:
            return
        made, may = self.choice.judgements.get(name), name in self.changeable.judgements
        deal, either, both = self.levels.deal, self.diagrams.either, self.diagrams.both
        yes = deal(change=Change("judgement", name, True)) if may and made is not True else 0
        no = deal(change=Change("judgement", name, False)) if may and made is not False else 0
        if yes and no:
            self.exclusive.append([self.levels.last - 1, self.levels.last])
        otherwise = deal(self.levels.loose) if made is None else int(made)
        self.judgements[name] = either(yes, both(otherwise, no ^ 1))
        kept_yes, kept_no = int(made is True), int(made is False)
        self.ruled[name] = either(yes, both(kept_yes, no ^ 1)), either(no, both(kept_no, yes ^ 1))

    def _place_group(self, group: str) -> None:
        """The options of a contested word: as changed, else as chosen, else as what is left free says."""
        options, chosen = self.circuit.groups[group], self.choice.readings.get(group)
        may = group in self.changeable.readings and len(options) > 1
        taken: dict[str, Edge] = {}
        first = self.levels.last + 1
        for option in options:
            may_take = may and option != chosen
            taken[option] = self.levels.deal(change=Change("reading", group, option)) if may_take else 0
        self.exclusive.append(list(range(first, self.levels.last + 1)))
        any_taken = self.diagrams.any_of(taken.values())
        for option, left in self._left(group, chosen).items():
            kept = self.diagrams.both(left, any_taken ^ 1)
            self.options[group, option] = self.diagrams.either(taken[option], kept)

    def _left(self, group: str, chosen: str | None) -> dict[str, Edge]:
        """Each option where nothing was changed: the first that is taken, weighed so that all count alike."""
        options = self.circuit.groups[group]
        if chosen is not None:
            return {o: int(o == chosen) for o in options}
        out: dict[str, Edge] = {}
        passed = 1
        for number, option in enumerate(options[:-1]):
            take = self.levels.deal(self.levels.free)
            self.levels.shares[self.levels.last] = Fraction(1, len(options) - number)
            self.takes.setdefault(group, []).append(self.levels.last)
            out[option] = self.diagrams.both(passed, take)
            passed = self.diagrams.both(passed, take ^ 1)
        return out | {options[-1]: passed}

    # Gates

    def gate(self, node: int) -> Edge:
        """A gate after the changes, with every burden judged by the record they leave."""
        return self._value(node, self._gates, self.met)

    def _value(self, node: int, memo: dict[int, Edge], judge: Callable[[int], Edge]) -> Edge:
        """A gate, burdens being valued by `judge`."""
        todo = [node]
        while todo:
            n = todo[-1]
            if n in memo:
                todo.pop()
                continue
            gate = self.circuit.op(n)
            missing = [a for a in gate.args if a not in memo]
            if missing:
                todo += missing
                continue
            memo[n] = self._leaf(n, judge) if gate.leaf is not None else self._joined(n, [memo[a] for a in gate.args])
            todo.pop()
        return memo[node]

    def _leaf(self, node: int, judge: Callable[[int], Edge]) -> Edge:
        leaf = self.circuit.op(node).leaf
        if isinstance(leaf, FactLeaf):
            return self.facts[leaf.name]
        if isinstance(leaf, JudgementLeaf):
            return self.judgements[leaf.name]
        if isinstance(leaf, OptionLeaf):
            return self.options[leaf.group, leaf.option]
        return self.words[leaf] if isinstance(leaf, GapLeaf | ConflictLeaf) else judge(node)

    def _joined(self, node: int, args: Sequence[Edge]) -> Edge:
        gate = self.circuit.op(node)
        if gate.op is Op.NOT:
            return args[0] ^ 1
        if gate.op is Op.ALL:
            return self.diagrams.all_of(args)
        if gate.op is Op.ANY:
            return self.diagrams.any_of(args)
        return gate.k if gate.op is Op.CONSTANT else self.diagrams.at_least(gate.k, args)

    # Burdens

    def met(self, burden: int) -> Edge:
        """The changes and readings under which the record meets a burden."""
        known = self._met.get(burden)
        if known is None:
            leaf = self.circuit.op(burden).leaf
            below = self.circuit.op(burden).below[0]
            if isinstance(leaf, ShownLeaf):
                known = self.everywhere(self.gate(below))
            else:
                known = self._claimed(below, True, self.proved, self.ruled, self.met)
            self._met[burden] = known
        return known

    def everywhere(self, f: Edge) -> Edge:
        """Where `f` holds however what is open turns out."""
        return self._somewhere(self.diagrams.all_of((self.near, self.admitted(f), f ^ 1))) ^ 1

    def _somewhere(self, f: Edge) -> Edge:
        return self.diagrams.exists(f, self.levels.loose, self._gone)

    def _claimed(
        self,
        node: int,
        side: bool,
        proved: Mapping[str, tuple[Edge, Edge]],
        ruled: Mapping[str, tuple[Edge, Edge]],
        judge: Callable[[int], Edge],
    ) -> Edge:
        """Where claims speak for a gate (`side`), or against it; what is proved is claimed as well."""
        gate = self.circuit.op(node)
        leaf = gate.leaf
        if isinstance(leaf, GapLeaf | ConflictLeaf):
            return 0
        if isinstance(leaf, FactLeaf):
            said = self.situation.claimed_for if side else self.situation.claimed_against
            return 1 if leaf.name in said else proved[leaf.name][not side]
        if isinstance(leaf, JudgementLeaf):
            return ruled[leaf.name][not side]
        if gate.op is Op.NOT:
            return self._claimed(gate.args[0], not side, proved, ruled, judge)
        if leaf is not None or gate.op is Op.CONSTANT:
            value = self._leaf(node, judge) if leaf is not None else gate.k
            return value ^ (not side)
        claims = [self._claimed(n, side, proved, ruled, judge) for n in gate.args]
        least = len(claims) if gate.op is Op.ALL else 1 if gate.op is Op.ANY else gate.k
        return self.diagrams.at_least(least if side else len(claims) - least + 1, claims)

    # Constraints

    @cached_property
    def _constraints(self) -> list[tuple[Edge, set[Level]]]:
        """The constraints in independent parts, each with the levels it asks about."""
        parts: list[tuple[Edge, set[Level]]] = []
        for constraint in self.scope.constraints:
            holds = self.gate(constraint)
            levels = self.diagrams.support(holds)
            joined = [p for p in parts if not levels.isdisjoint(p[1])]
            parts = [p for p in parts if levels.isdisjoint(p[1])]
            holds = self.diagrams.all_of([holds, *(p[0] for p in joined)])
            parts.append((holds, levels.union(*(p[1] for p in joined))))
        return parts

    def admitted(self, *edges: Edge) -> Edge:
        """The constraints that bear on what the functions depend on."""
        levels = self.diagrams.support(*edges)
        return self.diagrams.all_of(holds for holds, mine in self._constraints if not levels.isdisjoint(mine))

    @cached_property
    def allowed(self) -> Edge:
        """The changes that may be made together: no fact both ways, some completion admitted, and no more than `at_most`."""
        var, both = self.diagrams.var, self.diagrams.both
        once = [both(var(a), var(b)) ^ 1 for group in self.exclusive for i, a in enumerate(group) for b in group[:i]]
        return self.diagrams.all_of([self.near, *once, *(self._somewhere(holds) for holds, _ in self._constraints)])

    # Sets

    def answers(self) -> tuple[tuple[Verdict, Edge], ...]:
        """The completions in which the answer is yes, no or not engaged, after the changes."""
        root, engaged = self.gate(self.query.root), 1 if self.query.engaged is None else self.gate(self.query.engaged)
        both = self.diagrams.both
        return (Verdict.YES, both(engaged, root)), (Verdict.NO, both(engaged, root ^ 1)), (Verdict.NOT_ENGAGED, engaged ^ 1)

    @cached_property
    def answered(self) -> Mapping[Verdict, Edge]:
        """The changes and readings under which the answer is yes, no or not engaged."""
        return {verdict: self.everywhere(f) for verdict, f in self.answers()}

    def left(self) -> Edge:
        """The changes and readings under which the answer is no longer the one that stood without them."""
        moved: list[Edge] = []
        for _, f in self.answers():
            if stood := self.unchanged(self.everywhere(self.unchanged(f))):
                moved.append(self._somewhere(self.diagrams.all_of((stood, self.near, self.admitted(f), f ^ 1))))
        return self.diagrams.any_of(moved)

    @cached_property
    def reached(self) -> Mapping[Verdict, Edge]:
        """The changes after which each verdict is the answer under every reading left free."""
        found = {verdict: self._under_every_reading(f) for verdict, f in self.answered.items()}
        return found | {Verdict.OPEN: self.diagrams.any_of(found.values()) ^ 1}

    def read(self, f: Edge, readings: Mapping[str, str]) -> Edge:
        """`f` where words left free are read so."""
        taken: dict[Level, int] = {}
        for group, option in readings.items():
            takes = self.takes.get(group, ())
            place = self.circuit.groups[group].index(option) if takes else 0
            taken |= {level: int(i == place) for i, level in enumerate(takes[: place + 1])}
        return self.diagrams.restrict(f, tuple(sorted(taken.items())))

    def _under_every_reading(self, f: Edge) -> Edge:
        return self.diagrams.exists(f ^ 1, self.levels.free, {}) ^ 1

    def sets(self, now: Verdict, most: int, engine: Engine) -> tuple[tuple[HingeSet, ...], tuple[str, ...]]:
        """The smallest sets for every verdict but the present one, and the limits that bit."""
        found: list[HingeSet] = []
        bounds: list[str] = []
        for goal in _GOALS:
            if goal is now:
                continue
            reached = self.diagrams.both(self.reached[goal], self.allowed)
            grown = self.diagrams.upward(reached, self.levels.changes.keys())
            minimal = minimal_sets(self.diagrams, grown, most=most)
            if not minimal.complete:
                bounds.append(f"more than {most} sets that reach “{goal.value}”: those of at most {minimal.largest} are listed")
            found += [self._verified([self.levels.changes[level] for level, _ in s], goal, engine) for s in minimal.sets]
        return tuple(sorted(found, key=_by_size)), tuple(bounds)

    def _verified(self, changes: Sequence[Change], goal: Verdict, engine: Engine) -> HingeSet:
        """The set, with the strength that asking the question again gives it."""
        facts = {c.name: bool(c.to) for c in changes if c.kind == "fact"}
        choice = changed(self.choice, changes)
        answer = engine.answer_after(facts, self.query, choice)
        if answer.verdict is not goal:
            raise AssertionError(f"{changes} were to reach {goal} and reach {answer.verdict}")
        return HingeSet(tuple(changes), answer.verdict, answer.strengths)

    # Influence

    def influence(self) -> tuple[Influence, ...]:
        """The influence of every open fact, greatest first; facts without any are left out."""
        floor = self.levels.last + 1
        yes, no = self.diagrams.var(floor), self.diagrams.var(floor + 1)
        root, engaged, admitted = self._proven()
        both, choose = self.diagrams.both, self.diagrams.choose
        answers = both(admitted, choose(engaged, choose(root, yes, no), both(yes, no)))
        shares = hanging(self.diagrams, answers, floor, self.levels.shares)
        found = ((fact, shares.get(level, 0)) for fact, level in self.open_facts.items())
        return tuple(Influence(fact, Fraction(share)) for fact, share in sorted(found, key=lambda i: (-i[1], i[0])) if share)

    def _proven(self) -> tuple[Edge, Edge, Edge]:
        """Where the answer is yes, where the question arises and what is admitted: nothing changed, all that is open proved."""
        leaves = self._unchanged_leaves()
        gates = {n: leaves[leaf] for n in self.placed if (leaf := self.circuit.op(n).leaf) in leaves}
        said = {f: (0, 0) for f in self.facts if self.situation.status(f).known}  # of these the record has said its say
        proved = {leaf.name: (e, e ^ 1) for leaf, e in leaves.items() if isinstance(leaf, FactLeaf)} | said
        ruled = {leaf.name: (e, e ^ 1) for leaf, e in leaves.items() if isinstance(leaf, JudgementLeaf)}

        def judge(burden: int) -> Edge:
            below = self.circuit.op(burden).below[0]
            if isinstance(self.circuit.op(burden).leaf, ShownLeaf):
                return self._value(below, gates, judge)
            return self._claimed(below, True, proved, ruled, judge)

        root = self._value(self.query.root, gates, judge)
        engaged = 1 if self.query.engaged is None else self._value(self.query.engaged, gates, judge)
        admitted = self.diagrams.all_of(self._value(c, gates, judge) for c in self.scope.constraints)
        return self.unchanged(root), self.unchanged(engaged), admitted

    def _unchanged_leaves(self) -> dict[Leaf | None, Edge]:
        found: dict[Leaf | None, Edge] = {FactLeaf(f): e for f, e in self.facts.items()}
        found |= {JudgementLeaf(j): e for j, e in self.judgements.items()} | {OptionLeaf(*o): e for o, e in self.options.items()}
        return {leaf: self.unchanged(e) for leaf, e in (found | self.words).items()}

    def unchanged(self, f: Edge) -> Edge:
        """`f` where nothing is changed."""
        return self.diagrams.restrict(f, tuple((level, 0) for level in sorted(self.levels.changes)))


def changed(choice: Choice, changes: Iterable[Change]) -> Choice:
    """A stance's choice after the readings and judgements among the changes."""
    readings = {c.name: str(c.to) for c in changes if c.kind == "reading"}
    judgements = {c.name: bool(c.to) for c in changes if c.kind == "judgement"}
    return replace(choice, readings={**choice.readings, **readings}, judgements={**choice.judgements, **judgements})


def _by_size(found: HingeSet) -> tuple[int, int, list[tuple[str, str, str]]]:
    return len(found.changes), _GOALS.index(found.verdict), sorted((c.kind, c.name, str(c.to)) for c in found.changes)
