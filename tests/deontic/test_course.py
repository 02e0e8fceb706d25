"""The fold over time: every change at the instant from which it stands."""

from __future__ import annotations

from pathlib import Path

from pier import CALL, law, record

from foedus.assess import Terms
from foedus.deontic import course
from foedus.record import Instant


def test_the_course_of_an_answer_from_call_to_late_answer(tmp_path: Path) -> None:
    regime = law(tmp_path)
    rows = (
        *CALL,
        ("the Board issues order 7", "2031-03-05T18:00+02:00"),
        ("order 7 orders the north squad to Sudland", "2031-03-05"),
        ("Norland reports on the March call", "2031-03-06T12:00+02:00"),
        ("Norland answers the March call", "2031-03-07T09:00+02:00"),
    )
    terms = Terms(Instant.parse("2031-03-08T00:00+02:00"), Instant.parse("2040-01-01T00:00:00Z"))
    found = course(record(tmp_path, regime, rows), regime, terms)
    told = [(c.at, c.rule, c.before, c.after) for c in found.changes if c.actor in ("Norland", "the Board")]
    assert ("2031-03-05T12:00+02:00", "answer", "", "due") in told
    assert ("2031-03-05T18:00+02:00", "send", "", "used") in told
    assert ("2031-03-06T00:00+02:00", "report", "due", "due, time is perhaps up") in told
    assert [c[3] for c in told if c[1] == "report"][-1] == "performed"
    answers = [(at, after) for at, rule, _, after in told if rule == "answer"]
    assert answers[-2:] == [("2031-03-06T12:00+02:00", "breached, time is up"), ("2031-03-07T09:00+02:00", "late")]
    assert [c.at for c in found.changes] == sorted(c.at for c in found.changes)
