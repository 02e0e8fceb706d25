"""Is a law or case folder sound: every problem in it, not the first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from foedus.door.asking import Asking
from foedus.door.folders import MATTER, roots
from foedus.door.words import Folders, NotUnderstood, in_python
from foedus.problem import Invalid, Problem, nearest

if TYPE_CHECKING:
    from foedus.record import Case
    from foedus.text import Regime

__all__ = ["Checked", "check", "look_over"]


@dataclass(frozen=True)
class Checked:
    """What `check` found in a folder: every problem, and what the folder holds where it can be read."""

    path: str
    problems: tuple[Problem, ...]
    regime: Regime | None = None
    case: Case | None = None

    @property
    def sound(self) -> bool:
        """Whether nothing worse than a warning was found."""
        return all(p.warning for p in self.problems)


@in_python()
def check(path: str | Path, law: Folders = None, cases: Folders = None) -> Checked:
    """Read a law or case folder (by path, or by name) and report every problem in it, not the first.

    Raises `NotUnderstood` when there is no such folder.
    """
    return look_over(path, law, cases)


def look_over(path: str | Path, law: Folders = None, cases: Folders = None) -> Checked:
    """What `check` does, in the words of the command line."""
    folder, kind = _law_or_case(str(path), law, cases)
    if kind == "law":
        return _check_law(folder, law)
    from foedus.precedent import read_grounds

    asking = Asking(folder, law=law, cases=cases)
    try:
        regime = asking.regime
    except Invalid as error:
        return Checked(str(path), error.problems)
    try:
        read_grounds(folder, asking.record, regime)
        return Checked(str(path), asking.record.warnings, regime, asking.record)
    except Invalid as error:
        return Checked(str(path), error.problems, regime)


def _check_law(folder: Path, given: Folders) -> Checked:
    from foedus.text import load_regime

    try:
        regime = load_regime((folder.resolve().parent, *roots("law", given)), folder.resolve().name)
    except Invalid as error:
        return Checked(folder.name, error.problems)
    return Checked(folder.name, regime.warnings, regime)


def _law_or_case(path: str, law: Folders, cases: Folders) -> tuple[Path, str]:
    places = {"case": roots("cases", cases), "law": roots("law", law)}
    files = {"case": "case.toml", "law": "regime.toml"}
    for kind, file in (*files.items(), ("case", MATTER)):
        for folder in (Path(path), *(r / path for r in places[kind])):
            if (folder / file).is_file():
                return folder, kind
    if Path(path).is_dir():
        raise NotUnderstood.of(
            "PATH", f"{path} holds neither a case.toml nor a regime.toml", "make a case with: foedus new case NAME"
        )
    known = sorted({p.parent.name for kind in files for r in places[kind] for p in r.glob(f"*/{files[kind]}")})
    raise NotUnderstood.of(
        "PATH", f"no folder, case or regime is called “{path}”", nearest(path, known) or f"known: {', '.join(known)}"
    )
