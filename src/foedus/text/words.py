"""Reading the vocabulary blocks of all pages into one `Vocabulary`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from foedus.problem import Invalid, Problem, nearest
from foedus.text.clauses import Scope, fixed_form
from foedus.text.fields import bare, listed
from foedus.text.law import SetOf
from foedus.text.lines import Line
from foedus.vocabulary import Kind, Phrase, Slot, Type, Vocabulary, skeleton_of

__all__ = ["BLOCKS", "SetOf", "Words"]

MAX_PHRASES = 5_000
BLOCKS = ("types", "names", "individuals", "roles", "set", "phrases")
KINDS: tuple[Kind, ...] = ("event", "act", "speech", "state", "attribute", "judgement", "count", "word")
_SORTS = ("listed", "listed, and others", "of the case")
_PHRASE = re.compile(r'(\w+)\s+"([^"]*)"(.*)')
_TAIL = re.compile(
    r'\s+(?:makes \{(?P<makes>\w+)\}|not "(?P<negative>[^"]*)"|lasts until "(?P<until>[^"]*)"|by (?P<own>own word))'
)
_SET_NAME = re.compile(r"(?!.* at )[\w][\w -]*")


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
        """Read every vocabulary block, types first and phrases last; returns the problems found."""
        problems: list[Problem] = []
        ordered = sorted((b for b in blocks if _first(b) in BLOCKS), key=lambda b: BLOCKS.index(_first(b)))
        for block in ordered:
            for line in [block] if _first(block) == "set" else [block, *block.children]:
                try:
                    self._line(block, line)
                except Invalid as error:
                    problems += error.problems
        return problems

    def _line(self, block: Line, line: Line) -> None:
        readers = {
            "types": self._type,
            "names": self._name,
            "individuals": self._individual,
            "roles": self._role,
            "phrases": self._phrase,
        }
        heading = _first(block)
        if heading == "set":
            self._set(bare(line))
        elif line is not block:
            readers[heading](bare(line))
        elif block.text != heading:
            remedy = "put it below, indented by two"
            raise Invalid.at(block.place, f"“{heading}” stands alone on its line", remedy)

    def close(self) -> list[Problem]:
        """Resolve `lasts until` once every phrase is known."""
        problems = []
        for line, phrase, sentence in self._ends:
            skeleton, letters = skeleton_of(sentence)
            own = [s.letter for s in phrase.slots]
            end = self.phrases.get(skeleton)
            if end is None or any(x not in own for x in letters):
                near = nearest(skeleton, list(self.phrases)) or "declare that event, with slots of this phrase"
                problems.append(Problem(line.spot(sentence), f"no phrase says “{sentence}” with slots of this one", near))
            elif end.kind not in ("event", "act", "speech"):
                what = f"a state lasts until an event, “{end}” is a {end.kind}"
                problems.append(Problem(line.spot(sentence), what, "name the event that ends it"))
            else:
                where = tuple(own.index(x) for x in letters)
                self.phrases[phrase.skeleton] = replace(phrase, lasts_until=skeleton, same_slots=where)
        self._ends.clear()
        return problems

    def vocabulary(self, aliases: Mapping[str, str] | None = None) -> Vocabulary:
        """The vocabulary of everything read so far."""
        return Vocabulary(self.types, self.letters, self.phrases, self.individuals, aliases or {})

    def scope(self) -> Scope:
        """What clauses may refer to."""
        return Scope(self.vocabulary(), self.roles, self.sets)

    def _type(self, line: Line) -> None:
        name, _, sort = (part.strip() for part in line.text.partition(" "))
        if sort not in _SORTS:
            remedy = "one of: " + " · ".join(_SORTS)
            raise Invalid.at(line.spot(sort), f"“{sort}” is no sort of type", remedy)
        made = Type(name, sort != "listed")
        if self.types.setdefault(name, made) != made:
            raise Invalid.at(line.spot(name), f"type “{name}” is already of another sort", "declare it once")

    def _name(self, line: Line) -> None:
        *letters, kind = line.text.split()
        self._known(kind, line)
        if not letters:
            raise Invalid.at(line.place, f"no letter stands before “{kind}”", "write: S M state")
        for letter in letters:
            if not re.fullmatch(r"\w+", letter):
                raise Invalid.at(line.spot(letter), f"“{letter}” is no letter", "letters stand with spaces between them")
            if self.letters.setdefault(letter, kind) != kind:
                what = f"{{{letter}}} already stands for a {self.letters[letter]}"
                raise Invalid.at(line.spot(letter), what, "a letter always has one type")

    def _individual(self, line: Line) -> None:
        kind, _, names = line.text.partition(" ")
        self._known(kind, line)
        if not listed(names):
            raise Invalid.at(line.place, f"no individual of type “{kind}” is named", "write: organ the Council, …")
        for name in listed(names):
            self.add_individual(name, kind, line)

    def add_individual(self, name: str, kind: str, line: Line) -> None:
        """Name an individual. Raises `Invalid` when the name is taken or cannot stand in a slot."""
        if name in self.letters or "{" in name or "}" in name:
            raise Invalid.at(line.spot(name), f"“{name}” cannot name an individual", "it is a letter, or has braces in it")
        if self.individuals.setdefault(name, kind) != kind:
            what = f"“{name}” is already a {self.individuals[name]}"
            raise Invalid.at(line.spot(name), what, "an individual has one type")

    def _role(self, line: Line) -> None:
        name, _, kind = (part.strip() for part in line.text.rpartition(" "))
        self._known(kind, line)
        if not name or name in self.letters or name in self.individuals:
            raise Invalid.at(line.place, f"“{name}” cannot name a role", "write: the requester state")
        if self.roles.setdefault(name, kind) != kind:
            raise Invalid.at(line.spot(name), f"role “{name}” is already a {self.roles[name]}", "a role has one type")

    def _set(self, block: Line) -> None:
        name, colon, content = (part.strip() for part in block.cut("set").partition(":"))
        if not colon or not content or not _SET_NAME.fullmatch(name):
            raise Invalid.at(block.place, f"“{block.text}” declares no set", "write: set NAME: A, B, or: set NAME: parties to X")
        if content.startswith("parties to "):
            self._known("state", block)
            made = SetOf(name, parties_to=content.removeprefix("parties to ").strip())
        else:
            made = SetOf(name, listed(content))
        if self.sets.setdefault(name, made) != made:
            raise Invalid.at(block.spot(name), f"set “{name}” is already another set", "give one of the two another name")
        self._members(made, block)

    def _members(self, one: SetOf, block: Line) -> None:
        """Members nobody declared are goods; all are of one type."""
        for member in one.members:
            if member not in self.individuals:
                self._known("good", block)
                self.individuals[member] = "good"
        kinds = sorted({self.individuals[m] for m in one.members})
        if len(kinds) > 1:
            raise Invalid.at(block.place, f"set “{one.name}” mixes types: {', '.join(kinds)}", "make a set for each type")

    def _known(self, kind: str, line: Line) -> None:
        if kind not in self.types:
            remedy = nearest(kind, list(self.types)) or "declare it under “types”"
            raise Invalid.at(line.spot(kind), f"no type is called “{kind}”", remedy)

    def _phrase(self, line: Line) -> None:
        found = _PHRASE.fullmatch(line.text)
        if not found:
            remedy = 'write: KIND "sentence with {S} slots"'
            raise Invalid.at(line.place, f"“{line.text}” declares no phrase", remedy)
        kind = next((k for k in KINDS if k == found[1]), None)
        if kind is None:
            remedy = nearest(found[1], KINDS) or "one of: " + ", ".join(KINDS)
            raise Invalid.at(line.spot(found[1]), f"no kind of phrase is called “{found[1]}”", remedy)
        skeleton, letters = _skeleton(found[2], line)
        slots = tuple(self._slot(x, line) for x in letters)
        tail = _tail(found[3], line)
        negative = self._negative(tail.get("negative"), letters, line)
        makes = self._makes(tail.get("makes"), kind, letters, line)
        own_word = self._own_word(tail.get("own"), kind, slots, line)
        phrase = Phrase(skeleton, slots, kind, line.place, negative, makes, own_word=own_word)
        if (ends := tail.get("until")) is not None:
            if kind != "state":
                what = f"only a state can last, this is a {kind}"
                raise Invalid.at(line.place, what, "drop “lasts until” or make it a state")
            self._ends.append((line, phrase, ends))
        self._declare(phrase, line)

    def _declare(self, phrase: Phrase, line: Line) -> None:
        if len(self.phrases) >= MAX_PHRASES:
            raise Invalid.at(line.place, f"more than {MAX_PHRASES:,} phrases", "split the regime")
        for form in (phrase.skeleton, phrase.negative):
            if form and (form in self.phrases or form in self.negatives or phrase.negative == phrase.skeleton):
                raise Invalid.at(line.place, f"“{form}” is declared twice", "drop one of the two")
        self.phrases[phrase.skeleton] = phrase
        if phrase.negative:
            self.negatives[phrase.negative] = phrase

    def _slot(self, letter: str, line: Line) -> Slot:
        if letter not in self.letters:
            remedy = nearest(letter, list(self.letters)) or "add it under “names”"
            raise Invalid.at(line.spot(f"{{{letter}}}"), f"{{{letter}}} is not a declared letter", remedy)
        return Slot(letter, self.letters[letter])

    def _negative(self, sentence: str | None, letters: tuple[str, ...], line: Line) -> str | None:
        if sentence is None:
            return None
        skeleton, own = _skeleton(sentence, line)
        if own != letters:
            what = "the negative form has other slots than the phrase"
            raise Invalid.at(line.spot(sentence), what, "keep the slots in order")
        return skeleton

    def _own_word(self, said: str | None, kind: Kind, slots: tuple[Slot, ...], line: Line) -> bool:
        if said is not None and (kind != "speech" or not slots):
            what = f"only a speech act with an actor can need its actor’s own word, this is a {kind}"
            raise Invalid.at(line.spot("by own word"), what, "drop “by own word”")
        return said is not None

    def _makes(self, letter: str | None, kind: Kind, letters: tuple[str, ...], line: Line) -> int | None:
        if letter is None:
            return None
        if letter not in letters:
            what = f"{{{letter}}} is no slot of this phrase"
            raise Invalid.at(line.spot(f"makes {{{letter}}}"), what, "name one of its slots")
        if kind not in ("event", "act", "speech"):
            what = f"only an event, act or speech makes something, this is a {kind}"
            raise Invalid.at(line.spot("makes"), what, "drop “makes”")
        return letters.index(letter)


def _first(block: Line) -> str:
    return block.text.partition(" ")[0]


def _skeleton(sentence: str, line: Line) -> tuple[str, tuple[str, ...]]:
    """The skeleton of a declared sentence, which must be possible to tell apart from other sentences."""
    skeleton, letters = skeleton_of(sentence)
    bare_words = skeleton.replace("{}", " ")
    if "{" in bare_words or "}" in bare_words:
        raise Invalid.at(line.spot(sentence), f"“{sentence}” has a brace without its fellow", "write slots as {S}")
    if not bare_words.strip() or re.search(r"\{\}\s*\{\}", skeleton):
        what = f"“{sentence}” has slots with no word between them, or no word at all"
        raise Invalid.at(line.spot(sentence), what, "put a word between two slots")
    if form := fixed_form(sentence):
        what = f"“{sentence}” would be read as {form}"
        raise Invalid.at(line.spot(sentence), what, "say it in other words")
    return skeleton, letters


def _tail(text: str, line: Line) -> dict[str, str]:
    """What follows a phrase: `makes {R}`, `not "…"`, `lasts until "…"`, `by own word`, each at most once."""
    out: dict[str, str] = {}
    at = 0
    while at < len(text):
        found = _TAIL.match(text, at)
        if not found or found.lastgroup in out:
            remedy = 'a phrase may go on with: makes {R} · not "…" · lasts until "…" · by own word, each once'
            raise Invalid.at(line.spot(text[at:].strip()), f"“{text[at:].strip()}” says nothing about a phrase", remedy)
        out[str(found.lastgroup)] = found[str(found.lastgroup)]
        at = found.end()
    return out
