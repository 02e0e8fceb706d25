"""The lake of docs/answers.md, written out: its law, and the record of its crisis."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_FILE = re.compile(r"<!-- file: (\S+) -->\n`[^`]+`\n\n(```|~~~~)\w+\n(.*?)(?<=\n)\2\n", re.S)


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the case, found by its name like its law."""
    for name, _, body in _FILE.findall((ROOT / "docs/answers.md").read_text("utf-8")):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, "utf-8")
    monkeypatch.setenv("FOEDUS_LAW", str(tmp_path / "law"))
    monkeypatch.setenv("FOEDUS_NOW", "2031-06-01T00:00:00Z")
    monkeypatch.setenv("FOEDUS_CASES", str(tmp_path / "cases"))
    return tmp_path / "cases" / "harbour"
