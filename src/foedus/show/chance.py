"""How likely each answer is, on whose priors, and what moves it most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from foedus.show.gather import families, gathered, joined
from foedus.show.heading import heading
from foedus.show.notes import KINDS
from foedus.show.paper import Paint, bullet, columns, para, wrap

if TYPE_CHECKING:
    from foedus.assess.chances import Chancing, Move, Prior
    from foedus.counting import Span

__all__ = ["percent", "text_chance"]

SHOWN = 12
COLUMN = 17
_MEANT = {
    "truth": "The priors are of facts being so. What is shown or claimed is what the record makes of it now, whatever turns out; "
    "--proof takes every open fact as settled by proof.",
    "proof": "Every open fact is taken as settled by proof, so what is so is shown; without --proof, what is shown is what the "
    "record makes of it now.",
}
_STATED = "At most one of these is so; that is your statement, no constraint of the record makes it so"
_ADMITTED = "At most one of these is so, as the record's constraints have it"


def text_chance(found: Chancing, width: int = 80, color: bool = False) -> str:
    """The screen of one answer's chances."""
    width, paint = max(width, 40), Paint(color)
    out = [*_head(found, width, paint), *_priors(found, width, paint), *_table(found, width, paint)]
    out += [*_ranges(found, width), *_moves(found, width, paint), *_method(found, width, paint)]
    return "\n".join(out) + "\n"


def percent(share: Fraction) -> str:
    """A chance as a percentage with one decimal; only what is sure is told as 0 or 100."""
    if share in (0, 1):
        return "0 %" if share == 0 else "100 %"
    tenths = round(share * 1000)
    return "<0.1 %" if tenths == 0 else ">99.9 %" if tenths == 1000 else f"{tenths / 10:.1f} %"


def _span(span: Span) -> str:
    if span.exact:
        return percent(span.least)
    return f"{percent(span.least).removesuffix(' %')} to {percent(span.most)}"


def _head(found: Chancing, width: int, paint: Paint) -> list[str]:
    told = heading(found, "how likely each answer is, on your priors", width, paint, found.law_note)
    return [*told, "", *wrap(_MEANT[found.meant], width)]


def _priors(found: Chancing, width: int, paint: Paint) -> list[str]:
    if not found.priors and not found.groups:
        return ["", *wrap('You gave no priors: --prior "FACT=0.3" gives one.', width)]
    out = ["", paint.strong("Your priors")]
    out += [row for prior in found.priors for row in _prior(prior, width)]
    for group, stated in zip(found.groups, found.stated, strict=True):
        out += para(f"{_STATED if stated else _ADMITTED}:", width, 1, 1)
        out += [row for prior in group for row in _prior(prior, width)]
    several = len(found.priors) + len(found.groups) > 1
    return out + ([paint.dim(row) for row in para("Each is independent of the others.", width, 1, 1)] if several else [])


def _prior(prior: Prior, width: int) -> list[str]:
    return bullet(f"{float(prior.chance * 100):>6.4g} %", f"{prior.fact} ({KINDS.get(prior.was, prior.was)})", width, 1, 10)


# --- the chances ---


def _table(found: Chancing, width: int, paint: Paint) -> list[str]:
    several = len(found.parts) > 1
    rows = [(_reading(p.readings), p) for p in found.parts] if several else []
    rows.append(
        ("whatever the reading" if several or not found.parts else "whatever is open" if _spread(found) else "", found.envelope)
    )
    asks = any(p.not_engaged.most for _, p in rows)
    heads = ["", "yes", "no", *(["not engaged"] if asks else [])]
    label = width - 1 - COLUMN * (len(heads) - 1)
    out = ["", *(paint.strong(row) for row in _row(heads, label))]
    for name, likely in rows:
        cells = [name, _span(likely.yes), _span(likely.no), *([_span(likely.not_engaged)] if asks else [])]
        out += _row(cells, label)
    if not found.parts:
        out += para("There are too many ways of reading to tell each; --reading chooses.", width, 1, 1)
    return out


def _spread(found: Chancing) -> bool:
    return not (found.envelope.yes.exact and found.envelope.no.exact)


def _row(cells: Sequence[str], label: int) -> list[str]:
    return columns([wrap(" " + cells[0], label - 2) or [""], *([c] for c in cells[1:])], [label, *[COLUMN] * (len(cells) - 1)])


def _reading(readings: Mapping[str, tuple[str, ...]]) -> str:
    return " and ".join(f"{name} = {' or '.join(options)}" for name, options in readings.items()) or "otherwise"


def _ranges(found: Chancing, width: int) -> list[str]:
    """What the spans range over."""
    kinds = (
        ("facts without a prior", gathered(found.missing)),
        (KINDS["judgement"], list(found.judgements)),
        ("the law is silent or collides", list(found.silences)),
    )
    lines = [(label, names) for label, names in kinds if names]
    if not lines or not _spread(found):
        return []
    out = ["", "From the least to the most it can be, never a mean, over"]
    for label, names in lines:
        more = f"; and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        out += bullet("·", f"{label}: {'; '.join(names[:SHOWN])}{more}", width, 1, 3)
    return out


# --- moves ---


def _moves(found: Chancing, width: int, paint: Paint) -> list[str]:
    if not found.moves:
        return []
    lines = list(_ranked(found.moves))
    out = ["", paint.strong("What moves a yes most")]
    for told, facts in lines[:SHOWN]:
        out += bullet(f"{told:>8}", facts, width, 1, 10)
    if len(lines) > SHOWN:
        out += para(f"and {len(lines) - SHOWN} more; --json lists them", width, 3, 3)
    means = "In points, signed: the chance of a yes were the fact so, minus that chance were it not."
    return out + [paint.dim(row) for row in para(means, width, 1, 1)]


def _ranked(moves: Sequence[Move]) -> Iterator[tuple[str, str]]:
    """Facts that move it alike, told as one where their sentences are of one mould."""
    groups: dict[tuple[Span, str], list[str]] = {}
    for move in moves:
        groups.setdefault((move.by, move.was), []).append(move.fact)
    for (by, was), facts in groups.items():
        told = _points(by.least) if by.exact else f"{_points(by.least)} to {_points(by.most)}"
        for family in families(facts):
            yield told, f"{joined(family)} ({KINDS.get(was, was)})"


def _points(by: Fraction) -> str:
    """A difference of two chances in points out of a hundred."""
    return f"{float(by * 100):+.1f}".replace("-", "−") if by else "0"


def _method(found: Chancing, width: int, paint: Paint) -> list[str]:
    out = []
    if found.admitted.exact and found.admitted.most < 1:
        what = "Only what the record's constraints admit counts: on the priors alone its chance is "
        out += wrap(what + percent(found.admitted.most) + ".", width)
    how = ", ".join(found.methods) or "nothing had to be counted"
    return ["", *(paint.dim(row) for row in (*out, *wrap(f"Exact; found {how}." if found.methods else f"Exact; {how}.", width)))]
