"""docs/questions.md, made from docs/questions.toml and from what the commands named there answer.

An entry names who asks, one command or several, and for each what is quoted of its answer (`pick`):

    cell QUESTION              the answer under the text (or under the stance the command names), and what it turns on
    row QUESTION               the answer in every column, columns that agree told together
    each QUESTION/*            the answers to all questions of a family under the text
    burden QUESTION            on whom a burden lies
    changes QUESTION           (timeline) when the answer changed
    entry CLAIM                (timeline) what a claim says, and its source
    conflict C-NN              (conflicts) a listed contradiction and how it ends
    sides C-NN                 (conflicts) who says what in it
    figures                    (agenda) how many people were pledged, approved, deployed, returned
    duty PROVISION BEARER      (agenda) what is owed under a provision, and what became of it
    wording PROVISION [ABOUT]  (law) what the pages say of it: the beginning, or the sentences in which ABOUT stands
    reading PROVISION NAME     (law) a contested word: its options and who holds them
    gap PROVISION PINPOINT     (law) what was left unencoded there, and why

In a command that asks one sentence the question is called `ask`. Commands are read by the command line itself; `dates`
is added to those that stand under a case and name no date of their own.
"""

from __future__ import annotations

import re
import shlex
import sys
import textwrap
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import click

from foedus.assess.answers import Assessment, Cell
from foedus.cli.entry import foedus
from foedus.cli.options import asking
from foedus.door import laws
from foedus.show.documents import law_json
from foedus.show.notes import KINDS, Note, note_of, words_of

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "docs" / "questions.toml"
PAGE = ROOT / "docs" / "questions.md"
WIDTH = 120
MOST = (3, 2, 1)
LONG = 300
"""Of what an answer turns on, as many of each kind are named as fit this many letters."""

QUOTES: dict[str, Callable[..., str]] = {}


class Missing(Exception):
    """What an entry quotes is not in the answer."""


@dataclass(frozen=True)
class Try:
    """A command, and what is quoted of its answer."""

    command: str
    picks: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """One question of the articles.

    outside   why no rule and no record can answer it, in a word: policy, prediction, another case; or nothing
    """

    id: int
    asks: str
    asked_by: tuple[str, ...]
    tries: tuple[Try, ...]
    remark: str
    outside: str


def entries() -> list[Entry]:
    """The questions of docs/questions.toml, in order."""
    data = _data()
    return [_entry(row, data["source"], data["dates"]) for row in data["question"]]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text("utf-8"))


def _entry(row: dict[str, Any], sources: dict[str, str], dates: str) -> Entry:
    known = {"id", "asks", "asked_by", "command", "pick", "also", "remark", "outside"}
    assert set(row) <= known, f"question {row.get('id')}: {sorted(set(row) - known)}"
    tries = [row, *row.get("also", [])] if "command" in row else []
    return Entry(
        row["id"],
        row["asks"],
        tuple(sources[s] for s in row["asked_by"]),
        tuple(Try(_dated(t["command"], dates), tuple(t["pick"])) for t in tries),
        row.get("remark", ""),
        row.get("outside", ""),
    )


def _dated(command: str, dates: str) -> str:
    if command.split()[1] == "law":
        return command
    words = shlex.split(dates)
    missing = [f"{o} {v}" for o, v in zip(words[::2], words[1::2], strict=True) if o not in command and not ("--then" in command and o == "--known-to")]
    return " ".join([command, *missing])


# --- commands ------------------------------------------------------------------------------------


def parsed(command: str) -> tuple[str, dict[str, Any]]:
    """The verb and its parameters, as the command line reads them. Raises click's own errors."""
    program, verb, *args = shlex.split(command)
    assert program == "foedus", command
    context = click.Context(foedus, info_name="foedus", **foedus.context_settings)
    found = foedus.get_command(context, verb)
    assert found, f"no verb {verb}"
    return verb, dict(found.make_context(verb, args, parent=context).params)


@cache
def answer(command: str) -> Any:
    """What the door returns for a command; a plain table of a case is worked out once for all of them."""
    verb, given = parsed(command)
    for name in ("as_json", "html", "ics", "course", "actor", "phrases"):
        given.pop(name, None)
    if verb == "law":
        regime = laws.read_law(given["regime"], given["law"])
        chosen = laws.wordings(regime, given["provision"]) if given["provision"] else None
        return law_json(regime, chosen), laws.paraphrases(regime, chosen or (), given["law"])
    case, sentence, question = given.pop("case"), given.pop("sentence", None), given.pop("question", ())
    if verb in ("assess", "why"):
        question = (question,) if isinstance(question, str) else question
        return _table(case, tuple(question), _frozen(given))
    if verb == "agenda":
        given["stance"] = given["stance"] or ("text",)
    ask = asking(case, question, **given)
    return ask.ask(sentence) if sentence is not None else getattr(ask, verb)()


def _frozen(given: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted(given.items()))


@cache
def _table(case: str, question: tuple[str, ...], given: tuple[tuple[str, Any], ...]) -> Assessment:
    plain = {k: v for k, v in given if v}
    if question and set(plain) == {"as_of", "known_to"} and plain["as_of"] == shlex.split(_data()["dates"])[1]:
        return _table(case, (), given)
    return asking(case, question, **dict(given)).assess()


# --- quotations ----------------------------------------------------------------------------------


def quoted(attempt: Try) -> list[str]:
    """What is quoted of the answer to a command. Raises `Missing`, and what the door raises."""
    return [_quoted(attempt.command, pick) for pick in attempt.picks]


def _quoted(command: str, pick: str) -> str:
    name, *args = shlex.split(pick)
    verb, given = parsed(command)
    if name in ("cell", "row", "each", "burden"):
        asked = given.get("question", ())
        asked = (asked,) if isinstance(asked, str) else asked
        if asked and not any(q == args[0] or (name == "each" and q.startswith(args[0].rstrip("*"))) for q in asked):
            raise Missing(f"“{pick}”: {command} does not ask it")
    try:
        return QUOTES[name](answer(command), *args)
    except (KeyError, StopIteration, IndexError, AttributeError, TypeError) as error:
        raise Missing(f"“{pick}” is not in the answer to {verb}: {error}") from error


def _quote(function: Callable[..., str]) -> Callable[..., str]:
    QUOTES[function.__name__] = function
    return function


@_quote
def cell(table: Assessment, question: str) -> str:
    found = _first(table, question)
    note = note_of(found, brief=True)
    whys = ["; ".join(_cut(note, most)) if note else "" for most in MOST]
    why = next((w for w in whys if len(w) <= LONG), whys[-1])
    under = "" if found.stance == "text" else f" under {found.stance}"
    return f"{_asks(table, question)}{under} **{words_of(found)}**{f' – {why}' if why else ''}"


@_quote
def row(table: Assessment, question: str) -> str:
    groups: dict[str, list[str]] = {}
    for one in table.row(question):
        groups.setdefault(words_of(one), []).append(one.stance)
    if len(groups) == 1:
        return f"{_asks(table, question)} **{next(iter(groups))}** in every column"
    told = [f"**{words}**: {', '.join(names)}" for words, names in groups.items() if words != "–"]
    silent = len(groups.get("–", []))
    return f"{_asks(table, question)} {'; '.join(told)}" + (f"; {silent} took no position" if silent else "")


@_quote
def each(table: Assessment, family: str) -> str:
    groups: dict[str, list[str]] = {}
    members = [q for q in table.questions if q.id.startswith(family.rstrip("*"))]
    for question in members:
        groups.setdefault(words_of(_first(table, question.id)), []).append(question.asks.partition(":")[0])
    asks = members[0].asks.partition(":")[2].strip()
    return f"{asks[0].upper()}{asks[1:]} " + "; ".join(f"**{words}**: {', '.join(who)}" for words, who in groups.items())


@_quote
def burden(table: Assessment, question: str) -> str:
    on = _first(table, question).burden_on
    if not on:
        raise Missing(f"no burden in {question}")
    return f"{_asks(table, question)} burden on: {'; '.join(on)}"


@_quote
def changes(timeline: Any, question: str) -> str:
    found = [c for c in timeline.to_json()["changes"] if c["question"] == question]
    if not found:
        raise Missing(f"no change of {question}")
    return f"`{question}`: " + "; ".join(f"{c['before']} → **{c['after']}** ({_day(c['at'])})" for c in found)


@_quote
def entry(timeline: Any, claim: str) -> str:
    one = next(e for e in timeline.to_json()["entries"] if e["claim"] == claim)
    return f"{one['actor']}, {_day(one['at'])}: “{one['says']}” ({one['source']}, {claim})"


@_quote
def conflict(found: Any, name: str) -> str:
    one = next(c for c in found.to_json()["listed"] if c["id"] == name)
    return f"{name}, {one['title']}: **{one['verdict']}** – {one['why']}"


@_quote
def sides(found: Any, name: str) -> str:
    one = next(c for c in found.to_json()["listed"] if c["id"] == name)
    said: dict[str, str] = {}
    for side in one["sides"]:
        for claim in side if isinstance(side, list) else [side]:
            said.setdefault(claim["speaker"], claim["says"])
    return f"{name}: " + "; ".join(f"{who} – “{what}”" for who, what in said.items())


@_quote
def figures(agenda: Any) -> str:
    rows = agenda.to_json()["contributions"]
    if not rows:
        raise Missing("no figures")
    return "; ".join(f"{r['of']}: " + ", ".join(f"{what} {' / '.join(n)}" for what, n in r["figures"].items()) for r in rows)


@_quote
def duty(agenda: Any, provision: str, bearer: str) -> str:
    found = [d for d in agenda.to_json()["duties"] if d["provision"].startswith(provision) and d["bearer"] == bearer]
    if not found:
        raise Missing(f"no duty of {bearer} under {provision}")
    return "; ".join(
        f"{provision}: {bearer} owes “{d['owes']}” – **{d['state']}**" + (f", in time: {d['timeliness']}" if d["timeliness"] else "")
        for d in found
    )


@_quote
def wording(law: Any, provision: str, about: str = "") -> str:
    document, prose = law
    one = next(p for p in document["provisions"] if p["id"].partition("@")[0] == provision or p["id"] == provision)
    said = prose[one["id"]]
    unread = "" if not one["unread"] else f" (not read: {', '.join(one['unread'])})"
    return f"{provision}{unread}: {_sentences(' '.join(said.paragraphs), about)}"


@_quote
def reading(law: Any, provision: str, name: str) -> str:
    one = next(p for p in law[0]["provisions"] if p["id"] == provision or p["id"].partition("@")[0] == provision)
    found = next(r for r in one["readings"] if r["name"] == name)
    told = []
    for option in found["options"]:
        who = list(dict.fromkeys(h["stance"] for h in found["holders"] if h["option"] == option))
        told.append(f"*{option}* ({', '.join(who) or 'no holder found'})")
    return f"“{name}”, {found['asks']} {'; '.join(told)}"


@_quote
def gap(law: Any, provision: str, pinpoint: str) -> str:
    one = next(p for p in law[0]["provisions"] if p["id"] == provision)
    found = next(u for u in one["unencoded"] if u["pinpoint"] == pinpoint)
    return f"{provision}, {found['words']}: **not encoded** – {found['why']}"


def _cut(note: Note, most: int) -> list[str]:
    """The sentences of a note with so many entries each; alternatives and contested words are told in full."""
    both = zip(note.items, note.sentences(), note.sentences(most), strict=True)
    return [full if label in ("which", KINDS["readings"]) else short for (label, _), full, short in both]


def _first(table: Assessment, question: str) -> Cell:
    return table[question, "text" if (question, "text") in table.cells else table.stances[0].name]


def _asks(table: Assessment, question: str) -> str:
    asks = next(q.asks for q in table.questions if q.id == question)
    return asks if asks.endswith("?") else f"“{asks.translate({ord(c): None for c in '{}'})}”:"


def _sentences(text: str, about: str, most: int = 420) -> str:
    """Whole sentences of a text that speak of something, as many as fit, without bold signs."""
    sentences = [s for s in re.split(r"(?<=[.?!]) (?=[A-Z*“])", text.replace("**", "")) if about in s]
    if not sentences:
        raise Missing(f"no sentence there speaks of “{about}”")
    out = sentences[0]
    for sentence in sentences[1:]:
        if len(out) + len(sentence) > most:
            break
        out += f" {sentence}"
    return out


def _day(at: str) -> str:
    return re.sub(r"T(\d\d:\d\d)(:00)?([+-]\d\d:\d\d|Z)?", r" \1\3", at).replace("/", " to ").replace(".. to ", "until ")


# --- the page ------------------------------------------------------------------------------------


def page() -> str:
    """docs/questions.md as it should read today."""
    data = _data()
    out = [f"# {data['title']}", "", *_wrapped(data["intro"])]
    heading = ""
    for one in entries():
        chapter = next(c["title"] for c in data["chapter"] if one.id <= c["through"])
        if chapter != heading:
            out += ["", f"## {chapter}"]
            heading = chapter
        out += ["", *_told(one)]
    return "\n".join(out) + "\n"


def _told(one: Entry) -> Iterator[str]:
    yield f"### {one.id}. {one.asks}"
    yield ""
    yield from _wrapped(f"Asked by {'; '.join(one.asked_by)}.")
    if one.outside:
        yield ""
        yield from _wrapped(f"**No answer: {one.outside}.** {one.remark}")
    for attempt in one.tries:
        yield from ("", "```sh", *_command(attempt.command), "```", "")
        for line in quoted(attempt):
            yield from _wrapped(line, "- ", "  ")
    if one.remark and not one.outside:
        yield ""
        yield from _wrapped(one.remark)


def _command(command: str) -> Sequence[str]:
    """A command in lines of a page, broken between options."""
    rows = [""]
    for part in re.split(r" (?=--)", command):
        if rows[-1] and len(rows[-1]) + len(part) > WIDTH - 4:
            rows[-1] += " \\"
            rows.append(f"    {part}")
        else:
            rows[-1] += f" {part}" if rows[-1] else part
    return rows


def _wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    paragraphs = [" ".join(p.split()) for p in text.strip().split("\n\n")]
    out: list[str] = []
    for paragraph in paragraphs:
        out += ([""] if out else []) + textwrap.wrap(
            paragraph, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
        )
    return out


def main() -> int:
    """Write the page with --rewrite, or say whether it is stale."""
    text = page()
    if "--rewrite" in sys.argv[1:]:
        PAGE.write_text(text, "utf-8")
        return 0
    fresh = PAGE.is_file() and PAGE.read_text("utf-8") == text
    print(f"docs/questions.md: {'fresh' if fresh else 'stale: python -m tests.questions --rewrite'}")
    return 0 if fresh else 1
