"""What a table of answers costs: of every case, cold and when only the date moves, and of a case with very many claims.

    python -m bench.tables

Seconds of one core, law and case read beforehand. Printed and never asserted: read the ratios, machines differ.
"""

from __future__ import annotations

import csv
import shutil
import tempfile
import time
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from bench.phases import AS_OF, CASE
from foedus.assess import Assessment, Memory
from foedus.door import Asking
from foedus.door.shelf import Shelf

ROOT = Path(__file__).resolve().parents[1]
SLIDES = ("2022-01-06T23:00+06:00", "2022-01-06T22:00+06:00", "2022-01-06T21:00+06:00", "2022-01-06T18:00+06:00")
CLAIMS = 20_000
SHELF = Shelf(256)


def main() -> None:
    """Print every measure."""
    cases = sorted(p for p in (ROOT / "cases").iterdir() if (p / "case.toml").is_file())
    spent = {p.name: spent_on(lambda p=p: table(p, last_day(p))) for p in cases}
    for name, seconds in spent.items():
        row(name, seconds)
    row("median of a case", median(spent.values()))
    row("all cases together", sum(spent.values()))
    row(f"{CASE}, whole, on the last day of its window", spent[CASE])
    cold, same, moves = sliding()
    row(f"{CASE}, whole, at {AS_OF}", cold)
    row("the same again, with memory", same)
    for instant, seconds in moves:
        row(f"slider to {instant}, with memory", seconds)
    timeline()
    with tempfile.TemporaryDirectory() as place:
        large(grown(ROOT / "cases" / CASE, Path(place) / CASE, CLAIMS))


def row(what: str, seconds: float) -> None:
    """Print one measure."""
    print(f"  {what:<58}{seconds:8.3f} s", flush=True)


def spent_on(work: Callable[[], object]) -> float:
    """Seconds of this process."""
    before = time.process_time()
    work()
    return time.process_time() - before


def last_day(folder: Path) -> str:
    """The last day of a case's window."""
    window: Sequence[str] = tomllib.loads((folder / "case.toml").read_text("utf-8"))["window"]
    return window[1]


def asking(folder: Path, as_of: str | None, memory: Memory | None = None) -> Asking:
    """A question of a case whose law and record are read."""
    found = Asking(folder, as_of=as_of, law=[ROOT / "law"], shelf=SHELF, memory=memory)
    assert found.regime
    assert found.record
    return found


def table(folder: Path, as_of: str, memory: Memory | None = None) -> Assessment:
    """One whole table."""
    return asking(folder, as_of, memory).assess()


def sliding() -> tuple[float, float, list[tuple[str, float]]]:
    """Seconds of a table from nothing, of the same again, and of neighbouring instants, all with one memory."""
    memory, folder = Memory(), ROOT / "cases" / CASE
    cold, same = (spent_on(lambda: table(folder, AS_OF, memory)) for _ in range(2))
    return cold, same, [(instant, spent_on(lambda i=instant: table(folder, i, memory))) for instant in SLIDES]


def timeline() -> None:
    """Print what the changes by the hour and the duties cost."""
    folder = ROOT / "cases" / CASE
    row(f"timeline of {CASE}", spent_on(lambda: asking(folder, None).timeline()))
    row(f"agenda of {CASE}", spent_on(lambda: asking(folder, AS_OF).agenda()))


def grown(folder: Path, to: Path, claims: int) -> Path:
    """A copy of a case whose claims are said again, by others, until there are so many; every second one is bound to no fact."""
    shutil.copytree(folder, to)
    path = to / "claims.csv"
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = list(rows[0])
    plain = [r for r in rows if not r["renders"] and not r["supersedes"]]
    while len(rows) < claims:
        number = len(rows)
        loose = dict.fromkeys(("fact", "polarity"), "") if number % 2 else {}
        short = dict.fromkeys(("row", "group", "pinpoint", "quantity", "unit", "reason", "note"), "")
        rows.append({**plain[number % len(plain)], **short, **loose, "says": "said again", "id": f"more-{number}"})
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    return to


def large(folder: Path) -> None:
    """Print what a case of very many claims costs."""
    row(f"{CLAIMS} claims: reading", spent_on(lambda: asking(folder, AS_OF)))
    row(f"{CLAIMS} claims: one table", spent_on(lambda: table(folder, AS_OF)))
    memory = Memory()
    table(folder, AS_OF, memory)
    row(f"{CLAIMS} claims: slider to {SLIDES[0]}, with memory", spent_on(lambda: table(folder, SLIDES[0], memory)))


if __name__ == "__main__":
    main()
