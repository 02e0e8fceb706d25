"""One question, worked out for all choices at once.

Every function here maps choices (and, while presumptions are tested, raisings) to yes or no. The
steps are those of `reference`, each done on diagrams:

    plain(gate)      the gate with every burden judged             world x choice
    judged(burden)   whether it is met: what it speaks of in no     choice
                     world fails
    supposing(gate)  the gate when any burdens may be supposed met  world x choice x raise
    verdicts         where the answer is yes, no, not engaged       choice
    presumed         where a supposition would move it              choice

A *variant* is the same question with some facts otherwise or some gates set free. It shares the
order and every gate that does not rest on what was changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from foedus.verdict.bdd import Edge, Level
from foedus.verdict.circuit import (
    Circuit,
    ClaimedLeaf,
    ConflictLeaf,
    FactLeaf,
    GapLeaf,
    JudgementLeaf,
    Leaf,
    Node,
    Op,
    OptionLeaf,
    Query,
    ShownLeaf,
    Situation,
    Verdict,
)
from foedus.verdict.kleene import MAYBE, Folding
from foedus.verdict.order import Order
from foedus.verdict.scope import Scope, roots, scope_of

Judge = Callable[[int], Edge]


@dataclass(frozen=True, slots=True)
class Component:
    """Constraints that share open facts, joined: the levels of those facts and the diagram."""

    levels: frozenset[Level]
    holds: Edge


@dataclass(frozen=True, slots=True)
class Answers:
    """The admitted worlds of each answer."""

    yes: Edge
    no: Edge
    not_engaged: Edge


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The choices under which each verdict is the answer."""

    yes: Edge
    no: Edge
    not_engaged: Edge
    open: Edge

    def listed(self) -> tuple[tuple[Verdict, Edge], ...]:
        """Each verdict with its choices."""
        names = (Verdict.YES, Verdict.NO, Verdict.NOT_ENGAGED, Verdict.OPEN)
        return tuple(zip(names, (self.yes, self.no, self.not_engaged, self.open), strict=True))


class Study:
    """One question in one situation; see the module's words. Raises TooLargeError beyond the budget."""

    def __init__(
        self,
        circuit: Circuit,
        query: Query,
        situation: Situation,
        order: Order,
        *,
        base: Study | None = None,
        freed: frozenset[int] = frozenset(),
    ) -> None:
        self.circuit = circuit
        self.query = query
        self.situation = situation
        self.order = order
        self.freed = freed
        self.base = base
        self.diagrams = order.diagrams
        differing = _differing(base.situation, situation) if base else frozenset[str]()
        bound = bool(base) and not self._moves_constraints(base, differing)
        self.scope: Scope = base.scope if base and bound else scope_of(circuit, query, situation)
        self._bound_to_base = bound
        self._changed = self._find_changed(differing, bound) if base else None
        self._burdens_moved = any(b in (self._changed or ()) for b in self.scope.burdens)
        self.folded = self._fold()
        self._plain: dict[int, Edge] = {}
        self._supposing: dict[int, Edge] = {}
        self._standing: dict[int, Edge] = {}
        self._judged: dict[int, Edge] = {}
        self._trying: dict[int, Edge] = {}
        self._kept: dict[int, Edge] = {}

    # What a variant shares with the question it varies

    @staticmethod
    def _moves_constraints(base: Study | None, differing: frozenset[str]) -> bool:
        return base is not None and any(not differing.isdisjoint(base.circuit.facts_below(c)) for c in base.situation.constraints)

    def _find_changed(self, differing: frozenset[str], bound: bool) -> set[int]:
        """The gates whose function differs from the base's: those that rest on what was changed."""
        changed: set[int] = set()
        for node in self.scope.cone:
            gate = self.circuit.op(node)
            leaf = gate.leaf
            if (
                node in self.freed
                or (isinstance(leaf, FactLeaf) and leaf.name in differing)
                or (not bound and isinstance(leaf, ShownLeaf | ClaimedLeaf))
                or any(n in changed for n in gate.below)
            ):
                changed.add(node)
        return changed

    def _fold(self) -> dict[int, int]:
        values: dict[int, int] = {}
        if self.base is not None and self._changed is not None:
            values = {n: v for n, v in self.base.folded.items() if n not in self._changed}
        return Folding(self.circuit, self.situation, None, values, self.freed).fill(self.scope.cone)

    # The constraints

    @cached_property
    def components(self) -> tuple[Component, ...]:
        """The constraints that leave something open, in independent parts."""
        if self.base is not None and self._bound_to_base:
            return self.base.components
        parts: list[Component] = []
        for constraint in self.scope.constraints:
            holds = self._constraint(constraint)
            levels = frozenset(self.diagrams.support(holds))
            joined = [p for p in parts if not levels.isdisjoint(p.levels)]
            parts = [p for p in parts if levels.isdisjoint(p.levels)]
            holds = self.diagrams.all_of([holds, *(p.holds for p in joined)])
            if holds != 1:
                parts.append(Component(levels.union(*(p.levels for p in joined)), holds))
        return tuple(parts)

    def _constraint(self, node: int) -> Edge:
        """A constraint is over facts, and switches between two records of them; a gate set free stays whole in it."""
        edges: dict[int, Edge] = {}
        for n in self.circuit.cone(node):
            gate = self.circuit.op(n)
            if isinstance(gate.leaf, FactLeaf):
                status = self.situation.status(gate.leaf.name)
                edges[n] = int(status == "affirmed") if status.known else self._fact(gate.leaf.name)
            elif isinstance(gate.leaf, OptionLeaf):
                edges[n] = self.order.option(gate.leaf.group, gate.leaf.option)
            else:
                edges[n] = self._gate(gate, [edges[a] for a in gate.args])
        return edges[node]

    @property
    def contradictory(self) -> bool:
        """Whether no world at all is admitted."""
        return any(part.holds == 0 for part in self.components)

    def admitted(self, *edges: Edge) -> Edge:
        """The constraints that bear on what the functions depend on."""
        if not self.components:
            return 1
        levels = self.diagrams.support(*edges)
        return self.diagrams.all_of(p.holds for p in self.components if not levels.isdisjoint(p.levels))

    # Gates

    def plain(self, node: int) -> Edge:
        """The gate with every burden judged."""
        known = self._plain.get(node)
        return self._build(node, self._plain, self.judged, Study.plain) if known is None else known

    def supposing(self, node: int) -> Edge:
        """The gate when any burdens may be supposed to be met."""
        known = self._supposing.get(node)
        return self._build(node, self._supposing, self.raised, Study.supposing) if known is None else known

    def trying(self, node: int) -> Edge:
        """`supposing`, each world for itself (see `tried`)."""
        known = self._trying.get(node)
        return self._build(node, self._trying, self.tried, Study.trying) if known is None else known

    def standing(self, node: int) -> Edge:
        """The gate with a raise variable in the place of every burden."""
        known = self._standing.get(node)
        return self._build(node, self._standing, self.stand_in, Study.standing) if known is None else known

    def stand_in(self, burden: int) -> Edge:
        """The variable that stands for a burden, or its value where that is beyond doubt."""
        value = self.folded[burden]
        return self.diagrams.var(self.order.gates[burden]) if value == MAYBE else value

    def _build(self, node: int, memo: dict[int, Edge], judge: Judge, of_base: Callable[[Study, int], Edge]) -> Edge:
        for n in sorted(self._missing(node, memo)):
            value = self.folded[n]
            if n in self.freed:
                memo[n] = self.diagrams.var(self.order.free(n))
            elif value != MAYBE:
                memo[n] = value
            elif self.base is not None and self._shared(n, memo):
                memo[n] = of_base(self.base, n)
            elif memo is not self._plain and not self.scope.height[n]:
                memo[n] = self.plain(n)
            else:
                gate = self.circuit.op(n)
                if gate.op is Op.LEAF:
                    memo[n] = self._leaf(n, gate.leaf, judge)
                else:
                    memo[n] = self._gate(gate, [memo[a] for a in gate.args])
        return memo[node]

    def _shared(self, node: int, memo: dict[int, Edge]) -> bool:
        """Whether the base's function may be used; a supposition reaches across to other burdens."""
        if self._changed is None or node in self._changed:
            return False
        return memo is self._plain or memo is self._standing or not self._burdens_moved

    def _missing(self, node: int, memo: dict[int, Edge]) -> set[int]:
        """The gates that must be built for this one; not what is beneath a settled or shared one."""
        missing, todo = {node}, [node]
        while todo:
            n = todo.pop()
            if self.folded[n] != MAYBE or n in self.freed or self._shared(n, memo):
                continue
            if memo is self._plain or self.scope.height[n]:
                fresh = [a for a in self.circuit.op(n).args if a not in memo and a not in missing]
                missing.update(fresh)
                todo += fresh
        return missing

    def _fact(self, name: str) -> Edge:
        return self.diagrams.var(self.order.fact(name))

    def _leaf(self, node: int, leaf: Leaf | None, judge: Judge) -> Edge:
        if isinstance(leaf, FactLeaf):
            return self._fact(leaf.name)
        if isinstance(leaf, OptionLeaf):
            return self.order.option(leaf.group, leaf.option)
        if isinstance(leaf, JudgementLeaf):
            decided, way, otherwise = map(self.diagrams.var, self.order.judgements[leaf.name])
            return self.diagrams.choose(decided, way, otherwise)
        if isinstance(leaf, GapLeaf | ConflictLeaf):
            return self.diagrams.var(self.order.words[leaf])
        return judge(node)

    def _gate(self, gate: Node, args: list[Edge]) -> Edge:
        if gate.op is Op.ALL:
            return self.diagrams.all_of(args)
        if gate.op is Op.ANY:
            return self.diagrams.any_of(args)
        if gate.op is Op.NOT:
            return args[0] ^ 1
        return gate.k if gate.op is Op.CONSTANT else self.diagrams.at_least(gate.k, args)

    # Burdens

    def judged(self, burden: int) -> Edge:
        """The choices under which the burden is met by the record."""
        known = self._judged.get(burden)
        if known is None:
            leaf = self.circuit.op(burden).leaf
            if isinstance(leaf, ShownLeaf):
                known = self.everywhere(self.plain(leaf.node))
            else:
                known = self.claimed(self.circuit.op(burden).below[0], True, self.judged)
            self._judged[burden] = known
        return known

    def everywhere(self, f: Edge, given: Edge = 1) -> Edge:
        """The choices (and raisings) under which `f` holds in every admitted world of `given`."""
        given = self.diagrams.both(given, self.admitted(f, given))
        return self.order.possible(self.diagrams.both(given, f ^ 1)) ^ 1

    def claimed(self, node: int, side: bool, judge: Judge, situation: Situation | None = None) -> Edge:
        """The choices under which claims speak for a gate (`side` true) or against it."""
        gate, situation = self.circuit.op(node), situation or self.situation
        leaf = gate.leaf
        if node in self.freed or isinstance(leaf, GapLeaf | ConflictLeaf):
            return 0
        if isinstance(leaf, FactLeaf):
            return int(leaf.name in (situation.claimed_for if side else situation.claimed_against))
        if isinstance(leaf, JudgementLeaf):
            decided, way, _ = map(self.diagrams.var, self.order.judgements[leaf.name])
            return self.diagrams.both(decided, way ^ (not side))
        if isinstance(leaf, OptionLeaf):
            return self.order.option(leaf.group, leaf.option) ^ (not side)
        if gate.op is Op.NOT:
            return self.claimed(gate.args[0], not side, judge, situation)
        if leaf is not None or gate.op is Op.CONSTANT:
            return (judge(node) if leaf is not None else gate.k) ^ (not side)
        claims = [self.claimed(n, side, judge, situation) for n in gate.args]
        least = len(claims) if gate.op is Op.ALL else 1 if gate.op is Op.ANY else gate.k
        return self.diagrams.at_least(least if side else len(claims) - least + 1, claims)

    def kept(self, burden: int) -> Edge:
        """Where the burden is met without being supposed met, once any others may be.

        It is judged over the worlds in which what is supposed in its own stratum and below is so.
        Suppositions that share no variable with it, not even by way of others, cannot move it and
        are left out.
        """
        known = self._kept.get(burden)
        if known is None:
            known = self._kept[burden] = self._keep(burden)
        return known

    def _keep(self, burden: int) -> Edge:
        leaf = self.circuit.op(burden).leaf
        if self.folded[burden] != MAYBE:
            return self.folded[burden]
        if isinstance(leaf, ClaimedLeaf):
            return self.claimed(leaf.node, True, self.raised)
        if self.judged(burden) == 1 and not self.scope.height[self.below(burden)]:
            return 1
        top = self.scope.strata[burden]
        near = [b for b in self.scope.burdens if b != burden and self.scope.strata[b] <= top]
        f = self.supposing(self.below(burden))
        return self.everywhere(f, self.suppositions((f,), near))

    def _supposed(self, burden: int) -> Edge:
        """The variable that supposes the burden met; no where what it speaks of is settled no."""
        return self.diagrams.var(self.order.gates[burden]) if self.folded[self.below(burden)] else 0

    def raised(self, burden: int) -> Edge:
        """Where the burden is met: because it is supposed to be, or nevertheless."""
        return self.diagrams.either(self._supposed(burden), self.kept(burden))

    @cached_property
    def _far_reaching(self) -> set[Level]:
        """The raise variables whose supposition moves whether another burden is kept."""
        kept = [self.kept(b) for b in self.scope.burdens if b not in self.freed]
        return self.diagrams.support(*kept) & self.order.raises

    def tried(self, burden: int) -> Edge:
        """`raised`, but met by supposition only in worlds where what it speaks of is so.

        Taking it world by world spares a condition on the worlds. It asks whether *some* of the
        suppositions overturn the verdict, which is the same question over all suppositions; but a
        supposition that reaches other burdens must be made in every world or in none.
        """
        supposed, kept = self._supposed(burden), self.kept(burden)
        if kept != 1 and supposed and self.order.gates[burden] not in self._far_reaching:
            supposed = self.diagrams.both(supposed, self.trying(self.below(burden)))
        return self.diagrams.either(supposed, kept)

    def below(self, burden: int) -> int:
        """The gate that a burden speaks of."""
        return self.circuit.op(burden).below[0]

    def suppositions(self, edges: Sequence[Edge], burdens: Iterable[int]) -> Edge:
        """The worlds in which everything supposed is so, as far as that can bear on the functions."""
        waiting = {
            b: self._reach([self.supposing(self.below(b))]) | {self.order.gates[b]}
            for b in burdens
            if b not in self.freed and self.folded[self.below(b)] == MAYBE
        }
        reach, taken = self._reach(edges), list[Edge]()
        while near := [b for b, levels in waiting.items() if not levels.isdisjoint(reach)]:
            for b in near:
                reach |= waiting.pop(b)
                unsupposed = self.diagrams.var(self.order.gates[b]) ^ 1
                taken.append(self.diagrams.either(unsupposed, self.supposing(self.below(b))))
        return self.diagrams.all_of(taken)

    def _reach(self, edges: Sequence[Edge]) -> set[Level]:
        """The world and raise levels of the functions, with those that constraints tie to them."""
        levels = self.diagrams.support(*edges) - self.order.choices
        return levels.union(*(p.levels for p in self.components if not levels.isdisjoint(p.levels)))

    # Verdicts

    def answers(self, value: Callable[[int], Edge], given: Edge = 1) -> Answers:
        """The admitted worlds of each answer, gates being valued by `value`."""
        both = self.diagrams.both
        asked = [value(n) for n in roots(self.query)]
        engaged, root = asked if len(asked) == 2 else (1, asked[0])
        given = both(given, self.admitted(engaged, root, given))
        return Answers(
            yes=both(given, both(engaged, root)),
            no=both(given, both(engaged, root ^ 1)),
            not_engaged=both(given, engaged ^ 1),
        )

    @cached_property
    def worlds(self) -> Answers:
        """The admitted worlds of each answer, with every burden judged."""
        return self.answers(self.plain)

    @cached_property
    def verdicts(self) -> Verdicts:
        """The choices under which each verdict is the answer."""
        diagrams, possible = self.diagrams, self.order.possible
        worlds = self.worlds
        yes, no, not_engaged = (possible(f) for f in (worlds.yes, worlds.no, worlds.not_engaged))
        only_yes = diagrams.all_of((yes, no ^ 1, not_engaged ^ 1))
        only_no = diagrams.all_of((no, yes ^ 1, not_engaged ^ 1))
        only_not_engaged = diagrams.all_of((not_engaged, yes ^ 1, no ^ 1))
        several = diagrams.any_of((only_yes, only_no, only_not_engaged)) ^ 1
        return Verdicts(only_yes, only_no, only_not_engaged, several)

    @property
    def presumable(self) -> bool:
        """Whether some burden is beyond doubt neither met nor failed: else nothing is presumed."""
        return any(self.folded[b] == MAYBE for b in self.scope.burdens if b not in self.freed)

    @cached_property
    def overturned(self) -> Edge:
        """The choices and suppositions under which a verdict that is not open would not stand."""
        if not self.presumable:
            return 0
        values = [self.trying(n) for n in roots(self.query)]
        if self.diagrams.support(*values).isdisjoint(self.order.raises):
            return 0
        engaged, root = values if len(values) == 2 else (1, values[0])
        both, was = self.diagrams.both, self.verdicts
        given = [*self._conditions(values), *(p.holds for p in self.components)]
        return self.diagrams.any_of(
            both(where, self.order.possible_together([*given, other])) if where else 0
            for where, other in (
                (was.yes, both(engaged, root) ^ 1),
                (was.no, both(engaged, root ^ 1) ^ 1),
                (was.not_engaged, engaged),
            )
        )

    def _conditions(self, values: Sequence[Edge]) -> list[Edge]:
        """For each far-reaching burden that the values, or another such, ask about: if supposed, it is so."""
        waiting = {self.order.gates[b]: b for b in self.scope.burdens if b not in self.freed}
        waiting = {level: b for level, b in waiting.items() if level in self._far_reaching}
        asked, taken = self.diagrams.support(*values), list[Edge]()
        while near := asked & waiting.keys():
            for level in sorted(near):
                f = self.trying(self.below(waiting.pop(level)))
                asked |= self.diagrams.support(f)
                taken.append(self.diagrams.either(self.diagrams.var(level) ^ 1, f))
        return taken

    @cached_property
    def presumed(self) -> Edge:
        """The choices under which the verdict is a presumption."""
        return self.order.raisable(self.overturned)


def _differing(one: Situation, two: Situation) -> frozenset[str]:
    """The facts that stand otherwise in the two situations."""
    if one is two:
        return frozenset()
    names = {f for f in {*one.statuses, *two.statuses} if one.status(f) is not two.status(f)}
    return frozenset(names | (one.claimed_for ^ two.claimed_for) | (one.claimed_against ^ two.claimed_against))
