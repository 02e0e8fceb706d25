"""Sentences of the law that a typed text may mean: the nearest few, their slots filled from names in the text.

Only an exact sentence binds a claim by itself; these are for a person to choose from, or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from foedus.record import Case
from foedus.vocabulary import Fact, Phrase, Vocabulary

__all__ = ["Offer", "offers"]

MOST = 5
_LEAST = 0.3
_NAMED = 2  # a sentence none of whose own words is said must have so many words of its names said
_GUESS = 0.15
_BESIDE = 0.6  # what is so much less near than the nearest is not worth a look
_ALIKE = 4  # words that begin with so many of the same letters are taken for one: sends, sending, decides, decision
_WORD = re.compile(r"[^\W_]+")
_EMPTY = frozenset(
    ("a", "an", "and", "are", "as", "at", "be", "been", "by", "for", "from", "has", "have", "in", "into", "is", "it", "its", "of",
     "on", "or", "that", "the", "their", "this", "to", "was", "were", "will", "with")
)  # fmt: skip
_MONTHS_CUT = frozenset(("janu", "febr", "marc", "apri", "may", "june", "july", "augu", "sept", "octo", "nove", "dece"))
_UNCOUNTED = ("word", "judgement", "count")


@dataclass(frozen=True, slots=True)
class Offer:
    """A sentence that may be meant; `guessed` are the names in it that the text does not say."""

    sentence: str
    guessed: tuple[str, ...]
    score: float


def offers(text: str, case: Case, vocabulary: Vocabulary) -> tuple[Offer, ...]:
    """The sentences nearest to a text, the best first, at most five; none where nothing is near.

    Legal conclusions, judgements and numbers are not offered: they are said in so many words, or not at all.
    """
    said = _stems(text)
    if not said:
        return ()
    names = _names(case, vocabulary)
    found = [o for p in vocabulary.phrases.values() if p.kind not in _UNCOUNTED for o in _offered(p, said, names, case)]
    best = sorted(found, key=lambda o: (-o.score, len(o.guessed), o.sentence))
    return tuple(o for o in best[:MOST] if o.score >= max(_LEAST, _BESIDE * best[0].score))


def _names(case: Case, vocabulary: Vocabulary) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Type → names of that type, each with the words it goes by; those of the case first, then those that play a part."""
    spelt: dict[str, list[str]] = {}
    for alias, name in vocabulary.aliases.items():
        spelt.setdefault(name, []).append(alias)
    playing = set(case.roles.values())
    everybody = sorted({**case.individuals, **vocabulary.individuals}.items(), key=lambda one: one[0] not in playing)
    out: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for name, kind in everybody:
        out.setdefault(kind, []).append((name, (name, *spelt.get(name, ()))))
    return out


def _offered(
    phrase: Phrase, said: frozenset[str], names: Mapping[str, list[tuple[str, tuple[str, ...]]]], case: Case
) -> Iterator[Offer]:
    own = _stems(phrase.skeleton.replace("{}", " "))
    explained, sentence = own & said, own
    chosen: list[str] = []
    guessed: list[str] = []
    for slot in phrase.slots:
        name, words = _filler(names.get(slot.type, []), said - explained, chosen, case)
        if not name:
            return
        explained |= words
        sentence |= _stems(name) - _MONTHS_CUT if words else words
        chosen.append(name)
        guessed += [] if words else [name]
    if not own & said and len(explained) < _NAMED:
        return
    # how much of the text the sentence says, and of the sentence the text; less where names had to be guessed
    score = 2 * len(explained) / (len(said) + len(sentence | explained)) / (1 + _GUESS * len(guessed))
    yield Offer(str(Fact(phrase.skeleton, tuple(f"{{{name}}}" for name in chosen))), tuple(guessed), round(score, 4))


def _filler(
    names: list[tuple[str, tuple[str, ...]]], said: frozenset[str], taken: list[str], case: Case
) -> tuple[str, frozenset[str]]:
    """The name that the text says most of, and its words there; else one that plays a part in the case, or the only one."""
    best, words, share = "", frozenset[str](), 0.0
    free = [(name, spelt) for name, spelt in names if name not in taken]
    for name, spelt in free:
        for way in spelt:
            stems = _stems(way) - _MONTHS_CUT
            common = stems & said
            if common and len(common) / len(stems) + len(common) > share:
                best, words, share = name, common, len(common) / len(stems) + len(common)
    if best:
        return best, words
    playing = [name for name, _ in free if name in set(case.roles.values())]
    return (playing or [name for name, _ in free if len(free) == 1] or [""])[0], frozenset()


@lru_cache(maxsize=8192)
def _stems(text: str) -> frozenset[str]:
    """The words of a text, cut to their beginnings; small words and numbers are left out."""
    words = (w for w in _WORD.findall(text.casefold()) if w not in _EMPTY and not w.isdecimal())
    return frozenset(w[:_ALIKE] for w in words)
