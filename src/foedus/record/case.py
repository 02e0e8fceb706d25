"""Reading a case folder: case.toml and its tables, with everything that is wrong in one `Invalid`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal, TypeVar

from foedus.history import steadily
from foedus.problem import Invalid, Place, Problem, nearest
from foedus.record.caseform import CaseForm
from foedus.record.claims import (
    Case,
    Claim,
    Closure,
    Contradiction,
    Individual,
    Interest,
    NamedInstant,
    Polarity,
    SetAside,
    Source,
    Speaker,
    Timing,
    Weighed,
)
from foedus.record.dates import read as read_when
from foedus.record.quantity import Quantity
from foedus.record.sentences import Sentences, is_any
from foedus.record.table import Row, read_table
from foedus.record.time import Span, Unreadable, When, Zone
from foedus.vocabulary import Vocabulary

__all__ = [
    "COLUMNS",
    "Case",
    "Claim",
    "Closure",
    "Contradiction",
    "Individual",
    "Interest",
    "NamedInstant",
    "SetAside",
    "Source",
    "Speaker",
    "Timing",
    "read_case",
]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "claims.csv": (
        "id", "row", "group", "event", "actor", "says", "quantity", "unit", "fact", "polarity", "speaker",
        "source", "pinpoint", "happened", "zone", "available", "source_grade", "item_grade", "renders",
        "supersedes", "reason", "note",
    ),
    "sources.csv": (
        "id", "title", "author", "outlet", "date", "zone", "grade", "kind", "interest note", "note",
    ),
    "speakers.csv": ("speaker", "parties", "note"),
    "interests.csv": ("fact", "serves_if_true", "serves_if_false", "reason"),
    "setaside.csv": ("claim", "reason", "author", "date", "conflict"),
    "timing.csv": ("claim", "field", "interval", "reason", "author", "date"),
    "conflicts.csv": ("id", "title", "verdict", "facts", "claims", "why"),
}  # fmt: skip
"""The columns each table may have, in the order a new case writes them."""

_REQUIRED: Mapping[str, tuple[str, ...]] = {
    "claims.csv": ("id", "fact", "polarity", "speaker", "source", "happened", "available"),
    "sources.csv": ("id",),
    "speakers.csv": ("speaker", "parties"),
    "interests.csv": ("fact", "serves_if_true", "serves_if_false"),
    "setaside.csv": ("claim", "reason", "author", "date"),
    "timing.csv": ("claim", "field", "interval", "reason", "author", "date"),
    "conflicts.csv": ("id", "title", "verdict", "claims", "why"),
}
_VERDICTS: tuple[Weighed, ...] = ("shown", "likely", "open", "apparent")
_EVENTS = ("event", "act", "speech")
_POLARITIES: Mapping[str, Polarity] = {"for": "for", "against": "against", "no evidence": "no evidence"}
_TURNED: Mapping[Polarity, Polarity] = {"for": "against", "against": "for", "no evidence": "no evidence"}
_FIELDS: Mapping[str, Literal["happened", "available"]] = {"happened": "happened", "available": "available"}
_GRADES = ("A", "B", "C", "D", "E", "F")
_ITEMS = ("1", "2", "3", "4", "5", "6")

_ADVICE = 100

_T = TypeVar("_T")


def read_case(folder: Path, vocabulary: Vocabulary) -> Case:
    """The case in a folder, its sentences read in a regime's vocabulary.

    Only case.toml and claims.csv must be there, and sources.csv once a claim names a source.
    While somebody saves, the reader waits; it sees all of a save or nothing of it.
    Raises `Invalid` with every problem found.
    """
    if not folder.is_dir():
        remedy = "make one with: foedus new case NAME"
        raise Invalid.at(Place(str(folder)), "there is no such case folder", remedy)
    return steadily(folder, lambda: _read(folder, vocabulary))


def _read(folder: Path, vocabulary: Vocabulary) -> Case:
    problems: list[Problem] = []
    case = _Reader(folder, vocabulary, problems).case()
    if problems:
        raise Invalid(problems)
    return case


class _Reader:
    """Reads one folder; problems are collected, never raised one by one."""

    def __init__(self, folder: Path, vocabulary: Vocabulary, problems: list[Problem]) -> None:
        self.folder, self.vocabulary, self.problems = folder, vocabulary, problems
        self.form = CaseForm(folder, vocabulary, problems)
        self.sentences = Sentences(vocabulary, self.form.individuals)
        self.sources: dict[str, Source] = {}
        self.speakers: dict[str, Speaker] = {}
        self.whole: set[str] = set()  # the tables every row of which could be read, and the others there are
        self.broken: set[str] = set()
        self.claims: dict[str, Claim] = {}
        self.rows: dict[str, Row] = {}
        self.advised = 0

    def case(self) -> Case:
        """Everything in the folder, in the order in which its parts need each other."""
        form = self.form
        self.sources = self._keyed("sources.csv", "id", self._source)
        self.speakers = self._keyed("speakers.csv", "speaker", self._speaker)
        interests = self._keyed("interests.csv", "fact", self._interest)
        self._parties(self.speakers, interests)
        self.claims = self._keyed("claims.csv", "id", self._claim)
        self._listed()
        self._links()
        set_asides = self._keyed("setaside.csv", "claim", self._set_aside)
        timings = self._timings()
        contradictions = self._keyed("conflicts.csv", "id", self._contradiction)
        self._settled(set_asides, contradictions)
        return Case(
            id=self.folder.resolve().name,
            title=form.title,
            regime=form.regime,
            description=form.description,
            zone=form.zone,
            window=form.window,
            roles=form.roles,
            individuals=form.individuals,
            notes={one.name: one.note for one in form.listed},
            claims=tuple(self.claims.values()),
            sources=self.sources,
            speakers=self.speakers,
            interests=tuple(interests.values()),
            set_asides=set_asides,
            timings=timings,
            closures=tuple(form.closures(self.sentences)),
            instants=form.instants,
            contradictions=contradictions,
            warnings=tuple(self._timeless()),
        )

    # --- rows ---

    def _rows(self, name: str) -> Iterable[Row]:
        before = len(self.problems)
        rows = read_table(self.folder, name, COLUMNS[name], _REQUIRED[name], self.problems)
        if rows is None and name == "claims.csv" and len(self.problems) == before:
            remedy = f"its first line names the columns: {','.join(COLUMNS[name])}"
            self.problems.append(Problem(Place(name), "the case has no claims.csv", remedy))
        if len(self.problems) > before:
            self.broken.add(name)
        elif rows is not None:
            self.whole.add(name)
        return rows or ()

    def _keyed(self, name: str, key: str, read: Callable[[Row], _T]) -> dict[str, _T]:
        """The rows of a table by their first column, which must be filled and unique."""
        found: dict[str, _T] = {}
        lines: dict[str, int] = {}
        for row in self._rows(name):
            value = row[key]
            if not value:
                self._say(row, key, f"the column “{key}” is empty", "fill it, or clear the whole row")
            elif value in lines:
                what = f"“{value}” stands in line {lines[value]} already"
                self._say(row, key, what, "keep one of the two rows, or rename one")
            else:
                lines[value] = row.line
                for one in self._mended(row, read):
                    found[value] = one
        return found

    def _mended(self, row: Row, read: Callable[[Row], _T]) -> Iterator[_T]:
        try:
            yield read(row)
        except Invalid as error:
            self.problems.extend(error.problems)

    def _say(self, row: Row, column: str, what: str, remedy: str = "") -> None:
        self.problems.append(row.problem(column, what, remedy))

    def _when(self, row: Row, column: str, zone: Zone) -> tuple[When, Span | None]:
        try:
            return read_when(row[column], zone)
        except Unreadable as error:
            self._say(row, column, error.what, error.remedy)
            return When(), None

    def _zone(self, row: Row) -> Zone | None:
        if not row["zone"]:
            return None
        try:
            return Zone.parse(row["zone"])
        except Unreadable as error:
            self._say(row, "zone", error.what, error.remedy)
            return None

    def _needed(self, row: Row, *columns: str) -> None:
        for column in columns:
            if not row[column]:
                self._say(row, column, f"the column “{column}” is empty", "fill it")

    def _grade(self, row: Row, column: str, grades: tuple[str, ...]) -> str | None:
        written = row[column].upper()
        if written in ("", *grades):
            return written or None
        remedy = f"grades run from {grades[0]} to {grades[-1]}; leave it empty for “not judged”"
        self._say(row, column, f"“{row[column]}” is no grade", remedy)
        return None

    # --- sources, speakers, interests ---

    def _source(self, row: Row) -> Source:
        zone = self._zone(row)
        when = self._when(row, "date", zone or self.form.zone)[0] if row["date"] else None
        note = "; ".join(row[c] for c in ("interest note", "note") if row[c])
        grade = self._grade(row, "grade", _GRADES)
        plain = {name: row[name] for name in ("id", "title", "author", "outlet", "kind")}
        return Source(**plain, date=when, zone=zone, grade=grade, note=note, place=row.place("id"))

    def _speaker(self, row: Row) -> Speaker:
        return Speaker(row["speaker"], self._names(row["parties"]), row["note"], row.place("parties"))

    def _interest(self, row: Row) -> Interest:
        pattern = self.sentences.pattern(row["fact"], row.place("fact"))
        serves = [self._names(row[column]) for column in ("serves_if_true", "serves_if_false")]
        return Interest(pattern, serves[0], serves[1], row["reason"], row.place("fact"))

    def _names(self, cell: str) -> tuple[str, ...] | None:
        """A list of parties by their full names; "none" is nobody, the empty cell not judged."""
        if not cell:
            return None
        names = [" ".join(name.split()) for name in cell.split(";") if name.strip()]
        if [name.casefold() for name in names] == ["none"]:
            return ()
        found = [self.vocabulary.named(name, self.form.individuals) for name in names]
        return tuple(hit[0] if hit else name for hit, name in zip(found, names, strict=True))

    def _parties(self, speakers: Mapping[str, Speaker], interests: Mapping[str, Interest]) -> None:
        """A misspelt party would make its speaker look disinterested: so it must be known."""
        if self.broken & {"speakers.csv", "interests.csv"}:
            return  # a group may stand in what could not be read
        sides = {p for s in speakers.values() for p in s.parties or ()}
        served = {p for i in interests.values() for p in i.parties}
        shared = sides & served
        known = [*self.vocabulary.individuals, *self.form.individuals, *sorted(shared)]
        entries = [(s.place, s.parties or ()) for s in speakers.values()]
        for place, parties in [*entries, *((i.place, i.parties) for i in interests.values())]:
            for party in parties:
                if party in shared or self.vocabulary.named(party, self.form.individuals):
                    continue
                remedy = self._near(party, known)
                remedy = remedy or "a group must stand in speakers.csv and in interests.csv alike"
                self.problems.append(Problem(place, f"no party is called “{party}”", remedy))

    # --- claims ---

    def _claim(self, row: Row) -> Claim:
        self.rows[row["id"]] = row
        source = self._carrier(row)
        self._heard(row)
        zone = self._zone(row) or (source and source.zone) or self.form.zone
        happened, span = self._when(row, "happened", zone)
        claim = Claim(
            id=row["id"],
            fact=None,
            polarity=None,
            speaker=row["speaker"],
            source=row["source"],
            happened=happened,
            available=self._available(row, source),
            span=span,
            zone=zone,
            source_grade=self._grade(row, "source_grade", _GRADES) or (source.grade if source else None),
            item_grade=int(self._grade(row, "item_grade", _ITEMS) or 0) or None,
            renders=row["renders"] or None,
            supersedes=tuple(" ".join(i.split()) for i in row["supersedes"].split(";") if i.strip()),
            place=row.place(),
        )
        claim = _described(claim, row)
        return self._bind(row, claim) if row["fact"] else claim

    def _carrier(self, row: Row) -> Source | None:
        source = self.sources.get(row["source"])
        if row["source"] and source is None and "sources.csv" in self.whole:
            remedy = self._near(row["source"], self.sources) or "add it to sources.csv"
            self._say(row, "source", f"no source is called “{row['source']}”", remedy)
        return source

    def _listed(self) -> None:
        """Sources that claims name must be listed somewhere."""
        named = next((row for row in self.rows.values() if row["source"]), None)
        if named and "sources.csv" not in self.whole | self.broken:
            remedy = f"make one with a row for each source; its first line names the columns: {','.join(COLUMNS['sources.csv'])}"
            what = f"the case has no sources.csv, and claims name sources, “{named['source']}” for one"
            self.problems.append(Problem(Place("sources.csv"), what, remedy))

    def _heard(self, row: Row) -> None:
        """A misspelt speaker would have no side: so, where speakers are listed, it must be known."""
        if row["speaker"] and row["speaker"] not in self.speakers and "speakers.csv" in self.whole:
            remedy = self._near(row["speaker"], self.speakers)
            remedy = remedy or "add a row to speakers.csv; parties left empty are “not judged”"
            self._say(row, "speaker", f"no speaker is called “{row['speaker']}”", remedy)

    def _available(self, row: Row, source: Source | None) -> When:
        if row["available"]:
            return self._when(row, "available", (source and source.zone) or self.form.zone)[0]
        if source and source.date:
            return source.date
        remedy = "write the day of publication, here or as the date of its source"
        self._say(row, "available", "nothing says when this became available", remedy)
        return When()

    def _bind(self, row: Row, claim: Claim) -> Claim:
        self._needed(row, "polarity", "speaker", "source")
        try:
            fact, positive, comparison = self.sentences.claim(row["fact"])
        except Invalid as error:  # the place of a cell is worked out only for a cell that is wrong
            raise Invalid(replace(p, place=row.place("fact")) for p in error.problems) from None
        polarity = _POLARITIES.get(" ".join(row["polarity"].casefold().split()))
        if polarity is None and row["polarity"]:
            remedy = "write for, against or no evidence"
            self._say(row, "polarity", f"“{row['polarity']}” is no polarity", remedy)
        elif polarity and not positive:
            polarity = _TURNED[polarity]
        if polarity == "for" and any(map(is_any, fact.args)):
            remedy = "name the individual; “any …” only denies"
            self._say(row, "fact", "nobody can affirm a fact of “any” individual", remedy)
        if polarity == "for" and comparison and _contradicted(row["quantity"], comparison[1]):
            what = f"the quantity {row['quantity']} is not the number of the fact, {comparison[1]}"
            self._say(row, "quantity", what, "write the number that the source gives in both, or leave quantity empty")
        opinion = self.sentences.kind(fact) in ("word", "judgement")
        return replace(
            claim, fact=fact, polarity=polarity, comparison=comparison, sentence=row["fact"], opinion=opinion
        )  # fmt: skip

    def _links(self) -> None:
        """Renderings and supersessions lead to other claims, and never in a circle."""
        for claim in self.claims.values():
            if claim.renders:
                self._link(claim, "renders", claim.renders)
            for target in claim.supersedes:
                self._link(claim, "supersedes", target)
        graph = {c.id: [t for t in c.supersedes if t != c.id and t in self.claims] for c in self.claims.values()}
        for circle in _circles(graph):
            what = f"the claim {circle} supersedes itself, by way of others"
            remedy = "the later claim names the earlier one, and not the other way round too"
            self._say(self.rows[circle], "supersedes", what, remedy)

    def _link(self, claim: Claim, column: str, target: str) -> None:
        row = self.rows[claim.id]
        if target == claim.id:
            self._say(row, column, f"the claim {target} {column} itself", "name another claim")
        elif target not in self.rows and "claims.csv" in self.broken:
            pass  # it may stand in what could not be read
        elif target not in self.rows:
            remedy = self._near(target, self.claims) or "write the id of a claim"
            self._say(row, column, f"no claim is called “{target}”", remedy)
        elif column == "renders" and self.rows[target]["renders"]:
            main = self.rows[target]["renders"]
            self._say(row, column, f"{target} is itself a rendering", f"name the claim it renders: {main}")
        elif target in self.claims:
            self._answered(claim, row, column, self.claims[target])

    def _answered(self, claim: Claim, row: Row, column: str, target: Claim) -> None:
        """Nobody withdraws what another one said: neither outright nor by rendering it otherwise."""
        if column == "renders":
            if claim.speaker != target.speaker:
                what = f"{target.id} is said by {target.speaker or 'nobody'}, so this is no rendering of it"
                self._say(row, column, what, "a rendering is the same utterance of the same speaker")
        elif not self._one_side(claim.speaker, target.speaker):
            what = f"only its own speaker may withdraw a claim, and {target.id} is said by {target.speaker or 'nobody'}"
            self._say(row, column, what, "set it aside with a reason instead, in setaside.csv")
        elif not _on_one_thing(claim, target):
            what = f"this claim is about something else than {target.id}"
            remedy = "withdraw it by a claim of the same phrase, or by a note of the same group"
            self._say(row, column, what, f"{remedy}; or set it aside with a reason")

    def _one_side(self, one: str, other: str) -> bool:
        sides = [set(s.parties or ()) for s in map(self.speakers.get, (one, other)) if s]
        return one == other or (len(sides) == 2 and bool(sides[0] & sides[1]))

    def _near(self, word: str, known: Collection[str]) -> str:
        """The nearest known name; not looked for any more after many mistakes, since that is slow."""
        self.advised += 1
        return nearest(word, tuple(known)) if self.advised <= _ADVICE and len(word) < 100 else ""

    # --- editorial acts ---

    def _known_claim(self, row: Row) -> bool:
        if row["claim"] in self.rows or "claims.csv" in self.broken:
            return True  # where claims.csv could not be read, it may stand in what is missing
        remedy = self._near(row["claim"], self.rows) or "write the id of a claim"
        self._say(row, "claim", f"no claim is called “{row['claim']}”", remedy)
        return False

    def _dated(self, row: Row) -> None:
        self._needed(row, "reason", "author", "date")
        if row["date"]:
            self._when(row, "date", self.form.zone)

    def _set_aside(self, row: Row) -> SetAside:
        self._known_claim(row)
        self._dated(row)
        return SetAside(
            row["claim"], row["reason"], row["author"], row["date"], row["conflict"], row.place("claim")
        )  # fmt: skip

    def _timings(self) -> tuple[Timing, ...]:
        found: dict[tuple[str, str], Timing] = {}
        for row in self._rows("timing.csv"):
            self._dated(row)
            timing = self._timing(row) if self._known_claim(row) else None
            if timing and (timing.claim, timing.field) in found:
                what = f"the time {timing.field} of {timing.claim} is narrowed twice"
                self._say(row, "field", what, "keep one entry")
            elif timing:
                found[timing.claim, timing.field] = timing
        return tuple(found.values())

    def _timing(self, row: Row) -> Timing | None:
        claim, column = self.claims.get(row["claim"]), _FIELDS.get(row["field"])
        if column is None:
            self._say(row, "field", f"“{row['field']}” is no time of a claim", "write happened or available")
            return None
        self._needed(row, "interval")
        if claim is None or not row["interval"]:
            return None
        source = self.sources.get(claim.source)
        zone = claim.zone if column == "happened" else (source and source.zone) or self.form.zone
        was = claim.happened if column == "happened" else claim.available
        when, span = self._when(row, "interval", zone)
        if not when.within(was):
            remedy = f"an entry may only narrow what the source gives: {was.verbatim or 'any time'}"
            self._say(row, "interval", f"“{row['interval']}” reaches outside the claim's own time", remedy)
            return None
        timing = Timing(
            claim.id, column, when, row["reason"], row["author"], row["date"], was, row.place("interval")
        )  # fmt: skip
        self.claims[claim.id] = _timed(claim, timing, span)
        return timing

    # --- contradictions ---

    def _contradiction(self, row: Row) -> Contradiction:
        self._needed(row, "title", "verdict", "claims", "why")
        verdict = next((v for v in _VERDICTS if v == row["verdict"].casefold()), None)
        if verdict is None and row["verdict"]:
            remedy = f"write one of: {', '.join(_VERDICTS)}"
            self._say(row, "verdict", f"“{row['verdict']}” is no verdict on a contradiction", remedy)
        facts = [self.sentences.pattern(s.strip(), row.place("facts")) for s in row["facts"].split(";") if s.strip()]
        return Contradiction(
            row["id"], row["title"], verdict or "open", tuple(facts), self._sides(row), row["why"], row.place()
        )  # fmt: skip

    def _sides(self, row: Row) -> tuple[tuple[str, ...], ...]:
        """`K-1|K-2 / K-3`: claims of one side are joined by |, sides are parted by /."""
        written = row["claims"]
        sides = [tuple(" ".join(id.split()) for id in side.split("|")) for side in written.split("/")] if written else []
        found: dict[str, int] = {}
        for number, id in ((n, id) for n, side in enumerate(sides) for id in side):
            if not id:
                self._say(row, "claims", "a side, or a claim of one, is empty", "write them as K-1|K-2 / K-3")
            elif id not in self.rows:
                remedy = self._near(id, self.rows) or "write the id of a claim"
                self.problems.append(Problem(_within(row.place("claims"), id), f"no claim is called “{id}”", remedy))
            elif found.setdefault(id, number) != number:
                what = f"the claim {id} stands on two sides"
                self.problems.append(Problem(_within(row.place("claims"), id), what, "leave it on one of them"))
        return tuple(tuple(dict.fromkeys(side)) for side in sides)

    def _settled(self, set_asides: Mapping[str, SetAside], known: Mapping[str, Contradiction]) -> None:
        """Where contradictions are listed, a set-aside names one of them, and one that its claim takes part in."""
        for entry in set_asides.values() if (self.folder / "conflicts.csv").exists() else ():
            conflict = known.get(entry.conflict)
            if entry.conflict and conflict is None:
                remedy = self._near(entry.conflict, known) or "add it to conflicts.csv"
                self.problems.append(Problem(entry.place, f"no contradiction is called “{entry.conflict}”", remedy))
            elif conflict and entry.claim not in conflict.claims:
                what = f"{entry.claim} is set aside for {entry.conflict}, in which it takes no side"
                self.problems.append(Problem(entry.place, what, f"add it to the claims of {entry.conflict} in conflicts.csv"))

    def _timeless(self) -> Iterator[Problem]:
        """Acts and events said to have happened at no time at all: recorded, and open at every date."""
        for claim in self.claims.values():
            when = claim.happened
            dated = when.earliest is not None or when.latest is not None
            if claim.fact and claim.polarity == "for" and not dated and self.sentences.kind(claim.fact) in _EVENTS:
                what = f"nothing says when this happened: {claim.fact}"
                remedy = "it stays open at every date; write the latest day it can have been: ../2022-01-06"
                yield Problem(self.rows[claim.id].place("happened"), what, remedy, warning=True)


def _within(cell: Place, word: str) -> Place:
    """The place of a word in a cell; the cell where it is not found."""
    at = cell.text.find(word, max((cell.column or 1) - 1, 0))
    return replace(cell, column=at + 1, length=len(word)) if at >= 0 and cell.text else cell


def _circles(graph: dict[str, list[str]]) -> Iterator[str]:
    """A claim of each circle of supersessions, in the order of the file."""
    done: set[str] = set()
    for root, earlier in graph.items():
        path, trail = [(root, iter(earlier))], {root}
        while path and root not in done:
            node, targets = path[-1]
            target = next((t for t in targets if t not in done), None)
            if target in trail:
                yield str(target)
            elif target is not None:
                path.append((target, iter(graph[target])))
                trail.add(target)
                continue
            else:
                done.add(node)
                trail.discard(node)
                path.pop()


def _on_one_thing(claim: Claim, target: Claim) -> bool:
    """The same phrase; or, for a note on a claim or on another note, the same group of claims."""
    if claim.fact and target.fact:
        return claim.fact.phrase == target.fact.phrase
    return bool(claim.group) and claim.group == target.group


def _contradicted(written: str, said: Quantity) -> bool:
    """Whether a quantity is a plain number that the comparison neither names nor allows."""
    try:
        number = Quantity.parse(written)
    except Unreadable:
        return False  # the source's own words, for display
    if number.low is None or number.low != number.high or number.low in (said.low, said.high):
        return False
    return said.approximate or said.intersect(number).empty


def _described(claim: Claim, row: Row) -> Claim:
    """The claim with the columns that are kept as they are written."""
    return replace(
        claim,
        row=row["row"],
        group=row["group"],
        event=row["event"],
        actor=row["actor"],
        says=row["says"],
        quantity=row["quantity"],
        unit=row["unit"],
        pinpoint=row["pinpoint"],
        reason=row["reason"],
        note=row["note"],
    )


def _timed(claim: Claim, timing: Timing, span: Span | None) -> Claim:
    timings = (*claim.timings, timing)
    if timing.field == "available":
        return replace(claim, available=timing.interval, timings=timings)
    return replace(claim, happened=timing.interval, span=span, timings=timings)
