"""Slips on real law: how many of the mistakes that people make does the reader catch?

One slip at a time is made on a use of a phrase in the law folders, and the regime is read again. A
slip is caught when the law is refused or a new warning stands beside it. The rates are floors: a
change of the reader may raise them and must not lower them.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from foedus.problem import Invalid
from foedus.text import Regime, load_regime
from foedus.text.lines import Line

LAW = Path(__file__).parents[2] / "law"
PER_KIND = 40
BLOCKS = ("meaning", "duty", "power", "bar", "vote", "exception", "constraint", "reading")
PROSE = re.compile(r"(from|asks|burden|holder|by|binds|spares|base|quorum|repeats|toward|same as|to)\b")

Slip = Callable[[str, Regime, random.Random], str | None]


def uses(lines: Iterator[Line] | tuple[Line, ...]) -> Iterator[Line]:
    """Every line in which a phrase is used with a slot filled."""
    for line in lines:
        if "{" in line.text and not PROSE.match(line.text):
            yield line
        yield from uses(tuple(line.children))


def phrase_words(text: str) -> list[re.Match[str]]:
    """Words of four letters and more outside slots and labels, after the keyword."""
    start = re.match(
        r"\s*(?:[\w -]+:\s+)?(?:when|and not|and|if shown|unless shown|unless claimed|unless|until|says|owed|effect|never)?\s*",
        text,
    )
    bare = re.sub(r"\{[^}]*\}|\[[^\]]*\]|#.*", lambda m: " " * len(m[0]), text)
    return [m for m in re.finditer(r"[a-z]{4,}", bare) if m.start() >= (start.end() if start else 0)]


def letter_lost(text: str, regime: Regime, dice: random.Random) -> str | None:
    found = phrase_words(text)
    if not found:
        return None
    at = dice.choice(found).start() + 1
    return text[:at] + text[at + 1 :]


def plural(text: str, regime: Regime, dice: random.Random) -> str | None:
    found = phrase_words(text)
    if not found:
        return None
    word = dice.choice(found)
    other = word[0][:-1] if word[0].endswith("s") else word[0] + "s"
    return text[: word.start()] + other + text[word.end() :]


def slot_lost(text: str, regime: Regime, dice: random.Random) -> str | None:
    slot = dice.choice(list(re.finditer(r"\{[^}]*\} ?", text)))
    return text[: slot.start()] + text[slot.end() :]


def other_letter(text: str, regime: Regime, dice: random.Random, same: bool) -> str | None:
    letters = regime.vocabulary.letters
    slots = [m for m in re.finditer(r"\{(\w+)\}", text) if m[1] in letters]
    if not slots:
        return None
    slot = dice.choice(slots)
    kind = letters[slot[1]]
    others = [x for x, k in letters.items() if (k == kind) is same and x != slot[1]]
    return text[: slot.start(1)] + dice.choice(others) + text[slot.end(1) :] if others else None


def wrong_type(text: str, regime: Regime, dice: random.Random) -> str | None:
    return other_letter(text, regime, dice, same=False)


def same_type(text: str, regime: Regime, dice: random.Random) -> str | None:
    return other_letter(text, regime, dice, same=True)


def one_space_more(text: str, regime: Regime, dice: random.Random) -> str | None:
    return " " + text


FLOORS: dict[Slip, float] = {
    letter_lost: 0.97,
    plural: 0.97,
    slot_lost: 0.97,
    wrong_type: 0.97,
    same_type: 0.80,  # a letter that the rule also uses elsewhere makes another sensible sentence: 85 % over all lines
    one_space_more: 0.97,
}


def caught(folder: Path, line: Line, mutant: str, before: int) -> bool:
    page = folder / Path(*Path(line.place.file).parts[1:])
    original = page.read_text("utf-8")
    rows = original.split("\n")
    rows[line.place.line - 1] = mutant
    page.write_text("\n".join(rows), "utf-8")
    try:
        return len(load_regime([folder], "csto").warnings) > before
    except Invalid:
        return True
    finally:
        page.write_text(original, "utf-8")


@pytest.mark.parametrize("slip", FLOORS, ids=lambda s: s.__name__)
def test_slips_are_caught(slip: Slip, tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    folder = tmp_path / "law"
    shutil.copytree(LAW, folder)
    regime = load_regime([folder], "csto")
    dice = random.Random(20220106)
    blocks = [b for p in regime.pages for b in p.blocks if b.text.split(" ")[0] in BLOCKS]
    lines = list(uses(tuple(blocks)))
    assert len(lines) > 100
    hits = misses = 0
    missed: list[str] = []
    for line in dice.sample(lines, len(lines)):
        if hits + misses == PER_KIND:
            break
        mutant = slip(line.place.text, regime, dice)
        if mutant is None or mutant == line.place.text:
            continue
        if caught(folder, line, mutant, len(regime.warnings)):
            hits += 1
        else:
            misses += 1
            missed.append(f"{line.place}: {mutant.strip()}")
    rate = hits / (hits + misses)
    record_property("caught", f"{hits} of {hits + misses}")
    print(f"{slip.__name__}: caught {hits} of {hits + misses}")
    assert hits + misses >= PER_KIND * 3 // 4
    assert rate >= FLOORS[slip], "\n".join([f"caught {hits} of {hits + misses}; not caught:", *missed])
