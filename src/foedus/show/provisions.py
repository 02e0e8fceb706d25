"""Law pages for reading: a provision with its wordings side by side, what is said of it, who holds what and where it is used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from foedus.show.documents import coverage_json, law_json
from foedus.show.law import gap_words, holders, plain_prose, rows_of

if TYPE_CHECKING:
    from foedus.door.laws import Paraphrase
    from foedus.problem import Place
    from foedus.text import Regime
    from foedus.text.law import Provision, Reading, Rule

__all__ = ["changed_words", "provision_json", "regime_json"]

Parts = list[tuple[str, str]]
"""Pieces of a text in order, each with its sign: = in both, - only in the first, + only in the second."""

_WORDS = re.compile(r"\n[ ]*|[^\S\n]+|\w+|[^\w\s]")


def regime_json(regime: Regime, on: date) -> dict[str, Any]:
    """Instruments and provisions, how much of each is encoded, contested words, and rules that stand in no provision."""
    out = law_json(regime)
    for row in out["provisions"]:
        row.update(_on_day(regime, regime.provisions[row["id"]], on))
    return {
        **out,
        "on": on.isoformat(),
        "coverage": coverage_json(regime),
        "contested": [_contested(regime, name) for name in regime.groups],
        "own": [_rule(regime, r, _Uses(regime)) for r in regime.chapter.rules if not r.provision],
    }


def provision_json(
    regime: Regime, asked: str, wordings: Sequence[str], prose: Mapping[str, Paraphrase], on: date
) -> dict[str, Any]:
    """Wordings of a provision in full, with the prose of the page, and in which words each differs from the one before.

    asked    as it stood in the address; `wordings` the ids it means; `on` the day asked about
    """
    out = law_json(regime, wordings)
    uses = _Uses(regime)
    for row in out["provisions"]:
        provision = regime.provisions[row["id"]]
        said = prose.get(provision.id)
        row |= {**_on_day(regime, provision, on), "base": provision.base, "pinpoints": _pinpoints(provision)}
        row["prose"] = None if said is None else _said(said)
        row["rules"] = [_rule(regime, r, uses) for r in regime.chapter.rules if r.provision == provision.id]
        row["readings"] = [
            {
                **data,
                **_where(regime, r.pinpoint, r.provision),
                "written": _written(regime, r.place),
                "numbered": r.group or r.name,
            }
            for data, r in zip(row["readings"], _readings(regime, provision), strict=True)
        ]
    named = {regime.provisions[w].instrument for w in wordings}
    out["instruments"] = [i for i in out["instruments"] if i["id"] in named]
    return {**out, "asked": asked, "on": on.isoformat(), "differences": list(_differences(regime, wordings))}


# --- one wording ---------------------------------------------------------------------------------


def _on_day(regime: Regime, provision: Provision, on: date) -> dict[str, Any]:
    """Whether this is the wording of a day and what is doubtful about that; the words it leaves aside, as written."""
    gaps = [gap_words(u) for u in regime.chapter.unencoded if u.provision == provision.id]
    return {"applies": regime.in_force(provision.id, on), "doubt": regime.beyond(provision.id, on), "gaps": gaps}


def _pinpoints(provision: Provision) -> list[dict[str, Any]]:
    return [{"pinpoint": p, "read": True} for p in provision.read] + [{"pinpoint": p, "read": False} for p in provision.unread]


def _said(said: Paraphrase) -> dict[str, Any]:
    above, below = (plain_prose(p) for p in (said.paragraphs, said.below))
    return {"heading": said.heading, "above": above, "below": below}


def _readings(regime: Regime, provision: Provision) -> list[Reading]:
    return [r for r in regime.chapter.readings if r.provision == provision.id]


def _where(regime: Regime, pinpoint: str, provision: str) -> dict[str, Any]:
    known = regime.provisions.get(provision)
    return {"pinpoint": pinpoint, "verified": known is None or known.verified(pinpoint)}


def _rule(regime: Regime, rule: Rule, uses: _Uses) -> dict[str, Any]:
    return {
        "id": rule.id,
        "kind": rule.kind,
        "name": rule.name,
        **_where(regime, rule.pinpoint, rule.provision),
        "written": (written := _written(regime, rule.place)),
        "lent": lent if (lent := _lent(regime, rule.kind, rule.name, written)) != written else [],
        "lender": _lender(written),
        **uses.of(rule),
    }


def _written(regime: Regime, place: Place) -> list[str]:
    return list(rows_of(regime, place))


class _Uses:
    """Who looks at what a rule concludes."""

    def __init__(self, regime: Regime) -> None:
        from foedus.text.circles import looks_at, takes_from

        chapter = regime.chapter
        self.regime, self.takes_from = regime, takes_from
        self.rules: dict[str, dict[str, None]] = {}
        for rule in chapter.rules:
            for phrase in (e[0] for element in rule.elements for e in looks_at(element, rule.provision, chapter)):
                self.rules.setdefault(phrase, {})[rule.id] = None
        self.questions: dict[str, dict[str, None]] = {}
        for question in regime.questions.values():
            for phrase in (p for clause in question.clauses for p in _phrases(regime, clause)):
                self.questions.setdefault(phrase, {})[question.id] = None

    def of(self, rule: Rule) -> dict[str, Any]:
        """Rules and questions that look at what this one concludes, and exceptions to it."""
        phrase = rule.head.phrase if rule.head else ""
        excepted = [r.id for r in self.regime.chapter.rules if r.kind == "exception" and self.takes_from(r, rule)]
        return {
            "used_in": [id for id in self.rules.get(phrase, ()) if id != rule.id and _together(id, rule)],
            "questions": list(self.questions.get(phrase, ())),
            "exceptions": excepted,
        }


def _together(id: str, rule: Rule) -> bool:
    """Whether a rule and another may ever be in force together: not where they are of two wordings of one provision."""
    wording = id.rpartition("/")[0]
    return wording == rule.provision or wording.partition("@")[0] != rule.provision.partition("@")[0]


def _phrases(regime: Regime, clause: Any) -> Iterator[str]:
    from foedus.problem import Place
    from foedus.text.circles import looks_at
    from foedus.text.law import Element

    yield from (e[0] for e in looks_at(Element("and", clause, Place()), "", regime.chapter))


def _contested(regime: Regime, name: str) -> dict[str, Any]:
    """A contested word: what it asks, where it stands, and how many hold which option."""
    reading = regime.groups[name]
    held = holders(regime, reading)
    return {
        "name": name,
        "asks": reading.asks,
        "kind": reading.kind,
        "provisions": [r.provision for r in regime.chapter.readings if r.group == name],
        "options": {option: [who for who, choice in held if choice.option == option] for option in reading.options},
    }


# --- between two wordings ------------------------------------------------------------------------


def _differences(regime: Regime, wordings: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Each wording against the one before it."""
    from foedus.text import differences

    for before, after in pairwise(wordings):
        base = regime.provisions[after].base
        if regime.provisions[before].base == base:
            labels = [
                {"rule": d.rule, "label": d.label, "parts": changed_words(d.wordings[before], d.wordings[after])}
                for d in differences(regime, base)
                if d.wordings[before] != d.wordings[after]
            ]
            more = {"lists": _lists(regime, before, after), "blocks": list(_blocks(regime, before, after))}
            yield {"before": before, "after": after, "labels": labels, **more}


def _lists(regime: Regime, before: str, after: str) -> Parts:
    """The lists of names over which only one of two wordings ranges, as one text with its changes; empty without any."""
    old, new = (_ranged(regime, w) for w in (before, after))
    was, now = (", ".join(m for n in one if n not in other for m in one[n]) for one, other in ((old, new), (new, old)))
    return changed_words(was, now)


def _ranged(regime: Regime, wording: str) -> dict[str, tuple[str, ...]]:
    """The named sets with a list of members that rules and readings of a wording range over."""
    from foedus.text.law import Together
    from foedus.text.walk import domain_of, of_element

    elements = [e for r in regime.chapter.rules if r.provision == wording for e in r.elements]
    for reading in regime.chapter.readings:
        if reading.provision == wording:
            elements += [e for o in reading.options.values() if isinstance(o, Together) for e in o.elements]
    names = [d.name for e in elements for c, _ in of_element(e) if (d := domain_of(c))]
    return {n: regime.sets[n].members for n in dict.fromkeys(names) if n in regime.sets and regime.sets[n].members}


def _blocks(regime: Regime, before: str, after: str) -> Iterator[dict[str, Any]]:
    """Rules and readings of two wordings by kind and name: the same, changed word by word, new or dropped."""
    old, new = (dict(_named(regime, w)) for w in (before, after))
    for key in dict.fromkeys((*old, *new)):
        kind, name = key
        was, now = "\n".join(old.get(key, ())), "\n".join(new.get(key, ()))
        change = "same" if was == now else "new" if not was else "dropped" if not now else "changed"
        yield {"kind": kind, "name": name, "change": change, "parts": changed_words(was, now) if change != "same" else []}


def _named(regime: Regime, wording: str) -> Iterator[tuple[tuple[str, str], list[str]]]:
    """The blocks of a wording as they stand, those borrowed from another wording as they stand there."""
    for rule in regime.chapter.rules:
        if rule.provision == wording:
            yield (rule.kind, rule.name), _lent(regime, rule.kind, rule.name, _written(regime, rule.place))
    for reading in regime.chapter.readings:
        if reading.provision == wording:
            yield ("reading", reading.name), _lent(regime, "reading", reading.name, _written(regime, reading.place))


def _lent(regime: Regime, kind: str, name: str, rows: list[str]) -> list[str]:
    """The rows of a block, or of the one it is the same as."""
    for _ in range(_CHAIN):
        source = _lender(rows)
        if not source:
            break
        pool: Iterable[Any] = regime.chapter.readings if kind == "reading" else regime.chapter.rules
        place = next((r.place for r in pool if (r.name, r.provision) == (name, source) and _kind(r) == kind), None)
        if place is None:
            break
        rows = _written(regime, place)
    return rows


def _lender(rows: Sequence[str]) -> str:
    """The wording that a block says it is the same as, or nothing."""
    return next((r.strip().removeprefix("same as").strip() for r in rows[1:2] if r.strip().startswith("same as ")), "")


_CHAIN = 20
"""How many borrowings are followed: a chain of them ends, since it was resolved when the pages were read."""


def _kind(one: Any) -> str:
    from foedus.text.law import Reading

    return "reading" if isinstance(one, Reading) else str(one.kind)


def changed_words(before: str, after: str) -> Parts:
    """Two texts as one, by words: what both have, what only the first has and what only the second has.

    Joining the pieces signed = and - gives `before`, those signed = and + gives `after`.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    out: Parts = []
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for sign, words in (("=", old[a:b]),) if op == "equal" else (("-", old[a:b]), ("+", new[c:d])):
            if words:
                out.append((sign, "".join(words)))
    return _smoothed(out)


def _smoothed(parts: Parts) -> Parts:
    """A blank between two changes belongs to both, so that a changed phrase reads as one."""
    out: Parts = []
    for n, (sign, text) in enumerate(parts):
        between = 0 < n < len(parts) - 1 and sign == "=" and not text.strip() and "\n" not in text
        for one, piece in (("-", text), ("+", text)) if between else ((sign, text),):
            _add(out, one, piece)
    return out


def _add(out: Parts, sign: str, text: str) -> None:
    """Put a piece behind the others, joined with one of its sign in the same run of changes."""
    start = len(out)
    while start and sign != "=" and out[start - 1][0] != "=":
        start -= 1
    for n in range(start, len(out)):
        if out[n][0] == sign:
            out[n] = (sign, out[n][1] + text)
            return
    out.append((sign, text))
