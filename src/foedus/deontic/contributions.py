"""What is pledged, approved, deployed and returned: each state of progress apart, never added across them."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.deontic.answers import Contribution
from foedus.deontic.bench import Setting, range_words
from foedus.vocabulary import Fact, Phrase

__all__ = ["PROGRESS", "contributions"]

PROGRESS = ("pledged", "approved", "deployed", "returned")
"""The states of progress; a count phrase that says one of these words is a figure of that state."""


def contributions(setting: Setting) -> Iterator[Contribution]:
    """One row for everything that a figure on record speaks of, in the order of the record."""
    rows: dict[str, dict[str, tuple[str, ...]]] = {}
    behind: dict[str, dict[str, tuple[str, ...]]] = {}
    for fact in dict.fromkeys(c.fact for c in setting.view.in_force if c.fact is not None):
        phrase = setting.regime.vocabulary.phrases.get(fact.phrase)
        state = _state(phrase) if phrase is not None else ""
        if state and fact.args:
            row = rows.setdefault(fact.args[0], {})
            row[state] = (*row.get(state, ()), *(f"{n} {_unit(fact)}" for n in _figures(fact, setting)))
            said = behind.setdefault(fact.args[0], {})
            said[state] = (*said.get(state, ()), *(c.id for c in setting.view.claims_on(fact)))
    for name, found in rows.items():
        stages = [p for p in PROGRESS if found.get(p)]
        yield Contribution(name, {p: found[p] for p in stages}, {p: behind[name][p] for p in stages})


def _state(phrase: Phrase) -> str:
    said = [p for p in PROGRESS if p in phrase.skeleton.split(" ")]
    return said[0] if phrase.kind == "count" and len(said) == 1 else ""


def _unit(fact: Fact) -> str:
    """What is counted: the word a count phrase begins with, `people pledged with …`."""
    return fact.phrase.split(" ")[0].strip("{}")


def _figures(fact: Fact, setting: Setting) -> tuple[str, ...]:
    """What it comes to: one figure, or every candidate where sources that count differ."""
    number = setting.view.quantity(fact)
    if number is None:
        said = [c.comparison[1] for c in setting.view.claims_on(fact) if c.comparison]
        return tuple(dict.fromkeys(f"{q} (alleged)" for q in said))
    if number.disputed:
        return tuple(dict.fromkeys(str(c) for c in number.candidates))
    return (range_words(number),)
