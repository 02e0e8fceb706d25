"""What is wrong with an input, where, and what to do about it.

Every reader in the house collects `Problem`s instead of stopping at the first one, and raises
`Invalid` with all of them. Nothing in the house prints a problem but `show`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

__all__ = ["MAX_NESTING", "Invalid", "Place", "Problem", "nearest", "too_deep"]

MAX_NESTING = 50
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?(?:"""|\Z)|\'\'\'.*?(?:\'\'\'|\Z)|"(?:\\.|[^"\\\n])*"?|\'[^\'\n]*\'?|#[^\n]*|[\[\]{}]', re.DOTALL
)
"""A text or a comment of a TOML file, closed or not; or a bracket outside of them."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file: `line` and `column` count from 1; 0 means the file as a whole."""

    file: str = ""
    line: int = 0
    column: int = 0
    length: int = 1
    text: str = ""

    def __str__(self) -> str:
        parts = [self.file] + [str(n) for n in (self.line, self.column) if n]
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: `what` says it, `remedy` says how to mend it."""

    place: Place
    what: str
    remedy: str = ""
    warning: bool = False

    def __str__(self) -> str:
        """The problem as a person reads it: place, words, the line with a caret, the remedy."""
        head = f"{self.place}: {'warning: ' if self.warning else ''}{self.what}"
        lines = [head.removeprefix(": ")]
        if self.place.text:
            margin = f"{self.place.line:>5} │ "
            lines.append(margin + self.place.text)
            if self.place.column:
                caret = "^" * max(1, min(self.place.length, len(self.place.text) - self.place.column + 1))
                lines.append(" " * 5 + " │ " + " " * (self.place.column - 1) + caret)
        if self.remedy:
            lines.append(f"      {self.remedy}")
        return "\n".join(_printable(line) for line in lines)


def _printable(text: str) -> str:
    """The text with every character that could move a terminal's cursor or colours replaced."""
    return text if text.isprintable() else "".join(c if c.isprintable() or c == "\u00a0" else "�" for c in text)


class Invalid(Exception):
    """Input that cannot be used, with every problem found in it, in order of place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems, key=lambda p: p.place))
        super().__init__("\n".join(str(p) for p in self.problems))

    @classmethod
    def at(cls, place: Place, what: str, remedy: str = "") -> Invalid:
        """An `Invalid` that carries one problem."""
        return cls([Problem(place, what, remedy)])


def nearest(word: str, known: Sequence[str], label: str = "nearest known") -> str:
    """A "did you mean" remedy, or the empty string when nothing known is near `word`."""
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"{label}: {close[0]}" if close else ""


def too_deep(text: str) -> int:
    """The line where brackets stand deeper than `MAX_NESTING`, at which a TOML reader would fall over; 0 for none."""
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += (token[0] in "[{") - (token[0] in "]}")
        if depth > MAX_NESTING:
            return text.count("\n", 0, token.start()) + 1
    return 0
