"""What a sweep does, as data that can be shipped: a program, where its situations come from, and in how many parts.

A part is a range of situations. It is pure and can be done again: the same part of the same recipe gives the same bytes,
whoever does it and whenever. Parts add up.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from math import prod
from typing import Any, Literal

from foedus.executors import Program
from foedus.sweep.settle import Thing
from foedus.sweep.spec import Mode

__all__ = ["INFLUENCED", "MOST_BITS", "Recipe", "bits", "chances_of", "situations"]

FORMAT = 1
MOST_BITS = 34
"""How many free facts all completions are counted of; a reading takes as many as its alternatives need."""
INFLUENCED = 1 << 16
"""Of situations drawn or given, the influence of each thing is counted over the first so many."""
_COMPLETIONS, _DRAWN, _WRITTEN = 1 << 26, 1 << 21, 1 << 16


@dataclass(frozen=True)
class Recipe:
    """A sweep as data.

    total     how many situations there are, in every part together (of completions: those of the program's inputs)
    chances   of a draw: by input, as (over, under)
    table     of rows: the packed file and the SHA-256 of each part of it
    flipped   the inputs whose influence is counted
    """

    program: Program
    mode: Mode
    total: int
    write: Literal["rows", "counts"] = "counts"
    seed: int = 0
    chances: Mapping[str, tuple[int, int]] | None = None
    names: tuple[str, ...] = ()
    table: str = ""
    checks: tuple[str, ...] = ()
    flipped: tuple[str, ...] = ()
    executor: str | None = None

    @property
    def size(self) -> int:
        """How many situations a part has, the last one perhaps fewer."""
        if self.mode == "exhaustive":
            return _COMPLETIONS
        return _DRAWN if self.mode == "sampled" and self.write == "counts" else _WRITTEN

    @property
    def parts(self) -> int:
        """How many parts there are."""
        return max(1, -(-self.total // self.size))

    def range(self, part: int) -> tuple[int, int]:
        """The first situation of a part, and how many it has."""
        start = part * self.size
        return start, min(self.size, self.total - start)

    def to_json(self) -> dict[str, Any]:
        """The recipe as JSON data."""
        plain = ("mode", "total", "write", "seed", "table", "executor")
        return {
            "format": FORMAT,
            "program": self.program.to_json(),
            **{name: getattr(self, name) for name in plain},
            "chances": {n: list(c) for n, c in (self.chances or {}).items()},
            "names": list(self.names),
            "checks": list(self.checks),
            "flipped": list(self.flipped),
        }

    @cached_property
    def shipped(self) -> str:
        """The recipe as a text."""
        return json.dumps(self.to_json(), sort_keys=True, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> Recipe:
        """The recipe that `shipped` wrote. Raises `Malformed` where the program is none, ValueError for another format."""
        data = json.loads(text)
        if data.pop("format") != FORMAT:
            raise ValueError("this recipe was made by another version of Foedus")
        program = Program.from_json(data.pop("program"))
        chances = {n: (c[0], c[1]) for n, c in data.pop("chances").items()}
        lists = {name: tuple(data[name]) for name in ("names", "checks", "flipped")}
        return cls(program, chances=chances, **{**data, **lists})

    @property
    def digest(self) -> str:
        """What the parts of this recipe depend on, whoever does them: the executor and where the table lies are no part of it."""
        data = self.to_json() | {"table": "", "executor": None}
        return sha256(json.dumps(data, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def situations(things: Sequence[Thing]) -> int:
    """In how many ways all of them may turn out together."""
    return prod(t.ways for t in things)


def bits(things: Sequence[Thing]) -> int:
    """How many bits count them."""
    return sum(len(t.inputs(coded=True)) for t in things)


def chances_of(thing: Thing, given: Fraction | Mapping[str, Fraction] | None) -> dict[str, tuple[int, int]]:
    """The chance of each input of a thing; of a reading, that it is taken where none before it is. None: all ways alike."""
    if thing.kind != "reading":
        chance = given if isinstance(given, Fraction) else Fraction(1, 2)
        return dict.fromkeys(thing.inputs(coded=False), (chance.numerator, chance.denominator))
    shares = [given.get(o, Fraction(0)) if isinstance(given, Mapping) else Fraction(1, thing.ways) for o in thing.options]
    out, left = {}, Fraction(1)
    for name, share in zip(thing.inputs(coded=False), shares, strict=False):
        chance = share / left if left else Fraction(0)
        out[name] = (chance.numerator, chance.denominator)
        left -= share
    return out
