"""The cost spike: what one assessment costs the verdict room, on a law made up for the purpose.

    python bench/verdict_spike.py [--rounds N]

Some 30 phrases over twelve members and eight bands of attackers make 150 open facts; 28 questions
are asked under 9 stances. Printed are the milliseconds of a whole table and two ratios: one
diagram per question against one per cell, and reading selectors beside the words they select
against selectors first. Read ratios, not milliseconds: machines differ, and tests assert neither.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from foedus.verdict import Choice, Circuit, Engine, Query, Situation, Verdict
from foedus.verdict import diagram as engine_room
from foedus.verdict.circuit import FactLeaf
from foedus.verdict.order import Order

MEMBERS = [f"M{i}" for i in range(12)]
BANDS = [f"B{i}" for i in range(8)]


class SelectorsFirst(Order):
    """The order that puts every choice above every fact."""

    def _walk(self, roots: Iterable[int], heavy_first: bool) -> None:
        for group in self.circuit.groups:
            self.bits_of(group)
        super()._walk(roots, heavy_first)


class Law:
    """A made-up alliance: an attack clause, a request, a ballot, national consents, exceptions."""

    def __init__(self) -> None:
        self.circuit = c = Circuit()
        self.constraints: list[int] = []
        for group, options in {
            "attacker": ("states", "groups sent by states", "any group"),
            "goods": ("any", "all", "most"),
            "border": ("crossing", "anywhere"),
            "request": ("any organ", "government", "head of state"),
            "silence": ("consents", "says nothing"),
            "quorum": ("majority", "two thirds"),
            "majority": ("simple", "two thirds", "all"),
            "speed": ("same day", "at once", "reasonable"),
            "gravity": ("needed", "not needed"),
        }.items():
            c.group(group, options)
        self.attacked = self._attack()
        self.requested = self._request()
        self.adopted = self._ballot()
        self.consents = [self._consent(m) for m in MEMBERS]

    def fact(self, *words: str) -> int:
        return self.circuit.fact(" ".join(words))

    def choose(self, group: str, **by_option: int) -> int:
        """The gate that the chosen reading of a group selects."""
        c, options = self.circuit, self.circuit.groups[group]
        gates = zip(options, by_option.values(), strict=True)
        return c.any_of(c.all_of((c.option(group, o), gate)) for o, gate in gates)

    def _attack(self) -> int:
        c, by_band = self.circuit, []
        grave = self.choose("gravity", needed=c.judgement("grave enough"), not_needed=1)
        for b in BANDS:
            armed, sent = self.fact(b, "is armed"), self.fact(b, "is sent by a state")
            state, crossed = self.fact(b, "is a state's army"), self.fact(b, "crossed the border")
            harms = [self.fact(b, "menaces", g) for g in ("safety", "stability", "territory")]
            who = self.choose("attacker", states=state, sent=c.any_of((state, sent)), anyone=1)
            what = self.choose("goods", any=c.any_of(harms), all=c.all_of(harms), most=c.at_least(2, harms))
            where = self.choose("border", crossing=crossed, anywhere=1)
            order = c.negate(c.shown(self.fact(b, "acts in self-defence"), "the attacker"))
            by_band.append(c.all_of((armed, who, what, where, order)))
        return c.word("attacked", c.all_of((grave, c.any_of(by_band))), self.fact("the Council finds no attack"))

    def _request(self) -> int:
        c = self.circuit
        head, cabinet, envoy = (self.fact(o, "requests") for o in ("head", "cabinet", "envoy"))
        for organ in (head, cabinet):
            self.constraints.append(c.any_of((c.negate(organ), envoy)))
        made = self.choose("request", any=envoy, government=c.any_of((head, cabinet)), head=head)
        withdrawn = c.shown(self.fact("the request is withdrawn"), "whoever relies on it")
        effective = c.any_of((self.fact("effective control"), c.judgement("still the government")))
        return c.all_of((made, c.negate(withdrawn), effective))

    def _ballot(self) -> int:
        c, fors, presents, objections = self.circuit, [], [], []
        for m in MEMBERS:
            present = self.fact(m, "is present")
            ways = [self.fact(m, way) for way in ("votes for", "votes against", "abstains")]
            self.constraints += [
                c.negate(c.at_least(2, ways)),
                c.any_of((present, c.negate(c.any_of(ways)))),
            ]
            silent = c.all_of((present, c.negate(c.any_of(ways))))
            consents = self.choose("silence", consents=c.any_of((ways[0], silent)), nothing=ways[0])
            objections.append(c.claimed(self.fact(m, "objects"), m))
            fors.append(consents)
            presents.append(present)
        quorum = self.choose("quorum", majority=c.at_least(7, presents), thirds=c.at_least(8, presents))
        enough = self.choose("majority", simple=c.at_least(7, fors), thirds=c.at_least(8, fors), all=c.at_least(12, fors))
        return c.all_of((quorum, enough, c.negate(c.any_of(objections))))

    def _consent(self, member: str) -> int:
        c = self.circuit
        needed = c.negate(c.all_of((self.fact(member, "sends no troops"), c.judgement("no fighting"))))
        given = c.any_of((self.fact(member, "parliament agrees"), c.shown(self.fact(member, "urgency"), member)))
        return c.any_of((c.negate(needed), given))

    def questions(self) -> list[Query]:
        """Twenty-eight of them, sharing most of their words."""
        c = self.circuit
        deadline = self.choose(
            "speed", day=self.fact("sent that day"), once=c.judgement("at once"), reasonable=c.judgement("in time")
        )
        owed = c.all_of((self.attacked, self.requested))
        lawful = c.all_of((owed, self.adopted, *self.consents[:3]))
        asked = [self.attacked, self.requested, self.adopted, owed, lawful, c.all_of((lawful, deadline))]
        asked += [c.all_of((self.adopted, consent)) for consent in self.consents]
        asked += [c.at_least(k, self.consents) for k in (1, 4, 8, 12)]
        queries = [Query(node) for node in asked]
        duties = [c.all_of((deadline, consent)) for consent in self.consents[:6]]
        return queries + [Query(duty, engaged=owed) for duty in duties]

    def stances(self, dice: random.Random) -> list[Choice]:
        """The text, which chooses nothing, and eight holders who choose most things."""
        made = [Choice()]
        for _ in range(8):
            readings = {g: dice.choice(o) for g, o in self.circuit.groups.items() if dice.random() < 0.7}
            words = ("grave enough", "still the government", "at once", "no fighting", "in time")
            made.append(Choice(readings, {w: dice.random() < 0.5 for w in words if dice.random() < 0.5}))
        return made

    def situation(self) -> Situation:
        """Nothing is known."""
        return Situation(constraints=tuple(self.constraints))


def table(law: Law, queries: list[Query], stances: list[Choice], per_cell: bool) -> list[Verdict]:
    """Every cell's verdict, with one engine for all or a fresh one for each cell."""
    situation = law.situation()
    engine = Engine(law.circuit, situation)
    verdicts = []
    for query in queries:
        for stance in stances:
            used = Engine(law.circuit, situation) if per_cell else engine
            verdicts.append(used.evaluate(query, stance).verdict)
    return verdicts


def seconds(rounds: int, work: Callable[[], object]) -> float:
    """CPU seconds of the best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = process_time()
        work()
        best = min(best, process_time() - start)
    return best


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    law = Law()
    queries, stances = law.questions(), law.stances(random.Random(2022))
    names = {leaf.name for n in range(len(law.circuit)) if isinstance(leaf := law.circuit.op(n).leaf, FactLeaf)}
    print(f"{len(law.circuit)} gates, {len(names)} open facts, {len(queries)} questions x {len(stances)} stances")

    verdicts = table(law, queries, stances, per_cell=False)
    met = {v.value: verdicts.count(v) for v in Verdict if v in verdicts}
    print("verdicts: " + ", ".join(f"{n} {v}" for v, n in met.items()))
    per_question = seconds(rounds, lambda: table(law, queries, stances, per_cell=False))
    per_cell = seconds(1, lambda: table(law, queries, stances, per_cell=True))
    print(f"one diagram per question  {per_question * 1000:8.0f} ms")
    print(f"one diagram per cell      {per_cell * 1000:8.0f} ms   {per_cell / per_question:5.1f} times")

    engine_room.Order = SelectorsFirst  # type: ignore[misc]
    again = table(law, queries, stances, per_cell=False)
    first = seconds(1, lambda: table(law, queries, stances, per_cell=False))
    lost = sum(one is not two for one, two in zip(verdicts, again, strict=True))
    print(f"selectors first           {first * 1000:8.0f} ms   {first / per_question:5.1f} times", end="")
    print(f"   {lost} cells not computed" if lost else "")


if __name__ == "__main__":
    main()
