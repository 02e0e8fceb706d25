"""Reading the sentences of a case as facts, fast and with one message per mistake.

The vocabulary tries every phrase on a sentence. A case has hundreds of sentences and a regime
hundreds of phrases, so only the phrases all of whose words occur in the sentence are offered to
it; when none fits, the whole vocabulary is asked, for its advice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from foedus.problem import Invalid, Place
from foedus.record import quantity
from foedus.record.quantity import Op, Quantity
from foedus.record.time import Unreadable
from foedus.vocabulary import Fact, Kind, Vocabulary, skeleton_of

__all__ = ["MAX_SENTENCE", "Sentences", "is_any"]

MAX_SENTENCE = 600  # matching is polynomial in the length for phrases with several slots
_NOWHERE = Place()
_ADVICE = 40  # the search for the nearest phrase is slow; after so many, a plain message must do


def is_any(name: str) -> bool:
    """Whether a slot holds "any <type>": every individual of the type, on record or not."""
    return name.startswith("any ")


class Sentences:
    """Reads sentences in one vocabulary and one set of dated individuals."""

    def __init__(self, vocabulary: Vocabulary, individuals: Mapping[str, str]) -> None:
        self.vocabulary = vocabulary
        self.individuals = individuals
        self._known: dict[str, tuple[Fact, bool]] = {}
        self._narrow: dict[frozenset[str], Vocabulary] = {}
        self._advised = 0
        self._forms = tuple(
            (tuple(part for part in form.split("{}") if part), phrase.skeleton)
            for phrase in vocabulary.phrases.values()
            for form in (phrase.skeleton, phrase.negative)
            if form
        )

    def kind(self, fact: Fact) -> Kind:
        """The kind of a fact's phrase."""
        return self.vocabulary.phrases[fact.phrase].kind

    def fact(self, sentence: str, place: Place = _NOWHERE) -> tuple[Fact, bool]:
        """A sentence as (fact, positive). Raises `Invalid`."""
        if sentence not in self._known:
            self._known[sentence] = self._read(" ".join(sentence.split()), place)
        return self._known[sentence]

    def claim(self, sentence: str, place: Place = _NOWHERE) -> tuple[Fact, bool, tuple[Op, Quantity] | None]:
        """A claim's sentence, with the comparison that a count needs. Raises `Invalid`."""
        try:
            compared = quantity.split(sentence)
        except Unreadable as error:
            raise Invalid.at(place, error.what, error.remedy) from None
        if compared is None:
            fact, positive = self.fact(sentence, place)
            if self.kind(fact) == "count":
                raise Invalid.at(place, f"“{sentence}” is a count and needs its number", f"{sentence} = 69")
            return fact, positive, None
        fact, positive = self.fact(compared[0], place)
        if self.kind(fact) != "count":
            what = f"“{compared[0]}” is no count, it cannot be compared"
            raise Invalid.at(place, what, f"drop what follows {compared[1]}")
        return fact, positive, (compared[1], compared[2])

    def pattern(self, sentence: str, place: Place) -> Fact:
        """A sentence whose slots may be "any <type>", {*} or {}. Raises `Invalid`."""
        sentence = self._spelt(sentence)
        fact, positive = self.fact(sentence, place)
        if not positive:
            raise Invalid.at(place, f"“{sentence}” is a negative form", f"say it of: {fact}")
        return fact

    def _spelt(self, sentence: str) -> str:
        """The pattern with {*} and {} written out as {any <type>}."""
        skeleton, holes = skeleton_of(sentence)
        found = self.vocabulary.lookup(skeleton) if "{" in sentence else None
        if found is None:
            return sentence
        named = [f"any {s.type}" if h in ("*", "") else h for h, s in zip(holes, found[0].slots, strict=True)]
        heads = skeleton.split("{}")
        return "".join(f"{head}{{{name}}}" for head, name in zip(heads, named, strict=False)) + heads[-1]

    def _read(self, sentence: str, place: Place) -> tuple[Fact, bool]:
        if len(sentence) > MAX_SENTENCE:
            what = f"the sentence has {len(sentence):,} characters, at most {MAX_SENTENCE} are read"
            raise Invalid.at(place, what, "a fact is one short sentence; put the rest into the column says")
        if "{" in sentence:
            return self.vocabulary.fact(sentence, self.individuals, place)
        likely = frozenset(skeleton for parts, skeleton in self._forms if all(p in sentence for p in parts))
        if likely:
            try:
                return self._offered(likely).fact(sentence, self.individuals, place)
            except Invalid as error:
                if "can be read in" in error.problems[0].what:
                    raise
        return self._advise(sentence, place)

    def _offered(self, likely: frozenset[str]) -> Vocabulary:
        if likely not in self._narrow:
            phrases = {s: p for s, p in self.vocabulary.phrases.items() if s in likely}
            self._narrow[likely] = replace(self.vocabulary, phrases=phrases)
        return self._narrow[likely]

    def _advise(self, sentence: str, place: Place) -> tuple[Fact, bool]:
        self._advised += 1
        if self._advised > _ADVICE:
            raise Invalid.at(place, f"no phrase says “{sentence}”", "mend the sentences above first")
        return self.vocabulary.fact(sentence, self.individuals, place)
