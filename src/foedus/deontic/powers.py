"""Powers and votes: used with effect or without, free to be used, or not yet and why.

A power's first element is the act that it allows. What only that act itself can meet (it must
authorise a mission, it must be adopted) is told apart from what must be there before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from foedus.deontic.acts import act_of
from foedus.deontic.answers import Act, Condition, Power, PowerState, Standing
from foedus.deontic.bench import Bench, mode_of
from foedus.ground import Instance, Step
from foedus.text.law import AnyOf, Atom, Before, Element, Term, Together, Var
from foedus.text.walk import event_of, free_letters, of_element
from foedus.vocabulary import Fact, is_another

__all__ = ["deed_phrase", "powers"]

_USED: Mapping[str, PowerState] = {"yes": "used", "no": "ineffective"}
_VOTED: Mapping[str, PowerState] = {"yes": "carried", "no": "failed"}


def deed_phrase(bench: Bench) -> Atom | None:
    """The act that a power allows, or that a vote is held by."""
    return event_of(bench.rule.elements[0]) if bench.rule.elements else None


@dataclass(frozen=True)
class _Way:
    """One instance of a power: the act in it, what must be there before, what the act itself must meet."""

    instance: Instance
    deed: Fact
    before: tuple[Step, ...]
    itself: tuple[Step, ...]


def powers(bench: Bench) -> Iterator[Power]:
    """Every use of a power on record, and whether it may be used (again) now."""
    deed = deed_phrase(bench)
    if deed is None:
        return
    ways = [_way(bench, i, deed) for _, i in bench.instances()]
    uses = list(_uses(bench, ways))
    yield from uses
    if not any(p.state in ("used", "carried") for p in uses):
        yield from _possible(bench, ways, deed, bool(uses))


def _way(bench: Bench, instance: Instance, deed: Atom) -> _Way:
    made = _made_letter(bench, deed)
    label = instance.rule.elements[0].label
    before: list[Step] = []
    itself: list[Step] = []
    for step in instance.conditions[1:]:
        own = step.element is not None and _of_the_act(step.element, made, label)
        (itself if own else before).append(step)
    fact = next(iter(bench.grounder.ways_to_fill(deed, instance.env)))
    return _Way(instance, fact, tuple(before), tuple(itself))


def _made_letter(bench: Bench, deed: Atom) -> str:
    makes = bench.setting.regime.vocabulary.phrases[deed.phrase].makes
    term = deed.terms[makes] if makes is not None else None
    return term.letter if isinstance(term, Var) else ""


def _of_the_act(element: Element, made: str, label: str | None) -> bool:
    """Whether only the act itself can meet a condition: it speaks of what the act makes, or of its moment."""
    letters = free_letters(Together((element,))) | free_letters(element.body)
    orders = [c for c, _ in of_element(element) if isinstance(c, Before)]
    inner = {t.letter for c, _ in of_element(element) if isinstance(c, Atom) for t in c.terms if isinstance(t, Var)}
    return bool(made and made in letters | inner) or any(label in (o.first, o.second) for o in orders)


# --- uses on record ------------------------------------------------------------------------------


def _uses(bench: Bench, ways: Sequence[_Way]) -> Iterator[Power]:
    setting = bench.setting
    deeds = dict.fromkeys(w.deed for w in ways if not any(map(is_another, w.deed.args)) and setting.spoken_of(w.deed))
    for deed in deeds:
        act = act_of(deed, setting)
        mine = [w for w in ways if w.deed == deed]
        engaged = [w for w in mine if _engaged(bench, w)]
        if act.status in ("denied", "unknown") or not engaged:
            continue
        yield _best_use(bench, engaged, act)


def _engaged(bench: Bench, way: _Way) -> bool:
    """Whether the record says that the act had to do with this power: its object is spoken of."""
    return bench.objects_spoken_of(way.itself)


def _best_use(bench: Bench, ways: Sequence[_Way], act: Act) -> Power:
    """The use of a power by an act: over all the ways it may have had its effect, the one that went furthest."""
    groups: dict[Fact, list[_Way]] = {}
    for way in ways:
        groups.setdefault(_effect(bench, way), []).append(way)
    nodes = {effect: bench.circuit.any_of(w.instance.node for w in mine) for effect, mine in groups.items()}
    best: tuple[tuple[int, ...], _Way, Fact] | None = None
    for effect, mine in groups.items():
        node = nodes[effect]
        bench.together((node, *(s.node for w in mine for s in (*w.instance.conditions, *w.instance.exceptions))))
        verdict = bench.verdict(node)
        nearest = min(mine, key=lambda w: _distance(bench, w, w.instance.conditions))
        rank = (("yes", "open", "no").index(_plain(verdict)), *_distance(bench, nearest, nearest.instance.conditions))
        if best is None or rank < best[0]:
            best = rank, nearest, effect
    assert best is not None
    _, nearest, effect = best
    use = _use(bench, nearest, act, effect, nodes[effect], bench.brief(nodes[effect]))
    if bench.setting.short:
        return use
    more = sum(bench.verdict(n) == use.stands.verdict for n in nodes.values()) - 1
    return replace(use, effect=f"{use.effect} (and {more} more alike)") if more else use


def _plain(verdict: str) -> str:
    return verdict if verdict in ("yes", "no") else "open"


def _use(bench: Bench, way: _Way, act: Act, effect: Fact, node: int, stands: Standing) -> Power:
    vote = bench.rule.kind == "vote"
    if stands.verdict != "no" and stands.status != "settled":
        stands = bench.standing(node)
    state = (_VOTED if vote else _USED).get(stands.verdict, "outcome open" if vote else "effect open")
    if not act.done and state in ("used", "carried", "ineffective", "failed"):
        state = "outcome open" if vote else "effect open"
    conditions = bench.conditions(way.instance.conditions, way.instance.env)
    conditions = (*conditions, *_exceptions(bench, way))
    return _power(bench, way, act, str(effect), state, stands, conditions, ())


def _exceptions(bench: Bench, way: _Way) -> Iterator[Condition]:
    for step in way.instance.exceptions:
        rule = step.rule
        value = {"yes": "no", "no": "yes"}.get(bench.value(step.node), "open")
        yield Condition(rule.name if rule else "", f"no exception: {rule.name} of {rule.provision}" if rule else step.text, value)


def _effect(bench: Bench, way: _Way) -> Fact:
    head = bench.rule.head
    assert head is not None
    return next(iter(bench.grounder.ways_to_fill(head, way.instance.env)))


def _distance(bench: Bench, way: _Way, steps: Sequence[Step]) -> tuple[int, int, int, int]:
    """How far a way is from going through: what fails, what is open, who fills no role, who is not on record."""
    values = [bench.value(s.node) for s in steps]
    names = [n for x, n in way.instance.env.items()]
    filled = set(bench.setting.roles.values())
    return values.count("no"), values.count("open"), -sum(n in filled for n in names), sum(map(is_another, names))


# --- uses to come --------------------------------------------------------------------------------


def _possible(bench: Bench, ways: Sequence[_Way], deed: Atom, used: bool) -> Iterator[Power]:
    """Whether the power may be used now; after a use without effect only if all is there now."""
    undone = [w for w in ways if _undone(bench, w.deed)]
    if not undone:
        return
    bench.together(s.node for w in undone for s in w.before)
    ranked = sorted(undone, key=lambda w: (_strange(bench, w), *_distance(bench, w, w.before)))
    free = [w for w in ranked if all(bench.value(s.node) == "yes" for s in w.before)]
    free = [w for w in free if _facts(w)] or free[:1]
    told: set[tuple[str, ...]] = set()
    for way in free or ([] if used else ranked[:1]):
        conditions = _to_come(bench, way, way.before)
        key = tuple(c.text for c in conditions)
        if key in told or (told and not conditions):
            continue
        told.add(key)
        yield _chance(bench, way, deed, conditions)


def _strange(bench: Bench, way: _Way) -> int:
    """How many facts that nobody speaks of a way asks of what is on record, instead of leaving them to what may come."""
    return sum(not any(map(is_another, f.args)) and not bench.setting.spoken_of(f) for f in _facts(way))


def _facts(way: _Way) -> list[Fact]:
    """The facts that must be there before: a way without any is open to everybody alike."""
    inner = (s.steps[0] for s in way.before if s.steps)
    return [i.fact for i in inner if i.fact is not None and i.kind in ("fact", "word", "count")]


def _undone(bench: Bench, deed: Fact) -> bool:
    return any(map(is_another, deed.args)) or bench.setting.view.status(deed).status in ("denied", "unknown")


def _chance(bench: Bench, way: _Way, deed: Atom, conditions: tuple[Condition, ...]) -> Power:
    node = bench.circuit.all_of(s.node for s in way.before)
    stands = bench.brief(node)
    if stands.status != "settled":
        stands = bench.standing(node)
    state: PowerState = {"yes": "may", "no": "not yet"}.get(stands.verdict, "open")  # type: ignore[assignment]
    itself = _to_come(bench, way, way.itself)
    act = Act(_worded(bench, way, deed), "unknown")
    effect = _worded(bench, way, bench.rule.head) if bench.rule.head else ""
    return _power(bench, way, act, effect, state, stands, conditions, itself)


def _loose(bench: Bench, way: _Way) -> Mapping[str, str]:
    """Who fills the letters that the case or the record fixes; the others are whoever the act will name."""
    filled = set(bench.setting.roles.values())
    said = {a for f in _facts(way) if bench.setting.spoken_of(f) for a in f.args}
    types = bench.letter_types()
    env = way.instance.env
    made = way.deed.args if any(map(is_another, way.deed.args)) else ()
    holding = bench.rule.details.get("holder", "")
    fixed = {x for x, n in env.items() if n in filled and n not in made and (_facts(way) or f"{{{x}}}" in holding)}
    own = fixed | {x for x, n in env.items() if n in said}
    return {x: n if x in own else indefinite(types.get(x, "matter")) for x, n in env.items()}


def indefinite(noun: str) -> str:
    """a decision, an organ."""
    return f"a{'n' if noun[:1] in 'aeiou' else ''} {noun}"


def _to_come(bench: Bench, way: _Way, steps: Sequence[Step]) -> tuple[Condition, ...]:
    """Conditions of an act to come, in the words of the page."""
    env = _loose(bench, way)
    made = bench.conditions(steps, way.instance.env)
    return tuple(Condition(c.label, _said(bench, s, env, c), c.value) for c, s in zip(made, steps, strict=True))


def _said(bench: Bench, step: Step, env: Mapping[str, str], condition: Condition) -> str:
    """The line of the page, where one line says the whole condition."""
    element = step.element
    if element is None or not element.text or isinstance(element.body, AnyOf):
        return condition.text
    return mode_of(step) + bench.filled(element.text, env)


def _worded(bench: Bench, way: _Way, atom: Atom) -> str:
    """An atom in words, with "a decision" for what nobody has made yet."""
    env = _loose(bench, way)
    names = [env[t.letter] if isinstance(t, Var) and t.letter in env else _other(bench, t) for t in atom.terms]
    return str(Fact(atom.phrase, tuple(names)))


def _other(bench: Bench, term: Term) -> str:
    return indefinite(term.type) if isinstance(term, Var) else bench.grounder.value_of(term, {})


def _power(
    bench: Bench,
    way: _Way,
    act: Act,
    effect: str,
    state: PowerState,
    stands: Standing,
    conditions: tuple[Condition, ...],
    itself: tuple[Condition, ...],
) -> Power:
    rule = bench.rule
    holder = bench.filled(rule.details.get("holder", ""), way.instance.env) or way.deed.args[0]
    return Power(
        " | ".join((rule.provision, f"{rule.kind} {rule.name}", holder, act.text)),
        rule.name,
        rule.provision,
        rule.pinpoint,
        bench.grounded.verified,
        bench.day.isoformat(),
        rule.kind,
        holder,
        act,
        effect,
        state,
        stands,
        conditions,
        itself,
    )
