"""The files of a case folder change as one, and every version of them is kept.

    history/contents/<sha256>.gz   what a file once held; written first, never changed
    history/log.jsonl              a line for each version; a line that is on the disk makes its version so
    history/pending                there while files are being replaced; what the files were before
    history/lock                   held by whoever replaces files, shared by whoever reads them

A process that dies before the line is written has changed nothing. One that dies after it has changed everything: whoever
opens the folder next puts the files in their place before reading or writing. A file that somebody edited by hand is never
overwritten: it is neither what it was before nor what it should become, so it stays.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import stat
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from foedus.problem import Invalid, Place

__all__ = ["State", "Version", "commit", "digests", "locked", "read_log", "state_of", "state_then", "steadily", "version_of"]

FOLDER = "history"
KEPT = (
    "case.toml", "claims.csv", "sources.csv", "speakers.csv", "interests.csv", "setaside.csv", "timing.csv",
    "conflicts.csv", "grounds.csv",
)  # fmt: skip
"""The files that make up a case, besides the law pages of its own; no other name is ever read or written."""
MAX_BYTES = 5_000_000
MAX_LOG = 64_000_000
MAX_PAGES = 200
PATIENCE = 100
_PAUSE = 0.05  # seconds between two tries for the lock, of which there are PATIENCE
_LAW = re.compile(r"law/[^./\\\x00-\x1f][^/\\\x00-\x1f]{0,120}\.md")
_SHA = re.compile(r"[0-9a-f]{64}")
_LOCK, _LOG, _PENDING, _CONTENTS = "lock", "log.jsonl", "pending", "contents"
_T = TypeVar("_T")

State = Mapping[str, bytes]
"""What the files of a case hold, by name; a file that is not there has no entry."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a case, as the log has it.

    number   counted from 1; version, before: the id of this version and of the one it was made from ("" for the first)
    at, by   when it was saved (RFC 3339) and by whom; what: what was done, in words; claims: the claims it was done to
    files    SHA-256 of every file, by name
    outside  nobody saved it: the files were found changed
    undoes   the number of the version it takes back; 0 for none
    """

    number: int
    version: str
    before: str
    at: str
    by: str
    what: str
    files: Mapping[str, str]
    claims: tuple[str, ...] = ()
    outside: bool = False
    undoes: int = 0

    def to_json(self) -> dict[str, Any]:
        """The version for a JSON document, without the checksums of its files."""
        return {
            "number": self.number, "version": self.version, "from": self.before, "at": self.at, "by": self.by, "what": self.what,
            "claims": list(self.claims), "outside": self.outside, "undoes": self.undoes or None,
        }  # fmt: skip


# --- reading -------------------------------------------------------------------------------------


def state_of(folder: Path) -> dict[str, bytes]:
    """What the files of a case hold now. Raises `Invalid` for a name that is no plain file of the folder."""
    pages = sorted(f"law/{p.name}" for p in (folder / "law").glob("*.md"))
    if len(pages) > MAX_PAGES:
        raise Invalid.at(Place("law"), f"the case has more than {MAX_PAGES} law pages of its own", "put them into a regime")
    found = ((name, _held(folder, name)) for name in (*KEPT, *pages) if _sound_name(name))
    return {name: data for name, data in found if data is not None}


def version_of(state: State) -> str:
    """The id of a version, 16 hex digits of the SHA-256 over names and bytes."""
    return _version(digests(state))


def digests(state: State) -> dict[str, str]:
    """SHA-256 of every file, by name."""
    return {name: _sha(data) for name, data in state.items()}


def read_log(folder: Path) -> tuple[Version, ...]:
    """Every version in a folder's history, the oldest first. Raises `Invalid` for a line that was changed."""
    return _read_log(folder)[0]


def state_then(folder: Path, entry: Version) -> dict[str, bytes]:
    """What the files held in an earlier version. Raises `Invalid` where a content is gone or was changed."""
    return {name: _content(folder, digest) for name, digest in entry.files.items()}


def steadily(folder: Path, read: Callable[[], _T]) -> _T:
    """Read while nobody replaces files; what somebody left half replaced is put in its place first.

    Raises `Invalid` where that cannot be done or somebody holds the folder too long, and what `read` raises.
    """
    lock = folder / FOLDER / _LOCK
    if not lock.exists():
        try:
            found = read()
        except Invalid:
            if not lock.exists():
                raise
        else:
            if not lock.exists():
                return found  # nobody made the first save meanwhile
    with _shared(folder):
        return read()


def _held(folder: Path, name: str) -> bytes | None:
    path = folder / name
    try:
        if not stat.S_ISREG(path.stat().st_mode) or not path.resolve().is_relative_to(folder.resolve()):
            raise Invalid.at(Place(name), "this is not a plain file of the folder", "put the file itself into the folder")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Invalid.at(Place(name), f"cannot be read: {error.strerror}", "check the file and its rights") from None
    if len(data) > MAX_BYTES:
        what = f"the file is larger than {MAX_BYTES:,} bytes"
        raise Invalid.at(Place(name), what, "split the case, or drop what is not needed")
    return data


def _sound_name(name: str) -> bool:
    return name in KEPT or bool(_LAW.fullmatch(name))


def _sha(data: bytes) -> str:
    return sha256(data).hexdigest()


def _version(files: Mapping[str, str]) -> str:
    return _sha("".join(f"{name}\0{files[name]}\n" for name in sorted(files)).encode())[:16]


def _read_log(folder: Path) -> tuple[tuple[Version, ...], int]:
    """The versions, and how many bytes of the log hold them; what follows was never acknowledged."""
    path = folder / FOLDER / _LOG
    try:
        if path.stat().st_size > MAX_LOG:
            what = f"the history is larger than {MAX_LOG:,} bytes"
            raise Invalid.at(_place(_LOG), what, "put the folder “history” aside; the case goes on without it")
        data = path.read_bytes()
    except FileNotFoundError:
        return (), 0
    *lines, rest = data.split(b"\n")
    if lines and not rest and b"\0" in lines[-1]:
        rest = lines.pop() + b"\n"  # the file had grown when the power failed, and not all its bytes had come
    entries = tuple(_version_in(line, number) for number, line in enumerate(lines, 1))
    return entries, len(data) - len(rest)


def _version_in(line: bytes, number: int) -> Version:
    try:
        found: dict[str, Any] = json.loads(line)
        files = {str(name): str(digest) for name, digest in found["files"].items()}
        entry = Version(
            number, _version(files), str(found["from"]), str(found["at"]), str(found["by"]), str(found["what"]), files,
            tuple(str(c) for c in found["claims"]), found["outside"] is True, int(found["undoes"]),
        )  # fmt: skip
        sound = (found["number"], found["version"]) == (number, entry.version)
        sound = sound and all(_sound_name(n) and _SHA.fullmatch(d) for n, d in files.items())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        sound = False
    if not sound:
        remedy = "take the line from a copy, or put the folder “history” aside; the case goes on without it"
        raise Invalid.at(Place(f"{FOLDER}/{_LOG}", number), "the line was changed after it was written", remedy)
    return entry


def _line(entry: Version) -> bytes:
    row = {
        "number": entry.number, "version": entry.version, "from": entry.before, "at": entry.at, "by": entry.by,
        "what": entry.what, "claims": entry.claims, "outside": entry.outside, "undoes": entry.undoes, "files": entry.files,
    }  # fmt: skip
    return json.dumps(row).encode() + b"\n"


def _content(folder: Path, digest: str) -> bytes:
    name = f"{FOLDER}/{_CONTENTS}/{digest}.gz"
    try:
        packed = (folder / name).read_bytes()
        data = zlib.decompressobj(wbits=31).decompress(packed, MAX_BYTES + 1)
    except (OSError, zlib.error):
        data = b""
    if _sha(data) != digest:
        raise Invalid.at(Place(name), "what a file held in this version is gone or was changed", "take it from a copy")
    return data


def _place(name: str) -> Place:
    return Place(f"{FOLDER}/{name}")


# --- locks ---------------------------------------------------------------------------------------


@contextmanager
def locked(folder: Path) -> Iterator[tuple[Version, ...]]:
    """Keep everybody else out of a folder, to change its files; the versions so far.

    Raises `Invalid` where the folder cannot be locked, `OSError` where its history cannot be written.
    """
    shelf = folder / FOLDER
    if shelf.is_symlink():
        raise Invalid.at(Place(FOLDER), "this is a link", "put the folder itself here")
    for made in (shelf, shelf / _CONTENTS):
        with suppress(FileExistsError):
            os.mkdir(made)
    handle = os.open(shelf / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        _lock(handle, exclusive=True)
        _finish(folder)
        yield read_log(folder)
    finally:
        os.close(handle)


@contextmanager
def _shared(folder: Path) -> Iterator[None]:
    shelf = folder / FOLDER
    try:
        handle = os.open(shelf / _LOCK, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise Invalid.at(_place(_LOCK), f"cannot be read: {error.strerror}", "check the file and its rights") from None
    try:
        _lock(handle, exclusive=False)
        while (shelf / _PENDING).exists():
            _unlock(handle)
            try:
                with locked(folder):
                    pass
            except OSError as error:
                what = f"a save was cut short and cannot be completed: {error.strerror}"
                raise Invalid.at(_place(_PENDING), what, "open the case where its folder may be written") from None
            _lock(handle, exclusive=False)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, exclusive: bool) -> None:
    try:
        import fcntl
    except ImportError:
        if not exclusive:
            return
        remedy = "save on a system with file locks (Linux, macOS, WSL)"
        raise Invalid.at(_place(_LOCK), "this system cannot lock a case against a second writer", remedy) from None
    for _ in range(PATIENCE):
        with suppress(BlockingIOError):
            return fcntl.flock(handle, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        time.sleep(_PAUSE)
    whoever = "another process is reading or writing this case" if exclusive else "another process is writing to this case"
    raise Invalid.at(_place(_LOCK), whoever, "wait until it is done, or end it; nothing was changed")


def _unlock(handle: int) -> None:
    import fcntl

    fcntl.flock(handle, fcntl.LOCK_UN)


# --- writing -------------------------------------------------------------------------------------


def commit(folder: Path, entries: Sequence[Version], before: State, after: State) -> None:
    """Make the last of these entries the version of a folder that is `locked` and holds `before`.

    Raises `OSError` where the disk refuses: then the files are as they were. Raises `Invalid` where it refuses so late that
    nothing can be put back: then the version is in the history, and whoever opens the folder next completes it.
    """
    shelf, names = folder / FOLDER, _changed(before, after)
    for name in names:
        if (folder / name).is_symlink():
            raise Invalid.at(Place(name), "this is a link, which is not replaced", "put the file itself into the folder")
    sound = _read_log(folder)[1]
    try:
        _keep(shelf, (*before.values(), *after.values()))
        for name in names:
            if name in after:
                _write(_beside(folder / name), after[name], folder / name)
        _mark(shelf, entries[-1], before)
        _append(shelf / _LOG, sound, b"".join(map(_line, entries)))
    except OSError:
        _tidy(folder, names)
        if _read_log(folder)[1] == sound:
            _gone(shelf / _PENDING)
        raise
    try:
        _replace(folder, names, after)
    except OSError:
        _put_back(folder, names, before, sound)
        raise
    with suppress(OSError):  # everything is in its place; whoever opens the folder next tries again
        _gone(shelf / _PENDING)


def _changed(before: State, after: State) -> list[str]:
    return sorted(n for n in {*before, *after} if before.get(n) != after.get(n))


def _keep(shelf: Path, contents: Iterable[bytes]) -> None:
    """Put contents on the disk, each under its checksum; those that are there stay."""
    folder = shelf / _CONTENTS
    for data in dict.fromkeys(contents):
        path = folder / f"{_sha(data)}.gz"
        if not path.exists():
            _write(_beside(path), gzip.compress(data, mtime=0))
            os.replace(_beside(path), path)
    for made in (folder, shelf, shelf.parent):
        _sync(made)


def _mark(shelf: Path, entry: Version, before: State) -> None:
    row = {"number": entry.number, "version": entry.version, "files": digests(before)}
    path = shelf / _PENDING
    _write(_beside(path), json.dumps(row).encode())
    os.replace(_beside(path), path)
    _sync(shelf)


def _append(log: Path, sound: int, lines: bytes) -> None:
    """Add lines to the log, on the disk; a torn end is cut off first, and a failure leaves the log as it was."""
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        _sync(log.parent)
        os.ftruncate(handle, sound)
        os.lseek(handle, 0, os.SEEK_END)
        try:
            _write_all(handle, lines)
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, sound)
            raise
    finally:
        os.close(handle)


def _replace(folder: Path, names: Iterable[str], after: State) -> None:
    for name in names:
        if name in after:
            os.replace(_beside(folder / name), folder / name)
        else:
            os.unlink(folder / name)
    _sync_tables(folder)


def _put_back(folder: Path, names: Sequence[str], before: State, sound: int) -> None:
    """After a failure halfway: every file as it was, then the log. Raises `Invalid` where that fails too."""
    try:
        for name in names:
            if name in before and _held(folder, name) != before[name]:
                _write(_beside(folder / name), before[name], folder / name)
                os.replace(_beside(folder / name), folder / name)
            elif name not in before:
                _gone(folder / name)
        _tidy(folder, names)
        _sync_tables(folder)
        _append(folder / FOLDER / _LOG, sound, b"")
        _gone(folder / FOLDER / _PENDING)
    except OSError as error:
        what = f"the version is kept, and not all its files are in their place: {error.strerror}"
        raise Invalid.at(_place(_PENDING), what, "mend the disk or the rights; opening the case again completes it") from None


def _finish(folder: Path) -> None:
    """Complete what was cut short after its line was written; forget what was cut short before."""
    shelf = folder / FOLDER
    _tidy(folder, KEPT)
    for left in (*folder.glob("law/.*.md.new"), *shelf.glob(".*.new"), *shelf.glob(f"{_CONTENTS}/.*.new")):
        _gone(left)
    if not (shelf / _PENDING).exists():
        return
    row = _pending(shelf)
    entries = read_log(folder)
    if entries and (row["number"], row["version"]) == (entries[-1].number, entries[-1].version):
        _complete(folder, row["files"], entries[-1].files)
    _gone(shelf / _PENDING)


def _pending(shelf: Path) -> dict[str, Any]:
    try:
        row = json.loads((shelf / _PENDING).read_bytes())
        if isinstance(row, dict) and {"number", "version", "files"} <= row.keys() and isinstance(row["files"], dict):
            return row
    except ValueError:
        pass
    remedy = "compare the tables with a copy, then take this file away"
    raise Invalid.at(_place(_PENDING), "the note of a save under way was changed", remedy)


def _complete(folder: Path, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    for name in sorted({*before, *after}):
        held = _held(folder, name) if _sound_name(name) else None
        if (None if held is None else _sha(held)) != before.get(name) or before.get(name) == after.get(name):
            continue  # in its place already, or edited by hand meanwhile
        if name in after:
            _write(_beside(folder / name), _content(folder, after[name]), folder / name)
            os.replace(_beside(folder / name), folder / name)
        else:
            os.unlink(folder / name)
    _sync_tables(folder)


# --- files ---------------------------------------------------------------------------------------


def _beside(path: Path) -> Path:
    """Where a file is written before it takes its name; under the lock nobody else writes there."""
    return path.with_name(f".{path.name}.new")


def _write(path: Path, data: bytes, like: Path | None = None) -> None:
    """A new file, on the disk to the last byte, with the rights of another one."""
    with suppress(FileExistsError):
        os.mkdir(path.parent)  # the folder of the case's own law pages may have gone
    _gone(path)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        _write_all(handle, data)
        if like is not None and like.exists():
            os.chmod(path, stat.S_IMODE(like.stat().st_mode))
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_all(handle: int, data: bytes) -> None:
    while data:
        data = data[os.write(handle, data) :]


def _tidy(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        _gone(_beside(folder / name))


def _gone(path: Path) -> None:
    with suppress(FileNotFoundError):
        os.unlink(path)


def _sync_tables(folder: Path) -> None:
    _sync(folder)
    if (folder / "law").is_dir():
        _sync(folder / "law")


def _sync(folder: Path) -> None:
    """Put a folder's list of files on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
