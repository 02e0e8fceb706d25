"""What may be chosen besides the dates: columns, readings and proof for the text, claims to be counted again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from foedus.assess import Assessment
from foedus.assess.world import standards
from foedus.record import Standard
from foedus.text import Regime
from foedus.text.law import Stance
from foedus.workbench.visit import Visit

__all__ = ["Choices", "Column", "Option", "Word"]


@dataclass(frozen=True, slots=True)
class Column:
    """A stance that may be a column: its name, its holder, and whether it is one."""

    name: str
    holder: str
    here: bool


@dataclass(frozen=True, slots=True)
class Option:
    """One way to read a word: its value in an address, its name, the stances that read it so, and whether the text does here."""

    value: str
    name: str
    holders: Sequence[str]
    here: bool


@dataclass(frozen=True, slots=True)
class Word:
    """A contested word: its name, what it asks, its options, and on how many answers of the table it bears."""

    name: str
    asks: str
    options: Sequence[Option]
    bears: int

    @property
    def here(self) -> bool:
        """Whether an option is chosen."""
        return any(o.here for o in self.options)


class Choices:
    """The choices that a visit may make, with those it has made."""

    def __init__(self, visit: Visit, found: Assessment) -> None:
        self.visit, self.found = visit, found
        self.regime: Regime = visit.asking.regime

    @property
    def columns(self) -> Mapping[str, Sequence[Column]]:
        """Every stance of the law, by group."""
        here = {s.name for s in self.found.stances}
        out: dict[str, list[Column]] = {}
        for stance in self.regime.stances:
            holder = stance.holder if stance.holder != stance.name else ""
            out.setdefault(stance.group, []).append(Column(stance.name, holder, stance.name in here))
        return out

    @property
    def words(self) -> Sequence[Word]:
        """Every contested word; those on which most answers of the table turn stand first."""
        bears: dict[str, int] = {}
        for cell in self.found:
            for name in cell.turns_on.readings:
                bears[name] = bears.get(name, 0) + 1
        holders = self._holders()
        chosen = {self.regime.group_named(word): option for word, option in self.visit.state.reading.items()}
        made = [
            Word(name, reading.asks, _options(name, reading.options, holders, chosen), bears.get(name, 0))
            for name, reading in self.regime.groups.items()
        ]
        return sorted(made, key=lambda w: (-w.bears, w.name))

    @property
    def standards(self) -> Sequence[tuple[str, str]]:
        """Every standard of proof, with what it asks of a claim."""
        return [(s.name, _asked_of_a_claim(s)) for s in standards(self.regime, self.visit.asking.record).values()]

    @property
    def set_aside(self) -> Sequence[tuple[str, str]]:
        """Claims that the editors set aside, with their reasons, as far as the claims were known at the date of the page."""
        record, known_to = self.visit.asking.record, self.visit.asking.terms.known_to
        known = {c.id for c in record.claims if c.available.latest is not None and c.available.latest <= known_to}
        offered = known.union(self.visit.state.restore)
        return [(entry.claim, entry.reason) for entry in record.set_asides.values() if entry.claim in offered]

    @property
    def parties(self) -> Sequence[str]:
        """Parties that may be taken away."""
        return list(self.regime.parties.states)

    def _holders(self) -> Mapping[tuple[str, str], Sequence[str]]:
        out: dict[tuple[str, str], list[str]] = {}
        for stance, word, option in _read_so(self.regime.stances):
            out.setdefault((self.regime.group_named(word), option), []).append(stance)
        return out


def _read_so(stances: Sequence[Stance]) -> list[tuple[str, str, str]]:
    return [(s.name, c.word, c.option) for s in stances for c in s.choices if c.kind == "reading"]


def _options(
    name: str, options: Mapping[str, object], holders: Mapping[tuple[str, str], Sequence[str]], chosen: Mapping[str, str]
) -> list[Option]:
    return [Option(f"{name}:{o}", o, holders.get((name, o), ()), chosen.get(name) == o) for o in options]


def _asked_of_a_claim(standard: Standard) -> str:
    """What a claim needs to count, in words."""
    if standard.min_source or standard.min_item:
        grade = f"{standard.min_source or 'any source'}{standard.min_item or ''}"
        return f"a claim graded {grade} or better, of {_speakers(standard)}"
    trusted = f", or {' or '.join(standard.trusts)} itself" if standard.trusts else ""
    return f"a claim of {_speakers(standard)}{trusted}"


def _speakers(standard: Standard) -> str:
    words = {"disinterested": "a disinterested speaker", "admission": "one who admits it", "interested": "an interested one"}
    return " or ".join(words.get(kind, f"one whose interest is {kind}") for kind in standard.counts)
