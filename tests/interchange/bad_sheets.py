"""Sheets that lie, break or attack, and the words they are refused with."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from datetime import datetime, time, timedelta
from io import BytesIO
from typing import Any

from openpyxl import Workbook

CONTENT = '<?xml version="1.0" encoding="UTF-8"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACK = "http://schemas.openxmlformats.org/package/2006"


def book(*rows: tuple[Any, ...], change: Callable[[Workbook], None] | None = None) -> bytes:
    """A workbook of one sheet with these rows, changed by hand before it is saved."""
    made = Workbook()
    assert made.active is not None
    for row in rows:
        made.active.append(row)
    if change:
        change(made)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def by_hand(sheet: str, shared: str = "", encoding: str = "utf-8") -> bytes:
    """A workbook whose one sheet, or whose shared strings, are this XML."""
    parts = {
        "[Content_Types].xml": f'{CONTENT}<Types xmlns="{PACK}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        "_rels/.rels": f'{CONTENT}<Relationships xmlns="{PACK}/relationships"><Relationship Id="r1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{CONTENT}<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{CONTENT}<Relationships xmlns="{PACK}/relationships"><Relationship Id="r1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    if shared:
        parts["xl/sharedStrings.xml"] = shared
    return zipped({name: text.encode(encoding if name.endswith("sheet1.xml") else "utf-8") for name, text in parts.items()})


def cells(inner: str) -> str:
    """A sheet's XML around its rows."""
    return f'{CONTENT}<worksheet xmlns="{MAIN}"><sheetData>{inner}</sheetData></worksheet>'


def lying_zip() -> bytes:
    """A zip that declares its part small where it is large."""
    data = bytearray(zipped({"xl/workbook.xml": b"<a/>" * 2_000_000}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 100)
    return bytes(data)


def locked_zip() -> bytes:
    """A zip whose part says that it is encrypted."""
    data = bytearray(zipped({"xl/workbook.xml": b"<a/>"}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def twice() -> bytes:
    """A zip with two parts of one name."""
    import warnings

    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for text in (b"<a/>", b"<b/>"):
            archive.writestr("xl/workbook.xml", text)
    return out.getvalue()


def with_cell(place: str, value: Any, sort: str = "") -> bytes:
    """A sound workbook with one cell changed."""

    def change(made: Workbook) -> None:
        assert made.active is not None
        made.active[place] = value
        if sort:
            made.active[place].data_type = sort

    return book(("date", "text"), ("2031-03-04", "guns"), change=change)


LOL = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(9))
GUNS = "date,text\n2031-03-04,guns\n"

WHOLE: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", "the file is empty", "date,text,source"),
    "blank": (b"\n , \n", "the file is empty", "date,text,source"),
    "too large": (b"a," * 2_500_001, "the file is larger than 5,000,000 bytes", "split it"),
    "old excel": (b"\xd0\xcf\x11\xe0rest", "this is an old or a locked workbook", "save it as .xlsx without a password"),
    "utf-16": ("date,text\n".encode("utf-16"), "UTF-16", "CSV UTF-8"),
    "code page": (b"date,text\n2031-03-04,caf\xe9\n", "not UTF-8", "CSV UTF-8"),
    "zero byte": (b"date,text\n2031-03-04,a\x00b\n", "zero byte", ""),
    "open quote": (b'date,text\n2031-03-04,"guns\n', "the row cannot be read", "close every quotation mark"),
    "too many rows": (b"date,text\n" + b"2031,a\n" * 20_001, "the file has more than 20,000 rows", "split it"),
    "too many columns": (b"date,text" + b"," * 198 + b"x,y\n", "the row reaches over 200 columns", "delete the columns that nobody needs"),
    "no text column": (b"date,colour\n2031-03-04,red\n", "no column says what happened", "call one of them text, or says"),
    "no date column": (b"text,source\nguns,wire\n", "no column says when it happened", "call one of them date, or happened"),
    "two date columns": (b"date,text,when\n", "“date” and “when” are both the column “happened”", "keep one of the two"),
    "long header": (b"date,text," + b"x" * 4_001 + b"\n", "it has 4,001 characters, at most 4,000 are read", "shorten it"),
    "not a zip": (b"PK\x03\x04nonsense", "its packing is broken", "copy the cells into a new workbook"),
    "not a workbook": (zipped({"a.txt": b"hello"}), "this workbook cannot be read (KeyError)", "copy the cells into a new workbook"),
    "many parts": (zipped({f"p{n}": b"" for n in range(501)}), "the workbook has 501 parts, at most 500 are opened", "copy the cells"),
    "bomb by size": (zipped({f"p{n}": bytes(999_999) for n in range(51)}), "the workbook unpacks to more than 50,000,000 bytes", "copy the cells"),
    "bomb by ratio": (zipped({"xl/worksheets/sheet1.xml": b" " * 9_000_000}), "a part of the workbook unpacks to more than 200 times its size: xl/worksheets/sheet1.xml", "copy the cells"),
    "bomb that lies": (lying_zip(), "its packing is broken", "copy the cells"),
    "locked": (locked_zip(), "the workbook is locked with a password", "save it without one"),
    "two of one name": (twice(), "the workbook holds two parts of one name", "copy the cells"),
    "entity bomb": (by_hand(f'{CONTENT}<!DOCTYPE x [{LOL}]><worksheet xmlns="{MAIN}"><sheetData>&l8;</sheetData></worksheet>'), "declares a document type, as entity bombs do", "copy the cells"),
    "outside entity": (by_hand(cells(""), f'{CONTENT}<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><sst xmlns="{MAIN}"><si><t>&e;</t></si></sst>'), "declares a document type", "copy the cells"),
    "utf-16 part": (by_hand(cells("").replace("UTF-8", "UTF-16"), encoding="utf-16"), "a part of the workbook is not in UTF-8", "copy the cells"),
    "broken xml": (by_hand(cells("<row>")), "this workbook cannot be read (ParseError)", "copy the cells"),
    "empty workbook": (book(), "the workbook is empty", "put the names of the columns into the first row"),
    "many rows in xlsx": (by_hand(cells("".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 20_003)))), "the file has more than 20,000 rows", "split it"),
    "far column in xlsx": (by_hand(cells('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>')), "the row reaches over 200 columns", "delete the columns"),
    "rows that jump back": (by_hand(cells('<row r="5"><c r="A5"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>')), "the rows of the workbook are out of order", "copy the cells"),
    "row without end": (by_hand(cells('<row r="99999999999"><c r="A1"><v>1</v></c></row>')), "or numbered as no sheet's are", "copy the cells"),
    "many empty cells": (by_hand(cells("".join(f'<row r="{n}"/>' for n in range(1, 600_002)))), "the sheet has more than 600,000 cells, empty ones counted", "copy the cells"),
}  # fmt: skip
"""Files of which nothing can be read: name → bytes, words of what is wrong, words of the remedy."""

ROWS: dict[str, tuple[bytes, int, int, str, str]] = {
    "no date": (b"date,text\n,guns\n", 2, 1, "the row does not say when it happened", "../2022-01-06 for “by then”"),
    "no text": (b"date,text\n2031-03-04,\n", 2, 2, "the row does not say what happened", "in a few words"),
    "two days in one": (b"date,text\n4/3/2031,guns\n", 2, 1, "could be 4 March or 3 April 2031", "write 2031-03-04 or 2031-04-03"),
    "no such day": (b"date,text\n2031-02-30,guns\n", 2, 1, "there is no such date as “2031-02-30”", "write 2022-01-06"),
    "day number": (with_cell("A2", 47910), 2, 1, "is a spreadsheet's day number", "formatted as text"),
    "time that is none": (b"date,time,text\n2031-03-04,dawn,guns\n", 2, 2, "“dawn” is no time of day", "write it as 02:50"),
    "time twice": (b"date,time,text\n2031-03-04T01:00,02:00,guns\n", 2, 2, "“2031-03-04T01:00” has a time of day already", "keep one"),
    "ends before": (b"date,end,text\n2031-03-04,2031-03-01,guns\n", 2, 1, "ends before it begins", "put the earlier date first"),
    "zone": (b"date,text,zone\n2031-03-04,guns,Atlantis\n", 2, 3, "no zone is called “Atlantis”", "+06:00"),
    "zone eaten": (b"date,text,zone\n2031-03-04,guns,06:00\n", 2, 3, "“06:00” is an hour, not a zone", "write UTC+06:00"),
    "published": (b"date,text,published\n2031-03-04,guns,soon\n", 2, 3, "“soon” is no date we can read", "write 2022-01-06"),
    "source date": (b"date,text,source,source date\n2031-03-04,guns,wire,soon\n", 2, 4, "“soon” is no date we can read", "write 2022-01-06"),
    "grade": (b"date,text,grade\n2031-03-04,guns,G9\n", 2, 3, "“G9” is no grade", "write B2"),
    "source grade": (b"date,text,reliability\n2031-03-04,guns,G\n", 2, 3, "“G” is no grade of a source", "from A to F"),
    "item grade": (b"date,text,credibility\n2031-03-04,guns,7\n", 2, 3, "“7” is no grade of an item", "from 1 to 6"),
    "polarity": (b"date,text,polarity\n2031-03-04,guns,perhaps\n", 2, 3, "“perhaps” is no polarity", "write for, against or no evidence"),
    "fact without side": (b"date,fact,polarity,speaker,source\n2031-03-04,A acts,,Mayor,wire\n", 2, 3, "a row with a fact needs its polarity", "leave the fact for later"),
    "fact without speaker": (b"date,fact,polarity,source\n2031-03-04,A acts,for,wire\n", 2, 0, "a row with a fact needs its speaker", "leave the fact for later"),
    "same id": (b"id,date,text\nX,2031,a\nX,2031,b\n", 3, 1, "“X” stands in row 2 already", "rename one, or leave it empty"),
    "more cells": (b"date,text\n2031-03-04,guns, and more\n", 2, 0, "the row has 3 cells, the first line names 2 columns", "in quotation marks"),
    "long cell": (b"date,text\n2031-03-04," + b"x" * 4_001 + b"\n", 2, 2, "it has 4,001 characters, at most 4,000 are read", "shorten it"),
    "control character": (b"date,text\n2031-03-04,a\x1b[2Jb\n", 2, 2, "it holds a character that is no text", "type it again"),
    "half a character": (by_hand(cells('<row r="1"><c t="inlineStr" r="A1"><is><t>date</t></is></c><c t="inlineStr" r="B1"><is><t>text</t></is></c></row><row r="2"><c t="inlineStr" r="A2"><is><t>2031</t></is></c><c t="inlineStr" r="B2"><is><t>_xD800_</t></is></c></row>')), 2, 2, "", ""),
    "formula": (with_cell("B2", '=HYPERLINK("http://x")'), 2, 2, "cell B2 holds a formula", "paste it back as values"),
    "formula as a date": (with_cell("A2", "=TODAY()"), 2, 1, "cell A2 holds a formula", "paste it back as values"),
    "error": (with_cell("B2", "#REF!", "e"), 2, 2, "cell B2 holds the error #REF!", "mend it, or empty the cell"),
    "length of time": (with_cell("A2", timedelta(hours=30)), 2, 1, "cell A2 holds a length of time, not a date", "write the date as 2022-01-06"),
    "only a time": (with_cell("A2", time(2, 50)), 2, 1, "“02:50” is no date we can read", "write 2022-01-06"),
    "ACLED day": (b"event_id_cnty,event_date,event_type,timestamp\nX1,5 of May,Riots,1642000000\n", 2, 2, "“5 of May” is no day", "write it as 2022-01-05"),
    "ACLED no day": (b"event_id_cnty,event_date,event_type,timestamp\nX1,,Riots,1642000000\n", 2, 2, "the row has no date", "mend it at its source"),
    "ACLED stamp": (b"event_id_cnty,event_date,event_type,timestamp\nX1,2031-03-04,Riots,yesterday\n", 2, 4, "“yesterday” is no day", "write it as 2022-01-05"),
    "ACLED no stamp": (b"event_id_cnty,event_date,event_type\nX1,2031-03-04,Riots\n", 2, 0, "nothing says since when the row was out", "say the day of the import"),
    "ACLED formula": (book(("event_id_cnty", "event_date", "event_type", "timestamp"), ("X1", "=1+1", "Riots", "1642000000")), 2, 2, "cell B2 holds a formula", "paste it back as values"),
    "no calendar": (b"event_id_cnty,event_date,event_type,time_precision,timestamp\nX1,0001-01-01,Riots,2,1642000000\n", 2, 2, "no calendar reaches a week around 0001-01-01", "mend the date"),
    "GED backwards": (b"id,date_start,date_end,type_of_violence\n1,2031-03-04,2031-03-01,1\n", 2, 2, "ends before it begins", "put the earlier date first"),
}  # fmt: skip
"""Rows that cannot be saved: name → bytes, line, cell, words of what is wrong, words of the remedy."""

DOUBTS: dict[str, tuple[bytes, str, str]] = {
    "unknown column": (b"date,text,sorce\n2031-03-04,guns,wire\n", "the column “sorce” is not one we know, and is not read", "nearest known: source"),
    "nothing near": (b"date,text,zzqq\n2031-03-04,guns,wire\n", "the column “zzqq” is not one we know, and is not read", "the columns are: id"),
    "no column published": (GUNS.encode(), "the sheet does not say since when this could be known; it has to be filled in before saving", "add a column published"),
    "row not published": (b"date,text,published\n2031-03-04,guns,\n", "the row does not say since when this could be known", "add a column published"),
    "not archived": (b"link,archive status,upload title,upload timestamp\nhttps://x.example,nothing archived,guns,2031-03-04T10:00:00Z\n", "the archive says “nothing archived”", "keep a copy of the page yourself"),
    "macros": (b"", "the workbook holds macros: they were not read", "nothing to do"),
    "second sheet": (book(("date", "text"), ("2031", "guns"), change=lambda b: b.create_sheet("two").append(("x",))), "only the sheet “Sheet” was read, not: two", "make the sheet you want the first"),
    "hidden row": (book(("date", "text"), ("2031", "guns"), change=lambda b: setattr(b.active.row_dimensions[2], "hidden", True)), "the row is hidden in the workbook; it was read all the same", "delete it"),
    "merged cells": (book(("date", "text"), ("2031", "guns"), change=lambda b: b.active.merge_cells("B2:B4")), "the cells B2:B4 are merged: only the first of them holds something", "part them, and fill each"),
    "ACLED": (b"event_id_cnty,event_date,event_type,timestamp\nX1,2031-03-04,Riots,1642000000\n", "rows of ACLED, whose terms do not let them be passed on", "docs/formats.md"),
    "UCDP": (b"id,date_start,date_end,type_of_violence\n1,2031-03-04,2031-03-04,1\n", "rows of the UCDP GED (CC BY 4.0)", "docs/formats.md"),
    "GDELT": ("\t".join(["1", "20310304", *["x"] * 54, "20310305", "https://n.example"]).encode(), "rows of GDELT, coded by machine", "docs/formats.md"),
}  # fmt: skip
"""Files that are read, with what is doubtful about them: name → bytes, words of what, words of the remedy."""


def _with_macros() -> bytes:
    out = BytesIO(book(("date", "text"), (datetime(2031, 3, 4), "guns")))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub Auto_Open()")
    return out.getvalue()


DOUBTS["macros"] = (_with_macros(), *DOUBTS["macros"][1:])
