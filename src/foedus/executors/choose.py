"""Which executors there are, which is used, and why the others are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from foedus.executors.bits import Bits
from foedus.executors.executor import Executor
from foedus.executors.program import Malformed
from foedus.executors.reference import Reference


@dataclass(frozen=True)
class Availability:
    """An executor by name; the executor itself, or why it cannot be had; what it is, in a few words."""

    name: str
    executor: Executor | None
    note: str


@cache
def available() -> tuple[Availability, ...]:
    """Every executor, fastest first. Building the machine, where it has not been built, takes a second or two."""
    return (
        _tried("machine", "C, compiled here", _machine),
        _tried("blocks", "NumPy arrays", _blocks),
        _tried("bits", "whole numbers as bit vectors", Bits),
        _tried("reference", "one situation after the other", Reference),
    )


def choose(name: str | None = None) -> Executor:
    """The executor of that name, or the fastest there is. Raises `Malformed` where it cannot be had, and why."""
    for one in available():
        if one.executor is not None and name in (None, one.name):
            return one.executor
        if one.name == name:
            raise Malformed(f"the executor {name} cannot be had: {one.note}")
    raise Malformed(f"no executor is called {name!r}; there are: {', '.join(one.name for one in available())}")


def _tried(name: str, note: str, make: Callable[[], Executor]) -> Availability:
    try:
        return Availability(name, make(), note)
    except _Absence as error:
        return Availability(name, None, str(error))


class _Absence(Exception):
    pass


def _machine() -> Executor:
    from foedus.executors.build import Absent
    from foedus.executors.machine import Machine

    try:
        return Machine()
    except Absent as error:
        raise _Absence(str(error)) from None


def _blocks() -> Executor:
    try:
        from foedus.executors.blocks import Blocks
    except ImportError:
        raise _Absence("NumPy is not installed (pip install foedus[sweep])") from None
    return Blocks()
