"""A case folder that several people write into: versions, history, undo."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from foedus.door import Asking, NotUnderstood
from foedus.door.clock import this_second
from foedus.door.folders import MATTER, bundled
from foedus.door.words import Folders
from foedus.history import State, Version, commit, digests, locked, read_log, state_of, state_then, steadily, version_of
from foedus.noting.changes import Change, Done, Moment, rows
from foedus.problem import Invalid, Place, Problem
from foedus.record import Instant
from foedus.record.case import COLUMNS

__all__ = ["Outdated", "Saved", "Store"]

_ID = re.compile(r"[0-9a-f]{16}")
_MAX_BY = 200
_SHOWN = 8
FOUND, OUTSIDE = "the tables as they were found", "edited outside"


class Outdated(Invalid):
    """The case is no longer what the editor saw. Nothing was written.

    present    the version that stands now
    meanwhile  the versions saved since the one that the editor saw, the oldest first
    changed    what differs between the two, as far as both are known: table → first cells of rows
    """

    def __init__(self, present: str, meanwhile: Sequence[Version], changed: Mapping[str, tuple[str, ...]]) -> None:
        self.present, self.meanwhile, self.changed = present, tuple(meanwhile), dict(changed)
        super().__init__(list(self._problems()))

    def _problems(self) -> Iterator[Problem]:
        remedy = "look at what changed, then save again"
        for one in self.meanwhile:
            yield Problem(Place("claims.csv"), f"changed meanwhile: {one.by or OUTSIDE} at {one.at} ({one.what})", remedy)
        for table, keys in self.changed.items() if not self.meanwhile else ():
            shown = ", ".join(keys[:_SHOWN]) + (f" and {len(keys) - _SHOWN} more" if len(keys) > _SHOWN else "")
            yield Problem(Place(table), f"changed outside meanwhile: {shown or 'its form'}", remedy)
        if not self.meanwhile and not self.changed:
            yield Problem(Place("claims.csv"), "the case is no longer what you saw", remedy)


@dataclass(frozen=True, slots=True)
class Saved:
    """A save that is on the disk: the version it made, and the claims it added or touched."""

    version: str
    number: int
    what: str
    claims: tuple[str, ...]
    before: str


class Store:
    """The case in a folder, to be changed by one save after another. `law`: folders of regimes to search first."""

    def __init__(self, folder: str | Path, law: Folders = None) -> None:
        self.folder, self.law = Path(folder).resolve(), law

    # --- reading ---

    @property
    def version(self) -> str:
        """The id of what the folder holds now, 16 hex digits; the same bytes have the same id."""
        return version_of(self._state())

    def versions(self) -> tuple[Version, ...]:
        """What was saved, the oldest first; none before the first save. Raises `Invalid` for a log that was changed."""
        return steadily(self.folder, lambda: read_log(self.folder))

    def at(self, version: str, cache: str | Path) -> Path | None:
        """A folder under `cache` that holds a version whole, named as the case is; None where nobody knows that version.

        It is a copy: what happens to the case later does not touch it.
        """
        if not _ID.fullmatch(version):
            return None
        home = Path(cache) / version / self.folder.name
        if not home.is_dir():
            state = self._known(version)
            if state is None:
                return None
            home.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=cache) as scratch:
                made = Path(scratch) / self.folder.name
                _write(made, state)
                with suppress(OSError):  # somebody else was quicker: the same bytes
                    os.rename(made, home)
        return home

    def refusal(self) -> Problem | None:
        """Why nothing can be saved here, and what to do instead; None where it can."""
        if (self.folder / MATTER).is_file():
            remedy = 'record an act instead: foedus matter record MATTER "…"'
            return Problem(Place("CASE"), f"“{self.folder.name}” is a matter, whose record is its log", remedy)
        copy = f"copy it and write into the copy: cp -r {self.folder} my-{self.folder.name}"
        if any(self.folder.is_relative_to(home.resolve()) for home in bundled("cases")):
            return Problem(Place("CASE"), f"“{self.folder.name}” comes with the house and is not written into", copy)
        tables = [self.folder / name for name in ("case.toml", *COLUMNS)]
        for path in (self.folder, *(t for t in tables if t.exists())):
            if not os.access(path, os.W_OK):
                return Problem(Place("CASE"), f"{path} may not be written", f"change its rights, or {copy}")
        return None

    # --- saving ---

    def save(self, change: Change, based_on: str, by: str, at: Instant | None = None) -> Saved:
        """Make a change to the version that its editor saw; when this returns it is on the disk, whole.

        at   when, if not now
        Raises `Outdated` where the case is another version by now, `Invalid` with everything that would be wrong with the
        case after the change, `NotUnderstood` where the case is not written into, `OSError` where the disk refuses. Then no
        table was touched.
        """
        return self._save(lambda state, moment, _: (change.applied(state, moment), 0), based_on, by, at)

    def undo(self, based_on: str, by: str, at: Instant | None = None) -> Saved:
        """Take the last save back that still stands, as a new version; again and again it goes further back.

        Raises what `save` raises, and `Invalid` where there is nothing to take back or it was not saved here.
        """
        return self._save(self._undone, based_on, by, at)

    def _save(
        self, change: Callable[[State, Moment, Sequence[Version]], tuple[Done, int]], based_on: str, by: str, at: Instant | None
    ) -> Saved:
        refused = self.refusal()
        if refused:
            raise NotUnderstood([refused])
        moment = Moment(_name(by), at or this_second())
        before = self._state()
        self._same(before, based_on)
        done, undoes = change(before, moment, self.versions())
        after = {**before, **done.files} if not undoes else done.files
        self._check(after)
        with locked(self.folder) as log:
            self._same(state_of(self.folder), based_on)
            found = _found(log, before, moment)
            version = _version(len(log) + len(found) + 1, after, based_on, moment, done, undoes)
            commit(self.folder, [*found, version], before, after)
        return Saved(version.version, version.number, done.what, done.claims, based_on)

    def _undone(self, before: State, moment: Moment, log: Sequence[Version]) -> tuple[Done, int]:
        standing: list[Version] = []
        for one in log:
            while one.undoes and standing and standing[-1].number >= one.undoes:
                standing.pop()
            standing += [] if one.undoes else [one]
        place = Place("CASE")
        if len(standing) < 2:
            raise Invalid.at(place, "there is no save to take back", f"saves are listed by: foedus history {self.folder.name}")
        last, earlier = standing[-1], standing[-2]
        if last.outside or log[-1].version != version_of(before):
            remedy = "change it back where it was changed, or save something first"
            raise Invalid.at(place, "the tables were edited outside after the last save, which is not undone here", remedy)
        what = f"takes back version {last.number}: {last.what}"
        return Done(state_then(self.folder, earlier), what, last.claims), last.number

    def _state(self) -> dict[str, bytes]:
        return steadily(self.folder, lambda: state_of(self.folder))

    def _known(self, version: str) -> State | None:
        state = self._state()
        if version_of(state) == version:
            return state
        found = next((v for v in self.versions() if v.version == version), None)
        return state_then(self.folder, found) if found else None

    def _same(self, state: State, based_on: str) -> None:
        """Raise `Outdated` where a state is not the version that the editor saw."""
        present = version_of(state)
        if present == based_on:
            return
        log = read_log(self.folder)
        seen = max((v.number for v in log if v.version == based_on), default=0)
        meanwhile = [v for v in log if v.number > seen] if seen else []
        then = state_then(self.folder, log[seen - 1]) if seen else None
        raise Outdated(present, meanwhile, _differences(then, state) if then is not None else {})

    def tried(self, change: Change, by: str, home: str | Path) -> Path:
        """A folder under `home` that holds the case as a change to its present version would make it; nothing is saved.

        Raises `Invalid` with everything that would be wrong with the case then.
        """
        state = self._state()
        copy = Path(home) / self.folder.name
        _write(copy, {**state, **change.applied(state, Moment(_name(by), this_second())).files})
        _ = Asking(copy, law=self.law).record
        return copy

    def _check(self, state: State) -> None:
        """Read the case as it would be, somewhere else. Raises `Invalid` with all that is wrong."""
        with tempfile.TemporaryDirectory(prefix="foedus-") as home:
            copy = Path(home) / self.folder.name
            _write(copy, state)
            _ = Asking(copy, law=self.law).record


def _name(by: str) -> str:
    name = " ".join(by.split())
    if not name or len(name) > _MAX_BY:
        raise NotUnderstood.of("--by", "nobody is named who saves this", f"give a name of at most {_MAX_BY} characters")
    return name


def _found(log: Sequence[Version], before: State, moment: Moment) -> list[Version]:
    """What stands in the folder, where the log does not have it yet: the first version, or an edit from outside."""
    present = version_of(before)
    if log and log[-1].version == present:
        return []
    what = OUTSIDE if log else FOUND
    nobody = Moment("", moment.at)
    return [_version(len(log) + 1, before, log[-1].version if log else "", nobody, Done({}, what, ()), 0, outside=bool(log))]


def _version(
    number: int, state: State, before: str, moment: Moment, done: Done, undoes: int, *, outside: bool = False
) -> Version:
    files = digests(state)
    return Version(number, version_of(state), before, moment.at.text(), moment.by, done.what, files, done.claims, outside, undoes)


def _differences(then: State, now: State) -> dict[str, tuple[str, ...]]:
    """Table → the first cells of the rows that one of two states has and the other has not, or has otherwise."""
    out: dict[str, tuple[str, ...]] = {}
    for name in sorted({*then, *now}):
        if then.get(name) != now.get(name):
            out[name] = tuple(_rows_apart(name, then, now)) if name in COLUMNS else ()
    return out


def _rows_apart(name: str, then: State, now: State) -> Iterator[str]:
    try:
        old, new = ({tuple(row.values()): next(iter(row.values()), "") for row in rows(s, name)} for s in (then, now))
    except Invalid:
        return
    yield from dict.fromkeys([new[k] for k in new if k not in old] + [old[k] for k in old if k not in new])


def _write(folder: Path, state: State) -> None:
    for name, data in state.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
