"""Power under a rule, exactly: who could have turned a decision, in how many ways and in how many orders.

One generating function counts the coalitions that decide, by what their absentees take from each test and by how many they
are: a table from what is taken to a polynomial in the number of noes, kept as one big integer. A member is taken out of the
table again by exact division, once for all members alike; what is left says when that member turns the outcome. Only what
still decides is kept, so a table is never larger than the spare of the tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial

from foedus.design.rules import VOTES, Member, Rule
from foedus.design.sums import LIMIT, OutOfReach, Sums, tests_of

__all__ = ["Power", "Powers", "powers"]

MEMORY = 200_000_000
"""Bytes that a table may take, roughly."""


@dataclass(frozen=True, slots=True)
class Power:
    """What one player can do, as exact numbers.

    swings    coalitions of the others in which the player turns the outcome
    share     swings over the swings of all (normalised Banzhaf)
    absolute  swings over all coalitions of the others (absolute Banzhaf)
    shapley   orders in which the player turns the outcome, over all orders (Shapley-Shubik)
    prevent   swings over the coalitions that decide (Coleman: power to prevent)
    initiate  swings over the coalitions that do not (Coleman: power to initiate)
    """

    name: str
    of: str
    swings: int
    share: Fraction
    absolute: Fraction
    shapley: Fraction
    prevent: Fraction
    initiate: Fraction


@dataclass(frozen=True, slots=True)
class Powers:
    """The power of every player, in the order of the members; `act` is Coleman's power of the whole to act.

    `winning` of `coalitions` decide. A parliament that is asked is a player of its own.
    """

    players: tuple[Power, ...]
    winning: int
    coalitions: int

    @property
    def act(self) -> Fraction:
        """Coalitions that decide, over all."""
        return Fraction(self.winning, self.coalitions)


@dataclass(frozen=True, slots=True)
class _Seat:
    """A member in the table: what its no takes, and what it takes when its parliament alone says no (None: not asked)."""

    no: int
    refused: int | None

    @property
    def players(self) -> int:
        return 1 if self.refused is None else 2


def _sums(members: Sequence[Member], rule: Rule) -> tuple[Sums, list[_Seat]]:
    """The sums of a game of yes and no, and what each member brings to it."""
    asked = [bool(rule.withheld) and m.has_parliament for m in members]
    abstains = rule.withheld == "abstain" and any(asked)
    ways = [[t for t in way if abstains or not t.idle] for way in rule.ways]
    sums = Sums(ways, [sum(row[1] for row in t.takes) for t in tests_of(ways)])
    vote = VOTES.index(rule.withheld or "object") - 1
    return sums, [_Seat(sums.pack(i, 1), sums.pack(i, vote) if asked[i] else None) for i in range(len(members))]


def powers(members: Sequence[Member], rule: Rule) -> Powers:
    """The power of every member under a rule, and of its parliament where that is asked.

    Raises `OutOfReach` where the weights make more than `LIMIT` different sums.
    """
    game, all_seats = _sums(members, rule)
    # whoever takes nothing turns nothing; leaving them out doubles what is counted for the others
    seats = [_live(s) for s in all_seats]
    live = [s for s in seats if s is not None]
    count = sum(s.players for s in live)
    asked = sum(s.players for s in all_seats)
    table = _table(game, live, count)
    winning = sum(_digits(sum(table.values()), count)) << (asked - count)
    found: dict[_Seat, tuple[_Tally, _Tally]] = {}
    for seat in live:
        if seat not in found:
            found[seat] = _tallies(game, _without(table, seat, count), seat, count)
    idle = (_Tally(0, Fraction(0)),) * 2
    rows = []
    for member, old, new in zip(members, all_seats, seats, strict=True):
        tallies = found[new] if new else idle
        rows.append((member.name, "", tallies[0]))
        if old.refused is not None:
            own = tallies[1] if new and new.refused is not None else idle[0]
            rows.append((member.name, "parliament", own))
    return _shares(rows, winning, asked, count)


def _live(seat: _Seat) -> _Seat | None:
    """The seat without players that never turn anything; None if nobody is left."""
    if seat.no == 0:
        return None
    return _Seat(seat.no, seat.refused or None)


# --- the table ---


def _table(game: Sums, seats: Sequence[_Seat], count: int) -> dict[int, int]:
    """Sum taken → how many coalitions take it, as a polynomial in the number of noes; only sums that still decide."""
    limit = min(LIMIT, MEMORY // ((count + 1) ** 2 // 16 + 100))
    decides, table = game.decides, {0: 1}
    for seat in sorted(seats, key=lambda s: -s.no):
        moves = _moves(seat, count + 1)
        grown = dict(table)
        for key, ways in table.items():
            for more, shift, twice in moves:
                if decides(key + more):
                    grown[key + more] = grown.get(key + more, 0) + (ways << shift) + (ways << twice if twice else 0)
        table = grown
        if len(table) > limit:
            raise OutOfReach(f"the weights make more than {limit:,} different sums among {len(seats)} members")
    return table


def _moves(seat: _Seat, slot: int) -> list[tuple[int, int, int]]:
    """What may be taken at a seat, and how: z (one no), z + z² (a no, the parliament either way), 2z + z² as shifts."""
    if seat.refused is None:
        return [(seat.no, slot, 0)]
    if seat.refused == seat.no:
        return [(seat.no, slot + 1, 2 * slot)]
    return [(seat.refused, slot, 0), (seat.no, slot, 2 * slot)]


def _without(table: dict[int, int], seat: _Seat, count: int) -> dict[int, int]:
    """The table as if one such seat were not there: exact division by what it brought in."""
    moves = _moves(seat, count + 1)
    out: dict[int, int] = {}
    for key in sorted(table):
        ways = table[key]
        for more, shift, twice in moves:
            before = out.get(key - more)
            if before:
                ways -= (before << shift) + (before << twice if twice else 0)
        if ways:
            out[key] = ways
    return out


@dataclass(frozen=True, slots=True)
class _Tally:
    """Swings and orders of one player."""

    swings: int
    shapley: Fraction


def _tallies(game: Sums, others: dict[int, int], seat: _Seat, count: int) -> tuple[_Tally, _Tally]:
    """What the government of a seat turns, and what its parliament turns."""
    slot, own, parliament = count + 1, 0, 0
    for key, ways in others.items():
        if not game.decides(key + seat.no):
            own += ways
            if seat.refused is not None and game.decides(key + seat.refused):
                own += ways << slot
        if seat.refused is not None and not game.decides(key + seat.refused):
            parliament += ways
    return _tally(own, count), _tally(parliament, count)


def _tally(packed: int, count: int) -> _Tally:
    """Swings by the number of noes among the others, as swings and as the share of orders."""
    digits = _digits(packed, count)
    orders = sum(n * factorial(k) * factorial(count - 1 - k) for k, n in enumerate(digits) if n)
    return _Tally(sum(digits), Fraction(orders, factorial(count)))


def _digits(packed: int, count: int) -> list[int]:
    """The coefficients of a packed polynomial, from the constant one on."""
    slot, out = count + 1, []
    mask = (1 << slot) - 1
    while packed:
        out.append(packed & mask)
        packed >>= slot
    return out


def _shares(rows: Sequence[tuple[str, str, _Tally]], winning: int, asked: int, count: int) -> Powers:
    every, idle = 1 << asked, asked - count
    total = sum(tally.swings for _, _, tally in rows) << idle
    out = []
    for name, of, tally in rows:
        swings = tally.swings << idle
        out.append(
            Power(
                name,
                of,
                swings,
                _part(swings, total),
                _part(swings, every >> 1),
                tally.shapley,
                _part(swings, winning),
                _part(swings, every - winning),
            )
        )
    return Powers(tuple(out), winning, every)


def _part(some: int, whole: int) -> Fraction:
    return Fraction(some, whole) if whole else Fraction(0)
