"""Walking over the parts of rules: every clause, every atom with its sign, every letter."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.text.law import (
    Among,
    AnyOf,
    Atom,
    Before,
    Binds,
    Clause,
    Compare,
    Domain,
    Element,
    Quantified,
    ReadingRef,
    Role,
    Term,
    Together,
    Var,
)

__all__ = ["clauses", "domains", "labels", "letters", "terms_of"]


def clauses(clause: Clause, strict: bool = False) -> Iterator[tuple[Clause, bool]]:
    """Every clause inside a clause, itself first; `strict` where it stands under negation or proof."""
    yield clause, strict
    if isinstance(clause, Quantified):
        yield from clauses(clause.body, strict)
    elif isinstance(clause, AnyOf):
        for _, together in clause.items:
            yield from clauses(together, strict)
    elif isinstance(clause, Together):
        for element in clause.elements:
            yield from of_element(element, strict)


def of_element(element: Element, strict: bool = False) -> Iterator[tuple[Clause, bool]]:
    """Every clause of an element; all modes but plain `and` are strict."""
    yield from clauses(element.body, strict or element.mode != "and")


def elements_of(elements: tuple[Element, ...]) -> Iterator[Element]:
    """Elements and the elements nested in them."""
    for element in elements:
        yield element
        for clause, _ in clauses(element.body):
            if isinstance(clause, Together):
                yield from elements_of(clause.elements)


def labels(elements: tuple[Element, ...]) -> set[str]:
    """Labels of elements at any depth."""
    return {e.label for e in elements_of(elements) if e.label}


def domains(clause: Clause) -> Iterator[Domain]:
    """Every set a clause ranges over or asks membership of."""
    for inner, _ in clauses(clause):
        if isinstance(inner, Quantified | Among):
            yield inner.domain


def terms_of(clause: Clause) -> Iterator[Term]:
    """The terms that stand in a clause, not counting those of clauses inside it."""
    if isinstance(clause, Atom | ReadingRef | Binds):
        yield from clause.terms
    elif isinstance(clause, Compare):
        yield from clause.count.terms
        yield from clause.amount.terms
    elif isinstance(clause, Among):
        yield clause.term
    if isinstance(clause, Quantified):
        yield clause.var
    if isinstance(clause, Quantified | Among) and clause.domain.other_than is not None:
        yield clause.domain.other_than


def letters(elements: tuple[Element, ...], head: Atom | None = None) -> list[Var]:
    """Every occurrence of a letter in a rule, in order."""
    found: list[Var] = [t for t in (head.terms if head else ()) if isinstance(t, Var)]
    for element in elements:
        for clause, _ in of_element(element):
            found += [t for t in terms_of(clause) if isinstance(t, Var)]
    return found


def roles(clause: Clause) -> set[str]:
    """Roles a clause needs the case to fill."""
    return {t.name for inner, _ in clauses(clause) for t in terms_of(inner) if isinstance(t, Role)}


def orders(clause: Clause) -> Iterator[Before]:
    """Comparisons of moments inside a clause."""
    for inner, _ in clauses(clause):
        if isinstance(inner, Before):
            yield inner
