"""The guided walk: a request played from start to end, step by step, each choice held against the rules."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from foedus.door import Asking, NotUnderstood
from foedus.door.clock import somebody
from foedus.keeping import Walking, walking, walks
from foedus.matter import ActRecorded, ActUndone, Refused
from foedus.problem import Invalid, Problem, nearest
from foedus.show.documents import problem_json
from foedus.show.moments import moment
from foedus.workbench.pages.acts import WRITING, Line, Meanwhile, in_form, objection_json, unchanged
from foedus.workbench.pages.law import address
from foedus.workbench.pages.matters import room
from foedus.workbench.state import State
from foedus.workbench.visit import Away, Page, Visit

if TYPE_CHECKING:
    from foedus.matter import Matter, Objection
    from foedus.matter.walk import Choice, Spot

__all__ = ["FIELDS", "START", "begin", "choose", "offered", "step"]

START = {"regime": "the law whose walk is begun"}
FIELDS = {
    "act": "do takes a choice, back takes the last one back",
    "choice": "the number of the choice",
    "anyway": "any value: do it although the rules do not allow it",
    "step": "the step that the form was made for",
    "seen": "how many entries the log had then",
    "head": "the checksum the log ended with then",
}
_MOST = 500


def offered(visit: Visit) -> Page:
    """The walks there are, and those that were begun here."""
    return _offered(visit)


def begin(visit: Visit) -> Page | Away:
    """Begin a walk in a folder of its own."""
    regime = visit.form.get("regime", "").strip()
    try:
        known = list(walks(visit.desk.law))
        if regime not in known:
            raise NotUnderstood.of(
                "regime", f"“{regime[:100]}” has no guided walk", nearest(regime, known) or "choose one of the list"
            )
        folder = _free(room(visit), f"walk-{regime}")
        walking(regime, folder, somebody(), visit.desk.law, shelf=visit.desk.shelf)
    except Invalid as wrong:
        return _offered(visit, wrong.problems, 400 if isinstance(wrong, NotUnderstood) else 422)
    except OSError as failed:
        return _offered(visit, NotUnderstood.of("folder", f"the disk refused: {failed.strerror}", "try again").problems, 422)
    return Away(f"/case/{quote(folder.name, safe='')}/walk")


def _free(folder: Path, name: str) -> Path:
    """The first folder of that name, or of that name and a number, which is not there yet."""
    names = (name if n == 1 else f"{name}-{n}" for n in range(1, _MOST))
    found = next((folder / n for n in names if not (folder / n).exists()), None)
    if found is None:
        raise NotUnderstood.of("folder", f"there are {_MOST} walks here already", "put some of them elsewhere")
    return found


def _offered(visit: Visit, problems: Sequence[Problem] = (), status: int = 200) -> Page:
    found = walks(visit.desk.law)
    begun = [d.name for d in visit.desk.dossiers().values() if d.is_matter and _walk_of(d.folder)]
    data: dict[str, Any] = {
        "walks": [{"regime": name, "title": w.title, "about": w.about, "steps": len(w.steps)} for name, w in found.items()],
        "begun": begun,
        "writable": visit.desk.workplace is not None,
    }
    if problems:
        data["problems"] = [problem_json(p) for p in problems]
    return Page("walks.html.j2", "Guided walks", data, {"problems": problems}, status)


def _walk_of(folder: Path) -> str:
    """The regime whose walk a matter is, as far as its settings can be read."""
    import tomllib

    with suppress(OSError, ValueError, RecursionError):
        return str(tomllib.loads((folder / "matter.toml").read_text("utf-8-sig")).get("walk", ""))
    return ""


# --- one walk --------------------------------------------------------------------------------------


def step(visit: Visit) -> Page:
    """Where the player stands: what the procedure needs, what one may do, what the last choice did."""
    return _page(visit, None)


def choose(visit: Visit) -> Page | Away:
    """Take a choice, or take the last one back."""
    typed = {key: visit.form.get(key, "").strip() for key in FIELDS}
    play = _playing(visit)
    try:
        with WRITING:
            unchanged(typed, play.matter.head, play.matter.entries)
            _done(play, typed)
    except Refused as refused:
        return _page(visit, refused, typed["choice"], 422)
    except Meanwhile as late:
        return _page(visit, late, "", 409)
    except Invalid as wrong:
        return _page(visit, wrong, "", 400 if isinstance(wrong, NotUnderstood) else 422)
    except OSError as failed:
        return _page(visit, NotUnderstood.of("log.jsonl", f"the disk refused: {failed.strerror}", "try again"), "", 422)
    return Away(visit.link("walk", done="1"))


def _done(play: Walking, typed: Mapping[str, str]) -> None:
    """Do what the form asks for. Raises `Refused`, `Invalid`."""
    if typed["act"] == "back":
        if not play.back("taken back in the walk"):
            raise NotUnderstood.of("act", "there is nothing to take back", "choose something first")
        return
    at, number = play.spot, typed["choice"]
    if typed["act"] != "do" or at.step is None or typed["step"] != at.step.id:
        raise NotUnderstood.of("act", "this is no choice of the step where the walk stands", "use a button of the page")
    if not (number.isascii() and number.isdecimal() and len(number) < 4 and 0 < int(number) <= len(at.step.choices)):
        raise NotUnderstood.of("choice", f"there is no choice “{number[:20]}”", f"choose 1 to {len(at.step.choices)}")
    if at.done and int(number) != at.choice:
        raise NotUnderstood.of("choice", f"choice {at.choice} is half done", "finish it, or take it back first")
    list(play.choose(int(number), bool(typed["anyway"])))


def _playing(visit: Visit) -> Walking:
    """The walk in the address. Raises `NotUnderstood` for a case, and for a matter that is no walk."""
    folder = visit.dossier.folder.resolve()
    regime = _walk_of(folder) if visit.dossier.is_matter else ""
    if not regime:
        raise NotUnderstood.of("CASE", f"“{visit.dossier.name}” is no guided walk", "begin one: /walk")
    if regime not in (known := list(walks(visit.desk.law))):
        raise NotUnderstood.of(
            "walk", f"“{regime}” has no guided walk", nearest(regime, known) or "its law pages are not at hand"
        )
    return walking(regime, folder, somebody(), visit.desk.law, shelf=visit.desk.shelf)


def _page(visit: Visit, by: Invalid | None, tried: str = "", status: int = 200) -> Page:
    told = Told(visit, by, tried)
    return Page("walk.html.j2", told.walk.title, told.data, {"told": told}, status)


@dataclass(frozen=True, slots=True)
class Turn:
    """An answer that the walk keeps an eye on: its question, what it was before the last choice, and what it is."""

    question: str
    asks: str
    before: str
    now: str


class Told:
    """What the template of a step is given."""

    def __init__(self, visit: Visit, by: Invalid | None, tried: str) -> None:
        self.visit, self.by, self.tried = visit, by, tried
        self.play = _playing(visit)
        self.walk = self.play.walk

    @cached_property
    def matter(self) -> Matter:
        """The matter as its log has it now."""
        return self.play.matter

    @cached_property
    def spot(self) -> Spot:
        """Where the player stands."""
        return self.play.spot

    @property
    def number(self) -> int:
        """Which step it is, from 1; one more than there are at the end."""
        return list(self.walk.steps).index(self.spot.step.id) + 1 if self.spot.step else len(self.walk.steps) + 1

    @property
    def now(self) -> str:
        """The clock of the walk, in words."""
        return moment(self.play.now)

    @property
    def choices(self) -> list[tuple[int, Choice]]:
        """What one may do: everything of the step, or the rest of what is half done."""
        at = self.spot
        every = list(enumerate(at.step.choices, 1)) if at.step else []
        return [(n, c) for n, c in every if not at.done or n == at.choice]

    @property
    def refused(self) -> Sequence[Objection]:
        """What the rules say against the choice that was tried."""
        return self.by.objections if isinstance(self.by, Refused) else ()

    @property
    def problems(self) -> list[Problem]:
        """What else stands in the way."""
        return [in_form(p) for p in self.by.problems] if self.by is not None and not self.refused else []

    @cached_property
    def last(self) -> list[Line]:
        """What the last choice put into the log: its acts, or the undoing of those before."""
        back = list(reversed(self.matter.entries))
        if not back:
            return []
        if isinstance(back[0], ActUndone):
            run = list(takewhile(lambda e: isinstance(e, ActUndone), back))
        else:
            tag = back[0].step.rpartition("/")[0]
            run = list(takewhile(lambda e: isinstance(e, ActRecorded) and e.step.rpartition("/")[0] == tag, back))
        return [Line(e) for e in reversed(run)]

    @property
    def undoable(self) -> bool:
        """Whether there is a choice to take back."""
        return bool(self.play.acts)

    @cached_property
    def answers(self) -> list[Turn]:
        """The answers that the walk keeps an eye on, before and after the last choice."""
        dossier = self.visit.dossier
        now = dossier.answered("watched", State(), self._watched)
        before = dossier.answered("watched", State(record=dossier.past.after(self._entries)), self._watched)
        return [Turn(q, asks, before.get(q, ("", ""))[1], words) for q, (asks, words) in now.items()]

    @property
    def _entries(self) -> int:
        """How many entries there were before the last choice."""
        return len(self.matter.entries) - len(self.last)

    def _watched(self, asking: Asking) -> dict[str, tuple[str, str]]:
        from dataclasses import replace

        found = replace(asking, stance="text", question=self.walk.watch or None).assess()
        asks = {q.id: q.asks for q in found.questions}
        return {c.question: (asks[c.question], c.words) for c in found}

    @property
    def changed(self) -> list[Turn]:
        """The answers that the last choice changed."""
        return [t for t in self.answers if self.last and t.before and t.before != t.now]

    def law(self, provision: str) -> str:
        """The address of a provision or a rule."""
        return address(self.visit, self.matter.regime.id, provision.partition("/")[0], rule=provision if "/" in provision else "")

    @property
    def after(self) -> list[tuple[str, str]]:
        """What to try when the walk is over: a command, and the page that does the same, or nothing."""
        return [(c.replace("MATTER", self.play.folder.name), self._as_page(c)) for c in self.walk.after]

    def _as_page(self, command: str) -> str:
        """The address at which a command of the walk is a page."""
        try:
            words = shlex.split(command)
        except ValueError:
            return ""
        if words[:3] == ["foedus", "matter", "show"]:
            return self.visit.link("acts")
        pages = {"agenda": ("agenda",), "why": ("why", *words[3:4]), "assess": (), "timeline": ("timeline",)}
        if len(words) < 3 or words[0] != "foedus" or words[1] not in pages or words[2] != "MATTER":
            return ""
        options = dict(pairwise(words))
        stance = options.get("--stance", "text" if words[1] in ("why", "assess") else "")
        state = State(
            stance=(stance,) if stance else (), suppose=_given(options, "--suppose"), without=_given(options, "--without")
        )
        if words[1] == "assess" and "--question" in options:
            return self.visit.link("why", options["--question"], state=state)
        return self.visit.link(*pages[words[1]], state=state, actor=options.get("--actor", ""))

    @property
    def data(self) -> dict[str, Any]:
        """The page as data."""
        at = self.spot.step
        out: dict[str, Any] = {
            "matter": self.play.folder.name,
            "regime": self.play.regime,
            "steps": len(self.walk.steps),
            "clock": self.play.now,
            "seen": len(self.matter.entries),
            "head": self.matter.head,
            "step": None,
            "last": [line.entry.plain() for line in self.last],
            "answers": [{"question": t.question, "asks": t.asks, "before": t.before, "now": t.now} for t in self.answers],
        }
        if at is not None:
            choices = [{"number": n, "label": c.label} for n, c in self.choices]
            out["step"] = {"id": at.id, "number": self.number, "title": at.title, "needs": at.needs, "why": at.why}
            out["step"] |= {"law": list(at.law), "choices": choices, "half_done": bool(self.spot.done)}
        else:
            out["after"] = [command for command, _ in self.after]
        if self.by is not None:
            out["problems"] = [problem_json(p) for p in (self.problems or self.by.problems)]
            out["objections"] = [objection_json(o) for o in self.refused]
        return out


def _given(options: Mapping[str, str], name: str) -> tuple[str, ...]:
    """What an option of a command is given, as one value or none."""
    return (options[name],) if name in options else ()
