"""A second opinion from clingo: verdicts and shown burdens of random circuits, as a logic program."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import HealthCheck, given, settings
from verdict_circuits import Puzzle, puzzles

from foedus.verdict import Engine, Status, Verdict
from foedus.verdict.circuit import ClaimedLeaf, FactLeaf, JudgementLeaf, Op, OptionLeaf, ShownLeaf
from foedus.verdict.reference import Case, _Table, _total_choices
from foedus.verdict.scope import scope_of

try:
    import clingo
except ImportError:
    clingo = None
    warnings.warn("clingo is not installed: the second opinion on verdicts was NOT taken", stacklevel=1)

needs_clingo = pytest.mark.skipif(
    clingo is None, reason="LOUDLY: clingo is not installed, the second opinion on verdicts was NOT taken"
)


class Program:
    """A puzzle under one total choice, as a stratified program over choice rules."""

    def __init__(self, p: Puzzle, readings: dict[str, str]) -> None:
        self.p = p
        self.readings = readings
        self.scope = scope_of(p.circuit, p.query, p.situation)
        self.met: dict[int, bool] = {}
        for burden in self.scope.burdens:
            leaf = p.circuit.op(burden).leaf
            if isinstance(leaf, ShownLeaf):
                self.met[burden] = not self.possible(leaf.node, False)
            elif isinstance(leaf, ClaimedLeaf):
                table = _Table(Case(p.circuit, p.query, p.situation, p.choice.judgements))
                self.met[burden] = table.claimed(leaf.node, True, readings, self.met)

    def possible(self, node: int, value: bool) -> bool:
        """Whether some completion gives the gate that value."""
        return self.satisfiable([f":- {'not ' if value else ''}g({node})."])

    def satisfiable(self, goals: list[str]) -> bool:
        """Whether some completion meets the goals."""
        control = clingo.Control(["--warn=none"])
        nodes = {*self.scope.cone, *(n for c in self.scope.constraints for n in self.p.circuit.cone(c))}
        lines = [line for n in sorted(nodes) for line in self.rules(n)]
        lines += [f":- not g({c})." for c in self.scope.constraints]
        control.add("base", [], "\n".join(lines + goals))
        control.ground([("base", [])])
        return bool(control.solve().satisfiable)

    def rules(self, n: int) -> list[str]:
        """The rules that define one gate."""
        gate = self.p.circuit.op(n)
        if gate.op is Op.CONSTANT:
            return [f"g({n})."] * gate.k
        if gate.op is Op.NOT:
            return [f"g({n}) :- not g({gate.args[0]})."]
        if gate.op is Op.LEAF:
            return self.leaf(n)
        least = {Op.ALL: len(gate.args), Op.ANY: 1, Op.AT_LEAST: gate.k}[gate.op]
        counted = "; ".join(f"1,{i} : g({a})" for i, a in enumerate(gate.args))
        return [f"g({n}) :- {least} <= #sum {{ {counted} }}."]

    def leaf(self, n: int) -> list[str]:
        """The rules that define a leaf: settled, chosen, met, or open."""
        leaf = self.p.circuit.op(n).leaf
        value: bool | None = None
        if isinstance(leaf, FactLeaf) and self.p.situation.status(leaf.name).known:
            value = self.p.situation.status(leaf.name) is Status.AFFIRMED
        elif isinstance(leaf, JudgementLeaf):
            value = self.p.choice.judgements.get(leaf.name)
        elif isinstance(leaf, OptionLeaf):
            value = self.readings[leaf.group] == leaf.option
        elif isinstance(leaf, ShownLeaf | ClaimedLeaf):
            value = self.met.get(n, False)
        return [f"{{ g({n}) }}."] if value is None else [f"g({n})."] * value

    def verdict(self) -> Verdict:
        """The verdict, by asking whether each answer is possible."""
        root, engaged = self.p.query.root, self.p.query.engaged
        on = [] if engaged is None else [f":- not g({engaged})."]
        possible = {
            Verdict.YES: self.satisfiable([*on, f":- not g({root})."]),
            Verdict.NO: self.satisfiable([*on, f":- g({root})."]),
            Verdict.NOT_ENGAGED: engaged is not None and self.satisfiable([f":- g({engaged})."]),
        }
        found = [verdict for verdict, met in possible.items() if met]
        if not found:
            return Verdict.NOT_COMPUTED
        return found[0] if len(found) == 1 else Verdict.OPEN


@needs_clingo
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(puzzles())
def test_clingo_gives_the_same_verdicts(p: Puzzle) -> None:
    scope = scope_of(p.circuit, p.query, p.situation)
    verdicts = {Program(p, dict(total)).verdict() for total in _total_choices(p.circuit, scope, p.choice)}
    outcome = Engine(p.circuit, p.situation).evaluate(p.query, p.choice)
    assert outcome.verdict is (verdicts.pop() if len(verdicts) == 1 else Verdict.OPEN)
