"""The parts of a Word document that are the same for every memo, and the package that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from re import compile as pattern
from xml.sax.saxutils import escape
from zipfile import ZIP_STORED, ZipFile, ZipInfo

__all__ = ["FIXED", "HEAD", "NAMESPACES", "packed", "said"]

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMESPACES = f'xmlns:w="{_W}" xmlns:r="{_R}"'

_ILLEGAL = pattern("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f]")


def said(text: str) -> str:
    """Text as XML has it; what XML cannot hold becomes a space."""
    return escape(_ILLEGAL.sub(" ", text), {'"': "&quot;"})


def _style(id: str, name: str, based: str, paragraph: str = "", run: str = "", kind: str = "paragraph", more: str = "") -> str:
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    ppr = f"<w:pPr>{paragraph}</w:pPr>" if paragraph else ""
    rpr = f"<w:rPr>{run}</w:rPr>" if run else ""
    return f'<w:style w:type="{kind}" w:styleId="{id}"><w:name w:val="{name}"/>{base}{more}{ppr}{rpr}</w:style>'


def _font(name: str, half_points: int, more: str = "") -> str:
    size = f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:cs="{name}"/>{more}{size}'


def _numbered(level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'


def _spacing(before: int, after: int) -> str:
    """Space around a paragraph, in twentieths of a point."""
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="240" w:lineRule="auto"/>'


_LANGUAGE = '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>'
_SERIF, _SANS = "Times New Roman", "Arial"

_STYLES = "".join(
    (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_font(_SERIF, 19)}{_LANGUAGE}</w:rPr>"
        f"</w:rPrDefault><w:pPrDefault><w:pPr>{_spacing(0, 30)}</w:pPr></w:pPrDefault></w:docDefaults>",
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblCellMar>'
        '<w:left w:w="0" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
        _style("Title", "Title", "Normal", _spacing(0, 0), _font(_SANS, 28, "<w:b/>"), more="<w:qFormat/>"),
        _style("Subtitle", "Subtitle", "Normal", _spacing(0, 60), "<w:i/>", more="<w:qFormat/>"),
        _style(
            "Heading1",
            "heading 1",
            "Normal",
            f'<w:keepNext/>{_numbered(0)}{_spacing(100, 30)}<w:outlineLvl w:val="0"/>',
            _font(_SANS, 20, "<w:b/>"),
            more="<w:qFormat/>",
        ),
        _style(
            "Annex",
            "Annex heading",
            "Heading1",
            '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr><w:ind w:left="0" w:firstLine="0"/>',
        ),
        _style("Point", "Point", "Normal", _numbered(1), more="<w:qFormat/>"),
        _style("Particulars", "Particulars", "Normal", _spacing(0, 0), _font(_SERIF, 18)),
        _style(
            "Cell", "Cell", "Normal", '<w:spacing w:before="0" w:after="0" w:line="168" w:lineRule="exact"/>', _font(_SERIF, 14)
        ),
        _style("FootnoteText", "footnote text", "Normal", _spacing(0, 0), _font(_SERIF, 14)),
        _style("FootnoteReference", "footnote reference", "", run='<w:vertAlign w:val="superscript"/>', kind="character"),
        _style(
            "Footer",
            "footer",
            "Normal",
            '<w:tabs><w:tab w:val="right" w:pos="10206"/></w:tabs>' + _spacing(0, 0),
            _font(_SANS, 14),
        ),
    )
)


def _level(number: int, text: str, style: str, bold: bool) -> str:
    look = f'<w:pPr><w:ind w:left="454" w:hanging="454"/></w:pPr><w:rPr><w:b w:val="{int(bold)}"/></w:rPr>'
    start = f'<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="{style}"/><w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{number}">{start}<w:lvlJc w:val="left"/>{look}</w:lvl>'


_NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{_level(0, "%1", "Heading1", True)}'
    f'{_level(1, "%1.%2", "Point", False)}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)

_WORD_2013 = 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"'
_SETTINGS = (
    '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    f'<w:compat><w:compatSetting {_WORD_2013}/></w:compat><w:themeFontLang w:val="en-GB"/>'
)

_PARTS = {
    "document.xml": "document.main",
    "styles.xml": "styles",
    "numbering.xml": "numbering",
    "settings.xml": "settings",
    "footnotes.xml": "footnotes",
    "footer1.xml": "footer",
}


def _relations(rows: list[tuple[str, str]]) -> str:
    made = "".join(f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(rows, 1))
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>'


def _types() -> str:
    vocabulary = "application/vnd.openxmlformats-package"
    defaults = {"rels": f"{vocabulary}.relationships+xml", "xml": "application/xml"}
    parts = {f"/word/{name}": f"{_TYPE}.{kind}+xml" for name, kind in _PARTS.items()}
    parts["/docProps/core.xml"] = f"{vocabulary}.core-properties+xml"
    said = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in defaults.items())
    said += "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">{said}</Types>'


FIXED: Mapping[str, str] = {
    "[Content_Types].xml": _types(),
    "_rels/.rels": _relations(
        [
            (f"{_R}/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ]
    ),
    "word/_rels/document.xml.rels": _relations(
        [(f"{_R}/{name.partition('.')[0].rstrip('1')}", name) for name in _PARTS if name != "document.xml"]
    ),
    "word/styles.xml": f"{HEAD}<w:styles {NAMESPACES}>{_STYLES}</w:styles>",
    "word/numbering.xml": f"{HEAD}<w:numbering {NAMESPACES}>{_NUMBERING}</w:numbering>",
    "word/settings.xml": f"{HEAD}<w:settings {NAMESPACES}>{_SETTINGS}</w:settings>",
}
"""Parts by name; `rId5` of the document is its footer."""


def packed(parts: Mapping[str, str]) -> bytes:
    """The package: parts in the order given, stored as they are, with one date for all, so that equal parts give equal bytes."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name, text in parts.items():
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, text.encode())
    return out.getvalue()
