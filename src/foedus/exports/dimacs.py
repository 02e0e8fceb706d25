"""Clauses for satisfiability solvers: satisfiable where some completion gives the answer asked for.

Settled yes is then: the clauses for yes can be satisfied, those for no and not engaged cannot.
"""

from __future__ import annotations

from collections.abc import Iterable

from foedus.exports.statement import Row, Statement

__all__ = ["ANSWERS", "to_dimacs"]

ANSWERS = ("yes", "no", "not-engaged")
"""The answers a completion may give."""

Clause = tuple[int, ...]


class _Clauses:
    """Clauses in the making, and a number for every gate."""

    def __init__(self) -> None:
        self.clauses: list[Clause] = []
        self.names: list[tuple[int, str]] = []
        self.number: dict[int, int] = {}
        self.last = 0

    def fresh(self) -> int:
        self.last += 1
        return self.last

    def all_of(self, args: Iterable[int]) -> int:
        """A literal that stands for all of `args`."""
        literals = list(args)
        out = self.fresh()
        self.clauses += [(-out, a) for a in literals]
        self.clauses.append((out, *(-a for a in literals)))
        return out

    def any_of(self, args: Iterable[int]) -> int:
        """A literal that stands for any of `args`."""
        return -self.all_of(-a for a in args)

    def at_least(self, k: int, args: Iterable[int]) -> int:
        """A literal for “at least k”, argument by argument: row[j] is “at least j of those seen”."""
        row: list[int] = []
        for arg in args:
            longer = row[:k] + [0] * (len(row) < k)
            for j in range(len(longer)):
                with_it = arg if j == 0 else self.all_of((arg, row[j - 1]))
                longer[j] = self.any_of((row[j], with_it)) if j < len(row) else with_it
            row = longer
        return row[k - 1]


def to_dimacs(statement: Statement, answer: str) -> str:
    """The question in DIMACS CNF, for one of `ANSWERS`. Raises `Unsayable` for a burden without one value."""
    out = _Clauses()
    for row in statement.rows():
        _define(row, out)
    for group, options in statement.groups().items():
        _one_of(group, options, statement, out)
    out.clauses += [(out.number[c],) for c in statement.constraints]
    out.clauses += _asked(statement, answer, out)
    lines = [f"c {comment}" for comment in statement.comments()]
    lines.append(f"c satisfiable: some completion answers {answer}")
    lines += [f"c {number} {name}" for number, name in out.names]
    lines.append(f"p cnf {out.last} {len(out.clauses)}")
    lines += [" ".join(map(str, (*clause, 0))) for clause in out.clauses]
    return "\n".join(lines) + "\n"


def _define(row: Row, out: _Clauses) -> None:
    args = [out.number[a] for a in row.args]
    if row.kind == "value":
        out.number[row.node] = number = out.fresh()
        out.clauses.append((number if row.value else -number,))
    elif row.kind == "not":
        out.number[row.node] = -args[0]
    elif row.kind == "all":
        out.number[row.node] = out.all_of(args)
    elif row.kind == "any":
        out.number[row.node] = out.any_of(args)
    elif row.kind == "at least":
        out.number[row.node] = out.at_least(row.k, args)
    else:
        out.number[row.node] = out.fresh()
        out.names.append((out.last, f"{row.kind} {' '.join(row.name.split())}"))


def _one_of(group: str, options: tuple[str, ...], statement: Statement, out: _Clauses) -> None:
    """Exactly one option of a contested word, those that no gate asks about included."""
    known = {r.name: out.number[r.node] for r in statement.rows() if r.kind == "option"}
    literals = []
    for option in options:
        name = f"{group}: {option}"
        if name not in known:
            known[name] = out.fresh()
            out.names.append((out.last, f"option {name}"))
        literals.append(known[name])
    out.clauses.append(tuple(literals))
    out.clauses += [(-a, -b) for i, a in enumerate(literals) for b in literals[:i]]


def _asked(statement: Statement, answer: str, out: _Clauses) -> list[Clause]:
    root = out.number[statement.query.root]
    engaged = statement.query.engaged
    if answer == "not-engaged":
        return [()] if engaged is None else [(-out.number[engaged],)]
    asked: list[Clause] = [(root if answer == "yes" else -root,)]
    return asked if engaged is None else [*asked, (out.number[engaged],)]
