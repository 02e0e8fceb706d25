"""What pages that write into a case share: what their forms need, and a save that loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from foedus.door import NotUnderstood
from foedus.door.clock import somebody
from foedus.noting import Outdated, Store
from foedus.problem import Invalid, Problem
from foedus.workbench.state import State
from foedus.workbench.visit import Visit

if TYPE_CHECKING:
    from foedus.door import Asking
    from foedus.noting import Saved, Version

__all__ = ["Editing", "Refused", "attempt"]


class Editing:
    """What the forms of a page need: whether the case can be written into, on which version, and what was typed.

    page  what stands behind the name of the case in the address that a form is sent to
    """

    def __init__(self, visit: Visit, *page: str, problems: Sequence[Problem] = ()) -> None:
        self.visit, self.page, self.problems = visit, page, problems

    @cached_property
    def store(self) -> Store:
        """The case as one that is written into."""
        return Store(self.visit.dossier.folder, self.visit.desk.law)

    @cached_property
    def refusal(self) -> Problem | None:
        """Why nothing can be saved here; None where it can."""
        return self.store.refusal()

    @property
    def form(self) -> str:
        """What every form carries in its field `form`."""
        return self.visit.key.form

    @property
    def based_on(self) -> str:
        """The version that the page shows, which is the one that its editor saw."""
        dossier, pinned = self.visit.dossier, self.visit.state.record
        return pinned if pinned and dossier.holds(pinned) else dossier.version

    @property
    def action(self) -> str:
        """Where a form is sent: its page, with dates and choices."""
        return self.visit.link(*self.page)

    @property
    def by(self) -> str:
        """Who does it, as far as one can guess."""
        return self.visit.form.get("by", "") or somebody()

    @cached_property
    def last(self) -> Version | None:
        """The save that this page comes from, where it comes from one and nothing was saved since."""
        if not self.visit.one("saved"):
            return None
        last = next(iter(reversed(self.store.versions())), None)
        return last if last and last.version == self.based_on == self.store.version else None

    @property
    def done(self) -> str:
        """What that save did, in words; “” for none."""
        return f"{self.last.by} {self.last.what}" if self.last else ""

    def seen(self, version: str = "") -> Asking:
        """The case at a version, or at the one that the form was made from; as it is now where that is not kept."""
        return self.visit.dossier.asking(State(record=version or self.visit.form.get("based_on", "") or self.based_on))


@dataclass(frozen=True, slots=True)
class Refused:
    """A save that was not made: why, and the version that a second try has to name."""

    problems: tuple[Problem, ...]
    based_on: str
    status: int

    @property
    def late(self) -> bool:
        """Whether somebody else was quicker."""
        return self.status == 409


def attempt(visit: Visit, work: Callable[[Store], Saved]) -> Saved | Refused:
    """Save, or say why not; either way nothing that was typed is touched."""
    based_on = visit.form.get("based_on", "")
    try:
        return work(Store(visit.dossier.folder, visit.desk.law))
    except Outdated as late:
        return Refused(late.problems, late.present, 409)
    except Invalid as wrong:
        return Refused(wrong.problems, based_on, 422)
    except OSError as failed:
        problem = NotUnderstood.of("CASE", f"the disk refused: {failed.strerror}", "nothing was changed; try again").problems[0]
        return Refused((problem,), based_on, 422)
