"""The codebook that lies beside a panel: what every column means, its values, whence it comes and under which licence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foedus.door.membership import Panel

__all__ = ["codebook"]

MEANINGS = {
    "day": ("the day, ISO 8601, in the calendar of the table of parties; statuses are those at its end", "YYYY-MM-DD"),
    "state": ("the state, as the table of parties spells it", "text"),
    "iso3": ("ISO 3166-1 alpha-3 code", "three letters; empty: none in the table"),
    "cow": ("Correlates of War state number, whatever the day", "number; empty: none in states.csv"),
    "cow_abbrev": ("Correlates of War state abbreviation; often not the ISO code", "three letters; empty: none"),
    "instrument": ("the treaty or body; CODE/YEAR is a protocol of that year to it", "listed below"),
    "signed": ("has it signed this text?", "yes, no (not yet), declined, open"),
    "ratified": ("has it ratified this text?", "yes, no (not yet), open"),
    "bound": (
        "is this text in force for it?",
        "yes, no (not yet, or no longer), suspended, never (it never entered into force), open",
    ),
    "observer": ("is it an observer of this body? An observer of one body is no observer of the alliance", "yes, no, open"),
    "member": ("is it a member of the alliance? The same in every row of the state and day", "yes, no, suspended, open"),
    "suspended": ("is its membership suspended?", "yes, no, asked (it has asked, nothing is decided), open"),
    "taking_part": ("does it take part in the work? A member in law may have stopped", "yes, no, open"),
    "dues": ("is it in arrears?", "arrears, paid, open; empty: nothing on record"),
    "vote": (
        "has it a vote in the organs?",
        "yes, no, at risk (it may be suspended; whether it was is not on record), open",
    ),
    "exit": ("is it on its way out?", "no, announced (said, no notice given), notice (given), open"),
    "marks": (
        "doubts about this row: COLUMN:conflicting where sources exclude each other, COLUMN:unverified where a report that "
        "is not verified would change the value",
        "separated by spaces; empty: none",
    ),
}


def codebook(panel: Panel, file: str, version: str) -> str:
    """The codebook of a panel as Markdown; `file` is the panel's name, `version` that of the program."""
    regime = panel.regime
    out = [
        f"# {file}: codebook",
        "",
        f"{regime.title}: members and others by instrument, day by day, {panel.first} to {panel.last} "
        f"(both included), {panel.size:,} rows.",
        "",
        "One row per state, instrument and day, sorted in this order; no pair is left out. The long form was chosen because",
        "its columns stay the same when an instrument is added, and are the same for every alliance. For one row per state",
        f"and day filter one instrument{f' (the members’ is {regime.members})' if regime.members else ''}.",
        "An empty cell means that nothing is on record, which is not the same as “no”; “open” that the sources do not fix",
        "the day: the event happened some time around it. “suspended” is a value of its own: count it as you see fit.",
        "",
        "| column | meaning | values |",
        "|---|---|---|",
        *(f"| {name} | {meaning} | {values} |" for name, (meaning, values) in MEANINGS.items()),
        "",
        "## Instruments",
        "",
        *(f"- {text}{_title(panel, text)}" for text in panel.texts),
        "",
        "## Codes",
        "",
        "| state | ISO 3166-1 | COW number | COW abbreviation |",
        "|---|---|---|---|",
        *_states(panel),
        "",
        "## Sources, version, licence",
        "",
        f"- Statuses: the table of parties of the law “{regime.id}” ({regime.home}/parties.csv); each of its rows names",
        f"  its source. Version of the law: sha256 {panel.version}. Written by foedus {version}.",
        "- COW: Correlates of War Project, State System Membership List, v2016 (https://correlatesofwar.org/data-sets/).",
        "  ISO 3166-1 alpha-3: the codes of ISO 3166 for countries.",
        "- Licence of law and table: CC BY 4.0. Cite as: *Foedus, law and cases*, with the version above.",
    ]
    return "\n".join(out) + "\n"


def _title(panel: Panel, text: str) -> str:
    base, _, protocol = text.partition("/")
    title = panel.titles.get(base, "")
    if protocol:
        return f": protocol of {protocol} to {base}"
    return f": {title}" if title else ""


def _states(panel: Panel) -> list[str]:
    out = []
    for state, iso3 in panel.regime.ties.parties.states.items():
        codes = panel.regime.codes.get(iso3)
        out.append(f"| {state} | {iso3} | {codes.cow if codes else ''} | {codes.cow_abbrev if codes else ''} |")
    return out
