"""A live request act by act: its log, the form that adds to it, and what the rules say against an act."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

from foedus.door import NotUnderstood
from foedus.door.clock import somebody
from foedus.keeping import Keeping, keeping
from foedus.matter import Act, ActRecorded, ActUndone, Refused
from foedus.problem import Invalid, Place, Problem, nearest
from foedus.show.agenda_parts import parts_of
from foedus.show.documents import problem_json
from foedus.show.matter import plain
from foedus.show.moments import moment
from foedus.workbench.pages.agenda import agenda_of
from foedus.workbench.pages.law import address
from foedus.workbench.state import State
from foedus.workbench.visit import Away, Page, Visit

if TYPE_CHECKING:
    from foedus.matter import Matter, Objection
    from foedus.vocabulary import Phrase

__all__ = ["FIELDS", "KEYS", "WRITING", "Line", "Meanwhile", "acts", "in_form", "objection_json", "unchanged", "write"]

KEYS = {
    "phrase": "a phrase of the law: the form then asks for what fills its slots",
    "next": "any value: work out what may be done next, which takes some seconds",
    "recorded": "the number of the entry that was just made",
}
FIELDS = {
    "act": "record adds an act, undo takes one back",
    "says": "the sentence, in a phrase of the law",
    "phrase": "instead of a sentence: the phrase, whose slots are filled by slot-1, slot-2, …",
    **{f"slot-{n}": f"what fills slot {n} of the phrase" for n in range(1, 7)},
    "amount": "of a phrase that counts: how many, as in 69 or 60..70",
    "denied": "any value: the denial of the phrase, where the law has words for it",
    "by": "whose act or word it is; who the sentence says acts where it is left out",
    "at": "when it happened: RFC 3339, a day, an interval; now where it is left out",
    "source": "where it is written",
    "new": "dated individuals that no act makes, as NAME:TYPE, a line for each",
    "who": "who enters it",
    "anyway": "any value: record it although the rules do not allow it",
    "number": "the number of the act that is undone",
    "why": "why it is undone",
    "seen": "how many entries the log had when the form was made",
    "head": "the checksum the log ended with then",
}
KINDS = {
    "speech": "What somebody says or declares",
    "act": "What somebody does",
    "event": "What happens",
    "state": "What lasts",
    "attribute": "What something is",
    "count": "How many",
}
WRITING = Lock()
"""One form at a time is put into a log; whoever writes from elsewhere is met by the lock of the log itself."""


def acts(visit: Visit) -> Page:
    """The log of a matter, what may be done next, and the form for an act."""
    return _page(visit, {"phrase": visit.one("phrase")}, by=None)


def write(visit: Visit) -> Page | Away:
    """Record an act or undo one; whatever stands in the way, what was typed is kept."""
    typed = {key: visit.form.get(key, "").strip() for key in FIELDS}
    try:
        folder, desk = visit.dossier.folder.resolve(), visit.desk
        with WRITING, keeping(folder, typed["who"], desk.law, shelf=desk.shelf) as keep:
            unchanged(typed, keep.log.head, keep.matter.entries)
            number = _done(keep, typed)
    except Refused as refused:
        return _page(visit, typed, refused, 422)
    except Meanwhile as late:
        return _page(visit, typed, late, 409)
    except Invalid as wrong:
        return _page(visit, typed, wrong, 400 if isinstance(wrong, NotUnderstood) else 422)
    except OSError as failed:
        problem = NotUnderstood.of("log.jsonl", f"the disk refused: {failed.strerror}", "nothing was recorded; try again")
        return _page(visit, typed, problem, 422)
    return Away(visit.link("acts", state=_lasting(visit), recorded=str(number)) + f"#entry-{number}")


class Meanwhile(NotUnderstood):
    """Somebody added to the log after the form was made: `added` is what."""

    added: tuple[ActRecorded | ActUndone, ...] = ()


def unchanged(typed: Mapping[str, str], head: str, entries: Sequence[ActRecorded | ActUndone]) -> None:
    """Raise `Meanwhile` where the log, which ends with the checksum `head`, is no longer what a form was made with."""
    seen = typed.get("seen", "")
    if not (seen.isascii() and seen.isdecimal() and len(seen) < 9 and typed.get("head")):
        raise NotUnderstood.of(
            "head", "the form does not say what the log was when it was made", "reload the page and send it again"
        )
    if typed["head"] != head:
        added = tuple(entries[int(seen) :])
        number = "1 entry was" if len(added) == 1 else f"{len(added)} entries were"
        late = Meanwhile.of("log", f"{number} added to the log after you opened this form", "look at them, then send it again")
        assert isinstance(late, Meanwhile)
        late.added = added
        raise late


def _done(keep: Keeping, typed: Mapping[str, str]) -> int:
    """Do what the form asks for; the number of the entry it became. Raises `Refused`, `Invalid`."""
    if typed["act"] == "undo":
        number = typed["number"]
        if not (number.isascii() and number.isdecimal() and len(number) < 9):
            raise NotUnderstood.of("number", f"“{number[:40]}” is no number of an act", "use a form of the page")
        keep.undo(int(number), typed["why"])
        return len(keep.matter.entries)
    if typed["act"] != "record":
        raise NotUnderstood.of("act", f"“{typed['act'][:40]}” is nothing that can be done here", "use a form of the page")
    _printable(typed)
    new = tuple(line.strip() for line in typed["new"].splitlines() if line.strip())
    sentence = typed["says"] or _composed(keep.matter, typed)
    return keep.record(Act(sentence, typed["by"], typed["at"], typed["source"], new, bool(typed["anyway"]))).entry.number


def _printable(typed: Mapping[str, str]) -> None:
    """Raise `NotUnderstood` for signs that nobody can see in a log."""
    for name, value in typed.items():
        if not all(piece.isprintable() for piece in value.splitlines()):
            raise NotUnderstood.of(name, "it holds signs that cannot be printed", "retype it")


def _composed(matter: Matter, typed: Mapping[str, str]) -> str:
    """The sentence that a phrase with its slots filled makes. Raises `NotUnderstood`."""
    if not typed["phrase"]:
        raise NotUnderstood.of("SENTENCE", "nothing is said", "write a sentence, or choose a phrase and fill it")
    phrase = _phrase(matter, typed["phrase"])
    names = [typed.get(f"slot-{n}", "").strip("{} ") for n in range(1, len(phrase.slots) + 1)]
    for slot, name in zip(phrase.slots, names, strict=True):
        if not name:
            raise NotUnderstood.of(f"{slot.letter}", f"nobody fills {{{slot.letter}}} in “{phrase}”", f"name a {slot.type}")
    skeleton = phrase.negative if typed["denied"] and phrase.negative else phrase.skeleton
    parts = skeleton.split("{}")
    sentence = parts[0] + "".join(f"{{{name}}}{tail}" for name, tail in zip(names, parts[1:], strict=True))
    if phrase.kind != "count":
        return sentence
    if not typed["amount"]:
        raise NotUnderstood.of("amount", f"“{phrase}” counts something, and no number is given", "write how many: 69, or 60..70")
    return f"{sentence} {typed['amount'] if typed['amount'][:1] in '<>=≤≥' else '= ' + typed['amount']}"


def _phrase(matter: Matter, said: str) -> Phrase:
    """The phrase that a page writes so. Raises `NotUnderstood`."""
    known = {str(p): p for p in matter.regime.vocabulary.phrases.values() if p.kind in KINDS}
    if said not in known:
        raise NotUnderstood.of(
            "phrase", f"the law has no phrase “{said[:200]}”", nearest(said, list(known)) or "choose one of the list"
        )
    return known[said]


def _lasting(visit: Visit) -> State:
    """The choices that stay when the log has grown: dates and versions do not."""
    return visit.around.but(as_of="", known_to="", then=False, record="", law="")


# --- the page --------------------------------------------------------------------------------------


def _page(visit: Visit, typed: Mapping[str, str], by: Invalid | None, status: int = 200) -> Page:
    """The log and its form; `by` is what stood in the way of what was typed."""
    if not visit.dossier.is_matter:
        raise NotUnderstood.of("CASE", f"“{visit.dossier.name}” is a case, which has no log", "its claims: see its timeline")
    shown = Told(visit, typed, by)
    return Page("acts.html.j2", "Acts", shown.data, {"told": shown}, status)


@dataclass(frozen=True)
class Line:
    """An entry of the log as it is shown: an act, or the undoing of one."""

    entry: ActRecorded | ActUndone
    taken: ActUndone | None = None

    @property
    def undoing(self) -> bool:
        """Whether it takes an act back."""
        return isinstance(self.entry, ActUndone)

    @property
    def words(self) -> str:
        """What it says."""
        entry = self.entry
        return f"undoes act {entry.undoes}: {entry.why}" if isinstance(entry, ActUndone) else plain(entry.says)

    @property
    def at(self) -> str:
        """When it happened, in words."""
        at = self.entry.at if isinstance(self.entry, ActRecorded) else ""
        return moment(at) if "T" in at and "/" not in at else at


class Told:
    """What the template of the log is given."""

    def __init__(self, visit: Visit, typed: Mapping[str, str], by: Invalid | None) -> None:
        self.visit, self.typed, self.by = visit, typed, by

    @cached_property
    def matter(self) -> Matter:
        """The matter as its log has it now."""
        found = self.visit.dossier.present.matter
        assert found is not None
        return found

    @property
    def lines(self) -> list[Line]:
        """Every entry, the latest first."""
        return _lines(self.matter.entries)

    @property
    def refused(self) -> Sequence[Objection]:
        """What the rules say against the act that was typed."""
        return self.by.objections if isinstance(self.by, Refused) else ()

    @property
    def sentence(self) -> str:
        """What was typed, as a sentence; the phrase chosen where its slots are not filled."""
        return plain(self.typed.get("says") or _composed(self.matter, self.typed))

    @property
    def added(self) -> list[Line]:
        """What somebody else added meanwhile."""
        return _lines(self.by.added) if isinstance(self.by, Meanwhile) else []

    @property
    def problems(self) -> list[Problem]:
        """What else stands in the way, in the words of the form."""
        return [in_form(p) for p in self.by.problems] if self.by is not None and not self.refused else []

    @property
    def who(self) -> str:
        """Who enters it, as far as one can guess."""
        return self.typed.get("who") or somebody()

    @cached_property
    def phrase(self) -> Phrase | None:
        """The phrase whose slots the form asks for."""
        if not self.typed.get("phrase"):
            return None
        try:
            return _phrase(self.matter, self.typed["phrase"])
        except NotUnderstood:
            if self.by is None:
                raise
            return None  # it is what the page complains of

    @property
    def phrases(self) -> Mapping[str, Sequence[str]]:
        """What may be recorded, by kind; a legal conclusion cannot, because only rules make it true."""
        every = self.matter.regime.vocabulary.phrases.values()
        return {words: sorted(str(p) for p in every if p.kind == kind) for kind, words in KINDS.items()}

    @property
    def slots(self) -> list[tuple[str, str, str, Sequence[str]]]:
        """For each slot of the phrase: its letter, its type, what is typed, and who could fill it."""
        if self.phrase is None:
            return []
        return [
            (s.letter, s.type, self.typed.get(f"slot-{n}", ""), () if n - 1 == self.phrase.makes else self._names(s.type))
            for n, s in enumerate(self.phrase.slots, 1)
        ]

    def _names(self, kind: str) -> Sequence[str]:
        """Who or what of a type there is, those of the matter first."""
        own = [name for name, k in self.matter.case.individuals.items() if k == kind]
        return list(dict.fromkeys([*own, *self.matter.regime.vocabulary.of_type(kind)]))

    @property
    def next(self) -> list[tuple[str, str, list[str]]] | None:
        """What is owed and may be done now: name and title of a part, and its first lines; None where it was not worked out."""
        state = self.visit.state.but(stance=(self.visit.stance,))
        if not (self.visit.one("next") or self.visit.dossier.has("agenda", state)):
            return None
        parts = {p.name: p for p in parts_of(agenda_of(self.visit), "")}
        found = [parts[name] for name in ("owed", "perhaps", "may", "barred") if name in parts]
        return [
            (p.name, p.title, [f"{', '.join(g.actors)}: {i.text}" if g.actors else i.text for g in p.groups for i in g.items])
            for p in found
        ]

    def law(self, rule: str) -> str:
        """The address of a rule."""
        return address(self.visit, self.matter.regime.id, rule.partition("/")[0], rule=rule)

    @property
    def data(self) -> dict[str, Any]:
        """The page as data."""
        undone = {e.undoes: e.number for e in self.matter.entries if isinstance(e, ActUndone)}
        entries = [e.plain() | ({"undone_by": undone[e.number]} if e.number in undone else {}) for e in self.matter.entries]
        out: dict[str, Any] = {
            "matter": self.matter.case.id,
            "regime": self.matter.regime.id,
            "roles": dict(self.matter.case.roles),
            "seen": len(entries),
            "head": self.matter.head,
            "torn": len(self.matter.torn),
            "entries": entries,
        }
        if self.by is not None:
            out["problems"] = [problem_json(p) for p in (self.problems or self.by.problems)]
            out["objections"] = [objection_json(o) for o in self.refused]
            out["added"] = [line.entry.number for line in self.added]
            out["typed"] = dict(self.typed)
        return out


def _lines(entries: Iterable[ActRecorded | ActUndone]) -> list[Line]:
    """Entries as they are shown, the latest first."""
    found = list(entries)
    taken = {e.undoes: e for e in found if isinstance(e, ActUndone)}
    return [Line(e, taken.get(e.number)) for e in reversed(found)]


def objection_json(one: Objection) -> dict[str, str]:
    """An objection as data."""
    return {key: getattr(one, key) for key in ("kind", "what", "missing", "law", "effect")}


_WORDS = {"SENTENCE": "sentence", "N": "act", "--why": "reason", "MATTER": "matter"}
_SAID = (
    (re.compile(r'is declared: --new "NAME:(\w+)"'), r"stands under “New” as NAME:\1"),
    (re.compile(r'give one: --why "…"'), "say why"),
    (re.compile(r"^--at: "), "when: "),
    (re.compile(r"list the(?: phrases|m) with: foedus law .*"), "choose one of the phrases in the list above the form"),
)


def in_form(problem: Problem) -> Problem:
    """A problem that names fields of the form where the command line names options."""
    place = problem.place if problem.place.file not in _WORDS else Place(_WORDS[problem.place.file])
    what, remedy = problem.what, problem.remedy
    for sign, words in _SAID:
        what, remedy = sign.sub(words, what), sign.sub(words, remedy)
    return replace(problem, place=place, what=what, remedy=remedy)
