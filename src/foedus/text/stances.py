"""stances.csv: who chose which readings, judgements and standard, where they said so, and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from foedus.problem import Place, Problem, nearest
from foedus.text.chapter import Chapter
from foedus.text.files import read_table
from foedus.text.law import Stance, StanceChoice
from foedus.text.parties import days
from foedus.vocabulary import Vocabulary, skeleton_of

__all__ = ["GROUPS", "Stances"]

COLUMNS = ("stance", "group", "holder", "kind", "word", "option", "basis", "source", "pinpoint", "date")
GROUPS = ("text", "organs", "states", "commentators")
KINDS = ("reading", "judgement", "standard")


@dataclass
class Stances:
    """The rows of the stances.csv files of a regime, as they accumulate."""

    choices: dict[str, list[StanceChoice]] = field(default_factory=dict)
    heads: dict[str, tuple[str, str]] = field(default_factory=dict)

    def read(self, path: Path, shown: str) -> list[Problem]:
        """Add the rows of one file; returns what is wrong with the others."""
        rows, problems = read_table(path, shown, COLUMNS)
        for place, row, _ in rows:
            wrong = list(_wrong(row, place))
            problems += wrong or self._take(row, place)
        return problems

    def _take(self, row: Mapping[str, str], place: Place) -> list[Problem]:
        name, head = row["stance"], (row["group"], row["holder"])
        if self.heads.setdefault(name, head) != head:
            what = f"stance “{name}” has group “{head[0]}” and holder “{head[1]}” here, others above"
            return [Problem(place, what, "write them alike on every row of the stance")]
        rows = self.choices.setdefault(name, [])
        if any((c.kind, c.word) == (row["kind"], row["word"]) for c in rows):
            what = f"stance “{name}” chooses twice on “{row['word'] or row['kind']}”"
            return [Problem(place, what, "keep one row, or make a second stance")]
        rows.append(
            StanceChoice(
                row["kind"],  # type: ignore[arg-type]
                row["word"],
                row["option"],
                row["basis"] == "stated",
                row["source"],
                row["pinpoint"],
                row["date"],
                row.get("transposed_from", ""),
                row.get("note", ""),
                place,
            )
        )
        return []

    def check(
        self, chapter: Chapter, vocabulary: Vocabulary, roles: Mapping[str, str], standards: Sequence[str]
    ) -> Iterator[Problem]:
        """Whether every row chooses something that exists."""
        wordings = {name for p in chapter.provisions for name in (p.id, p.base)}
        for row in (row for rows in self.choices.values() for row in rows):
            if row.transposed_from and row.transposed_from not in wordings:
                what = f"no provision is called “{row.transposed_from}”"
                yield Problem(row.place, what, nearest(row.transposed_from, sorted(wordings)) or "name a PROVISION@WORDING")
            if row.kind == "standard":
                yield from _standard(row, standards)
            elif row.kind == "judgement":
                yield from _judgement(row, vocabulary, roles)
            else:
                yield from _reading(row, chapter)

    def made(self) -> tuple[Stance, ...]:
        """Every stance, the text's own first, then by group."""
        order = sorted(self.choices, key=lambda n: GROUPS.index(self.heads[n][0]))
        found = (Stance(n, *self.heads[n], tuple(self.choices[n])) for n in order)
        return (Stance("text", "text", "", ()), *found)


def _wrong(row: Mapping[str, str], place: Place) -> Iterator[Problem]:
    name, date = row["stance"], row["date"]
    if not name or name == "text":
        yield Problem(place, f"“{name}” cannot name a stance", "“text” is the stance without a holder; name the holder's")
    if row["kind"] not in KINDS:
        yield Problem(place, f"“{row['kind']}” is no kind of choice", "one of: " + ", ".join(KINDS))
    if row["basis"] not in ("stated", "derived"):
        yield Problem(place, f"“{row['basis']}” is no basis", "one of: stated, derived")
    if row["group"] not in GROUPS[1:]:
        yield Problem(place, f"“{row['group']}” is no group of stances", "one of: " + ", ".join(GROUPS[1:]))
    try:
        days(date)
    except ValueError:
        yield Problem(place, f"“{date}” is no date", "write YYYY-MM-DD, YYYY-MM, YYYY or a/b")


def _standard(row: StanceChoice, known: Sequence[str]) -> Iterator[Problem]:
    if row.option not in known:
        remedy = nearest(row.option, known) or "declare it in regime.toml: [[standard]]"
        yield Problem(row.place, f"no standard is called “{row.option}”", remedy)


def _judgement(row: StanceChoice, vocabulary: Vocabulary, roles: Mapping[str, str]) -> Iterator[Problem]:
    skeleton, holes = skeleton_of(row.word)
    hit = vocabulary.lookup(skeleton)
    if hit is None or hit[0].kind != "judgement":
        yield Problem(row.place, f"no judgement phrase says “{row.word}”", vocabulary.suggest(row.word))
        return
    for hole, slot in zip(holes, hit[0].slots, strict=True):
        found = vocabulary.named(hole, {})
        kind = roles.get(hole) or (found[1] if found else None)
        if kind is None:
            yield Problem(row.place, f"nothing is called {{{hole}}}", nearest(hole, list(roles)) or "name a role")
        elif kind != slot.type:
            what = f"{{{hole}}} is a {kind}, this slot takes a {slot.type}"
            yield Problem(row.place, what, f"name a {slot.type}")
    if row.option not in ("yes", "no"):
        yield Problem(row.place, f"“{row.option}” decides nothing", "one of: yes, no")


def _reading(row: StanceChoice, chapter: Chapter) -> Iterator[Problem]:
    found = [r for r in chapter.readings if row.word in (r.group, r.name)]
    groups = sorted({r.group for r in found})
    if not found:
        near = nearest(row.word, sorted({r.group for r in chapter.readings})) or "name a reading of these pages"
        yield Problem(row.place, f"no reading is called “{row.word}”", near)
    elif len(groups) > 1 and row.word not in groups:
        yield Problem(row.place, f"several readings are called “{row.word}”", "one of: " + " · ".join(groups))
    elif row.option not in found[0].options:
        near = nearest(row.option, list(found[0].options)) or "one of: " + " · ".join(found[0].options)
        yield Problem(row.place, f"reading “{row.word}” has no option “{row.option}”", near)
