"""The answers that another hand derived from law and record before any engine answered."""

from __future__ import annotations

import pytest

from assess.real import case, expected, regime, table

ENTRIES = expected()
ASSESSED = ("verdict", "status", "turns_on")


def name(entry: dict[str, object]) -> str:
    """Where an expectation stands in the table."""
    return f"{entry['question']} · {entry['stance']} · {str(entry['as_of'])[:10]} · {entry['known']}"


@pytest.mark.parametrize("entry", ENTRIES, ids=name)
def test_the_engine_answers_as_derived_by_hand(entry: dict[str, object]) -> None:
    cell = table(str(entry["as_of"]), str(entry["known"]))[str(entry["question"]), str(entry["stance"])]
    assert cell.verdict == entry["verdict"], entry["why"]
    if "status" in entry and cell.verdict not in ("no-position", "not-engaged"):
        assert entry["status"] in (cell.status, *cell.statuses), entry["why"]
    if cell.verdict == "open":
        missing = set(entry.get("turns_on", ())) - set(cell.turns_on.kinds())  # type: ignore[call-overload]
        assert not missing, entry["why"]


def test_the_table_of_expectations_is_whole() -> None:
    asked = {(e["question"], e["as_of"], e["known"]) for e in ENTRIES if e["stance"] == "text"}
    instants = {e["as_of"] for e in ENTRIES}
    assert len(instants) >= 4
    assert asked >= {(q, t, k) for q in regime().questions for t in instants for k in ("now", "then")}
    assert len(ENTRIES) >= 17 * 8 + 60


def test_what_was_settled_says_how() -> None:
    settled = [e for e in ENTRIES if "settled" in e or "first" in e]
    assert all(e.get("settled") and e.get("first") for e in settled)
    assert {e["stance"] for e in ENTRIES} <= {s.name for s in regime().stances}
    assert case().title
