"""Whatever is sent, the workbench answers: never an exception, never a 5xx, and with what its OpenAPI document promises."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import copytree
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from foedus.keeping import NewMatter
from foedus.workbench import Desk, Key, application
from foedus.workbench.guard import Guard
from foedus.workbench.openapi import address, document
from foedus.workbench.pages import ENTRIES

schemathesis = pytest.importorskip("schemathesis", reason="no schemathesis: the JSON twins were not fuzzed")

HOUSE = Path(__file__).resolve().parents[2]
HOST = "localhost"
KEY = Key("the-token-of-the-tests")
CASE, MATTER = "arab-league-1990", "live"
STEADY = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=6,
    phases=(Phase.generate,),  # the example that fails is named; making it smaller would take minutes
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="session")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Guard:
    """A workbench on copies of a small case and a matter, which the fuzzers may write into."""
    folder = tmp_path_factory.mktemp("fuzzed")
    copytree(HOUSE / "cases" / CASE, folder / CASE)
    NewMatter(MATTER, "arab-league", "Live", "+00:00", {}).open(folder, None)
    made = application(Desk(folder), KEY, [HOST, "testserver"])
    assert isinstance(made, Guard)
    return made


# --- what the OpenAPI document promises ------------------------------------------------------------


@pytest.fixture(scope="session")
def promised(fuzzed: Guard) -> Any:
    """The document as schemathesis reads it, over the application itself."""
    cookie = {"Cookie": f"{fuzzed.cookie}={KEY.token}"}
    return schemathesis.openapi.from_asgi("/api/openapi.json", fuzzed, headers=cookie)


PROMISES = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")
OPERATIONS = [(address(e), method) for e in ENTRIES for method in ("GET", *(("POST",) if e.deed else ()))]


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
@STEADY
@given(data=st.data())
def test_every_twin_keeps_its_promise(fuzzed: Guard, promised: Any, path: str, method: str, data: st.DataObject) -> None:
    mode = data.draw(st.sampled_from(list(schemathesis.GenerationMode)), label="mode")
    case = data.draw(promised[path][method].as_strategy(generation_mode=mode), label="case")
    if isinstance(case.body, dict):
        case.body["form"] = KEY.form
    answer = case.call(headers={"Cookie": f"{fuzzed.cookie}={KEY.token}"}, timeout=300)
    case.validate_response(answer, checks=schemathesis.checks.CHECKS.get_by_names(PROMISES))


def test_every_page_is_in_the_document() -> None:
    paths = document(["any"], ENTRIES)["paths"]
    assert list(paths) == [address(e) for e in ENTRIES]
    assert [p for p, does in paths.items() if "post" in does] == [address(e) for e in ENTRIES if e.deed]


# --- whatever bytes there are ----------------------------------------------------------------------


def asked(
    app: Guard,
    method: str,
    path: bytes,
    query: bytes = b"",
    headers: Sequence[tuple[bytes, bytes]] = (),
    body: Sequence[bytes] = (b"",),
    leaves: bool = False,
) -> tuple[int, bytes]:
    """Status and body of an answer to a request as a server would hand it on; `leaves`: the sender goes away in the middle."""
    from urllib.parse import unquote_to_bytes

    sent: list[Any] = []
    parts = [{"type": "http.request", "body": b, "more_body": leaves or n < len(body)} for n, b in enumerate(body, 1)]

    async def receive() -> Any:
        return parts.pop(0) if parts else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote_to_bytes(path).decode("utf-8", "replace"),
        "raw_path": path,
        "root_path": "",
        "query_string": query,
        "headers": list(headers),
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    asyncio.run(app(scope, receive, send))
    assert sent[0]["type"] == "http.response.start"
    return sent[0]["status"], b"".join(m.get("body", b"") for m in sent[1:])


def held(app: Guard, *more: tuple[bytes, bytes]) -> list[tuple[bytes, bytes]]:
    """The headers of somebody who is let in."""
    return [(b"host", HOST.encode()), (b"cookie", f"{app.cookie}={KEY.token}".encode()), *more]


def understood(found: tuple[int, bytes], *said: object) -> None:
    """Assert that an answer is one: whatever was asked, it is nobody's fault here."""
    status, body = found
    assert 200 <= status < 500, (status, said)
    assert b"Traceback" not in body and b"Internal Server Error" not in body, said


PIECES = [b"case", CASE.encode(), MATTER.encode(), b"law", b"arab-league", b"why", b"hinges", b"claim", b"timeline", b"walk"]
PIECES += [b"conflicts", b"acts", b"new", b"matter", b"map.geojson", b"agenda.ics", b"static", b"index.json", b"api", b"..", b"."]
PIECES += [
    b"",
    b"%2e%2e",
    b"%00",
    b"%ff",
    b"%2f",
    b"\\",
    b"live.js",
    b".json",
    b"%F0%9F%92%A9",
    b"%ED%A0%80",
    b"{{7*7}}",
    b"%0d%0a",
]
paths = st.lists(
    st.one_of(st.sampled_from(PIECES), st.binary(max_size=8).map(lambda b: quote_from_bytes(b).encode())), max_size=6
).map(lambda parts: b"/" + b"/".join(parts))
KEYS = sorted(
    {k for e in ENTRIES for k in e.keys} | {"stance", "reading", "suppose", "without", "restore", "record", "law", "then"}
)
KEYS += ["as-of", "known-to", "law-at", "standard", "token", "case", "as_of", "", "\0"]
WORDS = [
    "0001-01-01",
    "9999-12-31T23:59:59-23:59",
    "2022-02-30",
    "..",
    "../..",
    "a:b",
    "text",
    "not",
    "not {}",
    "{",
    "}",
    "{{7*7}}",
]
WORDS += ["\0", "\ud800", "\u202eabc", "%", "%zz", "x" * 1900, "9" * 400, "-1", "٣", "²", "1e9", "NaN", "2022-01-05/2022-01-01"]
WORDS += ["2022-01-05T24:00", "~2022?", "2022-01-05T10:00+99:99", "0000-00-00", "2022-W01", "[" * 300, "(" * 300, "not " * 300]
values = st.one_of(st.sampled_from(WORDS), st.text(max_size=20))


def encoded(pairs: Sequence[tuple[str, str]]) -> bytes:
    """Keys and values as a query; what is no text goes over as the bytes it would have been."""
    return b"&".join(b"=".join(quote_from_bytes(x.encode("utf-8", "surrogatepass")).encode() for x in pair) for pair in pairs)


queries = st.one_of(
    st.binary(max_size=60),
    st.lists(st.tuples(st.sampled_from(KEYS), values), max_size=5).map(encoded),
    st.integers(190, 3000).map(lambda n: b"&".join([b"stance=text"] * n)),
)
names = st.sampled_from(
    [b"accept", b"cookie", b"origin", b"content-type", b"content-length", b"range", b"if-modified-since", b"host"]
)
noise = st.lists(st.tuples(names, st.binary(max_size=24)), max_size=3)


@settings(STEADY, max_examples=250)
@given(path=paths, query=queries, headers=noise, method=st.sampled_from(["GET", "GET", "HEAD", "POST", "PUT", "\0"]))
def test_no_address_breaks_anything(
    fuzzed: Guard, path: bytes, query: bytes, headers: list[tuple[bytes, bytes]], method: str
) -> None:
    understood(asked(fuzzed, method, path, query, [*held(fuzzed), *headers]), method, path, query, headers)


@settings(STEADY, max_examples=60)
@given(headers=noise, query=st.binary(max_size=40))
def test_nobody_without_the_key_breaks_anything(fuzzed: Guard, headers: list[tuple[bytes, bytes]], query: bytes) -> None:
    status, _ = asked(fuzzed, "GET", b"/", query, headers)
    assert status in (403, 421)


READ = tuple(e.path for e in ENTRIES if "{case}" in e.path and ".ics" not in e.path and "law" not in e.path)


@pytest.mark.parametrize("template", READ)
@settings(STEADY, max_examples=12)
@given(query=st.lists(st.tuples(st.sampled_from(KEYS), values), min_size=1, max_size=3), case=st.sampled_from([CASE, MATTER]))
def test_no_choice_breaks_a_page(fuzzed: Guard, template: str, query: list[tuple[str, str]], case: str) -> None:
    path = template.replace("{case}", case).replace("{question}", "attacked").replace("{claim:path}", "A-01").encode()
    base = [] if case == MATTER else [("as-of", "1990-08-10"), ("known-to", "1990-09-10")]
    understood(asked(fuzzed, "GET", path, encoded([*base, *query]), held(fuzzed)), path, query)


# --- forms -----------------------------------------------------------------------------------------

DEEDS: Mapping[str, tuple[str, ...]] = {
    e.path.replace("{case}", case): tuple(e.fields) for e in ENTRIES if e.deed for case in (CASE, MATTER)
}
EDGE = b"--edge"


def part(name: str, value: str) -> bytes:
    """One field of a form."""
    head = f'Content-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
    return EDGE + b"\r\n" + head + value.encode("utf-8", "surrogatepass") + b"\r\n"


def form(path: str, fields: Mapping[str, str]) -> bytes:
    """A form as a browser sends it, with the mark of a page."""
    return b"".join(part(n, v) for n, v in {"form": KEY.form, **fields}.items()) + EDGE + b"--\r\n"


FORM = (b"content-type", b"multipart/form-data; boundary=edge")


@pytest.mark.parametrize("path", DEEDS)
@settings(STEADY, max_examples=15)
@given(data=st.data())
def test_no_field_breaks_a_form(fuzzed: Guard, path: str, data: st.DataObject) -> None:
    acts = st.sampled_from(["aside", "back", "undo", "record", "back", "1", "", "\0"])
    fields = {n: data.draw(acts if n in ("act", "do") else values, label=n) for n in DEEDS[path]}
    understood(asked(fuzzed, "POST", path.encode(), b"", held(fuzzed, FORM), [form(path, fields)]), path, fields)


TYPES = [b"", b"text/plain", b"application/json", b"multipart/form-data", b"multipart/form-data; boundary=", b"\xff\xfe"]
TYPES += [b"multipart/form-data; boundary=" + b"x" * 9000, b"application/x-www-form-urlencoded; charset=utf-7"]
TYPES += [b'multipart/form-data; boundary="a\x00"', b"multipart/mixed; boundary=edge", b"application/x-www-form-urlencoded"]


@settings(STEADY, max_examples=120)
@given(
    path=st.sampled_from(sorted(DEEDS)),
    kind=st.one_of(st.just(FORM[1]), st.sampled_from(TYPES)),
    cut=st.integers(0, 400),
    noise=st.binary(max_size=60),
    leaves=st.booleans(),
)
def test_no_body_breaks_a_form(fuzzed: Guard, path: str, kind: bytes, cut: int, noise: bytes, leaves: bool) -> None:
    whole = form(path, dict.fromkeys(DEEDS[path], "x"))[:cut]
    understood(
        asked(fuzzed, "POST", path.encode(), b"", held(fuzzed, (b"content-type", kind)), [whole, noise], leaves), path, kind, cut
    )


SENT: tuple[tuple[bytes, bytes, int], ...] = (
    (FORM[1], part("form", KEY.form) * 500 + EDGE + b"--\r\n", 400),
    (FORM[1], b'--edge\r\nContent-Disposition: form-data; name="f"; filename="../../x"\r\n\r\ny\r\n' * 5 + b"--edge--\r\n", 400),
    (FORM[1], b"--edge\r\n" + b"X: y\r\n" * 5000 + b"\r\n", 400),
    (FORM[1], b"--edge\r\nContent-Disposition: form-data\r\n\r\ny\r\n--edge--\r\n", 400),
    (FORM[1], part("form", KEY.form) + b"x" * 8_000_001, 413),
    (FORM[1], b'--edge\r\nContent-Disposition: form-data; name="form"; filename="x"\r\n\r\ny\r\n--edge--\r\n', 400),
    (FORM[1], part("form", "not the mark") + EDGE + b"--\r\n", 400),
    (b"application/x-www-form-urlencoded", b"form=" + KEY.form.encode() + b"&a=1" * 500, 400),
    (b"application/x-www-form-urlencoded", b"form=%ff%fe%00", 400),
    (b"application/json", b'{"form": "' + KEY.form.encode() + b'"}', 400),
)


@pytest.mark.parametrize("twins", ["", ".json"])
@pytest.mark.parametrize("number", range(len(SENT)))
def test_a_form_that_cannot_be_read_is_refused_with_a_reason(fuzzed: Guard, number: int, twins: str) -> None:
    assert len(SENT) == 10
    kind, body, status = SENT[number]
    path = f"/case/{CASE}/conflicts{twins}".encode()
    found = asked(fuzzed, "POST", path, b"", held(fuzzed, (b"content-type", kind)), [body])
    assert found[0] == status
    assert (b'"remedy"' in found[1]) if twins else (b"problem" in found[1])
