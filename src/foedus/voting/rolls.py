"""Who voted how, as the record has it: the ballot words of a regime, read back from the facts they stand for."""

from __future__ import annotations

from collections.abc import Iterable

from foedus.record import RecordView
from foedus.text.law import Atom, Ballots, Var
from foedus.vocabulary import Fact

__all__ = ["roll_call"]


def roll_call(view: RecordView, block: Ballots, draft: str, members: Iterable[str]) -> dict[str, str]:
    """Voter → the ballot word whose facts the record affirms; empty where it does not say, or not enough.

    A word that says no more than another one does, such as “absent”, needs what the other says besides to be denied.
    """
    return {member: _word(view, block, draft, member) for member in members}


def _word(view: RecordView, block: Ballots, draft: str, member: str) -> str:
    stands = {atom: _stands(view, block, draft, member, atom) for atoms in block.words.values() for atom in atoms}
    fitting = [word for word, atoms in block.words.items() if _fits(block, atoms, stands)]
    return max(fitting, key=lambda word: len(block.words[word]), default="")


def _fits(block: Ballots, atoms: tuple[Atom, ...], stands: dict[Atom, str]) -> bool:
    if any(stands[a] != "affirmed" for a in atoms):
        return False
    more = {a for other in block.words.values() if set(atoms) < set(other) for a in other if a not in atoms}
    return all(stands[a] == "denied" for a in more)


def _stands(view: RecordView, block: Ballots, draft: str, member: str, atom: Atom) -> str:
    names = {block.member.letter: member, block.draft.letter: draft}
    fact = Fact(atom.phrase, tuple(names[t.letter] if isinstance(t, Var) else str(t) for t in atom.terms))
    found = str(view.status(fact).status)
    return found if atom.positive else {"affirmed": "denied", "denied": "affirmed"}.get(found, found)
