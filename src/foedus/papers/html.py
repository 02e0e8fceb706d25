"""A memo as one HTML page: nothing to load, notes linked both ways, and a style that prints on A4."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from re import compile as pattern

from foedus.citing import Note, Run
from foedus.papers.paper import Memo, Paragraph, Piece, Table

__all__ = ["html"]

_CONTROLS = pattern(r"[\x00-\x1f\x7f-\x9f]")

_STYLE = """
@page { size: A4; margin: 14mm 16mm 13mm; @bottom-right { content: counter(page) " / " counter(pages); font: 7.5pt sans-serif } }
html { background: #fff; color: #111; font: 9.2pt/1.2 "Times New Roman", "Liberation Serif", serif }
body { max-width: 46em; margin: 1em auto; padding: 0 1em }
h1, h2, dt { font-family: Arial, "Liberation Sans", sans-serif }
h1 { font-size: 14pt; margin: 0 }
h2 { font-size: 10.5pt; margin: .7em 0 .2em; break-after: avoid }
p { margin: .15em 0 }
.sub { font-style: italic; margin: 0 0 .4em }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1em; margin: .3em 0; padding: .3em 0 }
dl { border: solid #555; border-width: .5pt 0 }
dt { font-size: 8pt; font-weight: bold } dd { margin: 0; font-size: 8.8pt }
ol { margin: 0; padding: 0; list-style: none }
.points > li { padding-left: 2.4em; text-indent: -2.4em; margin: .06em 0 }
.no { display: inline-block; width: 2.4em; text-indent: 0 }
sup { font-size: 70%; line-height: 0 } a { color: #003c78; text-decoration: none } a:focus, a:hover { text-decoration: underline }
table { border-collapse: collapse; width: 100%; font-size: 7pt; line-height: 1.1 }
th, td { text-align: left; vertical-align: top; padding: .5pt 4pt .5pt 0; border-bottom: .3pt solid #999 }
thead { display: table-header-group } tr { break-inside: avoid }
.legend { font-size: 7.6pt }
.notes { font-size: 7pt; line-height: 1.12; columns: 2; column-gap: 1.5em }
.notes li { margin: 0 0 .1em; overflow-wrap: anywhere }
.annex { columns: 2; column-gap: 1.5em } .annex h2 { column-span: all } th { font-weight: normal } thead th { font-weight: bold }
@media screen { html { font-size: 12pt } table, .notes, .legend { font-size: 10pt } .annex, .notes { columns: auto } }
@media print { body { max-width: none; margin: 0; padding: 0 } .back { display: none } }
""".strip()


def html(memo: Memo) -> bytes:
    """The memo as UTF-8."""
    return ("\n".join(_page(memo)) + "\n").encode("utf-8", "replace")


def _page(memo: Memo) -> Iterator[str]:
    allowed = b64encode(sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"
    yield "<!DOCTYPE html>"
    yield '<html lang="en-GB"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_plain(memo.title)}</title><style>{_STYLE}</style></head><body><main>"
    yield f'<h1>{_plain(memo.title)}</h1><p class="sub">{_plain(memo.subtitle)}</p>'
    yield "<dl>" + "".join(f"<dt>{_plain(k)}</dt><dd>{_plain(v)}</dd>" for k, v in memo.particulars) + "</dl>"
    for number, section in enumerate(memo.sections, 1):
        yield f'<section aria-labelledby="s{number}"><h2 id="s{number}">{number} {_plain(section.heading)}</h2>'
        yield '<ol class="points">'
        for item, paragraph in enumerate(section.paragraphs, 1):
            yield f'<li><span class="no">{number}.{item}</span>{_paragraph(paragraph)}</li>'
        yield "</ol></section>"
    yield from _table(memo.annex)
    yield '<section role="doc-endnotes" aria-labelledby="notes"><h2 id="notes">Notes</h2><ol class="notes">'
    yield from (_note(n) for n in memo.notes)
    yield "</ol></section></main></body></html>"


def _table(table: Table) -> Iterator[str]:
    yield f'<section class="annex" aria-labelledby="annex"><h2 id="annex">{_plain(table.caption)}</h2>'
    yield '<table aria-labelledby="annex"><thead><tr>'
    yield "".join(f'<th scope="col">{_plain(cell)}</th>' for cell in table.head) + "</tr></thead><tbody>"
    for first, *rest in table.rows:
        cells = "".join(f"<td>{_plain(cell)}</td>" for cell in rest)
        yield f'<tr><th scope="row">{_plain(first)}</th>{cells}</tr>'
    yield "</tbody></table>"
    if table.legend:
        yield f'<p class="legend">{_plain(table.legend)}</p>'
    yield "</section>"


def _paragraph(paragraph: Paragraph) -> str:
    return " ".join("".join(_piece(p) for p in sentence.pieces) for sentence in paragraph)


def _piece(piece: Piece) -> str:
    text = f"<strong>{_plain(piece.text)}</strong>" if piece.strong else _plain(piece.text)
    return text + "".join(f'<sup id="r{n}"><a href="#n{n}" role="doc-noteref">{n}</a></sup>' for n in piece.notes)


def _note(note: Note) -> str:
    text = "".join(_run(r) for r in note.runs)
    back = f'<a class="back" href="#r{note.number}" role="doc-backlink" aria-label="back to the text of note {note.number}">↩</a>'
    return f'<li id="n{note.number}">{note.number} {text} {back}</li>'


def _run(run: Run) -> str:
    text = _plain(run.text)
    if run.note:
        return f'<a href="#n{run.note}">{text}</a>'
    return f"<em>{text}</em>" if run.italic else text


def _plain(text: str) -> str:
    return escape(_CONTROLS.sub(" ", text))
