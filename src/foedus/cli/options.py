"""Options that several verbs share, and how they become a question to the door."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from foedus.door import Asking, NotUnderstood
from foedus.problem import nearest

__all__ = ["as_json", "asking", "folders", "terms"]

_F = TypeVar("_F", bound=Callable[..., Any])

_TERMS = (
    click.option(
        "--as-of",
        metavar="WHEN",
        help="See what had happened before WHEN: 2022-01-07T00:00+06:00, a day (its end), or an instant the case "
        "names. Default: now.",
    ),
    click.option("--known-to", metavar="WHEN", help="Admit what was available by WHEN. Default: now."),
    click.option("--then", is_flag=True, help="As then known: --known-to is --as-of."),
    click.option("--law-at", metavar="DAY", help="Apply the law of DAY to everything, not that of each act's own day."),
    click.option("--stance", multiple=True, metavar="NAME", help="Only this column; may be repeated."),
    click.option("--reading", multiple=True, metavar="WORD=OPTION", help="How the column “text” reads a word; may be repeated."),
    click.option("--standard", metavar="NAME", help="The standard of proof of the column “text”."),
    click.option(
        "--suppose",
        multiple=True,
        metavar="SENTENCE",
        help="Take it as proved (“not …”: disproved; “… = 59”: a number); may be repeated.",
    ),
    click.option("--without", multiple=True, metavar="PARTY", help="What if PARTY were party to nothing; may be repeated."),
    click.option("--restore", multiple=True, metavar="CLAIM", help="Count a claim that was set aside; may be repeated."),
)

_FOLDERS = (
    click.option("--law", multiple=True, metavar="DIR", help="A folder of regimes to search first; may be repeated."),
    click.option("--cases", multiple=True, metavar="DIR", help="A folder of cases to search first; may be repeated."),
)

as_json = click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")


def terms(command: _F) -> _F:
    """Add the options for dates, stances and suppositions, and those for folders."""
    return _with(command, (*_TERMS, *_FOLDERS))


def folders(command: _F) -> _F:
    """Add the options that name folders."""
    return _with(command, _FOLDERS)


def _with(command: _F, options: tuple[Callable[[Any], Any], ...]) -> _F:
    for option in reversed(options):
        command = option(command)
    return command


def asking(case: str, question: tuple[str, ...] = (), **given: Any) -> Asking:
    """The question that the options put."""
    readings = dict(_chosen(text) for text in given.pop("reading"))
    return Asking(case, question=question, reading=readings, **given)


def typed(given: Mapping[str, Any]) -> str:
    """The options as one would type them again, columns left out."""
    words: list[str] = []
    for name, value in given.items():
        option = "--" + name.replace("_", "-")
        if name == "stance" or not value:
            continue
        words += [option] if value is True else [w for v in ([value] if isinstance(value, str) else value) for w in (option, v)]
    return shlex.join(words)


def _chosen(text: str) -> tuple[str, str]:
    word, sign, option = (part.strip() for part in text.partition("="))
    if not (word and sign and option):
        raise NotUnderstood.of("--reading", f"“{text}” chooses nothing", "write WORD=OPTION, as in attacker=any")
    return word, option


def known_question(ask: Asking, question: str) -> None:
    """Refuse a question the regime does not ask. Raises `NotUnderstood` with the nearest id."""
    known = list(ask.regime.questions)
    if question not in known:
        remedy = nearest(question, known) or f"questions: {', '.join(known)}"
        raise NotUnderstood.of("QUESTION", f"no question is called “{question}”", remedy)
