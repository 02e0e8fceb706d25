"""A case, its law, and the dates and choices of one question put to them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from foedus.door.clock import present
from foedus.door.folders import MATTER, find_folder, roots
from foedus.door.laws import law_files
from foedus.door.words import Folders, Names, NotUnderstood, When, asked, checked_names, names_of
from foedus.problem import Invalid, Place, Problem, nearest

if TYPE_CHECKING:
    from foedus.assess import Assessment, Cell, Memory, Terms, Timeline, Why
    from foedus.assess.backing import Backing
    from foedus.assess.conflicts import Conflicts
    from foedus.assess.posed import Posed
    from foedus.assess.table import Table
    from foedus.assess.votes import Vote
    from foedus.deontic import Agenda, Contribution, Course
    from foedus.door.shelf import Shelf
    from foedus.matter import Matter
    from foedus.record import Case, Instant, RecordView
    from foedus.text import Regime

__all__ = ["Asking"]

_T = TypeVar("_T")


@dataclass
class Asking:
    """A case, the law it stands under and the dates and choices of one question put to them.

    case       the name of a case, or the path of its folder; the folder of a matter does as well
    as_of      what had happened before this instant is seen: RFC 3339, a day (its end, in the zone of
               the case), an instant the case names, or None for now
    known_to   what was available by this instant is admitted; None for now
    then       take as_of for known_to
    law_at     the day whose law is applied to everything; None for each act's own day
    stance     the columns wanted, by name; None for all
    question   the rows wanted, by id; None for all
    reading    options of contested words for the column `text`: {"attacker": "any"}
    standard   the standard of proof of the column `text`
    suppose    sentences taken as proved, "not …" as disproved, in every column
    without    parties that are taken to be none, of any instrument at any time
    restore    claims that the editors set aside and that shall count after all
    law, cases folders to search before the others
    now        what “now” is taken to be; None reads the clock
    shelf      what was read before, by whoever asks many times; None reads anew
    memory     what was answered before, by whoever asks many times of the same shelf; no answer hangs on it
    """

    case: str | Path
    as_of: When = None
    known_to: When = None
    then: bool = False
    law_at: When = None
    stance: Names = None
    question: Names = None
    reading: Mapping[str, str] | None = None
    standard: str | None = None
    suppose: Names = ()
    restore: Names = ()
    law: Folders = None
    cases: Folders = None
    now: Instant | None = None
    without: Names = ()
    shelf: Shelf | None = None
    memory: Memory | None = None

    def __post_init__(self) -> None:
        if (isinstance(self.case, str) and not self.case.strip()) or not isinstance(self.case, str | Path):
            raise NotUnderstood.of("CASE", f"{self.case!r} is no case", "give the name of a case, or the path of its folder")
        for option, given in (("--as-of", self.as_of), ("--known-to", self.known_to), ("--law-at", self.law_at)):
            if not isinstance(given, str | date | None):
                raise NotUnderstood.of(
                    option, f"{given!r} is no date", 'write it as "2022-01-07T00:00+06:00", or give a datetime'
                )
        if not isinstance(self.reading, Mapping | None):
            raise NotUnderstood.of("--reading", f"{self.reading!r} chooses nothing", 'write it as {"attacker": "any"}')
        if not isinstance(self.standard, str | None):
            raise NotUnderstood.of("--standard", f"{self.standard!r} is no name", "give the name of a standard of proof")
        for option in ("stance", "question", "suppose", "restore"):
            checked_names(f"--{option}", getattr(self, option))

    @cached_property
    def folder(self) -> Path:
        """The folder of the case or matter."""
        return find_folder(roots("cases", self.cases), str(self.case), ("case.toml", MATTER), "case")

    @cached_property
    def regime(self) -> Regime:
        """The law the case stands under, with the law pages in the case's own folder `law`."""
        own = self.folder.resolve() if (self.folder / "law").is_dir() else None  # else it is the same law for every case
        found = self._kept_for(own, ("law", self._regime_name()), self.law_files, self._read_law)
        return found.without(_parties(self.without, found)) if self.without else found

    @cached_property
    def matter(self) -> Matter | None:
        """The matter in the folder, if it holds one."""
        from foedus.matter import Matter

        return Matter.read(self.folder, self.regime) if (self.folder / MATTER).is_file() else None

    @cached_property
    def record(self) -> Case:
        """The case, read; of a matter, the record that its log amounts to."""
        from foedus.record import read_case

        if self.matter:
            return self.matter.case
        regime = self.regime
        key = ("case", names_of(self.without))
        return self._kept(key, [*self.case_files, *self.law_files], lambda: read_case(self.folder, regime.vocabulary))

    @cached_property
    def case_files(self) -> Sequence[Path]:
        """The tables and settings of the case, by name: what its record is read from."""
        return sorted(p for p in self.folder.iterdir() if p.suffix in (".csv", ".toml") and p.is_file())

    @cached_property
    def law_files(self) -> Sequence[Path]:
        """Every file the law may be read from: the regimes of all roots, and the law pages of the case."""
        return sorted({*law_files(self.law), *(self.folder / "law").glob("*.md")})

    def _read_law(self) -> Regime:
        from foedus.text import load_regime

        return load_regime(roots("law", self.law), self._regime_name(), sorted((self.folder / "law").glob("*.md")))

    def _kept(self, key: Hashable, files: Sequence[Path], make: Callable[[], _T]) -> _T:
        """A value from the shelf, or made now where there is none."""
        return self._kept_for(self.folder.resolve(), key, files, make)

    def _kept_for(self, folder: Path | None, key: Hashable, files: Sequence[Path], make: Callable[[], _T]) -> _T:
        """The same of something that is not this case's alone, where `folder` is None."""
        return self.shelf.kept((folder, key), files, make) if self.shelf else make()

    @cached_property
    def terms(self) -> Terms:
        """What is asked, with dates read and names checked."""
        from foedus.assess import Terms

        self._questions_areasked()
        self._text_is_there()
        as_of, known_to = self._dates()
        return Terms(
            as_of,
            known_to,
            self._law_day(),
            names_of(self.stance) or None,
            names_of(self.question) or None,
            dict(self.reading or {}),
            self.standard,
            names_of(self.suppose),
            frozenset(self._restored()),
            _parties(self.without, self.regime),
        )

    @property
    def _settings(self) -> str:
        return "case.toml" if (self.folder / "case.toml").is_file() else MATTER

    def _regime_name(self) -> str:
        """The name of the regime in case.toml; a case.toml that cannot say it is reported in full."""
        import tomllib

        from foedus.record import read_case
        from foedus.vocabulary import Vocabulary

        try:
            name = tomllib.loads((self.folder / self._settings).read_text("utf-8-sig")).get("regime")
        except (ValueError, RecursionError):
            name = None
        if not isinstance(name, str) or not name.strip():
            if self._settings != MATTER:
                read_case(self.folder, Vocabulary({}, {}, {}, {}))
            raise Invalid.at(Place(self._settings, 1), "“regime” is missing", 'write regime = "…"')
        return name.strip()

    # --- dates ---

    def _dates(self) -> tuple[Instant, Instant]:
        if self.then and self.known_to is not None:
            raise NotUnderstood.of("--then", "--then sets --known-to already", "give one of the two")
        as_of = self._instant(self.as_of, "--as-of")
        return as_of, as_of if self.then else self._instant(self.known_to, "--known-to")

    def _instant(self, written: When, option: str) -> Instant:
        """One instant: as written, the end of a day, a moment the case names, or now."""
        from foedus.record.time import Unreadable
        from foedus.record.time import When as Time

        if written is None or written == "now":
            self.now = self.now or self._present()
            return self.now
        text = written.isoformat() if isinstance(written, date) else written.strip()
        named = self.record.instants.get(text)
        if named:
            return named.at
        try:
            when = Time.parse(text, self.record.zone)
        except Unreadable as error:
            known = nearest(text, list(self.record.instants), "nearest instant of the case")
            raise NotUnderstood.of(option, error.what, known or error.remedy) from None
        if when.latest is None or when.spanned or when.approximate or when.uncertain:
            remedy = "write 2022-01-07T00:00+06:00, or a day for its end"
            raise NotUnderstood.of(option, f"“{text}” is not one instant", remedy)
        return when.latest

    def _present(self) -> Instant:
        """Now; in a matter every act entered so far is past, and one that is played has a clock of its own."""
        if self.matter is None:
            return present()
        return self.matter.now or present(exact=True)

    def _law_day(self) -> date | None:
        if self.law_at is None or isinstance(self.law_at, date):
            return self.law_at
        try:
            return date.fromisoformat(self.law_at.strip())
        except ValueError:
            raise NotUnderstood.of("--law-at", f"“{self.law_at}” is no day", "write it as 2022-01-06") from None

    # --- names ---

    def _questions_areasked(self) -> None:
        known = list(self.regime.questions)
        for name in names_of(self.question):
            if name not in known:
                remedy = nearest(name, known) or "one of: " + " · ".join(known)
                raise NotUnderstood.of("--question", f"no question is called “{name}”", remedy)

    def _text_is_there(self) -> None:
        chosen = "--reading" if self.reading else "--standard" if self.standard else ""
        if chosen and self.stance and "text" not in names_of(self.stance):
            raise NotUnderstood.of(chosen, f"{chosen} chooses for the column text, which is not asked for", "add --stance text")

    def _restored(self) -> Iterable[str]:
        for claim in names_of(self.restore):
            if claim not in self.record.set_asides:
                known = list(self.record.set_asides)
                raise NotUnderstood.of(
                    "--restore", f"no claim “{claim}” is set aside", nearest(claim, known) or f"set aside: {', '.join(known)}"
                )
            yield claim

    # --- the verbs ---

    def assess(self) -> Assessment:
        """Every question under every stance."""
        return asked(lambda: self._remembering(self._table.whole))

    def _remembering(self, work: Callable[[], _T]) -> _T:
        """Do the work while nobody else uses the memory, if there is one."""
        with nullcontext() if self.memory is None else self.memory:
            return work()

    def why(self, question: str, stance: str = "text") -> Why:
        """The reasons of one cell."""
        from foedus.assess import why

        checked_names("QUESTION", [question])
        checked_names("--stance", [stance])
        return asked(lambda: why(self.record, self.regime, self.terms, question, stance))

    def whys(self, assessment: Assessment, minimal: bool = True) -> dict[tuple[str, str], Why]:
        """The reasons of every cell of this question's assessment, by question and stance.

        minimal  whether to seek the facts that suffice, which takes longest by far
        """
        return asked(lambda: {(c.question, c.stance): self._why(c, minimal) for c in assessment})

    @cached_property
    def _table(self) -> Table:
        """What the cells share is worked out once, for the answers and for their reasons."""
        from foedus.assess.table import Table

        return Table(self.record, self.regime, self.terms, memory=self.memory)

    def _why(self, cell: Cell, minimal: bool) -> Why:
        from foedus.assess.reasons import explain

        table = self._table
        question = self.regime.questions[cell.question]
        column = next(c for c in table.columns if c.stance.name == cell.stance)
        world = table.world(column.standard)
        inquiry = table.inquiries.inquiry(question, world, table.inquiries.law_day(question, world).days[0])
        return replace(explain(inquiry, column.choice, cell, minimal), supposed=self.terms.hypotheses)

    def ask(self, sentence: str) -> Assessment:
        """One question in the regime's own phrases."""
        from foedus.assess import ask

        if not isinstance(sentence, str):
            raise NotUnderstood.of("ask", f"{sentence!r} is no sentence", "ask in a phrase of the law, with its slots filled")
        plain = sentence.strip().rstrip("?").strip()
        regime = self.regime
        if plain.startswith("not "):
            plain, regime = self._denial(plain.removeprefix("not "))
        try:
            return asked(lambda: ask(self.record, regime, self.terms, plain))
        except NotUnderstood as error:
            raise NotUnderstood([self._helped(p) for p in error.problems]) from None

    def _denial(self, sentence: str) -> tuple[str, Regime]:
        """The sentence that denies another; where the law has no words for it, a regime that has “not …”."""
        from foedus.vocabulary import Fact

        naming = replace(self.regime.vocabulary, aliases={**self.regime.vocabulary.aliases, **self.record.roles})
        fact, positive = asked(lambda: naming.fact(sentence, self.record.individuals, Place("ask")))
        phrase = naming.phrases[fact.phrase]
        if not positive:
            return str(fact), self.regime
        if phrase.negative:
            return str(Fact(phrase.negative, fact.args)), self.regime
        denying = replace(phrase, negative=f"not {phrase.skeleton}")
        phrases = {**self.regime.vocabulary.phrases, fact.phrase: denying}
        return f"not {fact}", replace(self.regime, vocabulary=replace(self.regime.vocabulary, phrases=phrases))

    def _helped(self, problem: Problem) -> Problem:
        """A problem of a sentence, its remedy naming what this regime would understand."""
        remedy = problem.remedy.replace("foedus law REGIME", f"foedus law {self.regime.id}")
        if problem.what.endswith("is a count"):
            asks = [q.id for q in self.regime.questions.values()]
            remedy = (
                "a count is a number, not a yes or no; ask for the word that rests on it, or for a question of the regime: "
                f"foedus why {self.case} {asks[0] if asks else 'QUESTION'}; phrases: foedus law {self.regime.id} --phrases"
            )
        return replace(problem, remedy=remedy)

    def remarks(self) -> tuple[str, ...]:
        """What a reader of the answers has to know of the case: a standard by grades, and nothing graded."""
        by_grade = {s.name: s for s in self.regime.standards if s.min_source or s.min_item}
        asked = {c.standard.name for c in self._table.columns} if by_grade else set()
        bound = [c for c in self.record.claims if c.fact is not None]
        return tuple(
            f"No claim of this case is graded as “{name}” asks: none counts by its grade."
            for name, s in by_grade.items()
            if name in asked and not any((c.source_grade or not s.min_source) and (c.item_grade or not s.min_item) for c in bound)
        )

    def posed(self, question: str, stance: str = "text", option: str = "") -> Sequence[Posed]:
        """A cell as a problem, for each alternative and each day of law (see `foedus.assess.posed`)."""
        from foedus.assess.posed import posed

        checked_names("QUESTION", [question])
        checked_names("--stance", [stance])
        return asked(lambda: posed(self.record, self.regime, self.terms, question, stance, option))

    @property
    def view(self) -> RecordView:
        """The record at these dates, under the standard of proof of the first stance asked for (the text's otherwise)."""
        from foedus.assess.table import Table

        terms = replace(self.terms, stances=(self.terms.stances or ("text",))[:1])
        table = asked(lambda: Table(self.record, self.regime, terms))
        return table.world(table.columns[0].standard).view

    def conflicts(self) -> Conflicts:
        """What contradicts what, and what was set aside."""
        from foedus.assess.conflicts import conflicts

        return asked(lambda: conflicts(self.record, self.regime, self.terms))

    def agenda(self) -> Agenda:
        """Who owes what by when, what may be done and what not yet, under the first stance named."""
        from foedus.deontic import agenda

        return asked(lambda: self._remembering(lambda: agenda(self.record, self.regime, self.terms, self.memory)))

    def contributed(self) -> tuple[Contribution, ...]:
        """What was pledged, approved, deployed and taken back: the contributions of the agenda, without the rest of it."""
        from foedus.deontic import contributed

        return asked(lambda: contributed(self.record, self.regime, self.terms))

    def course(self) -> Course:
        """How the agenda changed, instant by instant."""
        from foedus.deontic import course

        return asked(lambda: self._remembering(lambda: course(self.record, self.regime, self.terms, self.memory)))

    def votes(self) -> tuple[Vote, ...]:
        """The votes that the record speaks of, each with its rule and why it went as it did, under the first stance asked for."""
        from foedus.assess.votes import votes

        return asked(lambda: votes(self._table))

    def timeline(self, changes: bool = True) -> Timeline:
        """The record by the hour, and when answers changed; without `changes` the record alone, at once."""
        from foedus.assess import timeline

        return asked(lambda: timeline(self.record, self.regime, self.terms, changes, self.memory))

    def backings(self, claims: Iterable[str]) -> dict[str, Backing]:
        """What stands behind claims that were known: source, grade, dates, interests, and what each standard makes of them."""
        from foedus.assess.backing import backings

        return asked(lambda: backings(self.record, self.regime, self.terms, claims))

    def standings(self, found: Conflicts) -> dict[str, dict[str, str]]:
        """What the record makes of the facts at odds, under each standard of proof."""
        from foedus.assess.backing import standings

        return asked(lambda: standings(self.record, self.regime, self.terms, found))


def _parties(names: Names, regime: Regime) -> tuple[str, ...]:
    """Parties by their full names. Raises `NotUnderstood` for one that no table of parties names."""
    out = []
    for name in names_of(names):
        found = regime.vocabulary.named(name, {})
        if not found or found[1] != "state":
            known = list(regime.parties.states)
            remedy = nearest(name, known) or (f"one of: {', '.join(known)}" if known else "")
            raise NotUnderstood.of("--without", f"no party is called “{name}”", remedy)
        out.append(found[0])
    return tuple(dict.fromkeys(out))
