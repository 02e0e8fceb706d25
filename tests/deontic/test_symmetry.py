"""No name matters: renaming every state gives the same agenda under other names."""

from __future__ import annotations

import json
from pathlib import Path

import pier
from pier import CALL, PAGE, asked

AS_OF = "2031-03-08T00:00+02:00"
ROWS = (
    *CALL,
    ("Norland answers the March call", "2031-03-06"),
    ("Sudland frees Westland from the March call", "2031-03-06"),
    ("Norland sends the north squad to Sudland", "2031-03-06"),
    ("the Board issues order 7", "2031-03-05T18:00+02:00"),
    ("order 7 orders the north squad to Sudland", "2031-03-05"),
)
NAMES = {"Norland": "Zz1land", "Westland": "Aa2land", "Sudland": "Mm3land"}


def renamed(text: str) -> str:
    for old, new in NAMES.items():
        text = text.replace(old, new)
    return text


def test_renaming_every_state_gives_the_same_agenda(tmp_path: Path, monkeypatch) -> None:
    plain = asked(tmp_path / "a", ROWS, AS_OF).to_json()
    monkeypatch.setattr(pier, "PARTIES", renamed(pier.PARTIES))
    monkeypatch.setattr(pier, "DISINTERESTED", tuple(map(renamed, pier.DISINTERESTED)))
    other = asked(tmp_path / "b", tuple((renamed(f), *rest) for f, *rest in ROWS), AS_OF, renamed(PAGE)).to_json()

    def sorted_all(document: dict) -> dict:
        return {k: sorted(v, key=json.dumps) if isinstance(v, list) else v for k, v in document.items()}

    assert sorted_all(json.loads(renamed(json.dumps(plain)))) == sorted_all(other)
