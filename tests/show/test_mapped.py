"""A case on a map: membership of the day, who asks, who sends, and nothing before its time."""

from __future__ import annotations

import pytest

from foedus.atlas import Map
from foedus.door.asking import Asking
from foedus.show.mapped import map_of


def at(case: str, as_of: str, known_to: str | None = None) -> Map:
    """A case's map."""
    return map_of(Asking(case, as_of=as_of, known_to=known_to or as_of), "natural-earth")


def by_role(drawn: Map, role: str) -> set[str]:
    """The codes of those with a role."""
    return {row.iso3 for row in drawn.table if role in row.roles}


MEMBERS = {"ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"}


def test_members_requester_and_contributors_on_the_8th() -> None:
    drawn = at("kazakhstan-2022", "2022-01-08T12:00+06:00", "2022-12-31")
    assert by_role(drawn, "member") == MEMBERS
    assert by_role(drawn, "suspended") == {"UZB"}
    assert by_role(drawn, "observer") == {"AFG", "SRB"}
    assert by_role(drawn, "requester") == {"KAZ"}
    assert by_role(drawn, "contributor") == MEMBERS - {"KAZ"}
    assert drawn.title == "Kazakhstan, January 2022"
    assert "As of 8 January 2022, 12:00 (+06:00); known by " in drawn.caption
    rows = {r.iso3: r.flows for r in drawn.table}
    assert all(len(rows[c]) == 1 and rows[c][0].startswith("to Kazakhstan: ") for c in MEMBERS - {"KAZ"})
    assert rows["KGZ"][0].endswith("people deployed")


@pytest.mark.parametrize("known_to", ["2022-01-05T00:00+06:00", "2022-12-31"])
def test_nobody_asks_or_sends_before_the_request(known_to: str) -> None:
    drawn = at("kazakhstan-2022", "2022-01-05T00:00+06:00", known_to)
    assert by_role(drawn, "member") == MEMBERS
    assert by_role(drawn, "requester") | by_role(drawn, "contributor") == set()
    assert not [row for row in drawn.table if row.flows]


def test_consultations_are_asked_for_too() -> None:
    drawn = at("turkiye-2003", "2003-02-17T00:00+01:00", "2003-12-31")
    assert by_role(drawn, "requester") == {"TUR"}
    assert len(by_role(drawn, "member")) == 19


def test_a_state_that_takes_no_part_is_shown_as_suspended() -> None:
    drawn = at("arab-league-1990", "1990-08-11T00:00+03:00", "1990-12-31")
    assert len(by_role(drawn, "member")) == 21
    assert all(row.drawn for row in drawn.table)
