"""From blocks of lines to the chapter of a regime, block by block."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from foedus.problem import Invalid, Problem, nearest
from foedus.text.ballots import read_ballots
from foedus.text.chapter import Chapter, Copy
from foedus.text.clauses import Scope, atom, clause, element, terms_in
from foedus.text.fields import bare, fields, items, listed, named, once, read_in_force, same_as
from foedus.text.law import (
    Clause,
    Constraint,
    Element,
    InForce,
    Instrument,
    Mode,
    Number,
    Provision,
    Question,
    Reading,
    Together,
    Unencoded,
    Var,
)
from foedus.text.lines import Line
from foedus.text.rules import RULES, day_count, deadline_amount, read_rule
from foedus.text.words import BLOCKS
from foedus.vocabulary import skeleton_of

__all__ = ["read_chapter"]

STANDINGS = (
    "treaty",
    "custom",
    "judgment",
    "advisory opinion",
    "organ decision",
    "national law of",
    "scholarly text",
    "political statement",
)
_HEADING = re.compile(r"([^{},:]+?)(?: for (\{.*\}))?")
_KINDS = ("deadline", "silence", "days")
_PROVISION = re.compile(r"[^\s@:]+:[^\s@]+(@[^\s@]+)?")


def read_chapter(blocks: Iterable[Line], scope: Scope, chapter: Chapter) -> list[Problem]:
    """Read blocks into a chapter; returns every problem found instead of stopping at the first."""
    reader = _Reader(scope, chapter)
    problems: list[Problem] = []
    for block in blocks:
        if block.text.split(" ")[0] in BLOCKS:
            continue
        try:
            reader.read(block)
        except Invalid as error:
            problems += error.problems
    return problems


class _Reader:
    """Reads the blocks of one page in order; a provision owns what follows it."""

    def __init__(self, scope: Scope, chapter: Chapter) -> None:
        self.scope = scope
        self.chapter = chapter
        self.provision = ""

    def read(self, block: Line) -> None:
        keyword, _, rest = (part.strip() for part in block.text.partition(" "))
        known = _HANDLERS
        if keyword not in known:
            remedy = nearest(keyword, [*known, *BLOCKS]) or "one of: " + ", ".join(known)
            raise Invalid.at(block.spot(keyword), f"no block is called “{keyword}”", remedy)
        if keyword in _NEEDS_PROVISION and not self.provision:
            raise Invalid.at(block.place, f"a {keyword} outside a provision", "write a “provision” block above it")
        known[keyword](self, block, named(block, rest))

    # --- instruments and provisions --------------------------------------------------------------

    def instrument(self, block: Line, name: str) -> None:
        self.provision = ""
        found = fields(block, ("standing", "title", "note"))
        standing = found.get("standing", "")
        if not standing.startswith(STANDINGS):
            remedy = "one of: " + ", ".join(STANDINGS)
            raise Invalid.at(block.place, f"“{standing}” is no standing of an instrument", remedy)
        plain = standing.replace("{", "").replace("}", "")
        made = Instrument(name, plain, found.get("title", name), found.get("note", ""), block.place)
        self.chapter.instruments.append(made)

    def provision_(self, block: Line, name: str) -> None:
        self.provision = name
        if not _PROVISION.fullmatch(name):
            remedy = "write INSTRUMENT:NUMBER or INSTRUMENT:NUMBER@WORDING"
            raise Invalid.at(block.spot(name), f"“{name}” names no provision", remedy)
        found = fields(block, ("in force", "read", "unread", "source"))
        if "in force" not in found:
            raise Invalid.at(block.place, "a provision without “in force”", "add a line: in force 2012-12-19 ..")
        line = next(c for c in block.children if c.text.startswith("in force"))
        read, unread = listed(found.get("read", "")), listed(found.get("unread", ""))
        made = Provision(name, read_in_force(found["in force"], line), read, unread, found.get("source", ""), block.place)
        self.chapter.provisions.append(made)

    def number(self, block: Line, rest: str) -> None:
        terms = terms_in(rest, block, self.scope)
        for term in terms:
            if not isinstance(term, str):
                what = "a number belongs to individuals that are listed, not to a letter or role"
                raise Invalid.at(block.spot(rest), what, "name the individual")
        values = tuple(self._value(line) for line in block.children)
        if not values:
            raise Invalid.at(block.place, "a number without a value", "write a value and its dates below it")
        self.chapter.numbers.append(Number(skeleton_of(rest)[0], terms, self.provision, values, block.place))

    def _value(self, line: Line) -> tuple[int, InForce]:
        value, _, dates = bare(line).text.partition(" ")
        if not re.fullmatch("[0-9]{1,18}:?", value):
            raise Invalid.at(line.spot(value), f"“{value}” is no whole number", "write: 90 at least 2022-01-06 .. 2022-01-07")
        return int(value.rstrip(":")), read_in_force(dates.strip(), line)

    # --- rules and readings ----------------------------------------------------------------------

    def rule(self, block: Line, name: str) -> None:
        kind = next(k for k in RULES if block.text.startswith(f"{k} "))
        if source := same_as(block):
            self.chapter.copies.append(Copy(kind, name, self.provision, source, block))
            return
        self.chapter.rules.append(read_rule(block, kind, name, self.provision, self.scope))

    def reading(self, block: Line, heading: str) -> None:
        found = _HEADING.fullmatch(heading)
        if not found:
            remedy = "write: reading NAME for {A}, {S}"
            raise Invalid.at(block.spot(heading), f"“{heading}” is no heading of a reading", remedy)
        terms = terms_in(found[2] or "", block, self.scope)
        if source := same_as(block):
            self.chapter.copies.append(Copy("reading", found[1], self.provision, source, block, terms))
            return
        slots = tuple(t for t in terms if isinstance(t, Var) and " " not in t.letter)
        if len(slots) < len(terms) or len(set(slots)) < len(terms):
            raise Invalid.at(block.spot(heading), "a reading's heading takes letters, each once", "write: for {A}, {S}")
        self.chapter.readings.append(self._reading(block, found[1], slots))

    def _reading(self, block: Line, name: str, slots: tuple[Var, ...]) -> Reading:
        kind, said = "boolean", {"from": "", "asks": ""}
        options: dict[str, Together | str] = {}
        seen: list[str] = []
        for line in block.children:
            word = line.text.split(" ")[0]
            if line.text in (*_KINDS, "from", "asks") or word in said:
                once(word, seen, line)
                seen.append(word)
                kind = line.text if line.text in _KINDS else kind
                said[word] = bare(line).cut(word)
            else:
                options.update(self._option(line, kind, options))
        if len(options) < 2:
            raise Invalid.at(block.place, f"reading “{name}” has fewer than two options", "a contested word needs rivals")
        return Reading(
            name,
            self.provision,
            said["from"],
            kind,  # type: ignore[arg-type]
            slots,
            options,
            said["asks"],
            block.place,
        )

    def _option(self, line: Line, kind: str, known: Iterable[str]) -> dict[str, Together | str]:
        name, colon, text = (part.strip() for part in line.text.partition(":"))
        if not colon or not name:
            raise Invalid.at(line.place, f"“{line.text}” is no option", "write NAME: clause")
        once(name, known, line)
        if kind == "boolean":
            made = element("and", text, line, self.scope)
            return {name: made.body if isinstance(made.body, Together) else Together((made,))}
        bare(line)
        if kind == "deadline":
            return {name: deadline_amount(text, line)}
        if kind == "days":
            return {name: day_count(text, line)}
        if text not in ("open", "no objection"):
            raise Invalid.at(line.spot(text), f"“{text}” is no meaning of silence", "one of: open, no objection")
        return {name: text}

    def ballots(self, block: Line, heading: str) -> None:
        self.chapter.ballots.append(read_ballots(block, heading, self.scope))

    # --- constraints, what is not encoded, questions -----------------------------------------------

    def constraint(self, block: Line, name: str) -> None:
        found: list[Element] = []
        for line in block.children:
            keyword = next((k for k in ("and not", "and", "never") if line.text.startswith(f"{k} ")), "")
            if not keyword or line.text == "and any of" or (keyword == "never") is bool(found):
                what = f"“{line.text}” is no line of a constraint"
                raise Invalid.at(line.place, what, "write: never CLAUSE, then: and CLAUSE, and not CLAUSE")
            mode: Mode = "not" if keyword == "and not" else "and"
            found.append(element(mode, line.cut(keyword), line, self.scope))
        if not found:
            raise Invalid.at(block.place, "a constraint without “never”", "write: never CLAUSE / and CLAUSE")
        self.chapter.constraints.append(Constraint(name, self.provision, tuple(found), block.place))

    def unencoded(self, block: Line, words: str) -> None:
        found = fields(block, ("from", "why", "blocks"))
        if "why" not in found or "blocks" not in found:
            missing = "why" if "why" not in found else "blocks"
            remedy = "say why, and what it blocks (a phrase, or: nothing)"
            raise Invalid.at(block.place, f"unencoded words without “{missing}”", remedy)
        if found["blocks"] != "nothing":
            line = next(c for c in block.children if c.text.startswith("blocks"))
            atom(found["blocks"], line, self.scope)
        made = Unencoded(words.strip('"'), self.provision, found.get("from", ""), found["why"], found["blocks"], block.place)
        self.chapter.unencoded.append(made)

    def question(self, block: Line, name: str) -> None:
        found: dict[str, Line] = {}
        for line in block.children:
            keyword = next((k for k in _QUESTION if line.text == k or line.text.startswith(f"{k} ")), None)
            if keyword is None:
                expected = "expected one of: " + ", ".join(_QUESTION)
                raise Invalid.at(line.place, f"“{line.text}” is no line of a question", expected)
            once(keyword, found, line)
            found[keyword] = line if keyword == "which of" else bare(line)
        options = self._options(found)
        if "asks" not in found or not options:
            lacks = "“asks”" if "asks" not in found else "“is” or “which of”"
            raise Invalid.at(block.place, f"question {name} lacks {lacks}", "write both")
        engaged = self._said(found, "engaged when")
        anchor = found.get("anchor")
        act = atom(anchor.cut("anchor"), anchor, self.scope) if anchor else None
        if anchor and act and any(isinstance(t, Var) for t in act.terms):
            raise Invalid.at(anchor.place, "an anchor is one act, with names and roles in its slots", "fill every slot")
        otherwise = self._said(found, "or else")
        if otherwise is not None and "is" not in found:
            what = "“or else” stands in for “is”, and there is none"
            raise Invalid.at(found["or else"].place, what, "write “is”, or leave it out")
        made = Question(name, found["asks"].cut("asks"), options, engaged, act, block.place, otherwise)
        self.chapter.questions.append(made)

    def _options(self, found: dict[str, Line]) -> dict[str, Clause]:
        if "is" in found and "which of" in found:
            raise Invalid.at(found["which of"].place, "a question has “is” or “which of”, not both", "make it two questions")
        if one := self._said(found, "is"):
            return {"": one}
        line = found.get("which of")
        return {n: clause(text, bare(item), self.scope) for n, text, item in items(line, "answer")} if line else {}

    def _said(self, found: dict[str, Line], keyword: str) -> Clause | None:
        line = found.get(keyword)
        return clause(line.cut(keyword), line, self.scope) if line else None


_QUESTION = ("asks", "is", "or else", "which of", "engaged when", "anchor")
_HANDLERS: dict[str, Callable[[_Reader, Line, str], None]] = {
    "instrument": _Reader.instrument,
    "provision": _Reader.provision_,
    "number": _Reader.number,
    "reading": _Reader.reading,
    "ballots": _Reader.ballots,
    "constraint": _Reader.constraint,
    "unencoded": _Reader.unencoded,
    "question": _Reader.question,
    **dict.fromkeys(RULES, _Reader.rule),
}
_NEEDS_PROVISION = {"number", "meaning", "power", "duty", "bar", "exception", "vote"}
