"""Reading a case folder: what spreadsheets save, and every mistake answered with place and remedy."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from record_world import HEADER, TOML, VOCABULARY, claims, instant, load, write

from foedus.problem import Invalid
from foedus.record import Case, read_case
from foedus.record.case import COLUMNS
from foedus.record.table import MAX_BYTES, MAX_FIELD, MAX_ROWS

GOOD = "C1,Arland requests help by the appeal of 5 January,for,the president of Arland,tass,2022-01-05,,2022-01-06,,,,,"


# --- what is read ------------------------------------------------------------------------------


def test_a_whole_folder(tmp_path: Path) -> None:
    toml = TOML + (
        '\n[[closed]]\nfact = "{any state} objects to {the decision of 6 January}"\n'
        'register = "the minutes"\nthrough = 2022-01-10\nreason = "published whole"\n'
    )
    rows = [
        "C1,AR requests help by the appeal of 5 January,for,the president of Arland,tass 1,,,2022-01-06,B,2,,,first",
        "C2,Borland does not object to the decision of 6 January,for,the Observer,wire,2022-01-06,"
        "+03:00 stated,2022-01-07,,,,C5,",
        "C3,votes for in the second ballot = 2500~,for,the Observer,wire,2022-01-07,unknown,,,,,,",
        "C4,,,,wire,2022-01-08,,,,,,,a dated note",
        "C5,Corland objects to the decision of 6 January,against,the Observer,wire,2022-01-06,,,,,,,",
    ]
    files = {
        "sources": "id,date,zone,grade,kind,interest note\ntass 1,,+03:00,C,agency,state owned\nwire,2022-01-09,,,,\n",
        "setaside": "claim,reason,author,date,conflict\nC2,misdated,ed.,2026-01-01,C-03\n",
        "timing": "claim,field,interval,reason,author,date\nC1,happened,2022-01-05,by day,ed.,2026-01-01\n",
    }
    case = load(tmp_path / "winter", *rows, toml=toml, **files)
    assert (case.id, case.title, case.regime) == ("winter", "Arland, winter", "league")
    assert case.roles == {"requester": "Arland"}
    assert list(case.individuals)[:2] == ["the raiders", "the appeal of 5 January"]
    assert case.instants["night"].at == instant("2022-01-07")
    assert (str(case.window.earliest), str(case.window.latest)) == ("2021-12-31T18:00Z", "2022-03-01T18:00Z")
    one, two, three, four, _ = case.claims
    assert str(one.fact) == "Arland requests help by the appeal of 5 January"
    assert (one.polarity, one.source_grade, one.item_grade, one.note) == ("for", "B", 2, "first")
    assert one.zone.name == "+03:00" and one.happened.zone == "stated"  # its source's zone
    assert one.timings[0].was.earliest is None and one.happened.verbatim == "2022-01-05"
    assert (two.polarity, two.zone.mark, two.supersedes) == ("against", "stated", ("C5",))
    assert two.available.zone == "inferred"  # the case's zone: the wire's is not known
    assert three.comparison is not None and three.comparison[1].approximate
    assert three.available.verbatim == "2022-01-09"  # its source's date
    assert four.fact is None and not four.bound and four.note == "a dated note"
    assert case.set_asides["C2"].conflict == "C-03"
    assert case.sources["tass 1"].note == "state owned" and one.source_grade != case.sources["tass 1"].grade
    assert case.closures[0].register == "the minutes"
    assert case.closures[0].pattern.args == ("any state", "the decision of 6 January")


SAVED: dict[str, Callable[[str], bytes]] = {
    "plain": lambda text: text.encode(),
    "byte-order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "old Macintosh line ends": lambda text: text.replace("\n", "\r").encode(),
    "semicolons": lambda text: text.replace(",", ";").encode(),
    "tabs": lambda text: text.replace(",", "\t").encode(),
    "sep line": lambda text: b"sep=;\r\n" + text.replace(",", ";").encode(),
    "blank lines": lambda text: text.replace("\n", "\n,,,,\n\n").encode(),
    "no last line end": lambda text: text.rstrip("\n").encode(),
    "quoted header": lambda text: text.replace("id,fact", '"id","fact"').encode(),
    "non-breaking spaces": lambda text: text.replace("requests help", "requests\u00a0help").encode(),
    "a short last row": lambda text: text.rstrip(",\n").encode(),
}


@pytest.mark.parametrize("how", SAVED)
def test_as_a_spreadsheet_user_saves_it(how: str, tmp_path: Path) -> None:
    plain = read_case(write(tmp_path, {"claims.csv": claims(GOOD)}), VOCABULARY)
    saved = read_case(write(tmp_path, {"claims.csv": SAVED[how](claims(GOOD))}), VOCABULARY)
    assert saved.claims == plain.claims
    assert len(saved.claims) == 1


def test_a_quoted_cell_may_hold_newlines_and_commas(tmp_path: Path) -> None:
    case = load(tmp_path, GOOD + '"two\nlines, and a ""word"""', GOOD.replace("C1", "C2"))
    assert case.claims[0].note == 'two\nlines, and a "word"'
    assert case.claims[1].place.line == 4


def test_excel_dates_load_where_they_can_mean_one_day(tmp_path: Path) -> None:
    row = GOOD.replace("2022-01-05,,2022-01-06", "05.01.2022,,1/13/2022")
    claim = load(tmp_path, row).claims[0]
    assert claim.happened.earliest == instant("2022-01-05")
    assert claim.available.latest == instant("2022-01-14")


def test_only_two_files_must_be_there(tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text(TOML)
    (tmp_path / "claims.csv").write_text(claims("C1,,,,,2022-01-05,,2022-01-06,,,,,a note"))
    assert len(read_case(tmp_path, VOCABULARY).claims) == 1
    (tmp_path / "claims.csv").write_text(claims(GOOD))
    with pytest.raises(Invalid, match=r"sources.csv: the case has no sources.csv, and claims name sources, “tass” for one"):
        read_case(tmp_path, VOCABULARY)
    (tmp_path / "sources.csv").write_text("id\ntass\n")
    assert len(read_case(tmp_path, VOCABULARY).claims) == 1


def test_the_header_alone_is_a_case_without_claims(tmp_path: Path) -> None:
    assert load(tmp_path).claims == ()


def test_a_new_case_can_be_filled_in_the_documented_columns(tmp_path: Path) -> None:
    files = {name: ",".join(columns) + "\n" for name, columns in COLUMNS.items()}
    assert isinstance(read_case(write(tmp_path, files), VOCABULARY), Case)


def test_a_link_inside_the_folder_is_followed(tmp_path: Path) -> None:
    write(tmp_path, {"real.csv": claims(GOOD)})
    (tmp_path / "claims.csv").unlink()
    (tmp_path / "claims.csv").symlink_to("real.csv")
    assert len(read_case(tmp_path, VOCABULARY).claims) == 1


# --- attacks -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Attack:
    """A broken folder: what to write, and the problem that has to name it."""

    files: dict[str, str | bytes]
    at: str
    what: str
    remedy: str
    toml: str = TOML


def claim_row(bad: str, at: str, what: str, remedy: str, *before: str) -> Attack:
    return Attack({"claims.csv": claims(*before, bad)}, f"claims.csv:{at}", what, remedy)


def counted(quantity: str, said: str, what: str) -> Attack:
    row = f"C1,votes for in the first ballot {said},for,the Observer,tass,2022-01-06,,2022-01-06,,,,,,{quantity}"
    at = f"claims.csv:2:{len(row) - len(quantity) + 1}"
    return Attack({"claims.csv": claims(row, header=f"{HEADER},quantity")}, at, what, "leave quantity empty")


def table(name: str, text: str | bytes, at: str, what: str, remedy: str) -> Attack:
    return Attack({"claims.csv": claims(GOOD), f"{name}.csv": text}, f"{name}.csv{at}", what, remedy)


def toml(text: str, at: str, what: str, remedy: str) -> Attack:
    return Attack({}, f"case.toml{at}", what, remedy, text)


TIMING = "claim,field,interval,reason,author,date\n"
SETASIDE = "claim,reason,author,date,conflict\n"

ATTACKS: dict[str, Attack] = {
    # bytes and files
    "UTF-16": table("speakers", "speaker,parties".encode("utf-16"), ":1", "UTF-16, which is not read", "CSV UTF-8"),
    "an old code page": table(
        "speakers", "speaker,parties\nОса,".encode("cp1251"), ":2:1", "byte 0xce is not UTF-8", "CSV UTF-8"
    ),
    "a zero byte": table("speakers", "speaker,parties\nA\0,\n", ":2", "zero byte", "CSV UTF-8"),
    "a huge file": table("speakers", b"x" * (MAX_BYTES + 1), "", "larger than 5,000,000 bytes", "split the case"),
    "too many rows": table(
        "speakers",
        "speaker,parties\n" + "".join(f"s{i},\n" for i in range(MAX_ROWS + 1)),
        f":{MAX_ROWS + 2}",
        "more than 20,000 rows",
        "split the case",
    ),
    "a huge cell": claim_row(
        GOOD + "x" * (MAX_FIELD + 1),
        f"2:{len(GOOD) + 1}",
        "“note” has 4,001 characters, at most 4,000",
        "shorten",
    ),
    "an empty file": table("interests", "\n \n", ":1", "the file is empty", "fact,serves_if_true,serves_if_false"),
    # shape
    "an open quotation mark": claim_row(
        'C2,"Arland', "2", "the row cannot be read: unexpected end of data", "close every quotation mark"
    ),
    "a stray quotation mark": claim_row(GOOD + '"a"b', "2", "the row cannot be read", "double it inside a cell"),
    "one comma too many": claim_row(
        GOOD + "a note, unquoted",
        "2",
        "14 cells, the first line names 13 columns",
        "put a text that holds “,” in quotation marks",
    ),
    "an unknown column": table(
        "speakers", "speaker,parties,notes\n", ":1:17", "no column is called “notes”", "nearest known: note"
    ),
    "a column twice": table("speakers", "speaker,parties,speaker\n", ":1:1", "two columns are called “speaker”", "keep one"),
    "a column missing": table(
        "timing",
        "claim,field,interval,reason,author\n",
        ":1",
        "the column “date” is missing",
        "add it to the first line",
    ),
    "an id twice": claim_row(GOOD, "3:1", "“C1” stands in line 2 already", "rename one", GOOD),
    "an id missing": claim_row(GOOD[2:], "2:1", "the column “id” is empty", "clear the whole row"),
    # sentences
    "a misspelt phrase": claim_row(
        GOOD.replace("requests", "request"),
        "2:4",
        "no phrase says “Arland request help",
        "nearest phrase: {A} requests help by {B}",
    ),
    "a misspelt name": claim_row(
        GOOD.replace("Arland requests", "Arlund requests"),
        "2:4",
        "no state is called “Arlund”",
        "nearest known: Arland",
    ),
    "a name of another type": claim_row(
        GOOD.replace("the appeal of 5 January", "the raiders"),
        "2:4",
        "“the raiders” is a attacker, this slot takes a request",
        "",
    ),
    "a sentence without end": claim_row(GOOD.replace("requests", "requests " * 80), "2:4", "at most 600 are read", "column says"),
    "a count without number": claim_row(
        "C2,votes for in the first ballot,for,the Observer,x,2022,,2022,,,,,",
        "2:4",
        "is a count and needs its number",
        "votes for in the first ballot = 69",
    ),
    "a number for no count": claim_row(
        GOOD.replace(" January,for", " January = 3,for"),
        "2:4",
        "is no count, it cannot be compared",
        "drop what follows =",
    ),
    "thousands or a decimal": claim_row(
        "C2,votes for in the first ballot = 2.500,for,the Observer,x,2022,,2022,,,,,",
        "2:4",
        "“2.500” could be thousands or a decimal",
        "write 2500",
    ),
    "no number at all": claim_row(
        "C2,votes for in the first ballot = many,for,the Observer,x,2022,,2022,,,,,",
        "2:4",
        "“many” is no quantity",
        "write 69, 2500~",
    ),
    "a number in other digits": claim_row(
        "C2,votes for in the first ballot = ６９,for,the Observer,x,2022,,2022,,,,,",
        "2:4",
        "“６９” is no quantity",
        "write 69",
    ),
    "a range downwards": claim_row(
        "C2,votes for in the first ballot = 61..60,for,the Observer,x,2022,,2022,,,,,",
        "2:4",
        "“61..60” runs downwards",
        "smaller number first",
    ),
    "two bounds": claim_row(
        "C2,votes for in the first ballot >= <=10,for,the Observer,x,2022,,2022,,,,,",
        "2:4",
        "bounds a number twice",
        "= 60..61",
    ),
    "any, affirmed": claim_row(
        "C2,any state objects to the decision of 6 January,for,the Observer,x,2022,,2022,,,,,",
        "2:4",
        "nobody can affirm a fact of “any” individual",
        "name the individual",
    ),
    "any, affirmed by two negatives": claim_row(
        "C2,any state does not object to the decision of 6 January,against,the Observer,x,2022,,2022,,,,,",
        "2:4",
        "nobody can affirm",
        "“any …” only denies",
    ),
    # the other cells of a claim
    "an odd polarity": claim_row(
        GOOD.replace(",for,", ",yes,"), "2:52", "“yes” is no polarity", "write for, against or no evidence"
    ),
    "no polarity": claim_row(GOOD.replace(",for,", ",,"), "2:52", "the column “polarity” is empty", "fill it"),
    "no speaker": claim_row(GOOD.replace("the president of Arland", ""), "2:56", "the column “speaker” is empty", "fill it"),
    "no source": claim_row(GOOD.replace(",tass,", ",,"), "2:80", "the column “source” is empty", "fill it"),
    "a day that is two": claim_row(
        GOOD.replace("2022-01-05", "1/6/2022"),
        "2:85",
        "“1/6/2022” could be 1 June or 6 January 2022",
        "write 2022-06-01 or 2022-01-06",
    ),
    "a day number": claim_row(
        GOOD.replace("2022-01-05", "44567"),
        "2:85",
        "“44567” is a spreadsheet's day number: 2022-01-06",
        "write the day as 2022-01-06",
    ),
    "no such day": claim_row(
        GOOD.replace("2022-01-05", "2022-02-30"),
        "2:85",
        "there is no such date as “2022-02-30”",
        "write 2022-01-06",
    ),
    "an interval backwards": claim_row(
        GOOD.replace("2022-01-05", "2022-01-05/2021"),
        "2:85",
        "ends before it begins",
        "put the earlier date first",
    ),
    "a note's interval backwards": claim_row(
        "C2,,,,tass,2022-01-06/2022-01-05,,2022-01-06,,,,,", "2:12", "ends before it begins", "put the earlier date first"
    ),
    "an interval backwards in no known zone": claim_row(
        "C2,,,,tass,2022-01-06/2022-01-05,unknown,2022-01-06,,,,,", "2:12", "ends before it begins", "put the earlier date first"
    ),
    "an opinion's interval backwards": claim_row(
        "C2,Arland is attacked by the raiders,for,the Observer,x,2022-01-06/2022-01-05,,2022,,,,,",
        "2:57",
        "ends before it begins",
        "put the earlier date first",
    ),
    "a day in other digits": claim_row(
        GOOD.replace("2022-01-05", "２０２２-01-05"), "2:85", "“２０２２-01-05” is no date we can read", "write 2022-01-06"
    ),
    "a zone in other digits": claim_row(
        GOOD.replace("-05,,2022", "-05,+０６:00,2022"), "2:96", "no zone is called “+０６:00”", "write an offset"
    ),
    "an eaten zone": claim_row(
        GOOD.replace("-05,,2022", "-05,06:00,2022"),
        "2:96",
        "“06:00” is an hour, not a zone",
        "write UTC+06:00",
    ),
    "no such zone": claim_row(
        GOOD.replace("-05,,2022", "-05,Moon,2022"),
        "2:96",
        "no zone is called “Moon”",
        "write an offset such as +06:00",
    ),
    "never available": claim_row(
        GOOD.replace("2022-01-06", ""),
        "2:97",
        "nothing says when this became available",
        "day of publication",
    ),
    "a source grade": claim_row(
        GOOD.replace("-06,,", "-06,G,"),
        "2:108",
        "“G” is no grade",
        "from A to F; leave it empty for “not judged”",
    ),
    "an item grade": claim_row(GOOD.replace("-06,,", "-06,,7"), "2:109", "“7” is no grade", "from 1 to 6"),
    # links
    "a rendering of nothing": claim_row(GOOD[:-2] + "C9,,", "2:110", "no claim is called “C9”", "write the id of a claim"),
    "a rendering of a rendering": Attack(
        {"claims.csv": claims(GOOD, "C2" + GOOD[2:-2] + "C1,,", "C3" + GOOD[2:-2] + "C2,,")},
        "claims.csv:4:110",
        "C2 is itself a rendering",
        "name the claim it renders: C1",
    ),
    "a rendering of itself": claim_row(GOOD[:-2] + "C1,,", "2:110", "the claim C1 renders itself", "another claim"),
    "a supersession of nothing": claim_row(GOOD[:-1] + "C12,", "2:111", "no claim is called “C12”", "nearest known: C1"),
    "supersession in a circle": Attack(
        {"claims.csv": claims(GOOD[:-1] + "C2,", "C2" + GOOD[2:-1] + "C1,")},
        "claims.csv:2:111",
        "C1 supersedes itself, by way of others",
        "the later claim names the earlier one",
    ),
    "a rendering of another's words": claim_row(
        "C2" + GOOD[2:-2].replace("the president of Arland", "the Observer") + "C1,,",
        "3:99",
        "C1 is said by the president of Arland, so this is no rendering of it",
        "the same utterance of the same speaker",
        GOOD,
    ),
    "another's claim withdrawn": claim_row(
        "C2" + GOOD[2:-1].replace("the president of Arland", "the Observer") + "C1,",
        "3:100",
        "only its own speaker may withdraw a claim, and C1 is said by the president of Arland",
        "set it aside with a reason instead",
        GOOD,
    ),
    "a claim withdrawn by one with no side": claim_row(
        "C2" + GOOD[2:-1].replace("the president of Arland", "a blogger") + "C1,",
        "3:97",
        "only its own speaker may withdraw a claim",
        "set it aside with a reason instead",
        GOOD.replace("the president of Arland", "the Observer"),
    ),
    "a note withdraws another's claim": claim_row(
        "C2,,,,tass,2022-01-06,,2022-01-06,,,,C1,", "3:38", "only its own speaker may withdraw a claim", "set it aside", GOOD
    ),
    "a note withdraws a claim of no group": claim_row(
        "C2,,,the president of Arland,tass,2022-01-06,,2022-01-06,,,,C1,",
        "3:61",
        "this claim is about something else than C1",
        "or by a note of the same group",
        GOOD,
    ),
    "a claim of another phrase withdrawn": claim_row(
        "C2,members of the raiders trained abroad,for,the president of Arland,tass,2022-01-06,,2022-01-06,,,,C1,",
        "3:101",
        "this claim is about something else than C1",
        "by a claim of the same phrase",
        GOOD,
    ),
    # the number of a count, twice
    "another quantity": counted("69", "= 60", "the quantity 69 is not the number of the fact, 60"),
    "a quantity below the bound": counted("9", ">= 10", "the quantity 9 is not the number of the fact, >=10"),
    "a quantity outside the range": counted("62", "= 60..61", "the quantity 62 is not the number of the fact, 60..61"),
    "another quantity than about so many": counted("2400", "= 2500~", "the quantity 2400 is not the number of the fact, 2500~"),
    # the other tables
    "a misspelt speaker": claim_row(
        GOOD.replace("president of Arland", "presidnet of Arland"),
        "2:56",
        "no speaker is called “the presidnet of Arland”",
        "nearest known: the president of Arland",
    ),
    "a speaker of a note": claim_row(
        "C2,,,Nobody Known,tass,2022-01-06,,2022-01-06,,,,,",
        "2:6",
        "no speaker is called “Nobody Known”",
        "add a row to speakers.csv",
    ),
    "an unknown source": Attack(
        {"claims.csv": claims(GOOD), "sources.csv": "id\ntas\n"},
        "claims.csv:2:80",
        "no source is called “tass”",
        "nearest known: tas",
    ),
    "a source's grade": table("sources", "id,grade\ntass,B2\n", ":2:6", "“B2” is no grade", "from A to F"),
    "a misspelt party": table(
        "speakers",
        "speaker,parties\nX,Arlund; Borland\n",
        ":2:3",
        "no party is called “Arlund”",
        "nearest known: Arland",
    ),
    "a group in one file only": table(
        "speakers",
        "speaker,parties\nX,critics\n",
        ":2:3",
        "no party is called “critics”",
        "speakers.csv and in interests.csv alike",
    ),
    "a misspelt interest": table(
        "interests",
        "fact,serves_if_true,serves_if_false\n{*} leaves {*},Borlnd,none\n",
        ":2:1",
        "no party is called “Borlnd”",
        "nearest known: Borland",
    ),
    "an interest in no phrase": table(
        "interests",
        "fact,serves_if_true,serves_if_false\n{*} left {*},,\n",
        ":2:1",
        "no phrase says",
        "nearest phrase: {A} leaves {B}",
    ),
    "an interest in a negative": table(
        "interests",
        "fact,serves_if_true,serves_if_false\n{*} is not procedural,,\n",
        ":2:1",
        "is a negative form",
        "say it of: any decision is procedural",
    ),
    "an interest twice": table(
        "interests",
        "fact,serves_if_true,serves_if_false\n{*} leaves {*},,\n{*} leaves {*},,\n",
        ":3:1",
        "stands in line 2 already",
        "keep one of the two rows",
    ),
    "a set-aside of nothing": table(
        "setaside", SETASIDE + "C12,why,ed.,2026,\n", ":2:1", "no claim is called “C12”", "nearest known: C1"
    ),
    "a set-aside without reason": table(
        "setaside", SETASIDE + "C1,,ed.,2026,\n", ":2:4", "the column “reason” is empty", "fill it"
    ),
    "a set-aside without author": table(
        "setaside", SETASIDE + "C1,why,,2026,\n", ":2:8", "the column “author” is empty", "fill it"
    ),
    "an undated set-aside": table(
        "setaside",
        SETASIDE + "C1,why,ed.,soon,\n",
        ":2:12",
        "“soon” is no date we can read",
        "write 2022-01-06",
    ),
    "a timing of nothing": table(
        "timing",
        TIMING + "C1,recorded,2022-01-05,why,ed.,2026\n",
        ":2:4",
        "“recorded” is no time of a claim",
        "write happened or available",
    ),
    "a timing that widens": table(
        "timing",
        TIMING + "C1,happened,2022-01,why,ed.,2026\n",
        ":2:13",
        "“2022-01” reaches outside the claim's own time",
        "may only narrow what the source gives: 2022-01-05",
    ),
    "a timing twice": table(
        "timing",
        TIMING + "C1,happened,2022-01-05,why,ed.,2026\n" * 2,
        ":3:4",
        "the time happened of C1 is narrowed twice",
        "keep one entry",
    ),
    # case.toml
    "no TOML": toml("title = Arland\n", ":1:9", "this is not TOML: Invalid value", "in quotation marks"),
    "a cut-off TOML": toml('title = "Arland', ":1", "this is not TOML", "in quotation marks"),
    "a deep TOML": toml("a = 1\nb = " + "[" * 9000 + "]" * 9000, ":2", "brackets stand more than 50 deep", "close every bracket"),
    "deep tables": toml("a = " + "{a=" * 3000, ":1", "brackets stand more than 50 deep", "close every bracket"),
    "a number without end": toml(f"a = {'1' * 5000}", "", "a number has too many digits", "leave it out"),
    "an unknown key": toml(TOML.replace("title =", "titel ="), ":1:1", "case.toml has no key “titel”", "nearest known: title"),
    "no regime": toml(TOML.replace('regime = "league"', ""), ":1", "“regime” is missing", 'write regime = "…"'),
    "a title that is a number": toml(TOML.replace('"Arland, winter"', "7"), ":1:1", "“title” is not a text", 'write title = "…"'),
    "a zone that is none": toml(TOML.replace("+06:00", "Moon", 1), ":3:9", "no zone is called “Moon”", "write an offset"),
    "a window of one day": toml(TOML.replace(', "2022-03-01"', ""), ":4:1", "the window is not two days", "2023-03-01"),
    "a window backwards": toml(
        TOML.replace("2022-03-01", "2021-03-01"),
        ":4:1",
        "the window ends before it begins",
        "the earlier day first",
    ),
    "a role for nobody": toml(
        TOML.replace('requester = "Arland"', 'requester = "Arlandia"'),
        ":7:14",
        "the role “requester” names nobody known",
        "nearest known: Arland",
    ),
    "an unknown type": toml(
        TOML.replace('"attacker"', '"atacker"'),
        ":11:9",
        "no type is called “atacker”",
        "nearest known: attacker",
    ),
    "a name with a meaning": toml(
        TOML.replace('"the raiders"', '"any attacker"'),
        ":10:9",
        "“any attacker” cannot be a name",
        "have a meaning",
    ),
    "a name taken": toml(TOML.replace('"the raiders"', '"Borland"'), ":10:9", "“Borland” is declared already", "another name"),
    "a coarse instant": toml(
        TOML.replace("2022-01-07T00:00+06:00", "2022-01-07"),
        ":36:7",
        "“2022-01-07” is not one instant",
        "write an hour and an offset",
    ),
    "a closure without end": toml(
        TOML + '[[closed]]\nfact = "{*} sends {*}"\nregister = "r"\n',
        ":1",
        "“through” is not a date",
        'write through = "2022-01-13"',
    ),
    "a closure of a word": toml(
        TOML + '[[closed]]\nfact = "{*} is attacked by {*}"\nregister = "r"\nthrough = "2022"\n',
        ":38:9",
        "is a word: no register can make its silence mean no",
        "close an event",
    ),
    "a closure of no phrase": toml(
        TOML + '[[closed]]\nfact = "{*} send {*}"\nregister = "r"\nthrough = "2022"\n',
        ":38:9",
        "no phrase says “{*} send {*}”",
        "nearest phrase: {A} sends {B}",
    ),
    "an entry that is none": toml(
        TOML.replace("[[instant]]", "[instant]"),
        ":33:2",
        "“instant” is not a list of entries",
        "write each under its own [[instant]]",
    ),
}


VALUES = ["7", "1.5", "inf", "true", "[]", "{}", "[1]", "[{}]", "[[]]", "[[1], 2022-01-01]", "07:32:00", "2022-01-01"]
KEYS = ["title", "regime", "zone", "window", "description", "roles", "individual", "closed", "instant"]
KEYS += ["roles.requester", "individual.name", "individual.type", "individual.note", "instant.id", "instant.label", "instant.at"]
KEYS += [f"closed.{key}" for key in ("fact", "register", "through", "reason", "available")]


@pytest.mark.parametrize("key", KEYS)
def test_a_value_of_another_type_is_named(key: str, tmp_path: Path) -> None:
    heading, _, inner = key.rpartition(".")
    for value in VALUES:
        text = 'regime = "league"\n' if key != "regime" else ""
        text += f"[[{heading}]]\n" if heading and heading != "roles" else f"[{heading}]\n" if heading else ""
        try:
            read_case(write(tmp_path, {}, f"{text}{inner} = {value}\n"), VOCABULARY)
        except Invalid as error:
            assert any(p.place.file == "case.toml" and p.what for p in error.problems)
        else:
            assert (key, value) in [("roles", "{}"), *((k, "[]") for k in ("individual", "closed", "instant"))], (key, value)


def test_brackets_in_texts_and_comments_are_not_counted(tmp_path: Path) -> None:
    deep = "[" * 99
    text = TOML.replace('zone = "+06:00"', f'zone = "+06:00"  # {deep}\ndescription = """{deep}\n\\"{deep}"""', 1)
    assert read_case(write(tmp_path, {}, text), VOCABULARY).description.startswith("[[")


def test_the_table_of_attacks_keeps_its_size() -> None:
    assert len(ATTACKS) == 98


@pytest.mark.parametrize("name", ATTACKS)
def test_every_mistake_is_named_with_its_place_and_its_remedy(name: str, tmp_path: Path) -> None:
    attack = ATTACKS[name]
    with pytest.raises(Invalid) as error:
        read_case(write(tmp_path, attack.files, attack.toml), VOCABULARY)
    shown = [(str(p.place), p.what, p.remedy) for p in error.value.problems]
    fitting = [p for p in shown if p[0] == attack.at and attack.what in p[1] and attack.remedy in p[2]]
    assert fitting, f"expected {attack.at}: {attack.what} -> {attack.remedy}, got {shown[:4]}"
    assert all(p[0] and p[1] for p in shown)


def test_the_caret_stands_under_the_cell(tmp_path: Path) -> None:
    write(tmp_path, {"claims.csv": claims(GOOD.replace("2022-01-05", "1/6/2022"))})
    with pytest.raises(Invalid) as error:
        read_case(tmp_path, VOCABULARY)
    lines = str(error.value).splitlines()
    at = lines[1].index("1/6/2022")
    assert lines[2][at : at + 8] == "^" * 8 and lines[2].count("^") == 8


def test_the_caret_finds_a_cell_after_a_quoted_newline(tmp_path: Path) -> None:
    header = "id,note,fact,polarity,speaker,source,happened,available"
    row = 'C1,"two\nlines",Arland requests help by the appeal of 5 January,for,the Observer,S,2022-01-05,soon'
    write(tmp_path, {"claims.csv": claims(row, header=header)})
    with pytest.raises(Invalid) as error:
        read_case(tmp_path, VOCABULARY)
    place = error.value.problems[0].place
    assert place.text[place.column - 1 : place.column - 1 + place.length] == "soon"
    assert place.line == 3


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    rows = [GOOD.replace("2022-01-05", f"2022-02-{30 + i % 2}").replace("C1", f"C{i}") for i in range(50)]
    files = {"speakers.csv": "speaker,parties\nthe president of Arland,Arlund\n", "timing.csv": "claim\n"}
    broken = TOML.replace('"attacker"', '"atacker"')
    with pytest.raises(Invalid) as error:
        read_case(write(tmp_path, {"claims.csv": claims(*rows), **files}, broken), VOCABULARY)
    named = {p.place.file for p in error.value.problems}
    assert named == {"case.toml", "claims.csv", "speakers.csv", "timing.csv", "interests.csv"}
    assert sum(p.place.file == "claims.csv" for p in error.value.problems) == 50


HALF_READ: dict[str, str | bytes] = {
    "a broken header": claims(GOOD, header=HEADER.replace("polarity", "polarty")),
    "a header too few": claims(GOOD, header=HEADER.replace("id,", "")),
    "old bytes": claims(GOOD).encode() + b"\xce",
    "an open quotation mark": claims('C0,"Arland', GOOD),
    "a row too long": claims(GOOD + "a note, unquoted", "C3" + GOOD[2:-2] + "C1,,", "C4" + GOOD[2:-1] + "C1,"),
}


@pytest.mark.parametrize("name", HALF_READ)
def test_what_follows_from_unread_claims_is_not_said(name: str, tmp_path: Path) -> None:
    files = {"claims.csv": HALF_READ[name], "setaside.csv": SETASIDE + "C1,why,ed.,2026,\n"}
    files["timing.csv"] = TIMING + "C1,happened,2022-01-05,why,ed.,2026\nC2,available,soon,,ed.,2026\n"
    with pytest.raises(Invalid) as error:
        read_case(write(tmp_path, files), VOCABULARY)
    assert not [p for p in error.value.problems if "no claim is called" in p.what]
    assert [p.place.file for p in error.value.problems if p.place.file != "claims.csv"] == ["timing.csv"]  # its empty reason


def test_what_follows_from_unread_speakers_and_sources_is_not_said(tmp_path: Path) -> None:
    files = {"claims.csv": claims(GOOD), "speakers.csv": "speakr,parties\nX,\n", "sources.csv": "ids\ntass\n"}
    with pytest.raises(Invalid) as error:
        read_case(write(tmp_path, files), VOCABULARY)
    assert {p.place.file for p in error.value.problems} == {"speakers.csv", "sources.csv"}


def test_withdrawing_for_ones_own_side(tmp_path: Path) -> None:
    speakers = "speaker,parties\nthe president of Arland,Arland\nthe press office,senders; Arland\n"
    later = GOOD.replace("C1", "C2").replace("the president of Arland", "the press office")
    notes = [f"{n},,,{s},tass,2022-01-06,,2022-01-06,,,,{o},,deaths" for n, s, o in (("C3", "X", ""), ("C4", "X", "C3"))]
    rows = [f"{GOOD},", f"{later[:-1]}C1,,", *notes]
    text = claims(*rows, header=f"{HEADER},group")
    case = read_case(write(tmp_path, {"claims.csv": text, "speakers.csv": speakers + "X,\n"}), VOCABULARY)
    assert [c.supersedes for c in case.claims] == [(), ("C1",), (), ("C3",)]


QUANTITIES = [("60", "= 60"), ("60", "< 60"), ("69", ">= 60"), ("60", "= 60..61"), ("2500", "= 2500~")]
QUANTITIES += [("hundreds", "= 2500~"), ("60-70", "= 60"), (">=10", "= 60"), ("", "= 60")]


@pytest.mark.parametrize(("quantity", "said"), QUANTITIES)
def test_a_quantity_that_says_no_other_number_is_for_display(quantity: str, said: str, tmp_path: Path) -> None:
    folder = write(tmp_path, counted(quantity, said, "").files)
    assert read_case(folder, VOCABULARY).claims[0].quantity == quantity


def test_a_thousand_broken_sentences_are_each_named_and_soon(tmp_path: Path) -> None:
    rows = [GOOD.replace("requests", f"begs {i}").replace("C1", f"C{i}") for i in range(1000)]
    with pytest.raises(Invalid) as error:
        load(tmp_path, *rows)
    assert len(error.value.problems) == 1000
    assert error.value.problems[-1].remedy == "mend the sentences above first"


def test_no_folder_and_no_files(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="there is no such case folder"):
        read_case(tmp_path / "nowhere", VOCABULARY)
    with pytest.raises(Invalid, match=r"the case has no case\.toml"):
        read_case(tmp_path, VOCABULARY)
    (tmp_path / "case.toml").write_text(TOML)
    with pytest.raises(Invalid, match=r"the case has no claims.csv\n.*id,row,group"):
        read_case(tmp_path, VOCABULARY)


def test_supersession_circles_are_found_in_long_chains(tmp_path: Path) -> None:
    def row(number: int, target: str) -> str:
        return f"C{number}{GOOD[2:-1]}{target},"

    chain = [row(0, "")] + [row(i, f"C{i - 1}") for i in range(1, 3000)]
    assert len(load(tmp_path, *chain).claims) == 3000
    with pytest.raises(Invalid) as error:
        load(tmp_path, row(0, "C2999"), *chain[1:])
    assert [p.place.line for p in error.value.problems] == [2]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("speaker,parties\n")
    case = write(tmp_path / "case", {"claims.csv": claims(GOOD)})
    (case / "speakers.csv").unlink()
    (case / "speakers.csv").symlink_to(tmp_path / "secret")
    with pytest.raises(Invalid, match=r"speakers.csv: this is a link to a file outside the folder"):
        read_case(case, VOCABULARY)


def test_what_is_no_plain_file_is_refused(tmp_path: Path) -> None:
    case = write(tmp_path, {"claims.csv": claims(GOOD)})
    (case / "timing.csv").mkdir()
    os.mkfifo(case / "setaside.csv")
    (case / "sources.csv").unlink()
    (case / "sources.csv").symlink_to("sources.csv")
    with pytest.raises(Invalid) as error:
        read_case(case, VOCABULARY)
    shown = str(error.value)
    assert "timing.csv: this is not a plain file" in shown
    assert "setaside.csv: this is not a plain file" in shown
    assert "sources.csv: cannot be read" in shown


def test_a_claim_on_a_word_is_kept_as_a_legal_opinion(tmp_path: Path) -> None:
    rows = [
        "C1,Arland is attacked by the raiders,for,the president of Arland,x,2022-01-05,,2022-01-06,,,,,",
        "C2,the attack by the raiders is grave,for,the Observer,x,2022-01-05,,2022-01-06,,,,,",
    ]
    one, two = load(tmp_path, *rows).claims
    assert one.opinion and two.opinion and not one.bound


cells = st.text(st.sampled_from(' ,;"\n\r\t=<>~{}any1/.é\u00a0-ABCfor'), max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(cells, min_size=1, max_size=14), max_size=4))
def test_any_table_is_read_or_refused_in_words(tmp_path: Path, rows: list[list[str]]) -> None:
    text = HEADER + "\n" + "\n".join(",".join(row) for row in rows)
    try:
        case = read_case(write(tmp_path, {"claims.csv": text}), VOCABULARY)
    except Invalid as error:
        assert all(p.place.file and p.what for p in error.problems)
    else:
        assert len(case.claims) <= text.count("\n") + text.count("\r")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_in_words(tmp_path: Path, data: bytes) -> None:
    try:
        read_case(write(tmp_path, {"claims.csv": data, "speakers.csv": data}), VOCABULARY)
    except Invalid as error:
        assert all(p.place.file and p.what for p in error.problems)
