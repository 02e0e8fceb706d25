"""The answers that another hand derived from law and record before any engine answered."""

from __future__ import annotations

from typing import Any

import pytest

from assess.real import case, check_entry, entry_name, expected, regime, table

ENTRIES = expected()


@pytest.mark.parametrize("entry", ENTRIES, ids=entry_name)
def test_the_engine_answers_as_derived_by_hand(entry: dict[str, Any]) -> None:
    check_entry(table(entry["as_of"], entry["known"])[entry["question"], entry["stance"]], entry)


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
