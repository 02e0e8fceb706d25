"""What every executor can do, and what the answers look like."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator

from foedus.executors.feeds import Feed, Packed, within
from foedus.executors.hoist import Order, Tally
from foedus.executors.program import Malformed, Program


class Executor(ABC):
    """Puts situations through a program. All executors give the same answers; they differ in pace."""

    name: str = ""

    def planes(self, program: Program, feed: Feed, start: int = 0, count: int | None = None) -> Packed:
        """The outputs in the situations start .. start + count - 1 of the feed (to its end, if no count).

        Raises `Malformed` when the feed does not know an input of the program or has no such situations.
        """
        return self._planes(program, feed, start, _checked(program, feed, start, count))

    def counts(self, program: Program, feed: Feed, start: int = 0, count: int | None = None) -> dict[str, int]:
        """In how many of these situations each output holds; errors as for `planes`."""
        found = self._counts(program, feed, start, _checked(program, feed, start, count))
        return dict(zip(program.wanted, found, strict=True))

    def tally(self, program: Program, order: Order, first: int, last: int, given: bool = False, flips: bool = False) -> Tally:
        """Blocks first .. last - 1 of all completions in this order (see `hoist`), added up.

        Raises `Malformed` when there are no such blocks or the order is not one of the program's inputs.
        """
        if sorted((*order.inner, *order.outer)) != list(range(len(program.inputs))):
            raise Malformed("the order is not one of the program's inputs")
        if not 0 <= first <= last <= order.blocks:
            raise Malformed(f"blocks {first} to {last} are asked for, and there are {order.blocks}")
        return self._tally(program, order, first, last, given, flips)

    @abstractmethod
    def _planes(self, program: Program, feed: Feed, start: int, count: int) -> Packed: ...

    @abstractmethod
    def _counts(self, program: Program, feed: Feed, start: int, count: int) -> list[int]: ...

    @abstractmethod
    def _tally(self, program: Program, order: Order, first: int, last: int, given: bool, flips: bool) -> Tally: ...


def _checked(program: Program, feed: Feed, start: int, count: int | None) -> int:
    many = feed.count - start if count is None else count
    within(feed, program.inputs, start, many)
    return many


def pieces(start: int, count: int, size: int) -> Iterator[tuple[int, int]]:
    """The range as (start, count) pieces that end at multiples of `size`."""
    at = start
    while at < start + count:
        upto = min((at // size + 1) * size, start + count)
        yield at, upto - at
        at = upto
