"""What a case folder says, as plain frozen values. Nothing here decides anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as column
from typing import Literal

from foedus.problem import Place, Problem
from foedus.record.quantity import Op, Quantity
from foedus.record.time import ANY_TIME, UNKNOWN_ZONE, Instant, Span, When, Zone
from foedus.vocabulary import Fact

__all__ = [
    "Case",
    "Claim",
    "Closure",
    "Contradiction",
    "Individual",
    "Interest",
    "NamedInstant",
    "Polarity",
    "SetAside",
    "Source",
    "Speaker",
    "Timing",
]

Polarity = Literal["for", "against", "no evidence"]


@dataclass(frozen=True, slots=True)
class Timing:
    """An editor's narrowing of one of a claim's times: `was` is the interval before it."""

    claim: str
    field: Literal["happened", "available"]
    interval: When
    reason: str
    author: str
    date: str
    was: When
    place: Place = column(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Claim:
    """One speaker, as reported by one source, saying one thing about one fact.

    fact         the fact spoken of, in its positive form; None for a dated note of the timeline
    sentence     the fact as it was written, negative form and quantity included
    comparison   for a count: the operator and the numbers it allows
    polarity     towards `fact`; a negative sentence has already turned it round
    happened     when it was so, as narrowed by `timings`; `span` when that was written a/b
    zone         the zone its happened times were read in; `available` goes by the source's zone
    opinion      what the speaker says of a legal conclusion or a judgement: kept, never counted
    renders      the claim of which this is another rendering; supersedes: claims it replaces
    quantity     the source's own words for a number, for display only
    """

    id: str
    fact: Fact | None
    polarity: Polarity | None
    speaker: str
    source: str
    happened: When
    available: When
    sentence: str = ""
    comparison: tuple[Op, Quantity] | None = None
    span: Span | None = None
    zone: Zone = UNKNOWN_ZONE
    opinion: bool = False
    row: str = ""
    group: str = ""
    event: str = ""
    actor: str = ""
    says: str = ""
    quantity: str = ""
    unit: str = ""
    pinpoint: str = ""
    source_grade: str | None = None
    item_grade: int | None = None
    renders: str | None = None
    supersedes: tuple[str, ...] = ()
    reason: str = ""
    note: str = ""
    timings: tuple[Timing, ...] = ()
    place: Place = column(default=Place(), compare=False)

    @property
    def bound(self) -> bool:
        """Whether it bears on a fact that the record can settle."""
        return self.fact is not None and not self.opinion


@dataclass(frozen=True, slots=True)
class Source:
    """The document that carries claims. `grade` A-F; None is "not judged"."""

    id: str
    title: str = ""
    author: str = ""
    outlet: str = ""
    date: When | None = None
    zone: Zone | None = None
    grade: str | None = None
    kind: str = ""
    note: str = ""
    place: Place = column(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom a speaker speaks for: () nobody's side, None not judged."""

    name: str
    parties: tuple[str, ...] | None
    note: str = ""
    place: Place = column(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Interest:
    """Whom a fact serves if true and if false: () nobody, None not judged."""

    pattern: Fact
    serves_if_true: tuple[str, ...] | None
    serves_if_false: tuple[str, ...] | None
    reason: str = ""
    place: Place = column(default=Place(), compare=False)

    @property
    def parties(self) -> tuple[str, ...]:
        """Every party whom the fact serves either way."""
        return (*(self.serves_if_true or ()), *(self.serves_if_false or ()))


@dataclass(frozen=True, slots=True)
class SetAside:
    """An editor's act: this claim is not to be counted, for this reason."""

    claim: str
    reason: str
    author: str
    date: str
    conflict: str = ""
    place: Place = column(default=Place(), compare=False)


Weighed = Literal["shown", "likely", "open", "apparent"]
"""What the editors make of a contradiction: a better source settles it, the weight of what is known
favours a side, nothing does, or the sides do not exclude each other after all."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Claims that the editors found at odds, by id, on the sides they take.

    facts   what they are at odds about, where the vocabulary has words for it
    sides   one side alone where what speaks against it is no claim of this record
    """

    id: str
    title: str
    verdict: Weighed
    facts: tuple[Fact, ...]
    sides: tuple[tuple[str, ...], ...]
    why: str
    place: Place = column(default=Place(), compare=False)

    @property
    def claims(self) -> tuple[str, ...]:
        """Every claim that takes a side."""
        return tuple(id for side in self.sides for id in side)


@dataclass(frozen=True, slots=True)
class Closure:
    """A register complete through a date: until then its silence on the pattern means no.

    `available`: from when the register could be consulted; None where the case does not say.
    """

    pattern: Fact
    register: str
    through: When
    reason: str = ""
    available: When | None = None


@dataclass(frozen=True, slots=True)
class Individual:
    """A dated individual of the case: a decision, a ballot, the attackers."""

    name: str
    type: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class NamedInstant:
    """A moment of the case that questions are often put at."""

    id: str
    label: str
    at: Instant


@dataclass(frozen=True)
class Case:
    """The whole record of one crisis, as its folder has it.

    individuals   the dated individuals' types by name, in the order declared
    window        from the first to the last day the case is about
    contradictions  what the editors found at odds, by id
    warnings      what is doubtful in the folder, and no error
    """

    id: str
    title: str = ""
    regime: str = ""
    description: str = ""
    zone: Zone = UNKNOWN_ZONE
    window: When = ANY_TIME
    roles: Mapping[str, str] = column(default_factory=dict)
    individuals: Mapping[str, str] = column(default_factory=dict)
    notes: Mapping[str, str] = column(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    sources: Mapping[str, Source] = column(default_factory=dict)
    speakers: Mapping[str, Speaker] = column(default_factory=dict)
    interests: tuple[Interest, ...] = ()
    set_asides: Mapping[str, SetAside] = column(default_factory=dict)
    timings: tuple[Timing, ...] = ()
    closures: tuple[Closure, ...] = ()
    instants: Mapping[str, NamedInstant] = column(default_factory=dict)
    contradictions: Mapping[str, Contradiction] = column(default_factory=dict)
    warnings: tuple[Problem, ...] = ()
