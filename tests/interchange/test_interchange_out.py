"""What goes out is what the record says, in the fields each format documents; nothing later moves a byte of it."""

from __future__ import annotations

import csv
import json
import re
import warnings
from dataclasses import replace
from functools import cache
from hashlib import sha1
from html.parser import HTMLParser
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.door import Asking
from foedus.interchange import claims_csv, csl, ftm_notes, ftm_statements, prov, timelinejs, withheld
from foedus.interchange.cells import guarded, unguarded
from foedus.interchange.ftm import NOTES, STATEMENTS
from foedus.interchange.moments import dated
from foedus.interchange.seen import WITHHELD
from foedus.record import When, read_case
from foedus.record.case import COLUMNS
from foedus.record.time import Zone

try:
    from prov.model import ProvDocument
except ImportError:
    ProvDocument = None
    warnings.warn("prov is not installed: PROV-JSON was NOT read by it", stacklevel=1)
try:
    from followthemoney.statement import read_statements  # type: ignore[import-not-found]
except ImportError:
    read_statements = None
    warnings.warn("followthemoney is not installed: statements were NOT read by it", stacklevel=1)

needs_prov = pytest.mark.skipif(ProvDocument is None, reason="LOUDLY: prov is not installed, PROV-JSON was NOT read by it")
needs_ftm = pytest.mark.skipif(read_statements is None, reason="LOUDLY: followthemoney is not installed, statements were NOT read by it")

FORMATS = [timelinejs, ftm_statements, ftm_notes, prov, csl, claims_csv]
CASES = Path(__file__).resolve().parents[2] / "cases"
NIGHT = "2022-01-08T12:00+06:00"

TOML = """\
title = "Lake <b>& storm</b>"
regime = "csto"
zone = "+06:00"
"""
SOURCES = """\
id,title,author,outlet,date,zone,grade,kind,note
wire,"Clash <img src=x onerror=alert(1)>",A. Writer,Wire & Co,2031-03-05,unknown,B,news report,read at https://news.example/a?b=1&c=2.
letter,,,,2031-03-06,+06:00,,,
events,rows,,SET,2031-03-05,unknown,F,"coded events, not to be passed on",
later,Found years later,,Archive,2035-01-01,+06:00,A,news report,
"""
HEAD = "id,group,event,actor,says,fact,polarity,speaker,source,pinpoint,happened,zone,available,source_grade,item_grade,renders,supersedes\n"
ROWS = [
    "L-1,,,<script>alert(1)</script>,=HYPERLINK(1),,,Mayor,wire,p 3,2031-03-04T22:10+06:00,,2031-03-05,,2,,",
    "L-2,men,,Guards,about forty men,,,Mayor,wire,,2031-03-04~,unknown,2031-03-05,,,,",
    "L-3,men,,Guards,left by then,,,Mayor,letter,,../2031-03-05,,2031-03-06,,,,L-2",
    "L-4,,,&lt;img src=x&gt;,between two days,,,Mayor,letter,,2031-03-03/2031-03-04,,2031-03-06,,,,",
    "L-5,,,,,Armenia leaves the alliance,against,Mayor,letter,,2031-03-04,,2031-03-06,,,,",
    "L-6,,lead,Crowd,a coded row,,,,events,X1,2031-03-04,unknown,2031-03-05,F,6,,",
    "L-7,,,Guards,as read again,,,Mayor,wire,,2031-03-04,,2031-03-05,,,,",
    "L-8,,,,undated,,,Mayor,letter,,,,2031-03-06,,,,",
    "L-9,,,Guards,said years later,,,A. Stranger,later,,2031-03-04,,2035-01-02,A,1,,",
]
ASIDE = "claim,reason,author,date\nL-7,the page was <i>changed</i>,Editor,2031-03-07\n"


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    """A case whose texts are hostile, with one claim set aside, one replaced, one withheld and one of years later."""
    folder = tmp_path / "lake-2031"
    folder.mkdir()
    for name, text in (("case.toml", TOML), ("sources.csv", SOURCES), ("claims.csv", HEAD + "\n".join(ROWS) + "\n"), ("setaside.csv", ASIDE)):
        (folder / name).write_text(text, "utf-8")
    return folder


def asked(folder: Path, **terms: Any) -> Asking:
    return Asking(folder, **{"as_of": "2031-03-07T00:00+06:00", "known_to": "2031-03-07T00:00+06:00", **terms})


@cache
def night() -> Asking:
    return Asking("kazakhstan-2022", as_of=NIGHT, known_to=NIGHT)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


# --- nothing later, and the same bytes again ---


@pytest.mark.parametrize("write", FORMATS, ids=lambda f: f.__name__)
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_deleting_what_was_not_yet_out_changes_no_byte(write: Any, data: st.DataObject) -> None:
    asking, known_to = night(), night().terms.known_to
    later = [c.id for c in asking.record.claims if c.available.known_by(known_to) is not True]
    assert len(later) > 50
    gone = data.draw(st.sets(st.sampled_from(later), min_size=1).map(frozenset) | st.just(frozenset(later)))
    other = Asking("kazakhstan-2022", as_of=NIGHT, known_to=NIGHT)
    other.__dict__["record"] = replace(asking.record, claims=tuple(c for c in asking.record.claims if c.id not in gone))
    assert write(other) == write(asking)


@pytest.mark.parametrize("write", FORMATS, ids=lambda f: f.__name__)
def test_a_claim_of_years_later_its_source_and_its_speaker_leave_no_trace(write: Any, lake: Path) -> None:
    text = write(asked(lake))
    for word in ("years later", "A. Stranger", "Archive", "L-9", "2035"):
        assert word not in text
    assert write(asked(lake)) == text
    assert ("years later" in (late := write(asked(lake, known_to="2036-01-01")))) or ("L-9" in late)


@pytest.mark.parametrize("write", FORMATS, ids=lambda f: f.__name__)
def test_rows_that_may_not_be_passed_on_stay_in_the_house(write: Any, lake: Path) -> None:
    assert "a coded row" not in write(asked(lake))
    assert "L-6" not in write(asked(lake))
    assert withheld(asked(lake)) == 1
    (lake / "sources.csv").write_text(SOURCES.replace(WITHHELD, "coded events"), "utf-8")
    assert withheld(asked(lake)) == 0


# --- TimelineJS ---

TITLE, SLIDE = {"text", "media", "unique_id"}, {"start_date", "end_date", "text", "media", "group", "display_date", "unique_id", "autolink"}
DATE = {"year": (1, 9999), "month": (1, 12), "day": (1, 31), "hour": (0, 23), "minute": (0, 59)}
"""The fields that the documentation of TimelineJS3 lists, and the numbers it allows."""


@pytest.mark.parametrize("case", ["kazakhstan-2022", "turkiye-2003", "csto-practice", "rio-1974"])
def test_a_timeline_has_the_documented_fields_and_no_other(case: str) -> None:
    document = json.loads(timelinejs(Asking(case, as_of="2026-01-01", known_to="2026-01-01")))
    assert set(document) == {"title", "events"}
    assert set(document["title"]) <= TITLE
    assert len({e["unique_id"] for e in document["events"]}) == len(document["events"]) > 3
    for event in document["events"]:
        assert set(event) <= SLIDE
        assert set(event["text"]) == {"headline", "text"}
        assert event["display_date"]
        for one in (event["start_date"], event.get("end_date", event["start_date"])):
            assert all(DATE[k][0] <= v <= DATE[k][1] for k, v in one.items())
            assert list(one) == list(DATE)[: len(one)]
        assert set(event.get("media", {"url": 1})) <= {"url", "caption", "credit"}


class Tags(HTMLParser):
    """Collects the tags of a text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.found.add(tag)


def plain(text: str) -> str:
    """What a browser makes of a text by reading it as HTML and taking what is left, as TimelineJS does."""
    reader = HTMLParser(convert_charrefs=True)
    out: list[str] = []
    reader.handle_data = out.append  # type: ignore[method-assign]
    reader.feed(text)
    reader.close()
    return "".join(out)


def test_nothing_a_claim_says_becomes_a_tag(lake: Path) -> None:
    document = json.loads(timelinejs(asked(lake)))
    texts = [t for s in (document["title"], *document["events"]) for t in s["text"].values()]
    texts += [v for e in document["events"] for k, v in e.get("media", {}).items() if k != "url"]
    assert any("script" in t for t in texts)
    assert any("onerror" in t for t in texts)
    for text in texts:
        assert Tags(text).found <= {"p"}
    for text in (t for e in document["events"] for t in (e["display_date"], e.get("group", ""))):
        assert Tags(text).found == Tags(plain(text)).found == set()  # shown as HTML twice over
        assert "<" not in plain(plain(text))


def test_the_slides_of_a_small_case(lake: Path) -> None:
    events = {e["unique_id"]: e for e in json.loads(timelinejs(asked(lake)))["events"]}
    assert set(events) == {"L-1", "L-2", "L-3", "L-4", "L-5", "L-7"}
    assert events["L-1"]["start_date"] == {"year": 2031, "month": 3, "day": 4, "hour": 22, "minute": 10}
    assert events["L-1"]["display_date"] == "4 March 2031, 22:10 (+06:00)"
    assert events["L-1"]["media"] == {"url": "https://news.example/a?b=1&c=2", "caption": "Clash &lt;img src=x onerror=alert(1)&gt;", "credit": "A. Writer, Wire &amp; Co"}
    assert "grade B2" in events["L-1"]["text"]["text"]
    assert events["L-2"]["display_date"] == "about 4 March 2031 (zone unknown)"
    assert events["L-2"]["text"]["headline"] == "[replaced] Guards: about forty men"
    assert "Replaced by claim L-3" in events["L-2"]["text"]["text"]
    assert (events["L-3"]["start_date"], events["L-3"]["display_date"]) == ({"year": 2031, "month": 3, "day": 5}, "by 5 March 2031")
    assert events["L-4"]["end_date"] == {"year": 2031, "month": 3, "day": 4}
    assert events["L-4"]["display_date"] == "3 March 2031 to 4 March 2031"
    assert events["L-5"]["text"]["headline"] == "denied: Armenia leaves the alliance"
    assert events["L-7"]["text"]["headline"].startswith("[set aside] ")
    assert "the page was &lt;i&gt;changed&lt;/i&gt;" in events["L-7"]["text"]["text"]


def test_a_timeline_ends_at_the_as_of_instant(lake: Path) -> None:
    early = json.loads(timelinejs(asked(lake, as_of="2031-03-04T12:00+06:00")))["events"]
    assert "L-1" not in [e["unique_id"] for e in early]
    assert "L-4" in [e["unique_id"] for e in early]


CLOCK = Zone("+06:00", "inferred")
TIMES = [
    ("2022", "+06:00", "", "2022", {"year": 2022}, None),
    ("2022-01", "+06:00", "", "January 2022", {"year": 2022, "month": 1}, None),
    ("2022-01-06", "+03:00", "", "6 January 2022", {"year": 2022, "month": 1, "day": 6}, None),
    ("2022-01-06", "unknown", "", "6 January 2022 (zone unknown)", {"year": 2022, "month": 1, "day": 6}, None),
    ("2022-01-06~", "+06:00", "", "about 6 January 2022", {"year": 2022, "month": 1, "day": 6}, None),
    ("2022-01?", "+06:00", "", "perhaps January 2022", {"year": 2022, "month": 1}, None),
    ("2022-01-06%", "+06:00", "", "perhaps about 6 January 2022", {"year": 2022, "month": 1, "day": 6}, None),
    ("2022-01-05T23:50+03:00", "+06:00", "", "6 January 2022, 02:50 (+06:00)", {"year": 2022, "month": 1, "day": 6, "hour": 2, "minute": 50}, None),
    ("2022-01-06T02:50", "+06:00 inferred", "", "6 January 2022, 02:50 (+06:00, zone inferred)", {"year": 2022, "month": 1, "day": 6, "hour": 2, "minute": 50}, None),
    ("2022-01-06T02:50", "unknown", "", "6 January 2022, 02:50 (zone unknown)", {"year": 2022, "month": 1, "day": 6, "hour": 2, "minute": 50}, None),
    ("2022-01-06T02:50~", "+06:00", "", "about 6 January 2022, 02:50 (+06:00)", {"year": 2022, "month": 1, "day": 6, "hour": 2, "minute": 50}, None),
    ("../2022-01-06", "+06:00", "event", "by 6 January 2022", {"year": 2022, "month": 1, "day": 6}, None),
    ("../2022-01-06", "+06:00", "state", "until 6 January 2022", {"year": 2022, "month": 1, "day": 6}, None),
    ("2022-01-06/..", "+06:00", "act", "not before 6 January 2022", {"year": 2022, "month": 1, "day": 6}, None),
    ("2022-01-06/", "+06:00", "state", "from 6 January 2022, end unknown", {"year": 2022, "month": 1, "day": 6}, None),
    ("2022-01-06/2022-01-19", "+06:00", "state", "from 6 January 2022 to 19 January 2022", {"year": 2022, "month": 1, "day": 6}, {"year": 2022, "month": 1, "day": 19}),
    ("2022-01-06/2022-01-19", "+06:00", "speech", "between 6 January 2022 and 19 January 2022", {"year": 2022, "month": 1, "day": 6}, {"year": 2022, "month": 1, "day": 19}),
    ("06.01.2022", "+06:00", "", "6 January 2022", {"year": 2022, "month": 1, "day": 6}, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "zone", "kind", "words", "start", "end"), TIMES)
def test_doubt_about_a_time_is_said_in_words(text: str, zone: str, kind: str, words: str, start: dict[str, int], end: dict[str, int] | None) -> None:
    own = Zone.parse(zone)
    found = dated(When.parse(text, own), own, CLOCK, kind)
    assert found
    assert (found.words, found.start, found.end) == (words, start, end)


def test_a_time_of_which_nothing_is_known_stands_nowhere() -> None:
    assert dated(When(), CLOCK, CLOCK) is None


# --- FollowTheMoney ---


def test_the_id_of_a_statement_is_the_hash_the_library_makes(lake: Path) -> None:
    found = rows(ftm_statements(asked(lake))) + rows(ftm_statements(Asking("turkiye-2003", as_of="2026-01-01", known_to="2026-01-01")))
    assert tuple(found[0]) == STATEMENTS
    assert len({r["id"] for r in found}) == len(found)
    for row in found:
        key = f"{row['dataset']}.{row['entity_id']}.{row['prop']}.{row['value']}"
        assert row["id"] == sha1(key.encode("utf-8")).hexdigest()
        assert (row["canonical_id"], row["external"], row["lang"]) == (row["entity_id"], "f", "")
        assert row["value"]
        assert re.fullmatch(r"[0-9a-zA-Z]([0-9a-zA-Z.-]*[0-9a-zA-Z])?", row["entity_id"])  # what the model takes for an id
        assert re.fullmatch(r"[a-z0-9_]+", row["dataset"])


def test_a_claim_goes_to_aleph_as_a_saying(lake: Path) -> None:
    found = rows(ftm_statements(asked(lake)))
    names = {r["entity_id"].removeprefix("foedus-lake-2031-"): r["value"] for r in found if r["prop"] == "name"}
    assert names["claim-L-5"] == "Mayor denies: Armenia leaves the alliance"
    assert names["claim-L-2"] == "Mayor says: Guards about forty men"
    assert names["state-Armenia"] == "Armenia"
    of = {(r["entity_id"].removeprefix("foedus-lake-2031-"), r["prop"]): r["value"] for r in found}
    assert of["claim-L-5", "involved"] == "foedus-lake-2031-state-Armenia"
    assert of["claim-L-1", "date"] == "2031-03-04T22:10:00"
    assert of["claim-L-3", "endDate"] == "2031-03-05"
    assert (of["claim-L-4", "startDate"], of["claim-L-4", "endDate"]) == ("2031-03-03", "2031-03-04")
    assert ("claim-L-8", "date") not in of
    assert of["claim-L-1", "proof"] == "foedus-lake-2031-source-wire"
    assert of["source-wire", "sourceUrl"] == "https://news.example/a?b=1&c=2"
    assert {r["schema"] for r in found} == {"Article", "Event", "PublicBody"}
    assert min(r["first_seen"] for r in found) == "2031-03-06T12:00:00"  # a day in a zone nobody knows is over at last at noon in UTC


def test_what_the_model_cannot_say_stands_beside_it(lake: Path) -> None:
    found = {r["claim"]: r for r in rows(ftm_notes(asked(lake)))}
    assert tuple(found["L-1"]) == NOTES
    assert found["L-5"]["polarity"] == "against"
    assert (found["L-1"]["locator"], found["L-1"]["source_grade"], found["L-1"]["item_grade"]) == ("p 3", "B", "2")
    assert found["L-7"]["set_aside"] == "the page was <i>changed</i>"
    assert found["L-2"]["replaced_by"] == "L-3"
    entities = {r["entity_id"] for r in rows(ftm_statements(asked(lake)))}
    assert {r["entity_id"] for r in found.values()} <= entities


@needs_ftm
@pytest.mark.parametrize("case", ["kazakhstan-2022", "turkiye-2003"])
def test_the_library_reads_every_statement_and_agrees_on_its_id(case: str) -> None:
    from followthemoney import model  # type: ignore[import-not-found]
    from followthemoney.types import registry  # type: ignore[import-not-found]

    text = ftm_statements(Asking(case, as_of="2026-01-01", known_to="2026-01-01"))
    found = list(read_statements(BytesIO(text.encode()), "csv"))
    assert len(found) == len(rows(text)) > 300
    entities: dict[str, dict[str, list[str]]] = {}
    schemata = {one.entity_id: model.get(one.schema) for one in found}
    for one, row in zip(found, rows(text), strict=True):
        assert one.id == one.generate_key()
        assert one.prop_type == row["prop_type"]
        if one.prop != "id":
            assert registry.get(one.prop_type).clean_text(one.value) == one.value, (one.prop, one.value)
            assert not schemata[one.entity_id].properties[one.prop].stub
            entities.setdefault(one.entity_id, {}).setdefault(one.prop, []).append(one.value)
    for entity, properties in entities.items():
        schemata[entity].validate({"properties": properties})
        assert {v for p in ("proof", "involved") for v in properties.get(p, [])} <= set(entities)


# --- PROV ---

RELATIONS = {
    "wasGeneratedBy": ("prov:entity", "prov:activity"),
    "used": ("prov:activity", "prov:entity"),
    "wasAssociatedWith": ("prov:activity", "prov:agent"),
    "wasAttributedTo": ("prov:entity", "prov:agent"),
    "wasDerivedFrom": ("prov:generatedEntity", "prov:usedEntity"),
    "alternateOf": ("prov:alternate1", "prov:alternate2"),
}
SORT = {"prov:entity": "entity", "prov:activity": "activity", "prov:agent": "agent"}


def checked(text: str) -> dict[str, Any]:
    """The document, every end of every relation declared, every name in a declared prefix."""
    document: dict[str, Any] = json.loads(text)
    assert set(document) <= {"prefix", "entity", "activity", "agent", *RELATIONS}
    for sort in ("entity", "activity", "agent"):
        for name in document.get(sort, {}):
            assert name.partition(":")[0] in document["prefix"], name
            assert re.fullmatch(r"[a-z]+:(?:[\w-]|%[0-9A-F]{2})+", name, re.A), name
    for sort, ends in RELATIONS.items():
        for relation in document.get(sort, {}).values():
            for end in ends:
                assert relation[end] in document[SORT.get(end, "entity")], relation
    return document


def test_provenance_of_a_small_case(lake: Path) -> None:
    document = checked(prov(asked(lake)))
    assert set(document["entity"]) == {f"claim:L-{n}" for n in (1, 2, 3, 4, 5, 7, 8)} | {"source:wire", "source:letter"}
    assert document["activity"]["setaside:L-7"]["foedus:reason"] == "the page was <i>changed</i>"
    derived = {(r["prov:generatedEntity"], r["prov:usedEntity"], r["prov:type"]["$"]) for r in document["wasDerivedFrom"].values()}
    assert ("claim:L-3", "claim:L-2", "prov:Revision") in derived
    assert ("claim:L-1", "source:wire", "prov:PrimarySource") in derived
    assert document["entity"]["claim:L-5"]["foedus:polarity"] == "against"


def test_an_answer_is_derived_from_claims_and_law() -> None:
    document = checked(prov(night(), ["request"]))
    answer = document["entity"]["answer:request%2Ftext"]
    assert answer["foedus:verdict"] == "yes"
    grounds = {r["prov:usedEntity"] for r in document["wasDerivedFrom"].values() if r["prov:generatedEntity"] == "answer:request%2Ftext"}
    assert any(g.startswith("claim:K") for g in grounds)
    other = checked(prov(night(), ["article-4"]))
    grounds = {r["prov:usedEntity"] for r in other["wasDerivedFrom"].values() if r["prov:generatedEntity"].startswith("answer:")}
    assert any(g.startswith("law:CST%3A4") for g in grounds)
    assert "alternateOf" in document


@needs_prov
@pytest.mark.parametrize("questions", [[], ["request"]])
def test_the_prov_library_reads_it_and_loses_nothing(questions: list[str]) -> None:
    text = prov(night(), questions)
    document = json.loads(text)
    read = ProvDocument.deserialize(content=text)
    again = json.loads(read.serialize())
    for sort in ("entity", "activity", "agent", *RELATIONS):
        assert len(again.get(sort, {})) == len(document.get(sort, {})), sort
    assert "wasDerivedFrom(claim:" in read.get_provn()


# --- CSL, claims.csv ---


def test_citations_are_of_sources_then_known_and_of_the_law(lake: Path) -> None:
    items = json.loads(csl(asked(lake)))
    assert [i["id"] for i in items][:2] == ["wire", "letter"]
    assert len(items) > 3
    assert all(i["id"] and i["type"] for i in items)
    assert len({i["id"] for i in items}) == len(items)


@pytest.mark.parametrize("case", sorted(p.name for p in CASES.iterdir() if (p / "claims.csv").exists()))
def test_claims_read_back_to_what_they_were(case: str, tmp_path: Path) -> None:
    asking = Asking(case, as_of="2030-01-01", known_to="2100-01-01")
    text = claims_csv(asking)
    assert tuple(rows(text)[0]) == COLUMNS["claims.csv"]
    folder = tmp_path / case
    folder.mkdir()
    for file in (CASES / case).iterdir():
        if file.suffix in (".csv", ".toml"):
            (folder / file.name).write_bytes(file.read_bytes())
    (folder / "claims.csv").write_text("".join(text), "utf-8")
    again = read_case(folder, asking.regime.vocabulary)
    assert len(again.claims) == len(asking.record.claims)
    for old, new in zip(asking.record.claims, again.claims, strict=True):
        assert {f: unguarded(v) if isinstance(v, str) else v for f, v in shown(new).items()} == shown(old)


def shown(claim: Any) -> dict[str, Any]:
    return {f: getattr(claim, f) for f in claim.__dataclass_fields__ if f not in ("place", "zone", "timings")} | {"zone": str(claim.zone)}


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "'=1", "''=1"])
def test_a_cell_that_a_spreadsheet_would_run_is_guarded_and_comes_back(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"
    assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize("cell", ["", "-3", "+150", "-2.5", "plain", "'quoted'", "a=1", "’til then", "UTC+06:00 inferred"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert guarded(cell) == cell == unguarded(cell)


@given(st.text(alphabet="'=+-@\t\r1a,. ", max_size=8))
def test_guarding_loses_nothing(cell: str) -> None:
    safe = guarded(cell)
    assert unguarded(safe) == cell
    assert not safe[:1] or safe[0] not in "=@\t\r"


def test_no_cell_of_an_export_begins_a_formula(lake: Path) -> None:
    for text in (claims_csv(asked(lake)), ftm_notes(asked(lake))):
        for row in rows(text):
            assert not [c for c in row.values() if c[:1] in set("=+-@\t\r") and not re.fullmatch(r"[+-]\d+([.,]\d+)?", c)]
    assert "'=HYPERLINK(1)" in claims_csv(asked(lake))
