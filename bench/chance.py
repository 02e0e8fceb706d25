"""Exact chances beside ProbLog: `python -m bench chance`. Prints; asserts only that the chances are the same.

Every output of a circuit at once, each leaf with a chance of its own. Times are CPU seconds, of ours the minimum of several
runs; ProbLog runs once in a process of its own, grounding and compiling included, and is stopped after LIMIT seconds on the
wall. On a shared machine read the ratios.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from importlib.util import find_spec

from bench import shapes
from bench.executors import least
from bench.shapes import Shape
from foedus.counting import OutOfReach, chance, chances
from foedus.verdict.circuit import Op

LIMIT = 60
MODES = {"default": None, "bdd": "bdd", "ddnnf": "ddnnf"}

SHAPES: dict[str, Callable[[], Shape]] = {
    "mutual 6": lambda: shapes.mutual(6),
    "mutual 27": lambda: shapes.mutual(27),
    "structured 40": lambda: shapes.structured(40),
    "structured 80": lambda: shapes.structured(80),
    "structured 160": lambda: shapes.structured(160),
    "layered": shapes.layered,
    "tangled 40": lambda: shapes.tangled(40),
    "tangled": shapes.tangled,
    "tangled 80": lambda: shapes.tangled(80),
    "tangled 160": lambda: shapes.tangled(160),
}


def priors(shape: Shape) -> dict[int, Fraction]:
    """A chance in hundredths for every leaf, from the seed."""
    dice = random.Random(f"{shapes.SEED} priors")
    leaves = [n for n in range(len(shape.circuit)) if shape.circuit.op(n).leaf is not None]
    return {n: Fraction(dice.randint(1, 99), 100) for n in leaves}


def program(shape: Shape) -> str:
    """The circuit for ProbLog; a threshold argument by argument."""
    given, circuit = priors(shape), shape.circuit
    lines: list[str] = []
    for n in sorted({m for root in shape.wanted.values() for m in circuit.cone(root)}):
        gate, head = circuit.op(n), f"g{n}"
        if gate.leaf is not None:
            lines.append(f"{float(given[n])}::{head}.")
        elif gate.op is Op.CONSTANT:
            lines.append(f"{head}." if gate.k else f"{head} :- fail.")
        elif gate.op is Op.NOT:
            lines.append(f"{head} :- \\+g{gate.args[0]}.")
        elif gate.op is Op.ALL:
            lines.append(f"{head} :- {', '.join(f'g{a}' for a in gate.args)}.")
        elif gate.op is Op.ANY:
            lines += [f"{head} :- g{a}." for a in gate.args]
        else:
            lines += _threshold(head, gate.k, gate.args)
    return "\n".join([*lines, *(f"query(g{n})." for n in dict.fromkeys(shape.wanted.values()))])


def _threshold(head: str, k: int, args: tuple[int, ...]) -> Iterator[str]:
    for i, arg in enumerate(args, 1):
        for j in range(max(1, k - len(args) + i), min(i, k) + 1):
            yield f"{head}_{i}_{j} :- g{arg}{f', {head}_{i - 1}_{j - 1}' if j > 1 else ''}."
            if j < i:
                yield f"{head}_{i}_{j} :- {head}_{i - 1}_{j}."
    yield f"{head} :- {head}_{len(args)}_{k}."


def problog(mode: str, shape: Shape) -> tuple[float, dict[str, float]] | str:
    """CPU seconds of ProbLog and the chance of every output; else in words why not."""
    command = [sys.executable, "-m", "bench.chance", mode]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True
    ) as run:
        try:
            out, _ = run.communicate(program(shape), timeout=LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)  # with the compiler that ProbLog may have started
            return f"> {LIMIT} s"
    if run.returncode:
        return "fails"
    spent, found = json.loads(out)
    return spent, {name: found[f"g{n}"] for name, n in shape.wanted.items()}


def _answer(mode: str) -> None:
    """In the process of its own: a program from stdin, seconds and chances to stdout."""
    from problog import get_evaluatable
    from problog.program import PrologString

    text, before = sys.stdin.read(), time.process_time()
    found = get_evaluatable(MODES[mode]).create_from(PrologString(text)).evaluate()
    children = sum(os.times()[2:4])
    print(json.dumps([time.process_time() - before + children, {str(term): share for term, share in found.items()}]))


def ours(shape: Shape) -> tuple[tuple[float, dict[str, float]] | str, float]:
    """Our seconds and chances, and the seconds with what every leaf moves every output."""
    given, roots = priors(shape), list(shape.wanted.values())
    try:
        spent, found = least(lambda: chances(shape.circuit, roots, given))
        moved, _ = least(lambda: chances(shape.circuit, roots, given, moves=True))
    except OutOfReach:
        return "refused", 0.0
    return (spent, {name: float(c.chance) for name, c in zip(shape.wanted, found, strict=True)}), moved


def beside() -> None:
    """All outputs of every shape: seconds."""
    modes = MODES if find_spec("problog") else {}
    if not modes:
        print("  !! ProbLog is not installed: nothing to compare with (pip install foedus[bench])")
    print(f"\n  {'all outputs, seconds':<22}{'leaves':>7}{'ours':>10}{'with moves':>12}", end="")
    print("".join(f"{'ProbLog ' + mode:>18}" for mode in modes) + f"{'best / ours':>14}")
    for make in SHAPES.values():
        shape = make()
        mine, moved = ours(shape)
        row = f"  {shape.name:<22}{len(priors(shape)):>7}"
        row += f"{mine:>10}{'':>12}" if isinstance(mine, str) else f"{mine[0]:>10.4f}{moved:>12.4f}"
        theirs = [problog(mode, shape) for mode in modes]
        row += "".join(f"{t:>18}" if isinstance(t, str) else f"{t[0]:>18.3f}" for t in theirs)
        done = [t for t in theirs if not isinstance(t, str)]
        if isinstance(mine, str):
            print(row)
            continue
        for _, found in done:
            assert all(abs(found[name] - share) < 1e-9 for name, share in mine[1].items()), "ProbLog disagrees"
        best = min((t[0] for t in done), default=float(LIMIT))
        ratio = f"{'' if done else '> '}{best / mine[0]:.0f} x" if modes else ""
        print(f"{row}{ratio:>14}")


def one_at_a_time() -> None:
    """What the influence of every fact costs, beside one chance."""
    print(f"\n  {'one output: seconds':<22}{'chance':>10}{'with moves':>12}{'ratio':>8}")
    for name, output in (("mutual 6", "enough"), ("mutual 27", "enough"), ("mutual 27", "adopted"), ("tangled", "output 19")):
        shape = SHAPES[name]()
        root, given = shape.wanted[output], priors(shape)
        alone, _ = least(lambda c=shape.circuit, r=root, g=given: chance(c, r, g))
        moved, _ = least(lambda c=shape.circuit, r=root, g=given: chance(c, r, g, moves=True))
        print(f"  {name + ', ' + output:<22}{alone:>10.4f}{moved:>12.4f}{moved / alone:>8.1f}")


def main() -> None:
    """Print everything."""
    beside()
    one_at_a_time()


if __name__ == "__main__":
    _answer(sys.argv[1])
