"""How likely each answer of a cell is, on the priors somebody takes some of its open facts to have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Literal

from foedus.assess.posed import Posed
from foedus.counting import Likely, OutOfReach, Question, Span, chance, likelihood

__all__ = ["Chancing", "Meant", "Move", "Prior", "chancing"]

Meant = Literal["truth", "proof"]


@dataclass(frozen=True, slots=True)
class Prior:
    """What the user takes the chance of an open fact to be, and how the record has it."""

    fact: str
    was: str
    chance: Fraction


@dataclass(frozen=True, slots=True)
class Move:
    """How much an open fact moves the chance of a yes: the chance were it so, minus the chance were it not. Signed."""

    fact: str
    was: str
    by: Span

    @property
    def size(self) -> Fraction:
        """How far it moves at most, either way."""
        return max(abs(self.by.least), abs(self.by.most))


@dataclass(frozen=True)
class Chancing:
    """How likely each answer of one cell is.

    meant      truth: priors are those of facts being so, and what is shown or claimed is what the record makes of it; proof:
               every open fact is taken as settled by proof
    priors     of facts by themselves, independent of all others
    groups     of facts of which at most one is so; `stated` are those that no constraint of the record makes so
    parts      by way of reading; empty where there are too many to tell
    envelope   over all ways of reading
    moves      of the facts with a prior that bear on it, the farthest first
    missing, judgements, silences   what the spans range over: open facts without a prior, words left to judgement, and words
               on which the law is silent or collides
    admitted   the chance of what the record's constraints admit; it conditions all other chances
    methods    how it was found
    """

    question: str
    asks: str
    option: str
    stance: str
    standard: str
    as_of: str
    known_to: str
    law_at: str
    law_note: str
    meant: Meant
    priors: tuple[Prior, ...]
    groups: tuple[tuple[Prior, ...], ...]
    stated: tuple[bool, ...]
    parts: tuple[Likely, ...]
    envelope: Likely
    moves: tuple[Move, ...]
    missing: tuple[str, ...]
    judgements: tuple[str, ...]
    silences: tuple[str, ...]
    admitted: Span
    methods: tuple[str, ...]
    supposed: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """One document; chances are exact, as text, and rounded beside it."""
        plain = ("question", "asks", "option", "stance", "standard", "as_of", "known_to", "law_at", "law_note", "meant")
        return {
            "schema_version": 1,
            **{name: getattr(self, name) for name in plain},
            "supposed": list(self.supposed),
            "priors": [_prior_json(p) for p in self.priors],
            "groups": [
                {"facts": [_prior_json(p) for p in group], "exclusive_by": "the user" if stated else "the record"}
                for group, stated in zip(self.groups, self.stated, strict=True)
            ],
            "parts": [_likely_json(p) for p in self.parts],
            "envelope": _likely_json(self.envelope),
            "moves": [{"fact": m.fact, "was": m.was, **_span_json(m.by)} for m in self.moves],
            "ranges_over": {
                "facts": list(self.missing),
                "judgements": list(self.judgements),
                "silences": list(self.silences),
            },
            "admitted": _span_json(self.admitted),
            "methods": list(self.methods),
        }


def _prior_json(prior: Prior) -> dict[str, str]:
    return {"fact": prior.fact, "was": prior.was, "chance": str(prior.chance)}


def _span_json(span: Span) -> dict[str, object]:
    return {
        "least": str(span.least),
        "most": str(span.most),
        "about": [round(float(span.least), 6), round(float(span.most), 6)],
    }


def _likely_json(likely: Likely) -> dict[str, object]:
    return {
        "readings": {name: list(options) for name, options in likely.readings.items()},
        "yes": _span_json(likely.yes),
        "no": _span_json(likely.no),
        "not_engaged": _span_json(likely.not_engaged),
    }


def chancing(
    found: Posed, priors: Mapping[str, Fraction], groups: Sequence[Mapping[str, Fraction]] = (), proof: bool = False
) -> Chancing:
    """How likely each answer of a cell is.

    Raises `foedus.counting.Unsupplied` where disputed facts that bear on it have no prior, `Impossible` where the priors
    leave nothing that the record admits, `OutOfReach` where no method finds the number.
    """
    question = Question(
        found.circuit, found.query, found.situation, found.choice, found.constraints, None if proof else lambda b: _met(found, b)
    )
    likely = likelihood(question, priors, groups)
    terms, zone, inquiry = found.table.terms, found.table.case.zone, found.inquiry
    moves = [Move(f, found.situation.status(f).value, by) for f, by in likely.moves.items() if by.least or by.most]
    return Chancing(
        inquiry.question.id,
        inquiry.question.asks,
        found.option,
        found.column.stance.name,
        found.standard.name,
        terms.as_of.text(zone),
        terms.known_to.text(zone),
        inquiry.day.isoformat(),
        found.law_note,
        "proof" if proof else "truth",
        _priors(found, priors),
        tuple(_priors(found, group) for group in groups),
        tuple(not _exclusive(found, list(group)) for group in groups),
        likely.parts,
        likely.envelope,
        tuple(sorted(moves, key=lambda m: (-m.size, m.fact))),
        likely.missing,
        likely.judgements,
        likely.silences,
        likely.admitted,
        likely.methods,
        terms.hypotheses,
    )


def _met(found: Posed, burden: int) -> Sequence[Mapping[str, tuple[str, ...]]]:
    boxes = found.engine.met(found.query, burden, found.choice)
    if boxes is None:
        raise OutOfReach(f"out of reach: whether the record meets a burden takes more than {found.engine.node_budget} nodes")
    return boxes


def _priors(found: Posed, given: Mapping[str, Fraction]) -> tuple[Prior, ...]:
    return tuple(Prior(f, found.situation.status(f).value, share) for f, share in given.items())


def _exclusive(found: Posed, facts: Sequence[str]) -> bool:
    """Whether the record's constraints let at most one of the facts be so."""
    circuit = found.circuit
    pairs = circuit.any_of(circuit.all_of(map(circuit.fact, pair)) for pair in combinations(facts, 2))
    both = circuit.all_of((*found.constraints, pairs))
    even = {n: Fraction(1, 2) for n in circuit.cone(both) if circuit.op(n).leaf is not None}
    known = {circuit.fact(f): value for f, value in found.bearing.known.items()}
    return chance(circuit, both, even, known).chance == 0
