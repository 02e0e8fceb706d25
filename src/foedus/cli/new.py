"""foedus new case NAME"""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from re import compile as pattern
from typing import TYPE_CHECKING

import click

from foedus.cli.options import as_json
from foedus.cli.output import say, say_json
from foedus.door import NotUnderstood

if TYPE_CHECKING:
    from foedus.text import Regime

_NAME = pattern(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@click.group("new")
def command() -> None:
    """A folder to begin with."""


@command.command("case")
@click.argument("name")
@click.option("--regime", metavar="REGIME", help="The law the case stands under. Default: the one there is.")
@click.option("--into", "folder", metavar="DIR", default=".", show_default="here", help="Where to put the folder.")
@click.option("--law", multiple=True, metavar="DIR", help="A folder of regimes to search first; may be repeated.")
@as_json
def new_case(name: str, regime: str | None, folder: str, law: tuple[str, ...], as_json: bool) -> None:
    """A folder a spreadsheet user can fill.

    NAME becomes the folder's name: case.toml, claims.csv with two example rows, sources.csv and the
    other tables with their columns, and a README that says what goes where. It passes foedus check.
    """
    from foedus.door import laws

    sound_name(name)
    target = Path(folder) / name
    if target.exists():
        raise NotUnderstood.of("NAME", f"{target} is there already", "choose another name; nothing is overwritten")
    if not Path(folder).is_dir():
        raise NotUnderstood.of("--into", f"there is no folder {folder}")
    found = laws.read_law(regime or only_regime(law), law)
    files = _files(name, found)
    _write(target, files)
    if as_json:
        say_json({"schema_version": 1, "folder": str(target), "regime": found.id, "files": sorted(files)})
    else:
        say(_told(target, files))


def sound_name(name: str) -> None:
    """Refuse what would be no plain name of a folder."""
    if not _NAME.fullmatch(name):
        raise NotUnderstood.of("NAME", f"“{name}” is no name for a folder", "use letters, digits, - and _")


def _told(target: Path, files: Mapping[str, str]) -> str:
    how = f"Fill claims.csv and sources.csv in a spreadsheet; {target}/README.md says how."
    rows = [f"{target}/", *(f"  {name}" for name in files), "", how]
    return "\n".join([*rows, f"→ foedus check {target}", f"→ foedus assess {target}"])


def only_regime(law: tuple[str, ...]) -> str:
    """The regime no other one stands under, if there is exactly one."""
    from foedus.door import laws

    top = laws.topmost_regimes(law)
    if len(top) != 1:
        raise NotUnderstood.of(
            "--regime",
            "which law does the case stand under?",
            f"one of: {', '.join(top)}" if top else "none is known: give --law DIR",
        )
    return top[0]


def _write(target: Path, files: Mapping[str, str]) -> None:
    """All files, or no folder."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as scratch:
        made = Path(scratch) / target.name
        made.mkdir()
        for name, text in files.items():
            # a spreadsheet takes a file for UTF-8 only if it says so
            (made / name).write_text(text, "utf-8-sig" if name.endswith(".csv") else "utf-8")
        shutil.move(str(made), str(target))


# --- what is written -----------------------------------------------------------------------------


def _files(name: str, regime: Regime) -> dict[str, str]:
    from foedus.record.case import COLUMNS

    state = next(iter(regime.vocabulary.of_type("state")), "")
    out = {"case.toml": _toml(name, regime, state)}
    rows = {"claims.csv": _claims(regime), "sources.csv": [_SOURCE], "speakers.csv": [_SPEAKER]}
    for table, columns in COLUMNS.items():
        out[table] = _csv(columns, rows.get(table, []))
    out["README.md"] = _README.format(name=name, regime=regime.id)
    return out


def _csv(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


_SOURCE = {
    "id": "example-source",
    "title": "Replace this row: the title of the document",
    "outlet": "Who published it",
    "date": "2022-01-06",
    "grade": "",
    "kind": "press",
}
_SPEAKER = {
    "speaker": "Example speaker",
    "parties": "none",
    "note": "Replace this row. “none”: speaks for nobody's side; left empty: not judged.",
}


def _claims(regime: Regime) -> list[dict[str, str]]:
    """Two rows: a claim bound to a fact the regime can speak of, and a dated note."""
    row = {"speaker": "Example speaker", "source": "example-source", "happened": "2022-01-05", "available": "2022-01-06"}
    bound = {**row, "id": "EX-1", "says": "Replace this row: the source's point in your own words", "pinpoint": "para 2"}
    fact = _example_fact(regime)
    bound |= {"fact": fact, "polarity": "for", "reason": "why this sentence is what the source says"} if fact else {}
    note = {
        **row,
        "id": "EX-2",
        "says": "Replace this row: a claim without a fact is a dated note for the timeline",
        "happened": "2022-01-06T09:00+00:00",
    }
    return [bound, note]


def _example_fact(regime: Regime) -> str:
    """A claimable sentence about listed individuals only, if the regime has one."""
    from foedus.vocabulary import Fact

    vocabulary = regime.vocabulary
    for kind in ("speech", "event", "act"):
        for phrase in vocabulary.phrases.values():
            if phrase.kind != kind or phrase.makes is not None or not phrase.slots:
                continue
            named = [next(iter(vocabulary.of_type(s.type)), "") for s in phrase.slots]
            if all(named) and len(set(named)) == len(named):
                return str(Fact(phrase.skeleton, tuple(f"{{{n}}}" for n in named)))
    return ""


def _toml(name: str, regime: Regime, state: str) -> str:
    roles = "\n".join(f'# "{role}" = "…"    # {kind}' for role, kind in regime.roles.items())
    types = ", ".join(t.name for t in regime.vocabulary.types.values() if t.open)
    return _CASE.format(name=name, regime=regime.id, roles=roles, state=state or "…", types=types)


_CASE = """\
title  = "{name}"
regime = "{regime}"
zone   = "+00:00"                          # where a time without an offset is read; marked as inferred
window = ["2022-01-01", "2022-02-01"]      # from the first to the last day the case is about
description = ""

# Who plays which part. Take away the # before the parts this case has, and name who plays them.
[roles]
{roles}

# Dated things of this case, which roles and claims may name. Their types: {types}.
# [[individual]]
# name = "the appeal of 5 January"
# type = "request"
# note = "who wrote it to whom"

# Moments the case is often asked about: foedus assess {name} --as-of evening
# [[instant]]
# id    = "evening"
# label = "the end of 5 January"
# at    = "2022-01-06T00:00+00:00"

# A register whose silence means no, and through when it is complete.
# [[closed]]
# fact     = "a sentence with “any state” and the like in its slots"
# register = "what was looked through"
# through  = "2022-02-01"
# reason   = "why nothing is missing from it"
"""

_README = """\
# {name}

Open the tables in a spreadsheet, one row for one thing; save them as “CSV UTF-8”. Then

    foedus check {name}        what is wrong with the folder, and where
    foedus assess {name}       the table of questions and stances

| file | one row is | what to fill first |
|---|---|---|
| `case.toml` | the case: its law, its zone, who plays which part | `[roles]` |
| `claims.csv` | one speaker saying one thing, as one source reports it | `id`, `says`, `speaker`, `source`, `happened` |
| `sources.csv` | one document | `id`, `title`, `outlet`, `date`, `grade` A–F |
| `speakers.csv` | whom a speaker speaks for | `parties`: names, or `none`; empty is “not judged” |
| `interests.csv` | whom a fact serves if true, and if false | `fact`, `serves_if_true`, `serves_if_false` |
| `setaside.csv` | a claim that is not to be counted, and why | `claim`, `reason`, `author`, `date` |
| `timing.csv` | a time that the editors narrow, and why | `claim`, `field`, `interval`, `reason` |
| `conflicts.csv` | claims that contradict each other, side against side | `id`, `title`, `verdict`, `claims`, `why` |

**`fact`** says in a sentence of the law's vocabulary what the claim is about; `foedus law {regime} --phrases`
lists the sentences. Left empty, the row is a dated note for the timeline. **`polarity`** is `for`, `against` or
`no evidence`. **`happened`** is when it was so, **`available`** when one could know it: `2022-01-06`,
`2022-01-06T02:50+06:00`, `2022-01`, or an interval `2022-01-06/2022-01-19`. Nothing has a default: what nobody
says stays unknown, and no row is ever skipped in silence.

Replace the example rows; then look at what the answers turn on: `foedus why {name} QUESTION`.
"""
