"""Who may come in, and what a browser may do with a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from foedus.workbench import Desk, Key, application
from foedus.workbench.guard import MAX_BODY, MAX_QUERY

HOST = "127.0.0.1:8765"
KEY = Key("the-token-of-the-tests")


@pytest.fixture
def outside(tmp_path: Path) -> TestClient:
    """Somebody without the key, at a workbench on an empty folder."""
    return TestClient(application(Desk(tmp_path), KEY, [HOST]), base_url=f"http://{HOST}", follow_redirects=False)


@pytest.fixture
def inside(outside: TestClient) -> TestClient:
    """The same with the key."""
    assert outside.get("/", params={"token": KEY.token}).status_code == 303
    return outside


def test_the_token_becomes_a_cookie_that_no_script_reads(outside: TestClient) -> None:
    entered = outside.get("/?token=the-token-of-the-tests&as-of=2022-01-06")
    assert entered.status_code == 303 and entered.headers["location"] == "/?as-of=2022-01-06"
    cookie = entered.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "path=/" in cookie
    assert outside.get("/").status_code == 200


@pytest.mark.parametrize("path", ["//evil.example/?token=", "/%5cevil.example/?token=", "/\\evil.example?token="])
def test_the_way_in_leads_nowhere_else(outside: TestClient, path: str) -> None:
    entered = outside.get(f"http://{HOST}{path}{KEY.token}")
    where = entered.headers["location"]
    assert where.startswith("/") and not where.startswith(("//", "/\\"))


REFUSED: tuple[tuple[str, dict[str, str], int, str], ...] = (
    ("/", {}, 403, "Open the address that “foedus serve” printed."),
    ("/?token=wrong", {}, 403, "This workbench needs its key."),
    ("/?token=", {}, 403, "needs its key"),
    ("/?token=%ff%fe", {}, 403, "needs its key"),
    ("/case/any.json", {}, 403, "needs its key"),
    ("/api/openapi.json", {}, 403, "needs its key"),
    ("/", {"host": "evil.example"}, 421, f"Open one of: http://{HOST}/"),
    ("/", {"host": "127.0.0.1"}, 421, "does not answer to that name"),
    ("/", {"host": f"{HOST}.evil.example"}, 421, "does not answer to that name"),
    ("/static/live.js", {"host": "rebound.example:8765"}, 421, "does not answer to that name"),
    ("/", {"cookie": "foedus=the-token-of-the-tests"}, 403, "needs its key"),
    ("/", {"cookie": "=;;,=\x01"}, 403, "needs its key"),
    ("/?" + "a" * (MAX_QUERY + 1), {}, 414, f"longer than {MAX_QUERY} bytes"),
)


def test_the_table_of_refusals_is_whole() -> None:
    assert len(REFUSED) == 13


@pytest.mark.parametrize(("path", "headers", "status", "said"), REFUSED)
def test_who_is_refused_is_told_why(outside: TestClient, path: str, headers: dict[str, str], status: int, said: str) -> None:
    answer = outside.get(path, headers=headers)
    assert answer.status_code == status and said in answer.text


SENT: tuple[tuple[dict[str, str], dict[str, str], int, str], ...] = (
    ({}, {"origin": "http://evil.example"}, 403, "Another site sent this."),
    ({}, {"origin": "null"}, 403, "Another site sent this."),
    ({}, {"origin": f"http://{HOST}", "sec-fetch-site": "cross-site"}, 403, "Another site sent this."),
    ({}, {"sec-fetch-site": "same-site"}, 403, "Fill in the form on the workbench itself."),
    ({}, {"content-length": str(MAX_BODY + 1)}, 413, f"More than {MAX_BODY} bytes were sent."),
    ({}, {"content-length": "-1"}, 413, "Split the file."),
)


@pytest.mark.parametrize(("form", "headers", "status", "said"), SENT)
def test_forms_of_others_are_refused(inside: TestClient, form: dict[str, str], headers: dict[str, str], status: int, said: str) -> None:
    assert len(SENT) == 6
    answer = inside.post("/case/any/conflicts", data=form, headers=headers)
    assert answer.status_code == status and said in answer.text


def test_every_answer_carries_the_house_rules(inside: TestClient) -> None:
    for path in ("/", "/case/none", "/nowhere", "/static/live.js", "/index.json", "/api/openapi.json"):
        headers = inside.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy, path
        assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "same-origin"


def test_a_page_that_is_not_there_says_where_to_go(inside: TestClient) -> None:
    page = inside.get("/nowhere")
    assert page.status_code == 404 and "there is no such page" in page.text and "list of cases" in page.text
    twin = inside.get("/case/none.json")
    assert twin.status_code == 400 and twin.headers["content-type"].startswith("application/problem+json")
    assert twin.json()["problems"][0]["what"] == "no case is called “none”"


def test_static_files_stay_in_their_folder(inside: TestClient) -> None:
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/passwd"):
        assert inside.get(path).status_code in (400, 404)
