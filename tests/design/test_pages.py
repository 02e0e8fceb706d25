"""Pages of members and rules: what is refused and in which words, what is shown, and members of a day."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from design_world import nobody

from foedus.cli.entry import foedus
from foedus.design import MAX_MEMBERS, read_spec
from foedus.door import NotUnderstood
from foedus.door.designing import design, members_on
from foedus.problem import Invalid
from foedus.show.design import html_design, svg_design, text_design

AB = '[[member]]\nname = "a"\nweight = 2\n[[member]]\nname = "b"\nweight = 1\n'
ALL = '[[rule]]\nkind = "consensus"\n'

ATTACKS = {
    "quota beyond total": (AB + '[[rule]]\nkind = "quota"\nquota = 4\nby = "weight"\n', 9, "a quota of 4 is more than all have together: 3", "ask for 3 at most"),
    "weight negative": ('[[member]]\nname = "a"\nweight = -1\n' + ALL, 3, "the weight “weight” of “a” is negative", "a weight is 0 or more"),
    "weight no number": ('[[member]]\nname = "a"\nweight = "many"\n' + ALL, 3, "“weight” is no number", 'write: 4, 0.25 or "1/3"'),
    "weights no table": ('[[member]]\nname = "a"\nweights = 3\n' + ALL, 3, "“weights” is no table", "write: weights = { votes = 4 }"),
    "member twice": (AB + '[[member]]\nname = "a"\n' + ALL, 8, "“a” is a member twice", "name each member once"),
    "more than 200 members": ('[[member]]\nname = "m"\ncount = 201\n' + ALL, 1, f"201 members are more than {MAX_MEMBERS}", "put those together who always vote alike"),
    "count nonsense": ('[[member]]\nname = "m"\ncount = 0\n' + ALL, 3, "“count” says how many such members there are", "write: count = 10"),
    "member without name": ("[[member]]\nweight = 1\n" + ALL, 1, "a member without a name", 'write: name = "…"'),
    "share without base": (AB + '[[rule]]\nkind = "majority"\n', 7, "a share has to say of what", 'write: of = "members", of = "cast" (yes and no) or of = "present"'),
    "share of nonsense": (AB + '[[rule]]\nkind = "majority"\nof = "people"\n', 9, "a share of “people” is a share of nothing", 'write: of = "members", of = "cast" (yes and no) or of = "present"'),
    "share beyond one": (AB + '[[rule]]\nkind = "share"\nat_least = 1.5\nof = "members"\n', 9, "is no share from 0 to 1", 'write: at_least = "2/3"'),
    "share twice": (AB + '[[rule]]\nkind = "share"\nat_least = 0.5\nmore_than = 0.5\nof = "members"\n', 9, "a threshold says once how much it asks for", "one of: at_least, more_than, quota"),
    "more than all": (AB + '[[rule]]\nkind = "share"\nmore_than = 1\nof = "members"\n', 7, "nothing could ever be decided", "lower what it asks for"),
    "unknown rule": (AB + '[[rule]]\nkind = "consenus"\n', 8, "no rule is called “consenus”", "nearest known: consensus"),
    "rule without kind": (AB + '[[rule]]\nname = "x"\n', 7, "a rule without a kind", "one of: consensus, unanimity"),
    "rule twice": (AB + ALL + ALL, 9, "two rules are called “consensus”", "give each its own name"),
    "rule name no text": (AB + '[[rule]]\nkind = "consensus"\nname = 3\n', 9, "the name of a rule is text", 'write: name = "…"'),
    "setting of another kind": (AB + ALL + 'quota = 2\n', 9, "“quota” is no setting of the kind “consensus”", "one of: name, kind, veto, quorum, parliament, minus"),
    "minus nonsense": (AB + ALL + "minus = -1\n", 9, "“minus” is a whole number from 0", "write: minus = 1"),
    "quota no weight": (AB + '[[rule]]\nkind = "quota"\nquota = -3\n', 9, "“-3” is no weight", "write: quota = 12"),
    "unknown weight": (AB + '[[rule]]\nkind = "quota"\nquota = 1\nby = "wight"\n', 10, "“a” has no weight “wight”", "nearest known: weight"),
    "by no name": (AB + '[[rule]]\nkind = "quota"\nquota = 1\nby = 3\n', 10, "“by” names a weight", 'write: by = "weight"'),
    "veto of nobody": (AB + ALL + 'veto = ["c"]\n', 9, "nobody is called “c”", "name a member, or a group that members give"),
    "veto no names": (AB + ALL + "veto = 3\n", 9, "“veto” names members or groups", 'write: veto = ["…"]'),
    "quorum nonsense": (AB + ALL + 'quorum = "3/2"\n', 9, "“3/2” is no quorum", "write a number of members, quorum = 9"),
    "quorum beyond all": (AB + ALL + "quorum = 3\n", 9, "nothing could ever be decided", "lower what it asks for"),
    "several of nothing": (AB + '[[rule]]\nkind = "several"\n', 7, "“all” is a list of what is asked", 'write: all = [{ at_least = "55%", of = "members" }]'),
    "threshold setting": (AB + '[[rule]]\nkind = "several"\nall = [{ quota = 1, bye = "weight" }]\n', 7, "“bye” is no setting of a threshold", "nearest known: by"),
    "parliament vote": (AB + ALL + 'parliament = "sulk"\n', 9, "“sulk” is no vote of a government without consent", 'parliament = "abstain"'),
    "no parliaments": (AB + ALL + 'parliament = "object"\n', 9, "nobody's parliament is asked", "give members parliament = 0.9"),
    "empty list": (ALL, 0, "nobody votes: the list of members is empty", "write each under its own [[member]]"),
    "no rules": (AB, 0, "there is no rule to compare", "write each under its own [[rule]]"),
    "too many rules": (AB + "".join(f'[[rule]]\nname = "r{i}"\nkind = "consensus"\n' for i in range(27)), 7, "27 rules are more than 26", "compare fewer at a time"),
    "chance above 1": ('[[member]]\nname = "a"\nyes = 1.2\n' + ALL, 3, "the chance “yes” is not from 0 to 1", "write: 0.25"),
    "chance below 0": ('[chances]\nyes = -0.1\n' + AB + ALL, 2, "the chance “yes” is not from 0 to 1", "write: 0.25"),
    "chances beyond 1": ('[[member]]\nname = "a"\nyes = 0.7\nabstain = 0.6\n' + ALL, 3, "the chances of “a” make 13/10 together, not 1", "leave “object” out"),
    "chances short of 1": ('[[member]]\nname = "a"\nyes = 0.5\nobject = 0.3\n' + ALL, 3, "the chances of “a” make 4/5 together, not 1", "leave “object” out"),
    "chances without yes": ('[[member]]\nname = "a"\nobject = 0.3\n' + ALL, 1, "have chances, but not a yes", "write: yes = 0.8"),
    "chances of some": (AB + '[[member]]\nname = "c"\nyes = 0.5\n' + ALL, 1, "“a” has no chance of a yes", "give every member one, or all of them under [chances]"),
    "parliament without chance": ('[[member]]\nname = "a"\nyes = 0.5\nparliament = true\n' + ALL, 1, "the parliament of “a” has no chance of consent", "write: parliament = 0.9"),
    "chances of many digits": ('[[member]]\nname = "a"\nyes = 0.12345678901\nabstain = "1/10000000001"\n' + ALL, 3, "the chances of “a” have too many digits", "round them to six"),
    "chances no table": ("chances = 3\n" + AB + ALL, 1, "“chances” is no table", "write: [chances]"),
    "unknown setting": (AB.replace("weight", "wieght", 1) + ALL, 3, "no setting is called “wieght”", "nearest known: weight"),
    "members no tables": ('member = ["a"]\n' + ALL, 1, "“member” is not a list of tables", "write: [[member]]"),
    "title no text": ("title = 3\n" + AB + ALL, 1, "“title” is not text", 'write: title = "…"'),
    "regime without a day": ('regime = "pier"\n' + ALL, 0, "the members of a regime are those of a day", "write: on = 2022-01-05"),
    "not TOML": ("member = [", 0, "this is not TOML", "a text stands in quotation marks"),
    "a number too large to write out": ('[[member]]\nname = "a"\nweight = 1e999999999\n' + ALL, 0, "has too many digits", "a text stands in quotation marks"),
    "brackets too deep": ("x = " + "[" * 60 + "]" * 60, 1, "brackets stand more than 50 deep", "close every bracket"),
}


def test_how_many_attacks_there_are() -> None:
    assert len(ATTACKS) == 49


@pytest.mark.parametrize("name", ATTACKS)
def test_a_wrong_page_is_refused_with_place_and_remedy(name: str) -> None:
    page, line, what, remedy = ATTACKS[name]
    with pytest.raises(Invalid) as caught:
        read_spec(page, "council.toml", nobody)
    found = [p for p in caught.value.problems if what in p.what]
    assert found, caught.value
    assert found[0].place.file == "council.toml"
    assert found[0].place.line == line
    assert remedy in found[0].remedy


def test_every_problem_of_a_page_is_told_at_once() -> None:
    with pytest.raises(Invalid) as caught:
        read_spec('[[member]]\nname = "a"\nweight = -1\n[[member]]\nname = "a"\nyes = 3\n' + ALL, "x", nobody)
    assert len(caught.value.problems) == 3


# --- members of a day ---

PARTIES = "state,ISO3,event,date,instrument,source,note,claim_status\n"
ROWS = "Arle,ARL,in force,2001-01-01,PACT,s,,accepted\nBree,BRE,in force,2001-01-01,PACT,s,,accepted\nBree,BRE,withdrew,2010-06,PACT,s,,accepted\n"


@pytest.fixture
def law(tmp_path: Path) -> Path:
    """A regime of two, which one leaves on a day of June 2010 that nobody knows."""
    folder = tmp_path / "law" / "pier"
    folder.mkdir(parents=True)
    (folder / "regime.toml").write_text('title = "The pier"\nmembers = "PACT"\n', "utf-8")
    (folder / "parties.csv").write_text(PARTIES + ROWS, "utf-8")
    return folder.parent


def test_members_are_those_of_the_day(law: Path) -> None:
    from datetime import date

    assert members_on("pier", "", date(2005, 1, 1), law) == ["Arle", "Bree"]
    assert members_on("pier", "PACT", date(2011, 1, 1), law) == ["Arle"]
    for day, instrument, what, remedy in (
        (date(2010, 6, 15), "", "whether Bree was party to PACT on 2010-06-15 is not known", "choose another day, or list the members"),
        (date(1999, 1, 1), "", "nobody was party to PACT on 1999-01-01", "choose another day"),
        (date(2005, 1, 1), "PAKT", "no parties to “PAKT” are known", "nearest known: PACT"),
    ):
        with pytest.raises(NotUnderstood) as caught:
            members_on("pier", instrument, day, law)
        assert (caught.value.problems[0].what, caught.value.problems[0].remedy) == (what, remedy)


def test_a_regime_without_members_of_its_own_asks_for_an_instrument(law: Path) -> None:
    from datetime import date

    (law / "pier" / "regime.toml").write_text('title = "The pier"\n', "utf-8")
    with pytest.raises(NotUnderstood, match="does not say which instrument its members are party to"):
        members_on("pier", "", date(2005, 1, 1), law)


def test_a_page_may_say_more_of_members_of_a_day(law: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.toml"
    page.write_text('regime = "pier"\non = 2005-01-01\n[[member]]\nname = "Bree"\ngroup = "old"\n' + ALL + 'veto = "old"\n', "utf-8")
    assert design(page, law).members == ("Arle", "Bree")
    page.write_text('regime = "pier"\non = 2005-01-01\n[[member]]\nname = "Bre"\n' + ALL, "utf-8")
    with pytest.raises(Invalid, match="“Bre” is no member that day") as caught:
        design(page, law)
    assert caught.value.problems[0].remedy == "nearest known: Bree"


def test_pages_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(NotUnderstood, match="there is no file"):
        design(tmp_path / "none.toml")
    page = tmp_path / "page.toml"
    page.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Invalid, match="the page is not UTF-8"):
        design(page)
    page.write_text("#" * 1_000_001, "utf-8")
    with pytest.raises(Invalid, match="the page is larger than 1,000,000 bytes"):
        design(page)


# --- what is shown ---

COUNCIL = """
title = "<b>Council</b>"
[chances]
yes = 0.75
[[member]]
name = "permanent"
count = 5
group = "permanent"
[[member]]
name = "elected"
count = 10
[[rule]]
name = "with vetoes"
kind = "quota"
quota = 9
veto = "permanent"
[[rule]]
kind = "consensus"
"""


@pytest.fixture
def council(tmp_path: Path) -> Path:
    """A page with a council of fifteen."""
    page = tmp_path / "council.toml"
    page.write_text(COUNCIL, "utf-8")
    return page


def test_text_tells_equal_members_together_and_stays_within_80_columns(council: Path) -> None:
    shown = text_design(design(council))
    assert max(map(len, shown.splitlines())) <= 80
    assert re.search(r"^ permanent 1 and 4 more +19\.63 % +6\.67 %$", shown, re.M)
    assert re.search(r"^ elected 1 and 9 more +0\.19 % +6\.67 %$", shown, re.M)
    assert shown.index("permanent 1") < shown.index("elected 1")


def test_many_rules_are_told_in_several_tables(tmp_path: Path) -> None:
    page = tmp_path / "many.toml"
    page.write_text(AB + "".join(f'[[rule]]\nname = "{"long name " * 12}{i}"\nkind = "consensus"\n' for i in range(14)), "utf-8")
    shown = text_design(design(page))
    assert max(map(len, shown.splitlines())) <= 80
    assert len(re.findall(r"^ +A +B", shown, re.M)) == 5 == len(re.findall(r"^ +G +H", shown, re.M))


def test_the_page_runs_nothing_and_says_the_bars_in_words(council: Path) -> None:
    found = design(council)
    page = html_design(found)
    HTMLParser().feed(page)
    assert "<script" not in page
    assert "<b>Council" not in page
    assert "&lt;b&gt;Council" in page
    assert page.count("<caption>") == 6 == page.count("<table>")
    picture = ElementTree.fromstring(svg_design(found))
    words = picture.find("{http://www.w3.org/2000/svg}desc")
    assert picture.get("role") == "img"
    assert words is not None
    assert "with vetoes: permanent 1 and 4 more each 19.63 %, elected 1 and 9 more each 0.19 %" in str(words.text)


def test_the_command_line(council: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(foedus, ["design", str(council), "--json", "--svg", str(tmp_path / "bars.svg"), "--html", str(tmp_path / "page.html")])
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    first = told["rules"][0]
    assert first["players"][0] == {
        "member": "permanent 1",
        "part": "member",
        "swings": "848",
        "shapley": {"exact": "421/2145", "decimal": 421 / 2145},
        "share": {"exact": "106/635", "decimal": 106 / 635},
        "absolute": {"exact": "53/1024", "decimal": 53 / 1024},
        "prevent": {"exact": "1", "decimal": 1.0},
        "initiate": {"exact": "53/1995", "decimal": 53 / 1995},
    }
    assert told["rules"][1]["chance"]["exact"] == f"{3**15}/{4**15}"
    assert (tmp_path / "bars.svg").read_text("utf-8").startswith("<svg ")
    assert (tmp_path / "page.html").read_text("utf-8").startswith("<!doctype html>")


def test_a_parliament_is_shown_only_under_the_rules_that_ask_it(tmp_path: Path) -> None:
    page = tmp_path / "page.toml"
    page.write_text('[[member]]\nname = "a"\nparliament = true\n[[member]]\nname = "b"\n' + ALL + '[[rule]]\nname = "asked"\nkind = "consensus"\nparliament = "object"\n', "utf-8")
    found = design(page)
    assert re.search(r"^ parl\. a +– +33\.33 %$", text_design(found), re.M)
    assert svg_design(found).count(">parl. a<") == 1
    assert [p["part"] for p in found.to_json()["rules"][1]["players"]] == ["member", "parliament", "member"]
