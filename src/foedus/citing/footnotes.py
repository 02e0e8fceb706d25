"""Footnotes in the order in which they are cited, each numbered once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from foedus.citing.runs import Run, Runs, merged, plain, run
from foedus.citing.works import Citation

__all__ = ["Footnotes", "Note"]


@dataclass(frozen=True, slots=True)
class Note:
    """One footnote: its number from 1, and its text, which ends with one full stop."""

    number: int
    runs: Runs

    @property
    def text(self) -> str:
        """The text alone."""
        return plain(self.runs)


@dataclass
class Footnotes:
    """Hands out notes: a thing is cited in full where it is cited first, and by “(n 3)” afterwards; never “ibid”."""

    notes: list[Note] = field(default_factory=list)
    first: dict[str, int] = field(default_factory=dict)
    places: set[tuple[str, str]] = field(default_factory=set)

    def note(self, citations: Iterable[Citation], remark: str = "") -> int:
        """A new note of these citations, the same one twice told once; its number. `remark` follows them.

        Raises ValueError where there is nothing to say.
        """
        number = len(self.notes) + 1
        told: list[Runs] = []
        here: set[str] = set()
        for one in _together(citations):
            told.append(self._said(one, number, one.key in here))
            here.add(one.key)
        told += [run(remark)] if remark else []
        if not told:
            raise ValueError("a footnote that cites nothing")
        self.notes.append(Note(number, _closed(told)))
        return number

    def _said(self, one: Citation, number: int, here: bool) -> Runs:
        once = one.place not in self.places
        self.places.add(one.place)
        if here:
            return one.again(once)
        first = self.first.setdefault(one.key, number)
        return one.full(once) if first == number else one.short(first, once)


def _together(citations: Iterable[Citation]) -> list[Citation]:
    """Each citation once, those of one thing one after another, in the order of their first."""
    found = list(dict.fromkeys(citations))
    order = list(dict.fromkeys(c.key for c in found))
    return sorted(found, key=lambda c: order.index(c.key))


def _closed(told: list[Runs]) -> Runs:
    """Citations with semicolons between them and one full stop after them."""
    out: list[Run] = []
    for number, runs in enumerate(told):
        out += [*(run("; ") if number else ()), *runs]
    return merged([*out, *run("" if plain(out).endswith(".") else ".")])
