"""states.csv: the codes under which other people's data know a state."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from foedus.problem import Problem
from foedus.text.files import read_table

__all__ = ["StateCodes", "read_states"]

COLUMNS = ("state", "ISO3", "COW", "COW_abbrev", "COW_from", "COW_to")
_SHAPES = {
    "ISO3": (r"[A-Z]{3}", "three capital letters"),
    "COW": (r"[1-9][0-9]{0,2}", "a number of up to three digits"),
    "COW_abbrev": (r"[A-Z]{3}", "three capital letters"),
    "COW_from": (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "YYYY-MM-DD"),
    "COW_to": (r"|[0-9]{4}-[0-9]{2}-[0-9]{2}", "YYYY-MM-DD, or nothing while it lasts"),
}


@dataclass(frozen=True, slots=True)
class StateCodes:
    """A state's ISO 3166 alpha-3 code, and its number and abbreviation in the Correlates of War list of states."""

    state: str
    iso3: str
    cow: int
    cow_abbrev: str


def read_states(path: Path, shown: str) -> tuple[dict[str, StateCodes], list[Problem]]:
    """Codes by ISO 3166 alpha-3; and every problem found in the table."""
    rows, problems = read_table(path, shown, COLUMNS)
    found: dict[str, StateCodes] = {}
    numbers: dict[str, str] = {}
    for row in rows:
        cells = row.cells
        wrong = [c for c, (shape, _) in _SHAPES.items() if not re.fullmatch(shape, cells[c], re.ASCII)]
        problems += [Problem(row.spot(c), f"“{cells[c]}” is no {c} of a state", f"write {_SHAPES[c][1]}") for c in wrong]
        if wrong:
            continue
        if cells["ISO3"] in found or cells["COW"] in numbers:
            column = "ISO3" if cells["ISO3"] in found else "COW"
            first = cells["ISO3"] if column == "ISO3" else numbers[cells["COW"]]
            what = f"{cells[column]} is {found[first].state} above"
            problems.append(Problem(row.spot(column), what, "give each state its own code"))
            continue
        numbers[cells["COW"]] = cells["ISO3"]
        found[cells["ISO3"]] = StateCodes(cells["state"], cells["ISO3"], int(cells["COW"]), cells["COW_abbrev"])
    return found, problems
