"""Reading the vocabulary blocks of all pages into one `Vocabulary`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from foedus.problem import Invalid, Problem, nearest
from foedus.text.clauses import Scope
from foedus.text.lines import Line
from foedus.vocabulary import Kind, Phrase, Slot, Type, Vocabulary, skeleton_of

__all__ = ["SetOf", "Words"]

MAX_PHRASES = 5_000
KINDS: tuple[Kind, ...] = ("event", "act", "speech", "state", "attribute", "judgement", "count", "word")
_PHRASE = re.compile(r'(\w+)\s+"([^"]*)"(.*)')
_MAKES = re.compile(r"makes \{(\w+)\}")
_NEGATIVE = re.compile(r'not "([^"]*)"')
_LASTS = re.compile(r'lasts until "([^"]*)"')


@dataclass(frozen=True, slots=True)
class SetOf:
    """A named set: either listed individuals, or the parties to an instrument at a moment."""

    name: str
    members: tuple[str, ...] = ()
    parties_to: str = ""


@dataclass
class Words:
    """Vocabulary blocks as they accumulate over pages and regimes."""

    types: dict[str, Type] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    individuals: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    sets: dict[str, SetOf] = field(default_factory=dict)
    phrases: dict[str, Phrase] = field(default_factory=dict)
    negatives: dict[str, Phrase] = field(default_factory=dict)
    _ends: list[tuple[Line, Phrase, str]] = field(default_factory=list)

    def read(self, blocks: Iterable[Line]) -> list[Problem]:
        """Read every vocabulary block; returns the problems found."""
        problems: list[Problem] = []
        readers = {
            "types": self._type,
            "names": self._name,
            "individuals": self._individual,
            "roles": self._role,
            "phrases": self._phrase,
        }
        ordered = sorted(blocks, key=lambda b: list(readers).index(b.text) if b.text in readers else -1)
        for block in ordered:
            if block.text.startswith("set "):
                self._set(block)
            for line in block.children if block.text in readers else ():
                try:
                    readers[block.text](line)
                except Invalid as error:
                    problems += error.problems
        return problems

    def close(self) -> list[Problem]:
        """Resolve `lasts until` once every phrase is known."""
        problems = []
        for line, phrase, sentence in self._ends:
            skeleton, letters = skeleton_of(sentence)
            own = [s.letter for s in phrase.slots]
            if skeleton not in self.phrases or any(x not in own for x in letters):
                near = nearest(skeleton, list(self.phrases))
                problems.append(Problem(line.spot(sentence), f"no phrase says “{sentence}” with slots of this one", near))
                continue
            where = tuple(own.index(x) for x in letters)
            done = Phrase(
                phrase.skeleton, phrase.slots, phrase.kind, phrase.place, phrase.negative, phrase.makes, skeleton, where
            )
            self.phrases[phrase.skeleton] = done
        self._ends.clear()
        return problems

    def vocabulary(self) -> Vocabulary:
        """The vocabulary of everything read so far."""
        return Vocabulary(self.types, self.letters, self.phrases, self.individuals)

    def scope(self) -> Scope:
        """What clauses may refer to."""
        return Scope(self.vocabulary(), self.roles, self.sets)

    def _type(self, line: Line) -> None:
        name, _, sort = line.text.partition(" ")
        sort = sort.strip()
        if sort not in ("listed", "listed, and others", "of the case"):
            raise Invalid.at(line.spot(sort), f"“{sort}” is no sort of type", "one of: listed · listed, and others · of the case")
        self.types[name] = Type(name, sort != "listed")

    def _name(self, line: Line) -> None:
        *letters, kind = line.text.split()
        self._known(kind, line)
        for letter in letters:
            if self.letters.get(letter, kind) != kind:
                what = f"{{{letter}}} already stands for a {self.letters[letter]}"
                raise Invalid.at(line.spot(letter), what, "a letter always has one type")
            self.letters[letter] = kind

    def _individual(self, line: Line) -> None:
        kind, _, names = line.text.partition(" ")
        self._known(kind, line)
        for name in names.split(","):
            self.individuals[name.strip()] = kind

    def _role(self, line: Line) -> None:
        name, _, kind = line.text.rpartition(" ")
        self._known(kind, line)
        self.roles[name.strip()] = kind

    def _set(self, block: Line) -> None:
        name, _, content = block.cut("set").partition(":")
        content = content.strip()
        if content.startswith("parties to "):
            self.sets[name] = SetOf(name, parties_to=content.removeprefix("parties to ").strip())
            return
        members = tuple(p.strip() for p in content.split(",") if p.strip())
        self.sets[name] = SetOf(name, members)
        for member in members:
            self.individuals.setdefault(member, "good")

    def _known(self, kind: str, line: Line) -> None:
        if kind not in self.types:
            raise Invalid.at(line.spot(kind), f"no type is called “{kind}”", nearest(kind, list(self.types)))

    def _phrase(self, line: Line) -> None:
        found = _PHRASE.fullmatch(line.text)
        if not found:
            raise Invalid.at(line.place, f"“{line.text}” declares no phrase", 'write: KIND "sentence with {S} slots"')
        kind = next((k for k in KINDS if k == found[1]), None)
        if kind is None:
            remedy = nearest(found[1], KINDS) or "one of: " + ", ".join(KINDS)
            raise Invalid.at(line.spot(found[1]), f"no kind of phrase is called “{found[1]}”", remedy)
        skeleton, letters = skeleton_of(found[2])
        slots = tuple(self._slot(x, line) for x in letters)
        phrase = Phrase(
            skeleton, slots, kind, line.place, self._negative(found[3], letters, line), self._makes(found[3], letters, line)
        )
        self._declare(phrase, line)
        if ends := _LASTS.search(found[3]):
            if kind != "state":
                raise Invalid.at(line.place, f"only a state can last, this is a {kind}", "drop “lasts until” or make it a state")
            self._ends.append((line, phrase, ends[1]))

    def _declare(self, phrase: Phrase, line: Line) -> None:
        if len(self.phrases) >= MAX_PHRASES:
            raise Invalid.at(line.place, f"more than {MAX_PHRASES:,} phrases", "split the regime")
        for form in (phrase.skeleton, phrase.negative):
            if form and (form in self.phrases or form in self.negatives):
                raise Invalid.at(line.place, f"“{form}” is declared twice", "drop one of the two")
        self.phrases[phrase.skeleton] = phrase
        if phrase.negative:
            self.negatives[phrase.negative] = phrase

    def _slot(self, letter: str, line: Line) -> Slot:
        if letter not in self.letters:
            remedy = "add it under “names”"
            raise Invalid.at(line.spot(f"{{{letter}}}"), f"{{{letter}}} is not a declared letter", remedy)
        return Slot(letter, self.letters[letter])

    def _negative(self, tail: str, letters: tuple[str, ...], line: Line) -> str | None:
        found = _NEGATIVE.search(tail)
        if not found:
            return None
        skeleton, own = skeleton_of(found[1])
        if own != letters:
            raise Invalid.at(line.spot(found[1]), "the negative form has other slots than the phrase", "keep the slots in order")
        return skeleton

    def _makes(self, tail: str, letters: tuple[str, ...], line: Line) -> int | None:
        found = _MAKES.search(tail)
        if not found:
            return None
        if found[1] not in letters:
            raise Invalid.at(line.spot(found[0]), f"{{{found[1]}}} is no slot of this phrase")
        return letters.index(found[1])


