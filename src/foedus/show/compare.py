"""Two cases side by side, and what separates their answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from foedus.show.moments import moment
from foedus.show.paper import Paint, bullet, clean, para, wrap

if TYPE_CHECKING:
    from foedus.precedent import Apart, Comparison, Difference
    from foedus.precedent.comparison import Answer, Separating

__all__ = ["text_comparison"]

MOST_SHOWN = 8
"""So many sets each way, and so many idle differences, are written out; the document has all."""


def text_comparison(found: Comparison, width: int = 80, color: bool = False) -> str:
    """The cases, who stands for whom, and each question that they answer apart."""
    width, paint = max(width, 40), Paint(color)
    out = [paint.strong(row) for row in wrap(f"{found.first['title']}  and  {found.second['title']}", width)]
    for name, head in (("A", found.first), ("B", found.second)):
        about = f"{clean(head['case'])}, as of {moment(head['as_of'])}, as known at {moment(head['known_to'])}"
        out += bullet(name, f"{about} · stance {clean(head['stance'])} · proof: {clean(head['standard'])}", width, 1, 3)
    out += ["", *_people(found, width)]
    for one in found.apart:
        out += ["", *_apart(one, width, paint)]
    out += ["", *_rest(found, width)]
    return "\n".join(out) + "\n"


def _people(found: Comparison, width: int) -> list[str]:
    out = wrap("Who stands for whom (A / B)", width)
    out += [row for role, a, b in found.roles for row in bullet("•", f"{role}: {a} / {b}", width, 1, 3)]
    moved = [f"{a} / {b}" for a, b in found.moved]
    if moved:
        out += bullet("•", f"changing places, as members that did not ask: {', '.join(moved)}", width, 1, 3)
    for name, alone in zip("AB", found.alone, strict=True):
        if alone:
            out += bullet("•", f"on record in {name} alone, unknown to the other: {', '.join(alone)}", width, 1, 3)
    return out


def _apart(one: Apart, width: int, paint: Paint) -> list[str]:
    title = one.asks + (f" ({one.option})" if one.option else "")
    out = [paint.strong(row) for row in wrap(f"{title}  [{clean(one.question)}]", width)]
    out += para(f"A {_answer(one.first)} · B {_answer(one.second)}", width, 2, 4)
    out += _sets(f"A would be answered “{one.second.verdict}” with any one of these as in B", one.forth, width, "A", "B")
    out += _sets(f"B would be answered “{one.first.verdict}” with any one of these as in A", one.back, width, "B", "A")
    if one.idle:
        some = [f"{d.what} ({d.first} / {d.second})" if _small(d) else d.what for d in one.idle[:MOST_SHOWN]]
        more = len(one.idle) - len(some)
        tail = f"; and {more} more" if more > 0 else ""
        out += para(f"Differs, and separates nothing: {'; '.join(some)}{tail}", width, 2, 4)
    return out + [row for note in one.notes for row in para(f"Note: {note}", width, 2, 4)]


def _answer(answer: Answer) -> str:
    strength = {"settled": "", "open": ""}.get(answer.status, f", {answer.status}")
    words = "not made out" if (answer.verdict, answer.status) == ("no", "presumed") else answer.verdict + strength
    return f"{words} (law of {answer.law_at})"


def _small(one: Difference) -> bool:
    return one.kind in ("fact", "judgement", "reading")


def _sets(head: str, sets: Sequence[Separating] | None, width: int, own: str, other: str) -> list[str]:
    if sets is None:
        return []
    if not sets:
        return para(f"No set of differences brings {own} to the answer of {other}", width, 2, 4)
    out = para(f"{head}:", width, 2, 4)
    for one in sets[:MOST_SHOWN]:
        first, *rest = [_told(d) for d in one.differences]
        out += bullet("•", first, width, 4)
        out += [row for text in rest for row in bullet("and", text, width, 6)]
    if len(sets) > MOST_SHOWN:
        out += para(f"and {len(sets) - MOST_SHOWN} further sets", width, 6, 6)
    return out


def _told(one: Difference) -> str:
    if one.kind == "law":
        return f"{one.what} (law of {one.first} / {one.second})"
    if one.kind == "dates":
        return one.what
    kind = {"reading": "reading ", "judgement": "judged: "}.get(one.kind, "")
    only = f"; on record in {clean(one.only)} alone" if one.only else ""
    return f"{kind}{one.what}: {one.first} / {one.second}{only}"


def _rest(found: Comparison, width: int) -> list[str]:
    alike: dict[str, list[str]] = {}
    for one in found.asked:
        if not one.differs:
            name = one.question + (f" ({one.option})" if one.option else "")
            alike.setdefault(one.first.verdict, []).append(name)
    out = [row for verdict, names in alike.items() for row in para(f"Both {verdict}: {_list(names)}", width, 0, 2)]
    why: dict[str, list[str]] = {}
    for question, reason in found.unasked:
        why.setdefault(reason, []).append(question)
    return out + [row for reason, names in why.items() for row in para(f"Not asked ({reason}): {_list(names)}", width, 0, 2)]


def _list(names: Iterable[str]) -> str:
    return ", ".join(map(clean, names))
