"""What separates two situations in which one question is answered apart.

Both are about the same facts, and each has them in its own way: affirmed there, denied or left open here, claimed by
somebody or by nobody. A *difference* is one fact, one judgement or one reading that stands otherwise in the other. A set
of differences *separates* when the question, asked here with just these standing as they do there, gets the answer of
there. Listed are the subset-minimal sets: none of their parts does.

All sets are found at once, as `hinges` finds them. The only change is what a leaf is worth:

    fact = e ? (as there: yes, no or u) : (as here: yes, no or u)         e: the difference is taken; u: what is open
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from foedus.verdict.bdd import Edge, TooLargeError, deep
from foedus.verdict.circuit import Choice, Circuit, Query, Situation, Status, Strength, Verdict, check_choice
from foedus.verdict.diagram import Engine
from foedus.verdict.hinges import MOST_SETS, NODES, Change, Changeable, HingeSet, Search
from foedus.verdict.minimal import minimal_sets

__all__ = ["Separation", "Side", "mixed", "separations"]

_T = TypeVar("_T")


@dataclass(frozen=True)
class Side:
    """One of the two: what its record says of the facts, and what was chosen."""

    situation: Situation
    choice: Choice


@dataclass(frozen=True)
class Separation:
    """What separates one side from the verdict of the other.

    verdict      the answer here, strengths beside it
    sets         smallest sets of differences that reach the goal, fewest first; a change's `to` is how it stands there
    differences  everything that bears on the question and stands otherwise there
    bounds       in words, every limit that bit: then sets are missing
    """

    verdict: Verdict
    strengths: tuple[Strength, ...]
    sets: tuple[HingeSet, ...]
    differences: tuple[Change, ...]
    bounds: tuple[str, ...] = ()


def separations(circuit: Circuit, query: Query, here: Side, there: Side, goal: Verdict, most: int = MOST_SETS) -> Separation:
    """Every smallest set of differences with which the question, asked here, is answered by `goal`.

    Both sides must have the same constraints. The empty set is listed where the answer here is `goal` already. `most`
    bounds the sets listed. Raises ValueError when a choice names an option that its group does not have.
    """
    for side in (here, there):
        check_choice(circuit, side.choice)
    now = Engine(circuit, here.situation).answer(query, here.choice)
    search = _Apart(circuit, query, here, there)
    with deep(3 * len(search.scope.cone) + 50):
        try:
            sets, bounds = search.reaching(goal, most)
        except TooLargeError:
            sets, bounds = (), (f"sets were not sought: more than {NODES} diagram nodes",)
    return Separation(now.verdict, now.strengths, sets, search.differences(), bounds)


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
    readings = _taken(here.choice.readings, there.choice.readings, {c.name for c in changes if c.kind == "reading"})
    judgements = _taken(here.choice.judgements, there.choice.judgements, {c.name for c in changes if c.kind == "judgement"})
    return Side(situation, Choice(readings, judgements))


def _taken(here: Mapping[str, _T], there: Mapping[str, _T], names: set[str]) -> dict[str, _T]:
    """A choice in which some names are chosen, or left, as there."""
    kept = {name: value for name, value in here.items() if name not in names}
    return kept | {name: there[name] for name in names if name in there}


def _in_both(here: Situation, there: Situation) -> Situation:
    """What bears on the question bears on it in either: a fact counts as settled only where both settle it."""
    names = here.statuses.keys() | there.statuses.keys()
    settled = {f: here.status(f) for f in names if here.status(f).known and there.status(f).known}
    return Situation(settled, constraints=here.constraints)


class _Apart(Search):
    """A question's function over the differences between two sides, completions and readings."""

    def __init__(self, circuit: Circuit, query: Query, here: Side, there: Side) -> None:
        self.here, self.there = here, there
        super().__init__(circuit, query, _in_both(here.situation, there.situation), here.choice, Changeable())

    # Leaves

    def _place_fact(self, name: str) -> None:
        if name in self.facts:
            return
        change = self._fact(name)
        taken = self.levels.deal(change=change) if change else 0
        here, there = self.here.situation, self.there.situation
        settled = here.status(name).known and there.status(name).known
        loose = 0 if settled else self.levels.deal(self.levels.loose)
        self.facts[name] = self._either(taken, _worth(there.status(name), loose), _worth(here.status(name), loose))
        said = (
            self._either(taken, int(name in there.claimed_for), int(name in here.claimed_for)),
            self._either(taken, int(name in there.claimed_against), int(name in here.claimed_against)),
        )
        self.proved[name] = said

    def _place_judgement(self, name: str) -> None:
        if name in self.judgements:
            return
        change = self._judgement(name)
        taken = self.levels.deal(change=change) if change else 0
        here, there = (side.choice.judgements.get(name) for side in (self.here, self.there))
        loose = self.levels.deal(self.levels.loose) if None in (here, there) else 0
        made = [loose if value is None else int(value) for value in (there, here)]
        self.judgements[name] = self._either(taken, *made)
        self.ruled[name] = (
            self._either(taken, int(there is True), int(here is True)),
            self._either(taken, int(there is False), int(here is False)),
        )

    def _place_group(self, group: str) -> None:
        """The options of a contested word: as chosen there where that is taken, else as here."""
        options = self.circuit.groups[group]
        change = self._reading(group)
        taken = self.levels.deal(change=change) if change else 0
        here, there = (side.choice.readings.get(group) for side in (self.here, self.there))
        free = self._left(options, None) if None in (here, there) else {}
        for option in options:
            other, own = (free[option] if chosen is None else int(option == chosen) for chosen in (there, here))
            self.options[group, option] = self._either(taken, other, own)

    def _either(self, taken: Edge, there: Edge, here: Edge) -> Edge:
        return self.diagrams.choose(taken, there, here)

    # Differences

    def _fact(self, name: str) -> Change | None:
        def stands(situation: Situation) -> tuple[Status, bool, bool]:
            return situation.status(name), name in situation.claimed_for, name in situation.claimed_against

        here, there = self.here.situation, self.there.situation
        return None if stands(here) == stands(there) else Change("fact", name, there.status(name).value)

    def _judgement(self, name: str) -> Change | None:
        here, there = (side.choice.judgements.get(name) for side in (self.here, self.there))
        to = "left open" if there is None else "yes" if there else "no"
        return None if here is there else Change("judgement", name, to)

    def _reading(self, group: str) -> Change | None:
        here, there = (side.choice.readings.get(group) for side in (self.here, self.there))
        alike = here == there or len(self.circuit.groups[group]) == 1
        return None if alike else Change("reading", group, there or "left open")

    def differences(self) -> tuple[Change, ...]:
        """Everything in the question's scope that stands otherwise there, by kind and name."""
        found = [self._fact(f) for f in self.scope.facts]
        found += [self._judgement(j) for j in self.scope.judgements]
        found += [self._reading(g) for g in self.scope.groups]
        return tuple(c for c in found if c is not None)

    # Sets

    def reaching(self, goal: Verdict, most: int) -> tuple[tuple[HingeSet, ...], tuple[str, ...]]:
        """The smallest sets of differences after which `goal` is the answer, and the limit that bit."""
        if goal not in self.reached:
            return (), (f"“{goal.value}” is no answer to aim at",)
        reached = self.diagrams.both(self.reached[goal], self._allowed)
        grown = self.diagrams.upward(reached, self.levels.changes.keys())
        minimal = minimal_sets(self.diagrams, grown, most=most)
        taken = [tuple(self.levels.changes[level] for level, _ in sorted(s)) for s in minimal.sets]
        bound = f"more than {most} sets that reach “{goal.value}”: those of at most {minimal.largest} are listed"
        return tuple(self._checked(changes, goal) for changes in taken), () if minimal.complete else (bound,)

    def _checked(self, changes: tuple[Change, ...], goal: Verdict) -> HingeSet:
        """The set, with the strength that asking the question again gives it."""
        side = mixed(self.here, self.there, changes)
        answer = Engine(self.circuit, side.situation).answer(self.query, side.choice)
        if answer.verdict is not goal:
            raise AssertionError(f"{changes} were to reach {goal} and reach {answer.verdict}")
        return HingeSet(changes, answer.verdict, answer.strengths)


def _worth(status: Status, loose: Edge) -> Edge:
    return int(status is Status.AFFIRMED) if status.known else loose
