"""What is no program, no feed or no question is refused, in words; the machine refuses it again in C."""

from __future__ import annotations

import ctypes
import os
import random
import stat
import subprocess
import sys
from array import array
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from random_circuits import grown, noise, wide

import foedus as foedus_package
from foedus.executors import Grid, Malformed, Packed, Program, Sample, available, build, choose, completions, lower, machine
from foedus.executors.hoist import Order, ordered
from foedus.executors.layout import hoisted, straight
from foedus.executors.lowering import crossed, input_name
from foedus.executors.program import MAX_GATES, MAX_INPUTS, MAX_OUTPUTS
from foedus.executors.reference import Reference
from foedus.executors.tables import OPERATIONS, recipe
from foedus.verdict import Circuit
from foedus.verdict.circuit import ShownLeaf

AND2 = 0x88
GOOD = Program(("a", "b"), ((AND2, 2, 3, 0),), (("both", 4),))
SOURCE = str(Path(foedus_package.__file__).parents[1])


def changed(**parts: Any) -> Callable[[], object]:
    """The good program as JSON with these parts changed, read back."""
    return lambda: Program.from_json({**GOOD.to_json(), **parts})


def burden() -> object:
    circuit = Circuit()
    return lower(circuit, {"x": circuit.shown(circuit.fact("f"), "somebody")})


ATTACKS: dict[str, tuple[Callable[[], object], str]] = {
    # programs
    "no version": (changed(program=2), "a program has version 1 and inputs, gates and outputs, nothing else"),
    "something more": (changed(command="cc"), "a program has version 1 and inputs, gates and outputs, nothing else"),
    "no mapping": (lambda: Program.from_json([]), "a program has version 1"),  # type: ignore[arg-type]
    "gates no list": (changed(gates="aaaa"), "the gates of a program are a list"),
    "a short gate": (changed(gates=[[AND2, 2, 3]]), "a gate is an operation and three operands"),
    "a long output": (changed(outputs=[["both", 4, 4]]), "an output is a name and an operand"),
    "no name": (changed(inputs=["a", ""]), "an input needs a name of 1 to 4000 letters: ''"),
    "a number for a name": (changed(inputs=["a", 5]), "an input needs a name of 1 to 4000 letters: 5"),
    "one name twice": (changed(inputs=["a", "a"]), "two inputs are called 'a'"),
    "one output twice": (changed(outputs=[["x", 4], ["x", 2]]), "two outputs are called 'x'"),
    "too many inputs": (changed(inputs=[str(i) for i in range(MAX_INPUTS + 1)]), "4097 inputs: at most 4096 are allowed"),
    "too many outputs": (
        changed(outputs=[[str(i), 4] for i in range(MAX_OUTPUTS + 1)]),
        "4097 outputs: at most 4096 are allowed",
    ),
    "too many gates": (changed(gates=[[AND2, 2, 3, 0]] * (MAX_GATES + 1)), "200001 gates: at most 200000 are allowed"),
    "half a number": (changed(gates=[[AND2, 2, 3.0, 0]]), "gate 0 is not an operation and three operands: (136, 2, 3.0, 0)"),
    "a truth for a number": (changed(gates=[[AND2, 2, True, 0]]), "gate 0 is not an operation and three operands"),
    "no operation": (changed(gates=[[17 + 256, 2, 3, 0]]), "gate 0 has the operation 273, which does not exist"),
    "an operation that has another form": (
        changed(gates=[[0xA0, 2, 0, 3]]),
        "gate 0 has the operation 160, which does not exist",
    ),
    "a gate of itself": (changed(gates=[[AND2, 2, 4, 0]]), "gate 0 reads operand 4; older than the gate are 0 to 3"),
    "an operand below": (changed(gates=[[AND2, -1, 3, 0]]), "gate 0 reads operand -1; older than the gate are 0 to 3"),
    "an output beyond": (changed(outputs=[["both", 5]]), "output 'both' is operand 5, and there are 5"),
    "an output below": (changed(outputs=[["both", -1]]), "output 'both' is operand -1, and there are 5"),
    "an output that is none": (changed(outputs=[["both", None]]), "output 'both' is operand None, and there are 5"),
    # lowering
    "a burden": (burden, "gate 3 is a burden: give its value in `known`"),
    "a burden for an input": (lambda: input_name(ShownLeaf(2, "x")), "what is shown or claimed is no input of a program"),
    "an unknown output": (
        lambda: crossed(GOOD, [("both", "none")]),
        "a joint count takes 1 to 6 outputs of the program: both, none",
    ),
    "a group of none": (lambda: crossed(GOOD, [()]), "a joint count takes 1 to 6 outputs of the program: "),
    "a group of seven": (lambda: crossed(GOOD, [["both"] * 7]), "a joint count takes 1 to 6 outputs of the program: both, both"),
    # feeds
    "an input left out": (lambda: choose("bits").counts(GOOD, Grid.of("a")), "nothing is said of the input 'b'"),
    "a plane nobody has": (lambda: Grid.of("a").plane("c", 0, 1), "nothing is said of the input 'c'"),
    "beyond the end": (
        lambda: choose("bits").counts(GOOD, Grid.of("a", "b"), 2, 3),
        "situations 2 to 5 are asked for, and there are 4",
    ),
    "before the beginning": (lambda: choose("bits").counts(GOOD, Grid.of("a", "b"), -1, 3), "situations -1 to 2 are asked for"),
    "planes too short": (lambda: Packed(("a", "b"), 65, bytes(24)), "2 planes of 65 situations do not fill 24 bytes"),
    "an axis without settings": (lambda: Grid(((("a",), ()),)), "the axis of a needs settings of 1 values each"),
    "a setting too long": (lambda: Grid(((("a",), ((True, False),)),)), "the axis of a needs settings of 1 values each"),
    "a name on two axes": (lambda: Grid.of("a", "a"), "a name stands on two axes"),
    "a grid too large": (
        lambda: Grid.of(*map(str, range(49))),
        "the grid has 562949953421312 situations: at most 281474976710656",
    ),
    "more than certain": (lambda: Sample(1, {"a": 1.5}), "the chance of 'a' is 1.5: it must lie between 0 and 1"),
    "less than nothing": (lambda: Sample(1, {"a": -1}), "the chance of 'a' is -1: it must lie between 0 and 1"),
    "not a chance": (lambda: Sample(1, {"a": float("nan")}), "the chance of 'a' is nan: it must lie between 0 and 1"),
    "too many draws": (lambda: Sample(1, {}, 1 << 49), "562949953421312 situations are to be drawn: at most 281474976710656"),
    # completions
    "too many free": (lambda: completions(wide(1, 37)), "37 inputs are free: all completions of at most 36 are counted"),
    "an unknown input inside": (lambda: ordered(GOOD, ["c"]), "at most 12 inputs of the program can be inside a block: c"),
    "thirteen inside": (
        lambda: ordered(wide(1, 20), wide(1, 20).inputs[:13]),
        "at most 12 inputs of the program can be inside a block",
    ),
    "an order of others": (
        lambda: choose("bits").tally(GOOD, Order((0,), ()), 0, 1),
        "the order is not one of the program's inputs",
    ),
    "a block beyond": (lambda: choose("bits").tally(GOOD, ordered(GOOD), 0, 2), "blocks 0 to 2 are asked for, and there are 1"),
    "a part that is not": (lambda: completions(GOOD, part=(2, 2)), "there is no part 2 of 2"),
    "parts of other counts": (lambda: completions(GOOD) + completions(GOOD, given=True), "these are parts of different counts"),
    # executors
    "an unknown executor": (
        lambda: choose("abacus"),
        "no executor is called 'abacus'; there are: machine, blocks, bits, reference",
    ),
}


def test_the_table_of_attacks_is_whole() -> None:
    assert len(ATTACKS) == 48
    completions(GOOD)


@pytest.mark.parametrize("name", ATTACKS)
def test_refused_in_words(name: str) -> None:
    attack, words = ATTACKS[name]
    with pytest.raises((Malformed, ValueError)) as error:
        attack()
    assert words in str(error.value)


def test_what_json_says_is_the_program() -> None:
    for seed in range(60):
        program = grown(seed).program
        again = Program.from_json(program.to_json())
        assert again == program
        assert again.digest == program.digest


# --- the machine ---------------------------------------------------------------------------------


@pytest.fixture
def engine() -> machine.Machine:
    """The machine; a loud skip where it is absent."""
    one = next(a for a in available() if a.name == "machine")
    if one.executor is None:
        pytest.skip(f"the executor machine is absent: {one.note}")
    assert isinstance(one.executor, machine.Machine)
    return one.executor


def test_c_knows_the_operations_that_python_knows() -> None:
    text = build.SOURCE.read_text("ascii")
    listed = text[text.index("#define OPERATIONS(X)") : text.index("#define RUN(t)")]
    assert [int(n) for n in listed.replace("(X)", "").replace("X(", " ").replace(")", " ").split() if n.isdigit()] == list(
        OPERATIONS
    )


def test_recipes_compute_their_tables() -> None:
    for table in range(256):
        values = [0b10101010, 0b11001100, 0b11110000, 0b11111111]
        steps, answer = recipe(table)
        for op, x, y in steps:
            values.append((values[x] & values[y], values[x] | values[y], values[x] ^ values[y])[op])
        assert (values[answer] if answer >= 0 else 0) == table


SLOTS = (
    "a size is out of range",
    "a row of code is out of range",
    "an output is out of range",
    "the situations asked for are not there",
)
SIZE, ROW, OUTPUT, RANGE = SLOTS

# what is done to sound code behind Python's back: (attribute, place in the array or None, new value, what C says)
STRAIGHT: dict[str, tuple[str, int | None, int, str]] = {
    "an operation that does not exist": ("code", 0, 5, ROW),
    "an operation below": ("code", 0, -1, ROW),
    "an operation beyond": ("code", 0, 256 + AND2, ROW),
    "writing no": ("code", 1, 0, ROW),
    "writing yes": ("code", 1, 1, ROW),
    "writing an input": ("code", 1, 2, ROW),
    "writing beyond": ("code", 1, 5, ROW),
    "writing below": ("code", 1, -5, ROW),
    "writing far beyond": ("code", 1, 2**31 - 1, ROW),
    "reading beyond": ("code", 2, 5, ROW),
    "reading far below": ("code", 3, -(2**31), ROW),
    "reading one beyond": ("code", 4, 5, ROW),
    "an output beyond": ("outputs", 0, 5, OUTPUT),
    "an output below": ("outputs", 0, -1, OUTPUT),
    "no slots": ("slots", None, 0, SIZE),
    "slots below": ("slots", None, -1, SIZE),
    "fewer slots than inputs": ("slots", None, 3, SIZE),
    "fewer slots than code writes": ("slots", None, 4, ROW),
    "slots without end": ("slots", None, 1 << 30, SIZE),
}


def spoiled(code: Any, attribute: str, place: int | None, value: int) -> Any:
    """The code with one number changed."""
    if place is None:
        return replace(code, **{attribute: value})
    numbers = array(getattr(code, attribute).typecode, getattr(code, attribute))
    numbers[place] = value
    return replace(code, **{attribute: numbers})


@pytest.mark.parametrize("name", STRAIGHT)
def test_c_refuses_spoiled_code(name: str, engine: machine.Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    attribute, place, value, words = STRAIGHT[name]
    bad = spoiled(straight(GOOD), attribute, place, value)
    monkeypatch.setattr(machine, "straight", lambda _: bad)
    with pytest.raises(Malformed, match=f"^the machine refuses: {words}$"):
        engine.counts(GOOD, noise(1, ("b", "a"), 10_000))


WIDE = wide(1, 14)
HOISTED: dict[str, tuple[str, int | None, int, str]] = {
    "an operation that does not exist": ("code", 0, 5, ROW),
    "writing an inner input": ("code", 1, 2, ROW),
    "writing an outer input": ("code", 1, 15, ROW),
    "writing beyond": ("code", 1, 1 << 20, ROW),
    "reading below": ("code", 2, -1, ROW),
    "a list that begins below": ("starts", 0, -1, SIZE),
    "lists that overlap": ("starts", 1, 1 << 30, SIZE),
    "a list that ends beyond": ("starts", -1, 1 << 40, SIZE),
    "measures that begin below": ("ends", 0, -1, SIZE),
    "measures that end beyond": ("ends", -1, 1 << 40, SIZE),
    "measuring no output": ("measured", 0, 4, OUTPUT),
    "measuring an output below": ("measured", 0, -1, OUTPUT),
    "measuring beyond": ("measured", 1, 1 << 20, OUTPUT),
    "slots without end": ("slots", None, 1 << 30, SIZE),
    "fewer slots than inputs": ("slots", None, 10, SIZE),
}


@pytest.mark.parametrize("name", HOISTED)
def test_c_refuses_spoiled_lists(name: str, engine: machine.Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    attribute, place, value, words = HOISTED[name]
    bad = spoiled(hoisted(WIDE, ordered(WIDE)), attribute, place, value)
    monkeypatch.setattr(machine, "hoisted", lambda *_: bad)
    with pytest.raises(Malformed, match=f"^the machine refuses: {words}$"):
        completions(WIDE, engine, given=True, influence=True)


def test_the_tables_of_spoiled_code_are_whole() -> None:
    assert (len(STRAIGHT), len(HOISTED)) == (19, 15)


def test_c_refuses_ranges_that_are_not_there(engine: machine.Machine) -> None:
    """Called behind the checks in Python."""
    feed, order = noise(1, ("a", "b"), 100), ordered(WIDE)
    for job in (
        lambda: engine._counts(GOOD, feed, 100, 100),
        lambda: engine._counts(GOOD, feed, -64, 64),
        lambda: engine._counts(GOOD, feed, 0, -1),
        lambda: engine._counts(GOOD, feed, 1 << 62, 1 << 62),
        lambda: engine._tally(WIDE, order, 0, 5, False, False),
        lambda: engine._tally(WIDE, order, 2, 1, False, False),
        lambda: engine._tally(WIDE, order, -1, 1, False, False),
    ):
        with pytest.raises(Malformed, match=f"^the machine refuses: {RANGE}$"):
            job()
    for inner, outer in (((*range(13),), (13,)), ((*range(11),), (11, 12, 13))):
        with pytest.raises(Malformed, match=f"^the machine refuses: {SIZE}$"):
            engine._tally(WIDE, Order(inner, outer), 0, 1, False, False)


def test_c_survives_whatever_numbers_it_is_given(engine: machine.Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any number in any place: refused, or computed within its slots."""
    dice, refused, done = random.Random(5), 0, 0
    program = wide(3, 9)
    sound, feed = straight(program), noise(1, program.inputs, 500)
    for _ in range(3000):
        numbers = array("i", sound.code)
        for _ in range(dice.choice((1, 1, 5))):
            numbers[dice.randrange(len(numbers))] = dice.choice(
                (dice.randint(-3, 300), dice.randint(-(2**31), 2**31 - 1), 2, sound.slots - 1)
            )
        monkeypatch.setattr(machine, "straight", lambda _, n=numbers: replace(sound, code=n))
        try:
            counts = engine.counts(program, feed)
            assert all(0 <= n <= 500 for n in counts.values())
            done += 1
        except Malformed:
            refused += 1
    assert refused > 1000 < 1000 + done
    assert done > 20


# --- where there is no compiler ------------------------------------------------------------------

COUNTS = """
import sys
sys.path[:0] = {paths!r}
from random_circuits import wide
from foedus.executors import Sample, available, choose, completions
program = wide(7, 15)
feed = Sample(3, dict.fromkeys(program.inputs, 0.3))
print([one.name for one in available() if one.executor], file=sys.stderr)
print(completions(program, influence=True), choose().counts(program, feed, 5, 10_000))
"""


def run(folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    code = COUNTS.format(paths=[SOURCE, str(Path(__file__).parent)])
    env = {**os.environ, "XDG_CACHE_HOME": str(folder), **environ}
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)


def test_without_a_compiler_the_machine_is_silently_absent_and_nothing_else_changes(tmp_path: Path) -> None:
    with_one, without = run(tmp_path / "one"), run(tmp_path / "two", PATH="")
    assert "machine" not in without.stderr
    assert without.stderr.strip().endswith("'reference']")
    assert len(without.stderr.splitlines()) == 1
    assert without.stdout == with_one.stdout
    assert not (tmp_path / "two").exists()


def compiler(folder: Path, script: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "cc").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "cc").chmod(0o755)


def absence(folder: Path) -> str:
    with pytest.raises(build.Absent) as error:
        build.library.__wrapped__(folder)
    return str(error.value)


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A search path with one folder, for a compiler of our making."""
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    return tmp_path


def test_a_compiler_that_fails_leaves_nothing_behind(bare: Path) -> None:
    compiler(bare / "bin", "echo 'it is broken' >&2; exit 4")
    assert absence(bare / "kept") == f"{bare / 'bin' / 'cc'} failed: it is broken"
    compiler(bare / "bin", "exit 4")
    assert absence(bare / "kept").endswith("failed: 4")
    compiler(bare / "bin", 'while [ "$1" != -o ]; do shift; done; echo nonsense > "$2"')
    assert absence(bare / "kept").startswith("what was built does not load: ")
    (bare / "bin" / "cc").write_text("\0 no program at all")
    assert absence(bare / "kept").startswith(f"{bare / 'bin' / 'cc'} could not be run: ")
    assert list((bare / "kept").iterdir()) == []


def test_a_folder_that_others_can_write_into_is_not_used(bare: Path) -> None:
    (bare / "kept").mkdir()
    (bare / "kept").chmod(0o777)
    assert absence(bare / "kept") == f"others than you can write into {bare / 'kept'}"
    (bare / "file").touch()
    assert absence(bare / "file" / "kept") == f"{bare / 'file' / 'kept'} cannot be used: Not a directory"


def test_no_compiler_no_home_no_such_processor(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "byteorder", "big")
    assert absence(bare / "kept") == "it needs a POSIX system on a little-endian processor of 64 bits"
    monkeypatch.setattr(sys, "byteorder", "little")
    monkeypatch.setenv("PATH", "")
    assert absence(bare / "kept") == "no C compiler is on the search path (cc, gcc, clang)"
    monkeypatch.setenv("PATH", str(bare / "bin"))
    compiler(bare / "bin", "exit 0")
    monkeypatch.chdir(bare)
    monkeypatch.setenv("PATH", "bin")
    assert absence(bare / "kept") == "no C compiler is on the search path (cc, gcc, clang)"
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError()))
    monkeypatch.setenv("PATH", str(bare / "bin"))
    with pytest.raises(build.Absent, match=r"^this user has no home folder to keep the machine in$"):
        build.library.__wrapped__()


def test_a_build_is_kept_for_its_owner_and_used_again(bare: Path, engine: machine.Machine) -> None:
    log = bare / "log"
    compiler(bare / "bin", f'echo run >> {log}; exec /usr/bin/cc "$@"')
    found = [build.library.__wrapped__(bare / "kept") for _ in range(2)]
    assert all(isinstance(one, ctypes.CDLL) for one in found)
    assert log.read_text() == "run\n"
    assert stat.S_IMODE((bare / "kept").stat().st_mode) == 0o700
    assert [p.suffix for p in (bare / "kept").iterdir()] == [".so"]


def test_where_this_processor_is_unknown_code_for_any_is_built(bare: Path, engine: machine.Machine) -> None:
    compiler(bare / "bin", 'for a; do [ "$a" = -march=native ] && exit 1; done; exec /usr/bin/cc "$@"')
    plain = machine.Machine.__new__(machine.Machine)
    plain.library = build.library.__wrapped__(bare / "kept")
    program = wide(3, 15)
    assert completions(program, plain, given=True, influence=True) == completions(program, engine, given=True, influence=True)
    feed = Sample(1, dict.fromkeys(program.inputs, 0.7))
    assert plain.counts(program, feed, 3, 9999) == engine.counts(program, feed, 3, 9999)
    for seed in range(100):
        small = grown(seed, facts=6).program
        assert completions(small, plain) == completions(small, Reference()), seed


def test_an_absent_executor_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    from foedus.executors import choose as chooser_function

    chooser = sys.modules["foedus.executors.choose"]
    monkeypatch.setitem(sys.modules, "numpy", None)
    monkeypatch.delitem(sys.modules, "foedus.executors.blocks", raising=False)
    fresh = chooser._tried("blocks", "", chooser._blocks)
    assert fresh.executor is None
    monkeypatch.setattr(chooser, "available", lambda: (fresh,))
    with pytest.raises(
        Malformed, match=r"^the executor blocks cannot be had: NumPy is not installed \(pip install foedus\[sweep\]\)$"
    ):
        chooser_function("blocks")
