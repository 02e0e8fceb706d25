"""Reading `case.toml`: what the case is called, where its clocks stand, who exists in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from re import compile as pattern
from typing import Any

from foedus.problem import MAX_NESTING, Invalid, Place, Problem, nearest, too_deep
from foedus.record.claims import Closure, Individual, NamedInstant
from foedus.record.sentences import Sentences
from foedus.record.table import read_bytes, text_of
from foedus.record.time import UNKNOWN_ZONE, Unreadable, When, Zone
from foedus.vocabulary import Vocabulary

__all__ = ["FILE", "RESERVED", "CaseForm"]

FILE = "case.toml"
_Toml = Mapping[str, Any]
_KEYS = ("title", "regime", "zone", "window", "description", "roles", "individual", "closed", "instant")
_INDIVIDUAL = ("name", "type", "note")
_CLOSED = ("fact", "register", "through", "reason", "available")
_INSTANT = ("id", "label", "at")
_TOML_PLACE = pattern(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)")
RESERVED = pattern(r"any .*|another .* not on record|.*[{}*].*|none")
"""Words that cannot name an individual, because they have a meaning of their own."""


class CaseForm:
    """The fields of a case.toml; what is wrong with them is added to `problems`."""

    def __init__(
        self, folder: Path, vocabulary: Vocabulary, problems: list[Problem], file: str = FILE, more: Iterable[str] = ()
    ) -> None:
        """Read `file`; the texts of the keys in `more`, which no case has, end up in the field `more`."""
        self.problems = problems
        self.vocabulary = vocabulary
        self.file = file
        self._lines: tuple[str, ...] = ()
        form = self._load(folder)
        self._known_keys(form, (*_KEYS, *more), file)
        self.more = {key: self._text(form, key) for key in more}
        self.title = self._text(form, "title")
        self.regime = self._text(form, "regime", required=True)
        self.description = self._text(form, "description")
        self.zone = self._zone(form)
        self.window = self._window(form)
        self.listed = tuple(self._individuals(form))
        self.individuals = {one.name: one.type for one in self.listed}
        self.roles = dict(self._roles(form))
        self.instants = {one.id: one for one in self._instants(form)}
        self._closed = tuple(self._tables(form, "closed", _CLOSED))

    def closures(self, sentences: Sentences) -> Iterable[Closure]:
        """The closures, read once the sentences of the case can be."""
        for entry in self._closed:
            try:
                yield self._closure(entry, sentences)
            except Invalid as error:
                self.problems.extend(error.problems)

    def _closure(self, entry: Mapping[str, Any], sentences: Sentences) -> Closure:
        sentence, register = (self._text(entry, key, required=True) for key in ("fact", "register"))
        place = self._place(sentence)
        fact = sentences.pattern(sentence, place)
        if sentences.kind(fact) in ("word", "judgement", "count"):
            what = f"“{fact}” is a {sentences.kind(fact)}: no register can make its silence mean no"
            raise Invalid.at(place, what, "close an event, act, speech, state or attribute")
        through = self._when(entry, "through", required=True)
        available = self._when(entry, "available") if "available" in entry else None
        return Closure(fact, register, through, self._text(entry, "reason"), available)

    # --- the file ---

    def _load(self, folder: Path) -> Mapping[str, Any]:
        import tomllib

        before = len(self.problems)
        data = read_bytes(folder, self.file, self.problems)
        text = None if data is None else text_of(data, self.file, self.problems)
        if text is None:
            if len(self.problems) == before:
                remedy = "make one with: foedus new case NAME"
                self.problems.append(Problem(Place(self.file), f"the case has no {self.file}", remedy))
            raise Invalid(self.problems)
        self._lines = tuple(text.splitlines())
        if line := too_deep(text):
            what = f"brackets stand more than {MAX_NESTING} deep"
            self.problems.append(Problem(Place(FILE, line), what, "close every bracket; nothing here is nested so deep"))
            raise Invalid(self.problems)
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.problems.append(self._broken(str(error)))
        except ValueError:  # digits beyond what Python makes a number of
            self.problems.append(Problem(Place(FILE), "a number has too many digits", "write it as a text, or leave it out"))
        raise Invalid(self.problems)

    def _broken(self, message: str) -> Problem:
        match = _TOML_PLACE.fullmatch(message)
        words = match[1] if match else message
        line, column = (int(match[2]), int(match[3])) if match and match[2] else (len(self._lines), 0)
        text = self._lines[line - 1] if 0 < line <= len(self._lines) else ""
        remedy = 'a text stands in quotation marks: title = "…"'
        return Problem(Place(self.file, line, column, 1, text), f"this is not TOML: {words}", remedy)

    def _place(self, value: str) -> Place:
        """Where a value stands. TOML readers give no positions, so it is looked for."""
        for number, line in enumerate(self._lines, 1):
            if value and value in line:
                return Place(self.file, number, line.index(value) + 1, len(value), line)
        return Place(self.file, 1)

    def _say(self, value: str, what: str, remedy: str = "") -> None:
        self.problems.append(Problem(self._place(value), what, remedy))

    # --- its values ---

    def _known_keys(self, table: Mapping[str, Any], keys: tuple[str, ...], where: str) -> None:
        for key in table:
            if key not in keys:
                remedy = nearest(key, keys) or f"the keys are: {', '.join(keys)}"
                self._say(key, f"{where} has no key “{key}”", remedy)

    def _text(self, table: Mapping[str, Any], key: str, *, required: bool = False) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            self._say(key, f"“{key}” is not a text", f'write {key} = "…"')
            return ""
        if required and not value.strip():
            self._say(key if key in table else "", f"“{key}” is missing", f'write {key} = "…"')
        return value.strip()

    def _zone(self, form: Mapping[str, Any]) -> Zone:
        written = self._text(form, "zone")
        if not written:
            return UNKNOWN_ZONE
        try:
            return Zone.parse(written).as_inferred()
        except Unreadable as error:
            self._say(written, error.what, error.remedy)
            return UNKNOWN_ZONE

    def _when(self, table: Mapping[str, Any], key: str, *, required: bool = False) -> When:
        value = table.get(key, "")
        written = value.isoformat() if isinstance(value, date | datetime) else value
        if not isinstance(written, str) or (required and not written.strip()):
            self._say(key, f"“{key}” is not a date", f'write {key} = "2022-01-13"')
            return When()
        return self._read_when(written)

    def _read_when(self, written: str) -> When:
        try:
            return When.parse(written, self.zone)
        except Unreadable as error:
            self._say(written, error.what, error.remedy)
            return When()

    def _window(self, form: Mapping[str, Any]) -> When:
        if "window" not in form:
            return When()
        days = form["window"]
        if not isinstance(days, list) or len(days) != 2:
            self._say("window", "the window is not two days", 'write window = ["2022-01-01", "2023-03-01"]')
            return When()
        start, end = (self._when({"window": day}, "window", required=True) for day in days)
        if start.earliest and end.latest and start.earliest >= end.latest:
            self._say("window", "the window ends before it begins", "put the earlier day first")
        return When(start.earliest, end.latest, start.zone, f"{start.verbatim}/{end.verbatim}", spanned=True)

    def _tables(self, form: _Toml, key: str, keys: tuple[str, ...]) -> Iterable[_Toml]:
        entries = form.get(key, [])
        if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
            self._say(key, f"“{key}” is not a list of entries", f"write each under its own [[{key}]]")
            return
        for entry in entries:
            self._known_keys(entry, keys, f"an entry [[{key}]]")
            yield entry

    def _individuals(self, form: Mapping[str, Any]) -> Iterable[Individual]:
        seen: set[str] = set()
        for entry in self._tables(form, "individual", _INDIVIDUAL):
            name, kind = (self._text(entry, key, required=True) for key in ("name", "type"))
            name = " ".join(name.split())
            if not name or not kind:
                continue
            if kind not in self.vocabulary.types:
                known = tuple(self.vocabulary.types)
                remedy = nearest(kind, known) or f"the types are: {', '.join(known)}"
                self._say(kind, f"no type is called “{kind}”", remedy)
            elif RESERVED.fullmatch(name):
                remedy = "“any …”, “another …”, “none”, braces and * have a meaning of their own"
                self._say(name, f"“{name}” cannot be a name", remedy)
            elif name in seen or self.vocabulary.named(name, {}):
                self._say(name, f"“{name}” is declared already", "give it another name")
            else:
                seen.add(name)
                yield Individual(name, kind, self._text(entry, "note"))

    def _roles(self, form: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
        roles = form.get("roles", {})
        if not isinstance(roles, dict):
            self._say("roles", "“roles” is not a table", 'write [roles] and below it requester = "…"')
            return
        for role in roles:
            name = self._text(roles, role, required=True)
            found = self.vocabulary.named(name, self.individuals)
            if found:
                yield role, found[0]
            elif name:
                known = [*self.vocabulary.individuals, *self.individuals]
                remedy = nearest(name, known) or "declare it under [[individual]]"
                self._say(name, f"the role “{role}” names nobody known: “{name}”", remedy)

    def _instants(self, form: Mapping[str, Any]) -> Iterable[NamedInstant]:
        seen: set[str] = set()
        for entry in self._tables(form, "instant", _INSTANT):
            name = self._text(entry, "id", required=True)
            at = self._when(entry, "at", required=True)
            if name in seen:
                self._say(name, f"two instants are called “{name}”", "give each its own id")
            elif not at.exact or at.earliest is None:
                if at.verbatim:
                    remedy = "write an hour and an offset: 2022-01-07T00:00+06:00"
                    self._say(at.verbatim, f"“{at.verbatim}” is not one instant", remedy)
            elif name:
                seen.add(name)
                yield NamedInstant(name, self._text(entry, "label"), at.earliest)
