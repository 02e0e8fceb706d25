"""Cold starts, the whole table with and without bytecode, each phase, and a peer beside them.

Everything runs on one core, in fresh interpreters, and the minimum of several runs counts: on a
shared machine the minimum is what repeats. Read the ratios rather than the seconds.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
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


def cold(arguments: list[str], home: Path, write: bool = True, runs: int = RUNS) -> tuple[float, float]:
    """(wall, CPU) seconds of a fresh interpreter on these arguments: the minimum of several runs."""
    environment = os.environ | {"PYTHONPATH": str(home / "src"), "PYTHONHASHSEED": "0", "NO_COLOR": "1"}
    environment |= {} if write else {"PYTHONDONTWRITEBYTECODE": "1"}
    walls, spent = [], []
    for _ in range(runs):
        before, start = getrusage(RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run([sys.executable, *arguments], env=environment, cwd=home, check=True, stdout=subprocess.DEVNULL)
        walls.append(time.perf_counter() - start)
        after = getrusage(RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(walls), min(spent)


def bare_copy(folder: Path) -> Path:
    """Source, law and cases in a folder of their own, without any bytecode."""
    for name in ("src", "law", "cases"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def row(name: str, seconds: tuple[float, float], unit: float, aim: float | None = None) -> None:
    """One line: wall, CPU, how many times a bare interpreter, and how it stands to the aim."""
    wall, spent = seconds
    against = f"   aim {aim:.1f} s: {'met' if wall < aim else 'MISSED'}" if aim else ""
    print(f"  {name:<44}{wall:8.3f} s {spent:8.3f} s {wall / unit:8.1f}{against}")


def starts() -> None:
    """Cold starts beside `python -c pass`."""
    print(f"\n  {'cold, minimum of ' + str(RUNS):<44}{'wall':>10}{'CPU':>11}{'× pass':>9}")
    cold(TABLE, ROOT, runs=1)
    empty = cold(["-c", "pass"], ROOT)
    row("python -c pass", empty, empty[0])
    row("foedus --help", cold(HELP, ROOT), empty[0], AIMS["help"])
    row(f"foedus assess {CASE}", cold(TABLE, ROOT), empty[0], AIMS["table"])
    with tempfile.TemporaryDirectory() as folder:
        home = bare_copy(Path(folder))
        row("foedus --help, no bytecode", cold(HELP, home, write=False), empty[0], AIMS["help"])
        row(f"foedus assess {CASE}, no bytecode", cold(TABLE, home, write=False), empty[0], AIMS["table"])
        assert not list(home.rglob("__pycache__")), "the runs without bytecode left some"


def phases() -> None:
    """What the table's time is spent on: each phase's minimum over fresh interpreters."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "bench.phases"]
    measured = []
    for _ in range(RUNS):
        run = subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True)
        measured.append(dict(line.split("\t") for line in run.stdout.splitlines()))
    best = {name: min(float(m[name]) for m in measured) for name in measured[0]}
    total = sum(best.values())
    print(f"\n  {'phases of the whole table':<44}{'wall':>10}{'share':>11}")
    for name, seconds in best.items():
        print(f"  {name:<44}{seconds:8.3f} s {seconds / total:9.0%}")
    print(f"  {'together':<44}{total:8.3f} s")


def main() -> None:
    """Print everything."""
    print(f"Foedus, {platform.python_implementation()} {platform.python_version()}, {platform.machine()}, {pin()}")
    starts()
    phases()
    peer.compare()


if __name__ == "__main__":
    main()
