"""Open points: facts and judgements that many cells turn on, told once and referred to by a sign.

note   contested: attacker · unknown: u1 u2 · judgement: j1
point  u1  one of 5 states (4 listed, one not on record) directs the raiders
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from re import compile as pattern

from foedus.show.gather import families, joined
from foedus.show.notes import KINDS, Note

__all__ = ["Points"]

INLINE = 150
_NOT_ON_RECORD = pattern(r"another (.+?) not on record")
_LETTERS = {
    "unknown": "u",
    "alleged": "a",
    "disputed": "d",
    "instant": "t",
    "judgement": "j",
    "law_gap": "g",
    "norm_conflict": "n",
}
_BY_LABEL = {KINDS[kind]: sign for kind, sign in _LETTERS.items()}


@dataclass
class Points:
    """The points that long notes refer to. Short notes say what they have to say themselves."""

    members: dict[str, dict[str, str]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, notes: Iterable[Note]) -> Points:
        """The points of all notes too long to be told in full, alike sentences gathered."""
        sentences: dict[str, dict[str, None]] = {}
        for note in notes:
            if not _short(note):
                for label, texts in note.items:
                    if label in _BY_LABEL:
                        sentences.setdefault(label, {}).update(dict.fromkeys(texts))
        points = cls()
        for label in (KINDS[k] for k in _LETTERS):
            points._add(label, list(sentences.get(label, ())))
        return points

    def _add(self, label: str, sentences: Sequence[str]) -> None:
        missing: dict[str, list[str]] = {}
        texts = []
        for family in families(sentences):
            kinds = [_NOT_ON_RECORD.search(s) for s in family]
            if kinds[0] and all(kinds):
                missing.setdefault(kinds[0][1], []).extend(family)
            else:
                texts.append((family, joined(family)))
        texts += [(f, _unrecorded(kind, f)) for kind, f in missing.items()]
        for number, (family, text) in enumerate(texts, 1):
            sign = f"{_BY_LABEL[label]}{number}"
            self.texts[sign] = text
            self.sizes[sign] = len(family)
            for sentence in family:
                self.members.setdefault(label, {})[sentence] = sign

    def parts(self, note: Note) -> list[str]:
        """The statements of a note, in full if that is short, else with signs for its points."""
        if _short(note):
            return note.sentences()
        return [self._part(label, texts) for label, texts in note.items]

    def _part(self, label: str, texts: tuple[str, ...]) -> str:
        if label not in _BY_LABEL:
            return Note(((label, texts),)).sentences()[0]
        found: dict[str, int] = {}
        for text in texts:
            sign = self.members[label][text]
            found[sign] = found.get(sign, 0) + 1
        whole = [s for s, n in found.items() if n == self.sizes[s]]
        parts = [f"{s} ({n} of {self.sizes[s]})" for s, n in found.items() if n != self.sizes[s]]
        return f"{label}: {', '.join([*_ranges(whole), *sorted(parts, key=_number)])}"

    def listed(self) -> list[tuple[str, str, str]]:
        """Every point: the label of its kind, its sign, its words."""
        labels = {sign: label for label, sign in _BY_LABEL.items()}
        return [(labels[sign[0]], sign, text) for sign, text in self.texts.items()]


def _unrecorded(kind: str, family: Sequence[str]) -> str:
    facts = "1 fact" if len(family) == 1 else f"{len(family)} facts"
    return f"another {kind}, so far not on record ({facts} about it)"


def _number(sign: str) -> int:
    return int("".join(c for c in sign.partition(" ")[0] if c.isdigit()))


def _ranges(signs: Iterable[str]) -> list[str]:
    """u1, u2, u3, u5 → u1–u3, u5."""
    out: list[list[str]] = []
    for sign in sorted(signs, key=_number):
        if out and _number(sign) == _number(out[-1][-1]) + 1:
            out[-1].append(sign)
        else:
            out.append([sign])
    return [f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in out]


def _short(note: Note) -> bool:
    return len(" · ".join(note.sentences())) <= INLINE
