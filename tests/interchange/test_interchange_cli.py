"""foedus export: one verb for solvers and for other programs, with errors that say which it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from foedus.atlas import viewpoints
from foedus.cli import main
from foedus.cli.export import RECORD
from foedus.door import Asking
from foedus.interchange import claims_csv

NIGHT = ["--as-of", "2022-01-06T12:00+06:00", "--then"]


def run(*args: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(["export", *args])
    out = capsys.readouterr()
    return left.value.code if isinstance(left.value.code, int) else 0, out.out, out.err


BAD = [
    (["kazakhstan-2022", "--to", "timelinjs"], "no target is called “timelinjs”", "timelinejs"),
    (["kazakhstan-2022", "--to", "xlsx9"], "no target is called “xlsx9”", "one of: asp, problog, dimacs, json, timelinejs"),
    (["kazakhstan-2022", "--to", "asp"], "asp writes one question", "foedus export CASE QUESTION --to asp"),
    (["kazakhstan-2022", "request", "--to", "ftm"], "ftm writes the record, not “request”", "foedus export CASE --to ftm"),
    (["kazakhstan-2022", "--to", "csl", "--prior", "x=1"], "--prior is for solvers, and csl is for none", "leave it out"),
    (["kazakhstan-2022", "--to", "csl", "--answer", "yes"], "--answer is for solvers, and csl is for none", "leave it out"),
    (["kazakhstan-2022", "--to", "ics", "--option", "x"], "--option is for solvers, and ics is for none", "leave it out"),
    (["kazakhstan-2022", "reqest", "--to", "prov"], "no question is called “reqest”", "request"),
    (["kazakhstan-2022", "--to", "csl", "--stance", "text", "--stance", "all"], "one export is of one stance", "give --stance once"),
    (["kazakhstan-2022", "--to", "geojson"], "borders are drawn from somebody's viewpoint", "choose one: "),
    (["kazakhstan-2022", "--to", "geojson", "--viewpoint", "ours"], "no viewpoint is called “ours”", "choose one: "),
    (["kazakhstan-2022", "--to", "csl", "--viewpoint", "x"], "--viewpoint is for geojson, not for csl", "leave it out"),
    (["kazakhstan-2022", "--to", "csl", "--out", "/nowhere/x"], "there is no folder /nowhere to write x into", ""),
]


def test_the_table_of_misunderstandings_is_whole() -> None:
    assert len(BAD) == 13


@pytest.mark.parametrize(("args", "what", "remedy"), BAD, ids=lambda v: " ".join(v)[16:40] if isinstance(v, list) else None)
def test_a_misunderstanding_is_told(args: list[str], what: str, remedy: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(*args, capsys=capsys)
    assert (code, out) == (2, "")
    assert what in err
    assert remedy in err


@pytest.mark.parametrize("target", [t for t in RECORD if t not in ("ics", "geojson")])
def test_the_record_is_written_into_a_file_whole(target: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run("kazakhstan-2022", "--to", target, *NIGHT, capsys=capsys)
    assert code == 0
    file = tmp_path / "out"
    code, told, err = run("kazakhstan-2022", "--to", target, *NIGHT, "--out", str(file), capsys=capsys)
    assert (code, told) == (0, "")
    assert file.read_text("utf-8") == out
    assert f"written: {file}" in err


def test_the_command_line_writes_what_the_function_does(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run("turkiye-2003", "--to", "claims", "--known-to", "2003-02-10", "--as-of", "2003-02-10", capsys=capsys)
    assert out == claims_csv(Asking("turkiye-2003", as_of="2003-02-10", known_to="2003-02-10"))


def test_a_map_is_written_under_each_viewpoint_and_names_it(capsys: pytest.CaptureFixture[str]) -> None:
    for one in viewpoints():
        code, out, _ = run("kazakhstan-2022", "--to", "geojson", "--viewpoint", one.id, *NIGHT, capsys=capsys)
        found = json.loads(out)
        assert (code, found["type"]) == (0, "FeatureCollection")
        assert {f["properties"]["viewpoint"] for f in found["features"]} == {one.id}


def test_deadlines_are_a_calendar(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run("rio-1974", "--to", "ics", "--as-of", "1974-12-01", "--known-to", "2026-01-01", capsys=capsys)
    assert out.startswith("BEGIN:VCALENDAR")


def test_a_question_is_written_for_solvers_as_before(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run("kazakhstan-2022", "request", "--to", "json", *NIGHT, capsys=capsys)
    assert code == 0
    assert json.loads(out)


def test_rows_held_back_are_counted_aloud(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "lake"
    folder.mkdir()
    (folder / "case.toml").write_text('regime = "csto"\n', "utf-8")
    (folder / "sources.csv").write_text('id,kind\nset,"coded events, not to be passed on"\n', "utf-8")
    (folder / "claims.csv").write_text("id,says,fact,polarity,speaker,source,happened,available\nX,a row,,,,set,2031-01-01,2031-01-02\n", "utf-8")
    code, out, err = run(str(folder), "--to", "claims", "--as-of", "2031-02-01", "--known-to", "2031-02-01", capsys=capsys)
    assert (code, out.count("\n")) == (0, 1)
    assert "left out: 1 rows of coded events, whose terms do not let them be passed on" in err
