"""One rule of a page, made into tests: consensus, shares, quotas, vetoes, several majorities, quorum, parliaments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil
from typing import Any, Protocol

from foedus.design.numbers import number
from foedus.design.rules import Member, Rule, Share, Test, all_present, nobody_objects, of_all, of_cast, quota
from foedus.problem import nearest

__all__ = ["Clauses"]

KINDS = ("consensus", "unanimity", "majority", "two-thirds", "share", "quota", "several")
BASES = ("members", "cast", "present")
_COMMON = ("name", "kind", "veto", "quorum", "parliament")
_AMOUNT = ("at_least", "more_than", "quota", "of", "by", "among")
_KEYS = {
    "consensus": ("minus",),
    "unanimity": (),
    "majority": ("of", "by", "among"),
    "two-thirds": ("of", "by", "among"),
    "share": ("at_least", "more_than", "of", "by", "among"),
    "quota": ("quota", "by", "among"),
    "several": ("all", "or"),
}
_FIXED: dict[str, Mapping[str, Any]] = {"majority": {"more_than": "1/2"}, "two-thirds": {"at_least": "2/3"}}
_OF = {"members": "of all", "cast": "of yes and no", "present": "of those present"}


class Say(Protocol):
    """How a problem of the rule is told."""

    def __call__(self, what: str, remedy: str, key: str = "") -> None: ...


class Clauses:
    """Reads one rule over given members; what is wrong is said, not raised."""

    def __init__(self, members: Sequence[Member], say: Say) -> None:
        self.members, self.wrong = members, 0
        self._say_to = say
        self.groups = sorted({m.group for m in members if m.group})

    def rule(self, table: Mapping[str, Any]) -> Rule | None:
        """The rule, or None where something is wrong with it."""
        kind = table.get("kind", "")
        if kind not in KINDS:
            remedy = (nearest(kind, KINDS) if isinstance(kind, str) else "") or f"one of: {', '.join(KINDS)}"
            self._say(f"no rule is called “{kind}”" if kind else "a rule without a kind", remedy, "kind")
            return None
        for key in table:
            if key not in (*_COMMON, *_KEYS[kind]):
                known = (*_COMMON, *_KEYS[kind])
                self._say(
                    f"“{key}” is no setting of the kind “{kind}”", nearest(key, known) or f"one of: {', '.join(known)}", key
                )
        name = table.get("name", kind)
        if not isinstance(name, str) or not name.strip():
            self._say("the name of a rule is text", 'write: name = "…"', "name")
            name = kind
        ways, words = self._ways(kind, table)
        more, said = self._conditions(table)
        withheld = self._withheld(table)
        ways = [[*way, *more] for way in ways]
        if not self.wrong and not any(all(t.passable for t in way) for way in ways):
            key = "quota" if "quota" in table else "quorum" if "quorum" in table else "at_least"
            self._say("it asks for more than all members have: nothing could ever be decided", "lower what it asks for", key)
        if withheld:
            said = [*said, f"without consent of its parliament a member {withheld}s"]
        return None if self.wrong else Rule(name.strip(), "; ".join([words, *said]), tuple(map(tuple, ways)), withheld)

    def _say(self, what: str, remedy: str, key: str = "") -> None:
        self.wrong += 1
        self._say_to(what, remedy, key)

    # --- what a rule asks ---

    def _ways(self, kind: str, table: Mapping[str, Any]) -> tuple[list[list[Test]], str]:
        heads = [Fraction(1)] * len(self.members)
        if kind == "consensus":
            minus = self._whole(table, "minus", 0)
            return [
                [nobody_objects(heads, minus)]
            ], f"at most {minus} {'objects' if minus == 1 else 'object'}" if minus else "nobody objects"
        if kind == "unanimity":
            return [[quota(heads, Fraction(len(heads)))]], "all vote yes"
        if kind != "several":
            tests, words = self._amount({**_FIXED.get(kind, {}), **{k: v for k, v in table.items() if k in _AMOUNT}})
            return [tests], words
        ways: list[list[Test]] = []
        said: list[str] = []
        for key in ("all", "or"):
            if key == "or" and key not in table:
                continue
            parts = table.get(key)
            if not isinstance(parts, list) or not parts or not all(isinstance(p, dict) for p in parts):
                self._say(f"“{key}” is a list of what is asked", f'write: {key} = [{{ at_least = "55%", of = "members" }}]', key)
                continue
            read = [self._amount(p) for p in parts]
            ways.append([t for tests, _ in read for t in tests])
            said.append(" and ".join(w for _, w in read))
        return ways, ", or ".join(said)

    def _amount(self, part: Mapping[str, Any]) -> tuple[list[Test], str]:
        """One threshold: the tests and the words of it."""
        for key in part:
            if key not in _AMOUNT:
                self._say(f"“{key}” is no setting of a threshold", nearest(key, _AMOUNT) or f"one of: {', '.join(_AMOUNT)}", key)
        given = [key for key in ("at_least", "more_than", "quota") if key in part]
        if len(given) != 1:
            self._say("a threshold says once how much it asks for", "one of: at_least, more_than, quota", (given or ["kind"])[0])
            return [], ""
        key, amount = given[0], number(part[given[0]])
        if amount is None or amount < 0 or (key != "quota" and amount > 1):
            say = (
                ("is no weight", "write: quota = 12") if key == "quota" else ("is no share from 0 to 1", f'write: {key} = "2/3"')
            )
            self._say(f"“{part[key]}” {say[0]}", say[1], key)
            return [], ""
        weights, words = self._weights(part)
        if key == "quota":
            return self._quota(amount, weights, words)
        base = part.get("of")
        if base not in BASES:
            what = f"a share of “{base}” is a share of nothing" if base else "a share has to say of what"
            self._say(what, 'write: of = "members", of = "cast" (yes and no) or of = "present"', "of" if base else key)
            return [], ""
        share = Share(amount, key == "more_than")
        tests = [of_all(weights, share)] if base == "members" else of_cast(weights, share, base == "present")
        return tests, f"{share} {_OF[base]}{words}"

    def _quota(self, amount: Fraction, weights: Sequence[Fraction], words: str) -> tuple[list[Test], str]:
        total = sum(weights, Fraction(0))
        if amount > total:
            self._say(f"a quota of {amount} is more than all have together: {total}", f"ask for {total} at most", "quota")
        return [quota(weights, amount)], f"yes of {amount} of {total}{words}"

    def _weights(self, part: Mapping[str, Any]) -> tuple[list[Fraction], str]:
        """What everybody weighs in a threshold, and how to say it."""
        column, among = part.get("by", ""), part.get("among")
        chosen = self._chosen(among, "among") if among is not None else [True] * len(self.members)
        if not isinstance(column, str):
            self._say("“by” names a weight", 'write: by = "weight"', "by")
            return [Fraction(0)] * len(self.members), ""
        found = [m.weight(column) if inside else Fraction(0) for m, inside in zip(self.members, chosen, strict=True)]
        missing = [m.name for m, w in zip(self.members, found, strict=True) if w is None]
        if missing:
            known = sorted({c for m in self.members for c, _ in m.weights})
            self._say(
                f"“{missing[0]}” has no weight “{column}”", nearest(column, known) or f"give every member one: {column} = 1", "by"
            )
        words = (f" by {column}" if column else "") + (f" among {_list(among)}" if among is not None else "")
        return [w or Fraction(0) for w in found], words

    # --- what else it asks ---

    def _conditions(self, table: Mapping[str, Any]) -> tuple[list[Test], list[str]]:
        tests, words = [], []
        if "veto" in table:
            chosen = self._chosen(table["veto"], "veto")
            tests.append(nobody_objects([Fraction(int(c)) for c in chosen]))
            words.append(f"veto: {_list(table['veto'])}")
        if "quorum" in table:
            asked = number(table["quorum"])
            share = isinstance(table["quorum"], str)
            if asked is None or asked < 0 or (share and asked > 1) or (not share and asked.denominator > 1):
                self._say(
                    f"“{table['quorum']}” is no quorum",
                    'write a number of members, quorum = 9, or a share of them, quorum = "2/3"',
                    "quorum",
                )
            else:
                least = ceil(asked * len(self.members)) if share else int(asked)
                tests.append(all_present([Fraction(1)] * len(self.members), least))
                words.append(f"{least} present")
        return tests, words

    def _withheld(self, table: Mapping[str, Any]) -> str:
        given = table.get("parliament", "")
        if given not in ("", "abstain", "object"):
            remedy = 'write what a government without consent does: parliament = "abstain" or parliament = "object"'
            self._say(f"“{given}” is no vote of a government without consent", remedy, "parliament")
            return ""
        if given and not any(m.has_parliament for m in self.members):
            self._say(
                "nobody's parliament is asked",
                "give members parliament = 0.9, or parliament = true without chances",
                "parliament",
            )
        return str(given)

    def _whole(self, table: Mapping[str, Any], key: str, usual: int) -> int:
        value = table.get(key, usual)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self._say(f"“{key}” is a whole number from 0", f"write: {key} = 1", key)
            return usual
        return value

    def _chosen(self, given: object, key: str) -> list[bool]:
        """Who is meant: names of members or of groups."""
        names = [given] if isinstance(given, str) else given
        if not isinstance(names, list) or not names or not all(isinstance(n, str) for n in names):
            self._say(f"“{key}” names members or groups", f'write: {key} = ["…"]', key)
            return [False] * len(self.members)
        known = [*self.groups, *(m.name for m in self.members)]
        for name in names:
            if name not in known:
                self._say(
                    f"nobody is called “{name}”", nearest(name, known) or "name a member, or a group that members give", key
                )
        return [m.name in names or bool(m.group and m.group in names) for m in self.members]


def _list(given: object) -> str:
    return ", ".join(map(str, given)) if isinstance(given, list) else str(given)
