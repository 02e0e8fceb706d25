"""What every answer means, by writing out every completion. Slow, and the truth.

A world settles every open item one way: open facts, undecided judgements, gaps, conflicts. Bit i
of a number is world i, so a gate is one number and `&`, `|` and `~` ask it of all worlds at once:

    world           7 6 5 4 3 2 1 0
    first item      1 0 1 0 1 0 1 0
    second item     1 1 0 0 1 1 0 0
    third item      1 1 1 1 0 0 0 0

The *admitted* worlds satisfy the constraints. For one total choice of readings:

1. The burdens are judged from the lowest stratum up. A thing is *shown* when it holds in every
   admitted world, *claimed* when some admitted claim speaks for it. They then stay as they are.
2. The answer of a world is not-engaged where the engagement fails, else the value of the root.
   The same answer in every admitted world is the verdict; otherwise the verdict is open.
3. A verdict is *presumed* when it would not survive some proof that may yet be brought. Take any
   set of burdens and suppose them met: only worlds where what they speak of is so remain, and the
   other burdens are judged again over those (a burden looks only at suppositions of its own
   stratum and below). If a world remains whose answer is not the verdict, the verdict leans on
   that set not having been proved. The smallest such sets name who bears the burden. A burden
   whose matter is settled no leaves no world, so it is a plain failure; a burden that is met
   because the thing was proved cannot be supposed away, so it is proof.

Rule 3 widens an earlier draft, in which supposing one burden left those above it as they were.
The case that forced it: "owed if it is shown that a request stands, and a request stands unless
it is shown to be withdrawn". Nobody has shown a withdrawal; the answer is yes; it is presumed,
although the burden that it rests on directly is met. With rule 3 a settled verdict survives every
supposition of facts, which a test holds it to. (Claims aside: a thing that is settled no may still
be claimed, and rule 3 does not ask what would follow if it were.)

What a presumption may fall to is sought among the open facts: every one, then every pair. (A fact
that no burden speaks of may prove, by a constraint, one that it does.) Supposing a fact supposes its
proof and an admitted claim of it; burdens are judged anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, combinations, product
from typing import TypeAlias

from foedus.verdict.circuit import (
    NO,
    Choice,
    Circuit,
    ClaimedLeaf,
    ConflictLeaf,
    Dependence,
    FactLeaf,
    GapLeaf,
    JudgementLeaf,
    Op,
    OptionLeaf,
    Outcome,
    Query,
    ShownLeaf,
    Situation,
    Status,
    Strength,
    TurnsOn,
    Verdict,
    check_choice,
)
from foedus.verdict.partition import partition
from foedus.verdict.scope import CONTRADICTION, Scope, proof, scope_of

Worlds: TypeAlias = int
Readings: TypeAlias = Mapping[str, str]
Item: TypeAlias = FactLeaf | JudgementLeaf | GapLeaf | ConflictLeaf | int  # a number: a gate set free
Answers: TypeAlias = Mapping[Verdict, Worlds]


@dataclass(frozen=True)
class Case:
    """A question in a situation with some judgements decided and some gates set free."""

    circuit: Circuit
    query: Query
    situation: Situation
    judgements: Mapping[str, bool]
    freed: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Row:
    """What holds under one total choice."""

    verdict: Verdict
    strength: Strength
    flips: frozenset[frozenset[Item]] = frozenset()
    burden_on: frozenset[str] = frozenset()
    defeaters: frozenset[str] = frozenset()


def evaluate(circuit: Circuit, query: Query, situation: Situation, choice: Choice) -> Outcome:
    """The answer over all readings that extend `choice`. ValueError for an unknown option."""
    check_choice(circuit, choice)
    case = Case(circuit, query, situation, choice.judgements)
    scope = scope_of(circuit, query, situation)
    if not _Table(case).admitted:
        return Outcome(Verdict.NOT_COMPUTED, limit=CONTRADICTION)
    free = [(g, o) for g, o in _options(circuit, scope, choice) if len(o) > 1]
    rows = {tuple(t.items()): _row(case, t) for t in _total_choices(circuit, scope, choice)}
    return _outcome(case, free, rows)


def summary(case: Case, choice: Choice) -> tuple[Verdict, tuple[Strength, ...]]:
    """The verdict over all readings that extend `choice`, and every strength that occurs."""
    scope = scope_of(case.circuit, case.query, case.situation)
    if not _Table(case).admitted:
        return Verdict.NOT_COMPUTED, ()
    choices = _total_choices(case.circuit, scope, choice)
    return _summary(_verdict_and_strength(case, t)[:2] for t in choices)


def _summary(cells: Iterable[tuple[Verdict, Strength]]) -> tuple[Verdict, tuple[Strength, ...]]:
    met = set(cells)
    verdicts, strengths = {v for v, _ in met}, {s for _, s in met}
    verdict = verdicts.pop() if len(verdicts) == 1 else Verdict.OPEN
    if verdict is Verdict.OPEN:
        strengths.add(Strength.OPEN)
    return verdict, tuple(s for s in Strength if s in strengths)


def _options(circuit: Circuit, scope: Scope, choice: Choice) -> list[tuple[str, tuple[str, ...]]]:
    chosen = {g: (o,) for g, o in choice.readings.items()}
    return [(g, chosen.get(g, circuit.groups[g])) for g in scope.groups]


def _total_choices(circuit: Circuit, scope: Scope, choice: Choice) -> Iterator[Readings]:
    groups = _options(circuit, scope, choice)
    for picked in product(*(options for _, options in groups)):
        yield {group: option for (group, _), option in zip(groups, picked, strict=True)}


class _Table:
    """All worlds of a case, one column per open item."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.scope = scope = scope_of(case.circuit, case.query, case.situation)
        self.items: list[Item] = [
            *(FactLeaf(f) for f in scope.facts if not case.situation.status(f).known),
            *(JudgementLeaf(j) for j in scope.judgements if j not in case.judgements),
            *(GapLeaf(w) for w in scope.gaps),
            *(ConflictLeaf(w) for w in scope.conflicts),
            *sorted(case.freed.intersection(scope.cone)),
        ]
        self.all: Worlds = (1 << (1 << len(self.items))) - 1
        self.column = {item: (self.all // ((1 << (1 << i)) + 1)) << (1 << i) for i, item in enumerate(self.items)}
        self.admitted = self.all
        for constraint in scope.constraints:
            self.admitted &= self.truth(constraint, {}, {}, freed=frozenset())

    def truth(self, root: int, readings: Readings, met: Mapping[int, bool], freed: frozenset[int] | None = None) -> Worlds:
        """The worlds in which gate `root` holds, given the readings and which burdens are met."""
        freed = self.case.freed if freed is None else freed
        values: dict[int, Worlds] = {}
        for node in self.case.circuit.cone(root):
            if node in freed:
                values[node] = self.column[node]
            elif node in met:
                values[node] = self.all * met[node]
            else:
                values[node] = self._gate(node, values, readings)
        return values[root]

    def _gate(self, node: int, values: Mapping[int, Worlds], readings: Readings) -> Worlds:
        gate = self.case.circuit.op(node)
        args = [values[n] for n in gate.args]
        if gate.op is Op.CONSTANT:
            return self.all * gate.k
        if gate.op is Op.NOT:
            return self.all & ~args[0]
        if gate.op is Op.LEAF:
            return self._leaf(gate.leaf, readings)
        least = {Op.ALL: len(args), Op.ANY: 1, Op.AT_LEAST: gate.k}[gate.op]
        return _at_least(least, args, self.all)

    def _leaf(self, leaf: object, readings: Readings) -> Worlds:
        if isinstance(leaf, OptionLeaf):
            return self.all * (readings[leaf.group] == leaf.option)
        if isinstance(leaf, FactLeaf) and self.case.situation.status(leaf.name).known:
            return self.all * (self.case.situation.status(leaf.name) is Status.AFFIRMED)
        if isinstance(leaf, JudgementLeaf) and leaf.name in self.case.judgements:
            return self.all * self.case.judgements[leaf.name]
        if isinstance(leaf, FactLeaf | JudgementLeaf | GapLeaf | ConflictLeaf):
            return self.column[leaf]
        return 0  # a burden of a higher stratum than is being judged: nothing looks at it yet

    def met(self, readings: Readings, supposed: frozenset[int] = frozenset()) -> dict[int, bool]:
        """Which burdens are met, those in `supposed` being met by supposition (rules 1 and 3)."""
        met: dict[int, bool] = {}
        strata = self.scope.strata
        for node in self.scope.burdens:
            level = [n for n in supposed if strata[n] <= strata[node]]
            remaining = self.remaining(readings, met, level)
            leaf = self.case.circuit.op(node).leaf
            if node in supposed or node in self.case.freed:
                met[node] = True
            elif isinstance(leaf, ShownLeaf):
                met[node] = not remaining & ~self.truth(leaf.node, readings, met)
            elif isinstance(leaf, ClaimedLeaf):
                met[node] = self.claimed(leaf.node, True, readings, met)
        return met

    def remaining(self, readings: Readings, met: Mapping[int, bool], supposed: Iterable[int]) -> Worlds:
        """The admitted worlds in which everything supposed is so."""
        worlds = self.admitted
        for node in supposed:
            worlds &= self.truth(self.case.circuit.op(node).below[0], readings, met)
        return worlds

    def claimed(self, node: int, side: bool, readings: Readings, met: Mapping[int, bool]) -> bool:
        """Whether admitted claims speak for the gate (`side` true) or for its opposite."""
        gate = self.case.circuit.op(node)
        leaf = gate.leaf
        if node in self.case.freed:
            return False
        if gate.op is Op.NOT:
            return self.claimed(gate.args[0], not side, readings, met)
        if isinstance(leaf, FactLeaf):
            situation = self.case.situation
            return leaf.name in (situation.claimed_for if side else situation.claimed_against)
        if isinstance(leaf, JudgementLeaf):
            return self.case.judgements.get(leaf.name) is side
        if isinstance(leaf, GapLeaf | ConflictLeaf):
            return False
        if isinstance(leaf, OptionLeaf):
            return (readings[leaf.group] == leaf.option) is side
        if isinstance(leaf, ShownLeaf | ClaimedLeaf):
            return met[node] is side
        if gate.op is Op.CONSTANT:
            return bool(gate.k) is side
        claims = sum(self.claimed(n, side, readings, met) for n in gate.args)
        least = {Op.ALL: len(gate.args), Op.ANY: 1, Op.AT_LEAST: gate.k}[gate.op]
        return claims >= (least if side else len(gate.args) - least + 1)

    def answers(self, readings: Readings, supposed: frozenset[int] = frozenset()) -> Answers:
        """The worlds of each answer, among the admitted ones in which everything supposed is so."""
        met, query = self.met(readings, supposed), self.case.query
        worlds = self.remaining(readings, met, supposed)
        engaged = self.all if query.engaged is None else self.truth(query.engaged, readings, met)
        root = self.truth(query.root, readings, met)
        return {
            Verdict.YES: worlds & engaged & root,
            Verdict.NO: worlds & engaged & ~root,
            Verdict.NOT_ENGAGED: worlds & ~engaged,
        }

    def changed(self, worlds: Worlds, items: Iterable[Item]) -> Worlds:
        """The worlds that differ from one of `worlds` in exactly these items."""
        for item in items:
            column = self.column[item]
            step = 1 << self.items.index(item)
            worlds = (worlds & column) >> step | (worlds & ~column) << step
        return worlds


def _at_least(k: int, args: Iterable[Worlds], every: Worlds) -> Worlds:
    rows = [every] + [0] * max(k, 0)
    for arg in args:
        for j in range(len(rows) - 1, 0, -1):
            rows[j] |= rows[j - 1] & arg
    return rows[max(k, 0)]


def _verdict(answers: Answers) -> Verdict:
    met = [verdict for verdict, worlds in answers.items() if worlds]
    return met[0] if len(met) == 1 else Verdict.OPEN


def _subsets(things: Iterable[int]) -> Iterator[frozenset[int]]:
    listed = list(things)
    sizes = range(1, len(listed) + 1)
    return map(frozenset, chain.from_iterable(combinations(listed, size) for size in sizes))


def _verdict_and_strength(case: Case, readings: Readings) -> tuple[Verdict, Strength, frozenset[str]]:
    """Rules 2 and 3 for one total choice; with the burdens that a presumption leans on."""
    table = _Table(case)
    verdict = _verdict(table.answers(readings))
    if verdict is Verdict.OPEN:
        return verdict, Strength.OPEN, frozenset()
    smallest: list[frozenset[int]] = []
    for supposed in _subsets(n for n in table.scope.burdens if n not in case.freed):
        if not any(s <= supposed for s in smallest):
            answers = table.answers(readings, supposed)
            if any(worlds for other, worlds in answers.items() if other is not verdict):
                smallest.append(supposed)
    leaves = (case.circuit.op(n).leaf for n in frozenset().union(*smallest))
    burdens = frozenset(leaf.burden for leaf in leaves if isinstance(leaf, ShownLeaf | ClaimedLeaf))
    return verdict, Strength.PRESUMED if smallest else Strength.SETTLED, burdens


def _row(case: Case, readings: Readings) -> Row:
    verdict, strength, burdens = _verdict_and_strength(case, readings)
    if strength is Strength.OPEN:
        return Row(verdict, strength, flips=_flips(_Table(case), readings))
    if strength is Strength.PRESUMED:
        return Row(verdict, strength, burden_on=burdens, defeaters=_defeaters(case, readings, verdict))
    return Row(verdict, strength)


def _flips(table: _Table, readings: Readings) -> frozenset[frozenset[Item]]:
    """Every smallest set of items in which two admitted worlds with different answers differ."""
    answers = table.answers(readings)
    found: list[frozenset[Item]] = []
    for size in range(1, len(table.items) + 1):
        for items in map(frozenset, combinations(table.items, size)):
            if not any(f <= items for f in found) and any(
                worlds & table.changed(table.admitted & ~worlds, items) for worlds in answers.values()
            ):
                found.append(items)
    return frozenset(found)


def _defeaters(case: Case, readings: Readings, verdict: Verdict) -> frozenset[str]:
    """What, alone or with one thing more, would overturn the verdict if it were proved."""
    facts = [f for f in scope_of(case.circuit, case.query, case.situation).facts if not case.situation.status(f).known]
    literals = [(f, value) for f in facts for value in (True, False)]
    found: list[frozenset[tuple[str, bool]]] = []
    for size in (1, 2):
        for pair in map(frozenset, combinations(literals, size)):
            proved = dict(pair)
            if len(proved) == size and not any(f <= pair for f in found) and may_be(case, proved):
                table = _Table(replace(case, situation=case.situation.suppose(proved)))
                if _verdict(table.answers(readings)) is not verdict:
                    found.append(pair)
    return frozenset(proof(f, value) for pair in found for f, value in pair)


def may_be(case: Case, facts: Mapping[str, bool]) -> bool:
    """Whether some admitted world has these values for these open facts."""
    table = _Table(case)
    worlds = table.admitted
    for fact, value in facts.items():
        worlds &= table.column[FactLeaf(fact)] if value else ~table.column[FactLeaf(fact)]
    return bool(worlds)


def _outcome(
    case: Case,
    free: list[tuple[str, tuple[str, ...]]],
    rows: Mapping[tuple[tuple[str, str], ...], Row],
) -> Outcome:
    verdict, strengths = _summary((r.verdict, r.strength) for r in rows.values())
    verdicts = {choice: row.verdict for choice, row in rows.items()}
    differs = len(set(verdicts.values())) > 1
    table = tuple((r.verdict, r.strength) for r in rows.values())
    return Outcome(
        verdict=verdict,
        strengths=strengths,
        turns_on=_turns_on(case, rows.values(), tuple(g for g, _ in free if _matters(g, verdicts))),
        burden_on=tuple(sorted({b for r in rows.values() for b in r.burden_on})),
        partition=partition(free, table, _slicer(free), _same) if differs else (),
    )


def _matters(group: str, verdicts: Mapping[tuple[tuple[str, str], ...], object]) -> bool:
    """Whether two total choices that differ in this group alone differ in what they map to."""
    others: dict[tuple[tuple[str, str], ...], set[object]] = {}
    for choice, verdict in verdicts.items():
        others.setdefault(tuple(c for c in choice if c[0] != group), set()).add(verdict)
    return any(len(met) > 1 for met in others.values())


Table: TypeAlias = tuple[tuple[Verdict, Strength], ...]


def _same(table: Table) -> tuple[Verdict, Strength] | None:
    return table[0] if len(set(table)) == 1 else None


def _slicer(groups: list[tuple[str, tuple[str, ...]]]) -> Callable[[Table, str, str], Table]:
    options = dict(groups)

    def split(table: Table, group: str, option: str) -> Table:
        size = len(table) // len(options[group])
        start = options[group].index(option) * size
        return table[start : start + size]

    return split


def _turns_on(case: Case, rows: Iterable[Row], readings: tuple[str, ...]) -> TurnsOn:
    rows = list(rows)
    flips = {f for r in rows for f in r.flips}
    smallest = [f for f in flips if not any(other < f for other in flips)]
    alone = {item for f in smallest if len(f) == 1 for item in f}
    status = {i.name: case.situation.status(i.name) for i in alone if isinstance(i, FactLeaf)}

    def of_status(wanted: Status) -> tuple[str, ...]:
        return tuple(sorted(name for name, found in status.items() if found is wanted))

    groups = [sorted(i.name for i in f if isinstance(i, FactLeaf)) for f in smallest if len(f) > 1]
    return TurnsOn(
        unknown=of_status(Status.UNKNOWN),
        alleged=of_status(Status.ALLEGED),
        disputed=of_status(Status.DISPUTED),
        instant=of_status(Status.INSTANT),
        judgement=tuple(sorted(i.name for i in alone if isinstance(i, JudgementLeaf))),
        law_gap=tuple(sorted(i.word for i in alone if isinstance(i, GapLeaf))),
        norm_conflict=tuple(sorted(i.word for i in alone if isinstance(i, ConflictLeaf))),
        readings=readings,
        defeaters=tuple(sorted({f for r in rows for f in r.defeaters})),
        groups=tuple(sorted(map(tuple, groups))),
    )


def node_value(case: Case, node: int, choice: Choice) -> str:
    """Whether a gate is yes, or no, in every admitted world under every choice; else "open"."""
    whole = replace(case, query=Query(node))
    table = _Table(whole)
    values = set()
    for readings in _total_choices(case.circuit, table.scope, choice):
        truth = table.truth(node, readings, table.met(readings))
        values |= {"yes"} if truth & table.admitted else set()
        values |= {"no"} if table.admitted & ~truth else set()
    return values.pop() if len(values) == 1 else "open"


def matters(case: Case, choice: Choice, nodes: Iterable[int]) -> bool:
    """Whether verdict or strengths change when those gates are set free and those facts reopened."""
    loose = set(nodes) - {NO, 1}
    leaves = {n: case.circuit.op(n).leaf for n in loose}
    facts = [leaf.name for leaf in leaves.values() if isinstance(leaf, FactLeaf)]
    varied = replace(
        case,
        situation=case.situation.reopen(facts),
        freed=frozenset(n for n in loose if not isinstance(leaves[n], FactLeaf)),
    )
    return summary(case, choice) != summary(varied, choice)


def really_depends(circuit: Circuit, query: Query, situation: Situation) -> Dependence:
    """The groups and judgements in which two total choices may differ alone and be answered apart."""
    scope = scope_of(circuit, query, situation)
    rows: dict[tuple[tuple[str, str], ...], object] = {}
    for decided in product(*([(j, "yes"), (j, "no"), (j, "undecided")] for j in scope.judgements)):
        judgements = {j: word == "yes" for j, word in decided if word != "undecided"}
        case = Case(circuit, query, situation, judgements)
        for readings in _total_choices(circuit, scope, Choice()):
            chosen = [("reading " + g, o) for g, o in readings.items()]
            key = (*chosen, *(("judgement " + j, word) for j, word in decided))
            rows[key] = _verdict_and_strength(case, readings)[:2] if _Table(case).admitted else None
    return Dependence(
        frozenset(g for g in scope.groups if _matters("reading " + g, rows)),
        frozenset(j for j in scope.judgements if _matters("judgement " + j, rows)),
    )
