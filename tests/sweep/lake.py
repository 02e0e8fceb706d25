"""The Lake League of docs/answers.md in a folder, and specs about it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAD = 'case = "harbour"\nas_of = "2031-03-07T00:00Z"\nknown_to = "2031-06-01"\n'
FREE = '[free]\nfacts = "open"\n'
DRAWN = '[sampled]\nseed = 7\ncount = 100_000\n'


def lake(folder: Path) -> Path:
    """Write law and record; the folder."""
    text = (ROOT / "docs/answers.md").read_text("utf-8")
    found = re.findall(r"<!-- file: (\S+) -->\n(?:(?!```|~~~~)[^\n]*\n)*(```|~~~~)[\w-]*\n(.*?)(?<=\n)\2\n", text, re.S)
    assert len(found) == 11
    for name, _, body in found:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(body, "utf-8")
    return folder


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "foedus", "sweep", *words, "--law", "law", "--cases", "cases"]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "src"), "NO_COLOR": "1", **more}


def foedus(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `foedus sweep` in the folder."""
    return subprocess.run(command(*words), cwd=folder, env=environment(), capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)


def files(folder: Path) -> dict[str, bytes]:
    """Everything in a folder, by name."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
