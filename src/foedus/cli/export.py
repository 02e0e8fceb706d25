"""foedus export CASE QUESTION --to asp|problog|dimacs|json, foedus export CASE --to timelinejs|ftm|…"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from foedus.cli.options import asking, known_question, terms
from foedus.cli.output import say, writable, write_whole
from foedus.door import Asking, NotUnderstood
from foedus.door.exporting import TARGETS
from foedus.problem import nearest

RECORD = ("timelinejs", "ftm", "ftm-notes", "prov", "csl", "ics", "geojson", "claims")
"""What the record of a case can be written as; a question is asked of none but `prov`."""


@click.command("export")
@click.argument("case")
@click.argument("question", required=False)
@click.option("--to", "target", required=True, metavar="TARGET", help="What to write; see above.")
@click.option("--out", metavar="FILE", help="Write it into FILE, whole or not at all.")
@click.option("--option", default="", metavar="NAME", help="One alternative of a question that asks which of several.")
@click.option("--answer", default="", metavar="ANSWER", help="For dimacs: the answer some completion is to give. Default: yes.")
@click.option("--prior", multiple=True, metavar="FACT=P", help="For problog: how likely an open fact is; may be repeated.")
@click.option("--viewpoint", default="", metavar="ID", help="For geojson: whose view of borders; there is none by default.")
@terms
def command(
    case: str,
    question: str | None,
    target: str,
    out: str | None,
    option: str,
    answer: str,
    prior: tuple[str, ...],
    viewpoint: str,
    **given: Any,
) -> None:
    """A question for outside solvers, so that anyone can check the answer; or the record for other programs.

    \b
    With a QUESTION:
    asp         every answer set is a completion with its answer; clingo --enum-mode=cautious says what is settled
    problog     the chance of a yes, given a prior for every open fact
    dimacs      clauses that can be satisfied where some completion gives --answer
    json        everything, burdens included

    \b
    Without:
    timelinejs  the dated claims as a timeline for TimelineJS
    ftm         statements for FollowTheMoney (Aleph); ftm-notes: grade, place and denial, which it has no column for
    prov        PROV-JSON: who said what, in which source; with a QUESTION also what the answer rests on
    csl         sources and instruments for reference managers
    ics         the deadlines of the agenda as a calendar
    geojson     who is what to the alliance, as drawn under --viewpoint
    claims      the claims as claims.csv, safe to open in a spreadsheet

    What a solver cannot say is refused, with the line that cannot be said. Of the record, only what was surely known at
    --known-to is written.
    """
    if out:
        writable(Path(out), "--out")
    stances = given["stance"] or ("text",)
    if len(stances) > 1:
        raise NotUnderstood.of("--stance", "one export is of one stance", "give --stance once")
    _fits(target, question, {"--option": option, "--answer": answer, "--prior": prior})
    _viewed(target, viewpoint)
    ask = asking(case, **{**given, "stance": stances})
    if question:
        known_question(ask, question)
    text = (
        _record(ask, target, question, viewpoint) if target in RECORD else _solver(ask, target, question, option, answer, prior)
    )
    if out:
        write_whole(Path(out), text, "--out")
        click.echo(f"written: {out}", err=True)
    else:
        say(text)


def _fits(target: str, question: str | None, solver_only: dict[str, Any]) -> None:
    """Refuse a target that is none, and one that does not go with what else was said."""
    if target not in (*TARGETS, *RECORD):
        known = (*TARGETS, *RECORD)
        raise NotUnderstood.of("--to", f"no target is called “{target}”", nearest(target, known) or f"one of: {', '.join(known)}")
    if target in TARGETS and not question:
        raise NotUnderstood.of("QUESTION", f"{target} writes one question", f"name it: foedus export CASE QUESTION --to {target}")
    if target in RECORD and question and target != "prov":
        raise NotUnderstood.of("QUESTION", f"{target} writes the record, not “{question}”", f"foedus export CASE --to {target}")
    unfit = next((name for name, value in solver_only.items() if value), "")
    if target in RECORD and unfit:
        raise NotUnderstood.of(unfit, f"{unfit} is for solvers, and {target} is for none", "leave it out")


def _viewed(target: str, viewpoint: str) -> None:
    """Refuse a map without a viewpoint that there is, and a viewpoint without a map."""
    if target != "geojson":
        if viewpoint:
            raise NotUnderstood.of("--viewpoint", f"--viewpoint is for geojson, not for {target}", "leave it out")
        return
    from foedus.atlas import viewpoints

    known = [v.id for v in viewpoints()]
    if viewpoint not in known:
        what = f"no viewpoint is called “{viewpoint}”" if viewpoint else "borders are drawn from somebody's viewpoint"
        raise NotUnderstood.of("--viewpoint", what, f"choose one: {', '.join(known)}")


def _solver(ask: Asking, target: str, question: str | None, option: str, answer: str, prior: tuple[str, ...]) -> str:
    from foedus.door.exporting import exported

    text = exported(ask, question or "", target, str(ask.stance[0]), option, answer or "yes", prior)  # type: ignore[arg-type,index]
    return text.rstrip("\n") + "\n"


def _record(ask: Asking, target: str, question: str | None, viewpoint: str) -> str:
    """The record in one of its formats; what its sources' terms hold back is told on stderr."""
    if target == "ics":
        from foedus.deontic import calendar

        return calendar(ask.agenda())
    if target == "geojson":
        from foedus.show.mapped import map_of

        return json.dumps(map_of(ask, viewpoint).geojson(), ensure_ascii=False) + "\n"
    from foedus import interchange

    write: dict[str, Callable[[Asking], str]] = {
        "timelinejs": interchange.timelinejs,
        "ftm": interchange.ftm_statements,
        "ftm-notes": interchange.ftm_notes,
        "prov": lambda a: interchange.prov(a, [question] if question else []),
        "csl": interchange.csl,
        "claims": interchange.claims_csv,
    }
    text, kept = write[target](ask), interchange.withheld(ask)
    if kept:
        click.echo(f"left out: {kept} rows of coded events, whose terms do not let them be passed on", err=True)
    return text
