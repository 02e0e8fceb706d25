"""What claims make of a fact at an instant: the rules of status, as functions of claims alone.

Only claims that *speak to* the instant matter; of these, those that count decide, and those that
do not count leave the fact alleged.

    counting for · against     both            disputed
                               one             affirmed · denied
                               none, others    alleged
                               none at all     unknown
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from foedus.record.claims import Claim
from foedus.record.quantity import Op, Quantity, QuantityRange
from foedus.record.time import Instant, When
from foedus.vocabulary import Kind

__all__ = [
    "Ending",
    "FactStatus",
    "Status",
    "Voices",
    "count_status",
    "event_status",
    "event_time",
    "quantity_of",
    "speaking",
    "state_status",
    "timeless_status",
]

Status = Literal["affirmed", "denied", "unknown", "alleged", "disputed", "instant"]
AllegedPolarity = Literal["for", "against", "both"]


@dataclass(frozen=True, slots=True)
class FactStatus:
    """Where a fact stands at an instant, and on what that rests.

    status            "instant": it happened, but one cannot tell on which side of the instant
    polarity          of an alleged fact: what is alleged
    interval          of an event that counting claims report: when it happened
    not_yet           denied, or alleged not to be so, because the claims put it later
    by_persistence    a state carried on from its start, or stopped by the event that ends it
    counting_for, counting_against   the claims that decide
    other             claims on the fact that do not count, or do not speak to this instant
    no_evidence       claims that there is no evidence: they bear on proof, never against the fact
    not_judged        alleged only because nobody judged a speaker's interest
    time_disputed     the counting claims put the event at times that exclude each other
    supposed          the fact is supposed, not read off the record
    closed_by         the register whose silence denies it
    covers            the general denials ("any state") among the deciding claims
    """

    status: Status
    polarity: AllegedPolarity | None = None
    interval: When | None = None
    not_yet: bool = False
    by_persistence: bool = False
    counting_for: tuple[Claim, ...] = ()
    counting_against: tuple[Claim, ...] = ()
    other: tuple[Claim, ...] = ()
    no_evidence: tuple[Claim, ...] = ()
    not_judged: bool = False
    time_disputed: bool = False
    supposed: bool = False
    closed_by: str | None = None
    covers: tuple[Claim, ...] = ()

    @property
    def open(self) -> bool:
        """Whether the fact may turn out either way."""
        return self.status not in ("affirmed", "denied")


@dataclass(frozen=True, slots=True)
class Voices:
    """The claims in force on one fact, for and against, that count and that do not.

    `unjudged`: ids of claims that would perhaps count if somebody judged their speaker's interest.
    """

    counting_for: tuple[Claim, ...] = ()
    counting_against: tuple[Claim, ...] = ()
    other_for: tuple[Claim, ...] = ()
    other_against: tuple[Claim, ...] = ()
    no_evidence: tuple[Claim, ...] = ()
    unjudged: frozenset[str] = frozenset()


def _decided(voices: Voices, status: Status, pro: Sequence[Claim], con: Sequence[Claim], **more: bool) -> FactStatus:
    """A status that counting claims decide."""
    pro, con = tuple(pro), tuple(con)
    heard = {claim.id for claim in (*pro, *con)}
    everyone = (*voices.counting_for, *voices.counting_against, *voices.other_for, *voices.other_against)
    return FactStatus(
        status,
        counting_for=pro,
        counting_against=con,
        other=tuple(claim for claim in everyone if claim.id not in heard),
        no_evidence=voices.no_evidence,
        **more,  # type: ignore[arg-type]
    )


def _alleged(voices: Voices, pro: Sequence[Claim], con: Sequence[Claim]) -> FactStatus:
    """Alleged by the claims that speak without counting, or unknown when none does."""
    if not pro and not con:
        return _decided(voices, "unknown", (), ())
    polarity: AllegedPolarity = "both" if pro and con else "for" if pro else "against"
    unjudged = any(claim.id in voices.unjudged for claim in (*pro, *con))
    return replace(_decided(voices, "alleged", (), ()), polarity=polarity, not_judged=unjudged)


# --- events ------------------------------------------------------------------------------------


def event_time(claims: Sequence[Claim]) -> tuple[When, bool] | None:
    """When an event happened by these claims, and whether that is disputed; None without claims.

    What all of them allow; where nothing is left, the hull, and the time is disputed.
    """
    if not claims:
        return None
    common: When | None = claims[0].happened
    for claim in claims[1:]:
        common = common and common.intersect(claim.happened)
    if common is not None:
        return common, False
    hull = claims[0].happened
    for claim in claims[1:]:
        hull = hull.hull(claim.happened)
    return hull, True


def _reaches(denial: Claim, t: Instant) -> bool:
    """Whether a denial still holds at `t`: over a span up to its end, else up to its earliest."""
    if denial.span is not None:
        return denial.happened.latest is None or t <= denial.happened.latest
    return denial.happened.earliest is not None and t <= denial.happened.earliest


def event_status(voices: Voices, t: Instant) -> FactStatus:
    """An event, act or speech act, as of `t`."""
    denials = [claim for claim in voices.counting_against if _reaches(claim, t)]
    timed = event_time(voices.counting_for)
    if timed is None:
        return _decided(voices, "denied", (), denials) if denials else _alleged_event(voices, t)
    interval, disputed = timed
    happened = interval.happened_by(t)
    if happened:
        status: Status = "disputed" if denials else "affirmed"
    else:
        status = "denied" if denials or happened is False else "instant"
    found = _decided(voices, status, voices.counting_for, denials, not_yet=happened is False)
    return replace(found, interval=interval, time_disputed=disputed)


def _alleged_event(voices: Voices, t: Instant) -> FactStatus:
    pro = [claim for claim in voices.other_for if claim.happened.happened_by(t) is not False]
    con = [claim for claim in voices.other_against if _reaches(claim, t)]
    if not pro and not con and voices.other_for:
        # all that is said is that it comes later, and by nobody who counts
        return replace(_alleged(voices, (), voices.other_for), not_yet=True)
    return _alleged(voices, pro, con)


# --- states ------------------------------------------------------------------------------------

Ending = Literal["goes on", "ended", "alleged", "disputed", "instant"]
"""What has become of a state that began: whether the event that ends it has happened by now."""

_Voice = Literal["holds", "persists", "may", "silent"]
_STRENGTH: tuple[Ending, ...] = ("goes on", "instant", "disputed", "alleged", "ended")


def _voice(claim: Claim, t: Instant, lasts: bool) -> _Voice:
    """How a claim of a state bears on `t`: surely, by persistence, perhaps, or not at all."""
    span = claim.span
    if lasts and (span is None or span.end is None or span.end.latest is None):
        start = claim.happened if span is None else span.start
        begun = True if start is None else start.happened_by(t)
        return "persists" if begun else "may" if begun is None else "silent"
    if span is not None:
        holds = span.holds_at(t)
        return "holds" if holds else "may" if holds is None else "silent"
    return "may" if not claim.happened.exact and claim.happened.happened_by(t) is None else "silent"


def state_status(voices: Voices, t: Instant, lasts: bool, ending: Callable[[Claim], Ending]) -> FactStatus:
    """A state at `t`. `ending` tells what has become of the state that a claim says began."""
    said = {claim.id: _voice(claim, t, lasts) for claim in (*voices.counting_for, *voices.other_for)}
    denied = {c.id: _voice(c, t, False) for c in (*voices.counting_against, *voices.other_against)}
    con = [claim for claim in voices.counting_against if denied[claim.id] == "holds"]
    direct = [claim for claim in voices.counting_for if said[claim.id] == "holds"]
    if direct:
        return _decided(voices, "disputed" if con else "affirmed", direct, con)
    carried = {c.id: ending(c) for c in voices.counting_for if said[c.id] == "persists"}
    if carried:
        return _carried(voices, carried, con)
    if con:
        return _decided(voices, "denied", (), con)
    maybe = [claim for claim in voices.counting_for if said[claim.id] == "may"]
    if maybe:
        return _decided(voices, "instant", maybe, ())
    return _alleged_state(voices, said, denied, ending)


def _carried(voices: Voices, carried: dict[str, Ending], con: Sequence[Claim]) -> FactStatus:
    """A state that counting claims say began, by the strongest of what has become of it."""
    outcome = min(carried.values(), key=_STRENGTH.index)
    pro = [claim for claim in voices.counting_for if carried.get(claim.id) == outcome]
    if outcome == "goes on" or (outcome == "disputed" and con):
        return _decided(voices, "disputed" if con else "affirmed", pro, con, by_persistence=True)
    if con or outcome == "ended":
        return _decided(voices, "denied", (), con, by_persistence=not con)
    status: Status = "instant" if outcome == "instant" else "disputed" if outcome == "disputed" else "alleged"
    found = _decided(voices, status, pro, con, by_persistence=True)
    return replace(found, polarity="against") if status == "alleged" else found


def _alleged_state(
    voices: Voices, said: dict[str, _Voice], denied: dict[str, _Voice], ending: Callable[[Claim], Ending]
) -> FactStatus:
    carried = {c.id: ending(c) for c in voices.other_for if said[c.id] == "persists"}
    pro = [claim for claim in voices.other_for if said[claim.id] in ("holds", "may") or carried.get(claim.id, "ended") != "ended"]
    con = [claim for claim in voices.other_against if denied[claim.id] in ("holds", "may")]
    if carried and not pro and not con:
        return _decided(voices, "denied", (), (), by_persistence=True)
    return _alleged(voices, pro, con)


def speaking(kind: Kind, voices: Voices, t: Instant, lasts: bool) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """The claims that speak for a fact at `t`, and those that speak against it, counting or not."""
    pro = (*voices.counting_for, *voices.other_for)
    con = (*voices.counting_against, *voices.other_against)
    if kind == "state":
        said = tuple(c for c in pro if _voice(c, t, lasts) != "silent")
        return said, tuple(c for c in con if _voice(c, t, False) != "silent")
    if kind in ("event", "act", "speech"):
        said = tuple(c for c in pro if c.happened.happened_by(t) is not False)
        return said, tuple(c for c in con if _reaches(c, t))
    return pro, con


# --- attributes and counts ---------------------------------------------------------------------


def timeless_status(voices: Voices) -> FactStatus:
    """An attribute of an individual that exists."""
    pro, con = voices.counting_for, voices.counting_against
    if pro or con:
        return _decided(voices, "disputed" if pro and con else "affirmed" if pro else "denied", pro, con)
    return _alleged(voices, voices.other_for, voices.other_against)


def _numbers(claim: Claim) -> Quantity | None:
    """The numbers a claim on a count allows; None when they are no range, or only "about"."""
    if claim.comparison is None or claim.comparison[1].approximate:
        return None
    quantity = claim.comparison[1]
    return quantity if claim.polarity == "for" else quantity.negated()


def _relation(claims: Sequence[Claim], op: Op, value: Fraction, given: Quantity | None) -> Status:
    """What claims on a count, and a supposition, make of one comparison."""
    if given is not None:
        return _given(claims, op, value, given)
    ranges = [q for q in map(_numbers, claims) if q is not None]
    common = Quantity()
    for quantity in ranges:
        common = common.intersect(quantity)
    if common.empty:
        answers = {quantity.entails(op, value) for quantity in ranges}
        answer = answers.pop() if len(answers) == 1 else None
        return "disputed" if answer is None else "affirmed" if answer else "denied"
    answer = common.entails(op, value)
    if answer is None and op == "=" and any(_excludes(claim, value) for claim in claims):
        return "denied"
    return "unknown" if answer is None else "affirmed" if answer else "denied"


def _given(claims: Sequence[Claim], op: Op, value: Fraction, given: Quantity) -> Status:
    """A supposed number stands, whatever is on record; a record that leaves room for it narrows it."""
    common = given
    for quantity in (q for q in map(_numbers, claims) if q is not None):
        common = common.intersect(quantity)
    answer = (given if common.empty else common).entails(op, value)
    return "unknown" if answer is None else "affirmed" if answer else "denied"


def _excludes(claim: Claim, value: Fraction) -> bool:
    quantity = claim.comparison[1] if claim.comparison else Quantity()
    return claim.polarity == "against" and quantity.exact and quantity.low == value


def count_status(voices: Voices, op: Op, value: Fraction, given: Quantity | None = None) -> FactStatus:
    """Whether a count stands in a relation to a number. `given`: what is supposed of it."""
    counting = (*voices.counting_for, *voices.counting_against)
    status = _relation(counting, op, value, given)
    if status != "unknown":
        pro, con = _sides(counting, op, value)
        return replace(_decided(voices, status, pro, con), supposed=given is not None)
    pro, con = _sides((*voices.other_for, *voices.other_against), op, value)
    return _alleged(voices, pro, con)


def _sides(claims: Sequence[Claim], op: Op, value: Fraction) -> tuple[list[Claim], list[Claim]]:
    """The claims that bear on a comparison one way and the other.

    A claim that settles it only together with others (>=50 and <=50 make = 50) stands on the side
    it allows.
    """
    alone = {c.id: _relation([c], op, value, None) for c in claims}
    pro = [c for c in claims if alone[c.id] == "affirmed"]
    con = [c for c in claims if alone[c.id] == "denied"]
    return pro, con


def quantity_of(claims: Sequence[Claim]) -> QuantityRange | None:
    """What counting claims say of a count: one range, or candidates when they exclude each other."""
    ranges = tuple(q for q in map(_numbers, claims) if q is not None)
    if not ranges:
        about = [c.comparison[1] for c in claims if c.comparison and c.polarity == "for"]
        return QuantityRange.of(about[0], tuple(about)) if about else None
    common = Quantity()
    for quantity in ranges:
        common = common.intersect(quantity)
    return QuantityRange.among(ranges) if common.empty else QuantityRange.of(common, ranges)
