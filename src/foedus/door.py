"""The Python door: the verbs of the command line as functions.

    import foedus
    a = foedus.assess("harbour-2031", as_of="2031-03-07T00:00+02:00")
    a["article-4", "text"].verdict

Cases and law are looked for, in this order, in the folders given (`law=`, `cases=`), in those that
FOEDUS_LAW and FOEDUS_CASES name, and among those that come with the house. This is the only module
of the house that reads a clock, the environment or a path nobody gave: everything behind it is a
pure function of what it finds here.

Every function raises `foedus.Invalid` with all problems found in a case or in law, and its subclass
`foedus.NotUnderstood` where what was asked names something that does not exist.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, overload

from foedus.problem import Invalid, Place, Problem, nearest

if TYPE_CHECKING:
    from foedus.assess import Assessment, Cell, Terms, Timeline, Why
    from foedus.assess.conflicts import Conflicts
    from foedus.assess.table import Table
    from foedus.deontic import Agenda, Course
    from foedus.matter import Matter
    from foedus.record import Case, Instant
    from foedus.text import Regime
    from foedus.text.law import Provision

__all__ = ["Asking", "Checked", "NotUnderstood", "agenda", "ask", "assess", "check", "conflicts", "law", "timeline", "why"]

Folders = str | Path | Sequence[str | Path] | None
Names = str | Sequence[str] | None
When = str | date | None
_T = TypeVar("_T")

MATTER = "matter.toml"
OPTIONS = ("--", "ask", "SENTENCE", "N")
"""What the place of a problem begins with when it lies in what was asked, not in a file."""


class NotUnderstood(Invalid):
    """What was asked names a case, question, stance, reading, date … that does not exist."""

    @classmethod
    def of(cls, place: str, what: str, remedy: str = "") -> NotUnderstood:
        """One misunderstanding: of an option (`--as-of`) or an argument (`CASE`)."""
        return cls([Problem(Place(place), what, remedy)])


@contextmanager
def _in_python() -> Iterator[None]:
    """Misunderstandings name parameters (`as_of`) where the command line names options (`--as-of`)."""
    try:
        yield
    except NotUnderstood as error:
        raise NotUnderstood([_as_parameters(p) for p in error.problems]) from None


def _as_parameters(problem: Problem) -> Problem:
    place = problem.place.file
    file = place.lower() if place.isupper() else _OPTION.sub(_parameter, place)
    said = (_SPOKEN.get(t) or _OPTION.sub(_parameter, t) for t in (problem.what, problem.remedy))
    what, remedy = (re.sub(r"foedus law (\S+)$", r'foedus.law("\1").provisions', t) for t in said)
    return replace(problem, place=replace(problem.place, file=file), what=what, remedy=remedy)


_OPTION = re.compile(r"--([a-z]+(?:-[a-z]+)*)")
_SPOKEN = {"add --stance text": 'add "text" to stance', "--then sets --known-to already": "then=True sets known_to already"}


def _parameter(found: re.Match[str]) -> str:
    return found[1].replace("-", "_")


# --- where things are ----------------------------------------------------------------------------


def roots(kind: str, given: Folders = None) -> tuple[Path, ...]:
    """Folders that hold regimes (`kind="law"`) or cases (`"cases"`), in the order they are searched."""
    named = [given] if isinstance(given, str | Path) else list(given or ())
    named += [p for p in os.environ.get(f"FOEDUS_{kind.upper()}", "").split(os.pathsep) if p]
    for folder in named:
        if not Path(folder).is_dir():
            raise NotUnderstood.of(f"--{kind}", f"there is no folder {folder}")
    return (*(Path(f) for f in named), *bundled(kind))


def bundled(kind: str) -> tuple[Path, ...]:
    """What comes with the house: beside the source in a checkout, inside the package in a wheel."""
    house = Path(__file__).resolve().parent
    return tuple(f for f in (house / "data" / kind, house.parents[1] / kind) if f.is_dir())


def find_folder(folders: Sequence[Path], name: str, files: Sequence[str], what: str) -> Path:
    """The folder of a case, matter or regime, by its name or its path: it holds one of these files."""
    for folder in (*(r / name for r in folders), Path(name)):
        if any((folder / file).is_file() for file in files):
            return folder
    known = sorted({p.parent.name for r in folders for file in files for p in r.glob(f"*/{file}")})
    shown = f"known: {', '.join(known)}" if known else f"make one with: foedus new case {name}"
    raise NotUnderstood.of(what.upper(), f"no {what} is called “{name}”", nearest(name, known) or shown)


# --- what is asked -------------------------------------------------------------------------------


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
            _checked_names(f"--{option}", getattr(self, option))

    @cached_property
    def folder(self) -> Path:
        """The folder of the case or matter."""
        return find_folder(roots("cases", self.cases), str(self.case), ("case.toml", MATTER), "case")

    @cached_property
    def regime(self) -> Regime:
        """The law the case stands under, with the law pages in the case's own folder `law`."""
        from foedus.text import load_regime

        found = load_regime(roots("law", self.law), self._regime_name(), sorted((self.folder / "law").glob("*.md")))
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

        return self.matter.case if self.matter else read_case(self.folder, self.regime.vocabulary)

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
            _names(self.stance) or None,
            _names(self.question) or None,
            dict(self.reading or {}),
            self.standard,
            _names(self.suppose),
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
            return _now()
        return self.matter.now or _now(exact=True)

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
        for name in _names(self.question):
            if name not in known:
                remedy = nearest(name, known) or "one of: " + " · ".join(known)
                raise NotUnderstood.of("--question", f"no question is called “{name}”", remedy)

    def _text_is_there(self) -> None:
        chosen = "--reading" if self.reading else "--standard" if self.standard else ""
        if chosen and self.stance and "text" not in _names(self.stance):
            raise NotUnderstood.of(chosen, f"{chosen} chooses for the column text, which is not asked for", "add --stance text")

    def _restored(self) -> Iterable[str]:
        for claim in _names(self.restore):
            if claim not in self.record.set_asides:
                known = list(self.record.set_asides)
                raise NotUnderstood.of(
                    "--restore", f"no claim “{claim}” is set aside", nearest(claim, known) or f"set aside: {', '.join(known)}"
                )
            yield claim

    # --- the verbs ---

    def assess(self) -> Assessment:
        """Every question under every stance."""
        return asked(self._whole)

    def _whole(self) -> Assessment:
        return self._table.whole()

    def why(self, question: str, stance: str = "text") -> Why:
        """The reasons of one cell."""
        from foedus.assess import why

        _checked_names("QUESTION", [question])
        _checked_names("--stance", [stance])
        return asked(lambda: why(self.record, self.regime, self.terms, question, stance))

    def whys(self, assessment: Assessment) -> dict[tuple[str, str], Why]:
        """The reasons of every cell of this question's assessment, by question and stance."""
        return asked(lambda: {(c.question, c.stance): self._why(c) for c in assessment})

    @cached_property
    def _table(self) -> Table:
        """What the cells share is worked out once, for the answers and for their reasons."""
        from foedus.assess.table import Table

        return Table(self.record, self.regime, self.terms)

    def _why(self, cell: Cell) -> Why:
        from foedus.assess.reasons import explain

        table = self._table
        question = self.regime.questions[cell.question]
        column = next(c for c in table.columns if c.stance.name == cell.stance)
        world = table.world(column.standard)
        inquiry = table.inquiries.inquiry(question, world, table.inquiries.law_day(question, world).days[0])
        return replace(explain(inquiry, column.choice, cell), supposed=self.terms.hypotheses)

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

    def conflicts(self) -> Conflicts:
        """What contradicts what, and what was set aside."""
        from foedus.assess.conflicts import conflicts

        return asked(lambda: conflicts(self.record, self.regime, self.terms))

    def agenda(self) -> Agenda:
        """Who owes what by when, what may be done and what not yet, under the first stance named."""
        from foedus.deontic import agenda

        return asked(lambda: agenda(self.record, self.regime, self.terms))

    def course(self) -> Course:
        """How the agenda changed, instant by instant."""
        from foedus.deontic import course

        return asked(lambda: course(self.record, self.regime, self.terms))

    def timeline(self) -> Timeline:
        """The record by the hour, and when answers changed."""
        from foedus.assess import timeline

        return asked(lambda: timeline(self.record, self.regime, self.terms))


def asked(verb: Callable[[], _T]) -> _T:
    """Run a verb; problems that lie in what was asked, and not in a file, are misunderstandings."""
    try:
        return verb()
    except Invalid as error:
        if type(error) is Invalid and error.problems and all(p.place.file.startswith(OPTIONS) for p in error.problems):
            raise NotUnderstood(error.problems) from None
        raise


def _checked_names(option: str, given: object) -> None:
    known = given is None or isinstance(given, str) or (isinstance(given, Iterable) and all(isinstance(g, str) for g in given))
    if not known:
        raise NotUnderstood.of(option, f"{given!r} is no name", "give a text or a list of texts")


def _names(given: Names) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given or ())


def _parties(names: Names, regime: Regime) -> tuple[str, ...]:
    """Parties by their full names. Raises `NotUnderstood` for one that no table of parties names."""
    out = []
    for name in _names(names):
        found = regime.vocabulary.named(name, {})
        if not found or found[1] != "state":
            known = list(regime.parties.states)
            remedy = nearest(name, known) or (f"one of: {', '.join(known)}" if known else "")
            raise NotUnderstood.of("--without", f"no party is called “{name}”", remedy)
        out.append(found[0])
    return tuple(dict.fromkeys(out))


def _now(exact: bool = False) -> Instant:
    """The present instant, to the minute or (`exact`) after the present second; FOEDUS_NOW may say otherwise.

    Nothing else in the house knows what time it is.
    """
    from datetime import UTC, datetime, timedelta

    from foedus.record import Instant
    from foedus.record.time import Unreadable

    said = os.environ.get("FOEDUS_NOW")
    try:
        present = Instant.parse(said).local() if said else datetime.now(UTC)
    except Unreadable as error:
        raise NotUnderstood.of("--as-of", f"FOEDUS_NOW: {error.what}", error.remedy) from None
    return Instant.of(
        present.replace(microsecond=0) + timedelta(seconds=1) if exact else present.replace(second=0, microsecond=0)
    )


def this_second() -> Instant:
    """When an entry is made: the present second."""
    from datetime import timedelta

    return _now(exact=True) + timedelta(seconds=-1)


def somebody() -> str:
    """Who is at the keyboard, as far as the system says."""
    named = (os.environ.get(name, "").strip() for name in ("FOEDUS_WHO", "USER", "LOGNAME", "USERNAME"))
    return next((name for name in named if name), "somebody")


# --- the functions -------------------------------------------------------------------------------


@_in_python()
def assess(
    case: str | Path,
    as_of: When = None,
    known_to: When = None,
    then: bool = False,
    law_at: When = None,
    stance: Names = None,
    reading: Mapping[str, str] | None = None,
    standard: str | None = None,
    suppose: Names = (),
    law: Folders = None,
    cases: Folders = None,
    question: Names = None,
    restore: Names = (),
    without: Names = (),
) -> Assessment:
    """Answer every question of a case's regime under every stance.

    The parameters are those of `Asking`. Dates are instants with a zone: RFC 3339 texts, days (taken
    at their end) or instants the case names. The answers follow the rules of docs/answers.md.
    Raises `NotUnderstood` for names and dates that do not exist, `Invalid` for a broken case or law.
    """
    return Asking(
        case, as_of, known_to, then, law_at, stance, question, reading, standard, suppose, restore, law, cases, without=without
    ).assess()


@_in_python()
def why(case: str | Path, question: str, stance: str = "text", **terms: Any) -> Why:
    """The reasons of one cell: rules, facts and claims, and the rules that did not apply.

    `terms` are the further parameters of `assess`. Raises what `assess` raises.
    """
    return Asking(case, **terms).why(question, stance)


@_in_python()
def ask(case: str | Path, sentence: str, **terms: Any) -> Assessment:
    """One question in the regime's own phrases (see `foedus law REGIME --phrases`); its id is "ask".

    `terms` are the further parameters of `assess`. Raises what `assess` raises.
    """
    return Asking(case, **terms).ask(sentence)


@_in_python()
def agenda(case: str | Path, stance: str = "text", **terms: Any) -> Agenda:
    """Who owes what to whom by when, what may be done, what is barred: the procedure at an instant.

    `terms` are the further parameters of `assess`. Raises what `assess` raises.
    """
    return Asking(case, stance=stance, **terms).agenda()


@_in_python()
def timeline(case: str | Path, **terms: Any) -> Timeline:
    """The admitted record in order of time, and the instants at which an answer changed.

    `terms` are the further parameters of `assess`. Raises what `assess` raises.
    """
    return Asking(case, **terms).timeline()


@_in_python()
def conflicts(case: str | Path, **terms: Any) -> Conflicts:
    """The contradictions the case lists, and those its record shows, with every side and what was set aside.

    `terms` are the further parameters of `assess`. Raises what `assess` raises.
    """
    return Asking(case, **terms).conflicts()


@overload
def law(regime: str | Path, provision: None = None, law: Folders = None) -> Regime:
    """The whole law."""


@overload
def law(regime: str | Path, provision: str, law: Folders = None) -> tuple[Provision, ...]:
    """The wordings of a provision."""


@_in_python()
def law(regime: str | Path, provision: str | None = None, law: Folders = None) -> Regime | tuple[Provision, ...]:
    """The law of an alliance and of the regimes it stands under, read and checked; or wordings of a provision.

    `regime` is its name or the path of its folder; `provision` a provision (CST:4), one of its wordings
    (CST:4@2010), a reading (attacker) or an instrument (CST). Raises `NotUnderstood` for what is not
    known, `Invalid` for broken pages.
    """
    found = read_law(regime, law)
    return found if provision is None else tuple(found.provisions[w] for w in wordings(found, provision))


def read_law(regime: str | Path, law: Folders = None) -> Regime:
    """The law of a regime. Raises what `law` raises, in the words of the command line."""
    from foedus.text import load_regime

    folder = find_folder(roots("law", law), str(regime), ("regime.toml",), "regime")
    return load_regime((folder.parent, *roots("law", law)), folder.name)


def topmost_regimes(law: Folders = None) -> list[str]:
    """Names of the regimes that no other known regime stands under."""
    import tomllib

    files = [p for r in roots("law", law) for p in sorted(r.glob("*/regime.toml"))]
    under: set[str] = set()
    for file in files:
        try:
            under |= {str(u) for u in tomllib.loads(file.read_text("utf-8-sig")).get("under", [])}
        except (ValueError, RecursionError):
            continue  # a broken regime is reported when it is read
    return sorted({f.parent.name for f in files} - under)


def wordings(regime: Regime, name: str) -> tuple[str, ...]:
    """Ids of the provisions that a name means: one wording, every wording, a part, an instrument, a reading's home.

    Capitals do not matter. Raises `NotUnderstood` with the nearest provision.
    """
    asked = name.strip().casefold()
    known = {p.casefold(): p for p in regime.provisions}
    found = [p for low, p in known.items() if asked in (low, low.partition("@")[0], low.partition(":")[0])]
    found = found or [p for low, p in known.items() if low.startswith((f"{asked}(", f"{asked}/"))]
    homes = {r.provision for r in regime.chapter.readings if asked in (r.name.casefold(), r.group.casefold())}
    found = found or [p for p in regime.provisions if p in homes]
    if not found:
        readings = [r.group or r.name for r in regime.chapter.readings]
        near = [*known.values(), *dict.fromkeys(p.partition("@")[0] for p in known.values()), *regime.instruments, *readings]
        lower = {n.casefold(): n for n in near}
        close = nearest(asked, list(lower))
        word = close.partition(": ")[2]
        remedy = f"nearest known: {lower[word]}" if close else f"list them with: foedus law {regime.id}"
        raise NotUnderstood.of("PROVISION", f"no provision is called “{name}”", remedy)
    return tuple(found)


def paraphrases(regime: Regime, provisions: Sequence[str], law: Folders = None) -> dict[str, Paraphrase]:
    """What the law pages say of provisions in our own words: the heading and prose above their rules."""
    out = {}
    for name in provisions:
        place = regime.provisions[name].place
        rows = _page_rows(place.file, law)
        if rows:
            out[name] = _prose(rows, place.line)
    return out


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """A heading of a law page and the paragraphs and list items under it, up to the rules."""

    heading: str
    paragraphs: tuple[str, ...]


def _page_rows(shown: str, law: Folders) -> list[str]:
    """The lines of a law page by the name it goes under in messages: `law/REGIME/page.md`."""
    inside = Path(*Path(shown).parts[-2:])
    for root in roots("law", law):
        if (root / inside).is_file():
            return (root / inside).read_text("utf-8-sig").splitlines()
    return []


def _prose(rows: Sequence[str], line: int) -> Paraphrase:
    """The prose between the heading above a line and the fence that line stands in, pinpointing it."""
    start = next((n for n in range(min(line, len(rows)) - 1, -1, -1) if rows[n].startswith("#")), 0)
    body: list[str] = []
    fenced = False
    for row in rows[start + 1 : line]:
        if row.startswith("```"):
            fenced = not fenced
        elif not fenced:
            body.append(row)
    text = re.split(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+]|\d+\.)[ \t])", "\n".join(body))
    return Paraphrase(rows[start].lstrip("# ").strip(), tuple(" ".join(p.split()) for p in text if p.strip()))


# --- checking ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Checked:
    """What `check` found in a folder: every problem, and what the folder holds where it can be read."""

    path: str
    problems: tuple[Problem, ...]
    regime: Regime | None = None
    case: Case | None = None

    @property
    def sound(self) -> bool:
        """Whether nothing worse than a warning was found."""
        return all(p.warning for p in self.problems)


@_in_python()
def check(path: str | Path, law: Folders = None, cases: Folders = None) -> Checked:
    """Read a law or case folder (by path, or by name) and report every problem in it, not the first.

    Raises `NotUnderstood` when there is no such folder.
    """
    return look_over(path, law, cases)


def look_over(path: str | Path, law: Folders = None, cases: Folders = None) -> Checked:
    """What `check` does, in the words of the command line."""
    folder, kind = _law_or_case(str(path), law, cases)
    if kind == "law":
        return _check_law(folder, law)
    asking = Asking(folder, law=law, cases=cases)
    try:
        regime = asking.regime
    except Invalid as error:
        return Checked(str(path), error.problems)
    try:
        return Checked(str(path), asking.record.warnings, regime, asking.record)
    except Invalid as error:
        return Checked(str(path), error.problems, regime)


def _check_law(folder: Path, given: Folders) -> Checked:
    from foedus.text import load_regime

    try:
        regime = load_regime((folder.resolve().parent, *roots("law", given)), folder.resolve().name)
    except Invalid as error:
        return Checked(folder.name, error.problems)
    return Checked(folder.name, regime.warnings, regime)


def _law_or_case(path: str, law: Folders, cases: Folders) -> tuple[Path, str]:
    places = {"case": roots("cases", cases), "law": roots("law", law)}
    files = {"case": "case.toml", "law": "regime.toml"}
    for kind, file in (*files.items(), ("case", MATTER)):
        for folder in (Path(path), *(r / path for r in places[kind])):
            if (folder / file).is_file():
                return folder, kind
    if Path(path).is_dir():
        raise NotUnderstood.of(
            "PATH", f"{path} holds neither a case.toml nor a regime.toml", "make a case with: foedus new case NAME"
        )
    known = sorted({p.parent.name for kind in files for r in places[kind] for p in r.glob(f"*/{files[kind]}")})
    raise NotUnderstood.of(
        "PATH", f"no folder, case or regime is called “{path}”", nearest(path, known) or f"known: {', '.join(known)}"
    )
