"""What an interview says: its questions, why each matters, and what came of the answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from foedus.show.hinges import asked_of, beyond, share_in_words, ways
from foedus.show.moments import moment
from foedus.show.notes import KINDS, strength
from foedus.show.paper import Paint, bullet, wrap

if TYPE_CHECKING:
    from foedus.assess.hinging import Hinging
    from foedus.assess.interviewing import Answered, Asked, Heard, Interview

__all__ = ["ANSWERS", "text_asked", "text_end", "text_noted", "text_record_now", "text_start", "text_why_asked"]

ANSWERS = "yes · no · don't know · yes, SOURCE · why · back · stop"
SHOWN = 3
LEADS = 4
_SAID = {"yes": "yes", "no": "no", "unknown": "not known"}


def text_start(interview: Interview, width: int = 80, color: bool = False) -> str:
    """What is asked about, how it stands, and how to answer."""
    paint, first = Paint(color), interview.found[0]
    out = [paint.strong(row) for row in wrap(first.asks, width)]
    dates = f"as of {moment(first.as_of)} · as known at {moment(first.known_to)} · law of {moment(first.law_at)}"
    out += [*_verdicts(interview.found, width, paint), *wrap(dates, width)]
    if not interview.done:
        out += ["", *wrap(f"Answers: {ANSWERS}", width)]
    return "\n".join(out) + "\n"


def text_asked(asked: Asked, number: int, width: int = 80, color: bool = False) -> str:
    """A question, and what the record has on it so far."""
    paint = Paint(color)
    out = ["", *(paint.strong(row) for row in bullet(f"{number}.", asked_of(asked.fact), width, 0, 3))]
    stands = KINDS.get(asked.was, asked.was)
    shown = asked.heard[:SHOWN]
    if not shown:
        out += bullet("·", f"on the record: {stands}; nobody speaks of it", width, 3)
    for claim in shown:
        out += bullet("·", f"on the record: {stands}; {_heard(claim)}", width, 3)
        stands = "also"
    if len(asked.heard) > len(shown):
        out += bullet("·", f"and {len(asked.heard) - len(shown)} more claims", width, 3)
    return "\n".join(out) + "\n"


def _heard(claim: Heard) -> str:
    side = {"for": "said by", "against": "denied by"}.get(claim.polarity, "no evidence, according to")
    weight = "" if claim.counts else ", which does not count as proof"
    return f"{side} {claim.speaker} ({claim.claim}, {claim.source}){weight}"


def text_why_asked(asked: Asked, width: int = 80) -> str:
    """Why a question matters: what its answer leads to, alone or with others, and how often the answer hangs on it."""
    out: list[str] = []
    for verdict, told in ways(asked.leads[:LEADS]):
        out += bullet("·", f"{verdict}, if {told}", width, 3)
    if len(asked.leads) > LEADS:
        out += bullet("·", f"and in {len(asked.leads) - LEADS} more ways", width, 3)
    if asked.share:
        share = share_in_words(asked.share)
        out += bullet("·", f"of all ways the rest may turn out, the answer hangs on it alone in {share}", width, 3)
    left = f"{asked.left} other facts may matter" if asked.left != 1 else "1 other fact may matter"
    return "\n".join([*out, *bullet("·", left, width, 3)]) + "\n"


def text_end(interview: Interview, width: int = 80, color: bool = False, command: str = "") -> str:
    """The answer, what was supposed, and why nothing more is asked."""
    paint = Paint(color)
    out = ["", *_verdicts(interview.found, width, paint)]
    out += [row for one in interview.answers for row in bullet("·", _answered(one), width, 1, 3)]
    if interview.done:
        out += wrap(_why_done(interview.found), width)
        for one in interview.found:
            out += beyond(one, width, command)
    else:
        out += wrap("Stopped: further facts can still matter.", width)
    return "\n".join(out) + "\n"


def text_noted(rows: Sequence[str], width: int = 80) -> str:
    """What was written and what was not, a paragraph each."""
    return "\n".join(["", *(row for text in rows for row in bullet("·", text, width, 1, 3))]) + "\n"


def text_record_now(interview: Interview, width: int = 80, color: bool = False) -> str:
    """What the record answers by itself, once the answers are in it."""
    return "\n".join(["The record alone now answers", *_verdicts(interview.found, width, Paint(color))]) + "\n"


def _verdicts(found: Sequence[Hinging], width: int, paint: Paint) -> Iterable[str]:
    for one in found:
        named = f"{one.stance}, {one.option}" if one.option else one.stance
        days = f", law of {moment(one.law_at)}" if len({f.law_at for f in found}) > 1 else ""
        for row in wrap(f"{named}{days}: {strength(one.verdict, one.status)}", width):
            yield paint.strong(row)


def _answered(one: Answered) -> str:
    source = f" ({one.source})" if one.source else ""
    return (
        f"{one.fact}: {_SAID[one.says]}{source}" if one.says == "unknown" else f"supposed {_SAID[one.says]}: {one.fact}{source}"
    )


def _why_done(found: Sequence[Hinging]) -> str:
    if any(one.open for one in found):
        return "No fact that is left to ask can settle it."
    if any(one.status == "presumed" for one in found):
        return "Presumed: no fact that is left to ask can overturn it."
    return "Settled: nothing more is asked."
