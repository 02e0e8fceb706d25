"""A case on a map: who is what to the alliance on the day, who asks, who sends what."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from foedus.atlas import Flow, Map, Place, world_map
from foedus.show.moments import moment

if TYPE_CHECKING:
    from foedus.door import Asking
    from foedus.record import QuantityRange, RecordView
    from foedus.vocabulary import Fact

__all__ = ["map_of"]

_HOLDERS = {"the requester": "requester", "the host": "host"}
"""Roles that a case fills with a state, and how a map shows them."""
_KEYS = {"contributor": "sends, or says it will send", "requester": "asks the alliance"}
"""What the key says of the roles that rest on the record."""
_STAGES = ("deployed", "approved", "pledged")
"""How far a contribution has come, the farthest first: one stage is shown, and never a sum over several."""
_OPEN = {"alleged": "alleged", "disputed": "disputed", "instant": "open whether by then"}
_HELD = ("denied", "unknown")


def map_of(
    asking: Asking,
    viewpoint: str,
    *,
    view: RecordView | None = None,
    focus: Collection[str] | None = None,
    prefix: str = "",
) -> Map:
    """The map of a case as its dates and choices have it.

    viewpoint      the id of a boundary viewpoint, see `atlas.viewpoints`
    view           the record at these dates, where it has been worked out already
    focus, prefix  see `atlas.world_map`

    Members are those of the day before which everything counts as having happened; who asks is who holds that role in
    the case, once the record speaks of that state in a request; who contributes is who is on record as sending, or as
    having promised or approved, a contingent. Raises what `Asking` raises, and `Invalid` for an unknown viewpoint.
    """
    case = _Case(asking, view)
    zone = asking.record.zone
    terms = asking.terms
    told = f"As of {moment(terms.as_of.text(zone))}; known by {moment(terms.known_to.text(zone))}"
    return world_map(
        viewpoint,
        case.places(),
        title=asking.record.title,
        date_words=told,
        flows=case.flows(),
        focus=focus,
        prefix=prefix,
        keys=_KEYS,
    )


@dataclass(frozen=True)
class _Contingent:
    """What one state sends: the stage it has come to, the number in words, and the number if there is one."""

    state: str
    words: str
    size: float | None
    remark: str


@dataclass
class _Case:
    """A case as far as a map shows it."""

    asking: Asking
    given: RecordView | None

    @cached_property
    def view(self) -> RecordView:
        from foedus.record import situation

        terms = self.asking.terms
        made = situation(
            self.asking.record, self.asking.regime.vocabulary, terms.as_of, terms.known_to, switched_on=terms.switched_on
        )
        return self.given or made

    @cached_property
    def codes(self) -> Mapping[str, str]:
        """State → ISO code: those of the table of parties, and all that are known by a code."""
        known = {c.state: c.iso3 for c in self.asking.regime.codes.values()}
        return {**known, **self.asking.regime.ties.parties.states}

    @cached_property
    def day(self) -> date:
        """The last day that counts in full or in part: midnight belongs to the day before it."""
        return (self.asking.terms.as_of.local(self.asking.record.zone) - timedelta(microseconds=1)).date()

    def places(self) -> dict[str, Place]:
        """ISO code → what the state is on the map."""
        found: dict[str, Place] = {}
        for state, role, words in (*self._parties(), *self._holders(), *self._senders()):
            code = self.codes[state]
            before = found.get(code, Place((), "", state))
            said = "; ".join(filter(None, dict.fromkeys([*before.words.split("; "), words])))
            found[code] = Place(tuple(dict.fromkeys([*before.roles, role])), said, state)
        return found

    def flows(self) -> tuple[Flow, ...]:
        """From everybody who sends to where the help was asked for."""
        target = next((self.codes[s] for s, role, _ in self._holders() if s in self.codes), "")
        if not target:
            return ()
        return tuple(Flow(self.codes[c.state], target, c.words, c.size) for c in self.contingents if c.state in self.codes)

    # --- who is what ---

    def _parties(self) -> Iterator[tuple[str, str, str]]:
        ties = self.asking.regime.ties
        for state in ties.parties.states:
            member = ties.standing(state, self.day)["member"].value
            if member in ("yes", "suspended"):
                yield state, "member" if member == "yes" else "suspended", ""
            elif member == "open":
                yield state, "unsettled", ""
            elif any(ties.tie(state, text, self.day)["observer"].value == "yes" for text in ties.texts):
                yield state, "observer", ""

    def _holders(self) -> Iterator[tuple[str, str, str]]:
        for name, role in _HOLDERS.items():
            state = self.asking.record.roles.get(name, "")
            if state in self.codes and any(_asks(f, state) and self._stands(f) for f in self.view.facts):
                yield state, role, ""

    def _senders(self) -> Iterator[tuple[str, str, str]]:
        for one in self.contingents:
            if one.state in self.codes:
                yield one.state, "contributor", one.remark

    def _stands(self, fact: Fact) -> bool:
        found = self.view.status(fact)
        return found.status not in _HELD and not found.not_yet

    # --- contingents ---

    @cached_property
    def contingents(self) -> tuple[_Contingent, ...]:
        """One for each contingent that the record ties to a state and says something of."""
        types = self.asking.record.individuals
        states = self.asking.regime.vocabulary.individuals
        owners: dict[str, list[Fact]] = {}
        for fact in self.view.facts:
            if len(fact.args) > 1 and states.get(fact.args[0]) == "state" and types.get(fact.args[1]) == "contingent":
                owners.setdefault(fact.args[1], []).append(fact)
        found = (self._contingent(name, facts) for name, facts in owners.items())
        return tuple(one for one in found if one)

    def _contingent(self, name: str, facts: list[Fact]) -> _Contingent | None:
        """What stands of a contingent by the date; None where the record puts all of it later."""
        sending = [f for f in facts if " sends " in f.phrase]
        going = next((self.view.status(f).status for f in sending if self._stands(f)), "")
        stages = _STAGES if going or not sending else _STAGES[1:]
        stage, number = next(((s, n) for s in stages for n in [self._number(s, name, bool(going))] if n), ("", None))
        state, remark = facts[0].args[0], f"sending: {_OPEN[going]}" if going in _OPEN else ""
        if number is None:
            return _Contingent(state, "", None, remark) if going else None
        exact = number.low if not number.disputed and number.low == number.high else None
        size = float(exact) if exact is not None and stage == "deployed" else None
        return _Contingent(state, f"{number} people {stage}", size, remark)

    def _number(self, stage: str, name: str, going: bool) -> QuantityRange | None:
        """How many people the record counts at a stage: deployed once they are sent, else what was surely so by then."""
        for fact in self.view.facts:
            if fact.phrase == f"people {stage} in {{}}" and fact.args == (name,):
                times = [c.happened for c in self.view.claims_on(fact)]
                ends = [w.earliest if going and stage == _STAGES[0] else w.latest for w in times]
                if any(end is not None and end <= self.view.as_of for end in ends):
                    return self.view.quantity(fact)
        return None


def _asks(fact: Fact, state: str) -> bool:
    """Whether a fact is one of this state asking: for help, for consultations, for a meeting."""
    return fact.args[:1] == (state,) and fact.phrase.startswith(("{} requests ", "{} asks for "))
