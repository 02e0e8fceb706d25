"""Labels that stand for a moment: whether the element that carries one is an event, and comes first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.problem import Place, Problem, nearest
from foedus.text.chapter import Chapter
from foedus.text.clauses import Scope
from foedus.text.law import AnyOf, Before, Clause, Counted, Element, Quantified, Together
from foedus.text.walk import domain_of, elements_of, event_of, inside

__all__ = ["check_moments"]

_EVENTS = ("event", "act", "speech")


def check_moments(chapter: Chapter, scope: Scope) -> Iterator[Problem]:
    """Moments that nothing carries (yet), and labels that stand twice in a rule."""
    for rule in chapter.rules:
        yield from _twice(rule.elements, rule.name)
        checker = _Checker(rule.elements, rule.name, scope)
        yield from checker.elements(rule.elements, frozenset())
        if rule.deadline and rule.deadline.after and rule.deadline.after not in checker.top:
            yield checker.missing(rule.deadline.after, rule.place)
    for reading in chapter.readings:
        for option in reading.options.values():
            if isinstance(option, Together):
                yield from _Checker(option.elements, reading.name, scope).elements(option.elements, frozenset())
    for constraint in chapter.constraints:
        yield from _Checker((), constraint.name, scope).elements(constraint.elements, frozenset())
    for question in chapter.questions:
        for clause in question.clauses:
            yield from _Checker((), question.id, scope).clause(clause, frozenset(), question.place)


def _twice(elements: Sequence[Element], owner: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for element in elements_of(elements):
        if element.label in seen:
            yield Problem(element.place, f"two elements of “{owner}” are labelled [{element.label}]", "rename one of them")
        if element.label:
            seen.add(element.label)


class _Checker:
    """Walks the elements of one rule as grounding does, earlier ones first."""

    def __init__(self, elements: Sequence[Element], owner: str, scope: Scope) -> None:
        self.owner = owner
        self.scope = scope
        self.labelled = {e.label: e for e in elements_of(elements) if e.label}
        self.top = {e.label for e in elements if e.label and self._moment(e)}

    def elements(self, elements: Sequence[Element], known: frozenset[str]) -> Iterator[Problem]:
        for element in elements:
            yield from self.clause(element.body, known, element.place)
            if element.label and self._moment(element):
                known |= {element.label}

    def clause(self, clause: Clause, known: frozenset[str], place: Place) -> Iterator[Problem]:
        if isinstance(clause, Together):
            yield from self.elements(clause.elements, known)
        elif isinstance(clause, AnyOf):
            for _, together in clause.items:
                yield from self.elements(together.elements, known)
        for label in _wanted(clause):
            if label not in known:
                yield self.missing(label, place)
        for inner, _ in inside(clause) if isinstance(clause, Quantified | Counted) else ():
            yield from self.clause(inner, known, place)

    def missing(self, label: str, place: Place) -> Problem:
        element = self.labelled.get(label)
        if element is None:
            remedy = nearest(label, sorted(self.labelled)) or "label the element whose moment is meant: … [label]"
            return Problem(place, f"no element of “{self.owner}” is labelled [{label}]", remedy)
        if not self._moment(element):
            return Problem(place, f"[{label}] labels no event, so it has no moment", "label an event, act or speech")
        what = f"[{label}] stands later, or inside another list, than where its moment is meant"
        return Problem(place, what, "move the labelled line up")

    def _moment(self, element: Element) -> bool:
        atom = event_of(element)
        return atom is not None and self.scope.vocabulary.phrases[atom.phrase].kind in _EVENTS


def _wanted(clause: Clause) -> Iterator[str]:
    domain = domain_of(clause)
    if domain is not None and domain.at:
        yield domain.at
    if isinstance(clause, Before):
        yield from (clause.first, clause.second)
