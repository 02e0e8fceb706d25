"""What every answer means: one small case for each rule that can go wrong.

Each case is a sentence, a question, a record and the whole answer in words. One class runs the
table; the slow reference and the engine both run the class, so neither can drift.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pytest

from foedus.verdict import Choice, Circuit, Engine, Outcome, Query, Situation, Status, Verdict
from foedus.verdict.reference import evaluate


class Pen:
    """Writes gates: `pen.a` is the fact "a"."""

    def __init__(self) -> None:
        self.circuit = Circuit()
        self.circuit.group("attacker", ("states", "groups", "anyone"))
        self.circuit.group("silence", ("consents", "waits"))

    def __getattr__(self, name: str) -> Gate:
        return Gate(self, self.circuit.fact(name))

    def write(self, node: int) -> Gate:
        return Gate(self, node)

    def judge(self, name: str) -> Gate:
        return self.write(self.circuit.judgement(name))

    def option(self, option: str, group: str = "attacker") -> Gate:
        return self.write(self.circuit.option(group, option))

    def all(self, *gates: Gate) -> Gate:
        return self.write(self.circuit.all_of(g.node for g in gates))

    def any(self, *gates: Gate) -> Gate:
        return self.write(self.circuit.any_of(g.node for g in gates))

    def least(self, k: int, *gates: Gate) -> Gate:
        return self.write(self.circuit.at_least(k, [g.node for g in gates]))

    def word(self, name: str, pos: Gate, neg: Gate) -> Gate:
        return self.write(self.circuit.word(name, pos.node, neg.node))

    def shown(self, gate: Gate, burden: str = "claimant") -> Gate:
        return self.write(self.circuit.shown(gate.node, burden))

    def claimed(self, gate: Gate, burden: str = "objector") -> Gate:
        return self.write(self.circuit.claimed(gate.node, burden))

    def at_most_one(self, *gates: Gate) -> Gate:
        return ~self.least(2, *gates)

    def exactly_one(self, *gates: Gate) -> Gate:
        return self.at_most_one(*gates) & self.any(*gates)


@dataclass(frozen=True)
class Gate:
    """A gate that can be combined with `&`, `|` and `~`."""

    pen: Pen
    node: int

    def __and__(self, other: Gate) -> Gate:
        return self.pen.all(self, other)

    def __or__(self, other: Gate) -> Gate:
        return self.pen.any(self, other)

    def __invert__(self) -> Gate:
        return Gate(self.pen, self.pen.circuit.negate(self.node))


@dataclass(frozen=True)
class Case:
    """A question, the record it is asked of, and the answer in words.

    `record` writes a fact as a letter: a+ affirmed, a- denied, a? alleged, a! disputed, a@ open as
    to the instant. `claims` lists admitted claims beside those that made a fact affirmed or denied.
    """

    name: str
    ask: Callable[[Pen], Gate]
    answer: str
    record: str = ""
    claims: str = ""
    bound: Callable[[Pen], Iterable[Gate]] = lambda _: ()
    engaged: Callable[[Pen], Gate] | None = None
    readings: dict[str, str] = field(default_factory=dict)
    judgements: dict[str, bool] = field(default_factory=dict)


STATUS = {"+": "affirmed", "-": "denied", "?": "alleged", "!": "disputed", "@": "instant"}


def situation(case: Case, pen: Pen) -> Situation:
    """The record of a case."""
    marks = [(mark[0], mark[1]) for mark in f"{case.record} {case.claims}".split()]
    return Situation(
        {m[0]: Status(STATUS[m[1]]) for m in case.record.split()},
        frozenset(f for f, mark in marks if mark in "+?"),
        frozenset(f for f, mark in marks if mark in "-"),
        tuple(g.node for g in case.bound(pen)),
    )


def in_words(outcome: Outcome) -> str:
    """The whole answer on one line."""
    strengths = "/".join(outcome.strengths)
    parts = [f"{outcome.verdict}" if outcome.verdict == "open" else f"{outcome.verdict}, {strengths}"]
    if outcome.verdict is Verdict.OPEN and outcome.strengths != ("open",):
        parts = [f"open, {strengths}"]
    if outcome.limit:
        parts = [f"{outcome.verdict}: {outcome.limit}"]
    turns = outcome.turns_on
    for kind in turns.__slots__:
        names = getattr(turns, kind)
        if names:
            listed = ["+".join(n) if isinstance(n, tuple) else n for n in names]
            parts.append(f"{kind.replace('_', ' ')} {' '.join(listed)}")
    parts += [f"burden on {' '.join(outcome.burden_on)}"] if outcome.burden_on else []
    for part in outcome.partition:
        under = " and ".join(" or ".join(options) for options in part.choice.values())
        strength = "" if part.verdict == "open" else f", {part.strength}"
        parts.append(f"under {under}: {part.verdict}{strength}")
    return "; ".join(parts)


def gap(p: Pen) -> Gate:
    return p.word("w", p.a, p.b)


CASES = [
    # Facts
    Case("silence is never no", lambda p: p.a, "open; unknown a"),
    Case("what is affirmed is settled", lambda p: p.a, "yes, settled", "a+"),
    Case("what is denied is settled", lambda p: p.a, "no, settled", "a-"),
    Case("an interested word proves nothing", lambda p: p.a, "open; alleged a", "a?"),
    Case("contradicting sources leave it open", lambda p: p.a, "open; disputed a", "a!"),
    Case("an event at the edge of the instant is open", lambda p: p.a, "open; instant a", "a@"),
    Case("disputed or unknown is not true", lambda p: p.a | p.b, "open; unknown b; disputed a", "a!"),
    Case("disputed and unknown is not false", lambda p: p.a & p.b, "open; unknown b; disputed a", "a!"),
    Case("a contradiction elsewhere erases nothing", lambda p: p.a | p.b, "yes, settled", "a! b+"),
    Case("a tautology over an open fact is settled", lambda p: p.a | ~p.a, "yes, settled"),
    Case("a thing and its opposite never hold at once", lambda p: p.a & ~p.a, "no, settled", "a!"),
    Case("either way it follows", lambda p: (p.a & p.b) | (~p.a & p.b), "yes, settled", "b+"),
    Case("a fact that makes no difference is not listed", lambda p: (p.a & p.b) | p.c, "open; unknown c", "b-"),
    # Empty lists and thresholds
    Case("every one of none is so", lambda p: p.all(), "yes, settled"),
    Case("some one of none is not", lambda p: p.any(), "no, settled"),
    Case("none of none is enough for none", lambda p: p.least(0), "yes, settled"),
    Case("an empty ballot box elects nobody", lambda p: p.least(1), "no, settled"),
    Case("unknown votes are not votes against", lambda p: p.least(2, p.a, p.b, p.c), "open; unknown b c", "a+"),
    Case("more than there are cannot be reached", lambda p: p.least(3, p.a, p.b), "no, settled"),
    Case("one who counts twice counts twice", lambda p: p.least(2, p.a, p.a, p.b), "open; unknown a", "b-"),
    Case("a sure vote either way still adds up", lambda p: p.least(2, p.a, ~p.a, p.b), "yes, settled", "b+"),
    Case("enough votes settle it whatever the rest", lambda p: p.least(2, p.a, p.b, p.c), "yes, settled", "a+ b+"),
    Case("not at least two is at most one", lambda p: ~p.least(2, p.a, p.b), "open; unknown b", "a+"),
    # Words: gaps and conflicts
    Case("where no rule speaks the law is silent", gap, "open; law gap w", "a- b-"),
    Case("where rules collide neither wins", gap, "open; norm conflict w", "a+ b+"),
    Case("a rule for and none against decides", gap, "yes, settled", "a+ b-"),
    Case("a rule against and none for decides", gap, "no, settled", "a- b+"),
    Case("open rules can leave a gap or a conflict", gap, "open; unknown a b; law gap w; norm conflict w"),
    Case("in no other case leaves no gap", lambda p: p.word("w", p.a, ~p.a), "no, settled", "a-"),
    Case("one word has one gap", lambda p: gap(p) | ~gap(p), "yes, settled", "a- b-"),
    Case(
        "two words have two gaps",
        lambda p: p.word("v", p.a, p.b) | ~gap(p),
        "open; law gap v w",
        "a- b-",
    ),
    # Constraints
    Case(
        "one ballot per member",
        lambda p: p.a & p.b,
        "no, settled",
        bound=lambda p: [p.at_most_one(p.a, p.b)],
    ),
    Case(
        "facts that exclude each other move together",
        lambda p: p.a,
        "open; groups a+b",
        bound=lambda p: [p.exactly_one(p.a, p.b)],
    ),
    Case(
        "a fact free to move alone is listed alone",
        lambda p: p.a,
        "open; unknown a",
        bound=lambda p: [p.at_most_one(p.a, p.b)],
    ),
    Case(
        "a group is listed beside an item that needs none",
        lambda p: p.a & p.d,
        "open; unknown d; groups a+b a+c",
        bound=lambda p: [p.exactly_one(p.a, p.b, p.c)],
    ),
    Case(
        "three that stand or fall together form one group",
        lambda p: p.a,
        "open; groups a+b+c",
        bound=lambda p: [p.all(p.a, p.b, p.c) | ~p.any(p.a, p.b, p.c)],
    ),
    Case(
        "a known ballot rules out the others",
        lambda p: p.b,
        "no, settled",
        "a+",
        bound=lambda p: [p.at_most_one(p.a, p.b)],
    ),
    Case(
        "constraints reach through open facts",
        lambda p: p.a,
        "no, settled",
        "c-",
        bound=lambda p: [~p.a | p.b, ~p.b | p.c],
    ),
    Case(
        "a record that breaks a constraint settles nothing",
        lambda p: p.a | ~p.a,
        "not computed: the admitted record contradicts itself: its settled facts break a constraint",
        "a+ b+",
        bound=lambda p: [p.at_most_one(p.a, p.b)],
    ),
    Case(
        "a broken constraint elsewhere bears on nothing here",
        lambda p: p.c,
        "yes, settled",
        "a+ b+ c+",
        bound=lambda p: [p.at_most_one(p.a, p.b)],
    ),
    # Judgements and readings
    Case("what no rule decides is left to judgement", lambda p: p.judge("grave"), "open; judgement grave"),
    Case("a stance may judge", lambda p: p.judge("grave"), "no, settled", judgements={"grave": False}),
    Case(
        "readings that differ part the answer",
        lambda p: p.option("states") & p.a,
        "open, settled/open; readings attacker; under states: yes, settled; under groups or anyone: no, settled",
        "a+",
    ),
    Case(
        "a chosen reading decides",
        lambda p: p.option("states") & p.a,
        "no, settled",
        "a+",
        readings={"attacker": "anyone"},
    ),
    Case(
        "the last of three readings is one reading",
        lambda p: p.option("anyone") & ~p.option("states") & ~p.option("groups"),
        "yes, settled",
        readings={"attacker": "anyone"},
    ),
    Case(
        "exactly one reading of a word is chosen",
        lambda p: p.exactly_one(p.option("states"), p.option("groups"), p.option("anyone")),
        "yes, settled",
    ),
    Case(
        "readings that agree are uncontested",
        lambda p: (p.option("states") & p.a) | (~p.option("states") & p.b),
        "yes, settled",
        "a+ b+",
    ),
    Case(
        "boxes of readings are merged",
        lambda p: p.option("states") & p.option("waits", "silence"),
        "open, settled/open; readings attacker silence; "
        "under states and consents: no, settled; under states and waits: yes, settled; "
        "under groups or anyone: no, settled",
    ),
    Case(
        "a reading can open what another settles",
        lambda p: p.option("states") | p.a,
        "open, settled/open; unknown a; readings attacker; under states: yes, settled; under groups or anyone: open",
    ),
    # Shown
    Case(
        "unless shown: it holds while nobody has proved it",
        lambda p: ~p.shown(p.a),
        "yes, presumed; defeaters a; burden on claimant",
    ),
    Case("unless shown: what is disproved is no presumption", lambda p: ~p.shown(p.a), "yes, settled", "a-"),
    Case("unless shown: what is proved is proved", lambda p: ~p.shown(p.a), "no, settled", "a+"),
    Case(
        "unless shown: disputed evidence proves nothing",
        lambda p: ~p.shown(p.a),
        "yes, presumed; defeaters a; burden on claimant",
        "a!",
    ),
    Case("plain unless: an open exception leaves it open", lambda p: p.b & ~p.a, "open; unknown a", "b+"),
    Case(
        "if shown: it fails while nobody has proved it",
        lambda p: p.shown(p.a),
        "no, presumed; defeaters a; burden on claimant",
        "a?",
    ),
    Case("if shown: a condition that fails on its own is a plain no", lambda p: p.shown(p.a), "no, settled", "a-"),
    Case("if shown: proof is no presumption", lambda p: p.shown(p.a), "yes, settled", "a+"),
    Case(
        "a judgement nobody made is never shown",
        lambda p: p.shown(p.judge("grave")),
        "no, presumed; burden on claimant",
    ),
    Case("a gap in the law proves nothing", lambda p: p.shown(gap(p)), "no, presumed; burden on claimant", "a- b-"),
    Case("a tautology needs no proof", lambda p: p.shown(p.a | ~p.a), "yes, settled"),
    Case(
        "that neither side is shown is no contradiction",
        lambda p: p.shown(p.a, "host") | p.shown(~p.a, "guest"),
        "no, presumed; defeaters a not: a; burden on guest host",
    ),
    Case("a burden that decides nothing makes no presumption", lambda p: p.b | ~p.shown(p.a), "yes, settled", "b+"),
    Case(
        "an open answer is not presumed",
        lambda p: p.b & ~p.shown(p.a),
        "open; unknown b",
    ),
    Case(
        "a defence of two facts falls to the pair",
        lambda p: ~p.shown(p.a & p.b),
        "yes, presumed; defeaters a b; burden on claimant",
    ),
    Case(
        "two burdens that must both be met share the presumption",
        lambda p: ~(p.shown(p.a, "host") & p.shown(p.b, "guest")),
        "yes, presumed; defeaters a b; burden on guest host",
    ),
    Case(
        "constraints can prove",
        lambda p: p.shown(p.a),
        "yes, settled",
        "b-",
        bound=lambda p: [p.any(p.a, p.b)],
    ),
    # Strata
    Case(
        "an exception to the exception, not shown, leaves the exception",
        lambda p: p.b & ~p.shown(p.a & ~p.shown(p.c, "host"), "guest"),
        "no, presumed; defeaters c; burden on host",
        "a+ b+",
    ),
    Case(
        "a shown request that may yet be shown withdrawn is presumed",
        lambda p: p.shown(p.a & ~p.shown(p.b, "host"), "guest"),
        "yes, presumed; defeaters b; burden on host",
        "a+",
    ),
    Case(
        "a defence that itself waits for proof is not a plain failure",
        lambda p: p.b & ~p.shown(p.a & p.shown(p.c, "host"), "guest"),
        "yes, presumed; defeaters c; burden on host",
        "a+ b+",
    ),
    Case(
        "what follows from a proof is not missing beside it",
        lambda p: ~(p.shown(p.a & p.b, "host") & ~p.shown(p.a, "guest")),
        "yes, settled",
    ),
    # Claimed
    Case(
        "unless claimed: it holds while nobody says so",
        lambda p: ~p.claimed(p.a),
        "yes, presumed; defeaters a; burden on objector",
    ),
    Case("unless claimed: an interested word is enough", lambda p: ~p.claimed(p.a), "no, settled", "a?"),
    Case(
        "unless claimed: a claim of the opposite is none",
        lambda p: ~p.claimed(p.a),
        "yes, presumed; defeaters a; burden on objector",
        claims="a-",
    ),
    Case("a denial claims the opposite", lambda p: p.claimed(~p.a), "yes, settled", claims="a-"),
    Case(
        "both halves must be claimed",
        lambda p: p.claimed(p.a & p.b),
        "no, presumed; defeaters b; burden on objector",
        claims="a+",
    ),
    Case("either half may be claimed", lambda p: p.claimed(p.a | p.b), "yes, settled", claims="a+"),
    Case(
        "against a threshold enough must be denied",
        lambda p: p.claimed(~p.least(2, p.a, p.b, p.c)),
        "yes, settled",
        claims="a- b-",
    ),
    Case(
        "a claim speaks for no judgement",
        lambda p: p.claimed(p.a & p.judge("grave")),
        "no, presumed; burden on objector",
        claims="a+",
    ),
    # Engagement
    Case("a question may not arise", lambda p: p.a, "not engaged, settled", "b-", engaged=lambda p: p.b),
    Case("engaged, it is answered", lambda p: p.a, "yes, settled", "a+ b+", engaged=lambda p: p.b),
    Case("open engagement leaves it open", lambda p: p.a, "open; unknown b", "a+", engaged=lambda p: p.b),
    Case(
        "it may rest on nobody having shown that it arises",
        lambda p: p.a,
        "not engaged, presumed; defeaters b; burden on host",
        "a+",
        engaged=lambda p: p.shown(p.b, "host"),
    ),
    # Strength over readings
    Case(
        "the same answer in two strengths prints both",
        lambda p: p.option("states") & p.shown(p.a) | p.option("groups") & p.b,
        "no, settled/presumed; defeaters a; burden on claimant",
        "b-",
    ),
    Case(
        "whether a rule needs proof may itself be a reading",
        lambda p: (p.option("states") & p.shown(p.a)) | (~p.option("states") & p.a),
        "open, presumed/open; unknown a; readings attacker; defeaters a; burden on claimant; "
        "under states: no, presumed; under groups or anyone: open",
    ),
    Case(
        "what is shown may be a reading's doing",
        lambda p: p.shown(p.option("states") | p.a),
        "open, settled/presumed/open; readings attacker; defeaters a; burden on claimant; "
        "under states: yes, settled; under groups or anyone: no, presumed",
    ),
]


class SameMeaning:
    """The table; every evaluator runs it unchanged."""

    @staticmethod
    def answer(circuit: Circuit, query: Query, record: Situation, choice: Choice) -> Outcome:
        raise NotImplementedError

    @pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
    def test_meaning(self, case: Case) -> None:
        pen = Pen()
        root = case.ask(pen).node
        engaged = case.engaged(pen).node if case.engaged else None
        choice = Choice(case.readings, case.judgements)
        outcome = self.answer(pen.circuit, Query(root, engaged), situation(case, pen), choice)
        assert in_words(outcome) == case.answer


class TestReference(SameMeaning):
    answer = staticmethod(evaluate)


class TestEngine(SameMeaning):
    @staticmethod
    def answer(circuit: Circuit, query: Query, record: Situation, choice: Choice) -> Outcome:
        return Engine(circuit, record).evaluate(query, choice)


def test_the_table_is_not_empty() -> None:
    assert len(CASES) >= 80
    assert len({case.name for case in CASES}) == len(CASES)
