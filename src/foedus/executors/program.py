"""A program: the gates of a question as plain data, checked when it is made.

Operand 0 is no, operand 1 is yes, operands 2 and up are the inputs in order, then the gates in
order. A gate is a row of four numbers: an operation (see `tables`) and three older operands. So a
program cannot loop, jump, or name anything but what came before; there is nothing else in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from foedus.executors.tables import OPERATIONS

MAX_INPUTS = 4096
MAX_OUTPUTS = 4096
MAX_GATES = 200_000
MAX_NAME = 4000
FIRST_INPUT = 2

Row = tuple[int, int, int, int]
_OPERATIONS = frozenset(OPERATIONS)


class Malformed(ValueError):
    """Data that is no program, or asks more of an executor than its limits allow. Says where."""


@dataclass(frozen=True)
class Program:
    """What a block of situations is put through: `inputs` by name, `gates`, and named `outputs`.

    Each output is (name, operand). Raises `Malformed` for anything `check` refuses.
    """

    inputs: tuple[str, ...]
    gates: tuple[Row, ...]
    outputs: tuple[tuple[str, int], ...]

    def __post_init__(self) -> None:
        self.check()

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def operands(self) -> int:
        """How many numbers an operand may have: no, yes, inputs and gates."""
        return FIRST_INPUT + len(self.inputs) + len(self.gates)

    @property
    def wanted(self) -> tuple[str, ...]:
        """The names of the outputs, in order."""
        return tuple(name for name, _ in self.outputs)

    def check(self) -> None:
        """Raise `Malformed` at the first name, gate or output that is not as this page says."""
        _names("input", self.inputs, MAX_INPUTS)
        _names("output", [name for name, _ in self.outputs], MAX_OUTPUTS)
        if len(self.gates) > MAX_GATES:
            raise Malformed(f"{len(self.gates)} gates: at most {MAX_GATES} are allowed")
        first = FIRST_INPUT + len(self.inputs)
        for number, gate in enumerate(self.gates):
            _row(number, gate, first + number)
        for name, operand in self.outputs:
            if not _whole(operand) or not 0 <= operand < self.operands:
                raise Malformed(f"output {name!r} is operand {operand}, and there are {self.operands}")

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the program in hexadecimal digits; equal programs have equal ones."""
        text = json.dumps(self.to_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(text.encode("ascii")).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """The program as JSON data; `from_json` reads it back."""
        return {
            "program": 1,
            "inputs": list(self.inputs),
            "gates": [list(gate) for gate in self.gates],
            "outputs": [[name, operand] for name, operand in self.outputs],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Program:
        """The program that `to_json` wrote. Raises `Malformed` for anything else."""
        if not isinstance(data, Mapping) or data.get("program") != 1 or set(data) != {"program", "inputs", "gates", "outputs"}:
            raise Malformed("a program has version 1 and inputs, gates and outputs, nothing else")
        inputs, gates, outputs = (_rows(data, part) for part in ("inputs", "gates", "outputs"))
        if any(not isinstance(row, list | tuple) or len(row) != 4 for row in gates):
            raise Malformed("a gate is an operation and three operands")
        if any(not isinstance(row, list | tuple) or len(row) != 2 for row in outputs):
            raise Malformed("an output is a name and an operand")
        return cls(tuple(inputs), tuple((g[0], g[1], g[2], g[3]) for g in gates), tuple((o[0], o[1]) for o in outputs))


def _rows(data: Mapping[str, Any], part: str) -> list[Any]:
    rows = data[part]
    if not isinstance(rows, list):
        raise Malformed(f"the {part} of a program are a list")
    return rows


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _names(what: str, names: Iterable[object], most: int) -> None:
    seen = set[str]()
    for name in names:
        if not isinstance(name, str) or not 0 < len(name) <= MAX_NAME:
            raise Malformed(f"an {what} needs a name of 1 to {MAX_NAME} letters: {name!r:.80}")
        if name in seen:
            raise Malformed(f"two {what}s are called {name!r:.80}")
        seen.add(name)
    if len(seen) > most:
        raise Malformed(f"{len(seen)} {what}s: at most {most} are allowed")


def _row(number: int, gate: object, older: int) -> None:
    if not isinstance(gate, tuple) or len(gate) != 4 or not all(_whole(n) for n in gate):
        raise Malformed(f"gate {number} is not an operation and three operands: {gate!r:.80}")
    if gate[0] not in _OPERATIONS:
        raise Malformed(f"gate {number} has the operation {gate[0]}, which does not exist")
    for operand in gate[1:]:
        if not 0 <= operand < older:
            raise Malformed(f"gate {number} reads operand {operand}; older than the gate are 0 to {older - 1}")
