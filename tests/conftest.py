"""What every test run ends with: a loud list of what was not checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path("/usr/bin/chromium")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print each skipped check with its reason: a skipped oracle must not look like a pass."""
    skipped = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", []))
    if not skipped:
        return
    terminalreporter.section("NOT CHECKED", sep="!", red=True, bold=True)
    for reason, times in sorted(skipped.items()):
        terminalreporter.write_line(f"  {times} × {reason}", red=True)
    terminalreporter.write_line("  These checks were skipped, not passed.", red=True, bold=True)


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    place = report.longrepr
    text = str(place[2]) if isinstance(place, tuple) else str(place)
    return text.removeprefix("Skipped: ")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, one for a whole run, where there is one; what needs it is skipped loudly where there is none."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser: {CHROMIUM} is missing, so that no page was looked at as a person would")
    api = pytest.importorskip("playwright.sync_api", reason="no playwright: no page was looked at as a person would")
    args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    args += ["--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
    with api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=args)
        yield chromium
        chromium.close()
