"""From a Markdown page to blocks of indented lines, each with its place in the file.

```law                       a fence
meaning attacked             a block: a line in column 1 …
  when  {S} is attacked      … and the lines that belong to it,
    goods: …                 children two spaces deeper,
        and the rest of it   a continuation four or more
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from foedus.problem import Invalid, Place, Problem
from foedus.text.files import read_text

__all__ = ["MAX_DEPTH", "MAX_LINES", "MAX_WIDTH", "Line", "Page", "read_page"]

MAX_LINES = 20_000
MAX_DEPTH = 6
MAX_WIDTH = 2_000

_LABEL = re.compile(r"\s+\[([^\[\]]+)\]$")
_FENCE = re.compile(r"(`{3,}|~{3,})([^`]*)$")
_COMMENT = re.compile(r"(^|\s)#.*$")


@dataclass(slots=True)
class Line:
    """One logical line: its words, its `[label]`, and the lines that belong to it."""

    indent: int
    text: str
    place: Place
    label: str | None = None
    children: list[Line] = field(default_factory=list)

    def spot(self, words: str) -> Place:
        """The place of `words` inside this line, or of the whole line when they are not in it."""
        column = self.place.text.find(words)
        if column < 0:
            return self.place
        return Place(self.place.file, self.place.line, column + 1, len(words), self.place.text)

    def cut(self, keyword: str) -> str:
        """What follows `keyword` on this line."""
        return self.text[len(keyword) :].strip()


@dataclass(frozen=True, slots=True)
class Page:
    """A law page: its blocks in order, the title of its first heading, and what is wrong with its lines."""

    file: str
    title: str
    blocks: tuple[Line, ...]
    problems: tuple[Problem, ...] = ()


def read_page(path: Path, shown: str) -> Page:
    """Read one Markdown page. `shown` is how errors name the file. Raises `Invalid` if it cannot be read at all."""
    rows = read_text(path, shown).split("\n")
    if len(rows) > MAX_LINES:
        raise Invalid.at(Place(shown), f"{len(rows):,} lines; a law page may have {MAX_LINES:,}", "split the page")
    title = next((r.lstrip("# ").strip() for r in rows if r.startswith("#")), Path(shown).stem)
    problems: list[Problem] = []
    blocks = tuple(_blocks(_law_rows(rows, shown, problems), shown, problems))
    return Page(shown, title, blocks, tuple(problems))


def _law_rows(rows: list[str], shown: str, problems: list[Problem]) -> Iterator[tuple[int, str]]:
    """Numbered raw rows inside `law` fences; a fence ends with as many backticks as it began with."""
    fence, opened, inside = "", 0, False
    for number, row in enumerate(rows, 1):
        mark = row.strip()
        if not fence and (found := _FENCE.match(mark)):
            fence, opened, inside = found[1], number, found[2].strip() == "law"
            problems += _like_law(found[2].strip(), row, number, shown)
        elif fence and mark.startswith(fence) and not mark.strip(fence[0]):
            fence, inside = "", False
        elif inside:
            yield number, row
    if fence:
        place = Place(shown, opened, rows[opened - 1].find(fence) + 1, len(fence), rows[opened - 1])
        problems.append(Problem(place, "this fence is never closed", f"end it with {fence}"))


def _like_law(info: str, row: str, number: int, shown: str) -> Iterator[Problem]:
    """A fence that only looks like one of law would lose its rules without a word."""
    if info != "law" and info.lower().split(" ")[0].strip("{}.") in ("law", "laws", "rule", "rules"):
        place = Place(shown, number, row.find(info) + 1, len(info), row)
        yield Problem(place, f"a fence marked “{info}” would not be read", "mark it: law")


def _blocks(rows: Iterator[tuple[int, str]], shown: str, problems: list[Problem]) -> Iterator[Line]:
    stack: list[Line] = []
    for number, row in rows:
        try:
            line = _line(row, number, shown)
            if line is not None and line.indent:
                _attach(stack, line)
        except Invalid as error:
            problems += error.problems
            continue
        if line is not None and line.indent == 0:
            yield from stack[:1]
            stack = [line]
    yield from stack[:1]


def _line(row: str, number: int, shown: str) -> Line | None:
    if len(row) > MAX_WIDTH:
        place = Place(shown, number)
        raise Invalid.at(place, f"{len(row):,} characters; a line may have {MAX_WIDTH:,}", "break the line")
    if "\t" in row:
        place = Place(shown, number, row.index("\t") + 1, 1, row.replace("\t", " "))
        raise Invalid.at(place, "a tab", "indent with spaces")
    body = _COMMENT.sub("", row).rstrip()
    if not body.strip():
        return None
    indent = len(body) - len(body.lstrip())
    text, label = body.strip(), None
    if found := _LABEL.search(text):
        text, label = text[: found.start()].rstrip(), found[1].strip()
    place = Place(shown, number, indent + 1, len(body.strip()), row.rstrip())
    return Line(indent, text, place, label)


def _attach(stack: list[Line], line: Line) -> None:
    """Hang a line under the block: as a child of the nearest shallower line, or as its continuation."""
    if not stack:
        raise Invalid.at(line.place, "an indented line outside a block", "start the block in column 1")
    while stack[-1].indent >= line.indent:
        stack.pop()
    above = stack[-1]
    deeper = line.indent - above.indent
    if deeper >= 4 and len(stack) > 1 and not above.children:
        _continue(above, line)
        return
    if deeper != 2:
        what = f"indented by {deeper} beyond the line it belongs to"
        raise Invalid.at(line.place, what, "indent by two; a long line goes on four deeper, before lines of its own")
    if len(stack) > MAX_DEPTH:
        raise Invalid.at(line.place, f"nested more than {MAX_DEPTH} deep", "name a word and give it its own rule")
    above.children.append(line)
    stack.append(line)


def _continue(above: Line, line: Line) -> None:
    if above.label and line.label:
        raise Invalid.at(line.place, f"a second label, [{line.label}], on one line", "keep one of the two")
    above.text = f"{above.text} {line.text}"
    above.label = line.label or above.label
