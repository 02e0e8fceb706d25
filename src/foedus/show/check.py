"""Problems as a person reads them, and what a sound folder covers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from foedus.problem import Place, Problem
from foedus.show.paper import Paint, clean, fit, para, width_of, wrap

if TYPE_CHECKING:
    from foedus.door import Checked
    from foedus.record import Case
    from foedus.text import Coverage, Regime

__all__ = ["bindings", "text_check", "text_problems"]


WIDEST = 22
UNREAD = WIDEST + 38
"""Where the last column of the table of provisions begins."""


def text_problems(problems: Iterable[Problem]) -> str:
    """Every problem with its place, the line it is in and a caret, and what to do about it."""
    return "".join(row + "\n" for p in problems for row in _rows(p))


def _rows(problem: Problem, width: int = 100) -> list[str]:
    """A problem in lines; a long remedy is wrapped."""
    plain = _harmless(problem)
    rows = str(Problem(plain.place, plain.what, "", plain.warning)).splitlines()
    return [*rows, *para(plain.remedy, width, 6, 6)]


def _harmless(problem: Problem) -> Problem:
    """The problem with control characters taken out; the line keeps its columns, so that the caret fits."""
    place = problem.place
    text = "".join(clean(c) or " " for c in place.text)
    return Problem(
        Place(place.file, place.line, place.column, place.length, text),
        clean(problem.what),
        clean(problem.remedy),
        problem.warning,
    )


def text_check(found: Checked, width: int = 80, color: bool = False) -> str:
    """What is wrong with a folder; if nothing is, what its law encodes and what its record binds."""
    width, paint = max(width, 40), Paint(color)
    errors = [p for p in found.problems if not p.warning]
    out = [row for p in found.problems for row in [*_rows(p, width), ""]]
    if errors:
        out += [paint.wrong(f"{clean(found.path)}: {_count(len(errors), 'error')}")]
        return "\n".join(out) + "\n"
    if found.case and found.regime:
        out += _case(found.case, found.regime, width, paint)
    elif found.regime:
        out += _law(found.regime, width, paint)
    warnings = len(found.problems)
    out += ["", f"{clean(found.path)}: sound" + (f", {_count(warnings, 'warning')}" if warnings else "")]
    return "\n".join(out) + "\n"


def _count(number: int, word: str, words: str = "") -> str:
    return f"{number} {word if number == 1 else words or word + 's'}"


# --- law -----------------------------------------------------------------------------------------


def _law(regime: Regime, width: int, paint: Paint) -> list[str]:
    from foedus.text import coverage

    rows = coverage(regime)
    head = _cells(("provision", "rules", "readings", "judged", "not encoded", "unread"))
    out = [paint.strong(row) for row in wrap(regime.title, width)] + ["", paint.dim(head)]
    for row in rows:
        out += _covered(row, width)
    total = f"{_count(len(rows), 'wording')}, {sum(r.rules for r in rows)} rules, {sum(r.readings for r in rows)} readings"
    silent = sum(len(r.silent) for r in rows)
    return [*out, "", f"{total}; silent on {_count(silent, 'pinpoint')}"]


def _cells(parts: Sequence[str]) -> str:
    widths = (WIDEST, 7, 10, 8, 13, 0)
    return "".join(fit(p, w) for p, w in zip(parts, widths, strict=True)).rstrip()


def _covered(row: Coverage, width: int) -> list[str]:
    numbers = [str(n) if n else "·" for n in (row.rules, row.readings, len(row.judgements), len(row.unencoded))]
    name = clean(row.provision)
    unread = ", ".join(row.unverified) or "·"
    last = wrap(clean(unread), max(12, width - UNREAD))
    rows = [_cells(("", *[""] * len(numbers), text)) for text in last[1:]]
    out = [name] if width_of(name) >= WIDEST else []
    out += [_cells(("" if out else name, *numbers, last[0])), *rows]
    if row.silent:
        out += para(f"silent: {', '.join(row.silent)}", width, 2, 4)
    return out


# --- a case --------------------------------------------------------------------------------------


def bindings(case: Case) -> dict[str, tuple[int, int, int]]:
    """For each group of claims: rows, rows bound to a fact, dated notes."""
    out: dict[str, tuple[int, int, int]] = {}
    for claim in case.claims:
        rows, bound, notes = out.get(claim.group, (0, 0, 0))
        out[claim.group] = (rows + 1, bound + (claim.fact is not None), notes + (claim.fact is None))
    return out


def _case(case: Case, regime: Regime, width: int, paint: Paint) -> list[str]:
    found = bindings(case)
    out = [paint.strong(row) for row in wrap(case.title or case.id, width)]
    sizes = f"{_count(len(case.sources), 'source')} · {_count(len(case.speakers), 'speaker')}"
    out += wrap(f"under {regime.title} · zone {case.zone} · {sizes}", width)
    wide = max((width_of(clean(g or "no group")) for g in found), default=8) + 2
    wide = min(max(wide, 14), width - 30)
    out += ["", paint.dim(fit("claims", wide) + "  rows  bound  notes")]
    for group, numbers in found.items():
        out.append(_numbers(group or "no group", numbers, wide))
    total = tuple(sum(n[i] for n in found.values()) for i in range(3))
    out.append(_numbers("in all", (total[0], total[1], total[2]), wide))
    opinions = sum(c.opinion for c in case.claims)
    counts = (
        f"{_count(opinions, 'legal opinion')} kept apart",
        f"{len(case.set_asides)} set aside",
        _count(len(case.timings), "time narrowed", "times narrowed"),
        _count(len(case.closures), "closed register"),
        *([_count(len(case.contradictions), "contradiction listed", "contradictions listed")] if case.contradictions else []),
    )
    return [*out, "", *wrap(" · ".join(counts), width), *_unfilled(case, regime, width)]


def _numbers(name: str, numbers: tuple[int, int, int], wide: int) -> str:
    from foedus.show.paper import cut

    rows, bound, notes = numbers
    return f"{fit(cut(clean(name), wide), wide)}{rows:6}{bound:7}{notes:7}"


def _unfilled(case: Case, regime: Regime, width: int) -> list[str]:
    missing = [r for r in regime.roles if r not in case.roles]
    return wrap(f"Roles nobody fills: {', '.join(missing)}", width) if missing else []
