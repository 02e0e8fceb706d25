"""What a caller may keep between one assessment and the next, so that a moved date costs only what it changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock
from typing import Any, TypeVar, cast

__all__ = ["MOST", "Memory"]

T = TypeVar("T")

MOST = 3000
"""The groundings and situations that a memory keeps, unless told otherwise: about a hundred for each instant of a large case."""


class Memory:
    """Groundings and answers of earlier assessments, under all that they depend on.

    Pass one to every assessment that may repeat parts of another: the same case at the next instant, known to another day, under
    another supposition. A question is grounded once for a day of law and what grounding asked of the record; it is answered
    once for the status of every fact in its circuit, what was claimed of each, and what a stance chose. So the answers are
    those that would be given without it, to the byte; only time is saved.

    Bounded: of what is kept, the least lately used goes first, once there are more than `most` entries (some tens of
    kilobytes each; diagrams are not kept). Law is told apart by object: pass the same `Regime`, not one read anew, or
    nothing is recognised. What is kept is used by one thread at a time: inside `with memory:`, on leaving which the
    diagrams are let go.
    """

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = RLock()

    def __enter__(self) -> Memory:
        self._lock.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.rest()
        self._lock.release()

    def __len__(self) -> int:
        return len(self._kept)

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept under a key; made, and kept, where there is nothing yet."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return cast(T, self._kept[key])
        made = self._kept[key] = make()
        if len(self._kept) > self.most:
            self._kept.popitem(last=False)
        return made

    def rest(self) -> None:
        """Let go of what only served to work answers out; the answers stay."""
        for one in self._kept.values():
            if hasattr(one, "rest"):
                one.rest()
