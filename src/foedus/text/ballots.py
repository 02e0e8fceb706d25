"""What the words of a roll call say: `ballots {M} on {D}`, so that a table of votes can be read as facts."""

from __future__ import annotations

import re

from foedus.problem import Invalid
from foedus.text.clauses import Scope, atom, count_atom, letter
from foedus.text.fields import bare, items
from foedus.text.law import Atom, Ballots, Var
from foedus.text.lines import Line

__all__ = ["read_ballots"]

_HEADING = re.compile(r"\{(\w+)\} on \{(\w+)\}")


def read_ballots(block: Line, heading: str, scope: Scope) -> Ballots:
    """Read a block of ballot words. Raises `Invalid` at the first line that is wrong in it."""
    found = _HEADING.fullmatch(heading)
    if not found:
        raise Invalid.at(block.spot(heading), f"“{heading}” is no heading of ballot words", "write: ballots {M} on {D}")
    member, draft = letter(found[1], block, scope), letter(found[2], block, scope)
    words, columns, counts = dict[str, tuple[Atom, ...]](), dict[str, Atom](), dict[str, Atom]()
    for name, text, line in items(block, "ballot word"):
        if name.startswith("column "):
            columns[name.removeprefix("column ")] = _about(atom(text, bare(line), scope), (member, draft), text, line)
        elif name.startswith("count "):
            counts[name.removeprefix("count ")] = _about(_count(text, line, scope), (draft,), text, line)
        else:
            said = [t.strip() for t in bare(line).cut(f"{name}:").split(";")] if text != "nothing" else []
            words[name] = tuple(_about(atom(t, line, scope), (member, draft), t, line) for t in said)
    if not words:
        raise Invalid.at(block.place, "ballots without a word", "write below it: for: {M} votes for {D}")
    return Ballots(member, draft, words, columns, counts, block.place)


def _count(text: str, line: Line, scope: Scope) -> Atom:
    counted = count_atom(text, bare(line), scope)
    if counted is None:
        raise Invalid.at(line.spot(text), f"“{text}” is no count", 'declare it: count "votes for in {B}"')
    return counted


def _about(found: Atom, letters: tuple[Var, ...], text: str, line: Line) -> Atom:
    """The atom, which speaks of who votes and of what is voted on, and of nobody else."""
    if set(found.terms) - set(letters) or letters[-1] not in found.terms:
        named = " and ".join(f"{{{v.letter}}}" for v in letters)
        raise Invalid.at(line.spot(text), f"“{text}” does not speak of {named} alone", "a ballot is of one member, on one draft")
    return found
