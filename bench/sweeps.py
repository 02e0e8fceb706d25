"""Sweeps of a real record: `python -m bench sweeps`. Prints; asserts only that all counts are the same.

Situations per second by executor, counted and written as rows; one worker beside two; the peak of memory. Times are by the
clock on the wall, after the spec was read and its cells were grounded. On a shared machine read the ratios.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from bench.phases import AS_OF, CASE
from foedus.door.sweeping import Plan
from foedus.executors import available
from foedus.sweep import Recipe, on_of, read_spec, run
from foedus.sweep.result import added

KNOWN_TO = "2026-11-21T00:00Z"
ONE = 'questions = ["article-4"]\n'
FIXED = {
    "attacker": "foreign-led",
    "goods": "any one",
    "territory": "own territory",
    "form of attack": "arms",
    "border": "does not matter",
    "finding": "none needed",
    "gravity": "a judgement",
    "burden in article 4": "none set",
}
PEAK = """
import resource, sys
from pathlib import Path
from foedus.door.sweeping import swept
swept(Path(sys.argv[1]), Path(sys.argv[2]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform != "darwin" else 1024**2))
"""


def spec(folder: Path, name: str, body: str) -> Path:
    """A spec of the real case in a file."""
    path = folder / f"{name}.toml"
    path.write_text(f'case = "{CASE}"\nas_of = "{AS_OF}"\nknown_to = "{KNOWN_TO}"\n{body}', "utf-8")
    return path


def drawn(count: int) -> str:
    """A draw in which everything open turns out evenly."""
    return f'[sampled]\nseed = 1\ncount = {count}\n[free]\nfacts = "open"\n'


def every_question() -> str:
    """All questions whose law is that of one day."""
    from foedus.door import Asking

    asking = Asking(CASE, AS_OF, KNOWN_TO)
    names = [q for q in asking.regime.questions if len({p.inquiry.day for p in asking.posed(q)}) == 1]
    return f"questions = {names!r}\n".replace("'", '"')


def recipe_of(path: Path) -> Recipe:
    """The recipe of a spec, without influence, which is counted over a fixed number of situations."""
    with tempfile.TemporaryFile() as packed:
        return replace(Plan(read_spec(path), None, None, None).job(packed).recipe, flipped=())


def timed(recipe: Recipe, on: str = "local") -> tuple[float, dict[str, int]]:
    """Seconds for all parts, and what they add up to."""
    bodies: dict[int, bytes] = {}
    start = time.perf_counter()
    run(recipe.shipped, range(recipe.parts), on_of(on), bodies.__setitem__)
    return time.perf_counter() - start, added(bodies.values()).counts


def executors(name: str, plain: Recipe, counts: dict[str, int]) -> None:
    """A row for each executor: millions of situations per second."""
    known: dict[str, int] | None = None
    for one in available():
        if one.executor is None:
            print(f"  !! {one.name} is absent: {one.note}")
        elif one.name in counts:
            recipe = replace(plain, executor=one.name)
            recipe = replace(recipe, total=counts[one.name]) if recipe.mode == "sampled" else recipe
            seconds, found = min((timed(recipe) for _ in range(3)), key=lambda pair: pair[0])
            assert known is None or recipe.mode == "sampled" or found == known, "executors disagree"
            known = found
            rate = f"{recipe.total / seconds / 1e6:>14.2f}"
            print(f"  {name:<40}{one.name:<10}{rate}{len(recipe.program.inputs):>8}{len(recipe.program.gates):>8}")


def workers(name: str, recipe: Recipe) -> None:
    """One worker beside two, three times in turn: the clock on the wall, and what the workers spent together."""
    walls: dict[int, list[float]] = {1: [], 2: []}
    spent: dict[int, list[float]] = {1: [], 2: []}
    found = set()
    for many in (1, 2) * 3:
        before = os.times()
        seconds, counts = timed(recipe, f"processes:{many}")
        after = os.times()
        walls[many].append(seconds)
        spent[many].append(after.children_user + after.children_system - before.children_user - before.children_system)
        found.add(tuple(counts.values()))
    assert len(found) == 1, "workers disagree"
    one, two = min(walls[1]), min(walls[2])
    busy = f", load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores" if hasattr(os, "getloadavg") else ""
    print(f"  {name:<40}{one:.2f} s and {two:.2f} s: {one / two:.2f} x{busy}")
    print(f"  {'':<40}CPU of the workers {min(spent[1]):.2f} s and {min(spent[2]):.2f} s")


def peak(path: Path) -> str:
    """The most memory a whole sweep takes, in a fresh interpreter."""
    command = [sys.executable, "-c", PEAK, str(path), str(path.with_suffix(""))]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": "src"})
    return f"{done.stdout.strip()} MB"


def main() -> None:
    """Print everything."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = every_question()
        fixed = "[fixed]\n" + "".join(f'"{w}" = "{o}"\n' for w, o in FIXED.items())
        one = spec(folder, "one", ONE + drawn(1 << 24))
        whole = spec(folder, "whole", table + drawn(1 << 22))
        free = spec(folder, "free", ONE + fixed + '[free]\nfacts = "open"\n')
        rows = spec(folder, "rows", 'write = "rows"\n' + ONE + drawn(1 << 20))
        recipes = {path.stem: recipe_of(path) for path in (one, whole, free, rows)}
        print(f"\n  {'':<40}{'':<10}{'million per s':>14}{'inputs':>8}{'gates':>8}")
        executors("article-4, drawn", recipes["one"], {"machine": 1 << 26, "blocks": 1 << 23, "bits": 1 << 21})
        executors("the whole table, drawn", recipes["whole"], {"machine": 1 << 23, "blocks": 1 << 21, "bits": 1 << 19})
        executors("article-4, all completions", recipes["free"], {"machine": 0})
        executors("article-4, drawn, every answer kept", recipes["rows"], {"machine": 1 << 20})
        print("\n  one worker and two")
        workers("article-4, drawn", replace(recipes["one"], total=1 << 30))
        workers("the whole table, drawn", replace(recipes["whole"], total=1 << 27))
        print("\n  peak memory of the whole sweep")
        for path in (one, whole, free, rows):
            print(f"  {path.stem:<40}{peak(path)}")


if __name__ == "__main__":
    main()
