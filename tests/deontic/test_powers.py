"""Powers used with and without competence, bars kept and breached, contributions apart."""

from __future__ import annotations

from pathlib import Path

from pier import CALL, asked

ORDER = (
    ("the Board issues order 7", "2031-03-05T18:00+02:00"),
    ("order 7 orders the north squad to Sudland", "2031-03-05"),
)
AS_OF = "2031-03-08T00:00+02:00"


def test_a_power_used_with_everything_there_has_effect(tmp_path: Path) -> None:
    (found,) = asked(tmp_path, (*CALL, *ORDER), AS_OF).powers
    assert (found.state, found.holder, found.act.earliest) == ("used", "the Board", "2031-03-05T18:00+02:00")
    assert found.effect == "the north squad may go to Sudland by order 7"


def test_a_power_used_without_competence_is_recorded_and_ineffective(tmp_path: Path) -> None:
    early = (("the Board issues order 7", "2031-03-05T09:00+02:00"), ORDER[1])
    rows = (*CALL, *early, ("any state calls for help by any call", "../2031-03-05T11:00+02:00", "against"))
    found = [p for p in asked(tmp_path, rows, AS_OF).powers if p.act.done]
    assert [(p.state, [c.label for c in p.missing if c.value == "no"]) for p in found] == [("ineffective", ["order of acts"])] or [
        p.state for p in found
    ] == ["effect open"]
    denied = (*CALL[:1], ("the March call is in writing", "", "against"), ("any call is in writing", "", "against"), *ORDER)
    (used,) = [p for p in asked(tmp_path, denied, AS_OF).powers if p.act.done]
    assert (used.state, used.missing[0].label) == ("ineffective", "form")


def test_a_power_may_be_used_once_its_conditions_are_there(tmp_path: Path) -> None:
    (may,) = asked(tmp_path, CALL, AS_OF).powers
    assert (may.state, may.act.text) == ("may", "the Board issues an order")
    assert [c.label for c in may.conditions] == ["call", "form"]
    assert [c.label for c in may.itself] == ["object", "order of acts"]


def test_a_power_whose_condition_fails_may_not_be_used_yet(tmp_path: Path) -> None:
    rows = (*CALL[:1], ("any call is in writing", "", "against"))
    (yet,) = asked(tmp_path, rows, AS_OF).powers
    assert (yet.state, [c.label for c in yet.missing]) == ("not yet", ["form"])


def test_an_act_of_which_no_power_speaks_is_told_and_not_lost(tmp_path: Path) -> None:
    found = asked(tmp_path, (*CALL, *ORDER, ("the Board issues order 8", "2031-03-06")), AS_OF)
    assert [a.text for a in found.unplaced] == ["the Board issues order 8"]


SENT = ("Norland sends the north squad to Sudland", "2031-03-06T12:00+02:00")


def bar(tmp_path: Path, *rows: tuple[str, ...]):
    (found,) = [b for b in asked(tmp_path, (*CALL, *rows), AS_OF).bars if (b.bearer, b.toward) == ("Norland", "Sudland")]
    return found


def test_a_bar_is_breached_by_an_act_done_while_it_stood(tmp_path: Path) -> None:
    agreed = "Norland agrees at home to sending the north squad"
    found = bar(tmp_path, SENT, (agreed, "2031-03-07T09:00+02:00"))
    assert (found.state, found.breached, [a.finding for a in found.acts]) == ("lifted", True, ["breached, presumed"])
    before = bar(tmp_path, SENT, (agreed, "2031-03-06T09:00+02:00"))
    assert (before.state, [a.finding for a in before.acts]) == ("lifted", ["not barred then"])
    unsure = bar(tmp_path, SENT, (agreed, "2031-03-06"))
    assert [a.finding for a in unsure.acts] == ["cannot tell"]


def test_a_bar_on_an_act_not_done_stands(tmp_path: Path) -> None:
    found = bar(tmp_path, (SENT[0], "2031-03-20"), ("Norland agrees at home to sending the north squad", "2031-03-19"))
    assert (found.state, found.acts) == ("barred", ())


def test_contributions_are_told_state_by_state(tmp_path: Path) -> None:
    rows = (
        ("people pledged in the north squad = 70", "2031-03-05"),
        ("people deployed in the north squad = 60", "2031-03-06"),
        ("people deployed in the north squad = 65", "2031-03-06"),
        ("people pledged in the west squad = 40~", "2031-03-06"),
        *((f"Norland sends the {q} squad to Sudland", "2031-03-06") for q in ("north", "west")),
    )
    found = {c.of: dict(c.figures) for c in asked(tmp_path, (*CALL, *rows), AS_OF).contributions}
    assert found == {
        "the north squad": {"pledged": ("70 people",), "deployed": ("60 people", "65 people")},
        "the west squad": {"pledged": ("about 40 people",)},
    }
