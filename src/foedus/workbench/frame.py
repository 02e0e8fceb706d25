"""What stands around every page of a case: where one is, the dates and choices, and what is newer than the link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from foedus.show.moments import moment
from foedus.workbench.news import Notice, notices
from foedus.workbench.pages import ENTRIES
from foedus.workbench.state import State
from foedus.workbench.visit import Page, Visit

if TYPE_CHECKING:
    from foedus.record import Case, Instant

__all__ = ["Chosen", "Clock", "Frame", "Stop"]

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Stop:
    """An instant that a date may be moved to.

    value    as it stands in an address; words: the name that the case has for it, or nothing
    clocks   which dates something changes at it for: “a” as of, “k” as known at, or both
    """

    at: Instant
    value: str
    words: str
    clocks: str


@dataclass(frozen=True, slots=True)
class Clock:
    """One of the two dates: its name in the address, what it is called and means, where it stands, and the stops beside it.

    sign  the letter of its stops
    """

    name: str
    sign: str
    label: str
    meaning: str
    value: str
    words: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """Something chosen besides the dates: what it is, its words, and the address of this page without it."""

    kind: str
    words: str
    without: str


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
        return self.visit.asking.record.title if self.case else ""

    @cached_property
    def places(self) -> list[tuple[str, str, bool]]:
        """Words, address and whether one is there, for every page of the case that is in the list of pages."""
        if not self.case:
            return []
        matter = self.visit.dossier.is_matter
        shown = (e for e in ENTRIES if e.words and (not e.matter_only or matter) and (not e.case_only or not matter))
        links = ((e.words, self.visit.link(*e.parts)) for e in shown)
        return [(words, link, link.split("?")[0] == self.visit.at) for words, link in links]

    @property
    def twin(self) -> str:
        """The address of the page as data."""
        query = self.visit.state.query(**self.visit.others)
        path = "/index" if self.visit.at == "/" else self.visit.at
        return f"{path}.json" + (f"?{query}" if query else "")

    # --- dates ---

    @cached_property
    def stops(self) -> Sequence[Stop]:
        """Every instant at which the record may say something else, in order."""
        return _stops(self.visit)

    @cached_property
    def clocks(self) -> list[Clock]:
        """As of, and as known at."""
        terms = self.visit.asking.terms
        return [
            self._clock("as-of", "a", "As of", "what had happened before", terms.as_of),
            self._clock("known-to", "k", "As known at", "what was available by", terms.known_to),
        ]

    def _clock(self, name: str, sign: str, label: str, meaning: str, at: Instant) -> Clock:
        value = at.text(self.visit.asking.record.zone)
        stops = [s for s in self.stops if sign in s.clocks]
        before = next((s.value for s in reversed(stops) if s.at < at), "")
        after = next((s.value for s in stops if s.at > at), "")
        links = (self._moved(name, to) if to else "" for to in (before, after))
        named = next((s.words for s in stops if s.at == at and s.words), "")
        return Clock(name, sign, label, meaning, value, named or moment(value), *links)

    def _moved(self, name: str, to: str) -> str:
        """This page with another date; a knowledge date moved by itself no longer goes along with as-of."""
        if name == "as-of":
            return self._here(self.visit.state.but(as_of=to))
        return self._here(self.visit.state.but(known_to=to, then=False))

    def _here(self, state: State) -> str:
        """This page with another state."""
        return f"{self.visit.at}?{state.query(**self.visit.others)}"

    # --- choices ---

    @cached_property
    def chosen(self) -> list[Chosen]:
        """Everything chosen besides the dates and the columns."""
        state, out = self.visit.state, list[Chosen]()
        if state.law_at:
            out.append(Chosen("Law of one day for everything", moment(state.law_at), self._here(state.but(law_at=""))))
        if state.standard:
            out.append(Chosen("Proof for the text", state.standard, self._here(state.but(standard=""))))
        for word, option in state.reading.items():
            rest = {w: o for w, o in state.reading.items() if w != word}
            out.append(Chosen("The text is read", f"{word}: {option}", self._here(state.but(reading=rest))))
        for name, label in (("suppose", "Supposed"), ("without", "Party to nothing"), ("restore", "Counted again")):
            values = getattr(state, name)
            for value in values:
                left = tuple(v for v in values if v != value)
                out.append(Chosen(label, value, self._here(state.but(**{name: left}))))
        return out

    @cached_property
    def news(self) -> list[Notice]:
        """What has changed since the link was made, and what its dates shut out."""
        return notices(self.visit) if self.case else []


def _stops(visit: Visit) -> Sequence[Stop]:
    record = visit.asking.record

    def work() -> Sequence[Stop]:
        names = {named.at: named.label for named in record.instants.values()}
        happened, available = {*_happened(record), *names}, {*_available(record), *names}
        return [
            Stop(i, i.text(record.zone), names.get(i, ""), "a" * (i in happened) + "k" * (i in available))
            for i in sorted(happened | available)
        ]

    return visit.dossier.answered("stops", State(record=visit.state.record), lambda _: work())


def _happened(record: Case) -> Iterable[Instant]:
    """When something may begin or has surely come about; an act at one minute is seen a minute later."""
    for claim in record.claims:
        first, last = claim.happened.earliest, claim.happened.latest
        if first is not None and first != last:
            yield first
        if last is not None:
            yield last + _MINUTE if first == last else last


def _available(record: Case) -> Iterable[Instant]:
    """From when a claim was surely out."""
    return (claim.available.latest for claim in record.claims if claim.available.latest is not None)
