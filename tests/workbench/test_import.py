"""A spreadsheet looked at row by row, saved, refused; every version of a case, and what differs between two."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from base64 import b64encode
from html import unescape
from pathlib import Path

import pytest
from tests.workbench.conftest import visitor
from tests.workbench.hostile_case import CLOSE, IMAGE, QUOTE, SCRIPT, entered, harmless, hostile
from tests.workbench.test_law import plain

CASE = "russia-2024"
AT = "as-of=2025-06-01&known-to=2025-06-01"
WHERE = f"/case/{CASE}/import"
FACT = "{Russia} requests help by {the reported demand for troops}"
SHEET = f"""date,text,source,speaker,grade,fact,polarity,published
2024-08-10,a column moves,Wire 7,A. Witness,B2,,,2024-08-11
2024-08-11,asks for help,Wire 7,A. Witness,B2,{FACT},for,2024-08-12
soon,nobody knows when,Wire 8,A. Witness,,,,2024-08-12
2024-08-12,flies,Wire 7,A. Witness,B9,{{Russia}} flies,for,2024-08-13
2024-08-13,there were no appeals from Russia over the Kursk region,silkway.news 137797,CSTO Secretariat,,,,2024-08-16
"""


@pytest.fixture
def editor(own_workbench):
    return visitor(own_workbench)


def marks(client, where: str = WHERE) -> dict[str, str]:
    page = client.get(f"{where}?{AT}").text
    return dict(re.findall(r'name="(form|based_on)" value="([^"]*)"', page))


def looked(client, data: bytes | str, name: str = "rows.csv", where: str = WHERE, **more: str):
    body = data if isinstance(data, bytes) else data.encode()
    return client.post(f"{where}?{AT}", data={**marks(client), "act": "look", **more}, files={"file": (name, body)})


def held(page: str) -> dict[str, str]:
    """What the form carries that saves the rows."""
    form = next(f for f in re.findall(r'<form method="post"[^>]*>(.*?)</form>', page, re.S) if 'name="held"' in f)
    return {k: unescape(v) for k, v in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)}


def claims(cases: Path, case: str = CASE) -> list[dict[str, str]]:
    return list(csv.DictReader((cases / case / "claims.csv").read_text("utf-8").splitlines()))


def sheet_rows(answer) -> dict[int, dict]:
    return {row["line"]: row for row in answer.json()["rows"]}


def test_every_row_is_told_with_its_fate_its_faults_and_where_they_are(client):
    data = looked(client, SHEET, where=f"{WHERE}.json").json()
    rows = {r["line"]: r for r in data["rows"]}
    assert {line: r["fate"] for line, r in rows.items()} == {2: "saved", 3: "saved", 4: "wrong", 5: "wrong", 6: "twice"}
    assert data["counts"] == {"saved": 2, "wrong": 2, "twice": 1, "left out": 0}
    assert rows[4]["problems"][0]["column"] == 1
    assert rows[6]["says_the_same"] == ["RK-003"]
    page = looked(client, SHEET).text
    assert '<td class="wrong"><mark>soon</mark></td>' in page
    words = plain(page)
    assert "5 rows: 2 would be saved, 2 cannot be, 1 say what the case says already." in words
    assert "“B9” is no grade" in words
    assert "New sources: Wire 7." in words
    assert "New speakers, not judged: A. Witness." in words
    assert 'scope="row" id="row-4"' in page


def test_what_only_the_case_can_know_is_told_before_saving(client):
    text = "date,text,source,speaker,fact,polarity,published,renders,id\n2024-08-12,flies,W,A,{Russia} flies,for,2024-08-13,,\n"
    text += "2024-08-12,sound,W,A,,,2024-08-13,,\n2024-08-12,again,W,A,,,2024-08-13,RK-999,\n2024-08-12,taken,W,A,,,2024-08-13,,RK-001\n"
    rows = sheet_rows(looked(client, text, where=f"{WHERE}.json"))
    assert {line: r["fate"] for line, r in rows.items()} == {2: "wrong", 3: "saved", 4: "wrong", 5: "wrong"}
    said = {line: " ".join(p["what"] for p in r["problems"]) for line, r in rows.items()}
    assert "no phrase" in said[2]
    assert "no claim is called “RK-999”" in said[4]
    assert "“RK-001” stands in the case already" in said[5]
    page = looked(client, text).text
    assert "<mark>RK-999</mark>" in page
    assert "<mark>{Russia} flies</mark>" in page


def test_the_sound_rows_are_saved_in_one_version_and_undone(editor, own_workbench):
    before = claims(own_workbench.cases)
    page = looked(editor, SHEET).text
    answer = editor.post(f"{WHERE}?{AT}", data={**held(page), "act": "save", "by": "A. Clerk"})
    assert answer.status_code == 200, plain(answer.text)
    assert "Saved: A. Clerk adds N-001, N-002." in plain(answer.text)
    new = claims(own_workbench.cases)[len(before) :]
    assert [(r["id"], r["says"], r["fact"]) for r in new] == [("N-001", "a column moves", ""), ("N-002", "asks for help", FACT)]
    undo = next(f for f in re.findall(r'<form method="post"[^>]*>(.*?)</form>', answer.text, re.S) if 'value="undo"' in f)
    sent = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', undo))
    assert editor.post(f"{WHERE}?{AT}", data=sent).status_code == 200
    assert claims(own_workbench.cases) == before


def test_rows_are_left_out_and_said_twice_on_request(editor, own_workbench):
    page = looked(editor, SHEET)
    again = editor.post(f"{WHERE}.json?{AT}", data={**held(page.text), "act": "look", "leave": "2, 4-5", "twice": "1"})
    assert {line: r["fate"] for line, r in sheet_rows(again).items()} == {
        2: "left out", 3: "saved", 4: "wrong", 5: "wrong", 6: "saved"
    }  # fmt: skip
    bad = editor.post(f"{WHERE}?{AT}", data={**held(page.text), "act": "look", "leave": "two"})
    assert bad.status_code == 422
    assert "“two” names no rows" in plain(bad.text)


def test_the_file_comes_back_with_the_form_so_that_a_server_started_anew_can_save_it(own_workbench):
    page = looked(visitor(own_workbench), SHEET).text
    client = entered(own_workbench.cases)
    data = held(page) | {"form": client.form, "act": "save", "by": "A. Clerk"}
    assert client.post(f"{WHERE}?{AT}", data=data).status_code == 200
    assert [r["id"] for r in claims(own_workbench.cases)][-2:] == ["N-001", "N-002"]


def test_two_windows_never_overwrite_each_other_and_the_file_stays(editor, own_workbench):
    mine = held(looked(editor, SHEET).text)
    theirs = held(looked(editor, "date,text,source,published\n2024-08-01,theirs,Wire 7,2024-08-02\n").text)
    assert editor.post(f"{WHERE}?{AT}", data={**theirs, "act": "save", "by": "They"}).status_code == 200
    late = editor.post(f"{WHERE}?{AT}", data={**mine, "act": "save", "by": "I"})
    assert late.status_code == 409
    assert "changed meanwhile: They" in plain(late.text)
    assert held(late.text)["held"] == mine["held"]
    assert held(late.text)["based_on"] != mine["based_on"]
    done = editor.post(f"{WHERE}?{AT}", data={**held(late.text), "act": "save", "by": "I"})
    assert done.status_code == 200, plain(done.text)
    assert [r["id"] for r in claims(own_workbench.cases)][-3:] == ["N-001", "N-002", "N-003"]


ACLED = """event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,location,geo_precision,source,notes,fatalities,timestamp
RUS1,10 August 2024,1,Battles,Armed clash,Military Forces,Kursk,1,Wire,"Shelling, reported",0,1723600000
RUS2,11 August 2024,2,Battles,Armed clash,Military Forces,Kursk,1,Wire,Clash,3,1723600000
"""


def test_rows_of_coded_events_are_leads_and_never_facts(editor, own_workbench):
    answer = looked(editor, ACLED)
    words = plain(answer.text)
    assert "Leads of ACLED: dated notes to look into, never facts." in words
    assert "terms do not let them be passed on" in words
    assert editor.post(f"{WHERE}?{AT}", data={**held(answer.text), "act": "save", "by": "me"}).status_code == 200
    new = claims(own_workbench.cases)[-2:]
    assert [r["event"] for r in new] == ["lead", "lead"]
    assert [r["fact"] for r in new] == ["", ""]


def test_a_formula_is_a_text_and_is_never_computed(editor, own_workbench):
    text = 'date,text,source,published\n2024-08-10,"=HYPERLINK(""http://x"",""y"")",Wire 7,2024-08-11\n'
    answer = looked(editor, text)
    assert editor.post(f"{WHERE}?{AT}", data={**held(answer.text), "act": "save", "by": "me"}).status_code == 200
    assert claims(own_workbench.cases)[-1]["says"] == '=HYPERLINK("http://x","y")'
    export = editor.get(f"/case/{CASE}/papers/claims")
    if export.status_code == 200:
        assert "\n=HYPERLINK" not in export.text
        assert ",=HYPERLINK" not in export.text


def book(rows, formula: str = "") -> bytes:
    import openpyxl

    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    if formula:
        made.active["B2"] = formula
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_workbook_is_read_and_its_formulas_are_told(client):
    good = book([["date", "text", "source", "published"], ["2024-08-10", "moves", "Wire 7", "2024-08-11"]])
    rows = sheet_rows(looked(client, good, "rows.xlsx", f"{WHERE}.json"))
    assert rows[2]["fate"] == "saved"
    sly = book([["date", "text", "source", "published"], ["2024-08-10", "moves", "Wire 7", "2024-08-11"]], "=1+1")
    told = sheet_rows(looked(client, sly, "rows.xlsx", f"{WHERE}.json"))[2]
    assert told["fate"] == "wrong"
    assert "formula" in told["problems"][0]["what"]


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return out.getvalue()


def strange(member: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(member, "x")
    return out.getvalue()


HEAD = "date,text,source,published\n"
UPLOADS = [
    ("bomb.xlsx", bomb, 422, "unpacks to more than"),
    ("nine.csv", b"x" * 9_000_000, 413, "8000000 bytes"),
    ("five.csv", (HEAD + "2024-01-01,x,y,2024-01-01\n" * 200_000).encode(), 422, "more than 4,000,000 bytes"),
    ("rows.csv", (HEAD + "2024-01-01,x,y,z\n" * 20_001).encode(), 422, "20,000 rows"),
    ("empty.csv", b"", 422, "no file was chosen, or it is empty"),
    ("head.csv", b"\n\n", 422, "the file is empty"),
    ("none.csv", b"a,b\n1,2\n", 422, "no column says what happened"),
    ("wide.csv", (HEAD + "2024-01-01,x,y," + "," * 300 + "z\n").encode(), 422, "the row reaches over 200 columns"),
    ("quote.csv", (HEAD + '2024-01-01,"x\n').encode(), 422, "the row cannot be read"),
    ("utf16.csv", HEAD.encode("utf-16"), 422, "the file is UTF-16"),
    ("latin.csv", HEAD.encode() + b"2024-01-01,\xe9,y,z\n", 422, "byte 0xe9 is not UTF-8"),
    ("zero.csv", HEAD.encode() + b"2024-01-01,\x00,y,z\n", 422, "the line holds a zero byte"),
    ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), 422, "is not UTF-8"),
    ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, 422, "an old or a locked workbook"),
    ("broken.xlsx", b"PK\x03\x04 no archive", 422, "workbook"),
    ("path.xlsx", strange("../../etc/passwd"), 422, "workbook"),
    ("../../../etc/cron.d/x.csv", b"a,b\n1,2\n", 422, "no column says what happened"),
    ("<script>alert(1)</script>.csv", b"a,b\n1,2\n", 422, "no column says what happened"),
    ("x" * 5000 + ".csv", b"a,b\n1,2\n", 400, "Invalid multipart data."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "make", "status", "what"), UPLOADS, ids=[f"{n}-{u[3][:30]}" for n, u in enumerate(UPLOADS)])
def test_a_bad_file_is_explained_and_nothing_is_written(client, workbench, name, make, status, what):
    before = {p: p.read_bytes() for p in workbench.cases.rglob("*") if p.is_file()}
    answer = looked(client, make() if callable(make) else make, name)
    assert answer.status_code == status, answer.text[:2000]
    assert what in plain(answer.text)
    assert "etc/cron.d" not in answer.text
    assert len(answer.text) < 200_000
    if answer.headers["content-type"].startswith("text/html"):
        harmless(answer.text) if "<main" in answer.text and status == 422 else None
    assert {p: p.read_bytes() for p in workbench.cases.rglob("*") if p.is_file()} == before


def test_the_table_of_bad_files_is_whole():
    assert len(UPLOADS) == 19


FORMS = [
    ({"form": "forged"}, 400, "this form was not made by the page that is open"),
    ({"form": None}, 400, "this form was not made by the page that is open"),
    ({"held": "%%%"}, 422, "the file did not come back whole"),
    ({"held": ""}, 422, "no file was chosen, or it is empty"),
    ({"held": b64encode(b"a,b\n1,2\n").decode()}, 422, "no column says what happened"),
    ({"act": "destroy"}, 400, "“destroy” is nothing that can be done here"),
    ({"act": "undo"}, 422, "there is no save to take back"),
    ({"by": ""}, 422, "nobody is named who saves this"),
    ({"leave": "2-3"}, 422, "no row of the file can be saved"),
    ({"leave": "9" * 50}, 422, "names no rows"),
    ({"based_on": "0" * 16}, 409, "the case is no longer what you saw"),
]


@pytest.mark.parametrize(("wrong", "status", "what"), FORMS, ids=[f[2] + str(n) for n, f in enumerate(FORMS)])
def test_a_bad_form_is_explained_and_nothing_is_written(client, workbench, wrong, status, what):
    before = {p: p.read_bytes() for p in workbench.cases.rglob("*") if p.is_file()}
    data = {**marks(client), "name": "rows.csv", "held": b64encode(SHEET.encode()).decode(), "act": "save", "by": "me", **wrong}
    answer = client.post(f"{WHERE}?{AT}", data={k: v for k, v in data.items() if v is not None})
    assert answer.status_code == status, answer.text[:2000]
    assert what in plain(answer.text)
    assert {p: p.read_bytes() for p in workbench.cases.rglob("*") if p.is_file()} == before


def test_the_table_of_bad_forms_is_whole():
    assert len(FORMS) == 11


def test_a_sheet_of_tricks_stays_text(tmp_path: Path):
    client = entered(hostile(tmp_path))
    at = "as-of=2022-01-20&known-to=2022-01-20"
    out = io.StringIO()
    csv.writer(out).writerows([
        ["date", "text", "source", "speaker", "published", SCRIPT], *([f"2022-01-0{n}", t, t, t, "2022-01-09", t] for n, t in enumerate((SCRIPT, IMAGE, QUOTE, CLOSE), 1)),
        [SCRIPT, CLOSE, QUOTE, IMAGE, "2022-01-09", ""],
    ])  # fmt: skip
    form = dict(re.findall(r'name="(form|based_on)" value="([^"]*)"', client.get(f"/case/tricks/import?{at}").text))
    answer = client.post(f"/case/tricks/import?{at}", data={**form, "act": "look"}, files={"file": (f"{IMAGE}.csv", out.getvalue())})
    assert answer.status_code == 200
    harmless(answer.text)
    done = client.post(f"/case/tricks/import?{at}", data={**held(answer.text), "act": "save", "by": SCRIPT})
    assert done.status_code == 200, plain(done.text)
    harmless(done.text)
    log = client.get(f"/case/tricks/history.json?{at}").json()["versions"]
    harmless(client.get(f"/case/tricks/history?{at}&from={log[0]['version']}&to={log[-1]['version']}").text)


# --- history -------------------------------------------------------------------------------------

PAST = f"/case/{CASE}/history"


def test_versions_are_listed_linked_and_held_against_each_other(editor, own_workbench):
    assert "Nothing was saved here so far" in plain(editor.get(f"{PAST}?{AT}").text)
    page = looked(editor, SHEET).text
    editor.post(f"{WHERE}?{AT}", data={**held(page), "act": "save", "by": "A. Clerk"})
    where = f"/case/{CASE}/conflicts"
    form = dict(re.findall(r'name="(form|based_on)" value="([^"]*)"', editor.get(f"{where}?{AT}").text))
    aside = {**form, "act": "aside", "claim": "RK-003", "reason": "twice", "by": "B. Clerk"}
    assert editor.post(f"{where}?{AT}", data=aside).status_code == 200
    log = editor.get(f"{PAST}.json?{AT}").json()
    first, second, third = log["versions"]
    assert log["present"] == third["version"]
    assert (second["by"], second["what"]) == ("A. Clerk", "adds N-001, N-002")
    words = plain(editor.get(f"{PAST}?{AT}").text)
    assert "B. Clerk · sets RK-003 aside: twice" in words
    data = editor.get(f"{PAST}.json?{AT}&from={first['version']}&to={third['version']}").json()
    kinds = {(d["table"], d["key"]): d["kind"] for d in data["differences"]}
    assert kinds == {
        ("claims.csv", "N-001"): "added", ("claims.csv", "N-002"): "added", ("sources.csv", "Wire 7"): "added",
        ("speakers.csv", "A. Witness"): "added", ("setaside.csv", "RK-003"): "set aside",
    }  # fmt: skip
    shown = plain(editor.get(f"{PAST}?{AT}&from={first['version']}&to={third['version']}").text)
    assert "5 rows differ" in shown
    assert "N-002 added claims.csv" in shown
    table = editor.get(f"/case/{CASE}.json?{AT}&record={first['version']}").json()
    assert table["state"]["record"] == first["version"]
    back = editor.get(f"{PAST}.json?{AT}&from={third['version']}&to={second['version']}").json()["differences"]
    assert [(d["key"], d["kind"]) for d in back] == [("RK-003", "counts again")]


def test_the_last_save_is_undone_from_the_list(editor, own_workbench):
    before = claims(own_workbench.cases)
    page = looked(editor, SHEET).text
    editor.post(f"{WHERE}?{AT}", data={**held(page), "act": "save", "by": "A. Clerk"})
    form = re.findall(r'<form method="post"[^>]*>(.*?)</form>', editor.get(f"{PAST}?{AT}").text, re.S)[-1]
    sent = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    answer = editor.post(f"{PAST}?{AT}", data=sent)
    assert answer.status_code == 200
    assert claims(own_workbench.cases) == before
    late = editor.post(f"{PAST}?{AT}", data=sent)
    assert late.status_code == 409
    assert "The record was changed after you opened this page." in plain(late.text)


ASKED = [
    ("from=0000000000000000&to=1111111111111111", "no version of this case is called “0000000000000000”"),
    ("from=../../..&to=x", "no version of this case is called “../../..”"),
    ("from=%3Cscript%3E&to=x", "no version of this case is called “<script>”"),
]


@pytest.mark.parametrize(("query", "what"), ASKED)
def test_a_version_that_nobody_knows_is_explained(client, query, what):
    answer = client.get(f"{PAST}?{AT}&{query}")
    assert answer.status_code == 400
    assert what in plain(answer.text)
    assert "<script>x" not in answer.text


def test_the_table_of_unknown_versions_is_whole():
    assert len(ASKED) == 3
