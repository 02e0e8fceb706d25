"""Tables of parties that cannot have happened, and tables of states with wrong codes: the faulty cell between « and »."""

from __future__ import annotations

from law_folders import PARTIES, Attack, file

HEAD = "state,ISO3,event,date,instrument,protocol,source,note,claim_status\n"
STATES = "state,ISO3,COW,COW_abbrev,COW_from,COW_to\n"
PLAIN = "Borduria,BOR,in force,2000-01-01,TR,,made up,,accepted\n"


def table(rows: str, what: str, remedy: str) -> Attack:
    """An attack by a table of parties that has a column for protocols."""
    return file("parties.csv", HEAD + PLAIN + rows, what, remedy)


def states(rows: str, what: str, remedy: str) -> Attack:
    """An attack by a table of states' codes."""
    return file("states.csv", STATES + rows, what, remedy)


MEMBERSHIPS: dict[str, Attack] = {
    "memberships that overlap": table(
        "Aland,ALA,in force,2000-01-01,TR,,made up,,accepted\nAland,ALA,rejoined,«2005-06-01»,TR,,made up,,accepted\n",
        "Aland: two memberships in TR overlap: “rejoined” of 2005-06-01, but it has been in since 2000-01-01",
        "add the row that ended the one of line 3",
    ),
    "memberships that overlap by one protocol": table(
        "Aland,ALA,in force,2000-01-01,TR,1999,made up,,accepted\nAland,ALA,in force,«2005-06-01»,TR + TX,1999,,,accepted\n",
        "two memberships in TR overlap",
        "the column “protocol”",
    ),
    "memberships that overlap out of order": table(
        "Aland,ALA,acceded,«2005-06»,TR,,made up,,accepted\nAland,ALA,in force,2000,TR,,made up,,accepted\n",
        "“acceded” of 2005-06, but it has been in since 2000",
        "of line 4",
    ),
    "a membership that ends before it begins": table(
        "Aland,ALA,withdrew,«1999-12-31»,TR,,made up,,accepted\nAland,ALA,in force,2000-01-01,TR,,made up,,accepted\n",
        "Aland leaves TR on 1999-12-31 and becomes a party to it only on 2000-01-01",
        "mend this date or that of line 4",
    ),
    "withdrawn without ever joining": table(
        "Aland,ALA,signed,1999-01-01,TR,,made up,,accepted\nAland,ALA,«withdrew»,2001-01-01,TR,,made up,,accepted\n",
        "Aland: “withdrew” for TR, to which it never became a party",
        "never in force",
    ),
    "suspended without ever joining": table(
        "Aland,ALA,in force,2000-01-01,TR,,made up,,accepted\nAland,ALA,«suspended»,2001-01-01,TX,,made up,,accepted\n",
        "“suspended” for TX, to which it never became a party",
        "in force, acceded",
    ),
    "left twice": table(
        "Aland,ALA,in force,2000-01-01,TR,,made up,,accepted\nAland,ALA,withdrew,2001-01-01,TR,,made up,,accepted\n"
        "Aland,ALA,expelled,«2002-01-01»,TR,,made up,,accepted\n",
        "Aland: “expelled” for TR on 2002-01-01, which it left on 2001-01-01 already",
        "came back after line 4",
    ),
    "a row that stands twice": table(
        "Aland,ALA,in force,2000-01-01,TR,,one paper,,accepted\nAland,ALA,«in force»,2000-01-01,TR,,another,,accepted\n",
        "Aland: “in force” of 2000-01-01 for TR stands on line 3 already",
        "put both sources into the other",
    ),
    "a doubtful row that stands twice": table(
        "Aland,ALA,signed,2000-01,TR,,one paper,,unverified\nAland,ALA,«signed»,2000-01,TR,,another,,unverified\n",
        "stands on line 3 already",
        "delete one of the two rows",
    ),
    "an event misspelled": file(
        "parties.csv",
        PARTIES.replace("in force", "«in-force»", 1),
        "“in-force” is no event of a table of parties",
        "nearest known: in force",
    ),
    "an event of no list": table(
        "Aland,ALA,«quarrelled»,2000-01-01,TR,,made up,,accepted\n",
        "“quarrelled” is no event of a table of parties",
        "one of: signed",
    ),
    "an unknown status behind a quoted cell": table(
        'Aland,ALA,in force,2000-01-01,TR,,"one, ""two""",,«believed»\n',
        "“believed” is no status of a claim",
        "begin with one of: accepted",
    ),
    "a bad date": table("Aland,ALA,in force,«2000-02-30»,TR,,made up,,accepted\n", "“2000-02-30” is no date", "YYYY-MM-DD"),
    "members of an unknown instrument": file(
        "regime.toml", 'title = "Test"\nmembers = "TX"\n', "members: no row of parties.csv is about “TX”", "add its parties"
    ),
    "a notice of no months": file(
        "regime.toml", 'title = "Test"\nnotice = "half a year"\n', "“notice” is no number of months", "6 months"
    ),
    "a notice that is a number": file(
        "regime.toml", 'title = "Test"\nnotice = 6\n', "“notice” is no number of months: 6", "6 months"
    ),
    "a state's code in small letters": states(
        "Aland,«ala»,371,ALA,1991-12-26,\n", "“ala” is no ISO3 of a state", "three capital letters"
    ),
    "a state's number that is none": states(
        "Aland,ALA,«37X»,ALA,1991-12-26,\n", "“37X” is no COW of a state", "up to three digits"
    ),
    "one number for two states": states(
        "Aland,ALA,371,ALA,1991-12-26,\nBorduria,BOR,«371»,BOR,1991-12-26,\n", "371 is Aland above", "its own code"
    ),
}
