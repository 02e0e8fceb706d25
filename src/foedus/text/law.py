"""The law as data: what a page says once it is read.

Terms fill slots: a `Var` is a letter of a rule, a `Role` is filled by the case, a plain string names
a listed individual. Clauses are conditions; elements join clauses with a mode (`when`, `unless
shown` …); rules conclude heads. Votes, powers, duties, bars and undertakings are all `Rule`s: they
differ in `kind` and in what `terms of art` they carry for the reader, not in how they are grounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from foedus.problem import Place

Mode = Literal["and", "not", "unless", "if shown", "unless shown", "unless claimed", "until"]
RuleKind = Literal["meaning", "duty", "power", "bar", "vote", "exception", "undertaking"]


@dataclass(frozen=True, slots=True)
class Var:
    """A letter of a rule (or an anonymous slot) and its type."""

    letter: str
    type: str


@dataclass(frozen=True, slots=True)
class Role:
    """A part that the case fills: `{the requester}`."""

    name: str
    type: str


Term = Var | Role | str


@dataclass(frozen=True, slots=True)
class Atom:
    """A phrase with its slots filled by terms; `positive` is false for its declared negative."""

    phrase: str
    terms: tuple[Term, ...]
    positive: bool = True


@dataclass(frozen=True, slots=True)
class Constant:
    """`always` or `never`."""

    value: bool


@dataclass(frozen=True, slots=True)
class ReadingRef:
    """A contested word used as a condition; `Regime.reading_for` finds what it refers to."""

    name: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """True where a reading is chosen whose option says one of these things (`no objection`)."""

    name: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Domain:
    """A set (`goods`, `members`) or the plural of a type (`contingents`), at a label's moment."""

    name: str
    at: str | None = None
    other_than: Term | None = None


@dataclass(frozen=True, slots=True)
class Quantified:
    """`every {G} of goods: …` or `some {G} of goods: …`."""

    every: bool
    var: Var
    domain: Domain
    body: Clause


@dataclass(frozen=True, slots=True)
class Among:
    """`{S} among members at request`."""

    term: Term
    domain: Domain
    positive: bool


@dataclass(frozen=True, slots=True)
class Before:
    """`request before decision`: labels of two event elements of the same rule."""

    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, or an exact share of a dated number (`2/3 of seats of {the House}`) or of another count."""

    share: Fraction
    number: str | None = None
    terms: tuple[Term, ...] = ()
    count: Atom | None = None


@dataclass(frozen=True, slots=True)
class Compare:
    """A count against an amount; `op` is one of >= > <= <."""

    count: Atom
    op: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class Roll:
    """Who may vote: those of a set at a moment, without those of whom one of `excluded` holds."""

    var: Var
    domain: Domain
    excluded: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """`at least 2/3 of present: {M} votes for {D}`: how many of a roll, against a number or a share of them.

    share   a number (`fixed`), or an exact share of the whole; less: "all but 1" is all of it, less 1
    of      what the whole is called: base (the roll itself), present, voting
    whole   who of the roll makes up the whole; None where all do
    """

    roll: Roll
    op: str
    share: Fraction
    of: str
    body: Clause
    whole: Clause | None = None
    fixed: bool = False
    less: int = 0


@dataclass(frozen=True, slots=True)
class Binds:
    """Whether an instance of a duty or bar exists for these terms (bearer, then counterpart)."""

    kind: str
    name: str
    provision: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Element:
    """One condition of a rule, with the mode that joins it and the label that names it.

    part  in a vote: the line it comes from (on, quorum, carried, vetoed, stopped, silence, put off)
    """

    mode: Mode
    body: Clause
    place: Place
    label: str | None = None
    burden: str = ""
    text: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Together:
    """Elements that hold jointly; used for the inside of alternatives and of reading options."""

    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Named alternatives, at least one of which must hold."""

    items: tuple[tuple[str, Together], ...]


@dataclass(frozen=True, slots=True)
class SetOf:
    """A named set: either listed individuals, or the parties to an instrument at a moment."""

    name: str
    members: tuple[str, ...] = ()
    parties_to: str = ""


Clause = Atom | Constant | ReadingRef | Chosen | Quantified | Counted | Among | Before | Compare | Binds | Together | AnyOf


@dataclass(frozen=True, slots=True)
class InForce:
    """First and last day in force; `at_least` when the text is known only for those days."""

    first: date | None = None
    last: date | None = None
    at_least: bool = False

    def covers(self, day: date) -> bool:
        """Whether the text is in force on `day`, as far as is known."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def __str__(self) -> str:
        first, last = (d.isoformat() if d else "" for d in (self.first, self.last))
        if not first and not last:
            return "dates not stated"
        if first == last:
            return f"{'at least ' if self.at_least else ''}{first}"
        return f"{'at least ' if self.at_least else ''}{first} .. {last}".strip()


@dataclass(frozen=True, slots=True)
class Instrument:
    """A treaty, charter, law or doctrine, with its standing."""

    id: str
    standing: str
    title: str
    note: str
    place: Place


@dataclass(frozen=True, slots=True)
class Provision:
    """One numbered piece of an instrument in one wording."""

    id: str
    in_force: InForce
    read: tuple[str, ...]
    unread: tuple[str, ...]
    source: str
    place: Place

    @property
    def base(self) -> str:
        """The provision without its wording: `CST:4` for `CST:4@2010`."""
        return self.id.partition("@")[0]

    @property
    def instrument(self) -> str:
        """The id of the instrument it belongs to."""
        return self.id.partition(":")[0]

    def verified(self, pinpoint: str) -> bool:
        """Whether every text behind a pinpoint was read; `4(1), 4(2)` and `51; 52` are several."""
        parts = [p.strip() for p in pinpoint.replace(";", ",").split(",")]
        return all(self._read(p) for p in parts)

    def _read(self, pinpoint: str) -> bool:
        if not self.unread or pinpoint in self.read:
            return True
        return "all" not in self.unread and not any(_within(pinpoint, u) for u in self.unread)


def _within(pinpoint: str, unread: str) -> bool:
    return pinpoint == unread or pinpoint.startswith(f"{unread}(") or not pinpoint


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a duty falls due: a reading's options, an amount of time, or a count on record, after a labelled event.

    count     `days promised for leaving {S}`: what the record says of this count, in the unit it begins with
    counting  how days are counted: elapsed, inclusive, `reading NAME`, or nothing
    """

    reading: str | None
    amount: str
    after: str | None
    label: str | None = None
    count: Atom | None = None
    counting: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of any kind.

    head        what it concludes (None for an exception)
    denies      it concludes the contrary of the head
    exhaustive  `in no other case`: with its siblings it is the only way to the head
    target      for an exception: (kind, name, provision) of what it takes away from
    details     lines kept for the reader: bearer, toward, owed, holder, burden …
    roll        for a vote: who may vote, where its base is a set
    """

    kind: RuleKind
    name: str
    provision: str
    pinpoint: str
    elements: tuple[Element, ...]
    place: Place
    head: Atom | None = None
    denies: bool = False
    exhaustive: bool = False
    target: tuple[str, str, str] | None = None
    owed: Atom | None = None
    deadline: Deadline | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    roll: Roll | None = None

    @property
    def id(self) -> str:
        """`CST:4@2010/attacked`."""
        return f"{self.provision}/{self.name}"


@dataclass(frozen=True, slots=True)
class Reading:
    """A contested word: mutually exclusive options, each a condition (or a deadline, silence, or a way to count days)."""

    name: str
    provision: str
    pinpoint: str
    kind: Literal["boolean", "deadline", "silence", "days"]
    vars: tuple[Var, ...]
    options: Mapping[str, Together | str]
    asks: str
    place: Place
    group: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A dated parameter: `seats of {the Jogorku Kenesh}` = 90 from … to …."""

    name: str
    terms: tuple[Term, ...]
    provision: str
    values: tuple[tuple[int, InForce], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Ballots:
    """What the words of a roll call say: `ballots {M} on {D}`.

    member, draft  the letters of who votes, and of what is voted on
    words          for each ballot word, the phrases that it makes true; it denies those of the other words
    columns        for each column of yes and no, its phrase; counts: for each tally, its count phrase
    """

    member: Var
    draft: Var
    words: Mapping[str, tuple[Atom, ...]]
    columns: Mapping[str, Atom]
    counts: Mapping[str, Atom]
    place: Place


@dataclass(frozen=True, slots=True)
class Constraint:
    """Conditions over facts that never hold together."""

    name: str
    provision: str
    elements: tuple[Element, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Unencoded:
    """What a page says aloud that it does not turn into rules, why, and what that blocks."""

    words: str
    provision: str
    pinpoint: str
    why: str
    blocks: str
    place: Place


@dataclass(frozen=True, slots=True)
class Question:
    """Something an assessment asks. `options` has one entry, "", for a yes/no question.

    `otherwise` is asked in place of that entry where a case fills no role of it.
    """

    id: str
    asks: str
    options: Mapping[str, Clause]
    engaged: Clause | None
    anchor: Atom | None
    place: Place
    otherwise: Clause | None = None

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Everything it may ask, and what it takes for it to arise."""
        return (*self.options.values(), *(c for c in (self.otherwise, self.engaged) if c is not None))


@dataclass(frozen=True, slots=True)
class Stance:
    """A named holder's partial choice of readings and judgements, and a standard of proof."""

    name: str
    group: str
    holder: str
    choices: tuple[StanceChoice, ...]


@dataclass(frozen=True, slots=True)
class StanceChoice:
    """One row of a stance: what was chosen, where it was said, and whether we derived it."""

    kind: Literal["reading", "judgement", "standard"]
    word: str
    option: str
    stated: bool
    source: str
    pinpoint: str
    date: str
    transposed_from: str
    note: str
    place: Place
