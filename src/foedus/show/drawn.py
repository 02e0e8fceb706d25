"""The drawings of a case: its timeline, its contributions and its votes, from the values that others computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from fractions import Fraction
from re import compile as pattern
from typing import TYPE_CHECKING

from foedus.drawing import Between, Change, Cursor, Event, Figure, Lane, Seat, Stages, ballots, stages, timeline
from foedus.show.moments import moment
from foedus.show.timeline import told_once

if TYPE_CHECKING:
    from foedus.assess.chronicle import Change as ChangeTold
    from foedus.assess.chronicle import Entry, Timeline
    from foedus.deontic import Contribution
    from foedus.record import Claim, Instant, RecordView, When
    from foedus.record.time import Zone
    from foedus.voting import Count

__all__ = ["ballots_svg", "stages_svg", "timeline_svg"]

OTHERS = "others"
"""The lane of actors who have the least to tell, where there are too many for lanes of their own."""

_BRIEF = 22
"""What somebody says in fewer letters, “about 150”, is told with the fact it speaks of."""


def timeline_svg(
    told: Timeline,
    view: RecordView | None = None,
    *,
    start: Instant | None = None,
    end: Instant | None = None,
    as_of: Instant | None = None,
    zone: Zone | None = None,
    href: Callable[[Entry], str] | None = None,
    change_href: Callable[[ChangeTold], str] | None = None,
    zoom: Callable[[str, float, float], str] | None = None,
    lanes: int = 24,
    width: float = 1120,
    rows: int | None = None,
    prefix: str = "",
) -> str:
    """A timeline as one SVG: a lane for each actor, in the order in which they first appear.

    view         the record it was made from: says of each entry where its fact stands and whether it lasted; without it
                 entries are “reported”, and a time written a/b is some time in between
    start, end   the window; without them what the record has of the case's own, without a view all that is on record
    as_of        draws a line there; what was known by when is said from the timeline itself
    zone         the clock of the axis; without it the offset in which the timeline is written
    href         where an entry leads; change_href: where the change of an answer leads
    zoom         (actor, first, last instant in seconds since 1970) → where a cluster leads
    lanes        more actors than these, and those with the least to tell share the last lane
    width, rows, prefix   see `foedus.drawing.timeline`
    """
    clock, words = _clock(zone, told.known_to)
    claims = {c.id: c for c in view.admitted} if view is not None else {}
    events = [
        (e.actor, _event(e, ids, [claims[i] for i in ids if i in claims], view, href)) for e, ids in told_once(told.entries)
    ]
    leads = change_href or (lambda _: "")
    changes = [Change(_read(c.at) or 0.0, c.question, c.before, c.after, leads(c)) for c in told.changes]
    cursors = [Cursor(_seconds(as_of), f"as of {moment(as_of.text(zone))}")] if as_of is not None else []
    if (known := _read(told.known_to)) is not None:
        cursors.append(Cursor(known, f"as known at {moment(told.known_to)}"))
    first, last = _window(view, [e for _, e in events], [c.at for c in changes])
    return timeline(
        _lanes(events, max(lanes, 1)),
        changes,
        first if start is None else _seconds(start),
        last if end is None else _seconds(end),
        zone=clock,
        zone_words=words,
        cursors=cursors,
        title=f"{told.title or told.case}: who did what when",
        width=width,
        rows=rows,
        prefix=prefix,
        zoom=zoom,
    )


def _window(view: RecordView | None, events: Sequence[Event], changes: Sequence[float]) -> tuple[float | None, float | None]:
    """The case's window as far as anything on record begins or ends in it, with some air."""
    if view is None:
        return None, None
    early, late = view.case.window.earliest, view.case.window.latest
    first, last = _seconds(early) if early else float("-inf"), _seconds(late) if late else float("inf")
    bounds = (t for e in events for b in (e.begin, e.end) if b for t in (b.earliest, b.latest) if t is not None)
    inside = [t for t in (*bounds, *changes) if first <= t <= last]
    if not inside:
        return (first, last) if early and late else (None, None)
    air = max((max(inside) - min(inside)) * 0.02, 60.0)
    return max(first, min(inside) - air), min(last, max(inside) + air)


def _lanes(events: Sequence[tuple[str, Event]], most: int) -> list[Lane]:
    """One for each actor, at most `most`; the last one then belongs to all who have the least to tell."""
    found: dict[str, list[Event]] = {}
    for actor, event in events:
        found.setdefault(actor, []).append(event)
    if len(found) <= most:
        return [Lane(name, tuple(mine)) for name, mine in found.items()]
    kept = set(sorted(found, key=lambda name: -len(found[name]))[: most - 1])
    rest = [
        Event(f"{actor}: {e.label}", e.begin, e.end, e.when, e.approximate, e.zone, e.status, e.href)
        for actor, e in events
        if actor not in kept
    ]
    named = [Lane(name, tuple(mine)) for name, mine in found.items() if name in kept]
    return [*named, Lane(f"{OTHERS} ({len(found) - len(kept)})", tuple(rest))]


def _event(
    entry: Entry, ids: Sequence[str], claims: Sequence[Claim], view: RecordView | None, href: Callable[[Entry], str] | None
) -> Event:
    begin, end = Between(_read(entry.earliest), _read(entry.latest)), None
    bound = next((c for c in claims if c.fact is not None), None)
    about = entry.at.endswith("~")
    if bound is not None and view is not None:
        about = bound.happened.approximate
        if bound.span is not None and _lasts(bound, view):
            begin, end = _side(bound.span.start), _side(bound.span.end)
    found = {_status(c, view) for c in claims if c.fact is not None} if view is not None else set()
    status = "set aside" if entry.set_aside else min(found, key=_guarded, default="reported")
    zone = entry.zone if entry.zone in ("stated", "inferred", "unknown") else "unknown"
    return Event(_label(entry, len(ids)), begin, end, entry.at, about, zone, status, href(entry) if href else "")  # type: ignore[arg-type]


def _label(entry: Entry, claims: int) -> str:
    """What was said; where that is little, with the fact it speaks of and how many more the same words speak of."""
    fact = entry.fact.replace("{", "").replace("}", "")
    if not entry.says or not fact or len(entry.says) >= _BRIEF:
        return entry.says or fact
    return f"{entry.says} ({fact}{f'; {claims - 1} more' if claims > 1 else ''})"


def _guarded(status: str) -> int:
    """Of several facts in one utterance the one that is least settled is shown."""
    order = ("disputed", "denied", "alleged", "affirmed", "reported")
    return order.index(status) if status in order else 0


def _side(when: When | None) -> Between:
    if when is None:
        return Between()
    return Between(_seconds(when.earliest) if when.earliest else None, _seconds(when.latest) if when.latest else None)


def _lasts(claim: Claim, view: RecordView) -> bool:
    return claim.fact is not None and view.vocabulary.phrases[claim.fact.phrase].kind in ("state", "attribute")


def _status(claim: Claim, view: RecordView) -> str:
    """Where what a claim says stands: a denial is affirmed where its fact is denied."""
    assert claim.fact is not None
    if view.vocabulary.phrases[claim.fact.phrase].kind == "count":
        number = view.quantity(claim.fact)
        return "alleged" if number is None else "disputed" if number.disputed else "affirmed"
    if claim.opinion or claim.polarity == "no evidence":
        return "reported"
    found = str(view.status(claim.fact).status)
    if claim.polarity == "against":
        found = {"affirmed": "denied", "denied": "affirmed"}.get(found, found)
    return {"instant": "affirmed", "unknown": "reported"}.get(found, found)


# --- clocks --------------------------------------------------------------------------------------


def _clock(zone: Zone | None, written: str) -> tuple[tzinfo, str]:
    """The zone of the axis and its name."""
    if zone is not None:
        here = zone.localise(datetime(1970, 1, 1, tzinfo=UTC)).tzinfo or UTC
        return here, "UTC" if zone.mark == "unknown" else _offset(zone.name)
    try:
        here = datetime.fromisoformat(written).tzinfo or UTC
    except ValueError:
        here = UTC
    return here, _offset(str(here))


def _offset(name: str) -> str:
    if name.startswith(("+", "-")):
        return "UTC" if name == "+00:00" else f"UTC{name}"
    return name


def _seconds(instant: Instant) -> float:
    return instant.micros / 1_000_000


def _read(text: str) -> float | None:
    """An instant in RFC 3339 as seconds since 1970; None where there is none."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (when - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() if when.tzinfo else None


# --- contributions -------------------------------------------------------------------------------

STAGES = ("pledged", "approved", "deployed", "returned")

_NUMBER = r"([0-9]+(?:/[0-9]+)?)"
_FIGURE = pattern(
    rf"(about )?(at most |fewer than |at least |more than |<=|>=|<|>)?{_NUMBER}(?:(?: to |\.\.){_NUMBER})?(~)?( \(alleged\))?"
)
_UP = ("at most ", "fewer than ", "<=", "<")
_DOWN = ("at least ", "more than ", ">=", ">")
_SIGNS = {"<=": "at most ", ">=": "at least ", "<": "fewer than ", ">": "more than "}


def stages_svg(
    told: Sequence[Contribution], title: str, *, href: Callable[[str], str] | None = None, width: float = 1120, prefix: str = ""
) -> str:
    """Contributions to what `title` names as one SVG: for each unit and each contingent a bar for every state of progress.

    `href` says where a contingent leads. What is counted in several units stands once in each.
    """
    rows: list[Stages] = []
    for row in told:
        found = {stage: [_figure(text) for text in row.figures.get(stage, ())] for stage in STAGES}
        for unit in dict.fromkeys(unit for figures in found.values() for unit, _ in figures):
            mine = tuple((stage, tuple(f for u, f in figures if u == unit)) for stage, figures in found.items())
            rows.append(Stages(row.of, unit, mine, href(row.of) if href else ""))
    return stages(rows, title=f"{title}: contributions", width=width, prefix=prefix)


def _figure(text: str) -> tuple[str, Figure]:
    """“about 2500 people” as its unit and a number; what cannot be read as one is shown in its words alone."""
    number, _, unit = text.rpartition(" ")
    found = _FIGURE.fullmatch(number)
    if found is None:
        return unit, Figure(None, None, number)
    about, sign, first, last, tilde, alleged = found.groups()
    low: float | None = float(Fraction(first))
    high = float(Fraction(last)) if last else low
    low, high = (None, high) if sign in _UP else (low, None) if sign in _DOWN else (low, high)
    said = f"{_SIGNS.get(sign or '', sign or '')}{first}{f' to {last}' if last else ''}"
    about = "about " if about or tilde else ""
    return unit, Figure(low, high, f"{about}{said}", bool(about), bool(alleged))


# --- votes ---------------------------------------------------------------------------------------

_BALLOTS = {
    "yes": ("yes", "for", "votes for", "agrees", "agrees to", "aye", "yea", "in favour", "consents", "approves", "accepts"),
    "no": (
        "no",
        "against",
        "votes against",
        "objects",
        "objects to",
        "nay",
        "refuses",
        "rejects",
        "breaks silence",
        "stands in the way",
    ),
    "vetoed": ("veto", "vetoed", "vetoes"),
    "abstained": ("abstain", "abstained", "abstains", "abstention"),
    "absent": ("absent",),
    "unknown": ("", "?", "unknown", "not known"),
}
"""Ballot words that mean the same everywhere; any other word is shown as it is, as no vote for or against."""


def ballots_svg(
    roll: Mapping[str, str],
    *,
    result: str,
    tallies: Mapping[str, int] | None = None,
    count: Count | None = None,
    vetoes: Sequence[str] = (),
    groups: Mapping[str, str] | None = None,
    title: str = "Roll call",
    href: Callable[[str], str] | None = None,
    width: float = 1120,
    prefix: str = "",
) -> str:
    """A vote as one SVG.

    roll      voter → ballot word of the regime; empty where it is not known
    tallies   ballot word → how many, for votes without names (or besides them)
    result    what became of it, in a sentence
    count     how many were needed of how many, as the rule that was asked counts them
    vetoes    voters whose no was a veto; groups: voter → whom it stands with; href: where a voter leads
    """
    stands = groups or {}
    told = {who: "vetoed" if who in vetoes else word for who, word in roll.items()}
    seats = [
        Seat(_ballot(word), who, word, stands.get(who, ""), href=href(who) if href else "")  # type: ignore[arg-type]
        for who, word in told.items()
    ]
    seats += [Seat(_ballot(word), "", word, count=number) for word, number in (tallies or {}).items()]  # type: ignore[arg-type]
    needed = (count.needed.sure, count.needed.possible) if count is not None and not count.limit else None
    base = (count.whole.sure, count.whole.possible) if count is not None else None
    asks = f"(the rule asks for {count.asks})" if count is not None else ""
    return ballots(seats, result=result, needed=needed, base=base, base_words=asks, title=title, width=width, prefix=prefix)


def _ballot(word: str) -> str:
    return next((ballot for ballot, words in _BALLOTS.items() if word.casefold().strip() in words), "not voting")
