"""Every verb takes a matter where it takes a case, and every what-if: suppositions, a party less, another day's law."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from matter_world import decided, matter, record

from foedus.cli import main

VERBS: dict[str, list[str]] = {
    "assess": ["--stance", "text", "--question", "decision-adopted"],
    "ask": ["the decision is adopted", "--stance", "text"],
    "why": ["decision-adopted"],
    "timeline": ["--question", "decision-adopted"],
    "agenda": [],
}
WHAT_IF = ["--suppose", "Armenia objects to the decision", "--without", "KGZ", "--law-at", "2026-01-01"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    made = decided(matter(tmp_path_factory.mktemp("matters")))
    record(made, "the chair of the Council announces the decision as taken", "10:10")
    yield made


def told(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[str, int]:
    """What a command prints to stdout, and its exit code."""
    with pytest.raises(SystemExit) as left:
        main(list(args))
    return capsys.readouterr().out, int(left.value.code or 0)


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_answers_for_a_matter(folder: Path, verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    words, code = told(capsys, verb, str(folder), *VERBS[verb])
    assert code == 0 and words and max(len(row) for row in words.splitlines()) <= 80


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_says_what_it_supposes(folder: Path, verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    words, code = told(capsys, verb, str(folder), *VERBS[verb], *WHAT_IF)
    assert code == 0
    assert "supposed: Armenia objects to the decision" in words and "supposed: Kyrgyzstan is party to nothing" in words
    document = json.loads(told(capsys, verb, str(folder), *VERBS[verb], *WHAT_IF, "--json")[0])
    assert document["supposed"] == ["Armenia objects to the decision", "Kyrgyzstan is party to nothing"]


@pytest.mark.parametrize("verb", VERBS)
def test_a_party_nobody_knows(folder: Path, verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, verb, str(folder), *VERBS[verb], "--without", "Armnia")[1] == 2


def test_without_a_party_its_objection_stops_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    supposed = ["--suppose", "Armenia objects to the decision"]
    asked = ["assess", str(folder), *VERBS["assess"], "--json"]
    answers = [json.loads(told(capsys, *asked, *more)[0])["verdicts"][0]["words"] for more in ([], supposed, [*supposed, "--without", "Armenia"])]
    assert answers == ["yes, presumed", "no", "yes, presumed"]


def test_whoever_is_party_to_nothing_is_owed_and_owes_nothing() -> None:
    """Everywhere: no set of parties holds it, on any day, and no set of names."""
    from matter_world import regime

    law = regime().without(("Armenia",))
    assert "Armenia" in regime().parties.states and "Armenia" not in law.parties.states
    assert not [s for s in law.sets.values() if "Armenia" in s.members]
    assert law.vocabulary is regime().vocabulary, "it can still be spoken of"


def test_a_matter_is_checked_like_a_case(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words, code = told(capsys, "check", str(folder))
    assert code == 0 and words.rstrip().endswith(": sound")


def test_a_refusal_is_told_on_stderr_with_code_3(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["matter", "record", str(folder), "Uzbekistan objects to the decision", "--at", "2025-03-03T12:00"])
    out, err = capsys.readouterr()
    assert (left.value.code, out) == (3, "") and "it has no vote" in err and "--anyway" in err


def test_a_file_stops_at_the_first_act_that_cannot_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = decided(matter(tmp_path))
    (tmp_path / "acts.txt").write_text(
        "# two that can be, one that cannot, one more\n\n"
        "2025-03-03T10:10 | the chair of the Council announces the decision as taken\n"
        "2025-03-03T10:20 | Armenia agrees to the decision | Armenia | a note\n"
        "2025-03-03T10:30 | Armenia objects to the decision\n"
        "2025-03-03T10:40 | Belarus agrees to the decision\n"
    )
    with pytest.raises(SystemExit) as left:
        main(["matter", "record", str(made), "--file", str(tmp_path / "acts.txt")])
    out, err = capsys.readouterr()
    assert left.value.code == 3 and "act 5 Armenia agrees" in out and "acts.txt:5:1:" in err and "Belarus" not in out + err
    assert told(capsys, "matter", "show", str(made))[0].count("source: a note") == 1


@pytest.mark.parametrize("line", ["no bars at all", "2025-03-03 |", "| a sentence", "a | b | c | d | e"])
def test_a_line_that_is_no_act(folder: Path, tmp_path: Path, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "acts.txt").write_text(line + "\n", "utf-8")
    assert told(capsys, "matter", "record", str(folder), "--file", str(tmp_path / "acts.txt"))[1] == 3
