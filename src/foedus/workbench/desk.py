"""The cases at hand, and what was read and answered before: one for a running workbench."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

from foedus.door import Asking, NotUnderstood
from foedus.door.folders import MATTER, roots
from foedus.door.shelf import Shelf, digest
from foedus.keeping import Versions
from foedus.noting import Store
from foedus.problem import Invalid, Place, nearest
from foedus.workbench.state import State

if TYPE_CHECKING:
    from foedus.assess import Assessment, Memory

__all__ = ["Desk", "Dossier"]

_T = TypeVar("_T")

ANSWERS = 400
"""How many answers are kept."""


class Dossier:
    """One case or matter on the desk, as it is at the time of a visit."""

    def __init__(self, desk: Desk, name: str, folder: Path) -> None:
        self.desk, self.name, self.folder = desk, name, folder

    @cached_property
    def is_matter(self) -> bool:
        """Whether it is a live request, kept as a log."""
        return (self.folder / MATTER).is_file()

    @cached_property
    def present(self) -> Asking:
        """A question to the record as it is, with nothing chosen; its law and record are kept for the next."""
        return self._asking(State(), self.folder_at(self.version))

    @cached_property
    def version(self) -> str:
        """The version of the record: sixteen hexadecimal digits over its files."""
        return self.past.present if self.is_matter else Store(self.folder).version

    @cached_property
    def past(self) -> Versions:
        """What a matter was after each entry of its log."""
        return Versions(self.folder)

    @cached_property
    def law_version(self) -> str:
        """The version of the law pages it is answered under."""
        files = self.present.law_files
        return self.desk.shelf.kept(("law version", self.folder), files, lambda: digest(files))

    def asking(self, state: State) -> Asking:
        """The question that a state puts, to the version of the record it names if that is kept."""
        return self._asking(state, self.folder_at(state.record))

    def folder_at(self, version: str) -> Path:
        """The folder that holds a version of the record; where it is not kept, that of the present one.

        A case is never asked where it lies but in a copy of the version, which no save changes while it is read.
        """
        return self._copy(version) or self._copy(self.version) or self.folder

    def holds(self, version: str) -> bool:
        """Whether this version of the record is kept, so that it can be asked."""
        return version == self.version or self._copy(version) is not None

    def _copy(self, version: str) -> Path | None:
        if not version:
            return None
        copies = self.desk.copies / sha256(str(self.folder.resolve()).encode()).hexdigest()[:16]
        copies.mkdir(exist_ok=True)
        return (self.past if self.is_matter else Store(self.folder)).at(version, copies)

    def _asking(self, state: State, folder: Path) -> Asking:
        return Asking(folder.resolve(), **state.asking(), law=self.desk.law, shelf=self.desk.shelf, memory=self.desk.memory)

    def answered(self, kind: Hashable, state: State, work: Callable[[Asking], _T]) -> _T:
        """What `work` makes of the question, kept under the versions of record and law. `kind` names the work."""
        return self.desk.kept(self._key(kind, state), lambda: work(self.asking(state)))

    def apart(self, kind: Hashable, state: State, work: Callable[[Asking], _T]) -> _T:
        """The same for what takes many seconds: others are answered meanwhile, and only one such work is done at a time."""
        return self.desk.apart(self._key(kind, state), lambda: work(replace(self.asking(state), memory=None)))

    def has(self, kind: Hashable, state: State) -> bool:
        """Whether `answered` or `apart` would give at once what it made before."""
        return self.desk.has(self._key(kind, state))

    def _key(self, kind: Hashable, state: State) -> Hashable:
        asked = state.record if state.record and self.holds(state.record) else self.version
        return self.name, asked, self.law_version, kind, tuple(state.but(record="", law="").pairs())

    def assessment(self, state: State) -> Assessment:
        """The table under a state."""
        return self.answered("assess", state, lambda asking: asking.assess())

    def row(self, question: str, state: State) -> Assessment:
        """The table under a state, or the row of one question where the whole has not been asked for."""
        if self.desk.has(self._key("assess", state)):
            return self.assessment(state)
        return self.answered(("row", question), state, lambda asking: replace(asking, question=(question,)).assess())


class Desk:
    """Cases in a folder (or those of the house), with law from the usual places.

    folder   a case, a matter, or a folder of them; None stands for the cases that come with the house
    law      folders of regimes to search first
    """

    def __init__(self, folder: Path | None = None, law: tuple[Path, ...] = ()) -> None:
        self.folder, self.law = folder, law or None
        self.shelf = Shelf()
        self.memory = _memory()  # used by who holds `_working` only
        self._scratch = TemporaryDirectory(prefix="foedus-")  # gone with the desk
        self.copies = Path(self._scratch.name)
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._apart = RLock()
        self._working = RLock()  # one answer at a time: the engine is busy with one anyway, and none is made twice

    def dossiers(self) -> Mapping[str, Dossier]:
        """Every case and matter at hand, by the name of its folder, in order."""
        places = [self.folder] if self.folder else list(roots("cases"))
        found: dict[str, Path] = {}
        for place in places:
            for folder in [place, *sorted(place.iterdir())]:
                settings = [folder / file for file in ("case.toml", MATTER)]
                if any(file.is_file() and not _leads_out(file, folder) for file in settings):
                    found.setdefault(folder.resolve().name, folder)
        return {name: Dossier(self, name, found[name]) for name in sorted(found)}

    def prepare(self) -> None:
        """Read and answer the case, where there is but one, so that its first page is there at once; errors are its page's."""
        found = list(self.dossiers().values())
        if len(found) == 1:
            with suppress(Invalid):
                found[0].assessment(State(record=found[0].version))

    def dossier(self, name: str) -> Dossier:
        """The case or matter of that name. Raises `NotUnderstood`, naming the nearest; `Invalid` where it leads elsewhere."""
        known = self.dossiers()
        if name not in known:
            raise NotUnderstood.of("CASE", f"no case is called “{name}”", nearest(name, list(known)) or "see the list of cases")
        _within(known[name].folder)
        return known[name]

    @property
    def workplace(self) -> Path | None:
        """Where a new case or matter may be put: the folder of cases it was given, if it may be written into."""
        folder = self.folder
        if folder is None or any((folder / file).is_file() for file in ("case.toml", MATTER)):
            return None
        return folder if os.access(folder, os.W_OK) else None

    def has(self, key: Hashable) -> bool:
        """Whether something is kept under this key."""
        return key in self._answers

    def kept(self, key: Hashable, work: Callable[[], _T]) -> _T:
        """What `work` gave under this key, worked out the first time."""
        with self._working:
            if key not in self._answers:
                self._answers[key] = work()
            self._answers.move_to_end(key)
            while len(self._answers) > ANSWERS:
                self._answers.popitem(last=False)
            found: _T = self._answers[key]
            return found

    def apart(self, key: Hashable, work: Callable[[], _T]) -> _T:
        """What `kept` gives, without keeping those waiting who ask for something else."""
        with self._apart:
            if not self.has(key):
                made = work()
                self.kept(key, lambda: made)
        return self.kept(key, work)


def _leads_out(path: Path, folder: Path) -> bool:
    """Whether a file of a case is a link to something that is not in its folder."""
    return path.is_symlink() and not path.resolve().is_relative_to(folder.resolve())


def _within(folder: Path) -> None:
    """Raise `Invalid` for a case that would have somebody else's files read."""
    for path in (*folder.iterdir(), *(folder / "law").glob("*")):
        if _leads_out(path, folder):
            place = Place(path.relative_to(folder).as_posix())
            raise Invalid.at(place, "it is a link that leads out of the folder of the case", "put the file itself there")


def _memory() -> Memory:
    from foedus.assess import Memory

    return Memory()
