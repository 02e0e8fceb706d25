"""grounds.csv: the grounds that an alliance gave for what it did, one row for each.

A ground of kind `law` or `fact` that names a question says what the answer to it is, and can be held against every stance.
Policy and silence say nothing of law; doing nothing is no answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from foedus.problem import Invalid, Place, Problem, nearest
from foedus.record import Case, Instant
from foedus.record.dates import read as read_when
from foedus.record.table import Row, read_table
from foedus.record.time import Unreadable
from foedus.text import Regime

__all__ = ["FILE", "Ground", "Kind", "Outcome", "read_grounds"]

FILE = "grounds.csv"
COLUMNS = ("id", "outcome", "kind", "question", "answer", "ground", "speaker", "source", "pinpoint", "happened", "note")
REQUIRED = ("id", "outcome", "kind", "question", "answer", "ground", "speaker", "source", "happened")

Kind: TypeAlias = Literal["law", "fact", "discretion", "silence"]
Outcome: TypeAlias = Literal["acted", "lesser help", "consultations", "words", "nothing", "no consensus"]
KINDS: tuple[Kind, ...] = get_args(Kind)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
_ALIEN = "not the alliance's own"


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground that was given, or none.

    outcome   what the alliance did
    question, answer  the legal question it answers, and how (yes or no); empty for discretion and silence
    at        the end of the time when it was given, in the zone of its source: the record is asked as of then
    own       whether the alliance gave it, and not a member speaking for himself
    """

    case: str
    id: str
    outcome: Outcome
    kind: Kind
    question: str
    answer: str
    ground: str
    speaker: str
    source: str
    pinpoint: str
    happened: str
    at: Instant
    note: str
    own: bool
    place: Place

    @property
    def scored(self) -> bool:
        """Whether a stance could reproduce it: it is the alliance's own and answers a question."""
        return self.own and bool(self.question)


def read_grounds(folder: Path, case: Case, regime: Regime) -> tuple[Ground, ...]:
    """The grounds in a case's folder; none where it has no grounds.csv. Raises `Invalid` with every problem found."""
    problems: list[Problem] = []
    rows = read_table(folder, FILE, COLUMNS, REQUIRED, problems) or ()
    found: list[Ground] = []
    lines: dict[str, Row] = {}
    said: dict[tuple[str, ...], Row] = {}
    for row in rows:
        wrong = [*_wrong(row, case, regime), *_twice(row, lines, said)]
        problems += wrong
        try:
            at = _at(row, case)
        except Invalid as error:
            problems += error.problems
        else:
            found += [] if wrong else [_ground(row, case, at)]
    if problems:
        raise Invalid(problems)
    return tuple(found)


def _ground(row: Row, case: Case, at: Instant) -> Ground:
    plain = {name: row[name] for name in COLUMNS if name not in ("outcome", "kind")}
    return Ground(
        case.id,
        outcome=row["outcome"],  # type: ignore[arg-type]
        kind=row["kind"],  # type: ignore[arg-type]
        at=at,
        own=_ALIEN not in row["note"].replace("’", "'").casefold(),
        place=row.place(),
        **plain,
    )


def _wrong(row: Row, case: Case, regime: Regime) -> Iterator[Problem]:
    needed = ["id", "outcome", "kind", "ground"] + ["source"] * (row["kind"] != "silence")
    for column in needed:
        if not row[column]:
            yield row.problem(column, f"the column “{column}” is empty", "fill it")
    for column, known in (("outcome", OUTCOMES), ("kind", KINDS)):
        if row[column] and row[column] not in known:
            remedy = f"one of: {', '.join(known)}"
            yield row.problem(column, f"“{row[column]}” is no {column} of a ground", remedy)
    if row["source"] and row["source"] not in case.sources:
        remedy = nearest(row["source"], list(case.sources)) or "add it to sources.csv"
        yield row.problem("source", f"no source is called “{row['source']}”", remedy)
    if row["kind"] in ("discretion", "silence"):
        for column in ("question", "answer"):
            if row[column]:
                what = f"a ground of kind {row['kind']} answers no question"
                yield row.problem(column, what, "leave question and answer empty, or call it law or fact")
        return
    yield from _answered(row, regime)


def _answered(row: Row, regime: Regime) -> Iterator[Problem]:
    """Whether a ground of law or fact answers a question that there is, by yes or no."""
    if not row["question"]:
        if row["kind"] == "law":
            yield row.problem("question", "a ground of law names no question", "name the question that it answers")
        return
    question = regime.questions.get(row["question"])
    if question is None:
        remedy = nearest(row["question"], list(regime.questions)) or f"list them with: foedus law {regime.id}"
        yield row.problem("question", f"no question is called “{row['question']}”", remedy)
    elif set(question.options) != {""}:
        what = f"“{question.id}” asks which of several and is not answered by yes or no"
        yield row.problem("question", what, "name another question")
    if row["answer"] not in ("yes", "no"):
        yield row.problem("answer", f"“{row['answer']}” is no answer of a ground", "write yes or no")


def _twice(row: Row, lines: dict[str, Row], said: dict[tuple[str, ...], Row]) -> Iterator[Problem]:
    """One id for each row, and no row that says the same again."""
    other = lines.setdefault(row["id"], row)
    if other is not row and row["id"]:
        yield row.problem("id", f"“{row['id']}” stands in line {other.line} already", "keep one of the two rows, or rename one")
    same = said.setdefault(tuple(row[c] for c in COLUMNS if c != "id"), row)
    if same is not row:
        yield row.problem("ground", f"the same ground stands in line {same.line} already", "keep one of the two rows")


def _at(row: Row, case: Case) -> Instant:
    """The end of the time at which a ground was given."""
    try:
        source = case.sources.get(row["source"])
        zone = (source and source.zone) or case.zone
        latest = read_when(row["happened"], zone)[0].latest if row["happened"] else None
    except Unreadable as error:
        raise Invalid([row.problem("happened", error.what, error.remedy)]) from None
    if latest is None:
        what = f"“{row['happened']}” has no end" if row["happened"] else "nothing says when the ground was given"
        raise Invalid([row.problem("happened", what, "write the day on which it was given at the latest")])
    return latest
