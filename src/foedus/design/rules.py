"""Rules of decision as data: what each vote takes away from each test, and how much a test can spare.

A test begins where everybody votes yes. Whoever abstains, objects or stays away takes something from it; it is passed as
long as no more is taken than it can spare. Every rule of the house is one or two ways to pass all of some tests: a consensus
spares nothing and only objections take, a threshold of weights spares what the quota leaves, a veto is a test that only its
holders can take from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, gcd, lcm

__all__ = ["VOTES", "Member", "Rule", "Share", "Test", "all_present", "nobody_objects", "of_all", "of_cast", "quota"]

VOTES = ("yes", "abstain", "object", "absent")
"""What a member may do. Whoever abstains is there, whoever is absent is not; neither is a yes, neither is an objection."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with a vote; `chances` are those of the four votes in the order of `VOTES`, or empty where none were given.

    `parliament` is the chance that this member's parliament consents, or None where it has no say.
    """

    name: str
    weights: tuple[tuple[str, Fraction], ...] = ()
    group: str = ""
    chances: tuple[Fraction, ...] = ()
    parliament: Fraction | None = None
    has_parliament: bool = False

    def weight(self, column: str) -> Fraction | None:
        """The weight under a name; under no name everybody weighs one."""
        return Fraction(1) if not column else dict(self.weights).get(column)


@dataclass(frozen=True, slots=True)
class Test:
    """What each member's abstention, objection and absence take away (whole numbers from 0), and what can be spared.

    `idle` marks a test that fails only where nobody votes yes, so that it matters only where somebody can abstain.
    """

    takes: tuple[tuple[int, int, int], ...]
    spare: int
    idle: bool = False

    @property
    def passable(self) -> bool:
        """Whether it is passed at least where everybody votes yes."""
        return self.spare >= 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: decided if all tests of one of the ways are passed.

    `withheld` is what a government does whose parliament does not consent: abstain, object, or empty where no parliament
    is asked. `says` puts the rule in words.
    """

    name: str
    says: str
    ways: tuple[tuple[Test, ...], ...]
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of something: at least so much, or `above`: more than so much."""

    part: Fraction
    above: bool

    def __str__(self) -> str:
        return f"{'more than' if self.above else 'at least'} {self.part}"


def nobody_objects(weights: Sequence[Fraction], spare: int = 0) -> Test:
    """At most `spare` of those who weigh anything object."""
    return Test(tuple((0, int(w > 0), 0) for w in weights), spare)


def quota(weights: Sequence[Fraction], least: Fraction) -> Test:
    """Those who vote yes weigh so much together at least."""
    return _scaled(weights, sum(weights, Fraction(0)) - least, lambda w: (w, w, w))


def of_all(weights: Sequence[Fraction], share: Share) -> Test:
    """Those who vote yes are such a share of all."""
    total = sum(weights, Fraction(0))
    return _scaled(weights, total - share.part * total, lambda w: (w, w, w), share.above)


def of_cast(weights: Sequence[Fraction], share: Share, present: bool = False) -> list[Test]:
    """Those who vote yes are such a share of yes and no together (`present`: of all who are there), and somebody does."""
    whole, part = sum(weights, Fraction(0)), share.part

    def takes(w: Fraction) -> tuple[Fraction, Fraction, Fraction]:
        aside = (1 - part) * w
        return (w if present else aside, w, aside)

    tests = [_scaled(weights, (1 - part) * whole, takes, share.above)]
    if not share.above:
        voters = sum(w > 0 for w in weights)
        tests.append(Test(tuple((int(w > 0),) * 3 for w in weights), voters - 1, idle=True))
    return tests


def all_present(weights: Sequence[Fraction], least: int) -> Test:
    """So many are there at least, however they vote."""
    return Test(tuple((0, 0, int(w > 0)) for w in weights), sum(w > 0 for w in weights) - least)


def _scaled(
    weights: Sequence[Fraction],
    spare: Fraction,
    takes: Callable[[Fraction], tuple[Fraction, Fraction, Fraction]],
    strict: bool = False,
) -> Test:
    """The test in the smallest whole numbers that mean the same."""
    rows = [takes(w) for w in weights]
    numbers = [n for row in rows for n in row]
    unit = Fraction(1, lcm(*(n.denominator for n in numbers)))
    whole = [int(n / unit) for n in numbers]
    step = gcd(*whole) or 1
    room = spare / unit / step
    room = Fraction(ceil(room) - 1) if strict else Fraction(floor(room))
    found = [n // step for n in whole]
    return Test(tuple((found[i], found[i + 1], found[i + 2]) for i in range(0, len(found), 3)), int(room))
