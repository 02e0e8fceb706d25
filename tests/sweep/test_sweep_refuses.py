"""What a spec, a table or a folder may not be: said with its place and what to do, and nothing written."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path

import pytest
from lake import DRAWN, FREE, HEAD, files, foedus, lake

ASK = 'questions = ["attacked"]\n'
GRAVE = "the attack by the harbour raiders is grave"
FOREIGN = "members of the harbour raiders are foreign nationals"
ROWS = ASK + '[rows]\nfile = "t.csv"\n[fixed]\n"attacker" = "foreign"\n'

SPECS = {
    "no TOML": (HEAD + "questions = [\n", "s.toml:5", "this is no TOML: Invalid value", "docs/sweep.md"),
    "a key twice": (HEAD + ASK + ASK + FREE, "s.toml:5:", "this is no TOML: Cannot overwrite a value", ""),
    "brackets without end": (HEAD + "questions = " + "[" * 60, "s.toml:4", "brackets stand too deep", "no deeper"),
    "an unknown key": (HEAD + ASK + 'stance = ["text"]\n' + FREE, "s.toml:5", "a spec has no “stance”", "nearest known: stances"),
    "an unknown key in a table": (HEAD + ASK + '[free]\nfact = ["x"]\n', "s.toml:6", "[free] has no “fact”", "it has: facts"),
    "no case": (ASK + FREE, "s.toml", "“case” is missing", 'write case = "…"'),
    "an unknown case": (HEAD.replace("harbour", "harbor") + ASK + FREE, "s.toml:1", "no case is called “harbor”", "harbour"),
    "a case elsewhere": (HEAD.replace("harbour", "../cases/harbour") + ASK + FREE, "s.toml:1", "is no case beside the spec, or below", "folder beside the spec"),
    "a case by its absolute path": (HEAD.replace("harbour", "/etc") + ASK + FREE, "s.toml:1", "“/etc” is no case beside the spec", ""),
    "an unreadable date": (HEAD.replace("2031-03-07T00:00Z", "soon") + ASK + FREE, "s.toml:2", "soon", ""),
    "an unreadable law day": (HEAD + 'law_at = "then"\n' + ASK + FREE, "s.toml:4", "“then” is no day", ""),
    "no questions": (HEAD + "questions = []\n" + FREE, "s.toml:4", "“questions” is a list of texts, one at least", "ids of questions"),
    "an unknown question": (HEAD + 'questions = ["atacked"]\n' + FREE, "s.toml:4", "no question is called “atacked”", "attacked"),
    "a question twice": (HEAD + 'questions = ["attacked", "attacked"]\n' + FREE, "s.toml:4", "“attacked” stands twice", "name it once"),
    "an unknown alternative": (HEAD + 'questions = ["mode:al"]\n' + FREE, "s.toml:4", "question “mode” has no alternative “al”", "mode:all"),
    "an unknown stance": (HEAD + ASK + 'stances = ["Council"]\n' + FREE, "s.toml:5", "no stance is called “Council”", "Council 2031"),
    "nothing varies": (HEAD + ASK, "s.toml", "nothing varies", "[free], [sampled] or [rows]"),
    "free as a key": (HEAD + ASK + 'free = "open"\n', "s.toml:5", "“free” is a table", "[free]"),
    "free without facts": (HEAD + ASK + "[free]\nfacts = []\n", "s.toml:6", "“facts” is a list of texts", 'facts = "open"'),
    "an unknown sentence": (HEAD + ASK + '[free]\nfacts = ["the harbour raiders swim"]\n', "s.toml:6", "no phrase says “the harbour raiders swim”", ""),
    "a legal conclusion": (HEAD + ASK + '[free]\nfacts = ["Arland is attacked by the harbour raiders"]\n', "s.toml:6", "is a legal conclusion", "foedus why"),
    "a fixed legal conclusion": (HEAD + ASK + '[fixed]\n"Arland is attacked by the harbour raiders" = true\n' + FREE, "s.toml:6", "is a legal conclusion", "foedus why"),
    "a denial": (HEAD + ASK + '[free]\nfacts = ["Borland is not in the book of signatures"]\n', "s.toml:6", "is a denial", "name what it denies: Borland is in"),
    "fixed and free": (HEAD + ASK + f'[fixed]\n"{GRAVE}" = true\n[free]\nfacts = ["{GRAVE}"]\n', "s.toml:8", "stands in [fixed] and in [free]", "one of the two"),
    "sampled and free": (HEAD + ASK + DRAWN + f'"{GRAVE}" = 0.5\n[free]\nfacts = ["{GRAVE}"]\n', "s.toml:10", "stands in [sampled] and in [free]", "one of the two"),
    "fixed and sampled": (HEAD + ASK + DRAWN + f'"{GRAVE}" = 0.5\n[fixed]\n"{GRAVE}" = true\n', "s.toml:8", "stands in [fixed] and in [sampled]", ""),
    "one thing by two names": (HEAD + ASK + f'[free]\nfacts = ["{GRAVE}", "the attack by {{the harbour raiders}} is grave"]\n', "s.toml:6", "stands twice in [free]", "name it once"),
    "fixed to a number": (HEAD + ASK + f'[fixed]\n"{GRAVE}" = 1\n' + FREE, "s.toml:6", "neither so nor not so", "true or false"),
    "a fact fixed to a word": (HEAD + ASK + f'[fixed]\n"{GRAVE}" = "yes"\n' + FREE, "s.toml:6", "is no contested word", "true or false"),
    "an unknown reading": (HEAD + ASK + '[fixed]\n"attacker" = "nobody"\n' + FREE, "s.toml:6", "reading “attacker” has no option “nobody”", "anyone"),
    "a reading fixed to true": (HEAD + ASK + '[fixed]\n"attacker" = true\n' + FREE, "s.toml:6", "has no option “True”", ""),
    "a gap nobody asks about": (HEAD + ASK + '[free]\nfacts = ["gap: Arland may draw on the fund"]\n', "s.toml:6", "nothing that is asked rests on", ""),
    "no seed": (HEAD + ASK + "[sampled]\ncount = 10\n", "s.toml:5", "a draw has a seed", "seed = 1"),
    "a seed that is none": (HEAD + ASK + "[sampled]\nseed = -1\ncount = 10\n", "s.toml:6", "a draw has a seed", ""),
    "no count": (HEAD + ASK + "[sampled]\nseed = 1\n", "s.toml:5", "a draw has a count", "at most 10,000,000,000"),
    "too many draws": (HEAD + ASK + "[sampled]\nseed = 1\ncount = 10_000_000_001\n", "s.toml:7", "a draw has a count", "at most 10,000,000,000"),
    "a chance above one": (HEAD + ASK + DRAWN + f'"{GRAVE}" = 1.5\n', "s.toml:8", "has no chance from 0 to 1", "0.3"),
    "a chance below nought": (HEAD + ASK + DRAWN + f'"{GRAVE}" = -0.1\n', "s.toml:8", "has no chance from 0 to 1", ""),
    "no number for a chance": (HEAD + ASK + DRAWN + f'"{GRAVE}" = nan\n', "s.toml:8", "has no chance from 0 to 1", ""),
    "an endless chance": (HEAD + ASK + DRAWN + f'"{GRAVE}" = inf\n', "s.toml:8", "has no chance from 0 to 1", ""),
    "a chance with a huge exponent": (HEAD + ASK + DRAWN + f'"{GRAVE}" = 1e999999999\n', "s.toml:8", "has no chance from 0 to 1", ""),
    "chances that do not add up": (HEAD + ASK + DRAWN + '"attacker" = { "anyone" = 0.5, "foreign" = 0.4 }\n', "s.toml:8", "add up to 0.9", "add up to 1"),
    "one chance for a reading": (HEAD + ASK + DRAWN + '"attacker" = 0.5\n', "s.toml:8", "is read in 2 ways", '"anyone" = …'),
    "several chances for a fact": (HEAD + ASK + DRAWN + f'"{GRAVE}" = {{ "yes" = 1 }}\n', "s.toml:8", "is no contested word", "give one chance"),
    "a chance for no reading": (HEAD + ASK + DRAWN + '"attacker" = { "anyone" = 0.5, "alien" = 0.5 }\n', "s.toml:8", "has no option “alien”", ""),
    "rows of completions": (HEAD + ASK + 'write = "rows"\n' + FREE, "s.toml:5", "of all completions only counts are written", "[sampled]"),
    "an unknown thing to write": (HEAD + ASK + 'write = "all"\n' + FREE, "s.toml:5", "rows or counts", ""),
    "an unknown executor": (HEAD + ASK + 'executor = "gpu"\n' + FREE, "s.toml:5", "no executor is called 'gpu'", "fastest"),
    "no bars": (HEAD + ASK + FREE + "[plots]\nbars = 0\n", "s.toml:8", "bars are 1 to 100", "bars = 12"),
    "rows and a draw": (HEAD + ROWS + DRAWN, "s.toml:9", "[rows] says what every situation is, and [sampled] as well", "leave one"),
    "a table above": (HEAD + ASK + '[rows]\nfile = "../t.csv"\n', "s.toml:6", "lies outside the folder of the spec", "beside the spec, or below"),
    "a table at the root": (HEAD + ASK + '[rows]\nfile = "/etc/passwd"\n', "s.toml:6", "lies outside the folder of the spec", ""),
    "a table behind a link": (HEAD + ASK + '[rows]\nfile = "link.csv"\n', "s.toml:6", "lies outside the folder of the spec", ""),
    "no such table": (HEAD + ASK + '[rows]\nfile = "u.csv"\n', "s.toml:6", "there is no file “u.csv” beside the spec", "check the name"),
    "a table of another kind": (HEAD + ASK + '[rows]\nfile = "s.toml"\n', "s.toml:6", "is no table of a known kind", ".csv or .parquet"),
    "still open": (HEAD + ASK + f'[free]\nfacts = ["{GRAVE}"]\n', "s.toml:5", "2 things are still open", 'facts = "open"'),
    "too large": (HEAD + ASK + FREE + "#" * 1_000_001, "s.toml", "the spec is larger than 1,000,000 bytes", "[rows]"),
}  # fmt: skip

TABLES = {
    "an unknown column": (f"{FOREIGN},{GRAVE}t\n1,0\n", "t.csv:1", "no phrase says", ""),
    "a column twice": (f"{FOREIGN},{GRAVE},{GRAVE}\n1,0,0\n", "t.csv:1", "two columns say the same", "leave one out"),
    "a fixed column": (f"{FOREIGN},{GRAVE},attacker\n1,0,anyone\n", "s.toml:5", "“attacker” stands in [fixed] and in [rows]", ""),
    "a cell that is none": (f"{FOREIGN},{GRAVE}\n1,0\n1,maybe\n", "t.csv:3", f"“maybe” is no value of “{GRAVE}”", "0 or 1, no or yes"),
    "an empty cell": (f"{FOREIGN},{GRAVE}\n1,0\n,1\n", "t.csv:3", f"“{FOREIGN}” has an empty cell", "no “unknown”"),
    "a short row": (f"{FOREIGN},{GRAVE}\n1,0\n1\n", "t.csv:3", "the row has 1 cells, and there are 2 columns", "one cell for each"),
    "a long row": (f"{FOREIGN},{GRAVE}\n1,0,1\n", "t.csv:2", "the row has 3 cells", ""),
    "no rows": (f"{FOREIGN},{GRAVE}\n", "t.csv", "the table has no rows", "one row for each situation"),
    "nothing at all": ("", "t.csv:1", "the table has 0 columns", "one for each sentence"),
    "a column missing": (f"{FOREIGN}\n1\n", "s.toml:5", "1 things are still open", "give each a column"),
    "not UTF-8": (f"{FOREIGN},{GRAVE}\n1,0\n\xff,1\n".encode("latin-1"), "t.csv", "the table is not UTF-8", "CSV UTF-8"),
    "an endless line": (f"{FOREIGN},{GRAVE}\n" + "1" * (1 << 20) + "1,0\n", "t.csv", "a line is longer than", "one row on each line"),
    "a bad cell late": (f"{FOREIGN},{GRAVE}\n" + "1,0\n" * 70_000 + "1,2\n", "t.csv:70002", "“2” is no value", ""),
    "no Parquet": (b"PAR1 it is not", "t.parquet", "this is no Parquet file", "save it again"),
    "too many columns": (",".join(f"c{i}" for i in range(1001)) + "\n", "t.csv:1", "the table has 1001 columns", "1 to 1,000"),
}  # fmt: skip

assert (len(SPECS), len(TABLES)) == (57, 15), "an emptied table must not look like a pass"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("outer")
    (folder / "t.csv").write_text("a\n1\n", "utf-8")
    (folder / "inner").mkdir()
    (folder / "inner" / "link.csv").symlink_to(folder / "t.csv")
    return lake(folder / "inner")


@pytest.fixture(scope="module")
def attack(home: Path):
    """Sweep in this process, as the command line does; the exit code and what was said."""
    from foedus.cli.entry import main

    def run(*words: str) -> tuple[int, str]:
        here, out = os.getcwd(), io.StringIO()
        os.chdir(home)
        try:
            with contextlib.redirect_stderr(out), contextlib.redirect_stdout(out), pytest.raises(SystemExit) as left:
                main(["sweep", *words, "--law", "law", "--cases", "cases"])
        finally:
            os.chdir(here)
        return int(left.value.code or 0), out.getvalue()

    return run


@pytest.mark.parametrize("name", SPECS)
def test_a_spec_that_cannot_be_used(home: Path, attack, name: str) -> None:
    text, place, what, remedy = SPECS[name]
    (home / "s.toml").write_text(text, "utf-8")
    before = set(files(home))
    code, said = attack("s.toml")
    assert code == 3
    assert what in said
    assert place in said
    assert remedy in said
    assert set(files(home)) == before, "something was written"
    assert not (home / "s-sweep").exists()


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_cannot_be_used(home: Path, attack, name: str) -> None:
    text, place, what, remedy = TABLES[name]
    file = place.partition(":")[0] if not place.startswith("s.toml") else "t.csv"
    (home / file).write_bytes(text if isinstance(text, bytes) else text.encode())
    (home / "s.toml").write_text(HEAD + ROWS.replace("t.csv", file), "utf-8")
    code, said = attack("s.toml")
    assert code == 3
    assert what in said
    assert place in said
    assert remedy in said
    assert not (home / "s-sweep").exists()
    (home / file).unlink()


ASKED = {
    "no such spec": (("none.toml",), "SPEC: there is no file none.toml", "docs/sweep.md"),
    "an unknown place": (("good.toml", "--on", "cluster"), "--on: “cluster” is no place to sweep on", "local · processes"),
    "no processes": (("good.toml", "--on", "processes:0"), "“processes:0” is no place", "N from 1 to 256"),
    "very many processes": (("good.toml", "--on", "processes:999"), "“processes:999” is no place", "N from 1 to 256"),
    "dask without address": (("good.toml", "--on", "dask"), "“dask” is no place", "dask:tcp://HOST:PORT"),
    "a folder with something else": (("good.toml", "--out", "law"), "--out: the folder law holds something that is no sweep: lake", "empty or not there"),
    "a file for a folder": (("good.toml", "--out", "good.toml"), "--out: good.toml is no folder", "empty or not there"),
    "a sweep that is there": (("good.toml", "--out", "there"), "--out: the folder there holds a sweep already", "--resume"),
    "another sweep": (("other.toml", "--out", "there", "--resume"), "--resume: the folder there holds another sweep", "name another folder"),
    "another record": (("good.toml", "--out", "there", "--resume", "--cases", "changed"), "--resume: the folder there holds another sweep", "put them back"),
}  # fmt: skip
assert len(ASKED) == 10


@pytest.mark.parametrize("name", ASKED)
def test_a_command_that_was_misunderstood(home: Path, attack, name: str) -> None:
    words, what, remedy = ASKED[name]
    (home / "good.toml").write_text(HEAD + ASK + FREE, "utf-8")
    (home / "other.toml").write_text(HEAD + ASK + FREE + "# another\n", "utf-8")
    if not (home / "there").exists():
        assert attack("good.toml", "--out", "there", "--quiet") == (0, "")
        lake(home / "elsewhere")
        (home / "elsewhere/cases").rename(home / "changed")
        with (home / "changed/harbour/case.toml").open("a") as file:
            file.write("# changed\n")
    before = files(home)
    code, said = attack(*words)
    assert code == 2
    assert what in said
    assert remedy in said
    assert files(home) == before


def test_no_scheduler_answers(home: Path, attack) -> None:
    pytest.importorskip("distributed", reason="sweep: Dask is not installed, so a missing scheduler was not tried")
    (home / "good.toml").write_text(HEAD + ASK + FREE, "utf-8")
    code, said = attack("good.toml", "--out", "dasked", "--on", "dask:tcp://127.0.0.1:9")
    assert code == 2
    assert "--on: no Dask scheduler answers at tcp://127.0.0.1:9" in said


def test_dask_that_is_not_installed(home: Path, attack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    (home / "good.toml").write_text(HEAD + ASK + FREE, "utf-8")
    code, said = attack("good.toml", "--out", "undasked", "--on", "dask:tcp://127.0.0.1:9")
    assert (code, "pip install foedus[scale]" in said) == (2, True)


def test_every_problem_is_told_at_once(home: Path) -> None:
    (home / "s.toml").write_text('case = 3\nquestions = []\nwrite = "no"\n[sampled]\nseed = "x"\n"y" = 7\n', "utf-8")
    done = foedus(home, "s.toml")
    assert done.returncode == 3
    assert [line.partition(": ")[0] for line in done.stderr.splitlines() if line.startswith("s.toml")] == [
        "s.toml:1:1", "s.toml:2:1", "s.toml:3:1", "s.toml:4:2", "s.toml:5:1", "s.toml:6:2",
    ]  # fmt: skip


def test_too_many_free_facts(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text('case = "kazakhstan-2022"\nas_of = "2022-01-07T00:00+06:00"\nquestions = ["decision-adopted"]\n' + FREE, "utf-8")
    from foedus.door.sweeping import sweep
    from foedus.problem import Invalid

    with pytest.raises(Invalid, match=r"s\.toml:4:\d+: \d+ bits of what is free: all completions of at most 34 are counted") as error:
        sweep(tmp_path / "s.toml", tmp_path / "out")
    assert "[sampled] with seed and count" in str(error.value)
    assert not (tmp_path / "out").exists()
