"""axe-core, a checker of accessibility, finds nothing serious on any page: light and dark, on a wide screen and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.workbench.tour import FURNITURE, TOUR, furnish

from conftest import HOUSE, Watch, Workbench, copied, opened, serving
from foedus.workbench.pages import ENTRIES

AXE = HOUSE / "tests/vendor/axe-core/axe.min.js"
SCREENS = {
    "wide, light": (1280, "light"),
    "wide, dark": (1280, "dark"),
    "phone, light": (400, "light"),
    "phone, dark": (400, "dark"),
}
PAGES = [address for addresses in TOUR.values() for address in addresses]
RUN = """async only => (await axe.run(document, {resultTypes: ["violations"], ...(only && {runOnly: only})})).violations
  .filter(v => ["serious", "critical"].includes(v.impact))
  .map(v => ({id: v.id, help: v.help, where: v.nodes.slice(0, 5).map(n => n.target.join(" ") + ": " + n.failureSummary)}))"""


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    folder = copied(tmp_path_factory.mktemp("tour"), FURNITURE)
    furnish(folder)
    yield from serving(folder)


@pytest.fixture(scope="module")
def window(browser: Any, furnished: Workbench) -> Iterator[Any]:
    """A page of a window; the checker is let past the policy of the pages, which forbids scripts of others."""
    watch = Watch("")
    page = opened(browser, furnished, watch, bypass_csp=True)
    yield page
    page.context.close()
    assert not watch.troubles, watch.troubles


def faults(page: Any, width: int = 1280, scheme: str = "light") -> list[dict[str, Any]]:
    """What the checker finds serious or critical on the page that is open; of dark pages it looks at colours alone."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    return page.evaluate(RUN, ["color-contrast"] if scheme == "dark" else None)


@pytest.mark.parametrize("address", PAGES)
def test_nothing_serious_stands_in_the_way_of_anybody(window, address):
    answer = window.goto(address)
    assert answer.status == 200, window.locator("main").inner_text()
    window.evaluate(AXE.read_text("utf-8"))
    found = {name: faults(window, *screen) for name, screen in SCREENS.items()}
    assert not any(found.values()), found


def test_every_page_is_on_the_tour():
    """A new page is given an example in `tour.TOUR`, so that it is looked at too."""
    assert set(TOUR) == {entry.path.replace(":path", "") for entry in ENTRIES}
    files = {"/case/{case}/agenda.ics", "/case/{case}/map.geojson", "/case/{case}/papers/{paper}"}
    assert {path for path, addresses in TOUR.items() if not addresses} == files


def test_the_checker_finds_what_is_wrong(window):
    """Text that cannot be told from its ground, a picture and a field that say nothing, are found."""
    window.goto("/law")
    window.evaluate(AXE.read_text("utf-8"))
    window.evaluate(
        "document.querySelector('main').innerHTML = '<p id=pale>pale</p><img src=/static/mark.svg><input>';"
        "document.querySelector('#pale').style.color = '#888'"
    )
    assert {"color-contrast", "image-alt", "label"} <= {fault["id"] for fault in faults(window)}
    window.evaluate("document.querySelector('#pale').style.color = '#555'")
    assert [fault["id"] for fault in faults(window)].count("color-contrast") == 0
    assert {fault["id"] for fault in faults(window, scheme="dark")} == {"color-contrast"}
