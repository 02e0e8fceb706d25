"""Who in one case stands for whom in another.

    by role          who fills a role in both: the requester, the request, the attackers, the decision …
    by name          listed individuals that no role moved (states, organs), and dated ones of the same name
    changing places  where the role moves a listed individual, the two change places, so that everybody has one counterpart:
                     the requester of the one is, in the other, one of the members at large

Nobody else has a counterpart. Such an individual is on one record only; the other knows nothing of it, which is no denial.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from foedus.ground import Ratio
from foedus.record import Case
from foedus.text import Regime
from foedus.vocabulary import Fact, is_another

__all__ = ["Likeness", "likeness"]


@dataclass(frozen=True)
class Likeness:
    """The correspondence between two cases, both ways.

    across, back  names here → names there, and there → here; a name without counterpart keeps its own, or a fresh one
    roles         the shared role by which an individual (of here) is known
    moved         listed individuals that change places, by their names here
    only_here, only_there  dated individuals without counterpart
    """

    across: Mapping[str, str]
    back: Mapping[str, str]
    roles: Mapping[str, str]
    moved: Mapping[str, str]
    only_here: tuple[str, ...]
    only_there: tuple[str, ...]

    def name_there(self, name: str) -> str:
        """What somebody is called there."""
        return self.across.get(name, name)

    def fact_there(self, fact: Fact) -> Fact:
        """A fact in the names of there."""
        return Fact(fact.phrase, tuple(map(self.name_there, fact.args)))

    def ratio_there(self, ratio: Ratio) -> Ratio:
        """A comparison of two counts in the names of there."""
        return Ratio(self.fact_there(ratio.count), ratio.op, ratio.share, self.fact_there(ratio.of))

    def told(self, fact: Fact) -> str:
        """A fact in the words of roles: “the requester requests help by the request”."""
        return str(Fact(fact.phrase, tuple(map(self.told_name, fact.args))))

    def told_name(self, name: str) -> str:
        """Somebody by role, else by name; by both names where the two cases have different ones."""
        if name in self.roles:
            return self.roles[name]
        return f"{name} / {self.moved[name]}" if name in self.moved else name

    def lacking(self, fact: Fact) -> str:
        """“here” or “there” where an individual of the fact is on record in that case alone; else nothing."""
        fresh = {self.back.get(name, name) for name in self.only_there}
        if any(a in self.only_here for a in fact.args):
            return "here"
        return "there" if any(a in fresh for a in fact.args) else ""


def likeness(here: Case, there: Case, regime: Regime, by_name: bool = False) -> Likeness:
    """Who corresponds to whom in two cases of one regime.

    `by_name`: listed individuals correspond by their names alone, whatever roles they fill (for a question that names one).
    """
    pairs, roles = _by_role(here, there, regime, by_name)
    for name, kind in here.individuals.items():
        if name not in pairs and name not in pairs.values() and there.individuals.get(name) == kind:
            pairs[name] = name
    moved = _places(pairs, regime)
    pairs |= moved
    only_here = tuple(n for n in here.individuals if n not in pairs)
    only_there = tuple(n for n in there.individuals if n not in pairs.values())
    across = pairs | {n: _fresh(n, there.individuals, here.id) for n in only_here}
    back = {b: a for a, b in pairs.items()} | {n: _fresh(n, here.individuals, there.id) for n in only_there}
    across |= {back[n]: n for n in only_there}
    return Likeness(across, back, roles, moved, only_here, only_there)


def _by_role(here: Case, there: Case, regime: Regime, by_name: bool) -> tuple[dict[str, str], dict[str, str]]:
    """The pairs that shared roles make, the first role of an individual deciding; and the role each is known by."""
    pairs: dict[str, str] = {}
    roles: dict[str, str] = {}
    for role in regime.roles:
        one, other = here.roles.get(role), there.roles.get(role)
        if one is None or other is None or is_another(one):
            continue
        listed = one in regime.vocabulary.individuals
        if listed and by_name and one != other:
            continue
        if one not in pairs and other not in pairs.values():
            pairs[one] = other
            roles[one] = role
    return pairs, roles


def _places(pairs: Mapping[str, str], regime: Regime) -> dict[str, str]:
    """Counterparts for the listed individuals that a role has pushed out of their own place, type by type."""
    listed = regime.vocabulary.individuals
    homeless = [b for a, b in pairs.items() if b in listed and b not in pairs]
    free = [a for a in pairs if a in listed and a not in pairs.values()]
    out: dict[str, str] = {}
    for name in homeless:
        place = next((f for f in free if listed[f] == listed[name] and f not in out.values()), None)
        if place is not None:
            out[name] = place
    return out


def _fresh(name: str, taken: Collection[str], case: str) -> str:
    return f"{name} ({case})" if name in taken else name
