"""Phrases, facts, and the matching of plain sentences to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from foedus.problem import Invalid, Place, nearest

Kind = Literal["event", "act", "speech", "state", "attribute", "judgement", "count", "word"]
"""What a phrase speaks of.

event, act   happens at an instant (an act has an actor)
speech       an act that the actor's own words constitute: a request, a ballot, a consent
state        holds over a span of time
attribute    a timeless property of a dated individual, once that exists
judgement    no rule can decide it; a stance may
count        a quantity: "votes for in {B}"
word         a legal conclusion: only rules make it true, what speakers say of it is legal opinion
"""

MAX_SENTENCE = 1_000
_NOWHERE = Place()
_HOLE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Type:
    """A sort of individual. `open`: dated things of a case, of which another may exist unrecorded."""

    name: str
    open: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a phrase: the letter that names it and the type of what may fill it."""

    letter: str
    type: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A declared sentence with slots.

    skeleton     the sentence with bare holes; the phrase's identity
    negative     skeleton of its declared negative form, if any
    makes        index of the slot whose individual this act or event brings into being
    lasts_until  skeleton of the event that ends the state, which lets it persist until then
    same_slots   for `lasts_until`: index of this phrase's slot for each slot of that event
    own_word     a speech act that only its actor's own word proves; what others report of it is alleged
    """

    skeleton: str
    slots: tuple[Slot, ...]
    kind: Kind
    place: Place = field(default=Place(), compare=False)
    negative: str | None = None
    makes: int | None = None
    lasts_until: str | None = None
    same_slots: tuple[int, ...] = ()
    own_word: bool = False

    def __str__(self) -> str:
        return fill(self.skeleton, [f"{{{s.letter}}}" for s in self.slots])


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """A phrase with its slots filled by individuals' names."""

    phrase: str
    args: tuple[str, ...]

    def __str__(self) -> str:
        return fill(self.phrase, self.args)


def another(type_name: str) -> str:
    """The name of the individual that stands for "one more, not on record" of an open type."""
    return f"another {type_name} not on record"


def is_another(name: str) -> bool:
    """Whether `name` stands for an individual that is not on record."""
    return name.startswith("another ") and name.endswith(" not on record")


def fill(skeleton: str, args: Iterable[str]) -> str:
    """The skeleton with its holes filled in order."""
    parts = skeleton.split("{}")
    out = [parts[0]]
    for arg, tail in zip(args, parts[1:], strict=True):
        out += [arg, tail]
    return "".join(out)


def skeleton_of(sentence: str) -> tuple[str, tuple[str, ...]]:
    """Split a braced sentence into its skeleton and the contents of its holes."""
    holes = tuple(h.strip() for h in _HOLE.findall(sentence))
    return " ".join(_HOLE.sub("{}", sentence).split()), holes


@dataclass(frozen=True)
class Vocabulary:
    """Everything that may be said: types, letters, phrases by skeleton, and listed individuals.

    `individuals` maps the name of every *listed* individual (states, organs, goods …) to its type;
    the dated individuals of a case are passed to the matching functions.
    """

    types: Mapping[str, Type]
    letters: Mapping[str, str]
    phrases: Mapping[str, Phrase]
    individuals: Mapping[str, str]
    aliases: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def negatives(self) -> Mapping[str, Phrase]:
        """Phrases by the skeleton of their negative form."""
        return {p.negative: p for p in self.phrases.values() if p.negative}

    @cached_property
    def _forms(self) -> tuple[tuple[tuple[str, ...], Phrase, bool], ...]:
        """The literal parts of every form, positive and negative."""
        forms = [(s, p, True) for s, p in self.phrases.items()]
        forms += [(s, p, False) for s, p in self.negatives.items()]
        return tuple((tuple(s.split("{}")), p, positive) for s, p, positive in forms)

    def of_type(self, type_name: str) -> tuple[str, ...]:
        """Listed individuals of a type, in declaration order."""
        return tuple(n for n, t in self.individuals.items() if t == type_name)

    def named(self, name: str, extra: Mapping[str, str]) -> tuple[str, str] | None:
        """The individual called `name` (with or without "the", or by alias) and its type."""
        for candidate in (name, name.removeprefix("the "), f"the {name}"):
            full = self.aliases.get(candidate, candidate)
            found = extra.get(full) or self.individuals.get(full)
            if found:
                return full, found
        return None

    def lookup(self, skeleton: str) -> tuple[Phrase, bool] | None:
        """The phrase of a skeleton, and whether the skeleton is its positive form."""
        if skeleton in self.phrases:
            return self.phrases[skeleton], True
        if skeleton in self.negatives:
            return self.negatives[skeleton], False
        return None

    def fact(self, sentence: str, extra: Mapping[str, str], place: Place = _NOWHERE) -> tuple[Fact, bool]:
        """Read a ground sentence, with or without braces, as (fact, positive).

        `extra` maps the case's own individuals to their types. Raises `Invalid` when no phrase or
        more than one phrase fits, or a name is not known or has another type.
        """
        if len(sentence) > MAX_SENTENCE:
            what = f"{len(sentence):,} characters; a sentence may have {MAX_SENTENCE:,}"
            raise Invalid.at(place, what, "state one fact, in the words of one phrase")
        if "{" in sentence:
            return self._braced(sentence, extra, place)
        found = dict.fromkeys(self._readings(" ".join(sentence.split()), extra))
        if len(found) == 1:
            return next(iter(found))
        if found:
            forms = " / ".join(sorted(_shown(f, positive, self) for f, positive in found))
            what = f"“{sentence}” can be read in {len(found)} ways: {forms}"
            raise Invalid.at(place, what, "put braces round the names")
        raise self._unknown(sentence, extra, place)

    def _readings(self, sentence: str, extra: Mapping[str, str]) -> Iterable[tuple[Fact, bool]]:
        for parts, phrase, positive in self._forms:
            if sentence.startswith(parts[0]) and sentence.endswith(parts[-1]):
                for names in self._split(parts, sentence, phrase.slots, extra):
                    yield Fact(phrase.skeleton, names), positive

    def _split(
        self, parts: Sequence[str], sentence: str, slots: Sequence[Slot], extra: Mapping[str, str]
    ) -> Iterable[tuple[str, ...]]:
        """Every way to cut a sentence at the parts of a phrase so that each slot holds a fitting name."""
        first, *others = parts
        if not sentence.startswith(first):
            return
        rest = sentence[len(first) :]
        if not others:
            if not rest:
                yield ()
            return
        at = rest.find(others[0], 1) if others[0] else len(rest)
        while at > 0:
            name = self._fits(rest[:at], slots[0], extra)
            if name is not None:
                for more in self._split(others, rest[at:], slots[1:], extra):
                    yield (name, *more)
            at = rest.find(others[0], at + 1) if others[0] else -1

    def _fits(self, name: str, slot: Slot, extra: Mapping[str, str]) -> str | None:
        if name == f"any {slot.type}":
            return name
        if name == another(slot.type):
            return name
        found = self.named(name, extra)
        return found[0] if found and found[1] == slot.type else None

    def _braced(self, sentence: str, extra: Mapping[str, str], place: Place) -> tuple[Fact, bool]:
        skeleton, holes = skeleton_of(sentence)
        hit = self.lookup(skeleton)
        if hit is None:
            raise self._unknown(sentence, extra, place)
        phrase, positive = hit
        names = []
        for hole, slot in zip(holes, phrase.slots, strict=True):
            name = self._fits(hole, slot, extra)
            if name is None:
                raise Invalid.at(place, *self._misfit(hole, slot, extra))
            names.append(name)
        return Fact(phrase.skeleton, tuple(names)), positive

    def _misfit(self, hole: str, slot: Slot, extra: Mapping[str, str]) -> tuple[str, str]:
        found = self.named(hole, extra)
        known = [n for n, t in {**self.individuals, **extra}.items() if t == slot.type]
        remedy = nearest(hole, known) or f"declare it as an individual of type {slot.type}"
        if found:
            return f"“{hole}” is a {found[1]}, this slot takes a {slot.type}", remedy
        return f"no {slot.type} is called “{hole}”", remedy

    def _unknown(self, sentence: str, extra: Mapping[str, str], place: Place) -> Invalid:
        for parts, phrase, _ in self._forms if "{" not in sentence else ():
            args = _cut(parts, " ".join(sentence.split()))
            for arg, slot in zip(args, phrase.slots, strict=False):
                if self._fits(arg, slot, extra) is None:
                    return Invalid.at(place, *self._misfit(arg, slot, extra))
        plain = _abstract(sentence, {**self.individuals, **extra}, self.aliases)
        return Invalid.at(place, f"no phrase says “{sentence}”", self.suggest(plain))

    def suggest(self, sentence: str) -> str:
        """A remedy naming the phrase nearest to a sentence or skeleton."""
        skeleton, _ = skeleton_of(sentence)
        known = [*self.phrases, *self.negatives]
        hit = nearest(skeleton, known, "")
        if not hit:
            return "list the phrases with: foedus law REGIME --phrases"
        name = hit.removeprefix(": ").strip()
        found = self.lookup(name)
        shown = fill(name, [f"{{{s.letter}}}" for s in found[0].slots]) if found else name
        return f"nearest phrase: {shown}"


def _shown(fact: Fact, positive: bool, vocabulary: Vocabulary) -> str:
    """A fact with its names in braces, in its positive or negative form."""
    negative = vocabulary.phrases[fact.phrase].negative
    return fill(fact.phrase if positive or not negative else negative, [f"{{{a}}}" for a in fact.args])


def _cut(parts: Sequence[str], sentence: str) -> tuple[str, ...]:
    """What stands in the slots when a sentence is cut at the first place that each part fits; () if none does."""
    out: list[str] = []
    if not sentence.startswith(parts[0]) or not sentence.endswith(parts[-1]):
        return ()
    rest = sentence[len(parts[0]) :]
    for part in parts[1:]:
        at = rest.find(part, 1) if part else len(rest)
        if at < 1:
            return ()
        out.append(rest[:at])
        rest = rest[at + len(part) :]
    return tuple(out) if not rest else ()


def _abstract(sentence: str, individuals: Mapping[str, str], aliases: Mapping[str, str]) -> str:
    """The sentence with every known name replaced by a hole, for the nearest-phrase search."""
    out = _HOLE.sub("{}", sentence)
    for name in sorted([*individuals, *aliases], key=len, reverse=True):
        out = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "{}", out)
    return out
