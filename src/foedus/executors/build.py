"""Building the machine: the one place in the house that starts another program.

What is run is the C compiler of the system, found by one of three names on the search path; what it
compiles is `machine.c`, which comes with the house. Every argument is written here or is a path made
here: nothing of a program, a law or a case gets near a file name or a command.

The library is kept in a folder of the user's own, under a name made of source, compiler and flags,
and put there in one move, so that nobody ever loads half of one.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import shutil
import stat
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

COMPILERS = ("cc", "gcc", "clang")
FLAGS = ("-std=gnu11", "-shared", "-fPIC", "-O3")
PACES = (("-march=native",), ())
"""What is tried in turn: code for this very processor, then code for any of its kind."""

SECONDS = 120
SOURCE = Path(__file__).with_name("machine.c")


class Absent(Exception):
    """The machine cannot be had; says why."""


@cache
def library(folder: Path | None = None) -> ctypes.CDLL:
    """The machine, built if it has not been. Raises `Absent` where it cannot be built, kept or loaded."""
    if os.name != "posix" or sys.byteorder != "little" or ctypes.sizeof(ctypes.c_void_p) != 8:
        raise Absent("it needs a POSIX system on a little-endian processor of 64 bits")
    compiler = _compiler()
    source = SOURCE.read_bytes()
    home = _own(folder or _home())
    why = ""
    for pace in PACES:
        flags = (*FLAGS, *pace)
        path = home / f"machine-{_key(source, compiler, flags)}.so"
        try:
            return _loaded(path) if path.exists() else _built(path, compiler, flags)
        except Absent as error:
            why = why or str(error)
    raise Absent(why)


def _compiler() -> str:
    for name in COMPILERS:
        found = shutil.which(name)
        if found and os.path.isabs(found):
            return found
    raise Absent(f"no C compiler is on the search path ({', '.join(COMPILERS)})")


def _home() -> Path:
    named = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(named):
        return Path(named) / "foedus"
    try:
        return Path.home() / ".cache" / "foedus"
    except RuntimeError:
        raise Absent("this user has no home folder to keep the machine in") from None


def _own(folder: Path) -> Path:
    """The folder, made if it is not there; nobody else may be able to write into it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
    except OSError as error:
        raise Absent(f"{folder} cannot be used: {error.strerror}") from None
    if found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) & 0o022:
        raise Absent(f"others than you can write into {folder}")
    return folder


def _key(source: bytes, compiler: str, flags: tuple[str, ...]) -> str:
    """The name of a build: another source, compiler, flag or processor is another build."""
    try:
        found = os.stat(compiler)
    except OSError as error:
        raise Absent(f"{compiler} cannot be used: {error.strerror}") from None
    parts = (compiler, str(found.st_size), str(found.st_mtime_ns), *flags, platform.machine(), _processor())
    return hashlib.sha256(source + b"\0" + "\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _processor() -> str:
    """What the processor says it can do, where the system tells: a folder may be shared between machines."""
    try:
        text = Path("/proc/cpuinfo").read_text("utf-8", "replace")
    except OSError:
        return ""
    return next((line for line in text.splitlines() if line.startswith(("flags", "Features"))), "")


def _built(path: Path, compiler: str, flags: tuple[str, ...]) -> ctypes.CDLL:
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".building-", suffix=".so")
    except OSError as error:
        raise Absent(f"{path.parent} cannot be written: {error.strerror}") from None
    os.close(handle)
    try:
        command = [compiler, *flags, "-o", name, str(SOURCE)]
        run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False)
        if run.returncode:
            said = run.stderr.decode("utf-8", "replace").strip().splitlines()
            raise Absent(f"{compiler} failed: {said[0] if said else run.returncode}")
        _loaded(Path(name))
        os.replace(name, path)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Absent(f"{compiler} could not be run: {error}") from None
    finally:
        Path(name).unlink(missing_ok=True)
    return _loaded(path)


def _loaded(path: Path) -> ctypes.CDLL:
    try:
        found = ctypes.CDLL(str(path))
        found.foedus_stream.restype = found.foedus_census.restype = ctypes.c_int
    except (OSError, AttributeError) as error:
        raise Absent(f"what was built does not load: {error}") from None
    return found
