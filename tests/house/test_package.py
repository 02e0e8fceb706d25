"""What a stranger gets: the wheel in an empty environment, and the two commands in a bare folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from house import ROOT

LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "__pycache__", "dist", "build", ".*_cache", ".hypothesis", "*.egg-info", "*.html.tmp", "kazakhstan-2022.html"
)
ONE_QUESTION = ["assess", "kazakhstan-2022", "--as-of", "2022-01-07T00:00+06:00", "--question", "request", "--json"]


def run(command: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command without input; its output as text."""
    return subprocess.run([str(c) for c in command], cwd=folder, env=environment, text=True, encoding="utf-8", capture_output=True, stdin=subprocess.DEVNULL, check=False)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skips where pip cannot reach a package index."""
    folder = tmp_path_factory.mktemp("index")
    done = run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--retries", "1", "--timeout", "15", "hatchling", "-d", "."], folder)
    if done.returncode:
        pytest.skip("package: pip reaches no package index, so neither the wheel nor the two commands were tried")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree without git and without anything built, in a path with spaces."""
    return Path(shutil.copytree(ROOT, tmp_path_factory.mktemp("a bare") / "machine of mine", ignore=LEFT_OUT))


@pytest.fixture(scope="module")
def wheel(index: None, checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the copy."""
    folder = tmp_path_factory.mktemp("wheel")
    done = run([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, checkout], folder)
    assert done.returncode == 0, done.stderr
    (made,) = folder.glob("foedus-*.whl")
    return made


def test_the_wheel_carries_law_cases_and_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for part in ("foedus/data/law/csto/treaty.md", "foedus/data/cases/kazakhstan-2022/claims.csv", "foedus/data/atlas/natural-earth.json.gz", "foedus/py.typed"):
        assert part in names
    assert any(n.endswith("licenses/LICENSE") for n in names)
    assert not [n for n in names if "test" in n.lower() or "__pycache__" in n or n.startswith("bench")]


def test_the_wheel_answers_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    """No extras, an empty folder, not one environment variable."""
    home, empty = tmp_path / "installed", tmp_path / "empty"
    empty.mkdir()
    assert run([sys.executable, "-m", "venv", home], tmp_path).returncode == 0
    done = run([home / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel], tmp_path)
    assert done.returncode == 0, done.stderr
    done = run([home / "bin" / "foedus", *ONE_QUESTION], empty, environment={})
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert document["schema_version"] == 1
    assert {v["verdict"] for v in document["verdicts"] if v["stance"] == "text"} == {"yes"}
    assert run([home / "bin" / "foedus", "--version"], empty, environment={}).returncode == 0
    assert list(empty.iterdir()) == []


def test_make_demo_in_a_bare_folder(index: None, checkout: Path) -> None:
    """Twice: the second time nothing is installed again."""
    if not shutil.which("make"):
        pytest.skip("package: make is not installed, so the two commands were not tried")
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME") or k.upper().startswith(("PIP_", "HTTP", "NO_PROXY", "SSL_", "REQUESTS_"))}
    done = run(["make", "demo"], checkout, kept)
    assert done.returncode == 0, done.stderr
    page = checkout / "kazakhstan-2022.html"
    assert str(page) in done.stdout
    assert "Is article 4 triggered?" in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines() if str(page) not in line)
    assert_self_contained(page.read_text("utf-8"))
    again = run(["make", "demo"], checkout, kept)
    assert again.returncode == 0
    assert "Installing" not in again.stdout


def assert_self_contained(page: str) -> None:
    """Nothing is fetched: no source, style sheet, font, image or script from elsewhere."""
    lowered = page.lower()
    assert lowered.startswith("<!doctype html")
    for fetch in ("<link", "src=\"http", "src='http", "@import", "url(http", "<iframe", "src=\"//"):
        assert fetch not in lowered, fetch


def test_an_old_python_is_refused_with_words(tmp_path: Path, checkout: Path) -> None:
    """With nothing but an interpreter that says it is old, `make setup` says what is needed."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "dirname", "find", "touch", "make"):
        found = shutil.which(name)
        if found is None:
            pytest.skip(f"package: {name} is not installed, so the message for an old Python was not read")
        (tools / name).symlink_to(found)
    old = tools / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    bare = Path(shutil.copytree(checkout / ".ci", tmp_path / "tree" / ".ci")).parent
    shutil.copy(checkout / "Makefile", bare)
    shutil.copy(checkout / "pyproject.toml", bare)
    done = run([tools / "make", "setup"], bare, {"PATH": str(tools)})
    assert done.returncode != 0
    assert "Python 3.11 or newer" in done.stderr
    assert not (bare / ".venv").exists()
