"""Who was bound by what on a day: as text, as JSON, and the codebook that lies beside a panel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from foedus.show.moments import day
from foedus.show.paper import Paint, bullet, clean, columns, para, superscript, width_of, wrap

if TYPE_CHECKING:
    from foedus.door.membership import PartiesTable, StateRow
    from foedus.text.ties import Status
    from foedus.text.turns import PartyRow

__all__ = ["parties_json", "text_parties"]

NAME = 13
HEADS = {"Member": 12, "Suspended": 11, "Taking part": 12, "Observer": 10, "Vote": 10, "Exit": 12}
TIE_HEADS = dict.fromkeys(("Signed", "Ratified", "Bound", "Observer"), 16)
"""Headings, and how many columns of a terminal each takes."""
MARKS = {"conflicting": "†", "unverified": "‡"}
LEGEND = (
    "B bound · R ratified, S signed: bound is not on record · N declined · × bound no longer, or never · Z suspended · O observer"
    " · ? open that day · “·” not yet · – nothing on record"
)


class Notes:
    """Footnotes in the order in which they are first called for: one for each thing that happened."""

    def __init__(self) -> None:
        self.lines: dict[tuple[str, ...], list[int]] = {}

    def mark(self, rows: Iterable[PartyRow]) -> str:
        """The superscripts of some rows."""
        numbers = []
        for row in rows:
            key = (row.event, row.date, " + ".join(row.texts), row.note, row.source, row.status)
            lines = self.lines.setdefault(key, [])
            if row.place.line not in lines:
                lines.append(row.place.line)
            numbers.append(list(self.lines).index(key) + 1)
        return "˒".join(superscript(n) for n in dict.fromkeys(numbers))

    def text(self, width: int) -> list[str]:
        """The notes themselves: what, when, to what, in which words, after which source and rows."""
        out = []
        for n, ((event, when, texts, note, source, status), lines) in enumerate(self.lines.items(), 1):
            doubt = "" if status == "accepted" else f" [{status}]"
            said = f"{event}, {when}, {texts}{doubt}: {note + '; ' if note else ''}{source} (parties.csv:{_runs(lines)})"
            out += bullet(superscript(n), said, width, 0, 3)
        return out


def _runs(lines: Sequence[int]) -> str:
    """12, 14–17."""
    out: list[list[int]] = []
    for line in sorted(lines):
        if out and line == out[-1][-1] + 1:
            out[-1].append(line)
        else:
            out.append([line])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in out)


def text_parties(table: PartiesTable, width: int = 80, color: bool = False) -> str:
    """What each state was to the alliance that day, by columns, with the rows of the table it rests on."""
    width, paint, notes = max(width, 40), Paint(color), Notes()
    out = [paint.strong(row) for row in wrap(f"{table.title}: {day(table.on)}", width)]
    if not table.states:
        asked = f"that names {table.instrument}" if table.instrument else f"in the folder of “{table.regime}”"
        return "\n".join([*out, "", *wrap(f"No row of a table of parties {asked}.", width)]) + "\n"
    if table.instrument:
        for text in table.texts:
            out += ["", *_one(table, text, notes, width, paint)]
    else:
        out += ["", *_alliance(table, notes, width, paint), "", *_matrix(table, width, paint)]
    rest = [_explained(table, width), notes.text(width), [] if table.instrument else _also(table, width, paint)]
    out += [row for part in rest if part for row in ("", *part)]
    return "\n".join(out) + "\n"


def _alliance(table: PartiesTable, notes: Notes, width: int, paint: Paint) -> list[str]:
    """What each state is to the alliance as a whole: values, and below them since when."""
    rows = []
    for state in table.states:
        rows.append([[clean(state.state)], *_standing(state, notes)])
    return _grid("State", HEADS, rows, width, paint)


def _standing(state: StateRow, notes: Notes) -> list[list[str]]:
    own = state.standing
    cells = [_cell(own["member"], notes), _cell(own["suspended"], notes)]
    cells.append(_cell(own["taking part"], notes, own["member"]))
    cells.append(_observer(state, notes))
    vote, dues = _cell(own["vote"], notes, own["member"]), _cell(own["dues"], notes)
    cells.append([*vote[:1], *dues] if own["dues"].value else vote)
    leaving = _cell(own["exit"], notes)
    if state.leaves:
        leaving += ["leaves from", _span(state.leaves.earliest, state.leaves.latest)[0]]
        leaving += [state.leaves.latest.isoformat()] if state.leaves.latest != state.leaves.earliest else []
    return [*cells, leaving]


def _observer(state: StateRow, notes: Notes) -> list[str]:
    """The bodies it observes, each with its date: never the alliance itself."""
    out: list[str] = []
    for code in state.observes:
        status = state.ties[code]["observer"]
        word = "of" if status.value == "yes" else "open:"
        out += [f"{word} {code}{_signs(status)}", *_since(status), notes.mark([*status.rows, *status.against])]
    return out or ["–"]


def _cell(status: Status, notes: Notes, like: Status | None = None) -> list[str]:
    """A value with its marks, and since when; without notes where it rests on the rows of a column beside it."""
    rows = [*status.rows, *status.against]
    own = notes.mark(rows) if rows and not (like and status.rows == like.rows) else ""
    since = [] if like and status.rows == like.rows else _since(status)
    return [f"{status.value or '–'}{_signs(status)}{' ' + own if own else ''}", *since]


def _signs(status: Status) -> str:
    return "".join(MARKS[m] for m in status.marks)


def _since(status: Status) -> list[str]:
    if status.earliest is None or status.latest is None:
        return []
    return _span(status.earliest, status.latest)


def _span(first: date, last: date) -> list[str]:
    """A day; a month or year, where nothing more is known; else two lines."""
    if first == last:
        return [first.isoformat()]
    after = last + timedelta(days=1) if last < date.max else last
    if (first.day, after.day) == (1, 1) and (first.year, first.month) == (last.year, last.month):
        return [f"{first:%Y-%m}"]
    if (first.month, first.day, after.month, after.day) == (1, 1, 1, 1) and first.year == last.year:
        return [str(first.year)]
    if first == date.min:
        return [f"by {last}"]
    return [f"{first}/", f"{last:%m-%d}" if first.year == last.year else last.isoformat()]


def _grid(corner: str, heads: Mapping[str, int], rows: Sequence[Sequence[Sequence[str]]], width: int, paint: Paint) -> list[str]:
    """Rows of cells under headings; as many columns beside each other as the paper holds, the others below."""
    out: list[str] = []
    start = 0
    for part in _blocks(list(heads), [heads[h] for h in heads], width - NAME):
        widths = (NAME, *(heads[h] for h in part))
        out += [*([""] if out else []), paint.strong(columns([[corner], *([h] for h in part)], widths)[0])]
        for row in rows:
            cells = (row[0], *row[start + 1 : start + len(part) + 1])
            out += columns([_fold(c, w) for c, w in zip(cells, widths, strict=True)], widths)
        start += len(part)
    return out


def _fold(cell: Sequence[str], width: int) -> list[str]:
    return [line for text in cell if text for line in wrap(text, width - 1)]


def _matrix(table: PartiesTable, width: int, paint: Paint) -> list[str]:
    """One letter for each state and instrument."""
    out: list[str] = []
    for texts in _blocks(table.texts, [width_of(t) + 2 for t in table.texts], width - NAME):
        widths = (NAME, *(width_of(t) + 2 for t in texts))
        out += ["", paint.strong(columns([["Instruments"], *([t] for t in texts)], widths)[0])]
        for state in table.states:
            out += columns([_fold([state.state], NAME)[:1], *([_letter(state.ties[t])] for t in texts)], widths)
    return [*out[1:], "", *para(LEGEND, width)]


def _blocks(names: Sequence[str], widths: Sequence[int], width: int) -> list[list[str]]:
    """Columns that fit beside each other, at least one at a time."""
    out: list[list[str]] = [[]]
    taken = 0
    for name, own in zip(names, widths, strict=True):
        if out[-1] and taken + own > width:
            out.append([])
            taken = 0
        out[-1].append(name)
        taken += own
    return out


def _letter(tie: dict[str, Status]) -> str:
    """A tie in one letter, doubts behind it."""
    bound, observer = tie["bound"], tie["observer"]
    if observer.value in ("yes", "open"):
        return ("O" if observer.value == "yes" else "?") + _signs(observer)
    if bound.value in ("yes", "suspended", "open", "never"):
        return {"yes": "B", "suspended": "Z", "open": "?", "never": "×"}[bound.value] + _signs(bound)
    if bound.earliest is not None:
        return "×" + _signs(bound)
    for column, sign in (("ratified", "R"), ("signed", "S")):
        status = tie[column]
        if status.value in ("yes", "open") or status.against:
            return sign + ("" if status.value == "yes" else "?") + _signs(status)
    if tie["signed"].value == "declined":
        return "N" + _signs(tie["signed"])
    return "·" if any(s.value for s in tie.values()) else "–"


def _one(table: PartiesTable, text: str, notes: Notes, width: int, paint: Paint) -> list[str]:
    """One instrument or protocol: signed, ratified, bound, observer."""
    title = table.titles.get(text)
    head = wrap(f"{text}: {title}" if title else text, width)
    rows = []
    for state in table.states:
        tie = state.ties[text]
        if any(s.value or s.against for s in tie.values()):
            rows.append([[clean(state.state)], *(_cell(s, notes) for s in tie.values())])
    if not rows:
        return [*head, "No row is about the instrument itself."]
    return [*head, *_grid("State", TIE_HEADS, rows, width, paint)]


def _explained(table: PartiesTable, width: int) -> list[str]:
    """What the signs say, as far as some stand on the page."""
    own = [s for row in table.states for s in row.standing.values()] if not table.instrument else []
    every = [*own, *(s for row in table.states for tie in row.ties.values() for s in tie.values())]
    used = {m for s in every for m in s.marks}
    said = {
        "conflicting": "† sources conflict on it or on its date",
        "unverified": "‡ an unverified report, or one that would change it if verified",
    }
    out = para(" · ".join(text for mark, text in said.items() if mark in used), width)
    if table.members and not table.instrument:
        out += para(f"Member: bound by {table.members}. – nothing on record, which is no “no”. Dates: since when.", width)
    for row in table.states:
        if row.leaves and row.leaves.note and not table.instrument:
            out += para(f"{row.state} can leave from {row.leaves.earliest} or {row.leaves.latest}: {row.leaves.note}.", width)
    return out


def _also(table: PartiesTable, width: int, paint: Paint) -> list[str]:
    """What is on record and moves no column."""
    out = []
    for state in table.states:
        for row in state.notes:
            doubt = "" if row.status == "accepted" else f" [{row.status}]"
            said = f"{row.state}, {row.date}, {row.event}{doubt}: {row.note}; {row.source} (parties.csv:{row.place.line})"
            out += bullet("•", said, width, 1, 3)
    return [paint.strong("Also on record, without effect on any column"), *out] if out else []


def parties_json(table: PartiesTable) -> dict[str, Any]:
    """The table as plain data."""
    return {
        "schema_version": 1,
        "regime": table.regime,
        "title": table.title,
        "on": table.on.isoformat(),
        "members": table.members,
        "instruments": [{"code": t, "title": table.titles.get(t, "")} for t in table.texts],
        "states": [_state_json(row) for row in table.states],
    }


def _state_json(row: StateRow) -> dict[str, Any]:
    leaves = row.leaves
    return {
        "state": row.state,
        "iso3": row.iso3,
        "standing": {column.replace(" ", "_"): _status_json(s) for column, s in row.standing.items()},
        "observer_of": list(row.observes),
        "leaves": leaves and {"earliest": leaves.earliest.isoformat(), "latest": leaves.latest.isoformat(), "note": leaves.note},
        "instruments": {text: {c: _status_json(s) for c, s in tie.items()} for text, tie in row.ties.items()},
        "notes": [_row_json(r) for r in row.notes],
    }


def _status_json(status: Status) -> dict[str, Any]:
    return {
        "value": status.value,
        "since": None
        if status.earliest is None or status.latest is None
        else {"earliest": _open(status.earliest, date.min), "latest": _open(status.latest, date.max)},
        "marks": list(status.marks),
        "rows": [_row_json(r) for r in status.rows],
        "against": [_row_json(r) for r in status.against],
    }


def _open(when: date, edge: date) -> str | None:
    return None if when == edge else when.isoformat()


def _row_json(row: PartyRow) -> dict[str, Any]:
    place = {"file": row.place.file, "line": row.place.line}
    return {
        "event": row.event,
        "date": row.date,
        "instruments": list(row.texts),
        "source": row.source,
        "note": row.note,
        "claim_status": row.status,
        **place,
    }
