"""Small bodies that vote, and roll calls put to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from foedus.text import Regime, load_regime
from foedus.voting import Poll, poll, read_draft

WORDS = """\
types
  state     listed
  organ     listed
  decision  of the case
names
  M F       state
  K         organ
  D         decision
individuals
  organ     the Council
set members: parties to TR
set great: parties to GR
phrases
  act       "{K} votes on {D}"                  makes {D}
  speech    "{M} votes for {D}"
  speech    "{M} votes against {D}"
  attribute "{M} is present at {D}"
  attribute "{M} is a party to the dispute in {D}"
  attribute "{D} is a matter of procedure"      not "{D} is a matter of substance"
  event     "the silence on {D} ends"
  speech    "{M} breaks the silence on {D}"
  count     "votes for {D}"
  count     "votes cast on {D}"
  word      "{D} is adopted"
  word      "{D} is welcomed"
ballots {M} on {D}
  for:            {M} votes for {D}; {M} is present at {D}
  against:        {M} votes against {D}; {M} is present at {D}
  abstained:      {M} is present at {D}
  absent:         nothing
  breaks silence: {M} breaks the silence on {D}
  column party:   {M} is a party to the dispute in {D}
  count for:      votes for {D}
  count cast:     votes cast on {D}
constraint one-ballot
  never     {M} votes for {D}
  and       {M} votes against {D}
"""
HEAD = "instrument TR\n  standing treaty\nprovision TR:1\n  in force 1990-01-01 ..\n"
BASE = "  base every {M} of members at ballot\n"
STATES = ("Aland", "Borduria", "Syldavia", "Zubrowka")
DAY = date(2005, 6, 1)


def body(folder: Path, lines: str, base: str = BASE, name: str = "tr") -> Regime:
    """A regime with one vote of these lines, over four members (the first two of them great) since 2000, Zubrowka since 2010."""
    made = folder / name
    made.mkdir(parents=True)
    vote = f"vote v\n  says {{D}} is adopted\n  on {{the Council}} votes on {{D}} [ballot]\n{base}{lines}  in no other case\n"
    rows = [f"{s},,in force,{'2010' if s == 'Zubrowka' else '2000'}-01-01,TR,,,accepted" for s in STATES]
    rows += [f"{s},,in force,2000-01-01,GR,,,accepted" for s in STATES[:2]]
    (made / "regime.toml").write_text("title = 'Test'\n")
    (made / "page.md").write_text(f"```law\n{WORDS}{HEAD}{vote if lines else ''}```\n")
    (made / "parties.csv").write_text("state,ISO3,event,date,instrument,source,note,claim_status\n" + "\n".join(rows) + "\n")
    return load_regime([folder], name)


def put(regime: Regime, folder: Path, table: str, day: date = DAY, rule: str = "", facts: Sequence[str] = ()) -> Poll:
    """A table put to the votes of a regime."""
    (folder / "draft.csv").write_text(table)
    return poll(regime, read_draft(folder, "draft.csv", regime), day, rule, facts)


def roll(**ballots: str) -> str:
    """A roll call by name."""
    return "member,ballot\n" + "".join(f"{name},{word}\n" for name, word in ballots.items())


def lines(found: Poll) -> tuple[str, ...]:
    """What is said of the only rule."""
    return found.results[0].rules[0].lines


def verdict(found: Poll) -> str:
    """The verdict on the only word."""
    return str(found.results[0].outcome.verdict)
