"""`foedus hinges` and `foedus interview` on a toy alliance: screens, JSON, refusals, answers from a pipe, answers written."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from test_cli import DATES, LEAGUE, SOURCE

from foedus.door import Asking, NotUnderstood
from foedus.noting import answers, store
from foedus.noting.answers import Note, note
from foedus.problem import Invalid

ADOPTED = """\
Was the decision adopted?
text: yes, presumed
as of the end of 7 March 2031 (+02:00) · as known at the end of 1 June 2031
(+02:00) · law of 6 March 2031
proof: disinterested speakers and admissions

What would flip it

 → no: 3 ways
 •  proved: Norland, Sudland or Westland objects to the decision of 6 March (now
    unknown)

What matters most
  25.0 %  ━━━━━━━━━━━━  Norland, Sudland or Westland objects to the decision of
                        6 March (unknown)
 How often the answer hangs on this fact alone, of all ways in which the rest
 may turn out, every open fact being settled by proof.

Ask next: Is it so that Norland objects to the decision of 6 March?
"""

TRIGGERED = """\
What would settle it

 → yes: 4 ways
 •  under the law of 1 May 1999
 •  all of this:
    – judged so: the attack by the harbour raiders on Sudland is grave enough
    – proved: the harbour raiders is trained outside Sudland (now alleged), or
      “attacker” read as “anyone”, or proof weighed by “the requester's word
      counts”

 → no: 3 ways
 •  disproved: the harbour raiders uses arms against Sudland (now affirmed)
 •  judged not so: the attack by the harbour raiders on Sudland is grave enough
 •  all of this:
    – disproved: the harbour raiders is trained outside Sudland (now alleged)
    – “attacker” read as “outside”
"""

OVER = [word for name in ("facts", "judgements", "readings", "standards", "law") for word in ("--over", name)]


def foedus(*args: str, answers: str = "", cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    env = {
        **os.environ,
        "PYTHONPATH": SOURCE,
        "FOEDUS_LAW": str(LEAGUE / "law"),
        "FOEDUS_CASES": str(LEAGUE / "cases"),
        "FOEDUS_NOW": "2031-06-01T12:00Z",
        "FOEDUS_WHO": "a clerk",
    }
    command = [sys.executable, "-m", "foedus", *args]
    return subprocess.run(command, cwd=cwd, env=env, input=answers, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A case of one's own, with everything in it."""
    return Path(shutil.copytree(LEAGUE / "cases" / "harbour-2031", tmp_path / "mine"))


def tables(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.is_file()}


def test_the_screen_of_an_answer_that_may_fall() -> None:
    assert foedus("hinges", "harbour-2031", "decision-adopted", *DATES).stdout == ADOPTED


def test_the_screen_over_everything_that_may_be_changed() -> None:
    found = foedus("hinges", "harbour-2031", "article-4", *DATES, *OVER).stdout
    assert TRIGGERED in found
    assert all(len(row) <= 80 for row in found.splitlines())


def test_where_no_fact_settles_it_the_option_that_helps_is_named() -> None:
    found = foedus("hinges", "harbour-2031", "article-4", *DATES).stdout
    assert "No open fact settles it, however it turns out." in found
    assert found.rstrip().endswith("--over judgements")


def test_a_settled_answer_says_that_nothing_would_flip_it() -> None:
    assert "Nothing would flip it: no open fact.\n" in foedus("hinges", "harbour-2031", "request", *DATES).stdout


def test_most_bounds_the_list_and_the_bound_is_told() -> None:
    found = foedus("hinges", "harbour-2031", "decision-adopted", *DATES, "--most", "1").stdout
    assert "◊  more than 1 sets that reach “no”: those of at most 0 are listed" in found


def test_several_stances_are_told_one_after_the_other() -> None:
    stances = ("--stance", "text", "--stance", "Harbour Observer")
    assert foedus("hinges", "harbour-2031", "decision-adopted", *DATES, *stances).stdout.count("What would flip it") == 2
    both = json.loads(foedus("hinges", "harbour-2031", "decision-adopted", *DATES, *stances, "--json").stdout)
    assert [h["stance"] for h in both["hinges"]] == ["text", "Harbour Observer"]


def test_json_has_every_set_and_exact_shares() -> None:
    found = json.loads(foedus("hinges", "harbour-2031", "decision-adopted", *DATES, "--json").stdout)
    assert list(found) == [
        "schema_version", "question", "asks", "option", "stance", "standard", "as_of", "known_to", "law_at", "verdict", "status",
        "supposed", "over", "turns_on", "sets", "influence", "ask_next", "bounds",
    ]  # fmt: skip
    fact = "Norland objects to the decision of 6 March"
    assert found["sets"][0] == {
        "changes": [{"kind": "fact", "name": fact, "to": "yes", "was": "unknown"}],
        "verdict": "no",
        "status": "settled",
    }
    assert found["influence"][0] == {"fact": fact, "was": "unknown", "share": "1/4", "about": 0.25}
    assert (found["ask_next"], len(found["sets"])) == (fact, 3)


REFUSED = {
    ("hinges", "harbour-2031", "nix"): "QUESTION: no question is called “nix”",
    ("hinges", "harbour-2031", "article-4", "--over", "fact"): "--over: “fact” cannot be changed\n      nearest known: facts",
    ("hinges", "harbour-2031", "article-4", "--most", "0"): "--most: 0 sets are none",
    ("hinges", "harbour-2031", "article-4", "--option", "b"): "question “article-4” has no alternative “b”",
    ("interview", "harbour-2031", "nix"): "QUESTION: no question is called “nix”",
    ("interview", "harbour-2031", "article-4", "--stance", "text", "--stance", "all"): "--stance: an interview is about one answer",
    ("interview", "harbour-2031", "article-4", "--speaker", "me"): "--speaker: nobody is named where nothing is written",
}


def test_there_are_refusals() -> None:
    assert len(REFUSED) == 7


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_what_is_misunderstood_is_refused_with_a_remedy(words: tuple[str, ...]) -> None:
    done = foedus(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert REFUSED[words] in done.stderr


# --- interviews ---


def interviewed(answers: str, *more: str, case: str = "harbour-2031") -> str:
    done = foedus("interview", case, "decision-adopted", *DATES, *more, answers=answers)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_one_answer_that_settles_it_ends_the_interview() -> None:
    told = interviewed("no\nyes, Gazette 9\nnever read\n")
    assert told.index("1. Is it so that Norland objects") < told.index("2. Is it so that Sudland objects")
    assert "Westland" not in told
    assert told.endswith(
        "\ntext: no\n"
        " ·  supposed no: Norland objects to the decision of 6 March\n"
        " ·  supposed yes: Sudland objects to the decision of 6 March (Gazette 9)\n"
        "Settled: nothing more is asked.\n"
    )


def test_all_defeaters_denied_make_a_presumption_settled() -> None:
    told = interviewed("n\nN\nno\n")
    assert "\ntext: yes\n" in told
    assert told.endswith("Settled: nothing more is asked.\n")


def test_what_nobody_knows_leaves_the_presumption() -> None:
    told = interviewed("don't know\n?\ndont know\n")
    assert told.count("\ntext: yes, presumed\n") == 2
    assert told.endswith("Presumed: no fact that is left to ask can overturn it.\n")


def test_the_end_of_input_is_a_stop() -> None:
    assert interviewed("no\n").endswith("Stopped: further facts can still matter.\n")
    assert interviewed("stop\nyes\n").endswith("text: yes, presumed\nStopped: further facts can still matter.\n")


def test_why_back_and_what_is_no_answer() -> None:
    told = interviewed("why\nperhaps\nback\nno\nback\nyes\n")
    assert "   · no, if proved: Norland objects to the decision of 6 March (now unknown)\n" in told
    assert "   · of all ways the rest may turn out, the answer hangs on it alone in 25.0 %\n" in told
    assert "   Answers: yes · no · don't know" in told
    assert "   There is no answer to take back.\n" in told
    assert told.count("1. Is it so that Norland objects") == 2
    assert "supposed no" not in told


def test_a_claim_that_was_set_aside_is_heard_and_does_not_count() -> None:
    assert "said by Harbour Observer (H-7, Observer), which" in interviewed("no\nno\n")


def test_where_no_fact_can_settle_it_nothing_is_asked() -> None:
    told = foedus("interview", "harbour-2031", "article-4", *DATES, answers="yes\n").stdout
    assert "Is it so" not in told
    assert "No fact that is left to ask can settle it." in told
    assert "judgement: the attack by the harbour raiders on Sudland is grave enough" in told


# --- answers written ---


def verdict(folder: Path) -> str:
    """What the record as it is on the disk answers."""
    asking = Asking(folder, as_of=DATES[1], known_to=DATES[3], law=str(LEAGUE / "law"), stance="text", question="decision-adopted")
    return asking.assess()["decision-adopted", "text"].verdict


def test_answers_become_claims_and_the_rest_stays_as_it_was(copy: Path) -> None:
    before = tables(copy)
    told = interviewed("no\n\nyes, Gazette 9\n", "--write", "--speaker", "the Assembly", case=str(copy))
    after = tables(copy)
    assert "not written, no source: Norland objects to the decision of 6 March" in told
    assert "IV-001, as said by the Assembly" in told
    assert [n for n in after if after[n] != before[n]] == ["claims.csv", "sources.csv"]
    assert after["claims.csv"].startswith(before["claims.csv"])
    row = after["claims.csv"][len(before["claims.csv"]) :].decode()
    assert row.count("\n") == 1
    assert "IV-001," in row and "Sudland objects to the decision of 6 March,for,the Assembly,Gazette 9" in row
    assert verdict(copy) == "no"


@pytest.mark.parametrize(("speaker", "alleged"), [("a clerk", True), ("the Assembly", False)])
def test_the_word_of_somebody_whose_side_nobody_judged_proves_little(
    copy: Path, monkeypatch: pytest.MonkeyPatch, speaker: str, alleged: bool
) -> None:
    monkeypatch.setenv("FOEDUS_NOW", "2031-06-01T12:00Z")
    fact = "the harbour raiders is trained outside Sudland"
    asking = Asking(copy, as_of="2031-03-07", law=str(LEAGUE / "law"))
    assert note(asking, [Note(fact, False, "Gazette 9")], speaker).claims == ("IV-001",)
    cell = Asking(copy, as_of="2031-03-07", law=str(LEAGUE / "law"), stance="text").assess()["article-4", "text"]
    assert (fact in cell.turns_on.alleged) is alleged


def test_a_new_speaker_is_listed_and_the_record_is_asked_again(copy: Path) -> None:
    told = interviewed("yes, Gazette 9\n", "--write", case=str(copy))
    assert "speakers.csv does not say for whom a clerk speaks" in told
    assert b"\na clerk," in tables(copy)["speakers.csv"]
    assert told.endswith("The record alone now answers\ntext: no\n")


def test_separator_quotes_and_line_ends_are_kept(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDUS_LAW", str(LEAGUE / "law"))
    plain = (copy / "claims.csv").read_text("utf-8")
    out = StringIO(newline="")
    rows = list(csv.reader(StringIO(plain)))
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    (copy / "claims.csv").write_bytes(b"\xef\xbb\xbf" + out.getvalue().rstrip("\r\n").encode())
    note(Asking(copy, known_to="2031-06-01"), [Note("Norland objects to the decision of 6 March", True, "Gazette 9")], "the Assembly")
    last = (copy / "claims.csv").read_bytes().decode("utf-8-sig").split("\r\n")
    assert last[-1] == ""
    assert last[-2].startswith('"IV-001";') and last[-2].count(";") == len(rows[0]) - 1


def test_a_case_that_would_not_be_sound_is_left_as_it_was(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDUS_LAW", str(LEAGUE / "law"))
    before = tables(copy)
    asking = Asking(copy, known_to="2031-06-01")
    _ = asking.record
    monkeypatch.setattr(answers, "_claims", lambda *_: [{"id": "IV-001", "fact": "", "polarity": "for", "speaker": "", "source": "new"}])
    with pytest.raises(Invalid, match="became available"):
        note(asking, [Note("x", True, "new")], "somebody new")
    assert tables(copy) == before


def test_a_disk_that_refuses_halfway_leaves_every_table_as_it_was(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDUS_LAW", str(LEAGUE / "law"))
    before, replace = tables(copy), os.replace

    def refuses(new: Path, old: Path) -> None:
        if Path(old).name == "claims.csv":
            raise OSError(28, "No space left on device")
        replace(new, old)

    monkeypatch.setattr(os, "replace", refuses)
    with pytest.raises(OSError, match="No space"):
        note(
            Asking(copy, known_to="2031-06-01"),
            [Note("Norland objects to the decision of 6 March", True, "Gazette 9")],
            "somebody new",
        )
    assert tables(copy) == before


def test_a_matter_is_not_written_into(tmp_path: Path) -> None:
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "matter.toml").write_text('title = "m"\nregime = "league"\nzone = "+02:00"\n')
    with pytest.raises(NotUnderstood, match="its log"):
        answers.check_notable(Asking(tmp_path / "m"))


def test_what_comes_with_the_house_is_not_written_into(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "bundled", lambda _: (copy.parent,))
    with pytest.raises(NotUnderstood, match="comes with the house") as told:
        answers.check_notable(Asking(copy))
    assert "cp -r" in told.value.problems[0].remedy
