"""Reading one clause of a rule: exact skeletons, fixed forms for sets and numbers, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count

from foedus.problem import Invalid, nearest
from foedus.text.law import (
    Among,
    Amount,
    Atom,
    Before,
    Binds,
    Clause,
    Compare,
    Constant,
    Domain,
    Element,
    Mode,
    Quantified,
    ReadingRef,
    Role,
    Term,
    Together,
    Var,
)
from foedus.text.lines import Line
from foedus.vocabulary import Phrase, Vocabulary, skeleton_of

__all__ = ["MODES", "Scope", "amount", "atom", "clause", "element", "terms_in"]

MODES: tuple[tuple[str, Mode], ...] = (
    ("and not", "not"),
    ("when not", "not"),
    ("when", "and"),
    ("and", "and"),
    ("if shown", "if shown"),
    ("unless shown", "unless shown"),
    ("unless claimed", "unless claimed"),
    ("unless", "unless"),
    ("until", "until"),
)
_QUANTIFIED = re.compile(r"(every|some) \{(\w+)\} of ([^:]+?): (.+)")
_AMONG = re.compile(r"(\{[^}]*\}) (not )?among (.+)")
_BEFORE = re.compile(r"([\w -]+) before ([\w -]+)")
_COMPARE = re.compile(r"(.+?) (at least|at most|more than|fewer than) (.+)")
_BINDS = re.compile(r"(duty|bar) ([\w -]+?) of (\S+) binds (\{[^}]*\})(?: toward (\{[^}]*\}))?")
_READING = re.compile(r"reading ([^{},]+?)(?: for (\{.*\}))?")
_DOMAIN = re.compile(r"([\w -]+?)(?: at ([\w -]+?))?(?:, other than (\{[^}]*\}))?")
_SHARE = re.compile(r"(\d+)(?:/(\d+))?(?: of (.+))?")
_OPS = {"at least": ">=", "at most": "<=", "more than": ">", "fewer than": "<"}


@dataclass
class Scope:
    """What a clause may refer to: the vocabulary, the roles, the sets; and a counter for anonymous slots."""

    vocabulary: Vocabulary
    roles: Mapping[str, str]
    sets: Mapping[str, object]
    fresh: Iterator[int] = field(default_factory=count)

    def plural(self, word: str) -> str | None:
        """The type of which `word` is the plural: `contingents`, `bodies`."""
        for name in self.vocabulary.types:
            if word in (f"{name}s", re.sub("y$", "ies", name)):
                return name
        return None


def clause(text: str, line: Line, scope: Scope) -> Clause:
    """Read a clause. Raises `Invalid` with its place and the nearest known phrase."""
    if text.startswith("subject to "):
        remedy = "say which: “unless …” (carve-out), “exception … to” (precedence), “and …” (condition), or a power’s scope"
        raise Invalid.at(line.spot(text), "“subject to” has several meanings in law", remedy)
    if text in ("always", "never"):
        return Constant(text == "always")
    for pattern, build in _FORMS:
        if (found := pattern.fullmatch(text)) and (made := build(found, line, scope)) is not None:
            return made
    return atom(text, line, scope)


def _quantified(found: re.Match[str], line: Line, scope: Scope) -> Clause:
    var = _letter(found[2], line, scope)
    domain = read_domain(found[3], line, scope, var.type)
    return Quantified(found[1] == "every", var, domain, clause(found[4], line, scope))


def _among(found: re.Match[str], line: Line, scope: Scope) -> Clause:
    term = _term(found[1][1:-1].strip(), None, line, scope)
    return Among(term, read_domain(found[3], line, scope, None), not found[2])


def _before(found: re.Match[str], line: Line, scope: Scope) -> Clause:
    return Before(found[1], found[2])


def _compare(found: re.Match[str], line: Line, scope: Scope) -> Clause | None:
    hit = scope.vocabulary.lookup(skeleton_of(found[1])[0])
    if hit is None or hit[0].kind != "count":
        return None
    counted = atom(found[1], line, scope)
    return Compare(counted, _OPS[found[2]], amount(found[3], line, scope))


def _binds(found: re.Match[str], line: Line, scope: Scope) -> Clause:
    terms = tuple(_term(t[1:-1].strip(), "state", line, scope) for t in (found[4], found[5]) if t)
    return Binds(found[1], found[2], found[3], terms)


def _reading(found: re.Match[str], line: Line, scope: Scope) -> Clause:
    return ReadingRef(found[1].strip(), terms_in(found[2] or "", line, scope))


_FORMS = (
    (_QUANTIFIED, _quantified),
    (_READING, _reading),
    (_BINDS, _binds),
    (_AMONG, _among),
    (_COMPARE, _compare),
    (_BEFORE, _before),
)


def terms_in(text: str, line: Line, scope: Scope) -> tuple[Term, ...]:
    """The terms of a list of slots: `{A}, {S}`."""
    _, holes = skeleton_of(text)
    return tuple(_term(h, None, line, scope) for h in holes)


def atom(text: str, line: Line, scope: Scope) -> Atom:
    """Read a phrase with its slots filled; checks the type of every slot."""
    skeleton, holes = skeleton_of(text)
    hit = scope.vocabulary.lookup(skeleton)
    if hit is None:
        raise Invalid.at(line.spot(text), f"no phrase says “{text}”", scope.vocabulary.suggest(skeleton))
    phrase, positive = hit
    if len(holes) != len(phrase.slots):
        raise Invalid.at(line.spot(text), f"“{phrase}” has {len(phrase.slots)} slots, this has {len(holes)}")
    terms = tuple(_slot(h, phrase, n, line, scope) for n, h in enumerate(holes))
    return Atom(phrase.skeleton, terms, positive)


def _slot(hole: str, phrase: Phrase, index: int, line: Line, scope: Scope) -> Term:
    wanted = phrase.slots[index].type
    term = _term(hole, wanted, line, scope)
    found = _type_of(term, scope)
    if found != wanted:
        what = f"{{{hole}}} is a {found}; in “{phrase}” this slot takes a {wanted}"
        raise Invalid.at(line.spot(f"{{{hole}}}"), what)
    return term


def _type_of(term: Term, scope: Scope) -> str:
    if isinstance(term, str):
        return scope.vocabulary.individuals[term]
    return term.type


def _term(hole: str, wanted: str | None, line: Line, scope: Scope) -> Term:
    vocabulary = scope.vocabulary
    if hole in vocabulary.letters:
        return Var(hole, vocabulary.letters[hole])
    if hole in scope.roles:
        return Role(hole, scope.roles[hole])
    if found := vocabulary.named(hole, {}):
        return found[0]
    article, _, noun = hole.partition(" ")
    if article in ("a", "an", "any", "some") and noun in vocabulary.types:
        return Var(f"{hole} {next(scope.fresh)}", noun)
    known = [*vocabulary.letters, *scope.roles, *vocabulary.individuals]
    remedy = nearest(hole, known) or (f"declare it under “individuals {wanted}” or “roles”" if wanted else "")
    raise Invalid.at(line.spot(f"{{{hole}}}"), f"nothing is called {{{hole}}}", remedy)


def _letter(letter: str, line: Line, scope: Scope) -> Var:
    kind = scope.vocabulary.letters.get(letter)
    if kind is None:
        raise Invalid.at(line.spot(f"{{{letter}}}"), f"{{{letter}}} is not a declared letter", "add it under “names”")
    return Var(letter, kind)


def read_domain(text: str, line: Line, scope: Scope, wanted: str | None) -> Domain:
    """Read `members at request, other than {S}` or the plural of a type."""
    found = _DOMAIN.fullmatch(text.strip())
    if not found:
        raise Invalid.at(line.spot(text), f"“{text}” is no set", "write: members at request, other than {S}")
    name = found[1]
    kind = scope.plural(name)
    if name not in scope.sets and kind is None:
        known = [*scope.sets, *(f"{t}s" for t in scope.vocabulary.types)]
        raise Invalid.at(line.spot(name), f"no set is called “{name}”", nearest(name, known))
    if kind is not None and wanted is not None and kind != wanted:
        raise Invalid.at(line.spot(name), f"{name} are of type {kind}, the letter is a {wanted}")
    other = _term(found[3][1:-1].strip(), wanted, line, scope) if found[3] else None
    return Domain(name, found[2], other)


def amount(text: str, line: Line, scope: Scope) -> Amount:
    """Read `60`, `2/3 of seats of {K}`. A share is an exact rational."""
    found = _SHARE.fullmatch(text.strip())
    if not found or (found[2] and int(found[2]) == 0):
        raise Invalid.at(line.spot(text), f"“{text}” is no amount", "write 60, or 2/3 of NUMBER")
    share = Fraction(int(found[1]), int(found[2] or 1))
    if not found[3]:
        return Amount(share)
    skeleton, _ = skeleton_of(found[3])
    return Amount(share, skeleton, terms_in(found[3], line, scope))


def element(mode: Mode, text: str, line: Line, scope: Scope) -> Element:
    """One element with its label; children of the line join it (`and`, `unless` …)."""
    body = clause(text, line, scope)
    if line.children:
        inner = [Element("and", body, line.place, text=text), *children(line, scope)]
        body = Together(tuple(inner))
    return Element(mode, body, line.spot(text), line.label, text=text)


def children(line: Line, scope: Scope) -> list[Element]:
    """The elements nested under a line."""
    out: list[Element] = []
    for child in line.children:
        if child.text.startswith("burden "):
            out[-1] = with_burden(out, child)
            continue
        for keyword, mode in MODES:
            if child.text.startswith(f"{keyword} "):
                out.append(element(mode, child.cut(keyword), child, scope))
                break
        else:
            expected = ", ".join(k for k, _ in MODES)
            raise Invalid.at(child.place, f"“{child.text}” does not join the line above", f"expected one of: {expected}")
    return out


def with_burden(elements: list[Element], line: Line) -> Element:
    """The last element, with the burden that this line names."""
    if not elements or elements[-1].mode not in ("if shown", "unless shown", "unless claimed"):
        what = "a burden without an “if shown”, “unless shown” or “unless claimed” line above it"
        raise Invalid.at(line.place, what, "move it under the line whose proof it allots")
    last = elements[-1]
    return Element(last.mode, last.body, last.place, last.label, line.cut("burden"), last.text)


