"""What would settle an answer or flip it, and what to ask next; and the list of what is open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from foedus.assess.hinging import OVER
from foedus.door.hinging import hinged
from foedus.show.hinges import MEANS, Reached, asked_of, besides, nothing, ranked, reached, share_in_words
from foedus.show.openings import openings
from foedus.workbench.pages.why import question_of
from foedus.workbench.visit import Page, Visit

if TYPE_CHECKING:
    from foedus.assess.hinging import Hinging

__all__ = ["KEYS", "all_open", "of_answer"]

KEYS = {"over": "what may be changed besides open facts: facts, judgements, readings, standards, law; several with commas"}

_WORDS = {
    "facts": "settled facts",
    "judgements": "judgements",
    "readings": "readings of contested words",
    "standards": "the standard of proof",
    "law": "the law of another day",
}


def all_open(visit: Visit) -> Page:
    """Every open point with the answers that turn on it, and every open answer."""
    found = visit.dossier.assessment(visit.state)
    points = visit.dossier.answered("openings", visit.state, lambda _: openings(found))
    cells = [c for c in found if c.verdict == "open"]
    data = {
        "open": [{"question": c.question, "stance": c.stance} for c in cells],
        "points": [
            {
                "kind": o.kind,
                "says": o.words,
                "sentences": list(o.sentences),
                "answers": o.answers,
                "questions": list(o.questions),
            }
            for o in points
        ],
    }
    asks = {q.id: q.asks for q in found.questions}
    rows: dict[str, list[str]] = {}
    for cell in cells:
        rows.setdefault(cell.question, []).append(cell.stance)
    return Page("open.html.j2", "What is open", data, {"openings": points, "rows": rows, "asks": asks, "found": found})


def of_answer(visit: Visit) -> Page:
    """The smallest changes that settle one answer or flip it, and the influence of every open fact."""
    question, stance, over = question_of(visit), visit.stance, _over(visit)
    found = visit.dossier.answered(
        ("hinges", question, stance, over), visit.around, lambda asking: hinged(asking, question, stance, over=over)
    )
    data = {"hinges": [h.to_json() for h in found]}
    told = [Told(h) for h in found]
    view = {"told": told, "question": question, "over": over, "choices": [(o, _WORDS[o]) for o in OVER], "means": MEANS}
    return Page("hinges.html.j2", found[0].asks if found else question, data, view)


def _over(visit: Visit) -> tuple[str, ...]:
    """What may be changed, as asked for; names that mean nothing are refused where they are used."""
    return tuple(name for name in visit.others.get("over", "").split(",") if name)


class Told:
    """The hinges of one answer, or of one alternative of it, made fit to read."""

    def __init__(self, found: Hinging) -> None:
        self.found = found
        self.reached: Sequence[Reached] = reached(found, 40)
        self.nothing = "" if found.sets else nothing(found)
        self.beyond = besides(found) if found.open else []
        most = found.influence[0].share if found.influence else 1
        self.influence = [(share_in_words(share), round(float(share / most), 4), text) for share, text in ranked(found.influence)]
        self.ask_next = asked_of(found.ask_next) if found.ask_next else ""
