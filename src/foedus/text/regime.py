"""A regime: the law of one alliance and of the regimes it stands under, put together and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from foedus.problem import Invalid, Place, Problem, nearest
from foedus.text.blocks import read_chapter
from foedus.text.chapter import Chapter, resolve_copies
from foedus.text.checks import check_chapter
from foedus.text.circles import components, dependencies
from foedus.text.contradictions import LawContradiction, read_contradictions
from foedus.text.law import Instrument, Provision, Question, Reading, Rule, SetOf, Stance
from foedus.text.lines import Page, read_page
from foedus.text.parties import Parties, read_parties
from foedus.text.readings import name_groups, resolve_reading
from foedus.text.settings import Settings, StandardRow, read_settings
from foedus.text.stances import Stances
from foedus.text.states import StateCodes, read_states
from foedus.text.ties import Ties
from foedus.text.words import Words
from foedus.vocabulary import Vocabulary

__all__ = ["Regime", "StandardRow", "find_folder", "load_regime"]

MAX_PAGES = 500
_NOWHERE = Place()


@dataclass(frozen=True)
class Regime:
    """Everything a regime's folder says, with that of the regimes it stands under."""

    id: str
    title: str
    under: tuple[str, ...]
    pages: tuple[Page, ...]
    vocabulary: Vocabulary
    roles: Mapping[str, str]
    sets: Mapping[str, SetOf]
    parties: Parties
    chapter: Chapter
    standards: tuple[StandardRow, ...]
    stances: tuple[Stance, ...]
    columns: tuple[str, ...] = ()
    warnings: tuple[Problem, ...] = field(default=(), compare=False)
    members: str = ""
    notice: int = 0
    home: str = ""
    codes: Mapping[str, StateCodes] = field(default_factory=dict)
    contradictions: tuple[LawContradiction, ...] = ()

    @cached_property
    def ties(self) -> Ties:
        """What each state of its own table of parties is to the alliance, day by day."""
        own = tuple(row for row in self.parties.rows if row.place.file == f"{self.home}/parties.csv")
        return Ties(Parties(own), self.members)

    @cached_property
    def instruments(self) -> Mapping[str, Instrument]:
        """Instruments by id."""
        return {i.id: i for i in self.chapter.instruments}

    @cached_property
    def provisions(self) -> Mapping[str, Provision]:
        """Provisions (one per wording) by id."""
        return {p.id: p for p in self.chapter.provisions}

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Questions by id, in the order of the pages."""
        return {q.id: q for q in self.chapter.questions}

    @cached_property
    def rules_by_head(self) -> Mapping[str, tuple[Rule, ...]]:
        """Rules by the phrase they conclude, whatever their dates."""
        out: dict[str, list[Rule]] = {}
        for rule in self.chapter.rules:
            if rule.head is not None:
                out.setdefault(rule.head.phrase, []).append(rule)
        return {k: tuple(v) for k, v in out.items()}

    @cached_property
    def exceptions(self) -> tuple[Rule, ...]:
        """Every exception."""
        return tuple(r for r in self.chapter.rules if r.kind == "exception")

    @cached_property
    def groups(self) -> Mapping[str, Reading]:
        """One reading per group of rival options; the key is the name people use for it."""
        return {r.group: r for r in reversed(self.chapter.readings)}

    @cached_property
    def _rivals(self) -> Mapping[str, Sequence[Provision]]:
        """The wordings of each provision, in the order of the pages."""
        out: dict[str, list[Provision]] = {}
        for provision in self.chapter.provisions:
            out.setdefault(provision.base, []).append(provision)
        return out

    def without(self, states: Sequence[str]) -> Regime:
        """The same law with some states party to nothing: no set of parties or of names holds them."""
        rows = tuple(r for r in self.parties.rows if r.state not in states)
        sets = {n: replace(s, members=tuple(m for m in s.members if m not in states)) for n, s in self.sets.items()}
        return replace(self, parties=Parties(rows), sets=sets)

    def in_force(self, provision: str, day: date) -> bool:
        """Whether a provision's wording applies on a day."""
        return self._wording(provision, day) == provision

    def known_on(self, provision: str, day: date) -> bool:
        """Whether its text is known to be in force that day, not merely assumed to have gone on."""
        return self.provisions[provision].in_force.covers(day)

    def beyond(self, provision: str, day: date) -> str:
        """“KG:consent is known only for 2022-01-06 .. 2022-01-07”, where a wording is applied outside those days.

        Nothing where its text is known that day, or where it is not applied.
        """
        if self.known_on(provision, day) or not self.in_force(provision, day):
            return ""
        known = replace(self.provisions[provision].in_force, at_least=False)
        return f"{provision} is known only for {known}"

    def _wording(self, provision: str, day: date) -> str | None:
        """The wording of a provision on a day; one known `at least` for some days goes on beyond them."""
        rivals = self._rivals[self.provisions[provision].base]
        for one in rivals:
            if one.in_force.covers(day):
                return one.id
        known = [p for p in rivals if p.in_force.at_least]
        return known[0].id if len(known) == 1 and len(rivals) == 1 else None

    def reading_for(self, name: str, provision: str) -> Reading:
        """The reading that `reading NAME` means in a rule of a provision. Raises KeyError."""
        return self._readings[name, provision]

    @cached_property
    def _readings(self) -> Mapping[tuple[str, str], Reading]:
        out: dict[tuple[str, str], Reading] = {}
        for provision in ("", *self.provisions):
            for name in {r.name for r in self.chapter.readings}:
                found = resolve_reading(self.chapter.readings, name, provision)
                if found:
                    out[name, provision] = found
        return out

    @cached_property
    def circles(self) -> Mapping[str, frozenset[str]]:
        """For each phrase that rests on itself: all phrases of its circle."""
        return {phrase: circle for circle in components(dependencies(self.chapter)) for phrase in circle}

    def group_named(self, word: str, place: Place = _NOWHERE) -> str:
        """The group a user means by `word`. Raises `Invalid` with the nearest name."""
        if word in self.groups:
            return word
        close = [g for g in self.groups if g.partition(" (")[0] == word]
        if len(close) == 1:
            return close[0]
        if close:
            raise Invalid.at(place, f"several readings are called “{word}”", "one of: " + " · ".join(close))
        raise Invalid.at(place, f"no reading is called “{word}”", nearest(word, list(self.groups)) or "see: foedus law REGIME")


def load_regime(roots: Sequence[Path], name: str, extra_pages: Sequence[Path] = ()) -> Regime:
    """Read regime `name` from the first root that has it, with every regime it stands under.

    `extra_pages` are a case's own law pages. Raises `Invalid` with every problem found.
    """
    chain = _chain(roots, name, ())
    pages: list[Page] = []
    problems: list[Problem] = []
    for folder, _ in chain:
        paths = sorted(p for p in folder.glob("*.md") if p.name not in ("README.md", "CHANGELOG.md"))
        if len(paths) > MAX_PAGES:
            raise Invalid.at(Place(_shown(folder)), f"{len(paths)} pages; a regime may have {MAX_PAGES}", "split the regime")
        for path in paths:
            _add_page(path, f"{_shown(folder)}/{path.name}", pages, problems)
    for path in extra_pages:
        _add_page(path, path.name, pages, problems)
    return _put_together(chain, pages, problems)


Chain = Sequence[tuple[Path, Settings]]
"""Folders of a regime and of those it stands under, most general first, each with its settings."""


def _chain(roots: Sequence[Path], name: str, above: tuple[str, ...]) -> Chain:
    if name in above:
        circle = " → ".join([*above, name])
        what = f"regimes stand under each other: {circle}"
        raise Invalid.at(Place(f"{name}/regime.toml"), what, "drop one of these from “under”")
    folder = find_folder(roots, name, "regime.toml", "regime")
    settings = read_settings(folder / "regime.toml", f"{_shown(folder)}/regime.toml")
    out: list[tuple[Path, Settings]] = []
    for under in settings.under:
        out += [f for f in _chain(roots, under, (*above, name)) if f not in out]
    return [*out, (folder, settings)]


def find_folder(roots: Sequence[Path], name: str, file: str, what: str) -> Path:
    """The folder called `name` (or the path `name`) that holds `file`. Raises `Invalid`."""
    for candidate in (*(r / name for r in roots), Path(name)):
        if (candidate / file).is_file():
            return candidate
    known = sorted({p.parent.name for r in roots if r.is_dir() for p in r.glob(f"*/{file}")})
    remedy = nearest(name, known) or (f"known: {', '.join(known)}" if known else f"a folder with a {file} in it")
    raise Invalid.at(Place(name), f"no {what} is called “{name}”", remedy)


def _shown(folder: Path) -> str:
    """A folder as problems name it: `law/NAME`."""
    return f"{folder.parent.name}/{folder.name}" if folder.parent.name else folder.name


def _add_page(path: Path, shown: str, pages: list[Page], problems: list[Problem]) -> None:
    try:
        page = read_page(path, shown)
    except Invalid as error:
        problems += error.problems
        return
    pages.append(page)
    problems += page.problems


def _put_together(chain: Chain, pages: list[Page], problems: list[Problem]) -> Regime:
    words, parties = Words(), _parties(chain, problems)
    problems += _read_words(words, pages, parties)
    scope, chapter = words.scope(), Chapter()
    for page in pages:
        problems += read_chapter(page.blocks, scope, chapter)
    problems += resolve_copies(chapter)
    name_groups(chapter)
    found = check_chapter(chapter, scope)
    problems += [p for p in found if not p.warning]
    vocabulary = words.vocabulary({code: state for state, code in parties.states.items() if code})
    standards = tuple(s for _, settings in chain for s in settings.standards)
    problems += _standards(chain, words)
    stances = Stances()
    for folder, _ in chain:
        if (folder / "stances.csv").exists():
            problems += stances.read(folder / "stances.csv", f"{_shown(folder)}/stances.csv")
    problems += stances.check(chapter, vocabulary, words.roles, [s.name for s in standards])
    made, settings = stances.made(), chain[-1][1]
    problems += [*_columns(settings, [s.name for s in made]), *_members(settings, parties)]
    codes = _codes(chain, problems)
    contradictions = _contradictions(chain[-1][0], problems)
    if problems:
        raise Invalid(dict.fromkeys(problems))
    return Regime(
        chain[-1][0].name,
        settings.title,
        tuple(folder.name for folder, _ in chain[:-1]),
        tuple(pages),
        vocabulary,
        words.roles,
        words.sets,
        parties,
        chapter,
        standards,
        made,
        settings.columns,
        tuple(p for p in found if p.warning),
        settings.members,
        settings.notice,
        _shown(chain[-1][0]),
        codes,
        contradictions,
    )


def _columns(settings: Settings, known: Sequence[str]) -> list[Problem]:
    """Problems with the usual columns: each is a stance."""
    unknown = [c for c in settings.columns if c not in known]
    return [Problem(settings.place, f"columns: no stance is called “{c}”", nearest(c, known)) for c in unknown]


def _read_words(words: Words, pages: Sequence[Page], parties: Parties) -> list[Problem]:
    """Types and letters first, then the states of the parties' tables, then all other words."""
    blocks = [b for p in pages for b in p.blocks]
    first = [b for b in blocks if b.text.split(" ")[0] in ("types", "names")]
    problems = words.read(first)
    for state in parties.states if "state" in words.types else ():
        words.individuals[state] = "state"
    for row in {r.state: r for r in parties.rows if r.state in words.letters}.values():
        problems.append(Problem(row.place, f"“{row.state}” is a letter of the pages", "take another letter for it there"))
    problems += words.read(b for b in blocks if b.text.split(" ")[0] not in ("types", "names"))
    problems += words.close()
    known = {code for row in parties.rows for code in row.instruments}
    for block in blocks:
        one = words.sets.get(block.cut("set").partition(":")[0].strip()) if block.text.startswith("set ") else None
        if one and one.parties_to and one.parties_to not in known:
            what = f"no row of parties.csv is about “{one.parties_to}”"
            remedy = nearest(one.parties_to, sorted(known)) or "add its parties to parties.csv"
            problems.append(Problem(block.spot(one.parties_to), what, remedy))
    return problems


def _parties(chain: Chain, problems: list[Problem]) -> Parties:
    found = []
    for folder, _ in chain:
        if (folder / "parties.csv").exists():
            parties, wrong = read_parties(folder / "parties.csv", f"{_shown(folder)}/parties.csv")
            found.append(parties)
            problems += wrong
    return Parties(tuple(row for p in found for row in p.rows))


def _members(settings: Settings, parties: Parties) -> Iterator[Problem]:
    """The instrument whose parties are the members is one that some row is about."""
    known = sorted({code for row in parties.rows for code in row.instruments})
    if settings.members and settings.members not in known:
        what = f"members: no row of parties.csv is about “{settings.members}”"
        yield Problem(settings.place, what, nearest(settings.members, known) or "add its parties to parties.csv")


def _codes(chain: Chain, problems: list[Problem]) -> dict[str, StateCodes]:
    """The codes of states; what a regime says itself comes before what stands above it."""
    out: dict[str, StateCodes] = {}
    for folder, _ in chain:
        if (folder / "states.csv").exists():
            found, wrong = read_states(folder / "states.csv", f"{_shown(folder)}/states.csv")
            out |= found
            problems += wrong
    return out


def _contradictions(folder: Path, problems: list[Problem]) -> tuple[LawContradiction, ...]:
    """What sources say at odds about the regime itself; what it stands under keeps its own."""
    if not (folder / "conflicts.csv").exists():
        return ()
    found, wrong = read_contradictions(folder / "conflicts.csv", f"{_shown(folder)}/conflicts.csv")
    problems += wrong
    return found


def _standards(chain: Chain, words: Words) -> Iterator[Problem]:
    """Standards of one name, and standards that trust nobody known."""
    seen: set[str] = set()
    known = [*words.roles, *words.individuals]
    for _, settings in chain:
        for row in settings.standards:
            if row.name in seen:
                yield Problem(settings.place, f"standard “{row.name}” is declared twice", "give each its own name")
            seen.add(row.name)
            for name in row.trusts:
                if name not in known:
                    what = f"standard “{row.name}” trusts “{name}”, whom no page names"
                    yield Problem(settings.place, what, nearest(name, known) or "name a role or a listed individual")
