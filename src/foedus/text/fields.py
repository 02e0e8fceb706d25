"""The small forms that many blocks share: lines without children, fields, spans of days, lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from foedus.problem import Invalid, nearest
from foedus.text.law import InForce
from foedus.text.lines import Line

__all__ = ["bare", "fields", "items", "listed", "named", "read_in_force", "same_as"]

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_IN_FORCE = re.compile(rf"(at least )?({_DAY})?\s*(\.\.)?\s*({_DAY})?")


def bare(line: Line, label: bool = False) -> Line:
    """The line, which has nothing under it and (unless `label`) no label. Raises `Invalid`."""
    if line.children:
        first = line.children[0]
        what = f"nothing can stand under “{line.text.split(' ')[0]} …”"
        raise Invalid.at(first.place, what, "indent it like the line above, or four deeper to go on with that line")
    if line.label and not label:
        what = f"the label [{line.label}] names nothing here"
        raise Invalid.at(line.spot(f"[{line.label}]"), what, "only conditions have labels")
    return line


def named(block: Line, name: str) -> str:
    """The block's name. Raises `Invalid` where it has none."""
    if not name:
        raise Invalid.at(block.place, f"a {block.text} without a name", f"write: {block.text} NAME")
    return name


def fields(block: Line, names: Iterable[str]) -> dict[str, str]:
    """The lines of a block that has only these fields, each at most once."""
    out: dict[str, str] = {}
    known = list(names)
    for line in block.children:
        field = next((n for n in known if line.text == n or line.text.startswith(f"{n} ")), None)
        if field is None:
            word = line.text.split(" ")[0]
            remedy = nearest(word, known) or "expected one of: " + ", ".join(known)
            raise Invalid.at(line.spot(word), f"“{line.text}” is no line of this block", remedy)
        once(field, out, line)
        out[field] = bare(line).cut(field)
    return out


def once(field: str, known: Iterable[str], line: Line) -> None:
    """Raises `Invalid` where a block already has this field."""
    if field in known:
        raise Invalid.at(line.spot(field), f"“{field}” stands here twice", "keep one; a long line goes on four deeper")


def items(line: Line, what: str) -> Iterable[tuple[str, str, Line]]:
    """The items `NAME: text` under a line, each name once."""
    seen: set[str] = set()
    for item in line.children:
        name, colon, text = (part.strip() for part in item.text.partition(":"))
        if not colon or not name or not text:
            raise Invalid.at(item.place, f"“{item.text}” is no {what}", "write NAME: clause")
        if name in seen:
            raise Invalid.at(item.spot(name), f"two are called “{name}”", "give each its own name")
        seen.add(name)
        yield name, text, item


def same_as(block: Line) -> str | None:
    """The provision that a block borrows from, when it says `same as`; it then says nothing else."""
    for line in block.children:
        if line.text.startswith("same as "):
            other = next((c for c in block.children if c is not line), None)
            if other is not None:
                raise Invalid.at(other.place, "“same as” borrows the whole block", "drop this line, or write the block out")
            return bare(line).cut("same as")
    return None


def listed(text: str) -> tuple[str, ...]:
    """The parts of a list with commas."""
    return tuple(p.strip() for p in text.split(",") if p.strip())


def read_in_force(text: str, line: Line) -> InForce:
    """Read `1994-04-20 .. 2012-12-18`, `2012-12-19 ..`, `at least D .. D`, or one day."""
    found = _IN_FORCE.fullmatch(text.strip())
    if not found or not (found[2] or found[4]) or (found[2] and found[4] and not found[3]):
        remedy = "write: 2012-12-19 .. , or: at least 2022-01-06 .. 2022-01-07"
        raise Invalid.at(line.spot(text), f"“{text}” is no span of days", remedy)
    try:
        first, last = (date.fromisoformat(d) if d else None for d in (found[2], found[4]))
    except ValueError as error:
        raise Invalid.at(line.spot(text), f"“{text}”: {error}", "days are written YYYY-MM-DD") from error
    if first and not found[3]:
        last = first
    if first and last and last < first:
        what = f"in force until {last}, before it begins on {first}"
        raise Invalid.at(line.spot(text), what, "swap or mend the dates")
    return InForce(first, last, bool(found[1]))
