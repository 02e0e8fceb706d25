"""What must hold of law before it is grounded: references resolve, names are one's own, nothing goes round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from foedus.problem import Place, Problem, nearest
from foedus.text.chapter import Chapter
from foedus.text.circles import Graph, circles, dependencies, instances, looks_at, plain, reachable, takes_from
from foedus.text.clauses import Scope, type_of
from foedus.text.law import (
    Atom,
    Before,
    Binds,
    Chosen,
    Clause,
    Compare,
    Constraint,
    Element,
    InForce,
    Reading,
    ReadingRef,
    Rule,
    Term,
    Together,
    Var,
)
from foedus.text.letters import check_letters
from foedus.text.moments import check_moments
from foedus.text.readings import resolve_reading
from foedus.text.walk import clauses, elements_of, of_element

__all__ = ["check_chapter"]


def check_chapter(chapter: Chapter, scope: Scope) -> list[Problem]:
    """Every problem and warning that only shows once all pages are read."""
    out = [*_names(chapter), *_dates(chapter), *_instruments(chapter)]
    for elements, provision in _conditions(chapter):
        out += _references(elements, provision, chapter, scope)
    for rule in chapter.rules:
        out += _target(rule, chapter)
        out += _deadline(rule, chapter)
    for constraint in chapter.constraints:
        out += _constraint(constraint, scope)
    out += [*check_letters(chapter), *check_moments(chapter, scope)]
    out += [*_reading_circles(chapter), *_exception_circles(chapter)]
    if all(p.warning for p in out):
        graph = dependencies(chapter)
        out += circles(graph)
        out += _unproved(chapter, scope, graph)
        out += _unconcluded(chapter, scope, graph)
    return out


def _conditions(chapter: Chapter) -> Iterator[tuple[Sequence[Element], str]]:
    """Everything that clauses stand in, with the provision from which readings are looked for."""
    for rule in chapter.rules:
        yield rule.elements, rule.provision
    for reading in chapter.readings:
        for option in reading.options.values():
            yield option.elements if isinstance(option, Together) else (), reading.provision
    for constraint in chapter.constraints:
        yield constraint.elements, constraint.provision
    for question in chapter.questions:
        yield [Element("and", clause, question.place) for clause in question.clauses], ""


# --- names and dates -----------------------------------------------------------------------------


def _names(chapter: Chapter) -> Iterator[Problem]:
    yield from _twice("instrument", [(i.id, i.place) for i in chapter.instruments])
    yield from _twice("provision", [(p.id, p.place) for p in chapter.provisions])
    yield from _twice("question", [(q.id, q.place) for q in chapter.questions])
    yield from _twice("rule", [(r.id, r.place) for r in chapter.rules])
    yield from _twice("reading", [(f"{r.provision}/{r.name}", r.place) for r in chapter.readings])
    yield from _twice("constraint", [(f"{c.provision}/{c.name}", c.place) for c in chapter.constraints])


def _twice(what: str, found: Sequence[tuple[str, Place]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for name, place in found:
        if name in seen:
            yield Problem(place, f"{what} “{name}” is declared twice", "give each its own id (a wording after @)")
        seen.add(name)


def _dates(chapter: Chapter) -> Iterator[Problem]:
    """Two wordings, or two values of a number, for one day."""
    for n, one in enumerate(chapter.provisions):
        for other in chapter.provisions[:n]:
            day = _shared_day(one.in_force, other.in_force) if one.base == other.base and one.id != other.id else None
            if day:
                what = f"{other.id} and {one.id} are both in force on {day}"
                yield Problem(one.place, what, "let one wording end the day before the next begins")
    values = [(n, v, f) for n in chapter.numbers for v, f in n.values]
    for i, (number, value, in_force) in enumerate(values):
        for other_number, other_value, span in values[:i]:
            same = (number.name, number.terms) == (other_number.name, other_number.terms)
            if same and value != other_value and (day := _shared_day(in_force, span)):
                what = f"“{plain(number.name)}” is both {other_value} and {value} on {day}"
                yield Problem(number.place, what, "let one value end the day before the next begins")


def _shared_day(one: InForce, other: InForce) -> date | None:
    first = max(one.first or date.min, other.first or date.min)
    last = min(one.last or date.max, other.last or date.max)
    return first if first <= last else None


def _instruments(chapter: Chapter) -> Iterator[Problem]:
    known = [i.id for i in chapter.instruments]
    for provision in chapter.provisions:
        if provision.instrument not in known:
            remedy = nearest(provision.instrument, known) or "write an “instrument” block with its standing"
            yield Problem(provision.place, f"no instrument is called “{provision.instrument}”", remedy)


# --- references ----------------------------------------------------------------------------------


def _references(elements: Sequence[Element], provision: str, chapter: Chapter, scope: Scope) -> Iterator[Problem]:
    for element in elements:
        for clause, _ in clauses(element.body):
            if isinstance(clause, ReadingRef | Chosen):
                yield from _reading(clause, element.place, provision, chapter, scope)
            elif isinstance(clause, Binds):
                yield from _binds(clause, element.place, chapter, scope)
            elif isinstance(clause, Compare) and clause.amount.number:
                yield from _number(clause.amount.number, clause.amount.terms, element.place, chapter)


def _number(number: str, terms: Sequence[Term], place: Place, chapter: Chapter) -> Iterator[Problem]:
    known = [n.name for n in chapter.numbers]
    if number not in known:
        what = f"no number is called “{plain(number)}”"
        yield Problem(place, what, nearest(number, known) or "declare it: number …")
    elif all(isinstance(t, str) for t in terms) and (number, tuple(terms)) not in [(n.name, n.terms) for n in chapter.numbers]:
        yield Problem(place, f"“{plain(number)}” is not declared for {', '.join(map(str, terms))}", "declare it: number …")


def _reading(ref: ReadingRef | Chosen, place: Place, provision: str, chapter: Chapter, scope: Scope) -> Iterator[Problem]:
    found = resolve_reading(chapter.readings, ref.name, provision)
    if found is None:
        yield _no_reading(ref.name, place, chapter)
    elif isinstance(ref, Chosen):
        if found.kind != "silence":
            yield Problem(place, f"reading “{ref.name}” does not say what silence means", "write “silence” under its heading")
    elif found.kind != "boolean":
        yield Problem(place, f"reading “{ref.name}” is a {found.kind}, not a condition", "use it on its own line")
    elif len(ref.terms) != len(found.vars):
        yield Problem(place, f"reading “{ref.name}” has {len(found.vars)} slots, this has {len(ref.terms)}", _heading(found))
    else:
        for term, var in zip(ref.terms, found.vars, strict=True):
            if (kind := type_of(term, scope)) != var.type:
                what = f"{_shown(term)} is a {kind}; in reading “{ref.name}” this slot takes a {var.type}"
                yield Problem(place, what, _heading(found))


def _no_reading(name: str, place: Place, chapter: Chapter) -> Problem:
    known = sorted({r.name for r in chapter.readings})
    if name in known:
        remedy = "say which under this provision: reading … / same as PROVISION"
        return Problem(place, f"several readings are called “{name}”", remedy)
    return Problem(place, f"no reading is called “{name}”", nearest(name, known) or "declare it: reading …")


def _heading(reading: Reading) -> str:
    slots = ", ".join(f"{{{v.letter}}}" for v in reading.vars)
    return f"its heading: reading {reading.name}" + (f" for {slots}" if slots else "")


def _shown(term: Term) -> str:
    return f"{{{term if isinstance(term, str) else term.letter if isinstance(term, Var) else term.name}}}"


def _binds(ref: Binds, place: Place, chapter: Chapter, scope: Scope) -> Iterator[Problem]:
    found = instances(chapter, ref)
    wanted = f"{ref.kind} {ref.name} of {ref.provision}"
    if not found:
        known = [f"{r.kind} {r.name} of {r.provision.partition('@')[0]}" for r in chapter.rules if r.owed]
        yield Problem(place, f"there is no {wanted}", nearest(wanted, known) or "name a duty or bar of these pages")
        return
    heads = [r.head.terms for r in found if r.head]
    if all(len(h) != len(ref.terms) for h in heads):
        has = "a counterpart" if len(heads[0]) > 1 else "no counterpart"
        yield Problem(place, f"{wanted} has {has}", "write “binds {M} toward {S}” where it has one, else “binds {M}”")
        return
    for term, slot in zip(ref.terms, next(h for h in heads if len(h) == len(ref.terms)), strict=True):
        if (kind := type_of(term, scope)) != (takes := type_of(slot, scope)):
            what = f"{_shown(term)} is a {kind}; in {wanted} this slot takes a {takes}"
            yield Problem(place, what, "fill it with its bearer, then its counterpart")


def _target(rule: Rule, chapter: Chapter) -> Iterator[Problem]:
    if rule.target is None or any(takes_from(rule, other) for other in chapter.rules):
        return
    kind, name, provision = rule.target
    wanted = f"{kind} {name} of {provision}" if kind else f"rule of {provision}"
    known = [f"{r.kind} {r.name} of {r.provision.partition('@')[0]}" for r in chapter.rules if r is not rule]
    near = nearest(wanted, known) or "write: to KIND NAME of PROVISION"
    yield Problem(rule.place, f"exception “{rule.name}”: there is no {wanted}", near)


def _deadline(rule: Rule, chapter: Chapter) -> Iterator[Problem]:
    deadline = rule.deadline
    if deadline is None:
        return
    if deadline.reading is not None:
        yield from _sets(deadline.reading, "deadline", rule, chapter)
    if deadline.counting.startswith("reading "):
        yield from _sets(deadline.counting.removeprefix("reading ").strip(), "days", rule, chapter)


def _sets(name: str, kind: str, rule: Rule, chapter: Chapter) -> Iterator[Problem]:
    """Whether a reading that a deadline names is of the kind that it must be."""
    found = resolve_reading(chapter.readings, name, rule.provision)
    if found is None:
        yield _no_reading(name, rule.place, chapter)
    elif found.kind != kind:
        said = "sets no deadline" if kind == "deadline" else "does not say how days are counted"
        yield Problem(rule.place, f"reading “{found.name}” {said}", f"write “{kind}” under its heading")


def _constraint(constraint: Constraint, scope: Scope) -> Iterator[Problem]:
    """A constraint speaks of facts alone: it holds whatever the law says and whoever reads it."""
    for element in elements_of(constraint.elements):
        kinds = {scope.vocabulary.phrases[c.phrase].kind for c, _ in clauses(element.body) if isinstance(c, Atom)}
        if element.mode not in ("and", "not") or kinds & {"word", "judgement"} or _refers(element.body):
            what = f"constraint “{constraint.name}” speaks of more than facts"
            yield Problem(element.place, what, "leave out words, judgements, readings, orders and burdens")


def _refers(clause: Clause) -> bool:
    return any(isinstance(c, ReadingRef | Chosen | Binds | Before) for c, _ in clauses(clause))


# --- circles, proof, words without rules ---------------------------------------------------------


def _reading_circles(chapter: Chapter) -> Iterator[Problem]:
    """Readings that refer to each other for ever."""
    for reading in chapter.readings:
        path = _back_to(reading, reading, chapter, ())
        if path:
            shown = " → ".join(f"“{r.name}”" for r in path)
            yield Problem(reading.place, f"a reading refers back to itself: {shown}", "let one of them not refer on")


def _back_to(goal: Reading, at: Reading, chapter: Chapter, path: tuple[Reading, ...]) -> tuple[Reading, ...]:
    if any(at is r for r in path):
        return (*path, at) if at is goal else ()
    for option in at.options.values():
        for element in option.elements if isinstance(option, Together) else ():
            for clause, _ in of_element(element):
                found = resolve_reading(chapter.readings, clause.name, at.provision) if isinstance(clause, ReadingRef) else None
                if found and (whole := _back_to(goal, found, chapter, (*path, at))):
                    return whole
    return ()


def _exception_circles(chapter: Chapter) -> Iterator[Problem]:
    """Exceptions that take away from each other for ever."""
    exceptions = [r for r in chapter.rules if r.kind == "exception"]
    for start in exceptions:
        path, at = [start.name], start
        while following := next((r for r in exceptions if takes_from(at, r)), None):
            path.append(following.name)
            if following is start:
                shown = " → ".join(f"“{name}”" for name in path)
                yield Problem(start.place, f"exceptions to each other: {shown}", "let one of them stand without exception")
            if following is start or len(path) > len(exceptions):
                break
            at = following


def _unproved(chapter: Chapter, scope: Scope, graph: Graph) -> Iterator[Problem]:
    """`if shown` over a judgement can never be shown unless a stance decides it: warn."""
    kinds = {s: p.kind for s, p in scope.vocabulary.phrases.items()}
    for elements, provision in _conditions(chapter):
        for element in elements_of(elements):
            if element.mode != "if shown":
                continue
            direct = {p for p, _, _ in looks_at(element, provision, chapter)}
            beyond = direct.union(*(reachable(graph, d) for d in direct))
            for phrase in sorted(p for p in beyond if kinds.get(p) == "judgement"):
                what = f"“if shown” rests on a judgement: “{plain(phrase)}”"
                remedy = "it can be shown only under a stance that decides it; move the judgement out if that is not meant"
                yield Problem(element.place, what, remedy, warning=True)


def _unconcluded(chapter: Chapter, scope: Scope, graph: Graph) -> Iterator[Problem]:
    """A word that rules or questions look at but none concludes, and that no `unencoded` block owns up to."""
    blocked = {u.blocks for u in chapter.unencoded}
    used: dict[str, Place] = {}
    for elements, provision in _conditions(chapter):
        for element in elements:
            for phrase, _, place in looks_at(element, provision, chapter):
                used.setdefault(phrase, place)
    for phrase, place in used.items():
        declared = scope.vocabulary.phrases.get(phrase)
        if declared and declared.kind == "word" and phrase not in graph and str(declared) not in blocked:
            what = f"no rule concludes “{declared}”"
            yield Problem(place, what, "write a rule for it, or an “unencoded” block that says why not", warning=True)
