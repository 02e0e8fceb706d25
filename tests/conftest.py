"""What every test run ends with: a loud list of what was not checked."""

from __future__ import annotations

from collections import Counter

import pytest


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
