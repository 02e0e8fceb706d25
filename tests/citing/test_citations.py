"""Citations as OSCOLA has them: full, short, with places in them, and nothing that the record does not say."""

from __future__ import annotations

from pathlib import Path

import pytest
from csl_names import DATES, NAMES, TEXTS, TYPES

from foedus.citing import Footnotes, cited, cited_law, cited_words, csl, kind_of, plain
from foedus.citing.days import in_words, spelled
from foedus.citing.instruments import Named, named
from foedus.door import Asking
from foedus.problem import Place
from foedus.record import When
from foedus.record.claims import Source
from foedus.record.time import Zone
from foedus.text import Regime
from foedus.text.law import Instrument

ROOT = Path(__file__).resolve().parents[2]
ZONE = Zone.parse("+00:00")
CASES = sorted(p.parent.name for p in ROOT.glob("cases/*/case.toml"))


def source(id: str = "Wire 7", date: str = "", **fields: str) -> Source:
    return Source(id, date=When.parse(date, ZONE) if date else None, **fields)


def instrument(title: str, standing: str = "treaty", id: str = "LP", note: str = "") -> Instrument:
    return Instrument(id, standing, title, note, Place())


# (a source, what it is, in full, afterwards)
SOURCES = [
    (source(title="Raiders on the lake", author="Ann Reeve", outlet="Harbour News", date="2031-03-06", kind="news report"),
     "press", "Ann Reeve, ‘Raiders on the lake’ Harbour News (6 March 2031)", "Ann Reeve (n 3)"),
    (source(title="Raiders on the lake", outlet="Harbour News", date="2031-03-06", kind="news report"),
     "press", "‘Raiders on the lake’ Harbour News (6 March 2031)", "‘Raiders on the lake’ (n 3)"),
    (source(title="report on the raid", outlet="Lake Wire", date="2031-03", kind="agency report"),
     "press", "report on the raid, Lake Wire (March 2031)", "Lake Wire (n 3)"),
    (source(outlet="Lake Wire", date="2031-03-06/2031-03-07", kind="agency report"),
     "press", "Lake Wire (6 or 7 March 2031) [Wire 7]", "Lake Wire (n 3)"),
    (source("Lake Wire", outlet="Lake Wire", kind="agency report"), "press", "Lake Wire", "Lake Wire (n 3)"),
    (source("Lake Wire", title="a news agency", kind="agency report"), "press", "a news agency [Lake Wire]", "Lake Wire (n 3)"),
    (source(title="The 'grave' raid", outlet="Harbour News", kind="news report"), "press", "‘The “grave” raid’ Harbour News", "‘The “grave” raid’ (n 3)"),
    (source(title="The leaders' answer", outlet="Harbour News", kind="news report"), "press", "‘The leaders’ answer’ Harbour News", "‘The leaders’ answer’ (n 3)"),
    (source(title="On the raid", outlet="Foreign Ministry of Arland", date="2031-03-06", kind="press release"),
     "statement", "Foreign Ministry of Arland, ‘On the raid’ (press release, 6 March 2031)", "‘On the raid’ (n 3)"),
    (source(title="On the raid", author="the Chancellor", outlet="arland.example", date="2031-03-06", kind="official statement"),
     "statement", "the Chancellor, ‘On the raid’ (arland.example, official statement, 6 March 2031)", "the Chancellor (n 3)"),
    (source(outlet="arland.example", date="2031-03-13", kind="record of a meeting"), "statement", "arland.example (record of a meeting, 13 March 2031) [Wire 7]", "arland.example (n 3)"),
    (source(title="Who may be the attacker?", author="N. N., translated by M. M.", outlet="Lake Review", date="2031", kind="scholarly blog"),
     "work", "N. N., ‘Who may be the attacker?’ (M. M. tr, Lake Review, 2031)", "N. N. (n 3)"),
    (source(date="2031", kind="analysis"), "work", "analysis (2031) [Wire 7]", "Wire 7 (n 3)"),
    (source(title="Raids 1900–2030", author="N. N.", outlet="Lake University", date="2030", kind="dataset"),
     "dataset", "N. N., Raids 1900–2030 (dataset, Lake University, 2030)", "N. N. (n 3)"),
    (source(title="The Law of Lakes", author="N. N.", outlet="Lake Press", date="2030", kind="book"), "book", "N. N., The Law of Lakes (Lake Press, 2030)", "N. N. (n 3)"),
    (source("S/2031/77", title="letter of the permanent representative", outlet="Arland", date="2031-03-06", kind="document"),
     "UN document", "Arland, letter of the permanent representative (6 March 2031) UN Doc S/2031/77", "Arland (n 3)"),
    (source(title="S/RES/9999 (2031)", date="2031-03-06", kind="document"), "UN document", "‘S/RES/9999 (2031)’ (6 March 2031) UN Doc S/RES/9999 (2031)", "‘S/RES/9999 (2031)’ (n 3)"),
    (source(title="The ballot", outlet="State Department", date="2031-03-06", kind="diplomatic cable"),
     "document", "State Department, ‘The ballot’ (diplomatic cable, 6 March 2031)", "‘The ballot’ (n 3)"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "kind", "full", "short"), SOURCES, ids=[full for _, _, full, _ in SOURCES])
def test_a_source_is_cited_by_what_the_record_says_of_it(what: Source, kind: str, full: str, short: str) -> None:
    assert kind_of(what) == kind
    assert plain(cited(what).full()) == full
    assert plain(cited(what).short(3)) == short


INSTRUMENTS = [
    (instrument("Lake Pact, Port Arland, 1 May 2001"), "4(1)", "Lake Pact (Port Arland, 1 May 2001) (LP) art 4(1)", "LP (n 3) art 4(1)"),
    (instrument("Lake Pact, 1 May 2001", note="1894 UNTS 309"), "4(1), 4(2)", "Lake Pact (1 May 2001) 1894 UNTS 309 (LP) arts 4(1) and 4(2)", "LP (n 3) arts 4(1) and 4(2)"),
    (instrument("Lake Pact"), "1, preamble", "Lake Pact (LP) preamble and art 1", "LP (n 3) preamble and art 1"),
    (instrument("Lake Pact"), "heads", "Lake Pact (LP), at “heads”", "LP (n 3), at “heads”"),
    (instrument("Lake Pact"), "", "Lake Pact (LP)", "LP (n 3)"),
    (instrument("Law 7 of Arland, 3 May 2002, on sending forces", "national law of Arland", "AR"), "2", "Law 7 of Arland (3 May 2002) on sending forces (AR) art 2", "AR (n 3) art 2"),
    (instrument("Constitution of Arland, article 55", "national law of Arland", "AR"), "55", "Constitution of Arland (AR) art 55", "AR (n 3) art 55"),
    (instrument("Lake Platforms (Arland v. Borland), ICJ, 6 November 2003, merits", "judgment"), "51; 52", "Lake Platforms (Arland v Borland) (Merits) (ICJ, 6 November 2003) paras 51 and 52", "Lake Platforms (n 3) paras 51 and 52"),
    (instrument("The Dam, ICJ, 9 July 2004, opinion", "advisory opinion"), "139", "The Dam (Advisory Opinion) (ICJ, 9 July 2004) para 139", "The Dam (n 3) para 139"),
    (instrument("UN General Assembly Resolution 3314 (XXIX), Definition of Aggression, 14 December 1974", "organ decision"), "3(g)", "UNGA Res 3314 (XXIX), Definition of Aggression (14 December 1974) (LP) art 3(g)", "LP (n 3) art 3(g)"),
    (instrument("Regulation on consultations, decision of the Council of 28 March 1997", "organ decision"), "", "Regulation on consultations, decision of the Council of 28 March 1997 (LP)", "LP (n 3)"),
]  # fmt: skip


def pact(tmp_path: Path, made: Instrument, pinpoint: str, page: str = "") -> Regime:
    folder = tmp_path / "law" / "lake"
    folder.mkdir(parents=True)
    (folder / "regime.toml").write_text('title = "The Lake League"\n', "utf-8")
    note = f"  note      {made.note}\n" if made.note else ""
    law = page or f"provision {made.id}:x\n  in force  2001-05-01 ..\n  read      {pinpoint or 'all'}\n"
    standing = made.standing.replace("Arland", "{Arland}")
    words = "```law\ntypes\n  state  listed\nindividuals\n  state  Arland\n```\n"
    (folder / "words.md").write_text(words, "utf-8")
    (folder / "pact.md").write_text(f"```law\ninstrument {made.id}\n  standing  {standing}\n  title     {made.title}\n{note}{law}```\n", "utf-8")
    from foedus.text import load_regime

    return load_regime([tmp_path / "law"], "lake")


@pytest.mark.parametrize(("made", "pinpoint", "full", "short"), INSTRUMENTS, ids=[full for _, _, full, _ in INSTRUMENTS])
def test_a_provision_is_cited_by_what_its_page_says_of_it(tmp_path: Path, made: Instrument, pinpoint: str, full: str, short: str) -> None:
    citation = cited_law(pact(tmp_path, made, pinpoint), f"{made.id}:x", pinpoint)
    assert plain(citation.full()) == full
    assert plain(citation.short(3)) == short


PAGE = """provision LP:4@2001
  in force  2001-05-01 .. 2019-12-31
  read      4(1)
  unread    4(2)
  source    League Gazette 1, 2001-05-02
provision LP:4@2020
  in force  2020-01-01 ..
  read      4(1)
"""


def test_wording_text_and_what_was_not_read_are_said(tmp_path: Path) -> None:
    regime = pact(tmp_path, instrument("Lake Pact"), "", PAGE)
    old, unread = cited_law(regime, "LP:4@2001", "4(1)"), cited_law(regime, "LP:4@2001", "4(2)")
    assert plain(old.full()) == "Lake Pact (LP) art 4(1), as in force from 1 May 2001 to 31 December 2019 (source: League Gazette 1, 2 May 2001)"
    assert plain(unread.short(2)) == "LP (n 2) art 4(2), text not read"
    assert plain(unread.short(2, once=True)).startswith("LP (n 2) art 4(2), as in force from 1 May 2001")
    assert plain(cited_law(regime, "LP:4@2020", "4(1)").full()) == "Lake Pact (LP) art 4(1), as in force from 1 January 2020"


def test_footnotes_cite_in_full_once_and_refer_back_afterwards(tmp_path: Path) -> None:
    regime = pact(tmp_path, instrument("Lake Pact"), "", PAGE)
    wire = source(outlet="Lake Wire", date="2031-03-06", kind="agency report")
    notes = Footnotes()
    first = cited_law(regime, "LP:4@2020", "4(1)")
    assert notes.note([first, cited(wire, ["L-1"])]) == 1
    assert notes.note([cited(wire, ["L-2", "L-3"]), first]) == 2
    assert notes.note([first, cited(wire), first, cited_law(regime, "LP:4@2001", "4(1)")], "no claim on record") == 3
    assert [n.text for n in notes.notes] == [
        "Lake Pact (LP) art 4(1), as in force from 1 January 2020; Lake Wire (6 March 2031) [Wire 7], claim L-1.",
        "Lake Wire (n 1), claims L-2 and L-3; LP (n 1) art 4(1).",
        "LP (n 1) art 4(1); art 4(1), as in force from 1 May 2001 to 31 December 2019 (source: League Gazette 1, 2 May 2001); Lake Wire (n 1); no claim on record.",
    ]
    assert [r.note for n in notes.notes for r in n.runs if r.note] == [1, 1, 1, 1]


def test_a_footnote_that_says_nothing_is_refused_and_ends_with_one_full_stop() -> None:
    with pytest.raises(ValueError, match="a footnote that cites nothing"):
        Footnotes().note([])
    notes = Footnotes()
    notes.note([cited_words("Ann Reeve", "Lake Gazette 1 ff.")])
    notes.note([cited_words("Ann Reeve", "Lake Gazette 1 ff.", "p. 3")])
    assert [n.text for n in notes.notes] == ["Ann Reeve, in Lake Gazette 1 ff.", "Ann Reeve (n 1), p. 3."]


DAYS = {
    "2031-03-06": "6 March 2031", "2031-03": "March 2031", "2031": "2031", "2031-03-06T22:02+03:00": "6 March 2031",
    "2031-03-06/2031-03-07": "6 or 7 March 2031", "2031-03-06/2031-04-07": "between 6 March and 7 April 2031",
    "2031-03/2031-04": "between March and April 2031", "2030-12-31/2031-01-01": "31 December 2030 or 1 January 2031",
    "2031-03~": "about March 2031", "2031-03-06?": "perhaps 6 March 2031", "2031%": "perhaps about 2031",
    "../2031-03": "by March 2031", "2031-03/..": "not before March 2031", "06.03.2031": "6 March 2031", "": "",
    "2030-12~/2031~": "between about December 2030 and about 2031",
}  # fmt: skip


@pytest.mark.parametrize(("written", "said"), DAYS.items())
def test_days_are_said_as_far_as_they_are_known(written: str, said: str) -> None:
    assert in_words(When.parse(written, ZONE)) == said


def test_only_days_that_are_days_are_spelled() -> None:
    assert spelled("Gazette of 2031-03-06, file 2031-13-40, no 1234-2031-03-06") == "Gazette of 6 March 2031, file 2031-13-40, no 1234-2031-03-06"


def test_titles_are_taken_apart_by_rule() -> None:
    assert named("A, B, Rio de Janeiro, 2 September 1947, never in force") == Named("A, B", "Rio de Janeiro", "2 September 1947", "never in force")
    assert named("A, Definition of B, 14 December 1974") == Named("A, Definition of B", "", "14 December 1974")
    assert named("A of 1974") == Named("A of 1974")


# --- the cases and the law that come with the house --------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
def test_every_source_of_every_case_is_cited_without_gaps(case: str) -> None:
    record = Asking(case).record
    assert record.sources
    for one in record.sources.values():
        full, short = plain(cited(one, ["X"]).full()), plain(cited(one).short(3))
        for text in (full, short):
            assert text == text.strip(" ,;"), text
            assert not any(bad in text for bad in ("  ", "()", ",,", " ,", "( ", ", )", "None", "‘’")), text
        assert full.endswith(", claim X") and short.endswith(" (n 3)") and "bid" not in short.split()
        check_item(csl(one))


@pytest.mark.parametrize("case", ["kazakhstan-2022", "rio-1974", "arab-league-1990", "turkiye-2003"])
def test_every_provision_and_instrument_is_cited_without_gaps(case: str) -> None:
    regime = Asking(case).regime
    for one in regime.provisions.values():
        for pinpoint in (*one.read, *one.unread):
            text = plain(cited_law(regime, one.id, pinpoint).full())
            assert not any(bad in text for bad in ("  ", "()", ",,", " ,", "None", "“”")), text
            assert text.endswith("text not read") == (not one.verified(pinpoint)), text
    for law in regime.instruments.values():
        check_item(csl(law))


def check_item(item: dict[str, object]) -> None:
    """An item of CSL-JSON uses the words of its schema, and each for what it holds."""
    assert item["type"] in TYPES and item["id"]
    for field, value in item.items():
        assert value, field
        if field in NAMES:
            assert isinstance(value, list) and all(set(n) == {"literal"} and n["literal"] for n in value), field
        elif field in DATES:
            assert isinstance(value, dict) and set(value) <= {"date-parts", "circa", "literal"}
            assert all(1 <= len(d) <= 3 and all(type(n) is int for n in d) for d in value.get("date-parts", [])) and len(value.get("date-parts", [])) <= 2
        else:
            assert field in TEXTS and isinstance(value, str), field


def test_items_keep_what_the_record_says() -> None:
    item = csl(next(s for s, _, full, _ in SOURCES if full.startswith("N. N., ‘Who")))
    assert item == {
        "id": "Wire 7", "type": "webpage", "title": "Who may be the attacker?", "author": [{"literal": "N. N."}], "translator": [{"literal": "M. M."}],
        "container-title": "Lake Review", "issued": {"date-parts": [[2031]]}, "genre": "scholarly blog",
    }  # fmt: skip
    treaty = csl(instrument("Lake Pact, Port Arland, 1 May 2001", note="1894 UNTS 309"))
    assert treaty == {
        "id": "LP", "type": "treaty", "title": "Lake Pact", "title-short": "LP", "event-place": "Port Arland", "container-title": "UNTS", "volume": "1894", "page": "309",
        "issued": {"date-parts": [[2001, 5, 1]]}, "note": "1894 UNTS 309",
    }  # fmt: skip
    assert csl(INSTRUMENTS[7][0])["type"] == "legal_case" and csl(INSTRUMENTS[5][0])["jurisdiction"] == "Arland"
    assert csl(source(date="../2031", kind="news report"))["issued"] == {"literal": "../2031"}
    assert csl(source(date="2031~", kind="news report"))["issued"] == {"date-parts": [[2031]], "circa": True}
