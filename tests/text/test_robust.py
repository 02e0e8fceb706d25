"""Whatever stands in a law folder, reading it gives a regime or problems: never a traceback."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest

from foedus.problem import Invalid
from foedus.text import coverage, load_regime

LAW = Path(__file__).parents[2] / "law"
EDITS = 25
SIGNS = '{}[]":,# \t\n`@/0a²\0é~'

Edit = Callable[[list[str], random.Random], None]


def drop(rows: list[str], dice: random.Random) -> None:
    del rows[dice.randrange(len(rows))]


def repeat_elsewhere(rows: list[str], dice: random.Random) -> None:
    rows.insert(dice.randrange(len(rows)), dice.choice(rows))


def swap(rows: list[str], dice: random.Random) -> None:
    a, b = dice.randrange(len(rows)), dice.randrange(len(rows))
    rows[a], rows[b] = rows[b], rows[a]


def add_a_sign(rows: list[str], dice: random.Random) -> None:
    n = dice.randrange(len(rows))
    at = dice.randrange(len(rows[n]) + 1)
    rows[n] = rows[n][:at] + dice.choice(SIGNS) + rows[n][at:]


def cut(rows: list[str], dice: random.Random) -> None:
    n = dice.randrange(len(rows))
    at = dice.randrange(len(rows[n]) + 1)
    rows[n] = rows[n][:at] + rows[n][at + dice.randrange(1, 9) :]


@pytest.mark.parametrize("edit", [drop, repeat_elsewhere, swap, add_a_sign, cut], ids=lambda e: e.__name__)
def test_an_edited_folder_is_read_or_refused(edit: Edit, tmp_path: Path) -> None:
    folder = tmp_path / "law"
    shutil.copytree(LAW, folder)
    files = [f for f in sorted(folder.glob("*/*")) if f.name not in ("README.md", "CHANGELOG.md")]
    dice = random.Random(edit.__name__)
    for _ in range(EDITS):
        file = dice.choice(files)
        before = file.read_bytes()
        rows = before.decode().split("\n")
        edit(rows, dice)
        file.write_bytes("\n".join(rows).encode())
        try:
            coverage(load_regime([folder], "csto"))
        except Invalid as error:
            assert error.problems and all(p.what for p in error.problems)
        finally:
            file.write_bytes(before)


def test_no_two_phrases_of_the_law_say_the_same_sentence() -> None:
    """Every phrase, filled with names of the right types, is read back as itself and nothing else."""
    regime = load_regime([LAW], "csto")
    vocabulary = regime.vocabulary
    extra = {f"the {n} {t}": t for t in vocabulary.types for n in ("first", "second")}
    names = {t: [n for n, k in {**extra, **vocabulary.individuals}.items() if k == t] for t in vocabulary.types}
    checked = 0
    for skeleton, phrase in vocabulary.phrases.items():
        for pick in (0, 1, -1):
            args = [names[s.type][(pick + n) % len(names[s.type])] for n, s in enumerate(phrase.slots)]
            for form, positive in ((skeleton, True), (phrase.negative, False)):
                if form:
                    sentence = form
                    for arg in args:
                        sentence = sentence.replace("{}", arg, 1)
                    fact, found = vocabulary.fact(sentence, extra)
                    assert (fact.phrase, fact.args, found) == (skeleton, tuple(args), positive)
                    checked += 1
    assert checked > 200


def test_skeletons_of_the_law_differ_in_more_than_one_letter() -> None:
    """Two phrases one slip apart would let a slip pass as the other."""
    phrases = sorted(load_regime([LAW], "csto").vocabulary.phrases)
    close = [(a, b) for a, b in combinations(phrases, 2) if a.rstrip("s") == b.rstrip("s")]
    assert close == []


def test_a_wording_applied_beyond_its_known_days_says_so() -> None:
    regime = load_regime([LAW], "csto")
    partly = [p for p in regime.chapter.provisions if p.in_force.at_least and p.in_force.first and p.in_force.last]
    assert partly
    for one in partly:
        first, last = one.in_force.first, one.in_force.last
        assert first and last and regime.beyond(one.id, first) == regime.beyond(one.id, last) == ""
        later = last + timedelta(days=30)
        said = f"{one.id} is known only for {first} .. {last}" if first != last else f"{one.id} is known only for {first}"
        assert regime.beyond(one.id, later) == (said if regime.in_force(one.id, later) else "")
    for one in regime.chapter.provisions:
        if not one.in_force.at_least:
            assert regime.beyond(one.id, date(1900, 1, 1)) == regime.beyond(one.id, date(2022, 1, 6)) == ""
