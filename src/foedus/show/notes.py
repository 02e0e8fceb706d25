"""Footnotes: what an open cell turns on, who bears a burden, what a mark means; equal notes share a number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from foedus.show.gather import gathered

if TYPE_CHECKING:
    from foedus.assess.answers import Assessment, Cell, Part

__all__ = [
    "DERIVED",
    "KINDS",
    "MARKS",
    "Note",
    "Notes",
    "collisions",
    "law_notes",
    "legend",
    "lenses",
    "note_of",
    "parts_in_words",
    "perhaps_known",
    "strength",
    "words_of",
]

KINDS = {
    "unknown": "unknown",
    "alleged": "alleged",
    "disputed": "disputed",
    "instant": "cannot tell when",
    "judgement": "judgement",
    "law_gap": "the law is silent",
    "norm_conflict": "rules collide",
    "readings": "contested",
}
"""The kinds of openness, as the screen calls them."""

BURDEN, DEFEATED, TOGETHER = "burden on", "overturned if shown", "only together"

_FACTS = frozenset({*KINDS.values(), DEFEATED} - {KINDS["readings"]})

MARKS = {
    "unverified": ("†", "rests on words of law whose text was not read"),
    "judgement": ("‡", "rests on a judgement that no rule makes"),
    "persistence": ("…", "a state taken to last, nobody having spoken of its end"),
}
"""The signs of marks and what they say. `derived` and `uncontested` have no sign: words under and in the table say them."""

DERIVED = "Holders chose readings and judgements; what follows from them we worked out."


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: labelled lists, and the limits on the search that bit."""

    items: tuple[tuple[str, tuple[str, ...]], ...]
    bounds: tuple[str, ...] = ()

    def sentences(self, most: int | None = None) -> list[str]:
        """`label: one; two`, alike sentences gathered, at most `most` entries in each list."""
        return [_sentence(label, texts, most) for label, texts in self.items]


def _sentence(label: str, texts: tuple[str, ...], most: int | None) -> str:
    told = gathered(texts) if label in _FACTS else list(texts)
    shown = told if most is None or len(told) <= most else told[:most]
    more = len(told) - len(shown)
    body = "; ".join(shown) + (f"; and {more} more" if more else "")
    return f"{label}: {body}" if body else label


@dataclass
class Notes:
    """Hands out numbers, the same number to the same note."""

    numbers: dict[Note, int] = field(default_factory=dict)

    def number(self, note: Note | None) -> int | None:
        """The number of a note; None for no note."""
        return None if note is None else self.numbers.setdefault(note, len(self.numbers) + 1)


def note_of(cell: Cell, brief: bool = False) -> Note | None:
    """What has to be said about a cell; `brief` leaves out what only its reasons need to tell."""
    items = [(label, texts) for label, texts in _items(cell, brief) if texts]
    bounds = () if brief and cell.verdict == "open" else cell.turns_on.bounds
    return Note(tuple(items), bounds) if items or bounds else None


def _items(cell: Cell, brief: bool) -> Iterable[tuple[str, tuple[str, ...]]]:
    turns = cell.turns_on
    if cell.answer:
        yield "which", tuple(f"{name} – {strength(o.verdict, o.status)}" for name, o in cell.answer.items())
    if cell.verdict == "not-computed":
        yield "not computed", (cell.limit,)
    if turns.readings:
        yield KINDS["readings"], _readings(cell)
    if not (brief and cell.verdict == "open"):
        yield from _presumed(cell)
    for kind, label in KINDS.items():
        if kind != "readings":
            yield label, getattr(turns, kind)
    for group in () if brief else turns.groups:
        yield TOGETHER, tuple(group)


def _presumed(cell: Cell) -> Iterable[tuple[str, tuple[str, ...]]]:
    if cell.burden_on:
        yield BURDEN, cell.burden_on
    yield DEFEATED, cell.turns_on.defeaters


def _readings(cell: Cell) -> tuple[str, ...]:
    """Readings by name; where one alone decides, each option with its answer."""
    names = cell.turns_on.readings
    alone = {name for part in cell.partition for name in part.readings} or set(names)
    if len(alone) != 1 or not cell.partition:
        return names
    only = next(iter(alone))
    answers = ", ".join(
        f"{' or '.join(p.readings[only])} → {strength(p.verdict, p.status)}" for p in cell.partition if only in p.readings
    )
    return (f"{only} ({answers})",)


def parts_in_words(parts: Sequence[Part]) -> list[str]:
    """One line for each part of the readings: who answers what."""
    out = []
    for part in parts:
        chosen = " and ".join(f"{name} = {' or '.join(options)}" for name, options in part.readings.items())
        out.append(f"{chosen or 'otherwise'} → {strength(part.verdict, part.status)}")
    return out


def strength(verdict: str, status: str) -> str:
    """A verdict and its strength as a person reads them: `not made out`, `yes, presumed`."""
    if verdict == "no" and status == "presumed":
        return "not made out"
    return f"{verdict}, presumed" if verdict == "yes" and status == "presumed" else verdict.replace("-", " ")


def words_of(cell: Cell) -> str:
    """A cell in words; for *which of* questions the alternatives that hold."""
    chosen = [name for name, option in cell.answer.items() if option.verdict == "yes"]
    if cell.verdict == "yes" and chosen:
        weak = any(cell.answer[name].status == "presumed" for name in chosen)
        return " + ".join(chosen) + (", presumed" if weak else "")
    return cell.words


def legend(cells: Iterable[Cell]) -> list[tuple[str, str]]:
    """The signs that occur in these cells, each with what it says."""
    seen = {mark for cell in cells for mark in cell.marks}
    return [MARKS[mark] for mark in MARKS if mark in seen]


def lenses(assessment: Assessment) -> dict[str, list[str]]:
    """Stances that are lenses, by what makes them so."""
    out: dict[str, list[str]] = {}
    for stance in assessment.stances:
        if stance.lens:
            out.setdefault(stance.lens, []).append(stance.name)
    return out


def perhaps_known(assessment: Assessment) -> list[tuple[str, list[Mapping[str, str]]]]:
    """Claims that may have been available, under the questions they bear on; last, under "", those that bear on none.

    Claims that one utterance makes stand in one entry, with all their ids.
    """
    bearing: dict[str, dict[str, None]] = {}
    for cell in assessment:
        for claim in cell.perhaps_known:
            bearing.setdefault(claim, {})[cell.question] = None
    found: dict[tuple[object, ...], dict[str, str]] = {}
    for entry in assessment.perhaps_known:
        claim = entry.get("claim", "")
        rest = {k: v for k, v in entry.items() if k != "claim"}
        one = found.setdefault((", ".join(bearing.get(claim, ())), *rest.items()), {**rest, "claim": ""})
        one["claim"] += f", {claim}" if one["claim"] else claim
    order = [q.id for q in assessment.questions]
    groups: dict[str, list[Mapping[str, str]]] = {}
    for key in sorted(found, key=lambda k: (not k[0], [order.index(q) for q in str(k[0]).split(", ") if q in order])):
        groups.setdefault(str(key[0]), []).append(found[key])
    return list(groups.items())


def collisions(assessment: Assessment) -> list[str]:
    """Contrary rules of the law, each pair once, with the questions it touches."""
    found: dict[tuple[str, ...], list[str]] = {}
    for one in assessment.norm_conflicts:
        verbs = ("require", "forbid") if one.kind == "act" else ("say", "deny")
        sides = f"{' and '.join(one.rules_for)} {verbs[0]}, {' and '.join(one.rules_against)} {verbs[1]}"
        sure = "" if one.holds == "yes" else ", if both apply"
        found.setdefault((one.about, sides, sure), []).append(one.question)
    return [f"“{about}”: {sides}{sure} ({', '.join(dict.fromkeys(q))})" for (about, sides, sure), q in found.items()]


def law_notes(assessment: Assessment) -> list[str]:
    """Where the law applied is not that of the day of what is asked about, and why."""
    found: dict[str, dict[str, None]] = {}
    for cell in assessment:
        if cell.law_note:
            found.setdefault(cell.law_note, {})[cell.question] = None
    everywhere = len({cell.question for cell in assessment})
    said = ((note, "every question" if len(qs) == everywhere > 1 else ", ".join(qs)) for note, qs in found.items())
    return [f"For {questions}: {note}." for note, questions in said]
