"""From least to most: what is left of an exact number when something it rests on has no chance of its own.

A `Table` holds spans by readings, as a graph: a node asks how a contested word is read, an end holds a span for each of the
numbers told of. What readings do not settle and no chance is known of is widened away: the ends are joined.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

__all__ = ["Ends", "Many", "Span", "Table"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """An exact number, or all that it may be: from `least` to `most`, both of which it reaches."""

    least: Fraction
    most: Fraction

    @property
    def exact(self) -> bool:
        """Whether there is one number."""
        return self.least == self.most

    def __or__(self, other: Span) -> Span:
        return Span(min(self.least, other.least), max(self.most, other.most))


Ends: TypeAlias = tuple[Span, ...] | None
"""The spans told of, in a fixed order; None where nothing is admitted."""

Groups: TypeAlias = Sequence[tuple[str, Sequence[int]]]
_Whole: TypeAlias = dict[str, tuple[int, ...]]
Box: TypeAlias = Mapping[str, tuple[int, ...]]


class Many(Exception):
    """There are more boxes of readings than may be told."""


class Table:
    """Spans by readings. A node is a number; equal ones are one node."""

    def __init__(self) -> None:
        self._nodes: list[tuple[int, int, int] | Ends] = []
        self._ids: dict[object, int] = {}
        self._joined: dict[tuple[int, int], int] = {}

    def end(self, spans: Ends) -> int:
        """The node of one end."""
        return self._id(spans)

    def ask(self, level: int, low: int, high: int) -> int:
        """The node that asks about a level, which comes before all those below."""
        return low if low == high else self._id((level, low, high))

    def _id(self, node: tuple[int, int, int] | Ends) -> int:
        known = self._ids.get(node)
        if known is None:
            known = self._ids[node] = len(self._nodes)
            self._nodes.append(node)
        return known

    def ends(self, node: int) -> Ends:
        """The spans of a node that asks nothing."""
        held = self._nodes[node]
        assert held is None or isinstance(held[0], Span)
        return held

    def _asks(self, node: int) -> tuple[int, int, int] | None:
        held = self._nodes[node]
        return held if held is not None and isinstance(held[0], int) else None

    def join(self, one: int, two: int) -> int:
        """Both, whichever it is: at the ends the spans that hold both."""
        if one == two:
            return one
        key = (min(one, two), max(one, two))
        if key not in self._joined:
            self._joined[key] = self._join(*key)
        return self._joined[key]

    def _join(self, one: int, two: int) -> int:
        a, b = self._asks(one), self._asks(two)
        if a is None and b is None:
            left, right = self.ends(one), self.ends(two)
            if left is None or right is None:
                return self.end(right if left is None else left)
            return self.end(tuple(x | y for x, y in zip(left, right, strict=True)))
        level = min(asked[0] for asked in (a, b) if asked is not None)
        low, high = (self.join(self._at(one, level, side), self._at(two, level, side)) for side in (0, 1))
        return self.ask(level, low, high)

    def _at(self, node: int, level: int, side: int) -> int:
        asked = self._asks(node)
        return asked[1 + side] if asked is not None and asked[0] == level else node

    def fix(self, node: int, values: Mapping[int, int]) -> int:
        """A node with some levels settled."""
        memo: dict[int, int] = {}

        def go(node: int) -> int:
            asked = self._asks(node)
            if asked is None:
                return node
            if node not in memo:
                level, low, high = asked
                value = values.get(level)
                memo[node] = self.ask(level, go(low), go(high)) if value is None else go(high if value else low)
            return memo[node]

        return go(node)

    def whole(self, node: int) -> Ends:
        """The spans over every way to read."""
        found, seen, todo = self.end(None), set[int](), [node]
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                asked = self._asks(node)
                if asked is None:
                    found = self.join(found, node)
                else:
                    todo += asked[1:]
        return self.ends(found)

    def boxes(self, node: int, groups: Groups, most: int) -> list[tuple[_Whole, Ends]]:
        """Boxes of readings that together cover every way to read, each with its spans.

        `groups` gives for each word the levels “this option, if none before it”, of all options but the last; a box names
        options by their numbers. Raises `Many` beyond `most` boxes.
        """
        found = self._boxes(node, list(groups), most)
        sizes = {name: len(levels) + 1 for name, levels in groups}
        return [(dict(box), self.ends(end)) for box, end in _merged([(dict(box), end) for box, end in found], sizes)]

    def _boxes(self, node: int, groups: Groups, most: int) -> list[tuple[Box, int]]:
        if self._asks(node) is None:
            return [({}, node)]
        (name, levels), rest = groups[0], groups[1:]
        alike: dict[int, list[int]] = {}
        for option in range(len(levels) + 1):
            fixed = {level: int(i == option) for i, level in enumerate(levels[: option + 1])}
            alike.setdefault(self.fix(node, fixed), []).append(option)
        out: list[tuple[Box, int]] = []
        for below, options in alike.items():
            label = {} if len(alike) == 1 else {name: tuple(options)}
            out += [({**label, **box}, end) for box, end in self._boxes(below, rest, most - len(out))]
            if len(out) > most:
                raise Many
        return out


def _merged(
    boxes: list[tuple[dict[str, tuple[int, ...]], int]], sizes: Mapping[str, int]
) -> list[tuple[dict[str, tuple[int, ...]], int]]:
    """Boxes with the same end that differ in one word only, joined as long as there are any."""
    for i, (one, end) in enumerate(boxes):
        for j in range(i + 1, len(boxes)):
            two, other = boxes[j]
            apart = [n for n in one if one[n] != two.get(n)]
            if end == other and one.keys() == two.keys() and len(apart) == 1:
                (name,) = apart
                joint = {**one, name: tuple(sorted({*one[name], *two[name]}))}
                if len(joint[name]) == sizes[name]:
                    del joint[name]
                return _merged([*boxes[:i], (joint, end), *boxes[i + 1 : j], *boxes[j + 1 :]], sizes)
    return boxes
