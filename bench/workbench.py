"""What the workbench costs its server: `python -m bench workbench`. Medians beside their aims; prints and never asserts.

Pages come from the application itself, in this process and on one core, without a network: between a request and the last byte
of its answer. The aims are held against the seconds of the processor, which others on the machine lengthen least.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.__main__ import pin
from bench.phases import AS_OF, CASE
from bench.tables import grown
from foedus.door import Asking
from foedus.papers import bundle
from foedus.workbench import Desk, Key, application

ROOT = Path(__file__).resolve().parents[1]
CLAIMS, MANY = 209, 20_000
RUNS, MOVES = 5, 10
KNOWN = "2026-11-21T00:00+06:00"
FIRST, MOVE, LARGE, BUNDLE = 0.3, 0.15, 1.5, 3.0
PAGES = ("why/article-4?stance=text&", "hinges?", "timeline?", "conflicts?", "contributions?", "map?", "law?", "history?")


@dataclass
class Bench:
    """A workbench over one case, with somebody who is let in."""

    folder: Path

    def __post_init__(self) -> None:
        from starlette.testclient import TestClient

        key = Key.fresh()
        self.client = TestClient(application(Desk(self.folder), key, ["testserver"]), follow_redirects=True)
        self.client.get(f"/?token={key.token}")
        self.times: list[tuple[float, float]] = []

    def get(self, page: str = "", as_of: str = AS_OF, known_to: str = KNOWN) -> Any:
        """The answer of a page; how long it took is noted."""
        more = "" if not page or page[-1] in "?&" else "&" if "?" in page else "?"
        dates = f"as-of={as_of}&known-to={known_to}".replace("+", "%2B")
        wall, spent = time.perf_counter(), time.process_time()
        where = f"/{page}" if page else "?"
        answer = self.client.get(f"/case/{self.folder.name}{where}{more}{dates}")
        self.times.append((time.perf_counter() - wall, time.process_time() - spent))
        assert answer.status_code in (200, 404), answer.text
        return answer

    def told(self, what: str, aim: float | None = None) -> None:
        """Print the median of what was noted, and begin anew."""
        if self.times:
            row(what, self.times, aim)
        self.times = []

    def stops(self) -> list[str]:
        """The instants its sliders stop at, as far as the page names them."""
        found = re.findall(r'<option value="([^"]+)" data-c="a', self.get().text)
        self.times = []
        return found


def main() -> None:
    """Print everything."""
    load = f", load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores" if hasattr(os, "getloadavg") else ""
    print(f"  workbench, {pin()}{load}\n  {'median of the answers':<58}{'wall':>10}{'CPU':>10}")
    with tempfile.TemporaryDirectory() as place:
        small = cut(ROOT / "cases" / CASE, Path(place) / "small" / CASE, CLAIMS)
        first_pages(small, f"{CLAIMS} claims", FIRST)
        moves(small, f"{CLAIMS} claims", MOVE)
        pages(small, f"{CLAIMS} claims")
        large = grown(ROOT / "cases" / CASE, Path(place) / "large" / CASE, MANY)
        first_pages(large, f"{MANY} claims", LARGE, runs=1)
        moves(large, f"{MANY} claims", LARGE)
        pages(large, f"{MANY} claims", LARGE)
        bundles([ROOT / "cases" / CASE, small, large])


def row(what: str, times: Sequence[tuple[float, float]], aim: float | None = None) -> None:
    """One line: medians of wall and processor, and how the second stands to the aim."""
    wall, spent = (median(column) for column in zip(*times, strict=True))
    against = f"   aim {aim:.2f} s: {'met' if spent < aim else 'MISSED'}" if aim else ""
    print(f"  {what:<58}{wall:8.3f} s{spent:8.3f} s{against}", flush=True)


def first_pages(folder: Path, words: str, aim: float, runs: int = RUNS) -> None:
    """The first page anybody asks for, with nothing read, and the same again."""
    cold: list[tuple[float, float]] = []
    for _ in range(runs):
        bench = Bench(folder)
        bench.get()
        cold += bench.times
    row(f"{words}: first page after the start", cold, aim)
    bench.times = []
    size = len([bench.get() for _ in range(RUNS)][-1].content)
    bench.told(f"{words}: the same page again ({size / 1000:.0f} kB)", aim)


def moves(folder: Path, words: str, aim: float) -> None:
    """A slider moved over neighbouring stops: where nobody was before, and back over the same."""
    bench = Bench(folder)
    stops = [s for s in bench.stops() if s <= AS_OF][-MOVES - 1 :]
    for kind, way in (("new", list(reversed(stops))[1:]), ("known", stops[:-1])):
        for stop in way:
            bench.get(as_of=stop)
        bench.told(f"{words}: slider to {len(way)} {kind} instants", aim)


def pages(folder: Path, words: str, aim: float | None = None) -> None:
    """The other pages: first and again."""
    bench = Bench(folder)
    bench.stops()
    for page in PAGES:
        for kind in ("first", "again"):
            answer = bench.get(page)
            name = page.partition("?")[0]
            if answer.status_code == 200:
                bench.told(f"{words}: {name}, {kind} ({len(answer.content) / 1000:.0f} kB)", aim)
            bench.times = []


def bundles(folders: Iterable[Path]) -> None:
    """Size and time of what is published."""
    for folder in folders:
        claims = sum(1 for _ in (folder / "claims.csv").open(encoding="utf-8")) - 1
        found, taken = timed(lambda f=folder: bundle(Asking(f, as_of=AS_OF, known_to=KNOWN, law=[ROOT / "law"])))
        size = sum(map(len, found.values())) / 1e6
        row(
            f"{claims} lines of claims: bundle of {size:.2f} MB, aim {BUNDLE:.0f} MB: {'met' if size < BUNDLE else 'MISSED'}",
            [taken],
        )


def timed(work: Callable[[], Any]) -> tuple[Any, tuple[float, float]]:
    """What work gives, and its seconds on the wall and of the processor."""
    wall, spent = time.perf_counter(), time.process_time()
    found = work()
    return found, (time.perf_counter() - wall, time.process_time() - spent)


def cut(folder: Path, to: Path, claims: int) -> Path:
    """A copy of a case with its first claims only; whatever speaks of another goes with it."""
    shutil.copytree(folder, to)
    tables = {p: read_table(p) for p in sorted(to.glob("*.csv"))}
    every = tables[to / "claims.csv"][1]
    ids, kept = {r["id"] for r in every}, set[str]()
    for one in every:
        if len(kept) < claims and {one["supersedes"], one["renders"]} - {""} <= kept:
            kept.add(one["id"])
    lost = ids - kept
    for path, (names, rows) in tables.items():
        left = [r for r in rows if not lost & {*re.findall(r"[\w-]+", " ".join(r.values()))}]
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, names)
            writer.writeheader()
            writer.writerows(left)
    return to


def read_table(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Columns and rows of a table."""
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or ()), list(reader)


if __name__ == "__main__":
    main()
