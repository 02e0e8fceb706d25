"""Blocks that conclude something: meanings, duties, bars, powers, votes, undertakings, exceptions.

A block's lines are sorted into a `Body`: fields (`from`, `says`, `bearer` …) and elements
(`when`, `unless shown` …). Each kind of rule then reads the fields it has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from foedus.problem import Invalid, Place, nearest
from foedus.text.chapter import binds_skeleton
from foedus.text.clauses import (
    MODES,
    Scope,
    atom,
    children,
    clause,
    count_atom,
    element,
    joining,
    terms_in,
    with_burden,
)
from foedus.text.fields import bare, items, once
from foedus.text.law import (
    Among,
    AnyOf,
    Atom,
    Deadline,
    Element,
    Rule,
    RuleKind,
    Term,
    Together,
)
from foedus.text.lines import Line
from foedus.text.votes import LINES, drawn, vote_elements, vote_roll
from foedus.text.walk import elements_of

__all__ = ["DAY_COUNTS", "RULES", "day_count", "deadline_amount", "read_rule"]

MAX_ELEMENTS = 200
_TARGET = re.compile(r"(duty|bar|power|meaning|vote|exception|undertaking) ([\w -]+?) of (\S+)")
_NAME = re.compile(r"[\w][\w -]*")
_AMOUNT = re.compile(r"[0-9]+ (?:minute|hour|day|week|month|year)s?|end of the day|left to judgement|with the first measure")

_UNITS = ("minutes", "hours", "days", "weeks", "months", "years")

DAY_COUNTS = {"elapsed": "24 hours each", "inclusive": "calendar days, first counted"}
"""How days are counted, and how an option of a reading of kind `days` says so."""

RULES: dict[RuleKind, tuple[str, ...]] = {
    "meaning": ("from", "says", "denies"),
    "power": ("from", "holder", "allowed", "effect"),
    "duty": ("from", "bearer", "toward", "owed", "by", "counting"),
    "bar": ("from", "bearer", "toward", "barred"),
    "undertaking": ("from", "made by", "bearer", "toward", "owed", "by", "counting"),
    "exception": ("from", "to"),
    "vote": LINES,
}  # fmt: skip
"""The fields of each kind of rule. Fields that nothing computes with are kept for the reader."""

_CONDITIONS = (
    "allowed", "on", "carried", "put off", "quorum", "vetoed", "excluded", "present", "voting", "silence", "stopped by any",
)  # fmt: skip
"""Fields that are read as elements, so that they may have a label and lines under them."""
_HEADINGS = ("present", "voting", "excluded")
"""Fields that may say nothing on their own line, and all of it below."""


@dataclass
class _Body:
    """The lines of a rule, sorted into fields and elements."""

    block: Line
    kind: RuleKind
    fields: dict[str, Line] = field(default_factory=dict)
    excluded: list[Line] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    exhaustive: Line | None = None

    def line(self, name: str) -> Line:
        """The line of a field that must be there."""
        if name not in self.fields:
            what = f"a {self.kind} without “{name}”"
            raise Invalid.at(self.block.place, what, f"add a line: {name} …")
        return self.fields[name]

    def text(self, name: str) -> str:
        """What a field says; nothing when it is not there."""
        return self.fields[name].cut(name) if name in self.fields else ""


def read_rule(block: Line, kind: RuleKind, name: str, provision: str, scope: Scope) -> Rule:
    """Read one rule. Raises `Invalid` at the first line that is wrong in it."""
    if not _NAME.fullmatch(name):
        raise Invalid.at(block.place, f"“{block.text}” has no plain name", f"write: {kind} NAME, in letters and digits")
    body = _body(block, kind, scope)
    rule = _READERS[kind](body, name, provision, scope)
    count = sum(1 for _ in elements_of(rule.elements))
    if count > MAX_ELEMENTS:
        raise Invalid.at(block.place, f"{count} elements; a rule may have {MAX_ELEMENTS}", "split the rule")
    return rule


# --- the lines of a rule -------------------------------------------------------------------------


def _body(block: Line, kind: RuleKind, scope: Scope) -> _Body:
    body = _Body(block, kind)
    for line in block.children:
        _body_line(line, body, scope)
    return body


def _body_line(line: Line, body: _Body, scope: Scope) -> None:
    known = RULES[body.kind]
    if line.text == "in no other case":
        body.exhaustive = bare(line)
    elif line.text in ("any of", "and any of", "when any of"):
        body.elements.append(Element("and", _alternatives(line, scope), line.place, line.label, text="any of"))
    elif line.text.split(" ")[0] == "burden":
        body.elements[-1:] = [with_burden(body.elements, line)]
    elif name := next((f for f in known if line.text == f or line.text.startswith(f"{f} ")), None):
        if name == "excluded":
            body.excluded.append(_field(name, line))
            return
        once(name, body.fields, line)
        body.fields[name] = _field(name, line)
    elif made := joining(line, scope):
        body.elements.append(made)
    else:
        raise _unknown_line(line, body, scope)


def _field(name: str, line: Line) -> Line:
    if not line.cut(name) and name != "stopped by any" and not (name in _HEADINGS and line.children):
        raise Invalid.at(line.place, f"“{name}” says nothing", f"write: {name} …")
    if name in _CONDITIONS:
        return line
    return bare(line, label=name in ("by", "bearer"))


def _unknown_line(line: Line, body: _Body, scope: Scope) -> Invalid:
    if line.text.startswith("subject to"):
        clause(line.text, line, scope)
    word = line.text.split(" ")[0]
    known = [*RULES[body.kind], *(k for k, _ in MODES), "any of", "in no other case", "burden"]
    remedy = nearest(word, known) or "expected one of: " + ", ".join(known)
    return Invalid.at(line.spot(word), f"“{line.text}” is no line of a {body.kind}", remedy)


def _alternatives(line: Line, scope: Scope) -> AnyOf:
    made = []
    for name, text, item in items(line, "alternative"):
        first = Element("and", clause(text, item, scope), item.spot(text), item.label, text=text)
        made.append((name, Together((first, *children(item, scope)))))
    if not made:
        raise Invalid.at(line.place, "“any of” without alternatives", "write NAME: clause below it")
    return AnyOf(tuple(made))


# --- what each kind concludes --------------------------------------------------------------------


def _meaning(body: _Body, name: str, provision: str, scope: Scope) -> Rule:
    if "says" in body.fields and "denies" in body.fields:
        raise Invalid.at(body.fields["denies"].place, "a meaning both says and denies", "write two meanings")
    verb = "denies" if "denies" in body.fields else "says"
    return _concluding(body, name, provision, scope, verb, body.elements)


def _power(body: _Body, name: str, provision: str, scope: Scope) -> Rule:
    line = body.line("allowed")
    deed = element("and", line.cut("allowed"), line, scope)
    return _concluding(body, name, provision, scope, "effect", [deed, *body.elements])


def _vote(body: _Body, name: str, provision: str, scope: Scope) -> Rule:
    body.line("on")
    elements = vote_elements(body.fields, body.excluded, body.elements, scope)
    made = _concluding(body, name, provision, scope, "says", elements)
    return replace(made, roll=vote_roll(body.fields, body.excluded, scope))


def _concluding(body: _Body, name: str, provision: str, scope: Scope, verb: str, elements: list[Element]) -> Rule:
    """A rule that concludes a word, or its contrary."""
    line = body.line(verb)
    head = atom(line.cut(verb), line, scope)
    phrase = scope.vocabulary.phrases[head.phrase]
    if phrase.kind != "word":
        what = f"a rule concludes a word, “{phrase}” is a {phrase.kind}"
        raise Invalid.at(line.spot(line.cut(verb)), what, "conclude a word, and let facts be claimed")
    denies = (verb == "denies") is head.positive
    if denies and body.exhaustive:
        what = "“in no other case” belongs to a rule that says, not to one that denies"
        raise Invalid.at(body.exhaustive.place, what, "drop it here")
    return Rule(
        body.kind,
        name,
        provision,
        body.text("from"),
        tuple(elements),
        body.block.place,
        head=Atom(head.phrase, head.terms),
        denies=denies,
        exhaustive=body.exhaustive is not None,
        details=_details(body),
    )


def _details(body: _Body) -> dict[str, str]:
    hidden = ("from", "says", "denies", "effect", "on", "put off", "stopped by any", "present", "voting", "to")
    return {n: body.text(n) for n in RULES[body.kind] if n in body.fields and n not in hidden}


def _instance(body: _Body, name: str, provision: str, scope: Scope) -> Rule:
    """A duty, bar or undertaking concludes that it binds its bearer (toward a counterpart)."""
    object_ = "barred" if body.kind == "bar" else "owed"
    terms: list[Term] = [_bearer(body, scope)]
    if re.fullmatch(r"\{[^}]*\}", body.text("toward")):
        terms += terms_in(body.text("toward"), body.fields["toward"], scope)
    line = body.line(object_)
    return Rule(
        body.kind,
        name,
        provision,
        body.text("from"),
        tuple(body.elements),
        body.block.place,
        head=Atom(binds_skeleton(body.kind, name, provision.partition("@")[0], len(terms)), tuple(terms)),
        exhaustive=True,
        owed=atom(line.cut(object_), line, scope),
        deadline=_deadline(body, scope),
        details=_details(body),
    )


def _bearer(body: _Body, scope: Scope) -> Term:
    """The bearer's term; a bearer drawn from a set adds membership as an element."""
    line = body.line("bearer")
    text = line.cut("bearer")
    if found := drawn(text, line, scope):
        var, domain = found
        body.elements.append(Element("and", Among(var, domain, True), line.place, line.label or "bearer", text=text))
        return var
    terms = terms_in(text, line, scope)
    if len(terms) != 1 or not re.fullmatch(r"\{[^}]*\}", text):
        raise Invalid.at(line.place, f"“{text}” is no bearer", "write {M}, or: every {M} of members at request")
    return terms[0]


def _deadline(body: _Body, scope: Scope) -> Deadline | None:
    line = body.fields.get("by")
    counting = _counting(body)
    if line is None or line.cut("by") == "no time set":
        return Deadline(None, "no time set", None, line.label) if line else None
    text, _, after = (part.strip() for part in line.cut("by").partition(", after "))
    if text.startswith("reading "):
        name = text.removeprefix("reading ").strip()
        return Deadline(name, "", after or None, line.label, counting=counting)
    if counted := _counted(text, line, scope):
        return Deadline(None, "", after or None, line.label, counted, counting)
    return Deadline(None, deadline_amount(text, line), after or None, line.label, counting=counting)


def _counted(text: str, line: Line, scope: Scope) -> Atom | None:
    """The count that a deadline is taken from: its phrase begins with a unit of time."""
    counted = count_atom(text, line, scope)
    if counted is not None and text.split(" ", maxsplit=1)[0] not in _UNITS:
        remedy = f"take a count that begins with: {', '.join(_UNITS)}"
        raise Invalid.at(line.spot(text), f"“{text}” counts no time", remedy)
    return counted


def _counting(body: _Body) -> str:
    text = body.text("counting")
    if text and text not in DAY_COUNTS and not text.startswith("reading "):
        line = body.fields["counting"]
        raise Invalid.at(line.spot(text), f"“{text}” is no way to count days", "write: elapsed · inclusive · reading NAME")
    return text


def day_count(text: str, line: Line) -> str:
    """An option of a reading that says how days are counted. Raises `Invalid` for any other words."""
    if text not in DAY_COUNTS.values():
        raise Invalid.at(line.spot(text), f"“{text}” is no way to count days", f"write: {' · '.join(DAY_COUNTS.values())}")
    return text


def deadline_amount(text: str, line: Line) -> str:
    """A span of time as deadlines know it. Raises `Invalid` for any other words."""
    if not _AMOUNT.fullmatch(text):
        remedy = "write: 24 hours · 10 days · end of the day · left to judgement · no time set · reading NAME"
        raise Invalid.at(line.spot(text), f"“{text}” is no time", remedy)
    return text


def _exception(body: _Body, name: str, provision: str, scope: Scope) -> Rule:
    line = body.line("to")
    text = line.cut("to")
    found, whole = _TARGET.fullmatch(text), re.fullmatch(r"every rule of (\S+)", text)
    if not found and not whole:
        remedy = "write: to duty NAME of PROVISION, or: to every rule of PROVISION"
        raise Invalid.at(line.place, f"“{text}” names no rule", remedy)
    if body.exhaustive:
        raise Invalid.at(body.exhaustive.place, "an exception concludes nothing", "drop “in no other case” here")
    target = (found[1], found[2], found[3]) if found else ("", "", whole[1] if whole else "")
    place: Place = body.block.place
    return Rule("exception", name, provision, body.text("from"), tuple(body.elements), place, target=target)


_READERS = {
    "meaning": _meaning,
    "power": _power,
    "duty": _instance,
    "bar": _instance,
    "undertaking": _instance,
    "exception": _exception,
    "vote": _vote,
}
