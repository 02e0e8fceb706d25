"""The verbs that put questions to a case, as functions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.door.asking import Asking
from foedus.door.words import Folders, Names, When, in_python

if TYPE_CHECKING:
    from foedus.assess import Assessment, Timeline, Why
    from foedus.assess.conflicts import Conflicts
    from foedus.deontic import Agenda

__all__ = ["agenda", "ask", "assess", "conflicts", "timeline", "why"]


@in_python()
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


@in_python()
def why(case: str | Path, question: str, stance: str = "text", **terms: Any) -> Why:
    """The reasons of one cell: rules, facts and claims, and the rules that did not apply.

    `terms` are the further parameters of `assess`. Raises what `assess` raises.
    """
    return Asking(case, **terms).why(question, stance)


@in_python()
def ask(case: str | Path, sentence: str, **terms: Any) -> Assessment:
    """One question in the regime's own phrases (see `foedus law REGIME --phrases`); its id is "ask".

    `terms` are the further parameters of `assess`. Raises what `assess` raises.
    """
    return Asking(case, **terms).ask(sentence)


@in_python()
def agenda(case: str | Path, stance: str = "text", **terms: Any) -> Agenda:
    """Who owes what to whom by when, what may be done, what is barred: the procedure at an instant.

    `terms` are the further parameters of `assess`. Raises what `assess` raises.
    """
    return Asking(case, stance=stance, **terms).agenda()


@in_python()
def timeline(case: str | Path, **terms: Any) -> Timeline:
    """The admitted record in order of time, and the instants at which an answer changed.

    `terms` are the further parameters of `assess`. Raises what `assess` raises.
    """
    return Asking(case, **terms).timeline()


@in_python()
def conflicts(case: str | Path, **terms: Any) -> Conflicts:
    """The contradictions the case lists, and those its record shows, with every side and what was set aside.

    `terms` are the further parameters of `assess`. Raises what `assess` raises.
    """
    return Asking(case, **terms).conflicts()
