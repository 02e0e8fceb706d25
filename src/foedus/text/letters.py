"""Who binds a letter, and whether anything else in its reach uses it.

    meaning …             the head and plain elements share their letters: {S} is one S
      unless {M} objects  a letter that stands only here is bound here: no M objects
      some {M} of …: …    a quantifier binds its own letter, in its own body

A letter used once in its reach binds nothing: `{a state}` says so. A letter may not mean two
things at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from foedus.problem import Place, Problem
from foedus.text.chapter import Chapter
from foedus.text.circles import takes_from
from foedus.text.law import AnyOf, Clause, Counted, Element, Quantified, Reading, Rule, Together, Var
from foedus.text.walk import binder, free_letters, inside, of_element, terms_of

__all__ = ["check_letters"]

Bound = Mapping[str, int]
"""Which reach a letter belongs to: 0 for the rule as a whole, else the id of what binds it."""


@dataclass(frozen=True, slots=True)
class _Use:
    """One place where a letter stands: who binds it there, and whether it is bound anew."""

    var: Var
    reach: int
    place: Place
    shadows: bool = False


def check_letters(chapter: Chapter) -> Iterator[Problem]:
    """Letters used once, used for two things at once, or used outside the heading of a reading."""
    for rule in chapter.rules:
        yield from _rule(rule, chapter)
    for reading in chapter.readings:
        yield from _reading(reading)
    for question in chapter.questions:
        for clause in question.clauses:
            uses = list(_uses([Element("and", clause, question.place)], {}))
            yield from _judge(uses, f"question {question.id}", set())
    for constraint in chapter.constraints:
        uses = list(_uses(constraint.elements, {}))
        yield from _judge(uses, constraint.name, {(u.var.letter, u.reach) for u in uses if u.reach == 0})


def _rule(rule: Rule, chapter: Chapter) -> Iterator[Problem]:
    given = _given(rule)
    uses = [*(_Use(v, 0, rule.place) for v in given), *_uses(rule.elements, {v.letter: 0 for v in given})]
    shared: set[str] = set()
    for other in chapter.rules if rule.kind == "exception" else ():
        if takes_from(rule, other):
            shared |= {u.var.letter for u in _uses(other.elements, {v.letter: 0 for v in _given(other)}) if u.reach == 0}
            shared |= {v.letter for v in _given(other)}
    yield from _judge(uses, rule.name, {(letter, 0) for letter in shared})


def _given(rule: Rule) -> list[Var]:
    """Letters in the head of a rule, in what it owes, and in the count that its deadline is taken from."""
    count = rule.deadline.count if rule.deadline else None
    terms = [t for atom in (rule.head, rule.owed, count) if atom for t in atom.terms]
    return [t for t in terms if isinstance(t, Var) and " " not in t.letter]


def _reading(reading: Reading) -> Iterator[Problem]:
    own = {v.letter: 0 for v in reading.vars}
    used: set[str] = set()
    for option in reading.options.values():
        if not isinstance(option, Together):
            continue
        uses = list(_uses(option.elements, own))
        used |= {u.var.letter for u in uses if own.get(u.var.letter) == u.reach}
        bound = {var.letter for e in option.elements for c, _ in of_element(e) if (var := binder(c))}
        for letter in dict.fromkeys(u.var.letter for u in uses if u.var.letter not in {*own, *bound}):
            what = f"reading “{reading.name}” uses {{{letter}}}, which is not in its heading"
            yield Problem(reading.place, what, f"add it: reading {reading.name} for …, {{{letter}}}")
        yield from _judge(uses, reading.name, {(u.var.letter, 0) for u in uses})
    for letter in sorted(own.keys() - used) if used else ():
        what = f"no option of reading “{reading.name}” uses {{{letter}}}"
        yield Problem(reading.place, what, "drop it from the heading", warning=True)


def _judge(uses: Sequence[_Use], owner: str, excused: set[tuple[str, int]]) -> Iterator[Problem]:
    times: dict[tuple[str, int], int] = {}
    for use in uses:
        times[use.var.letter, use.reach] = times.get((use.var.letter, use.reach), 0) + 1
    for use in uses:
        letter, kind = use.var.letter, use.var.type
        if use.shadows:
            what = f"{{{letter}}} already stands for one {kind} in “{owner}”"
            yield Problem(use.place, what, "take another letter for “every” or “some”")
        elif times[letter, use.reach] == 1 and (letter, use.reach) not in excused:
            what = f"{{{letter}}} is used only once in “{owner}”"
            yield Problem(use.place, what, f"write {{a {kind}}} if it does not matter which")


def _uses(elements: Sequence[Element], bound: Bound) -> Iterator[_Use]:
    shared = {x for e in elements if e.mode == "and" for x in free_letters(e.body)}
    here = {**dict.fromkeys(shared, 0), **bound}
    for element in elements:
        own = free_letters(element.body) - here.keys() if element.mode != "and" else set()
        yield from _in_clause(element.body, {**here, **dict.fromkeys(own, id(element))}, element.place)


def _in_clause(clause: Clause, bound: Bound, place: Place) -> Iterator[_Use]:
    if isinstance(clause, Together):
        yield from _uses(clause.elements, bound)
    elif isinstance(clause, AnyOf):
        for _, together in clause.items:
            yield from _uses(together.elements, bound)
    for term in terms_of(clause):
        if isinstance(term, Var) and " " not in term.letter:
            mine = term == binder(clause)
            reach = id(clause) if mine else bound.get(term.letter, 0)
            yield _Use(term, reach, place, shadows=mine and term.letter in bound)
    if isinstance(clause, Quantified | Counted):
        own = {var.letter: id(clause)} if (var := binder(clause)) else {}
        for inner, _ in inside(clause):
            yield from _in_clause(inner, {**bound, **own}, place)
