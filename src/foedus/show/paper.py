"""The paper everything is written on: widths, wrapping, footnote marks, colour only where it is wanted."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Paint", "bullet", "clean", "columns", "cut", "fit", "letter", "para", "superscript", "width_of", "wrap"]

_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LETTERS = "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
_JOINERS = "\u200c\u200d"


def clean(text: str) -> str:
    """Text that cannot move a cursor, ring a bell, hide or turn round what stands beside it."""
    text = str(text)
    if not text.isprintable():  # what is printable holds no control, and no space but the plain one
        text = "".join(_harmless(c) for c in text)
    return " ".join(text.split())


def _harmless(char: str) -> str:
    if char.isspace():
        return " "
    kind = unicodedata.category(char)
    return "" if kind in ("Cc", "Cs") or (kind == "Cf" and char not in _JOINERS) else char


def width_of(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(_char_width(c) for c in text)


def _char_width(char: str) -> int:
    if unicodedata.combining(char) or char in _JOINERS or unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def fit(text: str, width: int) -> str:
    """The text followed by the spaces that fill `width` columns."""
    return text + " " * max(0, width - width_of(text))


def cut(text: str, width: int) -> str:
    """The text, or its beginning and an ellipsis where it is wider than `width`."""
    if width_of(text) <= width:
        return text
    out = ""
    for char in text:
        if width_of(out) + _char_width(char) > width - 1:
            break
        out += char
    return out.rstrip() + "…"


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns, broken between words; a longer word is broken where it must be."""
    lines, line = [], ""
    for word in (piece for w in clean(text).split() for piece in _pieces(w, width)):
        if line and width_of(line) + 1 + width_of(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line] if line else lines


def _pieces(word: str, width: int) -> Iterable[str]:
    """A word, broken after a sign where one stands, else at the edge."""
    while width_of(word) > width:
        head = cut(word, width + 1)[:-1] or word[0]
        soft = max((head.rfind(sign) for sign in "/:-_.,"), default=-1) + 1
        head = head[:soft] if soft > width // 3 else head
        yield head
        word = word[len(head) :]
    if word:
        yield word


def bullet(mark: str, text: str, width: int, indent: int = 0, hang: int | None = None) -> list[str]:
    """A wrapped paragraph that begins with a mark and hangs from it."""
    deep = indent + max(width_of(mark) + 1, hang or 0)
    rows = wrap(text, max(12, width - deep)) or [""]
    first = fit(" " * indent + mark, deep) + rows[0]
    return [first.rstrip(), *(" " * deep + row for row in rows[1:])]


def para(text: str, width: int, first: int = 0, rest: int = 0) -> list[str]:
    """A wrapped paragraph, its first line indented by `first` columns and the others by `rest`."""
    rows = wrap(text, max(12, width - max(first, rest)))
    return [" " * (rest if n else first) + row for n, row in enumerate(rows)]


def columns(cells: Sequence[Sequence[str]], widths: Sequence[int], gap: int = 0) -> list[str]:
    """Cells of several lines, side by side."""
    height = max((len(c) for c in cells), default=0)
    rows = []
    for n in range(height):
        parts = [fit(c[n] if n < len(c) else "", w) for c, w in zip(cells, widths, strict=True)]
        rows.append((" " * gap).join(parts).rstrip())
    return rows


def superscript(number: int) -> str:
    """12 → ¹²."""
    return str(number).translate(_DIGITS)


def letter(number: int) -> str:
    """1 → ᵃ; after ᶻ comes ᵃᵃ."""
    more, one = divmod(number - 1, len(_LETTERS))
    return (letter(more) if more else "") + _LETTERS[one]


@dataclass(frozen=True, slots=True)
class Paint:
    """Colours for a terminal that wants them. What is said never depends on them."""

    on: bool = False

    def _dress(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.on and text.strip() else text

    def strong(self, text: str) -> str:
        """For titles, headings and settled answers."""
        return self._dress("1", text)

    def dim(self, text: str) -> str:
        """For what one may skip."""
        return self._dress("2", text)

    def open(self, text: str) -> str:
        """For what is not settled."""
        return self._dress("33", text)

    def wrong(self, text: str) -> str:
        """For errors."""
        return self._dress("31", text)
