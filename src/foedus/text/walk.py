"""Walking over the parts of rules: every clause, every atom with its sign, every letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.text.law import (
    Among,
    AnyOf,
    Atom,
    Binds,
    Clause,
    Compare,
    Counted,
    Domain,
    Element,
    Quantified,
    ReadingRef,
    Role,
    Term,
    Together,
    Var,
)

__all__ = [
    "anonymous_letters", "binder", "clauses", "domain_of", "elements_of", "event_of", "free_letters", "inside", "of_element",
    "roles", "terms_of",
]  # fmt: skip


def clauses(clause: Clause, strict: bool = False) -> Iterator[tuple[Clause, bool]]:
    """Every clause inside a clause, itself first; `strict` where it stands under negation or proof."""
    yield clause, strict
    if isinstance(clause, Quantified | Counted):
        for inner, turned in inside(clause):
            yield from clauses(inner, strict or turned)
    elif isinstance(clause, AnyOf):
        for _, together in clause.items:
            yield from clauses(together, strict)
    elif isinstance(clause, Together):
        for element in clause.elements:
            yield from of_element(element, strict)


def binder(clause: Clause) -> Var | None:
    """The letter that a clause binds for what stands in it."""
    if isinstance(clause, Quantified):
        return clause.var
    return clause.roll.var if isinstance(clause, Counted) else None


def inside(clause: Quantified | Counted) -> Iterator[tuple[Clause, bool]]:
    """The clauses in which a clause binds its letter, and whether more of them can make it false."""
    if isinstance(clause, Quantified):
        yield clause.body, False
        return
    yield clause.body, clause.op in ("<", "<=")
    if clause.whole is not None:
        yield clause.whole, True
    for left_out in clause.roll.excluded:
        yield left_out, True


def of_element(element: Element, strict: bool = False) -> Iterator[tuple[Clause, bool]]:
    """Every clause of an element; all modes but plain `and` are strict."""
    yield from clauses(element.body, strict or element.mode != "and")


def elements_of(elements: Sequence[Element]) -> Iterator[Element]:
    """Elements and the elements nested in them."""
    for element in elements:
        yield element
        for clause, _ in clauses(element.body):
            if isinstance(clause, Together):
                yield from elements_of(clause.elements)


def terms_of(clause: Clause) -> Iterator[Term]:
    """The terms that stand in a clause, not counting those of clauses inside it."""
    if isinstance(clause, Atom | ReadingRef | Binds):
        yield from clause.terms
    elif isinstance(clause, Compare):
        yield from clause.count.terms
        yield from clause.amount.terms
        yield from clause.amount.count.terms if clause.amount.count else ()
    elif isinstance(clause, Among):
        yield clause.term
    if var := binder(clause):
        yield var
    domain = domain_of(clause)
    if domain is not None and domain.other_than is not None:
        yield domain.other_than


def domain_of(clause: Clause) -> Domain | None:
    """The set that a clause speaks of, if any."""
    if isinstance(clause, Counted):
        return clause.roll.domain
    return clause.domain if isinstance(clause, Quantified | Among) else None


def free_letters(clause: Clause) -> set[str]:
    """Named letters of a clause that nothing inside it binds.

    Inside joint elements a letter that stands only under a negation or a burden is bound there.
    """
    if isinstance(clause, Together):
        return {x for e in clause.elements if e.mode == "and" for x in free_letters(e.body)}
    if isinstance(clause, AnyOf):
        return {x for _, together in clause.items for x in free_letters(together)}
    own = {t.letter for t in terms_of(clause) if isinstance(t, Var) and " " not in t.letter}
    if not isinstance(clause, Quantified | Counted):
        return own
    var = binder(clause)
    return own.union(*(free_letters(inner) for inner, _ in inside(clause))) - {var.letter if var else ""}


def anonymous_letters(clause: Clause) -> set[str]:
    """Anonymous slots of a clause itself; those of clauses inside it are bound there."""
    return {t.letter for t in terms_of(clause) if isinstance(t, Var) and " " in t.letter}


def event_of(element: Element) -> Atom | None:
    """The phrase whose moment an element's label may mean: a plain one, or the first of joint ones."""
    body = element.body
    first = body.elements[0].body if isinstance(body, Together) and body.elements else body
    return first if element.mode == "and" and isinstance(first, Atom) and first.positive else None


def roles(clause: Clause) -> set[str]:
    """Roles a clause needs the case to fill."""
    return {t.name for inner, _ in clauses(clause) for t in terms_of(inner) if isinstance(t, Role)}
