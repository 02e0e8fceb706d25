"""Where each variable of a question stands, and what kind of variable it is.

Levels are dealt out so that what belongs together stands together (`gravity`): the bits of a
reading beside the words it selects, the options of a ballot side by side, what a burden speaks of
next to the burden. Selectors first would be the worst order there is. A second order, for what
outgrows its budget in the first, is that of a walk down the circuit.

Three kinds of variable: a *world* variable is settled by a completion, a *choice* variable by a
stance, a *raise* variable supposes that a burden is met. A group of n options takes the fewest
bits that number them; spare numbers mean the last option, so every bit pattern is a legal choice.
A judgement takes two choice bits (decided? which way?) and a world variable for where it is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from foedus.verdict.bdd import Diagrams, Edge, Level
from foedus.verdict.circuit import (
    Choice,
    Circuit,
    ClaimedLeaf,
    ConflictLeaf,
    FactLeaf,
    GapLeaf,
    JudgementLeaf,
    Leaf,
    OptionLeaf,
    ShownLeaf,
)
from foedus.verdict.gravity import gathered, walk


class Order:
    """The levels of one question, and the diagrams over them."""

    def __init__(
        self,
        circuit: Circuit,
        roots: Iterable[int],
        companions: Mapping[str, Sequence[str]],
        budget: int,
        constraints: Sequence[int] = (),
        heavy_first: bool = False,
    ) -> None:
        self.circuit = circuit
        self.diagrams = Diagrams(budget)
        self.world: set[Level] = set()
        self.choices: set[Level] = set()
        self.raises: set[Level] = set()
        self.facts: dict[str, Level] = {}
        self.judgements: dict[str, tuple[Level, Level, Level]] = {}  # decided, which way, else
        self.bits: dict[str, tuple[Level, ...]] = {}
        self.words: dict[GapLeaf | ConflictLeaf, Level] = {}
        self.gates: dict[int, Level] = {}
        self._options: dict[tuple[str, str], Edge] = {}
        self._no_world: dict[Edge, Edge] = {}
        self._no_raise: dict[Edge, Edge] = {}
        self._cubes: dict[tuple[object, ...], tuple[tuple[Level, int], ...]] = {}
        self._next = 0
        self._companions = companions
        asked = list(roots)
        for node in self._heavy_first(asked) if heavy_first else gathered(circuit, asked, constraints):
            self._place(node, circuit.op(node).leaf)

    def _heavy_first(self, roots: Sequence[int]) -> list[int]:
        """A walk down the circuit that turns first to what rests on most."""
        weight = {node: len(self.circuit.cone(node)) for root in roots for node in self.circuit.cone(root)}
        return walk(roots, lambda node: sorted(self.circuit.op(node).below, key=lambda n: -weight[n]))

    def _place(self, node: int, leaf: Leaf | None) -> None:
        if isinstance(leaf, FactLeaf):
            for name in (leaf.name, *self._companions.get(leaf.name, ())):
                self.fact(name)
        elif isinstance(leaf, OptionLeaf):
            self.bits_of(leaf.group)
        elif isinstance(leaf, JudgementLeaf):
            decided, way = self._deal(self.choices), self._deal(self.choices)
            self.judgements[leaf.name] = decided, way, self._deal(self.world)
        elif isinstance(leaf, GapLeaf | ConflictLeaf):
            self.words[leaf] = self._deal(self.world)
        elif isinstance(leaf, ShownLeaf | ClaimedLeaf):
            self.gates[node] = self._deal(self.raises)
        else:
            self._next += 1  # a place for the gate itself, should it be set free
            self.gates[node] = self._next

    def _deal(self, kind: set[Level]) -> Level:
        self._next += 1
        kind.add(self._next)
        return self._next

    def __len__(self) -> int:
        return self._next

    def fact(self, name: str) -> Level:
        """The level of a fact; one not met on the walk comes last."""
        if name not in self.facts:
            self.facts[name] = self._deal(self.world)
        return self.facts[name]

    def free(self, node: int) -> Level:
        """The level of a gate that is set free."""
        if self.circuit.op(node).leaf is not None or node not in self.gates:
            node = -1 - node  # a leaf's own levels mean something else already
            if node not in self.gates:
                self.gates[node] = self._deal(self.world)
        self.world.add(self.gates[node])
        return self.gates[node]

    def bits_of(self, group: str) -> tuple[Level, ...]:
        """The choice levels that number the options of a group, most significant first."""
        if group not in self.bits:
            needed = (len(self.circuit.groups[group]) - 1).bit_length()
            self.bits[group] = tuple(self._deal(self.choices) for _ in range(needed))
        return self.bits[group]

    def option(self, group: str, option: str) -> Edge:
        """The function "this option is chosen"."""
        known = self._options.get((group, option))
        if known is None:
            options = self.circuit.groups[group]
            if option == options[-1]:
                known = self.diagrams.any_of(self.option(group, o) for o in options[:-1]) ^ 1
            else:
                known = self.diagrams.all_of(self.diagrams.var(level) ^ (not value) for level, value in self.code(group, option))
            self._options[group, option] = known
        return known

    def code(self, group: str, option: str) -> tuple[tuple[Level, int], ...]:
        """The bits that choose an option of a group."""
        number = self.circuit.groups[group].index(option)
        return tuple((level, number >> i & 1) for i, level in enumerate(reversed(self.bits_of(group))))[::-1]

    def cube(self, choice: Choice) -> tuple[tuple[Level, int], ...]:
        """The choice levels that a partial choice fixes: undecided judgements are fixed too."""
        key = (tuple(sorted(choice.readings.items())), tuple(sorted(choice.judgements.items())))
        known = self._cubes.get(key)
        if known is None:
            chosen = [(g, o) for g, o in choice.readings.items() if g in self.bits]
            fixed = [bit for g, o in chosen for bit in self.code(g, o)]
            for name, (decided, way, _) in self.judgements.items():
                fixed += [(decided, int(name in choice.judgements))]
                fixed += [(way, int(choice.judgements.get(name, False)))]
            known = self._cubes[key] = tuple(sorted(fixed))
        return known

    def groups_in(self, levels: set[Level]) -> tuple[str, ...]:
        """The groups that have a bit among the levels, by name."""
        return tuple(sorted(g for g, bits in self.bits.items() if not levels.isdisjoint(bits)))

    def judgements_in(self, levels: set[Level]) -> tuple[str, ...]:
        """The judgements whose choice bits are among the levels, by name."""
        return tuple(sorted(j for j, (d, w, _) in self.judgements.items() if d in levels or w in levels))

    def possible(self, f: Edge) -> Edge:
        """In which choices (and raisings) some world makes `f` hold."""
        return self.diagrams.exists(f, self.world, self._no_world)

    def possible_together(self, conjuncts: Iterable[Edge]) -> Edge:
        """`possible` of all the functions at once, each world variable dropped as soon as it may be."""
        diagrams = self.diagrams
        waiting = sorted((f for f in conjuncts if f != 1), key=diagrams.top, reverse=True)
        asked = [diagrams.support(f) & self.world for f in waiting]
        joint = 1
        for i, f in enumerate(waiting):
            later = set[Level]().union(*asked[i + 1 :])
            joint = diagrams.exists(diagrams.both(joint, f), asked[i] - later, {})
        return self.possible(joint)

    def raisable(self, f: Edge) -> Edge:
        """In which choices some raising makes `f` hold."""
        return self.diagrams.exists(f, self.raises, self._no_raise)
