"""The machine from Python: `machine.c`, loaded, with every size passed along so that C can check it too."""

from __future__ import annotations

import ctypes
from array import array
from pathlib import Path

from foedus.executors.build import library
from foedus.executors.executor import Executor, pieces
from foedus.executors.feeds import Feed, Grid, Packed, Sample, words
from foedus.executors.hoist import Order, Tally
from foedus.executors.layout import hoisted, straight
from foedus.executors.program import Malformed, Program

PIECE = 1 << 20
"""How many situations of a grid are written out at a time."""

_SAYS = {
    1: "a size is out of range",
    2: "a row of code is out of range",
    3: "an output is out of range",
    4: "the situations asked for are not there",
    5: "there is not enough memory",
}


class Machine(Executor):
    """The executor in C. Raises `build.Absent` when it is made where the machine cannot be had.

    While it runs, other threads of Python run too.
    """

    name = "machine"

    def __init__(self, folder: Path | None = None) -> None:
        self.library = library(folder)

    def _planes(self, program: Program, feed: Feed, start: int, count: int) -> Packed:
        if isinstance(feed, Grid):
            parts = [self._planes(program, _written(feed, program, *piece), 0, piece[1]) for piece in _even(start, count)]
            return _joined(program, parts, count)
        first, end = start // 64, words(start + count)
        result = bytearray(8 * len(program.outputs) * (end - first))
        self._stream(program, feed, start, count, result, None)
        found = Packed(program.wanted, (end - first) * 64, result)
        if start % 64 == 0:
            return Packed(program.wanted, count, found.data)
        return Packed.of({name: found.plane(name, start % 64, count) for name in program.wanted}, count)

    def _counts(self, program: Program, feed: Feed, start: int, count: int) -> list[int]:
        counts = array("q", bytes(8 * len(program.outputs)))
        for begin, many in _even(start, count) if isinstance(feed, Grid) else [(start, count)]:
            packed = _written(feed, program, begin, many) if isinstance(feed, Grid) else feed
            self._stream(program, packed, 0 if packed is not feed else begin, many, None, counts)
        return counts.tolist()

    def _stream(
        self,
        program: Program,
        feed: Packed | Sample,
        start: int,
        count: int,
        result: bytearray | None,
        counts: array[int] | None,
    ) -> None:
        code = straight(program)
        data, keys, limits, size = b"", array("Q"), array("Q"), 0
        if isinstance(feed, Sample):
            keys = array("Q", [feed.key(name) for name in program.inputs] or [0])
            limits = array("Q", [feed.limit(name) for name in program.inputs] or [0])
        else:
            data, size = _arranged(feed, program), words(feed.count)
        said = self.library.foedus_stream(
            _at(code.code), ctypes.c_int64(len(code.code) // 5), ctypes.c_int32(code.slots), ctypes.c_int32(len(program.inputs)),
            _at(code.outputs), ctypes.c_int64(len(code.outputs)),
            ctypes.c_char_p(data), ctypes.c_int64(len(data) // 8), ctypes.c_int64(size), _at(keys), _at(limits),
            ctypes.c_int64(start), ctypes.c_int64(count),
            _inside(result), ctypes.c_int64(len(result or b"") // 8), _at(counts),
        )  # fmt: skip
        _heard(said)

    def _tally(self, program: Program, order: Order, first: int, last: int, given: bool, flips: bool) -> Tally:
        code, inner, outer, many = hoisted(program, order), len(order.inner), len(order.outer), len(program.outputs)
        parts = 1 + inner * (given + flips)
        sums, beyond = array("q", bytes(8 * many * parts)), array("q", bytes(8 * many * outer))
        said = self.library.foedus_census(
            _at(code.code), ctypes.c_int64(len(code.code) // 5), _at(code.starts), ctypes.c_int32(code.slots),
            ctypes.c_int32(inner), ctypes.c_int32(outer), _at(code.measured), ctypes.c_int64(len(code.measured) // 2),
            _at(code.ends), ctypes.c_int64(many), ctypes.c_int64(first), ctypes.c_int64(last),
            ctypes.c_int32(given), ctypes.c_int32(flips), _at(sums), _at(beyond),
        )  # fmt: skip
        _heard(said)
        rows = [sums[n * parts : (n + 1) * parts].tolist() for n in range(many)]
        tally = Tally([row[0] for row in rows], [], [row[-inner:] if inner else [] for row in rows if flips])
        for n, row in enumerate(rows if given else ()):
            settled = [*zip(order.inner, row[1 : 1 + inner], strict=True)]
            settled += zip(order.outer, beyond[n * outer : (n + 1) * outer], strict=True)
            tally.given.append([count for _, count in sorted(settled)])
        return tally


def _at(numbers: array[int] | None) -> ctypes.c_void_p:
    """Where an array begins; nowhere, if there is none or nothing in it."""
    return ctypes.c_void_p(numbers.buffer_info()[0] if numbers else None)


def _inside(room: bytearray | None) -> object:
    """Where a piece of memory begins; nowhere, if there is none or nothing in it."""
    return (ctypes.c_char * len(room)).from_buffer(room) if room else ctypes.c_void_p()


def _heard(said: int) -> None:
    if said:
        raise Malformed(f"the machine refuses: {_SAYS.get(said, said)}")


def _arranged(feed: Packed, program: Program) -> bytes:
    """The planes of the program's inputs, in their order."""
    if feed.names == program.inputs and isinstance(feed.data, bytes):
        return feed.data
    size = words(feed.count) * 8
    places = [feed.names.index(name) * size for name in program.inputs]
    return b"".join(bytes(feed.data[at : at + size]) for at in places)


def _even(start: int, count: int) -> list[tuple[int, int]]:
    return [(start + begin, many) for begin, many in pieces(0, count, PIECE)]


def _written(feed: Grid, program: Program, start: int, count: int) -> Packed:
    return Packed.of({name: feed.plane(name, start, count) for name in program.inputs}, count)


def _joined(program: Program, parts: list[Packed], count: int) -> Packed:
    """The pieces one after the other; all but the last fill their words."""
    planes = []
    for n in range(len(program.outputs)):
        planes += [part.data[n * words(part.count) * 8 : (n + 1) * words(part.count) * 8] for part in parts]
    return Packed(program.wanted, count, b"".join(planes))
