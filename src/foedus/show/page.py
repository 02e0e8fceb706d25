"""One self-contained page: the table, the notes, every reason to unfold, the claims. No script, no outside request."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from foedus.show.moments import local, moment
from foedus.show.notes import (
    DERIVED,
    Notes,
    collisions,
    law_notes,
    legend,
    lenses,
    note_of,
    parts_in_words,
    perhaps_known,
    words_of,
)
from foedus.show.paper import clean, letter
from foedus.show.points import Points
from foedus.show.reasons import SHAPES, unslotted
from foedus.show.tree import Branch, branches, claim_words

if TYPE_CHECKING:
    from jinja2 import Environment

    from foedus.assess.answers import Assessment, Cell, ClaimShown, QuestionShown, Reason
    from foedus.assess.reasons import Why

__all__ = ["Layout", "Shown", "anchor", "html_page", "html_table", "kept", "templates"]

Whys = Mapping[tuple[str, str], "Why"]


def html_page(assessment: Assessment, whys: Whys | None = None, remarks: Sequence[str] = ()) -> str:
    """The whole page. Cells without a `Why` show their reasons in short; `remarks` stand under the table."""
    page = Layout(assessment, whys or {}, remarks)
    return templates().get_template("page.html.j2").render(a=assessment, page=page)


def html_table(assessment: Assessment) -> str:
    """The table alone, with its key, for notebooks."""
    page = Layout(assessment, {})
    parts = templates().get_template("parts.html.j2").module
    style = "<style>" + _css() + "</style>"
    return f'<div class="foedus">{style}{parts.table(page, False)}{parts.key(page)}</div>'  # type: ignore[attr-defined]


_NOTEBOOK = (
    (".foedus table", "border-collapse:collapse;font-size:.9em"),
    (".foedus th,.foedus td", "text-align:left;vertical-align:top;padding:.3em .6em;border-bottom:1px solid #ccc"),
    (".foedus caption,.foedus code,.foedus .key", "color:#555;text-align:left;font-size:.9em"),
    (".foedus .s-presumed", "font-style:italic"),
    (".foedus .s-settled", "font-weight:600"),
    (".foedus td.v-open", "background:#fdf3d6"),
)


def _css() -> str:
    return "".join(f"{where}{{{what}}}" for where, what in _NOTEBOOK)


@lru_cache(maxsize=1)
def templates() -> Environment:
    """The templates of the house, which let nothing harmful through."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    def harmless(value: Any) -> Any:
        return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    made = Environment(
        loader=PackageLoader("foedus.show"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"moment": moment, "local": local, "anchor": anchor, "kept": kept}
    made.filters |= {"shape": SHAPES.get, "claim": _claim, "signs": _signs}
    return made


def _claim(claim: ClaimShown) -> str:
    return claim_words(claim).removeprefix(claim.id).strip()


def anchor(text: str, kind: str) -> str:
    """An id for a link: letters and digits kept, everything else spelt out, so that no two are alike."""
    return f"{kind}-" + "".join(c if c.isascii() and c.isalnum() else "-" if c == " " else f"_{ord(c):x}" for c in text)


def kept(text: str) -> Any:
    """A text for a page, escaped, its blanks and line breaks as they are: for rules, in which they matter."""
    from markupsafe import Markup, escape

    return Markup(escape("".join(_harmless(c) for c in text)))


@lru_cache(maxsize=4096)
def _harmless(char: str) -> str:
    return char if char == "\n" else clean(char) or " "


def _signs(text: str) -> Any:
    """A note with its signs for open points made links."""
    import re

    from markupsafe import Markup, escape

    label, colon, body = text.partition(": ")
    if not colon or not re.fullmatch(r"(?:[uadtjgn]\d+[–, ]*(?:\(\d+ of \d+\))?[–, ]*)+", body):
        return text
    linked = re.sub(r"[uadtjgn]\d+", lambda m: f'<a href="#point-{m[0]}">{m[0]}</a>', str(escape(body)))
    return Markup("{}: {}").format(label, Markup(linked))


# --- what the templates are given ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as a table shows it: its words, the number of its note, the name of its reasons."""

    cell: Cell
    words: str
    note: int | None
    anchor: str

    @property
    def data(self) -> str:
        """The cell as the JSON has it."""
        data = {k: v for k, v in self.cell.to_json().items() if k != "because"}
        return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def marks(self) -> list[tuple[str, str]]:
        """Its signs and what they mean."""
        return legend([self.cell])


@dataclass(slots=True)
class _Told:
    """Reasons that several stances share."""

    words: str
    terms: str
    enough: str
    parts: list[str]
    minimal: Sequence[Reason]
    branches: list[Branch]
    wordings: Sequence[str] = ()
    names: list[str] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)


@dataclass
class Layout:
    """An assessment laid out for the templates: rows and columns, notes with their numbers, open points, key, claims.

    Cells without a `Why` have their reasons in short; `remarks` stand under the table. `embedded`: the page is all there is,
    so that every cell of the table carries its data.
    """

    a: Assessment
    whys: Whys = field(default_factory=dict)
    remarks: Sequence[str] = ()
    embedded: bool = True

    def __post_init__(self) -> None:
        self.numbers = Notes()
        self.rows = [self._row(q) for q in self.a.questions]
        self._points = Points.of(self.numbers.numbers)

    @property
    def caption(self) -> str:
        """What the reader of the table has to know first."""
        return "Read a cell with its note: “open” says that the facts, or the readings, do not settle it."

    @cached_property
    def groups(self) -> list[dict[str, Any]]:
        """Neighbouring columns of one group."""
        out: list[dict[str, Any]] = []
        for stance in self.a.stances:
            if out and out[-1]["name"] == stance.group:
                out[-1]["span"] += 1
            else:
                out.append({"name": stance.group, "span": 1})
        return out

    @cached_property
    def stances(self) -> list[dict[str, Any]]:
        """Columns with their lens signs and links."""
        signs = {lens: letter(n) for n, lens in enumerate(lenses(self.a), 1)}
        blank = {
            "kind": "",
            "word": "",
            "option": "",
            "basis": "",
            "source": "",
            "pinpoint": "",
            "date": "",
            "transposed_from": "",
            "note": "",
        }
        return [
            {
                "name": s.name,
                "holder": s.holder,
                "standard": s.standard,
                "lens": s.lens,
                "sign": signs.get(s.lens, ""),
                "anchor": anchor(s.name, "stance"),
                "choices": [{**blank, **c} for c in s.choices],
            }
            for s in self.a.stances
        ]

    @cached_property
    def notes(self) -> list[dict[str, Any]]:
        """Footnotes in order."""
        return [
            {"number": n, "parts": [*self._points.parts(note), *(f"◊ {b}" for b in note.bounds)]}
            for note, n in self.numbers.numbers.items()
        ]

    @property
    def collisions(self) -> list[str]:
        """Contrary rules that fire, or may fire, together."""
        return collisions(self.a)

    @property
    def perhaps_known(self) -> list[tuple[str, list[Mapping[str, str]]]]:
        """Claims that may have been available, those that bear on the questions first, by question."""
        return perhaps_known(self.a)

    @property
    def points(self) -> list[tuple[str, str, str]]:
        """Open points that the notes refer to."""
        return self._points.listed()

    @cached_property
    def key(self) -> list[tuple[str, str]]:
        """Signs and shapes, each with what it says."""
        cells = list(self.a.cells.values())
        signs = {lens: letter(n) for n, lens in enumerate(lenses(self.a), 1)}
        out = [(signs[lens], f"{', '.join(names)}: {lens}") for lens, names in lenses(self.a).items()]
        out += legend(cells)
        if any(c.verdict == "no-position" for c in cells):
            out.append(("–", "took no position on what this turns on"))
        out += [("◊", f"the search had a limit: {b}") for b in dict.fromkeys(b for n in self.numbers.numbers for b in n.bounds)]
        return out

    @property
    def said_below(self) -> list[str]:
        """Sentences under the table that belong to no sign."""
        cells = list(self.a.cells.values())
        derived = [DERIVED] if any("derived" in c.marks for c in cells) else []
        return [*derived, *law_notes(self.a), *self.remarks]

    @cached_property
    def claims(self) -> list[dict[str, str]]:
        """Every claim behind an answer, once, in order of its id."""
        found: dict[str, ClaimShown] = {}
        for reason in self._all_reasons():
            found |= {c.id: c for step in reason.walk() for c in step.claims}
        return [
            {
                "id": c.id,
                "anchor": anchor(c.id, "claim"),
                "speaker": c.speaker,
                "says": c.says,
                "happened": local(c.happened, self.a.as_of),
                "available": local(c.available, self.a.as_of),
                "grade": c.grade,
                "pinpoint": c.pinpoint,
                "title": self._source(c.source),
            }
            for _, c in sorted(found.items())
        ]

    def _source(self, name: str) -> str:
        title = self.a.sources.get(name, "")
        return f"{name}: {title}" if title and title != name else name

    def _all_reasons(self) -> list[Reason]:
        told = [r for why in self.whys.values() for r in (*why.tree, *why.minimal)]
        return told + [r for key, c in self.a.cells.items() if key not in self.whys for r in c.because]

    def _row(self, question: QuestionShown) -> dict[str, Any]:
        cells = [self.a.cells[question.id, s.name] for s in self.a.stances]
        return {
            "id": question.id,
            "asks": question.asks,
            "anchor": anchor(question.id, "question"),
            "cells": [self._cell(c) for c in cells],
            "reasons": self._reasons(cells),
        }

    def _cell(self, cell: Cell) -> Shown:
        number = self.numbers.number(note_of(cell, brief=True))
        return Shown(cell, words_of(cell), number, anchor(f"{cell.question} {cell.stance}", "why"))

    def _reasons(self, cells: Sequence[Cell]) -> list[_Told]:
        """The reasons of a row, told once for stances that share them."""
        found: dict[tuple[object, ...], _Told] = {}
        for cell in cells:
            why = self.whys.get((cell.question, cell.stance))
            tree, minimal = (why.tree, why.minimal) if why else (cell.because, ())
            key = (words_of(cell), cell.standard, cell.law_at, tuple(parts_in_words(cell.partition)), tree, minimal)
            told = found.setdefault(key, _told(cell, tree, minimal, why.wordings if why else ()))
            told.names.append(cell.stance)
            told.anchors.append(anchor(f"{cell.question} {cell.stance}", "why"))
        return list(found.values())


def _told(cell: Cell, tree: Sequence[Reason], minimal: Sequence[Reason], wordings: Sequence[str]) -> _Told:
    terms = f"Proof: {cell.standard or 'as the rules have it'}. Law of {moment(cell.law_at)}" + (
        f" ({cell.law_note})." if cell.law_note else "."
    )
    enough = (
        "What is established and matters to it" if cell.verdict == "open" else "These facts are enough, whatever else turns out"
    )
    parts = parts_in_words(cell.partition) if len(cell.partition) > 1 else []
    return _Told(words_of(cell), terms, enough, parts, minimal, branches(tree, cell.as_of), [unslotted(w) for w in wordings])
