"""Cold starts, the whole table with and without bytecode, each phase, and a peer beside them.

Everything runs on one core, in fresh interpreters, and the minimum of several runs counts: on a
shared machine the minimum is what repeats. Read the ratios rather than the seconds.
"""

from __future__ import annotations

import compileall
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from bench import peer
from bench.phases import AS_OF, CASE

ROOT = Path(__file__).resolve().parents[1]
RUNS = 7
HELP = ["-m", "foedus", "--help"]
TABLE = ["-m", "foedus", "assess", CASE, "--as-of", AS_OF]
AIMS = {"help": 0.3, "table": 1.5}


def pin() -> str:
    """Keep this process and its children on one core, where the system can; say which."""
    if not hasattr(os, "sched_setaffinity"):
        return "not pinned: this system cannot"
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return f"pinned to core {core}"


def environment(home: Path) -> dict[str, str]:
    """This environment without what steers Python, for a tree in `home` that writes no bytecode itself."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return plain | {"PYTHONPATH": f"{home / 'src'}{os.pathsep}{home}", "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1"}


def cold(arguments: list[str], home: Path) -> tuple[float, float]:
    """(wall, CPU) seconds of a fresh interpreter on these arguments: the minimum of several runs."""
    walls, spent = [], []
    for _ in range(RUNS):
        before, start = getrusage(RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run([sys.executable, *arguments], env=environment(home), cwd=home, check=True, stdout=subprocess.DEVNULL)
        walls.append(time.perf_counter() - start)
        after = getrusage(RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(walls), min(spent)


def tree(folder: Path, bytecode: bool) -> Path:
    """Source, law and cases in a folder of their own, with all their bytecode or with none."""
    for name in ("src", "law", "cases", "bench"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    if bytecode:
        compileall.compile_dir(folder, quiet=1)
    assert bytecode == any(folder.rglob("__pycache__"))
    return folder


def row(name: str, seconds: tuple[float, float], unit: float, aim: float | None = None) -> None:
    """One line: wall, CPU, how many times a bare interpreter, and how it stands to the aim."""
    wall, spent = seconds
    against = f"   aim {aim:.1f} s: {'met' if wall < aim else 'MISSED'}" if aim else ""
    print(f"  {name:<44}{wall:8.3f} s {spent:8.3f} s {wall / unit:8.1f}{against}")


def starts(warm: Path, bare: Path) -> None:
    """Cold starts beside `python -c pass`."""
    print(f"\n  {'cold, minimum of ' + str(RUNS):<44}{'wall':>10}{'CPU':>11}{'× pass':>9}")
    cold(TABLE, warm)
    empty = cold(["-c", "pass"], warm)
    row("python -c pass", empty, empty[0])
    row("foedus --help", cold(HELP, warm), empty[0], AIMS["help"])
    row(f"foedus assess {CASE}", cold(TABLE, warm), empty[0], AIMS["table"])
    row("foedus --help, no bytecode", cold(HELP, bare), empty[0], AIMS["help"])
    row(f"foedus assess {CASE}, no bytecode", cold(TABLE, bare), empty[0], AIMS["table"])
    assert not any(bare.rglob("__pycache__")), "the runs without bytecode left some"


def phases(warm: Path) -> None:
    """What the table's time is spent on: each phase's minimum over fresh interpreters."""
    command = [sys.executable, "-m", "bench.phases"]
    measured = []
    for _ in range(RUNS):
        run = subprocess.run(command, env=environment(warm), cwd=warm, check=True, capture_output=True, text=True)
        measured.append(dict(line.split("\t") for line in run.stdout.splitlines()))
    best = {name: min(float(m[name]) for m in measured) for name in measured[0]}
    total = sum(best.values())
    print(f"\n  {'phases of the whole table':<44}{'wall':>10}{'share':>11}")
    for name, seconds in best.items():
        print(f"  {name:<44}{seconds:8.3f} s {seconds / total:9.0%}")
    print(f"  {'together':<44}{total:8.3f} s")


SUITES = ("executors", "chance", "hinges", "design", "sweeps", "workbench")
"""Benches of their own: `python -m bench NAME`."""


def main() -> None:
    """Print everything, or one suite by its name."""
    head = f"Foedus, {platform.python_implementation()} {platform.python_version()}, {platform.machine()}"
    if sys.argv[1:]:
        print(head)
        for name in sys.argv[1:]:
            if name not in SUITES:
                sys.exit(f"no bench is called {name}; there are: {', '.join(SUITES)}, and all else without a name")
            import_module(f"bench.{name}").main()
        return
    print(f"{head}, {pin()}")
    with tempfile.TemporaryDirectory() as folder:
        warm = tree(Path(folder) / "warm", bytecode=True)
        bare = tree(Path(folder) / "bare", bytecode=False)
        starts(warm, bare)
        phases(warm)
    peer.compare()


if __name__ == "__main__":
    main()
