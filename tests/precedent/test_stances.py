"""Classes, conflicts and counts of stances, held against writing out every stance."""

from __future__ import annotations

from itertools import chain, combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.precedent.stances import Space, smallest_conflicts

WORDS = {"attacker": ("state", "anyone", "sent"), "speed": ("once", "soon"), "only": ("single",), "finding": ("none", "council")}
STANCES = [dict(zip(WORDS, options, strict=True)) for options in product(*WORDS.values())]
FEW = settings(max_examples=200, deadline=None)

boxes = st.lists(
    st.dictionaries(st.sampled_from(sorted(WORDS)), st.none(), max_size=3).flatmap(
        lambda d: st.fixed_dictionaries({w: st.lists(st.sampled_from(WORDS[w]), min_size=1, unique=True).map(tuple) for w in d})
    ),
    max_size=3,
)


def within(stance: dict[str, str], some: list[dict[str, tuple[str, ...]]]) -> bool:
    return any(all(stance[w] in options for w, options in box.items()) for box in some)


@FEW
@given(st.lists(boxes, max_size=5))
def test_classes_are_those_of_every_stance(grounds: list[list[dict[str, tuple[str, ...]]]]) -> None:
    space = Space(WORDS)
    classes, whole = space.classes([space.boxes(g) for g in grounds])
    written: dict[frozenset[int], list[dict[str, str]]] = {}
    for stance in STANCES:
        written.setdefault(frozenset(n for n, g in enumerate(grounds) if within(stance, g)), []).append(stance)
    assert whole
    assert {c for c, _ in classes} == set(written)
    for found, edge in classes:
        told = space.told(found, edge)
        assert told.stances == len(written[found])
        assert told.every == (told.stances == len([s for s in STANCES if all(s[w] in o for w, o in told.options.items())]))
        for word, options in WORDS.items():
            met = {s[word] for s in written[found]}
            assert set(told.options.get(word, options)) == met
    assert space.count(1) == len(STANCES)


@FEW
@given(st.lists(boxes, max_size=5))
def test_conflicts_are_the_smallest_sets_that_no_stance_reproduces(grounds: list[list[dict[str, tuple[str, ...]]]]) -> None:
    space = Space(WORDS)
    classes, _ = space.classes([space.boxes(g) for g in grounds])
    everything = frozenset(range(len(grounds)))
    found, whole = smallest_conflicts((everything - c for c, _ in classes), most=100)
    sets = [frozenset(s) for s in chain.from_iterable(combinations(range(len(grounds)), n) for n in range(len(grounds) + 1))]
    broken = [s for s in sets if not any(all(within(stance, grounds[n]) for n in s) for stance in STANCES)]
    assert whole
    assert set(found) == {s for s in broken if not any(other < s for other in broken)}


def test_a_bound_on_conflicts_is_told() -> None:
    pairs = [frozenset({2 * n, 2 * n + 1}) for n in range(4)]
    found, whole = smallest_conflicts(pairs, most=5)
    assert (len(found), whole) == (5, False)
    assert smallest_conflicts(pairs, most=16)[1]
