"""The engine: the answers of `reference`, from one diagram per question.

A question is worked out once for all choices together (`study`); a cell of the table then fixes
some of them. Before any diagram is drawn, strong Kleene evaluation is tried on the cell: what it
decides is settled. A diagram that outgrows its budget is tried again in a second order; if that
fails too the answer is "not computed", never a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

from foedus.verdict.bdd import MOST_NODES, Edge, Level, TooLargeError, deep
from foedus.verdict.circuit import (
    Choice,
    Circuit,
    ClaimedLeaf,
    Dependence,
    FactLeaf,
    GapLeaf,
    Leaf,
    Outcome,
    Part,
    Query,
    ShownLeaf,
    Situation,
    Status,
    Strength,
    TurnsOn,
    Verdict,
    check_choice,
)
from foedus.verdict.defeat import Defeat
from foedus.verdict.kleene import MAYBE, Folding
from foedus.verdict.order import Order
from foedus.verdict.partition import partition
from foedus.verdict.scope import CONTRADICTION
from foedus.verdict.study import Study
from foedus.verdict.turns import MANY_GROUPS, MOST_GROUPS, Cube, Turns

T = TypeVar("T")
Summary = tuple[Verdict, tuple[Strength, ...]]
Ways = tuple[Edge, ...]  # where each verdict is the answer, then where it is presumed

_MOST_COMPANIONS = 8  # facts of a constraint this small stand side by side in the order
_VERDICTS = (Verdict.YES, Verdict.NO, Verdict.NOT_ENGAGED, Verdict.OPEN)
UNSOUGHT = "defeaters were not sought: their diagrams outgrow the budget"
_WORDS: Mapping[int, str] = {0: "no", 1: "yes"}


@dataclass
class _Desk:
    """A question's study with what the engine keeps beside it.

    A question is drawn before anything else is done with its diagrams, from nothing and within
    `budget` nodes; reading a cell off the drawing needs no more than the drawing did, and whatever
    else is drawn beside it has a budget of its own. So an answer never hangs on what was asked
    before. `outgrown`: the drawing did not fit. A `brief` desk is for what does not ask how strong a verdict is: no
    presumption is drawn there, and a desk that does draw them is another one.
    """

    study: Study
    budget: int
    second_order: bool = False
    base: _Desk | None = None
    brief: bool = False

    def __post_init__(self) -> None:
        self.outgrown = False
        self.complete = False
        self._undefeated = False
        self.variants: dict[tuple[frozenset[str], frozenset[int]], _Desk] = {}
        self.summaries: dict[Cube, Summary] = {}
        self._quick: dict[Cube, dict[int, int]] = {}

    @cached_property
    def defeat(self) -> Defeat:
        """The defeaters of the question."""
        return Defeat(self.study)

    @cached_property
    def turns(self) -> Turns:
        """What the question turns on."""
        return Turns(self.study)

    @cached_property
    def _maybe(self) -> tuple[int, ...]:
        return tuple(n for n in self.study.scope.cone if self.study.folded[n] == MAYBE)

    @cached_property
    def _certain(self) -> dict[int, int]:
        return {n: value for n, value in self.study.folded.items() if value != MAYBE}

    def quick(self, choice: Choice, cube: Cube) -> dict[int, int]:
        """The Kleene value of every gate of the question under a choice."""
        known = self._quick.get(cube)
        if known is None:
            study = self.study
            folding = Folding(study.circuit, study.situation, choice, dict(self._certain), study.freed)
            known = self._quick[cube] = folding.fill(self._maybe)
        return known

    def quick_verdict(self, choice: Choice, cube: Cube) -> Verdict | None:
        """The verdict where Kleene evaluation settles it."""
        values, query = self.quick(choice, cube), self.study.query
        if query.engaged is not None and values[query.engaged] != 1:
            return Verdict.NOT_ENGAGED if values[query.engaged] == 0 else None
        root = values[query.root]
        return None if root == MAYBE else Verdict.YES if root else Verdict.NO

    @cached_property
    def drawn(self) -> Study:
        """The study with its verdicts and, unless brief, presumptions worked out. Raises TooLargeError beyond the budget."""
        if self.base:
            _ = self.base.drawn
        _ = self.contradictory  # constraints first, always
        self._within_budget(lambda: (self.study.verdicts, 0 if self.brief else self.study.presumed))
        self.complete = not self.brief
        return self.study

    @cached_property
    def contradictory(self) -> bool:
        """Whether no world at all is admitted."""
        self._within_budget(lambda: self.study.components)
        return self.study.contradictory

    def _within_budget(self, work: Callable[[], object]) -> None:
        """Do some of the drawing; once it did not fit, it never will."""
        if self.outgrown:
            raise TooLargeError
        self.outgrown = True
        self.study.diagrams.allow(self.budget)
        work()
        self.study.diagrams.allow(MOST_NODES)
        self.outgrown = False

    def defeaters(self, choice: Choice) -> tuple[str, ...] | None:
        """The defeaters under a choice; None where they outgrow the budget."""
        if self._undefeated:
            return None
        try:
            return self.defeat.defeaters(choice)
        except TooLargeError:
            self._undefeated = True
            return None

    def ways(self, choice: Choice) -> Ways:
        """Where, among the readings a choice leaves free, each verdict is the answer; then where it is presumed, unless brief."""
        study, cube = self.drawn, self.study.order.cube(choice)
        listed = [edge for _, edge in study.verdicts.listed()]
        return tuple(study.diagrams.restrict(edge, cube) for edge in (*listed, 0 if self.brief else study.presumed))


class Engine:
    """Verdicts of one circuit in one situation. Pure: the same call gives the same answer, the second time from memory.

    `node_budget` bounds the diagram of each question, in nodes.
    """

    def __init__(self, circuit: Circuit, situation: Situation, node_budget: int = 200_000) -> None:
        self.circuit = circuit
        self.situation = situation
        self.node_budget = node_budget
        self._desks: dict[tuple[Query, bool], _Desk] = {}
        self._owner: dict[int, Query] = {}
        self._owned: set[Query] = set()
        self._answers: dict[tuple[Query, Hashable], object] = {}
        self._chosen_of: dict[tuple[Query, Hashable], Hashable] = {}

    @cached_property
    def _companions(self) -> Mapping[str, Sequence[str]]:
        return _companions(self.circuit, self.situation.constraints)

    def rest(self) -> None:
        """Let go of every diagram; what was answered is still known, and anything else can still be asked."""
        self._desks.clear()

    # Questions

    def evaluate(self, query: Query, choice: Choice) -> Outcome:
        """The answer over all readings that extend `choice`.

        Raises ValueError when the choice names an option that its group does not have.
        """
        about = "evaluate", self._chosen(query, choice)
        return self._told(about, query, lambda desk: self._outcome(desk, choice), _not_computed)

    def answer(self, query: Query, choice: Choice) -> Outcome:
        """Like `evaluate`, but only verdict, strengths and partition: cheaper where answers are compared."""
        about = "answer", self._chosen(query, choice)
        return self._told(about, query, lambda desk: self._outcome(desk, choice, in_full=False), _not_computed)

    def answer_after(self, facts: Mapping[str, bool], query: Query, choice: Choice) -> Outcome:
        """`answer`, had these facts been proved, or disproved. What that leaves as it is, is not drawn again."""
        check_choice(self.circuit, choice)
        situation = self.situation.suppose(facts)

        def work(desk: _Desk) -> Outcome:
            varied = Study(self.circuit, query, situation, desk.study.order, base=desk.study)
            return self._outcome(_Desk(varied, self.node_budget, base=desk), choice, in_full=False)

        return self._with(query, work, _not_computed)

    def verdicts(self, query: Query, choice: Choice) -> Hashable:
        """Who gets which verdict, strengths left aside: equal for two situations that are answered alike."""
        about = "verdicts", self._chosen(query, choice)
        return self._told(about, query, lambda desk: self._verdicts(desk, choice), lambda limit: limit, brief=True)

    def really_depends(self, query: Query, strength: bool = True) -> Dependence:
        """The groups and judgements in which two choices may differ alone and be answered apart.

        `strength`: whether the same verdict in another strength is another answer. Empty where
        nothing was computed.
        """
        about = "depends", strength
        return self._told(about, query, lambda desk: self._dependence(desk, strength), lambda _: Dependence(), not strength)

    def node_value(self, node: int, choice: Choice) -> str:
        """Yes or no where the gate is that in every admitted world under every choice; else "open".

        Also "open" where a limit was hit, since then nothing is known of it.
        """
        alone = Query(node)
        owner = self._owner.get(node, alone)

        def value(desk: _Desk) -> str:
            return self._node_value(desk, node, choice)

        def by_itself(_: str) -> str:
            return self._with(alone, value, lambda _: "open", brief=True)

        return self._told(("value", node, self._chosen(owner, choice)), owner, value, by_itself, brief=True)

    def met(self, query: Query, burden: int, choice: Choice) -> tuple[Mapping[str, tuple[str, ...]], ...] | None:
        """The readings under which the record meets a burden of a question, among those that extend `choice`.

        Boxes, as of a partition: one that names no group for every reading, none at all for no reading. None where a
        limit was hit.
        """
        about = "met", burden, self._chosen(query, choice)
        return self._told(about, query, lambda desk: self._met(desk, burden, choice), lambda _: None, brief=True)

    def _met(self, desk: _Desk, burden: int, choice: Choice) -> tuple[Mapping[str, tuple[str, ...]], ...]:
        study, cube = desk.study, desk.study.order.cube(choice)
        if desk.contradictory:
            return ()
        quick = desk.quick(choice, cube)[burden]
        edge = quick if quick != MAYBE else study.diagrams.restrict(desk.drawn.judged(burden), cube)
        split, answers = study.diagrams.restrict, {0: (Verdict.NO, Strength.SETTLED), 1: (Verdict.YES, Strength.SETTLED)}
        parts = partition(self._free(desk, choice), edge, lambda e, g, o: split(e, study.order.code(g, o)), answers.get)
        return tuple(p.choice for p in parts if p.verdict is Verdict.YES)

    def matters(self, query: Query, choice: Choice, nodes_or_leaves: Iterable[int | Leaf]) -> bool:
        """Whether (verdict, strengths) change when those gates are set free.

        A gate that is set free may take any value in any completion, and claims do not speak of
        it. A fact is reopened instead: its proof no longer counts, what was claimed stays claimed.
        Where only the second answer outgrows the budget, it is taken to differ.
        """
        nodes = frozenset(n if isinstance(n, int) else self.circuit.leaf(n) for n in nodes_or_leaves)

        def changes(desk: _Desk) -> bool:
            if desk.contradictory:
                return False
            loose = nodes.intersection(desk.study.scope.cone) - {0, 1}
            facts, gates = self._loosened(loose)
            if not facts and not gates:
                return False
            varied = self._variant(desk, facts, gates)
            return self._summary_within(varied, choice) != self._summary(desk, choice)

        return self._told(("matters", nodes, self._chosen(query, choice)), query, changes, lambda _: False)

    def sufficient(self, query: Query, choice: Choice, keep_first: Sequence[str] = ()) -> tuple[tuple[str, bool], ...]:
        """Settled facts that by themselves give the same verdict and strengths, by name.

        Every other fact is reopened. Leaving out one more would change the answer. Facts are
        dropped in the order of their names, those in `keep_first` last and the first of them last
        of all; many at once where that changes nothing. Empty also where nothing was computed.
        """
        about = "sufficient", tuple(keep_first), self._chosen(query, choice)
        return self._told(about, query, lambda desk: self._sufficient(desk, choice, keep_first), lambda _: ())

    # Answers given before

    def _told(
        self,
        about: Hashable,
        query: Query,
        work: Callable[[_Desk], T],
        fallback: Callable[[str], T],
        brief: bool = False,
    ) -> T:
        """What was answered before to the same, else what the work gives."""
        key = query, about
        if key not in self._answers:
            self._answers[key] = self._with(query, work, fallback, brief)
        return cast(T, self._answers[key])

    def _chosen(self, query: Query, choice: Choice) -> Hashable:
        """As much of a choice as bears on a question. Raises ValueError for an option that its group does not have."""
        key = query, choice.key
        if key not in self._chosen_of:
            check_choice(self.circuit, choice)
            below = frozenset[str]().union(*(self.circuit.chosen_below(n) for n in _asked(query)))
            self._chosen_of[key] = tuple(tuple(c for c in chosen if c[0] in below) for chosen in choice.key)
        return self._chosen_of[key]

    # Desks

    def _with(self, query: Query, work: Callable[[_Desk], T], fallback: Callable[[str], T], brief: bool = False) -> T:
        """Do the work; where a question outgrows the budget, again in the second order, then give up."""
        desk = self._desk(query, brief)
        try:
            with deep(len(desk.study.order)):
                self._own(desk)
                return work(desk)
        except TooLargeError:
            if not desk.outgrown:
                return fallback(f"more than {MOST_NODES} diagram nodes in all")
            if desk.second_order:
                return fallback(f"more than {self.node_budget} diagram nodes in both orders tried")
        self._desks[query, brief] = self._new_desk(query, brief, second_order=True)
        return self._with(query, work, fallback, brief)

    def _desk(self, query: Query, brief: bool) -> _Desk:
        desk = self._desks.get((query, brief))
        full = self._desks.get((query, False))
        if full is not None and full.complete:
            return full  # what is drawn in full is drawn for whoever asks for less
        if desk is None:
            desk = self._desks[query, brief] = self._new_desk(query, brief)
        return desk

    def _own(self, desk: _Desk) -> None:
        """Remember which question's diagrams a gate's own value can be read off."""
        study = desk.study
        if study.query not in self._owned:
            if not desk.contradictory:
                self._owner.update(dict.fromkeys(study.scope.cone, study.query) | self._owner)
            self._owned.add(study.query)

    def _new_desk(self, query: Query, brief: bool, second_order: bool = False) -> _Desk:
        asked = [query.root] if query.engaged is None else [query.engaged, query.root]
        order = Order(self.circuit, asked, self._companions, self.node_budget, self.situation.constraints, second_order)
        return _Desk(Study(self.circuit, query, self.situation, order), self.node_budget, second_order, brief=brief)

    def _variant(self, desk: _Desk, facts: frozenset[str], gates: frozenset[int]) -> _Desk:
        """The same question with facts reopened and gates set free; kept, for it is asked again."""
        known = desk.variants.get((facts, gates))
        if known is None:
            known = desk.variants[facts, gates] = self._varied(desk, facts, gates)
        return known

    def _varied(self, desk: _Desk, facts: frozenset[str], gates: frozenset[int]) -> _Desk:
        study = desk.study
        situation = self.situation.reopen(facts) if facts else self.situation
        varied = Study(self.circuit, study.query, situation, study.order, base=study, freed=gates)
        return _Desk(varied, self.node_budget, base=desk)

    def _loosened(self, nodes: Iterable[int]) -> tuple[frozenset[str], frozenset[int]]:
        """The settled facts among the gates, to be reopened, and the other gates, to be set free."""
        leaves = {n: self.circuit.op(n).leaf for n in nodes}
        facts = {leaf.name for leaf in leaves.values() if isinstance(leaf, FactLeaf)}
        gates = frozenset(n for n, leaf in leaves.items() if not isinstance(leaf, FactLeaf))
        return frozenset(f for f in facts if self.situation.status(f).known), gates

    # Answers

    def _summary(self, desk: _Desk, choice: Choice) -> Summary:
        cube = desk.study.order.cube(choice)
        known = desk.summaries.get(cube)
        if known is None:
            quick = desk.quick_verdict(choice, cube)
            known = (quick, (Strength.SETTLED,)) if quick else _summarize(desk, desk.ways(choice))
            desk.summaries[cube] = known
        return known

    def _summary_within(self, varied: _Desk, choice: Choice) -> Summary | None:
        """The summary of a varied question; None where it alone outgrows the budget."""
        try:
            return self._summary(varied, choice)
        except TooLargeError:
            if varied.base and varied.base.outgrown:
                raise
            return None

    def _outcome(self, desk: _Desk, choice: Choice, in_full: bool = True) -> Outcome:
        if desk.contradictory:
            return Outcome(Verdict.NOT_COMPUTED, limit=CONTRADICTION)
        verdict, strengths = self._summary(desk, choice)
        if strengths == (Strength.SETTLED,):
            return Outcome(verdict, strengths)
        cube = desk.study.order.cube(choice)
        ways = desk.ways(choice)
        differs = sum(edge != 0 for edge in ways[:-1]) > 1
        return Outcome(
            verdict=verdict,
            strengths=strengths,
            turns_on=self._turns_on(desk, choice, cube, ways) if in_full else TurnsOn(),
            burden_on=self._burden_on(desk, cube) if ways[-1] and in_full else (),
            partition=self._partition(desk, choice, ways) if differs else (),
        )

    def _verdicts(self, desk: _Desk, choice: Choice) -> Hashable:
        if desk.contradictory:
            return CONTRADICTION
        cube = desk.study.order.cube(choice)
        quick = desk.quick_verdict(choice, cube)
        if quick is not None:
            return quick
        ways = desk.ways(choice)
        met = [verdict for verdict, edge in zip(_VERDICTS, ways, strict=False) if edge]
        parts = self._partition(desk, choice, ways) if len(met) > 1 else ()
        return met[0] if len(met) == 1 else tuple((tuple(sorted(p.choice.items())), p.verdict) for p in parts)

    def _turns_on(self, desk: _Desk, choice: Choice, cube: Cube, ways: Ways) -> TurnsOn:
        study, bounds = desk.study, list[str]()
        lists: dict[str, tuple[str, ...]] = {}
        groups: tuple[tuple[str, ...], ...] = ()
        if ways[_VERDICTS.index(Verdict.OPEN)]:
            alone, together, complete = desk.turns.flips(cube)
            lists = self._by_kind(study.order, alone)
            names = {level: name for name, level in study.order.facts.items()}
            groups = tuple(sorted(tuple(sorted(names[level] for level in g)) for g in together))[:MOST_GROUPS]
            bounds += [] if complete else [MANY_GROUPS]
        defeaters: tuple[str, ...] = ()
        if ways[-1]:
            found = desk.defeaters(choice)
            defeaters = found or ()
            bounds += [UNSOUGHT] if found is None else []
        support = study.diagrams.support(*ways[:-1])
        return TurnsOn(
            **lists,
            readings=study.order.groups_in(support),
            defeaters=defeaters,
            groups=groups,
            bounds=tuple(bounds),
        )

    def _by_kind(self, order: Order, levels: frozenset[Level]) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for name, level in order.facts.items():
            if level in levels:
                found.setdefault(self.situation.status(name).value, []).append(name)
        for name, (_, _, level) in order.judgements.items():
            if level in levels:
                found.setdefault("judgement", []).append(name)
        for leaf, level in order.words.items():
            if level in levels:
                kind = "law_gap" if isinstance(leaf, GapLeaf) else "norm_conflict"
                found.setdefault(kind, []).append(leaf.word)
        return {kind: tuple(sorted(names)) for kind, names in found.items()}

    def _burden_on(self, desk: _Desk, cube: Cube) -> tuple[str, ...]:
        """Whoever bears a burden in some smallest set of suppositions that moves the verdict."""
        study = desk.study
        overturned = study.diagrams.restrict(study.overturned, cube)
        needed = study.diagrams.support(study.diagrams.upward(overturned, study.order.raises))
        leaves = (study.circuit.op(b).leaf for b in study.scope.burdens if study.order.gates[b] in needed)
        return tuple(sorted({leaf.burden for leaf in leaves if isinstance(leaf, ShownLeaf | ClaimedLeaf)}))

    def _partition(self, desk: _Desk, choice: Choice, ways: Ways) -> tuple[Part, ...]:
        order, restrict = desk.study.order, desk.study.diagrams.restrict

        def split(ways: Ways, group: str, option: str) -> Ways:
            code = order.code(group, option)
            return tuple(restrict(edge, code) for edge in ways)

        return partition(self._free(desk, choice), ways, split, _answer)

    def _free(self, desk: _Desk, choice: Choice) -> list[tuple[str, tuple[str, ...]]]:
        """The groups of a question that a choice leaves free, with their options."""
        groups = [(g, self.circuit.groups[g]) for g in desk.study.scope.groups if g not in choice.readings]
        return [(g, options) for g, options in groups if len(options) > 1]

    def _dependence(self, desk: _Desk, strength: bool) -> Dependence:
        study = desk.study
        if desk.contradictory or all(study.folded[n] != MAYBE for n in _asked(study.query)):
            return Dependence()
        listed = [edge for _, edge in desk.drawn.verdicts.listed()]
        levels = study.diagrams.support(*listed, *((study.presumed,) if strength else ()))
        return Dependence(frozenset(study.order.groups_in(levels)), frozenset(study.order.judgements_in(levels)))

    def _node_value(self, desk: _Desk, node: int, choice: Choice) -> str:
        study = desk.study
        if desk.contradictory:
            return "open"
        cube = study.order.cube(choice)
        quick = desk.quick(choice, cube)[node]
        if quick != MAYBE:
            return _WORDS[quick]
        f = study.diagrams.restrict(desk.drawn.plain(node), cube)
        admitted = study.admitted(f)
        if study.diagrams.both(admitted, f) == 0:
            return "no"
        return "yes" if study.diagrams.both(admitted, f ^ 1) == 0 else "open"

    # Reasons

    def _sufficient(self, desk: _Desk, choice: Choice, keep_first: Sequence[str]) -> tuple[tuple[str, bool], ...]:
        if desk.contradictory:
            return ()
        wanted = self._summary(desk, choice)
        kept = [f for f in desk.study.scope.facts if self.situation.status(f).known]
        favoured = [f for f in dict.fromkeys(keep_first) if f in kept]
        dropping = [f for f in kept if f not in favoured] + favoured[::-1]

        def still(dropped: frozenset[str]) -> bool:
            return self._summary_within(self._varied(desk, dropped, frozenset()), choice) == wanted

        dropped = _drop(dropping, frozenset(), still)
        again = True
        while again:  # with burdens about, dropping one fact can free another that was needed
            again = False
            for fact in dropping:
                if fact not in dropped and still(dropped | {fact}):
                    dropped |= {fact}
                    again = True
        return tuple((f, self.situation.status(f) is Status.AFFIRMED) for f in kept if f not in dropped)


def _drop(facts: Sequence[str], dropped: frozenset[str], still: Callable[[frozenset[str]], bool]) -> frozenset[str]:
    """`dropped` with what can be dropped of `facts`, in order: all at once, or else by halves."""
    if not facts:
        return dropped
    if still(dropped | {*facts}):
        return dropped | {*facts}
    if len(facts) == 1:
        return dropped
    half = len(facts) // 2
    return _drop(facts[half:], _drop(facts[:half], dropped, still), still)


def _asked(query: Query) -> tuple[int, ...]:
    return (query.root,) if query.engaged is None else (query.engaged, query.root)


def _not_computed(limit: str) -> Outcome:
    return Outcome(Verdict.NOT_COMPUTED, limit=limit)


def _summarize(desk: _Desk, ways: Ways) -> Summary:
    """The verdict over all choices that are left, and every strength that occurs."""
    *listed, presumed = ways
    met = [verdict for verdict, edge in zip(_VERDICTS, listed, strict=True) if edge]
    verdict = met[0] if len(met) == 1 else Verdict.OPEN
    either = desk.study.diagrams.either
    strengths = {
        Strength.SETTLED: either(listed[-1], presumed) != 1,
        Strength.PRESUMED: presumed != 0,
        Strength.OPEN: verdict is Verdict.OPEN,
    }
    return verdict, tuple(s for s in Strength if strengths[s])


def _answer(ways: Ways) -> tuple[Verdict, Strength] | None:
    *listed, presumed = ways
    for verdict, edge in zip(_VERDICTS, listed, strict=True):
        if edge == 1 and presumed <= 1:
            open_or_settled = Strength.OPEN if verdict is Verdict.OPEN else Strength.SETTLED
            return verdict, Strength.PRESUMED if presumed else open_or_settled
    return None


def _companions(circuit: Circuit, constraints: Iterable[int]) -> dict[str, tuple[str, ...]]:
    """For each fact, the facts of its small constraints; settled ones too, for they may be reopened."""
    companions: dict[str, tuple[str, ...]] = {}
    for constraint in constraints:
        facts = sorted(circuit.facts_below(constraint))
        if len(facts) <= _MOST_COMPANIONS:
            for fact in facts:
                companions[fact] = tuple(dict.fromkeys((*companions.get(fact, ()), *facts)))
    return companions
