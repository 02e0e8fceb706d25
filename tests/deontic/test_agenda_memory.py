"""A memory saves an agenda time and moves nothing in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pier import CALL, law, record

from foedus.assess import Memory, Terms
from foedus.deontic import agenda, course
from foedus.deontic.bench import Grounded
from foedus.record import Instant
from foedus.verdict import diagram

DATES = ("2031-03-05T11:00+02:00", "2031-03-05T19:00+02:00", "2031-03-08T00:00+02:00", "2031-03-05T11:00+02:00")
ROWS = (
    *CALL,
    ("the Board issues order 7", "2031-03-05T18:00+02:00"),
    ("order 7 orders the north squad to Sudland", "2031-03-05"),
    ("Norland reports on the March call", "2031-03-06T12:00+02:00"),
)


def terms(at: str) -> Terms:
    return Terms(Instant.parse(at), Instant.parse("2040-01-01T00:00:00Z"))


@pytest.mark.parametrize("most", [1, 10, 3000])
def test_a_memory_of_any_size_moves_no_byte_of_an_agenda(tmp_path: Path, most: int) -> None:
    regime, memory = law(tmp_path), Memory(most)
    case = record(tmp_path, regime, ROWS)
    for at in DATES:
        assert agenda(case, regime, terms(at), memory).to_json() == agenda(case, regime, terms(at)).to_json()
    assert course(case, regime, terms(DATES[2]), memory) == course(case, regime, terms(DATES[2]))


def test_what_an_agenda_asked_before_is_not_worked_out_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    regime, memory = law(tmp_path), Memory()
    case = record(tmp_path, regime, ROWS)
    first, later = (agenda(case, regime, terms(at), memory if at == DATES[0] else None) for at in (DATES[0], DATES[2]))
    assert first.to_json() != later.to_json()

    def anew(*_: object, **__: object) -> None:
        raise AssertionError("worked out anew")

    monkeypatch.setattr(Grounded, "_ground", anew)
    assert agenda(case, regime, terms(DATES[2]), memory).to_json() == later.to_json()
    monkeypatch.setattr(diagram, "Study", anew)
    assert agenda(case, regime, terms(DATES[0]), memory).to_json() == first.to_json()
    with pytest.raises(AssertionError, match="anew"):
        agenda(case, regime, terms(DATES[0]))


def test_a_course_leaves_no_diagrams_behind(tmp_path: Path) -> None:
    regime, memory = law(tmp_path), Memory()
    assert course(record(tmp_path, regime, ROWS), regime, terms(DATES[2]), memory).changes
    engines = [one.engine for one in memory._kept.values() if hasattr(one, "engine")]
    assert engines
    assert not any(engine._desks for engine in engines)
