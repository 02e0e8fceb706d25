"""A source of the record as a citation: in full at first, afterwards by a short name and “(n 3)”.

press       Author, 'Title' *Outlet* (6 January 2022)
statement   Body, 'Title' (press release, 10 January 2022)
work        Author, 'Title' (*Site*, 7 January 2022)
dataset     Author, *Title* (dataset, 2019)
UN document Author, 'Title' (13 September 2022) UN Doc S/2022/688
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from re import compile as pattern

from foedus.citing.days import in_words, spelled
from foedus.citing.kinds import Kind, kind_of, symbol_of
from foedus.citing.runs import Run, Runs, merged, run
from foedus.record.claims import Source

__all__ = ["Citation", "cited", "cited_words"]

SHORTEST, LONGEST_SHORT = 20, 60
_YEAR = pattern(r"\b(?:1[5-9]|2[01])[0-9]{2}\b")
_TRANSLATED = ", translated by "
_QUOTED = pattern(r"(?<!\w)[‘’]([^‘’]+)’(?!\w)")


@dataclass(frozen=True, slots=True)
class Citation:
    """One thing cited at one place of it.

    key     what is cited: a source or an instrument; its second citation refers back to the first
    kind    how it is cited
    lead    the citation in full, without the place in it
    back    what it is called afterwards
    point   the place in it: art 4(1); para 195
    once    what is added where this place is cited first: the wording, and where its text was read
    always  what is added each time: that the text was not read; which claim of the record it carries
    """

    key: str
    kind: Kind
    lead: Runs
    back: Runs
    point: Runs = ()
    once: Runs = ()
    always: Runs = ()

    def full(self, once: bool = True) -> Runs:
        """As cited first, without the full stop that ends a footnote."""
        return merged((*self.lead, *self.point, *(self.once if once else ()), *self.always))

    def short(self, first: int, once: bool = False) -> Runs:
        """As cited after the note `first`: `LP (n 3) art 4(1)`."""
        ref = (Run(" (n "), Run(str(first), note=first), Run(")"))
        return merged((*self.back, *ref, *self.point, *(self.once if once else ()), *self.always))

    def again(self, once: bool = False) -> Runs:
        """As cited after itself in the same note: the place alone."""
        tail = (*self.point, *(self.once if once else ()), *self.always)
        first = tail[0].text.lstrip(", ") if tail else ""
        return merged((*run(first, tail[0].italic if tail else False), *tail[1:]))

    @property
    def place(self) -> tuple[str, str]:
        """What and where: a place cited before is not described again."""
        return self.key, "".join(r.text for r in (*self.point, *self.once))


def cited(source: Source, claims: Sequence[str] = (), pinpoint: str = "") -> Citation:
    """A source of the record, with the ids of the claims it is cited for."""
    kind = kind_of(source)
    always = run(f", {'claim' if len(claims) == 1 else 'claims'} {_and(claims)}" if claims else "")
    point = run(f", {pinpoint}" if pinpoint else "")
    return Citation(f"source {source.id}", kind, merged(_lead(source, kind)), merged(_back(source)), point, (), always)


def cited_words(holder: str, source: str, pinpoint: str = "", when: str = "") -> Citation:
    """Who said something, where a law page names the source in its own words; `when` is added where these name no year."""
    said = spelled(source).replace("; ", ", ")
    dated = "" if not when or _YEAR.search(said) else f" ({spelled(when).replace('/', ' to ')})"
    lead = run((said if holder in said else f"{holder}, in {said}") + dated if said else holder)
    point = run(f", {pinpoint.replace('; ', ', ')}" if pinpoint else "")
    return Citation(f"words {holder} {source}", "document", lead, run(holder), point)


def _lead(source: Source, kind: Kind) -> list[Run]:
    author, translator = _people(source)
    title, when = _title(source), run(in_words(source.date))
    outlet = run(source.outlet, True)
    tr = run(f"{translator} tr" if translator else "")
    if kind == "press" or (kind == "work" and not (title or author)):
        described = bool(title and source.outlet) and _described(source.title)
        site = [*run(", " if described else " " if title and outlet else ""), *outlet]
        return [*_by(author, source), *title, *site, *_bracket([tr, when]), *_unnamed(source)]
    if kind == "work":
        return [*_by(author, source), *title, *_bracket([tr, outlet, when]), *_unnamed(source)]
    body = _by(author or source.outlet, source)
    if kind == "UN document":
        return [*body, *title, *_bracket([when]), *run(f" UN Doc {symbol_of(source)}")]
    where = run(source.outlet if author else "")
    if kind in ("dataset", "book"):
        sort = run("dataset" if kind == "dataset" else "")
        return [*body, *run(source.title, True), *_bracket([sort, tr, where, when]), *_unnamed(source)]
    sort = run(source.kind if body or title else "")
    return [*body, *title, *_bracket([where, sort, when]), *_unnamed(source)]


def _by(name: str, source: Source) -> Runs:
    """Who made it, before the title; where neither is known nor where it stood, what sort of thing it is."""
    if name:
        return run(f"{name}, " if source.title else name)
    return run("" if source.title or source.outlet else source.kind)


def _title(source: Source) -> Runs:
    """The title in quotation marks; words that begin small describe the thing and are no title."""
    title = source.title.strip()
    if not title:
        return ()
    return run(title) if _described(title) else run(f"‘{_inner(title)}’")


def _described(title: str) -> bool:
    return title[0].islower() and title.split(maxsplit=1)[0].islower()


def _inner(title: str) -> str:
    """Quotation marks within a title are double."""
    quoted = _QUOTED.sub("“\\1”", title.replace("'", "’"))
    return quoted.replace("‘", "“")


def _bracket(items: Sequence[Runs]) -> list[Run]:
    """What is known of these, in brackets with commas between."""
    kept = [item for item in items if item]
    out: list[Run] = []
    for number, item in enumerate(kept):
        out += [Run(" (" if number == 0 else ", "), *item]
    return [*out, Run(")")] if out else []


def _unnamed(source: Source) -> Runs:
    """Without a title, or with a description and no outlet, the record's own name for it says which one is meant."""
    described = bool(source.title.strip()) and not source.outlet and _described(source.title.strip())
    told = {source.outlet, f"{source.outlet} {in_words(source.date)}"}
    return run(f" [{source.id}]") if (described or not source.title) and source.id not in told else ()


def _people(source: Source) -> tuple[str, str]:
    """The author and the translator."""
    author, _, translator = source.author.partition(_TRANSLATED)
    return author.strip(), translator.strip()


def _back(source: Source) -> Runs:
    author, _ = _people(source)
    if author:
        return run(author)
    title = _title(source)
    if title and not _described(source.title.strip()):
        return run(f"‘{_inner(_cut(source.title.strip()))}’")
    if source.outlet:
        return run(source.outlet, True)
    return run(source.id)


def _cut(title: str) -> str:
    """A title up to its first colon, or as many words of it as are short enough."""
    head = title.partition(": ")[0]
    head = head if len(head) >= SHORTEST else title
    if len(head) <= LONGEST_SHORT:
        return head
    kept = head[:LONGEST_SHORT].rpartition(" ")[0].rstrip(",;–- ")
    return f"{kept} …"


def _and(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
