"""A small case in which every text that somebody typed is markup, script or a trick: nothing of it may come to life."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from foedus.workbench import Desk, Key, application

SCRIPT = "<script>alert(1)</script>"
IMAGE = "<img src=x onerror=alert(2)>"
QUOTE = '" onmouseover="alert(3)" x="\' onclick=\'alert(4)'
CLOSE = "</td></table></textarea></title></svg><b>out</b>"
TRICKS = (SCRIPT, IMAGE, QUOTE, CLOSE)

_SETTINGS = """title = "A case of <i>tricks</i>"
regime = "csto"
zone = "+06:00"
window = ["2022-01-01", "2022-01-31"]
[roles]
"the requester" = "Kazakhstan"
"the request" = "the call"
"the attackers" = "the column"
[[individual]]
name = "the call"
type = "request"
[[individual]]
name = "the column"
type = "attacker"
"""
_LAW = f"""# Heading {SCRIPT}

Prose **with** {IMAGE} and [a link](javascript:alert(5)).

```law
provision CST:99
  in force  2020-01-01 ..
  read      99, 99(2)
  unread    99(3)
  source    {SCRIPT}
meaning outside of 99
  from      99
  says      {{S}} is attacked within article 4 by {{A}}
  when      {{S}} suffers an armed attack by {{A}}   [attack]
unencoded whether "{IMAGE}" counts
  from      99(3)
  why       {CLOSE}
  blocks    nothing
```

Below {CLOSE}
"""


def _row(*cells: str) -> str:
    return ",".join('"' + c.replace('"', '""') + '"' for c in cells) + "\n"


def hostile(folder: Path) -> Path:
    """A folder of cases with that one in it, called `tricks`."""
    case = folder / "tricks"
    (case / "law").mkdir(parents=True)
    (case / "law" / "own.md").write_text(_LAW, "utf-8")
    (case / "case.toml").write_text(_SETTINGS, "utf-8")
    claims = "id,event,actor,says,fact,polarity,speaker,source,pinpoint,happened,available,note\n"
    fact = "members of {the column} trained outside {Kazakhstan}"
    claims += _row("A-1", IMAGE, SCRIPT, SCRIPT, fact, "for", QUOTE, SCRIPT, CLOSE, "2022-01-05T20:00", "2022-01-06", IMAGE)
    claims += _row("A-2", QUOTE, CLOSE, IMAGE, fact, "against", CLOSE, "S-2", "", "2022-01-05T20:00", "2022-01-06", "")
    claims += _row("A-3", "", QUOTE, CLOSE, "", "", QUOTE, "S-2", "", "../2022-01-06", "2022-01-06", "")
    claims += _row("A-4", "", QUOTE, QUOTE, "", "", QUOTE, "S-2", "", "2022-01-09", "2022-01-09", "")
    sources = "id,title,author,outlet,date,zone,grade,kind,note\n"
    sources += _row(SCRIPT, IMAGE, QUOTE, CLOSE, "2022-01-06", "", "B", SCRIPT, IMAGE) + _row(
        "S-2", SCRIPT, "", "", "", "", "", "", ""
    )
    tables = {
        "claims.csv": claims,
        "sources.csv": sources,
        "speakers.csv": "speaker,parties\n" + _row(QUOTE, "Kazakhstan") + _row(CLOSE, "none"),
        "interests.csv": "fact,serves_if_true,serves_if_false,reason\n" + _row(fact, "none", "Kazakhstan", SCRIPT),
        "conflicts.csv": "id,title,verdict,facts,claims,why\n" + _row("C-1", IMAGE, "open", fact, "A-1 / A-2", SCRIPT),
        "setaside.csv": "claim,reason,author,date,conflict\n" + _row("A-4", SCRIPT, IMAGE, "2022-01-10", ""),
    }
    for name, text in tables.items():
        (case / name).write_text(text, "utf-8")
    return folder


def entered(folder: Path) -> Any:
    """A client that holds the key of a workbench over a folder; `form` is what its forms carry."""
    key = Key.fresh()
    client = TestClient(application(Desk(folder), key, ["testserver"]))
    client.get(f"/?token={key.token}")
    client.form = key.form
    return client


def harmless(page: str) -> None:
    """Assert that nothing of the tricks is markup on a page, as a browser reads it."""
    reader = _Markup()
    reader.feed(page)
    assert reader.scripts == 0
    assert not reader.wrong, reader.wrong
    assert reader.tags > 20


class _Markup(HTMLParser):
    """Counts what may run, and notes what may only come from a trick."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts, self.tags, self.wrong = 0, 0, list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags += 1
        said = dict(attrs)
        self.scripts += tag == "script" and not (said.get("src") or "").startswith("/static/")
        bad = [n for n, v in attrs if n.startswith("on") or n == "style" or (v or "").strip().lower().startswith("javascript:")]
        if bad or tag == "i" or (tag == "img" and said.get("src") == "x"):
            self.wrong.append(self.get_starttag_text() or tag)

    def handle_data(self, data: str) -> None:
        if self.lasttag == "b" and data == "out":
            self.wrong.append("<b>out")
