"""The readable executor: one situation after the other, one gate after the other. It is what the others must equal."""

from __future__ import annotations

from collections.abc import Mapping

from foedus.executors.executor import Executor
from foedus.executors.feeds import Feed, Packed
from foedus.executors.hoist import Order, Tally
from foedus.executors.lowering import input_name
from foedus.executors.program import Program
from foedus.verdict.circuit import Circuit, Op


def holds(circuit: Circuit, node: int, inputs: Mapping[str, bool], known: Mapping[int, bool] | None = None) -> bool:
    """Whether a gate of the circuit holds, given every leaf by its `input_name`, or in `known` by its gate.

    Raises KeyError for a leaf that is in neither.
    """
    values = dict(known or {})

    def value(n: int) -> bool:
        if n not in values:
            gate = circuit.op(n)
            if gate.leaf is not None:
                values[n] = inputs[input_name(gate.leaf)]
            elif gate.op is Op.CONSTANT:
                values[n] = bool(gate.k)
            elif gate.op is Op.NOT:
                values[n] = not value(gate.args[0])
            else:
                least = {Op.ALL: len(gate.args), Op.ANY: 1}.get(gate.op, gate.k)
                values[n] = sum(value(a) for a in gate.args) >= least
        return values[n]

    return value(node)


def outputs(program: Program, situation: Mapping[str, bool]) -> dict[str, bool]:
    """What the program says of one situation, given as one bool per input."""
    values = [False, True, *(situation[name] for name in program.inputs)]
    for table, a, b, c in program.gates:
        values.append(bool(table >> (values[a] + 2 * values[b] + 4 * values[c]) & 1))
    return {name: values[operand] for name, operand in program.outputs}


class Reference(Executor):
    """The executor that only walks."""

    name = "reference"

    def _planes(self, program: Program, feed: Feed, start: int, count: int) -> Packed:
        planes = {name: feed.plane(name, start, count) for name in program.inputs}
        found = dict.fromkeys(program.wanted, 0)
        for i in range(count):
            answers = outputs(program, {name: bool(plane >> i & 1) for name, plane in planes.items()})
            for name, answer in answers.items():
                found[name] |= answer << i
        return Packed.of(found, count)

    def _counts(self, program: Program, feed: Feed, start: int, count: int) -> list[int]:
        planes = self._planes(program, feed, start, count)
        return [planes.plane(name).bit_count() for name in program.wanted]

    def _tally(self, program: Program, order: Order, first: int, last: int, given: bool, flips: bool) -> Tally:
        inputs, inner = program.inputs, [program.inputs[i] for i in order.inner]
        counts = dict.fromkeys(program.wanted, 0)
        beside = {name: dict.fromkeys(inputs, 0) for name in counts}
        turned = {name: dict.fromkeys(inner, 0) for name in counts}
        for number in range(first << len(inner), last << len(inner)):
            situation = completion(program, order, number)
            answers = outputs(program, situation)
            for name, answer in answers.items():
                counts[name] += answer
                for i in inputs:
                    beside[name][i] += answer and situation[i]
            for i in inner if flips else ():
                for name, answer in outputs(program, situation | {i: not situation[i]}).items():
                    turned[name][i] += answer != answers[name]
        return Tally(
            list(counts.values()),
            [list(row.values()) for row in beside.values() if given],
            [list(row.values()) for row in turned.values() if flips],
        )


def completion(program: Program, order: Order, number: int) -> dict[str, bool]:
    """Completion `number` in this order: its lowest bits settle the inner inputs, its block the outer ones."""
    block = number >> len(order.inner)
    turned = block ^ block >> 1
    settled = {program.inputs[i]: bool(number >> bit & 1) for bit, i in enumerate(order.inner)}
    return settled | {program.inputs[i]: bool(turned >> j & 1) for j, i in enumerate(order.outer)}
