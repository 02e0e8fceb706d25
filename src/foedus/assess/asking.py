"""One cell in full, and questions nobody has put on a page yet."""

from __future__ import annotations

from dataclasses import replace

from foedus.assess.answers import Assessment
from foedus.assess.reasons import Why, explain
from foedus.assess.table import Table
from foedus.assess.terms import Terms
from foedus.assess.world import naming
from foedus.ground import Unfilled
from foedus.problem import Invalid, Place
from foedus.record import Case
from foedus.text import Regime
from foedus.text.law import Atom, Question
from foedus.vocabulary import Fact

__all__ = ["ask", "why"]


def why(case: Case, regime: Regime, terms: Terms, question: str, stance: str = "text") -> Why:
    """The reasons of one cell. Raises `Invalid` for an unknown question or stance."""
    table = Table(case, regime, replace(terms, questions=(question,), stances=(stance,)))
    asked = table.questions()[0]
    column = table.columns[0]
    try:
        cell = table.cell(asked, column)
    except Unfilled as role:
        raise Invalid.at(Place(case.id), f"the case fills no role “{role}”", "add it under [roles] in case.toml") from role
    world = table.world(column.standard)
    day = table.inquiries.law_day(asked, world).days[0]
    return replace(explain(table.inquiries.inquiry(asked, world, day), column.choice, cell), supposed=terms.hypotheses)


def ask(case: Case, regime: Regime, terms: Terms, sentence: str) -> Assessment:
    """Answer one sentence in the regime's phrases, under every stance.

    The law is that of the anchor of a question about the same phrase, if there is one; else that
    of the as-of day. Raises `Invalid` when no phrase, or more than one, says the sentence.
    """
    fact, positive = naming(regime, case).fact(sentence, case.individuals, Place("ask"))
    if regime.vocabulary.phrases[fact.phrase].kind == "count":
        raise Invalid.at(Place("ask"), f"“{sentence}” is a count", "ask for a fact, a judgement or a legal word")
    asked = Question("ask", sentence, {"": Atom(fact.phrase, fact.args, positive)}, None, _anchor(regime, fact), Place("ask"))
    table = Table(case, _with(regime, asked), replace(terms, questions=("ask",)))
    return table.whole()


def _anchor(regime: Regime, fact: Fact) -> Atom | None:
    for question in regime.questions.values():
        if any(isinstance(c, Atom) and c.phrase == fact.phrase for c in question.options.values()):
            return question.anchor
    return None


def _with(regime: Regime, question: Question) -> Regime:
    chapter = replace(regime.chapter, questions=[*regime.chapter.questions, question])
    return replace(regime, chapter=chapter)
