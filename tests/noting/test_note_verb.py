"""`foedus note` and `foedus history` as a person types them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import foedus as foedus_package
from foedus.door import Asking

LEAGUE = Path(__file__).parents[1] / "transcripts"
SOURCE = str(Path(foedus_package.__file__).parents[1])
LINE = "6 Mar 02:50 MSK? | the Assembly decides on help | src Wire 3 | B2"
PREVIEW = """\
happened    2031-03-06T02:50 (+03:00 inferred)
says        the Assembly decides on help
source      Wire 3 – Wire report 3
grade       source B, item 2
available   2031-06-01T14:00+02:00, now
"""


def foedus(*args: str, answers: str = "", cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    env = {
        **os.environ, "PYTHONPATH": SOURCE, "FOEDUS_LAW": str(LEAGUE / "law"), "FOEDUS_NOW": "2031-06-01T12:00Z", "FOEDUS_WHO": "a clerk",
    }  # fmt: skip
    command = [sys.executable, "-m", "foedus", *args]
    return subprocess.run(command, cwd=cwd, env=env, input=answers, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LEAGUE / "cases" / "harbour-2031", tmp_path / "mine"))


def claims(folder: Path) -> list[str]:
    return [c.id for c in Asking(folder, law=str(LEAGUE / "law")).record.claims]


def test_a_line_is_shown_bound_and_saved(copy: Path) -> None:
    told = foedus("note", "mine", LINE, answers="9\n1\ny\n", cwd=copy.parent)
    assert told.stdout.startswith(PREVIEW)
    assert "\n 1.  {the Assembly} takes {the decision of 6 March}" in told.stdout
    assert "   Answer with a number from 1 to " in told.stdout
    assert "\nfact        {the Assembly} takes {the decision of 6 March} (for)\n" in told.stdout
    assert told.stdout.endswith("adds N-001\n→ foedus note mine --undo\n")
    row = Asking(copy, law=str(LEAGUE / "law")).record.claims[-1]
    assert (row.id, row.sentence, row.says) == ("N-001", "{the Assembly} takes {the decision of 6 March}", "the Assembly decides on help")


@pytest.mark.parametrize("answers", ["", "\n\n", "\nn\n", "1\nno\n", "1\n"])
def test_without_a_yes_nothing_is_saved(answers: str, copy: Path) -> None:
    told = foedus("note", str(copy), LINE, answers=answers)
    assert told.stdout.endswith("Nothing was saved.\n") and told.returncode == 0
    assert "N-001" not in claims(copy) and not (copy / "history").exists()


def test_it_is_saved_without_asking_taken_back_and_listed(copy: Path) -> None:
    saved = foedus("note", "mine", LINE, "--yes", "--by", "A. Clerk", cwd=copy.parent)
    assert saved.stdout.startswith(PREVIEW) and "Save?" not in saved.stdout
    undone = foedus("note", "mine", "--undo", cwd=copy.parent)
    assert "takes back version 2: adds N-001\n→ foedus history mine\n" in undone.stdout
    assert "N-001" not in claims(copy)
    rows = foedus("history", "mine", cwd=copy.parent).stdout.splitlines()
    assert [r.split()[0] for r in rows[::2]] == ["3", "2", "1"]
    assert [r.strip() for r in rows[1::2]] == ["takes back version 2: adds N-001", "adds N-001", "the tables as they were found"]
    assert rows[0].endswith("2031-06-01T12:00Z  a clerk") and rows[2].endswith("A. Clerk")
    (copy / "sources.csv").write_bytes((copy / "sources.csv").read_bytes() + b"S,,,,,\n")
    assert "edited outside since the last save" in foedus("history", "mine", cwd=copy.parent).stdout


def test_json_shows_and_saves_only_with_yes(copy: Path) -> None:
    shown = json.loads(foedus("note", str(copy), LINE, "--json").stdout)
    assert shown["saved"] is None and shown["row"]["source"] == "Wire 3" and shown["offers"]
    assert json.loads(foedus("history", str(copy), "--json").stdout)["versions"] == []
    saved = json.loads(foedus("note", str(copy), LINE, "--json", "--yes").stdout)["saved"]
    assert saved["claims"] == ["N-001"]
    told = json.loads(foedus("history", str(copy), "--json").stdout)
    assert told["present"] == saved["version"] == told["versions"][-1]["version"]
    assert json.loads(foedus("note", str(copy), "--undo", "--json").stdout)["saved"]["version"] == saved["from"]


def test_nothing_saved_so_far_is_said(copy: Path) -> None:
    assert foedus("history", "mine", cwd=copy.parent).stdout == "Nothing was saved in mine so far: its history begins with the first save.\n"


WRONG: dict[str, tuple[tuple[str, ...], int, str, str]] = {
    "no line": ((), 2, "LINE: there is nothing to note", '"6 Jan 02:50 | the Council meets"'),
    "a line and undo": ((LINE, "--undo"), 2, "LINE: nothing is noted while a save is taken back", "leave the line out"),
    "a bad line": (("tomorrow | x", "--yes"), 2, "LINE:1:1: “tomorrow” is no part of a date", "write 6 Jan 02:50 MSK"),
    "nobody": ((LINE, "--yes", "--by", " "), 2, "--by: nobody is named who saves this", "give a name"),
    "nothing to undo": (("--undo",), 3, "CASE: there is no save to take back", "foedus history mine"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_asked_wrongly_is_told_and_nothing_is_saved(name: str, copy: Path) -> None:
    args, code, what, remedy = WRONG[name]
    told = foedus("note", str(copy), *args)
    assert told.returncode == code
    assert what in told.stderr and remedy in " ".join(told.stderr.split())
    assert not (copy / "history" / "log.jsonl").exists()


def test_there_are_as_many_wrong_questions_as_before() -> None:
    assert len(WRONG) == 5


def test_a_case_of_the_house_is_not_written_into() -> None:
    told = foedus("note", "kazakhstan-2022", "6 Jan | x")
    assert told.returncode == 2
    assert "comes with the house and is not written into" in told.stderr and "cp -r" in told.stderr
