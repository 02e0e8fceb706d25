"""A matter: a folder with its settings and its log, and the acts that are added to it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from foedus.matter.entry import KEEPER, ActRecorded, ActUndone, Entry
from foedus.matter.fold import OWN_CLOCK, Parts, case_of, last_moment, standing
from foedus.matter.log import FILE as LOG
from foedus.matter.log import Log, make_file, read_log, sync_folder
from foedus.matter.objections import Objection, objections
from foedus.matter.sentence import Said, default_actor, read_new, read_sentence
from foedus.problem import Invalid, Place, Problem, nearest
from foedus.record.case import Case
from foedus.record.caseform import CaseForm
from foedus.record.dates import read as read_when
from foedus.record.time import Instant, Unreadable
from foedus.text import Regime
from foedus.vocabulary import Vocabulary

__all__ = ["FILE", "Act", "Examined", "Matter", "Refused", "make", "settings_text"]

FILE = "matter.toml"
_TYPED = Place("SENTENCE")
MORE = ("clock", "walk")
"""What a matter.toml may say beside the keys of a case.toml."""


class Refused(Invalid):
    """An act that the rules do not allow yet, with everything that they say against it."""

    def __init__(self, place: Place, found: Sequence[Objection]) -> None:
        remedy = "record first what is missing, or record the act all the same: --anyway"
        super().__init__(
            Problem(place, f"not allowed yet: {o}", remedy if n + 1 == len(found) else "") for n, o in enumerate(found)
        )
        self.objections = tuple(found)


@dataclass(frozen=True, slots=True)
class Act:
    """An act as somebody gives it. Texts that are empty were not given.

    place   where problems are reported to lie
    """

    says: str
    by: str = ""
    at: str = ""
    source: str = ""
    new: tuple[str, ...] = ()
    anyway: bool = False
    step: str = ""
    place: Place = _TYPED


@dataclass(frozen=True)
class Examined:
    """An act that was read and held against the rules, and the entry it would become."""

    entry: ActRecorded
    said: Said
    objections: tuple[Objection, ...]


@dataclass(frozen=True)
class Matter:
    """A live request: its settings, the law it stands under and the entries of its log."""

    folder: Path
    form: CaseForm
    regime: Regime
    entries: tuple[Entry, ...]
    head: str = ""
    torn: bytes = b""

    @classmethod
    def read(cls, folder: Path, regime: Regime) -> Matter:
        """The matter in a folder. Raises `Invalid` for a broken matter.toml, and for a log that was changed."""
        form = settings(folder, regime.vocabulary)
        written = read_log(folder)
        return cls(folder, form, regime, written.entries, written.head, written.torn)

    @property
    def own_clock(self) -> bool:
        """Whether “now” is the moment after its latest act: a request that is played, not lived."""
        return self.form.more.get("clock") == OWN_CLOCK

    @cached_property
    def case(self) -> Case:
        """The record that the log amounts to. Raises `Invalid` for an act that no phrase says any more."""
        return self._case(self.entries)

    @property
    def now(self) -> Instant | None:
        """The moment after the latest act, where the matter goes by its own clock."""
        return last_moment(self.case) if self.own_clock else None

    @property
    def vocabulary(self) -> Vocabulary:
        """The regime's words, in which parts of the matter may stand for those who play them."""
        return replace(self.regime.vocabulary, aliases={**self.regime.vocabulary.aliases, **self.case.roles})

    def _case(self, entries: Sequence[Entry]) -> Case:
        parts: Parts = self.regime.roles
        try:
            return case_of(self.folder.resolve().name, self.form, parts, self.regime.vocabulary, entries)
        except Invalid as error:
            what = "; ".join(p.what for p in error.problems)
            raise Invalid.at(
                Place(LOG), f"the law no longer has the words of an act: {what}", "read it with the law it was made with"
            ) from None

    # --- acts ---

    def examine(self, act: Act, recorded: Instant, who: str) -> Examined:
        """Read an act and hold it against the rules. Raises `Invalid` for what cannot be read."""
        known = self.case.individuals
        declared = read_new(act.new, self.vocabulary, known, act.place)
        said = read_sentence(act.says, self.vocabulary, known, declared, act.place)
        at = act.at or recorded.text(self.form.zone)
        self._readable(at, act.place)
        phrase = self.regime.vocabulary.phrases[said.fact.phrase]
        by = self._actor(act.by, act.place) if act.by else default_actor(said.fact, phrase, self.regime.vocabulary)
        entry = ActRecorded(
            len(self.entries) + 1, recorded.text(self.form.zone), who, said.written, by, at, act.source, said.new, step=act.step
        )
        return Examined(entry, said, self._objections(entry, said))

    def _objections(self, entry: ActRecorded, said: Said) -> tuple[Objection, ...]:
        if not said.positive:
            return ()
        after = self._case((*self.entries, entry))
        happened = after.claims[-1].happened.latest
        moment = last_moment(after) if happened is None else happened
        if moment is None:
            return ()
        return objections(self.case, after, self.regime, said.fact, moment + timedelta(microseconds=1))

    def _readable(self, at: str, place: Place) -> None:
        try:
            read_when(at, self.form.zone)
        except Unreadable as error:
            raise Invalid.at(place, f"--at: {error.what}", error.remedy) from None

    def _actor(self, name: str, place: Place) -> str:
        """The full name of an actor; nobody has to be known, but a near miss is pointed out."""
        plain = " ".join(name.split())
        found = self.vocabulary.named(plain, self.case.individuals)
        if found:
            return found[0]
        near = nearest(plain, list(self.regime.vocabulary.individuals))
        if near and plain.casefold() == near.rpartition(": ")[2].casefold():
            raise Invalid.at(place, f"nobody is called “{plain}”", near)
        return plain or KEEPER

    def record(self, log: Log, act: Act, recorded: Instant, who: str) -> tuple[Matter, Examined]:
        """Add an act to the log. Raises `Refused` for one the rules do not allow, unless it is to be kept anyway."""
        found = self.examine(act, recorded, who)
        if found.objections and not act.anyway:
            raise Refused(act.place, found.objections)
        voided = any(o.kind in ("ballot", "member") for o in found.objections)
        against = tuple(f"{o} → {o.effect}" for o in found.objections)
        entry = replace(found.entry, against=against, voided=voided)
        return self._with(log, entry), replace(found, entry=entry)

    def undo(self, log: Log, number: int, why: str, recorded: Instant, who: str) -> Matter:
        """Take an act back, by an entry of its own. Raises `Invalid` where there is no such act."""
        acts = {e.number: e for e in standing(self.entries)}
        if number not in acts:
            remedy = f"acts that stand: {', '.join(map(str, acts))}" if acts else "nothing is recorded yet"
            undone = any(isinstance(e, ActUndone) and e.undoes == number for e in self.entries)
            what = "is undone already" if undone else "is no act of this matter"
            raise Invalid.at(Place("N"), f"entry {number} {what}", remedy)
        if not why.strip():
            raise Invalid.at(Place("--why"), "an act is not undone without a reason", 'give one: --why "…"')
        return self._with(
            log, ActUndone(len(self.entries) + 1, recorded.text(self.form.zone), who, number, " ".join(why.split()))
        )

    def leaning_on(self, number: int) -> tuple[int, ...]:
        """Later acts that speak of an individual which an act brought into the matter."""
        acts = standing(self.entries)
        new = next((set(a.new) for a in acts if a.number == number), set())
        return tuple(a.number for a in acts if a.number > number and any(f"{{{name}}}" in a.says for name in new))

    def _with(self, log: Log, entry: Entry) -> Matter:
        log.add(entry)
        return Matter(self.folder, self.form, self.regime, log.entries, log.head, b"")


def settings(folder: Path, vocabulary: Vocabulary) -> CaseForm:
    """What a matter.toml says. Raises `Invalid` with everything that is wrong in it."""
    problems: list[Problem] = []
    form = CaseForm(folder, vocabulary, problems, FILE, MORE)
    if form.more["clock"] not in ("", OWN_CLOCK):
        problems.append(
            Problem(Place(FILE), f"“{form.more['clock']}” is no clock", f'write clock = "{OWN_CLOCK}", or drop the line')
        )
    if problems:
        raise Invalid(problems)
    return form


def make(folder: Path, text: str, sync: Callable[[int], None] = os.fsync) -> None:
    """A folder with these settings and an empty log, all of it on the disk. Raises `FileExistsError`."""
    folder.mkdir()
    make_file(folder / FILE, text, sync)
    make_file(folder / LOG, "", sync)
    sync_folder(folder.parent, sync)


def settings_text(title: str, regime: str, zone: str, roles: Mapping[str, str], more: Mapping[str, str]) -> str:
    """The matter.toml of a new matter."""
    from json import dumps  # a JSON text is a TOML text

    def line(key: str, value: str) -> str:
        return f"{key} = {dumps(value, ensure_ascii=False)}"

    rows = [line("title", title), line("regime", regime), line("zone", zone), *(line(k, v) for k, v in more.items() if v)]
    rows += ["", "# Who plays which part. Parts of dated things fill themselves, with the first one an act makes.", "[roles]"]
    rows += [f"{dumps(role, ensure_ascii=False)} = {dumps(name, ensure_ascii=False)}" for role, name in roles.items()]
    return "\n".join(rows) + "\n"
