"""The situation: what a record says at a date, as known at a date, under a standard of proof.

A pure function of its arguments. Two clocks are set by hand, never read: `as_of` (what had happened)
and `known_to` (what had become known).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from foedus.problem import Invalid, Place
from foedus.record.admission import Admission, admit
from foedus.record.claims import Case, Claim, Interest, SetAside
from foedus.record.quantity import Op, Quantity, QuantityRange, as_fact, of_fact
from foedus.record.sentences import is_any
from foedus.record.standard import DEFAULT, Interestedness, Standard
from foedus.record.status import (
    Ending,
    FactStatus,
    Status,
    Voices,
    count_status,
    event_status,
    event_time,
    quantity_of,
    speaking,
    state_status,
    timeless_status,
)
from foedus.record.time import Instant, When
from foedus.record.weigh import Scales, matches
from foedus.vocabulary import Fact, Phrase, Vocabulary

__all__ = ["FactStatus", "RecordView", "Status", "situation"]

_EVENTS = ("event", "act", "speech")
_NO_FACTS: Mapping[Fact, bool] = {}
_K = TypeVar("_K")
_T = TypeVar("_T")


def situation(
    case: Case,
    vocabulary: Vocabulary,
    as_of: Instant,
    known_to: Instant,
    standard: Standard = DEFAULT,
    supposed: Mapping[Fact, bool] = _NO_FACTS,
    switched_on: frozenset[str] = frozenset(),
) -> RecordView:
    """What the record of `case` says as of `as_of`, from what was known by `known_to`.

    supposed     facts taken as proved one way, whatever the record says; a comparison is supposed
                 by the fact that `quantity.as_fact` makes of it
    switched_on  claims whose set-aside is switched off, so that they speak again
    """
    admission = admit(case, known_to, switched_on)
    return RecordView(case, vocabulary, as_of, known_to, standard, dict(supposed), switched_on, admission)


@dataclass(frozen=True, eq=False)
class RecordView:
    """A situation. It never changes; what is asked of it is worked out once and kept."""

    case: Case = field(repr=False)
    vocabulary: Vocabulary = field(repr=False)
    as_of: Instant
    known_to: Instant
    standard: Standard
    supposed: Mapping[Fact, bool]
    switched_on: frozenset[str]
    admission: Admission = field(repr=False)

    def __post_init__(self) -> None:
        # the claims in force on each fact, and those that deny "any" one, by phrase
        self._direct.update(_grouped((c.fact, c) for c in self.in_force if c.fact))
        general = (c for c in self.in_force if c.fact and any(map(is_any, c.fact.args)))
        self._general.update(_grouped((c.fact.phrase, c) for c in general if c.fact))

    _direct: dict[Fact, list[Claim]] = field(init=False, repr=False, default_factory=dict)
    _general: dict[str, list[Claim]] = field(init=False, repr=False, default_factory=dict)
    _statuses: dict[tuple[Fact, int], FactStatus] = field(init=False, repr=False, default_factory=dict)
    _voices: dict[Fact, Voices] = field(init=False, repr=False, default_factory=dict)

    @cached_property
    def _scales(self) -> Scales:
        return Scales(self.case, self.vocabulary, self.standard)

    # --- what is on the record ---

    @property
    def admitted(self) -> tuple[Claim, ...]:
        """Every claim known by then, in the order of the file, whatever it is worth."""
        return self.admission.admitted

    @property
    def perhaps_known(self) -> tuple[Claim, ...]:
        """Claims that may or may not have been out by then. They move nothing."""
        return self.admission.perhaps_known

    @property
    def set_aside(self) -> tuple[tuple[Claim, SetAside], ...]:
        """Admitted claims that an editor set aside, each with the entry that did it."""
        return self.admission.set_aside

    @property
    def superseded(self) -> tuple[tuple[Claim, Claim], ...]:
        """Admitted claims that were withdrawn or updated, each with the claim that did it."""
        return self.admission.superseded

    @property
    def in_force(self) -> tuple[Claim, ...]:
        """The claims that speak: bound, not set aside or superseded, one for each utterance."""
        return self.admission.in_force

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact that a claim in force speaks of, "any …" included, in the order of the file."""
        return tuple(self._direct)

    def claims_on(self, fact: Fact) -> tuple[Claim, ...]:
        """Every admitted claim on a fact, legal opinions and claims set aside included."""
        compared = self._comparison(fact)
        fact = compared[0] if compared else fact
        direct, general = self._admitted_on
        covering = [(i, c) for i, c in general.get(fact.phrase, ()) if c.fact != fact and _denies(c, fact)]
        return tuple(c for _, c in sorted([*direct.get(fact, ()), *covering], key=lambda numbered: numbered[0]))

    @cached_property
    def _admitted_on(self) -> tuple[Mapping[Fact, list[tuple[int, Claim]]], Mapping[str, list[tuple[int, Claim]]]]:
        """The admitted claims on each fact, and those that speak of "any" one, by phrase; numbered as in the file."""
        bound = [(i, c, c.fact) for i, c in enumerate(self.admitted) if c.fact is not None]
        direct = _grouped((fact, (i, c)) for i, c, fact in bound)
        return direct, _grouped((fact.phrase, (i, c)) for i, c, fact in bound if any(map(is_any, fact.args)))

    def available(self, claim: Claim) -> When:
        """When an utterance became known: by the earliest of its admitted renderings."""
        main = claim.renders or claim.id
        family = self._families.get(main, [claim])
        return min((c.available for c in family), key=lambda w: w.latest.micros if w.latest else 0)

    @cached_property
    def _families(self) -> Mapping[str, list[Claim]]:
        """The admitted claims by the utterance that they make or render."""
        return _grouped((name, c) for c in self.admitted for name in dict.fromkeys((c.id, c.renders)) if name)

    def weight(self, claim: Claim) -> Interestedness:
        """How the speaker of a bound claim stands to what it says."""
        return self._scales.weight(claim)

    def interest(self, claim: Claim) -> Interest | None:
        """The entry on whom the fact of a claim serves, if there is one."""
        return self._scales.interest(claim.fact) if claim.fact is not None and not claim.opinion else None

    def counts(self, claim: Claim) -> bool:
        """Whether a bound claim counts towards its fact under this standard."""
        return self._scales.counts(claim)

    def individuals(self, type_name: str) -> tuple[str, ...]:
        """The case's individuals of a type that exist, because a claim in force or a supposition names them.

        In the order declared, without the one "not on record".
        """
        return self._existing.get(type_name, ())

    @cached_property
    def _existing(self) -> Mapping[str, tuple[str, ...]]:
        """The individuals that exist, by type."""
        named = {a for facts in (self._direct, self.supposed) for fact in facts for a in fact.args}
        found = _grouped((t, n) for n, t in self.case.individuals.items() if n in named)
        return {type_name: tuple(names) for type_name, names in found.items()}

    # --- where facts stand ---

    def status(self, fact: Fact, at: Instant | None = None) -> FactStatus:
        """Where a fact stands at an instant (as of the situation's date when none is given).

        An instant after that date is answered from the same record; asking it is the caller's affair.
        Raises `Invalid` for a fact whose phrase the vocabulary lacks.
        """
        t = at or self.as_of
        key = (fact, t.micros)
        if key not in self._statuses:
            self._statuses[key] = self._status(fact, t)
        return self._statuses[key]

    def compare(self, count: Fact, op: str, value: Fraction, at: Instant | None = None) -> FactStatus:
        """Whether a count stands in a relation (= <= >= < >) to a number. "About" decides nothing."""
        return self.status(as_fact(count, op, value), at)

    def proportion(self, count: Fact, op: Op, share: Fraction, of: Fact) -> FactStatus:
        """Whether a count stands in a relation to an exact share of another count.

        Decided where every pair of numbers that the record allows decides it alike; else open.
        """
        voices = [self._heard(c) for c in (count, of)]
        found = [self._range(c) for c in (count, of)]
        telling = tuple(c for v in voices for c in (*v.counting_for, *v.counting_against))
        other = tuple(c for v in voices for c in (*v.other_for, *v.other_against))
        one, whole = found
        if one is None or whole is None:
            return FactStatus("alleged" if other else "unknown", counting_for=telling, other=other)
        known = one.minus(whole, share).entails(op, Fraction(0))
        if known is None:
            return FactStatus("disputed" if one.disputed or whole.disputed else "unknown", counting_for=telling, other=other)
        pro, con = (telling, ()) if known else ((), telling)
        return FactStatus("affirmed" if known else "denied", counting_for=pro, counting_against=con, other=other)

    def _range(self, count: Fact) -> QuantityRange | None:
        """What is supposed of a count, else what the record says of it."""
        given = self._given(count)
        return QuantityRange.of(given) if given is not None else self.quantity(count)

    def quantity(self, count: Fact) -> QuantityRange | None:
        """What the counting claims say of a count; None when they say nothing."""
        voices = self._heard(count)
        return quantity_of((*voices.counting_for, *voices.counting_against))

    def interval(self, fact: Fact) -> When | None:
        """When an event happened: what its counting claims all allow, or the hull when disputed.

        None for what is no event, and where no counting claim (or supposition) says it happened.
        """
        if self._phrase(fact).kind not in _EVENTS:
            return None
        if fact in self.supposed:
            return self._supposed_interval(fact) if self.supposed[fact] else None
        timed = event_time(self._heard(fact).counting_for)
        return timed[0] if timed else None

    def claimed(self, fact: Fact, positive: bool, at: Instant | None = None) -> bool:
        """Whether any claim in force, counting or not, speaks for a fact (or against it)."""
        if fact in self.supposed:
            return self.supposed[fact] == positive
        compared = self._comparison(fact)
        if compared:
            return self._claimed_comparison(*compared, positive)
        phrase, t = self._phrase(fact), at or self.as_of
        if phrase.kind == "attribute" and not self._exist(fact, t):
            return False
        pro, con = speaking(phrase.kind, self._heard(fact), t, phrase.lasts_until is not None)
        return bool(pro if positive else con)

    # --- how it is worked out ---

    def _phrase(self, fact: Fact) -> Phrase:
        if fact.phrase not in self.vocabulary.phrases:
            raise Invalid.at(Place(), f"no phrase says “{fact}”", self.vocabulary.suggest(fact.phrase))
        return self.vocabulary.phrases[fact.phrase]

    def _comparison(self, fact: Fact) -> tuple[Fact, Op, Fraction] | None:
        return None if fact.phrase in self.vocabulary.phrases else of_fact(fact)

    def _status(self, fact: Fact, t: Instant) -> FactStatus:
        compared = self._comparison(fact)
        if compared:
            return self._compared(fact, *compared, t)
        if fact in self.supposed:
            return self._supposed(fact, t)
        phrase, voices = self._phrase(fact), self._heard(fact)
        found = self._of_kind(phrase, fact, voices, t)
        if found.counting_against:
            covers = tuple(c for c in found.counting_against if c.fact != fact)
            found = replace(found, covers=covers) if covers else found
        return self._closed(fact, found, t) if _silent(found) else found

    def _of_kind(self, phrase: Phrase, fact: Fact, voices: Voices, t: Instant) -> FactStatus:
        if phrase.kind in _EVENTS:
            return event_status(voices, t)
        if phrase.kind == "state":
            lasts = phrase.lasts_until is not None
            return state_status(voices, t, lasts, lambda claim: self._ending(phrase, fact, claim, t))
        if phrase.kind == "attribute":
            return timeless_status(voices) if self._exist(fact, t) else FactStatus("unknown", not_yet=True)
        return FactStatus("unknown", no_evidence=voices.no_evidence)

    def _heard(self, fact: Fact) -> Voices:
        if fact not in self._voices:
            self._voices[fact] = self._listen(fact)
        return self._voices[fact]

    def _listen(self, fact: Fact) -> Voices:
        """The claims in force on a fact, its general denials included, sorted by what they do."""
        claims = list(self._direct.get(fact, ()))
        general = self._general.get(fact.phrase, ())
        claims += [c for c in general if c.fact != fact and _denies(c, fact)]
        counting = {c.id for c in claims if c.polarity != "no evidence" and self._scales.counts(c)}

        def those(polarity: str, count: bool) -> tuple[Claim, ...]:
            return tuple(c for c in claims if c.polarity == polarity and (c.id in counting) == count)

        return Voices(
            those("for", True),
            those("against", True),
            those("for", False),
            those("against", False),
            tuple(c for c in claims if c.polarity == "no evidence"),
            frozenset(c.id for c in claims if c.polarity != "no evidence" and self._unjudged(c)),
        )

    def _unjudged(self, claim: Claim) -> bool:
        graded = self.standard.accepts_grades(claim.source_grade, claim.item_grade)
        return graded and self._scales.weight(claim) == "not judged"

    def _closed(self, fact: Fact, found: FactStatus, t: Instant) -> FactStatus:
        """A register that is complete through `t` turns silence into no."""
        for closure in self.case.closures:
            out = closure.available is None or closure.available.known_by(self.known_to)
            reaches = closure.through.latest is None or t <= closure.through.latest
            if out and reaches and matches(closure.pattern, fact):
                return replace(found, status="denied", polarity=None, not_judged=False, closed_by=closure.register)
        return found

    # --- states, and the individuals of attributes ---

    def _ending(self, phrase: Phrase, fact: Fact, claim: Claim, t: Instant) -> Ending:
        """What has become, by `t`, of the state that a claim says began."""
        start = claim.happened if claim.span is None else claim.span.start
        if self._broken(fact, claim, start, t):
            return "disputed"
        assert phrase.lasts_until is not None
        end = Fact(phrase.lasts_until, tuple(fact.args[i] for i in phrase.same_slots))
        found = self.status(end, t)
        if found.supposed:
            return "ended" if found.status == "affirmed" else "goes on"
        if found.status in ("denied", "unknown") or found.polarity == "against":
            return "goes on"
        if found.status == "affirmed" and found.interval is not None:
            return _after(start, found.interval)
        voices = self._heard(end)
        speaking = [c for c in (*voices.counting_for, *voices.other_for) if _between(start, c, t)]
        if not speaking:
            return "goes on"
        return "alleged" if found.status == "alleged" else "instant" if found.status == "instant" else "disputed"

    def _broken(self, fact: Fact, claim: Claim, start: When | None, t: Instant) -> bool:
        """Whether a counting denial falls after the start: then the state cannot just be carried on."""
        denials = self._heard(fact).counting_against
        return claim.polarity == "for" and any(_between(start, c, t) for c in denials)

    def _exist(self, fact: Fact, t: Instant) -> bool:
        """Whether no individual of a fact is, by the record, yet to come into being at `t`."""
        makers = self._makers
        return all(any(not self.status(maker, t).not_yet for maker in makers[name]) for name in fact.args if name in makers)

    @cached_property
    def _makers(self) -> Mapping[str, list[Fact]]:
        """For each individual the facts on record that bring it into being."""
        return _grouped((f.args[m], f) for f in self._direct if (m := self._phrase(f).makes) is not None)

    # --- suppositions and comparisons ---

    def _supposed(self, fact: Fact, t: Instant) -> FactStatus:
        """A supposed fact is proved as of the situation's date; an event keeps its time before that."""
        if not self.supposed[fact]:
            return FactStatus("denied", supposed=True)
        if self._phrase(fact).kind not in _EVENTS:
            return FactStatus("affirmed", supposed=True)
        interval = self._supposed_interval(fact)
        happened = True if t >= self.as_of else interval.happened_by(t)
        status: Status = "affirmed" if happened else "instant" if happened is None else "denied"
        return FactStatus(status, interval=interval, not_yet=happened is False, supposed=True)

    def _supposed_interval(self, fact: Fact) -> When:
        voices = self._heard(fact)
        timed = event_time((*voices.counting_for, *voices.other_for))
        before = When(None, self.as_of)
        return (timed and timed[0].intersect(before)) or before

    def _compared(self, fact: Fact, count: Fact, op: Op, value: Fraction, t: Instant) -> FactStatus:
        if self._phrase(count).kind != "count":
            raise Invalid.at(Place(), f"“{count}” is no count, it cannot be compared", "ask for its status")
        if fact in self.supposed:
            return FactStatus("affirmed" if self.supposed[fact] else "denied", supposed=True)
        if not self._exist(count, t):
            return FactStatus("unknown", not_yet=True)
        return count_status(self._heard(count), op, value, self._given(count))

    def _given(self, count: Fact) -> Quantity | None:
        """What is supposed of a count, as the range of numbers it leaves; None when nothing is."""
        common: Quantity | None = None
        for fact, value in self.supposed.items():
            compared = self._comparison(fact)
            if compared and compared[0] == count:
                quantity: Quantity | None = Quantity.comparing(*compared[1:])
                quantity = quantity if value or quantity is None else quantity.negated()
                common = common.intersect(quantity) if common and quantity else quantity or common
        return common

    def _claimed_comparison(self, count: Fact, op: Op, value: Fraction, positive: bool) -> bool:
        voices = self._heard(count)
        told = (*voices.counting_for, *voices.counting_against, *voices.other_for, *voices.other_against)
        wanted = "affirmed" if positive else "denied"
        return any(count_status(Voices(counting_for=(c,)), op, value).status == wanted for c in told)


def _grouped(pairs: Iterable[tuple[_K, _T]]) -> dict[_K, list[_T]]:
    groups: dict[_K, list[_T]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def _denies(claim: Claim, fact: Fact) -> bool:
    """Whether a claim covers a fact by speaking of "any" individual."""
    return claim.fact is not None and claim.polarity != "for" and matches(claim.fact, fact)


def _silent(found: FactStatus) -> bool:
    """Whether nothing on the record speaks to the instant: also when all that is said lies later."""
    if found.status == "unknown":
        return not found.not_yet
    return found.status == "alleged" and found.not_yet


def _after(start: When | None, end: When) -> Ending:
    """Whether an end that happened ends the state that began at `start`."""
    if start is None or start.before(end):
        return "ended"
    return "goes on" if end.before(start) else "instant"


def _between(start: When | None, claim: Claim, t: Instant) -> bool:
    """Whether a claim may speak of a time after `start` and before `t`."""
    later = start is None or claim.happened.before(start) is not True
    return later and claim.happened.happened_by(t) is not False
