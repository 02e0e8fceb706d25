"""A vote of a case in words and as a drawing: what the rule asks, who stands how, and what carried or defeated it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from foedus.show.drawn import ballots_svg

if TYPE_CHECKING:
    from foedus.assess.votes import Voice, Vote
    from foedus.voting import Told

__all__ = ["RESULTS", "by_draft", "counted_words", "result_words", "stands_in_words", "vote_svg"]

RESULTS = {"yes": "Carried", "no": "Not carried", "open": "Open"}
_SILENT = {"yes": "nothing against it", "no": "stands in the way", "open": "not known"}


def by_draft(votes: Sequence[Vote]) -> list[tuple[str, list[Vote]]]:
    """Votes under what was put to the vote, each draft once, in the order in which they come."""
    order = list(dict.fromkeys(v.draft for v in votes))
    ordered = sorted(votes, key=lambda v: order.index(v.draft))
    return [(draft, list(group)) for draft, group in groupby(ordered, key=lambda v: v.draft)]


def result_words(told: Told) -> str:
    """The result in a sentence: “Not carried: 60 of 90 needed, 55 counted, short by 5.”"""
    counts = [f"{'quorum: ' if c.part == 'quorum' else ''}{c}" for c in told.counts]
    said = [*counts, *_stopped(told)]
    if told.value != "yes":
        said += [f"not met: {text}" for text in told.unmet] + [f"open: {text}" for text in told.unsure]
    return f"{RESULTS[told.value]}{': ' if said else ''}{'; '.join(said).replace('{', '').replace('}', '')}."


def _stopped(told: Told) -> list[str]:
    """Who cast a veto, stopped it or broke the silence, each manner once with all the names."""
    out = [
        f"{words}: {', '.join(names)}"
        for words, names in (("veto", told.vetoes), ("perhaps a veto", told.perhaps_vetoes))
        if names
    ]
    for words, pairs in (("stopped by", told.stopped), ("perhaps stopped by", told.perhaps_stopped)):
        manners: dict[tuple[str, ...], list[str]] = {}
        for how in dict.fromkeys(how for _, how in pairs):
            manners.setdefault(tuple(who for who, h in pairs if h == how), []).append(how)
        out += [f"{words} {', '.join(names)} ({' or '.join(hows)})" for names, hows in manners.items()]
    if told.broken:
        out.append(f"silence broken by {', '.join(dict.fromkeys(who for who, _ in told.broken))}")
    return out


def counted_words(told: Told) -> list[tuple[str, str, str, str]]:
    """For each count: what it decides, what the rule asks, how many are needed, how many were counted."""
    return [(c.part, c.asks, f"{c.needed} of {c.whole}", str(c.counted)) for c in told.counts]


def stands_in_words(voice: Voice) -> str:
    """How a member stands: its ballot, or what its silence comes to under the rule."""
    return voice.word or _SILENT[voice.does]


def vote_svg(vote: Vote, prefix: str = "") -> str:
    """The vote drawn: seats of members, or tallies where nobody is named. Empty where neither is on record."""
    count = next((c for c in vote.told.counts if c.part == "carried"), None)
    tallies = {words: int(number) for words, number in vote.tallies.items() if number.isdecimal()}
    if not vote.roll and not tallies:
        return ""
    stopped = {who for who, _ in (*vote.told.stopped, *vote.told.broken)}
    return ballots_svg(
        {v.who: "objects" if v.who in stopped and not v.word else stands_in_words(v) for v in vote.roll},
        result=result_words(vote.told),
        tallies={} if vote.roll else tallies,
        count=count,
        vetoes=vote.told.vetoes,
        title=f"{vote.draft}: {vote.rule}",
        prefix=prefix,
    )
