"""Members and rules put together: every rule's powers and the chance that it decides, ready to be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from foedus.design.chances import chance
from foedus.design.power import Power, Powers, powers
from foedus.design.rules import Rule
from foedus.design.spec import Spec
from foedus.design.sums import OutOfReach

__all__ = ["MEASURES", "Design", "Outcome", "study"]

MEASURES = ("shapley", "share", "absolute", "prevent", "initiate")
"""The measures of a player's power, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one rule: powers (None: not computed, and `bound` says why), and the chance where chances were given."""

    name: str
    says: str
    powers: Powers | None
    chance: Fraction | None
    bound: str = ""

    @property
    def players(self) -> Mapping[tuple[str, str], Power]:
        """The players by member and part: the member's own vote is part “”."""
        return {(p.name, p.of): p for p in (self.powers.players if self.powers else ())}


@dataclass(frozen=True, slots=True)
class Design:
    """A comparison of rules over the same members."""

    title: str
    of: str
    members: tuple[str, ...]
    outcomes: tuple[Outcome, ...]

    def to_json(self) -> dict[str, Any]:
        """Everything as plain data: fractions as texts, exact, with a decimal beside each."""
        return {
            "schema_version": 1,
            "title": self.title,
            "members_of": self.of or None,
            "members": list(self.members),
            "rules": [_rule(o) for o in self.outcomes],
        }


def study(spec: Spec) -> Design:
    """Every rule of a page, measured."""
    return Design(spec.title, spec.of, tuple(m.name for m in spec.members), tuple(_outcome(spec, rule) for rule in spec.rules))


def _outcome(spec: Spec, rule: Rule) -> Outcome:
    found, odds, bounds = None, None, []
    try:
        found = powers(spec.members, rule)
    except OutOfReach as error:
        bounds.append(f"power not computed: {error}")
    try:
        odds = chance(spec.members, rule) if all(m.chances for m in spec.members) else None
    except OutOfReach as error:
        bounds.append(f"chance not computed: {error}")
    return Outcome(rule.name, rule.says, found, odds, "; ".join(bounds))


def _rule(one: Outcome) -> dict[str, Any]:
    found = one.powers
    return {
        "name": one.name,
        "says": one.says,
        "chance": _number(one.chance),
        "not_computed": one.bound or None,
        "winning": str(found.winning) if found else None,
        "coalitions": str(found.coalitions) if found else None,
        "act": _number(found.act) if found else None,
        "players": [_player(p) for p in found.players] if found else [],
    }


def _player(one: Power) -> dict[str, Any]:
    measures = {name: _number(getattr(one, name)) for name in MEASURES}
    return {"member": one.name, "part": one.of or "member", "swings": str(one.swings), **measures}


def _number(value: Fraction | None) -> dict[str, Any] | None:
    return None if value is None else {"exact": str(value), "decimal": float(value)}
