"""The guided walk: every choice plays, it can be left and taken up, and it works from a pipe."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from matter_world import ROOT

from foedus.door import NotUnderstood
from foedus.door.folders import roots
from foedus.keeping import Walking, walking
from foedus.matter import Refused
from foedus.matter.walk import read_walk
from foedus.problem import Invalid

PAGE = next(r / "csto" / "walk.toml" for r in roots("law") if (r / "csto" / "walk.toml").is_file())


def walk(folder: Path, typed: str, *more: str) -> subprocess.CompletedProcess[str]:
    """The walk, with choices coming down a pipe."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "FOEDUS_WHO": "tester", "COLUMNS": "80"}
    command = [sys.executable, "-m", "foedus", "matter", "walk", "csto", "play", *more]
    return subprocess.run(command, cwd=folder, env=environment, input=typed, capture_output=True, text=True, check=False)


def test_a_newcomer_gets_from_start_to_end(tmp_path: Path) -> None:
    done = walk(tmp_path, "2\n1\n1\n1\n3\n1\n1\n2\n1\n1\n1\n")
    assert done.returncode == 0, done.stderr
    assert "Step 1 of 8" in done.stdout and "Step 8 of 8" in done.stdout and "What to try next" in done.stdout
    assert done.stdout.count("The rules do not allow this yet.") == 3
    assert "→ foedus why play peacekeeping-basis" in done.stdout
    assert max(len(row) for row in done.stdout.splitlines()) <= 80
    again = walk(tmp_path, "")
    assert "The walk is at its end" in again.stdout


def test_a_walk_is_left_and_taken_up(tmp_path: Path) -> None:
    first = walk(tmp_path, "1\nq\n")
    assert "Left. To go on: foedus matter walk csto play" in first.stdout
    second = walk(tmp_path, "u\nu\nl\nhello\n9\n")
    assert "Step 2 of 8" in second.stdout and "Step 1 of 8" in second.stdout
    assert "undone: act 2, act 1" in second.stdout and "undoes act 1" in second.stdout
    assert "There is nothing to undo." in second.stdout
    assert second.stdout.count("Type a number from 1 to 2") == 2
    assert second.stdout.rstrip().endswith("Left. To go on: foedus matter walk csto play")


def test_an_act_is_done_all_the_same_with_a_mark(tmp_path: Path) -> None:
    done = walk(tmp_path, "2!\n")
    assert "recorded all the same" in done.stdout and "ineffective under PKA:3" in done.stdout


def test_a_choice_whose_acts_were_not_all_recorded_goes_on(tmp_path: Path) -> None:
    play = walking("csto", tmp_path / "play", "tester")
    acts = play.choose(1)
    next(acts)
    acts.close()
    again = walking("csto", tmp_path / "play", "tester")
    assert (again.spot.choice, again.spot.done) == (1, 1)
    assert len(list(again.choose(1))) == 1 and again.spot.step is not None and again.spot.step.id == "consult"


def _choices() -> list[tuple[int, str, int]]:
    steps = read_walk(PAGE, "walk.toml").steps.values()
    return [(n, s.id, c) for n, s in enumerate(steps) for c in range(1, len(s.choices) + 1)]


def test_every_choice_does_what_its_label_says(tmp_path: Path) -> None:
    """Those marked “(too early)” or “(not allowed)” are refused, all others are not."""
    for number, (place, step, choice) in enumerate(_choices()):
        play = walking("csto", tmp_path / f"play{number}", "tester")
        for _ in range(place):
            list(play.choose(1))
        assert play.spot.step is not None and play.spot.step.id == step
        label = play.spot.step.choices[choice - 1].label
        assert _refused(play, choice) == label.startswith(("(too early)", "(not allowed)")), label


def _refused(play: Walking, choice: int) -> bool:
    try:
        list(play.choose(choice))
    except Refused:
        return True
    return False


def test_each_step_offers_something_and_some_of_it_too_early() -> None:
    page = read_walk(PAGE, "walk.toml")
    labels = [c.label for s in page.steps.values() for c in s.choices]
    assert len(page.steps) >= 7 and sum(label.startswith("(") for label in labels) >= 4
    assert all(len(s.needs) < 160 and len(s.why) < 220 for s in page.steps.values()), "two lines each"


WRONG = {
    "no TOML": ("title = ", "not TOML"),
    "no steps": ('title = "x"', "no steps"),
    "a key": ('titel = "x"', "no key “titel”"),
    "a step without choices": ('[[step]]\nid = "a"', "offers nothing"),
    "a span": ('[[step]]\nid = "a"\n[[step.choice]]\nlabel = "b"\n[[step.choice.act]]\nsays = "c"\nafter = "soon"', "no span of time"),
    "an end": ('[[step]]\nid = "a"\n[[step.choice]]\nlabel = "b"\nnext = "nowhere"\n[[step.choice.act]]\nsays = "c"\nafter = "1 day"', "no step"),
    "twice": ('[[step]]\nid = "a"\n[[step]]\nid = "a"', "two steps"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_page_that_is_wrong_says_where(tmp_path: Path, name: str) -> None:
    text, says = WRONG[name]
    (tmp_path / "walk.toml").write_text(text, "utf-8")
    with pytest.raises(Invalid, match=says):
        read_walk(tmp_path / "walk.toml", "law/x/walk.toml")


def test_where_there_is_no_walk(tmp_path: Path) -> None:
    with pytest.raises(NotUnderstood, match="no guided walk"):
        walking("un", tmp_path / "play")
    (tmp_path / "taken").mkdir()
    with pytest.raises(NotUnderstood, match="no walk of csto"):
        walking("csto", tmp_path / "taken")
