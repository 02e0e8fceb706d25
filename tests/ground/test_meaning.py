"""Small laws become circuits that mean what a line of Python says they mean, in every world."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from small_law import HEAD, STATES, TODAY, Notes, World, ask, law, subsets, value

from foedus.ground import Grounder, TooWide, Unfilled, grounder
from foedus.vocabulary import Fact

GANGS = Notes({"attacker": ["the gangs"]})
ONE = Notes({"decision": ["the decision"], "attacker": ["the gangs"], "request": ["the first"]})
ANOTHER = "another attacker not on record"
ATTACKED = "{Aland} is attacked by {an attacker}"
ADOPTED = "some {D} of decisions: {D} is adopted"


def bites(*lines: str) -> str:
    return "meaning bites\n  says the law bites\n" + "".join(f"  {line}\n" for line in lines)


# --- letters -------------------------------------------------------------------------------------


def test_a_free_letter_is_some_individual_and_one_more_not_on_record() -> None:
    found = ask(
        bites("when {A} strikes {S}", "and {A} harms the {a good} of {S}", "in no other case"), "the law bites", GANGS, states="a"
    )
    assert "another attacker not on record strikes a" in found.facts()
    found.means(
        lambda w: any(
            f"{a} strikes a" in w and any(f"{a} harms the {g} of a" in w for g in ("safety", "stability"))
            for a in ("the gangs", ANOTHER)
        )
    )


def test_the_rest_not_on_record_is_for_open_types_only() -> None:
    assert {
        f for f in ask(bites("when {a state} helps {a state}", "in no other case"), "the law bites").facts() if "another" in f
    } == set()
    open_ = ask(bites("when {a power} arms {an attacker}", "in no other case"), "the law bites", GANGS)
    assert open_.facts() == tuple(
        sorted(f"{p} arms {a}" for p in ("Ruritania", "another power not on record") for a in ("the gangs", ANOTHER))
    )


@pytest.mark.parametrize("mode", ["unless", "and not", "unless shown", "unless claimed"])
@pytest.mark.parametrize("who", ["{a state}", "{M}"])
def test_a_letter_inside_a_negation_is_bound_there(mode: str, who: str) -> None:
    """`unless {a state} objects` means that none does, not that one does not."""
    body = f"{mode} {who} objects to {{D}}" + ("\n    and {M} borders {the requester}" if who == "{M}" else "")
    found = ask(
        bites("when {the Council} takes {D}", body, "in no other case"),
        "the law bites",
        ONE,
        states="ab",
        roles={"the requester": "a"},
    )
    decisions = ("the decision", "another decision not on record")

    def stopped(w: set[str], d: str) -> bool:
        return any(f"{m} objects to {d}" in w and (who == "{a state}" or f"{m} borders a" in w) for m in "ab")

    assert found.means(lambda w: any(f"the Council takes {d}" in w and not stopped(w, d) for d in decisions)) >= 64


def test_a_letter_only_under_a_nested_negation_is_bound_there() -> None:
    lines = (
        "when any of",
        "  a: {the Council} takes {D}",
        "    unless {M} objects to {D}",
        "      and {M} borders {the requester}",
        "in no other case",
    )
    found = ask(bites(*lines), "the law bites", ONE, states="ab", roles={"the requester": "a"})
    decisions = ("the decision", "another decision not on record")
    found.means(
        lambda w: any(
            f"the Council takes {d}" in w and not any(f"{m} objects to {d}" in w and f"{m} borders a" in w for m in "ab")
            for d in decisions
        )
    )


def test_labels_on_negated_or_joint_elements_do_no_harm() -> None:
    lines = (
        "when {the Council} takes {D} [decision]",
        "and {S} requests help by {a request} [request]",
        "  and {S} borders {Aland}",
    )
    lines += ("unless {a state} objects to {D} [objection]", "and request before decision", "in no other case")
    found = ask(bites(*lines), "the law bites", ONE)
    assert any("before" in f for f in found.facts())


# --- sets ----------------------------------------------------------------------------------------


def test_every_and_some_over_a_set_with_one_left_out() -> None:
    every = ask(
        bites("when every {M} of members, other than {the requester}: {M} helps {the requester}", "in no other case"),
        "the law bites",
    )
    assert every.facts() == tuple(sorted(f"{s} helps Aland" for s in STATES[1:]))
    every.means(lambda w: all(f"{s} helps Aland" in w for s in STATES[1:]))
    some = ask(
        bites("when some {M} of members, other than {the requester}: {M} helps {the requester}", "in no other case"),
        "the law bites",
    )
    some.means(lambda w: any(f"{s} helps Aland" in w for s in STATES[1:]))


def test_every_with_an_anonymous_slot_inside_lets_each_have_its_own() -> None:
    found = ask(
        bites("when every {M} of members: {M} requests help by {a request}", "in no other case"),
        "the law bites",
        ONE,
        states="ab",
    )
    found.means(
        lambda w: all(any(f"{m} requests help by {r}" in w for r in ("the first", "another request not on record")) for m in "ab")
    )


PARTIES = """\
a,,in force,2000-01-01,TR,,,accepted
b,,in force,2000-01-01,TR,,,accepted
b,,withdrew,2010-06-01,TR,,,accepted
c,,in force,2015,TR,,,accepted
e,,in force,2000-01-01,TR + CH,,,accepted
f,,in force,2000-01-01,TRX,,,accepted
g,,in force,2000-01-01,TR,,,refuted
"""


@pytest.mark.parametrize(
    ("moment", "members", "unsure"),
    [
        (date(2005, 1, 1), "abe", ""),
        (date(2010, 5, 31), "abe", ""),
        (date(2010, 6, 1), "ae", ""),
        (date(2015, 6, 1), "ae", "c"),
        (date(2020, 1, 1), "ace", ""),
    ],
)
def test_members_are_those_of_the_decisions_day(moment: date, members: str, unsure: str) -> None:
    rule = bites(
        "when {the Council} takes {a decision} [decision]",
        "and every {M} of members at decision: {M} helps {Aland}",
        "in no other case",
    )
    rule = rule.replace("{Aland}", "{the requester}")
    notes = Notes({"decision": ["the decision"]}, {"the Council takes the decision": (moment, moment)})
    found = ask(rule, "the law bites", notes, parties=PARTIES, roles={"the requester": "a"})
    open_ = [f"c is among the members between {moment} and {moment}"] if unsure else []
    assert list(found.grounder.opens) == open_

    def meaning(w: set[str]) -> bool:
        on = [*members, *(u for u in unsure if open_[0] in w)]
        today = "ace"
        return ("the Council takes the decision" in w and all(f"{m} helps a" in w for m in on)) or (
            "the Council takes another decision not on record" in w and all(f"{m} helps a" in w for m in today)
        )

    found.means(meaning)


def test_a_moment_that_straddles_a_change_leaves_membership_open_even_if_both_ends_agree() -> None:
    rows = "a,,in force,2000-01-01,TR,,,accepted\na,,withdrew,2010-01-01,TR,,,accepted\na,,rejoined,2011-01-01,TR,,,accepted\n"
    rule = bites(
        "when {the Council} takes {a decision} [decision]",
        "and {A1} among members at decision".replace("{A1}", "{the requester}"),
    )
    notes = Notes({"decision": ["d"]}, {"the Council takes d": (date(2009, 1, 1), date(2012, 1, 1))})
    found = ask(rule, "the law bites", notes, parties=rows, roles={"the requester": "a"})
    assert [o.kind for o in found.grounder.opens.values()] == ["instant"]


def test_membership_asked_without_a_moment_is_of_the_laws_day() -> None:
    rule = bites("when {the requester} among members", "in no other case")
    for day, answer in ((date(2005, 1, 1), True), (date(2020, 1, 1), False)):
        found = ask(rule, "the law bites", day=day, parties=PARTIES, roles={"the requester": "b"})
        assert found.says(World(set())) is answer
    denied = ask(
        bites("when {the requester} not among members", "in no other case"),
        "the law bites",
        parties=PARTIES,
        roles={"the requester": "b"},
    )
    assert denied.says(World(set()))


# --- law by date -----------------------------------------------------------------------------------

WORDINGS = """\
provision TR:4@1992
  in force 1994-04-20 .. 2012-12-18
meaning bites
  says the law bites
  when {the requester} helps {Aland}
  in no other case
provision TR:4@2010
  in force 2012-12-19 ..
meaning bites
  says the law bites
  when {the requester} borders {Aland}
  in no other case
"""


@pytest.mark.parametrize(
    ("day", "fact"), [(date(2012, 12, 18), "Borduria helps Aland"), (date(2012, 12, 19), "Borduria borders Aland")]
)
def test_the_wording_is_that_of_the_laws_day(day: date, fact: str) -> None:
    found = ask(WORDINGS, "the law bites", day=day, roles={"the requester": "Borduria"})
    assert found.facts() == (fact,)


def test_before_any_wording_there_is_a_gap() -> None:
    found = ask(WORDINGS, "the law bites", day=date(1990, 1, 1), roles={"the requester": "Borduria"})
    assert found.step.kind == "gap" and found.step.note == "no rule in force concludes this"
    assert found.says(World(set(), laws={"gap the law bites": True}))


SEATS = """\
number seats of {the Council}
  90  2000-01-01 .. 2009-12-31
  91  2010-01-01 .. 2019-12-31
vote consent
  says      {the Council} has consented
  on        {the Council} votes in {B}
  carried   votes for in {B} at least 2/3 of seats of {the Council}
  put off   the sitting for {B} fails
  in no other case
"""


@pytest.mark.parametrize(
    ("day", "needed", "note"),
    [(date(2005, 1, 1), 60, "2/3 of 90 = 60"), (date(2015, 1, 1), 61, "2/3 of 91 = 182/3, so at least 61")],
)
def test_shares_are_exact_and_numbers_dated(day: date, needed: int, note: str) -> None:
    found = ask(SEATS, "{the Council} has consented", Notes({"ballot": ["the vote"]}), day)
    text = f"votes for in the vote at least {needed}"
    assert found.grounder.counts[text] == (Fact("votes for in {}", ("the vote",)), ">=", needed)
    assert note in str(found.step)


def test_a_number_not_known_for_the_day_is_open_and_named() -> None:
    found = ask(SEATS, "{the Council} has consented", Notes({"ballot": ["the vote"]}), date(2021, 1, 1))
    assert "votes for in the vote at least 2/3 of seats of the Council" in found.grounder.opens


@pytest.mark.parametrize(("said", "needed"), [("at least", 68), ("more than", 67), ("at most", 67), ("fewer than", 68)])
def test_a_threshold_is_a_whole_number(said: str, needed: int) -> None:
    rules = SEATS.replace("at least 2/3", f"{said} 3/4")
    found = ask(rules, "{the Council} has consented", Notes({"ballot": ["the vote"]}), date(2005, 1, 1))
    assert f"votes for in the vote {said} {needed}" in found.grounder.counts


# --- exceptions, denials, gaps ------------------------------------------------------------------------

RULE = bites("when {Aland} helps {Borduria}", "in no other case")
HELPS, STOPS, BACK = "Aland helps Borduria", "Borduria helps Aland", "Syldavia helps Aland"


def exception(name: str, to: str, condition: str) -> str:
    return f"exception {name}\n  to {to}\n  when {condition}\n"


def test_exceptions_and_exceptions_to_them() -> None:
    first = exception("first", "meaning bites of TR:1", "{Borduria} helps {Aland}")
    second = exception("second", "exception first of TR:1", "{Syldavia} helps {Aland}")
    ask(RULE + first, "the law bites").means(lambda w: HELPS in w and STOPS not in w)
    ask(RULE + first + second, "the law bites").means(lambda w: HELPS in w and (STOPS not in w or BACK in w))


def test_a_group_exception_takes_from_rules_not_from_exceptions() -> None:
    group = exception("group", "every rule of TR:1", "{Borduria} helps {Aland}")
    other = exception("other", "exception group of TR:1", "{Syldavia} helps {Aland}")
    ask(RULE + group + other, "the law bites").means(lambda w: HELPS in w and (STOPS not in w or BACK in w))


def test_an_exception_keeps_the_letters_of_its_rule() -> None:
    rule = "meaning bites\n  says {S} is attacked by {A}\n  when {A} strikes {S}\n  in no other case\n"
    rule += exception("x", "meaning bites of TR:1", "{S} helps {F}\n  and {F} borders {S}")
    found = ask(rule, "{Aland} is attacked by {an attacker}", GANGS, states=("Aland", "b"))  # type: ignore[arg-type]
    found.means(
        lambda w: (
            any(f"{a} strikes Aland" in w for a in ("the gangs", ANOTHER))
            and not any(f"Aland helps {f}" in w and f"{f} borders Aland" in w for f in ("Aland", "b"))
        )
    )


def test_rules_for_and_against_make_a_conflict_and_neither_a_gap() -> None:
    both = "meaning for\n  says the law bites\n  when {Aland} helps {Borduria}\n"
    both += "meaning against\n  denies the law bites\n  when {Borduria} helps {Aland}\n"
    found = ask(both, "the law bites")
    for gap in (False, True):
        for conflict in (False, True):
            laws = {"gap the law bites": gap, "conflict the law bites": conflict}
            table = {(True, False): True, (False, True): False, (False, False): gap, (True, True): conflict}
            found.means(lambda w, table=table: table[HELPS in w, STOPS in w], laws=laws)  # type: ignore[misc]


def test_in_no_other_case_leaves_no_gap() -> None:
    found = ask(RULE + "meaning against\n  denies the law bites\n  when {Borduria} helps {Aland}\n", "the law bites")
    found.means(lambda w: HELPS in w and STOPS not in w, laws={"gap the law bites": True})


def test_in_no_other_case_closes_a_word_only_where_its_rule_could_apply() -> None:
    rule = "meaning one\n  says {Aland} reaches {M}\n  when {M} helps {Aland}\n  in no other case\n"
    found = ask(rule, "{Borduria} reaches {Aland}")
    assert found.step.kind == "gap"


def test_a_negative_form_denies_and_is_read_as_such() -> None:
    found = ask(
        bites("when {Aland} does not object to {D}", "and {the Council} takes {D}", "in no other case"), "the law bites", ONE
    )
    decisions = ("the decision", "another decision not on record")
    found.means(lambda w: any(f"the Council takes {d}" in w and f"Aland objects to {d}" not in w for d in decisions))


def test_two_provisions_for_the_same_conclusion_are_no_conflict() -> None:
    rules = RULE + "provision TR:2\n  in force 2000-01-01 ..\n" + bites("when {Borduria} helps {Aland}", "in no other case")
    ask(rules, "the law bites").means(lambda w: HELPS in w or STOPS in w)


# --- circles -----------------------------------------------------------------------------------------

REACH = """\
meaning near
  says {S} reaches {M}
  when {S} borders {M}
  in no other case
meaning far
  says {S} reaches {M}
  when {S} borders {F}
  and  {F} reaches {M}
"""
FEW = ("W", "X", "Y", "Z")


def closure(edges: set[tuple[str, str]]) -> set[tuple[str, str]]:
    found = set(edges)
    while more := {(a, d) for a, b in edges for c, d in found if b == c} - found:
        found |= more
    return found


def edges_of(world: set[str]) -> set[tuple[str, str]]:
    return {(f[0], f[-1]) for f in world if "borders" in f}


def test_a_positive_circle_is_its_least_fixpoint() -> None:
    found = ask(REACH, "{W} reaches {Z}", states="WXYZ")
    names = [f"{a} borders {b}" for a in FEW for b in FEW if a != b]
    for world in subsets(names):
        assert found.says(World(world)) is (("W", "Z") in closure(edges_of(world))), sorted(world)


TWINED = """\
meaning reach
  says {S} reaches {M}
  when {S} borders {M}
  in no other case
meaning reach-on
  says {S} reaches {M}
  when {S} sees {F}
  and  {F} borders {M}
meaning see
  says {S} sees {M}
  when {S} helps {M}
  in no other case
meaning see-on
  says {S} sees {M}
  when {S} reaches {F}
  and  {F} helps {M}
"""


def test_two_words_that_rest_on_each_other() -> None:
    names = [
        f"{a} {v} {b}" for a, b in (("W", "X"), ("X", "Y"), ("Y", "W"), ("W", "Y"), ("X", "W")) for v in ("borders", "helps")
    ]
    reach, see = ask(TWINED, "{W} reaches {Y}", states="WXY"), ask(TWINED, "{W} sees {Y}", states="WXY")
    for world in subsets(names):
        reached = {(a, b) for a in "WXY" for b in "WXY" if f"{a} borders {b}" in world}
        seen = {(a, b) for a in "WXY" for b in "WXY" if f"{a} helps {b}" in world}
        for _ in range(9):
            reached |= {(s, m) for s, f in seen for m in "WXY" if f"{f} borders {m}" in world}
            seen |= {(s, m) for s, f in reached for m in "WXY" if f"{f} helps {m}" in world}
        assert reach.says(World(world)) is (("W", "Y") in reached), sorted(world)
        assert see.says(World(world)) is (("W", "Y") in seen), sorted(world)


def test_a_circle_that_looks_at_itself_first() -> None:
    """The recursive condition stands first, so that a first look finds nothing and must look again."""
    back = REACH.replace("  when {S} borders {F}\n  and  {F} reaches {M}\n", "  when {F} reaches {M}\n  and  {S} borders {F}\n")
    there, found = ask(REACH, "{W} reaches {Z}", states="WXYZ"), ask(back, "{W} reaches {Z}", states="WXYZ")
    for world in subsets([f"{a} borders {b}" for a, b in ("WX", "XY", "YZ", "ZW", "YW", "XZ")]):
        assert found.says(World(world)) is there.says(World(world))


# --- votes, duties, powers -----------------------------------------------------------------------------

CONSENSUS = """\
vote all
  says      {D} is adopted
  on        {the Council} takes {D} [decision]
  asked     every {M} of members at decision
  stopped by any
    objection: {M} objects to {D}
  silence   reading silence
  carried   some {M} of members at decision: {M} helps {M}
  in no other case
reading silence
  silence
  says nothing: open
  consents:     no objection
""".replace("some {M} of members at decision: {M} helps {M}", "some {M} of members: {M} helps {M}")


@pytest.mark.parametrize("option", ["says nothing", "consents"])
def test_consensus_under_either_reading_of_silence(option: str) -> None:
    found = ask(CONSENSUS, "{the only} is adopted".replace("{the only}", "{a decision}"), Notes({"decision": ["d"]}), states="ab")
    names = [f for f in found.facts() if "another" not in f]
    for world in subsets(names):
        held = "the Council takes d" in world and any(f"{m} helps {m}" in world for m in "ab")
        objected = any(f"{m} objects to d" in world for m in "ab")
        assert found.says(World(world, {"silence": option})) is (held and not objected)
        quiet = World(world, {"silence": option}, burdens={"whoever says that a member objected": False})
        assert found.says(quiet) is (held and (option == "consents" or not objected))


def test_any_ballot_may_carry_and_one_put_off_did_not_happen() -> None:
    found = ask(SEATS, "{the Council} has consented", Notes({"ballot": ["one", "two"]}), date(2005, 1, 1))
    ballots = ("one", "two", "another ballot not on record")
    found.means(
        lambda w: any(
            f"the Council votes in {b}" in w and f"votes for in {b} at least 60" in w and f"the sitting for {b} fails" not in w
            for b in ballots
        )
    )


DUTY = """\
duty help
  bearer every {M} of members at strike, other than {S}
  toward {S}
  owed   {M} helps {S}
  when   {A} strikes {S} [strike]
  and    {A} harms the {a good} of {S}
bar arms
  bearer {M}
  barred {M} helps {S}
  when   {M} borders {S}
"""


def test_a_duty_binds_each_member_but_the_one_it_is_owed_to() -> None:
    for bearer, bound in (("Borduria", True), ("Aland", False)):
        found = ask(DUTY, f"duty help of TR:1 binds {{{bearer}}} toward {{Aland}}", GANGS)
        both = {"the gangs strikes Aland", "the gangs harms the safety of Aland"}
        assert found.says(World(both)) is bound
        assert not found.says(World({"the gangs strikes Aland"}))


def test_the_counterpart_may_be_anybody() -> None:
    found = ask(DUTY, "duty help of TR:1 binds {Borduria} toward {a state}", GANGS)
    assert found.says(World({"the gangs strikes Syldavia", "the gangs harms the safety of Syldavia"}))
    assert not found.says(World({"the gangs strikes Borduria", "the gangs harms the safety of Borduria"}))


def test_a_bar_binds_whom_its_condition_names() -> None:
    found = ask(DUTY, "bar arms of TR:1 binds {Aland}")
    found.means(lambda w: any(f"Aland borders {s}" in w for s in STATES))


def test_a_power_has_its_effect_only_when_the_act_was_done() -> None:
    rule = "power send\n  holder {the Council}\n  allowed {the Council} takes {D}\n  effect {S} may be helped by {D}\n"
    rule += "  when {S} borders {Aland}\n  in no other case\n"
    found = ask(rule, "{Borduria} may be helped by {a decision}", ONE)
    decisions = ("the decision", "another decision not on record")
    found.means(lambda w: "Borduria borders Aland" in w and any(f"the Council takes {d}" in w for d in decisions))


# --- readings ---------------------------------------------------------------------------------------

READINGS = """\
reading who for {A}
  anyone: always
  grave:  the attack by {A} is grave
meaning bites
  says {S} is attacked by {A}
  when {A} strikes {S}
  and reading who for {A}
  in no other case
provision TR:2
  in force 2000-01-01 ..
reading who for {A}
  same as TR:1
meaning again
  says {S} is attacked by {A}
  when {A} harms the {a good} of {S}
  and reading who for {A}
"""


def test_a_shared_reading_is_one_choice() -> None:
    found = ask(READINGS, ATTACKED, GANGS)
    assert dict(found.circuit.groups) == {"who": ("anyone", "grave")}
    strike = {"the gangs strikes Aland"}
    assert found.says(World(strike, {"who": "anyone"})) and not found.says(World(strike, {"who": "grave"}))
    assert found.says(World(strike, {"who": "grave"}, judged={"the attack by the gangs is grave": True}))


# --- what cannot be grounded --------------------------------------------------------------------------


def test_a_role_that_nobody_fills_is_named() -> None:
    with pytest.raises(Unfilled, match="the chair"):
        ask(bites("when {the chair} helps {Aland}"), "the law bites")


def test_a_rule_about_a_dated_thing_that_the_case_does_not_name_speaks_of_one_not_on_record() -> None:
    rule = bites("when {the Council} takes {the ruling}", "in no other case")
    assert ask(rule, "the law bites").facts() == ("the Council takes another decision not on record",)
    assert ask(rule, "the law bites", ONE, roles={"the ruling": "the decision"}).facts() == ("the Council takes the decision",)
    with pytest.raises(Unfilled, match="the ruling"):
        ask(rule, "{the Council} takes {the ruling}")


def test_a_rule_about_a_role_that_nobody_fills_does_not_stop_other_questions() -> None:
    rule = "meaning x\n  says {the chair} reaches {M}\n  when {M} helps {the chair}\n  in no other case\n"
    assert ask(rule, "{Aland} reaches {Borduria}").step.kind == "gap"


def test_a_program_too_wide_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grounder, "MAX_INSTANCES", 5_000)
    many = tuple(f"State {n}" for n in range(60))
    lines = ("when {S} borders {M}", "and {M} borders {F}", "and {F} borders {N}", "and {N} borders {S}")
    with pytest.raises(TooWide, match="more than 5,000 instances of rules"):
        ask(bites(*lines, "in no other case"), "the law bites", states=many)  # type: ignore[arg-type]


def test_nested_quantifiers_are_counted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grounder, "MAX_INSTANCES", 5_000)
    many = tuple(f"State {n}" for n in range(60))
    line = "when every {S} of states: some {M} of states: every {F} of states: reading near for {S}, {M}, {F}"
    reading = "reading near for {S}, {M}, {F}\n  one: {S} borders {M}\n    and {M} borders {F}\n  none: never\n"
    with pytest.raises(TooWide, match="more than 5,000 instances of rules"):
        ask(bites(line, "in no other case") + reading, "the law bites", states=many)  # type: ignore[arg-type]


@pytest.fixture
def usual_depth() -> Iterator[None]:
    """Python's own limit on recursion, whatever another test's library made of it."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(1000)
    yield
    sys.setrecursionlimit(before)


@pytest.mark.usefixtures("usual_depth")
def test_a_chain_of_words_too_long_is_refused_by_name() -> None:
    names = [f"w{n}" for n in range(400)]
    words = "phrases\n" + "".join(f'  word "the word {n} holds"\n' for n in names)
    rules = "".join(
        f"meaning {a}\n  says the word {a} holds\n  when the word {b} holds\n  in no other case\n" for a, b in pairwise(names)
    )
    with pytest.raises(TooWide, match="too deeply"):
        ask(rules, "the word w0 holds", head=words + HEAD)


def test_constraints_that_touch_the_cone_and_no_others() -> None:
    rules = (
        RULE
        + "constraint one\n  never {S} helps {M}\n  and {M} helps {S}\nconstraint far\n  never {S} borders {M}\n  and {M} borders {S}\n"
    )
    found = ask(rules, "the law bites")
    gates = found.grounder.constraints()
    assert "Borduria helps Aland" in found.grounder.facts
    assert not any("borders" in f for f in found.grounder.facts)
    for world in subsets([HELPS, STOPS]):
        assert all(value(found.circuit, g, World(world)) for g in gates) is (world != {HELPS, STOPS})


def test_a_constraint_may_quantify_and_may_name_an_unfilled_role() -> None:
    rules = RULE + "constraint some\n  never some {M} of members: {M} helps {Borduria}\n  and not {Syldavia} helps {Aland}\n"
    rules += "constraint chair\n  never {S} helps {Borduria}\n  and {the chair} helps {S}\n"
    found = ask(rules, "the law bites")
    gates = found.grounder.constraints()
    assert gates
    for world in subsets([HELPS, BACK]):
        assert all(value(found.circuit, g, World(world)) for g in gates) is (HELPS not in world or BACK in world)


# --- renaming -----------------------------------------------------------------------------------------


def test_renaming_every_state_gives_the_same_circuit() -> None:
    names = {"W": "Zubrowka", "X": "Freedonia", "Y": "Latveria"}
    rules = DUTY + CONSENSUS + READINGS + REACH.replace("meaning near", "meaning near2").replace("meaning far", "meaning far2")

    def shape(states: tuple[str, ...], first: str, second: str, back: dict[str, str]) -> list[str]:
        found = ask(rules, f"duty help of TR:1 binds {{{first}}} toward {{{second}}}", GANGS, states=states)  # type: ignore[arg-type]
        one: Grounder = found.grounder
        for clause in (f"{{{first}}} reaches {{{second}}}", "some {D} of decisions: {D} is adopted"):
            made = law(rules + f"question q\n  asks Really?\n  is {clause}\n", states)
            one.ground(made.questions["q"].options[""])
        out = []
        for n in range(len(one.circuit)):
            text = str(one.circuit.op(n))
            for new, old in back.items():
                text = text.replace(new, old)
            out.append(text)
        return out

    plain = shape(("W", "X", "Y"), "W", "X", {})
    renamed = shape(tuple(names.values()), names["W"], names["X"], {v: k for k, v in names.items()})
    assert plain == renamed and len(plain) > 50


def test_the_good_law_has_a_head() -> None:
    assert HEAD.endswith("..\n") and date(2022, 1, 6) == TODAY
