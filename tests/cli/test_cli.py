"""The command line where a transcript cannot look: pipes, terminals, files, start-up, JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import foedus as foedus_package

LEAGUE = Path(__file__).parents[1] / "transcripts"
SOURCE = str(Path(foedus_package.__file__).parents[1])
DATES = ("--as-of", "2031-03-07", "--known-to", "2031-06-01")


def foedus(
    *args: str, cwd: Path | None = None, stdout: int = subprocess.PIPE, **environ: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    env = {
        **os.environ,
        "PYTHONPATH": SOURCE,
        "FOEDUS_LAW": str(LEAGUE / "law"),
        "FOEDUS_CASES": str(LEAGUE / "cases"),
        **environ,
    }
    command = [sys.executable, "-m", "foedus", *args]
    return subprocess.run(command, cwd=cwd, env=env, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False)


def test_both_modules_run() -> None:
    assert foedus("--help").stdout.startswith("Usage: foedus")
    other = subprocess.run(
        [sys.executable, "-m", "foedus.cli", "--version"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": SOURCE},
    )
    assert other.stdout.startswith("foedus ")


def test_help_loads_no_room_of_the_house() -> None:
    code = (
        "import sys; sys.argv = ['foedus', '--help']\n"
        "import foedus.cli\n"
        "try: foedus.cli.main()\n"
        "except SystemExit: pass\n"
        "heavy = [m for m in sys.modules if m.startswith(('foedus.text', 'foedus.record', 'foedus.assess', 'foedus.show', 'jinja2'))]\n"
        "print(heavy, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": SOURCE}
    )
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(
    "command",
    [
        ("assess", "harbour-2031", *DATES),
        ("ask", "harbour-2031", "Westland objects to the decision of 6 March", *DATES),
        ("why", "harbour-2031", "article-4", *DATES),
        ("why", "harbour-2031", "article-4", "--stance", "text", "--stance", "Assembly 2031", *DATES),
        ("timeline", "harbour-2031", *DATES),
        ("conflicts", "harbour-2031", *DATES),
        ("law", "league"),
        ("law", "league", "LT:4"),
        ("law", "league", "--phrases"),
        ("check", "league"),
        ("check", "harbour-2031"),
    ],
    ids=lambda c: " ".join(c[:2]),
)
def test_every_command_prints_one_json_document(command: tuple[str, ...]) -> None:
    done = foedus(*command, "--json")
    assert done.returncode == 0 and done.stderr == ""
    assert json.loads(done.stdout)["schema_version"] == 1


def test_new_case_prints_json_too(tmp_path: Path) -> None:
    done = foedus("new", "case", "mine", "--regime", "league", "--json", cwd=tmp_path)
    assert json.loads(done.stdout)["schema_version"] == 1 and (tmp_path / "mine" / "claims.csv").read_bytes().startswith(
        b"\xef\xbb\xbf"
    )


def test_problems_are_json_when_json_was_asked_for() -> None:
    done = foedus("assess", "harbour-2031", "--stance", "nobody", "--json")
    assert done.returncode == 2 and json.loads(done.stdout)["problems"][0]["file"] == "--stance" and "nobody" in done.stderr


def test_the_shape_of_a_cell() -> None:
    verdicts = json.loads(foedus("assess", "harbour-2031", *DATES, "--json").stdout)["verdicts"]
    wanted = {
        "question",
        "stance",
        "as_of",
        "known_to",
        "law_at",
        "verdict",
        "answer",
        "status",
        "marks",
        "burden_on",
        "turns_on",
    }
    assert all({*wanted, "perhaps_known", "because"} <= set(v) for v in verdicts)
    kinds = {"unknown", "alleged", "disputed", "instant", "judgement", "law_gap", "norm_conflict", "readings", "defeaters"}
    assert all(kinds <= set(v["turns_on"]) for v in verdicts)


def test_a_reader_who_leaves_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = foedus("law", "league", "--phrases", stdout=writer)
    os.close(writer)
    assert done.stderr == "" and done.returncode == 0


def test_colour_only_on_a_terminal_and_never_against_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    from foedus.cli import output

    monkeypatch.setattr(output.sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert output.paper() == (120, True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert output.paper() == (120, False)
    monkeypatch.setattr(output.sys.stdout, "isatty", lambda: False, raising=False)
    assert output.paper() == (80, False)


def test_html_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from foedus.cli.output import write_whole

    page = tmp_path / "page.html"
    write_whole(page, "first")
    with pytest.raises(UnicodeEncodeError):
        write_whole(page, "second \ud800")
    assert page.read_text() == "first" and [p.name for p in tmp_path.iterdir()] == ["page.html"]


def test_the_page_and_the_json_agree(tmp_path: Path) -> None:
    import re
    from html import unescape

    done = foedus("assess", "harbour-2031", *DATES, "--html", "page.html", "--json", cwd=tmp_path)
    assert done.returncode == 0 and "page.html" in done.stderr
    text = (tmp_path / "page.html").read_text("utf-8")
    shown = [json.loads(unescape(c)) for c in re.findall(r'data-cell="([^"]*)"', text)]
    verdicts = json.loads(done.stdout)["verdicts"]
    assert shown == [{k: v for k, v in cell.items() if k != "because"} for cell in verdicts]


def test_errors_go_to_stderr_only() -> None:
    done = foedus("assess", "nowhere")
    assert done.returncode == 2 and done.stdout == "" and "no case is called" in done.stderr
