"""The files of a case change as one: a process is killed at every file operation, and the disk refuses at every one."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from foedus import history
from foedus.history import Version, commit, digests, locked, read_log, state_of, state_then, steadily, version_of
from foedus.problem import Invalid

OLD = {"case.toml": b'title = "x"\n', "claims.csv": b"id\nA\n", "sources.csv": b"id\nS\n", "setaside.csv": b"claim\nA\n"}
NEW = {"case.toml": b'title = "x"\n', "claims.csv": b"id\nA\nB\n", "sources.csv": b"id\nS\nT\n", "speakers.csv": b"speaker\nN\n"}
NEWER = {**NEW, "claims.csv": b"id\nA\nB\nC\n", "law/own.md": b"# own\n"}
REFUSING = ("open", "write", "fsync", "replace", "unlink", "ftruncate", "mkdir", "chmod", "lseek")
TOUCHING = (*REFUSING, "close")
"""What a disk may refuse, and after what a process may be killed."""


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that dies loses nothing that it wrote; waiting for the disk would tell us no more."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)


def fill(folder: Path, state: dict[str, bytes]) -> Path:
    for name, data in state.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def version(number: int, state: dict[str, bytes], before: str = "", what: str = "") -> Version:
    return Version(number, version_of(state), before, "2031-03-07T10:00Z", "A. Clerk", what, digests(state))


def save(folder: Path, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    with locked(folder) as log:
        new = [] if log else [version(1, before, what="found")]
        commit(folder, [*new, version(len(log) + len(new) + 1, after, version_of(before))], before, after)


def opened(folder: Path) -> dict[str, bytes]:
    """What whoever opens the folder next reads."""
    return steadily(folder, lambda: state_of(folder))


@contextmanager
def counted(patch: pytest.MonkeyPatch, stop: int, how: Callable[[str], None], what: tuple[str, ...] = TOUCHING) -> Iterator[list[str]]:
    """Count what touches the disk; at number `stop`, counted from 1, `how` happens instead."""
    seen: list[str] = []

    def instead(name: str) -> Callable[..., object]:
        real = getattr(os, name)

        def call(*given: object, **more: object) -> object:
            seen.append(name)
            if len(seen) == stop:
                how(name)
            return real(*given, **more)

        return call

    with patch.context() as patched:
        for name in what:
            patched.setattr(os, name, instead(name))
        yield seen


def operations(
    tmp_path: Path, patch: pytest.MonkeyPatch, change: tuple[dict[str, bytes], dict[str, bytes], bool], what: tuple[str, ...] = TOUCHING
) -> int:
    """How many times a save touches the disk."""
    before, after, earlier = change
    folder = prepared(tmp_path / "counting", before, earlier)
    with counted(patch, 0, lambda _: None, what) as seen:
        save(folder, before, after)
    shutil.rmtree(folder)
    return len(seen)


def prepared(folder: Path, before: dict[str, bytes], earlier: bool) -> Path:
    """A case that was never saved; or one that was, from other contents."""
    if not earlier:
        return fill(folder, before)
    fill(folder, OLD)
    save(folder, OLD, before)
    return folder


CHANGES = {"first save": (OLD, NEW, False), "later save": (NEW, NEWER, True), "with removals": (NEWER, OLD, True)}


def killed(work: Callable[[], None], patch: pytest.MonkeyPatch, stop: int) -> bool:
    """Do something in a process that dies at a file operation; whether it lived to the end, and so acknowledged the save."""
    child = os.fork()
    if child == 0:
        try:
            with counted(patch, stop, lambda _: os._exit(9)):
                work()
        except BaseException:
            os._exit(1)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, 9)
    return status == 0


@pytest.mark.parametrize("name", CHANGES)
def test_killed_at_every_file_operation_the_case_is_old_or_new_and_never_mixed(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, after, earlier = CHANGES[name]
    total = operations(tmp_path, monkeypatch, CHANGES[name])
    assert total > 40
    found = []
    for stop in range(1, total + 2):
        folder = prepared(tmp_path / str(stop), before, earlier)
        alive = killed(lambda folder=folder: save(folder, before, after), monkeypatch, stop)  # type: ignore[misc]
        state = opened(folder)
        assert state in (before, after), f"mixed after being killed at operation {stop}"
        assert alive == (stop > total)
        assert not alive or state == after
        found.append(state == after)
        assert sound(folder, state)
        shutil.rmtree(folder)
    assert found == sorted(found), "once a save is made, it stays made"
    assert True in found[:-1] and not found[0], "killed before and after the line was written"


def sound(folder: Path, state: dict[str, bytes]) -> bool:
    """Whether nothing is left lying about, the log ends with what stands, and one can go on saving."""
    log = read_log(folder)
    assert not log or log[-1].version == version_of(state)
    onward = {**state, "claims.csv": state["claims.csv"] + b"Z\n"}
    save(folder, state, onward)
    left = [p.name for p in folder.rglob("*") if p.name.endswith(".new") or p.name == "pending"]
    return opened(folder) == onward and left == [] and all(state_then(folder, v) for v in read_log(folder))


@pytest.mark.parametrize("name", CHANGES)
def test_killed_while_what_was_cut_short_is_completed(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, after, earlier = CHANGES[name]
    folder = prepared(tmp_path / "whole", before, earlier)
    with counted(monkeypatch, 0, lambda _: None) as seen:
        save(folder, before, after)
    late = max(n for n, what in enumerate(seen, 1) if what == "replace")  # the last table has not taken its name
    stops = 0
    for stop in range(1, 200):
        folder = prepared(tmp_path / f"again-{stop}", before, earlier)
        assert not killed(lambda folder=folder: save(folder, before, after), monkeypatch, late)  # type: ignore[misc]
        alive = killed(lambda folder=folder: opened(folder) and None, monkeypatch, stop)  # type: ignore[misc]
        assert opened(folder) == after
        stops += 1
        if alive:
            break
    assert stops > 15


@pytest.mark.parametrize("name", CHANGES)
def test_a_disk_that_refuses_anywhere_is_reported_and_nothing_is_mixed(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, after, earlier = CHANGES[name]

    def full(what: str) -> None:
        raise OSError(errno.ENOSPC, f"No space left on device ({what})")

    total = operations(tmp_path, monkeypatch, CHANGES[name], REFUSING)
    silent = []
    for stop in range(1, total + 1):
        folder = prepared(tmp_path / f"full-{stop}", before, earlier)
        reported = False
        with counted(monkeypatch, stop, full, REFUSING) as seen:
            try:
                save(folder, before, after)
            except (OSError, Invalid):
                reported = True
        state = opened(folder)
        assert state == after if not reported else state in (before, after)
        if not reported:
            silent.append(seen[stop - 1])
        else:
            assert state == before, f"refused at operation {stop} ({seen[stop - 1]}), and yet the files changed"
        assert sound(folder, state)
        shutil.rmtree(folder)
    assert set(silent) <= {"unlink", "mkdir"}, "only what needs not be done may fail unsaid"


def test_what_was_edited_by_hand_after_a_save_was_cut_short_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = prepared(tmp_path / "case", OLD, False)
    with counted(monkeypatch, 0, lambda _: None) as seen:
        save(prepared(tmp_path / "counting", OLD, False), OLD, NEW)
    first = min(n for n, what in enumerate(seen, 1) if what == "replace" and n > len(seen) - 12)
    assert not killed(lambda: save(folder, OLD, NEW), monkeypatch, first)
    by_hand = b"id\nA\nMINE\n"
    (folder / "claims.csv").write_bytes(by_hand)
    assert opened(folder) == {**NEW, "claims.csv": by_hand}
    assert state_then(folder, read_log(folder)[-1]) == NEW


def test_a_torn_line_was_never_saved(tmp_path: Path) -> None:
    folder = prepared(tmp_path / "case", NEW, True)
    log = folder / "history" / "log.jsonl"
    whole = log.read_bytes()
    for torn in (b"{", whole.splitlines(keepends=True)[-1][:-1], b"\0" * 40 + b"\n"):
        log.write_bytes(whole + torn)
        assert [v.number for v in read_log(folder)] == [1, 2]
        save(folder, NEW, NEWER)
        assert [v.number for v in read_log(folder)] == [1, 2, 3]
        assert log.read_bytes().startswith(whole)
        log.write_bytes(whole)
        fill(folder, NEW)
        (folder / "law" / "own.md").unlink()


def lines(folder: Path, change: Callable[[bytes], bytes]) -> None:
    log = folder / "history" / "log.jsonl"
    log.write_bytes(change(log.read_bytes()))


def content(folder: Path, change: Callable[[bytes], bytes]) -> None:
    for path in (folder / "history" / "contents").iterdir():
        path.write_bytes(change(path.read_bytes()))


CHANGED: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "a digit of a checksum": (lambda f: lines(f, lambda b: b.replace(b'"version": "', b'"version": "0', 1)), "history/log.jsonl:1", "was changed after it was written"),
    "a line taken away": (lambda f: lines(f, lambda b: b.split(b"\n", 1)[1]), "history/log.jsonl:1", "was changed after it was written"),
    "no JSON": (lambda f: lines(f, lambda b: b"hello\n" + b), "history/log.jsonl:1", "was changed after it was written"),
    "no object": (lambda f: lines(f, lambda b: b"[]\n"), "history/log.jsonl:1", "was changed after it was written"),
    "deep": (lambda f: lines(f, lambda b: b"[" * 100_000 + b"\n"), "history/log.jsonl:1", "was changed after it was written"),
    "a name that leads out": (lambda f: lines(f, lambda b: leading_out()), "history/log.jsonl:1", "was changed after it was written"),
    "a content gone": (lambda f: shutil.rmtree(f / "history" / "contents"), "history/contents/", "is gone or was changed"),
    "a content changed": (lambda f: content(f, lambda b: b[:12] + bytes([b[12] ^ 1]) + b[13:]), "history/contents/", "is gone or was changed"),
    "no gzip": (lambda f: content(f, lambda b: b"plain"), "history/contents/", "is gone or was changed"),
    "a bomb": (lambda f: content(f, lambda b: bomb()), "history/contents/", "is gone or was changed"),
}


def bomb() -> bytes:
    import gzip

    return gzip.compress(b"\0" * 200_000_000)


def leading_out() -> bytes:
    import json

    files = {"../outside.csv": "0" * 64}
    row = {"number": 1, "version": history._version(files), "from": "", "at": "", "by": "", "what": "", "claims": [], "outside": False, "undoes": 0, "files": files}
    return json.dumps(row).encode() + b"\n"


@pytest.mark.parametrize("name", CHANGED)
def test_a_history_that_was_changed_is_reported(name: str, tmp_path: Path) -> None:
    folder = prepared(tmp_path / "case", NEW, True)
    change, where, what = CHANGED[name]
    change(folder)
    with pytest.raises(Invalid) as told:
        for one in read_log(folder):
            state_then(folder, one)
    problem = told.value.problems[0]
    assert str(problem.place).startswith(where)
    assert what in problem.what
    assert "from a copy" in problem.remedy
    assert opened(folder) == NEW, "the case itself is read all the same"


def test_there_are_as_many_changed_histories_as_before() -> None:
    assert len(CHANGED) == 10


# --- what is refused -----------------------------------------------------------------------------


def test_a_second_writer_waits_and_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = prepared(tmp_path / "case", NEW, True)
    monkeypatch.setattr(history, "PATIENCE", 2)
    with locked(folder):
        with pytest.raises(Invalid, match="another process is reading or writing this case"), locked(folder):
            pass
        with pytest.raises(Invalid, match="another process is writing to this case") as told:
            opened(folder)
    assert "wait until it is done" in told.value.problems[0].remedy
    assert opened(folder) == NEW


def test_links_are_neither_read_outside_nor_replaced(tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_bytes(b"secret")
    folder = fill(tmp_path / "case", OLD)
    (folder / "claims.csv").unlink()
    (folder / "claims.csv").symlink_to(outside)
    with pytest.raises(Invalid, match="not a plain file of the folder"):
        state_of(folder)
    (folder / "mine.csv").write_bytes(OLD["claims.csv"])
    (folder / "claims.csv").unlink()
    (folder / "claims.csv").symlink_to("mine.csv")
    assert state_of(folder) == OLD
    with pytest.raises(Invalid, match="a link, which is not replaced"):
        save(folder, OLD, NEW)
    assert state_of(folder) == OLD


def test_a_history_that_is_a_link_is_refused(tmp_path: Path) -> None:
    folder = fill(tmp_path / "case", OLD)
    (tmp_path / "elsewhere").mkdir()
    (folder / "history").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Invalid, match="this is a link"):
        save(folder, OLD, NEW)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_note_of_a_save_under_way_that_was_changed_is_reported(tmp_path: Path) -> None:
    folder = prepared(tmp_path / "case", NEW, True)
    for garbage in (b"", b"[]", b"{}", b"\xff"):
        (folder / "history" / "pending").write_bytes(garbage)
        with pytest.raises(Invalid, match="the note of a save under way was changed") as told:
            opened(folder)
        assert "compare the tables with a copy" in told.value.problems[0].remedy


def test_sizes_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = prepared(tmp_path / "case", NEW, True)
    with monkeypatch.context() as small:
        small.setattr(history, "MAX_LOG", 10)
        with pytest.raises(Invalid, match="the history is larger than 10 bytes"):
            read_log(folder)
    with monkeypatch.context() as small:
        small.setattr(history, "MAX_BYTES", 6)
        with pytest.raises(Invalid, match="the file is larger than 6 bytes"):
            state_of(folder)
    fill(folder, {f"law/{n}.md": b"" for n in range(history.MAX_PAGES + 1)})
    with pytest.raises(Invalid, match="more than 200 law pages"):
        state_of(folder)


def test_rights_and_untouched_files_stay(tmp_path: Path) -> None:
    folder = fill(tmp_path / "case", OLD)
    os.chmod(folder / "claims.csv", 0o640)
    stamp = (folder / "case.toml").stat().st_mtime_ns
    save(folder, OLD, NEW)
    assert (folder / "claims.csv").stat().st_mode & 0o777 == 0o640
    assert (folder / "case.toml").stat().st_mtime_ns == stamp


def test_the_first_save_of_all_is_seen_by_a_reader_under_way(tmp_path: Path) -> None:
    """The lock is not there yet when it begins to read, and is when it ends: it reads again."""
    folder = fill(tmp_path / "case", OLD)
    seen = []

    def read() -> dict[str, bytes]:
        seen.append(state_of(folder))
        if len(seen) == 1:
            save(folder, OLD, NEW)
        return seen[-1]

    assert steadily(folder, read) == NEW
    assert seen == [OLD, NEW]
