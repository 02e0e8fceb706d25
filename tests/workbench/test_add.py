"""A typed line and the form for all fields: understood, saved, refused; two editors; nothing typed is lost."""

from __future__ import annotations

import csv
import re
from html import unescape
from pathlib import Path

import pytest
from tests.workbench.conftest import visitor
from tests.workbench.hostile_case import CLOSE, IMAGE, QUOTE, SCRIPT, entered, harmless, hostile
from tests.workbench.test_law import plain

from foedus.door import Asking
from foedus.door.clock import present
from foedus.noting import quick

CASE = "russia-2024"
AT = "as-of=2025-06-01&known-to=2025-06-01"
ADD = f"/case/{CASE}/add"
FACT = "{Russia} requests help by {the reported demand for troops}"
LINE = "10 Aug 2024 02:50 MSK? | Russia asks its allies for help | src Wire 7 | by A. Witness | B2 | avail 12 Aug 2024"


@pytest.fixture
def editor(own_workbench):
    return visitor(own_workbench)


def marks(client, where: str = ADD) -> dict[str, str]:
    """What the hidden fields of the form carry."""
    page = client.get(f"{where}?{AT}")
    assert page.status_code == 200, page.text
    found = dict(re.findall(r'name="(form|based_on)" value="([^"]*)"', page.text))
    assert set(found) == {"form", "based_on"}
    return found


def claims(cases: Path, case: str = CASE) -> list[dict[str, str]]:
    return list(csv.DictReader((cases / case / "claims.csv").read_text("utf-8").splitlines()))


def sent(client, line: str, act: str = "save", where: str = ADD, **more: str):
    data = {**marks(client), "line": line, "looked": line, "by": "A. Clerk", "act": act, **more}
    return client.post(f"{where}?{AT}", data=data)


# --- what is understood --------------------------------------------------------------------------


def test_the_preview_is_what_the_reader_of_lines_makes_of_it(client, workbench):
    ask = Asking(workbench.cases / CASE)
    drafted = quick(LINE, ask.record, ask.regime, present()).to_json()
    told = client.get(f"{ADD}.json", params={"line": LINE}).json()
    assert told["draft"] == drafted
    assert told["draft"]["offers"]
    posted = client.post(f"{ADD}.json", data={**marks(client), "act": "look", "line": LINE}).json()
    assert posted["draft"] == drafted


def test_the_page_says_everything_that_was_understood(client):
    page = plain(client.get(ADD, params={"line": LINE}).text)
    for words in (
        "10 Aug 2024 02:50 (+03:00)", "zone inferred", "Russia asks its allies for help", "Wire 7 (a new source)",
        "A. Witness (a new speaker, not judged)", "source B, item 2", "12 August 2024", "none: a dated note",
        "Which sentence of the law does it say?",
    ):  # fmt: skip
        assert words in page, words


def test_a_preview_alone_is_a_part_of_the_page(client):
    answer = client.post(ADD, data={**marks(client), "act": "look", "line": LINE, "part": "1"})
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert 'id="understood"' in answer.text
    assert "understood" not in client.post(ADD, data={**marks(client), "act": "look", "line": " ", "part": "1"}).text


def test_a_wrong_part_is_marked_where_it_stands_and_mended(client):
    page = client.get(ADD, params={"line": "6 Jann | something | zz"}).text
    assert "<mark>6 Jann</mark>" in page
    assert "<mark>zz</mark>" in page
    assert "“zz” is no part we know" in plain(page)
    assert f"column {len('6 Jann | something | ') + 1}" in plain(page)
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="line-help line-problems"' in page
    assert '<div role="alert"><ul class="problems errors">' in page
    assert 'value="save"' not in page


def test_what_is_said_already_is_named(client):
    said = "10 Aug 2024 | there were no appeals from Russia over the Kursk region | src silkway | by CSTO Secretariat"
    page = client.get(ADD, params={"line": said}).text
    assert "says what RK-003 says already" in plain(page)
    assert f"/case/{CASE}/claim/RK-003?" in page


def test_what_it_would_change_is_told_and_nothing_is_saved(editor, own_workbench):
    before = claims(own_workbench.cases)
    line = f"10 Aug 2024 | {FACT} | src Wire 7 | by Reuters | avail 12 Aug 2024"
    found = sent(editor, line, "effect", f"{ADD}.json").json()
    assert {"question": "request", "stance": "text", "here": "open", "there": "yes"} in found["changes"]
    assert claims(own_workbench.cases) == before
    note = sent(editor, "10 Aug 2024 | a quiet day | src Wire 7", "effect")
    assert "It would change no answer" in plain(note.text)


# --- what is saved -------------------------------------------------------------------------------


def test_a_line_is_saved_with_the_sentence_chosen_and_undone(editor, own_workbench):
    told = editor.get(f"{ADD}.json", params={"line": LINE}).json()
    assert FACT in [o["sentence"] for o in told["draft"]["offers"]]
    before = marks(editor)["based_on"]
    answer = sent(editor, LINE, fact=FACT)
    assert answer.status_code == 200
    row = claims(own_workbench.cases)[-1]
    assert (row["id"], row["fact"], row["polarity"], row["says"]) == ("N-001", FACT, "for", "Russia asks its allies for help")
    assert (row["speaker"], row["source"], row["item_grade"]) == ("A. Witness", "Wire 7", "2")
    assert answer.url.params["record"] != before
    words = plain(answer.text)
    assert "Saved: A. Clerk adds N-001." in words
    assert 'id="line" name="line" value=""' in answer.text
    assert "autofocus" in answer.text
    undone = editor.post(str(answer.url).split("&saved")[0], data={**_undo(answer.text), "by": "A. Clerk"})
    assert undone.status_code == 200
    assert "takes back version 2" in plain(undone.text)
    assert [r["id"] for r in claims(own_workbench.cases)][-1] != "N-001"


def _undo(page: str) -> dict[str, str]:
    forms = re.findall(r'<form method="post"[^>]*>(.*?)</form>', page, re.S)
    return next(found for f in forms if (found := dict(re.findall(r'name="([^"]+)" value="([^"]*)"', f))).get("act") == "undo")


def test_the_links_after_a_save_lead_to_answers_that_have_the_claim(editor):
    page = sent(editor, f"10 Aug 2024 | {FACT} | src Wire 7 | by Reuters").text  # known from now on, which the page's date shuts out
    link = unescape(re.search(r'href="([^"]+)">The answers with it', page)[1])
    data = editor.get(link.replace(f"/case/{CASE}", f"/case/{CASE}.json")).json()
    assert next(c["verdict"] for c in data["verdicts"] if (c["question"], c["stance"]) == ("request", "text")) == "yes"
    changed = editor.get(unescape(re.search(r'href="([^"]+)">Which answers changed', page)[1])).text
    assert "answers of" in plain(changed)
    claim = editor.get(unescape(re.search(r'href="([^"]+)">N-001', page)[1]))
    assert claim.status_code == 200


def test_only_what_was_seen_is_saved(editor, own_workbench):
    before = claims(own_workbench.cases)
    answer = sent(editor, LINE, looked="10 Aug 2024 | something else")
    assert answer.status_code == 422
    assert "The line was changed after you looked at it" in plain(answer.text)
    assert claims(own_workbench.cases) == before
    spaced = sent(editor, LINE.replace(" | ", "  | "), looked=LINE)
    assert spaced.status_code == 200, "blanks are no change"


def test_two_windows_never_overwrite_each_other_and_the_line_stays(editor, own_workbench):
    mine = marks(editor)
    assert sent(editor, "11 Aug 2024 | theirs | src Wire 7", by="They").status_code == 200
    typed = {"line": LINE + ' | note “a” & <b> "c"', "by": "I", "act": "save"}
    late = editor.post(f"{ADD}?{AT}", data={**mine, **typed, "looked": typed["line"]})
    assert late.status_code == 409
    words = plain(late.text)
    assert "The record was changed after you opened this page." in words
    assert "changed meanwhile: They" in words
    assert "(adds N-001)" in words
    kept = unescape(re.search(r'name="line" value="([^"]*)"', late.text)[1])
    assert kept == typed["line"]
    assert "Save on the record as it is now" in words
    again = dict(re.findall(r'name="(form|based_on|looked)" value="([^"]*)"', late.text))
    done = editor.post(f"{ADD}?{AT}", data={**{k: unescape(v) for k, v in again.items()}, **typed})
    assert done.status_code == 200
    assert [r["id"] for r in claims(own_workbench.cases)][-2:] == ["N-001", "N-002"]
    sources = [r["id"] for r in csv.DictReader((own_workbench.cases / CASE / "sources.csv").read_text("utf-8").splitlines())]
    assert sources.count("Wire 7") == 1, "the source that the other window added is known now"


def test_a_disk_that_refuses_leaves_the_case_whole_and_the_line_in_its_field(editor, own_workbench, monkeypatch):
    before = {p.name: p.read_bytes() for p in (own_workbench.cases / CASE).iterdir() if p.is_file()}

    def refuse(*_, **__):
        raise OSError(28, "No space left on device")

    form = marks(editor)
    monkeypatch.setattr("foedus.noting.store.commit", refuse)
    answer = editor.post(f"{ADD}?{AT}", data={**form, "line": LINE, "looked": LINE, "by": "me", "act": "save"})
    assert answer.status_code == 422
    assert "the disk refused: No space left on device" in plain(answer.text)
    assert unescape(re.search(r'name="line" value="([^"]*)"', answer.text)[1]) == LINE
    assert {p.name: p.read_bytes() for p in (own_workbench.cases / CASE).iterdir() if p.is_file()} == before


BAD = [
    ({"line": ""}, 422, "there is no text"),
    ({"line": "6 Jan"}, 422, "there is no text"),
    ({"line": "6 Jan | x | B9"}, 422, "“B9” is no part we know"),
    ({"line": "6 Jan | x | src"}, 422, "nothing follows “src”"),
    ({"line": "6 Jan 02:50 IST | x"}, 422, "several zones are called"),
    ({"line": "6 Jan | x" + "x" * 4000}, 422, "the line has more than 4,000 characters"),
    ({"line": "6 Jan | a\u202eb"}, 422, "a sign that cannot be shown"),
    ({"line": f"6 Jan | x | fact {FACT}"}, 422, "a claim on a fact needs a source"),
    ({"line": "6 Jan | x | src a | fact {Russia} flies"}, 422, "no phrase"),
    ({"by": " "}, 422, "nobody is named who saves this"),
    ({"by": "x" * 201}, 422, "nobody is named who saves this"),
    ({"based_on": "0000000000000000"}, 409, "the case is no longer what you saw"),
    ({"based_on": "../../../etc/passwd"}, 409, "the case is no longer what you saw"),
    ({"act": "destroy"}, 400, "“destroy” is nothing that can be done here"),
    ({"act": "undo"}, 422, "there is no save to take back"),
    ({"form": "forged"}, 400, "this form was not made by the page that is open"),
    ({"form": ""}, 400, "this form was not made by the page that is open"),
]


@pytest.mark.parametrize(("wrong", "status", "what"), BAD, ids=[b[2] + str(n) for n, b in enumerate(BAD)])
def test_a_line_that_cannot_be_saved_is_explained_and_nothing_changes(client, workbench, wrong, status, what):
    before = {p: p.read_bytes() for p in (workbench.cases / CASE).rglob("*") if p.is_file()}
    line = wrong.get("line", LINE)
    data = {**marks(client), "line": line, "looked": line, "by": "me", "act": "save", **wrong}
    answer = client.post(f"{ADD}?{AT}", data=data)
    assert answer.status_code == status, answer.text
    assert what in plain(answer.text)
    told = client.post(f"{ADD}.json?{AT}", data=data)
    assert told.status_code == status
    assert any(what in p["what"] for p in told.json()["problems"])
    assert {p: p.read_bytes() for p in (workbench.cases / CASE).rglob("*") if p.is_file()} == before


def test_the_table_of_bad_lines_is_whole():
    assert len(BAD) == 17


def test_a_case_of_the_house_says_how_to_get_a_copy():
    client = entered(Path(__file__).resolve().parents[2] / "cases")
    for page in ("add", "add/fields", "import"):
        text = client.get(f"/case/{CASE}/{page}?{AT}").text
        assert "comes with the house and is not written into" in plain(text)
        assert "foedus serve FOLDER" in plain(text)
        assert 'value="save"' not in text
    shown = client.get(ADD, params={"line": LINE}).text
    assert 'id="understood"' in shown
    assert 'value="save"' not in shown
    refused = client.post(f"{ADD}?{AT}", data={"form": client.form, "act": "save", "line": LINE, "looked": LINE, "by": "me", "based_on": "x"})
    assert refused.status_code == 422
    assert "is not written into" in plain(refused.text)


# --- the form for all fields ---------------------------------------------------------------------

FIELDS = f"{ADD}/fields"
WHOLE = {
    "c-happened": "2024-08-10T02:50", "c-zone": "+03:00 inferred", "c-says": "asks “openly”", "c-fact": FACT, "c-polarity": "for",
    "c-speaker": "A. Witness", "c-source": "Wire 7", "c-pinpoint": "para 3", "c-item-grade": "2", "c-group": "request", "c-note": "a note",
    "s-title": "Night report", "s-outlet": "Wire", "s-date": "2024-08-12", "s-grade": "B", "p-parties": "none", "p-note": "a passer-by",
}  # fmt: skip


def filled(client, **more: str):
    data = {**marks(client, FIELDS), **WHOLE, "by": "A. Clerk", "act": "save"} | {k.replace("_", "-"): v for k, v in more.items()}
    return client.post(f"{FIELDS}?{AT}", data=data | {k: more[k] for k in ("based_on",) if k in more})


def test_every_column_of_a_claim_has_a_labelled_field(client):
    from foedus.record.case import COLUMNS

    page = client.get(f"{FIELDS}?{AT}").text
    names = set(re.findall(r'(?:input|select) id="([cs p]-[^"]+)"', page))
    for column in COLUMNS["claims.csv"]:
        name = f"c-{column.replace('_', '-')}"
        assert name in names, column
        assert f'<label for="{name}">' in page
        assert f'id="{name}-help"' in page
    assert {f"s-{c.replace(' ', '-')}" for c in COLUMNS["sources.csv"] if c != "id"} <= names


def test_all_fields_are_saved_with_a_new_source_and_speaker(editor, own_workbench):
    answer = filled(editor)
    assert answer.status_code == 200, plain(answer.text)
    assert "adds N-001" in plain(answer.text)
    row = claims(own_workbench.cases)[-1]
    assert (row["happened"], row["says"], row["pinpoint"], row["group"]) == ("2024-08-10T02:50", "asks “openly”", "para 3", "request")
    record = Asking(own_workbench.cases / CASE).record
    assert (record.sources["Wire 7"].outlet, record.sources["Wire 7"].grade) == ("Wire", "B")
    assert record.speakers["A. Witness"].parties == ()
    assert record.claims[-1].available.verbatim == "2024-08-12"


def test_a_line_goes_on_in_all_fields(editor):
    answer = sent(editor, LINE, "fields")
    assert answer.url.path == FIELDS
    page = answer.text
    for name, value in (("c-says", "Russia asks its allies for help"), ("c-source", "Wire 7"), ("c-item-grade", None)):
        if value:
            assert f'name="{name}" value="{value}"' in page
    assert '<option value="2" selected>' in page


WRONG_FIELDS = [
    ({"c_says": "", "c_fact": ""}, 422, "c-says", "the claim says nothing"),
    ({"c_happened": ""}, 422, "c-happened", "nothing says when it happened"),
    ({"c_happened": "soon"}, 422, "c-happened", "“soon”"),
    ({"c_zone": "Mars"}, 422, "c-zone", "Mars"),
    ({"c_polarity": ""}, 422, "c-polarity", "the column “polarity” is empty"),
    ({"c_polarity": "perhaps"}, 422, "c-polarity", "“perhaps” is no polarity"),
    ({"c_item_grade": "9"}, 422, "c-item-grade", "“9” is no grade"),
    ({"c_fact": "{Russia} flies"}, 422, "c-fact", "no phrase"),
    ({"c_id": "RK-001"}, 422, "c-id", "“RK-001” stands in line"),
    ({"c_renders": "XX-1"}, 422, "c-renders", "no claim is called “XX-1”"),
    ({"c_supersedes": "RK-001"}, 422, "c-supersedes", "only its own speaker may withdraw a claim"),
    ({"c_source": "RBC-Ukraine 1723653094"}, 422, "c-source", "is in the case already"),
    ({"c_source": "", "c_fact": ""}, 422, "c-source", "the new source has no name"),
    ({"c_speaker": "Vladimir Putin"}, 422, "c-speaker", "is in the case already"),
    ({"p_parties": "Atlantis"}, 422, "c-speaker", "no party is called “Atlantis”"),
    ({"s_grade": "Z"}, 422, "c-source", "“Z” is no grade"),
    ({"c_note": "x" * 4001}, 422, "c-note", "characters"),
    ({"by": ""}, 422, "", "nobody is named"),
    ({"based_on": "0000000000000000"}, 409, "", "the case is no longer what you saw"),
]


@pytest.mark.parametrize(("wrong", "status", "field", "what"), WRONG_FIELDS, ids=[w[3] + str(n) for n, w in enumerate(WRONG_FIELDS)])
def test_a_wrong_field_is_marked_and_everything_typed_stays(client, workbench, wrong, status, field, what):
    before = {p: p.read_bytes() for p in (workbench.cases / CASE).rglob("*") if p.is_file()}
    answer = filled(client, **wrong)
    assert answer.status_code == status, plain(answer.text)
    assert what in plain(answer.text)
    if field:
        assert re.search(rf'id="{field}"[^>]*aria-describedby="{field}-help {field}-wrong" aria-invalid="true"', answer.text), field
        assert re.search(rf'class="wrong" id="{field}-wrong">[^<]*', answer.text)
    typed = WHOLE | {k.replace("_", "-"): v for k, v in wrong.items()}
    for name, value in typed.items():
        if value and name[1] == "-":
            shown = unescape(answer.text)
            assert f'name="{name}" value="{value}"' in shown or f"selected>{value}" in shown or f'value="{value}" selected' in shown, name
    assert {p: p.read_bytes() for p in (workbench.cases / CASE).rglob("*") if p.is_file()} == before


def test_the_table_of_wrong_fields_is_whole():
    assert len(WRONG_FIELDS) == 19


# --- tricks --------------------------------------------------------------------------------------


def test_nothing_that_somebody_typed_comes_to_life(tmp_path: Path):
    client = entered(hostile(tmp_path))
    at = "as-of=2022-01-20&known-to=2022-01-20"
    for trick in (SCRIPT, IMAGE, QUOTE, CLOSE):
        line = f"6 Jan | {trick.replace('|', '')} | src {trick} | by {trick} | note {trick} | zz{trick}"
        harmless(client.get("/case/tricks/add?" + at, params={"line": line}).text)
        data = {"form": client.form, "act": "save", "line": line, "looked": line, "by": trick, "based_on": trick, "fact": trick}
        harmless(client.post(f"/case/tricks/add?{at}", data=data).text)
        typed = dict.fromkeys(WHOLE, trick) | {"form": client.form, "act": "save", "by": trick, "based_on": trick}
        harmless(client.post(f"/case/tricks/add/fields?{at}", data=typed).text)
    for page in ("add", "add/fields", "import", "history"):
        harmless(client.get(f"/case/tricks/{page}?{at}").text)
    good = dict(re.findall(r'name="(form|based_on)" value="([^"]*)"', client.get(f"/case/tricks/add?{at}").text))
    line = f"6 Jan | {SCRIPT} | src {CLOSE} | by {IMAGE}"
    done = client.post(f"/case/tricks/add?{at}", data={**good, "act": "save", "line": line, "looked": line, "by": IMAGE})
    assert done.status_code == 200
    assert "Saved:" in plain(done.text)
    harmless(done.text)
    harmless(client.get("/case/tricks/history").text)
