"""Executors beside their peers: `python -m bench executors`. Prints; asserts only that the answers are the same.

Times are CPU seconds of this process, the minimum of several runs, on data that lies ready in each
engine's own form; two cores are timed by the clock on the wall. On a shared machine read the ratios.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from typing import Any, TypeVar

from bench import engines, shapes
from bench.shapes import Shape
from foedus.executors import Executor, Packed, Sample, available, completions, lower
from foedus.executors.bits import evaluate
from foedus.executors.program import Program
from foedus.executors.reference import outputs
from foedus.executors.steps import steps_of

T = TypeVar("T")
SITUATIONS = {"machine": 1 << 18, "blocks": 1 << 18, "bits": 1 << 16}
LIMIT = (0.55, 0.61)
"""Nanoseconds per situation at which memory limits a kernel that streams 20 bytes for each."""


def least(job: Callable[[], T], seconds: float = 1.0, clock: Callable[[], float] = time.process_time) -> tuple[float, T]:
    """The least time a job took over so many seconds (at least three runs), and what it gave."""
    times, begin = [], time.perf_counter()
    while len(times) < 3 or (time.perf_counter() - begin < seconds and len(times) < 200):
        start = clock()
        answer = job()
        times.append(clock() - start)
    return min(times), answer


def engines_of_ours() -> list[tuple[str, Executor]]:
    """The executors that are there, with a loud note for those that are not."""
    for one in available():
        if one.executor is None:
            print(f"  !! {one.name} is absent: {one.note}")
    return [(one.name, one.executor) for one in available() if one.executor is not None and one.name in SITUATIONS]


def counting(executor: Executor, program: Program) -> tuple[Callable[[], object], int]:
    """The job of counting all outputs of situations that lie ready as the executor has them, and how many they are."""
    count = SITUATIONS[executor.name]
    feed = noise(program.inputs, count)
    if executor.name == "bits":
        planes = [feed.plane(name) for name in program.inputs]
        return lambda: [plane.bit_count() for plane in evaluate(program, planes, count)], count
    return lambda: executor.counts(program, feed), count


def streaming() -> None:
    """Situations given as planes: nanoseconds for one, with all outputs."""
    ours = engines_of_ours()
    print("\n  situations given, ns for one with all outputs (data ready, in cache)")
    heads = "".join(f"{name:>10}" for name, _ in ours)
    print(f"  {'':<22}{'inputs':>7}{'outputs':>8}{'gates':>7}{'of two':>8}{'lower':>9}{heads}")
    for shape in (shapes.layered(), shapes.tangled(), shapes.mutual(6), shapes.mutual(27)):
        start = time.process_time()
        program = lower(shape.circuit, shape.wanted)
        lowered = time.process_time() - start
        row = f"  {shape.name:<22}{len(program.inputs):>7}{len(program.outputs):>8}{len(program.gates):>7}"
        row += f"{len(steps_of(program).steps):>8}{lowered * 1e3:>6.1f} ms"
        for _, executor in ours:
            job, many = counting(executor, program)
            row += f"{least(job)[0] / many * 1e9:>10.2f}"
        print(row)


def noise(names: tuple[str, ...], count: int) -> Packed:
    """Fair coins."""
    dice = random.Random(1)
    return Packed.of({name: dice.getrandbits(count) for name in names}, count)


def peers() -> None:
    """The layered circuit, everybody."""
    shape, dice = shapes.layered(), random.Random(2)
    program = lower(shape.circuit, shape.wanted)
    rows = [{name: dice.random() < 0.5 for name in engines.leaves(shape).values()} for _ in range(500)]
    truth = [outputs(program, row) for row in rows]
    found: dict[str, float] = {}
    for name, executor in engines_of_ours():
        ready, count = counting(executor, program)
        found[f"Foedus {name}"] = least(ready)[0] / count * 1e9
        packed = Packed.of({n: sum(row[n] << i for i, row in enumerate(rows)) for n in program.inputs}, len(rows))
        planes = executor.planes(program, packed)
        assert all(planes.plane(n, i, 1) == row[n] for i, row in enumerate(truth) for n in program.wanted)
    others: dict[str, Any] = {
        "OpenFisca-core": engines.openfisca, "Python, generated": engines.generated, "Python, walking": engines.walking,
        "zen-engine": engines.zen, "clingo, multi-shot": engines.clingo,
    }  # fmt: skip
    for name, make in others.items():
        made = make(shape, rows)
        if made is None:
            print(f"  !! {name} is not installed: nothing to compare with (pip install foedus[bench])")
            continue
        job, many = made
        spent, answers = least(job)
        found[name] = spent / many * 1e9
        assert all(a == truth[i][o] for o, column in answers.items() for i, a in enumerate(column)), f"{name} disagrees"
    base = found.get("OpenFisca-core")
    print(f"\n  {'layered, all outputs; answers equal on a sample':<52}{'ns':>14}{'OpenFisca':>14}")
    for name, spent in sorted(found.items(), key=lambda pair: pair[1]):
        against = "" if base is None else f"{base / spent:>11.1f} x" if spent <= base else f"{spent / base:>7.0f} x slower"
        print(f"  {name:<52}{spent:>14.2f}{against:>14}")


def memory() -> None:
    """From memory instead of the cache, beside the limit; and drawn on the spot."""
    ours = dict(engines_of_ours())
    if "machine" not in ours:
        return
    program = lower(shapes.layered().circuit, shapes.layered().wanted)
    feed = noise(program.inputs, 1 << 23)
    counted, _ = least(lambda: ours["machine"].counts(program, feed), 2)
    written, _ = least(lambda: ours["machine"].planes(program, feed), 2)
    block = bytearray(1 << 26)
    copied, _ = least(lambda: bytes(block))
    each, whole = (spent / feed.count * 1e9 for spent in (counted, written))
    print("\n  the layered circuit in the machine, other sources")
    print(f"  from memory, counted ({len(program.inputs) / 8:.1f} bytes each): {each:.2f} ns, ", end="")
    print(f"the limit of {LIMIT[0]}-{LIMIT[1]} ns being {LIMIT[0] / each:.0%} to {LIMIT[1] / each:.0%} of it")
    print(f"  from memory to memory ({(len(program.inputs) + len(program.outputs)) / 8:.1f} bytes each): {whole:.2f} ns")
    print(f"  a copy of 64 MB here: {2 * len(block) / copied / 1e9:.1f} GB/s")
    sample = Sample(3, dict.fromkeys(program.inputs, 0.3))
    for name, executor in ours.items():
        spent, _ = least(lambda e=executor: e.counts(program, sample, 0, 1 << 17))
        print(f"  drawn, each input with the chance 0.3: {name:<10}{spent / (1 << 17) * 1e9:>14.1f} ns")


def exhaustive() -> None:
    """All completions: milliseconds."""
    print(f"\n  {'all completions':<34}{'free':>6}{'gates':>7}{'of two':>8}   milliseconds")
    cases: list[tuple[Shape, tuple[str, ...]]] = [
        (shapes.mutual(6, 24), ("machine", "blocks", "bits")),
        (shapes.mutual(27, 24), ("machine", "blocks", "bits")),
        (shapes.mutual(6, 30), ("machine",)),
        (shapes.mutual(27, 30), ("machine",)),
        (shapes.unfoldable(), ("machine",)),
    ]
    for shape, names in cases:
        program = lower(shape.circuit, shape.wanted, shape.known)
        row = f"  {shape.name:<34}{len(program.inputs):>6}{len(program.gates):>7}{len(steps_of(program).steps):>8}   "
        counted = set()
        for name, executor in engines_of_ours():
            if name in names:
                spent, found = least(lambda e=executor, p=program: completions(p, e))
                counted.add(tuple(found.counts.values()))
                row += f"{name} {spent * 1e3:.1f}   "
        assert len(counted) <= 1, "executors disagree"
        print(row)


def extras() -> None:
    """What more costs, on the circuit that does not fold; two cores; ProbLog."""
    ours = dict(engines_of_ours())
    if "machine" in ours:
        program, machine = lower(shapes.unfoldable().circuit, shapes.unfoldable().wanted), ours["machine"]
        plain, _ = least(lambda: completions(program, machine))
        given, _ = least(lambda: completions(program, machine, given=True))
        turned, _ = least(lambda: completions(program, machine, influence=True))
        one, _ = least(lambda: completions(program, machine), 4, time.perf_counter)
        two, _ = least(lambda: completions(program, machine, threads=2), 4, time.perf_counter)
        print(f"\n  unfoldable, 2^{len(program.inputs)}: counts {plain:.2f} s, beside every input {given:.2f} s, ", end="")
        print(f"influence of every fact {turned:.2f} s")
        busy = f", load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores" if hasattr(os, "getloadavg") else ""
        print(f"  two threads, by the wall: {one / two:.2f} x{busy}")
    _beside_problog(ours)


def _beside_problog(ours: dict[str, Executor]) -> None:
    shape = shapes.mutual(6, 16)
    job = engines.problog(shape)
    if job is None:
        print("  !! ProbLog is not installed: nothing to compare with (pip install foedus[bench])")
        return
    program = lower(shape.circuit, shape.wanted, shape.known)
    theirs, chances = least(job)
    print(f"  {shape.name}, the share of completions of every output: ProbLog {theirs * 1e3:.0f} ms", end="")
    for name, executor in ours.items():
        spent, found = least(lambda e=executor: completions(program, e))
        assert all(abs(found.counts[o] / found.total - chance) < 1e-9 for o, chance in chances.items()), "ProbLog disagrees"
        print(f", {name} {spent * 1e3:.2f} ms ({theirs / spent:.0f} x)", end="")
    print()


def main() -> None:
    """Print everything."""
    streaming()
    peers()
    memory()
    exhaustive()
    extras()
