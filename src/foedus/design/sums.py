"""What votes take from the tests of a rule, summed: one whole number for all tests together."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.design.rules import Test

__all__ = ["LIMIT", "OutOfReach", "Sums"]

LIMIT = 400_000
"""Different sums that a table may hold."""


class OutOfReach(Exception):
    """A rule whose weights make too many different sums; the message says which limit was hit."""


class Sums:
    """The tests of the ways of a rule that can fail at all, their sums packed into one number each.

    `most` says for each test what may be taken from it at most. Packed sums add and subtract as numbers do.
    """

    def __init__(self, ways: Sequence[Sequence[Test]], most: Sequence[int]) -> None:
        every = tests_of(ways)
        kept = [(t, top) for t, top in zip(every, most, strict=True) if top > t.spare]
        self.tests = [t for t, _ in kept]
        # a guard of as much again, so that no difference is mistaken for another sum
        self._radix = [2 * top + 2 for _, top in kept]
        place = {t: i for i, t in enumerate(self.tests)}
        self._ways = [[(place[t], t.spare) for t in way if t in place] for way in ways]
        self._known: dict[int, bool] = {}

    def pack(self, member: int, vote: int) -> int:
        """What a member's vote other than yes (0 abstain, 1 object, 2 absent) takes."""
        key = 0
        for test, radix in zip(self.tests, self._radix, strict=True):
            key = key * radix + test.takes[member][vote]
        return key

    def decides(self, key: int) -> bool:
        """Whether a decision is taken where so much has been taken from the tests."""
        found = self._known.get(key)
        if found is None:
            taken, rest = [0] * len(self._radix), key
            for i in range(len(self._radix) - 1, -1, -1):
                rest, taken[i] = divmod(rest, self._radix[i])
            found = any(all(taken[i] <= spare for i, spare in way) for way in self._ways)
            if len(self._known) < 4 * LIMIT:
                self._known[key] = found
        return found


def tests_of(ways: Sequence[Sequence[Test]]) -> list[Test]:
    """Each test of a rule once."""
    return list(dict.fromkeys(t for way in ways for t in way))
