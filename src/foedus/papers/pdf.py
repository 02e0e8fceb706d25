"""A memo as PDF, made from its HTML by WeasyPrint, where that is installed."""

from __future__ import annotations

from foedus.door import NotUnderstood
from foedus.papers.html import html
from foedus.papers.paper import Memo

__all__ = ["check_pdf", "pdf"]


def check_pdf() -> None:
    """Raise `NotUnderstood` where WeasyPrint, or the library it draws with, cannot be had."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        remedy = "install foedus[pdf] and the library Pango; or ask for docx, or for html and print that"
        raise NotUnderstood.of("--to", "a pdf needs WeasyPrint, which cannot be loaded here", remedy) from None


def pdf(memo: Memo) -> bytes:
    """The memo as PDF, tagged for screen readers."""
    from weasyprint import HTML

    page = html(memo).decode()
    made: bytes = HTML(string=page, url_fetcher=_nothing).write_pdf(pdf_identifier=b"foedus", pdf_tags=True)
    return made


def _nothing(url: str) -> dict[str, object]:
    """A memo loads nothing."""
    raise ValueError(f"a memo loads nothing: {url}")
