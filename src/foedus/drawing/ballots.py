"""A roll call: one sign for every seat, with its letter, and how many were needed of how many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from foedus.drawing.svg import PALETTE, Drawn, document, linked, name_of, shorten, tag, width_of, words, wrap

__all__ = ["Seat", "ballots"]

Ballot = Literal["yes", "no", "vetoed", "abstained", "not voting", "absent", "unknown"]

_KINDS: dict[str, tuple[str, str, str]] = {
    "yes": ("Y", "voted for", "blue"),
    "unknown": ("?", "not known", "grey"),
    "no": ("N", "voted against", "red"),
    "vetoed": ("V", "vetoed", "red"),
    "abstained": ("A", "abstained", "brown"),
    "not voting": ("·", "did not vote", "grey"),
    "absent": ("–", "absent", "grey"),
}
"""Ballot → its letter, its words, its colour; in the order in which seats stand, so that those who count come first."""

_EDGE = 8.0
_SEAT = 18.0


@dataclass(frozen=True, slots=True)
class Seat:
    """A voter, or `count` of them without a name.

    ballot   yes, no, vetoed, abstained, not voting, absent, unknown
    word     what the roll calls it, where that differs: “reservation”
    group    whom the voter belongs to; seats of a group stand together
    """

    ballot: Ballot
    name: str = ""
    word: str = ""
    group: str = ""
    count: int = 1
    href: str = ""


def ballots(
    seats: Sequence[Seat],
    *,
    result: str,
    needed: tuple[int, int] | None = None,
    base: tuple[int, int] | None = None,
    base_words: str = "",
    title: str = "Roll call",
    desc: str = "",
    width: float = 1120,
    prefix: str = "",
) -> str:
    """A roll call or tallies as one SVG: the result in words, all seats in a line with what was needed, then everybody by ballot.

    needed, base  how many were needed, and of how many: (at least, at most), the same twice where that is known
    base_words    what the base is: “members”, “present and voting”
    """
    width = max(float(width), 320.0)
    prefix = prefix or name_of(seats, result, needed, base, base_words, title, width)
    ordered = sorted((s for s in seats if s.count > 0), key=lambda s: list(_KINDS).index(s.ballot))
    sheet = _Sheet(width)
    sheet.sentence(result)
    sheet.line(ordered, needed, base, base_words)
    for group in dict.fromkeys(s.group for s in seats):
        sheet.roll([s for s in ordered if s.group == group], group)
    told = ", ".join(f"{n} {_KINDS[kind][1]}" for kind, n in _tally(ordered).items())
    return document((width, sheet.y + 6), title, desc or f"{result} {told}.", sheet.parts, prefix)


def _tally(seats: Sequence[Seat]) -> dict[str, int]:
    found: dict[str, int] = {}
    for seat in seats:
        found[seat.ballot] = found.get(seat.ballot, 0) + seat.count
    return found


class _Sheet:
    """What has been drawn so far, downwards."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.y = 4.0
        self.parts: list[Drawn] = []

    def sentence(self, result: str) -> None:
        """The result, in the words of whoever worked it out."""
        for text in wrap(result, self.width - 2 * _EDGE, 14, 6, True):
            self.parts.append(words(_EDGE, self.y + 15, text, 14, font_weight="bold"))
            self.y += 20

    # --- all seats in a line ---

    def line(self, seats: Sequence[Seat], needed: tuple[int, int] | None, base: tuple[int, int] | None, base_words: str) -> None:
        """Every seat as a cell of one bar, the number needed as a mark above, the base as a bracket below."""
        total = sum(s.count for s in seats)
        cells = max(total, *(base or (0,)), *(needed or (0,)), 1)
        self.unit = min((self.width - 2 * _EDGE) / cells, 40.0)
        self.y += 6
        if needed is not None:
            self._mark(needed, "needed")
        top, x = self.y, _EDGE
        for kind, number in _tally(seats).items():
            width = number * self.unit
            title = f"{number} {_KINDS[kind][1]}"
            inside = width_of(str(number), 12, True) + 6 <= width
            label = (
                [words(x + width / 2, top + 18, str(number), 12, text_anchor="middle", font_weight="bold", fill=_ink(kind))]
                if inside
                else []
            )
            cell = [_block(kind, x, top, width, 26.0), *self._cuts(x, top, number), *label]
            self.parts.append(linked("", title, *cell, cls=f"fd-bar fd-{kind.replace(' ', '-')}"))
            x += width
        if needed is not None:
            for number in dict.fromkeys(needed):
                at = _EDGE + number * self.unit
                self.parts.append(
                    tag(
                        "path",
                        d=f"M{at:.2f} {top - 4:.2f}V{top + 31:.2f}",
                        stroke="currentColor",
                        stroke_width=2.4,
                        stroke_dasharray=None if needed[0] == needed[1] else "4 2",
                    )
                )
        self.y = top + 32
        if base is not None:
            self._base(base, base_words)

    def _cuts(self, x: float, top: float, number: int) -> Iterator[Drawn]:
        """Strokes between the seats of a block, while they can be told apart."""
        if self.unit >= 3.5 and number > 1:
            lines = "".join(f"M{x + n * self.unit:.2f} {top + 21:.2f}v5" for n in range(1, number))
            yield tag("path", d=lines, stroke="currentColor", stroke_width=0.8, stroke_opacity=0.7)

    def _mark(self, needed: tuple[int, int], verb: str) -> None:
        low, high = needed
        text = f"{low} {verb}" if low == high else f"{low} to {high} {verb}"
        at = _EDGE + low * self.unit
        x = min(max(at - width_of(text, 12, True) / 2, _EDGE), self.width - _EDGE - width_of(text, 12, True))
        self.parts.append(words(x, self.y + 11, text, 12, font_weight="bold"))
        self.y += 19

    def _base(self, base: tuple[int, int], said: str) -> None:
        low, high = (_EDGE + n * self.unit for n in base)
        self.parts.append(
            tag("path", d=f"M{_EDGE:.2f} {self.y:.2f}v5H{low:.2f}v-5", stroke="currentColor", stroke_width=1.2, fill="none")
        )
        if high > low:
            self.parts.append(
                tag(
                    "path",
                    d=f"M{low:.2f} {self.y + 5:.2f}H{high:.2f}v-5",
                    stroke="currentColor",
                    stroke_width=1.2,
                    stroke_dasharray="3 2",
                    fill="none",
                )
            )
        number = str(base[0]) if base[0] == base[1] else f"{base[0]} to {base[1]}"
        for text in wrap(f"of {number}{f' {said}' if said else ''}", self.width - 2 * _EDGE):
            self.parts.append(words(_EDGE, self.y + 18, text))
            self.y += 15
        self.y += 8

    # --- everybody ---

    def roll(self, seats: Sequence[Seat], group: str) -> None:
        """The seats of a group, by ballot: with their names where they have any."""
        if group:
            self.y += 6
            self.parts.append(words(_EDGE, self.y + 12, shorten(group, self.width - 2 * _EDGE, 12, True), 12, font_weight="bold"))
            self.y += 18
        for kind in dict.fromkeys((s.ballot, s.word) for s in seats):
            mine = [s for s in seats if (s.ballot, s.word) == kind]
            number = sum(s.count for s in mine)
            told = kind[1] if kind[1] and kind[1] != kind[0] else _KINDS[kind[0]][1]
            self.y += 6
            self.parts.append(
                words(_EDGE, self.y + 12, shorten(f"{number} {told}", self.width - 2 * _EDGE), 11, fill_opacity=0.85)
            )
            self.y += 18
            self._named(mine) if all(s.name for s in mine) and number <= 60 else self._unnamed(mine)

    def _named(self, seats: Sequence[Seat]) -> None:
        widest = max(width_of(s.name) for s in seats) + _SEAT + 18
        column = min(max(widest, 110.0), self.width - 2 * _EDGE)
        columns = max(1, int((self.width - 2 * _EDGE) // column))
        for number, seat in enumerate(seats):
            x, y = _EDGE + number % columns * column, self.y + number // columns * (_SEAT + 5)
            name = words(x + _SEAT + 6, y + 13, shorten(seat.name, column - _SEAT - 14))
            self.parts.append(_linked(seat, _seat(seat.ballot, x, y), name))
        self.y += -(-len(seats) // columns) * (_SEAT + 5)

    def _unnamed(self, seats: Sequence[Seat]) -> None:
        each = _SEAT + 3
        columns = max(1, int((self.width - 2 * _EDGE) // each))
        every = [s for s in seats for _ in range(s.count)]
        for number, seat in enumerate(every):
            x, y = _EDGE + number % columns * each, self.y + number // columns * each
            self.parts.append(_linked(seat, _seat(seat.ballot, x, y)))
        self.y += -(-len(every) // columns) * each


def _linked(seat: Seat, *children: Drawn) -> Drawn:
    said = seat.word or _KINDS[seat.ballot][1]
    return linked(
        seat.href, f"{seat.name}: {said}" if seat.name else said, *children, cls=f"fd-seat fd-{seat.ballot.replace(' ', '-')}"
    )


def _ink(kind: str) -> str:
    return "#ffffff" if kind in ("yes", "vetoed") else "currentColor"


def _block(kind: str, x: float, y: float, width: float, height: float) -> Drawn:
    """A stretch of the bar: full for a yes and a veto, hollow for the others, dashed for who was not there or is not known."""
    colour = PALETTE[_KINDS[kind][2]]
    full = kind in ("yes", "vetoed")
    dashes = {"unknown": "2 2", "absent": "1 3", "not voting": "4 3"}.get(kind)
    faint = {"no": 0.22, "abstained": 0.1}.get(kind)
    fill = colour if full or faint else "none"
    inset = 0.8
    return tag(
        "rect", x=x + inset, y=y, width=max(width - 2 * inset, 0.8), height=height, fill=fill, fill_opacity=faint,
        stroke=colour, stroke_width=1.6, stroke_dasharray=dashes,
    )  # fmt: skip


def _seat(kind: str, x: float, y: float) -> Drawn:
    """Full square: yes; hollow: no; circle: abstained; diamond: a veto; dashed: nobody voted, or nobody knows."""
    letter, _, name = _KINDS[kind]
    colour = PALETTE[name]
    middle = (x + _SEAT / 2, y + _SEAT / 2)
    edge = {"stroke": colour, "stroke_width": 1.8, "fill": "none"}
    if kind == "yes":
        sign = tag("rect", x=x, y=y, width=_SEAT, height=_SEAT, fill=colour)
    elif kind == "vetoed":
        sign = tag("path", d=f"M{middle[0]:.2f} {y - 1.5:.2f}l10.5 10.5l-10.5 10.5l-10.5 -10.5z", fill=colour)
    elif kind == "abstained":
        sign = tag("circle", cx=middle[0], cy=middle[1], r=_SEAT / 2 - 1, **edge)
    else:
        dashes = None if kind == "no" else "2 2"
        sign = tag("rect", x=x + 1, y=y + 1, width=_SEAT - 2, height=_SEAT - 2, stroke_dasharray=dashes, **edge)
    letters = words(middle[0], middle[1] + 4, letter, 11, text_anchor="middle", font_weight="bold", fill=_ink(kind))
    return tag("g", sign, letters)
