"""Reasons: the steps of a derivation, with how each went in one cell and which claims it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from foedus.assess.answers import Cell, ClaimShown, Reason
from foedus.assess.inquiry import Inquiry
from foedus.ground import Ratio, Step
from foedus.record import Claim, FactStatus
from foedus.text import differences
from foedus.text.law import Element
from foedus.verdict import Choice
from foedus.vocabulary import Fact, is_another
from foedus.voting import counted, told

__all__ = ["Why", "explain", "in_short"]

MAX_DEPTH = 40


@dataclass(frozen=True)
class Why:
    """The reasons for a cell.

    tree     for each alternative of the question, the whole derivation, rules that did not apply included
    minimal  a smallest set of facts that suffices for a yes or no: with all others reopened the
             answer stands, and without any one of them it falls
    wordings labelled words of the provisions used that another wording of theirs says otherwise
    supposed what was taken as proved, and who as party to nothing, in words
    """

    cell: Cell
    asks: str
    tree: tuple[Reason, ...]
    minimal: tuple[Reason, ...]
    wordings: tuple[str, ...] = ()
    supposed: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """One document."""
        return {
            "schema_version": 1,
            "cell": self.cell.to_json(),
            "asks": self.asks,
            "supposed": list(self.supposed),
            "tree": [r.to_json() for r in self.tree],
            "minimal": [r.to_json() for r in self.minimal],
            "wordings": list(self.wordings),
        }


class _Teller:
    """Turns steps into reasons for one inquiry under one choice."""

    def __init__(self, inquiry: Inquiry, choice: Choice) -> None:
        self.inquiry = inquiry
        self.choice = choice

    def value(self, node: int) -> str:
        return self.inquiry.engine.node_value(node, self.choice)

    def tell(self, step: Step, depth: int = 0) -> Reason:
        """The reason for a step and all it rests on."""
        if depth > MAX_DEPTH:
            return Reason(step.kind, step.text, self.value(step.node), note="further steps are left out: too deep")
        if step.kind == "fact" and step.fact is not None:
            return self.fact(step)
        if step.kind == "count":
            return self.count(step)
        if step.kind == "voter":
            return replace(self.tell(step.steps[2], depth + 1), value=self.value(step.node))
        inner = [self.tell(s, depth + 1) for s in self._worth_telling(step)]
        rule = step.rule if step.kind in ("rule", "exception") else None
        element = step.element
        return Reason(
            step.kind,
            step.text,
            self.value(step.node),
            mode=element.mode if element else "",
            label=(element.label or "") if element else "",
            provision=rule.provision if rule else step.reading.provision if step.reading else "",
            pinpoint=rule.pinpoint if rule else step.reading.pinpoint if step.reading else "",
            verified=self._verified(step),
            note=self._note(step),
            steps=tuple(inner),
        )

    def _verified(self, step: Step) -> bool:
        if step.rule is None or step.kind not in ("rule", "exception"):
            return True
        regime_provision = self.inquiry.grounding.grounder.regime.provisions.get(step.rule.provision)
        if regime_provision is None:
            return True
        known = self.inquiry.grounding.grounder.regime.known_on(step.rule.provision, self.inquiry.day)
        return known and regime_provision.verified(step.rule.pinpoint)

    def _note(self, step: Step) -> str:
        if step.element is not None and step.element.burden:
            return f"burden on {step.element.burden}"
        if step.kind == "ballots":
            return str(counted(step, self.value))
        if step.kind == "rule" and step.rule is not None and step.rule.kind == "vote":
            return "; ".join(told(step, self.value, self._when).votes)
        return step.note

    def _when(self, fact: Fact) -> str:
        found = self.inquiry.world.view.interval(fact)
        return str(found) if found is not None else ""

    def _worth_telling(self, step: Step) -> Sequence[Step]:
        """The steps under a step, without those that only speak of what is not on record or not chosen."""
        if step.kind == "reading":
            return [s for s in step.steps if self._chosen(s) != "no"]
        if step.kind in ("rule", "some", "exception") and len(step.steps) > 1 and self._ways(step):
            return self._best_ways(step.steps)
        if step.kind in ("every", "some") and len(step.steps) > 1:
            named = [s for s in step.steps if not _unrecorded(s)]
            return named or step.steps
        return step.steps

    def _ways(self, step: Step) -> bool:
        return all(s.kind == "together" for s in step.steps)

    def _best_ways(self, ways: Sequence[Step]) -> Sequence[Step]:
        """Of several ways to fill a rule's letters: those that hold; else those that may; else those on record."""
        for wanted in ("yes", "open"):
            found = [w for w in ways if self.value(w.node) == wanted]
            if found:
                on_record = [w for w in found if not _unrecorded(w)]
                return (on_record or found)[:4]
        return [w for w in ways if not _unrecorded(w)][:4] or ways[:1]

    def _chosen(self, option: Step) -> str:
        """Whether an option is chosen, excluded or left free in this cell."""
        if option.reading is None:
            return "open"
        chosen = self.choice.readings.get(option.reading.group)
        return "open" if chosen is None else "yes" if chosen == option.text else "no"

    def fact(self, step: Step) -> Reason:
        """A fact, with its status and the claims behind it."""
        assert step.fact is not None
        status = self.inquiry.world.view.status(step.fact)
        said = str(self.inquiry.situation.status(str(step.fact)))
        note = "; ".join(_fact_notes(status, said))
        return Reason("fact", step.text, self.value(step.node), status=said, claims=self._claims(status), note=note)

    def count(self, step: Step) -> Reason:
        """A comparison of a count, with what was counted and what is required."""
        view = self.inquiry.world.view
        if ratio := self.inquiry.grounding.grounder.ratios.get(step.text):
            return self.ratio(step, ratio)
        known = self.inquiry.grounding.grounder.counts.get(step.text)
        if known is None:
            return Reason("count", step.text, self.value(step.node), status="unknown", note=step.note)
        status = view.compare(*known)
        counted = view.quantity(known[0])
        notes = [step.note, f"counted: {counted}" if counted is not None else "nothing counted"]
        said = str(status.status)
        note = "; ".join(n for n in notes if n)
        return Reason("count", step.text, self.value(step.node), status=said, claims=self._claims(status), note=note)

    def ratio(self, step: Step, ratio: Ratio) -> Reason:
        """A count against a share of another, with what was counted of both."""
        status = self.inquiry.world.proportion(ratio)
        counted = [(c, self.inquiry.world.view.quantity(c)) for c in (ratio.count, ratio.of)]
        note = "; ".join(f"{c}: {'nothing counted' if q is None else q}" for c, q in counted)
        said = str(status.status)
        return Reason("count", step.text, self.value(step.node), status=said, claims=self._claims(status), note=note)

    def _claims(self, status: FactStatus) -> tuple[ClaimShown, ...]:
        groups: Iterable[tuple[tuple[Claim, ...], bool]] = (
            (status.counting_for, True),
            (status.counting_against, True),
            (status.other, False),
            (status.no_evidence, False),
        )
        return tuple(self.claim(c, counts) for claims, counts in groups for c in claims)

    def claim(self, claim: Claim, counts: bool) -> ClaimShown:
        """A claim with why it does or does not count."""
        source = claim.source
        grade = f"{claim.source_grade or ''}{claim.item_grade or ''}" or "not judged"
        why = self._weight(claim, counts)
        return ClaimShown(
            claim.id,
            claim.speaker,
            source,
            claim.pinpoint,
            claim.polarity or "",
            counts,
            why,
            claim.says,
            str(claim.happened),
            str(claim.available),
            grade,
        )

    def _weight(self, claim: Claim, counts: bool) -> str:
        """Why a claim counts or does not: its speaker's interest, unless something else decides."""
        view = self.inquiry.world.view
        if claim.polarity == "no evidence":
            return "it bears on proof only"
        weight = str(view.weight(claim))
        phrase = view.vocabulary.phrases[claim.fact.phrase] if claim.fact else None
        if counts and phrase is not None and phrase.own_word:
            return "the actor’s own word"
        if counts and phrase is not None and phrase.kind == "speech":
            return "a report of the act itself"
        if counts:
            return weight if weight in view.standard.counts else "trusted under this standard"
        if view.counts(claim):
            return "it does not speak to this instant"
        return "only the actor’s own word proves it" if phrase is not None and phrase.own_word else weight


def _unrecorded(step: Step) -> bool:
    """Whether a step speaks of an individual that is not on record."""
    if step.fact is not None:
        return any(is_another(a) for a in step.fact.args)
    return any(_unrecorded(s) for s in step.steps if s.kind in ("element", "fact", "together", "every", "judgement", "word"))


def _fact_notes(status: FactStatus, said: str) -> Iterable[str]:
    if status.supposed:
        yield "supposed"
    if status.by_persistence:
        yield "by persistence"
    if status.not_yet:
        yield "not yet"
    if status.time_disputed:
        yield "its time is disputed"
    if status.closed_by:
        yield f"closed by {status.closed_by}"
    if status.not_judged:
        yield "the speaker's interest is not judged"
    if status.status != said:
        yield "the record conflicts with itself here"
    if status.interval is not None and said == "affirmed":
        yield f"time: {status.interval}"


def explain(inquiry: Inquiry, choice: Choice, cell: Cell, minimal: bool = True) -> Why:
    """The whole derivation of a cell and, if wanted, a minimal set of facts that suffices for it."""
    teller = _Teller(inquiry, choice)
    tree = [teller.tell(step) for step in inquiry.grounding.options.values()]
    if inquiry.grounding.engaged is not None:
        arises = inquiry.grounding.engaged
        value = teller.value(arises.node)
        tree.insert(0, Reason("element", "the question arises", value, "engaged", steps=(teller.tell(arises),)))
    enough = _minimal(inquiry, teller) if minimal and cell.verdict in ("yes", "no", "not-engaged") else ()
    return Why(cell, inquiry.question.asks, tuple(tree), enough, _wordings(inquiry, tree))


def _wordings(inquiry: Inquiry, tree: Sequence[Reason]) -> tuple[str, ...]:
    """Where another wording of a provision that was used says something else."""
    regime = inquiry.grounding.grounder.regime
    used = {r.provision for root in tree for r in root.walk() if r.kind in ("rule", "exception")}
    bases = dict.fromkeys(regime.provisions[p].base for p in sorted(used) if p in regime.provisions)
    return tuple(str(d) for base in bases for d in differences(regime, base))


def _minimal(inquiry: Inquiry, teller: _Teller) -> tuple[Reason, ...]:
    """Facts that suffice, over all alternatives of the question."""
    names: dict[str, None] = {}
    for query in inquiry.queries.values():
        names |= dict.fromkeys(n for n, _ in inquiry.engine.sufficient(query, teller.choice))
    return tuple(_named(inquiry, teller, n) for n in names)


def _named(inquiry: Inquiry, teller: _Teller, name: str) -> Reason:
    grounder = inquiry.grounding.grounder
    node = grounder.circuit.fact(name)
    if name in grounder.counts or name in grounder.ratios:
        return teller.count(Step("count", node, name))
    if name in grounder.facts:
        return teller.fact(Step("fact", node, name, fact=grounder.facts[name]))
    return Reason("order", name, teller.value(node), status=str(inquiry.situation.status(name)))


def in_short(inquiry: Inquiry, choice: Choice) -> tuple[Reason, ...]:
    """The reasons of a cell in two layers: rules that conclude the question's word, and their elements."""
    teller = _Teller(inquiry, choice)
    out = []
    for name, step in inquiry.grounding.options.items():
        out.append(_shallow(teller, step, name))
    return tuple(out)


def _shallow(teller: _Teller, step: Step, name: str) -> Reason:
    if step.kind in ("fact", "count"):
        return teller.tell(step)
    rules = tuple(_shallow_rule(teller, rule) for rule in _rules(step))
    text = f"{name}: {step.text}" if name else step.text
    return Reason(step.kind, text, teller.value(step.node), note=step.note, steps=rules)


def _shallow_rule(teller: _Teller, rule: Step) -> Reason:
    elements = tuple(_element(teller, e) for e in _elements(teller, rule))
    return replace(teller.tell(replace(rule, steps=())), steps=elements)


def _rules(step: Step) -> list[Step]:
    """The rules right under a word, or under the words of a quantified question (the first of them)."""
    if step.kind == "word":
        return [s for s in step.steps if s.kind == "rule"]
    for inner in step.steps:
        if found := _rules(inner):
            return found
    return []


def _elements(teller: _Teller, rule: Step) -> list[Step]:
    ways = [s for s in rule.steps if s.kind == "together"]
    if not ways:
        return [s for s in rule.steps if s.kind in ("element", "exception")]
    best = teller._best_ways(ways)
    return [s for s in best[0].steps if s.kind in ("element", "exception")]


def _element(teller: _Teller, step: Step) -> Reason:
    element = step.element
    if element is None:
        return Reason(step.kind, step.text, teller.value(step.node), provision=step.rule.provision if step.rule else "")
    inner = step.steps[0]
    told = teller.tell(inner) if inner.kind in ("fact", "count") else None
    return Reason(
        "element",
        _said(inner, element),
        teller.value(step.node),
        mode=element.mode,
        label=element.label or "",
        note=f"burden on {element.burden}" if element.burden else "",
        status=told.status if told else "",
        claims=told.claims if told else (),
    )


def _said(inner: Step, element: Element) -> str:
    """An element with its slots filled, as far as one line can say it."""
    if inner.kind == "reading":
        return f"reading “{inner.text}”"
    if inner.kind in ("fact", "word", "gap", "judgement", "count", "member", "order") or "{" in element.text:
        return inner.text
    return element.text
