"""The table on a terminal: it fits, it says everything twice over, by word and by shape, and it trusts no claim."""

from __future__ import annotations

from dataclasses import replace

import pytest
from show_sample import KNOWN, STANCES, assessment, cell

from foedus.assess.answers import Assessment, QuestionShown, StanceShown, TurnsOn
from foedus.show import html_page, text_assessment
from foedus.show.moments import local
from foedus.show.paper import clean, cut, letter, superscript, width_of, wrap

HOSTILE = "\x1b[31mred\x07\u202egnp.exe\u2066<script>alert(1)</script>\r\nnext 龍龍龍 e\u0301"


def lines(a: Assessment, width: int = 80, color: bool = False) -> list[str]:
    return text_assessment(a, width, color).splitlines()


@pytest.mark.parametrize("width", [60, 80, 100, 120])
@pytest.mark.parametrize("count", [1, 2, 4, 7])
def test_no_line_is_wider_than_the_paper(width: int, count: int) -> None:
    assert all(width_of(row) <= width for row in lines(assessment(STANCES[:count]), width))


def test_wide_letters_count_double() -> None:
    wide = QuestionShown("request", "龍" * 60)
    a = replace(assessment(), questions=(wide, *assessment().questions[1:]))
    assert all(width_of(row) <= 80 for row in lines(a))


def test_many_stances_become_several_tables() -> None:
    many = tuple(replace(STANCES[1], name=f"Holder number {n}") for n in range(16))
    questions = assessment().questions[:1]
    cells = {("request", s.name): cell("request", s.name, "no" if n % 2 else "yes") for n, s in enumerate(many)}
    told = lines(replace(assessment(), questions=questions, stances=many, cells=cells))
    assert all(width_of(row) <= 80 for row in told)
    assert sum("Did the state in trouble" in row for row in told) == 3


def test_a_cell_says_its_words_and_its_note() -> None:
    text = text_assessment(assessment())
    assert "open¹†" in text and "out²" in text and "yes, presumed⁴   in every column" in text
    assert "alleged: the raiders are trained abroad" in text and "burden on: whoever pleads an attack" in text


def test_equal_notes_share_a_number() -> None:
    assert text_assessment(assessment()).count("open¹†") == 3


def test_not_made_out_never_reads_as_no() -> None:
    row = [r for r in lines(assessment(STANCES[:3])) if "not made out" in r]
    assert row and "no " not in row[0].replace("not made out", "")


def test_every_alternative_of_a_which_of_question_is_told() -> None:
    assert "which: all – open; announced – yes" in text_assessment(assessment())


def test_lenses_conflicts_and_set_asides_are_told() -> None:
    text = text_assessment(assessment())
    for words in (
        "Chancellor 2019: transposed",
        "said 8-13 March 2031",
        "the record cannot hold all of",
        "Perhaps known by then",
        "(H-3)",
    ):
        assert words in text


def test_colour_adds_nothing_but_colour() -> None:
    import re

    plain, coloured = text_assessment(assessment()), text_assessment(assessment(), color=True)
    assert "\x1b[" in coloured and "\x1b" not in plain
    assert [r.rstrip() for r in re.sub(r"\x1b\[\d+m", "", coloured).splitlines()] == plain.splitlines()


def test_hostile_words_reach_no_terminal() -> None:
    turns = TurnsOn(alleged=(HOSTILE,), readings=(HOSTILE,))
    bad = cell("request", "text", "open", "open", turns_on=turns)
    stance = StanceShown("text", "text", HOSTILE, HOSTILE, HOSTILE)
    a = replace(
        assessment(STANCES[:1], assessment().questions[:1]), title=HOSTILE, stances=(stance,), cells={("request", "text"): bad}
    )
    text = text_assessment(replace(a, set_aside=({"claim": HOSTILE},), perhaps_known=({"claim": HOSTILE, "says": HOSTILE},)))
    assert all(c not in text for c in "\x1b\x07\r\u202e\u2066")
    assert all(width_of(row) <= 80 for row in text.splitlines())


def test_the_next_step_asks_the_same() -> None:
    text = text_assessment(assessment(), asked="--as-of 2031-03-07")
    assert "→ foedus why harbour-2031 article-4 --as-of 2031-03-07" in text


def test_dates_are_said_in_words() -> None:
    text = text_assessment(assessment())
    assert (
        "as of the end of 6 March 2031 (+02:00)" in text and KNOWN.startswith("2031-06-01") and "1 June 2031, 09:30 (UTC)" in text
    )


def test_an_empty_assessment_says_so() -> None:
    a = replace(assessment(), questions=(), cells={}, not_asked={"request": "the case fills no role “the requester”"})
    assert "No question can be asked" in text_assessment(a) and "not asked: request" in text_assessment(a)


def test_what_was_perhaps_known_is_told_if_it_bears_on_a_question() -> None:
    a = assessment(STANCES[:1])
    told = replace(a, cells={k: replace(c, perhaps_known=("H-40",)) for k, c in a.cells.items()})
    assert "H-40 Wire 3: units cross the river" in text_assessment(told)
    assert "H-40" not in text_assessment(a) and "1 statement; 0 bear on these questions" in text_assessment(a)


def test_contrary_rules_are_told_once_with_what_they_collide_on() -> None:
    text = " ".join(text_assessment(assessment()).split())
    assert (
        "rules collide on “Westland helps Sudland”: LT:4@2010/assist require, WL:7/ban forbid, if both apply (article-4)" in text
    )


def test_times_are_said_in_the_zone_of_the_question() -> None:
    like = "2031-03-07T00:00+02:00"
    assert local("(time: 2031-03-05T22:00Z/2031-03-06T22:00Z)", like) == "(time: 6 March 2031)"
    assert local("2031-03-05T22:30Z", like) == "6 Mar 2031 00:30"
    assert local("../2031-03-05T22:00Z", like) == "until 6 Mar 2031" and local("2031-03-05T22:00Z/..", like) == "from 6 Mar 2031"
    assert local("no time, and/or none … at all", like) == "no time, and/or none … at all"


def test_paper() -> None:
    assert superscript(12) == "¹²" and letter(1) == "ᵃ" and len(letter(27)) == 2
    assert clean(HOSTILE).startswith("[31mredgnp.exe<script>")
    assert cut("龍龍龍", 5) == "龍龍…" and width_of("e\u0301") == 1
    assert wrap("aaa-bbbb-cccc", 6) == ["aaa-", "bbbb-", "cccc"] and wrap("", 10) == []
    assert all(width_of(r) <= 7 for r in wrap("x" * 50, 7))


def test_the_law_of_another_day_rules_that_collide_and_remarks_are_seen() -> None:
    a = assessment()
    noted = replace(a, cells={k: replace(c, law_note="law of the day asked for") for k, c in a.cells.items()})
    for text in (text_assessment(noted, remarks=("No claim is graded.",)), html_page(noted, remarks=("No claim is graded.",))):
        assert "For every question: law of the day asked for." in text
        assert "No claim is graded." in text
        assert not a.norm_conflicts or "ules collide" in text


def test_no_sign_is_explained_that_no_cell_carries() -> None:
    a = assessment()
    cells = {k: replace(c, marks=("derived", "uncontested")) for k, c in a.cells.items()}
    page = html_page(replace(a, cells=cells))
    assert "<b>*</b>" not in page and "<b>=</b>" not in page
    assert "what follows from them we worked out" in page


def test_perhaps_known_stands_under_the_questions_it_bears_on() -> None:
    a = assessment()
    claims = tuple({"claim": f"H-{n}", "says": f"sentence {n}"} for n in range(40))
    cells = {
        k: replace(c, perhaps_known=tuple(f"H-{n}" for n in range(10, 40))) for k, c in a.cells.items() if k[0] == "article-4"
    }
    text = text_assessment(replace(a, perhaps_known=claims, cells={**a.cells, **cells}))
    assert "40 statements; 30 bear on these questions." in " ".join(text.split())
    assert text.index(" on article-4:") < text.index("H-10: ") < text.index("H-29: ")
    assert "H-30: " not in text and "H-3: " not in text and "20 more (--json lists them)" in text
