"""The calendar, read back by a reader that knows nothing of the writer."""

from __future__ import annotations

from pathlib import Path

from pier import CALL, asked

from foedus.deontic import Agenda, calendar, undated

AS_OF = "2031-03-05T18:00+02:00"


def events(text: str) -> list[dict[str, str]]:
    """Unfold and read the events of a calendar."""
    lines = text.replace("\r\n ", "").split("\r\n")
    out: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            out.append({})
        elif out and line not in ("END:VEVENT", "END:VCALENDAR", ""):
            out[-1][name] = value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    return out


def found(tmp_path: Path, *rows: tuple[str, ...]) -> Agenda:
    return asked(tmp_path, rows or CALL, AS_OF)


def test_lines_end_in_crlf_and_have_at_most_75_octets(tmp_path: Path) -> None:
    text = calendar(found(tmp_path))
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert any(line.startswith(" ") for line in text.split("\r\n"))


def test_every_deadline_is_an_event(tmp_path: Path) -> None:
    agenda = found(tmp_path)
    dated = [d for duty in agenda.duties for d in duty.dues if d.earliest or d.latest]
    told = events(calendar(agenda))
    assert len(told) == len(dated) > 4
    (answer,) = [e for e in told if e["SUMMARY"] == "Norland: Norland answers the March call"]
    assert answer["DTSTART"] == "20310306T100000Z"
    assert "DTEND" not in answer
    assert answer["STATUS"] == "CONFIRMED"
    assert "time allowed: 24 hours, after “Sudland calls for help by the March call”" in answer["DESCRIPTION"]


def test_an_uncertain_instant_is_an_interval_and_says_so(tmp_path: Path) -> None:
    agenda = asked(tmp_path, tuple((f, "2031-03-05") for f, _ in CALL), "2031-03-06T12:00+02:00")
    (answer,) = [e for e in events(calendar(agenda)) if "Norland answers" in e["SUMMARY"]]
    assert (answer["DTSTART"], answer["DTEND"]) == ("20310305T220000Z", "20310306T220000Z")
    assert answer["SUMMARY"].endswith("(instant uncertain)")
    assert "the instant is uncertain" in answer["DESCRIPTION"]


def test_uids_stay_the_same_and_are_all_different(tmp_path: Path) -> None:
    early = events(calendar(found(tmp_path)))
    late = events(calendar(asked(tmp_path, CALL, "2031-03-20T00:00+02:00")))
    uids = {e["UID"] for e in early}
    assert len(uids) == len(early)
    assert uids == {e["UID"] for e in late}


def test_what_has_no_instant_is_no_event_and_is_listed(tmp_path: Path) -> None:
    agenda = asked(tmp_path, tuple((f, "2031-01-31T12:00+02:00") for f, _ in CALL), "2031-03-06T12:00+02:00")
    assert {duty.rule for duty, _ in undated(agenda)} == {"visit"}
    assert not any("visits" in e["SUMMARY"] for e in events(calendar(agenda)))
