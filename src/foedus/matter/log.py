"""The file behind a matter: one line for each entry, added and never changed.

    {"length":118,"chain":"9f2c…","entry":{"kind":"act","number":1, …}}

    length   how many bytes the entry has
    chain    SHA-256 of the chain of the line before, a line feed, and the entry's bytes

Each line is one write and one fsync; only then is the entry acknowledged. What a killed process
left half written at the end was never acknowledged: it is set apart in `log.torn`. A line that
does not fit its length, its checksum or its number was changed afterwards, and is reported.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from foedus.matter.entry import Entry, body_of, entry_of
from foedus.problem import Invalid, Place, Problem

__all__ = ["BROKEN", "FILE", "TORN", "Log", "Written", "make_file", "opened", "read_log", "sync_folder"]

FILE, TORN, BROKEN = "log.jsonl", "log.torn", "log.broken"
START = "0" * 64
MAX_BYTES = 64_000_000
_LINE = re.compile(rb'\{"length":(\d{1,9}),"chain":"([0-9a-f]{64})","entry":(.*)\}', re.S)


@dataclass(frozen=True)
class Written:
    """What a log says: its entries, the checksum they end with, and what lies torn behind them.

    sound   how many bytes hold the entries
    torn    what follows them: the beginning of a line that was never acknowledged
    """

    entries: tuple[Entry, ...]
    head: str
    sound: int
    torn: bytes


def read_log(folder: Path) -> Written:
    """Read a matter's log. Raises `Invalid` with every line that was changed after it was written."""
    path = folder / FILE
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Invalid.at(Place(FILE), f"the log is larger than {MAX_BYTES:,} bytes", "close the matter and open another")
        data = path.read_bytes()
    except FileNotFoundError:
        raise Invalid.at(Place(FILE), "the matter has no log", "take it from a copy, or: foedus matter new NAME") from None
    except OSError as error:
        raise Invalid.at(Place(FILE), f"the log cannot be read: {error.strerror}", "check the file and its rights") from None
    return _read(data)


def _read(data: bytes) -> Written:
    *lines, rest = data.split(b"\n")
    if lines and not rest and b"\0" in lines[-1]:
        rest = lines.pop() + b"\n"  # the file had grown when the power failed, and not all its bytes had come
    problems: list[Problem] = []
    entries: list[Entry] = []
    head = START
    for number, line in enumerate(lines, 1):
        found = _framed(line)
        trouble = _trouble(found, head, number)
        if trouble:
            remedy = "take the line from a copy of the log; nothing is added to a log that was changed"
            problems.append(Problem(Place(FILE, number), f"entry {number} {trouble}", remedy))
        if found:
            head = found[1]
            entries += [] if trouble else [entry_of(found[2])]
    if problems:
        raise Invalid(problems)
    return Written(tuple(entries), head, len(data) - len(rest), rest)


def _framed(line: bytes) -> tuple[int, str, bytes] | None:
    """Length, chain and entry of a line; None for what is no whole line."""
    found = _LINE.fullmatch(line)
    if not found or (len(found[3]) < int(found[1])):
        return None
    return int(found[1]), found[2].decode(), found[3]


def _trouble(found: tuple[int, str, bytes] | None, before: str, number: int) -> str:
    """What is wrong with a line that others follow, or that is whole."""
    if found is None:
        return "is no line of a log"
    length, chain, body = found
    if length != len(body) or chain != _chained(before, body):
        return "does not fit its checksum: it, or what stood before it, was changed after it was written"
    try:
        entry = entry_of(body)
    except ValueError:
        return "fits its checksum and is no entry"
    return "" if entry.number == number else f"calls itself {entry.number}"


def _chained(before: str, body: bytes) -> str:
    return sha256(before.encode() + b"\n" + body).hexdigest()


# --- writing -------------------------------------------------------------------------------------


class Log:
    """A log opened to be added to, by one process at a time."""

    def __init__(self, folder: Path, handle: int, sync: Callable[[int], None]) -> None:
        self.folder, self._handle, self._sync = folder, handle, sync
        written = read_log(folder)
        self.entries, self.head, self.torn = written.entries, written.head, written.torn
        self._broken = False
        if written.torn:
            self._set_apart(written)

    @property
    def following(self) -> int:
        """The number of the next entry."""
        return len(self.entries) + 1

    def add(self, entry: Entry) -> None:
        """Write an entry; when this returns, it is on the disk. Raises `Invalid` when it may not be."""
        if self._broken or entry.number != self.following:
            raise Invalid.at(Place(FILE), f"entry {entry.number} cannot follow entry {len(self.entries)}", _AFTER_FAILURE)
        body = body_of(entry)
        head = _chained(self.head, body)
        line = b'{"length":%d,"chain":"%s","entry":%s}\n' % (len(body), head.encode(), body)
        try:
            if os.write(self._handle, line) != len(line):
                raise OSError("only a part of the line was written")
            self._sync(self._handle)
        except OSError as error:
            self._fail(entry.number, error)
        self.entries, self.head = (*self.entries, entry), head

    def _fail(self, number: int, error: OSError) -> None:
        """After a failed fsync nobody knows what is on the disk: nothing more is written."""
        self._broken = True
        words = error.strerror or str(error)
        with suppress(OSError):  # the disk is in trouble; this process refuses to go on in any case
            (self.folder / BROKEN).write_text(f"entry {number}: {words}\n", "utf-8")
        raise Invalid.at(Place(FILE), f"entry {number} is not sure to be on the disk: {words}", _AFTER_FAILURE) from None

    def _set_apart(self, written: Written) -> None:
        """Move a torn end into a file of its own, then cut it off; in this order, so that nothing is lost."""
        apart = os.open(self.folder / TORN, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        try:
            os.write(apart, written.torn.rstrip(b"\n") + b"\n")
            self._sync(apart)
        finally:
            os.close(apart)
        sync_folder(self.folder, self._sync)
        os.ftruncate(self._handle, written.sound)
        self._sync(self._handle)


_AFTER_FAILURE = f"check the disk, compare the log with a copy, then take away {BROKEN}"


@contextmanager
def opened(folder: Path, sync: Callable[[int], None] = os.fsync) -> Iterator[Log]:
    """The log of a matter, locked against every other writer. Raises `Invalid` where it cannot be had."""
    if (folder / BROKEN).exists():
        words = (folder / BROKEN).read_text("utf-8", "replace").strip()
        raise Invalid.at(Place(BROKEN), f"writing failed before: {words}", _AFTER_FAILURE)
    try:
        handle = os.open(folder / FILE, os.O_RDWR | os.O_APPEND)
    except OSError as error:
        raise Invalid.at(Place(FILE), f"the log cannot be opened: {error.strerror}", "check the file and its rights") from None
    try:
        _lock(handle)
        yield Log(folder, handle, sync)
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    try:
        import fcntl
    except ImportError:
        remedy = "keep the matter on a system with file locks (Linux, macOS, WSL)"
        raise Invalid.at(Place(FILE), "this system cannot lock a log against a second writer", remedy) from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        remedy = "wait until it is done, or end it; reading goes on meanwhile"
        raise Invalid.at(Place(FILE), "another process is writing to this matter", remedy) from None


def make_file(path: Path, text: str, sync: Callable[[int], None] = os.fsync) -> None:
    """A new file, on the disk together with its entry in the folder. Raises `FileExistsError`."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        data = text.encode()
        while data:
            data = data[os.write(handle, data) :]
        sync(handle)
    finally:
        os.close(handle)
    sync_folder(path.parent, sync)


def sync_folder(folder: Path, sync: Callable[[int], None] = os.fsync) -> None:
    """Put a folder's list of files on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        sync(handle)
    finally:
        os.close(handle)
