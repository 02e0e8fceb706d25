"""A two-page memo on a case: what is not known, what is disputed, what follows, who must act, what would change it.

It is written for whoever has to sign it. Its sentences come from templates and from values alone; each carries a note to the
law and to the record. What is alleged is never told as fact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from foedus.assess import Assessment, Cell
from foedus.door import Asking
from foedus.door.shelf import Shelf
from foedus.door.versions import law_version, record_version
from foedus.papers.answers import Answers
from foedus.papers.disputes import Disputes
from foedus.papers.drafting import Draft, plural
from foedus.papers.duties import Duties
from foedus.papers.grounds import Grounds
from foedus.papers.paper import Memo, Section, Table
from foedus.papers.unknowns import Unknowns
from foedus.show.moments import moment
from foedus.show.notes import MARKS, legend, words_of

__all__ = ["MAIN", "memo"]

MAIN = 8
"""How many questions the text speaks of; all of them stand in the table."""


def memo(asking: Asking) -> Memo:
    """The memo on what was asked. Its answers are those of the first stance named, or of the text; others are compared.

    Where questions are named the text speaks of the first eight of them, else of the first eight of the law that arise.
    Raises `Invalid` as `asking` does.
    """
    asking = replace(asking, shelf=asking.shelf or Shelf())
    return _Memo(asking, asking.assess()).written()


@dataclass
class _Memo:
    asking: Asking
    assessment: Assessment

    @cached_property
    def lead(self) -> str:
        """The stance whose answers the memo gives."""
        return self.assessment.stances[0].name

    @cached_property
    def main(self) -> list[Cell]:
        """The cells that the text speaks of."""
        cells = [self.assessment[q.id, self.lead] for q in self.assessment.questions]
        arising = [c for c in cells if c.verdict not in ("not-engaged", "not-computed")]
        return (arising or cells)[:MAIN]

    @cached_property
    def grounds(self) -> Grounds:
        """Where to find what to cite."""
        wanted = {(c.question, c.stance): c for c in self.main}
        found = self.asking.whys(replace(self.assessment, cells=wanted), minimal=False)
        return Grounds(self.asking.regime, self.asking.record, {q: why for (q, _), why in found.items()})

    @property
    def _cells(self) -> list[Cell]:
        return [self.assessment[q.id, self.lead] for q in self.assessment.questions]

    def written(self) -> Memo:
        """The memo, its notes numbered from top to bottom."""
        draft = Draft()
        asks = {q.id: q.asks for q in self.assessment.questions}
        answers = Answers(self.assessment, self.lead, self.main, self.grounds, draft, asks)
        agenda = replace(self.asking, stance=(self.lead,)).agenda() if self.asking.record.roles else None
        sections = (
            Section("What is not known", Unknowns(self.assessment, self.main, self.grounds, draft).paragraphs()),
            Section("What is disputed", Disputes(self.assessment, self.main, self.grounds, draft).paragraphs()),
            Section("What follows", answers.paragraphs()),
            Section("Who decides, and who must act by when", Duties(agenda, self.grounds, draft).paragraphs()),
            Section("What would change the answer", answers.changes(self.asking)),
        )
        title, subtitle = self.assessment.title or self.assessment.case, self.asking.regime.title
        return Memo(title, subtitle, tuple(self._particulars()), sections, self._annex(), tuple(draft.footnotes.notes))

    # --- what it stands on ---

    def _particulars(self) -> list[tuple[str, str]]:
        a, asking = self.assessment, self.asking
        stance = a.stances[0]
        law = f"the law of {moment(a.law_at)}" if len(a.law_at) == 10 else "each rule as in force at its act"
        reads = "; ".join(f"{k} = {v}" for k, v in (asking.reading or {}).items())
        number = plural(len(a.questions), "question")
        questions = f"{len(self.main)} of {number} in the text, in the order {self._order}; all in the table"
        rows = [
            ("Happened by", moment(a.as_of)),
            ("Available by", moment(a.known_to)),
            ("Recorded", f"{plural(len(asking.record.claims), 'claim')}{self._set_aside()}; record {record_version(asking)}"),
            ("Law", f"{law}; law pages {law_version(asking)}"),
            ("Stance", f"{stance.name} ({stance.holder or 'every contested word left open'})"),
            ("Lens", stance.lens),
            ("Readings", reads and f"chosen for the text: {reads}"),
            ("Proof", stance.standard),
            ("Supposed", "; ".join(a.supposed)),
            ("Covers", questions),
        ]
        return [(label, value) for label, value in rows if value]

    @property
    def _order(self) -> str:
        return "asked" if self.asking.question else "of the law pages"

    def _set_aside(self) -> str:
        number = len(self.assessment.set_aside)
        return f", {number} of them set aside with reasons" if number else ""

    # --- the table ---

    def _annex(self) -> Table:
        rows = []
        for question in self.assessment.questions:
            cells = self.assessment.row(question.id)
            signs = "".join(MARKS[m][0] for m in cells[0].marks if m in MARKS)
            rows.append((question.asks, f"{words_of(cells[0])}{signs}{_differing(cells)}", self._provision(cells[0])))
        means = "; ".join([*(f"{sign} {what}" for sign, what in legend(self._cells)), *self._others(rows)])
        return Table("All questions", ("Question", "Answer", "Law"), tuple(rows), means)

    @staticmethod
    def _others(rows: Sequence[tuple[str, str, str]]) -> list[str]:
        """What the sign of other columns means, where it stands."""
        return ["≠ and a number: so many other columns answer otherwise"] if any("≠" in answer for _, answer, _ in rows) else []

    @staticmethod
    def _provision(cell: Cell) -> str:
        """The first rule the answer comes from, by the ids of the law pages."""
        rule = next((r for top in cell.because for r in top.walk() if r.provision), None)
        if rule is None:
            return ""
        number = rule.pinpoint.partition(",")[0] if rule.pinpoint[:1].isdigit() else ""
        return f"{rule.provision.partition(':')[0]} {number}".strip()


def _differing(cells: Sequence[Cell]) -> str:
    """How many of the other columns take a position and answer otherwise."""
    first, *others = cells
    number = sum(c.verdict != "no-position" and words_of(c) != words_of(first) for c in others)
    return f" ≠{number}" if number else ""
