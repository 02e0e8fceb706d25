"""A small league with one rule for every state of the life cycle, and a record to go with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from foedus.assess import Terms
from foedus.deontic import Agenda, Duty, agenda
from foedus.record import Case, Instant, read_case
from foedus.text import Regime, load_regime

PAGE = """# The pier league

```law
types
  state         listed, and others
  organ         listed
  call          of the case
  order         of the case
  squad         of the case
  pledge        of the case
names
  S M           state
  K             organ
  L             call
  O             order
  Q             squad
  U             pledge
individuals
  organ         the Board
roles
  the call      call
set members: parties to PL
phrases
  speech    "{S} calls for help by {L}"                 makes {L}
  speech    "{S} withdraws {L}"
  attribute "{L} is in writing"
  act       "{M} answers {L}"
  act       "{M} reports on {L}"
  act       "{M} visits {S} after {L}"
  state     "{M} keeps a watch for {S}"                 lasts until "{M} ends its watch for {S}"
  event     "{M} ends its watch for {S}"
  event     "the storm at {S} is over"
  speech    "{S} frees {M} from {L}"
  speech    "the Board excuses {M} from {L}"
  speech    "the Board takes back the excuse of {M} from {L}"
  act       "{K} issues {O}"                            makes {O}
  attribute "{O} orders {Q} to {S}"
  act       "{M} sends {Q} to {S}"
  speech    "{M} agrees at home to sending {Q}"
  word      "{Q} may go to {S} by {O}"
  speech    "{M} promises by {U} that {Q} leaves"
  event     "{Q} lands in {S}"
  event     "{Q} leaves {S}"
  count     "days promised in {U}"
  count     "people pledged in {Q}"
  count     "people deployed in {Q}"
instrument PL
  standing  treaty
  title     Treaty of the pier
provision PL:1
  in force  2000-01-01 ..
  read      1
duty answer
  from      1
  bearer    every {M} of members at call, other than {S}
  toward    {S}
  owed      {M} answers {L}
  when      {S} calls for help by {L}                   [call]
  and       {L} is in writing                           [form]
  unless shown {S} frees {M} from {L}                   [freed]
  burden    whoever was freed
  by        24 hours, after call
duty report
  from      1
  bearer    every {M} of members at call, other than {S}
  toward    the Board
  owed      {M} reports on {L}
  when      {S} calls for help by {L}                   [call]
  by        reading at once, after call
duty visit
  from      1
  bearer    every {M} of members at call, other than {S}
  toward    {S}
  owed      {M} visits {S} after {L}
  when      {S} calls for help by {L}                   [call]
  until     the storm at {S} is over                    [storm]
  by        1 month, after call
duty watch
  from      1
  bearer    every {M} of members at call, other than {S}
  toward    {S}
  owed      {M} keeps a watch for {S}
  when      {S} calls for help by {a call}              [call]
reading at once
  deadline
  from      1
  asks      by when is at once?
  same day: end of the day
  one day:  24 hours
provision PL:2
  in force  2000-01-01 ..
  read      2
exception excused
  from      2
  to        duty report of PL:1
  when      the Board excuses {M} from {L}              [excuse]
  and not   the Board takes back the excuse of {M} from {L}
provision PL:3
  in force  2000-01-01 ..
  read      3
power send
  from      3
  holder    {the Board}
  allowed   {the Board} issues {O}                      [order]
  effect    {Q} may go to {S} by {O}
  when      {O} orders {Q} to {S}                       [object]
  and       {S} calls for help by {L}                   [call]
  and       {L} is in writing                           [form]
  and       call before order                           [order of acts]
  in no other case
bar unagreed
  from      3
  bearer    {M}
  toward    {S}
  barred    {M} sends {Q} to {S}
  when      {M} among members
  and       {S} among members, other than {M}
  unless shown {M} agrees at home to sending {Q}        [agreement]
  burden    whoever sends
undertaking go-home
  made by   {M} in {U}
  bearer    {M}
  toward    {S}
  owed      {Q} leaves {S}
  when      {M} promises by {U} that {Q} leaves         [promise]
  and       {Q} lands in {S}                            [landing]
  by        days promised in {U}, after landing
  counting  reading days
reading days
  days
  asks      how are the days counted?
  elapsed:   24 hours each
  inclusive: calendar days, first counted
question called
  asks      Was there a call?
  is        {Sudland} calls for help by {the call}
```
"""

PARTIES = "state,ISO3,event,date,instrument,source,note,claim_status\n" + "".join(
    f"{name},{code},in force,2000-01-01,PL,Gazette 1,,accepted\n"
    for name, code in (("Norland", "NOR"), ("Westland", "WES"), ("Sudland", "SUD"))
)

DISINTERESTED = (
    "any call is in writing",
    "any state answers any call",
    "any state reports on any call",
    "any state visits any state after any call",
    "any state keeps a watch for any state",
    "any state ends its watch for any state",
    "the storm at any state is over",
    "any organ issues any order",
    "any order orders any squad to any state",
    "any state sends any squad to any state",
    "any squad lands in any state",
    "any squad leaves any state",
    "days promised in any pledge",
    "people pledged in any squad",
    "people deployed in any squad",
)
"""Facts that serve nobody, so that the harbour log proves them."""

CASE = """title  = "The pier, March 2031"
regime = "pier"
zone   = "+02:00"
window = ["2031-03-01", "2031-05-01"]
[roles]
"the call" = "the March call"
"""

REGISTERED = (
    "the Board excuses any state from any call",
    "the Board takes back the excuse of any state from any call",
)
"""What the Board keeps a book of, so that silence means no."""

INDIVIDUALS = {
    "the March call": "call",
    "order 7": "order",
    "order 8": "order",
    "the north squad": "squad",
    "the west squad": "squad",
    "the north pledge": "pledge",
}

Row = tuple[str, str]
CALL: tuple[Row, ...] = (
    ("Sudland calls for help by the March call", "2031-03-05T12:00+02:00"),
    ("the March call is in writing", "2031-03-05T12:00+02:00"),
)
"""The call that brings everything to life, at noon of 5 March."""


def law(tmp: Path, page: str = PAGE) -> Regime:
    """The league's law."""
    folder = tmp / "law" / "pier"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "regime.toml").write_text('title = "The pier league"\nmembers = "PL"\n', "utf-8")
    (folder / "parties.csv").write_text(PARTIES, "utf-8")
    (folder / "page.md").write_text(page, "utf-8")
    return load_regime([tmp / "law"], "pier")


def record(tmp: Path, regime: Regime, rows: Sequence[tuple[str, ...]]) -> Case:
    """A case of these claims: (fact, happened) or (fact, happened, polarity)."""
    folder = tmp / "cases" / "pier-2031"
    folder.mkdir(parents=True, exist_ok=True)
    declared = "".join(f'[[individual]]\nname = "{n}"\ntype = "{t}"\n' for n, t in INDIVIDUALS.items())
    closed = "".join(f'[[closed]]\nfact = "{f}"\nregister = "the Board book"\nthrough = "2031-12-31"\n' for f in REGISTERED)
    (folder / "case.toml").write_text(CASE + declared + closed, "utf-8")
    lines = ["id,fact,polarity,speaker,source,happened,available"]
    for number, (fact, happened, *polarity) in enumerate(rows, 1):
        lines.append(f"P-{number},{fact},{polarity[0] if polarity else 'for'},the harbour log,Log,{happened},2031-03-01")
    (folder / "claims.csv").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "sources.csv").write_text("id,zone\nLog,+02:00\n", "utf-8")
    (folder / "speakers.csv").write_text("speaker,parties,note\nthe harbour log,none,\n", "utf-8")
    told = "".join(f"{fact},none,none,\n" for fact in DISINTERESTED)
    (folder / "interests.csv").write_text("fact,serves_if_true,serves_if_false,reason\n" + told, "utf-8")
    return read_case(folder, regime.vocabulary)


def asked(tmp: Path, rows: Sequence[tuple[str, ...]], as_of: str, page: str = PAGE, **more: object) -> Agenda:
    """The agenda of a record at an instant."""
    regime = law(tmp, page)
    terms = Terms(Instant.parse(as_of), Instant.parse("2040-01-01T00:00:00Z"), **more)  # type: ignore[arg-type]
    return agenda(record(tmp, regime, rows), regime, terms)


def one(found: Agenda, rule: str, bearer: str = "Norland") -> Duty:
    """The only duty of a rule and a bearer."""
    duties = [d for d in found.duties if (d.rule, d.bearer) == (rule, bearer)]
    assert len(duties) == 1, [d.id for d in duties]
    return duties[0]
