"""Small law folders for tests, written with the faulty words between « and »."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

WORDS = """\
# Words

```law
types
  state     listed, and others
  organ     listed
  good      listed
  attacker  of the case
  request   of the case
  decision  of the case
  ballot    of the case
names
  S M F     state
  K         organ
  G         good
  A         attacker
  R Q       request
  D         decision
  B         ballot
individuals
  state     Aland, Borduria
  organ     the Council, the Parliament
roles
  the requester state
  the request   request
set goods: safety, stability
set members: parties to TR
phrases
  speech    "{S} requests help by {R}"           makes {R}
  speech    "{M} objects to {D}"                 not "{M} does not object to {D}"
  act       "{K} takes {D}"                      makes {D}
  act       "{M} helps {S}"
  event     "{A} strikes {S}"
  state     "{A} is in {S}"                      lasts until "{A} leaves {S}"
  event     "{A} leaves {S}"
  attribute "{A} harms the {G} of {S}"
  judgement "the attack by {A} is grave"
  count     "votes for in {B}"
  act       "{K} votes in {B}"                   makes {B}
  word      "{S} is attacked by {A}"
  word      "{D} is adopted"
  word      "{S} may be helped by {D}"
  word      "{K} has consented"
```
"""

HEAD = """\
# Page

```law
instrument TR
  standing  treaty
provision TR:1
  in force  2000-01-01 ..
"""
"""Seven lines that open a fence, an instrument and a provision."""

PARTIES = """\
state,ISO3,event,date,instrument,source,note,claim_status
Aland,ALA,in force,2000-01-01,TR,made up,,accepted
Borduria,BOR,in force,2000-01-01,TR,made up,,accepted
"""
STANCES = "stance,group,holder,kind,word,option,basis,source,pinpoint,date,transposed_from,note\n"
GOOD = """\
meaning attacked
  says      {S} is attacked by {A}
  when      {A} strikes {S}                  [strike]
  and       reading attacker for {A}
  in no other case
reading attacker for {A}
  anyone:   always
  grave:    the attack by {A} is grave
"""


@dataclass(frozen=True)
class Attack:
    """A bad folder: what the problem says, what mends it, and (by the marks « ») where it is."""

    files: Mapping[str, str | bytes]
    what: str
    remedy: str
    warning: bool = False

    @property
    def spot(self) -> tuple[str, int, int, int] | None:
        """File, line, column and length of the marked words; None when nothing is marked."""
        for file, text in self.files.items():
            if isinstance(text, str) and "«" in text:
                before, _, after = text.partition("«")
                inside = after.partition("»")[0]
                column = len(before) - before.rfind("\n")
                return file, before.count("\n") + 1, column, len(inside)
        return None


def page(text: str, what: str, remedy: str, **more: str | bytes) -> Attack:
    """An attack by one page that opens with an instrument and a provision."""
    return Attack({"page.md": HEAD + text + "```\n", **_named(more)}, what, remedy)


def words(text: str, what: str, remedy: str) -> Attack:
    """An attack by vocabulary blocks on a page of their own."""
    return Attack({"words2.md": f"```law\n{text}```\n"}, what, remedy)


def file(name: str, text: str | bytes, what: str, remedy: str, **more: str | bytes) -> Attack:
    """An attack by one file."""
    return Attack({name: text, **_named(more)}, what, remedy)


def _named(more: Mapping[str, str | bytes]) -> dict[str, str | bytes]:
    return {name.replace("_", "."): text for name, text in more.items()}


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """A regime folder with a good vocabulary and parties, and these files, marks removed."""
    folder.mkdir(parents=True, exist_ok=True)
    given = {"regime.toml": 'title = "Test"\n', "words.md": WORDS, "parties.csv": PARTIES, **files}
    for name, text in given.items():
        data = text if isinstance(text, bytes) else text.replace("«", "").replace("»", "").encode()
        (folder / name).write_bytes(data)
    return folder
