"""Answers of an interview written into a case folder as claims: all of them, or none.

    check_notable(asking)                                  before anything is asked
    note(asking, [Note("…", True, "TASS 1384331")], "A. Clerk")

They are saved as any other change of the case is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from foedus.door import Asking, NotUnderstood
from foedus.door.clock import present
from foedus.noting.changes import Add
from foedus.noting.store import Store
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
    refused = Store(asking.folder, asking.law).refusal()
    if refused:
        raise NotUnderstood([replace(refused, place=replace(refused.place, file="--write"))])


def note(asking: Asking, notes: Sequence[Note], speaker: str) -> Noted:
    """Write notes as claims of a speaker, known from now on. Raises what `Store.save` raises: then nothing was written."""
    check_notable(asking)
    case = asking.record
    sources = list(dict.fromkeys(n.source for n in notes if n.source not in case.sources))
    speakers = [speaker] if case.speakers and speaker not in case.speakers else []
    new = Add(list(_claims(asking, notes, speaker)), [{"id": s} for s in sources], [{"speaker": s} for s in speakers], PREFIX)
    store = Store(asking.folder, asking.law)
    saved = store.save(new, store.version, speaker)
    return Noted(asking.folder, saved.claims, tuple(sources), tuple(speakers))


def _claims(asking: Asking, notes: Sequence[Note], speaker: str) -> Iterable[dict[str, str]]:
    case, terms = asking.record, asking.terms
    sentences = Sentences(asking.regime.vocabulary, case.individuals)
    known, as_of = present().text(case.zone), terms.as_of
    around = f"{(as_of + -_AROUND).text(case.zone)}/{(as_of + _AROUND).text(case.zone)}"
    for one in notes:
        state = sentences.kind(sentences.claim(one.fact)[0]) == "state"
        yield {
            "fact": one.fact,
            "polarity": "for" if one.positive else "against",
            "speaker": speaker,
            "source": one.source,
            "happened": around if state else f"../{as_of.text(case.zone)}",
            "available": known,
        }
