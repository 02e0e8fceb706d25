"""Norm conflicts and record conflicts, on a small law made for them."""

from __future__ import annotations

from pathlib import Path

from foedus.assess import Assessment, Terms, assess
from foedus.record import Instant, read_case
from foedus.text import load_regime

LAW = """# Two oaths
```law
types
  state    listed
names
  S M      state
individuals
  state    Arda, Brun, Cory
phrases
  speech   "{{S}} asks for help"
  act      "{{M}} helps {{S}}"
  word     "{{M}} may help {{S}}"
  word     "{{S}} is in need"
instrument OATH
  standing treaty
provision OATH:1
  in force 1900-01-01 ..
  read     1, 2, 3
meaning may
  from     1
  says     {{Brun}} may help {{S}}
  when     {{S}} asks for help
meaning may-not
  from     2
  denies   {{M}} may help {{Arda}}
  when     {{M}} asks for help
duty help
  from     1
  bearer   {{M}}
  toward   {{S}}
  owed     {{M}} helps {{S}}
  when     {{S}} asks for help
bar neutral
  from     3
  bearer   {{M}}
  barred   {{M}} helps {{Arda}}
  when     {{M}} asks for help
constraint one
  never    {{Arda}} asks for help
  and      {{Cory}} asks for help
question may
  asks     May Brun help Arda?
  is       {{Brun}} may help {{Arda}}
question owes
  asks     Does Brun owe Arda help?
  is       duty help of OATH:1 binds {{Brun}} toward {{Arda}}
question asked
  asks     Did Cory ask?
  is       {{Cory}} asks for help
```
""".replace("{{", "{").replace("}}", "}")

HEAD = "id,fact,polarity,speaker,source,happened,zone,available\n"


def told(tmp_path: Path, *askers: str) -> Assessment:
    """The assessment of a record in which these states asked for help."""
    law, folder = tmp_path / "law" / "oaths", tmp_path / "cases" / "oath"
    law.mkdir(parents=True)
    folder.mkdir(parents=True)
    (law / "regime.toml").write_text('title = "Two oaths"\n', "utf-8")
    (law / "law.md").write_text(LAW, "utf-8")
    (folder / "case.toml").write_text('title = "Oath"\nregime = "oaths"\nzone = "+00:00"\n', "utf-8")
    rows = [f"C{n},{a} asks for help,for,{a},paper,2000-01-01,+00:00 stated,2000-01-02" for n, a in enumerate(askers)]
    (folder / "claims.csv").write_text(HEAD + "\n".join(rows) + "\n", "utf-8")
    (folder / "sources.csv").write_text(
        "id,title,author,outlet,date,zone,grade,kind,note\npaper,Paper,,,2000-01-02,+00:00 stated,,,\n", "utf-8"
    )
    regime = load_regime([tmp_path / "law"], "oaths")
    later = Instant.parse("2001-01-01T00:00:00Z")
    return assess(read_case(folder, regime.vocabulary), regime, Terms(later, later))


def test_contrary_rules_give_a_norm_conflict_not_an_error(tmp_path: Path) -> None:
    found = told(tmp_path, "Arda", "Brun")
    cell = found["may", "text"]
    assert cell.verdict == "open"
    assert cell.turns_on.norm_conflict == ("Brun may help Arda",)
    record = next(c for c in found.norm_conflicts if c.question == "may")
    assert (record.kind, record.holds) == ("word", "yes")
    assert record.rules_for == ("OATH:1/may",)
    assert record.rules_against == ("OATH:1/may-not",)


def test_a_duty_and_a_bar_on_one_act_are_a_norm_conflict(tmp_path: Path) -> None:
    found = told(tmp_path, "Arda", "Brun")
    assert found["owes", "text"].verdict == "yes"
    record = next(c for c in found.norm_conflicts if c.question == "owes")
    assert (record.kind, record.about, record.holds) == ("act", "Brun helps Arda", "yes")
    assert record.rules_against == ("OATH:1/neutral",)


def test_a_conflict_that_may_arise_is_open_and_one_that_cannot_is_silent(tmp_path: Path) -> None:
    found = told(tmp_path, "Arda")
    assert {c.holds for c in found.norm_conflicts} == {"open"}
    assert found["may", "text"].turns_on.norm_conflict == ("Brun may help Arda",)
    assert found.to_json()["norm_conflicts"]


def test_words_that_no_rule_reaches_are_a_gap(tmp_path: Path) -> None:
    assert told(tmp_path)["may", "text"].turns_on.law_gap == ("Brun may help Arda",)


def test_facts_that_break_a_constraint_become_disputed_with_a_record(tmp_path: Path) -> None:
    found = told(tmp_path, "Arda", "Cory")
    assert found["asked", "text"].turns_on.disputed == ("Cory asks for help",)
    assert found.conflicts and set(found.conflicts[0].facts) == {"Arda asks for help", "Cory asks for help"}
