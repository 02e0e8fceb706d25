"""A workbench on a copy of the cases, and a browser that may visit nothing else."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree
from typing import Any
from urllib.parse import urlsplit

import pytest

from foedus.workbench import Desk, Key, application

HOUSE = Path(__file__).resolve().parents[2]
QUICK = ("russia-2024", "turkiye-2003")
"""Cases that are answered within a second or two."""


@dataclass(frozen=True)
class Workbench:
    """A running workbench: `address` without a slash at its end, the folder it serves, its key and its application."""

    address: str
    cases: Path
    key: Key
    app: Any

    @property
    def entrance(self) -> str:
        """The address that lets one in."""
        return f"{self.address}/?token={self.key.token}"


def copied(folder: Path, names: Sequence[str]) -> Path:
    """A folder with copies of these cases."""
    for name in names:
        copytree(HOUSE / "cases" / name, folder / name)
    return folder


def serving(cases: Path) -> Iterator[Workbench]:
    """A workbench over these cases, served on a free port of this machine until the generator ends."""
    import uvicorn

    listening = socket.create_server(("127.0.0.1", 0))
    host = f"127.0.0.1:{listening.getsockname()[1]}"
    key = Key.fresh()
    app = application(Desk(cases), key, [host])
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    yield Workbench(f"http://{host}", cases, key, app)
    server.should_exit = True
    thread.join(30)
    listening.close()


@pytest.fixture(scope="session")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """A workbench on copies of the quick cases, for tests that only read: one for all of them."""
    yield from serving(copied(tmp_path_factory.mktemp("cases"), QUICK))


@pytest.fixture
def own_workbench(tmp_path: Path) -> Iterator[Workbench]:
    """A workbench on fresh copies of the quick cases, for a test that writes."""
    folder = tmp_path / "cases"
    folder.mkdir()
    yield from serving(copied(folder, QUICK))


@pytest.fixture
def client(workbench: Workbench) -> Any:
    """Who holds the key of `workbench`, without a browser."""
    return visitor(workbench)


def visitor(workbench: Workbench) -> Any:
    """A client of this workbench that holds its key."""
    import httpx

    made = httpx.Client(base_url=workbench.address, follow_redirects=True, timeout=120)
    assert made.get(f"/?token={workbench.key.token}").status_code == 200
    return made


# --- a browser -----------------------------------------------------------------------------------


@dataclass
class Watch:
    """What a page did that no page of ours may do. A test that provokes an error takes it from here: `watch.troubles.clear()`."""

    host: str
    troubles: list[str] = field(default_factory=list)

    def over(self, page: Any) -> Any:
        """The page, watched from now on."""
        page.on("request", self._request)
        page.on("console", lambda m: self.troubles.append(f"console: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        return page

    def _request(self, request: Any) -> None:
        where = urlsplit(request.url)
        if where.scheme not in ("data", "blob") and where.netloc != self.host:
            self.troubles.append(f"outside request: {request.url}")


@pytest.fixture
def watch(workbench: Workbench) -> Iterator[Watch]:
    """What went wrong in the pages of a test; it fails for whatever is left in here at the end (CSP violations included)."""
    watching = Watch(urlsplit(workbench.address).netloc)
    yield watching
    assert not watching.troubles, watching.troubles


def opened(browser: Any, workbench: Workbench, watch: Watch, **context: Any) -> Any:
    """A page of a new browser window that is let in; `context` as Playwright's `new_context` has it."""
    watch.host = urlsplit(workbench.address).netloc
    window = browser.new_context(base_url=workbench.address, **context)
    window.set_default_timeout(60_000)
    page = watch.over(window.new_page())
    page.goto(workbench.entrance)
    return page


@pytest.fixture
def page(browser: Any, workbench: Workbench, watch: Watch) -> Iterator[Any]:
    """A page of `workbench` in a browser, on the list of cases."""
    made = opened(browser, workbench, watch)
    yield made
    made.context.close()


@pytest.fixture
def plain_page(browser: Any, workbench: Workbench, watch: Watch) -> Iterator[Any]:
    """The same without JavaScript."""
    made = opened(browser, workbench, watch, java_script_enabled=False)
    yield made
    made.context.close()
