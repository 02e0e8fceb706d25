"""What separates two situations in which one question is answered apart.

Both are about the same facts, and each has them in its own way: affirmed there, denied or left open here, claimed by
somebody or by nobody. A *difference* is one fact, one judgement or one reading that stands otherwise in the other. A set
of differences *separates* when the question, asked here with just these standing as they do there, gets the answer of
there. Listed are the subset-minimal sets: none of their parts does.

Both situations are drawn as one circuit. A fact that stands otherwise there becomes two facts and a switch, which the
engine treats as one more contested word with two options:

    fact   →   (switch: here  and  the fact as here)   or   (switch: there  and  the fact as there)

so that every mixture of the two is one choice. Sets are tried by size. Where that diagram outgrows its budget, mixtures are
asked one by one, few of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TypeVar

from foedus.verdict.bdd import TooLargeError, deep
from foedus.verdict.circuit import (
    NO,
    YES,
    Choice,
    Circuit,
    ClaimedLeaf,
    FactLeaf,
    Node,
    Op,
    Query,
    ShownLeaf,
    Situation,
    Status,
    Verdict,
    check_choice,
)
from foedus.verdict.diagram import _companions as companions
from foedus.verdict.hinges import Change
from foedus.verdict.order import Order
from foedus.verdict.scope import scope_of
from foedus.verdict.study import Study

__all__ = ["Separations", "Side", "mixed"]

_T = TypeVar("_T")

MOST_SETS = 200
MOST_TRIED = 20_000
MOST_ALONE = 100
NODES = 400_000
HERE, THERE = "here", "there"


@dataclass(frozen=True)
class Side:
    """One of the two: what its record says of the facts, and what was chosen."""

    situation: Situation
    choice: Choice


@dataclass(frozen=True)
class Found:
    """Smallest sets of differences that reach a verdict, fewest first; a change's `to` is how it stands there.

    bounds  in words, every limit that bit: then sets are missing
    """

    sets: tuple[tuple[Change, ...], ...]
    bounds: tuple[str, ...] = ()


def mixed(here: Side, there: Side, taken: Iterable[Change]) -> Side:
    """`here`, with the facts, judgements and readings of these changes standing as they do `there`."""
    changes = tuple(taken)
    facts = frozenset(c.name for c in changes if c.kind == "fact")
    one, other = here.situation, there.situation
    situation = replace(
        one,
        statuses={**one.statuses, **{f: other.status(f) for f in facts}},
        claimed_for=(one.claimed_for - facts) | (other.claimed_for & facts),
        claimed_against=(one.claimed_against - facts) | (other.claimed_against & facts),
    )
    return Side(situation, _chosen(here.choice, there.choice, changes))


def _chosen(here: Choice, there: Choice, changes: Sequence[Change]) -> Choice:
    readings = _taken(here.readings, there.readings, {c.name for c in changes if c.kind == "reading"})
    return Choice(readings, _taken(here.judgements, there.judgements, {c.name for c in changes if c.kind == "judgement"}))


def _taken(here: Mapping[str, _T], there: Mapping[str, _T], names: set[str]) -> dict[str, _T]:
    """A choice in which some names are chosen, or left, as there."""
    kept = {name: value for name, value in here.items() if name not in names}
    return kept | {name: there[name] for name in names if name in there}


class Separations:
    """Two sides of one circuit, to be asked what separates them, in either direction.

    Both sides must have the same constraints. Raises ValueError when a choice names an option that its group lacks.
    """

    def __init__(self, circuit: Circuit, here: Side, there: Side) -> None:
        for side in (here, there):
            check_choice(circuit, side.choice)
        self.circuit = circuit
        self.sides = (here, there)
        self._switched = set(self._able(here.situation, there.situation))
        self._double = _Double(circuit, self._switched, *self.sides)
        self._drawings: dict[Query, _Drawing | None] = {}

    def _able(self, here: Situation, there: Situation) -> Iterator[str]:
        """The facts whose difference could move an answer: not those open on both sides, unless some burden asks for claims."""
        claimed = set[str]()
        for number in range(len(self.circuit)):
            leaf = self.circuit.op(number).leaf
            claimed |= self.circuit.facts_below(leaf.node) if isinstance(leaf, ClaimedLeaf) else set()
        for fact in here.statuses.keys() | there.statuses.keys() | claimed:
            (one, *said), (other, *said_there) = _stands(here, fact), _stands(there, fact)
            if (one is not other and (one.known or other.known)) or (fact in claimed and said != said_there):
                yield fact

    def now(self, query: Query, back: bool = False) -> Verdict:
        """The answer here (there, where `back`) with no difference taken."""
        here, _ = self._way(back)
        return _verdict(self.circuit, query, here)

    def differences(self, query: Query, back: bool = False) -> tuple[Change, ...]:
        """Everything in the question's scope that stands otherwise there (here, where `back`), by kind and name."""
        here, there = self._way(back)
        scope = scope_of(self.circuit, query, _in_both(here.situation, there.situation))
        one, other = here.situation, there.situation
        apart = [f for f in scope.facts if _stands(one, f) != _stands(other, f)]
        found = [Change("fact", f, other.status(f).value) for f in apart]
        for name in scope.judgements:
            judged, as_there = (s.choice.judgements.get(name) for s in (here, there))
            if judged is not as_there:
                found.append(Change("judgement", name, "left open" if as_there is None else "yes" if as_there else "no"))
        for group in scope.groups:
            read, option = (s.choice.readings.get(group) for s in (here, there))
            if read != option and len(self.circuit.groups[group]) > 1:
                found.append(Change("reading", group, option or "left open"))
        return tuple(found)

    def reaching(self, query: Query, goal: Verdict, back: bool = False, most: int = MOST_SETS) -> Found:
        """Every smallest set of differences with which the question, asked here, is answered by `goal`.

        How strong the answer then is, is not asked. The empty set is listed where the answer here is `goal` already.
        `back` goes from there to here. `most` bounds the sets listed; where a bound bites, all up to some size are.
        """
        if goal is Verdict.NOT_COMPUTED:
            return Found((), (f"“{goal.value}” is no answer to aim at",))
        found: list[tuple[Change, ...]] = []
        changes = self._bearing(query, back)
        left = MOST_TRIED if self._joint(query) is not None else MOST_ALONE
        for size in range(len(changes) + 1):
            before = tuple(found)
            for some in combinations(changes, size):
                if any(set(s) <= set(some) for s in before):
                    continue
                left -= 1
                if left < 0 or len(found) >= most:
                    limit = f"more than {most} sets" if left >= 0 else "too many sets to try"
                    return Found(before, (f"{limit} for “{goal.value}”: those of fewer than {size} are listed",))
                found += [some] if self._reached(query, goal, some, back) else []
        return Found(tuple(found))

    def _way(self, back: bool) -> tuple[Side, Side]:
        return (self.sides[1], self.sides[0]) if back else self.sides

    def _bearing(self, query: Query, back: bool) -> tuple[Change, ...]:
        """The differences that could move the answer."""
        return tuple(c for c in self.differences(query, back) if c.kind != "fact" or c.name in self._switched)

    def _reached(self, query: Query, goal: Verdict, some: Sequence[Change], back: bool) -> bool:
        """Whether a set reaches the goal, by the joint diagram and by asking the mixed situation by itself."""
        here, there = self._way(back)
        joint = self._joint(query)
        if joint is not None:
            taken = {c.name for c in some if c.kind == "fact"}
            switches = {_switch(f): THERE if (f in taken) is not back else HERE for f in self._switched}
            chosen = _chosen(here.choice, there.choice, some)
            if joint.verdict(Choice({**chosen.readings, **switches}, chosen.judgements)) is not goal:
                return False
        # a mixture that contradicts itself is no situation
        return _verdict(self.circuit, query, mixed(here, there, some)) is goal

    def _joint(self, query: Query) -> _Drawing | None:
        """The joint diagram of a question; None where it outgrows its budget."""
        if query not in self._drawings:
            self._drawings[query] = _drawn(self._double.circuit, self._double.query(query), self._double.situation)
        return self._drawings[query]


class _Drawing:
    """Where each verdict is the answer, over every choice; how strong it is is not worked out. Raises TooLargeError."""

    def __init__(self, circuit: Circuit, query: Query, situation: Situation, second_order: bool) -> None:
        asked = [query.root] if query.engaged is None else [query.engaged, query.root]
        tied = situation.constraints
        self._order = Order(circuit, asked, companions(circuit, tied), NODES, tied, second_order)
        study = Study(circuit, query, situation, self._order)
        with deep(len(self._order)):
            self.contradictory = study.contradictory
            self._verdicts = study.verdicts.listed()
        self._restrict = study.diagrams.restrict

    def verdict(self, choice: Choice) -> Verdict:
        """The answer under a choice."""
        if self.contradictory:
            return Verdict.NOT_COMPUTED
        cube = self._order.cube(choice)
        met = [verdict for verdict, edge in self._verdicts if self._restrict(edge, cube)]
        return met[0] if len(met) == 1 else Verdict.OPEN


def _drawn(circuit: Circuit, query: Query, situation: Situation) -> _Drawing | None:
    """The drawing in one of two orders; None where neither keeps within the budget."""
    for second_order in (False, True):
        try:
            return _Drawing(circuit, query, situation, second_order)
        except TooLargeError:
            continue
    return None


def _verdict(circuit: Circuit, query: Query, side: Side) -> Verdict:
    """The answer of one side by itself."""
    drawn = _drawn(circuit, query, side.situation)
    return drawn.verdict(side.choice) if drawn is not None else Verdict.NOT_COMPUTED


def _stands(situation: Situation, fact: str) -> tuple[Status, bool, bool]:
    return situation.status(fact), fact in situation.claimed_for, fact in situation.claimed_against


def _in_both(here: Situation, there: Situation) -> Situation:
    """What bears on the question bears on it in either: a fact counts as settled only where both settle it."""
    names = here.statuses.keys() | there.statuses.keys()
    settled = {f: here.status(f) for f in names if here.status(f).known and there.status(f).known}
    return Situation(settled, constraints=here.constraints)


def _switch(fact: str) -> str:
    return f"which record of: {fact}"


def _other(fact: str) -> str:
    return f"there: {fact}"


class _Double:
    """The circuit with a switch for every fact that stands otherwise there, and one situation of both."""

    def __init__(self, circuit: Circuit, switched: set[str], here: Side, there: Side) -> None:
        self.circuit = Circuit()
        self._switched = switched
        for name, options in circuit.groups.items():
            self.circuit.group(name, options)
        for fact in sorted(switched):
            self.circuit.group(_switch(fact), (HERE, THERE))
        self._gates: dict[int, int] = {NO: NO, YES: YES}
        for number in range(len(circuit)):
            self._gates[number] = self._copied(circuit.op(number))
        one, other = here.situation, there.situation
        self.situation = Situation(
            {**one.statuses, **{_other(f): other.status(f) for f in switched}},
            one.claimed_for | {_other(f) for f in other.claimed_for & switched},
            one.claimed_against | {_other(f) for f in other.claimed_against & switched},
            tuple(self._gates[c] for c in one.constraints),
        )

    def query(self, query: Query) -> Query:
        """A question of the single circuit, asked of this one."""
        return Query(self._gates[query.root], None if query.engaged is None else self._gates[query.engaged])

    def _copied(self, node: Node) -> int:
        made, args = self.circuit, [self._gates[a] for a in node.args]
        if node.op is Op.LEAF:
            return self._leaf(node)
        if node.op is Op.NOT:
            return made.negate(args[0])
        if node.op is Op.ALL:
            return made.all_of(args)
        if node.op is Op.ANY:
            return made.any_of(args)
        return made.at_least(node.k, args) if node.op is Op.AT_LEAST else made.constant(bool(node.k))

    def _leaf(self, node: Node) -> int:
        made, leaf = self.circuit, node.leaf
        assert leaf is not None
        if isinstance(leaf, FactLeaf) and leaf.name in self._switched:
            switch = _switch(leaf.name)
            here = made.all_of((made.option(switch, HERE), made.fact(leaf.name)))
            there = made.all_of((made.option(switch, THERE), made.fact(_other(leaf.name))))
            return made.any_of((here, there))
        if isinstance(leaf, ShownLeaf | ClaimedLeaf):
            return made.leaf(replace(leaf, node=self._gates[leaf.node]))
        return made.leaf(leaf)
