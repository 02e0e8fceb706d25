"""The folder a sweep writes into: each part whole or not at all, and never the parts of two sweeps.

    spec.toml      a copy of the spec
    sweep.json     what is being done: the hash of spec, program, law and record, and the instant that “now” is
    parts/000017   a part: its checksum, then its bytes
    rows.packed    the table of situations, packed, while it is needed

A part is written beside its place and moved there. What a killed process left beside is cleared away; a part that does not
fit its checksum is done again. When everything is written, the parts and the packed table go.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from foedus.problem import Invalid, Place

__all__ = ["Folder", "replaced"]

SWEEP, SPEC, PARTS, PACKED, SUMMARY = "sweep.json", "spec.toml", "parts", "rows.packed", "summary.json"
_HALF = ".half-"


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """A path to write to, which becomes `path` when all went well and goes when it did not."""
    half = path.with_name(f"{_HALF}{path.name}")
    try:
        yield half
        half.replace(path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise


class Folder:
    """An output folder, held against every other process."""

    def __init__(self, path: Path) -> None:
        self.path = path

    # --- whose it is ---

    @staticmethod
    def begun(path: Path) -> Mapping[str, Any] | None:
        """What the sweep in a folder says of itself; None where there is none. Raises `Invalid` where something else is."""
        if not path.exists():
            return None
        if not path.is_dir():
            raise Invalid.at(Place("--out"), f"{path} is no folder", "name a folder that is empty or not there yet")
        inside = [p for p in path.iterdir() if not p.name.startswith(_HALF)]
        if not inside:
            return None
        try:
            found = json.loads((path / SWEEP).read_text("utf-8"))
        except (OSError, ValueError):
            found = None
        if not isinstance(found, dict) or not isinstance(found.get("hash"), str) or not isinstance(found.get("now"), str | None):
            remedy = "name a folder that is empty or not there yet"
            raise Invalid.at(Place("--out"), f"the folder {path} holds something that is no sweep: {inside[0].name}", remedy)
        return found

    @contextmanager
    def held(self) -> Iterator[None]:
        """Make the folder and keep other processes out of it. Raises `Invalid` where one is in it."""
        self.path.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_RDONLY)
        try:
            _lock(handle, self.path)
            yield
        finally:
            os.close(handle)

    def begin(self, digest: str, now: str | None, spec: str) -> None:
        """Write down whose folder this is, and clear away what a killed process left half written."""
        for folder in (self.path, self.path / PARTS):
            for half in folder.glob(f"{_HALF}*") if folder.is_dir() else ():
                half.unlink()
        self.write(SWEEP, json.dumps({"hash": digest, "now": now}, indent=2) + "\n")
        self.write(SPEC, spec)
        (self.path / PARTS).mkdir(exist_ok=True)

    # --- files ---

    def write(self, name: str, text: str) -> None:
        """A file of text, whole or not at all."""
        with replaced(self.path / name) as half:
            half.write_text(text, "utf-8", newline="")

    def packed(self, source: IO[bytes]) -> Path:
        """Keep the packed table, where the workers find it."""
        with replaced(self.path / PACKED) as half, half.open("wb") as file:
            shutil.copyfileobj(source, file, 1 << 20)
        return (self.path / PACKED).resolve()

    def summary(self) -> Mapping[str, Any] | None:
        """The summary of a sweep that was finished."""
        try:
            found = json.loads((self.path / SUMMARY).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    # --- parts ---

    def keep(self, number: int, body: bytes) -> None:
        """A part that was done."""
        with replaced(self._part(number)) as half:
            half.write_bytes(sha256(body).hexdigest().encode() + b"\n" + body)

    def part(self, number: int) -> bytes | None:
        """The bytes of a part; None where it is not there or not whole."""
        with suppress(OSError):
            check, _, body = self._part(number).read_bytes().partition(b"\n")
            if check == sha256(body).hexdigest().encode():
                return body
        return None

    def missing(self, parts: int) -> list[int]:
        """The parts that are still to be done."""
        return [n for n in range(parts) if self.part(n) is None]

    def _part(self, number: int) -> Path:
        return self.path / PARTS / f"{number:06d}"

    def bodies(self, parts: int) -> Iterator[bytes]:
        """The bytes of all parts, in order. Raises `OSError` where one has gone since it was done."""
        for number in range(parts):
            body = self.part(number)
            if body is None:
                raise OSError(errno.EIO, "a part is gone or not whole: go on with --resume", str(self._part(number)))
            yield body

    def finish(self, summary: Mapping[str, Any]) -> None:
        """Write the summary, which says that all the rest is there; then take away what was needed on the way only."""
        self.write(SUMMARY, json.dumps(summary, ensure_ascii=False, indent=2) + "\n")
        self.clear()

    def clear(self) -> None:
        """Take away what was needed on the way only."""
        (self.path / PACKED).unlink(missing_ok=True)
        shutil.rmtree(self.path / PARTS, ignore_errors=True)


def _lock(handle: int, path: Path) -> None:
    try:
        import fcntl
    except ImportError:  # a system without such locks: parts are whole or not at all, so two sweeps only waste time
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        what = f"another process is sweeping into {path}"
        raise Invalid.at(Place("--out"), what, "wait until it is done, or name another folder") from None
