"""Two ballots as cases: what was worked out from the texts, and what the reasons and the table say of them."""

from __future__ import annotations

import tomllib
from functools import cache

import pytest

from assess.real import CASES, LAW, NOW
from foedus.assess import Assessment, Terms, assess, why
from foedus.record import Instant, read_case
from foedus.text import load_regime

BOTH = ("rio-1974", "arab-league-1990")
EXPECTED = [(c, e) for c in BOTH for e in tomllib.loads((CASES / c / "expected.toml").read_text())["expect"]]


@cache
def assessed(name: str, as_of: str) -> Assessment:
    regime = load_regime([LAW], name.rpartition("-")[0])
    return assess(read_case(CASES / name, regime.vocabulary), regime, Terms(Instant.parse(as_of), NOW))


@pytest.mark.parametrize(("name", "entry"), EXPECTED, ids=[f"{c} {e['question']} {e['stance']}" for c, e in EXPECTED])
def test_the_engine_answers_as_derived_by_hand(name: str, entry: dict[str, str]) -> None:
    cell = assessed(name, entry["as_of"])[entry["question"], entry["stance"]]
    assert (cell.verdict, cell.status) == (entry["verdict"], entry["status"]), entry["why"]


def test_the_readings_part_the_two_thirds_of_1990() -> None:
    cell = assessed("arab-league-1990", EXPECTED[-1][1]["as_of"])["two-thirds", "text"]
    parts = {option: str(p.verdict) for p in cell.partition for option in dict(p.readings)["two thirds"]}
    assert parts == {"states": "no", "present": "no", "voting": "yes"}


def test_the_two_instruments_collide_over_who_is_bound() -> None:
    table = assessed("arab-league-1990", EXPECTED[-1][1]["as_of"])
    (clash,) = (c for c in table.norm_conflicts if c.stance == "text")
    assert (clash.question, clash.holds) == ("binds-dissenter", "open") and "JDT:6/all-parties-bound" in clash.rules_for
    assert clash.rules_against == ("LAS:7/others-free",)
    assert table["binds-dissenter", "text"].turns_on.norm_conflict == ("the Cairo resolution binds Libya",)


def test_the_protocol_is_marked_as_law_of_no_day() -> None:
    cell = assessed("rio-1974", EXPECTED[0][1]["as_of"])["under-the-protocol-of-1975", "text"]
    assert "unverified" in cell.marks and "SJP:20 is known only for 1975-07-26" in cell.law_note


def test_the_reasons_say_by_how_much() -> None:
    regime = load_regime([LAW], "rio")
    case = read_case(CASES / "rio-1974", regime.vocabulary)
    found = why(case, regime, Terms(Instant.parse(EXPECTED[0][1]["as_of"]), NOW), "adopted", "text")
    assert "carried: 14 of 21 needed, 12 counted, short by 2" in repr(found.tree)
