"""The list of cases, in a browser and without one."""

import httpx


def test_cases_are_listed_by_title(client):
    cases = client.get("/index.json").json()["cases"]
    assert [c["name"] for c in cases] == ["russia-2024", "turkiye-2003"]
    page = client.get("/").text
    assert all(c["title"] in page for c in cases)


def test_a_case_opens_from_the_list_without_javascript(plain_page):
    plain_page.get_by_role("link", name="Türkiye").first.click()
    assert "/case/turkiye-2003?as-of=" in plain_page.url


def test_nobody_comes_in_without_the_key(workbench):
    answer = httpx.get(workbench.address)
    assert answer.status_code == 403
    assert "Open the address that “foedus serve” printed." in answer.text
