"""A spec: which situations, which questions, which stances. One TOML file, read with every problem at its line.

Nothing in a spec is trusted: sizes are capped, and the files it names lie beside it or below.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from foedus.problem import Invalid, Place, Problem, nearest, too_deep

__all__ = ["Mode", "Spec", "read_spec"]

MAX_BYTES = 1_000_000
MOST_NAMES = 4_000
MOST_DRAWN = 10_000_000_000
MAX_SEED = 1 << 63
OPEN = "open"
_HEAD = re.compile(r"\s*\[\s*([\w-]+)\s*\]\s*(?:#.*)?")

Mode = Literal["exhaustive", "sampled", "rows"]
Chance = Fraction | Mapping[str, Fraction]

_TABLES = ("fixed", "free", "sampled", "rows", "plots")
_KEYS = ("case", "as_of", "known_to", "law_at", "questions", "stances", "write", "executor", *_TABLES)
_WITHIN = {"free": ("facts",), "rows": ("file",), "plots": ("influence", "bars")}


@dataclass(frozen=True)
class Spec:
    """What is to be swept over, as the file says it: names are not yet looked up.

    fixed       sentence → so or not; contested word → its reading
    free        what turns out every way; `everything`: whatever is still open is free
    sampled     sentence → chance; contested word → reading → chance
    seed, count of the draw
    rows        the table of situations, resolved
    write       one row per situation, or counts
    influence   whether to count what each thing decides alone; bars: how many are drawn
    """

    path: Path
    text: str
    case: str
    questions: tuple[str, ...]
    stances: tuple[str, ...] = ("text",)
    as_of: str | None = None
    known_to: str | None = None
    law_at: str | None = None
    fixed: Mapping[str, bool | str] = field(default_factory=dict)
    free: tuple[str, ...] = ()
    everything: bool = False
    sampled: Mapping[str, Chance] = field(default_factory=dict)
    seed: int = 0
    count: int = 0
    rows: Path | None = None
    write: Literal["rows", "counts"] = "counts"
    executor: str | None = None
    influence: bool = True
    bars: int = 12

    @property
    def mode(self) -> Mode:
        """Every completion, a draw, or rows that somebody made."""
        return "rows" if self.rows else "sampled" if self.count else "exhaustive"

    def place(self, section: str, name: str = "") -> Place:
        """Where the spec says something: a key at the top, or a name in a table."""
        return self._lines.place(section, name)

    @cached_property
    def _lines(self) -> _Lines:
        return _Lines(self.path.name, self.text)


@dataclass(frozen=True)
class _Lines:
    """The lines of a spec, to point at."""

    file: str
    text: str

    def place(self, section: str, name: str = "") -> Place:
        """The line of a name in a table, of a table, or of a key at the top; else the file."""
        lines = self.text.splitlines()
        heads = [i for i, line in enumerate(lines) if _HEAD.fullmatch(line)] + [len(lines)]
        first = next((i for i in heads[:-1] if _HEAD.fullmatch(lines[i])[1] == section), None)  # type: ignore[index]
        if first is None:
            first = next((i for i in range(heads[0]) if re.match(rf"\s*{re.escape(section)}\b", lines[i])), None)
        if first is None:
            return Place(self.file)
        last = next(i for i in heads if i > first)
        named = next((i for i in range(first, last) if name and name in lines[i].replace('\\"', '"')), None)
        return self._at(lines, first if named is None else named, section if named is None else name)

    def _at(self, lines: Sequence[str], index: int, word: str) -> Place:
        column = lines[index].find(word) + 1
        return Place(self.file, index + 1, column, len(word) if column else 1, lines[index])


def read_spec(path: Path) -> Spec:
    """Read a spec. Raises `Invalid` with every problem in it, `OSError` where the file cannot be read."""
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    here = Place(path.name)
    if len(data) > MAX_BYTES:
        raise Invalid.at(here, f"the spec is larger than {MAX_BYTES:,} bytes", "give long lists as rows of a table: [rows]")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid.at(here, f"the spec is not UTF-8: byte {error.start} is none", "save it as UTF-8") from None
    return _Reader(path, text, _parsed(path.name, text)).spec()


def _parsed(file: str, text: str) -> Mapping[str, Any]:
    if line := too_deep(text):
        raise Invalid.at(Place(file, line), "brackets stand too deep", "a spec nests no deeper than a table in a table")
    try:
        return tomllib.loads(text, parse_float=_exact)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r" \(at line (\d+), column (\d+)\)", str(error))
        place = Place(file, int(found[1]), int(found[2])) if found else Place(file, text.rstrip().count("\n") + 2)
        raise Invalid.at(place, f"this is no TOML: {str(error).partition(' (at ')[0]}", "see docs/sweep.md for a spec") from None
    except (ValueError, RecursionError) as error:
        raise Invalid.at(Place(file), f"this is no TOML: {error}", "see docs/sweep.md for a spec") from None


def _exact(written: str) -> Fraction | float:
    """A number as written, not as a binary fraction; what is no number stays what it is, for the check."""
    try:
        number = Decimal(written.replace("_", ""))
        return Fraction(number) if abs(number.adjusted()) < 100 else float(number)
    except (InvalidOperation, OverflowError, ValueError):
        return float(written)


class _Reader:
    """The checks of one spec, which collect problems."""

    def __init__(self, path: Path, text: str, data: Mapping[str, Any]) -> None:
        self.path = path
        self.text = text
        self.data = data
        self.lines = _Lines(path.name, text)
        self.problems: list[Problem] = []

    def spec(self) -> Spec:
        """The spec. Raises `Invalid`."""
        self._known()
        mode = self._mode()
        drawn = self._draw() if mode == "sampled" else {}
        made = Spec(
            self.path,
            self.text,
            self._text("case", needed='write case = "…", the name of a case') or "",
            self._names("", "questions", 'write questions = ["…"], ids of questions or id:alternative'),
            self._names("", "stances", 'write stances = ["text"]') if "stances" in self.data else ("text",),
            self._text("as_of"),
            self._text("known_to"),
            self._text("law_at"),
            fixed=self._fixed(),
            rows=self._rows(),
            write=self._write(mode),
            executor=self._text("executor"),
            **{**self._free(), **drawn, **self._plots()},
        )
        if self.problems:
            raise Invalid(self.problems)
        return made

    def wrong(self, section: str, name: str, what: str, remedy: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(self.lines.place(section, name), what, remedy))

    # --- what there is ---

    def _known(self) -> None:
        for key in self.data:
            if key not in _KEYS:
                self.wrong(key, "", f"a spec has no “{key}”", nearest(key, _KEYS) or f"it has: {', '.join(_KEYS)}")
        for section in _TABLES:
            if not isinstance(self.data.get(section, {}), dict):
                self.wrong(section, "", f"“{section}” is a table", f"write it as [{section}] with its keys below")
            for key in self._table(section):
                if key not in _WITHIN.get(section, (key,)):
                    self.wrong(section, key, f"[{section}] has no “{key}”", f"it has: {', '.join(_WITHIN[section])}")
            if len(self._table(section)) > MOST_NAMES:
                self.wrong(section, "", f"[{section}] has more than {MOST_NAMES:,} names", "leave out what does not matter")

    def _table(self, section: str) -> Mapping[str, Any]:
        found = self.data.get(section, {})
        return found if isinstance(found, dict) else {}

    def _mode(self) -> Mode:
        given = [s for s in ("free", "sampled", "rows") if s in self.data]
        if not given:
            remedy = "write [free], [sampled] or [rows]; see docs/sweep.md"
            self.problems.append(Problem(Place(self.path.name), "nothing varies: there is one situation only", remedy))
        if "rows" in given and len(given) > 1:
            other = next(s for s in given if s != "rows")
            self.wrong(other, "", f"[rows] says what every situation is, and [{other}] as well", "leave one of the two out")
        return "rows" if "rows" in given else "sampled" if "sampled" in given else "exhaustive"

    def _text(self, key: str, needed: str = "") -> str | None:
        value = self.data.get(key)
        if value is None and not needed:
            return None
        if value is None:
            self.problems.append(Problem(Place(self.path.name), f"“{key}” is missing", needed))
        elif not isinstance(value, str) and not (hasattr(value, "isoformat") and key in ("as_of", "known_to", "law_at")):
            self.wrong(key, "", f"“{key}” is a text", f'write {key} = "…"')
        elif not str(value).strip() or "\0" in str(value):
            self.wrong(key, "", f"“{key}” is empty", f'write {key} = "…"')
        else:
            return value.strip() if isinstance(value, str) else value.isoformat()
        return None

    def _names(self, section: str, key: str, remedy: str) -> tuple[str, ...]:
        value = (self._table(section) if section else self.data).get(key)
        at = section or key
        if not isinstance(value, list) or not value or not all(isinstance(v, str) and v.strip() for v in value):
            self.wrong(at, key if section else "", f"“{key}” is a list of texts, one at least", remedy)
            return ()
        if len(value) > MOST_NAMES:
            self.wrong(at, "", f"“{key}” has more than {MOST_NAMES:,} names", "leave out what does not matter")
        for twice in dict.fromkeys(v for v in value if value.count(v) > 1) if len(value) <= MOST_NAMES else ():
            self.wrong(at, twice, f"“{twice}” stands twice in “{key}”", "name it once")
        return tuple(v.strip() for v in value)

    # --- the tables ---

    def _fixed(self) -> Mapping[str, bool | str]:
        out: dict[str, bool | str] = {}
        for name, value in self._table("fixed").items():
            if isinstance(value, bool) or (isinstance(value, str) and value.strip()):
                out[name] = value
            else:
                remedy = f'write "{name}" = true or false; of a contested word, the name of a reading'
                self.wrong("fixed", name, f"“{name}” is fixed to what is neither so nor not so", remedy)
        return out

    def _free(self) -> Mapping[str, Any]:
        if "free" not in self.data:
            return {}
        value = self._table("free").get("facts")
        if value == OPEN:
            return {"everything": True}
        return {"free": self._names("free", "facts", 'write facts = ["sentence", …], or facts = "open" for all that is open')}

    def _draw(self) -> Mapping[str, Any]:
        table = self._table("sampled")
        seed, count = table.get("seed"), table.get("count")
        if not _within(seed, 0, MAX_SEED):
            self.wrong("sampled", "seed", "a draw has a seed, a whole number from 0 on", "write seed = 1, or any other number")
        if not _within(count, 1, MOST_DRAWN):
            remedy = f"write count = 1_000_000; at most {MOST_DRAWN:,}"
            self.wrong("sampled", "count", "a draw has a count, a whole number from 1 on", remedy)
            count = 1
        chances = {n: self._chance(n, v) for n, v in table.items() if n not in ("seed", "count")}
        return {"sampled": {n: c for n, c in chances.items() if c is not None}, "seed": seed, "count": count}

    def _chance(self, name: str, value: Any) -> Chance | None:
        if not isinstance(value, dict):
            return self._share(name, value)
        shares = {option: self._share(name, share) for option, share in value.items()}
        found = {option: share for option, share in shares.items() if share is not None}
        if len(found) == len(shares) and sum(found.values()) != 1:
            self.wrong(
                "sampled", name, f"the chances of “{name}” add up to {float(sum(found.values())):g}", "let them add up to 1"
            )
        return found

    def _share(self, name: str, value: Any) -> Fraction | None:
        if isinstance(value, Fraction | int) and not isinstance(value, bool) and 0 <= value <= 1:
            return Fraction(value)
        self.wrong("sampled", name, f"“{name}” has no chance from 0 to 1", f'write "{name}" = 0.3')
        return None

    def _rows(self) -> Path | None:
        if "rows" not in self.data:
            return None
        name = self._table("rows").get("file")
        if not isinstance(name, str) or not name.strip() or "\0" in name:
            self.wrong("rows", "file", "[rows] names a file", 'write file = "situations.csv"')
            return None
        home = self.path.resolve().parent
        found = (home / name).resolve()
        if not found.is_relative_to(home):
            self.wrong("rows", name, f"“{name}” lies outside the folder of the spec", "put it beside the spec, or below")
        elif found.suffix.lower() not in (".csv", ".parquet"):
            self.wrong("rows", name, f"“{name}” is no table of a known kind", "give a file that ends in .csv or .parquet")
        elif not found.is_file():
            self.wrong(
                "rows", name, f"there is no file “{name}” beside the spec", "check the name; it is taken from the spec's folder"
            )
        return found

    def _write(self, mode: Mode) -> Literal["rows", "counts"]:
        value = self.data.get("write", "rows" if mode == "rows" else "counts")
        if value not in ("rows", "counts"):
            self.wrong("write", "", "what is written are rows or counts", 'write write = "counts" or write = "rows"')
        elif value == "rows" and mode == "exhaustive":
            self.wrong(
                "write", "", "of all completions only counts are written", 'write write = "counts", or draw some: [sampled]'
            )
        return "rows" if value == "rows" else "counts"

    def _plots(self) -> Mapping[str, Any]:
        table = self._table("plots")
        influence, bars = table.get("influence", True), table.get("bars", 12)
        if not isinstance(influence, bool):
            self.wrong("plots", "influence", "influence is counted or not", "write influence = true or false")
        if not _within(bars, 1, 100):
            self.wrong("plots", "bars", "bars are 1 to 100", "write bars = 12")
        return {"influence": influence, "bars": bars}


def _within(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
