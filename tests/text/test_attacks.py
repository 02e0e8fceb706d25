"""Every bad page gets its message, at its words, with its remedy; and every message has a bad page."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bad_law import ATTACKS, WARNINGS
from law_folders import GOOD, HEAD, PARTIES, WORDS, Attack, write

import foedus.text
import foedus.vocabulary
from foedus.problem import Invalid, Place, Problem
from foedus.text import lines as text_lines
from foedus.text import load_regime
from foedus.text import regime as text_regime
from foedus.text import words as text_words

ROOMS = [Path(p).parent for p in (foedus.text.__file__ or "", foedus.vocabulary.__file__ or "")]
MAY_STAY_UNSAID: set[str] = set()


def problems_of(folder: Path) -> tuple[Problem, ...]:
    try:
        return load_regime([folder.parent], folder.name).warnings
    except Invalid as error:
        return error.problems


# --- what each message says ----------------------------------------------------------------------


@pytest.mark.parametrize("name", ATTACKS)
def test_the_message(name: str, tmp_path: Path) -> None:
    attack = ATTACKS[name]
    found = problems_of(write(tmp_path / "t", attack.files))
    hit = [p for p in found if attack.what in p.what]
    assert hit, "\n".join(map(str, found)) or "no problem was found"
    one = hit[0]
    assert attack.remedy in one.remedy and one.remedy, str(one)
    assert one.warning is (name in WARNINGS)
    if attack.spot:
        file, line, column, length = attack.spot
        place = one.place
        assert (place.file.rpartition("/")[2], place.line, place.column, place.length) == (file, line, column, length), str(one)
        if length and place.text:
            assert "\n" + " " * 5 + " │ " + " " * (column - 1) + "^" * length in str(one)


def test_the_folder_without_an_attack_is_good(tmp_path: Path) -> None:
    assert problems_of(write(tmp_path / "t", {"page.md": HEAD + GOOD + "```\n"})) == ()


def test_the_whole_circle_is_printed(tmp_path: Path) -> None:
    found = problems_of(write(tmp_path / "t", ATTACKS["a circle through denial"].files))
    assert [p.what.partition(": ")[2] for p in found] == [
        "“… may be helped by …” → “… is attacked by …” → “… may be helped by …”"
    ]


def test_a_positive_circle_is_allowed(tmp_path: Path) -> None:
    text = "meaning a\n  says {S} is attacked by {A}\n  when {A} strikes {S}\nmeaning b\n  says {S} is attacked by {A}\n"
    text += "  when {A} strikes {M}\n  and {M} is attacked by {A}\n  and {M} helps {S}\n"
    assert problems_of(write(tmp_path / "t", {"page.md": HEAD + text + "```\n"})) == ()


def test_all_problems_of_a_folder_are_reported(tmp_path: Path) -> None:
    bad = HEAD + "meaning x\n\tsays y\nmeaning y\n  says {S} is atacked by {A}\nreading z\n  a: always\n```\n"
    found = problems_of(write(tmp_path / "t", {"page.md": bad, "b.md": b"\xff", "parties.csv": PARTIES + "a,b\n"}))
    said = " / ".join(p.what for p in found)
    for part in ("a tab", "a meaning without “says”", "no phrase says", "fewer than two", "not UTF-8", "2 cells"):
        assert part in said


def test_problems_of_a_cases_own_pages_join_the_others(tmp_path: Path) -> None:
    folder = write(tmp_path / "t", {"page.md": b"\xff"})
    own = tmp_path / "own.md"
    own.write_bytes(b"\xff")
    with pytest.raises(Invalid) as caught:
        load_regime([folder.parent], "t", [own])
    assert sorted(p.place.file for p in caught.value.problems) == ["own.md", f"{tmp_path.name}/t/page.md"]


# --- limits and files, which no page can show --------------------------------------------------------


def too_large(folder: Path, patch: pytest.MonkeyPatch) -> tuple[str, str]:
    write(folder, {"page.md": b"#" * 1_000_001})
    return "1,000,001 bytes; such a file may have 1,000,000", "split the file"


def too_many_lines(folder: Path, patch: pytest.MonkeyPatch) -> tuple[str, str]:
    write(folder, {"page.md": "\n" * text_lines.MAX_LINES})
    return "20,001 lines; a law page may have 20,000", "split the page"


def too_many_pages(folder: Path, patch: pytest.MonkeyPatch) -> tuple[str, str]:
    patch.setattr(text_regime, "MAX_PAGES", 3)
    write(folder, {f"{n}.md": "" for n in range(3)})
    return "4 pages; a regime may have 3", "split the regime"


def too_many_phrases(folder: Path, patch: pytest.MonkeyPatch) -> tuple[str, str]:
    patch.setattr(text_words, "MAX_PHRASES", 5)
    write(folder, {})
    return "more than 5 phrases", "split the regime"


def a_link_out(folder: Path, patch: pytest.MonkeyPatch) -> tuple[str, str]:
    write(folder, {})
    outside = folder.parent / "secret.md"
    outside.write_text("# secret\n")
    (folder / "page.md").symlink_to(outside)
    return "a link out of the folder is not followed", "copy the file into the folder"


def a_table_linked_out(folder: Path, patch: pytest.MonkeyPatch) -> tuple[str, str]:
    write(folder, {})
    (folder / "stances.csv").symlink_to("/etc/hostname")
    return "a link out of the folder is not followed", "copy the file into the folder"


def a_link_to_itself(folder: Path, patch: pytest.MonkeyPatch) -> tuple[str, str]:
    write(folder, {})
    (folder / "page.md").symlink_to(folder / "page.md")
    return "not", "file"


def a_folder_called_page(folder: Path, patch: pytest.MonkeyPatch) -> tuple[str, str]:
    write(folder, {})
    (folder / "page.md").mkdir()
    return "not a file", "move it out of the folder"


def no_such_regime(folder: Path, patch: pytest.MonkeyPatch) -> tuple[str, str]:
    write(folder, {"regime.toml": "under = ['unn']\n"})
    write(folder.parent / "un", {})
    return "no regime is called “unn”", "nearest known: un"


def regimes_in_a_circle(folder: Path, patch: pytest.MonkeyPatch) -> tuple[str, str]:
    write(folder, {"regime.toml": "under = ['other']\n"})
    write(folder.parent / "other", {"regime.toml": f"under = ['{folder.name}']\n"})
    return f"regimes stand under each other: {folder.name} → other → {folder.name}", "drop one of these"


FOLDERS: dict[str, Callable[[Path, pytest.MonkeyPatch], tuple[str, str]]] = {
    f.__name__: f
    for f in (
        too_large,
        too_many_lines,
        too_many_pages,
        too_many_phrases,
        a_link_out,
        a_table_linked_out,
        a_link_to_itself,
        a_folder_called_page,
        no_such_regime,
        regimes_in_a_circle,
    )
}


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_that_cannot_be_read(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    what, remedy = FOLDERS[name](tmp_path / "t", monkeypatch)
    found = problems_of(tmp_path / "t")
    assert any(what in p.what and remedy in p.remedy for p in found), "\n".join(map(str, found))


# --- sentences and names that a claim or a question gets wrong ------------------------------------------

SENTENCES: dict[str, tuple[str, str, str]] = {
    "no phrase": ("Aland requets help by the first", "no phrase says", "{S} requests help by {R}"),
    "no phrase, with braces": ("{Aland} requets help by {the first}", "no phrase says", "{S} requests help by {R}"),
    "no phrase near": ("zzz", "no phrase says", "--phrases"),
    "nobody of that name": ("Alnd requests help by the first", "no state is called “Alnd”", "Aland"),
    "nobody, with braces": ("{Alnd} requests help by {the first}", "no state is called “Alnd”", "Aland"),
    "wrong type": ("the Council requests help by the first", "“the Council” is a organ, this slot takes a state", ""),
    "wrong type, with braces": ("{the Council} requests help by {the first}", "“the Council” is a organ", ""),
    "two ways": ("Aland helps Borduria helps Aland", "can be read in 2 ways", "put braces round the names"),
    "too long": ("Aland " * 500, "3,000 characters; a sentence may have 1,000", "one fact"),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_that_cannot_be_read(name: str, tmp_path: Path) -> None:
    sentence, what, remedy = SENTENCES[name]
    regime = load_regime([tmp_path], write(tmp_path / "t", {}).name)
    extra = {"the first": "request", "Borduria helps Aland": "state", "Aland helps Borduria": "state"}
    with pytest.raises(Invalid) as caught:
        regime.vocabulary.fact(sentence, extra, Place("claims.csv", 7))
    assert what in caught.value.problems[0].what
    assert remedy in caught.value.problems[0].remedy
    assert caught.value.problems[0].place == Place("claims.csv", 7)


def test_a_reading_that_people_name_wrongly(tmp_path: Path) -> None:
    two = "reading x\n  a: always\n  b: never\nprovision TR:2\n  in force 2000-01-01 ..\nreading x\n  a: always\n  c: never\n"
    regime = load_regime([tmp_path], write(tmp_path / "t", {"page.md": HEAD + GOOD + two + "```\n"}).name)
    assert regime.group_named("attacker") == "attacker"
    for word, what, remedy in (("atacker", "no reading", "attacker"), ("x", "several readings", "x (TR:1)")):
        with pytest.raises(Invalid) as caught:
            regime.group_named(word)
        assert what in caught.value.problems[0].what and remedy in caught.value.problems[0].remedy


# --- no message without a page ---------------------------------------------------------------------


def calls() -> Iterator[tuple[str, int, int, str]]:
    """(file, first line, last line, words) of every place in the rooms that makes a problem."""
    for room in ROOMS:
        for path in sorted(room.glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Invalid.at", "Problem"):
                    yield str(path), node.lineno, node.end_lineno or node.lineno, ast.unparse(node.args[1])


def test_every_message_is_read_by_a_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: set[tuple[str, int]] = set()
    real = Problem.__init__

    def listening(self: Problem, *args: object, **kwargs: object) -> None:
        frame = sys._getframe(1)
        while frame.f_back and frame.f_code.co_filename.endswith("problem.py"):
            frame = frame.f_back
        said.add((frame.f_code.co_filename, frame.f_lineno))
        real(self, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Problem, "__init__", listening)
    for n, attack in enumerate(ATTACKS.values()):
        problems_of(write(tmp_path / str(n) / "t", attack.files))
    for name, build in FOLDERS.items():
        with monkeypatch.context() as patch:
            build(tmp_path / name / "t", patch)
            problems_of(tmp_path / name / "t")
    for name in SENTENCES:
        test_a_sentence_that_cannot_be_read(name, tmp_path / f"sentence {name}")
    test_a_reading_that_people_name_wrongly(tmp_path / "named")
    found = list(calls())
    assert len(found) > 150
    silent = [f"{Path(f).name}:{a} {words}" for f, a, b, words in found if not any((f, n) in said for n in range(a, b + 1))]
    left = [s for s in silent if s not in MAY_STAY_UNSAID]
    assert left == [], "\n".join(left)


def test_marks_are_found() -> None:
    assert Attack({"a.md": "ab\nc«de»f"}, "", "").spot == ("a.md", 2, 2, 2)
    assert len(WORDS.splitlines()) > 40
