"""The real law and the real record, read once for all tests of this folder."""

from __future__ import annotations

import csv
import shutil
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

from foedus.assess import Assessment, Terms, assess
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
def case() -> Case:
    """Kazakhstan 2022."""
    return read_case(CASES / "kazakhstan-2022", regime().vocabulary)


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


def expected() -> list[dict[str, object]]:
    """The answers derived by hand."""
    return tomllib.loads((CASES / "kazakhstan-2022" / "expected.toml").read_text("utf-8"))["expect"]


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
