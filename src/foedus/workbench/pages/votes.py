"""Roll calls: the votes of a case with their rules and results, and a roll call of one's own put to a law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from foedus.door import NotUnderstood
from foedus.door.laws import at_hand, topmost_regimes
from foedus.door.voting import count_vote
from foedus.problem import Invalid, Problem
from foedus.show.documents import problem_json
from foedus.show.votes import RESULTS, by_draft, counted_words, result_words, stands_in_words, vote_svg
from foedus.workbench.pages.law import address
from foedus.workbench.state import State
from foedus.workbench.visit import Page, Visit

if TYPE_CHECKING:
    from foedus.assess.votes import Vote
    from foedus.voting import Poll

__all__ = ["FIELDS", "blank", "put", "votes"]

FIELDS = {
    "regime": "the law whose votes it is put to",
    "on": "the day of the ballot, as in 1990-08-10; today where it is left out",
    "rule": "only this vote: PROVISION/NAME",
    "roll": "the roll call as a table: member,ballot, or ballot,count",
    "draft": "the same as a file, instead of the table",
    "fact": "sentences about “the draft”, a line for each",
}


def votes(visit: Visit) -> Page:
    """Every vote in force that the record says something of, by what was put to the vote."""
    found = visit.dossier.apart("votes", _one(visit), lambda asking: asking.votes())
    data = {"stance": visit.stance, "votes": [v.to_json() | {"result": result_words(v.told)} for v in found]}
    view = {
        "drafts": by_draft(found),
        "shown": _Shown(visit),
        "as_of": visit.asking.terms.as_of.text(visit.asking.record.zone),
        "RESULTS": RESULTS,
    }
    return Page("votes.html.j2", "Votes", data, view)


def _one(visit: Visit) -> State:
    return visit.state.but(stance=(visit.stance,))


class _Shown:
    """What the template asks of a vote."""

    def __init__(self, visit: Visit) -> None:
        self.visit, self.drawn = visit, 0

    result = staticmethod(result_words)
    counts = staticmethod(counted_words)
    stands = staticmethod(stands_in_words)

    def svg(self, vote: Vote) -> Markup:
        """The vote drawn."""
        self.drawn += 1
        return Markup(vote_svg(vote, f"vote{self.drawn}"))  # drawn by us, every word in it escaped

    def law(self, vote: Vote) -> str:
        """The address of its rule."""
        return address(self.visit, self.visit.asking.regime.id, vote.provision, rule=vote.rule)

    def line(self, text: str) -> str:
        """A line of a rule without its braces."""
        return text.replace("{", "").replace("}", "")


# --- a roll call of one's own ----------------------------------------------------------------------


def blank(visit: Visit) -> Page:
    """The form for a roll call."""
    return _form(visit, {"regime": visit.one("regime")}, None, (), 200)


def put(visit: Visit) -> Page:
    """The roll call put to the votes of a law."""
    typed = {key: visit.form.get(key, "").strip() for key in FIELDS if key != "draft"}
    try:
        return _form(visit, typed, _counted(visit, typed), (), 200)
    except Invalid as wrong:
        return _form(visit, typed, None, [_in_form(p) for p in wrong.problems], 400 if isinstance(wrong, NotUnderstood) else 422)


def _counted(visit: Visit, typed: dict[str, str]) -> Poll:
    """What becomes of the roll call that was sent. Raises `NotUnderstood`, `Invalid`."""
    known, sent = list(at_hand(visit.desk.law)), visit.files.get("draft")
    if typed["regime"] not in known:
        raise NotUnderstood.of("regime", f"no regime is called “{typed['regime'][:100]}”", f"one of: {', '.join(known)}")
    data = sent.data if sent is not None and sent.data else typed["roll"].encode()
    if not data.strip():
        raise NotUnderstood.of("roll", "there is no roll call", "paste a table with the columns member,ballot, or send a file")
    facts = [line.strip() for line in typed["fact"].splitlines() if line.strip()]
    return count_vote(typed["regime"], data, "roll call", typed["on"] or None, typed["rule"], facts, visit.desk.law)


_WORDS = {"--on": "on", "--rule": "rule", "--fact": "fact", "REGIME": "regime"}


def _in_form(problem: Problem) -> Problem:
    """A problem that names fields of the form where the command line names options."""
    place = replace(problem.place, file=_WORDS.get(problem.place.file, problem.place.file))
    what, remedy = (text.replace(" (--on)", "").replace("--on", "the day") for text in (problem.what, problem.remedy))
    return replace(problem, place=place, what=what, remedy=remedy)


def _form(visit: Visit, typed: dict[str, str], found: Poll | None, problems: Sequence[Problem], status: int) -> Page:
    top = topmost_regimes(visit.desk.law)
    regimes = {n: r.title for n, r in sorted(at_hand(visit.desk.law).items(), key=lambda item: item[0] not in top)}
    data: dict[str, Any] = {"regimes": list(regimes), **(found.to_json() if found else {})}
    if problems:
        data |= {"problems": [problem_json(p) for p in problems], "typed": typed}
    shown = _Shown(visit)
    view = {"typed": typed, "found": found, "problems": problems, "regimes": regimes, "shown": shown, "RESULTS": RESULTS}
    return Page("vote.html.j2", "Put a roll call to the law", data, view, status)
