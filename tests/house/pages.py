"""Documents that fail when they lie: the fenced blocks of a page, run.

    <!-- file: law/lake/pact.md -->   the next fence is written to that file before anything runs
    ```python                         sessions with >>>, run one after another
    ```console                        lines with $, run in a shell-less subprocess, output compared

FOEDUS_REWRITE=1 writes the real output of console blocks into the page instead of comparing.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from house import ROOT

FENCE = re.compile(
    r"(?:<!-- file: (?P<file>\S+) -->\n(?:(?!```|~~~~)[^\n]*\n)*)?(?P<fence>```|~~~~)(?P<lang>[\w-]*)\n(?P<body>.*?)(?<=\n)(?P=fence)\n",
    re.S,
)


@dataclass(frozen=True)
class Fence:
    """One fenced block: its language, its text, the file it is to be written to, its line."""

    lang: str
    body: str
    file: str
    line: int


def fences(page: str) -> list[Fence]:
    """The fenced blocks of a page under the root, in order."""
    text = (ROOT / page).read_text("utf-8")
    return [Fence(m["lang"], m["body"], m["file"] or "", text[: m.start("body")].count("\n") + 1) for m in FENCE.finditer(text)]


def write_files(page: str, folder: Path) -> int:
    """Write the blocks that are files; how many there were."""
    found = [f for f in fences(page) if f.file]
    for one in found:
        path = folder / one.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(one.body, "utf-8")
    return len(found)


def run_python(page: str) -> int:
    """Run the sessions of a page in the present folder; how many examples there were. Raises on the first lie."""
    blocks = [f for f in fences(page) if f.lang == "python"]
    names: dict[str, object] = {}
    runner = doctest.DebugRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE, verbose=False)
    examples = 0
    for block in blocks:
        test = doctest.DocTestParser().get_doctest(block.body, names, page, str(ROOT / page), block.line)
        examples += len(test.examples)
        try:
            runner.run(test, clear_globs=False)
        except doctest.DocTestFailure as lie:
            line = block.line + lie.example.lineno + 1
            raise AssertionError(f"{page}:{line}: {lie.example.source}says {lie.got}not {lie.example.want}") from None
        except doctest.UnexpectedException as error:
            raise AssertionError(f"{page}:{block.line + error.example.lineno + 1}: {error.example.source}{error.exc_info[1]!r}") from None
        names = test.globs
    return examples


def commands(body: str) -> Iterator[tuple[str, str]]:
    """(command, expected output) in a console block; a command may go on after a backslash."""
    for part in re.split(r"^\$ ", body, flags=re.M)[1:]:
        found = re.match(r"((?:[^\n]*\\\n)*[^\n]*)\n?", part)
        assert found
        yield found[1], part[found.end() :]


def run(command: str, folder: Path) -> str:
    """What a `foedus …` command prints, problems included."""
    words = shlex.split(command.replace("\\\n", " "))
    assert words[0] == "foedus", command
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "NO_COLOR": "1", "COLUMNS": "80"}
    done = subprocess.run([sys.executable, "-m", "foedus", *words[1:]], cwd=folder, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    return done.stdout + done.stderr


def run_console(page: str, folder: Path) -> int:
    """Run the console blocks of a page; how many commands there were. Raises on the first lie."""
    return sum(_run_block(page, block, folder) for block in fences(page) if block.lang == "console")


def follow(page: str, folder: Path) -> int:
    """Do what a page says from top to bottom: write its files, run its commands; how many commands there were."""
    count = 0
    for block in fences(page):
        if block.file:
            assert (folder / block.file).parent.is_dir(), f"{page}:{block.line}: no folder for {block.file}"
            (folder / block.file).write_text(block.body, "utf-8")
        elif block.lang == "console":
            count += _run_block(page, block, folder)
    return count


def _run_block(page: str, block: Fence, folder: Path) -> int:
    real = [(command, expected, _blank_ends(run(command, folder))) for command, expected in commands(block.body)]
    if os.environ.get("FOEDUS_REWRITE"):
        _rewrite(page, block, "\n".join(f"$ {command}\n{output}" for command, _, output in real))
    else:
        for command, expected, output in real:
            assert output == _blank_ends(expected), f"{page}:{block.line}: $ {command}"
    return len(real)


def _blank_ends(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines()) + "\n"


def _rewrite(page: str, block: Fence, body: str) -> None:
    path = ROOT / page
    text = path.read_text("utf-8")
    old = f"```console\n{block.body}```\n"
    assert old in text
    path.write_text(text.replace(old, f"```console\n{body}```\n", 1), "utf-8")
