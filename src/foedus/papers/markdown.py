"""A memo as Markdown with footnotes: `[^1]`, as most programs that know footnotes read them."""

from __future__ import annotations

from collections.abc import Iterator
from re import compile as pattern

from foedus.citing import Run
from foedus.papers.paper import Memo, Paragraph, Piece, Table

__all__ = ["markdown"]

_SIGNS = pattern(r"([\\`*_\[\]<>|~#])")
_CONTROLS = pattern(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def markdown(memo: Memo) -> bytes:
    """The memo as UTF-8."""
    return ("\n".join(_lines(memo)) + "\n").encode("utf-8", "replace")


def _lines(memo: Memo) -> Iterator[str]:
    yield f"# {_plain(memo.title)}"
    yield ""
    yield _plain(memo.subtitle)
    yield ""
    yield from _table(Table("", ("", ""), memo.particulars))
    for number, section in enumerate(memo.sections, 1):
        yield from ("", f"## {number} {_plain(section.heading)}", "")
        for item, paragraph in enumerate(section.paragraphs, 1):
            yield from (f"{number}.{item} {_paragraph(paragraph)}", "")
    yield from (f"## {_plain(memo.annex.caption)}", "")
    yield from _table(memo.annex)
    yield from ("", *([_plain(memo.annex.legend), ""] if memo.annex.legend else []))
    for note in memo.notes:
        yield from (f"[^{note.number}]: {''.join(_run(r) for r in note.runs)}", "")


def _table(table: Table) -> Iterator[str]:
    yield "| " + " | ".join(_plain(cell) for cell in table.head) + " |"
    yield "|" + "---|" * len(table.head)
    for row in table.rows:
        yield "| " + " | ".join(_plain(cell) for cell in row) + " |"


def _paragraph(paragraph: Paragraph) -> str:
    return " ".join("".join(_piece(p) for p in sentence.pieces) for sentence in paragraph)


def _piece(piece: Piece) -> str:
    text = _plain(piece.text)
    if piece.strong:
        text = f"**{text.strip()}** " if text.strip() else text
    return text + "".join(f"[^{n}]" for n in piece.notes)


def _run(run: Run) -> str:
    text = _plain(run.text)
    return f"*{text}*" if run.italic and text.strip() == text else text


def _plain(text: str) -> str:
    return _SIGNS.sub(r"\\\1", _CONTROLS.sub(" ", text))
