"""What must hold of law before it is grounded: references resolve, letters bind, no word defeats itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from foedus.problem import Place, Problem, nearest
from foedus.text.blocks import Chapter
from foedus.text.clauses import Scope
from foedus.text.law import (
    Atom,
    Binds,
    Chosen,
    Clause,
    Compare,
    Element,
    Reading,
    ReadingRef,
    Rule,
    Together,
    Var,
)
from foedus.text.walk import clauses, domains, elements_of, labels, letters, of_element, orders

__all__ = ["Graph", "check_chapter", "dependencies"]

Resolve = Callable[[Sequence[Reading], str, str], Reading | None]
Edge = tuple[str, bool, Place]
Graph = Mapping[str, Sequence[Edge]]
"""For each phrase: the phrases its rules look at, whether strictly (through negation or proof), and where."""


def check_chapter(chapter: Chapter, scope: Scope, resolve: Resolve) -> list[Problem]:
    """Every problem and warning that only shows once all pages are read."""
    out: list[Problem] = []
    for rule in chapter.rules:
        out += _letters(rule)
        out += _labels(rule)
        out += _references(rule.elements, rule.provision, chapter, resolve)
        out += _target(rule, chapter)
    for reading in chapter.readings:
        out += _reading(reading, chapter, resolve)
    out += _twice("provision", [(p.id, p.place) for p in chapter.provisions])
    out += _twice("question", [(q.id, q.place) for q in chapter.questions])
    out += _twice("rule", [(r.id, r.place) for r in chapter.rules])
    out += _instruments(chapter)
    if not any(not p.warning for p in out):
        graph = dependencies(chapter, resolve)
        out += _cycles(graph)
        out += _unproved(chapter, scope, graph)
        out += _unconcluded(chapter, scope, graph)
    return out


def _letters(rule: Rule) -> Iterator[Problem]:
    """A letter used once binds nothing: say `{a request}` instead. Exceptions share their target's letters."""
    if rule.kind == "exception":
        return
    found = letters(rule.elements, rule.head)
    if rule.owed is not None:
        found += [t for t in rule.owed.terms if isinstance(t, Var)]
    for letter, times in Counter(v.letter for v in found).items():
        if times == 1 and " " not in letter:
            kind = next(v.type for v in found if v.letter == letter)
            what = f"{{{letter}}} is used only once in “{rule.name}”"
            yield Problem(rule.place, what, f"write {{a {kind}}} if it does not matter which")


def _labels(rule: Rule) -> Iterator[Problem]:
    known = labels(rule.elements)
    wanted = [(d.at, e.place) for e in rule.elements for c, _ in of_element(e) for d in domains(c) if d.at]
    wanted += [(x, e.place) for e in rule.elements for b in orders(e.body) for x in (b.first, b.second)]
    if rule.deadline and rule.deadline.after:
        wanted.append((rule.deadline.after, rule.place))
    for label, place in wanted:
        if label not in known:
            remedy = nearest(label or "", sorted(known)) or "label the element whose moment is meant: … [label]"
            yield Problem(place, f"no element of “{rule.name}” is labelled [{label}]", remedy)


def _references(
    elements: Sequence[Element], provision: str, chapter: Chapter, resolve: Resolve
) -> Iterator[Problem]:
    for element in elements:
        for clause, _ in of_element(element):
            if isinstance(clause, ReadingRef | Chosen):
                yield from _reading_reference(clause, element, provision, chapter, resolve)
            elif isinstance(clause, Binds) and not _instances(chapter, clause):
                known = [f"{r.kind} {r.name} of {r.provision.partition('@')[0]}" for r in chapter.rules if r.owed]
                wanted = f"{clause.kind} {clause.name} of {clause.provision}"
                yield Problem(element.place, f"there is no {wanted}", nearest(wanted, known))
            elif isinstance(clause, Compare) and clause.amount.number:
                yield from _number(clause.amount.number, element, chapter)


def _number(number: str, element: Element, chapter: Chapter) -> Iterator[Problem]:
    known = [n.name for n in chapter.numbers]
    if number not in known:
        yield Problem(element.place, f"no number is called “{number}”", nearest(number, known) or "declare it: number …")


def _reading_reference(
    ref: ReadingRef | Chosen, element: Element, provision: str, chapter: Chapter, resolve: Resolve
) -> Iterator[Problem]:
    found = resolve(chapter.readings, ref.name, provision)
    if found is None:
        known = sorted({r.name for r in chapter.readings})
        if ref.name in known:
            yield Problem(element.place, f"several readings are called “{ref.name}”", "declare which: reading … / same as …")
        else:
            yield Problem(element.place, f"no reading is called “{ref.name}”", nearest(ref.name, known))
    elif isinstance(ref, ReadingRef) and len(ref.terms) != len(found.vars):
        what = f"reading “{ref.name}” has {len(found.vars)} slots, this has {len(ref.terms)}"
        yield Problem(element.place, what)


def _instances(chapter: Chapter, ref: Binds) -> list[Rule]:
    return [
        r
        for r in chapter.rules
        if r.kind == ref.kind and r.name == ref.name and ref.provision in (r.provision, r.provision.partition("@")[0])
    ]


def _target(rule: Rule, chapter: Chapter) -> Iterator[Problem]:
    if rule.target is None:
        return
    kind, name, provision = rule.target
    for other in chapter.rules:
        if provision in (other.provision, other.provision.partition("@")[0]) and (not kind or (other.kind, other.name) == (kind, name)):
            return
    wanted = f"{kind} {name} of {provision}".strip()
    known = [f"{r.kind} {r.name} of {r.provision.partition('@')[0]}" for r in chapter.rules]
    yield Problem(rule.place, f"exception “{rule.name}”: there is no {wanted}", nearest(wanted, known))


def _reading(reading: Reading, chapter: Chapter, resolve: Resolve) -> Iterator[Problem]:
    own = {v.letter for v in reading.vars}
    for option in reading.options.values():
        if not isinstance(option, Together):
            continue
        bound = {c.var.letter for e in option.elements for c, _ in of_element(e) if hasattr(c, "var")}
        for var in letters(option.elements):
            if var.letter not in own | bound and " " not in var.letter:
                what = f"reading “{reading.name}” uses {{{var.letter}}}, which is not in its heading"
                yield Problem(reading.place, what, f"add it: reading {reading.name} for …, {{{var.letter}}}")
        yield from _references(option.elements, reading.provision, chapter, resolve)


def _twice(what: str, found: Sequence[tuple[str, Place]]) -> Iterator[Problem]:
    times = Counter(name for name, _ in found)
    seen: set[str] = set()
    for name, place in found:
        if times[name] > 1 and name in seen:
            yield Problem(place, f"{what} “{name}” is declared twice", "give each its own id (a wording after @)")
        seen.add(name)


def _instruments(chapter: Chapter) -> Iterator[Problem]:
    known = [i.id for i in chapter.instruments]
    for provision in chapter.provisions:
        if provision.instrument not in known:
            remedy = nearest(provision.instrument, known) or "write an “instrument” block with its standing"
            yield Problem(provision.place, f"no instrument is called “{provision.instrument}”", remedy)


def dependencies(chapter: Chapter, resolve: Resolve) -> Graph:
    """What each concluded phrase looks at, through readings and exceptions, over all wordings."""
    graph: dict[str, list[Edge]] = {}
    for rule in chapter.rules:
        heads = [rule.head.phrase] if rule.head else [t.head.phrase for t in _excepted(rule, chapter) if t.head]
        strict = rule.kind == "exception" or rule.denies
        for head in heads:
            for element in rule.elements:
                edges = _looks_at(element, rule.provision, chapter, resolve, strict, frozenset())
                graph.setdefault(head, []).extend(edges)
    return graph


def _excepted(rule: Rule, chapter: Chapter) -> list[Rule]:
    """The rules that an exception, or an exception to it, takes away from."""
    kind, name, provision = rule.target or ("", "", "")
    out = []
    for other in chapter.rules:
        if other is rule or provision not in (other.provision, other.provision.partition("@")[0]):
            continue
        if kind and (other.kind, other.name) != (kind, name):
            continue
        out += [other] if other.head else _excepted(other, chapter)
    return out


def _looks_at(
    element: Element, provision: str, chapter: Chapter, resolve: Resolve, strict: bool, seen: frozenset[str]
) -> Iterator[Edge]:
    for clause, under in of_element(element, strict):
        yield from _edges(clause, under, element.place, provision, chapter, resolve, seen)


def _edges(
    clause: Clause, strict: bool, place: Place, provision: str, chapter: Chapter, resolve: Resolve, seen: frozenset[str]
) -> Iterator[Edge]:
    if isinstance(clause, Atom):
        yield clause.phrase, strict or not clause.positive, place
    elif isinstance(clause, Binds):
        for rule in _instances(chapter, clause):
            if rule.head:
                yield rule.head.phrase, strict, place
    elif isinstance(clause, ReadingRef):
        found = resolve(chapter.readings, clause.name, provision)
        key = f"{found.provision}/{found.name}" if found else ""
        if found is None or key in seen:
            return
        for option in found.options.values():
            for inner in option.elements if isinstance(option, Together) else ():
                yield from _looks_at(inner, found.provision, chapter, resolve, strict, seen | {key})


def _cycles(graph: Graph) -> Iterator[Problem]:
    """A word may rest on itself only positively: through negation or proof it would have no meaning."""
    for component in components(graph):
        inside = [(a, e) for a in component for e in graph.get(a, ()) if e[0] in component]
        bad = next(((a, e) for a, e in inside if e[1]), None)
        if bad is None:
            continue
        path = _path(graph, bad[1][0], bad[0], component)
        shown = " → ".join(f"“{_plain(p)}”" for p in [bad[0], *path])
        what = f"a word would rest on its own denial or on proof of itself: {shown}"
        yield Problem(bad[1][2], what, "break the circle: give one of these words a rule that does not look back")


def _plain(skeleton: str) -> str:
    return skeleton.replace("{}", "…")


def _path(graph: Graph, start: str, goal: str, inside: frozenset[str]) -> list[str]:
    """Shortest way from `start` to `goal` inside a component, both ends included."""
    paths = [[start]]
    seen = {start}
    while paths:
        path = paths.pop(0)
        if path[-1] == goal:
            return path
        for following, _, _ in graph.get(path[-1], ()):
            if following in inside and following not in seen:
                seen.add(following)
                paths.append([*path, following])
    return [start, goal]


def components(graph: Graph) -> list[frozenset[str]]:
    """Strongly connected components that contain a circle."""
    reach = {a: _reachable(graph, a) for a in graph}
    out: list[frozenset[str]] = []
    for a in graph:
        if a in reach[a] and not any(a in c for c in out):
            out.append(frozenset(b for b in reach[a] if a in reach.get(b, set())))
    return out


def _reachable(graph: Graph, start: str) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for following, _, _ in graph.get(waiting.pop(), ()):
            if following not in found:
                found.add(following)
                waiting.append(following)
    return found


def _unproved(chapter: Chapter, scope: Scope, graph: Graph) -> Iterator[Problem]:
    """`if shown` over a judgement can never be shown unless a stance decides it: warn."""
    kinds = {s: p.kind for s, p in scope.vocabulary.phrases.items()}
    for rule in chapter.rules:
        for element in elements_of(rule.elements):
            if element.mode != "if shown":
                continue
            direct = [c.phrase for c, _ in clauses(element.body) if isinstance(c, Atom)]
            beyond = {p for d in direct for p in _reachable(graph, d)} | set(direct)
            for phrase in sorted(p for p in beyond if kinds.get(p) == "judgement"):
                what = f"“if shown” rests on a judgement: “{_plain(phrase)}”"
                remedy = "it can be shown only under a stance that decides it; move the judgement out if that is not meant"
                yield Problem(element.place, what, remedy, warning=True)


def _unconcluded(chapter: Chapter, scope: Scope, graph: Graph) -> Iterator[Problem]:
    """A word that rules look at but none concludes, and that no `unencoded` block owns up to."""
    blocked = {u.blocks for u in chapter.unencoded}
    used = {e[0]: e[2] for edges in graph.values() for e in edges}
    for phrase, place in used.items():
        declared = scope.vocabulary.phrases.get(phrase)
        if declared and declared.kind == "word" and phrase not in graph and str(declared) not in blocked:
            what = f"no rule concludes “{declared}”"
            yield Problem(place, what, "write a rule for it, or an “unencoded” block that says why not", warning=True)
