"""Memos: every sentence has its note, nothing alleged is told as fact, and each format holds what it should."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from base64 import b64encode
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from foedus.citing import Footnotes, Note, Run, cited_words
from foedus.cli.entry import foedus
from foedus.door import Asking, NotUnderstood
from foedus.papers import FORMATS, Memo, Piece, Section, Sentence, Table, memo, write

ROOT = Path(__file__).resolve().parents[2]
CASES = sorted(p.parent.name for p in ROOT.glob("cases/*/case.toml"))
NIGHT = {"as_of": "end-of-6-january", "known_to": "2022-02-01"}
HEADINGS = ["What is not known", "What is disputed", "What follows", "Who decides, and who must act by when", "What would change the answer"]


@cache
def of_case(case: str) -> tuple[Memo, Asking]:
    """The memo on a case under its text, on the first dozen questions: more than its text speaks of."""
    first = list(Asking(case).regime.questions)[:12]
    asking = Asking(case, known_to="2026-01-01", stance="text", as_of="2026-01-01", question=first)
    return memo(asking), asking


@cache
def of_the_night() -> Memo:
    return memo(Asking("kazakhstan-2022", **NIGHT))


# --- what a memo says ------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
def test_every_sentence_of_every_case_has_a_note_and_one_full_stop(case: str) -> None:
    made, asking = of_case(case)
    sentences = list(made.sentences())
    assert len(sentences) >= 5 and [s.heading for s in made.sections] == HEADINGS and all(s.paragraphs for s in made.sections)
    for one in sentences:
        assert one.notes, one.text
        assert one.text.endswith(".") and not one.text.endswith(".."), one.text
        assert not re.search(r"  |\bNone\b|\(\)|[{}]| ,|;;| \.", one.text), one.text
    assert [n for s in sentences for n in s.notes] == [n.number for n in made.notes] == list(range(1, len(made.notes) + 1))
    for note in made.notes:
        assert note.text.endswith(".") and not note.text.endswith("..") and "ibid" not in note.text.casefold()
        assert all(0 <= run.note < note.number for run in note.runs)
    assert len(made.annex.rows) == len(asking.assess().questions)


OPEN = ("whether", "It is only alleged", "if it is", "falls if", "Whether", "not shown to have been so", "not before")


@pytest.mark.parametrize("case", ["kazakhstan-2022", "turkiye-2003", "rio-1974", "armenia-2021-11"])
def test_what_is_open_is_never_told_as_fact(case: str) -> None:
    made, asking = of_case(case)
    open_facts = {f for cell in asking.assess() for kind in ("unknown", "alleged", "disputed", "instant") for f in getattr(cell.turns_on, kind)}
    told = 0
    for sentence in made.sentences():
        for fact in open_facts:
            if fact in sentence.text:
                told += 1
                assert any(word in sentence.text.partition(fact)[0] for word in OPEN), sentence.text
    assert told or case in ("turkiye-2003", "rio-1974")


def test_dates_versions_reading_and_proof_are_named() -> None:
    said = dict(of_the_night().particulars)
    assert list(said) == ["Happened by", "Available by", "Recorded", "Law", "Stance", "Proof", "Covers"]
    assert said["Happened by"] == "the end of 6 January 2022 (+06:00)" and said["Available by"] == "the end of 1 February 2022 (+06:00)"
    assert re.search(r"record [0-9a-f]{16}$", said["Recorded"]) and re.search(r"; law pages [0-9a-f]{16}$", said["Law"])
    chosen = dict(memo(Asking("kazakhstan-2022", **NIGHT, stance="text", question="article-4", reading={"finding": "by the Council"}, law_at="2022-01-06")).particulars)
    assert chosen["Readings"] == "chosen for the text: finding = by the Council" and chosen["Law"].startswith("the law of 6 January 2022")


def test_the_night_is_told_with_what_is_open_first() -> None:
    made = of_the_night()
    texts = [s.text for s in made.sentences()]
    assert texts[0].startswith("Nobody on record says whether") and texts[1].startswith("It is only alleged, and not shown, that")
    triggered = next(t for t in texts if t.startswith("Is article 4 triggered? Open"))
    assert "proof: disinterested speakers and admissions" in triggered and "“burden in article 4” and “finding”" in triggered
    assert "Council 2022: yes" in triggered and "text was not read" in triggered
    assert any("(n 3)" in n.text for n in made.notes) and sum("text not read" in n.text for n in made.notes) > 3


def test_readings_are_cited_in_the_wording_that_applies() -> None:
    notes = " ".join(n.text for n in of_the_night().notes)
    assert "as in force from 19 December 2012" in notes and "to 18 December 2012" not in notes


# --- formats, on a memo that means harm ------------------------------------------------------------------


def hostile() -> Memo:
    notes = Footnotes()
    evil = "<script>alert(1)</script> & \"]]>\" *x* _y_ [z](http://evil.example) | \\ \x00\x07\u202e # ~"
    notes.note([cited_words("A & B", evil)])
    notes.note([cited_words("A & B", evil, "p. <3>")])
    one = Sentence((Piece(f"{evil} ", strong=True), Piece("so it is;", (1,)), Piece(" and so.", (2,))))
    two = Note(3, (Run("<b>", italic=True), Run(" (n "), Run("1", note=1), Run(").")))
    three = Sentence((Piece("It ends.", (3,)),))
    table = Table(evil, ("Question", "Answer", "Law"), ((evil, evil, evil), ("a", "b", "")), evil)
    return Memo(evil, evil, ((evil, evil), ("b", "c")), (Section(evil, ((one, three),)),), table, (*notes.notes, two))


WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        return {i.filename: archive.read(i) for i in archive.infolist()}


@pytest.mark.parametrize("which", ["hostile", "night"])
def test_a_word_document_is_whole(which: str) -> None:
    made = hostile() if which == "hostile" else of_the_night()
    found = parts(write(made, "docx"))
    trees = {name: ElementTree.fromstring(data) for name, data in found.items()}
    assert next(iter(found)) == "[Content_Types].xml"
    named = {o.get("PartName", "").lstrip("/") for o in trees["[Content_Types].xml"] if o.get("PartName")}
    assert named == {n for n in found if not n.endswith(".rels") and n != "[Content_Types].xml"}
    for rels, base in (("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word/")):
        targets = {r.get("Id"): base + str(r.get("Target")) for r in trees[rels].iter(f"{RELATION}Relationship")}
        assert set(targets.values()) <= set(found)
        assert not [r for r in trees[rels].iter() if r.get("TargetMode")]
    document, footnotes = trees["word/document.xml"], trees["word/footnotes.xml"]
    ids = [int(n.get(f"{WORD}id", "")) for n in footnotes.iter(f"{WORD}footnote")]
    assert ids == [-1, 0, *range(1, len(made.notes) + 1)]
    assert [int(r.get(f"{WORD}id", "")) for r in document.iter(f"{WORD}footnoteReference")] == ids[2:]
    marks = {b.get(f"{WORD}name") for b in document.iter(f"{WORD}bookmarkStart")}
    fields = [(f.text or "").split() for f in footnotes.iter(f"{WORD}instrText")]
    assert fields and all(f[0] == "NOTEREF" and f[1] in marks and f[2] == "\\h" for f in fields)
    assert len(marks) == len(list(document.iter(f"{WORD}bookmarkEnd")))
    used = {s.get(f"{WORD}val") for tree in trees.values() for tag in ("pStyle", "rStyle") for s in tree.iter(f"{WORD}{tag}")}
    assert used <= {s.get(f"{WORD}styleId") for s in trees["word/styles.xml"].iter(f"{WORD}style")}
    assert len(list(document.iter(f"{WORD}tblHeader"))) == 1
    languages = {one.get(f"{WORD}val") for one in trees["word/styles.xml"].iter(f"{WORD}lang")}
    assert languages == {"en-GB"}


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.tags.append(tag)
        self.ids += [said["id"] or ""] if "id" in said else []
        self.links += [said["href"] or ""] if "href" in said else []
        self.loads += [name for name in ("src", "srcset", "data", "style", "onclick") if name in said]


@pytest.mark.parametrize("which", ["hostile", "night"])
def test_a_page_loads_nothing_and_links_its_notes_both_ways(which: str) -> None:
    made = hostile() if which == "hostile" else of_the_night()
    text = write(made, "html").decode()
    page = Page(text)
    assert not {"script", "img", "link", "iframe", "b"} & set(page.tags) and page.loads == []
    assert len(page.ids) == len(set(page.ids))
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    numbers = [n.number for n in made.notes]
    assert {f"#n{n}" for n in numbers} <= set(page.links) and {f"#r{n}" for n in numbers} <= set(page.links)
    style = re.search(r"<style>(.*?)</style>", text, re.S)
    assert style and f"style-src 'sha256-{b64encode(sha256(style[1].encode()).digest()).decode()}'" in text and "default-src 'none'" in text
    assert '<html lang="en-GB">' in text and "\x00" not in text


@pytest.mark.parametrize("which", ["hostile", "night"])
def test_markdown_has_every_note_once(which: str) -> None:
    made = hostile() if which == "hostile" else of_the_night()
    text = write(made, "md").decode()
    body, _, _ = text.partition("\n[^1]: ")
    assert [int(n) for n in re.findall(r"\[\^(\d+)\](?!:)", body)] == [n.number for n in made.notes]
    assert [int(n) for n in re.findall(r"^\[\^(\d+)\]: ", text, re.M)] == [n.number for n in made.notes]
    assert "<script" not in text.replace("\\<script", "") and "\x00" not in text
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert len(rows) == len(made.annex.rows) + len(made.particulars) + 2


@pytest.mark.parametrize("to", ["docx", "html", "md"])
def test_the_same_memo_gives_the_same_bytes(to: str) -> None:
    again = memo(Asking("kazakhstan-2022", **NIGHT, stance="text", question="article-4"))
    once = memo(Asking("kazakhstan-2022", **NIGHT, stance="text", question="article-4"))
    assert write(once, to) == write(again, to)


def test_a_pdf_is_the_same_each_time_and_has_two_pages() -> None:
    pytest.importorskip("weasyprint", reason="no WeasyPrint: no pdf was made")
    first = write(of_the_night(), "pdf")
    assert first == write(of_the_night(), "pdf") and first.startswith(b"%PDF")
    assert write(hostile(), "pdf").startswith(b"%PDF")
    from weasyprint import HTML

    assert len(HTML(string=write(of_the_night(), "html").decode()).render().pages) == 2


def test_libreoffice_opens_it_on_two_pages_with_its_notes(tmp_path: Path) -> None:
    office, reader = shutil.which("soffice"), shutil.which("pdftotext")
    if not office or not reader:
        pytest.skip("no soffice or pdftotext: the memo was opened by no word processor")
    (tmp_path / "night.docx").write_bytes(write(of_the_night(), "docx"))
    (tmp_path / "hostile.docx").write_bytes(write(hostile(), "docx"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    made = [str(tmp_path / "night.docx"), str(tmp_path / "hostile.docx")]
    subprocess.run([office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *made], check=True, capture_output=True, timeout=300)
    text = subprocess.run([reader, "-layout", str(tmp_path / "night.pdf"), "-"], check=True, capture_output=True, text=True).stdout
    assert text.count("\f") == 2, "not two pages"
    assert re.search(r"1 ?/ ?2", text) and re.search(r"2 ?/ ?2", text) and "(n 3) art 4(1)" in text and "What would change the answer" in text
    evil = subprocess.run([reader, "-layout", str(tmp_path / "hostile.pdf"), "-"], check=True, capture_output=True, text=True).stdout
    assert "<script>alert(1)</script>" in evil and "(n 1)." in evil


# --- the command -----------------------------------------------------------------------------------------

ASK = ["report", "kazakhstan-2022", "--as-of", "end-of-6-january", "--known-to", "2022-02-01", "--stance", "text", "--question", "article-4"]

# name: (arguments, where, what is wrong, what to do)
REFUSED = {
    "no format": (["--to", "doc"], "--to", "no paper is written as “doc”", "nearest known: docx"),
    "no format like it": (["--to", "tex"], "--to", "no paper is written as “tex”", "one of: docx, html, pdf, md"),
    "file there": (["--to", "md", "--out", "there.md"], "--out", "there.md is there already", "add --force to write over it, or name another: --out FILE"),
    "default name there": (["--to", "html"], "--out", "kazakhstan-2022.html is there already", "add --force"),
    "no folder": (["--to", "md", "--out", "nowhere/memo.md"], "--out", "there is no folder nowhere", ""),
    "a folder": (["--to", "md", "--out", "folder"], "--out", "folder is a folder", "name a file"),
}
assert len(REFUSED) == 6


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_written_is_refused_before_it_is_worked_out(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments, where, what, remedy = REFUSED[name]
    monkeypatch.chdir(tmp_path)
    Path("there.md").write_text("mine", "utf-8")
    Path("kazakhstan-2022.html").write_text("mine", "utf-8")
    Path("folder").mkdir()
    monkeypatch.setattr("foedus.papers.memo", lambda ask: pytest.fail("it was worked out"))
    failed = CliRunner().invoke(foedus, [*ASK, *arguments])
    assert isinstance(failed.exception, NotUnderstood)
    problem = failed.exception.problems[0]
    assert (problem.place.file, what in problem.what, remedy in problem.remedy) == (where, True, True), problem
    assert Path("there.md").read_text("utf-8") == "mine"


def test_a_terminal_is_not_sent_a_word_document(monkeypatch: pytest.MonkeyPatch) -> None:
    from foedus.cli import report

    monkeypatch.setattr(report.sys, "stdout", type("Terminal", (), {"isatty": staticmethod(lambda: True)})())
    with pytest.raises(NotUnderstood, match="a terminal cannot show it"):
        report._may_write(None, True, False)
    report._may_write(None, False, False)


def test_without_weasyprint_a_pdf_is_refused_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(NotUnderstood, match=r"a pdf needs WeasyPrint, which cannot be loaded here") as refused:
        write(hostile(), "pdf")
    assert "install foedus[pdf]" in refused.value.problems[0].remedy


def test_the_command_writes_whole_files_the_same_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(foedus, [*ASK, "--to", "docx"])
    assert done.exit_code == 0 and "written: kazakhstan-2022.docx" in done.stderr
    first = Path("kazakhstan-2022.docx").read_bytes()
    assert CliRunner().invoke(foedus, [*ASK, "--to", "docx", "--out", "kazakhstan-2022.docx", "--force"]).exit_code == 0
    assert Path("kazakhstan-2022.docx").read_bytes() == first
    assert sorted(p.name for p in tmp_path.iterdir()) == ["kazakhstan-2022.docx"]
    shown = CliRunner().invoke(foedus, [*ASK, "--to", "md", "--out", "-"])
    assert shown.stdout.startswith("# Kazakhstan, January 2022\n") and sorted(p.name for p in tmp_path.iterdir()) == ["kazakhstan-2022.docx"]


def test_formats_are_what_the_command_says() -> None:
    assert FORMATS == ("docx", "html", "pdf", "md")
