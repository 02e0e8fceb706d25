"""Votes at the doors: Python, the command line, and the reasons of an answer in a case."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from rolls import body, roll

import foedus
from foedus.assess.answers import Reason
from foedus.cli.entry import foedus as command
from foedus.cli.entry import main

SHARE = "  vetoed some {F} of great at ballot: {F} votes against {D}\n  carried 2/3 of base: {M} votes for {D}\n"
QUESTION = "question adopted\n  asks Is it adopted?\n  is {the decision} is adopted\n"


@pytest.fixture
def law(tmp_path: Path) -> Path:
    body(tmp_path, SHARE)
    (tmp_path / "draft.csv").write_text(roll(Aland="against", Borduria="for", Syldavia="?"))
    return tmp_path


def test_the_python_door(law: Path) -> None:
    found = foedus.vote("tr", law / "draft.csv", on="2005-06-01", law=law)
    assert str(found.results[0].outcome.verdict) == "no" and found.results[0].rules[0].vetoes == ("Aland",)
    for wrong, what in (
        ({"on": "yesterday"}, "on: “yesterday” is no day"),
        ({"rule": "x"}, "rule: no vote is called “x”"),
        ({"fact": "it is nice"}, "fact: no phrase says “it is nice”"),
        ({"regime": "rt"}, "regime: no regime is called “rt”"),
    ):
        asked = {"regime": "tr", "draft": law / "draft.csv", "on": "2005-06-01", "law": law, **wrong}
        with pytest.raises(foedus.NotUnderstood, match="^" + what):
            foedus.vote(**asked)  # type: ignore[arg-type]


def test_text_and_json_agree(law: Path) -> None:
    asked = ["vote", "tr", str(law / "draft.csv"), "--on", "2005-06-01", "--law", str(law)]
    text = CliRunner().invoke(command, asked).output
    told = json.loads(CliRunner().invoke(command, [*asked, "--json"]).output)
    assert "the draft is adopted: no (settled)" in text and told["results"][0]["verdict"] == "no"
    for line in told["results"][0]["rules"][0]["lines"]:
        assert f"· {line}" in text
    assert "No ballot is known of: Syldavia" in text and told["missing"] == ["Syldavia"]


@pytest.mark.parametrize(("table", "code"), [(None, 0), ("member,ballot\n", 3)])
def test_exit_codes(law: Path, table: str | None, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    if table:
        (law / "draft.csv").write_text(table)
    with pytest.raises(SystemExit) as done:
        main(["vote", "tr", str(law / "draft.csv"), "--on", "2005-06-01", "--law", str(law)])
    assert done.value.code == code
    with pytest.raises(SystemExit) as wrong:
        main(["vote", "tr", str(law / "draft.csv"), "--on", "soon", "--law", str(law)])
    assert wrong.value.code == 2 and "“soon” is no day" in capsys.readouterr().err


CASE = """\
title = "A vote"
regime = "tr"
zone = "+00:00"
window = ["2005-05-01", "2005-07-01"]
[roles]
"the decision" = "the motion"
[[individual]]
name = "the motion"
type = "decision"
"""


CLAIMS = """\
id,says,fact,polarity,speaker,source,happened,available
c1,votes,{the Council} votes on {the motion},for,the Council,minutes,2005-06-01,2005-06-01
c2,against,{Aland} votes against {the motion},for,the Council,minutes,2005-06-01,2005-06-01
c3,for,{Borduria} votes for {the motion},for,the Council,minutes,2005-06-01,2005-06-01
"""


def test_why_says_by_how_much_and_whose_veto(law: Path) -> None:
    page = law / "tr" / "page.md"
    text = page.read_text().replace("names\n", "roles\n  the decision decision\nnames\n", 1)
    page.write_text(text.replace("  in no other case\n```", f"  in no other case\n{QUESTION}```"))
    case = law / "motion"
    case.mkdir()
    (case / "case.toml").write_text(CASE)
    (case / "claims.csv").write_text(CLAIMS)
    (case / "sources.csv").write_text("id,title\nminutes,Minutes\n")
    why = foedus.why(case, "adopted", as_of="2005-06-10", law=law)
    assert why.cell.verdict == "no"
    (rule,) = [r for r in _all(why.tree) if r.kind == "rule"]
    assert rule.note == "carried: 2 of 3 needed, 1 to 2 counted, open; not known: Syldavia; veto: Aland"
    (count,) = [r for r in _all(why.tree) if r.kind == "ballots"]
    assert count.note == "2 of 3 needed, 1 to 2 counted, open"
    assert {c.id for r in _all(why.tree) for c in r.claims} == {"c1", "c2", "c3"}
    asked = ["why", str(case), "adopted", "--as-of", "2005-06-10", "--law", str(law)]
    said = " ".join(CliRunner().invoke(command, asked).output.split())
    assert "carried: 2 of 3 needed, 1 to 2 counted, open" in said and "veto: Aland" in said


def _all(reasons: Iterable[Reason]) -> Iterator[Reason]:
    for reason in reasons:
        yield reason
        yield from _all(reason.steps)
