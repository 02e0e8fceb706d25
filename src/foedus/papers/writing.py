"""A memo in each format."""

from __future__ import annotations

from foedus.door import NotUnderstood
from foedus.papers.docx import docx
from foedus.papers.html import html
from foedus.papers.markdown import markdown
from foedus.papers.paper import Memo
from foedus.papers.pdf import check_pdf, pdf
from foedus.problem import nearest

__all__ = ["BINARY", "FORMATS", "check_format", "write"]

_WRITERS = {"docx": docx, "html": html, "pdf": pdf, "md": markdown}
FORMATS = tuple(_WRITERS)
BINARY = ("docx", "pdf")
"""What is no text and not meant for a terminal."""


def check_format(to: str) -> None:
    """Raise `NotUnderstood` for a format that does not exist, or whose maker is not installed."""
    if to not in _WRITERS:
        raise NotUnderstood.of("--to", f"no paper is written as “{to}”", nearest(to, FORMATS) or f"one of: {', '.join(FORMATS)}")
    if to == "pdf":
        check_pdf()


def write(memo: Memo, to: str) -> bytes:
    """The memo as a file of this format; the same memo gives the same bytes. Raises as `check_format` does."""
    check_format(to)
    return _WRITERS[to](memo)
