"""What was asked and cannot be: misunderstandings, in the words of the command line or of Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from foedus.problem import Invalid, Place, Problem

__all__ = ["OPTIONS", "Folders", "Names", "NotUnderstood", "When", "asked", "checked_names", "in_python", "names_of"]

Folders = str | Path | Sequence[str | Path] | None
Names = str | Sequence[str] | None
When = str | date | None
_T = TypeVar("_T")

OPTIONS = ("--", "ask", "SENTENCE", "N")
"""What the place of a problem begins with when it lies in what was asked, not in a file."""


class NotUnderstood(Invalid):
    """What was asked names a case, question, stance, reading, date … that does not exist."""

    @classmethod
    def of(cls, place: str, what: str, remedy: str = "") -> NotUnderstood:
        """One misunderstanding: of an option (`--as-of`) or an argument (`CASE`)."""
        return cls([Problem(Place(place), what, remedy)])


@contextmanager
def in_python() -> Iterator[None]:
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


def asked(verb: Callable[[], _T]) -> _T:
    """Run a verb; problems that lie in what was asked, and not in a file, are misunderstandings."""
    try:
        return verb()
    except Invalid as error:
        if type(error) is Invalid and error.problems and all(p.place.file.startswith(OPTIONS) for p in error.problems):
            raise NotUnderstood(error.problems) from None
        raise


def checked_names(option: str, given: object) -> None:
    """Raise `NotUnderstood` for what is neither a text, nor several, nor nothing."""
    known = given is None or isinstance(given, str) or (isinstance(given, Iterable) and all(isinstance(g, str) for g in given))
    if not known:
        raise NotUnderstood.of(option, f"{given!r} is no name", "give a text or a list of texts")


def names_of(given: Names) -> tuple[str, ...]:
    """One name, several or none, as a tuple."""
    return (given,) if isinstance(given, str) else tuple(given or ())
