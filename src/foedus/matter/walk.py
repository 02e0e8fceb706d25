"""A guided walk: a page of steps, each with what the procedure needs and acts to choose from.

The page is data of the regime (`walk.toml` in its folder). Where a player stands is read off the
log: each act of the walk carries the step and the choice it came from, so that a walk can be left
and taken up again, and an undone act leads back.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from re import compile as pattern
from typing import Any

from foedus.matter.entry import ActRecorded
from foedus.problem import Invalid, Place, Problem, nearest

__all__ = ["FILE", "Choice", "Move", "Spot", "Step", "Walk", "read_walk", "spot"]

FILE = "walk.toml"
MAX_BYTES = 500_000
_SPAN = pattern(r"(\d{1,4}) (minute|hour|day)s?")
_TAG = pattern(r"([\w-]+)/(\d+)/(\d+)")
_KEYS: Mapping[str, tuple[str, ...]] = {
    "walk": ("title", "about", "zone", "start", "roles", "watch", "step", "after"),
    "step": ("id", "title", "needs", "why", "law", "choice"),
    "choice": ("label", "act", "next", "stay"),
    "act": ("says", "by", "after", "new"),
}


@dataclass(frozen=True, slots=True)
class Move:
    """One act of a choice; `after` is the time that has passed since the act before it."""

    says: str
    by: str
    after: timedelta
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something one may do at a step. `next`: the step it leads to; its own name to stay."""

    label: str
    moves: tuple[Move, ...]
    next: str


@dataclass(frozen=True, slots=True)
class Step:
    """What the procedure needs now, and why; `law`: where that is written."""

    id: str
    title: str
    needs: str
    why: str
    law: tuple[str, ...]
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Walk:
    """A whole walk: how it opens, its steps by id, and what to try when it is over.

    watch   ids of questions whose answers are told when an act changes them
    """

    title: str
    about: str
    zone: str
    start: str
    roles: Mapping[str, str]
    watch: tuple[str, ...]
    steps: Mapping[str, Step]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a player stands: the step (None: at the end), and a choice whose acts are not all done."""

    step: Step | None
    choice: int = 0
    done: int = 0


def spot(walk: Walk, acts: Sequence[ActRecorded]) -> Spot:
    """Where the acts that stand have led to."""
    found = [m for m in (_TAG.fullmatch(act.step) for act in acts) if m and m[1] in walk.steps]
    if not found:
        return Spot(next(iter(walk.steps.values()), None))
    step, number, done = walk.steps[found[-1][1]], int(found[-1][2]), int(found[-1][3])
    choice = step.choices[number - 1]
    if done < len(choice.moves):
        return Spot(step, number, done)
    return Spot(walk.steps.get(choice.next))


def read_walk(path: Path, shown: str) -> Walk:
    """Read a walk. Raises `Invalid` with everything that is wrong with it."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Invalid.at(Place(shown), f"the page is larger than {MAX_BYTES:,} bytes", "tell it in fewer words")
        data = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise Invalid.at(Place(shown), f"cannot be read: {error.strerror}", "check the file and its rights") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Invalid.at(Place(shown), f"this is not TOML: {error}", 'a text stands in quotation marks: title = "…"') from None
    return _Reader(shown).walk(data)


class _Reader:
    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.problems: list[Problem] = []

    def walk(self, data: Mapping[str, Any]) -> Walk:
        """The walk, or every problem."""
        self._keys(data, "walk", "the page")
        steps = [self._step(s, n) for n, s in enumerate(self._tables(data, "step"), 1)]
        names = [s.id for s in steps]
        steps = [self._linked(s, names, n) for n, s in enumerate(steps)]
        for name in {n for n in names if names.count(n) > 1}:
            self._say(f"two steps are called “{name}”", "give each its own id")
        if not steps:
            self._say("the walk has no steps", "write each under its own [[step]]")
        roles = data.get("roles", {})
        title, about, zone, start = (self._text(data, key, "the page") for key in ("title", "about", "zone", "start"))
        walk = Walk(
            title,
            about,
            zone,
            start,
            {str(k): str(v) for k, v in roles.items()} if isinstance(roles, dict) else {},
            self._texts(data, "watch"),
            {s.id: s for s in steps},
            self._texts(data, "after"),
        )
        if self.problems:
            raise Invalid(self.problems)
        return walk

    def _step(self, data: Mapping[str, Any], number: int) -> Step:
        where = f"step {data.get('id', number)}"
        self._keys(data, "step", where)
        choices = [self._choice(c, f"{where}, choice {n}") for n, c in enumerate(self._tables(data, "choice"), 1)]
        if not choices:
            self._say(f"{where} offers nothing", "write each choice under its own [[step.choice]]")
        name, title, needs, why = (self._text(data, key, where) for key in ("id", "title", "needs", "why"))
        return Step(name, title, needs, why, self._texts(data, "law"), tuple(choices))

    def _choice(self, data: Mapping[str, Any], where: str) -> Choice:
        self._keys(data, "choice", where)
        moves = tuple(self._move(m, where) for m in self._tables(data, "act"))
        if not moves:
            self._say(f"{where} does nothing", "write each act under its own [[step.choice.act]]")
        stay = "=" if data.get("stay") is True else ""
        return Choice(self._text(data, "label", where), moves, stay or str(data.get("next", "")))

    def _move(self, data: Mapping[str, Any], where: str) -> Move:
        self._keys(data, "act", where)
        span = _SPAN.fullmatch(self._text(data, "after", where))
        if span is None:
            self._say(
                f"{where}: “{data.get('after', '')}” is no span of time", 'write after = "40 minutes", "2 hours" or "1 day"'
            )
            return Move("", "", timedelta(), ())
        return Move(
            self._text(data, "says", where),
            str(data.get("by", "")),
            timedelta(**{f"{span[2]}s": int(span[1])}),
            self._texts(data, "new"),
        )

    def _linked(self, step: Step, names: Sequence[str], place: int) -> Step:
        """The step with the ends of its choices named."""
        following = names[place + 1] if place + 1 < len(names) else ""
        choices = []
        for choice in step.choices:
            target = step.id if choice.next == "=" else choice.next or following
            if target and target != "end" and target not in names:
                self._say(
                    f"step {step.id} leads to “{target}”, which is no step",
                    nearest(target, list(names)) or 'name a step, or "end"',
                )
            choices.append(Choice(choice.label, choice.moves, target))
        return Step(step.id, step.title, step.needs, step.why, step.law, tuple(choices))

    # --- values ---

    def _say(self, what: str, remedy: str) -> None:
        self.problems.append(Problem(Place(self.shown), what, remedy))

    def _keys(self, data: Mapping[str, Any], kind: str, where: str) -> None:
        for key in data:
            if key not in _KEYS[kind]:
                known = _KEYS[kind]
                self._say(f"{where} has no key “{key}”", nearest(key, known) or f"the keys are: {', '.join(known)}")

    def _tables(self, data: Mapping[str, Any], key: str) -> Iterable[Mapping[str, Any]]:
        found = data.get(key, [])
        return found if isinstance(found, list) and all(isinstance(f, dict) for f in found) else []

    def _text(self, data: Mapping[str, Any], key: str, where: str) -> str:
        value = data.get(key)
        if not isinstance(value, str) or not value.strip():
            self._say(f"{where} says no “{key}”", f'write {key} = "…"')
            return ""
        return " ".join(value.split())

    def _texts(self, data: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = data.get(key, [])
        return tuple(str(v) for v in value) if isinstance(value, list) else ()
