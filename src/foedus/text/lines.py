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

from foedus.problem import Invalid, Place

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_LINES", "Line", "Page", "read_page"]

MAX_BYTES = 1_000_000
MAX_LINES = 20_000
MAX_DEPTH = 6
MAX_WIDTH = 2_000

_LABEL = re.compile(r"\s+\[([^\[\]]+)\]$")
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
    """A law page: its blocks in order and the title of its first heading."""

    file: str
    title: str
    blocks: tuple[Line, ...]


def read_page(path: Path, shown: str) -> Page:
    """Read one Markdown page. `shown` is how errors name the file. Raises `Invalid`."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise Invalid.at(Place(shown), f"{size:,} bytes; a law page may have {MAX_BYTES:,}", "split the page")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid.at(Place(shown), f"not UTF-8 (byte {error.start})", "save the page as UTF-8") from error
    rows = text.splitlines()
    if len(rows) > MAX_LINES:
        raise Invalid.at(Place(shown), f"{len(rows):,} lines; a law page may have {MAX_LINES:,}", "split the page")
    title = next((r.lstrip("# ").strip() for r in rows if r.startswith("#")), Path(shown).stem)
    return Page(shown, title, tuple(_blocks(_law_rows(rows, shown), shown)))


def _law_rows(rows: list[str], shown: str) -> Iterator[tuple[int, str]]:
    """Numbered raw rows inside `law` fences."""
    fence, opened = "", 0
    for number, row in enumerate(rows, 1):
        mark = row.strip()
        if not fence and mark.startswith("```"):
            fence, opened = ("law" if mark[3:].strip() == "law" else "other"), number
        elif fence and mark == "```":
            fence = ""
        elif fence == "law":
            yield number, row
    if fence:
        raise Invalid.at(Place(shown, opened, 1, 3, rows[opened - 1]), "this fence is never closed", "end it with ```")


def _blocks(rows: Iterator[tuple[int, str]], shown: str) -> Iterator[Line]:
    stack: list[Line] = []
    for number, row in rows:
        line = _line(row, number, shown)
        if line is None:
            continue
        if line.indent == 0:
            if stack:
                yield stack[0]
            stack = [line]
            continue
        if not stack:
            raise Invalid.at(line.place, "an indented line outside a block", "start the block in column 1")
        _attach(stack, line)
    if stack:
        yield stack[0]


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
    while stack[-1].indent >= line.indent:
        stack.pop()
    above = stack[-1]
    last = above.children[-1] if above.children else above
    if line.indent >= last.indent + 4 and len(stack) > 1:
        above.text = f"{above.text} {line.text}"
        above.label = line.label or above.label
        return
    if len(stack) > MAX_DEPTH:
        raise Invalid.at(line.place, f"nested more than {MAX_DEPTH} deep", "name a word and give it its own rule")
    above.children.append(line)
    stack.append(line)
