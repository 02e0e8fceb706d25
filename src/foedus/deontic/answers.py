"""The shape of an agenda: who owes what to whom by when, what may be done, what is barred.

Everything that text, JSON and calendar show comes from these values; times are RFC 3339 in the
zone of the case, empty where they are not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from foedus.assess import TurnsOn

__all__ = [
    "Act",
    "Agenda",
    "Bar",
    "BarState",
    "Condition",
    "Contribution",
    "Due",
    "Duty",
    "DutyState",
    "Power",
    "PowerState",
    "Standing",
    "Timeliness",
]

DutyState = Literal["conditional", "due", "performed", "late", "breached", "unknown", "released", "set aside", "lapsed"]
"""Where a duty stands.

conditional  whether it is owed is open; `owed.turns_on` says on what
due          owed, and not done as far as is known; `timeliness` says whether the time is up
performed    done, and not surely late
late         done after its time
breached     its time is up and the record says that it was not done
unknown      its time is up and the record does not say whether it was done
released     it was owed, and a carve-out of its own rule (`unless …`) now takes it away
set aside    it was owed, and an exception of the law now takes it away
lapsed       it was owed, until something came about
"""

Timeliness = Literal["on time", "late", "unknown", "contested", "running", "over", "perhaps over", ""]
"""How doing and deadline stand to each other; before it is done: whether the time is up."""

PowerState = Literal["may", "not yet", "open", "used", "ineffective", "effect open", "carried", "failed", "outcome open"]
"""Where a power (or a vote) stands; the last three are of votes."""

BarState = Literal["barred", "lifted", "open"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a rule holds: verdict, strength, and what it turns on."""

    verdict: str
    status: str = "settled"
    burden_on: tuple[str, ...] = ()
    turns_on: TurnsOn = field(default_factory=TurnsOn)
    partition: tuple[tuple[Mapping[str, tuple[str, ...]], str], ...] = ()
    limit: str = ""

    @property
    def words(self) -> str:
        """yes · yes, presumed · no · not made out · open."""
        if self.status == "presumed":
            return {"yes": "yes, presumed", "no": "not made out"}.get(self.verdict, self.verdict)
        return self.verdict

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        parts = [{"readings": {k: list(v) for k, v in chosen.items()}, "verdict": v} for chosen, v in self.partition]
        return {
            "verdict": self.verdict,
            "status": self.status,
            "words": self.words,
            "burden_on": list(self.burden_on),
            "turns_on": self.turns_on.to_json(),
            "partition": parts,
            "limit": self.limit or None,
        }


@dataclass(frozen=True, slots=True)
class Condition:
    """One labelled condition of a rule as it stands: yes, no or open. `note` is the arithmetic beside it."""

    label: str
    text: str
    value: str
    note: str = ""

    @property
    def words(self) -> str:
        """The condition in words, its sum behind it."""
        return f"{self.text} ({self.note})" if self.note else self.text


@dataclass(frozen=True, slots=True)
class Act:
    """Something done, or said to be done: where it stands on the record, when, by which claims.

    finding  what a bar makes of it: breached (or presumed to be), not barred then, cannot tell
    """

    text: str
    status: str
    earliest: str = ""
    latest: str = ""
    claims: tuple[str, ...] = ()
    finding: str = ""
    not_yet: bool = False

    @property
    def done(self) -> bool:
        """Whether the record affirms it."""
        return self.status == "affirmed"


@dataclass(frozen=True, slots=True)
class Due:
    """When a duty falls due, under one way to read its deadline.

    option    the reading's option or the way of counting, empty where there is only one
    amount    the time allowed, in the words of the law: 24 hours, 10 days, end of the day
    earliest, latest   between these two instants it falls due; the same instant twice where that is known
    problem   why no instant can be given (or not both)
    """

    option: str
    amount: str
    after: str = ""
    earliest: str = ""
    latest: str = ""
    timeliness: Timeliness = ""
    problem: str = ""

    @property
    def exact(self) -> bool:
        """Whether it is one instant."""
        return bool(self.earliest) and self.earliest == self.latest


@dataclass(frozen=True, slots=True)
class _Ruled:
    """What every instance of a rule has: its id, its rule and where the law says so."""

    id: str
    rule: str
    provision: str
    pinpoint: str
    verified: bool
    law_at: str


@dataclass(frozen=True, slots=True)
class Duty(_Ruled):
    """One duty or undertaking of one bearer, for one trigger."""

    source: str
    kind: Literal["achieve", "maintain", "refrain"]
    bearer: str
    toward: str
    owes: str
    trigger: str
    triggered: tuple[str, str]
    state: DutyState
    owed: Standing
    done: Act
    timeliness: Timeliness = ""
    dues: tuple[Due, ...] = ()
    conditions: tuple[Condition, ...] = ()
    removed_by: str = ""
    back: bool = False
    made_by: str = ""
    note: str = ""

    @property
    def first_due(self) -> str:
        """The earliest instant at which it may fall due; empty without one."""
        return min((d.earliest or d.latest for d in self.dues if d.earliest or d.latest), default="")


@dataclass(frozen=True, slots=True)
class Power(_Ruled):
    """One use of a power, or the possibility of one; a vote is a power whose effect is to be carried.

    missing  conditions that fail or are open
    itself   conditions that only the act itself can meet, where it has not been done
    """

    source: str
    holder: str
    act: Act
    effect: str
    state: PowerState
    stands: Standing
    conditions: tuple[Condition, ...] = ()
    itself: tuple[Condition, ...] = ()

    @property
    def missing(self) -> tuple[Condition, ...]:
        """Conditions that fail or are open, those that fail first."""
        return tuple(sorted((c for c in self.conditions if c.value != "yes"), key=lambda c: c.value != "no"))


@dataclass(frozen=True, slots=True)
class Bar(_Ruled):
    """One bar on one bearer: whether it stands now, and what was done while it stood."""

    bearer: str
    toward: str
    barred: str
    state: BarState
    stands: Standing
    acts: tuple[Act, ...] = ()
    conditions: tuple[Condition, ...] = ()

    @property
    def breached(self) -> bool:
        """Whether a barred act was done while it was barred."""
        return any(a.finding.startswith("breached") for a in self.acts)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What is said of one contingent in each state of progress, never added across states.

    `figures` has one entry per state on record: what it comes to, and every candidate where sources differ;
    `claims` the ids of the claims behind it.
    """

    of: str
    figures: Mapping[str, tuple[str, ...]]
    claims: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Agenda:
    """The procedure as it stands: every duty, power and bar that the record brings to life.

    unplaced   acts on record of an actor with powers, that no power on record speaks of
    not_asked  rules that cannot be asked, and why
    """

    case: str
    title: str
    regime: str
    as_of: str
    known_to: str
    law_at: str
    stance: str
    lens: str
    standard: str
    readings: Mapping[str, str]
    supposed: tuple[str, ...]
    duties: tuple[Duty, ...]
    powers: tuple[Power, ...]
    bars: tuple[Bar, ...]
    contributions: tuple[Contribution, ...] = ()
    unplaced: tuple[Act, ...] = ()
    not_asked: Mapping[str, str] = field(default_factory=dict)
    perhaps_known: tuple[Mapping[str, str], ...] = ()

    @property
    def actors(self) -> tuple[str, ...]:
        """Everybody who owes, may or must not do something, by name."""
        names = [*(d.bearer for d in self.duties), *(p.holder for p in self.powers), *(b.bearer for b in self.bars)]
        return tuple(sorted(dict.fromkeys(names), key=str.casefold))

    def queue(self, actor: str) -> tuple[Duty, ...]:
        """What an actor owes, in the order in which it falls due; what has no time last."""
        mine = (d for d in self.duties if d.bearer == actor)
        return tuple(sorted(mine, key=lambda d: (not d.first_due, d.first_due, d.triggered[0], d.id)))

    def to_json(self) -> dict[str, Any]:
        """One document."""
        told = ("case", "title", "regime", "as_of", "known_to", "law_at", "stance", "lens", "standard")
        return {
            "schema_version": 1,
            **{name: getattr(self, name) for name in told},
            "readings": dict(self.readings),
            "supposed": list(self.supposed),
            "actors": list(self.actors),
            "duties": [plain(d) for d in self.duties],
            "powers": [{**plain(p), "missing": [plain(c) for c in p.missing]} for p in self.powers],
            "bars": [plain(b) for b in self.bars],
            "contributions": [{"of": c.of, "figures": {k: list(v) for k, v in c.figures.items()}} for c in self.contributions],
            "unplaced": [plain(a) for a in self.unplaced],
            "not_asked": dict(self.not_asked),
            "perhaps_known": [dict(p) for p in self.perhaps_known],
        }


def plain(value: Any) -> Any:
    """A value of this module as plain data."""
    if isinstance(value, Standing):
        return value.to_json()
    if isinstance(value, tuple):
        return [plain(v) for v in value]
    if hasattr(value, "__dataclass_fields__"):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    return value
