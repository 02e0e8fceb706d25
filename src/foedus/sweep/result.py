"""What a sweep found: how many situations give each answer, and how often each thing decides alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from foedus.sweep.settle import ADMITTED, ANSWERS, VALID, Thing
from foedus.sweep.spec import Mode
from foedus.sweep.work import read_part

__all__ = ["OUTCOMES", "Cell", "Moved", "Swept", "Tally", "added"]

NOT_ADMITTED = "not-admitted"
OUTCOMES = (*ANSWERS, NOT_ADMITTED)


@dataclass(frozen=True, slots=True)
class Moved:
    """How often an answer hangs on one thing alone: the share of admitted situations in which turning it leads to another."""

    kind: str
    name: str
    share: Fraction


@dataclass(frozen=True)
class Cell:
    """One question (or alternative of one) under one stance.

    counts     situations by outcome: yes, no, not-engaged, not-admitted
    influence  of the things that have any, greatest first
    """

    question: str
    option: str
    asks: str
    stance: str
    standard: str
    law_of: str
    counts: Mapping[str, int] = field(default_factory=dict)
    influence: tuple[Moved, ...] = ()

    @property
    def name(self) -> str:
        """Question and alternative, as a spec writes them."""
        return f"{self.question}:{self.option}" if self.option else self.question

    @property
    def admitted(self) -> int:
        """How many situations break no constraint of the record."""
        return sum(self.counts[a] for a in ANSWERS)

    def share(self, answer: str) -> Fraction:
        """The share of an answer among the admitted situations; 0 where none is admitted."""
        return Fraction(self.counts[answer], self.admitted or 1)

    def to_json(self) -> dict[str, Any]:
        """The cell as JSON data."""
        plain = ("question", "option", "asks", "stance", "standard", "law_of")
        return {
            **{name: getattr(self, name) for name in plain},
            "counts": {o: self.counts[o] for o in OUTCOMES},
            "admitted": self.admitted,
            "shares": {a: str(self.share(a)) for a in ANSWERS},
            "about": {a: round(float(self.share(a)), 6) for a in ANSWERS},
            "influence": [
                {"kind": m.kind, "name": m.name, "share": str(m.share), "about": round(float(m.share), 6)} for m in self.influence
            ],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Cell:
        """The cell that `to_json` wrote."""
        plain = {name: data[name] for name in ("question", "option", "asks", "stance", "standard", "law_of")}
        moved = tuple(Moved(m["kind"], m["name"], Fraction(m["share"])) for m in data["influence"])
        return cls(**plain, counts=dict(data["counts"]), influence=moved)


@dataclass(frozen=True)
class Swept:
    """A sweep that was done.

    hash        of spec, program, law and record
    situations  how many there were
    varied      what varied, and how: “free”, a chance, or “given”
    turned      over how many situations influence was counted; 0 where it was not
    table       the file with the rows or counts
    """

    hash: str
    case: str
    as_of: str
    known_to: str
    law_at: str
    mode: Mode
    situations: int
    seed: int | None
    fixed: tuple[str, ...]
    varied: tuple[tuple[str, str], ...]
    turned: int
    bars: int
    write: str
    table: str
    cells: tuple[Cell, ...]

    def to_json(self) -> dict[str, Any]:
        """The document of `--json` and of summary.json."""
        plain = ("hash", "case", "as_of", "known_to", "law_at", "mode", "situations", "seed", "turned", "bars", "write", "table")
        return {
            "schema_version": 1,
            **{name: getattr(self, name) for name in plain},
            "fixed": list(self.fixed),
            "varied": [{"name": name, "how": how} for name, how in self.varied],
            "cells": [c.to_json() for c in self.cells],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Swept:
        """The sweep that `to_json` wrote."""
        given = {k: v for k, v in data.items() if k != "schema_version"}
        given["fixed"] = tuple(given["fixed"])
        given["varied"] = tuple((v["name"], v["how"]) for v in given["varied"])
        given["cells"] = tuple(Cell.from_json(c) for c in given["cells"])
        return cls(**given)


@dataclass
class Tally:
    """The parts added up."""

    situations: int = 0
    turned: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    influence: dict[str, dict[str, int]] = field(default_factory=dict)
    admitted: dict[str, int] = field(default_factory=dict)

    def add(self, found: Mapping[str, Any]) -> None:
        """Take a part."""
        self.situations += found["situations"]
        for name, count in found["counts"].items():
            self.counts[name] = self.counts.get(name, 0) + count
        if "influence" in found:
            self.turned += found.get("turned", found["situations"])
            for cell, row in found["influence"].items():
                mine = self.influence.setdefault(cell, {})
                for name, count in row.items():
                    mine[name] = mine.get(name, 0) + count
            for name, count in found.get("admitted", found["counts"]).items():
                self.admitted[name] = self.admitted.get(name, 0) + count

    def cell(self, number: int, blank: Cell, total: int, things: Mapping[str, Thing]) -> Cell:
        """A cell with its counts. `total` situations stand behind those counted; `things` are what was turned, by input."""
        valid = self.counts[VALID]
        counts = {a: self.counts[f"{number} {a}"] * total // valid for a in ANSWERS}
        counts[NOT_ADMITTED] = total - sum(counts.values())
        admitted = self.admitted.get(f"{number} {ADMITTED}", 0)
        row = self.influence.get(str(number), {})
        moved = [Moved(t.kind, t.name, Fraction(row[n], admitted)) for n, t in things.items() if admitted and row.get(n)]
        moved.sort(key=lambda m: (-m.share, m.kind, m.name))
        return Cell(blank.question, blank.option, blank.asks, blank.stance, blank.standard, blank.law_of, counts, tuple(moved))


def added(bodies: Iterable[bytes]) -> Tally:
    """The counts of all parts."""
    tally = Tally()
    for body in bodies:
        tally.add(read_part(body)[0])
    return tally


def named(cells: Sequence[Cell]) -> list[str]:
    """The columns of cells in a table of rows."""
    return [f"{c.name} | {c.stance}" for c in cells]
