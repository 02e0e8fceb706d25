"""Rules side by side: the power of each member under each of them, as text, as a page and as bars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from foedus.show.paper import Paint, bullet, clean, cut, fit, para, wrap

if TYPE_CHECKING:
    from foedus.design import Design, Outcome

__all__ = ["html_design", "svg_design", "text_design"]

MEASURES = {
    "shapley": ("Shapley-Shubik", "the share of all orders of joining in which the member is the one that decides"),
    "share": ("Banzhaf, shares", "the member's swings (it alone turns the outcome) as a share of everybody's swings"),
    "absolute": ("Banzhaf, absolute", "how often it alone turns the outcome, of all ways in which the others may vote"),
    "prevent": ("Coleman, to prevent", "how often a decision falls if the member leaves it"),
    "initiate": ("Coleman, to initiate", "how often there is a decision if the member joins where there was none"),
}
NAME, NUMBER = 24, 8


@dataclass(frozen=True, slots=True)
class _Row:
    """Members that have the same power under every rule, told as one; `values` has None where nothing was computed."""

    names: tuple[str, ...]
    of: str
    values: Mapping[str, tuple[Fraction | None, ...]]

    @property
    def label(self) -> str:
        """Their names, or the first of them and how many more."""
        more = f" and {len(self.names) - 1} more" if len(self.names) > 1 else ""
        return f"{self.names[0]}{more}{f' ({self.of})' if self.of else ''}"


def _rows(found: Design) -> list[_Row]:
    """All players, those of equal power together, the most powerful first (under the first rule, then the second …)."""
    groups: dict[tuple[object, ...], list[str]] = {}
    tables = [o.players for o in found.outcomes]
    keys = list(dict.fromkeys((name, of) for name in found.members for of in ("", "parliament")))
    for key in keys:
        players = [t.get(key) for t in tables]
        if any(players):
            values = tuple(tuple(getattr(p, m) if p else None for p in players) for m in MEASURES)
            groups.setdefault((key[1], values), []).append(key[0])
    rows = [_Row(tuple(names), str(of), dict(zip(MEASURES, values, strict=True))) for (of, values), names in groups.items()]  # type: ignore[call-overload]
    return sorted(rows, key=lambda r: tuple(-(v or 0) for v in r.values["shapley"]))


def _percent(value: Fraction | None) -> str:
    """A share as a percentage, rounded; what rounds to nothing or to all, without being it, is told so."""
    if value is None:
        return "–"
    if value == 0:
        return "0"
    if value == 1:
        return "100 %"
    shown = f"{float(value * 100):.2f}"
    return "<0.01 %" if shown == "0.00" else ">99.99 %" if shown == "100.00" else f"{shown} %"


def _letters(found: Design) -> list[tuple[str, Outcome]]:
    return [(chr(ord("A") + n), o) for n, o in enumerate(found.outcomes)]


def _head(found: Design) -> str:
    many = f"{len(found.members)} members"
    return f"{many} of {found.of}" if found.of else many


# --- text ---


def text_design(found: Design, width: int = 80, color: bool = False) -> str:
    """The screen: the rules with their chances, then one table for each measure, all rules side by side."""
    width, paint = max(width, 40), Paint(color)
    out = [paint.strong(row) for row in wrap(found.title or "Rules side by side", width)] + wrap(_head(found), width)
    out += ["", *_rules(found, width, paint)]
    rows = _rows(found)
    for measure, (label, means) in MEASURES.items():
        out += ["", paint.strong(label), *(paint.dim(row) for row in para(means, width, 1, 1))]
        out += _table(found, rows, measure, width)
    out += ["", *para("All numbers are exact; percentages are rounded. --json has the fractions.", width, 1, 1)]
    return "\n".join(out) + "\n"


def _rules(found: Design, width: int, paint: Paint) -> Iterator[str]:
    for sign, one in _letters(found):
        yield from (paint.strong(row) for row in bullet(sign, one.name, width, 1, 4))
        yield from para(one.says, width, 4, 4)
        told = []
        if one.powers:
            told.append(f"{_percent(one.powers.act)} of all coalitions decide (Coleman: power to act)")
        if one.chance is not None:
            told.append(f"chance of a decision {_percent(one.chance)}")
        for words in told:
            yield from para(words, width, 4, 4)
        yield from bullet("◊", one.bound, width, 4, 6) if one.bound else ()


def _table(found: Design, rows: Sequence[_Row], measure: str, width: int) -> Iterator[str]:
    """The rules of a measure in columns, so many at a time as there is room for."""
    signs = [sign for sign, _ in _letters(found)]
    room = max(1, (width - NAME - 1) // (NUMBER + 1))
    for start in range(0, len(signs), room):
        part = range(start, min(start + room, len(signs)))
        if start:
            yield ""
        yield (" " + fit("", NAME) + "".join(f"{signs[i]:>{NUMBER + 1}}" for i in part)).rstrip()
        for row in rows:
            yield " " + _name(row) + "".join(f"{_percent(row.values[measure][i]):>{NUMBER + 1}}" for i in part)


def _name(row: _Row) -> str:
    """The label cut to the column; the number of members told together is never cut off."""
    head, tail = "parl. " if row.of else "", f" and {len(row.names) - 1} more" if len(row.names) > 1 else ""
    return fit(head + cut(clean(row.names[0]), max(6, NAME - len(head + tail))) + tail, NAME)


# --- bars ---

_LINE, _GAP, _LEFT, _BAR = 18, 34, 190, 330


def svg_design(found: Design) -> str:
    """The Shapley-Shubik shares as bars, rule by rule: a picture that says in words what it shows."""
    rows = [r for r in _rows(found) if any(r.values["shapley"])]
    done = [(n, sign, o) for n, (sign, o) in enumerate(_letters(found)) if o.powers]
    top = max((v for r in rows for v in r.values["shapley"] if v), default=Fraction(1))
    height = sum(_GAP + _LINE * len(_asked(rows, n)) for n, _, _ in done) + 10
    parts, y = [], 0
    for n, sign, one in done:
        y += _GAP
        parts.append(f'<text class="rule" x="0" y="{y - 10}">{_text(f"{sign}  {one.name}", 70)}</text>')
        for row in _asked(rows, n):
            parts += _bar(row, n, y, top)
            y += _LINE
    title = f"Power by rule: {found.title}" if found.title else "Power by rule"
    words = "; ".join(f"{o.name}: {_spoken(rows, n)}" for n, _, o in done)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 {height}" width="640" height="{height}" role="img" '
        f'aria-labelledby="power-title power-words"><title id="power-title">{_text(title)}</title>'
        f'<desc id="power-words">Shapley-Shubik index of each member. {_text(words)}</desc>'
        "<style>text{font:13px system-ui,sans-serif;fill:#1b1b1d}.rule{font-weight:bold}.bar{fill:#1c4587}</style>"
        f'<rect width="640" height="{height}" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _bar(row: _Row, n: int, y: int, top: Fraction) -> Iterator[str]:
    value = row.values["shapley"][n] or Fraction(0)
    long = float(_BAR * value / top)
    yield f'<text x="{_LEFT - 8}" y="{y + 13}" text-anchor="end">{_text(_name(row).rstrip())}</text>'
    yield f'<rect class="bar" x="{_LEFT}" y="{y + 3}" width="{max(long, 0.5):.1f}" height="{_LINE - 6}"/>'
    yield f'<text x="{_LEFT + long + 6:.1f}" y="{y + 13}">{_percent(value)}</text>'


def _asked(rows: Sequence[_Row], n: int) -> list[_Row]:
    """Those who are players under a rule: a parliament may be asked under another alone."""
    return [r for r in rows if r.values["shapley"][n] is not None]


def _spoken(rows: Sequence[_Row], n: int) -> str:
    told = ((r, " each" if len(r.names) > 1 else "") for r in _asked(rows, n))
    return ", ".join(f"{r.label}{each} {_percent(r.values['shapley'][n])}" for r, each in told)


def _text(text: str, width: int = 0) -> str:
    return escape(cut(clean(text), width) if width else clean(text))


# --- page ---


def html_design(found: Design) -> str:
    """One self-contained page: rules, bars, a table for each measure. No script, no outside request."""
    title = _text(found.title or "Rules side by side")
    head = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n<style>{_css()}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#rules">To the rules</a>\n<header><h1>{title}</h1><p>{_text(_head(found))}</p></header>\n<main>\n'
    )
    tables = "".join(_html_table(found, measure) for measure in MEASURES)
    tail = "<p>All numbers are exact; percentages are rounded, and a fraction stands behind each (point at it).</p>\n"
    return f"{head}{_html_rules(found)}<h2>Bars</h2>\n{svg_design(found)}{tables}{tail}</main>\n</body>\n</html>\n"


@lru_cache(maxsize=1)
def _css() -> str:
    from importlib.resources import files

    more = (
        "td.n,th.n{text-align:right;overflow-wrap:normal;word-break:normal}svg{max-width:100%;height:auto}.wide{overflow-x:auto}"
    )
    return (files("foedus.show") / "templates" / "page.css").read_text("utf-8") + more


def _html_rules(found: Design) -> str:
    rows = []
    for sign, one in _letters(found):
        act = one.powers.act if one.powers else None
        bound = f"<br><strong>{_text(one.bound)}</strong>" if one.bound else ""
        head = f'<th scope="row">{sign} {_text(one.name)}</th><td>{_text(one.says)}{bound}</td>'
        rows.append(f"<tr>{head}{_cell(act)}{_cell(one.chance)}</tr>\n")
    return (
        '<section id="rules"><h2>Rules</h2>\n<div class="wide"><table><caption>A dash: not asked for, or not computed</caption>'
        '<thead><tr><th scope="col">Rule</th><th scope="col">It asks for</th><th scope="col" class="n">Power to act</th>'
        f'<th scope="col" class="n">Chance of a decision</th></tr></thead>\n'
        f"<tbody>\n{''.join(rows)}</tbody></table></div></section>\n"
    )


def _html_table(found: Design, measure: str) -> str:
    label, means = MEASURES[measure]
    heads = "".join(f'<th scope="col" class="n">{sign} {_text(o.name)}</th>' for sign, o in _letters(found))
    rows = []
    for row in _rows(found):
        names = _text(", ".join(row.names) + (f" ({row.of})" if row.of else ""))
        rows.append(f'<tr><th scope="row">{names}</th>{"".join(_cell(v) for v in row.values[measure])}</tr>\n')
    return (
        f'<section><h2>{label}</h2>\n<div class="wide"><table><caption>{_text(means)}</caption><thead><tr>'
        f'<th scope="col">Member</th>{heads}</tr></thead>\n<tbody>\n{"".join(rows)}</tbody></table></div></section>\n'
    )


def _cell(value: Fraction | None) -> str:
    exact = f' title="{value}"' if value is not None else ""
    return f'<td class="n"{exact}>{_percent(value)}</td>'
