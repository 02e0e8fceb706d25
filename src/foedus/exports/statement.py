"""What is exported: a question's circuit with what record and stance settle, in rows a writer can walk."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from foedus.problem import Invalid, Place, Problem
from foedus.verdict import Choice, Circuit, Query, Situation
from foedus.verdict.circuit import ClaimedLeaf, ConflictLeaf, FactLeaf, GapLeaf, JudgementLeaf, Op, OptionLeaf, ShownLeaf

__all__ = ["Line", "Row", "Statement", "Unsayable", "to_json"]

Kind = Literal["value", "fact", "judgement", "gap", "conflict", "option", "not", "all", "any", "at least"]


class Unsayable(Invalid):
    """The target language cannot say some line of the question."""


@dataclass(frozen=True, slots=True)
class Line:
    """Where the law says something, and its words."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One gate or leaf, after everything it rests on.

    value  of a settled leaf: 0 or 1
    name   of an open leaf: the fact, the judgement, the word; of an option “group: option”
    args   gates, for `not`, `all`, `any` and `at least` (of which one given twice counts twice)
    """

    node: int
    kind: Kind
    args: tuple[int, ...] = ()
    k: int = 0
    name: str = ""
    value: int = 0


@dataclass(frozen=True)
class Statement:
    """A question ready to be written in another language.

    constraints  the gates that hold in every completion
    burdens      the value of each burden that is the same under every reading left free
    lines        where the law says a burden, by gate
    about        what a reader needs to know: case, question, stance, dates; “name: value” in order
    """

    circuit: Circuit
    query: Query
    situation: Situation
    choice: Choice
    constraints: tuple[int, ...]
    burdens: Mapping[int, bool]
    lines: Mapping[int, Line] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def roots(self) -> tuple[int, ...]:
        """The gates asked about: engagement first, if there is one."""
        return tuple(n for n in (self.query.engaged, self.query.root) if n is not None)

    def rows(self) -> Iterator[Row]:
        """Every gate of question and constraints, oldest first; nothing below a burden.

        Raises `Unsayable` with every burden that has no one value.
        """
        unsayable: list[Problem] = []
        for node in self._gates():
            leaf = self.circuit.op(node).leaf
            if isinstance(leaf, ShownLeaf | ClaimedLeaf) and node not in self.burdens:
                unsayable.append(self._refused(node, leaf.burden))
        if unsayable:
            raise Unsayable(unsayable)
        for node in self._gates():
            yield self._row(node)

    def comments(self) -> list[str]:
        """What a reader needs to know, one line each."""
        return [f"{name}: {' '.join(value.split())}" for name, value in self.about.items()]

    def groups(self) -> dict[str, tuple[str, ...]]:
        """The contested words whose reading is left free, with all their options."""
        met = {r.name.partition(": ")[0] for r in self.rows() if r.kind == "option"}
        return {g: options for g, options in self.circuit.groups.items() if g in met}

    def _gates(self) -> list[int]:
        seen: set[int] = set()
        todo = [*self.roots, *self.constraints]
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                todo += self.circuit.op(node).args
        return sorted(seen)

    def _refused(self, node: int, burden: str) -> Problem:
        line = self.lines.get(node)
        said = f"“{line.text}”" if line else f"a burden on {burden or 'somebody'}"
        what = f"{said} speaks of what the record shows, which differs from reading to reading"
        remedy = "choose readings with --reading, or export with --to json"
        return Problem(line.place if line else Place("QUESTION"), what, remedy)

    def _row(self, node: int) -> Row:
        gate = self.circuit.op(node)
        leaf = gate.leaf
        if gate.op is Op.CONSTANT:
            return Row(node, "value", value=gate.k)
        if leaf is None:
            kinds: Mapping[Op, Kind] = {Op.NOT: "not", Op.ALL: "all", Op.ANY: "any", Op.AT_LEAST: "at least"}
            return Row(node, kinds[gate.op], gate.args, gate.k)
        if isinstance(leaf, FactLeaf):
            status = self.situation.status(leaf.name)
            return Row(node, "value", value=int(status == "affirmed")) if status.known else Row(node, "fact", name=leaf.name)
        if isinstance(leaf, JudgementLeaf):
            judged = self.choice.judgements.get(leaf.name)
            return Row(node, "judgement", name=leaf.name) if judged is None else Row(node, "value", value=int(judged))
        if isinstance(leaf, OptionLeaf):
            chosen = self.choice.readings.get(leaf.group)
            free = Row(node, "option", name=f"{leaf.group}: {leaf.option}")
            return free if chosen is None else Row(node, "value", value=int(chosen == leaf.option))
        if isinstance(leaf, GapLeaf | ConflictLeaf):
            return Row(node, "gap" if isinstance(leaf, GapLeaf) else "conflict", name=leaf.word)
        return Row(node, "value", value=int(self.burdens[node]))


def to_json(statement: Statement) -> str:
    """Everything as one JSON document, burdens and the gates they speak of included.

    gates: [{gate, op, args, k, leaf}], oldest first; statuses, claimed_for and claimed_against as the record has them.
    """
    circuit, situation = statement.circuit, statement.situation
    nodes = sorted({n for root in (*statement.roots, *statement.constraints) for n in circuit.cone(root)})
    facts = sorted({leaf.name for n in nodes if isinstance(leaf := circuit.op(n).leaf, FactLeaf)})
    document = {
        "schema_version": 1,
        "about": dict(statement.about),
        "answer": statement.query.root,
        "engaged": statement.query.engaged,
        "constraints": list(statement.constraints),
        "gates": [_gate(circuit, n) for n in nodes],
        "readings": {g: list(o) for g, o in circuit.groups.items()},
        "statuses": {f: str(situation.status(f)) for f in facts},
        "claimed_for": sorted(situation.claimed_for & set(facts)),
        "claimed_against": sorted(situation.claimed_against & set(facts)),
        "chosen": {"readings": dict(statement.choice.readings), "judgements": dict(statement.choice.judgements)},
        "burdens": {str(n): value for n, value in sorted(statement.burdens.items())},
        "lines": {str(n): {"place": str(line.place), "text": line.text} for n, line in sorted(statement.lines.items())},
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _gate(circuit: Circuit, node: int) -> dict[str, object]:
    gate = circuit.op(node)
    out: dict[str, object] = {"gate": node, "op": str(gate.op)}
    if gate.leaf is not None:
        kind = type(gate.leaf).__name__.removesuffix("Leaf").lower()
        out["leaf"] = {"kind": kind, **{name: getattr(gate.leaf, name) for name in gate.leaf.__slots__}}
    if gate.args:
        out["args"] = list(gate.args)
    if gate.op in (Op.AT_LEAST, Op.CONSTANT):
        out["k"] = gate.k
    return out
