"""A regime: the law of one alliance and of the regimes it stands under, put together and checked."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from foedus.problem import Invalid, Place, Problem, nearest
from foedus.text.blocks import Chapter, read_chapter, resolve_copies
from foedus.text.checks import check_chapter
from foedus.text.law import (
    Instrument,
    Provision,
    Question,
    Reading,
    Rule,
    Stance,
    StanceChoice,
)
from foedus.text.lines import Page, read_page
from foedus.text.parties import Parties, merged, read_parties
from foedus.text.words import SetOf, Words
from foedus.vocabulary import Vocabulary, skeleton_of

__all__ = ["Regime", "StandardRow", "load_regime", "read_stances"]

MAX_PAGES = 500
STANCE_COLUMNS = ("stance", "group", "holder", "kind", "word", "option", "basis", "source", "pinpoint", "date")
GROUPS = ("text", "organs", "states", "commentators")


@dataclass(frozen=True, slots=True)
class StandardRow:
    """A standard of proof as a regime declares it."""

    name: str
    trusts: tuple[str, ...] = ()
    min_source: str | None = None
    min_item: int | None = None


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
    warnings: tuple[Problem, ...] = field(default=(), compare=False)

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

    def in_force(self, provision: str, day: date) -> bool:
        """Whether a provision's wording applies on a day."""
        return self._wording(provision, day) == provision

    def known_on(self, provision: str, day: date) -> bool:
        """Whether its text is known to be in force that day, not merely assumed to have gone on."""
        return self.provisions[provision].in_force.covers(day)

    def _wording(self, provision: str, day: date) -> str | None:
        """The wording of a provision on a day; one known `at least` for some days goes on beyond them."""
        base = self.provisions[provision].base
        rivals = [p for p in self.chapter.provisions if p.base == base]
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

    def group_named(self, word: str, place: Place = Place()) -> str:
        """The group a user means by `word`. Raises `Invalid` with the nearest name."""
        if word in self.groups:
            return word
        close = [g for g in self.groups if g.partition(" (")[0] == word]
        if len(close) == 1:
            return close[0]
        if close:
            raise Invalid.at(place, f"several readings are called “{word}”", "one of: " + " · ".join(close))
        raise Invalid.at(place, f"no reading is called “{word}”", nearest(word, list(self.groups)) or "see: foedus law REGIME")


def resolve_reading(readings: Sequence[Reading], name: str, provision: str) -> Reading | None:
    """The nearest reading of that name: same provision, same instrument, or the only one there is."""
    named = [r for r in readings if r.name == name]
    instrument = provision.partition(":")[0]
    for near in (
        [r for r in named if r.provision == provision],
        [r for r in named if r.provision.partition("@")[0] == provision.partition("@")[0]],
        [r for r in named if r.provision.partition(":")[0] == instrument],
        named,
    ):
        if len({r.group for r in near}) == 1:
            return near[0]
    return None


def load_regime(roots: Sequence[Path], name: str, extra_pages: Sequence[Path] = ()) -> Regime:
    """Read regime `name` from the first root that has it, with every regime it stands under.

    `extra_pages` are a case's own law pages. Raises `Invalid` with every problem found.
    """
    chain = _chain(roots, name, ())
    pages: list[Page] = []
    problems: list[Problem] = []
    for folder in chain:
        pages += _pages(folder, problems)
    for path in extra_pages:
        _add_page(path, path.name, pages, problems)
    return _put_together(chain, pages, problems)


def _chain(roots: Sequence[Path], name: str, above: tuple[str, ...]) -> list[Path]:
    """Folders of a regime and those it stands under, most general first."""
    if name in above:
        raise Invalid.at(Place(f"{name}/regime.toml"), f"regimes stand under each other: {' → '.join([*above, name])}")
    folder = find_folder(roots, name, "regime.toml", "regime")
    out: list[Path] = []
    for under in _toml(folder / "regime.toml").get("under", []):
        out += [f for f in _chain(roots, str(under), (*above, name)) if f not in out]
    return [*out, folder]


def find_folder(roots: Sequence[Path], name: str, file: str, what: str) -> Path:
    """The folder called `name` (or the path `name`) that holds `file`. Raises `Invalid`."""
    for candidate in (*(r / name for r in roots), Path(name)):
        if (candidate / file).is_file():
            return candidate
    known = sorted({p.parent.name for r in roots if r.is_dir() for p in r.glob(f"*/{file}")})
    remedy = nearest(name, known) or (f"known: {', '.join(known)}" if known else "")
    raise Invalid.at(Place(name), f"no {what} is called “{name}”", remedy)


def _toml(path: Path) -> dict[str, object] | dict[str, list[object]]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Invalid.at(Place(f"{path.parent.name}/{path.name}"), f"not TOML: {error}") from error


def _pages(folder: Path, problems: list[Problem]) -> list[Page]:
    found = [p for p in sorted(folder.glob("*.md")) if p.name not in ("README.md", "CHANGELOG.md")]
    shown = f"{folder.parent.name}/{folder.name}" if folder.parent.name else folder.name
    if len(found) > MAX_PAGES:
        raise Invalid.at(Place(shown), f"{len(found)} pages; a regime may have {MAX_PAGES}")
    home = folder.resolve()
    pages = []
    for path in found:
        name = f"{shown}/{path.name}"
        if not path.resolve().is_relative_to(home):
            problems.append(Problem(Place(name), "a link out of the folder is not followed", "copy the page into the folder"))
            continue
        try:
            pages.append(read_page(path, name))
        except Invalid as error:
            problems += error.problems
    return pages


def _put_together(chain: Sequence[Path], pages: list[Page], problems: list[Problem]) -> Regime:
    words, parties = Words(), merged(_parties(chain, problems))
    blocks = [b for p in pages for b in p.blocks]
    for heading in ("types", "names"):
        problems += words.read(b for b in blocks if b.text == heading)
    for state in parties.states if "state" in words.types else ():
        words.individuals[state] = "state"
    problems += words.read(b for b in blocks if b.text not in ("types", "names"))
    problems += words.close()
    scope, chapter = words.scope(), Chapter()
    for page in pages:
        problems += read_chapter(page.blocks, scope, chapter)
    problems += resolve_copies(chapter)
    _name_groups(chapter)
    warnings = check_chapter(chapter, scope, resolve_reading)
    problems += [w for w in warnings if not w.warning]
    config = _toml(chain[-1] / "regime.toml")
    vocabulary = Vocabulary(words.types, words.letters, words.phrases, words.individuals, _codes(parties))
    stances, wrong = _stances(chain, chapter, vocabulary, words.roles, config)
    problems += wrong
    if problems:
        raise Invalid(problems)
    return Regime(
        chain[-1].name,
        str(config.get("title", chain[-1].name)),
        tuple(f.name for f in chain[:-1]),
        tuple(pages),
        vocabulary,
        words.roles,
        words.sets,
        parties,
        chapter,
        _standards(config),
        stances,
        tuple(w for w in warnings if w.warning),
    )


def _codes(parties: Parties) -> dict[str, str]:
    return {code: state for state, code in parties.states.items() if code}


def _parties(chain: Sequence[Path], problems: list[Problem]) -> list[Parties]:
    out = []
    for folder in chain:
        path = folder / "parties.csv"
        if path.is_file():
            try:
                out.append(read_parties(path, f"{folder.name}/parties.csv"))
            except Invalid as error:
                problems += error.problems
    return out


def _name_groups(chapter: Chapter) -> None:
    """Give every group of rival readings the shortest name that is its own."""
    from dataclasses import replace

    origin = {id(r): r.group or f"{r.provision}/{r.name}" for r in chapter.readings}
    by_name: dict[str, dict[str, str]] = {}
    for reading in chapter.readings:
        key = origin[id(reading)]
        by_name.setdefault(reading.name, {})[key] = key.rpartition("/")[0]
    done = []
    for reading in chapter.readings:
        rivals = by_name[reading.name]
        home = rivals[origin[id(reading)]]
        bases = [p.partition("@")[0] for p in rivals.values()]
        base = home.partition("@")[0]
        tail = "" if len(rivals) == 1 else f" ({base})" if bases.count(base) == 1 else f" ({home})"
        done.append(replace(reading, group=reading.name + tail))
    chapter.readings[:] = done


def _standards(config: Mapping[str, object]) -> tuple[StandardRow, ...]:
    rows = config.get("standard", [])
    out = []
    for row in rows if isinstance(rows, list) else []:
        trusts = tuple(str(t) for t in row.get("trusts", ()))
        out.append(StandardRow(str(row["name"]), trusts, row.get("min_source"), row.get("min_item")))
    return tuple(out)


def _stances(
    chain: Sequence[Path], chapter: Chapter, vocabulary: Vocabulary, roles: Mapping[str, str], config: Mapping[str, object]
) -> tuple[tuple[Stance, ...], list[Problem]]:
    standards = [s.name for s in _standards(config)]
    problems: list[Problem] = []
    choices: dict[str, list[StanceChoice]] = {}
    heads: dict[str, tuple[str, str]] = {}
    for folder in chain:
        path = folder / "stances.csv"
        if path.is_file():
            shown = f"{folder.parent.name}/{folder.name}/stances.csv"
            problems += read_stances(path, shown, choices, heads)
    for rows in choices.values():
        for row in rows:
            problems += _check_choice(row, chapter, vocabulary, roles, standards)
    order = sorted(choices, key=lambda n: GROUPS.index(heads[n][0]))
    made = tuple(Stance(n, heads[n][0], heads[n][1], tuple(choices[n])) for n in order)
    return (Stance("text", "text", "", ()), *made), problems


def read_stances(
    path: Path, shown: str, choices: dict[str, list[StanceChoice]], heads: dict[str, tuple[str, str]]
) -> list[Problem]:
    """Read a stances.csv into `choices` and `heads` (group, holder by stance)."""
    table = csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))
    missing = [c for c in STANCE_COLUMNS if c not in (table.fieldnames or ())]
    if missing:
        what = f"column {', '.join(missing)} is missing"
        return [Problem(Place(shown, 1), what, "columns: " + ", ".join(STANCE_COLUMNS))]
    problems = []
    for row in table:
        place = Place(shown, table.line_num)
        kind, basis, group = row["kind"] or "", row["basis"] or "", row["group"] or ""
        if kind not in ("reading", "judgement", "standard"):
            problems.append(Problem(place, f"“{kind}” is no kind of choice", "one of: reading, judgement, standard"))
            continue
        if basis not in ("stated", "derived"):
            problems.append(Problem(place, f"“{basis}” is no basis", "one of: stated, derived"))
            continue
        if group not in GROUPS[1:]:
            problems.append(Problem(place, f"“{group}” is no group of stances", "one of: " + ", ".join(GROUPS[1:])))
            continue
        heads.setdefault(row["stance"], (group, row["holder"]))
        extra = [row.get(c) or "" for c in ("source", "pinpoint", "date", "transposed_from", "note")]
        made = StanceChoice(kind, row["word"], row["option"], basis == "stated", *extra, place)  # type: ignore[arg-type]
        choices.setdefault(row["stance"], []).append(made)
    return problems


def _check_choice(
    row: StanceChoice, chapter: Chapter, vocabulary: Vocabulary, roles: Mapping[str, str], standards: Iterable[str]
) -> list[Problem]:
    """Whether a row chooses something that exists; returns the problem if not."""
    if row.kind == "standard":
        known = list(standards)
        return [] if row.option in known else [Problem(row.place, f"no standard is called “{row.option}”", nearest(row.option, known))]
    if row.kind == "judgement":
        hit = vocabulary.lookup(skeleton_of(row.word)[0])
        if hit is None or hit[0].kind != "judgement":
            return [Problem(row.place, f"no judgement phrase says “{row.word}”", vocabulary.suggest(row.word))]
        unknown = [h for h in skeleton_of(row.word)[1] if h not in roles and not vocabulary.named(h, {})]
        if unknown:
            return [Problem(row.place, f"nothing is called {{{unknown[0]}}}", nearest(unknown[0], list(roles)))]
        return [] if row.option in ("yes", "no") else [Problem(row.place, f"“{row.option}” decides nothing", "one of: yes, no")]
    found = [r for r in chapter.readings if row.word in (r.group, r.name)]
    if not found:
        return [Problem(row.place, f"no reading is called “{row.word}”", nearest(row.word, [r.group for r in chapter.readings]))]
    if len({r.group for r in found}) > 1:
        return [Problem(row.place, f"several readings are called “{row.word}”", " · ".join({r.group for r in found}))]
    if row.option not in found[0].options:
        near = nearest(row.option, list(found[0].options))
        return [Problem(row.place, f"reading “{row.word}” has no option “{row.option}”", near or " · ".join(found[0].options))]
    return []


