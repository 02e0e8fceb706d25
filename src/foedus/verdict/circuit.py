"""The ground circuit of a law, what is asked of it, and the shape of every answer.

A circuit is a list of gates. A gate's arguments are always older than the gate, so nothing can
go round in a circle, and equal gates are one gate:

    0  no                  2  fact "request made"        4  any of (2, 3)
    1  yes                 3  fact "threat present"      5  not 4

Leaves are what rules cannot reach further down: facts, judgements, law variables, the options of
a contested word, and the two burdens, *shown* and *claimed*, each over an older gate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

NO = 0
YES = 1


class Status(StrEnum):
    """How a fact stands on the record. The last four are *open*."""

    AFFIRMED = "affirmed"
    DENIED = "denied"
    UNKNOWN = "unknown"
    ALLEGED = "alleged"
    DISPUTED = "disputed"
    INSTANT = "instant"

    @property
    def known(self) -> bool:
        """Whether the record settles the fact one way."""
        return self in (Status.AFFIRMED, Status.DENIED)


@dataclass(frozen=True, slots=True)
class FactLeaf:
    """A ground fact, by name. The room never looks inside the name."""

    name: str


@dataclass(frozen=True, slots=True)
class JudgementLeaf:
    """A word left to judgement: no rule decides it, a stance may."""

    name: str


@dataclass(frozen=True, slots=True)
class GapLeaf:
    """What `word` is worth where no rule speaks for or against it."""

    word: str


@dataclass(frozen=True, slots=True)
class ConflictLeaf:
    """What `word` is worth where rules speak both for and against it."""

    word: str


@dataclass(frozen=True, slots=True)
class OptionLeaf:
    """True where `option` is the chosen reading of `group`; exactly one option of a group is."""

    group: str
    option: str


@dataclass(frozen=True, slots=True)
class ShownLeaf:
    """`node` is proved: it holds in every completion of the record. `burden` bears the proving."""

    node: int
    burden: str


@dataclass(frozen=True, slots=True)
class ClaimedLeaf:
    """Some admitted claim, not set aside, speaks for `node`. `burden` bears the claiming."""

    node: int
    burden: str


Leaf: TypeAlias = FactLeaf | JudgementLeaf | GapLeaf | ConflictLeaf | OptionLeaf | ShownLeaf | ClaimedLeaf
Burdened: TypeAlias = ShownLeaf | ClaimedLeaf


class Op(StrEnum):
    """What a gate does with its arguments."""

    CONSTANT = "constant"  # k is 0 or 1
    LEAF = "leaf"
    NOT = "not"
    ALL = "all"
    ANY = "any"
    AT_LEAST = "at least"  # at least k of the arguments; one that is given twice counts twice


@dataclass(frozen=True, slots=True)
class Node:
    """One gate: its operation, its (older) arguments, its leaf if it is one, its threshold."""

    op: Op
    args: tuple[int, ...] = ()
    leaf: Leaf | None = None
    k: int = 0

    @property
    def below(self) -> tuple[int, ...]:
        """The arguments, or the gate that a burden speaks of."""
        if isinstance(self.leaf, ShownLeaf | ClaimedLeaf):
            return (self.leaf.node,)
        return self.args


class Circuit:
    """Gates, appended and never changed; every method that makes one returns its number.

    Constants fold and equal gates are shared. The order of arguments is kept, because a reason
    prints conditions in the order of the law.
    """

    def __init__(self) -> None:
        self._nodes: list[Node] = []
        self._ids: dict[Node, int] = {}
        self._cones: dict[int, tuple[int, ...]] = {}
        self._facts: dict[int, frozenset[str]] = {}
        self._chosen: dict[int, frozenset[str]] = {}
        self.gathered: dict[tuple[tuple[int, ...], tuple[int, ...]], tuple[int, ...]] = {}
        """Orders of gates that were worked out (`gravity`), by roots and constraints."""
        self.groups: dict[str, tuple[str, ...]] = {}
        """The exclusive options of each contested word, in the order they were declared."""
        for k in (NO, YES):
            self._add(Node(Op.CONSTANT, k=k))

    def __len__(self) -> int:
        return len(self._nodes)

    def op(self, node: int) -> Node:
        """The gate numbered `node`. Raises IndexError where there is none."""
        return self._nodes[node]

    def _add(self, node: Node) -> int:
        known = self._ids.get(node)
        if known is None:
            known = self._ids[node] = len(self._nodes)
            self._nodes.append(node)
        return known

    def group(self, name: str, options: Iterable[str]) -> None:
        """Declare a contested word and its options.

        Raises ValueError when it has no option, names one twice, or was declared otherwise before.
        """
        listed = tuple(options)
        if not listed or len(set(listed)) < len(listed):
            raise ValueError(f"reading group {name!r} needs options, each named once: {listed}")
        if self.groups.setdefault(name, listed) != listed:
            raise ValueError(f"reading group {name!r} already has the options {self.groups[name]}")

    def constant(self, value: bool) -> int:
        """Yes or no, whatever happens."""
        return YES if value else NO

    def leaf(self, leaf: Leaf) -> int:
        """The gate of a leaf. Raises ValueError for an undeclared option or a gate not yet made."""
        if isinstance(leaf, OptionLeaf) and leaf.option not in self.groups.get(leaf.group, ()):
            raise ValueError(f"{leaf.option!r} is no option of reading group {leaf.group!r}")
        if isinstance(leaf, ShownLeaf | ClaimedLeaf):
            if not 0 <= leaf.node < len(self._nodes):
                raise ValueError(f"a burden speaks of gate {leaf.node}, which does not exist")
            if leaf.node in (NO, YES):
                return leaf.node
        return self._add(Node(Op.LEAF, leaf=leaf))

    def fact(self, name: str) -> int:
        """The fact called `name`."""
        return self.leaf(FactLeaf(name))

    def judgement(self, name: str) -> int:
        """The judgement called `name`."""
        return self.leaf(JudgementLeaf(name))

    def option(self, group: str, option: str) -> int:
        """The selector of one option. Raises ValueError when the group does not have it."""
        return self.leaf(OptionLeaf(group, option))

    def shown(self, node: int, burden: str) -> int:
        """`node` is proved (see `ShownLeaf`)."""
        return self.leaf(ShownLeaf(node, burden))

    def claimed(self, node: int, burden: str) -> int:
        """`node` is claimed (see `ClaimedLeaf`)."""
        return self.leaf(ClaimedLeaf(node, burden))

    def negate(self, node: int) -> int:
        """Not `node`."""
        known = self._nodes[node]
        if known.op is Op.CONSTANT:
            return YES - known.k
        return known.args[0] if known.op is Op.NOT else self._add(Node(Op.NOT, (node,)))

    def all_of(self, nodes: Iterable[int]) -> int:
        """Every one of `nodes`; of none at all: yes."""
        return self._junction(Op.ALL, nodes, neutral=YES)

    def any_of(self, nodes: Iterable[int]) -> int:
        """At least one of `nodes`; of none at all: no."""
        return self._junction(Op.ANY, nodes, neutral=NO)

    def _junction(self, op: Op, nodes: Iterable[int], neutral: int) -> int:
        args = tuple(dict.fromkeys(self._checked(n) for n in nodes if n != neutral))
        if YES - neutral in args:
            return YES - neutral
        if len(args) <= 1:
            return args[0] if args else neutral
        return self._add(Node(op, args))

    def at_least(self, k: int, nodes: Iterable[int]) -> int:
        """At least `k` of `nodes`, a gate given twice counting twice; `k` of 0 or less: yes."""
        given = [self._checked(n) for n in nodes]
        k -= given.count(YES)
        args = tuple(n for n in given if n not in (NO, YES))
        if k <= 0 or k > len(args):
            return self.constant(k <= 0)
        if k == 1:
            return self.any_of(args)
        return self.all_of(args) if k == len(args) else self._add(Node(Op.AT_LEAST, args, k=k))

    def _checked(self, node: int) -> int:
        if not 0 <= node < len(self._nodes):
            raise ValueError(f"gate {node} does not exist yet")
        return node

    def word(self, name: str, pos: int, neg: int) -> int:
        """What the word `name` is worth, given the gate of the rules for it and of those against.

        Exactly one fires: that one decides. Neither: its gap decides. Both: its conflict decides.
        Where `neg` is just "not pos" the two can never part, and the word is `pos`.
        """
        if neg == self.negate(pos):
            return pos
        no_pos, no_neg = self.negate(pos), self.negate(neg)
        return self.any_of(
            (
                self.all_of((pos, no_neg)),
                self.all_of((no_pos, no_neg, self.leaf(GapLeaf(name)))),
                self.all_of((pos, neg, self.leaf(ConflictLeaf(name)))),
            )
        )

    def cone(self, node: int) -> tuple[int, ...]:
        """`node` and every gate it rests on, burdens looked through, oldest first."""
        known = self._cones.get(node)
        if known is None:
            seen, todo = {node}, [node]
            while todo:
                fresh = set(self._nodes[todo.pop()].below) - seen
                seen |= fresh
                todo += fresh
            known = self._cones[node] = tuple(sorted(seen))
        return known

    def chosen_below(self, node: int) -> frozenset[str]:
        """The reading groups and the judgements in the cone of `node`: all that a stance can move there."""
        known = self._chosen.get(node)
        if known is None:
            leaves = [self._nodes[n].leaf for n in self.cone(node)]
            groups = {leaf.group for leaf in leaves if isinstance(leaf, OptionLeaf)}
            known = frozenset(groups | {leaf.name for leaf in leaves if isinstance(leaf, JudgementLeaf)})
            self._chosen[node] = known
        return known

    def facts_below(self, node: int) -> frozenset[str]:
        """The names of the facts in the cone of `node`."""
        known = self._facts.get(node)
        if known is None:
            leaves = (self._nodes[n].leaf for n in self.cone(node))
            known = frozenset(leaf.name for leaf in leaves if isinstance(leaf, FactLeaf))
            self._facts[node] = known
        return known


@dataclass(frozen=True)
class Situation:
    """What the record says at one date, under one standard of proof.

    statuses         by fact name; a fact not listed is unknown
    claimed_for      names of facts for which some admitted claim speaks, counting or not
    claimed_against  names of facts against which some admitted claim speaks
    constraints      gates over facts alone that hold however the open facts turn out
    closed           facts that a register closes; a contradiction never makes them disputed
    """

    statuses: Mapping[str, Status] = field(default_factory=dict)
    claimed_for: frozenset[str] = frozenset()
    claimed_against: frozenset[str] = frozenset()
    constraints: tuple[int, ...] = ()
    closed: frozenset[str] = frozenset()

    def status(self, fact: str) -> Status:
        """How the fact stands."""
        return self.statuses.get(fact, Status.UNKNOWN)

    def suppose(self, facts: Mapping[str, bool]) -> Situation:
        """The situation in which these facts were proved, or disproved, by claims that count."""
        proved = {f: Status.AFFIRMED if value else Status.DENIED for f, value in facts.items()}
        return replace(
            self,
            statuses={**self.statuses, **proved},
            claimed_for=self.claimed_for | {f for f, value in facts.items() if value},
            claimed_against=self.claimed_against | {f for f, value in facts.items() if not value},
        )

    def reopen(self, facts: Iterable[str]) -> Situation:
        """The situation in which these facts are not settled; what was claimed stays claimed."""
        loose = {f: Status.UNKNOWN for f in facts if self.status(f).known}
        return replace(self, statuses={**self.statuses, **loose})


@dataclass(frozen=True, slots=True)
class Query:
    """A question: is `root` so? It only arises where `engaged` holds (None: always)."""

    root: int
    engaged: int | None = None


@dataclass(frozen=True)
class Choice:
    """What a stance chose: an option for some groups, yes or no for some judgements.

    Groups and judgements the circuit does not have are ignored: a stance speaks of a whole regime.
    """

    readings: Mapping[str, str] = field(default_factory=dict)
    judgements: Mapping[str, bool] = field(default_factory=dict)

    @cached_property
    def key(self) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, bool], ...]]:
        """The choice as a value that can be a key."""
        return tuple(sorted(self.readings.items())), tuple(sorted(self.judgements.items()))


class Verdict(StrEnum):
    """The answer to a question."""

    YES = "yes"
    NO = "no"
    OPEN = "open"
    NOT_ENGAGED = "not engaged"
    NOT_COMPUTED = "not computed"


class Strength(StrEnum):
    """How firmly an answer stands, strongest first."""

    SETTLED = "settled"
    PRESUMED = "presumed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class TurnsOn:
    """What an open answer turns on, sorted by kind and name; `defeaters` are for presumptions.

    An item is listed by itself when two admitted completions that differ in it alone differ in the
    answer. `groups` are the smallest sets of facts that constraints let change only together.
    `bounds` names every limit that bit while this was worked out, in words.
    """

    unknown: tuple[str, ...] = ()
    alleged: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()
    instant: tuple[str, ...] = ()
    judgement: tuple[str, ...] = ()
    law_gap: tuple[str, ...] = ()
    norm_conflict: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    defeaters: tuple[str, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    bounds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """Under these options (for each group named, any of those listed) the answer is this one."""

    choice: Mapping[str, tuple[str, ...]]
    verdict: Verdict
    strength: Strength


@dataclass(frozen=True)
class Outcome:
    """A verdict with everything the table prints beside it.

    strengths   every strength that occurs over the readings left free, strongest first; where
                the verdict is open they include open
    burden_on   who would have to prove what the presumption rests on nobody having proved
    partition   where the verdict differs over readings: who gets which answer
    limit       where nothing was computed: the limit that was hit
    """

    verdict: Verdict
    strengths: tuple[Strength, ...] = ()
    turns_on: TurnsOn = TurnsOn()
    burden_on: tuple[str, ...] = ()
    partition: tuple[Part, ...] = ()
    limit: str | None = None

    @property
    def status(self) -> Strength:
        """The weakest strength that occurs."""
        return self.strengths[-1] if self.strengths else Strength.OPEN


@dataclass(frozen=True, slots=True)
class Dependence:
    """The reading groups and judgements that an answer really depends on."""

    readings: frozenset[str] = frozenset()
    judgements: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.readings or self.judgements)


def check_choice(circuit: Circuit, choice: Choice) -> None:
    """Raise ValueError when the choice names an option that its group does not have."""
    for group, option in choice.readings.items():
        if option not in circuit.groups.get(group, (option,)):
            known = ", ".join(circuit.groups[group])
            raise ValueError(f"reading group {group!r} has no option {option!r}; it has: {known}")
