"""Who does the parts: this process, several processes, or a Dask cluster. What comes out is the same.

What goes to a worker is the recipe, as text, and the number of a part; what comes back are the bytes of the part.
"""

from __future__ import annotations

import os
import re
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from typing import Any, Literal, TypeAlias

from foedus.problem import Invalid, Place, nearest
from foedus.sweep.work import Unreachable, work

__all__ = ["On", "on_of", "run"]

MOST_WORKERS = 256
_DEATHS = 5
_WAITING = 4

Keep: TypeAlias = Callable[[int, bytes], None]


@dataclass(frozen=True, slots=True)
class On:
    """Where the parts are done. `workers` for processes, `address` for Dask."""

    kind: Literal["local", "processes", "dask"]
    workers: int = 1
    address: str = ""


def on_of(text: str) -> On:
    """`local`, `processes`, `processes:4` or `dask:tcp://host:8786`. Raises `Invalid` for anything else."""
    kind, colon, rest = text.partition(":")
    if kind == "local" and not colon:
        return On("local")
    if kind == "processes" and not colon:
        return On("processes", _cores())
    if kind == "processes" and re.fullmatch(r"\d{1,4}", rest) and 0 < int(rest) <= MOST_WORKERS:
        return On("processes", int(rest))
    if kind == "dask" and re.fullmatch(r"[\w+.-]+(://)?[\w.:\[\]-]+", rest):
        return On("dask", address=rest)
    remedy = nearest(kind, ("local", "processes", "dask")) or "local · processes · processes:4 · dask:tcp://HOST:PORT"
    if kind in ("local", "processes", "dask"):
        remedy = f"local · processes:N with N from 1 to {MOST_WORKERS} · dask:tcp://HOST:PORT"
    raise Invalid.at(Place("--on"), f"“{text}” is no place to sweep on", remedy)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(recipe: str, parts: Sequence[int], on: On, keep: Keep) -> None:
    """Do these parts and hand each one over as soon as it is there, in any order.

    Raises `Invalid` where the workers cannot be had, do not find the table, or keep dying.
    """
    try:
        if on.kind == "local":
            for part in parts:
                keep(part, work(recipe, part))
        elif on.kind == "processes":
            _on_processes(recipe, parts, on.workers, keep)
        else:
            _on_dask(recipe, parts, on.address, keep)
    except Unreachable as error:
        remedy = "give them the output folder under the same path, or sweep --on processes"
        raise Invalid.at(Place("--on"), str(error), remedy) from None


# --- processes ---


def _on_processes(recipe: str, parts: Sequence[int], workers: int, keep: Keep) -> None:
    """A worker that dies takes its pool along: what was not handed over yet is done by the next one."""
    todo = dict.fromkeys(parts)

    def done(part: int, body: bytes) -> None:
        keep(part, body)
        del todo[part]

    for _ in range(_DEATHS):
        try:
            _on_pool(recipe, list(todo), workers, done)
            return
        except BrokenProcessPool:
            continue
    raise Invalid.at(Place("--on"), f"workers died {_DEATHS} times", "see what ends them (memory?), then go on with --resume")


def _on_pool(recipe: str, parts: Sequence[int], workers: int, keep: Keep) -> None:
    pool = ProcessPoolExecutor(min(workers, max(1, len(parts))), initializer=_ready, initargs=(os.getpid(),))
    try:
        waiting, running = deque(parts), dict[Future[bytes], int]()
        while waiting or running:
            while waiting and len(running) < _WAITING * workers:
                part = waiting.popleft()
                running[pool.submit(work, recipe, part)] = part
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                keep(running.pop(future), future.result())
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _ready(parent: int) -> None:
    """A worker leaves Ctrl-C to its parent, and goes when that has gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_outlive_nobody, args=(parent,), daemon=True).start()


def _outlive_nobody(parent: int) -> None:
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(0.5)
    os._exit(1)


# --- Dask ---


def _on_dask(recipe: str, parts: Sequence[int], address: str, keep: Keep) -> None:
    try:
        dask = import_module("distributed")
    except ImportError:
        raise Invalid.at(Place("--on"), "Dask is not installed", "pip install foedus[scale], or sweep --on processes") from None
    try:
        client = dask.Client(address, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        what = f"no Dask scheduler answers at {address}: {str(error)[:120] or type(error).__name__}"
        raise Invalid.at(Place("--on"), what, "start one with: dask scheduler; and workers with: dask worker ADDRESS") from None
    try:
        for part, body in _answers(dask, client, recipe, parts):
            keep(part, body)
    except dask.scheduler.KilledWorker as error:
        raise Invalid.at(
            Place("--on"), f"workers died over one part: {str(error)[:160]}", "see what ends them, then --resume"
        ) from None
    finally:
        client.close(timeout=5)


def _answers(dask: Any, client: Any, recipe: str, parts: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """The parts as they are done, few of them on the way at a time; one whose worker dies is done by another."""
    name, waiting = sha256(recipe.encode()).hexdigest()[:16], deque(parts)
    ahead = max(8, _WAITING * sum(client.nthreads().values()))
    numbers: dict[str, int] = {}

    def submit() -> Any:
        part = waiting.popleft()
        future = client.submit(work, recipe, part, key=f"foedus-{name}-{part}")
        numbers[future.key] = part
        return future

    running = dask.as_completed([submit() for _ in range(min(ahead, len(waiting)))], loop=client.loop)
    for future in running:
        yield numbers.pop(future.key), future.result()
        future.release()
        if waiting:
            running.add(submit())
