"""A draft as a table: who voted how, or how many did.

    member,ballot          or    ballot,count
    Aland,for                    for,9
    Borduria,against             against,2

The words for ballots, and further columns of yes and no, are those of the regime's `ballots` blocks. A roll call may have a
column `when`: the time of a ballot, which a silence procedure asks for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from re import fullmatch

from foedus.problem import Invalid, Place, Problem, nearest
from foedus.record.table import Row, read_bytes, rows_of
from foedus.record.time import Unreadable, When, Zone
from foedus.text import Regime
from foedus.text.law import Ballots

__all__ = ["CLOCK", "UNKNOWN", "Cast", "Draft", "draft_of", "read_draft"]

CLOCK = Zone("+00:00", "inferred")
"""What a time without an offset is taken for: all times of a draft are on one clock."""

UNKNOWN = ("", "?", "unknown")
"""What a ballot, a yes or a no says that is not known."""


@dataclass(frozen=True, slots=True)
class Cast:
    """One row of a roll call: who, the ballot word ("" for unknown), the columns that say yes or no, and when, if it is said."""

    member: str
    ballot: str
    columns: Mapping[str, bool]
    place: Place
    when: When | None = None


@dataclass(frozen=True)
class Draft:
    """A roll call (`cast`) or tallies (`counts`: by ballot word, with the place of each)."""

    name: str
    cast: tuple[Cast, ...] = ()
    counts: Mapping[str, tuple[int, Place]] | None = None


def read_draft(folder: Path, name: str, regime: Regime) -> Draft:
    """Read a draft. Raises `Invalid` with every problem found in it."""
    _ballot_words(name, regime)
    problems: list[Problem] = []
    data = read_bytes(folder, name, problems)
    if problems:
        raise Invalid(problems)
    if data is None:
        raise Invalid.at(Place(name), "there is no such file", "give a table with the columns member,ballot")
    return draft_of(data, name, regime)


def draft_of(data: bytes, name: str, regime: Regime) -> Draft:
    """The draft in a table that is at hand as bytes. Raises `Invalid` with every problem found in it."""
    blocks = _ballot_words(name, regime)
    problems: list[Problem] = []
    columns = tuple(dict.fromkeys(c for b in blocks for c in b.columns))
    known = ("member", "ballot", "count", "when", "note", *columns)
    rows = rows_of(data, name, known, ("ballot",), problems) or ()
    if not rows and not problems:
        problems.append(Problem(Place(name), "a draft without members", "write a row for each: member,ballot"))
    draft = Draft(name)
    if rows and "count" in rows[0].table.columns:
        draft = Draft(name, counts=_tallies(rows, words(blocks), problems))
    elif rows and "member" not in rows[0].table.columns:
        problems.append(Problem(rows[0].table.place(1), "neither members nor counts", "columns: member,ballot or ballot,count"))
    elif rows:
        draft = Draft(name, tuple(_roll(rows, regime, columns, problems)))
    if problems:
        raise Invalid(problems)
    return draft


def _ballot_words(name: str, regime: Regime) -> Sequence[Ballots]:
    """The ballot words of a regime. Raises `Invalid` where it has none."""
    if not regime.chapter.ballots:
        raise Invalid.at(Place(name), f"{regime.id} says no ballot words", "add a block to its law pages: ballots {M} on {D}")
    return regime.chapter.ballots


def words(blocks: Sequence[Ballots]) -> tuple[str, ...]:
    """Every ballot word, in the order of the pages."""
    return tuple(dict.fromkeys(w for b in blocks for w in (*b.words, *b.counts)))


def _word(row: Row, known: Sequence[str], problems: list[Problem]) -> str:
    said = " ".join(row["ballot"].casefold().split())
    if said in UNKNOWN:
        return ""
    if said not in known:
        remedy = nearest(said, known) or "one of: " + " · ".join(known) + " · unknown"
        problems.append(row.problem("ballot", f"“{row['ballot']}” is no ballot", remedy))
    return said


def _tallies(rows: Sequence[Row], known: Sequence[str], problems: list[Problem]) -> dict[str, tuple[int, Place]]:
    out: dict[str, tuple[int, Place]] = {}
    for row in rows:
        word = _word(row, known, problems)
        if not fullmatch("[0-9]{1,9}", row["count"]):
            problems.append(row.problem("count", f"“{row['count']}” is no whole number", "write how many: 9"))
        elif word in out:
            problems.append(row.problem("ballot", f"“{word}” is counted twice", "keep one row"))
        elif word:
            out[word] = int(row["count"]), row.place("count")
    return out


def _roll(rows: Sequence[Row], regime: Regime, columns: Sequence[str], problems: list[Problem]) -> Iterator[Cast]:
    seen: dict[str, int] = {}
    known = words(regime.chapter.ballots)
    for row in rows:
        found = regime.vocabulary.named(row["member"], {}) if row["member"] else None
        word = _word(row, known, problems)
        if found is None:
            names = list(regime.vocabulary.individuals)
            what = f"nobody is called “{row['member']}”" if row["member"] else "a ballot without a member"
            problems.append(row.problem("member", what, nearest(row["member"], names) or "write the name that the law pages use"))
        elif found[0] in seen:
            what = f"{found[0]} votes twice, here and on line {seen[found[0]]}"
            problems.append(row.problem("member", what, "keep one row for each member"))
        else:
            seen[found[0]] = row.line
            marked = dict(_marked(row, columns, problems))
            yield Cast(found[0], word, marked, row.place("member"), _when(row, problems))


def _when(row: Row, problems: list[Problem]) -> When | None:
    if row["when"].casefold() in UNKNOWN:
        return None
    try:
        return When.parse(row["when"], CLOCK)
    except Unreadable as error:
        problems.append(row.problem("when", error.what, error.remedy))
        return None


def _marked(row: Row, columns: Sequence[str], problems: list[Problem]) -> Iterator[tuple[str, bool]]:
    for column in columns:
        said = row[column].casefold()
        if said in ("yes", "no"):
            yield column, said == "yes"
        elif said not in UNKNOWN:
            problems.append(row.problem(column, f"“{row[column]}” is neither yes nor no", "write yes, no, or nothing if unknown"))
