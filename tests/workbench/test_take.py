"""What one can take away: the same address gives the same bytes, and what cannot be made here is told."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from tests.workbench.hostile_case import entered
from tests.workbench.test_law import plain

from foedus import papers
from foedus.door import Asking, NotUnderstood
from foedus.interchange import claims_csv, csl, prov, timelinejs

CASE = "/case/turkiye-2003"
AT = "as-of=2003-02-17T00%3A00%2B01%3A00&known-to=2003-03-01T00%3A00%2B01%3A00"


def asking(workbench):
    return Asking(workbench.cases / "turkiye-2003", as_of="2003-02-17T00:00+01:00", known_to="2003-03-01T00:00+01:00")


def test_every_paper_is_listed_with_an_address_that_gives_it(client):
    rows = client.get(f"{CASE}/papers.json?{AT}").json()["papers"]
    assert {r["id"] for r in rows} >= {"docx", "pdf", "html", "md", "bundle", "claims", "csl", "timelinejs", "ics", "ftm", "prov"}
    assert {r["group"] for r in rows} == {"memo", "bundle", "record"}
    names = [r["file"] for r in rows]
    assert len(names) == len(set(names))
    page = plain(client.get(f"{CASE}/papers?{AT}").text)
    for row in rows:
        assert row["title"] in page
        assert bool(row["address"]) != bool(row["lacking"])
    for id in ("claims", "csl", "prov"):
        answer = client.get(next(r["address"] for r in rows if r["id"] == id))
        assert answer.status_code == 200
        assert answer.headers["content-disposition"] == f'attachment; filename="{next(r["file"] for r in rows if r["id"] == id)}"'


@pytest.mark.parametrize(("id", "write"), [("claims", claims_csv), ("csl", csl), ("prov", prov), ("timelinejs", timelinejs)])
def test_a_paper_is_what_the_command_line_writes(client, workbench, id, write):
    assert client.get(f"{CASE}/papers/{id}?{AT}").content.decode() == write(asking(workbench))


def test_the_memo_is_the_engines_and_two_servers_give_the_same_bytes(client, workbench):
    one = client.get(f"{CASE}/papers/md?{AT}")
    assert one.headers["content-type"].startswith("text/markdown")
    assert one.content == papers.write(papers.memo(asking(workbench)), "md")
    docx = client.get(f"{CASE}/papers/docx?{AT}").content
    assert docx.startswith(b"PK")
    assert entered(workbench.cases).get(f"{CASE}/papers/docx?{AT}").content == docx


def test_the_bundle_is_one_archive_without_the_time_of_its_making(client, workbench):
    data = client.get(f"{CASE}/papers/bundle?{AT}").content
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {n.split("/")[0] for n in names} == {"turkiye-2003"}
        assert "turkiye-2003/index.html" in names
        json.loads(archive.read("turkiye-2003/assessment.json"))
    assert entered(workbench.cases).get(f"{CASE}/papers/bundle?{AT}").content == data


def test_a_format_whose_maker_is_missing_is_told_with_the_remedy(client, monkeypatch):
    def missing(to: str) -> None:
        if to == "pdf":
            raise NotUnderstood.of("--to", "a pdf needs WeasyPrint, which cannot be loaded here", "install foedus[pdf]")

    monkeypatch.setattr("foedus.papers.check_format", missing)
    row = next(r for r in client.get(f"{CASE}/papers.json?{AT}").json()["papers"] if r["id"] == "pdf")
    assert (row["address"], row["lacking"]) == ("", "a pdf needs WeasyPrint, which cannot be loaded here; install foedus[pdf]")
    page = client.get(f"{CASE}/papers?{AT}").text
    assert "a pdf needs WeasyPrint" in plain(page)
    assert "/papers/pdf?" not in page
    answer = client.get(f"{CASE}/papers/pdf?{AT}")
    assert answer.status_code == 400
    assert "install foedus[pdf]" in plain(answer.text)


@pytest.mark.parametrize("name", ["doc", "..", "%2e%2e%2fetc", "<script>"])
def test_a_paper_there_is_not_is_explained(client, name):
    answer = client.get(f"{CASE}/papers/{name}?{AT}")
    assert answer.status_code in (200, 400, 404)
    if answer.status_code == 400:
        assert "there is no paper" in plain(answer.text)
    else:
        assert not answer.headers.get("content-disposition")
