"""Why a vote went as it did: read off the steps of its rule, never decided here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from math import ceil, floor

from foedus.ground import Step
from foedus.text.law import Counted
from foedus.verdict import Circuit
from foedus.vocabulary import Fact

__all__ = ["Bounds", "Count", "Told", "counted", "told"]

Value = Callable[[int], str]
"""What a gate is worth: yes, no or open."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """A number that may not be known: what is sure, and what is possible."""

    sure: int
    possible: int

    def __str__(self) -> str:
        return str(self.sure) if self.sure == self.possible else f"{self.sure} to {self.possible}"


@dataclass(frozen=True, slots=True)
class Count:
    """A quorum or a majority: what it asks for and what was counted.

    part     quorum or carried
    asks     as the page has it: "2/3 of present"
    value    yes, no or open
    needed   how many are needed, of `whole` (the base, those present, those voting)
    counted  how many did it; short: how many are lacking (of "at most": how many there are too many)
    unknown  whose vote is not known, where that leaves the count open
    excluded who was left out of it, and perhaps: who may have to be
    """

    part: str
    asks: str
    value: str
    needed: Bounds
    counted: Bounds
    whole: Bounds
    short: Bounds
    unknown: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    limit: bool = False

    def __str__(self) -> str:
        """“9 of 15 needed, 7 counted, short by 2”."""
        said = f"{'at most ' if self.limit else ''}{self.needed} of {self.whole} {'allowed' if self.limit else 'needed'}"
        said += f", {self.counted} counted"
        if self.value == "no" or self.short.sure:
            return f"{said}, {'over' if self.limit else 'short'} by {self.short}"
        return f"{said}, open" if self.value == "open" else said


@dataclass(frozen=True, slots=True)
class Told:
    """Why one vote rule went as it did.

    rule, provision, pinpoint, verified   which rule; whether its text was read and is known for that day
    value      yes, no or open
    counts     quorum and majority
    vetoes     who cast a veto, and perhaps: who may have
    stopped    who stopped it, and how (objection, refusal …); perhaps_stopped likewise
    broken     who broke the silence, and when
    unmet      other conditions that fail, in words; unsure: those that are open
    exceptions what took it away
    """

    rule: str
    provision: str
    pinpoint: str
    value: str
    counts: tuple[Count, ...] = ()
    vetoes: tuple[str, ...] = ()
    perhaps_vetoes: tuple[str, ...] = ()
    stopped: tuple[tuple[str, str], ...] = ()
    perhaps_stopped: tuple[tuple[str, str], ...] = ()
    broken: tuple[tuple[str, str], ...] = ()
    unmet: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    verified: bool = True

    @property
    def lines(self) -> tuple[str, ...]:
        """The whole of it, a line for each thing: counts, left out, vetoes, objections, silence, conditions."""
        conditions = [*(f"not met: {text}" for text in self.unmet), *(f"open: {text}" for text in self.unsure)]
        return (*self.votes, *conditions)

    @property
    def votes(self) -> tuple[str, ...]:
        """What was counted, who cast a veto, who stopped it or broke the silence."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[str]:
        for count in self.counts:
            yield f"{count.part}: {count}"
            if count.excluded:
                yield f"left out: {', '.join(count.excluded)}"
            if count.perhaps:
                yield f"perhaps left out: {', '.join(count.perhaps)}"
            if count.unknown:
                yield f"not known: {', '.join(count.unknown)}"
        if self.vetoes:
            yield f"veto: {', '.join(self.vetoes)}"
        if self.perhaps_vetoes:
            yield f"perhaps a veto: {', '.join(self.perhaps_vetoes)}"
        yield from (f"stopped by {who} ({how})" for who, how in self.stopped)
        yield from (f"perhaps stopped by {who} ({how})" for who, how in self.perhaps_stopped)
        yield from (f"silence broken by {who}{f', {when}' if when else ''}" for who, when in self.broken)

    def to_json(self) -> dict[str, object]:
        """The same as data."""
        return {"lines": list(self.lines), **asdict(self)}


def told(
    rule: Step, value: Value, when: Callable[[Fact], str] = lambda _: "", verified: bool = True, circuit: Circuit | None = None
) -> Told:
    """Why a vote rule went as it did: of several ways to fill its letters, the one that went furthest.

    `when` says when an act happened; with the `circuit` counts are asked of it as wholes, so that tallies tell.
    """
    ways = [s for s in rule.steps if s.kind == "together"] or [rule]
    best = max(ways, key=lambda w: (("no", "open", "yes").index(value(w.node)), len(w.steps)))
    return _Teller(best.steps, value, when, circuit).told(rule, verified)


def counted(step: Step, value: Value, part: str = "carried", circuit: Circuit | None = None) -> Count:
    """What a count of members asks for and what was counted. `step` is one of kind "ballots"."""
    ask = step.counted
    assert ask is not None
    yes = _bounds([v.node for v in step.steps], value, circuit)
    whole = _bounds([v.steps[1].node for v in step.steps], value, circuit)
    needed = Bounds(*(_needed(ask, n) for n in (whole.sure, whole.possible)))
    answer, limit = value(step.node), ask.op in ("<", "<=")
    short = _short(needed, yes, answer, limit)
    unknown = [v.who for v in step.steps if value(v.node) == "open"] if answer == "open" else []
    left_out = [(v.who, value(v.steps[0].node)) for v in step.steps]
    out = tuple(who for who, may in left_out if may == "no")
    perhaps = tuple(who for who, may in left_out if may == "open")
    return Count(part, _asks(ask), answer, needed, yes, whole, short, tuple(unknown), out, perhaps, limit)


def _short(needed: Bounds, yes: Bounds, answer: str, limit: bool) -> Bounds:
    """How many are lacking at least and at most; nothing where it is carried."""
    if answer == "yes":
        return Bounds(0, 0)
    if limit:
        return Bounds(max(0, yes.sure - needed.possible), max(0, yes.possible - needed.sure))
    least = 1 if answer == "no" else 0
    return Bounds(max(least, needed.sure - yes.possible), max(least, needed.possible - yes.sure))


def _bounds(nodes: Sequence[int], value: Value, circuit: Circuit | None) -> Bounds:
    """How many of these hold. Taken one by one, unless the circuit can be asked for "at least so many" of them."""
    found = [value(n) for n in nodes]
    low, high = found.count("yes"), len(found) - found.count("no")
    while circuit is not None and low < high and value(circuit.at_least(low + 1, nodes)) == "yes":
        low += 1
    while circuit is not None and low < high and value(circuit.at_least(high, nodes)) == "no":
        high -= 1
    return Bounds(low, high)


def _needed(ask: Counted, whole: int) -> int:
    """The least number that is enough of a whole (of "at most": the greatest that is still allowed)."""
    exact = ask.share if ask.fixed else ask.share * whole - ask.less
    if ask.op == ">=":
        return max(ceil(exact), 0 if ask.fixed or whole else 1)
    if ask.op == ">":
        return floor(exact) + 1
    return floor(exact) if ask.op == "<=" else ceil(exact) - 1


def _asks(ask: Counted) -> str:
    words = {">=": "", ">": "more than ", "<=": "at most ", "<": "fewer than "}[ask.op]
    if not ask.fixed and ask.share == Fraction(1):
        return f"{words}all{f' but {ask.less}' if ask.less else ''} of {ask.of}"
    return f"{words}{ask.share} of {ask.of}"


class _Teller:
    """Reads the elements of one way to fill a vote's letters."""

    def __init__(self, steps: Sequence[Step], value: Value, when: Callable[[Fact], str], circuit: Circuit | None) -> None:
        self.steps = steps
        self.circuit = circuit
        self.value = value
        self.when = when

    def told(self, rule: Step, verified: bool) -> Told:
        law = rule.rule
        assert law is not None
        vetoes, perhaps_vetoes = self._members("vetoed")
        stops, perhaps_stops = self._stopped()
        return Told(
            law.id,
            law.provision,
            law.pinpoint,
            self.value(rule.node),
            tuple(self._counts()),
            vetoes,
            perhaps_vetoes,
            stops,
            perhaps_stops,
            tuple(self._broken()),
            tuple(self._others("no")),
            tuple(self._others("open")),
            verified,
        )

    def _of(self, part: str) -> Iterator[Step]:
        return (s for s in self.steps if s.element is not None and s.element.part == part and s.steps)

    def _counts(self) -> Iterator[Count]:
        for part in ("quorum", "carried"):
            for step in self._of(part):
                if step.steps[0].kind == "ballots":
                    yield counted(step.steps[0], self.value, part, self.circuit)

    def _members(self, part: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who of those asked one by one says no, and who may."""
        asked = [s for step in self._of(part) for s in step.steps[0].steps if s.who]
        return tuple(tuple(s.who for s in asked if self.value(s.node) == v) for v in ("no", "open"))  # type: ignore[return-value]

    def _stopped(self) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
        out: dict[str, list[tuple[str, str]]] = {"no": [], "open": []}
        for step in self._of("stopped"):
            how = (step.element.label or "").removeprefix("no ") if step.element else ""
            for asked in step.steps[0].steps:
                if asked.who and (found := self.value(asked.node)) in out:
                    out[found].append((asked.who, how))
        return tuple(out["no"]), tuple(out["open"])

    def _broken(self) -> Iterator[tuple[str, str]]:
        for step in self._of("silence"):
            for asked in step.steps[0].steps:
                if asked.who and self.value(asked.node) == "no":
                    yield asked.who, next((w for f in _facts(asked) if (w := self.when(f))), "")

    def _others(self, wanted: str) -> Iterator[str]:
        """Conditions that fail or are open, beside those that are told by number and name."""
        for step in self.steps:
            if step.kind == "exception" and self.value(step.node) == ("yes" if wanted == "no" else "open"):
                yield f"exception {step.text}"
            element = step.element
            inner = step.steps[0] if step.steps else step
            named = element is not None and (element.part in ("vetoed", "stopped", "silence") or inner.kind == "ballots")
            if element is not None and not named and self.value(step.node) == wanted:
                joins = "" if element.mode == "and" else "not: " if element.mode == "not" else f"{element.mode} "
                yield joins + (inner.text if inner.kind not in ("together", "every", "some", "any") else element.text)


def _facts(step: Step) -> Iterator[Fact]:
    if step.kind == "fact" and step.fact is not None:
        yield step.fact
    for inner in step.steps:
        yield from _facts(inner)
