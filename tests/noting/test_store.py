"""A case that several people write into: changes, versions, undo, what is refused and why."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

import foedus as foedus_package
from foedus import history
from foedus.door import Asking, NotUnderstood
from foedus.door.versions import record_version
from foedus.history import KEPT
from foedus.noting import Add, Change, Correct, Outdated, SetAside, Store, TakeBack
from foedus.noting import store as storing
from foedus.precedent.grounds import FILE as GROUNDS
from foedus.problem import Invalid
from foedus.record import Instant
from foedus.record.case import COLUMNS

LEAGUE = Path(__file__).parents[1] / "transcripts"
AT = Instant.parse("2031-06-01T12:00Z")
CLAIM = {
    "says": "ships leave the harbour", "fact": "", "speaker": "Harbour master", "source": "Wire 3", "happened": "2031-03-06",
}  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case of one's own, with everything in it."""
    monkeypatch.setenv("FOEDUS_LAW", str(LEAGUE / "law"))
    return Path(shutil.copytree(LEAGUE / "cases" / "harbour-2031", tmp_path / "mine"))


def tables(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.is_file()}


def saved(folder: Path, change: Change, by: str = "A. Clerk") -> storing.Saved:
    one = Store(folder)
    return one.save(change, one.version, by, AT)


def test_the_history_keeps_every_table_of_a_case() -> None:
    assert {"case.toml", *COLUMNS, GROUNDS} == set(KEPT)


# --- what can be changed -------------------------------------------------------------------------


def test_claims_are_added_with_their_sources_and_speakers(copy: Path) -> None:
    before = tables(copy)
    new = {**CLAIM, "source": "Gazette 9", "speaker": "a pilot", "available": "2031-03-07", "note": 'he said “no”, "twice"\nin two lines'}
    done = saved(copy, Add([CLAIM, new], [{"id": "Gazette 9", "title": "The pilots"}], [{"speaker": "a pilot", "parties": "none"}]))
    assert done.claims == ("N-001", "N-002") and done.what == "adds N-001, N-002"
    after = tables(copy)
    assert [n for n in after if after[n] != before[n]] == ["claims.csv", "sources.csv", "speakers.csv"]
    assert after["sources.csv"].startswith(before["sources.csv"]) and b"Gazette 9" in after["sources.csv"]
    record = Asking(copy).record
    assert [c.note for c in record.claims if c.id == "N-002"] == [new["note"]]
    assert done.version == Store(copy).version
    log = Store(copy).versions()
    assert [(v.by, v.what, v.at) for v in log] == [("", "the tables as they were found", "2031-06-01T12:00Z"), ("A. Clerk", done.what, "2031-06-01T12:00Z")]
    assert log[1].before == log[0].version == done.before


def test_a_column_that_the_table_lacks_is_added_to_it(copy: Path) -> None:
    rows = [b.split(b",") for b in (copy / "claims.csv").read_bytes().splitlines()]
    saved(copy, Add([{**CLAIM, "zone": "+03:00", "reason": "why"}]))
    now = (copy / "claims.csv").read_bytes().splitlines()
    assert now[0] == b",".join(rows[0]) + b",zone,reason"
    assert all(line.endswith(b",,") for line in now[1:-1]) and now[-1].endswith(b",+03:00,why")
    assert len(now) == len(rows) + 1


def test_a_claim_is_corrected_by_another_one_that_supersedes_it(copy: Path) -> None:
    done = saved(copy, Correct("H-1", {"happened": "2031-03-05T03:30+02:00"}))
    assert done.claims == ("H-1", "N-001") and done.what == "corrects H-1 by N-001"
    claims = {c.id: c for c in Asking(copy).record.claims}
    assert claims["N-001"].supersedes == ("H-1",)
    assert (claims["N-001"].fact, claims["N-001"].speaker, claims["N-001"].source_grade) == (claims["H-1"].fact, "Harbour master", "B")
    assert str(claims["N-001"].happened) == "2031-03-05T01:30Z" and str(claims["N-001"].available) == "2031-06-01T12:00Z"


def test_a_claim_is_set_aside_and_taken_back_in(copy: Path) -> None:
    before = tables(copy)["setaside.csv"]
    done = saved(copy, SetAside("H-1", "the clock of the mole\nwas wrong", "X-2"))
    assert done.what == "sets H-1 aside: the clock of the mole was wrong"
    aside = Asking(copy).record.set_asides["H-1"]
    assert (aside.reason, aside.author, aside.date, aside.conflict) == ("the clock of the mole was wrong", "A. Clerk", "2031-06-01T12:00Z", "X-2")
    assert saved(copy, TakeBack("H-1")).what == "counts H-1 again"
    assert set(Asking(copy).record.set_asides) == {"H-7"}
    assert tables(copy)["setaside.csv"].splitlines()[1].startswith(before.splitlines()[1])


def test_a_table_that_is_not_there_is_made(copy: Path) -> None:
    (copy / "setaside.csv").unlink()
    saved(copy, SetAside("H-1", "wrong"))
    assert (copy / "setaside.csv").read_text().splitlines()[0] == ",".join(COLUMNS["setaside.csv"])
    one = Store(copy)
    one.undo(one.version, "A. Clerk")
    assert not (copy / "setaside.csv").exists()


def test_where_no_speakers_are_listed_none_is(copy: Path) -> None:
    (copy / "speakers.csv").unlink()
    saved(copy, Add([{**CLAIM, "speaker": "a pilot"}], speakers=[{"speaker": "a pilot"}]))
    assert not (copy / "speakers.csv").exists()


def test_many_claims_are_told_in_few_words(copy: Path) -> None:
    assert saved(copy, Add([CLAIM] * 20)).what == "adds 20 claims, N-001 to N-020"


# --- versions ------------------------------------------------------------------------------------


def test_undo_goes_back_save_by_save_and_each_is_a_version(copy: Path) -> None:
    states = [tables(copy)]
    for _ in range(3):
        saved(copy, Add([CLAIM]))
        states.append(tables(copy))
    one = Store(copy)
    assert one.undo(one.version, "B").what == "takes back version 4: adds N-003"
    assert tables(copy) == states[2]
    assert one.undo(one.version, "B").what == "takes back version 3: adds N-002"
    assert tables(copy) == states[1]
    saved(copy, Add([{**CLAIM, "says": "another"}]))
    assert one.undo(one.version, "B").what == "takes back version 7: adds N-002"
    assert tables(copy) == states[1]
    assert one.undo(one.version, "B").what == "takes back version 2: adds N-001"
    assert tables(copy) == states[0]
    with pytest.raises(Invalid, match="there is no save to take back") as told:
        one.undo(one.version, "B")
    assert "foedus history" in told.value.problems[0].remedy
    assert [v.undoes for v in one.versions()] == [0, 0, 0, 0, 4, 3, 0, 7, 2]


def test_every_version_can_be_had_again_whole(copy: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    one = Store(copy)
    first, before = one.version, tables(copy)
    pinned = one.at(first, cache)
    assert pinned is not None and pinned.name == "mine" and tables(pinned) == before, "before the first save as well"
    shutil.rmtree(cache)
    cache.mkdir()
    second = saved(copy, Add([CLAIM])).version
    then = one.at(first, cache)
    assert then is not None and tables(then) == before
    assert Asking(then).record.id == "mine"
    assert one.at(first, cache) == then
    now = one.at(second, cache)
    assert now is not None and tables(now) == tables(copy) and now != then
    assert [p.name for p in cache.iterdir()] == sorted({first, second}, key=[first, second].index) or len(list(cache.iterdir())) == 2


def test_answers_are_printed_with_the_version_that_the_history_goes_by(copy: Path) -> None:
    assert record_version(Asking(copy)) == Store(copy).version == saved(copy, Add([CLAIM])).before
    assert record_version(Asking(copy)) == Store(copy).versions()[-1].version


@pytest.mark.parametrize("id", ["0" * 16, "../../../../etc", "", "0" * 64, "0123456789ABCDEF", ".", "0" * 15 + "/"])
def test_a_version_nobody_knows_is_nothing(id: str, copy: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    saved(copy, Add([CLAIM]))
    assert Store(copy).at(id, cache) is None
    assert list(cache.iterdir()) == []


def test_law_pages_of_the_case_are_part_of_its_version(copy: Path, tmp_path: Path) -> None:
    one = Store(copy)
    before = one.version
    (copy / "law").mkdir()
    (copy / "law" / "own.md").write_text("# Own\n")
    assert one.version != before
    pinned = one.at(one.version, tmp_path)
    assert pinned is not None and (pinned / "law" / "own.md").read_text() == "# Own\n"


def test_an_edit_from_outside_becomes_a_version_and_is_not_undone(copy: Path, tmp_path: Path) -> None:
    saved(copy, Add([CLAIM]))
    text = (copy / "claims.csv").read_text().replace("shots at the mole", "shots at the pier")
    (copy / "claims.csv").write_text(text)
    one = Store(copy)
    with pytest.raises(Invalid, match="edited outside after the last save") as told:
        one.undo(one.version, "B")
    assert "change it back where it was changed" in told.value.problems[0].remedy
    done = one.save(Add([CLAIM]), one.version, "B", AT)
    log = one.versions()
    assert [(v.by, v.what, v.outside) for v in log[2:]] == [("", "edited outside", True), ("B", "adds N-002", False)]
    assert (copy / "claims.csv").read_text().startswith(text)
    one.undo(done.version, "B")
    assert (copy / "claims.csv").read_text() == text
    with pytest.raises(Invalid, match="edited outside"):
        one.undo(one.version, "B")


# --- two editors ---------------------------------------------------------------------------------


def test_who_saves_on_what_is_no_longer_there_is_told_what_changed(copy: Path) -> None:
    one = Store(copy)
    seen = saved(copy, Add([CLAIM])).version
    saved(copy, Add([CLAIM]), "B. Clerk")
    saved(copy, SetAside("H-1", "wrong"), "C. Clerk")
    before = tables(copy)
    with pytest.raises(Outdated) as told:
        one.save(Add([CLAIM]), seen, "A. Clerk", AT)
    error = told.value
    assert error.present == one.version and [v.by for v in error.meanwhile] == ["B. Clerk", "C. Clerk"]
    assert error.changed == {"claims.csv": ("N-002",), "setaside.csv": ("H-1",)}
    assert [str(p).splitlines()[0] for p in error.problems] == [
        "claims.csv: changed meanwhile: B. Clerk at 2031-06-01T12:00Z (adds N-002)",
        "claims.csv: changed meanwhile: C. Clerk at 2031-06-01T12:00Z (sets H-1 aside: wrong)",
    ]
    assert error.problems[0].remedy == "look at what changed, then save again"
    assert tables(copy) == before
    with pytest.raises(Outdated):
        one.undo(seen, "A. Clerk")


def test_a_spreadsheet_is_such_an_editor_too(copy: Path) -> None:
    one = Store(copy)
    never_saved = one.version
    (copy / "sources.csv").write_bytes((copy / "sources.csv").read_bytes() + b"S,,,,,\n")
    with pytest.raises(Outdated, match="no longer what you saw"):
        one.save(Add([CLAIM]), never_saved, "A", AT)
    seen = saved(copy, Add([CLAIM])).version
    (copy / "sources.csv").write_bytes((copy / "sources.csv").read_bytes() + b"T,,,,,\n")
    with pytest.raises(Outdated) as told:
        one.save(Add([CLAIM]), seen, "A", AT)
    assert "sources.csv: changed outside meanwhile: T" in str(told.value)
    assert told.value.changed == {"sources.csv": ("T",)}


def test_who_changes_the_tables_while_a_save_is_checked_is_not_overwritten(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Store(copy)
    check = Store._check

    def meanwhile(self: Store, state: history.State) -> None:
        check(self, state)
        (copy / "sources.csv").write_bytes((copy / "sources.csv").read_bytes() + b"S,,,,,\n")

    monkeypatch.setattr(Store, "_check", meanwhile)
    seen, before = one.version, tables(copy)
    with pytest.raises(Outdated):
        one.save(Add([CLAIM]), seen, "A", AT)
    assert tables(copy) == {**before, "sources.csv": before["sources.csv"] + b"S,,,,,\n"}


RACER = """
import sys
from foedus.noting import Add, Outdated, Store
store, who = Store(sys.argv[1]), sys.argv[2]
row = {"says": who, "speaker": "Harbour master", "source": "Wire 3", "happened": "2031-03-06"}
for n in range(4):
    while True:
        try:
            print(*store.save(Add([row], prefix=f"{who}-"), store.version, who).claims, flush=True)
            break
        except Outdated:
            pass
"""


def test_two_processes_that_save_at_once_lose_nothing(copy: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(foedus_package.__file__).parents[1])}
    command = [sys.executable, "-c", RACER, str(copy)]
    racers = [subprocess.Popen([*command, who], env=environment, stdout=subprocess.PIPE, text=True) for who in ("P", "Q")]
    told = [racer.communicate()[0].split() for racer in racers]
    assert [racer.returncode for racer in racers] == [0, 0]
    assert told == [["P-001", "P-002", "P-003", "P-004"], ["Q-001", "Q-002", "Q-003", "Q-004"]]
    assert {*told[0], *told[1]} <= {c.id for c in Asking(copy).record.claims}
    log = Store(copy).versions()
    assert len(log) == 9
    assert all(later.before == earlier.version for earlier, later in pairwise(log))


def test_a_killed_save_is_completed_by_whoever_only_reads(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process dies when the first of two tables has taken its name."""
    child = os.fork()
    if child == 0:
        replaced = os.replace

        def dies(new: Path, old: Path) -> None:
            replaced(new, old)
            if Path(old).suffix == ".csv":
                os._exit(9)

        monkeypatch.setattr(os, "replace", dies)
        saved(copy, Add([{**CLAIM, "source": "new", "available": "2031-03-07"}], [{"id": "new"}]))
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert b"N-001" in tables(copy)["claims.csv"] and b"new" not in tables(copy)["sources.csv"]
    record = Asking(copy).record
    assert "new" in record.sources and record.claims[-1].id == "N-001"


# --- what is refused -----------------------------------------------------------------------------

REFUSED: dict[str, tuple[Change, str, str]] = {
    "unknown source": (Add([{**CLAIM, "source": "nobody"}]), "no source is called “nobody”", "add it to sources.csv"),
    "unknown speaker": (Add([{**CLAIM, "speaker": "a pilot"}]), "no speaker is called “a pilot”", "add a row to speakers.csv"),
    "an id twice": (Add([{**CLAIM, "id": "H-1"}]), "“H-1” stands in line 2 already", "rename one"),
    "no sentence of the law": (Add([{**CLAIM, "fact": "ships sail", "polarity": "for"}]), "no phrase says “ships sail”", "phrase"),
    "no date": (Add([{**CLAIM, "happened": "1/6/2031"}]), "could be", "write 2031-06-01"),
    "a zero byte": (Add([{**CLAIM, "says": "a\0b"}]), "zero byte", ""),
    "half a character": (Add([{**CLAIM, "says": "\ud800"}]), "half a character", "type it again"),
    "a cell too long": (Add([{**CLAIM, "says": "x" * 5_000}]), "at most 4,000 are read", "shorten it"),
    "no such column": (Add([{**CLAIM, "sais": "x"}]), "no column is called “sais”", "says"),
    "no such claim": (Correct("H-11", {}), "no claim is called “H-11”", "H-1"),
    "another's claim": (Correct("H-1", {"speaker": "Sudland government"}), "only its own speaker may withdraw a claim", "set it aside"),
    "another fact": (Correct("H-1", {"fact": "the Assembly takes the decision of 6 March"}), "something else than H-1", "same phrase"),
    "set aside: no such claim": (SetAside("H-99", "x"), "no claim is called “H-99”", ""),
    "set aside twice": (SetAside("H-7", "x"), "H-7 is set aside already", "take that back first"),
    "no reason": (SetAside("H-1", "  "), "nothing says why H-1 is set aside", "write the reason"),
    "no such conflict": (SetAside("H-1", "x", "X-9"), "X-9", ""),
    "not set aside": (TakeBack("H-1"), "H-1 is not set aside", "H-7"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_change_that_would_break_the_case_is_refused(name: str, copy: Path) -> None:
    change, what, remedy = REFUSED[name]
    before = tables(copy)
    with pytest.raises(Invalid) as told:
        saved(copy, change)
    assert any(what in p.what and remedy in p.remedy for p in told.value.problems), str(told.value)
    assert tables(copy) == before and not (copy / "history").exists()


def test_there_are_as_many_refusals_as_before() -> None:
    assert len(REFUSED) == 17


def no_rights(folder: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(os, "access", lambda path, mode: Path(path).name != "claims.csv")


def a_matter(folder: Path, patch: pytest.MonkeyPatch) -> None:
    (folder / "matter.toml").write_text("")


def of_the_house(folder: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(storing, "bundled", lambda kind: (folder.parent,))


CLOSED: dict[str, tuple[Callable[[Path, pytest.MonkeyPatch], None], str, str]] = {
    "no rights": (no_rights, "claims.csv may not be written", "cp -r"),
    "a matter": (a_matter, "is a matter, whose record is its log", "foedus matter record"),
    "of the house": (of_the_house, "comes with the house and is not written into", "cp -r"),
}


@pytest.mark.parametrize("name", CLOSED)
def test_some_folders_are_not_written_into(name: str, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    close, what, remedy = CLOSED[name]
    assert Store(copy).refusal() is None
    close(copy, monkeypatch)
    with pytest.raises(NotUnderstood, match=what) as told:
        saved(copy, Add([CLAIM]))
    assert remedy in told.value.problems[0].remedy
    assert Store(copy).refusal() == told.value.problems[0]
    assert not (copy / "history").exists()


@pytest.mark.parametrize("by", ["", " \n", "x" * 201])
def test_somebody_must_be_named(by: str, copy: Path) -> None:
    with pytest.raises(NotUnderstood, match="nobody is named who saves this") as told:
        saved(copy, Add([CLAIM]), by)
    assert "at most 200" in told.value.problems[0].remedy
