"""The exact chance that a rule decides, where each member votes for itself."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from foedus.design.rules import VOTES, Member, Rule
from foedus.design.sums import LIMIT, OutOfReach, Sums, tests_of

__all__ = ["chance", "votes"]


def votes(member: Member, withheld: str) -> tuple[Fraction, ...]:
    """The chances of the four votes once the parliament has spoken; whoever lacks consent does what `withheld` says."""
    if not withheld or member.parliament is None:
        return member.chances
    lost = member.chances[0] * (1 - member.parliament)
    return tuple(
        chance - lost if vote == "yes" else chance + lost if vote == withheld else chance
        for vote, chance in zip(VOTES, member.chances, strict=True)
    )


def chance(members: Sequence[Member], rule: Rule) -> Fraction:
    """The chance of a decision, members voting independently of each other, all of them with chances.

    Raises `OutOfReach` where the weights make more than `LIMIT` different sums.
    """
    drawn = [votes(m, rule.withheld) for m in members]
    # one table of sums, member by member; chances are whole numbers over a common denominator
    tests = tests_of(rule.ways)
    sums = Sums(rule.ways, [sum(max(row) for row in t.takes) for t in tests])
    decides, table, below = sums.decides, {0: 1}, 1
    for i, chances in enumerate(drawn):
        unit = lcm(*(p.denominator for p in chances))
        below *= unit
        moves: dict[int, int] = {}
        for vote, p in enumerate(chances):
            more = sums.pack(i, vote - 1) if vote else 0
            moves[more] = moves.get(more, 0) + int(p * unit)
        grown: dict[int, int] = {}
        for more, times in moves.items():
            for key, number in table.items() if times else ():
                if decides(key + more):
                    grown[key + more] = grown.get(key + more, 0) + number * times
        table = grown
        if len(table) > LIMIT:
            raise OutOfReach(f"the weights make more than {LIMIT:,} different sums among {len(drawn)} members")
    return Fraction(sum(table.values()), below)
