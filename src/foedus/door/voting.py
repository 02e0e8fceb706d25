"""A roll call, or tallies, put to the vote rules of a regime."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from foedus.door.clock import present
from foedus.door.laws import read_law
from foedus.door.words import Folders, NotUnderstood, asked, in_python

if TYPE_CHECKING:
    from foedus.text import Regime
    from foedus.voting import Draft, Poll

__all__ = ["count_vote", "take_vote", "vote"]


@in_python()
def vote(
    regime: str | Path,
    draft: str | Path,
    on: str | date | None = None,
    rule: str = "",
    fact: Sequence[str] = (),
    law: Folders = None,
) -> Poll:
    """What becomes of a draft under the vote rules of a regime in force on a day (None: today), and why.

    `draft` is a table with the columns member,ballot, or ballot,count; `rule` names one vote (UNC:27(3)/substantive);
    `fact` holds sentences about the draft ("the draft falls under chapter VI"; "not …" denies, "… @ TIME" dates).
    Raises `NotUnderstood` for a regime, day, rule or sentence that is not known, `Invalid` for a draft that cannot be used.
    """
    return take_vote(regime, draft, on, rule, fact, law)


def take_vote(regime: str | Path, draft: str | Path, on: str | date | None, rule: str, fact: Sequence[str], law: Folders) -> Poll:
    """What `vote` gives, with misunderstandings in the words of the command line."""
    from foedus.voting import read_draft

    path = Path(draft)
    return _polled(regime, lambda found: read_draft(path.parent, path.name, found), on, rule, fact, law)


def count_vote(
    regime: str | Path, data: bytes, name: str, on: str | date | None, rule: str, fact: Sequence[str], law: Folders
) -> Poll:
    """What `vote` gives for a table that is at hand as bytes; `name` is what it is called in messages."""
    from foedus.voting import draft_of

    return _polled(regime, lambda found: draft_of(data, name, found), on, rule, fact, law)


def _polled(
    regime: str | Path, draft: Callable[[Regime], Draft], on: str | date | None, rule: str, fact: Sequence[str], law: Folders
) -> Poll:
    from foedus.voting import poll

    found, day = read_law(regime, law), _day(on)
    facts = (fact,) if isinstance(fact, str) else tuple(fact)
    return asked(lambda: poll(found, draft(found), day, rule, facts))


def _day(on: str | date | None) -> date:
    if on is None:
        return present().local().date()
    if isinstance(on, date):
        return on
    try:
        return date.fromisoformat(on.strip())
    except ValueError:
        raise NotUnderstood.of("--on", f"“{on}” is no day", "write it as 1990-11-29") from None
