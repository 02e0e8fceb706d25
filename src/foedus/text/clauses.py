"""Reading one clause of a rule: exact skeletons, fixed forms for sets and numbers, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import count

from foedus.problem import Invalid, nearest
from foedus.text.fields import bare
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
    SetOf,
    Term,
    Together,
    Var,
)
from foedus.text.lines import Line
from foedus.vocabulary import Phrase, Vocabulary, skeleton_of

__all__ = [
    "MODES", "Scope", "atom", "children", "clause", "count_atom", "element", "fixed_form", "joining", "letter", "read_domain",
    "terms_in", "type_of", "with_burden",
]  # fmt: skip

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
_SHARE = re.compile(r"([0-9]+)(?:/([0-9]+)|(%))?(?: of (.+))?")
_OPS = {"at least": ">=", "at most": "<=", "more than": ">", "fewer than": "<"}


@dataclass
class Scope:
    """What a clause may refer to: the vocabulary, the roles, the sets; and a counter for anonymous slots."""

    vocabulary: Vocabulary
    roles: Mapping[str, str]
    sets: Mapping[str, SetOf]
    fresh: Iterator[int] = field(default_factory=count)

    def plural(self, word: str) -> str | None:
        """The type of which `word` is the plural: `contingents`, `bodies`."""
        for name in self.vocabulary.types:
            if word in (f"{name}s", re.sub("y$", "ies", name)):
                return name
        return None

    def kind_of(self, domain: str) -> str | None:
        """The type of what is in a set, or of which `domain` is the plural."""
        named = self.sets.get(domain)
        if named is None:
            return self.plural(domain)
        return "state" if named.parties_to else self.vocabulary.individuals.get(named.members[0])


def fixed_form(sentence: str) -> str | None:
    """The fixed form as which a sentence would be read, so that no phrase may be worded like it."""
    if sentence in ("always", "never") or sentence.startswith("subject to "):
        return f"“{sentence.partition(' ')[0]} …”"
    for pattern, example in _EXAMPLES:
        if pattern.fullmatch(sentence):
            return f"“{example}”"
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
    var = letter(found[2], line, scope)
    domain = read_domain(found[3], line, scope, var.type)
    if domain.other_than == var:
        raise Invalid.at(line.spot(found[3]), f"{{{var.letter}}} cannot be other than itself", "name whom to leave out")
    return Quantified(found[1] == "every", var, domain, clause(found[4], line, scope))


def _among(found: re.Match[str], line: Line, scope: Scope) -> Clause:
    term = _term(found[1][1:-1].strip(), None, line, scope)
    return Among(term, read_domain(found[3], line, scope, type_of(term, scope)), not found[2])


def _before(found: re.Match[str], line: Line, scope: Scope) -> Clause:
    return Before(found[1], found[2])


def _compare(found: re.Match[str], line: Line, scope: Scope) -> Clause | None:
    counted = count_atom(found[1], line, scope)
    if counted is None:
        return None
    return Compare(counted, _OPS[found[2]], amount(found[3], line, scope))


def count_atom(text: str, line: Line, scope: Scope) -> Atom | None:
    """A count with its slots filled; None where the text is no count."""
    hit = scope.vocabulary.lookup(skeleton_of(text)[0])
    return _filled(hit[0], text, line, scope) if hit is not None and hit[0].kind == "count" else None


def _binds(found: re.Match[str], line: Line, scope: Scope) -> Clause:
    terms = tuple(_term(t[1:-1].strip(), "state", line, scope) for t in (found[4], found[5]) if t)
    if "@" in found[3]:
        what = f"{found[3]} is one wording; whether a {found[1]} binds is asked of the law of the day"
        raise Invalid.at(line.spot(found[3]), what, f"write: of {found[3].partition('@')[0]}")
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


_EXAMPLES = (
    (_QUANTIFIED, "every {M} of members: …"),
    (_READING, "reading NAME"),
    (_BINDS, "duty NAME of PROVISION binds {M}"),
    (_AMONG, "{S} among members"),
    (_BEFORE, "request before decision"),
)


def terms_in(text: str, line: Line, scope: Scope) -> tuple[Term, ...]:
    """The terms of a list of slots: `{A}, {S}`."""
    _, holes = skeleton_of(text)
    return tuple(_term(h, None, line, scope) for h in holes)


def atom(text: str, line: Line, scope: Scope) -> Atom:
    """Read a phrase with its slots filled; checks the type of every slot."""
    skeleton, _ = skeleton_of(text)
    hit = scope.vocabulary.lookup(skeleton)
    if hit is None:
        raise Invalid.at(line.spot(text), f"no phrase says “{text}”", scope.vocabulary.suggest(text))
    phrase, positive = hit
    if phrase.kind == "count":
        remedy = f"compare it: {text} at least 1"
        raise Invalid.at(line.spot(text), f"“{phrase}” is a count, neither so nor not so", remedy)
    made = _filled(phrase, text, line, scope)
    return Atom(made.phrase, made.terms, positive)


def _filled(phrase: Phrase, text: str, line: Line, scope: Scope) -> Atom:
    holes = skeleton_of(text)[1]
    terms = tuple(_slot(h, phrase, n, line, scope) for n, h in enumerate(holes))
    return Atom(phrase.skeleton, terms)


def _slot(hole: str, phrase: Phrase, index: int, line: Line, scope: Scope) -> Term:
    wanted = phrase.slots[index].type
    term = _term(hole, wanted, line, scope)
    found = type_of(term, scope)
    if found != wanted:
        what = f"{{{hole}}} is a {found}; in “{phrase}” this slot takes a {wanted}"
        of_type = [x for x, kind in scope.vocabulary.letters.items() if kind == wanted]
        remedy = "letters of that type: " + ", ".join(of_type) if of_type else f"declare a letter for {wanted} under “names”"
        raise Invalid.at(line.spot(f"{{{hole}}}"), what, remedy)
    return term


def type_of(term: Term, scope: Scope) -> str:
    """The type of what a term stands for."""
    return scope.vocabulary.individuals[term] if isinstance(term, str) else term.type


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


def letter(name: str, line: Line, scope: Scope) -> Var:
    """The letter called `name`. Raises `Invalid` when it is not declared."""
    kind = scope.vocabulary.letters.get(name)
    if kind is None:
        remedy = nearest(name, list(scope.vocabulary.letters)) or "add it under “names”"
        raise Invalid.at(line.spot(f"{{{name}}}"), f"{{{name}}} is not a declared letter", remedy)
    return Var(name, kind)


def read_domain(text: str, line: Line, scope: Scope, wanted: str) -> Domain:
    """Read `members at request, other than {S}` or the plural of a type, of things of type `wanted`."""
    found = _DOMAIN.fullmatch(text.strip())
    if not found:
        raise Invalid.at(line.spot(text), f"“{text}” is no set", "write: members at request, other than {S}")
    name = found[1]
    kind = scope.kind_of(name)
    if kind is None:
        known = [*scope.sets, *(f"{t}s" for t in scope.vocabulary.types)]
        raise Invalid.at(line.spot(name), f"no set is called “{name}”", nearest(name, known) or "declare it: set …")
    if kind != wanted:
        what = f"{name} are of type {kind}, the letter is a {wanted}"
        raise Invalid.at(line.spot(name), what, "take a letter of that type")
    if not found[3]:
        return Domain(name, found[2])
    other = _term(found[3][1:-1].strip(), wanted, line, scope)
    if type_of(other, scope) != wanted or (isinstance(other, Var) and " " in other.letter):
        raise Invalid.at(line.spot(found[3]), f"{found[3]} cannot be left out of {name}", f"name one {wanted}")
    return Domain(name, found[2], other)


def amount(text: str, line: Line, scope: Scope) -> Amount:
    """Read `60`, `2/3 of seats of {K}`, `1/2 of votes cast in {B}`. A share is an exact rational."""
    found = _SHARE.fullmatch(text.strip())
    if not found or (found[2] and int(found[2]) == 0):
        raise Invalid.at(line.spot(text), f"“{text}” is no amount", "write 60, or 2/3 of NUMBER")
    if (found[2] or found[3]) and not found[4]:
        raise Invalid.at(line.spot(text), f"“{text}” is a share of nothing", f"write: {text} of NUMBER")
    share = Fraction(int(found[1]), int(found[2] or (100 if found[3] else 1)))
    if not found[4]:
        return Amount(share)
    if share > 1:
        whole = text.partition(" of ")[0]
        raise Invalid.at(line.spot(whole), f"a share of {whole} is more than the whole", f"write: 2/3 of {found[4]}")
    if counted := count_atom(found[4], line, scope):
        return Amount(share, count=counted)
    skeleton, _ = skeleton_of(found[4])
    return Amount(share, skeleton, terms_in(found[4], line, scope))


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
        if child.text.startswith("burden"):
            out[-1:] = [with_burden(out, child)]
            continue
        joined = joining(child, scope)
        if joined is None:
            expected = "expected one of: " + ", ".join(k for k, _ in MODES)
            raise Invalid.at(child.place, f"“{child.text}” does not join the line above", expected)
        out.append(joined)
    return out


def joining(line: Line, scope: Scope) -> Element | None:
    """The element of a line that begins with `when`, `unless` …; None for any other line."""
    for keyword, mode in MODES:
        if line.text.startswith(f"{keyword} "):
            return element(mode, line.cut(keyword), line, scope)
    return None


def with_burden(elements: list[Element], line: Line) -> Element:
    """The last element, with the burden that this line names."""
    if not bare(line).cut("burden"):
        raise Invalid.at(line.place, "a burden on nobody", "write: burden whoever relies on it")
    if not elements or elements[-1].mode not in ("if shown", "unless shown", "unless claimed"):
        what = "a burden without an “if shown”, “unless shown” or “unless claimed” line above it"
        raise Invalid.at(line.place, what, "move it under the line whose proof it allots")
    last = elements[-1]
    return replace(last, burden=line.cut("burden"))
