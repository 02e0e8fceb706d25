"""Every contradiction that was found about the alliance stands somewhere: in a case, or with the law."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from assess.real import CASES, regime
from foedus.cli import main
from foedus.problem import Problem
from foedus.text.contradictions import LawContradiction, read_contradictions

ALL = {*(f"C-{n:02d}" for n in range(1, 47)), "C-41a"}
HEAD = "id,title,verdict,sides,why,sources"
GOOD = "X-1,A title,open,one / other,because,a paper"


def test_all_forty_seven_are_listed() -> None:
    cases = {row["id"] for p in CASES.glob("*/conflicts.csv") for row in csv.DictReader(StringIO(p.read_text("utf-8")))}
    law = {c.id for c in regime().contradictions}
    assert len(ALL) == 47
    assert {id for id in cases | law if id.startswith("C-")} == ALL
    assert law == {"C-29", "C-33", "C-34", "C-35", "C-36", "C-37", "C-38", "C-40", "C-41", "C-41a", "C-45"}


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    """What the command line answers: exit code, answer, complaint."""
    with pytest.raises(SystemExit) as end:
        main([*args])
    told = capsys.readouterr()
    return int(end.value.code or 0), told.out, told.err


def test_the_command_shows_those_of_the_law_as_text_and_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    code, text, _ = run(capsys, "conflicts", "csto")
    data = json.loads(run(capsys, "conflicts", "csto", "--json")[1])
    assert code == 0
    lines = text.splitlines()
    for one in regime().contradictions:
        assert any(line.startswith(f"{one.id} ") and one.title[:25] in line for line in lines), one.id
    assert [c["id"] for c in data["listed"]] == [c.id for c in regime().contradictions]


def test_a_regime_has_no_dates(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, told = run(capsys, "conflicts", "csto", "--as-of", "2022-01-07")
    assert code == 2
    assert "keeps no record" in told and "leave it out" in told


BAD = {
    "a column missing": ("id,title,verdict,why,sources", [], "column sides is missing", "columns:"),
    "an empty cell": (HEAD, ["X-1,,open,one / other,because,a paper"], "“title” is empty", "fill it in"),
    "an unknown verdict": (HEAD, [GOOD.replace("open", "maybe")], "“maybe” is no verdict", "write one of: shown"),
    "one side": (HEAD, [GOOD.replace("one / other", "one")], "one side contradicts nothing", "part the sides"),
    "twice": (HEAD, [GOOD, GOOD], "contradiction “X-1” stands above", "its own id"),
}


def read(folder: Path, *lines: str) -> tuple[tuple[LawContradiction, ...], list[Problem]]:
    """A table of these lines, read."""
    (folder / "conflicts.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return read_contradictions(folder / "conflicts.csv", "conflicts.csv")


@pytest.mark.parametrize("name", BAD)
def test_a_broken_table_says_what_is_wrong_and_how_to_mend_it(name: str, tmp_path: Path) -> None:
    head, rows, what, remedy = BAD[name]
    problems = read(tmp_path, head, *rows)[1]
    assert [(what in p.what, remedy in p.remedy) for p in problems] == [(True, True)]


def test_the_table_of_errors_is_whole_and_a_good_table_is_read(tmp_path: Path) -> None:
    assert len(BAD) == 5
    assert read(tmp_path, HEAD, GOOD)[0][0].sides == ("one", "other")
