"""Texts in which blanks matter, on a page."""

from __future__ import annotations

import pytest

from foedus.show.page import kept


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("meaning a\n  when  {S}", "meaning a\n  when  {S}"),
        ("<script>&\"'", "&lt;script&gt;&amp;&#34;&#39;"),
        ("a\x1b[31mb\x07", "a [31mb "),
        ("left\u202eright", "left right"),
    ],
)
def test_blanks_stay_and_nothing_harmful_does(text: str, shown: str) -> None:
    assert str(kept(text)) == shown
