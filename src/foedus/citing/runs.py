"""Text with the little dress a citation needs: italics, and the number of another note."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Run", "Runs", "merged", "plain", "run"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text. `note` is the number of the note that it refers to, 0 where it is just text."""

    text: str
    italic: bool = False
    note: int = 0


Runs = tuple[Run, ...]


def run(text: str, italic: bool = False) -> Runs:
    """One run, or none for no text."""
    return (Run(text, italic),) if text else ()


def plain(runs: Iterable[Run]) -> str:
    """The text alone."""
    return "".join(r.text for r in runs)


def merged(runs: Iterable[Run]) -> Runs:
    """The same text with neighbours of one dress joined."""
    out: list[Run] = []
    for one in runs:
        last = out[-1] if out else None
        if last and not (one.note or last.note) and one.italic == last.italic:
            out[-1] = Run(last.text + one.text, one.italic)
        elif one.text:
            out.append(one)
    return tuple(out)
