"""The law as its pages say it: provisions and their wordings, rules as written, readings and who holds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from re import compile as pattern
from typing import TYPE_CHECKING

from foedus.show.paper import Paint, bullet, clean, cut, fit, para, width_of, wrap

if TYPE_CHECKING:
    from foedus.door.laws import Paraphrase
    from foedus.text import Regime
    from foedus.text.law import Provision, Reading, StanceChoice, Unencoded
    from foedus.text.lines import Line

__all__ = ["gap_words", "holders", "plain_prose", "rows_of", "text_law", "text_phrases", "used_in"]

KINDS = {
    "event": "Events: happen at an instant",
    "act": "Acts: somebody does them",
    "speech": "Acts of speech: the actor's own words make them so",
    "state": "What lasts: holds over a span of time",
    "attribute": "Attributes: of one dated thing, once it exists",
    "count": "Counts",
    "judgement": "Judgements: no rule decides them, a stance may",
    "word": "Words of law: only rules conclude them",
}


def text_law(
    regime: Regime,
    provisions: Sequence[str] | None = None,
    prose: Mapping[str, Paraphrase] | None = None,
    width: int = 80,
    color: bool = False,
) -> str:
    """Chosen wordings in full; without any, the list of instruments and provisions."""
    width, paint = max(width, 40), Paint(color)
    if provisions is None:
        return "\n".join(_contents(regime, width, paint)) + "\n"
    out: list[str] = []
    heading = ""
    for name in provisions:
        said = (prose or {}).get(name)
        out += _wording(regime, regime.provisions[name], said if said and said.heading != heading else None, width, paint)
        heading = said.heading if said else heading
    for base in dict.fromkeys(regime.provisions[name].base for name in provisions):
        out += _differing(regime, base, width, paint)
    return "\n".join(out).rstrip("\n") + "\n"


# --- contents ------------------------------------------------------------------------------------


def _contents(regime: Regime, width: int, paint: Paint) -> list[str]:
    out = [paint.strong(row) for row in wrap(regime.title, width)]
    if regime.under:
        out += wrap(f"stands under: {', '.join(regime.under)}", width)
    for instrument in regime.instruments.values():
        out += [
            "",
            *(paint.strong(row) for row in bullet(instrument.id, f"{instrument.title} ({instrument.standing})", width, 0, 6)),
        ]
        for provision in regime.provisions.values():
            if provision.instrument == instrument.id:
                out += _listed(regime, provision, width)
    return [*out, "", cut(f"→ foedus law {regime.id} {next(iter(regime.provisions), '')}", width)]


def _listed(regime: Regime, provision: Provision, width: int) -> list[str]:
    rules = sum(r.provision == provision.id for r in regime.chapter.rules)
    readings = sum(r.provision == provision.id for r in regime.chapter.readings)
    facts = [
        f"{rules} rule{'' if rules == 1 else 's'}" if rules else "",
        f"{readings} reading{'' if readings == 1 else 's'}" if readings else "",
    ]
    unread = "" if not provision.unread else f"not read: {', '.join(provision.unread)}"
    text = " · ".join(t for t in (str(provision.in_force), *facts, unread) if t)
    name = f"  {clean(provision.id)}"
    if width_of(name) > 24:
        return [name, *para(text, width, 26, 26)]
    return bullet(fit(name, 25), text, width, 0, 26)


# --- one wording ---------------------------------------------------------------------------------


def _wording(regime: Regime, provision: Provision, said: Paraphrase | None, width: int, paint: Paint) -> list[str]:
    instrument = regime.instruments.get(provision.instrument)
    out = []
    if said:
        out += [paint.strong(row) for row in wrap(said.heading, width)]
        out += _prose(said.paragraphs, width)
    out += [paint.strong(f"{clean(provision.id)}") + paint.dim(f"   in force {provision.in_force}")]
    if instrument:
        out += para(f"{instrument.title} ({instrument.standing})", width, 2, 2)
    if provision.read:
        out += para(f"read: {', '.join(provision.read)}", width, 2, 4)
    if provision.source:
        out += para(f"source: {provision.source}", width, 2, 4)
    if provision.unread:
        out += para(f"† not read: {', '.join(provision.unread)}", width, 2, 4)
    out.append("")
    for rule in regime.chapter.rules:
        if rule.provision == provision.id:
            out += [*_written(regime, rule.place, width), ""]
    for reading in regime.chapter.readings:
        if reading.provision == provision.id:
            out += [*_reading(regime, reading, width, paint), ""]
    for gap in regime.chapter.unencoded:
        if gap.provision == provision.id:
            out += [*para(_not_encoded(gap), width, 2, 4), ""]
    return out


def _not_encoded(gap: Unencoded) -> str:
    """Words the page leaves aside, as they stand there, with why and what that blocks."""
    where = f" ({gap.pinpoint})" if gap.pinpoint else ""
    why = f" – {gap.why}" if gap.why else ""
    blocks = "" if gap.blocks in ("", "nothing") else f"; blocks: {gap.blocks}"
    return f"not encoded: {gap_words(gap)}{where}{why}{blocks}"


def gap_words(gap: Unencoded) -> str:
    """The words that a page leaves aside as they stand there, marks of quotation included."""
    written = gap.place.text.strip().removeprefix("unencoded").strip()
    return written if gap.words in written else gap.words


def _prose(paragraphs: Iterable[str], width: int) -> list[str]:
    """Paragraphs and lists of a page without the signs of its markup."""
    out: list[str] = []
    listed = False
    for mark, text in plain_prose(paragraphs):
        if out and not (mark and listed):
            out.append("")
        out += bullet(mark, text, width, 1) if mark else wrap(text, width)
        listed = bool(mark)
    return [*out, ""]


def plain_prose(paragraphs: Iterable[str]) -> list[tuple[str, str]]:
    """Paragraphs and list items without the signs of their markup; an item comes with its mark, “·” or its number."""
    out = []
    for paragraph in paragraphs:
        item = _ITEM.match(paragraph)
        mark = "" if not item else item[1] if item[1][0].isdigit() else "·"
        out.append((mark, _plain(paragraph[item.end() :] if item else paragraph)))
    return out


_ITEM = pattern(r"([-*+]|\d+\.)\s+")
_EMPHASIS = pattern(r"(\*\*|__|`|(?<![\w*])\*(?=\S))(.+?)\1")
_LINK = pattern(r"\[([^\]]*)\]\([^)]*\)")


def _plain(text: str) -> str:
    """Words without marks of emphasis, code and links; twice, since one may stand in another."""
    bare = _LINK.sub(r"\1", text)
    return _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", bare))


def _differing(regime: Regime, base: str, width: int, paint: Paint) -> list[str]:
    """The labelled words in which the wordings of a provision differ, one under the other."""
    from foedus.text import differences

    found = differences(regime, base)
    out = [paint.strong(row) for row in wrap(f"Where the wordings of {base} differ", width)] if found else []
    for one in found:
        out += para(f"{one.label} ({one.rule})", width, 2, 4)
        wide = max(width_of(name) for name in one.wordings) + 2
        for name, text in one.wordings.items():
            out += bullet(fit(clean(name), wide), text or "says nothing of it", width, 4)
    return [*out, ""] if out else []


def _written(regime: Regime, place: object, width: int) -> list[str]:
    """The lines of a block as they stand on the page."""
    rows = list(rows_of(regime, place))
    return [row for text in rows for row in _code(text, width)]


def _code(text: str, width: int) -> list[str]:
    plain = "".join(clean(c) or " " for c in text).rstrip()
    deep = len(plain) - len(plain.lstrip()) + 2
    return para(plain.strip(), width, deep, deep + 4) if width_of(plain) + 2 > width else [f"  {plain}"]


def rows_of(regime: Regime, place: object) -> Iterator[str]:
    """The written lines of the block that begins at a place."""
    for page in regime.pages:
        for block in page.blocks:
            if block.place == place:
                yield from (line.place.text for line in _all(block))


def _all(line: Line) -> Iterator[Line]:
    yield line
    for child in line.children:
        yield from _all(child)


def _reading(regime: Regime, reading: Reading, width: int, paint: Paint) -> list[str]:
    out = _written(regime, reading.place, width)
    held = holders(regime, reading)
    for option in reading.options:
        who = [f"{name} ({_where(choice)})" for name, choice in held if choice.option == option]
        out += para(f"{option} – held by {'; '.join(who)}" if who else f"{option} – no holder found", width, 4, 6)
    rules = used_in(regime, reading)
    if rules:
        out += [paint.dim(row) for row in para(f"used in: {', '.join(rules)}", width, 4, 6)]
    return out


def _where(choice: StanceChoice) -> str:
    parts = (choice.source, choice.pinpoint, choice.date, "" if choice.stated else "derived by us")
    return ", ".join(p for p in parts if p)


def holders(regime: Regime, reading: Reading) -> list[tuple[str, StanceChoice]]:
    """Who chose an option of a reading, with the row that says so."""
    return [
        (stance.name, choice)
        for stance in regime.stances
        for choice in stance.choices
        if choice.kind == "reading" and choice.word in (reading.group, reading.name)
    ]


def used_in(regime: Regime, reading: Reading) -> list[str]:
    """Ids of the rules whose conditions use a reading."""
    from foedus.text.law import ReadingRef
    from foedus.text.walk import of_element

    out = []
    for rule in regime.chapter.rules:
        refs = [c for e in rule.elements for c, _ in of_element(e) if isinstance(c, ReadingRef) and c.name == reading.name]
        if refs and regime.reading_for(reading.name, rule.provision).group == reading.group:
            out.append(rule.id)
    return out


# --- the phrases ---------------------------------------------------------------------------------


def text_phrases(regime: Regime, width: int = 80, color: bool = False) -> str:
    """Every phrase of a regime by its kind: what claims can say and questions can ask."""
    width, paint = max(width, 40), Paint(color)
    out: list[str] = []
    for kind, heading in KINDS.items():
        rows = sorted((p for p in regime.vocabulary.phrases.values() if p.kind == kind), key=str)
        if rows:
            out += ["", *(paint.strong(row) for row in wrap(heading, width))]
            out += [row for p in rows for row in para(str(p), width, 2, 4)]
    letters = ", ".join(f"{{{letter}}} {kind}" for letter, kind in sorted(regime.vocabulary.letters.items()))
    return "\n".join([*out[1:], "", *_paragraph("Slots", letters, width)]) + "\n"


def _paragraph(head: str, text: str, width: int) -> Iterable[str]:
    return wrap(f"{head}: {text}", width) if text else ()
