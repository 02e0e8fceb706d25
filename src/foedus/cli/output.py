"""Where answers go: text or one JSON document to stdout, problems to stderr, files whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from foedus.door import NotUnderstood
from foedus.problem import Invalid

__all__ = ["complain", "paper", "say", "say_json", "writable", "write_whole"]

NARROW, WIDE = 80, 120


def paper() -> tuple[int, bool]:
    """How wide to write and whether in colour: 80 columns without, unless stdout is a terminal."""
    if not sys.stdout.isatty():
        return NARROW, False
    columns = shutil.get_terminal_size((NARROW, 24)).columns
    return max(40, min(columns, WIDE)), "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def say(text: str) -> None:
    """Write text to stdout."""
    try:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # whoever read us has gone: be silent, and keep the interpreter from complaining at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None


def say_json(document: Mapping[str, Any]) -> None:
    """Write one JSON document to stdout."""
    say(json.dumps(document, ensure_ascii=False, indent=2))


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
    """Write a file so that nobody ever finds half of it."""
    folder = path.parent
    try:
        handle, name = tempfile.mkstemp(dir=folder, prefix=f".{path.name}.")
    except OSError as error:
        raise NotUnderstood.of(option, f"cannot write into {folder}: {error.strerror}") from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
