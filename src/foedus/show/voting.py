"""A poll as text: for each word that a vote concludes, the verdict, and of each rule what carried or defeated it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.show.paper import Paint, bullet, clean, wrap

if TYPE_CHECKING:
    from foedus.voting import Poll, Result, Told

__all__ = ["text_vote"]

_OPEN = (
    ("unknown", "unknown"),
    ("instant", "which came first"),
    ("judgement", "left to judgement"),
    ("law_gap", "the law does not say"),
    ("norm_conflict", "rules that contradict each other"),
    ("readings", "contested words"),
)


def text_vote(poll: Poll, width: int = 80, color: bool = False) -> str:
    """What became of a draft, and why."""
    paint = Paint(color)
    out = [paint.strong(row) for row in wrap(f"{clean(poll.draft)} under the votes of {poll.regime} on {poll.day}", width)]
    for fact in poll.supposed:
        out += bullet("given:", clean(fact), width, 0, 7)
    for result in poll.results:
        out += ["", *_result(result, width, paint)]
    if poll.missing:
        out += ["", *wrap(f"No ballot is known of: {', '.join(poll.missing)}", width)]
    for rule, why in poll.left_out:
        out += ["", *wrap(f"Left out: {rule}: {why}", width)]
    return "\n".join(out) + "\n"


def _result(result: Result, width: int, paint: Paint) -> list[str]:
    outcome = result.outcome
    status = "" if str(outcome.status) == "open" else f" ({outcome.status})"
    verdict = outcome.limit or f"{outcome.verdict}{status}"
    out = [paint.strong(row) for row in wrap(f"{clean(result.word)}: {verdict}", width)]
    for told in result.rules:
        out += _rule(told, width)
    turns = outcome.turns_on
    for kind, said in _OPEN:
        names = getattr(turns, kind)
        if names:
            out += bullet("?", f"turns on ({said}): {'; '.join(clean(n) for n in names)}", width, 2, 2)
    for group in turns.groups[:3]:
        out += bullet("?", f"turns on, together: {'; '.join(clean(n) for n in group)}", width, 2, 2)
    return out


def _rule(told: Told, width: int) -> list[str]:
    sign = {"yes": "✓", "no": "✗"}.get(told.value, "?")
    mark = "" if told.verified else " (unverified)"
    out = bullet(sign, f"{told.rule}, {told.pinpoint}{mark}", width, 2, 2)
    for line in told.lines:
        out += bullet("·", clean(line), width, 4, 2)
    return out
