"""What others typed stays text on every page and paper; no name leads out of the folder of cases."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from tests.workbench.conftest import Watch, opened, serving
from tests.workbench.hostile_case import CLOSE, IMAGE, QUOTE, SCRIPT, entered, hostile

from foedus.door import Asking
from foedus.keeping import NewMatter
from foedus.papers import FORMATS, bundle, memo, write
from foedus.workbench.pages import ENTRIES

SRC = Path(__file__).resolve().parents[2] / "src" / "foedus"
LINK = "javascript:alert(6)"
TEMPLATE = "{{7*7}} {% raw %} ${7*7} <%= 7*7 %>"
BIDI = "\u202egnitirw\u2066 abc\u200b"
LONG = "x" * 4_000  # the longest word a cell may hold
MORE = (LINK, TEMPLATE, BIDI, LONG)
DATES = {"as-of": "2022-01-12", "known-to": "2022-01-12"}


@pytest.fixture(scope="session")
def tricks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the case of tricks, with some more of them, and a matter of tricks."""
    folder = hostile(tmp_path_factory.mktemp("tricks"))
    case = folder / "tricks"
    more = [
        f'B-{n},"{text}","{text}","{text}",,,"{text}","S-{n}","{text}","{text}",,2022-01-0{n},2022-01-0{n},,,"{text}"'
        for n, text in enumerate(MORE, 3)
    ]
    head = (
        "id,event,actor,says,fact,polarity,speaker,source,pinpoint,note,zone,happened,available,source_grade,item_grade,reason\n"
    )
    add(case / "claims.csv", head, more)
    add(case / "sources.csv", "id,title,author,outlet,note\n", [f'S-{n},"{t}","{t}","{t}","{t}"' for n, t in enumerate(MORE, 3)])
    add(case / "speakers.csv", "speaker,parties\n", [f'"{text}",none' for text in MORE])
    NewMatter("request", "csto", f"{SCRIPT}{IMAGE}"[:190], "+00:00", {"the requester": "Kazakhstan"}).open(folder, None)
    return folder


def add(table: Path, head: str, rows: Sequence[str]) -> None:
    """Put rows with columns of their own under a table."""
    import csv
    from io import StringIO

    found = list(csv.DictReader(StringIO(table.read_text("utf-8"))))
    found += list(csv.DictReader(StringIO(head + "\n".join(rows) + "\n")))
    names = list(dict.fromkeys(n for row in found for n in row))
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names, restval="")
        writer.writeheader()
        writer.writerows(found)


@pytest.fixture(scope="session")
def client(tricks: Path) -> Any:
    """Who is let in to a workbench over the tricks."""
    return entered(tricks)


# --- every page ------------------------------------------------------------------------------------

FILLED: Mapping[str, Sequence[str]] = {
    "{question}": ("article-4", SCRIPT),
    "{claim}": ("A-1", "A-2", "B-3", "B-6", QUOTE),
    "{regime}": ("csto", SCRIPT),
    "{provision}": ("CST:99", CLOSE),
    "{paper}": ("claims", SCRIPT),
}
TYPED = {
    "actor": CLOSE,
    "kind": IMAGE,
    "phrase": QUOTE,
    "on": SCRIPT,
    "case": IMAGE,
    "page": CLOSE,
    "over": QUOTE,
    "viewpoint": SCRIPT,
}


def addresses() -> Iterator[str]:
    """Every page with each value its address may hold, as it is asked for; then with tricks as its keys and as its choices."""
    for entry in ENTRIES:
        found = [re.sub(r"\{(\w+):path\}", r"{\1}", entry.path)]
        for name, values in FILLED.items():
            found = [a.replace(name, quote(v, safe=":")) for a in found for v in (values if name in a else ("",))]
        for path in found:
            cases = ("request",) if entry.matter_only else ("tricks",)
            for case in cases:
                where = path.replace("{case}", case)
                assert "{" not in where, f"say what stands for a name in {entry.path}"
                dated = DATES if case == "tricks" and "{case}" in entry.path else {}
                yield f"{where}?{urlencode(dated)}"
        typed = {k: TYPED.get(k, SCRIPT) for k in entry.keys}
        where = found[0].replace("{case}", "tricks")
        yield f"{where}?{urlencode({**DATES, **typed})}"
    for key in ("as-of", "law-at", "stance", "suppose", "without", "restore", "reading", "standard", "record", "law", "none"):
        yield f"/case/tricks?{urlencode({**DATES, key: f'{SCRIPT}:{QUOTE}'})}"
    yield f"/case/{quote(SCRIPT)}"
    yield f"/{quote(IMAGE)}"


ADDRESSES = list(addresses())


def test_every_page_is_visited() -> None:
    patterns = {e.path: re.compile(re.sub(r"\\\{\w+(:path)?\\\}", "[^?]+", re.escape(e.path)) + r"\?") for e in ENTRIES}
    assert [p for p, shape in patterns.items() if not any(shape.match(a) for a in ADDRESSES)] == []
    assert len(ADDRESSES) > 2 * len(ENTRIES)


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_typed_comes_to_life(client: Any, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code < 500
    if answer.headers["content-type"].startswith("text/html"):
        ours_alone(answer.text)
    assert "49 {%" not in answer.text and "49 $" not in answer.text  # a template would have worked it out
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_tricks_are_on_the_pages(client: Any) -> None:
    """The pages above were not empty: each trick is shown, as text."""
    page = client.get(f"/case/tricks/timeline?{urlencode({**DATES, 'from': '..', 'to': '..'})}").text
    shown = Read(page).text
    assert all(trick in shown for trick in (SCRIPT, LINK, "{{7*7}}", LONG))


def test_twins_carry_what_was_typed_unchanged(client: Any) -> None:
    query = urlencode({**DATES, "from": "..", "to": ".."})
    found = client.get(f"/case/tricks/timeline.json?{query}").json()
    said = {e["claim"]: e for e in found["entries"]}
    assert said["A-1"]["says"] == SCRIPT
    for number, text in enumerate(MORE, 3):
        assert said[f"B-{number}"]["says"] == text


class Read(HTMLParser):
    """A page as a browser reads it: its elements with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements, self.text = list[tuple[str, dict[str, str]]](), ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {n: v or "" for n, v in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data


def written() -> set[str]:
    """The names of all attributes that our templates and drawings write."""
    rooms = (SRC / room for room in ("workbench", "show", "papers", "drawing", "atlas"))
    files = [p for room in rooms for p in room.rglob("*") if p.suffix in (".j2", ".py")]
    return {
        n.lower().replace("_", "-") for p in files for n in re.findall(r"[a-zA-Z][\w:-]*(?=[\"'=\s>%{])", p.read_text("utf-8"))
    }


OURS = written()
TAGS = {"script", "iframe", "object", "embed", "base", "frame", "applet", "math", "audio", "video", "style"}


def ours_alone(page: str, styled: bool = False) -> None:
    """Assert that a page holds no element, attribute or link but ours; `styled`: it may bring a style sheet along."""
    elements = Read(page).elements
    assert len(elements) > 10
    for tag, said in elements:
        allowed = (tag == "script" and said.get("src", "").startswith("/static/")) or (tag == "style" and styled)
        assert allowed or tag not in TAGS, (tag, said)
        assert not any(n.startswith("on") or n in ("style", "srcdoc") for n in said), (tag, said)
        assert said.get("http-equiv", "Content-Security-Policy") == "Content-Security-Policy", (tag, said)
        assert set(said) <= OURS, (tag, set(said) - OURS)
        for name in ("href", "src", "action", "formaction", "xlink:href"):
            assert re.match(r"(/(?![/\\])|#|\?|https?://|[\w.-]+(#|$)|$)", said.get(name, "")), (tag, said)
    assert not re.search(r"<b>out</b>|<i>tricks", page)


def test_the_check_finds_what_it_is_for() -> None:
    plain = "<p>fine</p>" * 20
    ours_alone(plain)
    for trick in (SCRIPT, IMAGE, CLOSE, f'<p {QUOTE[1:]}">', f'<a href="{LINK}">x</a>', '<a href="//evil.example">x</a>'):
        with pytest.raises(AssertionError):
            ours_alone(plain + trick)


def test_a_browser_sees_nothing_happen(tricks: Path, browser: Any, workbench: Any, watch: Watch) -> None:
    for running in serving(tricks):
        page = opened(browser, running, watch)
        page.on("dialog", lambda d: (watch.troubles.append(f"dialog: {d.message}"), d.dismiss()))
        for address in ADDRESSES:
            if any(file in address for file in ("agenda.ics", "geojson", "papers/claims")):
                continue
            answer = page.goto(running.address + address)
            expected = f"the server responded with a status of {answer.status}" if answer.status >= 400 else "no error"
            watch.troubles[:] = [t for t in watch.troubles if expected not in t]
            assert not watch.troubles, address
        page.context.close()


# --- papers ----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def asking(tricks: Path) -> Asking:
    """The question that the papers answer."""
    return Asking(tricks / "tricks", as_of="2022-01-12", known_to="2022-01-12", stance=("text",))


def test_a_bundle_of_tricks_is_harmless(asking: Asking) -> None:
    found = bundle(asking)
    ours_alone(found["index.html"].decode(), styled=True)
    for name, data in found.items():
        if name.endswith(".svg"):
            drawn_by_us(data)
        if name.endswith("json"):
            assert json.loads(data)
    assert SCRIPT in found["claims.csv"].decode()


@pytest.mark.parametrize("to", [f for f in FORMATS if f != "pdf"])
def test_a_memo_of_tricks_is_harmless(asking: Asking, to: str) -> None:
    made = write(memo(asking), to)
    if to == "html":
        ours_alone(made.decode(), styled=True)
    if to == "docx":
        with ZipFile(BytesIO(made)) as file:
            parts = [n for n in file.namelist() if n.endswith((".xml", ".rels"))]
            assert parts
            for part in parts:
                ElementTree.fromstring(file.read(part))
            assert not any("javascript:" in file.read(n).decode() for n in parts if n.endswith(".rels"))
    if to == "md":
        assert not re.search(r"^ {0,3}<|\]\(javascript:|(?<!\\)<(script|img)\b", made.decode(), re.MULTILINE | re.IGNORECASE)


def drawn_by_us(data: bytes) -> None:
    """Assert that a drawing is XML, and that nothing in it runs or leads away."""
    for element in ElementTree.fromstring(data).iter():
        tag = element.tag.rpartition("}")[2]
        assert tag not in ("script", "foreignObject", "image", "style", "animate", "set"), tag
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on") and name != "style", name
            if name.rpartition("}")[2] == "href":
                assert value.startswith(("#", "/")), value


# --- ways out of the folder ------------------------------------------------------------------------

CANARY = "the-canary-sings"
OUT = ("../secret", "..", ".", "/etc", "%2e%2e/secret", "%2e%2e%2fsecret", "..%5csecret", "..\\secret", "tricks/../../secret")
OUT += ("....//secret", "secret\0", "secret%00", "tricks%00/../secret", "~", "file:///etc", "%252e%252e%252fsecret", "{secret}")


@pytest.fixture
def fenced(tmp_path: Path) -> tuple[Any, Path]:
    """A workbench over a folder beside which there is something that is none of its business, and that something."""
    cases = tmp_path / "cases"
    cases.mkdir()
    hostile(cases)
    secret = tmp_path / "secret"
    (secret / "law").mkdir(parents=True)
    for name in ("case.toml", "matter.toml", "claims.csv", "log.jsonl", "regime.toml", "law/own.md", "live.js", "canary.txt"):
        (secret / name).write_text(f'title = "{CANARY}"\nregime = "csto"\nzone = "+00:00"\n', "utf-8")
    return entered(cases), secret


def everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file under a folder with its bytes and when it was written."""
    return {str(p): (p.read_bytes(), p.stat().st_mtime_ns) for p in sorted(folder.rglob("*")) if p.is_file()}


def test_no_name_leads_out_of_the_folder(fenced: tuple[Any, Path]) -> None:
    client, secret = fenced
    before = everything(secret.parent)
    names = [n for out in OUT for n in (out.replace("\0", "%00"), quote(out, safe=""))]
    for name in names:
        keyed = quote(name)
        for where in (
            f"/case/{name}",
            f"/case/{name}.json",
            f"/case/{name}/history",
            f"/case/tricks/claim/{name}",
            f"/case/tricks/why/{name}",
            f"/law/{name}",
            f"/law/csto/{name}",
            f"/law/csto.json?case={keyed}",
            f"/static/{name}/live.js",
            f"/static/../{name}/canary.txt",
            f"/case/tricks/timeline.json?record={keyed}&as-of=2022-01-06",
            f"/case/tricks/timeline.json?law={keyed}&as-of=2022-01-06",
            f"/case/tricks/map.json?viewpoint={keyed}&as-of=2022-01-06",
            f"/vote?regime={keyed}",
        ):
            answer = client.get(where)
            assert answer.status_code < 500 and CANARY not in answer.text, where
    assert everything(secret.parent) == before


def test_no_form_writes_outside_the_folder(fenced: tuple[Any, Path]) -> None:
    client, secret = fenced
    before = everything(secret.parent)
    for name in OUT:
        sent = {"form": client.form, "name": name, "regime": "csto", "folder": name, "walk": name, "by": name, "who": name}
        for where in [e.path for e in ENTRIES if e.deed]:
            at = where.replace("{case}", "tricks")
            files = {"file": (f"../{name}.csv", b"text,happened\nx,2022-01-06\n")}
            answer = client.post(at, data=sent, files=files)
            assert answer.status_code < 500 and CANARY not in answer.text, (at, name)
        answer = client.post("/new/matter", data={"form": client.form, "name": "fine", "regime": name})
        assert answer.status_code == 422 and CANARY not in answer.text
    made = {k: v for k, v in everything(secret.parent).items() if k not in before}
    assert {k: v for k, v in everything(secret.parent).items() if k in before} == before
    assert all(Path(k).is_relative_to(secret.parent / "cases") for k in made), made


@pytest.mark.parametrize("name", ["claims.csv", "sources.csv", "law/own.md", "law", "case.toml"])
def test_a_link_in_a_case_shows_nothing_from_outside(fenced: tuple[Any, Path], name: str) -> None:
    client, secret = fenced
    file = secret.parent / "cases" / "tricks" / name
    file.rename(secret / "moved")  # what was there would be understood
    file.symlink_to(secret / ("moved" if name != "case.toml" else "case.toml"))
    for where in ("/", "/index.json", "/case/tricks.json", "/case/tricks/timeline.json", "/law/csto/CST:99?case=tricks"):
        answer = client.get(where)
        assert answer.status_code < 500 and CANARY not in answer.text, where
    answer = client.get("/case/tricks.json")
    assert answer.status_code in (400, 422)
    told = answer.json()["problems"][0]
    assert name == "case.toml" or (told["file"], told["what"]) == (name.partition("/")[0] if name == "law" else name, LEADS_OUT)


LEADS_OUT = "it is a link that leads out of the folder of the case"
