"""A matter under the real law, and logs without any law."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from foedus import door
from foedus.keeping import NewMatter, keeping
from foedus.matter import Act, ActRecorded, Examined, make, opened
from foedus.text import Regime

ROOT = Path(__file__).resolve().parents[2]
DAY = "2025-03-03T{}+05:00"


@cache
def regime() -> Regime:
    return door.law("csto")


def entry(number: int, words: str = "{a} happens") -> ActRecorded:
    """An act that no law has to understand."""
    return ActRecorded(number, "2025-03-03T06:00+05:00", "tester", words, "the log", "2025-03-03T06:00+05:00")


def empty_log(folder: Path) -> Path:
    """A folder with an empty log."""
    make(folder, 'regime = "none"\n')
    return folder


def log_of(folder: Path, count: int) -> Path:
    """A folder with a log of so many acts."""
    empty_log(folder)
    with opened(folder) as log:
        for number in range(1, count + 1):
            log.add(entry(number))
    return folder


def matter(tmp_path: Path, name: str = "request", **more: str) -> Path:
    """A matter of an invented request under the real law."""
    os.environ.setdefault("FOEDUS_WHO", "tester")
    return NewMatter(name, "csto", zone="+05:00", roles={"the requester": "Tajikistan"}, clock="the log", **more).open(tmp_path)


def record(folder: Path, says: str, at: str = "", **more: object) -> Examined:
    """Record an act at an hour of the day the request is made."""
    act = Act(says, at=DAY.format(at) if at[2:3] == ":" else at, **more)  # type: ignore[arg-type]
    with keeping(folder, "tester") as keep:
        return keep.record(act)


def asked_for(folder: Path) -> Path:
    """The matter with an official request."""
    record(folder, "{Tajikistan} requests help by {the letter}", "08:00")
    record(folder, "the letter is an official request", "08:01")
    return folder


def decided(folder: Path) -> Path:
    """The matter with a request and a decision."""
    asked_for(folder)
    record(folder, "{the Council} takes {the decision of 3 March}", "10:00")
    return folder
