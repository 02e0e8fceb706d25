"""Executors: one checked program, put through very many situations at once.

A circuit of `foedus.verdict` is *lowered* to a `Program`: what is known is folded away, equal gates
are one, thresholds are adders. A program is plain data, computes and does nothing else, and leaves
as JSON. Four executors put situations through it and give the same answers: `machine` (C, where a
compiler is), `blocks` (NumPy, where it is installed), `bits` (whole numbers as bit vectors, always
there) and `reference` (one after the other). `choose()` gives the fastest; `foedus doctor` says which.

    from foedus.verdict import Circuit
    circuit = Circuit()
    attack, request, late = (circuit.fact(name) for name in ("attack", "request", "late"))
    owed = circuit.all_of((attack, request, circuit.negate(late)))
    program = lower(circuit, {"owed": owed, "late": late}, known={request: True})
    program.inputs                                # ("fact attack", "fact late"): what still matters

All completions. Each input may turn out either way; only counts leave:

    found = completions(program, influence=True, joint=[("owed", "late")])
    found.counts["owed"], found.total             # 1, 4
    found.influence["owed"]["fact late"]          # 2: turning it alone turns the answer in 2 of 4
    found.joint["owed", "late"]                   # (1, 1, 2, 0): neither, owed only, late only, both

In parts, anywhere: `completions(program, part=(i, n))` for i from 0 to n - 1, added with `+`.

Situations come from a feed and are born packed, bit i of a plane being situation i:

    feed = Sample(seed=7, chances={"fact attack": Fraction(3, 10), "fact late": 0.5})
    choose().counts(program, feed, 0, 1_000_000)  # {"owed": 150…, "late": 500…}
    rows = choose().planes(program, Grid.of("fact attack", "fact late"))
    rows.where("owed")                            # (1,): the numbers of the matching situations

A range of a feed gives the same situations whoever asks for it, so ranges can be shared out like
parts. Burdens (*shown*, *claimed*) are properties of the record: their values come in by `known`, as
do facts and readings (`settled` collects those). Options of one reading are inputs like any other;
fix them in `known`, or ask for an output that says exactly one of them holds.

What cannot be done raises `Malformed`, with the reason; the limits are names in `program`, `hoist`
and `feeds`. The room prints nothing and reads no law; only `build` starts another program, the C
compiler, and only on the source that comes with the house.
"""

from foedus.executors.choose import available, choose
from foedus.executors.completions import Completions, completions
from foedus.executors.executor import Executor
from foedus.executors.feeds import Grid, Packed, Sample
from foedus.executors.lowering import lower, settled
from foedus.executors.program import Malformed, Program

__all__ = [
    "Completions",
    "Executor",
    "Grid",
    "Malformed",
    "Packed",
    "Program",
    "Sample",
    "available",
    "choose",
    "completions",
    "lower",
    "settled",
]
