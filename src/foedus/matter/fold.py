"""Where a matter stands once its entries are in the log: a record like that of any other case.

    act      → a claim by its actor, available from when it was recorded
    undo     → a claim that replaces the one it takes back
    voided   → a claim that is set aside, with the reason

So everything that is asked of a case can be asked of a matter. An actor's word on its own act makes
the act; what the keeper of the log enters without naming anybody is taken as established; what a
party says of the world stays that party's word, and proves nothing by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from foedus.matter.entry import KEEPER, ActRecorded, ActUndone, Entry
from foedus.record.case import Case, Claim, Interest, NamedInstant, SetAside, Source, Speaker
from foedus.record.caseform import CaseForm
from foedus.record.dates import read as read_when
from foedus.record.sentences import Sentences
from foedus.record.time import Instant, When
from foedus.vocabulary import Fact, Vocabulary

__all__ = ["OWN_CLOCK", "Parts", "case_of", "claim_id", "last_moment", "standing"]

Parts = Mapping[str, str]
"""The roles of a regime and the type of each."""

OWN_CLOCK = "the log"
_AFTER = timedelta(minutes=1)


def claim_id(number: int) -> str:
    """What the claim of an entry is called: `act-7`."""
    return f"act-{number}"


def standing(entries: Iterable[Entry]) -> list[ActRecorded]:
    """The acts that nobody has undone, in order."""
    entries = list(entries)
    undone = {e.undoes for e in entries if isinstance(e, ActUndone)}
    return [e for e in entries if isinstance(e, ActRecorded) and e.number not in undone]


@dataclass(frozen=True)
class _Cast:
    """Who exists in a matter, and who plays which part."""

    individuals: Mapping[str, str]
    roles: Mapping[str, str]


def _cast(form: CaseForm, parts: Parts, vocabulary: Vocabulary, entries: Sequence[Entry]) -> _Cast:
    """The individuals declared or made so far. A part nobody plays yet is played by its own name.

    The first individual that an act makes takes over the first part of its type, unless that part
    was spoken of by its own name before; one that is merely declared does so where it is the only part.
    """
    individuals, roles = dict(form.individuals), dict(form.roles)
    waiting: dict[str, list[str]] = {}
    for part, kind in parts.items():
        if part not in roles and vocabulary.types[kind].open:
            individuals[part], roles[part] = kind, part
            waiting.setdefault(kind, []).append(part)
    for entry in entries:
        individuals |= {n: t for n, t in entry.new.items() if n not in individuals} if isinstance(entry, ActRecorded) else {}
    for act in standing(entries):
        for kind, names in waiting.items():
            if any(f"{{{p}}}" in act.says for p in names[:1]):
                waiting[kind] = []
        for name, kind in act.new.items():
            names = waiting.get(kind, [])
            if len(names) == 1 or (names and _makes(kind, vocabulary)):
                roles[names[0]] = name
                waiting[kind] = []
    return _Cast(individuals, roles)


def _makes(kind: str, vocabulary: Vocabulary) -> bool:
    """Whether some act or event brings individuals of a type into being."""
    return any(p.makes is not None and p.slots[p.makes].type == kind for p in vocabulary.phrases.values())


def case_of(name: str, form: CaseForm, parts: Parts, vocabulary: Vocabulary, entries: Sequence[Entry]) -> Case:
    """The record that a matter's log amounts to. Raises `Invalid` for an act that no phrase says any more."""
    cast = _cast(form, parts, vocabulary, entries)
    sentences = Sentences(vocabulary, cast.individuals)
    claims: list[Claim] = []
    for entry in entries:
        claims.append(_claim(entry, sentences, form, claims))
    acts = [(e, c) for e, c in zip(entries, claims, strict=True) if isinstance(e, ActRecorded)]
    return Case(
        id=name,
        title=form.title or name,
        regime=form.regime,
        description=form.description,
        zone=form.zone,
        window=form.window,
        roles=cast.roles,
        individuals=cast.individuals,
        notes={one.name: one.note for one in form.listed},
        claims=tuple(claims),
        sources={c.source: Source(c.source, c.source) for c in claims},
        speakers={c.speaker: _speaker(c.speaker, vocabulary) for c in claims},
        interests=tuple(_interests([c for _, c in acts], vocabulary)),
        set_asides={claim_id(e.number): _set_aside(e) for e, _ in acts if e.voided},
        closures=tuple(form.closures(sentences)),
        instants={**form.instants, **{i.id: i for i in _instants(acts)}},
    )


def _claim(entry: Entry, sentences: Sentences, form: CaseForm, earlier: Sequence[Claim]) -> Claim:
    recorded = When.at(Instant.parse(entry.recorded))
    played = form.more.get("clock") == OWN_CLOCK
    if isinstance(entry, ActUndone):
        out = earlier[entry.undoes - 1].available if played else recorded
        says = f"act {entry.undoes} is undone: {entry.why}"
        ids = f"undo-{entry.number}", claim_id(entry.undoes)
        return Claim(ids[0], None, None, entry.who, KEEPER, out, out, says=says, supersedes=ids[1:], zone=form.zone)
    fact, positive, comparison = sentences.claim(entry.says)
    happened, span = read_when(entry.at, form.zone)
    return Claim(
        claim_id(entry.number),
        fact,
        "for" if positive else "against",
        entry.by,
        entry.source or KEEPER,
        happened,
        When(happened.latest, happened.latest, happened.zone) if played and happened.latest else recorded,
        sentence=entry.says,
        comparison=comparison,
        span=span,
        zone=form.zone,
        opinion=sentences.kind(fact) in ("word", "judgement"),
        says=entry.says.replace("{", "").replace("}", ""),
        actor=entry.by,
        note="; ".join(f"recorded all the same: {words}" for words in entry.against),
    )


def _speaker(name: str, vocabulary: Vocabulary) -> Speaker:
    """The keeper speaks for nobody's side, a listed individual for itself; of others nobody has judged it."""
    if name == KEEPER:
        return Speaker(name, ())
    return Speaker(name, (name,) if name in vocabulary.individuals else None)


def _interests(claims: Sequence[Claim], vocabulary: Vocabulary) -> Iterable[Interest]:
    """Who says of the world, and not of its own act, that something is so is taken to want it so."""
    sides: dict[Fact, tuple[list[str], list[str]]] = {}
    for claim in claims:
        if claim.fact is None or claim.opinion:
            continue
        told = sides.setdefault(claim.fact, ([], []))
        if claim.speaker in vocabulary.individuals and not _own_act(claim, vocabulary):
            told[claim.polarity == "against"].append(claim.speaker)
    reason = "a party's word on what is not its own act"
    for fact, (true, false) in sides.items():
        yield Interest(fact, tuple(true), tuple(false), reason if true or false else "")


def _own_act(claim: Claim, vocabulary: Vocabulary) -> bool:
    assert claim.fact is not None
    phrase = vocabulary.phrases[claim.fact.phrase]
    return phrase.kind in ("act", "speech") and claim.fact.args[:1] == (claim.speaker,)


def _set_aside(entry: ActRecorded) -> SetAside:
    return SetAside(claim_id(entry.number), "; ".join(entry.against), entry.who, entry.recorded)


def _instants(acts: Iterable[tuple[ActRecorded, Claim]]) -> Iterable[NamedInstant]:
    """The moment after each act, by its claim's name, so that one can ask how things stood then."""
    for entry, claim in acts:
        if claim.happened.latest is not None:
            yield NamedInstant(claim.id, f"after: {entry.says}", claim.happened.latest + _AFTER)


def last_moment(case: Case) -> Instant | None:
    """The moment after the latest act, for a matter that goes by its own clock."""
    undone = {target for c in case.claims for target in c.supersedes}
    told = [c for c in case.claims if c.fact is not None and c.id not in undone]
    ends = [c.happened.latest for c in told if c.happened.latest is not None]
    return max(ends) + _AFTER if ends else None
