"""regime.toml: title, the regimes it stands under, its usual columns and its standards of proof."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeGuard

from foedus.problem import MAX_NESTING, Invalid, Place, Problem, nearest, too_deep
from foedus.text.files import read_text

__all__ = ["Settings", "StandardRow", "read_settings"]

_NAME = re.compile(r"[\w][\w.-]*")
_KEYS = ("title", "under", "members", "notice", "columns", "standard")
_STANDARD_KEYS = ("name", "trusts", "min_source", "min_item")


@dataclass(frozen=True, slots=True)
class StandardRow:
    """A standard of proof as a regime declares it."""

    name: str
    trusts: tuple[str, ...] = ()
    min_source: str | None = None
    min_item: int | None = None


@dataclass(frozen=True)
class Settings:
    """What a regime.toml says."""

    title: str
    under: tuple[str, ...] = ()
    standards: tuple[StandardRow, ...] = ()
    columns: tuple[str, ...] = ()
    members: str = ""
    notice: int = 0
    place: Place = field(default=Place(), compare=False)


def read_settings(path: Path, shown: str) -> Settings:
    """Read regime.toml. Raises `Invalid` with everything that is wrong in it."""
    place = Place(shown)
    text = read_text(path, shown)
    if line := too_deep(text):
        what = f"brackets stand more than {MAX_NESTING} deep"
        raise Invalid.at(Place(shown, line), what, "close every bracket; nothing here is nested so deep")
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Invalid.at(place, f"not TOML: {error}", "see https://toml.io") from error
    except ValueError as error:  # digits beyond what Python makes a number of
        raise Invalid.at(place, "a number has too many digits", "leave it out") from error
    problems = [*_unknown(raw, _KEYS, place), *_wrong(raw, place)]
    tables = raw.get("standard", [])
    if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
        problems.append(Problem(place, "“standard” is not a list of tables", "write: [[standard]]"))
        tables = []
    for table in tables:
        problems += [*_unknown(table, _STANDARD_KEYS, place), *_wrong_standard(table, place)]
    if problems:
        raise Invalid(problems)
    standards = tuple(StandardRow(t["name"], tuple(t.get("trusts", ())), t.get("min_source"), t.get("min_item")) for t in tables)
    title, under, columns = raw.get("title", path.parent.name), tuple(raw.get("under", ())), tuple(raw.get("columns", ()))
    return Settings(title, under, standards, columns, raw.get("members", ""), _months(raw), place)


def _unknown(table: Mapping[str, object], known: tuple[str, ...], place: Place) -> Iterator[Problem]:
    for key in table:
        if key not in known:
            yield Problem(place, f"no setting is called “{key}”", nearest(key, known) or "one of: " + ", ".join(known))


def _wrong(raw: Mapping[str, object], place: Place) -> Iterator[Problem]:
    for key in ("title", "members"):
        if not isinstance(raw.get(key, ""), str):
            yield Problem(place, f"“{key}” is not text", f'write: {key} = "…"')
    if not isinstance(raw.get("notice", ""), str) or _months(raw) < 0:
        yield Problem(place, f"“notice” is no number of months: {raw['notice']}", 'write: notice = "6 months"')
    if not _texts(raw.get("columns", [])):
        yield Problem(place, "“columns” is not a list of names of stances", 'write: columns = ["text", "…"]')
    under = raw.get("under", [])
    if not _texts(under) or not all(_NAME.fullmatch(u) for u in under):
        yield Problem(place, "“under” is not a list of names of regimes", 'write: under = ["NAME"]')


def _wrong_standard(table: Mapping[str, object], place: Place) -> Iterator[Problem]:
    name, item = table.get("name"), table.get("min_item", 1)
    if not isinstance(name, str) or not name:
        yield Problem(place, "a standard without a name", 'write: name = "…"')
    if not _texts(table.get("trusts", [])):
        yield Problem(place, f"“trusts” of standard “{name}” is not a list of names", 'write: trusts = ["the requester"]')
    if table.get("min_source", "A") not in ("A", "B", "C", "D", "E", "F"):
        yield Problem(place, f"“min_source” of standard “{name}” is no grade", "one of: A, B, C, D, E, F")
    if not isinstance(item, int) or isinstance(item, bool) or not 1 <= item <= 6:
        yield Problem(place, f"“min_item” of standard “{name}” is no grade", "one of: 1, 2, 3, 4, 5, 6")


def _months(raw: Mapping[str, object]) -> int:
    """How long before leaving notice is due: 0 where nothing is said, -1 where it is not to be understood."""
    found = re.fullmatch(r"([1-9][0-9]?) months?|", str(raw.get("notice", "")))
    return int(found[1] or 0) if found else -1


def _texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(v, str) for v in value)
