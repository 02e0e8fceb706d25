"""A small invented alliance for the tests of the record: its phrases, and a case folder to fill."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from foedus.record import Case, Claim, Instant, RecordView, Standard, read_case, situation
from foedus.record.standard import DEFAULT
from foedus.record.time import Zone
from foedus.vocabulary import Fact, Kind, Phrase, Slot, Type, Vocabulary

ZONE = Zone("+06:00", "inferred")

TYPES = {n: Type(n, o) for n, o in [("state", False), ("organ", False), ("attacker", True), ("request", True)]}
TYPES |= {n: Type(n, True) for n in ("decision", "ballot", "contingent")}


def _phrase(kind: Kind, skeleton: str, types: str, **more: object) -> Phrase:
    letters = "ABCDEFGH"
    slots = tuple(Slot(letters[i], t) for i, t in enumerate(types.split()))
    return Phrase(skeleton, slots, kind, **more)  # type: ignore[arg-type]


PHRASES = [
    _phrase("speech", "{} requests help by {}", "state request", makes=1),
    _phrase("event", "{} crosses a border of {}", "attacker state"),
    _phrase("event", "{} leaves {}", "contingent state"),
    _phrase("act", "{} sends {}", "state contingent"),
    _phrase("act", "{} objects to {}", "state decision", negative="{} does not object to {}"),
    _phrase("act", "{} takes {}", "organ decision", makes=1),
    _phrase("event", "{} votes in {}", "organ ballot", makes=1),
    _phrase("state", "{} is in {}", "contingent state", lasts_until="{} leaves {}", same_slots=(0, 1)),
    _phrase("state", "{} directs {}", "state attacker"),
    _phrase("attribute", "members of {} trained abroad", "attacker"),
    _phrase("attribute", "{} is procedural", "decision", negative="{} is not procedural"),
    _phrase("count", "votes for in {}", "ballot"),
    _phrase("word", "{} is attacked by {}", "state attacker"),
    _phrase("judgement", "the attack by {} is grave", "attacker"),
]

VOCABULARY = Vocabulary(
    TYPES,
    {},
    {p.skeleton: p for p in PHRASES},
    {"Arland": "state", "Borland": "state", "Corland": "state", "the Council": "organ"},
    {"AR": "Arland"},
)

TOML = """\
title = "Arland, winter"
regime = "league"
zone = "+06:00"
window = ["2022-01-01", "2022-03-01"]

[roles]
requester = "Arland"

[[individual]]
name = "the raiders"
type = "attacker"

[[individual]]
name = "the appeal of 5 January"
type = "request"

[[individual]]
name = "the decision of 6 January"
type = "decision"

[[individual]]
name = "the first ballot"
type = "ballot"

[[individual]]
name = "the second ballot"
type = "ballot"

[[individual]]
name = "the Borland company"
type = "contingent"

[[instant]]
id = "night"
label = "the end of 6 January"
at = "2022-01-07T00:00+06:00"
"""

HEADER = "id,fact,polarity,speaker,source,happened,zone,available,source_grade,item_grade,renders,supersedes,note"

SPEAKERS = """\
speaker,parties,note
the president of Arland,Arland,
the president of Borland,Borland; senders,
the Observer,none,
the raiders' spokesman,the raiders,
a blogger,,not judged
"""

SOURCES = "\n".join(["id", "tass", "wire", "another wire", "x", "B", "G", "S", *(f"wire {n}" for n in range(9))]) + "\n"

INTERESTS = """\
fact,serves_if_true,serves_if_false,reason
members of {*} trained abroad,Arland; senders,the raiders,
{*} crosses a border of {*},Arland,the raiders,
{any state} sends {*},none,none,
{*} leaves {*},senders,none,
{*} is in {*},none,none,
{*} objects to {*},none,none,
{*} takes {*},none,none,
{*} votes in {*},none,none,
{*} directs {*},Arland,none,
{*} is procedural,none,none,
votes for in {*},none,none,
"""

Files = Mapping[str, str | bytes]


def write(folder: Path, files: Files | None = None, toml: str = TOML) -> Path:
    """A case folder with the standard files, `files` put over them."""
    folder.mkdir(parents=True, exist_ok=True)
    every: dict[str, str | bytes] = {"case.toml": toml, "claims.csv": HEADER + "\n"}
    every |= {"sources.csv": SOURCES, "speakers.csv": SPEAKERS, "interests.csv": INTERESTS}
    for name, content in (every | dict(files or {})).items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / name).write_bytes(data)
    return folder


def claims(*rows: str, header: str = HEADER) -> str:
    """A claims.csv of these rows."""
    return "\n".join([header, *rows]) + "\n"


def load(folder: Path, *rows: str, toml: str = TOML, **files: str) -> Case:
    """The case made of these claim rows; other tables as `setaside="…"`."""
    more = {f"{name}.csv": text for name, text in files.items()}
    return read_case(write(folder, {"claims.csv": claims(*rows), **more}, toml), VOCABULARY)


def instant(text: str) -> Instant:
    """An instant; a bare day is its beginning at +06:00."""
    return Instant.parse(text if "T" in text else f"{text}T00:00+06:00", ZONE)


def fact(sentence: str, case: Case) -> Fact:
    return VOCABULARY.fact(sentence, case.individuals)[0]


def view(
    case: Case,
    as_of: str = "2022-02-01",
    known_to: str = "2022-03-01",
    standard: Standard = DEFAULT,
    supposed: Mapping[Fact, bool] | None = None,
    switched_on: Iterable[str] = (),
) -> RecordView:
    """The situation; known at a date long after, unless the test says otherwise."""
    on = frozenset(switched_on)
    return situation(case, VOCABULARY, instant(as_of), instant(known_to), standard, supposed or {}, on)


def without(case: Case, *dropped: Claim) -> Case:
    """The case as it would be had these claims never been written down."""
    gone = {c.id for c in dropped}
    return replace(case, claims=tuple(c for c in case.claims if c.id not in gone))
