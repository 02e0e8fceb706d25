"""Matters as functions: opening one, adding to it, playing a walk.

    with keeping("harbour-request") as keep:
        keep.record(Act("{Sudland} requests help by {the appeal of 5 March}"))

    Versions(folder).at(version, cache)   the matter as it was after an earlier entry

What is asked of a matter goes through `door.Asking`, as for any case. Clock and environment are the door's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from foedus.door import Asking, NotUnderstood
from foedus.door.clock import somebody, this_second
from foedus.door.folders import MATTER, find_folder, roots
from foedus.door.laws import read_law
from foedus.door.words import Folders, asked
from foedus.problem import nearest

if TYPE_CHECKING:
    from foedus.door.shelf import Shelf
    from foedus.matter import Act, ActRecorded, Examined, Log, Matter
    from foedus.matter.walk import Spot, Walk

__all__ = ["Keeping", "NewMatter", "Versions", "Walking", "keeping", "walking", "walks"]

LOG = "log.jsonl"


@dataclass(frozen=True)
class NewMatter:
    """The settings of a matter that is to be opened.

    zone, clock, walk   where a time without an offset is read; whose clock says “now” (empty: the
                        clock on the wall); the page of a guided walk it belongs to
    """

    name: str
    regime: str
    title: str = ""
    zone: str = "+00:00"
    roles: Mapping[str, str] = field(default_factory=dict)
    clock: str = ""
    walk: str = ""

    def open(self, folder: str | Path = ".", law: Folders = None) -> Path:
        """Make the folder. Raises `NotUnderstood` where it is there already, or a setting is wrong."""
        from foedus.matter import make, settings_text

        target = Path(folder) / self.name
        if not Path(folder).is_dir():
            raise NotUnderstood.of("--folder", f"there is no folder {folder}")
        if target.exists():
            raise NotUnderstood.of("NAME", f"{target} is there already", "choose another name; nothing is overwritten")
        text = settings_text(
            self.title or self.name, self.regime, self.zone, self._players(law), {"clock": self.clock, "walk": self.walk}
        )
        self._zone()
        make(target, text)
        return target

    def _zone(self) -> None:
        from foedus.record.time import Unreadable, Zone

        try:
            Zone.parse(self.zone)
        except Unreadable as error:
            raise NotUnderstood.of("--zone", error.what, error.remedy) from None

    def _players(self, folders: Folders) -> dict[str, str]:
        found = read_law(self.regime, folders)
        out = {}
        for role, player in self.roles.items():
            part = role if role in found.roles else f"the {role}"
            named = found.vocabulary.named(player, {})
            if part not in found.roles:
                known = list(found.roles)
                raise NotUnderstood.of(
                    "--role", f"no part is called “{role}”", nearest(part, known) or f"one of: {', '.join(known)}"
                )
            if named is None or named[1] != found.roles[part]:
                known = list(found.vocabulary.of_type(found.roles[part]))
                remedy = nearest(player, known) or "parts of dated things fill themselves"
                raise NotUnderstood.of("--role", f"no {found.roles[part]} is called “{player}”", remedy)
            out[part] = named[0]
        return out


@dataclass
class Keeping:
    """A matter that somebody adds to: the only writer while it lasts (see `keeping`)."""

    matter: Matter
    log: Log
    who: str

    def record(self, act: Act) -> Examined:
        """Add an act; when this returns, it is on the disk. Raises `Refused`, or what is wrong with it."""
        self.matter, found = asked(lambda: self.matter.record(self.log, act, this_second(), self.who))
        return found

    def undo(self, number: int, why: str) -> None:
        """Take an act back, by an entry of its own."""
        self.matter = asked(lambda: self.matter.undo(self.log, number, why, this_second(), self.who))


@contextmanager
def keeping(
    name: str | Path, who: str = "", law: Folders = None, cases: Folders = None, shelf: Shelf | None = None
) -> Iterator[Keeping]:
    """Open a matter to add to it, locked against every other writer. Raises `Invalid` where that cannot be."""
    from foedus.matter import Matter, opened

    asking = Asking(name, law=law, cases=cases, shelf=shelf)
    if not (asking.folder / MATTER).is_file():
        raise NotUnderstood.of("MATTER", f"“{name}” is a case, not a matter", "acts are recorded in: foedus matter new NAME")
    with opened(asking.folder) as log:
        read = Matter.read(asking.folder, asking.regime)
        yield Keeping(read, log, who or somebody())


@dataclass
class Walking:
    """Somebody playing a guided walk: a matter, the page it follows, and the acts that stand."""

    regime: str
    folder: Path
    walk: Walk
    who: str
    law: Folders
    cases: Folders
    shelf: Shelf | None = None

    def asking(self) -> Asking:
        """The questions the walk keeps an eye on, put to the matter as it stands."""
        watched = self.walk.watch or None
        return Asking(self.folder, stance="text", question=watched, law=self.law, cases=self.cases, shelf=self.shelf)

    @property
    def matter(self) -> Matter:
        """The matter as its log has it now."""
        found = self.asking().matter
        assert found is not None
        return found

    @property
    def acts(self) -> list[ActRecorded]:
        """The acts that stand."""
        from foedus.matter import standing

        return standing(self.matter.entries)

    @property
    def spot(self) -> Spot:
        """Where the player stands."""
        from foedus.matter.walk import spot

        return spot(self.walk, self.acts)

    @property
    def now(self) -> str:
        """The clock of the walk: when its latest act happened, or its start."""
        return self.acts[-1].at if self.acts else self.walk.start

    def choose(self, number: int, anyway: bool = False) -> Iterator[Examined]:
        """Do what a choice offers, from where it was left; each act is on the disk when it is given back.

        Raises `Refused` at the first act that the rules do not allow yet.
        """
        from foedus.matter import Act
        from foedus.record import Instant

        at = self.spot
        assert at.step is not None
        moves = at.step.choices[number - 1].moves
        clock = Instant.parse(self.now)
        with keeping(self.folder, self.who, self.law, self.cases, self.shelf) as keep:
            zone = keep.matter.form.zone
            for place, move in enumerate(moves[at.done :], at.done + 1):
                clock += move.after
                tag = f"{at.step.id}/{number}/{place}"
                yield keep.record(Act(move.says, move.by, clock.text(zone), "", move.new, anyway, tag))

    def back(self, why: str) -> list[int]:
        """Take the last choice back, with all its acts, the latest first; their numbers."""
        acts = self.acts
        choice = acts[-1].step.rpartition("/")[0] if acts else ""
        last = [a.number for a in reversed(acts) if a.step.rpartition("/")[0] == choice]
        run = [n for place, n in enumerate(last) if acts[-1 - place].number == n]
        with keeping(self.folder, self.who, self.law, self.cases, self.shelf) as keep:
            for number in run:
                keep.undo(number, why)
        return run


def walking(
    regime: str, folder: Path, who: str = "", law: Folders = None, cases: Folders = None, shelf: Shelf | None = None
) -> Walking:
    """Begin a regime's walk in a folder, or take up the one that is there.

    Raises `NotUnderstood` where the regime has none, or the folder is something else.
    """
    from foedus.matter.walk import FILE, read_walk

    home = find_folder(roots("law", law), regime, ("regime.toml",), "regime")
    if not (home / FILE).is_file():
        raise NotUnderstood.of("REGIME", f"“{regime}” has no guided walk", f"write one: law/{regime}/{FILE}")
    walk = read_walk(home / FILE, f"{home.name}/{FILE}")
    play = Walking(regime, folder, walk, who, law, cases, shelf)
    if not folder.exists():
        NewMatter(folder.name, home.name, walk.title, walk.zone, walk.roles, "the log", home.name).open(folder.parent, law)
    elif not (folder / MATTER).is_file() or play.matter.form.more["walk"] != home.name:
        raise NotUnderstood.of("NAME", f"{folder} is there already, and no walk of {regime}", "choose another name")
    return play


def walks(law: Folders = None) -> dict[str, Walk]:
    """The guided walks there are, by the name of their regime. Raises `Invalid` for one that is broken."""
    from foedus.matter.walk import FILE, read_walk

    homes: dict[str, Path] = {}
    for page in (p for root in roots("law", law) for p in sorted(root.glob(f"*/{FILE}"))):
        homes.setdefault(page.parent.name, page)
    return {name: read_walk(page, f"{name}/{FILE}") for name, page in homes.items()}


@dataclass(frozen=True)
class Versions:
    """What a matter was after each entry of its log: a version names its settings and the entries until then.

    A log is only ever added to, so that everything it said before can be asked again.
    """

    folder: Path

    @cached_property
    def every(self) -> dict[str, int]:
        """Version → bytes of the log it holds, the first without an entry, the present one last."""
        mix = sha256(_bytes(self.folder / MATTER) + b"\0")
        out, size = {mix.hexdigest()[:16]: 0}, 0
        for line in self._log.split(b"\n")[:-1]:  # what follows the last line feed was never acknowledged
            mix.update(line + b"\n")
            size += len(line) + 1
            out[mix.hexdigest()[:16]] = size
        return out

    @cached_property
    def _log(self) -> bytes:
        return _bytes(self.folder / LOG)

    @property
    def present(self) -> str:
        """The version that the log stands at now."""
        return next(reversed(self.every))

    def after(self, entries: int) -> str:
        """The version with so many entries."""
        return list(self.every)[entries]

    def at(self, version: str, cache: Path) -> Path | None:
        """A folder under `cache` that holds a version, named as the matter is; None for one the log never had."""
        if version not in self.every:
            return None
        home = cache / version / self.folder.resolve().name
        if not home.is_dir():
            with TemporaryDirectory(dir=cache) as scratch:
                made = Path(scratch) / home.name
                made.mkdir()
                (made / MATTER).write_bytes(_bytes(self.folder / MATTER))
                (made / LOG).write_bytes(self._log[: self.every[version]])
                if (self.folder / "law").is_dir():
                    (made / "law").symlink_to((self.folder / "law").resolve())
                home.parent.mkdir(parents=True, exist_ok=True)
                with suppress(OSError):  # somebody else was quicker: the same bytes
                    made.rename(home)
        return home


def _bytes(path: Path) -> bytes:
    """The bytes of a file; nothing where there is none, which whoever reads the matter reports."""
    return path.read_bytes() if path.is_file() else b""
