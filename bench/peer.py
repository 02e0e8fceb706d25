"""clingo on the same questions: is each of them the same in every completion of the open facts?

The questions are those whose circuit holds no burden, because what is *shown* is a property of the
record and not of a completion. Readings, judgements and law variables are left free on both sides.
"""

from __future__ import annotations

import time

from bench.phases import AS_OF, CASE
from foedus.assess import Terms
from foedus.assess.inquiry import Inquiry
from foedus.assess.table import Table
from foedus.door import Asking
from foedus.record import DEFAULT
from foedus.verdict import Choice, Circuit, Engine, Query, Situation, Status
from foedus.verdict.circuit import ClaimedLeaf, FactLeaf, Op, OptionLeaf, ShownLeaf


def compare() -> None:
    """Print both times, side by side, and whether the answers agree."""
    print(f"\n  {'settled or not: Foedus beside clingo':<44}{'Foedus':>10}{'clingo':>11}{'ratio':>9}")
    try:
        import clingo
    except ImportError:
        print("  clingo is not installed: nothing to compare with (pip install clingo)")
        return
    for name, inquiry, query in questions():
        ours, mine = least(lambda i=inquiry, q=query: settled(i.circuit, i.situation, q))
        program = asp(inquiry.circuit, inquiry.situation, query.root)
        theirs, yours = least(lambda p=program: solved(clingo, p))
        gates = len(inquiry.circuit.cone(query.root))
        agree = "" if mine == yours else f"   DISAGREE: {mine} and {yours}"
        print(f"  {f'{name} ({gates} gates)':<44}{ours * 1e3:7.2f} ms {theirs * 1e3:7.2f} ms {theirs / ours:8.1f}{agree}")


def questions() -> list[tuple[str, Inquiry, Query]]:
    """Questions of the case without a burden in their circuit, largest first."""
    asking = Asking(CASE, as_of=AS_OF)
    terms = Terms(asking.terms.as_of, asking.terms.known_to, stances=("text",))
    table = Table(asking.record, asking.regime, terms)
    world, out = table.world(DEFAULT), []
    for question in table.questions():
        inquiry = table.inquiries.inquiry(question, world, table.inquiries.law_day(question, world).days[0])
        for option, query in inquiry.queries.items():
            leaves = [inquiry.circuit.op(n).leaf for n in inquiry.circuit.cone(query.root)]
            if query.engaged is None and not any(isinstance(leaf, ShownLeaf | ClaimedLeaf) for leaf in leaves):
                out.append((f"{question.id} {option}".strip(), inquiry, query))
    return sorted(out, key=lambda row: -len(row[1].circuit.cone(row[2].root)))[:5]


def settled(circuit: Circuit, situation: Situation, query: Query) -> str:
    """yes, no or open, by a fresh engine."""
    verdict = str(Engine(circuit, situation).evaluate(query, Choice()).verdict)
    return verdict if verdict in ("yes", "no") else "open"


def asp(circuit: Circuit, situation: Situation, root: int) -> str:
    """The circuit as a stratified program whose only choices are the open leaves."""
    lines, groups = [], {}
    roots = (root, *situation.constraints)
    for n in sorted({m for r in roots for m in circuit.cone(r)}):
        node = circuit.op(n)
        below = [f"g({a})" for a in node.args]
        if isinstance(node.leaf, OptionLeaf):
            groups.setdefault(node.leaf.group, {})[node.leaf.option] = n
        elif node.leaf is not None:
            known = situation.status(node.leaf.name) if isinstance(node.leaf, FactLeaf) else Status.UNKNOWN
            lines += [f"g({n})."] if known is Status.AFFIRMED else [] if known is Status.DENIED else [f"{{g({n})}}."]
        elif node.op is Op.CONSTANT:
            lines += [f"g({n})."] if node.k else []
        elif node.op is Op.NOT:
            lines.append(f"g({n}) :- not {below[0]}.")
        elif node.op is Op.ALL:
            lines.append(f"g({n}) :- {', '.join(below)}.")
        elif node.op is Op.ANY:
            lines += [f"g({n}) :- {b}." for b in below]
        else:
            lines.append(f"g({n}) :- #sum{{{'; '.join(f'1,{i}:{b}' for i, b in enumerate(below))}}} >= {node.k}.")
    for number, (group, options) in enumerate(groups.items()):
        others = [f"other({number},{i})" for i, o in enumerate(circuit.groups[group]) if o not in options]
        lines.append(f"1{{{'; '.join([f'g({n})' for n in options.values()] + others)}}}1.")
    lines += [f":- not g({c})." for c in situation.constraints]
    return "\n".join([*lines, f"root :- g({root})."])


def solved(clingo: object, program: str) -> str:
    """yes, no or open, by asking for a completion with the root and for one without it."""
    control = clingo.Control(["--warn=none"])  # type: ignore[attr-defined]
    control.add("base", [], program)
    control.ground([("base", [])])
    root = clingo.Function("root")  # type: ignore[attr-defined]
    possible = {value: control.solve(assumptions=[(root, value)]).satisfiable for value in (True, False)}
    return "open" if all(possible.values()) else "yes" if possible[True] else "no"


def least(job: object, runs: int = 7) -> tuple[float, str]:
    """The least time a job took, and its answer."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        answer = job()  # type: ignore[operator]
        times.append(time.perf_counter() - start)
    return min(times), answer
