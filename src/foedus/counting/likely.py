"""How likely each answer to a question is, given the chances somebody takes some open facts to have.

The chance is taken over the completions that the record's constraints admit: P(answer and admitted) / P(admitted). What has
no chance of its own (facts without a prior, undecided judgements, words on which the law is silent or collides) makes a span
of it: from the least to the most it can be, whatever those are worth. Both ends are reached where each of them is simply so or
not so, because the chance is a weighted mean of its values there. Readings left free are told apart, never averaged.

The diagram asks first about all that has no chance, then about what has one: below each way in which the first turn out
there is one exact number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from foedus.counting.count import chances
from foedus.counting.formula import folded
from foedus.counting.measure import Measure
from foedus.counting.plain import Plain, Question, plain
from foedus.counting.spans import Ends, Many, Span, Table
from foedus.counting.tangle import NODES, OutOfReach, draw
from foedus.verdict.bdd import Diagrams, Edge, Level, TooLargeError, deep
from foedus.verdict.circuit import NO, YES, Circuit, ConflictLeaf, GapLeaf, JudgementLeaf, Op

__all__ = ["Impossible", "Likelihood", "Likely", "Unsupplied", "likelihood"]

MOST_BOXES = 100
"""Ways of reading that are told apart."""

MOST_WAYS = 200_000
"""Ways in which what has no chance may turn out, alike ones counted once."""

_HALF = Fraction(1, 2)
Weights: TypeAlias = tuple[Fraction, Fraction, Fraction]  # yes, no, admitted


class Unsupplied(Exception):
    """Disputed facts bear on the answer and have no prior; `facts` names them."""

    def __init__(self, facts: Sequence[str]) -> None:
        super().__init__(", ".join(facts))
        self.facts = tuple(facts)


class Impossible(Exception):
    """The priors leave nothing that the record admits."""


@dataclass(frozen=True)
class Likely:
    """The chances of one way of reading (for each word named, any of the options listed)."""

    readings: Mapping[str, tuple[str, ...]]
    yes: Span
    no: Span
    not_engaged: Span


@dataclass(frozen=True)
class Likelihood:
    """How likely each answer is.

    parts       by way of reading; together they cover every way. Empty where there are more than `MOST_BOXES`
    envelope    over all of them
    moves       by fact with a prior: the chance of a yes were it so, minus the chance were it not; over everything else open
    missing     facts without a prior that bear on it; then judgements and words on which the law is silent or collides
    admitted    the chance of what the record's constraints admit, before they conditioned anything
    methods     how it was found
    """

    parts: tuple[Likely, ...]
    envelope: Likely
    moves: Mapping[str, Span]
    missing: tuple[str, ...]
    judgements: tuple[str, ...]
    silences: tuple[str, ...]
    admitted: Span
    methods: tuple[str, ...]


def likelihood(
    question: Question, priors: Mapping[str, Fraction], groups: Sequence[Mapping[str, Fraction]] = (), nodes: int = NODES
) -> Likelihood:
    """How likely each answer is.

    `priors` are those of open facts that are independent of all others, `groups` those of facts of which at most one is so; no
    fact stands in two of them. Raises `Unsupplied` for disputed facts without a prior, `Impossible` where nothing is
    admitted, `OutOfReach` where a limit is hit.
    """
    return _Likelihood(question, plain(question, priors, groups), priors, groups, nodes).found()


class _Likelihood:
    """One question, its gates and what its leaves stand for."""

    def __init__(
        self,
        question: Question,
        made: Plain,
        priors: Mapping[str, Fraction],
        groups: Sequence[Mapping[str, Fraction]],
        nodes: int,
    ) -> None:
        self.question = question
        self.plain, self.roots = _asked(made)
        self.circuit = self.plain.circuit
        self.priors = priors
        self.groups = groups
        self.nodes = nodes
        self.leaves = _leaves(self.circuit, self.roots)
        self.without = [n for n in self.leaves if n not in self.plain.chances]
        self.table = Table()
        self.moved: dict[str, Span] = {}
        self.admits: list[Fraction] = []

    def found(self) -> Likelihood:
        """Everything."""
        open_facts = {n: name for name, n in self.plain.facts.items()}
        missing = [open_facts[n] for n in self.without if n in open_facts]
        disputed = [f for f in missing if self.question.situation.status(f) == "disputed"]
        if disputed:
            raise Unsupplied(disputed)
        node, levels, methods = self._counted()
        whole = self.table.whole(node)
        if whole is None:
            raise Impossible
        try:
            boxes = self.table.boxes(node, self._words(levels), MOST_BOXES)
        except Many:
            boxes = []
        loose = [self.plain.loose[n] for n in self.without if n in self.plain.loose]
        return Likelihood(
            tuple(self._likely(box, ends) for box, ends in boxes if ends is not None),
            self._likely({}, whole),
            self.moved,
            tuple(missing),
            tuple(leaf.name for leaf in loose if isinstance(leaf, JudgementLeaf)),
            tuple(leaf.word for leaf in loose if isinstance(leaf, GapLeaf | ConflictLeaf)),
            Span(min(self.admits), max(self.admits)),
            methods,
        )

    def _words(self, levels: Mapping[int, Level]) -> list[tuple[str, list[int]]]:
        """The levels of every option of a word but the last; one on which nothing rests has a level nobody asks about."""
        return [(g, [levels.get(n, -1 - n) for n in takers]) for g, takers in self.plain.takers.items()]

    def _likely(self, box: Mapping[str, tuple[int, ...]], ends: Ends) -> Likely:
        assert ends is not None
        options = self.question.circuit.groups
        readings = {name: tuple(options[name][i] for i in numbers) for name, numbers in box.items()}
        return Likely(readings, *ends)

    # Numbers

    def _counted(self) -> tuple[int, dict[int, Level], tuple[str, ...]]:
        """The table of spans, the levels it asks about by leaf, and the methods."""
        if not self.without:
            return self._all_known()
        try:
            name, order, diagrams, edges = draw(self.circuit, self.roots, self.nodes, self.without)
        except TooLargeError:
            what = f"diagrams of {self.nodes} nodes in every order, {len(self.without)} things having no chance"
            raise OutOfReach(f"out of reach: more than {what}") from None
        levels = {leaf: i for i, leaf in enumerate(order)}
        walk = _Walk(self, diagrams, levels)
        with deep(len(order)):
            node = walk.go(tuple(edges))
        return node, levels, (f"by a diagram, {name}, what has no chance first",)

    def _all_known(self) -> tuple[int, dict[int, Level], tuple[str, ...]]:
        """Every leaf has a chance: no diagram over all of it is needed."""
        given = {n: self.plain.chances[n] for n in self.leaves}
        counted = chances(self.circuit, self.roots, given, moves=True, nodes=self.nodes)
        gains = [dict(c.moves) for c in counted]

        def weigh(changed: Mapping[int, Fraction]) -> Weights:
            yes, no, admitted = (c.chance for c in chances(self.circuit, self.roots, {**given, **changed}, nodes=self.nodes))
            return yes, no, admitted

        def gain(leaf: int) -> Weights:
            return gains[0].get(leaf, Fraction(0)), Fraction(0), gains[2].get(leaf, Fraction(0))

        weights = counted[0].chance, counted[1].chance, counted[2].chance
        methods = tuple(sorted({m for c in counted for m in c.methods}))
        return self.table.end(self.ends(weights, gain, weigh)), {}, methods

    def ends(self, weights: Weights, gain: Callable[[int], Weights], weigh: Callable[[Mapping[int, Fraction]], Weights]) -> Ends:
        """The spans of one exact number, whose moves are kept as well.

        `gain` gives how much a leaf moves the weights of yes and of what is admitted, `weigh` the weights when some leaves
        have other chances.
        """
        yes, no, admitted = weights
        self.admits.append(admitted)
        if not admitted:
            return None
        for fact, prior in self.priors.items():
            leaf = self.plain.facts.get(fact)
            if leaf is not None:
                moved = gain(leaf)
                self._keep(fact, *(_moved(weights, moved, step) for step in (1 - prior, -prior)))
        for group in self.groups:
            for fact, prior in group.items():
                so = weigh(self._alone(group, fact))
                self._keep(fact, so, _without(weights, so, prior))
        return tuple(Span(share, share) for share in (yes / admitted, no / admitted, (admitted - yes - no) / admitted))

    def _alone(self, group: Mapping[str, Fraction], fact: str) -> dict[int, Fraction]:
        """The chances of a group's leaves when one fact of it is so."""
        return {self.plain.facts[f]: Fraction(f == fact) for f in group}

    def _keep(self, fact: str, so: Weights, not_so: Weights | None) -> None:
        """Note what a fact moves here; nothing where it cannot be so, or cannot be otherwise."""
        if not_so is None or not so[2] or not not_so[2]:
            return
        move = so[0] / so[2] - not_so[0] / not_so[2]
        here = Span(move, move)
        self.moved[fact] = self.moved[fact] | here if fact in self.moved else here


def _moved(weights: Weights, gain: Weights, step: Fraction) -> Weights:
    yes, no, admitted = (w + step * g for w, g in zip(weights, gain, strict=True))
    return yes, no, admitted


def _without(weights: Weights, so: Weights, prior: Fraction) -> Weights | None:
    """The weights where a fact is not so, from those of everything and those where it is."""
    if prior == 1:
        return None
    yes, no, admitted = ((w - prior * s) / (1 - prior) for w, s in zip(weights, so, strict=True))
    return yes, no, admitted


class _Walk:
    """Down a diagram through all that has no chance; below it numbers."""

    def __init__(self, asked: _Likelihood, diagrams: Diagrams, levels: Mapping[int, Level]) -> None:
        self.asked = asked
        self.diagrams = diagrams
        self.floor = len(asked.without)
        takers = {n for takers in asked.plain.takers.values() for n in takers}
        self.readings = {level for leaf, level in levels.items() if leaf in takers}
        self.level_of = levels
        self.chances = {level: asked.plain.chances[leaf] for leaf, level in levels.items() if level >= self.floor}
        self.measure = Measure(diagrams, self.chances)
        self._others: dict[tuple[tuple[int, Fraction], ...], Measure] = {}
        self._gains: dict[Edge, dict[Level, Fraction]] = {}
        self._known: dict[tuple[Edge, ...], int] = {}

    def go(self, edges: tuple[Edge, ...]) -> int:
        """The table of (yes, no, admitted)."""
        known = self._known.get(edges)
        if known is None:
            if len(self._known) >= MOST_WAYS:
                raise OutOfReach(f"out of reach: more than {MOST_WAYS} ways in which what has no chance may turn out")
            known = self._known[edges] = self._go(edges)
        return known

    def _go(self, edges: tuple[Edge, ...]) -> int:
        table, level = self.asked.table, min(self.diagrams.top(e) for e in edges)
        if edges[2] == 0:
            self.asked.admits.append(Fraction(0))
            return table.end(None)
        if level >= self.floor:
            return table.end(self._ends(edges))
        low, high = (self.go(tuple(self._side(e, level, side) for e in edges)) for side in (0, 1))
        return table.ask(level, low, high) if level in self.readings else table.join(low, high)

    def _side(self, f: Edge, level: Level, side: int) -> Edge:
        index, sign = f >> 1, f & 1
        if self.diagrams.level[index] != level:
            return f
        return (self.diagrams.high if side else self.diagrams.low)[index] ^ sign

    def _ends(self, edges: tuple[Edge, ...]) -> Ends:
        def gain(leaf: int) -> Weights:
            level = self.level_of.get(leaf, -1)
            yes, admitted = (self._moves(e).get(level, Fraction(0)) for e in (edges[0], edges[2]))
            return yes, Fraction(0), admitted

        def weigh(changed: Mapping[int, Fraction]) -> Weights:
            return _weights(self._other(changed), edges)

        return self.asked.ends(_weights(self.measure, edges), gain, weigh)

    def _moves(self, f: Edge) -> dict[Level, Fraction]:
        if f not in self._gains:
            self._gains[f] = self.measure.moves(f)
        return self._gains[f]

    def _other(self, changed: Mapping[int, Fraction]) -> Measure:
        key = tuple(changed.items())
        if key not in self._others:
            put = {self.level_of[leaf]: share for leaf, share in changed.items() if leaf in self.level_of}
            self._others[key] = Measure(self.diagrams, {**self.chances, **put})
        return self._others[key]


def _weights(measure: Measure, edges: Sequence[Edge]) -> Weights:
    yes, no, admitted = (measure.chance(e) for e in edges)
    return yes, no, admitted


# What is asked


def _asked(made: Plain) -> tuple[Plain, tuple[int, int, int]]:
    """Where the answer is yes, where no, and what is admitted, folded; constraints that share nothing with them left out."""
    out = made.circuit
    conjuncts = [a for c in made.constraints for a in (out.op(c).args if out.op(c).op is Op.ALL else (c,))]
    near = _near(out, (made.root, made.engaged), conjuncts)
    far = out.all_of(c for c in conjuncts if c not in near)
    if far == NO or (far != YES and not _possible(made, far)):
        raise Impossible
    admitted = out.all_of(near)
    yes, no = out.all_of((made.engaged, made.root, admitted)), out.all_of((made.engaged, out.negate(made.root), admitted))
    formula = folded(out, (yes, no, admitted), {})
    yes, no, admitted = formula.roots
    return _moved_into(formula.circuit, made), (yes, no, admitted)


def _moved_into(circuit: Circuit, made: Plain) -> Plain:
    """What leaves stand for, in another circuit that has them."""
    leaves = [*made.facts.values(), *made.loose, *(n for takers in made.takers.values() for n in takers)]
    there = {n: circuit.leaf(leaf) for n in leaves if (leaf := made.circuit.op(n).leaf) is not None}
    return Plain(
        circuit,
        facts={name: there[n] for name, n in made.facts.items()},
        chances={there[n]: share for n, share in made.chances.items()},
        loose={there[n]: leaf for n, leaf in made.loose.items()},
        takers={group: tuple(there[n] for n in takers) for group, takers in made.takers.items()},
    )


def _near(circuit: Circuit, roots: Sequence[int], constraints: Sequence[int]) -> list[int]:
    """The constraints that share a leaf with the roots, directly or by way of others."""
    reached, waiting, found = set(_leaves(circuit, roots)), list(constraints), list[int]()
    while near := [c for c in waiting if not reached.isdisjoint(_leaves(circuit, (c,)))]:
        found += near
        waiting = [c for c in waiting if c not in near]
        reached |= set(_leaves(circuit, near))
    return found


def _possible(made: Plain, node: int) -> bool:
    """Whether a gate can hold, what has no chance being free."""
    given = {n: made.chances.get(n, _HALF) for n in _leaves(made.circuit, (node,))}
    return chances(made.circuit, (node,), given)[0].chance > 0


def _leaves(circuit: Circuit, roots: Sequence[int]) -> list[int]:
    return [n for n in sorted({n for root in roots for n in circuit.cone(root)}) if circuit.op(n).leaf is not None]
