"""An act as it is typed, and what it says: its fact, and the individuals it brings into the matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from re import compile as pattern

from foedus.matter.entry import KEEPER
from foedus.problem import Invalid, Place, Problem, nearest
from foedus.record.caseform import RESERVED
from foedus.record.quantity import Op, Quantity, split
from foedus.record.sentences import Sentences
from foedus.record.time import Unreadable
from foedus.vocabulary import Fact, Phrase, Vocabulary, skeleton_of

__all__ = ["Said", "default_actor", "plainly", "read_new", "read_sentence"]

_NOBODY = pattern(r"no (\w+) is called ")


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence says.

    new      individuals it brings into being, or that were declared along with it, and their types
    written  the sentence as the log keeps it, with braces round every name
    """

    fact: Fact
    positive: bool
    comparison: tuple[Op, Quantity] | None
    new: Mapping[str, str]
    written: str


def read_new(texts: tuple[str, ...], vocabulary: Vocabulary, known: Mapping[str, str], place: Place) -> dict[str, str]:
    """Individuals declared as `name:type`. Raises `Invalid`."""
    out: dict[str, str] = {}
    for text in texts:
        name, sign, kind = (" ".join(part.split()) for part in text.rpartition(":"))
        if not (name and sign and kind):
            raise Invalid.at(place, f"“{text}” declares nobody", "write NAME:TYPE, as in: the raiders:attacker")
        found = known.get(name)
        if found is None or found != kind:
            _declarable(name, kind, vocabulary, place)
            out[name] = kind
    return out


def _declarable(name: str, kind: str, vocabulary: Vocabulary, place: Place) -> None:
    """Raises `Invalid` where a name cannot be an individual of the matter."""
    if kind not in vocabulary.types:
        known = [t.name for t in vocabulary.types.values() if t.open]
        raise Invalid.at(place, f"no type is called “{kind}”", nearest(kind, known) or f"the types are: {', '.join(known)}")
    if RESERVED.fullmatch(name):
        raise Invalid.at(
            place, f"“{name}” cannot be a name", "“any …”, “another …”, “none”, braces and * have a meaning of their own"
        )
    found = vocabulary.named(name, {})
    if found:
        raise Invalid.at(place, f"“{name}” is a {found[1]} already", "give it another name")


def read_sentence(
    text: str, vocabulary: Vocabulary, individuals: Mapping[str, str], declared: Mapping[str, str], place: Place
) -> Said:
    """Read an act in the regime's phrases.

    A name in braces that nobody knows is a new individual, where the phrase says that the act brings
    it into being. Raises `Invalid` with the nearest phrase or name.
    """
    plain = " ".join(text.split())
    new = {**declared, **_made(plain, vocabulary, {**individuals, **declared}, place)}
    try:
        fact, positive, comparison = _read(plain, Sentences(vocabulary, {**individuals, **new}), place)
    except Invalid as error:
        raise Invalid(_advised(p) for p in error.problems) from None
    return Said(fact, positive, comparison, new, _written(fact, positive, plain, vocabulary))


def _read(text: str, sentences: Sentences, place: Place) -> tuple[Fact, bool, tuple[Op, Quantity] | None]:
    """A sentence with all its names in braces, with none, or with some."""
    try:
        return sentences.claim(text, place)
    except Invalid:
        if "{" not in text:
            raise
        return sentences.claim(plainly(text), place)


def _made(text: str, vocabulary: Vocabulary, known: Mapping[str, str], place: Place) -> dict[str, str]:
    """The individual in braces that this act itself brings into being.

    Other names may stand in braces or not, as one likes.
    """
    try:
        bare = (split(text) or (text,))[0]
    except Unreadable:
        return {}  # reported where the sentence is read
    names = [n for n in skeleton_of(bare)[1] if n and not n.startswith(("any ", "another ")) and not vocabulary.named(n, known)]
    makers = [p for p in vocabulary.phrases.values() if p.makes is not None]
    for name in names:
        for kind in dict.fromkeys(p.slots[p.makes or 0].type for p in makers):
            if _makes(plainly(bare), name, kind, vocabulary, known):
                _declarable(name, kind, vocabulary, place)
                return {name: kind}
    return {}


def plainly(text: str) -> str:
    """A sentence without its braces."""
    return text.replace("{", "").replace("}", "")


def _makes(sentence: str, name: str, kind: str, vocabulary: Vocabulary, known: Mapping[str, str]) -> bool:
    """Whether a sentence says that an individual of this name and type comes into being."""
    try:
        fact, positive = vocabulary.fact(sentence, {**known, name: kind})
    except Invalid:
        return False
    makes = vocabulary.phrases[fact.phrase].makes
    return positive and makes is not None and fact.args[makes] == name


def _advised(problem: Problem) -> Problem:
    """A name nobody knows: how a matter gets to know it."""
    found = _NOBODY.match(problem.what)
    if not found:
        return problem
    near = f"{problem.remedy}; " if problem.remedy.startswith("nearest") else ""
    new = f'a new one stands in braces in the act that makes it, or is declared: --new "NAME:{found[1]}"'
    return replace(problem, remedy=near + new)


def _written(fact: Fact, positive: bool, text: str, vocabulary: Vocabulary) -> str:
    negative = vocabulary.phrases[fact.phrase].negative
    form = fact.phrase if positive or not negative else negative
    sentence = str(Fact(form, tuple(f"{{{name}}}" for name in fact.args)))
    compared = split(text)
    return f"{sentence} {compared[1]} {compared[2].verbatim.strip('<>=≤≥ ')}" if compared else sentence


def default_actor(fact: Fact, phrase: Phrase, vocabulary: Vocabulary) -> str:
    """Whose act it is where nobody is named: the first slot of an act or speech, else the keeper of the log."""
    if phrase.kind in ("act", "speech") and fact.args and fact.args[0] in vocabulary.individuals:
        return fact.args[0]
    return KEEPER
