"""Stopped, killed, shared out, gone on with: the folder a sweep leaves is the same, byte for byte."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from lake import DRAWN, FREE, HEAD, ROOT, command, environment, files, foedus, lake

from foedus.door import sweeping
from foedus.problem import Invalid
from foedus.sweep import Folder, runners
from foedus.sweep.work import work

ASKED = 'questions = ["attacked", "adopted"]\nstances = ["text", "Minister 2031"]\n'
PARTS = 12
MANY = HEAD + ASKED + 'executor = "bits"\n' + DRAWN.replace("100_000", str(PARTS << 21)) + FREE
WRITTEN = HEAD + ASKED + 'write = "rows"\n' + DRAWN.replace("100_000", "300_001") + FREE


def rows_spec() -> str:
    return HEAD + 'questions = ["attacked", "adopted"]\n[rows]\nfile = "t.csv"\n[fixed]\n"attacker" = "foreign"\n'


def write_rows(home: Path) -> None:
    names = ["members of the harbour raiders are foreign nationals", "the attack by the harbour raiders is grave"]
    names += [f"{c} objects to the decision of 6 March" for c in ("Arland", "Borland", "Corland")]
    lines = [",".join(str(n >> i & 1) for i in range(5)) for n in range(32)]
    (home / "t.csv").write_text(",".join(names) + "\n" + "\n".join(lines * 5000) + "\n", "utf-8")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Law, record and the specs of this page."""
    folder = lake(tmp_path_factory.mktemp("lake"))
    write_rows(folder)
    for name, text in {"many": MANY, "written": WRITTEN, "rows": rows_spec(), "free": HEAD + ASKED + FREE}.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return folder


NAMES = ("many", "written", "rows", "free")
_whole: dict[str, dict[str, bytes]] = {}


def whole(home: Path, name: str) -> dict[str, bytes]:
    """The folder of a sweep that nobody disturbed."""
    if name not in _whole:
        done = foedus(home, f"{name}.toml", "--out", f"whole-{name}", "--quiet")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        _whole[name] = files(home / f"whole-{name}")
    return _whole[name]


@pytest.mark.parametrize("name", NAMES)
def test_a_whole_sweep_leaves_what_it_says(home: Path, name: str) -> None:
    table = "result.parquet" if sweeping_writes_parquet() else "result.csv"
    pages = {"summary.html", "shares.svg", "influence.svg", "stances.svg"}
    assert set(whole(home, name)) == {"spec.toml", "sweep.json", "summary.json", table, *pages}
    assert whole(home, name)["spec.toml"] == (home / f"{name}.toml").read_bytes()


def sweeping_writes_parquet() -> bool:
    from foedus.sweep.tables import parquet_there

    return parquet_there()


# --- killed ---


def parts_in(folder: Path) -> int:
    return len([p for p in (folder / "parts").glob("*") if not p.name.startswith(".")]) if (folder / "parts").is_dir() else 0


def killed_after(home: Path, name: str, out: str, parts: int, *more: str) -> bool:
    """Kill -9 a sweep once so many parts are there; whether it was still running."""
    process = subprocess.Popen(command(f"{name}.toml", "--out", out, "--quiet", "--resume", *more), cwd=home, env=environment(), start_new_session=True)
    until = time.monotonic() + 120
    while process.poll() is None and parts_in(home / out) < parts and time.monotonic() < until:
        time.sleep(0.002)
    alive = process.poll() is None
    process.kill()
    process.wait()
    return alive


@pytest.mark.parametrize(("name", "more"), [("many", ()), ("many", ("--on", "processes:2")), ("written", ())])
def test_killed_at_several_moments_and_resumed_it_ends_the_same(home: Path, name: str, more: tuple[str, ...]) -> None:
    out = f"killed-{name}{len(more)}"
    expected = whole(home, name)
    moments = (0, 1, 2, 5, 9) if name == "many" else (0, 1, 3)
    kept = []
    for moment in moments:
        killed_after(home, name, out, moment, *more)
        kept.append(parts_in(home / out))
    assert kept == sorted(kept), "a part was lost"
    assert any(0 < k < (PARTS if name == "many" else 5) for k in kept), "it was never killed on its way"
    done = foedus(home, f"{name}.toml", "--out", out, "--resume", "--quiet", *more)
    assert (done.returncode, done.stderr) == (0, "")
    assert files(home / out) == expected


def test_killed_before_any_file_is_put_in_its_place_it_ends_the_same(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Note, spec, five parts, table, four pages, summary: a death before each, then gone on with."""
    expected, deaths = whole(home, "written"), 0
    for number in range(1, 30):
        out = home / f"dying-{number}"
        with monkeypatch.context() as patch:
            _die_before(patch, number)
            try:
                _swept(home, "written", out, resume=True)
                break
            except KeyboardInterrupt:
                deaths += 1
        _swept(home, "written", out, resume=True)
        assert files(out) == expected
    assert deaths == 2 + 5 + 1 + 4 + 1


def _die_before(patch: pytest.MonkeyPatch, number: int) -> None:
    """The process ends when it is to put its so-manieth file in its place."""
    count, replace = [0], Path.replace

    def dying(self: Path, target: Path) -> Path:
        count[0] += 1
        if count[0] == number:
            raise KeyboardInterrupt
        return replace(self, target)

    patch.setattr(Path, "replace", dying)


def _swept(home: Path, name: str, out: Path, resume: bool = False, on: str = "local"):
    from foedus.show.sweep import pages_of_sweep

    return sweeping.swept(home / f"{name}.toml", out, on, resume, home / "law", home / "cases", pages=pages_of_sweep)


def test_nothing_is_done_twice(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected, out, done = whole(home, "many"), home / "once", list[int]()

    def counted(recipe: str, part: int) -> bytes:
        if len(done) == 5:
            done.append(-1)
            raise KeyboardInterrupt
        done.append(part)
        return work(recipe, part)

    monkeypatch.setattr(runners, "work", counted)
    with pytest.raises(KeyboardInterrupt):
        _swept(home, "many", out)
    _swept(home, "many", out, resume=True)
    assert sorted(done) == [-1, *range(PARTS)]
    assert files(out) == expected
    _swept(home, "many", out, resume=True)
    assert len(done) == PARTS + 1
    assert files(out) == expected


def test_a_part_that_was_damaged_is_done_again(home: Path) -> None:
    out = home / "damaged"
    killed_after(home, "many", out.name, 5)
    part = next(p for p in (out / "parts").iterdir() if not p.name.startswith("."))
    part.write_bytes(part.read_bytes()[:-3] + b"9}\n")
    (out / "parts" / ".half-000099").write_bytes(b"left behind")
    assert foedus(home, "many.toml", "--out", out.name, "--resume", "--quiet").returncode == 0
    assert files(out) == whole(home, "many")


def test_ctrl_c_says_how_to_go_on(home: Path) -> None:
    process = subprocess.Popen(command("many.toml", "--out", "stopped"), cwd=home, env=environment(), stderr=subprocess.PIPE, text=True)
    while process.poll() is None and parts_in(home / "stopped") < 1:
        time.sleep(0.002)
    process.send_signal(signal.SIGINT)
    said = process.communicate()[1]
    if process.returncode == 0:
        pytest.skip("sweep: it was done before it could be stopped, so the words for a stop were not read")
    assert process.returncode == 130
    assert said == "\nstopped; what is done is kept. Go on with: foedus sweep many.toml --out stopped --resume\n"


def test_progress_is_told_on_a_terminal_only(home: Path) -> None:
    pty = pytest.importorskip("pty", reason="sweep: this system has no terminals to try progress on")
    screen, terminal = pty.openpty()
    process = subprocess.Popen(command("many.toml", "--out", "watched", "--json"), cwd=home, env=environment(), stderr=terminal, stdout=subprocess.PIPE)
    os.close(terminal)
    document = json.loads(process.communicate()[0])
    said = os.read(screen, 100_000).decode()
    os.close(screen)
    assert process.returncode == 0
    assert document == json.loads(whole(home, "many")["summary.json"])
    assert " of 25,165,824 situations · " in said and " per second · " in said and " left" in said
    assert said.endswith("\r\x1b[2K")


def test_a_folder_is_kept_from_a_second_process(home: Path) -> None:
    with Folder(home / "held").held(), pytest.raises(Invalid, match="another process is sweeping into"), Folder(home / "held").held():
        pass


def test_workers_go_when_their_parent_was_killed(home: Path) -> None:
    killed_after(home, "many", "orphans", 2, "--on", "processes:2")
    until = time.monotonic() + 30
    while (left := _running("orphans")) and time.monotonic() < until:
        time.sleep(0.1)
    assert left == []


def _running(word: str) -> list[str]:
    if not Path("/proc").is_dir():
        pytest.skip("sweep: no /proc here, so orphans were not looked for")
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if word.encode() in path.read_bytes().split(b"\0"):
                found.append(path.parent.name)
        except OSError:
            continue
    return found


# --- shared out ---


@pytest.mark.parametrize(("name", "workers"), [("many", 2), ("many", 3), ("written", 2), ("rows", 1), ("rows", 3), ("free", 2)])
def test_any_number_of_processes_gives_the_same(home: Path, name: str, workers: int) -> None:
    out = home / f"{name}-{workers}"
    _swept(home, name, out, on=f"processes:{workers}")
    assert files(out) == whole(home, name)


def test_a_worker_that_dies_is_replaced(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first worker to find the mark absent leaves it and dies."""
    mark = home / "died"
    monkeypatch.setattr(runners, "work", _Mortal(str(mark)))
    _swept(home, "many", home / "mortal", on="processes:2")
    assert mark.exists()
    assert files(home / "mortal") == whole(home, "many")


class _Mortal:
    """`work`, but part 5 kills its worker: once, if there is a file to remember it by, else always."""

    def __init__(self, mark: str) -> None:
        self.mark = mark

    def __call__(self, recipe: str, part: int) -> bytes:
        if part == 5 and not (self.mark and os.path.exists(self.mark)):
            if self.mark:
                Path(self.mark).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return work(recipe, part)


def test_workers_that_keep_dying_are_told_of(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runners, "work", _Mortal(""))
    with pytest.raises(Invalid, match="workers died 5 times"):
        _swept(home, "many", home / "hopeless", on="processes:2")


# --- Dask ---


@pytest.fixture(scope="module")
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers, each a process of its own."""
    pytest.importorskip("distributed", reason="sweep: Dask is not installed, so no cluster was tried (pip install foedus[dev])")
    path = os.pathsep.join([str(ROOT / "src"), str(Path(__file__).parent)])
    env = environment(PYTHONPATH=path, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="5")
    start = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file"]
    with tempfile.TemporaryDirectory() as folder:
        note = Path(folder) / "scheduler.json"
        quiet = {"env": env, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
        processes = [subprocess.Popen([*start, str(note)], **quiet)]  # type: ignore[call-overload]
        address = _address(note)
        worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        processes += [subprocess.Popen(worker, **quiet) for _ in range(2)]  # type: ignore[call-overload]
        yield address, processes
        for process in processes:
            process.kill()
            process.wait()


def _address(note: Path) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            return str(json.loads(note.read_text("utf-8"))["address"])
        except (OSError, ValueError):
            time.sleep(0.05)
    raise AssertionError("the scheduler did not start")


def test_a_cluster_that_loses_a_worker_gives_the_same(home: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]) -> None:
    """One of two workers is killed while parts are on it: the same counts, nothing lost."""
    from distributed import Client

    address, processes = cluster
    with Client(address, timeout=60, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
    told: list[int] = []

    def watch(before: int, now: int, total: int) -> None:
        told.append(now)
        if len(told) == 4:
            processes[1].kill()

    out = home / "cluster"
    from foedus.show.sweep import pages_of_sweep

    sweeping.swept(home / "many.toml", out, f"dask:{address}", False, home / "law", home / "cases", watch, pages_of_sweep)
    assert processes[1].wait(timeout=30) == -signal.SIGKILL
    assert len(told) == PARTS
    assert files(out) == whole(home, "many")
    for name in ("written", "rows"):
        _swept(home, name, home / f"cluster-{name}", on=f"dask:{address}")
        assert files(home / f"cluster-{name}") == whole(home, name)


# --- memory ---

BIG = """
import resource, sys
from pathlib import Path
from foedus.door.sweeping import swept
swept(Path(sys.argv[1]), Path(sys.argv[2]), law="law", cases="cases")
if sys.platform == "linux":  # ru_maxrss would count whoever started us
    print(next(int(line.split()[1]) // 1024 for line in open("/proc/self/status") if line.startswith("VmHWM")))
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024**2 if sys.platform == "darwin" else 1024))
"""


@pytest.mark.parametrize("name", ["drawn", "written", "given", "completions"])
def test_peak_memory_stays_under_500_mb(home: Path, name: str) -> None:
    """Sweeps that would not fit: fifty million situations, three million rows, a long table, 2^29 completions of the real law."""
    pytest.importorskip("resource", reason="sweep: this system tells no peak memory")
    big = {
        "drawn": HEAD + ASKED + DRAWN.replace("100_000", "50_000_000") + FREE,
        "written": HEAD + ASKED + 'write = "rows"\n' + DRAWN.replace("100_000", "3_000_000") + FREE,
        "given": rows_spec().replace("t.csv", "big.csv"),
        "completions": REAL,
    }
    if name == "given":
        line = (home / "t.csv").read_text("utf-8").partition("\n")
        (home / "big.csv").write_text(line[0] + "\n" + line[2] * 6, "utf-8")
    (home / f"big-{name}.toml").write_text(big[name], "utf-8")
    words = [sys.executable, "-c", BIG, f"big-{name}.toml", f"big-{name}"]
    done = subprocess.run(words, cwd=home, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 500


_FIXED = {"attacker": "foreign-led", "goods": "any one", "territory": "own territory", "form of attack": "arms", "border": "does not matter", "finding": "none needed", "gravity": "a judgement", "burden in article 4": "none set"}
REAL = 'case = "kazakhstan-2022"\nas_of = "2022-01-07T00:00+06:00"\nknown_to = "2026-11-21T00:00Z"\nquestions = ["article-4"]\n[fixed]\n' + "".join(f'"{word}" = "{option}"\n' for word, option in _FIXED.items()) + FREE
