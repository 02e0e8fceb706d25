"""The votes that a record speaks of: each rule that they were held under, who spoke how, and what the rule made of it.

A rule that fits several ballots is told of each by itself; several rules that fit one ballot stand beside each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from fractions import Fraction
from math import ceil, floor

from foedus.assess.inquiry import Inquiry
from foedus.assess.table import Column, Table
from foedus.assess.world import World
from foedus.ground import Step, TooWide, Unfilled, every_step
from foedus.record import QuantityRange, RecordView
from foedus.text import Regime
from foedus.text.law import Amount, Atom, Compare, Element, Rule, Var
from foedus.vocabulary import Fact, is_another
from foedus.voting import Bounds, Count, Told, roll_call, told

__all__ = ["Voice", "Vote", "votes"]

_HELD = ("affirmed", "denied", "alleged", "disputed")
_NOT_ASKED = ("on", "quorum", "put off", "silence ends")
"""Lines of a vote that do not ask a member how it stands."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How a member stands in a vote.

    word   its ballot in the words of the law, or of the record where the law has none; "" where nothing is known
    does   yes, no or open: whether it does what the rule asks of it
    may    yes, no or open: whether it has a vote
    said   what the record has of it and the ballot, with where that stands
    """

    who: str
    word: str
    does: str
    may: str
    said: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Vote:
    """A ballot under one rule.

    draft      what was put to the vote; about: the fact that it was, where that stands, and when it happened
    word       what the rule concludes of it
    law_at     the day whose law and members apply, or several that give the same
    lines      the rule's own lines, filled
    told       the result, and why
    roll       who stands how; tallies: numbers on record of the ballot, by the words for them
    questions  answers that the rule bears on
    """

    draft: str
    about: str
    held: str
    when: str
    word: str
    rule: str
    provision: str
    pinpoint: str
    law_at: tuple[str, ...]
    lines: tuple[str, ...]
    told: Told
    roll: tuple[Voice, ...] = ()
    tallies: Mapping[str, str] = field(default_factory=dict)
    questions: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """The same as data."""
        said = [{**asdict(v), "said": [{"fact": fact, "status": status} for fact, status in v.said]} for v in self.roll]
        return {**asdict(self), "tallies": dict(self.tallies), "told": self.told.to_json(), "roll": said}


def votes(table: Table) -> tuple[Vote, ...]:
    """The votes in force that the record says something of, under the first stance asked for, in the order of the questions.

    Questions whose roles the case does not fill, or that are too wide, are passed over: the table says so of them.
    """
    column = table.columns[0]
    found: dict[tuple[object, ...], Vote] = {}
    for vote in _every(table, column):
        key = (vote.rule, vote.about, vote.word, vote.told, vote.roll)
        known = found.get(key, vote)
        days, questions = ({*getattr(known, name), *getattr(vote, name)} for name in ("law_at", "questions"))
        found[key] = replace(
            known, law_at=tuple(sorted(days)), questions=tuple(q for q in table.regime.questions if q in questions)
        )
    return tuple(found.values())


def _every(table: Table, column: Column) -> Iterator[Vote]:
    world = table.world(column.standard)
    read: dict[tuple[object, ...], Vote] = {}
    for question in table.questions():
        try:
            days = table.inquiries.law_day(question, world).days
            inquiries = [table.inquiries.inquiry(question, world, day) for day in days]
        except (TooWide, Unfilled):
            continue
        for inquiry in inquiries:
            for word, rule, way, on in _held(inquiry, world):
                key = (str(rule.rule and rule.rule.id), on.fact, word, inquiry.day)
                if key not in read:
                    read[key] = _Reader(table.regime, world, inquiry, column).vote(word, rule, way, on)
                yield replace(read[key], questions=(question.id,))


def _held(inquiry: Inquiry, world: World) -> Iterator[tuple[str, Step, Step, Step]]:
    """Every ballot on record: the word it is about, its rule, the way its letters are filled, and the fact that it was held."""
    for word in every_step(inquiry.grounding.steps):
        for rule in word.steps:
            if rule.kind != "rule" or rule.rule is None or rule.rule.kind != "vote":
                continue
            for way in [s for s in rule.steps if s.kind == "together"] or [rule]:
                on = next((s for s in _facts(way) if s.fact and str(world.view.status(s.fact).status) in _HELD), None)
                if on is not None:
                    yield word.text, rule, way, on


def _facts(way: Step) -> Iterator[Step]:
    """The fact that a ballot was held, in the line “on”."""
    for element in way.steps:
        if element.element is not None and element.element.part == "on":
            yield from (s for s in every_step([element]) if s.kind == "fact")


class _Reader:
    """Reads one ballot off the steps of its rule."""

    def __init__(self, regime: Regime, world: World, inquiry: Inquiry, column: Column) -> None:
        self.regime, self.world, self.inquiry, self.column = regime, world, inquiry, column

    @property
    def view(self) -> RecordView:
        return self.world.view

    def value(self, node: int) -> str:
        return self.inquiry.engine.node_value(node, self.column.choice)

    def vote(self, word: str, rule: Step, way: Step, on: Step) -> Vote:
        law, about = rule.rule, on.fact
        assert law is not None and about is not None
        draft = self._draft(about)
        result = told(replace(rule, node=way.node, steps=way.steps), self.value, self._when, self._verified(rule))
        counts = {s.text: c for line in way.steps for s in every_step([line]) if (c := self._compared(s, line)) is not None}
        unmet, unsure = (tuple(t for t in texts if t not in counts) for texts in (result.unmet, result.unsure))
        return Vote(
            draft,
            str(about),
            str(self.view.status(about).status),
            self._when(about),
            word,
            law.id,
            law.provision,
            law.pinpoint,
            (self.inquiry.day.isoformat(),),
            _lines(law, about),
            replace(result, counts=(*result.counts, *counts.values()), unmet=unmet, unsure=unsure),
            tuple(self._roll(way, draft)),
            self._tallies(draft),
        )

    def _verified(self, rule: Step) -> bool:
        law = rule.rule
        provision = self.regime.provisions.get(law.provision) if law else None
        if law is None or provision is None:
            return True
        return self.regime.known_on(law.provision, self.inquiry.day) and provision.verified(law.pinpoint)

    def _when(self, fact: Fact) -> str:
        found = self.view.interval(fact)
        return str(found) if found is not None else ""

    def _draft(self, on: Fact) -> str:
        """What was put to the vote: what the act of voting makes; else the dated thing it speaks of."""
        phrase = self.regime.vocabulary.phrases[on.phrase]
        if phrase.makes is not None:
            return on.args[phrase.makes]
        drafts = {b.draft.type for b in self.regime.chapter.ballots}
        types = [s.type for s in phrase.slots]
        wanted = next((n for n, t in enumerate(types) if t in drafts), None)
        if wanted is None:
            wanted = next((n for n, t in enumerate(types) if t != "state" and self.regime.vocabulary.types[t].open), 0)
        return on.args[wanted]

    # --- numbers ---

    def _compared(self, step: Step, line: Step) -> Count | None:
        """A number of votes against what is needed, for a rule that counts without asking who; `line` is the rule's."""
        known = self.inquiry.grounding.grounder.counts.get(step.text) if step.kind == "count" else None
        body = line.element.body if line.element is not None else None
        if known is None:
            return None
        count, op, needed = known
        amount = body.amount if isinstance(body, Compare) else None
        value, limit = self.value(step.node), op in ("<", "<=")
        need = floor(needed) + (1 if op == ">" else 0) if needed == floor(needed) or op == ">" else ceil(needed)
        base = self._number(amount.number) if amount is not None and amount.number else None
        whole = base if base is not None else need
        cast = _bounds(self.view.quantity(count), whole)
        lacking = Bounds(max(1 if value == "no" else 0, need - cast.possible), max(0, need - cast.sure))
        short = Bounds(0, 0) if value == "yes" else lacking
        asks = f"{amount.share} of {_named(amount)}" if amount is not None and amount.number else f"{need}"
        return Count("carried", asks, value, Bounds(need, need), cast, Bounds(whole, whole), short, limit=limit)

    def _number(self, name: str) -> int | None:
        """A number of the law on the day, or the only one it ever had."""
        values = [value for n in self.regime.chapter.numbers if n.name == name for value in n.values]
        found = [v for v, span in values if span.covers(self.inquiry.day)] or [v for v, _ in values]
        return found[0] if len(set(found)) == 1 else None

    def _tallies(self, draft: str) -> dict[str, str]:
        """What the record counts of the ballot, by its words without the name of the ballot."""
        out: dict[str, str] = {}
        for fact in self.view.facts:
            if self.regime.vocabulary.phrases[fact.phrase].kind == "count" and draft in fact.args:
                found = self.view.quantity(fact)
                if found is not None:
                    out[_without(fact, draft)] = str(found)
        return out

    # --- members ---

    def _roll(self, way: Step, draft: str) -> Iterator[Voice]:
        asked = self._asked(way)
        words = self._words(draft, list(asked))
        for who, (steps, may) in asked.items():
            said = tuple((str(f), str(self.view.status(f).status)) for f in self._facts(who, draft))
            does = [self.value(s.node) for s in steps]
            verdict = "no" if "no" in does else "open" if "open" in does or not does else "yes"
            yield Voice(who, words[who], verdict, self.value(may) if may is not None else "yes", said)

    def _asked(self, way: Step) -> dict[str, tuple[list[Step], int | None]]:
        """For each member that the rule asks: the steps that say what it does, and the gate of its having a vote."""
        out: dict[str, tuple[list[Step], int | None]] = {}
        for element in way.steps:
            part = element.element.part if element.element is not None else ""
            each = part not in _NOT_ASKED and not (element.steps and element.steps[0].kind == "some")
            for step in every_step([element]):
                if not step.who or is_another(step.who):
                    continue
                does, may = out.get(step.who, ([], None))
                voter = step.kind == "voter"
                more = [step.steps[2] if voter else step] if each else []
                out[step.who] = ([*does, *more], step.steps[0].node if voter else may)
        order = {name: n for n, name in enumerate(self.regime.vocabulary.individuals)}
        return dict(sorted(out.items(), key=lambda item: order.get(item[0], len(order))))

    def _words(self, draft: str, members: Sequence[str]) -> dict[str, str]:
        """The ballot word of each member, by the law's own table of ballots before others; else what the record affirms of it."""
        kind = self.world.case.individuals.get(draft, "")
        blocks = [b for b in reversed(self.regime.chapter.ballots) if b.draft.type == kind]
        calls = [roll_call(self.view, block, draft, members) for block in blocks]
        return {who: next((c[who] for c in calls if c[who]), "") or self._own_words(who, draft) for who in members}

    def _facts(self, who: str, draft: str) -> Iterator[Fact]:
        """What the record says that a member did or was, about the draft."""
        return (f for f in self.view.facts if f.args[:1] == (who,) and draft in f.args)

    def _own_words(self, who: str, draft: str) -> str:
        """What the record affirms that a member did, without the names of both."""
        stands = [f for f in self._facts(who, draft) if str(self.view.status(f).status) == "affirmed"]
        found = [_without(f, draft, who) for f in stands]
        return "; ".join(dict.fromkeys(found))


def _lines(rule: Rule, about: Fact) -> tuple[str, ...]:
    """The lines of a rule, with the ballot in the place of its letters."""
    on = next((e.body for e in rule.elements if e.part == "on"), None)
    names = {}
    if isinstance(on, Atom):
        names = {f"{{{t.letter}}}": name for t, name in zip(on.terms, about.args, strict=True) if isinstance(t, Var)}
    found = [_line(e) for e in rule.elements if e.text]
    for letter, name in names.items():
        found = [text.replace(letter, name) for text in found]
    return tuple(found)


def _line(element: Element) -> str:
    """A line with what it is for: “carried: 2/3 of base”, “unless shown …”."""
    named = element.part in ("on", "put off", "quorum", "carried") and not element.text.startswith(element.part)
    head = f"{element.part}: " if named else "" if element.mode == "and" else f"{element.mode} "
    return head + element.text


def _named(amount: Amount) -> str:
    """A number of the law with its slots filled: “seats of the Senate”."""
    words = amount.number or ""
    for term in amount.terms:
        words = words.replace("{}", term if isinstance(term, str) else "…", 1)
    return words


def _without(fact: Fact, *names: str) -> str:
    """A fact without some of its names: “takes part in”."""
    words = fact.phrase
    for name in fact.args:
        words = words.replace("{}", "" if name in names else name, 1)
    return " ".join(words.split()).removesuffix(" in").removesuffix(" on")


def _bounds(found: QuantityRange | None, most: int) -> Bounds:
    """The least and the greatest number that the record allows."""
    low = found.low if found is not None and found.low is not None else Fraction(0)
    high = found.high if found is not None and found.high is not None else Fraction(max(most, ceil(low)))
    return Bounds(ceil(low), floor(high))
