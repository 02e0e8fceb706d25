"""A memo as a Word document: real footnotes, cross-references between them, headings that navigation shows."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.citing import Note, Run
from foedus.papers.ooxml import FIXED, HEAD, NAMESPACES, packed, said
from foedus.papers.paper import Memo, Paragraph, Piece, Table

__all__ = ["docx"]

WIDTH = 10206
"""The measure of the page, in twentieths of a point: A4 with margins of 15 mm."""

_PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="794" w:right="850" w:bottom="737" w:left="850" w:header="340" w:footer="340" w:gutter="0"/>'
)
_FOOT = '<w:footerReference w:type="default" r:id="rId5"/>'
GAP = 340


def _section(columns: int) -> str:
    """The end of a part of the text in so many columns; the next goes on where it ends."""
    return f'<w:sectPr>{_FOOT}<w:type w:val="continuous"/>{_PAGE}<w:cols w:num="{columns}" w:space="{GAP}"/></w:sectPr>'


def _separator(id: int, kind: str) -> str:
    line = f'<w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r><w:{kind}/></w:r></w:p>'
    return f'<w:footnote w:type="{kind}" w:id="{id}">{line}</w:footnote>'


_SEPARATORS = _separator(-1, "separator") + _separator(0, "continuationSeparator")


def docx(memo: Memo) -> bytes:
    """The memo as a package of Office Open XML."""
    marked = {r.note for n in memo.notes for r in n.runs if r.note}
    body = [
        _p("Title", _r(memo.title)),
        _p("Subtitle", _r(memo.subtitle)),
        _particulars(memo.particulars),
    ]
    for section in memo.sections:
        body.append(_p("Heading1", _r(section.heading)))
        body += [_p("Point", _paragraph(one, marked)) for one in section.paragraphs]
    body.append(f'<w:p><w:pPr><w:pStyle w:val="Annex"/>{_section(1)}</w:pPr>{_r(memo.annex.caption)}</w:p>')
    body += [_table(memo.annex), _p("Cell", _r(memo.annex.legend)), _section(2)]
    notes = _SEPARATORS + "".join(_note(n) for n in memo.notes)
    parts = {
        **FIXED,
        "word/document.xml": f"{HEAD}<w:document {NAMESPACES}><w:body>{''.join(body)}</w:body></w:document>",
        "word/footnotes.xml": f"{HEAD}<w:footnotes {NAMESPACES}>{notes}</w:footnotes>",
        "word/footer1.xml": f"{HEAD}<w:ftr {NAMESPACES}>{_footer(memo)}</w:ftr>",
        "docProps/core.xml": _core(memo),
    }
    return packed(parts)


def _p(style: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _r(text: str, look: str = "") -> str:
    rpr = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{rpr}<w:t xml:space="preserve">{said(text)}</w:t></w:r>' if text else ""


def _field(code: str, shown: str) -> str:
    """A field that Word works out anew, with what it shows until then."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{_r(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _paragraph(paragraph: Paragraph, marked: set[int]) -> str:
    return _r(" ").join("".join(_piece(p, marked) for p in sentence.pieces) for sentence in paragraph)


def _piece(piece: Piece, marked: set[int]) -> str:
    return _r(piece.text, "<w:b/>" if piece.strong else "") + "".join(_reference(n, n in marked) for n in piece.notes)


def _reference(number: int, marked: bool) -> str:
    """The sign of a footnote in the text; one that another note refers to bears a bookmark."""
    sign = f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'
    if not marked:
        return sign
    return f'<w:bookmarkStart w:id="{number}" w:name="_Note{number}"/>{sign}<w:bookmarkEnd w:id="{number}"/>'


def _note(note: Note) -> str:
    sign = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    text = "".join(_run(r) for r in note.runs)
    return f'<w:footnote w:id="{note.number}">{_p("FootnoteText", sign + _r(" ") + text)}</w:footnote>'


def _run(run: Run) -> str:
    if run.note:
        return _field(f"NOTEREF _Note{run.note} \\h", run.text)
    return _r(run.text, "<w:i/>" if run.italic else "")


def _particulars(rows: Sequence[tuple[str, str]]) -> str:
    made = [[_p("Particulars", _r(label, "<w:b/>")), _p("Particulars", _r(value))] for label, value in rows]
    return _grid((1500, WIDTH - 1500), made, False)


def _table(table: Table) -> str:
    widths = _widths(len(table.head))
    head = [_p("Cell", _r(cell, "<w:b/>")) for cell in table.head]
    return _grid(widths, [head, *([_p("Cell", _r(cell)) for cell in row] for row in table.rows)], True)


def _widths(columns: int) -> tuple[int, ...]:
    """Those of a table that fills one of two columns of text: its own get narrower from the first to the last."""
    whole, shares = (WIDTH - GAP) // 2, [7, *range(columns, 1, -1)]
    return tuple(whole * share // sum(shares) for share in shares)


def _grid(widths: Sequence[int], rows: Sequence[Sequence[str]], headed: bool) -> str:
    line = '<w:{0} w:val="single" w:sz="2" w:space="0" w:color="808080"/>'
    edges = line.format("top") + line.format("bottom") + (line.format("insideH") if headed else "")
    columns = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    look = f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    made = "".join(_row(cells, widths, headed and n == 0) for n, cells in enumerate(rows))
    return f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{made}</w:tbl>"


def _row(cells: Sequence[str], widths: Sequence[int], head: bool) -> str:
    look = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>"
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{w}" w:type="dxa"/></w:tcPr>{cell}</w:tc>' for cell, w in zip(cells, widths, strict=True)
    )
    return f"<w:tr>{look}{made}</w:tr>"


def _footer(memo: Memo) -> str:
    tab = "<w:r><w:tab/></w:r>"
    return _p("Footer", f"{_r(memo.title)}{tab}{_field('PAGE', '1')}{_r(' / ')}{_field('NUMPAGES', '2')}")


def _core(memo: Memo) -> str:
    names = 'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    told = {"title": memo.title, "subject": memo.subtitle, "creator": "Foedus", "language": "en-GB"}
    fields = "".join(f"<dc:{name}>{said(text)}</dc:{name}>" for name, text in told.items())
    return f"{HEAD}<cp:coreProperties {names}>{fields}</cp:coreProperties>"
