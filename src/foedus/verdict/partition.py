"""Who gets which answer: a table over readings, told as a few boxes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from foedus.verdict.circuit import Part, Strength, Verdict

State = TypeVar("State", bound=Hashable)
Groups = Sequence[tuple[str, tuple[str, ...]]]
Answer = tuple[Verdict, Strength]


def partition(
    groups: Groups,
    state: State,
    split: Callable[[State, str, str], State],
    answer: Callable[[State], Answer | None],
) -> tuple[Part, ...]:
    """Boxes of readings that together cover every choice, each with one answer.

    `state` is the table in any form in which equal tables are equal values; `split` fixes one
    group of it; `answer` reads a table that is the same everywhere, else gives None. Options of a
    group under which the rest of the table is the same share a box, then equal boxes that differ
    in one group only are joined.
    """
    return _joined(groups, _boxes(groups, state, split, answer))


def _boxes(
    groups: Groups,
    state: State,
    split: Callable[[State, str, str], State],
    answer: Callable[[State], Answer | None],
) -> list[Part]:
    same = answer(state)
    if same is not None:
        return [Part({}, *same)]
    (name, options), rest = groups[0], groups[1:]
    alike: dict[State, list[str]] = {}
    for option in options:
        alike.setdefault(split(state, name, option), []).append(option)
    parts = []
    for below, chosen in alike.items():
        label = {} if len(alike) == 1 else {name: tuple(chosen)}
        parts += [Part({**label, **p.choice}, p.verdict, p.strength) for p in _boxes(rest, below, split, answer)]
    return parts


def _joined(groups: Groups, parts: list[Part]) -> tuple[Part, ...]:
    options = dict(groups)
    merged = True
    while merged:
        merged = False
        for i, first in enumerate(parts):
            for j in range(i + 1, len(parts)):
                joint = _join(options, first, parts[j])
                if joint is not None:
                    parts = [*parts[:i], joint, *parts[i + 1 : j], *parts[j + 1 :]]
                    merged = True
                    break
            if merged:
                break
    return tuple(parts)


def _join(options: dict[str, tuple[str, ...]], one: Part, two: Part) -> Part | None:
    if (one.verdict, one.strength) != (two.verdict, two.strength) or one.choice.keys() != two.choice.keys():
        return None
    apart = [name for name in one.choice if one.choice[name] != two.choice[name]]
    if len(apart) != 1:
        return None
    (name,) = apart
    either = {*one.choice[name], *two.choice[name]}
    joint = dict(one.choice) | {name: tuple(o for o in options[name] if o in either)}
    if len(joint[name]) == len(options[name]):
        del joint[name]
    return Part(joint, one.verdict, one.strength)
