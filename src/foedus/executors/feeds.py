"""Situations by the million, born packed: bit i of a plane is what one input is in situation i.

A feed gives the planes of any range of its situations, and gives the same ones whatever the range:
`Packed` holds planes that somebody made, `Grid` is every combination of the settings on its axes,
`Sample` draws them. Nothing here needs more than Python; `blocks` and `machine` draw the same
samples faster.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from math import prod
from typing import TypeAlias

from foedus.executors.program import Malformed

WORD = 64
DIGITS = 32
MAX_COUNT = 1 << 48
_FULL = (1 << WORD) - 1
_GOLDEN, _MIX1, _MIX2 = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


def words(count: int) -> int:
    """How many words of 64 situations `count` of them need."""
    return (count + WORD - 1) // WORD


def within(feed: Feed, names: Iterable[str], start: int, count: int) -> None:
    """Raise `Malformed` unless the feed has these inputs and situations start .. start + count - 1."""
    known = set(feed.names)
    missing = [name for name in names if name not in known]
    if missing:
        raise Malformed(f"nothing is said of the input {missing[0]!r:.80}")
    if start < 0 or count < 0 or start + count > feed.count:
        raise Malformed(f"situations {start} to {start + count} are asked for, and there are {feed.count}")


@dataclass(frozen=True)
class Packed:
    """`count` situations as one plane per name, one after the other, of little-endian 64-bit words.

    Bits beyond the last situation mean nothing. Raises `Malformed` when the data has another size.
    """

    names: tuple[str, ...]
    count: int
    data: bytes | bytearray | memoryview

    def __post_init__(self) -> None:
        if self.count < 0 or len(self.data) != len(self.names) * words(self.count) * 8:
            raise Malformed(f"{len(self.names)} planes of {self.count} situations do not fill {len(self.data)} bytes")

    @classmethod
    def of(cls, planes: Mapping[str, int], count: int) -> Packed:
        """From one whole number per name, whose bit i is situation i."""
        size, full = words(count) * 8, (1 << count) - 1
        return cls(tuple(planes), count, b"".join((plane & full).to_bytes(size, "little") for plane in planes.values()))

    def plane(self, name: str, start: int = 0, count: int | None = None) -> int:
        """The situations start .. start + count - 1 of one name as a whole number, the first as bit 0."""
        count = self.count - start if count is None else count
        size, offset = words(self.count) * 8, self.names.index(name) * words(self.count) * 8
        piece = self.data[offset + start // WORD * 8 : offset + min(size, words(start + count) * 8)]
        return int.from_bytes(piece, "little") >> start % WORD & (1 << count) - 1

    def where(self, name: str) -> tuple[int, ...]:
        """The numbers of the situations in which `name` holds, lowest first."""
        text = f"{self.plane(name):b}"[::-1]
        found, at = [], text.find("1")
        while at >= 0:
            found.append(at)
            at = text.find("1", at + 1)
        return tuple(found)


@dataclass(frozen=True)
class Grid:
    """Every combination of settings: `axes` are (names, settings), a setting being one bool per name.

    The first axis turns fastest. Raises `Malformed` for an axis without settings, a setting of
    another length, or a name on two axes.
    """

    axes: tuple[tuple[tuple[str, ...], tuple[tuple[bool, ...], ...]], ...]
    count: int = field(init=False, default=1)

    def __post_init__(self) -> None:
        for names, settings in self.axes:
            if not settings or any(len(setting) != len(names) for setting in settings):
                raise Malformed(f"the axis of {', '.join(names)} needs settings of {len(names)} values each")
        if len(set(self.names)) < len(self.names):
            raise Malformed("a name stands on two axes")
        object.__setattr__(self, "count", prod(len(settings) for _, settings in self.axes))
        if self.count > MAX_COUNT:
            raise Malformed(f"the grid has {self.count} situations: at most {MAX_COUNT} are allowed")

    @classmethod
    def of(cls, *names: str) -> Grid:
        """No and yes of each name, independently."""
        return cls(tuple(((name,), ((False,), (True,))) for name in names))

    @property
    def names(self) -> tuple[str, ...]:
        """The names on all axes."""
        return tuple(name for names, _ in self.axes for name in names)

    def plane(self, name: str, start: int, count: int) -> int:
        """The situations start .. start + count - 1 of one name as a whole number."""
        period = 1
        for names, settings in self.axes:
            if name in names:
                return _turning([setting[names.index(name)] for setting in settings], period, start, count)
            period *= len(settings)
        raise Malformed(f"nothing is said of the input {name!r:.80}")


def _turning(values: Sequence[bool], period: int, start: int, count: int) -> int:
    """`values` in turn, each for `period` situations, over and over, from situation `start` on."""
    whole = period * len(values)
    if whole > count:
        return _pieces(values, period, start, count)
    plane = sum(((1 << period) - 1) << i * period for i, value in enumerate(values) if value)
    length, shift = whole, start % whole
    while length < shift + count:
        plane |= plane << length
        length *= 2
    return plane >> shift & (1 << count) - 1


def _pieces(values: Sequence[bool], period: int, start: int, count: int) -> int:
    plane, at = 0, start
    while at < start + count:
        upto = min((at // period + 1) * period, start + count)
        if values[at // period % len(values)]:
            plane |= ((1 << upto - at) - 1) << at - start
        at = upto
    return plane


@dataclass(frozen=True)
class Sample:
    """Independent draws: `chances` says how likely each name is to hold, from 0 to 1.

    A chance is kept to 32 binary digits (see `exactly`). Situation i of a name depends on the seed,
    the name and i alone, so any partition of a range, by any executor, draws the same situations.
    Raises `Malformed` for a chance outside 0 to 1.
    """

    seed: int
    chances: Mapping[str, Fraction | float]
    count: int = MAX_COUNT

    def __post_init__(self) -> None:
        for name, chance in self.chances.items():
            if not 0 <= chance <= 1:
                raise Malformed(f"the chance of {name!r:.80} is {chance}: it must lie between 0 and 1")
        if not 0 <= self.count <= MAX_COUNT:
            raise Malformed(f"{self.count} situations are to be drawn: at most {MAX_COUNT} are allowed")

    @property
    def names(self) -> tuple[str, ...]:
        """The names drawn."""
        return tuple(self.chances)

    def exactly(self, name: str) -> Fraction:
        """The chance that is really drawn with: the nearest multiple of 2^-32."""
        return Fraction(self.limit(name), 1 << DIGITS)

    def limit(self, name: str) -> int:
        """The chance in units of 2^-32."""
        return round(Fraction(self.chances[name]) * (1 << DIGITS))

    def key(self, name: str) -> int:
        """Where the random stream of a name begins."""
        text = f"{self.seed}\n{name}".encode("utf-8", "surrogatepass")
        return int.from_bytes(hashlib.sha256(text).digest()[:8], "little")

    def plane(self, name: str, start: int, count: int) -> int:
        """The situations start .. start + count - 1 of one name as a whole number."""
        first, key, limit = start // WORD, self.key(name), self.limit(name)
        plane = drawn(limit, words(start + count) - first, lambda digit, n: _random(key, first, digit, n))
        return plane >> start % WORD & (1 << count) - 1


Feed: TypeAlias = Packed | Grid | Sample


def drawn(limit: int, size: int, random: Callable[[int, int], int]) -> int:
    """`size` words that hold with the chance limit / 2^32: random digits are compared with its own, highest first."""
    full = (1 << size * WORD) - 1
    if limit >> DIGITS:
        return full
    less, even = 0, full
    for digit in range(DIGITS):
        if not even or not limit << digit & (1 << DIGITS) - 1:
            break
        bits = even & random(digit, size)
        if limit >> DIGITS - 1 - digit & 1:
            less |= even ^ bits
            even = bits
        else:
            even ^= bits
    return less


def _random(key: int, first: int, digit: int, size: int) -> int:
    """`size` words of one random digit each: SplitMix64 at key + (word * DIGITS + digit) * golden.

    All words are computed at once, each in a lane of 128 bits, so that products cannot meet.
    """
    ones, low, ramp = _lanes(size)
    base = key + _GOLDEN * (first * DIGITS + digit) & _FULL
    x = ramp + ones * base & low
    x = ((x ^ x >> 30) & low) * _MIX1 & low
    x = ((x ^ x >> 27) & low) * _MIX2 & low
    x = (x ^ x >> 31) & low
    return int.from_bytes(memoryview(x.to_bytes(16 * size, "little")).cast("Q")[::2].tobytes(), "little")


@lru_cache(maxsize=8)
def _lanes(size: int) -> tuple[int, int, int]:
    """Over `size` lanes: one in each; the low 64 bits of each; lane i times the distance of two words."""
    step = _GOLDEN * DIGITS & _FULL
    ones = int.from_bytes((b"\1" + bytes(15)) * size, "little")
    ramp = int.from_bytes(b"".join((i * step & _FULL).to_bytes(16, "little") for i in range(size)), "little")
    return ones, ones * _FULL, ramp
