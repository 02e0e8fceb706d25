"""Where in a TOML page a table or a key stands, so that a problem can show its line."""

from __future__ import annotations

import re

from foedus.problem import Place

__all__ = ["Places"]

_HEAD = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]\]?\s*(?:#.*)?")


class Places:
    """The lines of a page: a table is found by its name and its number among those of that name."""

    def __init__(self, text: str, file: str) -> None:
        self._file, self._rows = file, text.splitlines()
        self._heads: dict[str, list[int]] = {"": [-1]}
        for n, row in enumerate(self._rows):
            if found := _HEAD.fullmatch(row):
                self._heads.setdefault(found[2], []).append(n)

    def at(self, table: str = "", number: int = 0, key: str = "") -> Place:
        """The line of a key in a table; else the table's head; else the page."""
        heads = self._heads.get(table, [])
        if number >= len(heads):
            return self._line(-1, "", table)
        return self._line(heads[number], table, key)

    def _line(self, head: int, table: str, key: str) -> Place:
        for n in range(head + 1, len(self._rows)):
            row = self._rows[n]
            if _HEAD.fullmatch(row):
                break
            if key and (found := re.match(rf"\s*(\"?{re.escape(key)}\"?)\s*[=.]", row)):
                return Place(self._file, n + 1, found.start(1) + 1, len(found[1]), row)
        return Place(self._file, head + 1, 1, len(self._rows[head]), self._rows[head]) if table else Place(self._file)
