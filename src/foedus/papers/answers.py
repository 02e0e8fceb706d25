"""What follows: each main question with its answer, what it rests on and who answers otherwise; and what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from foedus.assess import Assessment, Cell
from foedus.assess.hinging import HingeSetShown, Turn
from foedus.citing import Citation
from foedus.door import Asking
from foedus.door.hinging import hinged
from foedus.papers.drafting import Draft, listed, plural
from foedus.papers.grounds import Grounds, more_sources
from foedus.papers.paper import Paragraph, Sentence
from foedus.show.gather import gathered
from foedus.show.notes import parts_in_words, strength, words_of

__all__ = ["Answers"]

UNCONTESTED = "uncontested"
CHANGES, SETS, FALLS, HINGED = 3, 2, 2, 3
"""Questions in the last section; sets of changes, facts that overturn, and questions whose hinges are worked out."""


@dataclass
class Answers:
    """Writes the third section and the last."""

    assessment: Assessment
    lead: str
    main: Sequence[Cell]
    grounds: Grounds
    draft: Draft
    asks: Mapping[str, str]

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """One statement for each main question."""
        if not self.main:
            said = "no question asked here can be put: the case fills no part that they speak of"
            return ((self.draft.sentence(said, self.grounds.leading(self.main)),),)
        return tuple((self._answer(cell),) for cell in self.main)

    def _answer(self, cell: Cell) -> Sentence:
        cites = self.grounds.rule(cell.question)
        told: list[Citation] = []
        more = 0
        if cell.verdict in ("yes", "no"):
            told, more = self.grounds.enough(cell.question)
        elif cell.verdict == "open":
            turns = cell.turns_on
            told, more = self.grounds.behind((*turns.disputed, *turns.instant, *turns.alleged))
        strong = f"{words_of(cell)} ({self.lead}; proof: {cell.standard})"
        why = self._why(cell)
        said = [f"{strong}{', ' if why == UNCONTESTED else ': '}{why}", *self._marks(cell), *self._others(cell)]
        return self.draft.sentence("; ".join(said), [*cites, *told], more_sources(more), self.asks[cell.question])

    def _why(self, cell: Cell) -> str:
        """What an answer stands on, in words."""
        if cell.verdict == "open":
            return f"it turns on {self._open(cell)}"
        if cell.verdict == "no-position":
            return "what it turns on this holder has not chosen"
        if cell.verdict == "not-computed":
            return cell.limit
        if cell.verdict == "not-engaged":
            return "the question does not arise"
        if cell.status == "presumed":
            return f"the burden is on {listed(cell.burden_on)}" if cell.burden_on else "it stands until the contrary is shown"
        return UNCONTESTED if "uncontested" in cell.marks else "so it is whatever is open"

    @staticmethod
    def _open(cell: Cell) -> str:
        turns = cell.turns_on
        said = (
            [f"how {listed([f'“{r}”' for r in turns.readings])} {'is' if len(turns.readings) == 1 else 'are'} read"]
            if turns.readings
            else []
        )
        counts = (
            (turns.unknown, "unknown fact"), (turns.alleged, "alleged fact"), (turns.disputed, "disputed fact"),
            (turns.instant, "fact uncertain in time"), (turns.judgement, "judgement"), (turns.law_gap, "silence of the law"),
            (turns.norm_conflict, "collision of rules"),
        )  # fmt: skip
        many = {
            "fact uncertain in time": "facts uncertain in time",
            "silence of the law": "silences of the law",
            "collision of rules": "collisions of rules",
        }
        said += [plural(len(facts), one, many.get(one, "")) for facts, one in counts if facts]
        return listed(said) or "what several things come to together"

    @staticmethod
    def _marks(cell: Cell) -> Iterator[str]:
        if "unverified" in cell.marks:
            yield "it rests on words of law whose text was not read"
        if "judgement" in cell.marks:
            yield "it rests on a judgement that no rule makes"
        if "persistence" in cell.marks:
            yield "a state is taken to last, nobody having spoken of its end"

    def _others(self, cell: Cell) -> Iterator[str]:
        """Who answers otherwise, by answer."""
        found: dict[str, list[str]] = {}
        for other in self.assessment.row(cell.question)[1:]:
            if other.verdict != "no-position" and words_of(other) != words_of(cell):
                found.setdefault(words_of(other), []).append(other.stance)
        if found:
            yield "otherwise " + ", ".join(f"{listed(names)}: {said}" for said, names in found.items())

    # --- what would change it ---

    def changes(self, asking: Asking) -> tuple[Paragraph, ...]:
        """What would overturn or settle the first answers that something can move; questions moved alike are told together."""
        moved: dict[str, list[str]] = {}
        tried = 0
        for cell in self.main:
            said = [*self._readings(cell)] or [*self._falls(cell)]
            if not said and cell.verdict == "open" and not cell.answer and tried < HINGED:
                tried += 1
                said = [*self._hinges(asking, cell)]
            if said:
                moved.setdefault("; ".join(said), []).append(cell.question)
        out = [(self._changed(said, questions),) for said, questions in list(moved.items())[:CHANGES]]
        return tuple(out) or ((self._fixed(),),)

    def _changed(self, said: str, questions: Sequence[str]) -> Sentence:
        cites = dict.fromkeys(cite for q in questions for cite in self.grounds.rule(q))
        return self.draft.sentence(said, cites, "", " ".join(self.asks[q] for q in questions))

    @staticmethod
    def _readings(cell: Cell) -> Iterator[str]:
        if cell.partition:
            yield "by reading, " + "; ".join(part.replace(" → ", ": ") for part in parts_in_words(cell.partition))

    @staticmethod
    def _falls(cell: Cell) -> Iterator[str]:
        facts = gathered(cell.turns_on.defeaters)
        if cell.status == "presumed" and facts:
            more = len(facts) - FALLS
            rest = f", or {plural(more, 'other fact')}" if more > 0 else ""
            yield f"{words_of(cell)} falls if it is shown that {listed(facts[:FALLS], 'or that')}{rest}"

    def _hinges(self, asking: Asking, cell: Cell) -> Iterator[str]:
        for found in hinged(asking, cell.question, self.lead, most=SETS):
            if len({t.name for one in found.sets for t in one.turns}) < 2:
                continue  # the one fact it asks about: to say so tells nobody anything
            for one in found.sets[:SETS]:
                yield f"{strength(one.verdict, one.status)} if {_changes(one)}"

    def _fixed(self) -> Sentence:
        said = "no single reading and no open fact listed here would change these answers"
        return self.draft.sentence(said, self.grounds.leading(self.main))


def _changes(one: HingeSetShown) -> str:
    facts = gathered([_turn(t) for t in one.turns])
    return listed(facts)


def _turn(turn: Turn) -> str:
    told = {
        ("fact", "yes"): "it is proved that",
        ("fact", "no"): "it is disproved that",
        ("judgement", "yes"): "it is judged that",
        ("judgement", "no"): "it is judged not to be so that",
    }
    return f"{told.get((turn.kind, turn.to), f'{turn.to} is chosen for')} {turn.name}"
