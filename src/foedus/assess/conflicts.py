"""What contradicts what: the contradictions the editors listed, and those the record shows by itself.

    listed     claims on the sides they take, with what was set aside and why
    disputed   facts for and against which claims count; counts whose numbers exclude each other
    times      events that claims put at times that exclude each other
    broken     facts that the law says cannot stand together: two voices of one member
    outsiders  acts that the law speaks of in members, by states that were none then: kept, to no effect
    aside      claims set aside that take no side in a listed contradiction

It weighs nothing itself: verdicts on contradictions are the editors'.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace

from foedus.assess.answers import RecordConflictShown
from foedus.assess.table import Table
from foedus.assess.terms import Terms
from foedus.assess.world import World
from foedus.ground import Grounder
from foedus.record import Case, Claim, RecordView
from foedus.record.case import Contradiction
from foedus.text import Regime
from foedus.text.law import Atom, Element, Quantified, Var
from foedus.text.walk import clauses, elements_of
from foedus.verdict import reconcile
from foedus.vocabulary import Fact

__all__ = ["Conflicts", "Disputed", "Listed", "Outsider", "Said", "conflicts"]

_ACTS = ("act", "speech")


@dataclass(frozen=True, slots=True)
class Said:
    """A claim on one side, and what stands in its way.

    at          when it was so, as stated; `zone` its mark
    counts      whether it counts under the standard; None for a note or a legal opinion
    weight      how its speaker stands to what it says
    set_aside   why the editors set it aside, with who and when; superseded: the claim that replaced it
    renders     the claim of which this is another rendering
    """

    claim: str
    speaker: str
    source: str
    says: str
    fact: str
    polarity: str
    at: str
    zone: str
    counts: bool | None
    weight: str
    set_aside: str = ""
    superseded: str = ""
    renders: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A contradiction of the editors. `verdict` and `why` are empty until all it speaks of is known."""

    id: str
    title: str
    verdict: str
    facts: tuple[str, ...]
    sides: tuple[tuple[Said, ...], ...]
    why: str


@dataclass(frozen=True, slots=True)
class Disputed:
    """A fact, or an event's time, on which counting claims exclude each other; `span` is what is left."""

    fact: str
    sides: tuple[tuple[Said, ...], ...]
    span: str = ""


@dataclass(frozen=True, slots=True)
class Outsider:
    """An act of a state that was no party to `instrument` when it acted."""

    fact: str
    state: str
    instrument: str
    claims: tuple[Said, ...]


@dataclass(frozen=True)
class Conflicts:
    """Everything at odds in a case, as of a date and as known at a date, under one standard of proof."""

    case: str
    title: str
    as_of: str
    known_to: str
    standard: str
    listed: tuple[Listed, ...]
    disputed: tuple[Disputed, ...]
    times: tuple[Disputed, ...]
    broken: tuple[RecordConflictShown, ...]
    outsiders: tuple[Outsider, ...]
    aside: tuple[Said, ...]

    def to_json(self) -> dict[str, object]:
        """One document."""
        return {"schema_version": 1, **asdict(self)}


def conflicts(case: Case, regime: Regime, terms: Terms) -> Conflicts:
    """Gather what is at odds, under the standard of the first stance asked for (the text's otherwise)."""
    table = Table(case, regime, replace(terms, stances=(terms.stances or ("text",))[:1]))
    standard = table.columns[0].standard
    world = table.world(standard)
    told = _Told(world.view)
    return Conflicts(
        case.id,
        case.title,
        terms.as_of.text(case.zone),
        terms.known_to.text(case.zone),
        standard.name,
        tuple(shown for c in case.contradictions.values() if (shown := told.listed(c))),
        tuple(told.disputed(regime)),
        tuple(told.times()),
        _broken(case, regime, world),
        tuple(_outsiders(regime, world, told)),
        told.aside_only(),
    )


class _Told:
    """Claims in the words of this page, as one record has them."""

    def __init__(self, view: RecordView) -> None:
        self.view = view
        self.known = {c.id: c for c in view.admitted}
        self.aside = {c.id: entry for c, entry in view.set_aside}
        self.replaced = {c.id: by.id for c, by in view.superseded}

    def said(self, claim: Claim) -> Said:
        """One claim."""
        entry = self.aside.get(claim.id)
        return Said(
            claim.id,
            claim.speaker,
            claim.source,
            claim.says,
            claim.sentence,
            claim.polarity or "",
            claim.happened.verbatim,
            claim.happened.zone,
            self.view.counts(claim) if claim.bound else None,
            self.view.weight(claim) if claim.bound else "",
            f"{entry.reason} ({entry.author}, {entry.date})" if entry else "",
            self.replaced.get(claim.id, ""),
            claim.renders or "",
        )

    def side(self, claims: Iterable[Claim]) -> tuple[Said, ...]:
        """The claims of one side."""
        return tuple(self.said(c) for c in claims)

    def listed(self, one: Contradiction) -> Listed | None:
        """A contradiction as far as it is known; None while fewer sides than it takes are."""
        sides = [[self.known[id] for id in side if id in self.known] for side in one.sides]
        heard = [self.side(side) for side in sides if side]
        if len(heard) < min(2, len(one.sides)):
            return None
        whole = all(id in self.known for id in one.claims)
        facts = tuple(str(f) for f in one.facts)
        return Listed(one.id, one.title, one.verdict if whole else "", facts, tuple(heard), one.why if whole else "")

    def aside_only(self) -> tuple[Said, ...]:
        """What was set aside and stands in no contradiction of the list."""
        sided = {id for one in self.view.case.contradictions.values() for id in one.claims}
        return self.side(c for c, _ in self.view.set_aside if c.id not in sided)

    def _facts(self) -> Iterator[Fact]:
        return (f for f in self.view.facts if not any(a.startswith("any ") for a in f.args))

    def disputed(self, regime: Regime) -> Iterator[Disputed]:
        """Facts that counting claims dispute, and counts for which they give different numbers."""
        for fact in self._facts():
            if regime.vocabulary.phrases[fact.phrase].kind == "count":
                yield from self._numbers(fact)
                continue
            found = self.view.status(fact)
            if found.status == "disputed":
                yield Disputed(str(fact), (self.side(found.counting_for), self.side(found.counting_against)))

    def _numbers(self, fact: Fact) -> Iterator[Disputed]:
        found = self.view.quantity(fact)
        if found is not None and found.disputed:
            by: dict[str, list[Claim]] = {}
            for claim in self.view.in_force:
                sharp = claim.comparison is not None and not claim.comparison[1].approximate
                if claim.fact == fact and claim.comparison and sharp and self.view.counts(claim):
                    by.setdefault(str(claim.comparison[1]), []).append(claim)
            yield Disputed(str(fact), tuple(self.side(claims) for claims in by.values()), " / ".join(by))

    def times(self) -> Iterator[Disputed]:
        """Events whose time counting claims dispute, one side for each time given."""
        for fact in self._facts():
            found = self.view.status(fact) if self.view.interval(fact) is not None else None
            if found and found.time_disputed:
                by: dict[str, list[Claim]] = {}
                for claim in found.counting_for:
                    by.setdefault(claim.happened.verbatim, []).append(claim)
                yield Disputed(str(fact), tuple(self.side(claims) for claims in by.values()), str(found.interval))


def _broken(case: Case, regime: Regime, world: World) -> tuple[RecordConflictShown, ...]:
    """Constraints of the law that facts on record break, whether or not a question asks after them."""
    bound = {c.phrase for one in regime.chapter.constraints for e in one.elements for c in _atoms(e)}
    grounder = Grounder(regime, case.roles, world, world.view.as_of.local(case.zone).date())
    for fact in dict.fromkeys((*world.view.facts, *world.view.supposed)):
        if fact.phrase in bound and not any(a.startswith("any ") for a in fact.args):
            grounder.ground(Atom(fact.phrase, fact.args, True))
    found = reconcile(grounder.circuit, world.situation(grounder, grounder.constraints()))[1]
    sides = [tuple(name if value else f"not: {name}" for name, value in c.facts) for c in found]
    return tuple(RecordConflictShown(facts, world.standard.name) for facts in sides)


def _atoms(element: Element) -> Iterator[Atom]:
    return (c for c, _ in clauses(element.body) if isinstance(c, Atom))


# --- acts of states that were no members ---------------------------------------------------------


def _outsiders(regime: Regime, world: World, told: _Told) -> Iterator[Outsider]:
    """Acts on record by a state that was surely no party, where the law speaks of parties only."""
    reserved = set(_reserved(regime))
    view = world.view
    for fact in view.facts:
        claims = [c for c in view.in_force if c.fact == fact and c.polarity == "for"]
        if not claims or regime.vocabulary.phrases[fact.phrase].kind not in _ACTS:
            continue
        as_of = view.as_of.local(world.case.zone).date()
        first, last = world.moment(fact) or (as_of, as_of)
        for phrase, slot, instrument in sorted(reserved):
            state = fact.args[slot] if phrase == fact.phrase else ""
            if state and regime.parties.bound_between(state, instrument, first, last) is False:
                yield Outsider(str(fact), state, instrument, told.side(claims))


def _reserved(regime: Regime) -> Iterator[tuple[str, int, str]]:
    """(phrase, slot, instrument): where a page lets a letter range over parties, the acts it does there.

    `every {M} of members at decision: {M} agrees to {D}` reserves agreeing, in its first slot.
    """
    letters: dict[tuple[str, str], str] = {}
    parts = [(p, list(elements_of(elements))) for p, elements in _elements(regime)]
    for provision, elements in parts:
        for clause in (c for e in elements for c, _ in clauses(e.body)):
            named = regime.sets.get(clause.domain.name) if isinstance(clause, Quantified) else None
            if isinstance(clause, Quantified) and named is not None and named.parties_to:
                letters[provision, clause.var.letter] = named.parties_to
    for provision, elements in parts:
        for clause in (atom for e in elements for atom in _atoms(e)):
            for slot, term in enumerate(clause.terms):
                if isinstance(term, Var) and (provision, term.letter) in letters:
                    yield clause.phrase, slot, letters[provision, term.letter]


def _elements(regime: Regime) -> Iterator[tuple[str, tuple[Element, ...]]]:
    """The conditions of every rule, and of every option of every reading, with their provision."""
    for rule in regime.chapter.rules:
        yield rule.provision, rule.elements
    for reading in regime.chapter.readings:
        for option in reading.options.values():
            if not isinstance(option, str):
                yield reading.provision, option.elements
