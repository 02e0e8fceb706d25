"""The instruments beside treaty and Charter article 12: each rule asked on facts supposed for it."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from assess.real import LAW, NOW
from foedus.assess import Terms, assess
from foedus.record import Case, read_case
from foedus.text import Regime, load_regime

PAGE = """
# Questions of a test

```law
individuals
  decision  the vote decision, the naming, the package act, the appointment, the leaving decision
  person    Pashinyan, Masadykov
  mission   the UN operation
question turn/ARM
  asks      Is the chair Armenia's?
  is        the chair of the Council falls to {Armenia}
question turn/BLR
  asks      Is the chair Belarus's?
  is        the chair of the Council falls to {Belarus}
question lead
  asks      Does its prime minister lead for Armenia?
  is        {Pashinyan} chairs the Council for {Armenia}
question post/KGZ
  asks      Is the post Kyrgyzstan's?
  is        the post of Secretary General falls to {Kyrgyzstan}
question appointed
  asks      Is he appointed?
  is        {Masadykov} is appointed Secretary General by {the appointment}
question assembly
  asks      Does the Assembly adopt it?
  is        {the package act} is adopted by the Assembly
question observer/AFG
  asks      Is Afghanistan an observer of the Assembly?
  is        {Afghanistan} is an observer of the Assembly
question observer/SRB
  asks      Is Serbia an observer of the Organization?
  is        {Serbia} is an observer of the Organization by {the package act}
question vote-lost
  asks      Has Armenia lost its vote?
  is        the vote of {Armenia} is suspended by {the vote decision}
question base
  asks      May Kyrgyzstan host a base of Georgia?
  is        {Kyrgyzstan} may host a base of {Georgia}
question left
  asks      Does the leaving take effect?
  is        the leaving of {Armenia} takes effect
question entry
  asks      Is the clause of entry met?
  is        the clause of entry of the crisis regulation of 2010 is met
question crisis/old
  asks      Does the regulation of 2010 govern?
  is        the crisis regulation of 2010 governs {the package act}
question crisis/new
  asks      Does the package of 2023 govern?
  is        the package of 2023 governs {the package act}
question coordinator
  asks      Does Kazakhstan coordinate?
  is        {Kazakhstan} coordinates the part of the members in {the UN operation} by {the naming}
question suspended
  asks      Is Armenia suspended?
  is        {Armenia} is suspended by {the leaving decision}
question commander-organ
  asks      May the defence ministers send forces?
  is        {the Council of Defence Ministers} may decide that forces are sent
question sender-organ
  asks      May the Council send forces?
  is        {the Council} may decide that forces are sent
```
"""
COLUMNS = "id,says,fact,polarity,speaker,source,happened,available"
INTERESTS = "fact,serves_if_true,serves_if_false,reason"
HOSTS = "Kyrgyzstan decides to host a base of Georgia"
ROAD = ("the bases protocol enters into force", "Kyrgyzstan consults the other members urgently on a base of Georgia")
QUIET = ("Armenia", "Belarus", "Kazakhstan", "Russia", "Tajikistan")
TAKEN = "the Council takes the package act"
CRISIS = "the package act answers a crisis situation"
BOTH = ("the protocol of 2010 amending the treaty enters into force", "the protocol of 2010 amending the Charter enters into force")


def adopted(decision: str) -> tuple[str, ...]:
    """A decision taken and announced."""
    return (f"the Council takes {decision}", f"the chair of the Council announces {decision} as taken")


@cache
def law(folder: Path) -> Regime:
    """The alliance's law with the questions of this test."""
    (folder / "page.md").write_text(PAGE, "utf-8")
    return load_regime([LAW], "csto", [folder / "page.md"])


@cache
def case(folder: Path, *rows: str) -> Case:
    """A case with nothing but these rows on its record."""
    (folder / "case.toml").write_text('title = "T"\nregime = "csto"\nzone = "+03:00"\nwindow = ["2000-01-01", "2026-12-31"]\n', "utf-8")
    (folder / "claims.csv").write_text("\n".join([COLUMNS, *rows]) + "\n", "utf-8")
    (folder / "sources.csv").write_text("id,title\nwire,a wire\n", "utf-8")
    (folder / "speakers.csv").write_text("speaker,parties\nReporter,none\n", "utf-8")
    (folder / "interests.csv").write_text("\n".join([INTERESTS, *(f"{row.split(',')[2]},none,none,test" for row in rows)]) + "\n", "utf-8")
    return read_case(folder, law(folder).vocabulary)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all questions."""
    return tmp_path_factory.mktemp("instruments")


def ask(folder: Path, question: str, day: str, *suppose: str, **readings: str) -> tuple[str, str]:
    """Verdict and words of one question under the law of a day."""
    chosen = {name.replace("_", " "): option for name, option in readings.items()}
    terms = Terms(NOW, NOW, date.fromisoformat(day), ("text",), (question,), chosen, suppose=suppose)
    cell = assess(case(folder), law(folder), terms)[question, "text"]
    return cell.verdict, cell.words


TURNS = [
    ("turn/ARM", "2021-09-15", "no"),
    ("turn/ARM", "2021-09-16", "yes"),
    ("turn/ARM", "2022-01-06", "yes"),
    ("turn/ARM", "2022-11-23", "yes"),
    ("turn/BLR", "2022-11-24", "yes"),
    ("turn/BLR", "2024-01-01", "no"),
    ("turn/ARM", "2015-01-01", "open"),
    ("post/KGZ", "2025-12-31", "no"),
    ("post/KGZ", "2026-01-01", "yes"),
    ("observer/AFG", "2020-01-01", "yes"),
    ("observer/AFG", "2022-01-01", "no"),
    ("observer/SRB", "2022-01-01", "open"),
    ("commander-organ", "2022-01-09", "no"),
    ("sender-organ", "2022-01-06", "yes"),
]


@pytest.mark.parametrize(("question", "day", "verdict"), TURNS)
def test_turns_go_by_date(folder: Path, question: str, day: str, verdict: str) -> None:
    assert ask(folder, question, day)[0] == verdict


def test_a_prime_minister_leads_only_where_the_charter_lets_him_sit(folder: Path) -> None:
    facts = ("Pashinyan is head of government of Armenia", "the law of Armenia empowers Pashinyan in the matters of the Council")
    head = ("not Pashinyan is head of state of Armenia",)
    assert ask(folder, "lead", "2022-01-06", *facts, *head)[0] == "yes"
    assert ask(folder, "lead", "2021-09-15", *facts, *head)[0] == "no"
    assert ask(folder, "lead", "2022-01-06", *head, facts[0])[0] == "open"


def test_the_council_appoints_a_national_of_a_member_on_a_proposal(folder: Path) -> None:
    made = (*adopted("the appointment"), "the appointment names Masadykov as Secretary General", "Masadykov is a national of Kyrgyzstan")
    proposed = "the Council of Foreign Ministers proposes Masadykov by the appointment"
    assert ask(folder, "appointed", "2025-11-27", *made, proposed)[0] == "yes"
    assert ask(folder, "appointed", "2025-11-27", *made, f"not {proposed}")[0] == "no"


def test_a_delegation_and_not_a_government_stops_the_assembly(folder: Path) -> None:
    taken = "the Parliamentary Assembly takes the package act"
    assert ask(folder, "assembly", "2025-12-08", taken, silence="consents")[0] == "yes"
    assert ask(folder, "assembly", "2025-12-08", taken, "Armenia objects to the package act", silence="consents")[0] == "yes"
    assert ask(folder, "assembly", "2025-12-08", taken, "the delegation of Armenia objects to the package act", silence="consents")[0] == "no"


def test_silence_suffices_for_a_base_unless_all_must_consent(folder: Path) -> None:
    day, said = "2015-01-01", "Belarus objects officially to a base of Georgia in Kyrgyzstan"
    assert ask(folder, "base", day, HOSTS, *ROAD, base_consent="no official objection") == ("yes", "yes, presumed")
    assert ask(folder, "base", day, HOSTS, *ROAD, base_consent="consent of all")[0] == "open"
    consents = tuple(f"{m} consents to a base of Georgia in Kyrgyzstan" for m in QUIET)
    assert ask(folder, "base", day, HOSTS, *ROAD, *consents, base_consent="consent of all")[0] == "yes"
    older = "not a base of Georgia in Kyrgyzstan is older than the bases protocol"
    assert ask(folder, "base", day, HOSTS, *ROAD, said, older, base_consent="no official objection")[0] == "no"
    assert ask(folder, "base", day, HOSTS, ROAD[1], base_consent="no official objection")[0] == "open"


def test_arrears_cost_a_vote_only_by_a_decision(folder: Path) -> None:
    behind = "Armenia falls two years behind with its dues"
    aimed = "the vote decision suspends the vote of Armenia"
    assert ask(folder, "vote-lost", "2026-01-15", behind, "not the Council takes the vote decision")[0] == "no"
    assert ask(folder, "vote-lost", "2026-01-15", *adopted("the vote decision"), aimed, f"not {behind}")[0] == "no"


def test_whether_the_member_concerned_may_stop_its_own_suspension_is_a_reading(folder: Path) -> None:
    facts = (*adopted("the leaving decision"), "the leaving decision suspends Armenia", "Armenia objects to the leaving decision")
    behind = "Russia takes part in the leaving decision"
    silent = {"silence": "consents", "consensus": "no objection is enough"}
    assert ask(folder, "suspended", "2026-01-15", *facts, behind, member_concerned="counts", **silent)[0] == "no"
    assert ask(folder, "suspended", "2026-01-15", *facts, behind, member_concerned="does not count", **silent)[0] == "yes"


def test_the_crisis_regulation_enters_into_force_with_both_protocols(folder: Path) -> None:
    assert ask(folder, "entry", "2011-06-01")[0] == "open"
    assert ask(folder, "entry", "2011-06-01", BOTH[0], f"not {BOTH[1]}")[0] == "no"
    assert ask(folder, "entry", "2013-01-01", *BOTH)[0] == "yes"
    assert ask(folder, "crisis/old", "2012-12-18", TAKEN, CRISIS)[0] == "open"
    assert ask(folder, "crisis/old", "2012-12-19", TAKEN, CRISIS)[0] == "yes"


def test_which_of_two_rival_crisis_texts_governs_is_a_reading(folder: Path) -> None:
    rivals = [("replaced", "no", "yes"), ("not without all", "yes", "no"), ("since accession", "open", "open")]
    for option, old, new in rivals:
        assert ask(folder, "crisis/old", "2024-01-01", TAKEN, CRISIS, package_of_2023=option)[0] == old, option
        assert ask(folder, "crisis/new", "2024-01-01", TAKEN, CRISIS, package_of_2023=option)[0] == new, option
    assert ask(folder, "crisis/old", "2022-01-06", TAKEN, CRISIS)[0] == "yes"


def test_the_coordinating_state_waits_for_the_protocol_to_enter_into_force(folder: Path) -> None:
    named = (*adopted("the naming"), "the naming names Kazakhstan as coordinating state for the UN operation")
    un = "the UN operation is an operation of the United Nations"
    force = "the protocol of 2021 to the Peacekeeping Agreement enters into force"
    assert ask(folder, "coordinator", "2024-06-01", *named, un)[0] == "open"
    assert ask(folder, "coordinator", "2024-06-01", *named, un, force)[0] == "yes"
    assert ask(folder, "coordinator", "2024-06-01", *named, f"not {un}", force)[0] == "no"


LEAVING = [
    "1,pays,Armenia settles what it owes the alliance,for,Reporter,wire,2030-01-01,2030-01-01",
    "2,tells,Armenia gives notice of leaving the alliance,for,Reporter,wire,{notice},2030-12-01",
    "3,waits,six months pass after the notice of Armenia,for,Reporter,wire,2030-09-01,2030-12-01",
    "4,goes,Armenia leaves the alliance,for,Reporter,wire,{exit},2030-12-01",
]


@pytest.mark.parametrize(
    ("notice", "exit_", "verdict"),
    [("2030-03-01", "2030-10-01", "yes"), ("2030-03-01", "2030-08-01", "no"), ("2029-06-01", "2030-10-01", "no")],
)
def test_leaving_asks_for_debts_first_and_six_months_after_notice(tmp_path: Path, notice: str, exit_: str, verdict: str) -> None:
    rows = [row.format(notice=notice, exit=exit_) for row in LEAVING]
    at = type(NOW).parse("2031-01-01T00:00Z")
    terms = Terms(at, at, date(2026, 1, 1), ("text",), ("left",))
    assert assess(case(tmp_path, *rows), law(tmp_path), terms)["left", "text"].verdict == verdict


def test_a_transport_request_is_to_be_dealt_with_within_fifteen_days(folder: Path) -> None:
    rule = next(r for r in law(folder).chapter.rules if r.provision == "TRANSPORT:time")
    assert (rule.kind, rule.name) == ("duty", "deal")
    assert rule.deadline is not None and rule.deadline.amount == "15 days" and rule.deadline.after == "asking"
