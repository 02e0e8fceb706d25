"""What is written arrives, in letters the other end can read, or the command line says that it did not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

LEAGUE = Path(__file__).parents[1] / "transcripts"
ASKED = ("harbour-2031", "--as-of", "2031-03-07", "--known-to", "2031-06-01")


def run(*args: str, encoding: str = "utf-8", stdout: int | IO[str] = subprocess.PIPE) -> subprocess.CompletedProcess[bytes]:
    """The command line in a process of its own."""
    folders = {"FOEDUS_LAW": str(LEAGUE / "law"), "FOEDUS_CASES": str(LEAGUE / "cases")}
    env = {**os.environ, **folders, "PYTHONIOENCODING": encoding}
    return subprocess.run(
        [sys.executable, "-m", "foedus.cli", *args], env=env, stdout=stdout, stderr=subprocess.PIPE, check=False
    )


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
@pytest.mark.parametrize(
    "args", [("assess", *ASKED), ("why", "harbour-2031", "article-4"), ("law", "league", "LT:4"), ("law", "x")]
)
def test_a_narrow_encoding_gets_plain_letters(encoding: str, args: tuple[str, ...]) -> None:
    done = run(*args, encoding=encoding)
    assert b"Traceback" not in done.stderr
    assert done.returncode == (2 if args[-1] == "x" else 0), done.stderr
    lines = done.stdout.decode(encoding).splitlines()
    assert all(len(line) <= 80 for line in lines)


def test_json_survives_a_narrow_encoding() -> None:
    narrow = run("assess", *ASKED, "--json", encoding="ascii")
    assert json.loads(narrow.stdout) == json.loads(run("assess", *ASKED, "--json").stdout)


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A device on which no room is left."""
    device = Path("/dev/full")
    if device.is_char_device():
        return device
    try:
        os.mknod(tmp_path / "full", 0o020666, os.makedev(1, 7))
        (tmp_path / "full").open("w").close()
    except (AttributeError, OSError):
        pytest.skip("this system has no full device")
    return tmp_path / "full"


@pytest.mark.parametrize(
    "args", [("assess", *ASKED), ("assess", *ASKED, "--json"), ("law", "league"), ("--help",), ("--version",)]
)
def test_what_does_not_arrive_is_no_success(full: Path, args: tuple[str, ...]) -> None:
    with full.open("w") as nowhere:
        done = run(*args, stdout=nowhere)
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == ["cannot write the answer: No space left on device"]


def test_a_page_that_does_not_arrive_is_not_said_to_be_written(full: Path) -> None:
    done = run("assess", *ASKED, "--html", str(full))
    assert (done.returncode, done.stderr.decode()) == (1, f"cannot write {full}: No space left on device\n")
    assert full.is_char_device()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("old")
    (tmp_path / "link").symlink_to("page.html")
    assert run("assess", *ASKED, "--html", str(tmp_path / "link")).returncode == 0
    assert (tmp_path / "link").is_symlink() and (tmp_path / "page.html").read_text("utf-8").startswith("<!doctype")


def test_whoever_stops_reading_is_not_complained_to() -> None:
    read, write = os.pipe()
    os.close(read)
    done = run("assess", *ASKED, stdout=write)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(("value", "coloured"), [("", True), ("1", False)])
def test_an_empty_no_color_is_none(monkeypatch: pytest.MonkeyPatch, value: str, coloured: bool) -> None:
    from foedus.cli import output

    monkeypatch.setenv("NO_COLOR", value)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert output.paper()[1] is coloured
