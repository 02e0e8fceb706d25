"""One typed line as a claim: what of it was understood, what was not and how to mend it.

    6 Jan 02:50 MSK? | Council decides to send peacekeepers | src trend.az | by TASS | B2 | #decision

A date and a text come first; the other parts follow in any order. Nothing is written here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from foedus.noting.changes import Add
from foedus.noting.dates import Typed, typed
from foedus.noting.offers import Offer, offers
from foedus.problem import Invalid, Place, Problem, nearest
from foedus.record import Case, Instant
from foedus.record.claims import Source
from foedus.record.sentences import Sentences
from foedus.record.time import Unreadable, Zone

if TYPE_CHECKING:
    from foedus.text import Regime
    from foedus.vocabulary import Fact

__all__ = ["MAX_LINE", "PLACE", "Draft", "Part", "quick"]

PLACE = "LINE"
MAX_LINE = 4_000
KEYWORDS = {
    "src": "source", "source": "source", "by": "speaker", "speaker": "speaker", "avail": "available", "available": "available",
    "pin": "pinpoint", "note": "note", "fact": "fact", "grade": "grade",
}  # fmt: skip
"""What a part may begin with, and the field that the rest of it fills."""
PARTS = "parts are: src SOURCE, by SPEAKER, B2 (grade), not, avail DATE, pin PAGE, note TEXT, fact SENTENCE, #group"
_GRADE = re.compile(r"([A-Fa-f])?([1-6])?")
_POLARITY = {"not": "against", "against": "against", "for": "for", "no evidence": "no evidence"}
_NEAR = 5


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the line: the field it fills, where it stands (column from 1), as typed, and how it was understood."""

    field: str
    column: int
    typed: str
    understood: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim that may be saved once a person has looked at it.

    parts       what was understood, in the order of the line; then what was filled in, with column 0
    row         the columns of claims.csv; sources, speakers: rows that are new with it
    offers      sentences of the law that the text may mean, where it is none itself
    duplicates  claims that say the same already
    problems    what keeps it from being saved, and warnings
    """

    line: str
    parts: tuple[Part, ...] = ()
    row: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[Mapping[str, str], ...] = ()
    speakers: tuple[Mapping[str, str], ...] = ()
    offers: tuple[Offer, ...] = ()
    duplicates: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether it can be saved."""
        return all(p.warning for p in self.problems)

    @property
    def change(self) -> Add:
        """What saving it does. Raises `Invalid` with its problems where it is not sound."""
        if not self.sound:
            raise Invalid([p for p in self.problems if not p.warning])
        return Add([self.row], self.sources, self.speakers)

    def to_json(self) -> dict[str, Any]:
        """The draft for a JSON document: every field, problems with column and remedy."""
        return {
            "line": self.line,
            "sound": self.sound,
            "parts": [{"field": p.field, "column": p.column, "typed": p.typed, "understood": p.understood} for p in self.parts],
            "row": dict(self.row),
            "new_sources": [dict(s) for s in self.sources],
            "new_speakers": [dict(s) for s in self.speakers],
            "offers": [{"sentence": o.sentence, "guessed": list(o.guessed)} for o in self.offers],
            "duplicates": list(self.duplicates),
            "problems": [
                {"column": p.place.column, "what": p.what, "remedy": p.remedy, "warning": p.warning} for p in self.problems
            ],
        }


def quick(line: str, case: Case, regime: Regime, now: Instant, fact: str = "") -> Draft:
    """Read a typed line as a claim of a case.

    now    when it is known from, where nothing else says so
    fact   the sentence a person chose for it, as one of `Draft.offers`; it takes the place of what the line says

    Never raises for what is typed: problems stand in the draft, each with its column and a remedy.
    """
    return _Reader(line, case, regime, now).draft(fact)


@dataclass(frozen=True, slots=True)
class _Typed:
    """A part of the line, trimmed: its words, the column they begin in."""

    text: str
    column: int


class _Reader:
    """Reads one line; problems are collected."""

    def __init__(self, line: str, case: Case, regime: Regime, now: Instant) -> None:
        self.line, self.case, self.now = line, case, now
        self.vocabulary = regime.vocabulary
        self.sentences = Sentences(regime.vocabulary, case.individuals)
        self.parts: list[Part] = []
        self.problems: list[Problem] = []
        self.row: dict[str, str] = {}
        self.sources: list[dict[str, str]] = []
        self.speakers: list[dict[str, str]] = []
        self.when: Typed | None = None
        self.fact: Fact | None = None
        self.at: dict[str, _Typed] = {}

    def draft(self, fact: str) -> Draft:
        """Everything the line says."""
        split = list(_split(self.line))
        if self._readable(split):
            self._date(split[0])
            self._text(split[1])
            for part in split[2:]:
                self._part(part)
            self._bound(fact)
            self._carried()
            self._known()
        offered = offers(self.row.get("says", ""), self.case, self.vocabulary) if not self.fact else ()
        twice = tuple(self._twice())
        if twice:
            remedy = "save it only if it is said once more; a rendering of the same words names the claim in the column renders"
            self.problems.append(
                Problem(self._place(split[1]), f"says what {', '.join(twice)} says already", remedy, warning=True)
            )
        return Draft(
            self.line,
            tuple(self.parts),
            self.row,
            tuple(self.sources),
            tuple(self.speakers),
            offered,
            twice,
            tuple(self.problems),
        )

    # --- problems ---

    def _place(self, part: _Typed) -> Place:
        return Place(PLACE, 1, part.column, max(1, len(part.text)), self.line)

    def _say(self, part: _Typed, what: str, remedy: str, *, warning: bool = False) -> None:
        self.problems.append(Problem(self._place(part), what, remedy, warning))

    def _understood(self, name: str, part: _Typed, words: str) -> None:
        self.parts.append(Part(name, part.column, part.text, words))

    def _readable(self, split: list[_Typed]) -> bool:
        """Whether the line has a date and a text at all, and nothing that no table may hold."""
        end = _Typed("", len(self.line) + 1)
        if len(self.line) > MAX_LINE:
            self.problems.append(Problem(Place(PLACE, 1), f"the line has more than {MAX_LINE:,} characters", "shorten it"))
        elif strange := next((n for n, c in enumerate(self.line) if not c.isprintable() and c not in "\u00a0\t"), None):
            self._say(_Typed(" ", strange + 1), "the line holds a sign that cannot be shown", "type it again on one line")
        elif len(split) < 2:
            self._say(end, "there is no text", "write the date, a stroke and what happened: 6 Jan | the Council meets")
        elif not split[1].text:
            self._say(split[1], "there is no text", "write what happened after the first stroke")
        return not self.problems

    # --- parts ---

    def _date(self, part: _Typed) -> None:
        found = self._when(part)
        if found is not None:
            self.when = found
            self.row["happened"] = found.cell
            if found.zone:
                self.row["zone"] = found.zone
            zone = found.zone or f"{self.case.zone}, as the case has it"
            stated = not found.zone and found.when.zone == "stated"
            self._understood("happened", part, found.cell if stated else f"{found.cell} ({zone})")
            if found.when.intersect(self.case.window) is None:
                self._say(part, "this lies outside the window of the case", "check the year; it is saved as it is", warning=True)

    def _when(self, part: _Typed) -> Typed | None:
        try:
            return typed(part.text, self.case.window, self.case.zone)
        except Unreadable as error:
            self._say(part, error.what, error.remedy)
            return None

    def _text(self, part: _Typed) -> None:
        self.at["says"] = part
        self.row["says"] = " ".join(part.text.split())
        self._understood("says", part, "as it is")

    def _part(self, part: _Typed) -> None:
        word, _, rest = part.text.partition(" ")
        name = KEYWORDS.get(word.rstrip(":").casefold(), "")
        rest = rest.strip()
        value = _Typed(rest, part.column + len(part.text) - len(rest))
        plain = " ".join(part.text.casefold().split())
        if not part.text:
            return
        if plain in _POLARITY:
            self._fill("polarity", part, _POLARITY[plain])
        elif part.text.startswith("#"):
            self._group(part)
        elif _GRADE.fullmatch(part.text) or name == "grade":
            self._grade(value if name else part)
        elif name and not rest:
            self._say(part, f"nothing follows “{word}”", PARTS)
        elif name:
            self._named(name, value)
        else:
            remedy = nearest(word.casefold(), [*KEYWORDS, *_POLARITY]) or PARTS
            self._say(part, f"“{part.text}” is no part we know", remedy)

    def _named(self, name: str, value: _Typed) -> None:
        by_name: Mapping[str, Callable[[_Typed], None]] = {
            "source": self._source, "speaker": self._speaker, "available": self._available, "fact": self._sentence,
        }  # fmt: skip
        if name in by_name:
            by_name[name](value)
        else:
            self._fill(name, value, " ".join(value.text.split()))

    def _fill(self, name: str, part: _Typed, value: str, words: str = "") -> bool:
        """Fill a column, once."""
        if name in self.at:
            self._say(part, f"the line says its {name} twice", "keep one of the two")
            return False
        self.at[name] = part
        self.row[name] = value
        self._understood(name, part, words or value)
        return True

    def _group(self, part: _Typed) -> None:
        group = part.text[1:].strip()
        if not group or " " in group:
            self._say(part, f"“{part.text}” names no group", "write one word after the sign: #decision")
        else:
            known = any(c.group == group for c in self.case.claims)
            self._fill("group", part, group, group if known else f"{group} (a new group)")

    def _grade(self, part: _Typed) -> None:
        found = _GRADE.fullmatch(part.text)
        if not found or not part.text:
            self._say(part, f"“{part.text}” is no grade", "write a letter A-F for the source, a number 1-6 for the item: B2")
            return
        words = [f"source {found[1].upper()}"] if found[1] else []
        words += [f"item {found[2]}"] if found[2] else []
        if self._fill("grade", part, "", ", ".join(words)):
            self.row.update({"source_grade": (found[1] or "").upper(), "item_grade": found[2] or ""})
        self.row.pop("grade", None)

    def _available(self, part: _Typed) -> None:
        found = self._when(part)
        if found is not None:
            self._fill("available", part, found.stated(), str(found.stated()))

    def _sentence(self, part: _Typed) -> None:
        self._fill("fact", part, " ".join(part.text.split()))

    # --- who says so, and where ---

    def _source(self, part: _Typed) -> None:
        words = " ".join(part.text.split())
        near = _nearest(words, {s.id: (s.id, s.title, s.outlet) for s in self.case.sources.values()})
        if len(near) == 1:
            one = self.case.sources[near[0]]
            self._fill("source", part, one.id, " – ".join(w for w in (one.id, one.title or one.outlet) if w))
        elif near:
            self._say(part, f"several sources are called “{words}”", f"write one of: {', '.join(near[:_NEAR])}")
        elif self._fill("source", part, words, f"{words} (a new source)"):
            self.sources.append({"id": words})
            self._alike(part, words, list(self.case.sources))

    def _speaker(self, part: _Typed) -> None:
        words = " ".join(part.text.split())
        near = _nearest(words, {name: (name,) for name in self._speakers()})
        if len(near) == 1:
            self._fill("speaker", part, near[0])
        elif near:
            self._say(part, f"several speakers are called “{words}”", f"write one of: {', '.join(near[:_NEAR])}")
        elif self._fill("speaker", part, words, f"{words} (a new speaker, not judged)"):
            self.speakers.append({"speaker": words})
            self._alike(part, words, list(self._speakers()))

    def _speakers(self) -> dict[str, None]:
        return dict.fromkeys([*self.case.speakers, *(c.speaker for c in self.case.claims if c.speaker)])

    def _alike(self, part: _Typed, words: str, known: list[str]) -> None:
        hint = nearest(words, known)
        if hint:
            self._say(part, f"“{words}” is new to the case", hint, warning=True)

    # --- what follows from the parts ---

    def _bound(self, chosen: str) -> None:
        """The sentence of the law, if the line has one: chosen, said as such, or the text itself."""
        sentence = chosen or self.row.get("fact", "") or self.row["says"]
        part = self.at.get("fact", self.at["says"])
        try:
            self.fact = self.sentences.claim(sentence)[0]
        except Invalid as error:
            if chosen or "fact" in self.at:
                self.problems += [Problem(self._place(part), p.what, p.remedy) for p in error.problems]
            elif "polarity" in self.at:
                remedy = "bind it to a sentence of the law, or leave that out"
                self._say(self.at["polarity"], "a note is neither for nor against anything", remedy, warning=True)
                self.row.pop("polarity")
            return
        self.row["fact"] = sentence
        self.row.setdefault("polarity", "for")
        self.parts = [p for p in self.parts if p.field != "fact"]
        where = part if part is self.at.get("fact") and not chosen else _Typed("", 0)
        self._understood("fact", where, f"{sentence} ({self.row['polarity']})")

    def _carried(self) -> None:
        """What a claim on a fact must have, and the grade of a new source."""
        if self.fact is not None and "source" not in self.row:
            self._say(self.at["says"], "a claim on a fact needs a source", "add: src SOURCE")
        if self.fact is not None and "speaker" not in self.row and "source" in self.row:
            self._speaks_itself(self.row["source"])
        if self.sources and self.row.get("source_grade"):
            self.sources[0]["grade"] = self.row.pop("source_grade")
        for empty in [name for name, value in self.row.items() if not value]:
            del self.row[empty]

    def _speaks_itself(self, id: str) -> None:
        """A source that nobody is named beside speaks for itself."""
        known = self.case.sources.get(id, Source(id))
        name = next((n for n in (id, known.outlet) if n in self._speakers()), known.outlet or id)
        self.row["speaker"] = name
        if name not in self._speakers():
            self.speakers.append({"speaker": name})
        self.parts.append(Part("speaker", 0, "", f"{name}, the source itself (by NAME where it quotes somebody)"))

    def _known(self) -> None:
        """From when it is known: as said; as its source is dated, if that is not too early; from now on."""
        if "available" in self.row:
            return
        source = self.case.sources.get(self.row.get("source", ""))
        dated = source.date if source else None
        begun = self.when.when.earliest if self.when else None
        if dated is not None and dated.latest is not None and (begun is None or begun < dated.latest):
            self.parts.append(Part("available", 0, "", f"{dated.verbatim}, when its source is dated"))
            return
        zone = self.case.zone if self.case.zone.mark != "unknown" else Zone("+00:00")
        self.row["available"] = self.now.text(zone)
        self.parts.append(Part("available", 0, "", f"{self.row['available']}, now"))

    def _twice(self) -> Iterator[str]:
        """Claims with the same fact, or the same words, of the same speaker and source at a time that may be the same."""
        for claim in self.case.claims if self.when else ():
            same = claim.fact == self.fact if self.fact else _same(claim.says, self.row.get("says", ""))
            where = (claim.source, claim.speaker) == (self.row.get("source", ""), self.row.get("speaker", ""))
            if same and where and self.when and claim.happened.intersect(self.when.when) is not None:
                yield claim.id


def _split(line: str) -> Iterator[_Typed]:
    at = 1
    for piece in line.split("|"):
        text = piece.strip()
        yield _Typed(text, at + (len(piece) - len(piece.lstrip()) if text else 0))
        at += len(piece) + 1


def _same(one: str, other: str) -> bool:
    return bool(one) and " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def _nearest(words: str, known: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Who is called so: exactly; else up to capitals; else those in one of whose names the words stand."""
    if words in known:
        return [words]
    plain = words.casefold()
    exact = [id for id, names in known.items() if plain in (name.casefold() for name in names)]
    inside = re.compile(rf"(?<!\w){re.escape(plain)}(?!\w)")
    return exact or [id for id, names in known.items() if any(inside.search(name.casefold()) for name in names)]
