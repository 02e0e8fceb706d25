"""What stands around every page of a case: where one is, the dates and choices, and what is newer than the link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from foedus.workbench.pages import ENTRIES
from foedus.workbench.visit import Page, Visit

if TYPE_CHECKING:
    from foedus.record import Instant

__all__ = ["Clock", "Frame"]


@dataclass(frozen=True, slots=True)
class Clock:
    """One of the two dates, and the instants of the record that one can move it through.

    stops      address, value and words of every instant, in order
    at         the place of the present one among them: how many do not lie after it
    """

    name: str
    label: str
    value: str
    stops: Sequence[tuple[str, str]]
    at: int
    before: str
    after: str


class Frame:
    """The frame of one page."""

    def __init__(self, visit: Visit, page: Page) -> None:
        self.visit, self.page = visit, page

    @property
    def form(self) -> str:
        """What every form carries in its field `form`."""
        return self.visit.key.form

    @property
    def case(self) -> str:
        """The name of the case in the address, or nothing."""
        return self.visit.path.get("case", "")

    @cached_property
    def title(self) -> str:
        """The title of the case."""
        return self.visit.dossier.present.record.title if self.case else ""

    @cached_property
    def places(self) -> list[tuple[str, str, bool]]:
        """Words, address and whether one is there, for every page of the case that is in the list of pages."""
        if not self.case:
            return []
        matter = self.visit.dossier.is_matter
        return [
            (
                entry.words,
                self.visit.link(*entry.parts),
                self.visit.at.removesuffix(".json") == self.visit.link(*entry.parts).split("?")[0],
            )
            for entry in ENTRIES
            if entry.words and (not entry.matter_only or matter) and (not entry.case_only or not matter)
        ]

    @property
    def twin(self) -> str:
        """The address of the page as data."""
        query = self.visit.state.query()
        path = "/index" if self.visit.at == "/" else self.visit.at
        return f"{path}.json" + (f"?{query}" if query else "")

    @cached_property
    def clocks(self) -> list[Clock]:
        """As-of and known-to, with the instants of the record."""
        state = self.visit.state
        stops = stops_of(self.visit)
        return [
            self._clock("as-of", "As of", state.as_of, stops),
            self._clock("known-to", "As known at", state.known_to, stops),
        ]

    def _clock(self, name: str, label: str, value: str, stops: Sequence[tuple[Instant, str, str]]) -> Clock:
        now = self.visit.dossier.asking(self.visit.state).terms
        at = now.as_of if name == "as-of" else now.known_to
        done = sum(1 for instant, _, _ in stops if instant <= at)
        place = name.replace("-", "_")
        here = sum(1 for instant, _, _ in stops if instant < at)
        before = stops[here - 1][1] if here else ""
        after = stops[done][1] if done < len(stops) else ""
        earlier, later = (self._at(**{place: to}) if to else "" for to in (before, after))
        return Clock(name, label, value, [(v, w) for _, v, w in stops], done, earlier, later)

    def _at(self, **changes: str) -> str:
        """This page with another date."""
        query = self.visit.state.but(**changes).query(**self.visit.others)
        return f"{self.visit.at}?{query}"


def stops_of(visit: Visit) -> Sequence[tuple[Instant, str, str]]:
    """The instants at which the record may change, each with its value in an address and in words."""

    def work() -> Sequence[tuple[Instant, str, str]]:
        record = visit.dossier.asking(visit.state).record
        found = {
            instant
            for claim in record.claims
            for when in (claim.happened, claim.available)
            for instant in (when.earliest, when.latest)
            if instant is not None
        }
        return [(i, i.text(record.zone), i.text(record.zone)) for i in sorted(found)]

    version = visit.state.record or visit.dossier.version
    return visit.desk.kept(("stops", visit.dossier.name, version), work)
