"""What comes in is rows with their problems, or refused with a reason; coded events never become facts."""

from __future__ import annotations

import csv
from datetime import date, datetime, time
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from bad_sheets import DOUBTS, GUNS, ROWS, WHOLE, book, by_hand, cells, zipped
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from foedus.door import Asking
from foedus.interchange import Sheet, claims_csv, leads, read_sheet
from foedus.interchange.columns import EXTRA, SPELLINGS, known
from foedus.interchange.seen import LEAD, WITHHELD
from foedus.problem import Invalid
from foedus.record import When, read_case
from foedus.record.case import COLUMNS
from foedus.record.time import UNKNOWN_ZONE

CLAIM, SOURCE = set(COLUMNS["claims.csv"]), set(COLUMNS["sources.csv"])


def filled(sheet: Sheet, row: int = 0) -> dict[str, str]:
    return {k: v for k, v in sheet.rows[row].cells.items() if v}


def test_the_tables_of_attacks_are_whole() -> None:
    assert (len(WHOLE), len(ROWS), len(DOUBTS)) == (32, 35, 12)


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_of_which_nothing_can_be_read_is_refused(name: str) -> None:
    data, what, remedy = WHOLE[name]
    with pytest.raises(Invalid) as caught:
        read_sheet(data, "in.sheet")
    assert any(what in p.what and remedy in p.remedy for p in caught.value.problems), str(caught.value)
    assert all(p.place.file == "in.sheet" and p.remedy for p in caught.value.problems)


@pytest.mark.parametrize("name", ROWS)
def test_a_row_that_cannot_be_saved_says_why_and_where(name: str) -> None:
    data, line, column, what, remedy = ROWS[name]
    sheet = read_sheet(data, "in.sheet")
    row = next(r for r in sheet.rows if r.line == line)
    if not what:  # what a reader makes of half a character may be sound: it must only never break the file that is saved
        assert "".join(row.cells.values()).encode("utf-8")
        return
    problem = next(p for p in row.problems if not p.warning)
    assert what in problem.what
    assert remedy in problem.remedy
    assert (problem.place.file, problem.place.line, problem.place.column) == ("in.sheet", line, column)
    assert not row.sound
    assert row.cells not in sheet.claims


@pytest.mark.parametrize("name", DOUBTS)
def test_a_doubt_is_told_and_does_not_stand_in_the_way(name: str) -> None:
    data, what, remedy = DOUBTS[name]
    sheet = read_sheet(data, "in.sheet")
    found = [p for p in sheet.all_problems if what in p.what]
    assert found, [str(p) for p in sheet.all_problems]
    assert all(p.warning and remedy in p.remedy for p in found)


def test_one_bad_row_does_not_hide_the_others() -> None:
    sheet = read_sheet(b"date,text,source\n2031-03-04,guns,wire\n,shots,letter\n2031-03-05,smoke,wire\n", "in.csv", "2031-04-01")
    assert [r.sound for r in sheet.rows] == [True, False, True]
    assert [c["says"] for c in sheet.claims] == ["guns", "smoke"]
    assert [s["id"] for s in sheet.sources] == ["wire"]
    assert [str(p.place) for p in sheet.all_problems] == ["in.csv:1", "in.csv:3:1"]


# --- what people bring ---


def test_a_text_and_a_date_are_enough() -> None:
    sheet = read_sheet(GUNS.encode(), "in.csv", "2031-04-01")
    assert filled(sheet) == {"says": "guns", "happened": "2031-03-04", "available": "2031-04-01"}
    assert (sheet.kind, sheet.sha256) == ("claims", sha256(GUNS.encode()).hexdigest())
    assert set(sheet.rows[0].cells) == CLAIM


@pytest.mark.parametrize("text", ["date,text,source", "Date;Text;Source", "DATE\ttext\t source ", "sep=;\nwhen;What;SRC", "\ufeffEvent date,Description,Reference"])
def test_columns_may_be_called_as_people_call_them(text: str) -> None:
    mark = ";" if ";" in text else "\t" if "\t" in text else ","
    sheet = read_sheet(f"{text}\r\n{mark.join(['2031-03-04', 'guns', 'wire'])}\r\n".encode(), "in.csv", "2031-04-01")
    assert filled(sheet) == {"says": "guns", "happened": "2031-03-04", "source": "wire", "available": "2031-04-01"}
    assert [dict(s)["id"] for s in sheet.sources] == ["wire"]
    assert set(sheet.sources[0]) <= SOURCE


def test_a_full_sheet() -> None:
    text = "no,date,time,end date,what,who,party,source title,url,outlet,published,tz,grade,page,comment\n"
    text += "7,2031-03-04,02:50,2031-03-05,guns,Mayor,Guards,Clash,https://n.example/1,Wire,2031-03-06,UTC+06:00,b2,p 3,seen\n"
    sheet = read_sheet(text.encode(), "in.csv")
    assert sheet.all_problems == ()
    assert filled(sheet) == {
        "id": "7", "happened": "2031-03-04 02:50/2031-03-05", "says": "guns", "speaker": "Mayor", "actor": "Guards",
        "source": "https://n.example/1", "available": "2031-03-06", "zone": "UTC+06:00", "source_grade": "B", "item_grade": "2",
        "pinpoint": "p 3", "note": "seen",
    }  # fmt: skip
    assert {k: v for k, v in sheet.sources[0].items() if v} == {"id": "https://n.example/1", "title": "Clash", "outlet": "Wire"}


def test_a_sheet_of_an_archiver() -> None:
    """The columns are those that auto-archiver's sheet feeder writes by default."""
    head = "Link,Archive status,Destination folder,Archive location,Archive date,Thumbnail,Upload timestamp,Upload title,Text content,Screenshot,Hash,Perceptual hashes,WACZ,ReplayWebpage"
    row = "https://v.example/9,wayback: success,night,https://archive.example/9,2031-03-06T09:00:00Z,,2031-03-04T20:50:00+00:00,Column on the road,forty cars,,SHA-256:aa,,,"
    sheet = read_sheet(f"{head}\n{row}\n".encode(), "archive.csv")
    assert sheet.all_problems == ()
    assert filled(sheet) == {
        "says": "Column on the road", "source": "https://v.example/9", "happened": "../2031-03-04T20:50:00+00:00",
        "available": "2031-03-04T20:50:00+00:00", "note": "forty cars",
    }  # fmt: skip
    assert sheet.sources[0]["note"] == "archived: https://archive.example/9, 2031-03-06T09:00:00Z, SHA-256:aa"


def test_cells_of_a_workbook_are_what_a_person_sees() -> None:
    data = book(
        ("date", "time", "text", "quantity", "published"),
        (date(2031, 3, 4), time(2, 50), "guns", 40, datetime(2031, 3, 5, 10, 30)),
        (datetime(2031, 3, 4, 2, 50, 7), None, "  shots\u00a0fired ", 2.5, "2031-03-05"),
        ("2031-03", None, True, None, "2031-03-05"),
    )
    sheet = read_sheet(data, "in.xlsx")
    assert sheet.all_problems == ()
    assert filled(sheet) == {"happened": "2031-03-04 02:50", "says": "guns", "quantity": "40", "available": "2031-03-05T10:30", "zone": "unknown"}
    assert filled(sheet, 1) == {"happened": "2031-03-04T02:50:07", "says": "shots fired", "quantity": "2.5", "available": "2031-03-05", "zone": "unknown"}
    assert filled(sheet, 2) == {"happened": "2031-03", "says": "True", "available": "2031-03-05"}
    assert When.parse(sheet.rows[0].cells["happened"], UNKNOWN_ZONE).zone == "unknown"


def test_a_row_stands_where_the_workbook_has_it() -> None:
    inner = '<row r="3"><c r="A3" t="inlineStr"><is><t>date</t></is></c><c r="C3" t="inlineStr"><is><t>text</t></is></c></row>'
    inner += '<row r="900000"><c r="C900000" t="inlineStr"><is><t>guns</t></is></c></row>'
    sheet = read_sheet(by_hand(cells(inner)), "in.xlsx")
    assert [(p.place.line, p.place.column) for p in sheet.rows[0].problems] == [(900000, 1)]


def test_every_spelling_names_one_column() -> None:
    for column, spellings in SPELLINGS.items():
        assert column in CLAIM | set(EXTRA)
        for spelling in spellings:
            assert known(spelling.upper().replace(" ", "_")) == column
    for column in COLUMNS["claims.csv"]:
        assert known(column) == column
    every = [s for spellings in SPELLINGS.values() for s in spellings]
    assert len(every) == len(set(every)) > 120


@pytest.mark.parametrize("case", ["kazakhstan-2022", "armenia-2022-09", "turkiye-2003"])
def test_our_own_export_comes_back_to_the_letter(case: str) -> None:
    text = claims_csv(Asking(case, as_of="2030-01-01", known_to="2100-01-01"))
    sheet = read_sheet(text.encode(), "claims.csv")
    assert [p for p in sheet.all_problems if not p.warning] == []
    once = [dict(r) for r in csv.DictReader(StringIO(text, newline=""))]
    for row, cells_ in zip(once, sheet.claims, strict=True):
        assert {k: v for k, v in cells_.items() if k != "zone"} == {k: v.removeprefix("'") if v[:2] in ("'=", "'+", "'-", "'@") else v for k, v in row.items() if k != "zone"}
        assert cells_["zone"] == row["zone"]


def test_what_was_imported_can_be_saved_as_a_case(tmp_path: Path) -> None:
    data = b"id,date,text,source,source title,published\n1,2031-03-04,guns,wire,Clash,2031-03-05\n2,by then,x,wire,,\n3,../2031-03-04,shots,letter,,2031-03-05\n"
    sheet = read_sheet(data, "in.csv")
    for name, rows in (("claims.csv", sheet.claims), ("sources.csv", sheet.sources)):
        with (tmp_path / name).open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    (tmp_path / "case.toml").write_text('regime = "csto"\nzone = "+06:00"\n', "utf-8")
    case = read_case(tmp_path, Asking("kazakhstan-2022").regime.vocabulary)
    assert [c.says for c in case.claims] == ["guns", "shots"]
    assert case.sources["wire"].title == "Clash"


# --- leads ---

ACLED = """\
event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,location,geo_precision,source,notes,fatalities,timestamp,fact,polarity
LAK1,05 March 2031,1,Riots,Mob violence,Rioters,Police,Harbour,1,Wire,A crowd burns cars.,3,1930550400,{A} acts,for
LAK2,2031-03-05,2,Riots,,Rioters,,Harbour,2,Wire,,0,2031-03-12,,
LAK3,2031-03-15,3,Battles,,Guards,,Harbour,3,Wire,=SUM(A1),0,,,
"""


def test_rows_of_acled_are_notes_graded_f6_that_name_their_file() -> None:
    sheet = leads(ACLED.encode(), "acled.csv", "2031-04-01")
    assert sheet.kind == "ACLED"
    digest = sha256(ACLED.encode()).hexdigest()
    for row in sheet.rows:
        assert row.sound
        assert (row.cells["fact"], row.cells["polarity"], row.cells["speaker"]) == ("", "", "")
        assert (row.cells["source_grade"], row.cells["item_grade"], row.cells["event"]) == ("F", "6", LEAD)
        assert row.cells["source"] == f"ACLED {digest[:12]}"
        assert set(row.cells) == CLAIM
    assert [r.cells["happened"] for r in sheet.rows] == ["2031-03-05", "2031-02-27/2031-03-11", "2031-03"]
    assert [r.cells["available"] for r in sheet.rows] == ["2031-03-06T08:00:00Z", "2031-03-12", "2031-04-01"]
    assert [r.cells["says"] for r in sheet.rows] == ["A crowd burns cars.", "Riots; Harbour", "=SUM(A1)"]
    assert sheet.rows[0].cells["pinpoint"] == "LAK1"
    assert sheet.rows[0].cells["actor"] == "Rioters; Police"
    assert "fatalities 3; reported by Wire" in sheet.rows[0].cells["note"]
    assert sheet.sources == ({"id": f"ACLED {digest[:12]}", "title": "ACLED: coded events, acled.csv", "author": "", "outlet": "ACLED", "date": "", "kind": WITHHELD, "note": f"sha256:{digest}"},)


def test_nobody_imports_coded_events_as_claims_by_mistake() -> None:
    assert read_sheet(ACLED.encode(), "acled.csv", "2031-04-01") == leads(ACLED.encode(), "acled.csv", "2031-04-01")


def test_rows_of_the_ucdp() -> None:
    text = "id,relid,type_of_violence,source_article,source_date,source_headline,where_coordinates,where_prec,date_prec,date_start,date_end,best,low,high,side_a,side_b\n"
    text += '9,L-1,1,"Wire, 5 March",2031-03-05,Guns at the harbour,Harbour,1,2,2031-03-04 00:00:00.000,2031-03-06 00:00:00.000,3,2,9,Government,Rebels\n'
    sheet = leads(text.encode(), "ged.csv", "2032-06-01")
    assert (sheet.kind, sheet.sources[0]["kind"]) == ("UCDP GED", "coded events")
    cells_ = sheet.rows[0].cells
    assert (cells_["happened"], cells_["available"], cells_["says"]) == ("2031-03-04/2031-03-06", "2032-06-01", "Guns at the harbour")
    assert "deaths best 3; deaths low 2; deaths high 9" in cells_["note"]


@pytest.mark.parametrize(("width", "place", "added", "out"), [(58, 50, "20310305", "2031-03-05"), (61, 52, "20310305134500", "2031-03-05T13:45:00Z")])
def test_rows_of_gdelt_have_no_head(width: int, place: int, added: str, out: str) -> None:
    row = ["x"] * width
    row[0], row[1], row[6], row[16], row[26], row[place] = "1031", "20310304", "GUARDS", "REBELS", "190", "Harbour, Lake"
    row[width - 2], row[width - 1] = added, "https://n.example/7"
    sheet = leads("\n".join(["\t".join(row)] * 2).encode(), "20310304.export.CSV")
    assert (sheet.kind, len(sheet.claims)) == ("GDELT", 2)
    cells_ = sheet.rows[0].cells
    assert (cells_["happened"], cells_["available"], cells_["actor"], cells_["pinpoint"]) == ("2031-03-04", out, "GUARDS; REBELS", "1031")
    assert cells_["says"] == "event of CAMEO code 190, coded by machine from https://n.example/7"
    assert "place Harbour, Lake" in cells_["note"]


def test_other_columns_are_no_leads() -> None:
    with pytest.raises(Invalid, match="these are not the columns of a data set of coded events") as caught:
        leads(GUNS.encode(), "in.csv")
    assert "ACLED has event_id_cnty, event_date, event_type" in caught.value.problems[0].remedy


# --- whatever the bytes ---

SOUND = book(("date", "text", "source"), (date(2031, 3, 4), "guns", "wire"), ("2031", "shots", None))


def tried(data: bytes) -> None:
    """Rows or `Invalid`, and nothing that a table of ours could not hold."""
    try:
        sheet = read_sheet(data, "in", "2031-04-01")
    except Invalid as error:
        assert error.problems
        assert all(p.what and p.remedy for p in error.problems)
        return
    for row in sheet.rows:
        assert set(row.cells) == CLAIM
        assert "".join(row.cells.values()).encode("utf-8") or not row.sound
        assert all(p.what and p.remedy for p in row.problems if not p.warning)
    for claim in sheet.claims:
        assert claim["says"] or claim["fact"]
        When.parse(claim["happened"], UNKNOWN_ZONE)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass")))
@example(b"PK")
@example(b"PK\x05\x06" + bytes(18))
@example(b"sep=")
@example(b"\xef\xbb\xbf")
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    tried(data)


CELL = st.text(alphabet='date,txTZ0123-/:~."\n\t;=@ \u00a0ABF?%\x1f', max_size=14)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["date", "text", "time", "end", "zone", "grade", "fact", "polarity", "published", "url", "archive status"]), unique=True, max_size=7), st.lists(st.lists(CELL, max_size=8), max_size=4))
def test_any_cells_are_read_or_told(head: list[str], body: list[list[str]]) -> None:
    out = StringIO()
    csv.writer(out).writerows([["date", "text", *(h for h in head if h not in ("date", "text"))], *body])
    tried(out.getvalue().encode())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=6), st.integers(0, len(SOUND)))
def test_a_broken_workbook_is_read_or_refused(changes: list[tuple[int, int]], end: int) -> None:
    data = bytearray(SOUND)
    for at, value in changes:
        data[at] = value
    tried(bytes(data))
    tried(bytes(data[:end]))


XML = st.sampled_from(["<row>", "</row>", '<row r="2">', '<row r="-1">', '<row r="x">', '<row hidden="1">', '<c t="s"><v>9</v></c>', '<c r="B2" t="d"><v>2031-13-99</v></c>', '<c r="ZZZZ1"><v>1</v></c>', '<c r="1A"><v>1</v></c>', '<c t="n"><v>1e999</v></c>', '<c t="n"><v>nan</v></c>', '<c s="7"><v>99999999</v></c>', '<c t="b"><v>2</v></c>', '<c t="inlineStr"><is><t>date</t></is></c>', '<c t="inlineStr"><is><t>text</t></is></c>', '<c><f t="array" ref="A1">1</f><v>2</v></c>', '<mergeCell ref="A1:B2"/>', "&#0;", "&amp;", "]]>"])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(XML, max_size=12).map("".join))
def test_a_workbook_of_odd_xml_is_read_or_refused(inner: str) -> None:
    tried(by_hand(cells(inner)))
    tried(zipped({"xl/workbook.xml": inner.encode()}))
