"""Why an answer is as it is: its reasons as a tree, the claims behind it, the rules that did not apply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from foedus.door import NotUnderstood
from foedus.problem import nearest
from foedus.show.idle import Idle, idle
from foedus.show.moments import moment
from foedus.show.notes import legend, note_of, parts_in_words, words_of
from foedus.show.reasons import unslotted
from foedus.show.tree import Branch, branches, standing
from foedus.workbench.pages.law import address
from foedus.workbench.visit import Page, Visit

if TYPE_CHECKING:
    from foedus.assess import Assessment, Cell, Why
    from foedus.assess.answers import ClaimShown
    from foedus.assess.backing import Backing

__all__ = ["KEYS", "question_of", "reasons"]

KEYS = {"all": "any value: every step unfolded"}

STRENGTHS = {
    "settled": "However the open facts turn out.",
    "presumed": "As long as nobody proves otherwise.",
    "open": "Facts, readings or judgements that are not settled lead to different answers.",
}
_VERDICTS = {
    "not-engaged": "The question does not arise here.",
    "no-position": "This stance has chosen nothing on which the answer turns.",
    "not-computed": "The answer was not computed: a limit was hit.",
}


def reasons(visit: Visit) -> Page:
    """The answer to one question under one stance, with everything it rests on."""
    question = question_of(visit)
    stance, state = visit.stance, visit.around
    why = visit.dossier.answered(("why", question, stance), state, lambda asking: asking.why(question, stance))
    told = visit.dossier.answered(("told", question, stance), state, lambda _: Told(why))
    claims = visit.dossier.answered(("behind", question, stance), state, lambda asking: asking.backings(told.ids))
    row = visit.dossier.row(question, state)
    return Page("why.html.j2", why.asks, why.to_json(), {"why": Shown(visit, why, told, claims, row)})


def question_of(visit: Visit) -> str:
    """The question in the address. Raises `NotUnderstood` for one that the law does not ask."""
    name, known = visit.path["question"], visit.asking.regime.questions
    if name not in known:
        raise NotUnderstood.of("QUESTION", f"no question is called “{name}”", nearest(name, list(known)) or "see the answers")
    return name


class Told:
    """The reasons of one answer, made fit to read; the same for everybody who asks."""

    def __init__(self, why: Why) -> None:
        cell = why.cell
        self.branches: Sequence[Branch] = branches(why.tree, cell.as_of)
        self.idle: Sequence[Idle] = idle(why.tree, cell.as_of)
        self.claims: Mapping[str, Sequence[ClaimShown]] = _claims(why)

    @property
    def ids(self) -> Sequence[str]:
        """The claims behind the answer, those that count first."""
        return sorted(self.claims, key=lambda id: not any(c.counts for c in self.claims[id]))


def _claims(why: Why) -> dict[str, list[ClaimShown]]:
    """Every claim of the derivation by its id; each thing that is made of it, once."""
    found: dict[str, list[ClaimShown]] = {}
    for reason in (r for root in (*why.tree, *why.minimal) for r in root.walk()):
        for claim in reason.claims:
            known = found.setdefault(claim.id, [])
            if not any((c.counts, c.why) == (claim.counts, claim.why) for c in known):
                known.append(claim)
    return found


class Shown:
    """What the template is given."""

    def __init__(self, visit: Visit, why: Why, told: Told, claims: Mapping[str, Backing], row: Assessment) -> None:
        self.visit, self.why, self.told, self.claims, self.row = visit, why, told, claims, row

    @property
    def cell(self) -> Cell:
        """The answer."""
        return self.why.cell

    @property
    def words(self) -> str:
        """The answer in words."""
        return words_of(self.cell)

    @property
    def strength(self) -> str:
        """What its strength means."""
        return self.cell.limit or _VERDICTS.get(self.cell.verdict) or STRENGTHS[self.cell.status]

    @property
    def holder(self) -> str:
        """Who holds the stance."""
        return next((s.holder for s in self.visit.asking.regime.stances if s.name == self.cell.stance), "")

    @property
    def said(self) -> str:
        """Who says the answer: the text, or we for the holder."""
        if not self.holder:
            return "Read off the law pages; every reading that is not chosen above stays open."
        if "uncontested" in self.cell.marks:
            return "Nothing that this stance chose bears on it: the answer is the same for all."
        return f"{self.holder} chose readings and judgements; that this follows from them, we derived."

    @cached_property
    def turns(self) -> list[str]:
        """What it turns on, who bears a burden, what would overturn it; limits of the search."""
        note = note_of(self.cell)
        return [*note.sentences(), *(f"◊ {b}" for b in note.bounds)] if note else []

    @property
    def parts(self) -> list[str]:
        """Answers by reading, where there are several."""
        return parts_in_words(self.cell.partition) if len(self.cell.partition) > 1 else []

    @property
    def signs(self) -> list[tuple[str, str]]:
        """Its marks and what they mean."""
        return legend([self.cell])

    @property
    def enough(self) -> str:
        """What the list of facts that suffice is called."""
        return "What is established and matters to it" if self.cell.verdict == "open" else "These facts are enough"

    @property
    def wordings(self) -> list[str]:
        """What another wording of a provision says."""
        return [unslotted(words) for words in self.why.wordings]

    @property
    def follow(self) -> str:
        """How the lines stand that carry the answer: they are unfolded."""
        return self.cell.verdict if self.cell.verdict in ("yes", "no") else "open"

    @property
    def unfolded(self) -> bool:
        """Whether every line is unfolded."""
        return bool(self.visit.one("all"))

    def law(self, provision: str, pinpoint: str) -> str:
        """The address of a provision."""
        return address(self.visit, self.visit.asking.regime.id, provision, pinpoint)

    def words_of(self, line: Branch) -> str:
        """The words of a line without the place in the law, which stands beside it."""
        where = standing(line.provision, line.pinpoint)
        return line.text.replace(f" ({where} †)", " †", 1).replace(f" ({where})", "", 1) if where else line.text

    def where(self, line: Branch) -> str:
        """The place in the law that a line names, or nothing."""
        return standing(line.provision, line.pinpoint)

    def when(self, stated: str) -> str:
        """A time as the record states it, in words."""
        first, slash, last = stated.partition("/")
        if not slash:
            return moment(stated)
        if ".." in (first, last):
            return f"by {moment(last)}" if first == ".." else f"from {moment(first)}"
        return f"{moment(first)} – {moment(last)}"

    @property
    def beside(self) -> list[tuple[str, str]]:
        """The questions before and after this one, each with its address; "" where there is none."""
        ids = list(self.visit.asking.regime.questions)
        at = ids.index(self.cell.question)
        near = (ids[at - 1] if at else "", ids[at + 1] if at + 1 < len(ids) else "")
        return [(id, self.visit.link("why", id, stance=self.cell.stance) if id else "") for id in near]

    @property
    def perhaps(self) -> list[tuple[str, str]]:
        """Claims that were perhaps known by then, with what they say."""
        says = {c.id: c.says for c in self.visit.asking.record.claims}
        return [(id, says.get(id, "")) for id in self.cell.perhaps_known]
