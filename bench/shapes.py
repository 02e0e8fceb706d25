"""Circuits of the shapes that real law has, and of harder ones, from a fixed seed. Benches share them.

layered()    60 facts, 428 gates in layers, 20 outputs: rules over rules, as a long treaty has them
tangled()    the same size, but gates reach back anywhere, so that nothing stays apart
unfoldable() 30 facts of which none is known, some 650 gates of two inputs, 20 outputs: nothing folds away
mutual(m)    mutual assistance among m members: attack under three readings, request, decision
             by consensus or vote, five facts per member, 40 more
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from foedus.verdict import Circuit

SEED = 20220106


@dataclass
class Shape:
    """A circuit with its outputs by name, and what a record might know of its facts."""

    name: str
    circuit: Circuit
    wanted: dict[str, int]
    known: dict[int, bool] = field(default_factory=dict)


def _junction(circuit: Circuit, dice: random.Random, args: list[int]) -> int:
    kind = dice.choices(("all", "any", "least", "word"), (40, 40, 12, 8))[0]
    args = [circuit.negate(a) if dice.random() < 0.2 else a for a in args]
    if kind == "least" and len(args) > 2:
        return circuit.at_least(dice.randint(2, len(args) - 1), args)
    if kind == "word":
        return circuit.all_of((circuit.any_of(args[:2]), circuit.negate(circuit.all_of(args[1:]))))
    return circuit.all_of(args) if kind == "all" else circuit.any_of(args)


def _grown(name: str, facts: int, gates: int, outputs: int, reach: int | None) -> Shape:
    """Gates over facts: each takes two to five gates, from the last `reach` or from everywhere."""
    circuit, dice = Circuit(), random.Random(f"{SEED} {name}")
    nodes = [circuit.fact(f"fact {i}") for i in range(facts)]
    layer = nodes
    while len(circuit) < gates + facts + 2:
        fresh = []
        for _ in range(reach or 1):
            pool = layer if reach and dice.random() < 0.7 else nodes
            fresh.append(_junction(circuit, dice, dice.sample(pool, min(len(pool), dice.randint(2, 5)))))
        fresh = [n for n in dict.fromkeys(fresh) if n > 1] or layer
        nodes, layer = [*nodes, *(n for n in fresh if n not in nodes)], fresh
    return Shape(name, circuit, {f"output {i}": n for i, n in enumerate(nodes[-outputs:])})


def layered(facts: int = 60) -> Shape:
    """A: random and layered; with other than 60 facts, as many gates more or fewer."""
    return _grown(_sized("layered", facts), facts, 428 * facts // 60, 20, 40)


def tangled(facts: int = 60) -> Shape:
    """B: random and tangled; with other than 60 facts, as many gates more or fewer."""
    return _grown(_sized("tangled", facts), facts, 428 * facts // 60, 20, None)


def _sized(name: str, facts: int) -> str:
    return name if facts == 60 else f"{name} {facts}"


def structured(facts: int) -> Shape:
    """Rules as a treaty has them: each over three to five neighbours, some of which the next rule asks as well; 12 outputs."""
    circuit, dice = Circuit(), random.Random(f"{SEED} structured {facts}")
    layer = [circuit.fact(f"fact {i}") for i in range(facts)]
    outputs = []
    while len(layer) > 2:
        layer = [_junction(circuit, dice, layer[i : i + dice.randint(3, 5)]) for i in range(0, len(layer), 3)]
        outputs += layer
    return Shape(f"structured {facts}", circuit, {f"output {i}": n for i, n in enumerate(outputs[-12:])})


def unfoldable() -> Shape:
    """30 open facts and some 650 gates of two inputs."""
    return _grown("unfoldable", 30, 300, 20, 40)


def mutual(members: int, open_facts: int | None = None) -> Shape:
    """Mutual assistance. With `open_facts`, only so many acts of members are open; the record knows the rest."""
    circuit = Circuit()
    fact = circuit.fact
    attack, request, government, rest = (
        [fact(f"{what} {i}") for i in range(many)]
        for what, many in (("attack", 14), ("request", 8), ("government", 8), ("report", 10))
    )
    readings, options = [], []
    for r in range(3):
        circuit.group(f"attacker {r}", ("states", "groups", "anyone"))
        options.append([circuit.option(f"attacker {r}", o) for o in ("states", "groups", "anyone")])
        parts = [circuit.all_of(attack[4 * r + i : 4 * r + i + 2]) for i in range(3)]
        readings.append(circuit.any_of(circuit.all_of(pair) for pair in zip(options[-1], parts, strict=True)))
    attacked = circuit.all_of((circuit.any_of(readings), attack[12], circuit.negate(attack[13])))
    asked = circuit.all_of((circuit.any_of(request[:3]), request[3], circuit.any_of((request[4], circuit.all_of(request[5:7])))))
    acting = circuit.all_of((government[3], circuit.negate(circuit.all_of(government[4:]))))
    proper = circuit.any_of((circuit.all_of(government[:3]), acting))
    owed = circuit.all_of((attacked, asked, proper, request[7]))
    reported = circuit.any_of((circuit.all_of(rest[:3]), circuit.all_of(rest[3:6])))
    wanted = {"attacked": attacked, "asked": asked, "owed": owed, "reported": reported}
    wanted["prior"] = circuit.all_of((reported, circuit.any_of(rest[8:]), owed))
    acts = _members(circuit, members, owed, government[0], rest, wanted)
    known = dict.fromkeys((*attack[:13], *request, *government[:4], *rest), True) | dict.fromkeys(
        (attack[13], *government[4:]), False
    )
    known |= {n: i == 1 for group in options for i, n in enumerate(group)}
    if open_facts is None:
        return Shape(f"mutual {members}", circuit, wanted)
    loose = set(random.Random(f"{SEED} {members}").sample(list(acts), open_facts))
    known |= {n: value for n, value in acts.items() if n not in loose}
    return Shape(f"mutual {members}, {open_facts} open", circuit, wanted, known)


def _members(circuit: Circuit, members: int, owed: int, urgent: int, rest: list[int], wanted: dict[str, int]) -> dict[int, bool]:
    """Add what the members decide and do to `wanted`; their acts, with what the record says where it knows them."""
    present, votes, objects, consents, gives = (
        [circuit.fact(f"member {m} {what}") for m in range(members)]
        for what in ("present", "votes for", "objects", "consents", "contributes")
    )
    quorum = circuit.at_least((2 * members + 2) // 3, present)
    ballots = [circuit.all_of(pair) for pair in zip(present, votes, strict=True)]
    consensus = circuit.negate(circuit.any_of(circuit.all_of(pair) for pair in zip(present, objects, strict=True)))
    majority = circuit.all_of((circuit.at_least(members // 2 + 1, ballots), urgent))
    adopted = circuit.all_of((quorum, circuit.any_of((consensus, majority))))
    each = list(zip(consents, gives, strict=True))
    lawful = [circuit.all_of((owed, adopted, c, circuit.any_of((g, circuit.negate(rest[6]))))) for c, g in each]
    breach = [circuit.all_of((owed, adopted, circuit.negate(g), circuit.any_of((c, circuit.negate(rest[7]))))) for c, g in each]
    wanted |= {"adopted": adopted, "enough": circuit.at_least((members + 1) // 2, lawful), "anybody": circuit.any_of(lawful)}
    wanted |= {"breach": circuit.any_of(breach)} | {f"member {m} sends": n for m, n in enumerate(lawful)}
    usual = {**dict.fromkeys(present, True), **dict.fromkeys(objects, False), **dict.fromkeys(consents, True)}
    return usual | {n: m % 2 == 0 for m, n in enumerate(votes)} | dict.fromkeys(gives, True)
