"""A law page on a terminal: its markup is gone, its quotes and pinpoints are not, and no screen is too wide."""

from __future__ import annotations

import pytest

import foedus
from foedus.door.laws import Paraphrase, paraphrases, wordings
from foedus.show import text_check, text_law
from foedus.show.paper import bullet, width_of

REGIMES = ("csto", "un")


def test_markup_is_laid_out_and_not_shown() -> None:
    regime = foedus.law("un")
    name = next(iter(regime.provisions))
    prose = Paraphrase(
        "A heading", ("One **strong** and *slanted* `word`, 2 * 3.", "- **first**. One thing", "- second [page](x.md)")
    )
    rows = text_law(regime, [name], {name: prose}).splitlines()
    assert rows[:5] == ["A heading", "One strong and slanted word, 2 * 3.", "", " · first. One thing", " · second page"]


@pytest.mark.parametrize("name", REGIMES)
def test_a_whole_law_is_fit_to_read(name: str) -> None:
    regime = foedus.law(name)
    chosen = list(regime.provisions)
    for text in (text_law(regime), text_law(regime, chosen, paraphrases(regime, chosen)), text_check(foedus.check(name))):
        assert max(map(width_of, text.splitlines())) <= 80
        assert not any(bad in text for bad in ("**", " ()", " –\n\n", "- **"))


def test_items_of_a_list_stay_apart() -> None:
    regime = foedus.law("csto")
    chosen = wordings(regime, "cst:4@2010")
    text = text_law(regime, chosen, paraphrases(regime, chosen))
    assert "\n · goods. The four goods" in text and "\n · burden." in text


def test_words_left_aside_keep_their_quotes() -> None:
    regime = foedus.law("csto")
    for gap in (g for g in regime.chapter.unencoded if g.provision):
        told = next(t for t in text_law(regime, [gap.provision]).split("not encoded: ")[1:] if gap.words.split()[0] in t)
        assert told.count('"') % 2 == 0


def test_what_the_wordings_say_otherwise_stands_side_by_side() -> None:
    text = text_law(foedus.law("csto"), ["CST:4@1992", "CST:4@2010"])
    assert "Where the wordings of CST:4 differ" in text
    assert "    CST:4@1992   no time set\n    CST:4@2010   reading at once, after request" in text


def test_a_mark_longer_than_its_margin_keeps_its_distance() -> None:
    assert bullet("UNGA3314", "General Assembly", 40, 0, 6) == ["UNGA3314 General Assembly"]
