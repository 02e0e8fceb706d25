"""The log: what was acknowledged stays, what was changed is found, and nobody writes beside another."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from matter_world import ROOT, empty_log, entry, log_of

from foedus.matter import opened
from foedus.matter.log import BROKEN, FILE, TORN, read_log
from foedus.problem import Invalid

KILLS = 50


def lines(folder: Path) -> list[bytes]:
    return (folder / FILE).read_bytes().splitlines(keepends=True)


# --- what a line is ------------------------------------------------------------------------------


def test_a_line_can_be_checked_by_hand(tmp_path: Path) -> None:
    """length, then SHA-256 of the chain before, a line feed and the entry's bytes."""
    folder = log_of(tmp_path / "m", 2)
    chain = "0" * 64
    for number, line in enumerate(lines(folder), 1):
        body = line[line.index(b'"entry":') + len(b'"entry":') : -2]
        data = json.loads(line)
        chain = sha256(chain.encode() + b"\n" + body).hexdigest()
        assert (data["length"], data["chain"], data["entry"]["number"]) == (len(body), chain, number)
    assert read_log(folder).head == chain


def test_every_entry_is_one_write_and_one_fsync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, seen = empty_log(tmp_path / "m"), []
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: seen.append("write") or write(fd, data))
    with opened(folder, lambda fd: seen.append("fsync") or os.fsync(fd)) as log:
        log.add(entry(1))
        assert seen == ["write", "fsync"]
        log.add(entry(2))
    assert seen == ["write", "fsync"] * 2


def test_a_new_matter_is_on_the_disk_with_its_folders(tmp_path: Path) -> None:
    from foedus.matter import make

    synced: list[str] = []
    make(tmp_path / "m", "x = 1\n", lambda fd: synced.append(os.readlink(f"/proc/self/fd/{fd}")))
    names = [Path(p).name for p in synced]
    assert names == ["matter.toml", "m", "log.jsonl", "m", tmp_path.name]


# --- a killed process ----------------------------------------------------------------------------

WRITER = """
import sys
from pathlib import Path
from foedus.matter import opened
from matter_world import entry
with opened(Path(sys.argv[1])) as log:
    print("open", flush=True)
    while True:
        number = log.following
        log.add(entry(number, "{a} happens, " + "said at some length " * (number % 40)))
        print(number, flush=True)
"""


def test_a_killed_process_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    folder, chance = empty_log(tmp_path / "m"), random.Random(7)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(Path(__file__).parent)])}
    acknowledged = 0
    for _ in range(KILLS):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, env=environment, text=True)
        assert writer.stdout is not None and writer.stdout.readline() == "open\n"
        time.sleep(chance.uniform(0, 0.02))
        writer.send_signal(signal.SIGKILL)
        told = [int(row) for row in writer.stdout.read().split("\n")[:-1]]
        writer.wait()
        acknowledged = max([acknowledged, *told])
        found = read_log(folder)
        assert [e.number for e in found.entries] == list(range(1, len(found.entries) + 1))
        assert len(found.entries) >= acknowledged
    assert acknowledged > KILLS, "the writers were killed before they wrote: the test shows nothing"


def test_wherever_the_last_line_is_torn_the_others_stand(tmp_path: Path) -> None:
    """Every length the last line may have been cut to, one after the other."""
    whole = b"".join(lines(log_of(tmp_path / "whole", 3)))
    first_two = len(b"".join(lines(tmp_path / "whole")[:2]))
    folder = empty_log(tmp_path / "m")
    for size in range(first_two + 1, len(whole)):
        (folder / FILE).write_bytes(whole[:size])
        found = read_log(folder)
        assert (len(found.entries), found.torn, found.sound) == (2, whole[first_two:size], first_two)


@pytest.mark.parametrize("rest", [b'{"length":10', b"\0" * 300, b'{"length":9,"chain":"\0\0\0\n', "ä".encode()[:1]])
def test_a_torn_end_is_set_apart_and_the_log_goes_on(tmp_path: Path, rest: bytes) -> None:
    folder = log_of(tmp_path / "m", 2)
    with (folder / FILE).open("ab") as file:
        file.write(rest)
    with opened(folder) as log:
        assert log.torn == rest and log.following == 3
        log.add(entry(3))
    assert len(read_log(folder).entries) == 3 and read_log(folder).torn == b""
    assert (folder / TORN).read_bytes().rstrip(b"\n") == rest.rstrip(b"\n")


# --- a log that was changed ----------------------------------------------------------------------


def swapped(rows: list[bytes]) -> list[bytes]:
    return [rows[1], rows[0], *rows[2:]]


CHANGES: dict[str, tuple[Callable[[list[bytes]], list[bytes]], int, str]] = {
    "a word changed": (lambda r: [r[0], r[1].replace(b"happens", b"hoppens"), *r[2:]], 2, "does not fit its checksum"),
    "a word longer": (lambda r: [r[0].replace(b"happens", b"happened"), *r[1:]], 1, "does not fit its checksum"),
    "another hand": (lambda r: [*r[:3], r[3].replace(b"tester", b"tutors")], 4, "does not fit its checksum"),
    "a line taken out": (lambda r: [r[0], *r[2:]], 2, "does not fit its checksum"),
    "two lines swapped": (swapped, 1, "does not fit its checksum"),
    "a line twice": (lambda r: [r[0], r[0], *r[1:]], 2, "does not fit its checksum"),
    "a line of another kind": (lambda r: [r[0], b"hello\n", *r[1:]], 2, "is no line of a log"),
    "an empty line": (lambda r: [r[0], b"\n", *r[1:]], 2, "is no line of a log"),
    "the checksum itself": (lambda r: [r[0].replace(b'"chain":"', b'"chain":"0')[:-1], *r[1:]], 1, ""),
    "a checksum of its own": (lambda r: [_forged(b'{"kind":"act"}', "0" * 64), *r[1:]], 1, "is no entry"),
    "a number of its own": (lambda r: [_forged(_numbered(7), "0" * 64), *r[1:]], 1, "calls itself 7"),
}


def _numbered(number: int) -> bytes:
    from foedus.matter.entry import body_of

    return body_of(entry(number))


def _forged(body: bytes, before: str) -> bytes:
    chain = sha256(before.encode() + b"\n" + body).hexdigest().encode()
    return b'{"length":%d,"chain":"%s","entry":%s}\n' % (len(body), chain, body)


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_line_is_reported_with_its_number(tmp_path: Path, name: str) -> None:
    change, number, says = CHANGES[name]
    folder = log_of(tmp_path / "m", 4)
    (folder / FILE).write_bytes(b"".join(change(lines(folder))))
    before = (folder / FILE).read_bytes()
    with pytest.raises(Invalid) as caught:
        read_log(folder)
    first = caught.value.problems[0]
    assert first.place.line == number and says in first.what and first.remedy
    with pytest.raises(Invalid), opened(folder):
        pass
    assert (folder / FILE).read_bytes() == before, "nothing is written to a log that was changed"


def test_there_are_changes_to_find() -> None:
    assert len(CHANGES) >= 10


# --- two writers, and a disk that fails ----------------------------------------------------------


def test_two_writers_are_refused_and_readers_are_not(tmp_path: Path) -> None:
    folder = log_of(tmp_path / "m", 1)
    with opened(folder) as log:
        with pytest.raises(Invalid, match="another process is writing"), opened(folder):
            pass
        log.add(entry(2))
        assert len(read_log(folder).entries) == 2
    with opened(folder) as log:
        assert log.following == 3


def _full(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_after_a_failed_fsync_nobody_goes_on(tmp_path: Path) -> None:
    folder = log_of(tmp_path / "m", 1)
    with opened(folder, _full) as log:
        for _ in range(2):  # the same process does not try again
            with pytest.raises(Invalid):
                log.add(entry(2))
    with pytest.raises(Invalid, match="writing failed before: entry 2: No space left") as caught, opened(folder):
        pass
    assert BROKEN in caught.value.problems[0].remedy
    (folder / BROKEN).unlink()
    with opened(folder) as log:  # the line was written, though nobody was told so
        assert log.following == 3


def test_an_entry_must_follow_the_last_one(tmp_path: Path) -> None:
    with opened(log_of(tmp_path / "m", 1)) as log, pytest.raises(Invalid, match="cannot follow"):
        log.add(entry(5))


def test_a_log_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="no log"):
        read_log(tmp_path)
    with pytest.raises(Invalid, match="cannot be opened"), opened(tmp_path):
        pass
