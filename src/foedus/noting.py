"""Answers of an interview written into a case folder as claims: all of them, or none.

    check_notable(asking)                                  before anything is asked
    note(asking, [Note("…", True, "TASS 1384331")], "A. Clerk")

The tables are made anew beside the old ones, read as a case, and only then put in their place.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from foedus.door import Asking, NotUnderstood
from foedus.door.clock import present
from foedus.door.folders import MATTER, bundled
from foedus.record import read_case
from foedus.record.appending import appended, next_id
from foedus.record.case import COLUMNS
from foedus.record.sentences import Sentences

__all__ = ["Note", "Noted", "check_notable", "note"]

PREFIX = "IV-"
_AROUND = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Note:
    """A fact as a sentence of the law, whether it is so, and the source that says it."""

    fact: str
    positive: bool
    source: str


@dataclass(frozen=True, slots=True)
class Noted:
    """What was written: the new claims' ids, and the sources and speakers that were new as well."""

    folder: Path
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    speakers: tuple[str, ...]


def check_notable(asking: Asking) -> None:
    """Refuse a case that answers cannot be written into. Raises `NotUnderstood` with what to do instead."""
    folder = asking.folder.resolve()
    if (folder / MATTER).is_file():
        remedy = f'record each as an act: foedus matter record {asking.case} "…"'
        raise NotUnderstood.of("--write", f"“{asking.case}” is a matter, whose record is its log", remedy)
    if any(folder.is_relative_to(home.resolve()) for home in bundled("cases")):
        remedy = f"copy it and ask the copy: cp -r {folder} my-{folder.name}"
        raise NotUnderstood.of("--write", f"“{asking.case}” comes with the house and is not written into", remedy)
    for name in ("claims.csv", "sources.csv", "speakers.csv"):
        if (folder / name).exists() and not os.access(folder / name, os.W_OK):
            raise NotUnderstood.of("--write", f"{folder / name} may not be written", "change its rights, or copy the folder")


def note(asking: Asking, notes: Sequence[Note], speaker: str) -> Noted:
    """Write notes as claims of a speaker, known from now on. Raises `Invalid` where the case would not be sound: then
    nothing was written; `OSError` where the disk refuses: then the tables are as they were.
    """
    check_notable(asking)
    case, folder = asking.record, asking.folder
    sources = list(dict.fromkeys(n.source for n in notes if n.source not in case.sources))
    speakers = [speaker] if case.speakers and speaker not in case.speakers else []
    claims = list(_claims(asking, notes, speaker))
    rows: dict[str, list[dict[str, str]]] = {
        "sources.csv": [{"id": s} for s in sources],
        "speakers.csv": [{"speaker": s} for s in speakers],
        "claims.csv": claims,
    }
    tables = {name: _with(folder / name, more) for name, more in rows.items() if more}
    _try(asking, tables)
    _replace(folder, tables)
    return Noted(folder, tuple(c["id"] for c in claims), tuple(sources), tuple(speakers))


def _claims(asking: Asking, notes: Sequence[Note], speaker: str) -> Iterable[dict[str, str]]:
    case, terms = asking.record, asking.terms
    sentences = Sentences(asking.regime.vocabulary, case.individuals)
    taken = [c.id for c in case.claims]
    known, as_of = present().text(case.zone), terms.as_of
    around = f"{(as_of + -_AROUND).text(case.zone)}/{(as_of + _AROUND).text(case.zone)}"
    for one in notes:
        state = sentences.kind(sentences.claim(one.fact)[0]) == "state"
        taken.append(next_id(taken, PREFIX))
        yield {
            "id": taken[-1],
            "fact": one.fact,
            "polarity": "for" if one.positive else "against",
            "speaker": speaker,
            "source": one.source,
            "happened": around if state else f"../{as_of.text(case.zone)}",
            "available": known,
        }


def _with(table: Path, rows: Sequence[Mapping[str, str]]) -> bytes:
    """A table with further rows; one that is not there begins with all its columns."""
    data = table.read_bytes() if table.exists() else (",".join(COLUMNS[table.name]) + "\n").encode()
    return appended(data, table.name, COLUMNS[table.name], rows)


def _try(asking: Asking, tables: Mapping[str, bytes]) -> None:
    """Read the case with the new tables, somewhere else. Raises `Invalid` with all that is wrong."""
    with tempfile.TemporaryDirectory(prefix="foedus-") as home:
        copy = Path(home) / asking.folder.resolve().name
        copy.mkdir()
        for file in asking.folder.iterdir():
            if file.is_file() and file.suffix in (".csv", ".toml"):
                shutil.copyfile(file, copy / file.name)
        for name, data in tables.items():
            (copy / name).write_bytes(data)
        read_case(copy, asking.regime.vocabulary)


def _replace(folder: Path, tables: Mapping[str, bytes]) -> None:
    """Put every table in its place, or none: each is on the disk before the first is moved."""
    before = {name: (folder / name).read_bytes() if (folder / name).exists() else None for name in tables}
    made: dict[str, Path] = {}
    moved: list[str] = []
    try:
        for name, data in tables.items():
            made[name] = _beside(folder / name, data)
        for name, new in made.items():
            os.replace(new, folder / name)
            moved.append(name)
    except BaseException:
        for name in moved:
            old = before[name]
            if old is None:
                (folder / name).unlink()
            else:
                os.replace(_beside(folder / name, old), folder / name)
        raise
    finally:
        for new in made.values():
            new.unlink(missing_ok=True)


def _beside(path: Path, data: bytes) -> Path:
    """A file beside another, with its rights, on the disk to the last byte."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, path.stat().st_mode if path.exists() else 0o644)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)
