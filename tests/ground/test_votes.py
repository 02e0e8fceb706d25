"""What the lines of a vote mean, written out over every way the votes may fall."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from small_law import TODAY, Notes, World, ask, law, subsets

from foedus.ground import Ratio
from foedus.text import Regime
from foedus.vocabulary import Fact

ONE = Notes({"decision": ["d"]})
OTHER = "another decision not on record"
QUESTION = "{the Council} has consented"
WHO = "abc"


def vote(*lines: str, base: str = "every {M} of members at ballot") -> str:
    body = "".join(f"  {line}\n" for line in lines)
    return (
        "vote v\n  says {the Council} has consented\n  on {the Council} takes {D} [ballot]\n"
        f"  base {base}\n{body}  in no other case\n"
    )


def held(rules: str, states: str = WHO) -> tuple[object, list[str]]:
    """The question grounded, and the facts it rests on, those of a decision not on record left out."""
    found = ask(rules, QUESTION, ONE, states=states)
    return found, [f for f in found.facts() if OTHER not in f]


def does(world: set[str], states: str = WHO, how: str = "{} objects to d") -> int:
    return sum(how.format(m) in world for m in states)


SHARES = [
    ("at least 2 of base", lambda yes, base: yes >= 2),
    ("2 of base", lambda yes, base: yes >= 2),
    ("more than 1/2 of base", lambda yes, base: yes > Fraction(base, 2)),
    ("2/3 of base", lambda yes, base: yes >= Fraction(2 * base, 3)),
    ("67% of base", lambda yes, base: yes >= Fraction(67 * base, 100)),
    ("all of base", lambda yes, base: yes == base),
    ("all but 1 of base", lambda yes, base: yes >= base - 1),
    ("at most 1 of base", lambda yes, base: yes <= 1),
    ("at most 1/3 of base", lambda yes, base: yes <= Fraction(base, 3)),
    ("fewer than 2/3 of base", lambda yes, base: yes < Fraction(2 * base, 3)),
]


@pytest.mark.parametrize(("said", "enough"), SHARES, ids=[s for s, _ in SHARES])
@pytest.mark.parametrize("states", ["abc", "abcd"])
def test_a_share_of_the_base(said: str, enough: object, states: str) -> None:
    found, names = held(vote(f"carried {said}: {{M}} objects to {{D}}"), states)
    for world in subsets(names):
        expected = "the Council takes d" in world and enough(does(world, states), len(states))  # type: ignore[operator]
        assert found.says(World(world)) is expected, sorted(world)  # type: ignore[attr-defined]


WHOLES = [
    ("2/3 of", lambda yes, whole: yes >= Fraction(2 * whole, 3)),
    ("more than 1/2 of", lambda yes, whole: yes > Fraction(whole, 2)),
    ("all but 1 of", lambda yes, whole: yes >= whole - 1),
    ("at most 1/2 of", lambda yes, whole: yes <= Fraction(whole, 2)),
]


@pytest.mark.parametrize(("said", "enough"), WHOLES, ids=[s for s, _ in WHOLES])
def test_a_share_of_those_present_counts_both_sides_open(said: str, enough: object) -> None:
    """Presence and votes are both unknown: the gate is the comparison, in every one of the worlds."""
    found, names = held(vote("present {M} helps {M}", f"carried {said} present: {{M}} objects to {{D}}"))
    worlds = 0
    for world in subsets(names):
        here = [m for m in WHO if f"{m} helps {m}" in world]
        yes = does(world, "".join(here))
        carried = enough(yes, len(here)) and (bool(here) or said.startswith("at most"))  # type: ignore[operator]
        worlds += 1
        assert found.says(World(world)) is ("the Council takes d" in world and carried), sorted(world)  # type: ignore[attr-defined]
    assert worlds == 2**7


def test_voting_may_be_any_of_several_phrases() -> None:
    lines = (
        "voting",
        "  for: {M} objects to {D}",
        "  against: {M} helps {M}",
        "carried more than 1/2 of voting: {M} objects to {D}",
    )
    found, names = held(vote(*lines), "ab")
    for world in subsets(names):
        cast = [m for m in "ab" if f"{m} objects to d" in world or f"{m} helps {m}" in world]
        carried = 2 * does(world, "ab") > len(cast)
        assert found.says(World(world)) is ("the Council takes d" in world and carried)  # type: ignore[attr-defined]


def test_who_is_left_out_is_neither_in_the_base_nor_a_vote() -> None:
    found, names = held(vote("excluded {M} helps {M}", "carried 2/3 of base: {M} objects to {D}"))
    for world in subsets(names):
        base = [m for m in WHO if f"{m} helps {m}" not in world]
        carried = bool(base) and 3 * does(world, "".join(base)) >= 2 * len(base)
        assert found.says(World(world)) is ("the Council takes d" in world and carried)  # type: ignore[attr-defined]


def test_several_lines_may_leave_out_and_each_may_be_joint() -> None:
    lines = ("excluded {M} helps {M}", "excluded {M} borders {Aland}", "  and {M} objects to {D}")
    rules = vote(*lines, "carried all of base: {M} objects to {D}")
    found = ask(rules, QUESTION, ONE, states=("Aland", "Borduria"))
    two = ("Aland", "Borduria")
    for world in subsets([f for f in found.facts() if OTHER not in f]):
        out = {m for m in two if f"{m} helps {m}" in world or {f"{m} borders Aland", f"{m} objects to d"} <= world}
        base = [m for m in two if m not in out]
        carried = bool(base) and all(f"{m} objects to d" in world for m in base)
        assert found.says(World(world)) is ("the Council takes d" in world and carried)


@pytest.mark.parametrize("letter", ["M", "F"])
def test_a_veto_is_cast_by_those_who_have_one_and_may_vote(letter: str) -> None:
    """The letter of the veto may be that of the base or another one: who is left out has none either way."""
    veto = f"vetoed some {{{letter}}} of the great: {{{letter}}} objects to {{D}}"
    rules = "set the great: a, b\n" + vote("excluded {M} helps {M}", veto, "carried 1 of base: {M} borders {M}")
    found, names = held(rules)
    names = [n for n in names if n not in ("c objects to d", "c helps c")]
    for world in subsets(names):
        base = [m for m in WHO if f"{m} helps {m}" not in world]
        vetoed = any(f"{m} objects to d" in world for m in "ab" if m in base)
        carried = any(f"{m} borders {m}" in world for m in base)
        assert found.says(World(world)) is ("the Council takes d" in world and carried and not vetoed)  # type: ignore[attr-defined]


def test_a_quorum_has_to_be_met_too() -> None:
    found, names = held(vote("quorum 2/3 of base: {M} helps {M}", "carried 1 of base: {M} objects to {D}"))
    for world in subsets(names):
        met = 3 * sum(f"{m} helps {m}" in world for m in WHO) >= 6
        assert found.says(World(world)) is ("the Council takes d" in world and met and does(world) >= 1)  # type: ignore[attr-defined]


def test_members_are_asked_from_the_base_where_nobody_else_is_named() -> None:
    found, names = held(vote("excluded {M} helps {M}", "stopped by any", "  objection: {M} objects to {D}"))
    for world in subsets(names):
        stopped = any(f"{m} objects to d" in world and f"{m} helps {m}" not in world for m in WHO)
        assert found.says(World(world)) is ("the Council takes d" in world and not stopped)  # type: ignore[attr-defined]


def test_silence_consents_once_its_time_has_run_out() -> None:
    """Nobody is claimed to have broken it, or who did came too late: adopted. Before the end: not yet."""
    rules = vote("silence until the sitting for {B} fails, broken by {M} objects to {D}", "and {the Council} votes in {B}")
    notes = Notes({"decision": ["d"], "ballot": ["b"]})
    found = ask(rules, QUESTION, notes, states="ab")
    began, ended = ("the Council takes d", "the Council votes in b"), "the sitting for b fails"
    late = "“the sitting for b fails” before “{} objects to d”"
    names = [ended, *(f"{m} objects to d" for m in "ab"), *(late.format(m) for m in "ab")]
    burden = "whoever says that the silence was broken"
    for chosen in subsets(names):
        world = {*began, *chosen}
        broken = [m for m in "ab" if f"{m} objects to d" in world and late.format(m) not in world]
        assert found.says(World(world)) is (ended in world and not broken), sorted(world)
        assert found.says(World(world, burdens={burden: False})) is (ended in world)
        assert found.says(World(world, burdens={burden: True})) is (ended in world and not broken)


def test_a_count_against_a_share_of_another_count() -> None:
    rules = "meaning c\n  says {the Council} has consented\n  when {the Council} votes in {B}\n"
    rules += "  and votes for in {B} more than 1/2 of votes cast in {B}\n  in no other case\n"
    regime = law('phrases\n  count "votes cast in {B}"\n' + rules + f"question q\n  asks Really?\n  is {QUESTION}\n")
    found = ask("", QUESTION, Notes({"ballot": ["b"]}), TODAY, regime=regime)
    text = "votes for in b more than 1/2 of votes cast in b"
    two = (Fact("votes for in {}", ("b",)), Fact("votes cast in {}", ("b",)))
    assert found.grounder.ratios[text] == Ratio(two[0], ">", Fraction(1, 2), two[1])
    assert found.says(World({"the Council votes in b", text})) and not found.says(World({"the Council votes in b"}))


def test_shares_of_one_pair_of_counts_agree() -> None:
    rules = 'phrases\n  count "votes cast in {B}"\n'
    for n, share in enumerate(("2/3", "1/2")):
        rules += f"meaning c{n}\n  says {{the Council}} has consented\n  when {{the Council}} votes in {{B}}\n"
        rules += f"  and votes for in {{B}} at least {share} of votes cast in {{B}}\n"
    rules += f"question q\n  asks Really?\n  is {QUESTION}\n"
    found = ask("", QUESTION, Notes({"ballot": ["b"]}), TODAY, regime=law(rules))
    gates = found.grounder.constraints()
    two, half = (f"votes for in b at least {s} of votes cast in b" for s in ("2/3", "1/2"))
    allowed = [w for w in subsets([two, half]) if all(_holds(found, g, w) for g in gates)]
    assert allowed == [set(), {half}, {two, half}]


def _holds(found: object, gate: int, world: set[str]) -> bool:
    from small_law import value

    return value(found.circuit, gate, World(world))  # type: ignore[attr-defined]


def test_the_base_is_that_of_the_day_of_the_ballot() -> None:
    parties = "a,,in force,2000-01-01,TR,,,accepted\nb,,in force,2000-01-01,TR,,,accepted\n"
    parties += "c,,in force,2010-01-01,TR,,,accepted\n"
    rules = vote("carried all of base: {M} objects to {D}")
    then = Notes({"decision": ["d"]}, {"the Council takes d": (date(2005, 1, 1), date(2005, 1, 1))})
    found = ask(rules, QUESTION, then, states="abc", parties=parties)
    world = {"the Council takes d", "a objects to d", "b objects to d"}
    assert found.says(World(world))
    later = Notes({"decision": ["d"]}, {"the Council takes d": (date(2015, 1, 1), date(2015, 1, 1))})
    assert not ask(rules, QUESTION, later, states="abc", parties=parties).says(World(world))


def test_a_base_of_nobody_is_a_gap() -> None:
    found = ask(vote("carried 1 of base: {M} objects to {D}"), QUESTION, ONE, day=date(1995, 1, 1), states="ab")
    said = "there is nobody among the members"
    assert found.says(World({"the Council takes d"}, laws={f"gap {said}": True}))
    assert not found.says(World({"the Council takes d"}))


def test_the_roll_of_a_vote_is_data() -> None:
    regime: Regime = law(vote("excluded {M} helps {M}", "carried 1 of base: {M} objects to {D}"))
    rule = next(r for r in regime.chapter.rules if r.kind == "vote")
    assert rule.roll is not None and rule.roll.domain.name == "members" and len(rule.roll.excluded) == 1
    assert [e.part for e in rule.elements] == ["on", "carried"]
