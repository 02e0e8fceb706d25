"""What changed between the wordings of a provision: rules and labelled words, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from foedus.text.law import AnyOf, Element, Rule
from foedus.text.regime import Regime
from foedus.text.walk import elements_of

__all__ = ["Difference", "differences"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A labelled word of a rule that is not the same in every wording.

    rule      kind and name of the rule; label: the words' label in the page
    wordings  what each wording says there, by its id; empty where it has no such words
    """

    rule: str
    label: str
    wordings: Mapping[str, str]

    def __str__(self) -> str:
        said = "; ".join(f"{w}: {text or 'nothing'}" for w, text in self.wordings.items())
        return f"{self.label} ({self.rule}) – {said}"


def differences(regime: Regime, base: str) -> Sequence[Difference]:
    """The labelled words in which the wordings of provision `base` differ, in the order of the pages."""
    wordings = [p.id for p in regime.chapter.provisions if p.base == base]
    labels: dict[tuple[str, str], dict[str, str]] = {}
    for wording in wordings:
        for rule in regime.chapter.rules:
            if rule.provision == wording:
                for label, text in _labelled(rule):
                    labels.setdefault((f"{rule.kind} {rule.name}", label), {})[wording] = text
    whole = {k: {w: texts.get(w, "") for w in wordings} for k, texts in labels.items()}
    return [Difference(*k, texts) for k, texts in whole.items() if len(set(texts.values())) > 1]


def _labelled(rule: Rule) -> Iterator[tuple[str, str]]:
    for element in elements_of(rule.elements):
        if element.label:
            yield element.label, _words(element)
    if rule.deadline is not None and rule.deadline.label:
        yield rule.deadline.label, rule.details["by"]


def _words(element: Element) -> str:
    if not isinstance(element.body, AnyOf):
        return element.text
    return " or ".join(together.elements[0].text for _, together in element.body.items)
