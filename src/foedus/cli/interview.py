"""foedus interview CASE QUESTION"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from foedus.cli.options import asking, known_question, terms, typed
from foedus.cli.output import line_from, paper, say
from foedus.door import NotUnderstood
from foedus.show.interview import ANSWERS, text_asked, text_end, text_noted, text_record_now, text_start, text_why_asked

if TYPE_CHECKING:
    from foedus.assess.interviewing import Interview, Says
    from foedus.door import Asking

_SAYS: dict[str, Says] = {
    "yes": "yes", "y": "yes", "no": "no", "n": "no",
    "don't know": "unknown", "don’t know": "unknown", "dont know": "unknown", "unknown": "unknown", "?": "unknown",
}  # fmt: skip


@click.command("interview")
@click.argument("case")
@click.argument("question")
@click.option("--option", metavar="ALTERNATIVE", default="", help="Only this alternative of a “which of” question.")
@click.option("--write", is_flag=True, help="Write the answers that have a source into the case, as claims.")
@click.option("--speaker", metavar="NAME", help="With --write: whose claims they are. Default: who is at the keyboard.")
@terms
def command(case: str, question: str, option: str, write: bool, speaker: str | None, **given: Any) -> None:
    """Answer what can still matter, best question first, until the answer is settled.

    Each answer is taken as proved and everything is worked out anew. Answer yes, no or don't know; a
    source goes after a comma: “yes, TASS 1384331”. “why” says why it matters, “back” takes the last
    answer back, “stop” ends. Answers may come from a pipe, one a line.
    """
    from foedus.door.interviewing import interview

    again, options = shlex.join(["foedus", "hinges", case, question]), typed(given)
    stance = _one_stance(given["stance"])
    ask = asking(case, **given)
    known_question(ask, question)
    if write:
        from foedus.noting.answers import check_notable

        check_notable(ask)
    elif speaker:
        raise NotUnderstood.of("--speaker", "nobody is named where nothing is written", "add --write")
    led = interview(ask, question, stance, option)
    say(text_start(led, *paper()))
    _lead(led, write)
    chosen = "" if stance == "text" else f"--stance {shlex.quote(stance)}"
    say(text_end(led, *paper(), " ".join(part for part in (again, chosen, options) if part)))
    if write and _write(ask, led, speaker):
        say(text_record_now(interview(asking(case, **given), question, stance, option), *paper()))


def _one_stance(stances: tuple[str, ...]) -> str:
    if len(stances) > 1:
        raise NotUnderstood.of("--stance", "an interview is about one answer", "name one stance")
    return stances[0] if stances else "text"


def _lead(led: Interview, write: bool) -> None:
    """Put questions until none can matter, or somebody stops."""
    told = -1
    while (asked := led.next()) is not None:
        if told != len(led.answers):
            told = len(led.answers)
            say(text_asked(asked, told + 1, *paper()))
        line = line_from("> ")
        if line is None or line.casefold() in ("stop", "quit"):
            return
        word, _, source = (part.strip() for part in line.partition(","))
        says = _SAYS.get(word.casefold())
        if says is not None:
            if write and not source and says != "unknown":
                source = line_from("source (none: not written) > ") or ""
            led.answer(says, " ".join(source.split()))
        elif word.casefold() == "why":
            say(text_why_asked(asked, paper()[0]))
        elif word.casefold() != "back":
            say(f"   Answers: {ANSWERS}")
        elif led.back():
            told = -1
        else:
            say("   There is no answer to take back.")


def _write(ask: Asking, led: Interview, speaker: str | None) -> bool:
    """Write what was answered and has a source; say what was written and what not; whether anything was."""
    from foedus.door.clock import somebody
    from foedus.noting.answers import Note, note

    said = [a for a in led.answers if a.says != "unknown"]
    notes = [Note(a.fact, a.says == "yes", a.source) for a in said if a.source and led.sayable(a.fact)]
    rows = [f"not written, no source: {a.fact}" for a in said if not a.source]
    rows += [f"not written, no claim can say it: {a.fact}" for a in said if a.source and not led.sayable(a.fact)]
    who = speaker or somebody()
    if notes:
        done = note(ask, notes, who)
        rows += [f"written to {done.folder / 'claims.csv'}: {', '.join(done.claims)}, as said by {who}"]
        rows += [f"new in sources.csv: {s}" for s in done.sources]
        rows += list(_unjudged(ask, who))
    say(text_noted(rows or ["nothing was written"], paper()[0]))
    return bool(notes)


def _unjudged(ask: Asking, who: str) -> Iterator[str]:
    """What a speaker says whose side nobody judged stays alleged."""
    known = ask.record.speakers.get(who)
    if known is None or known.parties is None:
        yield f"speakers.csv does not say for whom {who} speaks: until it does, this proves acts of speech alone"
