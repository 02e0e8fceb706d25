"""Small laws, a record made of dicts, and the value of a gate in one world, written out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from foedus.ground import Grounder, Step
from foedus.text import Regime, load_regime
from foedus.verdict.circuit import (
    Circuit,
    ClaimedLeaf,
    ConflictLeaf,
    FactLeaf,
    GapLeaf,
    JudgementLeaf,
    Op,
    OptionLeaf,
    ShownLeaf,
)
from foedus.vocabulary import Fact

WORDS = """\
types
  state     listed
  power     listed, and others
  organ     listed
  good      listed
  attacker  of the case
  request   of the case
  decision  of the case
  ballot    of the case
names
  S M F N   state
  P         power
  K         organ
  G         good
  A         attacker
  R Q       request
  D E       decision
  B         ballot
individuals
  organ     the Council
  power     Ruritania
roles
  the requester state
  the chair     state
  the ruling    decision
set goods: safety, stability
set members: parties to TR
phrases
  speech    "{S} requests help by {R}"           makes {R}
  speech    "{M} objects to {D}"                 not "{M} does not object to {D}"
  act       "{K} takes {D}"                      makes {D}
  act       "{M} helps {S}"
  act       "{P} arms {A}"
  event     "{A} strikes {S}"
  attribute "{A} harms the {G} of {S}"
  attribute "{S} borders {M}"
  judgement "the attack by {A} is grave"
  count     "votes for in {B}"
  act       "{K} votes in {B}"                   makes {B}
  event     "the sitting for {B} fails"
  word      "{S} is attacked by {A}"
  word      "{D} is adopted"
  word      "{S} may be helped by {D}"
  word      "{K} has consented"
  word      "{S} reaches {M}"
  word      "{S} sees {M}"
  word      "the law bites"
"""
HEAD = "instrument TR\n  standing treaty\nprovision TR:1\n  in force 1990-01-01 ..\n"
STATES = ("Aland", "Borduria", "Syldavia", "Grand Fenwick")
TODAY = date(2022, 1, 6)


def law(rules: str, states: Sequence[str] = STATES, parties: str = "", head: str = HEAD) -> Regime:
    """A regime of these rules. Unless `parties` says otherwise every state is a party since 2000."""
    rows = parties or "".join(f"{s},,in force,2000-01-01,TR,,,accepted\n" for s in states)
    with TemporaryDirectory() as home:
        folder = Path(home) / "t"
        folder.mkdir()
        (folder / "regime.toml").write_text("title = 'Test'\n")
        (folder / "words.md").write_text(f"```law\n{WORDS}```\n")
        (folder / "page.md").write_text(f"```law\n{head}{rules}```\n")
        (folder / "parties.csv").write_text("state,ISO3,event,date,instrument,source,note,claim_status\n" + rows)
        return load_regime([Path(home)], "t")


@dataclass
class Notes:
    """A record made of dicts; moments and orders are looked up by sentence."""

    people: Mapping[str, Sequence[str]] = field(default_factory=dict)
    moments: Mapping[str, tuple[date, date]] = field(default_factory=dict)
    orders: Mapping[tuple[str, str], bool] = field(default_factory=dict)

    def individuals(self, type_name: str) -> Sequence[str]:
        return self.people.get(type_name, ())

    def moment(self, fact: Fact) -> tuple[date, date] | None:
        return self.moments.get(str(fact))

    def order(self, first: Fact, second: Fact) -> bool | None:
        return self.orders.get((str(first), str(second)))


@dataclass
class Ground:
    """A question asked of a small law, grounded."""

    grounder: Grounder
    step: Step

    @property
    def circuit(self) -> Circuit:
        return self.grounder.circuit

    def facts(self) -> tuple[str, ...]:
        """The facts that the answer rests on, sorted."""
        return tuple(sorted(self.circuit.facts_below(self.step.node)))

    def says(self, world: World) -> bool:
        """The answer in a world."""
        return value(self.circuit, self.step.node, world)

    def means(self, meaning: Callable[[set[str]], bool], **settings: object) -> int:
        """Assert that the circuit says what a function says in every world; returns how many there are."""
        worlds = 0
        for chosen in subsets(self.facts()):
            worlds += 1
            assert self.says(World(chosen, **settings)) is meaning(chosen), sorted(chosen)  # type: ignore[arg-type]
        return worlds


@dataclass(frozen=True)
class World:
    """The true facts, the chosen options, and what gaps, conflicts, judgements and burdens are worth.

    A burden with no entry in `shown` or `claimed` (by burden) is worth what it speaks of.
    """

    facts: set[str]
    options: Mapping[str, str] = field(default_factory=dict)
    laws: Mapping[str, bool] = field(default_factory=dict)
    judged: Mapping[str, bool] = field(default_factory=dict)
    burdens: Mapping[str, bool] = field(default_factory=dict)


def subsets(items: Sequence[str]) -> Iterator[set[str]]:
    """Every set of these items."""
    assert len(items) <= 14, items
    for bits in product((False, True), repeat=len(items)):
        yield {x for x, b in zip(items, bits, strict=True) if b}


def value(circuit: Circuit, root: int, world: World) -> bool:
    """What a gate is worth in a world."""
    values: dict[int, bool] = {}
    for node in circuit.cone(root):
        gate = circuit.op(node)
        below = [values[n] for n in gate.args]
        if gate.op is Op.CONSTANT:
            values[node] = bool(gate.k)
        elif gate.op is Op.NOT:
            values[node] = not below[0]
        elif gate.op is Op.ALL:
            values[node] = all(below)
        elif gate.op is Op.ANY:
            values[node] = any(below)
        elif gate.op is Op.AT_LEAST:
            values[node] = sum(below) >= gate.k
        else:
            values[node] = _leaf(gate.leaf, values, world)
    return values[root]


def _leaf(leaf: object, values: Mapping[int, bool], world: World) -> bool:
    if isinstance(leaf, FactLeaf):
        return leaf.name in world.facts
    if isinstance(leaf, OptionLeaf):
        return world.options.get(leaf.group) == leaf.option
    if isinstance(leaf, JudgementLeaf):
        return world.judged.get(leaf.name, False)
    if isinstance(leaf, GapLeaf):
        return world.laws.get(f"gap {leaf.word}", False)
    if isinstance(leaf, ConflictLeaf):
        return world.laws.get(f"conflict {leaf.word}", False)
    assert isinstance(leaf, ShownLeaf | ClaimedLeaf)
    return world.burdens.get(leaf.burden, values[leaf.node])


def ask(
    rules: str,
    question: str,
    notes: Notes | None = None,
    day: date = TODAY,
    roles: Mapping[str, str] | None = None,
    regime: Regime | None = None,
    **more: str,
) -> Ground:
    """Ground the clause of a question over a small law."""
    full = rules + f"question q\n  asks Really?\n  is {question}\n"
    made = regime or law(full, **more)  # type: ignore[arg-type]
    grounder = Grounder(made, roles or {"the requester": "Aland"}, notes or Notes(), day)
    return Ground(grounder, grounder.ground(made.questions["q"].options[""]))
