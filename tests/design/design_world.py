"""Rules said once more, straight from their words, and every vote written out: what the counts are held against."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import permutations, product
from math import ceil
from typing import Any

from foedus.design import Design, Spec, read_spec, study

KEPT = {"majority": {"more_than": "1/2"}, "two-thirds": {"at_least": "2/3"}}


def nobody(regime: str, instrument: str, day: date) -> list[str]:
    """No regime is asked in these tests."""
    raise AssertionError(regime, instrument, day)


@dataclass
class Body:
    """Members by name, each with what a page says of it, and one rule."""

    members: list[dict[str, Any]]
    rule: dict[str, Any] = field(default_factory=dict)

    def page(self) -> str:
        """The page of TOML."""
        tables = [f"[[member]]\n{_lines(m)}" for m in self.members]
        return "\n".join([*tables, f"[[rule]]\n{_lines(self.rule)}"])

    def spec(self) -> Spec:
        """The page, read by the house."""
        return read_spec(self.page(), "body.toml", nobody)

    def found(self) -> Design:
        """The page, measured by the house."""
        return study(self.spec())

    @property
    def asked(self) -> list[bool]:
        """Whose parliament has a say."""
        return [bool(self.rule.get("parliament")) and m.get("parliament", False) is not False for m in self.members]

    def decides(self, votes: Sequence[str]) -> bool:
        """Whether these votes decide, as the words of the rule have it."""
        rule, kind = self.rule, self.rule["kind"]
        if "veto" in rule and any(v == "object" and _in(m, rule["veto"]) for m, v in zip(self.members, votes, strict=True)):
            return False
        if "quorum" in rule:
            asked = rule["quorum"]
            least = ceil(Fraction(asked) * len(votes)) if isinstance(asked, str) else asked
            if sum(v != "absent" for v in votes) < least:
                return False
        if kind == "consensus":
            return votes.count("object") <= rule.get("minus", 0)
        if kind == "unanimity":
            return all(v == "yes" for v in votes)
        if kind == "several":
            return any(all(self._met(p, votes) for p in rule[key]) for key in ("all", "or") if key in rule)
        return self._met({**KEPT.get(kind, {}), **rule}, votes)

    def _met(self, part: Mapping[str, Any], votes: Sequence[str]) -> bool:
        def weigh(wanted: Sequence[str]) -> Fraction:
            return sum((self._weight(m, part) for m, v in zip(self.members, votes, strict=True) if v in wanted), Fraction(0))

        yes = weigh(["yes"])
        if "quota" in part:
            return yes >= Fraction(part["quota"])
        of = {"members": ["yes", "abstain", "object", "absent"], "cast": ["yes", "object"], "present": ["yes", "abstain", "object"]}
        base = weigh(of[part["of"]])
        if "more_than" in part:
            return yes > Fraction(part["more_than"]) * base
        # without a yes of any weight nothing is decided by a share of votes
        return yes >= Fraction(part["at_least"]) * base and (part["of"] == "members" or any(v == "yes" and self._weight(m, part) for m, v in zip(self.members, votes, strict=True)))

    def _weight(self, member: Mapping[str, Any], part: Mapping[str, Any]) -> Fraction:
        if "among" in part and not _in(member, part["among"]):
            return Fraction(0)
        return Fraction(str(member[part["by"]])) if part.get("by") else Fraction(1)

    # --- everything written out ---

    def players(self) -> list[tuple[str, str]]:
        """Members and those parliaments that are asked, each its own player."""
        return [(m["name"], of) for m, asked in zip(self.members, self.asked, strict=True) for of in (("", "parliament") if asked else ("",))]

    def wins(self, coalition: frozenset[tuple[str, str]]) -> bool:
        """Whether these players bring a decision about against all others."""
        votes = []
        for m, asked in zip(self.members, self.asked, strict=True):
            consents = not asked or (m["name"], "parliament") in coalition
            votes.append("object" if (m["name"], "") not in coalition else "yes" if consents else self.rule["parliament"])
        return self.decides(votes)

    def by_hand(self) -> dict[tuple[str, str], tuple[int, Fraction]]:
        """Swings and share of orders of every player, by writing out all coalitions and, of few players, all orders."""
        players = self.players()
        won = {c: self.wins(c) for c in (frozenset(p for p, inside in zip(players, bits, strict=True) if inside) for bits in product((0, 1), repeat=len(players)))}
        swings = {p: sum(won[c | {p}] and not won[c] for c in won if p not in c) for p in players}
        turns = dict.fromkeys(players, 0)
        orders = list(permutations(players)) if len(players) <= 6 else []
        for order in orders:
            for i, p in enumerate(order):
                turns[p] += won[frozenset(order[: i + 1])] and not won[frozenset(order[:i])]
        if orders:
            return {p: (swings[p], Fraction(turns[p], len(orders))) for p in players}
        return {p: (swings[p], self._shapley(p, won, len(players))) for p in players}

    def _shapley(self, player: tuple[str, str], won: Mapping[frozenset[tuple[str, str]], bool], n: int) -> Fraction:
        """The share of orders from coalitions by size: k! (n-1-k)! orders go through each."""
        weights = [Fraction(1, n)]
        for k in range(1, n):
            weights.append(weights[-1] * Fraction(k, n - k))
        return sum((weights[len(c)] for c in won if player not in c and won[c | {player}] and not won[c]), Fraction(0))

    def chance_by_hand(self) -> Fraction:
        """The chance of a decision, every combination of votes and consents written out."""
        choices = [list(self._votes(m, asked)) for m, asked in zip(self.members, self.asked, strict=True)]
        total = Fraction(0)
        for drawn in product(*choices):
            p = Fraction(1)
            for q, _ in drawn:
                p *= q
            total += p * self.decides([v for _, v in drawn])
        return total

    def _votes(self, m: Mapping[str, Any], asked: bool) -> Iterator[tuple[Fraction, str]]:
        chances = {v: Fraction(str(m.get(v, 0))) for v in ("yes", "abstain", "absent")}
        chances["object"] = 1 - sum(chances.values())
        for vote, p in chances.items():
            if vote == "yes" and asked:
                consent = Fraction(str(m["parliament"]))
                yield p * consent, "yes"
                yield p * (1 - consent), self.rule["parliament"]
            else:
                yield p, vote


def _in(member: Mapping[str, Any], names: str | Sequence[str]) -> bool:
    wanted = [names] if isinstance(names, str) else names
    return member["name"] in wanted or member.get("group") in wanted


def _lines(table: Mapping[str, Any]) -> str:
    return "\n".join(f"{key} = {_value(value)}" for key, value in table.items()) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_value(v) for v in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def weighted(*weights: int, **rule: Any) -> Body:
    """A body of members a, b, c … with these weights."""
    return Body([{"name": f"m{i}", "weight": w} for i, w in enumerate(weights)], {"by": "weight", **rule})
