"""Where answers go: text or one JSON document to stdout, problems to stderr, files whole or not at all."""

from __future__ import annotations

import codecs
import errno
import json
import os
import shutil
import stat
import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from foedus.door import NotUnderstood
from foedus.problem import Invalid

__all__ = ["complain", "encodable", "failed", "line_from", "paper", "say", "say_json", "whole", "writable", "write_whole"]

NARROW, WIDE = 80, 120

_PLAIN = dict(zip("–—─━│├└⋯…·•“”‘’„→»✓✗†‡◊ᵃ−×⇄≠≥≤", '----|++~.-*""\'\'">>+x+#oa-x~!><', strict=True))
"""Signs that a narrow encoding lacks, and what stands for them: one column for one column."""


def encodable() -> None:
    """Let stdout and stderr say in plain letters what their encoding cannot say, rather than fail."""
    codecs.register_error("foedus", _plainly)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="foedus")


def _plainly(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    return "".join(_PLAIN.get(c) or _ascii(c) for c in signs), error.end


def _ascii(char: str) -> str:
    base = unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode("ascii")
    return base or ("" if unicodedata.combining(char) else "?")


def failed(error: OSError) -> int:
    """Say that something could not be read or written; the exit code."""
    # what is still in the buffer must not make the interpreter complain at exit
    _silence()
    where = f"{error.filename}: " if error.filename else "cannot write the answer: "
    sys.stderr.write(f"{where}{error.strerror or error}\n")
    return 1


def _silence() -> None:
    """Let nothing more be written to stdout."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):  # stdout is no file, or closed: nothing is left to say
        return


def paper() -> tuple[int, bool]:
    """How wide to write and whether in colour: 80 columns without, unless stdout is a terminal."""
    if sys.stdout is None or not sys.stdout.isatty():
        return NARROW, False
    columns = shutil.get_terminal_size((NARROW, 24)).columns
    return max(40, min(columns, WIDE)), not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def say(text: str) -> None:
    """Write text to stdout, to the last byte. Raises `OSError` where it does not arrive."""
    if sys.stdout is None:
        raise OSError(errno.EBADF, "stdout is closed")
    try:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read us has gone: that is no failure
        _silence()
        raise SystemExit(0) from None


def say_json(document: Mapping[str, Any]) -> None:
    """Write one JSON document to stdout; where that is not UTF, with every other sign escaped."""
    wide = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().startswith("utf")
    say(json.dumps(document, ensure_ascii=not wide, indent=2))


def complain(error: Invalid) -> int:
    """Print every problem to stderr, as JSON to stdout too where that was asked for; the exit code."""
    from foedus.show import text_problems
    from foedus.show.documents import problem_json

    asked_wrongly = isinstance(error, NotUnderstood)
    sys.stderr.write(_refusal(error) or text_problems(error.problems))
    if "--json" in sys.argv[1:]:
        say_json({"schema_version": 1, "problems": [problem_json(p) for p in error.problems]})
    return 2 if asked_wrongly else 3


def _refusal(error: Invalid) -> str:
    """What the rules say against an act, where that is what went wrong."""
    from foedus.matter import Refused

    if not isinstance(error, Refused):
        return ""
    from foedus.show.matter import text_refusal

    where = str(error.problems[0].place)
    head = "" if where == "SENTENCE" else f"{where}:\n"
    return head + text_refusal(error.objections, NARROW) + "Record first what is missing, or record it all the same: --anyway\n"


def writable(path: Path, option: str = "--html") -> None:
    """Refuse, before any work is done, a file that cannot be written."""
    if not path.parent.is_dir():
        raise NotUnderstood.of(option, f"there is no folder {path.parent} to write {path.name} into")
    if path.is_dir():
        raise NotUnderstood.of(option, f"{path} is a folder", "name a file")


def write_whole(path: Path, text: str, option: str = "--html") -> None:
    """Write a file so that nobody ever finds half of it; into a device or a pipe, write straight.

    Raises `OSError` where it cannot be written to the end.
    """
    with whole(path, option) as file:
        file.write(text.encode("utf-8"))


@contextmanager
def whole(path: Path, option: str = "--html") -> Iterator[BinaryIO]:
    """A file to write bytes into that takes its name only when all of them are written, however large it is.

    Raises `OSError` where it cannot be written to the end.
    """
    path = path.resolve()
    if path.exists() and not stat.S_ISREG(path.stat().st_mode):
        with path.open("wb") as device, _named(path):
            yield device
            device.flush()
        return
    folder = path.parent
    try:
        handle, name = tempfile.mkstemp(dir=folder, prefix=f".{path.name}.")
    except OSError as error:
        raise NotUnderstood.of(option, f"cannot write into {folder}: {error.strerror}") from None
    try:
        with _named(path), os.fdopen(handle, "wb") as file:
            yield file
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Failures to write say into which file."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, f"cannot write {path}") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def line_from(prompt: str) -> str | None:
    """One line from stdin, shown where it is not typed on a screen; None at the end of input."""
    sys.stdout.write(prompt)
    sys.stdout.flush()
    try:
        line = sys.stdin.readline()
    except UnicodeDecodeError:
        raise NotUnderstood.of("stdin", "the answers are not UTF-8") from None
    if not sys.stdin.isatty() or not line:
        sys.stdout.write(line if line.endswith("\n") else line + "\n")
    return " ".join(line.split()) if line else None
