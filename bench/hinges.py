"""Hinges beside a peer: `python -m bench hinges`. Prints; asserts only that the answers are the same.

First every question of the real case under the text, CPU seconds, the present answer being at hand. Then smallest flips of
settled facts, where clingo can be asked for the same (no burdens, nothing open): the record with everything open denied, the
first option of every reading, no judgement made out; and members who vote, at least two thirds of them being needed.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable
from itertools import combinations

from foedus.door import Asking
from foedus.verdict import Choice, Circuit, Query, Situation, Status, Verdict
from foedus.verdict.circuit import FactLeaf, JudgementLeaf, Op, OptionLeaf
from foedus.verdict.hinges import Changeable, hinges
from foedus.verdict.scope import scope_of

AS_OF, KNOWN = "2022-01-20T12:00+06:00", "2026-11-21"
AIM = 2.0
FEW = 12  # facts that brute force is let loose on
Problem = tuple[str, Circuit, Query, Situation, Choice]
Flips = set[frozenset[str]]


def questions() -> list[Problem]:
    """Print each question's time; give those that a peer can be asked as well."""
    asking = Asking("kazakhstan-2022", as_of=AS_OF, known_to=KNOWN, stance="text")
    posed = [p for q in asking.regime.questions for p in asking.posed(q)]
    total, spent, peers = 0.0, [], []
    for p in posed:
        p.engine.answer(p.query, p.choice)
        gc.collect()  # what others left behind is not this question's cost
        start = time.process_time()
        found = hinges(p.circuit, p.query, p.situation, p.choice, engine=p.engine)
        took = time.process_time() - start
        total += took
        name = " – ".join(n for n in (p.inquiry.question.id, p.option) if n)
        spent.append((took, name, len(found.sets), len(found.influence), len(found.bounds)))
        peers += peer_problem(name, p.circuit, p.query, p.situation, p.choice)
    print(f"\n  {'hinges, every question of the case':<40}{'CPU':>10}{'sets':>7}{'facts':>7}{'bounds':>8}")
    for took, name, sets, facts, bounds in sorted(spent, reverse=True)[:12]:
        print(f"  {name:<40}{took:8.3f} s{sets:7}{facts:7}{bounds:8}")
    print(f"  {f'all {len(posed)} together':<40}{total:8.3f} s   aim {AIM:.1f} s: {'met' if total < AIM else 'MISSED'}")
    return peers


def peer_problem(name: str, circuit: Circuit, query: Query, situation: Situation, choice: Choice) -> Iterable[Problem]:
    """The question with nothing left open, where it has no burdens, gaps or collisions."""
    scope = scope_of(circuit, query, situation)
    if scope.burdens or scope.gaps or scope.conflicts or query.engaged is not None or len(scope.facts) < 2:
        return
    known = {f: s if (s := situation.status(f)).known else Status.DENIED for f in scope.facts}
    readings = {g: circuit.groups[g][0] for g in scope.groups} | dict(choice.readings)
    judged = dict.fromkeys(scope.judgements, False) | dict(choice.judgements)
    yield name, circuit, query, Situation(known), Choice(readings, judged)


def ballots(members: int) -> Problem:
    """Two thirds of those who vote, everybody having voted no."""
    circuit = Circuit()
    votes = [circuit.fact(f"vote {i}") for i in range(members)]
    denied = dict.fromkeys((f"vote {i}" for i in range(members)), Status.DENIED)
    return f"two thirds of {members}", circuit, Query(circuit.at_least(-(-2 * members // 3), votes)), Situation(denied), Choice()


def ours(p: Problem) -> Flips:
    _, circuit, query, situation, choice = p
    found = hinges(circuit, query, situation, choice, Changeable(circuit.facts_below(query.root)), most=100_000)
    assert not found.bounds
    return {frozenset(c.name for c in s.changes) for s in found.sets}


def clingo_flips(p: Problem) -> Flips:
    import clingo

    _, circuit, query, situation, choice = p
    facts = sorted(circuit.facts_below(query.root))
    goal = hinges(circuit, query, situation, choice, most=1).verdict is Verdict.NO
    control = clingo.Control(["--warn=none", "--heuristic=Domain", "--enum-mode=domRec", "0"])
    lines = [line for n in circuit.cone(query.root) for line in _rules(p, n, facts)]
    lines += [f":- {'not ' if goal else ''}g({query.root}).", "#heuristic turned(F) : fact(F). [1,false]", "#show turned/1."]
    control.add("base", [], "\n".join(lines))
    control.ground([("base", [])])
    with control.solve(yield_=True) as models:
        return {frozenset(facts[a.arguments[0].number] for a in m.symbols(shown=True)) for m in models}


def _rules(p: Problem, n: int, facts: list[str]) -> list[str]:
    _, circuit, _, situation, choice = p
    gate = circuit.op(n)
    if isinstance(gate.leaf, FactLeaf):
        at, is_so = facts.index(gate.leaf.name), situation.status(gate.leaf.name) is Status.AFFIRMED
        return [f"fact({at}).", f"{{ turned({at}) }}.", f"g({n}) :- {'not ' if is_so else ''}turned({at})."]
    if isinstance(gate.leaf, JudgementLeaf):
        return [f"g({n})."] * choice.judgements[gate.leaf.name]
    if isinstance(gate.leaf, OptionLeaf):
        return [f"g({n})."] * (choice.readings[gate.leaf.group] == gate.leaf.option)
    if gate.op is Op.CONSTANT:
        return [f"g({n})."] * gate.k
    if gate.op is Op.NOT:
        return [f"g({n}) :- not g({gate.args[0]})."]
    least = {Op.ALL: len(gate.args), Op.ANY: 1, Op.AT_LEAST: gate.k}[gate.op]
    counted = "; ".join(f"1,{i} : g({a})" for i, a in enumerate(gate.args))
    return [f"g({n}) :- {least} <= #sum {{ {counted} }}."]


def brute(p: Problem) -> Flips:
    """Every set of facts, smallest first, each asked."""
    _, circuit, query, situation, _ = p
    facts = sorted(circuit.facts_below(query.root))
    found: Flips = set()
    now = _value(p, situation)
    for size in range(1, len(facts) + 1):
        for turned in map(frozenset, combinations(facts, size)):
            if not any(f <= turned for f in found):
                there = situation.suppose({f: situation.status(f) is Status.DENIED for f in turned})
                found |= {turned} if _value(p, there) is not now else set()
    return found


def _value(p: Problem, situation: Situation) -> bool:
    _, circuit, query, _, choice = p
    values: dict[int, bool] = {}
    for n in circuit.cone(query.root):
        gate = circuit.op(n)
        if isinstance(gate.leaf, FactLeaf):
            values[n] = situation.status(gate.leaf.name) is Status.AFFIRMED
        elif isinstance(gate.leaf, JudgementLeaf):
            values[n] = choice.judgements[gate.leaf.name]
        elif isinstance(gate.leaf, OptionLeaf):
            values[n] = choice.readings[gate.leaf.group] == gate.leaf.option
        elif gate.op is Op.CONSTANT:
            values[n] = bool(gate.k)
        elif gate.op is Op.NOT:
            values[n] = not values[gate.args[0]]
        else:
            least = {Op.ALL: len(gate.args), Op.ANY: 1}.get(gate.op, gate.k)
            values[n] = sum(values[a] for a in gate.args) >= least
    return values[query.root]


def beside_peers(problems: list[Problem]) -> None:
    """Smallest flips by us, by clingo and by trying every set; the answers must be the same."""
    try:
        import clingo
    except ImportError:
        print("\n  clingo is NOT installed: no peer was asked")
        return
    head = f"smallest flips, clingo {clingo.__version__}"
    print(f"\n  {head:<40}{'sets':>7}{'ours':>11}{'clingo':>11}{'ratio':>8}{'brute':>11}")
    sums = [0.0, 0.0]
    for p in problems:
        mine, first = _timed(ours, p)
        theirs, second = _timed(clingo_flips, p)
        assert first == second, p[0]
        sums = [sums[0] + mine, sums[1] + theirs]
        tried = ""
        if len(p[1].facts_below(p[2].root)) <= FEW:
            took, third = _timed(brute, p)
            assert first == third, p[0]
            tried = f"{took:9.4f} s"
        print(f"  {p[0]:<40}{len(first):7}{mine:9.4f} s{theirs:9.4f} s{theirs / mine:8.1f}{tried:>11}")
    print(f"  {'together':<47}{sums[0]:9.4f} s{sums[1]:9.4f} s{sums[1] / sums[0]:8.1f}")


def _timed(work: Callable[[Problem], Flips], p: Problem) -> tuple[float, Flips]:
    times = []
    for _ in range(3):
        start = time.process_time()
        found = work(p)
        times.append(time.process_time() - start)
    return min(times), found


def main() -> None:
    """Print everything."""
    beside_peers([*questions(), ballots(9), ballots(12), ballots(15)])


if __name__ == "__main__":
    main()
