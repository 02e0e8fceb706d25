"""What each concluded phrase looks at, and the circles in that.

A word may rest on itself positively ("reachable from what is reachable"): the least fixpoint gives
it a meaning. Through negation or proof it would have none, so such a circle is printed whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from foedus.problem import Place, Problem
from foedus.text.chapter import Chapter
from foedus.text.law import Atom, Binds, Clause, Element, ReadingRef, Rule, Together
from foedus.text.readings import resolve_reading
from foedus.text.walk import of_element

__all__ = ["Edge", "Graph", "circles", "components", "dependencies", "instances", "looks_at", "plain", "reachable"]

Edge = tuple[str, bool, Place]
Graph = Mapping[str, Sequence[Edge]]
"""For each phrase: the phrases its rules look at, whether strictly (through negation or proof), and where."""


def dependencies(chapter: Chapter) -> Graph:
    """What each concluded phrase looks at, through readings and exceptions, over all wordings."""
    graph: dict[str, list[Edge]] = {}
    for rule in chapter.rules:
        heads = [rule.head.phrase] if rule.head else [t.head.phrase for t in _excepted(rule, chapter) if t.head]
        strict = rule.kind == "exception" or rule.denies
        for element in rule.elements if heads else ():
            edges = list(looks_at(element, rule.provision, chapter, strict))
            for head in heads:
                graph.setdefault(head, []).extend(edges)
        for head in heads:
            graph.setdefault(head, [])
    return graph


def takes_from(exception: Rule, rule: Rule) -> bool:
    """Whether an exception names a rule. `every rule of PROVISION` does not name exceptions."""
    kind, name, provision = exception.target or ("", "", "")
    if exception is rule or provision not in (rule.provision, rule.provision.partition("@")[0]):
        return False
    return (not kind and rule.kind != "exception") or (rule.kind, rule.name) == (kind, name)


def _excepted(rule: Rule, chapter: Chapter, seen: tuple[Rule, ...] = ()) -> list[Rule]:
    """The rules that an exception, or an exception to it, takes away from in the end."""
    out: list[Rule] = []
    for other in chapter.rules:
        if takes_from(rule, other) and not any(other is s for s in seen):
            out += [other] if other.head else _excepted(other, chapter, (*seen, rule))
    return out


def looks_at(
    element: Element, provision: str, chapter: Chapter, strict: bool = False, seen: frozenset[str] = frozenset()
) -> Iterator[Edge]:
    """Every phrase that an element looks at, through readings."""
    for clause, under in of_element(element, strict):
        yield from _edges(clause, under, element.place, provision, chapter, seen)


def _edges(clause: Clause, strict: bool, place: Place, provision: str, chapter: Chapter, seen: frozenset[str]) -> Iterator[Edge]:
    if isinstance(clause, Atom):
        yield clause.phrase, strict or not clause.positive, place
    elif isinstance(clause, Binds):
        for rule in instances(chapter, clause):
            if rule.head:
                yield rule.head.phrase, strict, place
    elif isinstance(clause, ReadingRef):
        found = resolve_reading(chapter.readings, clause.name, provision)
        key = f"{found.provision}/{found.name}" if found else ""
        if found is None or key in seen:
            return
        for option in found.options.values():
            for inner in option.elements if isinstance(option, Together) else ():
                yield from looks_at(inner, found.provision, chapter, strict, seen | {key})


def instances(chapter: Chapter, ref: Binds) -> list[Rule]:
    """The rules that `duty NAME of PROVISION binds …` speaks of, in every wording."""
    wanted = (ref.kind, ref.name, ref.provision)
    return [r for r in chapter.rules if (r.kind, r.name, r.provision.partition("@")[0]) == wanted]


def circles(graph: Graph) -> Iterator[Problem]:
    """Circles that would leave a word without a meaning, each printed whole."""
    for component in components(graph):
        inside = [(a, e) for a in graph if a in component for e in graph[a] if e[0] in component]
        bad = next(((a, e) for a, e in inside if e[1]), None)
        if bad is None:
            continue
        path = _path(graph, bad[1][0], bad[0], component)
        shown = " → ".join(f"“{plain(p)}”" for p in [bad[0], *path])
        what = f"a word would rest on its own denial or on proof of itself: {shown}"
        yield Problem(bad[1][2], what, "break the circle: give one of these words a rule that does not look back")


def plain(skeleton: str) -> str:
    """A skeleton as a person reads it."""
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
    reach = {a: reachable(graph, a) for a in graph}
    out: list[frozenset[str]] = []
    for a in graph:
        if a in reach[a] and not any(a in c for c in out):
            out.append(frozenset(b for b in reach[a] if a in reach.get(b, set())))
    return out


def reachable(graph: Graph, start: str) -> set[str]:
    """Every phrase that `start` rests on."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for following, _, _ in graph.get(waiting.pop(), ()):
            if following not in found:
                found.add(following)
                waiting.append(following)
    return found
