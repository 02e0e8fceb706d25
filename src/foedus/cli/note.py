"""foedus note CASE LINE"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import click

from foedus.cli.options import as_json, folders
from foedus.cli.output import line_from, paper, say, say_json
from foedus.door import Asking, NotUnderstood

if TYPE_CHECKING:
    from foedus.noting import Draft, Saved


@click.command("note")
@click.argument("case")
@click.argument("line", required=False)
@click.option("--yes", is_flag=True, help="Save without asking.")
@click.option("--by", metavar="NAME", help="Who saves it. Default: who is at the keyboard.")
@click.option("--undo", is_flag=True, help="Take the last save back, as a new version.")
@folders
@as_json
def command(case: str, line: str | None, yes: bool, by: str | None, undo: bool, as_json: bool, **given: Any) -> None:
    """One typed line becomes a claim of your case, after a look at it.

    \b
    foedus note my-case "6 Jan 02:50 MSK? | the Council meets | src TASS 12 | B2"

    LINE is a date, a text, and in any order: src SOURCE, by SPEAKER, a grade (B2), not, avail DATE,
    pin PAGE, note TEXT, fact SENTENCE, #group. A “?” after a zone says that it is inferred. Nothing is
    saved before you have seen how it was understood; --json shows it and saves only with --yes.
    """
    from foedus.door.clock import somebody
    from foedus.noting import Store

    ask = Asking(case, **given)
    store = Store(ask.folder, ask.law)
    if refused := store.refusal():
        raise NotUnderstood([refused])
    who = by if by is not None else somebody()
    if undo:
        if line is not None:
            raise NotUnderstood.of("LINE", "nothing is noted while a save is taken back", "leave the line out, or --undo")
        _tell(None, store.undo(store.version, who), case, as_json)
        return
    if line is None:
        raise NotUnderstood.of("LINE", "there is nothing to note", 'write a date and a text: "6 Jan 02:50 | the Council meets"')
    seen = store.version
    draft = _read(ask, line)
    if not as_json:
        draft = _shown(ask, draft, yes)
    if yes or (not as_json and (line_from("Save? [y/N] > ") or "").casefold() in ("y", "yes")):
        _tell(draft, store.save(draft.change, seen, who), case, as_json)
    elif as_json:
        say_json({"schema_version": 1, **draft.to_json(), "saved": None})
    else:
        say("Nothing was saved.")


def _read(ask: Asking, line: str, fact: str = "") -> Draft:
    """The line, understood. Raises `NotUnderstood` with everything that is wrong with it."""
    from foedus.door.clock import present
    from foedus.noting import quick

    draft = quick(line, ask.record, ask.regime, present(), fact)
    if not draft.sound:
        raise NotUnderstood([p for p in draft.problems if not p.warning])
    return draft


def _shown(ask: Asking, draft: Draft, yes: bool) -> Draft:
    """Show how a line was understood; the draft with the sentence somebody chose for it."""
    from foedus.show.noting import text_draft

    say(text_draft(draft, *paper()))
    while draft.offers and not yes:
        answer = line_from("Number of the sentence it says (none: a note) > ") or ""
        if not answer:
            break
        if answer.isdecimal() and 1 <= int(answer) <= len(draft.offers):
            draft = _read(ask, draft.line, draft.offers[int(answer) - 1].sentence)
            say(text_draft(draft, *paper()))
            break
        say(f"   Answer with a number from 1 to {len(draft.offers)}, or nothing.")
    return draft


def _tell(draft: Draft | None, saved: Saved, case: str, as_json: bool) -> None:
    from foedus.show.noting import text_saved

    if as_json:
        told = {"version": saved.version, "number": saved.number, "from": saved.before, "what": saved.what}
        document = draft.to_json() if draft else {}
        say_json({"schema_version": 1, **document, "saved": {**told, "claims": list(saved.claims)}})
    else:
        further = f"foedus note {shlex.quote(case)} --undo" if draft else f"foedus history {shlex.quote(case)}"
        say(text_saved(saved, further, paper()[0]))
