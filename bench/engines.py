"""Peers that put situations through a circuit. Each takes a shape and rows (one dict of bools per leaf name)
or columns, and says which outputs hold, so that all can be held to the same answers.

Each function returns (job, how many situations one run takes, answers of that run: by output, a list
of bools), or None where the peer is not installed. The job is what is timed: data is in the peer's
own form before it starts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from bench.shapes import Shape
from foedus.executors import lower
from foedus.executors.lowering import input_name
from foedus.executors.reference import outputs
from foedus.executors.steps import steps_of
from foedus.verdict.circuit import Op

Rows: TypeAlias = Sequence[Mapping[str, bool]]
Job: TypeAlias = tuple[Callable[[], dict[str, list[bool]]], int]


def leaves(shape: Shape) -> dict[int, str]:
    """The leaves of the circuit, by gate."""
    found = {n: shape.circuit.op(n).leaf for n in range(len(shape.circuit))}
    return {n: input_name(leaf) for n, leaf in found.items() if leaf is not None}


def walking(shape: Shape, rows: Rows) -> Job:
    """Plain Python that walks the program, gate by gate."""
    program, some = lower(shape.circuit, shape.wanted), rows[:20]

    def job() -> dict[str, list[bool]]:
        answers = [outputs(program, row) for row in some]
        return {name: [answer[name] for answer in answers] for name in shape.wanted}

    return job, len(some)


def generated(shape: Shape, rows: Rows) -> Job:
    """Python source made from the program: one line per step, one situation per call."""
    program = lower(shape.circuit, shape.wanted)
    steps = steps_of(program)
    first = 2 + len(program.inputs)
    lines = [f"  v{first + i} = v{x} {'&|^'[op]} v{y}" for i, (op, x, y) in enumerate(steps.steps)]
    arguments = ", ".join(f"v{2 + i}" for i in range(len(program.inputs)))
    source = [
        f"def one({arguments}):",
        "  v0, v1 = False, True",
        *lines,
        f"  return {', '.join(f'v{o}' for o in steps.outputs)},",
    ]
    room: dict[str, Any] = {}
    exec("\n".join(source), room)
    some = [[row[name] for name in program.inputs] for row in rows[:200]]

    def job() -> dict[str, list[bool]]:
        one = room["one"]
        return dict(zip(program.wanted, map(list, zip(*(one(*row) for row in some), strict=True)), strict=True))

    return job, len(some)


def openfisca(shape: Shape, rows: Rows) -> Job | None:
    """OpenFisca-core: a variable per gate, arrays of situations."""
    try:
        import numpy as np
        from openfisca_core.entities import build_entity
        from openfisca_core.periods import DateUnit
        from openfisca_core.simulations import SimulationBuilder
        from openfisca_core.taxbenefitsystems import TaxBenefitSystem
        from openfisca_core.variables import Variable
    except ImportError:
        return None
    entity, day, many = (
        build_entity(key="situation", plural="situations", label="a situation", is_person=True),
        "2022-01-07",
        200_000,
    )
    system = TaxBenefitSystem([entity])
    for n in range(2, len(shape.circuit)):
        body = {"value_type": bool, "entity": entity, "definition_period": DateUnit.DAY, "label": f"gate {n}"}
        gate = shape.circuit.op(n)
        if gate.leaf is None:
            body["formula"] = _formula(gate.op, [f"g{a}" for a in gate.args], gate.k)
        system.add_variable(type(f"g{n}", (Variable,), body))
    columns = {n: np.resize(np.array([row[name] for row in rows]), many) for n, name in leaves(shape).items()}

    def job() -> dict[str, list[bool]]:
        simulation = SimulationBuilder().build_default_simulation(system, many)
        for n, column in columns.items():
            simulation.set_input(f"g{n}", day, column)
        return {name: simulation.calculate(f"g{n}", day)[: len(rows)].tolist() for name, n in shape.wanted.items()}

    return job, many


def _formula(op: Op, names: list[str], k: int) -> Callable[[Any, Any], Any]:
    def formula(situation: Any, period: Any) -> Any:
        found = [situation(name, period) for name in names]
        if op is Op.NOT:
            return ~found[0]
        if op is Op.AT_LEAST:
            return sum(f.astype("i1") for f in found) >= k
        out = found[0]
        for other in found[1:]:
            out = out & other if op is Op.ALL else out | other
        return out

    return formula


def clingo(shape: Shape, rows: Rows) -> Job | None:
    """clingo, grounded once, one situation per call by assumptions."""
    try:
        import clingo
    except ImportError:
        return None
    lines = []
    for n in range(len(shape.circuit)):
        gate = shape.circuit.op(n)
        below = [f"g({a})" for a in gate.args]
        if gate.leaf is not None:
            lines.append(f"{{g({n})}}.")
        elif gate.op is Op.CONSTANT:
            lines += [f"g({n})."] if gate.k else []
        elif gate.op is Op.NOT:
            lines.append(f"g({n}) :- not {below[0]}.")
        elif gate.op is Op.ALL:
            lines.append(f"g({n}) :- {', '.join(below)}.")
        elif gate.op is Op.ANY:
            lines += [f"g({n}) :- {b}." for b in below]
        else:
            lines.append(f"g({n}) :- #sum{{{'; '.join(f'1,{i}:{b}' for i, b in enumerate(below))}}} >= {gate.k}.")
    control = clingo.Control(["--warn=none"])
    control.add("base", [], "\n".join(lines))
    control.ground([("base", [])])
    some = [[(clingo.Function("g", [clingo.Number(n)]), row[name]) for n, name in leaves(shape).items()] for row in rows[:30]]
    roots = {name: clingo.Function("g", [clingo.Number(n)]) for name, n in shape.wanted.items()}

    def job() -> dict[str, list[bool]]:
        found: dict[str, list[bool]] = {name: [] for name in roots}
        for assumptions in some:
            with control.solve(assumptions=assumptions, yield_=True) as handle:
                model = handle.model()
                for name, root in roots.items():
                    found[name].append(model.contains(root))
        return found

    return job, len(some)


def zen(shape: Shape, rows: Rows) -> Job | None:
    """GoRules zen-engine: one expression node, a line per gate, one situation per call."""
    try:
        import zen as engine
    except ImportError:
        return None
    names, lines = leaves(shape), []
    for n in sorted({m for root in shape.wanted.values() for m in shape.circuit.cone(root)}):
        gate = shape.circuit.op(n)
        below = [f"x{a}" if a in names else f"$.g{a}" for a in gate.args]
        if n not in names:
            joint = {Op.ALL: " and ", Op.ANY: " or "}.get(gate.op)
            counted = f"{' + '.join(f'({b} ? 1 : 0)' for b in below)} >= {gate.k}"
            text = f"not {below[0]}" if gate.op is Op.NOT else joint.join(below) if joint else counted
            lines.append({"id": f"g{n}", "key": f"g{n}", "value": text})
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
        {"id": "law", "type": "expressionNode", "name": "law", "position": {"x": 1, "y": 0}, "content": {"expressions": lines}},
        {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 2, "y": 0}},
    ]
    edges = [
        {"id": "1", "type": "edge", "sourceId": "in", "targetId": "law"},
        {"id": "2", "type": "edge", "sourceId": "law", "targetId": "out"},
    ]
    decision = engine.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    some = [{f"x{n}": row[name] for n, name in names.items()} for row in rows[:30]]

    def job() -> dict[str, list[bool]]:
        answers = [decision.evaluate(row)["result"] for row in some]
        return {name: [answer[f"g{n}"] for answer in answers] for name, n in shape.wanted.items()}

    return job, len(some)


def problog(shape: Shape) -> Callable[[], dict[str, float]] | None:
    """ProbLog: the chance of every output where each open leaf is a fair coin, as it computes it by default."""
    try:
        from problog import get_evaluatable
        from problog.program import PrologString
    except ImportError:
        return None
    program = lower(shape.circuit, shape.wanted, shape.known)
    steps, first = steps_of(program), 2 + len(program.inputs)
    lines = ["v1."] + [f"0.5::v{2 + i}." for i in range(len(program.inputs))]
    for i, (op, x, y) in enumerate(steps.steps):
        head = f"v{first + i}"
        bodies = ([f"v{x}, v{y}"], [f"v{x}", f"v{y}"], [f"v{x}, \\+v{y}", f"\\+v{x}, v{y}"])[op]
        lines += [f"{head} :- {body}." for body in bodies]
    names = {f"v{o}": name for name, o in zip(program.wanted, steps.outputs, strict=True) if o > 1}
    text = "\n".join([*lines, *(f"query({v})." for v in names)])

    def job() -> dict[str, float]:
        found = get_evaluatable().create_from(PrologString(text)).evaluate()
        return {names[str(term)]: chance for term, chance in found.items()}

    return job
