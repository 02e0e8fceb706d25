"""A page that says who votes and which rules are to be compared, read and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Any

from foedus.design.clauses import Clauses
from foedus.design.numbers import literal, number
from foedus.design.places import Places
from foedus.design.rules import VOTES, Member, Rule
from foedus.problem import MAX_NESTING, Invalid, Place, Problem, nearest, too_deep

__all__ = ["MAX_MEMBERS", "MAX_RULES", "Spec", "read_spec"]

MAX_MEMBERS, MAX_RULES = 200, 26
MAX_UNIT = 10**20
"""The largest common denominator of one member's chances."""

_PAGE = ("title", "regime", "on", "instrument", "chances", "member", "rule")
_CHANCES = (*VOTES, "parliament")
_MEMBER = ("name", "count", "weight", "weights", "group", *_CHANCES)

Roll = Callable[[str, str, date], Sequence[str]]
"""Regime, instrument (or empty) and day → who is a member on it."""


@dataclass(frozen=True, slots=True)
class Spec:
    """Members and rules; `of` says whose members they are and when, where they come from a regime."""

    title: str
    of: str
    members: tuple[Member, ...]
    rules: tuple[Rule, ...]


def read_spec(text: str, file: str, roll: Roll) -> Spec:
    """Read a page of TOML; `roll` names the members of a regime. Raises `Invalid` with everything that is wrong."""
    if line := too_deep(text):
        raise Invalid.at(
            Place(file, line),
            f"brackets stand more than {MAX_NESTING} deep",
            "close every bracket; nothing here is nested so deep",
        )
    try:
        raw = tomllib.loads(text, parse_float=literal)
    except (tomllib.TOMLDecodeError, ValueError) as error:
        raise Invalid.at(Place(file), f"this is not TOML: {error}", 'a text stands in quotation marks: name = "…"') from None
    return _Reader(raw, Places(text, file), roll).spec()


class _Reader:
    def __init__(self, raw: Mapping[str, Any], places: Places, roll: Roll) -> None:
        self.raw, self.places, self.roll = raw, places, roll
        self.problems: list[Problem] = []

    def spec(self) -> Spec:
        """The page, or every problem."""
        self._keys(self.raw, _PAGE, "", 0)
        title = self._text(self.raw, "title", "", 0)
        of, roll = self._regime()
        members = self._members(roll)
        if len(members) > MAX_MEMBERS:
            self._say(f"{len(members)} members are more than {MAX_MEMBERS}", "put those together who always vote alike", "member")
        if not members and not self.problems:
            self._say("nobody votes: the list of members is empty", 'write each under its own [[member]], or: regime = "NAME"')
        self._complete(members)
        self._stop()
        rules = self._rules(members)
        self._stop()
        return Spec(title, of, tuple(members), tuple(rules))

    def _stop(self) -> None:
        if self.problems:
            raise Invalid(self.problems)

    # --- members ---

    def _regime(self) -> tuple[str, list[str]]:
        regime, instrument = (self._text(self.raw, key, "", 0) for key in ("regime", "instrument"))
        if not regime:
            return "", []
        day = self.raw.get("on")
        if type(day) is not date:
            self._say("the members of a regime are those of a day", "write: on = 2022-01-05", "on")
            return "", []
        return f"{regime}{f' ({instrument})' if instrument else ''}, {day.isoformat()}", list(self.roll(regime, instrument, day))

    def _members(self, roll: Sequence[str]) -> list[Member]:
        usual = self.raw.get("chances", {})
        if not isinstance(usual, dict):
            self._say("“chances” is no table", "write: [chances], and below it: yes = 0.8", "chances")
            usual = {}
        self._keys(usual, _CHANCES, "chances", 0)
        known = {name: self._member(name, {}, usual, 0) for name in roll}
        for n, table in enumerate(self._tables("member")):
            self._keys(table, _MEMBER, "member", n)
            for name in self._names(table, n):
                if roll and name not in known:
                    self._say(
                        f"“{name}” is no member that day",
                        nearest(name, roll) or f"members: {', '.join(roll)}",
                        "member",
                        n,
                        "name",
                    )
                elif name in known and (not roll or known[name].weights or known[name].group):
                    self._say(f"“{name}” is a member twice", "name each member once", "member", n, "name")
                known[name] = self._member(name, table, usual, n)
        return list(known.values())

    def _names(self, table: Mapping[str, Any], n: int) -> list[str]:
        name, count = self._text(table, "name", "member", n), table.get("count", 1)
        if not name:
            self._say("a member without a name", 'write: name = "…"', "member", n)
            return []
        if not isinstance(count, int) or isinstance(count, bool) or count < 1:
            self._say("“count” says how many such members there are", "write: count = 10", "member", n, "count")
            return []
        many = min(count, MAX_MEMBERS + 1)
        return [f"{name} {i}" for i in range(1, many + 1)] if "count" in table else [name]

    def _member(self, name: str, table: Mapping[str, Any], usual: Mapping[str, Any], n: int) -> Member:
        weights = table.get("weights", {})
        given = {**weights, "weight": table["weight"]} if "weight" in table and isinstance(weights, dict) else weights
        if not isinstance(given, dict):
            self._say("“weights” is no table", "write: weights = { votes = 4 }", "member", n, "weights")
            given = {}
        read = {column: self._number(value, column, n) for column, value in given.items()}
        for column, weight in read.items():
            if weight is not None and weight < 0:
                self._say(
                    f"the weight “{column}” of “{name}” is negative",
                    "a weight is 0 or more",
                    "member",
                    n,
                    self._near(table, column),
                )
        chances, parliament, asked = self._chances(name, table, usual, n)
        kept = tuple((c, w) for c, w in read.items() if w is not None and w >= 0)
        return Member(name, kept, self._text(table, "group", "member", n), chances, parliament, asked)

    def _near(self, table: Mapping[str, Any], column: str) -> str:
        return column if column in table else "weights"

    def _chances(
        self, name: str, table: Mapping[str, Any], usual: Mapping[str, Any], n: int
    ) -> tuple[tuple[Fraction, ...], Fraction | None, bool]:
        own = any(v in table for v in VOTES)
        votes, where = (table, "member") if own else (usual, "chances")
        read = {v: self._chance(votes[v], v, where, n if own else 0) for v in VOTES if v in votes}
        consent, odds = self._consent(table, usual, n)
        if not read:
            return (), odds, consent
        if "yes" not in read:
            self._say(
                f"the votes of “{name}” have chances, but not a yes",
                "write: yes = 0.8",
                "member" if own else "chances",
                n if own else 0,
            )
        rest = 1 - sum((p for p in read.values() if p is not None), Fraction(0))
        if rest < 0 or (rest and "object" in read):
            total = 1 - rest
            what = f"the chances of “{name}” make {total} together, not 1"
            self._say(
                what, "leave “object” out: it is what the others leave", "member" if own else "chances", n if own else 0, "yes"
            )
        read.setdefault("object", max(rest, Fraction(0)))
        chances = tuple(read.get(v) or Fraction(0) for v in VOTES)
        if lcm(*(p.denominator for p in chances)) * (odds.denominator if odds is not None else 1) > MAX_UNIT:
            self._say(f"the chances of “{name}” have too many digits", "round them to six", where, n if own else 0, "yes")
        return chances, odds, consent

    def _consent(self, table: Mapping[str, Any], usual: Mapping[str, Any], n: int) -> tuple[bool, Fraction | None]:
        """Whether the parliament is asked, and its chance of consent where one is given."""
        here = "parliament" in table
        given = (table if here else usual).get("parliament", False)
        if isinstance(given, bool):
            return given, None
        return True, self._chance(given, "parliament", "member" if here else "chances", n if here else 0)

    def _complete(self, members: Sequence[Member]) -> None:
        """Chances are given for all or for nobody: none is made up."""
        without = [m.name for m in members if not m.chances]
        if without and len(without) < len(members):
            self._say(f"“{without[0]}” has no chance of a yes", "give every member one, or all of them under [chances]", "member")
        dumb = [m.name for m in members if m.has_parliament and m.parliament is None and m.chances]
        if dumb:
            self._say(f"the parliament of “{dumb[0]}” has no chance of consent", "write: parliament = 0.9", "member")

    # --- rules ---

    def _rules(self, members: Sequence[Member]) -> list[Rule]:
        tables = self._tables("rule")
        if not tables:
            self._say("there is no rule to compare", "write each under its own [[rule]]")
        if len(tables) > MAX_RULES:
            self._say(f"{len(tables)} rules are more than {MAX_RULES}", "compare fewer at a time", "rule")
        out: list[Rule] = []
        for n, table in enumerate(tables):
            clauses = Clauses(members, lambda what, remedy, key="", n=n: self._say(what, remedy, "rule", n, key))
            rule = clauses.rule(table)
            if rule and any(rule.name == r.name for r in out):
                self._say(f"two rules are called “{rule.name}”", "give each its own name", "rule", n, "name")
            out += [rule] if rule else []
        return out

    # --- values ---

    def _say(self, what: str, remedy: str, table: str = "", number: int = 0, key: str = "") -> None:
        self.problems.append(Problem(self.places.at(table, number, key), what, remedy))

    def _keys(self, table: Mapping[str, Any], known: Sequence[str], where: str, n: int) -> None:
        for key in table:
            if key not in known:
                self._say(f"no setting is called “{key}”", nearest(key, known) or f"one of: {', '.join(known)}", where, n, key)

    def _tables(self, key: str) -> list[dict[str, Any]]:
        found = self.raw.get(key, [])
        if not isinstance(found, list) or not all(isinstance(t, dict) for t in found):
            self._say(f"“{key}” is not a list of tables", f"write: [[{key}]]", "", 0, key)
            return []
        return found

    def _text(self, table: Mapping[str, Any], key: str, where: str, n: int) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            self._say(f"“{key}” is not text", f'write: {key} = "…"', where, n, key)
            return ""
        return value.strip()

    def _number(self, value: object, key: str, n: int) -> Fraction | None:
        found = number(value)
        if found is None:
            self._say(f"“{key}” is no number", 'write: 4, 0.25 or "1/3"', "member", n, key)
        return found

    def _chance(self, value: object, key: str, where: str, n: int) -> Fraction | None:
        found = number(value)
        if found is None or not 0 <= found <= 1:
            self._say(f"the chance “{key}” is not from 0 to 1", 'write: 0.25, "1/4" or "25%"', where, n, key)
            return None
        return found
