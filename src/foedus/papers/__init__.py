"""Documents to hand over: a memo with footnotes, and its writers.

    Asking ──memo──▶ Memo ──write──▶ bytes of md, html, docx or pdf
    Asking ──bundle──▶ files that open from a disk: page, drawings, record and answers as data

Every sentence carries a note to law and record. The same question gives the same bytes.
"""

from foedus.papers.bundle import FILES, bundle
from foedus.papers.memo import memo
from foedus.papers.paper import Memo, Piece, Section, Sentence, Table
from foedus.papers.writing import BINARY, FORMATS, check_format, write

__all__ = [
    "BINARY",
    "FILES",
    "FORMATS",
    "Memo",
    "Piece",
    "Section",
    "Sentence",
    "Table",
    "bundle",
    "check_format",
    "memo",
    "write",
]
