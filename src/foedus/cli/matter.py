"""foedus matter new|record|undo|show|walk: a live request, act by act."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from foedus.cli.options import as_json, folders
from foedus.cli.output import paper, say, say_json
from foedus.door import NotUnderstood

if TYPE_CHECKING:
    from foedus.keeping import Keeping
    from foedus.matter import Act, Examined, Matter

_MAX_LINES = 10_000


@click.group("matter")
def command() -> None:
    """A live request, followed act by act.

    \b
    foedus matter new NAME             open one
    foedus matter record MATTER "…"    one act, in the regime's phrases
    foedus agenda MATTER               what everybody owes and may do now
    foedus matter walk REGIME          play one from request to withdrawal

    Everything that is asked of a case can be asked of a MATTER: assess, why, ask, timeline, agenda.
    """


@command.command("new")
@click.argument("name")
@click.option("--regime", metavar="REGIME", help="The law it stands under. Default: the one there is.")
@click.option("--folder", metavar="DIR", default=".", show_default="here", help="Where to put its folder.")
@click.option("--requester", metavar="STATE", help="Who asks for help.")
@click.option("--role", multiple=True, metavar="PART=NAME", help="Who plays another part; may be repeated.")
@click.option("--title", metavar="TEXT", help="What it is called on screens.")
@click.option("--zone", metavar="ZONE", default="+00:00", show_default=True, help="Where a time without an offset is read.")
@click.option("--invented", is_flag=True, help="It is played, not lived: “now” is the moment after its latest act.")
@folders
@as_json
def new(name: str, regime: str | None, folder: str, as_json: bool, **given: Any) -> None:
    """Open a matter: a folder NAME with matter.toml and an empty log."""
    from foedus.cli.new import only_regime, sound_name
    from foedus.keeping import NewMatter

    sound_name(name)
    clock = "the log" if given["invented"] else ""
    roles = dict(_role(text) for text in given["role"]) | ({"the requester": given["requester"]} if given["requester"] else {})
    under = regime or only_regime(given["law"])
    made = NewMatter(name, under, given["title"] or "", given["zone"], roles, clock).open(folder, given["law"])
    if as_json:
        say_json({"schema_version": 1, "folder": str(made), "regime": under})
    else:
        rows = [f"{made}/", "  matter.toml", "  log.jsonl", "", f"Sentences to record: foedus law {under} --phrases"]
        say("\n".join([*rows, f'→ foedus matter record {made} "…"', f"→ foedus agenda {made}"]))


def _role(text: str) -> tuple[str, str]:
    part, sign, name = (piece.strip() for piece in text.partition("="))
    if not (part and sign and name):
        raise NotUnderstood.of("--role", f"“{text}” fills no part", 'write PART=NAME, as in --role "the requester=…"')
    return part, name


@command.command("record")
@click.argument("matter")
@click.argument("sentence", required=False)
@click.option("--file", "file", metavar="FILE", help="One act a line: TIME | sentence | by | source (“-”: from stdin).")
@click.option("--by", metavar="ACTOR", help="Whose act or word it is. Default: who the sentence says acts.")
@click.option("--at", metavar="WHEN", help="When it happened: RFC 3339, a day, an interval. Default: now.")
@click.option("--who", metavar="WHO", help="Who enters it. Default: FOEDUS_WHO, or the name you are logged in by.")
@click.option("--source", metavar="TEXT", help="Where it is written.")
@click.option("--new", "new_", multiple=True, metavar="NAME:TYPE", help="A dated individual that no act makes; may be repeated.")
@click.option("--anyway", is_flag=True, help="Record it although the rules do not allow it, and mark it.")
@folders
@as_json
def record(matter: str, sentence: str | None, file: str | None, as_json: bool, **given: Any) -> None:
    """Add an act to a MATTER; it is on the disk when this returns.

    SENTENCE is a phrase of the regime with its slots filled. A name in braces that nobody knows yet
    comes into being with an act that makes it: “{X} requests help by {the appeal of 5 January}”.
    An act that the rules do not allow yet is refused, with the condition that is missing.
    """
    from foedus.keeping import keeping

    if (sentence is None) == (file is None):
        raise NotUnderstood.of("SENTENCE", "give a sentence, or --file FILE", "one of the two")
    lone = ("by", "at", "source", "new_") if file else ()
    if extra := [f"--{name.strip('_')}" for name in lone if given[name]]:
        raise NotUnderstood.of(extra[0], f"{extra[0]} goes with one sentence", "write it into the lines of the file")
    acts = list(_lines(file, given["anyway"])) if file else [_act(sentence or "", given)]
    with keeping(matter, given["who"] or "", given["law"], given["cases"]) as keep:
        _tell_torn(keep)
        found = _recorded(keep, acts, matter, quiet=as_json)
    if as_json:
        say_json({"schema_version": 1, "recorded": [one.entry.plain() for one in found]})


def _recorded(keep: Keeping, acts: list[Act], shown: str, quiet: bool) -> list[Examined]:
    """Record acts one by one; each is acknowledged before the next is read."""
    from foedus.show.matter import text_act

    found = []
    for number, act in enumerate(acts, 1):
        found.append(keep.record(act))
        if not quiet:
            hint = f"foedus agenda {shown}" if number == len(acts) else ""
            say(text_act(found[-1], keep.matter, hint, *paper()))
    return found


def _act(sentence: str, given: dict[str, Any]) -> Act:
    from foedus.matter import Act

    return Act(sentence, given["by"] or "", given["at"] or "", given["source"] or "", given["new_"], given["anyway"])


def _lines(file: str, anyway: bool) -> Iterator[Act]:
    """The acts of a file; empty lines and those that begin with # are passed over."""
    from foedus.matter import Act
    from foedus.problem import Invalid, Place

    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text("utf-8-sig")
    except OSError as error:
        raise NotUnderstood.of("--file", f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Invalid.at(Place(file), "the file is not UTF-8", "save it again as UTF-8") from None
    rows = text.splitlines()
    if len(rows) > _MAX_LINES:
        raise Invalid.at(Place(file), f"{len(rows):,} lines; at most {_MAX_LINES:,} are read", "split the file")
    for number, row in enumerate(rows, 1):
        if not row.strip() or row.lstrip().startswith("#"):
            continue
        cells = [cell.strip() for cell in row.split("|")]
        place = Place(file, number, 1, len(row), row)
        if not 2 <= len(cells) <= 4 or not cells[0] or not cells[1]:
            raise Invalid.at(place, "the line is no act", "write: TIME | sentence | by | source; the last two may be left out")
        by, source = (*cells[2:], "", "")[:2]
        yield Act(cells[1], by, cells[0], source, (), anyway, place=place)


def _tell_torn(keep: Keeping) -> None:
    """Say that an unfinished entry was found and where it went."""
    if keep.log.torn:
        words = f"{len(keep.log.torn)} bytes of an entry that was never acknowledged were set apart in log.torn"
        click.echo(words, err=True)


@command.command("undo")
@click.argument("matter")
@click.argument("number", type=int, metavar="N")
@click.option("--why", metavar="TEXT", default="", help="The reason; it stays in the log.")
@click.option("--who", metavar="WHO", help="Who undoes it.")
@folders
@as_json
def undo(matter: str, number: int, why: str, who: str | None, as_json: bool, **given: Any) -> None:
    """Take act N back, by an entry of its own; nothing is deleted."""
    from foedus.keeping import keeping

    with keeping(matter, who or "", given["law"], given["cases"]) as keep:
        _tell_torn(keep)
        keep.undo(number, why)
        leaning = keep.matter.leaning_on(number)
        entry = keep.matter.entries[-1]
    if as_json:
        say_json({"schema_version": 1, "recorded": [entry.plain()], "leaning": list(leaning)})
        return
    say(f"entry {entry.number} undoes act {number}")
    if leaning:
        say(f"  still speaking of what it brought about: {', '.join(f'act {n}' for n in leaning)}")


@command.command("show")
@click.argument("matter")
@folders
@as_json
def show(matter: str, as_json: bool, law: tuple[str, ...], cases: tuple[str, ...]) -> None:
    """The log of a MATTER: every act, who entered it and when, and what became of it."""
    found = _matter(matter, law, cases)
    if as_json:
        entries = [entry.plain() for entry in found.entries]
        say_json({"schema_version": 1, "matter": found.case.id, "head": found.head, "torn": len(found.torn), "entries": entries})
    else:
        from foedus.show.matter import text_matter

        say(text_matter(found, *paper()))


def _matter(name: str, law: tuple[str, ...], cases: tuple[str, ...]) -> Matter:
    from foedus.door import Asking

    found = Asking(name, law=law, cases=cases).matter
    if found is None:
        raise NotUnderstood.of("MATTER", f"“{name}” is a case, not a matter", "open one with: foedus matter new NAME")
    return found


def _load_walk() -> None:
    """The walk is a verb of this group that lives in a file of its own."""
    from foedus.cli import walk  # noqa: F401


_load_walk()
