"""The lines of a vote: who may vote, who is left out, what carries it, what stops it.

    base      every {M} of seats at ballot          the roll
    excluded  {M} is a party to the dispute in {D}  … without these, for every line of the vote
    carried   2/3 of present: {M} votes for {D}     a count of the roll, against a number or a share of it

Each line becomes elements of the rule, marked with the line they come from (`Element.part`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from foedus.problem import Invalid, nearest
from foedus.text.clauses import Scope, atom, children, clause, element, letter, read_domain
from foedus.text.fields import items
from foedus.text.law import AnyOf, Before, Chosen, Clause, Counted, Domain, Element, Quantified, Roll, Together, Var
from foedus.text.lines import Line

__all__ = ["LINES", "drawn", "vote_elements", "vote_roll"]

LINES = (
    "from", "says", "on", "asked", "stopped by any", "silence", "base", "excluded", "quorum", "present", "voting",
    "carried", "vetoed", "put off", "repeats", "binds", "spares",
)  # fmt: skip
"""The lines of a vote. `repeats`, `binds` and `spares` are kept for the reader."""

_DRAWN = re.compile(r"every \{(\w+)\} of (.+)")
_VETO = re.compile(r"some \{(\w+)\} of ([^:]+?): (.+)")
_MANY = re.compile(
    r"(?:(at least|more than|at most|fewer than) )?(all but [0-9]+|all|[0-9]+(?:/[0-9]+|%)?)(?: of ([^:{}]+?))?(?:: (.+))?"
)
_SILENCE = re.compile(r"(?:until (.+?), )?broken by (.+)")
_OPS = {"at least": ">=", "at most": "<=", "more than": ">", "fewer than": "<"}
_WHOLES = ("base", "present", "voting")
_SILENT_QUORUMS = ("unread", "none stated")

Lines = Mapping[str, Line]


def drawn(text: str, line: Line, scope: Scope) -> tuple[Var, Domain] | None:
    """The letter and set of `every {M} of members at request`; None for other words."""
    found = _DRAWN.fullmatch(text)
    if not found:
        return None
    var = letter(found[1], line, scope)
    return var, read_domain(found[2], line, scope, var.type)


def vote_roll(lines: Lines, excluded: Sequence[Line], scope: Scope) -> Roll | None:
    """Who may vote; None where the base is kept for the reader. Raises `Invalid`."""
    base = lines.get("base")
    text = base.cut("base") if base else ""
    if base is None or not text.startswith("every"):
        if excluded:
            what = "“excluded” without a base of which somebody could be left out"
            raise Invalid.at(excluded[0].place, what, "add a line: base every {M} of members at ballot")
        return None
    found = drawn(text, base, scope)
    if found is None:
        raise Invalid.at(base.spot(text), f"“{text}” does not say who may vote", "write: every {M} of members at ballot")
    return Roll(*found, tuple(_said(line, "excluded", scope) for line in excluded))


def vote_elements(lines: Lines, excluded: Sequence[Line], own: Sequence[Element], scope: Scope) -> list[Element]:
    """The elements of a vote in order: the ballot, its own conditions, what stops it, what carries it."""
    on = lines["on"]
    roll = vote_roll(lines, excluded, scope)
    desk = _Desk(lines, excluded, roll, scope)
    out = [replace(element("and", on.cut("on"), on, scope), part="on"), *own]
    if line := lines.get("put off"):
        out.append(replace(element("not", line.cut("put off"), line, scope), part="put off"))
    out += [*desk.quorum(), *desk.unstopped(), *desk.silence(), *desk.unvetoed(), *desk.carried()]
    for name in ("present", "voting"):
        if name in lines and not any(isinstance(e.body, Counted) and e.body.of == name for e in out):
            what = f"“{name}” is said, and nothing is a share of it"
            raise Invalid.at(lines[name].place, what, f"drop the line, or write: carried 1/2 of {name}: …")
    return out


@dataclass
class _Desk:
    """Reads the lines that count or ask the members one by one."""

    lines: Lines
    excluded: Sequence[Line]
    roll: Roll | None
    scope: Scope

    def quorum(self) -> Iterator[Element]:
        line = self.lines.get("quorum")
        text = line.cut("quorum") if line else ""
        if line is None or text in _SILENT_QUORUMS:
            return
        counted = self._counted("quorum", line)
        if counted is None:
            what = f"“{text}” is no quorum"
            raise Invalid.at(line.spot(text), what, "write: 2/3 of base: {M} is present at {D}; or: unread")
        yield Element("and", counted, line.spot(text), line.label or "quorum", text=f"quorum: {text}", part="quorum")

    def carried(self) -> Iterator[Element]:
        line = self.lines.get("carried")
        if line is None:
            return
        text = line.cut("carried")
        counted = self._counted("carried", line)
        if counted is None:
            yield replace(element("and", text, line, self.scope), part="carried")
        else:
            yield Element("and", counted, line.spot(text), line.label, text=f"carried: {text}", part="carried")

    def _counted(self, name: str, line: Line) -> Counted | None:
        text = line.cut(name)
        found = _MANY.fullmatch(text)
        if found is None:
            return None
        op, many, of, said = found.groups()
        self._of_whom(many, of, line)
        if not said:
            raise Invalid.at(line.spot(text), f"“{text}” does not say what is counted", f"write: {text}: {{M}} votes for {{D}}")
        if self.roll is None:
            raise Invalid.at(
                line.spot(text), "a count of members, and nothing says who may vote", "add a line: base every {M} of …"
            )
        share, fixed, less = _number(many, line)
        body = _joined(said, line, self.scope)
        return Counted(self.roll, _OPS[op or "at least"], share, of, body, self._whole(of, line), fixed, less)

    def _of_whom(self, many: str, of: str | None, line: Line) -> None:
        if of is None:
            kind = "a percentage" if many.endswith("%") else "a share" if "/" in many else "a number"
            remedy = f"write: {many} of base: …, of present: … or of voting: …"
            raise Invalid.at(line.spot(many), f"“{many}” is {kind} without a base", remedy)
        if of not in _WHOLES:
            remedy = nearest(of, _WHOLES) or "one of: " + ", ".join(_WHOLES)
            raise Invalid.at(line.spot(of), f"“{of}” is nothing of which votes are a share", remedy)

    def _whole(self, of: str, line: Line) -> Clause | None:
        if of == "base":
            return None
        if of not in self.lines:
            raise Invalid.at(line.spot(of), f"nothing says who is {of}", f"add a line: {of} {{M}} …")
        return _said(self.lines[of], of, self.scope)

    def unvetoed(self) -> Iterator[Element]:
        """Nobody who has a veto casts one; who is left out of the vote has none."""
        line = self.lines.get("vetoed")
        if line is None:
            return
        text = line.cut("vetoed")
        found = _VETO.fullmatch(text)
        if found is None:
            remedy = "write: some {P} of permanent members at ballot: {P} votes against {D}"
            raise Invalid.at(line.spot(text), f"“{text}” does not say whose veto", remedy)
        var = letter(found[1], line, self.scope)
        domain = read_domain(found[2], line, self.scope, var.type)
        cast = Element("not", _joined(found[3], line, self.scope), line.place)
        body = _with_left_out(Together((cast,)), self._left_out(var), line)
        every = Quantified(True, var, domain, body)
        yield Element("and", every, line.spot(text), line.label or "no veto", text=f"no veto: {text}", part="vetoed")

    def _left_out(self, var: Var) -> tuple[Clause, ...]:
        """Who is left out, said of another letter than that of the base."""
        if self.roll is None or var == self.roll.var:
            return self.roll.excluded if self.roll else ()
        old = self.roll.var.letter
        return tuple(_said(_with_letter(x, old, var.letter), "excluded", self.scope) for x in self.excluded)

    def unstopped(self) -> Iterator[Element]:
        """Nobody who is asked stops it; silence counts as its reading says."""
        stops = self.lines.get("stopped by any")
        if stops is None:
            return
        if stops.text != "stopped by any":
            raise Invalid.at(stops.place, "“stopped by any” stands alone on its line", "write NAME: clause below it")
        var, domain = self._asked(stops)
        reading = self._silence_reading()
        ways = list(items(stops, "way to stop a vote"))
        if not ways:
            raise Invalid.at(stops.place, "“stopped by any” without a way to stop it", "write NAME: clause below it")
        for name, text, item in ways:
            stop = Together((element("and", text, item, self.scope),))
            inner = _quiet(stop, reading, item) if reading else Together((Element("not", stop, item.place, text=text),))
            body = _with_left_out(inner, self._left_out(var), item)
            every = Quantified(True, var, domain, body)
            yield Element("and", every, item.place, f"no {name}", text=f"no {name}: {text}", part="stopped")

    def _asked(self, stops: Line) -> tuple[Var, Domain]:
        line = self.lines.get("asked")
        if line is None and self.roll is not None:
            return self.roll.var, self.roll.domain
        if line is None:
            raise Invalid.at(stops.place, "a vote without “asked”", "add a line: asked every {M} of members at decision")
        found = drawn(line.cut("asked"), line, self.scope)
        if found is None:
            what = f"“{line.cut('asked')}” does not say who is asked"
            raise Invalid.at(line.place, what, "write: every {M} of members at decision")
        return found

    def _silence_reading(self) -> str:
        line = self.lines.get("silence")
        text = line.cut("silence") if line else ""
        return text.removeprefix("reading ").strip() if text.startswith("reading ") else ""

    def silence(self) -> Iterator[Element]:
        """The period has run out, and nobody broke the silence while it ran. Silence that nobody claims was broken, stands."""
        line = self.lines.get("silence")
        text = line.cut("silence") if line else ""
        if line is None or text.startswith("reading "):
            return
        found = _SILENCE.fullmatch(text)
        if found is None or not found[1]:
            what = f"“{text}” is a silence period without a clock" if found else f"“{text}” is no reading of silence"
            remedy = "write: silence reading NAME, or: silence until EVENT, broken by {M} breaks the silence on {D}"
            raise Invalid.at(line.spot(text), what, remedy)
        if self.roll is None:
            raise Invalid.at(line.spot(text), "nothing says whose silence counts", "add a line: base every {M} of …")
        ends = atom(found[1], line, self.scope)
        if self.scope.vocabulary.phrases[ends.phrase].kind not in ("event", "act", "speech") or not ends.positive:
            what = f"“{found[1]}” has no moment at which silence could end"
            raise Invalid.at(line.spot(found[1]), what, "name an event or act with which the period ends")
        yield Element("and", ends, line.spot(found[1]), "silence ends", text=found[1], part="silence ends")
        roll = self.roll
        body = _with_left_out(_unbroken(found[2], line, self.scope), roll.excluded, line)
        every = Quantified(True, roll.var, roll.domain, body)
        said = f"nobody breaks the silence: {found[2]}"
        yield Element("and", every, line.spot(found[2]), line.label or "silence kept", text=said, part="silence")


def _number(many: str, line: Line) -> tuple[Fraction, bool, int]:
    """A share or a number, whether it is a number, and how many less than the whole suffice."""
    if many.startswith("all"):
        return Fraction(1), False, int(many.removeprefix("all but ")) if many != "all" else 0
    top, _, bottom = many.rstrip("%").partition("/")
    below = int(bottom or (100 if many.endswith("%") else 1))
    fixed = not bottom and not many.endswith("%")
    if not below or (fixed and not int(top)):
        raise Invalid.at(line.spot(many), f"“{many}” is no number of votes", "write 9, 2/3 or 60%")
    share = Fraction(int(top), below)
    if not fixed and share > 1:
        raise Invalid.at(line.spot(many), f"a share of {many} is more than the whole", "write: 2/3 of base: …")
    return share, fixed, 0


def _joined(text: str, line: Line, scope: Scope) -> Clause:
    """A clause, with the lines under it that join it."""
    body = clause(text, line, scope)
    if not line.children:
        return body
    return Together((Element("and", body, line.place, text=text), *children(line, scope)))


def _said(line: Line, name: str, scope: Scope) -> Clause:
    """What a line says of {M}: one clause, or the alternatives under it, any of which will do."""
    if line.label:
        what = f"the label [{line.label}] names nothing here"
        raise Invalid.at(line.spot(f"[{line.label}]"), what, "only conditions have labels")
    if text := line.cut(name):
        return _joined(text, line, scope)
    ways = [(n, Together((element("and", t, item, scope),))) for n, t, item in items(line, "alternative")]
    return AnyOf(tuple(ways))


def _with_letter(line: Line, old: str, new: str) -> Line:
    """A line that says of another letter what it said of the first."""
    text = line.text.replace(f"{{{old}}}", f"{{{new}}}")
    return replace(line, text=text, children=[_with_letter(c, old, new) for c in line.children])


def _with_left_out(inner: Together | AnyOf, left_out: Sequence[Clause], line: Line) -> Clause:
    if not left_out:
        return inner
    ways = inner.items if isinstance(inner, AnyOf) else (("in fact", inner),)
    others = tuple(("left out", Together((Element("and", x, line.place),))) for x in left_out)
    return AnyOf((*ways, *others))


def _unbroken(text: str, line: Line, scope: Scope) -> AnyOf:
    """One member did not break the silence, did so only once it had ended, or is not claimed to have done it."""
    broken = clause(text, line, scope)
    kept = Together((Element("not", broken, line.place, text=text),))
    late = Together(
        (
            Element("and", broken, line.place, "break", text=text),
            Element("and", Before("silence ends", "break"), line.place, text="after the silence ended"),
        )
    )
    unheard = Element("unless claimed", broken, line.place, burden="whoever says that the silence was broken", text=text)
    return AnyOf((("in fact", kept), ("too late", late), ("by silence", Together((unheard,)))))


def _quiet(stop: Together, name: str, item: Line) -> AnyOf:
    """Not stopped by M: it is so in fact; or silence consents and nobody claims the contrary."""
    spoken = Together((Element("not", stop, item.place),))
    silent = Together(
        (
            Element("and", Chosen(name, ("no objection",)), item.place, text=f"reading {name}"),
            Element("unless claimed", stop, item.place, burden="whoever says that a member objected"),
        )
    )
    return AnyOf((("in fact", spoken), ("by silence", silent)))
