"""Bars: whether they stand now, what lifted them, and what was done while they stood.

That something is not barred is never said to make it permitted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.deontic.acts import act_of, edges
from foedus.deontic.answers import Act, Bar, BarState
from foedus.deontic.bench import Bench
from foedus.ground import Instance
from foedus.record import Instant, When
from foedus.text.law import Var
from foedus.vocabulary import Fact, is_another

__all__ = ["bars"]

_STATES: dict[str, BarState] = {"yes": "barred", "no": "lifted"}


def bars(bench: Bench) -> Iterator[Bar]:
    """Every bar on somebody on record that has to do with what is on record."""
    for number, instance in bench.instances():
        facts = bench.grounded.owed.get(number, ())
        spoken = any(bench.setting.spoken_of(f) for f in facts)
        fixed = not any(" " not in letter for letter in instance.env)
        if not bench.named(instance) or not (spoken or fixed):
            continue
        bench.attend(instance)
        bar = _bar(bench, instance, tuple(_acts(bench, instance, facts)))
        if bar is not None:
            yield bar


def _bar(bench: Bench, instance: Instance, acts: tuple[Act, ...]) -> Bar | None:
    """The bar as it stands; None where it neither stands, nor stood when something was done, nor was lifted."""
    rule, env, verdict = bench.rule, instance.env, bench.verdict(instance.node)
    conditions = bench.conditions(instance.conditions, env)
    lifted = any(
        c.value == "no" and s.element is not None and s.element.mode != "and"
        for c, s in zip(conditions, instance.conditions, strict=True)
    ) or any(bench.value(s.node) == "yes" for s in instance.exceptions)
    if verdict == "no" and not lifted and not any(a.finding not in ("", "not barred then") for a in acts):
        return None
    stands = bench.brief(instance.node)
    if stands.status != "settled":
        stands = bench.standing(instance.node)
    assert rule.head is not None
    names = [bench.grounder.value_of(t, env) for t in rule.head.terms]
    toward = names[1] if len(names) > 1 else bench.filled(rule.details.get("toward", ""), env)
    barred = _barred(bench, instance)
    return Bar(
        " | ".join((rule.provision, f"bar {rule.name}", names[0], toward, barred)),
        rule.name,
        rule.provision,
        rule.pinpoint,
        bench.grounded.verified,
        bench.day.isoformat(),
        names[0],
        toward,
        barred,
        _STATES.get(stands.verdict, "open"),
        stands,
        acts,
        conditions,
    )


def _barred(bench: Bench, instance: Instance) -> str:
    """The act that is barred, free slots as "any"."""
    owed = bench.rule.owed
    assert owed is not None
    env = instance.env
    names = [
        f"any {t.type}" if isinstance(t, Var) and t.letter not in env else bench.grounder.value_of(t, env) for t in owed.terms
    ]
    return str(Fact(owed.phrase, tuple(names)))


def _acts(bench: Bench, instance: Instance, facts: Sequence[Fact]) -> Iterator[Act]:
    """What was done, or is said to have been done, of what the bar is about."""
    setting = bench.setting
    for fact in facts:
        if any(map(is_another, fact.args)) or not setting.spoken_of(fact):
            continue
        found = setting.view.status(fact)
        if found.not_yet or found.status in ("denied", "unknown"):
            continue
        yield act_of(fact, setting, _finding(bench, instance, fact) if found.status == "affirmed" else "cannot tell")


def _finding(bench: Bench, instance: Instance, fact: Fact) -> str:
    """Whether the bar stood when the act was done, at every instant at which it may have been done."""
    when = bench.setting.view.interval(fact) if bench.setting.happens(fact) else None
    found = [bench.at(i) for i in _instants(bench, instance, when)]
    values = {b.value(instance.node) for b in found}
    if values == {"no"}:
        return "not barred then"
    if values != {"yes"} or any(_straddled(b, instance) for b in found):
        return "cannot tell"
    presumed = any(b.brief(instance.node).status == "presumed" for b in found)
    return "breached, presumed" if presumed else "breached"


def _straddled(bench: Bench, instance: Instance) -> bool:
    """Whether the record cannot tell on which side of the bench's instant something lies that the bar rests on."""
    facts = (bench.grounder.facts.get(n) for n in bench.circuit.facts_below(instance.node))
    return any(bench.setting.view.status(f).status == "instant" for f in facts if f is not None)


def _instants(bench: Bench, instance: Instance, when: When | None) -> list[Instant]:
    """The edges of the act's time, and every instant between them at which the bar may have changed."""
    if when is None or when.earliest is None or when.latest is None:
        return []
    names = bench.circuit.facts_below(instance.node)
    facts = [f for n in names if (f := bench.grounder.facts.get(n)) is not None]
    between = [i for i in edges(facts, bench.setting) if when.earliest < i < when.latest]
    return sorted({when.earliest, *between, when.latest})
