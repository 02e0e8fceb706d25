"""The whole table on a terminal: questions down, stances across, and under it what is open and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foedus.show.moments import day, local, moment
from foedus.show.notes import DERIVED, MARKS, Notes, collisions, law_notes, lenses, note_of, perhaps_known, words_of
from foedus.show.paper import Paint, bullet, clean, columns, cut, fit, letter, para, superscript, width_of, wrap
from foedus.show.points import Points

if TYPE_CHECKING:
    from foedus.assess.answers import Assessment, Cell, QuestionShown, StanceShown

__all__ = ["text_assessment"]

NARROWEST = 11
WIDEST = 16
MARGIN = 2
SHOWN_PERHAPS = 20


def text_assessment(
    assessment: Assessment, width: int = 80, color: bool = False, asked: str = "", remarks: Sequence[str] = ()
) -> str:
    """The assessment as lines of at most `width` columns; colour never carries meaning.

    `asked` are the options it was asked with, so that the next step it proposes asks the same;
    `remarks` are sentences on the case that its readers should know.
    """
    return "\n".join(_Table(assessment, max(width, 40), Paint(color), asked, remarks).lines()) + "\n"


@dataclass
class _Table:
    """One assessment being written down."""

    a: Assessment
    width: int
    paint: Paint
    asked: str = ""
    remarks: Sequence[str] = ()

    def __post_init__(self) -> None:
        self.notes = Notes()
        self.lens_letters = {lens: letter(n) for n, lens in enumerate(lenses(self.a), 1)}

    def lines(self) -> list[str]:
        """Every line of the screen."""
        out = self._head()
        for stances in self._panels() if self.a.questions else ():
            out += ["", *self._panel(stances)]
        if not self.a.questions:
            out += ["", *wrap("No question can be asked of this case yet.", self.width)]
        for part in (self._foot(), self._marks(), self._record(), self._hints()):
            out += ["", *part] if part else []
        return out

    # --- what is asked, and of what dates ---

    def _head(self) -> list[str]:
        a, paint = self.a, self.paint
        law = f"law of {day_of(a.law_at)}" if is_day(a.law_at) else a.law_at or "each rule as in force at its act"
        when = [f"as of {moment(a.as_of)}", f"as known at {moment(a.known_to)}", law]
        out = [paint.strong(row) for row in wrap(a.title or a.case, self.width)]
        out += _packed(when, self.width)
        for supposed in a.supposed:
            out += bullet("supposed:", supposed, self.width)
        for stance in a.stances:
            if stance.group == "text" and stance.choices:
                chosen = "; ".join(f"{c['word']} = {c['option']}" for c in stance.choices)
                out += bullet(f"{stance.name} reads:", chosen, self.width)
        return out

    # --- the table ---

    def _panels(self) -> Iterable[Sequence[StanceShown]]:
        """Columns that fit beside each other, in as few tables as will do, evenly filled."""
        room = max(1, (self.width - MARGIN) // NARROWEST)
        count = -(-len(self.a.stances) // room) or 1
        size = -(-len(self.a.stances) // count) or 1
        for start in range(0, len(self.a.stances), size):
            yield self.a.stances[start : start + size]

    def _panel(self, stances: Sequence[StanceShown]) -> list[str]:
        each = min(WIDEST, (self.width - MARGIN) // max(1, len(stances)))
        widths = [each] * len(stances)
        out = self._headings(stances, widths)
        for question in self.a.questions:
            out += self._row(question, stances, widths)
        return [*out, self.paint.dim("─" * self.width)]

    def _headings(self, stances: Sequence[StanceShown], widths: Sequence[int]) -> list[str]:
        groups, last = [], None
        for stance in stances:
            groups.append([stance.group.upper()] if stance.group != last else [""])
            last = stance.group
        names = [self._name(s, w - 1) for s, w in zip(stances, widths, strict=True)]
        pad = " " * MARGIN
        top = _merged(groups, widths)
        rows = [pad + top, *(pad + row for row in columns(names, widths))]
        return [*(self.paint.strong(r.rstrip()) for r in rows), self.paint.dim("─" * self.width)]

    def _name(self, stance: StanceShown, width: int) -> list[str]:
        mark = self.lens_letters.get(stance.lens, "")
        return _glued(clean(stance.name), mark, width)

    def _row(self, question: QuestionShown, stances: Sequence[StanceShown], widths: Sequence[int]) -> list[str]:
        cells = [self.a.cells[question.id, s.name] for s in stances]
        out = self._asks(question)
        if len(cells) > 2 and len({self._key(c) for c in cells}) == 1:
            return [*out, *self._in_one(cells)]
        shown = [_glued(words_of(c), self._signs(c), w - 1) for c, w in zip(cells, widths, strict=True)]
        shown = [[self._tint(c, line) for line in lines] for c, lines in zip(cells, shown, strict=True)]
        return [*out, *(" " * MARGIN + row for row in _painted(shown, widths))]

    def _asks(self, question: QuestionShown) -> list[str]:
        """The question, and on the right the id to type."""
        rows = wrap(question.asks, self.width - 2) or [question.id]
        gap = self.width - width_of(rows[-1]) - width_of(question.id)
        if gap < 2:
            rows.append("")
            gap = self.width - width_of(question.id)
        return [*rows[:-1], rows[-1] + " " * gap + self.paint.dim(clean(question.id))]

    def _in_one(self, cells: Sequence[Cell]) -> list[str]:
        """One answer for every column."""
        first = cells[0]
        text = words_of(first) + self._signs(first)
        tail = "in every column"
        if any("uncontested" in c.marks for c in cells):
            tail += " (nothing contested bears on it)"
        gap = " " * 3
        return [" " * MARGIN + self._tint(first, text) + gap + self.paint.dim(tail)]

    def _key(self, cell: Cell) -> tuple[object, ...]:
        return words_of(cell), note_of(cell, brief=True), self._plain_signs(cell)

    def _plain_signs(self, cell: Cell) -> str:
        return "".join(MARKS[m][0] for m in MARKS if m in cell.marks)

    def _signs(self, cell: Cell) -> str:
        number = self.notes.number(note_of(cell, brief=True))
        return (superscript(number) if number else "") + self._plain_signs(cell)

    def _tint(self, cell: Cell, text: str) -> str:
        if cell.verdict in ("open", "not-computed"):
            return self.paint.open(text)
        if cell.verdict in ("no-position", "not-engaged"):
            return self.paint.dim(text)
        return self.paint.strong(text) if cell.status == "settled" else text

    # --- what stands under it ---

    def _foot(self) -> list[str]:
        points = Points.of(self.notes.numbers)
        out = []
        for note, number in self.notes.numbers.items():
            text = " · ".join(points.parts(note)) or "settled as it is"
            out += bullet(superscript(number), text + (" ◊" if note.bounds else ""), self.width, 1, 3)
        label = ""
        for kind, sign, text in points.listed():
            out += ["", f" {kind}"] if kind != label else []
            out += bullet(sign, text, self.width, 1, 4)
            label = kind
        return out

    def _marks(self) -> list[str]:
        out = []
        if not self.a.questions:
            return []
        for lens, stances in lenses(self.a).items():
            out += bullet(self.lens_letters[lens], f"{', '.join(stances)}: {lens}", self.width, 1, 3)
        cells = list(self.a.cells.values())
        for mark, (sign, words) in MARKS.items():
            if any(mark in c.marks for c in cells):
                out += bullet(sign, words, self.width, 1, 3)
        for bound in dict.fromkeys(b for note in self.notes.numbers for b in note.bounds):
            out += bullet("◊", f"the search had a limit: {bound}", self.width, 1, 3)
        if any(c.verdict == "no-position" for c in cells):
            out += bullet("–", "took no position on what this turns on", self.width, 1, 3)
        if any("derived" in c.marks for c in cells):
            out += para(DERIVED, self.width, 4, 4)
        out += self._standards()
        return out + [row for text in (*law_notes(self.a), *self.remarks) for row in para(text, self.width, 4, 4)]

    def _standards(self) -> list[str]:
        """Whose word counts; columns that prove otherwise than the first are named."""
        first, *rest = self.a.stances
        others: dict[str, list[str]] = {}
        for stance in rest:
            if stance.standard != first.standard:
                others.setdefault(stance.standard, []).append(stance.name)
        if not first.standard:
            return []
        told = [first.standard, *(f"for {', '.join(names)}: {standard}" for standard, names in others.items())]
        return para(f"Proof: {'; '.join(told)}.", self.width, 4, 4)

    def _record(self) -> list[str]:
        a, out = self.a, []
        for collision in collisions(a):
            out += bullet("!", f"rules collide on {collision}", self.width, 1, 3)
        for conflict in a.conflicts:
            text = f"the record cannot hold all of: {'; '.join(conflict.facts)} ({conflict.standard}); taken as disputed"
            out += bullet("!", text, self.width, 1, 3)
        if a.perhaps_known:
            out += self._perhaps_known()
        if a.set_aside:
            ids = ", ".join(clean(_id_of(s)) for s in a.set_aside)
            out += wrap(f"Set aside by the editors, with reasons: {len(a.set_aside)} ({ids})", self.width)
        for reason in dict.fromkeys(a.not_asked.values()):
            questions = [q for q, r in a.not_asked.items() if r == reason]
            out += bullet("·", f"not asked: {', '.join(questions)} – {reason}", self.width, 1, 3)
        return out

    def _perhaps_known(self) -> list[str]:
        """Claims that may have been available, by the questions they bear on; the rest by number."""
        groups = perhaps_known(self.a)
        bearing = sum(len(entries) for questions, entries in groups if questions)
        total = sum(len(entries) for _, entries in groups)
        head = f"Perhaps known by then, and not counted: {_count(total)}; {bearing} bear on these questions."
        out, shown = wrap(head, self.width), 0
        for questions, entries in groups:
            told = entries[: SHOWN_PERHAPS - shown] if questions else []
            out += para(f"on {questions}:", self.width, 1, 3) if told else []
            for entry in told:
                out += bullet("?", local(_entry(entry), self.a.as_of), self.width, 1, 3)
            shown += len(told)
        return [*out, f"   {total - shown} more (--json lists them)"] if total > shown else out

    def _hints(self) -> list[str]:
        """The row on which the columns differ most is the one to look into."""
        if not self.a.questions or self.a.questions[0].id == "ask":
            return []
        rows = {q.id: [self.a.cells[q.id, s.name] for s in self.a.stances] for q in self.a.questions}
        most = max(rows, key=lambda q: (len({words_of(c) for c in rows[q]}), any(c.verdict == "open" for c in rows[q])))
        return para(f"→ foedus why {self.a.case} {most} {self.asked}", self.width, 0, 4)


def _count(number: int) -> str:
    return f"{number} statement{'' if number == 1 else 's'}"


def _entry(entry: object) -> str:
    get = entry.get if hasattr(entry, "get") else lambda *_: ""
    head = " ".join(part for part in (_id_of(entry), str(get("speaker", ""))) if part)
    tail = str(get("says", "") or get("fact", "") or get("reason", ""))
    when = str(get("available", ""))
    return f"{head}: {tail}" + (f" (available {when})" if when else "")


def _id_of(entry: object) -> str:
    get = entry.get if hasattr(entry, "get") else lambda *_: ""
    return str(get("claim", "") or get("id", ""))


def is_day(text: str) -> bool:
    """Whether a text is a calendar day."""
    return len(text) == 10 and text[:4].isdigit() and text[4] == text[7] == "-"


def day_of(text: str) -> str:
    """A calendar day in words."""
    from datetime import date

    return day(date.fromisoformat(text))


def _packed(parts: Sequence[str], width: int) -> list[str]:
    """Short statements on as few lines as hold them, divided by dots."""
    rows: list[str] = []
    for part in (clean(p) for p in parts):
        if rows and width_of(rows[-1]) + 3 + width_of(part) <= width:
            rows[-1] += f" · {part}"
        else:
            rows += wrap(part, width)
    return rows


def _glued(text: str, marks: str, width: int) -> list[str]:
    """A text in lines with its marks set close behind its last word, whatever the width."""
    first, slash, second = text.partition(" / ")
    above = [f"{first} /"] if slash and width_of(text + marks) > width else []
    text = second if above else text
    rows = [*above, *(wrap(text, width) or [""])]
    if marks and width_of(rows[-1]) + width_of(marks) > width:
        rows = [*above, *wrap(text, max(3, width - width_of(marks)))]
    rows[-1] += marks
    return rows


def _merged(groups: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
    """Group headings; one may run over the columns of its group that follow it."""
    row, at = "", 0
    for group, width in zip(groups, widths, strict=True):
        if group[0]:
            row = fit(cut(row, max(at - 1, 0)), at) + group[0]
        at += width
    return cut(row, at)


def _painted(cells: Sequence[Sequence[str]], widths: Sequence[int]) -> list[str]:
    """Columns of lines that may carry colour, padded by what one sees of them."""
    height = max(len(c) for c in cells)
    rows = []
    for n in range(height):
        parts = [(c[n] if n < len(c) else "") for c in cells]
        rows.append("".join(p + " " * (w - width_of(_bare(p))) for p, w in zip(parts, widths, strict=True)).rstrip())
    return rows


def _bare(text: str) -> str:
    out, skipping = "", False
    for char in text:
        if char == "\x1b":
            skipping = True
        elif not skipping:
            out += char
        elif char == "m":
            skipping = False
    return out
