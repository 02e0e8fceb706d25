"""Treaty design: a page of members and rules, measured."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from foedus.door.laws import read_law
from foedus.door.words import Folders, NotUnderstood, in_python
from foedus.problem import Invalid, Place, nearest

if TYPE_CHECKING:
    from foedus.design import Design

__all__ = ["design", "designed", "members_on"]

MAX_BYTES = 1_000_000


@in_python()
def design(spec: str | Path, law: Folders = None) -> Design:
    """The rules that a page of TOML compares: the power of every member under each, and the chance of a decision.

    `law` are folders in which a regime is looked for whose members the page names by a day. Raises `NotUnderstood` where
    there is no such page or regime, `Invalid` with everything that is wrong in it.
    """
    return designed(spec, law)


def designed(spec: str | Path, law: Folders = None) -> Design:
    """What `design` does, in the words of the command line."""
    from foedus.design import read_spec, study

    def roll(regime: str, instrument: str, day: date) -> Sequence[str]:
        return members_on(regime, instrument, day, law)

    return study(read_spec(_text(Path(spec)), str(spec), roll))


def members_on(regime: str, instrument: str, day: date, law: Folders = None) -> list[str]:
    """Who is party on a day to an instrument of a regime: the one it names, else the one whose parties are the members.

    Raises `NotUnderstood` for an instrument nobody knows, and where the record leaves open who was a party.
    """
    found = read_law(regime, law)
    code = instrument or found.members
    known = sorted({c for row in found.parties.rows for c in row.instruments})
    if code not in known:
        what = f"no parties to “{code}” are known" if code else f"{regime} does not say which instrument its members are party to"
        raise NotUnderstood.of("SPEC", what, nearest(code, known) or f'write: instrument = "…", one of: {", ".join(known)}')
    bound = {state: found.parties.bound(state, code, day) for state in found.parties.states}
    if unsure := [state for state, yes in bound.items() if yes is None]:
        what = f"whether {unsure[0]} was party to {code} on {day} is not known"
        raise NotUnderstood.of("SPEC", what, "choose another day, or list the members")
    members = [state for state, yes in bound.items() if yes]
    if not members:
        raise NotUnderstood.of("SPEC", f"nobody was party to {code} on {day}", "choose another day")
    return members


def _text(path: Path) -> str:
    if not path.is_file():
        raise NotUnderstood.of("SPEC", f"there is no file {path}", "name a page of TOML; docs/design-sweep.md shows one")
    if path.stat().st_size > MAX_BYTES:
        raise Invalid.at(Place(str(path)), f"the page is larger than {MAX_BYTES:,} bytes", "say it in fewer words")
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid.at(Place(str(path)), "the page is not UTF-8", "save it as UTF-8") from None
