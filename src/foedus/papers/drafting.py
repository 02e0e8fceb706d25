"""Sentences with their notes, numbered as they are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from foedus.citing import Citation, Footnotes
from foedus.papers.paper import Piece, Sentence

__all__ = ["Draft", "listed", "plural"]

OF_FACT = "a question of fact, which no provision decides"


@dataclass
class Draft:
    """Writes sentences in the order in which they stand, so that notes are numbered in that order."""

    footnotes: Footnotes = field(default_factory=Footnotes)

    def cite(self, citations: Iterable[Citation], remark: str = "") -> tuple[int, ...]:
        """A note of these citations, as the notes of a piece."""
        found = list(citations)
        return (self.footnotes.note(found, remark or ("" if found else OF_FACT)),)

    def sentence(self, text: str, citations: Iterable[Citation], remark: str = "", lead: str = "") -> Sentence:
        """A statement with one note at its end; `lead` are strong words before it."""
        first = [Piece(f"{lead} ", strong=True)] if lead else []
        return Sentence((*first, Piece(f"{_begun(text)}.", self.cite(citations, remark))))

    def series(self, start: str, items: Sequence[tuple[str, Iterable[Citation], str]], rest: str = "") -> Sentence:
        """One statement of several things, each with its own note: start a;¹ b;² c.³"""
        pieces = [Piece(f"{_begun(start)} ", strong=True)]
        for number, (text, citations, remark) in enumerate(items):
            last = number == len(items) - 1
            end = (f"; {rest}." if rest else ".") if last else ";"
            pieces.append(Piece(f"{text}{end}", self.cite(citations, remark)))
            pieces += [] if last else [Piece(" ")]
        return Sentence(tuple(pieces))


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def listed(words: Sequence[str], last: str = "and") -> str:
    """a, b and c."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def plural(number: int, one: str, many: str = "") -> str:
    """1 fact, 2 facts."""
    return f"{number} {one if number == 1 else many or one + 's'}"
