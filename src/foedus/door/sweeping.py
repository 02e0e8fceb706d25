"""The same questions over very many situations: a spec becomes cells, cells a recipe, and the recipe a folder of answers."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from foedus.door.asking import Asking
from foedus.door.folders import MATTER, find_folder, roots
from foedus.door.words import OPTIONS, Folders, NotUnderstood, asked, in_python
from foedus.problem import Invalid, Place, Problem, nearest

if TYPE_CHECKING:
    from foedus.assess.posed import Posed
    from foedus.sweep import Cell, Folder, Recipe, Spec, Swept, Thing
    from foedus.sweep.rows import Packing
    from foedus.sweep.settle import Key, Kind

__all__ = ["Pages", "Watch", "sweep", "swept"]

Watch = Callable[[int, int, int], None]
"""Told after each part: situations done before this run, done now, and all there are."""
Pages = Callable[["Swept"], Mapping[str, str]]
"""Further files, by name, made of what was found."""

MOST_CELLS = 2_000
MOST_LISTED = 40
_OF = {"--as-of": "as_of", "--known-to": "known_to", "--law-at": "law_at", "--stance": "stances", "CASE": "case"}


@in_python()
def sweep(
    spec: str | Path,
    out: str | Path,
    on: str = "local",
    resume: bool = False,
    law: Folders = None,
    cases: Folders = None,
) -> Swept:
    """Answer the questions of a spec in all its situations, into a folder; see docs/sweep.md.

    on      `local`, `processes`, `processes:4` or `dask:ADDRESS`; what comes out is the same
    resume  go on with what the folder holds of this very sweep
    Raises `Invalid` with every problem of spec, rows, case or law, `NotUnderstood` for a folder that holds something else
    and for workers that cannot be had. KeyboardInterrupt leaves all parts that are done.
    """
    return swept(Path(spec), Path(out), on, resume, law, cases)


def swept(
    spec: Path,
    out: Path,
    on: str = "local",
    resume: bool = False,
    law: Folders = None,
    cases: Folders = None,
    watch: Watch | None = None,
    pages: Pages | None = None,
) -> Swept:
    """What `sweep` does, in the words of the command line. `watch` is told how far it got; `pages` makes further files."""
    from foedus.sweep import Folder, on_of, read_spec

    where = asked(lambda: on_of(on))
    begun = asked(lambda: Folder.begun(out))
    if begun and not resume:
        raise NotUnderstood.of("--out", f"the folder {out} holds a sweep already", "go on with it: --resume; or name another")
    plan = Plan(read_spec(spec), law, cases, begun["now"] if begun else None)
    with tempfile.TemporaryFile() as packed:
        job = plan.job(packed)
        if begun and begun["hash"] != job.digest:
            what = f"the folder {out} holds another sweep: spec, law, record or Foedus have changed since"
            raise NotUnderstood.of("--resume", what, "name another folder, or put them back as they were")
        folder = Folder(out)
        packed.seek(0)
        with asked(folder.held):
            return _done(job, folder, packed, where, watch, pages)


def _done(job: Job, folder: Folder, packed: IO[bytes], where: Any, watch: Watch | None, pages: Pages | None) -> Swept:
    """Begin or go on, do what is missing, write what was found. The summary comes last: where it stands, all stands."""
    from foedus.sweep import Swept, run

    folder.begin(job.digest, job.now, job.spec.text)
    held = folder.summary()
    if held and held.get("hash") == job.digest:
        folder.clear()
        return Swept.from_json(held)
    recipe = job.recipe
    if recipe.mode == "rows":
        recipe = replace(recipe, table=str(folder.packed(packed)))
    missing = folder.missing(recipe.parts)
    before = recipe.total - sum(recipe.range(n)[1] for n in missing)
    now = 0

    def keep(part: int, body: bytes) -> None:
        nonlocal now
        folder.keep(part, body)
        now += recipe.range(part)[1]
        if watch:
            watch(before, now, recipe.total)

    asked(lambda: run(recipe.shipped, missing, where, keep))
    found = job.written(folder)
    for name, text in (pages(found) if pages else {}).items():
        folder.write(name, text)
    folder.finish(found.to_json())
    return found


@dataclass(frozen=True)
class Job:
    """A sweep that can begin.

    how     in what way each thing varies, in words
    total   all situations; of completions those of what does not matter as well
    """

    spec: Spec
    recipe: Recipe
    things: Sequence[Thing]
    how: Sequence[str]
    cells: Sequence[Cell]
    total: int
    digest: str
    now: str | None
    about: Mapping[str, str]

    def written(self, folder: Folder) -> Swept:
        """Add up the parts and write the table."""
        from foedus.sweep.result import added
        from foedus.sweep.tables import parquet_there, write_counts, write_rows

        tally = added(folder.bodies(self.recipe.parts))
        turned = {name: t for t in self.things if t.kind != "reading" for name in t.inputs(self.spec.mode == "exhaustive")}
        cells = tuple(tally.cell(i, blank, self.total, turned) for i, blank in enumerate(self.cells))
        table = "result.parquet" if parquet_there() else "result.csv"
        if self.spec.write == "rows":
            write_rows(folder.path / table, self.recipe, self.things, cells, folder.bodies(self.recipe.parts))
        else:
            write_counts(folder.path / table, cells)
        return self._found(cells, tally.turned and (self.total if self.spec.mode == "exhaustive" else tally.turned), table)

    def _found(self, cells: tuple[Cell, ...], turned: int, table: str) -> Swept:
        from foedus.sweep import Swept

        spec = self.spec
        return Swept(
            self.digest,
            **self.about,
            mode=spec.mode,
            situations=self.total,
            seed=spec.seed if spec.mode == "sampled" else None,
            fixed=tuple(f"{name}: {'yes' if v is True else 'no' if v is False else v}" for name, v in spec.fixed.items()),
            varied=tuple(zip((t.written for t in self.things), self.how, strict=True)),
            turned=turned,
            bars=spec.bars,
            write=spec.write,
            table=table,
            cells=cells,
        )


def _how(chance: Fraction | Mapping[str, Fraction] | None) -> str:
    """How a thing is drawn, in words."""
    if isinstance(chance, Mapping):
        return ", ".join(f"{option} {float(share):g}" for option, share in chance.items())
    return "free" if chance is None else f"{float(chance):g}"


class Plan:
    """A spec on its way to a job: names looked up, cells posed, everything open accounted for."""

    def __init__(self, spec: Spec, law: Folders, cases: Folders, now: str | None) -> None:
        from foedus.record import Instant

        self.spec = spec
        self.law, self.cases = law, cases
        self._asking = Asking(self._case(), spec.as_of, spec.known_to, law_at=spec.law_at, law=law, cases=cases)
        self._asking.now = Instant.parse(now) if now else None
        self.problems: list[Problem] = []

    def _case(self) -> str:
        """A case by its name, or a folder beside the spec or below; no other path."""
        home, name = self.spec.path.resolve().parent, self.spec.case
        here = (home / name).resolve()
        inside = here.is_relative_to(home)
        if inside and any((here / file).is_file() for file in ("case.toml", MATTER)):
            return str(here)
        if not inside or name.startswith(".") or "/" in name or "\\" in name:
            what = f"“{name}” is no case beside the spec, or below"
            raise Invalid.at(self.spec.place("case", name), what, "give the name of a case, or a folder beside the spec")
        return name

    @contextmanager
    def _in_spec(self) -> Iterator[None]:
        """Misunderstandings lie in the spec, not on the command line."""
        try:
            yield
        except Invalid as error:
            raise Invalid([self._placed(p) for p in error.problems]) from None

    def _placed(self, problem: Problem) -> Problem:
        option = problem.place.file
        if option not in _OF and not option.startswith(OPTIONS):
            return problem
        return replace(problem, place=self.spec.place(_OF.get(option, "fixed")))

    # --- names ---

    @cached_property
    def asking(self) -> Asking:
        """The case and its law, with what is fixed supposed."""
        with self._in_spec():
            suppose = tuple(text for name, value in self.spec.fixed.items() for text in self._supposed(name, value))
            self._raise()
            self._asking.suppose = suppose
            assert self._asking.terms
            return self._asking

    def _supposed(self, name: str, value: bool | str) -> list[str]:
        """A fixed sentence as what is supposed; a reading, and what only the law's own circuits name, is supposed otherwise."""
        from foedus.record.quantity import split
        from foedus.record.time import Unreadable

        if isinstance(value, str) or self._coined(name):
            return []
        try:
            counted = split(name)
            if counted is None:
                self._sentence(name, "fixed")
        except Unreadable as error:
            self._wrong("fixed", name, error.what, error.remedy)
        except Invalid as error:
            self.problems += error.problems
        return [name if value else f"not {name}"]

    def _coined(self, name: str) -> bool:
        """Whether it is a name that no phrase says: an order of events, a share, a gap or a conflict, a contested word."""
        return name.startswith(("“", "gap: ", "conflict: ")) or " at least " in name or name in self._asking.regime.groups

    def _sentence(self, name: str, section: str) -> tuple[Kind, str]:
        """What a sentence speaks of. Raises `Invalid` for what is no fact and no judgement."""
        place = self.spec.place(section, name)
        fact, positive = self._sentences.fact(name, place)
        kind = self._sentences.kind(fact)
        if kind == "word":
            raise Invalid.at(place, f"“{name}” is a legal conclusion", "name the facts it rests on; see: foedus why")
        if kind == "count":
            raise Invalid.at(place, f"“{name}” is a count, not a fact", "name its comparison with a number: … at least 60")
        if not positive:
            raise Invalid.at(place, f"“{name}” is a denial", f"name what it denies: {fact}")
        return ("judgement" if kind == "judgement" else "fact"), str(fact)

    @cached_property
    def _sentences(self) -> Any:
        from foedus.record.sentences import Sentences

        regime, case = self._asking.regime, self._asking.record
        naming = replace(regime.vocabulary, aliases={**regime.vocabulary.aliases, **case.roles})
        return Sentences(naming, case.individuals)

    def _wrong(self, section: str, name: str, what: str, remedy: str) -> None:
        self.problems.append(Problem(self.spec.place(section, name), what, remedy))

    def _raise(self) -> None:
        if self.problems:
            raise Invalid(self.problems)

    # --- cells ---

    @cached_property
    def posed(self) -> Sequence[Posed]:
        """Every question under every stance. Raises `Invalid` with all that are not known."""
        from foedus.assess.posed import posed_in
        from foedus.assess.table import Table

        asking = self.asking
        stances = self._stances()
        wanted = [self._question(name) for name in self.spec.questions]
        self._raise()
        terms = replace(asking.terms, questions=tuple(q for q, _ in wanted), stances=stances)
        with self._in_spec():
            table = Table(asking.record, asking.regime, terms)
            found: list[Posed] = []
            for question, option in wanted:
                for column in table.columns:
                    found += self._on_one_day(question, posed_in(table, asking.regime.questions[question], column, option))
        self._raise()
        if len(found) > MOST_CELLS:
            self._wrong(
                "questions", "", f"these are {len(found):,} cells: at most {MOST_CELLS:,}", "ask fewer questions at a time"
            )
        self._raise()
        return found

    def _stances(self) -> tuple[str, ...]:
        known = [s.name for s in self.asking.regime.stances]
        for name in self.spec.stances:
            if name not in (*known, "all"):
                remedy = nearest(name, known) or f"one of: all · {' · '.join(known)}"
                self._wrong("stances", name, f"no stance is called “{name}”", remedy)
        return tuple(known) if "all" in self.spec.stances else self.spec.stances

    def _question(self, name: str) -> tuple[str, str]:
        """The id of a question and the alternative named with it."""
        known = self.asking.regime.questions
        question, colon, option = (name, "", "") if name in known else name.rpartition(":")
        if question not in known:
            remedy = nearest(name, list(known)) or f"one of: {' · '.join(known)}"
            self._wrong("questions", name, f"no question is called “{name}”", remedy)
        elif colon and option not in known[question].options:
            options = [f"{question}:{o}" for o in known[question].options if o]
            remedy = nearest(name, options) or (f"one of: {' · '.join(options)}" if options else f"write {question}")
            self._wrong("questions", name, f"question “{question}” has no alternative “{option}”", remedy)
        return question, option

    def _on_one_day(self, question: str, found: Sequence[Posed]) -> Sequence[Posed]:
        days = dict.fromkeys(p.inquiry.day.isoformat() for p in found)
        if len(days) > 1:
            what = f"the law of {' and '.join(days)} may govern “{question}”"
            self._wrong("questions", question, what, f'choose a day: law_at = "{next(iter(days))}"')
        return found

    # --- what varies ---

    @cached_property
    def _leaves(self) -> Mapping[str, Thing]:
        """What the cells rest on, as a spec names it."""
        from foedus.sweep import Thing

        found: dict[str, Thing] = {}
        for p in self.posed:
            bearing = p.bearing
            kinds: Sequence[tuple[Kind, Sequence[str]]] = (
                ("fact", (*bearing.open_facts, *bearing.known)),
                ("judgement", bearing.judgements),
                ("gap", bearing.gaps),
                ("conflict", bearing.conflicts),
            )
            things = [Thing(kind, name) for kind, names in kinds for name in names]
            things += [Thing("reading", g, options) for g, options in bearing.groups.items()]
            for thing in things:
                found.setdefault(thing.written, thing)
        return found

    def _thing(self, name: str, section: str) -> Thing:
        """What a name of the spec stands for. Raises `Invalid`."""
        from foedus.sweep import Thing

        if name in self._leaves:
            return self._leaves[name]
        regime, place = self.asking.regime, self.spec.place(section, name)
        if name in regime.groups:
            return Thing("reading", name, tuple(regime.groups[name].options))
        if self._coined(name):
            remedy = nearest(name, list(self._leaves)) or "name it as “foedus export … --to json” does"
            raise Invalid.at(place, f"nothing that is asked rests on “{name}”", remedy)
        return Thing(*self._sentence(name, section))

    def _named(self, names: Iterable[str], section: str) -> dict[str, Thing]:
        """What the names of a table stand for. Raises `Invalid` for names of nothing, and for two of one thing."""
        found: dict[str, Thing] = {}
        for name in names:
            try:
                thing = self._thing(name, section)
            except Invalid as error:
                self.problems += error.problems
                continue
            if thing in found.values():
                self._wrong(section, name, f"“{thing.written}” stands twice in [{section}]", "name it once")
            found[name] = thing
        self._raise()
        return found

    def _read_as(self, section: str, name: str, thing: Thing, option: bool | str) -> None:
        if option not in thing.options:
            remedy = nearest(str(option), thing.options) or f"one of: {' · '.join(thing.options)}"
            self._wrong(section, name, f"reading “{thing.name}” has no option “{option}”", remedy)

    @cached_property
    def fixed(self) -> Mapping[Key, bool | str]:
        """What is fixed, looked up; what is supposed of a count is the record's own business."""
        from foedus.record.quantity import split

        plain = [n for n in self.spec.fixed if n in self._leaves or self._coined(n) or split(n) is None]
        things = self._named(plain, "fixed")
        for name, thing in things.items():
            value = self.spec.fixed[name]
            if thing.kind == "reading":
                self._read_as("fixed", name, thing, value)
            elif isinstance(value, str):
                self._wrong("fixed", name, f"“{name}” is no contested word", f'write "{name}" = true or false')
        self._raise()
        return {thing.key: self.spec.fixed[name] for name, thing in things.items()}

    @cached_property
    def drawn(self) -> Mapping[Thing, Fraction | Mapping[str, Fraction]]:
        """What is drawn, looked up, with its chances."""
        things = self._named(self.spec.sampled, "sampled")
        for name, thing in things.items():
            chance = self.spec.sampled[name]
            if isinstance(chance, Fraction) and thing.kind == "reading":
                remedy = "give a chance for each: { " + ", ".join(f'"{o}" = …' for o in thing.options) + " }"
                self._wrong("sampled", name, f"“{name}” is read in {thing.ways} ways", remedy)
            elif not isinstance(chance, Fraction) and thing.kind != "reading":
                self._wrong("sampled", name, f"“{name}” is no contested word", f'give one chance: "{name}" = 0.3')
            elif not isinstance(chance, Fraction):
                for option in chance:
                    self._read_as("sampled", name, thing, option)
        self._raise()
        return {thing: self.spec.sampled[name] for name, thing in things.items()}

    def _varying(self) -> list[Thing]:
        """What the spec lets vary, in its order. Raises `Invalid` for what is said of one thing in two tables."""
        from foedus.sweep.rows import header

        given = header(self.spec.rows, self._column) if self.spec.rows else ()
        free = self._named(self.spec.free, "free").values()
        for section, things in (("free", free), ("sampled", self.drawn), ("rows", given)):
            for thing in things:
                both = "fixed" if thing.key in self.fixed else "sampled" if section == "free" and thing in self.drawn else ""
                if both:
                    what = f"“{thing.written}” stands in [{both}] and in [{section}]"
                    self._wrong(section, thing.written, what, "leave it in one of the two")
        self._raise()
        return [*self.drawn, *free, *given]

    def _column(self, name: str, place: Place) -> Thing:
        try:
            return self._thing(name, "rows")
        except Invalid as error:
            raise Invalid([replace(p, place=place) for p in error.problems]) from None

    # --- the job ---

    def job(self, packed: IO[bytes]) -> Job:
        """The job, with the table of rows packed into a file. Raises `Invalid`, before anything is written anywhere else."""
        from foedus.executors import Malformed
        from foedus.sweep import weave
        from foedus.sweep.rows import pack

        spec = self.spec
        cells, things, coded = self.posed, self._varying(), spec.mode == "exhaustive"
        try:
            woven = weave(cells, things, self.fixed, coded)
            if woven.open and spec.everything:
                things += woven.open
            elif woven.open:
                self._refuse(woven.open)
            self._enumerable(things)
            woven = weave(cells, things, self.fixed, coded, echo=spec.write == "rows")
        except (Malformed, ValueError) as error:
            raise Invalid.at(Place(spec.path.name), f"not computed: {error}", "ask fewer questions at a time") from None
        self._executor()
        packing = pack(spec.rows, things, packed) if spec.rows else None
        return self._made(self._recipe(woven.program, things, packing), things)

    def _refuse(self, left: Sequence[Thing]) -> None:
        """Say what is still open, and what to write."""
        kinds = {"fact": "facts", "judgement": "judgements", "reading": "readings", "gap": "gaps", "conflict": "conflicts"}
        told = [f"{label}: " + " · ".join(_written(t) for t in left if t.kind == k) for k, label in kinds.items()]
        listed = "; ".join(t for t in told if not t.endswith(": "))
        if len(left) > MOST_LISTED:
            listed = " · ".join(_written(t) for t in left[:MOST_LISTED]) + f" … and {len(left) - MOST_LISTED} more"
        remedy = 'write facts = "open" under [free] for all of them; or name each under [free], [fixed] or [sampled]'
        if self.spec.mode == "rows":
            remedy = "give each a column, or fix it under [fixed]"
        place = self.spec.place("rows" if self.spec.mode == "rows" else "sampled" if self.spec.count else "free")
        raise Invalid.at(place, f"{len(left)} things are still open: {listed}", remedy)

    def _enumerable(self, things: Sequence[Thing]) -> None:
        from foedus.sweep.plan import MOST_BITS, bits

        if self.spec.mode == "exhaustive" and bits(things) > MOST_BITS:
            many = (
                f"{len(things)} free facts"
                if all(t.kind != "reading" for t in things)
                else f"{bits(things)} bits of what is free"
            )
            remedy = "fix some under [fixed], or draw: [sampled] with seed and count"
            raise Invalid.at(self.spec.place("free"), f"{many}: all completions of at most {MOST_BITS} are counted", remedy)

    def _executor(self) -> None:
        from foedus.executors import Malformed, choose

        try:
            choose(self.spec.executor)
        except Malformed as error:
            raise Invalid.at(self.spec.place("executor"), str(error), "leave it out, and the fastest one is used") from None

    def _recipe(self, program: Any, things: Sequence[Thing], packing: Packing | None) -> Recipe:
        from foedus.sweep import Recipe
        from foedus.sweep.plan import chances_of

        spec = self.spec
        turned = {name for t in things if t.kind != "reading" for name in t.inputs(spec.mode == "exhaustive")}
        common: dict[str, Any] = {
            "write": spec.write,
            "executor": spec.executor,
            "flipped": tuple(n for n in program.inputs if n in turned) if spec.influence else (),
        }
        if packing:
            return Recipe(program, "rows", packing.rows, names=packing.names, checks=packing.checks, **common)
        if spec.mode == "exhaustive":
            return Recipe(program, "exhaustive", 1 << len(program.inputs), **common)
        chances = {n: c for t in things for n, c in chances_of(t, self.drawn.get(t)).items()}
        return Recipe(program, "sampled", spec.count, seed=spec.seed, chances=chances, **common)

    def _made(self, recipe: Recipe, things: Sequence[Thing]) -> Job:
        from foedus.sweep import Cell
        from foedus.sweep.plan import situations

        asking, zone = self.asking, self.asking.record.zone
        about = {
            "case": asking.record.id,
            "as_of": asking.terms.as_of.text(zone),
            "known_to": asking.terms.known_to.text(zone),
            "law_at": asking.terms.law_at.isoformat() if asking.terms.law_at else "",
        }
        cells = [
            Cell(
                p.inquiry.question.id,
                p.option,
                p.inquiry.question.asks,
                p.column.stance.name,
                p.standard.name,
                p.inquiry.day.isoformat(),
            )
            for p in self.posed
        ]
        total = situations(things) if self.spec.mode == "exhaustive" else recipe.total
        now = asking.now.text() if asking.now else None
        how = ["given" if recipe.mode == "rows" else _how(self.drawn.get(t)) for t in things]
        return Job(self.spec, recipe, things, how, cells, total, self._digest(recipe, about), now, about)

    def _digest(self, recipe: Recipe, about: Mapping[str, str]) -> str:
        """The hash of spec, program, law and record."""
        regime = self.asking.regime
        names = dict.fromkeys([regime.id, *(p.file.rpartition("/")[0].rpartition("/")[2] for p in regime.pages)])
        law = [find_folder(roots("law", self.law), name, ("regime.toml",), "regime") for name in names if name]
        total = sha256(f"{self.spec.text}\n{recipe.digest}\n{sorted(about.items())}\n".encode())
        for folder in (*law, self.asking.folder):
            files = (p for p in (*folder.glob("*"), *folder.glob("law/*")) if p.suffix in (".md", ".csv", ".toml", ".jsonl"))
            for path in sorted(files):
                total.update(f"{folder.name}/{path.relative_to(folder).as_posix()}\n".encode())
                total.update(sha256(path.read_bytes()).digest())
        return total.hexdigest()


def _written(thing: Thing) -> str:
    return f"{thing.written} ({' | '.join(thing.options)})" if thing.kind == "reading" else thing.written
