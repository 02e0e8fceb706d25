"""One part of a sweep: the only thing a worker does.

work(recipe, part) → bytes        a line of JSON with the counts; then, where rows are written, the planes of the outputs
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from foedus.executors import Executor, Malformed, Packed, Program, Sample, choose, completions
from foedus.sweep.plan import INFLUENCED, Recipe
from foedus.sweep.settle import ADMITTED, ANSWERS

__all__ = ["Unreachable", "read_part", "work"]


class Unreachable(Exception):
    """A worker does not find the table of situations, or finds another one."""


def work(recipe: str, part: int) -> bytes:
    """Do a part of a recipe. Raises `Unreachable`, and `Malformed` where no executor can do it."""
    job = _job(recipe)
    if job.mode == "exhaustive":
        return _body(_all_completions(job, part))
    start, count = job.range(part)
    feed, at = (_block(job, part, count), 0) if job.mode == "rows" else (_sample(job), start)
    engine = _engine(job)
    found: dict[str, Any] = {"situations": count}
    planes = b""
    if job.write == "rows":
        packed = engine.planes(job.program, feed, at, count)
        found["counts"] = {name: packed.plane(name).bit_count() for name in job.program.wanted if not name.startswith("in ")}
        planes = bytes(packed.data)
    else:
        found["counts"] = engine.counts(job.program, feed, at, count)
    if start < INFLUENCED and job.flipped:
        first = _given(job, engine, feed, at, min(count, INFLUENCED - start))
        found |= {"turned": first.count, "admitted": engine.counts(job.program, first)}
        found["influence"] = _turning(job, engine, first)
    return _body(found, planes)


@lru_cache(maxsize=1)
def _job(recipe: str) -> Recipe:
    return Recipe.read(recipe)


def _engine(job: Recipe) -> Executor:
    """The executor asked for, where it can be had; all of them give the same answers."""
    try:
        return choose(job.executor)
    except Malformed:
        return choose()


def _body(found: Mapping[str, Any], planes: bytes = b"") -> bytes:
    return json.dumps(found, sort_keys=True, separators=(",", ":")).encode() + b"\n" + planes


def read_part(body: bytes) -> tuple[Mapping[str, Any], bytes]:
    """The counts and the planes of a part."""
    head, _, planes = body.partition(b"\n")
    return json.loads(head), planes


# --- all completions ---


def _all_completions(job: Recipe, part: int) -> dict[str, Any]:
    found = completions(job.program, _engine(job), influence=bool(job.flipped), part=(part, job.parts))
    out: dict[str, Any] = {"situations": found.total, "counts": found.counts}
    if job.flipped:
        out["influence"] = _by_cell(job.program, found.influence, job.flipped)
    return out


def _cells(program: Program) -> int:
    return sum(name.endswith(f" {ADMITTED}") for name in program.wanted)


def _by_cell(program: Program, turned: Mapping[str, Mapping[str, int]], inputs: Sequence[str]) -> dict[str, dict[str, int]]:
    """By cell, then input: situations in which turning the input alone leads to another answer, both being admitted.

    An answer turns into another one, or into none: the three answers together turn twice for the first and once for the
    second, and “admitted” turns once for the second.
    """
    out: dict[str, dict[str, int]] = {}
    for cell in range(_cells(program)):
        either = {i: sum(turned[f"{cell} {name}"][i] for name in ANSWERS) for i in inputs}
        out[str(cell)] = {i: (either[i] - turned[f"{cell} {ADMITTED}"][i]) // 2 for i in inputs}
    return out


# --- situations drawn or given ---


def _sample(job: Recipe) -> Sample:
    return Sample(job.seed, {n: Fraction(*c) for n, c in (job.chances or {}).items()}, job.total)


def _block(job: Recipe, part: int, count: int) -> Packed:
    """A part of the packed table, checked."""
    size = len(job.names) * -(-count // 64) * 8
    whole = len(job.names) * job.size // 8
    try:
        with Path(job.table).open("rb") as file:
            file.seek(part * whole)
            data = file.read(size)
    except OSError as error:
        raise Unreachable(f"a worker cannot read {job.table}: {error.strerror}") from None
    if sha256(data).hexdigest() != job.checks[part]:
        raise Unreachable(f"a worker finds another table in {job.table}")
    return Packed(job.names, count, data)


def _given(job: Recipe, engine: Executor, feed: Packed | Sample, at: int, count: int) -> Packed:
    """The inputs themselves, as planes."""
    inputs = job.program.inputs
    plain = Program(inputs, (), tuple((name, 2 + i) for i, name in enumerate(inputs)))
    return engine.planes(plain, feed, at, count)


def _turning(job: Recipe, engine: Executor, given: Packed) -> dict[str, dict[str, int]]:
    """By cell, then input: situations in which turning the input alone leads to another answer, both being admitted."""
    full = (1 << given.count) - 1
    planes = {name: given.plane(name) for name in given.names}
    here = engine.planes(job.program, given)
    out: dict[str, dict[str, int]] = {str(cell): {} for cell in range(_cells(job.program))}
    for name in job.flipped:
        there = engine.planes(job.program, Packed.of(planes | {name: planes[name] ^ full}, given.count))
        for cell in range(len(out)):
            out[str(cell)][name] = _apart(here, there, cell).bit_count()
    return out


def _apart(here: Packed, there: Packed, cell: int) -> int:
    both = here.plane(f"{cell} {ADMITTED}") & there.plane(f"{cell} {ADMITTED}")
    differ = 0
    for name in ANSWERS:
        differ |= here.plane(f"{cell} {name}") ^ there.plane(f"{cell} {name}")
    return both & differ
