"""Bad law: name → the folder, and what the reader must say about it, where, with which remedy."""

from __future__ import annotations

from bad_parties import MEMBERSHIPS
from bad_votes import VOTES
from law_folders import GOOD, PARTIES, STANCES, Attack, file, page, words

LONG = "x" * 2_001
DEEP = "".join(f"{'  ' * n}and {{S}} is attacked by {{A}}\n" for n in range(1, 9))
ROW = "Council,organs,the Council,{},made up,p. 1,2022-01-06,,\n"

PAGES: dict[str, Attack] = {
    # --- the page as text ---
    "no block of that name": page(
        "«meening» attacked\n  says {S} is attacked by {A}\n", "no block is called “meening”", "meaning"
    ),
    "a fence that never ends": Attack(
        {"page.md": "# P\n\n«```»law\nset x: y\n"}, "this fence is never closed", "end it with ```"
    ),
    "a longer fence that never ends": Attack({"page.md": "«````»\n```\n"}, "this fence is never closed", "end it with ````"),
    "a fence marked almost law": Attack(
        {"page.md": "```«Law»\nset x: y\n```\n"}, "a fence marked “Law” would not be read", "mark it: law"
    ),
    "a tab": page("meaning x\n«\t»says {S} is attacked by {A}\n", "a tab", "indent with spaces"),
    "a line too wide": page(f"# {LONG}\n", "2,003 characters; a line may have 2,000", "break the line"),
    "an indented line before any block": Attack(
        {"page.md": "```law\n  «says x»\n```\n"}, "an indented line outside a block", "column 1"
    ),
    "indented by one": page("meaning x\n «says {S} is attacked by {A}»\n", "indented by 1 beyond", "indent by two"),
    "indented by three": page(
        "meaning x\n  says {S} is attacked by {A}\n   «when {A} strikes {S}»\n", "indented by 1 beyond", "indent by two"
    ),
    "nested too deep": page(
        f"meaning x\n{DEEP}".replace("              and {S} is attacked by {A}", "              «and {S} is attacked by {A}»", 1),
        "nested more than 6 deep",
        "name a word",
    ),
    "two labels on one line": page(
        "meaning x\n  when {A}  [one]\n      «strikes {S} [two]»\n", "a second label, [two], on one line", "keep one"
    ),
    "an escape character": page("meaning x\x1b\n", "a control character, U+001B", "delete it"),
    "the writing direction turned": page("meaning «\u202e»x\n", "a control character, U+202E", "delete it"),
    "NUL in a page": page("meaning «\0»x\n", "a control character, U+0000", "delete it"),
    # --- the file ---
    "not UTF-8": file("page.md", b"# caf\xe9\n", "not UTF-8 (byte 5)", "save the file as UTF-8"),
    # --- blocks ---
    "a block without a name": page(
        "«meaning»\n  says {S} is attacked by {A}\n", "a meaning without a name", "write: meaning NAME"
    ),
    "a name that is not plain": page("«meaning a/b»\n  says {S} is attacked by {A}\n", "has no plain name", "letters and digits"),
    "a rule without a provision": Attack(
        {"page.md": "```law\n«meaning x»\n  says {S} is attacked by {A}\n```\n"}, "a meaning outside a provision", "provision"
    ),
    "no such standing": page(
        "«instrument X»\n  standing  treety\n", "“treety” is no standing of an instrument", "one of: treaty"
    ),
    "no instrument of that name": page(
        "«provision TX:1»\n  in force  2000-01-01 ..\n", "no instrument is called “TX”", "write an “instrument” block"
    ),
    "a provision of nothing": page(
        "provision «article 4»\n  in force  2000-01-01 ..\n", "“article 4” names no provision", "INSTRUMENT:NUMBER"
    ),
    "never in force": page("«provision TR:2»\n  read  1\n", "a provision without “in force”", "in force 2012-12-19 .."),
    "no span of days": page("provision TR:2\n  in force  «2000-01-01 2001-01-01»\n", "is no span of days", "at least"),
    "no such day": page("provision TR:2\n  in force  «2001-02-29 ..»\n", "day is out of range for month", "YYYY-MM-DD"),
    "dates reversed": page(
        "provision TR:2\n  in force  «2002-01-01 .. 2001-01-01»\n",
        "in force until 2001-01-01, before it begins on 2002-01-01",
        "swap",
    ),
    "no line of a provision": page("provision TR:2\n  «inforce»   2002-01-01 ..\n", "is no line of this block", "in force"),
    "a field twice": page(
        "provision TR:2\n  in force  2002-01-01 ..\n  «in force»  2003-01-01 ..\n", "“in force” stands here twice", "keep one"
    ),
    "a provision twice": page(
        "provision TR:2\n  in force  2000-01-01 ..\n«provision TR:2»\n  in force  2000-01-01 ..\n",
        "provision “TR:2” is declared twice",
        "own id",
    ),
    "two wordings at once": page(
        "provision TR:2@a\n  in force  2000-01-01 .. 2005-01-01\n«provision TR:2@b»\n  in force  2005-01-01 ..\n",
        "TR:2@a and TR:2@b are both in force on 2005-01-01",
        "the day before",
    ),
    "an instrument twice": page("«instrument TR»\n  standing  custom\n", "instrument “TR” is declared twice", "own id"),
    # --- numbers ---
    "a number without a value": page("«number seats of {the Parliament}»\n", "a number without a value", "a value and its dates"),
    "no whole number": page("number seats of {the Parliament}\n  «²»  2000-01-01 ..\n", "“²” is no whole number", "write: 90"),
    "a number of a letter": page(
        "number «seats of {K}»\n  90  2000-01-01 ..\n", "a number belongs to individuals that are listed", "name the individual"
    ),
    "two values at once": page(
        "«number seats of {the Parliament}»\n  90  2000-01-01 .. 2005-01-01\n  91  2004-01-01 ..\n",
        "“seats of …” is both 90 and 91 on 2004-01-01",
        "the day before",
    ),
    # --- rules ---
    "a rule that says nothing": page("«meaning x»\n  when {A} strikes {S}\n", "a meaning without “says”", "add a line: says"),
    "an empty field": page("duty x\n  «toward»\n  bearer {M}\n  owed {M} helps {S}\n", "“toward” says nothing", "write: toward"),
    "a line under a field": page(
        "meaning x\n  says {S} is attacked by {A}\n    «and {A} strikes {S}»\n",
        "nothing can stand under “says …”",
        "indent it like the line above",
    ),
    "a label on a field": page(
        "meaning x\n  says {S} is attacked by {A}  «[here]»\n",
        "the label [here] names nothing here",
        "only conditions have labels",
    ),
    "both says and denies": page(
        "meaning x\n  says {S} is attacked by {A}\n  «denies {S} is attacked by {A}»\n", "both says and denies", "two meanings"
    ),
    "a rule that concludes a fact": page(
        "meaning x\n  says «{A} strikes {S}»\n", "a rule concludes a word, “{A} strikes {S}” is a event", "conclude a word"
    ),
    "exhaustive denial": page(
        "meaning x\n  denies {S} is attacked by {A}\n  when {A} strikes {S}\n  «in no other case»\n",
        "“in no other case” belongs to a rule that says",
        "drop it here",
    ),
    "no line of a rule": page(
        "meaning x\n  says {S} is attacked by {A}\n  «wen» {A} strikes {S}\n", "is no line of a meaning", "when"
    ),
    "subject to": page(
        "meaning x\n  says {S} is attacked by {A}\n  «subject to article 5»\n",
        "“subject to” has several meanings in law",
        "unless …",
    ),
    "subject to inside a condition": page(
        "meaning x\n  when «subject to article 5»\n", "“subject to” has several meanings in law", "carve-out"
    ),
    "any of nothing": page("meaning x\n  «and any of»\n", "“any of” without alternatives", "NAME: clause"),
    "an alternative without a name": page(
        "meaning x\n  and any of\n    «{A} strikes {S}»\n", "is no alternative", "NAME: clause"
    ),
    "two alternatives of one name": page(
        "meaning x\n  and any of\n    a: always\n    «a»: never\n", "two are called “a”", "its own name"
    ),
    "a line that joins nothing": page(
        "meaning x\n  when {A} strikes {S}\n    «but {A} leaves {S}»\n", "does not join the line above", "expected one of"
    ),
    "a burden of nothing": page(
        "meaning x\n  when {A} strikes {S}\n  «burden everybody»\n", "a burden without an “if shown”", "move it under"
    ),
    "a burden on nobody": page("meaning x\n  if shown {A} strikes {S}\n  «burden»\n", "a burden on nobody", "burden whoever"),
    "too many elements": page(
        "«meaning x»\n  says {S} is attacked by {A}\n" + "  and {A} strikes {S}\n" * 201,
        "201 elements; a rule may have 200",
        "split the rule",
    ),
    "no bearer": page("duty x\n  «bearer everybody»\n  owed {M} helps {S}\n", "“everybody” is no bearer", "every {M} of members"),
    "no time": page(
        "duty x\n  bearer {M}\n  toward {S}\n  owed {M} helps {S}\n  by «24 ours»\n", "“24 ours” is no time", "24 hours"
    ),
    "a deadline from a count of no time": page(
        "duty x\n  bearer {M}\n  toward {S}\n  owed {M} helps {S}\n  when {A} strikes {S} [strike]\n  and {A} strikes {M}\n"
        "  by «votes for in {B}», after strike\n",
        "“votes for in {B}” counts no time",
        "take a count that begins with",
    ),
    "a way to count days that is none": page(
        "duty x\n  bearer {M}\n  toward {S}\n  owed {M} helps {S}\n  by 10 days\n  counting «roughly»\n",
        "“roughly” is no way to count days",
        "elapsed",
    ),
    "an option that counts no days": page(
        "reading x\n  days\n  a: 24 hours each\n  b: «somehow»\n", "“somehow” is no way to count days", "24 hours each"
    ),
    "an exception to no rule": page(
        "exception x\n  «to article 4»\n  when always\n", "“article 4” names no rule", "every rule of PROVISION"
    ),
    "an exhaustive exception": page(
        "exception x\n  to every rule of TR:1\n  «in no other case»\n", "an exception concludes nothing", "drop"
    ),
    "an exception to nothing": page(
        GOOD + "«exception x»\n  to meaning atacked of TR:1\n  when always\n",
        "there is no meaning atacked of TR:1",
        "meaning attacked of TR:1",
    ),
    "exceptions to each other": page(
        "«exception a»\n  to exception b of TR:1\n  when always\nexception b\n  to exception a of TR:1\n  when always\n",
        "exceptions to each other: “a” → “b” → “a”",
        "without exception",
    ),
    "same as and more": page(
        GOOD + "provision TR:2\n  in force 2000-01-01 ..\nmeaning attacked\n  same as TR:1\n  «when {A} leaves {S}»\n",
        "“same as” borrows the whole block",
        "drop this line",
    ),
    "same as nothing": page(
        GOOD + "provision TR:2\n  in force 2000-01-01 ..\n«meaning atacked»\n  same as TR:1\n",
        "TR:1 has no meaning called “atacked”",
        "TR:1/attacked",
    ),
    "only borrowed": page(
        "«meaning x»\n  same as TR:2\nprovision TR:2\n  in force 2000-01-01 ..\nmeaning x\n  same as TR:1\n",
        "meaning “x” of TR:1 is only borrowed",
        "write it out",
    ),
    "borrowed with other slots": page(
        GOOD + "provision TR:2\n  in force 2000-01-01 ..\n«reading attacker for {A}, {S}»\n  same as TR:1\n",
        "has other slots in its heading",
        "reading attacker for {A}",
    ),
    "a rule twice": page(
        GOOD + "«meaning attacked»\n  says {S} is attacked by {A}\n  when {A} strikes {S}\n",
        "rule “TR:1/attacked” is declared twice",
        "own id",
    ),
    # --- votes ---
    "asked nobody": page(
        "vote x\n  says {D} is adopted\n  on {the Council} takes {D}\n  «asked all»\n  stopped by any\n    a: {M} objects to {D}\n",
        "“all” does not say who is asked",
        "every {M} of members",
    ),
    "stopped by nothing": page(
        "vote x\n  says {D} is adopted\n  on {the Council} takes {D}\n  asked every {M} of members\n  «stopped by any»\n",
        "without a way to stop it",
        "NAME: clause",
    ),
    "stopped on its line": page(
        "vote x\n  says {D} is adopted\n  on {the Council} takes {D}\n  asked every {M} of members\n  «stopped by any objection»\n    a: {M} objects to {D}\n",
        "stands alone on its line",
        "NAME: clause",
    ),
    "silence of no reading": page(
        "vote x\n  says {D} is adopted\n  on {the Council} takes {D}\n  asked every {M} of members\n  silence «consent»\n  stopped by any\n    a: {M} objects to {D}\n",
        "“consent” is no reading of silence",
        "silence reading NAME",
    ),
    "silence by another reading": page(
        GOOD.replace("for {A}", "").replace("the attack by {A} is grave", "never")
        + "vote x\n  says {D} is adopted\n  on {the Council} takes {D}\n  asked every {M} of members\n  silence reading attacker\n  stopped by any\n    «a: {M} objects to {D}»\n",
        "does not say what silence means",
        "write “silence”",
    ),
    # --- clauses ---
    "no phrase says it": page("meaning x\n  when «{A} stikes {S}»\n", "no phrase says “{A} stikes {S}”", "{A} strikes {S}"),
    "wrong slot type": page(
        "meaning x\n  when «{S}» strikes {S}\n",
        "{S} is a state; in “{A} strikes {S}” this slot takes a attacker",
        "letters of that type: A",
    ),
    "an unknown letter": page("meaning x\n  when «{Z}» strikes {S}\n", "nothing is called {Z}", "individuals attacker"),
    "an unknown role": page(
        "meaning x\n  when {A} strikes «{the requestor}»\n", "nothing is called {the requestor}", "the requester"
    ),
    "a count as a condition": page("meaning x\n  when «votes for in {B}»\n", "is a count, neither so nor not so", "at least 1"),
    "an unknown letter for every": page(
        "meaning x\n  when every «{Z}» of members: {Z} helps {S}\n", "{Z} is not a declared letter", "names"
    ),
    "an unknown set": page("meaning x\n  when every {M} of «membres»: {M} helps {S}\n", "no set is called “membres”", "members"),
    "a set that is none": page(
        "meaning x\n  when every {M} of «members & co»: {M} helps {S}\n", "“members & co” is no set", "members at request"
    ),
    "a set of another type": page(
        "meaning x\n  when every {M} of «goods»: {M} helps {S}\n", "goods are of type good, the letter is a state", "that type"
    ),
    "membership of another type": page(
        "meaning x\n  when {D} among «members»\n", "members are of type state, the letter is a decision", "that type"
    ),
    "other than itself": page(
        "meaning x\n  when every {M} of «members, other than {M}»: {M} helps {S}\n",
        "{M} cannot be other than itself",
        "leave out",
    ),
    "other than another type": page(
        "meaning x\n  when every {M} of members, other than «{A}»: {M} helps {S}\n",
        "{A} cannot be left out of members",
        "one state",
    ),
    "a zero denominator": page("meaning x\n  when votes for in {B} at least «2/0»\n", "“2/0” is no amount", "2/3 of NUMBER"),
    "a share of nothing": page(
        "meaning x\n  when votes for in {B} at least «2/3»\n", "“2/3” is a share of nothing", "2/3 of NUMBER"
    ),
    "more than the whole": page(
        "meaning x\n  when votes for in {B} at least «4/3» of seats of {the Parliament}\n",
        "a share of 4/3 is more than the whole",
        "2/3 of seats of {the Parliament}",
    ),
    "many times the whole": page(
        "meaning x\n  when votes for in {B} at least «2» of seats of {the Parliament}\n",
        "a share of 2 is more than the whole",
        "2/3 of seats",
    ),
    "an amount in other digits": page("meaning x\n  when votes for in {B} at least «６０»\n", "“６０” is no amount", "write 60"),
    "a deadline in other digits": page(
        "duty x\n  bearer {M}\n  toward {S}\n  owed {M} helps {S}\n  by «２４ hours»\n", "“２４ hours” is no time", "24 hours"
    ),
    "a day in other digits": page("provision TR:2\n  in force  «２０00-01-01 ..»\n", "is no span of days", "at least"),
    "an unknown number": page(
        "vote c\n  says {K} has consented\n  on {K} votes in {B}\n  «carried votes for in {B} at least 2/3 of seats of {K}»\n".replace(
            "«carried ", "carried «"
        ),
        "no number is called “seats of …”",
        "declare it",
    ),
    "a number of another": page(
        "number seats of {the Council}\n  9 2000-01-01 ..\nvote c\n  says {the Parliament} has consented\n  on {the Parliament} votes in {B}\n  carried «votes for in {B} at least 2/3 of seats of {the Parliament}»\n",
        "“seats of …” is not declared for the Parliament",
        "declare it",
    ),
    "binds in one wording": page(
        "meaning x\n  when duty help of «TR:1@2000» binds {M} toward {S}\n", "TR:1@2000 is one wording", "write: of TR:1"
    ),
    "binds by no duty": page(
        "meaning x\n  says {S} is attacked by {A}\n  when {A} strikes {S}\n  and «duty help of TR:1 binds {S}»\n",
        "there is no duty help of TR:1",
        "of these pages",
    ),
    "binds without its counterpart": page(
        "duty help\n  bearer {M}\n  toward {S}\n  owed {M} helps {S}\n  when {M} helps {S}\nmeaning x\n  says {S} is attacked by {A}\n  when {A} strikes {S}\n  and «duty help of TR:1 binds {S}»\n",
        "duty help of TR:1 has a counterpart",
        "toward {S}",
    ),
    "binds the wrong type": page(
        "duty help\n  bearer {M}\n  toward {S}\n  owed {M} helps {S}\n  when {M} helps {S}\nmeaning x\n  says {S} is attacked by {A}\n  when {A} strikes {S}\n  and «duty help of TR:1 binds {A} toward {S}»\n",
        "{A} is a attacker; in duty help of TR:1 this slot takes a state",
        "bearer",
    ),
    # --- letters and moments ---
    "a letter used once": page(
        "meaning x\n  says {D} is adopted\n  when «{M} objects to {D}»\n", "{M} is used only once in “x”", "{a state}"
    ),
    "a letter used once in each of two burdens": page(
        "meaning x\n  says {D} is adopted\n  when {the Council} takes {D}\n  unless «{M} objects to {D}»\n  unless {F} objects to {D}\n",
        "{M} is used only once in “x”",
        "{a state}",
    ),
    "a letter once in its quantifier": page(
        "meaning x\n  says {D} is adopted\n  when {the Council} takes {D}\n  and every {M} of members: {M} objects to {D}\n  and «every {M} of members: {the Council} takes {D}»\n",
        "{M} is used only once in “x”",
        "{a state}",
    ),
    "a letter once in an exception": page(
        GOOD + "exception x\n  to meaning attacked of TR:1\n  when «{M} helps {S}»\n", "{M} is used only once in “x”", "{a state}"
    ),
    "one letter for two": page(
        "meaning x\n  says {S} is attacked by {A}\n  when {A} strikes {S}\n  and «some {S} of members: {A} strikes {S}»\n",
        "{S} already stands for one state in “x”",
        "another letter",
    ),
    "a letter once in a question": page(
        "«question q»\n  asks Really?\n  is {S} is attacked by {A}\n", "{S} is used only once in “question q”", "{a state}"
    ),
    "an unknown label": page(
        "meaning x\n  says {D} is adopted\n  when {the Council} takes {D} [decision]\n  and «every {M} of members at decison: {M} objects to {D}»\n",
        "no element of “x” is labelled [decison]",
        "decision",
    ),
    "a label that comes later": page(
        "meaning x\n  says {D} is adopted\n  when «every {M} of members at decision: {M} objects to {D}»\n  and {the Council} takes {D} [decision]\n",
        "[decision] stands later",
        "move the labelled line up",
    ),
    "a label inside another list": page(
        "meaning x\n  says {D} is adopted\n  and any of\n    a: {the Council} takes {D} [decision]\n    b: {a state} objects to {D}\n  and «every {M} of members at decision: {M} objects to {D}»\n",
        "[decision] stands later, or inside another list",
        "move",
    ),
    "a label on what has no moment": page(
        "meaning x\n  says {S} is attacked by {A}\n  when {A} is in {S} [stay]\n  and «{S} among members at stay»\n",
        "[stay] labels no event",
        "event, act or speech",
    ),
    "a deadline after nothing": page(
        "«duty x»\n  bearer {M}\n  toward {S}\n  owed {M} helps {S}\n  when {A} strikes {S} [strike]\n  and {A} strikes {M}\n  by 24 hours, after strik\n",
        "no element of “x” is labelled [strik]",
        "strike",
    ),
    "one label twice": page(
        "meaning x\n  says {S} is attacked by {A}\n  when {A} strikes {S} [one]\n  and «{A} leaves {S}» [one]\n",
        "two elements of “x” are labelled [one]",
        "rename",
    ),
    # --- readings ---
    "a heading that is none": page("reading «a: b»\n  x: always\n  y: never\n", "is no heading of a reading", "for {A}, {S}"),
    "a heading with a name": page(
        "reading «x for {the Council}»\n  x: always\n  y: never\n", "a reading's heading takes letters", "for {A}, {S}"
    ),
    "one option": page("«reading x»\n  a: always\n", "reading “x” has fewer than two options", "rivals"),
    "an option without a name": page("reading x\n  «always»\n  y: never\n", "“always” is no option", "NAME: clause"),
    "an option twice": page("reading x\n  a: always\n  «a»: never\n", "“a” stands here twice", "keep one"),
    "a silence that means nothing": page(
        "reading x\n  silence\n  a: «consent»\n  b: open\n", "“consent” is no meaning of silence", "open, no objection"
    ),
    "a letter outside the heading": page(
        "«reading x for {A}»\n  a: {A} strikes {S}\n  b: never\n", "reading “x” uses {S}, which is not in its heading", "add it"
    ),
    "no such reading": page(
        "meaning x\n  says {S} is attacked by {A}\n  when {A} strikes {S}\n  and «reading atacker»\nreading attacker\n  a: always\n  b: never\n",
        "no reading is called “atacker”",
        "attacker",
    ),
    "a reading of two provisions": page(
        "reading x\n  a: always\n  b: never\nprovision TR:2\n  in force 2000-01-01 ..\nreading x\n  a: always\n  c: never\nprovision TR:3\n  in force 2000-01-01 ..\nmeaning x\n  says {S} is attacked by {A}\n  when {A} strikes {S}\n  and «reading x»\n",
        "several readings are called “x”",
        "same as PROVISION",
    ),
    "a reading with too few slots": page(
        GOOD.replace("and       reading attacker for {A}", "and       «reading attacker»"),
        "reading “attacker” has 1 slots, this has 0",
        "reading attacker for {A}",
    ),
    "a reading with a wrong slot": page(
        GOOD.replace("and       reading attacker for {A}", "and       «reading attacker for {S}»"),
        "{S} is a state; in reading “attacker” this slot takes a attacker",
        "its heading",
    ),
    "a deadline as a condition": page(
        "reading x\n  deadline\n  a: 24 hours\n  b: 10 days\nmeaning y\n  says {S} is attacked by {A}\n  when {A} strikes {S}\n  and «reading x»\n",
        "reading “x” is a deadline, not a condition",
        "own line",
    ),
    "a condition as a deadline": page(
        GOOD
        + "reading x\n  a: always\n  b: never\n«duty z»\n  bearer {M}\n  toward {S}\n  owed {M} helps {S}\n  when {S} is attacked by {an attacker}\n  by reading x\n",
        "reading “x” sets no deadline",
        "write “deadline”",
    ),
    "a reading twice": page(
        "reading x\n  a: always\n  b: never\n«reading x»\n  a: always\n  b: never\n",
        "reading “TR:1/x” is declared twice",
        "own id",
    ),
    "readings in a circle": page(
        "«reading x»\n  a: reading y\n  b: never\nreading y\n  a: reading x\n  b: never\n",
        "a reading refers back to itself: “x” → “y” → “x”",
        "not refer on",
    ),
    # --- constraints, unencoded, questions ---
    "a constraint of nothing": page("«constraint x»\n", "a constraint without “never”", "never CLAUSE"),
    "a constraint with another line": page(
        "constraint x\n  never {A} strikes {S}\n  «unless {A} leaves {S}»\n", "is no line of a constraint", "and not CLAUSE"
    ),
    "a constraint with alternatives": page(
        "constraint x\n  never {A} strikes {S}\n  «and any of»\n    a: {A} leaves {S}\n",
        "“and any of” is no line of a constraint",
        "and not CLAUSE",
    ),
    "a constraint over a word": page(
        "constraint x\n  never «{S} is attacked by {A}»\n  and {A} strikes {S}\n",
        "constraint “x” speaks of more than facts",
        "leave out words",
    ),
    "a constraint twice": page(
        "constraint x\n  never {A} strikes {S}\n«constraint x»\n  never {A} strikes {S}\n",
        "constraint “TR:1/x” is declared twice",
        "own id",
    ),
    "unencoded without a reason": page("«unencoded some words»\n  blocks nothing\n", "unencoded words without “why”", "say why"),
    "no line of a question": page("question q\n  «ask really?»\n", "is no line of a question", "asks, is"),
    "a question without asks": page(
        "«question q»\n  is {D} is adopted\n".replace("{D}", "{a decision}"), "question q lacks “asks”", "write both"
    ),
    "a question with both": page(
        "question q\n  asks Really?\n  is {a decision} is adopted\n  «which of»\n    a: {a decision} is adopted\n",
        "“is” or “which of”, not both",
        "two questions",
    ),
    "an anchor with a letter": page(
        "question q\n  asks Really?\n  is {a decision} is adopted\n  «anchor {the Council} takes {a decision}»\n",
        "an anchor is one act",
        "fill every slot",
    ),
    "or else without is": page(
        "question q\n  asks Really?\n  «or else {a decision} is adopted»\n  which of\n    a: {a decision} is adopted\n",
        "“or else” stands in for “is”, and there is none",
        "write “is”",
    ),
    "a question twice": page(
        "question q\n  asks Really?\n  is {a decision} is adopted\n«question q»\n  asks Really?\n  is {a decision} is adopted\n",
        "question “q” is declared twice",
        "own id",
    ),
    # --- circles ---
    "a circle through denial": page(
        "meaning a\n  says {S} is attacked by {A}\n  when {A} strikes {S}\n  and {S} may be helped by {a decision}\nmeaning b\n  says {S} may be helped by {D}\n  when {the Council} takes {D}\n  unless «{S} is attacked by {an attacker}»\n",
        "“{} is attacked by {}”".replace("{}", "…"),
        "break the circle",
    ),
    "a circle through proof": page(
        "meaning a\n  says {S} is attacked by {A}\n  when {A} strikes {S}\n  if shown «{S} is attacked by {A}»\n",
        "a word would rest on its own denial or on proof of itself: “… is attacked by …” → “… is attacked by …”",
        "break the circle",
    ),
    "a circle through an exception": page(
        GOOD + "exception x\n  to meaning attacked of TR:1\n  when «{S} is attacked by {an attacker}»\n",
        "rest on its own denial",
        "break the circle",
    ),
    "a circle through a reading": page(
        "meaning a\n  says {S} is attacked by {A}\n  when {A} strikes {S}\n  unless reading x for {S}, {A}\nreading x for {S}, {A}\n  a: «{S} is attacked by {A}»\n  b: never\n",
        "rest on its own denial",
        "break the circle",
    ),
}

WARNINGS: dict[str, Attack] = {
    "if shown over a judgement": page(
        GOOD
        + "meaning m\n  says {S} may be helped by {D}\n  when {the Council} takes {D}\n  if shown «{S} is attacked by {an attacker}»\n",
        "“if shown” rests on a judgement: “the attack by … is grave”",
        "move the judgement out",
    ),
    "a word without a rule": page(
        "meaning m\n  says {S} may be helped by {D}\n  when {the Council} takes {D}\n  and «{S} is attacked by {an attacker}»\n",
        "no rule concludes “{S} is attacked by {A}”",
        "unencoded",
    ),
    "a heading with an idle letter": page(
        "«reading x for {A}, {S}»\n  a: the attack by {A} is grave\n  b: never\n", "no option of reading “x” uses {S}", "drop it"
    ),
}

VOCABULARY: dict[str, Attack] = {
    "a heading with more": words('«phrases of war»\n  event "{A} runs"\n', "“phrases” stands alone on its line", "below"),
    "no sort of type": words("types\n  ship «listed and others»\n", "is no sort of type", "listed, and others"),
    "a type of two sorts": words("types\n  «state» listed\n", "type “state” is already of another sort", "once"),
    "names without a letter": words("names\n  «state»\n", "no letter stands before “state”", "S M state"),
    "a letter with a comma": words("names\n  «X,» Y state\n", "“X,” is no letter", "spaces"),
    "a letter of two types": words("names\n  «A» state\n", "{A} already stands for a attacker", "one type"),
    "no such type": words("names\n  X «stat»\n", "no type is called “stat”", "state"),
    "individuals of nobody": words("individuals\n  «organ»\n", "no individual of type “organ” is named", "organ the Council"),
    "an individual called like a letter": words("individuals\n  organ «S»\n", "“S” cannot name an individual", "a letter"),
    "an individual of two types": words("individuals\n  state «the Council»\n", "“the Council” is already a organ", "one type"),
    "a role called like a letter": words("roles\n  «S state»\n", "“S” cannot name a role", "the requester state"),
    "a role of two types": words("roles\n  «the requester» organ\n", "role “the requester” is already a state", "one type"),
    "a set of nothing": words("«set things:»\n", "declares no set", "set NAME: A, B"),
    "two sets of one name": words("set «goods»: safety\n", "set “goods” is already another set", "another name"),
    "a set of two types": words("«set things: safety, the Council»\n", "set “things” mixes types: good, organ", "for each type"),
    "parties to nothing": words("set others: parties to «TX»\n", "no row of parties.csv is about “TX”", "add its parties"),
    "a phrase that is none": words("phrases\n  «event {A} runs»\n", "declares no phrase", "KIND"),
    "no such kind of phrase": words('phrases\n  «evnt» "{A} runs"\n', "no kind of phrase is called “evnt”", "event"),
    "a phrase with an unknown letter": words('phrases\n  event "«{Z}» runs"\n', "{Z} is not a declared letter", "names"),
    "a phrase twice": words('phrases\n  «event "{A} strikes {S}"»\n', "is declared twice", "drop one"),
    "a negative like its positive": words('phrases\n  «event "{A} runs" not "{A} runs"»\n', "is declared twice", "drop one"),
    "a brace alone": words('phrases\n  event "«{A runs»"\n', "has a brace without its fellow", "slots as {S}"),
    "slots side by side": words('phrases\n  event "«{A} {S} runs»"\n', "slots with no word between them", "a word between"),
    "a phrase like a fixed form": words(
        'phrases\n  state "«{S} among friends»"\n', "would be read as “{S} among members”", "other words"
    ),
    "a phrase like always": words('phrases\n  state "«always»"\n', "would be read as “always …”", "other words"),
    "an unknown tail": words(
        'phrases\n  event "{A} runs" «lasts untill "{A} leaves {S}"»\n', "says nothing about a phrase", "lasts until"
    ),
    "a negative with other slots": words(
        'phrases\n  event "{A} hits {S}" not "«{S} is not hit by {A}»"\n', "other slots than the phrase", "in order"
    ),
    "makes what is not there": words(
        'phrases\n  event "{A} runs" «makes {R}»\n', "{R} is no slot of this phrase", "one of its slots"
    ),
    "an attribute that makes": words(
        'phrases\n  attribute "{R} is long" «makes» {R}\n', "only an event, act or speech makes something", "drop “makes”"
    ),
    "an event that lasts": words(
        'phrases\n  «event "{A} runs" lasts until "{A} leaves {S}"»\n',
        "only a state can last, this is a event",
        "make it a state",
    ),
    "until nothing": words(
        'phrases\n  state "{A} rests in {S}" lasts until "«{A} leafs {S}»"\n',
        "no phrase says “{A} leafs {S}” with slots of this one",
        "leaves",
    ),
    "until a state": words(
        'phrases\n  state "{A} rests in {S}" lasts until "«{A} is in {S}»"\n',
        "a state lasts until an event",
        "the event that ends it",
    ),
    "an event by own word": words(
        'phrases\n  event "{A} runs" «by own word»\n', "only a speech act with an actor", "drop “by own word”"
    ),
}

TABLES: dict[str, Attack] = {
    "parties without a column": file("parties.csv", PARTIES.replace("event", "evnt"), "column event is missing", "evnt"),
    "stances without columns": file(
        "stances.csv",
        "stance,kind\n",
        "column group, holder, word, option, basis, source, pinpoint, date is missing",
        "columns: stance",
    ),
    "a column twice": file(
        "parties.csv", PARTIES.replace("note,", "note,note,", 1), "column “note” stands here twice", "own name"
    ),
    "too few cells": file("parties.csv", PARTIES + "Aland,ALA\n", "2 cells; this table has 8 columns", "double quotes"),
    "too many cells": file(
        "stances.csv",
        STANCES + ROW.format("reading,attacker,anyone,stated").replace("made up", "a, b"),
        "13 cells; this table has 12 columns",
        "double quotes",
    ),
    "a quote left open": file(
        "parties.csv", PARTIES + 'Aland,ALA,"in force,2000\n', "not a table from here on", "close every quote"
    ),
    "a table not UTF-8": file("stances.csv", STANCES.encode() + b"\xff\n", "not UTF-8 (byte 85)", "save the file as UTF-8"),
    "parties not UTF-8": file("parties.csv", b"\xff", "not UTF-8 (byte 0)", "save the file as UTF-8"),
    "NUL in a table": file("stances.csv", STANCES + "a\0b\n", "a control character, U+0000", "delete it"),
    "nobody": file(
        "parties.csv", PARTIES + ",XXX,in force,2000-01-01,TR,,,accepted\n", "a row without a state", "name the state"
    ),
    "a state called like a letter": file(
        "parties.csv", PARTIES + "S,,in force,2000-01-01,TR,,,accepted\n", "“S” is a letter of the pages", "another letter"
    ),
    "one code for two states": file(
        "parties.csv",
        PARTIES + "Syldavia,BOR,in force,2000-01-01,TR,,,accepted\n",
        "BOR is Borduria above and Syldavia here",
        "ISO3",
    ),
    "no status of a claim": file(
        "parties.csv", PARTIES.replace("accepted", "acepted", 1), "“acepted” is no status of a claim", "accepted"
    ),
    "a party at no date": file(
        "parties.csv", PARTIES.replace("2000-01-01", "2000-13-01", 1), "“2000-13-01” is no date", "YYYY-MM-DD"
    ),
    "a party at an empty date": file("parties.csv", PARTIES.replace("2000-01-01", "", 1), "“” is no date", "YYYY-MM-DD"),
    "a party at a date in other digits": file(
        "parties.csv", PARTIES.replace("2000-01-01", "２０００-01-01", 1), "“２０００-01-01” is no date", "YYYY-MM-DD"
    ),
    "a stance in other digits": file(
        "stances.csv",
        STANCES + ROW.format("reading,attacker,anyone,stated").replace("2022-01-06", "٢٠٢٢-01-06"),
        "“٢٠٢٢-01-06” is no date",
        "YYYY-MM-DD",
    ),
    "a span that runs back": file(
        "parties.csv", PARTIES.replace("2000-01-01", "2001/2000", 1), "“2001/2000” is no date", "YYYY-MM-DD"
    ),
    "no stance": file(
        "stances.csv",
        STANCES + ROW.format("reading,attacker,anyone,stated").replace("Council", "text", 1),
        "“text” cannot name a stance",
        "holder",
    ),
    "no kind of choice": file(
        "stances.csv",
        STANCES + ROW.format("raeding,attacker,anyone,stated"),
        "“raeding” is no kind of choice",
        "reading, judgement",
    ),
    "no basis": file(
        "stances.csv", STANCES + ROW.format("reading,attacker,anyone,guessed"), "“guessed” is no basis", "stated, derived"
    ),
    "no group": file(
        "stances.csv",
        STANCES + ROW.format("reading,attacker,anyone,stated").replace("organs", "text"),
        "“text” is no group of stances",
        "organs, states",
    ),
    "said on no date": file(
        "stances.csv",
        STANCES + ROW.format("reading,attacker,anyone,stated").replace("2022-01-06", "6 Jan"),
        "“6 Jan” is no date",
        "YYYY-MM-DD",
    ),
    "two holders": file(
        "stances.csv",
        STANCES + ROW.format("standard,,x,stated") + ROW.format("reading,attacker,anyone,stated").replace("organs", "states"),
        "others above",
        "alike",
    ),
    "two choices": file(
        "stances.csv",
        STANCES + ROW.format("reading,attacker,anyone,stated") + ROW.format("reading,attacker,grave,stated"),
        "stance “Council” chooses twice on “attacker”",
        "one row",
    ),
    "no such standard": file(
        "stances.csv", STANCES + ROW.format("standard,,strict,stated"), "no standard is called “strict”", "regime.toml"
    ),
    "no such judgement": file(
        "stances.csv",
        STANCES + ROW.format("judgement,{A} strikes {S},yes,stated"),
        "no judgement phrase says “{A} strikes {S}”",
        "strikes",
    ),
    "a judgement of nobody": file(
        "stances.csv",
        STANCES + ROW.format("judgement,the attack by {nobody} is grave,yes,stated"),
        "nothing is called {nobody}",
        "role",
    ),
    "a judgement of the wrong type": file(
        "stances.csv",
        STANCES + ROW.format("judgement,the attack by {the requester} is grave,yes,stated"),
        "{the requester} is a state, this slot takes a attacker",
        "attacker",
    ),
    "a judgement undecided": file(
        "stances.csv",
        STANCES + ROW.format("judgement,the attack by {the request} is grave,maybe,stated"),
        "“maybe” decides nothing",
        "yes, no",
    ),
    "a stance on no reading": file(
        "stances.csv", STANCES + ROW.format("reading,atacker,anyone,stated"), "no reading is called “atacker”", "name a reading"
    ),
    "a stance on two readings": page(
        "reading x\n  a: always\n  b: never\nprovision TR:2\n  in force 2000-01-01 ..\nreading x\n  a: always\n  c: never\n",
        "several readings are called “x”",
        "x (TR:1) · x (TR:2)",
        stances_csv=STANCES + ROW.format("reading,x,a,stated"),
    ),
    "no such option": page(
        GOOD,
        "reading “attacker” has no option “anyon”",
        "anyone",
        stances_csv=STANCES + ROW.format("reading,attacker,anyon,stated"),
    ),
    "transposed from nothing": page(
        GOOD,
        "no provision is called “TR:9”",
        "TR:1",
        stances_csv=STANCES + ROW.format("reading,attacker,anyone,stated").replace(",,\n", ",TR:9,\n"),
    ),
    "not TOML": file("regime.toml", "title = \n", "not TOML", "toml.io"),
    "deep TOML": file("regime.toml", "title = 'x'\nx = " + "[" * 4000, "brackets stand more than 50 deep", "close every bracket"),
    "a number without end": file("regime.toml", f"x = {'1' * 5000}\n", "a number has too many digits", "leave it out"),
    "regime.toml not UTF-8": file("regime.toml", b"title = '\xff'", "not UTF-8", "save the file as UTF-8"),
    "an unknown setting": file("regime.toml", "[[standards]]\nname = 'x'\n", "no setting is called “standards”", "standard"),
    "columns are no list": file("regime.toml", "columns = 'text'\n", "“columns” is not a list of names of stances", "write: columns"),
    "a column nobody holds": file("regime.toml", "columns = ['texd']\n", "columns: no stance is called “texd”", "text"),
    "under is a word": file("regime.toml", "under = 'un'\n", "“under” is not a list of names of regimes", 'under = ["NAME"]'),
    "under leads out": file(
        "regime.toml", "under = ['../un']\n", "“under” is not a list of names of regimes", 'under = ["NAME"]'
    ),
    "a title that is no text": file("regime.toml", "title = 3\n", "“title” is not text", "title ="),
    "one standard, no list": file(
        "regime.toml", "[standard]\nname = 'x'\n", "“standard” is not a list of tables", "[[standard]]"
    ),
    "a standard without a name": file("regime.toml", "[[standard]]\nname = 3\n", "a standard without a name", "name ="),
    "a standard that trusts a word": file(
        "regime.toml",
        "[[standard]]\nname = 'x'\ntrusts = 'the requester'\n",
        "“trusts” of standard “x” is not a list of names",
        "trusts =",
    ),
    "a standard of no grade": file(
        "regime.toml", "[[standard]]\nname = 'x'\nmin_source = 'Z'\n", "“min_source” of standard “x” is no grade", "A, B"
    ),
    "a standard of no item grade": file(
        "regime.toml", "[[standard]]\nname = 'x'\nmin_item = true\n", "“min_item” of standard “x” is no grade", "1, 2"
    ),
    "a standard twice": file(
        "regime.toml", "[[standard]]\nname = 'x'\n[[standard]]\nname = 'x'\n", "standard “x” is declared twice", "own name"
    ),
    "a standard that trusts nobody known": file(
        "regime.toml",
        "[[standard]]\nname = 'x'\ntrusts = ['the requestor']\n",
        "trusts “the requestor”, whom no page names",
        "the requester",
    ),
}

_ODDS = "id,title,verdict,sides,why,sources\n"
CONTRADICTIONS: dict[str, Attack] = {
    "a contradiction without a title": file("conflicts.csv", _ODDS + "X-1,,open,a / b,c,d\n", "“title” is empty", "fill it in"),
    "no verdict on a contradiction": file(
        "conflicts.csv", _ODDS + "X-1,t,maybe,a / b,c,d\n", "“maybe” is no verdict on a contradiction", "shown, likely"
    ),
    "one side of a contradiction": file(
        "conflicts.csv", _ODDS + "X-1,t,open,a,c,d\n", "one side contradicts nothing", "part the sides"
    ),
    "a contradiction twice": file(
        "conflicts.csv", _ODDS + "X-1,t,open,a / b,c,d\nX-1,t,open,a / b,c,d\n", "contradiction “X-1” stands above", "its own id"
    ),
}

ATTACKS: dict[str, Attack] = {**PAGES, **VOTES, **WARNINGS, **VOCABULARY, **TABLES, **MEMBERSHIPS, **CONTRADICTIONS}
assert len(ATTACKS) >= 160, len(ATTACKS)  # an empty table must not look like a pass
