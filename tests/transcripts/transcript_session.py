"""Transcripts: what a person types and what the command line answers, kept as Markdown.

    ```console
    $ foedus check league
    league: sound
    ```

stdout comes first, then stderr; `[exit 2]` ends an answer that is not 0. Each page is one session in
an empty folder into which `files/` is copied; only the League's law and cases beside this file are known.
"""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
PAGES = sorted([*HERE.glob("good/*.md"), *HERE.glob("bad/*.md")])
FENCE = "```"


def rewritten(page: Path) -> str:
    """The page as it reads when every command in it is run again."""
    out: list[str] = []
    with session():
        for inside, rows in blocks(page.read_text("utf-8").splitlines()):
            out += [f"{FENCE}console", *answers(rows), FENCE] if inside else rows
    return "\n".join(out) + "\n"


def blocks(rows: list[str]) -> Iterator[tuple[bool, list[str]]]:
    """Prose and console blocks in turn; fences of console blocks are taken away."""
    part: list[str] = []
    inside = False
    for row in rows:
        if not inside and row == f"{FENCE}console":
            yield False, part
            part, inside = [], True
        elif inside and row == FENCE:
            yield True, part
            part, inside = [], False
        else:
            part.append(row)
    yield False, part


def answers(rows: list[str]) -> list[str]:
    """Every command of a block with what it answers now."""
    out: list[str] = []
    for command in (r for r in rows if r.startswith("$ ")):
        words, code = run(shlex.split(command[2:])[1:])
        out += [command, *words.splitlines()] + ([f"[exit {code}]"] if code else [])
    return out


def run(args: list[str]) -> tuple[str, int]:
    """What `foedus ARGS` prints, and its exit code."""
    from foedus.cli import main

    said, complained = io.StringIO(), io.StringIO()
    before, sys.argv = sys.argv, ["foedus", *args]
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
            main(args)
    except SystemExit as done:
        code = int(done.code or 0)
    finally:
        sys.argv = before
    return said.getvalue() + complained.getvalue(), code


@contextlib.contextmanager
def session() -> Iterator[Path]:
    """A scratch folder with `files/` in it, and no law but the League's."""
    from foedus.door import folders

    house, before, environ = folders.bundled, Path.cwd(), dict(os.environ)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        shutil.copytree(HERE / "files", folder, dirs_exist_ok=True)
        os.environ.update(FOEDUS_LAW=str(HERE / "law"), FOEDUS_CASES=str(HERE / "cases"), COLUMNS="80", FOEDUS_NOW="2031-06-01T12:00:00+02:00")
        folders.bundled = lambda kind: ()  # type: ignore[assignment]
        os.chdir(folder)
        try:
            yield folder
        finally:
            os.chdir(before)
            folders.bundled = house
            os.environ.clear()
            os.environ.update(environ)


def main() -> int:
    """Check every page, or with --rewrite write it anew; tell which pages differ."""
    changed = [(p, new) for p in PAGES if (new := rewritten(p)) != p.read_text("utf-8")]
    for page, text in changed:
        print(f"{'rewritten' if '--rewrite' in sys.argv else 'differs'}: {page.relative_to(HERE)}")
        if "--rewrite" in sys.argv:
            page.write_text(text, "utf-8")
    return 0 if "--rewrite" in sys.argv else len(changed)
