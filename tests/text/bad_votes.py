"""Bad votes: name → the page, and what the reader must say about it, where, with which remedy."""

from __future__ import annotations

from law_folders import Attack, page

HEAD = "vote x\n  says {D} is adopted\n  on {the Council} takes {D} [ballot]\n"
BASE = "  base every {M} of members at ballot\n"
COUNT = "  carried 1 of base: {M} objects to {D}\n"


def vote(lines: str, what: str, remedy: str, base: str = BASE) -> Attack:
    """An attack by one vote, with a good base unless another is given."""
    return page(HEAD + base + lines, what, remedy)


VOTES: dict[str, Attack] = {
    "a share without a base": vote("  carried at least «2/3»: {M} objects to {D}\n", "“2/3” is a share without a base", "2/3 of base"),
    "a percentage without a base": vote(
        "  carried more than «50%»: {M} objects to {D}\n", "“50%” is a percentage without a base", "50% of base"
    ),
    "a percentage and nothing else": vote("  carried «66%»\n", "“66%” is a percentage without a base", "66% of base"),
    "a number without a base": vote("  carried «9»: {M} objects to {D}\n", "“9” is a number without a base", "9 of base"),
    "a percentage of no count": vote(
        "  carried votes for in {a ballot} at least «66%»\n",
        "“66%” is a share of nothing",
        "66% of NUMBER",
    ),
    "a share of no such whole": vote(
        "  carried 2/3 of «bases»: {M} objects to {D}\n", "“bases” is nothing of which votes are a share", "base"
    ),
    "a count of nothing": vote("  carried «2/3 of base»\n", "“2/3 of base” does not say what is counted", "{M} votes for {D}"),
    "a count without a base": vote(
        "  carried «2/3 of base: {M} objects to {D}»\n", "a count of members, and nothing says who may vote", "base every", base=""
    ),
    "a share of those present, unsaid": vote(
        "  carried 2/3 of «present»: {M} objects to {D}\n", "nothing says who is present", "present {M}"
    ),
    "present for nothing": vote("  «present {M} helps {M}»\n" + COUNT, "“present” is said, and nothing is a share of it", "drop"),
    "no votes at all": vote("  carried «0» of base: {M} objects to {D}\n", "“0” is no number of votes", "write 9"),
    "a share by nought": vote("  carried «1/0» of base: {M} objects to {D}\n", "“1/0” is no number of votes", "write 9"),
    "more than the whole of it": vote(
        "  carried «4/3» of base: {M} objects to {D}\n", "a share of 4/3 is more than the whole", "2/3 of base"
    ),
    "a base that is no roll": vote(
        COUNT, "“every member” does not say who may vote", "every {M} of members", base="  base «every member»\n"
    ),
    "left out of nothing": vote(
        "  «excluded {M} helps {M}»\n" + COUNT, "“excluded” without a base of which somebody could be left out", "base every", base=""
    ),
    "left out by nothing": vote("  «excluded»\n" + COUNT, "“excluded” says nothing", "excluded …"),
    "left out with a label": vote("  excluded {M} helps {M} «[out]»\n" + COUNT, "the label [out] names nothing here", "conditions"),
    "left out below, and nothing there": vote(
        "  excluded\n    «and {M} helps {M}»\n" + COUNT, "“and {M} helps {M}” is no alternative", "NAME: clause"
    ),
    "a quorum that is none": vote("  quorum «enough»\n" + COUNT, "“enough” is no quorum", "2/3 of base"),
    "a veto of nobody": vote(
        "  vetoed «{M} objects to {D}»\n" + COUNT, "“{M} objects to {D}” does not say whose veto", "some {P} of permanent members"
    ),
    "nobody is asked": vote("  «stopped by any»\n    a: {M} objects to {D}\n", "a vote without “asked”", "asked every", base=""),
    "a silence without a clock": vote(
        "  silence «broken by {M} objects to {D}»\n",
        "“broken by {M} objects to {D}” is a silence period without a clock",
        "silence until EVENT",
    ),
    "a silence of some hours": vote("  silence «72 hours»\n", "“72 hours” is no reading of silence", "silence until EVENT"),
    "a silence of nobody": vote(
        "  silence «until {an attacker} strikes {a state}, broken by {M} objects to {D}»\n",
        "nothing says whose silence counts",
        "base every",
        base="",
    ),
    "a silence that never ends": vote(
        "  silence until «the attack by {an attacker} is grave», broken by {M} objects to {D}\n",
        "has no moment at which silence could end",
        "name an event",
    ),
    # --- ballot words ---
    "ballots of nobody": page(
        "ballots «of members»\n  for: {M} objects to {D}\n", "“of members” is no heading of ballot words", "ballots {M} on {D}"
    ),
    "ballots without a word": page("«ballots {M} on {B}»\n  count for: votes for in {B}\n", "ballots without a word", "for: {M}"),
    "a ballot on something else": page(
        "ballots {M} on {D}\n  for: «{M} helps {S}»\n", "“{M} helps {S}” does not speak of {M} and {D} alone", "one member"
    ),
    "a tally that is no count": page(
        "ballots {M} on {B}\n  count for: «{M} helps {M}»\n", "“{M} helps {M}” is no count", "declare it: count"
    ),
}  # fmt: skip
assert len(VOTES) >= 28, len(VOTES)  # an empty table must not look like a pass
