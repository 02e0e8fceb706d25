"""From a circuit to a program: what is known is folded away, what nobody asks for is left out.

Then equal gates become one, thresholds become adders, gates that fit together become one gate of
three inputs, and what remains is put in an order that keeps few values alive.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from foedus.executors.net import NO, YES, Net
from foedus.executors.program import FIRST_INPUT, Malformed, Program
from foedus.verdict.circuit import (
    Choice,
    Circuit,
    ClaimedLeaf,
    ConflictLeaf,
    FactLeaf,
    GapLeaf,
    JudgementLeaf,
    Leaf,
    Op,
    OptionLeaf,
    ShownLeaf,
    Situation,
)

MOST_JOINT = 6
"""How many outputs a joint count may cross."""


def input_name(leaf: Leaf) -> str:
    """What the input of a leaf is called: its kind and its name, as in `fact threat present`.

    Raises ValueError for a burden, which is a property of the record and never an input.
    """
    match leaf:
        case FactLeaf(name):
            return f"fact {name}"
        case JudgementLeaf(name):
            return f"judgement {name}"
        case GapLeaf(word):
            return f"gap {word}"
        case ConflictLeaf(word):
            return f"conflict {word}"
        case OptionLeaf(group, option):
            return f"reading {group}={option}"
    raise ValueError("what is shown or claimed is no input of a program: give its value in `known`")


def settled(circuit: Circuit, situation: Situation, choice: Choice, roots: Iterable[int]) -> dict[int, bool]:
    """The leaves below `roots` that record and stance settle, by gate: facts, readings, judgements.

    Burdens are not among them: whoever evaluates the record adds those (see `foedus.verdict`).
    """
    found: dict[int, bool] = {}
    for node in {n for root in roots for n in circuit.cone(root)}:
        leaf = circuit.op(node).leaf
        if isinstance(leaf, FactLeaf) and situation.status(leaf.name).known:
            found[node] = situation.status(leaf.name) == "affirmed"
        elif isinstance(leaf, OptionLeaf) and leaf.group in choice.readings:
            found[node] = choice.readings[leaf.group] == leaf.option
        elif isinstance(leaf, JudgementLeaf) and leaf.name in choice.judgements:
            found[node] = choice.judgements[leaf.name]
    return found


def lower(circuit: Circuit, wanted: Mapping[str, int], known: Mapping[int, bool] | None = None) -> Program:
    """The program whose outputs are the gates `wanted`, by name, with the gates in `known` folded.

    Its inputs are the leaves that still matter, named by `input_name`, in the order of the circuit;
    a leaf that is not among them can change no output. Every burden below `wanted` must be known.
    Raises ValueError where one is not, IndexError for a gate that does not exist.
    """
    values = {node: YES if value else NO for node, value in (known or {}).items()}
    net = Net()
    for node in _needed(circuit, wanted.values(), values):
        values[node] = _lowered(net, circuit, node, values)
    names, rows, operands = net.exported([values[n] for n in wanted.values()])
    return Program(names, rows, tuple(zip(wanted, operands, strict=True)))


def _needed(circuit: Circuit, roots: Iterable[int], known: Mapping[int, int]) -> list[int]:
    """The gates that decide `roots`, oldest first, without what lies below a known one."""
    seen, todo = set[int](), list(roots)
    while todo:
        node = todo.pop()
        if node not in seen and node not in known:
            seen.add(node)
            todo += circuit.op(node).args
    return sorted(seen)


def _lowered(net: Net, circuit: Circuit, node: int, values: Mapping[int, int]) -> int:
    gate = circuit.op(node)
    if gate.leaf is not None:
        if isinstance(gate.leaf, ShownLeaf | ClaimedLeaf):
            raise ValueError(f"gate {node} is a burden: give its value in `known`")
        return net.input(input_name(gate.leaf))
    args = [values[n] for n in gate.args]
    match gate.op:
        case Op.CONSTANT:
            return YES if gate.k else NO
        case Op.NOT:
            return args[0] ^ 1
        case Op.ALL:
            return net.all_of(args)
        case Op.ANY:
            return net.any_of(args)
    return net.at_least(gate.k, args)


def crossed(program: Program, groups: Sequence[Sequence[str]]) -> tuple[Program, tuple[tuple[str, ...], ...]]:
    """The program with an output for every way the outputs of each group may turn out together.

    Beside it, for each group, the names of those outputs: number i is the one where output j of the
    group holds exactly if bit j of i is set. Raises `Malformed` for an unknown output or a group of
    more than `MOST_JOINT`.
    """
    net, literals = Net(), [NO, YES]
    literals += [net.input(name) for name in program.inputs]
    for table, a, b, c in program.gates:
        literals.append(net.gate(table, literals[a], literals[b], literals[c]))
    held = {name: literals[operand] for name, operand in program.outputs}
    cells, labels = dict(held), []
    for number, group in enumerate(groups):
        if not 0 < len(group) <= MOST_JOINT or any(name not in held for name in group):
            raise Malformed(f"a joint count takes 1 to {MOST_JOINT} outputs of the program: {', '.join(group)}")
        names = []
        for digits in product((0, 1), repeat=len(group)):
            names.append(f"\0joint {number} {''.join(map(str, digits))}")
            cells[names[-1]] = net.all_of(held[n] ^ 1 ^ digit for n, digit in zip(reversed(group), digits, strict=True))
        labels.append(tuple(names))
    inputs, rows, operands = net.exported(list(cells.values()))
    return _with_inputs(program.inputs, inputs, rows, tuple(zip(cells, operands, strict=True))), tuple(labels)


def _with_inputs(
    names: tuple[str, ...],
    present: tuple[str, ...],
    rows: Sequence[tuple[int, int, int, int]],
    outputs: tuple[tuple[str, int], ...],
) -> Program:
    """The program over all of `names`, where the rows know only those present."""
    place = [0, 1, *(FIRST_INPUT + names.index(name) for name in present)]
    place += range(FIRST_INPUT + len(names), FIRST_INPUT + len(names) + len(rows))
    moved = tuple((table, place[a], place[b], place[c]) for table, a, b, c in rows)
    return Program(names, moved, tuple((name, place[operand]) for name, operand in outputs))
