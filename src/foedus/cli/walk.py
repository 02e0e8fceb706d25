"""foedus matter walk REGIME: a request played from start to end, on a terminal or from a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foedus.cli.matter import command as matter_group
from foedus.cli.options import folders
from foedus.cli.output import paper, say

if TYPE_CHECKING:
    from foedus.door import Asking
    from foedus.keeping import Walking

__all__ = ["walk"]


@matter_group.command("walk")
@click.argument("regime")
@click.argument("name", required=False)
@click.option("--folder", metavar="DIR", default=".", show_default="here", help="Where its folder lies, or is to lie.")
@click.option("--who", metavar="WHO", help="Who plays.")
@folders
def walk(regime: str, name: str | None, folder: str, who: str | None, law: tuple[str, ...], cases: tuple[str, ...]) -> None:
    """Play a request from start to withdrawal, in ten minutes.

    Each step says what the procedure needs now and why, and offers acts to choose from: not all of
    them are allowed yet. Choices are read from stdin, one a line. The walk is a matter: the folder
    NAME (default: walk-REGIME) keeps it, and the same command goes on with it.
    """
    from foedus.keeping import walking

    play = walking(regime, Path(folder) / (name or f"walk-{regime}"), who or "", law, cases)
    _Player(play).play()


class _Player:
    """Reads choices and tells what comes of them."""

    def __init__(self, play: Walking) -> None:
        self.play_ = play
        self.answers: dict[str, tuple[str, str]] = {}
        self.stuck = False
        self.verbs: Mapping[str, Callable[[], None]] = {"a": self._agenda, "t": self._table, "l": self._log, "u": self._undo}

    def play(self) -> None:
        """Step after step, until the end, a q, or no more input."""
        from foedus.show.walk import text_opening

        width, color = paper()
        if not self.play_.acts:
            say(text_opening(self.play_.walk, str(self.play_.folder), width, color))
        self.answers = self._answered()
        while self.play_.spot.step is not None:
            self._show()
            line = self._line()
            if line is None or line == "q":
                say(f"\nLeft. To go on: {self._again()}")
                return
            self._take(line)
        self._end()

    def _show(self) -> None:
        from foedus.show.walk import text_step

        if not self.play_.spot.done:
            say(text_step(self.play_.walk, self.play_.spot, self.play_.now, *paper()))

    def _line(self) -> str | None:
        """What is typed, or comes down the pipe; None at its end."""
        if self.play_.spot.done and not self.stuck:
            return str(self.play_.spot.choice)  # a choice whose acts were not all recorded
        sys.stdout.write("> ")
        sys.stdout.flush()
        try:
            line = sys.stdin.readline()
        except KeyboardInterrupt:
            return None
        if line and not sys.stdin.isatty():
            say(line.strip())  # what a person would have seen themselves type
        return line.strip().casefold() if line else None

    def _take(self, line: str) -> None:
        step = self.play_.spot.step
        assert step is not None
        bare = line.rstrip("!").strip()
        if line in self.verbs:
            self.verbs[line]()
        elif bare.isdigit() and 0 < int(bare) <= len(step.choices):
            self._do(int(bare), anyway=line.endswith("!"))
        elif line:
            say(f"  Type a number from 1 to {len(step.choices)}, or a, t, l, u or q.")

    def _do(self, number: int, anyway: bool) -> None:
        from foedus.matter import Refused
        from foedus.show.matter import text_act, text_refusal
        from foedus.show.walk import text_changes

        width, color = paper()
        spot = self.play_.spot
        if spot.done and number != spot.choice:
            say(f"  Choice {spot.choice} is half done: type {spot.choice}! to finish it, or u to undo it.")
            return
        self.stuck = False
        try:
            for found in self.play_.choose(number, anyway):
                say(text_act(found, self.play_.matter, "", width, color))
        except Refused as refused:
            self.stuck = True
            say(text_refusal(refused.objections, width, color) + f"Choose otherwise, or type {number}! to do it all the same.")
        before, self.answers = self.answers, self._answered()
        changed = [
            (asks, before[q][1], words) for q, (asks, words) in self.answers.items() if q in before and before[q][1] != words
        ]
        if changed:
            say(text_changes(changed, width, color))

    # --- answers ---

    def _asking(self) -> Asking:
        return self.play_.asking()

    def _answered(self) -> dict[str, tuple[str, str]]:
        """The answers that the walk keeps an eye on, by question."""
        found = self._asking().assess()
        asks = {q.id: q.asks for q in found.questions}
        return {c.question: (asks[c.question], c.words) for c in found}

    def _table(self) -> None:
        from foedus.show import text_assessment

        say(text_assessment(self._asking().assess(), *paper()))

    def _agenda(self) -> None:
        from foedus.show import text_agenda

        say(text_agenda(self._asking().agenda(), *paper()))

    def _log(self) -> None:
        from foedus.show.matter import text_matter

        say(text_matter(self.play_.matter, *paper()))

    def _undo(self) -> None:
        undone = self.play_.back("undone in the walk")
        self.stuck, self.answers = False, self._answered()
        say(f"  undone: {', '.join(f'act {n}' for n in undone)}" if undone else "  There is nothing to undo.")

    def _end(self) -> None:
        from foedus.show.walk import text_end

        say("\nThe walk is at its end. What everybody owed and may do, and what became of it:\n")
        self._agenda()
        say(text_end(self.play_.walk, str(self.play_.folder), *paper()))

    def _again(self) -> str:
        folder = self.play_.folder
        return f"foedus matter walk {self.play_.regime} {folder.name}" + (
            f" --folder {folder.parent}" if str(folder.parent) != "." else ""
        )
