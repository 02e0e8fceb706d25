"""Law pages for reading: wordings against each other word by word, prose above and below, where a rule is used."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from foedus.door import laws
from foedus.show.documents import coverage_json, law_json
from foedus.show.provisions import changed_words, provision_json, regime_json
from foedus.text import Regime

DAY = date(2022, 1, 6)


@pytest.fixture(scope="module")
def csto() -> Regime:
    return laws.read_law("csto")


def page(regime: Regime, name: str, on: date = DAY) -> dict[str, object]:
    chosen = laws.wordings(regime, name)
    return provision_json(regime, name, chosen, laws.paraphrases(regime, chosen), on)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("a b c", ""),
        ("", "a b c"),
        ("safety, territory and sovereignty", "safety, stability, territory and sovereignty"),
        ("when  {S} is attacked\n  and  {M} helps", "when  {S} is threatened\n  and  {M} helps {S}"),
        ("one two three", "four five six"),
        ("a, b", "b, a"),
    ],
)
def test_the_pieces_give_both_texts_back(before: str, after: str) -> None:
    parts = changed_words(before, after)
    assert "".join(t for sign, t in parts if sign in "=-") == before
    assert "".join(t for sign, t in parts if sign in "=+") == after


def test_whole_words_change_and_a_changed_phrase_reads_as_one() -> None:
    assert changed_words("every member helps at once", "every state consults at once") == [
        ("=", "every "),
        ("-", "member helps"),
        ("+", "state consults"),
        ("=", " at once"),
    ]


def test_a_word_that_joins_a_list_is_seen(csto: Regime) -> None:
    (found,) = page(csto, "CST:2(2)")["differences"]  # type: ignore[misc]
    assert (found["before"], found["after"]) == ("CST:2(2)@1992", "CST:2(2)@2010")
    assert ("+", ", stability") in found["lists"]
    changes = {(b["kind"], b["name"]): b["change"] for b in found["blocks"]}
    assert changes["duty", "measures"] == "new"
    assert changes["duty", "consult"] == "same", "“same as” is followed to what it borrows"
    assert changes["meaning", "threatened"] == "changed"
    assert changes["reading", "goods of 1992 threatened"] == "dropped"


def test_one_wording_alone_is_compared_with_nothing(csto: Regime) -> None:
    assert page(csto, "CST:2(2)@2010")["differences"] == []


def test_the_wording_of_a_day(csto: Regime) -> None:
    def on(day: date) -> list[bool]:
        return [p["applies"] for p in page(csto, "CST:2(2)", day)["provisions"]]  # type: ignore[attr-defined]

    assert on(date(2010, 6, 12)) == [True, False]
    assert on(DAY) == [False, True]
    assert on(date(1990, 1, 1)) == [False, False]


def test_prose_above_and_below_the_rules_is_kept(csto: Regime) -> None:
    (one,) = page(csto, "CST:1")["provisions"]  # type: ignore[misc]
    assert one["prose"]["heading"] == "Collective Security Treaty"
    assert any("Signed in Tashkent" in text for _, text in one["prose"]["above"])
    assert any(text.startswith("Article 1: no force") for _, text in one["prose"]["below"]), "marks of emphasis are gone"


def test_where_a_rule_is_used_and_never_in_another_wording_of_its_provision(csto: Regime) -> None:
    first = page(csto, "CST:2(2)")["provisions"][0]  # type: ignore[index]
    used = {r["name"]: r for r in first["rules"]}
    assert used["shown"]["questions"] == ["article-2-shown"]
    assert "CST:2(2)@1992/shown" in used["threatened"]["used_in"]
    assert not any(id.startswith("CST:2(2)@2010") for id in used["threatened"]["used_in"])


def test_the_pages_agree_with_the_law_as_data(csto: Regime) -> None:
    regime = regime_json(csto, DAY)
    plain = law_json(csto)
    assert [p["id"] for p in regime["provisions"]] == [p["id"] for p in plain["provisions"]]
    assert all(whole.items() >= bare.items() for whole, bare in zip(regime["provisions"], plain["provisions"], strict=True))
    assert regime["coverage"] == coverage_json(csto)
    assert {c["name"] for c in regime["contested"]} == set(csto.groups)
    chosen = laws.wordings(csto, "CST:4")
    for shown, bare in zip(page(csto, "CST:4")["provisions"], law_json(csto, chosen)["provisions"], strict=True):  # type: ignore[call-overload]
        assert [r["written"] for r in shown["rules"]] == [r["written"] for r in bare["rules"]]
        assert [r["holders"] for r in shown["readings"]] == [r["holders"] for r in bare["readings"]]


def test_a_borrowed_rule_is_told_in_the_words_it_borrows(csto: Regime) -> None:
    first, second = page(csto, "CST:2(2)")["provisions"]  # type: ignore[misc]
    owned, lent = ({r["name"]: r for r in p["rules"]}["consult"] for p in (first, second))
    assert lent["written"] == ["duty consult", "  same as   CST:2(2)@1992"]
    assert (lent["lender"], lent["lent"]) == ("CST:2(2)@1992", owned["written"])
    assert (owned["lender"], owned["lent"]) == ("", [])


def test_pinpoints_that_were_not_read_are_told(csto: Regime) -> None:
    shown = regime_json(csto, DAY)["provisions"]
    unread = [p["id"] for p in shown if p["unread"]]
    assert unread
    one = page(csto, unread[0])["provisions"][0]  # type: ignore[index]
    assert {"pinpoint": csto.provisions[unread[0]].unread[0], "read": False} in one["pinpoints"]


def test_regimes_at_hand(tmp_path: Path) -> None:
    broken = tmp_path / "zzz"
    broken.mkdir()
    (broken / "regime.toml").write_text("title = [", "utf-8")
    found = laws.at_hand(tmp_path)
    assert found["zzz"] == laws.AtHand("zzz", "zzz", ())
    assert found["csto"].under == ("un",)
    assert found["csto"].title == laws.read_law("csto").title
    assert list(found) == sorted(found)


def test_a_case_brings_its_own_law_pages(tmp_path: Path) -> None:
    from foedus.text import load_regime

    page_ = "# Here\n\nOur own words.\n\n```law\nprovision CST:99\n  in force  2020-01-01 ..\n  read      99\n```\n\nAnd after.\n"
    (tmp_path / "own.md").write_text(page_, "utf-8")
    regime = load_regime(laws.roots("law"), "csto", [tmp_path / "own.md"])
    assert laws.paraphrases(regime, ["CST:99"]) == {}
    found = laws.paraphrases(regime, ["CST:99"], own=tmp_path)["CST:99"]
    assert (found.heading, found.paragraphs, found.below) == ("Here", ("Our own words.",), ("And after.",))
