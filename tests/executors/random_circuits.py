"""Random circuits from a seed: deep, wide, with constants, words, and thresholds that repeat an argument."""

from __future__ import annotations

import random
from dataclasses import dataclass

from foedus.executors import Packed, Program, lower
from foedus.executors.lowering import input_name
from foedus.verdict import Circuit

KINDS = ("all", "any", "not", "least", "least", "word")


@dataclass(frozen=True)
class Case:
    """A circuit, what is wanted of it, what is known, and the program that came out."""

    circuit: Circuit
    wanted: dict[str, int]
    known: dict[int, bool]
    program: Program

    def leaves(self) -> list[str]:
        """The names of all leaves of the circuit."""
        nodes = (self.circuit.op(n) for n in range(len(self.circuit)))
        return [input_name(node.leaf) for node in nodes if node.leaf is not None]


def _gate(circuit: Circuit, dice: random.Random, nodes: list[int], near: float, kinds: tuple[str, ...] = KINDS) -> int:
    def pick() -> int:
        return nodes[-1 - min(int(dice.expovariate(near)), len(nodes) - 1)]

    args = [pick() for _ in range(dice.randint(0, 7))]
    kind = dice.choice(kinds)
    if kind == "not":
        return circuit.negate(pick())
    if kind == "word":
        return circuit.word(f"word {len(nodes)}", pick(), pick())
    if kind == "least":
        return circuit.at_least(dice.randint(0, 6), args * dice.choice((1, 1, 2)))
    return circuit.all_of(args[:3]) if kind == "all" else circuit.any_of(args[:3])


def grown(seed: int, facts: int = 5, gates: int = 25, known: int = 2) -> Case:
    """A circuit of at most so many facts and gates; outputs may be constants, inputs, or the same gate twice."""
    dice = random.Random(seed)
    circuit = Circuit()
    circuit.group("reading", ("first", "second"))
    nodes = [0, 1, *(circuit.fact(f"fact {i}") for i in range(dice.randint(0, facts)))]
    nodes += [circuit.judgement("grave"), circuit.option("reading", "first")][: dice.randint(0, 2)]
    near = dice.choice((0.05, 0.15, 0.6))
    for _ in range(dice.randint(1, gates)):
        nodes.append(_gate(circuit, dice, nodes, near))
    wanted = {f"output {i}": dice.choice(nodes[:4] + nodes[-6:]) for i in range(dice.randint(1, 4))}
    settled = {dice.choice(nodes[2:]): dice.random() < 0.5 for _ in range(dice.randint(0, known))} if len(nodes) > 2 else {}
    return Case(circuit, wanted, settled, lower(circuit, wanted, settled))


def wide(seed: int, facts: int) -> Program:
    """A program with exactly so many inputs, none of which can be left out."""
    dice = random.Random(seed)
    circuit = Circuit()
    nodes = [circuit.fact(f"fact {i}") for i in range(facts)]
    parity = nodes[0]
    for n in nodes[1:]:
        parity = circuit.any_of((circuit.all_of((parity, circuit.negate(n))), circuit.all_of((circuit.negate(parity), n))))
    for _ in range(60):
        nodes.append(_gate(circuit, dice, nodes, 0.05, KINDS[:-1]))
    wanted = {
        "parity": parity,
        "most": circuit.at_least(facts // 2, nodes[:facts]),
        "last": nodes[-1],
        "random": dice.choice(nodes),
    }
    return lower(circuit, wanted)


def noise(seed: int, names: tuple[str, ...], count: int) -> Packed:
    """So many situations, every input a fair coin; the planes in another order than the program's."""
    dice = random.Random(seed)
    return Packed.of({name: dice.getrandbits(count) if count else 0 for name in reversed(names)}, count)
