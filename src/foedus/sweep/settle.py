"""Questions under stances as one circuit in which everything open is settled by proof.

In one situation every free fact is proved, or disproved. So *shown* follows what it speaks of, and *claimed* does, beside
what somebody claims already; a situation may break a constraint of the record, and then it is not admitted. What a stance
chose stands; the spec speaks for what it left open. Readings become codes: of n readings in as many bits as count them, or,
where they are drawn or given, “the first that is taken”.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from foedus.executors import Program, lower
from foedus.executors.lowering import input_name
from foedus.verdict import Circuit
from foedus.verdict.circuit import (
    NO,
    YES,
    ClaimedLeaf,
    ConflictLeaf,
    FactLeaf,
    GapLeaf,
    JudgementLeaf,
    Leaf,
    Op,
    OptionLeaf,
    ShownLeaf,
    Status,
)

if TYPE_CHECKING:
    from foedus.assess.posed import Posed

__all__ = ["ANSWERS", "Kind", "Thing", "Woven", "weave"]

Kind = Literal["fact", "judgement", "reading", "gap", "conflict"]
Key: TypeAlias = tuple[Kind, str]
ANSWERS = ("yes", "no", "not-engaged")
ADMITTED, VALID = "admitted", "valid"
_BIT = "\0"


@dataclass(frozen=True, slots=True)
class Thing:
    """What may turn out one way or another: a fact, a judgement, a reading, a word on which law is silent or collides.

    options  of a reading: the ones there are
    """

    kind: Kind
    name: str
    options: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """What it is looked up by."""
        return self.kind, self.name

    @property
    def ways(self) -> int:
        """In how many ways it may turn out."""
        return len(self.options) if self.kind == "reading" else 2

    @property
    def written(self) -> str:
        """How a spec names it."""
        return f"{self.kind}: {self.name}" if self.kind in ("gap", "conflict") else self.name

    def inputs(self, coded: bool) -> tuple[str, ...]:
        """The inputs of a program that say how it turned out; `coded`: a reading in as few bits as there are."""
        if self.kind == "reading":
            bits = (self.ways - 1).bit_length() if coded else self.ways - 1
            return tuple(f"fact {_BIT}{self.name}{_BIT}{i}" for i in range(bits))
        return (input_name(_leaf(self)),)


def _leaf(thing: Thing) -> Leaf:
    kinds: Mapping[str, Callable[[str], Leaf]] = {
        "fact": FactLeaf,
        "judgement": JudgementLeaf,
        "gap": GapLeaf,
        "conflict": ConflictLeaf,
    }
    return kinds[thing.kind](thing.name)


@dataclass(frozen=True)
class Woven:
    """The program of all cells, and what is still open in it.

    Output “3 yes” says that cell 3 answers yes and is admitted; “3 admitted” that no constraint is broken there; “valid”
    that every code stands for a reading. With `echo` each input of a varying thing is an output too.
    """

    program: Program
    open: tuple[Thing, ...]


def weave(
    cells: Sequence[Posed],
    things: Iterable[Thing],
    fixed: Mapping[Key, bool | str],
    coded: bool,
    echo: bool = False,
) -> Woven:
    """Lower all cells to one program whose inputs are the things that vary, and what else still matters."""
    varying = {t.key: t for t in things}
    loom = _Loom(varying, fixed, coded)
    wanted: dict[str, int] = {}
    for number, posed in enumerate(cells):
        wanted |= {f"{number} {name}": node for name, node in loom.cell(posed).items()}
    wanted[VALID] = loom.valid
    if echo:
        wanted |= {f"in {name}": loom.named(name) for t in varying.values() for name in t.inputs(coded)}
    program = lower(loom.made, wanted)
    mine = {name for t in varying.values() for name in t.inputs(coded)}
    left = dict.fromkeys(loom.origin[name] for name in program.inputs if name not in mine)
    return Woven(program, tuple(left))


class _Loom:
    """The circuit in the making."""

    def __init__(self, varying: Mapping[Key, Thing], fixed: Mapping[Key, bool | str], coded: bool) -> None:
        self.made = Circuit()
        self.varying = varying
        self.fixed = fixed
        self.coded = coded
        self.origin: dict[str, Thing] = {}
        self.readings = {t.name: self._reading(t) for t in varying.values() if t.kind == "reading"}
        self.valid = self.made.all_of(self._decodes(t) for t in varying.values() if t.kind == "reading")

    def named(self, name: str) -> int:
        """The gate of an input of a varying thing."""
        kind, _, rest = name.partition(" ")
        return self.made.fact(rest) if rest.startswith(_BIT) else self._input(Thing(_kind(kind), rest))

    def cell(self, posed: Posed) -> dict[str, int]:
        """The gates of one cell: its answers where it is admitted, and where that is."""
        made, values = self.made, _Cell(self, posed)
        root = values.gate(posed.query.root)
        engaged = YES if posed.query.engaged is None else values.gate(posed.query.engaged)
        bearing = self._bearing((root, engaged), [values.gate(c) for c in posed.constraints])
        admitted = made.all_of((self.valid, *bearing))
        answers = (made.all_of((engaged, root)), made.all_of((engaged, made.negate(root))), made.negate(engaged))
        return {n: made.all_of((admitted, a)) for n, a in zip(ANSWERS, answers, strict=True)} | {ADMITTED: admitted}

    def _bearing(self, roots: Sequence[int], constraints: Sequence[int]) -> list[int]:
        """The constraints that share something open with the answer, directly or by way of others; and those already broken."""
        reached = {f for n in roots for f in self.made.facts_below(n)}
        found, waiting = [c for c in constraints if c == NO], [c for c in constraints if c not in (NO, YES)]
        while near := [c for c in waiting if not reached.isdisjoint(self.made.facts_below(c))]:
            found += near
            waiting = [c for c in waiting if c not in near]
            reached = reached.union(*(self.made.facts_below(c) for c in near))
        return found

    # --- leaves ---

    def thing(self, thing: Thing) -> int:
        """A thing that neither record nor stance settled: fixed by the spec, or an input."""
        value = self.fixed.get(thing.key)
        return self._input(thing) if value is None else self.made.constant(value is True)

    def _input(self, thing: Thing) -> int:
        leaf = _leaf(thing)
        self.origin[input_name(leaf)] = thing
        return self.made.leaf(leaf)

    def option(self, group: str, options: tuple[str, ...], option: str) -> int:
        """Whether an option of a contested word is the one."""
        value = self.fixed.get(("reading", group))
        if value is not None:
            return self.made.constant(value == option)
        if group in self.readings:
            return self.readings[group][option]
        self.made.group(group, options)
        node = self.made.option(group, option)
        self.origin[input_name(OptionLeaf(group, option))] = Thing("reading", group, options)
        return node

    def _bits(self, thing: Thing) -> list[int]:
        return [self.made.fact(name.removeprefix("fact ")) for name in thing.inputs(self.coded)]

    def _reading(self, thing: Thing) -> dict[str, int]:
        made, bits = self.made, self._bits(thing)
        out: dict[str, int] = {}
        for number, option in enumerate(thing.options):
            if self.coded:
                out[option] = made.all_of(b if number >> i & 1 else made.negate(b) for i, b in enumerate(bits))
            else:
                passed = [made.negate(b) for b in bits[:number]]
                out[option] = made.all_of((*passed, *bits[number : number + 1]))
        return out

    def _decodes(self, thing: Thing) -> int:
        """Whether a code stands for a reading at all."""
        if not self.coded or thing.ways == 1 << len(thing.inputs(True)):
            return YES
        return self.made.any_of(self.readings[thing.name].values())


def _kind(word: str) -> Kind:
    found: dict[str, Kind] = {"fact": "fact", "judgement": "judgement", "gap": "gap", "conflict": "conflict"}
    return found[word]


class _Cell:
    """The gates of one question, as they are in the circuit being made."""

    def __init__(self, loom: _Loom, posed: Posed) -> None:
        self.loom = loom
        self.circuit = posed.circuit
        self.situation = posed.situation
        self.choice = posed.choice
        self._gates: dict[int, int] = {}
        self._claims: dict[int, tuple[int, int]] = {}

    def gate(self, node: int) -> int:
        """A gate where all that is open is proved one way or the other."""
        for n in self.circuit.cone(node):
            if n not in self._gates:
                self._gates[n] = self._made(n)
        return self._gates[node]

    def _made(self, n: int) -> int:
        gate, made = self.circuit.op(n), self.loom.made
        if gate.leaf is not None:
            return self._leaf(gate.leaf)
        args = [self._gates[a] for a in gate.args]
        if gate.op is Op.CONSTANT:
            return made.constant(gate.k == 1)
        if gate.op is Op.NOT:
            return made.negate(args[0])
        if gate.op is Op.ALL:
            return made.all_of(args)
        return made.any_of(args) if gate.op is Op.ANY else made.at_least(gate.k, args)

    def _leaf(self, leaf: Leaf) -> int:
        if isinstance(leaf, FactLeaf):
            return self._fact(leaf.name)
        if isinstance(leaf, JudgementLeaf):
            judged = self.choice.judgements.get(leaf.name)
            return self.loom.thing(Thing("judgement", leaf.name)) if judged is None else self.loom.made.constant(judged)
        if isinstance(leaf, OptionLeaf):
            chosen = self.choice.readings.get(leaf.group)
            if chosen is not None:
                return self.loom.made.constant(chosen == leaf.option)
            return self.loom.option(leaf.group, self.circuit.groups[leaf.group], leaf.option)
        if isinstance(leaf, GapLeaf | ConflictLeaf):
            return self.loom.thing(Thing("gap" if isinstance(leaf, GapLeaf) else "conflict", leaf.word))
        return self._gates[leaf.node] if isinstance(leaf, ShownLeaf) else self._claimed(leaf)

    def _settled(self, name: str) -> bool:
        """Whether the record settles a fact of which the spec says nothing."""
        spoken = ("fact", name) in self.loom.varying or ("fact", name) in self.loom.fixed
        return not spoken and self.situation.status(name).known

    def _fact(self, name: str) -> int:
        if self._settled(name):
            return self.loom.made.constant(self.situation.status(name) is Status.AFFIRMED)
        return self.loom.thing(Thing("fact", name))

    # --- claims ---

    def _claimed(self, leaf: ClaimedLeaf) -> int:
        for n in self.circuit.cone(leaf.node):
            if n not in self._claims:
                self._claims[n] = self._claims_of(n)
        return self._claims[leaf.node][0]

    def _claims_of(self, n: int) -> tuple[int, int]:
        """Whether something claimed speaks for a gate, and whether something speaks against it; proof is a claim as well."""
        gate, made = self.circuit.op(n), self.loom.made
        if isinstance(gate.leaf, FactLeaf):
            return self._claims_of_fact(gate.leaf.name)
        if isinstance(gate.leaf, GapLeaf | ConflictLeaf):
            return NO, NO
        if gate.leaf is not None or gate.op is Op.CONSTANT:
            return self._gates[n], made.negate(self._gates[n])
        below = [self._claims[a] for a in gate.args]
        if gate.op is Op.NOT:
            return below[0][1], below[0][0]
        least = len(below) if gate.op is Op.ALL else 1 if gate.op is Op.ANY else gate.k
        return made.at_least(least, [b[0] for b in below]), made.at_least(len(below) - least + 1, [b[1] for b in below])

    def _claims_of_fact(self, name: str) -> tuple[int, int]:
        made, proved = self.loom.made, None if self._settled(name) else self._fact(name)
        said = name in self.situation.claimed_for, name in self.situation.claimed_against
        shown = (NO, NO) if proved is None else (proved, made.negate(proved))
        return (YES if said[0] else shown[0]), (YES if said[1] else shown[1])
