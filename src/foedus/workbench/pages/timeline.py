"""The record by the hour: drawn with its uncertainty, listed in words, with the instants at which answers changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby
from re import compile as pattern
from typing import TYPE_CHECKING, Any

from foedus.assess.backing import bearing
from foedus.door import NotUnderstood
from foedus.problem import nearest
from foedus.record import Instant, When
from foedus.record.time import Unreadable
from foedus.show.moments import moment, month
from foedus.show.reasons import unslotted
from foedus.show.timeline import told_once
from foedus.workbench.pages.conflicts import entangled
from foedus.workbench.state import State
from foedus.workbench.visit import Page, Visit

if TYPE_CHECKING:
    from markupsafe import Markup

    from foedus.assess import Timeline
    from foedus.assess.chronicle import Change, Entry
    from foedus.record import Claim

__all__ = ["KEYS", "record"]

KEYS = {
    "actor": "whose lane is shown, by name",
    "kind": "which kind of event is shown",
    "question": "only what bears on this question, and when its answer changed",
    "aside": "“only” for claims that were set aside, “without” for the others",
    "from": "where the window begins: an instant, a day, a month, or .. for no bound",
    "to": "where it ends",
    "changes": "any value: work out when answers changed, which takes a while",
    "page": "which part of a long list, from 1",
}

LISTED = 400
"""How many entries one page lists."""

CLAIMS = 40
"""How many of the claims that say the same an entry links to."""

_NIGHT = timedelta(hours=12)
_MARGIN = timedelta(minutes=30)
_MONTHS, _MANY = 6, 3
"""How many months are offered as windows, and how many entries each must have."""


def record(visit: Visit) -> Page:
    """The timeline under the filters in the address."""
    shown = _Shown(visit)
    return Page("timeline.html.j2", "Timeline", shown.data, {"t": shown, "plain": unslotted, "most": CLAIMS})


@dataclass(frozen=True, slots=True)
class _Day:
    """What was said of one day, of a coarser time, or of none: each utterance with the claims it makes."""

    heading: str
    rows: Sequence[tuple[Entry, Sequence[Entry]]]


@dataclass(frozen=True)
class _Shown:
    """A visit's choice of the record."""

    visit: Visit

    # --- what there is ---

    @cached_property
    def whole(self) -> Timeline:
        """Every entry that is known, without changes."""
        return self.visit.dossier.answered("record", self.visit.state, lambda asking: asking.timeline(changes=False))

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """The claims of the record by id."""
        return {c.id: c for c in self.visit.asking.record.claims}

    @property
    def actors(self) -> Sequence[tuple[str, int]]:
        """Every actor with the number of entries, by name."""
        return sorted(Counter(e.actor for e in self.whole.entries).items())

    @property
    def kinds(self) -> Sequence[tuple[str, int]]:
        """Every kind of event with the number of entries."""
        return sorted((k, n) for k, n in Counter(e.kind for e in self.whole.entries).items() if k)

    @property
    def questions(self) -> Sequence[tuple[str, str]]:
        """The questions of the law, with what they ask."""
        return [(q.id, q.asks) for q in self.visit.asking.regime.questions.values()]

    # --- what is chosen ---

    @cached_property
    def chosen(self) -> tuple[Entry, ...]:
        """The entries that pass the filters, in whatever window."""
        actor, kind, aside = (self.visit.one(key) for key in ("actor", "kind", "aside"))
        if aside not in ("", "only", "without"):
            raise NotUnderstood.of("aside", f"“{aside}” says nothing", "write only, or without")
        bears = self._bears()
        return tuple(
            e
            for e in self.whole.entries
            if (not actor or e.actor == actor)
            and (not kind or e.kind == kind)
            and (not aside or e.set_aside is (aside == "only"))
            and (bears is None or e.claim in bears)
        )

    def _bears(self) -> set[str] | None:
        """The claims that bear on the question in the address; None without one."""
        name, regime = self.visit.one("question"), self.visit.asking.regime
        if not name:
            return None
        if name not in regime.questions:
            raise NotUnderstood.of("question", f"no question is called “{name}”", nearest(name, list(regime.questions)))
        phrases = bearing(regime, regime.questions[name])
        return {c.id for c in self.claims.values() if c.fact is not None and c.fact.phrase in phrases}

    @cached_property
    def window(self) -> When:
        """The window in the address; the one of the case where nothing is said and something lies in it."""
        said = [self._bound(key) for key in ("from", "to")]
        if self.visit.one("from") or self.visit.one("to"):
            first, last = said[0].earliest, said[1].latest
            if first is not None and last is not None and last <= first:
                last = first + _MARGIN + _MARGIN
            return When(first, last)
        usual = self.visit.asking.record.window
        return usual if any(self._inside(e, usual) for e in self.chosen) else When()

    def _bound(self, key: str) -> When:
        text = self.visit.one(key).strip()
        if text in ("", ".."):
            return When()
        try:
            return When.parse(text, self.visit.asking.record.zone)
        except Unreadable as error:
            raise NotUnderstood.of(key, error.what, error.remedy) from None

    def _inside(self, entry: Entry, window: When) -> bool:
        when = self.claims[entry.claim].happened
        late = window.latest is not None and when.earliest is not None and when.earliest > window.latest
        return not late and not (window.earliest is not None and when.latest is not None and when.latest < window.earliest)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that pass the filters and may lie in the window."""
        return tuple(e for e in self.chosen if self._inside(e, self.window))

    @property
    def filtered(self) -> Mapping[str, str]:
        """The filters in the address, without window and page."""
        return {k: v for k in ("actor", "kind", "question", "aside", "changes") if (v := self.visit.one(k))}

    # --- changes of answers ---

    @cached_property
    def far(self) -> State:
        """The state whose changes hold those of every earlier as-of date."""
        ends = [i for c in self.claims.values() for i in (c.happened.earliest, c.happened.latest) if i is not None]
        ends += [i for i in (self.visit.asking.record.window.latest,) if i is not None]
        terms = self.visit.asking.terms
        late = self._text(max(ends, default=terms.as_of) + timedelta(days=1))
        return self.visit.state.but(
            as_of=late if late != ".." else self._text(terms.as_of),
            known_to=self._text(terms.known_to),
            then=False,
            stance=self.visit.state.stance[:1],
        )

    @cached_property
    def changes(self) -> tuple[Change, ...] | None:
        """When answers changed, as far as asked for or known already; of the question in the address, if there is one."""
        asked, dossier = self.visit.one("question"), self.visit.dossier
        if dossier.has("changes", self.far) or (self.visit.one("changes") and not asked):
            found = dossier.apart("changes", self.far, lambda asking: asking.timeline().changes)
        elif self.visit.one("changes") or dossier.has(("changes", asked), self.far):
            work = ("changes", asked)
            found = dossier.apart(work, self.far, lambda asking: replace(asking, question=(asked,)).timeline().changes)
        else:
            return None
        until, zone = self.visit.asking.terms.as_of, self.visit.asking.record.zone
        return tuple(c for c in found if (not asked or c.question == asked) and Instant.parse(c.at, zone) < until)

    @property
    def turns(self) -> Sequence[Change]:
        """The changes inside the window."""
        zone = self.visit.asking.record.zone
        first, last = self.window.earliest, self.window.latest
        at = [(c, Instant.parse(c.at, zone)) for c in self.changes or ()]
        return [c for c, i in at if (first is None or first <= i) and (last is None or i <= last)]

    def asks(self, question: str) -> str:
        """What a question asks."""
        return self.visit.asking.regime.questions[question].asks

    def why(self, change: Change) -> str:
        """The reasons for the new answer, an instant after it changed."""
        zone = self.visit.asking.record.zone
        after = Instant.parse(change.at, zone) + timedelta(minutes=1)
        state = self.visit.state.but(as_of=after.text(zone), known_to=self.visit.asking.terms.known_to.text(zone), then=False)
        return self.visit.link("why", change.question, state=state)

    @property
    def ask_changes(self) -> str:
        """The address of this page with the changes worked out."""
        return self.to(**{**self._place, "changes": "1"})

    # --- addresses ---

    @property
    def _place(self) -> dict[str, str]:
        return {k: v for k in ("from", "to") if (v := self.visit.one(k))}

    def to(self, **keys: str) -> str:
        """This page with the same filters, and further keys."""
        return self.visit.link("timeline", state=self.visit.state, **{**self.filtered, **keys})

    def _zoom(self, first: Instant | None, last: Instant | None) -> str:
        return self.to(**{"from": self._text(first), "to": self._text(last)})

    def _text(self, at: Instant | None) -> str:
        """An instant for an address; “..” for none, and for one beyond what a calendar has."""
        try:
            return at.text(self.visit.asking.record.zone) if at else ".."
        except (OverflowError, ValueError):
            return ".."

    @cached_property
    def zooms(self) -> Sequence[tuple[str, str]]:
        """Words and address of other windows: all, that of the case, the busiest night, each month; earlier, later, wider."""
        out = [("everything", self._zoom(None, None))]
        usual = self.visit.asking.record.window
        if usual.earliest is not None or usual.latest is not None:
            out.append(("the time of the case", self._zoom(usual.earliest, usual.latest)))
        if night := self._night():
            out.append((f"the night of {night:%-d} to {night + _NIGHT:%-d %B %Y}", self._around(night, _NIGHT)))
        months = Counter(m for e in self.chosen if (m := self._month(e)))
        for first in sorted(m for m, n in months.most_common(_MONTHS) if n >= _MANY):
            after = (first.replace(day=28) + timedelta(days=7)).replace(day=1)
            out.append((f"{first:%B %Y}", self._around(first, after - first)))
        return [*out, *self._moves()]

    def _moves(self) -> Iterable[tuple[str, str]]:
        first, last = self.window.earliest, self.window.latest
        if first is None or last is None:
            return
        span = last - first
        yield "◀ earlier", self._zoom(first + -span, first)
        yield "later ▶", self._zoom(last, last + span)
        yield "wider", self._zoom(first + -span, last + span)
        yield "closer", self._zoom(first + span / 4, last + -(span / 4))

    def _around(self, start: datetime, span: timedelta) -> str:
        first = Instant.of(start)
        return self._zoom(first, first + span)

    def _local(self, entry: Entry) -> datetime | None:
        when = self.claims[entry.claim].happened
        if when.earliest is None or when.latest is None or when.latest - when.earliest > timedelta(days=32):
            return None
        return when.earliest.local(self.visit.asking.record.zone)

    def _month(self, entry: Entry) -> datetime | None:
        at = self._local(entry)
        return at.replace(day=1, hour=0, minute=0, second=0, microsecond=0) if at else None

    def _night(self) -> datetime | None:
        """When the night begins, at six in the evening, in which most is known to the hour."""
        nights: Counter[datetime] = Counter()
        for entry in self.chosen:
            when, at = self.claims[entry.claim].happened, self._local(entry)
            if at is not None and when.latest is not None and when.earliest is not None:
                dusk = (at - timedelta(hours=18)).replace(hour=18, minute=0, second=0, microsecond=0)
                if when.latest - when.earliest < timedelta(hours=6) and at - dusk < _NIGHT:
                    nights[dusk] += 1
        return min(nights.items(), key=lambda n: (-n[1], n[0]))[0] if nights else None

    # --- what the page shows ---

    @cached_property
    def drawing(self) -> Markup:
        """The drawing of the entries in the window, kept for who looks at it again with the same address."""
        key = ("drawing", self.visit.state.query(**self.visit.others), self.changes is not None)
        return self.visit.dossier.answered(key, self.visit.state, lambda _: self._drawn())

    def _drawn(self) -> Markup:
        from markupsafe import Markup

        from foedus.show.drawn import timeline_svg

        asking, visit = self.visit.asking, self.visit
        svg = timeline_svg(
            replace(self.whole, entries=self.entries, changes=tuple(self.turns)),
            visit.dossier.answered("view", visit.state, lambda a: a.view),
            start=self.window.earliest,
            end=self.window.latest,
            as_of=asking.terms.as_of,
            zone=asking.record.zone,
            href=lambda e: visit.link("claim", e.claim),
            change_href=self.why,
            zoom=self._cluster,
        )
        return Markup(svg)  # noqa: RUF100 – made by our own writer, which escapes every text

    def _cluster(self, _: str, first: float, last: float) -> str:
        start, end = Instant(int(first * 1_000_000)), Instant(int(last * 1_000_000))
        return self._zoom(start + -_MARGIN, end + _MARGIN)

    @property
    def span(self) -> str:
        """The window in words."""
        zone = self.visit.asking.record.zone
        first, last = (i.local(zone) if i else None for i in (self.window.earliest, self.window.latest))
        until = last - timedelta(days=1) if last and _at_midnight(last) else last
        start, end = (f"{at:%-d %B %Y}" if at and _at_midnight(at) else _minute(at) if at else "" for at in (first, until))
        return f"{start} to {end}" if start and end else f"from {start}" if start else f"up to {end}" if end else ""

    @property
    def part(self) -> int:
        """Which part of the list is asked for, from 1."""
        said = self.visit.one("page", "1")
        if not (said.isdecimal() and said.isascii() and 1 <= int(said[:6]) <= self.parts):
            raise NotUnderstood.of("page", f"there is no part “{said[:20]}” of this list", f"write 1 to {self.parts}")
        return int(said)

    @property
    def parts(self) -> int:
        """How many parts the list has."""
        return max(1, -(-len(self.told) // LISTED))

    @cached_property
    def told(self) -> Sequence[tuple[Entry, Sequence[Entry]]]:
        """The entries by day and hour, each utterance once, with the claims it makes."""
        each = {e.claim: e for e in self.entries}
        rows = [(e, [each[id] for id in ids]) for e, ids in told_once(self.entries)]
        return [rows[n] for *_, n in sorted((*self._day(e), n) for n, (e, _) in enumerate(rows))]

    def part_at(self, number: int) -> str:
        """The address of a part of the list."""
        return self.to(**self._place, page=str(number))

    @cached_property
    def days(self) -> Sequence[_Day]:
        """The entries of this part of the list, under their days."""
        part = self.told[(self.part - 1) * LISTED : self.part * LISTED]
        return [_Day(_heading(day), list(rows)) for day, rows in groupby(part, key=lambda row: self._day(row[0])[0])]

    def _day(self, entry: Entry) -> tuple[str, str]:
        """The day, month or year under which an entry stands, as its source has it, and its clock time."""
        when, written = self.claims[entry.claim].happened, _DATED.match(entry.at.removeprefix("../"))
        first = when.earliest or when.latest
        if first is None or (written and "T" not in entry.at):
            return written[0] if written else "", ""
        return tuple(f"{first.local(self.visit.asking.record.zone):%Y-%m-%d %H:%M}".split(" "))  # type: ignore[return-value]

    def clock(self, entry: Entry) -> str:
        """When it was, in words: an hour, a span, by or not before."""
        zone, when = self.visit.asking.record.zone, self.claims[entry.claim].happened
        first, last = (i.local(zone) if i else None for i in (when.earliest, when.latest))
        about = "about " if when.approximate else ""
        if "T" not in entry.at and (written := _DATED.match(entry.at)) and "/" not in entry.at:
            return about + _COARSE[len(written[0])]
        if "/" in entry.at and "T" not in entry.at:
            start, _, end = entry.at.partition("/")
            return (
                f"by {moment(end)}" if start == ".." else f"from {moment(start)}" + (f" to {moment(end)}" if end != ".." else "")
            )
        if first is None or last is None:
            return f"by {_minute(last)}" if last else f"not before {_minute(first)}" if first else "at no stated time"
        if first == last:
            return f"{first:%H:%M}"
        return about + (
            f"{first:%H:%M} to {last:%H:%M}" if first.date() == last.date() else f"{_minute(first)} to {_minute(last)}"
        )

    def odds(self, told: Sequence[Entry]) -> Sequence[tuple[str, str]]:
        """Where it is told what an utterance contradicts."""
        return list(dict.fromkeys(place for e in told for place in self.at_odds.get(e.claim, ())))

    @cached_property
    def at_odds(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """For every claim that contradicts another: address and title of where that is told."""
        return entangled(self.visit)

    @cached_property
    def data(self) -> dict[str, Any]:
        """The page as data: the timeline as it leaves the house, with the entries and changes that are shown."""
        shown = replace(self.whole, entries=self.entries, changes=tuple(self.changes or ()))
        zone = self.visit.asking.record.zone
        bounds = (self.window.earliest, self.window.latest)
        first, last = (i.text(zone) if i else None for i in bounds)
        return {
            **shown.to_json(),
            "title": "Timeline",
            "filters": dict(self.filtered),
            "window": {"from": first, "to": last},
            "outside": len(self.chosen) - len(self.entries),
            "of": len(self.whole.entries),
            "part": self.part,
            "parts": self.parts,
            "changes_known": self.changes is not None,
            "at_odds": {e.claim: [title for _, title in self.at_odds[e.claim]] for e in self.entries if e.claim in self.at_odds},
        }


_COARSE = {4: "some time in this year", 7: "some time in this month", 10: "on this day"}
_DATED = pattern(r"\d{4}(-\d\d){0,2}")


def _heading(day: str) -> str:
    """2022-01-06 → Thursday, 6 January 2022; 2022-01 → some time in January 2022."""
    try:
        return f"{date.fromisoformat(day):%A, %-d %B %Y}" if len(day) == len("2022-01-06") else month(day)
    except (ValueError, IndexError):
        return "no time given"


def _minute(at: datetime) -> str:
    return f"{at:%-d %b %Y %H:%M}"


def _at_midnight(at: datetime) -> bool:
    return (at.hour, at.minute, at.second) == (0, 0, 0)
