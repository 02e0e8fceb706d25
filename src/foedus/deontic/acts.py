"""Acts as the record has them: done, said to be done, not yet done, and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from foedus.deontic.answers import Act
from foedus.deontic.bench import Bench, Setting
from foedus.record import FactStatus, Instant, When
from foedus.vocabulary import Fact

__all__ = ["act_of", "best", "edges", "times", "word_act"]

_RANK = ("affirmed", "instant", "disputed", "alleged", "denied", "unknown")


def times(when: When | None, setting: Setting) -> tuple[str, str]:
    """Both edges of a time in the zone of the case; empty where there is none."""
    if when is None:
        return "", ""
    first, last = when.earliest, when.latest
    return first.text(setting.zone) if first else "", last.text(setting.zone) if last else ""


def act_of(fact: Fact, setting: Setting, finding: str = "") -> Act:
    """What the record says of a fact."""
    found = setting.view.status(fact)
    when = found.interval or (setting.view.interval(fact) if setting.happens(fact) else None)
    first, last = times(when, setting)
    return Act(str(fact), found.status, first, last, _claims(found), finding, found.not_yet)


def _claims(found: FactStatus) -> tuple[str, ...]:
    decisive = (*found.counting_for, *found.counting_against) or found.other
    return tuple(c.id for c in decisive)


def word_act(fact: Fact, bench: Bench) -> Act:
    """A legal conclusion in the place of an act: whether it holds, without a time of its own."""
    value = bench.value(bench.grounder.word(fact).node)
    return Act(str(fact), {"yes": "affirmed", "no": "denied"}.get(value, "unknown"))


def best(facts: Sequence[Fact], bench: Bench) -> tuple[Act, Fact | None]:
    """The fact, of several that would each do, that is furthest on; and how it stands."""
    setting = bench.setting
    words = [f for f in facts if setting.regime.vocabulary.phrases[f.phrase].kind == "word"]
    made = [(word_act(f, bench) if f in words else act_of(f, setting), f) for f in facts]
    if not made:
        return Act("", "unknown"), None
    return min(made, key=lambda pair: (_RANK.index(pair[0].status), pair[0].latest))


def edges(facts: Iterable[Fact], setting: Setting) -> list[Instant]:
    """Every instant at which something said of these facts begins or ends, in order."""
    found = set()
    for fact in facts:
        for claim in setting.view.claims_on(fact):
            found |= {i for i in (claim.happened.earliest, claim.happened.latest) if i is not None}
    return sorted(found)
