"""Random small questions, grown so that every kind of gate meets every other."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from foedus.verdict import Choice, Circuit, Query, Situation, Status, reconcile
from foedus.verdict.circuit import ClaimedLeaf, ShownLeaf

FACTS = ("attack", "border", "consent", "deny", "enter")
JUDGEMENTS = ("grave", "needed")
GROUPS = {"attacker": ("states", "groups", "anyone"), "speed": ("once", "soon"), "only": ("single",)}
BURDENS = ("claimant", "objector", "host")
MOST_BURDENS = 4


@dataclass(frozen=True)
class Puzzle:
    """A question with everything it is asked of."""

    circuit: Circuit
    query: Query
    situation: Situation
    choice: Choice


def _leaves(circuit: Circuit, draw: st.DrawFn) -> list[int]:
    nodes = [circuit.fact(f) for f in FACTS[: draw(st.integers(2, len(FACTS)))]]
    nodes += [circuit.judgement(j) for j in JUDGEMENTS[: draw(st.integers(0, 2))]]
    for name in draw(st.lists(st.sampled_from(sorted(GROUPS)), unique=True, max_size=2)):
        circuit.group(name, GROUPS[name])
        nodes += [circuit.option(name, option) for option in GROUPS[name]]
    return nodes


def _gate(circuit: Circuit, nodes: list[int], number: int, burdens: int, draw: st.DrawFn) -> int:
    kinds = ["all", "any", "not", "least", "word"] + ["shown", "claimed", "shown"] * (burdens < MOST_BURDENS)
    kind = draw(st.sampled_from(kinds))
    pick = st.integers(0, len(nodes) - 1).map(lambda i: nodes[-1 - i])  # small numbers: recent gates
    if kind == "not":
        return circuit.negate(draw(pick))
    if kind == "shown":
        return circuit.shown(draw(pick), draw(st.sampled_from(BURDENS)))
    if kind == "claimed":
        return circuit.claimed(draw(pick), draw(st.sampled_from(BURDENS)))
    if kind == "word":
        return circuit.word(f"word {number}", draw(pick), draw(pick))
    args = draw(st.lists(pick, min_size=0, max_size=4))
    if kind == "least":
        return circuit.at_least(draw(st.integers(0, 4)), args)
    return circuit.all_of(args) if kind == "all" else circuit.any_of(args)


def grow(circuit: Circuit, draw: st.DrawFn, gates: int = 9) -> list[int]:
    """Leaves and random gates over them, oldest first."""
    nodes = _leaves(circuit, draw)
    for number in range(draw(st.integers(2, gates))):
        burdens = sum(isinstance(circuit.op(n).leaf, ShownLeaf | ClaimedLeaf) for n in set(nodes))
        nodes.append(_gate(circuit, nodes, number, burdens, draw))
    return nodes


def _constraint(circuit: Circuit, draw: st.DrawFn) -> int:
    facts = draw(st.lists(st.sampled_from(FACTS), unique=True, min_size=1, max_size=4))
    nodes = [circuit.fact(f) for f in facts]
    k = draw(st.integers(1, len(nodes)))
    kind = draw(st.sampled_from(["most", "least", "exactly", "alike", "negated"]))
    least, most = circuit.at_least(k, nodes), circuit.negate(circuit.at_least(k + 1, nodes))
    if kind == "alike":
        return circuit.any_of([circuit.all_of(nodes), circuit.negate(circuit.any_of(nodes))])
    if kind == "negated":
        return circuit.any_of([circuit.negate(nodes[0]), *nodes[1:]])
    return {"most": most, "least": least, "exactly": circuit.all_of([least, most])}[kind]


@st.composite
def situations(draw: st.DrawFn, circuit: Circuit) -> Situation:
    """A record that does not contradict itself."""
    constraints = tuple(_constraint(circuit, draw) for _ in range(draw(st.integers(0, 2))))
    statuses = st.dictionaries(st.sampled_from(FACTS), st.sampled_from(list(Status)))
    names = st.frozensets(st.sampled_from(FACTS), max_size=3)
    situation = Situation(draw(statuses), draw(names), draw(names), constraints)
    return reconcile(circuit, situation)[0]


@st.composite
def choices(draw: st.DrawFn, circuit: Circuit) -> Choice:
    """A partial choice."""
    readings = {g: draw(st.sampled_from((None, *options))) for g, options in circuit.groups.items()}
    judgements = {j: draw(st.sampled_from((None, None, True, False))) for j in JUDGEMENTS}
    return Choice(
        {g: o for g, o in readings.items() if o is not None},
        {j: v for j, v in judgements.items() if v is not None},
    )


@st.composite
def puzzles(draw: st.DrawFn, gates: int = 9) -> Puzzle:
    """A random question in a random situation under a random partial choice."""
    circuit = Circuit()
    nodes = grow(circuit, draw, gates)
    engaged = draw(st.sampled_from((None, None, nodes[-2], nodes[0])))
    return Puzzle(circuit, Query(nodes[-1], engaged), draw(situations(circuit)), draw(choices(circuit)))
