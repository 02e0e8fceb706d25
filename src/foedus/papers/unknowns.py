"""What is not known: facts that nobody states, that are only alleged, that are disputed, whose time is not clear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from re import compile as pattern

from foedus.assess import Assessment, Cell
from foedus.papers.drafting import Draft, listed, plural
from foedus.papers.grounds import Grounds, more_sources
from foedus.papers.paper import Paragraph
from foedus.show.gather import families, joined

__all__ = ["Unknowns"]

MOST = {"unknown": 3, "alleged": 3, "disputed": 2, "instant": 2}
STARTS = {
    "unknown": "Nobody on record says whether",
    "alleged": "It is only alleged, and not shown, that",
    "disputed": "Speakers that count contradict each other on whether",
    "instant": "It cannot be told whether by then",
}
REST = {
    "unknown": "as unknown",
    "alleged": "only alleged as well",
    "disputed": "disputed as well",
    "instant": "as unclear in time",
}
SPEAKERS = 2
_NOT_ON_RECORD = pattern(r"another (.+?) not on record")


def _open(cell: Cell, kind: str, grounds: Grounds) -> list[str]:
    """The facts of a kind that an answer turns on; of a presumed one, those that would overturn it."""
    found = [*getattr(cell.turns_on, kind)]
    if cell.status == "presumed":
        status = {f: grounds.facts[f][0].status if f in grounds.facts else "unknown" for f in cell.turns_on.defeaters}
        found += [f for f in cell.turns_on.defeaters if status[f] == kind and f not in found]
    return found


@dataclass
class Unknowns:
    """Writes the first section."""

    assessment: Assessment
    main: Sequence[Cell]
    grounds: Grounds
    draft: Draft

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """One statement for each kind of openness, then what was perhaps available."""
        out = [self._kind(kind) for kind in STARTS]
        return tuple(p for p in (*out, self._perhaps()) if p) or (self._nothing(),)

    def _kind(self, kind: str) -> Paragraph:
        found = self._ranked(kind)
        if not found:
            return ()
        shown = found[: MOST[kind]]
        items = []
        for family, question in shown:
            cites, remark = self.grounds.fact(_best(self.grounds, family), question)
            said = f"{joined(family)}{self._by(family) if kind == 'alleged' else ''}"
            items.append((said, cites, remark))
        more = len(found) - len(shown)
        rest = f"{plural(more, 'further point is', 'further points are')} {REST[kind]}" if more else ""
        return (self.draft.series(STARTS[kind], items, rest),)

    def _ranked(self, kind: str) -> list[tuple[list[str], str]]:
        """Families of alike facts, each with a question it bears on: those that bear on most questions first."""
        bears: dict[str, list[str]] = {}
        for cell in self.main:
            for fact in _open(cell, kind, self.grounds):
                bears.setdefault(fact, []).append(cell.question)
        found = [f for f in families(list(bears)) if not all(_NOT_ON_RECORD.search(fact) for fact in f)]
        found.sort(key=lambda f: -max(len(bears[fact]) for fact in f))
        return [(f, bears[f[0]][0]) for f in found]

    def _by(self, family: Sequence[str]) -> str:
        names = list(dict.fromkeys(name for fact in family for name in self.grounds.speakers(fact)))
        more = len(names) - SPEAKERS
        said = [*names[:SPEAKERS], plural(more, "other")] if more > 0 else names
        return f" (so {listed(said)})" if said else ""

    def _perhaps(self) -> Paragraph:
        ids = list(dict.fromkeys(claim for cell in self.main for claim in cell.perhaps_known))
        cites, more = self.grounds.by_id(ids)
        if not cites:
            return ()
        said = f"it cannot be told whether {plural(len(ids), 'claim')} had become available by then"
        return (self.draft.sentence(said, cites, more_sources(more)),)

    def _nothing(self) -> Paragraph:
        said = "no fact that these answers turn on is unknown, alleged, disputed or unclear in time"
        return (self.draft.sentence(said, self.grounds.leading(self.main)),)


def _best(grounds: Grounds, family: Sequence[str]) -> str:
    """The member of a family that somebody speaks of, else the first."""
    return next((f for f in family if f in grounds.facts and grounds.facts[f][0].claims), family[0])
