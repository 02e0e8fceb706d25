"""The grounds an alliance gave, over all cases, held against every stance."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from foedus.door.asking import Asking
from foedus.door.clock import present
from foedus.door.folders import roots
from foedus.door.laws import read_law
from foedus.door.words import Folders, NotUnderstood, asked, in_python
from foedus.problem import Invalid, Place, Problem

if TYPE_CHECKING:
    from foedus.precedent import Explained, Ground
    from foedus.record import Case, Instant
    from foedus.text import Regime

__all__ = ["precedents", "weighed"]


@in_python()
def precedents(
    regime: str | Path,
    then: bool = False,
    judging: bool = False,
    most: int = 20,
    law: Folders = None,
    cases: Folders = None,
) -> Explained:
    """The stances that reproduce the grounds of every case of a regime that has a grounds.csv, or what no stance explains.

    then     each ground is held against what was known when it was given, not what is known now
    judging  words left to judgement may be decided too, for each case by itself
    most     how many selections and conflicts are listed at most
    Raises `NotUnderstood` for an unknown regime or one without grounds, `Invalid` for broken law, cases or grounds.
    """
    return weighed(str(regime), then, judging, most, law, cases)


def weighed(
    regime: str,
    then: bool = False,
    judging: bool = False,
    most: int = 20,
    law: Folders = None,
    cases: Folders = None,
    now: Instant | None = None,
) -> Explained:
    """What `precedents` does, in the words of the command line."""
    from foedus.precedent import explain

    if most < 1:
        raise NotUnderstood.of("--most", f"{most} are none", "ask for one at least")
    found = read_law(regime, law)
    problems: list[Problem] = []
    read: list[tuple[Case, Regime, tuple[Ground, ...]]] = []
    for folder in _folders(cases):
        try:
            if _regime_of(folder) == found.id:
                read.append(_read(Asking(folder, law=law, cases=cases)))
        except Invalid as error:
            problems += (replace(p, place=replace(p.place, file=f"{folder.name}/{p.place.file}")) for p in error.problems)
    if problems:
        raise Invalid(problems)
    if not read:
        raise NotUnderstood.of("REGIME", f"no case of {found.id} has a grounds.csv", "see docs/precedent.md for its columns")
    known = None if then else now or present()
    return asked(lambda: explain(read, found, known, judging, most))


def _read(asking: Asking) -> tuple[Case, Regime, tuple[Ground, ...]]:
    from foedus.precedent import read_grounds

    return asking.record, asking.regime, read_grounds(asking.folder, asking.record, asking.regime)


def _folders(given: Folders) -> list[Path]:
    """The cases that have a grounds.csv, by name; of two with one name, the one that is found first."""
    from foedus.precedent import FILE

    seen: dict[str, Path] = {}
    for root in roots("cases", given):
        for folder in sorted(p.parent for p in root.glob(f"*/{FILE}") if (p.parent / "case.toml").is_file()):
            seen.setdefault(folder.name, folder)
    return [seen[name] for name in sorted(seen)]


def _regime_of(folder: Path) -> str:
    """The regime that a case says it stands under. Raises `Invalid` where it says none."""
    try:
        said = tomllib.loads((folder / "case.toml").read_text("utf-8-sig")).get("regime")
    except (ValueError, RecursionError) as error:
        raise Invalid.at(Place("case.toml"), "this is not TOML", f"see: foedus check {folder.name}") from error
    if not isinstance(said, str) or not said.strip():
        raise Invalid.at(Place("case.toml", 1), "“regime” is missing", 'write regime = "…"')
    return said.strip()
