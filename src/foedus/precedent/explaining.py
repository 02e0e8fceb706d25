"""Precedent put to the test: what an alliance said over all its decisions, and the stances that would say the same.

Every ground that answers a question is put to its case as of the instant when it was given. Grounds of policy and silence
ask nothing of a stance, and are told beside the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import product

from foedus.assess import Terms
from foedus.assess.posed import Posed, posed
from foedus.assess.table import Table
from foedus.precedent.grounds import Ground
from foedus.precedent.stances import Box, Class, Space, smallest_conflicts
from foedus.problem import Invalid
from foedus.record import DEFAULT, Case, Instant
from foedus.text import Regime
from foedus.verdict import Choice, Outcome
from foedus.verdict.bdd import Edge, TooLargeError

__all__ = ["Explained", "GroundShown", "Score", "explain"]

STANDARD = "standard of proof"
MOST_JUDGED = 5
_SAID = ("yes", "no", "not-engaged")


@dataclass(frozen=True, slots=True)
class GroundShown:
    """A ground, and what becomes of it under the stances.

    stands    reproduced by: every stance · some stances · no stance · judgement alone; or not scored
    verdicts  the answers that stances give at that instant
    turns_on  contested words on which the answer turns, and judgements
    why       why it is not scored
    """

    number: int
    ground: Ground
    stands: str
    verdicts: tuple[str, ...] = ()
    turns_on: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """How one stance does: the grounds it reproduces, contradicts, and leaves open or takes no position on, by number."""

    name: str
    holder: str
    reproduced: tuple[int, ...]
    contradicted: tuple[int, ...]
    open: tuple[int, ...]


@dataclass(frozen=True)
class Explained:
    """What explains the stated grounds.

    words      the contested words (and the standard) that any ground turns on, with their options
    stances    how many ways there are to choose one option of each
    whole      stances that reproduce every scored ground, if there are any
    best       stances that reproduce most, where none reproduces all
    conflicts  smallest sets of grounds, by number, that no single stance reproduces together
    baselines  stances that nobody holds, scored for comparison; holders: those of the regime
    judging    whether judgements were decided as well, for each case by itself
    bounds     in words, every limit that bit
    """

    regime: str
    title: str
    then: bool
    judging: bool
    grounds: tuple[GroundShown, ...]
    words: Mapping[str, tuple[str, ...]]
    stances: int
    whole: Class | None
    best: tuple[Class, ...]
    conflicts: tuple[tuple[int, ...], ...]
    baselines: tuple[Score, ...]
    holders: tuple[Score, ...]
    bounds: tuple[str, ...]

    @property
    def scored(self) -> tuple[GroundShown, ...]:
        """The grounds that a stance could reproduce."""
        return tuple(g for g in self.grounds if not g.why)

    def to_json(self) -> dict[str, object]:
        """One document; grounds are referred to by number."""
        return {
            "schema_version": 1,
            "regime": self.regime,
            "known": "then" if self.then else "now",
            "judging": self.judging,
            "grounds": [_ground_json(g) for g in self.grounds],
            "words": {w: list(o) for w, o in self.words.items()},
            "stances": self.stances,
            "explains_all": _class_json(self.whole) if self.whole else None,
            "explain_most": [_class_json(c) for c in self.best],
            "conflicts": [list(c) for c in self.conflicts],
            "baselines": [asdict(s) for s in self.baselines],
            "holders": [asdict(s) for s in self.holders],
            "bounds": list(self.bounds),
        }


def _ground_json(shown: GroundShown) -> dict[str, object]:
    one = shown.ground
    plain = ("case", "id", "outcome", "kind", "question", "answer", "ground", "speaker", "source", "pinpoint", "happened", "note")
    told = {name: getattr(one, name) for name in plain} | {"as_of": str(one.at)}
    found = {"stands": shown.stands, "verdicts": list(shown.verdicts), "turns_on": list(shown.turns_on), "why": shown.why}
    return {"number": shown.number} | told | found


def _class_json(one: Class) -> dict[str, object]:
    options = {w: list(o) for w, o in one.options.items()}
    return {"grounds": sorted(one.grounds), "options": options, "stances": one.stances, "every_combination": one.every}


@dataclass(frozen=True)
class _Asked:
    """One scored ground under every stance: where it is reproduced, as boxes for each law day; every one must hold."""

    number: int
    days: tuple[tuple[Box, ...], ...]
    judged: tuple[tuple[Box, ...], ...]
    verdicts: tuple[str, ...]
    turns_on: tuple[str, ...]


def explain(
    cases: Sequence[tuple[Case, Regime, Sequence[Ground]]],
    regime: Regime,
    known: Instant | None,
    judging: bool = False,
    most: int = 20,
) -> Explained:
    """Hold every stance against the grounds of these cases, each with its law.

    known    what was available by then is admitted; None: by the instant at which each ground was given
    judging  whether words left to judgement may be decided too, for each case as it takes
    most     how many classes and conflicts are listed at most
    """
    asked: list[_Asked] = []
    shown: list[GroundShown] = []
    holders: dict[str, Score] = {}
    for case, law, grounds in cases:
        for ground in sorted(grounds, key=lambda g: g.at.micros):
            number = len(shown) + 1
            one, why = _put(number, ground, case, law, known, judging)
            shown.append(GroundShown(number, ground, "not scored", why=why))
            if one is not None:
                asked.append(one)
                _score(holders, number, ground, Table(case, law, _terms(ground, known, ("all",))))
    return _Search(regime, known is None, judging, most, asked, shown, holders).explained()


def _terms(ground: Ground, known: Instant | None, stances: tuple[str, ...]) -> Terms:
    return Terms(ground.at, known or ground.at, stances=stances, questions=(ground.question,))


def _put(number: int, ground: Ground, case: Case, law: Regime, known: Instant | None, judging: bool) -> tuple[_Asked | None, str]:
    """A ground put to its case under every standard of proof; else why it is not scored."""
    if not ground.own:
        return None, "not the alliance's own"
    if not ground.question:
        return None, "no ground of law"
    verdicts, turns = set[str](), set[str]()
    plain: dict[int, list[Box]] = {}
    judged: dict[int, list[Box]] = {}
    try:
        cells = {name: _cells(ground, case, law, known, name) for name in (DEFAULT.name, *(s.name for s in law.standards))}
    except Invalid as error:
        return None, f"cannot be asked: {error.problems[0].what}"
    for standard, alternatives in cells.items():
        for day, cell in enumerate(alternatives):
            outcome = cell.engine.answer(cell.query, Choice())
            given = {p.verdict for p in outcome.partition} or {outcome.verdict}
            verdicts |= {v.value.replace(" ", "-") for v in given}
            turns |= {w for p in outcome.partition for w in p.choice} | set(cell.bearing.judgements)
            plain.setdefault(day, []).extend(_met(outcome, ground.answer, {STANDARD: (standard,)}))
            judged.setdefault(day, []).extend(_judged(cell, ground, {STANDARD: (standard,)}))
    found = [tuple(map(tuple, days.values())) for days in (plain, judged)]
    return _Asked(number, found[0], found[1], tuple(sorted(verdicts)), tuple(sorted(turns))), ""


def _cells(ground: Ground, case: Case, law: Regime, known: Instant | None, standard: str) -> Sequence[Posed]:
    return posed(case, law, replace(_terms(ground, known, ("text",)), standard=standard), ground.question)


def _met(outcome: Outcome, answer: str, given: Box) -> Iterator[Box]:
    """The boxes of readings under which the answer is the one that was given."""
    if not outcome.partition and outcome.verdict.value == answer:
        yield given
    yield from ({**given, **p.choice} for p in outcome.partition if p.verdict.value == answer)


def _judged(cell: Posed, ground: Ground, given: Box) -> Iterator[Box]:
    """The same where words left to judgement are decided too, in every way: each is a word of its own."""
    names = cell.bearing.judgements[:MOST_JUDGED]
    for values in product((True, False), repeat=len(names)):
        outcome = cell.engine.answer(cell.query, Choice({}, dict(zip(names, values, strict=True))))
        made = {_judgement(ground, n): ("yes" if v else "no",) for n, v in zip(names, values, strict=True)}
        yield from _met(outcome, ground.answer, {**given, **made})


def _judgement(ground: Ground, name: str) -> str:
    return f"{ground.case}: {name}"


def _score(holders: dict[str, Score], number: int, ground: Ground, table: Table) -> None:
    """Add what each named stance answers."""
    question = table.questions()[0]
    for column in table.columns:
        if not column.holder:
            continue
        verdict = table.cell(question, column, brief=True).verdict
        was = holders.get(column.stance.name) or Score(column.stance.name, column.stance.holder, (), (), ())
        holders[column.stance.name] = _counted(was, number, verdict, ground.answer)


def _counted(score: Score, number: int, verdict: str, answer: str) -> Score:
    if verdict == answer:
        return replace(score, reproduced=(*score.reproduced, number))
    if verdict in _SAID:
        return replace(score, contradicted=(*score.contradicted, number))
    return replace(score, open=(*score.open, number))


class _Search:
    """The stances that reproduce the scored grounds."""

    def __init__(
        self,
        regime: Regime,
        then: bool,
        judging: bool,
        most: int,
        asked: Sequence[_Asked],
        shown: Sequence[GroundShown],
        holders: Mapping[str, Score],
    ) -> None:
        self.regime, self.then, self.judging, self.most = regime, then, judging, most
        self.asked, self.shown, self.holders = asked, shown, holders
        self.words = dict(_words(regime, (b for a in asked for day in (a.judged if judging else a.days) for b in day)))
        self.bounds: list[str] = []

    def explained(self) -> Explained:
        """The whole answer."""
        space = Space(self.words)
        classes: tuple[tuple[frozenset[int], Edge], ...] = ()
        sets: list[Edge] = []
        try:
            sets = [space.all_days(a.judged if self.judging else a.days) for a in self.asked]
            classes, complete = space.classes(sets)
            if not complete:
                self.bounds.append("too many kinds of stances: those that reproduce fewest were left out, conflicts are not sure")
        except TooLargeError:
            self.bounds.append("the stances were not searched: their diagram outgrew its budget")
        everything = frozenset(range(len(self.asked)))
        top = [c for c in classes if len(c[0]) == len(classes[0][0])]
        conflicts, found_all = smallest_conflicts((everything - c[0] for c in classes), self.most) if classes else ((), True)
        whole = bool(classes) and classes[0][0] == everything
        if not found_all:
            self.bounds.append(f"more than {self.most} smallest conflicts: the smallest are listed")
        if len(top) > self.most:
            self.bounds.append(f"{len(top)} selections of grounds are the largest reproduced: {self.most} are listed")
        best = [self._numbered(space.told(*c)) for c in top[: self.most]]
        return Explained(
            self.regime.id,
            self.regime.title,
            self.then,
            self.judging,
            tuple(self._grounds(sets)),
            self.words,
            space.count(1),
            best[0] if whole else None,
            () if whole else tuple(best),
            () if whole else tuple(tuple(sorted(self.asked[n].number for n in c)) for c in conflicts),
            tuple(self._baselines()),
            tuple(sorted(self.holders.values(), key=lambda s: (-len(s.reproduced), len(s.contradicted), s.name))),
            tuple(self.bounds),
        )

    def _numbered(self, one: Class) -> Class:
        return replace(one, grounds=frozenset(self.asked[n].number for n in one.grounds))

    def _grounds(self, sets: Sequence[Edge]) -> Iterator[GroundShown]:
        found = {a.number: (a, edge) for a, edge in zip(self.asked, sets, strict=False)}
        for one in self.shown:
            if one.number not in found:
                yield one
                continue
            asked, edge = found[one.number]
            stands = "every stance" if edge == 1 else "some stances" if edge else "no stance"
            if not edge and not self.judging and all(asked.judged):
                stands = "judgement alone"
            yield replace(one, stands=stands, verdicts=asked.verdicts, turns_on=asked.turns_on)

    def _baselines(self) -> Iterator[Score]:
        numbers = tuple(a.number for a in self.asked)
        yield Score("discretion, not law", "claims that no ground is one of law", (), (), numbers)
        trivial = Score("nobody is ever owed anything", "answers no to every ground of law, and nothing of facts", (), (), ())
        for one in self.shown:
            if one.number in numbers:
                says = "no" if one.ground.kind == "law" else "open"
                trivial = _counted(trivial, one.number, says, one.ground.answer)
        yield trivial


def _words(regime: Regime, boxes: Iterable[Box]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The words that any box speaks of, in the order of the law; the standard of proof first, judgements last."""
    spoken = {w for box in boxes for w in box}
    yield STANDARD, (DEFAULT.name, *(s.name for s in regime.standards))
    yield from ((g, tuple(r.options)) for g, r in regime.groups.items() if g in spoken)
    yield from ((w, ("yes", "no")) for w in sorted(spoken - {STANDARD} - regime.groups.keys()))
