"""A paper before it is written in any format: sections of sentences, a table, and the notes they carry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from foedus.citing import Note

__all__ = ["Memo", "Paragraph", "Piece", "Section", "Sentence", "Table"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a sentence and the notes that follow them; `strong` words lead in."""

    text: str
    notes: tuple[int, ...] = ()
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """One statement; its last piece ends with a full stop, and at least one piece carries a note."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(p.text for p in self.pieces)

    @property
    def notes(self) -> tuple[int, ...]:
        """The numbers of its notes, in order."""
        return tuple(n for p in self.pieces for n in p.notes)


Paragraph = tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered heading and what stands under it, each paragraph an item of a list."""

    heading: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading row; every row has as many cells as that."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    legend: str = ""


@dataclass(frozen=True)
class Memo:
    """A memo: what it is about, the dates and choices it stands on, its sections, its annex and its notes.

    particulars  label and value: case, dates of the four clocks, versions, standard, stance
    notes        the footnotes by number; note n is `notes[n - 1]`
    """

    title: str
    subtitle: str
    particulars: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    annex: Table
    notes: tuple[Note, ...]

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence, in order."""
        for section in self.sections:
            for paragraph in section.paragraphs:
                yield from paragraph
