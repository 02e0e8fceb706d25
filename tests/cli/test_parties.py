"""Membership by date: the historical record by hand, what always holds, panels, and what is refused."""

from __future__ import annotations

import csv
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from types import ModuleType

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import foedus as package
from foedus.door import NotUnderstood
from foedus.door.membership import PANEL, panel, parties
from foedus.problem import Invalid, Place
from foedus.text.events import BEGINS, ENDS, EVENTS, VALUES
from foedus.text.files import Row
from foedus.text.order import wrong_order
from foedus.text.parties import Parties
from foedus.text.ties import Ties
from foedus.text.turns import PartyRow

SOURCE = str(Path(package.__file__).parents[1])
ROOT = Path(__file__).parents[2]
SIX = "ARM BLR KAZ KGZ RUS TJK".split()

# --- the historical record, written by hand from treaties and reports, not from the table ---------------------

HISTORY: dict[str, tuple[str, str, str, str]] = {
    # day: (signed the treaty, members, suspended or asking for it, signed the treaty's 1999 protocol or the Charter)
    "1992-05-14": ("", "", "", ""),
    "1992-05-15": ("ARM KAZ KGZ RUS TJK UZB", "", "", ""),
    "1993-09-24": ("ARM KAZ KGZ RUS TJK UZB AZE", "", "", ""),
    "1993-12-31": ("ARM KAZ KGZ RUS TJK UZB AZE GEO BLR", "", "", ""),
    "1994-04-19": ("ARM KAZ KGZ RUS TJK UZB AZE GEO BLR", "", "", ""),
    "1994-04-20": ("ARM KAZ KGZ RUS TJK UZB AZE GEO BLR", "ARM KAZ KGZ RUS TJK UZB AZE GEO BLR", "", ""),
    "1999-04-19": ("ARM KAZ KGZ RUS TJK UZB AZE GEO BLR", "ARM KAZ KGZ RUS TJK UZB AZE GEO BLR", "", "CST/1999"),
    "1999-04-20": ("ARM KAZ KGZ RUS TJK UZB AZE GEO BLR", "ARM KAZ KGZ RUS TJK BLR", "", "CST/1999"),
    "2002-10-07": ("ARM KAZ KGZ RUS TJK UZB AZE GEO BLR", "ARM KAZ KGZ RUS TJK BLR", "", "CST/1999 CH"),
    "2006-06-22": ("ARM KAZ KGZ RUS TJK UZB AZE GEO BLR", "ARM KAZ KGZ RUS TJK BLR", "", "CST/1999 CH"),
    "2006-08-16": ("ARM KAZ KGZ RUS TJK UZB AZE GEO BLR", "ARM KAZ KGZ RUS TJK BLR UZB", "", "CST/1999 CH"),
    "2012-06-27": ("ARM KAZ KGZ RUS TJK UZB AZE GEO BLR", "ARM KAZ KGZ RUS TJK BLR UZB", "", "CST/1999 CH"),
    "2012-06-28": ("ARM KAZ KGZ RUS TJK UZB AZE GEO BLR", "ARM KAZ KGZ RUS TJK BLR UZB", "UZB asked", "CST/1999 CH"),
    "2012-12-18": ("ARM KAZ KGZ RUS TJK UZB AZE GEO BLR", "ARM KAZ KGZ RUS TJK BLR UZB", "UZB asked", "CST/1999 CH"),
    "2012-12-19": ("ARM KAZ KGZ RUS TJK UZB AZE GEO BLR", "ARM KAZ KGZ RUS TJK BLR", "UZB yes", "CST/1999 CH"),
    "2022-01-06": ("ARM KAZ KGZ RUS TJK UZB AZE GEO BLR", "ARM KAZ KGZ RUS TJK BLR", "UZB yes", "CST/1999 CH"),
    "2026-11-21": ("ARM KAZ KGZ RUS TJK UZB AZE GEO BLR", "ARM KAZ KGZ RUS TJK BLR", "UZB yes", "CST/1999 CH"),
}


@pytest.mark.parametrize("day", HISTORY)
def test_history(day: str) -> None:
    signed, members, suspended, six_signed = HISTORY[day]
    table = parties("csto", on=day)
    assert {s.iso3 for s in table.states if s.ties["CST"]["signed"].value == "yes"} == set(signed.split())
    assert {s.iso3 for s in table.states if s.standing["member"].value == "yes"} == set(members.split())
    said = {
        f"{s.iso3} {s.standing['suspended'].value}" for s in table.states if s.standing["suspended"].value in ("yes", "asked")
    }
    assert said == ({suspended} if suspended else set())
    for text in ("CST/1999", "CH"):
        assert {s.iso3 for s in table.states if s.ties[text]["signed"].value == "yes"} == (
            set(SIX) if text in six_signed else set()
        )


def test_the_hand_written_history_is_not_empty() -> None:
    assert len(HISTORY) >= 15
    assert len(list(csv.DictReader((ROOT / "law/csto/parties.csv").open(encoding="utf-8")))) >= 131


@pytest.mark.parametrize(
    ("text", "day", "bound"),
    [
        ("CST/1999", "2000-03-21", ""),
        ("CST/1999", "2000-03-22", "ARM BLR KAZ KGZ RUS TJK"),
        ("CH", "2003-09-17", ""),
        ("CH", "2003-09-18", "ARM BLR KAZ KGZ RUS TJK"),
        ("CST/2010", "2012-12-18", ""),
        ("CST/2010", "2012-12-19", "ARM BLR KAZ KGZ RUS TJK"),
        ("CH/2018", "2021-01-18", ""),
        ("CH/2018", "2021-01-19", "ARM BLR KAZ KGZ RUS TJK"),
        ("KSOR", "2010-09-10", "KAZ"),
        ("PKA", "2022-01-06", ""),
    ],
)
def test_a_further_instrument_is_bound_by_itself(text: str, day: str, bound: str) -> None:
    table = parties("csto", on=day)
    assert {s.iso3 for s in table.states if s.ties[text]["bound"].value == "yes"} == set(bound.split())


def test_armenia_is_a_member_that_takes_no_part_and_gave_no_notice() -> None:
    """Which of two days is open; afterwards it is not."""
    before, between, after = (parties("csto", on=d)["ARM"].standing for d in ("2024-02-21", "2024-02-22", "2024-02-23"))
    assert [s["taking part"].value for s in (before, between, after)] == ["yes", "open", "no"]
    assert after["taking part"].marks == ("conflicting",)
    assert (after["taking part"].earliest, after["taking part"].latest) == (date(2024, 2, 22), date(2024, 2, 23))
    assert [s["member"].value for s in (before, between, after)] == ["yes"] * 3
    assert after["exit"].value == "no"
    now = parties("csto", on="2026-11-21")["ARM"]
    assert (now.standing["exit"].value, now.leaves) == ("announced", None)


def test_arrears_and_the_vote() -> None:
    """The year 2025 is all that is known of the first; the second is a possibility, never shown as applied."""
    days = ("2024-12-31", "2025-06-01", "2025-12-31", "2026-01-01")
    found = [parties("csto", on=d)["ARM"].standing for d in days]
    assert [(s["dues"].value, s["vote"].value) for s in found] == [
        ("", "yes"),
        ("open", "yes"),
        ("arrears", "yes"),
        ("arrears", "at risk"),
    ]
    assert parties("csto", on="2026-01-01")["KAZ"].standing["vote"].value == "yes"


def test_observers_of_a_body_are_no_observers_of_the_alliance() -> None:
    table = parties("csto", on="2022-01-06")
    for code in ("SRB", "AFG"):
        assert table[code].observes == ("ASSEMBLY",)
        assert table[code].standing["member"].value == "no"
    assert table["AFG"].ties["ASSEMBLY"]["observer"].marks == ("unverified",)
    assert table["SRB"].ties["ASSEMBLY"]["observer"].marks == ()
    assert parties("csto", on="2012-12-31")["SRB"].observes == ()


def test_labels_dates_and_refuted_reports() -> None:
    """C-04, C-33 and C-34: a rival label marks, two dates leave open, what is refuted moves nothing and is told."""
    table = parties("csto", on="2021-12-31")
    assert (table["UZB"].standing["member"].value, table["UZB"].standing["member"].marks) == ("suspended", ("conflicting",))
    assert [r.status for r in table["UZB"].notes] == ["refuted"]
    assert parties("csto", on="2020-12-31")["UZB"].notes == ()
    signing = [parties("csto", on=d)["GEO"].ties["CST"]["signed"] for d in ("1993-09-08", "1993-10-01", "1993-12-09")]
    assert [s.value for s in signing] == ["no", "open", "yes"]
    assert signing[2].marks == ("conflicting",)
    lapsed = parties("csto", on="1999-04-20")["GEO"]
    assert [r.event for r in lapsed.standing["member"].rows] == ["not-renewed/withdrew"]
    assert parties("csto", on="2009-06-14")["UZB"].ties["KSOR"]["signed"].value == "declined"


def test_every_row_can_be_seen() -> None:
    """Each row stands behind some column or note on the day it is surely over."""
    rows = {r.place.line for r in package.law("csto").parties.rows}
    seen: set[int] = set()
    days = {r.latest if r.latest < date.max else r.earliest for r in package.law("csto").parties.rows}
    for day in sorted(days | {date(2026, 11, 21)}):
        table = parties("csto", on=day)
        for state in table.states:
            statuses = [*state.standing.values(), *(s for tie in state.ties.values() for s in tie.values())]
            seen |= {r.place.line for s in statuses for r in (*s.rows, *s.against)} | {r.place.line for r in state.notes}
    assert rows - seen == set()


# --- what holds of any table -----------------------------------------------------------------------------------

DAYS = st.dates(date(2000, 1, 1), date(2003, 12, 31))
STATES = ("Aland", "Borduria")
STATUSES = ("accepted", "accepted", "accepted", "conflicting", "unverified", "refuted")


@st.composite
def tables(draw: st.DrawFn) -> Parties:
    """Random rows, in an order that may be impossible."""
    rows = []
    for line in range(draw(st.integers(0, 12))):
        first, span = draw(DAYS), draw(st.sampled_from((0, 0, 0, 20, 400)))
        event, code = draw(st.sampled_from(sorted(EVENTS))), draw(st.sampled_from(("TR", "TR", "TX", "TR + TX")))
        protocol, status = draw(st.sampled_from(("", "", "2001"))), draw(st.sampled_from(STATUSES))
        state, last = draw(st.sampled_from(STATES)), first + timedelta(days=span)
        place = Place("law/t/parties.csv", line + 2)
        rows.append(
            PartyRow(state, state[:3].upper(), event, first, last, code, protocol, "", "", status, f"{first}/{last}", place)
        )
    return Parties(tuple(rows))


@settings(max_examples=150, deadline=None)
@given(tables(), DAYS)
def test_what_always_holds(table: Parties, day: date) -> None:
    assume(not any(r.event == "never in force" for r in table.rows))  # beside a beginning it contradicts it
    ties = Ties(table, "TR")
    for state in table.states:
        standing, tie = ties.standing(state, day), ties.tie(state, "TR", day)
        begun = [r for rows in table.events for r in rows if r.state == state and r.event in BEGINS and "TR" in r.instruments]
        member = standing["member"].value
        # one source of truth: what the rules ask and what the table shows agree
        asked = table.bound(state, "TR", day)
        assert asked is {"yes": True, "open": asked, "suspended": False, "no": False}[member]
        assert asked is None or member == "open" or asked is (member == "yes")
        # nobody is in before the first beginning, and a member is bound
        assert member != "yes" or any(r.earliest <= day for r in begun)
        assert member not in ("yes", "suspended") or tie["bound"].value == member
        # whoever is outside takes no part and has no vote
        if member in ("no", "suspended"):
            assert standing["taking part"].value == "no" and standing["vote"].value == "no"
        for column, status in {**standing, **tie}.items():
            assert status.value in ("", *VALUES.get(column, ("yes", "no", "open", "suspended")))
            assert all(r.earliest <= day for r in (*status.rows, *status.against))
            assert not any(r.status == "refuted" for r in (*status.rows, *status.against))
            assert status.value or not status.rows


@settings(max_examples=100, deadline=None)
@given(tables(), DAYS, DAYS)
def test_nothing_changes_between_two_turns(table: Parties, one: date, two: date) -> None:
    ties = Ties(table, "TR")
    for state in table.states:
        turns = [t for d in ties.days(state) for t in (d, d + timedelta(days=1))]
        if any(min(one, two) < t <= max(one, two) for t in turns):
            continue
        assert ties.standing(state, one) == ties.standing(state, two)
        assert all(ties.tie(state, t, one) == ties.tie(state, t, two) for t in ties.texts)


@settings(max_examples=100, deadline=None)
@given(tables(), DAYS)
def test_what_is_not_accepted_moves_nothing(table: Parties, day: date) -> None:
    """Without rows that are unverified or refuted every value is the same; only marks and notes differ."""
    sure = Parties(tuple(r for r in table.rows if r.status not in ("unverified", "refuted")))
    for state in sure.states:
        for text in Ties(sure, "TR").texts:
            mine, theirs = Ties(table, "TR").tie(state, text, day), Ties(sure, "TR").tie(state, text, day)
            assert {c: s.value for c, s in mine.items()} == {c: s.value for c, s in theirs.items()}


@settings(max_examples=150, deadline=None)
@given(tables())
def test_a_table_without_an_objection_has_members_in_turn(table: Parties) -> None:
    """Where nothing is refused, begins and exact ends of the instrument itself alternate."""
    rows = [(r, Row(r.place, {})) for r in table.rows]
    if list(wrong_order(rows)):
        return
    for state in table.states:
        tie = [r for r in table.rows if r.state == state and r.accepted and "TR" in r.instruments and r.event in BEGINS | ENDS]
        plain = sorted(
            (r for r in tie if not r.protocol and r.earliest == r.latest), key=lambda r: (r.earliest, r.event in BEGINS)
        )
        if len(plain) == len(tie):
            days = [r.earliest for r in plain]
            kinds = [r.event in BEGINS for r in plain]
            assert len(set(days)) < len(days) or not any(a and b for a, b in pairwise(kinds))


# --- exit --------------------------------------------------------------------------------------------------------

TABLE = "state,ISO3,event,date,instrument,source,note,claim_status\nAland,ALA,in force,2000-01-01,TR,made up,,accepted\n"


def regime(home: Path, rows: str, toml: str = 'members = "TR"\nnotice = "6 months"\n') -> Path:
    folder = home / "league"
    folder.mkdir(parents=True)
    (folder / "regime.toml").write_text('title = "A league"\n' + toml, "utf-8")
    (folder / "parties.csv").write_text(TABLE + rows, "utf-8")
    return home


def test_a_notice_takes_effect_after_the_regimes_own_months(tmp_path: Path) -> None:
    home = regime(tmp_path / "a", "Aland,ALA,withdrawal-notified,2010-03-31,TR,made up,,accepted\n")
    row = parties("league", on="2010-04-01", law=home)["ALA"]
    assert (row.standing["member"].value, row.standing["exit"].value) == ("yes", "notice")
    assert row.leaves and (row.leaves.earliest, row.leaves.latest) == (date(2010, 9, 30), date(2010, 10, 1))
    assert "September has no day 31" in row.leaves.note
    plain = regime(tmp_path / "b", "Aland,ALA,withdrawal-notified,2010-03-15,TR,made up,,accepted\n")
    leaves = parties("league", on="2010-04-01", law=plain)["ALA"].leaves
    assert leaves and (leaves.earliest, leaves.latest, leaves.note) == (date(2010, 9, 15), date(2010, 9, 15), "")
    silent = regime(tmp_path / "c", "Aland,ALA,withdrawal-notified,2010-03-15,TR,made up,,accepted\n", 'members = "TR"\n')
    assert parties("league", on="2010-04-01", law=silent)["ALA"].leaves is None


def test_a_notice_taken_back_is_none(tmp_path: Path) -> None:
    rows = "Aland,ALA,withdrawal-notified,2010-03-15,TR,made up,,accepted\nAland,ALA,notice-withdrawn,2010-04-01,TR,made up,,accepted\n"
    assert parties("league", on="2010-05-01", law=regime(tmp_path, rows))["ALA"].standing["exit"].value == "no"


# --- the command line ----------------------------------------------------------------------------------------------


def foedus(*args: str, cwd: Path | None = None, **environ: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": SOURCE, **environ}
    return subprocess.run([sys.executable, "-m", "foedus", *args], cwd=cwd, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("args", [("--on", "2024-02-22"), ("--on", "2012-12-19", "--instrument", "cst"), ("--on", "1950-01-01")])
def test_the_page_is_eighty_columns_wide(args: tuple[str, ...]) -> None:
    done = foedus("parties", "csto", *args)
    assert (done.returncode, done.stderr) == (0, "")
    assert max(len(line) for line in done.stdout.splitlines()) <= 80
    assert "parties.csv:" in done.stdout or "1950" in args[1]


def test_today_is_the_doors() -> None:
    said = json.loads(foedus("parties", "csto", "--json", FOEDUS_NOW="2005-05-05T12:00Z").stdout)
    assert said["on"] == "2005-05-05"


def test_json_says_what_python_says() -> None:
    said = json.loads(foedus("parties", "csto", "--on", "2012-07-01", "--json").stdout)
    table = parties("csto", on="2012-07-01")
    assert [s["iso3"] for s in said["states"]] == [s.iso3 for s in table.states]
    for one, row in zip(said["states"], table.states, strict=True):
        assert {c.replace("_", " "): s["value"] for c, s in one["standing"].items()} == {
            c: s.value for c, s in row.standing.items()
        }
        assert {t: s["bound"]["value"] for t, s in one["instruments"].items()} == {
            t: s["bound"].value for t, s in row.ties.items()
        }


def test_a_regime_without_parties() -> None:
    assert "No row of a table of parties" in foedus("parties", "un", "--on", "2022-01-06").stdout


REFUSED = {
    "no such regime": (("cstoo",), "no regime is called “cstoo”", "csto"),
    "no day": (("csto", "--on", "2022-13-01"), "“2022-13-01” is no day", "YYYY-MM-DD"),
    "no instrument": (("csto", "--instrument", "KSORR"), "no row of parties.csv is about “KSORR”", "KSOR"),
    "a panel of one day": (("csto", "--panel", "x.csv", "--on", "2022-01-01"), "every day and instrument", "--on"),
    "from without a panel": (("csto", "--from", "2022-01-01"), "only a panel runs from day to day", "--panel"),
    "a panel that runs back": (("csto", "--panel", "x.csv", "--from", "2022-01-02", "--to", "2022-01-01"), "before", "later"),
    "a panel of no days": (("csto", "--panel", "x.csv", "--from", "soon"), "“soon” is no day", "YYYY-MM-DD"),
    "a panel beyond the calendar": (("csto", "--panel", "x.csv", "--to", "9999-12-31"), "no calendar", "earlier"),
    "a panel of no kind": (("csto", "--panel", "x.xlsx"), "neither a .csv nor a .parquet", "FILE.csv"),
    "a panel into nowhere": (("csto", "--panel", "none/x.csv"), "there is no folder none", ""),
    "a panel of nobody": (("un", "--panel", "x.csv"), "no table of parties", "parties.csv"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name: str, tmp_path: Path) -> None:
    args, what, remedy = REFUSED[name]
    done = foedus("parties", *args, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert what in done.stderr and remedy in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_list_of_refusals_is_whole() -> None:
    assert len(REFUSED) >= 11


def test_a_table_that_cannot_have_happened_ends_with_3(tmp_path: Path) -> None:
    home = regime(tmp_path, "Aland,ALA,withdrew,1999-01-01,TR,made up,,accepted\n")
    done = foedus("parties", "league", "--law", str(home))
    assert done.returncode == 3
    assert "league/parties.csv:3:20" in done.stderr and "becomes a party to it only on 2000-01-01" in done.stderr


# --- panels --------------------------------------------------------------------------------------------------------


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def test_a_panel_says_what_parties_says_at_random_days(tmp_path: Path) -> None:
    """Around every kind of turn: Uzbekistan's suspension and the amendments, then Armenia's absence."""
    random = Random(4)
    for first, last in (("2012-06-01", "2013-01-31"), ("2024-02-01", "2024-03-31")):
        file = tmp_path / f"{first}.csv"
        done = foedus("parties", "csto", "--panel", str(file), "--from", first, "--to", last)
        assert (done.returncode, done.stderr) == (0, "")
        rows = list(rows_of(file))
        span = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
        assert len(rows) == span * 11 * 12
        assert len({(r["state"], r["instrument"], r["day"]) for r in rows}) == len(rows)
        turns = ["2012-06-28", "2012-12-18", "2012-12-19", "2012-12-31", "2013-01-01", "2024-02-22", "2024-02-23"]
        days = [d for d in turns if first <= d <= last] + sorted({random.choice(rows)["day"] for _ in range(6)})
        for day in days:
            table = parties("csto", on=day)
            for row in (r for r in rows if r["day"] == day):
                state = table[row["iso3"]]
                named = {**state.ties[row["instrument"]], **state.standing}
                assert {c: row[c.replace(" ", "_")] for c in named} == {c: s.value for c, s in named.items()}
                marks = {f"{c.replace(' ', '_')}:{m}" for c, s in named.items() for m in s.marks}
                assert set(row["marks"].split()) == marks


def test_codes_and_codebook(tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    foedus("parties", "csto", "--panel", str(file), "--from", "2022-01-06", "--to", "2022-01-06")
    codes = {(r["iso3"], r["cow"], r["cow_abbrev"]) for r in rows_of(file)}
    assert codes == {
        ("ARM", "371", "ARM"), ("AZE", "373", "AZE"), ("BLR", "370", "BLR"), ("GEO", "372", "GRG"), ("KAZ", "705", "KZK"), ("KGZ", "703", "KYR"),
        ("RUS", "365", "RUS"), ("TJK", "702", "TAJ"), ("UZB", "704", "UZB"), ("AFG", "700", "AFG"), ("SRB", "345", "YUG"),
    }  # fmt: skip
    book = (tmp_path / "members.codebook.md").read_text("utf-8")
    assert all(f"| {column} |" in book for column in PANEL)
    assert "CC BY 4.0" in book and "sha256" in book and "State System Membership List, v2016" in book
    assert sorted(p.name for p in tmp_path.iterdir()) == ["members.codebook.md", "members.csv"]


def test_the_same_input_makes_the_same_bytes(tmp_path: Path) -> None:
    names = ["one.csv"] + (["one.parquet"] if arrow() else [])
    for name in names:
        made = []
        for folder in ("a", "b"):
            (tmp_path / folder).mkdir(exist_ok=True)
            done = foedus(
                "parties", "csto", "--panel", str(tmp_path / folder / name), "--from", "2006-01-01", "--to", "2006-12-31"
            )
            assert done.returncode == 0, done.stderr
            made.append((tmp_path / folder / name).read_bytes() + (tmp_path / folder / "one.codebook.md").read_bytes())
        assert made[0] == made[1]


def arrow() -> ModuleType | None:
    """pyarrow.parquet, where it is installed."""
    try:
        import pyarrow.parquet as found
    except ImportError:
        return None
    return found


def test_parquet_holds_the_rows_of_the_csv(tmp_path: Path) -> None:
    parquet = arrow()
    if parquet is None:
        pytest.skip("pyarrow is not installed: no Parquet was written")
    for name in ("x.csv", "x.parquet"):
        foedus("parties", "csto", "--panel", str(tmp_path / name), "--from", "2012-12-01", "--to", "2012-12-31")
    table = parquet.read_table(tmp_path / "x.parquet")
    assert table.column_names == list(PANEL)
    assert [str(table.schema.field(n).type) for n in ("day", "cow", "bound")] == ["date32[day]", "int16", "string"]
    assert [{k: str(v) for k, v in row.items()} for row in table.to_pylist()] == list(rows_of(tmp_path / "x.csv"))


def test_parquet_without_pyarrow_says_how_to_get_it(tmp_path: Path) -> None:
    (tmp_path / "pyarrow.py").write_text("raise ImportError('not here')\n", "utf-8")
    done = foedus("parties", "csto", "--panel", "x.parquet", cwd=tmp_path, PYTHONPATH=f"{tmp_path}{os.pathsep}{SOURCE}")
    assert done.returncode == 2
    assert "pyarrow, which is not installed" in done.stderr and 'pip install "foedus[frames]"' in done.stderr
    assert not (tmp_path / "x.parquet").exists()


def test_a_panel_that_cannot_be_finished_leaves_the_old_one(tmp_path: Path) -> None:
    """A disk that is full after some thousand bytes."""
    file = tmp_path / "x.csv"
    file.write_text("the old one\n", "utf-8")
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))\n"
        "from foedus.cli import main; main(sys.argv[1:])"
    )
    args = ["parties", "csto", "--panel", str(file), "--from", "2020-01-01", "--to", "2021-01-01"]
    env = {**os.environ, "PYTHONPATH": SOURCE, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", code, *args], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "cannot write" in done.stderr
    assert file.read_text("utf-8") == "the old one\n"
    assert [p.name for p in tmp_path.iterdir()] == ["x.csv"]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 20000


def test_python_asks_the_same(tmp_path: Path) -> None:
    found = panel("csto", first=date(2022, 1, 1), last=date(2022, 1, 31))
    assert found.size == 31 * 11 * 12 == sum((b - a).days + 1 for a, b, _ in found.spells())
    with pytest.raises(NotUnderstood) as caught:
        parties("csto", on="soon")
    assert caught.value.problems[0].place.file == "on"
    with pytest.raises(KeyError):
        parties("csto", on="2022-01-06")["ATL"]
    with pytest.raises(Invalid):
        parties("league", law=regime(tmp_path, "Aland,ALA,quarrelled,2001-01-01,TR,made up,,accepted\n"))
