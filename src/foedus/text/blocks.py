"""From blocks of lines to rules, readings, numbers, constraints and questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from foedus.problem import Invalid, Problem, nearest
from foedus.text.clauses import (
    MODES,
    Scope,
    atom,
    children,
    clause,
    element,
    read_domain,
    terms_in,
    with_burden,
)
from foedus.text.law import (
    Among,
    AnyOf,
    Atom,
    Chosen,
    Clause,
    Constraint,
    Deadline,
    Element,
    InForce,
    Instrument,
    Number,
    Provision,
    Quantified,
    Question,
    Reading,

    Rule,
    Term,
    Together,
    Unencoded,
    Var,
)
from foedus.text.lines import Line
from foedus.vocabulary import skeleton_of

__all__ = ["Chapter", "read_chapter"]

MAX_ELEMENTS = 200
_DAY = r"\d{4}-\d{2}-\d{2}"
_IN_FORCE = re.compile(rf"(at least )?({_DAY})?\s*(\.\.)?\s*({_DAY})?")
_BEARER = re.compile(r"every \{(\w+)\} of (.+)")
_STANDINGS = (
    "treaty",
    "custom",
    "judgment",
    "organ decision",
    "national law of",
    "scholarly text",
    "political statement",
)


@dataclass
class Chapter:
    """What the blocks of one or many pages say, in order, before references are resolved."""

    instruments: list[Instrument] = field(default_factory=list)
    provisions: list[Provision] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    constraints: list[Constraint] = field(default_factory=list)
    unencoded: list[Unencoded] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Copy:
    """A rule or reading declared `same as` that of another wording."""

    kind: str
    name: str
    provision: str
    source: str
    line: Line


class _Reader:
    """Reads the blocks of one page in order; a provision owns what follows it."""

    def __init__(self, scope: Scope, chapter: Chapter) -> None:
        self.scope = scope
        self.chapter = chapter
        self.provision = ""

    def read(self, block: Line) -> None:
        keyword, _, rest = block.text.partition(" ")
        handler = _HANDLERS.get(keyword)
        if handler is None:
            known = [*_HANDLERS, *VOCABULARY_BLOCKS]
            raise Invalid.at(block.spot(keyword), f"no block is called “{keyword}”", nearest(keyword, known))
        if keyword in _NEEDS_PROVISION and not self.provision:
            raise Invalid.at(block.place, f"a {keyword} outside a provision", "write a “provision” block above it")
        handler(self, block, rest.strip())

    # --- instruments and provisions ---------------------------------------------------------

    def instrument(self, block: Line, name: str) -> None:
        found = _fields(block, ("standing", "title", "note"))
        standing = found.get("standing", "")
        if not standing.startswith(_STANDINGS):
            remedy = "one of: " + ", ".join(_STANDINGS)
            raise Invalid.at(block.spot(standing), f"“{standing}” is no standing of an instrument", remedy)
        plain = standing.replace("{", "").replace("}", "")
        made = Instrument(name, plain, found.get("title", name), found.get("note", ""), block.place)
        self.chapter.instruments.append(made)
        self.provision = ""

    def provision_(self, block: Line, name: str) -> None:
        found = _fields(block, ("in force", "read", "unread", "source"))
        if ":" not in name:
            raise Invalid.at(block.spot(name), f"“{name}” names no instrument", "write INSTRUMENT:NUMBER or INSTRUMENT:NUMBER@WORDING")
        in_force = read_in_force(found.get("in force", ""), block)
        read, unread = _list(found.get("read", "")), _list(found.get("unread", ""))
        made = Provision(name, in_force, read, unread, found.get("source", ""), block.place)
        self.chapter.provisions.append(made)
        self.provision = name

    def number(self, block: Line, rest: str) -> None:
        skeleton, _ = skeleton_of(rest)
        values = []
        for line in block.children:
            value, _, dates = line.text.partition(" ")
            if not value.rstrip(":").isdigit():
                raise Invalid.at(line.spot(value), f"“{value}” is no whole number")
            values.append((int(value.rstrip(":")), read_in_force(dates, line)))
        if not values:
            raise Invalid.at(block.place, "a number without a value", "write a value and its dates below it")
        made = Number(skeleton, terms_in(rest, block, self.scope), self.provision, tuple(values), block.place)
        self.chapter.numbers.append(made)

    # --- rules ------------------------------------------------------------------------------

    def meaning(self, block: Line, name: str) -> None:
        body = self._body(block, ("from", "says", "denies"))
        verb = "denies" if "denies" in body.fields else "says"
        head = atom(*body.need(verb), self.scope)
        self._add(Rule("meaning", name, self.provision, *body.parts(), head=head, denies=verb == "denies", exhaustive=body.exhaustive))

    def power(self, block: Line, name: str) -> None:
        body = self._body(block, ("from", "holder", "allowed", "effect"))
        allowed, line = body.need("allowed")
        body.elements.insert(0, element("and", allowed, line, self.scope))
        head = atom(*body.need("effect"), self.scope)
        details = body.shown("holder", "allowed")
        self._add(Rule("power", name, self.provision, *body.parts(), head=head, exhaustive=body.exhaustive, details=details))

    def duty(self, block: Line, name: str) -> None:
        self._instance(block, name, "duty", "owed")

    def bar(self, block: Line, name: str) -> None:
        self._instance(block, name, "bar", "barred")

    def undertaking(self, block: Line, name: str) -> None:
        self._instance(block, name, "undertaking", "owed")

    def _instance(self, block: Line, name: str, kind: str, object_: str) -> None:
        """A duty, bar or undertaking concludes that it binds its bearer (toward a counterpart)."""
        body = self._body(block, ("from", "made by", "bearer", "toward", object_, "by", "no time set", "counting"))
        bearer, line = body.need("bearer")
        terms: list[Term] = [self._bearer(bearer, line, body)]
        toward = body.fields.get("toward")
        if toward and re.fullmatch(r"\{[^}]*\}", toward.text_of("toward")):
            terms += terms_in(toward.text_of("toward"), toward.line, self.scope)
        owed = atom(*body.need(object_), self.scope)
        head = Atom(binds_skeleton(kind, name, self.provision.partition("@")[0], len(terms)), tuple(terms))
        details = body.shown("made by", "bearer", "toward", object_, "by", "counting")
        rule_kind: str = kind
        self._add(
            Rule(
                rule_kind,  # type: ignore[arg-type]
                name,
                self.provision,
                *body.parts(),
                head=head,
                exhaustive=True,
                owed=owed,
                deadline=_deadline(body),
                details=details,
            )
        )

    def _bearer(self, text: str, line: Line, body: _Body) -> Term:
        """The bearer's term; a bearer drawn from a set adds membership as an element."""
        if found := _BEARER.fullmatch(text):
            var = Var(found[1], self.scope.vocabulary.letters.get(found[1], "state"))
            domain = read_domain(found[2], line, self.scope, var.type)
            body.elements.append(Element("and", Among(var, domain, True), line.place, "bearer", text=text))
            return var
        terms = terms_in(text, line, self.scope)
        if len(terms) != 1:
            raise Invalid.at(line.place, f"“{text}” is no bearer", "write {M}, or: every {M} of members at request")
        return terms[0]

    def exception(self, block: Line, name: str) -> None:
        body = self._body(block, ("from", "to", "for"))
        text, line = body.need("to")
        found = re.fullmatch(r"(duty|bar|power|meaning|vote|exception|undertaking) ([\w -]+?) of (\S+)", text)
        whole = re.fullmatch(r"every rule of (\S+)", text)
        if not found and not whole:
            remedy = "write: to duty NAME of PROVISION, or: to every rule of PROVISION"
            raise Invalid.at(line.place, f"“{text}” names no rule", remedy)
        target = (found[1], found[2], found[3]) if found else ("", "", whole[1] if whole else "")
        self._add(Rule("exception", name, self.provision, *body.parts(), target=target))

    def vote(self, block: Line, name: str) -> None:
        fields = ("from", "says", "on", "asked", "stopped by any", "silence", "base", "quorum")
        body = self._body(block, (*fields, "carried", "put off", "repeats", "binds", "spares"))
        on, line = body.need("on")
        elements = [element("and", on, line, self.scope), *body.elements]
        if put_off := body.fields.get("put off"):
            elements.append(element("not", put_off.text_of("put off"), put_off.line, self.scope))
        elements += self._unstopped(body)
        if carried := body.fields.get("carried"):
            elements.append(element("and", carried.text_of("carried"), carried.line, self.scope))
        body.elements = elements
        head = atom(*body.need("says"), self.scope)
        details = body.shown("asked", "base", "quorum", "silence", "carried", "repeats", "binds", "spares")
        self._add(Rule("vote", name, self.provision, *body.parts(), head=head, exhaustive=body.exhaustive, details=details))

    def _unstopped(self, body: _Body) -> list[Element]:
        """Nobody who is asked stops it; silence counts as its reading says."""
        stops = body.fields.get("stopped by any")
        if not stops:
            return []
        asked, line = body.need("asked")
        found = _BEARER.fullmatch(asked)
        if not found:
            raise Invalid.at(line.place, f"“{asked}” does not say who is asked", "write: every {M} of members at decision")
        var = Var(found[1], self.scope.vocabulary.letters.get(found[1], "state"))
        domain = read_domain(found[2], line, self.scope, var.type)
        silence = body.fields.get("silence")
        name = silence.text_of("silence").removeprefix("reading ").strip() if silence else ""
        out = []
        for item in stops.line.children:
            label, _, text = item.text.partition(":")
            stop = Together((element("and", text.strip(), item, self.scope),))
            inner = _quiet(stop, name, item) if name else Together((Element("not", stop, item.place, text=text.strip()),))
            every = Quantified(True, var, domain, inner)
            out.append(Element("and", every, item.place, f"no {label.strip()}", text=f"no {label.strip()}: {text.strip()}"))
        return out

    def reading(self, block: Line, heading: str) -> None:
        if copied := _same_as(block):
            self.chapter.copies.append(Copy("reading", _reading_name(heading), self.provision, copied, block))
            return
        found = re.fullmatch(r"([^{},:]+?)(?: for (\{.*\}))?", heading)
        if not found:
            raise Invalid.at(block.spot(heading), f"“{heading}” is no heading of a reading", "write: reading NAME for {A}, {S}")
        terms = terms_in(found[2] or "", block, self.scope)
        kind, options, pinpoint, asks = "boolean", {}, "", ""
        for line in block.children:
            if line.text in ("deadline", "silence"):
                kind = line.text
            elif line.text.startswith("from "):
                pinpoint = line.cut("from")
            elif line.text.startswith("asks "):
                asks = line.cut("asks")
            else:
                name, option = self._option(line, kind)
                options[name] = option
        if len(options) < 2:
            raise Invalid.at(block.place, f"reading “{found[1]}” has fewer than two options", "a contested word needs rivals")
        slots = tuple(t for t in terms if isinstance(t, Var))
        made = Reading(found[1], self.provision, pinpoint, kind, slots, options, asks, block.place)  # type: ignore[arg-type]
        self.chapter.readings.append(made)

    def _option(self, line: Line, kind: str) -> tuple[str, Together | str]:
        name, colon, text = line.text.partition(":")
        if not colon:
            raise Invalid.at(line.place, f"“{line.text}” is no option", "write NAME: clause")
        if kind == "boolean":
            made = element("and", text.strip(), line, self.scope)
            return name.strip(), made.body if isinstance(made.body, Together) else Together((made,))
        if kind == "silence" and text.strip() not in ("open", "no objection"):
            raise Invalid.at(line.spot(text.strip()), f"“{text.strip()}” is no meaning of silence", "one of: open, no objection")
        return name.strip(), text.strip()

    def constraint(self, block: Line, name: str) -> None:
        found = []
        for line in block.children:
            for keyword in ("never", "and"):
                if line.text.startswith(f"{keyword} "):
                    found.append(element("and", line.cut(keyword), line, self.scope))
        if not found:
            raise Invalid.at(block.place, "a constraint without “never”", "write: never CLAUSE / and CLAUSE")
        self.chapter.constraints.append(Constraint(name, self.provision, tuple(found), block.place))

    def unencoded_(self, block: Line, words: str) -> None:
        found = _fields(block, ("from", "why", "blocks"))
        if "why" not in found or "blocks" not in found:
            missing = "why" if "why" not in found else "blocks"
            raise Invalid.at(block.place, f"unencoded words without “{missing}”", "say why, and what it blocks (a phrase, or: nothing)")
        blocks = found["blocks"]
        if blocks != "nothing":
            line = next(c for c in block.children if c.text.startswith("blocks"))
            atom(blocks, line, self.scope)
        made = Unencoded(words.strip('"'), self.provision, found.get("from", ""), found["why"], blocks, block.place)
        self.chapter.unencoded.append(made)

    def question(self, block: Line, name: str) -> None:
        options: dict[str, Clause] = {}
        asks, engaged, anchor = "", None, None
        for line in block.children:
            if line.text.startswith("asks "):
                asks = line.cut("asks")
            elif line.text.startswith("is "):
                options[""] = clause(line.cut("is"), line, self.scope)
            elif line.text == "which of":
                for item in line.children:
                    option, _, text = item.text.partition(":")
                    options[option.strip()] = clause(text.strip(), item, self.scope)
            elif line.text.startswith("engaged when "):
                engaged = clause(line.cut("engaged when"), line, self.scope)
            elif line.text.startswith("anchor "):
                anchor = atom(line.cut("anchor"), line, self.scope)
            else:
                expected = "expected one of: asks, is, which of, engaged when, anchor"
                raise Invalid.at(line.place, f"“{line.text}” is no line of a question", expected)
        if not asks or not options:
            raise Invalid.at(block.place, f"question {name} lacks {'“asks”' if not asks else '“is” or “which of”'}")
        self.chapter.questions.append(Question(name, asks, options, engaged, anchor, block.place))

    # --- shared ------------------------------------------------------------------------------

    def _body(self, block: Line, fields: tuple[str, ...]) -> _Body:
        if copied := _same_as(block):
            keyword, _, name = block.text.partition(" ")
            self.chapter.copies.append(Copy(keyword, name.strip(), self.provision, copied, block))
            raise _Copied
        body = _Body(block)
        for line in block.children:
            self._body_line(line, fields, body)
        if len(body.elements) > MAX_ELEMENTS:
            raise Invalid.at(block.place, f"{len(body.elements)} elements; a rule may have {MAX_ELEMENTS}", "split the rule")
        return body

    def _body_line(self, line: Line, fields: tuple[str, ...], body: _Body) -> None:
        if line.text == "in no other case":
            body.exhaustive = True
        elif line.text in ("any of", "and any of", "when any of"):
            body.elements.append(Element("and", self._alternatives(line), line.place, line.label, text="any of"))
        elif line.text.startswith("burden "):
            body.elements[-1:] = [with_burden(body.elements, line)]
        elif field_ := next((f for f in fields if line.text == f or line.text.startswith(f"{f} ")), None):
            body.fields[field_] = _Field(line)
        else:
            self._element_line(line, fields, body)

    def _element_line(self, line: Line, fields: tuple[str, ...], body: _Body) -> None:
        for keyword, mode in MODES:
            if line.text.startswith(f"{keyword} "):
                body.elements.append(element(mode, line.cut(keyword), line, self.scope))
                return
        if line.text.startswith("subject to"):
            clause(line.text, line, self.scope)
        word = line.text.split(" ")[0]
        known = [*fields, *(k for k, _ in MODES), "any of", "in no other case", "burden"]
        raise Invalid.at(line.spot(word), f"“{line.text}” is no line of a {body.block.text.split(' ')[0]}", nearest(word, known) or "expected one of: " + ", ".join(known))

    def _alternatives(self, line: Line) -> AnyOf:
        items = []
        for item in line.children:
            name, colon, text = item.text.partition(":")
            if not colon:
                raise Invalid.at(item.place, f"“{item.text}” is no alternative", "write NAME: clause")
            first = Element("and", clause(text.strip(), item, self.scope), item.spot(text.strip()), item.label, text=text.strip())
            items.append((name.strip(), Together((first, *children(item, self.scope)))))
        if not items:
            raise Invalid.at(line.place, "“any of” without alternatives", "write NAME: clause below it")
        return AnyOf(tuple(items))

    def _add(self, rule: Rule) -> None:
        self.chapter.rules.append(rule)


class _Copied(Exception):
    """The block says `same as`: there is nothing to read in it."""


@dataclass
class _Field:
    line: Line

    def text_of(self, keyword: str) -> str:
        return self.line.cut(keyword)


@dataclass
class _Body:
    """The lines of a rule, sorted into fields and elements."""

    block: Line
    fields: dict[str, _Field] = field(default_factory=dict)
    elements: list[Element] = field(default_factory=list)
    exhaustive: bool = False

    def need(self, name: str) -> tuple[str, Line]:
        if name not in self.fields:
            kind = self.block.text.split(" ")[0]
            raise Invalid.at(self.block.place, f"a {kind} without “{name}”", f"add a line: {name} …")
        found = self.fields[name]
        return found.text_of(name), found.line

    def shown(self, *names: str) -> dict[str, str]:
        return {n: self.fields[n].text_of(n) for n in names if n in self.fields}

    def parts(self) -> tuple[str, tuple[Element, ...], object]:
        pinpoint = self.fields["from"].text_of("from") if "from" in self.fields else ""
        return pinpoint, tuple(self.elements), self.block.place  # type: ignore[return-value]


def binds_skeleton(kind: str, name: str, base: str, arity: int) -> str:
    """The phrase that a duty, bar or undertaking concludes: it binds its bearer."""
    return f"{kind} {name} of {base} binds {{}}" + (" toward {}" if arity > 1 else "")


def _quiet(stop: Together, name: str, item: Line) -> AnyOf:
    """Not stopped by M: it is so in fact; or silence consents and nobody claims the contrary."""
    spoken = Together((Element("not", stop, item.place),))
    silent = Together(
        (
            Element("and", Chosen(name, ("no objection",)), item.place, "silence", text=f"reading {name}"),
            Element("unless claimed", stop, item.place, burden="whoever says that a member objected"),
        )
    )
    return AnyOf((("in fact", spoken), ("by silence", silent)))


def _deadline(body: _Body) -> Deadline | None:
    if "by" not in body.fields:
        return None
    text = body.fields["by"].text_of("by")
    amount_, _, after = text.partition(", after ")
    if amount_.startswith("reading "):
        return Deadline(amount_.removeprefix("reading ").strip(), "", after.strip() or None)
    return Deadline(None, amount_.strip(), after.strip() or None)


def _same_as(block: Line) -> str | None:
    for line in block.children:
        if line.text.startswith("same as "):
            return line.cut("same as")
    return None


def _reading_name(heading: str) -> str:
    return heading.partition(" for {")[0].strip()


def _list(text: str) -> tuple[str, ...]:
    return tuple(p.strip() for p in text.split(",") if p.strip())


def _fields(block: Line, names: Iterable[str]) -> dict[str, str]:
    out: dict[str, str] = {}
    for line in block.children:
        for name in names:
            if line.text == name or line.text.startswith(f"{name} "):
                out[name] = line.cut(name)
                break
        else:
            word = line.text.split(" ")[0]
            known = list(names)
            remedy = nearest(word, known) or "expected one of: " + ", ".join(known)
            raise Invalid.at(line.spot(word), f"“{line.text}” is no line of this block", remedy)
    return out


def read_in_force(text: str, line: Line) -> InForce:
    """Read `1994-04-20 .. 2012-12-18`, `2012-12-19 ..`, `at least D .. D`, or one day."""
    found = _IN_FORCE.fullmatch(text.strip())
    if not found:
        raise Invalid.at(line.spot(text), f"“{text}” is no span of days", "write: 2012-12-19 .. , or: at least 2022-01-06 .. 2022-01-07")
    try:
        first, last = (date.fromisoformat(d) if d else None for d in (found[2], found[4]))
    except ValueError as error:
        raise Invalid.at(line.spot(text), f"“{text}”: {error}", "days are written YYYY-MM-DD") from error
    if first and not found[3]:
        last = first
    if first and last and last < first:
        raise Invalid.at(line.spot(text), f"in force until {last}, before it begins on {first}", "swap or mend the dates")
    return InForce(first, last, bool(found[1]))


def read_chapter(blocks: Iterable[Line], scope: Scope, chapter: Chapter) -> list[Problem]:
    """Read blocks into a chapter; returns every problem found instead of stopping at the first."""
    reader = _Reader(scope, chapter)
    problems: list[Problem] = []
    for block in blocks:
        if block.text.split(" ")[0] in VOCABULARY_BLOCKS:
            continue
        try:
            reader.read(block)
        except _Copied:
            continue
        except Invalid as error:
            problems += error.problems
    return problems


def resolve_copies(chapter: Chapter) -> list[Problem]:
    """Add what `same as` borrows from another wording."""
    problems = []
    for copy in chapter.copies:
        pool: list[Rule] | list[Reading] = chapter.readings if copy.kind == "reading" else chapter.rules
        found = [r for r in pool if r.name == copy.name and r.provision == copy.source]
        if not found:
            near = nearest(f"{copy.source}/{copy.name}", [f"{r.provision}/{r.name}" for r in pool])
            what = f"{copy.source} has no {copy.kind} called “{copy.name}”"
            problems.append(Problem(copy.line.place, what, near))
            continue
        one = found[0]
        if isinstance(one, Reading):
            origin = one.group or f"{one.provision}/{one.name}"
            chapter.readings.append(replace(one, provision=copy.provision, group=origin))
        else:
            chapter.rules.append(_moved(one, copy))
    return problems


def _moved(rule: Rule, copy: Copy) -> Rule:
    """The rule as if it were written under the provision that borrows it."""
    head = rule.head
    if head is not None and rule.kind in ("duty", "bar", "undertaking"):
        base = copy.provision.partition("@")[0]
        head = Atom(binds_skeleton(rule.kind, rule.name, base, len(head.terms)), head.terms)
    return replace(rule, provision=copy.provision, place=copy.line.place, head=head)


VOCABULARY_BLOCKS = ("types", "names", "individuals", "roles", "set", "phrases")

_HANDLERS: dict[str, Callable[[_Reader, Line, str], None]] = {
    "instrument": _Reader.instrument,
    "provision": _Reader.provision_,
    "number": _Reader.number,
    "meaning": _Reader.meaning,
    "power": _Reader.power,
    "duty": _Reader.duty,
    "bar": _Reader.bar,
    "undertaking": _Reader.undertaking,
    "exception": _Reader.exception,
    "vote": _Reader.vote,
    "reading": _Reader.reading,
    "constraint": _Reader.constraint,
    "unencoded": _Reader.unencoded_,
    "question": _Reader.question,
}
_NEEDS_PROVISION = {"number", "meaning", "power", "duty", "bar", "exception", "vote"}

