"""A derivation made fit to read: brackets folded away, alike facts told once, what was told before not told again.

    element ─ word ─ rule   becomes one line
    ten facts of one mould  become “one of 10 (Norland, Westland, …) …”

Nothing is judged here: every line keeps the value it had.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from re import compile as pattern
from typing import TYPE_CHECKING

from foedus.show.gather import families, joined
from foedus.show.moments import local

if TYPE_CHECKING:
    from foedus.assess.answers import ClaimShown, Reason

__all__ = ["Branch", "branches", "claim_words", "filled", "head", "standing"]

MODES = {
    "not": "not: ",
    "unless": "unless: ",
    "if shown": "if it is shown that: ",
    "unless shown": "unless it is shown that: ",
    "unless claimed": "unless anyone claims that: ",
    "until": "until: ",
}
_LETTER = pattern(r"\{[A-Z]\w*\}")
_BARE = ("for some of these", "in one of these ways", "in all of these ways")
"""Words of a step that say less than the law's own, where those have no letter to fill."""

_LEAVES = ("fact", "word", "judgement", "count", "reading", "constant", "order", "every", "some", "member", "gap")


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of the tree: how it stands, its words, the claims behind it, and the lines under it.

    told        it stood before with everything under it
    provision, pinpoint   where in the law it stands, for links; the words say it as well
    """

    value: str
    text: str
    claims: tuple[ClaimShown, ...] = ()
    below: tuple[Branch, ...] = ()
    told: bool = False
    provision: str = ""
    pinpoint: str = ""


def branches(reasons: Sequence[Reason], like: str = "") -> list[Branch]:
    """The lines of a derivation, in order; a part that stood before is only named again.

    Times are said in the zone of the instant `like`.
    """
    seen: set[Reason] = set()
    return [_branch(r, seen, like) for r in _gathered(_folded(reasons))]


def _branch(reason: Reason, seen: set[Reason], like: str) -> Branch:
    again = bool(reason.steps or reason.claims) and reason in seen
    if again:
        return Branch(reason.value, local(head(reason), like), told=True, provision=reason.provision, pinpoint=reason.pinpoint)
    seen.add(reason)
    below = tuple(_branch(r, seen, like) for r in _gathered(_folded(reason.steps)))
    text = local(head(reason), like)
    return Branch(reason.value, text, reason.claims, below, provision=reason.provision, pinpoint=reason.pinpoint)


# --- folding -------------------------------------------------------------------------------------


def _folded(steps: Sequence[Reason]) -> list[Reason]:
    """Steps, with bare brackets opened and single steps drawn up to the line above."""
    ways = [s for s in steps if s.kind == "together"]
    out: list[Reason] = []
    for step in steps:
        if step.kind == "together" and len(ways) == 1:
            out += _folded(step.steps)
        elif step.kind == "together":
            out.append(replace(step, text=step.text or f"way {ways.index(step) + 1} of {len(ways)}"))
        else:
            out.append(_drawn_up(step))
    return out


def _drawn_up(step: Reason) -> Reason:
    """An element with what it asks for, a word with its only rule, an option with its only condition."""
    while len(step.steps) == 1:
        only = step.steps[0]
        if step.kind == "element" and only.kind in _LEAVES:
            step = _as_element(step, only)
        elif step.kind in ("word", "element") and only.kind == "rule" and not step.provision:
            step = replace(
                only, text=f"{step.text}", label=step.label, mode=step.mode, value=step.value, note=_both(step, only), kind="word"
            )
        elif step.kind in ("every", "some") and only.kind in ("every", "some", "together"):
            step = replace(step, steps=only.steps)
        elif step.kind == "option" and only.kind in ("constant", *_LEAVES) and not only.steps and not only.claims:
            return replace(step, status=only.status, note=_both(step, replace(only, note=only.text)), steps=())
        else:
            break
    return step


def _as_element(step: Reason, only: Reason) -> Reason:
    bare = only.kind in ("every", "some") and only.text in _BARE and "{" not in step.text
    return replace(
        only,
        kind="element" if only.kind == "element" else only.kind,
        text=step.text if bare else only.text,
        label=step.label,
        mode=step.mode,
        value=step.value,
        note=_both(step, only),
    )


def _both(step: Reason, only: Reason) -> str:
    return "; ".join(dict.fromkeys(n for n in (step.note, only.note) if n))


# --- gathering -----------------------------------------------------------------------------------


def _gathered(steps: Sequence[Reason]) -> list[Reason]:
    """Facts beside each other that are alike in all but a name, with the same claims, as one."""
    out: list[Reason] = []
    groups: dict[tuple[object, ...], list[Reason]] = {}
    for step in steps:
        if step.kind in ("fact", "judgement", "word") and not step.steps and not step.label:
            key = (step.kind, step.value, step.status, step.note, tuple(c.id for c in step.claims))
            groups.setdefault(key, []).append(step)
            if len(groups[key]) == 1:
                out.append(step)
        else:
            out.append(step)
    first = {id(group[0]): group for group in groups.values()}
    return [told for step in out for told in (_joined(first[id(step)]) if id(step) in first else [step])]


def _joined(group: Sequence[Reason]) -> Iterable[Reason]:
    by_text = {" ".join(r.text.split()): r for r in group}
    for family in families(list(by_text)):
        yield replace(by_text[family[0]], text=joined(family))


# --- words ---------------------------------------------------------------------------------------


def filled(reason: Reason) -> str:
    """The words of a step; where they are the law's with letters in them, those of the steps under it."""
    if "{" not in reason.text:
        return reason.text
    inner = list(dict.fromkeys(filled(s) for s in reason.steps))
    if reason.kind == "element" and len(inner) == 1 and inner[0]:
        return inner[0]
    return _LETTER.sub("…", reason.text)


def head(reason: Reason) -> str:
    """A step in one sentence: label, mode, words, provision, status and note."""
    where = standing(reason.provision, reason.pinpoint)
    if where and not reason.verified:
        where += " †"
    label = f"[{reason.label}] " if reason.label else ""
    status = f" – {reason.status}" if reason.status else ""
    note = f" ({reason.note})" if reason.note else ""
    option = "read as “{}”" if where else "“{}”"
    text = {"rule": "rule {}", "exception": "exception {}", "option": option, "reading": "reading “{}”"}.get(
        reason.kind, "{}"
    ).format(filled(reason))
    return f"{label}{MODES.get(reason.mode, '')}{text}" + (f" ({where})" if where else "") + status + note


def standing(provision: str, pinpoint: str) -> str:
    """Where in the law something stands: `CST:4@2010, 4(1)`."""
    if provision and pinpoint and not provision.endswith(f":{pinpoint}"):
        return f"{provision}, {pinpoint}"
    return provision


def claim_words(claim: ClaimShown) -> str:
    """One claim: who says what where, how good it is, and whether it counts and why."""
    where = ", ".join(part for part in (claim.source, claim.pinpoint) if part)
    grade = f"; {claim.grade}" if claim.grade and claim.grade != "not judged" else ""
    if claim.polarity == "no evidence":
        weight = "saw no evidence"
    else:
        why = {
            "not judged": "its interest is not judged",
            "interested": "it has an interest in this",
            "admission": "an admission",
        }.get(claim.why, claim.why)
        weight = f"{claim.polarity}; {'counts' if claim.counts else 'does not count'}: {why}"
    said = f" – “{claim.says}”" if claim.says else ""
    return f"{claim.id} {claim.speaker} ({where}{grade}) {weight}{said}"
