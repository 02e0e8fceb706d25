"""The real law and the real record, read once for all tests of this folder."""

from __future__ import annotations

import csv
import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from foedus.assess import Assessment, Terms, assess
from foedus.assess.answers import Cell
from foedus.record import Case, Instant, read_case
from foedus.text import Regime, load_regime

ROOT = Path(__file__).resolve().parents[2]
LAW, CASES = ROOT / "law", ROOT / "cases"
NOW = Instant.parse("2026-11-21T00:00:00Z")
END_OF_5 = "2022-01-06T00:00:00+06:00"
END_OF_6 = "2022-01-07T00:00:00+06:00"
NOON_OF_8 = "2022-01-08T12:00:00+06:00"
NOON_OF_20 = "2022-01-20T12:00:00+06:00"


@cache
def regime() -> Regime:
    """The alliance's law with the law it stands under."""
    return load_regime([LAW], "csto")


@cache
def case(name: str = "kazakhstan-2022") -> Case:
    """A case that comes with the house; Kazakhstan 2022 unless another is named."""
    return read_case(CASES / name, regime().vocabulary)


def terms(as_of: str, known: str = "now", **more: object) -> Terms:
    """Terms at an instant, as now known or as then known."""
    at = Instant.parse(as_of)
    return replace(Terms(at, at if known == "then" else NOW), **more)  # type: ignore[arg-type]


@cache
def table(as_of: str, known: str = "now") -> Assessment:
    """The whole table at an instant."""
    return assess(case(), regime(), terms(as_of, known))


def ask_one(
    question: str,
    as_of: str = END_OF_6,
    stance: str = "text",
    of: Case | None = None,
    under: Regime | None = None,
    **more: object,
):
    """One cell under changed terms, record or law."""
    asked = terms(as_of, questions=(question,), stances=(stance,), **more)
    return assess(of or case(), under or regime(), asked)[question, stance]


def derived(name: str) -> dict[str, Any]:
    """A case's expected.toml: the answers derived by hand, and what sets the case apart."""
    return tomllib.loads((CASES / name / "expected.toml").read_text("utf-8"))


def expected(name: str = "kazakhstan-2022") -> list[dict[str, Any]]:
    """The answers derived by hand."""
    return derived(name)["expect"]


def entry_name(entry: Mapping[str, Any]) -> str:
    """Where an expectation stands in the table."""
    return f"{entry['question']} · {entry['stance']} · {entry['as_of'][:10]} · {entry['known']}"


def check_entry(cell: Cell, entry: Mapping[str, Any]) -> None:
    """A cell says what was derived by hand: verdict, strength where one is named, and at least those hinges."""
    assert cell.verdict == entry["verdict"], entry["why"]
    if "status" in entry and cell.verdict not in ("no-position", "not-engaged"):
        assert entry["status"] in (cell.status, *cell.statuses), entry["why"]
    if cell.verdict == "open":
        missing = set(entry.get("turns_on", ())) - set(cell.turns_on.kinds())
        assert not missing, entry["why"]


def copy_of(folder: Path, tmp_path: Path) -> Path:
    """A copy of a law or case root that a test may change."""
    return Path(shutil.copytree(folder, tmp_path / folder.name))


def with_claims(tmp_path: Path, *rows: dict[str, str]) -> Case:
    """The case with further rows in its claims.csv."""
    folder = copy_of(CASES / "kazakhstan-2022", tmp_path)
    path = folder / "claims.csv"
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writerows(rows)
    return read_case(folder, regime().vocabulary)
